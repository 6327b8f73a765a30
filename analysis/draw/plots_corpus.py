"""What the corpus is and what repair did to it. As in all modules of plots, `words_X` words the rows
of a figure and `draw_X` draws them on a canvas and returns how high they are.
"""

from datetime import date
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes

from analysis.draw import marks
from analysis.draw.theme import GENRE_COLOURS, INK, LEVEL_COLOURS, LINE, MARGIN, SOFT, Words
from analysis.draw.vocabulary import name_groups, name_term, say
from analysis.wording.labels import amount, joined, known, label


def caption(
    name: str, table: pd.DataFrame, lang: str, groups: pd.DataFrame, *, variant: str = "", **facts
) -> Words:
    """The words of a figure from its sentences in words.csv; the alt text reads out its first rows.

    variant : of both sentences, or of each as "title/subtitle".
    """
    title, slash, subtitle = variant.partition("/")
    variants = {"title": title, "subtitle": subtitle if slash else title}
    texts = [say(f"{name}.{part}{v}", lang, groups, **facts) for part, v in variants.items()]
    told = ("group", "place", "period", "level", "label", "term", "feature")
    names = [c for c in told if c in table and not (c == "feature" and "label" in table)][:3]
    names = (
        names[-1:] if {"logdice", "position"} & set(table) else names
    )  # of one term, of a mention
    pairs = ("articles_a", "articles_b") if "kind" in table else ("n_a", "n_b")
    pairs = [c for c in (*pairs, "n_raw", "n_repaired", "n_jieba") if c in table]
    counts = pairs or [c for c in ("n", "n_han") if c in table][:1]
    rows = table[table[counts].gt(0).any(axis=1)].groupby(names, sort=False)[counts]
    rows = (rows.first() if "position" in table else rows.sum()).reset_index().head(12)
    called = dict(groups[lang]) | {level: known(level, lang) for level in LEVEL_COLOURS}
    rest = label("sep", lang).join(
        " ".join(called.get(v, v) for v in some) + " " + " / ".join(f"{n:,}" for n in numbers)
        for some, numbers in zip(rows[names].to_numpy(), rows[counts].to_numpy(), strict=True)
    )
    form = label(f"{name}.form", lang)
    return Words(*texts, f"{form}{label('colon', lang)}{rest}{label('stop', lang)}")


