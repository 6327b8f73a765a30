"""Torn pages put back together: how many articles come back right, by phenomenon, beside a plain
split at 本报讯.

    python -m benchmarks.repair [--pages 300] [--seed 0] [--by] [--worst 5] [--markdown FILE]

Pages are invented (tests/helpers/pages.py), the same for the same seed. A row of the second table holds
only the articles that show the phenomenon, most of them in a mixture with others.
"""

import argparse
import re
import sys
import time
from collections import defaultdict
from pathlib import Path

import pandas as pd

from tests.helpers.page_scores import SAME, Row, Score, assign, score_page, squeeze
from tests.helpers.pages import Page, lay_out, random_plan
from tests.helpers.repaired import repair_documents

BARS = {
    "boundary F1": 0.95,
    "fidelity": 0.995,
    "headlines": 0.93,
    "reporters": 0.95,
    "jumps joined": 0.95,
    "body lost": 0.001,
}


def share(values: list[bool | float | None]) -> float:
    kept = [float(v) for v in values if v is not None]
    return sum(kept) / len(kept) if kept else float("nan")


def measures(rows: list[Row], n_predicted: int | None = None) -> dict[str, float]:
    """The figures of a group of articles; without `n_predicted` the share of articles right stands
    for F1.
    """
    hits = sum(r.article for r in rows)
    body = sum(r.n_body for r in rows) or 1
    return {
        "boundary F1": 2 * hits / (len(rows) + n_predicted)
        if n_predicted is not None
        else hits / len(rows),
        "fidelity": share([r.fidelity for r in rows]),
        "exact": share([r.exact for r in rows]),
        "headlines": share([r.headline for r in rows]),
        "kicker etc.": share([r.around for r in rows]),
        "reporters": share([r.reporters for r in rows]),
        "jumps joined": share([r.joined for r in rows]),
        "truncated": share([r.truncated for r in rows]),
        "body lost": sum(r.lost for r in rows) / body,
        "body strayed": sum(r.strayed for r in rows) / body,
    }


def split_at_lead(page: Page) -> list[tuple[str, str, tuple[str, ...]]]:
    """Title, text and names of every piece: a new one at 本报讯, the line before it the title, line
    ends dropped.
    """
    rows = []
    for text in page.texts.values():
        parts = re.split(r"(?=本报讯)", text)
        for before, part in zip(["", *parts], parts, strict=False):
            lines = [x for x in before.splitlines() if x.strip()]
            lead = re.match(r"本报讯\s*[（(](.*?)[）)]", part, re.S)
            names = (
                tuple(re.sub(r"\S*(记者|通讯员)", " ", lead[1]).replace("、", " ").split())
                if lead
                else ()
            )
            rows.append(
                (
                    lines[-1].strip() if lines else "",
                    squeeze(part[lead.end() :] if lead else part),
                    names,
                )
            )
    return [r for r in rows if r[1]]


def naive(page: Page) -> Score:
    """How the plain split does."""
    found = split_at_lead(page)
    rows = []
    for t, (j, cover, dice) in zip(
        page.truth, assign(page.truth, [text for _, text, _ in found]), strict=True
    ):
        title, _, names = found[j] if j >= 0 else ("", "", ())
        right = cover >= SAME
        joined = right if t.jump in ("in file", "next file") else None
        same_title, same_names = squeeze(title) == squeeze(t.title), set(names) == set(t.reporters)
        rows.append(
            Row(
                t.tags,
                right,
                dice,
                False,
                same_title,
                False,
                same_names,
                joined,
                None,
                len(squeeze(t.text)),
                0,
                0,
            )
        )
    return Score(rows, len(found), 0)


def table(named: dict[str, dict[str, float]], first: str, counts: dict[str, int]) -> list[str]:
    columns = list(next(iter(named.values())))
    lines = [
        "| " + " | ".join([first, "articles", *columns]) + " |",
        "|" + " --- |" + " ---: |" * (len(columns) + 1),
    ]
    for name, m in named.items():
        cells = [
            "" if m[c] != m[c] else f"{m[c]:.4f}" if c.startswith("body") else f"{m[c]:.3f}"
            for c in columns
        ]
        lines.append("| " + " | ".join([name, str(counts[name]), *cells]) + " |")
    return lines


