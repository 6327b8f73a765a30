"""The text of a PDF, article by article: columns and sizes are seen, not guessed.

pdfplumber gives every character with its place and size, and the rules, boxes and pictures of a
page. `pdf_glyphs` makes printed lines of the characters, `pdf_layout` blocks and articles of the
lines, `pdf_text` text of the articles. Every character of the text layer that is not white is in
the text once; what the font does not name is 〓.
"""

import io
import itertools
from collections import Counter
from typing import NamedTuple

from analysis.errors import TifaError
from analysis.read import pdf_blocks as blocks_of
from analysis.read import pdf_glyphs as glyphs_of
from analysis.read import pdf_text as pdf_text_of
from analysis.read.limits import bounded_streams, check_pages
from analysis.read.line_kinds import find_lead
from analysis.read.pdf_glyphs import HEAD, Glyph, Line
from analysis.read.pdf_layout import find_articles

FEWEST = 12  # characters in a whole file; below, the pages are pictures
MOST_UNKNOWN = 0.1  # of a page's characters
KEPT = "text x0 x1 top bottom size width matrix".split()  # of what is known of a character
THIN = 3.0  # points: a rectangle thinner than this is a rule


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
    n_chars = 0
    for number, sheet in enumerate(sheets, start=1):
        shown = [c["text"] for c in sheet.chars if c["text"].strip()]
        n_chars += len(shown)
        unknown = sum(map(glyphs_of.unknown, shown))
        if unknown > MOST_UNKNOWN * len(shown) + 1:
            raise TifaError(
                f"{file}: page {number} of the PDF has fonts that do not say which "
                "characters they show; save it as text or .docx"
            )
    if n_chars < FEWEST:
        where = "page 1 has" if len(sheets) == 1 else f"pages 1 to {len(sheets)} have"
        raise TifaError(
            f"{file}: a scanned PDF without text ({where} no characters); run text "
            "recognition (OCR) on it first"
        )
    blank = [
        str(n)
        for n, sheet in enumerate(sheets, start=1)
        if not any(c["text"].strip() for c in sheet.chars)
    ]
    where = f"page {', '.join(blank)} of {len(sheets)} of the PDF"
    notes = (f"without text, so nothing of it is counted: {where}",) if blank else ()
    pages = filter(None, map(_page_text, sheets))
    return "\n\n\n".join(pages) + "\n", notes


def _open(data: bytes, file: str) -> list[Sheet]:
    import pdfplumber  # slow to import, and only .pdf needs it
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.psparser import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with bounded_streams(file), pdfplumber.open(io.BytesIO(data)) as book:
            sheets = []
            for page in book.pages:
                check_pages(len(sheets) + 1, file)
                shapes = [*page.lines, *page.rects, *page.curves]
                sheets.append(
                    Sheet(
                        float(page.width),
                        float(page.height),
                        [{k: c[k] for k in KEPT} for c in page.chars],
                        shapes,
                        page.images,
                    )
                )
                page.close()
            return sheets
    except (
        PdfminerException,
        PSException,
        ValueError,
        KeyError,
        TypeError,
        AssertionError,
    ) as error:
        ours = next(
            (e for e in (error, *error.args, error.__context__) if isinstance(e, TifaError)), None
        )
        if ours:  # a limit, wrapped by the library
            raise ours from error
        causes = {type(error), *(type(a) for a in error.args)}
        why = "it has a password" if PDFPasswordIncorrect in causes else "it is broken or no PDF"
        raise TifaError(f"{file}: a PDF that cannot be read; {why}") from error


def _page_text(sheet: Sheet) -> str:
    by_turn, usual_turn = glyphs_of.read_glyphs(sheet.chars, sheet.width, sheet.height)
    if not by_turn:
        return ""
    width, height = (
        (sheet.width, sheet.height) if usual_turn in (0, 180) else (sheet.height, sheet.width)
    )
    usual = Counter(
        round(2 * g.size) / 2 for g in itertools.chain.from_iterable(by_turn.values())
    ).most_common(1)[0][0]
    across, runs = glyphs_of.take_downward(by_turn.pop(0, []))
    lines = glyphs_of.find_lines(across, usual)
    frame = _frame(sheet, usual_turn, lines, usual)
    blocks = blocks_of.find_blocks(lines, frame)
    blocks = [_subhead(b, blocks, frame) for b in blocks]
    blocks += _downward_blocks(runs, width, frame)
    for angle, glyphs in by_turn.items():
        blocks += _turned_blocks(glyphs_of.find_lines(glyphs, usual), angle, width, height, frame)
    blocks = blocks_of.drop_idle_boxes(blocks, frame)
    top, bottom, blocks = pdf_text_of.find_furniture(blocks, height)
    captions, blocks = pdf_text_of.find_captions(blocks, frame)
    return pdf_text_of.text_of(find_articles(blocks, frame), captions, top, bottom, frame)


