"""Bodies (机构): named organisations, each resolved to its full name.

Three sources: a lexicon of national, foreign and media bodies (lexicons/bodies.csv), the grammar of
Party and state organs (organs.py), and names built on an open class of heads: companies,
schools, hospitals, associations, streets, villages (analysis/mention/open_names.py).
"""

from typing import NamedTuple

import pandas as pd

from analysis.chinese.gazetteer import Home
from analysis.chinese.lexicons import complete_lexicon, load_lexicon
from analysis.chinese.matching import Matcher, build_matcher, find_hits
from analysis.chinese.wordclass import is_apart, words
from analysis.mention.open_names import named_bodies
from analysis.mention.organs import Body, Named, organ_bodies, with_sub_organs
from analysis.mention.owners import country_before, read_text


class BodyLexicon(NamedTuple):
    """The body lexicon and the traps, made ready for matching."""

    matcher: Matcher
    rows: tuple[dict, ...]
    traps: Matcher


def prepare_bodies(lexicon: pd.DataFrame | None = None) -> BodyLexicon:
    """The lexicon (default: the project's own) made ready for `body_candidates`."""
    table = load_lexicon("bodies") if lexicon is None else complete_lexicon(lexicon, "bodies")
    traps = build_matcher(load_lexicon("traps").alias.tolist())
    return BodyLexicon(build_matcher(table.alias.tolist()), tuple(table.to_dict("records")), traps)


def body_candidates(text: str, lexicon: BodyLexicon, home: Home, date: str = "") -> list[Body]:
    """Every reading of every stretch of the text as a body, overlaps included; traps have no
    bodies.

    >>> home = Home("萧山区", "杭州市", "浙江省", "区")
    >>> found = body_candidates("区委常委会传达全国两会精神", prepare_bodies(), home)
    >>> max(found, key=lambda b: b.end - b.start).bodies[0][:3]
    ('中共杭州市萧山区委员会常务委员会', '党委', '区')
    """
    reading = read_text(text, home)
    traps = [Body(hit.start, hit.end, (), "trap") for hit in find_hits(lexicon.traps, text)]
    found = []
    for hit in find_hits(lexicon.matcher, text):
        row = lexicon.rows[hit.alias]
        if text[hit.start : hit.end] == "中央" and not _is_the_centre(text, hit.start, hit.end):
            continue
        if row["valid_from"] and date and date < row["valid_from"]:
            continue
        brand = hit.end - hit.start < 4 and row["kind"] in ("企业", "学校")
        if _is_department(text, hit.end) or (brand and not is_apart(text, hit.start, hit.end)):
            continue  # no 国航 in 中国航天
        # 《求是》: the title is the name
        inner = int(text[hit.start] == "《" and text[hit.end - 1] == "》")
        start, end = hit.start + inner, hit.end - inner
        national = row["level"] == "中央"
        owner = ("中国", "printed") if national else _of_country(row["name"])
        name = Named(row["name"], row["kind"], row["level"], *owner)
        country = country_before(text, start) if row["name"].startswith("中华人民共和国") else 0
        if country:  # 俄外交部
            start -= country
            whose = text[start : start + country]
            name = Named(text[start:end], "其他", "其他", whose, "foreign")
        body = Body(start, end, (name,), "country + organ" if country else "lexicon")
        found += [body, *with_sub_organs(reading, body)]
    national = [body.end for body in found if body.bodies[0].level == "中央"]
    found.extend(organ_bodies(reading, national))
    found.extend(named_bodies(reading, found))
    return traps + [
        body
        for body in found
        if _is_balanced(text[body.start : body.end]) and not any(_cut_by(body, t) for t in traps)
    ]


def _of_country(name: str) -> tuple[str, str]:
    """日本外务省 is of 日本; a company or a paper is its own."""
    size = next((n for n in (5, 4, 3, 2) if country_before(name, n) == n), 0)
    return (name[:size], "foreign") if size else ("", "unknown")


def _is_department(text: str, end: int) -> bool:
    """教育部门 is a department of whoever speaks, no ministry; 教育部门户网站 is of the ministry."""
    return (
        text.endswith("部", 0, end)
        and text[end : end + 1] == "门"
        and text[end + 1 : end + 2] != "户"
    )


def _is_balanced(surface: str) -> bool:
    return all(surface.count(a) == surface.count(b) for a, b in ("（）", "()", "“”"))


def _cut_by(body: Body, trap: Body) -> bool:
    """Whether a body lies in a trap, or begins or ends inside it."""
    return (
        body.start < trap.end
        and trap.start < body.end
        and (body.start >= trap.start or body.end <= trap.end)
    )


def _is_the_centre(text: str, start: int, end: int) -> bool:
    """中央 is the Party centre, not the middle of something: 舞台中央."""
    left = text[max(0, start - 6) : start]
    before = words(left)[-1].tag if left else ""
    return not before.startswith(("n", "s", "f")) or left[-1] in "和与及"
