"""Read the lexicons beside this file and a person's own; refuse a bad row by file and row.

A lexicon is a UTF-8 CSV with one header line. Row 1 is the header, so the first entry stands in row
2.
The columns of each file, where its rows come from and what it is known to miss:
    analysis/chinese/lexicons/README.md.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path

import pandas as pd

from analysis.chinese.matching import match_key
from analysis.errors import TifaError
from analysis.table.arguments import Kind, require_values
from analysis.table.read_csv import read_csv_rows


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FOLDER = Path(__file__).with_name("lexicons")
LEVELS = ("中央", "省", "市", "区", "镇街", "村社", "其他")
CONFIDENCE = ("high", "medium", "low")
SLOGAN_TYPES = _words(
    "campaign doctrine economy goal governance ideology metaphor numeric other region-brand "
    "work-method"
)
GUARDS = ("", "quoted", "political")
YES, NO = ("yes", "y", "1", "x", "是"), ("", "no", "n", "0", "否")

# needed: columns that must be there and be filled in; open: may be missing from a person's own
# file.
COLUMNS = {
    "admin": "name short level parent code note valid_from valid_to",
    "bodies": "alias name kind level valid_from valid_to source confidence note",
    "slogans": "alias name kind level level_coined owner place guard year valid_from valid_to gloss "
    "expansion source confidence note",
}
COLUMNS = {name: _words(columns) for name, columns in COLUMNS.items()}
NEEDED = {"admin": ("name", "level", "parent")} | dict.fromkeys(
    ("bodies", "slogans"), ("alias", "name")
)
# stand once a name; its other aliases inherit them
FACTS = {
    "bodies": ("kind", "level"),
    "slogans": _words("kind level level_coined owner year gloss expansion confidence source"),
}
DEFAULTS = {
    "bodies": {"kind": "其他", "level": "其他", "confidence": "medium"},
    "slogans": {"kind": "other", "level": "其他", "level_coined": "其他", "confidence": "medium"},
}
CLOSED = {"bodies": {"level": LEVELS, "confidence": CONFIDENCE}}
CLOSED["slogans"] = CLOSED["bodies"] | {
    "level_coined": LEVELS,
    "kind": SLOGAN_TYPES,
    "guard": GUARDS,
}


def load_lexicon(name: str, *extra_files: str | Path) -> pd.DataFrame:
    """The lexicon `name` (a file of lexicons/ without .csv) and the rows of `extra_files`.

    Returns the columns of that file as strings, "" for empty, with `file` and `row` at the end
    (where each row stands). An extra file needs only the columns that must be filled (for slogans
    and bodies: alias, name); a row of it replaces the project's own row with the same key. Raises
    TifaError naming file and row.

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
    """One lexicon file, checked as a lexicon of kind `name` ("slogans", "bodies", "admin"; None:
    shape only).

    Returns the file's columns (for a known kind: all columns of that kind, facts filled in) +
    `file`, `row`.
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


def lexicon_kind(path: str | Path) -> str:
    """Which lexicon a person's file extends: "slogans" or "bodies", from its name or its `kind` of
    columns.

    >>> lexicon_kind("my-bodies.csv"), lexicon_kind("ours.csv")
    ('bodies', 'slogans')
    """
    return "bodies" if "bod" in Path(path).stem.lower() or "机构" in Path(path).stem else "slogans"


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
    own = [
        f"own_{column}" if column in ("file", "row") else column for column in header
    ]  # proposals have a `file`
    return pd.DataFrame(kept, columns=[*own, "file", "row"])


def _accepted(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    """The accepted rows of a file of proposals as lexicon rows: their `accept` cell says yes."""
    answer = table["accept"].str.lower()
    _refuse(
        table, path, ~answer.isin((*YES, *NO)), lambda r: f"accept {r['accept']!r}; write yes or no"
    )
    kept = table[answer.isin(YES)]
    frame = kept.get("frame", pd.Series("", index=kept.index))
    numeric = frame.isin(["numeral", "code"])
    plain = numeric & ~kept["candidate"].str.contains("[“”]")
    rows = pd.DataFrame(
        {
            "alias": kept["candidate"],
            "name": kept["candidate"].mask(plain, "“" + kept["candidate"] + "”"),
        }
    )
    rows["kind"] = pd.Series("other", index=kept.index).mask(numeric, "numeric")
    for column in ("level", "expansion"):
        rows[column] = kept[column] if column in kept.columns else ""
    return rows.assign(
        source="accepted from proposals", confidence="medium", file=path.name, row=kept["row"]
    )


def _known_columns(table: pd.DataFrame, path: Path, name: str) -> pd.DataFrame:
    for column in NEEDED[name]:
        if column not in table.columns:
            raise TifaError(
                f"{path.name} row 1: no column {column!r}; "
                f"a {name} lexicon has {', '.join(COLUMNS[name])}"
            )
    strange = [c for c in table.columns if c not in (*COLUMNS[name], "file", "row")]
    if strange:
        raise TifaError(
            f"{path.name} row 1: unknown column {strange[0]!r}; allowed: {', '.join(COLUMNS[name])}"
        )
    for column in COLUMNS[name]:
        if column not in table.columns:
            table[column] = ""
    return table[[*COLUMNS[name], "file", "row"]]


def _check_values(table: pd.DataFrame, path: Path, name: str) -> None:
    for column in NEEDED[name]:
        _refuse(table, path, table[column].eq(""), lambda r, c=column: f"{c} is empty")
    for column, allowed in CLOSED.get(name, {}).items():
        bad = ~table[column].isin(allowed) & table[column].ne("")
        words = ", ".join(filter(None, allowed))
        _refuse(table, path, bad, lambda r, c=column, w=words: f"{c} {r[c]!r}; allowed: {w}")
    if "alias" not in table.columns:
        _refuse(
            table,
            path,
            table.duplicated(["name", "parent"]),
            lambda r: f"{r['name']} of {r['parent']} stands twice",
        )
        return
    short = table.alias.str.len().lt(2)
    _refuse(
        table,
        path,
        short,
        lambda r: f"alias {r['alias']!r} is one character; it would match everywhere",
    )
    for column in ("valid_from", "valid_to"):
        bad = table[column].ne("") & ~table[column].str.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?")
        _refuse(
            table,
            path,
            bad,
            lambda r, c=column: f"{c} {r[c]!r}; write 2021 or 2021-04 or 2021-04-09",
        )
    twice = _keys(table).duplicated()
    _refuse(
        table, path, twice, lambda r: f"alias {r['alias']!r} stands twice (same place and dates)"
    )


def _refuse(table: pd.DataFrame, path: Path, bad: pd.Series, why: Callable) -> None:
    if bad.any():
        row = table[bad].iloc[0]
        raise TifaError(f"{path.name} row {row['row']}: {why(row)}")


def _fill_facts(table: pd.DataFrame, path: Path, name: str) -> pd.DataFrame:
    """Facts stand once a name and its other aliases inherit them; two different ones are an
    error.
    """
    if name not in FACTS:
        return table
    for column in FACTS[name]:
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
    for column, default in DEFAULTS[name].items():
        table[column] = table[column].replace("", default)
    if name == "slogans":
        table["level_coined"] = table["level_coined"].where(
            table["level_coined"].ne("其他"), table["level"]
        )
    return table


def complete_lexicon(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """A lexicon table made by hand with the columns it lacks: facts at their defaults, the rest
    empty.

    >>> mine = pd.DataFrame({"alias": ["海纳九峰"], "name": ["“海纳九峰”"]})
    >>> complete_lexicon(mine, "slogans")[["alias", "level", "guard"]].values.tolist()
    [['海纳九峰', '其他', '']]
    """
    missing = {c: DEFAULTS[name].get(c, "") for c in COLUMNS[name] if c not in table.columns}
    return table.assign(**missing)


def a_lexicon(name: str) -> Kind:
    """What a function takes as the lexicon `name`: the columns that must be there, cells of
    text.
    """

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
    """The files of `--lexicon`, sorted into the lexicons they extend."""
    by_kind: dict[str, list[Path]] = {"slogans": [], "bodies": []}
    for path in extra:
        by_kind[lexicon_kind(path)].append(Path(path))
    return by_kind


def lexicon_version(extra: Iterable[str | Path] = ()) -> str:
    """Twelve hexadecimal digits that name the lexicons in use: they change when any row does."""
    files = [*sorted(FOLDER.glob("*.csv")), *(Path(file) for file in extra)]
    lines = [f"{file.name}\t{_hash(file)}" for file in files]
    return sha256("\n".join(lines).encode()).hexdigest()[:12]


def _hash(file: Path) -> str:
    """The file's hash whatever line ends a checkout gave it."""
    return sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
