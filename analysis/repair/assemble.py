"""Blocks of a page to drafts of articles: where an article starts, goes on, and ends.

`step` takes the state and the next block and gives the state after it. A headline that stands
before, between or after is left as a free head here; `headlines` finds its article.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

from analysis.chinese.han import HAN
from analysis.describe.dates import FULL
from analysis.describe.reporters import parse_byline
from analysis.read import formulas as f
from analysis.read.layout import is_terminal
from analysis.read.line_kinds import cover, find_credit
from analysis.repair.borders import find_borders
from analysis.repair.bylines import Bylines, find_bylines, stays, weigh_byline
from analysis.repair.drafts import (
    Credit,
    Draft,
    Head,
    Page,
    Paragraph,
    block_class,
    is_cut,
    page_name,
    tidy,
)
from analysis.repair.line_roles import Block
from analysis.repair.unwrap import cut_runs, raw_at

HAN_PAIR, HAN_PAIR_END = re.compile(f"[{HAN}]{{2}}"), re.compile(f"[{HAN}]{{2}}$")
SAID = 0.6  # share of a line's pairs that the text says, as it says its headline
AUTHOR = re.compile(r"作者\s*[:：]\s*(?P<who>[^:：]{2,20}?)(?=\s*(?:[^\s:：]{2,6}[:：]|$))")
INTERRUPTS = ("caption", "page", "furniture", "jump_from", "jump_to")
BOILER_SECTION = re.compile(r"声明|名词|推荐|相关|热门|排行|猜你喜欢|爆料|新闻$")
FOLIO = re.compile(rf"[A-Za-z]?\d{{1,3}}|[{f.NUMBER}]{{1,3}}(?=\s*版)")


class Plan(NamedTuple):
    """What is known of a whole page before its articles are put together; `settled`: its file says
    what every line is, and only `borders` part its articles.
    """

    raw: str
    blocks: list[Block]
    gap: int
    borders: Mapping[int, bool]
    bylines: Bylines
    titles: list[tuple[int, str]]
    settled: bool = False


class State(NamedTuple):
    """Where the reading of a page stands: what waits for its article, and the article that is open.

    Drafts that began are in `page` and grow there; all else is replaced from step to step.
    """

    plan: Plan
    page: Page
    at: int = -1  # number of the block
    current: Draft | None = None
    pending: tuple[Head, ...] = ()
    byline: tuple[Credit, ...] = ()
    meta: tuple[Credit, ...] = ()
    boiler: Draft | None = None
    section: bool = False  # what follows is a site's own until a lead or a headline
    glossary: bool = False  # the rest of a report explains its words
    folio: str = ""
    new_page: bool = False
    jump_from: str = ""
    jump_at: int = -1
    jump_spans: tuple[tuple[int, int, str], ...] = ()
    group: int = 0


def make_plan(raw: str, blocks: list[Block], gap: int, borders: Mapping[int, bool] | None) -> Plan:
    """What the blocks say of the page; `borders` where its file tells where articles begin."""
    if borders is not None:
        return Plan(raw, blocks, gap, borders, Bylines(), [], settled=True)
    heads = [(a.start, a.text) for a in blocks if a.kind == "head"]
    heads += [  # one title may stand on two lines
        (a.start, a.text + b.text)
        for a, b in pairwise(blocks)
        if a.kind == b.kind == "head" and b.gap <= gap
    ]
    return Plan(raw, blocks, gap, find_borders(blocks, gap), find_bylines(blocks), heads)


def assemble(
    raw: str, blocks: list[Block], gap: int, borders: Mapping[int, bool] | None = None
) -> Page:
    """The drafts, free heads and loose segments of a page.

    borders : by block number, True where an article begins, where the file tells it; else they are
        weighed.
    """
    plan = make_plan(raw, blocks, gap, borders)
    return finish(reduce(step, blocks, State(plan, Page())))


def step(state: State, block: Block) -> State:
    """The state after a block.

    >>> from analysis.repair.line_roles import find_blocks
    >>> from analysis.repair.lines import read_lines
    >>> blocks = find_blocks(read_lines("区委召开会议\\n本报讯（记者 甲）昨日，区委召开会议。\\n"))
    >>> start = State(make_plan("", blocks, 0, {1: True}), Page())
    >>> [head.text for head in step(start, blocks[0]).pending], start.pending
    (['区委召开会议'], ())
    """
    return STEPS[block.kind](state._replace(at=state.at + 1), block)


# --- the page's own formulas ---
def pass_by(state: State, block: Block) -> State:
    role = "boilerplate" if block.kind == "site" else "furniture"
    state.page.loose.append((block.start, block.end, role))
    return state


def take_caption(state: State, block: Block) -> State:
    return set_apart(state, block, "photo-caption")


def set_apart(state: State, block: Block, kind: str) -> State:
    draft = Draft(state.at, hint=kind, last=state.at, closed=True, page=state.folio)
    draft.paragraphs.append(Paragraph(block.text, block.runs))
    state.page.drafts.append(draft)
    return state


def turn_page(state: State, block: Block) -> State:
    pass_by(state, block)
    found = FOLIO.search(block.text)
    return state._replace(folio=page_name(found.group()) if found else "", new_page=True)


def take_meta(state: State, block: Block) -> State:
    entry = Credit(tidy(state.plan.raw[block.start : block.end]), block.start, block.end)
    heads = state.pending
    # an author's name may stand between title and date line; a report's speaker is not one
    named = len(heads) > 1 and f.BARE_NAME.match(heads[-1].text)
    if named and not f.REPORT_DATE.match(heads[-2].text):
        name = Credit(heads[-1].text, *heads[-1].span)
        state = state._replace(pending=heads[:-1], byline=(*state.byline, name))
    draft = state.current
    if draft is not None and not state.pending and draft.paragraphs:
        draft.owned.append((block.start, block.end, "byline"))
        draft.dateline = tidy(f"{draft.dateline} {entry.text}")
        return state
    return state._replace(meta=(*state.meta, entry))


def take_byline_line(state: State, block: Block) -> State:
    entry = Credit(tidy(state.plan.raw[block.start : block.end]), block.start, block.end)
    draft = None if state.pending or state.byline else state.current
    if draft is not None and opens(state, draft, block):
        return state._replace(byline=(*state.byline, entry))
    if draft is not None and (draft.bylines if draft.closed else draft.paragraphs):
        note = len(draft.paragraphs) == 1 and f.EDITORS_NOTE.match(draft.paragraphs[0].text)
        draft.closed = draft.closed or (not note and is_terminal(draft.paragraphs[-1].text))
        draft.bylines.append(entry.text)
        draft.owned.append((block.start, block.end, "byline"))
        return state
    state = set_pictures_apart(state)
    if state.pending and stays(state.plan.blocks, state.at):
        state.pending[-1].bylines.append(entry)
        return state._replace(group=state.group + 1)
    return state._replace(byline=(*state.byline, entry))


def opens(state: State, before: Draft, block: Block) -> bool:
    """True when a byline is of the text after it, not of the article `before`; a doubt is noted."""
    plan = state.plan
    if state.at not in plan.bylines.between:
        return False
    named = any(map(parse_byline, before.bylines))
    jumped = bool(before.jumped_to) or state.new_page
    score, doubtful = weigh_byline(plan.blocks, plan.bylines, state.at, named=named, jumped=jumped)
    if doubtful:
        state.page.doubts.append((block.no, block.text))
    return score > 0


def set_pictures_apart(state: State) -> State:
    """Several lines between a web page's date line and its byline, with the title above both, are
    pictures' titles.
    """
    date = state.meta[0].start if state.meta else -1
    pictures = [h for h in state.pending if h.block.start > date >= 0]
    if not 1 < len(pictures) < len(state.pending):
        return state
    for head in pictures:
        set_apart(state._replace(at=head.at), head.block, "photo-caption")
    return state._replace(pending=tuple(h for h in state.pending if h not in pictures))


def take_boilerplate(state: State, block: Block) -> State:
    boiler, draft, pending = state.boiler, state.current, state.pending
    if boiler is None:
        boiler = Draft(state.at, hint="boilerplate", last=state.at)
        state.page.drafts.append(boiler)
    if pending and f.SITE_HEAD.search(block.text):
        # what stands over a site's trail is its menu, but for what the text below says again
        after = next((b.text for b in state.plan.blocks[state.at :] if b.kind == "para"), "")
        menu = [head for head in pending if cover(head.text, after[:250]) < SAID]
        boiler.paragraphs += [Paragraph(head.text, head.block.runs) for head in menu]
        pending = tuple(head for head in pending if head not in menu)
    boiler.paragraphs.append(Paragraph(block.text, block.runs))
    boiler.last = state.at
    has_text = draft is not None and bool(draft.paragraphs)
    glossary = state.glossary or (has_text and block.text.find("名词") in (0, 2, 3))
    section = glossary or (has_text and bool(BOILER_SECTION.search(block.text)))
    if has_text and is_terminal(draft.paragraphs[-1].text):
        draft.closed = True
    return state._replace(boiler=boiler, pending=pending, glossary=glossary, section=section)


def leave(state: State, block: Block) -> State:
    draft = state.current
    if draft is None or draft.hint:
        state.page.loose.append((block.start, block.end, "jump"))
        return state
    draft.jumped_to = draft.waits_to = page_name(block.text) or "?"
    draft.owned.append((block.start, block.end, "jump"))
    draft.closed = True
    return state


def arrive(state: State, block: Block) -> State:
    return state._replace(
        jump_from=page_name(block.text) or "?",
        jump_spans=(*state.jump_spans, (block.start, block.end, "jump")),
        jump_at=state.at,
        group=state.group + 1,
    )


# --- text ---
def take_head(state: State, block: Block) -> State:
    plan = state.plan
    kind = "" if plan.settled else block_class(block.text)
    # 甲主持会议 | 乙发言 | : under pictures that stand side by side
    if kind or (block.text.endswith(("|", "｜")) and not plan.settled):
        return set_apart(state, block, kind or "photo-caption")
    group = state.group if state.pending else state.group + 1
    head = Head(block, state.at, group, block.gap > plan.gap)
    return state._replace(pending=(*state.pending, head), group=group)


def take_subhead(state: State, block: Block) -> State:
    state = state if state.current and not is_border(state) else open_draft(state, False)
    state.current.paragraphs.append(Paragraph(block.text, block.runs, "subhead"))
    return state


def is_border(state: State) -> bool:
    return state.plan.borders.get(state.at, False)


def take_paragraph(state: State, block: Block) -> State:
    plan, draft = state.plan, state.current
    count(state, "wraps joined", block.wraps)
    count(state, "spaces removed", block.spaces)
    if plan.settled:  # a lead opens an article, and the file says where one begins
        body = draft is not None and any(p.role == "body" for p in draft.paragraphs)
        fresh = draft is None or is_border(state)
        block = block._replace(lead=0 if body and not fresh else block.lead)
        state = open_draft(state, bool(block.lead)) if fresh else state
        add_body(state, state.current, block)
        return state
    kind = "" if block.lead else block_class(block.text)
    if kind == "weather" and state.pending:  # under a headline it is an article
        kind = ""
    if kind == "boilerplate" or (state.section and not block.lead and not state.pending):
        return take_boilerplate(state, block)
    if kind:
        return set_apart(state, block, kind)
    if state.jump_from or not goes_on(state, block):
        state = open_draft(state, bool(block.lead))
    elif draft.paragraphs and is_open(state, draft.paragraphs[-1]):
        extend(state, draft, block)
        return free(state)
    else:
        draft.paragraphs += as_subheads(state.pending)
        state = free(state)
    add_body(state, state.current, block)
    return state


def goes_on(state: State, block: Block) -> bool:
    """True when the paragraph belongs to the open article."""
    draft = state.current
    if draft is None or block.lead or draft.closed or state.byline or state.meta:
        return False
    if any(h.block.mark for h in state.pending):
        return False
    if not draft.paragraphs:  # the lead formula stood on a line of its own
        return True
    if is_open(state, draft.paragraphs[-1]):
        return True
    if state.new_page:
        return False
    if not state.pending:
        return True
    return block.kind != "salute" and not is_border(state)


def is_open(state: State, last: Paragraph) -> bool:
    """True when the paragraph stops in mid-sentence; one that was a line of its own only where a
    picture or a page's end stands between.
    """
    interrupted = state.plan.blocks[state.at - 1].kind in INTERRUPTS
    return is_cut(last) and (not last.whole or interrupted)


def as_subheads(heads: Iterable[Head]) -> list[Paragraph]:
    """The heads as lines of an article's text."""
    made = []
    for head in heads:
        head.role = "subhead"
        made.append(Paragraph(head.text, head.block.runs, "subhead", head))
    return made


