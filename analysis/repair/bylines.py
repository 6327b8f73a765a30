"""Whose a byline is that stands on a line of its own between two texts that no headline parts.

It closes what precedes or opens what follows. What tells: whether either text names its writer
already, the blank lines on both sides, and how the other articles of the page carry their bylines.
Weights are plain numbers, positive for the text that follows; a sum near zero is a doubt.
"""

from typing import NamedTuple

from analysis.describe.reporters import parse_byline
from analysis.read import formulas as f
from analysis.repair.drafts import block_class
from analysis.repair.line_roles import Block

NEIGHBOUR = "bylines that may be the neighbouring article's"
NAMED, UNNAMED_LEAD, BRACKETS, GAP, VOTE, MOST_VOTES, JUMPED = 2.0, 2.0, 2.0, 1.5, 0.5, 1.5, 4.0
PASSED = ("caption", "furniture")  # what may stand inside an article


class Bylines(NamedTuple):
    """Bylines between two texts, by block, and how others stand: above (positive) or below."""

    between: frozenset[int] = frozenset()
    vote: float = 0.0


def find_bylines(blocks: list[Block]) -> Bylines:
    """The bylines of a page that could be of either neighbour."""
    lines = [i for i, block in enumerate(blocks) if block.kind == "byline"]
    between = frozenset(i for i in lines if _is_between(blocks, i))
    votes = sum(_vote(blocks, between, i) for i in range(len(blocks))) if between else 0
    return Bylines(between, max(-MOST_VOTES, min(VOTE * votes, MOST_VOTES)))


def weigh_byline(
    blocks: list[Block], bylines: Bylines, at: int, *, named: bool, jumped: bool
) -> tuple[float, bool]:
    """How much speaks for the text after byline `at`, and whether that is doubtful.

    >>> from analysis.repair.line_roles import find_blocks
    >>> from analysis.repair.lines import read_lines
    >>> raw = "本报讯（记者 王一）昨日，区委召开会议。\\n\\n记者 李二\\n清晨，渡口起了雾。\\n"
    >>> blocks = find_blocks(read_lines(raw))
    >>> weigh_byline(blocks, find_bylines(blocks), 1, named=True, jumped=False)
    (4.0, False)
    """
    line, after = blocks[at], _after(blocks, at)
    gap = blocks[_beyond(blocks, at, 1, "byline")].gap
    told = [
        JUMPED * jumped,
        NAMED * named,
        bylines.vote,
        GAP * ((line.gap > gap) - (line.gap < gap)),
        -BRACKETS * line.text.startswith(("（", "(")),
        -UNNAMED_LEAD * (blocks[after].lead > 0),
        -NAMED * _is_closed(blocks, bylines.between, after),
    ]
    score = sum(told)
    divided = min(told) < 0 < max(told)
    return score, abs(score) < (2.0 if divided else 1.0)


def stays(blocks: list[Block], at: int) -> bool:
    """True when a byline is of the headline above it: no text follows."""
    end = _beyond(blocks, at, 1, "byline")
    if end < 0:
        return True
    loose = blocks[end].kind == "head" and blocks[end].gap > blocks[end - 1].gap
    return loose or blocks[end].kind in ("jump_from", "page")


def _is_between(blocks: list[Block], at: int) -> bool:
    """True for a byline's first line between a text's end and a text that names no writer."""
    text, before, after = blocks[at].text, _before(blocks, at), _after(blocks, at)
    if _goes_on(blocks, at) or (f.NO_WRITER.search(text) and not f.WRITER.search(text)):
        return False
    if before < 0 or after < 0 or blocks[after].kind != "para":
        return False
    over, body = blocks[before], blocks[after]
    if over.kind not in ("para", "jump_to", "page") or f.EDITORS_NOTE.match(over.text):
        return False
    if over.kind == "para" and not over.ended:
        return False
    return not block_class(body.text) and not parse_byline(body.text[: body.lead])


def _vote(blocks: list[Block], between: frozenset[int], at: int) -> int:
    """1 for an article whose byline surely stands above its text, -1 below, 0 unknown."""
    block = blocks[at]
    if block.kind == "para":
        return bool(parse_byline(block.text[: block.lead])) - _is_credited(block)
    if block.kind != "byline" or at in between or _goes_on(blocks, at):
        return 0
    before, after = _before(blocks, at), _after(blocks, at)
    if before >= 0 and blocks[before].kind == "para" and blocks[before].ended:
        return -1
    return int(after >= 0 and blocks[after].kind == "para")


def _is_closed(blocks: list[Block], between: frozenset[int], at: int) -> bool:
    """True when the text that begins at block `at` has a byline of its own at its end."""
    for i in range(at, len(blocks)):
        kind = blocks[i].kind
        if kind == "byline":
            return i not in between
        if kind not in ("para", *PASSED) or (i > at and blocks[i].lead):
            return False
        if kind == "para" and _is_credited(blocks[i]):
            return True
    return False


def _is_credited(block: Block) -> bool:
    signed = block.credit >= 0 and block_class(block.text) != "photo-caption"
    return signed and bool(parse_byline(block.text[block.credit :]))


def _goes_on(blocks: list[Block], at: int) -> bool:
    return at > 0 and blocks[at - 1].kind == "byline"


def _before(blocks: list[Block], at: int) -> int:
    return _beyond(blocks, at - 1, -1, *PASSED)


def _after(blocks: list[Block], at: int) -> int:
    """The block after the byline lines at `at` and pictures."""
    return _beyond(blocks, _beyond(blocks, at, 1, "byline"), 1, *PASSED)


def _beyond(blocks: list[Block], at: int, way: int, *kinds: str) -> int:
    """The first block from `at` on that is of no such kind, -1 where the page ends before it."""
    while 0 <= at < len(blocks) and blocks[at].kind in kinds:
        at += way
    return at if at < len(blocks) else -1
