"""The line table of a page: what words say and how it is set, before anything is decided."""

import re
from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from analysis.chinese.normal import is_traditional, simplified
from analysis.describe.dates import FULL, is_page_head
from analysis.describe.reporters import find_credit, is_signature
from analysis.read import formulas as f
from analysis.read.layout import NO_MARKS, Lines, is_letter_spaced, is_terminal, split_lines
from analysis.read.line_kinds import find_lead, line_kind

STOPPED = ("。", "！", "？")
MOST_LINES = 8  # of a teaser
LONGEST_TEASER, TEASER_TITLE = 160, 40  # characters of lines on what stands on another page
KEPT = ("jump_to", "jump_from", "salute", "byline")
BULLETS = "·•"
# A day set large, whose parts became lines; how many and how long they are.
TORN_DAY, MOST_PARTS, LONGEST_PART = re.compile(r"\d{4}年(?:\d{1,2}月?)?"), 4, 12
SOFT_END = frozenset("，、；：,;:—（(“‘《【「『-－~～·")


def read_lines(text: str, marks: Mapping[int, str] = NO_MARKS) -> Lines:
    """The line table of a page: all columns of `Lines`.

    >>> lines = read_lines("区委召开会议\\n本报讯（记者 甲）昨日，区委召开会议。\\n第02版：要闻\\n")
    >>> lines.role, lines.role_why, lines.terminal
    (['', '', 'page'], ['', '', 'words'], [False, True, False])
    """
    lines = split_lines(text, marks)
    texts = [f.UNSEEN.sub("", line) for line in lines.text] if f.UNSEEN.search(text) else lines.text
    if is_traditional(text):
        texts = [*map(simplified, texts)]
    told = [line_role(line, mark) for line, mark in zip(texts, lines.mark, strict=True)]
    roles, reasons = [role for role, _ in told], [why for _, why in told]
    terminal = [
        is_terminal(line) or (find_credit(line) >= 0 and not f.SHUTS.match(after))
        for line, after in pairwise([*texts, ""])
    ]
    lead = [not mark and find_lead(line) > 0 for line, mark in zip(texts, lines.mark, strict=True)]
    for i in find_contents(lines.text, roles):
        roles[i], reasons[i], lead[i] = "contents", "said again below", False
    for i in find_torn_head(texts, roles):
        roles[i], reasons[i] = "furniture", "page head"
    lines = lines._replace(role=roles, role_why=reasons, terminal=terminal)
    for i in find_teasers(lines, texts, lead):
        roles[i], reasons[i] = "furniture", "stands on another page"
    lines = lines._replace(
        soft=[not t and line[-1:] in SOFT_END for t, line in zip(terminal, texts, strict=True)],
        lead=lead,
        enum=[bool(f.ENUM.match(line)) for line in texts],
        inner_stop=[bool(f.INNER_STOP.search(line)) for line in texts],
    )
    return without_chance(with_fullness(lines), texts)


def line_role(text: str, mark: str) -> tuple[str, str]:
    """The formula a line is and what says so; a mark of type size leaves room for a byline."""
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
    """The formula a letter-spaced line is (编 辑：苏 伟, 青 禾 报), "" if none."""
    spaced = f.SPACED_LABEL.match(text) or f.ALL_SPACED.fullmatch(text)
    if len(text) > 40 or not spaced:
        return ""
    kind = line_kind(f.SPACED_LABEL.sub(r"\1\2", text)) or line_kind("".join(text.split()))
    return kind if kind in ("furniture", "boilerplate", "page", "byline") else ""


def find_torn_head(texts: list[str], roles: list[str]) -> list[int]:
    """Numbers of short lines that are a page head together: 2025年6月 | 3 | 星期二 | 某某报."""
    found: list[int] = []
    for start in (i for i, line in enumerate(texts) if TORN_DAY.fullmatch(line)):
        stops = range(start + 2, start + MOST_PARTS + 1)
        stop = next((k for k in stops if is_page_head("".join(texts[start:k]))), 0)
        if stop and all(len(line) <= LONGEST_PART for line in texts[start:stop]):
            around = [k for k in (start - 1, stop) if 0 <= k < len(texts)]
            found += [*range(start, stop), *(k for k in around if f.PAGE_PAPER.fullmatch(texts[k]))]
    return [i for i in found if roles[i] in ("", "page", "furniture")]


def find_contents(texts: list[str], roles: list[str]) -> list[int]:
    """Numbers of lines that list what follows: three or more that stand again below, or with a
    bullet, or under what says so (标题导航), one.
    """
    bare = [
        f.LIST_MARK.sub("", f.LIST_MARK.sub("", text)).strip() if f.LISTED.match(text) else text
        for text in texts
    ]
    last = {text.strip("# "): i for i, text in enumerate(texts)}
    again = [
        i
        for i, (text, role) in enumerate(zip(bare, roles, strict=True))
        if len(text) > 3 - 2 * (texts[i][0] in BULLETS) and last.get(text, -1) > i
        if role not in KEPT
    ]
    found = [i for i in again if texts[i][0] in BULLETS and not roles[i]]
    start = 0
    for stop in range(1, len(again) + 1):
        if stop < len(again) and again[stop] - again[stop - 1] <= 2:
            continue
        run, start = again[start:stop], stop
        told = [last[bare[k]] for k in run]  # a text that comes twice comes twice in one piece
        headed = run[0] > 0 and f.LIST_HEAD.fullmatch(texts[run[0] - 1])
        if (
            (headed or len(run) > 2)
            and min(told) > run[-1]
            and max(told) - min(told) >= 2 * len(run) - 2
        ):
            found += (i for i in range(run[0], run[-1] + 1) if roles[i] not in KEPT)
    return found


