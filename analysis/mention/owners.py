"""Whose an organ is: the one rule, and on what it rests.

A place or country printed beside it; the level it shares with the list it stands in; the place the
article speaks for. Else nobody knows, and its name is what is printed: 区委 of a page without a
place is 区委, not a committee without one.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from analysis.chinese.gazetteer import (
    OF_CHARACTER,
    Home,
    Unit,
    body_level,
    choose_unit,
    full_path,
    own_unit,
    units_named,
)
from analysis.chinese.lexicons import word_list, word_map
from analysis.chinese.tokens import word_class, words
from analysis.mention.spans import Spans

LEVEL_OF = word_map("owners.level_of")
NOT_LEVEL = word_map("owners.not_level")
COUNTRIES = frozenset(word_list("owners.countries"))
FOREIGN = re.compile("|".join(word for word in word_list("owners.countries") if word[1:]))
# 我市 ends the hold of a place named before it
_PHRASE = re.compile("[，。；：！？,;:\n]|" + "|".join(word_list("owners.ours")))
_SENTENCE = re.compile("[。；！？;\n]|" + "|".join(word_list("owners.ours")))
_REACH = 80  # characters: no phrase of a list of organs is longer
_ORGANS = ("委", "政", "人", "纪")  # how an organ begins
_EVERY = re.compile(
    "(?:[各全每多某两外邻几0-9]|[二三四五六七八九]?[二三四五六七八九十]|(?:[多某两几2-9]|[0-9]{2})个)"
    "(?:[（(]?(?:[省市县区州盟旗镇乡村地]|街道)[）)、和及与]*)*[（(]?$"
)
_SHARED = re.compile("[省市区县][、和及]?$")
# a farm of the Corps, a division of it: 一二一团, 第八师
_FARM = re.compile("[〇零一二三四五六七八九十百]{1,4}团$|(?:第|农)?[一二三四五六七八九十]{1,2}师$")
# Longest first: 自治区 before 区.
_LEVEL = re.compile("(?:" + "|".join(sorted(OF_CHARACTER, key=len, reverse=True)) + ")$")


class Owner(NamedTuple):
    """Whose it is that text[start:…] begins: basis (printed, list, place, foreign or unknown), full
    name of the place ("" if nobody knows), level, unit, and the bare level it was read from."""

    start: int
    basis: str
    path: str = ""
    level: str = "其他"
    unit: Unit | None = None
    word: str = ""


def of_unit(start: int, basis: str, unit: Unit | None, word: str = "") -> Owner:
    if unit is None:
        return Owner(start, "unknown", "", LEVEL_OF.get(word, "其他"), None, word)
    return Owner(start, basis, full_path(unit), body_level(unit), unit, word)


def of_article(home: Home, position: int) -> Owner:
    """The place an article speaks for."""
    name = home.district or home.city or home.province
    return of_unit(position, "place", choose_unit(name, home) if name else None)


def owner_at(spans: Spans, end: int) -> Owner | None:
    """The owner printed before an organ that begins at `end`: places in a chain, or a level."""
    text, home = spans.text, spans.home
    for start in spans.ends.get(end, ()):
        first, last, near = start, end, ()
        while above := [s for s in spans.ends.get(first, ()) if _is_above(spans, s, first, last)]:
            first, last = above[0], first
            near += tuple(unit.name for unit in units_named(text[first:last], home))
        unit = choose_unit(text[start:end], home, near)
        if unit is not None and (first < start or is_place(spans, start, end)):
            return of_unit(first, "printed", unit)
    if end > 1 and text[end - 1] == text[end - 2] in OF_CHARACTER:  # 兴县县委, 临平区区委
        doubled = owner_at(spans, end - 1)
        if doubled is not None and doubled.basis == "printed":
            return doubled
    farm = _FARM.search(text, max(0, end - 5), end)
    if farm and "兵团" in text:
        name = farm.group()
        return of_unit(farm.start(), "printed", Unit(name, name[-1], ""))
    return _bare_level(spans, end)


def is_place(spans: Spans, start: int, end: int) -> bool:
    """Whether a place name alone is meant as one: not 开县 in 召开县委, 和县 in 医院和县公安局, 市区."""
    text, home = spans.text, spans.home
    name = text[start:end]
    if name in word_list("owners.quarters"):
        return name == home.district
    before = text[start - 1 : start]
    if end - start > 2 or not before or not "一" <= before <= "龥" or name in home:
        return True
    if name[0] in "和与及同":
        return False
    left = max(0, start - 4)
    cut = bool(word_class(before + name[0]))  # 建河 is a place too, yet 建 + 河北
    return not cut or any(w.start + left == start and w.word == name for w in words(text[left:end]))


def is_every(text: str, start: int) -> str:
    """What makes the level at `start` that of each of many: 各 in 各区县委, 各县（市、区）委; or ""."""
    every = _EVERY.search(text, max(0, start - 12), start)
    return every.group() if every else ""


def is_shared(spans: Spans, start: int) -> bool:
    """Whether the level at `start` shares its organ with one before it: 省、市、县图书馆."""
    shared = _SHARED.search(spans.text, max(0, start - 2), start)
    return bool(shared) and shared.start() + 1 not in spans.ends


def _is_above(spans: Spans, start: int, middle: int, end: int) -> bool:
    """Whether the place text[start:middle] holds the place text[middle:end]."""
    names = {unit.name for unit in units_named(spans.text[start:middle], spans.home)}
    parents = {unit.parent for unit in units_named(spans.text[middle:end], spans.home)}
    return any(
        names & {parent, *(unit.parent for unit in units_named(parent, spans.home))}
        for parent in parents
    )


def _bare_level(spans: Spans, end: int) -> Owner | None:
    text = spans.text
    match = _LEVEL.search(text, max(0, end - 3), end)
    if match is None:
        return None
    word, start = match.group(), match.start()
    before = text[start - 1 : start]
    other = before and before in NOT_LEVEL.get(word, "")  # 超市, 小区; but 召开 + 市委
    several = before != word and is_shared(spans, start)
    if several or (other and word_class(text[start - 2 : start]) != "v") or is_every(text, start):
        return None
    if word in ("地", "地区"):  # 阿克苏地委: of the prefecture before it, or of the article's own
        begins = spans.ends.get(start, ())
        if named := [u for s in begins for u in units_named(text[s:start], spans.home)]:
            other = named[0]._replace(name=text[begins[0] : start] + "地区", level="地区")
            unit = next((u for u in named if u.level == "地区"), other)
            return of_unit(begins[0], "printed", unit)
        unit = own_unit(word, spans.home)
        return of_unit(start, "place", unit, word) if unit else None
    for at in range(max(0, start - 4), start - 1):  # 巴黎市政府: a place of the dictionary alone
        if word_class(text[at:start]) == "ns":
            return Owner(at, "printed", text[at:end], LEVEL_OF[word], None)
    ours = before == "我" and text[start - 2 : start - 1] not in ("自", "大")
    return own_level(spans, word, start)._replace(start=start - ours)


def own_level(spans: Spans, word: str, position: int) -> Owner:
    """The owner a bare level means: the place whose organs are named before it in the same phrase
    (湛江市委书记、市人大常委会), in the same sentence where the article has no such level of its own;
    else the article's own, else nobody knows."""
    text, own = spans.text, own_unit(word, spans.home)
    ends = _PHRASE if own else _SENTENCE
    phrase = position - len(ends.split(text[max(0, position - _REACH) : position])[-1])
    for end in range(position, phrase, -1):
        for start in spans.ends.get(end, ()):
            if own is not None and text[end : end + 1] not in (*_ORGANS, word):
                break
            unit = choose_unit(text[start:end], spans.home) if end - start > 2 else None
            levels = (*OF_CHARACTER.get(word, ()), "自治区" * (own is None and word == "区"))
            level = unit and unit.name.endswith(word) and unit.level in levels
            if start >= phrase and level:
                return of_unit(position, "list", unit, word)
    return of_unit(position, "place", own, word)


def district_of(home: Home) -> Owner:
    """The article's own district or county, unknown if it speaks for more."""
    return of_unit(0, "place", choose_unit(home.district, home) if home.district else None)


def printed_with(spans: Spans, host: str, position: int) -> Owner:
    """The owner of a town printed in full elsewhere in the article (建德市乾潭镇), else its district."""
    found = district_of(spans.home)
    for match in re.finditer(re.escape(host), spans.text) if host and not found.path else ():
        above = owner_at(spans, match.start())
        if above is not None and above.basis == "printed" and above.level in ("市", "区"):
            return above._replace(start=position)
    return found


def country_before(text: str, end: int) -> int:
    """Length of the country that ends at `end`: 俄 in 俄外交部, 俄罗斯 in 俄罗斯外交部; 0 if none."""
    for start in range(max(0, end - 5), end):
        if text[start:end] in COUNTRIES:
            return end - start if end - start > 1 or not word_class(text[end - 2 : end]) else 0
    return 0


@lru_cache(maxsize=8192)
def country_of(name: str) -> str:
    """The country a name begins with, "" if none."""
    return next((name[:n] for n in (5, 4, 3, 2) if country_before(name, n) == n), "")
