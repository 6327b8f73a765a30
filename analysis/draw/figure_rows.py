"""The rows of the figures that look inside articles: where a term stands, with what, and when."""

from pathlib import Path

import pandas as pd

from analysis.chinese.han import HAN
from analysis.draw.figure_tables import (
    FEW_DAYS,
    GROUPS_SHOWN,
    Study,
    choose_every,
    glosses,
    headings,
    href,
    hrefs,
    in_order,
    stopwords,
)
from analysis.measure.collocation import collocations
from analysis.measure.occurrences import (
    WINDOW,
    jieba_hits,
    naive_counts,
    raw_hits,
    repaired_hits,
    rows_of_terms,
    term_hits,
)
from analysis.measure.trend import trend

ARTICLES_SHOWN = 26  # side by side, or one under the other; of more, groups


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
    change, asked = (counts["n_repaired"] - counts["n_raw"]).abs(), counts["term"] == study.term
    counts = counts.assign(change=-change, asked=asked, order=~asked, size=-counts["n_repaired"])
    counts = counts.sort_values(["order", "change", "size", "term"], kind="stable").head(most)
    counts = counts.sort_values(["size", "term"], kind="stable", ignore_index=True)
    counts = counts.assign(
        gloss=counts["term"].map(glosses(study)).fillna(""),
        files=len(study.corpus.documents),
        of_articles=len(study.articles),
    )
    for way in ("raw", "jieba", "repaired"):
        counts[f"href_{way}"] = hrefs(way, counts, f"n_{way}", term="term")
    return counts.drop(columns=["change", "order", "size"])


def positions(study: Study) -> pd.DataFrame:
    """Every mention of the chosen terms at its place in its article: one row a mention, and one of
    each article without.

    Columns: article_id, title, place, n_han, feature, start, position (0 = first character, 1 =
    last), gloss, of_articles, n (mentions of the term in the corpus), n_articles (that have it),
    shown (articles drawn), asked (the term asked for), href. An article that has none of the terms
    has feature "" and no position. Of more than ARTICLES_SHOWN articles those with most are kept.
    """
    terms = chosen_terms(study)
    rows = rows_of_terms(study.corpus, study.slogans, study.bodies, terms)
    rows = rows[["article_id", "start", "name"]]
    if rows.empty:
        return pd.DataFrame(columns=["feature"])
    articles = in_order(study, study.articles).assign(title=lambda table: headings(table))
    table = articles[["article_id", "title", "place", "n_han", "text"]]
    table = table.merge(rows.rename(columns={"name": "feature"}), on="article_id", how="left")
    length = table["text"].str.len().clip(lower=2)
    table = table.assign(
        feature=table["feature"].fillna(""), position=(table["start"] / (length - 1)).round(6)
    )
    pairs = list(zip(table["feature"], table["article_id"], strict=True))
    asked = {"": "", study.term: "term"}  # the term may be a body, or plain text
    links = [href(asked.get(f, "slogans"), len(f), name=f, article_id=i) for f, i in pairs]
    found = table[table["feature"] != ""].groupby("feature")["article_id"]
    own = table["feature"].eq(study.term).groupby(table["article_id"]).sum()
    any_term = table["feature"].ne("").groupby(table["article_id"]).sum()
    most = pd.DataFrame({"own": -own, "any": -any_term}).sort_values(["own", "any"], kind="stable")
    kept = set(most.index[:ARTICLES_SHOWN])
    table = table.assign(
        gloss=table["feature"].map(glosses(study, terms)).fillna(""),
        of_articles=len(articles),
        n=table["feature"].map(found.size()).fillna(0).astype(int),
        n_articles=table["feature"].map(found.nunique()).fillna(0).astype(int),
        shown=len(kept),
        asked=study.term,
        href=links,
    )
    table = table[table["article_id"].isin(kept)].drop(columns="text")
    return table.astype({"start": "Int64"}).reset_index(drop=True)


def chosen_terms(study: Study, most: int = 4) -> list[str]:
    """The term asked for, then the slogans that stand in most articles (but those that the term is
    the name of, or is printed for).
    """
    rows = study.slogans
    forms = {study.term, *rows.loc[rows["surface"].str.contains(study.term, regex=False), "name"]}
    return [study.term, *most_widespread(rows[~rows["name"].isin(forms)])][:most]


