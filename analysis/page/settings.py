"""Settings and caches of the libraries in folders of our own, nothing of the user's touched."""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

from analysis.errors import TifaError

HERE = Path(__file__).parents[1]
# An installation has the notebooks inside the package, a checkout beside it.
NOTEBOOKS = HERE / "notebooks" if (HERE / "notebooks").is_dir() else HERE.parent / "notebooks"
# Read by Python and Jupyter beside the folders below; they would bring in a user's code or kernels.
NOT_OURS = ("PYTHONSTARTUP", "JUPYTER_PATH", "JUPYTER_CONFIG_PATH")
OURS = {
    "MPLCONFIGDIR": "matplotlib",
    "IPYTHONDIR": "ipython",
    "JUPYTER_CONFIG_DIR": "jupyter/config",
    "JUPYTER_DATA_DIR": "jupyter/data",
    "JUPYTER_RUNTIME_DIR": "jupyter/runtime",
}


class Asked(NamedTuple):
    """What a run is asked: the corpus and the choices that a notebook's parameters cell takes."""

    corpus_dir: str | Path
    lexicons: tuple[str, ...] = ()  # files with slogans or bodies of your own
    by: str = "place"  # what the groups are values of
    place_a: str = ""  # the two groups compared; empty: the two with most articles
    place_b: str = ""
    term: str = "十五五"
    lang: str = "en"  # of figures, sentences, tables and prose
    columns: tuple[tuple[str, str], ...] = ()  # of a table of articles, as for load_corpus


def private_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with matplotlib, IPython and Jupyter sent to folders of our own."""
    home = cache_folder(environment)
    kept = {name: value for name, value in environment.items() if name not in NOT_OURS}
    ours = {name: str(home / folder) for name, folder in OURS.items()}
    return kept | ours | {"JUPYTER_PREFER_ENV_PATH": "1"}


def use_private_settings() -> None:
    """Give this process `private_environment`; for a program, before anything heavy is imported."""
    private = private_environment(os.environ)
    for name in NOT_OURS:
        os.environ.pop(name, None)
    os.environ.update(private)


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Tifa's folder among the user's caches, by the XDG convention; it may be deleted at any time."""
    caches = environment.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(caches):
        caches = Path(environment.get("HOME") or os.path.expanduser("~"), ".cache")
    return Path(caches) / "tifa"


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder of this process alone, gone at the end; those of killed processes are swept first."""
    home = cache_folder(os.environ) / "kernels"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (home / "lock").open("w") as gate:  # nobody sweeps a folder that is not locked yet
            fcntl.flock(gate, fcntl.LOCK_EX)
            for left in home.iterdir():
                if left.is_dir():
                    _sweep(left)
            folder = Path(mkdtemp(dir=home))
            lock = (folder / "lock").open("w")
            fcntl.flock(lock, fcntl.LOCK_EX)
    except OSError as error:
        way = "XDG_CACHE_HOME can name another place"
        raise TifaError(f"cannot write to {home} ({error.strerror}); {way}") from error
    with lock:
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove a folder whose process has ended: its lock is free then."""
    with suppress(OSError), (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
