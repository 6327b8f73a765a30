"""Names with an open class of heads: companies, schools, hospitals, associations, offices, streets,
villages.

From the head (公司, 大学, 党支部) a name is followed to the left, word by word, until something that
no name contains: a full verb, a preposition, a role, punctuation. It is one only if it holds what
tells it from others of its kind: a place, a level (市中医院), an ordinal, a brand, an unknown word.
"""

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from analysis.chinese.han import HAN
from analysis.chinese.lexicons import load_lexicon, word_list
from analysis.chinese.tokens import Word, word_class, words
from analysis.mention import owners
from analysis.mention.organs import GRASS, LEVELS, OPENING_LEVELS, ZONE, Body, Named, full_name
from analysis.mention.short_names import of_town, told_short
from analysis.mention.spans import Spans

GROUPS = word_list("open_names.groups")
LONGEST = 30  # characters; 中国人民政治协商会议…委员会 and the longest company names stay below
_BOUNDARY = re.compile(rf"[^{HAN}A-Za-z0-9０-９·（）()“”]")
_LEGAL = ("有限公司", "股份有限公司", "有限责任公司")
_ZONE_ORGANS = ("管委会", "管理委员会", "党工委")  # 未来科技城管委会
# whose part a named body can be
_OWNERS = word_list("open_names.owners")
_NAMING = word_list("open_names.naming")
# 省区市党委, 县级医院, 县级以上党委: of each unit of a level, so of none.
_LEVELS_ALONE = re.compile(
    "(?:(?:[省市区县州旗镇乡村街道、和与及（）]|苏木|嘎查|团场|连队)+|[省市区县镇乡村、]+级(?:以上)?.*)"
)
# described, not named
_RANKED = re.compile("|".join(word_list("open_names.ranked")))
_DIGITS = "一二三四五六七八九十"
_NUMBER = re.compile("第?[〇一二三四五六七八九十百]+$|[0-9]+$")
_HOST_WORDS = frozenset(word_list("open_names.host_words"))
_RESEARCH = word_list("open_names.research")
_SCHOOLS = "|".join(word_list("open_names.second_names"))
_SECOND_NAME = re.compile(f"[（(](?P<name>[{HAN}]{{2,12}}(?:{_SCHOOLS}))[）)]")
_PROPER = ("ns", "nr", "nrt", "nrfg", "nz", "nt", "eng")
_FUNCTION = ("p", "u", "uj", "ul", "c", "r", "d")
_NO_BRAND = (*_FUNCTION, "m")
_VERBAL = (*_FUNCTION, "v")
_FOLLOWING = ("n", "nz", "ns", "nt", "nr", "vn", "j", "l", "b", "s", "an", "eng", "m", "")
_JOINING = tuple("和与及的在对向由从")
_NEVER_LAST = ("的", "了", "着")  # most heads stand after one; then nothing more is asked
_BRANDED = word_list("open_names.branded")
_followed_by = cache(re.compile)
_MARKS = re.compile("[（）()“”]")
_NATIONS = re.compile("[两三四五多各]国")
_LEADING = tuple("在从由到对向与和及为")
_TOWNS = word_list("open_names.towns")
_NO_STEM = re.compile(f"[^{HAN}]|[省市县区州级各每本该个家座所名]")
_TOWN = re.compile(f"(?P<name>[{HAN}]{{1,4}}?)(?:{'|'.join(_TOWNS)})")
_MANY = re.compile("[各该本]?(?:镇|乡|村|街道|社区|镇街|乡镇)+")


class Before(NamedTuple):
    """What stands before a head in its clause, where that begins, and its words."""

    spans: Spans
    floor: int
    clause: str
    run: tuple[Word, ...]


@cache
def _role(role: str) -> frozenset[str]:
    """Words a name may hold though the dictionary calls them verbs (`inside`), or may not."""
    return frozenset(load_lexicon("names").query("role == @role")["alias"])


