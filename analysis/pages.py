"""The text of one page, whatever its file type: .txt as it stands, .html without its menus and adverts."""

import re

from analysis.decode import Decoded, decode_bytes
from analysis.errors import TifaError

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)


def page_text(data: bytes, file: str) -> Decoded:
    """The text of a page and the encoding it was in. For .html the lines are those of the extracted text, not of the file.

    >>> page_text("区委召开会议。".encode("gb18030"), "a.txt")
    Decoded(text='区委召开会议。', encoding='gb18030')
    """
    if not file.lower().endswith((".html", ".htm")):
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
    head = [title if title and not body.startswith(title) else "", f"发布时间：{day}" if day and day not in body else ""]
    head.append(f"作者：{author}" if author and author not in body else "")
    return "\n".join([*filter(None, head), body]) + "\n"
