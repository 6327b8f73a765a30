"""Anchors: the address of a piece of evidence.

An anchor says which table to look in and which values to keep: a person can read it, a program can
answer it.

    ev-slogans/name=十五五/place=钱塘     the mentions of 十五五 in the papers of 钱塘

Values are percent-encoded and filters stand in alphabetical order, so equal selections have equal
anchors in every figure, notebook and page.  A number links to `#` + its anchor; `select(tables,
anchor)` gives its rows.
"""

from urllib.parse import quote, unquote

import pandas as pd

from analysis.errors import TifaError

PREFIX = "ev-"


def anchor(table: str, /, **filters: object) -> str:
    """The anchor of the rows of `table` whose columns equal the filters, in ASCII, without the
    leading `#`.

    table : a key of the evidence tables: slogans, bodies, tokens, articles, ...
    filters : column=value; several are joined by "and"; no filter means the whole table.
    >>> anchor("slogans", place="钱塘", name="十五五")
    'ev-slogans/name=%E5%8D%81%E4%BA%94%E4%BA%94/place=%E9%92%B1%E5%A1%98'
    >>> anchor("bodies")
    'ev-bodies'
    """
    parts = [f"{column}={quote(str(value), safe='')}" for column, value in sorted(filters.items())]
    return PREFIX + "/".join([table, *parts])


def parse_anchor(text: str) -> tuple[str, dict[str, str]]:
    """The table and the filters an anchor names; a leading `#` is allowed.

    >>> parse_anchor("#ev-slogans/name=%E5%8D%81%E4%BA%94%E4%BA%94/place=钱塘")
    ('slogans', {'name': '十五五', 'place': '钱塘'})
    """
    body = text.removeprefix("#")
    table, *parts = body.removeprefix(PREFIX).split("/")
    if not body.startswith(PREFIX) or not table or not all("=" in part for part in parts):
        raise TifaError(f"not an anchor: {text!r}; allowed: ev-TABLE/column=value/...")
    pairs = (part.split("=", 1) for part in parts)
    return table, {column: unquote(value) for column, value in pairs}


def select(tables: dict[str, pd.DataFrame], address: str) -> pd.DataFrame:
    """The rows an anchor stands for, in table order.

    tables : name -> table with at least article_id, start, end (see `evidence_tables`).
    Raises TifaError when the anchor names a table or a column that is not there.
    >>> rows = pd.DataFrame({"name": ["十五五", "两新"], "place": ["钱塘", "钱塘"]})
    >>> len(select({"slogans": rows}, anchor("slogans", name="十五五")))
    1
    """
    table, filters = parse_anchor(address)
    if table not in tables:
        raise TifaError(
            f"anchor {address}: no table {table!r}; there are {', '.join(sorted(tables))}"
        )
    rows = tables[table]
    if unknown := sorted(set(filters) - set(rows.columns)):
        raise TifaError(f"anchor {address}: table {table!r} has no column {unknown[0]!r}")
    keep = pd.Series(True, index=rows.index)
    for column, value in filters.items():
        keep &= rows[column].astype(str) == value
    return rows[keep]
