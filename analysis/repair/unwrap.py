"""Printed lines to running text: wraps joined, justification spaces taken out, every character
traced to its source.

A run is (text offset, raw offset, length, line number): text[t:t+n] == raw[r:r+n], never across a
raw line.
"""

import re
from typing import NamedTuple

from analysis.chinese.han import HAN_CHARACTER
from analysis.read import formulas as f
from analysis.read.layout import INVISIBLE_CHARACTERS, is_letter_spaced, solid_of

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
    spaced = [not printed and solid_of(text) != text for text, _, _ in lines]
    count = any(spaced) and not phrases  # what is open matters for a hole alone
    for (text, start, no), has_holes in zip(lines, spaced, strict=True):
        pieces, dropped = _pieces(text, phrases, depth) if has_holes else ([(0, len(text))], 0)
        for a, b in pieces:
            parts.append(text[a:b])
            runs.append((at, start + a, b - a, no))
            at += b - a
        spaces += dropped
        depth = max(0, depth + _balance(text)) if count else 0
    return Joined("".join(parts), runs, len(lines) - 1, spaces)


def _balance(text: str) -> int:
    """Quotes and brackets opened less those closed."""
    return sum(STEP[c] for c in BRACKET.findall(text))


def _pieces(text: str, phrases: bool, depth: int) -> tuple[list[tuple[int, int]], int]:
    """Stretches of a line to keep (a hole that stays, its first character), and holes closed."""
    kept, start, dropped = [], 0, 0
    for hole in f.HOLES.finditer(text):
        a, b = hole.span()
        depth = max(0, depth + _balance(text[start:a]))
        white = hole.group().lstrip(INVISIBLE_CHARACTERS)
        if white and is_real_space(text, a, b, phrases or depth > 0):
            first = b - len(white)
            kept += [(start, a + 1)] if first == a else [(start, a), (first, first + 1)]
        else:
            kept.append((start, a))
            dropped += 1
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
    left, right = text[a - 1], text[b : b + 1]
    if left in FULL_PUNCTUATION or right in FULL_PUNCTUATION:
        return False
    han = bool(HAN_CHARACTER.match(left)), bool(HAN_CHARACTER.match(right))
    digit = left.isdigit(), right.isdigit()
    if all(han):
        return phrases and _token(text, a, -1) > 1 and _token(text, b, 1) > 1
    if (han[0] and digit[1]) or (digit[0] and han[1]) or (digit[0] and right and right in ".%％"):
        return False
    if all(digit):
        return _token(text, a, -1) > 1 or _token(text, b, 1) > 1
    half = any(han) and (left in HALF_PUNCTUATION or (right and right in HALF_PUNCTUATION))
    stretched = half or (left in ".%" and digit[1])
    return not (stretched and is_letter_spaced(text[max(0, a - 20) : b + 20]))


def _token(text: str, at: int, step: int) -> int:
    """Length, up to 2, of the solid stretch before (step -1) or after (step 1) a hole."""
    near = text[max(at - 2, 0) : at][::-1] if step < 0 else text[at : at + 2]
    return 0 if not near[:1].isalnum() else 1 + near[1:].isalnum()


def raw_at(runs: Runs, offset: int) -> int:
    """Raw offset of a text offset that lies inside a run."""
    return next(raw + offset - at for at, raw, n, _ in runs if at <= offset < at + n)


def cut_runs(runs: Runs, a: int, b: int) -> Runs:
    """The runs of text[a:b], counted from a."""
    if a == 0 and runs and runs[-1][0] + runs[-1][2] <= b:
        return runs
    found = []
    for start, raw, length, no in runs:
        low, high = max(start, a), min(start + length, b)
        if low < high:
            found.append((low - a, raw + low - start, high - low, no))
    return found
