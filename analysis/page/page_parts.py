"""What a notebook puts on the page: a sentence, a number with its evidence, a table, a figure,
lines of text.

Every value that comes from a corpus is escaped here, so a seed that holds mark-up stays text on
every page. Numbers carry `data-n` and an anchor (see links.py); the export refuses a page on which
a number and the length of its evidence differ.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup

from analysis.errors import TifaError
from analysis.evidence.links import anchor, select
from analysis.table.write import defuse
from analysis.wording.chinese_spans import zh
from analysis.wording.labels import label, label_template

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FIGURE_MIME = "application/vnd.tifa.figure+json"
CORPUS_MIME = "application/vnd.tifa.corpus+json"


def number_link(n: int, address: str, text: str | None = None) -> Markup:
    """A number that opens its evidence: a link to `address`, with `data-n` to be checked against
    the list.

    >>> number_link(1800, "ev-bodies")
    Markup('<a class="ev" href="#ev-bodies" data-n="1800">1,800</a>')
    """
    shown = f"{n:,}" if text is None else text
    return Markup('<a class="ev" href="#{}" data-n="{}">{}</a>').format(address, n, shown)


SIZES = {
    "han": "n_han",
    "words": "n_tokens",
}  # a total on the page -> the column of the articles it sums up


def total_link(n: int, address: str, size: str = "han") -> Markup:
    """A total of Han characters ("han") or words that opens the articles it sums up, to be checked
    against them.

    >>> total_link(1800, "ev-articles")
    Markup('<a class="ev" href="#ev-articles" data-han="1800">1,800</a>')
    """
    return Markup('<a class="ev" href="#{}" data-{}="{}">{:,}</a>').format(
        address, Markup(size), n, n
    )


def cite_total(tables: dict[str, pd.DataFrame], size: str = "han", /, **filters: object) -> Markup:
    """The Han characters ("han") or words of the articles that equal the filters, as a number that
    opens them.
    """
    address = anchor("articles", **filters)
    return total_link(int(select(tables, address)[SIZES[size]].sum()), address, size)


def cite(tables: dict[str, pd.DataFrame], table: str, /, **filters: object) -> Markup:
    """How many rows of `table` equal the filters, as a number that opens them; the number is their
    count.
    """
    address = anchor(table, **filters)
    return number_link(len(select(tables, address)), address)


def show_table(
    table: pd.DataFrame,
    *,
    caption: str,
    name: str,
    columns: Mapping[str, str] | None = None,
    links: Mapping[str, Callable[[Mapping[str, Any]], str]] | None = None,
    lang: str = "en",
) -> None:
    """Display a table that sorts, filters, pages and downloads in the exported page.

    name    : of the downloaded CSV, and unique on the page.
    columns : column -> what the reader sees, in this order; default: all columns, `_` shown as a
        space.
    links   : column -> function of the row (a dict) that gives the anchor of the number in that
        column, or the whole cell as Markup. The columns href, href_a, href_b of a figure's table
        link n, n_a, n_b without saying.
    lang    : in "zh" the caption, the heads and values of ours are Chinese where `labels` has them.
    """
    html = table_html(table, caption=caption, name=name, columns=columns, links=links, lang=lang)
    _display({"text/html": html, "text/plain": f"{caption}\n{table.to_string(index=False)}"})


def table_html(
    table: pd.DataFrame,
    *,
    caption: str,
    name: str,
    columns: Mapping[str, str] | None = None,
    links: Mapping[str, Callable] | None = None,
    lang: str = "en",
) -> str:
    """The HTML of a table, arguments as for `show_table`; the first column heads its row."""
    shown = dict(
        columns or {c: c.replace("_", " ") for c in table.columns if not c.startswith("href")}
    )
    links = {**{n: _href(h) for h, n in HREFS.items() if h in table.columns}, **(links or {})}
    if unknown := [column for column in shown if column not in table.columns]:
        raise TifaError(
            f"table {name}: no column {unknown[0]!r}; there are {', '.join(table.columns)}"
        )
    if table.empty:
        return str(
            Markup('<p class="empty">{}</p>').format(
                zh(label("page.nothing", lang, caption=caption))
            )
        )
    wordy = wordy_columns(table[list(shown)])
    shown = {
        column: shown[column] for column in sorted(shown, key=wordy.__contains__)
    }  # sentences last
    heads = (
        (' class="long"' if column in wordy else "", zh(text.strip()))
        for column, text in shown.items()
    )
    head = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(Markup(kind), text) for kind, text in heads
    )
    body = Markup("\n").join(
        _row_html(row, list(shown), links, lang, wordy) for row in table.to_dict("records")
    )
    kind = (
        Markup('table wordy" style="--n: {}').format(len(shown) - len(wordy)) if wordy else "table"
    )
    return str(
        Markup(
            '<div class="{}" data-name="{}"><table><caption>{}</caption>'
            "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody></table></div>"
        ).format(kind, name, zh(caption), head, body)
    )


SHORT, WORDY, LONG = (
    16,
    40,
    60,
)  # characters that stay on one line of a cell; of a sentence; that make a wide cell


def wordy_columns(table: pd.DataFrame) -> set[str]:
    """Columns, but for the first, most of whose cells hold whole sentences: each of these stands
    below its row, as wide as the table.

    >>> wordy_columns(pd.DataFrame({"name": ["两新"], "n": [2], "sentence": ["很" * 99]}))
    {'sentence'}
    """
    return {
        column
        for column in table.columns[1:]
        if table[column].map(lambda value: len(format_value(value)) > WORDY).mean() > 0.5
    }


HREFS = {
    "href": "n",
    "href_a": "n_a",
    "href_b": "n_b",
}  # column with the address -> column of the number


def _href(column: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda row: row[column].removeprefix("#")


def _row_html(
    row: dict, columns: list[str], links: Mapping[str, Callable], lang: str, wordy: set[str]
) -> Markup:
    cells = []
    for column in columns:
        value, address = row[column], ""
        if column in links and value == value and value:
            address = links[column](row)
        inner = zh(format_value(value, lang))
        if address:
            inner = (
                address
                if isinstance(address, Markup)
                else number_link(int(value), address, format_value(value))
            )
        if column == columns[0]:
            cells.append(Markup('<th scope="row" data-v="{}">{}</th>').format(_raw(value), inner))
        else:
            size = len(format_value(value))
            kind = (
                "num"
                if is_number(value)
                else "short"
                if size <= SHORT
                else "txt"
                if size <= LONG
                else "txt wider"
            )
            kind = "long" if column in wordy else kind
            cells.append(
                Markup('<td class="{}" data-v="{}">{}</td>').format(kind, _raw(value), inner)
            )
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


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


def show_figure(ax: "Axes", name: str, table: pd.DataFrame, *, headline: bool = False) -> None:
    """Display a drawn figure; the page offers its plotted rows, `table`, as CSV and its alt text in
    words.

    headline : the index shows this figure beside the short answer.
    """
    from analysis.draw.theme import svg_text

    fig = ax.get_figure()
    title = next(
        (text.get_text().replace("\n", " ") for text in fig.texts if text.get_gid() == "title"),
        name,
    )
    alt = fig.get_label() or ax.get_label()
    csv = defuse(table).to_csv(index=False, lineterminator="\n")
    note = {"name": name, "title": title, "alt": alt, "csv": csv, "headline": headline}
    _display(
        {"image/svg+xml": svg_text(ax, title=title, alt=alt), FIGURE_MIME: note, "text/plain": alt}
    )


def show_lines(
    tables: dict[str, pd.DataFrame],
    corpus: tuple,
    table: str,
    /,
    *,
    n: int = 3,
    lang: str = "en",
    **filters: object,
) -> None:
    """Display `n` lines of evidence, the hit marked, and a link to all of them: see
    `choose_lines`.
    """
    show_evidence(tables, corpus, anchor(table, **filters), n=n, lang=lang)


def show_evidence(
    tables: dict[str, pd.DataFrame], corpus: tuple, address: str, *, n: int = 3, lang: str = "en"
) -> None:
    """The same for an anchor; nothing is displayed where it has no line."""
    from analysis.evidence.evidence import evidence

    rows = select(tables, address)
    if rows.empty:
        return
    chosen = choose_lines(rows, n)
    lines = (chosen if "hit_start" in chosen else evidence(chosen, corpus)).to_dict("records")
    html = Markup('<ul class="kwic">{}</ul>').format(
        Markup("").join(_line_html(line, lang) for line in lines)
    )
    if len(rows) > len(lines):
        before, after = label_template("page.all_lines", lang).split("{n}")
        html += Markup("<p>{}{}{}</p>").format(
            zh(before), number_link(len(rows), address), zh(after)
        )
    _display({"text/html": str(html), "text/plain": html.striptags()})


def choose_lines(rows: pd.DataFrame, n: int) -> pd.DataFrame:
    """At most `n` rows of different sentences: one of each place first, then of further articles,
    then the rest.

    rows : of an evidence table, with place and sentence_id (or, of the raw files, sentence).
    >>> rows = pd.DataFrame({"place": list("甲甲甲乙"), "article_id": list("aabc"),
    ...     "sentence_id": ["a1", "a1", "b1", "c1"]})
    >>> choose_lines(rows, 3)["sentence_id"].tolist()
    ['a1', 'c1', 'b1']
    """
    sentence = "sentence_id" if "sentence_id" in rows else "sentence"
    source = "article_id" if "article_id" in rows else "file"
    different = rows[~rows.duplicated([source, sentence])]
    in_article = different.groupby(source).cumcount()
    order = different.assign(turn=in_article).sort_values("turn", kind="stable")
    order = order.assign(turn=order.groupby("place").cumcount()).sort_values("turn", kind="stable")
    return order.head(n).drop(columns="turn")


def _line_html(row: dict, lang: str) -> Markup:
    text, start, end = row["sentence"], row["hit_start"], row["hit_end"]
    parts = {"before": text[:start], "hit": text[start:end], "after": text[end:]}
    title = (
        row["title"] if start == end and "title" in row else ""
    )  # the line stands for its article
    where = {
        "place": zh(row["place"] or label("page.unplaced", lang)),
        "date": zh(row["date_published"] or label("page.undated", lang)),
    }
    head = Markup('<b lang="zh-Hans">{}</b> ').format(title) if title else ""
    hit = Markup("<mark>{}</mark>").format(parts["hit"]) if parts["hit"] else ""
    return Markup(
        '<li>{head}<span lang="zh-Hans">{before}{hit}{after}</span> '
        '<span class="src">{place}{comma}{date} · {file}:{line}</span></li>'
    ).format(
        **parts | {"hit": hit},
        **where,
        head=head,
        comma=label("list", lang),
        file=row["file"],
        line=row["line_from"],
    )


def show_explorer(
    pages: dict, tables: dict[str, pd.DataFrame] | None = None, *, lang: str = "en"
) -> None:
    """Display a search box that works in an exported page without Python; `pages` of
    `page_search.page_corpus`.

    tables : with them the sizes of the places open the articles they sum up.
    """
    sizes = (
        Markup("").join(_size_row(place, tables, lang) for place, *_ in pages["places"])
        if tables
        else ""
    )
    heads = [label(f"live.{key}", lang) for key in ("place", "articles", "han")]
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(zh(text)) for text in heads)
    html = Markup(
        '<div class="live" id="live"><table><caption>{}</caption><thead><tr>{}</tr></thead><t'
        "body>{}</tbody></table></div>"
    )
    note = label("page.box", lang)
    _display(
        {
            CORPUS_MIME: pages,
            "text/plain": note,
            "text/html": str(html.format(zh(label("live.sizes", lang)), head, sizes)),
        }
    )


def _size_row(place: str, tables: dict[str, pd.DataFrame], lang: str) -> Markup:
    cells = [cite(tables, "articles", place=place), cite_total(tables, "han", place=place)]
    numbers = Markup("").join(Markup('<td class="num">{}</td>').format(cell) for cell in cells)
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(
        zh(place or label("page.unplaced", lang)), numbers
    )


def display_html(html: Markup | str) -> None:
    """Display a piece of a page."""
    _display({"text/html": str(html), "text/plain": Markup(html).striptags()})


def _display(bundle: dict[str, object]) -> None:
    from IPython.display import display  # only a notebook has IPython's display

    display(bundle, raw=True)
