"""What else differs between two groups' articles: the table to read beside any comparison."""

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
    ("" if there is nothing to warn of): a row for the number of articles, Han characters, median
    length, effective number of articles, largest article's share, dates of publication, share of
    guessed dates, and each genre's share of the Han characters. Sources: the articles of the
    corpus; Kish 1965 (effective number). Raises TifaError for a group without an article.

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
    sizes = [side["n_han"] for side in sides]
    shares = [n.max() / max(n.sum(), 1) for n in sizes]
    ids = [min(side.loc[side["n_han"] == side["n_han"].max(), "article_id"]) for side in sides]
    each = [(one, share) for one, share in zip(ids, shares, strict=True) if share > MIN_SHARE]
    heavy = [f"{one} is {share:.0%} of its side" for one, share in each]
    weight = ("weight of one article", f"largest article ({ids[0]}; {ids[1]})", "share of Han")
    effective = [effective_number(n) for n in sizes]
    rows = [
        _row("articles", "", "articles", [len(side) for side in sides]),
        _row("length", "all", "Han characters", [n.sum() for n in sizes]),
        _row("length", "median article", "Han characters", [n.median() for n in sizes]),
        _row("length", "effective number", "articles", effective, form=",.1f"),
        _row(*weight, shares, "; ".join(heavy), form=".0%"),
        *_dates(sides),
    ]
    for genre in sorted({*sides[0]["genre"], *sides[1]["genre"]}):
        here = [side["genre"] == genre for side in sides]
        shares = [n[of].sum() / max(n.sum(), 1) for n, of in zip(sizes, here, strict=True)]
        note = "" if all(of.any() for of in here) else "only one side has this genre"
        rows.append(_row("genre", genre, "share of Han", shares, note, form=".0%"))
    return titled(pd.DataFrame(rows, columns=COLUMNS), "confounds", a=a, b=b)


def _row(confound: str, detail: str, unit: str, values: list, note="", form=",.0f") -> tuple:
    numbers = [float(value) for value in values]
    return (confound, detail, unit, *(format(n, form) for n in numbers), *numbers, note)


def _dates(sides: list[pd.DataFrame]) -> list[tuple]:
    days = [sorted(day for day in side["date_published"].astype(str) if day) for side in sides]
    shown = [" to ".join(dict.fromkeys([*known[:1], *known[-1:]])) or "unknown" for known in days]
    note = "a side has no dates"
    if all(days):
        apart = days[0][-1] < days[1][0] or days[1][-1] < days[0][0]
        note = "the dates do not overlap" if apart else ""
    sure = ["given", "printed"]
    guessed = [(~side["date_published_basis"].isin(sure)).mean() for side in sides]
    told = "dates are inferred or unknown" if max(guessed) > 0 else ""
    share = _row("date", "inferred or unknown", "share of articles", guessed, told, form=".0%")
    return [("date", "published", "date", *shown, float("nan"), float("nan"), note), share]
