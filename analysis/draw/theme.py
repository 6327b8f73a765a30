"""Fonts, colours, sizes, the frame of words round every figure, and how a figure is written.
Nothing else sets these.

A figure's words are a sentence computed from its table (title), the unit, denominator and number of
articles (subtitle), and where it comes from (footer). Plot functions call `frame`; the main job
calls `save_figure`.
"""

import os
import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation

from analysis.draw.typeface import FAMILIES, check_glyphs, clip, register_fonts, text_width, wrap
from analysis.wording.labels import label

# One colour a place. Found by search: under the Machado (2009) matrices for protanopia,
# deuteranopia and
# tritanopia any two are at least 23 apart in CIELAB, and in grey at least 9 L* apart
# (tests/draw/test_theme.py).
PLACE_COLOURS = ("#0e5bb8", "#e98e00", "#359c77", "#812c00", "#ab5599", "#4f176d")
OTHER_COLOUR = "#8a8a8a"  # a place beyond the six
# Levels are ordered, so their colours are: dark = high, one step of lightness a level.
LEVEL_COLOURS = {
    "中央": "#3b0f4f",
    "省": "#6b1d6e",
    "市": "#9c3a70",
    "区": "#c9615f",
    "镇街": "#e99568",
    "村社": "#f6cb95",
    "其他": "#e3e3e3",
}
INK, SOFT, FAINT = "#1a1a1a", "#555555", "#d9d9d9"
UNCLEAR = "#6e6e6e"  # no clear difference
TOO_FEW = "#b5b5b5"  # too few articles to tell, always drawn hollow too

WIDTH = 8.0  # inches: a printed page's text width is 6.3 to 8
TITLE, TEXT, SMALL = 12.0, 9.0, 8.0  # points; nothing is smaller
MARGIN = 10.0  # points, between the figure's edge and its words
DPI = 200  # of the PNG: two pixels for each of the SVG's 100 an inch

_STYLE = {
    "font.family": FAMILIES,
    "font.size": TEXT,
    "axes.titlesize": TITLE,
    "axes.labelsize": TEXT,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": TEXT,
    "legend.fontsize": SMALL,
    "text.color": INK,
    "axes.labelcolor": SOFT,
    "xtick.color": SOFT,
    "ytick.color": INK,
    "axes.edgecolor": "#999999",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "axes.grid": False,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.8,
    "axes.linewidth": 0.8,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "ytick.minor.size": 0,
    "xtick.minor.size": 0,
    "legend.frameon": False,
    "lines.linewidth": 1.5,
    "hatch.linewidth": 0.6,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "figure.dpi": 100,
    "savefig.dpi": DPI,
    "savefig.bbox": "standard",
    "text.parse_math": False,
    "text.hinting": "no_hinting",
    "svg.fonttype": "path",
    "svg.hashsalt": "tifa",
    "path.simplify": False,
}


class Words(NamedTuple):
    """What a figure says: title (a sentence), subtitle (unit, denominator, n articles), alt (for
    who cannot see it).
    """

    title: str
    subtitle: str
    alt: str


def ink_on(colour: str) -> str:
    """White or black, whichever is read more easily on `colour` (WCAG contrast).

    >>> ink_on("#0e5bb8"), ink_on("#e98e00")
    ('white', '#1a1a1a')
    """
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "white" if luminance < 0.25 else INK


def place_marks(places: Iterable[str]) -> dict[str, str]:
    """Marker of each place, in the order given, so that a figure is read without colour too.

    >>> place_marks(["临平", "钱塘"])
    {'临平': 'o', '钱塘': 's'}
    """
    names = list(dict.fromkeys(places))
    return {name: "os^DvP"[min(i, 5)] for i, name in enumerate(names)}


def nothing(lang: str, key: str = "nothing") -> Words:
    """The words of a figure that has no rows."""
    return Words(label(key, lang), "", label(key, lang))


def set_theme() -> list[str]:
    """Use the house style for every figure drawn from here on; returns the font families."""
    families = register_fonts()
    mpl.rcParams.update(_STYLE)
    return families


def place_colours(places: Iterable[str]) -> dict[str, str]:
    """Colour of each place, in the order given: give the two compared places first, the same order
    everywhere.

    The first six have a colour of their own, any further one the same grey.
    >>> place_colours(["临平", "钱塘"])
    {'临平': '#0e5bb8', '钱塘': '#e98e00'}
    """
    names = list(dict.fromkeys(places))
    return {
        name: PLACE_COLOURS[i] if i < len(PLACE_COLOURS) else OTHER_COLOUR
        for i, name in enumerate(names)
    }


def points_wide(ax: Axes) -> float:
    """Width of the figure (of the axes, if they share it) in points: the room for labels is taken
    from it.
    """
    fig = ax.get_figure()
    return (
        fig.get_figwidth() * 72
        if len(fig.axes) == 1
        else ax.get_position().width * fig.get_figwidth() * 72
    )


