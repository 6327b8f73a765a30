"""Every command of both READMEs does what it says, in a folder of its own."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from analysis.draw.figures import PLANS
from analysis.measure.read_tables import read_tables
from analysis.table.store import NAME, stored_in
from tests.desk.test_cli import PAGE
from tests.helpers.command import tifa

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh.md")


def commands(readme):
    """The lines of its sh blocks without their comments."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


COMMANDS = list(dict.fromkeys(line for readme in READMES for line in commands(readme)))
TIFA = [line for line in COMMANDS if line.startswith(".venv/bin/python -m analysis ")]
MAKE = [line for line in COMMANDS if line.startswith("make")]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder as the README has it: seeds/, the notebooks, papers of one's own, and the store that
    `make` has filled there.
    """
    home = tmp_path_factory.mktemp("clone")
    for name in ("seeds", "notebooks"):
        (home / name).symlink_to(ROOT / name)
    (home / "my-papers").mkdir()
    (home / "my-papers" / "a.txt").write_text(PAGE, encoding="utf-8")
    with stored_in(home / NAME):
        read_tables(home / "seeds")
    return home


@pytest.mark.parametrize(
    "line",
    [pytest.param(x, marks=pytest.mark.slow) if " run " in x else x for x in TIFA],
)
def test_a_command_of_the_readme_runs(desk, line):
    before = set(desk.rglob("*"))
    done = tifa(*shlex.split(line)[3:], cwd=desk)
    assert done.returncode == 0, done.stderr
    assert done.stdout or set(desk.rglob("*")) - before


RUN_BY = {
    "make": "page/test_exports.py",
    "make lab": "desk/test_lab.py",
}  # `make test` is what runs these


def test_each_make_line_of_the_readme_is_run_by_a_test():
    assert set(MAKE) == {*RUN_BY, "make test"}
    for line, name in RUN_BY.items():
        test = (ROOT / "tests" / name).read_text(encoding="utf-8")
        assert re.search(rf'start\(\s*"{line}",', test)


def test_make_test_all_checks_the_code_and_runs_every_test_and_is_what_the_server_runs():
    steps = subprocess.run(
        ["make", "-n", "test-all"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert "python -m ruff check ." in steps
    assert re.search(r"python -m pytest (?!.*(?: -k| tests/)).*-m \"not slow\"", steps)
    assert re.search(r"python -m pytest (?!.*(?: -k| tests/)).*-m slow", steps)
    assert (
        (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("exec make test-all")
    )


def test_both_readmes_give_the_same_commands():
    assert commands("README.md") == commands("README.zh.md")
    assert len(TIFA) >= 7
    assert [*TIFA, *MAKE] == sorted(COMMANDS, key=lambda line: line.startswith("make"))


def test_the_python_of_the_readme_runs(monkeypatch, capsys):
    code = re.search(
        r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    ).group(1)
    monkeypatch.chdir(ROOT)
    exec(code, {})
    assert "十五五" in capsys.readouterr().out


MADE = ("figures/", "benchmarks/SCOREBOARD.md")  # by `make` and `make bench`


@pytest.mark.parametrize("readme", READMES)
def test_every_file_a_readme_links_to_is_there_or_is_made(readme):
    links = re.findall(r"\]\((?!http)([^)#]+)\)", (ROOT / readme).read_text(encoding="utf-8"))
    assert links
    assert [
        link for link in links if not link.startswith(MADE) and not (ROOT / link).exists()
    ] == []


@pytest.mark.parametrize("readme", READMES)
def test_the_picture_of_a_readme_is_a_figure_the_main_job_draws(readme):
    names = re.findall(r"\(figures/([^)]+)\.png\)", (ROOT / readme).read_text(encoding="utf-8"))
    assert names
    assert [name for name in names if name not in PLANS] == []
