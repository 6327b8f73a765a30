"""Concordance: every occurrence of a pattern in its sentence, with file and line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import TifaError
from analysis.measure.counts import counted
from analysis.measure.search import find_spans, make_index
from analysis.table.arguments import FLAG, NOTHING, TEXT, Kind, a_corpus, a_table, one_of, wants
from analysis.table.offsets import locate
from analysis.table.titles import short, titled

if TYPE_CHECKING:
    from analysis.corpus import Corpus

COLUMNS = [
    "article_id",
    "start",
    "end",
    "sentence_id",
    "place",
    "paper",
    "date_published",
    "title",
    "left",
    "hit",
    "right",
    "file",
    "line_from",
    "line_to",
]


HITS = ["article_id", "start", "end"]
PATTERN = Kind(
    "a compiled expression",
    lambda value: isinstance(value, re.Pattern) and isinstance(value.pattern, str),
)


@wants(
    corpus=a_corpus(
        articles=["article_id", "place", "paper", "date_published", "title"],
        sentences=["sentence_id", "article_id", "start", "end", "text"],
        offsets=["article_id", "start", "end", "file", "line"],
    ),
    pattern=TEXT | PATTERN | a_table(HITS),
    rows=a_table([*HITS, "name"], "a table of mentions", "slogans") | NOTHING,
    regex=FLAG,
    place=TEXT | NOTHING,
    sort=one_of("text", "left", "right"),
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

    corpus : of `load_corpus`; its articles, sentences and offsets are read.
    pattern : a literal string; a regular expression (regex=True: as RE2 reads it, or compiled by
        re); with `rows`, a lexicon name; or a table with article_id, start, end, whose spans are
        the hits. Hits of a string do not overlap and do not cross a sentence end. Captions, weather
        and boilerplate are not searched.
    rows : mentions (article_id, start, end, name); the hits are those whose name is `pattern`.
    place : only articles of this place.
    sort : "text" (article and position), "left" (by what precedes, read backwards from the hit) or
        "right".
    Returns article_id, start, end (of the hit, in article text), sentence_id, place, paper,
    date_published, title, left, hit, right (left + hit + right is the sentence), file, line_from,
    line_to (lines of the file, from 1). start and end in characters from 0; date_published an ISO
    day, empty if unknown. Source: the text, as printed. Raises TifaError for an unknown place,
    another `sort`, a bad expression, a column that is not there.

    >>> from analysis import load_corpus
    >>> lines = concordance(load_corpus("seeds"), "十五五", place="临平")
    >>> lines[["file", "line_from"]].values.tolist()[0]
    ['000_011d2496589fdac8.txt', 53]
    """
    term = pattern
    articles = counted(corpus.articles)
    if place is not None:
        places = sorted(set(articles["place"]))
        if place not in places:
            raise TifaError(
                f"place {place!r} has no article; there are {', '.join(places) or 'none'}"
            )
        articles = articles[articles["place"] == place]
    sentences = corpus.sentences[corpus.sentences["article_id"].isin(articles["article_id"])]
    if rows is not None:
        if not isinstance(pattern, str):
            raise TifaError("concordance wants a name of rows as pattern where rows are given")
        pattern = rows[rows["name"] == pattern]
    given = isinstance(pattern, pd.DataFrame)
    hits = _given(pattern, sentences) if given else _search(pattern, sentences, regex)
    about = articles[["article_id", "place", "paper", "date_published", "title"]]
    lines = locate(hits.merge(about, on="article_id", how="left"), corpus.offsets)
    if sort == "text":
        lines = lines.sort_values(["article_id", "start"], kind="stable")
    else:
        key = lines["right"] if sort == "right" else lines["left"].map(lambda text: text[::-1])
        lines = lines.assign(key=key).sort_values(["key", "article_id", "start"], kind="stable")
    return titled(lines[COLUMNS].reset_index(drop=True), "concordance", f"lines with {short(term)}")


def _search(pattern: str | re.Pattern, sentences: pd.DataFrame, regex: bool) -> pd.DataFrame:
    if isinstance(pattern, str):
        index = make_index(sentences)
        spans = find_spans(index, pattern, regex=regex)
        own = list(index.sentences.itertuples(index=False))
        hits = zip(spans["sentence"], spans["start"], spans["end"], strict=True)
        return _lines(
            [(own[k], start - own[k].start, end - own[k].start) for k, start, end in hits]
        )
    rows = []
    for s in sentences.itertuples(index=False):
        spans = (hit.span() for hit in pattern.finditer(s.text))
        rows += [(s, a, b) for a, b in spans if a < b]
    return _lines(rows)


def _given(spans: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Hits at given spans; each in the sentence it starts in, cut off at the sentence's end."""
    spans = spans[["article_id", "start", "end"]].drop_duplicates()
    by_article = {
        key: list(group.itertuples(index=False)) for key, group in sentences.groupby("article_id")
    }
    rows = []
    for span in spans.itertuples(index=False):
        around = (s for s in by_article.get(span.article_id, ()) if s.start <= span.start < s.end)
        rows += [(s, span.start - s.start, min(span.end, s.end) - s.start) for s in around]
    return _lines(rows)


def _lines(rows: list[tuple]) -> pd.DataFrame:
    columns = ["article_id", "start", "end", "sentence_id", "left", "hit", "right"]
    lines = [
        (s.article_id, s.start + a, s.start + b, s.sentence_id, s.text[:a], s.text[a:b], s.text[b:])
        for s, a, b in rows
    ]
    return pd.DataFrame(lines, columns=columns).astype({"start": "int64", "end": "int64"})
