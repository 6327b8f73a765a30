"""Keyness and association against the printed literature, and against a second implementation in
plain Python.
"""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats import chi2_contingency

from analysis.errors import TifaError
from analysis.measure.scores import association_scores, holm, keyness_scores
from tests.helpers.plain_scores import plain_association, plain_keyness

calm = settings(deadline=None, derandomize=True, database=None, max_examples=40)

SIGNED = [
    "g2",
    "g2_two_term",
    "chi2",
    "chi2_yates",
    "log_ratio",
    "lrc",
    "difference_coefficient",
    "log_odds",
    "log_odds_z",
]


def one(*numbers, family=None) -> pd.Series:
    return keyness_scores(*numbers, family=family).iloc[0]


# --- printed tables: keyness
# -------------------------------------------------------------------------------------


def test_lancaster_teaching_example_gives_2_65():
    """Lancaster significance-test page, as printed in the "Corpus 2" slides: 52 in 50,000 against
    57 in 75,000.
    """
    scores = one(52, 57, 50_000, 75_000)
    assert scores["g2_two_term"] == pytest.approx(2.6517, abs=5e-5)
    assert scores["g2"] == pytest.approx(2.6541, abs=5e-5)
    assert scores["p_g2"] > 0.05


def test_rayson_2002_lemma_keep():
    """Rayson, Corpora-List 2002, a million words each; printed without decimals: 147, 0, 14, 0,
    90.
    """
    table = keyness_scores([348, 15, 9, 21, 392], [99, 14, 32, 25, 170], 1e6, 1e6)
    assert table["g2_two_term"].abs().round().tolist() == [147, 0, 14, 0, 90]
    assert np.sign(table["g2"]).tolist() == [1, 1, -1, -1, 1]


QUANTEDA = {
    "we": (1048, 779, 764.4484),
    "us": (289, 216, 207.5181),
    "america": (148, 54, 200.5544),
    "world": (196, 123, 171.9660),
    "americans": (76, 7, 163.1532),
    "today": (84, 21, 137.7753),
    "upon": (39, 332, -58.39810),
    "public": (12, 213, -58.87042),
    "states": (29, 305, -63.87803),
    "should": (16, 309, -88.14817),
    "which": (96, 911, -177.10087),
    "of": (1514, 5666, -197.08830),
    "the": (2089, 8094, -331.99069),
}


@pytest.mark.parametrize("word", QUANTEDA)
def test_quanteda_inaugural_chi2(word):
    """quanteda.textstats reference page of textstat_keyness, post-war against pre-war speeches."""
    a, b, printed = QUANTEDA[word]
    assert one(a, b, 43_002, 108_539)["chi2"] == pytest.approx(printed, abs=5e-5)
    assert one(a, b, 43_002, 108_539)["chi2_yates"] == pytest.approx(printed, abs=5e-5)


def test_sketch_engine_simple_maths():
    """Sketch Engine's document on simple maths, N = 1: 35 in 112,289,776 against 263 in
    1,559,716,979.
    """
    assert one(35, 263, 112_289_776, 1_559_716_979)["simple_maths"] == pytest.approx(
        1.1224, abs=5e-5
    )


def test_hardie_2014_log_ratio():
    """Hardie 2014: rates 0.0006 and 0.0002 give log2(3); equal rates 0; a doubling 1."""
    assert one(600, 200, 1e6, 1e6)["log_ratio"] == pytest.approx(1.58496, abs=5e-6)
    assert one(20, 20, 1e6, 1e6)["log_ratio"] == 0
    assert one(40, 20, 1e6, 1e6)["log_ratio"] == pytest.approx(1, abs=1e-12)


def test_gabrielatos_marchi_2011_percent_difference():
    """Gabrielatos & Marchi 2011, p. 18."""
    assert one(206_523, 178_174, 959_641, 1_562_358)["diff_percent"] == pytest.approx(
        88.7, abs=0.05
    )


