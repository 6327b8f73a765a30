"""Groups side by side: named bodies and slogans by level, the bodies named most; two compared."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.draw import marks
from analysis.draw.group_looks import clauses, fill, heads_of, part_of, term_of
from analysis.draw.theme import LEVEL_COLOURS, LINE, MARGIN, SMALL, SOFT
from analysis.draw.typeface import fold, text_width
from analysis.measure.compare import MORE_A, MORE_B, below_floor, holds, told_apart
from analysis.wording.labels import known, label, listing

BAND = "#dcdcdc"  # the range without any one article
Told = tuple[str, dict[str, Any]]
FEW = 3  # groups that a sentence can take one by one


def told_ladder(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Told:
    best = table.loc[table.groupby("place", sort=False)["n"].idxmax()]
    if len(best) <= FEW:
        levels = [
            (level, [fill("ladder.place", lang, groups, **row) for row in rows.to_dict("records")])
            for level, rows in best.groupby("level", sort=False)
        ]
        said = [(v, listing(places, lang, most=FEW)) for v, places in levels]
        parts = [fill("ladder.part", lang, groups, level=v, places=places) for v, places in said]
        return "", {"parts": label("sep", lang).join(parts)}
    levels = best["level"].value_counts()
    part = part_of(int(levels.iloc[0]), len(best), lang, groups)
    return ".many/", {"level": levels.index[0], "part": part}


def draw_ladder(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """Levels from the centre down, a column a group: a bar is the level's share of its mentions."""
    levels = [level for level in LEVEL_COLOURS if level in set(table["level"])]
    rows = marks.plain_rows(known(level, lang) for level in levels)
    table = table.assign(row=table["level"].map(levels.index), length=table["share"])
    return group_columns(ax, rows, table, "n", lang, groups)


def group_columns(
    ax: Axes, rows: pd.DataFrame, table: pd.DataFrame, number: str, lang: str, groups: pd.DataFrame
) -> float:
    """A `bar_table` with a column a group, and the number at each bar (table: row, length)."""
    places = list(dict.fromkeys(table["place"]))
    cells = table.assign(
        column=table["place"].map(places.index),
        text=table[number].map("{:,}".format),
        colour=table["place"].map(groups["colour"]),
    )
    return marks.bar_table(ax, rows, cells, heads_of(places, lang, groups))


