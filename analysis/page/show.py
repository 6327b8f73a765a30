"""`show`: a figure, a table or lines of text on the page; what a table is says how it is shown."""

from collections.abc import Callable, Mapping
from functools import partial
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis.draw.figure_rows import over_time, slogan_matrix
from analysis.draw.figures import PLANS, draw_figure, draw_narrow
from analysis.errors import TifaError
from analysis.evidence.evidence import anchor, evidence, parse_anchor
from analysis.measure.reasons import MORE_A, MORE_B
from analysis.mention.body_glosses import gloss_bodies
from analysis.page.findings import named
from analysis.page.lab_drawer import is_lab
from analysis.page.open_corpus import Opened
from analysis.page.page_parts import show_evidence, show_explorer, show_figure, show_table
from analysis.page.search_index import page_corpus
from analysis.page.views import view_matrix, view_pairs, view_trend, view_words
from analysis.table.arguments import A_FRAME, FLAG, TEXT, instance, wants, whole
from analysis.table.dictionary import FEATURE, OF, TABLE
from analysis.wording.labels import has_label, known, label, phrase

LINES = ("term", "slogans", "bodies", "tokens", "evidence", "concordance")
KEYS = {"tokens": "token"}  # of an evidence table, the column that names; else "name"
# Columns whose values are words of ours, to be said in the reader's language.
OURS = "place_basis date_published_basis genre level relation step what confound detail unit"
OURS = (*OURS.split(), "place", "note", "frame", "kind", "level_coined", "also_in")
HREFS = ("href", "href_raw", "href_repaired", "href_a", "href_b")
FIGURE_LINES = 3
NAMED_TOGETHER = 24  # institutions of a picture
HIDDEN = "–"  # the head, in words.csv, of a column that only programs need


@wants(
    opened=instance("Opened", "what open_corpus gives"),
    what=TEXT | A_FRAME,
    lines=whole(0),
    headline=FLAG,
)
def show(
    opened: Opened, what: str | pd.DataFrame, *, lines: int = FIGURE_LINES, headline: bool = False
) -> None:
    """Display a figure by its name, a table of `analysis`, or lines of the text.

    what : the name of a figure (its rows and some lines behind its first mark come with it), or
    of a picture to explore (of VIEWS: explore-words, …); a table that a function of `analysis` gave, whole
    or some of its rows and columns; or rows of mentions, which are shown as `lines` lines of different
    articles. headline : the index page shows this figure.
    Caption, heads, units and links follow from what the table is; columns without a value are left
    out.
    Returns nothing. Source: the tables of `opened`. Raises TifaError for a figure that is not there.

    >>> from analysis import count_features, open_corpus
    >>> opened = open_corpus("seeds")
    >>> show(opened, count_features(opened.slogans, opened.articles).head(9))  # doctest: +SKIP
    """
    if isinstance(what, str) and what in VIEWS:
        VIEWS[what](opened)
    elif isinstance(what, str):
        _figure(opened, what, lines, headline)
    elif what.attrs.get(TABLE) in LINES:
        _lines(opened, what, lines)
    else:
        _table(opened, what)


def _look(view: Callable, rows: Callable[[Opened], pd.DataFrame], key: str, p: Opened) -> None:
    """A picture to explore, in the groups' colours; nothing where it would have no mark."""
    table, look = rows(p), {"title": label(f"view.{key}", p.lang), "lang": p.lang}
    if len(table):
        groups = {} if view is view_pairs else {"groups": p.sources.groups}
        view(table, **look, **groups)


def _pairs(p: Opened) -> pd.DataFrame:
    """The institutions that most articles name together, two and two."""
    often = p.bodies.groupby("name")["article_id"].nunique().nlargest(NAMED_TOGETHER).index
    joint = p.tables["joint"]
    joint = joint[joint["a"].isin(often) & joint["b"].isin(often)]
    pairs = joint.groupby(["a", "b"]).size().rename("n_articles").reset_index()
    pairs = pairs.assign(**{f"label_{side}": pairs[side].map(partial(_name, p)) for side in "ab"})
    both = zip(pairs["a"], pairs["b"], strict=True)
    return pairs.assign(href=["#" + anchor("joint", a=a, b=b) for a, b in both])


