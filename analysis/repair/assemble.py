"""Blocks of a page to drafts of articles: where an article starts, goes on, and ends.

`step` takes the state and the next block and gives the state after it. A headline that stands
before, between or after is left as a free head here; `headlines` finds its article.
"""

import re
from collections.abc import Iterable, Mapping
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

from analysis.describe.reporters import find_credit, parse_byline
from analysis.read import formulas as f
from analysis.read.layout import is_terminal
from analysis.read.line_kinds import cover, without_label
from analysis.repair import drafts as d
from analysis.repair.borders import find_borders
from analysis.repair.bylines import Bylines, find_bylines, stays, weigh_byline
from analysis.repair.line_roles import Block, block_after
from analysis.repair.unwrap import cut_runs, raw_at

MOST_SHOWN = 40  # characters of what a caption says
SAID = 0.6  # share of a line's pairs that the text says, as it says its headline
TOLD = 0.4  # the same, of a headline that another article's text does not say
INTERRUPTS = ("caption", "page", "furniture", "jump_from", "jump_to")


class Plan(NamedTuple):
    """What is known of a page at first; `settled`: its file says what every line is."""

    raw: str
    blocks: list[Block]
    gap: int
    borders: Mapping[int, bool]
    bylines: Bylines
    settled: bool


class State(NamedTuple):
    """What waits for its article, and the open one; drafts grow in `page`, else all is replaced."""

    plan: Plan
    page: d.Page
    at: int = -1  # number of the block
    folio: str = ""
    group: int = 0
    jump_at: int = -1
    current: d.Draft | None = None
    pending: tuple[d.Head, ...] = ()
    byline: tuple[d.Credit, ...] = ()
    meta: tuple[d.Credit, ...] = ()
    boiler: d.Draft | None = None
    section: bool = False  # what follows is a site's own until a lead or a headline
    glossary: bool = False  # the rest of a report explains its words
    after_site: bool = False  # a site's own line came last
    new_page: bool = False
    jump_from: str = ""
    jump_spans: tuple[tuple[int, int, str], ...] = ()


def make_plan(raw: str, blocks: list[Block], gap: int, borders: Mapping[int, bool] | None) -> Plan:
    """What the blocks say of the page; `borders` where its file tells where articles begin."""
    if borders is not None:
        return Plan(raw, blocks, gap, borders, Bylines(), settled=True)
    return Plan(raw, blocks, gap, find_borders(blocks, gap), find_bylines(blocks), settled=False)


def assemble(
    raw: str, blocks: list[Block], gap: int, borders: Mapping[int, bool] | None = None
) -> d.Page:
    """The drafts, free heads and loose segments of a page; `borders`: see `make_plan`."""
    plan = make_plan(raw, blocks, gap, borders)
    return finish(reduce(step, blocks, State(plan, d.Page())))


def step(state: State, block: Block) -> State:
    """The state after a block."""
    return STEPS.get(block.kind, pass_by)(state._replace(at=state.at + 1), block)


# --- the page's own formulas ---
def pass_by(state: State, block: Block) -> State:
    role = "boilerplate" if block.kind == "site" else "furniture"
    state.page.loose.append((block.start, block.end, role))
    return state


def set_apart(state: State, block: Block, kind: str = "photo-caption") -> State:
    own = [d.Paragraph(block.text, block.runs)]
    state.page.drafts.append(d.Draft(state.at, own, hint=kind, page=state.folio))
    return state


def take_caption(state: State, block: Block) -> State:
    text = block._replace(credit=find_credit(block.text))
    own = block.single and ends_article(state, text)
    return take_paragraph(state, text) if own else set_apart(state, block)


def turn_page(state: State, block: Block) -> State:
    found = f.FOLIO_NUMBER.search(block.text)
    folio = d.page_name(found.group()) if found else ""
    return pass_by(state, block)._replace(folio=folio, new_page=True)


def credit_of(state: State, block: Block) -> d.Credit:
    return d.Credit(d.tidy(state.plan.raw[block.start : block.end]), block.start, block.end)


