"""What every line of a page is, decided for the whole page at once.

Each line is the first or a further line of a paragraph, a line that stands alone (headline,
subhead, name), or one of the page's own formulas. The best sequence is found with the Viterbi
algorithm (Viterbi 1967, IEEE Trans. Inf. Theory 13(2)); the weights are plain numbers for evidence
named beside them: positive speaks for, negative against.
"""

from itertools import pairwise
from typing import NamedTuple

from analysis.describe.reporters import find_credit
from analysis.read import formulas as f
from analysis.read.layout import Lines, is_letter_spaced, usual_column
from analysis.read.line_kinds import cover, find_lead, pairs
from analysis.repair.unwrap import Runs, join_lines

PASSED = ("caption", "furniture", "page")
FIRST, NEXT, ALONE, WRAPPED, FIXED = range(5)
LOW = -1e9
# A sentence cut in two: at a jump it must be, at a picture or a page's edge it may be.
BREAK_COST = {"jump_to": 1.0, "caption": -1.0, "page": -3.0, "furniture": -3.0}
OVER_TEXT = ("byline", "jump_from")
AFTER_DIGIT = frozenset("年月日%％时")
DAY_END = frozenset("0123456789０１２３４５６７８９日月年")
CUT_LINE, SAID_AGAIN = 20, 0.35  # characters; share of a headline's pairs that its text has
SAID_WEIGHT = 4.0
LONG_LINE = 45  # characters; no headline line of a wrapped page is longer
MOST_WRAPPED = 60  # characters of a headline that was broken into lines
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
    text, runs, *taken_out = t.text[i], [], 0, 0
    if kind in JOINED:
        rows = [(t.text[k], t.start[k], t.no[k]) for k in numbers]
        phrases = kind in ("head", "boilerplate")
        text, runs, *taken_out = join_lines(rows, phrases=phrases, printed=printed)
    words = (find_lead(text), find_credit(text)) if kind in ("para", "salute") else (0, -1)
    place = t.start[i], t.end[last], t.no[i], t.gap[i], t.indent[i], t.mark[i]
    setting = t.single[i] or printed, t.terminal[last]
    return Block(kind, text, runs, *place, *setting, *words, *taken_out)


class Line(NamedTuple):
    """A row of the line table, and what its words say of its neighbours."""

    text: str
    width: int
    column: int
    indent: int
    mark: str
    single: bool
    role: str
    terminal: bool
    soft: bool
    lead: bool
    enum: bool
    inner_stop: bool
    full: bool
    near_full: bool
    size: int
    spaced: bool  # more blank lines before it than usual
    closing: bool  # it begins with what ends something
    stub: bool  # it begins with the end of a sentence
    opener: bool  # it begins as text goes on
    prose: bool  # only running text can be so
    wide: bool  # clearly wider than the column: it was not wrapped in it
    in_number: bool = False  # a number or a span of days goes on in the next line
    cut: bool = False  # a paragraph that was one line is cut here: it goes on in the next line


END = Line("", 0, 0, 0, "", *[False] * 16)  # stands before the first line and after the last


def read_evidence(t: Lines) -> list[Line]:
    """The lines of a page, and `END`."""
    lines = []
    usual = usual_column(t.column)
    columns = [getattr(t, name) for name in Line._fields[:14]]
    for *told, gap, next_text in zip(*columns, t.gap, [*t.text[1:], ""], strict=False):
        text, width, column, inner_stop = *told[:3], told[11]
        size = len(text)
        lines.append(
            Line(
                *told,
                size,
                gap > t.usual_gap,
                bool(f.CLOSING_START.match(text)),
                bool(f.STUB.match(text)),
                bool(f.OPENER.match(text)),
                size > LONG_LINE and (inner_stop or size > LONGEST_TITLE),
                bool(usual) and width > 1.4 * (column or usual) + 2 and not is_letter_spaced(text),
                number_goes_on(text, next_text),
            )
        )
    lines.append(END)
    for i, line in enumerate(lines[:-1]):
        if line.single and not (line.role or line.terminal):
            lines[i] = line._replace(cut=is_cut(lines[i - 1], line, lines[i + 1]))
    return lines


def is_cut(before: Line, line: Line, after: Line) -> bool:
    """True for a line cut in a number or quotation, or at length before what says it no more."""
    if after is END or after.role or after.lead:
        return False
    if line.in_number:
        return True
    if line.enum or line.size < CUT_LINE or not f.COMMA.search(line.text):
        return False
    if f.OPEN_QUOTE.search(line.text) and f.SHUT_QUOTE.match(after.text):
        return True
    inside = before.role in OVER_TEXT if before.role else before.terminal
    said_again = f.DATED.match(after.text) or cover(line.text, after.text[:250]) >= SAID_AGAIN
    return inside and not said_again


