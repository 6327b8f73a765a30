"""What units of a corpus can bear out: exact exchange of labels, intervals by inverting it, maxima
over a family, leave-one-out ranges.

A unit (an article, a day, a story) goes to one side or the other as a whole. The statistic of a
feature is T, what side A has above its share: the sum over A of e = count - size x rate, the rate
being that of both sides together, stratum by stratum (the numerator of Mantel and Haenszel 1959). T
is linear in the labels, so that all features of all splits are one product of matrices; counts and
sizes are whole numbers, so that the sums are exact and hang on no number of cores."""

from collections.abc import Iterator
from itertools import chain, combinations, islice, product
from math import comb, log, prod
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import gammaln, ndtri

from analysis.measure.counts import membership
from analysis.measure.scores import log_ratio

ALPHA = 0.05
# A verdict asks for a little less than ALPHA: the features of one corpus move together, and with
# 0.05 the share that gets one by chance passes 5 % in some corpora (benchmarks/verdicts.py).
VERDICT_P = 0.04
MAX_LISTED = 20_000  # all splits are listed when there are no more than this; else drawn
CELLS = 100_000_000  # labels kept, one byte each
BATCH = 4_000_000  # numbers in one array, so that memory stays below some 100 MB
DEEPEST = 300_000  # draws for a p that lies close to ALPHA
TIE = 1e-9


class Sample(NamedTuple):
    """Articles of two sides to be tested: one entry an article, counts features x articles."""

    counts: sparse.csr_array
    sizes: np.ndarray
    in_a: np.ndarray
    strata: np.ndarray  # whole numbers; like is compared with like within one
    blocks: np.ndarray  # whole numbers; of the articles of a unit the same
    units: np.ndarray  # whole numbers; a unit lies on one side


class Units(NamedTuple):
    """The same by unit."""

    counts: sparse.csr_array  # features x units
    in_a: np.ndarray
    blocks: list[np.ndarray]  # the units of each; labels are exchanged within one
    sizes: np.ndarray  # units x strata
    members: sparse.csr_array  # articles x units
    weights: np.ndarray  # of each unit's squared e in the variance of T under exchange


def take_comparable(sample: Sample) -> Sample:
    """The articles of strata that both sides have; strata, blocks and units numbered anew."""
    both = np.intersect1d(sample.strata[sample.in_a], sample.strata[~sample.in_a])
    kept = np.isin(sample.strata, both)
    numbered = [np.unique(codes[kept], return_inverse=True)[1] for codes in sample[3:]]
    return Sample(sample.counts[:, kept], sample.sizes[kept], sample.in_a[kept], *numbered)


def gather(sample: Sample) -> Units:
    """Articles gathered into units."""
    member = membership(sample.units)
    k = member.shape[1]
    sizes = np.zeros((k, sample.strata.max() + 1))
    np.add.at(sizes, (sample.units, sample.strata), sample.sizes)
    in_a, blocks = np.zeros(k, dtype=bool), np.zeros(k, dtype=int)
    in_a[sample.units], blocks[sample.units] = sample.in_a, sample.blocks
    n_a, n_b = (np.bincount(blocks, weights=side) for side in (in_a, ~in_a))
    size = n_a + n_b
    weights = (n_a * n_b / np.maximum(size * (size - 1), 1))[blocks]
    each = [np.flatnonzero(blocks == block) for block in np.unique(blocks)]
    return Units(sparse.csr_array(sample.counts @ member), in_a, each, sizes, member, weights)


