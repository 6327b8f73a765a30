"""The text of a PDF, article by article: columns and sizes are seen, not guessed.

pdfplumber gives every character with its place and size, and the rules, boxes and pictures of a
page. `pdf_glyphs` makes printed lines of the characters, `pdf_blocks` and `pdf_layout` blocks and
articles of the lines; here they become text: marked headlines, a paragraph a line, captions after.
Every character of the text layer that is not white is in the text once; what the font does not name
is 〓.
"""

import io
from collections import Counter
from itertools import chain, combinations
from typing import NamedTuple

from analysis.errors import TifaError
from analysis.read import formulas as f
from analysis.read import pdf_glyphs as glyphs_of
from analysis.read.layout import marked
from analysis.read.limits import bounded_streams, check_pages
from analysis.read.line_kinds import find_lead, line_kind
from analysis.read.pdf_blocks import (
    SUBHEAD,
    TITLE,
    Block,
    Frame,
    find_blocks,
    in_boxes,
    usual_pitch,
)
from analysis.read.pdf_glyphs import HEAD, Box, Glyph, Line, across, along, hull
from analysis.read.pdf_layout import STOPS, find_articles

FEWEST = 12  # characters in a whole file; below, the pages are pictures
MOST_UNKNOWN = 0.1  # of a page's characters
KEPT = "text x0 x1 top bottom size width matrix".split()  # of what is known of a character
THIN = 3.0  # points: a rectangle thinner than this is a rule
# characters: a line further in starts a paragraph, one ending earlier closes it
INDENT, SHORT = 1.2, 1.6
ALONE = ("byline", "jump_to", "jump_from", "furniture")  # kinds of lines in a text
EDGE = 0.16  # of the page: where mastheads and folios stand


class Sheet(NamedTuple):
    """What is taken from one page of the file."""

    width: float
    height: float
    chars: list[dict]
    shapes: list[dict]  # lines, rectangles and curves
    images: list[dict]


