"""The one grammar of anchors: what a number links to, and the rows behind it."""

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

import pandas as pd

from analysis.errors import TifaError

PREFIX = "ev-"
LINK = re.compile(r"""href=["']#(ev-[^"']+)["']""")


def anchor(table: str, /, **filters: object) -> str:
    """The anchor, without #, of the rows of an evidence table whose columns equal all the filters.

    >>> anchor("slogans", place="钱塘", name="十五五")
    'ev-slogans/name=%E5%8D%81%E4%BA%94%E4%BA%94/place=%E9%92%B1%E5%A1%98'
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
    """The rows of `evidence_tables` an anchor stands for, in table order.

    >>> rows = pd.DataFrame({"name": ["十五五", "两新"], "place": ["钱塘", "钱塘"]})
    >>> len(select({"slogans": rows}, anchor("slogans", name="十五五")))
    1
    """
    table, filters = parse_anchor(address)
    if table not in tables:
        there = ", ".join(sorted(tables))
        raise TifaError(f"anchor {address}: no table {table!r}; there are {there}")
    rows = tables[table]
    keep = pd.Series(True, index=rows.index)
    for column, value in filters.items():
        if column not in rows:
            raise TifaError(f"anchor {address}: table {table!r} has no column {column!r}")
        cells = rows[column]
        keep &= (cells if cells.dtype == object else cells.astype(str)) == value
    return rows[keep]


def select_all(
    tables: dict[str, pd.DataFrame], addresses: Iterable[str], *columns: str
) -> dict[str, pd.DataFrame]:
    """Anchor -> the rows it stands for, with these columns, or all of them where none is named; a
    table is gone through once for each set of filters."""

    def narrow(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows.columns.intersection(columns)] if columns else rows

    found: dict[str, pd.DataFrame] = {}
    places: dict[tuple[str, ...], tuple[pd.DataFrame, dict]] = {}
    for address in addresses:
        table, filters = parse_anchor(address)
        rows = tables.get(table, pd.DataFrame())
        if not filters or not set(filters) <= set(rows):
            found[address] = narrow(select(tables, address))
            continue
        if (table, *filters) not in places:
            keys = [rows[column].astype(str) for column in filters]
            by = keys if len(keys) > 1 else keys[0]
            places[table, *filters] = narrow(rows), rows.groupby(by, sort=False).indices
        kept, at = places[table, *filters]
        key = tuple(filters.values()) if len(filters) > 1 else next(iter(filters.values()))
        found[address] = kept.iloc[at.get(key, [])]
    return found


def anchors_in(html: str) -> list[str]:
    """The anchors a page, or the SVG of a figure, links to, each once, sorted."""
    parts = (re.split(r"&(?:amp;)?(?=ev-)", link) for link in LINK.findall(html))
    return sorted({part for some in parts for part in some})
