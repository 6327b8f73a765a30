"""Comparisons by articles: every number by hand or a second way, and exact symmetries."""

import itertools
import math
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from analysis.errors import TifaError
from analysis.measure import resampling
from analysis.measure.compare import COLUMNS, compare
from analysis.measure.scores import dispersion_scores, keyness_scores
from tests.helpers.bursty import bursty_corpus
from tests.helpers.small_corpora import GENRES, SMALL, corpus_of

FEW = "too few articles to tell"


# --- numbers by hand
# ----------------------------------------------------------------------------------------


def test_counts_rates_and_log_ratio_by_hand():
    row = compare(*corpus_of(*SMALL), "甲", "乙").set_index("feature").loc["江"]
    assert row[["n_a", "n_b", "articles_a", "articles_b", "of_a", "of_b"]].tolist() == [
        5,
        1,
        2,
        1,
        3,
        2,
    ]
    assert row[["per_10k_a", "per_10k_b"]].tolist() == [50, 10]
    assert row["log_ratio"] == pytest.approx(math.log2(5))
    assert row["g2"] == keyness_scores(5, 1, 1000, 1000)["g2"].iloc[0]
    assert row["lrc"] == keyness_scores([5, 3], [1, 4], 1000, 1000)["lrc"].iloc[0]
    assert row["dp"] == pytest.approx(
        dispersion_scores([3, 2, 0, 1, 0], [200, 300, 500, 400, 600])["dp"]
    )


def plain_log_ratio(articles, feature) -> float:
    n = {"甲": 0, "乙": 0}
    size = {"甲": 0, "乙": 0}
    for place, _, n_han, found in articles:
        n[place] += found.get(feature, 0)
        size[place] += n_han
    value = math.log2((n["甲"] or 0.5) / size["甲"]) - math.log2((n["乙"] or 0.5) / size["乙"])
    if n["甲"] == n["乙"] == 0 or (0 in n.values() and (value > 0) != (n["甲"] > 0)):
        return 0.0
    return value


def test_leave_one_out_range_equals_a_plain_loop():
    articles = SMALL[:5]
    row = compare(*corpus_of(*SMALL), "甲", "乙").set_index("feature").loc["河"]
    ratios = [plain_log_ratio(articles[:k] + articles[k + 1 :], "河") for k in range(5)]
    assert row[["loo_low", "loo_high"]].tolist() == pytest.approx([min(ratios), max(ratios)])


def test_permutation_p_equals_listing_every_split():
    articles = SMALL[:5]
    observed = plain_log_ratio(articles, "江")
    splits = [
        plain_log_ratio([("甲" if k in a else "乙", *articles[k][1:]) for k in range(5)], "江")
        for a in itertools.combinations(range(5), 3)
    ]
    low, high = (
        sum(x <= observed + 1e-9 for x in splits),
        sum(x >= observed - 1e-9 for x in splits),
    )
    row = compare(*corpus_of(*SMALL), "甲", "乙").set_index("feature").loc["江"]
    assert row["p_permutation"] == pytest.approx(min(1, 2 * min(low, high) / len(splits)))


def test_drawn_splits_agree_with_scipys_permutation_test():
    """14 against 14 articles: too many splits to list, so ours are drawn; scipy draws its own."""
    corpus, rows = bursty_corpus(14, 14, seed=5, n_features=6, planted=2)
    table = compare(corpus, rows, "甲", "乙", n_resamples=20_000).set_index("feature")
    in_a = (corpus.articles["place"] == "甲").to_numpy()
    n_han = corpus.articles["n_han"].to_numpy(dtype=float)
    for feature in table.index:
        counts = rows[rows["name"] == feature].groupby("article_id").size()
        x = corpus.articles["article_id"].map(counts).fillna(0).to_numpy()

        def statistic(a, b, axis=-1, x=x):
            a, b = a.astype(int), b.astype(int)
            ratio = [np.maximum(x[i].sum(axis=axis), 0.5) / n_han[i].sum(axis=axis) for i in (a, b)]
            return np.log2(ratio[0]) - np.log2(ratio[1])

        ids = np.arange(len(x)).astype(float)
        test = stats.permutation_test(
            (ids[in_a], ids[~in_a]),
            statistic,
            n_resamples=20_000,
            vectorized=True,
            rng=np.random.default_rng(1),
        )
        assert table.loc[feature, "log_ratio"] == pytest.approx(test.statistic)
        assert table.loc[feature, "p_permutation"] == pytest.approx(test.pvalue, abs=0.02)


