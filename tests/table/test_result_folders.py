"""Results take their place whole; what a person put there stays; a killed run loses nothing."""

import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.errors import TifaError
from analysis.table.result_folders import (
    MANIFEST,
    READY,
    check_output,
    clean_folder,
    output_folders,
    read_manifest,
    write_new_file,
)

ROOT = Path(__file__).resolve().parents[2]


def replace_folder(target, fill, made_by="results"):
    with output_folders({target: ()}, {target: made_by}) as (fresh,):
        fill(fresh)


def write_all(version):
    """A `fill` that writes two files, one of them in a folder, that tell their version."""

    def fill(folder):
        (folder / "a.txt").write_text(version)
        (folder / "more").mkdir()
        (folder / "more" / "b.txt").write_text(version)
        if version == "old":
            (folder / "only-old.txt").write_text(version)

    return fill


def contents(folder):
    """name -> text of the files of a folder, but for the manifest."""
    files = (p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)
    return {p.relative_to(folder).as_posix(): p.read_text() for p in files}


OLD = {"a.txt": "old", "more/b.txt": "old", "only-old.txt": "old"}
NEW = {"a.txt": "new", "more/b.txt": "new"}
MINE = {"my-own.png": "mine", "more/notes.txt": "mine", "mine/thesis.docx": "mine"}


def put_mine(folder):
    for name, text in MINE.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)


def test_a_folder_is_replaced_whole_or_stays_as_it_was(tmp_path):
    target = tmp_path / "figures"
    replace_folder(target, write_all("old"))

    def fails(folder):
        (folder / "a.txt").write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_folder(target, fails)
    assert contents(target) == OLD
    assert [p.name for p in tmp_path.iterdir()] == ["figures"]
    replace_folder(target, write_all("new"))
    assert contents(target) == NEW
    assert [p.name for p in tmp_path.iterdir()] == ["figures"]


def test_the_manifest_lists_every_file_with_size_and_hash(tmp_path):
    import hashlib

    replace_folder(tmp_path / "t", write_all("new"), "tables")
    rows = read_manifest(tmp_path / "t")
    assert set(rows) == set(NEW)
    for name, row in rows.items():
        data = (tmp_path / "t" / name).read_bytes()
        assert (row["n_bytes"], row["sha256"], row["made_by"]) == (
            str(len(data)),
            hashlib.sha256(data).hexdigest(),
            "tables",
        )


def test_files_of_somebody_else_stay_and_are_named(tmp_path, capsys):
    replace_folder(tmp_path / "t", write_all("old"))
    put_mine(tmp_path / "t")
    inode = (tmp_path / "t" / "my-own.png").stat().st_ino
    replace_folder(tmp_path / "t", write_all("new"))
    assert contents(tmp_path / "t") == NEW | MINE
    assert (tmp_path / "t" / "my-own.png").stat().st_ino == inode, "the very file, not a copy"
    assert "my-own.png" in capsys.readouterr().err


def test_a_folder_that_tifa_did_not_fill_is_refused_untouched(tmp_path):
    put_mine(tmp_path)
    with pytest.raises(TifaError, match=r"did not write \(mine, more, my-own.png\)"):
        replace_folder(tmp_path, write_all("new"))
    assert contents(tmp_path) == MINE


def test_an_empty_folder_may_hold_hidden_files(tmp_path):
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / ".gitkeep").write_text("")
    replace_folder(tmp_path / "t", write_all("new"))
    assert contents(tmp_path / "t") == NEW | {".gitkeep": ""}


@pytest.mark.parametrize(
    "change", [lambda p: p.write_text("edited"), lambda p: p.write_text("OLD")]
)
def test_a_result_that_a_person_changed_is_not_replaced(tmp_path, change):
    replace_folder(tmp_path / "t", write_all("old"))
    change(tmp_path / "t" / "a.txt")
    edited = contents(tmp_path / "t")
    with pytest.raises(TifaError, match=r"a\.txt changed since"):
        replace_folder(tmp_path / "t", write_all("new"))
    assert contents(tmp_path / "t") == edited


def test_a_deleted_result_is_made_again(tmp_path):
    replace_folder(tmp_path / "t", write_all("new"))
    (tmp_path / "t" / "a.txt").unlink()
    replace_folder(tmp_path / "t", write_all("new"))
    assert contents(tmp_path / "t") == NEW


def test_somebody_elses_file_in_the_place_of_a_result_is_refused_before_the_work(tmp_path):
    replace_folder(tmp_path / "t", lambda folder: (folder / "x.txt").write_text("x"))
    (tmp_path / "t" / "a.txt").write_text("mine")
    begun = []
    with (
        pytest.raises(TifaError, match=r"a\.txt is not a file that tifa wrote"),
        output_folders({tmp_path / "t": ["a.txt"]}, {tmp_path / "t": "results"}),
    ):
        begun.append("work")
    assert not begun
    with pytest.raises(
        TifaError, match=r"a\.txt is not a file that tifa wrote"
    ):  # found at the end at the latest
        replace_folder(tmp_path / "t", write_all("new"))
    assert contents(tmp_path / "t") == {"x.txt": "x", "a.txt": "mine"}


