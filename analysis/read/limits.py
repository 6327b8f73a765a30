"""How much one file may cost; over a limit it is a line in the report, and others go on."""

import io
import signal
import threading
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from analysis.errors import TifaError

# The largest newspaper issue seen as one PDF has some 100 MB, most of it pictures; a year of a
# paper as text some 30 MB; of tables that are read row by row, a million articles have some 4 GB.
MOST_BYTES = (
    {".json": 1_000_000_000}
    | dict.fromkeys((".pdf", ".xlsx", ".xlsm", ".xls", ".ods"), 256_000_000)
    | dict.fromkeys((".csv", ".tsv", ".jsonl", ".ndjson", ".parquet"), 64_000_000_000)
)
MOST_BYTES_ELSEWHERE = 64_000_000
# bytes of a .docx, or of one stream of a PDF, when unpacked: the text of 500 pages has 10 MB
MOST_UNPACKED = 128_000_000
MOST_UNPACKED_TABLE = 2_000_000_000  # of a workbook: 100,000 articles have 500 MB
MOST_PAGES = 1_000  # of a PDF: a paper's issue has 4 to 100
# a page takes 0.1 s as text and 0.4 s as PDF; a busy machine may be ten times slower
SECONDS_PER_FILE = 20
BYTES_PER_SECOND = 50_000  # what a large file is given on top; ten times slower than reading is
AGAIN = 1.0  # seconds after which the alarm comes again, where a library has swallowed it
# In the line of a file that may be read the next time: it took too long, the machine had no room.
PASSING = ("SECONDS_PER_FILE", "MemoryError", "OSError", "cannot be read", "is killed")


class TooLong(BaseException):
    """The time of one file is over; no `except Exception` of a library takes it for its own."""


def is_repeatable(errors: Iterable[str]) -> bool:
    """Whether files that could not be read would not be read the next time either."""
    return not any(word in error for error in errors for word in PASSING)


def check_size(n_bytes: int, file: str) -> None:
    """Raise TifaError for a file too large to be pages of a newspaper, before it is read."""
    suffix = f".{file.lower().rpartition('.')[2]}"
    most = MOST_BYTES.get(suffix, MOST_BYTES_ELSEWHERE)
    if n_bytes > most:
        allowed = f"at most {most:,} are read (MOST_BYTES)"
        raise TifaError(f"{file}: has {n_bytes:,} bytes; {allowed}; split it")


def check_pages(n_pages: int, file: str) -> None:
    if n_pages > MOST_PAGES:
        raise TifaError(f"{file}: has more than {MOST_PAGES:,} pages (MOST_PAGES); split it")


def check_unpacked(packed: Path | io.BytesIO, file: str, most: int = MOST_UNPACKED) -> None:
    """Raise TifaError for a packed file whose contents would be too large (a "zip bomb")."""
    with zipfile.ZipFile(packed) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
    if unpacked > most:
        allowed = f"at most {most:,} are read (MOST_UNPACKED)"
        raise TifaError(f"{file}: unpacks to {unpacked:,} bytes; {allowed}")


@contextmanager
def bounded_streams(file: str) -> Iterator[None]:
    """Within the block pdfminer unpacks no stream beyond the limit and prints no warnings."""
    import logging

    from pdfminer import pdftypes

    def decompress(data: bytes) -> bytes:
        stream = zlib.decompressobj()
        out = stream.decompress(data, MOST_UNPACKED)
        if stream.unconsumed_tail:
            raise TifaError(
                f"{file}: a stream unpacks to more than {MOST_UNPACKED:,} bytes (MOST_UNPACKED)"
            )
        return out + stream.flush()

    quiet = logging.NullHandler()  # a program that wants the warnings has a handler of its own
    logging.getLogger("pdfminer").addHandler(quiet)
    before = pdftypes.zlib
    names = {name: getattr(before, name) for name in ("error", "decompressobj")}
    pdftypes.zlib = SimpleNamespace(decompress=decompress, **names)
    try:
        yield
    finally:
        pdftypes.zlib = before
        logging.getLogger("pdfminer").removeHandler(quiet)


@contextmanager
def time_limit(n_bytes: int, file: str) -> Iterator[None]:
    """Raise TifaError after the time of a file; no limit outside the main thread (no alarm)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    seconds = SECONDS_PER_FILE + n_bytes / BYTES_PER_SECOND

    def ring(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except TooLong:
        what = f"took longer than {seconds:.0f} s (SECONDS_PER_FILE); left out"
        raise TifaError(f"{file}: {what}") from None
    finally:
        signal.signal(signal.SIGALRM, before or signal.SIG_DFL)