def _name(p: Opened, name: str) -> str:
    return named(p, name).striptags()


VIEWS: dict[str, Callable[[Opened], None]] = {
    "explore-words": partial(_look, view_words, lambda p: p.sources.compared("words"), "words"),
    "explore-slogans": partial(
        _look, view_matrix, lambda p: slogan_matrix(p.sources, most=60), "slogans"
    ),
    "explore-names": partial(_look, view_pairs, _pairs, "names"),
    "explore-time": partial(_look, view_trend, lambda p: over_time(p.sources), "time"),
    "search": lambda p: show_explorer(page_corpus(p), p.tables, lang=p.lang),
}


def _figure(p: Opened, name: str, lines: int, headline: bool) -> None:
    if name not in PLANS:
        raise TifaError(f"no figure {name!r}; there are {', '.join([*PLANS, *VIEWS])}")
    ax, table, _ = draw_figure(p.sources, name, lang=p.lang)
    narrow = None if is_lab() else draw_narrow(p.sources, name, table, p.lang)
    show_figure(ax, name, table, narrow=narrow, headline=headline, lang=p.lang)
    for address in _behind(table) if lines else ():
        show_evidence(p.tables, p.corpus, address, n=lines, lang=p.lang)


def _behind(table: pd.DataFrame) -> list[str]:
    """The anchor of a figure's first mark; where that is an article, of all of them."""
    columns = [column for column in HREFS if column in table.columns]
    links = [link for row in table[columns].to_numpy().tolist() for link in row if link][:1]
    return [anchor("articles") if parse_anchor(x)[0] == "articles" else x[1:] for x in links]


def _lines(p: Opened, rows: pd.DataFrame, lines: int) -> None:
    if rows.empty:
        return
    of = rows.attrs[TABLE]
    address = anchor("term", name=p.term) if of == "term" else ""
    if address and len(rows) == len(p.hits):
        show_evidence(p.tables, p.corpus, address, n=lines, lang=p.lang)
        return
    found = (
        rows if "hit_start" in rows else evidence(rows[["article_id", "start", "end"]], p.corpus)
    )
    show_evidence({"lines": found}, p.corpus, anchor("lines"), n=len(found), lang=p.lang)


def _table(p: Opened, table: pd.DataFrame) -> None:
    about, name = dict(table.attrs), str(table.attrs.get(TABLE, ""))
    of = about.get(OF, "")
    if p.lang == "en" and "feature" in table and of in ("slogans", "bodies"):
        table = _glossed(p, table, of)
    values = {key: _said(p, about.get(key, "")) for key in ("a", "b", OF)}
    by = about.get("by", [])
    columns = [_head(name, c, p, values) for c in (by if isinstance(by, list) else [by])]
    values["by"] = label("list", p.lang).join(columns)
    kept = [c for c in table.columns if table[c].map(_is_said).any() or table.empty]
    caption = label(f"table.{name}", p.lang, **values) if has_label(f"table.{name}") else name
    if "verdict" in kept and table["verdict"].nunique() == 1 and len(table) > 1:
        kept.remove("verdict")
        caption += label("sep", p.lang) + label(table["verdict"].iloc[0], p.lang, **values)
    heads = {c: _head(name, c, p, values) for c in kept}
    shown = table.assign(**{c: table[c].map(partial(_word, p)) for c in OURS if c in kept})
    if "verdict" in kept:  # its words name the groups
        shown["verdict"] = [
            label(v, p.lang, **values) if v in (MORE_A, MORE_B) else _word(p, v)
            for v in table["verdict"]
        ]
    links = {}
    for column, address in _links(p, table).items():
        shown[f"to {column}"] = [address(row) for row in table.to_dict("records")]
        links[column] = itemgetter(f"to {column}")
    show_table(
        shown,
        caption=caption,
        name="-".join(filter(None, (name, of))),
        columns={column: head for column, head in heads.items() if head != HIDDEN},
        links=links,
        lang=p.lang,
    )


