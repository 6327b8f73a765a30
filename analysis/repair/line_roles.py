"""What every line of a page is, decided for the whole page at once.

Each line is the first or a further line of a paragraph, a line that stands alone (headline,
subhead, name), or one of the page's own formulas. The best sequence is found with the Viterbi
algorithm (Viterbi 1967, IEEE Trans. Inf. Theory 13(2)); the weights are plain numbers for evidence
named beside them: positive speaks for, negative against.
"""

import re
from collections import Counter
from typing import NamedTuple

from analysis.chinese.han import HAN
from analysis.read import formulas as f
from analysis.read.layout import Line
from analysis.read.line_kinds import find_lead, pairs
from analysis.repair.page_setting import Clue, Setting, read_clues, read_setting, with_fullness

CLOSING_START = re.compile(r"[，。、；：！？”’）》】」』,;:!?)…％%]|\.(?!\d)")
STUB = re.compile(rf"^[{HAN}]{{1,2}}[。；！？]|^[{HAN}][，、]")
OPEN_QUOTE = re.compile(r"[“《（(【「『][^”》）)】」』]*$")
SHUT_QUOTE = re.compile(r"^[^“《（(【「『]*[”》）)】」』]")
FIRST, NEXT, ALONE, WRAPPED, FIXED = range(5)
# A sentence cut in two: at a jump it must be, at a picture or a page's edge it may be.
BREAK_COST = {"jump_to": 1.0, "caption": -1.0, "page": -3.0, "furniture": -3.0}
LONG_LINE = 45  # characters; no headline line of a wrapped page is longer
LONGEST_TITLE = 110  # characters of a headline that is one line, several titles in a row


class Block(NamedTuple):
    """Lines that belong together: `kind` is para, head or one of the page's own formulas."""

    kind: str
    lines: list[Line]
    single: bool = False  # here every paragraph is one line


def end_cost(clue: Clue) -> float:
    """Evidence that a paragraph may end with this line."""
    if clue.terminal:
        return 0.3 if clue.full else 1.5
    if clue.single:
        return -2.0 if is_prose(clue) else -4.0
    if clue.soft:
        return -8.0
    if clue.column:
        return -7.0 if clue.full else -6.0
    return -7.0 if clue.size > LONG_LINE else -4.0


def join_cost(
    a: Line, ca: Clue, b: Line, cb: Clue, lack: int | None, setting: Setting, first: bool
) -> float:
    """Evidence that line b goes on with the paragraph of line a; `first`: a is that paragraph's
    first line.

    `lack`: how much narrower b is than the line after it, where both are full.
    """
    if cb.lead or f.CAPTION_START.match(b.text):
        return -9.0
    if ca.single:
        stub = bool(CLOSING_START.match(b.text) or STUB.match(b.text))
        if ca.terminal or not (is_prose(ca) or stub):
            return -9.0
        # a paragraph that was one line, cut at the end of a page
        on = is_prose(cb) or cb.terminal or stub
        return (1.0 + 4.0 * stub if on else -3.0) - (2.0 if b.gap > setting.gap else 0.0)
    if is_wide(ca) != is_wide(cb) and not CLOSING_START.match(b.text):
        return -7.0
    full = ca.near_full if first else ca.full
    if ca.terminal:
        cost = -0.3 if full else (-3.0 if ca.column else -5.0)
        if cb.enum or f.OPENER.match(b.text):
            cost -= 1.5
        if b.gap > setting.gap:
            cost -= 1.5
        if setting.indent == "lost" and full and lack is not None:
            cost += 2.5 if lack <= 1 else -1.0 if 3 <= lack <= 6 else 0.0
    elif ca.soft:
        cost = 0.5
    elif ca.column:
        cost = 0.0 if full else -1.5 if ca.width >= ca.column - setting.slack - 2 else -4.0
    else:
        cost = 0.0 if ca.size > LONG_LINE or ca.lead else -1.5 if "，" in a.text[:-1] else -4.0
    if not ca.terminal:
        if b.gap > setting.gap:
            cost -= 0.3
        if STUB.match(b.text):
            cost += 4.0
        if a.text[-1].isdigit() and (b.text[0].isdigit() or b.text[0] in "年月日%％时"):
            cost += 1.5
    if CLOSING_START.match(b.text):
        cost += 5.0
    if SHUT_QUOTE.match(b.text) and not ca.terminal:  # it shuts what a line before it opened
        cost = max(cost, 0.0) + 3.0
    elif OPEN_QUOTE.search(a.text) and not ca.terminal:
        cost += 3.0
    if setting.indent == "shown":
        starts = b.indent >= 2 and (ca.terminal or a.indent < 2)
        cost += (-4.0 if ca.terminal else -1.0) if starts else 0.7
    return cost


