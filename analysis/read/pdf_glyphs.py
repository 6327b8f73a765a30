"""The characters of a PDF page as printed lines: doubles dropped, turned and vertical type brought
upright, sizes kept.

What a font says in a form nobody would type is said plainly (glyph_forms.csv): a Kangxi radical or
a compatibility form as its Han character, a ligature as its letters, a bracket drawn for vertical
setting as the ordinary one. Full-width letters stay as printed.
"""

import csv
import unicodedata
from collections import Counter, defaultdict
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

GUTTER = 0.9  # of a character: white that parts columns
HEAD = 1.15  # times the size of most text: larger type
HEAD_GAP = 0.3  # of a character: white that parts two headlines side by side
MISSING = "〓"  # what a typesetter puts where a sort is missing: a character the font does not name
CELL = 8  # points: lines are looked for among those at most this much higher or lower


class Box(NamedTuple):
    """Where something stands, in points from the top left."""

    x0: float
    top: float
    x1: float
    bottom: float


class Line(NamedTuple):
    """A printed line, or what a gutter leaves of it, in points of the frame it is upright in."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    no: int  # place in the file, of its first character
    spaced: bool = False  # a printed space stands before it


Glyph = Line  # a single character


def hull(things) -> Box:
    """The smallest box round all of them."""
    x0, top, x1, bottom = zip(*((t.x0, t.top, t.x1, t.bottom) for t in things), strict=True)
    return Box(min(x0), min(top), max(x1), max(bottom))


def across(a, b) -> float:
    """The width two things share; below 0 the white between them."""
    return min(a.x1, b.x1) - max(a.x0, b.x0)


def along(a, b) -> float:
    """The height two things share; below 0 the white between them."""
    return min(a.bottom, b.bottom) - max(a.top, b.top)


@cache
def _typed_forms() -> dict[str, str]:
    with Path(__file__).with_name("glyph_forms.csv").open(encoding="utf-8", newline="") as file:
        return {row["drawn"]: row["typed"] for row in csv.DictReader(file)}


def plain(text: str) -> str:
    """A character as one would type it.

    >>> plain("⼀") + plain("ﬁ") + plain("︵") + plain("Ａ") + plain("㎡") + plain("⻓")
    '一fi（Ａ㎡长'
    """
    code = ord(text[0]) if len(text) == 1 else 0
    odd = 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB07 or 0x2F800 <= code < 0x2FA20
    return _typed_forms().get(text) or (unicodedata.normalize("NFKC", text) if odd else text)


def unknown(text: str) -> bool:
    """True for a character its font does not name: (cid:7), a private one, a control."""
    return text.startswith("(cid:") or any(
        unicodedata.category(c) in ("Co", "Cc", "Cn") or c == "\ufffd" for c in text
    )


def read_glyphs(
    chars: list[dict], width: float, height: float
) -> tuple[dict[int, list[Glyph]], int]:
    """The characters that show, upright, by degrees turned against most text; and its turn."""
    angles = [_angle(c["matrix"]) for c in chars]
    usual = Counter(angles).most_common(1)[0][0] if angles else 0
    found: dict[int, list[Glyph]] = defaultdict(list)
    space = False
    for no, (c, angle) in enumerate(zip(chars, angles, strict=True)):
        text = c["text"]
        if text.strip("\xad \u3000\t\n\r\xa0\u200b\ufeff\x00"):
            text = MISSING if unknown(text) else "".join(map(plain, text))
            box = turn((c["x0"], c["top"], c["x1"], c["bottom"]), angle, width, height)
            wide = box.x1 - box.x0 if c["size"] == c["width"] else c["width"]
            size = c["size"] if angle in (0, 180) else wide
            glyph = Glyph(text, box.x0, box.x1, box.top, box.bottom, size, no, space)
            found[(angle - usual) % 360].append(glyph)
        space = not text.strip()
    return {angle: _once(glyphs) for angle, glyphs in sorted(found.items())}, usual


def _angle(matrix: tuple[float, ...]) -> int:
    """Degrees against the clock, to the nearest quarter turn."""
    a, b = matrix[:2]
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 180
    return 90 if b > 0 else 270


def turn(box: tuple[float, float, float, float], angle: int, width: float, height: float) -> Box:
    """A box of a page seen so that type turned by `angle` stands upright.

    >>> tuple(turn((10, 20, 30, 80), 90, 100, 200)), tuple(turn((10, 20, 30, 80), 270, 100, 200))
    ((120, 10, 180, 30), (20, 70, 80, 90))
    """
    x0, top, x1, bottom = box
    if not angle:
        return Box(*box)
    return turn((height - bottom, x0, height - top, x1), angle - 90, height, width)


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs without those drawn again over themselves, as bold type and shadows are."""
    kept: list[Glyph] = []
    same: dict[str, list[Glyph]] = defaultdict(list)
    for g in glyphs:
        reach = max(1.0, 0.1 * g.size)
        if not any(abs(g.x0 - o.x0) <= reach >= abs(g.top - o.top) for o in same[g.text]):
            same[g.text].append(g)
            kept.append(g)
    return kept


def find_lines(glyphs: list[Glyph], usual: float) -> list[Line]:
    """The printed lines of upright glyphs, parted at gutters."""
    cells: dict[int, list[list[Glyph]]] = defaultdict(list)  # runs by the height of their end
    runs: list[list[Glyph]] = []
    for g in sorted(glyphs, key=lambda g: (g.x0, g.top, g.no)):
        cell = _cell(g)
        around = chain(cells[cell - 1], cells[cell], cells[cell + 1])
        near = [run for run in around if _joins(run, g, usual)]
        run = max(near, key=lambda run: run[-1].x1, default=None)
        if run is None:
            runs.append(run := [])
        else:
            cells[_cell(run[-1])].remove(run)
        run.append(g)
        cells[cell].append(run)
    return [_as_line(part) for run in runs for part in _parted(run, runs)]


