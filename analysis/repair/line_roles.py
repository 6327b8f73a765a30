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
from analysis.read.layout import Lines
from analysis.read.line_kinds import cover, find_credit, find_lead, pairs
from analysis.repair.unwrap import Runs, join_lines

CLOSING_START = re.compile(r"[，。、；：！？”’）》】」』,;:!?)…％%]|\.(?!\d)")
STUB = re.compile(rf"^[{HAN}]{{1,2}}[。；！？]|^[{HAN}][，、]")
OPEN_QUOTE = re.compile(r"[“《（(【「『][^”》）)】」』]*$")
SHUT_QUOTE = re.compile(r"^[^“《（(【「『]*[”》）)】」』]")
FIRST, NEXT, ALONE, WRAPPED, FIXED = range(5)
LOW = -1e9
# A sentence cut in two: at a jump it must be, at a picture or a page's edge it may be.
BREAK_COST = {"jump_to": 1.0, "caption": -1.0, "page": -3.0, "furniture": -3.0}
OVER_TEXT = ("byline", "jump_from")
COMMA = re.compile("[，,]")
CUT_LINE, SAID_AGAIN = 20, 0.35  # characters; share of a headline's pairs that its text has
LONG_LINE = 45  # characters; no headline line of a wrapped page is longer
LONGEST_TITLE = 110  # characters of a headline that is one line, several titles in a row
JOINED = ("para", "salute", "head", "subhead", "caption", "boilerplate")


class Block(NamedTuple):
    """Lines that belong together: `kind` is para, head or one of the page's own formulas."""

    kind: str
    text: str  # joined; as printed where the kind says all
    runs: Runs
    start: int
    end: int
    no: int  # of the first line, as `gap`, `indent` and `mark`
    gap: int
    indent: int
    mark: str
    single: bool  # here every paragraph is one line
    ended: bool  # with a sentence, or a credit
    lead: int = 0  # length of the lead formula it begins with
    credit: int = -1  # where the credit at its end begins
    wraps: int = 0
    spaces: int = 0


def make_block(t: Lines, numbers: range, kind: str, printed: bool = False) -> Block:
    """The block of these lines; `printed`: a paragraph a line, with the spaces it has."""
    i, last = numbers[0], numbers[-1]
    text, runs, wraps, spaces = t.text[i], [], 0, 0
    if kind in JOINED:
        rows = [(t.text[k], t.start[k], t.no[k]) for k in numbers]
        phrases = kind in ("head", "boilerplate")
        text, runs, wraps, spaces = join_lines(rows, phrases=phrases, printed=printed)
    is_text = kind in ("para", "salute")
    return Block(
        kind,
        text,
        runs,
        t.start[i],
        t.end[last],
        t.no[i],
        t.gap[i],
        t.indent[i],
        t.mark[i],
        t.single[i] or printed,
        t.terminal[last],
        find_lead(text) if is_text else 0,
        find_credit(text) if is_text else -1,
        wraps,
        spaces,
    )


class Evidence(NamedTuple):
    """What the words of every line say of its neighbours, beside the columns of the line table."""

    size: list[int]
    closing: list[bool]  # it begins with what ends something
    stub: list[bool]  # it begins with the end of a sentence
    opener: list[bool]  # it begins as text goes on
    prose: list[bool]  # only running text can be so
    wide: list[bool]  # clearly wider than the column: it was not wrapped in it
    cut: list[bool]  # a paragraph that was one line is cut here: it goes on in the next line


def read_evidence(t: Lines) -> Evidence:
    size = [len(text) for text in t.text]
    closing = [bool(CLOSING_START.match(text)) for text in t.text]
    stub = [bool(STUB.match(text)) for text in t.text]
    opener = [bool(f.OPENER.match(text)) for text in t.text]
    prose = [
        n > LONG_LINE and (stop or n > LONGEST_TITLE)
        for n, stop in zip(size, t.inner_stop, strict=True)
    ]
    wide = [
        bool(column) and width > 1.4 * column + 2
        for column, width in zip(t.column, t.width, strict=True)
    ]
    cut = [
        bool(alone) and not (role or ended) and is_cut_line(t, i, size[i])
        for i, (alone, role, ended) in enumerate(zip(t.single, t.role, t.terminal, strict=True))
    ]
    return Evidence(size, closing, stub, opener, prose, wide, cut)