def test_hofland_johansson_1982_difference_coefficient():
    """Hofland & Johansson 1982, p. 471: 18 against 35."""
    assert one(18, 35, 1e6, 1e6)["difference_coefficient"] == pytest.approx(-0.32, abs=0.005)


@pytest.mark.parametrize(
    ("f", "f2", "log_ratio", "lrc"),
    [(1189, 2157, 7.156575955874566, 6.910068549501856), (1385, 168150, -0.05188055333473743, 0.0)],
    ids=["eingebracht", "für"],
)
def test_evert_2022_conservative_log_ratio(f, f2, log_ratio, lrc):
    """Evert 2022, R code: collocates of Bundesregierung, family of 599, two-sided 5 %."""
    f1, n = 168_329, 19_720_567
    scores = one(f, f2 - f, f1, n - f1, family=599)
    assert scores["log_ratio"] == pytest.approx(log_ratio, abs=1e-12)
    assert scores["lrc"] == pytest.approx(lrc, abs=1e-9)


# --- printed tables: association
# -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("o11", "o12", "o21", "o22", "column", "printed", "tolerance"),
    [
        (10, 0, 3, 31764, "g2", 167.23, 0.005),  # Dunning 1993, p. 72
        (8, 5, 24, 31740, "g2", 95.29, 0.005),  # Dunning 1993, p. 72
        (3, 0, 0, 31774, "chi2", 31777, 0.5),  # Dunning 1993, p. 73
        (10, 0, 0, 90, "g2", 65.016595, 5e-7),  # association-measures, its tests' table
        (10, 0, 0, 90, "t", 2.84605, 5e-6),
        (10, 0, 0, 90, "z", 9.0, 1e-12),
        (10, 0, 0, 90, "simple_ll", 28.051702, 5e-7),
        (10, 0, 0, 90, "dice", 1.0, 1e-12),
        (10, 0, 0, 90, "log_ratio", 7.491853, 5e-7),
        (10, 0, 0, 90, "pmi", math.log2(10), 1e-12),  # printed as log10: 1.0
    ],
)
def test_printed_tables_of_four(o11, o12, o21, o22, column, printed, tolerance):
    scores = association_scores(o11, o11 + o12, o11 + o21, o11 + o12 + o21 + o22).iloc[0]
    assert scores[column] == pytest.approx(printed, abs=tolerance)


@pytest.mark.parametrize(
    ("f", "f1", "f2", "n", "column", "printed", "tolerance"),
    [
        (110, 2552, 221, 31777, "g2", 270.72, 0.005),  # Dunning 1993, through NLTK's doctest
        (8, 15828, 4675, 14307668, "chi2", 1.55, 0.005),  # Manning & Schütze 1999, new companies
        (8, 15828, 4675, 14307668, "t", 0.999932, 5e-7),
        (59, 67, 65, 571007, "chi2", 456400, 50),  # Manning & Schütze 1999, vache / cow
        (150, 12593, 932, 14307668, "g2", 1291.0, 1.0),  # Manning & Schütze 1999, most powerful
        (20, 42, 20, 14307668, "t", 4.4721, 5e-5),  # Manning & Schütze 1999, Ayatollah Ruhollah
        (20, 42, 20, 14307668, "pmi", 18.38, 0.005),
        (20, 15019, 15629, 14307668, "pmi", 0.29, 0.005),  # Manning & Schütze 1999, over many
        (8, 1105, 44, 15_000_000, "pmi", 11.3, 0.05),  # Church & Hanks 1990, p. 24
        (130, 3121, 143, 1_000_000, "dice", 0.08, 0.005),  # Smadja et al. 1996, p. 13
        (130, 3121, 143, 1_000_000, "logdice", 10.34994, 5e-6),  # 14 + log2 of that Dice
    ],
)
def test_printed_pairs(f, f1, f2, n, column, printed, tolerance):
    assert association_scores(f, f1, f2, n)[column].iloc[0] == pytest.approx(printed, abs=tolerance)


