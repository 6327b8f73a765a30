"""Views to explore: a table in, an interactive picture out, shown with one call in a cell; in
JupyterLab and in an exported page alike, every mark a link to its evidence, reached by keyboard.

They are drawn by Observable Plot, which is inside the page (template/vendor). Chosen over Vega-Lite
and ECharts: with d3 490 kB of script (Vega 900, ECharts 1,030); it needs no `eval`, so a page may
forbid it; a mark with `href` is a real link, which keyboard and screen reader know, where ECharts
paints and Vega describes; and JupyterLab needs no extension for it. Below each view stands its table.
"""

from collections.abc import Iterable, Sequence

import pandas as pd
from markupsafe import Markup

from analysis.draw.vocabulary import group_vocabulary
from analysis.errors import TifaError
from analysis.page.notebook_tables import table_html
from analysis.page.page_parts import VIEW_MIME, _display
from analysis.page.script_data import script_json
from analysis.page.search_index import column_label
from analysis.wording.labels import label, zh

MOST_PERIODS = 400  # more would leave a gap no width
NUMBERS = {"n", "n_a", "n_b", "n_articles", "of_articles"}
RATES = {"per_10k", "per_10k_a", "per_10k_b", "per_10k_low", "per_10k_high"}


def view_words(
    table: pd.DataFrame,
    *,
    title: str,
    name: str = "words",
    lang: str = "en",
    least: int = 1,
    groups: pd.DataFrame | None = None,
) -> None:
    """Display the words of two groups: right is frequent in the first, up in the second; search,
    a minimum count, ties spread out; a point opens the lines of both sides.

    table : as `compare` gives it, or the figure words-compared: feature, n_a, n_b, per_10k_a,
        per_10k_b; place_a, place_b; gloss, href_a, href_b where there are. groups : the vocabulary
        of the corpus (sources.groups), for the colours that the figures have.
    """
    need(table, "feature", "n_a", "n_b", "per_10k_a", "per_10k_b", "place_a", "place_b")
    sides = ("place_a", "place_b")
    names = [str(table[side].iloc[0]) if len(table) else "" for side in sides]
    groups = (group_vocabulary(names) if groups is None else groups).reindex(names)
    rows = table.assign(href=_both(table, "href_a", "href_b"), name=table["feature"])
    shown = ["name", "gloss", "n_a", "n_b", "per_10k_a", "per_10k_b", "href"]
    _show("words", rows, shown, table, title, name, lang, groups=groups, least=least)


def view_trend(
    table: pd.DataFrame,
    *,
    title: str,
    name: str = "trend",
    lang: str = "en",
    groups: Sequence[str] | pd.DataFrame = (),
) -> None:
    """Display terms over time, a small picture a term: rates, and what the articles do not exclude.

    table : as `trend` gives it: feature, period, n, n_articles, of_articles, per_10k; group,
        per_10k_low, per_10k_high, href where there are. groups : the vocabulary of the corpus
        (sources.groups), or names in the order of their colours.
    """
    need(table, "feature", "period", "n", "n_articles", "of_articles", "per_10k")
    rows = table[(table["of_articles"] > 0) & (table["period"] != "")]
    rows = rows.rename(columns={"feature": "name"})
    shown = ["name", "gloss", "group", "period", "n", "n_articles", "of_articles", "per_10k"]
    shown += ["per_10k_low", "per_10k_high", "href"]
    periods = every_period(rows["period"])
    look = {"groups": _vocabulary(groups, rows), "periods": periods}
    _show("trend", rows, shown, table, title, name, lang, **look)


def every_period(periods: Iterable[str]) -> list[str]:
    """All years, months or days from the first to the last, so that a gap is drawn as one; other
    periods as they are.

    >>> every_period(["2025-11", "2026-02"]), every_period(["2025-W03"])
    (['2025-11', '2025-12', '2026-01', '2026-02'], ['2025-W03'])
    """
    known = sorted(set(periods))
    forms = {4: ("Y", "%Y"), 7: ("M", "%Y-%m"), 10: ("D", "%Y-%m-%d")}
    if not known or "W" in known[0] or len(known[0]) not in forms:
        return known
    frequency, form = forms[len(known[0])]
    whole = pd.period_range(known[0], known[-1], freq=frequency)
    return list(whole.strftime(form)) if len(whole) <= MOST_PERIODS else known


def view_matrix(
    table: pd.DataFrame,
    *,
    title: str,
    name: str = "matrix",
    lang: str = "en",
    groups: Sequence[str] | pd.DataFrame = (),
) -> None:
    """Display which slogan stands in which article, how often.

    table : one row a slogan and article that has it: feature, article_id, title, n; gloss, place,
        href where there are. groups : the vocabulary of the corpus
        (sources.groups), or names in the order of their colours.
    """
    need(table, "feature", "article_id", "title", "n")
    drawn = table[table["n"] > 0].drop(columns=["row", "column"], errors="ignore")
    rows = drawn.rename(
        columns={"feature": "name", "article_id": "column", "title": "head", "place": "group"}
    )
    most = rows.groupby("name")["column"].nunique().rename("spread")
    rows = rows.join(most, on="name").sort_values("spread", ascending=False, kind="stable")
    shown = ["name", "gloss", "column", "head", "group", "n", "href"]
    look = {"groups": _vocabulary(groups, rows)}
    _show("matrix", rows, shown, drawn, title, name, lang, **look)


