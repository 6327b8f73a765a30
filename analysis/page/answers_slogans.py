"""What notebook 4 says: which slogans travel between places, where the term stands and in whose
company.
"""

import pandas as pd
from markupsafe import Markup

from analysis.evidence.evidence import evidence
from analysis.evidence.links import anchor
from analysis.mention.propose import propose_slogans
from analysis.mention.slogan_origins import trace_slogans
from analysis.page.answers import MANY, counted, listing, per_place, plural
from analysis.page.open_corpus import Desk
from analysis.page.page_parts import cite, fill


def travels(desk: Desk) -> pd.DataFrame:
    """Every slogan with its level of adoption, the places that use it and how often: name, gloss,
    level, level_coined, n, n_places, places, n_articles, first_dated."""
    slogans = desk.study.slogans
    dates = desk.study.articles.set_index("article_id")["date_published"]
    rows = slogans.assign(date=slogans["article_id"].map(dates))
    table = rows.groupby("name", sort=True).agg(
        gloss=("gloss", "first"),
        level=("level", "first"),
        level_coined=("level_coined", "first"),
        n=("name", "size"),
        n_places=("place", "nunique"),
        places=("place", lambda p: "|".join(sorted(set(p), key=_rank(desk)))),
        n_articles=("article_id", "nunique"),
        first_dated=("date", _first_day),
    )
    table = table.reset_index()
    return table.sort_values(
        ["n_places", "n", "name"], ascending=[False, False, True], ignore_index=True
    )


def _first_day(days: pd.Series) -> str:
    return min((day for day in days if day), default="")


def _rank(desk: Desk):
    order = {place: rank for rank, place in enumerate(desk.study.places)}
    return lambda place: order.get(place, len(order))


def answer(desk: Desk, table: pd.DataFrame) -> Markup:
    """How many slogans more than one place uses, and the term; `table` of `travels`."""
    term = term_in_short(desk)
    if table.empty:
        return fill("No slogan of the lexicon stands in the counted articles. {term}", term=term)
    shared, n_places = table[table["n_places"] > 1], len(desk.study.places)
    if n_places < 2:
        travel = fill("With one place nothing can be seen to travel.")
    else:
        top = [
            fill("{name} ({n})", name=row["name"], n=cite(desk.tables, "slogans", name=row["name"]))
            for row in shared.head(3).to_dict("records")
        ]
        central = int((shared["level"] == "中央").sum())
        travel = fill(
            "{n} of {all} slogans stand in the papers of more than one place",
            n=len(shared),
            all=len(table),
        )
        if len(shared):
            travel = fill(
                "{travel}, {central} of them slogans the centre has adopted; furthest: {top}.",
                travel=travel,
                central=central,
                top=listing(top),
            )
        else:
            travel = fill("{travel}.", travel=travel)
    return fill(
        "{mentions} of {all} {slogans} are found ({places}). {travel} {term}",
        mentions=counted(desk, "slogans", "mention"),
        all=len(table),
        slogans=plural(len(table), "slogan"),
        places=per_place(desk, "slogans"),
        travel=travel,
        term=term,
    )


def term_in_short(desk: Desk) -> Markup:
    """How often the term stands, where, and in how many articles."""
    rows, of = desk.tables["term"], len(desk.study.articles)
    if rows.empty:
        return fill(
            "{term} stands nowhere in the {of} counted {articles}.",
            term=desk.term,
            of=of,
            articles=plural(of, "article"),
        )
    return fill(
        "{term} stands {n} {times} ({places}), in {k} of {of} articles.",
        term=desk.term,
        n=cite(desk.tables, "term", name=desk.term),
        times=plural(len(rows), "time"),
        places=per_place(desk, "term", name=desk.term),
        k=rows["article_id"].nunique(),
        of=of,
    )


def traced(desk: Desk) -> pd.DataFrame:
    """Each place's slogans as home-made, borrowed or shared: see `trace_slogans`."""
    return trace_slogans(desk.study.slogans, desk.study.articles)


