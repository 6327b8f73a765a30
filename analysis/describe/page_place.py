"""For which place a page speaks: given, printed, or inferred from how it names itself."""

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from analysis.chinese.gazetteer import CITIES, PROVINCES, Unit, admin_units
from analysis.chinese.han import HAN
from analysis.chinese.lexicons import load_lexicon, word_map
from analysis.chinese.normal import simplified
from analysis.read import formulas as f

UNKNOWN_PLACE = "不明"
PLACE_COLUMNS = ["place", "place_level", "district", "city", "province"]

# Which units a paper that writes 我区, 我县, … can speak for.
_CLASSES = {
    "区": ("市辖区", "功能区", "特区"),
    "县": ("县", "自治县", "林区"),
    "旗": ("旗", "自治旗"),
    "州": ("自治州",),
    "盟": ("盟",),
    "市": ("地级市", "县级市", "直辖市"),
    "省": ("省", "自治区"),
}
_LEVEL = word_map("page_place.level")
_OURS = re.compile(r"我([区县市旗州盟省])(?![域长])")
_GENERIC = ("城区", "郊区", "矿区", "新区")  # names that any district can be called by
_MEDIUM = re.compile("日报|晚报|晨报|早报|都市报|商报|电视台|广播|新闻网|报社")
_NOT_A_STEM = re.compile(r"[我全本该各省市区县在和与及对由经向是为的了将把]|特|行政")  # 特别行政区
_BEFORE_PAPER = re.compile("关注|扫码|订阅|欢迎|下载|来自")
ONE_OF = "one of several:"
_RANK = {
    level: i for i, level in enumerate(("直辖市", "省", "自治区", "地级市", "自治州", "地区", "盟"))
}
_LEVEL_OF_SUFFIX = word_map("page_place.level_of_suffix")


class Placed(NamedTuple):
    """A place with its level and parents, its basis, and the rule that found it."""

    place: str
    place_level: str
    district: str
    city: str
    province: str
    basis: str
    rule: str


UNKNOWN = Placed(UNKNOWN_PLACE, "", "", "", "", "unknown", "")


class PlaceIndex(NamedTuple):
    """The units of the admin lexicon: rows by every name, and all names in one automaton."""

    units: tuple[Unit, ...]
    names: list[str]
    forms: dict[str, list[int]]
    by_name: dict[str, list[int]]
    plain: frozenset[str]  # short names that are ordinary words too
    automaton: AhoCorasick


@lru_cache(maxsize=1)
def place_index() -> PlaceIndex:
    """The index of all units, made once; abolished ones are last in rank."""
    forms: dict[str, list[int]] = {}
    by_name: dict[str, list[int]] = {}
    for row, unit in enumerate(admin_units()):
        by_name.setdefault(unit.name, []).append(row)
        for form in {unit.name, *unit.shorts()}:
            if len(form) > 1:
                forms.setdefault(form, []).append(row)
    names = sorted(forms)
    return PlaceIndex(
        admin_units(),
        names,
        forms,
        by_name,
        frozenset(load_lexicon("plain_words")["alias"]),
        AhoCorasick(names, matchkind=MatchKind.LeftmostLongest),
    )


def unit_place(index: PlaceIndex, row: int, basis: str, rule: str, day: str = "") -> Placed:
    """The place a unit of the index stands for, with its city and province on that day."""
    unit = index.units[row]
    level = "镇街" if unit.level in ("街道", "镇", "乡") else _LEVEL.get(unit.level, "区")
    kinds: dict[str, str] = {}
    chain: list[str] = []
    above: Unit | None = unit
    while above and len(chain) < 5:
        chain.append(above.name)
        kinds[above.level] = above.name
        parents = of_its_time(index, index.by_name.get(above.parent, []), day)
        above = index.units[parents[0]] if parents else None
    province = next((kinds[k] for k in PROVINCES if k in kinds), "")
    city = next((kinds[k] for k in (*CITIES, "直辖市") if k in kinds), "")
    district = (
        next((n for n in chain if n not in (city, province)), "") if level in ("区", "镇街") else ""
    )
    if level == "镇街" and len(chain) > 1 and chain[1] not in (city, province):
        district = chain[1]
    return Placed((unit.shorts() or [unit.name])[0], level, district, city, province, basis, rule)


