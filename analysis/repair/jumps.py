"""Articles that jump (下转第2版 … 上接第1版): which rest belongs to which beginning, in one file or
over several.

An assignment again: the repeated headline, the pages named on both sides, the seam of the sentence,
the words shared.
"""

from itertools import takewhile
from math import log
from typing import NamedTuple

import numpy as np
import scipy

from analysis.read import formulas as f
from analysis.read.layout import is_terminal
from analysis.read.line_kinds import cover, pairs, without_label
from analysis.repair.drafts import Draft, Page, Paragraph

ACCEPT = 1.0
NEAR = 40  # files between the halves of an article, where no day tells which pages are one issue
# further evidence wanted for each e-fold of beginnings elsewhere that a rest could belong to
CROWD = 0.9
SPEAKS = 0.2  # share of a subhead's pairs that its article says
LEAD = 200  # characters of an article that say its headline
SAME_TITLE = 0.65  # share of a repeated or shortened headline that must be in the first one


class Stub(NamedTuple):
    """One side of a jump: its page and target, day and number of the file."""

    doc_id: str
    title: str
    kicker: str
    page: str
    target: str
    text: str
    title_after: bool = False  # a rest's headline that stands after the mark may be a subhead
    day: str = ""
    seen: int = 0


def stub(doc_id: str, draft: Draft, target: str, day: str = "", seen: int = 0) -> Stub:
    """What a draft shows of itself on one side of its jump."""
    title = draft.title, draft.kicker, draft.page
    return Stub(doc_id, *title, target, draft.text, draft.title_after, day, seen)


def join_score(head: Stub, tail: Stub, shared: float = 0.0) -> float:
    """Evidence that `tail` is the rest of `head`, taken above 1; `shared`: share of its words."""
    score = 4.0 * shared + seam_score(head.text, tail.text)
    if head.doc_id == tail.doc_id:
        score += 1.0
    elif same_start(head.doc_id, tail.doc_id) >= 0.75:
        score += 0.4
    return score + sum(printed_evidence(head, tail))


def printed_evidence(head: Stub, tail: Stub) -> list[float]:
    """What printed headlines and pages say, where both sides have them."""
    both = (head.page, tail.target), (tail.page, head.target)
    told = [1.2 if here == there else -1.5 for here, there in both if here and there]
    if tail.title and head.title:
        same = title_match(head, tail)
        told.append(3.5 * same if same > SAME_TITLE else 0.0 if tail.title_after else -2.5)
    elif tail.title:
        told.append(title_in_text(head, tail))
    return told


def contradicts(head: Stub, tail: Stub) -> bool:
    """True when printed headlines or pages say that the rest is another article's."""
    unsaid = tail.title_after and tail.title and not speaks(head, tail.title)
    return bool(unsaid) or min(printed_evidence(head, tail), default=0.0) < 0


def speaks(head: Stub, line: str) -> bool:
    """Whether a line over a rest can be a subhead of the article."""
    return cover(line, head.title + head.text[:4000]) >= SPEAKS


