"""How Chinese bodies are named: level or place, then organ, then organ of the organ.

区委 = level + organ; 杭州市临平区政协 = places + organ; 区人大常委会党组 = level + organ + sub-organ;
省、市、区委 = three levels sharing one organ. Organs and their full names are data (lexicons/organs.csv):
a template such as 中共{P}委员会, where {P} is the place, {Z} the development zone, {R} the rest as printed.
"""
import re
from functools import lru_cache
from typing import NamedTuple

import ahocorasick_rs

from analysis.gazetteer import (
    OF_CHARACTER,
    Home,
    Unit,
    body_level,
    choose_unit,
    full_path,
    gazetteer,
    own_unit,
    place_names,
)
from analysis.lexicons import load_lexicon
from analysis.wordclass import word_class

LEVEL_OF = {"省": "省", "自治区": "省", "市": "市", "州": "市", "盟": "市", "地": "市", "自治州": "市", "区": "区",
            "县": "区", "旗": "区", "自治县": "区", "特区": "省"}
# 小区委 is not 区委: these characters make another word of the level character.
_NOT_LEVEL = {"区": "小校园社景库地辖灾战防林牧矿片选城厂山库特新郊湾港片街雷禁误盲市县", "市": "城都超闹夜菜早门股集上房楼入开",
              "县": "各邻外", "省": "各节反外邻", "州": "", "旗": "红国锦战彩", "盟": "联同结加", "地": ""}
_EVERY = "各全每多某两外邻几"
_SUB = re.compile(
    "(?:机关)?(?:党组(?!织)|党委|党总支|党支部|纪委|工会|团委|妇联)|办公厅|办公室|机关|秘书处"
    "|(?P<branch>[一-龥]{2,6}?)?(?P<unit>分局|支队|大队|中队|派出所|工商所|税务所|监管所|司法所|分院|分公司|支行|分行)")
_ELLIPTIC = re.compile(
    "(?<![各全每])(?P<levels>[省市县区州镇乡村](?:[、和及]?(?:[省市县区州镇乡村]|街道)){1,3})"
    "(?P<grades>[两三四]级)?"
    "(?P<organ>委(?![员托任会派以])|政协|人大常委会|人大|人民代表大会|纪委监委|纪委|政府|人民政府|总工会|妇联|法院|检察院|监委)")
_FULL = re.compile("中国共产党|中共|中国人民政治协商会议|人民政协|政协|共青团|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟")
_TERM = re.compile("第?[〇一二三四五六七八九十]{1,3}届")
_FULL_TAIL = re.compile("(?:第?[一-十]{1,3}届)?(?:委员会|委(?![员托任派以])(?:会)?)"
                        "(?P<sub>常务委员会|常委会|办公厅|办公室|组织部|宣传部|统战部|党校)?")
_CONGRESS = re.compile("(?P<term>第?[〇一二三四五六七八九十]{1,3}届)(?P<nation>全国)?"
                       "(?P<organ>人大常委会|人大|人民代表大会常务委员会|人民代表大会|人民政府|政府)")
_PARTIES = {"民革": "中国国民党革命委员会", "民盟": "中国民主同盟", "民建": "中国民主建国会", "民进": "中国民主促进会",
            "农工党": "中国农工民主党", "致公党": "中国致公党", "九三学社": "九三学社", "台盟": "台湾民主自治同盟"}
_ZONE = re.compile("(?:新区|开发区|高新区|经开区|产业园区|园区|示范区|保税区|度假区|景区|自贸区)$")
NOWHERE = ""  # an unknown place adds nothing to a name


class Body(NamedTuple):
    """One body (or several, for a joint name) at text[start:end]; bodies: (full name, kind, level) each."""

    start: int
    end: int
    bodies: tuple[tuple[str, str, str], ...]
    rule: str


class Prefix(NamedTuple):
    """What stands before an organ: its start, how it names a place, and which."""

    start: int
    how: str  # named, level, ours, none
    path: str
    level: str
    unit: Unit | None


class Reading(NamedTuple):
    """A text being read: its home, where place names end, and where they start."""

    text: str
    home: Home
    ends: dict[int, list[int]]
    starts: dict[int, list[int]]


class _Organs(NamedTuple):
    automaton: ahocorasick_rs.AhoCorasick
    rows: tuple[tuple[dict, ...], ...]
    plain: dict[str, dict]  # the row that an organ shared by levels takes (省市区委)


