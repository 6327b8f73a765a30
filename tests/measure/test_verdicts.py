"""Verdicts: calibrated on bursty articles, following from their columns, and silent where articles
are few.
"""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from analysis.measure import resampling
from analysis.measure.compare import MIN_ARTICLES, VERDICT_P, VERDICTS, compare, few_articles
from tests.helpers.bursty import bursty_corpus, shuffled
from tests.helpers.small_corpora import SMALL, corpus_of

FEW = "too few articles to tell"


@pytest.mark.slow
def test_under_shuffled_labels_at_most_5_percent_of_features_get_a_verdict():
    """200 shuffles of one corpus of 30 and 30 bursty articles, 60 features."""
    corpus, rows = bursty_corpus(30, 30, seed=11)
    verdicts = pd.concat(
        [
            compare(shuffled(corpus, k), rows, "甲", "乙", seed=k, n_resamples=500)["verdict"]
            for k in range(200)
        ]
    )
    assert verdicts.str.startswith("more").mean() <= 0.05
    assert verdicts.isin(["no clear difference", FEW]).mean() >= 0.95


def test_nine_of_ten_fourfold_differences_are_found_with_30_articles_a_side():
    found = []
    for seed in range(10):
        corpus, rows = bursty_corpus(30, 30, seed=seed, planted=20)
        table = compare(corpus, rows, "甲", "乙", n_resamples=1000).set_index("feature")
        found += (table["verdict"].reindex([f"f{k:03}" for k in range(20)]) == "more in A").tolist()
    assert np.mean(found) >= 0.9


def test_verdicts_follow_from_their_columns():
    corpus, rows = bursty_corpus(20, 25, seed=8, planted=25, rates=(1, 30))
    table = compare(corpus, rows, "甲", "乙")
    assert set(table["verdict"]) <= set(VERDICTS)
    for row in table[table["verdict"] != FEW].itertuples():
        sure = row.p_permutation <= VERDICT_P
        above, below = (
            min(row.log_ratio_low, row.loo_low) > 0,
            max(row.log_ratio_high, row.loo_high) < 0,
        )
        expected = (
            "more in A"
            if sure and above
            else "more in B"
            if sure and below
            else "no clear difference"
        )
        assert row.verdict == expected


def test_nine_articles_are_too_few_whatever_they_hold():
    corpus, rows = bursty_corpus(MIN_ARTICLES - 1, 40, seed=1, planted=10, fold=50)
    assert (compare(corpus, rows, "甲", "乙")["verdict"] == FEW).all()


def test_ten_articles_of_which_one_is_nearly_all_are_too_few():
    assert few_articles(np.array([9000.0] + [100.0] * 15), np.full(30, 500.0))
    assert not few_articles(np.full(10, 500.0), np.full(30, 500.0))


def test_a_feature_in_too_few_articles_cannot_be_told():
    """In 4 of 30 + 30 articles: all four on one side happens in 2 × 30·29·28·27 / (60·59·58·57) =
    11 % by chance.
    """
    articles = [
        ("甲" if k < 30 else "乙", "feature", 500, {"江": 5} if k < 4 else {}) for k in range(60)
    ]
    table = compare(*corpus_of(*articles), "甲", "乙", features=["江"])
    assert table["verdict"].iloc[0] == FEW
    present = sparse.csr_array(np.array([[k < 4 for k in range(60)]], dtype=float))
    in_a = np.arange(60) < 30
    chance = resampling.attainable_p(present, in_a, np.zeros(60, dtype=int))[0]
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


def test_one_article_a_side_has_nothing_to_resample():
    table = compare(*corpus_of(SMALL[0], SMALL[3]), "甲", "乙")
    assert table[["log_ratio_low", "log_ratio_high", "loo_low", "loo_high"]].isna().all().all()
    assert np.isfinite(table[["log_ratio", "lrc", "g2", "p_permutation", "dp"]]).all().all()
    assert (table["verdict"] == FEW).all()