def take_meta(state: State, block: Block) -> State:
    entry, heads, draft = credit_of(state, block), state.pending, state.current
    # an author's name may stand between title and date line; a report's speaker is not one
    named = len(heads) > 1 and f.BARE_NAME.match(heads[-1].text)
    if named and not f.REPORT_DATE.match(heads[-2].text):
        name = d.Credit(heads[-1].text, *heads[-1].span)
        state = state._replace(pending=heads[:-1], byline=(*state.byline, name))
    if draft is not None and not state.pending and draft.paragraphs:
        draft.owned.append((block.start, block.end, "byline"))
        draft.dateline = d.tidy(f"{draft.dateline} {entry.text}")
        return state
    return state._replace(meta=(*state.meta, entry))


def take_byline_line(state: State, block: Block) -> State:
    entry = credit_of(state, block)
    draft = None if state.pending or state.byline else state.current
    if draft is not None and opens(state, draft, block):
        return state._replace(byline=(*state.byline, entry))
    if draft is not None and (draft.bylines if draft.closed else draft.paragraphs):
        note = len(draft.paragraphs) == 1 and f.EDITORS_NOTE.match(draft.paragraphs[0].text)
        draft.closed = draft.closed or (not note and is_terminal(draft.paragraphs[-1].text))
        draft.sign(entry)
        return state
    state = set_pictures_apart(state)
    if state.pending and stays(state.plan.blocks, state.at):
        state.pending[-1].bylines.append(entry)
        return state._replace(group=state.group + 1)
    return state._replace(byline=(*state.byline, entry))


def opens(state: State, before: d.Draft, block: Block) -> bool:
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
    """Lines between a web page's date line and its text, under a title, are pictures'."""
    date = state.meta[0].start if state.meta else -1
    pictures = [h for h in state.pending if h.block.start > date >= 0]
    if not 1 < len(pictures) < len(state.pending):
        return state
    for head in pictures:
        set_apart(state._replace(at=head.at), head.block)
    return state._replace(pending=tuple(h for h in state.pending if h not in pictures))


def take_boilerplate(state: State, block: Block) -> State:
    boiler, draft, pending = state.boiler, state.current, state.pending
    if boiler is None:
        boiler = d.Draft(state.at, hint="boilerplate")
        state.page.drafts.append(boiler)
    if pending and (f.SITE_HEAD.search(block.text) or block.kind == "para"):
        # what stands over a site's trail is its menu, but for what the text below says again
        later = state.plan.blocks[state.at :] if block.kind != "para" else ()
        after = next((b.text for b in later if b.kind == "para"), "")
        menu = [head for head in pending if cover(head.text, after[:250]) < SAID]
        boiler.paragraphs += [d.Paragraph(head.text, head.block.runs) for head in menu]
        pending = tuple(head for head in pending if head not in menu)
    boiler.paragraphs.append(d.Paragraph(block.text, block.runs))
    has_text = draft is not None and bool(draft.paragraphs)
    glossary = state.glossary or (has_text and bool(f.GLOSSARY.match(block.text)))
    section = glossary or (state.section and block.kind == "para")
    section = section or (has_text and bool(f.BOILER_SECTION.search(block.text)))
    if has_text and is_terminal(draft.paragraphs[-1].text):
        draft.closed = True
    more = {"glossary": glossary, "section": section, "after_site": True}
    return state._replace(boiler=boiler, pending=pending, **more)


def leave(state: State, block: Block) -> State:
    draft = state.current
    if draft is None:
        state.page.loose.append((block.start, block.end, "jump"))
        return state
    draft.jumped_to = draft.waits_to = d.page_name(block.text) or "?"
    draft.owned.append((block.start, block.end, "jump"))
    draft.closed = True
    return state


def arrive(state: State, block: Block) -> State:
    spans = (*state.jump_spans, (block.start, block.end, "jump"))
    page = d.page_name(block.text) or "?"
    return state._replace(jump_from=page, jump_spans=spans, jump_at=state.at, group=state.group + 1)


# --- text ---
def take_head(state: State, block: Block) -> State:
    plan = state.plan
    kind = "" if plan.settled else d.block_class(block.text)
    # 甲主持会议 | 乙发言 | : under pictures that stand side by side
    if kind or (block.text.endswith(("|", "｜")) and not plan.settled):
        return set_apart(state, block, kind or "photo-caption")
    group = state.group if state.pending else state.group + 1
    head = d.Head(block, state.at, group, block.gap > plan.gap)
    return state._replace(pending=(*state.pending, head), group=group)


def take_subhead(state: State, block: Block) -> State:
    state = state if state.current and not is_border(state) else open_draft(state)
    state.current.paragraphs.append(d.Paragraph(block.text, block.runs, "subhead"))
    return state