def tell_apart(sample: Sample, *, n_resamples: int, seed: int) -> pd.DataFrame:
    """A row a feature: side (1 where A has more, -1 where B has, 0 where p is above VERDICT_P),
    log_ratio, loo_low, loo_high (see `_ratios`), testable (in enough units for VERDICT_P), and

    p_permutation : two-sided, twice the smaller tail, over all splits if there are at most
        MAX_LISTED, else over n_resamples, the one seen among them; close to VERDICT_P over a longer
        sequence that no seed changes.
    p_family : step-down maxima of |T| over its standard deviation, on the same splits (Westfall &
        Young 1993, 2.8); nan for features that are not testable (Tarone 1990).
    log_ratio_low, log_ratio_high : the ratios that the same test does not refuse at ALPHA. For a
        ratio other than 1 the richer side is thinned, each occurrence kept with probability 1 /
        ratio, which makes the sides exchangeable again; mean and variance of T over all thinnings
        have a closed form. A side without a hit is so bounded on one end alone."""
    units = gather(sample)
    rates, moments = _moments(sample, units)
    z = _standardised(moments, np.zeros(moments.shape[1]))
    seen = units.in_a[None, :]
    sd = np.sqrt(np.maximum(moments[2] + 2 * moments[3] + moments[4], TIE))
    least = attainable_p(units)
    testable = least <= VERDICT_P
    listed = n_splits(units) <= MAX_LISTED
    if listed:
        draws = np.concatenate([*listed_splits(units)])
    else:
        drawn = min(n_resamples - 1, max(999, CELLS // len(units.in_a)))
        draws = np.concatenate([seen, *random_splits(units, drawn, seed, 0)])
    order = np.argsort(np.abs(z) * testable, kind="stable")  # the largest last
    m, n, keep = len(z), len(draws), int(ALPHA / 2 * len(draws))
    p, p_family, critical = np.ones(m), np.full(m, np.nan), np.empty((2, m))
    highest = np.zeros(n)
    step = max(1, BATCH // n)
    for first in range(0, m, step):
        some = order[first : first + step]
        scaled = _excess(units, rates, draws, some) / sd[some]
        own = _excess(units, rates, seen, some)[0] / sd[some]
        p[some] = np.minimum(1, 2 * _tails(scaled, own).min(axis=0) / n)
        ends = [keep, n - 1 - keep]
        critical[:, some] = np.partition(scaled, ends, axis=0)[ends]
        for column, feature in enumerate(some):
            if testable[feature]:
                np.maximum(highest, np.abs(scaled[:, column]), out=highest)
                p_family[feature] = (highest >= abs(own[column]) - TIE).mean()
    if not listed:
        p = _deepened(p, units, rates, n)
    p = np.maximum(p, np.where(testable, 0.0, least))
    down = order[::-1][testable[order[::-1]]]
    p_family[down] = np.maximum.accumulate(np.maximum(p_family[down], p[down]))
    ends = _interval(moments, _agreeing(critical, z, p))
    names = ["log_ratio", "loo_low", "loo_high", "log_ratio_low", "log_ratio_high"]
    told = dict(zip(names, [*_ratios(sample, units), *ends], strict=True))
    told |= {"side": np.sign(z) * (p <= VERDICT_P), "p_permutation": p, "p_family": p_family}
    return pd.DataFrame({**told, "testable": testable})


def _excess(units: Units, rates: np.ndarray, labels: np.ndarray, some: np.ndarray) -> np.ndarray:
    """T of some features for each split: splits x features."""
    counts = units.counts[some].toarray().T
    kind = np.float32 if units.counts.sum() < 2**24 else np.float64  # sums below 2^24 are exact
    total = np.empty((len(labels), len(some)))
    for first in range(0, len(labels), step := max(1, BATCH // len(units.in_a))):
        block = labels[first : first + step]
        total[first : first + step] = block.astype(kind) @ counts.astype(kind)
        sizes = block.astype(float) @ units.sizes
        for h in range(sizes.shape[1]):
            total[first : first + step] -= sizes[:, h, None] * rates[some, h]
    return total


def _tails(drawn: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """How many splits lie at or below what is seen, and how many at or above."""
    slack = TIE * np.maximum(1, np.abs(seen))
    return np.array([(drawn <= seen + slack).sum(axis=0), (drawn >= seen - slack).sum(axis=0)])


def _deepened(p: np.ndarray, units: Units, rates: np.ndarray, drawn: int) -> np.ndarray:
    """p from one longer sequence for every seed where chance could move it over VERDICT_P."""
    p, most = p.copy(), min(DEEPEST, CELLS // len(units.in_a))
    close = lambda p, n: np.abs(p - VERDICT_P) < 4 * np.sqrt(2 * ALPHA / n)  # noqa: E731  4 errors
    near = np.flatnonzero(close(p, drawn))
    hits, total = np.ones(len(near)), 1  # the split seen
    for stream in range(1, 50):
        more = min(2 * max(drawn, total), most - total)
        if more <= 0 or not len(near):
            break
        seen = _excess(units, rates, units.in_a[None, :], near)[0]
        for labels in random_splits(units, more, 0, stream):
            below, above = _tails(_excess(units, rates, labels, near), seen)
            hits += np.where(seen > 0, above, below)
        total += more
        p[near] = np.minimum(1, 2 * hits / total)
        still = close(p[near], total)
        near, hits = near[still], hits[still]
    return p


def _moments(sample: Sample, units: Units) -> tuple[np.ndarray, np.ndarray]:
    """The rate of both sides together, features x strata; and what makes T and its variance when
    one side is thinned, 7 x features: what A's counts and B's add to T, the variances of either and
    of both, and what chance in thinning either adds."""
    m, k = units.counts.shape
    in_a, size, stratum = sample.in_a[:, None], units.sizes.sum(axis=0), membership(sample.strata)
    rates = [(sample.counts @ (stratum * side)).toarray() / size for side in (in_a, ~in_a)]
    sums = np.empty((7, m))
    a, w = units.in_a, units.weights
    for first in range(0, m, step := max(1, BATCH // k)):
        some = slice(first, first + step)
        counts = units.counts[some].toarray()
        pa, pb = (
            counts * of - rate[some] @ units.sizes.T
            for of, rate in zip((a, ~a), rates, strict=True)
        )
        sums[:2, some] = pa[:, a].sum(axis=1), pb[:, a].sum(axis=1)
        products = (w * pa**2, w * pa * pb, w * pb**2, w * counts * a, w * counts * ~a)
        sums[2:, some] = [x.sum(axis=1) for x in products]
    return rates[0] + rates[1], sums


def _standardised(moments: np.ndarray, log2: np.ndarray) -> np.ndarray:
    """T over its standard deviation if the rates' ratio were 2 ** log2."""
    ta, tb, vaa, vab, vbb, na, nb = moments
    ra, rb = np.exp2(-np.maximum(log2, 0)), np.exp2(np.minimum(log2, 0))
    variance = ra**2 * vaa + 2 * ra * rb * vab + rb**2 * vbb
    variance += ra * (1 - ra) * na + rb * (1 - rb) * nb
    return (ra * ta + rb * tb) / np.sqrt(np.maximum(variance, TIE**2))


def _agreeing(critical: np.ndarray, z: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Critical values on the side of p: what p cannot tell lies inside them, what it can outside.
    For the first they are never nearer than the normal ones: few hits have no tail to read."""
    low = np.minimum(np.minimum(critical[0], ndtri(ALPHA / 2)), z)
    high = np.maximum(np.maximum(critical[1], ndtri(1 - ALPHA / 2)), z)
    told_low = np.where(z > 0, critical[0], np.maximum(critical[0], z + 1e-6))
    told_high = np.where(z > 0, np.minimum(critical[1], z - 1e-6), critical[1])
    return np.where(p > VERDICT_P, [low, high], [told_low, told_high])


def _interval(moments: np.ndarray, critical: np.ndarray) -> list[np.ndarray]:
    """Where T over its standard deviation leaves the critical values; it falls with the ratio."""
    ends = []
    for bound in critical[::-1]:
        low, high = np.full(len(bound), -40.0), np.full(len(bound), 40.0)
        for _ in range(60):
            middle = (low + high) / 2
            above = _standardised(moments, middle) > bound + TIE
            low, high = np.where(above, middle, low), np.where(above, high, middle)
        end = np.round((low + high) / 2, 6) + 0.0
        ends.append(np.where(np.abs(end) > 39, np.copysign(np.inf, end), end))
    return ends


def _ratios(sample: Sample, units: Units) -> np.ndarray:
    """log2 of the rates' ratio, averaged over strata as Mantel & Haenszel (1959) do, and its range
    when each unit in turn is left out (nan where a side has one)."""
    m, k = units.counts.shape
    a = units.in_a
    ratios = np.empty((3, m))
    for first in range(0, m, step := max(1, BATCH // k)):
        some = slice(first, first + step)
        whole = without = 0.0
        for s in range(units.sizes.shape[1]):
            here = np.flatnonzero(sample.strata == s)
            size = units.sizes[:, s]
            x = (sample.counts[some][:, here] @ units.members[here]).toarray()
            sums = [
                (x[:, side].sum(axis=1)[:, None], size[side].sum(), x * side, size * side)
                for side in (a, ~a)
            ]
            base = _weighed(*((n, total) for n, total, _, _ in sums))
            whole = whole + base
            touched = _weighed(*((n - x, total - own) for n, total, x, own in sums))
            without = without + touched - base
        sizes = [units.sizes.sum(axis=1) * side for side in (a, ~a)]
        totals = [size.sum() for size in sizes]
        ratios[0, some] = _ratio_of(whole, *totals)[:, 0]
        left = _ratio_of(whole + without, *(t - s for t, s in zip(totals, sizes, strict=True)))
        ratios[1:, some] = left.min(axis=1), left.max(axis=1)
    if min(a.sum(), (~a).sum()) < 2:
        ratios[1:] = np.nan
    return ratios


def _weighed(*sides: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """A stratum's weight times the rate of A, of B, and 1; 0 where a side has no text."""
    (_, sa), (_, sb) = sides
    share = sa * sb / np.maximum(sa + sb, 1)
    rates = (share * x / np.maximum(size, 1) for x, size in sides)
    return np.array(np.broadcast_arrays(*rates, share))


def _ratio_of(weighed: np.ndarray, size_a: np.ndarray, size_b: np.ndarray) -> np.ndarray:
    rate_a, rate_b, weight = weighed
    weight = np.where(weight > 0, weight, 1)
    size_a, size_b = np.maximum(size_a, 1), np.maximum(size_b, 1)
    return log_ratio(rate_a / weight * size_a, rate_b / weight * size_b, size_a, size_b)


def attainable_p(units: Units) -> np.ndarray:
    """The smallest two-sided p of features with so many units: all on one side (Tarone 1990)."""
    present, logs = units.counts > 0, np.zeros((2, units.counts.shape[0]))
    for here in units.blocks:
        k, n = present[:, here].sum(axis=1).astype(float), len(here)
        for side, m in enumerate((units.in_a[here].sum(), (~units.in_a[here]).sum())):
            fits = _log_comb(m, np.minimum(k, m)) - _log_comb(n, k)
            logs[side] += np.where(k <= m, fits, -np.inf)
    # More units with the feature than a side has: the others may hold as good as none of it.
    logs = np.where(np.isinf(logs), -log(n_splits(units)), logs)
    return np.minimum(1, 2 * np.exp(logs.min(axis=0)))


def _log_comb(n: int, k: np.ndarray) -> np.ndarray:
    return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)


def n_splits(units: Units) -> int:
    """In how many ways the label A can go to as many units of each block as have it."""
    return prod(comb(len(here), int(units.in_a[here].sum())) for here in units.blocks)


def listed_splits(units: Units) -> Iterator[np.ndarray]:
    """Every one of those ways, in blocks of splits x units, True for the label A."""
    ways = [combinations(m.tolist(), int(units.in_a[m].sum())) for m in units.blocks]
    splits = product(*ways)
    while block := list(islice(splits, max(1, BATCH // len(units.in_a)))):
        labels = np.zeros((len(block), len(units.in_a)), dtype=bool)
        for row, parts in enumerate(block):
            labels[row, list(chain.from_iterable(parts))] = True
        yield labels


def random_splits(units: Units, n: int, seed: int, stream: int) -> Iterator[np.ndarray]:
    """n random ways, in blocks; `stream` tells one sequence of them from another of one seed.

    The blocks after the first are the first with its units shuffled within their blocks: every
    split is as likely as any other, and drawing each by itself takes five times as long."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, 2, stream]))
    members, k = units.blocks, len(units.in_a)
    first = np.zeros((min(n, 1000, max(1, BATCH // k)), k), dtype=bool)
    for m in members:
        if (size := int(units.in_a[m].sum())) > 0:
            chosen = np.argpartition(rng.random((len(first), len(m))), size - 1, axis=1)[:, :size]
            np.put_along_axis(first, m[chosen], True, axis=1)
    yield first
    order = np.arange(k)
    for drawn in range(len(first), n, max(1, len(first))):
        for m in members:
            order[m] = rng.permutation(m)
        yield first[: n - drawn, order]
