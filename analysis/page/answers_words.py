"""What notebook 2 says: the words of each place, which set two places apart, how they spread, their
company.
"""

import pandas as pd
from markupsafe import Markup

from analysis.chinese.tokens import hmm_effect
from analysis.draw.figure_tables import stopwords, top_terms
from analysis.evidence.links import anchor
from analysis.measure.collocation import collocations
from analysis.measure.counts import count_features
from analysis.measure.dispersion import dispersion
from analysis.measure.occurrences import WINDOW
from analysis.page.answers import listing, per_place, plural, verdicts
from analysis.page.open_corpus import Desk
from analysis.page.page_parts import cite, fill, number_link

MOST = 4  # places in the short answer


def answer(desk: Desk, table: pd.DataFrame) -> Markup:
    """Each place's most used word, and what the comparison bears out; `table` of `compared`."""
    top = top_terms(desk.study, most=1).head(MOST)
    said = [
        fill(
            "{word} in {place} ({n} times, {rate} per 10,000 words)",
            word=row["feature"],
            place=row["place"],
            n=number_link(row["n"], row["href"].removeprefix("#")),
            rate=f"{row['per_10k']:.1f}",
        )
        for row in top.to_dict("records")
    ]
    if not said:
        return fill("The counted articles hold no word worth ranking.")
    return fill(
        "The most used {word} {said}. {verdict}",
        word="word is" if len(said) == 1 else "words are",
        said=listing(said),
        verdict=verdicts(table, desk.place_a, desk.place_b, "word"),
    )


def with_and_without(desk: Desk, *, most: int = 10) -> pd.DataFrame:
    """The most used words of the corpus by rank, function words and all, beside those that remain:
    rank, all_words, n_all, content_words, n_content."""
    ranks = []
    for rows in (desk.study.tokens, desk.study.words):
        counts = count_features(
            rows, desk.study.articles, feature="token", by=(), unit="tokens"
        ).head(most)
        ranks.append(counts[["feature", "n"]].reset_index(drop=True))
    table = pd.concat(ranks, axis=1, keys=["all", "content"])
    table.columns = ["all_words", "n_all", "content_words", "n_content"]
    table.insert(0, "rank", range(1, len(table) + 1))
    return table


def spread_of_words(desk: Desk, *, most: int = 30) -> pd.DataFrame:
    """Dispersion of the most used words over the articles: feature, n, range, dp, dp_norm,
    juilland_d.
    """
    table = dispersion(desk.study.words, desk.study.articles, feature="token").head(most)
    return table[["feature", "n", "range", "parts", "dp", "dp_norm", "juilland_d"]]


def uneven(table: pd.DataFrame) -> Markup:
    """Of the most used words, the most even and the most clumped; `table` of `spread_of_words`."""
    if len(table) < 2:
        return Markup("")
    order = table.sort_values(["dp", "feature"], kind="stable")
    even, clumped = order.iloc[0], order.iloc[-1]
    return fill(
        "Of these words {even} is spread most evenly ({r} of {parts} articles, DP {dp}), and "
        "{clumped} least ({r2} of "
        "{parts}, DP {dp2}): a high count of {clumped} tells of {those}, not of the rest.",
        even=even["feature"],
        r=int(even["range"]),
        parts=int(even["parts"]),
        dp=f"{even['dp']:.2f}",
        clumped=clumped["feature"],
        r2=int(clumped["range"]),
        dp2=f"{clumped['dp']:.2f}",
        those="that one article"
        if clumped["range"] == 1
        else f"those {int(clumped['range'])} articles",
    )


def company(desk: Desk, *, min_count: int = 2) -> pd.DataFrame:
    """The words within WINDOW words of the term: feature, n, n_articles, n_feature, expected,
    logdice, pmi, g2.
    """
    term = desk.tables["term"]
    columns = ["feature", "n", "n_articles", "n_feature", "expected", "logdice", "pmi", "g2"]
    if term.empty:
        return pd.DataFrame(columns=columns)
    table = collocations(
        desk.study.tokens,
        term,
        window=WINDOW,
        min_count=min_count,
        stopwords=frozenset(stopwords()),
    )
    return table[columns]


def company_link(desk: Desk, row: dict) -> str:
    """The anchor of a row of `company`: the word's occurrences near the term."""
    return anchor("collocates", node=desk.term, collocate=row["feature"])


def closest(desk: Desk, table: pd.DataFrame) -> Markup:
    """The term's closest companions; `table` of `company`."""
    n = cite(desk.tables, "term", name=desk.term)
    if desk.tables["term"].empty:
        return fill(
            "{term} stands nowhere in the counted articles: it keeps no company.", term=desk.term
        )
    if table.empty:
        return fill(
            "{term} stands {n} times; no other word stands near it twice.", term=desk.term, n=n
        )
    said = [
        fill("{word} ({n})", word=row["feature"], n=number_link(row["n"], company_link(desk, row)))
        for row in table.head(3).to_dict("records")
    ]
    return fill(
        "{term} stands {n} times ({places}). Its closest {word} {said}, by logDice, within "
        "{window} words.",
        term=desk.term,
        n=n,
        places=per_place(desk, "term", name=desk.term),
        said=listing(said),
        window=WINDOW,
        word=plural(len(said), "companion is", "companions are"),
    )


def guessing(desk: Desk, features: list[str]) -> pd.DataFrame:
    """What jieba's guessing of unknown words would do to the counts of these words: term,
    n_hmm_off, n_hmm_on.
    """
    spans = pd.concat([desk.study.slogans, desk.study.bodies])[
        ["article_id", "start", "end"]
    ].drop_duplicates()
    ids = set(desk.study.articles["article_id"])
    sentences = desk.corpus.sentences[desk.corpus.sentences["article_id"].isin(ids)]
    return hmm_effect(sentences, spans, features)
