"""The rows of the figures that look inside articles: where a term stands, with what, and who is
named with whom.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis.chinese.han import HAN
from analysis.chinese.lexicons import LEVELS
from analysis.draw.figure_tables import ROWS_SHOWN, Study, glosses, headings, href, stopwords
from analysis.measure.collocation import collocations
from analysis.measure.naive_counts import jieba_hits, naive_counts, raw_hits, repaired_hits
from analysis.measure.occurrences import (
    SETS_OF,
    WINDOW,
    joint_mentions,
    rows_of_terms,
    slogan_sets,
    term_hits,
)
from analysis.measure.trend import trend

ARTICLES_SHOWN = 30
LINES_SHOWN = 40  # of a network; of more, those of a single article are left out


def repair_counts(study: Study, corpus_dir: str | Path = "", *, most: int = 14) -> pd.DataFrame:
    """term, gloss, n_raw, n_jieba, n_repaired, files, of_articles, asked, href_raw, href_jieba,
    href_repaired.

    The slogans found and the chosen term; first those that repair changes most. Without
    `corpus_dir` no rows.
    """
    if not corpus_dir:
        return pd.DataFrame(columns=["term"])
    terms = sorted({*study.slogans["name"], study.term})
    hits = (
        raw_hits(study.corpus, corpus_dir, terms),
        jieba_hits(study.corpus, terms),
        repaired_hits(study.corpus, terms),
    )
    counts = naive_counts(*hits)
    counts = counts.assign(
        change=(counts["n_repaired"] - counts["n_raw"]).abs(), asked=counts["term"] == study.term
    )
    order = ["asked", "change", "n_repaired", "term"]
    counts = counts.sort_values(order, ascending=[False, False, False, True], kind="stable").head(
        most
    )
    counts = counts.sort_values(
        ["n_repaired", "term"], ascending=[False, True], kind="stable"
    ).reset_index(drop=True)
    counts = counts.assign(
        gloss=counts["term"].map(glosses(study)).fillna(""),
        files=len(study.corpus.documents),
        of_articles=len(study.articles),
    )
    for table in ("raw", "jieba", "repaired"):
        pairs = zip(counts["term"], counts[f"n_{table}"], strict=True)
        counts[f"href_{table}"] = [href(table, n, term=t) for t, n in pairs]
    return counts.drop(columns="change")


def positions(study: Study, terms: Sequence[str]) -> pd.DataFrame:
    """Every mention of the terms at its place in its article: one row a mention, and one of each
    article without.

    Columns: article_id, title, place, n_han, feature, start, position (0 = first character, 1 =
    last), of_articles, of_mentions, href. Articles that have none of the terms have feature "" and
    no position. Of more than ROWS_SHOWN articles those with most mentions are kept.
    """
    articles = _ordered(study)[["article_id", "title", "place", "n_han", "text"]]
    rows = study.slogans[study.slogans["name"].isin(terms)]
    if missing := [term for term in terms if term not in set(rows["name"])]:
        found = [
            term_hits(study.corpus, study.slogans, study.bodies, term).assign(name=term)
            for term in missing
        ]
        rows = pd.concat([rows, *found], ignore_index=True)
    table = articles.merge(
        rows[["article_id", "start", "name"]], on="article_id", how="left"
    ).rename(columns={"name": "feature"})
    length = table["text"].str.len().clip(lower=2)
    table = table.assign(
        feature=table["feature"].fillna(""), position=(table["start"] / (length - 1)).round(6)
    )
    pairs = zip(table["feature"], table["article_id"], strict=True)
    asked = {"": "", study.term: "term"}  # the term may be a body, or plain text
    table["href"] = [href(asked.get(f, "slogans"), len(f), name=f, article_id=i) for f, i in pairs]
    found = table[table["feature"] != ""]
    most = (
        found["article_id"].value_counts().index[:ROWS_SHOWN]
        if table["article_id"].nunique() > ROWS_SHOWN
        else table["article_id"]
    )
    table = table[table["article_id"].isin(set(most))].assign(
        of_articles=len(articles), of_mentions=len(found)
    )
    table["href"] = table.pop("href")  # last
    return table.drop(columns="text").astype({"start": "Int64"}).reset_index(drop=True)


def _ordered(study: Study) -> pd.DataFrame:
    """The counted articles, places in the study's order, by date and id within."""
    rank = {place: i for i, place in enumerate(study.places)}
    table = study.articles.assign(
        title=headings(study.articles), rank=study.articles["place"].map(rank)
    )
    return (
        table.sort_values(["rank", "date_published", "article_id"], kind="stable")
        .drop(columns="rank")
        .reset_index(drop=True)
    )


