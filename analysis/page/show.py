"""`show`: a figure, a table or lines of text on the page; what a table is says how it is shown."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from operator import itemgetter
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.draw.figure_rows import over_time, slogan_matrix
from analysis.draw.figure_tables import gloss_of
from analysis.draw.figures import PLANS, draw_figure, draw_narrow
from analysis.draw.group_looks import HIDDEN, style_groups
from analysis.draw.plots_groups import say_verdict
from analysis.errors import TifaError
from analysis.evidence.anchors import anchor, parse_anchor, select
from analysis.evidence.sentences import evidence
from analysis.measure.compare import holds
from analysis.measure.trend import periods_between
from analysis.page import page_parts
from analysis.page.evidence_html import script_json
from analysis.page.lab_widget import is_lab
from analysis.page.notebook_tables import HREFS, Link, table_html
from analysis.page.open_corpus import Opened
from analysis.page.page_parts import show_evidence, show_explorer, show_figure, show_table
from analysis.page.search_index import column_label, page_corpus
from analysis.page.sentences import named
from analysis.table.arguments import A_FRAME, FLAG, TEXT, instance, wants, whole
from analysis.table.dictionary import FEATURE, OF, TABLE
from analysis.wording.labels import has_label, known, label, listing, phrase, zh

MOST_PERIODS = 400  # more would leave a gap no width
OF_SIZE = {4: "year", 7: "month", 10: "day"}  # letters of a period
SENT = {  # what the script reads of a row
    "words": "name gloss n_a n_b per_10k_a per_10k_b href",
    "trend": "name gloss group period n n_articles of_articles per_10k per_10k_low per_10k_high "
    "href",
    "matrix": "name label gloss column head group n href",
}
LISTED = "feature gloss title period group n n_a n_articles n_b of_articles per_10k per_10k_a "
LISTED += "per_10k_b per_10k_low per_10k_high"  # of the table below a view
LINES = ("term", "slogans", "bodies", "tokens", "evidence", "concordance")
# Columns whose values are words of ours, to be said in the reader's language.
OURS = "place_basis date_published_basis genre level relation step what confound detail unit place"
OURS += " note frame kind level_coined also_in group files"
LINKED = ("href", "href_raw", "href_repaired", "href_a", "href_b")
FIGURE_LINES = 3
ABOUT = ("name", "feature", "gloss")  # what a row is about comes first
GLOSSED = ("trace_slogans", "collocations")  # tables whose names have a gloss
NAMED_TOGETHER = 24  # institutions of a picture


def view_words(table: pd.DataFrame, *, groups: pd.DataFrame | None = None, **look: Any) -> None:
    """Display the words of two groups: right is frequent in the first, up in the second; a point
    opens the lines of both sides. table : of `compare`, with href_a, href_b, perhaps a gloss. In
    all views, groups : the looks of the corpus' groups; look : title, name, lang."""
    names = [str(value) for value in table[["place_a", "place_b"]].iloc[0]]
    groups = (style_groups(names) if groups is None else groups).reindex(names)
    pairs = zip(table["href_a"], table["href_b"], strict=True)
    both = ["&".join(link.removeprefix("#") for link in pair if link) for pair in pairs]
    links = ["#" + link if link else "" for link in both]
    rows = table.assign(href=links, name=table["feature"])
    _show("words", rows, table, groups=groups, **look)


def view_trend(table: pd.DataFrame, **look: Any) -> None:
    """Display terms over time, a small picture a term; table : of `trend`, with href."""
    table = table[(table["of_articles"] > 0) & (table["period"] != "")]
    rows = table.rename(columns={"feature": "name"})
    _show("trend", rows, table, periods=every_period(rows["period"]), **look)


def every_period(periods: Iterable[str]) -> list[str]:
    """All years, months or days from the first to the last, so that a gap is drawn as one; other
    periods as they are.

    >>> every_period(["2025-11", "2026-02"]), every_period(["2025-W03"])
    (['2025-11', '2025-12', '2026-01', '2026-02'], ['2025-W03'])
    """
    known = sorted(set(periods))
    if not known or "W" in known[0] or len(known[0]) not in OF_SIZE:
        return known
    every = periods_between(known, OF_SIZE[len(known[0])])
    return every if len(every) <= MOST_PERIODS else known


