"""Concordance: every occurrence of a pattern in its sentence, with file and line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import TifaError
from analysis.measure.counts import counted
from analysis.measure.search import find_spans, make_index
from analysis.table.arguments import FLAG, NOTHING, TEXT, Kind, a_corpus, a_table, one_of, wants
from analysis.table.offsets import locate, span_rows
from analysis.table.titles import short, titled

if TYPE_CHECKING:
    from analysis.corpus import Corpus

HITS = ["article_id", "start", "end"]
ABOUT = ["place", "paper", "date_published", "title"]
SAID = ["left", "hit", "right"]
COLUMNS = [*HITS, "sentence_id", *ABOUT, *SAID, "file", "line_from", "line_to"]
SORTS = ("text", "left", "right")
PATTERN = Kind(
    "a compiled expression",
    lambda value: isinstance(value, re.Pattern) and isinstance(value.pattern, str),
)


@wants(
    corpus=a_corpus(
        articles=["article_id", *ABOUT],
        sentences=["sentence_id", "article_id", "start", "end", "text"],
        offsets=[*HITS, "file", "line"],
    ),
    pattern=TEXT | PATTERN | a_table(HITS),
    rows=a_table([*HITS, "name"], "a table of mentions", "slogans") | NOTHING,
    regex=FLAG,
    place=TEXT | NOTHING,
    sort=one_of(*SORTS),
)
def concordance(
    corpus: Corpus,
    pattern: str | re.Pattern | pd.DataFrame,
    *,
    rows: pd.DataFrame | None = None,
    regex: bool = False,
    place: str | None = None,
    sort: str = "text",
) -> pd.DataFrame:
    """The lines in which a pattern stands; the unit is the sentence.

    pattern : a literal string; a regular expression (regex=True: as RE2 reads it, or compiled by
        re); with `rows`, mentions (article_id, start, end, name), a name of theirs; or a table
        whose spans (article_id, start, end) are the hits. Hits of a string do not overlap and do
        not cross a sentence end. Captions, weather and boilerplate of the corpus are not searched.
    place : only articles of this place.
    sort : "text" (article and position), "left" (by what precedes, read backwards from the hit) or
        "right".
    Returns article_id, start, end (of the hit, in characters of article text), sentence_id, place,
    paper, date_published (ISO day, empty if unknown), title, left, hit, right (together the
    sentence), file, line_from, line_to (lines of the file, from 1). Source: the text, as printed.
    Raises TifaError for an unknown place, another `sort`, a bad expression, a missing column.

    >>> from analysis import load_corpus
    >>> lines = concordance(load_corpus("seeds"), "十五五", place="临平")
    >>> lines[["file", "line_from"]].values.tolist()[0]
    ['000_011d2496589fdac8.txt', 53]
    """
    term = pattern
    articles = counted(corpus.articles)
    if place is not None:
        if place not in (places := sorted(set(articles["place"]))):
            there = ", ".join(places) or "none"
            raise TifaError(f"place {place!r} has no article; there are {there}")
        articles = articles[articles["place"] == place]
    inside = corpus.sentences["article_id"].isin(articles["article_id"])
    index = make_index(corpus.sentences[inside])
    if rows is not None:
        if not isinstance(pattern, str):
            raise TifaError("concordance wants a name of rows as pattern where rows are given")
        pattern = rows[rows["name"] == pattern]
    if isinstance(pattern, str):
        hits = find_spans(index, pattern, regex=regex)
    else:
        given = isinstance(pattern, pd.DataFrame)
        spans = pattern if given else _matches(pattern, index.sentences)
        hits = spans_in_sentences(spans, index.sentences)
    hits = sort_hits(hits, index.sentences, sort)
    lines = lines_of(hits, index.sentences, articles, corpus.offsets)
    return titled(lines, "concordance", f"lines with {short(term)}")


def _matches(pattern: re.Pattern, sentences: pd.DataFrame) -> pd.DataFrame:
    spans = [
        (s.article_id, s.start + hit.start(), s.start + hit.end())
        for s in sentences.itertuples(index=False)
        for hit in pattern.finditer(s.text)
        if hit.group()
    ]
    return pd.DataFrame(spans, columns=HITS)


def spans_in_sentences(spans: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Given spans in text order, each once, cut off at the end of the sentence they start in, with
    sentence (row number); those in no sentence are left out."""
    spans = spans[HITS].drop_duplicates().reset_index(drop=True)
    spans = spans.assign(sentence=span_rows(spans, sentences))
    spans = spans[spans["sentence"] >= 0]
    ends = sentences["end"].to_numpy()[spans["sentence"]]
    spans = spans.assign(end=np.minimum(spans["end"], ends))
    return spans.sort_values(["article_id", "start"], kind="stable", ignore_index=True)


def contexts(hits: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """What stands before each hit in its sentence, the hit, and what stands after."""
    own = sentences.iloc[hits["sentence"].to_numpy(dtype=np.int64)]
    starts, sizes = hits["start"].to_numpy() - own["start"], hits["end"] - hits["start"]
    spans = zip(own["text"], starts, sizes, strict=True)
    cut = [(text[:a], text[a : a + n], text[a + n :]) for text, a, n in spans]
    return pd.DataFrame(cut, columns=SAID, index=hits.index, dtype=object)


def sort_hits(hits: pd.DataFrame, sentences: pd.DataFrame, sort: str) -> pd.DataFrame:
    """Hits in text order, or by what precedes them (read backwards) or follows."""
    if sort not in SORTS:
        raise TifaError(f"sort: {sort!r}; must be one of {', '.join(SORTS)}")
    if sort == "text":
        return hits.reset_index(drop=True)
    key = contexts(hits, sentences)[sort].str[:: -1 if sort == "left" else 1].tolist()
    return hits.iloc[sorted(range(len(hits)), key=key.__getitem__)].reset_index(drop=True)


def lines_of(
    hits: pd.DataFrame, sentences: pd.DataFrame, articles: pd.DataFrame, offsets: pd.DataFrame
) -> pd.DataFrame:
    """The concordance lines of these hits (article_id, start, end, sentence), in their order."""
    ids = sentences["sentence_id"].to_numpy(dtype=object)[hits["sentence"].to_numpy(dtype=np.int64)]
    about = articles.set_index("article_id")[ABOUT]
    lines = pd.concat([hits, contexts(hits, sentences)], axis=1).assign(sentence_id=ids)
    lines = lines.astype({"start": "int64", "end": "int64"}).join(about, on="article_id")
    return locate(lines, offsets)[COLUMNS].reset_index(drop=True)