def named_bodies(spans: Spans, hosts: list[Body] = ()) -> list[Body]:
    """Bodies named by an open-class head, overlaps included.

    hosts : bodies found otherwise, of which a named one can be a part (中组部 + 组织二局).
    """
    text, found, new = spans.text, [], []
    ending: dict[int, list[Body]] = defaultdict(list)
    for body in hosts:
        ending[body.end].append(body)
    by_end = {body.end: body for body in sorted(hosts, key=lambda b: -b.start) if body.bodies}
    ending = dict(ending)
    for start, end, row in spans.kinds["heads"]:
        for body in new:  # itself one that can have parts: 云南建投集团 + 昆明分公司
            by_end.setdefault(body.end, body)
        found += new
        new, firm = [], (of := by_end.get(start)) and of.bodies[0].kind == row["kind"] == "企业"
        if row["not_before"] and _followed_by(row["not_before"]).match(text, end):
            # 华润 + 电力, whatever follows but a thing: 集团 + 新能源汽车
            after = words(text[end : end + 4])[:1] if row["generic"] == "firm" and firm else None
            if after is None or not all(
                w.tag[:1] in _VERBAL or _BOUNDARY.match(w.word) for w in after
            ):
                continue
        before, part_only = text[start - 1 : start], row["generic"] == "host"
        hosts_near = not by_end.keys().isdisjoint(range(start - LONGEST, start + 1))
        if (
            (not hosts_near and (part_only or _BOUNDARY.match(before)))
            or before in _NEVER_LAST
            or (row["alias"] in ("工委", "工作委员会") and before in tuple("党大协"))
            or not ((part_only and before in _DIGITS) or _is_a_word(text, start, end))
        ):
            continue
        clause = _BOUNDARY.split(text[max(0, start - LONGEST) : start])[-1]
        clause = Before(spans, start - len(clause), clause, words(clause))
        host = _host_before(clause, by_end, row) if hosts_near else None
        new += _part(text, host, start, end, row) if host else []
        edge = None if part_only else _left_edge(clause, row, ending)
        if edge is None or _is_anybody_s(spans, edge, start, end, row):
            continue
        if row["generic"] == "country" and not _is_abroad(text[edge:start], row["alias"]):
            continue
        if text[edge - 1 : edge] in tuple("与和及") and row["alias"].endswith("实验室"):
            continue  # of 动力学与控制国家重点实验室 no half is the name
        if text[edge - 1 : edge] in tuple("－—-"):  # 澳大利亚－中国友好交流协会
            partner = owners.country_before(text, edge - 1)
            edge -= partner and partner + 1
        later = [body for body in ending.get(end, ()) if body.start > edge]
        two = any(body.start in ending and body.start > edge + 3 for body in later)
        name = full_name(spans, edge, start, end, row)
        if row["kind"] == "企业" and (of := by_end.get(edge)) and of.bodies[0].kind == "企业":
            edge, name = of.start, name._replace(name=text[of.start : edge] + name.name)
        # 牢记中国共产党 only leads to it; 中共中央办公厅国务院办公厅 are two
        own = [body for body in later if body.bodies[0].owner and not name.owner]
        if two or any(text.startswith(("中国共产党", "党中央", "中共"), b.start) for b in own):
            continue
        if sender := _sender(text, edge, row["alias"]):  # 中国驻瑞士大使馆, 乌国家安全与国防委员会
            edge -= len(sender)
            whose = ("其他", sender.rstrip("驻"), "foreign" if sender != "驻" else "unknown")
            whose = ("中央", "中国", "printed") if sender in ("中国驻", "我驻") else whose
            name = Named(text[edge:end], "其他", *whose)
        if second := row["kind"] == "学校" and _SECOND_NAME.match(text, end):
            end, name = second.end(), name._replace(name=f"{name.name}（{second['name']}）")
        new.append(Body(edge, end, (name,), "name + head"))
    found += new
    whole = [*hosts, *found]
    return [*found, *told_short(text, whole), *(b for town in whole for b in of_town(text, town))]


def _part(text: str, host: Body, start: int, end: int, row: dict) -> list[Body]:
    """The part of a body that its head text[start:end] names: 中组部 + 组织二局."""
    first, between = host.bodies[0], text[host.end : start]
    firms = first.kind == row["kind"] == "企业"
    if row["party"] or not (end - start > 2 or between.strip("（）()") or firms):
        return []
    part = between + (row["name"] or text[start:end])
    # 内蒙古交通集团 + 有限公司; 中国电科 + 集团
    name = first.name if firms and part in first.name else first.name.removesuffix(part) + part
    if row["generic"] == "firm":  # 华润电力, a firm of its own
        name = text[host.start : end]
    own = row["kind"] != "部门" or row["alias"] in GROUPS
    named = first._replace(name=name, kind=row["kind"] if own else first.kind)
    return [Body(host.start, end, (named,), host.rule + " + head")]


