"""Where results go: folders of our own, put in place whole, with a manifest of what was written.

A folder that we fill is new, empty or our own; `MANIFEST` in it lists each file with size and hash.
Results are made in a stage beside it, `.NAME.tifa`, and change places with the old folder in one
step. A run killed on the way leaves the stage; the next run into the same place finds it unlocked,
and finishes it if it was complete or else removes it.
"""

import csv
import ctypes
import errno
import fcntl
import hashlib
import json
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.errors import TifaError

MANIFEST = ".tifa-manifest"  # a CSV; hidden, so that figures/*.csv are figures
COLUMNS = ["file", "n_bytes", "sha256", "made_by"]
NAMED = 3  # files of somebody else that a message names; the rest as a number
LOCK, READY = "lock", "ready.json"  # inside a stage: who works there; written when it is complete
IN_THE_WAY = "is not a file that tifa wrote, and stands in the way; move it away"
EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2), RENAME_SWAP of renamex_np(2)
HERE = -100  # AT_FDCWD

_stages: set[Path] = set()  # those this process works in: what a signal handler must sweep


def check_output(
    target: Path, made_by: str, *, corpus: Path | None = None, names: Iterable[str] = ()
) -> Path:
    """The folder in full, if `made_by` may write there; raises TifaError, one line, if not.

    corpus : folder or file that the output must neither be, hold nor lie in.
    names : files that will be written; a file of somebody else in their place is refused.
    """
    folder = Path(os.path.realpath(target))
    if corpus is not None:
        _check_apart(folder, Path(os.path.realpath(corpus)), target)
    try:
        why = _objection(folder, made_by, names) if os.path.lexists(folder) else ""
    except OSError as error:
        why = f": cannot be read ({error.strerror})"
    if why:
        raise TifaError(f"{target}{why}")
    return folder


def _objection(folder: Path, made_by: str, names: Iterable[str]) -> str:
    """Why a folder may not be replaced, or ""."""
    if not folder.is_dir():
        return " is a file; a folder is wanted"
    if os.path.ismount(folder):
        return " is a mount point, which cannot be replaced whole; name a folder inside it"
    listed = read_manifest(folder)
    if not listed:  # .gitkeep, .DS_Store may stay
        there = sorted(e.name for e in os.scandir(folder) if e.is_dir() or e.name[0] != ".")
        what = f"files that tifa did not write ({first_names(there)})"
        return f" holds {what}; name a new or empty folder" if there else ""
    wrote = {row["made_by"] for row in listed.values()}
    if wrote != {made_by}:
        what = f"{' and '.join(sorted(wrote))} that tifa made, not {made_by}"
        return f" holds {what}; name another folder"
    if changed := [name for name, row in listed.items() if is_changed(folder / name, row)]:
        what = "changed since tifa wrote it; move it away or delete it, then run again"
        return f": {first_names(changed)} {what}"
    blocked = sorted(set(names) & set(unlisted(folder)))
    return f": {first_names(blocked)} {IN_THE_WAY}" if blocked else ""


@contextmanager
def output_folders(
    wanted: Mapping[Path, Iterable[str]], made_by: Mapping[Path, str], *, corpus: Path | None = None
) -> Iterator[list[Path]]:
    """Fresh folders to fill, one for each wanted, all with one parent; they take their places
    together at the end.

    wanted : folder -> the names that will be written, as far as known. made_by : folder -> what its
        files are.
    On any error, Ctrl-C too, all stays as it was. Files of somebody else stay, named on stderr.
    Raises TifaError where a folder cannot or must not be written.
    """
    folders = [
        check_output(t, made_by[t], corpus=corpus, names=names) for t, names in wanted.items()
    ]
    with _stage([*folders]) as stage:
        before = [digest(folder / MANIFEST) for folder in folders]
        fresh = [stage / folder.name for folder in folders]
        for folder in fresh:
            folder.mkdir()
        yield fresh
        for new, folder, target in zip(fresh, folders, wanted, strict=True):
            write_manifest(new, made_by[target])
            left = _carry(folder, new, target)
            if left:
                print(f"tifa: left alone in {target}: {first_names(left)}", file=sys.stderr)
        if before != [digest(folder / MANIFEST) for folder in folders]:
            what = "was written by another run meanwhile; nothing was changed"
            raise TifaError(f"{' or '.join(map(str, wanted))} {what}")
        with _held_signals():
            _write_ready(stage, folders)
            _finish(stage, folders[0].parent)


