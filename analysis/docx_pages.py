"""The text of a .docx: a paragraph a line, table cells and text boxes too, headings with a blank line before."""

import io
import zipfile

from analysis.errors import TifaError

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # a text box said a second time
WHITE = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n"}


def docx_text(data: bytes, file: str) -> str:
    """The text of a Word file. Raises TifaError for one that cannot be read or holds no text."""
    import docx  # slow to import, and only .docx needs it
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        book = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
        raise TifaError(f"{file}: a .docx that cannot be read; it is broken or has a password") from error
    names = {style.style_id: style.name or "" for style in book.styles}
    lines: list[str] = []
    for paragraph in book.element.body.iter(f"{WORD}p"):
        text = _own_text(paragraph)
        if text.strip():
            style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
            name = names.get(style.get(f"{WORD}val"), "") if style is not None else ""
            lines += ["", text] if name.lower().startswith(("heading", "title", "标题")) else [text]
    if not lines:
        raise TifaError(f"{file}: a .docx without text")
    return "\n".join(lines).lstrip("\n") + "\n"


def _own_text(paragraph) -> str:
    """The text of a paragraph without that of paragraphs inside it (text boxes), which come by themselves."""
    parts = []
    for node in paragraph.iter(f"{WORD}t", *WHITE):
        around = list(node.iterancestors(f"{WORD}p", FALLBACK))
        if around[0] is paragraph and not any(a.tag == FALLBACK for a in paragraph.iterancestors(FALLBACK)):
            parts.append(WHITE.get(node.tag, node.text or ""))
    return "".join(parts)
