"""Groups side by side: named bodies and slogans by level, the bodies named most, the verdicts."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.draw import marks, theme
from analysis.draw.forest import below_floor, draw_forest, verdict_facts
from analysis.draw.plots_corpus import caption
from analysis.draw.plots_words import heads_of, sizes
from analysis.draw.theme import LEVEL_COLOURS, MARGIN, Words
from analysis.draw.vocabulary import clauses, name_term
from analysis.wording.labels import amount, known, label


def words_ladder(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Words:
    best = table.loc[table.groupby("place", sort=False)["n"].idxmax()]
    facts = {"sizes": sizes(table, lang, groups), "bars": marks.bars_or_tiles(len(best), lang)}
    if len(best) > 3:
        level = best["level"].value_counts()
        facts |= {"level": label(f"level.{level.index[0]}", lang), "k": int(level.iloc[0])}
        facts["all"] = amount(len(best), groups["kind"].iloc[0], lang)
        return caption("bodies-by-level", table, lang, groups, variant=".many/", **facts)
    parts = [
        label(
            "ladder.part",
            lang,
            place=groups.loc[row.place, lang],
            level=label(f"level.{row.level}", lang),
            share=f"{100 * row.share:.0f}",
        )
        for row in best.itertuples()
    ]
    return caption("bodies-by-level", table, lang, groups, parts=clauses(parts, lang), **facts)


def draw_ladder(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """Levels from the centre down, a column a group: a bar is the level's share of the group's
    mentions, the number how many they are.
    """
    levels = [level for level in LEVEL_COLOURS if level in set(table["level"])]
    rows = pd.DataFrame({"name": [known(v, lang) for v in levels]})
    rows = rows.assign(gloss="", href="", section="")
    return _columns(ax, table, rows, table["level"].map(levels.index), "share", lang, groups)


def _columns(
    ax: Axes,
    table: pd.DataFrame,
    rows: pd.DataFrame,
    row: pd.Series,
    length: str,
    lang: str,
    groups: pd.DataFrame,
) -> float:
    """A `bar_table` with a column a group and the count at each bar."""
    places = list(dict.fromkeys(table["place"]))
    cells = table.assign(
        row=row,
        column=table["place"].map(places.index),
        length=table[length],
        text=table["n"].map("{:,}".format),
        colour=table["place"].map(groups["colour"]),
    )
    return marks.bar_table(ax, rows, cells, heads_of(places, lang, groups))


def words_top_bodies(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Words:
    total = table.groupby("feature", sort=False)["n"].sum()
    top = table[table["feature"] == total.idxmax()]
    name = top["label"].iloc[0]
    parts = [
        label("top-bodies.part", lang, place=groups.loc[p, lang], n=amount(int(n), "time", lang))
        for p, n in top[["place", "n"]].itertuples(index=False)
    ]
    facts = {
        "term": name_term(name, lang, {name: top["gloss"].iloc[0]}),
        "n": amount(int(total.max()), "time", lang),
        "parts": clauses(parts, lang),
        "all": len(total),
        "bars": marks.bars_or_tiles(len(top), lang),
        "sizes": sizes(table, lang, groups),
    }
    variant = "" if 1 < len(top) <= 3 else ".many/"
    return caption("top-bodies", table, lang, groups, variant=variant, **facts)


def draw_top_bodies(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """The bodies named most, a column a group: bars of their rates, with counts."""
    row = table["feature"].map(list(dict.fromkeys(table["feature"])).index)
    return _columns(ax, table, marks.row_names(table, lang), row, "per_10k", lang, groups)


def words_levels(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Words:
    shares = table.groupby(["level", "place"])["share"].sum().unstack(fill_value=0.0)
    places = list(dict.fromkeys(table["place"]))[:3]
    level = shares[places[0]].idxmax()
    parts = [
        label("levels.part", lang, place=groups.loc[p, lang], share=f"{100 * s:.0f}")
        for p, s in shares.loc[level, places].items()
    ]
    facts = {
        "level": label(f"level.{level}", lang),
        "parts": clauses(parts, lang),
        "home": int(table.loc[table["home_made"], "n"].sum()),
        "all": int(table["n"].sum()),
        "sizes": sizes(table, lang, groups),
    }
    return caption("slogans-by-level", table, lang, groups, **facts)


def draw_levels(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """One bar a group, cut by the level that adopted the slogans, in order; what the group made
    itself is hatched; the counts stand in the bars.
    """
    places = list(dict.fromkeys(table["place"]))
    names = [groups.loc[p, lang] for p in places]
    room, left, above = marks.labels_beside(ax, names, most=0.3, high=19)
    right = ax.get_xlim()[1] - MARGIN - 8
    levels = [v for v in LEVEL_COLOURS if (table["level"] == v).any()]
    entries = [(known(v, lang), {"facecolor": LEVEL_COLOURS[v]}) for v in levels]
    if table["home_made"].any():
        hatched = {"facecolor": "#8a8a8a", "hatch": "/////", "edgecolor": "white"}
        entries.append((label("home_made", lang), hatched))
    y = marks.key(ax, 0, entries, left=left) + 4
    table = table.assign(rank=table["level"].map(levels.index)).sort_values(["rank", "home_made"])
    for place, name in zip(places, names, strict=True):
        marks.row_label(ax, left - marks.GAP, y + 12, room, name)
        x, y = left, y + above
        for row in table[table["place"] == place].itertuples():
            colour, wide = LEVEL_COLOURS[row.level], row.share * (right - left)
            style = {"facecolor": colour, "edgecolor": "white", "lw": 0.8}
            hatch = "/////" if row.home_made else None
            marks.bar(ax, x, y + 12, wide, 19, row.href, hatch=hatch, **style)
            if wide > 16:
                style = {"backing": colour if row.home_made else "", "href": row.href}
                style |= {"ha": "center", "color": theme.ink_on(colour)}
                marks.put(ax, x + wide / 2, y + 12, f"{row.n:,}", **style)
            x += wide
        y += 25
    ticks = {0: "0", 0.25: "25", 0.5: "50", 0.75: "75", 1: "100 %"}
    marks.scale(ax, left, right, (0, 1), y + 3, ticks, label("share", lang))
    return y + 32


def words_verdicts(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Words:
    facts = verdict_facts(table, lang, groups)
    few = ".few" if below_floor(table) else ""
    return caption("verdicts", table, lang, groups, variant=few, **facts)


def draw_verdicts(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """Where the floor is reached ratios with intervals, the range without any one article, and
    verdicts; below it how many articles of each group have it.
    """
    if not below_floor(table):
        return draw_forest(ax, table, lang, groups, band=True)
    heads = heads_of(table.iloc[0][["place_a", "place_b"]], lang, groups)
    shown = ("articles", "of", "per_10k")
    texts = {
        side: [
            label("n_rate", lang, n=int(n), of=int(of), rate=f"{rate:.1f}")
            for n, of, rate in table[[f"{c}_{side}" for c in shown]].to_numpy()
        ]
        for side in "ab"
    }
    cells = marks.cells_of(
        (table[f"articles_{s}"] / table[f"of_{s}"], texts[s], table[f"href_{s}"], colour)
        for s, (_, colour) in zip("ab", heads, strict=True)
    )
    rows = marks.row_names(table.assign(key=range(len(table))), lang, name="key")
    rows["section"] = [label(kind, lang) for kind in table["kind"]]
    return marks.bar_table(ax, rows, cells, heads)
