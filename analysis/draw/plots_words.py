"""Which words stand out: the most used of each group, those of two compared, clouds, and a term's
company.
"""

import functools
from collections.abc import Iterable
from io import BytesIO
from types import SimpleNamespace

import numpy as np
import pandas as pd
from fontTools.ttLib import TTFont
from matplotlib.axes import Axes
from PIL import ImageFont
from wordcloud import WordCloud

from analysis.draw import marks, theme
from analysis.draw.forest import below_floor, draw_forest, verdict_facts
from analysis.draw.plots_corpus import caption
from analysis.draw.theme import INK, LINE, MARGIN, TEXT, Words
from analysis.draw.typeface import FONT_FILES, text_width
from analysis.draw.vocabulary import clauses, name_term
from analysis.wording.labels import amount, label

CLOUD = (250, 118)  # points, wide and high
AIR = 0.93  # of the room WordCloud found for a word is used
LARGEST = 30  # points
SURE = 14  # words that are in the cloud whatever size they take


def place_words(tops: pd.DataFrame) -> pd.DataFrame:
    """Where each word stands in its group's cloud: the rows of `top_terms` that found room, with size
    (of the type: its area is the rate, on one scale for all clouds), x, baseline (points, from the
    cloud's top left). Words that would be smaller than the smallest text are left out.
    """
    if tops.empty:
        return tops
    roots = np.sqrt(tops["per_10k"]) / np.sqrt(tops["per_10k"].max())
    for largest in range(LARGEST, 15, -2):  # until the first words of each cloud find room
        sized = tops.assign(size=(roots * largest).round().astype(int))
        sized = sized[sized["size"] * AIR >= theme.SMALL]
        parts = [_layout(part) for _, part in sized.groupby("place", sort=False)]
        firsts = sized.groupby("place").head(SURE)[["place", "feature"]]
        if len(firsts.merge(pd.concat(parts), on=["place", "feature"])) == len(firsts):
            break
    table = pd.concat(parts, ignore_index=True)
    return table[[c for c in table if c != "href"] + ["href"]]


def _layout(words: pd.DataFrame) -> pd.DataFrame:
    """One cloud: the words that WordCloud found room for at their own size and that touch no larger
    one (it lets a word into the white beside a stroke).
    """
    sizes = dict(zip(words["feature"], words["size"].tolist(), strict=True))
    cloud = WordCloud(
        font_path=_cloud_font(),
        width=CLOUD[0],
        height=CLOUD[1],
        prefer_horizontal=1.0,
        relative_scaling=1.0,
        max_words=len(sizes),
        min_font_size=int(theme.SMALL),
        margin=5,
        random_state=0,
    )
    cloud.generate_from_frequencies(sizes, max_font_size=max(sizes.values()))
    rows, boxes = [], []
    for (word, _), size, (y, x), _, _ in cloud.layout_:
        ascent = ImageFont.truetype(_cloud_font(), size).getmetrics()[0]
        at = x + (1 - AIR) / 2 * size, y + ascent - (1 - AIR) / 2 * size
        high = AIR * size
        box = (at[0], at[1] - 0.9 * high, at[0] + text_width(word, high), at[1] + 0.24 * high)
        apart = all(
            box[0] >= b[2] or box[2] <= b[0] or box[1] >= b[3] or box[3] <= b[1] for b in boxes
        )
        if apart and abs(size - sizes[word]) <= 1 and high >= theme.SMALL:
            rows.append((word, high, *at))
            boxes.append(box)
    where = pd.DataFrame(rows, columns=["feature", "size", "x", "baseline"])
    return words.drop(columns="size").merge(where, on="feature", how="inner")


@functools.cache
def _cloud_font() -> SimpleNamespace:
    """Our regular font as a file object whose line is as high as its Han characters.

    WordCloud looks for room for the glyphs' box but draws them below the font's ascent; with the
    font's own, taller line words run into the ones below.
    """
    with TTFont(FONT_FILES[0], recalcTimestamp=False) as font:
        for table, high, low in (
            ("hhea", "ascent", "descent"),
            ("OS/2", "sTypoAscender", "sTypoDescender"),
        ):
            setattr(font[table], high, int(0.88 * font["head"].unitsPerEm))
            setattr(font[table], low, int(-0.12 * font["head"].unitsPerEm))
        font["OS/2"].usWinAscent, font["OS/2"].usWinDescent = (
            font["hhea"].ascent,
            -font["hhea"].descent,
        )
        buffer = BytesIO()
        font.save(buffer)
    return SimpleNamespace(read=buffer.getvalue)


