"""Groups of articles, and what may be said of them: units, their floor, strata. The values of any
column are groups, or stretches of time; no name of a group is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import TifaError
from analysis.measure.resampling import effective_number
from analysis.table.arguments import require_groups

if TYPE_CHECKING:
    from analysis.corpus import Corpus
    from analysis.mention.mentions import Mentions

# How much of an ISO day names the period: 2025, 2025-10, 2025-10-22; a week has its ISO number.
PERIODS = {"year": 4, "month": 7, "week": 10, "day": 10}
REST = "rest"  # all the other groups together


def group_names(articles: pd.DataFrame, by: str) -> pd.Series:
    """The group of each article, as text; "" where nobody can know.

    by : a column of articles; or "year", "month", "week", "day" of date_published; or periods, such
        as "..2025-10-22,2025-10-23..": from a day, month or year to another, both included, ends
        may be open. A column of that name comes before a period.

    >>> articles = pd.DataFrame({"date_published": ["2025-10-20", "2025-11", ""]})
    >>> group_names(articles, "month").tolist()
    ['2025-10', '2025-11', '']
    >>> group_names(articles, "..2025-10,2025-11..").tolist()
    ['..2025-10', '2025-11..', '']
    """
    if by in articles.columns:
        require_groups(articles, [by], "articles")
        column = articles[by]
        if pd.api.types.is_float_dtype(column) and (column.dropna() % 1 == 0).all():
            column = column.astype("Int64")  # years read from a table with an empty cell
        return column.astype(object).where(column.notna(), "").astype(str)
    if by not in PERIODS and ".." not in by:
        there = ", ".join(map(str, articles.columns))
        raise TifaError(
            f"by: no column {by}; articles have {there}; or {', '.join(PERIODS)}, or periods such "
            "as 2024..2025"
        )
    if "date_published" not in articles.columns:
        raise TifaError(f"by {by!r} needs articles.date_published")
    day = articles["date_published"].fillna("").astype(str)
    if by == "week":
        monday = _days(articles).dt.isocalendar()
        names = monday["year"].astype(str) + "-W" + monday["week"].astype(str).str.zfill(2)
        return names.where(monday["year"].notna(), "").astype(object)
    if by in PERIODS:
        size = PERIODS[by]
        return day.str[:size].where(day.str.len() >= size, "").astype(object)
    return _stretches(day, by)


def _stretches(day: pd.Series, by: str) -> pd.Series:
    names = pd.Series("", index=day.index, dtype=object)
    for part in map(str.strip, by.split(",")):
        since, dots, until = map(str.strip, part.partition(".."))
        odd = [end for end in (since, until) if end and not _is_time(end)]
        if not dots or not (since or until) or odd:
            raise TifaError(
                f"periods: {(odd or [part])[0]!r} in {by!r}; a period is like 2024-05..2025-06-30, "
                "..2024 or 2025.."
            )
        ends = day.str[: len(until)] <= until if until else True
        inside = (
            (day != "") & (day >= since) & ends & (day.str.len() >= max(len(since), len(until)))
        )
        if (names[inside] != "").any():
            raise TifaError(f"periods: {part!r} overlaps with one before it in {by!r}")
        names[inside] = part
    return names


def _is_time(text: str) -> bool:
    forms = {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d"}
    known = len(text) in forms
    return known and pd.notna(pd.to_datetime(text, format=forms[len(text)], errors="coerce"))


def is_time(articles: pd.DataFrame, by: str) -> bool:
    """Whether the groups are stretches of time rather than a column of the articles."""
    return by not in articles.columns and (by in PERIODS or ".." in by)


def with_groups(articles: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The articles with a column for each period asked for; columns they have stay as they are."""
    new = {name: group_names(articles, name) for name in by if is_time(articles, name)}
    return articles.assign(**new)


def regroup(corpus: Corpus, mentions: Mentions, by: str) -> tuple[Corpus, Mentions]:
    """The corpus and its mentions with the groups of `by` where figures and pages have places. No
    group is a place then, so none has a district of its own.
    """
    if by == "place":
        return corpus, mentions
    names = group_names(corpus.articles, by)
    of = dict(zip(corpus.articles["article_id"], names, strict=True))
    tables = {
        name: getattr(mentions, name).assign(place=getattr(mentions, name)["article_id"].map(of))
        for name in ("slogans", "bodies")
    }
    articles = corpus.articles.assign(place=names)
    articles.attrs = dict(corpus.articles.attrs)
    corpus = corpus._replace(articles=articles, places=corpus.places.iloc[:0])
    return corpus, mentions._replace(**tables)


