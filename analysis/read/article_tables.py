"""Articles that come as tables: .csv, .tsv, workbooks, .jsonl, .json, .parquet or a DataFrame, row
by row, and which of their columns is which.

A cell is text, whatever the format, so that one table gives the same articles in each of them. Rows
are numbered as people see them: by a spreadsheet (the header is row 1), by the line of a .jsonl,
else from 1.
"""

import csv
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from functools import cache
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from analysis.errors import TifaError
from analysis.read.limits import MOST_UNPACKED_TABLE, check_size, check_unpacked
from analysis.table import result_folders
from analysis.table.decode import csv_rows, open_lines, read_text
from analysis.table.dictionary import columns_of, described

BOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
SUFFIXES = (".csv", ".tsv", *BOOKS, ".jsonl", ".ndjson", ".json", ".parquet")
LINES = (".jsonl", ".ndjson")  # of these a row is a line
FRAME = "DataFrame"  # the name of a table that is no file
DEEPEST = 4  # levels of a JSON file above its list of articles
SHORTEST_TEXT, STOPS = 40, "。！？"  # of a cell that is no column's name
HEADER_WITHIN = 10  # rows of a sheet in which its header is looked for
KEY = "key"  # of the list an article is in, where a JSON file has several
GIVEN = "_given"  # after a column of the table that has the name of one of ours
# Of our own articles table: what is counted or named anew in a corpus that is read from it.
ANEW = ("doc_id", "files", "n_paragraphs", "n_sentences", "n_han")
RESERVED = ("counted", "reprint_of", "n_tokens")
NO_OBJECT = "no JSON object"
_SHEET = re.compile(rf"(.+?(?:{'|'.join(map(re.escape, BOOKS))}))/(.+)", re.IGNORECASE)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # _x000D_ is a line end in a workbook

Row = tuple[int, dict[str, Any] | str]  # a number, and cells by column, or what is wrong with them
Rows = tuple[list[str], Iterator[Row]]  # the columns, and the rows, read as they are asked for


class Table(NamedTuple):
    """A table by the name it is told by, its file, where it lies, its sheet, and the suffix of its
    kind, where it has another.
    """

    file: str
    of: str
    source: Path | pd.DataFrame
    sheet: str = ""
    suffix: str = ""


class Columns(NamedTuple):
    """Our column -> the table's; further ones -> their name here; whether we wrote it."""

    known: dict[str, str]
    further: dict[str, str]
    is_own: bool = False