def axes(ax: Axes | None, height: float, width: float = WIDTH) -> Axes:
    """The given axes, or those of a new figure in house style whose drawing area is `height` inches
    high.
    """
    set_theme()
    if ax is not None:
        return ax
    fig = Figure(figsize=(width, height), layout="constrained")
    fig.get_layout_engine().set(w_pad=MARGIN / 72, h_pad=4 / 72, wspace=0, hspace=0)
    fig.set_gid("tifa")
    return fig.add_subplot()


def empty(ax: Axes | None, words: Words) -> Axes:
    """A sentence in place of a picture, for a table without rows."""
    ax = axes(ax, 0.5)
    ax.axis("off")
    return frame(ax, words)


def frame(ax: Axes, words: Words) -> Axes:
    """Set the words over the axes. In a figure of our own they run from its left edge, and it grows
    by their height.
    """
    fig = ax.get_figure()
    if fig.get_gid() != "tifa" or len(fig.axes) > 1:
        width = ax.get_window_extent().width / fig.dpi * 72
        ax.set_title(
            wrap(words.title, width, TEXT, bold=True), loc="left", weight="bold", fontsize=TEXT
        )
        ax.set_label(words.alt)
        return ax
    room = fig.get_figwidth() * 72 - 2 * MARGIN
    title = wrap(words.title, room, TITLE, bold=True)
    subtitle = wrap(words.subtitle[:1].upper() + words.subtitle[1:], room, TEXT)
    heights = [(title.count("\n") + 1) * TITLE * 1.45, (subtitle.count("\n") + 1) * TEXT * 1.5]
    _grow(fig, top=MARGIN + sum(heights) + 4)
    _line(fig, title, MARGIN, size=TITLE, weight="bold", linespacing=1.2, gid="title")
    _line(
        fig, subtitle, MARGIN + heights[0], size=TEXT, color=SOFT, linespacing=1.3, gid="subtitle"
    )
    fig.set_label(words.alt)
    ax.set_label(words.alt)
    return ax


def add_footer(ax: Axes, footer: str) -> None:
    """Write where the figure comes from (corpus, lexicons, setting) along its lower edge."""
    fig = ax.get_figure()
    text = wrap(footer, fig.get_figwidth() * 72 - 2 * MARGIN, SMALL)
    _grow(fig, bottom=(text.count("\n") + 1) * SMALL * 1.4 + 8)
    fig.text(
        MARGIN / 72 / fig.get_figwidth(),
        6 / 72 / fig.get_figheight(),
        text,
        size=SMALL,
        color=SOFT,
        ha="left",
        va="bottom",
        linespacing=1.2,
        gid="footer",
    )


def _grow(fig: Figure, top: float = 0.0, bottom: float = 0.0) -> None:
    """Add points above and below, keep the drawing area, move earlier words with their edge."""
    width, height = fig.get_size_inches()
    taller = height + (top + bottom) / 72
    _, low, _, part = fig.get_layout_engine().get()["rect"]
    for text in fig.texts:
        x, y = text.get_position()
        text.set_position((x, (y * height + bottom / 72) / taller))
    fig.set_size_inches(width, taller)
    fig.get_layout_engine().set(
        rect=(0, (low * height + bottom / 72) / taller, 1, part * height / taller)
    )


def _line(fig: Figure, text: str, down: float, **style: object) -> None:
    fig.text(
        MARGIN / 72 / fig.get_figwidth(),
        1 - down / 72 / fig.get_figheight(),
        text,
        ha="left",
        va="top",
        **style,
    )


def term_labels(
    ax: Axes,
    positions: Sequence[float],
    names: Sequence[str],
    glosses: Sequence[str] = (),
    hrefs: Sequence[str] = (),
) -> None:
    """Label the y axis with terms, each with its English gloss in small grey below it where there
    is one.
    """
    glosses = list(glosses) or [""] * len(names)
    room = _most_room(ax, names, glosses)
    ax.set_yticks(positions, [clip(name, room, TEXT) for name in names])
    ax.yaxis.remove_overlapping_locs = False
    with_gloss = [(y, gloss) for y, gloss in zip(positions, glosses, strict=True) if gloss]
    ax.set_yticks(
        [y for y, _ in with_gloss],
        [_clip_gloss(gloss, room) for _, gloss in with_gloss],
        minor=True,
    )
    for text, gloss in zip(ax.get_yticklabels(), glosses, strict=True):
        text.set(va="bottom" if gloss else "center")
        _shift(ax, text, 0.5 if gloss else 0.0)
    for text in ax.get_yticklabels(minor=True):
        text.set(va="top", fontsize=SMALL, color=SOFT)
        _shift(ax, text, -0.5)
    for text, href in zip(ax.get_yticklabels(), hrefs, strict=bool(hrefs)):
        link(text, href)


def _shift(ax: Axes, text: Text, points: float) -> None:
    text.set_transform(
        text.get_transform() + ScaledTranslation(0, points / 72, ax.get_figure().dpi_scale_trans)
    )