def is_prose(clue: Clue) -> bool:
    """True for a line that only running text can be."""
    return clue.size > LONG_LINE and (clue.inner_stop or clue.size > LONGEST_TITLE)


def is_wide(clue: Clue) -> bool:
    """True when a line is clearly wider than the column it stands in: it was not wrapped in it."""
    return bool(clue.column) and clue.width > 1.4 * clue.column + 2


def alone_cost(i: int, lines: list[Line], clues: list[Clue], setting: Setting) -> float:
    """Evidence that a line stands alone (a headline, a subhead, a name), against its being text."""
    clue, text = clues[i], lines[i].text
    if clue.lead or CLOSING_START.match(text):
        return -9.0
    cost = -4.0 if SHUT_QUOTE.match(text) else -2.0
    if clue.terminal:
        cost -= (0.5 if "，" not in text else 1.5) if text[-1] in "！？!?" else 4.0
    elif clue.soft:
        cost -= 1.0 if is_half_title(i, lines, clues) else 4.0
    cost -= 6.0 if clue.inner_stop else 0.0
    if clue.single and not clue.terminal and not clue.inner_stop and clue.size <= LONGEST_TITLE:
        return cost + (2.0 if clue.size <= 20 or "，" not in text else 0.5)
    commas = text.count("，") + text.count(",")
    cost -= (1.5 if clue.full else 0.7) * min(commas, 2) + max(0, commas - 2)
    if clue.size > 34 and not is_wide(clue):
        cost -= 2.0 + 0.2 * (clue.size - 34)
    after = clues[i + 1] if i + 1 < len(clues) else None
    if after is None or after.lead or after.kind:
        cost += 1.5
    elif starts_paragraph(lines[i + 1], after, setting):
        cost += 2.5 if i == 0 or clues[i - 1].kind else 1.0
    if (
        text[-1] in "！？!?"
        and after
        and after.kind in ("meta", "boilerplate", "byline")
        and (i == 0 or clues[i - 1].kind)
    ):
        cost += 2.5  # a web page's title over its date line
    if lines[i].gap > setting.gap and (after is None or lines[i + 1].gap > setting.gap):
        cost += 1.0
    if clue.enum and clue.size <= 30:
        cost += 1.0
    if is_wide(clue):
        cost += 3.0
    elif clue.column and clue.width > clue.column + (2 if setting.slack <= 2 else 4):
        cost += 1.0
    if (
        f.SPOKEN_LINE.search(text)
        and not commas
        and (after is None or not CLOSING_START.match(lines[i + 1].text))
    ):
        cost += 2.5
    if f.OPENER.match(text):
        cost -= 2.5
    if setting.indent == "shown" and 2 <= lines[i].indent <= 4:
        cost -= 0.5
    return cost


def is_half_title(i: int, lines: list[Line], clues: list[Clue]) -> bool:
    """True for a short line that ends in a colon or comma over a title line that stands over a lead
    or a formula.
    """
    if (
        clues[i].size > 12
        or not lines[i].text.endswith(("：", ":", "，", ","))
        or i + 2 >= len(lines)
    ):
        return False
    half, below = clues[i + 1], clues[i + 2]
    if half.terminal or half.soft or half.size > 20 or half.kind:
        return False
    return below.lead or bool(below.kind) or lines[i].text.endswith(("：", ":"))


