"""Lines of a raw page and what their widths and gaps say: where the printed column was, where a
line is full.
"""

import re
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from analysis.chinese.han import HAN
from analysis.read.formulas import INVISIBLE, JUMP, JUMP_QUICK, LABEL

INVISIBLE_CHARACTERS = "".join(chr(i) for i in range(0x10000) if re.match(f"[{INVISIBLE}]", chr(i)))
BREAK = re.compile("\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
REAL_BREAKS = re.compile("\r\n|[\n\r]")
REAL_BREAK = ("\r\n", "\n", "\r")  # only these count as lines for an editor; a form feed does not
MASK = "\ue000"  # private use: stands for a character of a jump mark
EDGES = re.compile(rf"[\s{INVISIBLE}]+")
INNER_MARK = re.compile(r"[，。、；：,;:](?!$)")
WIDEST = 96  # half-width units; no printed column is wider
ENTITY = re.compile(r"&(?:nbsp|emsp|ensp|#160|#12288|#x3000);")  # white space that a web page left
WIDE_HOLE = re.compile("\u3000{2,}| {4,}")
WIDE = re.compile("[^\x00-\x7f]")
CLOSERS = "”’』」）)】》〉］]\"'"
STOPS = frozenset("。！？!?…")
SPACED = re.compile(rf"(?:^|[\s，。、；：“”（）《》])[{HAN}][ \u3000]+[{HAN}][ \u3000]+")

NO_MARKS: Mapping[int, str] = MappingProxyType({})


class Line(NamedTuple):
    """One non-blank line: its number (1-based), raw offsets without outer white space, and how it
    is set.
    """

    no: int
    start: int
    end: int
    indent: int  # white columns before it, half-width units
    gap: int  # blank lines before it
    width: int  # half-width units, inner spaces left out
    size_ascii: int  # how many of its characters are ASCII, spaces left out
    text: str
    mark: str = ""  # what a page of known type sizes says it is, see type_marks.py


def split_lines(text: str, marks: Mapping[int, str] = NO_MARKS) -> list[Line]:
    """Non-blank lines of a raw text. Offsets are of the raw text; line ends are \\r\\n, \\n and
    \\r.

    marks : where a marked line begins, and its mark (see `take_marks`).

    >>> [(line.no, line.gap, line.indent,
    ...     line.text) for line in split_lines("甲\\r\\n\\r\\n　　乙 丙\\n")]
    [(1, 0, 0, '甲'), (3, 1, 4, '乙 丙')]
    """
    lines, no, gap, start, fresh = [], 1, 0, 0, True
    masked = ENTITY.sub(lambda m: " " * len(m.group()), mask_jumps(text))
    breaks = [(m.start(), m.end(), m.group() in REAL_BREAK) for m in BREAK.finditer(masked)]
    for stop, after, real in [*breaks, (len(text), len(text), False)]:
        left = EDGES.match(masked, start, stop)
        first = left.end() if left else start
        if first < stop:
            last = stop
            while EDGES.match(masked, last - 1, last):
                last -= 1
            is_jump = masked[first] == MASK
            indent = (
                sum(2 if c == "\u3000" else 1 for c in text[start:first] if c.isspace())
                if first > start
                else 0
            )
            mark = marks.get(first - is_jump, "")
            for a, b in wide_parts(masked, first, last):
                body = text[a - is_jump : b + is_jump]
                width = printed_width(body)
                n_ascii = 2 * len(EDGES.sub("", body)) - width
                lines.append(
                    Line(no, a - is_jump, b + is_jump, indent, gap, width, n_ascii, body, mark)
                )
                gap, indent = 0, 4
            no += len(REAL_BREAKS.findall(body)) if is_jump else 0
        elif real and fresh:
            gap += 1
        start, no, fresh = after, no + real, real
    return lines


def wide_parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A line whose paragraphs are only marked by two full-width spaces, cut there, and after a
    label (标题：); other lines whole.
    """
    label = LABEL.match(text, start, end)
    parts = []
    if label and label.end() < end:
        parts, start = [(start, label.end())], label.end()
    if end - start < 90:
        return [*parts, (start, end)]
    for hole in WIDE_HOLE.finditer(text, start, end):
        if hole.start() - start >= 8 and end - hole.end() >= 8:
            parts.append((start, hole.start()))
            start = hole.end()
    return [*parts, (start, end)]


def mask_jumps(text: str) -> str:
    """The text with every jump mark (下转第2版) between form feeds, as if it stood on a line of its
    own.
    """
    parts, at = [], 0
    for start, end, _ in find_jumps(text):
        parts += [text[at:start], "\f", MASK * (end - start - 2), "\f"]
        at = end
    return "".join([*parts, text[at:]])


def find_jumps(text: str) -> list[tuple[int, int, str]]:
    """Jump marks of a raw text: start, end, and jump_to (下转) or jump_from (上接).

    >>> find_jumps("成果。（下转第2版）")
    [(3, 10, 'jump_to')]
    """
    if not JUMP_QUICK.search(text):
        return []
    found = []
    for m in JUMP.finditer(text):
        letter = m["page"][0].isalpha() and m["page"][0].isascii()
        if m["ban"] or letter or (m["open"] and m["close"]):
            bare = not (m["open"] and m["close"])
            end = m.end() if not bare else m.end("ban") if m["ban"] else m.end("page")
            start = m.start() if m["close"] or not m["open"] else m.start("way")
            kind = "jump_to" if m["way"][0] in "下文" else "jump_from"
            found.append((start, end, kind))
    return found


def printed_width(text: str) -> int:
    """Width in half-width units: Han and full-width 2, ASCII 1, spaces 0 (they are justification).

    >>> printed_width("5月 28日")
    7
    """
    solid = EDGES.sub("", text)
    return len(solid) + len(WIDE.findall(solid))


def is_terminal(text: str) -> bool:
    """True when the line ends a sentence; closing quotes and brackets count with it."""
    return text.rstrip(CLOSERS)[-1:] in STOPS


def is_letter_spaced(text: str) -> bool:
    """True when single characters stand apart (力 和 活 力): the line was stretched to the full
    width.
    """
    return bool(SPACED.search(text))


def measured_widths(lines: list[Line]) -> list[int]:
    """Width of every line in the measure the page was broken by: half-width units, or characters
    times two.

    Typesetters count a digit as half a Han character, programs that break lines count it as one;
    the measure in which more neighbours agree is the page's own.
    """
    # an ASCII character is half as wide as a Han character (1) or as wide (2); spaces count or do
    # not
    measures = [
        [_measure(line, unit, spaces) for line in lines] for spaces in (0, 1) for unit in (1, 2)
    ]
    return max(measures, key=lambda widths: sum(a == b > 16 for a, b in pairwise(widths)))


def _measure(line: Line, unit: int, spaces: int) -> int:
    n_holes = len(line.text) - len(EDGES.sub("", line.text)) if spaces else 0
    n_ascii = line.size_ascii
    indent = line.indent if 2 <= line.indent <= 4 else 0
    return line.width + (unit - 1) * n_ascii + n_holes * unit + indent


def column_widths(lines: list[Line], widths: list[int], reach: int = 5) -> list[int]:
    """For every line the width of the printed column around it, 0 where its neighbours agree on none.

    The column is the width most lines within `reach` lines share, give or take one Han character
    (punctuation that hangs or is pressed); of equals the wider wins. It must hold against the lines
    that are wider or stop short without ending a sentence (headings, lists), and its lines must be
    prose: wrapped prose has a comma or stop inside most lines, titles of like length have none.

    >>> column_widths(split_lines("\\n".join(["昨日，区委召开常委会会议"] * 5)), [24] * 5)
    [24, 24, 24, 24, 24]
    """
    ends = [is_terminal(line.text) for line in lines]
    prose = [bool(INNER_MARK.search(line.text)) for line in lines]
    found = []
    for i in range(len(lines)):
        near = range(max(0, i - reach), min(len(lines), i + reach + 1))
        wide = sorted((widths[k], prose[k]) for k in near if widths[k] >= 16)
        best, best_n, low = 0, 3, 0
        for high, (w, _) in enumerate(wide):
            while w - wide[low][0] > 4:
                low += 1
            n = high - low + 1
            if n >= best_n and n > len(wide) - high - 1:
                middle = wide[(low + high + 1) // 2][0]
                short = sum(8 <= widths[k] < wide[low][0] and not ends[k] for k in near)
                marks = sum(p for _, p in wide[low : high + 1])
                if n >= short and 5 * marks >= 2 * n:
                    best, best_n = middle, n
        found.append(best if best <= WIDEST else 0)
    known = sorted(c for c in found if c)
    own = known[len(known) // 2] if 3 * len(known) > len(found) else 0
    return [
        c or (own if own - 4 <= w <= own + 2 else 0) for c, w in zip(found, widths, strict=True)
    ]


def paragraph_lines(lines: list[Line], columns: list[int]) -> list[bool]:
    """For every line whether it stands where each paragraph is one line, so that no line goes on in
    the next.

    So it is in a stretch without a column where a line is longer than any column of newspapers, or
    longer than half again the page's own, or where most lines with a comma end a sentence.
    """
    known = sorted(c for c in columns if c)
    own = known[len(known) // 2] if known else 0
    found, start = [], 0
    for stop in range(1, len(lines) + 1):
        if stop < len(lines) and bool(columns[stop]) == bool(columns[start]):
            continue
        stretch = lines[start:stop]
        said = [is_terminal(line.text) for line in stretch if INNER_MARK.search(line.text)]
        told = any(line.width > max(1.5 * own, WIDEST) for line in stretch) or (
            len(said) > 1 and not own and sum(said) >= 0.75 * len(said)
        )
        found += [not columns[start] and told] * len(stretch)
        start = stop
    return found


def usual_gap(lines: list[Line]) -> int:
    """The number of blank lines most lines have before them: 0 dense, 1 blank line after every line
    or paragraph.
    """
    gaps = [line.gap for line in lines[1:]]
    return max(sorted(set(gaps)), key=gaps.count) if gaps else 0


def layout_name(lines: list[Line], columns: list[int]) -> str:
    """`empty`, `one paragraph a line`, `wrapped`, `wrapped, blank line after every line`, or
    `mixed`.
    """
    if not lines:
        return "empty"
    wrapped = sum(1 for column in columns if column) / len(lines)
    if wrapped < 0.2:
        return "one paragraph a line"
    if wrapped < 0.6:
        return "mixed"
    return "wrapped, blank line after every line" if usual_gap(lines) else "wrapped"
