"""Headlines to bodies, as an assignment: what the headline says is in the lead, and most stand
close to their text; then the lines of each as kicker, title and subtitle.

Score of a headline for a body = share of the headline's character pairs found in it, each weighted
by how few bodies of the page hold it, plus what the place in the page says. The best total is found
with the assignment algorithm of scipy (Crouse 2016, IEEE Trans. Aerosp. Electron. Syst. 52(4)).
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import groupby, pairwise, product
from typing import NamedTuple

import numpy as np
import scipy

from analysis.read import formulas as f
from analysis.read.line_kinds import cover, pairs
from analysis.repair.drafts import Draft, Head, Page, Paragraph

WINDOW = 40  # articles whose headlines are matched together
# Weights of the matching, in shares of a headline said by the lead (1.0 = all of it). Chosen on
# invented pages.
RIGHT_BEFORE, BEFORE, AFTER, FAR, STEP = 0.38, 0.34, 0.25, -0.1, 0.02  # where the headline stands
AGAIN = 0.3  # a line that stands twice, here right before （上接…）: the rest's
ENOUGH = 0.25  # what a match must be worth at least
MOST_CUT = 6  # lines of a pile that is cut in every way; a longer one at its blank lines only
LEFT_OVER = 0.2  # cost of a headline line without a body
# Costs of cutting a pile of headline lines, or not.
CUT_TIGHT, KEEP_WIDE, CUT_WORD, CUT_KICKER, CUT_SPOKEN = 0.3, 0.3, 1.0, 0.6, 0.45
SHORT_LINE = 5  # characters of a line that is no headline by itself
LEAD_LENGTH, TEXT_LENGTH = 220, 1500
# Shares of a headline that a lead says, a paragraph that begins an article, the text before it.
SAID, PARTS, NOT_SAID, FEWEST_PARTING = 0.4, 0.6, 0.3, 10
HEADINGS = {"kicker", "subtitle"}  # marks of headings, each whole; of type sizes lines may go on


def match_headlines(page: Page) -> int:
    """Give every free head its place; returns how many headlines stood elsewhere."""
    for draft in filter(is_sized, page.drafts):  # type size says whose they are
        set_headline(draft, draft.heads)
    bodies = [d for d in page.drafts if not d.hint and not is_sized(d)]
    if is_orderly(page, bodies):
        for draft in bodies:
            set_headline(draft, draft.heads)
        bodies = []
    bodies = _part_at_headlines(page, bodies)
    free = [h for h in page.heads if h.role != "headline"]
    moved = 0
    # windows: pages with more articles are several pages; each has the heads up to the next one's
    windows = [bodies[low : low + WINDOW] for low in range(0, len(bodies), WINDOW)]
    edges = [min([some[0].at, *(h.at for h in some[0].heads)]) for some in windows[1:]]
    for some, start, stop in zip(windows, [-1, *edges], [*edges, math.inf], strict=False):
        moved += _match(some, [h for h in free if start <= h.at < stop])
    _settle_bylines(page)
    _label_rest(page)
    return moved


def is_orderly(page: Page, bodies: list[Draft]) -> bool:
    """True when every article has lines over it and no line is left over for another."""
    headed = all(d.heads and not d.jumped_from for d in bodies)
    return bool(bodies) and headed and not free_heads(page, bodies)


def free_heads(page: Page, bodies: list[Draft]) -> list[Head]:
    """The lines of a page that stand over none of the bodies."""
    owned = {id(head) for draft in bodies for head in draft.heads}
    return [h for h in page.heads if h.role == "" and id(h) not in owned]


def is_sized(draft: Draft) -> bool:
    """True when the size of type says what the draft's headline is."""
    return any(h.block.mark for h in draft.heads)


