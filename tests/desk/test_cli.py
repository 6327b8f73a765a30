"""The commands as a person runs them: real files, exit statuses and one-line errors; real processes
where signals, pipes, locales and start-up are the matter.
"""

import io
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from tests.helpers.command import tifa

ROOT = Path(__file__).resolve().parents[2]
PAGE = (
    "本报讯（记者 王晓明）昨日，县委常委会召开会议，研究安吉县“十五五”规划。会议指出，"
    "要抓好落实。会议强调，要走在前列。\n"
)


def program(*args, cwd=ROOT, env=None):
    """Run one command in a process of its own, as a person does."""
    return subprocess.run(
        [sys.executable, "-m", "analysis", *map(str, args)],
        cwd=cwd,
        env=env,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def refused(result, *words):
    """One line on stderr that names what is wrong, exit status 2, no traceback."""
    lines = result.stderr.strip().splitlines()
    assert result.returncode == 2, result.stderr
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("tifa: ")
    for word in words:
        assert word in lines[0]


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "papers"
    made.mkdir()
    (made / "a.txt").write_text(PAGE, encoding="utf-8")
    return made


def test_help_of_each_command_has_two_examples():
    for command in "run tables kwic compare trend reuse propose check new".split():
        result = tifa(command, "--help")
        assert result.returncode == 0
        assert result.stdout.count(f"python -m analysis {command}") >= 2


@pytest.mark.parametrize("words", [["--lang", "zh", "--help"], ["kwic", "--help", "--lang=zh"]])
def test_help_is_chinese_where_that_is_asked_for_before_or_behind_the_command(words):
    said = re.sub(r"python -m analysis.*|[A-Z-]*[=\[][^\n]*", "", tifa(*words).stdout)
    assert "用法" in tifa(*words).stdout and not re.search("[a-z]{3,} [a-z]{3,}", said), said


def test_a_language_said_before_the_command_is_that_of_its_answer(folder):
    assert "篇文章中共 " in tifa("--lang", "zh", "kwic", "十五五", folder).stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["kwik", "十五五"], "did you mean kwic?"),
        (["kwic", "十五五", "--palce", "安吉"], "no option --palce; did you mean --place?"),
        (["kwic", "十五五", "--sort", "lft"], "did you mean left?"),
        (["kwic", "十五五", "papers", "more"], "more is one too many"),
        (["tables", "papers"], "--out"),
        (["kwic", "十五五", "--width", "0"], "'0' is not a whole number from 1 up"),
    ],
)
def test_a_word_that_is_no_option_is_one_line_with_the_one_that_was_meant(words, told):
    refused(tifa(*words), told, "--help tells more")


def test_help_is_quick_because_nothing_heavy_is_imported():
    heavy = "('pandas', 'jieba', 'matplotlib', 'scipy', 'tqdm', 're2')"
    code = (
        "import sys; from analysis.desk.cli import build_parser; build_parser(); print([m for m in "
        f"{heavy} if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert result.stdout.strip() == "[]"


def test_an_empty_folder_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    refused(tifa("tables", tmp_path / "empty", "--out", tmp_path / "out"), "no pages in", "empty")
    assert not (tmp_path / "out").exists()


def test_a_missing_folder_is_refused(tmp_path):
    refused(tifa("kwic", "十五五", tmp_path / "nowhere"), "no such folder", "nowhere")


def test_a_file_that_corpus_csv_names_but_that_is_not_there_is_refused(folder, tmp_path):
    (folder / "corpus.csv").write_text("file,place\na.txt,安吉\nlost.txt,安吉\n", encoding="utf-8")
    refused(tifa("tables", folder, "--out", tmp_path / "out"), "corpus.csv row 3", "lost.txt")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("file,plaec\na.txt,安吉\n", ("row 1", "plaec")),
        ("place\n安吉\n", ("row 1", "file")),
        ("file,date_published\na.txt,2025-02-30\n", ("row 2", "2025-02-30")),
        ("file,place_level\na.txt,村\n", ("row 2", "村")),
        ("file,place,place_basis\na.txt,安吉,sure\n", ("row 2", "sure", "inferred")),
        ("file,place\na.txt,安吉\na.txt,安吉\n", ("row 3", "twice")),
        ("file,place\na.txt\n", ("row 2", "1 cell,", "2")),
    ],
)
def test_a_bad_row_of_corpus_csv_is_named(folder, text, words):
    (folder / "corpus.csv").write_text(text, encoding="utf-8")
    refused(tifa("check", folder), "corpus.csv", *words)


