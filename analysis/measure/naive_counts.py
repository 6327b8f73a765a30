"""The naive way, for comparison: counting in the raw files, and counting jieba's own words."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.chinese.tokens import tokenize
from analysis.corpus import Corpus, articles_counted
from analysis.measure.concordance import concordance
from analysis.read.folders import list_folder, page_text
from analysis.repair.table_rows import LAYOUT as TABLE
from analysis.table.offsets import span_rows

TORN = "broken in the raw file, by a line end or by spaces"
ABOUT = ["doc_id", "place", "paper", "date_published", "date_published_basis"]
RAW_COLUMNS = [
    "term",
    "file",
    "raw_start",
    "line_from",
    "line_to",
    "sentence",
    "hit_start",
    "hit_end",
]
RAW_COLUMNS += [*ABOUT, "title"]


def raw_hits(corpus: Corpus, corpus_dir: str | Path, terms: Iterable[str]) -> pd.DataFrame:
    """Where each term stands in the raw files, as `str.count` finds it: raw_start (offset in the
    file), line_from = line_to, sentence (the raw line), hit_start, hit_end (in it).
    """
    terms, rows = sorted(set(terms)), []
    pages = (corpus.documents["layout"] != TABLE).any()
    paths = {file: path for path, file in list_folder(Path(corpus_dir)).pages} if pages else {}
    for document in corpus.documents.to_dict("records"):
        if document["layout"] == TABLE:
            lines = _rows(document["doc_id"], corpus)
        else:
            lines = _lines(page_text(paths[document["file"]].read_bytes(), document["file"]).text)
        about = [document[name] for name in ABOUT]
        for number, offset, line in lines:
            for term in terms:
                for hit in re.finditer(re.escape(term), line):
                    where = (term, document["file"], offset + hit.start(), number, number)
                    rows.append((*where, line.rstrip("\r\n"), *hit.span(), *about, ""))
    table = pd.DataFrame(rows, columns=RAW_COLUMNS)
    return table.sort_values(["term", "file", "raw_start"], kind="stable", ignore_index=True)


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Number, offset and text of the lines; \\r\\n, \\n and \\r end one, as in the offsets table.

    >>> list(_lines("甲\\r\\n乙\\r丙"))
    [(1, 0, '甲\\r\\n'), (2, 3, '乙\\r'), (3, 5, '丙')]
    """
    for number, line in enumerate(re.finditer(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text), start=1):
        yield number, line.start(), line.group()


def _rows(doc_id: str, corpus: Corpus) -> Iterator[tuple[int, int, str]]:
    """The same of a table of articles: titles and lines of texts, with the number of the row."""
    runs = corpus.offsets[corpus.offsets["doc_id"] == doc_id]
    runs = runs.merge(corpus.articles[["article_id", "title", "text"]], on="article_id")
    for run in runs.itertuples(index=False):
        if run.title:
            yield run.line, run.raw_start - len(run.title) - 1, run.title
        for _, offset, line in _lines(run.text):
            yield run.line, run.raw_start + offset, line


def repaired_hits(corpus: Corpus, terms: Iterable[str]) -> pd.DataFrame:
    """Where each term stands in the text of the counted articles: the lines, with term."""
    found = [concordance(corpus, term).assign(term=term) for term in sorted(set(terms))]
    return pd.concat(found, ignore_index=True)


def jieba_hits(corpus: Corpus, terms: Iterable[str]) -> pd.DataFrame:
    """jieba's own words, no lexicon added, that equal a term: token rows with term, place."""
    counted = articles_counted(corpus.articles)[["article_id", "place"]]
    tokens = tokenize(corpus.sentences[corpus.sentences["article_id"].isin(counted["article_id"])])
    hits = tokens[tokens["token"].isin(set(terms))].merge(counted, on="article_id")
    return hits.assign(term=hits["token"])


def naive_counts(raw: pd.DataFrame, jieba: pd.DataFrame, repaired: pd.DataFrame) -> pd.DataFrame:
    """The three ways side by side: term, n_raw, n_jieba, n_repaired, most frequent first."""
    columns = {"n_raw": raw, "n_jieba": jieba, "n_repaired": repaired}
    counts = pd.DataFrame({name: rows["term"].value_counts() for name, rows in columns.items()})
    counts = counts.fillna(0).astype("int64").rename_axis("term").reset_index()
    return counts.sort_values(["n_repaired", "term"], ascending=[False, True], ignore_index=True)


def naive_differences(raw: pd.DataFrame, repaired: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """The hits only one way finds: term, found (in which text), file, lines, reason, sentence."""
    runs = corpus.offsets.iloc[span_rows(repaired, corpus.offsets, inside=False)]
    at = runs["raw_start"].to_numpy() + repaired["start"].to_numpy() - runs["start"].to_numpy()
    whole = repaired["end"].to_numpy() <= runs["end"].to_numpy()
    keys = pd.MultiIndex.from_arrays([repaired["term"], runs["file"], at])
    raw_keys = pd.MultiIndex.from_frame(raw[["term", "file", "raw_start"]])
    only_repaired = repaired.assign(
        found="in the repaired text only",
        reason=np.where(whole, "counted once more in the repaired text", TORN),
        sentence=repaired["left"] + repaired["hit"] + repaired["right"],
    )[~keys.isin(raw_keys)]
    only_raw = raw[~raw_keys.isin(keys)].assign(found="in the raw files only")
    only_raw["reason"] = [_role_at(row, corpus) for row in only_raw.to_dict("records")]
    columns = ["term", "found", "file", "line_from", "line_to", "reason", "sentence"]
    table = pd.concat([only_repaired[columns], only_raw[columns]], ignore_index=True)
    return table.sort_values(["term", "file", "line_from"], kind="stable", ignore_index=True)


def _role_at(hit: dict, corpus: Corpus) -> str:
    """What part of the page a raw hit stands in."""
    segments = corpus.segments
    inside = (segments["start"] <= hit["raw_start"]) & (hit["raw_start"] < segments["end"])
    here = segments[(segments["doc_id"] == hit["doc_id"]) & inside]
    role = here["role"].iloc[0] if len(here) else "white space"
    if role != "body":
        return f"stands in a {role}, not in an article's text"
    genres = corpus.articles.set_index("article_id")["genre"]
    return f"stands in a {genres.get(here['article_id'].iloc[0], 'part')}, which is in no count"


def jieba_cuts(corpus: Corpus, repaired: pd.DataFrame, term: str) -> pd.DataFrame:
    """How plain jieba cuts each place where `term` stands: cut (pieces joined with /), n."""
    hits = repaired[repaired["term"] == term]
    tokens = tokenize(corpus.sentences[corpus.sentences["sentence_id"].isin(hits["sentence_id"])])
    cuts = []
    for hit in hits.itertuples(index=False):
        touched = (tokens["end"] > hit.start) & (tokens["start"] < hit.end)
        own = tokens[(tokens["article_id"] == hit.article_id) & touched]
        cuts.append("/".join(own["token"]))
    counts = pd.Series(cuts, dtype=object).value_counts().rename_axis("cut").reset_index(name="n")
    return counts.sort_values(["n", "cut"], ascending=[False, True], ignore_index=True)
