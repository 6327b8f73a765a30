"""Pages whose file says what is a heading and what a paragraph (Markdown, Word): their articles,
without the rules for torn pages.

A heading over text is a headline, and what ranks below it is a subhead, unless those below look like
articles of their own: then it is the name of an issue or a section.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from analysis.chinese.han import HAN
from analysis.chinese.word_lists import word_list
from analysis.describe.dates import FULL, date_in_path
from analysis.describe.reporters import parse_byline
from analysis.read import formulas as f
from analysis.read.layout import Line, find_jumps, is_terminal, split_lines
from analysis.read.line_kinds import find_lead, line_kind
from analysis.read.pages import MARKDOWN
from analysis.repair.drafts import Draft, Paragraph, cover, tidy
from analysis.repair.repair import PageParts, Part, doubts, layout_row

MOST_UNENDED = (
    0.4  # share of text lines that end no sentence; more are halves of wrapped paragraphs
)
# A wrapped page has some lines, of a column of twelve Han characters and more, of about one width.
FEWEST, NARROWEST, NEARLY = 3, 24, 4  # lines; half-width units
LONGEST_SUBHEAD = 30  # characters of a numbered line that is one without a mark
LONGEST_DAY = 16  # characters of a report's day without brackets
LONGEST_DATELINE = 60
LONGEST_USUAL = 12  # characters of most subheads; headlines of news have more
LONGEST_ITEM = 60  # characters of a title in a list
AGENDA, SAME = 3, 0.8  # lines of a list of titles; the share of one that a title has
LOOSE_TEXT = 100  # characters of text over the first heading that make an article of their own
ROLES = {"page": "furniture", "meta": "byline", "salute": "body"}
# What stands beside the names in a dateline: days, times, sources, counts of readers.
NO_NAME = re.compile(
    r"《[^》]*》|[（(][^）)]*[）)]|\d{1,2}:\d\d(?::\d\d)?|(?:来源|稿源)[:：]\s*\S+|[|｜]"
    rf"|[{HAN}]{{2,4}}[:：]\s*\d+|[{HAN}]{{2}}时间[:：]"
)
_NUMBERED = re.compile(r"^[（(]?[\d一二三四五六七八九十]+[)）.、．]\s*|[；;。]$")


@dataclass
class Section:
    """A heading, the lines under it, and the sections below it in rank."""

    rank: int
    head: Line | None = None
    lines: list[Line] = field(default_factory=list)
    below: list["Section"] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.head.text if self.head else ""

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.below)

    def walk(self) -> Iterator["Section"]:
        """The section and all below it, in the order of the page."""
        yield self
        for section in self.below:
            yield from section.walk()


def read_headed(
    doc_id: str, file: str, text: str, marks: Mapping[int, str], facts: Mapping[str, str]
) -> PageParts | None:
    """The articles of a page by its headings; None where it has none, where articles jump, and where
    its lines are wrapped, but in Markdown, where a blank line parts paragraphs.
    """
    lines = split_lines(text, marks)
    if not any(_rank(line) for line in lines) and not facts.get("title"):
        return None
    wrapped = _is_wrapped(lines)
    if (wrapped and not file.lower().endswith(MARKDOWN)) or find_jumps(text):
        return None
    drafts, loose = _Reader(_sections(lines), facts, wrapped).read()
    parts = [
        Part(doc_id, file, f"{doc_id}-{i:02d}", draft, _spans(draft, text), "")
        for i, draft in enumerate(drafts, 1)
    ]
    notes = [(doc_id, "doubt", what, n) for what, n in doubts(drafts)]
    layout = layout_row(doc_id, text, lines, [0] * len(lines))
    return PageParts(parts, [], notes, layout, [(doc_id, a, b, role, "") for a, b, role in loose])


def _spans(draft: Draft, text: str) -> list[tuple[int, int, str]]:
    """What a draft owns of the page; neighbours of one role as one."""
    runs = [(at, at + n, p.role) for p in draft.paragraphs for _, at, n, _ in p.runs]
    spans: list[tuple[int, int, str]] = []
    for start, end, role in sorted([*draft.owned, *runs]):
        if spans and spans[-1][2] == role and not text[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], end, role)
        else:
            spans.append((start, end, role))
    return spans


def plain_marks(marks: Mapping[int, str], text: str) -> dict[int, str]:
    """The marks of a page that its headings do not part: the highest are titles, those beside them
    decks, the others are judged by their words.
    """
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


def _rank(line: Line) -> int:
    """The rank of a heading, 0 for other lines; a name or a day under a headline is none."""
    head = line.mark[:1] == "h" and line_kind(line.text) not in ("byline", "meta")
    return int(line.mark[1]) if head else 0


def _is_wrapped(lines: list[Line]) -> bool:
    """Whether most lines are parts of paragraphs: they end no sentence, and are about as wide. Cells
    of a table row are parted by wide spaces.
    """
    text = [
        line
        for line, below in pairwise(lines)
        if not (line.mark or below.mark or "\u3000" in line.text or line_kind(line.text))
    ]
    widths = [x.width for x in text if not is_terminal(x.text) and x.text[-1] not in "：；:;"]
    if len(text) < FEWEST or len(widths) <= MOST_UNENDED * len(text):
        return False
    usual = median(widths)
    alike = sum(abs(width - usual) <= NEARLY for width in widths)
    return usual >= NARROWEST and alike > len(widths) / 2


def _sections(lines: list[Line]) -> Section:
    root = Section(0)
    path = [root]
    for line in lines:
        rank = _rank(line)
        if not rank:
            path[-1].lines.append(line)
            continue
        while path[-1].rank >= rank:
            path.pop()
        section = Section(rank, line)
        path[-1].below.append(section)
        path.append(section)
    return root


class _Reader:
    """Takes a page's sections apart; `read` gives its drafts, and the spans of none."""

    def __init__(self, root: Section, facts: Mapping[str, str], wrapped: bool):
        self.root, self.facts, self.wrapped = root, facts, wrapped
        self.titles = [section.title for section in root.walk() if section.head]
        self.drafts: list[Draft] = []
        self.loose: list[tuple[int, int, str]] = []

    def read(self) -> tuple[list[Draft], list[tuple[int, int, str]]]:
        text = [line for line in self.root.lines if not _role(line)]
        before: list[Line] = []
        if sum(len(line.text) for line in text) > LOOSE_TEXT or not self.root.below:
            self.article([], self.root.lines, [])
        else:
            before = [line for line in self.root.lines if _role(line) == "byline"]
            self.apart([line for line in self.root.lines if line not in before])
        n = len(self.drafts)
        self.sections(self.root.below)
        for line in before:
            if len(self.drafts) > n:
                self.credit(self.drafts[n], line)
            else:
                self.apart([line])
        for draft in self.drafts[:1] if len(self.drafts) == 1 else []:
            draft.title = draft.title or self.facts.get("title", "")
            if not draft.bylines and self.facts.get("reporters"):
                draft.bylines.append(self.facts["reporters"])
        return self.drafts, self.loose

    def sections(self, sections: list[Section]) -> None:
        above: list[Line] = []
        for section, after in pairwise([*sections, None]):
            if not section.is_empty:
                self.section(section, above)
                above = []
            elif after and (after.rank < section.rank or _is_next(section, after)):
                above.append(section.head)  # a kicker, or a title of two lines
            else:
                self.apart([*above, section.head])
                above = []

    def section(self, section: Section, above: list[Line]) -> None:
        heads, lines, below = [*above, section.head], section.lines, section.below
        if not lines and self.is_name(section):
            self.apart(heads)
            self.sections(below)
            return
        while not lines and below:  # subtitles
            at = next((n for n, s in enumerate(below) if not s.is_empty), len(below))
            heads += [deck.head for deck in below[:at]]
            rest = [s for s in below[at:] if not s.is_empty]
            first = rest[0] if rest and not f.ENUM.match(rest[0].title) else None
            if first is None or (len(rest) > 1 and not any(map(_opens_article, first.lines[:2]))):
                below = below[at:]
                break
            heads.append(first.head)
            self.apart([s.head for s in below[at + 1 :] if s.is_empty])
            lines, below = first.lines, [*first.below, *rest[1:]]
        self.article(heads, lines, below)

    def is_name(self, section: Section) -> bool:
        """Whether a heading without text of its own names an issue or a section of it."""
        inside = [s for s in section.below if not s.is_empty]
        if any(f.ENUM.match(s.title) for s in inside):
            return False
        title = section.title
        if FULL.search(title) or date_in_path(title) or f.PAGE_LABEL.match(title):
            return True
        if title.endswith(word_list("headed_pages.sections")) and len(title) <= 8:
            return True
        long = [len(s.title) for s in inside]
        if len(long) > 2 and median(long) > LONGEST_USUAL:
            return not re.sub(r"[（(].*", "", title).endswith(word_list("headed_pages.documents"))
        alike = sum(any(map(_opens_article, s.lines)) for s in inside)
        return alike > 1 and 2 * alike >= len(inside)

    def apart(self, lines: list[Line]) -> None:
        self.loose += [(line.start, line.end, _role(line) or "furniture") for line in lines]

    def is_agenda(self, lines: list[Line], own: str) -> bool:
        """Whether lines over the first article are a list of the titles that stand below."""
        items = [item for line in lines if (item := _NUMBERED.sub("", line.text))]
        others = [title for title in self.titles if title != own]
        short = [item for item in items if len(item) <= LONGEST_ITEM]
        known = sum(any(cover(item, title) >= SAME for title in others) for item in short)
        return len(items) >= AGENDA and 3 * known >= len(items)

    def article(self, heads: list[Line], lines: list[Line], below: list[Section]) -> None:
        own = heads[-1].text if heads else ""
        if not (self.drafts or below) and self.is_agenda(lines, own):
            self.apart([*heads, *lines])
            return
        draft = Draft(len(self.drafts))
        self.headline(draft, heads)
        self.text(draft, lines)
        for section in (s for under in below for s in under.walk()):
            head = section.head
            draft.paragraphs.append(_paragraph(head, 0, len(head.text), "subhead"))
            self.text(draft, section.lines)
        if draft.paragraphs:
            self.drafts.append(draft)
        else:
            self.loose += [
                (a, b, "furniture" if role == "headline" else role) for a, b, role in draft.owned
            ]

    def headline(self, draft: Draft, heads: list[Line]) -> None:
        top = min((_rank(line) for line in heads), default=0)
        at = [n for n, line in enumerate(heads) if _rank(line) == top]
        texts = [tidy(line.text) for line in heads]
        if heads:
            draft.kicker = " ".join(texts[: at[0]])
            draft.title = "".join(texts[at[0] : at[-1] + 1])
            draft.subtitle = " ".join(texts[at[-1] + 1 :])
        draft.owned += [(line.start, line.end, "headline") for line in heads]

    def text(self, draft: Draft, lines: list[Line]) -> None:
        for line in lines:
            role = _role(line)
            if not draft.paragraphs and draft.title and tidy(line.text) == draft.title:
                draft.owned.append((line.start, line.end, "headline"))
            elif role == "byline":
                self.credit(draft, line)
            elif role == "caption":
                draft.owned.append((line.start, line.end, "caption"))
            elif role:
                self.apart([line])
            elif not draft.paragraphs and _is_dateline(line.text):
                self.credit(draft, line)
            elif not draft.paragraphs and (role := self.under_headline(draft, line)):
                draft.owned.append((line.start, line.end, role))
            elif (
                f.ENUM.match(line.text)
                and len(line.text) <= LONGEST_SUBHEAD
                and not is_terminal(line.text)
            ):
                draft.paragraphs.append(_paragraph(line, 0, len(line.text), "subhead"))
            else:
                self.paragraph(draft, line)

    def under_headline(self, draft: Draft, line: Line) -> str:
        """The role of a line between the title and the text of a report: its day, or who gives it."""
        set_apart = line.text[0] in "（(—–" or len(line.text) <= LONGEST_DAY
        if draft.title and set_apart and f.REPORT_DATE.match(line.text):
            draft.subtitle = tidy(f"{draft.subtitle} {line.text}")
            return "headline"
        if draft.subtitle and not draft.speaker and f.SPEAKER.match(line.text):
            draft.speaker = "".join(f.OFFICE.sub("", line.text).split())
            return "byline"
        return ""

    def credit(self, draft: Draft, line: Line) -> None:
        """Takes a line that says who wrote it, or when and where it came out, or both."""
        pieces = [line.text]
        if line_kind(line.text) == "meta" or FULL.search(line.text):
            draft.dateline = tidy(f"{draft.dateline} {line.text}")
            pieces = [
                piece for piece in NO_NAME.split(FULL.sub("|", line.text)) if parse_byline(piece)
            ]
        draft.bylines += map(tidy, pieces)
        draft.owned.append((line.start, line.end, "byline"))

    def paragraph(self, draft: Draft, line: Line) -> None:
        """A line without its lead formula and without a credit at its end."""
        text = line.text
        last = draft.paragraphs[-1] if draft.paragraphs else None
        if (
            self.wrapped
            and last
            and last.role == "body"
            and not line.gap
            and last.runs[-1][3] == line.no - 1
        ):
            last.runs.append((len(last.text), line.start, len(text), line.no))
            last.text += text
            return
        start = find_lead(text) if not any(p.role == "body" for p in draft.paragraphs) else 0
        tail = f.TAIL_CREDIT.search(text, start)
        end = tail.start() if tail else len(text)
        for a, b in ((0, start), (end, len(text))):
            if a < b:
                draft.bylines.append(tidy(text[a:b]))
                draft.owned.append((line.start + a, line.start + b, "byline"))
        while start < end and text[start].isspace():
            start += 1
        end = start + len(text[start:end].rstrip())
        if start < end:
            draft.paragraphs.append(_paragraph(line, start, end, "body"))


def _paragraph(line: Line, start: int, end: int, role: str) -> Paragraph:
    run = (0, line.start + start, end - start, line.no)
    return Paragraph(line.text[start:end], [run], role)


def _role(line: Line) -> str:
    """What a line under a heading is if it is no paragraph: byline, caption, furniture,
    boilerplate.
    """
    kind = line_kind(line.text) if line.mark[:1] in ("", "h") else line.mark
    return "" if kind == "salute" else ROLES.get(kind, kind)


def _is_dateline(text: str) -> bool:
    """Whether a line over the text says when it came out: 2025年6月3日 08:30 | 来源：甲报."""
    return bool(FULL.match(text)) and len(text) <= LONGEST_DATELINE and not is_terminal(text)


def _is_next(section: Section, after: Section) -> bool:
    """Whether two headings of one rank stand in lines that follow each other."""
    return after.rank == section.rank and after.head.no == section.head.no + 1


def _opens_article(line: Line) -> bool:
    """Whether a line stands in an article of its own: a lead, a byline, a link to where it was."""
    return bool(find_lead(line.text)) or line.mark == "furniture" or _role(line) == "byline"