def is_cut_line(t: Lines, i: int, size: int) -> bool:
    """True for a line cut in a number or quotation, or at length before what says it no more."""
    if i + 1 == len(t.text) or t.role[i + 1] or t.lead[i + 1]:
        return False
    text, after = t.text[i], t.text[i + 1]
    if number_goes_on(text, after):
        return True
    if t.enum[i] or size < CUT_LINE or not COMMA.search(text):
        return False
    if OPEN_QUOTE.search(text) and SHUT_QUOTE.match(after):
        return True
    inside = i > 0 and ((t.terminal[i - 1] and not t.role[i - 1]) or t.role[i - 1] in OVER_TEXT)
    return inside and not f.DATED.match(after) and cover(text, after[:250]) < SAID_AGAIN


def number_goes_on(text: str, after: str) -> bool:
    """True where a number or a day stands half in each line (12月 / 31日)."""
    cut = text[-1] in "年月" and text[-2:-1].isdigit() and after[0].isdigit()
    return cut or (text[-1].isdigit() and (after[0].isdigit() or after[0] in "年月日%％时"))


def end_cost(t: Lines, e: Evidence, i: int) -> float:
    """Evidence that a paragraph may end with this line."""
    if t.terminal[i]:
        return 0.3 if t.full[i] else 1.5
    if t.single[i]:
        return -2.0 if e.prose[i] else -4.0
    if t.soft[i]:
        return -8.0
    if t.column[i]:
        return -7.0 if t.full[i] else -6.0
    return -7.0 if e.size[i] > LONG_LINE else -4.0


def join_cost(t: Lines, e: Evidence, b: int, full: bool) -> float:
    """Evidence that line b goes on from the line before; `full`: nothing more fitted there."""
    a = b - 1
    if t.lead[b] or f.CAPTION_START.match(t.text[b]):
        return -9.0
    more_space = t.gap[b] > t.usual_gap
    if t.single[a]:
        stub = e.closing[b] or e.stub[b]
        if t.terminal[a] or not (e.prose[a] or e.cut[a] or stub):
            return -9.0
        # a paragraph that was one line, cut at the end of a page
        on = e.prose[b] or t.terminal[b] or stub
        return (1.0 + 4.0 * stub if on else -3.0) - (2.0 if more_space else 0.0)
    if e.wide[a] != e.wide[b] and not e.closing[b]:
        return -7.0
    if t.terminal[a]:
        cost = -0.3 if full else (-3.0 if t.column[a] else -5.0)
        if t.enum[b] or e.opener[b]:
            cost -= 1.5
        if more_space:
            cost -= 1.5
        if t.indents == "lost" and full and (lack := lack_of(t, b)) is not None:
            cost += 2.5 if lack <= 1 else -1.0 if 3 <= lack <= 6 else 0.0
    elif t.soft[a]:
        cost = 0.5
    elif t.column[a]:
        near = t.width[a] >= t.column[a] - t.slack - 2
        cost = 0.0 if full else -1.5 if near else -4.0
    else:
        whole = e.size[a] > LONG_LINE or t.lead[a]
        cost = 0.0 if whole else -1.5 if "，" in t.text[a][:-1] else -4.0
    if not t.terminal[a]:
        if more_space:
            cost -= 0.3
        if e.stub[b]:
            cost += 4.0
        if number_goes_on(t.text[a], t.text[b]):
            cost += 1.5
    if e.closing[b]:
        cost += 5.0
    if not t.terminal[a]:
        if SHUT_QUOTE.match(t.text[b]):  # it shuts what a line before it opened
            cost = max(cost, 0.0) + 3.0
        elif OPEN_QUOTE.search(t.text[a]):
            cost += 3.0
    if t.indents == "shown":
        starts = t.indent[b] >= 2 and (t.terminal[a] or t.indent[a] < 2)
        cost += (-4.0 if t.terminal[a] else -1.0) if starts else 0.7
    return cost


def lack_of(t: Lines, i: int) -> int | None:
    """How much narrower line i is than the next, where both are full and the sentence goes on."""
    if i + 1 >= len(t.text):
        return None
    both = t.near_full[i] and t.near_full[i + 1]
    if both and not (t.terminal[i] or t.terminal[i + 1] or t.lead[i + 1]):
        return t.width[i + 1] - t.width[i]
    return None


