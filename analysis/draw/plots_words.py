"""Which words stand out: the most used of each group, clouds, and a term's company."""

import functools
from io import BytesIO
from types import SimpleNamespace

import numpy as np
import pandas as pd
from fontTools.ttLib import TTFont
from matplotlib.axes import Axes
from PIL import ImageFont
from wordcloud import WordCloud

from analysis.draw import marks, theme
from analysis.draw.group_looks import clauses, heads_of, part_of, term_of
from analysis.draw.plots_groups import Told
from analysis.draw.theme import INK, LINE, MARGIN, TEXT
from analysis.draw.typeface import FONT_FILES, text_width
from analysis.wording.labels import label

CLOUD = (250, 118)  # points, wide and high
AIR = 0.93  # of the room WordCloud found for a word is used
LARGEST = 30  # points
SURE = 14  # words that are in the cloud whatever size they take
PANELS = 3  # side by side


def told_tops(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Told:
    """Each group's most used word; of more than PANELS groups the one that leads in most."""
    most = table.groupby("place")["n"].transform("max")
    firsts = table[table["n"] == most].assign(
        term=lambda t: [term_of(r, lang) for _, r in t.iterrows()]
    )
    facts = {"rank": int(table.groupby("place").size().max()), "all": table["place"].nunique()}
    if facts["all"] > PANELS:
        leads = firsts.groupby("feature").agg(k=("place", "size"), term=("term", "first"))
        lead = leads.loc[leads["k"].idxmax()]
        part = part_of(int(lead["k"]), facts["all"], lang, groups)
        return ".many/" if lead["k"] > 1 else ".none/", facts | {**lead, "part": part}
    pairs = firsts.drop_duplicates("place").assign(
        more=firsts.groupby("place")["n"].transform("size") - 1
    )
    pairs["term"] = [
        label("top.tie", lang, term=term, n=more) if more else term
        for term, more in zip(pairs["term"], pairs["more"], strict=True)
    ]
    return "", facts | {"pairs": clauses("top.pair", pairs, lang, groups)}


def draw_top_terms(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """The most used terms of each group as sorted bars, a panel a group, all on one scale."""
    parts = [part for _, part in table.groupby("place", sort=False)]
    narrow = 1 if len(parts) <= PANELS else 2
    across = min(len(parts), narrow if theme.is_narrow(ax) else PANELS)
    each = (ax.get_xlim()[1] - 2 * MARGIN + 14) / across
    y = end = 0.0
    for k, part in enumerate(parts):
        y = end if k % across == 0 else y
        corner, [head] = (MARGIN + k % across * each, y), heads_of(part["place"][:1], lang, groups)
        end = max(end, _ranked(ax, part, table, corner, each - 14, head) + 10)
    return end - 10


def _ranked(
    ax: Axes,
    part: pd.DataFrame,
    table: pd.DataFrame,
    corner: tuple[float, float],
    wide: float,
    head: tuple[str, str],
) -> float:
    """Draw a group's terms as bars under its name, on the table's scale; the height under them."""
    (left, y), (name, colour), everything = corner, head, marks.row_names(table)
    room = marks.label_room(everything["name"], everything["gloss"], most=wide * 0.6)
    marks.put(ax, left, y + 4, name, size=TEXT, weight="bold", room=wide)
    marks.line(ax, [left, left + wide], [y + 12] * 2, color=colour, lw=2.2)
    at = marks.Labels(room, left + room + marks.GAP, 0.0)
    rows = marks.row_names(part).assign(href=list(part["href"]))
    ys, low = marks.label_rows(ax, rows, y + 16, at, marks.pitch_of(everything))
    cells = table.assign(length=table["per_10k"], text=table["n"].map("{:,}".format), colour=colour)
    unit = marks.unit_of(cells, wide - room - marks.GAP)
    marks.bar_panel(ax, cells.loc[part.index].assign(y=ys), at.left, unit)
    return low


def place_words(tops: pd.DataFrame) -> pd.DataFrame:
    """The rows of `top_words` that found room in their group's cloud, with size (of the type: its
    area is the rate, on one scale for all), x, baseline (points, from the cloud's top left)."""
    if tops.empty:
        return tops
    roots = np.sqrt(tops["per_10k"] / tops["per_10k"].max())
    for largest in range(LARGEST, 15, -2):  # until the first words of each cloud find room
        sized = tops.assign(size=(roots * largest).round().astype(int))
        sized = sized[sized["size"] * AIR >= theme.SMALL]
        table = pd.concat([_layout(part) for _, part in sized.groupby("place", sort=False)])
        firsts = sized.groupby("place").head(SURE)[["place", "feature"]]
        if len(firsts.merge(table, on=["place", "feature"])) == len(firsts):
            break
    return table[[c for c in table if c != "href"] + ["href"]].reset_index(drop=True)


def _layout(words: pd.DataFrame) -> pd.DataFrame:
    """One cloud: the words that WordCloud found room for at their own size and that touch no larger
    one (it lets a word into the white beside a stroke)."""
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
        left, low, high = x + (1 - AIR) / 2 * size, y + ascent - (1 - AIR) / 2 * size, AIR * size
        box = (left, low - 0.9 * high, left + text_width(word, high), low + 0.24 * high)
        touches = any(
            box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in boxes
        )
        if not touches and abs(size - sizes[word]) <= 1 and high >= theme.SMALL:
            rows.append((word, high, left, low))
            boxes.append(box)
    where = pd.DataFrame(rows, columns=["feature", "size", "x", "baseline"])
    return words.drop(columns="size").merge(where, on="feature")


@functools.cache
def _cloud_font() -> SimpleNamespace:
    """Our regular font as a file object whose line is as high as its Han characters: WordCloud
    looks for room for the glyphs' box but draws them below the font's ascent."""
    buffer = BytesIO()
    with TTFont(FONT_FILES[0], recalcTimestamp=False) as font:
        lines, windows, em = font["hhea"], font["OS/2"], font["head"].unitsPerEm
        lines.ascent = windows.sTypoAscender = windows.usWinAscent = int(0.88 * em)
        lines.descent = windows.sTypoDescender = int(-0.12 * em)
        windows.usWinDescent = -lines.descent
        font.save(buffer)
    return SimpleNamespace(read=buffer.getvalue)


def draw_clouds(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """A small cloud of each group's words beside the bars of the first: a cloud shows no number."""
    y, left = 0.0, ax.get_xlim()[1] - MARGIN - CLOUD[0]
    under = left < CLOUD[0] / 2  # no room for both
    wide, deep = (CLOUD[0] if under else left - MARGIN - 14), 5 if lang == "en" else 7
    shown = table.groupby("place").head(deep)
    for place, part in table.groupby("place", sort=False):
        [head] = heads_of([place], lang, groups)
        end = _ranked(ax, part.head(deep), shown, (MARGIN, y), wide, head)
        y = end - 8 if under else y
        for row in part.itertuples():
            at = (left + row.x, y + 14 + row.baseline)
            text = ax.text(*at, row.feature, size=row.size, color=head[1])
            text.set_gid(f"cloud-{len(ax.texts)}")  # an id of its own in the SVG
            theme.link(text, row.href)
        y = max(end, y + 14 + CLOUD[1]) + 12
    return y - 12


def told_collocates(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> Told:
    first = table.iloc[0]
    term = term_of(first, lang, "term", "term_gloss")
    return "", {**first, "term": term, "top": term_of(first, lang)}


def draw_collocates(ax: Axes, table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> float:
    """The words near a term by logDice: how often near it, of how often in all; and logDice."""
    counts = table[["n", "n_feature"]].itertuples(index=False)
    near = [label("n_of", lang, n=n, of=of) for n, of in counts]
    heads = [(label("near", lang), INK), (label("logdice", lang), LINE)]
    cells = marks.cells_of(
        [
            (table["n"], near, table["href"], INK),
            (table["logdice"].clip(lower=0), table["logdice"].map("{:.1f}".format), "", LINE),
        ]
    )
    rows = marks.row_names(table).assign(href=list(table["href_feature"]))
    return marks.bar_table(ax, rows, cells, heads, own_scales=True)
