"""Words and numbers, measured: are the verdicts calibrated, do the intervals cover, what do they
cost?

`python -m benchmarks.numbers` prints three tables, in about a minute. The corpora are invented
(tests/helpers/bursty.py): articles of lognormal length, each feature's rate drawn anew for each article, so
that it comes in bursts.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import sparse, stats

from analysis.chinese.tokens import cut, reference_tokenizer
from analysis.measure import resampling
from analysis.measure.compare import MIN_ARTICLES, VERDICT_P, compare
from analysis.measure.dispersion import count_matrix
from tests.helpers.bursty import bursty_corpus, shuffled

SIDES = (5, 8, 10, 15, 20, 30)


def called(table: pd.DataFrame) -> pd.DataFrame:
    """Which verdict the columns give, the floor on the number of articles left aside: p alone,
    verdict, after Holm.
    """
    above = (table["log_ratio_low"] > 0) & (table["loo_low"] > 0)
    below = (table["log_ratio_high"] < 0) & (table["loo_high"] < 0)
    sure = (above | below) & (table["p_permutation"] <= VERDICT_P)
    return pd.DataFrame(
        {
            "p <= 0.05": table["p_permutation"] <= 0.05,
            "verdict": sure,
            "Holm": sure & (table["p_holm"] <= 0.05),
        }
    )


def false_verdicts(n_a: int, n_b: int, *, corpora: int, shuffles: int, **kind) -> pd.DataFrame:
    """Share of features that get a verdict although labels are dealt at random: a row a corpus."""
    rows = []
    for seed in range(corpora):
        corpus, features = bursty_corpus(n_a, n_b, seed=seed, **kind)
        tables = [
            called(compare(shuffled(corpus, k), features, "甲", "乙", seed=k, n_resamples=500))
            for k in range(shuffles)
        ]
        rows.append(pd.concat(tables).mean())
    return pd.DataFrame(rows)


def found(n_a: int, n_b: int, *, corpora: int = 10, planted: int = 20, **kind) -> pd.Series:
    """Share of planted fourfold differences that are called for the right side."""
    rows = []
    names = [f"f{k:03}" for k in range(planted)]
    for seed in range(corpora):
        corpus, features = bursty_corpus(n_a, n_b, seed=seed, planted=planted, **kind)
        table = compare(
            corpus,
            features,
            "甲",
            "乙",
            features=sorted({*features["name"], *names}),
            n_resamples=1000,
        )
        right = called(table).to_numpy() & (table["log_ratio"] > 0).to_numpy()[:, None]
        rows.append(right[table["feature"].isin(names)].mean(axis=0))
    return pd.Series(np.mean(rows, axis=0), index=["p <= 0.05", "verdict", "Holm"])


def coverage(n: int, *, corpora: int = 20) -> tuple[float, float]:
    """How often the 95 % interval holds the true ratio (none): plain percentiles, and expanded as
    ours are.
    """
    plain, ours = [], []
    for seed in range(corpora):
        corpus, rows = bursty_corpus(n, n, seed=seed)
        _, counts = count_matrix(rows, corpus.articles, feature="name")
        sizes = corpus.articles["n_han"].to_numpy(dtype=float)
        in_a = (corpus.articles["place"] == "甲").to_numpy()
        groups = corpus.articles["place"].to_numpy(dtype=object)
        strata = np.zeros(2 * n, dtype=int)
        low, high = resampling.interval(
            counts, sizes, in_a, strata, groups, n_resamples=2000, seed=seed
        )
        ours.append(((low <= 0) & (high >= 0)).mean())
        weights = resampling.bootstrap_weights(groups, 2000, seed)
        ratios = resampling.log_ratios(counts, sizes, weights * in_a, weights * ~in_a, strata)
        low, high = np.quantile(ratios, [0.025, 0.975], axis=0)
        plain.append(((low <= 0) & (high >= 0)).mean())
    return float(np.mean(plain)), float(np.mean(ours))


def seconds(work: Callable[[], object], repeats: int = 3) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def speeds() -> list[tuple[str, str, float]]:
    """What is timed, against what, and how many times faster ours is."""
    text = (
        "坚持以高质量发展为主题，推动“十五五”时期经济社会发展开好局、起好步，扎实推进共同富裕。"
        * 2000
    )
    reference_tokenizer()
    slow = seconds(lambda: list(reference_tokenizer().cut(text, HMM=False)))
    lines = [("cutting words (HMM off)", "jieba 0.42.1", slow / seconds(lambda: cut(text)))]
    corpus, rows = bursty_corpus(30, 30, seed=0, n_features=200)
    names, counts = count_matrix(rows, corpus.articles, feature="name")
    sizes = corpus.articles["n_han"].to_numpy(dtype=float)
    in_a = (corpus.articles["place"] == "甲").to_numpy()
    groups = (corpus.articles["place"] + "|" + corpus.articles["genre"]).to_numpy(dtype=object)
    strata = np.zeros(len(sizes), dtype=int)
    ours = seconds(
        lambda: resampling.interval(counts, sizes, in_a, strata, groups, n_resamples=2000, seed=0)
    )
    slow = seconds(lambda: _scipy_intervals(counts, sizes, groups), repeats=1)
    lines.append(
        (f"intervals of {len(names)} features", "scipy.stats.bootstrap, percentile", slow / ours)
    )
    labels = next(resampling.random_splits(in_a, strata, 2000, 0, 0))
    ours = seconds(lambda: resampling.log_ratios(counts, sizes, labels, 1 - labels, strata))
    slow = seconds(lambda: _scipy_permutations(counts, sizes, in_a), repeats=1)
    lines.append(
        (
            f"2,000 exchanged labels, {len(names)} features",
            "scipy.stats.permutation_test",
            slow / ours,
        )
    )
    return lines


def _scipy_intervals(counts: sparse.csr_array, sizes: np.ndarray, groups: np.ndarray) -> None:
    """The same job: one sample for each place and genre, feature by feature."""
    names = sorted(set(groups.tolist()))
    samples = [
        np.flatnonzero(groups == name).astype(float) for name in names if (groups == name).sum() > 1
    ]
    of_a = [name.startswith("甲") for name in names if (groups == name).sum() > 1]

    def statistic_of(x: np.ndarray) -> Callable:
        def statistic(*drawn: np.ndarray, axis: int = -1) -> np.ndarray:
            rates = []
            for side in (True, False):
                taken = [d.astype(int) for d, mine in zip(drawn, of_a, strict=True) if mine == side]
                n, size = (sum(values[d].sum(axis=axis) for d in taken) for values in (x, sizes))
                rates.append(np.maximum(n, 0.5) / size)
            return np.log2(rates[0]) - np.log2(rates[1])

        return statistic

    for x in counts.toarray():
        stats.bootstrap(
            samples,
            statistic_of(x),
            n_resamples=2000,
            method="percentile",
            vectorized=True,
            rng=np.random.default_rng(0),
        )


def _scipy_permutations(counts: sparse.csr_array, sizes: np.ndarray, in_a: np.ndarray) -> None:
    a, b = np.flatnonzero(in_a).astype(float), np.flatnonzero(~in_a).astype(float)
    for x in counts.toarray():
        stats.permutation_test(
            (a, b),
            _statistic(x, sizes),
            n_resamples=2000,
            vectorized=True,
            rng=np.random.default_rng(0),
        )


def _statistic(x: np.ndarray, sizes: np.ndarray) -> Callable:
    def log_ratio(a, b, axis=-1):
        a, b = a.astype(int), b.astype(int)
        rate = [np.maximum(x[i].sum(axis=axis), 0.5) / sizes[i].sum(axis=axis) for i in (a, b)]
        return np.log2(rate[0]) - np.log2(rate[1])

    return log_ratio


def scoreboard() -> str:
    """The three tables as Markdown."""
    lines = [
        "## Comparisons of places: are the verdicts calibrated?",
        "",
        *_calibration(),
        "",
        *_power(),
        "",
    ]
    lines += ["### What it costs", "", "| work | against | times faster |", "|---|---|--:|"]
    lines += [f"| {what} | {peer} | {ratio:.0f} |" for what, peer, ratio in speeds()]
    return "\n".join(lines)


def _calibration() -> list[str]:
    lines = [
        "Place labels dealt at random: share of 60 bursty features that are called different "
        "(200 shuffles each; wanted: at most 5 % verdicts).",
        "",
        "| corpus | p ≤ 0.05 alone | verdict | verdict that survives Holm | worst corpus, "
        "verdict |",
        "|---|--:|--:|--:|--:|",
    ]
    kinds = {
        "30 + 30 articles, one corpus": (30, 30, {"corpora": 1, "shuffles": 200}),
        "30 + 30, ten corpora": (30, 30, {"corpora": 10, "shuffles": 20}),
        "30 + 30, ten corpora, burstier": (
            30,
            30,
            {"corpora": 10, "shuffles": 20, "bursts": (0.5,)},
        ),
        "15 + 45, ten corpora": (15, 45, {"corpora": 10, "shuffles": 20}),
    }
    for name, (n_a, n_b, kind) in kinds.items():
        shares = false_verdicts(n_a, n_b, **kind)
        mean = shares.mean()
        lines.append(
            f"| {name} | {mean['p <= 0.05']:.1%} | **{mean['verdict']:.1%}** | {mean['Holm']:.2%} "
            f"| {shares['verdict'].max():.1%} |"
        )
    return lines


def _power() -> list[str]:
    lines = [
        "A fourfold difference planted in 20 of 60 features (ten corpora; wanted: 90 % found "
        "at 30 a side), and how "
        f"often the 95 % interval holds the true ratio. Below {MIN_ARTICLES} a side "
        "`compare` says “too few articles "
        "to tell”, whatever the columns say.",
        "",
        "| articles a side | p ≤ 0.05 alone | verdict | verdict that survives Holm | plain "
        "percentile interval | ours |",
        "|--:|--:|--:|--:|--:|--:|",
    ]
    for n in SIDES:
        share, (plain, ours) = found(n, n), coverage(n)
        lines.append(
            f"| {n} | {share['p <= 0.05']:.0%} | **{share['verdict']:.0%}** | {share['Holm']:.0%} "
            f"| {plain:.0%} | {ours:.0%} |"
        )
    return lines


if __name__ == "__main__":
    print(scoreboard())