def chosen_terms(study: Study, most: int = 4) -> list[str]:
    """The term asked for, then the slogans that stand in most articles (but the one that the term
    is a form of).
    """
    others = study.slogans[~study.slogans["name"].isin(_forms(study))]
    spread = (
        others.groupby("name")
        .agg(k=("article_id", "nunique"), n=("article_id", "size"))
        .reset_index()
    )
    spread = spread.sort_values(["k", "n", "name"], ascending=[False, False, True])
    return [study.term, *spread["name"].tolist()][:most]


def choose_every(study: Study) -> str:
    """The period that the days of a study call for: "day" up to a month, "month" up to three years,
    else "year".
    """
    day = pd.to_datetime(study.articles["date_published"], format="%Y-%m-%d", errors="coerce")
    span = (day.max() - day.min()).days if day.notna().any() else 9999
    return "day" if span <= 31 else "month" if span <= 3 * 366 else "year"


def rows_of_terms_in(study: Study, terms: Sequence[str]) -> pd.DataFrame:
    """`rows_of_terms` of a study."""
    return rows_of_terms(study.corpus, study.slogans, study.bodies, terms)


def over_time(study: Study) -> pd.DataFrame:
    """`trend` of the chosen terms, without the row of unknown days, with undated (articles of no
    known day) and href."""
    terms, every = chosen_terms(study), choose_every(study)
    table = trend(study.corpus, rows_of_terms_in(study, terms), terms, every=every)
    rank = table["feature"].map(terms.index)
    undated = table.loc[table["period"] == "", "of_articles"].max()
    table = table.assign(rank=rank, undated=0 if pd.isna(undated) else int(undated))
    table = table[table["period"] != ""].sort_values("rank", kind="stable")
    table = table.drop(columns="rank").reset_index(drop=True)
    table["href"] = [
        href("term" if f == study.term else "slogans", n, name=f, **{every: p})
        for f, p, n in table[["feature", "period", "n"]].itertuples(index=False)
    ]
    return table


def _forms(study: Study) -> set[str]:
    """The names of slogans that are the term, or are printed with it in them."""
    rows = study.slogans
    return {study.term, *rows.loc[rows["surface"].str.contains(study.term, regex=False), "name"]}


def term_in_full(study: Study) -> pd.DataFrame:
    """`positions` of the term alone, with partners: the other slogans of its sentences in that
    article, joined by |.
    """
    table = positions(study, [study.term])
    table = table[table["feature"] != ""]
    hits = term_hits(study.corpus, study.slogans, study.bodies, study.term)
    beside = study.slogans[
        study.slogans["sentence_id"].isin(set(hits["sentence_id"]))
        & ~study.slogans["name"].isin(_forms(study))
    ]
    partners = beside.groupby("article_id")["name"].agg(
        lambda names: "|".join(names.value_counts(sort=True).index)
    )
    table = table.assign(partners=table["article_id"].map(partners).fillna(""))
    return table[[c for c in table.columns if c != "href"] + ["href"]].reset_index(drop=True)