def speed(pages: list[Page]) -> str:
    """MB/s over all the pages as one corpus, and how many times longer than the plain split."""
    rows = [
        (f"{i}-{name}", name, text) for i, p in enumerate(pages) for name, text in p.texts.items()
    ]
    raw = pd.DataFrame(rows, columns=["doc_id", "file", "text"])
    size = sum(len(text.encode()) for text in raw["text"]) / 1e6
    began = time.process_time()
    repair_documents(raw)
    seconds = time.process_time() - began
    began = time.process_time()
    for page in pages:
        split_at_lead(page)
    return (
        f"{size:.2f} MB of UTF-8: {size / seconds:.2f} MB/s, "
        f"{seconds / (time.process_time() - began):.0f} times as long as the split."
    )


def report(
    n_pages: int = 300, seed: int = 0, plain: float = 0.6, by: bool = True
) -> tuple[list[str], list[tuple[int, Score]]]:
    """The lines of the tables, and the score of every page with its seed."""
    seeds = range(seed, seed + n_pages)
    pages = [lay_out(random_plan(s, plain)) for s in seeds]
    scores, plain_scores = [score_page(p) for p in pages], [naive(p) for p in pages]
    rows = [r for s in scores for r in s.rows]
    totals = {
        "this package": measures(rows, sum(s.n_predicted for s in scores)),
        "split at 本报讯": measures(
            [r for s in plain_scores for r in s.rows], sum(s.n_predicted for s in plain_scores)
        ),
    }
    nothing = float("nan")
    totals["split at 本报讯"] |= dict.fromkeys(
        ("exact", "kicker etc.", "truncated", "body lost", "body strayed"), nothing
    )
    totals["bar"] = dict.fromkeys(totals["this package"], nothing) | BARS
    lines = table(totals, f"{n_pages} pages", dict.fromkeys(totals, len(rows)))
    lines += [
        "",
        f"{speed(pages)} Characters owned by no segment or by two: "
        f"{sum(s.unowned for s in scores)}.",
    ]
    if by:
        groups: dict[str, list[Row]] = defaultdict(list)
        for r in rows:
            for tag in r.tags:
                groups[tag].append(r)
        groups = {k: groups[k] for k in sorted(groups)}
        lines += [
            "",
            *table(
                {k: measures(v) for k, v in groups.items()},
                "phenomenon",
                {k: len(v) for k, v in groups.items()},
            ),
        ]
    return lines, list(zip(seeds, scores, strict=True))


def scoreboard(small: bool = False) -> str:
    """The section of benchmarks/SCOREBOARD.md."""
    title = (
        "## Torn pages put back together (invented pages, each a random mixture of everything "
        "tests/helpers/pages.py can do)"
    )
    return "\n".join([title, "", *report(6 if small else 300)[0], ""])


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0, help="number of the first page")
    parser.add_argument(
        "--plain", type=float, default=0.6, help="how often each choice stays plain (0 to 1)"
    )
    parser.add_argument("--by", action="store_true", help="a second table by phenomenon")
    parser.add_argument(
        "--worst", type=int, default=0, help="list this many of the worst pages by their seed"
    )
    parser.add_argument("--markdown", type=Path, help="also write the tables here")
    args = parser.parse_args()
    lines, scores = report(args.pages, args.seed, args.plain, args.by)
    print("\n".join(lines))
    if args.markdown:
        args.markdown.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if args.worst:
        good = {
            s: sum(r.article and r.headline and r.reporters for r in score.rows) / len(score.rows)
            for s, score in scores
        }
        print(
            "\nworst pages by seed:",
            " ".join(str(s) for s in sorted(good, key=lambda s: (good[s], s))[: args.worst]),
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
