"""What a public function takes, checked at its door: one line says what came and what is wanted."""

import inspect
from collections.abc import Callable, Collection, Mapping
from functools import wraps
from os import PathLike
from pathlib import Path
from reprlib import repr as cut_short
from types import MappingProxyType
from typing import Any, NamedTuple, ParamSpec, TypeVar

import pandas as pd
from pandas.api.types import infer_dtype, is_bool, is_hashable, is_integer, is_scalar

from analysis.errors import TifaError
from analysis.table.dictionary import EVERY, columns_said, declared_types, misfit

P, Result = ParamSpec("P"), TypeVar("Result")
KEYS = {"articles": "article_id", "sentences": "sentence_id"}  # of tables whose rows others name
CORPUS_MAKER = "load_corpus(path) makes one"


class Kind(NamedTuple):
    """A sort of argument: what it is called, which values are of it, what must hold inside one,
    and what to do with a value of another sort, by what that is called."""

    what: str
    holds: Callable[[Any], bool]
    inside: Callable[[Any, str], None] = lambda value, name: None
    instead: Mapping[str, str] = MappingProxyType({})

    def __or__(self, other: "Kind") -> "Kind":
        return Kind(
            f"{self.what} or {other.what}",
            lambda value: self.holds(value) or other.holds(value),
            lambda value, name: (self if self.holds(value) else other).inside(value, name),
            {**self.instead, **other.instead},
        )


def wants(**kinds: Kind) -> Callable[[Callable[P, Result]], Callable[P, Result]]:
    """Let a function check the arguments named, where they are given, before it runs; and its
    help() tell the columns of columns.csv that its table has.

    >>> @wants(text=TEXT, most=whole(1))
    ... def head(text: str, *, most: int = 9) -> str:
    ...     return text[:most]
    >>> head("十五五", most=-1)
    Traceback (most recent call last):
    analysis.errors.TifaError: head wants a whole number from 1 up as most; -1 came
    """

    def dress(function: Callable[P, Result]) -> Callable[P, Result]:
        names = list(inspect.signature(function).parameters)

        @wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> Result:
            given = dict(zip(names, args, strict=False)) | kwargs
            for name in [name for name in kinds if name in given]:
                role = "" if name == names[0] else f" as {name}"
                wanted = f"{function.__name__} wants {kinds[name].what}{role}"
                _check(given[name], kinds[name], wanted, name)
            return function(*args, **kwargs)

        if columns := columns_said(function.__name__):
            checked.__doc__ = f"{inspect.cleandoc(function.__doc__)}\n{columns}"
        return checked

    return dress


def _check(value: Any, kind: Kind, wanted: str, name: str) -> None:
    if not kind.holds(value):
        came = _called(value)
        path = isinstance(value, str | PathLike) and "a path" in kind.instead
        what_to_do = kind.instead.get("a path" if path else came, "")
        todo = f": {what_to_do}" if what_to_do else ""
        raise TifaError(f"{wanted}; {'a path' if path else came} came{todo}")
    kind.inside(value, name)


def _called(value: Any) -> str:
    """What came, in words: short values as they are, others by their type."""
    if value is None or isinstance(value, str | bytes | bool | int | float):
        return cut_short(value)
    name = type(value).__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"


def require_columns(table: pd.DataFrame, columns: list[str], name: str) -> None:
    """Raise TifaError naming the columns a table lacks, and those it has."""
    there = list(table.columns)
    if missing := [column for column in columns if column not in there]:
        has = ", ".join(map(str, there)) or "none"
        raise TifaError(f"{name}: no column {', '.join(missing)}; it has {has}")
    if not table.columns.is_unique:
        twice = table.columns[table.columns.duplicated()][0]
        raise TifaError(f"{name}: column {twice} stands twice")


