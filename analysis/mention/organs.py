"""How Chinese bodies are named: level or place, then organ, then organ of the organ.

区委 = level + organ; 杭州市临平区政协 = places + organ; 区人大常委会党组 = level + organ +
sub-organ; 省、市、区委 = three levels sharing one organ; 市发改委、建委 = a list that shares its
level. Organs and their full names are rows of lexicons/organs.csv, those that only some
administrative systems have of lexicons/systems.csv: a template such as 中共{P}委员会, where {P} is
the place, {U} the place above it, {Z} the development zone, {R} the rest as printed.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import ahocorasick_rs

from analysis.chinese.gazetteer import Home, gazetteer, own_unit
from analysis.chinese.han import HAN
from analysis.chinese.lexicons import load_lexicon
from analysis.chinese.word_lists import word_list, word_map
from analysis.mention.owners import (
    LISTING,
    Owner,
    Reading,
    district_of,
    is_every,
    is_place,
    of_article,
    of_unit,
    owner_at,
)

_PARTY = re.compile("(?:中共|中国共产党)$")
NATION = Owner(0, "printed", "中国", "中央")


class Named(NamedTuple):
    """One body: its full name (as printed, where nobody knows whose it is), and whose it is."""

    name: str
    kind: str
    level: str
    owner: str = ""
    owner_basis: str = "unknown"


class Body(NamedTuple):
    """One body (or several, for a joint name) at text[start:end]."""

    start: int
    end: int
    bodies: tuple[Named, ...]
    rule: str


class Organs(NamedTuple):
    """The organs by alias, made ready; `systems` by alias and by level of unit."""

    automaton: ahocorasick_rs.AhoCorasick
    aliases: tuple[str, ...]
    rows: dict[str, list[dict]]
    systems: dict[str, list[dict]]


@cache
def _organs() -> Organs:
    tables: list[dict[str, list[dict]]] = []
    for name in ("organs", "systems"):
        by_alias: dict[str, list[dict]] = {}
        for row in load_lexicon(name).to_dict("records"):
            by_alias.setdefault(row["alias"], []).append(row)
        tables.append(by_alias)
    aliases = tuple(dict.fromkeys(alias for table in tables for alias in table))
    return Organs(ahocorasick_rs.AhoCorasick(list(aliases)), aliases, *tables)


@cache
def _patterns() -> dict[str, re.Pattern]:
    """The short closed lists of lexicons/word_lists.csv as patterns."""
    lists = {
        name: "|".join(sorted(word_list(f"organs.{name}"), key=len, reverse=True))
        for name in ("heads", "tails", "sub", "unit", "shared", "not_committee", "grade")
    }
    levels = "(?:[省市县区州镇乡村]|街道)"
    numeral = "第?[〇一二三四五六七八九十]{1,3}届"
    return {
        "cut": re.compile(f"(?:{lists['not_committee']})"),
        "sub": re.compile(
            f"(?P<term>{numeral}委员会)(?P<standing>常务委员会|常委会)?"
            f"|(?:机关)?(?:{lists['sub']})|(?P<branch>[{HAN}]{{2,6}}?)?(?P<unit>{lists['unit']})"
        ),
        "shared": re.compile(
            f"(?P<levels>{levels}(?:[、和及]?{levels}){{1,3}})(?P<grades>(?:{lists['grade']})级)?"
            f"(?P<organ>{lists['shared']})"
        ),
        "head": re.compile(f"(?P<head>{lists['heads']})(?P<term>{numeral})?"),
        "tail": re.compile(f"(?:{numeral})?(?P<tail>{lists['tails']})(?P<sub>常务委员会|常委会)?"),
        "term": re.compile(f"(?P<term>{numeral})(?P<nation>全国)?$"),
    }


def organ_bodies(reading: Reading, national: Iterable[int] = ()) -> list[Body]:
    """Bodies by level, place and organ, overlaps included.

    national : where bodies of the central state end, whose lists share their level.

    >>> from analysis.mention.owners import read_text
    >>> home = Home("余杭区", "杭州市", "浙江省", "区")
    >>> found = organ_bodies(read_text("区委办公室和北仑区教育局、财政局", home))
    >>> [b.bodies[0][0] for b in found if b.end in (5, 12, 16)][-3:]
    ['中共杭州市余杭区委员会办公室', '宁波市北仑区教育局', '宁波市北仑区财政局']
    """
    text, organs, found = reading.text, _organs(), []
    # whose the body is that ends here: a list shares its level
    listed: dict[int, Owner] = dict.fromkeys(national, NATION)
    for number, start, end in organs.automaton.find_matches_as_indexes(text, overlapping=True):
        alias = organs.aliases[number]
        if _is_cut(text, start, end):
            continue
        for owner, row, rule in _readings(reading, start, end, alias, listed):
            if (
                row["name"].startswith("中共") and owner.basis != "unknown"
            ):  # 中共成都市委社会工作部
                party = _PARTY.search(text, max(0, owner.start - 5), owner.start)
                owner = owner._replace(start=party.start()) if party else owner
            body = Body(owner.start, end, _names(reading, owner, row, end), rule)
            bodies = [body, *with_sub_organs(reading, body)]
            found += bodies
            for each in bodies:
                held = listed.get(each.end)
                if held is None or (held != NATION and held.start > owner.start):
                    listed[each.end] = owner
    return [*found, *_shared(reading), *_headed(reading)]


def _is_cut(text: str, start: int, end: int) -> bool:
    """委 of 委员, 委托; 局 of 局势, 局部; 教育局属; what stands after an organ makes another word."""
    last = text[end - 1]
    if last == "委" and end - start == 1 and _patterns()["cut"].match(text, end):
        return True
    return last == "局" and text[end : end + 1] in tuple("势面部限域")


def _readings(reading: Reading, start: int, end: int, alias: str, listed: dict[int, Owner]):
    """(owner, row, rule) of every way to read the organ text[start:end]."""
    text, organs = reading.text, _organs()
    term = _patterns()["term"].search(text, max(0, start - 8), start)
    if term and term["nation"]:  # 十四届全国人大
        for row in organs.rows.get(alias, ()):
            if row["kind"] == "人大":
                name = f"中华人民共和国第{term['term'].removeprefix('第')}全国"
                name += row["name"].replace("{P}", "")
                yield NATION._replace(start=term.start()), row | {"name": name}, "term + congress"
        return
    owner = owner_at(reading, term.start() if term else start)
    if owner is not None:
        printed = _patterns()["term"].search(text, max(0, owner.start - 8), owner.start)
        if printed and owner.word and not printed["nation"]:  # 十三届县委
            owner = owner._replace(start=printed.start())
        system = _of_system(reading, owner, organs.systems.get(alias, ()))
        if system is not None:
            yield *system, "system + organ"
            return
    elif (own := of_article(reading.home, start)).unit is not None:  # 行署, where there is one
        row = _of_system(reading, own, [r for r in organs.systems.get(alias, ()) if r["bare"]])
        if row is not None:
            yield *row, "organ alone"
            return
    for row in organs.rows.get(alias, ()):
        if row["before"] == "zone":
            yield from _zone(reading, start, row, listed)
        elif (
            owner is not None and row["before"] != "no" and _fits(owner, row["before"], text, start)
        ):
            if term and row["kind"] == "人大":  # a congress keeps its term, a government has none
                term_name = "第" + term["term"].removeprefix("第") + "人民代表大会"
                row = row | {"name": row["name"].replace("人民代表大会", term_name, 1)}
            yield owner, row, "term + congress" if term else _rule(owner, text)
        elif term is None and owner is None and row["before"] in ("place", "no"):
            joint = LISTING.search(text, max(0, start - 2), start)
            first = listed.get(joint.start()) if joint and end - start > 1 else None
            if first is not None:
                if first == NATION:  # 全国人大、政协
                    first = first._replace(path="全国" if alias.startswith("政协") else "")
                yield first._replace(start=start, basis="list"), row, "list + organ"
            elif row["bare"] and not _is_generic(text, start, end):
                yield of_article(reading.home, start), row, "organ alone"


def _is_generic(text: str, start: int, end: int) -> bool:
    return text[end : end + 1] in ("门", "属") or text[start - 1 : start] in tuple("镇乡村级")


def _rule(owner: Owner, text: str) -> str:
    if not owner.word:
        return "place + organ"
    return "我 + level + organ" if text[owner.start] == "我" else "level + organ"


def _of_system(reading: Reading, owner: Owner, rows) -> tuple[Owner, dict] | None:
    """The row of the administrative system that the owner belongs to: 地委 of a prefecture, 区党委
    of an autonomous region, 高院 of a province."""
    for row in rows:
        if owner.unit is not None and owner.unit.level in row["of"].split("|"):
            return owner, row
    for row in rows:
        if owner.word and owner.word in row["word"].split("|"):
            home = reading.home
            for name in (home.province, home.city, home.district):
                unit = next(
                    (u for u in gazetteer().units.get(name, ()) if u.level in row["of"].split("|")),
                    None,
                )
                if unit is not None:
                    return of_unit(owner.start, "place", unit, owner.word), row
            if owner.unit is None:
                return owner._replace(level=row["level"]), row
    return None


def _fits(owner: Owner, before: str, text: str, start: int) -> bool:
    last = text[start - 1]
    if before == "level":
        return bool(owner.word) or last in "省市区县州旗盟地"
    if before == "full":
        return text[:start].endswith("自治区") or (
            not owner.word and (last in "省市区县州旗盟镇乡村" or text[start - 2 : start] == "街道")
        )
    return before not in ("town", "village")


def _zone(reading: Reading, start: int, row: dict, listed: dict[int, Owner]):
    """新区党工委, 管委会: the organ of a zone named before it, of the zone named earlier in the
    phrase, of the zone the article's place runs, or of the zone word as printed."""
    text, home = reading.text, reading.home
    named = owner_at(reading, start)
    if named is not None and named.unit is not None and named.unit.level == "功能区":
        yield named, row, "place + organ"
        return
    words = [w for w in word_list("organs.zones") if text.endswith(w, 0, start)]
    word = max(words, key=len, default="")
    if text.endswith("街道", 0, start) or not (row["bare"] or word):
        return
    if not word:
        clause = max(text.rfind(mark, 0, start) for mark in "，。；,;\n")
        zones = [o for end, o in listed.items() if clause < end <= start and o.word in _zones()]
        if zones:
            yield zones[-1]._replace(start=start, basis="list"), row, "list + organ"
            return
    level = "区" if home.district else "市" if home.city else "其他"
    path = own_zone(home, word)
    owner = Owner(start - len(word), "place" if path else "unknown", path, level, None, word)
    yield owner, row, "zone + organ" if word else "organ alone"