def open_draft(state: State, lead: bool) -> State:
    """The state with an article begun that has all that waited for it."""
    draft = Draft(state.at, lead=lead, page=state.folio)
    pending = state.pending
    first = len(pending)
    while first and f.ENUM.match(pending[first - 1].text) and not state.plan.settled:
        first -= 1
    if first == 2 and f.ROUNDUP.search(pending[0].text) and has_subheads(state):
        first = 1
        pending[0].over_roundup = True
    draft.paragraphs += as_subheads(pending[first:])
    draft.heads = list(pending[:first])
    if state.jump_from:
        set_subheads_of_rest(state, draft)
        if draft.heads:
            last = draft.heads[-1]
            last.before_rest = last.at >= state.jump_at - 1 and len(last.text) > 6
        draft.mark_at = state.jump_at
    for entry in state.byline:
        draft.bylines.append(entry.text)
    for entry in state.meta:
        draft.dateline = tidy(f"{draft.dateline} {entry.text}")
        draft.bylines += names_beside(entry.text, state.plan.settled)
    draft.owned += [(e.start, e.end, "byline") for e in (*state.byline, *state.meta)]
    draft.owned += state.jump_spans
    draft.jumped_from = draft.waits_from = state.jump_from
    state.page.drafts.append(draft)
    return free(state)._replace(
        current=draft,
        byline=(),
        meta=(),
        boiler=None,
        section=False,
        glossary=False,
        new_page=False,
        jump_from="",
        jump_spans=(),
    )


