"""A person's own categories, counted like any name; and the counts for the field's other tools."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.corpus import Corpus
from analysis.errors import TifaError
from analysis.measure.concordance import contexts, find_spans, make_index, spans_in_sentences
from analysis.measure.counts import KINDS, count_features, counted
from analysis.table.arguments import NOTHING, Kind, a_corpus, a_table, require_groups, wants
from analysis.table.decode import read_csv_rows
from analysis.table.dictionary import titled

COLUMNS = ["article_id", "start", "end", "sentence_id", "name", "pattern", "surface"]
IN_WORDS = "categories (a mapping category -> patterns, or a CSV of category, pattern)"
CATEGORIES = Kind(IN_WORDS, lambda it: isinstance(it, (Mapping, str, Path)) and bool(it))


@wants(
    corpus=a_corpus(sentences=["article_id", "sentence_id", "start", "end", "text"]),
    categories=CATEGORIES,
    mentions=a_table(["article_id", "start", "end", "sentence_id", "name"]) | NOTHING,
)
def find_categories(
    corpus: Corpus,
    categories: Mapping[str, Sequence[str]] | str | Path,
    *,
    mentions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Where the patterns of a person's categories stand: rows for `count_features`, `compare`,
    `trend`, `keyness`, `evidence`, as quanteda's dictionaries.

    categories : category -> patterns, or a CSV with the columns category, pattern. A pattern is
        text as printed; * in it stands for any letters, Han characters or digits (few before many);
        /…/ is a regular expression, as RE2 reads it; the name of a slogan or body of `mentions`,
        a table of `find_mentions`, is that, however it is printed.
    Returns article_id, start, end, sentence_id, name (the category), pattern, surface (as printed).
    In one category each character counts once, for the longest match that begins first; categories
    may overlap. Source: the corpus' sentences. Raises TifaError for a pattern that is empty or
    cannot be read, with its category.

    >>> from analysis import load_corpus
    >>> rows = find_categories(load_corpus("seeds"), {"plan": ["十五五", "/十[四三]五/"]})
    >>> rows["surface"].value_counts().to_dict()
    {'十五五': 18, '十四五': 5}
    """
    index = make_index(corpus.sentences)
    if mentions is not None:
        require_groups(mentions, ["name"], "mentions")
    known = set() if mentions is None else set(mentions["name"])
    parts = [pd.DataFrame(columns=[*COLUMNS, "sentence"])]
    for category, pattern in _patterns(categories):
        if pattern in known:
            hits = mentions[mentions["name"] == pattern]
            hits = spans_in_sentences(hits, index.sentences)
        else:
            hits = _found(index, category, pattern)
        parts.append(hits.assign(name=category, pattern=pattern))
    rows = pd.concat(parts[1:] or parts, ignore_index=True)
    rows = rows.assign(long=rows["start"] - rows["end"])
    rows = rows.sort_values(["name", "article_id", "start", "long", "pattern"], kind="stable")
    kept, last = [], ("", "", -1)
    for at, *where, start, end in rows[["name", "article_id", "start", "end"]].itertuples():
        if (*where,) != last[:2] or start >= last[2]:
            kept.append(at)
            last = (*where, end)
    rows = rows.loc[kept].reset_index(drop=True)
    ids = index.sentences["sentence_id"].to_numpy(dtype=object)
    rows["sentence_id"] = ids[rows["sentence"].to_numpy(dtype="int64")]
    rows["surface"] = contexts(rows, index.sentences)["hit"]
    return titled(rows[COLUMNS], "find_categories", "categories found")


def _patterns(categories) -> list[tuple[str, str]]:
    """(category, pattern) of a mapping or a CSV."""
    if isinstance(categories, Mapping):
        pairs = [
            (str(category), str(pattern))
            for category, patterns in categories.items()
            for pattern in ([patterns] if isinstance(patterns, str) else patterns)
        ]
    else:
        path = Path(categories)
        if not path.is_file():
            raise TifaError(f"{path}: no such file of categories")
        (_, header), *rows = read_csv_rows(path) or [(1, [])]
        if not {"category", "pattern"} <= set(header):
            came = ", ".join(header)
            raise TifaError(f"{path.name}: the columns are {came}; wanted: category, pattern")
        at = [header.index(column) for column in ("category", "pattern")]
        pairs = [tuple(cells[k] for k in at) for _, cells in rows]
    for category, pattern in pairs:
        if not category.strip() or not pattern.strip("*/ "):
            raise TifaError(f"category {category!r}: the pattern {pattern!r} is empty")
    return list(dict.fromkeys(pairs))


def _found(index, category: str, pattern: str) -> pd.DataFrame:
    text, regex = pattern, True
    if len(pattern) > 2 and pattern[0] == pattern[-1] == "/":
        text = pattern[1:-1]
    elif "*" in pattern:
        text = r"[\pL\pN]*?".join(map(re.escape, pattern.split("*")))
    else:
        regex = False
    try:
        return find_spans(index, text, regex=regex)
    except TifaError as error:
        raise TifaError(f"category {category!r}: {error}") from error


@wants(**KINDS)
def to_quanteda(
    rows: pd.DataFrame, articles: pd.DataFrame, *, feature: str = "name"
) -> pd.DataFrame:
    """The document-feature matrix, long, as R reads it: one row an article and feature that it has.

    Returns article_id, feature, n (times) of rows, articles, feature, as in `count_features`; an
    article without any has a row of n 0, or R would lose it. Write it with
    `.to_csv("dfm.csv", index=False)`; in R: `long <- read.csv("dfm.csv"); m <- quanteda::as.dfm(
    xtabs(n ~ article_id + feature, long, sparse = TRUE))`. Source: the rows. Raises TifaError for a
    missing column.

    >>> articles = pd.DataFrame({"article_id": ["x", "y"], "n_han": [5, 6]})
    >>> rows = pd.DataFrame({"article_id": ["x", "x"], "name": "江"})
    >>> to_quanteda(rows, articles).values.tolist()
    [['x', '江', 2], ['y', '江', 0]]
    """
    table = count_features(rows, articles, feature=feature, by="article_id")
    table = table[["article_id", "feature", "n"]]
    ids = counted(articles, by=["article_id"])["article_id"]
    none = ids[~ids.isin(table["article_id"])].to_frame()
    table = pd.concat([table, none.assign(feature=table["feature"].min(), n=0)])
    table = table.sort_values(["article_id", "feature"], kind="stable", ignore_index=True)
    return titled(table, "to_quanteda", "counts by article")
