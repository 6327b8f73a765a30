"""Tables on a terminal: aligned where Chinese is two columns wide, or as CSV for a pipe."""

import sys
import unicodedata
from collections.abc import Sequence

import pandas as pd

from analysis.tables import defuse


def width(text: str) -> int:
    """Columns a text takes on a terminal.

    >>> width("十五五 15")
    9
    """
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def aligned(table: pd.DataFrame, right: Sequence[str] = ()) -> str:
    """A table as aligned lines; numbers and the columns named in `right` stand right.

    >>> print(aligned(pd.DataFrame({"name": ["十五五", "a"], "n": [18, 2]})))
    name     n
    十五五  18
    a        2
    """
    columns = []
    for name in table.columns:
        numeric = pd.api.types.is_numeric_dtype(table[name])
        cells = [str(name), *(_cell(v) for v in table[name])]
        wide = max(width(c) for c in cells)
        pads = [" " * (wide - width(c)) for c in cells]
        columns.append(
            [p + c if numeric or name in right else c + p for c, p in zip(cells, pads, strict=True)]
        )
    return "\n".join("  ".join(row).rstrip() for row in zip(*columns, strict=True))


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if pd.isna(value) else f"{value:.2f}"
    # a control character in a corpus must not reach the terminal
    return "".join(c if c.isprintable() else " " for c in str(value))


def print_table(table: pd.DataFrame, *, csv: bool = False, right: Sequence[str] = ()) -> None:
    """Print a table for a person, or as CSV (utf-8, formulas defused) for a program."""
    text = defuse(table).to_csv(index=False, lineterminator="\n") if csv else aligned(table, right) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.flush()
