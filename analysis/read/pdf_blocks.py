"""The upright lines of a PDF page as blocks of text and headlines, and what parts them."""

import itertools
from collections import Counter
from statistics import median
from typing import NamedTuple

from analysis.read.pdf_glyphs import HEAD, Line

SUBHEAD = 1.3  # times the size of most text: a headline, unless text stands over and under it
TITLE = 1.45  # times the size of most text: a headline even in mid-column
Box = tuple[float, float, float, float]  # x0, top, x1, bottom


class Block(NamedTuple):
    """Lines that stand together. kind: head, text, or turned (a headline beside its text)."""

    kind: str
    lines: list[Line]
    box: Box
    down: bool = False  # its lines run from top to bottom, the first at the right
    inside: int = -1  # the box of the page it stands in, -1 if in none


class Frame(NamedTuple):
    """What a page has besides type, and the size and pitch of most text."""

    levels: list[Box]
    uprights: list[Box]
    boxes: list[Box]
    pictures: list[Box]
    usual: float
    pitch: float


def hull(boxes) -> Box:
    """The smallest box that holds all of them."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def box_of(line: Line) -> Box:
    return line.x0, line.top, line.x1, line.bottom


def overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    return min(a1, b1) - max(a0, b0)


def usual_pitch(lines: list[Line], usual: float) -> float:
    """From the head of a line to the head of the next, in most columns."""
    body = sorted(
        (x for x in lines if abs(x.size - usual) < 0.1 * usual), key=lambda x: (x.top, x.x0)
    )
    steps = []
    for i, a in enumerate(body):
        for b in body[i + 1 : i + 40]:
            if b.top - a.top > 0.6 * usual and overlap(a.x0, a.x1, b.x0, b.x1) > 0.5 * min(
                a.x1 - a.x0, b.x1 - b.x0
            ):
                steps.append(b.top - a.top)
                break
    return median(steps) if steps else 1.5 * usual


def find_blocks(lines: list[Line], frame: Frame) -> list[Block]:
    """Upright lines as blocks of text, a column wide, and headlines."""
    heads, body = [], []
    for line in sorted(lines, key=lambda x: (x.top, x.x0)):
        (heads if line.size > HEAD * frame.usual else body).append(line)
    body, caps = _drop_caps(body, [x for x in heads if len(x.text) == 1], frame)
    blocks = _stack_heads([x for x in heads if x not in caps], body, frame) + _stack_text(
        body, frame
    )
    return [b._replace(inside=_innermost(b.box, frame.boxes)) for b in blocks]


def _drop_caps(body: list[Line], large: list[Line], frame: Frame) -> tuple[list[Line], list[Line]]:
    """A large first character back before the line it begins."""
    caps = []
    for cap in large:
        low, high = cap.top - 0.3 * frame.usual, cap.bottom - 0.5 * frame.usual
        beside = [
            x
            for x in body
            if cap.x1 - 1 <= x.x0 < cap.x1 + 1.2 * frame.usual and low <= x.top < high
        ]
        if len(beside) > 1:
            first = min(beside, key=lambda x: x.top)
            body = [
                x._replace(text=cap.text + x.text, x0=cap.x0, no=cap.no) if x is first else x
                for x in body
            ]
            caps.append(cap)
    return body, caps


def _stack_heads(lines: list[Line], body: list[Line], frame: Frame) -> list[Block]:
    """Large lines as headlines: close one below the other, or two phrases side by side."""
    piles: list[list[Line]] = []
    for line in lines:
        near = [p for p in piles if _heads_with(p, line, body, frame)]
        for pile in near[1:]:  # a line under two phrases
            near[0] += pile
            piles = [p for p in piles if p is not pile]
        if near:
            near[0].append(line)
        else:
            piles.append([line])
    return [Block("head", pile, hull(box_of(x) for x in pile)) for pile in piles]


def _heads_with(pile: list[Line], line: Line, body: list[Line], frame: Frame) -> bool:
    last = pile[-1]
    low, high = _span(pile)
    if _level(last, line):
        gap = line.x0 - last.x1
        if (
            not 0 <= gap < 0.6 * line.size
            or abs(last.size - line.size) > 0.08 * line.size
            or _ruled(pile, line, frame)
        ):
            return False
        middle = (line.x0 + last.x1) / 2
        under = [x for x in body if 0 <= x.top - line.bottom < 8 * frame.usual]
        through = sum(x.x0 < middle - 1 and x.x1 > middle + 1 for x in under)
        return through > 0 or not any(last.x0 < x.x1 and x.x0 < line.x1 for x in under)
    gap = line.top - max(x.bottom for x in pile[-3:])
    if not (
        gap < 0.75 * max(last.size, line.size) and overlap(low, high, line.x0, line.x1) > 0
    ) or _ruled(pile, line, frame):
        return False
    # small, beside text under the headline: a subhead at the head of a column
    return line.size >= SUBHEAD * frame.usual or not any(
        _level(x, line) and overlap(low, high, x.x0, x.x1) > x.size for x in body
    )


def _level(a: Line, b: Line) -> bool:
    return overlap(a.top, a.bottom, b.top, b.bottom) > 0.5 * min(a.size, b.size)


def _stack_text(lines: list[Line], frame: Frame) -> list[Block]:
    """Lines of one size, one below the other, as blocks a column wide."""
    piles: list[list[Line]] = []
    live: list[list[Line]] = []
    starts = Counter(round(x.x0) for x in lines)
    column = 1.2 * median([x.x1 - x.x0 for x in lines] or [0.0])
    for number, line in enumerate(lines):
        live = [p for p in live if line.top - max(x.bottom for x in p[-3:]) < 3 * frame.pitch]
        around = lines[max(0, number - 12) : number + 12]
        common = sum(starts[round(line.x0) + d] for d in (-1, 0, 1)) > 1
        near = [
            p for p in live if _reads_on(p, line, frame, common or line.x1 - _span(p)[0] > column)
        ]
        near = [p for p in near if len(p) > 2 or not _over_columns(p, around, line, starts)]
        others = [
            p
            for p in live
            if p not in near
            and overlap(*_span(p), line.x0, line.x1) > 0.3 * line.size
            and line.top - p[-1].bottom < 0.5 * frame.pitch
        ]
        if len(near) == 1 and not others:
            near[0].append(line)
        else:
            piles.append([line])
            live.append(piles[-1])
    return [Block("text", pile, hull(box_of(x) for x in pile)) for pile in piles]


def _over_columns(pile: list[Line], lines: list[Line], line: Line, starts: Counter[int]) -> bool:
    """True when a short pile stands over the line and over one of another column beside it."""
    low, high = _span(pile)
    row = sorted(
        (
            x
            for x in lines
            if _level(x, line) and overlap(x.x0, x.x1, low, high) > 0.5 * x.size and x not in pile
        ),
        key=lambda x: x.x0,
    )
    return any(
        b.x0 - a.x1 > 0.4 * b.size and sum(starts[round(b.x0) + d] for d in (-1, 0, 1)) > 1
        for a, b in itertools.pairwise(row)
    )


def _span(pile: list[Line]) -> tuple[float, float]:
    return min(x.x0 for x in pile[-6:]), max(x.x1 for x in pile[-6:])


def _reads_on(pile: list[Line], line: Line, frame: Frame, common: bool) -> bool:
    """Whether a line is of the block; `common`: it begins where others do, or far right."""
    last = pile[-1]
    low, high = _span(pile)
    across = overlap(low, high, line.x0, line.x1)
    if abs(last.size - line.size) > 0.07 * frame.usual:
        return False
    if _level(last, line):
        piece = low - 1 <= line.x0 and line.x1 <= high + 1
        return (
            across > 0
            or (len(pile) > 1 and piece)
            or (not common and 0 < line.x0 - last.x1 < 2.5 * line.size)
        )
    step = line.top - last.top
    shared = across > 0.5 * min(high - low, line.x1 - line.x0)
    # after a last line of a few characters
    set_in = step < 1.25 * frame.pitch and abs(line.x0 - low) < 2.6 * frame.usual
    return step < 1.45 * frame.pitch and (shared or set_in) and not _ruled(pile, line, frame)


def _ruled(pile: list[Line], line: Line, frame: Frame) -> bool:
    """True when a rule stands between the pile and the line."""
    last = pile[-1]
    return ruled(box_of(last), box_of(line), frame)


def ruled(a: Box, b: Box, frame: Frame) -> bool:
    """True when a rule lies between two boxes, one over the other or side by side."""
    if b[1] >= a[3] - 2:
        low, high = max(a[0], b[0]), min(a[2], b[2])
        return any(
            a[3] - 2 <= r[1] <= b[1] + 2 and overlap(r[0], r[2], low, high) > 0.5 * (high - low)
            for r in frame.levels
        )
    left, right = (a, b) if a[0] <= b[0] else (b, a)
    low, high = max(a[1], b[1]), min(a[3], b[3])
    return any(
        left[2] - 2 <= r[0] <= right[0] + 2 and overlap(r[1], r[3], low, high) > 0.5 * (high - low)
        for r in frame.uprights
    )


def _innermost(box: Box, boxes: list[Box]) -> int:
    """The smallest box round a block."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    around = [i for i, b in enumerate(boxes) if b[0] <= x <= b[2] and b[1] <= y <= b[3]]
    return min(
        around, key=lambda i: (boxes[i][2] - boxes[i][0]) * (boxes[i][3] - boxes[i][1]), default=-1
    )


def drop_idle_boxes(blocks: list[Block], frame: Frame) -> list[Block]:
    """Boxes that hold no text, or all of it, part nothing."""
    text = {
        i: sum(b.kind == "text" and b.inside == i for b in blocks) for i in range(len(frame.boxes))
    }
    total = sum(b.kind == "text" for b in blocks)
    return [
        b._replace(inside=-1) if b.inside >= 0 and not 0 < text[b.inside] < total else b
        for b in blocks
    ]
