"""A name in full: its places, whose it is and its level.

康桥街道办事处 of a paper of 拱墅 is 杭州市拱墅区康桥街道办事处; a place printed beside the name goes
before that of the article.
"""

import re

from analysis.chinese.gazetteer import Unit, choose_unit, gazetteer
from analysis.chinese.han import HAN
from analysis.chinese.lexicons import word_list
from analysis.chinese.tokens import words
from analysis.mention.organs import NATION, Named
from analysis.mention.owners import (
    LEVEL_OF,
    NOT_LEVEL,
    Owner,
    country_of,
    district_of,
    of_unit,
    own_level,
    printed_with,
)
from analysis.mention.spans import Spans

LEVELS = "省市区县州旗盟镇乡"
OPENING_LEVELS = word_list("full_names.opening_levels")
_CLUBS = word_list("full_names.clubs")
GRASS = re.compile("(街道|镇|乡|社区|村)$")
ZONE = re.compile("(?:新|开发|高新|经开|度假|保税|示范|园|商务)区$|(?:科技|产业|新)城$")
# A place that no table has, printed at the head of a name: 桐栖区, 泊霞市桐栖区.
_PRINTED = re.compile(
    f"(?:[{HAN}]{{2,4}}?[省市州])?(?P<before>[{HAN}]{{2,4}}?)(?P<level>[省市县区州旗])"
)


def full_name(spans: Spans, edge: int, start: int, end: int, row: dict) -> Named:
    """The body of the name text[edge:end] whose head begins at `start`."""
    text = spans.text
    host, owner, level = _host(spans, edge, text[edge:start], row)
    host, head = host.replace("(", "（").replace(")", "）"), row["name"] or text[start:end]
    if head.startswith("村村") and host.endswith("村"):
        host = host[:-1]  # 府底村村委会 and 府底村委会 are one
    kind, name = row["kind"], host + head
    if row["party"]:
        kind, name = "党委", f"中共{host}{row['party']}"
    if not owner.path and host.startswith(("全国", "中央", "国务院")):
        owner, level = NATION, row["level"] or "中央"
    if not owner.path and (country := country_of(host)):
        return Named(name, kind, level, country, "foreign")
    basis = owner.basis if owner.path else "unknown"
    return Named(name, kind, row["level"] or level, owner.path, basis)


def _host(spans: Spans, edge: int, host: str, row: dict) -> tuple[str, Owner, str]:
    """The host with its places in full (杭州市拱墅区康桥街道), whose it is, and its level."""
    text, end = spans.text, edge + len(host)
    grass = GRASS.search(host + (text[end : end + 2] if row["village"] else ""))
    level = row["level"] or "其他"
    if grass:
        level = "村社" if grass.group(1) in ("社区", "村") else "镇街"
    local = grass or row["level"]
    own = row["party"] or row["kind"] in ("部门", "政府")
    ends = [e for e in spans.starts.get(edge, ()) if e <= end]
    if ends and not ZONE.search(host):
        longest = max(ends)
        unit = choose_unit(text[edge:longest], spans.home)
        owner = of_unit(edge, "printed", unit)
        if unit is not None and (local or (own and longest < end)):
            deepest, after = _chain(spans, edge, end)
            owner = of_unit(edge, "printed", deepest)
            return owner.path + text[after:end], owner, level if local else owner.level
        if unit is not None and row["alias"] in _CLUBS and text[longest - 1] not in LEVELS:
            host = unit.name + host[longest - edge :]  # 临平文史研究会: of 临平区
        graded = not local and unit is not None and row["kind"] in ("部门", "媒体")
        return host, owner, owner.level if graded else level
    district = district_of(spans.home)
    if host.startswith(("政协", "人大")) and row["kind"] == "社会组织":
        return district.path.removeprefix(spans.home.city) + host, district, "区"
    if (
        host.startswith(OPENING_LEVELS)
        and (len(host) == 1 or host[:2] not in gazetteer().units)
        and len(words(host)[0].word) == 1  # 市中医院, not 市场监管局
    ):
        owner = own_level(spans, host[0], edge)
        full = owner.path + host[1:] if owner.path else host
        return full, owner, level if local else owner.level
    if local:
        owner = printed_with(spans, host + text[end : end + 1] * bool(row["level"]), edge)
        return owner.path + host, owner, level
    printed = _PRINTED.match(host) if own or row["kind"] == "媒体" else None
    if printed and printed["before"][-1] not in NOT_LEVEL.get(printed["level"], ""):
        level = LEVEL_OF[printed["level"]]
        return host, Owner(edge, "printed", printed.group(), level), level
    return host, Owner(edge, "unknown"), level


def _chain(spans: Spans, edge: int, limit: int) -> tuple[Unit | None, int]:
    """The deepest place of the chain of place names that begins at `edge`, and where it ends."""
    position, unit, above = edge, None, ()
    while ends := [e for e in spans.starts.get(position, ()) if e <= limit]:
        here = choose_unit(spans.text[position : max(ends)], spans.home, above)
        if here is None or (above and here.parent not in above):
            break  # 鼓楼区洪山镇: not the 洪山 of another city
        unit, position, above = here, max(ends), (here.name, *above)
    return unit, position
