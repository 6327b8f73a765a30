"""What the corpus is and what repair did to it: articles as blocks, and mentions that a plain
search would miss.
"""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from analysis.draw import theme
from analysis.draw.theme import Words
from analysis.draw.typeface import clip
from analysis.wording.labels import amount, joined, known, label

# Pale, so that a title can be read on them, and apart in lightness; genres are also named in the
# legend.
GENRE_COLOURS = {
    "meeting-report": "#bcd3ea",
    "news-brief": "#e8eef5",
    "work-report": "#8fb0c9",
    "feature": "#f3d9a8",
    "photo-caption": "#ffffff",
    "weather": "#ffffff",
    "boilerplate": "#ffffff",
    "other": "#dcdcdc",
}


def words_corpus(table: pd.DataFrame, *, lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_corpus`."""
    if table.empty:
        return theme.nothing(lang)
    first, total = table.iloc[0], max(int(table["of_han"].iloc[0]), 1)
    place, genre, longest = (
        table.sort_values([c, "article_id"], ascending=[False, True]).iloc[0]
        for c in ("place_han", "genre_han", "n_han")
    )
    shown = (
        ""
        if first["of_rows"] == first["rows_shown"]
        else label("of_shown", lang, shown=first["rows_shown"], all=first["of_rows"])
    )
    facts = {
        "articles": amount(int(first["of_articles"]), "article", lang),
        "places": amount(int(first["of_places"]), "place", lang),
        "share": f"{100 * place['place_han'] / total:.0f}",
        "most": place["place"],
        "genre": known(genre["genre"], lang),
        "genre_share": f"{100 * genre['genre_han'] / total:.0f}",
        "chars": amount(total, "character", lang),
        "omitted": int(first["not_counted"]),
        "inferred": amount(int(table["inferred"].sum()), "article", lang),
        "shown": label("sep", lang) + shown if shown else "",
        "longest": clip(longest["title"], 400, theme.TEXT),
        "place": longest["place"],
        "length": f"{longest['n_han']:,}",
        "long_share": f"{100 * longest['n_han'] / total:.0f}",
    }
    rows = [
        label(
            "top.row",
            lang,
            place=place,
            terms=joined(
                lang,
                amount(len(part), "article", lang),
                amount(int(part["n_han"].sum()), "character", lang),
            ),
        )
        for place, part in list(table.groupby("place", sort=False))[:8]
    ]
    return Words(
        label("corpus.title", lang, **facts),
        label("corpus.subtitle", lang, **facts),
        label("corpus.alt", lang, **facts, rows=label("sep", lang).join(rows)),
    )


def plot_corpus(table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """The corpus at a glance: a row a place and date, a block an article, as wide as it is long.

    table : the columns of `figure_tables.corpus_blocks`, in drawing order.
    """
    words = words_corpus(table, lang=lang)
    if table.empty:
        return theme.empty(ax, words)
    groups = list(table.groupby(["place", "date_published"], sort=False))
    ax = theme.axes(ax, 0.6 + 0.36 * len(groups))
    widest = max(int(part["n_han"].sum()) for _, part in groups)
    names = [joined(lang, place, date or label("undated", lang)) for (place, date), _ in groups]
    points = (theme.points_wide(ax) - 2 * theme.MARGIN - theme.label_room(ax, names) - 12) / (
        widest * 1.01
    )
    for y, (_, part) in enumerate(groups):
        left = 0  # of the next block, in characters
        for row in part.itertuples():
            bar = ax.barh(
                y,
                row.n_han,
                left=left,
                height=0.74,
                color=GENRE_COLOURS.get(row.genre, "#dcdcdc"),
                edgecolor="#777777",
                linewidth=0.7,
                hatch="////" if row.inferred else None,
            )[0]
            bar.set_hatchcolor("#ffffff") if row.inferred else None
            theme.link(bar, row.href)
            room = row.n_han * points - 8
            if room > 40:
                text = clip(row.title or row.article_id, room, theme.SMALL)
                text = ax.text(
                    left + 0.006 * widest,
                    y,
                    text,
                    ha="left",
                    va="center_baseline",
                    size=theme.SMALL,
                )
                theme.link(text, row.href)
            left += row.n_han
    theme.term_labels(ax, range(len(groups)), names)
    ax.set(xlim=(0, widest * 1.01), ylim=(len(groups) - 0.5, -0.6), xlabel=label("chars", lang))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.spines["left"].set_visible(False)
    genres = [g for g in GENRE_COLOURS if (table["genre"] == g).any()]
    handles = [
        Patch(facecolor=GENRE_COLOURS[g], edgecolor="#777777", lw=0.7, label=known(g, lang))
        for g in genres
    ]
    theme.legend(
        ax,
        [
            *handles,
            Patch(
                facecolor="#cfcfcf",
                edgecolor="#777777",
                hatch="////",
                label=label("inferred", lang),
            ),
        ],
    )
    return theme.frame(ax, words)


def words_repair(table: pd.DataFrame, *, lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_repair`."""
    if table.empty:
        return theme.nothing(lang)
    change = (table["n_repaired"] - table["n_raw"]).abs()
    told = (
        table.assign(change=change)
        .sort_values(["asked", "change", "term"], ascending=[False, False, True])
        .iloc[0]
    )
    rows = [
        label("repair.row", lang, term=t, raw=r, repaired=n, jieba=j)
        for t, r, n, j in table[["term", "n_raw", "n_repaired", "n_jieba"]]
        .head(8)
        .itertuples(index=False)
    ]
    facts = {
        "term": told["term"],
        "raw": told["n_raw"],
        "repaired": told["n_repaired"],
        "jieba": told["n_jieba"],
        "all": len(table),
        "changed": int((change > 0).sum()),
        "files": told["files"],
        "articles": amount(int(told["of_articles"]), "article", lang),
        "rows": label("sep", lang).join(rows),
    }
    return Words(*(label(f"repair.{part}", lang, **facts) for part in ("title", "subtitle", "alt")))


def plot_repair(table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """What repair changed: each term's count in the raw files, in the repaired articles, and among
    jieba's own words.

    table : term, gloss, n_raw, n_jieba, n_repaired, files, of_articles, asked, href_raw,
        href_jieba, href_repaired.
    """
    words = words_repair(table, lang=lang)
    if table.empty:
        return theme.empty(ax, words)
    gloss = table["gloss"].tolist() if lang == "en" else []
    ax = theme.axes(ax, 0.7 + (0.34 if any(gloss) else 0.26) * len(table))
    marks = {"jieba": ("x", "#8a8a8a"), "raw": ("o", "white"), "repaired": ("o", theme.INK)}
    for y, row in enumerate(table.to_dict("records")):
        ax.plot(
            [row["n_raw"], row["n_repaired"]],
            [y, y],
            color="#9a9a9a",
            lw=3,
            solid_capstyle="butt",
            zorder=1,
        )
        for kind, (mark, fill) in marks.items():
            edge, above = (fill, 4) if mark == "x" else (theme.INK, 3)
            dot = Line2D(
                [row[f"n_{kind}"]],
                [y],
                marker=mark,
                ms=7,
                mfc=fill,
                mec=edge,
                mew=1.4,
                ls="",
                zorder=above,
                gid=f"{kind}-{y}",
            )
            theme.link(dot, row[f"href_{kind}"])
            ax.add_line(dot)
        text = f"{row['n_raw']} → {row['n_repaired']}"
        ax.text(
            1.02,
            y,
            text,
            transform=ax.get_yaxis_transform(),
            ha="left",
            va="center",
            size=theme.SMALL,
        )
    theme.term_labels(ax, range(len(table)), table["term"], gloss)
    top = max(float(table[["n_raw", "n_jieba", "n_repaired"]].max().max()), 1.0)
    ax.set(xlim=(-0.03 * top, 1.04 * top), ylim=(len(table) - 0.4, -0.7), xlabel=label("n", lang))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
    ax.grid(axis="x")
    ax.spines["left"].set_visible(False)
    handles = [
        Line2D(
            [],
            [],
            marker=m,
            ls="",
            ms=7,
            mfc=f,
            mec=f if m == "x" else theme.INK,
            mew=1.4,
            label=label(k, lang),
        )
        for k, (m, f) in marks.items()
    ]
    theme.legend(ax, handles)
    return theme.frame(ax, words)
