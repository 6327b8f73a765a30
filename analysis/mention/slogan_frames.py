"""The frames new slogans are built on: numerals that count a set of things, codes, quoted formulas
with their noun, parallel halves, and claims of a position.

A frame only says that a string looks like a slogan; what is so built is seldom anything else and is
counted as a mention without a lexicon row (`unlisted`). The rest is only proposed.
"""

import re
from functools import cache
from typing import NamedTuple

from analysis.chinese.han import HAN, NUMERAL
from analysis.chinese.word_lists import word_list, word_map
from analysis.chinese.wordclass import word_class

CLAIM = "position-claim"  # told apart from the slogans in every count and figure
_MEASURE = "个大项条篇场张支区带高化心有立抓"
_QUOTED = re.compile('[“"「](?P<core>[^“”"「」，。；！？\n]{2,28})[”"」]')
_CODE = re.compile(
    "(?!(?:19|20)[0-9]{2}$)[0-9]{2,8}[XN]?|[0-9]{1,2}(?:[+＋](?:[0-9]{1,3}|[NXnx])){1,4}"
)
_COUNTED = re.compile(
    f"(?:[{NUMERAL}][{_MEASURE}][{HAN}]{{1,4}}|[{NUMERAL}][{HAN}][{NUMERAL}][{HAN}]{{1,2}}"
    f"|[{NUMERAL}][{_MEASURE}][{NUMERAL}][{HAN}]{{2}}|"
    f"[{NUMERAL}][{HAN}](?:[{NUMERAL}][{HAN}]{{1,2}}){{1,3}}"
    f"|[{NUMERAL}][{HAN}]{{2}}(?:[{NUMERAL}][{HAN}]{{2}}){{1,3}})"
)
# 四长联防, 三社联动, 四强县; no idiom
_JOINED = re.compile(f"[二三四五六七八九两双][{HAN}](?:[{HAN}]{{2}}|[省市县区镇村城])")
_NAMED = re.compile(f"[{HAN}]{{2,6}}(?:行动|工程|战略|模式|工作法)")  # “并肩行动”
_HALVES = re.compile(f"[{HAN}]{{2,6}}(?:、[{HAN}]{{2,6}}){{1,5}}")
_SHORT = re.compile(f"[{NUMERAL}][{HAN}]")
_FORMULA = re.compile(f"(?=.*[{HAN}])(?!.*(?:会|年|[0-9]号?)$)[{HAN}0-9A-Za-z+、·]{{2,14}}")
_THOUGHT = re.compile("习近平(?:总书记|主席)?关于[^，。；：“”！？\n]{2,28}?的?重要思想")
_UNIT = re.compile('[“"「](?P<core>[^“”"「」，,。；：！？\n]{4,24})[”"」]')


class Framed(NamedTuple):
    """A string on a frame: its span (quotes inside only where they hold a code or one character),
    and the kind of slogan it makes.
    """

    start: int
    end: int
    core: str
    frame: str
    kind: str = "numeric"


@cache
def _patterns() -> dict[str, re.Pattern]:
    def either(name: str) -> str:
        return "|".join(sorted(word_list(f"frames.{name}"), key=len, reverse=True))

    heads = f"(?P<head>{either('heads')})"
    return {
        "plain": re.compile(either("plain").replace("{HAN}", HAN)),
        "head": re.compile(f"(?:{either('modifiers')}){{0,2}}{heads}+"),
        "any head": re.compile(f"[{HAN}]{{0,6}}?{heads}+"),
        "claim": re.compile(
            f"(?:{either('claim_verbs')})(?:成为?|好)?(?!{either('not_claim')})"
            f"(?P<claim>[{HAN}A-Za-z0-9“”·]{{2,22}}?(?:{either('claim_nouns')})"
            f"(?:建设的(?:{either('claim_nouns')}))?)(?![区地]|[{HAN}]?[性型])"
        ),
    }


def quoted_frames(text: str) -> list[Framed]:
    """Quoted numeral abbreviations of a text, and quoted formulas with their noun.

    >>> found = quoted_frames("锚定“四个高地”，落实“132”工作部署，今年“五一”假期，推行“枫叶红”行动")
    >>> [(f.core, f.end - f.start, f.frame) for f in found]
    [('四个高地', 4, 'N+measure'), ('132', 9, 'code + head'), ('枫叶红', 3, 'quoted + head')]
    """
    found, patterns = [], _patterns()
    for match in _QUOTED.finditer(text):
        core, after = match["core"], match.end()
        if patterns["plain"].fullmatch(core):
            continue
        head = patterns["any head"].match(text, after, after + 12)
        whole = (match.start(), head.end() if head else after, core)
        if _CODE.fullmatch(core):
            if head:
                found.append(Framed(*whole, "code + head"))
            elif "+" in core:
                found.append(Framed(*match.span("core"), core, "code"))
        elif all(map(_COUNTED.fullmatch, re.split("[、和]", core))) or (
            _JOINED.fullmatch(core) and not word_class(core)
        ):
            found.append(Framed(*match.span("core"), core, "N+measure"))
        elif _SHORT.fullmatch(core) and head and head.group() in ("精神", "作风"):
            found.append(Framed(*whole, "N+character + head"))
        elif _NAMED.fullmatch(core) or (_HALVES.fullmatch(core) and _of_head(text, after)):
            found.append(Framed(*match.span("core"), core, "quoted + head", "campaign"))
        elif _FORMULA.fullmatch(core) and (head := _own_head(text, after)):
            kind = word_map("frames.heads")[head["head"]]
            found.append(Framed(*match.span("core"), core, "quoted + head", kind))
    return found


def _of_head(text: str, start: int) -> re.Match | None:
    """The noun after a quoted formula in halves: “预防为主、防治结合”的原则."""
    return _patterns()["head"].match(text, start + text.startswith("的", start), start + 14)


def _own_head(text: str, start: int) -> re.Match | None:
    """The noun after a quoted formula: 行动 of “千帆出海”行动计划 with its 计划, not that of a longer
    word (行动者, 模式化)."""
    head = _patterns()["head"].match(text, start, start + 14)
    last = text[head.end() - 1 : head.end() + 1] if head else ""
    return None if len(last) == 2 and word_class(last) else head


def position_claims(text: str) -> list[Framed]:
    """What a place says it will be: 数字经济高地 in 打造数字经济高地.

    >>> [f.core for f in position_claims("打造数字经济高地，争当共同富裕排头兵，走进示范区")]
    ['数字经济高地', '共同富裕排头兵']
    """
    return [
        Framed(*match.span("claim"), match["claim"], "position", CLAIM)
        for match in _patterns()["claim"].finditer(text)
        if match["claim"].count("“") == match["claim"].count("”")
    ]


def named_thoughts(text: str) -> list[tuple[int, int]]:
    """Spans of 习近平总书记关于…的重要思想, whatever the field.

    >>> named_thoughts("深入学习习近平总书记关于党的建设的重要思想。")
    [(4, 21)]
    """
    return [match.span() for match in _THOUGHT.finditer(text)]


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
        if parallel or _COUNTED.fullmatch(core):
            units.append(match.span("core"))
    return units