def number_goes_on(text: str, after: str) -> bool:
    """True where a number or a span of days stands half in each line (12月 / 31日)."""
    if text[-1].isdigit():
        return after[:1].isdigit() or after[:1] in AFTER_DIGIT
    return text[-1] in "年月至" and text[-2:-1] in DAY_END and after[:1].isdigit()


def end_cost(line: Line) -> float:
    """Evidence that a paragraph may end with this line."""
    if line.terminal:
        return 0.3 if line.full else 1.5
    if line.single:
        return -2.0 if line.prose else -4.0
    if line.soft:
        return -8.0
    if line.column:
        return -7.0 if line.full else -6.0
    return -7.0 if line.size > LONG_LINE else -4.0


def join_cost(t: Lines, a: Line, b: Line, full: bool, lack: int | None) -> float:
    """Evidence that line b goes on from line a; `full`: nothing more fitted there; `lack`: how much
    narrower b is than the next.
    """
    if b.lead or f.CAPTION_START.match(b.text):
        return -9.0
    if a.single:
        stub = b.closing or b.stub
        if a.terminal or not (a.prose or a.cut or stub):
            return -9.0
        # a paragraph that was one line, cut at the end of a page
        on = b.prose or b.terminal or stub
        return (1.0 + 4.0 * stub if on else -3.0) - 2.0 * b.spaced
    if a.wide != b.wide and not b.closing:
        return -7.0
    if a.terminal:
        cost = -0.3 if full else (-3.0 if a.column else -5.0)
        cost -= 1.5 * (b.enum or b.opener) + 1.5 * b.spaced
        if t.indents == "lost" and full and lack is not None:
            cost += 2.5 if lack <= 1 else -1.0 if 3 <= lack <= 6 else 0.0
    elif a.soft:
        cost = 0.5
    elif a.column:
        cost = 0.0 if full else -1.5 if a.width >= a.column - t.slack - 2 else -4.0
    else:
        cost = 0.0 if a.size > LONG_LINE or a.lead else -1.5 if "，" in a.text[:-1] else -4.0
    if not a.terminal:
        cost += 4.0 * b.stub - 0.3 * b.spaced + 3.0 * a.in_number
    cost += 5.0 * b.closing
    if not a.terminal:
        if f.SHUT_QUOTE.match(b.text):  # it shuts what a line before it opened
            cost = max(cost, 0.0) + 3.0
        elif f.OPEN_QUOTE.search(a.text):
            cost += 3.0
    if t.indents == "shown":
        starts = b.indent >= 2 and (a.terminal or a.indent < 2)
        cost += (-4.0 if a.terminal else -1.0) if starts else 0.7
    return cost


def lack_of(line: Line, after: Line) -> int | None:
    """How much narrower a line is than the next, where both are full and the sentence goes on."""
    if line.near_full and after.near_full and not (line.terminal or after.terminal or after.lead):
        return after.width - line.width
    return None


def alone_cost(t: Lines, lines: list[Line], i: int) -> float:
    """Evidence that a line stands alone (a headline, a subhead, a name), against its being text."""
    line, after = lines[i], lines[i + 1]
    text, size = line.text, line.size
    if line.lead or line.closing:
        return -9.0
    cost = -4.0 if f.SHUT_QUOTE.match(text) else -2.0
    if line.terminal:
        cost -= (0.5 if "，" not in text else 1.5) if text[-1] in "！？!?" else 4.0
    elif line.soft:
        cost -= 1.0 if is_half_title(line, *lines[i + 1 : i + 3]) else 4.0
    cost -= 6.0 * line.inner_stop
    before = lines[i - 1]
    if before.lead and not (before.full or before.terminal):  # the lead stands alone over its text
        cost -= 4.0
    if line.single and not line.terminal and not line.inner_stop and size <= LONGEST_TITLE:
        goes_on = 2.5 * line.opener
        return cost - goes_on + (2.0 if size <= 20 or not f.COMMA.search(text) else 0.5)
    commas = text.count("，") + text.count(",")
    cost -= (1.5 if line.full else 0.7) * min(commas, 2) + max(0, commas - 2)
    if size > 34 and not line.wide:
        cost -= 2.0 + 0.2 * (size - 34)
    first = before is END or bool(before.role)
    if before.role == "byline" and i > 1:  # it opens this text, or closes what ends before it
        over = lines[i - 2]
        cost -= 2.5 * (before.lead or not (over.role or over.terminal))
    if after is END or after.lead or after.role:
        cost += 1.5
    elif starts_paragraph(t, after):
        cost += 2.5 if first else 1.0
    cost -= 3.0 * line.in_number
    if first and text[-1] in "！？!?" and after.role in ("meta", "boilerplate", "byline"):
        cost += 2.5  # a web page's title over its date line
    if line.spaced and (after.spaced or after is END):
        cost += 1.0
    if line.enum and size <= 30:
        cost += 1.0
    if line.wide:
        cost += 3.0
    elif line.column and line.width > line.column + (2 if t.slack <= 2 else 4):
        cost += 1.0
    if not commas and f.SPOKEN_LINE.search(text) and not after.closing:
        cost += 2.5
    if t.indents == "shown" and 2 <= line.indent <= 4:
        cost -= 0.5
    if not (commas or line.terminal or line.soft) and 8 <= size <= LONG_LINE:
        # a lead says its headline again, text goes on to something else
        said = cover(text, "".join(other.text for other in lines[i + 1 : i + 5]))
        cost += SAID_WEIGHT * max(0.0, said - SAID_AGAIN)
    return cost - 2.5 * line.opener - bool(f.DATED.match(text))