@cache
def _zones() -> frozenset[str]:
    return frozenset(word_list("organs.zones"))


def own_zone(home: Home, word: str = "") -> str:
    """The development zone of the article's place: 钱塘 runs 杭州钱塘新区; else the place with the
    zone word; "" where no place is known.

    >>> own_zone(Home("钱塘区", "杭州市", "浙江省", "区"), "新区")
    '杭州钱塘新区'
    """
    stem = home.district[:2]
    for unit in gazetteer().zones:
        if stem and unit.parent == home.city and stem in unit.name and word in unit.name:
            return unit.name
    path = district_of(home).path or home.city
    if not word and not path.endswith(tuple(word_list("organs.zones"))):
        return ""  # 萧山区 has no 管委会 of its own
    return path if path.endswith(word) else path and path + word


def _names(reading: Reading, owner: Owner, row: dict, end: int) -> tuple[Named, ...]:
    """The full names of the organ, by its template; what is printed where the owner is unknown."""
    if not owner.path:
        printed = reading.text[owner.start : end].removeprefix("我")
        return (Named(printed, row["kind"].split("；")[0], owner.level),)
    return fill(
        row["name"], row["kind"], owner, row.get("alias", ""), reading.text[owner.start : end]
    )


def fill(
    template: str, kinds: str, owner: Owner, alias: str, printed: str = ""
) -> tuple[Named, ...]:
    """The names of an organ by its template: one, or several joined with ；, each with its kind."""
    parent = owner.unit.parent if owner.unit else ""
    above = next((u.parent for u in gazetteer().units.get(parent, ()) if u.name == parent), "")
    rest = alias.removeprefix("人民政府").removeprefix("政府")
    values = {"P": owner.path, "Z": owner.path, "U": parent, "UU": above, "R": rest}
    names = re.sub("{([A-Z]+)}", lambda m: values[m[1]], template).split("；")
    kinds = kinds.split("；") * len(names)
    whose = NATION.path if owner.level == NATION.level else owner.path
    return tuple(
        Named(name, kind, owner.level, whose, owner.basis)
        for name, kind in zip(names, kinds, strict=False)
    )


