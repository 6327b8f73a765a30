"""Names with an open class of heads: companies, schools, hospitals, associations, offices, streets,
villages.

From the head (公司, 大学, 协会, 党支部) a name is followed to the left, word by word, until
something that no
name contains: a full verb, a preposition, a role, punctuation. It counts as a name only if it holds
something
that tells it from others of its kind: a place, a level (市中医院), an ordinal, a brand, an unknown
word.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import ahocorasick_rs

from analysis.chinese.han import HAN
from analysis.chinese.lexicons import load_lexicon
from analysis.chinese.word_lists import word_list
from analysis.chinese.wordclass import Word, word_class, words
from analysis.mention.full_names import LEVELS, OPENING_LEVELS, ZONE, full_name
from analysis.mention.organs import Body, Named
from analysis.mention.owners import Reading, country_before, is_place

LONGEST = 30  # characters; 中国人民政治协商会议…委员会 and the longest company names stay below
_BOUNDARY = re.compile(rf"[^{HAN}A-Za-z0-9０-９·（）()“”]")
_ZONE_ORGANS = ("管委会", "管理委员会", "党工委")  # 未来科技城管委会
_NEW = frozenset(word_list("owners.countries"))
_NAMING = word_list("open_names.naming")
# 省区市党委, 县级医院, 县级以上党委: of each unit of a level, so of none.
_LEVELS_ALONE = re.compile(
    "(?:[省市区县州旗镇乡村街道、和与及（）]+|[省市区县镇乡村、]+级(?:以上)?.*)"
)
_RANKED = re.compile(
    "最[大好早高新]|第[一二三四五六七八九十]+大|一流|(?:国家|世界)级"
)  # described, not named
_NUMBER = re.compile("第?[〇一二三四五六七八九十百]+$|[0-9]+$")
_HOST_WORDS = frozenset(word_list("open_names.host_words"))
_RESEARCH = word_list("open_names.research")
_SECOND_NAME = re.compile(f"[（(](?P<name>[{HAN}]{{2,12}}(?:中学|小学|学校|学院|大学|幼儿园))[）)]")
_PROPER = ("ns", "nr", "nrt", "nrfg", "nz", "nt", "eng")


class Heads(NamedTuple):
    """The heads of names.csv, and words a name may hold though the dictionary calls them verbs, or
    may not.
    """

    automaton: ahocorasick_rs.AhoCorasick
    rows: tuple[dict, ...]
    inside: frozenset[str]
    outside: frozenset[str]


@lru_cache(maxsize=1)
def _heads() -> Heads:
    table = load_lexicon("names")
    heads = table[table["role"].eq("head")]
    return Heads(
        ahocorasick_rs.AhoCorasick(heads["alias"].tolist()),
        tuple(heads.to_dict("records")),
        frozenset(table.loc[table["role"].eq("inside"), "alias"]),
        frozenset(table.loc[table["role"].eq("outside"), "alias"]),
    )


def named_bodies(reading: Reading, hosts: list[Body] = ()) -> list[Body]:
    """Bodies named by an open-class head, overlaps included.

    hosts : bodies found otherwise, of which a named one can be a part (中组部 + 组织二局).

    >>> from analysis.chinese.gazetteer import Home
    >>> from analysis.mention.owners import read_text
    >>> text = "走访了吴江恒力化纤有限公司和市中医院"
    >>> found = named_bodies(read_text(text, Home("吴江区", "苏州市", "江苏省", "区")))
    >>> sorted({text[b.start:b.end] for b in found})
    ['吴江恒力化纤有限公司', '市中医院']
    """
    heads, found = _heads(), []
    ends = frozenset(body.end for body in hosts)
    by_end = {body.end: body for body in sorted(hosts, key=lambda b: -b.start) if _can_host(body)}
    for number, start, end in heads.automaton.find_matches_as_indexes(
        reading.text, overlapping=True
    ):
        row = heads.rows[number]
        if row["alias"] == "工委" and reading.text[start - 1 : start] == "党":
            continue
        if row["not_before"] and re.match(row["not_before"], reading.text[end : end + 6]):
            continue
        numbered = (
            row["generic"] == "host" and reading.text[start - 1 : start] in "一二三四五六七八九十"
        )
        if not numbered and not _is_a_word(reading.text, start, end):
            continue
        host = _host_before(reading, start, by_end, row)
        if host is not None:
            first = host.bodies[0]
            part = reading.text[host.end : start] + (row["name"] or reading.text[start:end])
            kind = first.kind if row["kind"] == "部门" else row["kind"]
            if not row["party"] and (
                end - start > 2 or reading.text[host.end : start].strip("（）()")
            ):
                name = first.name.removesuffix(part) + part  # 内蒙古交通集团 + 有限公司
                named = first._replace(name=name, kind=kind)
                found.append(Body(host.start, end, (named,), host.rule + " + head"))
        edge = None if row["generic"] == "host" else left_edge(reading, start, row, ends)
        if edge is None or _LEVELS_ALONE.fullmatch(reading.text, edge, start):
            continue
        if _RANKED.search(reading.text, edge, start) or reading.text[edge:start] == "全国":
            continue
        if any(b.start in ends and b.end == end and edge < b.start - 3 for b in hosts):
            continue  # 中共中央办公厅国务院办公厅 are two
        name = full_name(reading, edge, start, end, row)
        sender = _sender(reading.text, edge, row["alias"])
        if sender:  # 中国驻瑞士大使馆, 乌国家安全与国防委员会
            edge -= len(sender)
            whose = ("其他", sender.rstrip("驻"), "foreign" if sender != "驻" else "unknown")
            if sender in ("中国驻", "我驻"):
                whose = ("中央", "中国", "printed")
            name = Named(reading.text[edge:end], "其他", *whose)
        second = _SECOND_NAME.match(reading.text, end) if row["kind"] == "学校" else None
        if second:
            end, name = second.end(), name._replace(name=f"{name.name}（{second['name']}）")
        found.append(Body(edge, end, (name,), "name + head"))
    return found


def _sender(text: str, edge: int, alias: str) -> str:
    """The country whose embassy the name is, with 驻, or whose council of state; "" if none."""
    if text.startswith("国家", edge):
        return text[edge - country_before(text, edge) : edge]
    if not alias.endswith("馆") or text[edge - 1 : edge] != "驻":
        return ""
    for own in ("中国", "我"):
        if text.endswith(own, 0, edge - 1):
            return own + "驻"
    return text[edge - 1 - country_before(text, edge - 1) : edge]


def _is_a_word(text: str, start: int, end: int) -> bool:
    """The head is not cut out of other words: 学校 in 大学校长, 商会 in 协商会议, 局 in 大局, 署 in
    部署.
    """
    left = max(0, start - 6)
    for word in words(text[left : end + 4]):
        first, last = word.start + left, word.end + left
        if (
            start < first < end < last
            and end - first == 1
            and not text[first:last].startswith(("会会", "局局"))
        ):
            return False
        if (
            end - start == 1
            and first < start < last
            and (last > end or word_class(text[start - 1 : end]) or not word.tag.startswith("n"))
        ):
            return False
        if first < start < last < end and last - start == 1:
            return False
        if first < start and end < last:  # 学校 in 大学校长
            return False
    return True


def _can_host(body: Body) -> bool:
    name, kind = body.bodies[0][:2] if body.bodies else ("", "")
    return kind in ("部门", "学校", "企业", "其他", "政府", "群团") or (
        kind == "党委" and name.endswith(("部", "厅", "室", "小组"))
    )


def _host_before(reading: Reading, start: int, by_end: dict[int, Body], row: dict) -> Body | None:
    """A body that ends where the words between it and the head could all stand in a name."""
    text, floor = reading.text, _floor(reading.text, start)
    run = words(text[floor:start])
    if start in by_end:
        return by_end[start]
    for index in range(len(run) - 1, -1, -1):
        word = run[index]
        joined = (
            word.word in ("与", "和")
            and row["alias"] in _RESEARCH
            and index > 0
            and run[index - 1].tag[:1] in "nv"
            and not _starts_anew(run, index + 1)
        )
        if not joined and not _may_follow_host(run, index):
            return None
        host = by_end.get(floor + run[index].start)
        if host is not None:
            return host
    return None


def left_edge(
    reading: Reading, start: int, row: dict, ends: frozenset[int] = frozenset()
) -> int | None:
    """Where the name that has its head at `start` begins; None if there is no name. It does not run
    over the end of another body (`ends`): 红十字会 is no part of the association named after it."""
    text = reading.text
    floor = _floor(text, start)
    clause = text[floor:start]
    if not clause:
        return None
    run = words(clause)
    if _is_whole(reading.text, floor, clause, run, row):
        return floor
    edge, index, proper = len(clause), len(run) - 1, False
    if (
        row["level"] == "镇街"
    ):  # the town after its county, whatever its name: 垦利县 + 下镇 + 乡党委
        towns = [
            size
            for size in (1, 2, 3)
            if clause[-size - 1 : -size] in tuple("县市区旗")
            and _place_at(reading, floor, len(clause) - size, run) is not None
        ]
        edge, proper = (len(clause) - towns[0], True) if towns else (edge, proper)
        index = _index_of(run, edge)
    proper = proper or (row["alias"] in _ZONE_ORGANS and bool(ZONE.search(clause)))
    while index >= 0:
        word = run[index]
        if floor + edge in ends and not _is_part_of_host(run, index + 1):
            break
        if word.word == "联合" and index and run[index - 1].word[-1] in "府局委部厅院所校司会":
            break  # 镇政府联合派出所
        bracket = _opens_bracket(clause, word, edge)
        place = _place_at(reading, floor, edge, run)
        if bracket is not None:
            edge, proper = bracket, True
        elif place is not None:
            edge, proper = place - 2 * clause[:place].endswith("武警"), True
            above = _index_of(run, edge)
            if not (_place_at(reading, floor, edge, run) is not None or _is_host(run, above)):
                break
        elif word.word[:1] in "和与及" and word.word[1:] in OPENING_LEVELS and len(word.word) == 2:
            edge, proper = word.start + 1, True  # 和县人民医院: 和 + 县人民医院
            break
        elif _may_be_inside(word, run, index):
            edge = word.start
            proper = proper or _tells(word, run, index)
            if word.word in OPENING_LEVELS and edge:
                proper = True
                break
        else:
            break
        index = _index_of(run, edge)
    whole, edge = edge, _trim(clause, edge)
    if edge > whole + 1:  # a phrase went; what is left must tell itself from others
        proper = any(word.tag in ("ns", "nz", "nt", "eng") for word in words(clause[edge:]))
    if edge >= len(clause) or (not proper and not _opens(clause[edge:])):
        return None
    return floor + edge if len(clause) - edge >= int(row["least"] or 1) else None


def _opens(clause: str) -> bool:
    """Whether a bare level opens the name: 市中医院, not 市场监管局 or 区域中心."""
    return clause[0] in OPENING_LEVELS and len(words(clause)[0].word) == 1


def _is_whole(text: str, floor: int, clause: str, run: tuple[Word, ...], row: dict) -> bool:
    """An item of a list that is a name from end to end:
    、通威股份有限公司、区住建交局、二仙桥街道办事处.
    """
    if (floor and text[floor - 1] not in "、，,。；;：:（(“\n") or not 2 <= len(clause) <= 12:
        return False
    outside = _heads().outside
    if re.search("[（）()“”]", clause) or any(
        w.word in outside or w.tag in ("p", "u", "uj", "ul", "c", "r", "d") or w.word[0] in "和与及"
        for w in run
    ):
        return False
    verbs = [w for w in run if w.tag == "v" and len(w.word) > 1 and w.word not in _heads().inside]
    if verbs and clause[0] not in OPENING_LEVELS:
        return False
    if row["alias"] in ("有限公司", "股份有限公司", "有限责任公司"):
        return len(clause) <= 8
    if row["alias"] in ("集团", "公司"):  # 通鼎集团: no word of the dictionary, so a brand
        return len(clause) <= 3 and all(len(w.word) == 1 for w in run)
    if _opens(clause) and row["kind"] in ("部门", "其他") and len(clause) >= 3:
        return len(clause) <= 9
    grass = re.search("(?:街道|镇|乡|社区|村)$", clause) or "街道" in row["alias"] or row["level"]
    return bool(grass) and not re.fullmatch(
        "(?:各|该|本)?(?:镇|乡|村|街道|社区|镇街|乡镇)+", clause
    )


def _is_part_of_host(run: tuple[Word, ...], first: int) -> bool:
    """Whether the words from `first` to the head can name a part of the body before them."""
    return all(
        _may_follow_host(run, i)
        or run[i].word in "（）()之"
        or (run[i].word in _heads().inside and run[i].word != "联合")
        for i in range(first, len(run))
    )


def _may_follow_host(run: tuple[Word, ...], index: int) -> bool:
    """Between a body and its part stand nouns, numbers and a few set words, no verb: 组织 only in
    组织二局.
    """
    word = run[index]
    if word.word in _heads().outside or word.word[0] in "和与及":
        return False
    if word.word == "组织":
        return index + 1 < len(run) and run[index + 1].word[0] in "一二三四五六七八九十"
    return (
        word.word in _HOST_WORDS
        or bool(_NUMBER.match(word.word))
        or word.tag in ("n", "nz", "ns", "nt", "nr", "vn", "j", "l", "b", "an", "eng", "m", "")
    )


def _floor(text: str, start: int) -> int:
    floor = max(0, start - LONGEST)
    for position in range(start - 1, floor - 1, -1):
        if _BOUNDARY.match(text[position]):
            return position + 1
    return floor


def _opens_bracket(clause: str, word: Word, edge: int) -> int | None:
    """美团(杭州)外卖…: a bracket closed inside the name is taken whole, from its opening
    bracket.
    """
    if word.end != edge or word.word not in ("）", ")"):
        return None
    opening = max(clause.rfind("（", 0, word.start), clause.rfind("(", 0, word.start))
    return opening if opening > 0 else None


def _place_at(reading: Reading, floor: int, edge: int, run: tuple[Word, ...]) -> int | None:
    """Where the longest place name begins that ends at the name so far; a short one must be whole
    words.
    """
    cuts = {word.start for word in run}
    starts = [
        s
        for s in reading.ends.get(floor + edge, ())
        if s >= floor
        and is_place(reading, s, floor + edge)
        and (s - floor in cuts or reading.text[floor + edge - 1] in LEVELS)
    ]
    return min(starts) - floor if starts else None


def _is_host(run: tuple[Word, ...], index: int) -> bool:
    """Whether an organisation ends here, to which the named part belongs: 浙江省交通集团 +
    余杭北综合管理所.
    """
    return index >= 0 and run[index].word.endswith(
        ("集团", "公司", "大学", "学院", "医院", "银行", "研究院", "委员会")
    )


def _index_of(run: tuple[Word, ...], edge: int) -> int:
    for index in range(len(run) - 1, -1, -1):
        if run[index].end <= edge:
            return index
    return -1


def _may_be_inside(word: Word, run: tuple[Word, ...], index: int) -> bool:
    heads = _heads()
    if word.word in heads.outside:
        return False
    if word.word in heads.inside or _NUMBER.match(word.word):
        return True
    if word.word in "（）()“”":
        return False
    if word.word in ("和", "与", "及"):
        return _joins(run, index)
    if len(word.word) == 1 and word.tag not in ("n", "ns", "nz", "j", "b", "ng", "a", ""):
        return _unknown_run(run, index)
    return word.tag in _NAMING


def _joins(run: tuple[Word, ...], index: int) -> bool:
    """和 belongs to a name only if a place or 中国 opens the name further left:
    浙江省发展和改革研究所.
    """
    if run[index - 1].word[-1] in "所局校院司部委社站队厅府团业" or _starts_anew(run, index + 1):
        return False
    for word in run[max(0, index - 3) : index]:
        if word.tag == "ns" or word.word in (*OPENING_LEVELS, "中国", "全国", "国家"):
            return run[index - 1].tag in ("n", "vn", "v", "an", "b")
    return False


def _starts_anew(run: tuple[Word, ...], index: int) -> bool:
    """Whether after 和 another name begins: …和联合国非洲经济委员会, …与空中客车公司."""
    return index < len(run) and (run[index].tag in ("ns", "nt") or run[index].word in _NEW)


def _unknown_run(run: tuple[Word, ...], index: int) -> bool:
    """Single characters side by side are an unknown word, as in 箭元."""
    heads = _heads()
    if run[index].word in heads.outside:
        return False
    beside = [run[i] for i in (index - 1, index + 1) if 0 <= i < len(run)]
    return any(
        len(w.word) == 1
        and w.word not in heads.outside
        and w.tag not in ("p", "c", "u", "uj", "ul", "r", "d")
        for w in beside
    ) and run[index].tag not in ("p", "c", "u", "uj", "ul", "r", "d", "v")


def _tells(word: Word, run: tuple[Word, ...], index: int) -> bool:
    """Whether the word tells this body from others of its kind."""
    if word.tag in _PROPER or word.word == "政协":
        return True
    if word.word in ("中央", "中国", "全国", "国家", "中华", "国际", "世界", "亚洲", "欧洲"):
        return True
    if word.word.startswith("第") and _NUMBER.match(word.word):
        return True
    return (
        len(word.word) == 1
        and not word.word.isdigit()
        and (not word.tag or _unknown_run(run, index))
    )


def _trim(clause: str, edge: int) -> int:
    if edge and clause[edge:].startswith(("联合", "组织")):
        edge += 2
    run = words(clause[edge:])
    while len(run) > 1 and (
        (run[0].tag in ("i", "l") and len(run[0].word) > 3)  # 高度重视 + 顾问委员会
        or (run[0].tag in ("v", "vn") and run[1].tag in ("ns", "nt"))  # 汇报 + 中国美术馆
    ):
        edge += len(run[0].word)
        run = run[1:]
    while edge < len(clause) and (
        clause[edge] in "）)”·-和与及" or word_class(clause[edge : edge + 1]) == "uj"
    ):
        edge += 1
    return edge
