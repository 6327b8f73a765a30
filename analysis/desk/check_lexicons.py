"""What a lexicon does on a corpus: names that never match, aliases claimed twice, rows that repeat,
matches inside others.
"""

import re
from pathlib import Path

import pandas as pd

from analysis.chinese.lexicons import load_lexicon, load_lexicon_file
from analysis.chinese.matching import match_key
from analysis.mention.slogans import NOT_QUOTED, UNLISTED
from analysis.table.offsets import locate

REPEAT = ["name", "file", "row"]


def all_rows(name: str, own: list[Path]) -> pd.DataFrame:
    """Every row of the project's lexicon and of a person's files, those that a later one replaces
    too; with `own` and `key`.
    """
    tables = [
        load_lexicon(name).assign(own=False),
        *(load_lexicon_file(file, name).assign(own=True) for file in own),
    ]
    table = pd.concat(tables, ignore_index=True)
    table["place"] = table["place"] if "place" in table.columns else ""
    return table.assign(key=[match_key(alias) for alias in table["alias"]])


def unmatched(rows: pd.DataFrame, found: pd.Series, contained: pd.Series) -> pd.DataFrame:
    """The names without a mention, one row each: name, kind, level, own, where (file and rows),
    inside.

    rows : `all_rows`; found : the names mentioned; contained : names seen only inside longer
        matches (`inside` is True).

    >>> mine = pd.DataFrame({"name": ["甲乙", "丙丁"], "kind": "other", "level": "区", "own": True,
    ...     "file": "m.csv", "row": [2, 3]})
    >>> unmatched(mine, pd.Series(["甲乙"]), pd.Series([], dtype=str))[["name",
    ...     "where"]].values.tolist()
    [['丙丁', 'm.csv row 3']]
    """
    left = rows[~rows["name"].isin(set(found))]
    grouped = left.groupby(["name", "file"], sort=False)
    table = grouped.agg(
        kind=("kind", "first"),
        level=("level", "first"),
        own=("own", "any"),
        where=("row", lambda numbers: ", ".join(map(str, numbers))),
    ).reset_index()
    several = table["where"].str.contains(",").map({True: " rows ", False: " row "})
    table["where"] = table["file"] + several + table["where"]
    return table.assign(inside=table["name"].isin(set(contained))).drop(columns="file")


def claimed_twice(rows: pd.DataFrame) -> pd.DataFrame:
    """Aliases that two names of one lexicon claim: alias, name, place, valid_from, file, row, own;
    grouped by alias.

    Place or date tells them apart, or the article names neither. Rows that a later row replaces are
    `repeated`, not here.
    """
    rows = rows[~rows.duplicated(["key", "place", "valid_from"], keep="last")]
    several = rows.groupby("key")["name"].transform("nunique") > 1
    columns = ["alias", "name", "place", "valid_from", "file", "row", "own"]
    ordered = rows[several].sort_values(["key", "file", "row"], kind="stable")
    return ordered[columns].reset_index(drop=True)


def repeated(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a person's files that say again, or replace, what an earlier row says of the same
    alias (same place and dates).
    """
    found = []
    for _, same in rows.groupby(["key", "place", "valid_from"], sort=False):
        for before, after in zip(same.index[:-1], same.index[1:], strict=True):
            old, new = rows.loc[before], rows.loc[after]
            found.append((new["alias"], *new[REPEAT], *old[REPEAT]))
    columns = ["alias", *REPEAT, *(f"other_{column}" for column in REPEAT)]
    return pd.DataFrame(found, columns=columns)


def not_counted(mentions: tuple, articles: pd.DataFrame, offsets: pd.DataFrame) -> pd.DataFrame:
    """What is written like a slogan and is not counted as one: surface, why, n, example
    (file:line), most frequent first.

    mentions : of `find_mentions`. To what its `suppressed` lacks is added what one article quotes
        (a numeral abbreviation that no row has) and another of its place does not.
    """
    lacking = mentions.suppressed[~is_inside(mentions.suppressed)]
    seen = {
        (i, s)
        for table in (*mentions[:2], lacking)
        for i, s in zip(table["article_id"], table["start"], strict=True)
    }
    unlisted = mentions.slogans[mentions.slogans["confidence"].eq(UNLISTED)]
    rows = [
        (article.article_id, match.start(), match.end(), surface, "slogan", NOT_QUOTED)
        for place, surface in sorted(set(zip(unlisted["place"], unlisted["surface"], strict=True)))
        for article in articles[articles["place"] == place].itertuples()
        for match in re.finditer(re.escape(surface), article.text)
        if (article.article_id, match.start()) not in seen
    ]
    columns = ["article_id", "start", "end", "surface", "kind", "owner_kind"]
    table = pd.concat([lacking[columns], pd.DataFrame(rows, columns=columns)], ignore_index=True)
    return _pairs(table, offsets, "owner_kind").rename(columns={"owner_kind": "why"})


def is_inside(suppressed: pd.DataFrame) -> pd.Series:
    """Which rows of `suppressed` lie in a longer mention or in an ordinary word; the others only
    lack something.
    """
    return suppressed["owner_kind"].isin(["slogan", "body", "trap"])


def _pairs(rows: pd.DataFrame, offsets: pd.DataFrame, second: str) -> pd.DataFrame:
    """How often each surface goes with each value of a column, with its first place; a span counts
    once.
    """
    placed = locate(rows.drop_duplicates(["article_id", "start", "end", "kind"]), offsets)
    placed["example"] = placed["file"] + ":" + placed["line_from"].astype(str)
    grouped = placed.groupby(["surface", second], sort=False)
    table = grouped.agg(n=("surface", "size"), example=("example", "first")).reset_index()
    order = {"by": ["n", "surface", second], "ascending": [False, True, True]}
    return table.sort_values(**order, ignore_index=True)


def overlaps(suppressed: pd.DataFrame, offsets: pd.DataFrame) -> pd.DataFrame:
    """Shorter matches that longer ones kept from counting: surface, inside, n, example (file:line),
    most frequent first.

    suppressed : of `find_mentions`. What lies in an ordinary word (a trap) has "" for `inside`.
    """
    inside = _pairs(suppressed[is_inside(suppressed)], offsets, "owner")
    return inside.rename(columns={"owner": "inside"})


def off_the_map(places: pd.DataFrame) -> pd.DataFrame:
    """The places of a corpus that the admin table does not hold, with `lacks`: a city, or a
    district with its name, is not known either.
    """
    admin = load_lexicon("admin")
    known = {*admin["name"], *admin["short"].str.split("|").explode()}
    units = places["district"].replace("", pd.NA).fillna(places["city"]).replace("", pd.NA)
    units = units.fillna(places["place"])
    no_district = ~places["place_level"].isin(["省", "市"]) & (places["district"] == "")
    lacks = (places["place_level"] != "省") & ((places["city"] == "") | no_district)
    return places.assign(lacks=lacks)[~units.isin(known)]
