"""Which table a DataFrame is, kept in its `attrs`: pandas hands them on to head(), to sorted and to
selected rows.

They are a few short strings, since pandas copies them with every operation; no file we write holds
them.
"""

from typing import Any, TypeVar

import pandas as pd
from pandas.api.types import is_object_dtype

from analysis.table.dictionary import DTYPES, describe_columns, misfit

# Keys of attrs: the table's name in the dictionary, its caption, what rates are per (han or
# tokens), the table its rows come from.
TABLE, TITLE, UNIT, ROWS = "tifa", "title", "unit", "rows"
# Of a table of counts: the table whose rows were counted, and the column that named them.
OF, FEATURE = "of", "feature"
LONGEST = 40  # characters of a term in a title

Tables = TypeVar("Tables", bound=tuple)


def titled(table: pd.DataFrame, name: str, title: str = "", **about: str) -> pd.DataFrame:
    """The same table, knowing its name in the dictionary, its title (default: the name) and what
    else `about` says.

    Columns that came without a dtype, as those of an empty table do, get the one columns.csv
    declares.

    >>> table = titled(pd.DataFrame({"feature": ["两新"], "n": [2]}), "count_features",
    ...     "counts by place", unit="han")
    >>> table.head(1).attrs["title"]
    'counts by place'
    """
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


def all_titled(tables: Tables, of: Any = "", prefix: str = "") -> Tables:
    """The same NamedTuple, each of its tables titled by the name of its field; `of` says what they
    are tables of.
    """
    for name, table in zip(type(tables)._fields, tables, strict=True):
        titled(table, f"{prefix}{name}", f"{name} of {short(of)}" if of else name)
    return tables


def short(term: Any) -> str:
    """A term as it stands in a title: a pattern as it was written, a table as what it is, cut after
    LONGEST characters.

    >>> short("十五五"), short(pd.DataFrame()), len(short("很" * 99))
    ('十五五', 'the rows given', 40)
    """
    text = (
        "the rows given" if isinstance(term, pd.DataFrame) else str(getattr(term, "pattern", term))
    )
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