def test_interval_is_hesterbergs_expanded_percentile():
    """Drawn again with a plain loop from the same stream of weights."""
    corpus, rows = bursty_corpus(8, 12, seed=3, n_features=3)
    table = compare(corpus, rows, "甲", "乙", n_resamples=500, seed=7).set_index("feature")
    articles = corpus.articles
    groups = (articles["place"] + "|" + articles["genre"]).to_numpy()
    weights = resampling.bootstrap_weights(groups, 500, seed=7)
    tail = stats.norm.cdf(math.sqrt(8 / 7) * stats.t.ppf(0.025, 7))
    for feature in table.index:
        x = (
            articles["article_id"]
            .map(rows[rows["name"] == feature].groupby("article_id").size())
            .fillna(0)
        )
        ratios = []
        for w in weights:
            n, size = {}, {}
            for place in "甲乙":
                here = (articles["place"] == place).to_numpy()
                n[place] = float((w * x)[here].sum()) or 0.5
                size[place] = float((w * articles["n_han"])[here].sum())
            ratios.append(math.log2(n["甲"] / size["甲"]) - math.log2(n["乙"] / size["乙"]))
        expected = np.quantile(ratios, [tail, 1 - tail])
        assert table.loc[feature, ["log_ratio_low", "log_ratio_high"]].tolist() == pytest.approx(
            expected.tolist()
        )


def test_articles_are_drawn_within_place_and_genre():
    groups = np.array(["甲|a", "甲|a", "甲|b", "乙|a", "乙|a", "乙|a"])
    weights = resampling.bootstrap_weights(groups, 50, seed=1)
    for group in set(groups):
        assert (weights[:, groups == group].sum(axis=1) == (groups == group).sum()).all()
    assert (weights[:, 2] == 1).all()  # alone of its genre: always in
    assert len(np.unique(weights, axis=0)) > 10


def test_p_holm_is_holm_over_the_family():
    from statsmodels.stats.multitest import multipletests

    table = compare(*bursty_corpus(12, 12, seed=1, n_features=20, planted=5), "甲", "乙")
    assert table["p_holm"].to_numpy() == pytest.approx(
        multipletests(table["p_permutation"], method="holm")[1]
    )


def test_p_is_deep_enough_for_the_family():
    """60 features: 2,000 draws could never pass Holm's 0.05 / 60, so the strongest get more."""
    table = compare(
        *bursty_corpus(30, 30, seed=2, planted=5, fold=12), "甲", "乙", n_resamples=2000
    )
    assert table["p_permutation"].min() < 0.05 / 60
    assert (table["p_holm"] <= 0.05).sum() >= 3


# --- matched and without
# ----------------------------------------------------------------------------------------


def test_matched_rates_are_mantel_haenszels():
    row = compare(*corpus_of(*GENRES), "甲", "乙", matched=True).iloc[0]
    weights = [100 * 200 / 300, 300 * 100 / 400]
    rate_a = (weights[0] * 4 / 100 + weights[1] * 3 / 300) / sum(weights)
    rate_b = (weights[0] * 2 / 200 + weights[1] * 1 / 100) / sum(weights)
    assert row[["n_a", "n_b", "of_a", "of_b"]].tolist() == [
        7,
        3,
        2,
        2,
    ]  # the work report has no counterpart
    assert row[["per_10k_a", "per_10k_b"]].tolist() == pytest.approx(
        [rate_a * 10_000, rate_b * 10_000]
    )
    assert row["log_ratio"] == pytest.approx(math.log2(rate_a / rate_b))


def test_matched_p_lists_the_splits_within_genre():
    in_a = np.array([True, True, False, False])
    strata = np.array([0, 1, 0, 1])
    listed = np.concatenate(list(resampling.listed_splits(in_a, strata)))
    assert listed.tolist() == [[1, 1, 0, 0], [1, 0, 0, 1], [0, 1, 1, 0], [0, 0, 1, 1]]
    assert resampling.n_splits(in_a, strata) == 4
    drawn = np.concatenate(list(resampling.random_splits(in_a, strata, 200, 0, 0)))
    assert {tuple(row) for row in drawn.tolist()} == {tuple(row) for row in listed.tolist()}


def test_a_difference_of_genres_alone_disappears_when_matched():
    """Both places write features at 8 and briefs at 2 per 1,000; 甲 has more features."""
    feature, brief = {"江": 8}, {"江": 2}
    articles = [("甲", "feature", 1000, feature)] * 9 + [("甲", "news-brief", 1000, brief)] * 3
    articles += [("乙", "feature", 1000, feature)] * 3 + [("乙", "news-brief", 1000, brief)] * 9
    plain = compare(*corpus_of(*articles), "甲", "乙").iloc[0]
    matched = compare(*corpus_of(*articles), "甲", "乙", matched=True).iloc[0]
    assert plain["log_ratio"] > 0.8
    assert matched["log_ratio"] == pytest.approx(0)


