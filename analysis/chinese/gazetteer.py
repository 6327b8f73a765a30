"""Places as the names of bodies use them: which unit a name means, and its full name. A bare level
(区 in 区委) is the article's own unit; of units of one name the one in the article's city is meant.
"""

from functools import cache, lru_cache
from typing import NamedTuple

import pandas as pd

from analysis.chinese.lexicons import load_lexicon, plain_words, word_list, word_map
from analysis.chinese.tokens import word_class

PROVINCES = word_list("gazetteer.provinces")
CITIES = word_list("gazetteer.cities")
# Which units a bare level character can mean.
OF_CHARACTER = {
    "省": PROVINCES,
    **{word: tuple(levels.split("|")) for word, levels in word_map("gazetteer.levels").items()},
}
_BODY_LEVELS = dict.fromkeys(PROVINCES, "省") | dict.fromkeys(CITIES, "市")
_BODY_LEVELS |= {"街道": "镇街", "镇": "镇街", "": "其他"}
_DISTRICTS = word_map("gazetteer.districts")
_CITIES = word_map("gazetteer.cities_by_ending")
_PROVINCES = word_map("gazetteer.provinces_by_ending")


class Unit(NamedTuple):
    """One administrative unit, or (where no lexicon has it) a place as printed, with level "".

    gone : it is no more. short : its other names joined with |, the plain short one first (临平).
    since, until : the days, months or years it began and ended, "" where not known or open.
    """

    name: str
    level: str
    parent: str
    gone: bool = False
    short: str = ""
    since: str = ""
    until: str = ""

    def shorts(self) -> list[str]:
        """Its short names but those of one character: 京 is a word more often than a place."""
        return [s for s in self.short.split("|") if len(s) > 1]

    def existed(self, day: str) -> bool:
        """Whether it was there on an ISO day; today where that is ""."""
        if not day:
            return not self.gone
        begun = day[: len(self.since)] >= self.since
        return begun and (not self.until or day[: len(self.until)] <= self.until)


class Home(NamedTuple):
    """The places an article speaks for, full names or ""; its paper's level and a day (`era`)."""

    district: str = ""
    city: str = ""
    province: str = ""
    level: str = ""
    day: str = ""


class Gazetteer(NamedTuple):
    """All units by full and short name, and the development zones."""

    units: dict[str, tuple[Unit, ...]]
    zones: tuple[Unit, ...]


@cache
def admin_units() -> tuple[Unit, ...]:
    rows = load_lexicon("admin")
    rows = rows.assign(level=rows["level"].str.split("(").str[0], gone=rows["valid_to"].ne(""))
    fields = ["name", "level", "parent", "gone", "short", "valid_from", "valid_to"]
    return tuple(map(Unit._make, rows[fields].itertuples(index=False, name=None)))


@cache
def gazetteer() -> Gazetteer:
    """The units by the names that bodies are called by."""
    units: dict[str, list[Unit]] = {}
    for unit in admin_units():
        town = unit.level in ("街道", "镇")
        shorts = () if town else (s for s in unit.shorts() if s not in plain_words())
        # 紫云自治县, 恩施州: 紫云苗族布依族自治县 and 恩施土家族苗族自治州 as news calls them
        ends = (unit.level, unit.level[2:].strip("区")) if unit.level[:2] == "自治" else ()
        own = [s + end for s in unit.shorts() for end in filter(None, ends)]
        for name in dict.fromkeys([unit.name, *shorts, *own]):
            units.setdefault(name, []).append(unit)
    zones = sorted({u for found in units.values() for u in found if u.level == "功能区"})
    return Gazetteer({k: tuple(v) for k, v in units.items()}, tuple(zones))


@cache
def _last_change() -> str:
    return max(max(unit.since, unit.until) for unit in admin_units())


def era(day: str) -> str:
    """The day where units have changed since, "" where all are as today."""
    return day if day <= _last_change() else ""


@lru_cache(maxsize=4096)
def place_names(place: str) -> frozenset[str]:
    """All that a place is called, with its level and without."""
    units = [u for u in gazetteer().units.get(place, ()) if not u.gone]
    if units:
        return frozenset(name for u in units for name in (place, u.name, *u.shorts()))
    bare = place[:-1] if len(place) > 1 and place[-1] in OF_CHARACTER else place
    return frozenset((place, bare))


