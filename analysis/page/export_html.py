"""A notebook that has run becomes one page: one file that holds its text, figures, evidence and
font, and loads nothing.
"""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from typing import Any
from urllib.parse import unquote

import nbformat
import pandas as pd
from markupsafe import Markup
from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML, markdown2html
from traitlets.config import Config

from analysis.errors import TifaError
from analysis.page.evidence_html import (
    anchors_in,
    check_numbers,
    choose,
    evidence_data,
)
from analysis.page.lab_drawer import TEMPLATE, TONGUES, runtime, script_words
from analysis.page.page_parts import CORPUS_MIME, FIGURE_MIME, VIEW_MIME
from analysis.page.script_data import script_json
from analysis.page.svg import figure_html
from analysis.page.webfont import font_css, missing
from analysis.wording.labels import CHINESE

BESIDE = 1_500_000  # bytes of evidence a page holds; more lies in files beside it
ASCII = set(map(chr, range(0x20, 0x7F)))
_UNSEEN = re.compile(r"(<script\b.*?</script>|<style\b.*?</style>|<[^>]*>)", re.S)
_TAG = re.compile(r"(<[^>]*>)")
_HEADING = re.compile(r"<h([1-3])[^>]*>(.*?)</h\1>", re.S)
_FIRST = re.compile(r"\s*(<h([1-3])\b.*?</h\2>)", re.S)
_SCRIPT = re.compile(r"<script>.*?</script>", re.S)
_SVG_LINK = re.compile(r'xlink:href="#(ev-[^"]+)"')


def mark_chinese(html: str) -> str:
    """HTML with each stretch of Chinese outside tags marked `lang="zh-Hans"`.

    >>> mark_chinese("<p>the 区委</p>")
    '<p>the <span lang="zh-Hans">区委</span></p>'
    """
    parts = _TAG.split(html)
    parts[::2] = [CHINESE.sub(r'<span lang="zh-Hans">\g<0></span>', text) for text in parts[::2]]
    return "".join(parts)


def notebook_page(
    notebook: nbformat.NotebookNode,
    *,
    tables: dict[str, pd.DataFrame],
    corpus: tuple,
    about: dict[str, Any],
) -> dict[str, str]:
    """The page of a notebook that has run, as file -> content: the page first, then the evidence that
    lies beside it, of a large corpus.

    tables : what anchors point into (`evidence_tables`); every number on the page is checked
        against them.
    about  : file, corpus_line, citation, siblings: the words round the page (see export.py); lang of
        the page's own words; groups, the two compared.
    """
    lang = about.get("lang", "en")
    book, contents = _written(notebook, lang), []
    used: set[str] = set()
    for cell in book.cells:
        cell.metadata["html"] = _headings(_cell_html(cell), contents, used)
    links = anchors_of(book)
    chosen = choose(links, tables)
    counts = {address: len(rows) for address, rows in chosen.items()}
    for cell in book.cells:
        cell.metadata["html"] = _place_figures(cell, counts, lang)
    fold(book.cells)
    body = "".join(cell.metadata["html"] for cell in book.cells)
    check_numbers(body, chosen)
    file = about.get("file", "page.html")
    data, beside = split_evidence(chosen, tables, corpus, file.removesuffix(".html"))
    page = {
        **about,
        "title": title_of(notebook, lang),
        "contents": contents,
        "has_code": any(cell.cell_type == "code" for cell in book.cells),
        "evidence": script_json({**data, "groups": about.get("groups", [])}),
        "corpus_text": _corpus_text(notebook),
        "spoken": {*map(unquote, links), *(article[-1] for article in data["articles"])},
        "beside": "".join(beside.values()),
        "runtime": runtime() if 'class="view"' in body else "",
        "lang": lang,
    }
    return {file: render("index.html.j2", page, book), **beside}


