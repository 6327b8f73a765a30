"""All terms of two places at once: a scatter of both rates, and two clouds on one scale.

Both come from a comparison: the columns of `compare` and place_a, place_b, unit, href_a, href_b.
"""

import functools
from collections.abc import Sequence
from io import BytesIO
from types import SimpleNamespace

import numpy as np
import pandas as pd
from fontTools.ttLib import TTFont
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from PIL import ImageFont
from wordcloud import WordCloud

from analysis.draw import theme
from analysis.draw.plots_compare import FEW
from analysis.draw.theme import Words
from analysis.draw.typeface import FONT_FILES, clip, text_width
from analysis.wording.labels import amount, label, listing

CLOUD_WIDE, CLOUD_HIGH, CLOUD_GAP = 266, 250, 24  # points: a cloud, and the room between two
CLOUD_COLUMNS = [
    "place",
    "feature",
    "n",
    "n_articles",
    "per_10k",
    "log_ratio",
    "verdict",
    "size",
    "x",
    "baseline",
    "place_a",
    "place_b",
    "of_a",
    "of_b",
    "unit",
    "href",
]
AIR = 0.93  # of the room WordCloud found for a word is used
LABELS = 40  # of the scatter; more would not be read


def _facts(table: pd.DataFrame, kind: str, lang: str) -> dict[str, object]:
    first = table.iloc[0]
    return {
        "a": first["place_a"],
        "b": first["place_b"],
        "all": len(table),
        "kind": label(kind, lang),
        "unit": label(f"per_10k_{first['unit']}", lang),
        "a_articles": amount(int(first["of_a"]), "article", lang),
        "b_articles": amount(int(first["of_b"]), "article", lang),
    }