@cache
def _usual_names() -> dict[str, list[str]]:
    """Our columns, each with the plain forms of the names it goes by, likeliest first."""
    with Path(__file__).with_name("column_names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["column"]: [_plain(n) for n in row["names"].split("|")] for row in rows}


def _plain(name: str) -> str:
    """A column's name without case, width, blanks and signs: Pub_Date and pubDate are one."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).casefold()


def find_columns(there: Iterable[str], file: str, said: Mapping[str, str] | None = None) -> Columns:
    """Which columns hold text, title, date … (`said`: our name -> theirs); others travel along.

    >>> find_columns(["标题", "正文", "版面", "genre"], "a.csv")
    Columns(known={'text': '正文', 'title': '标题'}, further={'版面': '版面', 'genre': 'genre_given'},
    is_own=False)
    """
    there = list(there)
    ours = columns_of("articles")
    if set(ours) <= set(there):
        known = {name: name for name in ours if name not in ANEW}
        return Columns(known, {name: name for name in there if name not in ours}, True)
    if other := next((t for t in described() if set(there) == set(columns_of(t))), ""):
        raise TifaError(f"{file}: is a table of results ({other}), not one of articles")
    listed = ", ".join(" ".join(name.split()) for name in there) or "none"
    known = {}
    for column, name in (said or {}).items():
        alike = [n for n in there if n == name] or [n for n in there if _plain(n) == _plain(name)]
        if not alike:
            raise TifaError(f"{file}: no column {name}; there are {listed}")
        known[column] = alike[0]
    for column, names in _usual_names().items():
        free = {_plain(n): n for n in reversed(there) if n not in known.values()}
        found = next((free[name] for name in names if name in free), None)
        if column not in known and found is not None:
            known[column] = found
    if "text" not in known:
        none = f"{file}: no column has the text of the articles; there are {listed}"
        raise TifaError(f"{none}; say which with --columns text=NAME")
    further: dict[str, str] = {}
    for name in [n for n in there if n not in known.values()]:
        as_told = name
        while as_told in (*ours, *RESERVED, *further.values()):
            as_told += GIVEN
        further[name] = as_told
    return Columns(known, further)


def usual_column(name: str) -> str:
    """The column of ours that goes by a name, "" for none."""
    return next((column for column, names in _usual_names().items() if _plain(name) in names), "")


def our_column(name: str) -> str:
    """The same. Raises TifaError for a name that is none.

    >>> our_column("date"), our_column("正文")
    ('date_published', 'text')
    """
    if column := usual_column(name):
        return column
    raise TifaError(f"columns: {name!r} is none of {', '.join(_usual_names())}")


def is_table(file: str) -> bool:
    return file.lower().endswith(SUFFIXES)


def has_rows(name: str) -> bool:
    """Whether a name is that of a table: a file's, a sheet's, a DataFrame's."""
    return is_table(file_of(name)) or name == FRAME


def file_of(name: str) -> str:
    """The file of a table: of a sheet, its workbook.

    >>> file_of("a.xlsx/2024"), file_of("a.csv")
    ('a.xlsx', 'a.csv')
    """
    sheet = _SHEET.fullmatch(name)
    return sheet[1] if sheet else name


def row_word(file: str) -> str:
    """What the numbers of `line` count in a file: rows of a table, lines of others.

    >>> row_word("a.csv"), row_word("a.jsonl"), row_word("a.txt")
    ('row', 'line', 'line')
    """
    return "row" if has_rows(file) and not file.endswith(LINES) else "line"


def list_tables(source: Path | pd.DataFrame, file: str, suffix: str = "") -> list[Table]:
    """The tables of a file: one, but of a workbook each sheet that is not empty."""
    if isinstance(source, Path):
        check_size(source.stat().st_size, file)
    if isinstance(source, pd.DataFrame) or suffix or not file.lower().endswith(BOOKS):
        return [Table(file, file, source, suffix=suffix)]
    with _workbook(source, file) as book:
        visible = [s.name for s in book.sheets_metadata if "Visible" in str(s.visible)]
        sheets = [n for n in visible if book.get_sheet_by_name(n).total_height]
    if len(sheets) < 2:
        return [Table(file, file, source, *sheets)]
    return [Table(f"{file}/{name}", file, source, name) for name in sheets]


def read_table(table: Table) -> tuple[str, list[str], Iterator[Row]]:
    """How the table is encoded, its columns, and its rows, read as they are asked for.

    Raises TifaError, naming the file, for what is no such table; a row that is none is told in its
    place.
    """
    if isinstance(table.source, pd.DataFrame):
        return FRAME, *_frame_rows(table.source)
    suffix = table.suffix or table.source.suffix.lower()
    if suffix in (*BOOKS, ".parquet"):
        return suffix[1:], *(_parquet_rows if suffix == ".parquet" else _sheet_rows)(table)
    encoding, lines = open_lines(table.source, table.of)
    if suffix in (".csv", ".tsv"):
        return encoding, *_csv_rows(lines, table.file)
    return encoding, *_json_rows(lines, table)


def digest(table: Table) -> str:
    """The SHA-256 of the file's bytes; of a DataFrame, of its rows as CSV."""
    if isinstance(table.source, pd.DataFrame):
        rows = table.source.to_csv(index=False).encode("utf-8", "replace")
        return hashlib.sha256(rows).hexdigest()
    return result_folders.digest(table.source)


def cell_text(value: Any, joint: str = "|") -> str:
    """A cell as text; "" for an empty one. The items of a list are joined.

    >>> [cell_text(v) for v in (None, 1979.0, datetime(2025, 6, 3), ["甲", "乙"], True)]
    ['', '1979', '2025-06-03', '甲|乙', 'true']
    """
    if isinstance(value, str):
        return value
    if hasattr(value, "tolist"):  # of numpy
        value = value.tolist()
    match value:
        case list() | tuple() | set():
            return joint.join(text for item in value if (text := cell_text(item)))
        case bytes():
            return value.decode("utf-8", "replace")
        case Mapping():
            return json.dumps(value, ensure_ascii=False, default=str) if value else ""
        case bool():
            return str(value).lower()
        case _ if value is None or pd.isna(value):
            return ""
        case datetime() if value.time() == time() and value.tzinfo is None:
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
    return str(value)


def _named(header: Iterable[Any], file: str) -> list[str]:
    """Column names as text; one without a name is told by its place."""
    names = [cell_text(name).strip() or f"column {n}" for n, name in enumerate(header, start=1)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise TifaError(f"{file} row 1: a column name stands twice: {', '.join(twice)}")
    return names


def _numbered(header: Iterable[Any], rows: Iterable[tuple[int, Iterable[Any]]], file: str) -> Rows:
    names = _named(header, file)
    return names, ((number, dict(zip(names, cells, strict=False))) for number, cells in rows)


def without_header(first: list[Any]) -> list[str]:
    """The names of columns of a table whose first row is an article: text, column 2 …; [] for one
    with a header.
    """
    cells = [cell_text(cell) for cell in first]
    longest = max(cells, key=len, default="")
    if len(longest) < SHORTEST_TEXT or not any(stop in longest for stop in STOPS):
        return []
    names = (f"column {n}" for n in range(1, len(cells) + 1))
    return ["text" if cell is longest else name for cell, name in zip(cells, names, strict=True)]


def _csv_rows(lines: Iterable[str], file: str) -> Rows:
    rows = csv_rows(lines, file)
    first = next(rows, (1, []))
    if names := without_header(first[1]):
        rows = chain([first], rows)
    else:
        names = _named(first[1], file)

    def read() -> Iterator[Row]:
        for number, cells in rows:
            if len(cells) < len(names) or any(cells[len(names) :]):
                yield number, f"{len(cells)} cells, the header has {len(names)}"
            else:
                yield number, dict(zip(names, cells, strict=False))

    return names, read()


def _frame_rows(frame: pd.DataFrame) -> Rows:
    if any(name is not None for name in frame.index.names):  # an index with a name is a column
        frame = frame.reset_index(allow_duplicates=True)
    return _numbered(frame.columns, enumerate(frame.itertuples(index=False, name=None), 1), FRAME)


def _parquet_rows(table: Table) -> Rows:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(table.source)
    except (pa.ArrowException, OSError) as error:
        raise TifaError(f"{table.file}: not a readable Parquet file") from error
    rows = (row for batch in file.iter_batches(batch_size=1000) for row in batch.to_pylist())
    cells = ((number, row.values()) for number, row in enumerate(rows, 1))
    return _numbered(file.schema_arrow.names, cells, table.file)


def _workbook(path: Path, file: str):
    from zipfile import BadZipFile, is_zipfile

    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if is_zipfile(path):  # an .xls is not
            check_unpacked(path, file, MOST_UNPACKED_TABLE)
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, BadZipFile, OSError) as why:
        what = "a workbook that cannot be read; it is broken or has a password"
        raise TifaError(f"{file}: {what}") from why


def _cells(sheet) -> Iterator[tuple[int, list[Any]]]:
    """(row number, values) of the rows that are not empty."""
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if any(value != "" for value in row):
            yield number, [_plain_cell(v) if isinstance(v, str) else v for v in row]


def _plain_cell(text: str) -> str:
    return _ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), text) if "_x" in text else text


