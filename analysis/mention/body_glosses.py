"""English glosses of bodies: 杭州市临平区农业农村局 is the Bureau of Agriculture and Rural Affairs,
Linping District, Hangzhou.

A gloss is for reading, not a name of record: the organ first, its parents after it, then its places
from the smallest to the largest. The words are data (lexicons/body_glosses.csv), places are spelled
by pinyin.py; a body of which any part has no gloss has none.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import pandas as pd

from analysis.chinese.gazetteer import gazetteer
from analysis.chinese.han import HAN, read_number
from analysis.chinese.lexicons import load_lexicon, word_map
from analysis.chinese.normal import normal_form
from analysis.chinese.pinyin import spell, spell_place, spellings

_STATE = "中华人民共和国"
# characters of a proper name that no lexicon has: 箭元 in 杭州箭元航天科技有限公司
LONGEST_BRAND = 4
# costs: the reading with the fewest and best known parts is taken
_WORD, _BRAND, _UNLISTED = 1.0, 8.0, 2.0
_NUMBER = "[〇一二三四五六七八九十]{1,3}"
_TERM = re.compile(f"第?({_NUMBER})届")
_COUNT = re.compile(f"第?({_NUMBER})")
_HAN = re.compile(rf"[{HAN}]+")
_LATIN = re.compile("[A-Za-z0-9]+")
_MISSION = re.compile("(.{1,8})驻(.{1,8}?)(大?使馆|总领事?馆|领事馆|代表处)")
_WITH_ARTICLE = re.compile(r"(?<=of )(?=(?:US|UK|UAE|ROK|DPRK|Netherlands|Philippines)\b)")
_BRACKET = re.compile("（([^（）]+)）")
_JOINTS = word_map("body_glosses.joints")
# 白驿镇岫云村 is a village of a town, not a village with a long name
_LEVEL_INSIDE = re.compile("[市区县旗镇乡村]|街道")


class Reading(NamedTuple):
    """One way to read a stretch: how far-fetched it is, its parts in English as printed."""

    cost: float
    parts: tuple[str, ...]


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    """The rows of the gloss lexicon: role -> name -> gloss."""
    rows, bodies = load_lexicon("body_glosses").groupby("role"), load_lexicon("bodies")
    roles = {role: dict(zip(part["name"], part["gloss"], strict=True)) for role, part in rows}
    aliases, whole = zip(bodies["alias"], bodies["name"], strict=True), roles["whole"]
    roles["alias"] = {a: n for a, n in aliases if n in whole and a not in whole}
    return roles


@lru_cache(maxsize=8192)
def gloss_body(name: str) -> str:
    """The English gloss of a body, or "" where a part of it is not known.

    name : as in the `bodies` table (members joined with ；), or an alias of lexicons/bodies.csv.

    >>> gloss_body("杭州市临平区农业农村局")
    'Bureau of Agriculture and Rural Affairs, Linping District, Hangzhou'
    >>> gloss_body("臨平區人民政府")  # as papers in traditional characters print it
    "People's Government, Linping District"
    >>> gloss_body("中共陕西省委员会组织部"), gloss_body("国务院"), gloss_body("某某")
    ('Organization Department, CPC Committee, Shaanxi Province', 'State Council', '')
    """
    words, name = _words(), normal_form(name).text
    name = words["alias"].get(name, name)
    if name in words["whole"]:
        return words["whole"][name]
    if "；" in name:
        members = [gloss_body(member) for member in name.split("；")]
        return "; ".join(members) if all(members) else ""
    if name.startswith("《") and name.endswith("》"):
        return gloss_body(name[1:-1])
    best = min(_readings(name), default=Reading(0, ()))
    return ", ".join(reversed(best.parts))


def gloss_bodies(names: Iterable[str]) -> pd.Series:
    """The gloss of each name, with the index of `names` if it has one."""
    series = names if isinstance(names, pd.Series) else pd.Series(list(names), dtype=object)
    return series.map(gloss_body).astype(object)


def _readings(name: str) -> Iterator[Reading]:
    """Every way to read a body's name; parts in the order printed, the largest place first."""
    words, countries = _words(), spellings()["country"] | {_STATE: ""}
    for size in range(len(_STATE), 0, -1):
        if name[:size] not in countries:
            continue
        state, fields = filter(None, [countries[name[:size]]]), _modifiers(name, size)
        fields = fields.get(len(name) - 1)
        if ministry := fields and _filled(words["ministry"].get(name[-1], ""), fields):
            yield Reading(fields.cost + _WORD * (name[:size] != _STATE), (*state, ministry))
        elif name[:size] == _STATE:
            yield from _after(name, size, (), "")
    if mission := _MISSION.fullmatch(name):
        places = [_abroad(place) for place in mission.groups()[:2]]
        if all(places):
            gloss = words["mission"][mission[3]].format(*places)
            yield Reading(_WORD, (_WITH_ARTICLE.sub("the ", gloss),))
    for size in range(len(name) - 1, 1, -1):
        head = name[:size]
        if head in words["whole"]:
            yield from _after_places(name, size, (words["whole"][head],), "")
        if head in words["before"]:
            yield from _after_places(name, size, (), words["before"][head])
            yield from _own_last(name, head)
    yield from _after_places(name, 0, (), "")
    bracket = re.match("(.+?)（([^（）]+)）", name)
    if bracket and (outer := gloss_body(bracket[1])):
        short = bracket[2]  # 滨江 in 杭州高新区（滨江）
        spelled = 2 <= len(short) <= LONGEST_BRAND and _may_be_name(short) and spell(short)
        if inner := gloss_body(short) or spelled:
            yield from _after(name, bracket.end(), (f"{outer} ({inner})",), "")