def words_rates(table: pd.DataFrame, *, kind: str = "words", lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_rates`."""
    if table.empty:
        return theme.nothing(lang, "nothing.compare")
    only_a, only_b = table[table["n_b"] == 0], table[table["n_a"] == 0]
    both = table[(table["n_a"] > 0) & (table["n_b"] > 0)]
    none = label("none", lang)
    order = both.assign(least=both[["per_10k_a", "per_10k_b"]].min(axis=1)).sort_values(
        ["least", "feature"], ascending=[False, True]
    )
    facts = _facts(table, kind, lang) | {
        "both": len(both),
        "a_only": len(only_a),
        "b_only": len(only_b),
        "top": listing(order["feature"].tolist(), lang) or none,
        "a_terms": listing(_by_count(only_a, "n_a"), lang, most=5) or none,
        "b_terms": listing(_by_count(only_b, "n_b"), lang, most=5) or none,
    }
    return Words(
        *(label(f"scatter.{part}", lang, **facts) for part in ("title", "subtitle", "alt"))
    )


def _by_count(table: pd.DataFrame, column: str) -> list[str]:
    return table.sort_values([column, "feature"], ascending=[False, True])["feature"].tolist()


def plot_rates(
    table: pd.DataFrame, *, ax: Axes | None = None, kind: str = "words", lang: str = "en"
) -> Axes:
    """The rate of every feature in place A (across) and B (up), logarithmic; a rate of nothing
    stands on the margin.

    Labels go to the most frequent and most one-sided first, and only where one fits without
    touching another; the table has them all.
    """
    words = words_rates(table, kind=kind, lang=lang)
    if table.empty:
        return theme.empty(ax, words)
    first = table.iloc[0]
    ax = theme.axes(ax, 6.2)
    rates = table[["per_10k_a", "per_10k_b"]].to_numpy(dtype=float)
    low, high = float(rates[rates > 0].min()), float(rates.max())
    none = low / 2.2
    x, y = (np.where(column > 0, column, none) for column in rates.T)
    colours = theme.place_colours([first["place_a"], first["place_b"]])
    lean = [leaning(ratio, *colours.values()) for ratio in table["log_ratio"]]
    total = (table["n_a"] + table["n_b"]).to_numpy()
    size = 10 + 190 * total / total.max()
    dots = ax.scatter(
        x, y, s=size, c=lean, alpha=0.75, linewidths=0.6, edgecolors="white", gid="dots"
    )
    dots.set_urls([a or b for a, b in zip(table["href_a"], table["href_b"], strict=True)])
    ends = (none / 1.5, high * 1.5)
    ax.set(xscale="log", yscale="log", xlim=ends, ylim=ends)
    ax.plot([low, high], [low, high], color="#bdbdbd", lw=0.9, zorder=0)
    ticks = [
        t for t in (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if low * 0.9 <= t <= high * 1.3
    ]
    for axis, place in ((ax.xaxis, first["place_a"]), (ax.yaxis, first["place_b"])):
        axis.set_ticks([none, *ticks], [label("zero", lang), *(f"{t:g}" for t in ticks)])
        axis.set_ticks([], minor=True)
        axis.label.set_text(
            clip(
                label("in_place", lang, place=place, unit=label(f"per_10k_{first['unit']}", lang)),
                300,
                theme.TEXT,
            )
        )
    theme.frame(ax, words)
    names = [clip(name, 120, theme.SMALL) for name in table["feature"]]
    spread_labels(
        ax,
        x,
        y,
        names,
        order=np.lexsort((table["feature"], -total * (1 + table["log_ratio"].abs().fillna(0)))),
        gaps=np.sqrt(size) / 2,
    )
    return ax


def spread_labels(
    ax: Axes,
    x: Sequence[float],
    y: Sequence[float],
    texts: Sequence[str],
    *,
    order: Sequence[int],
    gaps: Sequence[float],
    most: int = LABELS,
) -> int:
    """Write labels beside their points, in `order`, each only where it touches no other label and
    no other point.

    gaps : radius of each point in points. Returns how many were written. No chance is involved.
    """
    fig = ax.get_figure()
    fig.draw_without_rendering()
    scale = 72 / fig.dpi
    points = ax.transData.transform(np.column_stack([x, y])) * scale
    box = ax.get_window_extent()
    inner = np.array([box.x0, box.y0, box.x1, box.y1]) * scale
    taken: list[tuple[float, float, float, float]] = []
    height = theme.SMALL * 1.25
    for i in order:
        wide = text_width(texts[i], theme.SMALL) + 1
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)):
            gap = gaps[i] + 1.5
            left = points[i][0] + dx * gap - wide * (0 if dx > 0 else 1 if dx < 0 else 0.5)
            low = points[i][1] + dy * gap - height * (0 if dy > 0 else 1 if dy < 0 else 0.5)
            here = (left, low, left + wide, low + height)
            if _free(here, taken, inner) and not _covers(here, points, gaps, i):
                taken.append(here)
                ax.annotate(
                    texts[i],
                    (x[i], y[i]),
                    xytext=(left - points[i][0], low - points[i][1]),
                    textcoords="offset points",
                    size=theme.SMALL,
                    ha="left",
                    va="bottom",
                    annotation_clip=False,
                ).set_in_layout(False)
                break
        if len(taken) >= most:
            break
    return len(taken)


def _free(here: tuple, taken: list[tuple], inner: np.ndarray) -> bool:
    inside = (
        here[0] >= inner[0] and here[1] >= inner[1] and here[2] <= inner[2] and here[3] <= inner[3]
    )
    return inside and all(
        here[0] >= t[2] or here[2] <= t[0] or here[1] >= t[3] or here[3] <= t[1] for t in taken
    )


def _covers(here: tuple, points: np.ndarray, gaps: np.ndarray, own: int) -> bool:
    x, y = points[:, 0], points[:, 1]
    near = np.asarray(gaps) * 0.9
    hit = (x > here[0] - near) & (x < here[2] + near) & (y > here[1] - near) & (y < here[3] + near)
    same = (x == x[own]) & (y == y[own])
    return bool((hit & ~same).any())


def words_clouds(table: pd.DataFrame, *, kind: str = "words", lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_clouds`."""
    if table.empty:
        return theme.nothing(lang, "nothing.compare")
    none = label("none", lang)
    tops = {
        side: table.loc[table["place"] == table[f"place_{side}"], "feature"].tolist()
        for side in "ab"
    }
    few = label("verdict.few", lang) if (table["verdict"] == FEW).all() else ""
    facts = _facts(table, kind, lang) | {"few": label("sep", lang) + few if few else ""}
    facts |= {f"{side}_top": (tops[side] or [none])[0] for side in "ab"}
    facts |= {f"{side}_terms": listing(tops[side], lang, most=8) or none for side in "ab"}
    return Words(*(label(f"clouds.{part}", lang, **facts) for part in ("title", "subtitle", "alt")))


def plot_clouds(
    table: pd.DataFrame, *, ax: Axes | None = None, kind: str = "words", lang: str = "en"
) -> Axes:
    """The words of two places as two clouds on one scale: area = rate, colour = how far the rate
    leans to a place.

    table : the columns of `place_words`, one row a word of a cloud.
    A cloud shows no number: print it only beside `plot_top_terms` or `plot_keyness`.
    """
    words = words_clouds(table, kind=kind, lang=lang)
    if table.empty:
        return theme.empty(ax, words)
    first = table.iloc[0]
    ax = theme.axes(ax, (CLOUD_HIGH + 22) / 72)
    scale = (theme.points_wide(ax) - 2 * theme.MARGIN) / (
        2 * CLOUD_WIDE + CLOUD_GAP
    )  # 1 in a figure of our own
    colours = theme.place_colours([first["place_a"], first["place_b"]])
    for column, place in enumerate(colours):
        left = column * (CLOUD_WIDE + CLOUD_GAP)
        ax.text(
            left + CLOUD_WIDE / 2,
            -12,
            clip(place, CLOUD_WIDE * scale, theme.TEXT + 1, bold=True),
            ha="center",
            va="center",
            weight="bold",
            size=theme.TEXT + 1,
        )
        for rank, row in enumerate(table[table["place"] == place].itertuples()):
            text = ax.text(
                left + row.x,
                row.baseline,
                row.feature,
                size=row.size * scale,
                ha="left",
                va="baseline",
                color=leaning(row.log_ratio, *colours.values()),
                gid=f"word-{column}-{rank}",
            )
            theme.link(text, row.href)
    ax.set(xlim=(0, 2 * CLOUD_WIDE + CLOUD_GAP), ylim=(CLOUD_HIGH, -22))
    ax.set_aspect("equal", adjustable="box", anchor="NW")
    ax.axis("off")
    return theme.frame(ax, words)


def place_words(compared: pd.DataFrame) -> pd.DataFrame:
    """Where the words of both places stand in their clouds: one row a word that found room at a
    size that can be read.

    compared : the rows of a comparison to lay out, as `compare` returns them, with place_a,
        place_b, unit, href_a, href_b.
    Returns place, feature, n, n_articles, per_10k, log_ratio, verdict, size (of the type), x,
    baseline (points, from the cloud's top left), place_a, place_b, of_a, of_b, unit, href; each
    place's most frequent words first.
    """
    if compared.empty:
        return compared
    tables = {
        side: compared.sort_values([f"per_10k_{side}", "feature"], ascending=[False, True])
        for side in "ab"
    }
    sides = {
        side: table[table[f"per_10k_{side}"] > 0].set_index("feature")
        for side, table in tables.items()
    }
    weights = [np.sqrt(part[f"per_10k_{side}"]).to_dict() for side, part in sides.items()]
    parts = []
    for (side, part), layout in zip(
        sides.items(), cloud_layouts(weights, CLOUD_WIDE, CLOUD_HIGH), strict=True
    ):
        own = {f"{column}_{side}": column for column in ("n", "per_10k", "href")} | {
            f"articles_{side}": "n_articles"
        }
        where = pd.DataFrame(layout, columns=["feature", "size", "x", "baseline"]).set_index(
            "feature"
        )
        parts.append(
            part.rename(columns=own)
            .assign(place=part[f"place_{side}"])
            .join(where, how="inner")
            .reset_index()
        )
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)[
        CLOUD_COLUMNS
    ]


def leaning(log_ratio: float, colour_a: str, colour_b: str) -> str:
    """A colour between grey (equal rates, or none to be compared) and a place's own (eight times
    the other's rate, or more).

    >>> leaning(3.0, "#0e5bb8", "#e98e00"), leaning(0.0, "#0e5bb8", "#e98e00")
    ('#0e5bb8', '#6e6e6e')
    """
    part = 0.0 if np.isnan(log_ratio) else min(abs(log_ratio) / 3, 1.0)
    goal, grey = (
        np.array(to_rgb(colour_a if log_ratio > 0 else colour_b)),
        np.array(to_rgb(theme.UNCLEAR)),
    )
    return to_hex(grey + part * (goal - grey))


def cloud_layouts(
    weights: Sequence[dict[str, float]], width: int, height: int
) -> list[list[tuple[str, float, float, float]]]:
    """Where each word of each cloud stands, on one scale: font size = weight times one factor for
    all clouds.

    weights : word -> weight, one dictionary a cloud. Returns word, size, x, baseline (points, from
        the top left).
    The factor starts large and shrinks until every word of every cloud has found room at its own
    size; words that would be smaller than the smallest text are left out.
    """
    top = max((max(cloud.values()) for cloud in weights if cloud), default=1.0)
    for step, largest in enumerate(range(64, 15, -2)):
        factor = largest / top
        sizes = [
            {
                w: round(v * factor)
                for w, v in cloud.items()
                if round(v * factor) * AIR >= theme.SMALL
            }
            for cloud in weights
        ]
        layouts = [_layout(cloud, width, height, 6 + step // 3) for cloud in sizes]
        if all(len(layout) == len(cloud) for layout, cloud in zip(layouts, sizes, strict=True)):
            break
    return layouts


def _apart(placed: list[tuple[str, float, float, float]]) -> list[tuple[str, float, float, float]]:
    """The words whose boxes touch no larger word's: WordCloud itself lets a word into the white
    beside a stroke.
    """
    kept: list[tuple[tuple, tuple]] = []
    for word in placed:
        text, size, x, baseline = word
        box = (x, baseline - 0.9 * size, x + text_width(text, size), baseline + 0.24 * size)
        if all(
            box[0] >= b[2] or box[2] <= b[0] or box[1] >= b[3] or box[3] <= b[1] for _, b in kept
        ):
            kept.append((word, box))
    return [word for word, _ in kept]


@functools.cache
def _cloud_font() -> SimpleNamespace:
    """Our regular font as a file object whose line is as high as its Han characters.

    WordCloud looks for room for the glyphs' box but draws them below the font's ascent; with the
    font's own, taller line words run into the ones below.
    """
    with TTFont(FONT_FILES[0], recalcTimestamp=False) as font:
        for table, high, low in (
            ("hhea", "ascent", "descent"),
            ("OS/2", "sTypoAscender", "sTypoDescender"),
        ):
            setattr(font[table], high, int(0.88 * font["head"].unitsPerEm))
            setattr(font[table], low, int(-0.12 * font["head"].unitsPerEm))
        font["OS/2"].usWinAscent, font["OS/2"].usWinDescent = (
            font["hhea"].ascent,
            -font["hhea"].descent,
        )
        buffer = BytesIO()
        font.save(buffer)
    return SimpleNamespace(read=buffer.getvalue)


def _layout(
    sizes: dict[str, int], width: int, height: int, margin: int
) -> list[tuple[str, float, float, float]]:
    """One cloud; words that found no room at their own size are missing from the answer."""
    if not sizes:
        return []
    cloud = WordCloud(
        font_path=_cloud_font(),
        width=width,
        height=height,
        prefer_horizontal=1.0,
        relative_scaling=1.0,
        max_words=len(sizes),
        min_font_size=int(theme.SMALL),
        margin=margin,
        random_state=0,
    )
    largest = max(sizes.values())
    cloud.generate_from_frequencies(sizes, max_font_size=largest)
    placed = []
    for (word, _), size, (y, x), _, _ in cloud.layout_:
        if abs(size - sizes[word]) <= 1 and AIR * size >= theme.SMALL:
            ascent = ImageFont.truetype(_cloud_font(), size).getmetrics()[0]
            placed.append(
                (word, AIR * size, x + (1 - AIR) / 2 * size, y + ascent - (1 - AIR) / 2 * size)
            )
    return _apart(placed)
