"""Pages whose file says what is a heading and what a paragraph (Markdown, Word, HTML): the role of
every line, and where articles begin, without the rules for torn pages.

A heading over text is a headline, and what ranks below it is a subhead, unless those below look
like articles of their own: then it is the name of an issue or a section.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from analysis.chinese.lexicons import word_list
from analysis.describe.dates import FULL, date_in_path
from analysis.read import formulas as f
from analysis.read.folders import MARKDOWN
from analysis.read.layout import Lines, find_jumps, is_terminal
from analysis.read.line_kinds import cover, find_lead, line_kind
from analysis.repair.line_roles import Block, make_block

MOST_UNENDED = 0.4  # share of lines that end no sentence; more are halves of wrapped paragraphs
# A wrapped page has some lines, of a column of twelve Han characters and more, of about one width.
FEWEST, NARROWEST, NEARLY = 3, 24, 4  # lines; half-width units
LONGEST_SUBHEAD = 30  # characters of a numbered line that is one without a mark
LONGEST_DAY = 16  # characters of a report's day without brackets
LONGEST_DATELINE = 60
LONGEST_USUAL = 12  # characters of most subheads; headlines of news have more
LONGEST_ITEM = 60  # characters of a title in a list
AGENDA, SAME = 3, 0.8  # lines of a list of titles; the share of one that a title has
# Characters over the first heading that make an article of their own, of sentences and in all.
LOOSE_SENTENCE, LOOSE_TEXT = 30, 100
NO_HEAD = ("byline", "meta")
APART = {"page": "furniture", "markup": "furniture", "boilerplate": "site", "salute": ""}


@dataclass
class Section:
    """A heading, the lines under it, and the sections below it in rank: numbers of lines."""

    rank: int
    head: int = -1
    lines: list[int] = field(default_factory=list)
    below: list["Section"] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lines or self.below)

    def walk(self) -> Iterator["Section"]:
        """The section and all below it, in the order of the page."""
        yield self
        for section in self.below:
            yield from section.walk()


class Sheet(NamedTuple):
    """A page by its headings; to be found: role and mark of lines, first lines of articles."""

    lines: Lines
    ranks: list[int]
    said: list[str]
    titles: list[str]
    roles: list[str]
    marks: list[str]
    first: set[int]


def read_headed(
    file: str, text: str, t: Lines, facts: Mapping[str, str]
) -> tuple[list[Block], dict[int, bool]] | None:
    """The blocks of a page with headings and those with which articles begin; None where it has no
    heading, where articles jump, and where lines are wrapped, but in Markdown, where a blank line
    parts paragraphs.
    """
    # a name or a day under a headline is no heading
    heads = [m[:1] == "h" and r not in NO_HEAD for m, r in zip(t.mark, t.role, strict=True)]
    ranks = [int(mark[1]) if head else 0 for mark, head in zip(t.mark, heads, strict=True)]
    wrapped = is_wrapped(t)
    if not (any(ranks) or facts.get("title")) or find_jumps(text):
        return None
    if wrapped and not file.lower().endswith(MARKDOWN):
        return None
    root = _sections(ranks)
    titles = [text for text, rank in zip(t.text, ranks, strict=True) if rank]
    said, n = [APART.get(role, role) for role in t.role], len(t.text)
    sheet = Sheet(t, ranks, said, titles, ["furniture"] * n, [""] * n, set())
    over = [t.text[i] for i in root.lines if not said[i]]
    ended = sum(len(line) for line in over if is_terminal(line))
    title = facts.get("title", "")
    if any(cover(title, heading) >= SAME for heading in titles):
        title = ""  # it stands on the page
    if title and (ended or not is_name(sheet, title, root.below)):
        read_article(sheet, [], root.lines, root.below)
        return make_blocks(sheet, wrapped)
    if ended > LOOSE_SENTENCE or sum(map(len, over)) > LOOSE_TEXT or not root.below:
        read_article(sheet, [], root.lines, [])
    else:
        for i in root.lines:
            sheet.roles[i] = said[i] or "furniture"
    read_below(sheet, root.below)
    return make_blocks(sheet, wrapped)


def make_blocks(sheet: Sheet, wrapped: bool) -> tuple[list[Block], dict[int, bool]]:
    """The lines as blocks: each by itself, but the lines of a wrapped paragraph together."""
    t, roles, first = sheet.lines, sheet.roles, sheet.first
    starts = [
        i
        for i in range(len(roles))
        if not (wrapped and i and roles[i - 1] == roles[i] == "para")
        or (t.gap[i] or t.no[i] != t.no[i - 1] + 1 or i in first)
    ]
    blocks = [
        make_block(t, range(i, stop), roles[i], printed=True)._replace(mark=sheet.marks[i])
        for i, stop in pairwise([*starts, len(roles)])
    ]
    return blocks, {n: True for n, i in enumerate(starts) if i in first}


def plain_marks(marks: Mapping[int, str], text: str) -> dict[int, str]:
    """Headings as marks of type: the highest are titles, those beside them decks."""
    plain = {at: mark for at, mark in marks.items() if mark[0] != "h"}
    runs: list[list[int]] = []
    end = -1
    for at in (at for at in marks if at not in plain):
        line = text[at:].partition("\n")[0]
        if f.ENUM.match(line):
            continue
        if runs and not text[end:at].strip():
            runs[-1].append(at)
        else:
            runs.append([at])
        end = at + len(line)
    top = min((marks[at] for run in runs for at in run), default="")
    for run in runs:
        if any(marks[at] == top for at in run):
            plain |= {at: "title" if marks[at] == top else "deck" for at in run}
    return plain


def is_wrapped(t: Lines) -> bool:
    """Whether most lines are parts of paragraphs: unended, and about as wide."""
    rows = zip(t.text, t.mark, [*t.mark[1:], "end"], t.role, t.width, strict=True)
    text = [(x, w) for x, m, after, r, w in rows if not (m or after or r or "\u3000" in x)]
    widths = [width for x, width in text if not is_terminal(x) and x[-1] not in "：；:;"]
    if len(text) < FEWEST or len(widths) <= MOST_UNENDED * len(text):
        return False
    usual = median(widths)
    alike = sum(abs(width - usual) <= NEARLY for width in widths)
    return usual >= NARROWEST and alike > len(widths) / 2


def _sections(ranks: list[int]) -> Section:
    path = [Section(0)]
    for i, rank in enumerate(ranks):
        if not rank:
            path[-1].lines.append(i)
            continue
        over = []  # headings right above one of a higher rank belong to it, not to what went before
        while path[-1].rank >= rank:
            if not path[-1] and path[-1].rank > rank:
                over.insert(0, path[-2].below.pop())
            path.pop()
        section = Section(rank, i)
        path[-1].below += [*over, section]
        path.append(section)
    return path[0]


def read_below(sheet: Sheet, sections: list[Section]) -> None:
    """Give every line of the sections its role."""
    above: list[int] = []
    no = sheet.lines.no
    for section, after in pairwise([*sections, None]):
        if section:
            read_section(sheet, section, above)
            above = []
        elif after is not None and (
            after.rank < section.rank
            or (after.rank == section.rank and no[after.head] == no[section.head] + 1)
        ):
            above.append(section.head)  # a kicker, or a title of two lines
        else:
            above = []


def read_section(sheet: Sheet, section: Section, above: list[int]) -> None:
    heads, lines, below = [*above, section.head], section.lines, section.below
    apart = all(sheet.said[i] for i in lines)
    if apart and is_name(sheet, sheet.lines.text[section.head], below):
        read_article(sheet, heads, lines, [])
        read_below(sheet, below)
        return
    while not lines and below:  # subtitles
        at = next((n for n, s in enumerate(below) if s), len(below))
        heads += [deck.head for deck in below[:at]]
        rest = [s for s in below[at:] if s]
        first = rest[0] if rest and not f.ENUM.match(sheet.lines.text[rest[0].head]) else None
        opened = first and any(opens_article(sheet, i) for i in first.lines[:2])
        if first is None or (len(rest) > 1 and not opened):
            below = below[at:]
            break
        heads.append(first.head)
        lines, below = first.lines, [*first.below, *rest[1:]]
    opened = (any(opens_article(sheet, i) for i in s.lines[:1]) for s in below)
    at = next((n for n, own in enumerate(opened) if own), len(below))
    read_article(sheet, heads, lines, below[:at])
    read_below(sheet, below[at:])  # a heading over a lead is no subhead


def is_name(sheet: Sheet, title: str, below: list[Section]) -> bool:
    """Whether a heading without text of its own names an issue or a section of it."""
    text, inside = sheet.lines.text, [s for s in below if s]
    if any(f.ENUM.match(text[s.head]) for s in inside):
        return False
    paper = line_kind(title) == "furniture"
    if paper or FULL.search(title) or date_in_path(title) or f.PAGE_LABEL.match(title):
        return True
    if title.endswith(word_list("headed_pages.sections")) and len(title) <= 8:
        return True
    if len(inside) > 2 and median(len(text[s.head]) for s in inside) > LONGEST_USUAL:
        return not re.sub(r"[（(].*", "", title).endswith(word_list("headed_pages.documents"))
    texts = [next((under.lines for under in s.walk() if under.lines), []) for s in inside]
    alike = sum(any(opens_article(sheet, i) for i in lines) for lines in texts)
    return alike > 1 and 2 * alike >= len(inside)


def opens_article(sheet: Sheet, i: int) -> bool:
    """Whether a line stands in an article of its own: a lead, a byline, a link to where it was."""
    marked = sheet.lines.mark[i] == "furniture" or sheet.said[i] == "byline"
    return marked or bool(find_lead(sheet.lines.text[i]))


def is_agenda(sheet: Sheet, lines: list[int], own: str) -> bool:
    """Whether lines over the first article are a list of the titles that stand below."""
    items = [item for i in lines if (item := f.NUMBERED.sub("", sheet.lines.text[i]))]
    others = [title for title in sheet.titles if title != own]
    short = [item for item in items if len(item) <= LONGEST_ITEM]
    known = sum(any(cover(item, title) >= SAME for title in others) for item in short)
    return len(items) >= AGENDA and 3 * known >= len(items)


def read_article(sheet: Sheet, heads: list[int], lines: list[int], below: list[Section]) -> None:
    """The roles of an article's lines; where it has no text, all of them stand apart."""
    own = sheet.lines.text[heads[-1]] if heads else ""
    if not (sheet.first or below) and is_agenda(sheet, lines, own):
        return
    told = line_roles(sheet, heads, lines)
    for section in (s for under in below for s in under.walk()):
        told |= {section.head: "subhead"} | line_roles(sheet, [], section.lines)
    text = [i for i, role in told.items() if role in ("para", "subhead")]
    for i, role in told.items():
        apart = role if role in ("byline", "meta", "site") else "furniture"
        sheet.roles[i] = role if text else apart
    if not text:
        return
    sheet.first.add(min(text))
    top, mark = min((sheet.ranks[i] for i in heads), default=0), "kicker"
    for i in heads:
        over = "kicker" if mark == "kicker" else "subtitle"
        sheet.roles[i] = "head"
        sheet.marks[i] = mark = "title" if sheet.ranks[i] == top else over