def view_matrix(
    table: pd.DataFrame, *, groups: pd.DataFrame | None = None, lang: str = "en", **look: Any
) -> None:
    """Display which slogan stands in which article, of many articles in which group, how often.

    table : one row a slogan and article that has it: feature, article_id, title, n; gloss, place,
        href where there are; or a row a slogan and group (place), its article_id ""."""
    groups = style_groups(table.get("place", [""])) if groups is None else groups
    drawn = table[table["n"] > 0].drop(columns=["row", "column"], errors="ignore")
    drawn = drawn.rename(columns={"place": "group"})
    if (drawn["article_id"] == "").any():  # of many articles, by group
        drawn = drawn.drop(columns=["article_id", "title"])
        names = groups[lang].reindex(drawn["group"]).to_numpy()
        rows = drawn.assign(column=drawn["group"], head=names)
    else:
        rows = drawn.rename(columns={"article_id": "column", "title": "head"})
        drawn = drawn.drop(columns=["n_articles", "of_articles"], errors="ignore")
    rows = rows.rename(columns={"feature": "name"})
    spread = rows.groupby("name")["column"].transform("nunique")
    rows = rows.loc[(-spread).sort_values(kind="stable").index]
    _show("matrix", rows, drawn, groups=groups, lang=lang, **look)


def view_pairs(table: pd.DataFrame, *, lang: str = "en", **look: Any) -> None:
    """Display who is named together with whom, in how many articles; each pair opens them.
    table : a, b, n_articles; label_a, label_b, href."""
    seen = ["name", "label", "column", "head", "n", "href"]
    pairs = table[["a", "label_a", "b", "label_b", "n_articles", "href"]].set_axis(seen, axis=1)
    turned = table[["b", "label_b", "a", "label_a", "n_articles", "href"]].set_axis(seen, axis=1)
    both = pd.concat([pairs, turned], ignore_index=True)
    total = both.groupby("name")["n"].sum().sort_values(ascending=False, kind="stable")
    both = both.loc[(-both["name"].map(total)).sort_values(kind="stable").index]
    keys = {"label_a": "kind_of.body", "label_b": "view.with", "n_articles": "column.n_articles"}
    columns = {column: label(key, lang) for column, key in keys.items()}
    links = {"n_articles": lambda row: row["href"].removeprefix("#")}
    look |= {"columns": columns, "links": links, "order": list(total.index)}
    _show("matrix", both, table, lang=lang, **look)


def _show(
    kind: str,
    rows: pd.DataFrame,
    table: pd.DataFrame,
    *,
    title: str,
    name: str = "",
    lang: str = "en",
    groups: pd.DataFrame | None = None,
    columns: dict[str, str] | None = None,
    links: dict[str, Link] | None = None,
    **more: list[str],
) -> None:
    name = name or kind
    groups = style_groups(rows.get("group", [""])) if groups is None else groups
    if lang != "en":
        rows, table = (t.drop(columns="gloss", errors="ignore") for t in (rows, table))
    kept = rows[[c for c in SENT[kind].split() if c in rows]].round(4).to_dict("records")
    given = {
        "kind": kind,
        "groups": list(groups.index),
        "names": list(groups[lang]),
        "colours": list(groups["colour"]),
        "rows": [{k: v for k, v in row.items() if pd.notna(v) and v != ""} for row in kept],
        "order": [],
        "periods": [],
        **more,
    }
    listed = [c for c in LISTED.split() if c in table and has_values(table[c])]
    if "group" in table:
        table = table.assign(group=table["group"].map(groups[lang]).fillna(table["group"]))
    sides = {"a": groups[lang].iloc[0], "b": groups[lang].iloc[-1]}
    heads = columns or {column: column_label(column, lang, **sides) for column in listed}
    below = table_html(table, caption=title, name=name, columns=heads, links=links, lang=lang)
    html = Markup(
        '<div class="view" data-name="{}" data-title="{}"><p class="titled"><b>{}</b></p>'
        '<script type="application/json">{}</script>'
        "<details><summary>{}</summary>{}</details></div>"
    ).format(
        *(name, title, zh(title), Markup(script_json(given))),
        *(zh(label("view.table", lang)), Markup(below)),
    )
    links = (row["href"].removeprefix("#") for row in given["rows"] if "href" in row)
    note = {"addresses": [address for link in links for address in link.split("&")]}
    bundle = {"text/html": str(html), page_parts.VIEW_MIME: note, "text/plain": title}
    page_parts._display(bundle)


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
    of a picture to explore (explore-words, …); a table that a function of `analysis` gave, whole
    or some of its rows and columns; or rows of mentions, shown as `lines` lines of different
    articles. headline : the index page shows this figure. Caption, heads, units and links follow
    from what the table is; columns without a value are left out. Returns nothing. Source: the
    tables of `opened`. Raises TifaError for a figure that is not there.

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