def names_beside(line: str, settled: bool) -> list[str]:
    """The words of a dateline that name who wrote it."""
    if not settled:
        author = AUTHOR.search(line)
        return [author["who"]] if author and parse_byline(author["who"]) else []
    pieces = f.NO_NAME.split(FULL.sub("|", line))
    return [tidy(piece) for piece in pieces if parse_byline(piece)]


def has_subheads(state: State) -> bool:
    """True when the next lone lines that text stands under are subheads of this article."""
    later = [at for at in state.plan.borders if at > state.at]
    return bool(later) and not state.plan.borders[min(later)]


def set_subheads_of_rest(state: State, draft: Draft) -> None:
    """Between a headline before （上接…） and the text, what is no headline of this page is a
    subhead.
    """
    before = [h for h in draft.heads if h.at < state.jump_at]
    after = [h for h in draft.heads if h.at > state.jump_at]
    for head in after[:1]:
        head.beside_mark = True
    if not after or (not before and len(after) == 1):
        return
    own = after[0].block.start
    titled = any(cover(after[0].text, t) > 0.7 for at, t in state.plan.titles if at != own)
    draft.heads = [*before, *after[:1]] if titled else before
    draft.paragraphs += as_subheads(after[titled:])


def free(state: State) -> State:
    """The state with all waiting heads free."""
    state.page.heads += state.pending
    return state._replace(pending=())


