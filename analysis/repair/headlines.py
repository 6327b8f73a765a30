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

from analysis.chinese.han import HAN
from analysis.read import formulas as f
from analysis.read.line_kinds import cover, pairs
from analysis.repair.drafts import (
    Draft,
    Head,
    Page,
    Paragraph,
    give_bylines,
    is_sized,
    parts_by_size,
    settle_bylines,
)

LEAD_LENGTH = 220
WINDOW = 40  # articles whose headlines are matched together
HEADINGS = {"kicker", "subtitle"}  # marks of headings, each whole; of type sizes lines may go on
# Weights of the matching, in shares of a headline said by the lead (1.0 = all of it). Chosen on
# invented pages.
RIGHT_BEFORE, BEFORE, AFTER, FAR, STEP = 0.38, 0.34, 0.25, -0.1, 0.02  # where the headline stands
ENOUGH = 0.25  # what a match must be worth at least
MOST_CUT = 6  # lines of a pile that is cut in every way; a longer one at its blank lines only
LEFT_OVER = 0.2  # cost of a headline line without a body
# Costs of cutting a pile of headline lines, or not.
CUT_TIGHT, KEEP_WIDE, CUT_WORD, CUT_KICKER = 0.3, 0.3, 1.0, 0.6
SPOKEN_END = re.compile(r"(?:强调|指出|要求|提出|表示|[上时中]说)[：:]?$")
DATED_END = re.compile(r"^.{0,16}\d{4}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}\s*日?\W*$")
OPEN_NOTE = re.compile(r"^(?:——|—|（|\()(?!.*(?:上|）|\))$).*\d{4}年")
OPEN_BRACKET = re.compile(r"[【《“（〔][^】》”）〕]*$")
PRESIDES = re.compile(rf"^[{HAN}·]{{2,4}}(?:主持(?:并讲话|会议)?|出席(?:并讲话)?|讲话|致辞|参加)$")
BAD_LABEL = re.compile(r"[，。！？]")
SPEECH = re.compile("报告|讲话|致辞|发言|献词|贺词")
HAPPENED = re.compile("召开|举行|部署|启动|开幕")


def match_headlines(page: Page) -> int:
    """Give every free head to its draft, or make it a column name, a subhead or a picture's title.

    Changes the drafts in place; returns how many headlines did not stand right before their text.
    """
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
        """What unit and body are worth together; away from its text a headline must say something
        of it.
        """
        unsaid = 0.4 if said < 0.12 and unit[-1].at > self.bodies[i].at else 0.0
        return weight * said + self._place(unit, i) - ENOUGH - unsaid

    def alone(self, unit: list[Head]) -> float:
        """What it costs to leave a unit without a body: a subhead stays where it is, the rest is
        lost for a headline.
        """
        return 0.0 if unit[0].role == "subhead" else -LEFT_OVER * len(unit)

    def in_one_breath(self, line: str, after: str) -> bool:
        """True when some body has the last character of a line right before the first of the next:
        it was wrapped.
        """
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
    """The best assignment for one way to cut the groups: unit and body of each match, its value,
    and of each group what the others could be worth at most if it took no body."""

    chosen: list[tuple[list[Head], Draft]]
    value: float
    others: list[float]


class Pile(NamedTuple):
    """Adjoining lines of headlines, and for each seam between two of them what it costs to keep and
    to cut it.
    """

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
    """The assignment of units to bodies that is worth most; a unit that gains nothing by a body
    stays alone.
    """
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
    """What a group cut this way would be worth if each of its units had the body that suits it
    best.
    """
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
    """Cost of cutting, or not cutting, a pile of headlines between two lines; `wide`: more white
    than elsewhere in it.
    """
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


def is_note(text: str) -> bool:
    """True for the lines under a report's title: the date and meeting in brackets, or a dash and
    who wrote it.
    """
    return bool(f.REPORT_DATE.match(text)) or text.startswith(("——", "—"))