def plain_name(name: str) -> str:
    """A unit's name without its level: 杭州 for 杭州市."""
    return re.sub("[市省盟]$", "", name)


def of_its_time(index: PlaceIndex, rows: list[int], day: str) -> list[int]:
    """The rows of units that were there on the day, all where none was."""
    return [row for row in rows if index.units[row].existed(day)] or rows


def find_unit(index: PlaceIndex, name: str, around: str = "", day: str = "") -> int | None:
    """The row of the unit of this name, if `around` leaves one (see `choose_units`), else None."""
    rows = choose_units(index, name, around, day)
    return rows[0] if len(rows) == 1 else None


def choose_units(index: PlaceIndex, name: str, around: str = "", day: str = "") -> list[int]:
    """The rows that a name can mean here: one where something tells, all of its level where nothing
    does.

    First its parent printed right before it (徐州市鼓楼区), then its level as the page calls itself
    (省委 in a paper of 吉林), then a parent named elsewhere; a bare name is the highest place of that
    name (长沙 the city).

    >>> index = place_index()
    >>> [index.units[r].name for r in choose_units(index, "长沙")], len(choose_units(index, "鼓楼区")) > 1
    (['长沙市'], True)
    """
    rows = of_its_time(index, index.forms.get(name, []), day)
    if len(rows) < 2:
        return rows
    ours = self_reference(around)
    classes = _CLASSES.get(ours, ())

    def evidence(row: int) -> tuple[int, int, int]:
        unit = index.units[row]
        parents = [p for p in (unit.parent, plain_name(unit.parent)) if len(p) > 1]
        others = around.replace(name, "")
        return (
            int(any(p + name in around for p in parents)),
            int(unit.level in classes),
            int(any(p in others for p in parents)),
        )

    best = max(evidence(row) for row in rows)
    kept = [row for row in rows if evidence(row) == best]
    if not any(best):  # nothing tells: the highest of the name
        ranks = [_RANK.get(index.units[row].level, len(_RANK)) for row in kept]
        kept = [row for row, rank in zip(kept, ranks, strict=True) if rank == min(ranks)]
    return kept


def place_of_name(
    index: PlaceIndex, name: str, around: str, basis: str, rule: str, day: str = ""
) -> Placed | None:
    """The place a name means, if any; one of several has no parents, and its rule says so."""
    rows = choose_units(index, name, around, day)
    if not rows:
        return None
    if len(rows) == 1:
        return unit_place(index, rows[0], basis, rule, day)
    parents = ", ".join(index.units[r].parent for r in rows)
    one = unit_place(index, rows[0], basis, f"{rule}, {ONE_OF} {parents}", day)
    unit = index.units[rows[0]]
    return one._replace(district=unit.name if one.district else "", city="", province="")


@lru_cache(maxsize=1)
def papers() -> dict[str, tuple[str, str]]:
    """The papers of lexicons/papers.csv by name: place ("" for the whole country) and level."""
    rows = load_lexicon("papers")
    return {n: (p, v) for n, p, v in zip(rows["name"], rows["place"], rows["level"], strict=True)}


def paper_place(index: PlaceIndex, paper: str, around: str, basis: str) -> Placed | None:
    """The place a paper speaks for: of the table of papers, else the place in its name; None where
    neither tells. A national paper speaks for no place, and nothing else is asked.
    """
    if paper in papers():
        place, level = papers()[paper]
        if not place:
            return UNKNOWN._replace(rule="national-paper")
        placed = place_of_name(
            index, place, {"省": "省委", "市": "市委"}.get(level, ""), basis, "paper"
        )
        placed = placed or Placed(place, level, "", "", "", basis, "paper")
        return placed._replace(
            place_level=level, district="" if level in ("省", "市") else placed.district
        )
    core = f.PAPER_WORDS.sub("", paper)
    if core == paper or core in index.plain:
        return None
    return place_of_name(index, core, around, basis, "paper-name")


