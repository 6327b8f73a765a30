"""Dispersion against printed numbers and a second implementation in plain Python."""

import math
from itertools import combinations
from statistics import mean, pstdev

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis.errors import TifaError
from analysis.measure.counts import count_matrix, dispersion
from analysis.measure.scores import dispersion_scores, dp_of

calm = settings(deadline=None, derandomize=True, database=None, max_examples=40)

COLUMNS = [
    "n",
    "parts",
    "range",
    "sd",
    "vc",
    "juilland_d",
    "juilland_u",
    "carroll_d2",
    "carroll_um",
    "rosengren_s",
    "rosengren_af",
    "lyne_d3",
    "da",
    "dp",
    "dp_norm",
    "kl",
]


# --- printed numbers
# ----------------------------------------------------------------------------------------


def test_gries_2008_word_a_in_equal_parts():
    """Gries 2008: 1 2 3 4 5 in five equal parts: S 0.937, D3 0.944; distributional consistency is S
    then.
    """
    scores = dispersion_scores([1, 2, 3, 4, 5], [10] * 5)
    assert scores["rosengren_s"] == pytest.approx(0.93685, abs=5e-6)
    assert scores["lyne_d3"] == pytest.approx(0.94444, abs=5e-6)
    distributional_consistency = (sum(math.sqrt(f) for f in (1, 2, 3, 4, 5)) / 5) ** 2 / 3
    assert scores["rosengren_s"] == pytest.approx(distributional_consistency, abs=1e-12)


def test_carroll_1970_d2_and_um():
    """Carroll 1970, p. 13: 2 1 1 1 0 gives D2 0.8277 and Um 4.31."""
    scores = dispersion_scores([2, 1, 1, 1, 0], [1] * 5)
    assert scores["carroll_d2"] == pytest.approx(0.82773, abs=5e-6)
    assert scores["carroll_um"] == pytest.approx(4.3109, abs=5e-5)


def test_juilland_d_and_u_in_carroll_1970():
    """Carroll 1970, p. 14: 0 4 3 2 1 gives Juilland's D 0.6464 and U 6.46."""
    scores = dispersion_scores([0, 4, 3, 2, 1], [1] * 5)
    assert scores["juilland_d"] == pytest.approx(0.64645, abs=5e-6)
    assert scores["juilland_u"] == pytest.approx(6.4645, abs=5e-5)


# --- second implementation
# ----------------------------------------------------------------------------------------


def plain_dispersion(v, sizes) -> dict[str, float]:
    k, n, total = len(v), sum(v), sum(sizes)
    s = [size / total for size in sizes]
    rates = [count / size for count, size in zip(v, sizes, strict=True)]
    shares = [rate / sum(rates) for rate in rates]
    d = 1 - pstdev(rates) / mean(rates) / math.sqrt(k - 1)
    d2 = -sum(p * math.log2(p) for p in shares if p) / math.log2(k)
    rosengren = sum(math.sqrt(si * vi) for si, vi in zip(s, v, strict=True)) ** 2 / n
    chi2 = sum((vi - n * si) ** 2 / (n * si) for si, vi in zip(s, v, strict=True))
    dp = sum(abs(vi / n - si) for si, vi in zip(s, v, strict=True)) / 2
    return {
        "n": n,
        "parts": k,
        "range": sum(x > 0 for x in v),
        "sd": pstdev(v),
        "vc": pstdev(v) / mean(v),
        "juilland_d": d,
        "juilland_u": n * d,
        "carroll_d2": d2,
        "carroll_um": n * d2 + (1 - d2) * n / k,
        "rosengren_s": rosengren,
        "rosengren_af": n * rosengren,
        "lyne_d3": 1 - chi2 / (4 * n),
        "da": 1 - mean(abs(x - y) for x, y in combinations(rates, 2)) / (2 * mean(rates)),
        "dp": dp,
        "dp_norm": dp / (1 - min(s)),
        "kl": sum(vi / n * math.log2(vi / n / si) for si, vi in zip(s, v, strict=True) if vi),
    }


parts = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 500)), min_size=2, max_size=12)


@calm
@given(parts.filter(lambda rows: any(count for count, _ in rows)))
def test_dispersion_equals_plain_python(rows):
    v, sizes = zip(*rows, strict=True)
    scores = dispersion_scores(v, sizes)
    for name, value in plain_dispersion(v, sizes).items():
        assert scores[name] == pytest.approx(value, rel=1e-9, abs=1e-9), name


