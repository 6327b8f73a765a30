"""What notebook 6 says: which days there are, since when terms are used, and whether more than
before.
"""

import pandas as pd
from markupsafe import Markup

from analysis.draw.figure_rows import choose_every, chosen_terms, rows_of_terms_in
from analysis.measure.groups import group_names
from analysis.measure.trend import lifespans, trend
from analysis.page.answers import listing, plural
from analysis.page.open_corpus import Desk
from analysis.page.page_parts import cite, fill

PERIODS = 6  # named one by one; of more the first and the last


def answer(desk: Desk) -> Markup:
    """Which periods the articles are of, and what that allows to say of the term."""
    articles, every = desk.study.articles, choose_every(desk.study)
    names = group_names(articles, every)
    counts = names[names != ""].value_counts().sort_index()
    if counts.empty:
        return fill("No article has a day that is known, so nothing can be said of time.")
    said = [
        fill("{period} ({n})", period=period, n=int(n))
        for period, n in (counts if len(counts) <= PERIODS else counts.iloc[[0, -1]]).items()
    ]
    days = fill(
        "The articles are of {k} {periods}: {said}{unknown}.",
        k=len(counts),
        periods=plural(len(counts), every),
        said=listing(said) if len(counts) <= PERIODS else Markup(" to ").join(said),
        unknown=f"; {int((names == '').sum())} of no known day" if (names == "").any() else "",
    )
    few = (
        " That is too few to speak of a rise or fall: what follows describes these days."
        if len(counts) < 3
        else ""
    )
    return fill(
        "{days}{few} {term} stands {n} {times} in all.",
        days=days,
        few=few,
        term=desk.term,
        n=cite(desk.tables, "term", name=desk.term),
        times=plural(len(desk.tables["term"]), "time"),
    )


def terms_over_time(desk: Desk, most: int = 12) -> pd.DataFrame:
    """First and last use of the term and the most widespread slogans, bursts, and the halves of the
    time compared; `lifespans`."""
    terms = chosen_terms(desk.study, most)
    rows = rows_of_terms_in(desk.study, terms)
    return lifespans(desk.corpus, rows, terms, every=choose_every(desk.study))


def term_by_period(desk: Desk) -> Markup:
    """The term in each period, each number with its sentences."""
    table, every = periods(desk), choose_every(desk.study)
    said = [
        fill(
            "{period}: {n} in {k} of {of} {articles}",
            period=row.period,
            n=cite(desk.tables, "term", name=desk.term, **{every: row.period}),
            k=row.n_articles,
            of=row.of_articles,
            articles=plural(row.of_articles, "article"),
        )
        for row in table[table["period"] != ""].head(2 * PERIODS).itertuples()
    ]
    return fill("{said}.", said=Markup("; ").join(said)) if said else Markup("")


def periods(desk: Desk) -> pd.DataFrame:
    """The term in each period that has articles: `trend`."""
    rows = rows_of_terms_in(desk.study, [desk.term])
    table = trend(desk.corpus, rows, [desk.term], every=choose_every(desk.study))
    return table[table["of_articles"] > 0].reset_index(drop=True)
