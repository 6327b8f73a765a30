"""What we wrote into a folder: a hidden list with size and hash, by which it is known again."""

import csv
import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from analysis.errors import TifaError

MANIFEST = ".tifa-manifest"  # a CSV; hidden, so that figures/*.csv are figures
COLUMNS = ["file", "n_bytes", "sha256", "made_by"]
NAMED = 3  # files of somebody else that a message names; the rest as a number


def read_manifest(folder: Path) -> dict[str, dict[str, str]]:
    """file -> its row of the manifest, if there is one. Raises TifaError for one not ours."""
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return {row["file"]: {column: row[column] for column in COLUMNS} for row in rows}
    except (UnicodeError, csv.Error, KeyError) as error:
        raise TifaError(f"{path} is not a manifest that tifa wrote; name another folder") from error


def is_unchanged(folder: Path) -> bool:
    """Whether all that the manifest of a folder lists is there, as it was written."""
    listed = [(folder / name, row) for name, row in read_manifest(folder).items()]
    return bool(listed) and all(os.path.lexists(p) and not is_changed(p, r) for p, r in listed)


def clean_folder(target: Path) -> list[str]:
    """Delete what is listed and unchanged, and a folder left empty; the names that stay."""
    folder = Path(os.path.realpath(target))
    if not folder.is_dir():
        return []
    for name, row in read_manifest(folder).items():
        if (folder / name).is_file() and not is_changed(folder / name, row):
            (folder / name).unlink()
            with suppress(OSError):  # not empty
                for parent in (folder / name).relative_to(folder).parents:
                    (folder / parent).rmdir()
    stay = unlisted(folder, listed=())
    if stay == [MANIFEST] or not stay:
        shutil.rmtree(folder)
        return []
    return [name for name in stay if name != MANIFEST]


def write_manifest(folder: Path, made_by: str) -> None:
    rows = [
        (path.relative_to(folder).as_posix(), path.stat().st_size, digest(path), made_by)
        for path in filter(Path.is_file, folder.rglob("*"))
    ]
    write_rows(folder / MANIFEST, COLUMNS, sorted(rows))


def write_rows(path: Path, columns: list[str], rows: Iterable[tuple]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *rows])


def unlisted(folder: Path, listed: Iterable[str] | None = None) -> list[str]:
    """Files, links and empty folders below `folder` that its manifest does not list, by name."""
    mine = {*read_manifest(folder), MANIFEST} if listed is None else set(listed)
    found = []
    for home, folders, files in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(home, name))]
        bare = [] if folders or files or home == str(folder) else ["."]
        paths = (os.path.join(home, name) for name in [*files, *links, *bare])
        found += [os.path.normpath(os.path.relpath(path, folder)) for path in paths]
    return sorted(name for name in found if name not in mine)


def is_changed(path: Path, row: Mapping[str, str]) -> bool:
    """Whether a listed file is there and differs from what was written."""
    return os.path.lexists(path) and (
        path.is_symlink()
        or not path.is_file()
        or str(path.stat().st_size) != row["n_bytes"]
        or digest(path) != row["sha256"]
    )


def digest(path: Path) -> str:
    """The SHA-256 of a file; "" where there is none."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def first_names(names: list[str]) -> str:
    """The first of the names, and how many more there are."""
    shown = [os.fsencode(name).decode("utf-8", "backslashreplace") for name in names[:NAMED]]
    rest = len(names) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


if __name__ == "__main__":  # `make clean`
    for given in sys.argv[1:]:
        if stayed := clean_folder(Path(given)):
            print(f"left alone in {given}: {first_names(stayed)}", file=sys.stderr)
