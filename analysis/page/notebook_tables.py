"""How our tables look in a notebook: a caption, units under the headers, no index; every other
DataFrame as pandas shows it.

A table is known by what titles.py wrote into its attrs. Columns may be chosen, added or taken away;
a table that was given another index (a pivot, a description) is pandas' to show. The text form
stays pandas' too.
"""

import sys
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup
from pandas.api.types import is_bool_dtype, is_integer_dtype, is_numeric_dtype, is_scalar

from analysis.chinese.han import width
from analysis.page.page_parts import format_value, is_number
from analysis.table.dictionary import Column, describe_columns
from analysis.table.titles import ROWS, TABLE, TITLE, UNIT
from analysis.wording.chinese_spans import CHINESE, zh

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

# Colours are the theme's own; two classes and an element in each rule outrank JupyterLab's rules
# for tables.
STYLE = """<style>
.tifa-frame{overflow-x:auto}
.tifa-frame table.tifa-table{border-collapse:collapse;border:0;color:inherit;
table-layout:auto;margin:0}
.tifa-frame table.tifa-table caption{caption-side:top;text-align:left;font-weight:600;
padding:.2em .6em .4em;color:inherit}
.tifa-frame table.tifa-table :is(th,td){text-align:left;vertical-align:top;padding:.2em .6em;
border:0;white-space:nowrap;max-width:none}
.tifa-frame table.tifa-table thead th{border-bottom:1px solid;font-weight:600}
.tifa-frame table.tifa-table th small{display:inline-block;max-width:11em;white-space:normal;
font-weight:400;opacity:.75}
.tifa-frame table.tifa-table .num{text-align:right;font-variant-numeric:tabular-nums}
.tifa-frame table.tifa-table .num small{text-align:right}
.tifa-frame table.tifa-table .before{text-align:right}
</style>"""
SPANS = ("article_id", "start")
BY_FEATURE = (
    "count_features",
    "keyness",
    "compare",
    "collocations",
    "dispersion",
    "look.collocates",
    "to_quanteda",
)
KEYS = {  # columns without which a row is no longer a row of that table but something made from it
    "documents": ("doc_id",),
    "segments": ("doc_id", "start"),
    "articles": ("article_id",),
    "sentences": ("sentence_id",),
    "places": ("place",),
    "failures": ("file",),
    "quality": ("doc_id",),
    "propose_slogans": ("candidate",),
    "trend": ("feature", "period"),
    "lifespans": ("feature",),
    "reuse": ("article_a", "article_b"),
    "look.rates": ("place",),
    "look.articles": ("article_id",),
    **dict.fromkeys(BY_FEATURE, ("feature",)),
}
NAMES = (
    "article_id",
    "doc_id",
    "sentence_id",
    "file",
    "files",
    "sha256",
)  # both ends of a long one tell it from others


def show_tables_well() -> None:
    """In a running IPython, show our tables with caption and units from now on, once: what a person
    changes afterwards stays. Elsewhere nothing happens.
    """
    if shell := getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)():
        _install_once(shell)


@cache
def _install_once(shell: "InteractiveShell") -> None:
    install(shell)


def install(shell: "InteractiveShell") -> None:
    """Let this IPython show our tables by `frame_html`; what showed other tables before goes on
    doing so.
    """
    formatter = shell.display_formatter.formatters["text/html"]
    before = formatter.for_type(pd.DataFrame)
    if not _is_ours(before):
        formatter.for_type(pd.DataFrame, partial(frame_html, others=before))


def uninstall(shell: "InteractiveShell") -> None:
    """Give the showing of tables back to what did it before `install`."""
    formatter = shell.display_formatter.formatters["text/html"]
    ours = formatter.for_type(pd.DataFrame)
    if _is_ours(ours):
        formatter.pop(pd.DataFrame)
        if before := ours.keywords["others"]:
            formatter.for_type(pd.DataFrame, before)


def _is_ours(function: Callable | None) -> bool:
    return isinstance(function, partial) and function.func is frame_html


def frame_html(
    table: pd.DataFrame, others: Callable[[pd.DataFrame], str | None] | None = None
) -> str | None:
    """The HTML of a table for a notebook; of a table that is not ours, what `others` (default:
    pandas) gives.

    Rows as pandas' display.max_rows and display.min_rows allow, text as display.max_colwidth does,
    a Chinese character counted as two; the whole text is in the title of its cell. Everything is
    escaped.

    >>> from analysis.table.titles import titled
    >>> table = titled(pd.DataFrame({"feature": ["两新"], "n": [1200]}), "count_features",
    ...     "counts by place")
    >>> html = frame_html(table)
    >>> "counts by place: 1 row</caption>" in html, "<small>times</small>" in html, ">1,200</td>" in html
    (True, True, True)
    """
    columns = describe_columns(
        table.attrs.get(TABLE, ""), rows=table.attrs.get(ROWS, ""), unit=table.attrs.get(UNIT, "")
    )
    if not _can_show(table, columns):
        return (others or pd.DataFrame._repr_html_)(table)
    shown = table.head(_rows_shown(len(table)))
    head = Markup("").join(
        _head(column, table[column], columns.get(column)) for column in shown.columns
    )
    rows = zip(*(_cells(shown, column) for column in shown.columns), strict=True)
    body = Markup("\n").join(Markup("<tr>{}</tr>").format(Markup("").join(cells)) for cells in rows)
    html = Markup(
        '<div class="tifa-frame"><table class="tifa-table"><caption>{}</caption>\n<thead><tr>'
        "{}</tr></thead>\n<tbody>\n{}\n</tbody></table></div>"
    ).format(zh(_caption(table, len(shown))), head, body)
    return f"{STYLE}\n{html}"


