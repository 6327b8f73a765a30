"""Damaged input of each kind ends in a table or in one line; `python -m benchmarks.fuzz` tries
thousands.
"""

import pytest

from analysis import find_mentions, load_corpus
from benchmarks.fuzz import KINDS, PAGE, check_corpus, run_kills, run_kind


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


def test_the_fuzz_runner_sees_a_mention_that_stands_elsewhere(tmp_path):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    mentions = find_mentions(corpus)
    assert check_corpus(corpus, mentions, tmp_path) == ""
    moved = mentions.slogans.assign(start=mentions.slogans["start"] + 1)
    assert "does not stand at" in check_corpus(corpus, mentions._replace(slogans=moved), tmp_path)


def test_the_fuzz_runner_sees_a_lost_character(tmp_path):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    torn = corpus._replace(segments=corpus.segments.iloc[1:])
    assert "every character" in check_corpus(torn, find_mentions(corpus), tmp_path)
