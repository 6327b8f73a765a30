"""A folder's pages, read and repaired one by one: work that processes can share."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from analysis.describe.dates import date_in_path
from analysis.errors import TifaError
from analysis.read.article_tables import is_table
from analysis.read.folders import HTML, document_ids, list_folder, page_text
from analysis.read.limits import check_size, time_limit
from analysis.repair.repair import PageParts, repair_page
from analysis.table.parallel import Pool, in_order, progress
from analysis.table.store import fingerprint, key_of, read_small, store, write_small

PLAIN = frozenset((str, int, float, bool, type(None)))
CONTAINERS = {"list": list, "tuple": tuple, "set": set, "dict": lambda pairs: dict(pairs)}


def plain(value: Any) -> Any:
    """A value as what JSON has; `revived` is the way back.

    >>> from analysis.read.layout import split_lines
    >>> revived(plain([("a", 1), split_lines("标题")]))[1].text
    ['标题']
    """
    kind = type(value)
    if kind in PLAIN:
        return value
    if names := _fields(kind):
        return [_name(kind), *(plain(getattr(value, name)) for name in names)]
    parts = sorted(value) if kind is set else value.items() if kind is dict else value
    return [kind.__name__, *map(plain, parts)]


def revived(data: Any) -> Any:
    """The value that `plain` took."""
    if type(data) is not list:
        return data
    name, *rest = data
    if name in CONTAINERS:
        return CONTAINERS[name](map(revived, rest))
    return _kind(name)(*map(revived, rest))


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The fields of a class of rows of ours, in the order it takes them."""
    ours = kind.__module__.startswith("analysis.")
    of_class = tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()
    return getattr(kind, "_fields", of_class) if ours else ()


@cache
def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__name__}"


@cache
def _kind(name: str) -> type:
    home, _, own = name.rpartition(".")
    kind = getattr(import_module(home), own) if home.startswith("analysis.") else None
    if kind is None or not _fields(kind):
        raise TypeError(f"{name} is no class of rows")
    return kind


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


def read_folder(root: Path, days: Mapping[str, str], pool: Pool | None = None) -> Iterator[Page]:
    """Every page of a folder by day and name, so that those of an issue come together."""
    pages, _, closed = list_folder(root)
    ids = document_ids([file for _, file in pages])
    names = [(path, file, ids[file]) for path, file in pages if not is_table(file)]
    day_of = {file: days.get(file) or date_in_path(file) for _, file, _ in names}
    names.sort(key=lambda name: day_of[name[1]])
    yield from (Page({"file": f"{why.split(':')[0]}/", "error": why}, None) for why in closed)
    tasks = (
        [
            File(path.absolute(), file, doc_id, day_of[file])
            for path, file, doc_id in names[i : i + FILES_AT_ONCE]
        ]
        for i in range(0, len(names), FILES_AT_ONCE)
    )
    alone = partial(_one_by_one, pool)
    read = (page for pages in in_order(pool, read_files, tasks, alone) for page in pages)
    yield from progress(read, "files", len(names))


def _one_by_one(pool: Pool, files: list[File]) -> list[Page]:
    """The pages of files of which one kills who reads it: the others, and a line for that one."""
    alone = ([file] for file in files)
    return [page for pages in in_order(pool, read_files, alone, _killed) for page in pages]


def _killed(files: list[File]) -> list[Page]:
    why = "whoever reads it is killed (no memory left?); left out"
    return [Page({"file": f.file, "error": f"{f.file}: {why}"}, None) for f in files]


def read_files(files: list[File]) -> list[Page]:
    """The pages of some files, in their order; those read before out of the store."""
    return [_read(file) for file in files]


def _fetch(file: File) -> bytes:
    try:
        check_size(file.path.stat().st_size, file.file)
        return file.path.read_bytes()
    except OSError as error:
        raise TifaError(f"{file.file}: cannot be read ({error.strerror})") from error


def _read(file: File) -> Page:
    """The page of a file, or its line in the report: no error of any library stops the rest."""
    try:
        data = _fetch(file)
        if store() is None:
            return _repaired(file, data)
        key = key_of("page", fingerprint("repair"), *file[1:], hashlib.sha256(data).hexdigest())
        if found := read_small(key):
            return Page(found["row"], revived(found["parts"]))
        page = _repaired(file, data)
        write_small(key, {"row": page.row, "parts": plain(page.parts)})
        return page
    except TifaError as error:
        return Page({"file": file.file, "error": str(error)}, None)
    except Exception as error:  # of any library, for any damage
        kind = KINDS.get(Path(file.file).suffix.lower(), "text")
        why = " ".join(f"{type(error).__name__}: {error}".split())[:MOST_SAID].rstrip(": ")
        return Page(
            {"file": file.file, "error": f"{file.file}: not a readable {kind}: {why}"}, None
        )


def _repaired(file: File, data: bytes) -> Page:
    with time_limit(len(data), file.file):
        text, encoding, doubts, marks, facts = page_text(data, file.file)
        parts = repair_page(file.doc_id, file.file, text, file.day, dict(marks), facts)
    known = {"doc_id": file.doc_id, "file": file.file}
    row = known | {
        "text": text,
        "sha256": hashlib.sha256(data).hexdigest(),
        "encoding": encoding,
        "facts": dict(facts),
    }
    return Page(
        row,
        parts._replace(notes=[*parts.notes, *((file.doc_id, "doubt", what, 1) for what in doubts)]),
    )
