"""A person's CSV files, row by row: in the encodings, line ends and separators that spreadsheets
save.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import TifaError
from analysis.table.decode import read_text

MOST_CELL = 1_000_000  # characters of one cell: a whole article is a tenth of that


def read_csv_rows(path: Path, *, separators: str = ",;\t") -> Iterator[tuple[int, list[str]]]:
    """(row number, its cells without outer blanks) of each row that is not empty; the header is row
    1.

    Raises TifaError, naming file and row, for what is no CSV: quotes that do not close, a row with
    more or fewer cells than the header, a column that stands twice.
    """
    text = (
        read_text(path, path.name).text.replace("\r\n", "\n").replace("\r", "\n")
    )  # bare CR: "CSV (Macintosh)"
    first = text.split("\n", 1)[0]
    before = csv.field_size_limit(MOST_CELL)
    try:
        rows = csv.reader(
            io.StringIO(text, newline=""), delimiter=max(separators, key=first.count), strict=True
        )
        header: list[str] = []
        number = 0
        while True:
            number += 1
            try:
                cells = [cell.strip() for cell in next(rows)]
            except StopIteration:
                return
            except csv.Error as error:
                raise TifaError(f"{path.name} row {number}: not a CSV row ({error})") from error
            if number == 1:
                header = cells
                twice = sorted({name for name in header if header.count(name) > 1})
                if twice:
                    raise TifaError(
                        f"{path.name} row 1: a column name stands twice: {', '.join(twice)}"
                    )
            elif not any(cells):
                continue
            elif len(cells) != len(header):
                n = f"{len(cells)} cell{'s' * (len(cells) != 1)}"
                raise TifaError(
                    f"{path.name} row {number}: {n}, the header has {len(header)}; one a "
                    "column is wanted"
                )
            yield number, cells
    finally:
        csv.field_size_limit(before)
