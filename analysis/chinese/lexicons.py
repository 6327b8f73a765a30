"""Read the lexicons beside this file and a person's own; refuse a bad row by file and row.

A lexicon is a UTF-8 CSV; row 1 is its header. Columns, sources and known gaps: lexicons/README.md.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

import pandas as pd

from analysis.chinese.matching import match_key
from analysis.errors import TifaError
from analysis.table.arguments import Kind, require_values
from analysis.table.decode import read_csv_rows


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FOLDER = Path(__file__).with_name("lexicons")
LEVELS = ("中央", "省", "市", "区", "镇街", "村社", "其他")
YES, NO = ("yes", "y", "1", "x", "是"), ("", "no", "n", "0", "否")
# All columns of the lexicons a person can extend; only the needed ones must be in the file.
COLUMNS = {
    "admin": _words("name short level parent code note valid_from valid_to"),
    "bodies": _words("alias name kind level valid_from valid_to source confidence note"),
    "slogans": _words(
        "alias name kind level level_coined owner place guard year valid_from valid_to gloss "
        "expansion source confidence note"
    ),
}
NEEDED = {"admin": ["name", "level", "parent"]}
NEEDED |= {"bodies": ["alias", "name"], "slogans": ["alias", "name"]}
# stand once a name; its other aliases inherit them
FACTS = {
    "bodies": ["kind", "level"],
    "slogans": _words("kind level level_coined owner year gloss expansion confidence source"),
}
DEFAULTS = {"bodies": {"kind": "其他", "level": "其他", "confidence": "medium"}}
DEFAULTS["slogans"] = DEFAULTS["bodies"] | {"kind": "other", "level_coined": "其他"}
CLOSED = {"bodies": {"level": LEVELS, "confidence": ("high", "medium", "low")}}
CLOSED["slogans"] = CLOSED["bodies"] | {
    "level_coined": LEVELS,
    "kind": _words(
        "campaign doctrine economy goal governance ideology metaphor numeric other "
        "region-brand work-method"
    ),
    "guard": ("", "quoted", "political"),
}


def load_lexicon(name: str, *extra_files: str | Path) -> pd.DataFrame:
    """The lexicon `name` (a file of lexicons/ without .csv) and the rows of `extra_files`.

    Returns the file's columns as strings, then `file` and `row`, where each row stands. An extra
    file needs only the columns that must be filled (alias, name); a row of it replaces the
    project's own with the same key. Raises TifaError naming file and row.

    >>> admin = load_lexicon("admin")
    >>> admin.loc[admin.name.eq("海拉尔区"), ["short", "level", "parent"]].values.tolist()
    [['海拉尔', '市辖区', '呼伦贝尔市']]
    """
    path = FOLDER / f"{name}.csv"
    if not os.path.isfile(path):
        known = ", ".join(sorted(p.stem for p in FOLDER.glob("*.csv")))
        raise TifaError(f"no lexicon {name!r}; there are: {known}")
    tables = [load_lexicon_file(file, name) for file in (path, *extra_files)]
    return _later_rows_win(pd.concat(tables, ignore_index=True), name) if extra_files else tables[0]


def load_lexicon_file(path: str | Path, name: str | None = None) -> pd.DataFrame:
    """One lexicon file, checked as a lexicon `name` of COLUMNS (all its columns, facts filled in),
    else for its shape only.
    """
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
        raise TifaError(
            f"{path.name} row 1: empty; a lexicon starts with a header line of column names"
        )
    kept = [[*cells, path.name, number] for number, cells in rows]
    own = [f"own_{c}" if c in ("file", "row") else c for c in header]  # proposals have a `file`
    return pd.DataFrame(kept, columns=[*own, "file", "row"])


def _accepted(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    """The accepted rows of a file of proposals as lexicon rows: their `accept` cell says yes."""
    answer = table["accept"].str.lower()
    strange = ~answer.isin((*YES, *NO))
    _refuse(table, path, strange, lambda r: f"accept {r['accept']!r}; write yes or no")
    kept = table[answer.isin(YES)].reindex(
        columns=["candidate", "frame", "level", "expansion", "row"], fill_value=""
    )
    numeric, alias = kept["frame"].isin(["numeral", "code"]), kept["candidate"]
    rows = kept[["level", "expansion", "row"]].assign(
        alias=alias,
        name=alias.mask(numeric & ~alias.str.contains("[“”]"), "“" + alias + "”"),
        kind=numeric.map({True: "numeric", False: "other"}),
    )
    return rows.assign(source="accepted from proposals", confidence="medium", file=path.name)


def _known_columns(table: pd.DataFrame, path: Path, name: str) -> pd.DataFrame:
    for column in NEEDED[name]:
        if column not in table.columns:
            raise TifaError(
                f"{path.name} row 1: no column {column!r}; "
                f"a {name} lexicon has {', '.join(COLUMNS[name])}"
            )
    columns = [*COLUMNS[name], "file", "row"]
    if strange := [c for c in table.columns if c not in columns]:
        raise TifaError(
            f"{path.name} row 1: unknown column {strange[0]!r}; allowed: {', '.join(COLUMNS[name])}"
        )
    return table.reindex(columns=columns, fill_value="")


def _check_values(table: pd.DataFrame, path: Path, name: str) -> None:
    for column in NEEDED[name]:
        _refuse(table, path, table[column].eq(""), lambda r, c=column: f"{c} is empty")
    for column, allowed in CLOSED.get(name, {}).items():
        bad = ~table[column].isin(allowed) & table[column].ne("")
        words = ", ".join(filter(None, allowed))
        _refuse(table, path, bad, lambda r, c=column, w=words: f"{c} {r[c]!r}; allowed: {w}")
    if "alias" not in table.columns:
        twice = table.duplicated(["name", "parent"])
        _refuse(table, path, twice, lambda r: f"{r['name']} of {r['parent']} stands twice")
        return
    why = "alias {alias!r} is one character; it would match everywhere"
    _refuse(table, path, table.alias.str.len().lt(2), lambda r: why.format_map(r))
    for column in ("valid_from", "valid_to"):
        bad = table[column].ne("") & ~table[column].str.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?")
        why = "{}; write 2021 or 2021-04 or 2021-04-09"
        _refuse(table, path, bad, lambda r, c=column, w=why: w.format(f"{c} {r[c]!r}"))
    why = "alias {alias!r} stands twice (same place and dates)"
    _refuse(table, path, _keys(table).duplicated(), lambda r, w=why: w.format_map(r))


def _refuse(table: pd.DataFrame, path: Path, bad: pd.Series, why: Callable) -> None:
    if bad.any():
        row = table[bad].iloc[0]
        raise TifaError(f"{path.name} row {row['row']}: {why(row)}")


def _fill_facts(table: pd.DataFrame, path: Path, name: str) -> pd.DataFrame:
    """A name's aliases inherit its facts; two different ones are an error."""
    for column in FACTS.get(name, ()):
        seen: dict[str, str] = {}
        for row in table[table[column].ne("")].itertuples():
            value = getattr(row, column)
            if column not in ("source", "confidence") and seen.setdefault(row.name, value) != value:
                raise TifaError(
                    f"{path.name} row {row.row}: {column} of {row.name} is {value!r}, "
                    f"but {seen[row.name]!r} above"
                )
            seen.setdefault(row.name, value)
        table[column] = table[column].where(table[column].ne(""), table.name.map(seen).fillna(""))
    for column, default in DEFAULTS.get(name, {}).items():
        table[column] = table[column].replace("", default)
    if name == "slogans":
        coined = table["level_coined"]
        table["level_coined"] = coined.where(coined.ne("其他"), table["level"])
    return table


