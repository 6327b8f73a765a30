"""Lines of a raw page and what widths and gaps say: the printed column, full lines."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from statistics import median_high
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from analysis.read import formulas as f
from analysis.read.formulas import INVISIBLE, JUMP, JUMP_QUICK, LABEL

_EVERY = "".join(map(chr, range(0x10000)))
INVISIBLE_CHARACTERS = "".join(re.findall(f"[{INVISIBLE}]", _EVERY))
REAL_BREAKS = re.compile("\r\n|[\n\r]")
REAL_BREAK = ("\r\n", "\n", "\r")  # only these count as lines for an editor; a form feed does not
MASK = "\ue000"  # private use: stands for a character of a jump mark
BLANK = INVISIBLE_CHARACTERS + "".join(filter(str.isspace, _EVERY))
WIDEST = 96  # half-width units; no printed column is wider
ARROWS = "▶►▷→"  # 农技人员将▶▶3版
SENTENCE = 40  # characters; no line of a headline with a comma inside is longer
FAR = 1 << 30  # wider than any line
FIRST_NUMBER = ("1.", "1．", "1、", "１．", "１、")
REACH = 5  # lines on each side that show the column of one
CLOSERS = "”’』」）)】》〉］]\"'"
STOPS = frozenset("。！？!?…")

# What PDF, Word and HTML say of a line: readers write it before the line as two rare spaces, and
# `take_marks` makes it a column. Lines of .txt have none and are judged by their words.
MARKS = {
    "title": "\u2000\u2001",  # the largest lines of a headline
    "deck": "\u2000\u2002",  # the smaller ones: kicker above the title, subtitle below
    "caption": "\u2000\u2003",
    "furniture": "\u2000\u2004",
    "byline": "\u2000\u202f",
} | {f"h{n}": f"\u2000{chr(0x2004 + n)}" for n in range(1, 7)}  # headings by their rank
_MARKED = re.compile("(?<![^\n\u2028])(\u2000[\u2001-\u200a\u202f])")
_BY_MARK = {mark: name for name, mark in MARKS.items()}
NO_MARKS: Mapping[int, str] = MappingProxyType({})


class Lines(NamedTuple):
    """The lines of a page that are not blank: the columns of a table, a line an entry.

    How a line is set comes from `split_lines`; what its words say, from `read_lines`.
    """

    no: list[int]  # of the file, from 1
    start: list[int]  # offsets of the raw text, without outer white space
    end: list[int]
    indent: list[int]  # white columns before it, half-width units
    gap: list[int]  # blank lines before it
    text: list[str]
    mark: list[str]  # what a page of known type sizes says it is, see `take_marks`
    width: list[int]  # half-width units, in the measure the page was broken by
    column: list[int]  # width of the printed column here, 0 if there is none
    single: list[bool]  # it stands where every paragraph is one line
    usual_gap: int = 0  # blank lines before most lines
    role: Sequence[str] = ()  # the page's own formula that it is, "" for text
    role_why: Sequence[str] = ()
    terminal: Sequence[bool] = ()  # it ends a sentence
    soft: Sequence[bool] = ()  # it cannot end one
    lead: Sequence[bool] = ()
    enum: Sequence[bool] = ()
    inner_stop: Sequence[bool] = ()  # a sentence ends inside it
    full: Sequence[bool] = ()  # nothing more fitted into it
    near_full: Sequence[bool] = ()  # the same for a first line, whose indent the text may have lost
    indents: str = ""  # first lines of paragraphs: shown, lost (they are narrower), or ""
    slack: int = 0  # how much narrower than the column a full line may be


def split_lines(text: str, marks: Mapping[int, str] = NO_MARKS) -> Lines:
    """The lines of a raw text and how they are set. Offsets are of the raw text; line ends are
    \\r\\n, \\n and \\r.

    marks : where a marked line begins, and its mark (see `take_marks`).

    >>> lines = split_lines("甲\\r\\n\\r\\n　　乙 丙\\n")
    >>> lines.no, lines.gap, lines.indent, lines.text
    ([1, 3], [0, 1], [0, 4], ['甲', '乙 丙'])
    """
    found, no, gap, start, fresh = [], 1, 0, 0, True
    jumps = find_jumps(text)
    masked = mask_jumps(text, jumps)
    arrows = {start: kind for start, _, kind in jumps if text[start] in ARROWS}
    numbers = head_numbers(text)
    if "&" in masked:
        masked = f.ENTITY.sub(lambda m: " " * len(m.group()), masked)
    for piece in masked.splitlines(keepends=True):
        real = piece.endswith(REAL_BREAK)
        if solid := piece.strip(BLANK):
            first = masked.index(solid[0], start)
            last = first + len(solid)
            is_jump = solid[0] == MASK
            over = text[start:first]
            indent = sum(2 if c == "\u3000" else 1 for c in over if c.isspace()) if over else 0
            mark = marks.get(first - is_jump, "") or arrows.get(first - 1, "")
            for a, b in wide_parts(masked, first, last, numbers.get(first, 0)):
                body = text[a - is_jump : b + is_jump]
                found.append((no, a - is_jump, b + is_jump, indent, gap, body, mark))
                gap, indent = 0, 4
            no += len(REAL_BREAKS.findall(body)) if is_jump else 0
        elif real and fresh:
            gap += 1
        start, no, fresh = start + len(piece), no + real, real
    told = [list(column) for column in zip(*found, strict=True)] or [[] for _ in range(7)]
    indents, gaps, texts = told[3:6]
    widths = measured_widths(texts, indents)
    columns = column_widths(texts, widths)
    return Lines(*told, widths, columns, paragraph_lines(texts, columns), usual_gap(gaps))


def wide_parts(text: str, start: int, end: int, number: int = 0) -> list[tuple[int, int]]:
    """A line cut at two full-width spaces that part paragraphs, and after a label (标题：) or where
    the number of a headline ends.
    """
    parts = []
    label = LABEL.match(text, start, end)
    if start < (cut := label.end() if label else number) < end:
        parts, start = [(start, cut)], cut
    for hole in f.WIDE_HOLE.finditer(text, start, end) if end - start >= 90 else ():
        if hole.start() - start >= 8 and end - hole.end() >= 8:
            parts.append((start, hole.start()))
            start = hole.end()
    return [*parts, (start, end)]


def head_numbers(text: str) -> dict[int, int]:
    """Where numbers of headlines begin, and end: 1., 2., … over texts, where no other headline
    stands over the first. Under one they are its subheads'.
    """
    found = [*f.HEAD_NUMBER.finditer(text)] if any(one in text for one in FIRST_NUMBER) else []
    if len(found) < 2 or [int(m[1]) for m in found] != [*range(1, len(found) + 1)]:
        return {}
    edges = [*(m.start() for m in found[1:]), len(text)]
    told = (text[m.end() : edge] for m, edge in zip(found, edges, strict=True))
    if not all(STOPS.intersection(part) for part in told):
        return {}
    over = filter(None, map(str.strip, text[: found[0].start()].split("\n")))
    top = all(f.ROUNDUP.match(line) or f.FULL_DAY.search(line) for line in over)
    return {m.start(1): m.end() for m in found} if top else {}


def mask_jumps(text: str, jumps: list[tuple[int, int, str]]) -> str:
    """The text with every jump mark (下转第2版) between form feeds, as on its own line."""
    parts, at = [], 0
    for start, end, _ in jumps:
        parts += [text[at:start], "\f", MASK * (end - start - 2), "\f"]
        at = end
    return "".join([*parts, text[at:]])


def find_jumps(text: str) -> list[tuple[int, int, str]]:
    """Jump marks of a raw text: start, end, and jump_to (下转) or jump_from (上接).

    >>> find_jumps("成果。（下转第2版）")
    [(3, 10, 'jump_to')]
    """
    found = []
    for m in JUMP.finditer(text) if JUMP_QUICK.search(text) else ():
        closed, way, page = m["open"] and m["close"], m["way"], m["page"][0]
        known = closed or m["ban"] or (page.isalpha() and page.isascii())
        if way in "转接":  # by itself it is a word of the text
            known = closed and m["ban"]
        elif way in ARROWS:  # a jump in mid-sentence; after a title it tells where the text is
            before = text[max(m.start() - SENTENCE, 0) : m.start()].rpartition("\n\n")[2]
            cut = len(before) == SENTENCE and f.INNER_MARK.search(before)
            known = m["ban"] and cut and not is_terminal(before)
        if known:
            end = m.end() if closed else m.end("after")
            start = m.start() if m["close"] or not m["open"] else m.start("way")
            goes_on = "转" in way or way[0] in "下" + ARROWS
            found.append((start, end, "jump_to" if goes_on else "jump_from"))
    return found


def printed_width(text: str) -> int:
    """Width in half-width units: Han and full-width 2, ASCII 1, spaces 0 (they are justification).

    >>> printed_width("5月 28日")
    7
    """
    solid = solid_of(text)
    return 2 * len(solid) - len(solid.encode("ascii", "ignore"))


def solid_of(text: str) -> str:
    """The text without white space and what is not seen."""
    # nothing of it is printable, but for the blank: most lines need no pattern
    return text if text.isprintable() and " " not in text else f.HOLES.sub("", text)


def is_terminal(text: str) -> bool:
    """True when the line ends a sentence; closing quotes and brackets count with it."""
    return text.rstrip(CLOSERS)[-1:] in STOPS


def is_letter_spaced(text: str) -> bool:
    """True when single characters stand apart (力 和 活 力), to fill the line."""
    return (" " in text or "\u3000" in text) and bool(f.LETTER_SPACED.search(text))


def measured_widths(texts: list[str], indents: list[int]) -> list[int]:
    """Width of every line in the measure the page was broken by.

    Typesetters count a digit as half a Han character, programs that break lines count it as one;
    the measure in which more neighbours agree is the page's own.
    """
    size = np.array([len(text) for text in texts], int)
    bare = [*map(solid_of, texts)]
    solid = np.array([len(text) for text in bare], int)
    printed = 2 * solid - [len(text.encode("ascii", "ignore")) for text in bare]
    first = np.array(indents, int)
    inner = np.where((first >= 2) & (first <= 4), first, 0)
    # an ASCII character is half as wide as a Han character (1) or as wide (2); spaces count or not
    measures = [
        printed + (unit - 1) * (2 * solid - printed) + spaces * (size - solid) * unit + inner
        for spaces in (0, 1)
        for unit in (1, 2)
    ]
    agreed = [int(np.sum((m[1:] == m[:-1]) & (m[1:] > 16))) for m in measures]
    return measures[agreed.index(max(agreed))].tolist()


def column_widths(texts: list[str], widths: list[int]) -> list[int]:
    """For every line the width of the printed column around it, 0 where its neighbours show none.

    The column is the width most lines within `REACH` lines share, give or take one Han character
    (punctuation that hangs or is pressed); of equals the wider wins. It must hold against the lines
    that are wider or stop short without ending a sentence (headings, lists), and its lines must be
    prose: wrapped prose has a comma or stop inside most lines, titles of like length have none.

    >>> column_widths(["昨日，区委召开常委会会议"] * 5, [24] * 5)
    [24, 24, 24, 24, 24]
    """
    n = len(widths)
    if sum(16 <= width <= WIDEST + 4 for width in widths) < 3:
        return [0] * n
    near = np.arange(n)[:, None] + np.arange(-REACH, REACH + 1)
    there = (near >= 0) & (near < n)
    near = near.clip(0, n - 1)
    width = np.array(widths)[near]
    prose = np.array([bool(f.INNER_MARK.search(text)) for text in texts])[near]
    ended = np.array([is_terminal(text) for text in texts])[near]
    wide = there & (width >= 16)
    # the lines around each, by width; beyond the last stands what no column can hold
    order = np.sort(np.where(wide, 2 * width + prose, FAR), axis=1)
    by_width, n_prose = order >> 1, np.cumsum(np.where(order < FAR, order & 1, 0), axis=1)
    at = np.arange(2 * REACH + 1)
    low = n_below(by_width, by_width - 4)
    held = at - low + 1
    least = np.take_along_axis(by_width, low, axis=1)
    stops = np.where(there & ~ended & (width >= 8), width, FAR)
    short = n_below(np.sort(stops, axis=1), least)
    before = np.where(low > 0, np.take_along_axis(n_prose, np.maximum(low - 1, 0), axis=1), 0)
    good = (by_width < FAR >> 1) & (held >= np.maximum(short, 3))
    good &= (held > wide.sum(axis=1)[:, None] - at - 1) & (5 * (n_prose - before) >= 2 * held)
    best = 2 * REACH - np.where(good, held, 0)[:, ::-1].argmax(axis=1)
    rows = np.arange(n)
    middle = by_width[rows, (low[rows, best] + best + 1) // 2]
    found = np.where(good[rows, best] & (middle <= WIDEST), middle, 0).tolist()
    own = usual_column(found) if 3 * sum(map(bool, found)) > len(found) else 0
    return [
        c or (own if own - 4 <= w <= own + 2 else 0) for c, w in zip(found, widths, strict=True)
    ]


def n_below(table: np.ndarray, values: np.ndarray) -> np.ndarray:
    """For each of the values, how many of its row in a table of sorted rows are less."""
    row = np.arange(len(table))[:, None]
    far = row * (FAR << 2)  # one row after the other is one sorted list
    return np.searchsorted((table + far).ravel(), values + far) - row * table.shape[1]


def paragraph_lines(texts: list[str], columns: list[int]) -> list[bool]:
    """For every line whether it stands where each paragraph is one line, so that no line goes on in
    the next.

    So it is in a stretch without a column where a line is longer than any column of newspapers, or
    longer than half again the page's own, or where most lines with a comma end a sentence.
    """
    own = usual_column(columns)
    found: list[bool] = []
    for in_column, group in groupby(zip(texts, columns, strict=True), key=lambda x: x[1] > 0):
        stretch = [text for text, _ in group]
        told = not in_column and max(map(printed_width, stretch)) > max(1.5 * own, WIDEST)
        if not (in_column or told or own):
            said = [is_terminal(text) for text in stretch if f.INNER_MARK.search(text)]
            told = len(said) > 1 and sum(said) >= 0.75 * len(said)
        found += [told] * len(stretch)
    return found


def usual_column(columns: list[int]) -> int:
    """The width of most lines that have a column, 0 where none has one."""
    return median_high(filter(None, columns)) if any(columns) else 0


def usual_gap(gaps: list[int]) -> int:
    """The blank lines before most lines: 0 dense, 1 after every line or paragraph."""
    return max(sorted(set(gaps[1:])), key=gaps[1:].count, default=0)


def layout_name(lines: Lines) -> str:
    """Empty, one paragraph a line, wrapped (a blank line after every line), or mixed."""
    if not lines.text:
        return "empty"
    wrapped = sum(1 for column in lines.column if column) / len(lines.text)
    if wrapped < 0.6:
        return "one paragraph a line" if wrapped < 0.2 else "mixed"
    return "wrapped, blank line after every line" if lines.usual_gap else "wrapped"


def marked(text: str, name: str) -> str:
    """The line with its mark.

    >>> mark_of(marked("区委召开会议", "title"))
    'title'
    """
    return MARKS[name] + text


def mark_of(line: str) -> str:
    """The name of the mark a line begins with, "" if it has none."""
    return _BY_MARK.get(line[:2], "")


def plain_row(line: str) -> str:
    """A row of a Markdown table with its cells apart; any other line as it is."""
    solid = line.strip()
    if not (solid.startswith("|") and solid.endswith("|")):
        return line
    return "\u3000".join(cell.strip() for cell in solid.strip("|").split("|"))


def take_marks(text: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The text without its marks, and for each marked line where it begins and its mark.

    >>> take_marks("本报讯\\n" + marked("区委召开会议", "title"))
    ('本报讯\\n区委召开会议', ((4, 'title'),))
    """
    parts = _MARKED.split(text)  # text, mark, text, mark, text
    marks, at = [], 0
    for before, mark in zip(parts[::2], parts[1::2], strict=False):
        at += len(before)
        marks.append((at, _BY_MARK[mark]))
    return "".join(parts[::2]), tuple(marks)
