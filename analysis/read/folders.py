"""The files of a corpus folder: its pages, what is not read and why, and their names as people can
read them.
"""

import os
import stat
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from analysis.errors import TifaError
from analysis.read.article_tables import SUFFIXES as TABLES
from analysis.read.pages import HTML, MARKDOWN
from analysis.table.manifest import MANIFEST, read_manifest

SUFFIXES = (".txt", *MARKDOWN, *HTML, ".pdf", ".docx", *TABLES)
# About the corpus or the system, never pages: not read, and not missed.
ABOUT = ("corpus.csv", "readme", "license", "changelog", "thumbs.db", "desktop.ini", "~$", ".")
SYSTEM_FOLDERS = ("__macosx",)
ADVICE = {
    ".doc": "save as .docx",
    ".wps": "save as .docx",
    ".rtf": "save as .docx",
    ".odt": "save as .docx",
    ".xls": "save as .xlsx",
    ".et": "save as .xlsx",
    ".ods": "save as .xlsx",
    ".zip": "unpack",
    ".rar": "unpack",
    ".7z": "unpack",
    ".gz": "unpack",
    ".jpg": "run text recognition",
    ".jpeg": "run text recognition",
    ".png": "run text recognition",
    ".tif": "run text recognition",
}


class Folder(NamedTuple):
    """pages: path and name of each, by name; others: the names of files that are not read; closed:
    why a folder was not.
    """

    pages: list[tuple[Path, str]]
    others: list[str]
    closed: list[str]


def list_folder(root: Path) -> Folder:
    """Every file of a folder and of the folders in it, sorted into pages and others; links to
    folders are not followed.

    Raises TifaError where there is no such folder, and where it holds no page.
    """
    if os.path.isfile(root):
        return Folder([(root, readable_name(root.name))], [], [])
    if not os.path.isdir(root):
        raise TifaError(
            f"{root}: neither a folder nor a file"
            if os.path.lexists(root)
            else f"no such folder: {root}"
        )
    pages, others, closed = [], [], []

    def missed(error: OSError) -> None:
        closed.append(
            f"{readable_name(os.path.relpath(error.filename, root))}: a folder that cannot "
            f"be read ({error.strerror})"
        )

    for home, folders, files in os.walk(root, onerror=missed):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name.lower() not in SYSTEM_FOLDERS
        )
        if MANIFEST in files:  # results of ours: of tables, the articles are a corpus again
            ours = set(read_manifest(Path(home)))
            inside = home != str(root)
            keep = [f for f in files if f not in ours or Path(f).stem == "articles"]
            folders[:], files = [], [] if inside else keep
        for name in files:
            path = Path(home, name)
            if name.lower().startswith(ABOUT):
                continue
            (pages if path.suffix.lower() in SUFFIXES and _is_plain(path) else others).append(path)
    if not pages:
        raise TifaError(_no_pages(root, others, closed))
    named = _named([*pages, *others], root)
    return Folder(
        sorted(((p, named[p]) for p in pages), key=lambda page: page[1]),
        sorted(named[p] for p in others),
        closed,
    )


def document_ids(files: list[str]) -> dict[str, str]:
    """The doc_id of each file: its name without the suffix, or with it where two would be the same.

    >>> document_ids(["a.txt", "b.txt", "b.pdf"])
    {'a.txt': 'a', 'b.txt': 'b.txt', 'b.pdf': 'b.pdf'}
    """
    stems = Counter(file.rsplit(".", 1)[0] for file in files)
    return {f: stem if stems[stem := f.rsplit(".", 1)[0]] == 1 else f for f in files}


def readable_name(name: str) -> str:
    """A file name as text, also where its bytes are no UTF-8: as GB 18030 (a Chinese Windows), else
    with its bytes escaped.

    >>> name = os.fsdecode("临平.txt".encode("gb18030"))
    >>> readable_name("临平.txt"), readable_name(name), readable_name("\\udcff.txt")
    ('临平.txt', '临平.txt', '\\\\xff.txt')
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        data = os.fsencode(name)
        try:
            name = data.decode("gb18030")
        except UnicodeDecodeError:
            name = data.decode("utf-8", "backslashreplace")
    return name


def unread_line(others: list[str]) -> str:
    """What is not read, by kind and number, with what to do; "" where all is.

    >>> unread_line(["a.doc", "b.doc", "c.xyz", "d"])
    '4 files were not read: 2 .doc (save as .docx), 1 .xyz, 1 without a suffix; read are .txt, .md,
    .markdown, .html, .htm, .shtml, .xhtml, .pdf, .docx, .csv, .tsv, .xlsx, .jsonl, .ndjson, .json, .parquet'
    """
    if not others:
        return ""
    kinds = Counter(Path(name).suffix.lower() for name in others)
    told = [
        f"{n} {_kind(suffix)}" + (f" ({ADVICE[suffix]})" if suffix in ADVICE else "")
        for suffix, n in kinds.most_common()
    ]
    files = "1 file was" if len(others) == 1 else f"{len(others)} files were"
    return f"{files} not read: {', '.join(told)}; read are {', '.join(SUFFIXES)}"


def _kind(suffix: str) -> str:
    return f"{suffix} that is no plain file" if suffix in SUFFIXES else suffix or "without a suffix"


def _is_plain(path: Path) -> bool:
    """A file, or a link to one: not a pipe, which would never end, nor a link to nothing."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _named(paths: list[Path], root: Path) -> dict[Path, str]:
    """The name of each file below root; where two would read the same, the one whose bytes are no
    UTF-8 is escaped.
    """
    found: dict[Path, str] = {}
    taken: set[str] = set()
    for path in sorted(paths, key=lambda p: readable_name(str(p)) != str(p)):
        raw = path.relative_to(root).as_posix()
        name = readable_name(raw)
        if name in taken:
            name = os.fsencode(raw).decode("utf-8", "backslashreplace")
        taken.add(name)
        found[path] = name
    return found


def _no_pages(root: Path, others: list[Path], closed: list[str]) -> str:
    if closed:
        return f"no pages in {root}: {closed[0]}"
    said = unread_line([path.name for path in others])
    return (
        f"no pages in {root}: {said}"
        if said
        else f"no pages in {root}: files ending in {', '.join(SUFFIXES)} are read"
    )
