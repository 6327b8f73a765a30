"""Home-made, borrowed, shared: how a place's slogans stand to the levels above it and to its
neighbours.

Adoption decides, not birth: 枫桥经验 was coined in 诸暨 and is owned by the centre, so a district
that uses it echoes the centre; `level_coined` keeps the birthplace's level beside it.
"""

import pandas as pd

from analysis.chinese.gazetteer import place_names
from analysis.chinese.lexicons import LEVELS, load_lexicon
from analysis.table.arguments import NOTHING, a_table, require_groups, wants
from analysis.table.titles import titled

TRACE_COLUMNS = [
    "place",
    "name",
    "relation",
    "level",
    "level_coined",
    "owner",
    "n",
    "n_articles",
    "also_in",
    "first_date",
    "first_place",
]
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

    slogans : the table of `find_mentions`; articles : that of the corpus (place, place_level,
        date_published).
    lexicon : whose owners hold by name, in place of those the mentions carry.
    Returns one row a place and slogan (two may have one name and two owners), sorted by place,
    relation, n downward and
    name: relation ("home-made": its owner is the place, or it is of the place's own level and
    nobody else uses it; "borrowed": it is owned by a level above or by another place; "shared":
    nobody's, or of its level and used elsewhere), level (of adoption), level_coined, owner, n
    mentions, n_articles, also_in (other places that use it, joined with |), first_date and
    first_place (of the earliest dated mention; an undated article is never first, so both are ""
    where no mention has a date). Source: the lexicon and the days of the articles. Raises TifaError
    for a column that is not there.

    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "place": ["甲区", "乙区"],
    ...     "place_level": ["区", "区"],
    ...                          "date_published": ["", "2024-05-01"]})
    >>> rows = [("a", "高质量发展", "中央", "中央"), ("b", "高质量发展", "中央", "中央"), ("a", "好甲区", "区", "区")]
    >>> slogans = pd.DataFrame(rows, columns=["article_id", "name", "level", "level_coined"])
    >>> traced = trace_slogans(slogans, articles)
    >>> traced[["place", "name", "relation", "also_in", "first_place"]].values.tolist()
    [['乙区', '高质量发展', 'borrowed', '甲区', '乙区'], ['甲区', '高质量发展', 'borrowed', '乙区',
    '乙区'], \
['甲区', '好甲区', 'home-made', '', '']]
    """
    require_groups(slogans, ["article_id", "name", "level", "level_coined"], "slogans")
    require_groups(articles, ["article_id", "place", "place_level", "date_published"], "articles")
    if slogans.empty:
        return titled(pd.DataFrame(columns=TRACE_COLUMNS), "trace_slogans")
    used = slogans[["article_id", "name", "level", "level_coined"]].assign(
        owner=_owners(slogans, lexicon)
    )
    used = used.join(
        articles.set_index("article_id")[["place", "place_level", "date_published"]],
        on="article_id",
    )
    require_groups(used, ["owner"], "slogans")
    used = used[used["place"].ne("")]
    first = _first_seen(used)
    users = used.groupby(["name", "owner"])["place"].agg(lambda places: sorted(set(places)))
    grouped = used.groupby(["place", "name", "owner"], sort=True).agg(
        level=("level", "first"),
        level_coined=("level_coined", "first"),
        place_level=("place_level", "first"),
        n=("article_id", "size"),
        n_articles=("article_id", "nunique"),
    )
    out = grouped.reset_index()
    called = pd.MultiIndex.from_frame(out[["name", "owner"]])
    out["also_in"] = [
        "|".join(p for p in users[key] if p != place)
        for place, key in zip(out["place"], called, strict=True)
    ]
    out["relation"] = [_relation(row) for row in out.itertuples()]
    for column, fact in (("first_date", "date_published"), ("first_place", "place")):
        out[column] = first[fact].reindex(called).fillna("").to_numpy()
    order = (
        out.assign(minus=-out["n"])
        .sort_values(["place", "relation", "minus", "name"], kind="stable")
        .index
    )
    return titled(out.loc[order, TRACE_COLUMNS].reset_index(drop=True), "trace_slogans")


def _first_seen(used: pd.DataFrame) -> pd.DataFrame:
    dated = used[used["date_published"].ne("")]
    return (
        dated.sort_values(["date_published", "place"], kind="stable")
        .drop_duplicates(["name", "owner"])
        .set_index(["name", "owner"])
    )


def _owners(slogans: pd.DataFrame, lexicon: pd.DataFrame | None) -> pd.Series:
    """Whose each mention is: by the row of the lexicon it was found with, else by its name in a
    lexicon.
    """
    if lexicon is None and "owner" in slogans.columns:
        return slogans["owner"]
    table = load_lexicon("slogans") if lexicon is None else lexicon
    return (
        slogans["name"]
        .map(table[table["owner"].ne("")].drop_duplicates("name").set_index("name")["owner"])
        .fillna("")
    )


def _relation(row) -> str:
    own_rank = LEVELS.index(row.place_level) if row.place_level in LEVELS else len(LEVELS) - 1
    rank = LEVELS.index(row.level) if row.level in LEVELS else len(LEVELS) - 1
    if row.level == "其他":
        return SHARED
    if rank < own_rank:
        return BORROWED
    if row.owner:
        return HOME if _same_place(row.owner, row.place) else BORROWED
    return SHARED if row.also_in else HOME


def _same_place(owner: str, place: str) -> bool:
    return bool(place_names(owner) & place_names(place))
