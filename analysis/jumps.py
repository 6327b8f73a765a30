"""Articles that jump (下转第2版 … 上接第1版): which rest belongs to which beginning, in one file or over several.

An assignment again: the repeated headline, the pages named on both sides, the seam of the sentence, the words shared.
"""

from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from .assemble import cover
from .formulas import DATED, ENUM
from .layout import is_terminal
from .roles import pairs

ACCEPT = 1.0


class Stub(NamedTuple):
    """One side of a jump: `way` is to or from; `page` is the page it stands on, "" if not printed."""

    doc_id: str
    way: str
    title: str
    kicker: str
    page: str
    target: str
    text: str


def join_score(head: Stub, tail: Stub) -> float:
    """Evidence that `tail` is the rest of `head`; above 1 it is taken for so."""
    score = 1.0 if head.doc_id == tail.doc_id else 0.0
    if tail.title and head.title:
        same = max(cover(tail.title, head.title + head.kicker), 0.9 * cover(head.title, tail.title + tail.kicker))
        score += 3.5 * same if same > 0.4 else -2.5
    for here, there in ((head.page, tail.target), (tail.page, head.target)):
        if here and there:
            score += 1.2 if here == there else -1.5
    score += seam_score(head.text, tail.text)
    said = pairs(tail.text[:1500])
    score += 4.0 * len(said & pairs(head.text[:4000])) / max(len(said), 1)
    return score


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


def match_jumps(heads: list[Stub], tails: list[Stub]) -> list[tuple[int, int]]:
    """Pairs (head number, tail number) that belong together."""
    if not heads or not tails:
        return []
    table = np.array([[join_score(head, tail) - ACCEPT for tail in tails] for head in heads])
    table = np.concatenate([table, np.zeros((len(heads), len(heads)))], axis=1)
    rows, columns = linear_sum_assignment(table, maximize=True)
    return [
        (int(r), int(c)) for r, c in zip(rows, columns, strict=True) if c < len(tails) and table[r, c] > 0
    ]
