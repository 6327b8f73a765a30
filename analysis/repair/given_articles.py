"""Articles as somebody gives them, a row each of a table: their rows in our tables, and what is
wrong with them. No rule for torn pages touches them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.chinese.han import n_han
from analysis.describe import documents, page_place
from analysis.describe.dates import Dated, read_day
from analysis.describe.documents import BASES
from analysis.describe.reporters import find_credit, parse_byline
from analysis.errors import TifaError
from analysis.read import article_tables
from analysis.read import formulas as f
from analysis.read.article_tables import Columns, find_columns
from analysis.read.folders import document_ids, list_folder
from analysis.read.html_pages import fragment_text
from analysis.read.line_kinds import find_lead, line_kind
from analysis.read.text_tables import FIELDS, kind_of_text, read_text_table
from analysis.repair.intake import RAW_COLUMNS, told
from analysis.repair.repair import ARTICLE_COLUMNS, NOTE_COLUMNS, PageParts, tables_of
from analysis.table.decode import BAD
from analysis.table.parallel import progress
from analysis.table.write import plain

ROWS_AT_ONCE = 1_000
LAYOUT = "table"  # of a document whose articles are rows
RULE = "table"  # the rule of what a row says of itself
OPENING = 3  # lines of a text that may say who wrote it
SHOWN = 5  # rows that a message names
# Of a row of our own table, what is taken as it stands; the text decides it of other rows.
KEPT = ("genre", "reporters", "date_event", "date_event_basis", "date_event_rule")
PLACE, DAY = "place", "date_published"


class Opened(NamedTuple):
    """A table ready to read: its document, what is known of the file as a whole, and its rows."""

    table: article_tables.Table
    doc_id: str
    encoding: str
    columns: Columns
    rows: Iterator[article_tables.Row]
    about: documents.Described


Told = dict[str, list[int]]  # what is wrong with rows, and their numbers


@dataclass
class Reading:
    """A table as far as it is read: rows at fault by what is wrong, characters, places and days."""

    opened: Opened
    odd: Told = field(default_factory=dict)
    doubts: Told = field(default_factory=dict)
    n_chars: int = 0
    n_han: int = 0
    known: dict[str, set] = field(default_factory=lambda: {PLACE: set(), DAY: set()})


def open_tables(
    source: Path | pd.DataFrame, given: pd.DataFrame, said: Mapping[str, str] | None = None
) -> tuple[list[Opened], list[dict[str, str]]]:
    """The tables of articles of a folder or DataFrame, and a row of `failures` for others."""
    frame = isinstance(source, pd.DataFrame)
    listed = [(source, article_tables.FRAME)] if frame else list_folder(source).pages
    ids = document_ids([file for _, file in listed])
    known = {f: "" if frame else kind_of_text(p, f) for p, f in listed}
    listed = [(p, f) for p, f in listed if known[f] or article_tables.has_rows(f)]
    raw = [(ids[file], file, "", "", "", {}) for _, file in listed]
    none, raw = tables_of([]), pd.DataFrame(raw, columns=RAW_COLUMNS)
    about = documents.describe_documents(raw, none.articles, none.segments, none.layouts, given)
    opened, failed = [], []
    for path, file in listed:
        name = file
        try:
            for table in article_tables.list_tables(path, file, known[file]):
                name = table.file
                try:
                    encoding, names, rows = read_text_table(table)
                    columns = find_columns(names, name, said)
                except TifaError as error:  # another sheet may have articles
                    failed.append({"file": name, "error": str(error)})
                    continue
                doc_id = ids[file] + name.removeprefix(file)
                opened.append(Opened(table, doc_id, encoding, columns, rows, about[ids[file]]))
        except Exception as error:  # of any library, for any damage
            failed.append({"file": file, "error": told(error, name, "table")})
    return opened, failed


def read_rows(opened: list[Opened], further: list[str], taken: set[str]) -> Iterator[dict]:
    """The tables of some rows at a time, of all files, each file's own after its last row; `taken`
    (article ids) grows.
    """
    rows: list[tuple[Reading, dict]] = []
    whole: list[Reading] = []
    readings = map(Reading, opened)
    for reading, row in progress(
        ((r, row) for r in readings for row in _articles(r, taken)), "rows"
    ):
        if row is None:
            whole.append(reading)
        else:
            rows.append((reading, row))
        if max(len(rows), len(whole)) == ROWS_AT_ONCE:
            yield from ([_tables(rows, further)] if rows else [])
            yield from ([_of_files(whole)] if whole else [])
            rows, whole = [], []
    yield from ([_tables(rows, further)] if rows else [])
    yield from ([_of_files(whole)] if whole else [])


def _of_files(readings: list[Reading]) -> dict[str, pd.DataFrame]:
    """The tables of the files that have been read."""
    rows, notes, failed = [], [], []
    for reading in readings:
        opened, odd = reading.opened, reading.odd
        file, doc_id = opened.table.file, opened.doc_id
        if not reading.n_chars and not odd:
            odd[f"{file}: a table without rows"] = []
        unit = article_tables.row_word(file)
        doubts = [("doubt", _line(unit, w, at), len(at)) for w, at in reading.doubts.items()]
        notes += [(doc_id, *note) for note in [*_notes(opened), *doubts]]
        failed += [(file, _line(f"{file} {unit}", what, at)) for what, at in odd.items()]
        if not reading.n_chars:
            continue
        document = opened.about.row | {
            "doc_id": doc_id,
            "file": file,
            "sha256": article_tables.digest(opened.table),
            "encoding": opened.encoding,
            "layout": LAYOUT,
            "n_chars": reading.n_chars,
            "n_han": reading.n_han,
        }
        for name, values in reading.known.items():
            document |= _of_all(name, values)
        rows.append(document)
    return {
        "documents": pd.DataFrame(rows, columns=documents.DOCUMENT_COLUMNS),
        "quality": pd.DataFrame(notes, columns=NOTE_COLUMNS),
        "failures": pd.DataFrame(failed, columns=["file", "error"]),
    }


def _notes(opened: Opened) -> Iterator[tuple[str, str, int]]:
    """What corpus.csv contradicts, and columns that got another name."""
    for note in opened.about.notes:
        if not note["what"].startswith("no "):
            yield note["step"], note["what"], 1
    for name, as_told in opened.columns.further.items():
        if name != as_told:
            yield "columns", f"column {name} of the table is {as_told} here", 1


def _of_all(name: str, values: set[tuple[str, str]]) -> dict[str, str]:
    """What the rows say of a place or day, as one cell: the one they share; "" for several."""
    several = "", "unknown" if "unknown" in {basis for _, basis in values} else "given"
    value, basis = next(iter(values)) if len(values) == 1 else several
    return {name: value, f"{name}_basis": basis, f"{name}_rule": RULE if value else ""}


def _line(unit: str, what: str, rows: list[int]) -> str:
    """One line for all rows with the same fault.

    >>> _line("a.csv row", "no text", [3]), _line("row", "no text", [3, 4])
    ('a.csv row 3: no text', 'rows 3, 4: no text')
    """
    if not rows:
        return what
    more = f" and {len(rows) - SHOWN:,} more" if len(rows) > SHOWN else ""
    numbers = ", ".join(map(str, rows[:SHOWN]))
    return f"{unit}{'s' * (len(rows) > 1)} {numbers}{more}: {what}"


def _articles(reading: Reading, taken: set[str]) -> Iterator[dict | None]:
    """The rows as articles, then None; those without text, and what else is wrong, are told by
    number.
    """
    opened, odd, doubts = reading.opened, reading.odd, reading.doubts
    known, further, is_own = opened.columns
    try:
        for number, cells in opened.rows:
            if isinstance(cells, str):
                odd.setdefault(cells, []).append(number)
                continue
            if is_own and opened.table.of.endswith(".csv"):
                cells = {name: plain(cell) for name, cell in cells.items()}
            row = dict.fromkeys(ARTICLE_COLUMNS, "") | {"number": number}
            row |= {ours: _printed(cells.get(name), ours) for ours, name in known.items()}
            row["further"] = {
                as_told: article_tables.cell_text(cells.get(name))
                for name, as_told in further.items()
            }
            if not row["text"].strip():
                odd.setdefault("no text", []).append(number)
                continue
            faults = [f"characters that are none, shown as {BAD}"] if BAD in row["text"] else []
            faults += [] if is_own else _complete(row)
            said = row["article_id"]
            row["article_id"] = said if is_own else f"{opened.doc_id}-{said or number}"
            if row["article_id"] in taken or not row["article_id"]:
                faults.append("an id that stands twice")
                row["article_id"] = f"{opened.doc_id}-row-{number}"
            taken.add(row["article_id"])
            for fault in faults:
                doubts.setdefault(fault, []).append(number)
            yield row
    except Exception as error:  # of any library, for any damage
        odd[f"{told(error, opened.table.file, 'table')}; it is read no further"] = []
    yield None


def _printed(value: object, column: str) -> str:
    """A cell as printed, with plain line ends; paragraphs may come as a list."""
    text = article_tables.cell_text(value, "\n" if column == "text" else "|")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if column == "text":
        return fragment_text(text) if f.BLOCK_TAG.search(text) else text
    return " ".join(text.split("\n")).strip()


def _complete(row: dict) -> list[str]:
    """Put who wrote it and when it came out in the form of our own columns; what was wrong."""
    names = row.get("reporters", "")
    row["byline"] = row["byline"] or names or _printed_byline(row["text"])
    people = [name for name, _ in parse_byline(names)]
    row["reporters"] = "|".join(people or ([names] if "·" in names else []))
    said = row.get(DAY, "")
    row[DAY] = read_day(said) if said else ""
    return [f"{said[:30]!r} is no day like 2025-05-06"] if said and not row[DAY] else []


def _printed_byline(text: str) -> str:
    """Who wrote it, as the first or last lines of a text say.

    >>> _printed_byline("防汛部署\\n本报讯（记者 甲乙）昨日，开会。\\n（通讯员 丙丁）")
    '本报讯（记者 甲乙）|（通讯员 丙丁）'
    """
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    found: dict[str, None] = {}
    for line in dict.fromkeys([*lines[:OPENING], *lines[-2:]]):
        whole = line_kind(line) == "byline"
        credit = find_credit(line) if line == lines[-1] and not whole else -1
        found[line if whole else line[: find_lead(line)]] = None
        found[line[credit:] if credit >= 0 else ""] = None
    return "|".join(filter(None, found))


def _tables(rows: list[tuple[Reading, dict]], further: list[str]) -> dict[str, pd.DataFrame]:
    """The tables of some rows; what they say of their file goes into its `Reading`."""
    page, about = PageParts((), [], [], [], [], [], []), {}
    for reading, row in rows:
        opened, at = reading.opened, reading.n_chars
        doc_id, file = opened.doc_id, opened.table.file
        article_id, title, text = row["article_id"], row["title"], row["text"]
        for part, role in ((title, "headline"), (text, "body")):
            if part:
                page.segments.append((doc_id, at, at + len(part), role, article_id))
                at += len(part) + 1
        by_line = opened.table.suffix == FIELDS  # a line of such a text is a line of its file
        lines = text.splitlines(keepends=True) if by_line else [text]
        first, ends = at - 1 - len(text), [*accumulate(map(len, lines))]
        for n, (start, end) in enumerate(pairwise([0, *ends]), start=row["number"]):
            page.runs.append((article_id, start, end, doc_id, file, first + start, n))
        n_paragraphs = sum(map(bool, map(str.strip, text.split("\n"))))
        truncated = row["truncated"].lower() == "true"
        row |= {"doc_id": doc_id, "files": file, "n_paragraphs": n_paragraphs}
        page.articles.append(tuple((row | {"truncated": truncated})[c] for c in ARTICLE_COLUMNS))
        about[article_id] = described = _described(row, opened)
        for name, values in reading.known.items():
            values.add((described.row[name], described.row[f"{name}_basis"]))
        reading.n_chars = at
        reading.n_han += n_han(title) + n_han(text)
    made = tables_of([page])
    articles = documents.dress_articles(made.articles, made.sentences, about, by="article_id")
    own = pd.Series([reading.opened.columns.is_own for reading, _ in rows], dtype=bool)
    for column in KEPT:
        said = pd.Series([row.get(column, "") for _, row in rows], dtype=object)
        as_said = own | (said != "") if column == "reporters" else own
        articles[column] = said.where(as_said, articles[column])
    articles["counted"] = documents.is_counted(articles["genre"])
    for name in further:
        articles[name] = [row["further"].get(name, "") for _, row in rows]
    places = pd.DataFrame([d.place[:5] for d in about.values()], columns=page_place.PLACE_COLUMNS)
    return {
        "segments": made.segments,
        "articles": articles,
        "sentences": made.sentences,
        "offsets": made.offsets,
        "places": places.drop_duplicates(),
    }


def _described(row: Mapping[str, str], opened: Opened) -> documents.Described:
    """Paper, place and day as a row says, else as is known of the file or the paper."""
    about, is_own, said = opened.about, opened.columns.is_own, row.get(PLACE, "")
    paper = row.get("paper") or about.row["paper"]
    if is_own:
        place = _own_place(row, said)
    elif said:
        place = page_place.with_level(documents.given_place(said, RULE), row["text"])
    elif about.place.basis != "unknown":
        place = about.place
    else:  # one article alone speaks for no place
        place = page_place.infer_place("", paper)
    day = Dated(row.get(DAY, ""), row.get(f"{DAY}_basis", "") or "given", RULE)
    day = day if day.date or is_own else about.date
    return documents.Described(documents.described_row(paper, place, day), place, day, [])


def _own_place(row: Mapping[str, str], said: str) -> page_place.Placed:
    """The place of a row of our own table, as sure as it was."""
    if said in ("", page_place.UNKNOWN_PLACE):
        return page_place.UNKNOWN
    basis = row["place_basis"] if row["place_basis"] in BASES else "given"
    own = {"place": said, "place_level": row["place_level"], "basis": basis}
    return documents.given_place(said, RULE)._replace(**own)
