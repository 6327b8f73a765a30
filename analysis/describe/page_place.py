"""For which place a page speaks: given, printed, or inferred from how it names itself."""

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from analysis.chinese.gazetteer import (
    CITIES,
    OF_CHARACTER,
    PROVINCES,
    Unit,
    admin_units,
    body_level,
)
from analysis.chinese.lexicons import load_lexicon, plain_words, word_list, word_map
from analysis.chinese.normal import simplified
from analysis.read import formulas as f

UNKNOWN_PLACE = "不明"
PLACE_COLUMNS = ["place", "place_level", "district", "city", "province"]

ONE_OF, LEVEL_WORDS = "one of several:", "省市区县旗"
_ORDER = {level: n for n, level in enumerate(("", "省", "市", "区", "镇街"))}
_RANK = {level: n for n, level in enumerate((*PROVINCES, *CITIES))}
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


@cache
def _called() -> tuple[dict[str, list[Unit]], AhoCorasick]:
    """The units by all that they are called, in the order of the admin lexicon, and a finder."""
    units: dict[str, list[Unit]] = {}
    for unit in admin_units():
        for form in {unit.name, *unit.shorts()}:
            units.setdefault(form, []).append(unit)
    return units, AhoCorasick(list(units), matchkind=MatchKind.LeftmostLongest)


def names_in(text: str) -> list[tuple[int, int]]:
    """Where the names of places stand in a text."""
    return [(start, end) for _, start, end in _called()[1].find_matches_as_indexes(text)]


def names_tiling(text: str) -> list[str]:
    """The names of places, each within the one before, that a text is made of (杭州市临平区)."""
    names = [text[start:end] for start, end in names_in(text)]
    within = all(
        {above, f"{above}市", f"{above}省"} & {p for unit in _bearing(name) for p in _above(unit)}
        for above, name in pairwise(names)
    )
    return names * (within and "".join(names) == "".join(filter(str.isalnum, text)))


def _above(unit: Unit) -> list[str]:
    """The names of a unit's parent and of that one's."""
    return [unit.parent, *(over.parent for over in _bearing(unit.parent, whole=True)[:1])]


def _bearing(name: str, day: str = "", whole: bool = False) -> list[Unit]:
    """The units so called (whole: by their full name) that were there on the day, else all."""
    units = [unit for unit in _called()[0].get(name, ()) if not whole or unit.name == name]
    return [unit for unit in units if unit.existed(day)] or units


def unit_place(unit: Unit, basis: str, rule: str, day: str = "") -> Placed:
    """The place a unit stands for, with its city and province on that day."""
    level = body_level(unit)
    chain = [unit]
    while len(chain) < 5 and (above := _bearing(chain[-1].parent, day, whole=True)):
        chain.append(above[0])
    kinds = {unit.level: unit.name for unit in chain}
    province = next((kinds[k] for k in PROVINCES if k in kinds), "")
    city = next((kinds[k] for k in (*CITIES, "直辖市") if k in kinds), "")
    lower = [unit.name for unit in chain if unit.name not in (city, province)]
    if level == "镇街":
        lower = lower[1:] or lower
    district = lower[0] if lower and level in ("区", "镇街") else ""
    short = (unit.shorts() or [unit.name])[0]
    higher = (_ORDER.get(body_level(u), 9) < _ORDER[level] for u in _bearing(short, day))
    called = unit.name if any(higher) else short  # 长沙县, for 长沙 is a city
    return Placed(called, level, district, city, province, basis, rule)


def _plain(name: str) -> str:
    """A unit's name without its level: 杭州 for 杭州市."""
    return re.sub("[市省盟]$", "", name)


def parent_told(unit: Unit, text: str) -> str:
    """The parent of a unit, without its level, where a text names it and others are so called."""
    over = _plain(unit.parent)
    return over if over in text and len(_bearing(unit.name, whole=True)) > 1 else ""


def find_unit(name: str, around: str = "", day: str = "") -> Unit | None:
    """The unit of this name, if `around` leaves one (see `choose_units`)."""
    units = choose_units(name, around, day)
    return units[0] if len(units) == 1 else None


def choose_units(name: str, around: str = "", day: str = "") -> list[Unit]:
    """The units that a name can mean here: one where something tells, else all of its level.

    First its parent printed right before it (徐州市鼓楼区), then its level as the page calls itself
    (省委 in a paper of 吉林), then a parent named elsewhere; a bare name is the highest of that name.
    """
    units = _bearing(name, day)
    if len(units) < 2:
        return units
    levels, others = OF_CHARACTER.get(self_reference(around), ()), around.replace(name, "")

    def evidence(unit: Unit) -> tuple[bool, bool, bool, bool]:
        near, far = ([over, _plain(over)] for over in (*_above(unit), "")[:2])
        near, far = ([p for p in names if len(p) > 1] for names in (near, far))
        named = any(p in others for p in near)
        before = any(p + name in around for p in near)
        return before, unit.level in levels, named, any(p in others for p in far)

    told = [evidence(unit) for unit in units]
    if not any(map(any, told)):  # nothing tells: the highest of the name
        levels = [(_RANK.get(u.level, len(_RANK)), _ORDER.get(body_level(u), 9)) for u in units]
        told = [(-fine, -level) for fine, level in levels]
    return [unit for unit, tells in zip(units, told, strict=True) if tells == max(told)]


