"""Measures of keyness, association and dispersion as pure functions on arrays: finite for zero
cells, positive where the first corpus (or the pair) has more; exchanging corpora negates them
exactly."""

from reprlib import repr as cut_short

import numpy as np
import pandas as pd
import scipy
from numpy.typing import ArrayLike

from analysis.errors import TifaError
from analysis.table.arguments import NOTHING, wants, whole


@wants(family=whole(1) | NOTHING)
def keyness_scores(
    a: ArrayLike, b: ArrayLike, n1: ArrayLike, n2: ArrayLike, family: int | None = None
) -> pd.DataFrame:
    """How much more often features stand in corpus 1 than in corpus 2, one row a feature.

    a, b : counts in corpus 1 and 2; n1, n2 : sizes in the same unit (words, Han characters).
    family : how many features were looked at, for `lrc` and `p_token`; default: the rows given.
    Returns a, b, n1, n2; per_10k_a, per_10k_b; expected_a, expected_b (from the pooled rate)
    g2 : log-likelihood ratio, four-term (Dunning 1993), signed; p_g2, chi-squared, 1 df
    g2_two_term : without the two "other words" cells (Rayson & Garside 2000), signed
    chi2 : Pearson, no correction, signed; p_chi2
    chi2_yates : corrected (Yates) where a cell expects below 5 and |ad - bc| >= N/2; p_yates
    p_fisher : Fisher's exact test (1935), one-sided; nan where numbers are not whole
    p_token : p_g2 after Holm (1979) over the family
    log_ratio : log2 of the rates' ratio (Hardie 2014), 0.5 for a count of zero; 0 if both are zero,
        or if the 0.5 alone would turn the direction round (sizes more than twofold apart)
    lrc : conservative log ratio (Evert 2022), two-sided 5 %, Bonferroni; 0 = not told apart
    odds_ratio : ad/bc, 0.5 added to all cells if one is zero (Haldane 1956); 1 if a = b = 0
    diff_percent : %DIFF (Gabrielatos & Marchi 2011), 0.5 for b = 0
    simple_maths : (per million 1 + 1) / (per million 2 + 1) (Kilgarriff 2009)
    difference_coefficient : difference of rates over their sum (Hofland & Johansson 1982)
    log_odds, log_odds_z : Monroe, Colaresi & Quinn (2008), equations 15, 18, 22, prior = the
        pooled counts; natural log; z = its number of standard errors
    Sources: the papers named. Raises TifaError for negative counts, sizes not above zero, or a
    count above its size.

    >>> keyness_scores(52, 57, 50_000, 75_000)[["g2", "g2_two_term",
    ...     "log_ratio"]].round(2).values.tolist()
    [[2.65, 2.65, 0.45]]
    """
    return score_counts(a, b, n1, n2, family)