def with_sub_organs(reading: Reading, body: Body) -> list[Body]:
    """The body with the organ of the organ that follows it: 区政协 + 党组, 市公安局 + 交警支队."""
    out, end, bodies = [], body.end, body.bodies
    while match := _patterns()["sub"].match(reading.text, end):
        branch = match["branch"]
        if (
            branch
            and branch not in word_list("organs.branch")
            and match.start("unit") not in reading.ends
        ):
            break
        sub, end = match.group(), match.end()
        if match["term"]:  # 县政协第十一届委员会常务委员会
            if body.bodies[0].kind != "政协" or out:
                break
            sub = "常务委员会" if match["standing"] else ""
        bodies = tuple(
            each._replace(name=sub_name(each.name, sub), kind=_sub_kind(each.kind, sub))
            for each in bodies
        )
        out.append(Body(body.start, end, bodies, body.rule + " + sub-organ"))
    return out


def _sub_kind(kind: str, sub: str) -> str:
    if sub.endswith(("党组", "党委", "支部", "总支")):
        return "党委"
    return "部门" if sub.startswith("办公") and kind in ("党委", "政府") else kind


def sub_name(name: str, sub: str) -> str:
    """The full name of an organ's organ.

    >>> sub_name("中国人民政治协商会议杭州市委员会", "党组"), sub_name("杭州市人民政府", "办公厅")
    ('中共政协杭州市委员会党组', '杭州市人民政府办公厅')
    """
    short = name.replace("中国人民政治协商会议", "政协", 1)
    for printed, full in word_map("organs.party_bodies").items():
        if sub.endswith(printed):
            return f"中共{short.removeprefix('中共')}{sub.removesuffix(printed)}{full}"
    return (short if sub in ("办公厅", "办公室") else name) + sub


