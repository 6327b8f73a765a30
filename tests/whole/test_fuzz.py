"""Damaged input of each kind ends in a table or in one line; `python -m benchmarks.fuzz` tries
thousands.
"""

import pytest

from benchmarks.fuzz import KINDS, run_kills, run_kind


@pytest.mark.parametrize("n", [4, pytest.param(40, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", KINDS)
def test_damaged_input_ends_in_tables_that_hold_or_in_one_line(kind, n, tmp_path):
    row = run_kind(kind, 7, n, 0.0, None, tmp_path / "fuzz")
    assert row["inputs"] == n
    assert row["faults"] == []


@pytest.mark.parametrize("n", [12, pytest.param(60, marks=pytest.mark.slow)])
def test_a_run_killed_at_random_leaves_old_or_new(n, tmp_path):
    row = run_kills(7, n, tmp_path / "fuzz")
    assert row["placing"] >= n / 4
    assert row["faults"] == []