def score_counts(a, b, n1, n2, family: int | None = None, *, exact: bool = True) -> pd.DataFrame:
    """`keyness_scores`; without Fisher's test, which takes most of the time, unless `exact`."""
    a, b, n1, n2 = _arrays(a=a, b=b, n1=n1, n2=n2)
    bad = (a < 0) | (b < 0) | (n1 <= 0) | (n2 <= 0) | (a > n1) | (b > n2)
    _refuse(bad, "0 <= a <= n1, 0 <= b <= n2 and sizes above 0", a=a, b=b, n1=n1, n2=n2)
    family = _family(family, len(a))
    c, d, n = n1 - a, n2 - b, n1 + n2
    share = (a + b) / n
    ea, eb = n1 * share, n2 * share
    ec, ed = n1 - ea, n2 - eb
    direction = np.sign(a * n2 - b * n1)
    kl = scipy.special.kl_div
    g2_two = 2 * (kl(a, ea) + kl(b, eb))
    g2 = g2_two + 2 * (kl(c, ec) + kl(d, ed))
    chi2, chi2_yates = _chi2(a, b, c, d, np.minimum(np.minimum(ea, eb), np.minimum(ec, ed)))
    p_g2, p_chi2 = scipy.special.chdtrc(1, g2), scipy.special.chdtrc(1, chi2)
    ra, rb = a / n1, b / n2
    nowhere, half = (a == 0) & (b == 0), np.where(a * b * c * d == 0, 0.5, 0.0)
    ya, yb = 2 * a + b, a + 2 * b  # counts and prior
    with np.errstate(divide="ignore", invalid="ignore"):
        log_odds = np.log(ya / (n1 + n - ya)) - np.log(yb / (n2 + n - yb))
        log_odds_z = log_odds / np.sqrt(1 / ya + 1 / yb)
    whole = all((x == np.round(x)).all() for x in (a, b))
    odds = np.where(nowhere, 1.0, (a + half) * (d + half) / ((b + half) * (c + half)))
    more, size = np.where(direction < 0, (b, n2), (a, n1))
    kind = "int64" if whole else float
    scores = {"a": a.astype(kind), "b": b.astype(kind), "n1": n1, "n2": n2}
    scores |= {"per_10k_a": ra * 10_000, "per_10k_b": rb * 10_000}
    scores |= {"expected_a": ea, "expected_b": eb, "g2": direction * g2}
    scores |= {"g2_two_term": direction * g2_two, "p_g2": p_g2, "p_token": holm(p_g2, family)}
    scores |= {"chi2": direction * chi2, "p_chi2": p_chi2, "chi2_yates": direction * chi2_yates}
    scores |= {"p_yates": scipy.special.chdtrc(1, chi2_yates)}
    scores |= {"p_fisher": _fisher(more, a + b, size, n) if exact else np.nan}
    scores |= {"log_ratio": log_ratio(a, b, n1, n2), "lrc": _lrc(a, b, n1, n2, family)}
    percent = np.where(nowhere, 0.0, (ra / (np.maximum(b, 0.5) / n2) - 1) * 100)
    scores |= {"odds_ratio": odds, "diff_percent": percent}
    scores |= {"simple_maths": (ra * 1e6 + 1) / (rb * 1e6 + 1)}
    scores |= {"difference_coefficient": _ratio(ra - rb, ra + rb)}
    scores |= {"log_odds": np.where(nowhere, 0.0, log_odds)}
    return pd.DataFrame(scores | {"log_odds_z": np.where(nowhere, 0.0, log_odds_z)})


