"""The data dictionary: what each column means, its type and unit, and where its values come from.

columns.csv has the tables that `tables` writes, all columns in their order, and those the functions
of `analysis` give. A row with nothing but its name says what the row of table * says."""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd
from pandas.api.types import is_object_dtype

from analysis.errors import TifaError

FILE = Path(__file__).with_name("columns.csv")
EVERY = "*"  # the table of the columns that mean the same wherever they stand
COLUMNS = ["table", "column", "type", "unit", "meaning", "source"]
SAME = {"look.lines": "concordance", "look.collocates": "collocations"}  # columns of another
UNITS = {"han": "Han characters", "tokens": "words"}  # what {unit} stands for
EITHER = "Han characters or words"

# Each type of columns.csv: its dtype in pandas, and what pandas calls values that fit it.
TEXT_DTYPE = pd.Series(dtype=str).dtype
DTYPES = {"text": TEXT_DTYPE, "integer": "int64", "number": "float64", "boolean": "bool"}
FITS = {
    "text": {"string"},
    "integer": {"integer"},
    "number": {"floating", "integer", "mixed-integer-float"},
    "boolean": {"boolean"},
}
GAPPED = {"integer": "Int64", "boolean": "boolean"}  # the dtypes of those with empty cells
OPEN = "?"  # ends the type of a column that nobody declared: its cells may be empty


class Column(NamedTuple):
    type: str
    unit: str
    meaning: str
    source: str


FURTHER = Column("text", "", "a further column of your table of articles", "that table")


@cache
def _told() -> dict[str, dict[str, Column]]:
    tables: dict[str, dict[str, Column]] = {EVERY: {}}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, own = row["column"], Column(*(row[field] for field in Column._fields))
            tables.setdefault(row["table"], {})[name] = own if any(own) else tables[EVERY][name]
    return tables


def described() -> list[str]:
    return [table for table in _told() if table != EVERY]


def declared_types(table: str) -> dict[str, str]:
    """Every column of a written table and its type, in order."""
    return {name: column.type for name, column in _told()[table].items()}


def dtypes_of(table: str) -> dict[str, str]:
    """The dtype of each column of a table."""
    return {name: DTYPES[kind] for name, kind in declared_types(table).items()}


def columns_of(table: str) -> list[str]:
    return list(_told()[table])


def describe_columns(table: str, *, rows: str = "", unit: str = "") -> dict[str, Column]:
    """What is said of the columns a table may have; {} for one that is not described. rows : the
    table its rows come from, whose columns it may have too. unit : of its rates, "han" or "tokens".
    """
    known = [_told()[name] for name in (rows, SAME.get(table, table)) if name in described()]
    word = UNITS.get(unit, EITHER)
    columns = {n: c for each in (_told()[EVERY], *known) for n, c in each.items()} if known else {}
    return {n: Column(*(cell.replace("{unit}", word) for cell in c)) for n, c in columns.items()}


def columns_said(function: str) -> str:
    """The columns of what a function gives, a paragraph each, for its help(); "" if not known."""
    lines = []
    for table in described():
        if table.partition(".")[0] == function:
            lines += ["", f"Columns of {table}, with units and sources:"]
            for name, column in _told()[table].items():
                unit = f" [{column.unit}]" if column.unit else ""
                lines.append(f"  {name}{unit} : {column.meaning} ({column.source})")
    return "\n".join(lines).replace("{unit}", EITHER)


def data_dictionary(columns: dict[str, list[str]]) -> pd.DataFrame:
    """table, column, type, unit, meaning, source: a row for each column of each written table.

    columns : those of each table; one of articles that is not described came with the user's table.
    """
    known = {table: describe_columns(table) for table in columns}
    if "articles" in columns:
        known["articles"] = dict.fromkeys(columns["articles"], FURTHER) | known["articles"]
    rows = [(table, c, *known[table][c]) for table, names in columns.items() for c in names]
    return pd.DataFrame(rows, columns=COLUMNS)


def open_types(table: pd.DataFrame, known: Mapping[str, Column]) -> dict[str, str]:
    """The type of each column: as described, else by its dtype; what is no number is text."""
    kinds = {"i": "integer", "u": "integer", "f": "number", "b": "boolean"}
    return {
        name: known[name].type if name in known else kinds.get(dtype.kind, "text") + OPEN
        for name, dtype in table.dtypes.items()
    }


def empty_table(types: Mapping[str, str]) -> pd.DataFrame:
    """A table of these columns and types without a row."""
    dtypes = {name: DTYPES[kind.rstrip(OPEN)] for name, kind in types.items()}
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in dtypes.items()})


