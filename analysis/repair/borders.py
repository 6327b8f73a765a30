"""Where articles part: for every text under lone lines, whether these are a headline or subheads.

All such places of a page are weighed together. Each has evidence of its own (what the lines say of
the text under and over them, blank lines, dates, links); lines set alike are alike, so each also
hears the others of its style, and those that a byline or an enumeration settles. The weights are
rows of border_weights.csv, fitted by benchmarks/fit_borders.py.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.describe.reporters import parse_byline
from analysis.read import formulas as f
from analysis.read.line_kinds import cover
from analysis.repair.line_roles import Block

WEIGHTS = Path(__file__).with_name("border_weights.csv")
SEAMS = ("markup", "boilerplate", "furniture", "page", "contents")
CERTAIN = ("page", "number")  # seams under which a headline stands
UNSURE = 0.5
SPACE, DIGIT = re.compile(r"[ \u3000]"), re.compile(r"\d")


class Place(NamedTuple):
    """A text under lone lines: its block, and whether something settles it."""

    at: int
    known: float  # 1 a headline for certain, 0 a subhead, UNSURE to be weighed
    style: tuple
    clues: dict[str, float]


def find_places(blocks: Sequence[Block], gap: int) -> list[Place]:
    """Every paragraph that stands under lone lines after other text."""
    times = Counter(block.text for block in blocks if block.kind == "head")
    listed = {
        block.text.strip("-•·*●■；; \u3000").split(".", 1)[-1].strip()
        for block in blocks
        if block.kind == "contents"
    }
    again = {  # titles that stand again beside （上接…）
        "".join(pair[way].text.split())
        for pair in pairwise(blocks)
        for way in (0, 1)
        if (pair[way].kind, pair[1 - way].kind) == ("head", "jump_from")
    }
    sized = any(b.kind == "head" and b.mark == "title" for b in blocks)
    places: list[Place] = []
    heads: list[Block] = []
    over: list[str] = []  # paragraphs since the last place
    title, first, seam, credit, alone, signed = "", "", "", False, False, 0.0
    for i, (block, ahead) in enumerate(zip(blocks, credited_ahead(blocks), strict=True)):
        if block.kind == "head":
            heads.append(block)
        elif block.kind in SEAMS:
            seam = "number" if f.NUMBER_ALONE.fullmatch(block.text) else block.kind
        elif block.kind in ("byline", "meta"):
            credit = True
        elif block.kind in ("para", "salute"):
            lead, said, known = block.lead > 0, [head.text for head in heads], UNSURE
            if heads and over:
                if lead or credit or seam in CERTAIN:
                    known = 1.0
                if any(map(f.ENUM.match, said)) or (sized and not any(h.mark for h in heads)):
                    known = 0.0
                if not listed.isdisjoint(said) or "".join("".join(said).split()) in again:
                    known = 1.0
                clues = {}
                if known == UNSURE:  # of what is settled nothing is asked
                    longer = max(map(len, said)) / max(len(first), 8)
                    clues = read_clues(heads, block, over, gap) | {
                        "after seam": float(bool(seam)),
                        "title goes on": cover(title, block.text[:600]) if title else 0.3,
                        "not in the list": float(bool(listed)),
                        "repeated": float(any(times[line] > 1 for line in said)),
                        "in a roundup": float(alone),
                        "as long as the first": min(longer, 1.5) if first else 1.0,
                        "no headline over": float(not title),
                        "signed twice": signed * ahead / 2,
                    }
                places.append(Place(i, known, style(heads[0], block, gap, seam), clues))
            if heads:
                title = title if over and not known else "".join(said)
                first = first or max(said, key=len)
                alone = alone if over else bool(f.ROUNDUP.search(said[0]))
            if heads or lead:
                over = []
            if lead:
                title = "".join(said)
                signed = float(bool(parse_byline(block.text[: block.lead])))
            elif credit or block.credit >= 0:
                signed = 1.0
            over.append(block.text)
            heads, seam, credit = [], "", False
    return places


def credited_ahead(blocks: Sequence[Block]) -> list[float]:
    """For every block whether a byline closes its text: 2.0 for certain, 1.0 over a subhead."""
    found, credit = [], 0.0
    for block in reversed(blocks):
        told = 0.0
        if block.kind == "byline":
            credit = 2.0
        elif block.kind == "para":
            told = credit = 0.0 if block.lead else 2.0 if block.credit >= 0 else credit
        elif block.kind == "head":
            credit = min(credit, 1.0)
        elif block.kind != "caption":
            credit = 0.0
        found.append(told)
    return found[::-1]


def read_clues(
    heads: Sequence[Block], block: Block, before: Sequence[str], gap: int
) -> dict[str, float]:
    """Evidence of a place, each clue about 0 to 1; `before`: paragraphs since the last one."""
    text, over = block.text, "\n".join(before)
    lines = list(dict.fromkeys(head.text for head in heads))
    line = "".join(head.text for head in heads)
    longest, event, dated = max(map(len, lines)), f.EVENT.search(line), f.DATED.match(text)
    clues = {
        "said under": max(cover(said, text[:250]) for said in {line, *lines}),
        "said over": max(cover(said, over[:2000]) for said in lines),
        "dated": dated,
        "news": f.NEWS.match(text),
        "goes on": f.OPENER.match(text),
        "event": event,
        "several lines": len(heads) > 1,
        "parted lines": any(head.gap > gap for head in heads[1:]),
        "event and date": event and dated,
        "space over": heads[0].gap > gap,
        "space under": block.gap > gap,
        "long": longest >= 13,
        "very long": longest >= 20,
        "short": longest <= 8,
        "two phrases": SPACE.search(line),
        "comma": "，" in line or "、" in line,
        "asked": f.ASKED.search(line),
        "digits": DIGIT.search(line),
        "closed over": f.CLOSING.search(before[-1][-20:]),
        "new words": 1.0 - cover(text[:250], over[:6000]),
        "short over": len(over) < 100,
        "short text": len(text) < 60,
    }
    return {k: v if isinstance(v, float) else float(bool(v)) for k, v in clues.items()}


def style(first: Block, block: Block, gap: int, seam: str) -> tuple:
    """How the lines are set: lines of one style are headlines together or subheads together."""
    sign = first.text[:1]
    signed = sign in "【[〔“●■◆★▍" and sign
    return (first.gap > gap, block.gap > gap, bool(seam), first.indent >= 2, signed)


@cache
def weights() -> dict[str, float]:
    """The weights by name."""
    return pd.read_csv(WEIGHTS, index_col="name")["weight"].astype(float).to_dict()


def weigh(stage: str, clues: Mapping[str, float], weight: Mapping[str, float]) -> float:
    """The score of clues in a stage, "own" or "page"."""
    told = sum(weight[f"{stage}: {name}"] * value for name, value in clues.items())
    return weight[f"{stage}: base"] + told


def heard(places: list[Place], weight: dict[str, float]) -> list[dict[str, float]]:
    """For every place its own score and what the others of its style say."""
    own = [weigh("own", place.clues, weight) for place in places]
    settled = any(place.known == 1.0 for place in places)
    rows = []
    for i, place in enumerate(places):
        others = [(own[k], p) for k, p in enumerate(places) if k != i]
        alike = [(score, p.known) for score, p in others if p.style == place.style]
        free = [min(max(score, -4.0), 4.0) for score, known in alike if known == UNSURE]
        titles = sum(known == 1.0 for _, known in alike)
        mean = sum(free) / len(free) if free else 0.0
        apart = [score for score, p in others if p.style != place.style and p.known == UNSURE]
        rows.append(
            {
                "self": own[i],
                "others alike": mean,
                "others alike, many": mean if len(free) > 2 else 0.0,
                "alike with a byline": min(titles, 3) / 3,
                "bylines elsewhere only": float(settled and not titles),
                "stronger elsewhere": float(any(score > own[i] + 1.0 for score in apart)),
                "only one": float(len(places) == 1),
            }
        )
    return rows


def find_borders(blocks: Sequence[Block], gap: int) -> dict[int, bool]:
    """For the block of every text under lone lines: True where an article begins."""
    places = find_places(blocks, gap)
    rows = zip(places, heard(places, weights()), strict=True)
    return {place.at: begins(place, row, weights()) for place, row in rows}


def begins(place: Place, row: Mapping[str, float], weight: Mapping[str, float]) -> bool:
    """Whether an article begins at a place, of which `heard` gave a row."""
    return weigh("page", row, weight) > 0 if place.known == UNSURE else place.known == 1.0
