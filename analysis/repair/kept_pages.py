"""A page read before, out of the store: as plain lists, its rows and drafts by their class."""

from dataclasses import fields
from typing import Any

from analysis.read.layout import Line
from analysis.repair.drafts import Draft, Head, Paragraph
from analysis.repair.repair import PageParts, Part

KINDS = (PageParts, Part, Draft, Paragraph, Head, Line)
NAMES = {kind: getattr(kind, "_fields", ()) or [f.name for f in fields(kind)] for kind in KINDS}
NUMBER = {kind: n for n, kind in enumerate(KINDS)}
PLAIN = (str, int, float, bool, type(None))
TUPLE = len(KINDS)  # the number that marks a tuple; a list has none


def plain(value: Any) -> Any:
    """A value as what JSON has; `revived` is the way back.

    >>> revived(plain([("a", 1), Line(1, 0, 2, 0, 0, 4, 0, "标题")]))[1].text
    '标题'
    """
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind in NUMBER:
        return [NUMBER[kind], *(plain(getattr(value, name)) for name in NAMES[kind])]
    if kind is list:
        return [-1, *map(plain, value)]
    if kind is tuple:
        return [TUPLE, *map(plain, value)]
    raise TypeError(f"{kind.__name__} in a page: name it in KINDS")


def revived(data: Any) -> Any:
    """The value that `plain` took."""
    if type(data) is not list:
        return data
    number, *rest = data
    if number == TUPLE:
        return tuple(map(revived, rest))
    if number == -1:
        return list(map(revived, rest))
    return KINDS[number](*map(revived, rest))
