"""The blocks of a newspaper page as articles: each a headline and the blocks of text that follow
from it.

A block of text has one block it goes on from: the headline over it, the text over it in its column,
or what stands left of its head. Which, the place says, the size of type, rules and boxes between,
and whether a sentence is cut there. Articles are what hangs together; they come in the order of
recursive cuts at white space (Nagy & Seth 1984, "Hierarchical representation of optically scanned
documents"), their columns from left to right.
"""

import itertools

from analysis.read.line_kinds import find_lead, line_kind
from analysis.read.pdf_blocks import Block, Box, Frame, hull, overlap, ruled
from analysis.read.pdf_glyphs import HEAD

STOPS = tuple("。！？；：…”’）》」』!?;:)")


def find_articles(blocks: list[Block], frame: Frame) -> list[list[Block]]:
    """Blocks that hang together, each article in reading order, in the order articles are read."""
    reach = {i: _reach(i, blocks, frame) for i, b in enumerate(blocks) if b.kind != "text"}
    own = _beside(blocks, frame)
    parent = {}
    for i, block in enumerate(blocks):
        if block.kind == "text":
            best = max(
                _candidates(i, blocks, reach, frame), key=lambda c: (c[0], -c[1]), default=None
            )
            parent[i] = own.get(i, best[1] if best else i)
    roots: dict[int, list[int]] = {}
    for i in range(len(blocks)):
        seen, at = {i}, i
        while parent.get(at, at) not in seen:
            at = parent[at]
            seen.add(at)
        if parent.get(at, at) != at:  # two blocks that each go on from the other
            at = min(seen)
        roots.setdefault(at, []).append(i)
    articles = [in_order([blocks[i] for i in group], frame) for group in roots.values()]
    return cut_order(articles, frame)


def _reach(i: int, blocks: list[Block], frame: Frame) -> tuple[float, float]:
    """How far left and right a headline rules: to the next type or rule at its height."""
    x0, top, x1, bottom = blocks[i].box
    low, high = -1e9, 1e9
    walls = [b.box for k, b in enumerate(blocks) if k != i] + frame.uprights
    if blocks[i].inside >= 0:
        box = frame.boxes[blocks[i].inside]
        low, high = box[0], box[2]
    for w in walls:
        if overlap(top, bottom, w[1], w[3]) > 0.3 * min(bottom - top, w[3] - w[1]):
            if w[2] <= x0 + 2:
                low = max(low, w[2])
            elif w[0] >= x1 - 2:
                high = min(high, w[0])
    return low, high


def _candidates(i: int, blocks: list[Block], reach: dict[int, tuple[float, float]], frame: Frame):
    """(score, number) of the blocks that block i may go on from."""
    me = blocks[i]
    x0, top, x1, _ = me.box
    width = x1 - x0
    begins = 3.0 * bool(
        find_lead(me.lines[0].text) or line_kind(me.lines[0].text) == "byline"
    )  # an article's first words
    for k, other in enumerate(blocks):
        if k == i:
            continue
        a, t, c, b = other.box
        if other.kind == "head" and b <= top + 3:
            share = overlap(*reach[k], x0, x1) / width
            if share > 0.5 and not _between(k, i, blocks):
                straight = min(max(overlap(a, c, x0, x1) / width, 0), 1)
                near = min((top - b) / frame.pitch, 8) * 0.5
                aside = 4.0 * (
                    x1 < a + 0.3 * width and not _centred(k, a - x0, blocks, reach[k], frame)
                )
                aside += begins * any(
                    o.kind == "text"
                    and o.box[2] <= x0
                    and o.box[0] > reach[k][0]
                    and abs(o.box[1] - top) < 3 * frame.pitch
                    for o in blocks
                )
                yield 6 + 4 * straight + share - near - aside - _walls(other, me, frame), k
        over = (
            other.kind == "text"
            and b <= top + 3
            and overlap(a, c, x0, x1) > 0.5 * min(width, c - a)
        )
        if over and not _between(k, i, blocks):
            gap = max(top - b - (frame.pitch - frame.usual), 0) / frame.pitch
            even = abs(a - x0) < 2.5 * frame.usual and abs(c - x1) < 2.5 * frame.usual
            picture = any(
                b - 2 <= p[3] <= top + 4 * frame.pitch and overlap(p[0], p[2], x0, x1) > 0
                for p in frame.pictures
            )
            white = 2.0 * (gap > 0.5 and not picture) + begins  # that nothing explains
            yield (
                5
                + even
                - min(0.5 * gap, 2)
                - white
                + _flow(other, me, frame)
                - _walls(other, me, frame),
                k,
            )
        if other.kind == "head" and c <= x0 + 2:  # the white beside a headline is its own
            c = max(c, min(reach[k][1], x0))
        if (
            c <= x0 + 2
            and t - 0.8 * frame.pitch <= top < b
            and x0 - c < 5 * frame.usual + 0.5 * width
            and not _across(k, i, blocks)
        ):
            level = abs(top - t) < 0.9 * frame.pitch
            near = (x0 - c) / frame.usual * 0.3
            flow = (
                _flow(_foot(k, blocks, frame), me, frame) - begins if other.kind == "text" else 0.0
            )
            yield (
                4 + 2.5 * level + (other.kind != "text") - near + flow - _walls(other, me, frame),
                k,
            )


