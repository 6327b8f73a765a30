"""Two places compared, article by article: rates, intervals, permutation tests and a verdict in words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.confounds import confounds
from analysis.counts import counted
from analysis.dispersion import count_matrix
from analysis.errors import TifaError
from analysis.resampling import bootstrap_weights, label_splits, leave_one_out
from analysis.scores import dispersion_scores, holm, keyness_scores, log_ratio

__all__ = ["VERDICTS", "compare", "confounds"]

VERDICTS = ("more in A", "more in B", "no clear difference", "too few articles to tell")
COLUMNS = ["feature", "n_a", "n_b", "articles_a", "articles_b", "of_a", "of_b", "per_10k_a", "per_10k_b",
           "log_ratio", "log_ratio_low", "log_ratio_high", "lrc", "g2", "p_permutation", "p_holm", "dp",
           "loo_low", "loo_high", "verdict"]  # fmt: skip

ALPHA = 0.05
# Below this many articles a side the interval from resampling articles covers too little (benchmarks/numbers.py).
MIN_ARTICLES = 10


def compare(
    corpus,
    rows: pd.DataFrame,
    a: str,
    b: str,
    *,
    feature: str = "name",
    features: list[str] | None = None,
    matched: bool = False,
    without: tuple[str, ...] | list[str] = (),
    seed: int = 0,
    n_resamples: int = 2000,
) -> pd.DataFrame:
    """Which features place `a` uses more than place `b`, as far as their articles can tell.

    corpus : its articles (article_id, place, genre, n_han) are read.
    rows : one row an occurrence, with article_id and the column `feature` (mentions, tokens, n-grams).
    features : the family that is asked about; default: all that occur in either place.
    matched : compare within genre: only genres that both places have; rates are averaged over genres with
        Mantel and Haenszel's weights, labels are exchanged within genre.
    without : article_ids to leave out.
    Returns one row a feature, by p_permutation, then name: n_a, n_b occurrences; articles_a of of_a articles
    hold it; rates per 10,000 Han; log_ratio (log2, 0.5 for a zero) with a 95 % interval from resampling
    articles within place and genre; lrc and g2 (keyness_scores; they take occurrences as independent);
    p_permutation, two-sided, from exchanging the articles' place labels (all ways of doing so, or n_resamples
    and more drawn); p_holm over the family; dp over the articles of both; loo_low, loo_high the range of
    log_ratio when each article in turn is left out; verdict, one of VERDICTS.
    Exchanging a and b negates every signed column and exchanges the rest, exactly.
    """
    side = _articles_of(corpus.articles, a, b, matched, without)
    names, counts = _family(rows, side.articles, feature, features)
    if a > b:  # always computed in one order, so that exchanging the places is exact
        table = _compare(names, counts, side, b, a, seed, n_resamples)
        return _exchange(table)[COLUMNS]
    return _compare(names, counts, side, a, b, seed, n_resamples)[COLUMNS]


class _Side(NamedTuple):
    articles: pd.DataFrame  # the articles compared, sorted by article_id
    strata: np.ndarray  # number of each article's genre if matched, else 0


def _compare(names, counts, side: _Side, a: str, b: str, seed: int, n_resamples: int) -> pd.DataFrame:
    articles, strata = side
    sizes = articles["n_han"].to_numpy(dtype=float)
    in_a = (articles["place"] == a).to_numpy()
    of_a, of_b = int(in_a.sum()), int((~in_a).sum())
    n_a, n_b = counts[:, in_a].sum(axis=1), counts[:, ~in_a].sum(axis=1)
    ones = np.ones((1, len(articles)))
    observed = log_ratios(counts, sizes, ones * in_a, ones * ~in_a, strata)[0]
    rate_a, rate_b = (_rates(counts, sizes, ones * in_a, ones * ~in_a, strata)[k][0] for k in (0, 1))
    groups = articles["place"].astype(str) + "|" + articles["genre"].astype(str)
    weights = bootstrap_weights(groups.to_numpy(), n_resamples, seed)
    low, high = _interval(counts, sizes, weights, in_a, strata)
    loo_low, loo_high = _leave_one_out_range(counts, sizes, in_a, strata)
    p = _permutation_p(counts, sizes, in_a, strata, observed, seed, n_resamples)
    keys = keyness_scores(n_a, n_b, sizes[in_a].sum(), sizes[~in_a].sum()) if len(names) else None
    table = pd.DataFrame(
        {
            "feature": np.asarray(names, dtype=object),
            "n_a": n_a.astype("int64"),
            "n_b": n_b.astype("int64"),
            "articles_a": (counts[:, in_a] > 0).sum(axis=1),
            "articles_b": (counts[:, ~in_a] > 0).sum(axis=1),
            "of_a": of_a,
            "of_b": of_b,
            "per_10k_a": rate_a * 10_000,
            "per_10k_b": rate_b * 10_000,
            "log_ratio": observed,
            "log_ratio_low": low,
            "log_ratio_high": high,
            "lrc": keys["lrc"] if keys is not None else [],
            "g2": keys["g2"] if keys is not None else [],
            "p_permutation": p,
            "p_holm": holm(p),
            "dp": dispersion_scores(counts, sizes)["dp"].to_numpy() if len(names) else [],
            "loo_low": loo_low,
            "loo_high": loo_high,
        }
    )
    table["verdict"] = _verdicts(table)
    return table.sort_values(["p_permutation", "feature"], kind="stable").reset_index(drop=True)


def _rates(counts, sizes, weights_a, weights_b, strata) -> tuple[np.ndarray, np.ndarray]:
    """Rates a Han character on both sides, resamples × features; strata averaged with Mantel-Haenszel weights."""
    top_a = top_b = bottom = 0.0
    for stratum in np.unique(strata):
        here = strata == stratum
        wa, wb, x, s = weights_a[:, here], weights_b[:, here], counts[:, here], sizes[here]
        size_a, size_b = (wa @ s)[:, None], (wb @ s)[:, None]
        both = (size_a > 0) & (size_b > 0)
        weight = np.where(both, size_a * size_b / np.maximum(size_a + size_b, 1), 0)
        top_a = top_a + weight * (wa @ x.T) / np.maximum(size_a, 1)
        top_b = top_b + weight * (wb @ x.T) / np.maximum(size_b, 1)
        bottom = bottom + weight
    bottom = np.maximum(bottom, 1e-300)
    return top_a / bottom, top_b / bottom


def log_ratios(counts, sizes, weights_a, weights_b, strata) -> np.ndarray:
    """log2 of the rates' ratio for each row of article weights, resamples × features, 0.5 for a zero count."""
    rate_a, rate_b = _rates(counts, sizes, weights_a, weights_b, strata)
    n_a, n_b = (weights_a @ sizes)[:, None], (weights_b @ sizes)[:, None]
    return log_ratio(rate_a * n_a, rate_b * n_b, np.maximum(n_a, 1), np.maximum(n_b, 1))


