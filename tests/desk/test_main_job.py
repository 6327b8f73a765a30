"""The main job makes what has changed, and nothing else; what it writes does not depend on what was
kept.
"""

import shutil

import pytest

from analysis.table.store import NAME
from tests.desk.test_cli import PAGE
from tests.helpers.command import tifa


def files(home):
    """What a run has written, by name."""
    made = [path for name in ("figures", "exports") for path in (home / name).rglob("*")]
    return {str(path.relative_to(home)): path.read_bytes() for path in made if path.is_file()}


@pytest.mark.slow
def test_a_run_makes_what_has_changed_and_the_same_bytes_with_and_without_the_store(tmp_path):
    papers = tmp_path / "papers"
    papers.mkdir()
    for name, place in (("a", "安吉"), ("b", "德清")):
        (papers / f"{name}.txt").write_text(PAGE.replace("安吉", place), encoding="utf-8")

    def run(*more):
        return tifa("run", "--corpus", papers, "--out", tmp_path, *more)

    assert "figures and notebooks: " in run().stderr
    made = files(tmp_path)
    assert "nothing has changed" in run().stderr and files(tmp_path) == made
    (tmp_path / "exports" / "index.html").unlink()
    (tmp_path / "figures" / "corpus.csv").unlink()
    assert run().returncode == 0 and files(tmp_path) == made
    (tmp_path / "figures" / "corpus.csv").write_text("mine")
    edited = run()
    assert edited.returncode == 2 and "corpus.csv changed since tifa wrote it" in edited.stderr
    (tmp_path / "figures" / "corpus.csv").unlink()
    shutil.rmtree(tmp_path / NAME)
    assert run().returncode == 0 and files(tmp_path) == made
    notebooks = set((tmp_path / NAME / "notebook").iterdir())
    assert run("--lang", "zh").returncode == 0 and files(tmp_path) != made
    assert len(set((tmp_path / NAME / "notebook").iterdir()) - notebooks) == len(notebooks)
    assert len(list((tmp_path / NAME / "page").iterdir())) == 2
