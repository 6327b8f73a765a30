"""Scores for input of other shapes: several groups at once, texts one by one, positions in a
text.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import fisher_exact, mannwhitneyu, rankdata

from analysis.errors import TifaError


def group_log_odds(counts: ArrayLike, prior: float | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Weighted log odds of each feature in each group against all groups together, and their z.

    counts : groups × features. prior : pseudo-count of every feature; None takes its count in all
        groups.
    Returns log odds (natural) and z, groups × features; 0 for a feature that never occurs. Monroe,
    Colaresi & Quinn (2008), equations 15, 18 and 21, in tidylo's variant: the prior is added to the
    counts of each group, and a group is compared with the sum of all groups, itself included.
    (`keyness_scores` has the variant of two corpora against each other.)

    >>> group_log_odds([[12, 2, 4], [3, 10, 1]])[1][0].round(3).tolist()
    [1.173, -1.377, 0.403]
    """
    y = np.asarray(counts, dtype=float)
    if y.ndim != 2 or not np.isfinite(y).all() or (y < 0).any():
        raise TifaError(
            f"group_log_odds: counts of shape {y.shape}; must be groups × features, 0 or more"
        )
    pseudo = y + (y.sum(axis=0) if prior is None else float(prior))
    whole = pseudo.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log(pseudo / (pseudo.sum(axis=1, keepdims=True) - pseudo))
        delta = odds - np.log(whole / (whole.sum() - whole))
        z = delta / np.sqrt(1 / pseudo + 1 / whole)
    there = np.isfinite(z)
    return np.where(there, delta, 0.0), np.where(there, z, 0.0)


def rank_scores(a: ArrayLike, b: ArrayLike) -> pd.Series:
    """Mann-Whitney test of a feature's counts (or rates) in the texts of two corpora (Kilgarriff
    2001).

    a, b : one number a text. Returns rank_sum (of a's ranks in all texts together, ties sharing), u
        (of a),
    effect (share of pairs of texts in which a's is higher, ties half, less the share with b's: -1
    to 1) and p (two-sided, exact where there are no ties and few texts).

    >>> rank_scores([3, 4], [1, 2]).tolist()[:3]
    [7.0, 4.0, 1.0]
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if not len(a) or not len(b):
        raise TifaError(f"rank_scores: {len(a)} and {len(b)} texts; each side needs one")
    test = mannwhitneyu(a, b, alternative="two-sided")
    u = float(test.statistic)
    rank_sum = float(rankdata(np.concatenate([a, b]))[: len(a)].sum())
    p = float(test.pvalue) if np.isfinite(test.pvalue) else 1.0  # all equal: no evidence
    return pd.Series(
        {"rank_sum": rank_sum, "u": u, "effect": 2 * u / (len(a) * len(b)) - 1, "p": p}
    )


def fisher_p(a: ArrayLike, b: ArrayLike, n1: int, n2: int) -> np.ndarray:
    """Two-sided p of Fisher's exact test of counts a, b in sizes n1, n2 (scipy; each different pair
    once).

    >>> fisher_p([3], [0], 4, 4).round(4).tolist()
    [0.1429]
    """
    pairs = np.column_stack(np.broadcast_arrays(np.atleast_1d(a), np.atleast_1d(b))).astype("int64")
    unique, where = np.unique(pairs, axis=0, return_inverse=True)
    if (unique < 0).any() or (unique > [int(n1), int(n2)]).any():
        raise TifaError(f"fisher_p: counts must lie between 0 and the sizes {n1} and {n2}")
    p = [fisher_exact([[x, y], [int(n1) - x, int(n2) - y]]).pvalue for x, y in unique.tolist()]
    return np.array(p)[where.ravel()]


def distance_scores(positions: ArrayLike, n: int) -> pd.Series:
    """Dispersion from the distances between one feature's occurrences, the text taken as a ring.

    positions : token numbers, 0 to n - 1, of the occurrences; n : tokens in all.
    Returns n, arf (average reduced frequency: between 1 and n, n = even), awt (average waiting
    time, tokens) and ald (average logarithmic distance, base 10). Savický & Hlaváčová (2002); Gries
    (2008). A feature that never occurs has arf 0 and waits for all n tokens.

    >>> distance_scores([0, 5], 10)[["arf", "awt"]].tolist()
    [2.0, 3.0]
    """
    at = np.unique(np.asarray(positions, dtype="int64"))
    if n < 1 or len(at) != np.size(positions) or (len(at) and (at[0] < 0 or at[-1] >= n)):
        raise TifaError(f"distance_scores: positions must be different numbers from 0 to {n - 1}")
    if not len(at):
        return pd.Series({"n": 0.0, "arf": 0.0, "awt": float(n), "ald": float(np.log10(n))})
    d = np.diff(at, prepend=at[-1] - n)
    even = n / len(at)
    arf = np.minimum(d, even).sum() / even
    awt, ald = (1 + (d.astype(float) ** 2).sum() / n) / 2, (d * np.log10(d)).sum() / n
    return pd.Series({"n": float(len(at)), "arf": float(arf), "awt": float(awt), "ald": float(ald)})
