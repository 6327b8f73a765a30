"""Read the lexicons beside this file and a person's own; refuse a bad row by file and row.

A lexicon is a UTF-8 CSV; row 1 is its header. Columns, sources and known gaps: lexicons/README.md.
"""

import os
import re
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

import pandas as pd

from analysis.chinese.han import HAN, NUMERAL
from analysis.chinese.matching import match_key
from analysis.errors import TifaError
from analysis.table.arguments import Kind, require_values
from analysis.table.decode import read_csv_rows

FOLDER = Path(__file__).with_name("lexicons")
LEVELS = ("中央", "省", "市", "区", "镇街", "村社", "其他")
YES, NO = ("yes", "y", "1", "x", "是"), ("", "no", "n", "0", "否")
STOP_LISTS = {"function": "stop_function", "news": "stop_news"}


def load_lexicon(name: str, *extra_files: str | Path) -> pd.DataFrame:
    """The lexicon `name` (a file of lexicons/ without .csv) and the rows of `extra_files`.

    Returns the file's columns as strings, then `file` and `row`, where each row stands. A row of an
    extra file replaces the project's own with the same key. Raises TifaError naming file and row.
    """
    path = FOLDER / f"{name}.csv"
    if not os.path.isfile(path):
        known = ", ".join(sorted(p.stem for p in FOLDER.glob("*.csv")))
        raise TifaError(f"no lexicon {name!r}; there are: {known}")
    tables = [load_lexicon_file(file, name) for file in (path, *extra_files)]
    if not extra_files:
        return tables[0]
    table = pd.concat(tables, ignore_index=True)
    keys = _keys(table) if "alias" in table else table[NEEDED.get(name, [*table.columns[:1]])]
    return table[~keys.duplicated(keep="last").values].reset_index(drop=True)


def load_lexicon_file(path: str | Path, name: str | None = None) -> pd.DataFrame:
    """One lexicon file, checked as a lexicon `name` of columns.csv, else for its shape only."""
    path = Path(path)
    table = _read(path)
    if name == "slogans" and {"candidate", "accept"} <= set(table.columns):
        table = _accepted(table, path)
    if name in COLUMNS:
        table = _known_columns(table, path, name)
        _check_values(table, path, name)
        table = _fill_facts(table, path, name)
    return table


def _read(path: Path) -> pd.DataFrame:
    if not os.path.exists(path):
        raise TifaError(f"{path.name}: no such lexicon file")
    if not os.path.isfile(path):
        raise TifaError(f"{path.name}: a folder, a lexicon is a CSV file")
    rows = read_csv_rows(path)
    header = next(rows, (1, [""]))[1]
    if not any(header):
        why = "empty; a lexicon starts with a header line of column names"
        raise TifaError(f"{path.name} row 1: {why}")
    kept = [[*cells, path.name, number] for number, cells in rows]
    own = [f"own_{c}" if c in ("file", "row") else c for c in header]  # proposals have a `file`
    return pd.DataFrame(kept, columns=[*own, "file", "row"])


# What columns.csv says of the columns of each lexicon that a person can extend.
_SCHEMA = dict(iter(_read(FOLDER / "columns.csv").groupby("lexicon")))


def _schema(field: str) -> dict[str, dict[str, str]]:
    parts = {name: part.set_index("column")[field] for name, part in _SCHEMA.items()}
    return {name: part[part.ne("")].to_dict() for name, part in parts.items()}


COLUMNS = {name: part["column"].tolist() for name, part in _SCHEMA.items()}
NEEDED = {name: [*columns] for name, columns in _schema("needed").items()}
# A fact stands once a name; its other aliases inherit it.
_FACTS, _DEFAULTS, _ALLOWED = _schema("fact"), _schema("default"), _schema("allowed")