def make_home(places: pd.DataFrame, place: str, day: str = "") -> Home:
    """The Home of a place of the corpus `places` table on a day, empty for an unknown place."""
    rows = places[places["place"].eq(place)] if place and len(places) else places.iloc[:0]
    if rows.empty:
        return Home(day=era(day))
    columns = ["place_level", "district", "city", "province"]
    level, *units = rows[columns].astype(str).iloc[0]
    if "|" in "".join(units):  # several places of one name: what they share, and no one's city
        units = ["" if "|" in units[0] else units[0], "", ""]
    district, city, province = units
    district, above = _full(district.removeprefix(city).removeprefix(province), city)
    if not city and any(u.level in CITIES for u in gazetteer().units.get(above, ())):
        city = above
    city, over = _full(city, province)
    above = province or next((name for name in (over, above) if name not in ("", "中国")), "")
    return Home(district, city, _full(above, "中国")[0], level, era(day))


def _full(name: str, parent: str) -> tuple[str, str]:
    """The full name of a place, and the unit above it where only one place is so called."""
    found = [u for u in gazetteer().units.get(name, ()) if not u.gone]
    same = [u for u in found if u.parent == parent] or found
    return (same[0].name, same[0].parent if len(same) == 1 else "") if same else (name, "")


@lru_cache(maxsize=256)
def unlisted_units(home: Home) -> tuple[Unit, ...]:
    """The places of a home that the lexicon lacks, their level by what they are and end with."""
    found = []
    for name, parent, levels in (
        (home.district, home.city, _DISTRICTS),
        (home.city, home.province, _CITIES),
        (home.province, "中国", _PROVINCES),
    ):
        if name and name not in gazetteer().units:
            ending = next((e for e in levels if name.endswith(e)), "")
            short = name.removesuffix(ending)
            plain = len(short) < 2 or not ending or short in gazetteer().units
            plain = plain or word_class(short) not in ("", "ns")
            found.append(Unit(name, levels[ending], parent, short="" if plain else short))
    return tuple(found)


def units_named(name: str, home: Home) -> tuple[Unit, ...]:
    """The units a name can mean: those of the lexicon, else the home's own that it lacks."""
    return gazetteer().units.get(name, ()) or tuple(
        u for u in unlisted_units(home) if name in (u.name, *u.shorts())
    )


@lru_cache(maxsize=4096)
def own_unit(character: str, home: Home) -> Unit | None:
    """The article's own unit of a bare level: 市 in a paper of a county-level city is that city."""
    levels = OF_CHARACTER.get(character, ())
    if character == "区" and not home.district and not home.city:  # the paper of a region
        levels = ("自治区",)
    for name in (home.district, home.city, home.province):
        units = [u for u in units_named(name, home) if u.name == name and u.level in levels]
        near = [u for u in units if u.parent in home] or units  # 青山区 of 武汉, not of 包头
        if near:
            return _settled(min(near, key=lambda unit: not unit.existed(home.day)), units, home)
    return None


def _settled(best: Unit, others: list[Unit], home: Home, near: tuple[str, ...] = ()) -> Unit:
    """The best unit of a name; without its parent where nothing tells it from those of others."""
    rivals = {u.parent for u in others if u.name == best.name and u.existed(home.day)}
    known = best.parent in (*near, *home) or _parent_of(best.parent) in home
    return best if known or len(rivals) <= 1 else best._replace(parent="")


@lru_cache(maxsize=8192)
def choose_unit(name: str, home: Home, near: tuple[str, ...] = ()) -> Unit | None:
    """The unit a printed name means: in places `near` it, in the article's city, the highest."""
    found = units_named(name, home)
    if not found:
        return None

    def order(unit: Unit) -> tuple:
        return (
            not unit.existed(home.day),
            unit.parent not in near,
            not (unit.parent in home or unit.name in home),
            unit.name not in home,  # 承德 in a paper of 承德市 is not 承德县
            _parent_of(unit.parent) not in home,
            unit.name != name,
            (unit.level not in PROVINCES) + (unit.level not in (*PROVINCES, *CITIES)),
            unit.name,
            unit.parent,
        )

    best = min(found, key=order)
    if best.level in ("街道", "镇") and best.parent not in (*near, *home):
        return None  # of few districts are they known: a street of that name may be anywhere
    return _settled(best, found, home, near)


def _parent_of(name: str) -> str:
    found = [u for u in gazetteer().units.get(name, ()) if u.name == name and not u.gone]
    return found[0].parent if found else ""


@lru_cache(maxsize=8192)
def full_path(unit: Unit) -> str:
    """How a unit's bodies write its name: districts and towns with the unit above them."""
    if not unit.parent:
        return unit.name
    if unit.level in ("市辖区", "功能区", "师") and not unit.name.startswith(unit.parent[:2]):
        return unit.parent + unit.name
    if unit.level in ("街道", "镇"):
        above = choose_unit(unit.parent, Home())
        return (full_path(above) if above else unit.parent) + unit.name
    return unit.name


def body_level(unit: Unit) -> str:
    """The level a unit's bodies stand on: 省, 市, 区, 镇街, or 其他 for a place of no known one."""
    return _BODY_LEVELS.get(unit.level, "区")
