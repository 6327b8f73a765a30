"""Setting a page in type badly: blocks in, one raw text out, every character marked with whose it
is.
"""

from random import Random
from typing import Any, NamedTuple

Item = tuple[
    str, int, str
]  # a character, the number of its article (-1: none), and body, subhead or other
Line = list[Item]
CLOSING, OPENING = "，。、；：？！”’）》%,:;)?!", "“‘（《("


class Block(NamedTuple):
    kind: str  # head, body, caption, furniture
    lines: list[Line]  # one item list a headline line or a paragraph
    inside: tuple[Line, ...] = ()  # captions that interrupt it


def items(text: str, owner: int = -1, role: str = "other") -> Line:
    return [(c, owner, role) for c in text]


def is_han(c: str) -> bool:
    return "\u4e00" <= c <= "\u9fff"


def width_of(c: str) -> float:
    return 0.5 if c.isascii() else 1.0


def wrap(paragraph: Line, width: int, kinsoku: bool) -> list[Line]:
    """The paragraph in lines of `width` Han characters; with `kinsoku` no closing mark begins a
    line.

    >>> ["".join(c for c, _, _ in line) for line in wrap(items("会议强调，要抓落实。"), 4, True)]
    ['会议强调，', '要抓落实。']
    """
    lines: list[Line] = []
    line: Line = []
    used = 0.0
    for i, item in enumerate(paragraph):
        over = used + width_of(item[0]) > width
        if over and line and not (kinsoku and item[0] in CLOSING):
            moved = [line.pop()] if kinsoku and len(line) > 1 and line[-1][0] in OPENING else []
            lines.append(line)
            line, used = moved, sum(width_of(c) for c, _, _ in moved)
        line.append(item)
        used += width_of(item[0])
        if i + 1 == len(paragraph):
            lines.append(line)
    return lines


def space_digits(rng: Random, paragraph: Line) -> Line:
    """Now and then a blank between a Han character and a digit, as justified columns leave it."""
    out: Line = []
    for item in paragraph:
        before = out[-1][0] if out else ""
        if (
            out
            and ((before.isdigit() and is_han(item[0])) or (is_han(before) and item[0].isdigit()))
            and rng.random() < 0.35
        ):
            out.append((" ", -1, "other"))
        out.append(item)
    return out


def justifiable(line: Line) -> bool:
    """Letter-spaced bylines would hide where a name ends."""
    return all(role != "other" for _, _, role in line)


def justify(line: Line) -> Line:
    """The whole line letter-spaced; numbers stay whole."""
    out: Line = []
    for item in line:
        if (
            out
            and not (out[-1][0].isascii() and item[0].isascii())
            and not out[-1][0].isspace()
            and not item[0].isspace()
        ):
            out.append((" ", -1, "other"))
        out.append(item)
    return out


def sow_zero_width(rng: Random, line: Line) -> Line:
    out: Line = []
    for item in line:
        out.append(item)
        if rng.random() < 0.02:
            out.append((rng.choice("\u200b\u200c\ufeff"), -1, "other"))
    return out


def set_paragraph(rng: Random, paragraph: Line, plan: dict[str, Any], width: int) -> list[Line]:
    """The raw lines of one paragraph, before column breaks."""
    if all(
        role == "other" for _, _, role in paragraph
    ):  # markers and closing bylines stand on lines of their own
        return [paragraph]
    if plan["spacing"] in ("digits", "both"):
        paragraph = space_digits(rng, paragraph)
    indent = items(plan["indent"]) if plan["indent"] != "stray" else []
    if plan["wrap"] == "paragraph":
        lines = [indent + paragraph]
    else:
        lines = wrap(indent + paragraph, width, plan["kinsoku"])
        if plan["spacing"] in ("justified", "both"):
            lines = [
                justify(x) if rng.random() < 0.12 and justifiable(x) and i + 1 < len(lines) else x
                for i, x in enumerate(lines)
            ]
    if plan["indent"] == "stray":
        return [items(" ") + x if rng.random() < 0.15 else x for x in lines]
    return lines


def set_body(rng: Random, block: Block, plan: dict[str, Any]) -> list[Line]:
    """The raw lines of a body: paragraphs wrapped, columns broken by blank lines, captions in the
    breaks.
    """
    width, inside = plan["width"], list(block.inside)
    between = [[]] if plan["blank"] else []
    out: list[Line] = []
    left = rng.randint(5, 16)  # lines to the foot of the column
    for n, paragraph in enumerate(block.lines):
        lines = list(set_paragraph(rng, paragraph, plan, width))
        if (
            plan["wrap"] == "paragraph"
            and plan["columns"]
            and len(paragraph) > 60
            and rng.random() < 0.35
        ):
            at = rng.randint(20, len(lines[0]) - 20)  # not inside the byline either
            lines = [lines[0][:at], [], *inside[:1], *([[]] if inside else []), lines[0][at:]]
            del inside[:1]
            out += (between if n else []) + lines
            continue
        out += between if n else []
        for i, line in enumerate(lines):
            if plan["wrap"] == "hard blank" and out and out[-1]:
                out.append([])
            out.append(line)
            left -= 1
            if plan["columns"] and left <= 0 and plan["wrap"] != "paragraph" and i + 1 < len(lines):
                out += [[], *inside[:1], *([[]] if inside or plan["wrap"] == "hard blank" else [])]
                del inside[:1]
                left = rng.randint(5, 16)
    return out


def set_page(rng: Random, blocks: list[Block], plan: dict[str, Any]) -> Line:
    """All the blocks one under the other as one raw text, its line ends included."""
    plan = {
        **plan,
        "blank": (plan["wrap"] == "paragraph" and rng.random() < 0.5)
        or (plan["wrap"] == "hard" and rng.random() < 0.3),
    }
    lines: list[Line] = [[] for _ in range(rng.choice((0, 0, 1, 3)))]
    before = ""
    for block in blocks:
        gap = plan["gap"] if before else 0
        if before == "head" and block.kind == "body":
            gap = rng.choice((0, 1)) if plan["wrap"] != "hard blank" else 1
        elif before in ("head", "furniture", "caption") or block.kind in ("furniture", "caption"):
            gap = max(gap, 1) if before else 0
        lines += [[] for _ in range(gap)]
        if plan["debris"] == "form feed" and before and rng.random() < 0.4:
            lines.append(items("\f"))
        lines += set_body(rng, block, plan) if block.kind == "body" else block.lines
        before = block.kind
    lines += [[] for _ in range(rng.choice((0, 1, 2)))]
    if plan["debris"] == "zero width":
        lines = [sow_zero_width(rng, line) for line in lines]
    raw: Line = []
    for i, line in enumerate(lines):
        raw += (items(plan["newline"]) if i else []) + line
    return raw
