"""Two groups compared where their articles bear it: ratios with intervals, and what the verdicts
say; and whether they bear it at all.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.draw import marks
from analysis.draw.theme import LINE, MARGIN, SOFT, TEXT
from analysis.measure.compare import MORE_A, MORE_B
from analysis.wording.labels import amount, label

BAND = "#dcdcdc"  # the range without any one article
FAMILY_P = 0.05


def below_floor(table: pd.DataFrame) -> bool:
    """Whether a comparison has no ratio at all: its counts describe these pages."""
    return bool(table["log_ratio"].isna().all())


def holds(table: pd.DataFrame) -> pd.Series:
    """Which rows have a verdict that stands when the whole family is tested together."""
    return table["verdict"].isin([MORE_A, MORE_B]) & (table["p_family"] <= FAMILY_P)


def verdict_facts(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> dict[str, object]:
    """What the sentences of a comparison need: the groups, their articles, how many rows hold."""
    first, counts = table.iloc[0], table.loc[holds(table), "verdict"].value_counts()
    return {
        "a": groups.loc[first["place_a"], lang],
        "b": groups.loc[first["place_b"], lang],
        "all": len(table),
        "a_n": int(counts.get(MORE_A, 0)),
        "b_n": int(counts.get(MORE_B, 0)),
        "alone": int(table["verdict"].isin([MORE_A, MORE_B]).sum() - counts.sum()),
        "a_articles": amount(int(first["of_a"]), "article", lang),
        "b_articles": amount(int(first["of_b"]), "article", lang),
    }


def verdict_colours(table: pd.DataFrame, groups: pd.DataFrame) -> list[str]:
    """Of each row the colour of the group that has clearly more, else grey."""
    first = table.iloc[0]
    own = {MORE_A: first["place_a"], MORE_B: first["place_b"]}
    return [groups.loc[own[v], "colour"] if v in own else LINE for v in table["verdict"]]


def draw_forest(
    ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame, *, band: bool = False
) -> float:
    """A row a feature: its ratio with the interval, on the right its articles on both sides.

    band : show under each interval the range of the ratio when any one article is left out, and the
        verdict in words. Column kind, if there is one, gives the headings. Returns the height under it.
    """
    first, width = table.iloc[0], ax.get_xlim()[1]
    names = marks.row_names(table.assign(key=range(len(table))), lang, name="key")
    room, left, above = marks.labels_beside(ax, names["name"], names["gloss"], most=0.34)
    columns = 112.0 if not band else 190.0
    left, right, room = left + 4, width - MARGIN - columns, room - 96 * bool(above)
    ends = [right + 46, right + 96]
    if above:  # the counts stand behind the label, the verdict under the interval
        right, ends = width - MARGIN - 8, [width - MARGIN - 48, width - MARGIN]
    spread = table[["log_ratio", "log_ratio_low", "log_ratio_high"]].abs().replace(np.inf, np.nan)
    reach = min(max(float(spread.max().max()) * 1.05, 2.0), 6.0)
    pitch = marks.ROW_GLOSSED if names["gloss"].any() and not above else marks.ROW
    step = pitch + above + 13 * (band and bool(above))
    sections = table["kind"].ne(table["kind"].shift()).sum() if "kind" in table else 0
    top = 24.0 + above
    y, bottom = top, top + step * len(table) + 20 * sections
    every = 1 if reach <= 4 else 2
    ticks = {t: f"{2 ** abs(t)}×" if t else "1" for t in range(-6, 7, every) if abs(t) <= reach}
    at = marks.scale(
        ax, left, right, (-reach, reach), bottom, ticks, label("log_axis", lang), top=top - 8
    )
    marks.line(ax, [at(0)] * 2, [top - 8, bottom], color=SOFT)
    sides = {s: groups.loc[first[f"place_{s}"], lang] for s in "ab"}
    for side, ha, verdict in (("b", "right", MORE_B), ("a", "left", MORE_A)):
        text = {"b": "← {}", "a": "{} →"}[side].format(label(verdict, lang, **sides))
        x = at(0) + (4 if ha == "left" else -4)
        space = (right - left) / 2 + 40 * (not above)
        marks.put(ax, x, 6, text, ha=ha, weight="bold", room=space)
    kind = ""
    for row, named, colour in zip(
        table.assign(holds=holds(table)).to_dict("records"),
        names.itertuples(),
        verdict_colours(table, groups),
        strict=True,
    ):
        if row.get("kind", "") != kind:
            kind = row["kind"]
            style = {"ha": "left" if above else "right", "weight": "bold", "color": SOFT}
            x = left - 4 - marks.GAP * (not above)
            marks.put(ax, x, y + 11, label(kind, lang), size=TEXT, **style)
            y += 20
        middle = y + pitch / 2 + above
        marks.row_label(ax, left - marks.GAP - 4, middle - above, room, named.name, named.gloss)
        if band and row["loo_low"] == row["loo_low"]:
            low, high = at(row["loo_low"]), at(row["loo_high"])
            marks.bar(ax, low, middle, high - low, 9, color=BAND, zorder=1)
        _draw_ratio(ax, row, middle, at, reach, colour)
        for x, side in zip(ends, "ab", strict=True):
            count = label("n_of", lang, n=row[f"articles_{side}"], of=row[f"of_{side}"])
            marks.put(ax, x, middle - above, count, ha="right", href=row[f"href_{side}"])
        if band:
            verdict = label(row["verdict"], lang, **sides)
            x, y_said = (left, middle + 13) if above else (ends[1] + 8, middle)
            marks.put(ax, x, y_said, verdict, room=width - x - 4, color=SOFT)
        y += step
    for x, side in zip(ends, "ab", strict=True):
        short = groups.loc[first[f"place_{side}"], "short" if lang == "en" else "zh"]
        marks.put(ax, x, 20, short, ha="right", weight="bold", room=48)
    return bottom + 28


def _draw_ratio(ax: Axes, row: dict, y: float, at: Callable, reach: float, colour: str) -> None:
    """The ratio and its interval; where a side has no hit the one end there is, and an arrow."""
    if np.isnan(row["log_ratio"]):
        return
    edge = SOFT if colour == LINE else colour
    low, high = row["log_ratio_low"], row["log_ratio_high"]
    marks.line(ax, [at(low), at(high)], [y, y], color=edge, lw=1.4, zorder=2)
    for value, arrow in ((low, "<"), (high, ">")):
        if abs(value) > reach:
            marks.dot(ax, at(value), y, edge, marker=arrow, ms=4)
    if row["n_a"] and row["n_b"]:
        link = row["href_a"] if row["log_ratio"] > 0 else row["href_b"]
        fill = colour if row["holds"] else "white"
        marks.dot(ax, at(row["log_ratio"]), y, edge, link, mfc=fill, mew=1.3)
