"""Inside the articles: where terms fall, one term in full with its partners, and slogans by
article.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Patch

from analysis.draw import theme
from analysis.draw.theme import Words
from analysis.draw.typeface import clip, wrap
from analysis.wording.labels import amount, label, listing


def _titles(table: pd.DataFrame, ids: list[str], lang: str) -> list[str]:
    first = table.drop_duplicates("article_id").set_index("article_id")
    return [
        first.loc[i, "place"] + label("colon", lang) + (first.loc[i, "title"] or i) for i in ids
    ]


def words_dispersion(table: pd.DataFrame, *, lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_dispersion`."""
    found = table[table["feature"] != ""] if len(table) else table
    if found.empty:
        return theme.nothing(lang)
    total = int(table["of_articles"].iloc[0])
    terms = list(dict.fromkeys(found["feature"]))
    spread = {
        t: (
            int((found["feature"] == t).sum()),
            found.loc[found["feature"] == t, "article_id"].nunique(),
        )
        for t in terms
    }
    order = sorted(terms, key=lambda t: (-spread[t][1], -spread[t][0], t))
    wide = order[0]
    rows = [
        label(
            "dispersion.row",
            lang,
            term=t,
            n=amount(n, "time", lang),
            articles=amount(k, "article", lang),
        )
        for t, (n, k) in ((t, spread[t]) for t in order)
    ]
    facts = {
        "term": wide,
        "k": spread[wide][1],
        "all": amount(total, "article", lang),
        "n": spread[wide][0],
        "rows": label("sep", lang).join(rows),
        "shown": table["article_id"].nunique(),
    }
    return Words(
        *(label(f"dispersion.{part}", lang, **facts) for part in ("title", "subtitle", "alt"))
    )


def plot_dispersion(table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Where each chosen term falls along each article: one row an article, one column a term, one
    stroke a mention.

    table : article_id, title, place, feature ("" for an article without), position 0 to 1, href.
    """
    words = words_dispersion(table, lang=lang)
    found = table[table["feature"] != ""] if len(table) else table
    if found.empty:
        return theme.empty(ax, words)
    ids = list(dict.fromkeys(table["article_id"]))
    terms = list(dict.fromkeys(found["feature"]))
    terms = sorted(
        terms,
        key=lambda t: (
            -found.loc[found["feature"] == t, "article_id"].nunique(),
            -(found["feature"] == t).sum(),
            t,
        ),
    )
    ax = theme.axes(ax, 0.75 + 0.235 * len(ids))
    names = _titles(table, ids, lang)
    room = (theme.points_wide(ax) - 2 * theme.MARGIN - theme.label_room(ax, names) - 12) / len(
        terms
    )
    for column, term in enumerate(terms):
        left = column * 1.1
        _lanes(ax, found[found["feature"] == term], table, ids, left)
        head = clip(term, room * 0.95, theme.TEXT, bold=True)
        ax.text(left, -1.0, f"{head}", ha="left", va="center", weight="bold")
    theme.term_labels(ax, range(len(ids)), names)
    _finish(ax, len(ids), 1.1 * len(terms) - 0.1, lang, terms)
    _place_legend(ax, table)
    return theme.frame(ax, words)


def _lanes(ax: Axes, hits: pd.DataFrame, table: pd.DataFrame, ids: list[str], left: float) -> None:
    """A pale lane for each article, and a stroke in its place's colour for each mention."""
    row_of = {article: y for y, article in enumerate(ids)}
    places = table.drop_duplicates("article_id").set_index("article_id")["place"]
    colours = theme.place_colours(table["place"])
    ax.barh(range(len(ids)), [1.0] * len(ids), left=left, height=0.62, color="#f0f0f0")
    hits = hits[hits["article_id"].isin(row_of)]
    strokes = [
        [(left + p, row_of[i] - 0.36), (left + p, row_of[i] + 0.36)]
        for i, p in zip(hits["article_id"], hits["position"], strict=True)
    ]
    lines = LineCollection(
        strokes,
        colors=[colours[places[i]] for i in hits["article_id"]],
        linewidths=1.8,
        capstyle="butt",
    )
    lines.set_urls(hits["href"].tolist())
    ax.add_collection(lines, autolim=False)


def _place_legend(ax: Axes, table: pd.DataFrame) -> None:
    colours = theme.place_colours(table["place"])
    theme.legend(
        ax,
        [
            Patch(facecolor=colour, label=clip(place, 70, theme.SMALL))
            for place, colour in list(colours.items())[:6]
        ],
    )


def _finish(ax: Axes, rows: int, right: float, lang: str, columns: list[str]) -> None:
    ax.set(xlim=(-0.01, right + 0.01), ylim=(rows - 0.4, -1.6))
    ticks = [at for k in range(len(columns)) for at in (k * 1.1, k * 1.1 + 1)]
    ends = [label("start", lang), label("end", lang)]
    ax.set_xticks(ticks, ends * len(columns))
    for i, text in enumerate(ax.get_xticklabels()):
        text.set_ha("right" if i % 2 else "left")
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)


