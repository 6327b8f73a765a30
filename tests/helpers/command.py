"""A command line run in this process, without starting Python again; and code in a new Python."""

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Done(NamedTuple):
    """How a command ended, as `subprocess.run` says it."""

    returncode: int
    stdout: str
    stderr: str


def tifa(*words, cwd=ROOT) -> Done:
    """Run one command of the program in the folder `cwd`; tests/desk/test_cli.py runs real ones too."""
    from analysis.desk.cli import main

    out, said = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    before = Path.cwd()
    os.chdir(cwd)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
            status = main([str(word) for word in words])
    except SystemExit as stop:
        status = stop.code
    finally:
        os.chdir(before)
    texts = []
    for stream in (out, said):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    return Done(status, *texts)


def python(code: str, *words: object, env: dict[str, str] | None = None):
    """Run code in a Python of its own, in the checkout; what it says and how it ends."""
    command = [sys.executable, "-c", code, *map(str, words)]
    how = {"capture_output": True, "encoding": "utf-8", "check": False}
    return subprocess.run(command, cwd=ROOT, env=env, **how)