def slogan_matrix(study: Study, *, most: int = 18) -> pd.DataFrame:
    """The most widespread slogans in the articles that have them: one row a slogan and article that
    has it.

    Columns: feature, gloss, article_id, title, place, row, column (from 1: where its disc stands),
    n, of_articles, href.
    """
    spread = (
        study.slogans.groupby("name")
        .agg(k=("article_id", "nunique"), n=("article_id", "size"))
        .reset_index()
    )
    names = (
        spread.sort_values(["k", "n", "name"], ascending=[False, False, True])["name"]
        .head(most)
        .tolist()
    )
    if not names:
        return pd.DataFrame(columns=["feature"])
    cells = (
        study.slogans[study.slogans["name"].isin(names)]
        .groupby(["name", "article_id"])
        .size()
        .rename("n")
        .reset_index()
    )
    most_of_them = (
        cells.groupby("article_id")["n"].sum().sort_values(ascending=False, kind="stable")
    )
    articles = _ordered(study)
    articles = articles[articles["article_id"].isin(most_of_them.index[:ARTICLES_SHOWN])]
    table = articles[["article_id", "title", "place"]].merge(
        cells.rename(columns={"name": "feature"}), on="article_id"
    )
    shown = [name for name in names if (table["feature"] == name).any()]
    table = table.assign(
        gloss=table["feature"].map(glosses(study)).fillna(""),
        of_articles=len(study.articles),
        row=table["feature"].map(shown.index) + 1,
        column=table["article_id"].map(articles["article_id"].tolist().index) + 1,
    )
    table = table.sort_values(["row", "column"], ignore_index=True)
    table = table[
        ["feature", "gloss", "article_id", "title", "place", "row", "column", "n", "of_articles"]
    ]
    table["href"] = [
        href("slogans", n, name=f, article_id=i)
        for f, i, n in table[["feature", "article_id", "n"]].itertuples(index=False)
    ]
    return table


def term_collocates(study: Study, *, most: int = 20) -> pd.DataFrame:
    """`collocations` of the term's mentions within WINDOW words, logDice downward, with term,
    of_articles, href.
    """
    node = term_hits(study.corpus, study.slogans, study.bodies, study.term)[
        ["article_id", "start", "end"]
    ].drop_duplicates()
    if node.empty:
        return pd.DataFrame(columns=["feature"])
    found = collocations(
        study.tokens, node, window=WINDOW, min_count=2, stopwords=frozenset(stopwords())
    )
    found = found[
        (found["feature"].str.len() > 1) & found["feature"].str.contains(rf"[{HAN}]")
    ].head(most)
    found = found.assign(term=study.term, window=WINDOW, of_articles=len(study.articles))
    found["href_feature"] = [href("tokens", token=f) for f in found["feature"]]
    found["href"] = [
        href("collocates", n, collocate=f, node=study.term)
        for f, n in zip(found["feature"], found["n"], strict=True)
    ]
    return found.reset_index(drop=True)


def bodies_together(study: Study, *, most: int = 22) -> pd.DataFrame:
    """a, b, n_articles (that name both), and of each: label, level, articles; the `most` bodies
    named most widely; href.

    Of many pairs those that one article alone names are left out: `least` is the fewest articles of
    a pair shown. A body in no shown pair has a row of its own with b "" and n_articles 0.
    """
    rows = study.bodies
    spread = (
        rows.groupby("name")
        .agg(k=("article_id", "nunique"), n=("article_id", "size"), level=("level", "first"))
        .reset_index()
    )
    nodes = (
        spread.sort_values(["k", "n", "name"], ascending=[False, False, True])
        .head(most)
        .set_index("name")
    )
    labels = short_names(rows[rows["name"].isin(nodes.index)])
    joint = joint_mentions(rows[rows["name"].isin(nodes.index)])
    pairs = joint.groupby(["a", "b"]).size().rename("n_articles").reset_index()
    least = 2 if len(pairs) > LINES_SHOWN and (pairs["n_articles"] >= 2).sum() >= 10 else 1
    pairs = pairs[pairs["n_articles"] >= least]
    alone = [name for name in nodes.index if name not in set(pairs["a"]) | set(pairs["b"])]
    pairs = pd.concat(
        [pairs, pd.DataFrame({"a": alone, "b": "", "n_articles": 0})], ignore_index=True
    )
    for side in "ab":
        pairs[f"href_{side}"] = [href("bodies", len(name), name=name) for name in pairs[side]]
        for column, source in (
            ("label", labels),
            ("level", nodes["level"]),
            ("articles", nodes["k"]),
        ):
            pairs[f"{column}_{side}"] = pairs[side].map(source)
        pairs[f"articles_{side}"] = pairs[f"articles_{side}"].astype("Int64")  # none for b ""
    pairs = pairs.assign(least=least, of_articles=len(study.articles))
    pairs["href"] = [
        href("joint", n, a=a, b=b, table="bodies")
        for a, b, n in pairs[["a", "b", "n_articles"]].itertuples(index=False)
    ]
    return pairs.sort_values(
        ["n_articles", "a", "b"], ascending=[False, True, True], kind="stable"
    ).reset_index(drop=True)