def write_new_file(
    path: Path, write: Callable[[Path], object], *, corpus: Path | None = None
) -> Path:
    """Write a file that is not there yet, whole or not at all; write : gets the path."""
    target = check_new_file(path, corpus=corpus)
    with _stage([target]) as stage:
        write(stage / target.name)
        with _held_signals():
            try:
                os.link(stage / target.name, target)  # fails where another wrote it meanwhile
            except FileExistsError:
                what = "was written by another program meanwhile, and stays as it is"
                raise TifaError(f"{path} {what}") from None
            except OSError:  # a file system without links
                os.rename(stage / target.name, check_new_file(target))
    return path


def check_new_file(path: Path, *, corpus: Path | None = None) -> Path:
    """The path in full; raises TifaError if something is there, or if it lies in the corpus."""
    target = Path(os.path.realpath(path))
    if corpus is not None:
        _check_apart(target, Path(os.path.realpath(corpus)), path)
    if os.path.lexists(target):
        what = "is there already and stays as it is; name another file, or move it away"
        raise TifaError(f"{path} {what}")
    return target


def abandon_stages() -> list[str]:
    """Remove what this process, stopped, was making; the names that stay as they were."""
    kept = [name for stage in _stages for name in stage.name[1:].removesuffix(".tifa").split("+")]
    for stage in list(_stages):
        _remove_unready(stage)
    return kept


def _check_apart(folder: Path, corpus: Path, said: Path) -> None:
    inside, holds = corpus in folder.parents, folder in corpus.parents
    if folder == corpus or inside or holds:
        what = "is" if folder == corpus else "lies inside" if inside else "holds"
        why = "which is never written to; name another place with --out"
        raise TifaError(f"{said} {what} the corpus, {why}")


def _carry(old: Path, new: Path, said: Path) -> list[str]:
    """Link somebody else's files of the old folder into the new one; returns their names."""
    if not old.is_dir():
        return []
    others = unlisted(old)
    for name in others:
        source, place = old / name, new / name
        if os.path.lexists(place):
            raise TifaError(f"{said}: {name} {IN_THE_WAY}")
        if source.is_dir() and not source.is_symlink():
            place.mkdir(parents=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, place, follow_symlinks=False)
        except OSError:  # a file system without links
            shutil.copy2(source, place, follow_symlinks=False)
    return [name for name in others if not name.startswith(".")]


@contextmanager
def _stage(targets: list[Path]) -> Iterator[Path]:
    """A folder beside the targets, this process's alone, to make them in; gone at the end.

    What a dead run left there is finished or removed first. Raises TifaError where another run is
    at work there.
    """
    parent = targets[0].parent
    stage = parent / f".{'+'.join(target.name for target in targets)}.tifa"
    said = " and ".join(target.name for target in targets)
    made = [folder for folder in [parent, *parent.parents] if not folder.exists()]
    try:
        parent.mkdir(parents=True, exist_ok=True)
        lock = _locked(stage, said)
    except OSError as error:
        raise TifaError(f"cannot write to {parent} ({error.strerror})") from error
    _stages.add(stage)
    done = False
    try:
        if (stage / READY).is_file():
            _finish(stage, parent)
            print(f"tifa: {said}: put in place what a stopped run had made", file=sys.stderr)
        _empty(stage)
        yield stage
        done = True
    except OSError as error:
        where, why = error.filename or said, error.strerror or error
        raise TifaError(f"cannot write {where} ({why})") from error
    finally:
        _stages.discard(stage)
        _remove_unready(stage)
        os.close(lock)
        for folder in [] if done else made:
            with suppress(OSError):
                folder.rmdir()