def add_body(state: State, draft: Draft, block: Block) -> None:
    """Add a paragraph without its lead formula and without a credit at its end."""
    text, start, stop = block.text, block.lead, len(block.text)
    if start:
        take_byline(state, draft, block, 0, start)
    if block.credit >= start:
        stop = block.credit
        take_byline(state, draft, block, stop, len(text))
        draft.closed = True
    start += len(text[start:stop]) - len(text[start:stop].lstrip())
    stop = start + len(text[start:stop].rstrip())
    if stop > start:
        runs = cut_runs(block.runs, start, stop)
        draft.paragraphs.append(Paragraph(text[start:stop], runs, whole=block.single))
    draft.last = state.at


def take_byline(state: State, draft: Draft, block: Block, a: int, b: int) -> None:
    """Give the draft the byline text[a:b], as printed."""
    start, end = raw_at(block.runs, a), raw_at(block.runs, b - 1) + 1
    lines = re.split(r"[\r\n\f\v]+", state.plan.raw[start:end])
    whole = lines[0]
    for line in lines[1:]:
        # a space at a line's start parts two names, not the characters of one
        two = line[:1].isspace() and HAN_PAIR_END.search(whole) and HAN_PAIR.match(line.lstrip())
        whole += (" " if two else "") + line.lstrip()
    draft.bylines.append(tidy(whole))
    draft.owned.append((start, end, "byline"))


def extend(state: State, draft: Draft, block: Block) -> None:
    """Go on with a paragraph that a column, a picture or a page cut in two."""
    last = draft.paragraphs[-1]
    at = len(last.text)
    last.text += block.text
    last.runs += [(start + at, raw, n, no) for start, raw, n, no in block.runs]
    credit = find_credit(last.text)
    if credit >= 0:
        draft.paragraphs.pop()
        whole = block._replace(text=last.text, runs=last.runs, lead=0, credit=credit)
        add_body(state, draft, whole)
    draft.last = state.at
    count(state, "paragraphs joined over a break", 1)


def count(state: State, what: str, n: int) -> None:
    if n:
        state.page.counts[what] = state.page.counts.get(what, 0) + n


STEPS: dict[str, Callable[[State, Block], State]] = {
    "para": take_paragraph,
    "salute": take_paragraph,
    "head": take_head,
    "subhead": take_subhead,
    "byline": take_byline_line,
    "meta": take_meta,
    "boilerplate": take_boilerplate,
    "page": turn_page,
    "furniture": pass_by,
    "markup": pass_by,
    "contents": pass_by,
    "site": pass_by,
    "caption": take_caption,
    "jump_to": leave,
    "jump_from": arrive,
}


def finish(state: State) -> Page:
    """The page; what waits at its end is freed: heads after the last body, bylines and marks
    without one.
    """
    page, last = state.page, state.current
    if state.boiler is not None and state.boiler.last > (last.last if last else -1):
        for head in state.pending:
            head.after_site = True
    byline = state.byline
    if last is not None and last.paragraphs and not last.bylines and not last.waits_to:
        for entry in byline:  # below the pictures of the last article
            last.bylines.append(entry.text)
            last.owned.append((entry.start, entry.end, "byline"))
        byline = ()
    free(state)
    page.loose += [(entry.start, entry.end, "byline") for entry in (*byline, *state.meta)]
    page.loose += state.jump_spans
    return page