def association_scores(f: ArrayLike, f1: ArrayLike, f2: ArrayLike, n: ArrayLike) -> pd.DataFrame:
    """How strongly two words attract each other, one row a pair.

    f : together; f1, f2 : frequency of the first, the second; n : all (tokens, pairs, sentences).
    Returns f, f1, f2, n, expected = f1 f2 / n
    pmi : log2(f / expected) (Church & Hanks 1990), 0.5 for f = 0, never above 0 then
    logdice : 14 + log2(dice) (Rychlý 2008), 0.5 for f = 0;  dice : 2f / (f1 + f2)
    g2 : log-likelihood ratio, four-term (Dunning 1993), signed; simple_ll : its first cell alone
        (Evert 2008)
    chi2 : Pearson, no correction, signed;  p_fisher : Fisher's exact test (1935), one-sided
    t : (f - expected) / sqrt(f), 0.5 for f = 0;  z : (f - expected) / sqrt(expected)
    delta_p_2_given_1 : p(2 | 1) - p(2 | not 1) (Gries 2013); delta_p_1_given_2 : the other way
    p_2_given_1, p_1_given_2 : f / f1, f / f2
    log_ratio : log2 of p(2 | 1) / p(2 | not 1), 0.5 for a zero cell, as in keyness_scores
    Sources: the papers named. Raises TifaError if a cell of the table of four would be negative.

    >>> association_scores(8, 1105, 44, 15_000_000)["pmi"].round(3).tolist()
    [11.269]
    """
    f, f1, f2, n = _arrays(f=f, f1=f1, f2=f2, n=n)
    o12, o21 = f1 - f, f2 - f
    o22 = n - f1 - f2 + f
    bad = (f < 0) | (o12 < 0) | (o21 < 0) | (o22 < 0) | (n <= 0)
    _refuse(bad, "0 <= f <= f1, f2 and f1 + f2 - f <= n", f=f, f1=f1, f2=f2, n=n)
    e = f1 * f2 / n
    e12, e21, e22 = f1 * (n - f2) / n, (n - f1) * f2 / n, (n - f1) * (n - f2) / n
    direction = np.sign(f * n - f1 * f2)
    kl = scipy.special.kl_div
    first = kl(f, e)
    half = np.maximum(f, 0.5)
    pmi = np.log2(half) - np.log2(np.where(e > 0, e, half))
    ratio = log_ratio(f, o21, np.maximum(f1, 1), np.maximum(n - f1, 1))
    g2 = direction * 2 * (first + kl(o12, e12) + kl(o21, e21) + kl(o22, e22))
    chi2 = direction * _chi2(f, o12, o21, o22, np.full_like(f, np.inf))[0]
    scores = {"f": f, "f1": f1, "f2": f2, "n": n, "expected": e}
    scores |= {"pmi": np.where(f > 0, pmi, np.minimum(pmi, 0))}
    scores |= {"logdice": 14 + np.log2(2 * half / np.maximum(f1 + f2, 1))}
    scores |= {"dice": _ratio(2 * f, f1 + f2), "g2": g2, "simple_ll": direction * 2 * first}
    scores |= {"chi2": chi2, "t": (f - e) / np.sqrt(half), "z": _ratio(f - e, np.sqrt(e))}
    scores |= {"p_fisher": _fisher(f, f1, f2, n)}
    scores |= {"delta_p_2_given_1": _ratio(f, f1) - _ratio(o21, n - f1)}
    scores |= {"delta_p_1_given_2": _ratio(f, f2) - _ratio(o12, n - f2)}
    scores |= {"p_2_given_1": _ratio(f, f1), "p_1_given_2": _ratio(f, f2)}
    return pd.DataFrame(scores | {"log_ratio": np.where((f1 > 0) & (f1 < n), ratio, 0.0)})


