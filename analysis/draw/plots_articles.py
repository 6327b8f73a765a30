"""What the articles are, what repair did to them, and inside them: where terms stand, which slogans
stand in which, and when. In all modules of plots `told_X` gives the sentences of a figure and their
facts (see figures.Plan), `draw_X` draws it and gives its height."""

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from analysis.draw import marks, theme
from analysis.draw.figure_tables import FEW_DAYS
from analysis.draw.group_looks import clauses, fill, heads_of, term_of
from analysis.draw.plots_groups import Told, group_columns
from analysis.draw.theme import FAINT, GENRE_COLOURS, INK, LINE, MARGIN, SMALL, SOFT, TEXT
from analysis.draw.typeface import fold, text_width
from analysis.wording.labels import joined, known, label

FEW_TOLD = 3  # days that a title names one by one
PANEL = 92.0  # points, the height of a panel over time
NUMBERED = 14  # dots of a panel that have room for their numbers
SMALL_DOTS = 26  # of more dots each is small
TITLE_ROOM = 150.0  # points of a line of an article's title that stands upright


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


# --- inside the articles


def _terms(table: pd.DataFrame) -> pd.DataFrame:
    """The terms of a figure, one row each, the one asked for first, then by articles."""
    first = table[table["feature"] != ""].drop_duplicates("feature")
    first = first.assign(own=first["feature"] == first["asked"])
    order = ["own", "n_articles", "n", "feature"]
    return first.sort_values(order, ascending=[False, False, False, True])


