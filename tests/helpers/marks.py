"""The rows of each figure read back from what is drawn: position, size and link of every mark,
never from its table.

`MARKS[name]` is a pair: what reads the marks of an Axes, and what the table says they must be; both
give sorted lists of tuples, the last of each its link ("" for none).
"""

from collections.abc import Callable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Rectangle

Marks = list[tuple]


def _number(value: float) -> float:
    return round(float(value), 6)


def bars(ax: Axes) -> Marks:
    """Width and link of every bar that has one: backgrounds have no link and no width of their
    own.
    """
    drawn = [p for p in ax.patches if isinstance(p, Rectangle) and p.get_width() > 0]
    return sorted((_number(p.get_width()), p.get_url() or "") for p in drawn)


def dots(ax: Axes) -> list[Line2D]:
    """The single points that lines draw, from the top of the figure down."""
    found = [
        line
        for line in ax.lines
        if line.get_marker() not in ("None", "", None) and len(line.get_xdata()) == 1
    ]
    return sorted(found, key=lambda line: float(line.get_ydata()[0]))


def dots_across(ax: Axes) -> Marks:
    return sorted((_number(line.get_xdata()[0]), line.get_url() or "") for line in dots(ax))


def scattered(ax: Axes) -> Marks:
    """Place and link of every point of every scatter."""
    found = []
    for part in ax.collections:
        if isinstance(part, PathCollection):
            found += [
                (*map(_number, at), url or "")
                for at, url in zip(part.get_offsets(), part.get_urls(), strict=True)
            ]
    return sorted(found)


def strokes(ax: Axes) -> Marks:
    """Lane, place along it and link of every stroke; columns of lanes are 1.1 apart."""
    found = []
    for part in ax.collections:
        if isinstance(part, LineCollection) and part.get_urls() != [None]:
            for segment, url in zip(part.get_segments(), part.get_urls(), strict=True):
                x, y = segment.mean(axis=0)
                column = int(x // 1.1)
                found.append((column, round(y), _number(x - 1.1 * column), url))
    return sorted(found)


def _stroke_rows(table: pd.DataFrame) -> Marks:
    """Terms in the order of their headings: most articles, then most mentions, then by name."""
    there = table[table["feature"] != ""]
    spread = there.groupby("feature").agg(k=("article_id", "nunique"), n=("article_id", "size"))
    terms = [
        t
        for t, _ in sorted(
            spread.iterrows(), key=lambda item: (-item[1]["k"], -item[1]["n"], item[0])
        )
    ]
    lanes = list(dict.fromkeys(table["article_id"]))
    return sorted(
        (terms.index(r.feature), lanes.index(r.article_id), _number(r.position), r.href)
        for r in there.itertuples()
    )


def links_of_lines(ax: Axes) -> Marks:
    """Links of the network's lines, and of its discs."""
    lines = [("line", p.get_url() or "") for p in ax.patches if isinstance(p, FancyArrowPatch)]
    return sorted(lines + [("disc", url) for *_, url in scattered(ax)])


def _network_rows(table: pd.DataFrame) -> Marks:
    named = {
        *zip(table["a"], table["href_a"], strict=True),
        *zip(table["b"], table["href_b"], strict=True),
    } - {("", "")}
    return sorted(
        [("line", h) for h in table.loc[table["b"] != "", "href"]] + [("disc", h) for _, h in named]
    )


def words(ax: Axes) -> Marks:
    """Text, size and link of every word of a cloud."""
    return sorted(
        (t.get_text(), _number(t.get_fontsize()), t.get_url() or "")
        for t in ax.texts
        if str(t.get_gid()).startswith("word-")
    )


def values_beside(ax: Axes) -> Marks:
    """What stands at the end of each of the paired bars, with its link."""
    return sorted(
        (t.get_text(), t.get_url() or "")
        for t in ax.texts
        if t.get_ha() == "left" and t.get_position()[0] != 1.2
    )


def _pairs(*columns: str) -> Callable[[pd.DataFrame], Marks]:
    """The pairs of columns value, link, value, link, ..., as sorted (value, link), zeros of bars
    left out.
    """
    halves = list(zip(columns[::2], columns[1::2], strict=True))

    def rows(table: pd.DataFrame) -> Marks:
        return sorted(
            (_number(v), h)
            for value, link in halves
            for v, h in zip(table[value], table[link], strict=True)
        )

    return rows


def _ratio_rows(table: pd.DataFrame) -> Marks:
    """Below the floor there is no ratio: the two rates are drawn."""
    if table.empty:
        return []
    if table["log_ratio"].isna().all():
        return DUMBBELL[1](table)
    return sorted(
        (_number(r.log_ratio), r.href_a if r.log_ratio > 0 else r.href_b)
        for r in table.itertuples()
    )


def _scatter_rows(table: pd.DataFrame) -> Marks:
    none = table[["per_10k_a", "per_10k_b"]].stack()
    none = none[none > 0].min() / 2.2  # where a rate of nothing stands
    return sorted(
        (_number(r.per_10k_a or none), _number(r.per_10k_b or none), r.href_a or r.href_b)
        for r in table.itertuples()
    )


def _matrix_rows(table: pd.DataFrame) -> Marks:
    return sorted((float(r.column - 1), float(r.row - 1), r.href) for r in table.itertuples())


def _wide(rows: Callable[[pd.DataFrame], Marks]) -> Callable[[pd.DataFrame], Marks]:
    return lambda table: [mark for mark in rows(table) if mark[0] > 0]


DUMBBELL = (dots_across, _pairs("per_10k_a", "href_a", "per_10k_b", "href_b"))
RATIOS = (dots_across, _ratio_rows)
MARKS: dict[str, tuple[Callable[[Axes], Marks], Callable[[pd.DataFrame], Marks]]] = {
    "corpus": (bars, _pairs("n_han", "href")),
    "repair": (
        dots_across,
        _pairs("n_raw", "href_raw", "n_jieba", "href_jieba", "n_repaired", "href_repaired"),
    ),
    "top-words": (bars, _pairs("per_10k", "href")),
    "keyness-words": RATIOS,
    "keyness-slogans": RATIOS,
    "rates-words": (scattered, _scatter_rows),
    "clouds": (
        words,
        lambda t: sorted(zip(t["feature"], map(_number, t["size"]), t["href"], strict=True)),
    ),
    "dispersion": (strokes, _stroke_rows),
    "collocates": (
        scattered,
        lambda t: sorted(
            (_number(x), float(y), h)
            for y, (x, h) in enumerate(zip(t["logdice"], t["href"], strict=True))
        ),
    ),
    "bodies-by-level": (bars, _wide(_pairs("share", "href"))),
    "top-bodies": DUMBBELL,
    "bodies-together": (links_of_lines, _network_rows),
    "slogans-by-level": (bars, _pairs("share", "href")),
    "slogans-by-article": (scattered, _matrix_rows),
    "top-slogans": DUMBBELL,
    "shared-slogans": (bars, _pairs("n_slogans", "href")),
    "term": (strokes, _stroke_rows),
    "over-time": (
        dots_across,
        lambda t: sorted(
            (float(list(dict.fromkeys(t["period"])).index(r.period)), r.href)
            for r in t.itertuples()
            if r.of_articles
        ),
    ),
    "verdicts": RATIOS,
    "leave-one-out": RATIOS,
    "confounds": (
        values_beside,
        lambda t: sorted(
            [*zip(t["a"], t["href_a"], strict=True), *zip(t["b"], t["href_b"], strict=True)]
        ),
    ),
}
