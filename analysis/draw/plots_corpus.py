"""What the corpus is and what repair did to it. In all modules of plots `told_X` gives the
sentences of a figure and their facts (see figures.Plan), `draw_X` draws it and gives its height.
"""

from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.draw import marks
from analysis.draw.group_looks import fill, term_of
from analysis.draw.theme import GENRE_COLOURS, INK, LINE, MARGIN, SOFT
from analysis.wording.labels import joined, known, label

Told = tuple[str, dict[str, Any]]


def told_corpus(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Told:
    places = table.drop_duplicates("place")
    most = places.sort_values(["place_han", "place"], ascending=[False, True]).iloc[0]
    total = max(most["of_han"], 1)
    rest = fill("corpus.rest", lang, groups, **most) if most["not_counted"] else ""
    facts = {**most, "places": places["place"], "share": most["place_han"] / total, "rest": rest}
    one = ".one" * (len(places) == 1)
    if "period" in table:
        days = sorted(table.loc[table["period"] != "", "period"]) or [label("undated", lang)]
        return f".many{one}/.many", facts | {"first": days[0], "last": days[-1]}
    genre = table.sort_values(["genre_han", "genre"], ascending=[False, True]).iloc[0]
    facts |= {"genre": known(genre["genre"], lang), "genre_share": genre["genre_han"] / total}
    return f"{one}/", facts


def draw_corpus(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """A row a place and date, a block an article; of many days a lane a place, a bar a period."""
    lanes = "period" in table
    by = ["place"] if lanes else ["place", "date_published"]
    keys = table[by].drop_duplicates().itertuples(index=False)
    named = [(groups.at[p, lang], *(d or label("undated", lang) for d in day)) for p, *day in keys]
    rows = marks.plain_rows(joined(lang, *name) for name in named)
    at = marks.labels_beside(ax, rows, most=0.36, high=20)
    right = ax.get_xlim()[1] - MARGIN
    if lanes:
        middles, y = marks.label_rows(ax, rows, 14, at, 20)
        table = table.assign(colour=table["place"].map(groups["colour"]))
        return _draw_periods(ax, table, (at.left, right - 92), middles, lang)
    genres = [g for g in GENRE_COLOURS if g in set(table["genre"])]
    entries = [(known(g, lang), {"facecolor": GENRE_COLOURS[g]}) for g in genres]
    if table["inferred"].any():
        entries.append((label("inferred", lang), {"facecolor": "#cfcfcf"} | marks.HATCHED))
    middles, y = marks.label_rows(ax, rows, marks.key(ax, entries, at.left) + 4, at, 25)
    colour = table["genre"].map(GENRE_COLOURS).fillna(GENRE_COLOURS["other"])
    blocks = table.rename(columns={"n_han": "length", "title": "text", "inferred": "hatched"})
    blocks = blocks.assign(row=table.groupby(by, sort=False).ngroup(), colour=colour)
    widest = int(blocks.groupby("row")["length"].sum().max()) or 1
    marks.block_rows(ax, blocks, middles, at.left, (right - at.left) / widest, "left")
    ticks = marks.round_ticks(widest)
    marks.scale(ax, at.left, right, (0, widest), y + 3, ticks, label("chars", lang))
    return y + 32


def time_places(periods: list[str]) -> dict[str, float]:
    """Where each period stands between the first (0) and the last (1), by the calendar."""
    codes = {4: "Y", 7: "M", 10: "D"}
    ordinal = {
        p: date.fromisocalendar(int(p[:4]), int(p[6:]), 1).toordinal()
        if "W" in p
        else pd.Period(p, codes[len(p)]).ordinal
        for p in periods
    }
    low, high = min(ordinal.values()), max(ordinal.values())
    return {p: (n - low) / ((high - low) or 1) for p, n in ordinal.items()}


def _draw_periods(
    ax: Axes, table: pd.DataFrame, ends: tuple[float, float], middles: np.ndarray, lang: str
) -> float:
    """A lane a place: a bar a period, as high as it has articles; right of it all, and undated."""
    (left, right), lane, dated = ends, 16, table[table["period"] != ""]
    periods = sorted(set(dated["period"]))
    where = time_places(periods) if periods else {}
    step = min((b - a for a, b in pairwise(sorted(where.values()))), default=1.0)
    wide = max(min(step * (right - left) * 0.8, 14.0), 0.8)
    heads = {"all": right + 46} | ({"no_day": right + 88} if len(dated) < len(table) else {})
    for head, x in heads.items():
        marks.put(ax, x, 4, label(head, lang), ha="right", color=SOFT)
    for (_, part), y in zip(table.groupby("place", sort=False), middles, strict=True):
        marks.line(ax, [left, right], [y + lane / 2] * 2)
        marks.put(ax, heads["all"], y, f"{part['n'].sum():,}", ha="right")
        for row in part.itertuples():
            if not row.period:
                marks.put(ax, heads["no_day"], y, f"{row.n:,}", ha="right", href=row.href)
                continue
            high = row.n / dated["n"].max() * lane
            x = left + where[row.period] * (right - left - wide)
            marks.bar(ax, x, y + (lane - high) / 2, wide, high, row.href, color=row.colour)
    for period, ha, x in zip(periods[:1] + periods[-1:], ("left", "right"), ends, strict=False):
        marks.put(ax, x, middles[-1] + 18, period, ha=ha, color=SOFT)
    return middles[-1] + 26


def told_repair(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Told:
    told = table.loc[table["asked"].idxmax()]  # the term may stand nowhere
    changed = int((table["n_repaired"] != table["n_raw"]).sum())
    term = term_of(told, lang, "term")
    return "", {**told, "term": term, "all": len(table), "changed": changed}


def draw_repair(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """Each term's count in the raw files, in the repaired articles, and among jieba's own words."""
    ways = {"raw": LINE, "repaired": INK, "jieba": "#c9c9c9"}
    heads = [(label(way, lang), colour) for way, colour in ways.items()]
    cells = marks.cells_of(
        (table[f"n_{way}"], table[f"n_{way}"].map("{:,}".format), table[f"href_{way}"], colour)
        for way, colour in ways.items()
    )
    return marks.bar_table(ax, marks.row_names(table, key="term"), cells, heads)
