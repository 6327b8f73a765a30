"""The same work by this process, by others of this machine, or by a cluster: the results and their
order do not differ.
"""

import hashlib
import os
import re
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TypeVar

from analysis.errors import TifaError

Item = TypeVar("Item")
Result = TypeVar("Result")
Pool = tuple[Executor, int]  # who works, and how many work at once
SECONDS = 10  # a scheduler that does not answer by then is not there


@contextmanager
def open_pool(workers: int = 1, scheduler: str = "") -> Iterator[Pool | None]:
    """Who does the work: None for this process, or an executor and how many tasks it does at once.

    workers : processes on this machine. scheduler : address of a dask scheduler, like
        tcp://10.0.0.5:8786, whose workers
    must have this very code and these lexicons; it runs what it is sent, so let it be one you
    trust. Raises TifaError for a scheduler that does not answer, has no workers, or has workers
    with other code.
    """
    if scheduler:
        with _cluster(scheduler) as pool:
            yield pool
    elif workers == 1:
        yield None
    else:
        executor = _processes(workers)
        try:
            yield executor, workers
        finally:
            executor.shutdown(cancel_futures=True)


def in_order(
    pool: Pool | None, function: Callable[[Item], Result], items: Iterable[Item]
) -> Iterator[Result]:
    """The function's result for each item, in the order of the items; a few are made ahead, never
    all.

    >>> list(in_order(None, str.upper, ["a", "b"]))
    ['A', 'B']
    """
    if pool is None:
        yield from map(function, items)
        return
    executor, workers = pool
    waiting: deque[Future[Result]] = deque()
    for item in items:
        waiting.append(_submit(executor, function, item))
        if len(waiting) > 2 * workers:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _processes(workers: int) -> ProcessPoolExecutor:
    """Processes of this machine; the one that tidies up after them says nothing where this one was
    stopped.
    """
    before = list(sys.warnoptions)
    sys.warnoptions.append("ignore:resource_tracker")
    try:
        return ProcessPoolExecutor(
            workers, mp_context=get_context("spawn"), initializer=_end_with_parent
        )
    finally:
        sys.warnoptions[:] = before


def _submit(executor: Executor, function: Callable[[Item], Result], item: Item) -> Future[Result]:
    """Hand out a task. A process started by it never gets Ctrl-C: this one ends, and the worker
    with it.
    """
    before = signal.pthread_sigmask(
        signal.SIG_BLOCK, [signal.SIGINT]
    )  # a new process has its parent's mask
    try:
        return executor.submit(function, item)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """In a worker: end as soon as the process that started it has, however it ended."""

    def watch() -> None:
        parent_process().join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def _cluster(scheduler: str) -> Iterator[Pool]:
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise TifaError("--scheduler needs dask's distributed: pip install distributed") from error
    if not re.fullmatch(r"(tcp|tls|ws|wss)://[^\s/]+:\d{1,5}", scheduler):
        raise TifaError(
            f"scheduler {scheduler!r} is no address; wanted: that of a dask scheduler, like "
            "tcp://10.0.0.5:8786"
        )
    try:
        client = Client(scheduler, timeout=SECONDS, set_as_default=False)
    except OSError as error:
        raise TifaError(
            f"scheduler {scheduler!r} does not answer within {SECONDS} seconds"
        ) from error
    with client:
        yield client.get_executor(pure=False), _count_workers(client, scheduler)


def _count_workers(client, scheduler: str) -> int:
    """Threads of all workers, each of which must have the code and lexicons that are here."""
    threads = client.nthreads()
    if not threads:
        raise TifaError(f"scheduler {scheduler!r} has no workers")
    for worker, print_ in sorted(client.run(_worker_fingerprint, on_error="return").items()):
        if print_ != code_fingerprint():
            said = (
                "has no tifa"
                if isinstance(print_, Exception)
                else "has another version of tifa's code or lexicons"
            )
            raise TifaError(
                f"worker {worker} of {scheduler} {said}; start it in a checkout like this one"
            )
    return sum(threads.values())


def _worker_fingerprint() -> str:
    return code_fingerprint()


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """A digest of the package's code, columns and lexicons: two processes that have the same one
    make the same tables.
    """
    digest = hashlib.sha256()
    home = Path(__file__).parents[1]
    for path in sorted([*home.rglob("*.py"), *home.rglob("*.csv")]):
        digest.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
