"""The frames new slogans are built on: numerals that count a set of things, codes, parallel halves.

A frame only says that a string looks like a slogan. Quoted numeral abbreviations (“四个高地”,
“1+8+28+N”) are so seldom anything else that they are counted as mentions of low confidence; the
others are only proposed.
"""

import re
from typing import NamedTuple

from analysis.chinese.han import HAN, NUMERAL

# Quoted, and yet no slogan: dates, feasts, sports, things.
_NOT_SLOGANS = re.compile(
    "五一|十一|六一|七一|八一|三八|五四|九一八|一二·九|双十一|双11|双12|双十二|三一五|3·15|"
    "六一八|618|一二三|十六大|十[五七八九]大"
    f"|第?[一二三四五六七八九十]+[号日月年期届次名位轮章条]|一[{HAN}]?起|一切|一直|一样|一些|"
    "一定|一般|一体|一流|一线|一次|万一|千万|十分|百姓"
    "|三农|三国|二维码|三明治|四合院|四季|八卦|九寨沟|百家姓|千里马|万里|十佳|百强|十强|"
    "五[星A]|[0-9]{4}|一站式|一条龙|一把手|一家人|双赢|双方|双手"
    "|一路|一窝蜂|一言堂|一刀切|一阵风|三公|三无|两会|两院|双休|第[一-十百]+.*|十大.*|百名.*|"
    "千名.*|[一二三四五]号.*|一张.*|一个.*|一场.*|一把.*"
    "|.*(?:月|小时|星期|孩子|女儿|儿子|个字|个人|兄弟|姐妹|妈妈|老师|红旗手|奖章|红旗|条腿.*|"
    "条心|问题|关系|难题|原因|方面|故事|人物)|一片.*|一位.*|一股.*|一本.*|百[日年].*|千年.*|"
    "万[人家].*|[0-9]+号.*|双创周|十年.*|两地.*|一月.*|一年.*|三年行动.*"
)
_MEASURE = "个大项条篇场张支区带高化心有立抓"
_HEADS = (
    f"[{HAN}]{{0,6}}?(?:体系|部署|安排|布局|格局|战略|行动|工程|计划|机制|模式|思路|目标|任务|集群|"
    "作风|精神|工作法|改革|政策|要求|矩阵)+"
)
_QUOTED = re.compile('[“"「](?P<core>[^“”"「」，。；！？\n]{2,18})[”"」]')
_CODE = re.compile("(?:[0-9]{1,4}|[0-9]{1,2}(?:[+＋][0-9]{1,3}|[+＋][NXnx]){1,4}|[0-9]{1,4}[XN])")
_COUNTED = re.compile(
    f"(?:[{NUMERAL}][{_MEASURE}][{HAN}]{{1,4}}|[{NUMERAL}][{HAN}][{NUMERAL}][{HAN}]{{1,2}}"
    f"|[{NUMERAL}][{_MEASURE}][{NUMERAL}][{HAN}]{{2}}|"
    f"[{NUMERAL}][{HAN}](?:[{NUMERAL}][{HAN}]{{1,2}}){{1,3}})"
)
_SHORT = re.compile(f"[{NUMERAL}][{HAN}]")


_THOUGHT = re.compile("习近平(?:总书记|主席)?关于[^，。；：“”！？\n]{2,28}?的?重要思想")
_UNIT = re.compile('[“"「](?P<core>[^“”"「」，,。；：！？\n]{4,24})[”"」]')


class Framed(NamedTuple):
    """A quoted string on a numeral frame: its span (quotes inside only with a head noun after
    them).
    """

    start: int
    end: int
    core: str
    frame: str


def numeral_frames(text: str) -> list[Framed]:
    """Quoted numeral abbreviations of a text.

    >>> found = numeral_frames("锚定“四个高地”，落实“132”工作部署，今年“五一”假期，弘扬“三自”精神")
    >>> [(f.core, f.end - f.start, f.frame) for f in found]
    [('四个高地', 4, 'N+measure'), ('132', 9, 'code + head'), ('三自', 6, 'N+character + head')]
    """
    found = []
    for match in _QUOTED.finditer(text):
        core = match["core"]
        if _NOT_SLOGANS.fullmatch(core):
            continue
        head = re.match(_HEADS, text[match.end() : match.end() + 12])
        if _CODE.fullmatch(core):
            if head:
                found.append(Framed(match.start(), match.end() + head.end(), core, "code + head"))
            elif "+" in core or "＋" in core:
                found.append(Framed(match.start("core"), match.end("core"), core, "code"))
        elif _COUNTED.fullmatch(core):
            found.append(Framed(match.start("core"), match.end("core"), core, "N+measure"))
        elif _SHORT.fullmatch(core) and head and head.group() in ("精神", "作风"):
            found.append(
                Framed(match.start(), match.end() + head.end(), core, "N+character + head")
            )
    return found


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