class Pile(NamedTuple):
    """Adjoining lines of headlines, and what each seam costs to keep and to cut."""

    heads: list[Head]
    seams: list[tuple[float, float]]

    def cut(self, cuts: tuple[bool, ...]) -> tuple[list[list[Head]], float]:
        """The units of the pile cut this way, and what the cutting costs."""
        units, cost = [[self.heads[0]]], 0.0
        for head, is_cut, seam in zip(self.heads[1:], cuts, self.seams, strict=True):
            cost += seam[is_cut]
            units += [[]] if is_cut else []
            units[-1].append(head)
        return units, cost


def _match(bodies: list[Draft], heads: list[Head]) -> int:
    heads = [h for h in heads if not f.ENUM.match(h.text)]
    if not heads:
        return 0
    groups = [list(g) for _, g in groupby(heads, key=lambda h: (h.group, h.role))]
    score = _Scorer(bodies, groups)
    piles = [Pile(g, [score.seam(a, b, g) for a, b in pairwise(g)]) for g in groups]
    gaps = [[h.block.gap for h in g[1:]] for g in groups]
    cuts = [tuple(gap > min(own) for gap in own) for own in gaps]  # where is more white than least
    chosen, value, others = _solve(piles, cuts, score)
    for i, pile in enumerate(piles):
        if not 1 < len(pile.heads) <= MOST_CUT:
            continue
        for cut in product((False, True), repeat=len(pile.heads) - 1):
            if cut == cuts[i] or others[i] + score.at_best(pile, cut) <= value + 1e-9:
                continue
            trial = [*cuts[:i], cut, *cuts[i + 1 :]]
            found = _solve(piles, trial, score)
            if found[1] > value + 1e-9:
                (chosen, value, others), cuts = found, trial
    moved = 0
    for unit, draft in chosen:
        for body in bodies:
            body.paragraphs = [p for p in body.paragraphs if p.head not in unit]
        moved += unit[-1].at > draft.at or any(unit[-1].at < d.at < draft.at for d in bodies)
        set_headline(draft, unit)
    return moved


def _solve(
    piles: list[Pile], cuts: list[tuple[bool, ...]], score: "_Scorer"
) -> tuple[list[tuple[list[Head], Draft]], float, list[float]]:
    """The matches that are worth most (a unit that gains nothing by a body stays alone), their
    value, and for each pile what the others are worth if it took no body.
    """
    parts = [pile.cut(cut) for pile, cut in zip(piles, cuts, strict=True)]
    units = [(i, unit) for i, (found, _) in enumerate(parts) for unit in found]
    gain = np.array([score.gain(unit) for _, unit in units])
    rows, columns = scipy.optimize.linear_sum_assignment(gain, maximize=True)
    worth = [sum(map(score.alone, found)) - cost for found, cost in parts]
    # what a pile's bodies could be worth to others: a further body adds its best gain at most
    freed, best = [0.0] * len(piles), gain.max(axis=0).tolist()
    chosen = []
    for r, c in zip(rows.tolist(), columns.tolist(), strict=True):
        if gain[r, c] > 0:
            i, unit = units[r]
            worth[i] += float(gain[r, c])
            freed[i] += best[c]
            chosen.append((unit, score.bodies[c]))
    value = sum(worth)
    return chosen, value, [value - w + more for w, more in zip(worth, freed, strict=True)]