def _is_anybody_s(spans: Spans, edge: int, start: int, end: int, row: dict) -> bool:
    """Whether a name is that of each of many: 省市县博物馆, 各区医院, 县级医院, 国家重点实验室; not
    县一中."""
    text = spans.text
    several, town = owners.is_shared(spans, edge), GRASS.sub("", text[edge:start])
    return bool(
        (
            town in word_list("open_names.kinds_of_place")
            and (row["level"] or start - edge > len(town))
        )
        or (_LEVELS_ALONE.fullmatch(text, edge, start) and not _is_own(text, edge, start))
        or _RANKED.search(text, edge, start)
        or text[edge:start] in word_list("open_names.of_all")
        or text[edge:end].removeprefix("建设") in word_list("open_names.of_all")
        or text[edge] in "各每"
        or text[max(edge - 1, 0) : edge + 1] in ("在华", "驻华", "来华")
        or (text[edge] in OPENING_LEVELS and (several or owners.is_every(text, edge)))
    )


def _is_own(text: str, edge: int, start: int) -> bool:
    """Whether one level that opens a name is meant as one: 县医院, 县一中; not 城市医院."""
    level = text[edge:start]
    return text[start] in _DIGITS[:-1] or (
        level in OPENING_LEVELS and (text[edge - 1 : edge] or "-") not in owners.NOT_LEVEL[level]
    )


def _sender(text: str, edge: int, alias: str) -> str:
    """The country whose embassy the name is, with 驻, or whose council of state; "" if none."""
    at = edge if text.startswith("国家", edge) else edge - 1
    if at < edge and not (alias.endswith("馆") and text[at:edge] == "驻"):
        return ""
    ours = [own for own in ("中国", "我") if at < edge and text.endswith(own, 0, at)]
    return text[at - (len(ours[0]) if ours else owners.country_before(text, at)) : edge]


def _is_abroad(name: str, head: str) -> bool:
    """Whether a name is of one country: 越南 + 央行, 越南工贸 + 部; not 越南 + 党, 俄中两国 + 央行."""
    country = owners.country_of(name)
    bare = len(head) == 1 and len(name) < len(country) + 2
    return bool(country) and not bare and not _NATIONS.search(name)


def _is_a_word(text: str, start: int, end: int) -> bool:
    """The head is not cut out of other words: 学校 in 大学校长, 局 in 大局, 署 in 部署."""
    left, single = max(0, start - 6), end - start == 1
    for word in words(text[left : end + 4]):
        first, last = word.start + left, word.end + left
        if last <= start or first >= end:
            continue
        noun = last == end and word.tag.startswith("n") and not word_class(text[start - 1 : end])
        doubled = text.startswith(("会会", "局局"), first)
        if (
            (first < start and single and not noun)
            or (start < first and end < last and end - first == 1 and not doubled)
            or (first < start and (end < last or (last < end and last - start == 1)))
        ):
            return False
    return True


def _can_host(body: Body, row: dict) -> bool:
    """A committee has groups; offices, departments, companies have parts of any name."""
    name, kind, level = body.bodies[0][:3]
    return (
        (row["alias"] in GROUPS and level != "中央")
        or kind in ("部门", "学校", "企业", "其他", "政府", "群团", "媒体", "社会组织")
        or (kind == "党委" and name.endswith(("部", "厅", "室", "小组", "纪律检查委员会")))
    )


def _host_before(before: Before, by_end: dict[int, Body], row: dict) -> Body | None:
    """A body that ends where the words between it and the head could all stand in a name."""
    run = before.run
    for index in range(len(run), -1, -1):
        end = run[index].start if index < len(run) else len(before.clause)
        host = by_end.get(before.floor + end)
        if host is not None and _can_host(host, row):
            return host
        joined = (
            index > 1
            and run[index - 1].word in ("与", "和")
            and row["alias"] in _RESEARCH
            and run[index - 2].tag[:1] in "nv"
            and not _starts_anew(run, index)
        )
        if not index or not (joined or _may_follow_host(run[index - 1])):
            return None
    return None