@lru_cache(maxsize=1)
def _organs() -> _Organs:
    by_alias: dict[str, list[dict]] = {}
    for row in load_lexicon("organs").to_dict("records"):
        by_alias.setdefault(row["alias"], []).append(row)
    plain = {row["alias"]: row for rows in by_alias.values() for row in rows if row["before"] in ("level", "place")}
    return _Organs(ahocorasick_rs.AhoCorasick(list(by_alias)), tuple(map(tuple, by_alias.values())), plain)


def read_text(text: str, home: Home) -> Reading:
    """A text made ready for the grammar."""
    ends = place_names(text)
    starts: dict[int, list[int]] = {}
    for end, froms in ends.items():
        for start in froms:
            starts.setdefault(start, []).append(end)
    return Reading(text, home, ends, starts)


def organ_bodies(reading: Reading) -> list[Body]:
    """Bodies by level, place and organ, overlaps included.

    >>> found = organ_bodies(read_text("区委办公室和北仑区教育局", Home("余杭区", "杭州市", "浙江省", "区")))
    >>> sorted({b.bodies[0][0] for b in found if b.end - b.start > 4})
    ['中共杭州市余杭区委员会办公室', '宁波市北仑区教育局']
    """
    text, found = reading.text, []
    organs = _organs()
    for number, start, end in organs.automaton.find_matches_as_indexes(text, overlapping=True):
        if text[start] == "委" and text[end - 1] == "委" and end - start == 1 and text[end:end + 1] in "员托任派以会":
            continue
        for row in organs.rows[number]:
            found.extend(_organ_at(reading, start, end, row))
    found.extend(_elliptic(reading))
    found.extend(_youth_leagues(reading))
    found.extend(_full_names(reading))
    found.extend(_congress_terms(reading))
    return found


def _organ_at(reading: Reading, start: int, end: int, row: dict) -> list[Body]:
    prefixes = []
    if row["before"] == "zone":
        return _zone_organ(reading, start, end, row)
    if row["before"] != "no":
        prefixes = [p for p in prefixes_at(reading, start) if _fits(p, row["before"], reading.text, start)]
    unnamed = reading.text[end:end + 1] in ("门", "属") or reading.text[start - 1:start] in ("镇", "乡", "村")
    if row["bare"] and not prefixes and not unnamed:
        prefixes = [Prefix(start, "none", *_own(reading.home), None)]
    out = []
    for prefix in prefixes:
        name = fill(row["name"], prefix, row["alias"], reading.home)
        kind, level = row["kind"], prefix.level
        out.append(Body(prefix.start, end, tuple((n, kind, level) for n in name.split("；")), _rule(prefix)))
        out.extend(with_sub_organs(reading, out[-1]))
    return out


def _zone_organ(reading: Reading, start: int, end: int, row: dict) -> list[Body]:
    """新区党工委, 管委会: the organ of the zone the article's place runs, or of the zone word as printed."""
    word = _ZONE.search(reading.text[max(0, start - 5):start])
    zone = word.group() if word else ""
    if not row["bare"] and not zone:
        return []
    path = own_zone(reading.home, zone)
    name = row["name"].replace("{Z}", path)
    level = "区" if reading.home.district else "市" if reading.home.city else "其他"
    body = Body(start - len(zone), end, ((name, row["kind"], level),), "zone + organ" if zone else "organ alone")
    return [body, *with_sub_organs(reading, body)]


def own_zone(home: Home, word: str = "") -> str:
    """The development zone of the article's place: 钱塘 runs 杭州钱塘新区; else the place with the zone word.

    >>> own_zone(Home("钱塘区", "杭州市", "浙江省", "区"), "新区")
    '杭州钱塘新区'
    """
    stem = home.district[:2]
    for unit in gazetteer().zones:
        if stem and unit.parent == home.city and stem in unit.name and word in unit.name:
            return unit.name
    return (own_unit_path(home) or home.city) + word


def _rule(prefix: Prefix) -> str:
    return {"named": "place + organ", "level": "level + organ", "ours": "我 + level + organ",
            "none": "organ alone"}[prefix.how]


def _own(home: Home) -> tuple[str, str]:
    for name in (home.district, home.city, home.province):
        unit = choose_unit(name, home) if name else None
        if unit is not None:
            return full_path(unit), body_level(unit)
    return NOWHERE, "其他"


