"""Groups of articles, and what may be said of them: units, their floor, strata. The values of any
column are groups, or stretches of time; no name of a group is read."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy

from analysis.errors import TifaError
from analysis.table.arguments import require_groups

if TYPE_CHECKING:
    from analysis.corpus import Corpus
    from analysis.mention.mentions import Mentions

# How much of an ISO day names the period: 2025, 2025-10, 2025-10-22; a week has its ISO number.
PERIODS = {"year": 4, "month": 7, "week": 10, "day": 10}
REST = "rest"  # all the other groups together


def group_names(articles: pd.DataFrame, by: str) -> pd.Series:
    """The group of each article, as text; "" where nobody can know.

    by : a column of articles, else "year", "month", "week", "day" of date_published, or periods:
        from a day, month or year to another, both included; ends may be open.

    >>> articles = pd.DataFrame({"date_published": ["2025-10-20", "2025-11", ""]})
    >>> group_names(articles, "month").tolist()
    ['2025-10', '2025-11', '']
    >>> group_names(articles, "..2025-10,2025-11..").tolist()
    ['..2025-10', '2025-11..', '']
    """
    if by in articles.columns:
        require_groups(articles, [by], "articles")
        return _as_text(articles[by])
    if by not in PERIODS and ".." not in by and "," not in by:
        from analysis.read.article_tables import usual_column  # here: reading takes long to load

        there = [*map(str, articles.columns), *PERIODS]
        read_as = usual_column(by)  # 来源 of a table is paper here
        meant = f"; a table's {by} is read as {read_as}: by {read_as}" if read_as in there else ""
        for name in get_close_matches(by, there, 1, 0.5):
            meant = meant or f"; did you mean {name}?"
        all_of = f"{', '.join(there)}, and periods like 2024..2025"
        raise TifaError(f"by: no column {by}{meant}; there are {all_of}")
    if not {"date_published", *PERIODS} & set(articles.columns):
        raise TifaError(f"by {by!r} needs articles.date_published")
    day = known_days(articles)
    if by == "week":
        monday = _days(articles).dt.isocalendar()
        names = monday["year"].astype(str) + "-W" + monday["week"].astype(str).str.zfill(2)
        return names.where(monday["year"].notna(), "").astype(object)
    if by in PERIODS:
        size = PERIODS[by]
        return day.str[:size].where(day.str.len() >= size, "").astype(object)
    return _stretches(day, by)


def known_days(articles: pd.DataFrame) -> pd.Series:
    """What is known of each article's day: date_published, else a column day, month or year that is
    one; "" where nothing is."""
    days = pd.Series("", index=articles.index, dtype=object)
    for name in ("date_published", "day", "month", "year"):
        if name in articles.columns:
            said = _as_text(articles[name])
            if name != "date_published":
                said = said.where(said.isin(list(filter(time_known, said.unique()))), "")
            days = days.where(days != "", said)
    return days


def _as_text(column: pd.Series) -> pd.Series:
    if pd.api.types.is_float_dtype(column) and (column.dropna() % 1 == 0).all():
        column = column.astype("Int64")  # years read from a table with an empty cell
    return column.astype(object).where(column.notna(), "").astype(str)


def _stretches(day: pd.Series, by: str) -> pd.Series:
    names = pd.Series("", index=day.index, dtype=object)
    for part in map(str.strip, by.split(",")):
        since, dots, until = map(str.strip, part.partition(".."))
        odd = [end for end in (since, until) if end and not time_known(end)]
        if not dots or not (since or until) or odd:
            came, like = (odd or [part])[0], "2024-05..2025-06-30, ..2024 or 2025.."
            raise TifaError(f"periods: {came!r} in {by!r}; a period is like {like}")
        ends = day.str[: len(until)] <= until if until else True
        inside = (day >= since) & ends & (day.str.len() >= max(len(since), len(until)))
        if (names[inside] != "").any():
            raise TifaError(f"periods: {part!r} overlaps with one before it in {by!r}")
        names[inside] = part
    return names


def time_known(text: str) -> bool:
    """Whether a text is a day, month or year, as ISO writes it."""
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
    """The corpus and its mentions with the groups of `by` as places, none with a district."""
    if by == "place":
        return corpus, mentions
    names = group_names(corpus.articles, by)
    of = dict(zip(corpus.articles["article_id"], names, strict=True))
    if is_time(corpus.articles, by) and "reprint_of" in corpus.articles:
        first = corpus.articles["reprint_of"].map(of).fillna("")
        names = names.mask(first != "", first)  # over time a text counts once, where it was first
        of = dict(zip(corpus.articles["article_id"], names, strict=True))
    tables = {name: getattr(mentions, name) for name in ("slogans", "bodies")}
    tables = {k: table.assign(place=table["article_id"].map(of)) for k, table in tables.items()}
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
    if not groups and (by in PERIODS or ".." in by):
        how = '--columns date=COLUMN, or columns={"date": COLUMN} of load_corpus'
        raise TifaError(f"by {by!r}: no article has a day; name its column with {how}")
    for group in asked:
        if group not in groups:
            there = ", ".join(groups[:40]) + ("…" if len(groups) > 40 else "")
            raise TifaError(f"{by} {group!r} has no article; there are {there or 'none'}")
    if len(set(asked)) < len(asked):
        raise TifaError(f"{by} {asked[0]!r} is compared with itself")


def find_places(corpus: Corpus, *places: str) -> list[str]:
    """The places of the corpus that a person means: 临平, or 临平区 for it."""
    known = list(dict.fromkeys(corpus.articles["place"]))
    called = corpus.places["district"].where(corpus.places["district"] != "", corpus.places["city"])
    units = dict(zip(called, corpus.places["place"], strict=True))
    units = {unit: place for unit, place in units.items() if called.eq(unit).sum() == 1}
    names = [place if place in known else units.get(place, "") for place in places]
    for place, name in zip(places, names, strict=True):
        if not name:
            there = f"place {place!r} is not in this corpus; it has: {', '.join(known)}"
            texts = corpus.articles.drop(columns=["title", "text"], errors="ignore")
            column = next((c for c in texts if texts[c].astype(str).eq(place).any()), "")
            raise TifaError(there + (f"; {place} is a {column}: --by {column}" if column else ""))
    return names


# --- what may be said: units, their floor, strata

# With fewer units a side even a fourfold difference is missed more often than found
# (benchmarks/numbers.py); then counts and rates describe the pages, and nothing more is said.
FLOOR = 10
MIXED = 0.05  # two sides whose genres, lengths or days differ so clearly are compared within them
WHOLE = 0.5  # share, beyond chance, of articles in days on one side, from which days are the units
NESTED = 0.8  # share of articles of their unit's commonest stratum, from which units lie in strata
LONG = 730  # days; of more than two years the years are the strata, else the months


def default_unit(articles: pd.DataFrame, in_a: np.ndarray, by: str) -> str:
    """What went to the sides as a whole, and so is one draw: the day where the groups are periods;
    else the week or the day, where nearly all have articles of one side alone; else the article."""
    if is_time(articles, by):
        return "day"
    unit, side = "article", in_a.astype(float)
    if "date_published" not in articles.columns:
        return unit
    parts = pd.DataFrame({name: group_names(articles, name) for name in ("day", "week")})
    parts = parts.assign(side=side)[parts["week"] != ""]
    if len(parts) < len(articles) / 2:
        return unit
    for larger in ("day", "week"):
        groups = parts.groupby(larger)["side"].agg(["size", "mean"])
        n, share = groups["size"], parts["side"].mean()
        whole, alone = groups["mean"].isin([0, 1]), share**n + (1 - share) ** n
        chance = (n * (1 - alone)).sum()
        if chance < 1e-9:  # one article a day: days tell nothing, weeks may
            continue
        if (n * (whole - alone)).sum() <= WHOLE * chance:
            break
        days = parts.groupby("day", as_index=False)
        unit, parts = larger, days.agg({"week": "first", "side": lambda of: of.mean().round()})
    return unit


def unit_codes(articles: pd.DataFrame, unit: str, side: np.ndarray) -> np.ndarray:
    """A number for each article's unit and side; where nobody knows the unit, one of its own."""
    if unit == "article" or not len(articles):
        return np.arange(len(articles))
    names = group_names(articles, unit).to_numpy(dtype=object)
    own = articles["article_id"].astype(str).to_numpy(dtype=object)
    keys = pd.MultiIndex.from_arrays([np.where(names == "", own, names), names == "", side])
    return pd.factorize(keys, sort=True)[0]


