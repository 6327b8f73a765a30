"""Articles that come as rows of a table: no rule for pages touches them."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.chinese.han import n_han
from analysis.describe import documents, page_place
from analysis.describe.dates import Dated, read_day
from analysis.describe.documents import BASES
from analysis.describe.reporters import parse_byline
from analysis.errors import TifaError
from analysis.read import article_tables
from analysis.read import formulas as f
from analysis.read.article_tables import Columns, find_columns
from analysis.read.folders import document_ids, list_folder
from analysis.read.line_kinds import find_lead, line_kind
from analysis.repair.repair import ARTICLE_COLUMNS, NOTE_COLUMNS, SEGMENT_COLUMNS
from analysis.repair.sentences import split_sentences
from analysis.table.decode import BAD
from analysis.table.offsets import RUN_COLUMNS
from analysis.table.parallel import progress
from analysis.table.write import plain

ROWS_AT_ONCE = 1_000
LAYOUT = "table"  # of a document whose articles are rows
RULE = "table"  # the rule of what a row says of itself
MOST_SAID = 120  # characters of a library's own words
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


def open_tables(
    source: Path | pd.DataFrame, given: pd.DataFrame, said: Mapping[str, str] | None = None
) -> tuple[list[Opened], list[dict[str, str]]]:
    """The tables of articles of a folder or DataFrame, and a row of `failures` for others."""
    frame = isinstance(source, pd.DataFrame)
    listed = [(source, article_tables.FRAME)] if frame else list_folder(source).pages
    ids = document_ids([file for _, file in listed])
    opened, failed = [], []
    for path, file in (
        listed if frame else [page for page in listed if article_tables.is_table(page[1])]
    ):
        raw = pd.DataFrame([{"doc_id": ids[file], "file": file, "text": ""}])
        raw = raw.assign(sha256="", encoding="", facts=[{}])
        none = (
            pd.DataFrame(columns=ARTICLE_COLUMNS),
            pd.DataFrame(columns=SEGMENT_COLUMNS),
            pd.DataFrame(columns=documents.DOCUMENT_COLUMNS),
        )
        about = documents.describe_documents(raw, *none, given)[ids[file]]
        table = article_tables.Table(file, file, path)
        try:
            for table in article_tables.list_tables(path, file):
                try:
                    encoding, names, rows = article_tables.read_table(table)
                    columns = find_columns(names, table.file, said)
                except TifaError as error:  # another sheet may have articles
                    failed.append({"file": table.file, "error": str(error)})
                    continue
                doc_id = ids[file] + table.file.removeprefix(file)
                opened.append(Opened(table, doc_id, encoding, columns, rows, about))
        except Exception as error:  # of any library, for any damage
            failed.append({"file": file, "error": _why(error, table.file)})
    return opened, failed


def _why(error: Exception, file: str) -> str:
    """One line: what went wrong with a table."""
    if isinstance(error, TifaError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{file}: cannot be read ({error.strerror})"
    said = " ".join(f"{type(error).__name__}: {error}".split())[:MOST_SAID].rstrip(": ")
    return f"{file}: not a readable table: {said}"


def read_rows(opened: Opened, further: list[str], taken: set[str]) -> Iterator[dict]:
    """The tables of some rows at a time, the file's own last; `taken` (article ids) grows."""
    odd: dict[str, list[int]] = {}
    doubts: dict[str, list[int]] = {}
    known: dict[str, set] = {PLACE: set(), DAY: set()}
    n_chars = n_of_han = 0
    rows = progress(_articles(opened, odd, doubts, taken), "rows")
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        tables = _tables(opened, batch, further, n_chars)
        n_chars += sum(_size(row) for row in batch)
        n_of_han += sum(n_han(row["title"]) + n_han(row["text"]) for row in batch)
        for name, values in known.items():
            values |= set(
                zip(tables["articles"][name], tables["articles"][f"{name}_basis"], strict=True)
            )
        yield tables
    about = opened.about
    document = about.row | {
        "doc_id": opened.doc_id,
        "file": opened.table.file,
        "sha256": article_tables.digest(opened.table),
        "encoding": opened.encoding,
        "layout": LAYOUT,
        "n_chars": n_chars,
        "n_han": n_of_han,
    }
    for name, values in known.items():
        document |= _of_all(name, values) if values else {}
    file, doc_id = opened.table.file, opened.doc_id
    unit = article_tables.row_word(file)
    if not n_chars and not odd:
        odd[f"{file}: a table without rows"] = []
    yield {
        "documents": pd.DataFrame(
            [document] if n_chars else [], columns=documents.DOCUMENT_COLUMNS
        ),
        "quality": pd.DataFrame(
            [
                *_notes(opened),
                *((doc_id, "doubt", _told(unit, w, at), len(at)) for w, at in doubts.items()),
            ],
            columns=NOTE_COLUMNS,
        ),
        "failures": pd.DataFrame(
            [(file, _told(f"{file} {unit}", what, at) if at else what) for what, at in odd.items()],
            columns=["file", "error"],
        ),
    }