def test_durrant_2008_conditional_probabilities():
    """Durrant 2008: 28 pairs of words of 15,740 and 8,002 occurrences: 0.178 % and 0.349 %."""
    scores = association_scores(28, 15_740, 8_002, 100_000_000).iloc[0]
    assert scores["p_2_given_1"] * 100 == pytest.approx(0.178, abs=5e-4)
    assert scores["p_1_given_2"] * 100 == pytest.approx(0.349, abs=1.5e-3)
    assert scores["p_1_given_2"] * 100 == pytest.approx(0.34991, abs=5e-6)


def test_logdice_properties_of_rychly_2008():
    """Rychlý 2008: 14 if the words only occur together; +1 for twice as often; 0 for one pair in
    16,384.
    """
    assert association_scores(50, 50, 50, 1e6)["logdice"].iloc[0] == 14
    few, many = association_scores([10, 20], 400, 600, 1e6)["logdice"]
    assert many - few == pytest.approx(1, abs=1e-12)
    assert association_scores(1, 16_384, 16_384, 1e9)["logdice"].iloc[0] == pytest.approx(
        0, abs=1e-12
    )


# --- second implementation
# ---------------------------------------------------------------------------------------

counts = st.integers(0, 60)
sizes = st.integers(61, 5000)


@calm
@given(counts, counts, sizes, sizes, st.integers(1, 500))
def test_keyness_equals_plain_python(a, b, n1, n2, family):
    plain = plain_keyness(a, b, n1, n2, family)
    scores = one(a, b, n1, n2, family=family)
    for name, value in plain.items():
        assert scores[name] == pytest.approx(value, rel=1e-7, abs=1e-7), name


@calm
@given(counts, counts, counts, st.integers(1, 5000))
def test_association_equals_plain_python(o11, o12, o21, o22):
    f, f1, f2, n = o11, o11 + o12, o11 + o21, o11 + o12 + o21 + o22
    scores = association_scores(f, f1, f2, n).iloc[0]
    for name, value in plain_association(f, f1, f2, n).items():
        assert scores[name] == pytest.approx(value, rel=1e-9, abs=1e-9), name


@calm
@given(st.integers(1, 60), st.integers(1, 60), sizes, sizes)
def test_g2_and_chi2_equal_scipy(a, b, n1, n2):
    table = [[a, b], [n1 - a, n2 - b]]
    scores = one(a, b, n1, n2)
    g2 = chi2_contingency(table, correction=False, lambda_="log-likelihood")
    chi2 = chi2_contingency(table, correction=False)
    assert abs(scores["g2"]) == pytest.approx(g2.statistic, rel=1e-6, abs=1e-9)
    assert scores["p_g2"] == pytest.approx(g2.pvalue, rel=1e-6, abs=1e-9)
    assert abs(scores["chi2"]) == pytest.approx(chi2.statistic, rel=1e-6, abs=1e-9)
    assert scores["p_chi2"] == pytest.approx(chi2.pvalue, rel=1e-6, abs=1e-9)


# --- zero cells and signs
# ----------------------------------------------------------------------------------------


@calm
@given(counts, counts, sizes, sizes)
def test_exchanging_the_corpora_negates_every_signed_measure_exactly(a, b, n1, n2):
    there, back = one(a, b, n1, n2), one(b, a, n2, n1)
    assert (there[SIGNED] == -back[SIGNED]).all()
    assert there["p_g2"] == back["p_g2"]


@calm
@given(counts, counts, sizes, sizes)
def test_keyness_is_finite_and_its_signs_agree(a, b, n1, n2):
    scores = one(a, b, n1, n2)
    assert np.isfinite(scores.astype(float)).all()
    direction = np.sign(a * n2 - b * n1)
    assert all(np.sign(scores[name]) in (direction, 0) for name in SIGNED)


