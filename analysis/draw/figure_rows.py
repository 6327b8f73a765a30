"""The rows of figures that look inside the articles: where terms stand, with what, and when."""

import numpy as np
import pandas as pd

from analysis.draw.figure_tables import (
    FEW_DAYS,
    GROUPS_SHOWN,
    NONE,
    Sources,
    choose_every,
    gloss_of,
    glosses,
    hrefs,
    in_order,
    is_long,
    printed_forms,
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

REPAIRED_SHOWN = 14  # terms that repair changes
TERMS_SHOWN = 4
ARTICLES_SHOWN = 26  # side by side, or one under the other; of more, groups
COLLOCATES_SHOWN = 20


def repair_counts(sources: Sources) -> pd.DataFrame:
    """How often slogans and the term stand in the raw files, among jieba's words and in the
    repaired articles; those that repair changes most. Without the raw files no rows."""
    corpus, terms = sources.corpus, sorted({*sources.slogans["name"], sources.term})
    if not sources.corpus_dir:
        return NONE
    raw, jieba = raw_hits(corpus, sources.corpus_dir, terms), jieba_hits(corpus, terms)
    counts = naive_counts(raw, jieba, repaired_hits(corpus, terms))
    counts = counts.assign(asked=counts["term"] == sources.term, size=-counts["n_repaired"])
    counts["change"] = -(counts["n_repaired"] - counts["n_raw"]).abs()
    counts["first"] = ~counts["asked"]
    counts = counts.sort_values(["first", "change", "size", "term"], kind="stable").head(
        REPAIRED_SHOWN
    )
    counts = counts.sort_values(["size", "term"], kind="stable", ignore_index=True)
    counts = counts.drop(columns=["change", "first", "size"]).assign(
        gloss=gloss_of(sources, counts["term"]),
        files=len(corpus.documents),
        of_articles=len(sources.articles),
    )
    for way in ("raw", "jieba", "repaired"):
        counts[f"href_{way}"] = hrefs(way, counts, f"n_{way}", term="term")
    return counts


def positions(sources: Sources) -> pd.DataFrame:
    """Every mention of the chosen terms at its position in its article (0 to 1), and a row of each
    article without: feature "", no position. n, n_articles : of the term; shown : articles drawn,
    at most ARTICLES_SHOWN; asked : the term asked for."""
    rows = rows_of_terms(sources.corpus, sources.slogans, sources.bodies, chosen_terms(sources))
    if rows.empty:
        return NONE
    rows = rows[["article_id", "start", "name"]].rename(columns={"name": "feature"})
    table = in_order(sources)[["article_id", "title", "place", "n_han", "text"]]
    table = table.merge(rows, on="article_id", how="left").fillna({"feature": ""})
    length = table["text"].str.len().clip(lower=2)
    table["position"] = (table["start"] / (length - 1)).round(6)
    found = table[table["feature"] != ""].groupby("feature")["article_id"]
    # the term may be a body, or plain text
    of = {True: "term", False: "slogans"}
    links = {
        k: hrefs(t, table, "feature", name="feature", article_id="article_id")
        for k, t in of.items()
    }
    own = table["feature"] == sources.term
    hits = pd.DataFrame({"own": own, "any": table["feature"] != ""})
    hits = (
        hits.groupby(table["article_id"]).sum().mul(-1).sort_values(["own", "any"], kind="stable")
    )
    kept = hits.index[:ARTICLES_SHOWN]
    table = table.assign(
        gloss=gloss_of(sources, table["feature"]),
        label=table["feature"].replace(printed_forms(sources.slogans, "name")),
        of_articles=len(sources.articles),
        n=table["feature"].map(found.size()).fillna(0).astype(int),
        n_articles=table["feature"].map(found.nunique()).fillna(0).astype(int),
        shown=len(kept),
        asked=sources.term,
        href=np.where(own, links[True], links[False]),
    )
    table = table[table["article_id"].isin(kept)].drop(columns="text")
    return table.astype({"start": "Int64"}).reset_index(drop=True)


def chosen_terms(sources: Sources) -> list[str]:
    """The term asked for, then the slogans in most articles, but for other names of the term."""
    rows, term = sources.slogans, sources.term
    forms = {term, *rows.loc[rows["surface"].str.contains(term, regex=False), "name"]}
    return [term, *most_widespread(rows[~rows["name"].isin(forms)])][:TERMS_SHOWN]


def most_widespread(mentions: pd.DataFrame) -> list[str]:
    """Names by number of articles, then of mentions, then by name."""
    spread = mentions.groupby("name").agg(k=("article_id", "nunique"), n=("article_id", "size"))
    spread = spread.reset_index().sort_values(["k", "n", "name"], ascending=[False, False, True])
    return spread["name"].tolist()


def over_time(sources: Sources) -> pd.DataFrame:
    """`trend` of the term in each of the first GROUPS_SHOWN places on known days (undated: articles
    of none); of few days those without an article are left out."""
    every, terms = choose_every(sources.articles), [sources.term]
    rows = rows_of_terms(sources.corpus, sources.slogans, sources.bodies, terms)
    table = trend(sources.corpus, rows, terms, every=every, by="place")
    table = table[table["group"].isin(sources.places[:GROUPS_SHOWN])]
    undated = int(table.loc[table["period"] == "", "of_articles"].sum())
    table = table[table["period"] != ""].assign(undated=undated, every=every)
    some = table.groupby("period")["of_articles"].transform("sum") > 0
    if table.loc[some, "period"].nunique() <= FEW_DAYS:
        table = table[some]
    rank = table["group"].map(sources.places.index)
    table = table.assign(rank=rank).sort_values(["rank", "period"], kind="stable")
    table = table.drop(columns="rank").assign(gloss=gloss_of(sources, table["feature"]))
    links = hrefs("term", table, "n", name="feature", place="group", **{every: "period"})
    return table.assign(href=links).reset_index(drop=True)


def slogan_matrix(sources: Sources, *, most: int = 18) -> pd.DataFrame:
    """The most widespread slogans, one row a slogan and article; of more than ARTICLES_SHOWN a
    slogan and place (article_id, title ""). row, column : from 1; of_place : articles of the place.
    """
    names = most_widespread(sources.slogans)[:most]
    if not names:
        return NONE
    hits = sources.slogans[sources.slogans["name"].isin(names)]
    single = hits["article_id"].nunique() <= ARTICLES_SHOWN
    by, columns, about = "place", sources.places[:GROUPS_SHOWN], in_order(sources)
    if single:
        by, columns = (
            "article_id",
            about["article_id"][about["article_id"].isin(hits["article_id"])],
        )
    cells = hits[hits[by].isin(columns)].groupby(["name", by])["article_id"]
    cells = cells.agg(n="size", n_articles="nunique")
    if single:
        cells = cells.join(about.set_index("article_id")[["title", "place"]], on="article_id")
    else:
        whole = pd.MultiIndex.from_product([names, columns], names=["name", by])
        cells = cells.reindex(whole, fill_value=0).assign(article_id="", title="")
    cells = cells.reset_index().rename(columns={"name": "feature"})
    cells = cells.assign(
        label=cells["feature"].map(printed_forms(sources.slogans, "name")),
        gloss=gloss_of(sources, cells["feature"]),
        row=cells["feature"].map(names.index) + 1,
        column=cells[by].map(list(columns).index) + 1,
        of_place=cells["place"].map(sources.articles["place"].value_counts()),
        of_articles=len(sources.articles),
        href=hrefs("slogans", cells, "n", name="feature", **{by: by}),
    )
    order = ["feature", "label", "gloss", "article_id", "title", "place", "row", "column", "n"]
    order += ["n_articles", "of_place", "of_articles", "href"]
    return cells.sort_values(["row", "column"], ignore_index=True)[order]


def collocates(sources: Sources) -> pd.DataFrame:
    """`collocations` of the term's mentions within WINDOW words, logDice downward."""
    term, about = sources.term, len(sources.articles)
    node = term_hits(sources.corpus, sources.slogans, sources.bodies, term)
    node = node[["article_id", "start", "end"]].drop_duplicates()
    if node.empty:
        return NONE
    how = {"window": WINDOW, "min_count": 2, "stopwords": stopwords()}
    found = collocations(sources.tokens, node, **how)
    found = found[is_long(found["feature"])].head(COLLOCATES_SHOWN)
    found = found.assign(gloss=gloss_of(sources, found["feature"]), term=term)
    found["term_gloss"] = glosses(sources, [term]).get(term, "")
    found = found.assign(window=WINDOW, of_articles=about)
    found["href_feature"] = hrefs("tokens", found, "n", token="feature")
    found["href"] = hrefs("collocates", found, "n", collocate="feature", node="term")
    return found.reset_index(drop=True)