def _notes(opened: Opened) -> list[tuple]:
    """What corpus.csv contradicts, and columns that got another name."""
    told = [(n["step"], n["what"]) for n in opened.about.notes if not n["what"].startswith("no ")]
    for name, as_told in opened.columns.further.items():
        if name != as_told:
            told.append(("columns", f"column {name} of the table is {as_told} here"))
    return [(opened.doc_id, step, what, 1) for step, what in told]


def _of_all(name: str, values: set[tuple[str, str]]) -> dict[str, str]:
    """What the rows say of a place or day, as one cell: the one they share; "" for several."""
    bases = {basis for _, basis in values}
    several = "", "unknown" if "unknown" in bases else "given"
    value, basis = next(iter(values)) if len(values) == 1 else several
    return {name: value, f"{name}_basis": basis, f"{name}_rule": RULE if value else ""}


def _told(unit: str, what: str, rows: list[int]) -> str:
    """One line for all rows with the same fault.

    >>> _told("a.csv row", "no text", [3]), _told("row", "no text", [3, 4])
    ('a.csv row 3: no text', 'rows 3, 4: no text')
    """
    more = f" and {len(rows) - SHOWN:,} more" if len(rows) > SHOWN else ""
    numbers = ", ".join(str(n) for n in rows[:SHOWN])
    return f"{unit}{'s' * (len(rows) > 1)} {numbers}{more}: {what}"


def _size(row: Mapping[str, str]) -> int:
    """Characters of a row in the document: the title and the text, a line end after each."""
    return len(row["text"]) + 1 + (len(row["title"]) + 1 if row["title"] else 0)


def _articles(opened: Opened, odd: dict, doubts: dict, taken: set[str]) -> Iterator[dict]:
    """The rows as articles; those without text, and what else is wrong, are told by their number."""
    known, further, is_own = opened.columns
    try:
        for number, cells in opened.rows:
            if isinstance(cells, str):
                odd.setdefault(cells, []).append(number)
                continue
            if is_own and opened.table.of.endswith(".csv"):
                cells = {name: plain(cell) for name, cell in cells.items()}
            row = {ours: _printed(cells.get(name), ours) for ours, name in known.items()}
            if not row["text"].strip():
                odd.setdefault("no text", []).append(number)
                continue
            row = (
                {
                    "number": number,
                    "cells": {
                        as_told: article_tables.cell_text(cells.get(n))
                        for n, as_told in further.items()
                    },
                }
                | dict.fromkeys(ARTICLE_COLUMNS, "")
                | row
            )
            if BAD in row["text"]:
                doubts.setdefault(f"characters that are none, shown as {BAD}", []).append(number)
            if not is_own:
                _complete(row, number, doubts)
            row["article_id"] = _article_id(row, opened.doc_id, is_own, taken, doubts)
            yield row
    except Exception as error:  # of any library, for any damage
        odd[f"{_why(error, opened.table.file)}; it is read no further"] = []


def _printed(value: object, column: str) -> str:
    """A cell as printed, with plain line ends; paragraphs may come as a list."""
    text = article_tables.cell_text(value, "\n" if column == "text" else "|")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if column == "text" else " ".join(text.split("\n")).strip()


def _complete(row: dict, number: int, doubts: dict) -> None:
    """Who wrote it and when it came out, in the form of our own columns."""
    names = row.get("reporters", "")
    if not row["byline"]:
        row["byline"] = names or _printed_byline(row["text"])
    people = [name for name, _ in parse_byline(names)]
    row["reporters"] = "|".join(people or ([names] if "·" in names else []))
    if said := row.get(DAY, ""):
        row[DAY] = read_day(said)
        if not row[DAY]:
            doubts.setdefault("a date that is no day", []).append(number)