class _Scorer:
    """What units (adjoining heads) and bodies are worth together; what is asked is kept."""

    def __init__(self, bodies: list[Draft], groups: list[list[Head]]):
        self.bodies = bodies
        self.starts = sorted(d.at for d in bodies)
        self.times = Counter(h.text for group in groups for h in group)
        asked: set[str] = set()  # no other pairs of the bodies matter
        for group in groups:
            asked |= pairs("".join(h.text for h in group)) | pairs(_said_by(group))
        texts = [d.text[:TEXT_LENGTH] for d in bodies]
        self.leads = _index([text[:LEAD_LENGTH] for text in texts], asked)
        self.wholes = _index(texts, asked)
        n = len(bodies)
        self.weight = [math.log(1 + n / k) / math.log(1 + n) for k in range(1, n + 1)]
        self.kept: dict[tuple[int, ...], np.ndarray] = {}

    def gain(self, unit: list[Head]) -> np.ndarray:
        """What each body adds to the unit, which may stay alone."""
        key = tuple(h.at for h in unit)
        if key not in self.kept:
            text = _said_by(unit)
            weight, said = 0.5 + 0.5 * min(1.0, len(text) / 14), self._said(text)
            # a column's or a person's name alone heads nothing
            column = len(text) <= 6 and f.COLUMN_NAME.search(text) and not unit[0].over_roundup
            if column or (len(unit) == 1 and f.BARE_NAME.match(text)):
                weight, said = 1.0, [-0.6] * len(said)
            worth = [self._worth(unit, i, s, weight) for i, s in enumerate(said)]
            self.kept[key] = np.maximum(np.array(worth) - self.alone(unit), 0.0)
        return self.kept[key]

    def alone(self, unit: list[Head]) -> float:
        """What a unit costs without a body: a subhead nothing, a headline its lines."""
        return 0.0 if unit[0].role == "subhead" else -LEFT_OVER * len(unit)

    def at_best(self, pile: Pile, cut: tuple[bool, ...]) -> float:
        """What a pile cut this way is worth if each unit has the body that suits it best."""
        units, cost = pile.cut(cut)
        return sum(self.alone(unit) + float(self.gain(unit).max()) for unit in units) - cost

    def seam(self, last: Head, head: Head, group: list[Head]) -> tuple[float, float]:
        """What it costs to keep two lines of a group together, and to cut between them."""
        wide = head.loose or head.block.gap > min(h.block.gap for h in group[1:])
        # some body holds the seam of the two: the headline was wrapped
        word = CUT_WORD * (last.text[-1] + head.text[0] in self.wholes)
        keep, cut = seam_costs(last, head, wide)
        return keep, cut + word

    def _worth(self, unit: list[Head], i: int, said: float, weight: float) -> float:
        """What unit and body are worth together; far from its text a head must tell of it."""
        unsaid = 0.4 if said < 0.12 and unit[-1].at > self.bodies[i].at else 0.0
        return weight * said + self._place(unit, i) - ENOUGH - unsaid

    def _said(self, text: str) -> list[float]:
        """How far each body says the text, its lead first."""
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
        lone = -0.4 * (len(unit) - 1) if draft.jumped_from else -0.4 * unit[-1].beside_mark
        if not between and after < draft.at:  # a rest repeats the title, in one line
            own = bool(draft.heads) and draft.heads[-1] is unit[-1]
            again = AGAIN * (own and unit[-1].before_rest and self.times[unit[-1].text] > 1)
            return lone + again + (RIGHT_BEFORE if own else BEFORE)
        if not between and before > draft.at:
            return lone + AFTER
        return lone + FAR - STEP * between - (0.5 if draft.jumped_from else 0.0)


def _part_at_headlines(page: Page, bodies: list[Draft]) -> list[Draft]:
    """The bodies; where headlines are more than those without one, parted where a later paragraph
    says a headline that no first one says.
    """
    left = [head for head in free_heads(page, bodies) if not f.ENUM.match(head.text)]
    more = len({head.group for head in left}) - sum(not draft.heads for draft in bodies)
    for head in left if more > 0 else []:
        text = head.text
        leads = [p.text[:LEAD_LENGTH] for draft in bodies for p in draft.paragraphs[:1]]
        if len(text) < FEWEST_PARTING or any(cover(text, lead) > SAID for lead in leads):
            continue
        places = [
            (cover(text, paragraph.text[:LEAD_LENGTH]), -k, i)
            for i, draft in enumerate(bodies)
            for k, paragraph in enumerate(draft.paragraphs)
            if k and paragraph.role == "body" and not draft.jumped_from
        ]
        said, k, i = max(places, default=(0.0, 0, 0))
        if (
            said < PARTS
            or cover(text, "".join(p.text for p in bodies[i].paragraphs[:-k])) > NOT_SAID
        ):
            continue
        draft = bodies[i]
        later = Draft(draft.at, draft.paragraphs[-k:], jumped_to=draft.jumped_to, page=draft.page)
        draft.paragraphs = draft.paragraphs[:-k]
        later.waits_to, draft.jumped_to, draft.waits_to = draft.waits_to, "", ""
        page.drafts.append(later)
        bodies = [*bodies[: i + 1], later, *bodies[i + 1 :]]
    return bodies