def alone_cost(t: Lines, e: Evidence, i: int) -> float:
    """Evidence that a line stands alone (a headline, a subhead, a name), against its being text."""
    text, size = t.text[i], e.size[i]
    if t.lead[i] or e.closing[i]:
        return -9.0
    cost = -4.0 if SHUT_QUOTE.match(text) else -2.0
    if t.terminal[i]:
        cost -= (0.5 if "，" not in text else 1.5) if text[-1] in "！？!?" else 4.0
    elif t.soft[i]:
        cost -= 1.0 if is_half_title(t, e, i) else 4.0
    cost -= 6.0 if t.inner_stop[i] else 0.0
    if t.single[i] and not t.terminal[i] and not t.inner_stop[i] and size <= LONGEST_TITLE:
        return cost + (2.0 if size <= 20 or not COMMA.search(text) else 0.5)
    commas = text.count("，") + text.count(",")
    cost -= (1.5 if t.full[i] else 0.7) * min(commas, 2) + max(0, commas - 2)
    if size > 34 and not e.wide[i]:
        cost -= 2.0 + 0.2 * (size - 34)
    after = i + 1 < len(t.text)
    first = i == 0 or bool(t.role[i - 1])
    if not after or t.lead[i + 1] or t.role[i + 1]:
        cost += 1.5
    elif starts_paragraph(t, e, i + 1):
        cost += 2.5 if first else 1.0
    if after and number_goes_on(text, t.text[i + 1]):
        cost -= 3.0
    asked = text[-1] in "！？!?" and after and t.role[i + 1] in ("meta", "boilerplate", "byline")
    if asked and first:
        cost += 2.5  # a web page's title over its date line
    if t.gap[i] > t.usual_gap and (not after or t.gap[i + 1] > t.usual_gap):
        cost += 1.0
    if t.enum[i] and size <= 30:
        cost += 1.0
    if e.wide[i]:
        cost += 3.0
    elif t.column[i] and t.width[i] > t.column[i] + (2 if t.slack <= 2 else 4):
        cost += 1.0
    if not commas and f.SPOKEN_LINE.search(text) and not (after and e.closing[i + 1]):
        cost += 2.5
    if e.opener[i]:
        cost -= 2.5
    if t.indents == "shown" and 2 <= t.indent[i] <= 4:
        cost -= 0.5
    return cost


def is_half_title(t: Lines, e: Evidence, i: int) -> bool:
    """True for a short line with a colon or comma over a title line over a formula."""
    colon = t.text[i].endswith(("：", ":"))
    if e.size[i] > 12 or not (colon or t.text[i].endswith(("，", ","))) or i + 2 >= len(t.text):
        return False
    if t.terminal[i + 1] or t.soft[i + 1] or e.size[i + 1] > 20 or t.role[i + 1]:
        return False
    return t.lead[i + 2] or bool(t.role[i + 2]) or colon


def starts_paragraph(t: Lines, e: Evidence, i: int) -> bool:
    """True for a line set in, or with a date or formula that begins paragraphs."""
    if t.indents == "shown":
        return 2 <= t.indent[i] <= 4
    return not t.enum[i] and (e.opener[i] or bool(f.DATED.match(t.text[i])))


def repeated_titles(t: Lines, e: Evidence) -> dict[int, float]:
    """Evidence, by line, that a line beside （上接…） is the article's title again."""
    marks = [i for i, role in enumerate(t.role) if role == "jump_from"]
    if not marks:
        return {}
    said = {
        k: pairs(text) for k, text in enumerate(t.text) if not t.role[k] and e.size[k] <= LONG_LINE
    }
    texts = Counter(t.text)
    found = {}
    for i, j in ((i, i + by) for i in marks for by in (-2, -1, 1, 2)):
        if j not in said or t.terminal[j] or e.size[j] < 4:
            continue
        plain = not t.soft[j] and not re.search("[，。、；,;]", t.text[j])
        enough = 0.8 * len(said[j])
        twice = plain and any(
            len(said[j] & other) >= enough for k, other in said.items() if abs(k - j) > 1
        )
        twice = twice or (texts[t.text[j]] > 1 and not e.opener[j])
        found[j] = 5.0 if twice else 1.0 if plain and abs(j - i) == 1 else 0.0
        if not twice and j == i + 1 and COMMA.search(t.text[j]):
            found[j] = -2.0  # text that goes on
    return found


def wrap_cost(t: Lines, e: Evidence, i: int) -> float:
    """Evidence that a line that stands alone goes on in line i, as long subheads do."""
    a = i - 1
    if t.lead[i] or t.enum[i] or t.gap[i] > t.usual_gap or not t.enum[a] or t.terminal[a]:
        return -3.0
    if not (t.full[a] or e.size[a] > 24):
        return -3.0
    return 1.0 if e.size[i] < e.size[a] and not t.terminal[i] else -2.0