def require_values(
    table: pd.DataFrame, columns: list[str], name: str, like: str | dict[str, str] = EVERY
) -> None:
    """Raise TifaError where columns are missing, or hold a value that is not of their type.

    like : the types; or the table of columns.csv that has them, whose key no two rows may share."""
    require_columns(table, columns, name)
    types = like if isinstance(like, dict) else declared_types(EVERY) | declared_types(like)
    for column in columns:
        at = misfit(table[column], types[column]) if column in types else None
        if at is not None:
            value = table[column].iloc[at]
            gone = types[column] == "text" and is_scalar(value) and pd.isna(value)
            more = '; an empty cell of text is ""' if gone else ""
            raise TifaError(_in_row(table, column, at, name, f"{types[column]} is wanted{more}"))
    key = KEYS.get(like, "") if isinstance(like, str) else ""
    if key in columns and not table[key].is_unique:
        twice = table[key][table[key].duplicated()].iloc[0]
        raise TifaError(f"{name}: {key} {cut_short(twice)} stands twice")


def require_groups(table: pd.DataFrame, columns: list[str], name: str) -> None:
    """Raise TifaError where columns are missing or hold what cannot be counted, such as a list."""
    require_columns(table, columns, name)
    for column in columns:
        mixed = infer_dtype(table[column], skipna=True) == "mixed"
        for at, value in enumerate(table[column]) if mixed else ():
            if not is_hashable(value):
                raise TifaError(_in_row(table, column, at, name, "a single value is wanted"))


def _in_row(table: pd.DataFrame, column: str, at: int, name: str, wanted: str) -> str:
    came = _called(table[column].iloc[at])
    return f"{name}: {column} of row {table.index[at]} is {came}; {wanted}"


def _is_table(value: Any) -> bool:
    return isinstance(value, pd.DataFrame)


def a_table(columns: list[str], what: str = "", like: str = EVERY) -> Kind:
    """A DataFrame with these columns, typed as columns.csv has them in the table `like`."""
    takes = {"a Corpus": "take one of its tables", "a Mentions": "take its slogans or its bodies"}
    return Kind(
        what or f"a table with {', '.join(columns)}",
        _is_table,
        lambda table, name: require_values(table, columns, name, like),
        {} if what.startswith("the table") else takes,
    )


def a_corpus(**tables: list[str]) -> Kind:
    """A Corpus, or what has these tables of one, with these columns."""
    instead = {"a path": CORPUS_MAKER, "an Opened": "its .corpus is one"}
    return _of_tables("a Corpus", tables, instead | {"a DataFrame": CORPUS_MAKER})


def some_mentions(**tables: list[str]) -> Kind:
    """Mentions, with these columns in its tables."""
    instead = dict.fromkeys(("a Corpus", "a DataFrame"), "find_mentions(corpus) makes one")
    return _of_tables("a Mentions", tables, instead)


def _of_tables(what: str, tables: dict[str, list[str]], instead: dict[str, str]) -> Kind:
    def inside(value: Any, name: str) -> None:
        for table, columns in tables.items():
            require_values(getattr(value, table), columns, f"{name}.{table}", table)

    def holds(value: Any) -> bool:
        return not _is_table(value) and all(_is_table(getattr(value, t, None)) for t in tables)

    return Kind(what, holds, inside, instead)


def whole(least: int) -> Kind:
    what = f"a whole number from {least} up"
    return Kind(what, lambda value: is_integer(value) and value >= least)


def one_of(*options: str) -> Kind:
    what = f"one of {', '.join(options)}"
    return Kind(what, lambda value: isinstance(value, str) and value in options)


def instance(type_name: str, what: str) -> Kind:
    """An object of the class of this name, which need not be imported for it."""
    return Kind(what, lambda value: type(value).__name__ == type_name)


def _is_list(value: Any, of: type | tuple[type, ...]) -> bool:
    odd = isinstance(value, str | bytes | dict | pd.DataFrame) or not isinstance(value, Collection)
    return not odd and all(isinstance(item, of) for item in value)


def _is_path(value: Any) -> bool:
    return isinstance(value, str | Path) and bool(str(value)) and "\0" not in str(value)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping) and _is_list([*value, *value.values()], str)


NOTHING = Kind("None", lambda value: value is None)
TEXT = Kind("text", lambda value: isinstance(value, str))
TEXTS = Kind("a list of text", lambda value: _is_list(value, str))
FLAG = Kind("True or False", is_bool)
PATH = Kind("a path", _is_path)
A_FRAME = Kind("a DataFrame", _is_table)
A_MAPPING = Kind("a mapping of text to text", _is_mapping)
PATHS = Kind("a list of paths", lambda v: _is_list(v, (str, Path)) and all(map(_is_path, v)))
