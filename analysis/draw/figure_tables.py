"""The rows each figure shows, made from the measures: one function a figure, a table in, a table
out.

Every table carries its own denominators (of_articles, of_a, of_b) and ends with the addresses of
its evidence (href, or href_a and href_b): "#" + an anchor of links.py, "" where there is nothing to
open.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.chinese.han import HAN
from analysis.chinese.lexicons import LEVELS
from analysis.chinese.stopwords import load_stopwords
from analysis.chinese.tokens import add_token_counts, kept_whole, tokenize, word_tokens
from analysis.corpus import Corpus, articles_counted
from analysis.evidence.links import anchor
from analysis.measure.compare import compare
from analysis.measure.confounds import confounds
from analysis.measure.counts import count_features
from analysis.mention.bodies import own_names
from analysis.mention.body_glosses import gloss_bodies
from analysis.mention.slogan_frames import CLAIM

ROWS_SHOWN = 40  # one under the other on a page
PLACES_SHOWN = 4  # panels side by side stay legible at a page's width
EVIDENCE = {
    "words": ("tokens", "token"),
    "slogans": ("slogans", "name"),
    "bodies": ("bodies", "name"),
}


class Study(NamedTuple):
    """What all figures of a run are drawn from: the counted articles, their mentions and words, and
    what is asked.
    """

    corpus: Corpus
    articles: pd.DataFrame  # counted, with n_tokens
    slogans: pd.DataFrame
    bodies: pd.DataFrame
    words: pd.DataFrame  # tokens worth ranking: two characters or more, no function words
    tokens: pd.DataFrame  # all words
    places: list[str]  # the two compared, then by number of articles
    place_a: str
    place_b: str
    term: str


def make_study(corpus: Corpus, mentions: tuple, *, place_a: str, place_b: str, term: str) -> Study:
    """Everything the figures read, worked out once.

    corpus : of load_corpus; mentions : of find_mentions (bodies, slogans); place_a, place_b, term :
        what is asked.
    """
    articles = (
        articles_counted(corpus.articles)
        .sort_values("article_id", kind="stable")
        .reset_index(drop=True)
    )
    ids = set(articles["article_id"])
    slogans, bodies = (
        t[t["article_id"].isin(ids)].reset_index(drop=True)
        for t in (mentions.slogans, mentions.bodies)
    )
    slogans = slogans[slogans["kind"].ne(CLAIM)].reset_index(
        drop=True
    )  # told apart, never mixed in
    sentences = corpus.sentences[corpus.sentences["article_id"].isin(ids)]
    tokens = word_tokens(tokenize(sentences, kept_whole(sentences, articles, slogans, bodies)))
    articles = add_token_counts(articles, tokens)
    tokens = tokens.merge(articles[["article_id", "place"]], on="article_id")
    words = tokens[
        (tokens["token"].str.len() > 1) & ~tokens["token"].isin(stopwords())
    ].reset_index(drop=True)
    words = words[words["token"].str.contains(rf"[{HAN}]")].reset_index(drop=True)
    counts = articles["place"].value_counts()
    rest = sorted(set(articles["place"]) - {place_a, place_b}, key=lambda p: (-counts[p], p))
    places = [p for p in dict.fromkeys([place_a, place_b]) if p in counts.index] + rest
    return Study(corpus, articles, slogans, bodies, words, tokens, places, place_a, place_b, term)


def stopwords() -> set[str]:
    """The words of all stop lists."""
    return set(load_stopwords()["word"])


def href(table: str, n: int = 1, /, **filters: object) -> str:
    """The link to a number's evidence; none for a number that is zero."""
    return "#" + anchor(table, **filters) if n else ""


def glosses(study: Study) -> dict[str, str]:
    """English gloss of each slogan that has one; the term, if no slogan is called so, has that of
    the slogan it is printed for.
    """
    rows = study.slogans
    known = {name: gloss for name, gloss in zip(rows["name"], rows["gloss"], strict=True) if gloss}
    printed = rows[rows["surface"].str.strip("“”‘’「」『』") == study.term]
    return {study.term: printed["gloss"].iloc[0], **known} if len(printed) else known


def rows_of(study: Study, kind: str) -> pd.DataFrame:
    """The occurrences of a kind: "words", "slogans" or "bodies"."""
    return {"words": study.words, "slogans": study.slogans, "bodies": study.bodies}[kind]