def _is_said(value: Any) -> bool:
    return value == value and value is not None and value != ""


def _said(p: Opened, value: Any) -> str:
    parts = value if isinstance(value, list) else [str(value)]
    return label("list", p.lang).join(_word(p, part) for part in parts)


def _head(table: str, column: str, p: Opened, values: Mapping[str, str]) -> str:
    """The head of a column: of words.csv, by table or for all; HIDDEN; one's own as it is."""
    if column == "place" and p.by != "place":
        column = p.by
    for key in (f"column.{table}.{column}", f"column.{column}"):
        if has_label(key):
            return label(key, p.lang, **values)
    return column.replace("_", " ")


def _word(p: Opened, value: Any) -> Any:
    """A value of ours in the reader's language, a group by its name in it."""
    if not isinstance(value, str):
        return value
    if value in p.places:
        return p.sources.groups.at[value, p.lang]
    if "; " in value:
        parts = dict.fromkeys(_word(p, part) for part in value.split("; "))
        return label("sep", p.lang).join(parts)
    key = f"note.{value}"
    return label(key, p.lang) if has_label(key) else phrase(known(value, p.lang), p.lang)


def _glossed(p: Opened, table: pd.DataFrame, of: str) -> pd.DataFrame:
    rows = getattr(p, of).drop_duplicates("name").set_index("name")
    names = table["name"] if "name" in table else table["feature"]
    said = gloss_bodies(names) if of == "bodies" else names.map(rows["gloss"]).fillna("")
    at = table.columns.get_loc("name" if "name" in table else "feature") + 1
    return table.assign(gloss=said.to_numpy())[[*table.columns[:at], "gloss", *table.columns[at:]]]


def _links(p: Opened, table: pd.DataFrame) -> dict[str, Callable[[Mapping[str, Any]], str]]:
    """The anchors of a table's numbers, for those whose evidence has exactly so many rows."""
    about, name = table.attrs, table.attrs.get(TABLE, "")
    of, feature = about.get(OF, ""), about.get(FEATURE, "name")
    if name == "articles":
        return {"n_sentences": lambda row: anchor("sentences", article_id=row["article_id"])}
    if name == "collocations":
        return {"n": _link(p, "collocates", {"collocate": "feature"}, {"node": p.term})}
    if name == "trace_slogans":
        return {"n": _link(p, "slogans", {"name": "name", "place": "place"}, {})}
    if of not in p.tables or feature not in p.tables[of]:
        return {}
    if name == "compare":
        sides = {f"n_{s}": {about.get("by", "place"): about.get(s, "")} for s in "ab"}
        return {n: _link(p, of, {feature: "feature"}, fixed) for n, fixed in sides.items()}
    columns = {feature: "feature", **{c: c for c in about.get("by", []) if c in table}}
    if "period" in table:
        columns[about["every"]] = "period"
    return {"n": _link(p, of, columns, {})}


def _link(
    p: Opened, of: str, columns: dict[str, str], fixed: dict[str, str]
) -> Callable[[Mapping[str, Any]], str]:
    """From a row to its anchor; none where the evidence has another number of rows."""
    keys = [*columns, *fixed]
    rows = p.tables[of]
    sizes = rows.groupby(keys).size() if set(keys) <= set(rows) else pd.Series(dtype=int)
    sizes = {k if isinstance(k, tuple) else (k,): n for k, n in sizes.items()}

    def address(row: Mapping[str, Any]) -> str:
        values = {**{key: row[column] for key, column in columns.items()}, **fixed}
        n = sizes.get(tuple(values[key] for key in keys), 0)
        numbers = [row[c] for c in ("n", "n_a", "n_b") if c in row]
        return anchor(of, **values) if n and n in numbers else ""

    return address
