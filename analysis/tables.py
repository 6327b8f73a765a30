"""All tables of a corpus on disk, one file a table: CSV for people, Parquet for programs, xlsx for offices."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.errors import TifaError

FORMATS = ("csv", "parquet", "xlsx")
XLSX_ROWS = 1_048_575
XLSX_CELL = 32_767
# A spreadsheet runs a cell that begins like this as a formula; an apostrophe before it makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def defuse(table: pd.DataFrame) -> pd.DataFrame:
    """The same table with text cells that a spreadsheet would run as a formula made plain text.

    >>> defuse(pd.DataFrame({"text": ["=cmd|' /C calc'!A0", "十五五"], "n": [-1, 2]}))["text"].tolist()
    ["'=cmd|' /C calc'!A0", '十五五']
    """
    safe = table.copy()
    for column in safe.columns[
        [not pd.api.types.is_numeric_dtype(t) and not pd.api.types.is_bool_dtype(t) for t in safe.dtypes]
    ]:
        safe[column] = [f"'{v}" if isinstance(v, str) and v.startswith(_FORMULA) else v for v in safe[column]]
    return safe


def write_table(table: pd.DataFrame, path: Path) -> Path:
    """Write one table in the format of the path's suffix: .csv (utf-8-sig, \\n), .parquet or .xlsx.

    Raises TifaError where the table does not fit the format (xlsx: 1,048,575 rows, 32,767 characters a cell).
    """
    if path.suffix == ".csv":
        defuse(table).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    elif path.suffix == ".parquet":
        table.to_parquet(path, index=False)
    elif path.suffix == ".xlsx":
        _write_xlsx(table, path)
    else:
        raise TifaError(f"format {path.suffix.lstrip('.')!r}; allowed: {', '.join(FORMATS)}")
    return path


def _write_xlsx(table: pd.DataFrame, path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if len(table) > XLSX_ROWS:
        raise TifaError(
            f"{path.name}: {len(table)} rows; an xlsx sheet holds {XLSX_ROWS}: use --format csv or parquet"
        )
    book = Workbook(write_only=True)
    # A fixed date keeps the bytes the same on every run.
    book.properties.created = book.properties.modified = pd.Timestamp("2000-01-01").to_pydatetime()
    sheet = book.create_sheet(path.stem[:31])
    sheet.freeze_panes = "A2"
    header = [WriteOnlyCell(sheet, value=c) for c in table.columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    for number, row in enumerate(table.itertuples(index=False), start=2):
        cells = []
        for column, value in zip(table.columns, row, strict=True):
            if isinstance(value, str) and len(value) > XLSX_CELL:
                raise TifaError(
                    f"{path.name} row {number}, {column}: {len(value)} characters; an xlsx cell holds {XLSX_CELL}"
                )
            cell = WriteOnlyCell(
                sheet, value=None if pd.isna(value) else value.item() if hasattr(value, "item") else value
            )
            if isinstance(value, str):
                cell.data_type = "s"  # =cmd|… stays text
            cells.append(cell)
        sheet.append(cells)
    book.save(path)
    _settle(path)


def _settle(path: Path) -> None:
    """Rewrite a zip with fixed times inside, so that the same table gives the same bytes."""
    import zipfile

    with zipfile.ZipFile(path) as old:
        parts = [(i.filename, old.read(i)) for i in old.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts:
            if name == "docProps/core.xml":
                import re

                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
            info = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, data)


def replace_folder(target: Path, fill: Callable[[Path], object]) -> Path:
    """Fill a new folder beside `target`, then put it in its place: whoever looks sees the old whole or the new whole.

    fill : writes the files into the folder it is given. On any error, Ctrl-C too, `target` stays as it was.
    """
    target = Path(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_dir():
            raise TifaError(f"{target} is a file; a folder is wanted")
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise TifaError(f"cannot write to {target} ({error.strerror})") from error
    old = fresh.with_name(fresh.name + "-old")
    try:
        fresh.chmod(0o755)
        fill(fresh)
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    except BaseException:
        if old.exists() and not target.exists():
            old.rename(target)
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)
    return target
