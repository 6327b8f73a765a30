"""The main job reads, runs and writes nothing among a user's own settings."""

import os
from pathlib import Path

import nbformat
import pytest

from tests.helpers.command import python

ROOT = Path(__file__).resolve().parents[2]
SPY = "from pathlib import Path; Path({!r}).write_text('ran')\n"
RUN = (
    "import sys; from analysis.page.settings import use_private_settings; use_private_settings()\n"
    "import matplotlib.pyplot; from analysis.page.export import open_kernel, run_notebook\n"
    "with open_kernel('.', {}) as kernel: run_notebook(sys.argv[1], sys.argv[2], {}, kernel)"
)


@pytest.mark.slow
def test_no_start_up_file_of_the_user_runs_and_no_settings_folder_of_theirs_is_written(tmp_path):
    home, marker = tmp_path / "home", tmp_path / "marker"
    startup = home / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text(SPY.format(str(marker)))
    (home / ".pythonrc").write_text(SPY.format(str(marker)))
    (home / ".config" / "matplotlib").mkdir(parents=True)
    book = nbformat.v4.new_notebook()
    parameters = nbformat.v4.new_code_cell('CORPUS = ""', metadata={"tags": ["parameters"]})
    book.cells = [parameters, nbformat.v4.new_code_cell("import matplotlib.pyplot")]
    nbformat.write(book, tmp_path / "tiny.ipynb")
    before = {p.relative_to(home) for p in home.rglob("*")}
    world = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("XDG_", "MPL", "IPYTHON", "JUPYTER"))
    }
    world |= {
        "HOME": str(home),
        "PYTHONSTARTUP": str(home / ".pythonrc"),
        "JUPYTER_PATH": str(home / "kernels"),
    }
    done = python(RUN, tmp_path / "tiny.ipynb", tmp_path, env=world)
    assert done.returncode == 0, done.stderr
    assert not marker.exists()
    written = {p.relative_to(home) for p in home.rglob("*")} - before
    assert {Path(*p.parts[:2]) for p in written} == {Path(".cache"), Path(".cache", "tifa")}


def test_a_folder_that_a_killed_process_left_is_swept_and_a_live_one_is_not(tmp_path, monkeypatch):
    from analysis.page.settings import private_folder

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    dead = (
        "from analysis.page.settings import private_folder\nwith private_folder() as f:\n  import os, "
        "signal; os.kill(os.getpid(), signal.SIGKILL)"
    )
    python(dead)
    kernels = tmp_path / "tifa" / "kernels"
    (left,) = (p for p in kernels.iterdir() if p.is_dir())
    with private_folder() as live:
        assert not left.exists()
        with private_folder() as second:
            assert live.is_dir()
            assert second != live
    assert [p.name for p in kernels.iterdir()] == ["lock"]
