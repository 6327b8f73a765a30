"""What every figure is put together from: texts, bars, dots, lanes, whiskers, scales and keys, at
places counted in points.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from analysis.draw import theme
from analysis.draw.theme import FAINT, INK, LINE, MARGIN, SMALL, SOFT, TEXT
from analysis.draw.typeface import clip, text_width, wrap
from analysis.wording.labels import label

ROW, ROW_GLOSSED = 16.0, 25.0  # from one row to the next
MOST_BARS = 7  # columns that have room for bars; of more, tiles
HEAD = 20.0  # room for the heads of columns
GAP = 6.0  # between a label and what it names
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
    """Write a text with its middle at the height y, cut to `room` points if that is given, on a
    `backing` of its own colour where it stands on a hatch.
    """
    style = {"size": SMALL, "ha": "left", "color": INK} | style
    if backing:
        style["bbox"] = {"facecolor": backing, "edgecolor": "none", "pad": 1.0}
    if room:
        text = clip(text, room, style["size"], style.get("weight") == "bold")
    drawn = ax.text(x, y + 0.36 * style["size"], text, va="baseline", **style)
    theme.link(drawn, href)
    return drawn


def bar(
    ax: Axes, x: float, y: float, wide: float, high: float, href: str = "", **style: object
) -> Rectangle:
    """A bar from x on, its middle at the height y."""
    drawn = ax.add_patch(Rectangle((x, y - high / 2), wide, high, **UNCUT | {"lw": 0} | style))
    theme.link(drawn, href)
    return drawn


def dot(ax: Axes, x: float, y: float, colour: str, href: str = "", **style: object) -> Line2D:
    """A mark at one place."""
    style = {"marker": "o", "ms": 6, "mec": colour, "mfc": colour, "ls": "", "zorder": 3} | style
    drawn = ax.add_line(Line2D([x], [y], **UNCUT, **style))
    theme.link(drawn, href)
    return drawn


def line(ax: Axes, xs: Sequence[float], ys: Sequence[float], **style: object) -> Line2D:
    """A line through places; by default a hair line."""
    return ax.add_line(Line2D(xs, ys, **UNCUT | {"color": LINE, "lw": 0.8, "zorder": 0} | style))


def label_room(names: Iterable[str], glosses: Iterable[str] = (), *, most: float) -> float:
    """Points the widest label takes, at most `most`."""
    wide = [text_width(name, TEXT) for name in names]
    return min(max([*wide, *(text_width(g, SMALL) for g in glosses)], default=0.0), most)


def labels_beside(
    ax: Axes, names: Iterable[str], glosses: Iterable[str] = (), *, most: float, high: float = 10.0
) -> tuple[float, float, float]:
    """Room for the labels of rows, at most so much of the page; where their marks begin; and how much
    lower these are: a narrow page has its labels above its marks, which are so `high`.
    """
    width = ax.get_xlim()[1]
    if theme.is_narrow(ax):
        return width - 2 * MARGIN, MARGIN, 8 + high / 2
    room = label_room(names, glosses, most=width * most)
    return room, MARGIN + room + GAP, 0.0


def row_label(
    ax: Axes, x: float, y: float, room: float, name: str, gloss: str = "", href: str = ""
) -> None:
    """The name of a row, right aligned at x, with its gloss in small grey under it; at the left edge
    of a page beginning there, the gloss behind it, over the lines of scales.
    """
    if x <= MARGIN:
        put(ax, MARGIN, y, name, room=room, size=TEXT, href=href, backing="white")
        at = text_width(name, TEXT) + GAP
        if gloss and room - at > 40:
            gloss = clip_gloss(gloss, room - at)
            put(ax, MARGIN + at, y, gloss, color=SOFT, backing="white")
        return
    put(ax, x, y - 5 * bool(gloss), name, room=room, size=TEXT, ha="right", href=href)
    if gloss:
        put(ax, x, y + 5.5, clip_gloss(gloss, room), ha="right", color=SOFT)


def clip_gloss(gloss: str, points: float) -> str:
    """A gloss cut at a comma where it is too long, if its beginning then fits: CPC Working
    Committee…

    >>> clip_gloss("CPC Working Committee, Hangzhou Qiantang New Area", 160)
    'CPC Working Committee…'
    """
    short = gloss
    while text_width(short + "…" * (short != gloss), SMALL) > points:
        short, comma, _ = short.rpartition(", ")
        if not comma:
            return clip(gloss, points, SMALL)
    return short + "…" * (short != gloss)


def key(ax: Axes, y: float, entries: Iterable[tuple[str, dict]], *, left: float = MARGIN) -> float:
    """What colours and hatches mean, in rows from the height y on; returns the height under them."""
    x, right = left, ax.get_xlim()[1] - MARGIN
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
    name: str = "",
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
    """Bars from one zero line at `left`, their numbers at their ends.

    cells : y (the middle of the bar), length, text, href, colour. unit : see `unit_of`.
    """
    for row in cells.itertuples():
        wide = row.length * unit
        if wide > 0:
            bar(ax, left, row.y, wide, high, row.href, color=row.colour)
        grey = SOFT if row.length else LINE
        put(ax, left + wide + 3, row.y, row.text, href=row.href, color=grey)
    ys = cells["y"]
    line(ax, [left, left], [ys.min() - high / 2 - 2, ys.max() + high / 2 + 2])


def tile_panel(
    ax: Axes, cells: pd.DataFrame, left: float, wide: float, top: float, *, high: float
) -> None:
    """What `bar_panel` shows, where there is no room for a bar: tiles, the darker the more."""
    for row in cells.itertuples():
        part = 0.85 * row.length / (top or 1.0)
        colour = to_hex(1 - part + part * np.array(to_rgb(row.colour)))
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
    y: float = 0.0,
    own_scales: bool = False,
) -> float:
    """Rows by columns of bars, each column from a zero line of its own, one scale for all: no mark
    hides another. Returns the height under it.

    rows : name, gloss, href, section (a heading where it changes, "" for none), in order.
    cells : row and column (from 0), length, text, href, colour. heads : name and colour of each
        column. own_scales : each column has its own.
    """
    width = ax.get_xlim()[1]
    many = len(heads) > 4
    most = 0.3 if many else 0.36
    room, left, above = labels_beside(ax, rows["name"], rows["gloss"], most=most)
    each = (width - MARGIN - left) / len(heads)
    size, room_of_head = (SMALL if many else TEXT), each - 4
    texts = [wrap(name, room_of_head, size, bold=True).split("\n") for name, _ in heads]
    widths = [text_width(line, size, bold=True) for lines in texts for line in lines]
    upright = max(widths) > room_of_head or max(map(len, texts)) > 2
    deep = 11.0 * (max(map(len, texts)) - 1)
    if upright:
        texts = [[clip(name, 90, size, bold=True)] for name, _ in heads]
        deep = max(text_width(lines[0], size, bold=True) for lines in texts) - 8
    for column, (lines, (_, colour)) in enumerate(zip(texts, heads, strict=True)):
        x = left + column * each
        if upright:
            style = {"rotation": 90, "ha": "left", "va": "bottom", "size": size, "weight": "bold"}
            ax.text(x, y + 10 + deep, lines[0], **style)
        for k, part in enumerate([] if upright else lines):
            at = y + 4 + deep - 11 * (len(lines) - 1 - k)
            put(ax, x, at, part, size=size, weight="bold")
        line(ax, [x, x + min(room_of_head, 60)], [y + 13 + deep] * 2, color=colour, lw=2.2)
    glossed = (rows["gloss"] != "").any()
    pitch = ROW + 3 if above else ROW_GLOSSED if glossed else ROW
    y += HEAD + deep
    heights, section = [], ""
    for row in rows.itertuples():
        if row.section and row.section != section:
            section = row.section
            side = {"ha": "left" if above else "right"}
            x = left - GAP * (not above)
            put(ax, x, y + 11, section, weight="bold", color=SOFT, size=TEXT, **side)
            y += ROW + 4
        row_label(ax, left - GAP, y + pitch / 2, room, row.name, row.gloss, row.href)
        y += above
        heights.append(y + pitch / 2)
        y += pitch
    cells = cells.assign(y=cells["row"].map(heights.__getitem__))
    top = float(cells["length"].max())
    for column, part in cells.groupby("column"):
        if len(heads) > MOST_BARS:
            tile_panel(ax, part, left + column * each, each - 2, top, high=pitch - 3)
            continue
        unit = unit_of(part if own_scales else cells, each - 8)
        bar_panel(ax, part, left + column * each, unit, high=min(10.0, pitch * 0.6))
    return y


def cells_of(columns: Iterable[tuple]) -> pd.DataFrame:
    """The cells of a `bar_table`, from its columns: lengths, texts, hrefs and a colour of each."""
    parts = [
        pd.DataFrame(
            {"row": range(len(lengths)), "length": list(lengths), "text": list(texts)}
        ).assign(column=k, href=hrefs if isinstance(hrefs, str) else list(hrefs), colour=colour)
        for k, (lengths, texts, hrefs, colour) in enumerate(columns)
    ]
    return pd.concat(parts, ignore_index=True)


def row_names(table: pd.DataFrame, lang: str, *, name: str = "feature") -> pd.DataFrame:
    """The rows of a `bar_table`, one for each different name, in order: name, gloss (in English
    only), href, section.
    """
    first = table.drop_duplicates(name)
    shown = first["label"] if "label" in first else first[name]
    rows = pd.DataFrame({"name": shown, "gloss": "", "href": "", "section": ""})
    if lang == "en" and "gloss" in first:
        rows["gloss"] = first["gloss"]
    return rows.reset_index(drop=True)
