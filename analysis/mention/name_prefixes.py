"""What stands before an organ: a place by name, or a level of the article's own places.

杭州市临平区 in 杭州市临平区政协 is a chain of places; 区 in 区委 is a bare level, and means the
article's own district; 我区 in 我区政协 says so.
"""

from typing import NamedTuple

from analysis.chinese.gazetteer import (
    OF_CHARACTER,
    Home,
    Unit,
    body_level,
    choose_unit,
    full_path,
    own_unit,
    place_names,
    units_named,
)
from analysis.chinese.word_lists import word_list, word_map
from analysis.chinese.wordclass import word_class

LEVEL_OF = word_map("name_prefixes.level_of")
NOT_LEVEL = word_map("name_prefixes.not_level")
_OURS = word_list("name_prefixes.ours")
_EVERY = "各全每多某两外邻几"
NOWHERE = ""  # an unknown place adds nothing to a name


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


def read_text(text: str, home: Home) -> Reading:
    """A text made ready for the grammar."""
    ends = place_names(text, home)
    starts: dict[int, list[int]] = {}
    for end, froms in ends.items():
        for start in froms:
            starts.setdefault(start, []).append(end)
    return Reading(text, home, ends, starts)


def own_place(home: Home) -> tuple[str, str]:
    for name in (home.district, home.city, home.province):
        unit = choose_unit(name, home) if name else None
        if unit is not None:
            return full_path(unit), body_level(unit)
    return NOWHERE, "其他"


def prefixes_at(reading: Reading, end: int) -> list[Prefix]:
    """What can stand before an organ that begins at `end`: named places (with the places above), or
    a level.
    """
    text, home = reading.text, reading.home
    found = []
    for start in reading.ends.get(end, ()):
        chain = [(start, end)]
        while True:
            above = [
                s for s in reading.ends.get(chain[-1][0], ()) if _is_above(reading, s, chain[-1])
            ]
            if not above:
                break
            chain.append((above[0], chain[-1][0]))
        if len(chain) == 1 and not is_place(reading, start, end):
            continue
        names = [text[s:e] for s, e in chain]
        near = [u.name for n in names[1:] for u in units_named(n, home)]
        unit = choose_unit(names[0], home, near)
        if unit is not None:
            found.append(Prefix(chain[-1][0], "named", full_path(unit), body_level(unit), unit))
    if not found and end and text[end - 1] in OF_CHARACTER:
        doubled = prefixes_at(reading, end - 1) if text[end - 2 : end - 1] == text[end - 1] else []
        found = [p for p in doubled if p.how == "named"]  # 兴县县委, 临平区区委
    return found[:1] or _level_prefix(reading, end)


def is_place(reading: Reading, start: int, end: int) -> bool:
    """Whether a place name alone is meant as one: not 开县 in 召开县委, not 和县 in 医院和县公安局,
    not 市区.
    """
    text, home = reading.text, reading.home
    name = text[start:end]
    if name in ("市区", "郊区", "城区", "矿区", "新区", "开发区"):
        return name == home.district
    before = text[start - 1 : start]
    if end - start > 2 or not before or not "一" <= before <= "龥" or name in home:
        return True
    return not (word_class(before + name[0]) or name[0] in "和与及同")


def _is_above(reading: Reading, start: int, below: tuple[int, int]) -> bool:
    """Whether the place that begins at `start` holds the place just after it, `below`."""
    names = {u.name for u in units_named(reading.text[start : below[0]], reading.home)}
    for unit in units_named(reading.text[below[0] : below[1]], reading.home):
        parents = {unit.parent} | {u.parent for u in units_named(unit.parent, reading.home)}
        if names & parents:
            return True
    return False


def _level_prefix(reading: Reading, end: int) -> list[Prefix]:
    text = reading.text
    for size in (3, 2, 1):
        character = text[end - size : end]
        if len(character) == size and character in OF_CHARACTER:
            break
    else:
        return []
    start = end - len(character)
    before = text[start - 1 : start]
    if before and before in NOT_LEVEL.get(character, ""):
        return []
    if before and before in _EVERY:
        return []
    if character == "地":
        return [
            p._replace(path=p.path.rstrip("市") + "地区", level="市")
            for p in prefixes_at(reading, start)
            if p.how == "named"
        ]
    foreign = unlisted_place(text, start)
    if foreign:
        name = text[start - foreign : end]
        return [Prefix(start - foreign, "named", name, LEVEL_OF[character], None)]
    how = "ours" if before == "我" and text[start - 2 : start - 1] not in ("自", "大") else "level"
    unit = bare_unit(reading, character, start)
    path = full_path(unit) if unit else NOWHERE
    level = body_level(unit) if unit else LEVEL_OF[character]
    return [Prefix(start - (how == "ours"), how, path, level, unit)]


def bare_unit(reading: Reading, character: str, position: int) -> Unit | None:
    """The unit a bare level means: of a place named just before in the same phrase
    (湛江市委书记、市人大常委会), else the article's own, else the one of that level named last."""
    for start in _phrase_places(reading, position):
        unit = choose_unit(*start)
        if (
            unit is not None
            and unit.level in OF_CHARACTER[character]
            and unit.name.endswith(character)
        ):
            return unit
    return own_unit(character, reading.home) or nearest_unit(
        reading, position, OF_CHARACTER[character]
    )


def _phrase_places(reading: Reading, position: int) -> list[tuple[str, Home]]:
    """Places whose organs are named earlier in the same phrase, nearest first; 我市 ends their
    hold.
    """
    text = reading.text
    phrase = max(text.rfind(mark, 0, position) for mark in "，。；：！？,;:\n") + 1
    phrase = max(
        [
            phrase,
            *(text.rfind(ours, 0, position) + 2 for ours in _OURS if ours in text[phrase:position]),
        ]
    )
    return [
        (text[start:end], reading.home)
        for end in range(position, phrase, -1)
        for start in reading.ends.get(end, ())
        if start >= phrase and end - start > 2 and text[end : end + 1] in ("委", "政", "人", "纪")
    ]


def own_path(reading: Reading, character: str, position: int) -> tuple[str, str]:
    """The place and level that a bare level character at `position` stands for."""
    if character not in OF_CHARACTER:
        return character, "镇街"
    unit = bare_unit(reading, character, position)
    return (
        (full_path(unit), body_level(unit)) if unit else (NOWHERE, LEVEL_OF.get(character, "其他"))
    )


def own_unit_path(home: Home) -> str:
    """The place of the article's own district or county, "" if it speaks for more."""
    unit = choose_unit(home.district, home) if home.district else None
    return full_path(unit) if unit else ""


def unlisted_place(text: str, end: int) -> int:
    """Length of a place word of the dictionary that ends at `end` (巴黎 in 巴黎市政府), 0 if there
    is none.
    """
    for size in (4, 3, 2):
        word = text[end - size : end]
        if len(word) == size and word_class(word) == "ns":
            return size
    return 0


def nearest_unit(reading: Reading, position: int, levels: tuple[str, ...]) -> Unit | None:
    """The unit of these levels named last before `position`: in 乐清市…，市委…, the committee of
    乐清.
    """
    for end in sorted((e for e in reading.ends if e <= position), reverse=True):
        for start in reading.ends[end]:
            unit = choose_unit(reading.text[start:end], reading.home)
            if unit is not None and unit.level in levels and is_place(reading, start, end):
                return unit
    return None
