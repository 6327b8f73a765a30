"""The table of spans: the places, organs, heads of names, known bodies, slogans and traps of an
article, all read in one pass over its text. What they mean together is decided by owners.py,
organs.py, names.py and slogans.py.
"""

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

import pandas as pd

from analysis.chinese.gazetteer import Home, gazetteer, unlisted_units
from analysis.chinese.lexicons import complete_lexicon, load_lexicon, word_map
from analysis.chinese.matching import Matcher, build_matcher, find_keys


class Vocabulary(NamedTuple):
    """All that is looked for, as one automaton; for each of its strings the kind, the row and its
    length, 0 where it need not stand in one piece."""

    matcher: Matcher
    entries: tuple[tuple[str, dict, int], ...]


class Spans(NamedTuple):
    """An article's text, its home and its spans (start, end, row of the lexicon) by kind, each in
    order of start, longest first; where its place names end and begin."""

    text: str
    home: Home
    ends: dict[int, list[int]]
    starts: dict[int, list[int]]
    kinds: dict[str, list[tuple[int, int, dict]]]


def make_vocabulary(
    slogans: pd.DataFrame | None = None, bodies: pd.DataFrame | None = None
) -> Vocabulary:
    """The lexicons (default: the project's own) made ready for `read_spans`."""
    organs: dict[str, dict] = {}
    for name in ("organs", "systems"):
        for row in load_lexicon(name).to_dict("records"):
            empty = {"alias": row["alias"], "organs": [], "systems": []}
            organs.setdefault(row["alias"], empty)[name].append(row)
    own = {
        kind: load_lexicon(kind) if table is None else complete_lexicon(table, kind)
        for kind, table in (("slogans", slogans), ("bodies", bodies), ("traps", None))
    }
    whole = {
        "organs": organs.values(),
        "heads": load_lexicon("names").query("role == 'head'").to_dict("records"),
        "full": [{"alias": head} for head in word_map("organs.heads")],
        "places": [{"alias": name} for name in gazetteer().units],
    }
    entries = [(kind, row, 0) for kind, table in own.items() for row in table.to_dict("records")]
    entries += [(kind, row, len(row["alias"])) for kind, rows in whole.items() for row in rows]
    return Vocabulary(build_matcher([row["alias"] for _, row, _ in entries]), tuple(entries))


@cache
def own_vocabulary() -> Vocabulary:
    """The project's own lexicons, read once: they do not change while a program runs."""
    return make_vocabulary()


def read_spans(text: str, home: Home, vocabulary: Vocabulary | None = None) -> Spans:
    """The table of spans of a text.

    >>> spans = read_spans("杭州市临平区政协", Home())
    >>> spans.ends[6], [row["alias"] for _, _, row in spans.kinds["organs"]]
    ([3], ['政协'])
    """
    matcher, entries = vocabulary or own_vocabulary()
    kinds: dict[str, list] = defaultdict(list)
    ends: dict[int, list[int]] = {}
    starts: dict[int, list[int]] = {}
    for start, end, aliases in find_keys(matcher, text):
        for alias in aliases:
            kind, row, size = entries[alias]
            if size and end - start != size:
                continue
            if kind == "places":
                ends.setdefault(end, []).append(start)
                starts.setdefault(start, []).append(end)
            else:
                kinds[kind].append((start, end, row))
    for unit in unlisted_units(home):  # the home's own places, where the lexicon lacks them
        for name in (unit.name, *unit.shorts()):
            for match in re.finditer(re.escape(name), text):
                ends[match.end()] = sorted([*ends.get(match.end(), ()), match.start()])
                starts.setdefault(match.start(), []).append(match.end())
    return Spans(text, home, ends, starts, kinds)