def complete_lexicon(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """A lexicon table made by hand with the columns it lacks, at their defaults.

    >>> mine = pd.DataFrame({"alias": ["海纳九峰"], "name": ["“海纳九峰”"]})
    >>> complete_lexicon(mine, "slogans")[["alias", "level", "guard"]].values.tolist()
    [['海纳九峰', '其他', '']]
    """
    missing = {c: DEFAULTS[name].get(c, "") for c in COLUMNS[name] if c not in table.columns}
    return table.assign(**missing)


def a_lexicon(name: str) -> Kind:
    """What a function takes as the lexicon `name`."""

    def inside(table: pd.DataFrame, argument: str) -> None:
        there = [column for column in COLUMNS[name] if column in table.columns]
        columns = list(dict.fromkeys([*NEEDED[name], *there]))
        require_values(table, columns, argument, dict.fromkeys(columns, "text"))

    return Kind(f"a lexicon of {name}", lambda value: isinstance(value, pd.DataFrame), inside)


def _keys(table: pd.DataFrame) -> pd.DataFrame:
    """What one alias must be alone with: its form, place and first day."""
    place = table["place"] if "place" in table.columns else ""
    keys = {"key": [match_key(a) for a in table.alias], "place": place, "from": table.valid_from}
    return pd.DataFrame(keys, index=table.index)


def _later_rows_win(table: pd.DataFrame, name: str) -> pd.DataFrame:
    own = list(NEEDED.get(name, table.columns[:1]))
    keys = _keys(table) if "alias" in table.columns else table[own]
    return table[~keys.duplicated(keep="last").values].reset_index(drop=True)


def user_files(extra: Sequence[str | Path]) -> dict[str, list[Path]]:
    """The files of `--lexicon` by the lexicon they extend: bodies, if the name says so, else slogans.

    >>> [file.name for file in user_files(["my-bodies.csv", "ours.csv"])["bodies"]]
    ['my-bodies.csv']
    """
    by_kind: dict[str, list[Path]] = {"slogans": [], "bodies": []}
    for path in map(Path, extra):
        bodies = "bod" in path.stem.lower() or "机构" in path.stem
        by_kind["bodies" if bodies else "slogans"].append(path)
    return by_kind


def lexicon_version(extra: Iterable[str | Path] = ()) -> str:
    """Twelve hexadecimal digits that name the lexicons in use: they change when any row does."""
    files = [*sorted(FOLDER.glob("*.csv")), *map(Path, extra)]
    # whatever line ends a checkout gave a file
    hashes = [sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest() for file in files]
    lines = [f"{file.name}\t{digits}" for file, digits in zip(files, hashes, strict=True)]
    return sha256("\n".join(lines).encode()).hexdigest()[:12]


@cache
def _lists() -> dict[str, dict[str, str]]:
    rows = load_lexicon("word_lists")
    return {
        name: dict(zip(part["word"], part["value"], strict=True))
        for name, part in rows.groupby("list", sort=False)
    }


@cache
def word_list(name: str) -> tuple[str, ...]:
    """The words of a list, in its order.

    >>> word_list("gazetteer.cities")[:2]
    ('地级市', '自治州')
    """
    return tuple(_lists()[name])


@cache
def word_map(name: str) -> dict[str, str]:
    """The words of a list with the value that stands beside each."""
    return _lists()[name]


LISTS = {"function": "stop_function", "news": "stop_news"}


def load_stopwords(*names: str) -> pd.DataFrame:
    """The rows of the stop lists named ("function", "news"; all if none is).

    Returns word, kind, gloss, reason, file, row: why each is left out.

    >>> load_stopwords("news").loc[lambda t: t["word"] == "强调", ["kind", "gloss"]].values.tolist()
    [['reporting verb', 'stress']]
    """
    unknown = [name for name in names if name not in LISTS]
    if unknown:
        raise TifaError(f"stop list {unknown[0]!r}; there are {', '.join(LISTS)}")
    tables = [load_lexicon(LISTS[name]) for name in names or LISTS]
    return pd.concat(tables, ignore_index=True).drop_duplicates("word", ignore_index=True)
