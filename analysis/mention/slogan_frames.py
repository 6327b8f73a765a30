"""The frames new slogans are built on: numerals that count a set of things, codes, quoted formulas
with their noun, parallel halves, and claims of a position.

Each is a row of lexicons/frames.csv: what stands before, the slogan itself, what stands after. What
is so built is seldom anything else and counts as a mention without a row of its own (`unlisted`);
the rest is only proposed.
"""

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from analysis.chinese.han import HAN, NUMERAL
from analysis.chinese.lexicons import load_lexicon, word_list, word_map
from analysis.chinese.tokens import word_class

CLAIM = "position-claim"  # told apart from the slogans in every count and figure
_QUOTED = re.compile('[“"「](?P<core>[^“”"「」。；！？\n]{2,28})[”"」]')
_UNIT = re.compile('[“"「](?P<core>[^“”"「」，,。；：！？\n]{4,24})[”"」]')
# Parts of the patterns of frames.csv, in order: a later one may hold those before it.
_PARTS = {
    "CODE": "(?!(?:19|20)[0-9]{2}$)[0-9]{2,8}[XN]?",
    "SUM": "[0-9]{1,2}(?:[+＋](?:[0-9]{1,3}|[NXnx])){1,4}",
    "N": f"[{NUMERAL}]",
    "H": f"[{HAN}]",
    "MEASURE": "[个大项条篇场张支区带高化心有立抓]",
    "COUNTED": "(?:{N}{MEASURE}{H}{1,4}|{N}{H}(?:{N}{H}{1,2}){1,3}|{N}{H}{2}(?:{N}{H}{2}){1,3}"
    "|(?:{N}{H}{1,4}){3,5}|{N}{H}{3}{N}{H}{3})",
    "HALVES": "{H}{2,6}(?:、{H}{2,6}){1,5}",
}


class Framed(NamedTuple):
    """A string on a frame: its span, its core without quotes, the frame, and the kind of slogan."""

    start: int
    end: int
    core: str
    frame: str
    kind: str = "numeric"


class Frame(NamedTuple):
    """A row of frames.csv, its patterns compiled."""

    row: dict
    before: re.Pattern
    core: re.Pattern
    after: re.Pattern


def _fill(pattern: str) -> str:
    """A pattern of frames.csv with its parts and lists of words put in."""
    for part, value in reversed(_PARTS.items()):
        pattern = pattern.replace(f"{{{part}}}", value)
    for name in re.findall("{([a-z_]+)}", pattern):
        words = "|".join(sorted(word_list(f"frames.{name}"), key=len, reverse=True))
        group = {"heads": f"(?P<head>{words})", "modifiers": f"(?:{words}){{0,2}}"}.get(name, words)
        pattern = pattern.replace(f"{{{name}}}", group, 1)
    return pattern.replace("{HAN}", HAN)


@cache
def _frames(quoted: bool) -> tuple[Frame, ...]:
    rows = [
        row for row in load_lexicon("frames").to_dict("records") if bool(row["quoted"]) == quoted
    ]
    if not quoted:
        whole, next_ = "{before}(?P<core>{core}){after}", "[、和与及]+(?P<core>{core}){after}"
        return tuple(
            Frame(row, None, *(re.compile(_fill(form.format_map(row))) for form in (whole, next_)))
            for row in rows
        )
    return tuple(
        Frame(row, *(re.compile(_fill(row[part])) for part in ("before", "core", "after")))
        for row in rows
    )


@cache
def _plain() -> re.Pattern:
    return re.compile("|".join(word_list("frames.plain")).replace("{HAN}", HAN))


def quoted_frames(text: str) -> list[Framed]:
    """Quoted numeral abbreviations of a text, and quoted formulas with their noun.

    >>> found = quoted_frames("锚定“四个高地”，落实“132”工作部署，今年“五一”假期，推行“枫叶红”行动")
    >>> [(f.core, f.end - f.start, f.frame) for f in found]
    [('四个高地', 4, 'N+measure'), ('132', 9, 'code + head'), ('枫叶红', 3, 'quoted + head')]
    """
    quoted = [match for match in _QUOTED.finditer(text) if not _plain().fullmatch(match["core"])]
    times = Counter(match["core"] for match in quoted)
    found = (_framed(text, match, times[match["core"]]) for match in quoted)
    return [frame for frame in found if frame]


def _framed(text: str, match: re.Match, times: int) -> Framed | None:
    """The first frame that a quoted string stands on."""
    core, known = match["core"], word_class(match["core"])
    for frame in _frames(True):
        row = frame.row
        if not frame.core.fullmatch(core) or (known and not row["word"]):
            continue
        if times < int(row["least"] or 1):
            continue
        after = frame.after.match(text, match.end(), match.end() + 14)
        head = after.groupdict().get("head") if after else None
        if after is None or (head and _goes_on(text, after.end())):
            continue
        if row["before"] and not _ends(
            frame.before, text[max(0, match.start() - 6) : match.start()]
        ):
            continue
        kind = word_map("frames.heads")[head] if row["kind"] == "head" else row["kind"]
        span = (match.start(), after.end()) if row["span"] == "whole" else match.span("core")
        return Framed(*span, core, row["frame"], kind)
    return None


def _goes_on(text: str, end: int) -> bool:
    """Whether the noun that ends here is part of a longer word: 行动者, 模式化."""
    last = text[end - 1 : end + 1]
    return len(last) == 2 and bool(word_class(last))


def _ends(pattern: re.Pattern, left: str) -> bool:
    return any(pattern.fullmatch(left, start) for start in range(len(left)))


def plain_frames(text: str) -> list[Framed]:
    """What stands on a frame without quotation marks: what a place says it will be, 五大攻坚行动,
    习近平总书记关于…的重要思想.

    >>> [f.core for f in plain_frames("打造数字经济高地，争当共同富裕排头兵，走进示范区")]
    ['数字经济高地', '共同富裕排头兵']
    """
    found: dict[tuple[int, int], Framed] = {}
    for frame in _frames(False):
        for match in frame.core.finditer(text):
            while match:
                span, core, kind = match.span("core"), match["core"], frame.row["kind"]
                if core.count("“") == core.count("”"):
                    found.setdefault(span, Framed(*span, core, frame.row["frame"], kind))
                # a list of claims has one verb
                match = kind == CLAIM and frame.after.match(text, span[1])
    return list(found.values())


@cache
def _counted() -> re.Pattern:
    return re.compile(_fill("{COUNTED}"))


def quoted_units(text: str) -> list[tuple[int, int]]:
    """Spans of quoted strings that are one formula: parallel halves, or numerals in a row.

    >>> text = "推行“双报到、双响应”和“一村一品一主体”，做好“共同富裕文章”"
    >>> [text[s:e] for s, e in quoted_units(text)]
    ['双报到、双响应', '一村一品一主体']
    """
    units = []
    for match in _UNIT.finditer(text):
        core = match["core"]
        halves = re.split("[、·]", core)
        parallel = len(halves) > 1 and max(map(len, halves)) - min(map(len, halves)) <= 1
        if parallel or _counted().fullmatch(core):
            units.append(match.span("core"))
    return units