def _left_edge(before: Before, row: dict, ends: dict) -> int | None:
    """Where the name that stands before its head begins; None if there is no name. It does not run
    over the end of another body (`ends`)."""
    _, floor, clause, run = before
    legal = row["alias"] in _LEGAL
    if not clause or _is_whole(before, row):
        return floor if clause else None
    if not row["level"] and (known := _told_elsewhere(before)) is not None:
        return known
    zone = ZONE.search(clause) if row["alias"] in _ZONE_ORGANS else None
    edge, proper = zone.start() if zone else len(clause), bool(zone)
    for size in (5, 4, 3, 2, 1) if row["level"] == "镇街" else ():  # 垦利县 + 下镇 + 乡党委
        county = clause[-size - 1 : -size] in tuple("县市区旗")
        if county and _place_at(before, len(clause) - size) is not None:
            edge, proper = len(clause) - size, True
    while (index := _index_of(run, edge)) >= 0:
        word = run[index]
        led = word.word == "联合" and index and run[index - 1].word[-1] in "府局委部厅院所校司会队"
        if led or (floor + edge in ends and not all(map(_may_name_part, run[index + 1 :]))):
            break  # 镇政府联合派出所
        opening = max(clause.rfind("（", 0, word.start), clause.rfind("(", 0, word.start))
        place = _place_at(before, edge)
        if word.end == edge and word.word in ("）", ")") and opening > 0:  # 美团(杭州)外卖
            edge, proper = opening, True
        elif place is not None:
            edge, proper = place - 2 * clause[:place].endswith("武警"), True
            above = _index_of(run, edge)
            owned = above >= 0 and run[above].word.endswith(_OWNERS)  # 浙江省交通集团 + 余杭北…所
            if _place_at(before, edge) is None and not owned:
                break
        elif word.word[:1] in "和与及" and word.word[1:] in OPENING_LEVELS and len(word.word) == 2:
            edge, proper = word.start + 1, True  # 和县人民医院: 和 + 县人民医院
            break
        elif not (_may_be_inside(run, index) or (legal and _is_brand(word))):
            break
        else:
            edge, opens = word.start, word.word in OPENING_LEVELS and word.start > 0
            proper = proper or opens or _tells(run, index) or (legal and _is_brand(word))
            if opens and run[index - 1].tag != "ns":  # 福岛 + 县渔业联合会
                break
    proper = proper or _is_town(clause[edge:])
    whole, edge = edge, _trim(clause, edge)
    if edge > whole + 1:  # a phrase went; what is left must tell itself from others
        proper = any(word.tag in ("ns", "nz", "nt", "eng") for word in words(clause[edge:]))
    if edge >= len(clause) or (not proper and not _opens(clause[edge:])):
        firm = row["kind"] == "企业"
        return _of_place(before, legal) if firm else _of_slogan(before, row)
    if not legal and (start := _split_brand(before, edge)) is not None:
        return floor + start
    if legal and (start := _of_place(before, legal)) is not None:
        edge = _brand_before(run, min(edge, start - floor))
    short = len(clause) - edge == 1 and not row["level"] and clause[edge] not in OPENING_LEVELS
    return floor + edge if len(clause) - edge >= max(int(row["least"] or 1), 1 + short) else None


def _told_elsewhere(before: Before) -> int | None:
    """Where the name of a place begins that stands before the head, and with its level elsewhere in
    the article: 尚岭 + 卫生院 on a page of 尚岭乡."""
    clause, text = before.clause, before.spans.text
    for size in (3, 2):
        stem = clause[-size:]
        named = len(stem) == size and not _NO_STEM.search(stem) and not word_class(stem)
        if named and stem[0] not in _LEADING and any(stem + level in text for level in _TOWNS):
            return before.floor + len(clause) - size
    return None


def _is_town(name: str) -> bool:
    """Whether a name begins with a town or village, no word for many of them: 双庙村, not 贫困村."""
    town = _TOWN.match(name)
    return bool(town) and town["name"] not in word_list("open_names.kinds_of_place")


def _of_place(before: Before, legal: bool) -> int | None:
    """Where a company's name begins with its place, whatever its brand: 走进海东顶津公司. The
    registered name (`legal`) may hold a verb: 天津市金桥焊材集团有限公司."""
    size, outside = len(before.clause), _role("outside")
    for end in range(max(2, size - (12 if legal else 8)), size - 1):
        start = _place_at(before, end)
        brand = words(before.clause[end:]) if start is not None else ()
        short = legal and size - end <= 6
        if brand and not any(
            (
                w.tag in (_FUNCTION if legal else _NO_BRAND)
                and not (legal and len(w.word) == 1 and w.word not in _JOINING)
            )
            or (w.word in outside and not (legal and len(w.word) == 1))
            or (w.tag == "v" and len(w.word) > 1 and not short)
            for w in brand
        ):
            return before.floor + start
    return None