@calm
@given(parts)
def test_the_sparse_dp_equals_the_dense_one(rows):
    v, sizes = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    assert dp_of(sparse.csr_array(v[None, :]), sizes)[0] == pytest.approx(
        dispersion_scores(v, sizes)["dp"], abs=1e-12
    )


@calm
@given(parts, st.randoms(use_true_random=False))
def test_the_order_of_parts_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    one, two = (dispersion_scores(*zip(*order, strict=True)) for order in (rows, shuffled))
    assert one.tolist() == pytest.approx(two.tolist(), abs=1e-9)


# --- edges
# ----------------------------------------------------------------------------------------


def test_exactly_even_and_wholly_in_the_smallest_part():
    even = dispersion_scores([1, 2, 3], [100, 200, 300])
    assert even[["juilland_d", "carroll_d2", "rosengren_s", "lyne_d3"]].tolist() == pytest.approx(
        [1] * 4
    )
    assert even[["dp", "dp_norm", "kl"]].tolist() == pytest.approx([0] * 3, abs=1e-12)
    clumped = dispersion_scores([7, 0, 0], [100, 200, 300])
    assert clumped["dp_norm"] == pytest.approx(1)
    assert clumped["juilland_d"] == pytest.approx(0, abs=1e-12)
    assert clumped["kl"] == pytest.approx(math.log2(6))


def test_an_absent_feature_and_a_single_part_are_finite():
    absent = dispersion_scores([0, 0], [100, 300])
    assert absent[["n", "range", "sd", "vc", "juilland_d", "carroll_d2", "rosengren_s"]].eq(0).all()
    assert absent[["dp", "dp_norm", "kl"]].tolist() == [0.75, 1, 2]
    alone = dispersion_scores([4], [100])
    assert alone[["juilland_d", "carroll_d2", "rosengren_s", "dp", "dp_norm", "kl"]].tolist() == [
        1,
        1,
        1,
        0,
        0,
        0,
    ]


def test_many_features_at_once_are_rows():
    table = dispersion_scores([[1, 2], [0, 3]], [10, 10])
    assert list(table) == COLUMNS
    assert table.iloc[1].equals(dispersion_scores([0, 3], [10, 10]).rename(1))


@pytest.mark.parametrize(
    ("counts", "sizes"), [([1, 2], [1]), ([1, -1], [5, 5]), ([1, 1], [5, 0]), ([], [])]
)
def test_impossible_parts_are_refused(counts, sizes):
    with pytest.raises(TifaError, match="dispersion_scores"):
        dispersion_scores(counts, sizes)


# --- tables
# ----------------------------------------------------------------------------------------

ARTICLES = pd.DataFrame(
    {
        "article_id": ["x", "y", "z", "w"],
        "genre": ["other", "other", "weather", "other"],
        "place": ["甲", "乙", "甲", "甲"],
        "n_han": [100, 300, 50, 0],
    }
)
ROWS = pd.DataFrame(
    {"article_id": ["x", "y", "y", "z", "x"], "name": ["江", "江", "江", "江", "河"]}
)


def test_parts_are_the_counted_articles_that_hold_text():
    table = dispersion(ROWS, ARTICLES).set_index("feature")
    assert table.loc["江", ["n", "parts", "range"]].tolist() == [
        3,
        2,
        2,
    ]  # weather and the empty one are no parts
    assert table.loc["江", "dp"] == pytest.approx(abs(1 / 3 - 1 / 4))
    assert table.loc["河", "dp"] == pytest.approx(3 / 4)


def test_places_can_be_the_parts():
    table = dispersion(ROWS, ARTICLES, parts="place").set_index("feature")
    assert table.loc["江", ["parts", "range"]].tolist() == [2, 2]


def test_no_rows_give_an_empty_table_with_columns():
    assert list(dispersion(ROWS.iloc[:0], ARTICLES)) == ["feature", *COLUMNS]
    assert len(dispersion(ROWS.iloc[:0], ARTICLES)) == 0
    assert len(dispersion(ROWS, ARTICLES.iloc[:0])) == 0


def test_count_matrix_adds_equal_cells_up():
    names, counts = count_matrix(ROWS, ARTICLES, feature="name")
    assert names == ["江", "河"]
    assert counts.toarray().tolist() == [[1, 2, 1, 0], [1, 0, 0, 0]]
