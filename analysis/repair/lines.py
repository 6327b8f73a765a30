"""The line table of a page: what the words of every line say, and how the page is set, once and
before anything is decided.
"""

import re
from collections.abc import Mapping
from itertools import pairwise

from analysis.chinese.han import HAN
from analysis.chinese.normal import is_traditional, simplified
from analysis.describe.dates import is_page_head
from analysis.describe.reporters import is_signature
from analysis.read import formulas as f
from analysis.read.layout import NO_MARKS, Lines, is_letter_spaced, is_terminal, split_lines
from analysis.read.line_kinds import find_credit, find_lead, line_kind

UNSEEN = re.compile(f"[{f.INVISIBLE}]")
INNER_STOP = re.compile(r"[。；！？](?!$)")
SPACED_LABEL = re.compile(rf"([{HAN}])\s+([{HAN}])(?=\s*[:：|｜])")
KEPT = ("jump_to", "jump_from", "salute", "byline")
LISTED = re.compile(r"[-*•·●■◆□○▪(（\d一二三四五六七八九十]|.*[；;。，]$", re.DOTALL)
SOFT_END = frozenset("，、；：,;:—（(“‘《【「『-－~～·")


def read_lines(text: str, marks: Mapping[int, str] = NO_MARKS) -> Lines:
    """The line table of a page: all columns of `Lines`.

    >>> lines = read_lines("区委召开会议\\n本报讯（记者 甲）昨日，区委召开会议。\\n第02版：要闻\\n")
    >>> lines.role, lines.role_why, lines.terminal
    (['', '', 'page'], ['', '', 'words'], [False, True, False])
    """
    lines = split_lines(text, marks)
    shadow = simplified if is_traditional(text) else str
    texts = [shadow(UNSEEN.sub("", line)) for line in lines.text]
    told = [line_role(line, mark) for line, mark in zip(texts, lines.mark, strict=True)]
    roles, reasons = [role for role, _ in told], [why for _, why in told]
    terminal = [is_terminal(line) or find_credit(line) >= 0 for line in texts]
    lead = [not mark and find_lead(line) > 0 for line, mark in zip(texts, lines.mark, strict=True)]
    for i in find_contents(lines.text, roles):
        roles[i], reasons[i], lead[i] = "contents", "said again below", False
    lines = lines._replace(
        role=roles,
        role_why=reasons,
        terminal=terminal,
        soft=[not t and line[-1:] in SOFT_END for t, line in zip(terminal, texts, strict=True)],
        lead=lead,
        enum=[bool(f.ENUM.match(line)) for line in texts],
        inner_stop=[bool(INNER_STOP.search(line)) for line in texts],
    )
    return without_chance(with_fullness(lines._replace(slack=slack(lines))))


def line_role(text: str, mark: str) -> tuple[str, str]:
    """The formula a line is and what says so: its words or a mark of the file. A mark of its type
    size is certain, and leaves room for a byline among small headline lines.
    """
    kind, why = line_kind(text) or spaced_kind(text), "words"
    if kind in ("", "caption", "byline") and is_signature(text):
        kind, why = "byline", "signature"
    elif kind in ("", "page", "caption") and is_page_head(text):
        kind, why = "furniture", "page head"
    if mark in ("title", "deck"):
        kind = kind if kind == "byline" and mark == "deck" else ""
    elif mark == "caption" or (mark and not kind and mark[0] != "h"):
        kind, why = mark, "mark"
    return kind, why if kind else ""


def spaced_kind(text: str) -> str:
    """The formula a letter-spaced line is (编 辑：苏 伟), "" if none."""
    if len(text) > 40 or not SPACED_LABEL.match(text):
        return ""
    kind = line_kind(SPACED_LABEL.sub(r"\1\2", text)) or line_kind("".join(text.split()))
    return kind if kind in ("furniture", "boilerplate", "page", "byline") else ""