def starts_paragraph(line: Line, clue: Clue, setting: Setting) -> bool:
    """True when a line looks like a paragraph's first: indented, or with a date or a formula papers
    start with.
    """
    if setting.indent == "shown":
        return 2 <= line.indent <= 4
    return not clue.enum and bool(f.DATED.match(line.text) or f.OPENER.match(line.text))


def repeated_titles(lines: list[Line], clues: list[Clue]) -> dict[int, float]:
    """Evidence, by line number, that a line beside （上接…） is the article's title again, whole or
    shortened.
    """
    marks = [i for i, clue in enumerate(clues) if clue.kind == "jump_from"]
    holders: dict[str, list[int]] = {}
    if marks:
        for k, line in enumerate(lines):
            if not clues[k].kind and clues[k].size <= LONG_LINE:
                for pair in pairs(line.text):
                    holders.setdefault(pair, []).append(k)
    texts = Counter(line.text for line in lines) if marks else Counter()
    found = {}
    for i in marks:
        for j in (i - 2, i - 1, i + 1, i + 2):
            if (
                0 <= j < len(lines)
                and not clues[j].kind
                and not clues[j].terminal
                and 4 <= clues[j].size <= LONG_LINE
            ):
                here = pairs(lines[j].text)
                plain = not clues[j].soft and not re.search("[，。、；,;]", lines[j].text)
                shared = Counter(
                    k for pair in here for k in holders.get(pair, ()) if abs(k - j) > 1
                )
                twice = plain and bool(shared) and max(shared.values()) >= 0.8 * len(here)
                twice = twice or (texts[lines[j].text] > 1 and not f.OPENER.match(lines[j].text))
                found[j] = 5.0 if twice else 1.0 if plain and abs(j - i) == 1 else 0.0
    return found


def find_blocks(lines: list[Line]) -> list[Block]:
    """The page's lines as blocks, in order: the best reading of all lines together.

    >>> from analysis.read.layout import split_lines
    >>> raw = "区委召开会议\\n本报讯（记者 甲）昨日，区委召开\\n会议，部署防汛工作。\\n第02版：要闻\\n"
    >>> [(block.kind, len(block.lines)) for block in find_blocks(split_lines(raw))]
    [('head', 1), ('para', 2), ('page', 1)]
    """
    if not lines:
        return []
    clues = read_clues(lines)
    setting = read_setting(lines, clues)
    clues = with_fullness(clues, setting)
    again = repeated_titles(lines, clues)
    widest = max(clue.width for clue in clues)
    low = -1e9
    score = [low, low, low, low, 0.0]  # before the first line: as after a formula
    back = []
    for i, clue in enumerate(clues):
        line = lines[i]
        if i:
            ended = max(
                end_cost(clues[i - 1]), BREAK_COST.get(clue.kind, 0.0 if line.mark else -9.0)
            )
            soft = -3.0 if clues[i - 1].soft else 0.0
            ends = [
                score[FIRST] + ended,
                score[NEXT] + ended,
                score[ALONE] + soft,
                score[WRAPPED] + soft,
                score[FIXED],
            ]
        else:
            ends = score
        best = max(range(5), key=ends.__getitem__)
        new, step = [low] * 5, [best] * 5
        if clue.kind:
            new[FIXED] = ends[best]
        else:
            new[FIRST] = ends[best] + (3.0 if clue.lead else 0.0)
            if setting.indent == "shown":
                new[FIRST] += 1.0 if line.indent >= 2 else -1.0
            # a rest may begin in mid-sentence under its title
            rest = i > 1 and again.get(i - 1, 0.0) >= (
                5.0 if widest <= 2 * clues[i - 1].column else 1.0
            )
            if i and CLOSING_START.match(line.text) and not rest:
                new[FIRST] -= 5.0
            piled = 0.8 if best in (ALONE, WRAPPED) else 0.0  # headlines come in piles
            new[FIRST] -= 1.0 if best == FIXED and not clue.lead else 0.0
            new[ALONE] = (
                ends[best] + piled + alone_cost(i, lines, clues, setting) + again.get(i, 0.0)
            )
            if best in (ALONE, WRAPPED) and line.text.startswith("——"):
                new[ALONE] += 2.5
            if i and not clues[i - 1].kind:
                pair = (lines[i - 1], clues[i - 1], line, clue, lack_of(clues, i), setting)
                joins = (
                    score[FIRST] + join_cost(*pair, True),
                    score[NEXT] + join_cost(*pair, False),
                )
                if rest and clues[i - 2].kind == "jump_from":
                    joins = (joins[0] - 5.0, joins[1] - 5.0)
                paragraph = FIRST if joins[0] >= joins[1] else NEXT
                new[NEXT] = max(joins)
                apart = low if lines[i - 1].mark else 0.0
                head = ALONE if score[ALONE] >= score[WRAPPED] else WRAPPED
                new[WRAPPED] = (
                    score[head] + wrap_cost(clues[i - 1], clue, line, setting.gap) + apart
                )
                step[NEXT], step[WRAPPED] = paragraph, head
            if line.mark:
                new = [low, low, ends[best], low, low]  # the size of its type says it is a headline
        score = new
        back.append(step)
    last = end_cost(clues[-1])
    score = [s + last * (state in (FIRST, NEXT)) for state, s in enumerate(score)]
    return _blocks(lines, clues, _path(score, back))