def test_without_leaves_articles_out():
    corpus, rows = corpus_of(*GENRES)
    row = compare(corpus, rows, "甲", "乙", without=["x-02"]).iloc[0]
    assert row[["n_a", "of_a"]].tolist() == [7, 2]
    kept = corpus.articles["article_id"] != "x-02"
    again = compare(SimpleNamespace(articles=corpus.articles[kept]), rows, "甲", "乙")
    assert compare(corpus, rows, "甲", "乙", without=["x-02"]).equals(again)


def test_rates_can_be_per_words():
    corpus, rows = corpus_of(*SMALL)
    words = SimpleNamespace(articles=corpus.articles.assign(n_tokens=[50, 50, 100, 100, 300, 20]))
    row = compare(words, rows, "甲", "乙", unit="tokens").set_index("feature").loc["江"]
    assert row[["per_10k_a", "per_10k_b"]].tolist() == [250, 25]
    assert row["log_ratio"] == pytest.approx(math.log2(10))


# --- exact symmetries
# ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("matched", [False, True])
def test_exchanging_the_places_is_exact(matched):
    corpus, rows = bursty_corpus(12, 20, seed=4, n_features=30, planted=6, rates=(1, 20))
    there = compare(corpus, rows, "甲", "乙", matched=matched, n_resamples=500)
    back = compare(corpus, rows, "乙", "甲", matched=matched, n_resamples=500)
    for column in ("log_ratio", "lrc", "g2"):
        assert (there[column] == -back[column]).all(), column
    for low, high in (("log_ratio_low", "log_ratio_high"), ("loo_low", "loo_high")):
        assert (there[low] == -back[high]).all()
        assert (there[high] == -back[low]).all()
    for column in ("feature", "p_permutation", "p_holm", "dp"):
        assert (there[column] == back[column]).all(), column
    for one, other in (
        ("n_a", "n_b"),
        ("articles_a", "articles_b"),
        ("of_a", "of_b"),
        ("per_10k_a", "per_10k_b"),
    ):
        assert (there[one] == back[other]).all()
    turned = back["verdict"].replace({"more in A": "more in B", "more in B": "more in A"})
    assert (there["verdict"] == turned).all()


def test_the_order_of_articles_and_rows_does_not_matter():
    corpus, rows = bursty_corpus(12, 13, seed=6, n_features=20)
    mixed = SimpleNamespace(articles=corpus.articles.sample(frac=1, random_state=1))
    one = compare(corpus, rows, "甲", "乙", n_resamples=300)
    assert compare(mixed, rows.sample(frac=1, random_state=2), "甲", "乙", n_resamples=300).equals(
        one
    )


def test_a_feature_does_not_depend_on_the_features_beside_it():
    """All but what the family changes: lrc, p_holm, and how deep p was drawn."""
    corpus, rows = bursty_corpus(12, 13, seed=6, n_features=20)
    alone = compare(corpus, rows, "甲", "乙", features=["f003"], n_resamples=300).iloc[0]
    among = compare(corpus, rows, "甲", "乙", n_resamples=300).set_index("feature").loc["f003"]
    same = [c for c in COLUMNS if c not in ("feature", "lrc", "p_permutation", "p_holm", "verdict")]
    assert alone[same].tolist() == among[same].tolist()
    assert abs(among["p_permutation"] - alone["p_permutation"]) < 0.1


# --- edges
# ----------------------------------------------------------------------------------------


def test_a_feature_asked_for_and_absent_has_a_row_of_zeros():
    table = compare(*corpus_of(*SMALL), "甲", "乙", features=["湖", "江"]).set_index("feature")
    assert (
        table.loc["湖", ["n_a", "n_b", "articles_a", "articles_b", "log_ratio", "g2"]].eq(0).all()
    )
    assert table.loc["湖", "verdict"] == FEW


def test_no_features_give_an_empty_table_with_the_columns():
    corpus, rows = corpus_of(*SMALL)
    table = compare(corpus, rows.iloc[:0], "甲", "乙")
    assert list(table) == COLUMNS
    assert len(table) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"a": "丙"}, "丙.*乙, 甲"),
        ({"a": "乙"}, "with itself"),
        ({"without": ["x-99"]}, "x-99"),
        ({"without": ["x-03", "x-04"]}, "no article left"),
        ({"feature": "token"}, "no column token"),
        ({"n_resamples": 0}, "n_resamples"),
        ({"unit": "tokens"}, "add_token_counts"),
    ],
)
def test_wrong_arguments_are_answered_in_one_line(arguments, words):
    corpus, rows = corpus_of(*SMALL)
    with pytest.raises(TifaError, match=words):
        compare(corpus, rows, **{"a": "甲", "b": "乙", **arguments})


def test_places_without_a_common_genre_cannot_be_matched():
    with pytest.raises(TifaError, match="of a genre that both have"):
        compare(*corpus_of(SMALL[2], SMALL[3]), "甲", "乙", matched=True)
