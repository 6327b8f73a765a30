"""Resampling whole articles: intervals, permutation tests and leave-one-out ranges of log ratios.

Weights are arrays resamples × articles: how often each article counts. Counts and weights are whole
numbers, so the sums are exact and do not depend on how many cores add them up. All features are
taken at once: scipy.stats.bootstrap and permutation_test take one at a time and need 15 and 60
times as long (benchmarks/numbers.py); the tests hold the p values equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, islice, product
from math import comb, prod

import numpy as np
from scipy import sparse
from scipy.special import gammaln
from scipy.stats import norm
from scipy.stats import t as student

from analysis.measure.scores import log_ratio

MAX_LISTED = (
    20_000  # all splits are listed when there are no more than this; else random ones are drawn
)
BATCH = (
    4_000_000  # numbers in one array of weights or ratios, so that memory stays below about 100 MB
)
ENOUGH = 10  # a tail with this many hits is known well enough; features with fewer get more draws
DEEPEST = 1_000_000


def rates(
    counts: sparse.csr_array,
    sizes: np.ndarray,
    weights_a: np.ndarray,
    weights_b: np.ndarray,
    strata: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Rates on both sides, resamples × features; more than one stratum: averaged as Mantel &
    Haenszel (1959) do.

    counts : features × articles; sizes, strata : one number an article.
    """
    top_a = top_b = bottom = 0.0
    for stratum in np.unique(strata):
        here = np.flatnonzero(strata == stratum)
        wa, wb, x, s = weights_a[:, here], weights_b[:, here], counts[:, here].T, sizes[here]
        size_a, size_b = (wa @ s)[:, None], (wb @ s)[:, None]
        share = size_a * size_b / np.maximum(size_a + size_b, 1)  # 0 where a side has no article
        top_a = top_a + share * (wa @ x) / np.maximum(size_a, 1)
        top_b = top_b + share * (wb @ x) / np.maximum(size_b, 1)
        bottom = bottom + share
    bottom = np.where(bottom > 0, bottom, 1)
    return top_a / bottom, top_b / bottom


def log_ratios(
    counts: sparse.csr_array,
    sizes: np.ndarray,
    weights_a: np.ndarray,
    weights_b: np.ndarray,
    strata: np.ndarray,
) -> np.ndarray:
    """log2 of the rates' ratio, resamples × features; 0.5 for a count of zero (see
    scores.log_ratio).
    """
    size_a, size_b = (np.maximum(weights @ sizes, 1)[:, None] for weights in (weights_a, weights_b))
    if not strata.any():
        return log_ratio(_sums(counts, weights_a), _sums(counts, weights_b), size_a, size_b)
    rate_a, rate_b = rates(counts, sizes, weights_a, weights_b, strata)
    return log_ratio(rate_a * size_a, rate_b * size_b, size_a, size_b)


def _sums(counts: sparse.csr_array, weights: np.ndarray) -> np.ndarray:
    """Weighted counts, resamples × features; articles that never weigh anything are passed over."""
    here = np.flatnonzero(weights.any(axis=0))
    return weights[:, here] @ counts[:, here].T


