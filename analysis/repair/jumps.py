"""Articles that jump (下转第2版 … 上接第1版): which rest belongs to which beginning, in one file or
over several.

An assignment again: the repeated headline, the pages named on both sides, the seam of the sentence,
the words shared.
"""

from math import log
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from analysis.read.formulas import DATED, ENUM
from analysis.read.layout import is_terminal
from analysis.read.line_kinds import cover, pairs
from analysis.repair.drafts import Draft, Paragraph

ACCEPT = 1.0
NEAR = 40  # files between the halves of an article, where no day tells which pages are one issue
# further evidence wanted for each e-fold of beginnings elsewhere that a rest could belong to
CROWD = 0.9
SAME_TITLE = 0.65  # share of a repeated or shortened headline that must be in the first one


class Stub(NamedTuple):
    """One side of a jump (`way`: to, from), its page and target, day and number of the file."""

    doc_id: str
    way: str
    title: str
    kicker: str
    page: str
    target: str
    text: str
    title_after: bool = False  # a rest's headline that stands after the mark may be a subhead
    day: str = ""
    seen: int = 0


def join_score(head: Stub, tail: Stub, shared: float = 0.0) -> float:
    """Evidence that `tail` is the rest of `head`, taken above 1; `shared`: share of its words."""
    score = 4.0 * shared + (1.0 if head.doc_id == tail.doc_id else 0.0)
    if tail.title and head.title:
        same = title_match(head, tail)
        score += 3.5 * same if same > SAME_TITLE else 0.0 if tail.title_after else -2.5
    elif tail.title:
        score += title_in_text(head, tail)
    score += (
        0.4 if head.doc_id != tail.doc_id and same_start(head.doc_id, tail.doc_id) >= 0.75 else 0.0
    )
    for here, there in ((head.page, tail.target), (tail.page, head.target)):
        if here and there:
            score += 1.2 if here == there else -1.5
    score += seam_score(head.text, tail.text)
    return score


def contradicts(head: Stub, tail: Stub) -> bool:
    """True when printed headlines or pages say that the rest is another article's."""
    titled = bool(head.title and tail.title) and not tail.title_after
    other_pages = any(
        a and b and a != b for a, b in ((head.page, tail.target), (tail.page, head.target))
    )
    if tail.title_after and tail.title and cover(tail.title, head.title + head.text[:4000]) < 0.2:
        return True
    if other_pages or (titled and title_match(head, tail) <= SAME_TITLE):
        return True
    return bool(tail.title) and not head.title and title_in_text(head, tail) < 0


def same_start(a: str, b: str) -> float:
    """Share of the longer name that both start with: pages of one issue are named alike.

    >>> same_start("2025-05-27_01", "2025-05-27_02") > 0.9
    True
    """
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    return n / max(len(a), len(b), 1)


def title_match(head: Stub, tail: Stub) -> float:
    """How far the two headlines are the same, whole or shortened: 0 to 1."""
    return max(
        cover(tail.title, head.title + head.kicker),
        0.9 * cover(head.title, tail.title + tail.kicker),
    )


def title_in_text(head: Stub, tail: Stub) -> float:
    """Evidence where only the rest has a headline: what a headline says is in the lead."""
    same, own = cover(tail.title, head.text[:400]), cover(tail.title, tail.text[:400])
    return (
        1.5 if same > 0.5 else -2.0 if same < min(0.35, 0.5 * own) and not tail.title_after else 0.0
    )


def seam_score(before: str, after: str) -> float:
    """Evidence from the two edges: a broken sentence wants a rest, a whole one a new paragraph.

    >>> seam_score("全面推进政协各", "项建设。") > seam_score("全面推进政协各", "一、回顾")
    True
    """
    if not before or not after:
        return 0.0
    starts = bool(ENUM.match(after) or DATED.match(after))
    if not is_terminal(before):
        return -1.0 if starts else 0.8
    return 0.3


def one_issue(head: Stub, tail: Stub) -> bool:
    """Whether two can be pages of one issue: of one day or, unknown, of files near by."""
    return head.day == tail.day if head.day and tail.day else abs(head.seen - tail.seen) <= NEAR


def match_jumps(heads: list[Stub], tails: list[Stub]) -> list[tuple[int, int]]:
    """Pairs (head number, tail number) that belong together."""
    if not heads or not tails:
        return []
    said = [pairs(head.text[:4000]) for head in heads]
    table = np.full((len(heads), len(tails)), -ACCEPT)
    for c, tail in enumerate(tails):
        rest = pairs(tail.text[:1500])
        able = [r for r, head in enumerate(heads) if one_issue(head, tail)]
        alike = {
            r: same_start(heads[r].doc_id, tail.doc_id)
            for r in able
            if heads[r].doc_id != tail.doc_id
        }
        for r in able:
            rivals = sum(other >= alike[r] for other in alike.values()) if r in alike else 1
            shared = len(rest & said[r]) / max(len(rest), 1)
            table[r, c] = join_score(heads[r], tail, shared) - ACCEPT - CROWD * log(rivals)
    if table.size == 1 and one_issue(heads[0], tails[0]) and not contradicts(heads[0], tails[0]):
        table += 1.0  # one open end and one rest: they belong together
    table = np.concatenate([table, np.zeros((len(heads), len(heads)))], axis=1)
    rows, columns = linear_sum_assignment(table, maximize=True)
    return [
        (int(r), int(c))
        for r, c in zip(rows, columns, strict=True)
        if c < len(tails) and table[r, c] > 0
    ]


def stub(doc_id: str, draft: Draft, way: str, day: str = "", seen: int = 0) -> Stub:
    """What a draft shows of itself on one side of its jump."""
    target = draft.waits_to if way == "to" else draft.waits_from
    title = (draft.title, draft.kicker, draft.page)
    return Stub(doc_id, way, *title, target, draft.text, draft.title_after, day, seen)


def settle_title(head: Draft, tail: Draft) -> None:
    """A rest's own headline becomes a subhead; a subhead that is the article's, its headline."""
    top = tail.paragraphs[0] if tail.paragraphs else None
    if (
        top is not None
        and top.role == "subhead"
        and top.head is not None
        and head.title == top.text
    ):
        tail.paragraphs, tail.heads = tail.paragraphs[1:], [top.head]
        tail.owned.append((*top.head.span, "headline"))
        return
    ours, theirs = stub("", head, "to"), stub("", tail, "from")
    if not head.title and tail.title and title_in_text(ours, theirs) >= 0 and not is_subhead(tail):
        head.kicker, head.title, head.subtitle = (
            tail.kicker,
            tail.title,
            tail.subtitle,
        )  # printed only there
    elif tail.title_after and title_match(ours, theirs) <= SAME_TITLE:
        spans = {h.span for h in tail.heads}
        tail.owned = [span for span in tail.owned if span[:2] not in spans]
        tail.paragraphs = [
            Paragraph(h.text, h.block.runs, "subhead") for h in tail.heads
        ] + tail.paragraphs
        tail.heads = []


def is_subhead(tail: Draft) -> bool:
    """True when the line after （上接…） is short and stands after the mark."""
    return tail.title_after and len(tail.title) <= 10