def enough(sizes: np.ndarray) -> bool:
    """Whether one side may be compared: FLOOR units, by number and by weight."""
    return len(sizes) >= FLOOR and effective_number(sizes) >= FLOOR


def effective_number(sizes: np.ndarray) -> float:
    """How many units of one size weigh as much: (sum of sizes)² / sum of squared sizes (Kish 1965).

    >>> effective_number(np.array([100, 100, 100])), effective_number(np.array([100, 0]))
    (3.0, 1.0)
    """
    squares = (np.asarray(sizes, dtype=float) ** 2).sum()
    return float(np.sum(sizes) ** 2 / squares) if squares else 0.0


def rate_interval(counts: np.ndarray, sizes: np.ndarray) -> tuple[float, float]:
    """95 % interval of a group's rate, an entry a unit: the rates r where the total lies within
    Student's t of r x size, in standard deviations of the units (the ratio estimator of Cochran
    1977, 6.12, taken at r) or of chance alone (Poisson), whichever is larger; from 0 without a hit.
    (nan, nan) for one unit or no text.

    >>> [round(float(end), 4) for end in rate_interval(np.array([0] * 30), np.array([100] * 30))]
    [0.0, 0.0014]
    """
    x, s = np.asarray(counts, dtype=float), np.asarray(sizes, dtype=float)
    n, top, bottom = len(x), x.sum(), s.sum()
    if n < 2 or not bottom:
        return np.nan, np.nan
    reach = scipy.special.stdtrit(n - 1, 0.975) ** 2
    spread = reach * n / (n - 1)
    ends = [_roots(bottom**2, -2 * top * bottom - reach * bottom, top**2)]
    square = bottom**2 - spread * (s**2).sum()
    if square > 0:
        middle = -2 * (top * bottom - spread * (x * s).sum())
        ends.append(_roots(square, middle, top**2 - spread * (x**2).sum()))
    else:  # the units differ too much in size to bound it from above
        ends.append((0.0, np.inf))
    return max(0.0, min(low for low, _ in ends)), max(high for _, high in ends)


