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

NAMES = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
WORD = f"{{{NAMES['w']}}}"
# a text box said a second time
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BOX = f"{WORD}txbxContent"
WHITE = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n"}
PARTS = ("header", "document", "footnotes", "endnotes", "footer")  # in the order they are read
_PART = re.compile(r"/word/(header|footnotes|endnotes|footer)")
_LEVEL = re.compile(r"(?:heading|标题)\s*(\d)")
HEADINGS = ("heading", "title", "subtitle", "标题")
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
        parts = sorted(book.part.package.iter_parts(), key=lambda part: part.partname)
        beside = [(m[1], p.blob) for p in parts if (m := _PART.match(p.partname))]
        roots = [("document", book.element.body), *((k, fromstring(xml)) for k, xml in beside)]
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError) as why:
        if isinstance(why, TifaError):
            raise
        what = "a .docx that cannot be read; it is broken or has a password"
        raise TifaError(f"{file}: {what}") from why
    styles = {style.style_id: style for style in book.styles}
    usual = _usual_size(book.element.body, styles)
    lines: list[str] = []
    for kind, root in sorted(roots, key=lambda part: PARTS.index(part[0])):
        found = _lines(root, styles, usual)
        if kind in ("header", "footer"):  # stands in the file once a section
            furniture = dict.fromkeys(marked(x, "furniture") for x in found if x)
            found = [x for x in furniture if x not in lines]
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
            if rows.get(row) == len(lines) - 1:
                lines[-1] = (0, lines[-1][1] + "\u3000" + text.strip())
            else:
                lines.append((0, text.strip()))
            rows[row] = len(lines) - 1
        elif rank:
            lines += [(rank, part.strip()) for part in text.split("\n") if part.strip()]
        else:
            indent = "　　" if _is_set_in(paragraph) and not text[0].isspace() else ""
            lines.append((0, indent + text))
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
    if next(paragraph.iterancestors(FALLBACK), None) is not None:
        return ""
    nodes = paragraph.iter(f"{WORD}t", *WHITE)
    own = (n for n in nodes if next(n.iterancestors(f"{WORD}p", FALLBACK)) is paragraph)
    return "".join(WHITE.get(node.tag, node.text or "") for node in own)


def _said(element, path: str, name: str = "val") -> str:
    """What an element inside says, "" where there is none."""
    found = element.find(path, NAMES)
    return "" if found is None else found.get(WORD + name, "")


def _style_chain(paragraph, styles: dict) -> list:
    style, chain = styles.get(_said(paragraph, "w:pPr/w:pStyle")), []
    while style is not None and style not in chain:
        chain.append(style)
        style = getattr(style, "base_style", None)
    return chain


def _size(paragraph, styles: dict) -> float:
    """The size of most of a paragraph's characters in half points; 0 if nothing says it."""
    fonts = [getattr(style, "font", None) for style in _style_chain(paragraph, styles)]
    inherited = next((2 * font.size.pt for font in fonts if font is not None and font.size), 0.0)
    sizes: Counter[float] = Counter()
    for run in paragraph.iter(f"{WORD}r"):
        n_characters = sum(len(t.text or "") for t in run.iter(f"{WORD}t"))
        sizes[float(_said(run, "w:rPr/w:sz") or inherited)] += n_characters
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
        if level := _LEVEL.match(name):
            return 1.0 + int(level[1])
        if name.startswith(HEADINGS):
            return 1.5 if name.startswith("sub") else 1.0
    outline = _said(paragraph, "w:pPr/w:outlineLvl")
    if outline.isdigit() and int(outline) < 9:
        return 2.0 + int(outline)
    if len(text) > LONGEST_HEAD or text.rstrip().endswith(("。", "；", "：", ".")):
        return 0.0
    runs = [r for r in paragraph.iter(f"{WORD}r") if r.find("w:t", NAMES) is not None]
    bold = all(run.find("w:rPr/w:b", NAMES) is not None for run in runs)
    middle = bold and _said(paragraph, "w:pPr/w:jc") == "center"
    size = _size(paragraph, styles)
    larger = size >= LARGER * usual or (middle and size)
    return 2.0 + usual / size if larger else 3.0 * middle


def _is_set_in(paragraph) -> bool:
    indents = (_said(paragraph, "w:pPr/w:ind", name) for name in ("firstLine", "firstLineChars"))
    return any(indent not in ("", "0") for indent in indents)