def _split_brand(before: Before, edge: int) -> int | None:
    """Where a name begins of whose brand the dictionary knows the first half: 武汉 + 爱 + 莎国际."""
    run, index = before.run, _index_of(before.run, edge)
    single = index >= 0 and len(run[index].word) == len(run[index + 1].word) == 1
    if not single or run[index].end != edge or run[index].word in _role("outside"):
        return None
    return None if run[index].tag in _FUNCTION else _place_at(before, run[index].start)


def _brand_before(run: tuple[Word, ...], edge: int) -> int:
    """Where a registered name begins whose brand stands before its place: 中电建 + 河北…有限公司."""
    brand, outside = [], _role("outside")
    for word in reversed(run[: _index_of(run, edge) + 1]):
        named = len(word.word) == 1 or word.word not in outside
        named = named and word.tag[:1] in ("", "n", "f", "j", "a", "b", "z")
        if not named or edge - word.start > 4 or word.word in "（）()“”":
            break
        brand.append(word)
    made = any(len(word.word) == 1 for word in brand)  # of no word that any text has
    return brand[-1].start if made and len(brand) > 1 else edge


def _of_slogan(before: Before, row: dict) -> int | None:
    """Where a body for one policy begins: 西部陆海新通道 + 建设指挥部, 市“百千万工程” + 指挥部."""
    named = row["alias"] in word_list("open_names.of_policies")
    text, floor, size = before.spans.text, before.floor, len(before.clause)
    for start, end, _ in before.spans.kinds["slogans"] if named else ():
        rest = before.clause[end - floor :].lstrip("”")
        inside = floor <= start and end <= floor + size
        if inside and end - start > 2 and rest in ("", "建设", "工作", "推进", "研究"):
            start -= text[start - 1 : start] == "“"
            place = min(before.spans.ends.get(start, ()), default=start)
            return place - (place == start and text[start - 1 : start] in tuple("省市县区"))
    return None


def _opens(clause: str) -> bool:
    return clause[0] in OPENING_LEVELS and len(words(clause)[0].word) == 1


def _is_whole(before: Before, row: dict) -> bool:
    """An item of a list that is a name from end to end: 、区住建交局、二仙桥街道办事处."""
    spans, floor, clause, run = before
    inside, outside, size = _role("inside"), _role("outside"), len(clause)
    town = row["level"] and size < 4 and all(len(word.word) == 1 for word in run)  # 尚 + 岭
    if (
        (floor and spans.text[floor - 1] not in "、，,。；;：:（(“\n")
        or not 2 <= size <= 12
        or _MARKS.search(clause)
        or any(w.word in outside or w.word[0] in "和与及" for w in run)
        or any(w.tag in _FUNCTION and not (town and w.tag == "d") for w in run)
        or (
            clause[0] not in OPENING_LEVELS
            and any(w.tag == "v" and len(w.word) > 1 and w.word not in inside for w in run)
        )
    ):
        return False
    head, kind, opens = row["alias"], row["kind"], _opens(clause)
    grass = GRASS.search(clause) or "街道" in head or row["level"]
    rules = (  # the first that is about such a head decides
        (head in _LEGAL, size <= 8),
        # 双河区管委会, though no lexicon has the zone
        (head in _ZONE_ORGANS and clause[-1] in "区园城" and not opens, size <= 8),
        # 通鼎集团, 栾坪卫生院: no word of the dictionary, so a name
        (head in _BRANDED or kind == "学校", size <= 3 and all(len(w.word) == 1 for w in run)),
        (opens and kind in ("部门", "其他") and size >= 3, size <= 9),
        (True, bool(grass) and not _MANY.fullmatch(clause)),
    )
    return next(fits for about, fits in rules if about)


def _may_name_part(word: Word) -> bool:
    inside = word.word in _role("inside") and word.word != "联合"
    return _may_follow_host(word) or inside or word.word in "（）()之"


