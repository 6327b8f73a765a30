"""The files of a corpus folder: its pages, what is not read and why, and readable names."""

import codecs
import os
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from analysis.errors import TifaError
from analysis.read.article_tables import SUFFIXES as TABLES
from analysis.read.layout import take_marks
from analysis.read.side_columns import read_by_column
from analysis.table.decode import decode_bytes
from analysis.table.result_folders import MANIFEST, read_manifest

MARKDOWN = (".md", ".markdown")
HTML = (".html", ".htm", ".shtml", ".xhtml")
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)

_BEGINS_HTML = re.compile(r"\s*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
# GB2312 and GBK on the web are written with characters of their superset
_WIDER = dict.fromkeys(("gb2312", "gbk", "gb_2312-80"), "gb18030")


class PageText(NamedTuple):
    """The text of a page, its encoding, doubts about it, and marks of its lines."""

    text: str
    encoding: str
    doubts: tuple[str, ...] = ()
    marks: tuple[tuple[int, str], ...] = ()
    facts: Mapping[str, str] = MappingProxyType({})  # of a front matter, by our columns
    numbers: tuple[int, ...] = ()  # of each line the line of the file, where they differ


def page_text(data: bytes, file: str) -> PageText:
    """The text of a page, a printed line or paragraph a line. Raises TifaError for none.

    >>> page_text("区委召开会议。".encode("gb18030"), "a.txt")
    PageText(text='区委召开会议。', encoding='gb18030', doubts=(), marks=(), facts=mappingproxy({}),
    numbers=())
    """
    suffix = Path(file).suffix.lower()
    facts: dict[str, str] = {}
    if suffix == ".pdf":
        from analysis.read.pdf_pages import pdf_text

        text, doubts = pdf_text(data, file)
        encoding = "pdf"
    elif suffix == ".docx":
        from analysis.read.docx_pages import docx_text

        text, doubts, encoding = docx_text(data, file), (), "docx"
    else:
        charset = _charset(data) if suffix in HTML else ""
        text, encoding = decode_bytes(data, file, hint=_WIDER.get(charset.lower(), charset))
        doubts = _replaced(text, data) + _contradicted(charset, encoding)
        if suffix in MARKDOWN:
            from analysis.read.markdown_pages import markdown_text

            text, facts = markdown_text(text)
        elif suffix in HTML or _BEGINS_HTML.match(text):
            from analysis.read.html_pages import html_text

            text = html_text(text, file)
        else:
            text, numbers, told = read_by_column(text)
            return PageText(text, encoding, (*doubts, *told), numbers=numbers)
    text, marks = take_marks(text)
    return PageText(text, encoding, doubts, marks, facts)


def _charset(data: bytes) -> str:
    """The encoding a web page says it is in, "" where it says none."""
    declared = _DECLARED.search(data[:4096])
    return declared[1].decode("ascii") if declared else ""


def _contradicted(charset: str, encoding: str) -> tuple[str, ...]:
    """What to say of a page in another encoding than it says."""
    stated = _codec(_WIDER.get(charset.lower(), charset))
    if stated in ("", _codec(encoding.removesuffix("-sig"))):
        return ()
    return (f"the page says it is {charset}, but it is {encoding}",)


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
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt"), "save as .docx"),
    **dict.fromkeys((".et", ".xlsb", ".numbers"), "save as .xlsx"),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz"), "unpack"),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".tif"), "run text recognition"),
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
        name = readable_name(os.path.relpath(error.filename, root))
        closed.append(f"{name}: a folder that cannot be read ({error.strerror})")

    for home, folders, files in os.walk(root, onerror=missed):
        seen = [f for f in folders if not f.startswith(".") and f.lower() not in SYSTEM_FOLDERS]
        folders[:] = sorted(seen)
        if MANIFEST in files:  # results of ours: of tables, the articles are a corpus again
            ours = read_manifest(Path(home))
            keep = [f for f in files if f not in ours or Path(f).stem == "articles"]
            folders[:], files = [], keep if home == str(root) else []
        for path in (Path(home, name) for name in files if not name.lower().startswith(ABOUT)):
            # a pipe would never end, a link may lead to nothing
            is_page = path.suffix.lower() in SUFFIXES and os.path.isfile(path)
            (pages if is_page else others).append(path)
    if not pages:
        why = closed[0] if closed else unread_line([path.name for path in others])
        none = f"files ending in {', '.join(SUFFIXES)} are read"
        raise TifaError(f"no pages in {root}: {why or none}")
    named = _named([*pages, *others], root)
    listed = sorted(((p, named[p]) for p in pages), key=lambda page: page[1])
    return Folder(listed, sorted(named[p] for p in others), closed)


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
            return data.decode("gb18030")
        except UnicodeDecodeError:
            return data.decode("utf-8", "backslashreplace")
    return name


def unread_line(others: list[str]) -> str:
    """What is not read, by kind and number, with what to do; "" where all is.

    >>> unread_line(["a.doc", "b.doc", "c.xyz", "d"])
    '4 files were not read: 2 .doc (save as .docx), 1 .xyz, 1 without a suffix; read are .txt, .md,
    .markdown, .html, .htm, .shtml, .xhtml, .pdf, .docx, .csv, .tsv,
    .xlsx, .xlsm, .xls, .ods, .jsonl, .ndjson, .json, .parquet'
    """
    if not others:
        return ""
    told = []
    for suffix, n in Counter(Path(name).suffix.lower() for name in others).most_common():
        kind = f"{suffix} that is no plain file" if suffix in SUFFIXES else suffix
        advice = f" ({ADVICE[suffix]})" if suffix in ADVICE else ""
        told.append(f"{n} {kind or 'without a suffix'}{advice}")
    files = "1 file was" if len(others) == 1 else f"{len(others)} files were"
    return f"{files} not read: {', '.join(told)}; read are {', '.join(SUFFIXES)}"


def _named(paths: list[Path], root: Path) -> dict[Path, str]:
    """The name of each file below root; of two that read the same, one is escaped."""
    found: dict[str, Path] = {}
    for path in sorted(paths, key=lambda p: readable_name(str(p)) != str(p)):
        raw = path.relative_to(root).as_posix()
        name = readable_name(raw)
        name = os.fsencode(raw).decode("utf-8", "backslashreplace") if name in found else name
        found[name] = path
    return {path: name for name, path in found.items()}
