"""Words and numbers, measured: what do cutting, exchanging labels and intervals cost?

`python -m benchmarks.numbers` prints the table. Whether verdicts hold: benchmarks/verdicts.py.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import stats

from analysis.chinese.tokens import cut, reference_tokenizer
from analysis.measure.compare import compare
from tests.helpers.bursty import bursty_corpus


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
    ours = seconds(lambda: compare(corpus, rows, "甲", "乙", n_resamples=2000, strata=()))
    slow = seconds(lambda: _scipy_permutations(corpus.articles, rows), repeats=1)
    what = "compare of 200 features, 2,000 exchanges"
    return [*lines, (what, "scipy.stats.permutation_test alone", slow / ours)]


def _scipy_permutations(articles: pd.DataFrame, rows: pd.DataFrame) -> None:
    size = articles["n_han"].to_numpy(dtype=float)
    in_a = (articles["place"] == "甲").to_numpy()
    counts = pd.crosstab(rows["name"], rows["article_id"])
    for x in counts.reindex(columns=articles["article_id"], fill_value=0).to_numpy():
        excess = x - x.sum() / size.sum() * size
        stats.permutation_test(
            (excess[in_a], excess[~in_a]),
            lambda a, b, axis=-1: a.sum(axis=axis),
            n_resamples=2000,
            vectorized=True,
            rng=np.random.default_rng(0),
        )


def scoreboard(small: bool = False) -> str:
    """The table as Markdown."""
    n = 30 if small else 1500
    corpus, rows = bursty_corpus(n, n, seed=1, n_features=500, rates=(0.5, 40))
    large = seconds(lambda: compare(corpus, rows, "甲", "乙"), repeats=1)
    lines = ["## What words and numbers cost", "", "| work | against | times faster |"]
    lines += ["|---|---|--:|"]
    lines += [f"| {what} | {peer} | {ratio:.0f} |" for what, peer, ratio in speeds()]
    return "\n".join(
        [*lines, "", f"compare of {2 * n:,} articles and 500 features: {large:.1f} s (wanted: 5)."]
    )


if __name__ == "__main__":
    print(scoreboard())