def same_start(a: str, b: str) -> float:
    """Share of the longer name that both start with: pages of one issue are named alike."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
    return same / max(len(a), len(b), 1)


def title_match(head: Stub, tail: Stub) -> float:
    """How far the two headlines are the same, whole, shortened or in two halves: 0 to 1."""
    shortened = 0.9 * cover(head.title, tail.title + tail.kicker)
    half = 0.8 * cover(tail.title, head.text[:LEAD])
    return max(cover(tail.title, head.title + head.kicker), shortened, half)


def title_in_text(head: Stub, tail: Stub) -> float:
    """Evidence where only the rest has a headline: what a headline says is in the lead."""
    titles = tail.title, without_label(tail.title)
    same, own = (max(cover(t, text[:400]) for t in titles) for text in (head.text, tail.text))
    if same > 0.5:
        return 1.5
    return -2.0 if same < min(0.35, 0.5 * own) and not tail.title_after else 0.0


def seam_score(before: str, after: str) -> float:
    """Evidence from the two edges: a broken sentence wants a rest, a whole one a new paragraph."""
    if not before or not after:
        return 0.0
    if is_terminal(before):
        return -2.5 if f.CLOSING_START.match(after) else 0.3
    return -1.0 if f.ENUM.match(after) or f.DATED.match(after) else 0.8


def one_issue(head: Stub, tail: Stub) -> bool:
    """Whether two can be pages of one issue: of one day or, unknown, of files near by."""
    return head.day == tail.day if head.day and tail.day else abs(head.seen - tail.seen) <= NEAR


def match_jumps(heads: list[Stub], tails: list[Stub]) -> list[tuple[int, int]]:
    """Pairs (head number, tail number) that belong together."""
    if not heads or not tails:
        return []
    said = [pairs(head.text[:4000]) for head in heads]
    table = np.zeros((len(heads), len(tails)))  # what each pair gains; a beginning may stay alone
    for c, tail in enumerate(tails):
        rest = pairs(tail.text[:1500])
        able = [r for r, head in enumerate(heads) if one_issue(head, tail)]
        alike = {r: same_start(heads[r].doc_id, tail.doc_id) for r in able}
        own = {r for r in able if heads[r].doc_id == tail.doc_id}
        for r in able:
            rivals = 1 if r in own else sum(alike[k] >= alike[r] for k in able if k not in own)
            shared = len(rest & said[r]) / max(len(rest), 1)
            table[r, c] = join_score(heads[r], tail, shared) - ACCEPT - CROWD * log(rivals)
    one = len(heads) == len(tails) == 1  # one open end and one rest: they belong together
    if one and one_issue(heads[0], tails[0]) and not contradicts(heads[0], tails[0]):
        table[0, 0] += 1.0
    found = scipy.optimize.linear_sum_assignment(np.maximum(table, 0.0), maximize=True)
    pairs_of = zip(*(numbers.tolist() for numbers in found), strict=True)
    return [(r, c) for r, c in pairs_of if table[r, c] > 0]


def join_within(page: Page, doc_id: str) -> int:
    """Join jumps whose two halves stand in one document; returns how many."""
    heads = [d for d in page.drafts if d.waits_to]
    tails = [d for d in page.drafts if d.waits_from]
    # the headline printed again beside （上接…） may have found the beginning before its rest did
    beside = {h.at: h.text for h in page.heads if h.role == "headline" or h.beside_mark}
    begun = [stub(doc_id, d, d.waits_to) for d in heads]
    rests = [stub(doc_id, d, d.waits_from) for d in tails]
    for n, draft in enumerate(tails):
        before, after = (beside.get(draft.mark_at + way, "") for way in (-1, 1))
        if not draft.title:
            subhead = not before and any(speaks(head, after) for head in begun)
            rests[n] = rests[n]._replace(title=before or after, title_after=subhead)
    # a headline over a rest that also stands where no text took it is that of a text without one
    left = {h.text for h in page.heads if h.role != "headline"}
    if spare := next((d.title for d in tails if d.title in left), ""):
        begun = [b if b.title else b._replace(title=spare) for b in begun]
    found = match_jumps(begun, rests)
    links = [(heads[h], tails[t]) for h, t in found if heads[h] is not tails[t]]
    for head, tail in sorted(links, key=lambda link: -link[1].at):  # a rest may itself go on
        head.title = head.title or (spare if tail.title == spare else "")
        append_rest(head, tail)
        page.drafts = [d for d in page.drafts if d is not tail]
    return len(links)


def append_rest(head: Draft, tail: Draft) -> None:
    """Put a rest behind its beginning; a sentence cut by the jump becomes whole."""
    settle_title(head, tail)
    rest = tail.paragraphs
    if head.is_broken and rest and rest[0].role == "body":
        head.go_on(rest[0].text, rest[0].runs)
        rest = rest[1:]
    head.paragraphs += rest
    head.owned += tail.owned
    head.bylines += tail.bylines
    head.waits_to = tail.waits_to


def settle_title(head: Draft, tail: Draft) -> None:
    """A rest's own headline becomes a subhead; a subhead that is the article's, its headline."""
    top = tail.paragraphs[0] if tail.paragraphs else None
    if top and top.role == "subhead" and top.head and head.title == top.text:
        tail.paragraphs, tail.heads = tail.paragraphs[1:], [top.head]
        tail.owned.append((*top.head.span, "headline"))
        return
    ours, theirs = stub("", head, ""), stub("", tail, "")
    short = tail.title_after and len(tail.title) <= 10  # a subhead after the mark
    if not head.title and tail.title and title_in_text(ours, theirs) >= 0 and not short:
        # printed only there
        head.kicker, head.title, head.subtitle = tail.kicker, tail.title, tail.subtitle
    elif tail.title_after and title_match(ours, theirs) <= SAME_TITLE:
        spans = {h.span for h in tail.heads}
        tail.owned = [span for span in tail.owned if tuple(span[:2]) not in spans]
        made = [Paragraph(h.text, h.block.runs, "subhead") for h in tail.heads]
        tail.paragraphs, tail.heads = made + tail.paragraphs, []
