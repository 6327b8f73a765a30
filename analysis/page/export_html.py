"""A notebook that has run becomes one page, that holds its text, figures, evidence and font. Of a
large corpus files of data lie beside it, each a script that hands its data to the page (page.js)
when somebody asks for it."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from html import unescape
from typing import Any
from urllib.parse import unquote

import nbformat
import pandas as pd
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from nbconvert.filters import Highlight2HTML, markdown2html
from nbformat import NotebookNode

from analysis.draw.typeface import MORE, font_css
from analysis.errors import TifaError
from analysis.evidence.anchors import anchors_in, select_all
from analysis.page.evidence_html import (
    SIZES,
    check_numbers,
    evidence_data,
    evidence_lines,
    missing,
    script_json,
)
from analysis.page.lab_widget import TEMPLATE, TONGUES, runtime, script_words, template_text
from analysis.page.notebook_tables import REST
from analysis.page.page_parts import CORPUS_MIME, FIGURE_MIME, VIEW_MIME, figure_html, titles_of
from analysis.wording.labels import CHINESE, label

LIMIT = 4_000_000  # bytes of a page: what mail servers pass on without complaint, with room for six
PART = 1_500_000  # bytes of evidence in one file, about: it opens at once
WORTH = 1_000  # bytes of data: less is not worth a file
FONT = '<script type="application/json" id="more-font"'
ASCII = set(map(chr, range(0x20, 0x7F)))
_DATA = re.compile(
    r'(<script type="application/json"(?: id="(?!page-words)([^"]*)")?)>([^<]+)</script>'
)
_ROWS = re.compile(re.escape(REST).replace(r"\{\}", "(.*?)"), re.S)
_CODE = re.compile(r"<script>.*?</script>", re.S)
_UNSEEN = re.compile(r"(<script\b.*?</script>|<style\b.*?</style>|<[^>]*>)", re.S)
_TAG = re.compile(r"(<[^>]*>)")
_HEADING = re.compile(r"<h([1-3])[^>]*>(.*?)</h\1>", re.S)
_FIRST = re.compile(r"\s*(<h([1-3])\b.*?</h\2>)", re.S)


def mark_chinese(html: str) -> str:
    """HTML with each stretch of Chinese outside tags marked `lang="zh-Hans"`."""
    parts = _TAG.split(html)
    parts[::2] = [CHINESE.sub(r'<span lang="zh-Hans">\g<0></span>', text) for text in parts[::2]]
    return "".join(parts)


def notebook_page(
    notebook: NotebookNode,
    *,
    tables: dict[str, pd.DataFrame],
    corpus: tuple,
    about: dict[str, Any],
) -> dict[str, str]:
    """The page of a notebook that has run, as file -> content, then what lies beside it.

    tables : what anchors point into; every number on the page is checked against them.
    about : file, line, citation, previous, following: the words round the page (see export.py);
        lang of these; groups, the two compared; called, of `called_values`."""
    lang, file = about["lang"], about["file"]
    book, contents = _written(notebook, lang), []
    used: set[str] = set()
    for cell in book.cells:
        cell.metadata["html"] = _headings(_cell_html(cell), contents, used)
    links = anchors_of(book)
    chosen = select_all(tables, links, *SIZES.values())
    counts = {address: len(rows) for address, rows in chosen.items()}
    called = titles_of(tables) | about["called"]
    for cell in book.cells:
        for figure in figures_of(nbformat.from_dict({"cells": [cell]})):
            drawn, place = figure_html(figure, counts, called, lang=lang), _place(figure["name"])
            cell.metadata["html"] = cell.metadata["html"].replace(place, drawn, 1)
    fold(book.cells)
    body = "".join(cell.metadata["html"] for cell in book.cells)
    check_numbers(body, chosen)
    lines = evidence_lines(chosen, tables, corpus)
    data = evidence_data(chosen, lines)
    page = {
        **about,
        "title": title_of(notebook, lang),
        "contents": contents,
        "has_code": any(cell.cell_type == "code" for cell in book.cells),
        "evidence": script_json({**data, **{key: about[key] for key in ("groups", "called")}}),
        "corpus_text": _corpus_text(notebook),
        "runtime": runtime() if 'class="view"' in body else "",
    }
    html = render("index.html.j2", page, book.cells)

    def part(addresses: list[str]) -> dict:
        return evidence_data({a: chosen[a] for a in addresses}, lines)

    return lay_beside(html, file.removesuffix(".html"), lang, counts, part)


def in_language(source: str, lang: str) -> str:
    """The English or the Chinese of a markdown cell, which holds both.

    >>> in_language('Why\\n\\n<div lang="zh">\\n\\n为什么\\n\\n</div>', "zh")
    '为什么'
    """
    english, mark, chinese = source.partition('<div lang="zh">')
    said = chinese.rpartition("</div>")[0] if mark and lang == "zh" else english
    return said.strip()


def fold(cells: list[NotebookNode]) -> None:
    """Fold on the page, by `opens` and `closes` of cells, what JupyterLab shows collapsed."""
    level, last = 0, None
    for cell in cells:
        html = cell.metadata["html"]
        heading = _FIRST.match(html) if cell.cell_type == "markdown" else None
        if level and heading and int(heading[2]) <= level:
            last.metadata["closes"], level = "</details>", 0
        if heading and not level and cell.metadata.get("jp-MarkdownHeadingCollapsed"):
            level = int(heading[2])
            cell.metadata["opens"] = f'<details class="more"><summary>{heading[1]}</summary>'
            cell.metadata["html"] = html[heading.end() :]
        last = cell
    if level:
        last.metadata["closes"] = "</details>"


def title_of(notebook: NotebookNode, lang: str = "en") -> str:
    """The question a notebook asks: its first heading."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    lines = (line for cell in cells for line in in_language(cell.source, lang).splitlines())
    if title := next((line for line in lines if line.startswith("# ")), ""):
        return title.removeprefix("# ").strip()
    raise TifaError("a notebook without a title: its first cell must begin with '# '")