def find_contents(texts: list[str], roles: list[str]) -> set[int]:
    """Numbers of lines that list what follows: three or more in a run whose words stand again as
    lines below, list marks aside; a line between two of them goes with them.
    """
    bare = [
        f.LIST_MARK.sub("", f.LIST_MARK.sub("", text)).strip() if LISTED.match(text) else text
        for text in texts
    ]
    last = {text.strip("# "): i for i, text in enumerate(texts)}
    again = [
        len(text) > 3 and last.get(text, -1) > i and role not in KEPT
        for i, (text, role) in enumerate(zip(bare, roles, strict=True))
    ]
    found: set[int] = set()
    run: list[int] = []
    for i in range(len(texts) + 1):
        if i < len(texts) and again[i]:
            run.append(i)
        elif i == len(texts) or i - (run[-1] if run else -9) > 1:
            told = [last[bare[k]] for k in run]  # a text that comes twice comes twice in one piece
            if len(run) > 2 and min(told) > run[-1] and max(told) - min(told) >= 2 * len(run) - 2:
                found |= set(range(run[0], run[-1] + 1))
            run = []
    return {i for i in found if roles[i] not in KEPT}


def without_chance(t: Lines) -> Lines:
    """The table without site lines and captions that are so by chance: a full line before each
    stops in mid-sentence, and no sign of a picture stands there (关闭 / 摄入 within a sentence).
    """
    roles, reasons = list(t.role), list(t.role_why)
    for i in range(1, len(roles)):
        within = t.full[i - 1] and not (t.terminal[i - 1] or t.role[i - 1])
        text = t.text[i]
        signed = f.CAPTION_START.match(text) or text[-1] in "）)" or text[0] in "（(-"
        chance = roles[i] in ("boilerplate", "caption") and reasons[i] == "words" and not signed
        if within and chance and t.gap[i] <= t.usual_gap:
            roles[i] = reasons[i] = ""
    return t._replace(role=roles, role_why=reasons)


def slack(t: Lines) -> int:
    """How much narrower than the column a full line may be, as most lines that break a sentence
    tell.
    """
    text = [not (t.terminal[i] or t.role[i]) for i in range(len(t.text))]
    lacks = sorted(
        t.column[b] - t.width[b]
        for a, b in pairwise(range(len(t.text)))
        if t.column[b]
        and text[a]
        and text[b]
        and not t.lead[b]
        and -2 <= t.column[b] - t.width[b] <= 8
    )
    return min(max(lacks[(9 * len(lacks)) // 10], 0) + 1, 5) if lacks else 4


def indents(t: Lines) -> str:
    """How first lines of paragraphs are set on this page: shown, lost (they are narrower), or ""."""
    n = len(t.text)
    inner = sum(indent >= 2 for indent in t.indent)
    if n > 3 and 2 <= inner <= 0.97 * n:
        return "shown"
    first = sorted(
        t.width[i + 1] - t.width[i]
        for i in range(1, n - 1)
        if t.column[i]
        and t.column[i + 1]
        and t.column[i - 1]
        and t.terminal[i - 1]
        and t.width[i - 1] < t.column[i - 1] - t.slack - 4
        and not (t.terminal[i] or t.terminal[i + 1] or t.role[i] or t.lead[i + 1])
        and t.width[i] > t.column[i] - 10
    )
    return "lost" if len(first) > 1 and first[len(first) // 2] >= 3 else ""


def with_fullness(t: Lines) -> Lines:
    """The table with what depends on the page's setting: indents, full lines."""
    how = indents(t)
    full = [
        bool(column) and (width >= column - t.slack or is_letter_spaced(text))
        for column, width, text in zip(t.column, t.width, t.text, strict=True)
    ]
    near = full
    if how == "lost":
        near = [
            is_full or (bool(column) and width >= column - t.slack - 5)
            for is_full, column, width in zip(full, t.column, t.width, strict=True)
        ]
    return t._replace(indents=how, full=full, near_full=near)
