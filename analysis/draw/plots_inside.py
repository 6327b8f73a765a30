"""Inside the articles: where terms stand, which slogans stand in which articles, and when."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from analysis.draw import marks, theme
from analysis.draw.figure_tables import FEW_DAYS
from analysis.draw.plots_corpus import caption, time_places
from analysis.draw.plots_words import heads_of
from analysis.draw.theme import FAINT, MARGIN, SMALL, SOFT, TEXT, Words
from analysis.draw.typeface import clip, text_width
from analysis.draw.vocabulary import clauses, name_groups, name_term
from analysis.wording.labels import amount, label

FEW_TOLD = 3  # days that a title names one by one
PANEL = 92.0  # points, the height of a panel over time


def _terms(table: pd.DataFrame) -> pd.DataFrame:
    """The terms of a figure, one row each, the one asked for first, then by articles."""
    first = table[table["feature"] != ""].drop_duplicates("feature")
    first = first.assign(own=first["feature"] == first["asked"])
    order = ["own", "n_articles", "n", "feature"]
    return first.sort_values(order, ascending=[False, False, False, True]).reset_index(drop=True)


def words_dispersion(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Words:
    asked = _terms(table).iloc[0]
    facts = {
        "term": name_term(asked["feature"], lang, {asked["feature"]: asked["gloss"]}),
        "n": amount(int(asked["n"]), "time", lang),
        "k": int(asked["n_articles"]),
        "all": amount(int(asked["of_articles"]), "article", lang),
        "shown": int(asked["shown"]),
    }
    part = "" if asked["shown"] == asked["of_articles"] else "/.part"
    return caption("dispersion", table, lang, groups, variant=part, **facts)


def draw_dispersion(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """Where each chosen term stands along each article: one row an article, one column a term, one
    stroke a mention, the article's mentions as a number. On a narrow page one term after the other.
    """
    terms, y = _terms(table), 0.0
    for part in [terms.iloc[[k]] for k in range(len(terms))] if theme.is_narrow(ax) else [terms]:
        y = _draw_strokes(ax, table, part, y, lang, groups) + 10
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
    wide, glossed = each - 28, lang == "en" and (terms["gloss"] != "").any()
    for column, term in enumerate(terms.itertuples()):
        x = left + column * each
        marks.put(ax, x, y + 4, term.feature, size=TEXT, weight="bold", room=each - 8)
        if glossed:
            marks.put(ax, x, y + 15, marks.clip_gloss(term.gloss, each - 8), color=SOFT)
    y, place, row_of = y + (26.0 if glossed else 15.0), None, {}
    for row in first.itertuples():
        if row.place != place:
            place = row.place
            [(name, colour)] = heads_of([place], lang, groups)
            style = {"size": TEXT, "weight": "bold", "ha": "right", "room": room}
            marks.put(ax, left - marks.GAP, y + 9, name, **style)
            marks.line(ax, [left, width - MARGIN], [y + 9] * 2, color=colour, lw=1.6)
            y += 18
        row_of[row.article_id] = y + 6
        marks.put(ax, left - marks.GAP, y + 6, row.title, ha="right", room=room)
        for column in range(len(terms)):
            marks.bar(ax, left + column * each, y + 6, wide, 9, color=FAINT)
        y += 13
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


def words_matrix(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Words:
    there = table[table["n"] > 0].groupby("feature", sort=False)
    spread = there.agg(
        n=("n", "sum"), k=("n_articles", "sum"), p=("place", "nunique"), gloss=("gloss", "first")
    )
    top = spread.sort_values(["k", "n"], ascending=False, kind="stable").index[0]
    places = list(dict.fromkeys(table.sort_values("column")["place"]))
    facts = {
        "term": name_term(top, lang, spread["gloss"].to_dict()),
        "k": int(spread.loc[top, "k"]),
        "all": amount(int(table["of_articles"].iloc[0]), "article", lang),
        "every": int((spread["p"] == len(places)).sum()),
        "slogans": amount(len(spread), "slogan", lang),
        "places": name_groups(places, lang, groups),
        "bars": marks.bars_or_tiles(len(places), lang),
    }
    variant = (".one" if len(places) == 1 else "") + "/"
    variant += "" if (table["article_id"] != "").all() else ".many"
    return caption("slogans-by-article", table, lang, groups, variant=variant, **facts)


def draw_matrix(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """Slogans by article: a disc where the article has the slogan, its area the count, which stands
    in it from 2 on. Of many articles, bars by group: the share of its articles that have it.
    """
    table = table.assign(row=table["row"].rank(method="dense").astype(int) - 1)
    rows = marks.row_names(table.sort_values("row", kind="stable"), lang)
    columns = table.drop_duplicates("column").sort_values("column")
    if (table["article_id"] == "").any():
        cells = table.assign(
            column=table["column"] - 1,
            length=table["n_articles"] / table["of_place"],
            text=table["n_articles"].map("{:,}".format),
            colour=table["place"].map(groups["colour"]),
        )
        return marks.bar_table(ax, rows, cells, heads_of(columns["place"], lang, groups))
    room, left, above = marks.labels_beside(ax, rows["name"], rows["gloss"], most=0.38)
    high = marks.ROW_GLOSSED if rows["gloss"].any() and not above else 19.0
    pitch, left = high + above, left + 4 * (not above)
    each = min((ax.get_xlim()[1] - MARGIN - left) / len(columns), 40.0)
    _heads_of_articles(ax, columns, left, each, lang, groups)
    middles = 20.0 + above + pitch * np.arange(len(rows)) + high / 2
    for y, row in zip(middles, rows.itertuples(), strict=True):
        x = left - (0 if above else marks.GAP + 4)
        marks.row_label(ax, x, y - above, room, row.name, row.gloss)
        marks.line(ax, [left, left + each * len(columns)], [y, y], color=FAINT)
    most = max(int(table["n"].max()) - 1, 1)
    for cell in table.itertuples():
        x, y = left + each * (cell.column - 0.5), middles[cell.row]
        colour = groups.loc[cell.place, "colour"]
        size = min(np.sqrt(60 + 190 * (cell.n - 1) / most), each + 1)
        marks.dot(ax, x, y, colour, cell.href, ms=size, mew=0)
        if cell.n > 1:
            style = {"ha": "center", "weight": "bold", "color": theme.ink_on(colour), "zorder": 4}
            marks.put(ax, x, y, str(cell.n), href=cell.href, **style)
    bottom = middles[-1] + high / 2 + 4
    titles = [clip(title, 96, SMALL) for title in columns["title"]]
    for k, title in enumerate(titles):
        style = {"rotation": 90, "ha": "center", "va": "top", "size": SMALL, "color": SOFT}
        ax.text(left + each * (k + 0.5), bottom, title, **style)
    return float(bottom + max(text_width(title, SMALL) for title in titles))


def _heads_of_articles(
    ax: Axes, columns: pd.DataFrame, left: float, each: float, lang: str, groups: pd.DataFrame
) -> None:
    """Over the columns of a group's articles its name, which may reach over what is left of them."""
    free = left
    for place, part in columns.groupby("place", sort=False):
        start = left + each * (part["column"].iloc[0] - 1)
        end = left + each * part["column"].iloc[-1]
        [(name, colour)] = heads_of([place], lang, groups)
        marks.line(ax, [start + 2, end - 2], [13] * 2, color=colour, lw=2.6)
        if text_width(name, TEXT, bold=True) > end - start and lang == "en":
            name = groups.loc[place, "short"]
        wide = min(text_width(name, TEXT, bold=True), max(end - free - 4, 8.0))
        middle = max((start + end) / 2, free + wide / 2)
        middle = min(middle, max(end, free + wide) - wide / 2)
        marks.put(ax, middle, 3, name, ha="center", size=TEXT, weight="bold", room=wide + 0.1)
        free = middle + wide / 2 + 4