def has_values(column: pd.Series) -> bool:
    """Whether any cell says something."""
    return bool((column.notna() & (column != "")).any())


def _look(view: Callable, rows: Callable[[Opened], pd.DataFrame], key: str, p: Opened) -> None:
    """A picture to explore, in the groups' colours; nothing where it would have no mark."""
    table = rows(p)
    if len(table):
        groups = {} if view is view_pairs else {"groups": p.looks}
        view(table, title=label(f"view.{key}", p.lang), lang=p.lang, **groups)


def _pairs(p: Opened) -> pd.DataFrame:
    """The institutions that most articles name together, two and two."""
    often = p.bodies.groupby("name")["article_id"].nunique().nlargest(NAMED_TOGETHER).index
    joint = p.tables["joint"]
    joint = joint[joint["a"].isin(often) & joint["b"].isin(often)]
    pairs = joint.groupby(["a", "b"]).size().rename("n_articles").reset_index()
    pairs = pairs.sort_values("n_articles", ascending=False, kind="stable", ignore_index=True)
    names = {f"label_{s}": [named(p, name).striptags() for name in pairs[s]] for s in "ab"}
    links = ["#" + anchor("joint", a=r.a, b=r.b) for r in pairs.itertuples()]
    return pairs.assign(**names, href=links)


VIEWS: dict[str, Callable[[Opened], None]] = {
    "explore-words": partial(_look, view_words, lambda p: p.sources.compared("words"), "words"),
    "explore-slogans": partial(
        _look, view_matrix, lambda p: slogan_matrix(p.sources, most=60), "slogans"
    ),
    "explore-names": partial(_look, view_pairs, _pairs, "names"),
    "explore-time": partial(_look, view_trend, lambda p: over_time(p.sources), "time"),
    "search": lambda p: show_explorer(page_corpus(p), lang=p.lang),
}


def _figure(p: Opened, name: str, lines: int, headline: bool) -> None:
    if name not in PLANS:
        raise TifaError(f"no figure {name!r}; there are {', '.join([*PLANS, *VIEWS])}")
    ax, table, _ = draw_figure(p.sources, name, lang=p.lang)
    narrow = None if is_lab() else draw_narrow(p.sources, name, table, p.lang)
    show_figure(ax, name, table, narrow=narrow, headline=headline, lang=p.lang)
    if "asked" in table:  # the term's own marks first
        own = (table["asked"] == table.get("feature", True)).sort_values(
            ascending=False, kind="stable"
        )
        table = table.loc[own.index]
    links = [link for row in table.filter(LINKED).to_numpy() for link in row if link]
    if links and lines:  # the lines of the first mark; where that is an article, of all of them
        of = parse_anchor(links[0])[0]
        address = anchor(of) if of == "articles" else links[0][1:]
        rows = select(p.tables, address)
        _evidence(p, rows, lines, address)


def _lines(p: Opened, rows: pd.DataFrame, lines: int) -> None:
    if rows.attrs[TABLE] == "term" and len(rows) == len(p.hits):
        _evidence(p, rows, lines, anchor("term", name=p.term))
    elif len(rows):
        spans = ["article_id", "start", "end"]
        found = rows if "hit_start" in rows else evidence(rows[spans], p.corpus)
        _evidence(p, found, len(found))