def fit(table: pd.DataFrame, types: Mapping[str, str], name: str, first: int = 0) -> pd.DataFrame:
    """The columns named in `types`, each with the dtype of its type. Raises TifaError for other
    columns and for the first value of another type, by `name` and row, counted from `first`."""
    columns = list(table.columns)
    if len(columns) != len(types) or set(columns) != set(types):
        there, wanted = (", ".join(map(str, names)) for names in (columns, types))
        raise TifaError(f"{name}: the columns are {there}; wanted: {wanted}")
    return pd.DataFrame({c: _fit(table[c], kind, name, first) for c, kind in types.items()})


def _fit(column: pd.Series, kind: str, name: str, first: int) -> pd.Series:
    plain = kind.removesuffix(OPEN)
    if kind == "text" + OPEN:
        return column.map(str, na_action="ignore").astype(object)
    at = misfit(column, kind)
    if at is not None:
        where = "columns.csv says" if plain == kind else "the rows above say"
        value = column.iloc[at]
        value = repr(getattr(value, "item", lambda: value)())  # 3.0, not np.float64(3.0)
        raise TifaError(f"{name} row {first + at}: {column.name} is {value}; {where} {plain}")
    gaps = plain in GAPPED and column.hasnans
    return column.astype(GAPPED[plain] if gaps else DTYPES[plain])


def misfit(column: pd.Series, kind: str) -> int | None:
    """Where the first value of another type stands, None if none is; a number may be missing."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(column.cat.categories.dtype)
    fits = FITS[kind.removesuffix(OPEN)]
    if isinstance(column.dtype, np.dtype) and _infer(column) in fits:
        return None  # without looking for gaps: one would be of another type
    gone = column.isna().to_numpy()
    may_miss = kind == "number" or kind.endswith(OPEN)
    if (may_miss or not gone.any()) and _infer(column[~gone]) in (*fits, "empty"):
        return None
    odd = (not may_miss if gone[at] else _infer([v]) not in fits for at, v in enumerate(column))
    return next((at for at, is_odd in enumerate(odd) if is_odd), None)


def _infer(values: Iterable) -> str:
    return pd.api.types.infer_dtype(values, skipna=False)


# Keys of attrs: the table's name in the dictionary, its caption, what rates are per (han or
# tokens), the table its rows come from.
TABLE, TITLE, UNIT, ROWS = "tifa", "title", "unit", "rows"
# Of a table of counts: the table whose rows were counted, and the column that named them.
OF, FEATURE = "of", "feature"
LONGEST = 40  # characters of a term in a title

Tables = TypeVar("Tables", bound=tuple)


def titled(table: pd.DataFrame, name: str, title: str = "", **about: str) -> pd.DataFrame:
    """The same table, knowing its name in the dictionary, its title (default: the name) and what
    else `about` says; columns without a dtype, as of an empty table, get the declared one."""
    known = describe_columns(name, rows=about.get(ROWS, ""))
    for column, dtype in table.dtypes.items() if table.columns.is_unique else ():
        kind = known[column].type if column in known else ""
        vague = table.empty or (is_object_dtype(dtype) and kind != "text")
        if kind and vague and misfit(table[column], kind) is None:
            table[column] = table[column].astype(DTYPES[kind])
    table.attrs = {TABLE: name, TITLE: title or name, **about}
    return table


def counted_from(rows: pd.DataFrame, feature: str) -> dict[str, str]:
    """What a table of counts keeps in its attrs of the rows it counts."""
    return {OF: rows.attrs.get(TABLE, ""), FEATURE: feature}


def table_of(rows: Iterable[tuple], columns: list[str], dtypes: Mapping[str, str]) -> pd.DataFrame:
    """Rows as a table, of text but where `dtypes` says else: by columns, five times as fast."""
    cells = [*zip(*rows, strict=True)] or [()] * len(columns)
    made = zip(columns, cells, strict=True)
    return pd.DataFrame({name: np.array(own, dtypes.get(name, object)) for name, own in made})


def all_titled(tables: Tables, of: Any = "", prefix: str = "") -> Tables:
    """The same NamedTuple, each table titled by its field; of : what they are tables of."""
    for name, table in zip(type(tables)._fields, tables, strict=True):
        titled(table, f"{prefix}{name}", f"{name} of {short(of)}" if of else name)
    return tables


def short(term: Any) -> str:
    """A term as it stands in a title, a pattern as it was written, cut after LONGEST characters."""
    table = isinstance(term, pd.DataFrame)
    text = "the rows given" if table else str(getattr(term, "pattern", term))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