@calm
@given(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3), st.integers(1, 9))
def test_association_is_finite_for_zero_cells(o11, o12, o21, o22):
    scores = association_scores(o11, o11 + o12, o11 + o21, o11 + o12 + o21 + o22).iloc[0]
    assert np.isfinite(scores.astype(float)).all()
    assert scores["logdice"] <= 14


def test_documented_values_for_zero_cells():
    assert one(0, 0, 100, 900)[SIGNED].eq(0).all()
    assert one(0, 0, 100, 900)["odds_ratio"] == 1
    assert one(4, 0, 100, 100)["log_ratio"] == 3  # log2 of 4 / 0.5
    assert one(0, 4, 100, 100)["log_ratio"] == -3
    assert (
        one(1, 0, 1000, 100)["log_ratio"] == 0
    )  # 0.5 in 100 would outweigh 1 in 1000: no direction
    assert one(0, 4, 100, 100)["diff_percent"] == -100
    assert one(4, 0, 100, 100)["diff_percent"] == pytest.approx(700)  # 4 against 0.5
    assert one(3, 0, 10, 10)["odds_ratio"] == pytest.approx(
        (3.5 * 10.5) / (0.5 * 7.5)
    )  # Haldane 1956


def test_a_family_makes_lrc_more_cautious_and_never_flips_it():
    alone, in_crowd = one(40, 10, 10_000, 10_000), one(40, 10, 10_000, 10_000, family=10_000)
    assert 0 <= in_crowd["lrc"] < alone["lrc"] < alone["log_ratio"]


# --- Holm and refusals
# ----------------------------------------------------------------------------------------


def test_holm_equals_statsmodels():
    from statsmodels.stats.multitest import multipletests

    p = np.array([0.01, 0.04, 0.03, 0.005, 0.5, 0.04])
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1], abs=1e-15)


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03]).tolist() == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.01, 0.04], family=5).tolist() == pytest.approx([0.05, 0.16])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: keyness_scores(-1, 2, 10, 10), "a = -1"),
        (lambda: keyness_scores(11, 2, 10, 10), "0 <= a <= n1"),
        (lambda: keyness_scores(1, 2, 0, 10), "sizes above 0"),
        (lambda: keyness_scores([1, 2], [1, 2, 3], 10, 10), "do not fit"),
        (lambda: keyness_scores([1, float("nan")], 1, 10, 10), "row 1"),
        (lambda: keyness_scores([1, 2], 1, 10, 10, family=1), "family is 1"),
        (lambda: association_scores(5, 4, 9, 100), "f = 5"),
    ],
)
def test_impossible_numbers_are_refused_by_row_and_name(call, words):
    with pytest.raises(TifaError, match=words):
        call()


def test_no_features_give_an_empty_table_with_all_columns():
    assert list(keyness_scores([], [], 10, 10)) == list(keyness_scores(1, 1, 10, 10))
    assert len(association_scores([], [], [], [])) == 0


@pytest.mark.parametrize(
    ("a", "b", "n1", "n2"), [(8, 2, 100, 300), (0, 5, 100, 100), (3, 3, 50, 90)]
)
def test_fisher_and_yates_equal_scipy(a, b, n1, n2):
    row = keyness_scores(a, b, n1, n2).iloc[0]
    table = [[a, b], [n1 - a, n2 - b]]
    way = "less" if a * n2 < b * n1 else "greater"
    assert row["p_fisher"] == pytest.approx(stats.fisher_exact(table, alternative=way).pvalue)
    if abs(row["chi2_yates"]) < abs(row["chi2"]):
        assert row["p_yates"] == pytest.approx(
            stats.chi2_contingency(table, correction=True).pvalue
        )
    together = association_scores(a, a + b, n1, n1 + n2)["p_fisher"].iloc[0]
    assert together == pytest.approx(stats.fisher_exact(table, alternative="greater").pvalue)


def test_fisher_needs_whole_numbers():
    assert math.isnan(keyness_scores(2.5, 1, 100, 100)["p_fisher"].iloc[0])