def _abroad(name: str) -> str:
    """A country, or a place in it: 伊朗马什哈德."""
    countries = spellings()["country"]
    size = next((n for n in range(len(name), 0, -1) if name[:n] in countries), 0)
    rest = name[size:] and (spell_place(name[size:]) or spell(name[size:]))
    return ", ".join(filter(None, [rest, countries.get(name[:size])]))


def _after_places(name: str, start: int, before: tuple, party: str) -> Iterator[Reading]:
    for places, end, cost in _places(name, start):
        for reading in _after(name, end, (*before, *places), party):
            yield Reading(reading.cost + cost, reading.parts)


def _own_last(name: str, head: str) -> Iterator[Reading]:
    """The Party's organ inside a body that is not the Party's: 中共 + 杭州市人民政府 + 党组."""
    words = _words()
    for own, gloss in words["own"].items():
        inner, party = name[len(head) : -len(own)], gloss.format(words["before"][head])
        if not name.endswith(own) or not inner:
            continue
        if known := gloss_body(inner):
            yield Reading(3 * _WORD, (known, party))
        elif reading := _modifiers(inner, 0).get(len(inner)):
            yield Reading(reading.cost + 4 * _WORD, (_joined(reading.parts), party))


def _places(name: str, start: int) -> Iterator[tuple[tuple[str, ...], int, float]]:
    """Chains of places from `start`, none too: glosses (the last with its level), end, cost."""
    yield (), start, 0.0
    for end, cost in _place_ends(name, start):
        country = spellings()["country"].get(name[start:end])
        own = country or spell_place(name[start:end]) or spell(name[start:end])
        for inner, inner_end, inner_cost in _places(name, end):
            outer = spell_place(name[start:end], above=True) if inner else own
            yield (outer, *inner), inner_end, cost + inner_cost


@lru_cache(maxsize=8192)
def _place_ends(name: str, start: int) -> tuple[tuple[int, float], ...]:
    """Where a place that begins at `start` can end, listed or printed like one, and its cost."""
    units, levels, found = gazetteer().units, spellings()["level"], {}
    for end in range(len(name), start, -1):
        text = name[start:end]
        if (
            (not start and text in spellings()["country"])
            or text in spellings()["whole"]
            or any(unit.name == text for unit in units.get(text, ()))
        ):
            found[end] = _WORD
        elif (start and text in units) or (text in levels and len(text) > 2):
            found[end] = 2 * _WORD  # 武警 + 黄南 + 支队, 北仑区 + 开发区
        elif len(text) <= 12:
            level = max((v for v in levels if text.endswith(v)), key=len, default="")
            if not level or level in ("州", "盟", "省", "地区"):
                continue
            least, most = (2, 3) if level in tuple("市区县旗") else (1, 8)
            stem = text.removesuffix(level)
            if least <= len(stem) <= most and _may_be_name(stem):
                nested = bool(_LEVEL_INSIDE.search(text, 1, len(stem)))
                found[end] = _UNLISTED + len(text) + 4 * nested
    return tuple(found.items())


def _after(name: str, start: int, parents: tuple[str, ...], party: str) -> Iterator[Reading]:
    """The organs of a name from `start` to its end, behind the parents they belong to."""
    best: dict[tuple[int, bool], Reading] = {(start, False): Reading(0.0, parents)}
    for position, owned in product(range(start, len(name)), (False, True)):
        if here := best.get((position, owned)):
            for end, cost, gloss, own in _organs(name, position, "" if owned else party):
                state = (end, owned or own)
                reading = Reading(here.cost + cost, (*here.parts, gloss))
                best[state] = min(reading, best.get(state, reading))
    final = best.get((len(name), bool(party)))
    if final is not None and final.parts:
        yield final