def _said_by(heads: list[Head]) -> str:
    return "".join(h.text for h in heads if not is_note(h.text))


def _index(texts: list[str], asked: set[str]) -> dict[str, list[int]]:
    """For every pair that is asked for the numbers of the texts that hold it."""
    found: dict[str, list[int]] = {}
    for i, text in enumerate(texts):
        for pair in filter("".join(text.split()).__contains__, asked):
            found.setdefault(pair, []).append(i)
    return found


def seam_costs(last: Head, head: Head, wide: bool) -> tuple[float, float]:
    """Costs of keeping and of cutting two headline lines; `wide`: more white than elsewhere."""
    if f.OPEN_BRACKET.search(last.text):  # the next line shuts it
        return 0.0, CUT_WORD
    if is_note(head.text):
        return 0.0, CUT_KICKER
    if is_kicker(last.text, head.text):
        return 0.0, CUT_KICKER if f.SPOKEN_END.search(last.text) else CUT_SPOKEN
    if re.fullmatch("【[^】]{2,14}】", head.text):  # a column's name begins a new headline
        return CUT_KICKER, 0.0
    keep = KEEP_WIDE if wide or head.before_rest else 0.0
    short = min(len(last.text), len(head.text)) <= SHORT_LINE
    return keep, 0.0 if keep else CUT_TIGHT * (1 + short)


def _settle_bylines(page: Page) -> None:
    """Bylines under a picture's title to the article before it, if that has none."""
    for head in page.heads:
        if head.role == "headline" or not head.bylines:
            continue
        before = [d for d in page.drafts if not d.hint and d.paragraphs and d.at < head.at]
        last = max(before, key=lambda d: d.at, default=None)
        free = last is not None and not (last.bylines or last.waits_to)
        for credit in head.bylines:
            if free:
                last.sign(credit)
            else:
                page.loose.append((credit.start, credit.end, "byline"))


def _label_rest(page: Page) -> None:
    """Heads nobody took: over a headline a column's name, else a picture's title."""
    heads = {h.at for h in page.heads}
    sites = [d for d in page.drafts if d.hint == "boilerplate"]
    owner = {h.at: d for d in page.drafts for h in d.heads if h.role == "headline"}
    pictures = {d.at - 1: d for d in page.drafts if d.hint == "photo-caption" and not d.heads}
    for head in page.heads:
        if head.role:
            continue
        if head.at in pictures:
            set_headline(pictures[head.at], [head])
            continue
        short = len(head.text) <= 10 and not f.BAD_LABEL.search(head.text)
        draft = owner.get(head.at + 1) if head.at + 1 in heads else None
        own = Paragraph(head.text, head.block.runs)
        if short and draft is not None:
            head.role = "column"
            draft.column = head.text
            draft.owned.append((*head.span, "column"))
        elif head.after_site and sites:
            head.role = "boilerplate"
            sites[-1].paragraphs.append(own)
        else:
            head.role = "caption"
            page.drafts.append(Draft(head.at, [own], hint="photo-caption"))