def top_terms(study: Study, kind: str = "words", *, most: int = 12) -> pd.DataFrame:
    """place, feature, n, n_articles, per_10k, of_articles, unit, href: the `most` frequent of each
    shown place.
    """
    table, feature = EVIDENCE[kind]
    unit = "tokens" if kind == "words" else "han"
    counts = count_features(
        rows_of(study, kind), study.articles, feature=feature, by=("place",), unit=unit
    )
    places = study.places[:PLACES_SHOWN]
    counts = counts[counts["place"].isin(places)].groupby("place", sort=False).head(most)
    counts = counts.sort_values(
        "place", key=lambda c: c.map(places.index), kind="stable"
    ).reset_index(drop=True)
    of = study.articles["place"].value_counts()
    counts = counts.assign(of_articles=counts["place"].map(of), unit=unit)
    counts["href"] = [
        href(table, **{feature: f, "place": p})
        for f, p in zip(counts["feature"], counts["place"], strict=True)
    ]
    return pd.DataFrame(counts)


def comparison(study: Study, kind: str, *, min_count: int = 3) -> pd.DataFrame:
    """`compare` of the two places over the features of a kind with min_count occurrences, with
    gloss and links.
    """
    table, feature = EVIDENCE[kind]
    rows = rows_of(study, kind)
    own = {
        p: own_names(rows, study.corpus.places, p) if kind == "bodies" else {}
        for p in (study.place_a, study.place_b)
    }
    both = rows[rows["place"].isin([study.place_a, study.place_b])]
    names = [own[p].get(f, f) for f, p in zip(both[feature], both["place"], strict=True)]
    both = both.assign(**{feature: names})
    counts = both[feature].value_counts()
    features = sorted(counts.index[counts >= min_count])
    if (
        study.place_a == study.place_b
        or not features
        or not {study.place_a, study.place_b} <= set(study.articles["place"])
    ):
        columns = ["feature", "gloss", "place_a", "place_b", "unit", "href_a", "href_b"]
        return pd.DataFrame(columns=columns)
    found = compare(
        study.corpus, both, study.place_a, study.place_b, feature=feature, features=features
    )
    gloss = (
        gloss_bodies(found["feature"])
        if kind == "bodies"
        else found["feature"].map(glosses(study)).fillna("")
    )
    found = found.assign(gloss=gloss, place_a=study.place_a, place_b=study.place_b, unit="han")
    for side in "ab":
        place = getattr(study, f"place_{side}")
        printed = {general: name for name, general in own[place].items()}
        pairs = zip(found["feature"].replace(printed), found[f"n_{side}"], strict=True)
        found[f"href_{side}"] = [href(table, n, **{feature: f, "place": place}) for f, n in pairs]
    return found


def most_telling(compared: pd.DataFrame, most: int = 24) -> pd.DataFrame:
    """The rows of a comparison worth a lollipop: clear verdicts first, then those in most
    articles, the two directions in turn.
    """
    if compared.empty:
        return compared
    clear = compared["verdict"].isin(["more in A", "more in B"])
    side = np.sign(compared["per_10k_a"] - compared["per_10k_b"])
    size = compared["articles_a"] + compared["articles_b"] - compared["p_permutation"].fillna(1)
    order = compared.assign(clear=clear, size=size, side=side)
    order = order.sort_values(
        ["clear", "size", "feature"], ascending=[False, False, True], kind="stable"
    )
    order = order.assign(turn=order.groupby(["clear", "side"]).cumcount())
    order = order.sort_values(
        ["clear", "turn", "size", "feature"], ascending=[False, True, False, True], kind="stable"
    )
    return order.head(most).drop(columns=["clear", "size", "side", "turn"]).reset_index(drop=True)


def most_frequent(compared: pd.DataFrame, most: int = 18) -> pd.DataFrame:
    """The rows of a comparison with the highest rate on either side, that rate first."""
    if compared.empty:
        return compared
    top = compared[["per_10k_a", "per_10k_b"]].max(axis=1)
    order = compared.assign(top=top).sort_values(
        ["top", "feature"], ascending=[False, True], kind="stable"
    )
    return order.head(most).drop(columns="top").reset_index(drop=True)


def level_counts(
    study: Study, kind: str, *, most: int = ROWS_SHOWN, zeros: bool = True
) -> pd.DataFrame:
    """place, level, n, share, n_articles, of_articles, of_places, href: mentions of a kind by
    level, in at most `most` places.

    Levels that no shown place names are left out; zeros : keep those that another shown place
    names.
    """
    rows = rows_of(study, kind)
    if rows.empty:
        return pd.DataFrame(columns=["place"])
    counts = rows.groupby(["place", "level"]).agg(
        n=("level", "size"), n_articles=("article_id", "nunique")
    )
    whole = pd.MultiIndex.from_product([study.places, list(LEVELS)], names=["place", "level"])
    counts = counts.reindex(whole, fill_value=0).reset_index()
    totals = counts.groupby("place", sort=False)["n"].transform("sum")
    counts = counts[totals > 0].assign(share=counts["n"] / totals.where(totals > 0, 1))
    counts["of_articles"] = counts["place"].map(study.articles["place"].value_counts())
    counts["href"] = [
        href(kind, n, place=p, level=v)
        for p, v, n in counts[["place", "level", "n"]].itertuples(index=False)
    ]
    shown = counts["place"].drop_duplicates().head(most)
    counts = counts[counts["place"].isin(shown)].assign(of_places=counts["place"].nunique())
    there = counts["n"] > 0
    return counts[there | (zeros & counts["level"].isin(counts.loc[there, "level"]))].reset_index(
        drop=True
    )


