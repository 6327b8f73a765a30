"""The installed program: a `tifa` command that has all it needs inside, in any folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk.test_cli import PAGE

pytestmark = pytest.mark.slow  # pip builds the package
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with the package as `pip install .` lays it down, for this Python."""
    source, home = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("installed")
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    ).stdout
    for name in filter(None, tracked.split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
    subprocess.run([*command, "--target", str(home), str(source)], check=True)
    return home


@pytest.fixture
def tifa(installed, tmp_path):
    """The installed command, in a folder that is not the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(installed)}

    def run(*words):
        return subprocess.run(
            [sys.executable, str(installed / "bin" / "tifa"), *map(str, words)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
        )

    return run


def test_the_main_job_runs_on_any_folder_with_what_the_package_holds(tifa, tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text(PAGE, encoding="utf-8")
    result = tifa("run", "--corpus", "papers", "--out", "out")
    assert result.returncode == 0, result.stderr
    assert len(list((tmp_path / "out" / "exports").glob("*.html"))) == 8
    assert len(list((tmp_path / "out" / "figures").glob("*.svg"))) > 10


def test_check_and_help_speak_of_tifa_and_of_a_folder_to_name(tifa, tmp_path):
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    assert tifa("check", ".").returncode == 0
    result = tifa("check")
    assert result.returncode == 2
    assert result.stderr == "tifa: no folder seeds here; name the folder of your pages\n"
    assert "usage: tifa kwic" in tifa("kwic", "--help").stdout
