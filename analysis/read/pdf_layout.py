"""The blocks of a newspaper page as articles: each a headline and the blocks of text that follow
from it.

A block of text has one block it goes on from: the headline over it, the text over it in its column,
or what stands left of its head. Which, the place says, the size of type, rules and boxes between,
and whether a sentence is cut there. Articles are what hangs together; they come in the order of
recursive cuts at white space (Nagy & Seth 1984, "Hierarchical representation of optically scanned
documents"), their columns from left to right.
"""

from itertools import combinations

from analysis.read.line_kinds import find_lead, line_kind
from analysis.read.pdf_blocks import Block, Frame, ruled
from analysis.read.pdf_glyphs import HEAD, Box, across, along, hull

STOPS = tuple("。！？；：…”’）》」』!?;:)")
# What speaks for a block going on from another, in points; set by eye on invented pages
# (benchmarks/paper_files.py): what is over it beats what is beside it, a box parts for certain.
UNDER_HEAD, STRAIGHT, UNDER_TEXT, BESIDE, LEVEL = 6.0, 4.0, 5.0, 4.0, 2.5
CUT, BEGINS, WHITE, RULE, BOX = 2.0, 3.0, 2.0, 3.0, 20.0
NEVER = float("-inf")


def find_articles(blocks: list[Block], frame: Frame) -> list[list[Block]]:
    """Blocks that hang together, each article in reading order, in the order articles are read."""
    frame = frame._replace(blocks=blocks)
    reach = {i: _reach(i, frame) for i, b in enumerate(blocks) if b.kind != "text"}
    parent = {
        i: _before(i, reach, frame) for i, b in enumerate(blocks) if b.kind == "text"
    } | _beside(frame)
    article_of = list(range(len(blocks)))
    for i, before in parent.items():
        old, new = article_of[i], article_of[before]
        article_of = [new if number == old else number for number in article_of]
    articles = [
        _in_order([b for b, own in zip(blocks, article_of, strict=True) if own == number], frame)
        for number in dict.fromkeys(article_of)
    ]
    boxes = [hull(article) for article in articles]
    return [articles[i] for i in _cut(list(range(len(articles))), boxes, 0.6 * frame.usual)]


def _reach(i: int, frame: Frame) -> Box:
    """How far left and right a headline rules: to the next type or rule at its height."""
    me = frame.blocks[i]
    low, high = -1e9, 1e9
    if me.inside >= 0:
        low, high = frame.boxes[me.inside].x0, frame.boxes[me.inside].x1
    for w in [*frame.blocks[:i], *frame.blocks[i + 1 :], *frame.uprights]:
        if along(me, w) > 0.3 * min(me.bottom - me.top, w.bottom - w.top):
            if w.x1 <= me.x0 + 2:
                low = max(low, w.x1)
            elif w.x0 >= me.x1 - 2:
                high = min(high, w.x0)
    return Box(low, me.top, high, me.bottom)


def _before(i: int, reach: dict[int, Box], frame: Frame) -> int:
    """The number of the block that block i goes on from; its own where it goes on from none."""
    me, scores = frame.blocks[i], {i: NEVER}
    words = me.lines[0].text
    begins = BEGINS * bool(find_lead(words) or line_kind(words) == "byline")  # an article's first
    for k, other in enumerate(frame.blocks):
        if k == i:
            continue
        score = _right_of(me, other, reach.get(k), frame) - begins * (other.kind == "text")
        if other.bottom <= me.top + 3:
            over = _under_text(me, other, frame) - begins
            if other.kind == "head":
                over = _under_head(me, other, reach[k], frame, begins)
            if over > score and not _between(other, me, frame):
                score = over
        if score > NEVER:
            score -= RULE * ruled(other, me, frame) + BOX * (other.inside != me.inside)
            scores[k] = score
    return max(scores, key=lambda k: scores[k])