def interval(
    counts: sparse.csr_array,
    sizes: np.ndarray,
    in_a: np.ndarray,
    strata: np.ndarray,
    groups: np.ndarray,
    *,
    n_resamples: int,
    seed: int,
    level: float = 0.95,
) -> tuple[np.ndarray, np.ndarray]:
    """Bootstrap interval of each feature's log ratio, articles drawn within `groups`: (low, high).

    Percentile points expanded for small samples as Hesterberg (2015, The American Statistician
    69(4)) gives them: normal probability of -sqrt(n / (n - 1)) t(n - 1), n = articles on the
    smaller side. With plain percentiles the 95 % interval of bursty counts covers 88 % at 5
    articles a side, with these 95 % or more (benchmarks/numbers.py).
    nan where a side has one article: it cannot be resampled.
    """
    n = int(min(in_a.sum(), (~in_a).sum()))
    if n < 2:
        return np.full(counts.shape[0], np.nan), np.full(counts.shape[0], np.nan)
    tail = norm.cdf(np.sqrt(n / (n - 1)) * student.ppf((1 - level) / 2, n - 1))
    weights = bootstrap_weights(groups, n_resamples, seed)
    low, high = np.empty(counts.shape[0]), np.empty(counts.shape[0])
    step = max(1, BATCH // n_resamples)
    for first in range(0, counts.shape[0], step):
        some = slice(first, first + step)
        ratios = log_ratios(counts[some], sizes, weights * in_a, weights * ~in_a, strata)
        low[some], high[some] = np.quantile(ratios, [tail, 1 - tail], axis=0)
    return low, high


def leave_one_out(
    counts: sparse.csr_array, sizes: np.ndarray, in_a: np.ndarray, strata: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest log ratio when each article in turn is left out; nan if a side would be
    left empty.
    """
    n = len(sizes)
    low, high = np.full(counts.shape[0], np.inf), np.full(counts.shape[0], -np.inf)
    if min(in_a.sum(), (~in_a).sum()) < 2:
        return np.full_like(low, np.nan), np.full_like(high, np.nan)
    step = max(1, BATCH // max(n, counts.shape[0]))
    for first in range(0, n, step):
        out = np.arange(first, min(first + step, n))
        weights = np.ones((len(out), n))
        weights[np.arange(len(out)), out] = 0
        ratios = log_ratios(counts, sizes, weights * in_a, weights * ~in_a, strata)
        low, high = np.minimum(low, ratios.min(axis=0)), np.maximum(high, ratios.max(axis=0))
    return low, high


def permutation_p(
    counts: sparse.csr_array,
    sizes: np.ndarray,
    in_a: np.ndarray,
    strata: np.ndarray,
    *,
    n_resamples: int,
    seed: int,
) -> np.ndarray:
    """Two-sided p of each feature's log ratio when place labels are exchanged over articles within
    strata.

    Twice the smaller tail (the null distribution is skewed when the sides differ in size). All
    splits if there are at most MAX_LISTED; else n_resamples random ones, p = (hits + 1) / (draws +
    1), and for features with fewer than ENOUGH hits as many more as p needs to pass Holm's
    correction for this family.
    """
    as_is = in_a[None, :].astype(float)
    observed = log_ratios(counts, sizes, as_is, 1 - as_is, strata)[0]
    n_features = counts.shape[0]
    if n_splits(in_a, strata) <= MAX_LISTED:
        hits, drawn = _tail_hits(counts, sizes, strata, observed, listed_splits(in_a, strata))
        return np.minimum(1, 2 * hits.min(axis=0) / drawn)
    p = np.ones(n_features)
    left, hits, drawn = np.arange(n_features), np.zeros((2, n_features)), 0
    goal = min(max(n_resamples, 50 * n_features), DEEPEST)
    while drawn < goal and len(left):
        size = min(3 * drawn, goal - drawn) if drawn else n_resamples
        labels = random_splits(in_a, strata, size, seed, stream=drawn)
        hits += _tail_hits(counts[left], sizes, strata, observed[left], labels)[0]
        drawn += size
        p[left] = np.minimum(1, 2 * (hits.min(axis=0) + 1) / (drawn + 1))
        rare = hits.min(axis=0) < ENOUGH
        left, hits = left[rare], hits[:, rare]
    return p


def _tail_hits(
    counts: sparse.csr_array,
    sizes: np.ndarray,
    strata: np.ndarray,
    observed: np.ndarray,
    labels: Iterator[np.ndarray],
) -> tuple[np.ndarray, int]:
    """How many splits lie at or below each log ratio seen (row 0) and at or above it (row 1); how
    many splits.
    """
    hits, drawn = np.zeros((2, len(observed))), 0
    for block in labels:
        step = max(1, BATCH // max(len(observed), 1))
        for first in range(0, len(block), step):
            some = block[first : first + step]
            ratios = log_ratios(counts, sizes, some, 1 - some, strata)
            hits[0] += (ratios <= observed + 1e-12).sum(axis=0)
            hits[1] += (ratios >= observed - 1e-12).sum(axis=0)
        drawn += len(block)
    return hits, drawn


def attainable_p(present: sparse.csr_array, in_a: np.ndarray, strata: np.ndarray) -> np.ndarray:
    """The smallest two-sided p a feature's number of articles allows: all of them on one side
    (Tarone 1990).

    present : features × articles, 1 where the article has the feature.
    """
    logs = np.zeros((2, present.shape[0]))
    for stratum in np.unique(strata):
        here = np.flatnonzero(strata == stratum)
        k, n = np.asarray(present[:, here].sum(axis=1)).ravel(), len(here)
        for side, m in enumerate((int(in_a[here].sum()), int((~in_a[here]).sum()))):
            logs[side] += np.where(
                k <= m, _log_comb(m, np.minimum(k, m)) - _log_comb(n, k), -np.inf
            )
    return np.minimum(1, 2 * np.exp(logs.min(axis=0)))


def _log_comb(n: int, k: np.ndarray) -> np.ndarray:
    return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)


def bootstrap_weights(groups: np.ndarray, n_resamples: int, seed: int) -> np.ndarray:
    """How often each article is drawn, resamples × articles; with replacement within each group.

    >>> bootstrap_weights(np.array(["甲", "甲", "乙"]), 3, seed=0)[:, :2].sum(axis=1).tolist()
    [2.0, 2.0, 2.0]
    """
    rng = np.random.default_rng(np.random.SeedSequence([seed, 1]))
    weights = np.zeros((n_resamples, len(groups)))
    for group in sorted(set(groups.tolist())):
        members = np.flatnonzero(groups == group)
        k = len(members)
        drawn = rng.integers(k, size=(n_resamples, k)) + np.arange(n_resamples)[:, None] * k
        weights[:, members] = np.bincount(drawn.ravel(), minlength=n_resamples * k).reshape(
            n_resamples, k
        )
    return weights


def n_splits(in_a: np.ndarray, strata: np.ndarray) -> int:
    """In how many ways the label A can go to as many articles of each stratum as have it."""
    return prod(
        comb(int((strata == g).sum()), int(in_a[strata == g].sum())) for g in np.unique(strata)
    )


def listed_splits(in_a: np.ndarray, strata: np.ndarray) -> Iterator[np.ndarray]:
    """Every one of those ways, in blocks of splits × articles, 1 for the label A.

    >>> [block.tolist() for block in listed_splits(np.array([True, False]), np.zeros(2, dtype=int))]
    [[[1.0, 0.0], [0.0, 1.0]]]
    """
    members = [np.flatnonzero(strata == stratum) for stratum in np.unique(strata)]
    ways = [list(combinations(m.tolist(), int(in_a[m].sum()))) for m in members]
    splits = product(*ways)
    while block := list(islice(splits, max(1, BATCH // len(in_a)))):
        labels = np.zeros((len(block), len(in_a)))
        for row, parts in enumerate(block):
            labels[row, list(chain.from_iterable(parts))] = 1
        yield labels


def random_splits(
    in_a: np.ndarray, strata: np.ndarray, n: int, seed: int, stream: int
) -> Iterator[np.ndarray]:
    """n random ways, in blocks; `stream` tells one sequence of them from another with the same
    seed.
    """
    rng = np.random.default_rng(np.random.SeedSequence([seed, 2, stream]))
    members = [np.flatnonzero(strata == stratum) for stratum in np.unique(strata)]
    step = max(1, BATCH // len(in_a))
    for first in range(0, n, step):
        rows = min(step, n - first)
        labels = np.zeros((rows, len(in_a)))
        for m in members:
            order = rng.random((rows, len(m))).argsort(axis=1, kind="stable")
            np.put_along_axis(labels, m[order[:, : int(in_a[m].sum())]], 1, axis=1)
        yield labels
