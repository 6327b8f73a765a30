"""Over time: how often features stand in each period, since when, and whether more than before."""

from collections.abc import Iterable
from types import SimpleNamespace

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.measure.compare import COLUMNS, FEW, MORE_A, MORE_B, compare
from analysis.measure.counts import (
    KINDS,
    count_matrix,
    counted,
    membership,
    pick_features,
    size_column,
)
from analysis.measure.groups import (
    enough,
    group_names,
    known_days,
    known_groups,
    rate_ends,
    unit_codes,
)
from analysis.table.arguments import a_corpus, wants
from analysis.table.dictionary import columns_of, counted_from, titled

BURST_RATE = 2.0  # a burst has twice the share of articles: s of Kleinberg 2002
BURST_COST = 1.0  # gamma of Kleinberg 2002
SHUFFLES = 199
SIDES = (("a", "after"), ("b", "before"))
OVER_TIME = KINDS | {"corpus": a_corpus(articles=["article_id", "genre", "date_published"])}


@wants(**OVER_TIME)
def trend(
    corpus: Corpus,
    rows: pd.DataFrame,
    features: list[str] | None = None,
    *,
    every: str = "month",
    by: str = "",
    feature: str = "name",
    unit: str = "article",
    reprints: str = "once",
    per: str = "han",
) -> pd.DataFrame:
    """How often each feature stands in each period, from the first of the corpus to its last.

    every : "day", "week", "month" or "year". by : a column of articles; a line for each value.
    features : those asked about; default: all of the rows. corpus, rows, feature, unit, per : as in
        `compare`. reprints : "once" counts a text once a line, or "all".
    Returns one row a feature, group and period. A period without an article has no rate: a gap.
    Occurrences in articles whose day is not known stand in a row with period "", last; articles
    without a value of `by` in none (attrs["left_out"] says how many).

    >>> from types import SimpleNamespace
    >>> articles = pd.DataFrame({"article_id": ["x", "y"], "genre": "feature", "n_han": [500, 1000],
    ...     "date_published": ["2025-01-05", "2025-03-05"]})
    >>> rows = pd.DataFrame({"article_id": ["x", "y", "y"], "name": "江"})
    >>> table = trend(SimpleNamespace(articles=articles), rows)
    >>> table[["period", "n", "of_articles", "per_10k"]].values.tolist()
    [['2025-01', 1, 1, 20.0], ['2025-02', 0, 0, nan], ['2025-03', 2, 1, 20.0]]
    """
    articles, names, counts, groups = _counted(corpus, rows, features, feature, reprints, by)
    size = articles[size_column(articles, per)].to_numpy(dtype=float)
    period = group_names(articles, every).to_numpy(dtype=object)
    tables = []
    for group, here in groups.items():
        undated = [""] if (here & (period == "")).any() else []
        for when in [*periods_between(period, every), *undated]:
            inside = np.flatnonzero(here & (period == when))
            rates = _rates(counts[:, inside], articles, inside, size, unit)
            told = {"feature": names, "group": group, "period": when, "rank": range(len(names))}
            tables.append(pd.DataFrame(told | rates))
    columns = columns_of("trend")
    table = pd.concat(tables) if tables else pd.DataFrame(columns=[*columns, "rank"])
    table = table.sort_values(["rank", "group"], kind="stable", ignore_index=True)[columns]
    kind = {"unit": per, "every": every, "left_out": _left_out(groups, len(articles))}
    kind |= counted_from(rows, feature)
    return titled(table, "trend", f"trend by {every}", **kind)


def _rates(counts, articles, inside, size, unit) -> dict:
    """Numbers and rates of the features in the articles `inside`."""
    n, total, ends = counts.sum(axis=1), size[inside].sum(), np.full((counts.shape[0], 2), np.nan)
    if len(inside):
        some = articles.iloc[inside].reset_index(drop=True)
        member = membership(unit_codes(some, unit, np.ones(len(some), dtype=bool)))
        ends = rate_ends((counts @ member).toarray(), size[inside] @ member)
    return {
        "n": n.astype("int64"),
        "n_articles": (counts > 0).sum(axis=1).astype("int64"),
        "of_articles": len(inside),
        "size": int(total),
        "per_10k": n / total * 10_000 if total else np.nan,
        "per_10k_low": ends[:, 0],
        "per_10k_high": ends[:, 1],
    }


