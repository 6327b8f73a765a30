"""The files of a corpus folder: its pages, what is not read and why, and readable names."""

import codecs
import os
import re
import stat
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from analysis.errors import TifaError
from analysis.read.article_tables import SUFFIXES as TABLES
from analysis.read.layout import take_marks
from analysis.table.decode import decode_bytes
from analysis.table.manifest import MANIFEST, read_manifest

MARKDOWN = (".md", ".markdown")
HTML = (".html", ".htm", ".shtml", ".xhtml")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)


class PageText(NamedTuple):
    """The text of a page, its encoding, doubts about it, and marks of its lines."""

    text: str
    encoding: str
    doubts: tuple[str, ...] = ()
    marks: tuple[tuple[int, str], ...] = ()
    facts: Mapping[str, str] = MappingProxyType({})  # of a front matter, by our columns


def page_text(data: bytes, file: str) -> PageText:
    """The text of a page, a printed line or paragraph a line. Raises TifaError for none.

    >>> page_text("区委召开会议。".encode("gb18030"), "a.txt")
    PageText(text='区委召开会议。', encoding='gb18030', doubts=(), marks=(), facts=mappingproxy({}))
    """
    suffix = Path(file).suffix.lower()
    if suffix == ".pdf":
        from analysis.read.pdf_pages import pdf_text

        text, doubts = pdf_text(data, file)
        text, marks = take_marks(text)
        return PageText(text, "pdf", doubts, marks)
    if suffix == ".docx":
        from analysis.read.docx_pages import docx_text

        text, marks = take_marks(docx_text(data, file))
        return PageText(text, "docx", (), marks)
    if suffix in MARKDOWN:
        from analysis.read.markdown_pages import markdown_text

        decoded = decode_bytes(data, file)
        text, facts = markdown_text(decoded.text)
        text, marks = take_marks(text)
        return PageText(text, decoded.encoding, _replaced(decoded.text, data), marks, facts)
    if suffix not in HTML:
        decoded = decode_bytes(data, file)
        return PageText(decoded.text, decoded.encoding, _replaced(decoded.text, data))
    declared = _CHARSET.search(data[:4096])
    stated = declared[1].decode("ascii") if declared else ""
    # GB2312 and GBK on the web are written with characters of their superset
    stated = "gb18030" if stated.lower() in ("gb2312", "gbk", "gb_2312-80") else stated
    decoded = decode_bytes(data, file, hint=stated)
    from analysis.read.html_pages import html_text

    doubts = _replaced(decoded.text, data)
    if stated and _codec(stated) not in ("", _codec(decoded.encoding.removesuffix("-sig"))):
        doubts += (
            f"the page says it is {declared[1].decode('ascii')}, but it is {decoded.encoding}",
        )
    text, marks = take_marks(html_text(decoded.text, file))
    return PageText(text, decoded.encoding, doubts, marks)


def _replaced(text: str, data: bytes) -> tuple[str, ...]:
    """What to say of bytes that were no text: how many, and the line of the first."""
    if "\ufffd" not in text or "\ufffd".encode() in data:
        return ()
    at, n = text.index("\ufffd"), text.count("\ufffd")
    line = len(re.findall("\r\n|\n|\r", text[:at])) + 1
    return (
        f"bytes that are no text, {n} shown as \ufffd: line {line}, "
        f"{' '.join(text[max(at - 8, 0) : at + 8].split())}",
    )


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


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
    """Pages (path, name), names of files that are not read, and why folders were not."""

    pages: list[tuple[Path, str]]
    others: list[str]
    closed: list[str]


def list_folder(root: Path) -> Folder:
    """The files of a folder and those in it, no links. Raises TifaError without a page."""
    if os.path.isfile(root):
        return Folder([(root, readable_name(root.name))], [], [])
    if not os.path.isdir(root):
        if os.path.lexists(root):
            raise TifaError(f"{root}: neither a folder nor a file")
        raise TifaError(f"no such folder: {root}")
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
    """A file name as text: bytes that are no UTF-8 as GB 18030, else escaped.

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
    """The name of each file below root; of two that read the same, one is escaped."""
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
    return f"no pages in {root}: " + (said or f"files ending in {', '.join(SUFFIXES)} are read")