def _fits(prefix: Prefix, before: str, text: str, start: int) -> bool:
    last = text[start - 1]
    if before == "level":
        return prefix.how in ("level", "ours") or last in "省市区县州旗盟地"
    if before == "full":
        return prefix.how == "named" and (last in "省市区县州旗盟镇乡村" or text[start - 2:start] == "街道")
    return before not in ("zone", "town", "village")


def prefixes_at(reading: Reading, end: int) -> list[Prefix]:
    """What can stand before an organ that begins at `end`: named places (with the places above), or a level."""
    text, home = reading.text, reading.home
    found = []
    for start in reading.ends.get(end, ()):
        chain = [(start, end)]
        while True:
            above = [s for s in reading.ends.get(chain[-1][0], ()) if _is_above(text[s:chain[-1][0]], chain[-1], text)]
            if not above:
                break
            chain.append((above[0], chain[-1][0]))
        if len(chain) == 1 and not is_place(reading, start, end):
            continue
        names = [text[s:e] for s, e in chain]
        near = [u.name for n in names[1:] for u in gazetteer().units[n]]
        unit = choose_unit(names[0], home, near)
        if unit is not None:
            found.append(Prefix(chain[-1][0], "named", full_path(unit), body_level(unit), unit))
    if not found and end and text[end - 1] in OF_CHARACTER:
        doubled = prefixes_at(reading, end - 1) if text[end - 2:end - 1] == text[end - 1] else []
        found = [p for p in doubled if p.how == "named"]  # 兴县县委, 临平区区委
    return found[:1] or _level_prefix(reading, end)


def is_place(reading: Reading, start: int, end: int) -> bool:
    """Whether a place name alone is meant as one: not 开县 in 召开县委, not 和县 in 医院和县公安局, not 市区."""
    text, home = reading.text, reading.home
    name = text[start:end]
    if name in ("市区", "郊区", "城区", "矿区", "新区", "开发区"):
        return name == home.district
    before = text[start - 1:start]
    if end - start > 2 or not before or not "一" <= before <= "龥" or name in home:
        return True
    return not (word_class(before + name[0]) or name[0] in "和与及同")


def _is_above(name: str, below: tuple[int, int], text: str) -> bool:
    names = {u.name for u in gazetteer().units[name]}
    for unit in gazetteer().units[text[below[0]:below[1]]]:
        parents = {unit.parent} | {u.parent for u in gazetteer().units.get(unit.parent, ())}
        if names & parents:
            return True
    return False


def _level_prefix(reading: Reading, end: int) -> list[Prefix]:
    text = reading.text
    for size in (3, 2, 1):
        character = text[end - size:end]
        if len(character) == size and character in OF_CHARACTER:
            break
    else:
        return []
    start = end - len(character)
    before = text[start - 1:start]
    if before and before in _NOT_LEVEL.get(character, ""):
        return []
    if before and before in _EVERY:
        return []
    if character == "地":
        return [p._replace(path=p.path.rstrip("市") + "地区", level="市") for p in prefixes_at(reading, start)
                if p.how == "named"]
    foreign = unlisted_place(text, start)
    if foreign:
        name = text[start - foreign:end]
        return [Prefix(start - foreign, "named", name, LEVEL_OF[character], None)]
    how = "ours" if before == "我" and text[start - 2:start - 1] not in ("自", "大") else "level"
    unit = bare_unit(reading, character, start)
    path = full_path(unit) if unit else NOWHERE
    level = body_level(unit) if unit else LEVEL_OF[character]
    return [Prefix(start - (how == "ours"), how, path, level, unit)]


def bare_unit(reading: Reading, character: str, position: int) -> Unit | None:
    """The unit a bare level means: of a place named just before in the same phrase (湛江市委书记、市人大常委会),
    else the article's own, else the one of that level named last."""
    for start in _phrase_places(reading, position):
        unit = choose_unit(*start)
        if unit is not None and unit.level in OF_CHARACTER[character] and unit.name.endswith(character):
            return unit
    return own_unit(character, reading.home) or nearest_unit(reading, position, OF_CHARACTER[character])