def lack_of(clues: list[Clue], i: int) -> int | None:
    """How much narrower line i is than the next, where both are full and the sentence goes on."""
    if i + 1 >= len(clues):
        return None
    a, b = clues[i], clues[i + 1]
    if a.near_full and b.near_full and not (a.terminal or b.terminal or b.lead):
        return b.width - a.width
    return None


def wrap_cost(ca: Clue, cb: Clue, b: Line, gap: int) -> float:
    """Evidence that a line that stands alone goes on in the next line: long subheads and picture
    titles do.
    """
    if (
        cb.lead
        or cb.enum
        or b.gap > gap
        or not ca.enum
        or not (ca.full or ca.size > 24)
        or ca.terminal
    ):
        return -3.0
    return 1.0 if cb.size < ca.size and not cb.terminal else -2.0


def _path(score: list[float], back: list[list[int]]) -> list[int]:
    state = max(range(5), key=score.__getitem__)
    states = []
    for step in reversed(back):
        states.append(state)
        state = step[state]
    return states[::-1]


def _blocks(lines: list[Line], clues: list[Clue], states: list[int]) -> list[Block]:
    blocks: list[Block] = []
    for line, clue, state in zip(lines, clues, states, strict=True):
        if state in (NEXT, WRAPPED):
            blocks[-1].lines.append(line)
        else:
            kind = clue.kind if state == FIXED else "para" if state == FIRST else "head"
            blocks.append(Block(kind, [line], clue.single))
    return blocks


def credited_ahead(blocks: list[Block]) -> dict[int, float]:
    """Paragraphs, by number, that a byline closes, `（记者 甲）` or a line `记者 甲`: 2.0 for
    certain, 1.0 over a subhead.
    """
    found, credit = {}, 0.0
    for at in range(len(blocks) - 1, -1, -1):
        kind, lines, _ = blocks[at]
        if kind == "byline":
            credit = 2.0
        elif kind == "para":
            if find_lead(lines[0].text):
                credit = 0.0
            elif f.TAIL_CREDIT.search("".join(line.text for line in lines[-2:])):
                credit = 2.0
            if credit:
                found[at] = credit
        elif kind == "head":
            credit = min(credit, 1.0)
        elif kind != "caption":
            credit = 0.0
    return found
