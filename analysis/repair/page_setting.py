"""Clues of every line, and how the page is set: its column, its indents, what a full line is."""

import itertools
import re
from typing import NamedTuple

from analysis.chinese.han import HAN
from analysis.describe.dates import is_page_head
from analysis.describe.reporters import is_signature
from analysis.read import formulas as f
from analysis.read.layout import (
    Line,
    column_widths,
    is_letter_spaced,
    is_terminal,
    measured_widths,
    paragraph_lines,
    usual_gap,
)
from analysis.read.line_kinds import find_lead, line_kind

DROP = re.compile(f"[{f.INVISIBLE}]")
INNER_STOP = re.compile(r"[。；！？](?!$)")
KEPT = ("jump_to", "jump_from", "salute", "byline")
LIST_MARK = re.compile(
    r"^[\s\-*•·●■◆□○▪]+|^[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．\s]+|[；;。，]$"
)
SOFT_END = re.compile(r"[，、；：,;:—（(“‘《【「『\-－~～·]$")


class Clue(NamedTuple):
    """What is known of one line before its neighbours are asked."""

    kind: str
    column: int  # width of the printed column here, 0 if there is none
    width: int
    size: int
    terminal: bool
    soft: bool
    lead: bool
    enum: bool
    spaced: bool
    inner_stop: bool  # a sentence ends inside it
    single: bool  # it stands where every paragraph is one line
    full: bool = False  # nothing more fitted into the line
    near_full: bool = (
        False  # the same for a paragraph's first line, whose indent the text may have lost
    )


def read_clues(lines: list[Line]) -> list[Clue]:
    """One Clue a line, without what depends on the page's setting."""
    widths = measured_widths(lines)
    clues = []
    columns = column_widths(lines, widths)
    single = paragraph_lines(lines, columns)
    for line, width, column, alone in zip(lines, widths, columns, single, strict=True):
        text = DROP.sub("", line.text)
        terminal = is_terminal(text) or bool(f.TAIL_CREDIT.search(text))
        clues.append(
            Clue(
                marked_kind(text, line.mark),
                column,
                width,
                len(text),
                terminal,
                not terminal and bool(SOFT_END.search(text)),
                bool(find_lead(text)) and not line.mark,
                bool(f.ENUM.match(text)),
                is_letter_spaced(text),
                bool(INNER_STOP.search(text)),
                alone,
            )
        )
    for i in find_contents(lines, clues):
        clues[i] = clues[i]._replace(kind="contents", lead=False)
    return clues


def find_contents(lines: list[Line], clues: list[Clue]) -> set[int]:
    """Numbers of lines that list what follows: three or more in a run whose words stand again as
    lines below, list marks aside; a line between two of them goes with them.
    """
    bare = [LIST_MARK.sub("", LIST_MARK.sub("", line.text)).strip() for line in lines]
    last = {line.text.strip("# "): i for i, line in enumerate(lines)}
    again = [
        len(text) > 3 and last.get(text, -1) > i and clue.kind not in KEPT
        for i, (text, clue) in enumerate(zip(bare, clues, strict=True))
    ]
    found: set[int] = set()
    run: list[int] = []
    for i in range(len(lines) + 1):
        if i < len(lines) and again[i]:
            run.append(i)
        elif i == len(lines) or i - (run[-1] if run else -9) > 1:
            told = [last[bare[k]] for k in run]  # a text that comes twice comes twice in one piece
            if len(run) > 2 and min(told) > run[-1] and max(told) - min(told) >= 2 * len(run) - 2:
                found |= set(range(run[0], run[-1] + 1))
            run = []
    return {i for i in found if clues[i].kind not in KEPT}


def marked_kind(text: str, mark: str) -> str:
    """The formula a line is; a mark of its type size is certain, and leaves room for a byline among
    small headline lines.
    """
    kind = line_kind(text) or spaced_kind(text)
    if kind in ("", "caption", "byline") and is_signature(text):
        kind = "byline"
    elif kind in ("", "page", "caption") and is_page_head(text):
        kind = "furniture"
    if mark in ("title", "deck"):
        return kind if kind == "byline" and mark == "deck" else ""
    return "caption" if mark == "caption" else kind or mark


def spaced_kind(text: str) -> str:
    """The formula a letter-spaced line is (编 辑：苏 伟), "" if none."""
    if len(text) > 40 or not re.match(rf"[{HAN}]\s+[{HAN}]\s*[:：]", text):
        return ""
    kind = line_kind("".join(text.split()))
    return kind if kind in ("furniture", "boilerplate", "page") else ""


class Setting(NamedTuple):
    """How a page is set, as far as its lines tell."""

    gap: int  # blank lines before most lines
    indent: str  # first lines of paragraphs: shown, lost (they are narrower), or ""
    slack: int  # how much narrower than the column a full line may be


def read_setting(lines: list[Line], clues: list[Clue]) -> Setting:
    """The page's setting from all its lines together."""
    lacks = sorted(
        b.column - b.width
        for a, b in itertools.pairwise(clues)
        if b.column
        and not (a.terminal or b.terminal or a.kind or b.kind or b.lead)
        and -2 <= b.column - b.width <= 8
    )
    slack = min(max(lacks[(9 * len(lacks)) // 10], 0) + 1, 5) if lacks else 4
    inner = sum(line.indent >= 2 for line in lines)
    if len(lines) > 3 and 2 <= inner <= 0.97 * len(lines):
        return Setting(usual_gap(lines), "shown", slack)
    first = sorted(
        clues[i + 1].width - clues[i].width
        for i in range(1, len(clues) - 1)
        if _stops_short(clues[i - 1], slack)
        and clues[i].column
        and clues[i + 1].column
        and not (clues[i].terminal or clues[i + 1].terminal or clues[i].kind or clues[i + 1].lead)
        and clues[i].width > clues[i].column - 10
    )
    lost = len(first) > 1 and first[len(first) // 2] >= 3
    return Setting(usual_gap(lines), "lost" if lost else "", slack)


def _stops_short(clue: Clue, slack: int) -> bool:
    return bool(clue.column) and clue.terminal and clue.width < clue.column - slack - 4


def with_fullness(clues: list[Clue], setting: Setting) -> list[Clue]:
    """The clues with `full` and `near_full` filled in."""
    out = []
    for clue in clues:
        full = bool(clue.column) and (clue.spaced or clue.width >= clue.column - setting.slack)
        near = full or (
            setting.indent == "lost"
            and clue.column
            and clue.width >= clue.column - setting.slack - 5
        )
        out.append(clue._replace(full=full, near_full=bool(near)))
    return out