def _frame(sheet: Sheet, usual_turn: int, lines: list[Line], usual: float) -> blocks_of.Frame:
    """Rules, boxes and pictures of a page, seen as its text is."""

    def seen(shape: dict) -> blocks_of.Box:
        return glyphs_of.turn(
            (shape["x0"], shape["top"], shape["x1"], shape["bottom"]),
            usual_turn,
            sheet.width,
            sheet.height,
        )

    levels, uprights, boxes = [], [], []
    for box in map(seen, sheet.shapes):
        across, along = box[2] - box[0], box[3] - box[1]
        if along < THIN and across > 2 * usual:
            levels.append(box)
        elif across < THIN and along > 2 * usual:
            uprights.append(box)
        elif across > 4 * usual and along > 3 * usual:
            boxes.append(box)
    boxes = sorted({*boxes, *pdf_text_of.pairs_of_rules(levels, uprights)})
    page = sheet.width * sheet.height
    pictures = [p for p in map(seen, sheet.images) if (p[2] - p[0]) * (p[3] - p[1]) < 0.7 * page]
    return blocks_of.Frame(
        levels, uprights, boxes, pictures, usual, blocks_of.usual_pitch(lines, usual)
    )


def _subhead(
    block: blocks_of.Block, blocks: list[blocks_of.Block], frame: blocks_of.Frame
) -> blocks_of.Block:
    """A larger line in mid-column is text: text is close to it, or it is hardly larger."""
    size = max(x.size for x in block.lines)
    if block.kind != "head" or len(block.lines) > 2 or size > blocks_of.TITLE * frame.usual:
        return block
    x0, top, x1, bottom = block.box
    column = [
        b
        for b in blocks
        if b.kind == "text" and b.box[0] - frame.usual < x0 and x1 < b.box[2] + frame.usual
    ]
    close = 0.7 * frame.pitch + frame.pitch - frame.usual
    over = any(-2 <= top - b.box[3] < close for b in column)
    under = [b for b in column if -2 <= b.box[1] - bottom < close]
    if any(find_lead(b.lines[0].text) for b in under):
        return block
    beside = size < blocks_of.SUBHEAD * frame.usual and any(
        b.kind != "turned"
        and b.box[2] < x0 < b.box[2] + 40 * frame.usual
        and b.box[1] < top + 2.2 * frame.pitch
        and b.box[3] > top
        for b in blocks
    )
    is_text = (over or beside) and (under or size < blocks_of.SUBHEAD * frame.usual)
    return block._replace(kind="text") if is_text else block


def _downward_blocks(
    runs: list[list[Glyph]], width: float, frame: blocks_of.Frame
) -> list[blocks_of.Block]:
    """Type set downwards, its columns from right to left, as blocks."""
    lines = []
    for run in runs:
        x0, x1 = min(g.x0 for g in run), max(g.x1 for g in run)
        text = "".join(" " * g.spaced + g.text for g in run).lstrip()
        lines.append(
            Line(
                text,
                run[0].top,
                max(g.bottom for g in run),
                width - x1,
                width - x0,
                max(g.size for g in run[:3]),
                run[0].no,
            )
        )
    blocks = []
    for pile in _piles(lines):
        heads = max(x.size for x in pile) > HEAD * frame.usual
        x0, top, x1, bottom = blocks_of.hull(blocks_of.box_of(x) for x in pile)
        box = (width - bottom, x0, width - top, x1)
        blocks.append(blocks_of.Block("turned" if heads else "text", pile, box, down=True))
    return blocks


def _turned_blocks(
    lines: list[Line], angle: int, width: float, height: float, frame: blocks_of.Frame
) -> list[blocks_of.Block]:
    """Lines turned against the rest of the page, as blocks where they stand."""
    back = (360 - angle) % 360
    w, h = (width, height) if angle == 180 else (height, width)
    blocks = []
    for pile in _piles(lines):
        box = glyphs_of.turn(blocks_of.hull(blocks_of.box_of(x) for x in pile), back, w, h)
        blocks.append(
            blocks_of.Block(
                "turned" if max(x.size for x in pile) > HEAD * frame.usual else "text", pile, box
            )
        )
    return blocks


def _piles(lines: list[Line]) -> list[list[Line]]:
    """Lines one below the other with no more than a line between, as they are upright."""
    piles: list[list[Line]] = []
    for x in sorted(lines, key=lambda x: (x.top, x.x0)):
        home = next(
            (
                p
                for p in piles
                if blocks_of.overlap(min(o.x0 for o in p), max(o.x1 for o in p), x.x0, x.x1) > 0
                and -0.5 * x.size < x.top - max(o.bottom for o in p) < 0.9 * max(x.size, p[-1].size)
                and max(x.size, p[-1].size) < 2.2 * min(x.size, p[-1].size)
            ),
            None,
        )
        if home is None:
            piles.append([x])
        else:
            home.append(x)
    return piles