# --- the lines of one headline ---
def set_headline(draft: Draft, unit: list[Head]) -> None:
    """Kicker, title and subtitle (and speaker, column) from the lines of one headline."""
    draft.heads = unit
    roles = ["headline"] * len(unit)
    for head in unit:
        head.role = "headline"
        for credit in head.bylines:
            draft.sign(credit)
    draft.title_after = unit[0].at > draft.mark_at >= 0
    lines = whole_notes(once(unit))
    spoken = any(f.SPEECH.search(line) or is_note(line) for line in lines)
    days = []  # under the speaker
    while spoken and len(lines) > 2 and f.REPORT_DATE.match(lines[-1]):
        days.insert(0, lines.pop())
    last, mark = lines[-1] if len(lines) > 1 else "", unit[-1].block.mark
    if spoken and len(last) <= 24 and mark != "title" and f.SPEAKER.match(last):
        # the office before the name is not the name
        draft.speaker = "".join((f.OFFICE.sub("", lines.pop()) or last).split())
        roles[-1] = "byline"
    elif not mark and is_author(last, lines, draft):
        draft.bylines.insert(0, lines.pop())
        roles[-1] = "byline"
    if len(lines) > 1 and f.DATED_END.search(lines[0]):
        lines.pop(0)  # the name of a paper or programme with its day
        roles[0] = "furniture"
    if credit := f.TITLE_CREDIT.search(lines[-1]):
        draft.bylines.insert(0, credit.group().strip(" /／□■"))
        lines[-1] = lines[-1][: credit.start()]
    lines, notes = lines + days, []
    while lines and is_note(lines[-1]):
        notes.insert(0, lines.pop())
    text, free = draft.text, unit[0].block.mark not in ("title", "kicker")
    if len(lines) > 1 and free and is_column(lines[0], lines[1], text):
        draft.column = lines.pop(0)
        roles[0] = "column"
    if is_sized(draft):
        kicker, title, subtitle = parts_by_size(unit, lines)
        whole = HEADINGS & {h.block.mark for h in unit}
        around = [" ".join(part) if whole else _glue(part, text) for part in (kicker, subtitle)]
        draft.kicker, draft.title, draft.subtitle = around[0], _glue(title, text), around[1]
    else:
        whole = is_whole(draft)
        draft.kicker, draft.title, draft.subtitle = split_headline(lines, text, whole)
    draft.subtitle = " ".join(part for part in [draft.subtitle, *notes] if part)
    draft.owned += [(*h.span, role) for h, role in zip(unit, roles, strict=True)]


def is_whole(draft: Draft) -> bool:
    """True for an article of which each paragraph is a line, so that no line of it was broken."""
    return all(p.whole for p in draft.paragraphs if p.role == "body")


def is_author(last: str, lines: list[str], draft: Draft) -> bool:
    """True for the last line of a headline that is a name, or a pen name that the text says not."""
    if not last or f.OPEN_LINE.search(lines[-2]):
        return False
    if f.BARE_NAME.match(last):
        return True
    alone = len(lines) == 2 and len(lines[0]) > len(last) and not draft.bylines
    return bool(alone and is_whole(draft) and f.PEN_NAME.fullmatch(last)) and not cover(
        last, draft.text
    )


def once(unit: list[Head]) -> list[str]:
    """The lines of a headline, without those that come again, whole or as a part. A note tells of
    what stands over it in the same words; a short line of known size is the end of a broken one.
    """
    said = {head.text: head.block.mark for head in reversed(unit)}
    whole = [line for line in said if not is_note(line)]
    return [
        line
        for line in dict.fromkeys(head.text for head in unit)
        if (said[line] and len(line) <= SHORT_LINE)
        or not any(line in other != line and said[line] == said[other] for other in whole)
    ]


def is_note(text: str) -> bool:
    """True for a line under a report's title: day and meeting, or a dash and who gives it."""
    return bool(f.REPORT_DATE.match(text)) or text.startswith(("——", "—"))


def whole_notes(lines: list[str]) -> list[str]:
    """Headline lines with that under a report's title (——2025年…会议上) whole."""
    out: list[str] = []
    for line in lines:
        if out and f.OPEN_NOTE.search(out[-1]) and f.REPORT_DATE.match(out[-1] + line):
            out[-1] += line
        else:
            out.append(line)
    return out


