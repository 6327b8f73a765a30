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
from analysis.read import pdf_glyphs as glyphs_of
from analysis.read.limits import bounded_streams, check_pages
from analysis.read.line_kinds import find_lead
from analysis.read.pdf_blocks import (
    SUBHEAD,
    TITLE,
    Block,
    Box,
    Frame,
    box_of,
    drop_idle_boxes,
    find_blocks,
    hull,
    overlap,
    usual_pitch,
)
from analysis.read.pdf_glyphs import HEAD, Glyph, Line
from analysis.read.pdf_layout import find_articles
from analysis.read.pdf_text import (
    find_captions,
    find_furniture,
    join_pages,
    pairs_of_rules,
    text_of,
)

FEWEST = 12  # characters in a whole file; below, the pages are pictures
MOST_UNKNOWN = 0.1  # of a page's characters
KEPT = (
    "text",
    "x0",
    "x1",
    "top",
    "bottom",
    "size",
    "width",
    "matrix",
)  # of what is known of a character
THIN = 3.0  # points: a rectangle thinner than this is a rule


class Sheet(NamedTuple):
    """What is taken from one page of the file."""

    width: float
    height: float
    chars: list[dict]
    shapes: list[dict]  # lines, rectangles and curves
    images: list[dict]


def pdf_text(data: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    """The text of a PDF: articles one after the other, headlines first and marked (see
    `analysis.read.type_marks`), pages in order.

    With it what a person should know: pages that are a picture without text.
    Raises TifaError for a scanned PDF without text, one with a password, one whose fonts do not
    tell their characters (the page is named), and one that is broken.
    """
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
    notes = (
        (
            f"without text, so nothing of it is counted: page {', '.join(blank)} of "
            f"{len(sheets)} of the PDF",
        )
        if blank
        else ()
    )
    return join_pages([_page_text(sheet) for sheet in sheets]), notes


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
    for pile in glyphs_of.stand_down(lines):
        lines = [x for x in lines if x not in pile]
        runs.append([Glyph(x.text, x.x0, x.x1, x.top, x.bottom, x.size, False, x.no) for x in pile])
    frame = _frame(sheet, usual_turn, lines, usual)
    blocks = find_blocks(lines, frame)
    blocks = [_subhead(b, blocks, frame) for b in blocks]
    blocks += _downward_blocks(runs, width, frame)
    for angle, glyphs in by_turn.items():
        blocks += _turned_blocks(glyphs_of.find_lines(glyphs, usual), angle, width, height, frame)
    blocks = drop_idle_boxes(blocks, frame)
    top, bottom, blocks = find_furniture(blocks, height)
    captions, blocks = find_captions(blocks, frame)
    return text_of(find_articles(blocks, frame), captions, top, bottom, frame)


def _frame(sheet: Sheet, usual_turn: int, lines: list[Line], usual: float) -> Frame:
    """Rules, boxes and pictures of a page, seen as its text is."""

    def seen(shape: dict) -> Box:
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
    boxes = sorted({*boxes, *pairs_of_rules(levels, uprights)})
    page = sheet.width * sheet.height
    pictures = [p for p in map(seen, sheet.images) if (p[2] - p[0]) * (p[3] - p[1]) < 0.7 * page]
    return Frame(levels, uprights, boxes, pictures, usual, usual_pitch(lines, usual))


def _subhead(block: Block, blocks: list[Block], frame: Frame) -> Block:
    """A larger line in mid-column is part of the text: text stands close over and under it, or it
    is hardly larger.
    """
    size = max(x.size for x in block.lines)
    if block.kind != "head" or len(block.lines) > 2 or size > TITLE * frame.usual:
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
    beside = size < SUBHEAD * frame.usual and any(
        b.kind != "turned"
        and b.box[2] < x0 < b.box[2] + 40 * frame.usual
        and b.box[1] < top + 2.2 * frame.pitch
        and b.box[3] > top
        for b in blocks
    )
    return (
        block._replace(kind="text")
        if (over or beside) and (under or size < SUBHEAD * frame.usual)
        else block
    )


def _downward_blocks(runs: list[list[Glyph]], width: float, frame: Frame) -> list[Block]:
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
        if (
            heads
            and len(pile) > 1
            and [x.no for x in pile] == sorted((x.no for x in pile), reverse=True)
        ):
            pile = pile[::-1]  # the file draws them from left to right
            low = min(x.top for x in pile)
            pile = [x._replace(top=low + k, bottom=low + k + 0.5) for k, x in enumerate(pile)]
            box_lines = _piles_box(lines, pile)
        else:
            box_lines = pile
        x0, top, x1, bottom = hull(box_of(x) for x in box_lines)
        box = (width - bottom, x0, width - top, x1)
        blocks.append(Block("turned" if heads else "text", pile, box, down=True))
    return blocks


def _piles_box(lines: list[Line], pile: list[Line]) -> list[Line]:
    numbers = {x.no for x in pile}
    return [x for x in lines if x.no in numbers]


def _turned_blocks(
    lines: list[Line], angle: int, width: float, height: float, frame: Frame
) -> list[Block]:
    """Lines turned against the rest of the page, as blocks where they stand."""
    back = (360 - angle) % 360
    w, h = (width, height) if angle == 180 else (height, width)
    blocks = []
    for pile in _piles(lines):
        box = glyphs_of.turn(hull(box_of(x) for x in pile), back, w, h)
        blocks.append(
            Block("turned" if max(x.size for x in pile) > HEAD * frame.usual else "text", pile, box)
        )
    return blocks


def _piles(lines: list[Line]) -> list[list[Line]]:
    """Lines one below the other with no more than a line between, in the frame they are upright
    in.
    """
    piles: list[list[Line]] = []
    for x in sorted(lines, key=lambda x: (x.top, x.x0)):
        home = next(
            (
                p
                for p in piles
                if overlap(min(o.x0 for o in p), max(o.x1 for o in p), x.x0, x.x1) > 0
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