def _can_show(table: pd.DataFrame, columns: dict[str, Column]) -> bool:
    """Whether the table is one of ours still, and neither pandas' options nor another package want
    it shown otherwise.
    """
    plain = table.index.nlevels == 1 and table.index.name is None and is_integer_dtype(table.index)
    known = table.columns.is_unique and any(column in columns for column in table.columns)
    wanted = (
        pd.get_option("display.notebook_repr_html")
        and pd.get_option("display.large_repr") == "truncate"
    )
    replaced = (
        pd.DataFrame._repr_html_.__module__.partition(".")[0] != "pandas"
    )  # itables.init_notebook_mode(all_interactive=True)
    return plain and known and wanted and not replaced


def _rows_shown(n: int) -> int:
    """As pandas: all up to display.max_rows, else display.min_rows of them."""
    most, few = pd.get_option("display.max_rows"), pd.get_option("display.min_rows")
    if not most or n <= most:
        return n
    return min(most, few or most)


def _caption(table: pd.DataFrame, shown: int) -> str:
    made = "" if set(KEYS.get(table.attrs[TABLE], SPANS)) <= set(table.columns) else "from "
    n = len(table)
    cut = f"; first {shown:,}" if shown < n else ""
    return (
        f"{made}{table.attrs.get(TITLE, table.attrs[TABLE])}: {n:,} "
        f"{'row' if n == 1 else 'rows'}{cut}"
    )


def _head(name: str, column: pd.Series, told: Column | None) -> Markup:
    tip = f"{told.meaning} ({told.source})" if told else ""
    small = Markup("<br><small>{}</small>").format(zh(told.unit)) if told and told.unit else ""
    return Markup('<th scope="col"{}{}>{}{}</th>').format(
        _class(name, column), _attribute("title", tip), zh(name), small
    )


def _cells(table: pd.DataFrame, name: str) -> Iterable[Markup]:
    column, values = table[name], table[name].tolist()
    if name == "sentence" and {"hit_start", "hit_end"} <= set(table.columns):
        return map(_sentence, values, table["hit_start"].tolist(), table["hit_end"].tolist())
    return map(partial(_cell, name, _class(name, column)), values)


def _class(name: str, column: pd.Series) -> Markup | str:
    if is_numeric_dtype(column) and not is_bool_dtype(column):
        return _attribute("class", "num")
    return _attribute("class", "before" if name == "left" else "")


def _attribute(name: str, value: str) -> Markup | str:
    return Markup(' {}="{}"').format(Markup(name), value) if value else ""


def _cell(name: str, kind: Markup | str, value: Any) -> Markup:
    text = _text(value)
    side = "left" if name == "left" else "middle" if name in NAMES else "right"
    part = cut(text, _width(), side)
    return _td(kind, zh(part), text if part != text else "")


def _sentence(value: Any, start: Any, end: Any) -> Markup:
    """A sentence with the hit marked, cut on both sides of it."""
    text = _text(value)
    if not (is_number(start) and is_number(end) and 0 <= start <= end <= len(text)):
        return _cell("sentence", "", value)
    before, hit, after = text[: int(start)], text[int(start) : int(end)], text[int(end) :]
    room = None if _width() is None else max(_width() - width(hit), 2) // 2
    left, right = cut(before, room, "left"), cut(after, room, "right")
    whole = (left, right) == (before, after)
    return _td(
        "",
        Markup("{}<mark>{}</mark>{}").format(zh(left), zh(hit), zh(right)),
        "" if whole else text,
    )


def _td(kind: Markup | str, inner: Markup, text: str) -> Markup:
    """A cell; `text` is the whole of what it shows a part of."""
    lang = _attribute("lang", "zh-Hans" if CHINESE.search(text) else "")
    return Markup("<td{}{}{}>{}</td>").format(kind, lang, _attribute("title", text), inner)


def _text(value: Any) -> str:
    if is_scalar(value) and pd.isna(value):
        return "–"
    if isinstance(value, bool):
        return str(value).lower()
    return format_value(value) if is_number(value) else str(value)


def _width() -> int | None:
    return pd.get_option("display.max_colwidth")


def cut(text: str, room: int | None, side: str) -> str:
    """A text no wider than `room` columns, what is too much taken from its left, middle or right;
    None: all of it.

    >>> cut("谋划十五五规划", 9, "right"), cut("谋划十五五规划", 9, "left"), cut("000_fac586d.txt", 9, "middle")
    ('谋划十五…', '…五五规划', '000_….txt')
    """
    if room is None or width(text) <= room:
        return text
    room = max(room - 1, 1)
    if side == "left":
        return "…" + _fit(text[::-1], room)[::-1]
    if side == "right":
        return _fit(text, room) + "…"
    return _fit(text, room - room // 2) + "…" + _fit(text[::-1], room // 2)[::-1]


def _fit(text: str, room: int) -> str:
    """As many characters of the beginning as have room."""
    for number, char in enumerate(text):
        room -= width(char)
        if room < 0:
            return text[:number]
    return text
