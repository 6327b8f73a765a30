"""How Chinese bodies are named: level or place, then organ, then organ of the organ.

区委 = level + organ; 杭州市临平区政协 = places + organ; 区人大常委会党组 = level + organ + sub-organ;
省、市、区委 = levels sharing an organ; 市发改委、建委 = a list that shares its level; 民进杭州市委会 = the
organ's own name around the place. Organs are rows of lexicons/organs.csv, those of some
administrative systems only of lexicons/systems.csv, with a template of the full name: {P} is the
place, {U} the place above it, {Z} the development zone, {R} the rest as printed.
"""

import re
from collections.abc import Iterable
from functools import cache, partial
from typing import NamedTuple

from analysis.chinese.gazetteer import Home, Unit, choose_unit, full_path, gazetteer, own_unit
from analysis.chinese.han import HAN
from analysis.chinese.lexicons import load_lexicon, pattern_of, word_list, word_map
from analysis.chinese.tokens import is_apart, word_class, words
from analysis.mention import owners
from analysis.mention.spans import Spans

SEVERAL = tuple("各每多某两外邻几二三四五六七八九十")
NATION = owners.Owner(0, "printed", "中国", "中央")
_ORDINAL = pattern_of("{TERM}", "organs")
_TERM = pattern_of("(?P<term>{TERM})(?P<nation>全国)?$", "organs")
_PARTY = re.compile("(?:中共|中国共产党)$")
_LEVEL = pattern_of("{LEVEL}", "organs")
_SHARING = tuple("省市县区州镇乡村道级")
LEVELS = "省市区县州旗盟镇乡"
OPENING_LEVELS = word_list("full_names.opening_levels")
_CLUBS = word_list("full_names.clubs")
GRASS = re.compile("(街道|镇|乡|苏木|社区|居民区|村|嘎查)$")
_TOWN_INSIDE = re.compile(f"[{HAN}]{{1,8}}(?:镇|乡|苏木|街道)[{HAN}]")
ZONE = re.compile("(?:新|开发|高新|经开|度假|保税|示范|园|商务)区$|(?:科技|产业|新)城$")
# A place that no table has, printed at the head of a name: 桐栖区, 泊霞市桐栖区.
_PRINTED = re.compile(
    f"(?:[{HAN}]{{2,4}}?[省市州])?(?P<before>[{HAN}]{{2,4}}?)(?P<level>[省市县区州旗])"
)


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


@cache
def _pattern(name: str) -> re.Pattern:
    return pattern_of(word_map("organs.patterns")[name], "organs")


def organ_bodies(spans: Spans, national: Iterable[int] = ()) -> list[Body]:
    """Bodies by level, place and organ: where one begins, the longest.

    national : where bodies of the central state end, whose lists share their level.
    """
    text, found, done = spans.text, [], -1
    # whose the body is that ends here: a list shares its level
    listed: dict[int, owners.Owner] = dict.fromkeys(national, NATION)
    for start, end, organ in spans.kinds["organs"]:
        if start == done:
            continue
        shared = _shared(spans, start, end, organ)
        if shared is None:
            done = start
            continue
        found += shared
        if _is_cut(text, start, end):
            continue
        read = _read(spans, start, end, organ, listed)
        if read is None:
            continue
        (owner, row, rule), done = read, start
        named = Body(owner.start, end, _names(spans, owner, row, end), rule)
        found += (bodies := with_sub_organs(spans, named))
        for each in bodies:
            held = listed.get(each.end)
            if held is None or (held != NATION and held.start > owner.start):
                listed[each.end] = owner
    hosts = {body.end: body for body in found}
    grouped = _pattern("group").finditer(text) if "、党组" in text else ()
    for match in grouped:  # 区政协主席、党组书记
        if host := hosts.get(match.start()):
            start, end = match.span("group")
            own = tuple(_with_sub(each, "党组") for each in host.bodies)
            found.append(Body(start, end, own, "list + organ"))
    return [*found, *_headed(spans)]


