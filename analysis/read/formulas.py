"""Printed formulas of Chinese newspapers, sites and reports, as patterns: rows of formulas.csv,
read as `formulas.NAME` and compiled when first asked for.

Rows of one name are alternatives, the first that fits wins; `{NAME}` stands for another formula or
a set of characters, `{page.labels}` for a list of lexicons/word_lists.csv. Patterns are for text
whose ends are trimmed; `{S}` allows the white space of justification between characters.
"""

import csv
import re
from functools import cache
from pathlib import Path

from analysis.chinese.han import HAN
from analysis.chinese.lexicons import word_list
from analysis.chinese.normal import SURNAMES

# Not white space for Python, but without room or meaning in a page: soft hyphen, zero-width space
# and joiners, direction marks, word joiner, byte order mark inside a file.
INVISIBLE = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
S = rf"[\s{INVISIBLE}]*"
NUMBER = "一二三四五六七八九十"
_SETS = {"HAN": HAN, "SURNAMES": SURNAMES, "INVISIBLE": INVISIBLE, "S": S, "NUMBER": NUMBER}
_REFERENCE = re.compile(r"\{([A-Za-z_]+(?:\.[a-z_]+)?)\}")


def __getattr__(name: str) -> re.Pattern[str] | tuple[re.Pattern[str], ...]:
    """The pattern of a name; of LEADS, whose longest match counts, one a row."""
    if name not in _rows():
        raise AttributeError(f"no formula {name} in formulas.csv")
    rows = [_REFERENCE.sub(_meant, row) for row in _rows()[name]]
    found = tuple(map(re.compile, rows)) if name == "LEADS" else re.compile("|".join(rows))
    return globals().setdefault(name, found)


@cache
def _rows() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["name"], []).append(row["pattern"])
    return found


def _meant(reference: re.Match[str]) -> str:
    name = reference[1]
    if name in _SETS:
        return str(_SETS[name])
    if "." in name:  # most places begin none of the words: they are asked for at once
        words = word_list(name)
        return f"(?=[{''.join({word[0]: 0 for word in words})}])(?:{'|'.join(words)})"
    return _REFERENCE.sub(_meant, "|".join(_rows()[name]))
