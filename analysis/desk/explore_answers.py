"""The panel of notebook 6: type a term, a pattern or the name of a slogan or body, and see at once
what the corpus has of it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.chinese.lexicons import load_lexicon
from analysis.desk import explore_html as html
from analysis.measure.concordance import sort_hits
from analysis.measure.look_up import (
    Look,
    Prepared,
    articles_of,
    choose_articles,
    collocates_of,
    find_hits,
    lines_at,
    rates_of,
    strip_of,
)
from analysis.mention.body_glosses import gloss_bodies
from analysis.table.outputs import replace_folder
from analysis.table.write import write_table

if TYPE_CHECKING:
    pass

PAGE = 50  # lines shown at once
CHOICES = 300  # names offered at once; typing narrows them
ARTICLES = 200  # articles listed; Export has all
SECONDS = 2.0  # a pattern that takes longer is refused, so that the panel never hangs
SMALL = 2_000  # articles: a larger corpus is searched when Enter is pressed, not at every key
KINDS = {"text": "text", "regular expression": "regex", "slogan": "slogan", "body": "body"}
SORTS = {"as printed": "text", "by what stands before": "left", "by what stands after": "right"}


def name_table(desk: Prepared, kind: str) -> pd.DataFrame:
    """The slogans or bodies of the corpus, frequent first: name, shown (with count and gloss),
    words (all they go by).
    """
    table = desk.mentions[kind]
    table = table.assign(gloss=table.get("gloss", ""))
    names = (
        table.groupby("name")
        .agg(n=("name", "size"), forms=("surface", _joined), gloss=("gloss", "first"))
        .reset_index()
    )
    if kind == "body":
        names["gloss"] = gloss_bodies(names["name"])
    lexicon = load_lexicon({"slogan": "slogans", "body": "bodies"}[kind])
    aliases = (
        lexicon[lexicon["name"].isin(set(names["name"]))].groupby("name")["alias"].agg(_joined)
    )
    names = names.sort_values(["n", "name"], ascending=[False, True], kind="stable").reset_index(
        drop=True
    )
    shown = [
        f"{name} ({n:,}) {gloss}".strip()
        for name, n, gloss in names[["name", "n", "gloss"]].itertuples(index=False)
    ]
    words = (
        names["name"]
        + " "
        + names["forms"]
        + " "
        + names["name"].map(aliases).fillna("")
        + " "
        + names["gloss"]
    )
    return pd.DataFrame(
        {"name": names["name"], "shown": pd.Series(shown, dtype=object), "words": words.str.lower()}
    )


def _joined(forms: pd.Series) -> str:
    return " ".join(sorted(set(forms)))


def choices(names: pd.DataFrame, typed: str) -> pd.DataFrame:
    """The rows of a name table whose name, alias, printed form or gloss holds what is typed."""
    return names[names["words"].str.contains(typed.strip().lower(), regex=False)].head(CHOICES)


def code_for(request: dict[str, Any], path: str) -> str:
    """Three lines that make the tables the panel shows."""
    given = {k: v for k, v in request.items() if k != "term" and v not in ("", (), "text")}
    options = "".join(f", {k}={v!r}" for k, v in given.items())
    return (
        "from analysis import load_corpus, look\n"
        f"found = look(load_corpus({path or 'seeds'!r}), {request['term']!r}{options})\n"
        "found.rates  # also: found.lines, found.collocates, found.articles, found.strip"
    )


def export_look(found: Look, term: str, folder: str | Path) -> Path:
    """Write the five tables of a look as CSV into FOLDER/TERM, whole or not at all."""
    name = re.sub(r"[^\w-]+", "_", term).strip("_")[:60] or "term"
    target = Path(folder) / name

    def fill(fresh: Path) -> None:
        for table, rows in found._asdict().items():
            write_table(rows, fresh / f"{table}.csv")

    return replace_folder(target, fill, "explored tables")


def answer(desk: Prepared, request: dict[str, Any], *, page: int = 0) -> dict[str, Any]:
    """What the panel shows for a request (the arguments of `look`), as HTML, with the hits and the
    articles that have them.

    Raises TifaError as `look` does, and for a pattern that takes more than SECONDS.
    """
    limits = {k: request[k] for k in ("places", "genres", "since", "until")}
    articles = choose_articles(desk.articles, **limits)
    hits = find_hits(desk, request["term"], request["kind"], articles, seconds=SECONDS)
    rates = rates_of(hits, articles)
    ordered = sort_hits(hits, desk.index.sentences, request["sort"])
    page = max(0, min(page, (len(hits) - 1) // PAGE))
    lines = lines_at(desk, ordered.iloc[page * PAGE : (page + 1) * PAGE].reset_index(drop=True))
    places, strip = rates["place"].tolist(), strip_of(hits, articles)
    return {
        "head": html.summary_html(request["term"], rates, _undated(desk, limits))
        + html.rates_html(rates)
        + html.strip_html(strip, places),
        "lines": html.lines_html(lines, page * PAGE, len(hits)),
        "collocates": html.collocates_html(collocates_of(desk, hits, articles)),
        "hits": hits,
        "articles": articles_of(hits, articles),
        "page": page,
    }


def _undated(desk: Prepared, limits: dict[str, Any]) -> int:
    """How many articles a limit by day leaves out because their day is not known."""
    if not limits["since"] and not limits["until"]:
        return 0
    return int(
        (
            choose_articles(desk.articles, **limits | {"since": "", "until": ""})["date_published"]
            == ""
        ).sum()
    )
