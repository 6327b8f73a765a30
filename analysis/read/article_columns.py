"""Which column of a table of articles is which: by its usual name, or as a person says."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from analysis.errors import TifaError
from analysis.table.dictionary import columns_of, described

FILE = Path(__file__).with_name("column_names.csv")
SUFFIX = "_given"  # after a column of the table that has the name of one of ours
# Of our own articles table: what is counted or named anew in a corpus that is read from it.
ANEW = ("doc_id", "files", "n_paragraphs", "n_sentences", "n_han")
RESERVED = ("counted", "reprint_of", "n_tokens")


class Columns(NamedTuple):
    """Our column -> the table's; further ones -> their name here; whether we wrote it."""

    known: dict[str, str]
    further: dict[str, str]
    is_own: bool = False


@cache
def _usual_names() -> dict[str, list[str]]:
    """Our columns, each with the plain forms of the names it goes by, likeliest first."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {
            r["column"]: [_plain(n) for n in r["names"].split("|")] for r in csv.DictReader(file)
        }


def _plain(name: str) -> str:
    """A column's name without case, width, blanks and signs: Pub_Date and pubDate are one."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).casefold()


def is_usual(name: str, column: str) -> bool:
    """Whether a name is a usual one of our column."""
    return _plain(name) in _usual_names().get(column, ())


def find_columns(there: Iterable[str], file: str, said: Mapping[str, str] | None = None) -> Columns:
    """Which columns hold text, title, date … (`said`: our name -> theirs); others travel along.

    >>> find_columns(["标题", "正文", "版面", "genre"], "a.csv")
    Columns(known={'text': '正文', 'title': '标题'}, further={'版面': '版面', 'genre': 'genre_given'},
    is_own=False)
    """
    there = list(there)
    ours = columns_of("articles")
    if set(ours) <= set(there):
        known = {name: name for name in ours if name not in ANEW}
        return Columns(known, {name: name for name in there if name not in ours}, True)
    if other := next((t for t in described() if set(there) == set(columns_of(t))), ""):
        raise TifaError(f"{file}: is a table of results ({other}), not one of articles")
    known = _said(there, file, said or {})
    plain: dict[str, str] = {}
    for name in there:
        if name not in known.values():
            plain.setdefault(_plain(name), name)
    for column, names in _usual_names().items():
        found = next((plain[name] for name in names if name in plain), None)
        if column not in known and found is not None:
            known[column] = found
            plain = {key: name for key, name in plain.items() if name != found}
    if "text" not in known:
        say = "say which with --columns text=NAME"
        none = f"{file}: no column has the text of the articles; there are {_listed(there)}"
        raise TifaError(f"{none}; {say}")
    further: dict[str, str] = {}
    taken = {*ours, *RESERVED}
    for name in there:
        if name not in known.values():
            as_told = name
            while as_told in taken:
                as_told += SUFFIX
            taken.add(as_told)
            further[name] = as_told
    return Columns(known, further)


def _said(there: list[str], file: str, said: Mapping[str, str]) -> dict[str, str]:
    known = {}
    for column, name in said.items():
        match = [n for n in there if n == name] or [n for n in there if _plain(n) == _plain(name)]
        if not match:
            raise TifaError(f"{file}: no column {name}; there are {_listed(there)}")
        known[column] = match[0]
    return known


def usual_column(name: str) -> str:
    """The column of ours that goes by a name, "" for none."""
    return next((column for column in _usual_names() if is_usual(name, column)), "")


def our_column(name: str) -> str:
    """The same. Raises TifaError for a name that is none.

    >>> our_column("date"), our_column("正文")
    ('date_published', 'text')
    """
    if column := usual_column(name):
        return column
    raise TifaError(f"columns: {name!r} is none of {', '.join(_usual_names())}")


def _listed(names: list[str]) -> str:
    """Column names on one line."""
    return ", ".join(" ".join(name.split()) for name in names) or "none"
