"""What else differs between two places' articles: the table to read beside any comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.measure.counts import counted
from analysis.measure.groups import REST, group_names, require_group
from analysis.measure.resampling import effective_number
from analysis.table.arguments import TEXT, a_corpus, wants
from analysis.table.titles import titled

if TYPE_CHECKING:
    from analysis.corpus import Corpus

COLUMNS = ["confound", "detail", "unit", "a", "b", "a_value", "b_value", "note"]
MIN_SHARE = 0.5  # an article that holds half of a side's text decides its rates


@wants(corpus=a_corpus(articles=["article_id", "genre"]), a=TEXT, b=TEXT, by=TEXT)
def confounds(corpus: Corpus, a: str, b: str, *, by: str = "place") -> pd.DataFrame:
    """Genre, date, length and the weight of single articles, group `a` beside group `b` of `by`.

    Returns confound, detail, unit, a, b (to read), a_value, b_value (numbers; NaN for dates), note
    ("" if there is nothing to warn of): one row for the number of articles, Han characters, median
    length, effective number of articles ((sum of lengths)² / sum of squared lengths), largest
    article's share, dates of publication, share of guessed dates, and each genre's share of the Han
    characters.
    corpus : its articles are read. by : as in `compare`; b="rest": all other groups. Source: Kish 1965
    (effective number). Raises TifaError for a group without an article.

    >>> from analysis import load_corpus
    >>> table = confounds(load_corpus("seeds"), "临平", "钱塘")
    >>> table.loc[0, ["confound", "a", "b"]].tolist()
    ['articles', '5', '8']
    """
    articles = counted(corpus.articles)
    names = group_names(articles, by)
    require_group(names, by, a, *([] if b == REST else [b]))
    others = ~names.isin([a, ""])
    sides = [articles[names == a], articles[others if b == REST else names == b]]
    rows = [_number("articles", "", "articles", [len(side) for side in sides])]
    rows.append(_number("length", "all", "Han characters", [side["n_han"].sum() for side in sides]))
    rows.append(
        _number(
            "length", "median article", "Han characters", [side["n_han"].median() for side in sides]
        )
    )
    rows.append(
        _number(
            "length",
            "effective number",
            "articles",
            [effective_number(side["n_han"]) for side in sides],
            1,
        )
    )
    rows += _largest(sides)
    rows += _dates(sides)
    rows += _genres(sides)
    return titled(pd.DataFrame(rows, columns=COLUMNS), "confounds", a=a, b=b)


def _number(
    confound: str, detail: str, unit: str, values: list, digits: int = 0, note: str = ""
) -> tuple:
    numbers = [float(value) for value in values]
    shown = [f"{number:,.{digits}f}" for number in numbers]
    return (confound, detail, unit, *shown, *numbers, note)


def _share(confound: str, detail: str, unit: str, values: list[float], note: str = "") -> tuple:
    return (
        confound,
        detail,
        unit,
        *(f"{value:.0%}" for value in values),
        *map(float, values),
        note,
    )


def _largest(sides: list[pd.DataFrame]) -> list[tuple]:
    shares, ids = [], []
    for side in sides:
        biggest = side.sort_values(
            ["n_han", "article_id"], ascending=[False, True], kind="stable"
        ).iloc[0]
        shares.append(float(biggest["n_han"]) / max(float(side["n_han"].sum()), 1.0))
        ids.append(str(biggest["article_id"]))
    heavy = [
        f"{one} is {share:.0%} of its side"
        for one, share in zip(ids, shares, strict=True)
        if share > MIN_SHARE
    ]
    detail = f"largest article ({ids[0]}; {ids[1]})"
    return [_share("weight of one article", detail, "share of Han", shares, "; ".join(heavy))]


def _dates(sides: list[pd.DataFrame]) -> list[tuple]:
    rows = []
    spans = []
    for side in sides:
        dates = sorted(date for date in side["date_published"].astype(str) if date)
        spans.append((dates[0], dates[-1]) if dates else None)
    shown = ["unknown" if span is None else " to ".join(dict.fromkeys(span)) for span in spans]
    apart = None not in spans and (spans[0][1] < spans[1][0] or spans[1][1] < spans[0][0])
    note = "the dates do not overlap" if apart else ""
    if None in spans:
        note = "a side has no dates"
    rows.append(("date", "published", "date", *shown, float("nan"), float("nan"), note))
    guessed = [
        float((~side["date_published_basis"].isin(["given", "printed"])).mean()) for side in sides
    ]
    note = "dates are inferred or unknown" if max(guessed) > 0 else ""
    rows.append(_share("date", "inferred or unknown", "share of articles", guessed, note))
    return rows


def _genres(sides: list[pd.DataFrame]) -> list[tuple]:
    totals = [max(float(side["n_han"].sum()), 1.0) for side in sides]
    rows = []
    for genre in sorted(set(sides[0]["genre"]) | set(sides[1]["genre"])):
        han = [float(side.loc[side["genre"] == genre, "n_han"].sum()) for side in sides]
        there = [int((side["genre"] == genre).sum()) for side in sides]
        note = "only one side has this genre" if 0 in there else ""
        shares = [h / total for h, total in zip(han, totals, strict=True)]
        rows.append(_share("genre", genre, "share of Han", shares, note))
    return rows
