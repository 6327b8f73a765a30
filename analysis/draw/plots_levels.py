"""Levels from the centre down to the village, place by place: bodies as a ladder, slogans as
stacked bars.

Both read the same table: place, level, n, share (of the place's mentions), of_articles, of_places,
href, levels in order. A row of zero is a rung of no length in the ladder and nothing in the bars.
"""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from analysis.draw import theme
from analysis.draw.theme import LEVEL_COLOURS, Words
from analysis.draw.typeface import clip
from analysis.wording.labels import amount, known, label


def _sizes(table: pd.DataFrame, lang: str) -> str:
    rows = table.drop_duplicates("place").head(4)
    pairs = zip(rows["place"], rows["of_articles"], strict=True)
    line = label("list", lang).join(
        label("size", lang, place=p, articles=amount(int(n), "article", lang)) for p, n in pairs
    )
    total = int(table["of_places"].iloc[0])
    return (
        line if total <= 4 else line + label("list", lang) + label("more_places", lang, n=total - 4)
    )


def _rows_in_words(table: pd.DataFrame, lang: str) -> str:
    rows = []
    for place, part in table.groupby("place", sort=False):
        shares = [
            f"{level} {share:.0%} ({n})"
            for level, share, n in part[["level", "share", "n"]].itertuples(index=False)
            if n
        ]
        rows.append(label("top.row", lang, place=place, terms=label("list", lang).join(shares)))
    return label("sep", lang).join(rows[:8])


def words_ladder(table: pd.DataFrame, *, lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_ladder`."""
    if table.empty:
        return theme.nothing(lang)
    best = table.loc[table.groupby("place", sort=False)["share"].idxmax()].head(3)
    first, *others = (
        {"place": p, "level": v, "share": f"{100 * s:.0f}"}
        for p, v, s in best[["place", "level", "share"]].itertuples(index=False)
    )
    rest = "".join(label("ladder.rest", lang, **other) for other in others)
    return Words(
        label("ladder.title", lang, **first, rest=rest),
        label("ladder.subtitle", lang, sizes=_sizes(table, lang)),
        label("ladder.alt", lang, rows=_rows_in_words(table, lang)),
    )


def plot_ladder(table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """A ladder of levels, 中央 on top, one column a place; a rung is as long as the level's share
    of the mentions.
    """
    words = words_ladder(table, lang=lang)
    if table.empty:
        return theme.empty(ax, words)
    places = list(dict.fromkeys(table["place"]))
    levels = [level for level in LEVEL_COLOURS if table.loc[table["level"] == level, "n"].sum()]
    ax = theme.axes(ax, 0.6 + 0.36 * len(levels))
    top = float(table["share"].max())
    step = 1.35 * top
    room = theme.points_wide(ax) * 0.8 / len(places)
    for column, place in enumerate(places):
        part = table[table["place"] == place].set_index("level")
        middle = (column + 0.5) * step
        for y, level in enumerate(levels):
            row = part.loc[level]
            bar = ax.barh(
                y,
                row["share"],
                left=middle - row["share"] / 2,
                height=0.7,
                color=LEVEL_COLOURS[level],
                edgecolor="#8a8a8a",
                linewidth=0.5 if level == "其他" else 0,
            )[0]
            theme.link(bar, row["href"])
            text = ax.text(
                middle + row["share"] / 2 + 0.02 * top,
                y,
                f"{row['n']:,}",
                ha="left",
                va="center_baseline",
                size=theme.SMALL,
                color=theme.SOFT,
            )
            theme.link(text, row["href"])
        ax.text(
            middle,
            -0.9,
            clip(place, room, theme.TEXT + 1, bold=True),
            ha="center",
            va="center_baseline",
            weight="bold",
            size=theme.TEXT + 1,
        )
    ax.set_yticks(range(len(levels)), [known(level, lang) for level in levels])
    ax.set(xlim=(0, step * len(places)), ylim=(len(levels) - 0.5, -1.4), xticks=[])
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    return theme.frame(ax, words)


def words_levels(table: pd.DataFrame, *, lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_levels`."""
    if table.empty:
        return theme.nothing(lang)
    places = list(dict.fromkeys(table["place"]))
    of_first = table[table["place"] == places[0]]
    level = of_first.loc[of_first["share"].idxmax(), "level"]
    shares = table[table["level"] == level].set_index("place")["share"]
    rest = "".join(
        label("levels.rest", lang, place=p, share=f"{100 * shares.get(p, 0):.0f}")
        for p in places[1:3]
    )
    title = label(
        "levels.title",
        lang,
        place=places[0],
        share=f"{100 * shares[places[0]]:.0f}",
        level=level,
        rest=rest,
    )
    return Words(
        title,
        label("levels.subtitle", lang, sizes=_sizes(table, lang)),
        label("levels.alt", lang, rows=_rows_in_words(table, lang)),
    )


def plot_levels(table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """One bar a place, cut by the level that adopted the slogans, in order; the counts stand in the
    bars.
    """
    words = words_levels(table, lang=lang)
    if table.empty:
        return theme.empty(ax, words)
    places = list(dict.fromkeys(table["place"]))
    levels = [level for level in LEVEL_COLOURS if table.loc[table["level"] == level, "n"].sum()]
    ax = theme.axes(ax, 0.55 + 0.42 * len(places))
    for y, place in enumerate(places):
        part = table[(table["place"] == place) & (table["n"] > 0)].set_index("level")
        left = 0.0
        for level in part.index:
            row = part.loc[level]
            bar = ax.barh(
                y,
                row["share"],
                left=left,
                height=0.72,
                color=LEVEL_COLOURS[level],
                edgecolor="white",
                linewidth=0.8,
            )[0]
            theme.link(bar, row["href"])
            if row["share"] > 0.035:
                ink = theme.ink_on(LEVEL_COLOURS[level])
                text = ax.text(
                    left + row["share"] / 2,
                    y,
                    f"{row['n']:,}",
                    ha="center",
                    va="center_baseline",
                    size=theme.SMALL,
                    color=ink,
                )
                theme.link(text, row["href"])
            left += row["share"]
    theme.term_labels(ax, range(len(places)), places)
    ax.set(xlim=(0, 1), ylim=(len(places) - 0.45, -0.55))
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100 %"])
    ax.set_xlabel(label("share", lang))
    ax.spines["left"].set_visible(False)
    theme.legend(
        ax,
        [
            Patch(facecolor=LEVEL_COLOURS[v], edgecolor="#8a8a8a", lw=0.4, label=known(v, lang))
            for v in levels
        ],
        columns=len(levels),
    )
    return theme.frame(ax, words)