def dispersion_scores(counts: ArrayLike, sizes: ArrayLike) -> pd.Series | pd.DataFrame:
    """How evenly a feature is spread over the parts of a corpus.

    counts : of one feature in each part, or features x parts. sizes : of the parts, above zero.
    Returns a Series for one feature, else a row a feature:
    n : sum of the counts; parts : how many; range : parts that hold the feature
    sd, vc : population standard deviation of the counts; the same over their mean
    juilland_d : 1 - vc of the rates / sqrt(parts - 1) (Juilland 1970; rates: Gries 2020), 1 = even;
        juilland_u : n times it
    carroll_d2 : entropy of the rates over its maximum (Carroll 1970), 1 = even; carroll_um from it
    rosengren_s : (sum of sqrt(size share x count))² / n (Rosengren 1971), 1 = even; rosengren_af
    lyne_d3 : 1 - chi-squared against the size shares / 4n (Lyne 1985)
    da : 1 - mean difference of two parts' rates / twice the mean (Burch, Egbert & Biber 2017)
    dp : half the summed differences of count shares and size shares (Gries 2008), 0 = even;
        dp_norm : over its maximum, 1 - the smallest size share (Lijffijt & Gries 2012)
    kl : divergence of count shares from size shares, bits (Kullback-Leibler; Gries 2020), 0 = even
    A feature that never occurs gets the uneven end of every scale; with one part alone, the even
    end. Sources: the papers named. Raises TifaError for negative counts and sizes not above zero.

    >>> dispersion_scores([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])[["dp", "dp_norm"]].round(3).tolist()
    [0.18, 0.22]
    """
    counts, sizes = _numbers("counts", counts), _numbers("sizes", sizes)
    v = np.atleast_2d(counts)
    if sizes.ndim != 1 or v.ndim != 2 or v.shape[1] != len(sizes) or not len(sizes):
        shapes = f"counts of shape {counts.shape} for sizes of shape {sizes.shape}"
        raise TifaError(f"dispersion_scores: {shapes}")
    if not (((v >= 0) & (v < np.inf)).all() and ((sizes > 0) & (sizes < np.inf)).all()):
        raise TifaError("dispersion_scores: counts must be 0 or more, sizes above 0, all finite")
    k, n = len(sizes), v.sum(axis=1)
    absent = n == 0
    s = sizes / sizes.sum()
    p = _ratio(v, n[:, None])
    rates = v / sizes
    rate_share = _ratio(rates, rates.sum(axis=1)[:, None])
    sd, mean = v.std(axis=1), n / k
    vc_rates = _ratio(rates.std(axis=1), rates.mean(axis=1))
    d = 1 - vc_rates / np.sqrt(k - 1) if k > 1 else np.ones_like(n)
    d2 = scipy.special.entr(rate_share).sum(axis=1) / np.log(k) if k > 1 else np.ones_like(n)
    rosengren = _ratio(np.sqrt(s * v).sum(axis=1) ** 2, n)
    expected = s * n[:, None]
    d3 = 1 - _ratio(_ratio((v - expected) ** 2, expected).sum(axis=1), 4 * n)
    dp = np.abs(p - s).sum(axis=1) / 2
    dp_norm = dp / (1 - s.min()) if k > 1 else np.zeros_like(n)
    kl = scipy.special.rel_entr(p, s).sum(axis=1) / np.log(2)
    # Over sorted rates the sum of all differences is a weighted sum.
    apart = (np.sort(rates, axis=1) * (2 * np.arange(k) - k + 1)).sum(axis=1)
    da = 1 - _ratio(apart / max(k * (k - 1) / 2, 1), 2 * rates.mean(axis=1))
    d, d2, d3, da = (np.where(absent, 0.0, x) for x in (d, d2, d3, da))
    scores = {"n": n, "parts": k, "range": (v > 0).sum(axis=1), "sd": sd, "vc": _ratio(sd, mean)}
    scores |= {"juilland_d": d, "juilland_u": d * n, "carroll_d2": d2}
    scores |= {"carroll_um": n * d2 + (1 - d2) * n / k, "rosengren_s": rosengren}
    scores |= {"rosengren_af": rosengren * n, "lyne_d3": d3, "da": da}
    scores |= {"dp": np.where(absent, 1 - s.min(), dp)}
    scores |= {"dp_norm": np.where(absent, float(k > 1), dp_norm)}
    scores |= {"kl": np.where(absent, -np.log2(s.min()), np.maximum(kl, 0))}
    table = pd.DataFrame(scores)
    return table.iloc[0] if counts.ndim == 1 else table


def _fisher(hits, drawn, size, n) -> np.ndarray:
    """Upper tail of the hypergeometric distribution."""
    from scipy.stats import hypergeom  # half a second, for this alone

    whole = np.all([x == np.round(x) for x in np.broadcast_arrays(hits, drawn, size, n)], axis=0)
    return np.where(whole, hypergeom.sf(hits - 1, n, drawn, size), np.nan)


