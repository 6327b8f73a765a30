"""Newspaper pages as PDF: how many articles come back right, by the kind of layout.

    python -m benchmarks.paper_files [--seeds 10] [--seed 0] [--worst 5]

Pages are invented (tests/helpers/paper_layouts.py), the same for the same seed, and scored as torn
pages are (benchmarks/repair.py).
"""

import argparse
import sys
import time
from collections import Counter

import pandas as pd

from analysis.read.folders import page_text
from benchmarks.repair import measures, table
from tests.helpers.page_scores import NOT_COUNTED, SAME, Row, assign, names_of, squeeze
from tests.helpers.paper_layouts import KINDS, PaperPage, paper_page
from tests.helpers.repaired import repair_documents

COLUMNS = ("boundary F1", "fidelity", "headlines", "kicker etc.", "reporters")


def score_paper(page: PaperPage, kind: str) -> tuple[list[Row], int, int]:
    """A row for every true article, how many were found, and how many characters are missing from
    the text or twice in it.
    """
    read = page_text(page.data, "page.pdf")
    text, marks = read.text, read.marks
    found = repair_documents(
        pd.DataFrame(
            {"doc_id": ["page"], "file": ["page.pdf"], "text": [text], "marks": [dict(marks)]}
        )
    ).articles
    found = found[~found["hint"].isin(NOT_COUNTED)].reset_index(drop=True)
    rows = []
    for true, (j, cover, dice) in zip(
        page.truth, assign(page.truth, [squeeze(t) for t in found["text"]]), strict=True
    ):
        wanted = {"title": true.title, "kicker": true.kicker, "subtitle": true.subtitle}
        same = {k: j >= 0 and squeeze(found[k][j]) == squeeze(v) for k, v in wanted.items()}
        names = j >= 0 and set(names_of(found.loc[j])) == set(true.reporters)
        exact = j >= 0 and found["text"][j].replace("\n", "") == true.text.replace("\n", "")
        rows.append(
            Row(
                (kind,),
                cover >= SAME,
                dice,
                exact,
                same["title"],
                same["kicker"] and same["subtitle"],
                names,
                None,
                None,
                0,
                0,
                0,
            )
        )
    return rows, len(found), astray(page, text)


def astray(page: PaperPage, text: str) -> int:
    """Characters of the page that are not in its text as often as they are printed, or the other
    way round.
    """
    printed = Counter(
        squeeze(
            "".join(
                mark[1] for sheet in page.sheets for mark in sheet if mark[0] in ("text", "down")
            )
        )
    )
    got = Counter(squeeze(text))
    return (printed - got).total() + (got - printed).total()


def report(n_seeds: int = 10, seed: int = 0) -> tuple[list[str], list[tuple[float, str, int]]]:
    """The lines of the table, and (share of articles right, kind, seed) of every page."""
    named, counts, pages, everything, n_found, n_astray, seconds, n_sheets = (
        {},
        {},
        [],
        [],
        0,
        0,
        0.0,
        0,
    )
    for kind in KINDS:
        rows, n_kind = [], 0
        for s in range(seed, seed + n_seeds):
            page = paper_page(kind, s)
            began = time.perf_counter()
            found, n, astray_ = score_paper(page, kind)
            seconds += time.perf_counter() - began
            n_sheets += len(page.sheets)
            rows += found
            n_kind += n
            n_astray += astray_
            pages.append((sum(r.article and r.headline for r in found) / len(found), kind, s))
        named[kind], counts[kind] = measures(rows, n_kind), len(rows)
        everything += rows
        n_found += n_kind
    named = {"all": measures(everything, n_found)} | named
    counts["all"] = len(everything)
    lines = table(
        {k: {c: m[c] for c in COLUMNS} for k, m in named.items()},
        f"{n_seeds} pages of a kind",
        counts,
    )
    lines += [
        "",
        f"Characters lost or doubled: {n_astray}. {seconds / n_sheets:.2f} s a page, from "
        "file to articles.",
    ]
    return lines, pages


def scoreboard(small: bool = False) -> str:
    """The section of benchmarks/SCOREBOARD.md."""
    made = "invented pages of every layout tests/helpers/paper_layouts.py can do"
    title = f"## Newspaper pages as PDF ({made})"
    return "\n".join([title, "", *report(1 if small else 20, 9000)[0], ""])


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=10, help="pages of every kind")
    parser.add_argument("--seed", type=int, default=0, help="number of the first page")
    parser.add_argument("--worst", type=int, default=0, help="list this many of the worst pages")
    args = parser.parse_args()
    lines, pages = report(args.seeds, args.seed)
    print("\n".join(lines))
    for share, kind, s in sorted(pages)[: args.worst]:
        print(f"{share:.2f} {kind} {s}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
