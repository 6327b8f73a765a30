"""Articles being put together: paragraphs, free heads, drafts, and what a page gives."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from analysis.describe.dates import FULL
from analysis.describe.reporters import parse_byline
from analysis.read import formulas as f
from analysis.read.layout import is_terminal
from analysis.read.line_kinds import is_caption
from analysis.repair.line_roles import Block
from analysis.repair.lines import UNSEEN
from analysis.repair.unwrap import Runs

AUTHOR = re.compile(r"作者\s*[:：]\s*(?P<who>[^:：]{2,20}?)(?=\s*(?:[^\s:：]{2,6}[:：]|$))")


class Credit(NamedTuple):
    """A byline or a dateline: its words and where they stand."""

    text: str
    start: int
    end: int


@dataclass
class Paragraph:
    """Running text with its runs; `head` is the free head it was made of, for a subhead."""

    text: str
    runs: Runs
    role: str = "body"
    head: "Head | None" = None
    whole: bool = False  # it stood where every paragraph is one line


def is_cut(paragraph: Paragraph) -> bool:
    """True when a paragraph of text stops in mid-sentence."""
    text = paragraph.text
    return paragraph.role == "body" and not is_terminal(text) and not text.endswith(("：", ":"))


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
    # under it, where its text stands elsewhere
    bylines: list[Credit] = field(default_factory=list)

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
    lead: bool = False
    closed: bool = False
    last: int = 0

    @property
    def text(self) -> str:
        return "\n".join(p.text for p in self.paragraphs)


@dataclass
class Page:
    """What one document gives; `doubts`: bylines that may be another article's."""

    drafts: list[Draft] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    loose: list[tuple[int, int, str]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    doubts: list[tuple[int, str]] = field(default_factory=list)


def give_bylines(head: Head, draft: Draft) -> None:
    """The bylines under a headline to the article it heads."""
    draft.bylines += [text for text, _, _ in head.bylines]
    draft.owned += [(start, end, "byline") for _, start, end in head.bylines]


def settle_bylines(page: Page) -> None:
    """Bylines under a picture's title to the article before it, if that has none."""
    for head in page.heads:
        if head.role == "headline" or not head.bylines:
            continue
        before = [d for d in page.drafts if not d.hint and d.paragraphs and d.at < head.at]
        last = max(before, key=lambda d: d.at, default=None)
        if last is not None and not last.bylines and not last.waits_to:
            give_bylines(head, last)
        else:
            page.loose += [(start, end, "byline") for _, start, end in head.bylines]


def block_class(text: str) -> str:
    """`weather`, `photo-caption`, `boilerplate` or "" for a paragraph or a lone line.

    >>> [block_class(t) for t in ("今天晴到多云，气温17℃~28℃。", "图为会议现场。记者 王一 摄", "会议召开。")]
    ['weather', 'photo-caption', '']
    """
    if (
        len(text) < 100
        and f.WEATHER_START.match(text)
        and f.WEATHER_STRONG.search(text)
        and len(f.WEATHER_WORDS.findall(text)) >= 2
    ):
        return "weather"
    if len(text) < 200 and is_caption(text):
        return "photo-caption"
    if len(text) > 20 and len(f.BOILERPLATE_WORDS.findall(text)) >= 3:
        return "boilerplate"
    return ""


def tidy(text: str) -> str:
    """White space as one space, none at the ends; invisible characters go.

    >>> tidy("（记\u200b者  王一 ）")
    '（记者 王一 ）'
    """
    return " ".join(UNSEEN.sub("", text).split())


def names_beside(line: str, settled: bool) -> list[str]:
    """The words of a dateline that name who wrote it."""
    if not settled:
        author = AUTHOR.search(line)
        return [author["who"]] if author and parse_byline(author["who"]) else []
    pieces = f.NO_NAME.split(FULL.sub("|", line))
    return [tidy(piece) for piece in pieces if parse_byline(piece)]


def page_name(printed: str) -> str:
    """A page as printed, in one form: 第2版, A3版.

    >>> [page_name(t) for t in ("（下转第2版）", "▶下转A2", "紧接第一版", "０４")]
    ['第2版', 'A2版', '第1版', '第4版']
    """
    plain = printed.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    found = re.search(rf"([A-Za-zＡ-Ｚ]?)\s*(\d[\d\s]*)|([{f.NUMBER}])\s*([{f.NUMBER}]?)", plain)
    if not found:
        return ""
    letter, digits, first, second = found.groups()
    if digits:
        number = int("".join(digits.split()))
    else:
        one, two = f.NUMBER.index(first) + 1, f.NUMBER.index(second) + 1 if second else 0
        number = one + two if one == 10 else one * 10 if two == 10 else one
    return f"{letter.upper()}{number}版" if letter else f"第{number}版"
