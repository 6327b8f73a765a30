"""corpus.csv: what a person knows of each file; it overrides what the program infers.

A cell that `new` filled says so in the `_basis` column beside it, and stays a guess until a person
changes the cell or empties its basis.
"""

import os
from pathlib import Path

import pandas as pd

from analysis.chinese.lexicons import LEVELS
from analysis.describe.dates import FULL, full_date
from analysis.errors import TifaError
from analysis.read.folders import list_folder
from analysis.table.decode import read_csv_rows

BASES = ("given", "printed", "inferred", "unknown")
CSV_COLUMNS = (
    "file paper place place_basis place_level city district "
    "date_published date_published_basis source note"
).split()


def read_corpus_csv(root: Path | pd.DataFrame) -> pd.DataFrame:
    """corpus.csv, its cells as strings, each row with its number; empty where there is none."""
    folder = (
        None if isinstance(root, pd.DataFrame) else root if os.path.isdir(root) else root.parent
    )
    if folder is None or not os.path.isfile(path := folder / "corpus.csv"):
        return pd.DataFrame(columns=[*CSV_COLUMNS, "row"])
    table_rows = read_csv_rows(path)
    columns = next(table_rows, (1, []))[1]
    if "file" not in columns or set(columns) - set(CSV_COLUMNS):
        odd = ", ".join(c for c in columns if c not in CSV_COLUMNS) or "no column 'file'"
        raise TifaError(f"corpus.csv row 1: {odd}; the columns are {', '.join(CSV_COLUMNS)}")
    rows = []
    there = {file for _, file in list_folder(root).pages}
    for number, cells in table_rows:
        row = dict(zip(columns, cells, strict=True))
        clean = {c: row.get(c, "") for c in CSV_COLUMNS} | {"row": number}
        rows.append(_checked(clean, root, there))
    table = pd.DataFrame(rows, columns=[*CSV_COLUMNS, "row"])
    again = table[table["file"].duplicated()]
    if len(again):
        raise TifaError(
            f"corpus.csv row {again['row'].iloc[0]}: file {again['file'].iloc[0]!r} is listed twice"
        )
    return table


def _checked(row: dict[str, object], root: Path, there: set[str]) -> dict[str, object]:
    number, name, day = row["row"], str(row["file"]), str(row["date_published"])
    folder = root if os.path.isdir(root) else root.parent
    if name not in there and not (name and os.path.isfile(folder / name)):
        raise TifaError(f"corpus.csv row {number}: file {name!r} is not in {folder}")
    written = FULL.fullmatch(day)  # a spreadsheet may have made 2025/5/27 of 2025-05-27
    if day and not (written and full_date(written)):
        raise TifaError(
            f"corpus.csv row {number}: date_published {day!r} is not a day like 2025-05-27"
        )
    for column, allowed in (
        ("place_level", LEVELS),
        ("place_basis", BASES),
        ("date_published_basis", BASES),
    ):
        if row[column] not in ("", *allowed):
            raise TifaError(
                f"corpus.csv row {number}: {column} {row[column]!r}; allowed: {', '.join(allowed)}"
            )
    return row | {"date_published": full_date(written) if written else ""}


def is_guess(basis: str) -> bool:
    """Whether a `_basis` cell says that `new`, not a person, filled the cell beside it."""
    return basis in ("printed", "inferred", "unknown")
