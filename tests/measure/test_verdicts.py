"""Verdicts: calibrated on the shapes news has, following from their columns, and silent where units
are few.
"""

import math

import numpy as np
import pandas as pd
import pytest

from analysis.measure.compare import BUT, FEW, MORE_A, MORE_B, UNCLEAR, VERDICTS, compare
from analysis.measure.groups import FLOOR, enough, rate_interval
from analysis.measure.resampling import VERDICT_P, attainable_p, gather
from analysis.measure.trend import lifespans
from benchmarks.verdicts import SHAPES, coverage, false_verdicts
from tests.helpers.bursty import bursty_corpus, shuffled
from tests.helpers.checkout import ROOT
from tests.helpers.small_corpora import SMALL, corpus_of
from tests.measure.test_compare import sample_of


@pytest.mark.slow
def test_under_shuffled_labels_at_most_5_percent_of_features_get_a_verdict():
    """200 shuffles of one corpus of 30 and 30 bursty articles, 60 features."""
    corpus, rows = bursty_corpus(30, 30, seed=11)
    tables = [
        compare(shuffled(corpus, k), rows, "甲", "乙", seed=k, n_resamples=500) for k in range(200)
    ]
    verdicts = pd.concat([table["verdict"] for table in tables])
    assert verdicts.str.startswith("more").mean() <= 0.05
    assert np.mean([(table["p_family"] <= 0.05).any() for table in tables]) <= 0.1


@pytest.mark.slow
@pytest.mark.parametrize(
    "shape", [name for name in SHAPES if "strata=()" not in name and "=a" not in name]
)
def test_in_every_shape_of_news_false_verdicts_are_few(shape):
    make, options = SHAPES[shape]
    told = false_verdicts(make, runs=100, n_resamples=2000, **options)
    assert told["false"].mean() <= 0.05 + 2 * told["false"].sem()
    assert told["family"].mean() <= 0.1 + 2 * told["family"].sem()


def test_nine_of_ten_fourfold_differences_are_found_with_30_articles_a_side():
    found = []
    for seed in range(10):
        corpus, rows = bursty_corpus(30, 30, seed=seed, planted=20)
        table = compare(corpus, rows, "甲", "乙").set_index("feature")
        found += (table["verdict"].reindex([f"f{k:03}" for k in range(20)]) == MORE_A).tolist()
    assert np.mean(found) >= 0.9


def test_verdicts_follow_from_their_columns_and_no_interval_says_more_than_its_verdict():
    seen = set()
    corpora = [bursty_corpus(20, 25, seed=k, planted=25, rates=(0.5, 30)) for k in range(2)]
    corpora += [SHAPES[name][0](0) for name in SHAPES if "default" in name]
    for corpus, rows in corpora:
        table = compare(corpus, rows, "甲", "乙", n_resamples=1000)
        seen |= set(table["verdict"])
        above, below = table["log_ratio_low"] > 0, table["log_ratio_high"] < 0
        sure = table["p_permutation"] <= VERDICT_P
        assert (above == (table["verdict"] == MORE_A)).all()
        assert (below == (table["verdict"] == MORE_B)).all()
        assert (sure == table["verdict"].isin([MORE_A, MORE_B])).all()
        inside = table["log_ratio"].between(table["log_ratio_low"], table["log_ratio_high"])
        hits = table[["n_a", "n_b"]].gt(0).all(axis=1) & table["log_ratio"].notna()
        assert inside[hits].all()
    assert seen <= set(VERDICTS) and {MORE_A, UNCLEAR, FEW} <= seen and seen & set(BUT.values())


def test_below_the_floor_nothing_is_said_whatever_the_articles_hold():
    corpus, rows = bursty_corpus(FLOOR - 1, 40, seed=1, planted=10, fold=50)
    table = compare(corpus, rows, "甲", "乙")
    assert (table["verdict"] == FEW).all()
    said = ["log_ratio", "log_ratio_low", "log_ratio_high", "p_permutation", "p_family", "loo_low"]
    assert table[said].isna().all(axis=None)


def test_twenty_articles_that_tell_of_nine_stories_are_nine_units():
    articles = [("甲" if k < 20 else "乙", "feature", 500, {"江": 9 * (k < 20)}) for k in range(40)]
    corpus, rows = corpus_of(*articles)
    corpus.articles["story"] = [str(k % 9) if k < 20 else str(k) for k in range(40)]
    corpus.articles["date_published"] = "2025-01-01"
    assert compare(corpus, rows, "甲", "乙")["verdict"].tolist() == [MORE_A]
    row = compare(corpus, rows, "甲", "乙", unit="story").iloc[0]
    assert row["verdict"] == FEW and row["effective_a"] < 9


def test_why_tells_the_counts_then_what_can_be_said_then_why_not_more():
    articles = [("甲", "feature", 500, {"江": 3, "河": 1})] * 4 + [("甲", "feature", 500, {})] * 4
    articles += [("乙", "feature", 500, {"江": 1})] + [("乙", "feature", 500, {})] * 4
    told = compare(*corpus_of(*articles), "甲", "乙").set_index("feature")["why"]
    assert told["江"] == (
        "4 of 8 articles, 12 times; 1 of 5, 1 time. These pages alone: by weight 甲 has 8.0 "
        "articles and 乙 5.0, and 10 each are needed to say more."
    )
    often = [("甲", "feature", 500, {"江": 3, "河": k % 2, "湖": k < 2}) for k in range(20)]
    often += [("乙", "feature", 500, {"江": k < 10, "河": k % 2}) for k in range(20)]
    corpus, rows = corpus_of(*often)
    corpus.articles["date_published"] = "2025-01-01"
    for lang, said in {
        "en": (
            "could be told (2) are tested at once",
            "no difference is possible",
            "could be chance",
        ),
        "zh": ("与可判断的全部 2 项", "也可能并无差别", "也可能出于偶然"),
    }.items():
        told = compare(corpus, rows, "甲", "乙", lang=lang).set_index("feature")["why"]
        for feature, part in zip("江河湖", said, strict=True):
            assert part in told[feature]
    back = compare(corpus, rows, "乙", "甲").set_index("feature")["why"]
    assert "甲 has it 6 times as often as 乙" in back["江"]


