"""What a notebook puts on the page: a sentence, a number with its evidence, a table, a figure,
lines of text.

Every value that comes from a corpus is escaped here, so a seed that holds mark-up stays text on
every page. Numbers carry `data-n` and an anchor (see evidence.py); the export refuses a page on which
a number and the length of its evidence differ.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup

from analysis.evidence.evidence import anchor, select
from analysis.page.lab_drawer import in_lab, is_lab
from analysis.page.notebook_tables import HREFS as HREFS
from analysis.page.notebook_tables import number_link, table_html
from analysis.page.script_data import SIZES, script_json
from analysis.table.write import defuse
from analysis.wording.labels import label, label_template, zh

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FIGURE_MIME = "application/vnd.tifa.figure+json"
CORPUS_MIME = "application/vnd.tifa.corpus+json"
VIEW_MIME = "application/vnd.tifa.view+json"


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
    caption: str = "",
    name: str = "",
    columns: Mapping[str, str] | None = None,
    links: Mapping[str, Callable[[Mapping[str, Any]], str]] | None = None,
    lang: str = "en",
) -> None:
    """Display a table that sorts, searches, pages and downloads, in JupyterLab and in the exported
    page.

    caption, name : over the table; of the downloaded CSV. Default: what the table is.
    columns : column -> what the reader sees, in this order; default: all but addresses and offsets.
    links   : column -> function of the row (a dict) that gives the anchor of the number in that
        column, or the whole cell as Markup. The columns href, href_a, href_b of a figure's table
        link n, n_a, n_b without saying.
    lang    : in "zh" the caption, the heads and values of ours are Chinese where `labels` has them.
    """
    html = table_html(table, caption=caption, name=name, columns=columns, links=links, lang=lang)
    _display({"text/html": html, "text/plain": f"{caption}\n{table.to_string(index=False)}"})


def show_figure(
    ax: "Axes",
    name: str,
    table: pd.DataFrame,
    *,
    narrow: "Axes | None" = None,
    headline: bool = False,
    lang: str = "en",
) -> None:
    """Display a drawn figure whose marks open their evidence; the page offers its plotted rows,
    `table`, as CSV and its alt text in words.

    narrow : the same drawn for a phone's page, which shows it there instead.
    headline : the index shows this figure beside the short answer.
    """
    from analysis.draw.theme import svg_text
    from analysis.page.svg import figure_html

    fig = ax.get_figure()
    said = {text.get_gid(): text.get_label() for text in fig.texts}  # not as it was wrapped
    title = said.get("title", name)
    alt = fig.get_label() or ax.get_label()
    csv = defuse(table).to_csv(index=False, lineterminator="\n")
    note = {"name": name, "title": title, "subtitle": said.get("subtitle", ""), "alt": alt}
    note |= {"csv": csv, "headline": headline}
    note |= {"narrow": svg_text(narrow, title=title, alt=alt) if narrow else ""}
    svg = svg_text(ax, title=title, alt=alt)
    bundle = {"image/svg+xml": svg, FIGURE_MIME: note, "text/plain": alt}
    if is_lab():  # as HTML its links work; an exported page makes it anew, with what they count
        html = figure_html({**note, "svg": svg}, {}, lang=lang)
        # JupyterLab cannot bear an <a href> in an SVG
        bundle["text/html"] = html.replace(' href="#ev-', ' data-ev="#ev-')
    _display(bundle)


def show_evidence(
    tables: dict[str, pd.DataFrame], corpus: tuple, address: str, *, n: int = 3, lang: str = "en"
) -> None:
    """Display `n` lines of evidence, the hit marked, and a link to all of them (see
    `choose_lines`); nothing where the anchor has no line."""
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
    `search_index.page_corpus`. In JupyterLab nothing: there `explore` is the box.

    tables : with them the sizes of the groups open the articles they sum up, where no script runs.
    """
    if is_lab():
        return
    sizes = pd.DataFrame(
        [
            (place or label("page.unplaced", lang), *map(Markup, _sizes(tables or {}, place)))
            for place in pages["groups"][0]
        ],
        columns=["place", "articles", "han"],
    )
    given = {
        "term": pages["term"],
        "columns": [[str(i), name] for i, name in enumerate(pages["columns"])],
        "names": [{k: v for k, v in name.items() if k != "at"} for name in pages["names"]],
    }
    links = {name: lambda row, name=name: row[name] for name in ("articles", "han")}
    heads = {key: label(f"live.{key}", lang) for key in sizes}
    plain = table_html(
        sizes, caption=label("live.sizes", lang), name="sizes", columns=heads, links=links
    )
    html = explorer_html(given, Markup(plain) if tables else "")
    _display({CORPUS_MIME: pages, "text/plain": label("page.box", lang), "text/html": html})


def explorer_html(given: dict, without_script: Markup | str = "") -> str:
    """The search box the script fills; `given`: term, columns to group by, names to offer."""
    return str(
        Markup('<div class="explorer">{}<script type="application/json">{}</script></div>').format(
            without_script, Markup(script_json(given))
        )
    )


def _sizes(tables: dict[str, pd.DataFrame], place: str) -> tuple[Markup, Markup]:
    if not tables:
        return Markup(""), Markup("")
    return cite(tables, "articles", place=place), cite_total(tables, "han", place=place)


def display_html(html: Markup | str) -> None:
    """Display a piece of a page."""
    _display({"text/html": str(html), "text/plain": Markup(html).striptags()})


def _display(bundle: dict[str, object]) -> None:
    from IPython.display import display  # only a notebook has IPython's display

    if "text/html" in bundle:
        bundle = bundle | {"text/html": in_lab(bundle["text/html"])}
    display(bundle, raw=True)
