"""Where articles part: for every text under lone lines, whether these are a headline or subheads.

All such places of a page are weighed together. Each has evidence of its own (what the lines say of
the text under and over them, blank lines, dates, links); lines set alike are alike, so each also
hears the others of its style, and those that a byline or an enumeration settles. The weights are
rows of border_weights.csv, fitted by benchmarks/fit_borders.py.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.chinese.lexicons import word_list
from analysis.describe.reporters import parse_byline
from analysis.read import formulas as f
from analysis.read.line_kinds import cover
from analysis.repair.line_roles import Block, credited_ahead

WEIGHTS = Path(__file__).with_name("border_weights.csv")
EVENT = re.compile("|".join(word_list("page.events")))
ASKED = re.compile(r"^(?:问|答|记者|Q|A)\s*[:：]|[？?]$")
NEWS = re.compile(rf"^.{{0,30}}(?:{'|'.join(word_list('page.news'))})")
SEAMS = ("markup", "boilerplate", "furniture", "page", "contents")


class Place(NamedTuple):
    """A text under lone lines: its block, the blocks of the lines, and whether something settles it."""

    at: int
    heads: tuple[int, ...]
    known: float  # 1 a headline for certain, 0 a subhead, 0.5 to be weighed
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
    places: list[Place] = []
    heads: list[int] = []
    before: list[int] = []  # paragraphs since the last place
    title, first, seam, credit, alone, signed = "", "", "", False, False, False
    ahead = credited_ahead(blocks)
    sized = any(b.kind == "head" and b.mark == "title" for b in blocks)
    for i, block in enumerate(blocks):
        if block.kind == "head":
            heads.append(i)
        elif block.kind in SEAMS:
            seam = block.kind
        elif block.kind in ("byline", "meta"):
            credit = True
        elif block.kind in ("para", "salute"):
            text, lead = block.text, block.lead > 0
            if heads and before:
                above = [blocks[h] for h in heads]
                known = 1.0 if lead or credit or seam == "page" else 0.5
                unmarked = sized and not any(head.mark for head in above)
                if unmarked or any(f.ENUM.match(head.text) for head in above):
                    known = 0.0
                clues = read_clues(above, block, [blocks[b].text for b in before], gap)
                clues["after seam"] = float(bool(seam))
                clues["title goes on"] = cover(title, text[:600]) if title else 0.3
                if any(head.text in listed for head in above):
                    known = 1.0
                clues["not in the list"] = float(bool(listed) and known != 1.0)
                clues["repeated"] = float(any(times[head.text] > 1 for head in above))
                clues["in a roundup"] = float(alone)
                longer = max(len(head.text) for head in above) / max(len(first), 8)
                clues["as long as the first"] = min(longer, 1.5) if first else 1.0
                clues["no headline over"] = float(not title)
                clues["signed twice"] = signed * ahead.get(i, 0.0) / 2
                places.append(
                    Place(i, tuple(heads), known, style(above[0], block, gap, seam), clues)
                )
            if heads:
                said = [blocks[h].text for h in heads]
                if not (before and known == 0):
                    title = "".join(said)
                first = first or max(said, key=len)
                if not before:
                    alone = bool(f.ROUNDUP.search(said[0]))
            if heads or lead:
                before = []
            if lead:
                title = "".join(blocks[h].text for h in heads)
                signed = bool(parse_byline(text[: block.lead]))
            elif credit or block.credit >= 0:
                signed = True
            before.append(i)
            heads, seam, credit = [], "", False
    return places


def read_clues(
    heads: Sequence[Block], block: Block, before: Sequence[str], gap: int
) -> dict[str, float]:
    """Evidence of a place, each clue about 0 to 1; `before`: paragraphs since the last one."""
    text = block.text
    over = "\n".join(before)
    line = "".join(head.text for head in heads)
    lines = {head.text: None for head in heads}
    here = max(cover(said, text[:250]) for said in {line: None, **lines})
    there = max(cover(said, over[:2000]) for said in lines)
    longest = max(map(len, lines))
    return {
        "said under": here,
        "said over": there,
        "dated": float(bool(f.DATED.match(text))),
        "news": float(bool(NEWS.match(text))),
        "goes on": float(bool(f.OPENER.match(text))),
        "event": float(bool(EVENT.search(line))),
        "several lines": float(len(heads) > 1),
        "parted lines": float(any(head.gap > gap for head in heads[1:])),
        "event and date": float(bool(EVENT.search(line)) and bool(f.DATED.match(text))),
        "space over": float(heads[0].gap > gap),
        "space under": float(block.gap > gap),
        "long": float(longest >= 13),
        "very long": float(longest >= 20),
        "short": float(longest <= 8),
        "two phrases": float(bool(re.search(r"[ \u3000]", line))),
        "comma": float("，" in line or "、" in line),
        "asked": float(bool(ASKED.search(line))),
        "digits": float(bool(re.search(r"\d", line))),
        "closed over": float(bool(f.CLOSING.search(before[-1][-20:]))),
        "new words": 1.0 - cover(text[:250], over[:6000]),
        "short over": float(len(over) < 100),
        "short text": float(len(text) < 60),
    }


def style(first: Block, block: Block, gap: int, seam: str) -> tuple:
    """How the lines are set: lines of one style are headlines together or subheads together."""
    sign = first.text[:1]
    signed = sign in "【[〔“●■◆★▍" and sign
    return (first.gap > gap, block.gap > gap, bool(seam), first.indent >= 2, signed)


@cache
def weights() -> dict[str, float]:
    """The weights by name."""
    table = pd.read_csv(WEIGHTS)
    return dict(zip(table["name"], table["weight"].astype(float), strict=True))


def own_score(clues: dict[str, float], weight: dict[str, float]) -> float:
    return weight["own: base"] + sum(
        weight[f"own: {name}"] * value for name, value in clues.items()
    )


def heard(places: list[Place], weight: dict[str, float]) -> list[dict[str, float]]:
    """For every place its own score and what the others of its style say."""
    own = [own_score(place.clues, weight) for place in places]
    rows = []
    for i, place in enumerate(places):
        alike = [k for k, other in enumerate(places) if k != i and other.style == place.style]
        free = [min(max(own[k], -4.0), 4.0) for k in alike if places[k].known == 0.5]
        titles = sum(places[k].known == 1.0 for k in alike)
        others = [
            own[k]
            for k, other in enumerate(places)
            if k != i and other.style != place.style and other.known == 0.5
        ]
        rows.append(
            {
                "self": own[i],
                "others alike": sum(free) / len(free) if free else 0.0,
                "others alike, many": sum(free) / len(free) if len(free) > 2 else 0.0,
                "alike with a byline": min(titles, 3) / 3,
                "bylines elsewhere only": float(not titles and any(p.known == 1.0 for p in places)),
                "stronger elsewhere": float(bool(others) and max(others) > own[i] + 1.0),
                "only one": float(len(places) == 1),
            }
        )
    return rows


def find_borders(blocks: Sequence[Block], gap: int) -> dict[int, bool]:
    """For the block of every text under lone lines: True where an article begins."""
    weight = weights()
    places = find_places(blocks, gap)
    found = {}
    for place, row in zip(places, heard(places, weight), strict=True):
        score = weight["page: base"] + sum(
            weight[f"page: {name}"] * value for name, value in row.items()
        )
        found[place.at] = score > 0 if place.known == 0.5 else place.known == 1.0
    return found