def test_results_of_another_kind_are_not_replaced(tmp_path):
    replace_folder(tmp_path / "figures", write_all("old"), "figures")
    with pytest.raises(TifaError, match="holds figures that tifa made, not tables"):
        replace_folder(tmp_path / "figures", write_all("new"), "tables")
    assert contents(tmp_path / "figures") == OLD


@pytest.mark.parametrize(
    ("out", "told"),
    [
        ("papers", "is the corpus"),
        ("papers/out", "lies inside"),
        (".", "holds the corpus"),
        ("link", "is the corpus"),
    ],
)
def test_an_output_that_is_holds_or_lies_in_the_corpus_is_refused(tmp_path, out, told):
    (tmp_path / "papers").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "papers")
    with pytest.raises(TifaError, match=told):
        check_output(tmp_path / out, "tables", corpus=tmp_path / "papers")


def test_a_corpus_of_one_file_counts_as_a_corpus_too(tmp_path):
    (tmp_path / "page.txt").write_text("。")
    with pytest.raises(TifaError, match="holds the corpus"):
        check_output(tmp_path, "tables", corpus=tmp_path / "page.txt")


def test_a_link_to_a_folder_stays_a_link(tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "t").symlink_to(tmp_path / "disk")
    replace_folder(tmp_path / "t", write_all("new"))
    assert (tmp_path / "t").is_symlink()
    assert contents(tmp_path / "disk") == NEW


def test_two_runs_at_once_into_one_folder_the_second_is_refused(tmp_path):
    with (
        output_folders({tmp_path / "t": []}, {tmp_path / "t": "results"}) as (fresh,),
        pytest.raises(TifaError, match="another run is writing t"),
    ):
        (fresh / "a.txt").write_text("first")
        replace_folder(tmp_path / "t", write_all("new"))
    assert contents(tmp_path / "t") == {"a.txt": "first"}


def test_what_was_written_while_the_run_worked_is_kept(tmp_path, capsys):
    target = tmp_path / "t"
    replace_folder(target, write_all("old"))

    def fill(folder):
        write_all("new")(folder)
        (target / "a.txt").write_text("edited")
        (target / "late.txt").write_text("late")

    replace_folder(target, fill)
    assert contents(target) == NEW | {"a-kept.txt": "edited", "late.txt": "late"}
    assert "a-kept.txt" in capsys.readouterr().err


def test_a_folder_named_like_a_stage_is_not_swept(tmp_path):
    (tmp_path / ".t.tifa").mkdir()
    (tmp_path / ".t.tifa" / "thesis.docx").write_text("mine")
    with pytest.raises(TifaError, match=r"in the way and not tifa's \(thesis\.docx\)"):
        replace_folder(tmp_path / "t", write_all("new"))
    assert contents(tmp_path) == {".t.tifa/thesis.docx": "mine"}


def test_a_new_file_never_overwrites_one(tmp_path):
    write_new_file(tmp_path / "c.csv", lambda p: p.write_text("first"))
    with pytest.raises(TifaError, match="is there already"):
        write_new_file(tmp_path / "c.csv", lambda p: p.write_text("second"))

    def write_late(path):
        path.write_text("ours")
        (tmp_path / "d.csv").write_text("mine")

    with pytest.raises(TifaError, match="written by another program meanwhile"):
        write_new_file(tmp_path / "d.csv", write_late)
    assert contents(tmp_path) == {"c.csv": "first", "d.csv": "mine"}


def test_clean_deletes_only_what_was_written_and_is_unchanged(tmp_path):
    target = tmp_path / "exports"
    replace_folder(target, write_all("old"))
    put_mine(target)
    (target / "a.txt").write_text("edited")
    assert clean_folder(target) == ["a.txt", "mine/thesis.docx", "more/notes.txt", "my-own.png"]
    assert contents(target) == MINE | {"a.txt": "edited"}
    replace_folder(tmp_path / "t", write_all("old"))
    assert clean_folder(tmp_path / "t") == []
    assert not (tmp_path / "t").exists()