def _is_cut(text: str, start: int, end: int) -> bool:
    """委 of 委员, 局 of 局势, 办 of 办好: what stands after an organ makes another word."""
    last = text[end - 1]
    other = last in word_map("organs.patterns") and (last != "委" or end - start == 1)
    gone = text[end : end + 2] in ("旧址", "原址", "遗址")
    return gone or bool(other and _pattern(last).match(text, end))


@cache
def _aliases() -> frozenset[str]:
    # not out of the whole vocabulary, which `kwic` has no use for
    return frozenset(load_lexicon("organs")["alias"]) | frozenset(load_lexicon("systems")["alias"])


def is_torn(text: str, start: int, end: int) -> bool:
    """Whether an organ's name is no name where it stands: 临平区委 in 临平区委员会, 区委 in 小区委托."""
    first = next((at for at in range(start + 1, end) if text[at:end] in _aliases()), 0)
    other = text[max(start - 1, 0) : start] or "-"
    level = first == start + 1 and other in owners.NOT_LEVEL.get(text[start], "")
    return bool(first) and (level or _is_cut(text, first, end))


def _read(spans: Spans, start: int, end: int, organ: dict, listed: dict[int, owners.Owner]):
    """(owner, row, rule) of the organ text[start:end]; None if it is nobody's."""
    text = spans.text
    term = _term(text, start)
    ordinal = "第" + term["term"].removeprefix("第") if term else ""
    if term and term["nation"]:  # 十四届全国人大
        for row in (row for row in organ["organs"] if row["kind"] == "人大"):
            name = f"中华人民共和国{ordinal}全国" + row["name"].replace("{P}", "")
            return NATION._replace(start=term.start()), row | {"name": name}, "term + congress"
        return None
    owner = owners.owner_at(spans, term.start() if term else start)
    if text[end - 1] == "厅" and owner is not None and owner.word == "区":  # no district has a 厅
        region = own_unit("自治区", spans.home)
        owner = owners.of_unit(owner.start, "place", region, "自治区")
    if owner is not None:
        printed = _term(text, owner.start) if owner.word else None
        if printed and not printed["nation"]:  # 十三届县委
            owner = owner._replace(start=printed.start())
        if system := _of_system(spans.home, owner, organ["systems"]):
            return *system, "system + organ"
    elif rows := [row for row in organ["systems"] if row["bare"]]:  # 行署, where there is one
        own = owners.of_article(spans.home, start)
        if own.unit is not None and (system := _of_system(spans.home, own, rows)):
            return *system, "organ alone"
    for row in organ["organs"]:
        if row["before"] == "zone":
            if zone := _zone(spans, start, row, listed):
                return zone[0], row, zone[1]
        elif owner is not None and _fits(owner, row["before"], text, start):
            if term and row["kind"] == "人大":  # a congress keeps its term, a government has none
                name = row["name"].replace("人民代表大会", f"{ordinal}人民代表大会", 1)
                row = row | {"name": name}
            rule = ("我 + " * (text[owner.start] == "我") + "level") if owner.word else "place"
            return owner, row, "term + congress" if term else f"{rule} + organ"
        elif term is None and owner is None and row["before"] in ("place", "no"):
            joint = _pattern("joint").search(text, max(0, start - 8), start)
            shared = joint and end - start > 1 and (row["bare"] or not joint["role"])
            first = listed.get(joint.start()) if shared else None
            if first is not None and not (first == NATION and row["kind"] == "群团"):
                if first == NATION:  # 全国人大、政协
                    first = first._replace(path="全国" if organ["alias"].startswith("政协") else "")
                return first._replace(start=start, basis="list"), row, "list + organ"
            short = end - start < 3  # no 作协 in 合作协议
            if (
                row["bare"]
                and not _is_generic(text, start, end, row["kind"])
                and not (short and not is_apart(text, start, end))
            ):
                if (whole := row["name"].partition("{P}")[0]) and _pattern("as_such").match(
                    text, end
                ):
                    return NATION._replace(start=start), row | {"name": whole}, "organ as such"
                return owners.of_article(spans.home, start), row, "organ alone"
    return None


