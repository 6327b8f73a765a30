"""Where a page comes from: the corpus by hash and date, the lexicons by hash, in words to cite."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from analysis.chinese.lexicons import lexicon_version
from analysis.corpus import Corpus, articles_counted, corpus_hash
from analysis.draw.vocabulary import group_vocabulary, name_groups
from analysis.table.version import program_version
from analysis.wording.labels import label, zh


def corpus_date(articles: pd.DataFrame, lang: str = "en") -> str:
    """The days a corpus covers, as far as its articles are dated: a day, or first to last; "" where
    none is.

    >>> corpus_date(pd.DataFrame({"date_published": ["2025-05-28", "", "2025-02-18"]}))
    '2025-02-18 to 2025-05-28'
    """
    days = sorted({day for day in articles["date_published"] if day})
    return label("until", lang).join([*days[:1], *days[1:][-1:]])


def about(
    corpus: Corpus, name: str, lexicons: Iterable[str | Path] = (), *, lang: str = "en"
) -> dict:
    """What every page says of its corpus, in `lang`.

    lang, heading, line (for the head of the page), lead and made (for the index), and the facts
    a citation is made of: name, files, articles, corpus, lexicon, dates, program.
    """
    span = corpus_date(corpus.articles, lang)
    facts = {
        "name": name,
        "files": len(corpus.documents),
        "articles": len(articles_counted(corpus.articles)),
        "corpus": corpus_hash(corpus.documents),
        "lexicon": lexicon_version(lexicons),
        "dates": span or label("undated", lang),
        "program": program_version(),
    }
    inferred = (corpus.articles["date_published_basis"] == "inferred").any()
    dated = "inferred" if inferred else "dates"
    dates = label(f"index.{dated if span else 'undated'}", lang, dates=span)
    groups = group_vocabulary(place for place in corpus.articles["place"] if place)
    places = name_groups(groups.index, lang, groups) or label("index.unplaced", lang)
    of = {**facts, "places": places, "dates": dates, "hash": facts["corpus"]}
    said = {key: zh(label(f"index.{key}", lang, **of)) for key in ("line", "lead", "made")}
    return {**facts, **said, "heading": label("index.heading", lang), "lang": lang}


def citation(title: str, facts: dict) -> str:
    """The lines to copy under a table or a quotation, in the language of the page."""
    values = {key: value for key, value in facts.items() if key != "lang"}
    return label("page.citation", facts["lang"], title=title, **values).replace("|", "\n")
