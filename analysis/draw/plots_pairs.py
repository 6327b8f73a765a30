"""What stands together: the words near a term, bodies named in the same articles, slogans that
places share.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, Patch
from matplotlib.ticker import MaxNLocator

from analysis.draw import theme
from analysis.draw.theme import LEVEL_COLOURS, Words
from analysis.draw.typeface import clip, text_width
from analysis.wording.labels import amount, known, label, listing

# points: twice as high as an arc between two bodies of one row rises, so that it stays in the
# picture
RISE = 44
WIDEST = (
    4  # articles of the widest line, or as many as there are: one article must not look like many
)


def words_collocates(table: pd.DataFrame, *, lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_collocates`."""
    if table.empty:
        return theme.nothing(lang)
    first = table.iloc[0]
    rows = [
        f"{f} {s:.1f} ({n})"
        for f, s, n in table[["feature", "logdice", "n"]].head(8).itertuples(index=False)
    ]
    facts = {
        "term": first["term"],
        "window": first["window"],
        "nodes": amount(int(first["n_node"]), "mention", lang),
        "articles": amount(int(first["of_articles"]), "article", lang),
        "top": listing(table["feature"].tolist(), lang),
        "rows": label("list", lang).join(rows),
        "all": len(table),
    }
    return Words(
        *(label(f"collocates.{part}", lang, **facts) for part in ("title", "subtitle", "alt"))
    )


