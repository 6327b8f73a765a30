"""Every command of both READMEs does what it says, in a folder of its own."""

import re
import shlex
import subprocess
from pathlib import Path

import nbformat
import pytest

from analysis.draw.figures import figure_names
from analysis.measure.occurrences import read_tables
from analysis.page.export_html import title_of
from analysis.page.findings import written
from analysis.table.store import stored_in
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
def desk(tmp_path_factory, seeds_store):
    """A folder as the README has it: seeds/, the notebooks, papers of one's own; and the store that
    `make` has filled.
    """
    home = tmp_path_factory.mktemp("clone")
    for name in ("seeds", "notebooks"):
        (home / name).symlink_to(ROOT / name)
    (home / "my-papers").mkdir()
    (home / "my-papers" / "a.txt").write_text(PAGE, encoding="utf-8")
    with stored_in(seeds_store):
        read_tables(home / "seeds")
        yield home


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


def steps_of(target):
    """What `make` would run for a target."""
    command = ["make", "-n", target]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return done.stdout


def test_make_test_all_checks_the_code_and_runs_every_test_and_is_what_the_server_runs():
    steps = steps_of("test-all")
    assert "python -m ruff check ." in steps
    assert re.search(r"python -m pytest (?!.*(?: -k| -m| tests/))", steps)
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("make test-all")
    assert re.search(r"python -m pytest (?!.*(?: -k| tests/)).*-m \"not slow\"", steps_of("test"))


def test_both_readmes_give_the_same_commands():
    assert commands("README.md") == commands("README.zh.md")
    assert len(TIFA) >= 7
    assert [*TIFA, *MAKE] == sorted(COMMANDS, key=lambda line: line.startswith("make"))


@pytest.mark.parametrize("readme", READMES)
def test_the_python_of_a_readme_runs_as_it_stands(readme, monkeypatch, capsys):
    text, said = (ROOT / readme).read_text(encoding="utf-8"), ""
    monkeypatch.chdir(ROOT)
    for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(code, {})
        said += capsys.readouterr().out
    assert said.count("十五五 ") >= 18 and "too few articles to tell" in said


def findings(papers, readme: str) -> list[str]:
    """The rows of the table of findings: each page's question and its short answer on the seeds."""
    lang = "zh" if ".zh." in readme else "en"
    papers = papers._replace(lang=lang)
    rows = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        book = nbformat.read(path, as_version=4)
        asked = re.search(r'say\(papers, "(\w+\.answer)"\)', str(book))[1]
        answer = " ".join(written(papers, asked).striptags().split())
        rows.append(f"| [{title_of(book, lang)}](notebooks/{path.name}) | {answer} |")
    return rows


@pytest.mark.parametrize("readme", READMES)
def test_the_findings_of_a_readme_are_those_the_pages_compute(seeds_opened, readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert re.findall(r"^\| \[.*$", text, flags=re.M) == findings(seeds_opened, readme)


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
    names = re.findall(r"\(figures/([^)]+)\)", (ROOT / readme).read_text(encoding="utf-8"))
    assert names and set(names) <= set(figure_names())
    assert all(name.endswith("-zh.png") == (".zh." in readme) for name in names)
