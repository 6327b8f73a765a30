"""Pages whose file says what is a heading and what a paragraph (Markdown, Word, HTML): the role of
every line, and where articles begin, without the rules for torn pages.

A heading over text is a headline, and what ranks below it is a subhead, unless those below look like
articles of their own: then it is the name of an issue or a section.
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
from analysis.read.line_kinds import cover, find_lead
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
LOOSE_TEXT = 100  # characters of text over the first heading that make an article of their own
APART = {"page": "furniture", "markup": "furniture", "boilerplate": "site", "salute": ""}
_NUMBERED = re.compile(r"^[（(]?[\d一二三四五六七八九十]+[)）.、．]\s*|[；;。]$")


class Headed(NamedTuple):
    """The lines of a page as blocks for the assembler, and the blocks with which articles begin."""

    blocks: list[Block]
    borders: dict[int, bool]


@dataclass
class Section:
    """A heading, the lines under it, and the sections below it in rank: numbers of lines."""

    rank: int
    head: int = -1
    lines: list[int] = field(default_factory=list)
    below: list["Section"] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.below)

    def walk(self) -> Iterator["Section"]:
        """The section and all below it, in the order of the page."""
        yield self
        for section in self.below:
            yield from section.walk()


class Sheet(NamedTuple):
    """A page by its headings; to be found: role and mark of lines, first lines of articles."""

    lines: Lines
    said: list[str]
    titles: list[str]
    roles: list[str]
    marks: list[str]
    first: set[int]


def read_headed(file: str, text: str, t: Lines, facts: Mapping[str, str]) -> Headed | None:
    """The blocks and borders of a page with headings; None where it has none, where articles jump,
    and where its lines are wrapped, but in Markdown, where a blank line parts paragraphs.
    """
    ranks = [_rank(t, i) for i in range(len(t.text))]
    if not any(ranks) and not facts.get("title"):
        return None
    wrapped = is_wrapped(t)
    if (wrapped and not file.lower().endswith(MARKDOWN)) or find_jumps(text):
        return None
    root = _sections(ranks)
    titles = [t.text[s.head] for s in root.walk() if s.head >= 0]
    said = [APART.get(role, role) for role in t.role]
    n = len(t.text)
    sheet = Sheet(t, said, titles, ["furniture"] * n, [""] * n, set())
    read_sections(sheet, root)
    return make_blocks(sheet, wrapped)


def make_blocks(sheet: Sheet, wrapped: bool) -> Headed:
    """The lines as blocks: each by itself, but the lines of a wrapped paragraph together."""
    t, roles = sheet.lines, sheet.roles
    blocks: list[Block] = []
    borders: dict[int, bool] = {}
    start = 0
    for stop in range(1, len(roles) + 1):
        on = wrapped and stop < len(roles) and roles[start] == roles[stop] == "para"
        if on and not t.gap[stop] and t.no[stop] == t.no[stop - 1] + 1 and stop not in sheet.first:
            continue
        if start in sheet.first:
            borders[len(blocks)] = True
        block = make_block(t, range(start, stop), roles[start], printed=True)
        blocks.append(block._replace(mark=sheet.marks[start]))
        start = stop
    return Headed(blocks, borders)


def plain_marks(marks: Mapping[int, str], text: str) -> dict[int, str]:
    """Headings as marks of type: the highest are titles, those beside them decks."""
    heads = [(at, int(mark[1])) for at, mark in marks.items() if mark[0] == "h"]
    plain = {at: mark for at, mark in marks.items() if mark[0] != "h"}
    line = {at: text[at:].split("\n", 1)[0] for at, _ in heads}
    heads = [(at, rank) for at, rank in heads if not f.ENUM.match(line[at])]
    top = min((rank for _, rank in heads), default=0)
    runs: list[list[tuple[int, int]]] = []
    end = -1
    for at, rank in heads:
        if runs and not text[end:at].strip():
            runs[-1].append((at, rank))
        else:
            runs.append([(at, rank)])
        end = at + len(line[at])
    for run in runs:
        if any(rank == top for _, rank in run):
            plain |= {at: "title" if rank == top else "deck" for at, rank in run}
    return plain


def _rank(t: Lines, i: int) -> int:
    """The rank of a heading, 0 for other lines; a name or a day under a headline is none."""
    head = t.mark[i][:1] == "h" and t.role[i] not in ("byline", "meta")
    return int(t.mark[i][1]) if head else 0


def is_wrapped(t: Lines) -> bool:
    """Whether most lines are parts of paragraphs: unended, and about as wide."""
    text = [
        i
        for i in range(len(t.text) - 1)
        if not (t.mark[i] or t.mark[i + 1] or "\u3000" in t.text[i] or t.role[i])
    ]
    widths = [
        t.width[i] for i in text if not is_terminal(t.text[i]) and t.text[i][-1] not in "：；:;"
    ]
    if len(text) < FEWEST or len(widths) <= MOST_UNENDED * len(text):
        return False
    usual = median(widths)
    alike = sum(abs(width - usual) <= NEARLY for width in widths)
    return usual >= NARROWEST and alike > len(widths) / 2


def _sections(ranks: list[int]) -> Section:
    root = Section(0)
    path = [root]
    for i, rank in enumerate(ranks):
        if not rank:
            path[-1].lines.append(i)
            continue
        while path[-1].rank >= rank:
            path.pop()
        section = Section(rank, i)
        path[-1].below.append(section)
        path.append(section)
    return root


def read_sections(sheet: Sheet, root: Section) -> None:
    """Give every line its role: what stands over the first heading, then the sections."""
    lines, roles = root.lines, sheet.roles
    text = [i for i in lines if not sheet.said[i]]
    if sum(len(sheet.lines.text[i]) for i in text) > LOOSE_TEXT or not root.below:
        read_article(sheet, [], lines, [])
    else:
        for i in lines:
            roles[i] = sheet.said[i] or "furniture"
    read_below(sheet, root.below)


def read_below(sheet: Sheet, sections: list[Section]) -> None:
    above: list[int] = []
    for section, after in pairwise([*sections, None]):
        if not section.is_empty:
            read_section(sheet, section, above)
            above = []
        elif after and (
            after.rank < section.rank
            or (
                after.rank == section.rank
                and sheet.lines.no[after.head] == sheet.lines.no[section.head] + 1
            )
        ):
            above.append(section.head)  # a kicker, or a title of two lines
        else:
            above = []


def read_section(sheet: Sheet, section: Section, above: list[int]) -> None:
    heads, lines, below = [*above, section.head], section.lines, section.below
    if not lines and is_name(sheet, section):
        read_below(sheet, below)
        return
    while not lines and below:  # subtitles
        at = next((n for n, s in enumerate(below) if not s.is_empty), len(below))
        heads += [deck.head for deck in below[:at]]
        rest = [s for s in below[at:] if not s.is_empty]
        numbered = rest and f.ENUM.match(sheet.lines.text[rest[0].head])
        first = rest[0] if rest and not numbered else None
        opened = first and any(opens_article(sheet, i) for i in first.lines[:2])
        if first is None or (len(rest) > 1 and not opened):
            below = below[at:]
            break
        heads.append(first.head)
        lines, below = first.lines, [*first.below, *rest[1:]]
    read_article(sheet, heads, lines, below)


def is_name(sheet: Sheet, section: Section) -> bool:
    """Whether a heading without text of its own names an issue or a section of it."""
    text = sheet.lines.text
    inside = [s for s in section.below if not s.is_empty]
    if any(f.ENUM.match(text[s.head]) for s in inside):
        return False
    title = text[section.head]
    if FULL.search(title) or date_in_path(title) or f.PAGE_LABEL.match(title):
        return True
    if title.endswith(word_list("headed_pages.sections")) and len(title) <= 8:
        return True
    long = [len(text[s.head]) for s in inside]
    if len(long) > 2 and median(long) > LONGEST_USUAL:
        return not re.sub(r"[（(].*", "", title).endswith(word_list("headed_pages.documents"))
    alike = sum(any(opens_article(sheet, i) for i in s.lines) for s in inside)
    return alike > 1 and 2 * alike >= len(inside)


def opens_article(sheet: Sheet, i: int) -> bool:
    """Whether a line stands in an article of its own: a lead, a byline, a link to where it was."""
    marked = sheet.lines.mark[i] == "furniture" or sheet.said[i] == "byline"
    return marked or bool(find_lead(sheet.lines.text[i]))


def is_agenda(sheet: Sheet, lines: list[int], own: str) -> bool:
    """Whether lines over the first article are a list of the titles that stand below."""
    items = [item for i in lines if (item := _NUMBERED.sub("", sheet.lines.text[i]))]
    others = [title for title in sheet.titles if title != own]
    short = [item for item in items if len(item) <= LONGEST_ITEM]
    known = sum(any(cover(item, title) >= SAME for title in others) for item in short)
    return len(items) >= AGENDA and 3 * known >= len(items)


def read_article(sheet: Sheet, heads: list[int], lines: list[int], below: list[Section]) -> None:
    """The roles of an article's lines; where it has no text, all of them stand apart."""
    t, roles = sheet.lines, sheet.roles
    own = t.text[heads[-1]] if heads else ""
    if not (sheet.first or below) and is_agenda(sheet, lines, own):
        return
    told = line_roles(sheet, heads, lines)
    for section in (s for under in below for s in under.walk()):
        told[section.head] = "subhead"
        told |= line_roles(sheet, [], section.lines)
    text = [i for i, role in told.items() if role in ("para", "subhead")]
    if not text:
        for i, role in told.items():
            roles[i] = role if role in ("byline", "meta", "site") else "furniture"
        return
    for i, role in told.items():
        roles[i] = role
    sheet.first.add(min(text))
    top = min((_rank(t, i) for i in heads), default=0)
    mark = "kicker"
    for i in heads:
        mark = "title" if _rank(t, i) == top else "kicker" if mark == "kicker" else "subtitle"
        roles[i], sheet.marks[i] = "head", mark


def line_roles(sheet: Sheet, heads: list[int], lines: list[int]) -> dict[int, str]:
    """The role of each line under a heading, as blocks of the assembler have it."""
    t, found = sheet.lines, {}
    titles = [t.text[i] for i in heads]
    begun, dated = not heads, False
    for i in lines:
        text, said = t.text[i], sheet.said[i]
        if said:
            found[i] = said
        elif not begun and text in titles:  # the title again
            found[i], sheet.marks[i] = "head", "title"
        elif not begun and FULL.match(text) and len(text) <= LONGEST_DATELINE:
            found[i] = "meta" if not is_terminal(text) else "para"
        elif not begun and (text[0] in "（(—–" or len(text) <= LONGEST_DAY):
            # between title and text of a report: its day, or who gives it
            dated = dated or bool(f.REPORT_DATE.match(text))
            spoken = dated and bool(f.REPORT_DATE.match(text) or f.SPEAKER.match(text))
            found[i] = "head" if spoken else ""
            sheet.marks[i] = "subtitle" if spoken else ""
        if found.get(i):
            continue
        begun = True
        numbered = f.ENUM.match(text) and len(text) <= LONGEST_SUBHEAD and not is_terminal(text)
        found[i] = "subhead" if numbered else "para"
    return found