def place_of_name(name: str, around: str, basis: str, rule: str, day: str = "") -> Placed | None:
    """The place a name means, if any; one of several has no parents, and its rule says so."""
    units = choose_units(name, around, day)
    if len(units) < 2:
        return unit_place(units[0], basis, rule, day) if units else None
    parents = ", ".join(unit.parent for unit in units)
    one = unit_place(units[0], basis, f"{rule}, {ONE_OF} {parents}", day)
    return one._replace(district=units[0].name if one.district else "", city="", province="")


@cache
def papers() -> dict[str, tuple[str, str]]:
    """The papers of lexicons/papers.csv by name: place ("" for the whole country) and level."""
    rows = load_lexicon("papers")[["name", "place", "level"]].values.tolist()
    return {name: (place, level) for name, place, level in rows}


def paper_place(paper: str, around: str, basis: str) -> Placed | None:
    """The place a paper speaks for: of the table of papers, else the place in its name; None where
    neither tells. A national paper speaks for no place, and nothing else is asked.
    """
    if paper not in papers():
        core = f.PAPER_WORDS.sub("", paper)
        plain = core == paper or core in plain_words()
        return None if plain else place_of_name(core, around, basis, "paper-name")
    place, level = papers()[paper]
    if not place:
        return UNKNOWN._replace(rule="national-paper")
    placed = place_of_name(place, f"{level}委" if level in ("省", "市") else "", basis, "paper")
    placed = placed or Placed(place, level, "", "", "", basis, "paper")
    district = "" if level in ("省", "市") else placed.district
    return placed._replace(place_level=level, district=district)


def paper_in_path(path: str) -> str:
    """The paper that a folder or a part of a file name is, "" for none."""
    parts = f.PARTS.split(path.rsplit(".", 1)[0])
    return next((p for p in parts if p in papers() or f.PAGE_PAPER.fullmatch(p)), "")


def place_in_path(path: str, text: str = "", day: str = "") -> Placed | None:
    """The lowest place that a folder or a part of a file name names (2025-05-27_临平.txt), the others
    as its parents; the text of the page tells units of one name apart.
    """
    stem = simplified(path.rsplit(".", 1)[0])
    around, found = f"{stem}\n{text}", []
    parts = [name for part in f.PARTS.split(stem) for name in names_tiling(part) or [part]]
    for part in filter(f.HAN_PART.fullmatch, parts):
        placed = paper_place(part, around, "given")
        core = f.PAPER_WORDS.sub("", part) if len(part) > 3 else part
        if placed is None and (core == part or core not in plain_words()):
            placed = place_of_name(core, around, "given", "folder-or-file-name", day)
        if placed is None:  # 临平区新闻
            inside = (part[start:end] for start, end in names_in(part))
            unit = next((name for name in inside if len(name) > 2 and name[-1] in LEVEL_WORDS), "")
            placed = place_of_name(unit, around, "given", "folder-or-file-name", day)
        found += [placed] * (placed is not None)
    if found:
        return max(found, key=lambda placed: _ORDER.get(placed.place_level, 0))
    # A place the lexicon does not know: the person's own word counts. 解放日报 is a paper's name.
    folders = [name for name in path.split("/")[:-1] if f.HAN_PART.fullmatch(name)]
    folder = next(
        (name for name in reversed(folders) if f.UNIT_END.search(name)), (folders or [""])[0]
    )
    if folder and not folder.endswith("报"):
        return Placed(folder, "", "", "", "", "given", "folder-name")
    return None


def with_level(placed: Placed, text: str) -> Placed:
    """An unknown place with the level its pages print with it (云岭区) or call it by (我区)."""
    if placed.place_level or placed.district or placed.city or placed.place == UNKNOWN_PLACE:
        return placed
    core = re.sub("[区县市旗]$", "", placed.place) if len(placed.place) > 2 else placed.place
    printed = re.findall(rf"{re.escape(core)}([区县市旗])(?![域级民里内外场])", text)
    suffix = max(sorted(set(printed)), key=printed.count, default="") or self_reference(text)
    if suffix == "市":
        return placed._replace(place_level="市", city=f"{core}市")
    known = suffix in ("区", "县", "旗")
    return placed._replace(place_level="区", district=f"{core}{suffix}") if known else placed


