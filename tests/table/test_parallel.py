"""The work shared out: by processes of this machine and by a dask cluster, with the same bytes as
by one process.
"""

import filecmp
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from analysis.corpus import iter_corpus, load_corpus
from analysis.desk.tables_job import write_tables
from analysis.errors import TifaError
from analysis.table.parallel import in_order, open_pool
from tests.helpers.command import tifa
from tests.helpers.deadly_work import killed_at
from tests.helpers.pages import lay_out, random_plan

ROOT = Path(__file__).parents[2]
KEYS = {
    "documents": ["doc_id"],
    "segments": ["doc_id", "start"],
    "articles": ["article_id"],
    "sentences": ["sentence_id"],
    "offsets": ["article_id", "start"],
    "quality": ["doc_id", "step", "what", "n"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A dozen invented issues of one to three pages, some with jumps between them, and a file
    that cannot be read.
    """
    root = tmp_path_factory.mktemp("papers")
    for seed in (*range(6, 17), 20):  # 6 and 20 jump to the next file
        for name, data in lay_out(random_plan(seed)).files.items():
            (root / f"{seed:02d}-{name}").write_bytes(data)
    (root / "07-bad.txt").write_bytes(bytes(range(256)) * 4)
    return root


def same_files(a: Path, b: Path) -> bool:
    names = sorted(p.name for p in a.iterdir())
    return len(names) > 10 and filecmp.cmpfiles(a, b, names, shallow=False)[0] == names == sorted(
        p.name for p in b.iterdir()
    )


@pytest.fixture(scope="module")
def whole(folder):
    return load_corpus(folder)


@pytest.mark.slow
def test_a_corpus_read_by_two_processes_is_the_same(folder, whole):
    for a, b in zip(whole, load_corpus(folder, workers=2), strict=True):
        pd.testing.assert_frame_equal(a, b)
    assert whole.failures["file"].tolist() == ["07-bad.txt"]


def test_a_stream_of_batches_holds_the_rows_of_the_whole_corpus_jumps_and_all(folder, whole):
    batches = list(iter_corpus(folder, batch=3))
    assert whole.articles["files"].str.contains("|", regex=False).any() and len(batches) > 5
    for name, keys in KEYS.items():
        streamed = (
            pd.concat([getattr(b, name) for b in batches]).sort_values(keys).reset_index(drop=True)
        )
        pd.testing.assert_frame_equal(
            streamed, getattr(whole, name).sort_values(keys).reset_index(drop=True)
        )


def test_results_come_in_the_order_of_the_items_whoever_is_done_first():
    with open_pool(2) as pool:
        assert list(in_order(pool, abs, range(-30, 0))) == list(range(30, 0, -1))


def test_a_killed_worker_is_replaced_and_work_that_kills_is_told(tmp_path):
    items = [(n, str(tmp_path / "flag")) for n in range(9)]
    with open_pool(2) as pool:
        done = list(in_order(pool, killed_at, items, lambda item: -item[0]))
    assert done == [0, 2, 4, -3, 8, 10, 12, 14, 16]


@pytest.mark.slow
def test_a_run_that_loses_a_worker_writes_the_bytes_of_one_process(folder, tmp_path):
    write_tables(folder, tmp_path / "one", "csv", [])
    words = ["tables", str(folder), "--out", str(tmp_path / "two"), "--workers", "2"]
    job = subprocess.Popen(
        [sys.executable, "-m", "analysis", *words], cwd=ROOT, stderr=subprocess.PIPE
    )
    written = tmp_path / ".two.tifa" / "two" / "segments.csv"
    while not (written.exists() and written.stat().st_size):
        assert job.poll() is None
        time.sleep(0.01)
    children = Path(f"/proc/{job.pid}/task/{job.pid}/children").read_text().split()
    workers = [n for n in children if b"spawn_main" in Path(f"/proc/{n}/cmdline").read_bytes()]
    os.kill(int(workers[-1]), signal.SIGKILL)
    assert (job.wait(), b"07-bad.txt" in job.stderr.read()) == (3, True)
    assert same_files(tmp_path / "one", tmp_path / "two")


@contextmanager
def dask(*arguments: str, log: Path, env: dict[str, str] | None = None):
    """A dask process of this machine's, ended with the block."""
    command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
    env = (
        os.environ | {"DASK_TEMPORARY_DIRECTORY": str(log.parent)} | (env or {})
    )  # not the shared one
    with log.open("w") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, cwd=log.parent, env=env, start_new_session=True
        )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory) -> str:
    """The address of a scheduler without workers."""
    home = tmp_path_factory.mktemp("dask")
    with dask(
        "scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--scheduler-file",
        str(home / "s.json"),
        log=home / "s.log",
    ):
        until = time.monotonic() + 60
        while not (home / "s.json").exists() or not (home / "s.json").read_text():
            assert time.monotonic() < until, (home / "s.log").read_text()
            time.sleep(0.1)
        yield json.loads((home / "s.json").read_text())["address"]


@contextmanager
def worker(address: str, home: Path, **env: str):
    """One worker at the scheduler; it is there when the block begins and gone when it has ended."""
    from distributed import Client

    options = ("--nworkers", "1", "--nthreads", "1", "--local-directory", str(home / "scratch"))
    with Client(address, set_as_default=False) as client:
        with dask("worker", address, *options, log=home / "w.log", env=env):
            client.wait_for_workers(1, timeout=60)
            yield
        until = time.monotonic() + 60
        while client.nthreads():
            assert time.monotonic() < until, (home / "w.log").read_text()
            time.sleep(0.1)


@pytest.mark.slow
def test_a_cluster_writes_the_bytes_of_one_process(folder, scheduler, tmp_path):
    own = tmp_path / "my-slogans.csv"
    own.write_text("alias,name,kind,level\n" + "防汛备汛,防汛备汛,campaign,区\n", encoding="utf-8")
    write_tables(folder, tmp_path / "one", "csv", [str(own)])
    with worker(scheduler, tmp_path):
        write_tables(folder, tmp_path / "cluster", "csv", [str(own)], scheduler=scheduler)
    assert same_files(tmp_path / "one", tmp_path / "cluster")
    assert "防汛备汛" in set(pd.read_csv(tmp_path / "one" / "slogans.csv")["name"])


def test_a_worker_with_another_lexicon_is_refused(folder, scheduler, tmp_path):
    other = tmp_path / "checkout"
    shutil.copytree(
        ROOT / "analysis", other / "analysis", ignore=shutil.ignore_patterns("__pycache__", "fonts")
    )
    with (other / "analysis" / "chinese" / "lexicons" / "traps.csv").open(
        "a", encoding="utf-8"
    ) as file:
        file.write("中央舞台,centre stage\n")
    with (
        worker(scheduler, tmp_path, PYTHONPATH=str(other)),
        pytest.raises(TifaError, match="another version of tifa's code or lexicons"),
    ):
        write_tables(folder, tmp_path / "out", "csv", [], scheduler=scheduler)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("10.0.0.5", "is no address"),
        pytest.param("tcp://127.0.0.1:1", "does not answer", marks=pytest.mark.slow),
        ("none", "has no workers"),
    ],
)
def test_a_scheduler_that_cannot_help_is_one_line(folder, scheduler, tmp_path, address, said):
    address = scheduler if address == "none" else address
    result = tifa("tables", folder, "--out", tmp_path / "out", "--scheduler", address)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1) and said in result.stderr
    assert list(tmp_path.iterdir()) == []