def _sheet_rows(table: Table) -> Rows:
    """Over the header of a sheet a title may stand: the header is the fullest of the first rows."""
    with _workbook(table.source, table.of) as book:
        rows = _cells(book.get_sheet_by_name(table.sheet)) if table.sheet else iter(())
    first = list(islice(rows, HEADER_WITHIN))
    if not first:
        return [], iter(())
    named = any("text" in map(usual_column, map(cell_text, row)) for _, row in first)
    if not named and (names := without_header(first[0][1])):  # else a note over the header
        return _numbered(names, chain(first, rows), table.file)
    fullest = max(first, key=lambda row: sum(isinstance(v, str) and bool(v) for v in row[1]))
    at, header = first.index(fullest), fullest[1]
    while header and header[-1] == "":
        header.pop()
    return _numbered(header, chain(first[at + 1 :], rows), table.file)


def _json_rows(lines: Iterator[str], table: Table) -> Rows:
    """Objects, one a line, or those of one JSON value; its columns are all that any object has."""
    first = next((line for line in lines if line.strip()), "")
    value, wrong, _ = _parsed(first)
    several = isinstance(value, dict) and bool(next(filter(str.strip, lines), ""))
    is_array = bool(wrong) and first.lstrip().startswith("[")
    by_line = several or (table.source.suffix.lower() != ".json" and not is_array)

    def read() -> Iterator[Row]:
        for number, line in enumerate(open_lines(table.source, table.of)[1], start=1):
            if line.strip():
                value, wrong, _ = _parsed(line)
                yield number, wrong or (value if isinstance(value, dict) else NO_OBJECT)

    rows = read if by_line else list(_json_value(table)).__iter__
    names = (name for _, row in rows() if isinstance(row, dict) for name in row)
    return list(dict.fromkeys(names)), rows()


