"""What notebook 5 says: two places head to head, what else differs between them, and what holds
without one text.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
from markupsafe import Markup

from analysis.evidence.links import anchor
from analysis.measure.compare import compare, confounds
from analysis.page.answers import compared, name_of, plural, verdicts
from analysis.page.open_corpus import Desk
from analysis.page.page_parts import cite, cite_total, fill, number_link, open_link, total_link

KINDS = {"slogans": "slogan", "bodies": "body"}
PANEL = [
    "feature",
    "n_a",
    "n_b",
    "verdict",
    "articles_a",
    "articles_b",
    "per_10k_a",
    "per_10k_b",
    "log_ratio",
    "log_ratio_low",
    "log_ratio_high",
    "p_permutation",
    "p_family",
    "loo_low",
    "loo_high",
]
HEADS = {
    "feature": "name",
    "n_a": "n in {a}",
    "n_b": "n in {b}",
    "verdict": "verdict",
    "articles_a": "articles, {a}",
    "articles_b": "articles, {b}",
    "per_10k_a": "per 10,000, {a}",
    "per_10k_b": "per 10,000, {b}",
    "log_ratio": "log ratio",
    "log_ratio_low": "from",
    "log_ratio_high": "to",
    "p_permutation": "p",
    "p_family": "p, whole family",
    "loo_low": "without one, from",
    "loo_high": "without one, to",
}


def panel(desk: Desk, kind: str) -> pd.DataFrame:
    """The two places compared on "slogans" or "bodies" with three mentions or more; verdicts name
    the places.
    """
    table = compared(desk, kind)
    words = {"more in A": f"more in {desk.place_a}", "more in B": f"more in {desk.place_b}"}
    return table[[*PANEL, "href_a", "href_b"]].assign(verdict=table["verdict"].replace(words))


def heads(desk: Desk) -> dict[str, str]:
    """What the columns of a panel are called."""
    return {column: text.format(a=desk.place_a, b=desk.place_b) for column, text in HEADS.items()}


def answer(desk: Desk) -> Markup:
    """What the comparison of slogans bears out, and on how many articles it stands."""
    return verdicts(compared(desk, "slogans"), desk.place_a, desk.place_b, "slogan")


def answer_for(desk: Desk, kind: str) -> Markup:
    """The same for "slogans" or "bodies"."""
    noun = KINDS[kind]
    return verdicts(compared(desk, kind), desk.place_a, desk.place_b, noun, kind)


def what_differs(desk: Desk) -> pd.DataFrame:
    """What else differs between the two places: confound, detail, unit, a, b, note."""
    columns = ["confound", "detail", "unit", "a", "b", "note"]
    if desk.place_a == desk.place_b:
        return pd.DataFrame(columns=columns)
    return confounds(desk.corpus, desk.place_a, desk.place_b)[columns]


def side_links(desk: Desk) -> dict[str, Callable[[dict], Markup | str]]:
    """For `show_table` of `what_differs`: each value of a side opens the articles it is worked out
    from.
    """
    return {
        "a": partial(_side_link, place=desk.place_a, column="a"),
        "b": partial(_side_link, place=desk.place_b, column="b"),
    }


def _side_link(row: dict, *, place: str, column: str) -> Markup | str:
    shown, genre = row[column], {"genre": row["detail"]} if row["confound"] == "genre" else {}
    address = anchor("articles", place=place, **genre)
    if row["confound"] == "articles":
        return number_link(int(shown.replace(",", "")), address)
    if (row["confound"], row["detail"]) == ("length", "all"):
        return total_link(int(shown.replace(",", "")), address)
    return open_link(shown, address) if shown != "0%" else ""


def warnings(desk: Desk) -> Markup:
    """The confounds that must be read before any number."""
    if desk.place_a == desk.place_b:
        return Markup("")
    table = what_differs(desk)
    rows = table[table["note"] != ""].to_dict("records")
    notes = [row["note"] for row in rows if row["confound"] != "genre"]
    if genres := [row["detail"] for row in rows if row["confound"] == "genre"]:
        notes.append(f"only one side has the {plural(len(genres), 'genre')} {', '.join(genres)}")
    if not notes:
        return fill("Genre, dates and lengths of the two places give no cause for a warning.")
    titles = {row["article_id"]: name_of(row) for row in desk.study.articles.to_dict("records")}
    text = "; ".join(dict.fromkeys(notes))
    for article_id, title in titles.items():
        text = text.replace(article_id, title)
    return fill("Before any number: {notes}.", notes=text)


def longest(desk: Desk) -> pd.Series | None:
    """The longest article of the two places, if each place keeps an article without it."""
    articles = desk.study.articles
    both = articles[articles["place"].isin([desk.place_a, desk.place_b])]
    if desk.place_a == desk.place_b or both.empty:
        return None
    first = both.sort_values(["n_han", "article_id"], ascending=[False, True], kind="stable").iloc[
        0
    ]
    return first if (both["place"] == first["place"]).sum() > 1 else None


def without_longest(desk: Desk, kind: str) -> pd.DataFrame:
    """Rates with and without the longest article: feature, n, per_10k of both places, the same
    without it, change; for the features of `panel`."""
    said = ["n_a", "n_b", "per_10k_a", "per_10k_b"]
    columns = ["feature", *said, *(f"{name}_without" for name in said), "change"]
    whole, article = compared(desk, kind), longest(desk)
    if whole.empty or article is None:
        return pd.DataFrame(columns=columns)
    rows, features = desk.tables[kind], list(whole["feature"])
    cut = compare(
        desk.corpus,
        rows,
        desk.place_a,
        desk.place_b,
        features=features,
        without=[article["article_id"]],
    )
    table = whole[["feature", *said]].merge(
        cut[["feature", *said]], on="feature", suffixes=("", "_without")
    )
    return table.assign(change=[_change(row) for row in table.to_dict("records")])[columns]


def _change(row: dict) -> str:
    if not row["n_a_without"] + row["n_b_without"]:
        return "gone"
    before, after = (
        np.sign(row[f"per_10k_a{when}"] - row[f"per_10k_b{when}"]) for when in ("", "_without")
    )
    return "same direction" if before == after else "other direction"


def what_holds(desk: Desk, table: pd.DataFrame, noun: str) -> Markup:
    """How much of the comparison rests on the longest article; `table` of `without_longest`."""
    article = longest(desk)
    if article is None or table.empty:
        return fill("There is no comparison to repeat without the longest article.")
    changes = table["change"].value_counts()
    share = (
        article["n_han"]
        / desk.study.articles.set_index("place").loc[[article["place"]], "n_han"].sum()
    )
    title = name_of(article, longest=60)
    return fill(
        "The longest article, {title}, is {share} of the text of {place}. Without it, {same} "
        "of {n} {nouns} lean the same "
        "way, {other} the other way, and {gone} {are} not found any more.",
        title=title,
        share=f"{share:.0%}",
        place=article["place"],
        same=int(changes.get("same direction", 0)),
        n=len(table),
        nouns=plural(len(table), noun),
        other=int(changes.get("other direction", 0)),
        gone=int(changes.get("gone", 0)),
        are="is" if changes.get("gone", 0) == 1 else "are",
    )


def matched(desk: Desk, kind: str) -> Markup:
    """What the comparison says when only like is compared with like: genres that both places
    have.
    """
    articles = desk.study.articles
    genres = [
        set(articles[articles["place"] == place]["genre"]) for place in (desk.place_a, desk.place_b)
    ]
    both = sorted(genres[0] & genres[1])
    if desk.place_a == desk.place_b:
        return Markup("")
    if not both:
        return fill("The two places have no genre in common, so like cannot be compared with like.")
    features = list(compared(desk, kind)["feature"])
    table = compare(
        desk.corpus,
        desk.tables[kind],
        desk.place_a,
        desk.place_b,
        features=features,
        strata=["genre"],
    )
    return fill(
        "Compared within {genres} only: {verdict}",
        genres=" and ".join(both),
        verdict=verdicts(table, desk.place_a, desk.place_b, KINDS[kind], kind),
    )


def term_between(desk: Desk) -> Markup:
    """The term in the two places: counts and rates, and why a rate is not yet a difference."""
    if desk.place_a == desk.place_b:
        return Markup("")
    sizes = desk.study.articles.groupby("place")["n_han"].sum()
    rows = desk.tables["term"]
    said = []
    for place in (desk.place_a, desk.place_b):
        own = rows[rows["place"] == place]
        of = int((desk.study.articles["place"] == place).sum())
        said.append(
            fill(
                "{n} times in {k} of {of} {articles} of {place} ({rate} per 10,000 of its "
                "{han} Han characters)",
                han=cite_total(desk.tables, place=place),
                n=cite(desk.tables, "term", name=desk.term, place=place),
                k=own["article_id"].nunique(),
                of=of,
                place=place,
                articles=plural(of, "article"),
                rate=f"{len(own) / max(sizes[place], 1) * 10_000:.1f}",
            )
        )
    return fill("{term} stands {a} and {b}.", term=desk.term, a=said[0], b=said[1])
