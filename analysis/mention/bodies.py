"""Bodies (机构): named organisations, each resolved to its full name.

Three sources: a lexicon of national, foreign and media bodies (lexicons/bodies.csv), the grammar of
Party and state organs (organ_names.py), and names built on an open class of heads: companies,
schools, hospitals, associations, streets, villages (analysis/mention/open_names.py).
"""

from typing import NamedTuple

import pandas as pd

from analysis.chinese.gazetteer import Home
from analysis.chinese.lexicons import complete_lexicon, load_lexicon
from analysis.chinese.matching import Matcher, build_matcher, find_hits
from analysis.chinese.wordclass import words
from analysis.mention.name_prefixes import read_text, unlisted_place
from analysis.mention.open_names import named_bodies
from analysis.mention.organ_names import Body, organ_bodies, with_sub_organs


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
    >>> max(found, key=lambda b: b.end - b.start).bodies
    (('中共杭州市萧山区委员会常务委员会', '党委', '区'),)
    """
    reading = read_text(text, home)
    traps = [Body(hit.start, hit.end, (), "trap") for hit in find_hits(lexicon.traps, text)]
    found = []
    for hit in find_hits(lexicon.matcher, text):
        row = lexicon.rows[hit.alias]
        if text[hit.start : hit.end] == "中央" and not _is_the_centre(text, hit.start, hit.end):
            continue
        if (
            row["name"].startswith("中华人民共和国")
            and unlisted_place(text, hit.start)
            and not text[: hit.start].endswith(("中国", "北京"))
        ):
            continue  # the ministry of another country: 俄罗斯外交部
        if row["valid_from"] and date and date < row["valid_from"]:
            continue
        inner = int(
            text[hit.start] == "《" and text[hit.end - 1] == "》"
        )  # 《求是》: the title is the name
        body = Body(
            hit.start + inner,
            hit.end - inner,
            ((row["name"], row["kind"], row["level"]),),
            "lexicon",
        )
        found.append(body)
        found.extend(with_sub_organs(reading, body))
    found.extend(organ_bodies(reading))
    found.extend(named_bodies(reading, found))
    return traps + [b for b in found if not any(_cut_by(b, trap) for trap in traps)]


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
