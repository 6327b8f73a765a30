"""A copy of this checkout to run `make` in: what is read is linked, what is made is its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = ("Makefile", "analysis", "notebooks", "pyproject.toml", "requirements.lock", "seeds")
MADE_FROM = Path(sys.prefix) / "built-from.lock"


def link_checkout(home: Path) -> Path:
    """Link the checkout and this environment into `home`; what is there already stays. Returns
    `home`.
    """
    assert MADE_FROM.read_bytes() == (ROOT / "requirements.lock").read_bytes(), (
        "the environment is older than requirements.lock: make"
    )
    for name in READ:
        if not (home / name).exists():
            (home / name).symlink_to(ROOT / name)
    (home / ".venv").symlink_to(sys.prefix)
    return home


def start(line: str, home: Path, log: Path, env: dict[str, str] | None = None) -> subprocess.Popen:
    """Start a make line of the README in `home`, as from a shell of its own; what it says goes to
    `log`.
    """
    outer = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHONPATH")  # of the make that runs the tests
    world = {k: v for k, v in os.environ.items() if k not in outer} | (env or {})
    with log.open("w") as out:
        return subprocess.Popen(
            line.split(), cwd=home, env=world, stdout=out, stderr=out, start_new_session=True
        )
