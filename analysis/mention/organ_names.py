"""How Chinese bodies are named: level or place, then organ, then organ of the organ.

区委 = level + organ; 杭州市临平区政协 = places + organ; 区人大常委会党组 = level + organ +
sub-organ; 省、市、区委 = three levels sharing one organ. Organs and their full names are data
(lexicons/organs.csv): a template such as 中共{P}委员会, where {P} is the place, {Z} the development
zone, {R} the rest as printed.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import ahocorasick_rs

from analysis.chinese.gazetteer import Home, body_level, full_path, gazetteer, own_unit
from analysis.chinese.han import HAN
from analysis.chinese.lexicons import load_lexicon
from analysis.chinese.word_lists import word_map
from analysis.mention.name_prefixes import (
    LEVEL_OF,
    NOWHERE,
    Prefix,
    Reading,
    is_place,
    own_path,
    own_place,
    own_unit_path,
    prefixes_at,
)

_SUB = re.compile(
    "(?:机关)?(?:党组(?!织)|党委|党总支|党支部|纪委|工会|团委|妇联)|办公厅|办公室|机关|秘书处"
    f"|(?P<branch>[{HAN}]{{2,6}}?)?(?P<unit>分局|支队|大队|中队|派出所|工商所|税务所|监管所|"
    "司法所|分院|分公司|支行|分行)"
)
_ELLIPTIC = re.compile(
    "(?<![各全每])(?P<levels>[省市县区州镇乡村](?:[、和及]?(?:[省市县区州镇乡村]|街道)){1,3})"
    "(?P<grades>[两三四]级)?"
    "(?P<organ>委(?![员托任会派以])|政协|人大常委会|人大|人民代表大会|纪委监委|纪委|政府|"
    "人民政府|总工会|妇联|法院|检察院|监委)"
)
_FULL = re.compile(
    "中国共产党|中共|中国人民政治协商会议|人民政协|政协|共青团|民革|民盟|民建|民进|农工党|"
    "致公党|九三学社|台盟"
)
_TERM = re.compile("第?[〇一二三四五六七八九十]{1,3}届")
_FULL_TAIL = re.compile(
    "(?:第?[一-十]{1,3}届)?(?:委员会|委(?![员托任派以])(?:会)?)"
    "(?P<sub>常务委员会|常委会|办公厅|办公室|组织部|宣传部|统战部|党校)?"
)
_CONGRESS = re.compile(
    "(?P<term>第?[〇一二三四五六七八九十]{1,3}届)(?P<nation>全国)?"
    "(?P<organ>人大常委会|人大|人民代表大会常务委员会|人民代表大会|人民政府|政府)"
)
_PARTIES = word_map("organ_names.parties")
_ZONE = re.compile("(?:新区|开发区|高新区|经开区|产业园区|园区|示范区|保税区|度假区|景区|自贸区)$")


class Body(NamedTuple):
    """One body (or several, for a joint name) at text[start:end]; bodies: (full name, kind, level)
    each.
    """

    start: int
    end: int
    bodies: tuple[tuple[str, str, str], ...]
    rule: str


class _Organs(NamedTuple):
    automaton: ahocorasick_rs.AhoCorasick
    rows: tuple[tuple[dict, ...], ...]
    plain: dict[str, dict]  # the row that an organ shared by levels takes (省市区委)


@lru_cache(maxsize=1)
def _organs() -> _Organs:
    by_alias: dict[str, list[dict]] = {}
    for row in load_lexicon("organs").to_dict("records"):
        by_alias.setdefault(row["alias"], []).append(row)
    plain = {
        row["alias"]: row
        for rows in by_alias.values()
        for row in rows
        if row["before"] in ("level", "place")
    }
    return _Organs(
        ahocorasick_rs.AhoCorasick(list(by_alias)), tuple(map(tuple, by_alias.values())), plain
    )


def organ_bodies(reading: Reading) -> list[Body]:
    """Bodies by level, place and organ, overlaps included.

    >>> from analysis.mention.name_prefixes import read_text
    >>> found = organ_bodies(read_text("区委办公室和北仑区教育局", Home("余杭区", "杭州市", "浙江省", "区")))
    >>> sorted({b.bodies[0][0] for b in found if b.end - b.start > 4})
    ['中共杭州市余杭区委员会办公室', '宁波市北仑区教育局']
    """
    text, found = reading.text, []
    organs = _organs()
    for number, start, end in organs.automaton.find_matches_as_indexes(text, overlapping=True):
        if (
            text[start] == "委"
            and text[end - 1] == "委"
            and end - start == 1
            and text[end : end + 1] in "员托任派以会"
        ):
            continue
        if text[end - 1] == "局" and text[end : end + 1] in tuple("势面部限域"):
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
        prefixes = [
            p for p in prefixes_at(reading, start) if _fits(p, row["before"], reading.text, start)
        ]
    unnamed = reading.text[end : end + 1] in ("门", "属") or reading.text[start - 1 : start] in (
        "镇",
        "乡",
        "村",
    )
    if row["bare"] and not prefixes and not unnamed:
        prefixes = [Prefix(start, "none", *own_place(reading.home), None)]
    out = []
    for prefix in prefixes:
        name = fill(row["name"], prefix, row["alias"], reading.home)
        kind, level = row["kind"], prefix.level
        out.append(
            Body(
                prefix.start, end, tuple((n, kind, level) for n in name.split("；")), _rule(prefix)
            )
        )
        out.extend(with_sub_organs(reading, out[-1]))
    return out


def _zone_organ(reading: Reading, start: int, end: int, row: dict) -> list[Body]:
    """新区党工委, 管委会: the organ of the zone the article's place runs, or of the zone word as
    printed.
    """
    word = _ZONE.search(reading.text[max(0, start - 5) : start])
    zone = word.group() if word else ""
    if (not row["bare"] and not zone) or reading.text[:start].endswith("街道"):
        return []
    path = own_zone(reading.home, zone)
    name = row["name"].replace("{Z}", path)
    level = "区" if reading.home.district else "市" if reading.home.city else "其他"
    body = Body(
        start - len(zone),
        end,
        ((name, row["kind"], level),),
        "zone + organ" if zone else "organ alone",
    )
    return [body, *with_sub_organs(reading, body)]


def own_zone(home: Home, word: str = "") -> str:
    """The development zone of the article's place: 钱塘 runs 杭州钱塘新区; else the place with the
    zone word.

    >>> own_zone(Home("钱塘区", "杭州市", "浙江省", "区"), "新区")
    '杭州钱塘新区'
    """
    stem = home.district[:2]
    for unit in gazetteer().zones:
        if stem and unit.parent == home.city and stem in unit.name and word in unit.name:
            return unit.name
    return (own_unit_path(home) or home.city) + word


def _rule(prefix: Prefix) -> str:
    return {
        "named": "place + organ",
        "level": "level + organ",
        "ours": "我 + level + organ",
        "none": "organ alone",
    }[prefix.how]


def _fits(prefix: Prefix, before: str, text: str, start: int) -> bool:
    last = text[start - 1]
    if before == "level":
        return prefix.how in ("level", "ours") or last in "省市区县州旗盟地"
    if before == "full" and text[:start].endswith("自治区"):
        return True
    if before == "full":
        return prefix.how == "named" and (
            last in "省市区县州旗盟镇乡村" or text[start - 2 : start] == "街道"
        )
    return before not in ("zone", "town", "village")


def fill(template: str, prefix: Prefix, alias: str, home: Home) -> str:
    """The full name of an organ: the template with its place; courts by the level of the place."""
    path, unit = prefix.path, prefix.unit
    if alias in ("法院", "人民法院") and unit is not None and prefix.level in ("省", "市"):
        grade = "高级" if prefix.level == "省" else "中级"
        path = path if prefix.level == "省" else unit.parent + path
        return f"{path}{grade}人民法院"
    if unit is not None and unit.level == "县级市" and alias.startswith("中") and home.city:
        # a county-level city has no intermediate court
        return f"{home.province}{home.city}中级人民法院"
    if (
        prefix.level == "市"
        and unit is not None
        and alias in ("中级人民法院", "中级法院", "中院", "检察院", "人民检察院")
    ):
        path = unit.parent + path
    return template.replace("{P}", path).replace(
        "{R}", alias.removeprefix("人民政府").removeprefix("政府")
    )


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
        bodies = tuple(
            (
                sub_name(name, sub),
                "党委" if sub.endswith(("党组", "党委", "支部", "总支")) else kind,
                level,
            )
            for name, kind, level in bodies
        )
        end = match.end()
        out.append(Body(body.start, end, bodies, body.rule + " + sub-organ"))


def _is_branch(reading: Reading, match: re.Match) -> bool:
    return (
        match["branch"]
        in (
            "交警",
            "特警",
            "刑侦",
            "治安",
            "巡特警",
            "经侦",
            "网警",
            "消防",
            "执法",
            "禁毒",
            "直属",
        )
        or match.start("unit") in reading.ends
    )


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
        named = any(
            is_place(reading, s, match.start() + 1) for s in reading.ends.get(match.start() + 1, ())
        )
        if named or len(set(levels)) < len(levels):
            continue
        row = rows[match["organ"]]
        bodies = []
        for level in levels:
            unit = own_unit(level, reading.home)
            prefix = Prefix(
                0,
                "level",
                full_path(unit) if unit else NOWHERE,
                body_level(unit) if unit else LEVEL_OF.get(level, "镇街"),
                unit,
            )
            bodies.extend(
                (n, row["kind"], prefix.level)
                for n in fill(row["name"], prefix, row["alias"], reading.home).split("；")
            )
        found.append(
            Body(
                match.start(), match.end(), tuple(dict.fromkeys(bodies)), "levels sharing an organ"
            )
        )
    return found


def _youth_leagues(reading: Reading) -> list[Body]:
    """团区委: the level stands inside the organ."""
    found = []
    for match in re.finditer("(?<!社)团(?P<level>[省市区县州旗])委(?!员)", reading.text):
        path, level = own_path(reading, match["level"], match.start())
        found.append(
            Body(
                match.start(),
                match.end(),
                ((f"中国共产主义青年团{path}委员会", "群团", level),),
                "level + organ",
            )
        )
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
            tail = (
                _FULL_TAIL.match(text, position + 1)
                if text[position : position + 1] in "区市县"
                else None
            )
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
            found.append(
                Body(match.start(), match.end(), ((name, "人大", "中央"),), "term + congress")
            )
            continue
        found.extend(
            Body(
                prefix.start,
                match.end(),
                ((f"{prefix.path}{term}{organ}", kind, prefix.level),),
                "term + congress",
            )
            for prefix in prefixes_at(reading, match.start())
        )
    return found
