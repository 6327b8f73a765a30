"""Articles of a PDF page as text: headlines marked as what they are, a paragraph a line, captions
after the article.
"""

import itertools
import re

from analysis.chinese.han import HAN
from analysis.read import formulas as f
from analysis.read.line_kinds import find_lead, line_kind
from analysis.read.pdf_blocks import Block, Box, Frame, hull, overlap
from analysis.read.pdf_glyphs import HEAD, Line
from analysis.read.pdf_layout import STOPS
from analysis.read.type_marks import marked

INDENT, SHORT = (
    1.2,
    1.6,
)  # characters: a line further in starts a paragraph, one ending earlier closes it
EDGE = 0.16  # of the page: where mastheads and folios stand
PAPER = re.compile(rf"^[{HAN}]{{2,8}}(?:日报|晚报|早报|晨报|时报|商报|周报|周刊|导报|报)$")


def text_of(
    articles: list[list[Block]],
    captions: list[Block],
    top: list[Block],
    bottom: list[Block],
    frame: Frame,
) -> str:
    """The text of a page; articles in reading order, the page's furniture before and after them."""
    parts = [_furniture(top)]
    homes = _homes(articles, captions)
    for number, article in enumerate(articles):
        lines = [*_headline(article), *_paragraphs([b for b in article if b.kind == "text"], frame)]
        for k, home in enumerate(homes):
            if home == number:
                lines += ["", marked("".join(x.text for x in captions[k].lines), "caption")]
        parts.append(lines)
    if not articles:
        parts += [["".join(x.text for x in c.lines)] for c in captions]
    parts.append(_furniture(bottom))
    return "\n\n\n".join("\n".join(lines) for lines in parts if lines)


def _furniture(blocks: list[Block]) -> list[str]:
    return [
        marked(x.text, "furniture")
        for b in sorted(blocks, key=lambda b: (b.box[1], b.box[0]))
        for x in rows_of(b)
    ]


def _headline(article: list[Block]) -> list[str]:
    """The lines of an article's headlines: the largest are the title. A headline without text is
    left to be judged by its words.
    """
    out, alone = [], all(b.kind != "text" for b in article)
    for block in article:
        if block.kind != "text":
            largest = max(x.size for x in block.lines)
            rows = rows_of(block)
            out += [
                x.text if alone else marked(x.text, "title" if x.size > 0.85 * largest else "deck")
                for x in rows
            ]
    return [*out, ""] if out else out


def rows_of(block: Block) -> list[Line]:
    """The printed lines of a block, pieces of one line together."""
    rows: list[list[Line]] = []
    for x in sorted(block.lines, key=lambda x: ((x.top + x.bottom) / 2, x.x0)):
        if rows and overlap(rows[-1][0].top, rows[-1][0].bottom, x.top, x.bottom) > 0.5 * min(
            x.size, rows[-1][0].size
        ):
            rows[-1].append(x)
        else:
            rows.append([x])
    out = []
    for row in rows:
        row.sort(key=lambda x: x.x0)
        first = max(row, key=lambda x: len(x.text))
        out.append(first._replace(text=" ".join(x.text for x in row), x0=row[0].x0, x1=row[-1].x1))
    return out