def words_corpus(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Words:
    first, total = table.iloc[0], max(table["of_han"].iloc[0], 1)
    places = table.drop_duplicates("place")
    most = places.sort_values(["place_han", "place"], ascending=[False, True]).iloc[0]
    facts = {
        "articles": amount(int(first["of_articles"]), "article", lang),
        "places": name_groups(places["place"], lang, groups),
        "most": groups.loc[most["place"], lang],
        "share": f"{100 * most['place_han'] / total:.0f}",
        "chars": amount(int(total), "character", lang),
        "rest": label("corpus.rest", lang, n=first["not_counted"]) if first["not_counted"] else "",
    }
    if "period" in table:
        days = sorted(table.loc[table["period"] != "", "period"]) or [label("undated", lang)]
        facts |= {"first": days[0], "last": days[-1]}
        variant = ".many.one/.many" if len(places) == 1 else ".many"
        return caption("corpus", table, lang, groups, variant=variant, **facts)
    genre = table.sort_values(["genre_han", "genre"], ascending=[False, True]).iloc[0]
    facts["genre"] = known(genre["genre"], lang)
    facts["genre_share"] = f"{100 * genre['genre_han'] / total:.0f}"
    return caption(
        "corpus", table, lang, groups, variant=".one/" if len(places) == 1 else "", **facts
    )


def draw_corpus(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """A row a place and date, a block an article, as wide as it is long; of many days a lane a place
    and a bar a period.
    """
    lanes = "period" in table
    rows = list(table.groupby(["place"] if lanes else ["place", "date_published"], sort=False))
    names = [
        joined(lang, groups.loc[p, lang], *(d or label("undated", lang) for d in day))
        for (p, *day), _ in rows
    ]
    room, left, above = marks.labels_beside(ax, names, most=0.36, high=20)
    right = ax.get_xlim()[1] - MARGIN
    y = 14.0 if lanes else _genre_key(ax, table, left, lang) + 4
    high = 20.0 if lanes else 25.0
    pitch = high + above
    for k, name in enumerate(names):
        marks.row_label(ax, left - marks.GAP, y + pitch * k + high / 2, room, name)
    y += above
    parts = [part for _, part in rows]
    if lanes:
        return _draw_periods(ax, parts, (left, right - 92), y, (high, pitch), lang, groups)
    widest = max(int(part["n_han"].sum()) for part in parts) or 1
    for part in parts:
        x = left
        for row in part.itertuples():
            wide = row.n_han * (right - left) / widest
            colour = GENRE_COLOURS.get(row.genre, GENRE_COLOURS["other"])
            style = {"facecolor": colour, "edgecolor": "white", "lw": 1.2}
            style["hatch"] = "////" if row.inferred else None
            marks.bar(ax, x, y + high / 2, wide, 20, row.href, **style)
            if wide > 46:
                style = {"backing": colour} if row.inferred else {}
                text = {"room": wide - 10, "href": row.href}
                marks.put(ax, x + 5, y + high / 2, row.title, **text, **style)
            x += wide
        y += pitch
    y -= above
    ticks = marks.round_ticks(widest)
    marks.scale(ax, left, right, (0, widest), y + 3, ticks, label("chars", lang))
    return y + 32


def _genre_key(ax: Axes, table: pd.DataFrame, left: float, lang: str) -> float:
    genres = [g for g in GENRE_COLOURS if g in set(table["genre"])]
    entries = [(known(g, lang), {"facecolor": GENRE_COLOURS[g]}) for g in genres]
    if table["inferred"].any():
        hatch = {"facecolor": "#cfcfcf", "hatch": "////", "edgecolor": "white"}
        entries.append((label("inferred", lang), hatch))
    return marks.key(ax, 0, entries, left=left)


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
    ax: Axes,
    parts: list[pd.DataFrame],
    ends: tuple[float, float],
    y: float,
    lanes: tuple[float, float],
    lang: str,
    groups: pd.DataFrame,
) -> float:
    """A lane a place: a bar a period, as high as it has articles; right of it all, and the undated."""
    (left, right), (lane, pitch) = ends, lanes
    dated = pd.concat(parts).query("period != ''")
    periods = sorted(set(dated["period"]))
    where = time_places(periods) if periods else {}
    step = min((b - a for a, b in pairwise(sorted(where.values()))), default=1.0)
    wide = max(min(step * (right - left) * 0.8, 14.0), 0.8)
    heads = {"all": right + 46, "no_day": right + 88}
    undated = sum(map(len, parts)) > len(dated)
    for head, x in list(heads.items())[: 1 + undated]:
        marks.put(ax, x, 4, label(head, lang), ha="right", color=SOFT)
    for part in parts:
        colour = groups.loc[part["place"].iloc[0], "colour"]
        marks.line(ax, [left, right], [y + lane - 2] * 2)
        marks.put(ax, right + 46, y + lane / 2, f"{part['n'].sum():,}", ha="right")
        for row in part.itertuples():
            if not row.period:
                marks.put(ax, right + 88, y + lane / 2, f"{row.n:,}", ha="right", href=row.href)
                continue
            high = row.n / dated["n"].max() * (lane - 4)
            x = left + where[row.period] * (right - left - wide)
            marks.bar(ax, x, y + lane - 2 - high / 2, wide, high, row.href, color=colour)
        y += pitch
    y += lane - pitch
    for period, side, x in zip(periods[:1] + periods[-1:], ("left", "right"), ends, strict=False):
        marks.put(ax, x, y + 8, period, ha=side, color=SOFT)
    return y + 16


def words_repair(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Words:
    asked = table[table["asked"]]
    told = (asked if len(asked) else table).iloc[0]  # the term may stand nowhere
    facts = {
        "term": name_term(told["term"], lang, {told["term"]: told["gloss"]}),
        "raw": told["n_raw"],
        "repaired": told["n_repaired"],
        "jieba": told["n_jieba"],
        "all": len(table),
        "changed": int((table["n_repaired"] != table["n_raw"]).sum()),
        "files": amount(int(told["files"]), "file", lang),
        "articles": amount(int(told["of_articles"]), "article", lang),
    }
    return caption("repair", table, lang, groups, **facts)


def draw_repair(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """Each term's count in the raw files, in the repaired articles, and among jieba's own words."""
    ways = {"raw": LINE, "repaired": INK, "jieba": "#c9c9c9"}
    heads = [(label(way, lang), colour) for way, colour in ways.items()]
    cells = marks.cells_of(
        (table[f"n_{way}"], table[f"n_{way}"].map("{:,}".format), table[f"href_{way}"], colour)
        for way, colour in ways.items()
    )
    return marks.bar_table(ax, marks.row_names(table, lang, name="term"), cells, heads)
