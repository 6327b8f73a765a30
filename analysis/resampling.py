"""Weights of articles for resampling: bootstrap within strata, exchanged labels, leave one out."""

from __future__ import annotations

from itertools import combinations, product
from math import comb, prod

import numpy as np

# All splits are listed when there are no more than this; more are drawn at random.
MAX_LISTED = 20_000


def bootstrap_weights(groups: np.ndarray, n_resamples: int, seed: int) -> np.ndarray:
    """How often each article is drawn, resamples × articles; drawn with replacement within each group.

    >>> bootstrap_weights(np.array(["甲", "甲", "乙"]), 3, seed=0)[:, :2].sum(axis=1).tolist()
    [2.0, 2.0, 2.0]
    """
    rng = np.random.default_rng(np.random.SeedSequence([seed, 1]))
    weights = np.zeros((n_resamples, len(groups)))
    for group in sorted(set(groups.tolist())):
        members = np.flatnonzero(groups == group)
        weights[:, members] = rng.multinomial(len(members), [1 / len(members)] * len(members), size=n_resamples)
    return weights


def label_splits(in_a: np.ndarray, strata: np.ndarray, n_resamples: int, seed: int) -> tuple[np.ndarray, bool]:
    """Ways to hand the label A to as many articles as have it, within each stratum: splits × articles, 0 or 1.

    Returns every way and True if there are at most MAX_LISTED, else n_resamples random ones and False.

    >>> label_splits(np.array([True, False, False]), np.zeros(3, dtype=int), 10, seed=0)[0].tolist()
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    members = [np.flatnonzero(strata == stratum) for stratum in np.unique(strata)]
    chosen = [int(in_a[m].sum()) for m in members]
    if prod(comb(len(m), k) for m, k in zip(members, chosen, strict=True)) <= MAX_LISTED:
        ways = [list(combinations(m.tolist(), k)) for m, k in zip(members, chosen, strict=True)]
        splits = [sum(parts, ()) for parts in product(*ways)]
        labels = np.zeros((len(splits), len(in_a)))
        for row, split in enumerate(splits):
            labels[row, list(split)] = 1
        return labels, True
    rng = np.random.default_rng(np.random.SeedSequence([seed, 2]))
    labels = np.zeros((n_resamples, len(in_a)))
    for m, k in zip(members, chosen, strict=True):
        order = rng.random((n_resamples, len(m))).argsort(axis=1, kind="stable")
        np.put_along_axis(labels, m[order[:, :k]], 1, axis=1)
    return labels, False


def leave_one_out(n: int) -> np.ndarray:
    """Weights that leave out one article each: n × n."""
    return 1.0 - np.eye(n)
