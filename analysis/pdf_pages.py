"""The text of a PDF page in reading order, a paragraph a line: columns and sizes are seen, not guessed.

Reading order by recursive cuts at white space (Nagy & Seth 1984, "Hierarchical representation of optically scanned
documents"): columns where a gutter runs through, else a cut above or below a line that spans them, headlines first.
"""

import io
import itertools
from statistics import median
from typing import NamedTuple

from analysis.errors import TifaError

GUTTER = 0.9  # of a character: white that runs through a block of lines parts columns
HEAD = 1.15  # times the size of most text: a headline
INDENT, SHORT = 1.2, 1.6  # characters: a line further in starts a paragraph, one ending earlier closes it
FEWEST = 12  # characters in a whole file; below, the pages are pictures
MOST_CUTS = 12  # candidate cuts looked at in one block
STOPS = tuple("。！？；：…”’）》」』!?;:)")


class Glyph(NamedTuple):
    """One character and its box, in points from the page's top left."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    after_space: bool


class Row(NamedTuple):
    """One printed line of a column."""

    text: str
    x0: float
    x1: float
    top: float
    size: float
    column: int
    left: float  # of its column
    right: float


def pdf_text(data: bytes, file: str) -> str:
    """The text of a PDF: paragraphs on lines of their own, headlines with a blank line before, pages in order.

    Raises TifaError for a scanned PDF without text, one with a password, one whose fonts do not tell their characters,
    and one that is broken.
    """
    pages = [_glyphs(page) for page in _open(data, file)]
    everything = list(itertools.chain.from_iterable(pages))
    unknown = sum(g.text.startswith("(cid:") for g in everything)
    if unknown > 0.1 * len(everything) + 1:
        raise TifaError(f"{file}: a PDF whose fonts do not say which characters they show; save it as text or .docx")
    if len(everything) < FEWEST:
        raise TifaError(f"{file}: a scanned PDF without text; run text recognition (OCR) on it first")
    usual = median(g.size for g in everything)
    return "\n\n".join(filter(None, (_page_text(glyphs, usual) for glyphs in pages))) + "\n"


def _open(data: bytes, file: str) -> list:
    import pdfplumber  # slow to import, and only .pdf needs it
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.psparser import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as book:
            return [page.dedupe_chars().chars for page in book.pages]  # bold is often set twice over
    except (PdfminerException, PSException, ValueError, KeyError, TypeError, AssertionError) as error:
        causes = {type(error), *(type(a) for a in error.args)}
        why = "it has a password" if PDFPasswordIncorrect in causes else "it is broken or no PDF"
        raise TifaError(f"{file}: a PDF that cannot be read; {why}") from error


def _glyphs(chars: list[dict]) -> list[Glyph]:
    """The characters that show; a space becomes a mark on the one after it."""
    glyphs, space = [], False
    for c in chars:
        if c["text"].strip("\xad \u3000\t\n\xa0"):
            glyphs.append(Glyph(c["text"], c["x0"], c["x1"], c["top"], c["bottom"], c["size"], space))
        space = not c["text"].strip()
    return glyphs


def _page_text(glyphs: list[Glyph], usual: float) -> str:
    blocks = list(_cut(glyphs))
    rows = [row for number, block in enumerate(blocks) for row in _rows(block, number)]
    out: list[str] = []
    for before, row in zip([None, *rows], rows, strict=False):
        head = row.size > HEAD * usual
        if before is None:
            out.append(row.text)
        elif head or before.size > HEAD * usual:
            new = head and (before.size <= HEAD * usual or row.column != before.column)
            out += ["", row.text] if new else [row.text]
        elif _goes_on(before, row):
            out[-1] += row.text
        else:
            out.append(row.text)
    return "\n".join(out)


def _goes_on(before: Row, row: Row) -> bool:
    """Whether a line goes on with the paragraph of the line before: not set in, and that one was full."""
    if abs(row.size - before.size) > 0.08 * row.size or row.x0 - row.left > INDENT * row.size:
        return False
    full = before.right - before.x1 < SHORT * before.size
    if row.column != before.column:  # from the foot of a column to the head of the next
        return full and not before.text.endswith(STOPS)
    return full


def _cut(glyphs: list[Glyph]):
    """Blocks of glyphs in reading order, none of which holds two columns."""
    if not glyphs:
        return
    size = median(g.size for g in glyphs)
    bands = _parted(glyphs, "top", "bottom", 0.0)
    columns = _parted(glyphs, "x0", "x1", GUTTER * size) if len(bands) > 1 else [glyphs]
    if len(columns) > 1:
        for column in columns:
            yield from _cut(column)
        return
    edges = [0, *(_size_changes(bands) or _gutter_below(bands)), len(bands)]
    if len(edges) == 2:
        yield glyphs
        return
    for low, high in itertools.pairwise(edges):
        yield from _cut(list(itertools.chain.from_iterable(bands[low:high])))


def _size_changes(bands: list[list[Glyph]]) -> list[int]:
    """Where the size of type changes from band to band: above and below headlines."""
    sizes = [median(g.size for g in band) for band in bands]
    return [at for at, (a, b) in enumerate(itertools.pairwise(sizes), start=1) if abs(a - b) > 0.15 * min(a, b)]


def _gutter_below(bands: list[list[Glyph]]) -> list[int]:
    """The widest white between bands that leaves a gutter above or below it: [where], or [] if there is none."""
    tops, feet = [min(g.top for g in b) for b in bands], [max(g.bottom for g in b) for b in bands]
    for at in sorted(range(1, len(bands)), key=lambda k: (feet[k - 1] - tops[k], k))[:MOST_CUTS]:
        if any(_has_gutter(list(itertools.chain.from_iterable(part))) for part in (bands[:at], bands[at:])):
            return [at]
    return []


def _has_gutter(glyphs: list[Glyph]) -> bool:
    size = median(g.size for g in glyphs)
    return len(_parted(glyphs, "top", "bottom", 0.0)) > 1 and len(_parted(glyphs, "x0", "x1", GUTTER * size)) > 1


def _parted(glyphs: list[Glyph], low: str, high: str, gap: float) -> list[list[Glyph]]:
    """The glyphs in groups with more than `gap` of white between them, along one axis."""
    ordered = sorted(glyphs, key=lambda g: (getattr(g, low), getattr(g, high)))
    groups, reach = [[ordered[0]]], getattr(ordered[0], high)
    for glyph in ordered[1:]:
        if getattr(glyph, low) > reach + gap:
            groups.append([])
        groups[-1].append(glyph)
        reach = max(reach, getattr(glyph, high))
    return groups


def _rows(glyphs: list[Glyph], column: int) -> list[Row]:
    """The lines of a block from top to bottom; a block of one character a line is a headline set downwards."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: ((g.top + g.bottom) / 2, g.x0)):
        middle = (glyph.top + glyph.bottom) / 2
        if lines and middle < max(g.bottom for g in lines[-1][:1]) - 0.15 * glyph.size:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    left, right = min(g.x0 for g in glyphs), max(g.x1 for g in glyphs)
    if len(lines) > 2 and all(len(line) == 1 for line in lines):
        lines = [[line[0]._replace(x0=left + k, x1=left + k + 1) for k, line in enumerate(lines)]]
    return [_row(sorted(line, key=lambda g: g.x0), column, left, right) for line in lines]


def _row(line: list[Glyph], column: int, left: float, right: float) -> Row:
    """A line's text; a printed space, white of most of a character, or white between Latin words is a space."""
    text = line[0].text
    for a, b in itertools.pairwise(line):
        latin = a.text.isascii() and a.text.isalnum() and b.text.isascii() and b.text.isalnum()
        text += " " * (b.after_space or b.x0 - a.x1 > (0.2 if latin else 0.7) * b.size) + b.text
    return Row(text, line[0].x0, line[-1].x1, line[0].top, median(g.size for g in line), column, left, right)