def self_reference(text: str) -> str:
    """How a page names its own level: 区, 县, 市, …, or ""; 我区 counts five times 全区."""
    votes = [match[1] for match in f.OURS.finditer(text)] * 5
    votes += [match[1] or match[2] for match in f.ORGAN.finditer(text)]
    return max(sorted(set(votes)), key=votes.count, default="")


def speaks_as_one(text: str) -> bool:
    """True where a page says 我区, 区委 at the start of a clause, or three times a district's organ
    or 全区 without its name; national news of a place says 全省, and 区委 only after the name.
    """
    if f.OURS.search(text) or f.OWN_ORGAN.search(text):
        return True
    ends = {end for _, end in names_in(text)}
    bare = (
        (m[1] or m[2]) in "区县旗" and m.start(m.lastindex) + 1 not in ends
        for m in f.ORGAN.finditer(text)
    )
    return sum(bare) >= 3


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a name of a place says something of the page it stands on."""
    name = text[start:end]
    if f.MEDIUM_AFTER.match(text, end):  # a guest from 长治日报 says nothing of this page
        return False
    if name in word_list("places.generic"):  # 城区 only in 阳泉市城区
        parents = {unit.parent for unit in _called()[0][name]}
        return any(text[:start].endswith((parent, _plain(parent))) for parent in parents)
    if _bearing(name, whole=True):
        return True
    # 合作 is cooperation, 合作市 a city; 建平乡 is not of 建平县
    return name not in plain_words() and text[end : end + 1] not in ("乡", "镇", "村")


def papers_printed(furniture: str) -> list[str]:
    """The papers that a header or footer names, those that only publish another one last."""
    found = f.PAGE_PAPER.finditer(furniture)
    ranked = [(bool(f.PUBLISHER.match(furniture, m.end())), m["paper"]) for m in found]
    return [paper for _, paper in sorted(ranked, key=lambda one: one[0])]


def infer_place(text: str, furniture: str, day: str = "") -> Placed:
    """The place a page speaks for, from its furniture (printed) or from its text (inferred)."""
    for paper in papers_printed(furniture):
        if (placed := paper_place(paper, text, "printed")) is not None:
            return placed
    if report := f.REPORT_BEFORE.match(text):
        *_, (start, _) = [(0, 0), *names_in(report["name"])]  # 杭州市临平区: the lowest
        name = report["name"][start:]
        if placed := place_of_name(name, text, "printed", "report-before", day):
            return placed
    if not speaks_as_one(text):  # nobody says 我区 or 区委: news of places, a page of no one place
        return UNKNOWN
    ours = self_reference(text)
    named: Counter[Unit] = Counter()
    for start, end in names_in(text):
        if _counts(text, start, end):
            # 临平人 and 临平街道 both speak of the place, but a full name, or one before 区委, says
            # which unit it is
            weight = 3 if _bearing(text[start:end], whole=True) else 1
            named.update(dict.fromkeys(_bearing(text[start:end], day), weight))

    def score(unit: Unit) -> tuple[float, bool]:
        known_parent = bool(unit.parent) and _plain(unit.parent) in text
        weight = (1.2 if known_parent else 1.0) * (1.0 if unit.existed(day) else 0.5)
        fits = unit.level in OF_CHARACTER.get(ours, (unit.level,))
        return named[unit] * fits * weight, known_parent

    best = max(map(score, named), default=(0.0, False))
    if best[0] < 2:
        return _place_off_the_map(text, ours)
    unit = min((u for u in named if score(u) == best), key=admin_units().index)
    return unit_place(unit, "inferred", "self-reference", day)


def _place_off_the_map(text: str, ours: str) -> Placed:
    """The stem printed most often, twice at least, before 区委, 县政府, …"""
    found = (m for m in f.NAMED.finditer(text) if not f.NOT_A_STEM.search(m["stem"]))
    stems = Counter((m["stem"], m["kind"]) for m in found if not ours or m["kind"] == ours)
    (stem, kind), n = max(sorted(stems.items()), key=lambda item: item[1], default=(("", ""), 0))
    if n < 2:
        return UNKNOWN
    level, name = _LEVEL_OF_SUFFIX[kind], stem + kind
    district, city = name if level == "区" else "", name if level == "市" else ""
    return Placed(stem, level, district, city, "", "inferred", "name-before-organ")


def papers_stated(words: str) -> list[str]:
    """The papers that a text is from, as words beside it say (来源：某某报; 《某某报》 …)."""
    named = (paper_named(line) for line in words.split("\n"))
    return [paper for paper in named if paper]


def paper_named(furniture: str) -> str:
    """The paper a page names in its header or footer, after 来源 first, or ""."""
    sources = [match["paper"] for match in f.SOURCE_PAPER.finditer(furniture)][:1]
    names = (f.BEFORE_PAPER.split(name)[-1] for name in sources + papers_printed(furniture))
    return next((name for name in names if not f.ANY_PAPER.match(name)), "")
