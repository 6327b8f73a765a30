"""What a notebook opens: a corpus with its mentions, words and evidence, on one desk."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.corpus import Corpus, articles_counted
from analysis.describe.page_place import UNKNOWN_PLACE
from analysis.draw.figure_tables import Study, make_study
from analysis.draw.figures import Sources, make_sources
from analysis.errors import TifaError
from analysis.measure.groups import regroup
from analysis.measure.occurrences import evidence_tables
from analysis.measure.read_tables import read_tables
from analysis.mention.mentions import Mentions
from analysis.page.lab_drawer import serve_evidence
from analysis.page.notebook_tables import show_tables_well


class Desk(NamedTuple):
    """A corpus laid out for reading."""

    corpus: Corpus
    # what figures are drawn from: counted articles, their mentions and words, the places, the term
    study: Study
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
    by: str = "place",
    evidence: Iterable[str] = (),
) -> Desk:
    """Read a corpus, find slogans and bodies, cut the words.

    place_a, place_b : places of the corpus; empty, or the same twice: the places with most counted
        articles. by : what these groups are values of instead: a column of articles, a period.
    evidence : further tables numbers will link to, see `evidence_tables`.
    Raises TifaError for a place that is not there.
    """
    show_tables_well()
    corpus, mentions = read_tables(path, lexicons)
    desk = lay_out(corpus, mentions, path, place_a, place_b, term, by=by, evidence=evidence)
    serve_evidence(desk.tables, desk.corpus, (desk.place_a, desk.place_b))
    return desk


def lay_out(
    corpus: Corpus,
    mentions: Mentions,
    path: str | Path,
    place_a: str = "",
    place_b: str = "",
    term: str = "十五五",
    *,
    by: str = "place",
    evidence: Iterable[str] = (),
) -> Desk:
    """The same for tables that are read already; `path` is where they came from."""
    corpus, mentions = regroup(corpus, mentions, by)
    a, b = choose_places(corpus.articles, place_a, place_b)
    study = make_study(corpus, mentions, place_a=a, place_b=b, term=term)
    tables = evidence_tables(
        corpus,
        study.slogans,
        study.bodies,
        study.tokens,
        term,
        places=study.places,
        corpus_dir=str(path),
        extra=evidence,
    )
    return Desk(corpus, study, tables, mentions, make_sources(study, path), a, b, term, str(path))


def choose_places(articles: pd.DataFrame, place_a: str = "", place_b: str = "") -> tuple[str, str]:
    """The two places to compare: those given, or the two with most counted articles; one place is
    given twice.

    Places come in the order of the files; articles whose place is not known are compared only if
    there is nothing else.

    >>> articles = pd.DataFrame({"place": ["甲", "不明", "不明", "不明", "乙", "乙"], "genre": "feature"})
    >>> choose_places(articles), choose_places(articles,
    ...     "乙"), choose_places(articles[articles["place"] == "甲"])
    (('甲', '乙'), ('乙', '甲'), ('甲', '甲'))
    """
    files = list(dict.fromkeys(articles["place"]))
    counts = articles_counted(articles)["place"].value_counts()
    for place in filter(None, (place_a, place_b)):
        if place not in files:
            raise TifaError(
                f"place {place!r} is not in this corpus; there are {', '.join(files) or 'none'}"
            )
    best = sorted(files, key=lambda place: (place == UNKNOWN_PLACE, -counts.get(place, 0)))
    free = [place for place in best if place not in (place_a, place_b)]
    if not place_a and not place_b:
        chosen = sorted(free[:2], key=files.index)
        return chosen[0], chosen[-1]
    a, b = place_a or (free or [place_b])[0], place_b if place_b != place_a else ""
    return a, b or (free or [place_a])[0]