def _organs(name: str, start: int, party: str) -> Iterator[tuple[int, float, str, bool]]:
    """Organs that begin at `start`: end, cost, gloss, whether the Party's name belongs to it."""
    words, term, modifiers = _words(), _TERM.match(name, start), _modifiers(name, start)
    for end in range(start + 1, len(name) + 1):
        text = name[start:end]
        if text in words["organ"]:
            yield end, _WORD, words["organ"][text], False
        if party and text in words["own"]:
            yield end, _WORD, words["own"][text].format(party), True
        if term and (congress := words["ordinal"].get(name[term.end() : end])):
            yield end, _WORD, congress.format(_ordinal(read_number(term[1]))), False
        if start and words["suffix"].get(text, "").startswith("{}"):
            yield end, 2 * _WORD, words["suffix"][text].format("").strip(), False
        for middle, reading in modifiers.items():
            template = words["suffix"].get(name[middle:end]) if middle < end else None
            if gloss := template and _filled(template, reading):
                yield end, reading.cost + _WORD, gloss, False


def _filled(template: str, modifiers: Reading) -> str:
    """A template of an organ with what its name has before it; "" if the two do not go together."""
    parts = modifiers.parts
    if template.startswith("{}"):
        return template.format(_joined(parts))
    if any(part.startswith(("*", "?", "(")) for part in parts):
        return ""  # 箭元局: a field of work is no proper name
    number = parts[-1] if parts[-1].startswith("No. ") else ""
    fields = parts[:-1] if number else parts
    plain = [field for field in fields if field not in _JOINTS.values()]
    listed = " and ".join(filter(None, [", ".join(plain[:-1]), *plain[-1:]]))  # A, B and C
    filled = template.format(listed) if fields else template.removesuffix(" of {}")
    return f"{number} {filled}".strip()


def _joined(parts: tuple[str, ...]) -> str:
    plain = (spell(part[1:]) if part[0] == "?" else part.lstrip("*") for part in parts)
    return " ".join(plain).replace(" ,", ",")


@lru_cache(maxsize=8192)
def _modifiers(name: str, start: int) -> dict[int, Reading]:
    """What can stand before the head of an open name, from `start`: end -> the best reading. A part
    with * is a proper name, one with ? a run that no lexicon has, still to be spelled.
    """
    best = {start: Reading(0.0, ())}
    for position in range(start, len(name)):
        if here := best.get(position):
            for end, cost, part in _modifier_at(name, position, here.parts):
                reading = Reading(here.cost + cost, (*here.parts, part))
                best[end] = min(reading, best.get(end, reading))
    return {end: r for end, r in best.items() if r.parts and r.parts[-1] not in _JOINTS.values()}


def _modifier_at(name: str, start: int, before: tuple) -> Iterator[tuple[int, float, str]]:
    units, words = gazetteer().units, _words()
    for end in range(start + 1, min(len(name), start + 14) + 1):
        text = name[start:end]
        if text in words["field"]:
            yield end, _WORD * (1 + (len(text) == 1)), words["field"][text]
        if len(text) > 1 and text in words["whole"]:
            yield end, _WORD, f"*{words['whole'][text]}"
        if len(text) > 1 and text in units and units[text][0].name != text and spell(text):
            yield end, _WORD, f"*{spell(text)}"
    if before and name[start] in _JOINTS:
        yield start + 1, 0.0, _JOINTS[name[start]]
    if count := _COUNT.match(name, start):
        yield count.end(), _WORD + 0.5, f"No. {read_number(count[1])}"
    if latin := _LATIN.match(name, start):
        yield latin.end(), _WORD, f"*{latin[0]}"
    bracket = _BRACKET.match(name, start) if before else None
    short = bracket[1] if bracket and len(bracket[1]) <= LONGEST_BRAND else ""
    if inner := words["field"].get(short) or spell(short):
        yield bracket.end(), 2 * _WORD, f"({inner})"
    if not before or (len(before) == 1 and before[0].startswith("*")):
        for end in range(start + 1, min(len(name), start + LONGEST_BRAND) + 1):
            if _may_be_name(name[start:end]):
                yield end, _BRAND + end - start, f"?{name[start:end]}"


@lru_cache(maxsize=8192)
def _may_be_name(text: str) -> bool:
    """Whether an unknown run can be a proper name: it holds no word for an organ (委员会, 集团)."""
    words = _words()
    pieces = {text[i:j] for i in range(len(text)) for j in range(i + 2, len(text) + 1)}
    if not _HAN.fullmatch(text) or "驻" in text or text[0] in _JOINTS:
        return False
    return not any(pieces & words[role].keys() for role in ("organ", "own", "suffix"))


def _ordinal(number: int) -> str:
    endings = {} if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{endings.get(number % 10, 'th')}"