def whole_notes(lines: list[str]) -> list[str]:
    """The lines of a headline, with the line under a report's title (——2025年2月18日在…会议上) whole
    where it was broken.
    """
    out: list[str] = []
    for line in lines:
        if out and OPEN_NOTE.search(out[-1]) and f.REPORT_DATE.match(out[-1] + line):
            out[-1] += line
        else:
            out.append(line)
    return out


def set_headline(draft: Draft, unit: list[Head]) -> None:
    """Kicker, title and subtitle (and speaker, column) from the lines of one headline."""
    draft.owned += [(*h.span, "headline") for h in unit]
    draft.heads = unit
    for head in unit:
        head.role = "headline"
        give_bylines(head, draft)
    draft.title_after = unit[0].at > draft.mark_at >= 0
    lines = [h.text for i, h in enumerate(unit) if h.text not in [other.text for other in unit[:i]]]
    spoken = any(SPEECH.search(line) or is_note(line) for line in lines)
    last, mark = lines[-1] if len(lines) > 1 else "", unit[-1].block.mark
    if spoken and len(last) <= 24 and mark != "title" and f.SPEAKER.match(last):
        # the office before the name is not the name
        draft.speaker = "".join((f.OFFICE.sub("", lines.pop()) or last).split())
        _own_as(draft, unit[-1], "byline")
    elif not mark and f.BARE_NAME.match(last) and not is_open(lines[-2]):
        draft.bylines.insert(0, lines.pop())
        _own_as(draft, unit[-1], "byline")
    if len(lines) > 1 and DATED_END.search(lines[0]):
        lines.pop(0)  # the name of a paper or programme with its day
        _own_as(draft, unit[0], "furniture")
    lines = whole_notes(lines)
    notes = []
    while lines and is_note(lines[-1]):
        notes.insert(0, lines.pop())
    text = draft.text
    free = unit[0].block.mark not in ("title", "kicker")
    if len(lines) > 1 and free and is_column(lines[0], lines[1], text):
        draft.column = lines.pop(0)
        _own_as(draft, unit[0], "column")
    if is_sized(draft):
        kicker, title, subtitle = parts_by_size(unit, lines)
        whole = HEADINGS & {h.block.mark for h in unit}
        around = [" ".join(part) if whole else _glue(part, text) for part in (kicker, subtitle)]
        draft.kicker, draft.title, draft.subtitle = around[0], _glue(title, text), around[1]
    else:
        draft.kicker, draft.title, draft.subtitle = split_headline(lines, text)
    draft.subtitle = " ".join(part for part in [draft.subtitle, *notes] if part)


def is_column(line: str, after: str, text: str) -> bool:
    """True when a short line before a title is a standing column's name: it says nothing of the
    article.

    >>> is_column("两会印象", "奋进新时代 共绘新蓝图", "豪情涌动处。"), is_column("区委", "召开全体会议", "区委召开全体会议")
    (True, False)
    """
    if len(line) > 10 or OPEN_BRACKET.search(line) or line[-1] + after[0] in text:
        return False
    if is_kicker(line, after):
        return False
    said = cover(line, text[:LEAD_LENGTH])
    if f.COLUMN_NAME.search(line):
        return said < 0.7
    short = len(line) <= 5 and len(after) >= 8 and not said
    return short and not (HAPPENED.search(line) or f.BARE_NAME.match(line))


def _own_as(draft: Draft, head: Head, role: str) -> None:
    draft.owned = [(a, b, role if (a, b) == head.span else r) for a, b, r in draft.owned]


