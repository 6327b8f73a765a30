"""The pages of a folder and their text, as lines: .txt, .md, .html, .pdf, .docx."""

import codecs
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from analysis.read.layout import take_marks
from analysis.table.decode import decode_bytes

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