def _phrase_places(reading: Reading, position: int) -> list[tuple[str, Home]]:
    phrase = max(reading.text.rfind(mark, 0, position) for mark in "，。；：！？,;:\n") + 1
    return [(reading.text[start:end], reading.home) for end in range(position, phrase, -1)
            for start in reading.ends.get(end, ())
            if start >= phrase and end - start > 2 and reading.text[end:end + 1] in "委政人纪" and reading.text[end:end + 1]]


def own_path(reading: Reading, character: str, position: int) -> tuple[str, str]:
    """The place and level that a bare level character at `position` stands for."""
    if character not in OF_CHARACTER:
        return character, "镇街"
    unit = bare_unit(reading, character, position)
    return (full_path(unit), body_level(unit)) if unit else (NOWHERE, LEVEL_OF.get(character, "其他"))


def own_unit_path(home: Home) -> str:
    """The place of the article's own district or county, "" if it speaks for more."""
    unit = choose_unit(home.district, home) if home.district else None
    return full_path(unit) if unit else ""


def unlisted_place(text: str, end: int) -> int:
    """Length of a place word of the dictionary that ends at `end` (巴黎 in 巴黎市政府), 0 if there is none."""
    for size in (4, 3, 2):
        word = text[end - size:end]
        if len(word) == size and word_class(word) == "ns":
            return size
    return 0


def nearest_unit(reading: Reading, position: int, levels: tuple[str, ...]) -> Unit | None:
    """The unit of these levels named last before `position`: in 乐清市…，市委…, the committee of 乐清."""
    for end in sorted((e for e in reading.ends if e <= position), reverse=True):
        for start in reading.ends[end]:
            unit = choose_unit(reading.text[start:end], reading.home)
            if unit is not None and unit.level in levels and is_place(reading, start, end):
                return unit
    return None


def fill(template: str, prefix: Prefix, alias: str, home: Home) -> str:
    """The full name of an organ: the template with its place; courts by the level of the place."""
    path, unit = prefix.path, prefix.unit
    if alias in ("法院", "人民法院") and unit is not None and prefix.level in ("省", "市"):
        grade = "高级" if prefix.level == "省" else "中级"
        path = path if prefix.level == "省" else unit.parent + path
        return f"{path}{grade}人民法院"
    if prefix.level == "市" and unit is not None and alias in ("中级人民法院", "中级法院", "中院", "检察院", "人民检察院"):
        path = unit.parent + path
    return template.replace("{P}", path).replace("{R}", alias.removeprefix("人民政府").removeprefix("政府"))


def with_sub_organs(reading: Reading, body: Body) -> list[Body]:
    """The body with the organ of the organ that follows it: 区政协 + 党组, 市公安局 + 交警支队."""
    out, end = [], body.end
    bodies = body.bodies
    while True:
        match = _SUB.match(reading.text, end)
        if match is None or match.end() == match.start():
            return out
        if match["unit"] and match["branch"] and not _is_branch(reading, match):
            return out
        sub = match.group()
        bodies = tuple((sub_name(name, sub), "党委" if sub.endswith(("党组", "党委", "支部", "总支")) else kind, level)
                       for name, kind, level in bodies)
        end = match.end()
        out.append(Body(body.start, end, bodies, body.rule + " + sub-organ"))


def _is_branch(reading: Reading, match: re.Match) -> bool:
    return match["branch"] in ("交警", "特警", "刑侦", "治安", "巡特警", "经侦", "网警", "消防", "执法", "禁毒", "直属") or \
        match.start("unit") in reading.ends


def sub_name(name: str, sub: str) -> str:
    """The full name of an organ's organ.

    >>> sub_name("中国人民政治协商会议杭州市委员会", "党组"), sub_name("杭州市人民政府", "办公厅")
    ('中共政协杭州市委员会党组', '杭州市人民政府办公厅')
    """
    if sub.endswith(("党组", "党委", "党总支", "党支部")):
        host = name.removeprefix("中共").replace("中国人民政治协商会议", "政协", 1)
        ending = {"党委": "委员会", "党总支": "总支部委员会", "党支部": "支部委员会"}
        for short, full in ending.items():
            if sub.endswith(short):
                return f"中共{host}{sub.removesuffix(short)}{full}"
        return f"中共{host}{sub}"
    if name.startswith("中国人民政治协商会议") and sub in ("办公厅", "办公室"):
        return name.replace("中国人民政治协商会议", "政协", 1) + sub
    return name + sub


