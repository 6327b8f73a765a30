"""What figures are put together from: texts, bars, dots, labelled rows, scales, keys; in points."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from analysis.draw import theme
from analysis.draw.theme import FAINT, INK, LINE, MARGIN, SMALL, SOFT, TEXT
from analysis.draw.typeface import clip, fold, text_width, wrap
from analysis.wording.labels import label

ROW, ROW_GLOSSED = 16.0, 25.0  # from one row to the next
SECTION = 20.0  # room for a heading between rows
MOST_BARS = 7  # columns that have room for bars; of more, tiles
LINE_STEP = 10.5  # from one line of a label to the next
GAP = 6.0  # between a label and what it names
UPRIGHT = 90.0  # points of a head that stands upright
LEGIBLE, FIGURE = 46.0, 16.0  # points a block needs for the start of a title, for a number
TILE = "#23496b"
HATCHED = {"hatch": "////", "edgecolor": "white"}
UNCUT = {"clip_on": False}  # nothing leaves a canvas; and no clip path is named by its last digits


def put(
    ax: Axes,
    x: float,
    y: float,
    text: str,
    *,
    href: str = "",
    room: float = 0.0,
    backing: str = "",
    **style: object,
) -> Text:
    """Write a text, its middle at the height y, cut to `room` points, on a `backing` of its own."""
    style = {"size": SMALL, "ha": "left", "color": INK} | style
    if backing:
        style["bbox"] = {"facecolor": backing, "edgecolor": "none", "pad": 1.0}
    if room:
        text = clip(text, room, style["size"], style.get("weight") == "bold")
    drawn = ax.text(x, y + 0.36 * style["size"], text, va="baseline", **style)
    theme.link(drawn, href)
    return drawn


def put_upright(ax: Axes, x: float, y: float, text: str, **style: object) -> None:
    """Write a text from bottom to top, its lines from left to right."""
    lines = {"linespacing": 1.1, "multialignment": "right"}
    ax.text(x, y, text, rotation=90, **{"size": SMALL} | lines | style)


def bar(
    ax: Axes, x: float, y: float, wide: float, high: float, href: str = "", **style: object
) -> None:
    """A bar from x on, its middle at the height y."""
    drawn = ax.add_patch(Rectangle((x, y - high / 2), wide, high, **UNCUT | {"lw": 0} | style))
    theme.link(drawn, href)


def dot(ax: Axes, x: float, y: float, colour: str, href: str = "", **style: object) -> None:
    """A mark at one place."""
    style = {"marker": "o", "ms": 6, "mec": colour, "mfc": colour, "ls": "", "zorder": 3} | style
    theme.link(ax.add_line(Line2D([x], [y], **UNCUT, **style)), href)


def line(ax: Axes, xs: Sequence[float], ys: Sequence[float], **style: object) -> None:
    """A line through places; by default a hair line."""
    ax.add_line(Line2D(xs, ys, **UNCUT | {"color": LINE, "lw": 0.8, "zorder": 0} | style))


def label_room(names: Iterable[str], glosses: Iterable[str] = (), *, most: float) -> float:
    """Points the widest label takes, at most `most`."""
    wide = [text_width(name, TEXT) for name in names]
    return min(max([*wide, *(text_width(g, SMALL) for g in glosses)], default=0.0), most)


class Labels(NamedTuple):
    """Where the labels of rows stand."""

    room: float
    left: float  # where the marks begin
    above: float  # how much lower these are: a narrow page has its labels above its marks


def labels_beside(ax: Axes, rows: pd.DataFrame, *, most: float, high: float = 10.0) -> Labels:
    """Room for the labels of rows with marks so `high`, at most so much of the page."""
    width = ax.get_xlim()[1]
    if theme.is_narrow(ax):
        return Labels(width - 2 * MARGIN, MARGIN, 8 + high / 2)
    room = label_room(rows["name"], rows["gloss"], most=width * most)
    return Labels(room, MARGIN + room + GAP, 0.0)


def label_rows(
    ax: Axes, rows: pd.DataFrame, y: float, at: Labels, pitch: float, *, under: float = 0.0
) -> tuple[np.ndarray, float]:
    """Write the labels of rows (see `bar_table`) from the height y down, `pitch` from one to the
    next, more where a label takes more lines; the middles of their marks, the height under them."""
    middles, section = [], ""
    for row in rows.itertuples():
        if row.section and row.section != section:
            section = row.section
            x, ha = (at.left, "left") if at.above else (at.left - GAP, "right")
            put(ax, x, y + 11, section, weight="bold", color=SOFT, size=TEXT, ha=ha)
            y += SECTION
        lines = row_label(ax, at, y, pitch, row.name, row.gloss, row.href)
        high = pitch + lines * LINE_STEP if at.above else max(pitch, lines * LINE_STEP + 4)
        middles.append(y + high - pitch / 2 + at.above if at.above else y + high / 2)
        y += at.above + high + under
    return np.array(middles), y


def row_label(
    ax: Axes, at: Labels, y: float, pitch: float, name: str, gloss: str, href: str
) -> int:
    """Write the name of a row, its gloss in grey under it, right aligned; on a narrow page above
    the marks, a short gloss behind the name. Returns how many (there: further) lines that took."""
    lines = [(part, TEXT, {"href": href}) for part in fold(name, at.room, TEXT)]
    lines += [(part, SMALL, {"color": SOFT}) for part in fold(gloss, at.room, SMALL, most=3)]
    x = at.left - GAP
    if at.above:
        beside = text_width(name, TEXT) + GAP
        if len(lines) == 2 and gloss and beside + text_width(gloss, SMALL) <= at.room:
            put(ax, MARGIN + beside, y + pitch / 2, gloss, color=SOFT, backing="white")
            lines.pop()
        for k, (part, size, style) in enumerate(lines):
            put(
                ax, MARGIN, y + pitch / 2 + k * LINE_STEP, part, size=size, backing="white", **style
            )
        return len(lines) - 1
    middle = y + max(pitch, len(lines) * LINE_STEP + 4) / 2
    for k, (part, size, style) in enumerate(lines):
        low = middle + (k - (len(lines) - 1) / 2) * LINE_STEP
        put(ax, x, low, part, size=size, ha="right", **style)
    return len(lines)


def key(ax: Axes, entries: Iterable[tuple[str, dict]], left: float) -> float:
    """What colours and hatches mean, in rows from the top on; returns the height under them."""
    x, y, right = left, 0.0, ax.get_xlim()[1] - MARGIN
    for name, style in entries:
        wide = text_width(name, SMALL) + 15
        if x > left and x + wide > right:
            x, y = left, y + 13
        bar(ax, x, y + 6, 9, 9, **{"lw": 0.6, "edgecolor": LINE} | style)
        put(ax, x + 13, y + 6, name, room=right - x - 13)
        x += wide + 12
    return y + 18


def scale(
    ax: Axes,
    left: float,
    right: float,
    ends: tuple[float, float],
    y: float,
    ticks: dict[float, str],
    name: str,
    *,
    top: float | None = None,
) -> Callable[[float], float]:
    """An axis along the height y, with grid lines up to `top`; returns where a value stands."""

    def at(value: float) -> float:
        part = (value - ends[0]) / ((ends[1] - ends[0]) or 1.0)
        return left + (right - left) * min(max(part, 0.0), 1.0)

    line(ax, [left, right], [y, y])
    for value, text in ticks.items():
        if top is not None:
            line(ax, [at(value)] * 2, [top, y], color=FAINT)
        put(ax, at(value), y + 9, text, ha="center", color=SOFT)
    put(ax, (left + right) / 2, y + 22, name, ha="center", color=SOFT, room=right - left + 80)
    return at


def round_ticks(high: float, most: int = 5) -> dict[float, str]:
    """Round values from 0 up to `high`.

    >>> round_ticks(26)
    {0: '0', 10: '10', 20: '20'}
    """
    if not high > 0:
        return {0: "0"}
    size = 10.0 ** np.floor(np.log10(high))
    step = next(s for k in (0.1, 0.2, 0.5, 1, 2, 5) if high / (s := k * size) <= most)
    ticks = np.arange(0, high * 1.0001, step).round(10).tolist()
    return {int(t) if t == int(t) else t: f"{t:,g}" for t in ticks}


def unit_of(cells: pd.DataFrame, room: float) -> float:
    """Points a unit of length takes where the longest bar and any number beside it have `room`."""
    number = max((text_width(text, SMALL) for text in cells["text"]), default=0.0) + 5
    return max(room - number, 8.0) / (float(cells["length"].max()) or 1.0)


def bar_panel(
    ax: Axes, cells: pd.DataFrame, left: float, unit: float, *, high: float = 10.0
) -> None:
    """Bars from one zero line at `left`, their numbers at their ends. cells : y (the middle of the
    bar), length, text, href, colour. unit : see `unit_of`."""
    for row in cells.itertuples():
        wide = row.length * unit
        if wide > 0:
            bar(ax, left, row.y, wide, high, row.href, color=row.colour)
        grey = SOFT if row.length else LINE
        put(ax, left + wide + 3, row.y, row.text, href=row.href, color=grey)
    line(ax, [left, left], [cells["y"].min() - high / 2 - 2, cells["y"].max() + high / 2 + 2])


def tile_panel(
    ax: Axes, cells: pd.DataFrame, left: float, wide: float, top: float, *, high: float
) -> None:
    """What `bar_panel` shows, where there is no room for a bar: tiles, the darker the more."""
    for row in cells.itertuples():
        part = 0.85 * row.length / (top or 1.0)  # one hue, for hues have no order
        colour = to_hex(1 - part + part * np.array(to_rgb(TILE)))
        if row.length:
            bar(ax, left, row.y, wide, high, row.href, color=colour)
        ink = theme.ink_on(colour) if row.length else LINE
        put(ax, left + wide / 2, row.y, row.text, href=row.href, ha="center", color=ink)


def bars_or_tiles(columns: int, lang: str) -> str:
    """What a `bar_table` of so many columns shows numbers with."""
    return label("bars" if columns <= MOST_BARS else "tiles", lang)


def bar_table(
    ax: Axes,
    rows: pd.DataFrame,
    cells: pd.DataFrame,
    heads: Sequence[tuple[str, str]],
    *,
    own_scales: bool = False,
) -> float:
    """Rows by columns of bars, each column from a zero line of its own, one scale for all (or
    own_scales); returns the height under it.

    rows : of `row_names`. cells : row and column (from 0), length, text, href, colour. heads : name
        and colour of each column."""
    at = labels_beside(ax, rows, most=0.3 if len(heads) > 4 else 0.36)
    each = (ax.get_xlim()[1] - MARGIN - at.left) / len(heads)
    y = _column_heads(ax, heads, at.left, each)
    pitch = ROW + 3 if at.above else pitch_of(rows)
    middles, y = label_rows(ax, rows, y, at, pitch)
    cells = cells.assign(y=middles[cells["row"]])
    for column, part in cells.groupby("column"):
        left = at.left + column * each
        if len(heads) > MOST_BARS:
            tile_panel(ax, part, left, each - 2, float(cells["length"].max()), high=pitch - 3)
        else:
            unit = unit_of(part if own_scales else cells, each - 8)
            bar_panel(ax, part, left, unit, high=min(10.0, pitch * 0.6))
    return y


def _column_heads(ax: Axes, heads: Sequence[tuple[str, str]], left: float, each: float) -> float:
    """Write the columns' names over their colours, upright where room lacks; the height under."""
    size, room = (SMALL if len(heads) > 4 else TEXT), each - 4
    texts = [wrap(name, room, size, bold=True).split("\n") for name, _ in heads]
    widths = [text_width(part, size, bold=True) for lines in texts for part in lines]
    upright = max(widths) > room or max(map(len, texts)) > 2
    low = 4 + 11.0 * (max(map(len, texts)) - 1)  # the middle of the last line
    if upright:
        texts = [[clip(name, UPRIGHT, size, bold=True)] for name, _ in heads]
        low = max(text_width(lines[0], size, bold=True) for lines in texts) - 4
    for column, (lines, (_, colour)) in enumerate(zip(texts, heads, strict=True)):
        x = left + column * each
        if upright:
            style = {"ha": "center", "va": "bottom", "size": size, "weight": "bold"}
            put_upright(ax, x + (room - 4) / 2, low + 6, lines[0], **style)
        for k, part in enumerate([] if upright else reversed(lines)):
            put(ax, x, low - 11 * k, part, size=size, weight="bold")
        line(ax, [x, x + room - 4], [low + 9] * 2, color=colour, lw=2.2)
    return low + 16