def test_a_full_disk_is_one_line_and_leaves_all_as_it_was(tmp_path):
    target = tmp_path / "t"
    replace_folder(target, write_all("old"))
    code = (
        "import sys; from pathlib import Path; from analysis.table.result_folders import output_folders\n"
        "target = Path(sys.argv[1])\n"
        "with output_folders({target: ()}, {target: 'results'}) as (fresh,):\n"
        "    (fresh / 'a.txt').write_bytes(b'x' * 100_000)"
    )
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))  # noqa: E731
    done = subprocess.run(
        [sys.executable, "-c", code, target],
        cwd=ROOT,
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "TifaError: cannot write" in done.stderr.splitlines()[-1]
    assert contents(target) == OLD
    assert [p.name for p in tmp_path.iterdir()] == ["t"]


# Kills. A child process replaces two folders and is killed before its n-th step on the file system.

STEPS = ("open", "os.", "shutil.", "ctypes.")


def killed_run(parent, step, *, wait_for_ready=False):
    """Replace both folders of `parent` in a child that is killed before `step`; whether it was, or
    had ended before.

    wait_for_ready : steps are counted from when the new folders are complete.
    """
    child = os.fork()
    if child == 0:
        os.close(2)
        left, ready = [step], str(parent / ".figures+exports.tifa" / READY)

        def die(event, _):
            if event.startswith(STEPS) and (not wait_for_ready or os.path.exists(ready)):
                left[0] -= 1
                if left[0] < 0:
                    signal.raise_signal(signal.SIGKILL)

        sys.addaudithook(die)
        try:
            replace_both(parent, "new")
        except BaseException:
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def replace_both(parent, version):
    folders = [parent / "figures", parent / "exports"]
    with output_folders({f: [] for f in folders}, dict.fromkeys(folders, "results")) as fresh:
        for folder in fresh:
            write_all(version)(folder)


def start_and_fail(parent):
    """The next start: whatever the run then comes to, it first repairs what a dead one left."""
    folders = [parent / "figures", parent / "exports"]
    with (
        pytest.raises(KeyboardInterrupt),
        output_folders({f: [] for f in folders}, dict.fromkeys(folders, "results")),
    ):
        raise KeyboardInterrupt


def kill_at_each_step(parent, stride):
    """(step, what was there after the kill, what was there after the next start), until a run ends
    unharmed.
    """
    step = 0
    while True:
        shutil.rmtree(parent, ignore_errors=True)
        parent.mkdir()
        replace_both(parent, "old")
        put_mine(parent / "figures")
        killed = killed_run(parent, step)
        after = [
            contents(parent / name) if (parent / name).is_dir() else None
            for name in ("figures", "exports")
        ]
        start_and_fail(parent)
        repaired = [contents(parent / name) for name in ("figures", "exports")]
        yield step, after, repaired, sorted(p.name for p in parent.iterdir())
        if not killed:
            return
        step += stride


@pytest.mark.parametrize(
    ("swap", "stride"),
    [(True, 8), *(pytest.param(swap, 1, marks=pytest.mark.slow) for swap in (True, False))],
)
def test_a_run_killed_at_any_step_leaves_old_or_new_and_the_next_start_repairs(
    tmp_path, monkeypatch, swap, stride
):
    if not swap:  # a system that cannot exchange two folders in one step
        monkeypatch.setattr("analysis.table.result_folders._swap", lambda a, b: False)
    versions = ([OLD | MINE, OLD], [NEW | MINE, NEW])
    seen = []
    for step, after, repaired, names in kill_at_each_step(tmp_path / "p", stride):
        for state, old, new in zip(after, *versions, strict=True):
            assert state in ((old, new) if swap else (old, new, None)), f"step {step}"
        assert repaired in versions, f"step {step}"
        assert names == ["exports", "figures"], f"step {step}"
        seen.append((after, repaired))
    assert len(seen) > 60 / stride
    assert seen[0] == (list(versions[0]), list(versions[0]))
    assert seen[-1] == (list(versions[1]), list(versions[1]))
    between = [after for after, _ in seen if after not in versions]
    assert between or stride > 1, "kills between the two folders were among them"


def kill_once(parent, draw, *, placing):
    """One random kill of a run with random files; (what is wrong then, whether it fell while
    folders changed places).
    """
    shutil.rmtree(parent, ignore_errors=True)
    parent.mkdir(parents=True)
    replace_both(parent, "old")
    mine = {
        f"{'sub/' * draw.randint(0, 2)}mine-{n}.txt": str(draw.random())
        for n in range(draw.randint(0, 5))
    }
    for name, text in mine.items():
        (parent / "figures" / name).parent.mkdir(parents=True, exist_ok=True)
        (parent / "figures" / name).write_text(text)
    versions = ([OLD | mine, OLD], [NEW | mine, NEW])
    killed_run(parent, draw.randint(0, 60), wait_for_ready=placing)
    in_placing = (parent / ".figures+exports.tifa" / READY).exists()
    after = [contents(parent / name) for name in ("figures", "exports")]
    for state, old, new in zip(after, *versions, strict=True):
        if state not in (old, new):
            return "neither the old nor the new whole", in_placing
    start_and_fail(parent)
    if [contents(parent / name) for name in ("figures", "exports")] not in versions:
        return "the next start did not repair it", in_placing
    if sorted(p.name for p in parent.iterdir()) != ["exports", "figures"]:
        return "something was left behind", in_placing
    return "", in_placing