def most_widespread(mentions: pd.DataFrame) -> list[str]:
    """Names by number of articles, then of mentions, then by name."""
    spread = mentions.groupby("name").agg(k=("article_id", "nunique"), n=("article_id", "size"))
    spread = spread.reset_index().sort_values(["k", "n", "name"], ascending=[False, False, True])
    return spread["name"].tolist()


def over_time(study: Study) -> pd.DataFrame:
    """`trend` of the term in each of the first GROUPS_SHOWN places, without the row of unknown days,
    with gloss, undated (articles of no known day, of all) and href. Of few days those without an
    article are left out.
    """
    every, terms = choose_every(study), [study.term]
    rows = rows_of_terms(study.corpus, study.slogans, study.bodies, terms)
    table = trend(study.corpus, rows, terms, every=every, by="place")
    table = table[table["group"].isin(study.places[:GROUPS_SHOWN])]
    undated = int(table.loc[table["period"] == "", "of_articles"].sum())
    table = table[table["period"] != ""]
    some = table.groupby("period")["of_articles"].transform("sum") > 0
    if table.loc[some, "period"].nunique() <= FEW_DAYS:
        table = table[some]
    rank = table["group"].map(study.places.index)
    table = table.assign(rank=rank, undated=undated, every=every)
    table = table.sort_values(["rank", "period"], kind="stable").drop(columns="rank")
    table["gloss"] = table["feature"].map(glosses(study, [study.term])).fillna("")
    table["href"] = hrefs("term", table, "n", name="feature", place="group", **{every: "period"})
    return table.reset_index(drop=True)


def slogan_matrix(study: Study, *, most: int = 18) -> pd.DataFrame:
    """The most widespread slogans and the articles that have them, one row a slogan and article; if
    these are more than ARTICLES_SHOWN, one row a slogan and place.

    Columns: feature, gloss, article_id, title (both "" of a place), place, row and column (from 1),
    n (mentions), n_articles (that have it), of_place (articles of the place), of_articles, href.
    """
    names = most_widespread(study.slogans)[:most]
    if not names:
        return pd.DataFrame(columns=["feature"])
    hits = study.slogans[study.slogans["name"].isin(names)]
    single = hits["article_id"].nunique() <= ARTICLES_SHOWN
    by, columns = "place", study.places[:GROUPS_SHOWN]
    about = in_order(study, study.articles).assign(title=lambda table: headings(table))
    if single:
        by, columns = "article_id", [i for i in about["article_id"] if i in set(hits["article_id"])]
    cells = hits[hits[by].isin(columns)].groupby(["name", by])["article_id"]
    cells = cells.agg(n="size", n_articles="nunique")
    if single:
        cells = cells.join(about.set_index("article_id")[["title", "place"]], on="article_id")
    else:
        whole = pd.MultiIndex.from_product([names, columns], names=["name", by])
        cells = cells.reindex(whole, fill_value=0).assign(article_id="", title="")
    cells = cells.reset_index().rename(columns={"name": "feature"})
    cells = cells.assign(
        gloss=cells["feature"].map(glosses(study)).fillna(""),
        row=cells["feature"].map(names.index) + 1,
        column=cells[by].map(columns.index) + 1,
        of_place=cells["place"].map(study.articles["place"].value_counts()),
        of_articles=len(study.articles),
        href=hrefs("slogans", cells, "n", name="feature", **{by: by}),
    )
    order = ["feature", "gloss", "article_id", "title", "place", "row", "column", "n"]
    order += ["n_articles", "of_place", "of_articles", "href"]
    return cells.sort_values(["row", "column"], ignore_index=True)[order]


def collocates(study: Study, *, most: int = 20) -> pd.DataFrame:
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
    gloss = found["feature"].map(glosses(study, [*found["feature"], study.term])).fillna("")
    found = found.assign(
        gloss=gloss,
        term=study.term,
        term_gloss=glosses(study).get(study.term, ""),
        window=WINDOW,
        of_articles=len(study.articles),
    )
    found["href_feature"] = hrefs("tokens", found, token="feature")
    found["href"] = hrefs("collocates", found, "n", collocate="feature", node="term")
    return found.reset_index(drop=True)