def _paragraphs(blocks: list[Block], frame: Frame) -> list[str]:
    """A paragraph a line; a subhead and a byline on lines of their own."""
    out: list[str] = []
    before = None
    widths = sorted(_width(b) for b in blocks if len(b.lines) > 1)
    usual = widths[len(widths) // 2] if widths else 0.0
    for number, block in enumerate(blocks):
        left, right = _sides(block, blocks, usual)
        for row in rows_of(block):
            large = row.size > HEAD * frame.usual
            goes_on = (
                before is not None
                and not large
                and _goes_on(before, (row, left, right, number, False))
            )
            alone = large or (
                not goes_on
                and line_kind(row.text) in ("byline", "jump_to", "jump_from", "furniture")
            )
            here = (row, left, right, number, alone)
            if goes_on:
                out[-1] += " " * row.spaced + row.text
            elif alone:
                out += (
                    ["", row.text]
                    if large and not (before and before[0].size > HEAD * frame.usual)
                    else [row.text]
                )
            else:
                starts = row.x0 - left > INDENT * row.size or find_lead(row.text)
                out.append(("　　" if starts else "") + row.text)
            before = here
    return out


def _width(block: Block) -> float:
    return max(x.x1 for x in block.lines) - min(x.x0 for x in block.lines)


def _sides(block: Block, blocks: list[Block], usual: float) -> tuple[float, float]:
    """Left and right edge of the column a block stands in, in the frame of its lines."""
    left, right = min(x.x0 for x in block.lines), max(x.x1 for x in block.lines)
    if block.down:
        return left, max(right, left + usual)
    if len(block.lines) > 3 and right - left > 0.9 * usual:
        return left, right
    size = block.lines[0].size
    peers = [
        b
        for b in blocks
        if not b.down
        and -2.5 * size < b.box[0] - left < 2.5 * size
        and 0.7 * usual < _width(b) < 1.3 * usual
    ]
    low = min([left, *(b.box[0] for b in peers)])
    return low, max([right, low + usual, *(b.box[2] for b in peers)])


def _goes_on(before: tuple, here: tuple) -> bool:
    """Whether a line goes on with the paragraph of the line before: not set in, and that one was
    full.
    """
    (a, _, right, number, alone), (b, left, _, this, _) = before, here
    if alone or abs(a.size - b.size) > 0.08 * b.size or b.x0 - left > INDENT * b.size:
        return False
    full = right - a.x1 < SHORT * a.size
    if find_lead(b.text) and (not full or a.text.endswith(STOPS)):
        return False
    if this != number:  # from the foot of a column to the head of the next
        return full and not a.text.endswith(STOPS)
    return full


def find_furniture(
    blocks: list[Block], height: float
) -> tuple[list[Block], list[Block], list[Block]]:
    """What stands on the page at its top and at its foot beside articles: (top, bottom, rest)."""
    if not blocks:
        return [], [], []
    page = hull(b.box for b in blocks)
    zone = EDGE * max(page[3] - page[1], 0.6 * height)
    certain = [
        b
        for b in blocks
        if _is_furniture(b) and (b.box[3] < page[1] + zone or b.box[1] > page[3] - 0.5 * zone)
    ]
    level = [
        b
        for b in blocks
        if b not in certain
        and len(b.lines) < 4
        and all(len(x.text) < 24 for x in b.lines)
        and not find_lead(b.lines[0].text)
        and (b.kind == "text" or PAPER.match("".join(x.text for x in b.lines)))
        and any(
            overlap(b.box[1], b.box[3], c.box[1], c.box[3])
            > 0.5 * (min(b.box[3] - b.box[1], c.box[3] - c.box[1]))
            for c in certain
        )
        and not any(
            o is not b
            and o.kind == "text"
            and len(o.lines) > 3
            and 0 <= o.box[1] - b.box[3] < 8
            and overlap(o.box[0], o.box[2], b.box[0], b.box[2]) > 0
            for o in blocks
        )
    ]
    found = certain + level
    middle = (page[1] + page[3]) / 2
    return (
        [b for b in found if b.box[1] < middle],
        [b for b in found if b.box[1] >= middle],
        [b for b in blocks if b not in found],
    )


def _is_furniture(block: Block) -> bool:
    if len(block.lines) > 4:
        return False
    texts = [x.text for x in block.lines]
    if block.kind == "head":
        return len(texts) == 1 and bool(PAPER.match(texts[0]) or line_kind(texts[0]) == "page")
    return all(
        line_kind(t) in ("page", "furniture") or f.PDF_FOLIO.match(t) or PAPER.match(t)
        for t in texts
    )


def find_captions(blocks: list[Block], frame: Frame) -> tuple[list[Block], list[Block]]:
    """The lines under (or, marked so, beside) pictures, and the other blocks."""
    captions = []
    for block in blocks:
        if block.kind != "text" or len(block.lines) > 8:
            continue
        words = "".join(x.text for x in block.lines)
        other = abs(block.lines[0].size - frame.usual) > 0.04 * frame.usual
        under = any(
            -2 <= block.box[1] - p[3] < 1.6 * frame.pitch
            and overlap(block.box[0], block.box[2], p[0], p[2])
            > 0.7 * (block.box[2] - block.box[0])
            for p in frame.pictures
        )
        said = bool(f.CAPTION.search(words)) and not find_lead(words)
        if (under and (other or said)) or (said and other and words[0] in "▲△▼◀▶←→↑↓"):
            captions.append(block)
    return captions, [b for b in blocks if b not in captions]


def _homes(articles: list[list[Block]], captions: list[Block]) -> list[int]:
    """For every caption the number of the article round it, or next to it."""
    boxes = [hull(b.box for b in article) for article in articles]
    return [
        min(range(len(boxes)), key=lambda i: _apart(boxes[i], c.box), default=-1) for c in captions
    ]


def _apart(a: Box, b: Box) -> float:
    across, along = max(a[0] - b[2], b[0] - a[2], 0), max(a[1] - b[3], b[1] - a[3], 0)
    return across + along


def join_pages(pages: list[str]) -> str:
    """The pages one after the other."""
    return "\n\n\n".join(filter(None, pages)) + "\n"


def pairs_of_rules(levels: list[Box], uprights: list[Box]) -> list[Box]:
    """Boxes drawn as four rules."""
    found = []
    for a, b in itertools.combinations(sorted(levels, key=lambda r: r[1]), 2):
        if abs(a[0] - b[0]) < 3 and abs(a[2] - b[2]) < 3 and b[1] - a[1] > 20:
            sides = [u for u in uprights if abs(u[1] - a[1]) < 3 and abs(u[3] - b[1]) < 3]
            if any(abs(u[0] - a[0]) < 3 for u in sides) and any(
                abs(u[0] - a[2]) < 3 for u in sides
            ):
                found.append((a[0], a[1], a[2], b[1]))
    return found