def _locked(stage: Path, said: str) -> int:
    """Make the stage and lock it; the lock ends with this process, however it ends."""
    while True:
        stage.mkdir(exist_ok=True)
        strange = [] if (stage / LOCK).exists() else sorted(os.listdir(stage))
        if strange:
            what = f"is in the way and not tifa's ({first_names(strange)}); move it away"
            raise TifaError(f"{stage} {what}")
        try:
            lock = os.open(stage / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        except FileNotFoundError:  # its last owner has just removed it
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            why = f"is writing {said} in {stage.parent}; wait until it has ended"
            raise TifaError(f"another run {why}") from None
        with suppress(OSError):
            if os.path.samestat(os.stat(stage / LOCK), os.fstat(lock)):
                return lock
        os.close(lock)


def _remove_unready(stage: Path) -> None:
    """Remove a stage, unless it is complete: then the next run goes on from it."""
    if not (stage / READY).exists():
        shutil.rmtree(stage, ignore_errors=True)


def _empty(stage: Path) -> None:
    for path in stage.iterdir():
        if path.name != LOCK:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _write_ready(stage: Path, folders: list[Path]) -> None:
    """Say that everything is complete: from here on a run goes forward, whoever finishes it."""
    inodes = {folder.name: (stage / folder.name).stat().st_ino for folder in folders}
    (stage / f"{READY}.part").write_text(json.dumps(inodes), encoding="utf-8")
    os.rename(stage / f"{READY}.part", stage / READY)


def _finish(stage: Path, parent: Path) -> None:
    """Put the complete folders of a stage in their places; called again, it goes on."""
    wanted = json.loads((stage / READY).read_text(encoding="utf-8"))
    for name, inode in wanted.items():
        if (stage / name).is_dir() and (stage / name).stat().st_ino == inode:
            _exchange(stage / name, parent / name)
    for name in wanted:
        for old in (stage / name, stage / f"{name}.old"):
            if old.is_dir():
                _rescue(old, parent / name)
                _delete(old)
    (stage / READY).unlink()


def _delete(old: Path) -> None:
    """Delete a folder, its manifest last: after a kill the rest is still known to be ours."""
    for path in sorted(old.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        elif path != old / MANIFEST:
            path.unlink()
    shutil.rmtree(old)


def _exchange(new: Path, old: Path) -> None:
    """Let two folders change places, in one step where the system can."""
    aside = new.with_name(f"{new.name}.old")
    if old.exists() and not _swap(new, old):
        os.rename(old, aside)
    if new.is_dir() and not old.exists():
        os.rename(new, old)


def _swap(a: Path, b: Path) -> bool:
    """Whether the system let two paths change places (Linux renameat2, macOS renamex_np)."""
    libc, paths = ctypes.CDLL(None, use_errno=True), (os.fsencode(a), os.fsencode(b))
    if hasattr(libc, "renameat2"):
        failed = libc.renameat2(HERE, paths[0], HERE, paths[1], EXCHANGE)
    elif hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(*paths, EXCHANGE)
    else:
        return False
    code = ctypes.get_errno()
    if failed and code not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        raise OSError(code, os.strerror(code), str(b))
    return not failed


def _rescue(old: Path, new: Path) -> None:
    """Bring into the new folder what was written or changed in the old one during the run."""
    listed = read_manifest(old)
    changed = [name for name, row in listed.items() if is_changed(old / name, row)]
    for name in [*unlisted(old), *changed]:
        source, place = old / name, new / name
        if source.is_dir() and not source.is_symlink():
            continue
        if os.path.lexists(place) and _is_same(source, place):
            continue
        while os.path.lexists(place):
            place = place.with_name(f"{place.stem}-kept{place.suffix}")
        place.parent.mkdir(parents=True, exist_ok=True)
        os.rename(source, place)
        print(f"tifa: {name} was changed meanwhile and is kept as {place}", file=sys.stderr)


def _is_same(a: Path, b: Path) -> bool:
    one, two = os.lstat(a), os.lstat(b)
    copied = (one.st_size, one.st_mtime_ns) == (two.st_size, two.st_mtime_ns)
    return os.path.samestat(one, two) or copied


@contextmanager
def _held_signals() -> Iterator[None]:
    """Ctrl-C and SIGTERM wait for the end of the block (in the main thread)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    held = (signal.SIGINT, signal.SIGTERM)
    before = {n: signal.signal(n, lambda number, _: came.append(number)) for n in held}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
        for number in came:
            signal.raise_signal(number)


# --- the manifest: what we wrote into a folder, by which it is known again


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
    with (folder / MANIFEST).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *sorted(rows)])


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