def paper_in_path(path: str) -> str:
    """The paper that a folder or a part of a file name is, "" for none.

    >>> paper_in_path("光明日报/2025-06-03.txt"), paper_in_path("临平/2025-06-03.txt")
    ('光明日报', '')
    """
    parts = re.split(r"[/\\_\-. \u3000（）()]+|\d+", path.rsplit(".", 1)[0])
    return next((p for p in parts if p in papers() or f.PAGE_PAPER.fullmatch(p)), "")


def place_in_path(path: str, index: PlaceIndex, text: str = "", day: str = "") -> Placed | None:
    """The place named by a folder or a part of a file name (临平/2025-05-27.txt,
    2025-05-27_临平.txt), or None: the lowest that the path names, with the others as its parents.

    text : of the page; it tells units of one name apart.
    """
    stem = simplified(path.rsplit(".", 1)[0])
    parts = [
        p
        for p in re.split(r"[/\\_\-. \u3000（）()]+|\d+", stem)
        if re.fullmatch(rf"[{HAN}]{{2,12}}", p)
    ]
    around = f"{stem}\n{text}"
    found = []
    for part in parts:
        placed = paper_place(index, part, around, "given")
        if placed is None:
            core = f.PAPER_WORDS.sub("", part) if len(part) > 3 else part
            plain = core != part and core in index.plain
            if not plain:
                placed = place_of_name(index, core, around, "given", "folder-or-file-name", day)
        if placed is not None:
            found.append(placed)
    if found:
        order = ["", "省", "市", "区", "镇街"]
        return max(found, key=lambda p: order.index(p.place_level) if p.place_level in order else 0)
    folder = path.split("/")[0] if "/" in path else ""
    # A place the lexicon does not know: the person's own word counts. 解放日报 is a paper's name.
    if re.fullmatch(rf"[{HAN}]{{2,12}}(?<!报)", folder):
        return Placed(folder, "", "", "", "", "given", "folder-name")
    return None


def with_level(placed: Placed, text: str) -> Placed:
    """An unknown place with the level its pages print with it (云岭区) or call it by (我区).

    >>> with_level(Placed("云岭", "", "", "", "", "given", "folder-name"), "云岭区委召开会议")[:4]
    ('云岭', '区', '云岭区', '')
    """
    if placed.place_level or placed.district or placed.city or placed.place == UNKNOWN_PLACE:
        return placed
    core = re.sub(r"(?:区|县|市|旗)$", "", placed.place) if len(placed.place) > 2 else placed.place
    printed = Counter(re.findall(rf"{re.escape(core)}(区|县|市|旗)(?![域级民里内外场])", text))
    suffix = max(sorted(printed), key=lambda k: printed[k]) if printed else self_reference(text)
    if suffix == "市":
        return placed._replace(place_level="市", city=f"{core}市")
    if suffix in ("区", "县", "旗"):
        return placed._replace(place_level="区", district=f"{core}{suffix}")
    return placed


def self_reference(text: str) -> str:
    """How a page names its own level: 区, 县, 市, …, or ""; 我区 counts five times 全区.

    >>> self_reference("区委召开会议，传达市委精神，研究我区落实工作")
    '区'
    """
    votes: Counter[str] = Counter()
    for match in _OURS.finditer(text):
        votes[match[1]] += 5
    for match in f.ORGAN.finditer(text):
        votes[match[1] or match[2]] += 1
    return max(sorted(votes), key=lambda k: votes[k]) if votes else ""


def speaks_as_one(text: str) -> bool:
    """True where a page speaks from within: 我区, 区委 at the start of a clause, or a district's organs
    and 全区 three times without its name.

    National news of a place says 全省, and 区委 only after the name.
    """
    if _OURS.search(text) or f.OWN_ORGAN.search(text):
        return True
    ends = {end for _, _, end in place_index().automaton.find_matches_as_indexes(text)}
    bare = [
        m
        for m in f.ORGAN.finditer(text)
        if (m[1] or m[2]) in "区县旗" and m.start(m.lastindex) + 1 not in ends
    ]
    return len(bare) >= 3


