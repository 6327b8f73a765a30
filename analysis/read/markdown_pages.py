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
from analysis.read.layout import mark_of, marked, plain_row

PART = "\u2028"
FACTS = ("title", "reporters", "paper", "place", "date_published")
LONGEST_BOLD = 40  # characters of a line that is a heading for being bold as a whole


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
        is_fence = bool(f.MD_FENCE.match(line))
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
    heading = f.MD_HEADING.match(line)
    if heading:
        return marked(_inline(heading[2]), f"h{len(heading[1])}") if heading[2] else ""
    if f.MD_RULE.match(line) or f.MD_ROW_RULE.match(line) or f.MD_UNDER.match(line):
        return ""
    line = re.sub(r"^(?: {0,3}> ?)+", "", line)
    short = len(line) <= LONGEST_BOLD and not line.rstrip().endswith(("。", "；", "，"))
    if line.strip() and short and not above.strip() and (under := f.MD_UNDER.match(below)):
        return marked(_inline(line).strip(), "h1" if under[1][0] == "=" else "h2")
    bold = f.MD_BOLD.fullmatch(line.strip())
    if bold and short and not f.MD_LINKED.search(line):
        return marked(_inline(bold[2]), "h6")
    if f.MD_LINKS_ONLY.match(line):
        return marked(_inline(line).strip(), "furniture")
    return _inline(plain_row(f.MD_BULLET.sub("", line)))


def _inline(text: str) -> str:
    """Text without the signs of links, emphasis, code and HTML; blocks of HTML parted."""
    if "<" in text:
        parts = [_bold_head(part) for part in f.BLOCK_TAG.split(text)]
        text = PART.join(part for part in parts if part.strip())
    text = f.MD_SIGNS.sub("", f.MD_LINKED.sub(r"\1", text))
    return unescape(f.MD_ESCAPED.sub(r"\1", text))


def _bold_head(part: str) -> str:
    """A block of HTML without tags; a bold one is a heading."""
    bold = re.fullmatch(r"\s*<(strong|b)>([^<]+)</\1>\s*", part)
    if bold and len(bold[2]) <= LONGEST_BOLD:
        return marked(bold[2], "h6")
    return f.MD_TAG.sub("", part)


def _tail_apart(out: list[str], lines: list[str], first: int) -> list[str]:
    """Short lines below the last rule are the site's own, where more text stands above it."""
    last = max(
        (n for n, line in enumerate(lines) if n >= first and f.MD_RULE.match(line)), default=0
    )
    above, tail = out[first:last], out[last + 1 :]
    short = all(len(line) <= LONGEST_BOLD and not line.endswith("。") for line in tail)
    if not short or sum(map(len, above)) < 2 * sum(map(len, tail)):
        return out
    said = [marked(x, "furniture") if x.strip() and not mark_of(x) else x for x in tail]
    return [*out[: last + 1], *said]