def is_half_title(line: Line, after: Line, third: Line = END) -> bool:
    """True for a short line with a colon or comma over a title line over a formula."""
    colon = line.text.endswith(("：", ":"))
    if third is END or line.size > 12 or not (colon or line.text.endswith(("，", ","))):
        return False
    if after.terminal or after.soft or after.size > 20 or after.role:
        return False
    return third.lead or bool(third.role) or colon


def starts_paragraph(t: Lines, line: Line) -> bool:
    """True for a line set in, or with a date or formula that begins paragraphs."""
    if t.indents == "shown":
        return 2 <= line.indent <= 4
    return not line.enum and (line.opener or bool(f.DATED.match(line.text)))


def repeated_titles(lines: list[Line]) -> dict[int, float]:
    """Evidence, by line, that a line beside （上接…） is the article's title again."""
    marks = [i for i, line in enumerate(lines) if line.role == "jump_from"]
    if not marks:
        return {}
    short = [i for i, line in enumerate(lines[:-1]) if not line.role and line.size <= LONGEST_TITLE]
    said = {i: pairs(lines[i].text) for i in short}
    page = "".join("".join(line.text.split()) for line in lines)
    found = {}
    for i, j in ((i, i + by) for i in marks for by in (-2, -1, 1, 2)):
        if j not in said or lines[j].terminal or lines[j].size < 4:
            continue
        line = lines[j]
        plain = not line.soft and not f.STOP.search(line.text)
        enough = 0.8 * len(said[j])
        # there it may be a part of a title, or broken into lines
        twice = page.count("".join(line.text.split())) > 1 and not line.opener
        twice = twice or (
            plain
            and any(len(said[j] & other) >= enough for k, other in said.items() if abs(k - j) > 1)
        )
        found[j] = 5.0 if twice else float(plain and abs(j - i) == 1 and not line.full)
        if not twice and j == i + 1 and f.COMMA.search(line.text):
            found[j] = -2.0  # text that goes on
    return found


def wrap_cost(a: Line, b: Line) -> float:
    """Evidence that a line that stands alone goes on in line b, as long subheads do."""
    if b.lead or b.enum or b.spaced or not a.enum or a.terminal:
        return -3.0
    if not (a.full or a.size > 24):
        return -3.0
    return 1.0 if b.size < a.size and not b.terminal else -2.0


def first_cost(t: Lines, line: Line, before: int, rest: bool) -> float:
    """Evidence that a paragraph begins with a line."""
    cost = 3.0 if line.lead else -1.0 if before == FIXED else 0.0
    if t.indents == "shown":
        cost += 1.0 if line.indent >= 2 else -1.0
    return cost - (5.0 if line.closing and not rest else 0.0)