def _centred(
    k: int, left: float, blocks: list[Block], reach: tuple[float, float], frame: Frame
) -> bool:
    """True when headline k has about as much text to its right as `left` to its left."""
    _, _, x1, bottom = blocks[k].box
    near = (b.box for b in blocks if b.kind == "text" and 0 <= b.box[1] - bottom < 4 * frame.pitch)
    under = [box[2] for box in near if box[0] < reach[1] and box[2] <= reach[1] + 2]
    return max(under, default=x1) - x1 > 0.4 * left


def _walls(a: Block, b: Block, frame: Frame) -> float:
    """What speaks against two blocks being of one article: a rule between them, a box round one."""
    return 3.0 * ruled(a.box, b.box, frame) + 20.0 * (a.inside != b.inside)


def _between(k: int, i: int, blocks: list[Block]) -> bool:
    """True when some block stands between block k and block i below it."""
    a, b = blocks[k].box, blocks[i].box
    low, high = (
        (max(a[0], b[0]), min(a[2], b[2])) if overlap(a[0], a[2], b[0], b[2]) > 0 else (b[0], b[2])
    )
    return any(
        n not in (i, k)
        and a[3] - 3 <= o.box[1]
        and o.box[3] <= b[1] + 3
        and overlap(o.box[0], o.box[2], low, high) > 0.3 * (high - low)
        for n, o in enumerate(blocks)
    )


def _across(k: int, i: int, blocks: list[Block]) -> bool:
    """True when some block stands between block k and block i to its right, at its head."""
    a, b = blocks[k].box, blocks[i].box
    return any(
        n not in (i, k)
        and a[2] - 2 <= o.box[0]
        and o.box[2] <= b[0] + 2
        and o.box[1] - 4 <= b[1] < o.box[3]
        for n, o in enumerate(blocks)
    )


def _foot(k: int, blocks: list[Block], frame: Frame) -> Block:
    """The last block of the column that block k stands in, as far as nothing but text follows."""
    block = blocks[k]
    while True:
        lower = (o for o in blocks if o.box[1] > block.box[1] and o.box[1] >= block.box[3] - 3)
        under = [o for o in lower if overlap(o.box[0], o.box[2], block.box[0], block.box[2]) > 0]
        nearest = min(under, key=lambda o: o.box[1], default=None)
        if (
            nearest is None
            or nearest.kind != "text"
            or nearest.inside != block.inside
            or ruled(block.box, nearest.box, frame)
        ):
            return block
        if _flow(block, nearest, frame) < 0 or nearest.box[1] - block.box[3] > 6 * frame.pitch:
            return block
        block = nearest


def _flow(a: Block, b: Block, frame: Frame) -> float:
    """Whether block b goes on where a stops: a cut sentence wants a line not set in."""
    if a.kind != "text" or a.down != b.down:
        return 0.0
    last, first = a.lines[-1], b.lines[0]
    byline = len(a.lines) == 1 and line_kind(last.text) == "byline"
    if byline or last.size > HEAD * frame.usual:  # a subhead or a byline goes with what it heads
        return 2.0
    if first.size > HEAD * frame.usual:
        return 0.0
    left = min(x.x0 for x in b.lines)
    right = max(x.x1 for x in a.lines)
    indented = first.x0 - left > 1.2 * first.size
    full = right - last.x1 < 1.6 * last.size and len(a.lines) > 1
    ended = last.text.endswith(STOPS)
    if not ended:
        return -2.0 if indented and len(b.lines) > 1 else 2.0
    if len(b.lines) > 1 and not indented and not full:
        return -2.0
    return 0.0 if full or indented else -0.5


