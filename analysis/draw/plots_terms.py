"""Which terms set the places apart, as pictures: top terms, keyness, the rates of two places, two
clouds.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.draw import theme
from analysis.draw.theme import Words
from analysis.draw.typeface import clip
from analysis.wording.labels import amount, label, listing


def sizes_line(table: pd.DataFrame, lang: str) -> str:
    """The places of a table with their numbers of articles: columns place, of_articles."""
    rows = table.drop_duplicates("place")
    pairs = zip(rows["place"], rows["of_articles"], strict=True)
    return label("list", lang).join(
        label("size", lang, place=p, articles=amount(int(n), "article", lang)) for p, n in pairs
    )


def words_top_terms(table: pd.DataFrame, *, kind: str = "words", lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_top_terms`."""
    if table.empty:
        return theme.nothing(lang)
    places = list(dict.fromkeys(table["place"]))
    pairs = [
        label("top.pair", lang, term=_first(table[table["place"] == p], lang), place=p)
        for p in places
    ]
    rows = []
    for place, part in table.groupby("place", sort=False):
        terms = [
            f"{f} {r:.1f} ({n})"
            for f, r, n in part[["feature", "per_10k", "n"]].head(5).itertuples(index=False)
        ]
        rows.append(label("top.row", lang, place=place, terms=label("list", lang).join(terms)))
    rank = int(table.groupby("place", sort=False).size().max())
    subtitle = label(
        "top.subtitle",
        lang,
        rank=rank,
        kind=label(kind, lang),
        sizes=sizes_line(table, lang),
        unit=label(f"per_10k_{table['unit'].iloc[0]}", lang),
    )
    return Words(
        label(
            "top.title",
            lang,
            pairs=listing(pairs, lang, most=4) if lang == "en" else label("list", lang).join(pairs),
        ),
        subtitle,
        label("top.alt", lang, rows=label("sep", lang).join(rows)),
    )


def _first(part: pd.DataFrame, lang: str) -> str:
    """The most frequent term of a place; where others are as frequent, how many."""
    term = clip(part["feature"].iloc[0], 110, theme.TITLE)
    ties = int((part["n"] == part["n"].max()).sum()) - 1
    return label("top.tie", lang, term=term, n=ties) if ties else term


def plot_top_terms(
    table: pd.DataFrame, *, ax: Axes | None = None, kind: str = "words", lang: str = "en"
) -> Axes:
    """The most used terms of each place as sorted bars, the places side by side on one scale.

    table : place, feature, n, per_10k, of_articles, unit ("han", "tokens"), href; a place's rows
        together, in order.
    """
    words = words_top_terms(table, kind=kind, lang=lang)
    if table.empty:
        return theme.empty(ax, words)
    places = list(dict.fromkeys(table["place"]))
    depth = int(table.groupby("place", sort=False).size().max())
    ax = theme.axes(ax, 0.4 + 0.235 * depth)
    top = float(table["per_10k"].max())
    step = 2.35 * top  # of which: labels 1.0, bars 1.0, the number at the bar's end 0.35
    room = (theme.points_wide(ax) - 2 * theme.MARGIN) / len(places) / 2.35
    colours = theme.place_colours(places)
    for column, place in enumerate(places):
        part = table[table["place"] == place]
        left = column * step + top
        rows = np.arange(len(part))
        bars = ax.barh(rows, part["per_10k"], left=left, height=0.68, color=colours[place])
        for bar, row, y in zip(bars, part.itertuples(), rows, strict=True):
            theme.link(bar, row.href)
            name = ax.text(
                left - 0.03 * top,
                y,
                clip(row.feature, room, theme.TEXT),
                ha="right",
                va="center_baseline",
            )
            theme.link(name, row.href)
            rate = ax.text(
                left + row.per_10k + 0.03 * top,
                y,
                f"{row.per_10k:.1f}",
                ha="left",
                va="center_baseline",
                size=theme.SMALL,
                color=theme.SOFT,
            )
            theme.link(rate, row.href)
        ax.text(
            left,
            -0.95,
            clip(place, room * 1.3, theme.TEXT + 1, bold=True),
            ha="left",
            va="center_baseline",
            weight="bold",
            size=theme.TEXT + 1,
        )
        ax.plot([left, left], [-0.5, depth - 0.5], color="#999999", lw=0.8)
    ax.set(xlim=(0, step * len(places)), ylim=(depth - 0.4, -1.4))
    ax.axis("off")
    return theme.frame(ax, words)