def _is_generic(text: str, start: int, end: int, kind: str) -> bool:
    """宣传部门, 全市宣传部长会议, 各县（市）政协: nobody's in particular; 全区政协 is the 政协."""
    after, before = text[end : end + 1], text[start - 1 : start]
    field = kind == "群团" and text.startswith(word_list("organs.group_fields"), end)
    if field or after in ("门", "属") or before in tuple("镇乡村级"):
        return True
    if text.endswith("地区", 0, start) or _pattern("of_town").search(
        text, max(0, start - 9), start
    ):
        return True  # 长三角地区政协; 尚岭镇党委书记、人大主席
    if before not in tuple("省市县区州旗盟国）)"):
        return False
    return kind == "部门" or owners.is_every(text, start).startswith(SEVERAL)


def _term(text: str, end: int) -> re.Match | None:
    ends = text[end - 1 : end] in ("届", "国")
    return _TERM.search(text, max(0, end - 8), end) if ends else None


def _of_system(
    home: Home, owner: owners.Owner, rows: list[dict]
) -> tuple[owners.Owner, dict] | None:
    """The row of the administrative system that the owner belongs to: 地委 of a prefecture, 区党委
    of an autonomous region, 高院 of a province."""
    for row in rows:
        levels = row["of"].split("|")
        if owner.unit is not None and owner.unit.level in levels:
            return owner, row
        if owner.unit is None and owner.word and owner.word in row["word"].split("|"):
            units = (u for name in home[2::-1] for u in gazetteer().units.get(name, ()))
            unit = next((unit for unit in units if unit.level in levels), None)
            own = unit and owners.of_unit(owner.start, "place", unit, owner.word)
            return own or owner._replace(level=row["level"]), row
    return None


def _fits(owner: owners.Owner, before: str, text: str, start: int) -> bool:
    """Whether an organ of the kind that has `before` before it can be this owner's."""
    if before == "level":
        return bool(owner.word) or text[start - 1] in "省市区县州旗盟地"
    if before == "full":
        ends = "自治区" if owner.word else (*"省市区县州旗盟镇乡村", "街道")
        return text.endswith(ends, 0, start)
    return before not in ("no", "town", "village")


def _zone(
    spans: Spans, start: int, row: dict, listed: dict[int, owners.Owner]
) -> tuple[owners.Owner, str] | None:
    """新区党工委, 管委会: of the zone named before it or earlier in the phrase, of the zone the
    article's place runs, or of the zone word as printed."""
    text, home = spans.text, spans.home
    named = owners.owner_at(spans, start)
    if named is not None and named.unit is not None and named.unit.level == "功能区":
        return named, "place + organ"
    zone_words = word_list("organs.zones")
    word = max((w for w in zone_words if text.endswith(w, 0, start)), key=len, default="")
    if text.endswith(("街道", "区"), 0, start - len(word)) or not (row["bare"] or word):
        return None
    if not word:
        clause = max(text.rfind(mark, max(0, start - 80), start) for mark in "，。；,;\n")
        near = [owner for end, owner in listed.items() if clause < end <= start]
        for owner in reversed(near):
            if owner.word in zone_words or (owner.unit and owner.unit.level == "功能区"):
                return owner._replace(start=start, basis="list"), "list + organ"
    at = start - len(word)
    known = word_class(text[max(0, at - 2) : at]) == "ns"  # 葛店经开区
    if word and (begins := spans.ends.get(at) or [at - 2] * known):
        above, zone = choose_unit(text[begins[0] : at], home), text[begins[0] : start]
        return owners.Owner(begins[0], "printed", zone, "区", above, word), "place + organ"
    path = own_zone(home, word)
    level = "区" if path or word else "其他"
    owner = owners.Owner(at, "place" if path else "unknown", path, level, None, word)
    return owner, "zone + organ" if word else "organ alone"