def _cell(g: Glyph) -> int:
    return int((g.top + g.bottom) / 2 // CELL)


def _joins(run: list[Glyph], g: Glyph, usual: float) -> bool:
    """Whether a glyph is the next of a run: level with its last, of its size, within reach."""
    last = run[-1]
    low, high = sorted((g.size, last.size))
    level = along(g, last) > 0.6 * low and high < 1.3 * low
    return level and -0.6 * high < g.x0 - last.x1 <= _reach(run, g, usual)


def _parted(run: list[Glyph], runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """A run cut where lines above and below begin, though a mark all but fills the gutter."""
    gaps = [b.x0 - a.x1 for a, b in pairwise(run)]
    usual = max(median(gaps), 0.0) if gaps else 0.0
    cuts = [0]
    for k, (gap, g) in enumerate(zip(gaps, run[1:], strict=True), start=1):
        if gap > usual + 0.2 * g.size and not g.spaced:
            near = [o for o in runs if abs(o[0].top - g.top) < 8 * g.size]
            starts = sum(abs(round(o[0].x0) - round(g.x0)) < 2 for o in near)
            through = sum(o[0].x0 < g.x0 - g.size < g.x1 < o[-1].x1 for o in near)
            if starts > max(through - 1, 0):  # the run itself goes through
                cuts.append(k)
    return [run[a:b] for a, b in pairwise([*cuts, len(run)])]


def _reach(run: list[Glyph], g: Glyph, usual: float) -> float:
    """How much white may stand before a glyph of the same line; less in large type."""
    if g.spaced and 0 < g.no - run[-1].no < 5:  # in the file only the space is between them
        return 2.5 * g.size
    if g.size <= HEAD * usual:
        return GUTTER * g.size
    gaps = [b.x0 - a.x1 for a, b in pairwise(run)]
    return HEAD_GAP * g.size + max(median(gaps) if gaps else 0.0, 0.0)


def _as_line(glyphs: list[Glyph]) -> Line:
    """The line of glyphs: a space where one is printed, or white of most of a character."""
    text = glyphs[0].text
    for a, b in pairwise(glyphs):
        latin = (a.text + b.text).isascii() and (a.text + b.text).isalnum()
        text += " " * (b.spaced or b.x0 - a.x1 > (0.2 if latin else 0.7) * b.size) + b.text
    x0, top, x1, bottom = hull(glyphs)
    size, no = median(g.size for g in glyphs), min(g.no for g in glyphs)
    return Line(text, x0, x1, top, bottom, size, no, glyphs[0].spaced)


def take_downward(glyphs: list[Glyph]) -> tuple[list[Glyph], list[list[Glyph]]]:
    """The glyphs that stand in lines across, and runs of three or more set downwards."""
    runs: list[list[Glyph]] = []
    for g in sorted(glyphs, key=lambda g: g.no):
        if runs and _below(runs[-1][-1], g):
            runs[-1].append(g)
        else:
            runs.append([g])
    down = [run for run in runs if len(run) > 2]
    short = [run for run in runs if len(run) < 3 and any(_next_column(run[0], o[0]) for o in down)]
    level = [g for run in runs if len(run) < 3 for g in run] if short else []
    down += [run for run in short if not _beside(run[0], level)]
    taken = {g.no for run in down for g in run}
    rest = [g for g in glyphs if g.no not in taken]
    return [g for g in rest if not _joins_down(g, rest, down)], down


def _below(a: Glyph, b: Glyph) -> bool:
    low, high = sorted((a.size, b.size))
    near = abs((a.x0 + a.x1) - (b.x0 + b.x1)) < 0.5 * high and high < 1.15 * low
    return near and 0.6 * high < b.top - a.top < 2.3 * high


def _next_column(a: Glyph, b: Glyph) -> bool:
    """True when two characters of one size head columns side by side."""
    low, high = sorted((a.size, b.size))
    step = abs(a.top - b.top)  # one of the two may begin a paragraph
    heads = min(step, abs(step - 2 * high)) < 0.3 * high and high < 1.1 * low
    return heads and 0.8 * high < abs(a.x0 - b.x0) < 2.5 * high


def _joins_down(g: Glyph, level: list[Glyph], down: list[list[Glyph]]) -> bool:
    """Put a short end of a vertical line, or a figure set across in it, back; False for others."""
    for run in down:
        size = run[0].size
        reach = (1.3 if g.spaced or run[0].spaced else 0.7) * size
        inside = abs((g.x0 + g.x1) - (run[0].x0 + run[0].x1)) < 0.9 * size
        next_to = any(-reach < along(g, o) < 0.2 * size for o in (run[0], run[-1]))
        if inside and next_to and 0.8 * size < g.size < 1.15 * size and _beside(g, level) < 2:
            run.append(g)
            run.sort(key=lambda o: (round(o.top / (0.5 * o.size)), o.x0))
            return True
    return False


def _beside(g: Glyph, glyphs: list[Glyph]) -> int:
    """How many characters stand next to one on its line."""
    return sum(
        abs(o.top - g.top) < 0.4 * g.size and 0 < abs(o.x0 - g.x0) < 1.6 * g.size for o in glyphs
    )
