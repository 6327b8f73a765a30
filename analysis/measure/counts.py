"""Counts: how often, in how many articles, at what rate; tables of partitions add up."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from pandas.api.types import is_numeric_dtype

from analysis.corpus import Corpus, once_each
from analysis.describe.documents import NOT_COUNTED
from analysis.errors import TifaError
from analysis.measure.groups import with_groups
from analysis.table.arguments import (
    TEXT,
    TEXTS,
    a_table,
    one_of,
    require_columns,
    require_groups,
    wants,
)
from analysis.table.dictionary import counted_from, titled

UNITS = {"han": "n_han", "tokens": "n_tokens"}
REPRINTS = one_of("once", "all")
# What the functions that count rows in articles take alike.
COUNTING = {"rows": a_table(["article_id"]), "articles": a_table(["article_id"], like="articles")}
COUNTING |= {"feature": TEXT, "unit": TEXT, "reprints": REPRINTS}


@wants(**COUNTING, by=TEXT | TEXTS)
def count_features(
    rows: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    feature: str = "name",
    by: tuple[str, ...] | list[str] = ("place",),
    unit: str = "han",
    reprints: str = "once",
) -> pd.DataFrame:
    """How often each feature stands in each group of articles.

    rows : one row an occurrence (mentions, tokens, n-grams), with article_id and the column named
        by `feature`.
    articles : article_id, genre, n_han, group columns. Captions, weather and boilerplate are in no
        count.
    by : group columns of articles (place, genre, your own) or of rows (level, kind); or of the day
        of publication: "year", "month", "week", "day", or periods such as "..2024,2025.."; ()
        counts the whole.
    unit : rates per 10,000 Han characters ("han") or words ("tokens", see `add_token_counts`) of
        the group of articles; group columns of rows do not narrow that.
    reprints : "once" counts a text once a group, where `mark_reprints` has looked; "all" each.
    Returns the group columns, feature, n (times), n_articles (with it), per_10k; most frequent
    first in each group. Source: the rows, counted. Raises TifaError for a missing column and
    another unit.

    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "place": ["甲", "甲"], "n_han": [300,
    ...     700]})
    >>> rows = pd.DataFrame({"article_id": ["a", "a", "b"], "name": ["共同富裕", "共同富裕", "八八战略"]})
    >>> count_features(rows, articles).values.tolist()
    [['甲', '共同富裕', 2, 1, 20.0], ['甲', '八八战略', 1, 1, 10.0]]
    """
    by = [by] if isinstance(by, str) else list(by)
    named = [column for column in by if column not in rows.columns]
    articles = with_groups(articles, named) if "date_published" in articles else articles
    own = [column for column in by if column in articles.columns]
    require_groups(articles, own, "articles")
    articles = counted(articles, reprints=reprints, by=own)
    other = [column for column in by if column not in articles.columns]
    require_groups(rows, [feature, *other], "rows")
    require_groups(articles, own, "articles")
    wanted = rows[["article_id", feature, *other]].rename(columns={feature: "feature"})
    keys = articles[list(dict.fromkeys(["article_id", *own]))]
    wanted = wanted.merge(keys, on="article_id", how="inner")  # rows of uncounted articles fall out
    grouped = wanted.groupby([*by, "feature"], sort=True, observed=True)["article_id"]
    counts = grouped.agg(n="size", n_articles="nunique").reset_index()
    sizes = group_sizes(articles, by=own, unit=unit, reprints="all")
    kind = {"by": by, "by_articles": own, "unit": unit, **counted_from(rows, feature)}
    return _with_rates(counts, sizes, kind)


def group_sizes(
    articles: pd.DataFrame,
    *,
    by: tuple[str, ...] | list[str] = ("place",),
    unit: str = "han",
    reprints: str = "once",
) -> pd.DataFrame:
    """The denominators: by…, size (Han characters or words), of_articles."""
    column = size_column(articles, unit)
    articles, by = counted(articles, reprints=reprints, by=by), list(by)
    if not by:
        return pd.DataFrame({"size": [int(articles[column].sum())], "of_articles": [len(articles)]})
    grouped = articles.groupby(by, sort=True, observed=True)
    sizes = {"size": grouped[column].sum(), "of_articles": grouped.size()}
    return pd.DataFrame(sizes).reset_index()


def size_column(articles: pd.DataFrame, unit: str) -> str:
    """The column of articles that holds their size in this unit: n_han or n_tokens."""
    if unit not in UNITS:
        raise TifaError(f"unit: {unit!r}; must be one of {', '.join(UNITS)}")
    if UNITS[unit] not in articles.columns:
        how = "; add_token_counts(articles, tokens) makes it" if unit == "tokens" else ""
        raise TifaError(f"unit {unit!r} needs articles.{UNITS[unit]}{how}")
    if not is_numeric_dtype(articles[UNITS[unit]]):
        raise TifaError(f"articles: {UNITS[unit]} holds more than numbers")
    return UNITS[unit]


def add_counts(*tables: pd.DataFrame) -> pd.DataFrame:
    """The count table of a corpus from those of its parts; no article may stand in two."""
    if not tables:
        raise TifaError("add_counts: no table given")
    for number, table in enumerate(tables, 1):
        if "group_sizes" not in table.attrs:
            lost = "lost its group sizes; give count_features' tables"
            raise TifaError(f"add_counts: table {number} {lost}")
    kind = {key: tables[0].attrs[key] for key in ("by", "by_articles", "unit")}
    for number, table in enumerate(tables, 1):
        other = {key: table.attrs[key] for key in kind}
        if other != kind:
            what, first = (
                f"{k['unit']} by {', '.join(k['by']) or 'nothing'}" for k in (other, kind)
            )
            raise TifaError(f"add_counts: table {number} counts {what}, table 1 {first}")
    by, own = kind["by"], kind["by_articles"]
    sizes = pd.concat([pd.DataFrame(table.attrs["group_sizes"]) for table in tables])
    sizes = sizes.groupby(own, sort=True).sum().reset_index() if own else sizes.sum().to_frame().T
    plain = [table[[*by, "feature", "n", "n_articles"]].copy() for table in tables]
    for table in plain:
        table.attrs = {}
    summed = pd.concat(plain).groupby([*by, "feature"], sort=True).sum().reset_index()
    return _with_rates(summed, sizes, kind)


def counted(
    articles: pd.DataFrame, *, reprints: str = "once", by: Sequence[str] = ("place",)
) -> pd.DataFrame:
    """The articles that count: all but captions, weather and boilerplate, in order of article_id;
    of reprints one a group of `by`, else one a place (see `once_each`), or "all".
    """
    require_columns(articles, ["article_id"], "articles")
    if "genre" in articles.columns:
        articles = articles[~articles["genre"].isin(NOT_COUNTED)]
    articles = articles.sort_values("article_id", kind="stable").reset_index(drop=True)
    if reprints == "once":
        return once_each(articles, *(articles[k] for k in by or ["place"] if k in articles.columns))
    return articles


def text_shares(corpus: Corpus) -> pd.DataFrame:
    """How much of the files' text is counted, and what the rest is, most first.

    Columns: reason ("counted"; else the role of the text, or the genre of an article that does not
    count), n_chars, share of all that is owned.

    >>> from analysis import load_corpus
    >>> shares = text_shares(load_corpus("seeds"))
    >>> shares["reason"].iloc[0], bool(abs(shares["share"].sum() - 1) < 1e-9)
    ('counted', True)
    """
    segments = corpus.segments
    genre = segments["article_id"].map(corpus.articles.set_index("article_id")["genre"])
    out = genre.isin(NOT_COUNTED)
    text = segments["role"].isin(["body", "subhead"]) & ~out
    reason = genre.where(out, segments["role"]).mask(text, "counted")
    sizes = (segments["end"] - segments["start"]).groupby(reason).sum()
    table = sizes.rename("n_chars").rename_axis("reason").reset_index()
    table["share"] = table["n_chars"] / max(int(table["n_chars"].sum()), 1)
    order = {"by": ["n_chars", "reason"], "ascending": [False, True], "kind": "stable"}
    return table.sort_values(**order, ignore_index=True)


def _with_rates(counts: pd.DataFrame, sizes: pd.DataFrame, kind: dict) -> pd.DataFrame:
    """Rates, order, and in attrs what `add_counts` needs: the sizes of all groups."""
    by, own = kind["by"], kind["by_articles"]
    on = counts[own].merge(sizes, on=own, how="left") if own else sizes.loc[[0] * len(counts)]
    rate = counts["n"].to_numpy() / on["size"].to_numpy(dtype=float) * 10_000
    counts = counts.assign(per_10k=rate)
    counts = counts.astype({"n": "int64", "n_articles": "int64", "per_10k": "float64"})
    order = {"by": [*by, "n", "feature"], "ascending": [True] * len(by) + [False, True]}
    counts = counts.sort_values(**order, kind="stable", ignore_index=True)
    what = f"counts by {', '.join(by)}" if by else "counts"
    titled(counts, "count_features", what, rows="articles")
    counts.attrs |= {**kind, "group_sizes": sizes.to_dict("list")}
    return counts
