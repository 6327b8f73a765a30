"""The one table of JupyterLab and of the exported pages: a caption, units under the heads, no
index. tifa.js sorts, searches, pages and downloads it. In a notebook a DataFrame of ours, known by
its attrs (table/dictionary.py), is shown so by itself."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from math import isinf
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup
from pandas.api.types import is_bool_dtype, is_integer_dtype, is_numeric_dtype, is_scalar

from analysis.chinese.han import crop, width
from analysis.page.lab_widget import in_lab, is_lab, running_shell
from analysis.table.dictionary import ROWS, TABLE, TITLE, UNIT, Column, describe_columns
from analysis.wording.labels import CHINESE, label, phrase, zh

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

PAGED = 1_000  # rows of a DataFrame, where pandas' options are as they came
DEFAULT_ROWS = 60  # pandas' display.max_rows as it comes
SHORT, WORDY, LONG = 16, 40, 60  # characters of a cell on one line; of a sentence; of a wide cell
WARNINGS = ("note", "warning", "why")  # columns that qualify their row
HREFS = {"href": "n", "href_a": "n_a", "href_b": "n_b"}  # column of the address -> of the number
KEYS = {  # columns without which a row is no longer one of that table but something made from it
    table: columns.split()
    for columns, tables in {
        "article_id start": "tokens bodies slogans term concordance evidence look.lines look.strip",
        "feature": "count_features keyness compare collocations dispersion look.collocates "
        "to_quanteda lifespans",
        "doc_id start": "segments",
        "doc_id": "documents quality",
        "article_id": "articles look.articles",
        "sentence_id": "sentences",
        "place": "places look.rates",
        "file": "failures",
        "candidate": "propose_slogans",
        "feature period": "trend",
        "article_a article_b": "reuse",
    }.items()
    for table in tables.split()
}
# Of a long table the page lays out the first rows; the script reads the others as text, which costs
# nothing until somebody wants them, and a browser without scripts shows them.
ROWS_LAID_OUT = 100
REST = '<noscript class="rest" data-rows="{}"><table><tbody>\n{}\n</tbody></table></noscript>'
Link = Callable[[Mapping[str, Any]], str]


def number_link(n: int, address: str, text: str = "", unit: str = "n") -> Markup:
    """A number that opens its evidence, to be checked against it: `unit` is n (lines), or han or
    words, the sums of its articles."""
    link = Markup('<a class="ev" href="#{}" data-{}="{}">{}</a>')
    return link.format(address, Markup(unit), n, text or f"{n:,}")


def table_html(
    table: pd.DataFrame,
    *,
    caption: str,
    name: str,
    columns: Mapping[str, str] | None = None,
    links: Mapping[str, Link] | None = None,
    lang: str = "en",
) -> str:
    """The HTML of a table; its first column heads the row.

    name : of the downloaded CSV. columns : column -> its head, in this order; default: all.
    links : column -> function of the row (a dict) that gives the anchor of its number; the columns
        href, href_a, href_b of a figure's table link n, n_a, n_b without saying.
    lang : of caption, heads and values, as far as words.csv has them."""
    caption = phrase(caption, lang)
    shown = dict(columns or {column: column.replace("_", " ") for column in table})
    given = {n: partial(_address, h) for h, n in HREFS.items() if h in table}
    links = {**given, **(links or {})}
    if table.empty:
        nothing = zh(label("page.nothing", lang, caption=caption))
        return str(Markup('<p class="empty">{}</p>').format(nothing))
    wordy = wordy_columns(table[list(shown)])
    order = sorted(shown, key=wordy.__contains__)  # sentences last
    heads = [_head(shown[c].strip(), "long" if c in wordy else "") for c in order]
    rows = [
        [_cell(row, c, links.get(c), lang, c in wordy, head=c == order[0]) for c in order]
        for row in table.to_dict("records")
    ]
    return _table(zh(caption), heads, rows, name, wordy=len(order) - len(wordy) if wordy else 0)


def _address(column: str, row: Mapping[str, Any]) -> str:
    return row[column].removeprefix("#")


def _table(
    caption: Markup, heads: list[Markup], rows: list[list[Markup]], name: str, wordy: int = 0
) -> str:
    """wordy : columns beside those that stand below their row; 0: there are none of these."""
    kind = Markup(' wordy" style="--n: {}').format(wordy) if wordy else ""
    body = [Markup("<tr>{}</tr>").format(Markup("").join(cells)) for cells in rows]
    first = body if is_lab() else body[:ROWS_LAID_OUT]
    others = Markup("\n").join(body[len(first) :])
    html = Markup(
        '<div class="table{}" data-name="{}"><table><caption>{}</caption>'
        "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody></table>{}</div>"
    )
    rest = Markup(REST).format(len(rows) - len(first), others) if others else ""
    heads, first = Markup("").join(heads), Markup("\n").join(first)
    return str(html.format(kind, name, caption, heads, first, rest))


def _head(text: str, kind: str = "", more: Markup | str = "", unit: Markup | str = "") -> Markup:
    said = Markup('<th scope="col"{}{}>{}{}</th>')
    return said.format(_attribute("class", kind), more, zh(text), unit)


def _attribute(name: str, value: str) -> Markup | str:
    return Markup(' {}="{}"').format(Markup(name), value) if value else ""


def wordy_columns(table: pd.DataFrame) -> set[str]:
    """The columns that stand below their row, as wide as the table: sentences and warnings."""
    sizes = {c: table[c].map(format_value).str.len() for c in table.columns[1:]}
    return {
        column
        for column, size in sizes.items()
        if (size > WORDY).mean() > 0.5 or (column in WARNINGS and (size > SHORT).any())
    }


def _cell(
    row: dict, column: str, link: Link | None, lang: str, long: bool, *, head: bool
) -> Markup:
    value, text = row[column], format_value(row[column])
    inner = zh(phrase(format_value(value, lang), lang))
    if link and value == value and value and (address := link(row)):
        inner = number_link(int(value), address, text)
    elif column == "sentence" and "hit_start" in row:
        inner = marked(text, int(row["hit_start"]), int(row["hit_end"]))
    own = _own_value(value, inner)
    kind = "short" if len(text) <= SHORT else "txt" if len(text) <= LONG else "txt wider"
    if head:
        return Markup('<th scope="row" class="{}"{}>{}</th>').format(kind, own, inner)
    kind = "long" if long else "num" if is_number(value) else kind
    return Markup('<td class="{}"{}>{}</td>').format(kind, own, inner)


def marked(text: str, start: int, end: int, room: int | None = None) -> Markup:
    """A sentence with its hit marked; with `room` columns cut on both sides of it."""
    before, hit, after = text[:start], text[start:end], text[end:]
    if room is not None:
        side = max(room - width(hit), 2) // 2
        before, after = crop(before, side, end=True), crop(after, side)
    return Markup("{}<mark>{}</mark>{}").format(zh(before), zh(hit), zh(after))


def is_number(value: object) -> bool:
    """True for numbers, not for booleans."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _own_value(value: object, inner: Markup) -> Markup | str:
    """The attribute with what a cell sorts and downloads by, where that is not what it shows."""
    empty = is_scalar(value) and pd.isna(value)
    raw = "" if empty else f"{value:.10g}" if isinstance(value, float) else str(value)
    return "" if raw and raw == inner.striptags() else Markup(' data-v="{}"').format(raw)