def own_zone(home: Home, word: str = "") -> str:
    """The development zone of the article's place, else the place with the zone word, or ""."""
    stem = home.district[:2]
    for unit in gazetteer().zones:
        if stem and unit.parent == home.city and stem in unit.name and word in unit.name:
            return unit.name
    path = owners.district_of(home).path or home.city
    if not word and not path.endswith(word_list("organs.zones")):
        return ""  # 萧山区 has no 管委会 of its own
    return path if path.endswith(word) else path and path + word


def _names(spans: Spans, owner: owners.Owner, row: dict, end: int) -> tuple[Named, ...]:
    """The full names of the organ by its template (several are joined with ；), each with its kind;
    what is printed where the owner is unknown."""
    kinds = row["kind"].split("；")
    if not owner.path:
        printed = spans.text[owner.start : end].removeprefix("我")
        return (Named(printed, kinds[0], owner.level),)
    names = row["name"].replace("{P}", owner.path)
    if "{" in names:
        parent = owner.unit.parent if owner.unit else ""
        above = next((u.parent for u in gazetteer().units.get(parent, ()) if u.name == parent), "")
        rest = row.get("alias", "").removeprefix("人民政府").removeprefix("政府")
        names = names.format(Z=owner.path, U=parent, UU=above, R=rest)
    names = names.split("；")
    whose = NATION.path if owner.level == NATION.level else owner.path
    if row.get("before") == "zone" and owner.unit is not None:  # 大理经济技术开发区 is of 大理
        whose = full_path(owner.unit)
    facts = (owner.level, whose, owner.basis)
    return tuple(Named(*pair, *facts) for pair in zip(names, kinds * len(names), strict=False))


def with_sub_organs(spans: Spans, body: Body) -> list[Body]:
    """The body with the organ of the organ that follows it: 区政协 + 党组, 市公安局 + 交警支队."""
    out, end, bodies = [body], body.end, body.bodies
    while match := _pattern("sub").match(spans.text, end):
        known = not (branch := match["branch"]) or branch in word_list("organs.branch")
        assembly = bodies[0].kind if not out[1:] else ""
        misplaced = (match["term"] and assembly != "政协") or (
            match["committee"] and assembly not in ("政协", "人大")
        )
        if misplaced or not (known or match.start("unit") in spans.ends):
            break
        sub, end = match.group(), match.end()
        if match["term"]:  # 县政协第十一届委员会常务委员会
            sub = "常务委员会" if match["standing"] else ""
        bodies = tuple(_with_sub(each, sub) for each in bodies)
        out.append(Body(body.start, end, bodies, body.rule + " + sub-organ"))
    return [_with_party(spans.text, body) for body in out]


def _with_party(text: str, body: Body) -> Body:
    """中共 before the Party's own: 中共成都市委社会工作部, 中共全国政协党组."""
    own = body.bodies[0].name.startswith("中共") and body.bodies[0].owner_basis != "unknown"
    party = own and _PARTY.search(text, max(0, body.start - 5), body.start)
    return body._replace(start=party.start()) if party else body


def _with_sub(host: Named, sub: str) -> Named:
    """An organ's organ: its full name and its kind."""
    short = host.name.replace("中国人民政治协商会议", "政协", 1)
    for printed, full in word_map("organs.party_bodies").items():
        if sub.endswith(printed):
            name = f"中共{short.removeprefix('中共')}{sub.removesuffix(printed)}{full}"
            return host._replace(name=name, kind="党委")
    office = sub.startswith("办公")
    kind = "部门" if office and host.kind in ("党委", "政府") else host.kind
    return host._replace(name=(short if office else host.name) + sub, kind=kind)