def _json_value(table: Table) -> Iterator[Row]:
    value, wrong, line = _parsed(read_text(table.source, table.of).text)
    if wrong:
        raise TifaError(f"{table.file} line {line}: {wrong}")
    return enumerate(_objects(value), start=1)


def _parsed(text: str) -> tuple[Any, str, int]:
    """The value of a JSON text, or what is wrong with it, and in which of its lines."""
    try:
        return json.loads(text), "", 0
    except (ValueError, RecursionError) as error:
        why = getattr(error, "msg", "nested too deep")
        return None, f"not JSON ({why})", getattr(error, "lineno", 1)


def _objects(value: Any, around: Mapping[str, Any] = MappingProxyType({}), depth: int = 0):
    """The articles of a JSON value, each with what stands beside the list it is in."""
    if isinstance(value, list):
        header = value[0] if value and isinstance(value[0], list) else []
        if _is_text_named(header):
            value = [_under(header, row) for row in value[1:]]
        for item in value:
            wrong = [item if isinstance(item, str) and header else NO_OBJECT]
            yield from _objects(item, around, depth) if isinstance(item, dict) else wrong
    elif not isinstance(value, dict):
        yield NO_OBJECT
    elif _is_text_named(value.get("columns")) and isinstance(value.get("data"), list):
        yield from _objects([value["columns"], *value["data"]], around)
    elif columns := _by_column(value):
        rows = zip(*columns.values(), strict=True)
        yield from ({**around, **dict(zip(columns, row, strict=True))} for row in rows)
    elif _has_text(value) or not value:
        yield {**around, **value}
    elif all(isinstance(v, dict) and _has_text(v) for v in value.values()):
        yield from ({**around, **v} for v in value.values())  # articles by their ids
    else:
        inner = [k for k, v in value.items() if _holds_objects(v, depth)]
        if len(inner) > 1:  # lists of articles, and of other things: a schema, adverts
            told = {k: [*_objects(value[k], depth=depth + 1)] for k in inner}
            inner = [k for k in inner if any(o != NO_OBJECT and _has_text(o) for o in told[k])]
        beside = {k: v for k, v in value.items() if k not in inner}
        for name in inner:
            own = {KEY: name} if len(inner) > 1 else {}
            yield from _objects(value[name], {**around, **beside, **own}, depth + 1)
        if not inner:
            yield {**around, **value}


def _under(header: list, row: Any) -> dict[str, Any] | str:
    """A row by the names over it, or what is wrong with it."""
    if not isinstance(row, list) or len(row) != len(header):
        return f"{len(row) if isinstance(row, list) else 1} cells, the header has {len(header)}"
    return dict(zip(map(str, header), row, strict=True))


def _is_text_named(names: Any) -> bool:
    """Whether the text of articles is among the names of columns."""
    return isinstance(names, list | dict) and any(
        isinstance(n, str) and _plain(n) in _usual_names()["text"] for n in names
    )


def _by_column(value: Mapping[str, Any]) -> dict[str, list]:
    """The columns of a table that is told column by column, as pandas writes one; {} for others."""
    columns = list(value.values())
    if len(columns) < 2 or not _is_text_named(value):
        return {}
    if all(isinstance(c, dict) and c and c.keys() == columns[0].keys() for c in columns):
        return {name: list(column.values()) for name, column in value.items()}
    alike = all(isinstance(c, list) and len(c) == len(columns[0]) for c in columns)
    plain = alike and not any(isinstance(v, dict | list) for c in columns for v in c)
    return dict(value) if plain else {}


def _has_text(value: Mapping[str, Any]) -> bool:
    """Whether an object is an article itself: its text is no object."""
    said = [v for key, v in value.items() if _is_text_named([key])]
    return any(isinstance(v, str | list) and not _holds_objects(v, 0) for v in said)


def _holds_objects(value: Any, depth: int) -> bool:
    """Whether it is a list of objects, or an object with one inside."""
    if isinstance(value, list):
        return any(isinstance(item, dict) for item in value)
    return (
        isinstance(value, dict)
        and depth < DEEPEST
        and any(_holds_objects(v, depth + 1) for v in value.values())
    )