def _accepted(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    """The accepted rows of a file of proposals as lexicon rows: their `accept` cell says yes."""
    answer = table["accept"].str.lower()
    _refuse(table, path, ~answer.isin((*YES, *NO)), "accept {accept!r}; write yes or no")
    columns = ["candidate", "frame", "level", "expansion", "row"]
    kept = table[answer.isin(YES)].reindex(columns=columns, fill_value="")
    numeric, alias = kept["frame"].isin(["numeral", "code"]), kept["candidate"]
    return kept[["level", "expansion", "row"]].assign(
        alias=alias,
        name=alias.mask(numeric & ~alias.str.contains("[“”]"), "“" + alias + "”"),
        kind=numeric.map({True: "numeric", False: "other"}),
        source="accepted from proposals",
        confidence="medium",
        file=path.name,
    )


def _known_columns(table: pd.DataFrame, path: Path, name: str) -> pd.DataFrame:
    known = ", ".join(COLUMNS[name])
    if missing := [c for c in NEEDED[name] if c not in table]:
        raise TifaError(
            f"{path.name} row 1: no column {missing[0]!r}; a {name} lexicon has {known}"
        )
    columns = [*COLUMNS[name], "file", "row"]
    if strange := [c for c in table if c not in columns]:
        raise TifaError(f"{path.name} row 1: unknown column {strange[0]!r}; allowed: {known}")
    return table.reindex(columns=columns, fill_value="")


def _check_values(table: pd.DataFrame, path: Path, name: str) -> None:
    for column in NEEDED[name]:
        _refuse(table, path, table[column].eq(""), f"{column} is empty")
    for column, allowed in _ALLOWED[name].items():
        bad = ~table[column].isin([*allowed.split("|"), ""])
        words = allowed.replace("|", ", ")
        _refuse(table, path, bad, f"{column} {{{column}!r}}; allowed: {words}")
    if "alias" not in table:
        twice = table.duplicated(["name", "parent"])
        _refuse(table, path, twice, "{name} of {parent} stands twice")
        return
    short = "alias {alias!r} is one character; it would match everywhere"
    _refuse(table, path, table.alias.str.len().lt(2), short)
    for column in ("valid_from", "valid_to"):
        bad = table[column].ne("") & ~table[column].str.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?")
        why = f"{column} {{{column}!r}}; write 2021 or 2021-04 or 2021-04-09"
        _refuse(table, path, bad, why)
    twice = _keys(table).duplicated()
    _refuse(table, path, twice, "alias {alias!r} stands twice (same place and dates)")


def _refuse(table: pd.DataFrame, path: Path, bad: pd.Series, why: str) -> None:
    if bad.any():
        row = table[bad].iloc[0]
        raise TifaError(f"{path.name} row {row['row']}: {why.format_map(row)}")


def _fill_facts(table: pd.DataFrame, path: Path, name: str) -> pd.DataFrame:
    """A name's aliases inherit its facts; two different ones are an error."""
    for column, kind in _FACTS[name].items():
        told = table[table[column].ne("")]
        first = told.drop_duplicates("name").set_index("name")[column]
        other = told[told[column].ne(told["name"].map(first))]
        if len(other) and kind != "told":
            row = other.iloc[0]
            raise TifaError(
                f"{path.name} row {row['row']}: {column} of {row['name']} is {row[column]!r}, "
                f"but {first[row['name']]!r} above"
            )
        table[column] = table[column].mask(table[column].eq(""), table["name"].map(first))
    table = table.fillna("")
    for column, default in _DEFAULTS[name].items():
        table[column] = table[column].replace("", default)
    if name == "slogans":
        coined = table["level_coined"]
        table["level_coined"] = coined.where(coined.ne("其他"), table["level"])
    return table


def complete_lexicon(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """A lexicon table made by hand with the columns it lacks, at their defaults."""
    return table.assign(**{c: _DEFAULTS[name].get(c, "") for c in COLUMNS[name] if c not in table})


def a_lexicon(name: str) -> Kind:
    """What a function takes as the lexicon `name`."""

    def inside(table: pd.DataFrame, argument: str) -> None:
        columns = NEEDED[name] + [c for c in COLUMNS[name] if c in table and c not in NEEDED[name]]
        require_values(table, columns, argument, dict.fromkeys(columns, "text"))

    return Kind(f"a lexicon of {name}", lambda value: isinstance(value, pd.DataFrame), inside)


def _keys(table: pd.DataFrame) -> pd.DataFrame:
    """What one alias must be alone with: its form, place and first day."""
    place, first = table.get("place", ""), table["valid_from"]
    keys = {"key": [match_key(a) for a in table["alias"]], "place": place, "from": first}
    return pd.DataFrame(keys, index=table.index)


def user_files(extra: Sequence[str | Path]) -> dict[str, list[Path]]:
    """The files of `--lexicon` by the lexicon they extend: bodies by their name, else slogans."""
    files = {"slogans": [], "bodies": []}
    for path in map(Path, extra):
        bodies = "bod" in path.stem.lower() or "机构" in path.stem
        files["bodies" if bodies else "slogans"].append(path)
    return files


def lexicon_version(extra: Iterable[str | Path] = ()) -> str:
    """Twelve hexadecimal digits that name the lexicons in use: they change when any row does."""
    files = [*sorted(FOLDER.glob("*.csv")), *map(Path, extra)]
    # whatever line ends a checkout gave a file
    hashes = [sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest() for file in files]
    lines = [f"{file.name}\t{digits}" for file, digits in zip(files, hashes, strict=True)]
    return sha256("\n".join(lines).encode()).hexdigest()[:12]


@cache
def _lists() -> dict[str, dict[str, str]]:
    rows = load_lexicon("word_lists").groupby("list", sort=False)
    return {name: dict(zip(part["word"], part["value"], strict=True)) for name, part in rows}


@cache
def word_list(name: str) -> tuple[str, ...]:
    """The words of a list of word_lists.csv, in its order."""
    return tuple(_lists()[name])


def word_map(name: str) -> dict[str, str]:
    """The words of a list with the value that stands beside each."""
    return _lists()[name]


def pattern_of(text: str, lists: str) -> re.Pattern:
    """A pattern with its parts put in: {NAME} of the list `patterns`, {name} of `lists`.name.

    >>> bool(pattern_of("{N}大{years}", "frames").fullmatch("五大攻坚"))
    True
    """
    parts = word_map("patterns") | {"HAN": HAN, "NUMERAL": NUMERAL}
    while names := re.findall("{([A-Za-z_]+)}", text):
        for name in names:
            words = [parts[name]] if name in parts else word_list(f"{lists}.{name}")
            text = text.replace(f"{{{name}}}", "|".join(sorted(words, key=len, reverse=True)))
    return re.compile(text)


@cache
def plain_words() -> frozenset[str]:
    """Short names of places that are ordinary words too (和平): a place only with their level."""
    return frozenset(load_lexicon("plain_words")["alias"])


def load_stopwords(*names: str) -> pd.DataFrame:
    """The rows of the stop lists named ("function", "news"; all if none is): word, kind, gloss,
    reason, file, row.
    """
    if unknown := [name for name in names if name not in STOP_LISTS]:
        raise TifaError(f"stop list {unknown[0]!r}; there are {', '.join(STOP_LISTS)}")
    tables = [load_lexicon(STOP_LISTS[name]) for name in names or STOP_LISTS]
    return pd.concat(tables, ignore_index=True).drop_duplicates("word", ignore_index=True)