def known_groups(names: pd.Series) -> list[str]:
    """The groups there are, sorted; unknown is none."""
    return sorted(set(names) - {""})


def require_group(names: pd.Series, by: str, *asked: str) -> None:
    """Raise TifaError for a group without an article, or two that are one."""
    groups = known_groups(names)
    for group in asked:
        if group not in groups:
            there = ", ".join(groups[:40]) + ("…" if len(groups) > 40 else "")
            raise TifaError(f"{by} {group!r} has no article; there are {there or 'none'}")
    if len(set(asked)) < len(asked):
        raise TifaError(f"{by} {asked[0]!r} is compared with itself")


# --- what may be said: units, their floor, strata
# ------------------------------------------------------------------------------------------------

# With fewer units a side even a fourfold difference is missed more often than found
# (benchmarks/numbers.py); then counts and rates describe the pages, and nothing more is said.
FLOOR = 10
MIXED = 0.05  # two sides whose genres, lengths or days differ so clearly are compared within them
LONG = 730  # days; of more than two years the years are the strata, else the months


def unit_codes(articles: pd.DataFrame, unit: str, side: np.ndarray) -> np.ndarray:
    """A number for each article's unit: articles of one unit and side have the same.

    unit : "article", a column of articles, or "day", "week", "month", "year". An article whose unit
        nobody knows is a unit by itself.
    """
    if unit == "article":
        return np.arange(len(articles))
    names = group_names(articles, unit).to_numpy(dtype=object)
    own = articles["article_id"].astype(str).to_numpy(dtype=object)
    keys = pd.MultiIndex.from_arrays([np.where(names == "", own, names), names == "", side])
    return pd.factorize(keys, sort=True)[0]


def enough(sizes: np.ndarray) -> bool:
    """Whether one side may be compared: FLOOR units, by number and by weight."""
    return len(sizes) >= FLOOR and effective_number(sizes) >= FLOOR


def stratum_names(articles: pd.DataFrame, name: str) -> np.ndarray:
    """The strata of a column or period; of "length" its doublings, of "date" the months (the years,
    of more than two).
    """
    if name == "length":
        return np.log2(articles["n_han"].to_numpy(dtype=float).clip(1)).astype(int)
    if name == "date":
        day = _days(articles).dropna()
        name = "year" if len(day) and (day.max() - day.min()).days > LONG else "month"
    return group_names(articles, name).to_numpy(dtype=object)


def unlike(articles: pd.DataFrame, in_a: np.ndarray, by: str) -> list[str]:
    """In what else two sides differ: "genre" (by chi-squared), "length", "date" (by the two-sample
    test of Kolmogorov and Smirnov); the most certain first.
    """
    # here, not above: it takes half a second, and a concordance needs none of it
    from scipy.stats import chi2_contingency, ks_2samp

    p = {}
    if "genre" in articles.columns and by != "genre":
        table = pd.crosstab(articles["genre"].to_numpy(dtype=object).astype(str), in_a)
        p["genre"] = chi2_contingency(table)[1] if len(table) > 1 else 1.0
    numbers = {}
    if "n_han" in articles.columns and by != "n_han":
        numbers["length"] = articles["n_han"].to_numpy(dtype=float)
    if "date_published" in articles.columns and not is_time(articles, by):
        day = _days(articles)
        numbers["date"] = np.where(day.isna(), np.nan, day.astype("int64"))
    for name, number in numbers.items():
        sides = [number[side & ~np.isnan(number)] for side in (in_a, ~in_a)]
        if min(map(len, sides)) >= FLOOR:
            p[name] = ks_2samp(*sides, method="asymp").pvalue
    return sorted((name for name in p if p[name] < MIXED), key=p.__getitem__)


def _days(articles: pd.DataFrame) -> pd.Series:
    text = articles["date_published"].fillna("").astype(str)
    return pd.to_datetime(text, format="%Y-%m-%d", errors="coerce")


def strata_codes(labels: list[np.ndarray]) -> np.ndarray:
    """One number for each combination of labels."""
    keys = [np.asarray(label, dtype=object).astype(str) for label in labels]
    return pd.factorize(pd.MultiIndex.from_arrays(keys), sort=True)[0]