def words_term(table: pd.DataFrame, *, lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_term`."""
    if table.empty:
        return theme.nothing(lang)
    term = table["feature"].iloc[0]
    by_place = table["place"].value_counts(sort=False)
    parts = [
        label("term.part", lang, place=p, n=int(by_place[p])) for p in dict.fromkeys(table["place"])
    ]
    names = table.drop_duplicates("article_id")["partners"].str.split("|").explode()
    names = names[names != ""].value_counts()
    names = (
        names.reset_index()
        .sort_values(["count", "partners"], ascending=[False, True])["partners"]
        .tolist()
    )
    facts = {
        "term": term,
        "n": int(table["of_mentions"].iloc[0]),
        "articles": amount(table["article_id"].nunique(), "article", lang),
        "parts": label("list", lang).join(parts[:4]),
        "partners": listing(names, lang, most=4) or label("none", lang),
    }
    return Words(*(label(f"term.{part}", lang, **facts) for part in ("title", "subtitle", "alt")))


def plot_term(table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Every mention of one term in its article, and to the right the slogans that stand in the same
    sentences.

    table : as for `plot_dispersion`, one term, with partners (joined with |).
    """
    words = words_term(table, lang=lang)
    if table.empty:
        return theme.empty(ax, words)
    ids = list(dict.fromkeys(table["article_id"]))
    ax = theme.axes(ax, 0.75 + 0.36 * len(ids))
    _lanes(ax, table, table, ids, 0.0)
    first = table.drop_duplicates("article_id").set_index("article_id")
    names = [
        clip(name, theme.points_wide(ax) * 0.36, theme.TEXT) for name in _titles(table, ids, lang)
    ]
    room = (
        (theme.points_wide(ax) - 2 * theme.MARGIN - theme.label_room(ax, names) - 12) * 0.77 / 1.92
    )
    for y, article in enumerate(ids):
        partners = label("list", lang).join(first.loc[article, "partners"].split("|")) or "–"
        lines = clip(wrap(partners, room, theme.SMALL).replace("\n", " "), room * 1.9, theme.SMALL)
        ax.text(
            1.12,
            y,
            wrap(lines, room, theme.SMALL),
            ha="left",
            va="center",
            size=theme.SMALL,
            color=theme.SOFT,
            linespacing=1.15,
        )
        n = int((table["article_id"] == article).sum())
        theme.link(
            ax.text(1.03, y, str(n), ha="left", va="center", weight="bold"),
            first.loc[article, "href"],
        )
    ax.text(
        1.12,
        -0.95,
        label("partners", lang),
        ha="left",
        va="center",
        weight="bold",
        size=theme.SMALL,
    )
    theme.term_labels(ax, range(len(ids)), names)
    _finish(ax, len(ids), 1.9, lang, ["one"])
    _place_legend(ax, table)
    return theme.frame(ax, words)


def words_matrix(table: pd.DataFrame, *, lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_matrix`."""
    if table.empty:
        return theme.nothing(lang)
    spread = table.groupby("feature", sort=False).agg(
        k=("article_id", "nunique"), n=("n", "sum"), p=("place", "nunique")
    )
    top = spread.sort_values(["k", "n"], ascending=False, kind="stable").index[0]
    every = spread[spread["p"] == table["place"].nunique()].index.tolist()
    rows = [
        label(
            "dispersion.row",
            lang,
            term=t,
            n=amount(int(n), "time", lang),
            articles=amount(int(k), "article", lang),
        )
        for t, k, n in spread[["k", "n"]].head(6).itertuples()
    ]
    facts = {
        "term": clip(top, 200, theme.TITLE),
        "k": int(spread.loc[top, "k"]),
        "all": amount(int(table["of_articles"].iloc[0]), "article", lang),
        "every": len(every),
        "slogans": amount(table["feature"].nunique(), "slogan", lang),
        "shown": table["article_id"].nunique(),
        "places": amount(table["place"].nunique(), "place", lang),
        "rows": label("sep", lang).join(rows),
    }
    return Words(*(label(f"matrix.{part}", lang, **facts) for part in ("title", "subtitle", "alt")))


def plot_matrix(table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Slogans by article: a disc where the article has the slogan, its area the count, the count in
    it from 2 on.

    table : the columns of `figure_rows.slogan_matrix`, one row a disc.
    """
    words = words_matrix(table, lang=lang)
    if table.empty:
        return theme.empty(ax, words)
    rows, columns = (
        table.drop_duplicates(by).sort_values(by, kind="stable") for by in ("row", "column")
    )
    features, ids = rows["feature"].tolist(), columns["article_id"].tolist()
    gloss = rows["gloss"].tolist() if lang == "en" else []
    ax = theme.axes(ax, 2.2 + (0.35 if any(gloss) else 0.27) * len(features))
    colours = theme.place_colours(table["place"])
    size = 60 + 200 * np.sqrt((table["n"] - 1) / max(int(table["n"].max()) - 1, 1))
    x, y = table["article_id"].map(ids.index), table["feature"].map(features.index)
    ax.hlines(range(len(features)), -0.5, len(ids) - 0.5, color="#eeeeee", lw=0.8, zorder=0)
    dots = ax.scatter(x, y, s=size, c=[colours[p] for p in table["place"]], zorder=2, gid="discs")
    dots.set_urls(table["href"].tolist())
    for i, j, n, place, href in zip(x, y, table["n"], table["place"], table["href"], strict=True):
        if n > 1:
            text = ax.text(
                i,
                j,
                str(n),
                ha="center",
                va="center_baseline",
                size=theme.SMALL,
                color=theme.ink_on(colours[place]),
                weight="bold",
                zorder=3,
            )
            theme.link(text, href)
    theme.term_labels(ax, range(len(features)), features, gloss)
    titles = columns["title"]
    ax.set_xticks(range(len(ids)), [clip(title, 105, theme.SMALL) for title in titles], rotation=90)
    places = columns["place"].tolist()
    room = (
        theme.points_wide(ax) - 2 * theme.MARGIN - theme.label_room(ax, features, gloss) - 12
    ) / (len(ids) + 0.2)
    for place in dict.fromkeys(places):
        where = [i for i, p in enumerate(places) if p == place]
        ends = [where[0] - 0.4, where[-1] + 0.4]
        ax.plot(
            ends, [-0.75, -0.75], color=colours[place], lw=3, solid_capstyle="butt", clip_on=False
        )
        text = clip(place, room * len(where) - 2, theme.TEXT, bold=True)
        ax.text((where[0] + where[-1]) / 2, -1.15, text, ha="center", va="center", weight="bold")
    ax.set(xlim=(-0.6, len(ids) - 0.4), ylim=(len(features) - 0.4, -1.6))
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    return theme.frame(ax, words)
