"""A page of a large corpus and the files of data beside it, each a script that hands its data to
the page (page.js) when somebody asks for it: the page loads nothing by itself and reads alone.
"""

import json
import re
from collections.abc import Callable
from html import unescape
from urllib.parse import unquote

from analysis.page.evidence_html import script_json
from analysis.page.notebook_tables import REST
from analysis.page.webfont import MORE, font_css
from analysis.wording.labels import label

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


def lay_beside(
    html: str, stem: str, lang: str, evidence: dict[str, int], part: Callable[[list[str]], dict]
) -> dict[str, str]:
    """The page STEM.html, its fonts put in, and the files beside it: none where all has room in it,
    else its largest blocks of data, one by one, until the rest has.

    evidence : anchor -> lines. part : the evidence block of some of them (`evidence_data`).
    """
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
