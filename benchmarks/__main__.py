"""`make bench`: run the benchmarks, one after the other, and put the scoreboard together.

    python -m benchmarks [PART ...]     these parts alone
    python -m benchmarks --small        each part in small, to see that it runs; nothing is kept

A part's section is kept in benchmarks/parts/ as soon as it is measured, and SCOREBOARD.md is put
together from those that are there: a run that is stopped keeps what it has. A part that fails is
told, its former section stays, and the others go on.
"""

import argparse
import os
import platform
import sys
import time
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
KEPT, BOARD = HERE / "parts", HERE / "SCOREBOARD.md"
PARTS = "repair real paper_files mentions numbers verdicts panel scale shapes fuzz".split()
HEAD = """# Scoreboard

Made by `make bench`; never edited by hand. Scores are the same on every machine, speeds are not:
read them as ratios."""


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.split(":")[1])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--small", action="store_true", help="to see that they run; keeps nothing")
    asked = parser.parse_args(words)
    if strange := [part for part in asked.parts if part not in PARTS]:
        parser.error(f"no part {', '.join(strange)}; there are {', '.join(PARTS)}")
    failed = [part for part in asked.parts or PARTS if not run_part(part, asked.small)]
    if failed:
        print(f"bench: failed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


def run_part(part: str, small: bool, kept: Path = KEPT, board: Path = BOARD) -> bool:
    """Measure a part, keep its section, renew the board; whether that went well."""
    began = time.monotonic()
    try:
        section = import_module(f"benchmarks.{part}").scoreboard(small).strip()
    except Exception as error:  # whatever it is, the other parts go on
        print(f"bench: {part}: {type(error).__name__}: {error}", file=sys.stderr)
        return False
    print(f"{section}\n\nbench: {part}: {time.monotonic() - began:.0f} s\n", flush=True)
    if not small:
        by = f"Measured with Python {platform.python_version()} on {os.cpu_count()} cores."
        (kept / f"{part}.md").write_text(f"{section}\n\n{by}\n", encoding="utf-8")
        put_together(kept, board)
    return True


def put_together(kept: Path, board: Path) -> None:
    """Write the scoreboard from the sections there are."""
    files = [kept / f"{part}.md" for part in PARTS]
    sections = [file.read_text(encoding="utf-8").strip() for file in files if file.exists()]
    board.write_text("\n\n".join([HEAD, *sections]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