def _under_head(me: Block, head: Block, reach: Box, frame: Frame, begins: float) -> float:
    """What speaks for a block being of the headline over it; NEVER beyond its reach."""
    width = me.x1 - me.x0
    share = across(reach, me) / width
    if share <= 0.5:
        return NEVER
    straight = min(max(across(head, me) / width, 0), 1)
    near = min((me.top - head.bottom) / frame.pitch, 8) * 0.5
    outside = me.x1 < head.x0 + 0.3 * width and not _centred(head, head.x0 - me.x0, reach, frame)
    level = [o for o in frame.blocks if o.kind == "text" and abs(o.top - me.top) < 3 * frame.pitch]
    first = not any(o.x1 <= me.x0 and o.x0 > reach.x0 for o in level)
    aside = STRAIGHT * outside + begins * (not first)
    return UNDER_HEAD + STRAIGHT * straight + share - near - aside


def _under_text(me: Block, other: Block, frame: Frame) -> float:
    """What speaks for a block going on from the text over it; NEVER in another column."""
    if other.kind != "text" or across(other, me) <= 0.5 * min(me.x1 - me.x0, other.x1 - other.x0):
        return NEVER
    gap = max(me.top - other.bottom - (frame.pitch - frame.usual), 0) / frame.pitch
    even = max(abs(other.x0 - me.x0), abs(other.x1 - me.x1)) < 2.5 * frame.usual
    below = [p for p in frame.pictures if other.bottom - 2 <= p.bottom <= me.top + 4 * frame.pitch]
    picture = any(across(p, me) > 0 for p in below)
    white = WHITE * (gap > 0.5 and not picture)  # that nothing explains
    return UNDER_TEXT + even - min(0.5 * gap, 2) - white + _flow(other, me, frame)


def _right_of(me: Block, other: Block, reach: Box | None, frame: Frame) -> float:
    """What speaks for a block going on from one left of its head, NEVER where none is."""
    edge = other.x1
    if other.x1 > me.x0 + 2 or not other.top - 0.8 * frame.pitch <= me.top < other.bottom:
        return NEVER
    if reach and other.kind == "head":  # the white beside a headline is its own
        edge = max(edge, min(reach.x1, me.x0))
    if me.x0 - edge >= 5 * frame.usual + 0.5 * (me.x1 - me.x0):
        return NEVER
    level = abs(me.top - other.top) < 0.9 * frame.pitch
    near = (me.x0 - edge) / frame.usual * 0.3
    flow = _flow(_foot(other, frame), me, frame) if other.kind == "text" else 1.0
    return BESIDE + LEVEL * level - near + flow


def _centred(head: Block, left: float, reach: Box, frame: Frame) -> bool:
    """True when a headline has about as much text to its right as `left` to its left."""
    text = [
        b for b in frame.blocks if b.kind == "text" and b.x0 < reach.x1 and b.x1 <= reach.x1 + 2
    ]
    under = [b.x1 for b in text if 0 <= b.top - head.bottom < 4 * frame.pitch]
    return max(under, default=head.x1) - head.x1 > 0.4 * left


def _between(a: Block, b: Block, frame: Frame) -> bool:
    """True when some block stands between block a and block b below it."""
    low, high = (max(a.x0, b.x0), min(a.x1, b.x1)) if across(a, b) > 0 else (b.x0, b.x1)
    both = Box(low, a.bottom - 3, high, b.top + 3)
    inner = [o for o in frame.blocks if both.top <= o.top and o.bottom <= both.bottom]
    return any(across(o, both) > 0.3 * (high - low) for o in inner if o not in (a, b))


def _foot(block: Block, frame: Frame) -> Block:
    """The last block of the column that a block stands in, as far as nothing but text follows."""
    while True:
        lower = (o for o in frame.blocks if o.top > block.top and o.top >= block.bottom - 3)
        under = [o for o in lower if across(o, block) > 0]
        nearest = min(under, key=lambda o: o.top, default=None)
        if nearest is None or nearest.kind != "text" or nearest.inside != block.inside:
            return block
        far = nearest.top - block.bottom > 6 * frame.pitch
        if far or _flow(block, nearest, frame) < 0 or ruled(block, nearest, frame):
            return block
        block = nearest


