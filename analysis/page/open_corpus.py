"""What a notebook opens: a corpus with all that was found in it, and what is asked of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.corpus import Corpus, articles_counted
from analysis.describe.page_place import UNKNOWN_PLACE
from analysis.draw.figure_tables import Sources, choose_every, make_sources, rows_of
from analysis.errors import TifaError
from analysis.measure.groups import REST, regroup
from analysis.measure.occurrences import evidence_tables, read_tables
from analysis.mention.mentions import Mentions
from analysis.page.lab_widget import is_lab, serve_evidence
from analysis.page.notebook_tables import show_tables_well
from analysis.page.page_parts import called_values, display_html
from analysis.table.arguments import PATH, PATHS, TEXT, TEXTS, one_of, wants
from analysis.table.dictionary import titled
from analysis.wording.labels import LANGUAGES

# In JupyterLab a cell of prose shows the English or the Chinese it holds, not both.
ONE_LANGUAGE = {
    "en": "<style>.jp-RenderedMarkdown [lang=zh]{display:none}</style>",
    "zh": "<style>.jp-RenderedMarkdown:has([lang=zh])>:not([lang=zh]){display:none}</style>",
}


class Opened(NamedTuple):
    """A corpus and what was found in it, in counted articles; what is asked of it."""

    corpus: Corpus  # its `place` is the group, whatever the groups are values of
    articles: pd.DataFrame  # counted, with n_tokens
    slogans: pd.DataFrame
    bodies: pd.DataFrame
    tokens: pd.DataFrame  # every word
    words: pd.DataFrame  # those worth ranking: two characters or more, no function words
    hits: pd.DataFrame  # where the term stands: as a slogan or named body, else as plain text
    mentions: Mentions  # of all articles, counted or not
    places: list[str]  # the groups: the two compared, then by number of articles
    groups: tuple[str, str]  # the two compared; of a corpus with one group, it and "rest"
    by: str  # what the groups are values of
    every: str  # the period that the days call for: day, week, month or year
    term: str
    lang: str  # of figures, sentences and tables: en or zh
    path: str
    tables: dict[str, pd.DataFrame]  # what numbers link to, see `evidence_tables`
    sources: Sources  # what figures are drawn from
    looks: pd.DataFrame  # colour, order and names of each group, see `style_groups`


@wants(path=PATH, by=TEXT, groups=TEXTS, term=TEXT, lang=one_of(*LANGUAGES), lexicons=PATHS)
def open_corpus(
    path: str | Path,
    *,
    by: str = "place",
    groups: Sequence[str] = ("", ""),
    term: str = "十五五",
    lang: str = "en",
    lexicons: Sequence[str] = (),
) -> Opened:
    """A corpus with its slogans, named bodies and words, read once, for `show` and `say`.

    path : a folder of pages, a table of articles. by : what the groups are values of: a column of
    articles, or "year", "month", "week", "day", or periods as in `compare`. groups : two to
    compare; empty: those with most articles. term : what is followed. lang : "en" or "zh". lexicons
    : your own, as for `find_mentions`. Returns corpus, articles, slogans, bodies, tokens, words,
    hits (of the term) as tables, and what was asked. Source: `load_corpus`, `find_mentions`,
    `tokenize`. Raises TifaError for a group that is not there, and as `load_corpus` and
    `find_mentions` do.

    >>> opened = open_corpus("seeds", term="十五五")
    >>> opened.groups, len(opened.hits)
    (('临平', '钱塘'), 18)
    """
    show_tables_well()
    corpus, mentions = read_tables(path, lexicons)
    opened = lay_out(corpus, mentions, path, by=by, groups=groups, term=term, lang=lang)
    called = called_values(opened.looks, lang)
    serve_evidence(opened.tables, opened.corpus, opened.groups, called, lang)
    if is_lab():
        display_html(ONE_LANGUAGE[lang])
    return opened


def lay_out(
    corpus: Corpus,
    mentions: Mentions,
    path: str | Path,
    *,
    by: str = "place",
    groups: Sequence[str] = ("", ""),
    term: str = "十五五",
    lang: str = "en",
) -> Opened:
    """`open_corpus` of tables that are read already; `path` is where they came from."""
    corpus, mentions = regroup(corpus, mentions, by)
    a, b = choose_places(corpus.articles, *groups)
    asked = {"place_a": a, "place_b": b, "term": term, "by": by, "corpus_dir": path}
    sources = make_sources(corpus, mentions, **asked)
    found = (corpus, sources.slogans, sources.bodies, sources.tokens, term)
    tables = evidence_tables(*found, str(path))
    named = ("slogans", "bodies", "tokens", "term", "articles")
    slogans, bodies, tokens, hits, articles = (titled(tables[name], name) for name in named)
    words = titled(rows_of(sources, "words").copy(), "tokens")
    return Opened(
        *(corpus, articles, slogans, bodies, tokens, words, hits, mentions, sources.places),
        *((a, b if a != b else REST), by, choose_every(articles), term, lang, str(path)),
        *(tables, sources, sources.groups),
    )


def choose_places(articles: pd.DataFrame, place_a: str = "", place_b: str = "") -> tuple[str, str]:
    """The two groups to compare: those given, or the two with most counted articles, in the order
    of the files; one alone is given twice; articles without a group are the last choice.

    >>> places = pd.DataFrame({"place": ["甲", "不明", "不明", "乙", "乙"], "genre": "feature"})
    >>> choose_places(places), choose_places(places, "乙"), choose_places(places[:1])
    (('甲', '乙'), ('乙', '甲'), ('甲', '甲'))
    """
    files = list(dict.fromkeys(articles["place"]))
    counts = articles_counted(articles)["place"].value_counts()
    for place in filter(None, (place_a, place_b)):
        if place not in files:
            known = ", ".join(files) or "none"
            raise TifaError(f"group {place!r} is not in this corpus; there are {known}")
    best = sorted(files, key=lambda place: (place == UNKNOWN_PLACE, -counts.get(place, 0)))
    free = [place for place in best if place not in (place_a, place_b)]
    if not place_a and not place_b:
        chosen = sorted(free[:2], key=files.index)
        return chosen[0], chosen[-1]
    a, b = place_a or (free or [place_b])[0], place_b if place_b != place_a else ""
    return a, b or (free or [place_a])[0]
