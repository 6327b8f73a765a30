"""`make bench`: run every benchmark and rewrite the scoreboard, benchmarks/SCOREBOARD.md."""

import platform
from pathlib import Path

from benchmarks import (
    fuzz,
    mentions,
    numbers,
    panel,
    paper_files,
    real,
    repair,
    scale,
    shapes,
    verdicts,
)

HEAD = """# Scoreboard

Made by `make bench`; never edited by hand. Scores are the same on every machine, speeds are not:
read them as ratios.
Python {python}, {cores} cores.
"""


def main() -> None:
    import os

    head = HEAD.format(python=platform.python_version(), cores=os.cpu_count())
    sections = [
        part.scoreboard().strip()
        for part in (
            repair,
            real,
            paper_files,
            mentions,
            numbers,
            verdicts,
            panel,
            scale,
            shapes,
            fuzz,
        )
    ]
    text = "\n\n".join([head.strip(), *sections]) + "\n"
    (Path(__file__).parent / "SCOREBOARD.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