def short_names(bodies: pd.DataFrame) -> dict[str, str]:
    """Each body's name as printed most often; with its place where two bodies are printed alike
    (区委, 市委).
    """
    joined = bodies.duplicated(
        ["article_id", "start", "end"], keep=False
    )  # 省市区委 stands for three bodies
    order = bodies.assign(joined=joined).sort_values("joined", kind="stable")
    first = order.groupby("name")["joined"].transform("min")
    own = order[order["joined"] == first]
    short = {name: part["surface"].value_counts().index[0] for name, part in own.groupby("name")}
    printed = pd.Series(short)
    twice = set(printed[printed.duplicated(keep=False)])
    where = {name: part["place"].value_counts().index[0] for name, part in bodies.groupby("name")}
    return {
        name: f"{where[name]}·{text}" if text in twice else text for name, text in short.items()
    }


def shared_slogans(study: Study, *, most: int = 12) -> pd.DataFrame:
    """places (joined with |), level, home_made, n_slogans, names, total, examples, href_total,
    href: how many slogans exactly these places use.

    One row a combination of the first SETS_OF places, level of adoption, and whether a place of the
    corpus made it (see `trace_slogans`); combinations with most slogans first. The evidence of a
    slogan is its first mention.
    """
    places = study.places[:SETS_OF]
    rows = study.slogans[study.slogans["place"].isin(places)]
    if rows.empty:
        return pd.DataFrame(columns=["places"])
    table = slogan_sets(study.slogans, study.articles, places)
    table = table.assign(n=table["name"].map(rows["name"].value_counts()))
    table = table.sort_values(["n", "name"], ascending=[False, True], kind="stable")
    grouped = table.groupby(["places", "level", "home_made"], sort=False)
    cells = grouped.agg(n_slogans=("name", "size"), names=("name", "|".join)).reset_index()
    totals = table.groupby("places", sort=False)["name"].size()
    examples = table.groupby("places", sort=False)["name"].agg(
        lambda names: "|".join(names.head(4))
    )
    cells = cells.assign(total=cells["places"].map(totals), examples=cells["places"].map(examples))
    kept = totals.sort_values(ascending=False, kind="stable").index[:most]
    cells = cells[cells["places"].isin(kept)].assign(
        order=cells["level"].map(LEVELS.index),
        all_places="|".join(places),
        n_all_places=len(study.places),
        slogans=len(table),
    )
    order = ["total", "places", "order", "home_made"]
    cells = (
        cells.sort_values(order, ascending=[False, True, True, True], kind="stable")
        .drop(columns="order")
        .reset_index(drop=True)
    )
    cells["href_total"] = [href("sets", places=p) for p in cells["places"]]
    keys = cells[["places", "level", "home_made"]].itertuples(index=False)
    return cells.assign(
        href=[href("sets", places=p, level=v, home_made=made) for p, v, made in keys]
    )
