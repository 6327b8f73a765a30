"""Bodies that the text names shortly once it has named them: by a short name told in brackets, and
the organs of a town listed after its Party committee.
"""

import re
from collections.abc import Iterator

from analysis.chinese.han import HAN
from analysis.chinese.lexicons import pattern_of, word_map
from analysis.chinese.tokens import is_apart, word_class
from analysis.mention.organs import Body

_TOWN_PARTY = re.compile("中共(?P<place>.+?)(?:工作)?委员会")
_TOWN_LIST = pattern_of("(?:副?书记)?[、和及与]?(?P<organ>{town_list})(?!部门)", "organs")
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
_SHORT = re.compile(
    f"[（(](?:以下|下文|下)?(?:简称|统称)[为:：]?[“‘]?(?P<short>[{HAN}A-Za-z0-9·]{{2,10}}?)"
    "(?:[”’，、,][^（）()]{0,20})?[）)]"
)


def told_short(text: str, bodies: list[Body]) -> Iterator[Body]:
    """Bodies under the short name that the text gives them: …协会（以下简称“竹协”）."""
    told = bodies if "简称" in text else ()
    longest = {b.end: b for b in sorted(told, key=lambda b: -b.start) if b.bodies}
    for match in _SHORT.finditer(text) if longest else ():
        short, whole = match["short"], longest.get(match.start())
        rest = iter(whole.bodies[0].name if whole else "")
        if word_class(short) or not all(c in rest for c in short.lstrip(_LATIN)):
            continue  # 以下简称公司
        for at in re.compile(re.escape(short)).finditer(text, match.start("short")):
            if len(short) > 3 or is_apart(text, *at.span()):
                yield Body(*at.span(), whole.bodies, "short name told")


def of_town(text: str, body: Body) -> Iterator[Body]:
    """The organs of a town that are listed after its Party committee: 康桥镇党委、政府."""
    first, end = body.bodies[0] if body.bodies else None, body.end
    place = first and first.level == "镇街" and _TOWN_PARTY.fullmatch(first.name)
    while place and (match := _TOWN_LIST.match(text, end)):
        template, kind = word_map("organs.town_list")[match["organ"]].split(" ")
        named = first._replace(name=template.replace("{P}", place["place"]), kind=kind)
        yield Body(match.start("organ"), match.end(), (named,), "list + organ")
        end = match.end()