def at_home_in_short(desk: Desk, table: pd.DataFrame) -> Markup:
    """For each place how many slogans are its own, taken over, shared; `table` of `traced`."""
    said = []
    for place in desk.study.places[:MANY]:
        own = table[table["place"] == place]
        kinds = [
            f"{int((own['relation'] == kind).sum())} {kind}"
            for kind in ("home-made", "borrowed", "shared")
        ]
        said.append(fill("{place} {kinds}", place=place, kinds=", ".join(kinds)))
    return (
        fill("Of the slogans in each place's papers: {said}.", said=Markup("; ").join(said))
        if len(table)
        else Markup("")
    )


def trace_link(row: dict) -> str:
    """The anchor of a row of `traced`."""
    return anchor("slogans", name=row["name"], place=row["place"])


def candidates(desk: Desk, *, most: int = 30) -> pd.DataFrame:
    """Wordings that look like slogans and are in no lexicon: rank, candidate, frame, n, n_articles,
    level, why, sentence.
    """
    table = propose_slogans(desk.corpus, desk.mentions, limit=most)
    return table[
        ["rank", "candidate", "frame", "n", "n_articles", "level", "expansion", "why", "sentence"]
    ]


def every_mention(desk: Desk) -> pd.DataFrame:
    """The term in full: each sentence it stands in, by place and date."""
    rows = desk.tables["term"]
    columns = ["place", "date_published", "title", "sentence", "file", "line_from"]
    if rows.empty:
        return pd.DataFrame(columns=columns)
    table = evidence(rows[["article_id", "start", "end"]], desk.corpus)[columns]
    return table.assign(title=table["title"].where(table["title"] != "", "(no headline)"))


def partners(desk: Desk) -> pd.DataFrame:
    """The slogans that stand in one sentence with the term: name, level, n (mentions),
    n_articles.
    """
    rows = desk.tables["partners"]
    table = rows.groupby("name", sort=True).agg(
        level=("level", "first"), n=("name", "size"), n_articles=("article_id", "nunique")
    )
    return table.reset_index().sort_values(
        ["n", "name"], ascending=[False, True], ignore_index=True
    )


def partner_link(row: dict) -> str:
    """The anchor of a row of `partners`."""
    return anchor("partners", name=row["name"])


def partners_in_short(desk: Desk, table: pd.DataFrame) -> Markup:
    """Which slogans the term is said together with; `table` of `partners`."""
    if table.empty:
        return fill(
            "No other slogan of the lexicon stands in one sentence with {term}.", term=desk.term
        )
    top = [
        fill("{name} ({n})", name=row["name"], n=cite(desk.tables, "partners", name=row["name"]))
        for row in table.head(3).to_dict("records")
    ]
    return fill(
        "{k} other {slogans} in one sentence with {term}, most often {top}.",
        k=len(table),
        slogans=plural(len(table), "slogan stands", "slogans stand"),
        term=desk.term,
        top=listing(top),
    )


def dates_known(desk: Desk) -> Markup:
    """Which places can be put in order of time at all."""
    articles = desk.study.articles
    dated = articles[articles["date_published"] != ""].groupby("place")["date_published"]
    said = [
        fill(
            "{place} {first}{last}",
            place=place,
            first=days.min(),
            last=f" to {days.max()}" if days.max() != days.min() else "",
        )
        for place, days in dated
        if place in desk.study.places[:MANY]
    ]
    undated = sorted(set(articles["place"]) - set(dated.groups))
    if len(said) < 2:
        return fill(
            "Fewer than two places have dated pages, so nothing can be said of who used a "
            "slogan first."
        )
    never = fill(
        " The pages of {places} have no date and are never called first.", places=listing(undated)
    )
    return fill(
        "Dated pages: {said}.{never} A slogan seen first in one paper need not have begun there.",
        said=Markup("; ").join(said),
        never=never if undated else Markup(""),
    )