def _shared(spans: Spans, start: int, end: int, organ: dict) -> list[Body] | None:
    """Levels that share one organ: 省市区委, 市、区两级政协; one span, one body for each level. None
    where they are everybody's: 省市县政府 of a page without a place."""
    text, alias = spans.text, organ["alias"]
    shares = alias in word_list("organs.shared") and text[start - 1 : start] in _SHARING
    match = shares and _pattern("levels").search(text, max(0, start - 14), start)
    if not match or (alias == "委" and _is_cut(text, start, end)):
        return []
    first, levels = match.start(), re.findall(_LEVEL, match["levels"])
    named = any(owners.is_place(spans, s, first + 1) for s in spans.ends.get(first + 1, ()))
    owned = partial(own_unit, home=spans.home)  # 县市党委 of a page with neither is everybody's
    persons = match["grades"] and text.startswith("代表", end)
    many = (
        levels == ["省", "区", "市"]
        or len(set(levels)) < len(levels)
        or owners.is_every(text, first)
        or not (match["grades"] or "省" in levels or any(map(owned, levels)))
    )
    all_ = alias != "委" and levels[:3] == ["省", "市", "县"]
    if all_ and not (named or persons or any(map(owned, levels))):
        return None
    if named or persons or many:
        return []
    row, bodies = organ["organs"][0], []
    for word in levels:
        owner = owners.of_unit(first, "list", own_unit(word, spans.home), word)
        if owner.path:
            bodies += _names(spans, owner, row, end)
        else:
            bodies.append(Named(word + alias, row["kind"], owner.level))
    return [Body(first, end, tuple(dict.fromkeys(bodies)), "levels sharing an organ")]


def _headed(spans: Spans) -> list[Body]:
    """The organ's own name first, the place inside: 中共杭州市萧山区委(员会), 民进杭州市委会, 团区委,
    政协第一届杭州市萧山区委员会常务委员会, 人大锡林郭勒盟工委."""
    found, text, heads = [], spans.text, word_map("organs.heads")
    for start, first, row in spans.kinds["full"]:
        head, term = row["alias"], _ORDINAL.match(text, first)
        position = first = term.end() if term else first
        national = head.endswith("政协") and text.startswith("全国", position)
        position += 2 * national
        while spans.starts.get(position) and not national:
            position = max(spans.starts[position])
        bare = position == first and text[position : position + 1] in tuple("省市区县州旗盟")
        position += bare
        doubled = text[position : position + 1] in ("区", "市", "县")  # 中共临平区区委
        tail = _pattern("tail").match(text, position)
        tail = tail or (doubled and _pattern("tail").match(text, position + 1))
        if not tail or position == first or _is_cut(text, tail.end() - 1, tail.end()):
            continue
        head += "工委" if "工" in tail["tail"] else ""
        owner = NATION._replace(path="全国") if national else owners.owner_at(spans, position)
        misread = owner is None or (not national and owner.start < first)
        if misread or not heads.get(head) or (owner.word and not bare):
            continue
        template, kind = heads[head].split(" ")
        row = {"name": template + ("常务委员会" if tail["sub"] else ""), "kind": kind}
        names = _names(spans, owner._replace(start=start), row, tail.end())
        found += with_sub_organs(spans, Body(start, tail.end(), names, "full name"))
    return found


def full_name(spans: Spans, edge: int, start: int, end: int, row: dict) -> Named:
    """The body of the name text[edge:end] whose head begins at `start`."""
    host, owner, level = _host(spans, edge, spans.text[edge:start], row)
    host, head = host.replace("(", "（").replace(")", "）"), row["name"] or spans.text[start:end]
    host = host.removesuffix("村" if head.startswith("村村") else "")  # 府底村村委会, 府底村委会
    party = row["party"] and f"中共{host}{row['party']}"
    kind, name = ("党委", party) if party else (row["kind"], host + head)
    if not owner.path and host.startswith(("全国", "中央", "国务院")):
        owner, level = NATION, row["level"] or "中央"
    if not owner.path and (country := owners.country_of(host)):
        return Named(name, kind, level, country, "foreign")
    basis = owner.basis if owner.path else "unknown"
    zone = row["name"] == "管理委员会" or row["party"] == "工作委员会"
    level = "区" if zone and level in ("市", "其他") else level
    return Named(name, kind, row["level"] or level, owner.path, basis)


