"""Articles being put together: paragraphs, free heads, drafts, and what a page gives."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from analysis.chinese.han import read_number
from analysis.describe.dates import FULL
from analysis.describe.reporters import parse_byline
from analysis.read import formulas as f
from analysis.read.layout import is_terminal
from analysis.read.line_kinds import is_caption
from analysis.repair.line_roles import Block
from analysis.repair.unwrap import Runs


class Credit(NamedTuple):
    """A byline or a dateline: its words and where they stand."""

    text: str
    start: int
    end: int


@dataclass
class Paragraph:
    """Running text with its runs."""

    text: str
    runs: Runs
    role: str = "body"
    head: "Head | None" = None  # the free head it was made of, for a subhead
    whole: bool = False  # it stood where every paragraph is one line

    @property
    def is_cut(self) -> bool:
        """Whether it stops in mid-sentence."""
        stops = is_terminal(self.text) or self.text.endswith(("：", ":"))
        return self.role == "body" and not stops


@dataclass(eq=False)
class Head:
    """A line that stands alone, and what became of it."""

    block: Block
    at: int  # block number
    group: int  # lines with nothing but lines like it between share one
    loose: bool  # more blank lines before it than usual
    role: str = ""
    after_site: bool = False  # it follows a site's own lines: a link to another article, mostly
    # it stands between （上接…） and the text, or right before the mark and is a title again
    beside_mark: bool = False
    before_rest: bool = False  # it stands right before （上接…）: most likely the title again
    over_roundup: bool = False  # the name of a roundup over its short stories
    bylines: list[Credit] = field(default_factory=list)  # under it, its text stands elsewhere

    @property
    def text(self) -> str:
        return self.block.text

    @property
    def span(self) -> tuple[int, int]:
        return self.block.start, self.block.end


@dataclass
class Draft:
    """An article being put together."""

    at: int
    paragraphs: list[Paragraph] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    owned: list[tuple[int, int, str]] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    dateline: str = ""
    kicker: str = ""
    title: str = ""
    subtitle: str = ""
    speaker: str = ""
    column: str = ""
    hint: str = ""
    page: str = ""
    jumped_to: str = ""
    jumped_from: str = ""
    mark_at: int = -1  # block number of （上接…）
    title_after: bool = False  # the rest's headline stands after the mark: it may be a subhead
    waits_to: str = ""  # the page a rest is looked for on
    waits_from: str = ""
    closed: bool = False

    @property
    def text(self) -> str:
        return "\n".join(p.text for p in self.paragraphs)

    @property
    def is_broken(self) -> bool:
        """Whether its last paragraph stops in mid-sentence, where a rest goes on."""
        last = self.paragraphs[-1] if self.paragraphs else None
        return last is not None and last.role == "body" and not is_terminal(last.text)

    def sign(self, credit: Credit) -> None:
        self.bylines.append(credit.text)
        self.owned.append((credit.start, credit.end, "byline"))

    def go_on(self, text: str, runs: Runs) -> None:
        """Put text behind that of the last paragraph, which was cut."""
        last = self.paragraphs[-1]
        at = len(last.text)
        last.text += text
        last.runs = [*last.runs, *((start + at, *more) for start, *more in runs)]


@dataclass
class Page:
    """What one document gives; `doubts`: bylines that may be another article's."""

    drafts: list[Draft] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    loose: list[tuple[int, int, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    doubts: list[tuple[int, str]] = field(default_factory=list)


def block_class(text: str) -> str:
    """`weather`, `photo-caption`, `boilerplate` or "" for a paragraph or a lone line.

    >>> [block_class(t) for t in ("今天晴到多云，气温17℃~28℃。", "图为会议现场。记者 王一 摄", "会议召开。")]
    ['weather', 'photo-caption', '']
    """
    size = len(text)
    weather = size < 100 and f.WEATHER_START.match(text) and f.WEATHER_STRONG.search(text)
    if weather and len(f.WEATHER_WORDS.findall(text)) >= 2:
        return "weather"
    if size < 200 and is_caption(text):
        return "photo-caption"
    if size > 20 and len(f.BOILERPLATE_WORDS.findall(text)) >= 3:
        return "boilerplate"
    return ""


def tidy(text: str) -> str:
    """White space as one space, none at the ends; invisible characters go."""
    return " ".join(f.UNSEEN.sub("", text).split())


def names_beside(line: str, settled: bool) -> list[str]:
    """The words of a dateline that name who wrote it."""
    if settled:
        return [tidy(part) for part in f.NO_NAME.split(FULL.sub("|", line)) if parse_byline(part)]
    author = f.AUTHOR_SAID.search(line)
    return [author["who"]] if author and parse_byline(author["who"]) else []


def page_name(printed: str) -> str:
    """A page as printed, in one form: 第2版, A3版.

    >>> [page_name(t) for t in ("（下转第2版）", "▶下转A2", "紧接第一版", "０４", "第十二版")]
    ['第2版', 'A2版', '第1版', '第4版', '第12版']
    """
    found = f.PAGE_NUMBER.search(printed)
    if not found:
        return ""
    number = read_number("".join(found[2].split()))
    return f"{found[1].upper()}{number}版" if found[1] else f"第{number}版"