def _named_whole(text: str, start: int, index: PlaceIndex, number: int) -> bool:
    """True where the parent of a district called only 城区 stands before it (阳泉市城区)."""
    parents = {index.units[row].parent for row in index.forms[index.names[number]]}
    return any(text[:start].endswith(p) for parent in parents for p in (parent, plain_name(parent)))


def infer_place(text: str, furniture: str, index: PlaceIndex, day: str = "") -> Placed:
    """The place a page speaks for, from its furniture (printed) or from its text (inferred:
    self-reference).

    text : its articles with headlines; furniture : page labels, headers, footers, joined.
    """
    for match in f.PAGE_PAPER.finditer(furniture):
        placed = paper_place(index, match["paper"], text, "printed")
        if placed is not None:
            return placed
    ours = self_reference(text)
    named: Counter[int] = Counter()
    for number, start, end in index.automaton.find_matches_as_indexes(text):
        full = text[start:end] in index.by_name
        if _MEDIUM.match(text, end):  # a guest from 长治日报 says nothing of this page
            continue
        if text[start:end] in _GENERIC and not _named_whole(text, start, index, number):
            continue
        if not full and text[start:end] in index.plain:  # 合作 is cooperation, 合作市 a city
            continue
        if not full and text[end : end + 1] in ("乡", "镇", "村"):  # 建平乡 is not of 建平县
            continue
        # 临平人 and 临平街道 both speak of the place, but a full name, or one before 区委, says
        # which unit it is
        for row in of_its_time(index, index.forms[index.names[number]], day):
            named[row] += 3 if full else 1
    if not speaks_as_one(
        text
    ):  # news of places, and nobody says 我区 or 区委: a page of no one place
        return UNKNOWN
    if not named:
        return _place_off_the_map(text, ours)
    units = index.units
    classes = _CLASSES.get(ours, tuple(k for ks in _CLASSES.values() for k in ks))

    def score(row: int) -> tuple[float, bool, int]:
        unit = units[row]
        fits = unit.level in classes
        known_parent = bool(unit.parent) and plain_name(unit.parent) in text
        return (
            named[row]
            * (1.0 if fits else 0.0)
            * (1.2 if known_parent else 1.0)
            * (1.0 if unit.existed(day) else 0.5),
            known_parent,
            -row,
        )

    best = max(named, key=score)
    if score(best)[0] < 2:
        return _place_off_the_map(text, ours)
    return unit_place(index, best, "inferred", "self-reference", day)


def _place_off_the_map(text: str, ours: str) -> Placed:
    """The stem printed most often, twice at least, before 区委, 县政府, …"""
    stems = Counter(
        (m["stem"], m["kind"]) for m in f.NAMED.finditer(text) if not _NOT_A_STEM.search(m["stem"])
    )
    stems = Counter({k: n for k, n in stems.items() if n >= 2 and (not ours or k[1] == ours)})
    if not stems:
        return UNKNOWN
    stem, kind = max(sorted(stems), key=lambda k: stems[k])
    level = _LEVEL_OF_SUFFIX[kind]
    return Placed(
        stem,
        level,
        stem + kind if level == "区" else "",
        stem + kind if level == "市" else "",
        "",
        "inferred",
        "name-before-organ",
    )


def paper_named(furniture: str) -> str:
    """The paper a page names in its header or footer, after 来源 first, or "".

    >>> paper_named("数字报系 2025-05-27 来源：北屏日报"), paper_named("《今日临平》第3版"), paper_named("电子报 往期日报")
    ('北屏日报', '今日临平', '')
    """
    source = re.search(rf"(?:来源|稿源|转自)\s*[:：]\s*{f.PAGE_PAPER.pattern}", furniture)
    named = [*([source] if source else []), *f.PAGE_PAPER.finditer(furniture)]
    papers_named = (_BEFORE_PAPER.split(m["paper"])[-1] for m in named)
    return next((p for p in papers_named if not f.ANY_PAPER.match(p)), "")