def words_top_terms(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Words:
    return _words_of_tops("top-words", table, lang, groups)


def words_clouds(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Words:
    return _words_of_tops("clouds", table, lang, groups)


def _words_of_tops(name: str, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Words:
    """Each group's most used word; of more than three groups the word that leads in most of them."""
    glosses = dict(zip(table["feature"], table["gloss"], strict=True))
    parts = dict(list(table.groupby("place", sort=False)))
    firsts = {p: part.loc[part["n"] == part["n"].max(), "feature"] for p, part in parts.items()}
    deep = int(table.groupby("place").size().max())
    facts = {"rank": deep, "sizes": sizes(table, lang, groups)}
    if len(parts) > 3:
        leads = pd.concat(firsts.values()).value_counts()
        term = sorted(leads.index[leads == leads.max()])[0]
        facts |= {"term": name_term(term, lang, glosses), "k": int(leads.max())}
        facts["all"] = amount(len(parts), groups["kind"].iloc[0], lang)
        variant = ".many/" if facts["k"] > 1 else ".none/"
        return caption(name, table, lang, groups, variant=variant, **facts)
    pairs = []
    for place, tops in firsts.items():
        term = name_term(tops.iloc[0], lang, glosses)
        term = label("top.tie", lang, term=term, n=len(tops) - 1) if len(tops) > 1 else term
        pairs.append(label("top.pair", lang, term=term, place=groups.loc[place, lang]))
    return caption(name, table, lang, groups, pairs=clauses(pairs, lang), **facts)


def sizes(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> str:
    """The groups of a table with their numbers of articles: columns place, of_articles."""
    rows = table.drop_duplicates("place")
    said = [
        label("size", lang, place=groups.loc[p, lang], articles=amount(int(n), "article", lang))
        for p, n in rows[["place", "of_articles"]].head(4).itertuples(index=False)
    ]
    if len(rows) > 4:
        said.append(label("n_more", lang, n=len(rows) - 4))
    return label("list", lang).join(said)


def heads_of(places: Iterable[str], lang: str, groups: pd.DataFrame) -> list[tuple[str, str]]:
    """Name and colour of each group, as heads of columns."""
    return [(groups.loc[p, lang], groups.loc[p, "colour"]) for p in places]


def draw_top_terms(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """The most used terms of each group as sorted bars, a panel a group, all on one scale."""
    parts = [part for _, part in table.groupby("place", sort=False)]
    across = min(len(parts), 1 if theme.is_narrow(ax) else 3)
    each = (ax.get_xlim()[1] - 2 * MARGIN + 14) / across
    room = marks.label_room(*_labels(table, lang), most=(each - 14) * 0.55)
    y = end = 0.0
    for k, part in enumerate(parts):
        y = end if k and k % across == 0 else y
        corner = (MARGIN + k % across * each, y)
        end = max(end, _ranked(ax, part, corner, each - 14, room, table, lang, groups) + 10)
    return end - 10


def _labels(table: pd.DataFrame, lang: str) -> tuple[pd.Series, pd.Series]:
    return table["feature"], table["gloss"] if lang == "en" else table["gloss"].mask(
        lambda g: g != "", ""
    )


def _ranked(
    ax: Axes,
    part: pd.DataFrame,
    corner: tuple[float, float],
    wide: float,
    room: float,
    table: pd.DataFrame,
    lang: str,
    groups: pd.DataFrame,
) -> float:
    """A group's terms as bars under its name, on the scale of the whole table; returns the height
    under them.
    """
    (left, y), (name, colour) = corner, heads_of(part["place"].head(1), lang, groups)[0]
    names, glosses = _labels(part, lang)
    pitch = marks.ROW_GLOSSED if (_labels(table, lang)[1] != "").any() else marks.ROW
    marks.put(ax, left, y + 4, name, size=TEXT, weight="bold", room=wide)
    marks.line(ax, [left, left + wide], [y + 12] * 2, color=colour, lw=2.2)
    ys = y + 16 + pitch * (np.arange(len(part)) + 0.5)
    for at, *row in zip(ys, names, glosses, part["href"], strict=True):
        marks.row_label(ax, left + room, at, room, *row)
    cells = table.assign(length=table["per_10k"], text=table["n"].map("{:,}".format), colour=colour)
    unit = marks.unit_of(cells, wide - room - marks.GAP)
    marks.bar_panel(ax, cells.loc[part.index].assign(y=ys), left + room + marks.GAP, unit)
    return float(ys[-1] + pitch / 2)


def words_compared(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Words:
    facts = verdict_facts(table, lang, groups)
    if not below_floor(table):
        none = "" if facts["a_n"] + facts["b_n"] else ".none/"
        return caption("words-compared", table, lang, groups, variant=none, **facts)
    far = (table["articles_a"] / table["of_a"] - table["articles_b"] / table["of_b"]).abs()
    row = table.loc[far.idxmax()]
    facts["term"] = name_term(row["feature"], lang, {row["feature"]: row["gloss"]})
    facts |= {name: amount(int(row[name]), "time", lang) for name in ("n_a", "n_b")}
    return caption("words-compared", table, lang, groups, variant=".few", **facts)


def draw_compared(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """The words of two groups: where the floor is reached ratios with intervals, else the rates of
    these pages as bars, with counts.
    """
    if not below_floor(table):
        return draw_forest(ax, table, lang, groups)
    heads = heads_of(table.iloc[0][["place_a", "place_b"]], lang, groups)
    texts = {
        side: [
            label("n_in", lang, n=n, k=k, of=of) if n else "0"
            for n, k, of in table[[f"{c}_{side}" for c in ("n", "articles", "of")]].to_numpy()
        ]
        for side in "ab"
    }
    cells = marks.cells_of(
        (table[f"per_10k_{side}"], texts[side], table[f"href_{side}"], colour)
        for side, (_, colour) in zip("ab", heads, strict=True)
    )
    return marks.bar_table(ax, marks.row_names(table, lang), cells, heads)


def words_collocates(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Words:
    first = table.iloc[0]
    facts = {
        "term": name_term(first["term"], lang, {first["term"]: first["term_gloss"]}),
        "top": name_term(first["feature"], lang, {first["feature"]: first["gloss"]}),
        "n": int(first["n"]),
        "of": int(first["n_feature"]),
        "window": first["window"],
        "nodes": amount(int(first["n_node"]), "mention", lang),
        "articles": amount(int(first["of_articles"]), "article", lang),
    }
    return caption("collocates", table, lang, groups, **facts)


def draw_collocates(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """The words near a term, ranked by logDice: how often they stand near it, of how often in all,
    and logDice, both as bars from zero.
    """
    counts = table[["n", "n_feature"]].itertuples(index=False)
    near = [label("n_of", lang, n=n, of=of) for n, of in counts]
    heads = [(label("near", lang), INK), (label("logdice", lang), LINE)]
    cells = marks.cells_of(
        [
            (table["n"], near, table["href"], INK),
            (table["logdice"].clip(lower=0), table["logdice"].map("{:.1f}".format), "", LINE),
        ]
    )
    rows = marks.row_names(table, lang).assign(href=list(table["href_feature"]))
    return marks.bar_table(ax, rows, cells, heads, own_scales=True)


def draw_clouds(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """A small cloud of each group's words beside the bars of the first of them: a cloud shows no
    number.
    """
    y, left = 0.0, ax.get_xlim()[1] - MARGIN - CLOUD[0]
    under = left < CLOUD[0] / 2  # no room for both
    wide, deep = (CLOUD[0] if under else left - MARGIN - 14), 5 if lang == "en" else 7
    shown = table.groupby("place").head(deep)
    room = marks.label_room(*_labels(shown, lang), most=wide * 0.55)
    for place, part in table.groupby("place", sort=False):
        colour = groups.loc[place, "colour"]
        end = _ranked(ax, part.head(deep), (MARGIN, y), wide, room, shown, lang, groups)
        y = end - 8 if under else y
        for row in part.itertuples():
            at = (left + row.x, y + 14 + row.baseline)
            text = ax.text(*at, row.feature, size=row.size, color=colour)
            text.set_gid(f"cloud-{len(ax.texts)}")  # an id of its own in the SVG
            theme.link(text, row.href)
        y = max(end, y + 14 + CLOUD[1]) + 12
    return y - 12
