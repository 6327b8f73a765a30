"""What a notebook opens: a corpus with its mentions, words and evidence, on one desk."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis import show_tables_well
from analysis.corpus import Corpus, articles_counted, load_corpus
from analysis.errors import TifaError
from analysis.evidence_tables import evidence_tables
from analysis.figure_tables import Study, make_study
from analysis.figures import Sources, make_sources
from analysis.mentions import Mentions, find_mentions


class Desk(NamedTuple):
    """A corpus laid out for reading."""

    corpus: Corpus
    study: Study  # what figures are drawn from: counted articles, their mentions and words, the places, the term
    tables: dict[str, pd.DataFrame]  # what numbers link to, see `evidence_tables`
    mentions: Mentions
    sources: Sources  # the study and its comparisons, made when a figure or a table first asks
    place_a: str
    place_b: str  # the same as place_a in a corpus of one place
    term: str
    path: str


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
    show_tables_well()
    corpus = load_corpus(path)
    a, b = choose_places(corpus.articles, place_a, place_b)
    mentions = find_mentions(corpus, extra=tuple(lexicons))
    study = make_study(corpus, mentions, place_a=a, place_b=b, term=term)
    tables = evidence_tables(
        corpus, study.slogans, study.bodies, study.tokens, term, places=study.places, corpus_dir=str(path), extra=evidence
    )
    return Desk(corpus, study, tables, mentions, make_sources(study, path), a, b, term, str(path))


def choose_places(articles: pd.DataFrame, place_a: str = "", place_b: str = "") -> tuple[str, str]:
    """The two places to compare: those given, or the two with most counted articles; one place is given twice.

    >>> articles = pd.DataFrame({"place": ["甲", "乙", "乙"], "genre": "feature"})
    >>> choose_places(articles), choose_places(articles, "甲"), choose_places(articles[articles["place"] == "甲"])
    (('乙', '甲'), ('甲', '乙'), ('甲', '甲'))
    """
    counts = articles_counted(articles)["place"].value_counts()
    order = sorted(counts.index, key=lambda place: (-counts[place], place))
    for place in filter(None, (place_a, place_b)):
        if place not in order:
            raise TifaError(f"place {place!r} has no article here; there are {', '.join(order) or 'none'}")
    a = place_a or next((place for place in order if place != place_b), place_b)
    b = place_b if place_b != a else ""
    return a, b or next((place for place in order if place != a), a)