def pdf_text(data: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    """The text of a PDF and doubts. Raises TifaError for scans, passwords and nameless fonts."""
    sheets = _open(data, file)
    shown = [[c["text"] for c in sheet.chars if c["text"].strip()] for sheet in sheets]
    for number, page in enumerate(shown, start=1):
        if sum(map(glyphs_of.unknown, page)) > MOST_UNKNOWN * len(page) + 1:
            raise TifaError(
                f"{file}: page {number} of the PDF has fonts that do not say which "
                "characters they show; save it as text or .docx"
            )
    if sum(map(len, shown)) < FEWEST:
        where = "page 1 has" if len(sheets) == 1 else f"pages 1 to {len(sheets)} have"
        raise TifaError(
            f"{file}: a scanned PDF without text ({where} no characters); run text "
            "recognition (OCR) on it first"
        )
    blank = ", ".join(str(n) for n, page in enumerate(shown, start=1) if not page)
    where = f"page {blank} of {len(sheets)} of the PDF"
    notes = (f"without text, so nothing of it is counted: {where}",) if blank else ()
    return "\n\n\n".join(filter(None, map(_page_text, sheets))) + "\n", notes


def _open(data: bytes, file: str) -> list[Sheet]:
    import pdfplumber  # slow to import, and only .pdf needs it
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.psparser import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    broken = (PdfminerException, PSException, ValueError, KeyError, TypeError, AssertionError)
    try:
        with bounded_streams(file), pdfplumber.open(io.BytesIO(data)) as book:
            sheets = []
            for page in book.pages:
                check_pages(len(sheets) + 1, file)
                chars = [{k: c[k] for k in KEPT} for c in page.chars]
                shapes = [*page.lines, *page.rects, *page.curves]
                size = float(page.width), float(page.height)
                sheets.append(Sheet(*size, chars, shapes, page.images))
                page.close()
            return sheets
    except broken as error:
        causes = (error, *error.args, error.__context__)
        if ours := next((e for e in causes if isinstance(e, TifaError)), None):
            raise ours from error  # a limit, wrapped by the library
        locked = any(isinstance(e, PDFPasswordIncorrect) for e in causes)
        why = "it has a password" if locked else "it is broken or no PDF"
        raise TifaError(f"{file}: a PDF that cannot be read; {why}") from error


def _page_text(sheet: Sheet) -> str:
    by_turn, usual_turn = glyphs_of.read_glyphs(sheet.chars, sheet.width, sheet.height)
    if not by_turn:
        return ""
    width, height = sheet.width, sheet.height
    if usual_turn in (90, 270):
        width, height = height, width
    sizes = Counter(round(2 * g.size) / 2 for g in chain.from_iterable(by_turn.values()))
    usual = sizes.most_common(1)[0][0]
    level, runs = glyphs_of.take_downward(by_turn.pop(0, []))
    lines = glyphs_of.find_lines(level, usual)
    frame = _frame(sheet, usual_turn, usual, usual_pitch(lines, usual))
    blocks = find_blocks(lines, frame)
    blocks = [_subhead(b, blocks, frame) for b in blocks]
    downward = [_downward(run, width) for run in runs]  # as lines of a page turned clockwise
    blocks += _turned_blocks(downward, 270, width, height, frame, down=True)
    for angle, glyphs in by_turn.items():
        turned = glyphs_of.find_lines(glyphs, usual)
        blocks += _turned_blocks(turned, angle, width, height, frame)
    return _blocks_text(_told_apart(in_boxes(blocks, frame), height, frame), frame)


def _frame(sheet: Sheet, usual_turn: int, usual: float, pitch: float) -> Frame:
    """Rules, boxes and pictures of a page, seen as its text is."""

    def seen(shapes: list[dict]) -> list[Box]:
        boxes = [(s["x0"], s["top"], s["x1"], s["bottom"]) for s in shapes]
        return [glyphs_of.turn(box, usual_turn, sheet.width, sheet.height) for box in boxes]

    shapes = [(b.x1 - b.x0, b.bottom - b.top, b) for b in seen(sheet.shapes)]
    levels = [b for wide, high, b in shapes if high < THIN and wide > 2 * usual]
    uprights = [b for wide, high, b in shapes if wide < THIN and high > 2 * usual]
    boxes = [b for wide, high, b in shapes if wide > 4 * usual and high > 3 * usual]
    most = 0.7 * sheet.width * sheet.height  # a larger picture is the page's ground
    pictures = [p for p in seen(sheet.images) if (p.x1 - p.x0) * (p.bottom - p.top) < most]
    boxes = sorted({*boxes, *_drawn_boxes(levels, uprights)})
    return Frame(levels, uprights, boxes, pictures, usual, pitch)


def _drawn_boxes(levels: list[Box], uprights: list[Box]) -> list[Box]:
    found = []
    for a, b in combinations(sorted(levels, key=lambda r: r.top), 2):
        if abs(a.x0 - b.x0) < 3 and abs(a.x1 - b.x1) < 3 and b.top - a.top > 20:
            sides = [u for u in uprights if abs(u.top - a.top) < 3 and abs(u.bottom - b.top) < 3]
            if all(any(abs(u.x0 - edge) < 3 for u in sides) for edge in (a.x0, a.x1)):
                found.append(Box(a.x0, a.top, a.x1, b.top))
    return found


def _subhead(block: Block, blocks: list[Block], frame: Frame) -> Block:
    """A larger line in mid-column is text: text is close to it, or it is hardly larger."""
    size, usual = max(x.size for x in block.lines), frame.usual
    if block.kind != "head" or len(block.lines) > 2 or size > TITLE * usual:
        return block
    column = [
        b
        for b in blocks
        if b.kind == "text" and b.x0 - usual < block.x0 and block.x1 < b.x1 + usual
    ]
    close = 1.7 * frame.pitch - usual
    over = any(-2 <= block.top - b.bottom < close for b in column)
    under = [b for b in column if -2 <= b.top - block.bottom < close]
    if any(find_lead(b.lines[0].text) for b in under):
        return block
    small = size < SUBHEAD * usual
    level = [b for b in blocks if b.top < block.top + 2.2 * frame.pitch and b.bottom > block.top]
    beside = small and any(b.x1 < block.x0 < b.x1 + 40 * usual for b in level)
    is_text = (over or beside) and (under or small)
    return block._replace(kind="text") if is_text else block


def _downward(run: list[Glyph], width: float) -> Line:
    """A run of type set downwards as a line of a page turned a quarter."""
    text = "".join(" " * g.spaced + g.text for g in run).lstrip()
    box, size = hull(run), max(g.size for g in run[:3])
    return Line(text, run[0].top, box.bottom, width - box.x1, width - box.x0, size, run[0].no)


def _turned_blocks(
    lines: list[Line], angle: int, width: float, height: float, frame: Frame, down: bool = False
) -> list[Block]:
    """Lines turned against the rest of the page, as blocks where they stand: those one below the
    other with no more than a line between, as they are upright.
    """
    piles: list[list[Line]] = []
    for x in sorted(lines, key=lambda x: (x.top, x.x0)):
        for pile in piles:
            box, (low, high) = hull(pile), sorted((x.size, pile[-1].size))
            near = -0.5 * x.size < x.top - box.bottom < 0.9 * high
            if near and across(box, x) > 0 and high < 2.2 * low:
                pile.append(x)
                break
        else:
            piles.append([x])
    size = (width, height) if angle == 180 else (height, width)
    boxes = [glyphs_of.turn(hull(pile), 360 - angle, *size) for pile in piles]
    large = [max(x.size for x in pile) > HEAD * frame.usual for pile in piles]
    kinds = ["turned" if x else "text" for x in large]
    return [Block(k, p, *box, down) for k, p, box in zip(kinds, piles, boxes, strict=True)]


def _told_apart(blocks: list[Block], height: float, frame: Frame) -> list[Block]:
    """The blocks, of which those are named that are the page's furniture, and captions."""
    page = hull(blocks)
    zone = EDGE * max(page.bottom - page.top, 0.6 * height)
    edge = [b for b in blocks if b.bottom < page.top + zone or b.top > page.bottom - 0.5 * zone]
    certain = [b for b in edge if _is_furniture(b)]
    out = []
    for block in blocks:
        if block in certain or _is_beside_furniture(block, certain, blocks):
            block = block._replace(kind="furniture")
        elif _is_caption(block, frame):
            block = block._replace(kind="caption")
        out.append(block)
    return out


def _is_furniture(block: Block) -> bool:
    texts = [x.text for x in block.lines]
    if block.kind == "head":
        return len(texts) == 1 and bool(
            f.PDF_PAPER.match(texts[0]) or line_kind(texts[0]) == "page"
        )
    return len(texts) < 5 and all(
        line_kind(t) in ("page", "furniture") or f.PDF_FOLIO.match(t) or f.PDF_PAPER.match(t)
        for t in texts
    )


def _is_beside_furniture(block: Block, certain: list[Block], blocks: list[Block]) -> bool:
    """True for a few short words level with a folio, over no text of their own."""
    texts = [x.text for x in block.lines]
    if len(texts) > 3 or max(map(len, texts)) > 23 or find_lead(texts[0]):
        return False
    if block.kind != "text" and not f.PDF_PAPER.match("".join(texts)):
        return False
    high = block.bottom - block.top
    if not any(along(block, c) > 0.5 * min(high, c.bottom - c.top) for c in certain):
        return False
    long = [o for o in blocks if o.kind == "text" and len(o.lines) > 3 and o is not block]
    return not any(0 <= o.top - block.bottom < 8 and across(o, block) > 0 for o in long)


def _is_caption(block: Block, frame: Frame) -> bool:
    """True for lines under (or, marked so, beside) a picture."""
    if block.kind != "text" or len(block.lines) > 8:
        return False
    words = "".join(x.text for x in block.lines)
    other = abs(block.lines[0].size - frame.usual) > 0.04 * frame.usual
    over = [p for p in frame.pictures if -2 <= block.top - p.bottom < 1.6 * frame.pitch]
    under = any(across(block, p) > 0.7 * (block.x1 - block.x0) for p in over)
    said = bool(f.CAPTION.search(words)) and not find_lead(words)
    return (under and (other or said)) or (said and other and words[0] in "▲△▼◀▶←→↑↓")


def _blocks_text(blocks: list[Block], frame: Frame) -> str:
    """The text of a page: articles in reading order, each with its captions after it, the page's
    furniture before and after all.
    """
    page = hull(blocks)
    furniture = sorted((b for b in blocks if b.kind == "furniture"), key=lambda b: (b.top, b.x0))
    over = [b for b in furniture if b.top < (page.top + page.bottom) / 2]
    head, foot = (
        [marked(row.text, "furniture") for b in some for row in _rows(b)]
        for some in (over, furniture[len(over) :])
    )
    captions = [b for b in blocks if b.kind == "caption"]
    articles = find_articles([b for b in blocks if b.kind not in ("furniture", "caption")], frame)
    parts = [[*_headline(article), *_paragraphs(article, frame)] for article in articles]
    for caption in captions:
        words = "".join(x.text for x in caption.lines)
        apart = [_apart(caption, hull(article)) for article in articles]
        if apart:
            parts[apart.index(min(apart))] += ["", marked(words, "caption")]
        else:
            parts.append([words])
    return "\n\n\n".join("\n".join(lines) for lines in [head, *parts, foot] if lines)


def _apart(a: Block, b: Box) -> float:
    return max(-across(a, b), 0) + max(-along(a, b), 0)


def _headline(article: list[Block]) -> list[str]:
    """The lines of an article's headlines, marked; unmarked where no text is under them."""
    heads = [b for b in article if b.kind != "text"]
    rows = [(row, max(x.size for x in block.lines)) for block in heads for row in _rows(block)]
    if len(heads) == len(article):
        return [*(row.text for row, _ in rows), ""]
    kinds = ["title" if row.size > 0.85 * large else "deck" for row, large in rows]
    out = [marked(row.text, kind) for (row, _), kind in zip(rows, kinds, strict=True)]
    return [*out, ""] if out else out


def _rows(block: Block) -> list[Line]:
    """The printed lines of a block, pieces of one line together."""
    rows: list[list[Line]] = []
    for x in sorted(block.lines, key=lambda x: ((x.top + x.bottom) / 2, x.x0)):
        if rows and along(rows[-1][0], x) > 0.5 * min(x.size, rows[-1][0].size):
            rows[-1].append(x)
        else:
            rows.append([x])
    out = []
    for row in rows:
        row.sort(key=lambda x: x.x0)
        text, longest = " ".join(x.text for x in row), max(row, key=lambda x: len(x.text))
        out.append(longest._replace(text=text, x0=row[0].x0, x1=row[-1].x1))
    return out


def _paragraphs(article: list[Block], frame: Frame) -> list[str]:
    """A paragraph a line; a subhead and a byline on lines of their own."""
    out: list[str] = []
    blocks = [b for b in article if b.kind == "text"]
    last: Line | None = None  # of the paragraph before, unless that is a line of its own
    was_large, right, block_of = False, 0.0, -1
    for number, block in enumerate(blocks):
        left, _, edge, _ = hull(block.lines)  # as they are upright
        for row in _rows(block):
            large = row.size > HEAD * frame.usual
            full = last is not None and right - last.x1 < SHORT * last.size
            goes_on = full and not large and _goes_on(last, row, left, number != block_of)
            alone = large or (not goes_on and line_kind(row.text) in ALONE)
            if goes_on:
                out[-1] += " " * row.spaced + row.text
            elif alone:
                out += ["", row.text] if large and not was_large else [row.text]
            else:
                starts = row.x0 - left > INDENT * row.size or find_lead(row.text)
                out.append(("　　" if starts else "") + row.text)
            last, was_large, right, block_of = None if alone else row, large, edge, number
    return out


def _goes_on(last: Line, row: Line, left: float, in_next_column: bool) -> bool:
    """Whether a line goes on with the paragraph whose last line was full: it is not set in."""
    if abs(last.size - row.size) > 0.08 * row.size or row.x0 - left > INDENT * row.size:
        return False
    ended = last.text.endswith(STOPS)
    return not (ended and (in_next_column or find_lead(row.text)))