def _clip_gloss(gloss: str, points: float) -> str:
    """A gloss cut at a comma where it is too long, if its beginning then fits: CPC Working
    Committee…

    >>> _clip_gloss("CPC Working Committee, Hangzhou Qiantang New Area", 160)
    'CPC Working Committee…'
    """
    short = gloss
    while text_width(short + "…" * (short != gloss), SMALL) > points:
        short, comma, _ = short.rpartition(", ")
        if not comma:
            return clip(gloss, points, SMALL)
    return short + "…" * (short != gloss)


def legend(ax: Axes, handles: Sequence[object], *, columns: int = 6) -> None:
    """A legend above the drawing area, from its left edge, in one line where there is room."""
    for handle in handles:
        handle.set_label(clip(str(handle.get_label()), 150, SMALL))
    widest = max(text_width(str(handle.get_label()), SMALL) for handle in handles) + 45
    columns = max(1, min(columns, int(points_wide(ax) * 0.8 / widest)))
    ax.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=columns,
        handletextpad=0.4,
        columnspacing=1.5,
        borderaxespad=0.2,
        borderpad=0.2,
    )


def beside(ax: Axes, y: float, points: float, text: str, **style: object) -> Text:
    """A text right of the drawing area, `points` from its edge, at the height `y` of the data."""
    style = {"ha": "left", "va": "center", "size": SMALL, "annotation_clip": False} | style
    return ax.annotate(
        text,
        (1, y),
        xycoords=("axes fraction", "data"),
        xytext=(points, 0),
        textcoords="offset points",
        **style,
    )


def label_room(ax: Axes, names: Sequence[str], glosses: Sequence[str] = ()) -> float:
    """Points that `term_labels` will take for these names, at most what it clips them to."""
    widths = [text_width(name, TEXT) for name in names] + [
        text_width(gloss, SMALL) for gloss in glosses
    ]
    return min(max(widths, default=0.0), _most_room(ax, names, glosses))


def _most_room(ax: Axes, names: Sequence[str], glosses: Sequence[str]) -> float:
    """What labels may take: 0.42 of the width; with glosses 0.3, for they can be cut, but up to
    0.38 for a name in full.
    """
    if not any(glosses):
        return 0.42 * points_wide(ax)
    longest = max(text_width(name, TEXT) for name in names)
    return (
        points_wide(ax) * 0.3
        if longest < points_wide(ax) * 0.3
        else min(longest + 1, points_wide(ax) * 0.38)
    )


def link(artist: object, href: str) -> None:
    """Let a drawn thing open its evidence; an empty href is no link."""
    if href:
        artist.set_url(href)


def check_figure(fig: Figure, name: str) -> None:
    """Raise TifaError if any text of the figure needs a glyph no font has."""
    for text in fig.findobj(Text):
        if text.get_visible() and text.get_text():
            check_glyphs(text.get_text(), f"figure {name}, text {text.get_text()!r}")


def svg_text(figure: Axes | Figure, *, title: str = "", alt: str = "") -> str:
    """The figure as SVG text with <title> and <desc>, links kept, the same for the same figure on
    every run.
    """
    fig = figure if isinstance(figure, Figure) else figure.get_figure()
    check_figure(fig, title or "(unnamed)")
    buffer = BytesIO()
    with mpl.rc_context(_STYLE):
        fig.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    head, mark, rest = buffer.getvalue().decode("utf-8").partition("<svg ")
    inside, close, rest = rest.partition(">")
    words = f"\n <title>{escape(title)}</title>\n <desc>{escape(alt or fig.get_label())}</desc>"
    return _named_clips(f'{head}{mark}role="img" {inside}{close}{words}{rest}', title)


def _named_clips(svg: str, name: str) -> str:
    """The SVG with clip paths named by figure and number: matplotlib hashes last digits, which
    differ between processors.
    """
    found = dict.fromkeys(re.findall(r'<clipPath id="(\w+)"', svg))
    names = {
        old: f"p{sha256(f'{name} {number}'.encode()).hexdigest()[:10]}"
        for number, old in enumerate(found)
    }
    return re.sub("|".join(names), lambda old: names[old[0]], svg) if names else svg


def save_figure(
    figure: Axes | Figure,
    name: str,
    table: pd.DataFrame,
    outdir: str | Path,
    *,
    title: str = "",
    alt: str = "",
) -> list[Path]:
    """Write NAME.svg, NAME.png and NAME.csv (exactly the plotted rows, utf-8-sig); returns the
    three paths.

    Each file is written beside its place and then renamed, so a stopped run leaves no half file.
    """
    fig = figure if isinstance(figure, Figure) else figure.get_figure()
    svg = svg_text(fig, title=title or name, alt=alt).encode("utf-8")
    png = BytesIO()
    with mpl.rc_context(_STYLE):
        fig.savefig(png, format="png", dpi=DPI, metadata={"Software": None})
    csv = table.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")
    folder = Path(outdir)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for suffix, content in (("svg", svg), ("png", png.getvalue()), ("csv", csv)):
        path = folder / f"{name}.{suffix}"
        beside = path.with_name(f".{path.name}.part")
        beside.write_bytes(content)
        os.replace(beside, path)
        paths.append(path)
    return paths
