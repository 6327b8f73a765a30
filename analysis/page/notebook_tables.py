"""The one table of JupyterLab and of the exported pages: a caption, units under the heads, no index.
The script of the page (tifa.js) sorts, searches, pages and downloads it; without the script it is a
whole table.

A DataFrame of ours is known by what table/dictionary.py wrote into its attrs and is shown so by itself. Columns
may be chosen, added or taken away; a table that was given another index (a pivot, a description) is
pandas' to show. The text form stays pandas' too.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup
from pandas.api.types import is_bool_dtype, is_integer_dtype, is_numeric_dtype, is_scalar

from analysis.chinese.han import width
from analysis.errors import TifaError
from analysis.page.lab_drawer import in_lab
from analysis.table.dictionary import ROWS, TABLE, TITLE, UNIT, Column, describe_columns
from analysis.wording.labels import CHINESE, label, phrase, zh

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

PAGED = 1_000  # rows of a DataFrame given to the pages of the table, where pandas' options are as they came
SHORT, WORDY, LONG = 16, 40, 60  # characters of a cell on one line; of a sentence; of a wide cell
WARNINGS = ("note", "warning", "why")  # columns that qualify their row
HREFS = {"href": "n", "href_a": "n_a", "href_b": "n_b"}  # column of the address -> of the number
# What a program needs of a row and a reader does not.
PLUMBING = frozenset(
    [
        "article_id",
        "sentence_id",
        "doc_id",
        "start",
        "end",
        "start_b",
        "end_b",
        "hit_start",
        "hit_end",
        "row",
        "column",
        "line_to",
    ]
)
SPANS = ("article_id", "start")
SPANNED = (
    "tokens",
    "bodies",
    "slogans",
    "term",
    "concordance",
    "evidence",
    "look.lines",
    "look.strip",
)
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
DEFAULT_ROWS = 60  # pandas' display.max_rows as it comes
NAMES = (
    "article_id",
    "doc_id",
    "sentence_id",
    "file",
    "files",
    "sha256",
)  # both ends of a long one tell it from others


def number_link(n: int, address: str, text: str | None = None) -> Markup:
    """A number that opens its evidence: a link to `address`, with `data-n` to be checked against
    the list.

    >>> number_link(1800, "ev-bodies")
    Markup('<a class="ev" href="#ev-bodies" data-n="1800">1,800</a>')
    """
    shown = f"{n:,}" if text is None else text
    return Markup('<a class="ev" href="#{}" data-n="{}">{}</a>').format(address, n, shown)


def table_html(
    table: pd.DataFrame,
    *,
    caption: str = "",
    name: str = "",
    columns: Mapping[str, str] | None = None,
    links: Mapping[str, Callable] | None = None,
    lang: str = "en",
) -> str:
    """The HTML of a table, arguments as for `show_table`; the first column heads its row."""
    caption = phrase(caption or table.attrs.get(TITLE, "") or name, lang)
    name = name or table.attrs.get(TABLE, "table").replace(".", "-")
    shown = dict(columns or default_columns(table))
    links = {**{n: _href(h) for h, n in HREFS.items() if h in table.columns}, **(links or {})}
    if unknown := [column for column in shown if column not in table.columns]:
        raise TifaError(
            f"table {name}: no column {unknown[0]!r}; there are {', '.join(table.columns)}"
        )
    if table.empty:
        nothing = zh(label("page.nothing", lang, caption=caption))
        return str(Markup('<p class="empty">{}</p>').format(nothing))
    wordy = wordy_columns(table[list(shown)])
    order = sorted(shown, key=wordy.__contains__)  # sentences last
    heads = [
        Markup('<th scope="col"{}>{}</th>').format(
            Markup(' class="long"' if column in wordy else ""),
            zh(phrase(shown[column].strip(), lang)),
        )
        for column in order
    ]
    rows = [_row_html(row, order, links, lang, wordy) for row in table.to_dict("records")]
    return _table(zh(caption), heads, rows, name, wordy=len(order) - len(wordy) if wordy else 0)


def default_columns(table: pd.DataFrame) -> dict[str, str]:
    """Column -> its head, of a table shown without saying which: all but addresses, offsets and
    columns without a value. The two sides of a comparison go by their names.

    >>> default_columns(pd.DataFrame({"feature": ["两新"], "n_a": [2], "place_a": ["甲"], "href": ["#"]}))
    {'feature': 'feature', 'n_a': 'n in 甲'}
    """
    sides = {
        f"_{side}": str(table[f"place_{side}"].iloc[0])
        for side in "ab"
        if f"place_{side}" in table and table[f"place_{side}"].nunique() == 1
    }
    heads = {}
    for column in table.columns:
        hidden = (
            column.startswith("href")
            or column in PLUMBING
            or (column[:5] == "place" and column[5:] in sides)
        )
        if hidden or (len(table) and not table[column].replace("", None).notna().any()):
            continue
        of = sides.get(column[-2:], "")
        heads[column] = (column[:-2] + f" in {of}" if of else column).replace("_", " ")
    return heads


def _table(
    caption: Markup, heads: Iterable[Markup], rows: Iterable[Markup], name: str, *, wordy: int = 0
) -> str:
    """wordy : columns beside those that stand below their row; 0: there are none of these."""
    kind = Markup(' wordy" style="--n: {}').format(wordy) if wordy else ""
    return str(
        Markup(
            '<div class="table{}" data-name="{}"><table><caption>{}</caption>'
            "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody></table></div>"
        ).format(kind, name, caption, Markup("").join(heads), Markup("\n").join(rows))
    )


def wordy_columns(table: pd.DataFrame) -> set[str]:
    """Columns, but for the first, most of whose cells hold whole sentences, and warnings, which must
    never be out of sight: each of these stands below its row, as wide as the table.

    >>> wordy_columns(pd.DataFrame({"name": ["两新"], "n": [2], "sentence": ["很" * 99]}))
    {'sentence'}
    """
    sizes = {c: table[c].map(lambda value: len(format_value(value))) for c in table.columns[1:]}
    return {
        column
        for column, size in sizes.items()
        if (size > WORDY).mean() > 0.5 or (column in WARNINGS and (size > SHORT).any())
    }


def _href(column: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda row: row[column].removeprefix("#")


def _row_html(
    row: dict, columns: list[str], links: Mapping[str, Callable], lang: str, wordy: set[str]
) -> Markup:
    return Markup("<tr>{}</tr>").format(
        Markup("").join(
            _cell_html(row, column, links, lang, column in wordy, head=column == columns[0])
            for column in columns
        )
    )


def _cell_html(
    row: dict, column: str, links: Mapping[str, Callable], lang: str, long: bool, *, head: bool
) -> Markup:
    value, text = row[column], format_value(row[column])
    inner = zh(phrase(format_value(value, lang), lang))
    if column in links and value == value and value and (address := links[column](row)):
        markup = isinstance(address, Markup)
        inner = address if markup else number_link(int(value), address, text)
    elif column == "sentence" and "hit_start" in row and "hit_end" in row:
        a, b = int(row["hit_start"]), int(row["hit_end"])
        inner = Markup("{}<mark>{}</mark>{}").format(*map(zh, (text[:a], text[a:b], text[b:])))
    if head:
        return Markup('<th scope="row" data-v="{}">{}</th>').format(_raw(value), inner)
    size = len(text)
    kind = "short" if size <= SHORT else "txt" if size <= LONG else "txt wider"
    kind = "long" if long else "num" if is_number(value) else kind
    return Markup('<td class="{}" data-v="{}">{}</td>').format(kind, _raw(value), inner)


def is_number(value: object) -> bool:
    """True for numbers, not for booleans."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _raw(value: object) -> str:
    if value is None or value != value:
        return ""
    return repr(float(value)) if isinstance(value, float) else str(value)