def test_the_floor_counts_by_weight_too():
    assert enough(np.full(FLOOR, 500.0))
    assert not enough(np.full(FLOOR - 1, 500.0))
    assert not enough(np.array([9000.0] + [100.0] * 15))


def test_a_feature_in_too_few_articles_cannot_be_told():
    """In 4 of 30 + 30 articles: all four on one side happens in 2 × 30·29·28·27 / (60·59·58·57) =
    11 % by chance.
    """
    articles = [
        ("甲" if k < 30 else "乙", "feature", 500, {"江": 5} if k < 4 else {}) for k in range(60)
    ]
    corpus, rows = corpus_of(*articles)
    row = compare(corpus, rows, "甲", "乙", features=["江"], strata=()).iloc[0]
    assert row["verdict"] == FEW and row["log_ratio_high"] == np.inf
    chance = attainable_p(gather(sample_of(*articles, features=("江",))))[0]
    assert chance == pytest.approx(2 * math.comb(30, 4) / math.comb(60, 4))


def test_the_seeds_have_too_few_articles(seeds):
    words = ["十五五", "高质量发展", "协商", "群众"]
    rows = [
        (a.article_id, w)
        for a in seeds.articles.itertuples()
        for w in words
        for _ in range(a.text.count(w))
    ]
    table = compare(seeds, pd.DataFrame(rows, columns=["article_id", "name"]), "临平", "钱塘")
    assert table["verdict"].tolist() == [FEW] * 4
    assert table[["of_a", "of_b"]].iloc[0].tolist() == [5, 8]


def test_one_article_a_side_is_described_too():
    table = compare(*corpus_of(SMALL[0], SMALL[3]), "甲", "乙")
    assert table[["log_ratio_low", "log_ratio_high", "loo_low", "loo_high"]].isna().all().all()
    assert np.isfinite(table[["per_10k_a", "per_10k_b", "dp"]]).all().all()


@pytest.mark.parametrize("fold", [pytest.param(1, marks=pytest.mark.slow), 8])
def test_intervals_hold_the_true_ratio_also_where_a_side_has_no_hit_or_one_or_two(fold):
    told = pd.concat([coverage(hits, fold, runs=1) for hits in (0.5, 1, 2)])
    for hits in range(3):
        few = told.loc[told["n_a"] == hits, "holds"]
        assert len(few) > 30 and few.mean() >= 0.93


def test_intervals_hold_the_true_ratio_of_many_hits():
    assert coverage(100, 4, runs=2)["holds"].mean() >= 0.93


@pytest.mark.parametrize("hits", [0.0, 1.0, 2.0, 30.0])
def test_intervals_of_one_rate_hold_the_true_rate(hits):
    rng = np.random.default_rng(int(hits))
    sizes = np.exp(rng.normal(6.5, 0.6, (2000, 30)))
    rate = hits / sizes.sum(axis=1, keepdims=True)
    counts = rng.poisson(rate * sizes * rng.gamma(1.0, 1.0, sizes.shape))
    ends = np.array([rate_interval(x, s) for x, s in zip(counts, sizes, strict=True)])
    holds = (ends[:, 0] <= rate[:, 0]) & (rate[:, 0] <= ends[:, 1])
    assert holds.mean() >= 0.93
    assert (ends[:, 1] > 0).all()


def says_no_more(table: pd.DataFrame) -> bool:
    apart = (table["log_ratio_low"] > 0) | (table["log_ratio_high"] < 0)
    return table.loc[apart, "verdict"].str.match("more|less").all()


CORPORA = [
    {
        "n_a": 30,
        "n_b": 60,
        "seed": 3,
        "planted": 15,
        "rates": (0.5, 30),
    },  # few hits, one side small
    {"n_a": 45, "n_b": 45, "seed": 8, "planted": 15, "fold": 2.0},  # half of them differ a little
    {"n_a": 18, "n_b": 72, "seed": 13, "planted": 6, "fold": 20.0, "lengths": (300, 1.2)},
]


@pytest.mark.parametrize("corpus", CORPORA)
def test_no_interval_of_a_table_says_more_than_its_verdict(corpus):
    corpus, rows = bursty_corpus(**corpus, n_features=30)
    days = pd.date_range("2024-01-01", periods=90).strftime("%Y-%m-%d")
    corpus.articles = corpus.articles.assign(date_published=days, desk=list("xyz") * 30)
    tables = [
        compare(corpus, rows, "甲", "乙"),
        compare(corpus, rows, by="desk"),
        compare(corpus, rows, "x", by="desk", strata=["genre"]),
        compare(corpus, rows, by="..2024-01,2024-02.."),
        lifespans(corpus, rows),
        lifespans(corpus, rows, by="place"),
    ]
    assert all(map(says_no_more, tables))
    assert any(table["verdict"].str.match("more|less").any() for table in tables)


def test_no_interval_of_a_figure_says_more_than_its_verdict():
    tables = map(pd.read_csv, sorted((ROOT / "figures").glob("*.csv")))
    tables = [t for t in tables if {"log_ratio_low", "log_ratio_high", "verdict"} <= set(t)]
    assert tables and all(map(says_no_more, tables))