def _vocabulary(groups: Sequence[str] | pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The vocabulary given, or one of the names given, or of the groups of the rows."""
    if isinstance(groups, pd.DataFrame):
        return groups
    names = list(groups) or list(rows.get("group", [""]))
    return group_vocabulary(names, first=list(groups))


def view_pairs(
    table: pd.DataFrame, *, title: str, name: str = "pairs", lang: str = "en", least: int = 1
) -> None:
    """Display who is named together with whom, in how many articles; each pair opens them.

    table : one row a pair, as the figure bodies-together: a, b, n_articles; label_a, label_b, href
        where there are.
    """
    need(table, "a", "b", "n_articles")
    pairs = table[(table["b"] != "") & (table["n_articles"] > 0)]
    sides = [
        pairs.assign(
            name=pairs[one],
            column=pairs[other],
            label=pairs.get(f"label_{one}", pairs[one]),
            head=pairs.get(f"label_{other}", pairs[other]),
            n=pairs["n_articles"],
        )
        for one, other in ("ab", "ba")
    ]
    both = pd.concat(sides, ignore_index=True).drop_duplicates(["name", "column"])
    total = both.groupby("name")["n"].sum().sort_values(ascending=False, kind="stable")
    both = both.iloc[(-both["name"].map(total)).argsort(kind="stable")]
    shown = ["name", "label", "column", "head", "n", "href"]
    columns = {
        "a": label("column.feature", lang),
        "b": label("view.with", lang),
        "n_articles": label("column.n_articles", lang),
    }
    order = list(total.index)
    _show(
        "matrix", both, shown, pairs, title, name, lang, least=least, columns=columns, order=order
    )


def need(table: pd.DataFrame, *columns: str) -> None:
    """Raise TifaError where a table lacks a column a view is drawn from."""
    if missing := [column for column in columns if column not in table.columns]:
        raise TifaError(
            f"no column {missing[0]!r} to draw from; there are {', '.join(map(str, table.columns))}"
        )


def _both(table: pd.DataFrame, *columns: str) -> list[str]:
    """The addresses of both sides as one: #ev-…&ev-…"""
    given = [table[column] for column in columns if column in table]
    rows = zip(*given, strict=True) if given else ([] for _ in range(len(table)))
    joined = ("&".join(link.removeprefix("#") for link in row if link) for row in rows)
    return [f"#{links}" if links else "" for links in joined]


def view_addresses(rows: Iterable[dict]) -> list[str]:
    """The anchors the marks of a view link to."""
    links = (row.get("href") or "" for row in rows)
    return [part for link in links if link for part in link.removeprefix("#").split("&")]


def _show(
    kind: str,
    rows: pd.DataFrame,
    shown: list[str],
    table: pd.DataFrame,
    title: str,
    name: str,
    lang: str,
    *,
    groups: pd.DataFrame | None = None,
    least: int = 1,
    columns: dict[str, str] | None = None,
    periods: Sequence[str] = (),
    order: Sequence[str] = (),
) -> None:
    groups = group_vocabulary([""]) if groups is None else groups
    kept = rows[[column for column in shown if column in rows]].to_dict("records")
    given = {
        "kind": kind,
        "groups": list(groups.index),
        "names": list(groups[lang]),
        "colours": list(groups["colour"]),
        "least": least,
        "periods": list(periods),
        "order": list(order),
        "rows": [{k: v for k, v in map(_plain, row.items()) if v != ""} for row in kept],
    }
    glossed = ("gloss",) if lang == "en" else ()
    wanted = [c for c in ("a", "b", "feature", *glossed, "title", "period", "group") if c in table]
    wanted += [c for c in (*sorted(NUMBERS), *sorted(RATES)) if c in table]
    sides = {"a": groups[lang].iloc[0], "b": groups[lang].iloc[-1]}
    heads = columns or {column: column_label(column, lang, **sides) for column in wanted}
    inside = table_html(
        table, caption=title, name=name, columns=heads, links=_links(table), lang=lang
    )
    html = Markup(
        '<div class="view" data-name="{}" data-title="{}"><p class="titled"><b>{}</b></p>'
        '<script type="application/json">{}</script><details><summary>{}</summary>{}</details></div>'
    ).format(
        name,
        title,
        zh(title),
        Markup(script_json(given)),
        zh(label("view.table", lang)),
        Markup(inside),
    )
    note = {"addresses": view_addresses(given["rows"])}
    _display({"text/html": str(html), VIEW_MIME: note, "text/plain": title})


def _links(table: pd.DataFrame) -> dict:
    if "n_articles" in table and "n" not in table and "href" in table:
        return {"n_articles": lambda row: row["href"].removeprefix("#")}
    return {}


def _plain(item: tuple[str, object]) -> tuple[str, object]:
    """A value as JSON has it: no NaN, rates with four digits, addresses short."""
    key, value = item
    if value is None or value != value:
        return key, ""
    return key, round(value, 4) if isinstance(value, float) else value