def _beside(blocks: list[Block], frame: Frame) -> dict[int, int]:
    """{block: headline}: the first column left of a headline that is set downwards."""
    found = {}
    for k, head in enumerate(blocks):
        x0, top, x1, _ = head.box
        if head.kind != "turned" or any(
            o.kind == "text"
            and 0 <= o.box[0] - x1 < 3 * frame.usual
            and abs(o.box[1] - top) < 2 * frame.pitch
            and not ruled(head.box, o.box, frame)
            and not _headed(o, blocks)
            for o in blocks
        ):
            continue
        edge, first = x0, None
        while True:
            column = [
                i
                for i, o in enumerate(blocks)
                if o.kind == "text"
                and o.box[0] < edge
                and -2 <= edge - o.box[2] < 3 * frame.usual
                and abs(o.box[1] - top) < 2.5 * frame.pitch
                and not ruled(head.box, o.box, frame)
                and o.inside == head.inside
                and not _headed(o, blocks)
            ]
            if not column:
                break
            first = min(column, key=lambda i: blocks[i].box[1])
            edge = blocks[first].box[0]
        if first is not None:
            found[first] = k
    return found


def _headed(block: Block, blocks: list[Block]) -> bool:
    """True when a headline stands right over a block."""
    x0, top, x1, _ = block.box
    near, share = 2.5 * block.lines[0].size, 0.3 * (x1 - x0)
    return any(
        o.kind == "head"
        and 0 <= top - o.box[3] < near
        and overlap(o.box[0], o.box[2], x0, x1) > share
        for o in blocks
    )


def in_order(article: list[Block], frame: Frame) -> list[Block]:
    """Headlines, then column by column; a block over several columns parts them."""
    heads = sorted((b for b in article if b.kind != "text"), key=lambda b: (b.box[1], b.box[0]))
    return heads + _columns([b for b in article if b.kind == "text"], frame)


def _columns(blocks: list[Block], frame: Frame) -> list[Block]:
    if len(blocks) < 2:
        return blocks
    if all(b.down for b in blocks):
        bands: list[list[Block]] = []
        for block in sorted(blocks, key=lambda b: b.box[1]):
            if not bands or block.box[1] > max(o.box[3] for o in bands[-1]) - frame.usual:
                bands.append([])
            bands[-1].append(block)
        return [b for band in bands for b in sorted(band, key=lambda b: -b.box[0])]
    for block in sorted(blocks, key=lambda b: b.box[1]):
        over = [
            o
            for o in blocks
            if o is not block
            and overlap(o.box[0], o.box[2], block.box[0], block.box[2])
            > 0.4 * (o.box[2] - o.box[0])
        ]
        spans = any(
            overlap(a.box[0], a.box[2], b.box[0], b.box[2]) < 0
            for a, b in itertools.combinations(over, 2)
        )
        if spans:
            middle = (block.box[1] + block.box[3]) / 2
            above = [o for o in blocks if o is not block and o.box[3] <= middle]
            below = [o for o in blocks if o is not block and o.box[3] > middle]
            return [*_columns(above, frame), block, *_columns(below, frame)]
    columns: list[list[Block]] = []
    for block in sorted(blocks, key=lambda b: (b.box[0], b.box[1])):
        x0, x1 = block.box[0], block.box[2]
        sides = ((c, *_sides(c)) for c in columns)
        home = next(
            (c for c, a, b in sides if overlap(a, b, x0, x1) > 0.5 * min(b - a, x1 - x0)), None
        )
        if home is None:
            columns.append([block])
        else:
            home.append(block)
    columns.sort(key=lambda c: _sides(c)[0])
    return [b for column in columns for b in sorted(column, key=lambda b: b.box[1])]


def _sides(blocks: list[Block]) -> tuple[float, float]:
    return min(b.box[0] for b in blocks), max(b.box[2] for b in blocks)


def cut_order(articles: list[list[Block]], frame: Frame) -> list[list[Block]]:
    """Articles by recursive cuts across, then down; those that interlock by their heads."""
    boxes = [hull(b.box for b in article) for article in articles]
    return [articles[i] for i in _cut(list(range(len(articles))), boxes, 0.6 * frame.usual)]


def _cut(some: list[int], boxes: list[Box], slack: float) -> list[int]:
    if len(some) < 2:
        return some
    for low, high in ((1, 3), (0, 2)):
        parts: list[list[int]] = []
        reach = -1e9
        for i in sorted(some, key=lambda i: (boxes[i][low], boxes[i][high])):
            if boxes[i][low] >= reach - slack:
                parts.append([])
            parts[-1].append(i)
            reach = max(reach, boxes[i][high])
        if len(parts) > 1:
            return [i for part in parts for i in _cut(part, boxes, slack)]
    first = min(some, key=lambda i: (boxes[i][1], boxes[i][0]))
    return [first, *_cut([i for i in some if i != first], boxes, slack)]
