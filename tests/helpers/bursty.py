"""An invented corpus of bursty articles: a word that has come once in an article is likely to come
again.
"""

from types import SimpleNamespace

import numpy as np
import pandas as pd

BURSTS = (
    0.5,
    1.0,
    2.0,
    4.0,
)  # gamma shapes; the words of the seeds have 0.5, 1.7 and more at their quartiles
RATES = (
    5.0,
    40.0,
)  # per 10,000 Han characters, log-uniform: as the slogans and bodies that reports repeat
LENGTHS = (
    800,
    0.6,
)  # median Han characters of an article and the standard deviation of their logarithm


def bursty_corpus(
    n_a: int,
    n_b: int,
    *,
    seed: int,
    n_features: int = 60,
    planted: int = 0,
    fold: float = 4.0,
    bursts: tuple[float, ...] = BURSTS,
    rates: tuple[float, float] = RATES,
    lengths: tuple[float, float] = LENGTHS,
) -> tuple[SimpleNamespace, pd.DataFrame]:
    """A corpus (articles alone) of places 甲 (n_a articles) and 乙 (n_b), and its rows of features
    f000, f001, …

    Counts are Poisson with a gamma rate of its own for each feature and article, so negative
    binomial. The first `planted` features have `fold` times the rate in 甲; the others have the
    same in both.
    """
    rng = np.random.default_rng(np.random.SeedSequence([seed, 20]))
    n = n_a + n_b
    n_han = (
        np.maximum(50, np.exp(rng.normal(np.log(lengths[0]), lengths[1], n))).round().astype(int)
    )
    rate = np.exp(rng.uniform(*np.log(rates), n_features))[:, None] * np.ones(n)
    rate[:planted, :n_a] *= fold
    shape = rng.choice(bursts, n_features)[:, None]
    counts = rng.poisson(rate * n_han / 10_000 * rng.gamma(shape, 1 / shape, (n_features, n)))
    ids = np.array([f"x-{k:03}" for k in range(n)], dtype=object)
    articles = pd.DataFrame(
        {
            "article_id": ids,
            "place": ["甲"] * n_a + ["乙"] * n_b,
            "genre": rng.choice(["meeting-report", "news-brief", "feature"], n, p=[0.6, 0.3, 0.1]),
            "n_han": n_han,
        }
    )
    return SimpleNamespace(articles=articles), rows_of_counts(counts, ids)


def rows_of_counts(counts: np.ndarray, ids: np.ndarray) -> pd.DataFrame:
    """A row an occurrence of f000, f001, …; counts : features x articles."""
    feature, article = np.nonzero(counts)
    times = counts[feature, article]
    names = np.array([f"f{k:03}" for k in range(len(counts))], dtype=object)
    rows = {"article_id": np.repeat(ids[article], times), "name": np.repeat(names[feature], times)}
    return pd.DataFrame(rows)


def shuffled(corpus: SimpleNamespace, seed: int) -> SimpleNamespace:
    """The same articles with their place labels dealt anew."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, 21]))
    places = rng.permutation(corpus.articles["place"].to_numpy(dtype=object))
    return SimpleNamespace(articles=corpus.articles.assign(place=places))
