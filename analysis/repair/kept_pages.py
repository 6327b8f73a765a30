"""A page read before, out of the store: its rows and drafts by the names of their classes."""

from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from typing import Any

PLAIN = frozenset((str, int, float, bool, type(None)))
CONTAINERS = {"list": list, "tuple": tuple, "set": set, "dict": lambda pairs: dict(pairs)}


def plain(value: Any) -> Any:
    """A value as what JSON has; `revived` is the way back.

    >>> from analysis.read.layout import split_lines
    >>> revived(plain([("a", 1), split_lines("标题")]))[1].text
    ['标题']
    """
    kind = type(value)
    if kind in PLAIN:
        return value
    if names := _fields(kind):
        return [_name(kind), *(plain(getattr(value, name)) for name in names)]
    parts = sorted(value) if kind is set else value.items() if kind is dict else value
    return [kind.__name__, *map(plain, parts)]


def revived(data: Any) -> Any:
    """The value that `plain` took."""
    if type(data) is not list:
        return data
    name, *rest = data
    if name in CONTAINERS:
        return CONTAINERS[name](map(revived, rest))
    return _kind(name)(*map(revived, rest))


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The fields of a class of rows of ours, in the order it takes them."""
    ours = kind.__module__.startswith("analysis.")
    of_class = tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()
    return getattr(kind, "_fields", of_class) if ours else ()


@cache
def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__name__}"


@cache
def _kind(name: str) -> type:
    home, _, own = name.rpartition(".")
    kind = getattr(import_module(home), own) if home.startswith("analysis.") else None
    if kind is None or not _fields(kind):
        raise TypeError(f"{name} is no class of rows")
    return kind