def _printed_byline(text: str) -> str:
    """Who wrote it, as the first or last lines of a text say.

    >>> _printed_byline("防汛部署\\n本报讯（记者 甲乙）昨日，开会。\\n（通讯员 丙丁）")
    '本报讯（记者 甲乙）|（通讯员 丙丁）'
    """
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    found: dict[str, None] = {}
    for line in dict.fromkeys([*lines[:OPENING], *lines[-2:]]):
        whole = line if line_kind(line) == "byline" else ""
        tail = f.TAIL_CREDIT.search(line) if line == lines[-1] else None
        for part in (whole or line[: find_lead(line)], tail.group() if tail and not whole else ""):
            found |= dict.fromkeys([part] if part else [])
    return "|".join(found)


def _article_id(row: dict, doc_id: str, is_own: bool, taken: set[str], doubts: dict) -> str:
    """The document's id and what the table gives; the row's number where that is taken."""
    said, number = row["article_id"], row["number"]
    wanted = said if is_own else f"{doc_id}-{said or number}"
    if wanted in taken or not wanted:
        doubts.setdefault("an id that stands twice", []).append(number)
        wanted = f"{doc_id}-row-{number}"
    taken.add(wanted)
    return wanted


def _tables(opened: Opened, batch: list[dict], further: list[str], at: int) -> dict:
    """The tables of some rows, which begin at character `at` of the document."""
    doc_id, file = opened.doc_id, opened.table.file
    segments, runs = [], []
    for row in batch:
        article_id, title, text = row["article_id"], row["title"], row["text"]
        if title:
            segments.append((doc_id, at, at + len(title), "headline", article_id))
            at += len(title) + 1
        segments.append((doc_id, at, at + len(text), "body", article_id))
        runs.append((article_id, 0, len(text), doc_id, file, at, row["number"]))
        at += len(text) + 1
    described = {row["article_id"]: _described(row, opened) for row in batch}
    table = pd.DataFrame(batch).assign(
        doc_id=doc_id,
        files=file,
        n_paragraphs=[sum(map(bool, map(str.strip, r["text"].split("\n")))) for r in batch],
        truncated=[row["truncated"].lower() == "true" for row in batch],
    )
    sentences = split_sentences(table)
    dressed = documents.dress_articles(
        table[ARTICLE_COLUMNS], sentences, described, by="article_id"
    )
    for column in KEPT if opened.columns.is_own else ():
        dressed[column] = table[column]
    if not opened.columns.is_own:
        dressed["reporters"] = table["reporters"].where(
            table["reporters"] != "", dressed["reporters"]
        )
    for name in further:
        dressed[name] = [row["cells"].get(name, "") for row in batch]
    places = pd.DataFrame(
        [d.place[:5] for d in described.values()], columns=page_place.PLACE_COLUMNS
    )
    return {
        "segments": pd.DataFrame(segments, columns=SEGMENT_COLUMNS),
        "articles": dressed,
        "sentences": sentences,
        "offsets": pd.DataFrame(runs, columns=RUN_COLUMNS),
        "places": places.drop_duplicates(),
    }


def _described(row: Mapping[str, str], opened: Opened) -> documents.Described:
    """Paper, place and day as a row says, else as is known of the file or the paper."""
    about = opened.about
    paper = row.get("paper") or about.row["paper"]
    said = row.get("place", "")
    if opened.columns.is_own:
        place = _own_place(row)
    elif said:
        place = page_place.with_level(documents.given_place(said, RULE), row["text"])
    elif about.place.basis != "unknown":
        place = about.place
    else:
        place = page_place.infer_place("", paper)  # one article alone speaks for no place
    day = Dated(row.get(DAY, ""), row.get(f"{DAY}_basis", "") or "given", RULE)
    day = day if day.date or opened.columns.is_own else about.date
    known = {"paper": paper, "place": place.place, "place_level": place.place_level}
    known |= {"place_basis": place.basis, DAY: day.date, f"{DAY}_basis": day.basis}
    return documents.Described(known, place, day, [])


def _own_place(row: Mapping[str, str]) -> page_place.Placed:
    """The place of a row of our own table, as sure as it was."""
    if row["place"] in ("", page_place.UNKNOWN_PLACE):
        return page_place.UNKNOWN
    basis = row["place_basis"] if row["place_basis"] in BASES else "given"
    level = row["place_level"]
    return documents.given_place(row["place"], RULE)._replace(
        place=row["place"], place_level=level, basis=basis
    )
