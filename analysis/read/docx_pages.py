"""The text of a .docx: a paragraph a line, a table row a line, text boxes, notes, headers and
footers too; headings marked.

A heading is one by its style, by its outline level, or by its look: a short line larger than most
text, or centred and bold.
"""

import io
import re
import zipfile
from collections import Counter
from itertools import groupby

from analysis.errors import TifaError
from analysis.read.layout import marked
from analysis.read.limits import check_unpacked

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# a text box said a second time
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BOX = f"{WORD}txbxContent"
WHITE = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n"}
HEADINGS = ("heading", "title", "subtitle", "标题")
NOTES = ("footnotes", "endnotes")
LONGEST_HEAD = 60  # characters
LARGER = 1.3  # times the size of most text


def docx_text(data: bytes, file: str) -> str:
    """The text of a Word file, each part once. Raises TifaError where it has none."""
    import docx  # slow to import, and only .docx needs it
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError, fromstring

    try:
        check_unpacked(io.BytesIO(data), file)
        book = docx.Document(io.BytesIO(data))
        parts = [
            (str(p.partname), fromstring(p.blob))
            for p in book.part.package.iter_parts()
            if str(p.partname).startswith("/word/")
            and any(name in str(p.partname) for name in ("/header", "/footer", *NOTES))
        ]
    except TifaError:
        raise
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError) as why:
        what = "a .docx that cannot be read; it is broken or has a password"
        raise TifaError(f"{file}: {what}") from why
    styles = {style.style_id: style for style in book.styles}
    usual = _usual_size(book.element.body, styles)
    lines: list[str] = []
    for kind in ("/header", "", *(f"/{name}" for name in NOTES), "/footer"):
        roots = (
            [book.element.body]
            if not kind
            else [root for name, root in sorted(parts, key=lambda p: p[0]) if kind in name]
        )
        before = {"", *lines}
        for root in roots:  # a header stands in the file once a section
            found = _lines(root, styles, usual)
            if kind in ("/header", "/footer"):
                found = [x for x in (marked(x, "furniture") for x in found) if x not in before]
            lines += found
    if not any(line.strip() for line in lines):
        raise TifaError(f"{file}: a .docx without text")
    return "\n".join(lines).lstrip("\n") + "\n"


def _lines(root, styles: dict, usual: float) -> list[str]:
    """The lines of a part: a table row is one, headings are marked after a blank line."""
    lines: list[tuple[float, str]] = []  # rank of a heading, 0 for text
    rows: dict[object, int] = {}
    for paragraph in root.iter(f"{WORD}p"):
        text = _own_text(paragraph)
        if not text.strip():
            continue
        row = next((a for a in paragraph.iterancestors(f"{WORD}tr", BOX)), None)
        rank = _rank(paragraph, text, styles, usual)
        if row is not None and row.tag != BOX:
            if row in rows and rows[row] == len(lines) - 1:
                lines[-1] = (0, lines[-1][1] + "\u3000" + text.strip())
            else:
                lines.append((0, text.strip()))
            rows[row] = len(lines) - 1
        elif rank:
            lines += [(rank, part.strip()) for part in text.split("\n") if part.strip()]
        else:
            lines.append(
                (0, ("　　" if _is_set_in(paragraph) and not text[0].isspace() else "") + text)
            )
    return _marked(lines)


def _marked(lines: list[tuple[float, str]]) -> list[str]:
    """The lines with headings marked by their rank in the file, a blank line before each run."""
    ranks = sorted({rank for rank, _ in lines if rank})
    out: list[str] = []
    for is_head, group in groupby(lines, key=lambda line: line[0] > 0):
        out += [""] if is_head else []
        for rank, text in group:
            out.append(marked(text, f"h{min(ranks.index(rank) + 1, 6)}") if is_head else text)
    return out


def _own_text(paragraph) -> str:
    """The text of a paragraph without that of the text boxes inside it."""
    parts = []
    for node in paragraph.iter(f"{WORD}t", *WHITE):
        around = list(node.iterancestors(f"{WORD}p", FALLBACK))
        if around[0] is paragraph and not any(
            a.tag == FALLBACK for a in paragraph.iterancestors(FALLBACK)
        ):
            parts.append(WHITE.get(node.tag, node.text or ""))
    return "".join(parts)


def _style_chain(paragraph, styles: dict) -> list:
    """The style of a paragraph and those it is based on."""
    found = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    style, chain = styles.get(found.get(f"{WORD}val")) if found is not None else None, []
    while style is not None and style not in chain:
        chain.append(style)
        style = getattr(style, "base_style", None)
    return chain


def _size(paragraph, styles: dict) -> float:
    """The size of most of a paragraph's characters in half points; 0 if nothing says it."""
    sizes: Counter[float] = Counter()
    chain = _style_chain(paragraph, styles)
    inherited = next(
        (2 * s.font.size.pt for s in chain if getattr(s, "font", None) is not None and s.font.size),
        0.0,
    )
    for run in paragraph.iter(f"{WORD}r"):
        own = run.find(f"{WORD}rPr/{WORD}sz")
        value = own.get(f"{WORD}val") if own is not None else None
        sizes[float(value) if value else inherited] += sum(
            len(t.text or "") for t in run.iter(f"{WORD}t")
        )
    return max(sizes, key=lambda size: (sizes[size], size), default=inherited)


def _usual_size(body, styles: dict) -> float:
    """The size of most characters of the file."""
    sizes: Counter[float] = Counter()
    for paragraph in body.iter(f"{WORD}p"):
        sizes[_size(paragraph, styles)] += len(_own_text(paragraph))
    return max(sizes, key=lambda size: (sizes[size], -size), default=0.0) or 21.0


def _rank(paragraph, text: str, styles: dict, usual: float) -> float:
    """1 for a title, up to 6 for lower headings (by look: the larger the higher), 0 for text."""
    for style in _style_chain(paragraph, styles):
        name = (style.name or "").lower()
        level = re.match(r"(?:heading|标题)\s*(\d)", name)
        if level or name.startswith(HEADINGS):
            return 1.0 + int(level[1]) if level else 1.5 if name.startswith("sub") else 1.0
    outline = paragraph.find(f"{WORD}pPr/{WORD}outlineLvl")
    if (
        outline is not None
        and outline.get(f"{WORD}val", "9").isdigit()
        and int(outline.get(f"{WORD}val", "9")) < 9
    ):
        return 2.0 + int(outline.get(f"{WORD}val"))
    if len(text) > LONGEST_HEAD or text.rstrip().endswith(("。", "；", "：", ".")):
        return 0.0
    centred = paragraph.find(f"{WORD}pPr/{WORD}jc")
    bold = all(
        r.find(f"{WORD}rPr/{WORD}b") is not None
        for r in paragraph.iter(f"{WORD}r")
        if r.find(f"{WORD}t") is not None
    )
    middle = centred is not None and centred.get(f"{WORD}val") == "center"
    size = _size(paragraph, styles)
    larger = size >= LARGER * usual or (middle and bold and size)
    return 2.0 + usual / size if larger else 3.0 * (middle and bold)


def _is_set_in(paragraph) -> bool:
    """True when the paragraph's first line is set in."""
    indent = paragraph.find(f"{WORD}pPr/{WORD}ind")
    return indent is not None and any(
        indent.get(f"{WORD}{k}", "0") not in ("0", "") for k in ("firstLine", "firstLineChars")
    )
