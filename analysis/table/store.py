"""What was made before, kept under the hash of all that makes it: texts, lexicons, settings, code.

The store is a folder beside the results, named by TIFA_STORE; without it everything is made anew.
It may be deleted at any time. Each entry appears whole, by one renaming, and never changes: two
runs at once give each other what they make. What cannot be opened is made again.
"""

import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache, partial, wraps
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

STORE = "TIFA_STORE"
NAME = ".tifa-store"
IGNORED = {
    ".gitignore": "*\n",
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# Made by tifa; may be deleted at any time.\n",
}
STARTED = time.time()
PART = 64  # articles of one entry, where a document, such as a table, has more
DAYS = 30  # an entry that nobody has opened for so long goes
HOME = Path(__file__).parents[1]
ROOMS = ("errors", "table", "chinese", "wording", "read", "describe", "repair", "corpus")
ROOMS += ("evidence", "mention", "measure", "draw", "page", "desk")
# Lexicons that the rooms up to `corpus` do not open: a row of theirs leaves the pages as they are.
LATER = ("bodies", "body_glosses", "names", "organs", "place_spellings", "slogans", "stop_function")
LATER += ("stop_news", "systems", "traps")


def store() -> Path | None:
    """The folder of the store, made if it is not there; None where nothing is kept."""
    return _made(os.environ[STORE]) if os.environ.get(STORE) else None


