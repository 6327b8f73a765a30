"""The full name of a body named by its head: its host with places in full, and how the Party names
its organs.
"""

import re

from analysis.chinese.gazetteer import body_level, choose_unit, full_path, gazetteer
from analysis.chinese.han import HAN
from analysis.chinese.word_lists import word_list
from analysis.mention.name_prefixes import (
    LEVEL_OF,
    NOT_LEVEL,
    NOWHERE,
    Reading,
    nearest_unit,
    own_path,
    own_unit_path,
)

LEVELS = "省市区县州旗盟镇乡"
OPENING_LEVELS = word_list("full_names.opening_levels")
_CLUBS = word_list("full_names.clubs")
# A place that no table has, printed at the head of a name: 桐栖区, 泊霞市桐栖区.
_PRINTED = re.compile(
    f"(?:[{HAN}]{{2,4}}?[省市州])?(?P<before>[{HAN}]{{2,4}}?)(?P<level>[省市县区州旗])"
)


def full_name(reading: Reading, edge: int, start: int, end: int, row: dict) -> tuple[str, str, str]:
    """The (full name, kind, level) of the name text[edge:end] whose head begins at `start`."""
    text = reading.text
    host, head = text[edge:start], row["name"] or text[start:end]
    host, level = _host_path(reading, edge, host, row)
    host = host.replace("(", "（").replace(")", "）")
    if head.startswith("村村") and host.endswith("村"):
        host = host[:-1]  # 府底村村委会 and 府底村委会 are one
    level = row["level"] or level
    if row["party"]:
        return f"中共{host}{row['party']}", "党委", level
    return f"{host}{head}", row["kind"], level


def _host_path(reading: Reading, edge: int, host: str, row: dict) -> tuple[str, str]:
    """The host with its places in full: 康桥街道 becomes 杭州市拱墅区康桥街道 where 拱墅 is named
    before it.
    """
    text = reading.text
    grass = re.search(
        "(街道|镇|乡|社区|村)$",
        host + (text[edge + len(host) : edge + len(host) + 2] if row["village"] else ""),
    )
    level = row["level"] or "其他"
    if grass:
        level = "镇街" if grass.group(1) in ("街道", "镇", "乡") else "村社"
    grass = grass or row["level"]
    ends = [e for e in reading.starts.get(edge, ()) if e <= edge + len(host)]
    if ends and not re.search("(?:新|开发|高新|经开|度假|保税|示范|园)区$", host):
        longest = max(ends)
        unit = choose_unit(text[edge:longest], reading.home)
        if (
            unit is not None
            and (grass or row["party"] or row["kind"] in ("部门", "政府"))
            and longest < edge + len(host)
        ):
            deeper = _chain(reading, edge, edge + len(host))
            return full_path(deeper[0]) + text[
                deeper[1] : edge + len(host)
            ], level if grass else body_level(unit)
        if (
            unit is not None
            and row["alias"] in _CLUBS
            and not text[edge:longest].endswith(tuple(LEVELS))
        ):
            host = unit.name + host[longest - edge :]  # 临平文史研究会: of 临平区
        return host, level if grass else body_level(unit) if unit and row["kind"] in (
            "部门",
            "媒体",
        ) else level
    if host.startswith(("政协", "人大")) and row["kind"] == "社会组织":
        return own_unit_path(reading.home).removeprefix(reading.home.city) + host, "区"
    if host.startswith(OPENING_LEVELS) and (len(host) == 1 or host[:2] not in gazetteer().units):
        path, own_level = own_path(reading, host[0], edge)
        return path + host[1:], own_level if not grass else level
    if grass:
        return _district_before(reading, edge) + host, level
    printed = (
        _PRINTED.match(host) if row["party"] or row["kind"] in ("部门", "政府", "媒体") else None
    )
    if printed and printed["before"][-1] not in NOT_LEVEL.get(printed["level"], ""):
        return host, LEVEL_OF[printed["level"]]
    return host, level


def _chain(reading: Reading, edge: int, limit: int):
    """The deepest place of the chain of place names that begins at `edge`, and where it ends."""
    position, unit, above = edge, None, []
    while True:
        ends = [e for e in reading.starts.get(position, ()) if e <= limit]
        if not ends:
            return unit, position
        here = choose_unit(reading.text[position : max(ends)], reading.home, above)
        if here is None or (
            above and here.parent not in above
        ):  # 鼓楼区洪山镇: not the 洪山 of another city
            return unit, position
        unit, position = here, max(ends)
        above = [here.name, *above]


def _district_before(reading: Reading, position: int) -> str:
    """The district a street or village belongs to: its own by the lexicon of places, else the
    paper's district, else the district or county named last before it."""
    own = own_unit_path(reading.home)
    if own:
        return own
    unit = nearest_unit(reading, position, ("市辖区", "县", "县级市", "自治县", "旗", "自治旗"))
    return full_path(unit) if unit else NOWHERE