def is_column(line: str, after: str, text: str) -> bool:
    """True when a short line over a title says nothing of the article: a column's name."""
    if len(line) > 10 or f.OPEN_BRACKET.search(line) or line[-1] + after[0] in text:
        return False
    if is_kicker(line, after):
        return False
    said = cover(line, text[:LEAD_LENGTH])
    if f.COLUMN_NAME.search(line):
        return said < 0.7
    short = len(line) <= 5 and len(after) >= 8 and not said
    return short and not (f.HAPPENED.search(line) or f.BARE_NAME.match(line))


def split_headline(lines: list[str], text: str = "", whole: bool = False) -> tuple[str, str, str]:
    """Kicker, title, subtitle of a headline's lines; where type size is lost, the words decide.

    A line that names a meeting or ends in “…强调” before a line of content is the kicker (引题); a
    line after the title that says who presides is the subtitle (副题); lines that only make sense
    together are one title, and what is printed in one line stays one. Of `whole` lines, which
    nothing broke, three are a kicker, a title and a subtitle, two a title and a subtitle.
    """
    kicker = subtitle = ""
    if len(lines) == 2 and f.PRESIDES.match(lines[1]) and not f.OPEN_LINE.search(lines[0]):
        return "", lines[0], lines[1]
    # unless the text says both in one breath
    two = len(lines) > 1
    parted = two and (f.SPOKEN_END.search(lines[0]) or lines[0][-1] + lines[1][0] not in text)
    if parted and is_kicker(lines[0], lines[1]):
        kicker, *lines = lines
    if len(lines) > 1 and f.SUBTITLE.search(lines[-1]) and not f.OPEN_LINE.search(lines[-2]):
        *lines, subtitle = lines
    if whole and 2 <= len(lines) <= 3 and all(is_parted(*two, text) for two in pairwise(lines)):
        if not (kicker or subtitle) and len(lines) == 3:
            kicker, *lines = lines
        if not subtitle and len(lines) == 2:
            *lines, subtitle = lines
    title = _glue(lines, text)
    # title and subtitle in one line; two phrases of equal length are one title
    halves = title.split()
    uneven = len(halves) == 2 and abs(len(halves[0]) - len(halves[1])) > 3
    if len(lines) == 1 and not kicker and not subtitle and uneven and f.SUBTITLE.search(halves[1]):
        title, subtitle = halves
    return kicker, title, subtitle


def is_parted(line: str, after: str, text: str) -> bool:
    """True for two lines of a headline that do not make sense together only."""
    if f.OPEN_LINE.search(line) or f.OPEN_BRACKET.search(line) or len(line) == len(after):
        return False
    return min(len(line), len(after)) > SHORT_LINE and line[-1] + after[0] not in text


def is_kicker(line: str, after: str) -> bool:
    """True when a line leads up to the next: a formula ends it, and the next stands alone."""
    if f.SPOKEN_END.search(line):
        return True
    # two meetings are two headlines
    leads = f.KICKER_END.search(line) and not f.KICKER_END.search(after)
    return bool(leads) and not f.TITLE_GOES_ON.match(after)


def _glue(lines: list[str], text: str) -> str:
    """Title lines joined: two halves of equal length with a space, wrapped ones without."""
    if len(lines) == 2 and len(lines[0]) == len(lines[1]) and not f.OPEN_LINE.search(lines[0]):
        couplet = lines[0][-1] + lines[1][0] not in text
        return (" " if couplet else "").join(lines)
    return "".join(lines)


def parts_by_size(heads: list[Head], lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Those of `lines` that are kicker, title and subtitle: the largest are the title."""
    first = {head.text: head.block.mark for head in reversed(heads)}
    texts = [text for text in dict.fromkeys(h.text for h in heads) if text in lines]
    large = [i for i, text in enumerate(texts) if first[text] == "title"] or [0]
    return texts[: large[0]], texts[large[0] : large[-1] + 1], texts[large[-1] + 1 :]
