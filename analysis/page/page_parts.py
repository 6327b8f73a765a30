"""What a notebook puts on the page: a sentence, a number with its evidence, a table, a figure,
lines of text. Every value that comes from a corpus is escaped here. Numbers carry `data-n` and an
anchor; the export refuses a page on which a number and the length of its evidence differ."""

import re
from collections.abc import Mapping
from html import unescape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pandas as pd
from markupsafe import Markup

from analysis.chinese.lexicons import LEVELS
from analysis.describe.documents import GENRES
from analysis.describe.page_place import UNKNOWN_PLACE
from analysis.evidence.anchors import parse_anchor
from analysis.evidence.sentences import evidence
from analysis.page.evidence_html import script_json
from analysis.page.lab_widget import in_lab, is_lab
from analysis.page.notebook_tables import number_link, table_html
from analysis.table.write import defuse
from analysis.wording.labels import amount_of, known, label, label_template, zh

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_TAG = re.compile(r"<[^>]*>")
_BLOCK = re.compile("</(?:td|th|p|li|h[1-6]|div|dt|dd|summary)>|<br")  # parts words without a blank
_URL = re.compile(r"url\(#([^)]+)\)")
# The only attributes that can point somewhere; anything but an inner id, evidence or embedded data
# goes.
_HREFS = ("href", f"{{{XLINK}}}href")


def inline_svg(svg: str, *, name: str, words: str, page: str, **said: Any) -> str:
    """The SVG element for inlining. name : prefix of every id in it, so that two figures never
    share one. words : read out for it. page : file the links lead to. said : see `link_words`."""
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", svg))
    for tag in ("title", "desc", "metadata"):
        for child in root.findall(f"{{{SVG}}}{tag}"):
            root.remove(child)
    for node in root.iter():
        _localise(node, name)
        if node.tag == f"{{{SVG}}}a":
            _open(node, page, **said)
        # drawn indented, with two blanks after every step of a path: a quarter of a page
        node.text, node.tail = (
            text if text and text.strip() else None for text in (node.text, node.tail)
        )
        if "d" in node.attrib:
            node.set("d", " ".join(node.get("d").split()))
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    root.set("role", "group")
    root.set("aria-label", words)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)


def _localise(node: ElementTree.Element, name: str) -> None:
    """Give the node's id, and what points to ids, the figure's prefix; glyphs lose their font's."""
    for key, value in list(node.attrib.items()):
        value = value.replace("TifaSansSC-", "") if key == "id" or key in _HREFS else value
        if key == "id":
            node.set(key, f"{name}-{value}")
        elif key in _HREFS and value.startswith("#") and not value.startswith("#ev-"):
            node.set(key, f"#{name}-{value[1:]}")
        elif key.startswith("on") or (key in _HREFS and not value.startswith(("#", "data:image/"))):
            del node.attrib[key]
        elif "url(#" in value:
            node.set(key, _URL.sub(lambda hit: f"url(#{name}-{hit[1]})", value))


def _open(link: ElementTree.Element, page: str, **said: Any) -> None:
    """Make an <a> of the figure a link HTML knows, with a name to be read out and shown on hover."""
    found = (link.attrib.pop(key) for key in _HREFS if key in link.attrib)
    address = next(found, "").removeprefix("#")
    if not address:
        return
    words = link_words(address, **said)
    about = {"tabindex": "0", "role": "link", "href": f"{page}#{address}", "aria-label": words}
    link.attrib.update(about)
    ElementTree.SubElement(link, f"{{{SVG}}}title").text = words


def link_words(
    address: str, counts: Mapping[str, int], called: Mapping[str, str], lang: str
) -> str:
    """What an address opens, in words: its values as a reader knows them, and how many lines.

    counts : address -> lines of evidence, as far as they are known. called : of `called_values`.

    >>> where = "ev-slogans/article_id=a-1/name=防汛"
    >>> link_words(where, {where: 2}, {"article_id=a-1": "县委开会"}, "en")
    '县委开会 · 防汛: 2 lines of evidence'
    """
    values = parse_anchor(address)[1].items()
    told = (called.get(f"{key}={value}", value) for key, value in values)
    words = " · ".join(filter(None, told)) or label("page.all", lang)
    if address in counts:
        words += label("colon", lang) + amount_of("page.lines", counts[address], lang)
    return words


