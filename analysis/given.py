"""corpus.csv: what a person knows of each file; it overrides what the program infers."""

import csv
import io
import re
from pathlib import Path

import pandas as pd

from analysis.dates import date_in_path
from analysis.decode import read_text
from analysis.errors import TifaError
from analysis.lexicons import LEVELS

CSV_COLUMNS = [
    "file",
    "paper",
    "place",
    "place_level",
    "city",
    "district",
    "date_published",
    "source",
    "note",
]


def read_corpus_csv(root: Path) -> pd.DataFrame:
    """What a person knows of each file: corpus.csv, its columns as strings; an empty table where there is none."""
    path = root / "corpus.csv" if root.is_dir() else root.parent / "corpus.csv"
    if not path.is_file():
        return pd.DataFrame(columns=[*CSV_COLUMNS, "row"])
    text = read_text(path, path.name).text
    reader = csv.DictReader(io.StringIO(text))
    columns = [c.strip() for c in reader.fieldnames or []]
    if "file" not in columns or set(columns) - set(CSV_COLUMNS):
        odd = ", ".join(c for c in columns if c not in CSV_COLUMNS) or "no column 'file'"
        raise TifaError(f"corpus.csv row 1: {odd}; the columns are {', '.join(CSV_COLUMNS)}")
    rows = []
    for number, row in enumerate(reader, start=2):
        if None in row or None in row.values():
            raise TifaError(
                f"corpus.csv row {number}: {len(columns)} fields wanted, one a column of the header"
            )
        clean = {c: (row.get(c) or "").strip() for c in CSV_COLUMNS} | {"row": number}
        rows.append(_checked(clean, root, number))
    table = pd.DataFrame(rows, columns=[*CSV_COLUMNS, "row"])
    again = table[table["file"].duplicated()]
    if len(again):
        raise TifaError(
            f"corpus.csv row {again['row'].iloc[0]}: file {again['file'].iloc[0]!r} is listed twice"
        )
    return table


def _checked(row: dict[str, object], root: Path, number: int) -> dict[str, object]:
    name, day = str(row["file"]), str(row["date_published"])
    folder = root if root.is_dir() else root.parent
    if not name or not (folder / name).is_file():
        raise TifaError(f"corpus.csv row {number}: file {name!r} is not in {folder}")
    if day and not (re.fullmatch(r"\d{4}-\d\d-\d\d", day) and date_in_path(day) == day):
        raise TifaError(f"corpus.csv row {number}: date_published {day!r} is not a day like 2025-05-27")
    if row["place_level"] not in ("", *LEVELS):
        raise TifaError(
            f"corpus.csv row {number}: place_level {row['place_level']!r}; allowed: {', '.join(LEVELS)}"
        )
    return row
