"""Invented pages as the files people have: a PDF with columns and headlines of a size, a picture as
PDF, a .docx.
"""

import io

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from analysis.draw.typeface import FONT_FILES

BODY, WIDTH, HEIGHT = 9.0, 420.0, 595.0  # points: A5


def two_column_pdf(articles, *, per_line=18, gutter=14.0):
    """A page of articles one below the other, each a headline across the page and its paragraphs in
    two columns.

    articles : (headline, [paragraph, …]); a paragraph is set in by two characters and broken after
        per_line.
    """
    mpl.rcParams["pdf.fonttype"] = 42
    font, page = FontProperties(fname=str(FONT_FILES[0])), Figure(figsize=(WIDTH / 72, HEIGHT / 72))

    def put(text, x, y, size):
        page.text(
            x / WIDTH,
            1 - y / HEIGHT,
            text,
            fontproperties=font,
            fontsize=size,
            va="top",
            ha="left",
            parse_math=False,
        )

    y = 20.0
    for headline, paragraphs in articles:
        for line in headline.split("\n"):
            put(line, 30, y, 20)
            y += 26
        y += 6
        lines = [line for text in paragraphs for line in set_lines(text, per_line)]
        half = -(-len(lines) // 2)
        for column in (0, 1):
            for k, (indent, line) in enumerate(lines[column * half : (column + 1) * half]):
                put(
                    line, 30 + column * (per_line * BODY + gutter) + indent * BODY, y + k * 13, BODY
                )
        y += half * 13 + 14
    out = io.BytesIO()
    page.savefig(out, format="pdf")
    return out.getvalue()


def set_lines(text, per_line):
    """A paragraph's lines as (characters it is set in by, text)."""
    lines, rest = [(2, text[: per_line - 2])], text[per_line - 2 :]
    while rest:
        lines.append((0, rest[:per_line]))
        rest = rest[per_line:]
    return lines


def scanned_pdf():
    """A page that is only a picture."""
    page = Figure(figsize=(3, 4))
    page.figimage([[0.2, 0.8], [0.5, 0.1]], resize=False)
    out = io.BytesIO()
    page.savefig(out, format="pdf")
    return out.getvalue()


def word_file(paragraphs, *, table=()):
    """A .docx: (style, text) a paragraph, then a table of rows."""
    import docx

    book = docx.Document()
    for style, text in paragraphs:
        book.add_paragraph(text, style=style)
    if table:
        cells = book.add_table(len(table), len(table[0]))
        for r, row in enumerate(table):
            for c, text in enumerate(row):
                cells.cell(r, c).text = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