def told_top_bodies(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Told:
    total = table.groupby("feature", sort=False)["n"].sum()
    firsts = total.index[total == total.max()]
    top = table[table["feature"] == firsts[0]]
    facts = {"term": term_of(top.iloc[0], lang, "label"), "n": int(total.max()), "all": len(total)}
    if len(firsts) > 1:
        return ".tie/", facts | {"more": len(firsts) - 1}
    if 1 < len(top) <= FEW:
        return "", facts | {"parts": clauses("top-bodies.part", top, lang, groups)}
    return ".many/", facts


def draw_top_bodies(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """The bodies named most, a column a group: bars of their rates, with counts."""
    row = pd.factorize(table["feature"])[0]
    table = table.assign(row=row, length=table["per_10k"])
    return group_columns(ax, marks.row_names(table), table, "n", lang, groups)


def told_levels(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Told:
    level = table.groupby("level")["n"].sum().idxmax()
    shares = table[table["level"] == level].groupby("place", sort=False)["share"].sum()
    shares = shares.reindex(table["place"].unique(), fill_value=0.0)
    home, n = table.loc[table["home_made"], "n"].sum(), len(shares)
    facts = {"level": level, "home": home, "all": table["n"].sum(), "k": n}
    facts |= {"low": shares.min(), "high": shares.max()}
    if n <= FEW:
        facts["parts"] = clauses("levels.part", shares.reset_index(), lang, groups)
    else:
        facts["parts"] = fill("levels.many", lang, groups, **facts)
    return "" if home else ".none", facts


def draw_levels(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """A bar a group, cut by the level that adopted the slogans; what it made itself is hatched."""
    places = list(dict.fromkeys(table["place"]))
    rows = marks.plain_rows(groups.loc[places, lang])
    at = marks.labels_beside(ax, rows, most=0.3, high=19)
    right = ax.get_xlim()[1] - MARGIN - 8
    levels = [v for v in LEVEL_COLOURS if (table["level"] == v).any()]
    entries = [(known(v, lang), {"facecolor": LEVEL_COLOURS[v]}) for v in levels]
    if table["home_made"].any():
        entries.append((label("home_made", lang), {"facecolor": "#8a8a8a"} | marks.HATCHED))
    middles, y = marks.label_rows(ax, rows, marks.key(ax, entries, at.left) + 4, at, 25)
    blocks = table.rename(columns={"share": "length", "home_made": "hatched"}).assign(
        row=table["place"].map(places.index),
        rank=table["level"].map(levels.index),
        text=table["n"].map("{:,}".format),
        colour=table["level"].map(LEVEL_COLOURS),
    )
    blocks = blocks.sort_values(["rank", "hatched"])
    marks.block_rows(ax, blocks, middles, at.left, right - at.left, "center")
    ticks = {0: "0", 0.25: "25", 0.5: "50", 0.75: "75", 1: "100%"}
    marks.scale(ax, at.left, right, (0, 1), y + 3, ticks, label("share", lang))
    return y + 32


# --- two groups compared


def _told_pair(table: pd.DataFrame) -> dict[str, object]:
    """The groups, their articles, how many rows have a verdict that holds for each."""
    a, b, alone = told_apart(table)
    return {**table.iloc[0], "all": len(table), "a_n": len(a), "b_n": len(b), "alone": alone}


def told_compared(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Told:
    facts = _told_pair(table)
    if not below_floor(table):
        return "" if facts["a_n"] + facts["b_n"] else ".none/", facts
    far = (table["articles_a"] / table["of_a"] - table["articles_b"] / table["of_b"]).abs()
    row = table.loc[far.idxmax()]
    return ".few", facts | {**row, "term": term_of(row, lang)}


def draw_compared(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """Ratios with intervals where the floor is reached, else the rates of these pages as bars."""
    if not below_floor(table):
        return draw_forest(ax, table, lang, groups)
    return _draw_pair(ax, table, "n_in", lambda side: side["per_10k"], lang, groups)


def _draw_pair(
    ax: Axes, table: pd.DataFrame, key: str, length: Callable, lang: str, groups: pd.DataFrame
) -> float:
    """A bar of each side, so long, the text at it a label with the side's numbers."""
    heads, columns = heads_of(table.iloc[0][["place_a", "place_b"]], lang, groups), []
    for name, (_, colour) in zip("ab", heads, strict=True):
        side = table.filter(regex=f"_{name}$").rename(columns=lambda c: c[:-2])
        records = side.to_dict("records")
        texts = [label(key if row["n"] else f"{key}.none", lang, **row) for row in records]
        columns.append((length(side), texts, side["href"], colour))
    return marks.bar_table(ax, _pair_rows(table, lang), marks.cells_of(columns), heads)


def _pair_rows(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The rows of a comparison, under a heading for each kind if there are several."""
    rows = marks.row_names(table.assign(key=range(len(table))), key="key")
    return rows.assign(section=[label(k, lang) for k in table["kind"]] if "kind" in table else "")


def told_verdicts(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Told:
    facts = _told_pair(table)
    held = "" if facts["a_n"] + facts["b_n"] else ".none/"
    return ".few" if below_floor(table) else held, facts


def draw_verdicts(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """Ratios and verdicts where the floor is reached, else how many articles of each have it."""
    if not below_floor(table):
        return draw_forest(ax, table, lang, groups, band=True)
    return _draw_pair(ax, table, "n_rate", lambda side: side["articles"] / side["of"], lang, groups)


def draw_forest(
    ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame, *, band: bool = False
) -> float:
    """A row a feature: its ratio with the interval, its articles on both sides; returns the height.

    band : also its range when any one article is left out, and the verdict in words."""
    first, width, rows = table.iloc[0], ax.get_xlim()[1], _pair_rows(table, lang)
    labels = marks.labels_beside(ax, rows, most=0.34)
    left, right = labels.left + 4, width - MARGIN - (190 if band else 112)
    ends = [right + 46, right + 96]
    if labels.above:  # the counts stand behind the label, the verdict under the interval
        right, ends = width - MARGIN - 8, [width - MARGIN - 48, width - MARGIN]
        labels = labels._replace(room=labels.room - 96)
    pitch = marks.ROW if labels.above else marks.pitch_of(rows)
    under = 13 if band and labels.above else 0
    middles, bottom = marks.label_rows(ax, rows, 24 + labels.above, labels, pitch, under=under)
    spread = table[["log_ratio", "log_ratio_low", "log_ratio_high"]].abs().replace(np.inf, np.nan)
    reach = min(max(float(spread.max().max()) * 1.05, 2.0), 6.0)
    steps = [t for t in range(-6, 7, 1 if reach <= 4 else 2) if abs(t) <= reach]
    ticks, top = {t: f"{2 ** abs(t)}×" if t else "1" for t in steps}, 16 + labels.above
    scale = (left, right, (-reach, reach), bottom, ticks, label("log_axis", lang))
    at = marks.scale(ax, *scale, top=top)
    marks.line(ax, [at(0)] * 2, [top, bottom], color=SOFT)
    sides, short = (
        {side: groups.at[first[f"place_{side}"], column] for side in "ab"}
        for column in (lang, "short" if lang == "en" else lang)
    )
    space = (right - left) / 2 + 40 * (not labels.above)
    for verdict, arrow, ha, gap in ((MORE_B, "← {}", "right", -4), (MORE_A, "{} →", "left", 4)):
        text = arrow.format(label(verdict, lang, **sides))
        if text_width(text, SMALL, bold=True) > space:
            text = arrow.format(label(verdict, lang, **short))
        marks.put(ax, at(0) + gap, 6, text, ha=ha, weight="bold", room=space)
    for x, side in zip(ends, "ab", strict=True):
        marks.put(ax, x, 20, short[side], ha="right", weight="bold", room=48)
    own = {
        MORE_A: groups.at[first["place_a"], "colour"],
        MORE_B: groups.at[first["place_b"], "colour"],
    }
    for row, y in zip(table.assign(holds=holds(table)).to_dict("records"), middles, strict=True):
        if band and row["loo_low"] == row["loo_low"]:
            low, high = at(row["loo_low"]), at(row["loo_high"])
            marks.bar(ax, low, y, high - low, 9, color=BAND, zorder=1)
        _draw_ratio(ax, row, y, at, reach, own.get(row["verdict"], LINE))
        for x, side in zip(ends, "ab", strict=True):
            count = label("n_of", lang, n=row[f"articles_{side}"], of=row[f"of_{side}"])
            marks.put(ax, x, y - labels.above, count, ha="right", href=row[f"href_{side}"])
        if band:
            x, y_said = (left, y + 13) if labels.above else (ends[1] + 8, y)
            said = fold(
                say_verdict(row["verdict"], row["holds"], lang, short), width - x - 4, SMALL
            )
            for k, part in enumerate(said):
                low = y_said + (k - (len(said) - 1) / 2) * marks.LINE_STEP
                marks.put(ax, x, low, part, color=SOFT)
    return bottom + 28


def say_verdict(verdict: str, held: bool, lang: str, sides: Mapping[str, str]) -> str:
    """A verdict in words; one that is not `held` with all tested together is so called."""
    said = label(verdict, lang, **sides)
    alone = verdict in (MORE_A, MORE_B) and not held
    return label("alone", lang, verdict=said) if alone else said


def _draw_ratio(ax: Axes, row: dict, y: float, at: Callable, reach: float, colour: str) -> None:
    """The ratio and its interval; where a side has no hit the one end there is, and an arrow."""
    if np.isnan(row["log_ratio"]):
        return
    edge = SOFT if colour == LINE else colour
    low, high = row["log_ratio_low"], row["log_ratio_high"]
    wide = 2.8 if row["holds"] else 1.4  # a ratio to no hit has no dot to be filled
    marks.line(ax, [at(low), at(high)], [y, y], color=edge, lw=wide, zorder=2)
    for value, arrow in ((low, "<"), (high, ">")):
        if abs(value) > reach:
            marks.dot(ax, at(value), y, edge, marker=arrow, ms=4)
    if row["n_a"] and row["n_b"]:
        link = row["href_a"] if row["log_ratio"] > 0 else row["href_b"]
        fill = colour if row["holds"] else "white"
        marks.dot(ax, at(row["log_ratio"]), y, edge, link, mfc=fill, mew=1.3)
