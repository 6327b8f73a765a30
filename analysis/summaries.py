"""A corpus, its mentions and a look-up in a few lines, for the prompt and the notebook."""

from collections.abc import Iterable

import pandas as pd
from markupsafe import Markup

from analysis.counts import counted
from analysis.show import zh
from analysis.titles import TITLE

SHOWN = 8  # places or files named before the rest are only counted

Lines = list[tuple[str, str]]


def corpus_lines(corpus: tuple) -> Lines:
    """What a Corpus holds: files, articles counted of all, places with their counted articles,
    days, files not read, tables.
    """
    articles = counted(corpus.articles)
    days = sorted({day for day in articles["date_published"] if day})
    without = int((articles["date_published"] == "").sum())
    span = f"{days[0]} to {days[-1]}" if days else "none known"
    failed = [
        f"{file} ({error})"
        for file, error in corpus.failures[["file", "error"]].itertuples(index=False)
    ]
    return [
        ("corpus", _number(len(corpus.documents), "file")),
        (
            "articles",
            f"{len(articles):,} counted of {len(corpus.articles):,} (captions, weather and "
            "boilerplate are not)",
        ),
        ("places", _tally(articles["place"].replace("", "place unknown")) + " (counted articles)"),
        ("days", span + (f"; {_number(without, 'article')} without a day" if without else "")),
        ("not read", _some(failed, "; ") or "none"),
        ("tables", _tables(corpus)),
    ]


def mention_lines(mentions: tuple) -> Lines:
    """What Mentions hold: how many, of how many names."""
    lines = [
        (name, f"{_number(len(table), 'mention')} of {_number(table['name'].nunique(), 'name')}")
        for name, table in (("bodies", mentions.bodies), ("slogans", mentions.slogans))
    ]
    lost = mentions.suppressed["owner"].ne("") | mentions.suppressed["owner_kind"].eq("trap")
    lacking = (
        f"; {(~lost).sum():,} without the quotation marks or the place they need"
        if not lost.all()
        else ""
    )
    return [
        *lines,
        ("suppressed", f"{lost.sum():,} inside longer ones{lacking}"),
        ("tables", _tables(mentions)),
    ]


def look_lines(found: tuple) -> Lines:
    """What a Look found: hits, articles with one, places."""
    rates, term = found.rates, found.rates.attrs.get(TITLE, "").removeprefix("rates of ")
    hits, places = int(rates["n"].sum()), zip(rates["place"], rates["n"], strict=True)
    return [
        ("look", term or "one term"),
        (
            "hits",
            f"{hits:,} in {int(rates['n_articles'].sum()):,} of "
            f"{_number(int(rates['of_articles'].sum()), 'article')}",
        ),
        (
            "places",
            _some([f"{place or 'place unknown'} {n:,}" for place, n in places], ", ") + " (hits)",
        ),
        ("tables", _tables(found)),
    ]


def as_text(lines: Lines) -> str:
    """The lines one below the other, what they are about in a column of its own.

    >>> print(as_text([("files", "5"), ("not read", "none")]))
    files     5
    not read  none
    """
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"{name:{width}}  {said}" for name, said in lines)


def as_html(lines: Lines) -> str:
    """The same for a notebook, escaped, in the colours of its theme.

    >>> "&lt;b&gt;" in as_html([("files", "<b>")])
    True
    """
    row = Markup(
        '<tr><th scope="row" style="text-align:left">{}</th><td '
        'style="text-align:left">{}</td></tr>'
    )
    return str(
        Markup('<table style="color:inherit">{}</table>').format(
            Markup("").join(row.format(n, zh(s)) for n, s in lines)
        )
    )


def _tables(tables: tuple) -> str:
    return (
        ", ".join(
            f"{name} {len(table):,}"
            for name, table in zip(type(tables)._fields, tables, strict=True)
        )
        + " (rows)"
    )


def _tally(values: pd.Series) -> str:
    counts = values.value_counts()
    order = sorted(counts.index, key=lambda value: (-counts[value], value))
    return _some([f"{value} {counts[value]:,}" for value in order], ", ") or "none"


def _some(parts: Iterable[str], between: str) -> str:
    parts = list(parts)
    more = f" and {len(parts) - SHOWN:,} more" if len(parts) > SHOWN else ""
    return between.join(parts[:SHOWN]) + more


def _number(n: int, what: str) -> str:
    return f"{n:,} {what if n == 1 else what + 's'}"