def log_ratio(a: ArrayLike, b: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> np.ndarray:
    """log2 of (a / n1) / (b / n2), 0.5 for a count of zero; see keyness_scores.

    >>> float(log_ratio(10, 0, 10, 90).round(6))
    7.491853
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    # A difference of logarithms, so that exchanging the corpora negates it exactly.
    ratio, other = (np.log2(np.where(x == 0, 0.5, x) / n) for x, n in ((a, n1), (b, n2)))
    ratio = ratio - other
    ratio = np.where((a > 0) & (b == 0), np.maximum(ratio, 0.0), ratio)
    ratio = np.where((b > 0) & (a == 0), np.minimum(ratio, 0.0), ratio)
    return np.where((a == 0) & (b == 0), 0.0, ratio)


def dp_of(counts: scipy.sparse.csr_array, sizes: np.ndarray) -> np.ndarray:
    """dp of a sparse table features x parts: parts that hold the feature, and the rest at once."""
    counts = scipy.sparse.csr_array(counts)
    share = sizes / sizes.sum()
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    n = counts.sum(axis=1)
    s = share[counts.indices]
    gap = np.abs(_ratio(counts.data, n[row]) - s)
    inside, covered = (np.bincount(row, weights=w, minlength=counts.shape[0]) for w in (gap, s))
    return np.where(n > 0, (inside + np.maximum(1 - covered, 0)) / 2, 1 - share.min())


def holm(p: ArrayLike, family: int | None = None) -> np.ndarray:
    """p values after Holm (1979); what a family has beyond them is taken for larger p values."""
    p = np.asarray(p, dtype=float)
    m = _family(family, len(p))
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * (m - np.arange(len(p))))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted


def _chi2(a, b, c, d, smallest_expected) -> tuple[np.ndarray, np.ndarray]:
    """Pearson's chi-squared of a table of four, plain and with the conditional Yates correction."""
    n = (a + b) + (c + d)
    cross = np.abs(a * d - b * c)
    margins = ((a + b) * (c + d)) * ((a + c) * (b + d))
    corrected = np.where((cross >= n / 2) & (smallest_expected < 5), cross - n / 2, cross)
    return _ratio(n * cross**2, margins), _ratio(n * corrected**2, margins)


def _lrc(a, b, n1, n2, family: int) -> np.ndarray:
    """Evert's conservative log ratio, the higher rate first, so that it is antisymmetric."""
    from association_measures.measures import conservative_log_ratio  # it loads scipy.stats

    swap = b * n1 > a * n2
    high, low, r1, r2 = np.where(swap, (b, a, n2, n1), (a, b, n1, n2))
    cells = {"O11": high, "O12": r1 - high, "O21": low, "O22": r2 - low, "R1": r1, "R2": r2}
    how = {"alpha": 0.05, "correct": "Bonferroni", "vocab": family}
    with np.errstate(all="ignore"):  # an unattainable bound is 0 or nan inside, and 0 in the result
        bound = conservative_log_ratio(pd.DataFrame(cells), **how).to_numpy()
    return np.where(swap, -bound, bound) + 0.0  # no negative zero


def _ratio(top, bottom) -> np.ndarray:
    """top / bottom, 0 where bottom is 0."""
    top, bottom = np.broadcast_arrays(np.asarray(top, dtype=float), np.asarray(bottom, dtype=float))
    return np.divide(top, bottom, out=np.zeros(top.shape), where=bottom != 0)


def _arrays(**named: ArrayLike) -> list[np.ndarray]:
    arrays = [_numbers(name, values) for name, values in named.items()]
    try:
        arrays = [np.array(x) for x in np.broadcast_arrays(*arrays)]
    except ValueError as error:
        shapes = ", ".join(f"{name} {x.shape}" for name, x in zip(named, arrays, strict=True))
        raise TifaError(f"arrays do not fit together: {shapes}") from error
    odd = ~np.isfinite(arrays).all(axis=0)
    _refuse(odd, "finite numbers", **dict(zip(named, arrays, strict=True)))
    return arrays


def _numbers(name: str, values: ArrayLike) -> np.ndarray:
    try:
        if values is None or isinstance(values, str):
            raise ValueError
        return np.atleast_1d(np.asarray(values, dtype=float))
    except (TypeError, ValueError):
        raise TifaError(f"{name}: numbers are wanted; {cut_short(values)} came") from None


def _refuse(bad: np.ndarray, allowed: str, **named: np.ndarray) -> None:
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        came = ", ".join(f"{name} = {x[row]:g}" for name, x in named.items())
        raise TifaError(f"row {row}: {came}; allowed: {allowed}")


def _family(family: int | None, rows: int) -> int:
    if family is None:
        return max(rows, 1)
    if family < max(rows, 1):
        raise TifaError(f"family is {family}, but {rows} features are given")
    return int(family)
