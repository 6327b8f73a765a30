"""Whose a byline is that stands on a line of its own between one text and the next, where no
headline parts them.

It closes what precedes or opens what follows. What tells: whether either text names its writer
already, the blank lines on both sides, and how the other articles of the page carry their bylines.
Weights are plain numbers, positive for the text that follows; a sum near zero is a doubt.
"""

import re
from typing import NamedTuple

from analysis.describe.reporters import parse_byline
from analysis.read import formulas as f
from analysis.repair.drafts import block_class
from analysis.repair.line_roles import Block

NEIGHBOUR = "bylines that may be the neighbouring article's"
NAMED, UNNAMED_LEAD, BRACKETS, GAP, VOTE, MOST_VOTES, JUMPED = 2.0, 2.0, 2.0, 1.5, 0.5, 1.5, 4.0
PASSED = ("caption", "furniture")  # what may stand inside an article
WRITER = re.compile("记\\s*者|記者|通讯员|通訊員|特派员|评论员|作者|撰|采写|实习生|文")
NO_WRITER = re.compile("摄|供图|编辑|策划|统筹|来源|审核")


class Bylines(NamedTuple):
    """Bylines between two texts, by block, and how others stand: above (positive) or below."""

    between: frozenset[int] = frozenset()
    vote: float = 0.0


def find_bylines(blocks: list[Block]) -> Bylines:
    """The bylines of a page that could be of either neighbour.

    >>> from analysis.repair.line_roles import find_blocks
    >>> from analysis.repair.lines import read_lines
    >>> raw = "本报讯（记者 王一）昨日，区委召开会议。\\n\\n记者 李二\\n清晨，渡口起了雾。\\n"
    >>> blocks = find_blocks(read_lines(raw))
    >>> bylines = find_bylines(blocks)
    >>> sorted(bylines.between), weigh_byline(blocks, bylines, 1, named=True, jumped=False)
    ([1], (4.0, False))
    """
    lines = [i for i, block in enumerate(blocks) if block.kind == "byline"]
    between = frozenset(i for i in lines if is_between(blocks, i))
    if not between:
        return Bylines()
    votes = sum(_vote(blocks, between, i) for i in range(len(blocks)))
    return Bylines(between, max(-MOST_VOTES, min(VOTE * votes, MOST_VOTES)))


def weigh_byline(
    blocks: list[Block], bylines: Bylines, at: int, *, named: bool, jumped: bool
) -> tuple[float, bool]:
    """How much speaks for the text after byline `at`, and whether that is doubtful."""
    line, after = blocks[at], _after(blocks, at)
    gap = blocks[_end_of_run(blocks, at)].gap
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


def is_between(blocks: list[Block], at: int) -> bool:
    """True for a byline's first line between a text's end and a text that names no writer."""
    text = blocks[at].text
    if _goes_on(blocks, at) or (NO_WRITER.search(text) and not WRITER.search(text)):
        return False
    before, after = _before(blocks, at), _after(blocks, at)
    if before < 0 or after < 0 or blocks[after].kind != "para":
        return False
    if blocks[before].kind not in ("para", "jump_to", "page"):
        return False
    if blocks[before].kind == "para" and not blocks[before].ended:
        return False
    if f.EDITORS_NOTE.match(blocks[before].text):
        return False
    body = blocks[after]
    return not block_class(body.text) and not parse_byline(body.text[: body.lead])


def stays(blocks: list[Block], at: int) -> bool:
    """True when a byline is of the headline above it: no text follows."""
    end = _end_of_run(blocks, at)
    if end == len(blocks):
        return True
    after = blocks[end]
    loose = after.kind == "head" and after.gap > blocks[end - 1].gap
    return after.kind in ("jump_from", "page") or loose


def _vote(blocks: list[Block], between: frozenset[int], at: int) -> int:
    """1 for an article whose byline surely stands above its text, -1 below, 0 unknown."""
    block = blocks[at]
    if block.kind == "para":
        return bool(parse_byline(block.text[: block.lead])) - _is_credited(block)
    if block.kind != "byline" or at in between or _goes_on(blocks, at):
        return 0
    before, after = _before(blocks, at), _after(blocks, at)
    follows = before >= 0 and blocks[before].kind == "para" and blocks[before].ended
    if after >= 0 and blocks[after].kind == "para" and not follows:
        return 1
    return -1 if follows else 0


def _is_closed(blocks: list[Block], between: frozenset[int], at: int) -> bool:
    """True when the text that begins at block `at` has a byline of its own at its end."""
    for i in range(at, len(blocks)):
        kind = blocks[i].kind
        if kind == "byline":
            return i not in between
        if kind == "para":
            if i > at and blocks[i].lead:
                return False
            if _is_credited(blocks[i]):
                return True
        elif kind not in PASSED:
            return False
    return False


def _is_credited(block: Block) -> bool:
    return block.credit >= 0 and bool(parse_byline(block.text[block.credit :]))


def _goes_on(blocks: list[Block], at: int) -> bool:
    return at > 0 and blocks[at - 1].kind == "byline"


def _before(blocks: list[Block], at: int) -> int:
    at -= 1
    while at >= 0 and blocks[at].kind in PASSED:
        at -= 1
    return at


def _after(blocks: list[Block], at: int) -> int:
    """The block after the byline lines at `at` and pictures; -1 at the end of the page."""
    end = _end_of_run(blocks, at)
    while end < len(blocks) and blocks[end].kind in PASSED:
        end += 1
    return end if end < len(blocks) else -1


def _end_of_run(blocks: list[Block], at: int) -> int:
    while at < len(blocks) and blocks[at].kind == "byline":
        at += 1
    return at
