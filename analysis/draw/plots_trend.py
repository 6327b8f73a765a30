"""Over time, as a picture: a lane for each term, a dot for each period that has articles."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.draw import theme
from analysis.draw.theme import Words
from analysis.draw.typeface import clip
from analysis.wording.labels import amount, label, listing

LANE = 0.75  # of the way from one lane's floor to the next
FEW_PERIODS = 3  # with fewer there are days, and no time


def words_trend(table: pd.DataFrame, *, lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_trend`."""
    if table.empty:
        return theme.nothing(lang, "nothing.days")
    there = table[table["of_articles"] > 0].drop_duplicates("period")
    first = table.drop_duplicates(["feature", "group"]).iloc[0]
    mine = table[(table["feature"] == first["feature"]) & (table["group"] == first["group"])]
    top = mine.loc[mine["per_10k"].idxmax()]
    facts = {
        "term": clip(str(first["feature"]), 260, theme.TITLE),
        "n": int(mine["n"].sum()),
        "first": there["period"].min(),
        "last": there["period"].max(),
        "top": top["period"],
        "rate": f"{top['per_10k']:.1f}",
        "periods": listing(there["period"].tolist(), lang, most=4),
        "articles": amount(int(there["of_articles"].sum()), "article", lang),
        "undated": amount(int(first["undated"]), "article", lang),
        "unit": label("per_10k_han", lang),
        "interval": label("interval.rate", lang),
        "rows": label("sep", lang).join(
            f"{f} {p} {r:.1f} ({n})"
            for f, p, r, n in table[table["n"] > 0][["feature", "period", "per_10k", "n"]]
            .head(10)
            .itertuples(index=False)
        ),
    }
    title = "over.title.few" if len(there) < FEW_PERIODS else "over.title"
    return Words(*(label(key, lang, **facts) for key in (title, "over.subtitle", "over.alt")))


def plot_trend(table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Rates over time: one lane for each feature and group on one scale, lines only between
    neighbouring periods, so that a gap stays a gap.

    table : of `trend`, without the rows of unknown days, with undated (articles of no known day) and
        href.
    """
    words = words_trend(table, lang=lang)
    if table.empty:
        return theme.empty(ax, words)
    lanes = list(dict.fromkeys(zip(table["feature"], table["group"], strict=True)))
    periods = list(dict.fromkeys(table["period"]))
    ax = theme.axes(ax, 0.5 + 0.75 * len(lanes))
    highest = table["per_10k_high"].where(np.isfinite(table["per_10k_high"]))
    top = max(float(table["per_10k"].max()), float(highest.fillna(0).max()), 1e-9)
    for k, (feature, group) in enumerate(lanes):
        part = table[(table["feature"] == feature) & (table["group"] == group)]
        x = part["period"].map(periods.index).to_numpy()
        y, low, high = (
            k - LANE * part[column].clip(upper=top).to_numpy() / top
            for column in ("per_10k", "per_10k_low", "per_10k_high")
        )
        ax.axhline(k, color="#d0d0d0", lw=0.6, zorder=0)
        ax.plot(x, y, color=theme.PLACE_COLOURS[0], lw=1.4, zorder=1)
        ax.vlines(x, low, high, color=theme.UNCLEAR, lw=1.0, zorder=1)
        for at, height, n, href in zip(x, y, part["n"], part["href"], strict=True):
            if np.isnan(height):
                continue
            dot = Line2D(
                [at],
                [height],
                marker="o",
                ms=5,
                ls="",
                mfc=theme.PLACE_COLOURS[0] if n else "white",
                mec=theme.PLACE_COLOURS[0],
                zorder=3,
            )
            theme.link(dot, href)
            ax.add_line(dot)
        peak = part["per_10k"].max()
        theme.beside(ax, k - 0.3, 8, f"{peak:.1f}" if np.isfinite(peak) else "")
    names = [f"{feature} {group}".strip() for feature, group in lanes]
    theme.term_labels(ax, np.arange(len(lanes)) - 0.3, names, [])
    shown = np.unique(np.linspace(0, len(periods) - 1, min(len(periods), 6)).round().astype(int))
    ax.set_xticks(shown, [periods[k] for k in shown])
    ax.set(xlim=(-0.5, len(periods) - 0.5), ylim=(len(lanes) - 0.7, -1.1))
    ax.spines["left"].set_visible(False)
    return theme.frame(ax, words)