def find_blocks(t: Lines) -> list[Block]:
    """The page's lines as blocks, in order: the best reading of all lines together.

    >>> from analysis.repair.lines import read_lines
    >>> raw = "区委召开会议\\n本报讯（记者 甲）昨日，区委召开\\n会议，部署防汛工作。\\n第02版：要闻\\n"
    >>> [(block.kind, block.text) for block in find_blocks(read_lines(raw))]
    [('head', '区委召开会议'), ('para', '本报讯（记者甲）昨日，区委召开会议，部署防汛工作。'), ('page', '第02版：要闻')]
    """
    states = best_states(t)
    starts = [i for i, state in enumerate(states) if state not in (NEXT, WRAPPED)]
    spans = [range(start, stop) for start, stop in pairwise([*starts, len(states)])]
    kinds = {FIRST: "para", ALONE: "head"}
    blocks = [make_block(t, span, kinds.get(states[span[0]]) or t.role[span[0]]) for span in spans]
    for i, (span, block) in enumerate(zip(spans, blocks, strict=True)):
        if block.kind == "para" and is_title(blocks, i):
            blocks[i] = make_block(t, span, "head")
        elif block.kind == "head" and is_cut_text(blocks, i):
            blocks[i] = make_block(t, span, "para")
    return blocks


def is_title(blocks: list[Block], i: int) -> bool:
    """True for a paragraph without a stop right over a byline, a lead or a headline."""
    block, after = blocks[i], block_after(blocks, i)
    leads_up = block.single and block.text.endswith("——")  # 怎么样？且看——
    if block.ended or block.lead or len(block.text) > MOST_WRAPPED:
        return False
    if f.ANY_STOP.search(block.text) and not leads_up:
        return False
    if i and blocks[i - 1].kind == "para" and not blocks[i - 1].ended:
        return False
    return after is not None and (after.kind in ("head", "byline", "meta") or after.lead > 0)


def is_cut_text(blocks: list[Block], i: int) -> bool:
    """True for a lone line that text goes on from after a picture: 、新能源等展区…"""
    if blocks[i].mark or (i and blocks[i - 1].kind == "jump_from"):
        return False
    after = block_after(blocks, i)
    return after is not None and after.kind == "para" and bool(f.CLOSING_START.match(after.text))


def block_after(blocks: list[Block], i: int, passed: tuple[str, ...] = PASSED) -> Block | None:
    """The block after block i, pictures and the page's own lines left out."""
    later = (blocks[n] for n in range(i + 1, len(blocks)))
    return next((block for block in later if block.kind not in passed), None)


def best_states(t: Lines) -> list[int]:
    """The state of every line in the best reading of all."""
    lines = read_evidence(t)
    again = repeated_titles(lines)
    widest = max(t.width, default=0)
    score = [LOW, LOW, LOW, LOW, 0.0]  # before the first line: as after a formula
    back = []
    a = END
    for i, b in enumerate(lines[:-1]):
        if a is END:
            ends = score
        else:
            ended = max(end_cost(a), BREAK_COST.get(b.role, 0.0 if b.mark else -9.0))
            soft = -3.0 if a.soft and again.get(i - 1, 0.0) < 5.0 else 0.0
            first, further, alone, wrapped, fixed = score
            ends = [first + ended, further + ended, alone + soft, wrapped + soft, fixed]
        best = ends.index(max(ends))
        new, step = [LOW] * 5, [best] * 5
        if b.role:
            new[FIXED] = ends[best]
        elif b.mark:
            new[ALONE] = ends[best]  # the size of its type says it is a headline
        else:
            # a rest may begin in mid-sentence under its title
            sure = 5.0 if widest <= 2 * a.column else 1.0
            rest = i > 1 and again.get(i - 1, 0.0) >= sure
            new[FIRST] = ends[best] + first_cost(t, b, best, rest)
            new[ALONE] = ends[best] + alone_cost(t, lines, i) + again.get(i, 0.0)
            if best in (ALONE, WRAPPED):  # headlines come in piles
                new[ALONE] += 3.3 if f.NOTE_START.match(b.text) else 0.8
            if a is not END and not a.role:
                lack = lack_of(b, lines[i + 1])
                cost = join_cost(t, a, b, a.full, lack)
                # under （上接…） and a title the sentence of another page may end
                held = -5.0 if rest else -4.0 * b.stub
                held *= i > 1 and lines[i - 2].role == "jump_from"
                near = join_cost(t, a, b, a.near_full, lack) if a.near_full != a.full else cost
                joins = (score[FIRST] + near + held, score[NEXT] + cost + held)
                new[NEXT] = max(joins)
                head = ALONE if score[ALONE] >= score[WRAPPED] else WRAPPED
                new[WRAPPED] = score[head] + wrap_cost(a, b) + (LOW if a.mark else 0.0)
                step[NEXT], step[WRAPPED] = FIRST if joins[0] >= joins[1] else NEXT, head
        score, a = new, b
        back.append(step)
    last = end_cost(a)
    score = [s + last * (state in (FIRST, NEXT)) for state, s in enumerate(score)]
    state, states = score.index(max(score)), []
    for step in reversed(back):
        states.append(state)
        state = step[state]
    return states[::-1]