def _roots(a: float, b: float, c: float) -> tuple[float, float]:
    root = np.sqrt(max(b**2 - 4 * a * c, 0.0))
    return float((-b - root) / (2 * a)), float((-b + root) / (2 * a))


def rate_ends(counts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """`rate_interval` per 10,000 of features x units: from, to; nan below the floor."""
    if not len(sizes) or not enough(sizes):
        return np.full((len(counts), 2), np.nan)
    return np.array([rate_interval(n, sizes) for n in counts]).reshape(-1, 2) * 10_000


def stratum_names(articles: pd.DataFrame, name: str) -> np.ndarray:
    """The strata of a column or period; "length": doublings; "date": months, or years if many."""
    if name == "length":
        return np.log2(articles["n_han"].to_numpy(dtype=float).clip(1)).astype(int)
    if name == "date":
        day = _days(articles).dropna()
        name = "year" if len(day) and (day.max() - day.min()).days > LONG else "month"
    return group_names(articles, name).to_numpy(dtype=object)


def unlike(articles: pd.DataFrame, in_a: np.ndarray, by: str, units: np.ndarray) -> list[str]:
    """In what else two sides differ, the most certain first: "genre", "length", "date".

    The units, exchanged as wholes, give the covariance of the strata's numbers of articles in A;
    the sum of squares in its measure is chi-squared (for articles Pearson's, times (n - 1) / n)."""
    columns = {"genre": "genre", "length": "n_han", "date": "date_published"}
    columns = {name: of for name, of in columns.items() if of in articles.columns and of != by}
    if is_time(articles, by):
        columns.pop("date", None)
    p, of_a = {}, np.bincount(units, weights=in_a) > 0
    for name in columns:
        number, _ = _by_unit(articles, name, units)
        excess = number - number.sum(axis=1)[:, None] * number.sum(axis=0) / number.sum()
        n, n_a = len(number), of_a.sum()
        covariance = excess.T @ excess * n_a * (n - n_a) / (n * max(n - 1, 1))
        seen = excess[of_a].sum(axis=0)
        rank = np.linalg.matrix_rank(covariance, hermitian=True)
        squares = seen @ np.linalg.pinv(covariance, hermitian=True) @ seen
        p[name] = scipy.special.chdtrc(rank, squares) if rank else 1
    return sorted((name for name in p if p[name] < MIXED), key=p.__getitem__)


def _by_unit(articles: pd.DataFrame, name: str, units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Articles of each unit in each stratum, and the number of each article's stratum."""
    label = pd.factorize(stratum_names(articles, name).astype(str), sort=True)[0]
    return pd.crosstab(units, label).to_numpy(dtype=float), label


def strata_of(
    articles: pd.DataFrame, names: list[str], units: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The stratum of each article for rates, and the block within which its unit is exchanged.

    A unit lies in its commonest stratum where nearly all units do (weeks in months); a day has
    articles of many genres, so that days are exchanged freely."""
    strata, blocks = [], []
    for name in names:
        number, label = _by_unit(articles, name, units)
        common = number.argmax(axis=1)[units]
        nested = (label == common).mean() >= NESTED
        strata.append(common if nested else label)
        blocks += [common] if nested else []
    return tuple(
        pd.factorize(pd.MultiIndex.from_arrays([np.zeros(len(units)), *labels]), sort=True)[0]
        for labels in (strata, blocks)
    )


def _days(articles: pd.DataFrame) -> pd.Series:
    return pd.to_datetime(known_days(articles), format="%Y-%m-%d", errors="coerce")