@cache
def _made(name: str) -> Path | None:
    folder = Path(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for own, text in IGNORED.items():
            if not (folder / own).exists():
                (folder / own).write_text(text)
    except OSError:  # a place that is read only: the results do not depend on it
        return folder if folder.is_dir() else None
    return folder


@contextmanager
def stored_in(folder: Path | None) -> Iterator[None]:
    """The store is here in the block, unless the environment names one already or it is None."""
    new = folder is not None and not os.environ.get(STORE)
    if new:
        os.environ[STORE] = str(folder.absolute())
    try:
        yield
    finally:
        if new:
            del os.environ[STORE]


@cache
def fingerprint(room: str = "desk") -> str:
    """A digest of the code and tables of the rooms up to this one, the libraries, Python."""
    digest = hashlib.sha256(f"{sys.version}\0{'/'.join(_installed())}".encode())
    for path in _code(ROOMS[: ROOMS.index(room) + 1]):
        digest.update(path.relative_to(HOME).as_posix().encode() + b"\0" + path.read_bytes())
    late = any(path.stat().st_mtime > STARTED for path in _code(ROOMS))
    # This process may have loaded what stood there before: what it makes is nobody else's.
    return digest.hexdigest() + (f" {os.getpid()} {STARTED}" if late else "")


def _code(rooms: tuple[str, ...]) -> list[Path]:
    parts = [HOME / f"{room}.py" for room in rooms] + [HOME / room for room in rooms]
    files = [file for part in parts for file in (part, *part.rglob("*")) if file.is_file()]
    skip = () if "mention" in rooms else LATER
    return sorted(
        file
        for file in files
        if file.suffix != ".pyc" and not (file.parent.name == "lexicons" and file.stem in skip)
    )


def _installed() -> list[str]:
    homes = [p for p in sys.path if os.path.basename(p) in ("site-packages", "dist-packages")]
    names = {name for home in homes if os.path.isdir(home) for name in os.listdir(home)}
    return sorted(name for name in names if name.endswith(".dist-info"))


def key_of(kind: str, *parts: Any) -> str:
    """Kind and hash of plain values, tables, and lists and mappings of them: an entry's name."""
    digest = hashlib.sha256()
    _feed(digest, parts)
    return f"{kind}/{digest.hexdigest()[:32]}"


def _feed(digest: Any, value: Any) -> None:
    if hasattr(value, "iloc"):
        from pandas.util import hash_pandas_object

        table = value.to_frame() if value.ndim == 1 else value
        about = [list(map(str, table.columns)), list(map(str, table.dtypes)), table.attrs]
        digest.update(repr(about).encode() + hash_pandas_object(table).to_numpy().tobytes())
    elif isinstance(value, Mapping):
        _feed(digest, list(value.items()))
    elif isinstance(value, (list, tuple)):
        digest.update(f"{type(value).__name__} {len(value)}\0".encode())
        for part in value:
            _feed(digest, part)
    else:
        digest.update(f"{type(value).__name__} {value!r}\0".encode("utf-8", "surrogateescape"))


def files_key(files: Iterable[tuple[str | Path, str]]) -> str:
    """The hash of files, each (path, name), by name and content."""
    digest = hashlib.sha256()
    for path, name in files:
        with open(path, "rb") as file:
            content = hashlib.file_digest(file, "sha256").digest()
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0" + content)
    return digest.hexdigest()


def fill(folder: Path, key: str, make: Callable[[Path], object]) -> None:
    """Fill a folder with the files of an entry; where there is none `make` makes them first."""
    entry = _entry(key)
    if entry and entry.is_dir():
        _opened_now(entry)
        with suppress(OSError):
            shutil.copytree(entry, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
            return
    make(folder)
    if entry:
        with suppress(OSError):  # a full or read-only disk: made again next time
            _put(entry, lambda part: shutil.copytree(folder, part, copy_function=shutil.copyfile))


def _opened_now(entry: Path) -> None:
    with suppress(OSError):  # a store that is read only: nothing is swept there
        os.utime(entry)


def _entry(key: str | None) -> Path | None:
    home = store() if key else None
    return home / key if home else None


def read_small(key: str) -> Any:
    """What `write_small` has kept under a key, or None."""
    entry = _entry(key)
    try:
        value = json.loads(entry.read_bytes()) if entry else None
    except (OSError, ValueError):
        return None
    if entry:
        _opened_now(entry)
    return value


def write_small(key: str, value: Any) -> None:
    """Keep a value of JSON's types."""
    if entry := _entry(key):
        replace_file(entry, value)


def replace_file(path: Path, value: Any) -> None:
    """Write a value of JSON's types in the place of a file, whole, if the disk lets it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(text.encode("utf-8", "surrogatepass"))
        os.replace(beside, path)


def kept_in_parts(
    kind: str, room: str, told: Any, items: Iterable[tuple], make: Callable[[tuple], Any]
) -> Iterator:
    """What `make` gives for each item, of JSON's types. That of a document's items is one entry:
    another document, added or changed, leaves it as it was.

    room : whose code, with that of the rooms below, makes it. items : tuples of plain values that
        say all that `make` reads, the document's id first. told : what else it depends on.
    """
    about = key_of("told", fingerprint(room), told) if store() else ""
    for _, of_document in groupby(items, key=itemgetter(0)):
        while part := list(islice(of_document, PART)):
            key = about and key_of(kind, about, part)
            made = read_small(key)
            if made is None:
                made = list(map(make, part))
                write_small(key, made)
            yield from made


def _put(entry: Path, fill: Callable[[Path], object]) -> None:
    """Make a folder beside its place and move it there, whole; the first of two stays."""
    entry.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(prefix=".", dir=entry.parent))
    try:
        fill(beside / "new")
        with suppress(OSError):  # it is there by now
            os.rename(beside / "new", entry)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def remembered(
    room: str, *reads: str, files: str = "", gives: Callable[[], type] | None = None
) -> Callable:
    """Let a function of tables be worked out once for the same arguments and the same code of the
    rooms up to `room`.

    reads : the tables of a corpus that it reads. files : the argument that names files it reads.
    gives : the NamedTuple of tables that comes back, asked for late; None: one table.
    """

    def dress(function: Callable) -> Callable:
        @wraps(function)
        def through(*args: Any, **kwargs: Any) -> Any:
            made = partial(function, *args, **kwargs)
            if store() is None:
                return made()
            read = [
                [getattr(value, name) for name in reads] if hasattr(value, reads[0]) else value
                for value in (*args, *kwargs.values())
            ]
            try:
                own = files_key((path, Path(path).name) for path in kwargs.get(files, ()))
                key = key_of(function.__name__, fingerprint(room), read, list(kwargs), own)
            except (OSError, TypeError):  # a file that is not there; a cell that has no hash
                return made()
            return tables_kept(key, made, gives and gives())

        return through

    return dress


def tables_kept(
    key: str | None,
    make: Callable[[], Any],
    gives: type | None = None,
    *,
    keep: Callable[[Any], bool] = lambda made: True,
) -> Any:
    """The table, or NamedTuple of tables, of an entry; made, and kept, where it is not there.

    key : None: nothing is kept. keep : whether what was made may be opened another time.
    """
    entry = _entry(key)
    found = _opened(entry, gives) if entry and entry.is_dir() else None
    if found is not None:
        return found
    made = make()
    if entry and keep(made):
        from pyarrow import ArrowException

        with suppress(OSError, ArrowException):  # no room; cells that Parquet has no type for
            _put(entry, lambda part: _write_tables(part, made))
    return made


def _opened(entry: Path, gives: type | None) -> Any:
    """The tables of an entry; None, and it is gone, where pyarrow finds it damaged."""
    import pandas as pd

    try:
        names = gives._fields if gives else ["table"]
        tables = [pd.read_parquet(entry / f"{name}.parquet") for name in names]
    except (OSError, ValueError, KeyError):
        shutil.rmtree(entry, ignore_errors=True)
        return None
    _opened_now(entry)
    return gives(*tables) if gives else tables[0]


def _write_tables(folder: Path, made: Any) -> None:
    folder.mkdir()
    for name, table in made._asdict().items() if hasattr(made, "_fields") else [("table", made)]:
        table.to_parquet(folder / f"{name}.parquet", compression="zstd")


def sweep() -> None:
    """Remove the entries that nobody has opened for DAYS, and what killed runs left half-made."""
    home = store()
    if home is None:
        return
    now = time.time()
    for part in home.iterdir():
        for entry in part.iterdir() if part.is_dir() else ():
            with suppress(OSError):
                age = now - entry.stat().st_mtime
                if age > (86_400 if entry.name.startswith(".") else DAYS * 86_400):
                    shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def program_version() -> str:
    """The version of the installed package, or of the checkout's pyproject.toml."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("tifa")
    except PackageNotFoundError:
        import tomllib

        project = HOME.with_name("pyproject.toml")
        return tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"]
