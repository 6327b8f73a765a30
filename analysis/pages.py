"""The pages of a folder and their text: .txt as it stands, .html without menus, .pdf in reading order, .docx by paragraph."""

import re
from pathlib import Path

from analysis.decode import Decoded, decode_bytes
from analysis.errors import TifaError

SUFFIXES = (".txt", ".html", ".htm", ".pdf", ".docx")

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)


def page_text(data: bytes, file: str) -> Decoded:
    """The text of a page and the encoding it was in; of anything but .txt, the lines are those of the extracted text.

    Raises TifaError, naming the file, for what cannot be read or has no text.

    >>> page_text("区委召开会议。".encode("gb18030"), "a.txt")
    Decoded(text='区委召开会议。', encoding='gb18030')
    """
    suffix = Path(file).suffix.lower()
    if suffix == ".pdf":
        from analysis.pdf_pages import pdf_text

        return Decoded(pdf_text(data, file), "pdf")
    if suffix == ".docx":
        from analysis.docx_pages import docx_text

        return Decoded(docx_text(data, file), "docx")
    if suffix not in (".html", ".htm"):
        return decode_bytes(data, file)
    declared = _CHARSET.search(data[:4096])
    decoded = decode_bytes(data, file, _python_name(declared[1].decode("ascii")) if declared else "")
    return Decoded(_article_of_html(decoded.text, file), decoded.encoding)


def _python_name(charset: str) -> str:
    """GB2312 and GBK on the web are written with characters of their superset."""
    return "gb18030" if charset.lower() in ("gb2312", "gbk", "gb_2312-80") else charset


def _article_of_html(html: str, file: str) -> str:
    from trafilatura import extract, extract_metadata  # slow to import, and only .html needs it

    body = (extract(html, favor_recall=True, include_comments=False, include_tables=True) or "").strip()
    if not body:
        raise TifaError(f"{file}: an HTML page without article text")
    about = extract_metadata(html)
    title, day, author = (about.title, about.date, about.author) if about else (None, None, None)
    lines = body.split("\n")
    menu = lines.index(title) if title in lines[:15] else 0
    if all(len(line) <= 12 and not line.endswith("。") for line in lines[:menu]):
        body = "\n".join(lines[menu:])  # on short pages the menu comes too
    head = [
        title if title and not body.startswith(title) else "",
        f"发布时间：{day}" if day and day not in body else "",
    ]
    head.append(f"作者：{author}" if author and author not in body else "")
    return "\n".join([*filter(None, head), body]) + "\n"


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