def format_value(value: object, lang: str = "en") -> str:
    """A value for reading: thousands separated, two decimals, nothing as a dash, booleans as yes
    and no.

    >>> [format_value(value) for value in (18934, 3.14159, 0.0004, float("nan"), True, "十五五", "")]
    ['18,934', '3.14', '0.0004', '–', 'yes', '十五五', '–']
    """
    if isinstance(value, bool):
        return label("page.yes" if value else "page.no", lang)
    if value is None or value != value or value == "":
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) >= 0.01 or value == 0 else f"{value:.1g}"
    return str(value)


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
    """The HTML of a DataFrame in a notebook; of a table that is not ours, what `others` (default:
    pandas) gives.

    Rows by pages, at most PAGED, or as pandas' display.max_rows and display.min_rows say where a
    person has set them; text as display.max_colwidth does, a Chinese character counted as two; the
    whole text is in the title of its cell. Everything is escaped.

    >>> from analysis.table.dictionary import titled
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
    heads = [_head(column, table[column], columns.get(column)) for column in shown.columns]
    rows = zip(*(_cells(shown, column) for column in shown.columns), strict=True)
    body = [Markup("<tr>{}</tr>").format(Markup("").join(cells)) for cells in rows]
    return in_lab(_table(zh(_caption(table, len(shown))), heads, body, table.attrs[TABLE]))


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
    )  # another package shows tables
    return plain and known and wanted and not replaced


def _rows_shown(n: int) -> int:
    """All there is room for in pages; where a person has set display.max_rows, as pandas does."""
    most, few = pd.get_option("display.max_rows"), pd.get_option("display.min_rows")
    if most == DEFAULT_ROWS:
        return min(n, PAGED)
    if not most or n <= most:
        return n
    return min(most, few or most)


def _caption(table: pd.DataFrame, shown: int) -> str:
    name = table.attrs[TABLE]
    spans = SPANS if name in SPANNED else ()
    made = "" if set(KEYS.get(name, spans)) <= set(table.columns) else "from "
    n = len(table)
    cut = f"; first {shown:,}" if shown < n else ""
    return (
        f"{made}{table.attrs.get(TITLE, table.attrs[TABLE])}: {n:,} "
        f"{'row' if n == 1 else 'rows'}{cut}"
    )


def _head(name: str, column: pd.Series, told: Column | None) -> Markup:
    tip = f"{told.meaning} ({told.source})" if told else ""
    small = Markup("<small>{}</small>").format(zh(told.unit)) if told and told.unit else ""
    return Markup('<th scope="col" data-v="{}"{}{}>{}{}</th>').format(
        name, _class(name, column), _attribute("title", tip), zh(name), small
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
    return _td(
        kind, zh(part), text if part != text else "", _raw(value) if is_number(value) else ""
    )


def _sentence(value: Any, start: Any, end: Any) -> Markup:
    """A sentence with the hit marked, cut on both sides of it."""
    text = _text(value)
    if not (is_number(start) and is_number(end) and 0 <= start <= end <= len(text)):
        return _cell("sentence", "", value)
    before, hit, after = text[: int(start)], text[int(start) : int(end)], text[int(end) :]
    room = None if _width() is None else max(_width() - width(hit), 2) // 2
    left, right = cut(before, room, "left"), cut(after, room, "right")
    whole = (left, right) == (before, after)
    inner = Markup("{}<mark>{}</mark>{}").format(zh(left), zh(hit), zh(right))
    return _td("", inner, "" if whole else text)


def _td(kind: Markup | str, inner: Markup, text: str, raw: str = "") -> Markup:
    """A cell; `text` is the whole of what it shows a part of, `raw` what it sorts and downloads by."""
    lang = _attribute("lang", "zh-Hans" if CHINESE.search(text) else "")
    whole = Markup(_attribute("title", text)) + _attribute("data-v", raw or text)
    return Markup("<td{}{}{}>{}</td>").format(kind, lang, whole, inner)


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