def find_teasers(t: Lines, texts: list[str], lead: list[bool]) -> list[int]:
    """Numbers of lines that tell what stands on another page: the page (详见A3版) ends a title and a
    line or two, or two and more such lines begin with theirs (02版 …).
    """
    found: list[int] = []
    ends = {
        i: text[: m.start()]
        for i, (text, role) in enumerate(zip(texts, t.role, strict=True))
        if "版" in text and role not in KEPT and (m := f.SEE_PAGE.search(text))
        if not FULL.search(text)  # 《某某报》（2025-06-03 第02版）: where it was printed
    }
    for i, own in ends.items():
        if t.role[i] == "page" and not any(k in ends for k in range(i - 4, i + 5) if k != i):
            continue  # one by itself is the label of its page
        first = i
        while first > max(i - MOST_LINES, 0) and not (
            t.role[first - 1] or lead[first - 1] or first - 1 in ends
        ):
            if t.terminal[first - 1] and (own or first < i):
                break
            first -= 1
        told = [*texts[first:i], *[own] * bool(own)] or [STOPPED[0]]
        title = t.column[first] == 0 or abs(t.width[first] - t.column[first]) > 4
        titled = title and len(texts[first]) <= TEASER_TITLE and not is_terminal(told[0])
        titled = titled and not (lead[i] or f.DATED.match(told[0]) or t.gap[i] > t.usual_gap)
        if titled and sum(map(len, told)) <= LONGEST_TEASER:
            found += range(first, i + 1)
        elif not own:
            found.append(i)
    labels = [i for i in range(1, len(texts)) if t.role[i - 1] == t.role[i] == "page"]
    if labels and not any(t.terminal[labels[-1] :]) and not any(lead[labels[-1] :]):
        found += range(labels[-1] + 1, len(texts))  # the list of its titles ends a page of the web
    starts = [i for i, text in enumerate(texts) if f.PAGE_BEFORE.match(text)]
    for n, (a, b) in enumerate(pairwise(starts)):
        if b - a == 1 or any(lead[a:b]) or sum(map(len, texts[a:b])) > LONGEST_TEASER:
            continue
        last = b + b - a if n + 2 == len(starts) else b  # the last one has as many lines
        found += (i for i in range(a, min(last, len(texts))) if i < b or not lead[i])
    return found


def with_fullness(t: Lines) -> Lines:
    """The table with what depends on the page's setting: slack, indents, full lines."""
    is_text = np.array([not (e or r) for e, r in zip(t.terminal, t.role, strict=True)], bool)
    column, width, lead = np.array(t.column, int), np.array(t.width, int), np.array(t.lead, bool)
    slack = slack_of(column - width, is_text & np.roll(is_text, 1) & ~lead & (column > 0))
    spaced = np.array([is_letter_spaced(text) for text in t.text], bool)
    full = near = (column > 0) & ((width >= column - slack) | spaced)
    how = indents(t, column, width, is_text, slack)
    if how == "lost":
        near = full | ((column > 0) & (width >= column - slack - 5))
    return t._replace(slack=slack, indents=how, full=full.tolist(), near_full=near.tolist())


def slack_of(lack: np.ndarray, inside: np.ndarray) -> int:
    """How much narrower than the column a full line may be, as most broken sentences tell."""
    told = np.sort(lack[1:][inside[1:] & (lack[1:] >= -2) & (lack[1:] <= 8)])
    return min(max(int(told[(9 * len(told)) // 10]), 0) + 1, 5) if len(told) else 4


def indents(
    t: Lines, column: np.ndarray, width: np.ndarray, is_text: np.ndarray, slack: int
) -> str:
    """How first lines of paragraphs are set: shown, lost (they are narrower), or ""."""
    n, inner = len(t.text), sum(indent >= 2 for indent in t.indent)
    if n > 3 and 2 <= inner <= 0.97 * n:
        return "shown"
    if n < 3:
        return ""
    terminal, lead = np.array(t.terminal, bool), np.array(t.lead, bool)
    over, here, after = slice(0, n - 2), slice(1, n - 1), slice(2, n)
    first = (column[over] > 0) & (column[here] > 0) & (column[after] > 0) & terminal[over]
    first &= (width[over] < column[over] - slack - 4) & (width[here] > column[here] - 10)
    first &= is_text[here] & ~terminal[after] & ~lead[after]
    lacks = np.sort((width[after] - width[here])[first])
    return "lost" if len(lacks) > 1 and lacks[len(lacks) // 2] >= 3 else ""


def without_chance(t: Lines, texts: list[str]) -> Lines:
    """Without site lines and captions by chance (关闭 / 摄入 within a wrapped sentence), and names
    that end the lead formula of the line before.
    """
    roles, reasons = list(t.role), list(t.role_why)
    for i in range(1, len(roles)):
        opened = roles[i] == "byline" and t.lead[i - 1] and f.OPEN_QUOTE.search(texts[i - 1])
        if opened and f.SHUT_QUOTE.match(texts[i]):
            roles[i] = reasons[i] = ""
        if roles[i] not in ("boilerplate", "caption") or reasons[i] != "words":
            continue
        within = t.full[i - 1] and not (t.terminal[i - 1] or t.role[i - 1])
        within = within and not 0 < t.column[i] < t.width[i] - 4  # no column broke a wide line
        text = texts[i]
        credit = f.CAPTION_CREDIT.search(text)
        signed = f.CAPTION_START.match(text) or text[-1] in "）)：:" or text[0] in "（(-"
        signed = signed or (credit and text[: credit.start()].rstrip().endswith(STOPPED))
        if within and not signed and t.gap[i] <= t.usual_gap:
            roles[i] = reasons[i] = ""
    return t._replace(role=roles, role_why=reasons)
