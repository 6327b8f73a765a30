"""What a notebook opens: a corpus with its mentions, words and evidence, on one desk."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.corpus import Corpus, articles_counted, load_corpus
from analysis.errors import TifaError
from analysis.evidence_tables import counted_rows, evidence_tables
from analysis.mentions import find_mentions
from analysis.tokens import tokenize


class Desk(NamedTuple):
    """A corpus laid out for reading; slogans, bodies and tokens are those of counted articles."""

    corpus: Corpus
    articles: pd.DataFrame  # the counted ones
    slogans: pd.DataFrame
    bodies: pd.DataFrame
    tokens: pd.DataFrame
    suppressed: pd.DataFrame  # what a longer mention hid
    tables: dict[str, pd.DataFrame]  # what numbers link to
    place_a: str
    place_b: str  # "" in a corpus of one place
    term: str
    corpus_dir: str


def open_corpus(
    path: str | Path,
    place_a: str = "",
    place_b: str = "",
    term: str = "十五五",
    lexicons: Iterable[str] = (),
    *,
    evidence: Iterable[str] = (),
) -> Desk:
    """Read a corpus, find slogans and bodies, cut the words.

    place_a, place_b : places of the corpus; empty, or the same twice: the places with most counted articles.
    evidence : further tables numbers will link to, see `evidence_tables`.
    Raises TifaError for a place that is not there.
    """
    corpus = load_corpus(path)
    a, b = choose_places(corpus.articles, place_a, place_b)
    mentions = find_mentions(corpus, extra=tuple(lexicons))
    spans = pd.concat([table[["article_id", "start", "end"]] for table in (mentions.slogans, mentions.bodies)])
    tokens = tokenize(corpus.sentences, spans.drop_duplicates())
    tables = evidence_tables(
        corpus, mentions.slogans, mentions.bodies, tokens, term, corpus_dir=str(path), extra=evidence
    )
    return Desk(
        corpus, articles_counted(corpus.articles), tables["slogans"], tables["bodies"], tables["tokens"],
        counted_rows(mentions.suppressed, corpus), tables, a, b, term, str(path),
    )  # fmt: skip


def choose_places(articles: pd.DataFrame, place_a: str = "", place_b: str = "") -> tuple[str, str]:
    """The two places to compare: those given, or the two with most counted articles; "" where there is no second.

    >>> articles = pd.DataFrame({"place": ["甲", "乙", "乙"], "genre": "feature"})
    >>> choose_places(articles), choose_places(articles, "乙"), choose_places(articles[articles["place"] == "甲"])
    (('乙', '甲'), ('乙', '甲'), ('甲', ''))
    """
    counts = articles_counted(articles)["place"].value_counts()
    order = sorted(counts.index, key=lambda place: (-counts[place], place))
    for place in filter(None, (place_a, place_b)):
        if place not in order:
            raise TifaError(f"place {place!r} has no article here; there are {', '.join(order) or 'none'}")
    a = place_a or next((place for place in order if place != place_b), "")
    b = place_b if place_b != a else ""
    return a, b or next((place for place in order if place != a), "")
