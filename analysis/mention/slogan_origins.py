"""Home-made, borrowed, shared: how a place's slogans stand to the levels above it and to its
neighbours.

Adoption decides, not birth: 枫桥经验 was coined in 诸暨 and is owned by the centre, so a district
that uses it echoes the centre; `level_coined` keeps the birthplace's level beside it.
"""

import pandas as pd

from analysis.chinese.gazetteer import place_names
from analysis.chinese.lexicons import LEVELS, load_lexicon
from analysis.table.arguments import NOTHING, a_table, require_groups, wants
from analysis.table.dictionary import titled

TRACE_COLUMNS = ["place", "name", "relation", "level", "level_coined", "owner", "n", "n_articles"]
TRACE_COLUMNS += ["also_in", "first_date", "first_place"]
HOME, BORROWED, SHARED = "home-made", "borrowed", "shared"


@wants(
    slogans=a_table(["article_id", "name", "level", "level_coined"]),
    articles=a_table(["article_id", "place", "place_level", "date_published"]),
    lexicon=a_table(["name", "owner"]) | NOTHING,
)
def trace_slogans(
    slogans: pd.DataFrame, articles: pd.DataFrame, *, lexicon: pd.DataFrame | None = None
) -> pd.DataFrame:
    """For each place and slogan, whether the place made it, took it over, or shares it.

    Returns one row a place, slogan and owner, sorted by place, relation, n downward and name:
    relation ("home-made": its owner is the place, or it is of the place's own level and nobody else
    uses it; "borrowed": owned by a level above or another place; "shared": nobody's, or of its
    level and used elsewhere), level (of adoption), level_coined, owner, n, n_articles, also_in
    (other places, joined with |), first_date and first_place (of the earliest dated mention).
    lexicon : whose owners hold by name, in place of those the mentions carry.

    >>> from analysis import find_mentions, load_corpus
    >>> corpus = load_corpus("seeds")
    >>> traced = trace_slogans(find_mentions(corpus).slogans, corpus.articles)
    >>> sorted(set(traced["relation"]))
    ['borrowed', 'home-made', 'shared']
    """
    require_groups(slogans, ["article_id", "name", "level", "level_coined"], "slogans")
    require_groups(articles, ["article_id", "place", "place_level", "date_published"], "articles")
    if slogans.empty:
        return titled(pd.DataFrame(columns=TRACE_COLUMNS), "trace_slogans")
    used = slogans[["article_id", "name", "level", "level_coined"]]
    facts = articles.set_index("article_id")[["place", "place_level", "date_published"]]
    used = used.assign(owner=_owners(slogans, lexicon)).join(facts, on="article_id")
    require_groups(used, ["owner"], "slogans")
    used = used[used["place"].ne("")]
    out = used.groupby(["place", "name", "owner"], as_index=False).agg(
        **{c: (c, "first") for c in ("level", "level_coined", "place_level")},
        n=("article_id", "size"),
        n_articles=("article_id", "nunique"),
    )
    dated = used[used["date_published"].ne("")].sort_values(["date_published", "place"])
    first = dated.drop_duplicates(["name", "owner"])
    renamed = {"date_published": "first_date", "place": "first_place"}
    first = first[["name", "owner", *renamed]].rename(columns=renamed)
    users = used.groupby(["name", "owner"])["place"].agg(lambda places: sorted(set(places)))
    out = out.merge(first, "left", ["name", "owner"]).fillna("")
    out = out.join(users.rename("users"), on=["name", "owner"])
    out["also_in"] = ["|".join(p for p in row.users if p != row.place) for row in out.itertuples()]
    out["relation"] = [_relation(row) for row in out.itertuples()]
    order, downward = ["place", "relation", "n", "name"], [True, True, False, True]
    out = out.sort_values(order, ascending=downward, kind="stable", ignore_index=True)
    return titled(out[TRACE_COLUMNS], "trace_slogans")


def _owners(slogans: pd.DataFrame, lexicon: pd.DataFrame | None) -> pd.Series:
    """Whose each mention is: by the row it was found with, else by its name in a lexicon."""
    if lexicon is None and "owner" in slogans.columns:
        return slogans["owner"]
    table = load_lexicon("slogans") if lexicon is None else lexicon
    owned = table[table["owner"].ne("")].drop_duplicates("name")
    return slogans["name"].map(owned.set_index("name")["owner"]).fillna("")


def _relation(row) -> str:
    own, rank = (
        LEVELS.index(level if level in LEVELS else LEVELS[-1])
        for level in (row.place_level, row.level)
    )
    if row.level == LEVELS[-1]:
        return SHARED
    if rank < own:
        return BORROWED
    if row.owner:
        return HOME if place_names(row.owner) & place_names(row.place) else BORROWED
    return SHARED if row.also_in else HOME