def is_border(state: State) -> bool:
    return state.plan.borders.get(state.at, False)


def take_paragraph(state: State, block: Block) -> State:
    plan, draft = state.plan, state.current
    state.page.counts["wraps joined"] += block.wraps
    state.page.counts["spaces removed"] += block.spaces
    if plan.settled:  # a lead opens an article, and the file says where one begins
        fresh = draft is None or is_border(state)
        if not fresh and any(p.role == "body" for p in draft.paragraphs):
            block = block._replace(lead=0)
        return add_body(open_draft(state) if fresh else state, block)
    kind = "" if block.lead else d.block_class(block.text)
    if kind == "weather" and state.pending:  # under a headline it is an article
        kind = ""
    if kind == "photo-caption" and ends_article(state, block):
        kind = ""
    teaser = block.text.endswith(("...", "……", "…"))  # of an article that stands elsewhere
    own = state.section and (teaser or not (block.lead or state.pending))
    if kind == "boilerplate" or own:
        return take_boilerplate(state, block)
    if kind:
        return set_apart(state, block, kind)
    if state.jump_from or not goes_on(state, block):
        return add_body(open_draft(state), block)
    if draft.paragraphs and is_open(state, draft.paragraphs[-1]):
        return free(extend(state, block))
    draft.paragraphs += as_subheads(state.pending)
    return add_body(free(state), block)


def ends_article(state: State, block: Block) -> bool:
    """True for a last paragraph whose credit names who wrote (王一 摄影报道), not a picture's."""
    written = block.credit >= 0 and f.WRITTEN.search(block.text[block.credit :])
    if not written or block.credit < MOST_SHOWN or f.CAPTION_START.match(block.text):
        return False
    after = block_after(state.plan.blocks, state.at, INTERRUPTS)
    last = after is None or after.kind != "para" or after.lead > 0
    return last and (bool(state.pending) or goes_on(state, block))


def goes_on(state: State, block: Block) -> bool:
    """True when the paragraph belongs to the open article."""
    draft = state.current
    if draft is None or block.lead or draft.closed or state.byline or state.meta:
        return False
    if any(h.block.mark for h in state.pending):
        return False
    # the lead formula stood on a line of its own, or a sentence is not at its end
    if not draft.paragraphs or is_open(state, draft.paragraphs[-1]):
        return True
    if state.new_page or not state.pending:
        return not state.new_page
    return block.kind != "salute" and not is_border(state)


def is_open(state: State, last: d.Paragraph) -> bool:
    """True when a paragraph stops in mid-sentence; of one line only where something interrupts."""
    interrupted = state.plan.blocks[state.at - 1].kind in INTERRUPTS
    return last.is_cut and (not last.whole or interrupted)


def as_subheads(heads: Iterable[d.Head]) -> list[d.Paragraph]:
    """The heads as lines of an article's text."""
    made = []
    for head in heads:
        head.role = "subhead"
        made.append(d.Paragraph(head.text, head.block.runs, "subhead", head))
    return made


def open_draft(state: State) -> State:
    """The state with an article begun that has all that waited for it."""
    state = state if state.plan.settled else set_pictures_apart(state)
    draft, pending = d.Draft(state.at, page=state.folio), state.pending
    first = len(pending)
    while first and f.ENUM.match(pending[first - 1].text) and not state.plan.settled:
        first -= 1
    if first > 1 and f.ROUNDUP.search(pending[0].text) and has_subheads(state):
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
        draft.jumped_from = draft.waits_from = state.jump_from
    draft.bylines += [entry.text for entry in state.byline]
    for entry in state.meta:
        draft.dateline = d.tidy(f"{draft.dateline} {entry.text}")
        draft.bylines += d.names_beside(entry.text, state.plan.settled)
    draft.owned += [(e.start, e.end, "byline") for e in (*state.byline, *state.meta)]
    draft.owned += state.jump_spans
    state.page.drafts.append(draft)
    return State(*free(state)[:6], draft)  # of what waited, only where the page is stays


def has_subheads(state: State) -> bool:
    """True when the next lone lines that text stands under are subheads of this article."""
    later = [at for at in state.plan.borders if at > state.at]
    return bool(later) and not state.plan.borders[min(later)]