@wants(**OVER_TIME)
def lifespans(
    corpus: Corpus,
    rows: pd.DataFrame,
    features: list[str] | None = None,
    *,
    every: str = "month",
    by: str = "",
    feature: str = "name",
    unit: str = "",
    reprints: str = "once",
    seed: int = 0,
) -> pd.DataFrame:
    """Of each feature: first and last use, bursts, and whether the later half has more of it.

    corpus, rows, features, every, by, feature, reprints : as in `trend`; unit, seed : as in
        `compare`; default: the day, or the article where every is "day".
    Returns one row a feature and group. bursts : a run of periods as from..to; Kleinberg's
    automaton of two states, s = 2, gamma = 1, over the share of units that have the feature; told
    if the periods shuffled over the units give so strong a burst in 5 of 100 cases or fewer.
    _before, _after, log_ratio (above 0: more in the later half) and what follows are of `compare`
    on the two halves of the time; verdict is "more", "less", or as there.

    >>> from types import SimpleNamespace
    >>> articles = pd.DataFrame({"article_id": ["x", "y"], "genre": "feature", "n_han": [500, 1000],
    ...     "date_published": ["2025-01-05", "2025-03-05"]})
    >>> rows = pd.DataFrame({"article_id": ["y"], "name": "江"})
    >>> lifespans(SimpleNamespace(articles=articles), rows)[["first", "verdict"]].values.tolist()
    [['2025-03-05', 'too few articles to tell']]
    """
    articles, names, counts, groups = _counted(corpus, rows, features, feature, reprints, by)
    unit = unit or ("article" if every == "day" else "day")
    period = group_names(articles, every).to_numpy(dtype=object)
    tables = []
    for group, here in groups.items():
        some, inside = articles[here].reset_index(drop=True), counts[:, np.flatnonzero(here)]
        table = _uses(names, inside, some, period[here])
        table["bursts"] = _bursts(inside, some, period[here], every, unit, seed)
        table.insert(1, "group", group)
        kept = rows[rows["article_id"].isin(set(some["article_id"]))]
        tables.append(table.join(_halves(kept, some, names, feature, unit, seed), on="feature"))
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    about = {"left_out": _left_out(groups, len(articles)), **counted_from(rows, feature)}
    return titled(table, "lifespans", f"first and last uses by {every}", **about)


def _uses(names, counts, articles, period) -> pd.DataFrame:
    """n, n_articles, n_undated, first, last and their articles, from_beginning of each feature."""
    about = articles[["date_published", "article_id"]].fillna("").assign(period=period)
    order = np.lexsort((about["article_id"], about["date_published"]))
    dated = (about["date_published"] != "").to_numpy()
    order, dense = order[dated[order]], counts.toarray()
    used = [order[row[order] > 0] for row in dense]
    about.loc[len(about)] = ""  # of a feature that is not used
    first, last = (about.iloc[[u[end] if len(u) else -1 for u in used]] for end in (0, -1))
    table = pd.DataFrame({"feature": pd.Series(names, dtype=object)})
    table["n"] = dense.sum(axis=1).astype("int64")
    table["n_articles"] = (dense > 0).sum(axis=1)
    table["n_undated"] = dense[:, ~dated].sum(axis=1).astype("int64")
    for name, use in (("first", first), ("last", last)):
        table[[name, f"{name}_article"]] = use[["date_published", "article_id"]].to_numpy()
    begin = min(period[period != ""], default="")
    begun = (first["period"] == begin) & (first["period"] != "")
    return table.assign(from_beginning=begun.to_numpy(dtype=bool))


def _halves(rows, articles, names, feature, unit, seed) -> pd.DataFrame:
    """The earlier and the later half of the days there are, compared."""
    halves = halves_of(articles["date_published"])
    columns = [c for c in columns_of("lifespans") if c.endswith(("_before", "_after"))]
    columns = ["half", *columns, *(c for c in COLUMNS if c.startswith(("log_ratio", "p_")))]
    if not halves or len(known_groups(group_names(articles, halves))) < 2:
        table = pd.DataFrame(index=pd.Index(names, dtype=object), columns=columns, dtype=float)
        return table.assign(half="", verdict=FEW, why="")
    before, after = halves.split(",")
    how = {"by": halves, "feature": feature, "features": names, "unit": unit, "seed": seed}
    # all that came is counted already, reprints as asked
    corpus = SimpleNamespace(articles=articles)
    table = compare(corpus, rows, after, before, reprints="all", **how)
    turned = {f"{c}_{a}": f"{c}_{b}" for c in ("n", "of", "per_10k") for a, b in SIDES}
    table = table.rename(columns=turned).set_index("feature").assign(half=halves)
    return table[[*columns, "verdict", "why"]].replace({MORE_A: "more", MORE_B: "less"})


