"""The benchmarks run, each part for itself, and the scoreboard is put together from what is there."""

import pytest

from benchmarks.__main__ import PARTS, main, run_part


def test_a_part_is_kept_when_it_is_done_and_one_that_fails_leaves_the_others(tmp_path, capsys):
    kept, board = tmp_path, tmp_path / "board.md"
    (kept / "repair.md").write_text("## Of before\n")
    assert run_part("fuzz", small=False, kept=kept, board=board)
    both = board.read_text()
    assert both.startswith("# Scoreboard\n")
    assert 0 < both.index("\n## Of before\n") < both.index("\n## Damaged and hostile input\n")
    assert not run_part("nowhere", small=False, kept=kept, board=board)
    assert capsys.readouterr().err.startswith("bench: nowhere: ModuleNotFoundError: ")
    assert board.read_text() == both


def test_in_small_a_part_runs_and_keeps_nothing(tmp_path):
    assert run_part("real", small=True, kept=tmp_path, board=tmp_path / "board.md")
    assert list(tmp_path.iterdir()) == []


def test_a_part_that_is_none_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["repairs"])
    assert "no part repairs; there are repair, real, " in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_every_part_runs(part):
    assert run_part(part, small=True)