def _host(spans: Spans, edge: int, host: str, row: dict) -> tuple[str, owners.Owner, str]:
    """The host with its places in full (杭州市拱墅区康桥街道), whose it is, and its level."""
    text, end = spans.text, edge + len(host)
    grass = GRASS.search(host + (text[end : end + 2] if row["village"] else ""))
    level = row["level"] or "其他"
    if grass:
        level = owners.LEVEL_OF.get(grass.group(1), "村社")
    local = grass or row["level"]
    own = row["party"] or row["kind"] in ("部门", "政府")
    longest = max((e for e in spans.starts.get(edge, ()) if e <= end), default=edge)
    if not local and text[longest - 1] not in LEVELS and _TOWN_INSIDE.match(text, longest, end):
        longest = edge  # 巴彦塔拉乡综合执法局: of a town, not of 巴彦县
    town = GRASS.match(row["alias"][:1]) and text[longest - 1] not in LEVELS  # 高碑店 + 乡政府
    other = GRASS.fullmatch(text, longest, end) or text[longest : longest + 1] in ("岛", "湖")
    own_name = town if longest == end else other  # 赛罕社区, 长兴岛
    if longest > edge and not own_name and not ZONE.search(host):
        unit = choose_unit(text[edge:longest], spans.home)
        owner = owners.of_unit(edge, "printed", unit)
        far = owner.level == "区" and unit and unit.parent not in spans.home
        # 安达集团: not of 安达市; 大渡口派出所 of a page of 池州: not of 大渡口区
        brand = far and (row["kind"] == "企业" or (row["kind"] == "部门" and any(spans.home[:3])))
        if text[longest - 1] not in LEVELS and (brand or text[edge:longest] in owners.COUNTRIES):
            return host, owners.Owner(edge, "unknown"), level
        if unit is not None and (local or (own and longest < end)):
            deepest, after = _chain(spans, edge, end)
            owner = owners.of_unit(edge, "printed", deepest)
            return owner.path + text[after:end], owner, level if local else owner.level
        if unit is not None and row["alias"] in _CLUBS and text[longest - 1] not in LEVELS:
            host = unit.name + host[longest - edge :]  # 临平文史研究会: of 临平区
        graded = not local and unit is not None and row["kind"] in ("部门", "媒体")
        return host, owner, owner.level if graded else level
    if own and longest > edge and ZONE.search(host):  # 大理经济技术开发区 + 党工委
        return (
            host,
            owners.of_unit(edge, "printed", choose_unit(text[edge:longest], spans.home)),
            "区",
        )
    district = owners.district_of(spans.home)
    if host.startswith(("政协", "人大")) and row["kind"] == "社会组织":
        return district.path.removeprefix(spans.home.city) + host, district, "区"
    # 市中医院, not 市场监管局
    bare = host.startswith(OPENING_LEVELS) and len(words(host)[0].word) == 1
    if bare and (len(host) == 1 or host[:2] not in gazetteer().units):
        word = "自治区" if host[0] == "区" and row["alias"][-1] == "厅" else host[0]
        owner = owners.own_level(spans, word, edge)
        full = owner.path + host[1:] if owner.path else host
        return full, owner, level if local else owner.level
    if local:
        owner = owners.printed_with(spans, host + text[end : end + 1] * bool(row["level"]), edge)
        return owner.path + host, owner, level
    printed = _PRINTED.match(host) if own or row["kind"] == "媒体" else None
    if printed and printed["before"][-1] not in owners.NOT_LEVEL.get(printed["level"], ""):
        level = owners.LEVEL_OF[printed["level"]]
        return host, owners.Owner(edge, "printed", printed.group(), level), level
    return host, owners.Owner(edge, "unknown"), level


def _chain(spans: Spans, edge: int, limit: int) -> tuple[Unit | None, int]:
    """The deepest place of the chain of place names that begins at `edge`, and where it ends."""
    position, unit, above = edge, None, ()
    while ends := [e for e in spans.starts.get(position, ()) if e <= limit]:
        here = choose_unit(spans.text[position : max(ends)], spans.home, above)
        if here is None or (above and here.parent not in above):
            break  # 鼓楼区洪山镇: not the 洪山 of another city
        unit, position, above = here, max(ends), (here.name, *above)
    return unit, position
