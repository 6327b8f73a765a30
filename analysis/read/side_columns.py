"""Columns that stand side by side in plain text, as programs leave them that keep the look of a page,
read one after the other.

Columns are parted by a gutter: places in which no line of a stretch has a sign. A line across it, a
headline, ends the stretch; a column may hold columns in its turn. Programs give a Han character one
place or two; where neither sets the columns straight, the text stays as it is, and that is told.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from analysis.chinese.han import n_han, width
from analysis.read.layout import REAL_BREAKS

FEWEST_BESIDE = 4  # lines with text on both sides of a gutter
LEAST_BESIDE = 0.3  # share of a stretch's lines that have it
NARROWEST = 8  # Han characters of a column's usual line
NEVER = 1 << 30
TORN = "columns stand side by side"
MOST_LEFT = 0.05  # of the lines that are read, still with text side by side
_HOLE = re.compile(r"[ \u3000]+")
_SIDE = re.compile(r"^(.*\S)(?: {2}|\t)[ \t\u3000]*(\S.*)$", re.MULTILINE)

Gap = tuple[int, int]


class Row(NamedTuple):
    """A line of the file or a part of one: its number, and its words."""

    no: int
    text: str


class Read(NamedTuple):
    """A text; of each line of it the line of the file, () for the same; what to say of it."""

    text: str
    numbers: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()


def read_by_column(text: str) -> Read:
    """The text with columns that stand side by side one after the other.

    >>> rows = ["区委召开会议，部署防    老街改造工程完工，一", "汛工作。会议强调，要    百二十户居民用上了天",
    ...         "备足物资，守住底线，    然气，路面铺上新石板",  "把工作做在汛期之前。    夜里也亮起了几盏灯。"]
    >>> read_by_column("\\n".join(rows)).numbers
    (1, 2, 3, 4, 1, 2, 3, 4)
    """
    if "  " not in text and "\t" not in text:
        return Read(text)
    lines = [Row(n, line) for n, line in enumerate(REAL_BREAKS.split(text.expandtabs()), start=1)]
    if len(lines_beside(lines)) < FEWEST_BESIDE:
        return Read(text)
    read = min(
        (apart(lines, size) for size in (width, len)), key=lambda own: len(lines_beside(own))
    )
    numbers, still = [row.no for row in read], lines_beside(read)
    if len(still) > MOST_LEFT * len(read) or numbers == sorted(numbers):
        return Read(text, doubts=_doubt(lines_beside(lines)))
    return Read("\n".join(row.text for row in read), tuple(numbers), _doubt(still))


def _doubt(rows: list[Row]) -> tuple[str, ...]:
    return tuple(f"{TORN}: line {row.no}, {row.text.strip()[:24]}" for row in rows[:1])


def lines_beside(rows: list[Row]) -> list[Row]:
    """The lines with running text on both sides of a wide hole."""
    told = ((row, _SIDE.search(row.text)) for row in rows)
    return [row for row, found in told if found and min(map(n_han, found.groups())) >= NARROWEST]


def apart(rows: list[Row], size: Callable[[str], int]) -> list[Row]:
    """The rows in the order they are read."""
    gaps = [gaps_of(row.text, size) for row in rows]
    out, i = [], 0
    while i < len(rows):
        stop, gutters = stretch(rows, gaps, i)
        columns = cut(rows[i:stop], gutters, size) if gutters else []
        if columns:
            for column in columns:
                out += apart(column, size)
            i = stop
        else:
            out.append(rows[i])
            i += 1
    return out


def gaps_of(text: str, size: Callable[[str], int]) -> list[Gap]:
    """Where a line has no sign: before it, in holes, and after it."""
    text = text.rstrip()
    if not text:
        return [(0, NEVER)]
    found = []
    for hole in _HOLE.finditer(text):
        start = size(text[: hole.start()])
        found.append((start, start + size(hole.group())))
    return [*found, (size(text), NEVER)]


def stretch(rows: list[Row], gaps: list[list[Gap]], i: int) -> tuple[int, list[Gap]]:
    """Up to which row those from row i on have a gutter in common, and which; none: (i, [])."""
    if not any(end - start > 1 for start, end in inner(gaps[i])):
        return i, []
    common, stop, kept = gaps[i], i, (i, [])
    while stop < len(rows):
        common = shared(common, gaps[stop])
        inside = inner(common)
        if not inside:
            break
        stop += 1
        if rows[stop - 1].text.strip():
            kept = stop, inside
    return kept


def inner(gaps: Iterable[Gap]) -> list[Gap]:
    return [gap for gap in gaps if gap[0] > 0 and gap[1] < NEVER]


def shared(a: list[Gap], b: list[Gap]) -> list[Gap]:
    """The places that are in both."""
    both = ((max(x[0], y[0]), min(x[1], y[1])) for x in a for y in b)
    return sorted({gap for gap in both if gap[1] > gap[0]})


def cut(rows: list[Row], gutters: list[Gap], size: Callable[[str], int]) -> list[list[Row]]:
    """The columns of a stretch, [] where what stands beside each other is no running text."""
    best: list[list[Row]] = []
    for start, end in gutters:
        middle = (start + end + 1) // 2
        sides = [[], []]
        for row in rows:
            at = split_at(row.text, middle, size)
            sides[0].append(row._replace(text=row.text[:at].rstrip()))
            sides[1].append(row._replace(text=row.text[at:]))
        if all(map(is_text, sides)) and beside(*sides):
            best = [trimmed(side, size) for side in sides]
            break
    return best


def split_at(text: str, place: int, size: Callable[[str], int]) -> int:
    at, n = 0, 0
    while at < len(text) and n < place:
        n += size(text[at])
        at += 1
    return at


def is_text(side: list[Row]) -> bool:
    """Whether the lines of a column are as long as those of running text."""
    sizes = sorted(n_han(row.text) for row in side if row.text.strip())
    return len(sizes) >= FEWEST_BESIDE and sizes[len(sizes) // 2] >= NARROWEST


def beside(left: list[Row], right: list[Row]) -> bool:
    both = sum(bool(a.text.strip() and b.text.strip()) for a, b in zip(left, right, strict=True))
    n = sum(bool(a.text.strip() or b.text.strip()) for a, b in zip(left, right, strict=True))
    return both >= FEWEST_BESIDE and both >= LEAST_BESIDE * n


def trimmed(side: list[Row], size: Callable[[str], int]) -> list[Row]:
    """A column without the blank lines around it and the margin of all its lines."""
    full = [n for n, row in enumerate(side) if row.text.strip()]
    side = side[full[0] : full[-1] + 1]
    indents = [size(t[: len(t) - len(t.lstrip())]) for t in (r.text for r in side) if t.strip()]
    margin = min(indents)
    return [row._replace(text=row.text[split_at(row.text, margin, size) :]) for row in side]
