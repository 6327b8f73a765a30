"""`make lab`: JupyterLab on the notebooks, with our Chinese font, a person's settings unchanged."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.table.store import NAME, STORE

TOUR = "notebooks/01-what-is-in-the-corpus.ipynb"


def main(extra: Sequence[str]) -> None:
    """Become JupyterLab, in the folder this is called from, with the store `run` filled there.

    extra : JupyterLab's own options and the notebook to open."""
    if os.path.isdir(NAME):
        os.environ.setdefault(STORE, os.path.abspath(NAME))
    fonts = str(Path(__file__).parents[1] / "draw" / "fonts")  # custom.css and the files it names
    settings = f"--ServerApp.tornado_settings={ {'static_custom_path': [fonts]}!r}"
    root = ["--allow-root"] * (os.geteuid() == 0)  # as in most containers
    opened = extra or ["--notebook-dir=.", TOUR]
    command = [sys.executable, "-m", "jupyterlab", "--custom-css", settings, *root, *opened]
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
