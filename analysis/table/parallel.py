"""The same work by this process, by others of this machine, or by a cluster: the results and their
order do not differ.
"""

import os
import re
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_context, parent_process
from typing import NamedTuple, TypeVar

from analysis.errors import TifaError
from analysis.table.store import fingerprint

Item = TypeVar("Item")
Result = TypeVar("Result")
SECONDS = 10  # a scheduler that does not answer by then is not there


class Pool(NamedTuple):
    """Who works, how many work at once, and how others take the place of those that were killed
    (None where the cluster sees to it).
    """

    executors: list[Executor]  # the last one works
    at_once: int
    renew: Callable[[], Executor] | None = None


@contextmanager
def open_pool(workers: int = 1, scheduler: str = "") -> Iterator[Pool | None]:
    """Who does the work: None for this process, or an executor and how many tasks it does at once.

    workers : processes on this machine. scheduler : address of a dask scheduler you trust (it runs
        what it is sent), like tcp://10.0.0.5:8786, whose workers have this very code.
    Raises TifaError for one that does not answer, or has no workers, or such with other code.
    """
    if scheduler:
        with _cluster(scheduler) as pool:
            yield pool
    elif workers == 1:
        yield None
    else:
        pool = Pool([_processes(workers)], workers, partial(_processes, workers))
        try:
            yield pool
        finally:
            for executor in pool.executors:
                executor.shutdown(cancel_futures=True)


def in_order(
    pool: Pool | None,
    function: Callable[[Item], Result],
    items: Iterable[Item],
    killed: Callable[[Item], Result] | None = None,
) -> Iterator[Result]:
    """The function's result for each item, in the order of the items; a few are made ahead, never
    all.

    killed : what stands for an item that kills who works on it, also alone; without it that
        is a TifaError.
    """
    if pool is None:
        yield from map(function, items)
        return
    waiting: deque[tuple[Item, Future[Result]]] = deque()
    for item in items:
        waiting.append((item, _submit(pool, function, item)))
        if len(waiting) > 2 * pool.at_once:
            yield _result(pool, function, waiting, killed)
    while waiting:
        yield _result(pool, function, waiting, killed)


def _result(
    pool: Pool,
    function: Callable[[Item], Result],
    waiting: deque[tuple[Item, Future[Result]]],
    killed: Callable[[Item], Result] | None,
) -> Result:
    """The first result that is waited for. Where a process was killed, all of its pool are: others
    take their place and do the work again, this item first and alone.
    """
    item, future = waiting.popleft()
    try:
        return future.result()
    except BrokenExecutor:
        if pool.renew is None:
            raise
    again = [one for one, _ in waiting]
    waiting.clear()
    try:
        for _ in range(3):  # at first by those who may have taken the place already
            with suppress(BrokenExecutor):
                return _submit(pool, function, item).result()
            pool.executors.append(pool.renew())
        if killed is None:
            why = "(no memory left?); fewer --workers need less"
            raise TifaError(f"whoever does this work is killed {why}")
        return killed(item)
    finally:
        waiting.extend((one, _submit(pool, function, one)) for one in again)


def _processes(workers: int) -> ProcessPoolExecutor:
    """Processes of this machine; the one that tidies up after them stays silent."""
    sys.warnoptions.append("ignore:resource_tracker")
    try:
        how = {"mp_context": get_context("spawn"), "initializer": _end_with_parent}
        return ProcessPoolExecutor(workers, **how)
    finally:
        sys.warnoptions.remove("ignore:resource_tracker")


def _submit(pool: Pool, function: Callable[[Item], Result], item: Item) -> Future[Result]:
    """Hand out a task. A process started by it never gets Ctrl-C: this one ends, and the worker
    with it.
    """
    # a new process has its parent's mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        return pool.executors[-1].submit(function, item)
    except BrokenExecutor as error:  # whoever waits for it sees to others
        broken: Future[Result] = Future()
        broken.set_exception(error)
        return broken
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
        wanted = "that of a dask scheduler, like tcp://10.0.0.5:8786"
        raise TifaError(f"scheduler {scheduler!r} is no address; wanted: {wanted}")
    try:
        client = Client(scheduler, timeout=SECONDS, set_as_default=False)
    except OSError as error:
        why = f"does not answer within {SECONDS} seconds"
        raise TifaError(f"scheduler {scheduler!r} {why}") from error
    with client:
        yield Pool([client.get_executor(pure=False)], _count_workers(client, scheduler))


def _count_workers(client, scheduler: str) -> int:
    """Threads of all workers, each of which must have the code and lexicons that are here."""
    threads = client.nthreads()
    if not threads:
        raise TifaError(f"scheduler {scheduler!r} has no workers")
    for worker, print_ in sorted(client.run(fingerprint, on_error="return").items()):
        if print_ != fingerprint():
            other = "has another version of tifa's code or lexicons"
            said = "has no tifa" if isinstance(print_, Exception) else other
            todo = "start it in a checkout like this one"
            raise TifaError(f"worker {worker} of {scheduler} {said}; {todo}")
    return sum(threads.values())


def progress(items: Iterable[Item], what: str, total: int | None = None) -> Iterator[Item]:
    """The items, with a bar on stderr where that is a terminal and work takes two seconds."""
    if not sys.stderr.isatty():
        return iter(items)
    from tqdm import tqdm

    how = {"delay": 2, "leave": False, "dynamic_ncols": True}
    return iter(tqdm(items, desc=what, total=total, unit=f" {what}", **how))
