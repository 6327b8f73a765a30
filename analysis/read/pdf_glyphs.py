"""The characters of a PDF page as printed lines: doubles dropped, turned and vertical type brought
upright, sizes kept.

What a font says in a form nobody would type is said plainly: a Kangxi radical or a compatibility
form as its Han character, a ligature as its letters, a bracket drawn for vertical setting as the
ordinary one. Full-width letters stay as printed.
"""

import itertools
import unicodedata
from collections import Counter, defaultdict
from statistics import median
from typing import NamedTuple

GUTTER = 0.9  # of a character: white that parts columns
HEAD = 1.15  # times the size of most text: larger type
HEAD_GAP = 0.3  # of a character: white that parts two headlines side by side
MISSING = "〓"  # what a typesetter puts where a sort is missing: a character the font does not name
_RADICALS = (
    "⻅见⻓长⻔门⻢马⻚页⻛风⻝食⻋车⻘青⻉贝⻥鱼⻦鸟⻮齿⻰龙⻬齐"
    "⻆角⻄西⻩黄⺠民⻪黾⺟母⻣骨⻤鬼⻙韦⻜飞⻨麦⻧卤⻳龟⻁虎⻊足⺮竹⺩王⺶羊⺻聿⺁厂⺝月"
)
RADICALS = dict(
    zip(_RADICALS[::2], _RADICALS[1::2], strict=True)
)  # those Unicode gives no equivalent for
UPRIGHT = dict(
    zip(  # drawn for vertical setting
        "︐︑︒︓︔︕︖︗︘︙︰︱︲︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
        "，、。：；！？〖〗…：—–（）｛｝〔〕【】《》〈〉「」『』［］",
        strict=True,
    )
)


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


def plain(text: str) -> str:
    """A character as one would type it.

    >>> plain("⼀") + plain("ﬁ") + plain("︵") + plain("Ａ") + plain("㎡") + plain("⻓")
    '一fi（Ａ㎡长'
    """
    if text in UPRIGHT or text in RADICALS:
        return UPRIGHT.get(text) or RADICALS[text]
    code = ord(text[0]) if len(text) == 1 else 0
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB07 or 0x2F800 <= code < 0x2FA20:
        return unicodedata.normalize("NFKC", text)
    return text


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
            parts = [text] if len(text) == 1 else text
            text = MISSING if unknown(text) else "".join(map(plain, parts))
            box = turn((c["x0"], c["top"], c["x1"], c["bottom"]), usual, width, height)
            w, h = (width, height) if usual in (0, 180) else (height, width)
            rest = (angle - usual) % 360
            x0, top, x1, bottom = turn(box, rest, w, h)
            across = x1 - x0 if c["size"] == c["width"] else c["width"]
            size = c["size"] if angle in (0, 180) else across
            found[rest].append(Glyph(text, x0, x1, top, bottom, size, no, space))
        space = not text.strip()
    return {angle: _once(glyphs) for angle, glyphs in sorted(found.items())}, usual


def _angle(matrix: tuple[float, ...]) -> int:
    """Degrees against the clock, to the nearest quarter turn."""
    a, b = matrix[:2]
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 180
    return 90 if b > 0 else 270