def _may_follow_host(word: Word) -> bool:
    """Between a body and its part stand nouns, numbers and a few set words."""
    given = word.word in _HOST_WORDS or word.tag in _FOLLOWING or _NUMBER.match(word.word)
    return bool(given) and word.word not in _role("outside") and word.word[0] not in "和与及"


def _place_at(before: Before, edge: int) -> int | None:
    """Where the longest place name begins that ends at the name so far, no part of a word."""
    spans, floor, _, run = before
    for start in spans.ends.get(floor + edge, ()):
        level = spans.text[floor + edge - 1] in LEVELS
        whole = level or any(word.start == start - floor for word in run)
        if start >= floor and whole and owners.is_place(spans, start, floor + edge):
            return start - floor
    return None


def _index_of(run: tuple[Word, ...], edge: int) -> int:
    return next((i for i in range(len(run) - 1, -1, -1) if run[i].end <= edge), -1)


def _may_be_inside(run: tuple[Word, ...], index: int) -> bool:
    word, tag = run[index].word, run[index].tag
    if word in _role("outside") or word in "（）()“”":
        return False
    if word in _role("inside") or _NUMBER.match(word):
        return True
    if word in ("和", "与", "及"):
        return _joins(run, index)
    # single characters side by side: 箭元
    known = tag == "nr" and word not in owners.COUNTRIES  # 肖 + 官营, not 乌 + 国家通讯社
    unknown = len(word) == 1 and not known and tag not in ("n", "ns", "nz", "j", "b", "ng", "a", "")
    return _unknown_run(run, index) if unknown else tag in _NAMING


def _joins(run: tuple[Word, ...], index: int) -> bool:
    """和 belongs to a name that a place or 中国 opens: 浙江省发展和改革研究所."""
    before, nation = run[index - 1], ("中国", "全国", "国家")
    return (
        before.word[-1] not in "所局校院司部委社站队厅府团业"
        and before.tag in ("n", "vn", "v", "an", "b")
        and not _starts_anew(run, index + 1)
        and any(
            word.tag == "ns" or word.word in (*OPENING_LEVELS, *nation)
            for word in run[max(0, index - 3) : index]
        )
    )


def _starts_anew(run: tuple[Word, ...], index: int) -> bool:
    """Whether after 和 another name begins: …和联合国非洲经济委员会, …与空中客车公司."""
    return index < len(run) and (
        run[index].tag in ("ns", "nt") or run[index].word in owners.COUNTRIES
    )


def _is_brand(word: Word) -> bool:
    """Whether a word that is no noun can be the brand of a registered company: 起步股份有限公司."""
    return len(word.word) > 1 and word.tag in ("d", "z") and word.word not in _role("outside")


def _unknown_run(run: tuple[Word, ...], index: int) -> bool:
    """Single characters side by side are an unknown word, as in 箭元."""
    outside, beside = _role("outside"), (*run[max(index - 1, 0) : index], *run[index + 1 :][:1])
    known = run[index].word in outside or run[index].tag in (*_FUNCTION, "v", "a")
    return not known and any(
        len(word.word) == 1 and word.word not in outside and word.tag not in _FUNCTION
        for word in beside
    )


def _tells(run: tuple[Word, ...], index: int) -> bool:
    word, tag = run[index].word, run[index].tag
    own = (*word_list("open_names.telling"), *word_list("organs.zones"))  # 度假区实验学校
    ordinal = _NUMBER.match(word) and (word[0] == "第" or len(word) > 2)  # 八五四农场
    single = len(word) == 1 and not word.isdigit()
    if word in tuple("山河湖江岛") and index and run[index - 1].tag[:1] == "n":
        return True  # 星斗山 + 自然保护区
    return bool(
        (tag in _PROPER or word in own or ordinal)
        or (single and (not tag or _unknown_run(run, index)))
    )


def _trim(clause: str, edge: int) -> int:
    edge += 2 * (edge > 0 and clause[edge:].startswith(("联合", "组织")))
    run = words(clause[edge:])
    while len(run) > 1 and (
        (run[0].tag in ("i", "l") and len(run[0].word) > 3)  # 高度重视 + 顾问委员会
        or (run[0].tag in ("v", "vn") and run[1].tag in ("ns", "nt"))  # 汇报 + 中国美术馆
    ):
        edge += len(run[0].word)
        run = run[1:]
    return len(clause) - len(clause[edge:].lstrip("）)”·-和与及的由从"))