def format_value(value: object, lang: str = "en") -> str:
    """A value for reading: thousands apart, two decimals, nothing as a dash, yes and no."""
    if isinstance(value, bool):
        return label("page.yes" if value else "page.no", lang)
    if is_scalar(value) and (pd.isna(value) or value == ""):
        return "–"
    if isinstance(value, float) and isinf(value):
        return "∞" if value > 0 else "−∞"
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) >= 0.01 or value == 0 else f"{value:.1g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


# --- a DataFrame in a notebook


def install(shell: "InteractiveShell") -> None:
    """Let this IPython show our tables by `frame_html`, others as before."""
    formatter = shell.display_formatter.formatters["text/html"]
    before = formatter.for_type(pd.DataFrame)
    if not _is_ours(before):
        formatter.for_type(pd.DataFrame, partial(frame_html, others=before))


_install_once = cache(install)


def show_tables_well() -> None:
    """Show our tables well in a running IPython, once: what a person changes afterwards stays."""
    if shell := running_shell():
        _install_once(shell)


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
    """The HTML of a DataFrame in a notebook; of a table that is not ours, what `others` (default:
    pandas) gives. At most PAGED rows, or as pandas' options say where a person has set them; a
    Chinese character counts as two, and what is cut stands whole in the title of its cell."""
    name, of, unit = (table.attrs.get(key, "") for key in (TABLE, ROWS, UNIT))
    columns = describe_columns(name, rows=of, unit=unit)
    if not _can_show(table, columns):
        return (others or pd.DataFrame._repr_html_)(table)
    shown = table.head(_rows_shown(len(table)))
    heads = [_frame_head(column, shown[column], columns.get(column)) for column in shown]
    room = pd.get_option("display.max_colwidth")
    rows = [[_frame_cell(row, c, room) for c in shown] for row in shown.to_dict("records")]
    return in_lab(_table(zh(_caption(table, len(shown))), heads, rows, name))