def _interval(counts, sizes, weights, in_a, strata) -> tuple[np.ndarray, np.ndarray]:
    """2.5 and 97.5 % points of log_ratio over the resamples."""
    ratios = log_ratios(counts, sizes, weights * in_a, weights * ~in_a, strata)
    if not ratios.shape[1]:
        return np.zeros(0), np.zeros(0)
    low, high = np.quantile(ratios, [ALPHA / 2, 1 - ALPHA / 2], axis=0)
    return low, high


def _leave_one_out_range(counts, sizes, in_a, strata) -> tuple[np.ndarray, np.ndarray]:
    weights = leave_one_out(len(sizes))
    ratios = log_ratios(counts, sizes, weights * in_a, weights * ~in_a, strata)
    both = ((weights * in_a).sum(axis=1) > 0) & ((weights * ~in_a).sum(axis=1) > 0)
    ratios = ratios[both]
    if not len(ratios):  # one article a side: nothing is left to compare
        return np.full(len(counts), -np.inf), np.full(len(counts), np.inf)
    return ratios.min(axis=0), ratios.max(axis=0)


def _permutation_p(counts, sizes, in_a, strata, observed, seed: int, n_resamples: int) -> np.ndarray:
    """Share of exchanged labels whose log ratio is at least as far from zero as the one seen."""
    labels, exact = label_splits(in_a, strata, n_resamples, seed)
    ratios = log_ratios(counts, sizes, labels, 1 - labels, strata)
    far = (np.abs(ratios) >= np.abs(observed) - 1e-12).sum(axis=0)
    return far / len(labels) if exact else (far + 1) / (len(labels) + 1)


