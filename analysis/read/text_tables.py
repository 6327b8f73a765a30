"""Tables of articles in files that have another name: what a spreadsheet or a crawler saved as .txt
(tabs, JSON lines) or a web page (also called .xls), and records that databases write field by field
(标题：…, 日期：…, 正文：…), whose number is the line where their text begins.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from analysis.errors import TifaError
from analysis.read import formulas as f
from analysis.read.article_tables import (
    Row,
    Table,
    read_table,
    row_word,
    usual_column,
    without_header,
)
from analysis.read.folders import HTML
from analysis.read.html_pages import fragment_text, parsed
from analysis.table.decode import decode_bytes, open_lines, read_text

FIELDS, GRID = ".txt", ".html"
# bytes of a file that tell what it is; styles stand before a table
WITHIN = {FIELDS: 4096} | dict.fromkeys((".xls", *HTML), 1 << 16)
NAMED = {"text", "title"}  # columns of a table of articles
AFTER = ("date_published", "paper", "place", "article_id")  # below the text of a lone record


class Said(NamedTuple):
    """A line that begins with the name of a field: the name, our column for it, what it says."""

    name: str
    column: str
    value: str


class Record(NamedTuple):
    """The fields of a record, the line of its text, and the lines from there to the next."""

    cells: dict[str, str]
    label: Said
    at: int
    rest: list[str]


def kind_of_text(path: Path, file: str) -> str:
    """The suffix that a file of articles could have: .tsv, .jsonl, FIELDS, GRID; "" for a page."""
    suffix = path.suffix.lower()
    if suffix not in WITHIN:
        return ""
    try:
        with path.open("rb") as opened:
            head = opened.read(WITHIN[suffix])
        head = head[: (head.rfind(b"\n") + 1) // 2 * 2 or len(head)]
        text = decode_bytes(head, file).text.strip()
        lines = text.splitlines() or [""]
        cells = [line.split("\t") for line in lines]
        if {usual_column(name) for name in cells[0]} >= NAMED or is_grid(cells):
            return ".tsv"
        if suffix != FIELDS:
            rows = (f.TABLE_CELL.findall(row) for row in f.TABLE_ROW.findall(text))
            return GRID if any({*map(usual_column, row)} >= NAMED for row in rows) else ""
        if lines[0].startswith(("{", "[{")) and '":' in lines[0]:
            return ".jsonl"
        titled = any((s := _said(line)) and s.column == "title" for line in map(str.strip, lines))
        return FIELDS if titled and labelled_rows(open_lines(path, file)[1]) else ""
    except (OSError, TifaError):  # told where it is read as a page
        return ""


def is_grid(cells: list[list[str]]) -> bool:
    """Whether lines of cells are the rows of a table of articles that has no header.

    >>> text = "区委召开会议，部署防汛工作。会议强调，要压实责任，细化预案，守住安全底线，把工作做在前面。"
    >>> is_grid([["要闻", text], ["社会", text]]), is_grid([["要闻", "", ""], ["社会", text]])
    (True, False)
    """
    whole = cells[:-1] or cells  # the last line may be cut
    return len(cells[0]) > 1 and all(
        len(row) == len(cells[0]) and bool(without_header(row)) for row in whole
    )


def read_text_table(table: Table) -> tuple[str, list[str], Iterator[Row]]:
    """Encoding, names and rows, as `read_table` has them, of a file of any of these kinds."""
    kinds = {FIELDS: read_fields, GRID: read_grid}
    return kinds.get(table.suffix, read_table)(table)


def read_grid(table: Table) -> tuple[str, list[str], Iterator[Row]]:
    """The first table of a web page that has columns of titles and texts; the number of a row is
    its line, in a workbook its place.
    """
    page = read_text(table.source, table.of)
    for grid in parsed(page.text).iter("table"):
        rows = [r for r in grid.iter("tr") if next(r.iterancestors("table")) is grid]
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        header = [[" ".join(cell.text_content().split()) for cell in row] for row in cells]
        at = next((n for n, h in enumerate(header) if {*map(usual_column, h)} >= NAMED), -1)
        if at >= 0:
            names = [name or f"column {n}" for n, name in enumerate(header[at], start=1)]
            return page.encoding, names, _grid_rows(table, names, rows[at + 1 :], cells[at + 1 :])
    return page.encoding, [], iter(())


def _grid_rows(table: Table, names: list[str], rows: list, cells: list[list]) -> Iterator[Row]:
    by_line = row_word(table.file) == "line"
    first = len(rows[0].getparent()) - len(rows) + 1 if rows else 0
    for n, (row, own) in enumerate(zip(rows, cells, strict=True), start=first):
        number = row.sourceline if by_line else n
        if len(own) != len(names):
            yield number, f"{len(own)} cells, the header has {len(names)}"
        else:
            yield number, dict(zip(names, map(fragment_text, own), strict=True))


def read_fields(table: Table) -> tuple[str, list[str], Iterator[Row]]:
    """Encoding, names and rows of a file of FIELDS, as `read_table` has them."""
    encoding, lines = open_lines(table.source, table.of)
    names = (labelled_rows(lines) or [[]])[0]

    def read() -> Iterator[Row]:
        yield from (labelled_rows(open_lines(table.source, table.of)[1]) or ([], []))[1]

    return encoding, names, read()


def labelled_rows(lines: Iterable[str]) -> tuple[list[str], list[Row]] | None:
    """The names of the fields, and the records; None for any other text.

    >>> labelled_rows(["标题：甲", "来源：临平报", "正文：", "区委开会。", "---", "标题：乙", "正文：散会。"])
    (['标题', '来源', '正文'], [(4, {'标题': '甲', '来源': '临平报', '正文': '区委开会。'}),
    (7, {'标题': '乙', '正文': '散会。'})])
    """
    lines = [line.strip() for line in lines]
    said = [*map(_said, lines)]
    opener = next((s.name for s in said if s and s.column), "")
    opens = [n for n, s in enumerate(said) if s and s.name == opener]
    texts = [n for n, s in enumerate(said) if s and s.column == "text" and "://" not in s.value]
    # an opener without a text before the next is a line of the text before it
    whole = [a for a, b in pairwise([*opens, len(lines)]) if any(a <= n < b for n in texts)]
    records = [_record(lines, said, a, b, texts) for a, b in pairwise([*whole, len(lines)])]
    if not records or not all("title" in map(usual_column, r.cells) for r in records):
        return None
    below = set.intersection(*(set(_fields_below(r.rest)) for r in records))
    if len(records) == 1:
        below = {name for name in below if usual_column(name) in AFTER}
    rows: list[Row] = [
        (n, "stands before the first record")
        for n, line in enumerate(lines[: whole[0]], start=1)
        if line
    ]
    for cells, label, at, rest in records:
        under = _fields_below(rest, below)
        while rest and not (rest[0] and rest[-1]):
            at += not rest[0]
            rest = rest[1:] if not rest[0] else rest[:-1]
        rows.append((at + 1, cells | {label.name: "\n".join(rest)} | under))
    names = dict.fromkeys(name for _, row in rows if isinstance(row, dict) for name in row)
    return list(names), rows


def _said(line: str) -> Said | None:
    """The field that a line names.

    >>> _said("【题名】区委开会"), _said("日期: 2025-06-03"), _said("会议指出，要抓好落实。")
    (Said(name='题名', column='title', value='区委开会'),
    Said(name='日期', column='date_published', value='2025-06-03'), None)
    """
    if not (found := f.FIELD.match(line)):
        return None
    name, value = (part for part in found.groups() if part is not None)
    return Said(name, usual_column(name), value)


def _record(lines: list[str], said: list, start: int, end: int, texts: list[int]) -> Record:
    """The record of some lines; what has no name goes on with the field above."""
    at = next(n for n in texts if n >= start)
    cells: dict[str, str] = {}
    name = ""
    for line, s in zip(lines[start:at], said[start:at], strict=True):
        name, value = (s.name, s.value) if s else (name, line)
        cells[name] = "|".join(filter(None, (cells.get(name, ""), value)))
    return Record(cells, said[at], at, [said[at].value, *lines[at + 1 : end]])


def _fields_below(rest: list[str], names: set[str] | None = None) -> dict[str, str]:
    """The fields that the last lines of a record name; `names`: those to be taken from them."""
    found, n = {}, len(rest)
    while n > 1 and (not rest[n - 1] or f.RULE.fullmatch(rest[n - 1]) or _said(rest[n - 1])):
        s = _said(rest[n - 1])
        if s and names is not None and s.name not in names:
            break
        found |= {s.name: s.value} if s else {}
        n -= 1
    if names is not None:
        del rest[n:]
    return found