def split_headline(lines: list[str], text: str = "") -> tuple[str, str, str]:
    """Kicker, title, subtitle of a headline's lines; where type size is lost, the words decide.

    A line that names a meeting or ends in “…强调” before a line of content is the kicker (引题); a
    line after the title that says who presides is the subtitle (副题); lines that only make sense
    together are one title.

    >>> split_headline(["区委常委会召开会议", "传达学习重要讲话精神"])
    ('区委常委会召开会议', '传达学习重要讲话精神', '')
    >>> split_headline(["区政协一届五次会议", "举行预备会议"])
    ('', '区政协一届五次会议举行预备会议', '')
    """
    if not lines:
        return "", "", ""
    if len(lines) == 1:
        run_on = f.RUN_ON.match(lines[0])
        return (run_on[1], run_on[2], "") if run_on else ("", *_split_title(lines[0]))
    kicker, subtitle = "", ""
    if len(lines) == 2 and PRESIDES.match(lines[1]) and not is_open(lines[0]):
        return "", lines[0], lines[1]
    # unless the text says both in one breath
    parted = SPOKEN_END.search(lines[0]) or lines[0][-1] + lines[1][0] not in text
    if parted and is_kicker(lines[0], lines[1]):
        kicker, lines = lines[0], lines[1:]
    if len(lines) > 1 and f.SUBTITLE.search(lines[-1]) and not is_open(lines[-2]):
        subtitle, lines = lines[-1], lines[:-1]
    title = _glue(lines, text)
    run_on = f.RUN_ON.match(title) if not kicker else None
    return (run_on[1], run_on[2], subtitle) if run_on else (kicker, title, subtitle)


def is_kicker(line: str, after: str) -> bool:
    """True when a line leads up to the next: it ends in a formula and the next does not finish its
    sentence.
    """
    if SPOKEN_END.search(line):
        return True
    if re.match(r"(?:召开|举行|启动|开幕|闭幕|圆满|隆重|在(?!.{2,12}中)|将|正式|顺利)", after):
        return False
    if not SPOKEN_END.search(line) and f.KICKER_END.search(after):  # two meetings are two headlines
        return False
    return bool(f.KICKER_END.search(line))


def is_open(line: str) -> bool:
    """True when a line cannot end a headline."""
    return bool(re.search(r"[，、：“（《]$|[的和与在将为把对]$|^在.{2,30}[上中时]$", line))


def _split_title(line: str) -> tuple[str, str]:
    """Title and subtitle of one line: a space between two phrases of equal length is one title in
    two halves.
    """
    halves = re.split(r"[\s\u3000]+", line)
    if (
        len(halves) == 2
        and abs(len(halves[0]) - len(halves[1])) > 3
        and f.SUBTITLE.search(halves[1])
    ):
        return halves[0], halves[1]
    return line, ""


def _glue(lines: list[str], text: str) -> str:
    """Title lines joined: with a space between two halves of equal length, without one where a line
    was wrapped.
    """
    out = "".join(lines[:1])
    for line in lines[1:]:
        couplet = (
            len(lines) == 2
            and len(line) == len(out)
            and not is_open(out)
            and out[-1] + line[0] not in text
        )
        out += (" " if couplet else "") + line
    return out


def _label_rest(page: Page) -> None:
    """Heads nobody took: a short one right before a headline is a column name; a subhead stays; the
    rest are pictures' titles.
    """
    heads = {h.at: h for h in page.heads}
    sites = [d for d in page.drafts if d.hint == "boilerplate"]
    owner = {h.at: d for d in page.drafts for h in d.heads if h.role == "headline"}
    for head in page.heads:
        if head.role:
            continue
        following = heads.get(head.at + 1)
        size = len(head.text)
        if (
            size <= 10
            and not BAD_LABEL.search(head.text)
            and following is not None
            and head.at + 1 in owner
        ):
            draft = owner[head.at + 1]
            head.role = "column"
            draft.column = head.text
            draft.owned.append((*head.span, "column"))
        elif head.after_site and sites:
            head.role = "boilerplate"
            sites[-1].paragraphs.append(Paragraph(head.text, head.block.runs))
        else:
            head.role = "caption"
            _caption(page, head)


def _caption(page: Page, head: Head) -> None:
    draft = Draft(head.at, hint="photo-caption", last=head.at, closed=True)
    draft.paragraphs.append(Paragraph(head.text, head.block.runs))
    page.drafts.append(draft)