def line_roles(sheet: Sheet, heads: list[int], lines: list[int]) -> dict[int, str]:
    """The role of each line under a heading, as blocks of the assembler have it."""
    t, found = sheet.lines, {}
    titles = [t.text[i] for i in heads]
    begun, dated = not heads, False
    ended = next((i for i in lines if is_terminal(t.text[i])), lines[-1] if lines else 0)
    told = max((i for i in lines if i < ended and sheet.said[i] in NO_HEAD), default=-1)
    for i in lines:
        text, role = t.text[i], sheet.said[i]
        if not role and not begun:  # between a title and its text
            if i < told and len(text) <= LONGEST_DATELINE:
                role = "byline"  # who published it, above the day
            elif text in titles:
                role, sheet.marks[i] = "head", "title"
            elif FULL.match(text) and len(text) <= LONGEST_DATELINE:
                role = "para" if is_terminal(text) else "meta"
            elif text[0] in "（(—–" or len(text) <= LONGEST_DAY:  # a report's day, or who gives it
                day = bool(f.REPORT_DATE.match(text))
                dated = dated or day
                if dated and (day or f.SPEAKER.match(text)):
                    role, sheet.marks[i] = "head", "subtitle"
        if not role:
            begun = True
            numbered = f.ENUM.match(text) and len(text) <= LONGEST_SUBHEAD
            role = "subhead" if numbered and not is_terminal(text) else "para"
        found[i] = role
    return found
