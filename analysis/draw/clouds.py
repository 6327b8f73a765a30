"""Where the words of small clouds stand: laid out by WordCloud, drawn by us, so that the words are
text and open their evidence.
"""

import functools
from io import BytesIO
from types import SimpleNamespace

import numpy as np
import pandas as pd
from fontTools.ttLib import TTFont
from PIL import ImageFont
from wordcloud import WordCloud

from analysis.draw import theme
from analysis.draw.typeface import FONT_FILES, text_width

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
