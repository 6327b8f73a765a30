"""The text of a Markdown page: its lines where they stand, without the signs; headings marked,
lines of links and pictures set apart, and what its front matter says.

Lines keep their numbers: a block of HTML inside one line is parted by U+2028, which editors do not
count.
"""

import re
from html import unescape

import yaml

from analysis.read import formulas as f
from analysis.read.article_tables import cell_text, usual_column
from analysis.read.layout import mark_of, marked

PART = "\u2028"
FACTS = ("title", "reporters", "paper", "place", "date_published")
LONGEST_BOLD = 40  # characters of a line that is a heading for being bold as a whole
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_UNDER = re.compile(r" {0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r" {0,3}(?:[-*_]\s*){3,}$")
_ROW_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*$")
_BULLET = re.compile(r"\s*[-*+]\s+(?=\S)")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_LINK = r"!?\[[^\]\n]*\]\([^)\n]*\)|<?https?://[^\s>]+>?"
_LINKS_ONLY = re.compile(rf"[\s|·]*(?:(?:{_LINK})[\s|·]*)+$")
_LINKED = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_BOLD = re.compile(r"(\*\*|__)(.+?)\1")
_SIGNS = re.compile(r"(\*\*|__|~~|`+|(?<![*\w])\*(?=\S)|(?<=\S)\*(?![*\w]))")
_TAG = re.compile(r"</?[a-zA-Z][^>\n]*>|<!--.*?-->")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")


def markdown_text(text: str) -> tuple[str, dict[str, str]]:
    """The lines with their marks (see `take_marks`), and what the front matter says.

    >>> markdown_text("# 区委召开会议\\n\\n**昨日**，区委[召开](x)会议。\\n[原文](http://a.cn)")[0].split("\\n")
    ['\\u2000\\u2005区委召开会议', '', '昨日，区委召开会议。', '\\u2000\\u2004原文']
    """
    lines = re.split("\r\n|\n|\r", text)
    ends = (n for n, line in enumerate(lines, start=1) if n > 1 and line.strip() in ("---", "..."))
    end = next(ends, 0) if lines[0].strip() == "---" else 0
    out = [marked(line, "furniture") if line.strip() else "" for line in lines[:end]]
    fenced = False
    for above, line, below in zip(
        ["", *lines[end:]], lines[end:], [*lines[end + 1 :], ""], strict=False
    ):
        is_fence = bool(_FENCE.match(line))
        fenced ^= is_fence
        out.append("" if is_fence else line if fenced else _plain_line(line, below, above))
    facts = _facts("\n".join(lines[1 : end - 1])) if end else {}
    return "\n".join(_tail_apart(out, lines, end)), facts


def _facts(block: str) -> dict[str, str]:
    try:
        said = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError):
        return {}
    items = said.items() if isinstance(said, dict) else ()
    cells = [(usual_column(str(key)), cell_text(value).strip()) for key, value in items]
    return {column: cell for column, cell in reversed(cells) if column in FACTS and cell}


def _plain_line(line: str, below: str, above: str) -> str:
    """One line without signs; marked where it is a heading or links alone."""
    heading = _HEADING.match(line)
    if heading:
        return marked(_inline(heading[2]), f"h{len(heading[1])}") if heading[2] else ""
    if _RULE.match(line) or _ROW_RULE.match(line) or _UNDER.match(line):
        return ""
    line = re.sub(r"^(?: {0,3}> ?)+", "", line)
    short = len(line) <= LONGEST_BOLD and not line.rstrip().endswith(("。", "；", "，"))
    if line.strip() and short and not above.strip() and (under := _UNDER.match(below)):
        return marked(_inline(line).strip(), "h1" if under[1][0] == "=" else "h2")
    bold = _BOLD.fullmatch(line.strip())
    if bold and short and not _LINKED.search(line):
        return marked(_inline(bold[2]), "h6")
    if _LINKS_ONLY.match(line):
        return marked(_inline(line).strip(), "furniture")
    line = _BULLET.sub("", line)
    if line.strip().startswith("|") and line.strip().endswith("|"):
        line = "\u3000".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return _inline(line)


def _inline(text: str) -> str:
    """Text without the signs of links, emphasis, code and HTML; blocks of HTML parted."""
    if "<" in text:
        parts = [_bold_head(part) for part in f.BLOCK_TAG.split(text)]
        text = PART.join(part for part in parts if part.strip())
    text = _SIGNS.sub("", _LINKED.sub(r"\1", text))
    return unescape(_ESCAPED.sub(r"\1", text))


def _bold_head(part: str) -> str:
    """A block of HTML without tags; a bold one is a heading."""
    bold = re.fullmatch(r"\s*<(strong|b)>([^<]+)</\1>\s*", part)
    if bold and len(bold[2]) <= LONGEST_BOLD:
        return marked(bold[2], "h6")
    return _TAG.sub("", part)


def _tail_apart(out: list[str], lines: list[str], first: int) -> list[str]:
    """Short lines below the last rule are the site's own, where more text stands above it."""
    last = max((n for n, line in enumerate(lines) if n >= first and _RULE.match(line)), default=0)
    above, tail = out[first:last], out[last + 1 :]
    short = all(len(line) <= LONGEST_BOLD and not line.endswith("。") for line in tail)
    if not short or sum(map(len, above)) < 2 * sum(map(len, tail)):
        return out
    said = [marked(x, "furniture") if x.strip() and not mark_of(x) else x for x in tail]
    return [*out[: last + 1], *said]