def _can_show(table: pd.DataFrame, columns: Iterable[str]) -> bool:
    """Whether the table is ours still, and neither pandas' options nor a package want it otherwise."""
    index = table.index
    plain = index.nlevels == 1 and index.name is None and is_integer_dtype(index)
    known = table.columns.is_unique and any(column in columns for column in table.columns)
    truncates = pd.get_option("display.large_repr") == "truncate"
    pandas_shows = pd.DataFrame._repr_html_.__module__.partition(".")[0] == "pandas"
    wanted = truncates and pd.get_option("display.notebook_repr_html")
    return plain and known and wanted and pandas_shows


def _rows_shown(n: int) -> int:
    """All there is room for in pages; where a person has set display.max_rows, as pandas does."""
    most, few = pd.get_option("display.max_rows"), pd.get_option("display.min_rows")
    if most == DEFAULT_ROWS:
        return min(n, PAGED)
    return n if not most or n <= most else min(most, few or most)


def _caption(table: pd.DataFrame, shown: int) -> str:
    name, n = table.attrs[TABLE], len(table)
    made = "" if set(KEYS.get(name, ())) <= set(table.columns) else "from "
    cut_off = f"; first {shown:,}" if shown < n else ""
    rows = "row" if n == 1 else "rows"
    return f"{made}{table.attrs.get(TITLE, name)}: {n:,} {rows}{cut_off}"


def _frame_head(name: str, column: pd.Series, told: Column | None) -> Markup:
    tip = _attribute("title", f"{told.meaning} ({told.source})" if told else "")
    unit = Markup("<small>{}</small>").format(zh(told.unit)) if told and told.unit else ""
    number = is_numeric_dtype(column) and not is_bool_dtype(column)
    kind = "num" if number else "before" if name == "left" else ""
    return _head(name, kind, Markup(' data-v="{}"{}').format(name, tip), unit)


def _frame_cell(row: dict, name: str, room: int | None) -> Markup:
    """A cell cut to `room` columns; what is cut stands whole in its title."""
    value = row[name]
    text = "" if value == "" else format_value(value)
    if name == "sentence" and "hit_start" in row:
        hit = (int(row["hit_start"]), int(row["hit_end"]))
        inner, full = marked(text, *hit, room), marked(text, *hit)
    else:
        shown = text if room is None else crop(text, room, end=name == "left")
        inner, full = zh(shown), zh(text)
    whole = text if inner != full else ""
    lang = _attribute("lang", "zh-Hans" if CHINESE.search(whole) else "")
    kind = "num" if is_number(value) else "before" if name == "left" else ""
    about = (_attribute("class", kind), lang, _attribute("title", whole))
    return Markup("<td{}{}{}{}>{}</td>").format(*about, _own_value(value, inner), inner)
