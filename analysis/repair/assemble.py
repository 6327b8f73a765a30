"""Blocks of a page to drafts of articles: where an article starts, goes on, and ends.

A headline that stands before, between or after is left as a free head here; `headlines` finds its
article.
"""

import re
from itertools import pairwise

from analysis.chinese.han import HAN
from analysis.describe.reporters import parse_byline
from analysis.read import formulas as f
from analysis.read.layout import is_terminal
from analysis.read.line_kinds import find_lead
from analysis.repair.borders import find_borders
from analysis.repair.bylines import Bylines
from analysis.repair.drafts import (
    Draft,
    Head,
    Page,
    Paragraph,
    block_class,
    cover,
    is_cut,
    page_name,
    tidy,
)
from analysis.repair.line_roles import Block
from analysis.repair.unwrap import Joined, cut_runs, join_lines, raw_at

HAN_PAIR, HAN_PAIR_END = re.compile(f"[{HAN}]{{2}}"), re.compile(f"[{HAN}]{{2}}$")
AUTHOR = re.compile(r"作者\s*[:：]\s*(?P<who>[^:：]{2,20}?)(?=\s*(?:[^\s:：]{2,6}[:：]|$))")
INTERRUPTS = ("caption", "page", "furniture", "jump_from", "jump_to")
BOILER_SECTION = re.compile(r"声明|名词|推荐|相关|热门|排行|猜你喜欢|爆料|新闻$")