def _elliptic(reading: Reading) -> list[Body]:
    """Levels that share one organ: 省市区委, 市、区两级政协; one span, one body for each level."""
    found = []
    rows = _organs().plain
    for match in _ELLIPTIC.finditer(reading.text):
        levels = re.findall("街道|[省市县区州镇乡村]", match["levels"])
        named = any(is_place(reading, s, match.start() + 1) for s in reading.ends.get(match.start() + 1, ()))
        if named or len(set(levels)) < len(levels):
            continue
        row = rows[match["organ"]]
        bodies = []
        for level in levels:
            unit = own_unit(level, reading.home)
            prefix = Prefix(0, "level", full_path(unit) if unit else NOWHERE,
                            body_level(unit) if unit else LEVEL_OF.get(level, "镇街"), unit)
            bodies.extend((n, row["kind"], prefix.level)
                          for n in fill(row["name"], prefix, row["alias"], reading.home).split("；"))
        found.append(Body(match.start(), match.end(), tuple(dict.fromkeys(bodies)), "levels sharing an organ"))
    return found


def _youth_leagues(reading: Reading) -> list[Body]:
    """团区委: the level stands inside the organ."""
    found = []
    for match in re.finditer("(?<!社)团(?P<level>[省市区县州旗])委(?!员)", reading.text):
        path, level = own_path(reading, match["level"], match.start())
        found.append(Body(match.start(), match.end(), ((f"中国共产主义青年团{path}委员会", "群团", level),),
                          "level + organ"))
    return found


def _full_names(reading: Reading) -> list[Body]:
    """中共杭州市萧山区委(员会), 政协第一届杭州市萧山区委员会常务委员会, 民进杭州市委会."""
    found, text = [], reading.text
    for match in _FULL.finditer(text):
        position = match.end()
        term = _TERM.match(text, position)
        position = term.end() if term else position
        first = position
        names = []
        while reading.starts.get(position):
            position = max(reading.starts[position])
            names.append(text[first:position])
        place = text[first:position]
        if not place and position < len(text) and text[position] in "省市区县州旗盟":
            position += 1
        tail = _FULL_TAIL.match(text, position)
        if tail is None:  # 中共临平区区委: the level printed twice
            tail = _FULL_TAIL.match(text, position + 1) if text[position:position + 1] in "区市县" else None
        if tail is None or position == match.end():
            continue
        prefixes = prefixes_at(reading, position)
        if not prefixes or (place and prefixes[0].how != "named"):
            continue
        head = match.group()
        name, kind = _full_name(head, prefixes[0].path, tail["sub"] or "")
        level = prefixes[0].level
        found.append(Body(match.start(), tail.end(), ((name, kind, level),), "full name"))
        found.extend(with_sub_organs(reading, found[-1]))
    return found


def _full_name(head: str, path: str, sub: str) -> tuple[str, str]:
    sub = {"常委会": "常务委员会", "统战部": "统一战线工作部"}.get(sub, sub)
    if head in ("中国共产党", "中共"):
        return f"中共{path}委员会{sub}", "党委"
    if head in ("中国人民政治协商会议", "人民政协", "政协"):
        return f"中国人民政治协商会议{path}委员会{sub}", "政协"
    if head == "共青团":
        return f"中国共产主义青年团{path}委员会{sub}", "群团"
    return f"{_PARTIES[head]}{path}委员会{sub}", "其他"


def _congress_terms(reading: Reading) -> list[Body]:
    """区一届人大, 杭州市临平区第一届人民代表大会, 十四届全国人大: the term is part of the body."""
    found = []
    for match in _CONGRESS.finditer(reading.text):
        term = "第" + match["term"].removeprefix("第")
        organ = "人民代表大会" + ("常务委员会" if "常" in match["organ"] else "")
        kind = "人大"
        if "政府" in match["organ"]:  # the term of a government is not part of its name
            organ, term, kind = "人民政府", "", "政府"
        if match["nation"]:
            name = f"中华人民共和国{term}全国{organ}"
            found.append(Body(match.start(), match.end(), ((name, "人大", "中央"),), "term + congress"))
            continue
        found.extend(Body(prefix.start, match.end(), ((f"{prefix.path}{term}{organ}", kind, prefix.level),),
                          "term + congress") for prefix in prefixes_at(reading, match.start()))
    return found
