"""Two places compared, article by article: rates, intervals, permutation tests and a verdict in
words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.errors import TifaError
from analysis.measure.confounds import confounds
from analysis.measure.counts import counted, size_column
from analysis.measure.dispersion import count_matrix
from analysis.measure.groups import group_names, require_group
from analysis.measure.resampling import (
    attainable_p,
    interval,
    leave_one_out,
    log_ratios,
    permutation_p,
    rates,
)
from analysis.measure.scores import dp_of, holm, keyness_scores
from analysis.table.arguments import FLAG, NOTHING, TEXT, TEXTS, a_corpus, a_table, wants, whole
from analysis.table.dictionary import columns_of
from analysis.table.titles import short, titled

if TYPE_CHECKING:
    from analysis.corpus import Corpus

__all__ = ["VERDICTS", "compare", "confounds"]

VERDICTS = ("more in A", "more in B", "no clear difference", "too few articles to tell")
COLUMNS = columns_of("compare")

ALPHA = 0.05
# A verdict asks for a little less than 0.05: the features of one corpus move together, so with 0.05
# the share that
# gets a verdict by chance passes 5 % in some corpora; with 0.04 it stays below
# (benchmarks/numbers.py).
VERDICT_P = 0.04
# With fewer articles a side even a fourfold difference is missed more often than found
# (benchmarks/numbers.py).
MIN_ARTICLES = 10
# The same, counted as (sum of lengths)² / sum of squared lengths: ten articles of usual, unequal
# lengths weigh
# as much as five or six equal ones.
MIN_EFFECTIVE = 5


@wants(
    corpus=a_corpus(articles=["article_id", "genre"]),
    rows=a_table(["article_id"]),
    a=TEXT,
    b=TEXT,
    by=TEXT,
    feature=TEXT,
    features=TEXTS | NOTHING,
    matched=FLAG,
    without=TEXTS,
    unit=TEXT,
    seed=whole(0),
    n_resamples=whole(1),
)
def compare(
    corpus: Corpus,
    rows: pd.DataFrame,
    a: str,
    b: str,
    *,
    by: str = "place",
    feature: str = "name",
    features: list[str] | None = None,
    matched: bool = False,
    without: tuple[str, ...] | list[str] = (),
    unit: str = "han",
    seed: int = 0,
    n_resamples: int = 2000,
) -> pd.DataFrame:
    """Which features group `a` uses more than group `b`, as far as their articles can tell.

    corpus : its articles (article_id, genre, n_han, the column `by`) are read.
    rows : one row an occurrence, with article_id and the column `feature` (mentions, tokens,
        n-grams).
    by : what the groups are values of: a column of articles, or "year", "month", "week", "day", or
        periods such as "..2024,2025..".
    features : the family that is asked about; default: all that occur in either place.
    matched : compare within genre: only genres that both places have; rates are averaged over
        genres with Mantel and Haenszel's weights, labels are exchanged within genre.
    without : article_ids to leave out.
    unit : "han", or "tokens" with articles.n_tokens (see `add_token_counts`), for rates per 10,000
        words.
    seed, n_resamples : of the resampling; the same give the same.
    Returns one row a feature, by p_permutation, then name: feature; n_a, n_b occurrences;
    articles_a of of_a articles hold it (articles_b of of_b); per_10k_a, per_10k_b per 10,000 units;
    log_ratio (log2, 0.5 for a zero) with a 95 % interval log_ratio_low, log_ratio_high from
    resampling articles within place and genre; lrc and g2 (as in `keyness`; they take occurrences
    as independent); p_permutation, two-sided, from exchanging the articles' place labels (all ways
    of doing so, or n_resamples and more drawn); p_holm over the family; dp over the articles of
    both; loo_low, loo_high the range of log_ratio when each article in turn is left out; verdict,
    one of
      too few articles to tell : fewer than MIN_ARTICLES (10) on a side, or than MIN_EFFECTIVE (5)
          by weight, or so
        few with the feature that all of them on one side could be chance at 5 %;
      more in A, more in B : p_permutation at most VERDICT_P (0.04), and neither the interval nor
          leaving out any one
        article reaches 0. It speaks of one feature by itself: of those without a difference 4 in
        100 get one; p_holm at most 0.05 marks those that stand in the whole family;
      no clear difference : the rest.
    An article alone of its genre on its side is in every resample, so the interval is too narrow by
    its share. With one article on a side, interval and leave-one-out range are nan: there is
    nothing to resample. Exchanging a and b negates every signed column and exchanges the rest,
    exactly.
    Sources: Hardie 2014 (log_ratio), Evert 2022 (lrc), Dunning 1993 (g2), Holm 1979, Gries 2008
    (dp), Hesterberg 2015 (interval), Mantel & Haenszel 1959.
    Raises TifaError for a place without an article, a place compared with itself, an unknown
    article in `without`.

    >>> from analysis import find_mentions, load_corpus
    >>> corpus = load_corpus("seeds")
    >>> table = compare(corpus, find_mentions(corpus).slogans, "临平", "钱塘", feature="surface",
    ...     features=["十五五"])
    >>> table[["n_a", "of_a", "n_b", "of_b", "verdict"]].values.tolist()
    [[4, 5, 10, 8, 'too few articles to tell']]
    """
    side = _articles_of(corpus.articles, a, b, by, matched, without, unit)
    names, counts = _family(rows, side.articles, feature, features)
    if not names:
        table = _empty()
    elif a > b:  # always computed in one order, so that exchanging the places is exact
        table = _exchange(_compare(names, counts, side, b, seed, n_resamples))[COLUMNS]
    else:
        table = _compare(names, counts, side, a, seed, n_resamples)[COLUMNS]
    how = ", within genre" if matched else ""
    return titled(table, "compare", f"comparison of {short(a)} with {short(b)}{how}", unit=unit)


class _Side(NamedTuple):
    articles: pd.DataFrame  # the articles compared, sorted by article_id
    strata: np.ndarray  # number of each article's genre if matched, else 0
    sizes: np.ndarray  # Han characters or words of each


def _compare(
    names: list[str], counts: sparse.csr_array, side: _Side, a: str, seed: int, n_resamples: int
) -> pd.DataFrame:
    articles, strata, sizes = side
    in_a = (articles["place"] == a).to_numpy()
    present = sparse.csr_array(counts > 0).astype(float)
    as_is = in_a[None, :].astype(float)
    rate_a, rate_b = rates(counts, sizes, as_is, 1 - as_is, strata)
    groups = (articles["place"].astype(str) + "|" + articles["genre"].astype(str)).to_numpy()
    low, high = interval(counts, sizes, in_a, strata, groups, n_resamples=n_resamples, seed=seed)
    loo_low, loo_high = leave_one_out(counts, sizes, in_a, strata)
    p = permutation_p(counts, sizes, in_a, strata, n_resamples=n_resamples, seed=seed)
    n_a, n_b = counts @ as_is[0], counts @ (1 - as_is[0])
    keys = keyness_scores(n_a, n_b, sizes[in_a].sum(), sizes[~in_a].sum())
    table = pd.DataFrame(
        {
            "feature": np.asarray(names, dtype=object),
            "n_a": n_a.astype("int64"),
            "n_b": n_b.astype("int64"),
            "articles_a": (present @ as_is[0]).astype("int64"),
            "articles_b": (present @ (1 - as_is[0])).astype("int64"),
            "of_a": int(in_a.sum()),
            "of_b": int((~in_a).sum()),
            "per_10k_a": rate_a[0] * 10_000,
            "per_10k_b": rate_b[0] * 10_000,
            "log_ratio": log_ratios(counts, sizes, as_is, 1 - as_is, strata)[0],
            "log_ratio_low": low,
            "log_ratio_high": high,
            "lrc": keys["lrc"],
            "g2": keys["g2"],
            "p_permutation": p,
            "p_holm": holm(p),
            "dp": dp_of(counts, sizes),
            "loo_low": loo_low,
            "loo_high": loo_high,
        }
    )
    few = few_articles(sizes[in_a], sizes[~in_a]) | (attainable_p(present, in_a, strata) > ALPHA)
    table["verdict"] = _verdicts(table, few)
    return table.sort_values(["p_permutation", "feature"], kind="stable").reset_index(drop=True)


def few_articles(sizes_a: np.ndarray, sizes_b: np.ndarray) -> bool:
    """Whether a side has too few articles for any verdict, in number or by the weight of a few long
    ones.
    """
    return any(
        len(s) < MIN_ARTICLES or s.sum() ** 2 < MIN_EFFECTIVE * (s**2).sum()
        for s in (sizes_a, sizes_b)
    )


def _verdicts(table: pd.DataFrame, few: np.ndarray) -> np.ndarray:
    above = (table["log_ratio_low"] > 0) & (table["loo_low"] > 0)
    below = (table["log_ratio_high"] < 0) & (table["loo_high"] < 0)
    sure = table["p_permutation"] <= VERDICT_P
    more, less, unclear, too_few = VERDICTS
    return np.select([few, sure & above, sure & below], [too_few, more, less], unclear).astype(
        object
    )


def _articles_of(
    articles: pd.DataFrame, a: str, b: str, by: str, matched: bool, without, unit: str
) -> _Side:
    articles, size = counted(articles), size_column(articles, unit)
    articles = articles.assign(place=group_names(articles, by))
    require_group(articles["place"], by, a, b)
    unknown = sorted(set(without) - set(articles["article_id"]))
    if unknown:
        raise TifaError(f"without: no article {', '.join(unknown)}")
    chosen = articles[articles["place"].isin([a, b]) & ~articles["article_id"].isin(list(without))]
    chosen = chosen[chosen[size] > 0]
    strata = np.zeros(len(chosen), dtype=int)
    if matched:
        sides = chosen.groupby("genre")["place"].nunique()
        chosen = chosen[chosen["genre"].isin(sides.index[sides == 2])]
        strata = np.unique(chosen["genre"].to_numpy(dtype=object).astype(str), return_inverse=True)[
            1
        ]
    for place in (a, b):
        if place not in set(chosen["place"]):
            why = " of a genre that both have" if matched else ""
            raise TifaError(f"{by} {place!r}: no article left to compare{why}")
    return _Side(chosen.reset_index(drop=True), strata, chosen[size].to_numpy(dtype=float))


def _family(rows, articles, feature: str, features) -> tuple[list[str], np.ndarray]:
    names, counts = count_matrix(rows, articles, feature=feature)
    if features is None:
        return names, counts
    family = sorted(set(map(str, features)))
    where = pd.Index(names, dtype=object).get_indexer(family)
    there = np.flatnonzero(where >= 0)
    pick = sparse.csr_array(
        (np.ones(len(there)), (there, where[there])), shape=(len(family), len(names))
    )
    return family, pick @ counts


def _empty() -> pd.DataFrame:
    kinds = dict.fromkeys(["n_a", "n_b", "articles_a", "articles_b", "of_a", "of_b"], "int64")
    kinds |= {"feature": "object", "verdict": "object"}
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "float64")) for name in COLUMNS})


def _exchange(table: pd.DataFrame) -> pd.DataFrame:
    """The same comparison seen from the other side."""
    pairs = {"n": "n", "articles": "articles", "of": "of", "per_10k": "per_10k"}
    swapped = table.rename(columns={f"{k}_{x}": f"{k}_{y}" for k in pairs for x, y in ("ab", "ba")})
    for low, high in (("log_ratio_low", "log_ratio_high"), ("loo_low", "loo_high")):
        swapped[low], swapped[high] = 0.0 - table[high], 0.0 - table[low]
    for column in ("log_ratio", "lrc", "g2"):
        swapped[column] = 0.0 - table[column]  # no negative zero
    more, less = VERDICTS[:2]
    swapped["verdict"] = table["verdict"].replace({more: less, less: more})
    return swapped