def headings(articles: pd.DataFrame) -> list[str]:
    """What to call each article: its title, else its kicker, else its first words in brackets."""
    starts = ["（" + " ".join(text.split())[:16] + "…）" for text in articles["text"]]
    return [
        t or k or s for t, k, s in zip(articles["title"], articles["kicker"], starts, strict=True)
    ]


def corpus_blocks(study: Study) -> pd.DataFrame:
    """One row an article, in order of place, date and id; a place's articles of one date make a row
    of the picture.

    Columns: article_id, title, place, genre, date_published (and their basis), n_han, inferred,
    place_han, genre_han, of_articles, of_places, of_han (of all counted articles), not_counted
    (captions and the like), rows_shown, of_rows, href.
    """
    articles = study.corpus.articles
    rank = {place: i for i, place in enumerate(study.places)}
    table = articles[
        [
            "article_id",
            "title",
            "place",
            "place_basis",
            "genre",
            "date_published",
            "date_published_basis",
            "n_han",
        ]
    ]
    table = table.assign(
        title=headings(articles),
        counted=table["article_id"].isin(set(study.articles["article_id"])),
    )
    sure = table["place_basis"].isin(["given", "printed"]) & table["date_published_basis"].isin(
        ["given", "printed"]
    )
    table = table.assign(inferred=~sure, rank=table["place"].map(rank).fillna(len(rank)))
    table = table.sort_values(
        ["rank", "place", "date_published", "article_id"], kind="stable"
    ).drop(columns="rank")
    kept = table[table["counted"]].drop(columns="counted")
    for column in ("place", "genre"):
        kept[f"{column}_han"] = kept.groupby(column)["n_han"].transform("sum")
    rows = kept[["place", "date_published"]].drop_duplicates()
    shown = kept.merge(rows.head(ROWS_SHOWN), on=["place", "date_published"])
    shown = shown.assign(
        of_articles=len(kept),
        of_places=kept["place"].nunique(),
        of_han=int(kept["n_han"].sum()),
        not_counted=len(table) - len(kept),
        rows_shown=min(len(rows), ROWS_SHOWN),
        of_rows=len(rows),
    )
    shown["href"] = [href("articles", article_id=i) for i in shown["article_id"]]
    return shown.reset_index(drop=True)


def headline_claims(
    compared: Callable[[str], pd.DataFrame], *, most: int = 6, ratios: bool = False
) -> pd.DataFrame:
    """The most telling rows of the three comparisons (`compared` gives each by kind), with their
    kind; ratios : only those that have one.
    """
    parts = [
        most_telling(compared(kind), most).assign(kind=kind)
        for kind in ("slogans", "bodies", "words")
    ]
    parts = [part[part["log_ratio"].notna()] if ratios else part for part in parts if len(part)]
    parts = [part for part in parts if len(part)]
    return (
        pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["feature", "kind"])
    )


def confound_rows(study: Study) -> pd.DataFrame:
    """`confounds` of the two places, with place_a, place_b and href_a, href_b (the articles each
    bar is made of).
    """
    if study.place_a == study.place_b or not {study.place_a, study.place_b} <= set(
        study.articles["place"]
    ):
        return pd.DataFrame(columns=["confound"])
    table = confounds(study.corpus, study.place_a, study.place_b).assign(
        place_a=study.place_a, place_b=study.place_b
    )
    for side in "ab":
        place = getattr(study, f"place_{side}")
        genres = [
            {"genre": d} if c == "genre" else {}
            for c, d in zip(table["confound"], table["detail"], strict=True)
        ]
        shown = table[f"{side}_value"].ne(0)
        table[f"href_{side}"] = [
            href("articles", int(s), place=place, **g) for g, s in zip(genres, shown, strict=True)
        ]
    return table


def cloud_rows(compared: pd.DataFrame, *, most: int = 45) -> pd.DataFrame:
    """The rows of a comparison that two clouds are laid out from: the `most` frequent of each place
    (see `place_words`).
    """
    if compared.empty:
        return compared
    kept: set[int] = set()
    for side in "ab":
        order = compared[compared[f"n_{side}"] > 0].sort_values(
            [f"per_10k_{side}", "feature"], ascending=[False, True]
        )
        kept |= set(order.index[:most])
    return compared.loc[sorted(kept)].reset_index(drop=True)