def plot_collocates(table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """The words near a term, ranked by logDice; the area of a dot is how often they stand together,
    beside it n / n alone.

    table : the columns of `collocations` and term, window, of_articles, href_feature (of
        n_feature), href (of n).
    """
    words = words_collocates(table, lang=lang)
    if table.empty:
        return theme.empty(ax, words)
    ax = theme.axes(ax, 0.7 + 0.245 * len(table))
    low = float(table["logdice"].min())
    start = np.floor(min(low, 13.0)) - 0.5
    rows = np.arange(len(table))
    ax.hlines(rows, start, table["logdice"], color="#cfcfcf", lw=1.4)
    dots = ax.scatter(
        table["logdice"],
        rows,
        s=28 + 110 * table["n"] / table["n"].max(),
        color="#444444",
        zorder=3,
        gid="dots",
    )
    dots.set_urls(table["href"].tolist())
    for y, (n, alone, href, href_all) in enumerate(
        table[["n", "n_feature", "href", "href_feature"]].itertuples(index=False)
    ):
        theme.link(theme.beside(ax, y, 30, f"{n:,}", ha="right"), href)
        theme.beside(ax, y, 33, "/")
        theme.link(theme.beside(ax, y, 39, f"{alone:,}"), href_all)
    theme.beside(ax, -1, 12, label("near_all", lang), weight="bold")
    theme.term_labels(ax, rows, table["feature"])
    ax.set(
        xlim=(start, max(14.1, float(table["logdice"].max()) + 0.3)),
        ylim=(len(table) - 0.4, -1.5),
        xlabel=label("logdice", lang),
    )
    ax.spines["left"].set_visible(False)
    return theme.frame(ax, words)


def words_together(table: pd.DataFrame, *, lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_together`."""
    pairs = table[table["n_articles"] > 0] if len(table) else table
    if pairs.empty:
        return theme.nothing(lang)
    top = pairs.iloc[0]
    nodes = _nodes(table)
    rows = [
        f"{a}–{b} {n}"
        for a, b, n in pairs[["label_a", "label_b", "n_articles"]].head(6).itertuples(index=False)
    ]
    facts = {
        "a": top["label_a"],
        "b": top["label_b"],
        "n": int(top["n_articles"]),
        "all": amount(int(top["of_articles"]), "article", lang),
        "nodes": len(nodes),
        "rows": label("sep", lang).join(rows),
        "least": label("together.least", lang, n=int(top["least"])) if top["least"] > 1 else "",
    }
    title = "title" if top["n_articles"] > 1 else "title.once"
    return Words(*(label(f"together.{part}", lang, **facts) for part in (title, "subtitle", "alt")))


def _nodes(table: pd.DataFrame) -> pd.DataFrame:
    """label, level, articles of every body of the table, one row each, indexed by name."""
    columns = ["name", "label", "level", "articles", "href"]
    sides = [
        table[[s, *(f"{column}_{s}" for column in columns[1:])]].set_axis(columns, axis=1)
        for s in "ab"
    ]
    nodes = pd.concat(sides)
    return (
        nodes[nodes["name"] != ""]
        .drop_duplicates("name")
        .set_index("name")
        .astype({"articles": "int64"})
    )


def plot_together(table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Bodies as a ladder of levels, joined where an article names both; the width of a line is the
    number of articles.

    table : a, b, n_articles, label_a, label_b, level_a, level_b, articles_a, articles_b, least
        (articles of a pair that is shown),
    href_a, href_b (of the bodies), of_articles, href (of the pair).
    A row with b "" is a body in no line. The layout follows the table alone.
    """
    words = words_together(table, lang=lang)
    shown = table[table["n_articles"] > 0] if len(table) else table
    if shown.empty:
        return theme.empty(ax, words)
    nodes = _nodes(table)
    width = theme.WIDTH * 72 - 2 * theme.MARGIN - 120
    tiers = _tiers(nodes, shown, width)
    ax = theme.axes(ax, 0.5 + 0.72 * len(tiers))
    place = {
        name: (x, y) for y, (_, row) in enumerate(tiers) for name, x in _spread(row, nodes, width)
    }
    top = max(int(shown["n_articles"].max()), WIDEST)
    for a, b, n, href in shown[["a", "b", "n_articles", "href"]].itertuples(index=False):
        (xa, ya), (xb, yb) = sorted([place[a], place[b]])
        curve = 0.18 if ya != yb else -min(0.28, RISE / max(abs(xb - xa), 1))
        line = FancyArrowPatch(
            (xa, ya),
            (xb, yb),
            arrowstyle="-",
            connectionstyle=f"arc3,rad={curve}",
            lw=0.5 + 4.0 * (n / top) ** 1.5,
            color="#6f7f8f",
            alpha=0.2 + 0.5 * n / top,
            zorder=1,
            shrinkA=0,
            shrinkB=0,
        )
        theme.link(line, href)
        ax.add_patch(line)
    most = int(nodes["articles"].max())
    for name, (x, y) in place.items():
        node = nodes.loc[name]
        dot = ax.scatter(
            [x],
            [y],
            s=30 + 260 * node["articles"] / most,
            color=LEVEL_COLOURS.get(node["level"], "#e3e3e3"),
            edgecolors="#555555",
            linewidths=0.6,
            zorder=3,
        )
        dot.set_urls([node["href"]])
        text = clip(node["label"], 120, theme.SMALL)
        text = ax.text(
            x,
            y + 0.3,
            text,
            ha="center",
            va="top",
            size=theme.SMALL,
            zorder=4,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.8},
        )
        theme.link(text, node["href"])
    theme.term_labels(
        ax,
        range(len(tiers)),
        [known(level, lang) if first else "" for level, first in _first_of(tiers)],
    )
    ax.set(xlim=(0, width), ylim=(len(tiers) - 0.25, -0.55), xticks=[])
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    return theme.frame(ax, words)


def _first_of(tiers: list[tuple[str, list[str]]]) -> list[tuple[str, bool]]:
    levels = [level for level, _ in tiers]
    return [(level, i == 0 or levels[i - 1] != level) for i, level in enumerate(levels)]


def _wide(name: str, nodes: pd.DataFrame) -> float:
    return min(text_width(nodes.loc[name, "label"], theme.SMALL), 120) + 12


def _tiers(nodes: pd.DataFrame, pairs: pd.DataFrame, width: float) -> list[tuple[str, list[str]]]:
    """Level and names of each row of the ladder; a level too wide for one row takes two or more."""
    tiers: list[tuple[str, list[str]]] = []
    order: dict[str, float] = {}
    for level in LEVEL_COLOURS:
        names = [n for n in nodes.index if nodes.loc[n, "level"] == level]
        names.sort(key=lambda n: (_pull(n, pairs, order), -nodes.loc[n, "articles"], n))
        if not names:
            continue
        needed = sum(_wide(n, nodes) for n in names)
        parts = int(np.ceil(needed / width))
        for part in np.array_split(np.array(names, dtype=object), parts):
            tiers.append((level, part.tolist()))
            order |= {n: (i + 0.5) / len(part) for i, n in enumerate(part)}
    return tiers


def _pull(name: str, pairs: pd.DataFrame, order: dict[str, float]) -> float:
    """Mean place, 0 to 1, of the bodies above that `name` is joined to, weighted by joint
    articles.
    """
    ends = [
        (b if a == name else a, n)
        for a, b, n in pairs[["a", "b", "n_articles"]].itertuples(index=False)
        if name in (a, b)
    ]
    above = [(order[other], n) for other, n in ends if other in order]
    return round(sum(x * n for x, n in above) / sum(n for _, n in above), 6) if above else 0.5


def _spread(names: Sequence[str], nodes: pd.DataFrame, width: float) -> list[tuple[str, float]]:
    """Middle of each name along a row, spaced so that no two labels touch."""
    widths = [_wide(n, nodes) for n in names]
    gap = (width - sum(widths)) / (len(names) + 1)
    at, placed = max(gap, 0.0), []
    for name, wide in zip(names, widths, strict=True):
        placed.append((name, at + wide / 2))
        at += wide + max(gap, 0.0)
    return placed


def words_shared(table: pd.DataFrame, *, lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_shared`."""
    if table.empty:
        return theme.nothing(lang)
    first = table.iloc[0]
    sets = table.drop_duplicates("places").set_index("places")
    places = first["all_places"].split("|")
    every = int(sets["total"].get(first["all_places"], 0)) if len(places) > 1 else 0
    single = int(sets.loc[[s for s in sets.index if "|" not in s], "total"].sum())
    rows = [
        label("top.row", lang, place=listing(s.split("|"), lang, most=9), terms=f"{int(t)}")
        for s, t in sets["total"].head(6).items()
    ]
    facts = {
        "slogans": amount(int(first["slogans"]), "slogan", lang),
        "every": every,
        "home": int(table.loc[table["home_made"], "n_slogans"].sum()),
        "share": f"{100 * single / first['slogans']:.0f}",
        "places": amount(len(places), "place", lang),
        "rows": label("sep", lang).join(rows),
    }
    return Words(*(label(f"shared.{part}", lang, **facts) for part in ("title", "subtitle", "alt")))


def plot_shared(table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Which places use how many of the same slogans: dots say which places, bars how many slogans,
    by level, with examples.

    table : places (joined with |), level, home_made, n_slogans, total, examples, all_places, href,
        href_total; one row a
    combination, level and origin; hatched = home-made.
    """
    words = words_shared(table, lang=lang)
    if table.empty:
        return theme.empty(ax, words)
    places = table["all_places"].iloc[0].split("|")
    sets = list(dict.fromkeys(table["places"]))
    ax = theme.axes(ax, 0.75 + 0.4 * len(sets))
    top = float(table["total"].max())
    pitch = top * 0.17
    head = theme.points_wide(ax) * 0.92 * pitch / (top * 1.75 + (len(places) + 0.7) * pitch) - 2
    colours = theme.place_colours(places)
    for y, combination in enumerate(sets):
        members = combination.split("|")
        xs = [-(len(places) - i) * pitch for i, p in enumerate(places) if p in members]
        ax.plot(xs, [y] * len(xs), color="#8a8a8a", lw=1.6, zorder=1)
        for i, place in enumerate(places):
            ax.plot(
                [-(len(places) - i) * pitch],
                [y],
                marker="o",
                ms=8,
                color=colours[place] if place in members else "#ececec",
                zorder=2,
            )
        part, left = table[table["places"] == combination], 0.0
        for row in part.itertuples():
            bar = ax.barh(
                y,
                row.n_slogans,
                left=left,
                height=0.62,
                color=LEVEL_COLOURS[row.level],
                edgecolor="white",
                linewidth=0.6,
            )[0]
            bar.set_hatch("////" if row.home_made else None)
            theme.link(bar, row.href)
            left += row.n_slogans
        total = f"{int(left)}"
        theme.link(
            ax.text(
                left + top * 0.012, y, total, ha="left", va="center", weight="bold", size=theme.TEXT
            ),
            part["href_total"].iloc[0],
        )
        room = theme.points_wide(ax) * 0.5 * (1.75 * top - left) / (1.75 * top) + 30
        names = clip(
            label("list", lang).join(part["examples"].iloc[0].split("|")), room, theme.SMALL
        )
        ax.text(
            left + top * (0.03 + 0.022 * len(total)),
            y,
            names,
            ha="left",
            va="center",
            size=theme.SMALL,
            color=theme.SOFT,
        )
    for i, place in enumerate(places):
        ax.text(
            -(len(places) - i) * pitch,
            -0.75,
            clip(place, head, theme.SMALL, bold=True),
            ha="center",
            va="center",
            weight="bold",
            size=theme.SMALL,
        )
    ax.set(
        xlim=(-(len(places) + 0.7) * pitch, top * 1.75), ylim=(len(sets) - 0.45, -1.1), yticks=[]
    )
    ax.set_xticks(
        [t for t in MaxNLocator(integer=True, nbins=4).tick_values(0, top) if 0 <= t <= top]
    )
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set_xlabel(label("n_slogans", lang))
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    levels = [v for v in LEVEL_COLOURS if (table["level"] == v).any()]
    handles = [
        Patch(facecolor=LEVEL_COLOURS[v], edgecolor="#8a8a8a", lw=0.4, label=known(v, lang))
        for v in levels
    ]
    if table["home_made"].any():
        handles.append(
            Patch(
                facecolor="#9a9a9a", edgecolor="white", hatch="////", label=label("home_made", lang)
            )
        )
    theme.legend(ax, handles, columns=8)
    return theme.frame(ax, words)
