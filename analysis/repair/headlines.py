"""Headlines to bodies, as an assignment: what the headline says is in the lead, and most stand
close to their text.

Score of a headline for a body = share of the headline's character pairs found in it, each weighted
by how few bodies of the page hold it, plus what the place in the page says. The best total is found
with the assignment algorithm of scipy (Crouse 2016, IEEE Trans. Aerosp. Electron. Syst. 52(4)).
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import groupby, pairwise, product
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from analysis.read import formulas as f
from analysis.read.line_kinds import pairs
from analysis.repair.drafts import Draft, Head, Page, Paragraph, settle_bylines
from analysis.repair.headline_parts import (
    LEAD_LENGTH,
    OPEN_BRACKET,
    SPOKEN_END,
    is_kicker,
    is_note,
    is_sized,
    set_headline,
)

WINDOW = 40  # articles whose headlines are matched together
# Weights of the matching, in shares of a headline said by the lead (1.0 = all of it). Chosen on
# invented pages.
RIGHT_BEFORE, BEFORE, AFTER, FAR, STEP = 0.38, 0.34, 0.25, -0.1, 0.02  # where the headline stands
ENOUGH = 0.25  # what a match must be worth at least
MOST_CUT = 6  # lines of a pile that is cut in every way; a longer one at its blank lines only
LEFT_OVER = 0.2  # cost of a headline line without a body
# Costs of cutting a pile of headline lines, or not.
CUT_TIGHT, KEEP_WIDE, CUT_WORD, CUT_KICKER = 0.3, 0.3, 1.0, 0.6
BAD_LABEL = re.compile(r"[，。！？]")


def match_headlines(page: Page) -> int:
    """Give every free head its place; returns how many headlines stood elsewhere."""
    for draft in filter(
        is_sized, page.drafts
    ):  # their size and place on the page say whose they are
        set_headline(draft, draft.heads)
    bodies = [d for d in page.drafts if not d.hint and not is_sized(d)]
    if is_orderly(page, bodies):  # as many headlines as articles, each over its text
        for draft in bodies:
            set_headline(draft, draft.heads)
        bodies = []
    free = [h for h in page.heads if h.role != "headline"]
    moved = 0
    # windows: pages with more articles are several pages; each has the heads up to the next one's
    windows = [bodies[low : low + WINDOW] for low in range(0, len(bodies), WINDOW)] or [[]]
    edges = [min([some[0].at, *(h.at for h in some[0].heads)]) for some in windows[1:]]
    for some, start, stop in zip(windows, [-1, *edges], [*edges, math.inf], strict=True):
        moved += _match(some, [h for h in free if start <= h.at < stop])
    settle_bylines(page)
    _label_rest(page)
    return moved


def is_orderly(page: Page, bodies: list[Draft]) -> bool:
    """True when every article has lines over it and no line is left over for another."""
    owned = {id(head) for draft in bodies for head in draft.heads}
    left = [h for h in page.heads if h.role == "" and id(h) not in owned]
    return bool(bodies) and all(d.heads and not d.jumped_from for d in bodies) and not left


def _match(bodies: list[Draft], heads: list[Head]) -> int:
    if not bodies or not heads:
        return 0
    heads = [h for h in heads if not f.ENUM.match(h.text)]
    piles = [list(g) for _, g in groupby(heads, key=lambda h: (h.group, h.role))]
    score = _Scorer(bodies, piles)
    groups = [_pile(pile, score) for pile in piles]
    cuts = [_first_cut(pile.heads) for pile in groups]
    best = _solve(groups, cuts, score)
    for i, group in enumerate(groups):
        if not 1 < len(group.heads) <= MOST_CUT:
            continue
        for cut in product((False, True), repeat=len(group.heads) - 1):
            if cut == cuts[i] or best.others[i] + _at_best(group, cut, score) <= best.value + 1e-9:
                continue
            trial = [*cuts[:i], cut, *cuts[i + 1 :]]
            found = _solve(groups, trial, score)
            if found.value > best.value + 1e-9:
                best, cuts = found, trial
    moved = 0
    for unit, draft in best.chosen:
        for body in bodies:
            body.paragraphs = [p for p in body.paragraphs if p.head not in unit]
        moved += unit[-1].at > draft.at or any(unit[-1].at < d.at < draft.at for d in bodies)
        set_headline(draft, unit)
    return moved


def _first_cut(group: list[Head]) -> tuple[bool, ...]:
    """Cut a group where the blank lines are more than its least."""
    gaps = [h.block.gap for h in group[1:]]
    return tuple(gap > min(gaps) for gap in gaps) if gaps else ()


class _Scorer:
    """Scores a unit (adjoining heads) for every body of a page; what is asked twice is kept."""

    def __init__(self, bodies: list[Draft], piles: list[list[Head]]):
        self.bodies = bodies
        self.starts = sorted(d.at for d in bodies)
        asked: set[str] = set()  # no other pairs of the bodies matter
        for pile in piles:
            asked |= pairs("".join(h.text for h in pile))
            asked |= pairs("".join(h.text for h in pile if not is_note(h.text)))
        texts = [d.text[:1500] for d in bodies]
        self.leads = _index(asked & pairs(text[:LEAD_LENGTH]) for text in texts)
        self.wholes = _index(asked & pairs(text) for text in texts)
        n = len(bodies)
        self.weight = [math.log(1 + n / k) / math.log(1 + n) for k in range(1, n + 1)]
        self.kept: dict[tuple[int, ...], np.ndarray] = {}

    def __call__(self, unit: list[Head]) -> np.ndarray:
        key = tuple(h.at for h in unit)
        if key not in self.kept:
            text = "".join(h.text for h in unit if not is_note(h.text))
            weight = 0.5 + 0.5 * min(1.0, len(text) / 14)
            said = self._said(text)
            if (
                len(text) <= 6 and f.COLUMN_NAME.search(text) and not unit[0].over_roundup
            ):  # a column's name alone heads nothing
                weight, said = 1.0, [-0.6] * len(said)
            if len(unit) == 1 and f.BARE_NAME.match(text):  # nor does a person's name
                weight, said = 1.0, [-0.6] * len(said)
            self.kept[key] = np.array([self._worth(unit, i, s, weight) for i, s in enumerate(said)])
        return self.kept[key]

    def _worth(self, unit: list[Head], i: int, said: float, weight: float) -> float:
        """What unit and body are worth together; far from its text a head must tell of it."""
        unsaid = 0.4 if said < 0.12 and unit[-1].at > self.bodies[i].at else 0.0
        return weight * said + self._place(unit, i) - ENOUGH - unsaid

    def alone(self, unit: list[Head]) -> float:
        """What a unit costs without a body: a subhead nothing, a headline its lines."""
        return 0.0 if unit[0].role == "subhead" else -LEFT_OVER * len(unit)

    def in_one_breath(self, line: str, after: str) -> bool:
        """True when some body holds the seam of two lines: the headline was wrapped."""
        return line[-1] + after[0] in self.wholes

    def _said(self, text: str) -> list[float]:
        lead, whole, total = [0.0] * len(self.bodies), [0.0] * len(self.bodies), 0.0
        for pair in sorted(pairs(text)):
            holders = self.leads.get(pair, ())
            others = self.wholes.get(pair, ())
            weight = self.weight[len(holders) - 1] if holders else 0.6 if others else 0.35
            total += weight
            for i in holders:
                lead[i] += weight
            for i in others:
                whole[i] += weight
        return [(0.8 * a + 0.3 * b) / (total or 1.0) for a, b in zip(lead, whole, strict=True)]

    def _place(self, unit: list[Head], i: int) -> float:
        draft = self.bodies[i]
        if unit[0].role == "subhead":
            return -9.0 if any(p.head is unit[0] for p in draft.paragraphs) else -0.3
        after, before = unit[-1].at, unit[0].at
        low, high = min(after, draft.at), max(before, draft.at)
        between = max(bisect_left(self.starts, high) - bisect_right(self.starts, low), 0)
        lone = (
            -0.4 * (len(unit) - 1) if draft.jumped_from else 0.0
        )  # a rest repeats the title, in one line
        if not draft.jumped_from and unit[-1].beside_mark:
            lone = -0.4
        if after < draft.at and not between:
            return lone + (RIGHT_BEFORE if draft.heads and draft.heads[-1] is unit[-1] else BEFORE)
        if before > draft.at and not between:
            return lone + AFTER
        return lone + FAR - STEP * between - (0.5 if draft.jumped_from else 0.0)


def _index(sets: Iterable[set[str]]) -> dict[str, list[int]]:
    """For every pair the numbers of the sets that hold it."""
    found: dict[str, list[int]] = {}
    for i, pairs_of in enumerate(sets):
        for pair in pairs_of:
            found.setdefault(pair, []).append(i)
    return found


class Solved(NamedTuple):
    """Matches of one cut, their value, and what others are worth if a group took no body."""

    chosen: list[tuple[list[Head], Draft]]
    value: float
    others: list[float]


class Pile(NamedTuple):
    """Adjoining lines of headlines, and what each seam costs to keep and to cut."""

    heads: list[Head]
    seams: list[tuple[float, float]]


def _pile(group: list[Head], score: _Scorer) -> Pile:
    least = min((h.block.gap for h in group[1:]), default=0)
    seams = []
    for last, head in pairwise(group):
        wide = head.block.gap > least or head.loose
        word = CUT_WORD if score.in_one_breath(last.text, head.text) else 0.0
        seams.append((cut_cost(last, head, False, wide), cut_cost(last, head, True, wide) + word))
    return Pile(group, seams)


def _solve(groups: list[Pile], cuts: list[tuple[bool, ...]], score: _Scorer) -> Solved:
    """The assignment that is worth most; a unit that gains nothing by a body stays alone."""
    units, owner, costs = [], [], []
    for i, (group, cut) in enumerate(zip(groups, cuts, strict=True)):
        found, cost = _cut_group(group, cut)
        units += found
        owner += [i] * len(found)
        costs.append(cost)
    if not units:
        return Solved([], 0.0, [])
    alone = np.array([score.alone(unit) for unit in units])
    gain = np.maximum(np.array([score(unit) for unit in units]) - alone[:, None], 0.0)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    pairs_ = [
        (r, c) for r, c in zip(rows.tolist(), columns.tolist(), strict=True) if gain[r, c] > 0
    ]
    worth = [-cost for cost in costs]  # of each group: its units alone, and with their bodies
    for i, value in zip(owner, alone.tolist(), strict=True):
        worth[i] += value
    freed = [0.0] * len(
        groups
    )  # what its bodies could be worth to others: a further body adds its best gain at most
    best_gain = gain.max(axis=0)
    for r, c in pairs_:
        worth[owner[r]] += float(gain[r, c])
        freed[owner[r]] += float(best_gain[c])
    value = sum(worth)
    return Solved(
        [(units[r], score.bodies[c]) for r, c in pairs_],
        value,
        [value - w + free for w, free in zip(worth, freed, strict=True)],
    )


def _at_best(group: Pile, cut: tuple[bool, ...], score: _Scorer) -> float:
    """What a group cut this way is worth if each unit has the body that suits it best."""
    units, cost = _cut_group(group, cut)
    return sum(max(score.alone(unit), float(score(unit).max())) for unit in units) - cost


def _cut_group(group: Pile, cut: tuple[bool, ...]) -> tuple[list[list[Head]], float]:
    """The units of a pile cut this way, and what the cutting costs."""
    units, cost = [[group.heads[0]]], 0.0
    for head, is_cut, seam in zip(group.heads[1:], cut, group.seams, strict=False):
        cost += seam[is_cut]
        if is_cut:
            units.append([head])
        else:
            units[-1].append(head)
    return units, cost


def cut_cost(last: Head, head: Head, is_cut: bool, wide: bool) -> float:
    """Cost of cutting, or not, between two headline lines; `wide`: more white than elsewhere."""
    if OPEN_BRACKET.search(last.text):  # the next line shuts it
        return CUT_WORD if is_cut else 0.0
    if is_note(head.text):
        return CUT_KICKER if is_cut else 0.0
    if is_kicker(last.text, head.text):
        return 0.0 if not is_cut else CUT_KICKER if SPOKEN_END.search(last.text) else 0.45
    if re.fullmatch("【[^】]{2,14}】", head.text):  # a column's name begins a new headline
        return 0.0 if is_cut else CUT_KICKER
    if head.before_rest:
        return 0.0 if is_cut else KEEP_WIDE
    if is_cut:
        return 0.0 if wide else CUT_TIGHT
    return KEEP_WIDE if wide else 0.0


def _label_rest(page: Page) -> None:
    """Heads nobody took: over a headline a column's name, else a picture's title."""
    heads = {h.at: h for h in page.heads}
    sites = [d for d in page.drafts if d.hint == "boilerplate"]
    owner = {h.at: d for d in page.drafts for h in d.heads if h.role == "headline"}
    for head in page.heads:
        if head.role:
            continue
        short = len(head.text) <= 10 and not BAD_LABEL.search(head.text)
        draft = owner.get(head.at + 1)
        if short and draft is not None and head.at + 1 in heads:
            head.role = "column"
            draft.column = head.text
            draft.owned.append((*head.span, "column"))
        elif head.after_site and sites:
            head.role = "boilerplate"
            sites[-1].paragraphs.append(Paragraph(head.text, head.block.runs))
        else:
            head.role = "caption"
            own = [Paragraph(head.text, head.block.runs)]
            page.drafts.append(Draft(head.at, own, hint="photo-caption", last=head.at, closed=True))