def find_blocks(t: Lines) -> list[Block]:
    """The page's lines as blocks, in order: the best reading of all lines together.

    >>> from analysis.repair.lines import read_lines
    >>> raw = "区委召开会议\\n本报讯（记者 甲）昨日，区委召开\\n会议，部署防汛工作。\\n第02版：要闻\\n"
    >>> [(block.kind, block.text) for block in find_blocks(read_lines(raw))]
    [('head', '区委召开会议'), ('para', '本报讯（记者甲）昨日，区委召开会议，部署防汛工作。'), ('page', '第02版：要闻')]
    """
    if not t.text:
        return []
    blocks = []
    states = best_states(t)
    start = 0
    for stop in range(1, len(states) + 1):
        if stop < len(states) and states[stop] in (NEXT, WRAPPED):
            continue
        state = states[start]
        kind = t.role[start] if state == FIXED else "para" if state == FIRST else "head"
        blocks.append(make_block(t, range(start, stop), kind))
        start = stop
    return blocks


def best_states(t: Lines) -> list[int]:
    """The state of every line in the best reading of all."""
    e = read_evidence(t)
    again = repeated_titles(t, e)
    widest = max(t.width)
    score = [LOW, LOW, LOW, LOW, 0.0]  # before the first line: as after a formula
    back = []
    for i, role in enumerate(t.role):
        ends = score
        if i:
            ended = max(end_cost(t, e, i - 1), BREAK_COST.get(role, 0.0 if t.mark[i] else -9.0))
            soft = -3.0 if t.soft[i - 1] else 0.0
            first, further, alone, wrapped, fixed = score
            ends = [first + ended, further + ended, alone + soft, wrapped + soft, fixed]
        best = ends.index(max(ends))
        new, step = [LOW] * 5, [best] * 5
        if role:
            new[FIXED] = ends[best]
        elif t.mark[i]:
            new[ALONE] = ends[best]  # the size of its type says it is a headline
        else:
            joins_on = i and not t.role[i - 1]
            # a rest may begin in mid-sentence under its title
            sure = 5.0 if widest <= 2 * t.column[i - 1] else 1.0
            rest = i > 1 and again.get(i - 1, 0.0) >= sure
            new[FIRST] = ends[best] + first_cost(t, e, i, best, rest)
            new[ALONE] = ends[best] + alone_cost(t, e, i) + again.get(i, 0.0)
            if best in (ALONE, WRAPPED):  # headlines come in piles
                new[ALONE] += 3.3 if t.text[i].startswith("——") else 0.8
            if joins_on:
                full, near = t.full[i - 1], t.near_full[i - 1]
                cost = join_cost(t, e, i, full)
                held = -5.0 if rest and t.role[i - 2] == "jump_from" else 0.0
                on_first = cost if near == full else join_cost(t, e, i, near)
                joins = (score[FIRST] + on_first + held, score[NEXT] + cost + held)
                new[NEXT] = max(joins)
                head = ALONE if score[ALONE] >= score[WRAPPED] else WRAPPED
                apart = LOW if t.mark[i - 1] else 0.0
                new[WRAPPED] = score[head] + wrap_cost(t, e, i) + apart
                step[NEXT], step[WRAPPED] = FIRST if joins[0] >= joins[1] else NEXT, head
        score = new
        back.append(step)
    last = end_cost(t, e, len(t.text) - 1)
    score = [s + last * (state in (FIRST, NEXT)) for state, s in enumerate(score)]
    state, states = score.index(max(score)), []
    for step in reversed(back):
        states.append(state)
        state = step[state]
    return states[::-1]


def first_cost(t: Lines, e: Evidence, i: int, before: int, rest: bool) -> float:
    """Evidence that a paragraph begins with line i."""
    cost = 3.0 if t.lead[i] else -1.0 if before == FIXED else 0.0
    if t.indents == "shown":
        cost += 1.0 if t.indent[i] >= 2 else -1.0
    return cost - (5.0 if i and e.closing[i] and not rest else 0.0)


def credited_ahead(blocks: list[Block]) -> dict[int, float]:
    """Paragraphs that a byline closes: 2.0 for certain, 1.0 over a subhead."""
    found, credit = {}, 0.0
    for at in range(len(blocks) - 1, -1, -1):
        block = blocks[at]
        if block.kind == "byline":
            credit = 2.0
        elif block.kind == "para":
            credit = 0.0 if block.lead else 2.0 if block.credit >= 0 else credit
            if credit:
                found[at] = credit
        elif block.kind == "head":
            credit = min(credit, 1.0)
        elif block.kind != "caption":
            credit = 0.0
    return found
