"""The upright lines of a PDF page as blocks of text and headlines, and what parts them."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise
from statistics import median
from typing import NamedTuple

from analysis.read.pdf_glyphs import HEAD, Box, Line, across, along, hull

SUBHEAD = 1.3  # times the size of most text: a headline, unless text stands over and under it
TITLE = 1.45  # times the size of most text: a headline even in mid-column


class Block(NamedTuple):
    """Lines that stand together, and where. kind: head, text, turned (a headline beside its text),
    furniture or caption.
    """

    kind: str
    lines: list[Line]
    x0: float
    top: float
    x1: float
    bottom: float
    down: bool = False  # its lines run from top to bottom, the first at the right
    inside: int = -1  # the box of the page it stands in, -1 if in none


class Frame(NamedTuple):
    """What a page has besides type, the size and pitch of most text, and its blocks once known."""

    levels: list[Box]
    uprights: list[Box]
    boxes: list[Box]
    pictures: list[Box]
    usual: float
    pitch: float
    blocks: Sequence[Block] = ()


def usual_pitch(lines: list[Line], usual: float) -> float:
    """From the head of a line to the head of the next, in most columns."""
    body = [x for x in lines if abs(x.size - usual) < 0.1 * usual]
    body.sort(key=lambda x: (x.top, x.x0))
    steps = []
    for i, a in enumerate(body):
        lower = (b for b in body[i + 1 : i + 40] if b.top - a.top > 0.6 * usual)
        under = (b for b in lower if across(a, b) > 0.5 * min(a.x1 - a.x0, b.x1 - b.x0))
        steps += [b.top - a.top for b in [next(under, None)] if b]
    return median(steps) if steps else 1.5 * usual


def find_blocks(lines: list[Line], frame: Frame) -> list[Block]:
    """Upright lines as blocks of text, a column wide, and headlines."""
    lines = sorted(lines, key=lambda x: (x.top, x.x0))
    heads = [x for x in lines if x.size > HEAD * frame.usual]
    body, caps = _drop_caps([x for x in lines if x not in heads], heads, frame)
    piles = _stack_heads([x for x in heads if x not in caps], body, frame)
    blocks = [Block("head", pile, *hull(pile)) for pile in piles]
    return blocks + [Block("text", pile, *hull(pile)) for pile in _stack_text(body, frame)]


def _drop_caps(body: list[Line], heads: list[Line], frame: Frame) -> tuple[list[Line], list[Line]]:
    """A large first character back before the line it begins."""
    caps = []
    for cap in [x for x in heads if len(x.text) == 1]:
        low, high = cap.top - 0.3 * frame.usual, cap.bottom - 0.5 * frame.usual
        level = [x for x in body if low <= x.top < high]
        beside = [x for x in level if -1 <= x.x0 - cap.x1 < 1.2 * frame.usual]
        if len(beside) > 1:
            first = min(beside, key=lambda x: x.top)
            whole = first._replace(text=cap.text + first.text, x0=cap.x0, no=cap.no)
            body = [whole if x is first else x for x in body]
            caps.append(cap)
    return body, caps


def _stack_heads(lines: list[Line], body: list[Line], frame: Frame) -> list[list[Line]]:
    """Large lines as headlines: close one below the other, or two phrases side by side."""
    piles: list[list[Line]] = []
    for line in lines:
        near = [p for p in piles if _heads_with(p, line, body, frame)]
        piles = [p for p in piles if p not in near]
        piles.append([*chain.from_iterable(near), line])  # a line under two phrases joins them
    return piles


def _heads_with(pile: list[Line], line: Line, body: list[Line], frame: Frame) -> bool:
    last, above = pile[-1], hull(pile[-6:])
    if ruled(last, line, frame):
        return False
    if _level(last, line):
        if not 0 <= line.x0 - last.x1 < 0.6 * line.size:
            return False
        middle = (line.x0 + last.x1) / 2
        under = [x for x in body if 0 <= x.top - line.bottom < 8 * frame.usual]
        through = any(x.x0 < middle - 1 and x.x1 > middle + 1 for x in under)
        apart = any(last.x0 < x.x1 and x.x0 < line.x1 for x in under) and not through
        return not apart and abs(last.size - line.size) <= 0.08 * line.size
    gap = line.top - hull(pile[-3:]).bottom
    if gap >= 0.75 * max(last.size, line.size) or across(above, line) <= 0:
        return False
    # small, beside text under the headline: a subhead at the head of a column
    beside = any(_level(x, line) and across(above, x) > x.size for x in body)
    return line.size >= SUBHEAD * frame.usual or not beside


def _level(a: Line, b: Line) -> bool:
    return along(a, b) > 0.5 * min(a.size, b.size)


def _stack_text(lines: list[Line], frame: Frame) -> list[list[Line]]:
    """Lines of one size, one below the other, as piles a column wide."""
    piles: list[list[Line]] = []
    live: list[list[Line]] = []
    starts = Counter(round(x.x0) + d for x in lines for d in (-1, 0, 1))
    column = 1.2 * median([x.x1 - x.x0 for x in lines] or [0.0])
    for number, line in enumerate(lines):
        live = [p for p in live if line.top - hull(p[-3:]).bottom < 3 * frame.pitch]
        around = lines[max(0, number - 12) : number + 12]
        common = starts[round(line.x0)] > 1
        near = [
            p
            for p in live
            if _reads_on(p, line, frame, common or line.x1 - hull(p[-6:]).x0 > column)
            and (len(p) > 2 or not _over_columns(p, around, line, starts))
        ]
        others = [
            p
            for p in live
            if p not in near
            and across(hull(p[-6:]), line) > 0.3 * line.size
            and line.top - p[-1].bottom < 0.5 * frame.pitch
        ]
        if len(near) == 1 and not others:
            near[0].append(line)
        else:
            piles.append([line])
            live.append(piles[-1])
    return piles


def _over_columns(pile: list[Line], lines: list[Line], line: Line, starts: Counter[int]) -> bool:
    """True when a short pile stands over the line and over one of another column beside it."""
    above = hull(pile)
    level = [x for x in lines if _level(x, line) and x not in pile]
    row = sorted((x for x in level if across(x, above) > 0.5 * x.size), key=lambda x: x.x0)
    return any(b.x0 - a.x1 > 0.4 * b.size and starts[round(b.x0)] > 1 for a, b in pairwise(row))


def _reads_on(pile: list[Line], line: Line, frame: Frame, common: bool) -> bool:
    """Whether a line is of the block; `common`: it begins where others do, or far right."""
    last, above = pile[-1], hull(pile[-6:])
    shared = across(above, line)
    if abs(last.size - line.size) > 0.07 * frame.usual:
        return False
    if _level(last, line):
        piece = len(pile) > 1 and above.x0 - 1 <= line.x0 and line.x1 <= above.x1 + 1
        return shared > 0 or piece or (not common and 0 < line.x0 - last.x1 < 2.5 * line.size)
    step = line.top - last.top
    under = shared > 0.5 * min(above.x1 - above.x0, line.x1 - line.x0)
    # after a last line of a few characters
    set_in = step < 1.25 * frame.pitch and abs(line.x0 - above.x0) < 2.6 * frame.usual
    return step < 1.45 * frame.pitch and (under or set_in) and not ruled(last, line, frame)


def ruled(a, b, frame: Frame) -> bool:
    """True when a rule lies between two things, one over the other or side by side."""
    if b.top >= a.bottom - 2:
        rules = [r for r in frame.levels if a.bottom - 2 <= r.top <= b.top + 2]
        both = Box(max(a.x0, b.x0), 0, min(a.x1, b.x1), 0)
        return any(across(r, both) > 0.5 * (both.x1 - both.x0) for r in rules)
    left, right = (a, b) if a.x0 <= b.x0 else (b, a)
    rules = [r for r in frame.uprights if left.x1 - 2 <= r.x0 <= right.x0 + 2]
    both = Box(0, max(a.top, b.top), 0, min(a.bottom, b.bottom))
    return any(along(r, both) > 0.5 * (both.bottom - both.top) for r in rules)


def in_boxes(blocks: list[Block], frame: Frame) -> list[Block]:
    """The blocks, each in the smallest box round it; a box of no text, or of all, parts nothing."""
    homes = [_innermost(b, frame.boxes) for b in blocks]
    text = Counter(home for b, home in zip(blocks, homes, strict=True) if b.kind == "text")
    parting = {i for i, n in text.items() if n < text.total()}
    homes = [home if home in parting else -1 for home in homes]
    return [b._replace(inside=home) for b, home in zip(blocks, homes, strict=True)]


def _innermost(block: Block, boxes: list[Box]) -> int:
    x, y = (block.x0 + block.x1) / 2, (block.top + block.bottom) / 2
    around = [
        ((b.x1 - b.x0) * (b.bottom - b.top), i)
        for i, b in enumerate(boxes)
        if b.x0 <= x <= b.x1 and b.top <= y <= b.bottom
    ]
    return min(around, default=(0, -1))[1]