def words_trend(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Words:
    first, there = table.iloc[0], table[table["of_articles"] > 0]
    days = sorted(there["period"].unique())
    top = there.loc[there["per_10k"].idxmax()]
    by_day = [
        label("over-time.part", lang, n=amount(int(n), "time", lang), day=day)
        for day, n in there.groupby("period")["n"].sum().items()
    ]
    facts = {
        "term": name_term(first["feature"], lang, {first["feature"]: first["gloss"]}),
        "n": amount(int(table["n"].sum()), "time", lang),
        "first": days[0],
        "last": days[-1],
        "top": top["period"],
        "where": groups.loc[top["group"], lang],
        "rate": f"{top['per_10k']:.1f}",
        "parts": clauses(by_day[:FEW_TOLD], lang),
        "articles": amount(int(table["of_articles"].sum()), "article", lang),
        "undated": label(
            "over-time.undated", lang, n=amount(int(first["undated"]), "article", lang)
        )
        if first["undated"]
        else "",
        "period": label(f"period.{first['every']}", lang),
    }
    variant = (".few" if len(days) <= FEW_TOLD else "" if top["n"] else ".none") + "/"
    variant += ".few" if len(days) <= FEW_DAYS else ""
    return caption("over-time", table, lang, groups, variant=variant, **facts)


def draw_trend(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """The rate of a term over time, a panel a group on one scale: few days as bars with their
    counts; else dots with intervals, joined between neighbouring periods, so that a gap stays a gap.
    """
    shown = [g for g, part in table.groupby("group", sort=False) if part["of_articles"].sum()]
    periods = sorted(set(table["period"]))
    few = len(periods) <= FEW_DAYS
    days = {p: (k + 0.5) / len(periods) for k, p in enumerate(periods)}
    where = days if few else time_places(periods)
    across = 1 if theme.is_narrow(ax) else min(len(shown), 3 if few or len(shown) > 4 else 2)
    panel = PANEL if len(shown) <= 4 else PANEL * 0.65
    left = MARGIN + 26
    each = (ax.get_xlim()[1] - MARGIN - left + 16) / across
    top = float(np.nanmax([table["per_10k"].max(), table["per_10k_high"].max(), 1e-9])) * 1.18
    for k, group in enumerate(shown):
        x, y = left + (k % across) * each, (k // across) * (panel + 46)
        marks.put(ax, x, y + 6, groups.loc[group, lang], size=TEXT, weight="bold", room=each - 16)
        style = {"color": groups.loc[group, "colour"], "lw": 2.2}
        marks.line(ax, [x, x + each - 16], [y + 14] * 2, **style)
        box = (x, x + each - 16, y + 22, y + 22 + panel)
        part = table[table["group"] == group].assign(x=lambda t: t["period"].map(where))
        args = (box, top, groups.loc[group, "colour"], lang)
        _draw_panel(ax, part, *args, few=few, ticks=k % across == 0)
        named = days if few and (each - 16) / len(days) > 48 else {p: where[p] for p in periods[:1]}
        for period, at in named.items():
            at, ha = (x + 5 + at * (each - 26), "center") if named is days else (x, "left")
            marks.put(ax, at, box[3] + 8, period, ha=ha, color=SOFT)
        if named is not days:
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
        ys = [height(rate) if rate == rate else np.nan for rate in part["per_10k"]]
        marks.line(ax, part["x"], ys, color=colour, lw=1.1, zorder=1)
    there = part[part["of_articles"] > 0]
    for row in there.itertuples():
        y = above = height(row.per_10k)
        if row.per_10k_high == row.per_10k_high:
            above = min(y, height(row.per_10k_high))
            marks.line(ax, [row.x] * 2, [height(row.per_10k_low), above], color=SOFT, zorder=1)
        if few:
            marks.bar(ax, row.x - 6, (y + low) / 2, 12, low - y, row.href, color=colour)
            number = label("n_days", lang, n=row.n, of=row.of_articles)
        else:
            size = 2.6 if len(there) > 26 else 4.5
            style = {"ms": size, "mfc": colour if row.n else "white", "mew": 0.8}
            marks.dot(ax, row.x, y, colour, row.href, **style)
            number = str(row.n) if len(there) <= 14 else ""
        marks.put(ax, row.x, above - 7, number, ha="center", href=row.href)
    marks.line(ax, [left, right], [low, low])