def block_rows(
    ax: Axes, blocks: pd.DataFrame, middles: np.ndarray, left: float, unit: float, ha: str
) -> None:
    """Rows of blocks side by side, each with its text if that has room. blocks : row (from 0),
    length, text, href, colour, hatched. unit : points a unit takes."""
    for row, part in blocks.groupby("row"):
        x, y = left, middles[row]
        for block in part.itertuples():
            wide, style = block.length * unit, HATCHED if block.hatched else {"edgecolor": "white"}
            bar(ax, x, y, wide, 20, block.href, facecolor=block.colour, **style | {"lw": 1.0})
            if wide > max(min(text_width(block.text, SMALL) + 4, LEGIBLE), FIGURE):
                style = {"ha": ha, "color": theme.ink_on(block.colour), "href": block.href}
                style |= {
                    "room": wide - (10 if ha == "left" else 2),
                    "backing": block.colour if block.hatched else "",
                }
                put(ax, x + (5 if ha == "left" else wide / 2), y, block.text, **style)
            x += wide


def cells_of(columns: Iterable[tuple]) -> pd.DataFrame:
    """The cells of a `bar_table`, from its columns: lengths, texts, hrefs and a colour of each."""
    names = ("length", "text", "href", "colour")
    parts = [pd.DataFrame(dict(zip(names, column, strict=True))) for column in columns]
    parts = [part.reset_index(drop=True).assign(column=k) for k, part in enumerate(parts)]
    return pd.concat(parts).rename_axis("row").reset_index()


def row_names(table: pd.DataFrame, *, key: str = "feature") -> pd.DataFrame:
    """The rows of a `bar_table`, one for each different key: name (label, if there is one), gloss,
    href, section (a heading where it changes, "" for none)."""
    first = table.drop_duplicates(key)
    rows = pd.DataFrame({"name": first["label"] if "label" in first else first[key]})
    rows = rows.assign(gloss=first.get("gloss", ""), href="", section="")
    return rows.reset_index(drop=True)


def plain_rows(names: Iterable[str]) -> pd.DataFrame:
    """The rows of names alone."""
    return row_names(pd.DataFrame({"feature": list(names)}))


def pitch_of(rows: pd.DataFrame) -> float:
    """From one row to the next."""
    return ROW_GLOSSED if (rows["gloss"] != "").any() else ROW
