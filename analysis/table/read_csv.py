"""A person's CSV files, row by row: in the encodings, line ends and separators that spreadsheets
save.
"""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from analysis.errors import TifaError
from analysis.table.decode import open_lines

SEPARATORS = ",;\t"
MOST_CELL = 1_000_000  # characters of one cell: a whole article is a tenth of that


def read_csv_rows(path: Path, *, separators: str = SEPARATORS) -> Iterator[tuple[int, list[str]]]:
    """(row number, its cells without outer blanks) of each row that is not empty; the header is row
    1.

    Raises TifaError, naming file and row, for what is no CSV: quotes that do not close, a row with
    more or fewer cells than the header, a column that stands twice.
    """
    header: list[str] = []
    for number, row in csv_rows(open_lines(path, path.name)[1], path.name, separators=separators):
        cells = [cell.strip() for cell in row]
        if number == 1:
            header = cells
            if twice := sorted({name for name in header if header.count(name) > 1}):
                raise TifaError(
                    f"{path.name} row 1: a column name stands twice: {', '.join(twice)}"
                )
        elif not any(cells):
            continue
        elif len(cells) != len(header):
            n = f"{len(cells)} cell{'s' * (len(cells) != 1)}"
            raise TifaError(
                f"{path.name} row {number}: {n}, the header has {len(header)}; one a column is "
                "wanted"
            )
        yield number, cells


def csv_rows(
    lines: Iterable[str], name: str, *, separators: str = SEPARATORS
) -> Iterator[tuple[int, list[str]]]:
    """(row number, its cells as they stand) of each row that is not empty, one after the other; the
    separator is the one the first line has most of.

    Raises TifaError, naming file and row, where quotes do not close.
    """
    lines = iter(lines)
    first = next(lines, "")
    before = csv.field_size_limit(MOST_CELL)
    try:
        by = max(separators, key=first.count)
        rows = csv.reader(chain([first] if first else [], lines), delimiter=by, strict=True)
        number = 0
        while True:
            number += 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                raise TifaError(f"{name} row {number}: not a CSV row ({error})") from error
            if number == 1 or any(cells):
                yield number, cells
    finally:
        csv.field_size_limit(before)
