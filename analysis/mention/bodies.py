"""Bodies (机构): named organisations, each resolved to its full name.

Three sources: a lexicon of national, foreign and media bodies (lexicons/bodies.csv), the grammar of
Party and state organs (organs.py), and names built on an open class of heads: companies, schools,
hospitals, associations, streets, villages (names.py).
"""

import pandas as pd

from analysis.chinese.tokens import is_apart, words
from analysis.mention.names import named_bodies
from analysis.mention.organs import Body, Named, organ_bodies, with_sub_organs
from analysis.mention.owners import country_before, country_of
from analysis.mention.spans import Spans

OWN = "本区"  # the paper's own district, where those of two papers are compared


def body_candidates(spans: Spans, date: str = "") -> list[Body]:
    """Every stretch of the text that reads as a body, overlaps included; traps have no bodies.

    >>> from analysis.chinese.gazetteer import Home
    >>> from analysis.mention.spans import read_spans
    >>> home = Home("萧山区", "杭州市", "浙江省", "区")
    >>> found = body_candidates(read_spans("区委常委会传达全国两会精神", home))
    >>> max(found, key=lambda b: b.end - b.start).bodies[0][:3]
    ('中共杭州市萧山区委员会常务委员会', '党委', '区')
    """
    traps = [Body(start, end, (), "trap") for start, end, _ in spans.kinds["traps"]]
    found = [
        body
        for start, end, row in spans.kinds["bodies"]
        if _is_meant(spans.text, start, end, row, date)
        for body in with_sub_organs(spans, _known(spans.text, start, end, row))
    ]
    national = [body.end for body in found if body.bodies[0].level == "中央"]
    found += organ_bodies(spans, national)
    found += named_bodies(spans, found)
    return traps + [
        body
        for body in found
        if not any(_cut_by(body, trap) for trap in traps)
        and _is_balanced(spans.text[body.start : body.end])
    ]


def _is_meant(text: str, start: int, end: int, row: dict, date: str) -> bool:
    """Whether the alias at text[start:end] is the body of the lexicon, and not part of a word."""
    if text[start:end] == "中央":  # the Party centre, not the middle of something: 舞台中央
        left = text[max(0, start - 6) : start]
        before = words(left)[-1].tag if left else ""
        if left.endswith("共") and not left.endswith("中共"):
            return False  # 越共中央
        return not before.startswith(("n", "s", "f")) or left[-1] in "和与及"
    if row["valid_from"] and date and date < row["valid_from"]:
        return False
    if text[end - 1] == "部" and text[end : end + 1] == "门" and text[end + 1 : end + 2] != "户":
        return False  # 教育部门 is a department of whoever speaks; 教育部门户网站 is the ministry's
    short = end - start < (4 if row["kind"] in ("企业", "学校") else 3)
    return not short or is_apart(text, start, end)  # no 国航 in 中国航天, no 作协 in 合作协议


def _known(text: str, start: int, end: int, row: dict) -> Body:
    """A body of the lexicon where it stands: 俄外交部 is of the country before it."""
    if text[start] == "《" and text[end - 1] == "》":  # 《求是》: the title is the name
        start, end = start + 1, end - 1
    size = country_before(text, start) if row["name"].startswith("中华人民共和国") else 0
    if size:
        whose, start = text[start - size : start], start - size
        named = Named(text[start:end], "其他", "其他", whose, "foreign")
        return Body(start, end, (named,), "country + organ")
    if row["level"] == "中央":
        owner = ("中国", "printed")
    else:  # 日本外务省 is of 日本; a company or a paper is its own
        country = country_of(row["name"])
        owner = (country, "foreign") if country else ("", "unknown")
    return Body(start, end, (Named(row["name"], row["kind"], row["level"], *owner),), "lexicon")


def _is_balanced(surface: str) -> bool:
    marks = [c for c in surface if c in "（）()“”"]
    return not marks or all(marks.count(a) == marks.count(b) for a, b in ("（）", "()", "“”"))


def _cut_by(body: Body, trap: Body) -> bool:
    """Whether a body lies in a trap, or begins or ends inside it."""
    return (
        body.start < trap.end
        and trap.start < body.end
        and (body.start >= trap.start or body.end <= trap.end)
    )


def own_names(bodies: pd.DataFrame, places: pd.DataFrame, place: str) -> dict[str, str]:
    """The names of a place's bodies that hold its own district -> the same with 本区 for it, so that
    two districts can be compared. Of names that would become equal only the first is changed.

    >>> bodies = pd.DataFrame({"name": ["望州市青禾区财政局", "望州市财政局"], "place": "青禾"})
    >>> own_names(bodies, pd.DataFrame({"place": ["青禾"], "district": ["青禾区"], "city": ["望州市"]}),
    ...     "青禾")
    {'望州市青禾区财政局': '本区财政局'}
    """
    known = places.set_index("place")
    district = str(known.loc[place, "district"]) if place in known.index else ""
    own: dict[str, str] = {}
    names = bodies.loc[bodies["place"] == place, "name"].value_counts().index
    for name in names if district else ():
        full = f"{known.loc[place, 'city']}{district}"
        general = name.replace(full, district).replace(district, OWN)
        if general != name and general not in own.values():
            own[name] = general
    return own


def with_own_names(
    bodies: pd.DataFrame, places: pd.DataFrame, compared: tuple[str, str]
) -> tuple[pd.DataFrame, str]:
    """The bodies with the `own_names` of both places, and a line that says what 本区 stands for."""
    own = {place: own_names(bodies, places, place) for place in compared}
    pairs = zip(bodies["name"], bodies["place"], strict=True)
    district = places.set_index("place")["district"]
    said = " or ".join(str(district[place]) for place in compared if own[place])
    renamed = bodies.assign(name=[own.get(place, {}).get(name, name) for name, place in pairs])
    return renamed, f"{OWN} stands for each paper's own district, {said}" if said else ""
