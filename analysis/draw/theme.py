"""Colours, sizes, the canvas every figure is drawn on, and how a figure is written; set here alone.

A canvas counts in points: x from the left edge of the page, y down from under the figure's words.
Every text is measured before it is drawn. A figure's words are a sentence that its own rows prove
(title), what is drawn (subtitle) and where it comes from (source)."""

from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

import matplotlib as mpl
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.draw.typeface import FAMILIES, check_glyphs, register_fonts, wrap

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
# Pale, so that a title can be read on them, and apart in lightness.
GENRE_COLOURS = {
    "meeting-report": "#bcd3ea",
    "news-brief": "#e8eef5",
    "work-report": "#8fb0c9",
    "feature": "#f3d9a8",
    "other": "#dcdcdc",
}
INK, SOFT, FAINT, LINE = "#1a1a1a", "#555555", "#ececec", "#9a9a9a"

WIDTH = 504.0  # points, 7 inches; printed 6.3 inches wide the smallest text has 7.2 points
NARROW = 270.0  # points: a phone's page, its words beside the figure as text
TITLE, TEXT, SMALL = 12.0, 9.0, 8.0  # points; nothing is smaller
MARGIN = 10.0  # points, between the page's edge and what is drawn
DPI = 200  # of the PNG: two pixels for each of the SVG's 100 an inch

_STYLE = {
    "font.family": FAMILIES,
    "font.size": TEXT,
    "text.color": INK,
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
    """What a figure says; alt is for who cannot see it."""

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


def set_theme() -> None:
    """Use the house style for every figure drawn from here on."""
    register_fonts()
    mpl.rcParams.update(_STYLE)


def is_narrow(ax: Axes) -> bool:
    """Whether labels stand above what they name, and panels one under the other."""
    return ax.get_xlim()[1] < 1.2 * NARROW


def canvas(words: Words, width: float = WIDTH) -> Axes:
    """A page, `width` points wide, with the words at its top, to be drawn on and then given its
    height by `finish`; one of NARROW has only the alt text, for its words stand beside it."""
    set_theme()
    ax = Figure(figsize=(width / 72, 1)).add_axes((0, 0, 1, 1))
    ax.axis("off")
    ax.set(xlim=(0, width))
    ax.figure.set_label(words.alt)
    told = words if width > NARROW else Words("", "", words.alt)
    title = wrap(told.title, width - 2 * MARGIN, TITLE, bold=True)
    subtitle = wrap(told.subtitle, width - 2 * MARGIN, TEXT)
    low = (subtitle.count("\n") + 1) * TEXT * 1.35 + 8 if subtitle else 6
    top = low + ((title.count("\n") + 1) * TITLE * 1.32 + 3 if title else 0)
    bold = {"size": TITLE, "weight": "bold", "linespacing": 1.15, "label": words.title}
    _write(ax, -top, title, "title", **bold)
    soft = {"size": TEXT, "color": SOFT, "linespacing": 1.2, "label": words.subtitle}
    _write(ax, -low, subtitle, "subtitle", **soft)
    ax.set_ylim(1, -(top + MARGIN))
    return ax


def _write(ax: Axes, y: float, text: str, name: str, **style: object) -> None:
    """A text of the page, its top at the height y, found again by its name."""
    place = {"transform": ax.transData, "ha": "left", "va": "top"}
    ax.figure.text(MARGIN, y, text, gid=name, **place, **style)


def finish(ax: Axes, height: float, source: str = "") -> Axes:
    """End the page `height` points under its words, the source along its lower edge."""
    if source:
        text = wrap(source, ax.get_xlim()[1] - 2 * MARGIN, SMALL)
        _write(ax, height + MARGIN, text, "source", size=SMALL, color=SOFT, linespacing=1.2)
        height += MARGIN + (text.count("\n") + 1) * SMALL * 1.35
    fig, top = ax.figure, ax.get_ylim()[1]
    fig.set_size_inches(fig.get_figwidth(), (height + MARGIN - top) / 72)
    ax.set_ylim(height + MARGIN, top)
    return ax


def link(artist: Artist, href: str) -> None:
    """Let a drawn thing open its evidence; an empty href is no link."""
    if href:
        artist.set_url(href)


def svg_text(ax: Axes, *, title: str = "", alt: str = "") -> str:
    """The figure as SVG with <title> and <desc>, links kept, the same on every run. Raises
    TifaError if a text needs a glyph no font has."""
    fig, buffer = ax.figure, BytesIO()
    for text in fig.findobj(Text):
        if text.get_visible():
            said = text.get_text()
            check_glyphs(said, f"figure {title or '(unnamed)'}, text {said!r}")
    with mpl.rc_context(_STYLE):
        fig.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    head, mark, rest = buffer.getvalue().decode("utf-8").partition("<svg ")
    inside, close, rest = rest.partition(">")
    words = f"\n <title>{escape(title)}</title>\n <desc>{escape(alt or fig.get_label())}</desc>"
    return f'{head}{mark}role="img" {inside}{close}{words}{rest}'


def save_figure(
    ax: Axes, name: str, table: pd.DataFrame, folder: Path, *, title: str = "", alt: str = ""
) -> list[Path]:
    """Write NAME.svg, .png and .csv (exactly the plotted rows, utf-8-sig); the three paths."""
    png = BytesIO()
    contents = {"svg": svg_text(ax, title=title or name, alt=alt).encode("utf-8")}
    with mpl.rc_context(_STYLE):
        ax.figure.savefig(png, format="png", dpi=DPI, metadata={"Software": None})
    contents["png"] = png.getvalue()
    contents["csv"] = table.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")
    for suffix, content in contents.items():
        (folder / f"{name}.{suffix}").write_bytes(content)
    return [folder / f"{name}.{suffix}" for suffix in contents]
