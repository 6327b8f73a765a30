"""Whose a byline is that stands on a line of its own between one text and the next, where no
headline parts them.

It closes what precedes or opens what follows. What tells: whether either text names its writer
already, the blank lines on both sides, and how the other articles of the page carry their bylines.
Weights are plain numbers, positive for the text that follows; a sum near zero is a doubt.
"""

import re

from analysis.describe.reporters import parse_byline
from analysis.read import formulas as f
from analysis.read.layout import is_terminal
from analysis.read.line_kinds import find_lead
from analysis.repair.drafts import Draft, block_class
from analysis.repair.line_roles import Block

NEIGHBOUR = "bylines that may be the neighbouring article's"
NAMED, UNNAMED_LEAD, BRACKETS, GAP, VOTE, MOST_VOTES, JUMPED = 2.0, 2.0, 2.0, 1.5, 0.5, 1.5, 4.0
PASSED = ("caption", "furniture")  # what may stand inside an article
WRITER = re.compile("记\\s*者|記者|通讯员|通訊員|特派员|评论员|作者|撰|采写|实习生|文")
NO_WRITER = re.compile("摄|供图|编辑|策划|统筹|来源|审核")


class Bylines:
    """The byline lines of a page that stand between two texts, by block number, and what the page
    says of each.

    >>> from analysis.repair.line_roles import find_blocks
    >>> from analysis.read.layout import split_lines
    >>> raw = "本报讯（记者 王一）昨日，区委召开会议。\\n\\n记者 李二\\n清晨，渡口起了雾。\\n"
    >>> bylines = Bylines(find_blocks(split_lines(raw)))
    >>> bylines.between, bylines.weigh(1, named=True, jumped=False)
    ([1], (4.0, False))
    """

    def __init__(self, blocks: list[Block]):
        self.blocks = blocks
        self.between = [
            i for i, block in enumerate(blocks) if block.kind == "byline" and self._is_between(i)
        ]
        votes = sum(self._vote(i) for i in range(len(blocks)))
        self.vote = max(-MOST_VOTES, min(VOTE * votes, MOST_VOTES))

    def opens(self, at: int, before: Draft, new_page: bool, doubts: list[tuple[int, str]]) -> bool:
        """True when the byline at block `at` is of the text after it, not of the article `before`;
        adds a doubt to `doubts`.
        """
        if at not in self.between:
            return False
        score, doubtful = self.weigh(
            at, named=any(map(_names, before.bylines)), jumped=bool(before.jumped_to) or new_page
        )
        if doubtful:
            line = self.blocks[at].lines[0]
            doubts.append((line.no, line.text))
        return score > 0

    def stays(self, at: int) -> bool:
        """True when the byline at block `at` is of the headline above it, whose text stands
        elsewhere: no text follows.
        """
        end = self._end_of_run(at)
        if end == len(self.blocks):
            return True
        kind, lines = self.blocks[end][:2]
        return kind in ("jump_from", "page") or (
            kind == "head" and lines[0].gap > self.blocks[end - 1].lines[0].gap
        )

    def weigh(self, at: int, *, named: bool, jumped: bool) -> tuple[float, bool]:
        """How much speaks for the text after byline `at`, and whether that is doubtful.

        named: the text before it has its writer's name already; jumped: it goes on elsewhere.
        """
        line, after = self.blocks[at].lines[0], self._after(at)
        gap = self.blocks[self._end_of_run(at)].lines[0].gap
        told = [
            JUMPED * jumped,
            NAMED * named,
            self.vote,
            GAP * ((line.gap > gap) - (line.gap < gap)),
            -BRACKETS * line.text.startswith(("（", "(")),
            -UNNAMED_LEAD * bool(find_lead(_text(self.blocks[after]))),
            -NAMED * self._is_closed(after),
        ]
        score = sum(told)
        divided = min(told) < 0 < max(told)
        return score, abs(score) < (2.0 if divided else 1.0)

    def _is_between(self, at: int) -> bool:
        """True for the first line of a byline between a text's end and a text that names no writer
        at its start.
        """
        text = self.blocks[at].lines[0].text
        if self._goes_on(at) or (NO_WRITER.search(text) and not WRITER.search(text)):
            return False
        before, after = self._before(at), self._after(at)
        if before < 0 or after < 0:
            return False
        if (
            self.blocks[before].kind not in ("para", "jump_to", "page")
            or self.blocks[after].kind != "para"
        ):
            return False
        if self.blocks[before].kind == "para" and not _ends(self.blocks[before]):
            return False
        body = _text(self.blocks[after])
        return not block_class(body) and not _names(body[: find_lead(body)])

    def _vote(self, at: int) -> int:
        """1 for an article whose byline stands above its text for certain, -1 below, 0 where
        nothing tells.
        """
        block = self.blocks[at]
        if block.kind == "para":
            text = _text(block)
            return bool(_names(text[: find_lead(text)])) - _is_credited(text)
        if block.kind != "byline" or at in self.between or self._goes_on(at):
            return 0
        before, after = self._before(at), self._after(at)
        follows = before >= 0 and self.blocks[before].kind == "para" and _ends(self.blocks[before])
        if after >= 0 and self.blocks[after].kind == "para" and not follows:
            return 1
        return -1 if follows else 0

    def _is_closed(self, at: int) -> bool:
        """True when the text that begins at block `at` has a byline of its own at its end."""
        for i in range(at, len(self.blocks)):
            kind = self.blocks[i].kind
            if kind == "byline":
                return i not in self.between
            if kind == "para":
                text = _text(self.blocks[i])
                if i > at and find_lead(text):
                    return False
                if _is_credited(text):
                    return True
            elif kind not in PASSED:
                return False
        return False

    def _goes_on(self, at: int) -> bool:
        return at > 0 and self.blocks[at - 1].kind == "byline"

    def _before(self, at: int) -> int:
        at -= 1
        while at >= 0 and self.blocks[at].kind in PASSED:
            at -= 1
        return at

    def _after(self, at: int) -> int:
        """The block after the byline lines at `at` and pictures; -1 at the end of the page."""
        end = self._end_of_run(at)
        while end < len(self.blocks) and self.blocks[end].kind in PASSED:
            end += 1
        return end if end < len(self.blocks) else -1

    def _end_of_run(self, at: int) -> int:
        while at < len(self.blocks) and self.blocks[at].kind == "byline":
            at += 1
        return at


def _text(block: Block) -> str:
    return "".join(line.text for line in block.lines)


def _ends(block: Block) -> bool:
    text = block.lines[-1].text
    return is_terminal(text) or bool(f.TAIL_CREDIT.search(text))


def _is_credited(text: str) -> bool:
    credit = f.TAIL_CREDIT.search(text)
    return bool(credit and _names(credit.group()))


def _names(byline: str) -> bool:
    return bool(parse_byline(byline))
