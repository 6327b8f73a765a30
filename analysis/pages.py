"""The pages of a folder and their text: .txt as it stands, .html without menus, .pdf in reading order, .docx by paragraph."""

import re
from pathlib import Path
from typing import NamedTuple

from analysis.decode import decode_bytes
from analysis.errors import TifaError

SUFFIXES = (".txt", ".html", ".htm", ".pdf", ".docx")

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)


class PageText(NamedTuple):
    """The text of a page, the encoding it was in, and what of the file a person should look at."""

    text: str
    encoding: str
    doubts: tuple[str, ...] = ()


def page_text(data: bytes, file: str) -> PageText:
    """The text of a page and the encoding it was in; of anything but .txt, the lines are those of the extracted text.

    Raises TifaError, naming the file, for what cannot be read or has no text.

    >>> page_text("区委召开会议。".encode("gb18030"), "a.txt")
    PageText(text='区委召开会议。', encoding='gb18030', doubts=())
    """
    suffix = Path(file).suffix.lower()
    if suffix == ".pdf":
        from analysis.pdf_pages import pdf_text

        text, doubts = pdf_text(data, file)
        return PageText(text, "pdf", doubts)
    if suffix == ".docx":
        from analysis.docx_pages import docx_text

        return PageText(docx_text(data, file), "docx")
    if suffix not in (".html", ".htm"):
        return PageText(*decode_bytes(data, file))
    declared = _CHARSET.search(data[:4096])
    decoded = decode_bytes(data, file, _python_name(declared[1].decode("ascii")) if declared else "")
    from analysis.html_pages import html_text

    return PageText(html_text(decoded.text, file), decoded.encoding)


def _python_name(charset: str) -> str:
    """GB2312 and GBK on the web are written with characters of their superset."""
    return "gb18030" if charset.lower() in ("gb2312", "gbk", "gb_2312-80") else charset


def list_pages(root: Path) -> list[tuple[Path, str]]:
    """The pages of a folder with their paths relative to it, in the order of their names."""
    if root.is_file():
        return [(root, root.name)]
    if not root.exists():
        raise TifaError(f"no such folder: {root}")
    found = [
        p
        for p in root.rglob("*")
        if p.suffix.lower() in SUFFIXES and p.is_file() and not p.name.startswith(".")
    ]
    if not found:
        raise TifaError(f"no pages in {root}: files ending in {', '.join(SUFFIXES)} are read")
    return sorted(((p, p.relative_to(root).as_posix()) for p in found), key=lambda f: f[1])