def _evidence(p: Opened, rows: pd.DataFrame, n: int, address: str = "") -> None:
    called = p.looks["short" if p.lang == "en" else p.lang]
    show_evidence(rows, p.corpus, called, address, n=n, lang=p.lang)


def _table(p: Opened, table: pd.DataFrame) -> None:
    about, name = dict(table.attrs), str(table.attrs.get(TABLE, ""))
    of = about.get(OF, "")
    if p.lang == "en" and (of in ("slogans", "bodies", "tokens") or name in GLOSSED):
        table = _glossed(p, table)
    values = {key: _said(p, about.get(key, "")) for key in ("a", "b", OF)}
    by = about.get("by", [])
    columns = [_head(name, c, p, values) for c in (by if isinstance(by, list) else [by])]
    values["by"] = listing(columns, p.lang, most=len(columns))
    kept = [c for c in table if has_values(table[c]) or table.empty]
    kept.sort(key=lambda c: c not in ABOUT)
    caption = label(f"table.{name}", p.lang, **values) if has_label(f"table.{name}") else name
    shown = table.assign(**{c: table[c].map(partial(_word, p)) for c in OURS.split() if c in kept})
    if "verdict" in kept:
        held = holds(table) if "p_family" in table else pd.Series(True, table.index)
        shown["verdict"] = [
            say_verdict(v, one, p.lang, values) if has_label(v) else _word(p, v)
            for v, one in zip(table["verdict"], held, strict=True)
        ]
        if table["verdict"].nunique() == 1 and len(table) > 1:
            kept.remove("verdict")
            caption += label("sep", p.lang) + label(table["verdict"].iloc[0], p.lang, **values)
    links = {}
    for column, address in _links(p, table).items():
        shown[f"to {column}"] = [address(row) for row in table.to_dict("records")]
        links[column] = itemgetter(f"to {column}")
    heads = {c: head for c in kept if (head := _head(name, c, p, values)) != HIDDEN}
    file = "-".join(filter(None, (name, of)))
    caption = caption[:1].upper() + caption[1:]
    show_table(shown, caption=caption, name=file, columns=heads, links=links, lang=p.lang)


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
    return phrase(column.replace("_", " "), p.lang)


def _word(p: Opened, value: Any) -> Any:
    """A value of ours in the reader's language, a group by its name in it."""
    if not isinstance(value, str):
        return value
    if value in p.places:
        return p.looks.at[value, p.lang]
    for sign, key in (("; ", "sep"), ("|", "list")):
        if sign in value:
            return label(key, p.lang).join(dict.fromkeys(_word(p, v) for v in value.split(sign)))
    key = f"note.{value}"
    return label(key, p.lang) if has_label(key) else phrase(known(value, p.lang), p.lang)


def _glossed(p: Opened, table: pd.DataFrame) -> pd.DataFrame:
    name = next((c for c in ("name", "feature") if c in table), "")
    if not name:
        return table
    at = table.columns.get_loc(name) + 1
    glossed = table.assign(gloss=gloss_of(p.sources, table[name]))
    return glossed[[*table.columns[:at], "gloss", *table.columns[at:]]]


def _links(p: Opened, table: pd.DataFrame) -> dict[str, Link]:
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
    in_all = name in ("trend", "lifespans") and "once" in p.tables[of] and not table["group"].any()
    return {"n": _link(p, of, columns, {"once": "yes"} if in_all else {})}


def _link(p: Opened, of: str, columns: dict[str, str], fixed: dict[str, str]) -> Link:
    """From a row to its anchor; none where the evidence has another number of rows."""
    keys, rows = [*columns, *fixed], p.tables[of]
    known = set(keys) <= set(rows)
    sizes = rows.groupby(keys).size().to_dict() if known else {}

    def address(row: Mapping[str, Any]) -> str:
        values = {**{key: row[column] for key, column in columns.items()}, **fixed}
        key = tuple(values.values()) if len(keys) > 1 else values[keys[0]]
        numbers = [row[n] for n in HREFS.values() if n in row]
        return anchor(of, **values) if (n := sizes.get(key, 0)) and n in numbers else ""

    return address
