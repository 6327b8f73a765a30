"""Scores for several groups, single texts and positions, against printed numbers."""

import numpy as np
import pytest
from scipy.stats import hypergeom

from analysis.errors import TifaError
from analysis.other_scores import distance_scores, fisher_p, group_log_odds, rank_scores

GEARS = [[12, 2, 4], [3, 10, 1]]  # R's mtcars: vs 0 and 1 by gears 3, 4, 5


@pytest.mark.parametrize(
    ("prior", "zeta"),
    [
        (None, [[1.172835, -1.376752, 0.403312], [-1.135478, 1.566117, -0.436234]]),
        (1, [[1.891273, -1.969106, 0.554917], [-1.740711, 2.842144, -0.657067]]),
    ],
)
def test_weighted_log_odds_of_tidylo(prior, zeta):
    """tidylo's bind_log_odds on its own example, default and uninformative prior."""
    assert group_log_odds(GEARS, prior)[1] == pytest.approx(np.array(zeta), abs=5e-7)


def test_a_feature_no_group_has_is_zero():
    delta, z = group_log_odds([[3, 0], [1, 0]])
    assert delta[:, 1].tolist() == [0, 0]
    assert z[:, 1].tolist() == [0, 0]


def test_kilgarriff_2001_rank_sum():
    """Kilgarriff 2001, p. 238: five texts a side, the ranks 3, 5, 6, 7 and 10 add up to 31."""
    a, b = [12, 15, 18, 24, 88], [3, 3, 13, 27, 33]
    assert rank_scores(a, b)["rank_sum"] == 31
    assert rank_scores(a, b)["effect"] == -rank_scores(b, a)["effect"]


def test_equal_texts_give_no_evidence():
    assert rank_scores([2, 2], [2, 2])[["effect", "p"]].tolist() == [0, 1]


def test_gries_2008_distances():
    """Gries 2008, p. 410: the word a in fifty tokens; ALD 0.628, ARF 10.8, AWT 3.18."""
    distances = [2, 10, 2, 9, 2, 5, 2, 3, 3, 1, 3, 2, 1, 3, 2]
    scores = distance_scores(np.cumsum(distances) - 1, 50)
    assert scores["ald"] == pytest.approx(0.62842, abs=5e-6)
    assert scores["arf"] == pytest.approx(10.8, abs=1e-9)
    assert scores["awt"] == pytest.approx(3.18, abs=1e-9)


def test_distances_do_not_care_where_the_ring_is_cut():
    at = np.array([3, 4, 17, 40])
    here, there = distance_scores(at, 50), distance_scores((at + 23) % 50, 50)
    assert here.tolist() == pytest.approx(there.tolist())


def test_an_absent_word_waits_for_the_whole_text():
    assert distance_scores([], 100).tolist() == [0, 0, 100, 2]


def test_fisher_by_summing_hypergeometric_probabilities():
    a, b, n1, n2 = 7, 2, 30, 40
    law = hypergeom(n1 + n2, a + b, n1)
    plain = sum(law.pmf(k) for k in range(a + b + 1) if law.pmf(k) <= law.pmf(a) * (1 + 1e-9))
    assert fisher_p([a, a, b], [b, b, a], n1, n2)[:2] == pytest.approx([plain, plain])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: group_log_odds([1, 2]), "groups × features"),
        (lambda: rank_scores([], [1]), "0 and 1 texts"),
        (lambda: distance_scores([1, 1], 5), "different numbers"),
        (lambda: distance_scores([5], 5), "0 to 4"),
        (lambda: fisher_p([9], [1], 5, 5), "between 0 and the sizes"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(TifaError, match=words):
        call()