def _verdicts(table: pd.DataFrame) -> np.ndarray:
    few = (table["of_a"] < MIN_ARTICLES) | (table["of_b"] < MIN_ARTICLES)
    clear = (table["p_holm"] <= ALPHA) & ((table["log_ratio_low"] > 0) | (table["log_ratio_high"] < 0))
    more, less, unclear, too_few = VERDICTS
    words = np.where(clear, np.where(table["log_ratio"] > 0, more, less), unclear)
    return np.where(few, too_few, words).astype(object)


def _articles_of(articles: pd.DataFrame, a: str, b: str, matched: bool, without) -> _Side:
    articles = counted(articles)
    places = sorted(set(articles["place"].astype(str)))
    for place in (a, b):
        if place not in places:
            raise TifaError(f"place {place!r} has no article; there are {', '.join(places) or 'none'}")
    if a == b:
        raise TifaError(f"place {a!r} is compared with itself")
    unknown = sorted(set(without) - set(articles["article_id"]))
    if unknown:
        raise TifaError(f"without: no article {', '.join(unknown)}")
    chosen = articles[articles["place"].isin([a, b]) & ~articles["article_id"].isin(list(without))]
    chosen = chosen[chosen["n_han"] > 0]
    strata = np.zeros(len(chosen), dtype=int)
    if matched:
        sides = chosen.groupby("genre")["place"].nunique()
        chosen = chosen[chosen["genre"].isin(sides.index[sides == 2])]
        strata = np.unique(chosen["genre"].to_numpy(dtype=object).astype(str), return_inverse=True)[1]
    for place in (a, b):
        if place not in set(chosen["place"]):
            why = " of a genre that both places have" if matched else ""
            raise TifaError(f"place {place!r} has no article{why} left to compare")
    return _Side(chosen.reset_index(drop=True), strata)


def _family(rows, articles, feature: str, features) -> tuple[list[str], np.ndarray]:
    names, counts = count_matrix(rows, articles, feature=feature)
    if features is None:
        return names, counts
    family = sorted(set(map(str, features)))
    where = pd.Index(names, dtype=object).get_indexer(family)
    chosen = np.zeros((len(family), len(articles)))
    chosen[where >= 0] = counts[where[where >= 0]]
    return family, chosen


def _exchange(table: pd.DataFrame) -> pd.DataFrame:
    """The same comparison seen from the other side."""
    pairs = {"n": "n", "articles": "articles", "of": "of", "per_10k": "per_10k"}
    swapped = table.rename(columns={f"{k}_{x}": f"{k}_{y}" for k in pairs for x, y in ("ab", "ba")})
    for low, high in (("log_ratio_low", "log_ratio_high"), ("loo_low", "loo_high")):
        swapped[low], swapped[high] = -table[high], -table[low]
    for column in ("log_ratio", "lrc", "g2"):
        swapped[column] = -table[column]
    more, less = VERDICTS[:2]
    swapped["verdict"] = table["verdict"].replace({more: less, less: more})
    return swapped
