"""How fast the steps are, against what, and how cost grows with size.

python -m benchmarks.scale                     the ratios and speeds, as a table
python -m benchmarks.scale --grow pages:2,4,8 table:10,100    time and memory of `tables` by
                                               megabytes of pages, or of a table; kept, drawn
python -m benchmarks.scale --check             fail where a ratio is below half of the one kept
"""

import argparse
import csv
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
KEPT, GROWN, PLOT = HERE / "ratios.csv", HERE / "grown.csv", HERE / "grown.svg"
PLACES = ("临平", "钱塘")
SIZES = {"pages": 2, "a table": 8, "words": 8}  # megabytes measured
SMALL = dict.fromkeys(SIZES, 0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    what = "megabytes of pages, or of a table of articles, to make tables of"
    parser.add_argument("--grow", nargs="+", metavar="pages:MB,MB…|table:MB,MB…", help=what)
    parser.add_argument("--check", action="store_true", help="compare with the ratios kept")
    asked = parser.parse_args()
    if asked.grow:
        grow([tuple(one.split(":")) for one in asked.grow])
    elif asked.check:
        sys.exit(check())
    else:
        print(scoreboard())


def seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """Seconds of this process for a piece of work: the least of some runs, for others disturb."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def megabytes(texts: list[str]) -> float:
    return sum(len(text.encode()) for text in texts) / 1e6


def invented_news(size: float, seed: int = 0) -> Iterator[tuple[str, str]]:
    """Headline and text of articles until there are so many megabytes: sentences of the seeds in
    another order, with words of jieba's dictionary between theirs, drawn by their frequency. So no
    two articles share text, as news does not, and the vocabulary grows as that of news does.
    """
    from analysis.chinese.tokens import cut
    from analysis.corpus import load_corpus

    draw, made = random.Random(seed), 0
    sentences = [text for text in load_corpus("seeds").sentences["text"] if 8 <= len(text) <= 90]
    own = [_pieces(cut(text.replace("\n", ""))) for text in sentences]
    more = _dictionary_words(draw)
    while made < size * 1e6:
        paragraphs = []
        for _ in range(4):
            chosen = draw.choices(own, k=4)
            mixed = (p[0] + "".join(next(more) + piece for piece in p[1:]) for p in chosen)
            paragraphs.append("".join(mixed))
        title = draw.choice(sentences)[:18].strip("，。“”")
        text = "\n".join(paragraphs)
        made += len((title + text).encode())
        yield title, text


def _pieces(words: list[str]) -> list[str]:
    """The words of a sentence, nine characters or more at a time."""
    pieces = [""]
    for word in words:
        if len(pieces[-1]) >= 9 and word.isalnum():
            pieces.append("")
        pieces[-1] += word
    return pieces


def _dictionary_words(draw: random.Random) -> Iterator[str]:
    from analysis.chinese.tokens import reference_tokenizer

    known = reference_tokenizer().FREQ
    words, often = list(known), list(itertools.accumulate(known.values()))
    while True:
        yield from draw.choices(words, cum_weights=often, k=100_000)


def write_pages(folder: Path, size: float, seed: int = 0) -> None:
    """Pages of five articles each, lines wrapped at 24 characters as on a page."""
    folder.mkdir(parents=True)
    page: list[str] = []
    for n, (title, text) in enumerate(invented_news(size, seed)):
        lines = [title, "　　本报讯（记者 王一）昨日，"]
        for paragraph in text.split("\n"):
            whole = f"　　{paragraph}"
            lines += [whole[i : i + 24] for i in range(0, len(whole), 24)]
        page += [*lines, ""]
        if n % 5 == 4:
            day = f"2025-{1 + n // 5 % 12:02}-{1 + n // 60 % 28:02}"
            place = PLACES[n // 5 % 2]
            (folder / place).mkdir(exist_ok=True)
            (folder / place / f"{day}-{n:06}.txt").write_text("\n".join(page), encoding="utf-8")
            page = []


def write_table(file: Path, size: float) -> None:
    """The same as a table of articles, one a row."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        table = csv.writer(opened)
        table.writerow(["title", "date", "place", "text"])
        for n, (title, text) in enumerate(invented_news(size)):
            table.writerow([title, f"2025-{1 + n % 12:02}-01", PLACES[n % 2], text])


def plain_keyness(texts: list[str], in_a: list[bool]) -> pd.DataFrame:
    """What one writes by hand: jieba, a Counter a group, G² in pandas."""
    from analysis.chinese.tokens import reference_tokenizer

    cut = reference_tokenizer().cut
    counts = [Counter(), Counter()]
    for text, side in zip(texts, in_a, strict=True):
        counts[side].update(word for word in cut(text, HMM=False) if word.strip())
    table = pd.DataFrame({"b": counts[0], "a": counts[1]}).fillna(0)
    n_a, n_b = table["a"].sum(), table["b"].sum()
    share = (table["a"] + table["b"]) / (n_a + n_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [table[s] * np.log(table[s] / (n * share)) for s, n in (("a", n_a), ("b", n_b))]
    return table.assign(g2=2 * (parts[0].fillna(0) + parts[1].fillna(0))).sort_values("g2")


def our_keyness(corpus) -> pd.DataFrame:
    from analysis import keyness, tokenize

    words = tokenize(corpus.sentences, names=False)
    return keyness(words, corpus.articles, *corpus.articles["place"].unique()[:2])


def r_keyness(texts: pd.DataFrame) -> float | None:
    """Megabytes a second of the same in R, with ICU's word boundaries (what quanteda rests on);
    None where R or its stringi is not there. texts : text, place.
    """
    with tempfile.TemporaryDirectory(dir=HERE) as home:
        file = Path(home, "texts.csv")
        texts.to_csv(file, index=False)
        try:
            words = ["Rscript", str(HERE / "keyness.R"), str(file)]
            done = subprocess.run(words, capture_output=True, text=True, check=True)
        except (FileNotFoundError, subprocess.CalledProcessError):
            return None
    return megabytes(texts["text"].tolist()) / float(done.stdout)


def ratios(sizes: dict[str, float] = SIZES) -> list[tuple[str, str, float]]:
    """(what, unit, value) of ours against others, measured in one run."""
    from analysis.corpus import load_corpus

    corpus = load_corpus(pd.DataFrame(invented_news(sizes["words"]), columns=["title", "text"]))
    corpus.articles["place"] = [PLACES[n % 2] for n in range(len(corpus.articles))]
    texts = corpus.articles["text"].tolist()
    part = texts[: len(texts) // 4]
    in_a = [n % 2 == 0 for n in range(len(part))]
    plain_keyness(part[:5], in_a[:5])
    by_hand = megabytes(part) / seconds(lambda: plain_keyness(part, in_a), 1)
    ours = megabytes(texts) / seconds(lambda: our_keyness(corpus))
    what = "words, counts, keyness of two groups"
    in_r = r_keyness(corpus.articles[["text", "place"]])
    r_rows = [(f"{what}, against R with ICU", "times", ours / in_r)] if in_r else []
    return [
        (f"{what}, against jieba, Counter and pandas", "times", ours / by_hand),
        (f"{what}, by us", "MB/s", ours),
        (f"{what}, by jieba, Counter and pandas", "MB/s", by_hand),
        *r_rows,
    ]


def speeds(sizes: dict[str, float]) -> list[tuple[str, str, float]]:
    """(what, unit, value) of each step on this machine."""
    from analysis.chinese.tokens import tokenize
    from analysis.corpus import load_corpus
    from analysis.desk.tables_job import write_tables
    from analysis.mention.mentions import find_mentions

    with tempfile.TemporaryDirectory(dir=HERE) as home:
        folder = Path(home)
        write_pages(folder / "pages", sizes["pages"])
        write_table(folder / "table.csv", sizes["a table"])
        on_pages = seconds(lambda: load_corpus(folder / "pages"), 1)
        on_table = seconds(lambda: load_corpus(folder / "table.csv"), 1)
        whole = seconds(lambda: write_tables(folder / "pages", folder / "out", "parquet", []), 1)
        corpus = load_corpus(folder / "table.csv")
    size = megabytes(corpus.articles["text"].tolist())
    return [
        ("pages to articles", "MB/s", sizes["pages"] / on_pages),
        ("a table of articles to articles", "MB/s", sizes["a table"] / on_table),
        ("mentions", "MB/s", size / seconds(lambda: find_mentions(corpus), 1)),
        ("words", "MB/s", size / seconds(lambda: tokenize(corpus.sentences))),
        ("pages to all tables", "MB/s", sizes["pages"] / whole),
    ]


def check() -> int:
    """The exit status: 1 where a ratio is below half of the one that is kept, and which."""
    with KEPT.open(encoding="utf-8", newline="") as file:
        kept = {row["what"]: float(row["value"]) for row in csv.DictReader(file)}
    slow = [
        f"{what}: {value:.1f}, was {kept[what]:.1f}"
        for what, unit, value in ratios()
        if unit == "times" and value < kept.get(what, 0) / 2
    ]
    print("\n".join(slow) or "no ratio has fallen by half")
    return bool(slow)


def grow(asked: list[tuple[str, str]]) -> None:
    """Seconds of CPU and memory of `tables` on so many megabytes, kept and drawn; sizes that were
    measured before stay. asked : "pages" or "table", and megabytes with commas.
    """
    rows = pd.read_csv(GROWN).to_dict("records") if GROWN.exists() else []
    for what, size in [(what, int(size)) for what, sizes in asked for size in sizes.split(",")]:
        home = Path(tempfile.mkdtemp(dir=HERE))
        try:
            corpus = home / ("pages" if what == "pages" else "table.csv")
            (write_pages if what == "pages" else write_table)(corpus, size)
            words = ["tables", str(corpus), "--out", str(home / "out"), "--format", "parquet"]
            job = subprocess.Popen([sys.executable, "-m", "analysis", *words], cwd=HERE.parent)
            _, status, used = os.wait4(job.pid, 0)
            assert status == 0, f"tables ended with {status}"
            cpu, memory = used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
            new = {"what": what, "megabytes": size, "cpu": round(cpu, 1), "memory": memory}
            print(new, file=sys.stderr)
            rows = [r for r in rows if (r["what"], r["megabytes"]) != (what, size)] + [new]
        finally:
            shutil.rmtree(home)
        table = pd.DataFrame(rows).sort_values(["what", "megabytes"])
        table.to_csv(GROWN, index=False, lineterminator="\n")
    draw_grown()


def draw_grown() -> None:
    """Seconds against megabytes, and memory, from the table kept."""
    import matplotlib.pyplot as plt

    table = pd.read_csv(GROWN)
    figure, axes = plt.subplots(1, 2, figsize=(8, 3.2), layout="constrained")
    for ax, column, unit in zip(axes, ("cpu", "memory"), ("s of CPU", "MB of memory"), strict=True):
        for (what, rows), color in zip(table.groupby("what"), ("#b3361b", "#4a6b82"), strict=True):
            ax.plot(rows["megabytes"], rows[column], marker="o", color=color, label=what)
        ax.set(xlabel="MB of text", ylabel=unit, xscale="log", yscale="log")
        ax.spines[["top", "right"]].set_visible(False)
    axes[0].legend(frameon=False)
    figure.savefig(PLOT, metadata={"Date": None})
    plt.close(figure)


def scoreboard(small: bool = False) -> str:
    """The section as Markdown; the ratios are kept for `--check`, those against a peer that is not
    here as they were."""
    sizes = SMALL if small else SIZES
    rows = [*ratios(sizes), *speeds(sizes)]
    kept = dict(pd.read_csv(KEPT).itertuples(index=False)) if KEPT.exists() else {}
    now = {what: round(value, 2) for what, unit, value in rows if unit == "times"}
    rows += [(w, "times, measured before", value) for w, value in kept.items() if w not in now]
    if not small:
        table = pd.DataFrame((kept | now).items(), columns=["what", "value"])
        table.to_csv(KEPT, index=False, lineterminator="\n")
    lines = ["## What steps cost, and how cost grows", "", "| step, on one core | measured | |"]
    lines += ["|---|--:|---|"]
    lines += [f"| {what} | {value:.1f} | {unit} |" for what, unit, value in rows]
    if GROWN.exists():
        lines += ["", "`tables` on one core, by the last `python -m benchmarks.scale --grow`:", ""]
        lines += ["| MB of | | s of CPU | MB/s | MB of memory |", "|--:|---|--:|--:|--:|"]
        lines += [
            f"| {r.megabytes} | {r.what} | {r.cpu} | {r.megabytes / r.cpu:.2f} | {r.memory} |"
            for r in pd.read_csv(GROWN).itertuples()
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