def called_values(looks: pd.DataFrame, lang: str) -> dict[str, str]:
    """What a reader calls the values that addresses hold, by "column=value"; "" for what goes
    without saying. looks : of `style_groups`.

    >>> called_values(pd.DataFrame({"en": {"临平": "Linping 临平"}}), "en")["level=区"]
    '区 (district, county)'
    """
    ours = {"level": LEVELS, "genre": GENRES}
    said = {f"{column}={value}": known(value, lang) for column in ours for value in ours[column]}
    said |= {f"place={place}": name for place, name in looks[lang].items()}
    flags = {"home_made=True": "page.home_made", "truncated=True": "page.truncated"}
    said |= {part: label(key, lang) for part, key in flags.items()}
    return said | {"home_made=False": "", "once=yes": ""}


def titles_of(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """ "article_id=…" -> title, of the evidence tables of a page."""
    articles = tables.get("articles", pd.DataFrame(columns=["article_id", "title"]))
    articles = articles[articles["title"] != ""]
    return dict(zip("article_id=" + articles["article_id"], articles["title"], strict=True))


def _without_twins(narrow: str, broad: str, name: str) -> str:
    """The narrow SVG without the glyphs that the broad one beside it has, and half as large."""
    there = set(re.findall(rf'<path id="{name}-([^"]+)"', broad))
    bare = re.sub(
        rf'<path id="{name}-n-([^"]+)"[^>]*>', lambda m: "" if m[1] in there else m[0], narrow
    )
    own = re.compile(rf'href="#{name}-n-([^"]+)"')
    return own.sub(lambda m: f'href="#{name}-{m[1]}"' if m[1] in there else m[0], bare)


def figure_html(
    figure: Mapping[str, str],
    counts: Mapping[str, int],
    called: Mapping[str, str],
    *,
    page: str = "",
    lang: str = "en",
) -> str:
    """A figure with its words and rows; on a phone the one drawn for it, its title above it as
    text.

    figure : name, title, subtitle, alt, csv, svg, narrow (an SVG, or ""). page : the file its links
        lead to. counts, called : see `link_words`."""
    name, title, alt = figure["name"], figure["title"], figure["alt"]
    words = {"words": f"{title} {alt}".strip(), "page": page, "lang": lang}
    words |= {"counts": counts, "called": called}
    broad = inline_svg(figure["svg"], name=name, **words)
    svg = f'<div class="broad">{broad}</div>'
    if figure["narrow"]:
        narrow = inline_svg(figure["narrow"], name=f"{name}-n", **words)
        svg += f'<div class="narrow">{_without_twins(narrow, broad, name)}</div>'
    return str(
        Markup(
            '<figure class="drawn" id="figure-{name}"><p class="titled"><b>{title}</b><br>'
            '<span class="src">{subtitle}</span></p><div class="plot" role="region" tabindex="0" '
            'aria-label="{label}">{svg}</div><figcaption>'
            "<details><summary>{in_words}</summary>{alt}</details>"
            '<button type="button" class="rows" data-name="{name}">{get}</button>'
            '<script type="application/json">{csv}</script></figcaption></figure>'
        ).format(
            name=name,
            title=zh(title),
            subtitle=zh(figure["subtitle"]),
            label=label("page.figure", lang, title=title),
            in_words=zh(label("page.in_words", lang)),
            get=zh(label("page.get_rows", lang)),
            svg=Markup(svg),
            alt=zh(alt),
            csv=Markup(script_json(figure["csv"])),
        )
    )


FIGURE_MIME = "application/vnd.tifa.figure+json"
CORPUS_MIME = "application/vnd.tifa.corpus+json"
VIEW_MIME = "application/vnd.tifa.view+json"


def show_table(table: pd.DataFrame, **look: Any) -> None:
    """Display a table that sorts, searches, pages and downloads; `look` as for `table_html`."""
    _display({"text/html": table_html(table, **look), "text/plain": look["caption"]})


def show_figure(
    ax: "Axes",
    name: str,
    table: pd.DataFrame,
    *,
    narrow: "Axes | None" = None,
    headline: bool = False,
    lang: str = "en",
) -> None:
    """Display a drawn figure whose marks open their evidence, its rows as CSV, its alt text in
    words.

    narrow : drawn for a phone's page. headline : the index shows it beside the short answer."""
    from analysis.draw.theme import svg_text

    fig = ax.get_figure()
    said = {text.get_gid(): text.get_label() for text in fig.texts}  # not as it was wrapped
    words = {"title": said.get("title", name), "alt": fig.get_label() or ax.get_label()}
    csv = defuse(table).to_csv(index=False, lineterminator="\n")
    note = {"name": name, "subtitle": said.get("subtitle", ""), **words}
    note |= {"csv": csv, "headline": headline}
    note |= {"narrow": svg_text(narrow, **words) if narrow else ""}
    svg = svg_text(ax, **words)
    bundle = {"image/svg+xml": svg, FIGURE_MIME: note, "text/plain": words["alt"]}
    if is_lab():  # as HTML its links work; an exported page makes it anew, with what they count
        html = figure_html({**note, "svg": svg}, {}, {}, lang=lang)
        # JupyterLab cannot bear an <a href> in an SVG
        bundle["text/html"] = html.replace(' href="#ev-', ' data-ev="#ev-')
    _display(bundle)


def show_evidence(
    rows: pd.DataFrame,
    corpus: tuple,
    called: Mapping[str, str],
    address: str = "",
    *,
    n: int = 3,
    lang: str = "en",
) -> None:
    """Display `n` lines of evidence, the hit marked (see `choose_lines`), and a link to all of
    them at `address`; nothing where there is no row. called : place -> its name."""
    if rows.empty:
        return
    lines = choose_lines(rows, n)
    lines = lines if "hit_start" in lines else evidence(lines, corpus)
    items = [_line_html(line, called, lang) for line in lines.to_dict("records")]
    html = Markup('<ul class="kwic">{}</ul>').format(Markup("").join(items))
    if address and len(rows) > len(lines):
        before, after = map(zh, label_template("page.all_lines", lang).split("{n}"))
        html += Markup('<p class="all">{}{}{}</p>').format(
            before, number_link(len(rows), address), after
        )
    display_html(html)


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
    order = rows[~rows.duplicated([source, sentence])]
    for of in (source, "place"):  # the first of each, then the second of each
        turn = order.groupby(of).cumcount()
        order = order.loc[turn.sort_values(kind="stable").index]
    return order.head(n)


def _line_html(row: dict, called: Mapping[str, str], lang: str) -> Markup:
    start, end, sentence = row["hit_start"], row["hit_end"], row["sentence"]
    before, hit, after = sentence[:start], sentence[start:end], sentence[end:]
    head = Markup('<b lang="zh-Hans">{}</b> ')  # a line without a hit stands for its article
    place = row["place"].replace(UNKNOWN_PLACE, "")
    about = [called.get(place, place), row["date_published"]]
    unknown = (label(f"page.{what}", lang) for what in ("unplaced", "undated"))
    about = [known or said for known, said in zip(about, unknown, strict=True)] * any(about)
    where = label("list", lang).join(about) + " · " * bool(about)
    return Markup(
        '<li>{}<span lang="zh-Hans">{}{}{}</span> <span class="src">{}{}:{}</span></li>'
    ).format(
        head.format(row["title"]) if row.get("title") and not hit else "",
        *(before, Markup("<mark>{}</mark>").format(hit) if hit else "", after),
        *(zh(where), row["file"], row["line_from"]),
    )


def show_explorer(pages: dict, *, lang: str = "en") -> None:
    """Display the search box of an exported page; `pages` of `search_index.page_corpus`. In
    JupyterLab nothing: there `explore` is the box."""
    if is_lab():
        return
    given = {
        "term": pages["term"],
        "columns": [[str(i), name] for i, name in enumerate(pages["columns"])],
        "names": [{k: v for k, v in name.items() if k != "at"} for name in pages["names"]],
        "called": pages["called"],
    }
    plain = label("page.box", lang)
    _display({CORPUS_MIME: pages, "text/plain": plain, "text/html": explorer_html(given)})


def explorer_html(given: dict) -> str:
    """The search box the script fills; `given`: term, columns, names, called (of each group)."""
    box = Markup('<div class="explorer"><script type="application/json">{}</script></div>')
    return str(box.format(Markup(script_json(given))))


def text_of(html: str) -> str:
    """What one reads of a piece of a page. (Markup.striptags copies it all for each tag.)

    >>> text_of("<tr><td>共同<b>富裕</b></td><td>8</td></tr>")
    '共同富裕 8'
    """
    return " ".join(unescape(_TAG.sub("", _BLOCK.sub(r" \g<0>", str(html)))).split())


def display_html(html: Markup | str) -> None:
    """Display a piece of a page."""
    _display({"text/html": str(html), "text/plain": text_of(html)})


def _display(bundle: dict[str, object]) -> None:
    from IPython.display import display  # only a notebook has IPython's display

    if "text/html" in bundle:
        bundle = bundle | {"text/html": in_lab(bundle["text/html"])}
    display(bundle, raw=True)