def split_evidence(
    chosen: dict[str, pd.DataFrame], tables: dict[str, pd.DataFrame], corpus: tuple, stem: str
) -> tuple[dict, dict[str, str]]:
    """The evidence block of a page, and the files beside it: none where the block is small."""
    data = evidence_data(chosen, tables, corpus)
    size = len(script_json(data).encode())
    if size <= BESIDE:
        return data, {}
    parts, addresses = -(-size // BESIDE), sorted(chosen)
    per = max(-(-sum(map(len, chosen.values())) // parts), 1)
    beside, where, part, held = {}, {}, {}, 0
    for number, address in enumerate(addresses, start=1):
        part[address], held = chosen[address], held + len(chosen[address])
        if held >= per or number == len(addresses):
            name = f"{stem}-evidence-{len(beside) + 1}.js"
            block = script_json(evidence_data(part, tables, corpus))
            beside[name] = f"tifaEvidence({json.dumps(name)},{block});\n"
            where |= dict.fromkeys(part, name)
            part, held = {}, 0
    nothing = {"articles": [], "sentences": [], "files": [], "lists": {}, "sizes": {}}
    return {**nothing, "missing": data["missing"], "files_beside": where}, beside


def in_language(source: str, lang: str) -> str:
    """The English or the Chinese of a markdown cell, which holds both.

    >>> in_language('Why\\n\\n<div lang="zh">\\n\\n为什么\\n\\n</div>', "zh")
    '为什么'
    """
    english, mark, chinese = source.partition('<div lang="zh">')
    said = chinese.rpartition("</div>")[0] if mark and lang == "zh" else english
    return said.strip()


def fold(cells: list[nbformat.NotebookNode]) -> None:
    """Fold on the page what stands under a heading that is collapsed in JupyterLab: a cell's
    `opens` stands before it, `closes` after it."""
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


def title_of(notebook: nbformat.NotebookNode, lang: str = "en") -> str:
    """The question a notebook asks: its first heading."""
    for cell in notebook.cells:
        for line in in_language(cell.source, lang).splitlines():
            if cell.cell_type == "markdown" and line.startswith("# "):
                return line.removeprefix("# ").strip()
    raise TifaError("a notebook without a title: its first cell must begin with '# '")


def render(template: str, page: dict[str, Any], notebook: nbformat.NotebookNode) -> str:
    """The template filled and the font put in; a character no font draws is shown by its number,
    never as a box.
    """
    script = "\n".join((TEMPLATE / name).read_text("utf-8") for name in ("tifa.js", "page.js"))
    scripts = [part for part in (page.get("runtime", ""), script) if part]
    digests = (b64encode(sha256(part.encode()).digest()).decode() for part in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    style = "\n".join((TEMPLATE / name).read_text("utf-8") for name in ("tifa.css", "page.css"))
    config = Config()
    config.HTMLExporter.template_name = TEMPLATE.name
    config.HTMLExporter.template_file = template
    exporter = HTMLExporter(config=config, extra_template_basedirs=[str(TEMPLATE.parent)])
    exporter.register_filter("chinese", mark_chinese)
    exporter.register_filter("highlight_code", Highlight2HTML(pygments_lexer="ipython3"))
    lang = page.get("lang", "en")
    words = script_words(lang)
    page = {
        **page,
        "script": script,
        "script_hash": allowed + (" file: 'self'" if page.get("beside") else ""),
        "style": style,
        "lang": TONGUES[lang],
        "words": words,
        "word_data": script_json(words),
    }
    # Not HTMLExporter's own: it parses the page and writes it anew, and would alter the figures.
    html, _ = TemplateExporter.from_notebook_node(exporter, notebook, {"page": page})
    html = name_missing(html)
    # The script writes in bold whatever is looked for: both weights hold all characters of the page.
    spoken = set("".join([*page.get("spoken", ()), *words.values()])) | ASCII
    drawn = set(unescape(_SCRIPT.sub("", html))) | spoken | set(page.get("beside", ""))
    return html.replace("/*FONTS*/", font_css(drawn), 1)


def name_missing(html: str) -> str:
    """HTML whose visible text names each character that no vendored font draws, as in U+13000.

    Attributes and data keep the character: what is downloaded is what the corpus holds.
    >>> name_missing('<td data-v="a\U00013000">a\U00013000</td>') == '<td data-v="a\U00013000">aU+13000</td>'
    True
    """
    parts, lost = _UNSEEN.split(html), missing(html)
    for char in lost:
        parts[::2] = [text.replace(char, f"U+{ord(char):04X}") for text in parts[::2]]
    return "".join(parts)


def _written(notebook: nbformat.NotebookNode, lang: str) -> nbformat.NotebookNode:
    """A copy in one language, without cells tagged `hidden` and without empty cells."""
    book = nbformat.from_dict(notebook)
    kept = [
        cell
        for cell in book.cells
        if "hidden" not in cell.metadata.get("tags", []) and cell.source.strip()
    ]
    book.cells = [nbformat.from_dict(dict(cell)) for cell in kept]
    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source = in_language(cell.source, lang)
    return book


def _cell_html(cell: nbformat.NotebookNode) -> str:
    if cell.cell_type == "markdown":
        return mark_chinese(markdown2html(cell.source))
    return "\n".join(_output_html(output) for output in cell.get("outputs", []))


def _output_html(output: dict) -> str:
    """One output; figures leave their place open until every anchor of the page is known."""
    if output["output_type"] == "stream":
        return str(Markup("<pre>{}</pre>").format(output["text"]))
    data = output.get("data", {})
    if CORPUS_MIME in data:
        return data[
            "text/html"
        ]  # the sizes of the places, which the script replaces by its search box
    if FIGURE_MIME in data:
        return f"<!--figure {data[FIGURE_MIME]['name']}-->"
    if "text/html" in data:
        return data["text/html"]
    return str(Markup("<pre>{}</pre>").format(data.get("text/plain", "")))


def figures_of(notebook: nbformat.NotebookNode) -> list[dict]:
    """The figures a notebook displayed, in order: name, title, alt, csv, headline, svg."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    shown = [output["data"] for output in outputs if FIGURE_MIME in output.get("data", {})]
    return [{**data[FIGURE_MIME], "svg": "".join(data["image/svg+xml"])} for data in shown]


def drawn_anchors(svg: str) -> list[str]:
    """The anchors a drawn figure links to, each once, sorted."""
    return sorted(set(_SVG_LINK.findall(svg)))


def _corpus_text(notebook: nbformat.NotebookNode) -> str:
    """The sentences a page searches by itself, as JSON; "" where no cell asked for a search box."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    blocks = [
        output["data"][CORPUS_MIME] for output in outputs if CORPUS_MIME in output.get("data", {})
    ]
    return (
        script_json({**blocks[0], "missing": missing(json.dumps(blocks[0], ensure_ascii=False))})
        if blocks
        else ""
    )


def anchors_of(book: nbformat.NotebookNode) -> list[str]:
    """The anchors a notebook that has run links to, in its words, tables and figures, each once,
    sorted.
    """
    html = "".join(_cell_html(cell) for cell in book.cells)
    drawn = {address for figure in figures_of(book) for address in drawn_anchors(figure["svg"])}
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    viewed = {
        address
        for output in outputs
        for address in output.get("data", {}).get(VIEW_MIME, {}).get("addresses", [])
    }
    return sorted(drawn | viewed | set(anchors_in(html)))


def _place_figures(cell: nbformat.NotebookNode, counts: dict[str, int], lang: str) -> str:
    html = cell.metadata["html"]
    for figure in figures_of(nbformat.from_dict({"cells": [cell]})):
        html = html.replace(
            f"<!--figure {figure['name']}-->", figure_html(figure, counts, lang=lang), 1
        )
    return html


def _headings(html: str, contents: list[dict], used: set[str]) -> str:
    """Give headings their ids and list h2 and h3 in `contents`."""

    def with_id(hit: re.Match) -> str:
        level, inner = int(hit[1]), re.sub(r"<a class=\"anchor-link\".*?</a>", "", hit[2])
        text = Markup(inner).striptags()
        slug = re.sub(r"\W+", "-", text.lower()).strip("-") or "part"
        while slug in used:
            slug += "-"
        used.add(slug)
        if level > 1:
            contents.append({"level": level, "id": slug, "html": inner})
        return f'<h{level} id="{slug}">{inner}</h{level}>'

    return _HEADING.sub(with_id, html)
