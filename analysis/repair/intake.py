"""A folder's pages, read and repaired one by one: work that processes can share."""

import hashlib
from collections.abc import Container, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from analysis.describe.dates import date_in_path
from analysis.errors import TifaError
from analysis.read.article_tables import is_table
from analysis.read.folders import HTML, document_ids, list_folder, page_text
from analysis.read.limits import check_size, time_limit
from analysis.repair.repair import PageParts, packed, repair_page, unpacked
from analysis.table.parallel import Pool, in_order, progress
from analysis.table.store import fingerprint, key_of, read_small, store, write_small

RAW_COLUMNS = ["doc_id", "file", "text", "sha256", "encoding", "facts"]
FILES_AT_ONCE = 16  # files of one task
KINDS = {".pdf": "PDF", ".docx": "Word file"} | dict.fromkeys(HTML, "web page")
MOST_SAID = 120  # characters of a library's own words


class File(NamedTuple):
    """A file to read, by path, since text does not travel; `day` of the issue, if known."""

    path: Path
    file: str
    doc_id: str
    day: str


class Page(NamedTuple):
    """A file read: a row of `RAW_COLUMNS` and its parts; or why it could not be, and no parts."""

    row: dict[str, Any]
    parts: PageParts | None


def read_folder(
    root: Path, days: Mapping[str, str], pool: Pool | None = None, tables: Container[str] = ()
) -> Iterator[Page]:
    """Every page of a folder, but of `tables`, by day and name: those of an issue come together."""
    pages, _, closed = list_folder(root)
    ids = document_ids([file for _, file in pages])
    files = [
        File(path.absolute(), file, ids[file], days.get(file) or date_in_path(file))
        for path, file in pages
        if not (is_table(file) or file in tables)
    ]
    files.sort(key=lambda file: file.day)
    yield from (Page({"file": f"{why.split(':')[0]}/", "error": why}, None) for why in closed)
    tasks = (files[i : i + FILES_AT_ONCE] for i in range(0, len(files), FILES_AT_ONCE))
    read = chain.from_iterable(in_order(pool, read_files, tasks, partial(_one_by_one, pool)))
    yield from progress(read, "files", len(files))


def _one_by_one(pool: Pool, files: list[File]) -> list[Page]:
    """The pages of files of which one kills who reads it: the others, and a line for that one."""
    alone = ([file] for file in files)
    return list(chain.from_iterable(in_order(pool, read_files, alone, _killed)))


def _killed(files: list[File]) -> list[Page]:
    why = "whoever reads it is killed (no memory left?); left out"
    return [Page({"file": f.file, "error": f"{f.file}: {why}"}, None) for f in files]


def read_files(files: list[File]) -> list[Page]:
    """The pages of some files, in their order; those read before out of the store."""
    return [_read(file) for file in files]


def _read(file: File) -> Page:
    """The page of a file, or its line in the report: no error of any library stops the rest."""
    try:
        check_size(file.path.stat().st_size, file.file)
        data = file.path.read_bytes()
        if store() is None:
            return _repaired(file, data)
        key = key_of("page", fingerprint("repair"), *file[1:], hashlib.sha256(data).hexdigest())
        if found := read_small(key):
            return Page(found["row"], unpacked(found["parts"]))
        page = _repaired(file, data)
        write_small(key, {"row": page.row, "parts": packed(page.parts)})
        return page
    except Exception as error:  # of any library, for any damage
        kind = KINDS.get(Path(file.file).suffix.lower(), "text")
        return Page({"file": file.file, "error": told(error, file.file, kind)}, None)


def told(error: Exception, file: str, kind: str) -> str:
    """One line: what went wrong with a file."""
    if isinstance(error, TifaError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{file}: cannot be read ({error.strerror})"
    said = " ".join(f"{type(error).__name__}: {error}".split())[:MOST_SAID].rstrip(": ")
    return f"{file}: not a readable {kind}: {said}"


def _repaired(file: File, data: bytes) -> Page:
    with time_limit(len(data), file.file):
        text, encoding, doubts, marks, facts, numbers = page_text(data, file.file)
        parts = repair_page(file.doc_id, file.file, text, file.day, dict(marks), facts, numbers)
    parts.notes.extend((file.doc_id, "doubt", what, 1) for what in doubts)
    digest = hashlib.sha256(data).hexdigest()
    cells = file.doc_id, file.file, text, digest, encoding, dict(facts)
    return Page(dict(zip(RAW_COLUMNS, cells, strict=True)), parts)
