"""What every count begins with, and the tables anchors point into: a row an occurrence, to be opened
as a sentence.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.chinese.tokens import add_token_counts
from analysis.corpus import Corpus, articles_counted, load_corpus
from analysis.measure.collocation import cooccurrences
from analysis.measure.groups import PERIODS, with_groups
from analysis.measure.naive_counts import jieba_hits, raw_hits, repaired_hits
from analysis.measure.reuse import mark_reprints
from analysis.mention.mentions import Mentions, find_mentions
from analysis.mention.slogan_origins import trace_slogans

COLUMNS = "TIFA_COLUMNS"  # in the environment of a run's notebooks: what --columns said, as JSON
QUOTES = "“”‘’「」『』"
WINDOW = 5  # words to the left and right of a term that count as its company


def read_tables(
    path: str | Path, lexicons: Iterable[str] = (), columns: Mapping[str, str] | None = None
) -> tuple[Corpus, Mentions]:
    """The tables of a corpus and of its mentions, out of the store where one is named.

    lexicons : your own, as for find_mentions. Raises TifaError as `load_corpus` and it do.
    """
    columns = columns or json.loads(os.environ.get(COLUMNS, "null"))
    corpus = mark_reprints(load_corpus(path, columns=columns))
    return corpus, find_mentions(corpus, extra=tuple(lexicons))


def counted_rows(rows: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """The rows that stand in counted articles, with their place, genre and periods."""
    counted = articles_counted(corpus.articles)
    about = ["place", "genre", *PERIODS]
    counted = with_groups(counted, about) if "date_published" in counted else counted
    counted = counted[["article_id", *(name for name in about if name in counted)]]
    return rows.drop(columns=about, errors="ignore").merge(counted, on="article_id", how="inner")


def term_hits(
    corpus: Corpus, slogans: pd.DataFrame, bodies: pd.DataFrame, term: str
) -> pd.DataFrame:
    """The mentions of the slogan or body of that name, or of the only one that is printed so (十五五
    for “十五五”（第十五个五年规划）); else where the plain text stands. name is the term."""
    for rows in (slogans, bodies):
        printed = rows.loc[rows["surface"].str.strip(QUOTES) == term.strip(QUOTES), "name"]
        names = {term} & set(rows["name"]) or set(printed)
        if len(names) == 1:
            return rows[rows["name"].isin(names)].assign(name=term).reset_index(drop=True)
    return counted_rows(repaired_hits(corpus, [term]), corpus).assign(name=term)


def rows_of_terms(
    corpus: Corpus, slogans: pd.DataFrame, bodies: pd.DataFrame, terms: Sequence[str]
) -> pd.DataFrame:
    """`term_hits` of several terms, one under the other, each once; name is the term."""
    found = [term_hits(corpus, slogans, bodies, term).assign(name=term) for term in terms]
    table = pd.concat(found, ignore_index=True)
    return table.drop_duplicates(["article_id", "start", "name"], ignore_index=True)


def joint_mentions(rows: pd.DataFrame) -> pd.DataFrame:
    """Pairs of names in the same article, one row a pair and article.

    Returns the columns of the first mention of the pair's first name, a and b (the names, a before
    b in code point order), and start_b, end_b, the first mention of the second.
    """
    first = rows.sort_values(["article_id", "start", "name"], kind="stable")
    first = first.drop_duplicates(["article_id", "name"])
    other = first[["article_id", "name", "start", "end"]]
    pairs = first.merge(other, on="article_id", suffixes=("", "_b"))
    pairs = pairs[pairs["name"] < pairs["name_b"]].rename(columns={"name_b": "b"})
    return pairs.assign(a=pairs["name"]).reset_index(drop=True)


def partners_of(term_rows: pd.DataFrame, slogans: pd.DataFrame) -> pd.DataFrame:
    """The slogan mentions that share a sentence with the term, and no character."""
    near = slogans[slogans["sentence_id"].isin(term_rows["sentence_id"])].reset_index(drop=True)
    term = term_rows[["article_id", "start", "end"]]
    both = near.reset_index(names="row").merge(term, on="article_id", suffixes=("", "_term"))
    same = both[(both["start"] < both["end_term"]) & (both["start_term"] < both["end"])]
    return near.drop(index=same["row"].unique()).reset_index(drop=True)


def with_origins(slogans: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The slogan mentions with home_made: whether the place made it itself, see `trace_slogans`."""
    traced = trace_slogans(slogans, articles)
    traced = traced[traced["relation"] == "home-made"]
    made = set(zip(traced["place"], traced["name"], strict=True))
    pairs = zip(slogans["place"], slogans["name"], strict=True)
    return slogans.assign(home_made=[pair in made for pair in pairs])


def article_rows(corpus: Corpus, tokens: pd.DataFrame) -> pd.DataFrame:
    """One row a counted article with n_han and n_tokens, at its first sentence, with no hit in it."""
    articles = add_token_counts(articles_counted(corpus.articles).drop(columns="text"), tokens)
    if "date_published" in articles:
        articles = with_groups(articles, list(PERIODS))
    first = corpus.sentences.sort_values(["article_id", "start"], kind="stable")
    first = first.drop_duplicates("article_id")[["article_id", "sentence_id", "start"]]
    return articles.merge(first.assign(end=first["start"]), on="article_id", how="inner")


def evidence_tables(
    corpus: Corpus,
    slogans: pd.DataFrame,
    bodies: pd.DataFrame,
    tokens: pd.DataFrame,
    term: str,
    *,
    corpus_dir: str = "",
    extra: Iterable[str] = (),
) -> dict[str, pd.DataFrame]:
    """Name -> rows of counted articles with article_id, start, end, sentence_id, place, genre.

    Always: slogans, bodies, tokens, articles, sentences (of every article), term. On request
    (`extra`), since they cost more: collocates (the words within WINDOW words of the term),
    partners (slogans in one sentence with it), joint (bodies in one article), raw, repaired, jieba
    (`naive_counts`, for every slogan found, and the term).
    """
    rows = {"slogans": slogans, "bodies": bodies, "tokens": tokens}
    rows = {name: counted_rows(table, corpus) for name, table in rows.items()}
    counted = articles_counted(corpus.articles)
    term_rows = term_hits(corpus, rows["slogans"], rows["bodies"], term)
    terms = sorted({*rows["slogans"]["name"], term})

    def collocates() -> pd.DataFrame:
        near = counted_rows(cooccurrences(tokens, term_rows, window=WINDOW), corpus)
        return near.assign(node=term, collocate=near["token"])

    makers: dict[str, Callable[[], pd.DataFrame]] = {
        "collocates": collocates,
        "partners": lambda: partners_of(term_rows, rows["slogans"]),
        "joint": lambda: joint_mentions(rows["bodies"]),
        "raw": lambda: raw_hits(corpus, corpus_dir, terms),
        "repaired": lambda: counted_rows(repaired_hits(corpus, terms), corpus),
        "jieba": lambda: counted_rows(jieba_hits(corpus, terms), corpus),
    }
    made = {name: makers[name]() for name in sorted(set(extra) & set(makers))}
    about = corpus.articles[["article_id", "place", "genre"]]
    sentences = corpus.sentences.drop(columns="text").merge(about, on="article_id")
    sentences = sentences.assign(end=sentences["start"])  # no hit in it
    plain = {"articles": article_rows(corpus, tokens), "sentences": sentences, "term": term_rows}
    rows["slogans"] = with_origins(rows["slogans"], counted)
    return {**rows, **plain, **made}
