"""Where a page comes from: the corpus by hash and date, the lexicons by hash, in words to cite."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from analysis.chinese.lexicons import lexicon_version
from analysis.corpus import Corpus, articles_counted, corpus_hash
from analysis.table.store import program_version
from analysis.wording.labels import label, zh


def corpus_date(articles: pd.DataFrame) -> str:
    """The days a corpus covers, as far as its articles are dated: a day, or first to last; "" where
    none is.

    >>> corpus_date(pd.DataFrame({"date_published": ["2025-05-28", "", "2025-02-18"]}))
    '2025-02-18 to 2025-05-28'
    """
    days = sorted(day for day in articles["date_published"] if day)
    return "" if not days else days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"


def about(
    corpus: Corpus, name: str, lexicons: Iterable[str | Path] = (), *, lang: str = "en"
) -> dict:
    """What every page says of its corpus, in `lang`.

    lang, corpus_line (for the head of the page), lead (for the index), and the facts a citation is
    made of: name, files, articles, corpus, lexicon, dates, program.
    """
    documents, counted = corpus.documents, articles_counted(corpus.articles)
    facts = {
        "name": name,
        "files": len(documents),
        "articles": len(counted),
        "corpus": corpus_hash(documents),
        "lexicon": lexicon_version(lexicons),
        "dates": corpus_date(corpus.articles).replace(" to ", label("until", lang))
        or label("undated", lang),
        "program": program_version(),
    }
    inferred = (corpus.articles["date_published_basis"] == "inferred").any()
    span = corpus_date(corpus.articles).replace(" to ", label("until", lang))
    dates = (
        label("index.inferred" if inferred else "index.dates", lang, dates=span)
        if span
        else label("index.undated", lang)
    )
    known = [place for place in dict.fromkeys(corpus.articles["place"]) if place]
    places = label("list", lang).join(known) or label("index.unplaced", lang)
    line = zh(
        label(
            "index.corpus",
            lang,
            name=name,
            hash=facts["corpus"],
            articles=facts["articles"],
            places=places,
        )
    )
    lead = Markup('<p lang="{0}">{1}</p><p lang="{0}">{2}</p>').format(
        {"zh": "zh-Hans"}.get(lang, lang),
        zh(
            label(
                "index.lead",
                lang,
                articles=facts["articles"],
                files=facts["files"],
                places=places,
                dates=dates,
            )
        ),
        zh(
            label(
                "index.made", lang, **{key: facts[key] for key in ("corpus", "lexicon", "program")}
            )
        ),
    )
    return {
        **facts,
        "corpus_line": line,
        "lead": lead,
        "heading": label("index.heading", lang),
        "lang": lang,
    }


def citation(title: str, facts: dict) -> str:
    """The lines to copy under a table or a quotation, in the language of the page."""
    return label(
        "page.citation",
        facts["lang"],
        title=title,
        **{k: v for k, v in facts.items() if k != "lang"},
    ).replace("|", "\n")
