"""Fit the weights by which lone lines are headlines or subheads, on real items laid out in every manner.

    python -m benchmarks.fit_borders --items items.jsonl [--write]

Pages: transcripts, single articles with subheads put in, torn pages of real items and of invented
stories. Printed: how often a place is decided right, for each family of pages when it was left out,
and what becomes of its pages then, from raw text to articles.
`--write` puts the weights into analysis/repair/border_weights.csv; reasons there are kept.
"""

import argparse
import csv
from pathlib import Path
from random import Random

import numpy as np
from scipy.optimize import minimize

from analysis.repair import borders
from analysis.repair.line_roles import find_blocks
from analysis.repair.lines import read_lines
from benchmarks import real, repair
from tests.helpers import pages
from tests.helpers.page_scores import score_page

L2 = 0.02


def places_of(text: str, owners: list[int]) -> list[tuple[borders.Place, int]]:
    """The places of a laid-out page, each with 1 for a headline, 0 for subheads."""
    lines = read_lines(text)
    blocks = find_blocks(lines)
    found = borders.find_places(blocks, lines.usual_gap)
    rows = []
    last = -1
    before = {}
    for i, block in enumerate(blocks):
        before[i] = last
        if block.kind in ("para", "salute"):
            last = majority(owners[block.runs[-1][1] : block.end])
    for place in found:
        first = blocks[place.at].runs[0]
        here = majority(owners[first[1] : first[1] + first[2]])
        if here >= 0 and before[place.at] >= 0:
            rows.append((place, int(here != before[place.at])))
        else:
            rows.append((place, -1))
    return rows


def majority(values: list[int]) -> int:
    known = [v for v in values if v >= 0]
    return max(set(known), key=known.count) if known else -1


def families(
    days: list, rng: Random, n_torn: int
) -> dict[str, list[list[tuple[borders.Place, int]]]]:
    """Pages by family, each as its places with their answers."""
    out: dict[str, list] = {
        "transcripts": [],
        "single": [],
        "torn": [],
        "torn, mixed": [],
        "invented": [],
    }
    for _ in range(3):
        for items in days:
            out["transcripts"].append(real.transcript_of(rng, items, real.transcript_plan(rng)))
    for item in [x for day in days for x in day]:
        for _ in range(2):
            out["single"].append(
                real.single_of(rng, item, real.single_plan(rng), subheads=rng.random() < 0.6)
            )
    for name, plain in (("torn", 0.7), ("torn, mixed", 0.35)):
        for page in real.torn_pages(days, rng, plain, n_torn):
            out[name] += [(page.texts[f], [o for o, _ in page.marks[f]]) for f in page.texts]
    for seed in range(20_000, 20_000 + n_torn):
        page = pages.lay_out(pages.random_plan(seed))
        out["invented"] += [(page.texts[f], [o for o, _ in page.marks[f]]) for f in page.texts]
    return {name: [places_of(*laid) for laid in laid_out] for name, laid_out in out.items()}


def logistic(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression with a small ridge; the first column is the constant."""

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ b
        p = 1 / (1 + np.exp(-z))
        value = (
            np.sum(w * (np.logaddexp(0, z) - y * z)) / w.sum() + L2 / 2 * np.sum(b[1:] ** 2) / 10
        )
        grad = x.T @ (w * (p - y)) / w.sum()
        grad[1:] += L2 / 10 * b[1:]
        return value, grad

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x


def fit(data: list[list[tuple[borders.Place, int]]], sizes: np.ndarray) -> dict[str, float]:
    """Both stages: each place by itself, then with what the page says."""
    names = sorted({n for page in data for place, _ in page for n in place.clues})
    own, answers, weight = [], [], []
    for page, size in zip(data, sizes, strict=True):
        for place, answer in page:
            if place.known == 0.5 and answer >= 0:
                own.append([1.0, *(place.clues[n] for n in names)])
                answers.append(answer)
                weight.append(size)
    b = logistic(np.array(own), np.array(answers), np.array(weight))
    found = {"own: base": b[0]} | {f"own: {n}": v for n, v in zip(names, b[1:], strict=True)}
    rows = [
        (row, size)
        for page, size in zip(data, sizes, strict=True)
        for (place, answer), row in zip(
            page, borders.heard([p for p, _ in page], found), strict=True
        )
        if place.known == 0.5 and answer >= 0
    ]
    hears = list(rows[0][0])
    x = np.array([[1.0, *(row[n] for n in hears)] for row, _ in rows])
    b = logistic(x, np.array(answers), np.array([s for _, s in rows]))
    return (
        found | {"page: base": b[0]} | {f"page: {n}": v for n, v in zip(hears, b[1:], strict=True)}
    )


def right(
    data: list[list[tuple[borders.Place, int]]], weight: dict[str, float]
) -> tuple[float, float, int]:
    """Share decided right with the page and without it, and how many places."""
    hits, alone, n = 0, 0, 0
    for page in data:
        for (place, answer), row in zip(
            page, borders.heard([p for p, _ in page], weight), strict=True
        ):
            if answer < 0:
                continue
            hits += borders.begins(place, row, weight) == answer
            alone += (row["self"] > 0 if place.known == 0.5 else place.known == 1.0) == answer
            n += 1
    return hits / max(n, 1), alone / max(n, 1), n


def end_to_end(name: str, weight: dict[str, float], days: list) -> str:
    """What becomes of the pages of a family with these weights."""
    kept, borders.weights = borders.weights, lambda: weight
    try:
        if name == "transcripts":
            found = real.transcripts(days, Random(7))["all"]
        elif name == "single":
            found = real.single(days, Random(7), subheads=True)["all"]
        elif name == "invented":
            scores = [score_page(pages.lay_out(pages.random_plan(seed))) for seed in range(150)]
            rows = [row for score in scores for row in score.rows]
            found = repair.measures(rows, sum(score.n_predicted for score in scores))
        else:
            found = real.torn(days, Random(7), 0.7 if name == "torn" else 0.35, 150)["all"]
    finally:
        borders.weights = kept
    shown = ("titles", "whole", "one article", "boundary F1", "headlines", "jumps joined")
    return ", ".join(f"{key} {found[key]:.3f}" for key in shown if key in found)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=Path, required=True)
    parser.add_argument("--torn", type=int, default=250)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    days = real.load(args.items, "seen")
    data = families(days, Random(1), args.torn)

    def join(names: list[str]) -> tuple[list, np.ndarray]:
        joined = [page for n in names for page in data[n]]
        sizes = np.concatenate(
            [np.full(len(data[n]), 1000 / max(sum(len(p) for p in data[n]), 1)) for n in names]
        )
        return joined, sizes

    for name in data:
        rest = fit(*join([n for n in data if n != name]))
        page, alone, n = right(data[name], rest)
        print(f"{name:14} left out: right {page:.3f} (alone {alone:.3f}) of {n}")
        print(f"{'':14} end to end: {end_to_end(name, rest, days)}", flush=True)
    weight = fit(*join(list(data)))
    for name in data:
        print(f"{name:14} fitted:   right {right(data[name], weight)[0]:.3f}")
    if args.write:
        old = {}
        if borders.WEIGHTS.exists():
            with borders.WEIGHTS.open(encoding="utf-8", newline="") as file:
                old = {row["name"]: row["reason"] for row in csv.DictReader(file)}
        with borders.WEIGHTS.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(["name", "weight", "reason"])
            out.writerows([k, f"{v:.2f}", old.get(k, "")] for k, v in weight.items())
    else:
        for k, v in weight.items():
            print(f"{v:7.2f} {k}")


if __name__ == "__main__":
    main()