def told_dispersion(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Told:
    asked = _terms(table).iloc[0]
    part = "" if asked["shown"] == asked["of_articles"] else "/.part"
    return part, {**asked, "term": term_of(asked, lang, "label")}


def draw_dispersion(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """Where each chosen term stands along each article: a row an article, a column a term, a stroke
    a mention. On a narrow page one term after the other, with the articles that have it."""
    terms, y = _terms(table), 0.0
    if not theme.is_narrow(ax):
        return _draw_strokes(ax, table, terms, y, lang, groups)
    for k, term in enumerate(terms["feature"]):
        own = table[table["feature"] == term]
        y = _draw_strokes(ax, own, terms.iloc[[k]], y, lang, groups)
        if rest := table["article_id"].nunique() - own["article_id"].nunique():
            said = fill("dispersion.without", lang, groups, n=rest)
            marks.put(ax, MARGIN, y - 6, said, color=SOFT)
        y += 10
    return y - 10


def _draw_strokes(
    ax: Axes, table: pd.DataFrame, terms: pd.DataFrame, y: float, lang: str, groups: pd.DataFrame
) -> float:
    width, first = ax.get_xlim()[1], table.drop_duplicates("article_id")
    names = groups.loc[first["place"].unique(), lang]
    most = width * (0.45 if len(terms) == 1 else 0.3)
    room = marks.label_room([*first["title"], *names], most=most)
    left = MARGIN + room + marks.GAP
    each = (width - MARGIN - left + 10) / len(terms)
    wide = each - 28
    deep = 0
    for column, term in enumerate(terms.itertuples()):
        x, bold = left + column * each, {"size": TEXT, "weight": "bold"}
        names = fold(term.label, 0.94 * each - 8, TEXT)  # bold is wider
        lines = [*names, *fold(term.gloss, each - 8, SMALL, most=4)]
        for k, part in enumerate(lines):
            style = bold if k < len(names) else {"color": SOFT}
            marks.put(ax, x, y + 4 + k * marks.LINE_STEP, part, **style)
        deep = max(deep, len(lines))
    y, row_of = y + 4.0 + deep * marks.LINE_STEP, {}
    for place, part in first.groupby("place", sort=False):
        [(name, colour)] = heads_of([place], lang, groups)
        style = {"size": TEXT, "weight": "bold", "ha": "right", "room": room}
        marks.put(ax, left - marks.GAP, y + 9, name, **style)
        marks.line(ax, [left, width - MARGIN], [y + 9] * 2, color=colour, lw=1.6)
        y += 18
        for row in part.itertuples():
            lines = fold(row.title, room, SMALL, most=1 if theme.is_narrow(ax) else 3) or [""]
            for k, title in enumerate(lines):
                marks.put(ax, left - marks.GAP, y + 6 + k * marks.LINE_STEP, title, ha="right")
            high = (len(lines) - 1) * marks.LINE_STEP
            row_of[row.article_id] = y + 6 + high / 2
            for column in range(len(terms)):
                marks.bar(ax, left + column * each, y + 6 + high / 2, wide, 9, color=FAINT)
            y += 13 + high
    for column, term in enumerate(terms["feature"]):
        x, hits = left + column * each, table[table["feature"] == term]
        at = x + hits["position"] * wide
        rows = hits["article_id"].map(row_of)
        strokes = LineCollection(
            [[(a, b - 5), (a, b + 5)] for a, b in zip(at, rows, strict=True)],
            colors=hits["place"].map(groups["colour"]).tolist(),
            linewidths=1.6,
            capstyle="butt",
            clip_on=False,
        )
        strokes.set_urls(hits["href"].tolist())
        ax.add_collection(strokes, autolim=False)
        counts = hits.groupby("article_id").agg(n=("href", "size"), href=("href", "first"))
        for article, n, link in counts.itertuples():
            marks.put(ax, x + wide + 3, row_of[article], str(n), href=link)
        marks.put(ax, x, y + 6, label("start", lang), color=SOFT)
        marks.put(ax, x + wide, y + 6, label("end", lang), ha="right", color=SOFT)
    return y + 12


def told_matrix(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Told:
    there = table[table["n"] > 0].groupby("feature", sort=False)
    spread = there.agg(n=("n", "sum"), k=("n_articles", "sum"), p=("place", "nunique"))
    spread = spread.join(there[["label", "gloss"]].first()).reset_index()
    top = spread.sort_values(["k", "n"], ascending=False, kind="stable").iloc[0]
    places = table.sort_values("column")["place"].unique()
    facts = {"of_articles": table["of_articles"].iloc[0], "places": places, "slogans": len(spread)}
    facts |= {
        "term": term_of(top, lang, "label"),
        "k": top["k"],
        "every": (spread["p"] == len(places)).sum(),
    }
    whole = ".all" if facts["every"] == len(spread) else ""
    variant = (".one" if len(places) == 1 else whole) + "/"
    return variant + ("" if (table["article_id"] != "").all() else ".many"), facts


def draw_matrix(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """Slogans by article: a disc where the article has the slogan, its area the count. Of many
    articles, bars by group: the share of its articles that have it."""
    table = table.assign(row=table["row"].rank(method="dense").astype(int) - 1)
    rows = marks.row_names(table.sort_values("row", kind="stable"))
    columns = table.drop_duplicates("column").sort_values("column")
    if (table["article_id"] == "").any():
        share = table["n_articles"] / table["of_place"]
        return group_columns(ax, rows, table.assign(length=share), "n_articles", lang, groups)
    at = marks.labels_beside(ax, rows, most=0.38)
    high = 19.0 if at.above else max(marks.pitch_of(rows), 19.0)
    middles, bottom = marks.label_rows(ax, rows, 20, at, high)
    left = at.left + 4 * (not at.above)
    each = min((ax.get_xlim()[1] - MARGIN - left) / len(columns), 40.0)
    _heads_of_articles(ax, columns, left, each, lang, groups)
    for y in middles:
        marks.line(ax, [left, left + each * len(columns)], [y, y], color=FAINT)
    most = max(int(table["n"].max()) - 1, 1)
    for cell in table.itertuples():
        x, y = left + each * (cell.column - 0.5), middles[cell.row]
        colour = groups.at[cell.place, "colour"]
        size = min(np.sqrt(60 + 190 * (cell.n - 1) / most), each + 1)
        marks.dot(ax, x, y, colour, cell.href, ms=size, mew=0)
        if cell.n > 1:
            style = {"ha": "center", "weight": "bold", "color": theme.ink_on(colour), "zorder": 4}
            marks.put(ax, x, y, str(cell.n), href=cell.href, **style)
    deep = min(max(int(each // (SMALL + 1)), 1), 3)
    titles = [fold(title, TITLE_ROOM, SMALL, most=deep) for title in columns["title"]]
    for k, lines in enumerate(titles):
        style = {"ha": "center", "va": "top", "color": SOFT}
        marks.put_upright(ax, left + each * (k + 0.5), bottom + 4, "\n".join(lines), **style)
    return bottom + 4 + max(text_width(line, SMALL) for lines in titles for line in lines)


def _heads_of_articles(
    ax: Axes, columns: pd.DataFrame, left: float, each: float, lang: str, groups: pd.DataFrame
) -> None:
    """Over the columns of a group's articles its name, which may reach over what is left."""
    free = left
    for place, part in columns.groupby("place", sort=False):
        start = left + each * (part["column"].iloc[0] - 1)
        end = left + each * part["column"].iloc[-1]
        [(name, colour)] = heads_of([place], lang, groups)
        marks.line(ax, [start + 2, end - 2], [13] * 2, color=colour, lw=2.6)
        if text_width(name, TEXT, bold=True) > end - start and lang == "en":
            name = groups.at[place, "short"]
        wide = min(text_width(name, TEXT, bold=True), max(end - free - 4, 8.0))
        middle = max((start + end) / 2, free + wide / 2)
        middle = min(middle, max(end, free + wide) - wide / 2)
        marks.put(ax, middle, 3, name, ha="center", size=TEXT, weight="bold", room=wide + 0.1)
        free = middle + wide / 2 + 4


def told_trend(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Told:
    there = table[table["of_articles"] > 0]
    top = there.loc[there["n"].idxmax()]  # the rate of one short article may be any
    by_day = there.groupby("period", as_index=False)["n"].sum()
    facts = {**top, "all": table["n"].sum(), "articles": table["of_articles"].sum()}
    facts |= {"first": by_day["period"].iloc[0], "last": by_day["period"].iloc[-1]}
    facts["term"] = term_of(top, lang)
    facts["every"] = label(f"period.{top['every']}", lang)
    facts["rest"] = fill("over-time.undated", lang, groups, **top) if top["undated"] else ""
    facts["parts"] = clauses("over-time.part", by_day[:FEW_TOLD], lang, groups)
    alone = ".tie" if (there["n"] == top["n"]).sum() > 1 else ""
    variant = ".few" if len(by_day) <= FEW_TOLD else alone if top["n"] else ".none"
    return f"{variant}/{'.few' * (len(by_day) <= FEW_DAYS)}", facts


def draw_trend(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """The rate of a term over time, a panel a group on one scale: few days as bars; else dots with
    intervals, joined between neighbouring periods, so that a gap stays a gap."""
    shown = [g for g, part in table.groupby("group", sort=False) if part["of_articles"].sum()]
    periods = sorted(set(table["period"]))
    few = len(periods) <= FEW_DAYS
    days = {p: (k + 0.5) / len(periods) for k, p in enumerate(periods)}
    where = days if few else time_places(periods)
    across = 1 if theme.is_narrow(ax) else min(len(shown), 3 if few or len(shown) > 4 else 2)
    panel = PANEL if len(shown) <= 4 else PANEL * 0.65
    left = MARGIN + 26
    each = (ax.get_xlim()[1] - MARGIN - left + 16) / across
    top = float(np.nanmax([table["per_10k"].max(), table["per_10k_high"].max(), 0])) * 1.18 or 1.0
    for k, group in enumerate(shown):
        x, y = left + (k % across) * each, (k // across) * (panel + 46)
        [(name, colour)] = heads_of([group], lang, groups)
        marks.put(ax, x, y + 6, name, size=TEXT, weight="bold", room=each - 16)
        marks.line(ax, [x, x + each - 16], [y + 14] * 2, color=colour, lw=2.2)
        box = (x, x + each - 16, y + 22, y + 22 + panel)
        part = table[table["group"] == group].assign(x=lambda t: t["period"].map(where))
        _draw_panel(ax, part, box, top, colour, lang, few=few, ticks=k % across == 0)
        if few and (each - 16) / len(days) > 48:
            for period, at in days.items():
                at = x + 5 + at * (each - 26)
                marks.put(ax, at, box[3] + 8, period, ha="center", color=SOFT)
        else:
            marks.put(ax, x, box[3] + 8, periods[0], color=SOFT)
            marks.put(ax, box[1], box[3] + 8, periods[-1], ha="right", color=SOFT)
    return y + panel + 38


def _draw_panel(
    ax: Axes,
    part: pd.DataFrame,
    box: tuple[float, float, float, float],
    top: float,
    colour: str,
    lang: str,
    *,
    few: bool,
    ticks: bool,
) -> None:
    left, right, high, low = box

    def height(rate: float) -> float:
        return low - (low - high) * min(rate, top) / top

    for value, text in marks.round_ticks(top, 4).items():
        marks.line(ax, [left, right], [height(value)] * 2, color=FAINT)
        if ticks:
            marks.put(ax, left - 4, height(value), text, ha="right", color=SOFT)
    part = part.assign(x=left + 5 + part["x"] * (right - left - 10))
    if not few:
        ys = low - (low - high) * part["per_10k"] / top
        marks.line(ax, part["x"], ys, color=colour, lw=1.1, zorder=1)
    there, room = part[part["of_articles"] > 0], (right - left) / max(len(part), 1)
    for row in there.itertuples():
        y = above = height(row.per_10k)
        if row.per_10k_high == row.per_10k_high:
            above = min(y, height(row.per_10k_high))
            marks.line(ax, [row.x] * 2, [height(row.per_10k_low), above], color=SOFT, zorder=1)
        if few:
            marks.bar(ax, row.x - 6, (y + low) / 2, 12, low - y, row.href, color=colour)
            facts = {"n": row.n, "articles": row.n_articles, "of": row.of_articles}
            number = label("n_in" if row.n else "n_in.none", lang, **facts)
            number = number if text_width(number, SMALL) < room else str(row.n)
        else:
            size = 2.6 if len(there) > SMALL_DOTS else 4.5
            style = {"ms": size, "mfc": colour if row.n else "white", "mew": 0.8}
            marks.dot(ax, row.x, y, colour, row.href, **style)
            number = str(row.n) if len(there) <= NUMBERED else ""
        style = {"ha": "center", "href": row.href, "backing": number and "white", "zorder": 2.5}
        marks.put(ax, row.x, above - 7, number, **style)
    marks.line(ax, [left, right], [low, low])