def render(template: str, page: dict[str, Any], cells: Iterable[NotebookNode] = ()) -> str:
    """The template filled, but for the fonts; a character no font draws is shown by its number."""
    script, lang = template_text("tifa.js", "page.js"), page["lang"]
    scripts = [part for part in (page.get("runtime"), script) if part]
    digests = (b64encode(sha256(part.encode()).digest()).decode() for part in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    words = script_words(lang)
    page = {
        **page,
        "script": script,
        "script_hash": allowed,
        "style": template_text("tifa.css", "page.css"),
        "lang": TONGUES[lang],
        "words": words,
        "word_data": script_json(words),
    }
    templates = Environment(loader=FileSystemLoader(TEMPLATE))
    templates.filters["chinese"] = mark_chinese
    templates.filters["highlight_code"] = Highlight2HTML(pygments_lexer="ipython3")
    html = templates.get_template(template).render(page=page, cells=cells)
    return name_missing(html)


def name_missing(html: str) -> str:
    """HTML whose visible text names each character that no packaged font draws, as in U+13000;
    attributes and data keep it: what is downloaded is what the corpus holds."""
    parts = _UNSEEN.split(html)
    if numbers := {ord(char): f"U+{ord(char):04X}" for char in missing(html)}:
        parts[::2] = [text.translate(numbers) for text in parts[::2]]
    return "".join(parts)


def _written(notebook: NotebookNode, lang: str) -> NotebookNode:
    """A copy in one language, without empty cells."""
    book = nbformat.from_dict(notebook)
    book.cells = [nbformat.from_dict(dict(c)) for c in book.cells if c.source.strip()]
    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source = in_language(cell.source, lang)
    return book


def _cell_html(cell: NotebookNode) -> str:
    if cell.cell_type == "markdown":
        return mark_chinese(markdown2html(cell.source))
    return "\n".join(_output_html(output) for output in cell.get("outputs", []))


def _output_html(output: dict) -> str:
    """One output; figures leave their place open until every anchor of the page is known."""
    data = output.get("data", {})
    if FIGURE_MIME in data:
        return _place(data[FIGURE_MIME]["name"])
    plain = output.get("text", data.get("text/plain", ""))
    return data.get("text/html") or str(Markup("<pre>{}</pre>").format(plain))


def _place(name: str) -> str:
    return f"<!--figure {name}-->"


def shown(notebook: NotebookNode, kind: str) -> Iterator[dict]:
    """What a notebook displayed in a form of this kind, with its other forms."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if kind in output.get("data", {}):
                yield output["data"]


def figures_of(notebook: NotebookNode) -> list[dict]:
    """The figures a notebook displayed, in order: name, title, alt, csv, headline, svg."""
    drawn = shown(notebook, FIGURE_MIME)
    return [{**data[FIGURE_MIME], "svg": "".join(data["image/svg+xml"])} for data in drawn]


def _corpus_text(notebook: NotebookNode) -> str:
    """The sentences a page searches by itself, as JSON; "" where no cell asked for a search box."""
    for data in shown(notebook, CORPUS_MIME):
        text = json.dumps(data[CORPUS_MIME], ensure_ascii=False)
        return script_json({**data[CORPUS_MIME], "missing": missing(text)})
    return ""


def anchors_of(book: NotebookNode) -> list[str]:
    """The anchors a notebook links to, in its words, tables and figures, each once, sorted."""
    html = "".join(_cell_html(cell) for cell in book.cells)
    drawn = {address for figure in figures_of(book) for address in anchors_in(figure["svg"])}
    viewed = {a for data in shown(book, VIEW_MIME) for a in data[VIEW_MIME]["addresses"]}
    return sorted(drawn | viewed | set(anchors_in(html)))


def _headings(html: str, contents: list[dict], used: set[str]) -> str:
    """Give headings their ids and list h2 and h3 in `contents`."""

    def with_id(hit: re.Match) -> str:
        level, inner = int(hit[1]), re.sub(r"<a class=\"anchor-link\".*?</a>", "", hit[2])
        slug = re.sub(r"\W+", "-", Markup(inner).striptags().lower()).strip("-") or "part"
        while slug in used:
            slug += "-"
        used.add(slug)
        if level > 1:
            contents.append({"level": level, "id": slug, "html": inner})
        return f'<h{level} id="{slug}">{inner}</h{level}>'

    return _HEADING.sub(with_id, html)


# --- files beside a page


def lay_beside(
    html: str, stem: str, lang: str, evidence: dict[str, int], part: Callable[[list[str]], dict]
) -> dict[str, str]:
    """The page STEM.html with its fonts, and the files beside it: none where all has room in it,
    else its largest blocks of data, one by one, until the rest has.

    evidence : anchor -> lines. part : the evidence block of some of them (`evidence_data`)."""
    over = len(html.encode()) + len(fonts_of(html)) - LIMIT
    files: dict[str, str] = {}
    edits = []

    def file_of(data: object, kind: str) -> str:
        name = f"{stem}-{kind}-{len(files) + 1}.js"
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        files[name] = f"tifaBeside({json.dumps(name)},{text});\n"
        return name

    blocks = [*_DATA.finditer(html), *_ROWS.finditer(html)]
    for block in sorted(blocks, key=lambda block: len(block[0].encode()), reverse=True):
        if over <= 0 or len(block[0]) < WORTH:
            break
        if block.re is _ROWS:
            left = _note(block, file_of(block[2], "rows"), lang)
        elif block[2] == "evidence-data":
            left = _evidence(block, evidence, part, file_of)
        else:
            left = f'{block[1]} data-file="{file_of(json.loads(block[3]), "data")}"></script>'
        over -= len(block[0].encode()) - len(left.encode())
        edits.append((block.span(), left))
    for (start, end), left in sorted(edits, reverse=True):
        html = html[:start] + left + html[end:]
    if files:
        more = _characters("".join(files.values())) - _characters(html) - ASCII
        file = file_of(font_css(more, MORE), "font")
        html = html.replace("script-src ", "script-src file: 'self' ", 1)
        html = html.replace("</body>", f'{FONT} data-file="{file}"></script></body>')
    return {f"{stem}.html": put_fonts(html), **files}


def _note(block: re.Match, file: str, lang: str) -> str:
    """Where the further rows of a table are."""
    said = label("page.rest", lang, n=f"{int(block[1]):,}", file=file)
    return f'<p class="rest" data-file="{file}" data-rows="{block[1]}">{said}</p>'


def _evidence(block: re.Match, lines: dict[str, int], part: Callable, file_of: Callable) -> str:
    """The block that says which file holds which anchors: each those from its first on."""
    parts = -(-len(block[3].encode()) // PART)
    per, begins, addresses, held = max(-(-sum(lines.values()) // parts), 1), [], [], 0
    for number, address in enumerate(sorted(lines), start=1):
        addresses.append(address)
        held += lines[address]
        if held >= per or number == len(lines):
            begins.append([addresses[0], file_of(part(addresses), "evidence")])
            addresses, held = [], 0
    whole = json.loads(block[3])
    kept = {key: whole[key] for key in ("groups", "called", "missing")} | {"beside": begins}
    return f"{block[1]}>{script_json(kept)}</script>"


def put_fonts(html: str) -> str:
    """A page with the fonts for all its characters in it."""
    return html.replace("/*FONTS*/", fonts_of(html), 1)


def fonts_of(html: str) -> str:
    # What is typed is shown too, and the script writes in bold what is looked for.
    return font_css(_characters(_CODE.sub("", html)) | ASCII)


def _characters(text: str) -> set[str]:
    """All that a text may show, the names in its links among it."""
    return set(unescape(text)) | set(unquote(text))