def halves_of(days: pd.Series) -> str:
    """The two halves of the time that days span, as periods; "" if they are one day."""
    known = sorted(set(days.fillna("").astype(str)) - {""})
    if not known or known[0] == known[-1]:
        return ""
    if min(map(len, known)) < 10:  # months or years alone
        first, last = (int(known[end][:4]) for end in (0, -1))
        middle = min((first + last) // 2, last - 1)
        return f"..{middle},{middle + 1}.." if first < last else ""
    first, last = (pd.Timestamp(day) for day in (known[0], known[-1]))
    middle = min(first + (last - first) // 2, last - pd.Timedelta(days=1)).normalize()
    return f"..{middle:%Y-%m-%d},{middle + pd.Timedelta(days=1):%Y-%m-%d}.."


def _counted(corpus, rows, features, feature, reprints, by):
    """The articles, the features and their counts in them, and which articles each group has."""
    articles = counted(corpus.articles, reprints=reprints, by=[by])
    articles = articles.assign(date_published=known_days(articles))
    names, counts = count_matrix(rows, articles, feature=feature)
    if features is not None:
        names, counts = pick_features(names, counts, list(dict.fromkeys(map(str, features))))
    group = group_names(articles, by) if by else pd.Series("", index=articles.index)
    groups = known_groups(group) if by else [""]
    return articles, names, counts, {one: (group == one).to_numpy() for one in groups}


def _left_out(groups: dict[str, np.ndarray], n: int) -> int:
    """How many of n articles are in no group."""
    return n - int(sum(map(np.sum, groups.values())))


def periods_between(period: Iterable[str], every: str) -> list[str]:
    """All periods from the first to the last, also those without an article."""
    known = sorted({str(p) for p in period if p})
    if not known:
        return []
    ends = known[0], known[-1]
    if every == "week":
        mondays = [pd.Timestamp.fromisocalendar(int(w[:4]), int(w[6:]), 1) for w in ends]
        return pd.date_range(*mondays, freq="7D").strftime("%G-W%V").tolist()
    freq, form = {"year": ("Y", "%Y"), "month": ("M", "%Y-%m"), "day": ("D", "%Y-%m-%d")}[every]
    return pd.period_range(*ends, freq=freq).strftime(form).tolist()


def _bursts(counts, articles, period, every: str, unit: str, seed: int) -> list[str]:
    """Of each feature its bursts, in words."""
    times = periods_between(period, every)
    place = pd.Index(times).get_indexer(period)
    dated = np.flatnonzero(place >= 0)
    some = articles.iloc[dated].reset_index(drop=True)
    codes = unit_codes(some, unit, place[dated])  # a unit of two periods is one in each
    k = codes.max(initial=-1) + 1
    if not enough(np.ones(k)) or len(set(place[dated])) < 3:
        return [""] * counts.shape[0]
    when = np.zeros(k, dtype=int)
    when[codes] = place[dated]
    of = np.bincount(when, minlength=len(times))
    has = counts[:, dated] @ membership(codes) > 0
    told = []
    for number in range(counts.shape[0]):
        hit = np.bincount(when[has[[number]].indices], minlength=len(times))
        states = np.zeros((1, len(times)), dtype=bool)
        if 0 < hit.sum() < of.sum():
            rng = np.random.default_rng(np.random.SeedSequence([seed, 3]))
            shuffled = rng.multivariate_hypergeometric(of, hit.sum(), size=SHUFFLES)
            states, saved = burst_states(np.vstack([hit, shuffled]), of)
            states &= (saved >= saved[0] - 1e-9).mean() <= 0.05
        edges = np.flatnonzero(np.diff(np.concatenate([[0], states[0].astype(int), [0]])))
        runs = [(times[a], times[b - 1]) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        told.append("|".join(a if a == b else f"{a}..{b}" for a, b in runs))
    return told


def burst_states(hits: np.ndarray, of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Kleinberg's (2002, 4) automaton of two states on batches: lines x periods of units with the
    feature, of so many units. Returns where each line is in the burst state on the cheapest path,
    and what that path saves against never being in it."""
    hits, of = np.asarray(hits, dtype=float), np.asarray(of, dtype=float)
    base = np.clip(hits.sum(axis=1) / of.sum(), 1e-9, 0.9999)
    rates = np.array([base, np.minimum(base * BURST_RATE, 0.9999)])[:, :, None]
    up = BURST_COST * np.log(len(of))
    cost = -(hits * np.log(rates) + (of - hits) * np.log(1 - rates))
    never, best = cost[0].sum(axis=1), np.array([cost[0, :, 0], cost[1, :, 0] + up])
    came = np.zeros((2, *hits.shape), dtype=bool)  # whether the state before was the burst
    for t in range(1, len(of)):
        down, rise = best[1] < best[0], best[1] <= best[0] + up
        came[0, :, t], came[1, :, t] = down, rise
        stay = np.where(down, best[1], best[0])
        burst = np.where(rise, best[1], best[0] + up)
        best = np.array([stay + cost[0, :, t], burst + cost[1, :, t]])
    states = np.zeros(hits.shape, dtype=bool)
    state = best[1] < best[0]
    for t in range(len(of) - 1, -1, -1):
        states[:, t] = state
        state = np.where(state, came[1, :, t], came[0, :, t])
    return states, never - best.min(axis=0)