def turn(
    box: tuple[float, float, float, float], angle: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """A box of a page seen so that type turned by `angle` stands upright.

    >>> turn((10, 20, 30, 80), 90, 100, 200), turn((10, 20, 30, 80), 270, 100, 200)
    ((120, 10, 180, 30), (20, 70, 80, 90))
    """
    x0, top, x1, bottom = box
    if angle == 90:
        return height - bottom, x0, height - top, x1
    if angle == 270:
        return top, width - x1, bottom, width - x0
    if angle == 180:
        return width - x1, height - bottom, width - x0, height - top
    return box


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs without those drawn again over themselves, as bold type and shadows are."""
    kept: list[Glyph] = []
    near: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    for g in glyphs:
        x, y, reach = int(g.x0 // 4), int(g.top // 4), max(1.0, 0.1 * g.size)
        cells = [(g.text, x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        if not any(
            abs(g.x0 - o.x0) <= reach and abs(g.top - o.top) <= reach
            for cell in cells
            for o in near.get(cell, ())
        ):
            near[(g.text, x, y)].append(g)
            kept.append(g)
    return kept


def find_lines(glyphs: list[Glyph], usual: float) -> list[Line]:
    """The printed lines of upright glyphs, parted at gutters."""
    open_: dict[int, list[list[Glyph]]] = defaultdict(list)
    runs: list[list[Glyph]] = []
    for g in sorted(glyphs, key=lambda g: (g.x0, g.top, g.no)):
        middle = (g.top + g.bottom) / 2
        cell, best = int(middle // 8), None
        for run in itertools.chain.from_iterable(
            open_.get(k, ()) for k in (cell - 1, cell, cell + 1)
        ):
            last = run[-1]
            gap, size = g.x0 - last.x1, max(g.size, last.size)
            same = min(g.bottom, last.bottom) - max(g.top, last.top) > 0.6 * min(
                g.size, last.size
            ) and size < 1.3 * min(g.size, last.size)
            if (
                same
                and -0.6 * size < gap <= _reach(run, g, usual)
                and (best is None or last.x1 > best[-1].x1)
            ):
                best = run
        if best is None:
            best = []
            runs.append(best)
        elif (old := int((best[-1].top + best[-1].bottom) / 2 // 8)) != cell:
            open_[old].remove(best)
            open_[cell].append(best)
        best.append(g)
        if len(best) == 1:
            open_[cell].append(best)
    return [as_line(part) for run in _parted(runs) for part in run]


def _parted(runs: list[list[Glyph]]) -> list[list[list[Glyph]]]:
    """Runs cut where lines above and below begin, though a mark all but fills the gutter."""
    starts: dict[int, list[float]] = defaultdict(list)
    for run in runs:
        starts[round(run[0].x0)].append(run[0].top)
    out = []
    for run in runs:
        cuts = [0]
        gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(run)]
        usual = median(gaps) if gaps else 0.0
        for k, gap in enumerate(gaps, start=1):
            g = run[k]
            if gap > max(0.2 * g.size, usual + 0.2 * g.size) and not g.spaced:
                tops = itertools.chain.from_iterable(
                    starts.get(round(g.x0) + d, ()) for d in (-1, 0, 1)
                )
                near = sum(abs(top - g.top) < 8 * g.size for top in tops)
                through = sum(
                    abs(o[0].top - g.top) < 8 * g.size and o[0].x0 < g.x0 - g.size < g.x1 < o[-1].x1
                    for o in (runs if near else ())
                )
                if near > max(through - 1, 0):  # the run itself goes through
                    cuts.append(k)
        out.append([run[a:b] for a, b in itertools.pairwise([*cuts, len(run)])])
    return out


def _reach(run: list[Glyph], g: Glyph, usual: float) -> float:
    """How much white may stand before a glyph of the same line; less in large type."""
    if g.spaced and 0 < g.no - run[-1].no < 5:  # in the file only the space is between them
        return 2.5 * g.size
    if g.size <= HEAD * usual:
        return GUTTER * g.size
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(run)]
    return HEAD_GAP * g.size + max(median(gaps) if gaps else 0.0, 0.0)


def as_line(glyphs: list[Glyph]) -> Line:
    """The line of glyphs: a space where one is printed, or white of most of a character."""
    text = glyphs[0].text
    for a, b in itertools.pairwise(glyphs):
        latin = a.text.isascii() and a.text.isalnum() and b.text.isascii() and b.text.isalnum()
        text += " " * (b.spaced or b.x0 - a.x1 > (0.2 if latin else 0.7) * b.size) + b.text
    return Line(
        text,
        glyphs[0].x0,
        max(g.x1 for g in glyphs),
        min(g.top for g in glyphs),
        max(g.bottom for g in glyphs),
        median(g.size for g in glyphs),
        min(g.no for g in glyphs),
        glyphs[0].spaced,
    )


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
    across = [g for g in glyphs if g.no not in taken]
    return _join_down(across, down)


def _below(a: Glyph, b: Glyph) -> bool:
    size = max(a.size, b.size)
    near = abs((a.x0 + a.x1) - (b.x0 + b.x1)) < 0.5 * size and size < 1.15 * min(a.size, b.size)
    return near and 0.6 * size < b.top - a.top < 2.3 * size


def _next_column(a: Glyph, b: Glyph) -> bool:
    """True when two characters of one size head columns side by side."""
    size = max(a.size, b.size)
    step = abs(a.top - b.top)  # one of the two may begin a paragraph
    return (
        min(step, abs(step - 2 * size)) < 0.3 * size
        and 0.8 * size < abs(a.x0 - b.x0) < 2.5 * size
        and size < 1.1 * min(a.size, b.size)
    )


def _join_down(
    across: list[Glyph], down: list[list[Glyph]]
) -> tuple[list[Glyph], list[list[Glyph]]]:
    """Short ends of a vertical line, and figures set across in it, back into it."""
    if not down:
        return across, down
    rest = []
    for g in across:
        home = None
        for run in down:
            size = run[0].size
            reach = (1.3 if g.spaced or run[0].spaced else 0.7) * size
            if (
                abs((g.x0 + g.x1) - (run[0].x0 + run[0].x1)) < 0.9 * size
                and 0.8 * size < g.size < 1.15 * size
                and any(
                    -0.2 * size < g.top - o.bottom < reach or -0.2 * size < o.top - g.bottom < reach
                    for o in (run[0], run[-1])
                )
                and _beside(g, across) < 2
            ):
                home = run
                break
        if home is None:
            rest.append(g)
        else:
            home.append(g)
            home.sort(key=lambda o: (round(o.top / (0.5 * o.size)), o.x0))
    return rest, down


def _beside(g: Glyph, glyphs: list[Glyph]) -> int:
    """How many characters stand next to one on its line."""
    return sum(
        abs(o.top - g.top) < 0.4 * g.size and 0 < abs(o.x0 - g.x0) < 1.6 * g.size for o in glyphs
    )