def _flow(a: Block, b: Block, frame: Frame) -> float:
    """Whether block b goes on where a stops: a cut sentence wants a line not set in."""
    if a.kind != "text" or a.down != b.down:
        return 0.0
    last, first = a.lines[-1], b.lines[0]
    byline = len(a.lines) == 1 and line_kind(last.text) == "byline"
    if byline or last.size > HEAD * frame.usual:  # a subhead or a byline goes with what it heads
        return CUT
    if first.size > HEAD * frame.usual:
        return 0.0
    several = len(b.lines) > 1
    indented = first.x0 - hull(b.lines).x0 > 1.2 * first.size
    full = hull(a.lines).x1 - last.x1 < 1.6 * last.size and len(a.lines) > 1
    if not last.text.endswith(STOPS):
        return -CUT if indented and several else CUT
    if full or indented:
        return 0.0
    return -CUT if several else -0.5


def _beside(frame: Frame) -> dict[int, int]:
    """{block: headline}: the first column left of a headline that is set downwards."""
    found = {}
    for k, head in enumerate(frame.blocks):
        text = [
            (i, o)
            for i, o in enumerate(frame.blocks)
            if o.kind == "text"
            and abs(o.top - head.top) < 2.5 * frame.pitch
            and not ruled(head, o, frame)
        ]
        right = [o for _, o in text if abs(o.top - head.top) < 2 * frame.pitch]
        if head.kind != "turned" or any(0 <= o.x0 - head.x1 < 3 * frame.usual for o in right):
            continue
        edge, first = head.x0, None
        while column := [
            (o.top, i, o.x0)
            for i, o in text
            if o.x0 < edge and -2 <= edge - o.x1 < 3 * frame.usual and o.inside == head.inside
        ]:
            _, first, edge = min(column)
        if first is not None:
            found[first] = k
    return found


def _in_order(article: list[Block], frame: Frame) -> list[Block]:
    """Headlines, then column by column; a block over several columns parts them."""
    heads = sorted((b for b in article if b.kind != "text"), key=lambda b: (b.top, b.x0))
    return heads + _columns([b for b in article if b.kind == "text"], frame)


def _columns(blocks: list[Block], frame: Frame) -> list[Block]:
    if len(blocks) < 2:
        return blocks
    if all(b.down for b in blocks):
        bands: list[list[Block]] = []
        for block in sorted(blocks, key=lambda b: b.top):
            if not bands or block.top > hull(bands[-1]).bottom - frame.usual:
                bands.append([])
            bands[-1].append(block)
        return [b for band in bands for b in sorted(band, key=lambda b: -b.x0)]
    for block in sorted(blocks, key=lambda b: b.top):
        others = [o for o in blocks if o is not block]
        over = [o for o in others if across(o, block) > 0.4 * (o.x1 - o.x0)]
        if any(across(a, b) < 0 for a, b in combinations(over, 2)):
            middle = (block.top + block.bottom) / 2
            above = _columns([o for o in others if o.bottom <= middle], frame)
            return [*above, block, *_columns([o for o in others if o.bottom > middle], frame)]
    columns: list[list[Block]] = []
    for b in sorted(blocks, key=lambda b: (b.x0, b.top)):
        sides = ((c, hull(c)) for c in columns)
        home = (c for c, s in sides if across(s, b) > 0.5 * min(s.x1 - s.x0, b.x1 - b.x0))
        if column := next(home, None):
            column.append(b)
        else:
            columns.append([b])
    columns.sort(key=lambda c: hull(c).x0)
    return [b for column in columns for b in sorted(column, key=lambda b: b.top)]


def _cut(some: list[int], boxes: list[Box], slack: float) -> list[int]:
    """Numbers of boxes by recursive cuts across, then down; those that interlock by their heads."""
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
    first = min(some, key=lambda i: (boxes[i].top, boxes[i].x0))
    return [first, *_cut([i for i in some if i != first], boxes, slack)]
