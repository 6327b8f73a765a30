"""Tables on disk, batch by batch, whole or not at all: CSV for people, Parquet, xlsx for offices."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.errors import TifaError
from analysis.table.dictionary import (
    ROWS,
    TABLE,
    declared_types,
    describe_columns,
    empty_table,
    fit,
    open_types,
)
from analysis.table.result_folders import write_new_file

if TYPE_CHECKING:
    import pyarrow as pa

# What a spreadsheet may run at the start of a cell (OWASP, "CSV Injection"), full-width signs too.
FORMULA = tuple("=+-@＝＋－＠\t\r\n")
FORMATS = ("csv", "parquet", "xlsx")
XLSX_ROWS, XLSX_CELL = 1_048_576, 32_767  # Excel's limits, header included
Append = Callable[[pd.DataFrame], None]


def defuse(table: pd.DataFrame) -> pd.DataFrame:
    """The same table, an apostrophe before text that a spreadsheet would run as a formula."""
    safe = table.copy(deep=False)
    for column, dtype in table.dtypes.items():
        if dtype.kind == "O":
            texts = (v for v in table[column].unique() if isinstance(v, str))
            odd = {v for v in texts if v.startswith(FORMULA)}
            if odd:
                safe[column] = [f"'{v}" if v in odd else v for v in table[column]]
    return safe


def plain(cell: str) -> str:
    """A cell as it was before `defuse`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def write_table(table: pd.DataFrame, path: Path) -> Path:
    """Write one table in the format its suffix names."""
    with table_writer(path) as append:
        append(table)
    return path


def write_new_table(table: pd.DataFrame, path: Path) -> Path:
    """Write one table to a file that is not there yet, whole or not at all."""
    return write_new_file(path, lambda beside: write_table(table, beside))


@contextmanager
def table_writer(path: Path, name: str = "") -> Iterator[Append]:
    """A function that adds rows to the file at `path` (.csv, .parquet or .xlsx), whole when the
    block ends.

    name : of a table of columns.csv: it has those columns and types, also without a row, then what
        further columns the first rows have. Without it the first rows say the columns.
    Raises TifaError for another suffix, and rows or values that do not fit."""
    writers = {".csv": _csv_writer, ".parquet": _parquet_writer, ".xlsx": _xlsx_writer}
    if path.suffix not in writers:
        given = path.suffix.lstrip(".")
        raise TifaError(f"{path.name}: format {given!r}; allowed: {', '.join(FORMATS)}")
    types: dict[str, str] = {}
    row = 2  # of the file: the header is row 1
    with writers[path.suffix](path) as write:

        def append(table: pd.DataFrame) -> None:
            nonlocal types, row
            types = types or _types(table, name)
            write(fit(table, types, name or path.name, row))
            row += len(table)

        yield append
        if name and not types:
            write(empty_table(declared_types(name)))


def _types(table: pd.DataFrame, name: str) -> dict[str, str]:
    """Columns and types of the file that begins with these rows."""
    if name:
        declared = declared_types(name)
        return declared | {c: t for c, t in open_types(table, {}).items() if c not in declared}
    about = table.attrs
    return open_types(table, describe_columns(about.get(TABLE, ""), rows=about.get(ROWS, "")))


@contextmanager
def _csv_writer(path: Path) -> Iterator[Append]:
    with path.open("wb") as file:

        def append(table: pd.DataFrame) -> None:
            if file.tell() == 0:
                header = table.iloc[:0].to_csv(index=False, lineterminator="\n")
                file.write(header.encode("utf-8-sig"))
            if not len(table):
                return
            alone = len(table.columns) == 1  # an empty cell alone would be an empty line
            rows = _joined(",", *(_csv_cells(table[name], alone) for name in table))
            lines = _joined("\n", rows, "")
            file.write(memoryview(lines.buffers()[2] or b""))

        yield append


def _csv_cells(column: pd.Series, alone: bool) -> "pa.LargeStringArray":
    """The cells as they stand in a CSV file: harmless (see `defuse`), quoted where they must be."""
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pa.large_string()
    if column.dtype.kind in "iu":
        return pa.array(column, from_pandas=True).cast(text).fill_null("")
    if column.dtype.kind != "O":
        column = column.map(str, na_action="ignore").astype(object)
    every = pa.array(column, text, from_pandas=True).fill_null("").dictionary_encode()
    cells = every.dictionary  # a cell is looked at once, however often it stands
    runs = pc.match_substring_regex(cells, f"^[{re.escape(''.join(FORMULA))}]")
    if pc.any(runs).as_py():
        cells = pc.if_else(runs, _joined("'", "", cells), cells)
    odd = pc.match_substring_regex(cells, '[",\r\n]' + ("|^$" if alone else ""))
    if pc.any(odd).as_py():
        inner = pc.replace_substring(cells, '"', '""')
        cells = pc.if_else(odd, _joined('"', "", inner, ""), cells)
    return cells.take(every.indices)


def _joined(sign: str, *cells: Any) -> "pa.LargeStringArray":
    """Cells side by side with a sign between them; text stands in each row."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = [pa.scalar(c, pa.large_string()) if isinstance(c, str) else c for c in (*cells, sign)]
    return pc.binary_join_element_wise(*columns)


@contextmanager
def _parquet_writer(path: Path) -> Iterator[Append]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer = None

    def append(table: pd.DataFrame) -> None:
        nonlocal writer
        kinds = {"i": pa.int64(), "f": pa.float64(), "b": pa.bool_()}
        schema = pa.schema([(c, kinds.get(t.kind, pa.string())) for c, t in table.dtypes.items()])
        rows = pa.Table.from_pandas(table, schema=schema, preserve_index=False)
        rows = rows.replace_schema_metadata(None)
        writer = writer or pq.ParquetWriter(path, schema)
        writer.write_table(rows)

    try:
        yield append
    finally:
        if writer:
            writer.close()


@contextmanager
def _xlsx_writer(path: Path) -> Iterator[Append]:
    import xlsxwriter

    # in memory: no shared temporary folder; text stays text: =cmd|… runs nothing, an address is no
    # link
    options = {"in_memory": True, "nan_inf_to_errors": True}
    options |= {"strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(path, options)
    book.set_properties({"created": datetime(2000, 1, 1)})  # the same table, the same bytes
    sheet = book.add_worksheet("table")
    sheet.freeze_panes(1, 0)
    rows = 0

    def append(table: pd.DataFrame) -> None:
        nonlocal rows
        if rows == 0:
            sheet.write_row(0, 0, table.columns, book.add_format({"bold": True}))
            rows = 1
        for row in table.itertuples(index=False):
            cells = zip(table.columns, row, strict=True)
            long = [c for c, v in cells if isinstance(v, str) and len(v) > XLSX_CELL]
            if long or rows == XLSX_ROWS:
                what = f"{long[0]} has more than {XLSX_CELL} characters" if long else ""
                what = what or f"more than {XLSX_ROWS} rows"
                where = f"{path.name} row {rows + 1}"
                raise TifaError(f"{where}: {what}, an xlsx limit; use --format csv or parquet")
            sheet.write_row(rows, 0, [_cell(v) for v in row])
            rows += 1

    yield append
    book.close()


def _cell(value: object) -> object:
    """A plain value; xlsx holds no control characters but tab and line ends."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, str):
        return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", value)
    return None if pd.isna(value) else value