def test_a_folder_of_only_binary_files_is_refused_by_name(tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "photo.txt").write_bytes(bytes(range(256)) * 8)
    refused(tifa("tables", tmp_path / "papers", "--out", tmp_path / "out"), "photo.txt")
    assert not (tmp_path / "out").exists()


def test_one_bad_file_does_not_stop_a_folder(folder, tmp_path):
    (folder / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    result = tifa("tables", folder, "--out", tmp_path / "out")
    assert result.returncode == 3, result.stderr
    assert [line for line in result.stderr.splitlines() if "photo.txt" in line]
    assert pd.read_csv(tmp_path / "out" / "documents.csv", encoding="utf-8-sig")[
        "file"
    ].tolist() == ["a.txt"]


def test_tables_are_replaced_and_what_a_person_put_there_stays(folder, tmp_path):
    out = tmp_path / "out"
    assert tifa("tables", folder, "--out", out).returncode == 0
    names = {p.name for p in out.iterdir()}
    assert {
        "documents.csv",
        "segments.csv",
        "articles.csv",
        "sentences.csv",
        "tokens.csv",
        "bodies.csv",
        "slogans.csv",
        "counts.csv",
    } <= names
    (out / "thesis.docx").write_text("mine")
    (out / "tokens.csv").unlink()
    again = tifa("tables", folder, "--out", out)
    assert (again.returncode, again.stderr.strip()) == (
        0,
        f"tifa: left alone in {out}: thesis.docx",
    )
    assert {p.name for p in out.iterdir()} == names | {"thesis.docx"}


@pytest.mark.parametrize("command", ["tables", "run"])
def test_an_output_that_would_harm_is_refused_before_the_corpus_is_read(folder, tmp_path, command):
    wanted = tmp_path if command == "tables" else tmp_path / "exports"
    wanted.mkdir(exist_ok=True)
    (wanted / "thesis.docx").write_text("mine")
    (tmp_path / "figures").mkdir(exist_ok=True)
    before = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*"))
    corpus = (folder,) if command == "tables" else ("--corpus", folder)
    told = "holds the corpus" if command == "tables" else "did not write (thesis.docx)"
    refused(tifa(command, *corpus, "--out", tmp_path), told)
    refused(tifa(command, *corpus, "--out", folder), "papers")
    assert sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*")) == before


def test_a_run_goes_into_no_folder_of_other_files_unless_they_are_its_corpus(folder, tmp_path):
    from analysis.desk.main_job import _check_own
    from analysis.page.settings import Asked

    asked = Asked(str(folder))
    _check_own(tmp_path / "new", asked)
    _check_own(tmp_path, asked)  # the corpus alone
    (tmp_path / "thesis.docx").write_text("mine")
    refused(tifa("run", "--corpus", folder, "--out", tmp_path), "thesis.docx", "--out")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["papers", "thesis.docx"]
    (tmp_path / ".tifa-store").mkdir()  # it was ours before
    _check_own(tmp_path, asked)


def test_a_full_standard_output_is_one_line(folder):
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "analysis", "kwic", "十五五", str(folder)]
        done = subprocess.run(
            command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "tifa: standard output: No space left on device"
    assert "Traceback" not in done.stderr


def test_candidates_that_are_there_are_never_overwritten(folder, tmp_path):
    (tmp_path / "candidates.csv").write_text("surface,accept\n人人有责,yes\n", encoding="utf-8")
    refused(
        tifa("propose", folder, "--out", tmp_path / "candidates.csv"),
        "is there already and stays as it is",
    )
    refused(tifa("propose", folder, "--out", folder / "candidates.csv"), "lies inside the corpus")
    assert "人人有责" in (tmp_path / "candidates.csv").read_text("utf-8")


def test_kwic_prints_each_hit_with_file_and_line(folder):
    result = tifa("kwic", "十五五", folder)
    assert result.returncode == 0
    assert "a.txt" in result.stdout
    assert f"1 of 十五五 in 1 article of {folder}\n" in result.stderr


def test_a_corpus_read_part_by_part_has_the_lines_of_the_whole(folder, monkeypatch):
    rows = "\n".join(f"题{n},研究{n % 7}个十五五规划{n % 5}项" for n in range(1100))
    (folder / "b.csv").write_text(f"title,text\n{rows}\n", encoding="utf-8")
    more = [("--sort", "left"), ("--sort", "right"), ("--place", "安吉县")]
    whole = [tifa("kwic", "十五五", folder, "--csv", *words).stdout for words in more]
    assert [text.count("\n") for text in whole] == [1102, 1102, 2]
    monkeypatch.setattr("analysis.corpus.STREAMED", 0)
    assert [tifa("kwic", "十五五", folder, "--csv", *words).stdout for words in more] == whole


def test_articles_are_in_the_order_of_their_numbers(folder):
    rows = "\n".join(f"{n}号研究十五五规划。" for n in range(1, 12))
    (folder / "a.csv").write_text(f"text\n{rows}\n", encoding="utf-8")
    table = pd.read_csv(io.StringIO(tifa("kwic", "十五五", folder / "a.csv", "--csv").stdout))
    assert table["left"].tolist() == [f"{n}号研究" for n in range(1, 12)]


def test_commands_answer_in_chinese(months):
    told = {
        ("trend", "共同富裕", months): ("首见于", "末见于", "每万字"),
        ("compare", months, "--by", "month"): ("每万字", "总次数"),
        ("reuse", months): ("占其文字", "转载"),
        ("kwic", "共同富裕", months): ("篇文章中共 ",),
    }
    for words, wanted in told.items():
        result = tifa(*words, "--lang", "zh")
        said = result.stdout + result.stderr
        assert [word for word in wanted if word not in said] == [], said
        assert not re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", said), said


def test_an_expression_without_regex_is_told_of_it(folder):
    assert "kwic --regex '十五五|十四五'" in tifa("kwic", "十五五|十四五", folder).stderr
    assert "--regex" not in tifa("kwic", "十五五|十四五", folder, "--regex").stderr


def test_compare_says_in_one_sentence_first_that_articles_are_too_few(two_districts):
    few = tifa("compare", "桐栖", "柘岭", two_districts).stdout
    assert few.startswith("Too few articles to say whether 桐栖 (1) and 柘岭 (1) differ in any of")


def test_compare_says_in_one_sentence_first_how_many_differ_and_which(months):
    periods = ("2025-07..", "..2025-06", months, "--periods", "..2025-06,2025-07..")
    more = tifa("compare", *periods).stdout
    first = " ".join(more.split("\n\n")[0].split())
    assert "1 of 1 slogans can be said to appear more often in 2025-07.. (共同富裕)" in first


def test_an_unknown_place_is_refused_with_the_known_ones(folder):
    refused(tifa("kwic", "十五五", folder, "--place", "萧山"), "萧山", "安吉")
    refused(tifa("compare", "安吉", "萧山", folder), "萧山", "安吉")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
def test_tables_are_the_same_bytes_with_one_worker_and_two_in_any_locale(folder, tmp_path, suffix):
    import os

    shutil.copy(folder / "a.txt", folder / "b.txt")
    worlds = [
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"},
    ]
    for number, world in enumerate(worlds, start=1):
        out = tmp_path / f"out{number}"
        where = {"PYTHONPATH": str(ROOT)} | world
        result = program(
            "tables",
            folder,
            "--out",
            out,
            "--format",
            suffix,
            "--workers",
            number,
            cwd=tmp_path,
            env=os.environ | where,
        )
        assert result.returncode == 0, result.stderr
    first, second = tmp_path / "out1", tmp_path / "out2"
    assert {p.name: p.read_bytes() for p in first.iterdir()} == {
        p.name: p.read_bytes() for p in second.iterdir()
    }


def test_new_writes_a_corpus_csv_that_is_read_back_and_never_overwrites_one(folder):
    result = tifa("new", folder)
    assert result.returncode == 0, result.stderr
    written = folder / "corpus.csv"
    rows = pd.read_csv(written, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    assert rows["file"].tolist() == ["a.txt"]
    assert rows["place"].tolist() == ["安吉"]
    assert "place inferred" in rows["note"].tolist()[0]
    written.write_text(
        written.read_text("utf-8-sig").replace("安吉,", "安吉县,", 1), encoding="utf-8"
    )
    refused(tifa("new", folder), "corpus.csv is there already")
    assert "安吉县" in tifa("check", folder).stdout


def test_new_leaves_empty_what_it_does_not_know_and_says_how_many(tmp_path):
    (tmp_path / "a.txt").write_text(
        "活动举行\n本报讯（记者 王晓明）昨日，活动举行，三百名游客走进古镇，品尝青团，体验非遗。\n",
        encoding="utf-8",
    )
    assert "1 files, 1 without a place, 1 without a date" in tifa("new", tmp_path).stdout
    rows = pd.read_csv(
        tmp_path / "corpus.csv", encoding="utf-8-sig", dtype=str, keep_default_na=False
    )
    assert rows[["place", "place_basis", "date_published"]].values.tolist() == [["", "unknown", ""]]


def test_new_counts_what_the_rows_of_a_table_say(tmp_path):
    rows = "安吉,2025-03-01,县委召开会议。\n安吉,,县委又召开会议。\n"
    (tmp_path / "a.csv").write_text(f"place,date,text\n{rows}", encoding="utf-8")
    assert "1 files, 0 without a place, 1 without a date" in tifa("new", tmp_path).stdout
    note = pd.read_csv(tmp_path / "corpus.csv", encoding="utf-8-sig")["note"][0]
    assert note.startswith("place and date as the rows say (1 of 2 rows without a date)")


def test_new_lists_a_file_that_cannot_be_read_with_the_reason(folder):
    (folder / "scan.txt").write_bytes(bytes(range(256)) * 8)
    assert tifa("new", folder).returncode == 3
    rows = pd.read_csv(folder / "corpus.csv", encoding="utf-8-sig", keep_default_na=False)
    assert "scan.txt" in rows.loc[rows["file"] == "scan.txt", "note"].tolist()[0]


def test_check_names_files_of_other_kinds_that_are_not_read(folder):
    (folder / "old.doc").write_bytes(b"x")
    assert "old.doc" in tifa("check", folder).stdout


@pytest.mark.parametrize("pattern", ["(x+x+)+y", "(.*)*z"])
def test_a_hostile_pattern_on_the_command_line_ends(folder, pattern):
    (folder / "b.txt").write_text("本报讯 " + "x" * 4000 + "。\n", encoding="utf-8")
    result = tifa("kwic", pattern, folder, "--regex")
    assert result.returncode == 0, result.stderr
    assert "0 of" in result.stderr


def test_kwic_lines_are_as_wide_as_asked_with_the_hits_below_each_other(seeds_dir):
    from analysis.chinese.han import width

    lines = tifa("kwic", "十五五", seeds_dir, "--width", "90").stdout.splitlines()
    assert len(lines) == 18
    assert max(map(width, lines)) <= 90
    assert len({width(line.split(" 十五五 ")[0]) for line in lines}) == 1


def wait_until(holds):
    """Look again and again, and leave the processor to what is waited for."""
    while not holds():
        time.sleep(0.01)


def stopped_when(sign, command, number, importtime=False):
    """Start a command, send it the signal when `sign(line of stderr)` or `sign()` is true; (exit
    status, what it said).
    """
    options = ["-X", "importtime"] if importtime else []
    job = subprocess.Popen(
        [sys.executable, *options, "-m", "analysis", *map(str, command)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        encoding="utf-8",
    )
    said = []
    if importtime:
        for line in job.stderr:
            said.append(line)
            if sign(line):
                break
    else:
        wait_until(lambda: job.poll() is not None or sign())
    job.send_signal(number)
    said += job.communicate(timeout=120)[1].splitlines()
    return job.returncode, [line for line in said if not line.startswith("import time")]


@pytest.fixture
def many_papers(tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    for n in range(160):
        (folder / f"{n:03d}.txt").write_text(PAGE * 20, encoding="utf-8")
    return folder


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "module",
    [
        "analysis.desk.cli",
        "pandas.core.frame",
        "analysis.corpus",
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in (" numpy", "pandas._libs", "analysis.mention.mentions")
        ),
    ],
)
def test_a_signal_ends_the_program_also_while_it_imports(many_papers, tmp_path, module, number):
    sign = lambda line: module in line  # noqa: E731
    status, said = stopped_when(
        sign, ["tables", many_papers, "--out", tmp_path / "out"], number, importtime=True
    )
    assert status == 128 + number, said
    assert said[-1].startswith("tifa: stopped")
    assert not any("Traceback" in line or "ignored" in line for line in said)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["papers"]


@pytest.mark.parametrize(
    ("workers", "number"),
    [
        (1, signal.SIGINT),
        pytest.param(1, signal.SIGTERM, marks=pytest.mark.slow),
        pytest.param(2, signal.SIGINT, marks=pytest.mark.slow),
        pytest.param(2, signal.SIGTERM, marks=pytest.mark.slow),
    ],
)
def test_a_stopped_command_leaves_all_as_it_was(many_papers, tmp_path, number, workers):
    out = tmp_path / "out"
    out.mkdir()
    (out / ".kept").write_text("old")

    def filled():
        return any(f.stat().st_size for f in (tmp_path / ".out.tifa" / "out").glob("segments.csv"))

    status, said = stopped_when(
        filled, ["tables", many_papers, "--out", out, "--workers", workers], number
    )
    assert status == 128 + number, said
    assert said[-1] == "tifa: stopped; out stayed as before"
    assert not any("Traceback" in line for line in said)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "papers"]
    assert [p.name for p in out.iterdir()] == [".kept"]


def kernels_of(pid):
    """The notebook kernels that a process has started, by their process numbers."""
    children = [
        int(n) for f in Path(f"/proc/{pid}/task").glob("*/children") for n in f.read_text().split()
    ]
    return [n for n in children if b"ipykernel" in command_of(n)]


def command_of(pid):
    """The command line of a process, empty where it has ended meanwhile."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def is_running(pid):
    """Whether a process is there and not only its entry, which its new parent has not read yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_stopped_in_its_notebooks_leaves_no_kernel_and_all_as_it_was(
    folder, tmp_path, number
):
    for name in ("figures", "exports"):
        (tmp_path / name).mkdir()
        (tmp_path / name / ".mine").write_text("mine")
    job = subprocess.Popen(
        [sys.executable, "-m", "analysis", "run", "--corpus", str(folder), "--out", str(tmp_path)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    wait_until(lambda: job.poll() is not None or kernels_of(job.pid))
    kernels = kernels_of(job.pid)
    assert kernels, job.stderr.read()
    job.send_signal(number)
    said = job.stderr.read()
    assert job.wait() == (-number if number == signal.SIGKILL else 128 + number), said
    # a kernel looks once a second whether its parent is there
    wait_until(lambda: not any(map(is_running, kernels)))
    assert "Traceback" not in said
    for name in ("figures", "exports"):
        assert [(f.name, f.read_text()) for f in (tmp_path / name).iterdir()] == [(".mine", "mine")]


@pytest.mark.slow
def test_a_worker_ends_when_its_parent_was_killed(many_papers, tmp_path):
    command = [
        sys.executable,
        "-m",
        "analysis",
        "tables",
        str(many_papers),
        "--out",
        str(tmp_path / "out"),
        "--workers",
        "2",
    ]
    job = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8")
    segments = tmp_path / ".out.tifa" / "out" / "segments.csv"
    wait_until(lambda: job.poll() is not None or (segments.exists() and segments.stat().st_size))
    assert job.poll() is None
    job.kill()
    # ends when the last process that holds the pipe has ended: the workers hold it too
    job.stderr.read()
    assert job.wait() == -signal.SIGKILL
    done = tifa("tables", many_papers, "--out", tmp_path / "out")  # sweeps what the dead run left
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "papers"]


def test_a_place_may_be_called_by_its_district(folder):
    called = [
        tifa("kwic", "会议", folder, "--place", place, "--csv") for place in ("安吉", "安吉县")
    ]
    assert called[0].returncode == 0
    assert called[0].stdout == called[1].stdout
    refused(tifa("kwic", "会议", folder, "--place", "萧山"), "萧山", "安吉")


@pytest.fixture
def two_districts(tmp_path):
    """Two invented districts of an invented city, of which no table of places knows, an article
    each.
    """
    rows = []
    for place, end in (
        ("桐栖", "建设好营商环境，人人有责，大家一起来办好。"),
        ("柘岭", "优化营商环境，人人有责，大家一起来办好。"),
    ):
        (tmp_path / place).mkdir()
        text = (
            "区发改局公布项目\n　　本报讯（记者 王晓明）昨日，区发改局公布了今年的项目清单，"
            f"市委、市政府负责人到场。{end}\n"
        )
        (tmp_path / place / "a.txt").write_text(text, encoding="utf-8")
        rows.append(f"{place}/a.txt,{place},区,泊霞市,{place}区")
    (tmp_path / "corpus.csv").write_text(
        "\n".join(["file,place,place_level,city,district", *rows]) + "\n", encoding="utf-8"
    )
    return tmp_path


def test_compare_sets_the_bodies_of_two_districts_beside_each_other(two_districts):
    result = tifa("compare", "桐栖", "柘岭", two_districts, "--what", "bodies", "--csv")
    table = pd.read_csv(io.StringIO(result.stdout)).set_index("feature")
    assert table.loc["本区发展和改革局", ["n_a", "n_b"]].tolist() == [1, 1]
    assert table.loc["中共泊霞市委员会", ["n_a", "n_b"]].tolist() == [1, 1]
    assert "本区 stands for each paper's own district, 桐栖区 or 柘岭区" in result.stderr
    assert (
        "本区 stands for"
        in tifa("compare", "桐栖", "柘岭", two_districts, "--what", "bodies").stdout
    )


def test_compare_tells_what_stands_inside_a_longer_slogan(two_districts):
    said = tifa("compare", "桐栖", "柘岭", two_districts).stdout
    assert "营商环境 also appears inside 优化营商环境: 0:1" in said
    table = pd.read_csv(
        io.StringIO(tifa("compare", "桐栖", "柘岭", two_districts, "--csv").stdout)
    ).set_index("feature")
    assert table.loc["营商环境", ["n_a", "n_b", "also_inside"]].tolist() == [
        1,
        0,
        "优化营商环境 0:1",
    ]


@pytest.fixture
def months(tmp_path):
    """24 pages of one county, two a month; from July on a slogan stands in each; the last is a
    reprint."""
    (tmp_path / "桐栖").mkdir()
    rows = []
    for k in range(24):
        day = f"2025-{1 + k // 2:02}-{1 + k % 2 * 9:02}"
        said = "推进共同富裕，" if k >= 12 else ""
        which = min(k, 22)
        own = "".join(chr(0x5000 + 271 * which + 3 * j) for j in range(90))
        text = f"全县召开第{which}次会议\n本报讯（记者 王一）昨日，{said}{own}。\n"
        (tmp_path / "桐栖" / f"{k:02}.txt").write_text(text, encoding="utf-8")
        rows.append(f"桐栖/{k:02}.txt,桐栖,区,泊霞市,桐栖区,{day}")
    (tmp_path / "corpus.csv").write_text(
        "\n".join(["file,place,place_level,city,district,date_published", *rows]) + "\n",
        encoding="utf-8",
    )
    return tmp_path


def test_trend_tells_rates_first_use_and_change_and_a_reprint_counts_once(months):
    said = tifa("trend", "共同富裕", months, "--every", "month").stdout
    assert "共同富裕: 11 times in 11 articles; first 2025-07-01" in said
    assert "1/1" in said.splitlines()[-1]  # December: the second is the first again
    assert "more" in said
    every = tifa("trend", "共同富裕", months, "--csv", "--reprints", "all").stdout
    table = pd.read_csv(io.StringIO(every), keep_default_na=False)
    assert table["n"].astype(int).sum() == 12 and len(table) == 12


def test_articles_that_are_in_no_group_are_told(tmp_path):
    text = "全区推动高质量发展，加快建设共同富裕示范区，办好民生实事。"
    rows = [("x", text), ("y", text + "又一篇。"), ("", text + "第三篇。")]
    table = tmp_path / "own.csv"
    pd.DataFrame(rows, columns=["desk", "text"]).to_csv(table, index=False)
    for command in (("compare", "x", "y"), ("compare",), ("trend", "高质量发展")):
        result = tifa(*command, table, "--by", "desk")
        assert "1 article not counted: no desk is known." in result.stderr.splitlines()


def test_periods_are_compared_by_day_and_every_month_with_the_rest(months):
    result = tifa(
        "compare", "2025-07..", "..2025-06", months, "--periods", "..2025-06,2025-07..", "--csv"
    )
    row = pd.read_csv(io.StringIO(result.stdout)).set_index("feature").loc["共同富裕"]
    assert row[["n_a", "n_b", "of_a", "of_b", "verdict"]].tolist() == [11, 0, 11, 12, "more in A"]
    assert row["log_ratio_high"] == float("inf")
    side_by_side = tifa("compare", months, "--by", "month").stdout
    assert "2025-01 (2)" in side_by_side and "2025-12 (1)" in side_by_side
    refused(tifa("compare", "2024", "2025", months, "--by", "year"), "2024", "2025")
    refused(tifa("compare", "甲", "乙", months, "--by", "wing"), "no column wing")


def test_many_groups_are_answered_in_one_sentence_first(tmp_path, months):
    few = tifa("compare", months, "--by", "month").stdout.splitlines()[0]
    assert few.startswith("Too few articles to say whether any of ")
    rows = [
        (
            desk,
            f"{desk}报题{k}",
            "高质量发展。" + "乡村振兴。" * (desk == "甲") + "天气晴好。" * (9 + k),
        )
        for desk in "甲乙丙"
        for k in range(30)
    ]
    table = tmp_path / "desks.csv"
    pd.DataFrame(rows, columns=["desk", "title", "text"]).to_csv(table, index=False)
    result = tifa("compare", table, "--by", "desk", "--reprints", "all", "--within", "none")
    assert " ".join(result.stdout.split("\n\n")[0].split()) == (
        "Tested together, 1 of 2 slogans can be said to appear more (↑) or less (↓) often in one of "
        "3 groups than in the rest, first of all 乡村振兴 (↑ 甲)."
    )


def test_a_corpus_that_is_not_there_is_no_term_and_a_corpus_no_term_either(months):
    refused(tifa("trend", "共同富裕", "my-paper"), "no such folder", "my-paper")
    refused(tifa("trend", months), "trend wants a term before", months.name)
    refused(tifa("kwic", "--place", "钱塘", "seeds"), "kwic wants a term before seeds")


def test_articles_of_no_known_day_are_in_no_run_of_periods(tmp_path):
    days = ["2025-01-05", "2025-02-05", "2025-03-05", ""]
    rows = [(day, f"第{n}次会议部署防汛。") for n, day in enumerate(days)]
    table = tmp_path / "own.csv"
    pd.DataFrame(rows, columns=["日期", "正文"]).to_csv(table, index=False)
    lines = [line.split() for line in tifa("trend", "共同富裕", table).stdout.splitlines()]
    assert ["2025-01..2025-03", "0", "0/3", "0.00"] in lines
    assert ["no", "day", "0", "0/1", "0.00"] in lines


def test_compare_and_trend_say_of_which_corpus_and_how_many_reprints_are_left_out(tmp_path):
    wire = "区委召开会议，部署“十五五”规划编制工作。会议指出，要坚持创新驱动，推动共同富裕。" * 3
    rows = [("2025-01-05", "甲", wire), ("2025-01-06", "甲", wire), ("2025-01-07", "乙", wire)]
    table = tmp_path / "wire.csv"
    pd.DataFrame(rows, columns=["日期", "栏目", "正文"]).to_csv(table, index=False)
    told = tifa("trend", "共同富裕", table)
    assert told.stderr.splitlines()[0] == (
        f"{table}: 3 articles counted, of which 2 only once with the text they reprint "
        "(--reprints=all: each)"
    )
    assert "3 times in 1 article; first 2025-01-05" in told.stdout
    assert "of which 1 only once" in tifa("compare", table, "--by", "栏目").stderr  # one a group
    assert tifa("trend", "共同富裕", table, "--reprints", "all").stderr == (
        f"{table}: 3 articles counted\n"
    )
    refused(tifa("compare", "甲", "乙", table), "place '甲' is not", "甲 is a 栏目: --by 栏目")


def test_reuse_names_the_reprint_and_how_much_of_a_paper_it_is(months):
    result = tifa("reuse", months)
    assert "1 pair, 1 reprint" in result.stderr
    assert "桐栖" in result.stdout and "100% 100%" in result.stdout
    table = pd.read_csv(io.StringIO(tifa("reuse", months, "--csv").stdout))
    assert table[["share_a", "share_b"]].iloc[0].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["kwic", "十五五", "nowhere"], "没有这个文件夹：nowhere"),
        (["kwic", "十五五", "--place", "火星"], "语料中没有地点“火星”；现有：临平、钱塘、杭州"),
        (["compare", "临平", "火星"], "语料中没有地点“火星”；现有：临平、钱塘、杭州"),
        (["kwic"], "缺少参数：TERM；详见 python -m analysis kwic --help"),
        (
            ["reuse", "--lagn"],
            "没有选项 --lagn；是否指 --lang；详见 python -m analysis reuse --help",
        ),
        (
            ["trend", "十五五", "--by", "nocolumn"],
            "没有列 nocolumn；是否指 counted；现有 article_id、",
        ),
    ],
)
def test_what_is_wrong_is_told_in_the_language_asked_for(words, said):
    refused(tifa(*words, "--lang", "zh"), "tifa: ", said)


def test_a_file_that_is_left_out_is_told_in_chinese(folder):
    (folder / "b.pdf").write_bytes(b"no pdf")
    (folder / "c.doc").write_bytes(b"")
    result = tifa("kwic", "十五五", folder, "--lang", "zh")
    told = result.stderr.splitlines()
    assert "tifa: 未计入：b.pdf：无法读取的 PDF；文件损坏或不是 PDF" in told
    assert told[-1].startswith("tifa: 1 个文件未读取：1 .doc（请另存为 .docx）；可读取的有 .txt、")


def test_an_unknown_place_is_told_in_words_of_the_language(tmp_path):
    rows = [["t", "今天要推动高质量发展。", place] for place in ["甲区", "", "甲区", ""]]
    table = tmp_path / "t.csv"
    pd.DataFrame(rows, columns=["title", "text", "place"]).to_csv(table, index=False)
    for words in (["compare", "甲区", "不明"], ["compare"], ["kwic", "高质量发展"]):
        shown = tifa(*words, table).stdout
        assert "unknown" in shown and "不明" not in shown
    assert "不明" in tifa("kwic", "高质量发展", table, "--lang", "zh").stdout
