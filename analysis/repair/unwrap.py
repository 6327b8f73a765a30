"""Printed lines to running text: wraps joined, justification spaces taken out, every character
traced to its source.

A run is (text offset, raw offset, length, line number): text[t:t+n] == raw[r:r+n], never across a
raw line.
"""

import re
from typing import NamedTuple

from analysis.chinese.han import HAN_CHARACTER
from analysis.read.formulas import INVISIBLE
from analysis.read.layout import INVISIBLE_CHARACTERS, is_letter_spaced

HOLES = re.compile(rf"[\s{INVISIBLE}]+")
FULL_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】「」『』—…·～％￥〔〕")
HALF_PUNCTUATION = ",;:!?()"
OPENERS, CLOSERS = "“‘（《【「『([〔", "”’）》】」』)]〕"
STEP = dict.fromkeys(OPENERS, 1) | dict.fromkeys(CLOSERS, -1)
BRACKET = re.compile(f"[{re.escape(OPENERS + CLOSERS)}]")


Runs = list[tuple[int, int, int, int]]


class Joined(NamedTuple):
    """A paragraph: its text, its runs, and what was taken out (line wraps, spaces)."""

    text: str
    runs: Runs
    wraps: int
    spaces: int


def join_lines(
    lines: list[tuple[str, int, int]], *, phrases: bool = False, printed: bool = False
) -> Joined:
    """One paragraph from printed lines; `phrases` keeps spaces between phrases, `printed` all.

    >>> join_lines([("力 和 活 力，", 0, 1), ("5月 28日", 9, 2)]).text
    '力和活力，5月28日'
    """
    parts, runs, at, spaces, depth = [], [], 0, 0, 0
    spaced = [not printed and bool(HOLES.search(text)) for text, _, _ in lines]
    for (text, start, no), has_holes in zip(lines, spaced, strict=True):
        pieces, dropped = _pieces(text, phrases, depth) if has_holes else ([(0, len(text))], 0)
        for a, b in pieces:
            parts.append(text[a:b])
            runs.append((at, start + a, b - a, no))
            at += b - a
        spaces += dropped
        if not phrases and any(spaced):  # what is open matters for a hole alone
            depth = max(0, depth + _balance(text))
    return Joined("".join(parts), runs, max(len(lines) - 1, 0), spaces)


def _balance(text: str) -> int:
    """Quotes and brackets opened less those closed."""
    return sum(STEP[c] for c in BRACKET.findall(text))


def _pieces(text: str, phrases: bool, depth: int) -> tuple[list[tuple[int, int]], int]:
    """Stretches of a line to keep (a hole that stays, its first character), and holes closed."""
    kept, start, dropped = [], 0, 0
    for hole in HOLES.finditer(text):
        a, b = hole.span()
        depth = max(0, depth + _balance(text[start:a]))
        if not hole.group().strip(INVISIBLE_CHARACTERS) or not is_real_space(
            text, a, b, phrases or depth > 0
        ):
            kept.append((start, a))
            dropped += 1
        else:
            first = next(i for i in range(a, b) if text[i] not in INVISIBLE_CHARACTERS)
            if first == a:
                kept.append((start, a + 1))
            else:
                kept += [(start, a), (first, first + 1)]
        start = b
    kept.append((start, len(text)))
    return [(a, b) for a, b in kept if b > a], dropped


def is_real_space(text: str, a: int, b: int, phrases: bool) -> bool:
    """True when the white space text[a:b] was meant by the writer, not made by justification.

    Meant: between Latin words, beside half-width punctuation, and (in a headline or inside quotes)
    between two phrases of two or more characters. Made by justification: beside a Han character and
    a digit or full-width punctuation, and between single characters (letter-spacing).

    >>> [is_real_space(t, t.index(" "), t.index(" ") + 1, True) for t in ("奋进时代 共绘蓝图", "张 三",
    ...     "5月 8日", "AI lab")]
    [True, False, False, True]
    """
    left, right = text[a - 1], text[b] if b < len(text) else ""
    if left in FULL_PUNCTUATION or right in FULL_PUNCTUATION:
        return False
    han_left, han_right = bool(HAN_CHARACTER.match(left)), bool(HAN_CHARACTER.match(right))
    if han_left and han_right:
        return phrases and _token(text, a, -1) > 1 and _token(text, b, 1) > 1
    if (han_left and right.isdigit()) or (left.isdigit() and han_right):
        return False
    if (
        (han_left or han_right)
        and (left + right).strip(HALF_PUNCTUATION) != left + right
        and is_letter_spaced(text[max(0, a - 20) : b + 20])
    ):
        return False
    if (left.isdigit() and right in ".%％") or (
        left in ".%" and right.isdigit() and is_letter_spaced(text[max(0, a - 20) : b + 20])
    ):
        return False
    if left.isdigit() and right.isdigit():
        return _token(text, a, -1) > 1 or _token(text, b, 1) > 1
    return True


def _token(text: str, at: int, step: int) -> int:
    """Length, up to 2, of the solid stretch before (step -1) or after (step 1) a hole."""
    i, n = (at - 1, 0) if step < 0 else (at, 0)
    while 0 <= i < len(text) and n < 2 and text[i].isalnum():
        i, n = i + step, n + 1
    return n


def raw_at(runs: Runs, offset: int) -> int:
    """Raw offset of a text offset that lies inside a run."""
    for start, raw, length, _ in runs:
        if start <= offset < start + length:
            return raw + offset - start
    raise IndexError(f"text offset {offset} is in no run")


def cut_runs(runs: Runs, a: int, b: int) -> Runs:
    """The runs of text[a:b], counted from a."""
    found = []
    for start, raw, length, no in runs:
        low, high = max(start, a), min(start + length, b)
        if low < high:
            found.append((low - a, raw + low - start, high - low, no))
    return found