def _shared(reading: Reading) -> list[Body]:
    """Levels that share one organ: 省市区委, 市、区两级政协; one span, one body for each level."""
    found, text = [], reading.text
    for match in _patterns()["shared"].finditer(text):
        start, levels = match.start(), re.findall("街道|[省市县区州镇乡村]", match["levels"])
        named = any(is_place(reading, s, start + 1) for s in reading.ends.get(start + 1, ()))
        persons = match["grades"] and text.startswith("代表", match.end())
        if named or persons or len(set(levels)) < len(levels) or is_every(text, start):
            continue
        if levels == ["省", "区", "市"]:  # every province, region and municipality
            continue
        if match["organ"] == "委" and _is_cut(text, match.end() - 1, match.end()):
            continue
        row = _organs().rows[match["organ"]][0]
        bodies = []
        for word in levels:
            owner = of_unit(start, "list", own_unit(word, reading.home), word)
            if owner.path:
                bodies += fill(row["name"], row["kind"], owner, row["alias"])
            else:
                bodies.append(Named(word + match["organ"], row["kind"], owner.level))
        unique = tuple(dict.fromkeys(bodies))
        found.append(Body(start, match.end(), unique, "levels sharing an organ"))
    return found


def _headed(reading: Reading) -> list[Body]:
    """The organ's own name first, the place inside: 中共杭州市萧山区委(员会), 民进杭州市委会, 团区委,
    政协第一届杭州市萧山区委员会常务委员会, 人大锡林郭勒盟工委."""
    found, text, heads = [], reading.text, word_map("organs.heads")
    for match in _patterns()["head"].finditer(text):
        first = position = match.end()
        national = match["head"].endswith("政协") and text.startswith("全国", position)
        position += 2 * national
        while reading.starts.get(position) and not national:
            position = max(reading.starts[position])
        bare = position == first and text[position : position + 1] in tuple("省市区县州旗盟")
        position += bare
        tail = _patterns()["tail"].match(text, position)
        if tail is None and text[position : position + 1] in ("区", "市", "县"):
            tail = _patterns()["tail"].match(text, position + 1)  # 中共临平区区委
        if tail is None or position == first or _is_cut(text, tail.end() - 1, tail.end()):
            continue
        head = match["head"] + ("工委" if "工" in tail["tail"] else "")
        owner = NATION._replace(path="全国") if national else owner_at(reading, position)
        if owner is None or head not in heads or (not national and owner.start < first):
            continue
        if not bare and owner.word:
            continue
        template, kind = heads[head].split(" ")
        sub = "常务委员会" if tail["sub"] else ""
        row = {"name": template + sub, "kind": kind}
        owner = owner._replace(start=match.start())
        names = _names(reading, owner, row, tail.end())
        body = Body(match.start(), tail.end(), names, "full name")
        found += [body, *with_sub_organs(reading, body)]
    return found