class Assembler:
    """Reads blocks in order and keeps the article that is open; `read` gives the Page."""

    def __init__(self, raw: str, gap: int):
        self.raw, self.gap = raw, gap
        self.page = Page()
        self.current: Draft | None = None
        self.pending: list[Head] = []
        self.byline: list[tuple[str, int, int]] = []
        self.meta: list[tuple[str, int, int]] = []
        self.boiler: Draft | None = None
        self.section = self.glossary = False
        self.folio, self.new_page = "", False
        self.jump_from, self.jump_at = "", -1
        self.jump_spans: list[tuple[int, int, str]] = []
        self.group, self.at = 0, 0
        self.titles: list[tuple[int, str]] = []
        self.borders: dict[int, bool] = {}
        self.bylines = Bylines([])
        self.blocks: list[Block] = []

    def read(self, blocks: list[Block]) -> Page:
        self.titles = [
            (block.lines[0].start, block.lines[0].text) for block in blocks if block.kind == "head"
        ]
        self.titles += [  # one title may stand on two lines
            (a.lines[0].start, a.lines[0].text + b.lines[0].text)
            for a, b in pairwise(blocks)
            if a.kind == b.kind == "head" and b.lines[0].gap <= self.gap
        ]
        texts = [join_lines(self.raw, b.lines, phrases=b.kind == "head").text for b in blocks]
        self.borders = find_borders(blocks, texts, self.gap)
        self.bylines = Bylines(blocks)
        self.blocks = blocks
        for self.at, block in enumerate(blocks):
            start, end = block.lines[0].start, block.lines[-1].end
            {
                "para": self.paragraph,
                "salute": self.paragraph,
                "head": self.head,
                "byline": self.byline_line,
                "meta": self.meta_line,
                "boilerplate": self.boilerplate,
                "page": self.page_label,
                "furniture": self.furniture,
                "markup": self.furniture,
                "contents": self.furniture,
                "caption": self.caption,
                "jump_to": self.leave,
                "jump_from": self.arrive,
            }[block.kind](block, start, end)
        self.finish()
        return self.page

    # --- the page's own formulas ---
    def furniture(self, block: Block, start: int, end: int) -> None:
        self.page.loose.append((start, end, "furniture"))

    def caption(self, block: Block, start: int, end: int) -> None:
        self.object(join_lines(self.raw, block.lines), "photo-caption")

    def page_label(self, block: Block, start: int, end: int) -> None:
        self.page.loose.append((start, end, "furniture"))
        found = re.search(rf"[A-Za-z]?\d{{1,3}}|[{f.NUMBER}]{{1,3}}(?=\s*版)", block.lines[0].text)
        self.folio = page_name(found.group()) if found else ""
        self.new_page = True

    def meta_line(self, block: Block, start: int, end: int) -> None:
        entry = (tidy(self.raw[start:end]), start, end)
        heads = (
            self.pending
        )  # an author's name may stand between title and date line; a report's speaker is not one
        if (
            len(heads) > 1
            and f.BARE_NAME.match(heads[-1].text)
            and not f.REPORT_DATE.match(heads[-2].text)
        ):
            name = self.pending.pop()
            self.byline.append((name.text, name.line.start, name.line.end))
        if self.current is not None and not self.pending and self.current.paragraphs:
            self.current.owned.append((start, end, "byline"))
            self.current.dateline = tidy(f"{self.current.dateline} {entry[0]}")
        else:
            self.meta.append(entry)

    def byline_line(self, block: Block, start: int, end: int) -> None:
        entry = (tidy(self.raw[start:end]), start, end)
        draft = None if self.pending or self.byline else self.current
        if draft is not None and self.bylines.opens(
            self.at, draft, self.new_page, self.page.doubts
        ):
            self.byline.append(entry)
        elif draft is not None and (draft.bylines if draft.closed else draft.paragraphs):
            draft.closed = draft.closed or is_terminal(draft.paragraphs[-1].text)
            draft.bylines.append(entry[0])
            draft.owned.append((start, end, "byline"))
        else:
            self.set_pictures_apart()
            if self.pending and self.bylines.stays(self.at):
                self.pending[-1].bylines.append(entry)
                self.group += 1
            else:
                self.byline.append(entry)

    def set_pictures_apart(self) -> None:
        """Several lines between a web page's date line and its byline, with the title above both,
        are pictures' titles.
        """
        date = self.meta[0][1] if self.meta else -1
        pictures = [h for h in self.pending if h.line.start > date >= 0]
        if 1 < len(pictures) < len(self.pending):
            self.pending = [h for h in self.pending if h not in pictures]
            for head in pictures:
                self.picture(head)

    def picture(self, head: Head) -> None:
        draft = Draft(head.at, hint="photo-caption", last=head.at, closed=True, page=self.folio)
        draft.paragraphs.append(Paragraph(head.text, head.runs))
        self.page.drafts.append(draft)

    def boilerplate(self, block: Block, start: int, end: int) -> None:
        if self.boiler is None:
            self.boiler = Draft(self.at, hint="boilerplate", last=self.at)
            self.page.drafts.append(self.boiler)
        if self.pending and f.SITE_HEAD.search(
            block.lines[0].text
        ):  # what stands over a site's trail is its menu
            for head in self.pending:
                self.boiler.paragraphs.append(Paragraph(head.text, head.runs))
            self.pending = []
        self.add(self.boiler, join_lines(self.raw, block.lines, phrases=True), "body")
        self.boiler.last = self.at
        has_text = self.current is not None and bool(self.current.paragraphs)
        glossary = has_text and block.lines[0].text.find("名词") in (0, 2, 3)
        self.glossary = self.glossary or glossary  # the rest of a report explains its words
        self.section = self.glossary or (
            has_text and bool(BOILER_SECTION.search(block.lines[0].text))
        )
        if has_text and is_terminal(self.current.paragraphs[-1].text):
            self.current.closed = True

    def leave(self, block: Block, start: int, end: int) -> None:
        if self.current is None or self.current.hint:
            self.page.loose.append((start, end, "jump"))
            return
        self.current.jumped_to = self.current.waits_to = page_name(block.lines[0].text) or "?"
        self.current.owned.append((start, end, "jump"))
        self.current.closed = True

    def arrive(self, block: Block, start: int, end: int) -> None:
        self.jump_from = page_name(block.lines[0].text) or "?"
        self.jump_spans.append((start, end, "jump"))
        self.jump_at = self.at
        self.group += 1

    # --- text ---
    def head(self, block: Block, start: int, end: int) -> None:
        joined = join_lines(self.raw, block.lines, phrases=True)
        kind = block_class(joined.text)
        if kind or joined.text.endswith(
            ("|", "｜")
        ):  # 甲主持会议 | 乙发言 | : under pictures that stand side by side
            self.object(joined, kind or "photo-caption")
            return
        if not self.pending:
            self.group += 1
        head = Head(
            block.lines[0],
            joined.text,
            joined.runs,
            self.at,
            self.group,
            block.lines[0].gap > self.gap,
        )
        self.pending.append(head)

    def object(self, joined: Joined, kind: str) -> None:
        draft = Draft(self.at, hint=kind, last=self.at, closed=True, page=self.folio)
        self.add(draft, joined, "body")
        self.page.drafts.append(draft)

    def paragraph(self, block: Block, start: int, end: int) -> None:
        joined = join_lines(self.raw, block.lines)
        self.count("wraps joined", joined.wraps)
        self.count("spaces removed", joined.spaces)
        lead = find_lead(joined.text)
        kind = "" if lead else block_class(joined.text)
        if kind == "weather" and self.pending:  # under a headline it is an article
            kind = ""
        if kind == "boilerplate" or (self.section and not lead and not self.pending):
            self.boilerplate(block, start, end)
            return
        if kind:
            self.object(joined, kind)
            return
        if self.jump_from:
            self.open(lead)
        elif self.goes_on(joined, lead, block):
            draft = self.current
            if draft.paragraphs and self.is_open(draft.paragraphs[-1]):
                self.free(self.pending)
                self.extend(draft, joined)
                return
            for head in self.pending:
                draft.paragraphs.append(Paragraph(head.text, head.runs, "subhead", head))
                head.role = "subhead"
            self.page.heads += self.pending
            self.pending = []
        else:
            self.open(lead)
        self.body(self.current, joined, lead)

    def goes_on(self, joined: Joined, lead: int, block: Block) -> bool:
        """True when the paragraph belongs to the open article."""
        draft = self.current
        if (
            draft is None
            or lead
            or draft.closed
            or self.byline
            or self.meta
            or any(h.line.mark for h in self.pending)
        ):
            return False
        if not draft.paragraphs:  # the lead formula stood on a line of its own
            return True
        last = draft.paragraphs[-1]
        if self.is_open(last):
            return True
        if self.new_page:
            return False
        if not self.pending:
            return True
        if block.kind == "salute":
            return False
        return not self.borders.get(self.at, False)

    def is_open(self, last: Paragraph) -> bool:
        """True when the paragraph stops in mid-sentence; one that was a line of its own only where
        a picture or a page's end stands between.
        """
        return is_cut(last) and (not last.whole or self.blocks[self.at - 1].kind in INTERRUPTS)

    def open(self, lead: int) -> None:
        draft = Draft(self.at, lead=bool(lead), page=self.folio)
        first = len(self.pending)
        while first and f.ENUM.match(self.pending[first - 1].text):
            first -= 1
        if first == 2 and f.ROUNDUP.search(self.pending[0].text) and self.has_subheads():
            first = 1
            self.pending[0].over_roundup = True
        for head in self.pending[first:]:
            head.role = "subhead"
            draft.paragraphs.append(Paragraph(head.text, head.runs, "subhead", head))
        draft.heads = self.pending[:first]
        if self.jump_from:
            self.subheads_of_rest(draft)
        if self.jump_from and draft.heads:
            last = draft.heads[-1]
            last.before_rest = last.at >= self.jump_at - 1 and len(last.text) > 6
        self.free(self.pending)
        for entry in self.byline:
            draft.bylines.append(entry[0])
            draft.owned.append((entry[1], entry[2], "byline"))
        for entry in self.meta:
            draft.dateline = tidy(f"{draft.dateline} {entry[0]}")
            draft.owned.append((entry[1], entry[2], "byline"))
            if (author := AUTHOR.search(entry[0])) and parse_byline(author["who"]):
                draft.bylines.append(author["who"])
        draft.jumped_from = draft.waits_from = self.jump_from
        draft.mark_at = self.jump_at if self.jump_from else -1
        draft.owned += self.jump_spans
        self.byline, self.meta, self.jump_from, self.jump_spans = [], [], "", []
        self.new_page = self.section = self.glossary = False
        self.boiler = None
        self.page.drafts.append(draft)
        self.current = draft

    def has_subheads(self) -> bool:
        """True when the next lone lines that text stands under are subheads of this article."""
        later = [at for at in self.borders if at > self.at]
        return bool(later) and not self.borders[min(later)]

    def subheads_of_rest(self, draft: Draft) -> None:
        """Between a headline before （上接…） and the text, what is no headline of this page is a
        subhead.
        """
        before = [h for h in draft.heads if h.at < self.jump_at]
        after = [h for h in draft.heads if h.at > self.jump_at]
        for head in after[:1]:
            head.beside_mark = True
        if not after or (not before and len(after) == 1):
            return
        own = after[0].line.start
        known = [text for start, text in self.titles if start != own]
        titled = any(cover(after[0].text, text) > 0.7 for text in known)
        draft.heads = [*before, *after[:1]] if titled else before
        for head in after[titled:]:
            head.role = "subhead"
            draft.paragraphs.append(Paragraph(head.text, head.runs, "subhead", head))

    def free(self, heads: list[Head]) -> None:
        self.page.heads += heads
        self.pending = []

    def body(self, draft: Draft, joined: Joined, lead: int) -> None:
        """Add a paragraph without its lead formula and without a credit at its end."""
        text = joined.text
        stop = len(text)
        if lead:
            self.take_byline(draft, joined, 0, lead)
        credit = f.TAIL_CREDIT.search(text, lead)
        if credit:
            stop = credit.start()
            self.take_byline(draft, joined, stop, len(text))
            draft.closed = True
        while lead < stop and text[lead].isspace():
            lead += 1
        while stop > lead and text[stop - 1].isspace():
            stop -= 1
        if stop > lead:
            single = self.blocks[self.at].single
            draft.paragraphs.append(
                Paragraph(text[lead:stop], cut_runs(joined.runs, lead, stop), whole=single)
            )
        draft.last = self.at

    def take_byline(self, draft: Draft, joined: Joined, a: int, b: int) -> None:
        start, end = raw_at(joined.runs, a), raw_at(joined.runs, b - 1) + 1
        lines = re.split(r"[\r\n\f\v]+", self.raw[start:end])
        whole = lines[0]
        for line in lines[
            1:
        ]:  # a space at a line's start parts two names, not the characters of one
            two = (
                line[:1].isspace() and HAN_PAIR_END.search(whole) and HAN_PAIR.match(line.lstrip())
            )
            whole += (" " if two else "") + line.lstrip()
        draft.bylines.append(tidy(whole))
        draft.owned.append((start, end, "byline"))

    def extend(self, draft: Draft, joined: Joined) -> None:
        """Go on with a paragraph that a column, a picture or a page cut in two."""
        last = draft.paragraphs[-1]
        at = len(last.text)
        last.text += joined.text
        last.runs += [(start + at, raw, n, no) for start, raw, n, no in joined.runs]
        credit = f.TAIL_CREDIT.search(last.text)
        if credit:
            whole = Joined(last.text, last.runs, 0, 0)
            draft.paragraphs.pop()
            self.body(draft, whole, 0)
        draft.last = self.at
        self.count("paragraphs joined over a break", 1)

    def add(self, draft: Draft, joined: Joined, role: str) -> None:
        draft.paragraphs.append(Paragraph(joined.text, joined.runs, role))

    def count(self, what: str, n: int) -> None:
        if n:
            self.page.counts[what] = self.page.counts.get(what, 0) + n

    def finish(self) -> None:
        """What waits at the end of the page: heads after the last body, bylines and marks without
        one.
        """
        if self.boiler is not None and self.boiler.last > (
            self.current.last if self.current else -1
        ):
            for head in self.pending:
                head.after_site = True
        last = self.current
        if last is not None and last.paragraphs and not last.bylines and not last.waits_to:
            for text, start, end in self.byline:  # below the pictures of the last article
                last.bylines.append(text)
                last.owned.append((start, end, "byline"))
            self.byline = []
        self.free(self.pending)
        self.page.loose += [(a, b, "byline") for _, a, b in self.byline + self.meta]
        self.page.loose += self.jump_spans
