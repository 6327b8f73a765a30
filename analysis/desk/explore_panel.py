"""`explore`: one box to look anything up; the kernel answers, the pages' script (tifa.js) draws."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.chinese.lexicons import load_stopwords
from analysis.corpus import Corpus
from analysis.draw.group_looks import style_groups
from analysis.errors import TifaError
from analysis.evidence.anchors import anchor, parse_anchor
from analysis.measure.concordance import sort_hits
from analysis.measure.counts import counted
from analysis.measure.look_up import (
    TO_SEARCH,
    Prepared,
    articles_of,
    choose_articles,
    collocates_of,
    find_hits,
    lines_at,
    prepare,
    rates_of,
)
from analysis.page.evidence_html import evidence_data, evidence_lines
from analysis.page.lab_widget import answer_requests, is_lab
from analysis.page.open_corpus import Opened
from analysis.page.page_parts import display_html, explorer_html
from analysis.page.search_index import (
    called_groups,
    column_label,
    group_columns,
    name_table,
    period_size,
)
from analysis.table.arguments import PATHS, TEXT, instance, wants
from analysis.table.result_folders import output_folders
from analysis.table.write import write_table

LINES = 500  # lines sent at once; the code under the answer gives all
NEAR = 60  # words listed beside the term
SECONDS = 2.0  # a pattern that takes longer is refused, so that the box never hangs
SHOWN = ["paper", "date_published", "date_published_basis", "title"]
FOLDER = Path("explored")  # in the folder of the notebook: what is saved
NUMBERS = count()  # of the boxes of this kernel


class Explorer(NamedTuple):
    """What `explore` gives: the HTML of the box, and what answers it."""

    html: str
    answer: Callable[[dict[str, Any]], dict[str, Any]]

    def _ipython_display_(self) -> None:
        if is_lab():  # an exported page has a box of its own
            display_html(self.html)


@wants(
    corpus=TO_SEARCH | instance("Opened", "what open_corpus gives"),
    term=TEXT,
    path=TEXT,
    lexicons=PATHS,
)
def explore(
    corpus: Corpus | Opened, *, term: str = "", path: str = "", lexicons: Sequence[str] = ()
) -> Explorer:
    """A box to look up a term, a slogan, a named body or their English; put it last in a cell of a
    notebook in JupyterLab.

    corpus : of `load_corpus`, or what `open_corpus` gives, whose mentions, term and path are used.
    term : looked up first. path : of the corpus, for the code the box gives. lexicons : your own,
        as for find_mentions.
    The answer holds rates by any column of the articles, the times in each period, the lines, and
    the words beside it, in the units and from the sources of `look`; each number opens its lines,
    each line its article. Since and until days narrow it; a button saves all into a folder.
    `/…/` is a regular expression. Raises TifaError for a bad lexicon; the box tells a bad term.

    >>> from analysis import load_corpus
    >>> found = explore(load_corpus("seeds"), term="十五五").answer({"term": "十五五"})
    >>> found["n"], [group[:2] for group in found["groups"]]
    (18, [['临平', 4], ['杭州', 4], ['钱塘', 10]])
    """
    if isinstance(corpus, Opened):
        desk = prepare(corpus.corpus, slogans=corpus.slogans, bodies=corpus.bodies)
        opened = {"term": term or corpus.term, "path": path or corpus.path, "lang": corpus.lang}
        return make_panel(desk, **opened)
    return make_panel(prepare(corpus, lexicons=lexicons), term=term, path=path)


def make_panel(desk: Prepared, *, term: str = "", path: str = "", lang: str = "en") -> Explorer:
    """The box on a corpus laid out before; see `explore`."""
    names = pd.concat([name_table(rows, kind) for kind, rows in desk.mentions.items()])
    columns = group_columns(desk.articles)
    panel = f"look {next(NUMBERS)}"
    labels = [[name, column_label(name, lang)] for name in columns]
    called = called_groups(columns, style_groups(desk.articles["place"]), lang)
    given = {"panel": panel, "term": term, "columns": labels, "names": names.to_dict("records")}
    given["called"] = called

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        wanted = {k: v for k, v in request.items() if k != "panel"}
        return look_answer(desk, columns, path, **wanted)

    answer_requests(panel, lambda message: answer(message["request"]))
    return Explorer(explorer_html(given), answer)


def look_answer(
    desk: Prepared,
    columns: dict[str, pd.Series],
    path: str,
    *,
    term: str,
    kind: str = "text",
    by: str = "place",
    only: str = "",
    sort: str = "text",
    since: str = "",
    until: str = "",
    article: str = "",
    save: str | None = None,
) -> dict[str, Any]:
    """What the box shows for a request, as JSON: groups (name, n, articles with it, of, Han
    characters, rate, interval), periods (period, group, n, articles), near (word, sentences
    together, logDice), the lines as a block of evidence, whole (the anchor of each line's article).

    article : such an anchor; the answer is the block of all its sentences. save : a picture as SVG
    ("" for none), written with all tables into a folder, the answer. Raises TifaError as `look`
    does, and for a pattern that takes more than SECONDS."""
    if by not in columns:
        raise TifaError(f"by: no column {by!r}; there are {', '.join(columns)}")
    groups = columns[by].to_numpy()
    # The measures group by what is in `place`; a text counts once in each group.
    every = counted(desk.articles.assign(place=groups))
    articles = every[every["place"] == only] if only else every
    articles = choose_articles(articles, since=since, until=until)
    hits = find_hits(desk, term, kind, articles, seconds=SECONDS)
    if article:
        return {"block": whole_article(desk, hits, articles, article)}
    rates, ordered = rates_of(hits, articles), sort_hits(hits, desk.index.sentences, sort)
    if save is not None:
        tables = {"rates": rates, "lines": lines_at(desk, ordered)}
        tables |= {"articles": articles_of(hits, articles)}
        tables |= {"collocates": collocates_of(desk, hits, articles)}
        return {"saved": str(save_tables(tables, term, save))}
    colours = style_groups(groups)["colour"]
    lines = evidence_rows(lines_at(desk, ordered.head(LINES)), articles)
    chosen = {anchor("look"): lines}
    chosen |= {anchor("look", place=g): lines[lines["place"] == g] for g in rates["place"]}
    told = {"kind": kind, "sort": sort, "since": since, "until": until}
    return {
        "block": evidence_data(chosen, evidence_lines(chosen, {"look": lines}, ())),
        "whole": [anchor("look", article=r.title, at=r.article_id) for r in lines.itertuples()],
        "groups": [
            [*row[:6], *(float(end) if np.isfinite(end) else None for end in row[6:])]
            for row in rates.itertuples(index=False, name=None)
        ],
        "names": sorted(set(groups)),
        "colours": [colours[name] for name in rates["place"]],
        "periods": periods_of(hits, articles),
        "near": near_words(desk, hits, articles),
        "n": len(hits),
        "articles": int(hits["article_id"].nunique()),
        "of": len(articles),
        "code": code_for(path, term=term, **told),
    }


def whole_article(
    desk: Prepared, hits: pd.DataFrame, articles: pd.DataFrame, address: str
) -> dict[str, Any]:
    """The block of all sentences of the article an anchor names, each hit marked."""
    sentences = desk.index.sentences
    own = sentences[sentences["article_id"] == parse_anchor(address)[1]["at"]]
    spans = own[["article_id", "start", "end"]].assign(sentence=own.index)
    lines = evidence_rows(lines_at(desk, spans), articles)
    chosen = {address: lines}
    block = evidence_data(chosen, evidence_lines(chosen, {"look": lines}, ()))
    for entry, row in zip(block["lists"][address], own.itertuples(), strict=True):
        ends = hits.loc[hits["sentence"] == row.Index, ["start", "end"]] - row.start
        entry[4:] = ends.to_numpy().ravel().tolist() or [0, 0]
    return block


def save_tables(tables: dict[str, pd.DataFrame], term: str, picture: str) -> Path:
    """Write the tables as CSV, and the picture, into explored/TERM of this folder."""
    target = FOLDER / (re.sub(r"[^\w-]+", "_", term).strip("_")[:60] or "term")
    FOLDER.mkdir(exist_ok=True)
    with output_folders({target: []}, {target: "explored tables"}) as (fresh,):
        fresh.mkdir(exist_ok=True)
        for name, table in tables.items():
            write_table(table, fresh / f"{name}.csv")
        if picture:
            (fresh / "over-time.svg").write_text(picture, encoding="utf-8")
    return target


def evidence_rows(lines: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Lines of a concordance as rows of evidence, their group in `place`."""
    about = articles.set_index("article_id")[["place", *(c for c in SHOWN if c in articles)]]
    rows = lines.drop(columns=["place", *(c for c in SHOWN if c in lines)])
    left, hit = (lines[part].astype(str) for part in ("left", "hit"))
    spans = {"hit_start": left.str.len(), "hit_end": left.str.len() + hit.str.len()}
    rows = rows.assign(sentence=left + hit + lines["right"].astype(str), **spans)
    return rows.join(about, on="article_id").reset_index(drop=True)


def periods_of(hits: pd.DataFrame, articles: pd.DataFrame) -> list[list]:
    """[period, group, n, articles] of each period and group that has articles with a known day."""
    n = articles["article_id"].map(hits["article_id"].value_counts()).fillna(0).astype(int)
    period = articles["date_published"].str[: period_size(articles["date_published"])]
    dated = articles.assign(n=n, period=period)[period != ""]
    table = dated.groupby(["period", "place"], sort=True)["n"].agg(["sum", "size"]).reset_index()
    return table.to_numpy().tolist()


def near_words(desk: Prepared, hits: pd.DataFrame, articles: pd.DataFrame) -> list[list]:
    """[word, sentences together, logDice]; no function words or single characters."""
    table = collocates_of(desk, hits, articles)
    words = table["feature"].astype(str)
    kept = table[(words.str.len() > 1) & ~words.isin(set(load_stopwords()["word"]))].head(NEAR)
    return kept.round({"logdice": 2})[["feature", "n", "logdice"]].to_numpy().tolist()


def code_for(path: str, **request: str) -> str:
    """Three lines that make the tables the box shows."""
    options = "".join(
        f", {k}={v!r}" for k, v in request.items() if k != "term" and v not in ("", "text")
    )
    return (
        "from analysis import load_corpus, look\n"
        f"found = look(load_corpus({path or 'seeds'!r}), {request['term']!r}{options})\n"
        "found.rates  # also: found.lines, found.collocates, found.articles, found.strip"
    )