def set_subheads_of_rest(state: State, draft: d.Draft) -> None:
    """Between （上接…） and the text, what is no headline of this page is a subhead."""
    before = [h for h in draft.heads if h.at < state.jump_at]
    after = [h for h in draft.heads if h.at > state.jump_at]
    for head in after[:1]:
        head.beside_mark = True
    if not after or (not before and len(after) == 1):
        return
    blocks, gap = state.plan.blocks, state.plan.gap
    text = "".join(b.text for b in blocks[state.at : state.at + 4] if b.kind == "para")
    # the one before the mark may be the headline of the article before, of which its text tells
    own = bool(before) and said_by(after[:1], text) >= TOLD > 2 * said_by(before, text)
    over = state.current.text[:400] if state.current else ""
    titled = (own and said_by(before, over) >= TOLD) or any(
        cover(after[0].text, a.text + b.text * (b.kind == "head" and b.gap <= gap)) > 0.7
        for a, b in pairwise([*blocks, blocks[state.at]])
        if a.kind == "head" and a is not after[0].block
    )
    draft.heads = [*before, *after[:1]] if titled else before
    draft.paragraphs += as_subheads(after[titled:])


def said_by(heads: Iterable[d.Head], text: str) -> float:
    return max(cover(without_label(head.text), text) for head in heads)


def free(state: State) -> State:
    """The state with all waiting heads free."""
    state.page.heads += state.pending
    return state._replace(pending=())


def add_body(state: State, block: Block) -> State:
    """Add a paragraph without its lead formula and without a credit at its end."""
    draft, text, start, stop = state.current, block.text, block.lead, len(block.text)
    if start:
        draft.sign(printed(state, block, 0, start))
    if block.credit >= start:
        stop = block.credit
        draft.sign(printed(state, block, stop, len(text)))
        draft.closed = True
    start += len(text[start:stop]) - len(text[start:stop].lstrip())
    stop = start + len(text[start:stop].rstrip())
    if stop > start:
        runs = cut_runs(block.runs, start, stop)
        draft.paragraphs.append(d.Paragraph(text[start:stop], runs, whole=block.single))
    return state._replace(after_site=False)


def printed(state: State, block: Block, a: int, b: int) -> d.Credit:
    """The byline text[a:b] of a block, as printed."""
    start, end = raw_at(block.runs, a), raw_at(block.runs, b - 1) + 1
    whole, *more = re.split(r"[\r\n\f\v]+", state.plan.raw[start:end])
    for line in more:
        # a space at a line's start parts two names, not the characters of one
        two = f.TWO_NAMES.search(whole + "\n" + line)
        whole += (" " if two else "") + line.lstrip()
    return d.Credit(d.tidy(whole), start, end)


def extend(state: State, block: Block) -> State:
    """Go on with a paragraph that a column, a picture or a page cut in two."""
    draft = state.current
    draft.go_on(block.text, block.runs)
    last = draft.paragraphs[-1]
    credit = find_credit(last.text)
    if credit >= 0:
        draft.paragraphs.pop()
        add_body(state, block._replace(text=last.text, runs=last.runs, lead=0, credit=credit))
    state.page.counts["paragraphs joined over a break"] += 1
    return state._replace(after_site=False)


STEPS = {
    "head": take_head,
    "subhead": take_subhead,
    "para": take_paragraph,
    "salute": take_paragraph,
    "byline": take_byline_line,
    "meta": take_meta,
    "boilerplate": take_boilerplate,
    "page": turn_page,
    "caption": take_caption,
    "jump_to": leave,
    "jump_from": arrive,
}  # all other kinds are furniture


def finish(state: State) -> d.Page:
    """The page; heads after the last text are freed, bylines and marks without one are loose."""
    page, last, byline = state.page, state.current, state.byline
    for head in state.pending if state.after_site else ():
        head.after_site = True
    signed = last is not None and last.paragraphs and not last.waits_to
    alone = state.pending[0] if signed and len(state.pending) == 1 else None
    if alone and f.SIGNED_BY.fullmatch(alone.text):  # 某某发布, with no text below
        last.sign(d.Credit(alone.text, *alone.span))
        state = state._replace(pending=())
    if signed and not last.bylines:
        for entry in byline:  # below the pictures of the last article
            last.sign(entry)
        byline = ()
    free(state)
    page.loose += [(entry.start, entry.end, "byline") for entry in byline]
    page.loose += [(entry.start, entry.end, "furniture") for entry in state.meta]
    page.loose += state.jump_spans
    return page
