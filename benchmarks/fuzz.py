"""Damaged and hostile input, made at random from a seed: nothing may end in a traceback, hang, or
lose a character.

    python -m benchmarks.fuzz --inputs 200              # of each kind
    python -m benchmarks.fuzz --seconds 60 --kinds pdf,docx
    python -m benchmarks.fuzz --only pages:17           # one input again
    python -m benchmarks.fuzz --inputs 2600 --keep      # and keep what it gave for the scoreboard,
    in fuzz.csv

prints what was tried, the slowest, and every fault with the name that makes it again; exit status 1
if there is one.
"""

import argparse
import contextlib
import csv
import io
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.errors import TifaError

ROOT = Path(__file__).resolve().parent.parent
KEPT = Path(__file__).with_suffix(".csv")
KEPT_COLUMNS = [
    "kind",
    "seed",
    "inputs",
    "refused",
    "placing",
    "seconds",
    "slowest",
    "over",
    "faults",
]
HANG, SLOW = 20.0, 1.5  # seconds: a fault; worth a line
AGAIN = 20  # every so many pages are read twice


def mutate_lines(draw: random.Random, lines: list[str]) -> list[str]:
    """The lines after one to six random operations: shuffled, deleted, doubled, cut, interleaved,
    without full stops.
    """
    lines = list(lines)
    for _ in range(draw.randint(1, 6)):
        i = draw.randrange(max(len(lines), 1))
        j = i + draw.randint(1, 60)
        part = lines[i:j]
        match draw.randrange(8):
            case 0:
                draw.shuffle(part)
                lines[i:j] = part
            case 1:
                del lines[i:j]
            case 2:
                lines[i:i] = part * draw.randint(1, 6)
            case 3:
                lines = [
                    line[: draw.randint(4, 20)] if draw.random() < 0.3 else line for line in lines
                ]
            case 4:
                lines = [
                    x
                    for line in lines
                    for x in ([line[k : k + 14] for k in range(0, max(len(line), 1), 14)])
                ]
            case 5:
                lines = [x for pair in zip(lines, reversed(lines), strict=True) for x in pair][
                    : 2 * len(lines)
                ]
            case 6:
                lines = [line.replace("。", "").replace("，", "") for line in lines]
            case 7:
                lines[i:j] = [
                    "".join(
                        draw.choices("（）“”【】—…0123456789 　记者摄下转版", k=draw.randint(0, 30))
                    )
                    for _ in part
                ]
    return lines[:600]


def mutate_bytes(draw: random.Random, data: bytes) -> bytes:
    """The bytes with some flipped, cut out, doubled or put in."""
    data = bytearray(data)
    for _ in range(draw.randint(1, 8)):
        i = draw.randrange(max(len(data), 1))
        match draw.randrange(5):
            case 0:
                data[i : i + 1] = bytes([draw.randrange(256)])
            case 1:
                del data[i : i + draw.randint(1, 40)]
            case 2:
                data[i:i] = data[i : i + draw.randint(1, 200)]
            case 3:
                data[i:i] = bytes(
                    draw.choices(b"\0<>\"'\r\n,;&\xff\xfe%()[]0R", k=draw.randint(1, 10))
                )
            case 4:
                del data[i + draw.randint(0, len(data)) :]
    return bytes(data)


def make_page(draw: random.Random) -> dict[str, bytes]:
    pages = [
        path.read_text(encoding="utf-8").split("\n")
        for path in sorted((ROOT / "seeds").glob("*.txt"))
    ]
    text = "\n".join(mutate_lines(draw, draw.choice(pages)))
    data = text.encode(draw.choice(["utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16"]))
    return {"page.txt": mutate_bytes(draw, data) if draw.random() < 0.3 else data}


def make_html(draw: random.Random) -> dict[str, bytes]:
    lines = make_page(draw)["page.txt"].decode("utf-8", "replace").split("\n")[:60]
    tags = draw.choices(
        ["p", "div", "h1", "h2", "td", "span", "article", "script", "li", "b", "a"], k=len(lines)
    )
    body = "".join(
        f"<{t} class='{draw.choice(['title', 'bt', 'x', 'zoom'])}'>{x}</{t}>"
        for t, x in zip(tags, lines, strict=True)
    )
    nest = "<div>" * draw.choice([0, 0, 3, 300])
    head = draw.choice(
        [
            "",
            '<?xml version="1.0" encoding="gbk"?>',
            "<!DOCTYPE html>",
            '<meta charset="big5">',
            "<title>会议</title>",
        ]
    )
    data = f"<html><head>{head}</head><body>{nest}{body}</body></html>".encode(
        draw.choice(["utf-8", "gb18030"])
    )
    return {"page.html": mutate_bytes(draw, data) if draw.random() < 0.7 else data}


def make_pdf(draw: random.Random) -> dict[str, bytes]:
    from tests.repair.test_intake import page_of, pdf, stream

    words = b" ".join(
        b"BT /F %d Tf %d %d Td (%s) Tj ET"
        % (draw.randint(1, 40), draw.randint(0, 600), draw.randint(0, 800), b"abc" * 5)
        for _ in range(draw.randint(0, 60))
    )
    return {"page.pdf": mutate_bytes(draw, pdf(page_of(stream(words))))}


def make_docx(draw: random.Random) -> dict[str, bytes]:
    from tests.repair.test_intake import repacked

    def change(parts: dict[str, bytes]) -> None:
        name = draw.choice(sorted(parts))
        if draw.random() < 0.3:
            del parts[name]
        else:
            parts[name] = mutate_bytes(draw, parts[name])

    data = repacked(change)
    return {"page.docx": mutate_bytes(draw, data) if draw.random() < 0.3 else data}


def mutate_table(draw: random.Random, rows: list[list[str]]) -> bytes:
    """A CSV with up to four cells or rows changed, in some encoding, separator and line end; a
    third of them damaged in their bytes too.
    """
    odd = [
        "",
        "=1+1",
        "2025-02-30",
        "二〇二五年",
        "村",
        "\u3000",
        "a,b",
        '"',
        "“十五五”",
        "x" * 300,
        "yes",
        "-1",
        "临平区",
        "１",
        "\ue000",
    ]
    rows = [list(row) for row in rows]
    for _ in range(draw.randint(0, 4)):
        row = draw.choice(rows[1:] or rows)
        match draw.randrange(6):
            case 0 | 1 | 2:
                row[draw.randrange(len(row))] = draw.choice(odd)
            case 3:
                rows.append(list(row))
            case 4:
                rows.append([draw.choice(odd) for _ in row])
            case 5:
                row.pop() if len(row) > 1 and draw.random() < 0.3 else draw.shuffle(row)
    text = io.StringIO()
    csv.writer(
        text, delimiter=draw.choice(",,,;\t"), lineterminator=draw.choice(["\n", "\r\n", "\r"])
    ).writerows(rows)
    data = text.getvalue().encode(draw.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
    return mutate_bytes(draw, data) if draw.random() < 0.3 else data


def make_corpus_csv(draw: random.Random) -> dict[str, bytes]:
    head = ["file", "paper", "place", "place_level", "city", "district", "date_published"]
    row = ["page.txt", "临平日报", "临平", "区", "杭州市", "临平区", "2025-05-27"]
    n = draw.randint(3, len(head))
    return {"page.txt": PAGE.encode(), "corpus.csv": mutate_table(draw, [head[:n], row[:n]])}


def make_lexicon(draw: random.Random) -> dict[str, bytes]:
    head, *rows = (
        line.split(",")
        for line in (
            "alias,name,kind,level",
            "三个年,“三个年”,numeric,区",
            "人人有责,人人有责,other,区",
        )
    )
    if draw.random() < 0.5:
        rows = [
            ["区委常委会", "临平区委常委会", "党委", "区"],
            ["甲乙协会", "甲乙协会", "社会组织", "区"],
        ]
    return {
        "page.txt": PAGE.encode(),
        draw.choice(["ours.csv", "our-bodies.csv"]): mutate_table(draw, [head, *rows]),
    }


def make_candidates(draw: random.Random) -> dict[str, bytes]:
    head = ["candidate", "frame", "n", "level", "accept"]
    rows = [
        ["人人有责", "quoted", "3", "区", draw.choice(["yes", "no", "", "maybe", "是"])],
        ["三个年", "numeral", "1", "", "yes"],
    ]
    return {"page.txt": PAGE.encode(), "candidates.csv": mutate_table(draw, [head, *rows])}


def make_arguments(draw: random.Random) -> dict[str, bytes]:
    words = [
        "papers",
        "十五五",
        "",
        "-1",
        "0",
        "nowhere",
        "临平",
        "(",
        "a" * 300,
        "--csv",
        "--regex",
        "--width",
        "--place",
        "--all",
        "--out",
        "papers/out",
        "out",
        "papers",
        "--format",
        "parquet",
        "doc",
        "--workers",
        "--lexicon",
        "papers/page.txt",
        "--term",
    ]
    begin = draw.choice(
        [
            "kwic 十五五 papers",
            "compare 临平 钱塘 papers",
            "propose papers",
            "check papers",
            "new papers",
            "tables papers --out out",
            "kwic",
            "compare",
            "propose",
            "check",
            "new",
            "tables",
            "nonsense",
        ]
    ).split()
    return {
        "page.txt": PAGE.encode(),
        "words": "\n".join([*begin, *draw.choices(words, k=draw.randint(0, 3))]).encode(),
    }


PAGE = (
    "区委常委会召开会议\n　　本报讯（记者 甲乙丙）昨日，临平区委常委会召开会议，"
    "研究“十五五”规划。会议指出，人人有责，要抓好落实。\n"
)
KINDS: dict[str, Callable[[random.Random], dict[str, bytes]]] = {
    "pages": make_page,
    "html": make_html,
    "pdf": make_pdf,
    "docx": make_docx,
    "csv": make_corpus_csv,
    "lexicon": make_lexicon,
    "candidates": make_candidates,
    "arguments": make_arguments,
}


REFUSED = "refused in one line"  # no fault


def check_input(files: dict[str, bytes], home: Path, *, twice: bool) -> str:
    """What is wrong with how one input is taken; "" if nothing is, REFUSED if it was told in one
    line.
    """
    papers = home / "papers"
    shutil.rmtree(home, ignore_errors=True)
    papers.mkdir(parents=True)
    words = files.pop("words", b"").decode().split("\n") if "words" in files else []
    for name, data in files.items():
        (papers / name).write_bytes(data)
    if words:
        return check_command(words, home)
    from analysis import find_mentions, load_corpus

    try:
        corpus = load_corpus(papers)
        mentions = find_mentions(
            corpus,
            extra=[
                str(papers / name)
                for name in files
                if name.endswith(".csv") and name != "corpus.csv"
            ],
        )
    except TifaError as error:
        return REFUSED if "\n" not in str(error) else f"an error of several lines: {error!r}"
    wrong = check_corpus(corpus, mentions, papers)
    if (
        not wrong
        and twice
        and not all(a.equals(b) for a, b in zip(corpus, load_corpus(papers), strict=True))
    ):
        wrong = "a second reading gives other tables"
    return wrong


def check_corpus(corpus, mentions, papers: Path) -> str:
    """Tiling and offsets: every character once in the segments; a mention is what stands at its
    offsets.
    """
    from analysis.read.folders import page_text

    files = corpus.documents.set_index("doc_id")["file"]
    for doc_id, rows in corpus.segments.groupby("doc_id"):
        ordered = rows.sort_values("start")
        if (ordered["start"].to_numpy()[1:] < ordered["end"].to_numpy()[:-1]).any():
            return f"{doc_id}: two segments overlap"
        text = page_text((papers / files[doc_id]).read_bytes(), files[doc_id]).text
        inside = "".join(text[a:b] for a, b in zip(ordered["start"], ordered["end"], strict=True))
        if "".join(inside.split()) != "".join(text.split()):
            return f"{doc_id}: the segments do not hold every character"
    text_of = corpus.articles.set_index("article_id")["text"]
    for table in (mentions.slogans, mentions.bodies):
        for row in table.itertuples():
            if text_of[row.article_id][row.start : row.end] != row.surface:
                return f"{row.article_id}: {row.surface!r} does not stand at {row.start}"
    for row in corpus.sentences.itertuples():
        if text_of[row.article_id][row.start : row.end] != row.text:
            return f"{row.sentence_id}: the sentence is not the article's text"
    return ""


def check_command(words: list[str], home: Path) -> str:
    """What is wrong with how a command line ends: with another status than 0, 2, 3, or in an
    exception.
    """
    from analysis.desk.cli import main

    before = Path.cwd()
    os.chdir(home)
    said = io.StringIO()
    try:
        with (
            contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())),
            contextlib.redirect_stderr(said),
        ):
            status = main(words)
    except SystemExit as stop:
        status = stop.code
    finally:
        os.chdir(before)
    if status not in (0, 2, 3):
        return f"exit status {status}"
    if "Traceback" in said.getvalue():
        return "a traceback was printed"
    return REFUSED if status == 2 else ""


def run_kind(
    kind: str, seed: int, inputs: int, seconds: float, only: int | None, home: Path
) -> dict[str, object]:
    """Try the inputs of one kind until their number or the time is reached; what was tried and what
    was wrong.
    """
    row = {
        "kind": kind,
        "inputs": 0,
        "seconds": 0.0,
        "slowest": 0.0,
        "slow": [],
        "faults": [],
        "refused": 0,
        "placing": "",
    }
    begun = time.monotonic()

    def ring(*_: object) -> None:
        raise TimeoutError

    for number in range(inputs) if only is None else [only]:
        if seconds and time.monotonic() - begun > seconds:
            break
        files = KINDS[kind](random.Random(f"{seed}:{kind}:{number}"))
        start = time.process_time()
        clock = signal.signal(signal.SIGVTALRM, ring)  # SIGALRM is the reader's own
        signal.setitimer(signal.ITIMER_VIRTUAL, HANG)
        try:
            wrong = check_input(files, home, twice=number % AGAIN == 0)
        except TimeoutError:
            wrong = f"took over {HANG:.0f} s"
        except Exception as error:
            wrong = f"{type(error).__name__}: {error}"
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, clock)
        took = time.process_time() - start
        row["inputs"] += 1
        row["slowest"] = max(row["slowest"], took)
        if took > SLOW:
            row["slow"].append(f"{kind}:{number} {took:.1f} s")
        if wrong == REFUSED:
            row["refused"] += 1
        elif wrong:
            row["faults"].append(f"{kind}:{number} {' '.join(wrong.split())[:160]}")
    row["seconds"] = time.monotonic() - begun
    return row


def run_kills(seed: int, kills: int, home: Path) -> dict[str, object]:
    """Kill a run that replaces two folders before a random step; old or new must be there, and a
    person's files.
    """
    from tests.table.test_result_folders import kill_once

    row = {
        "kind": "kills",
        "inputs": 0,
        "seconds": 0.0,
        "slowest": 0.0,
        "slow": [],
        "faults": [],
        "refused": "",
        "placing": 0,
    }
    begun = time.monotonic()
    for number in range(kills):
        draw = random.Random(f"{seed}:kills:{number}")
        # every third kill falls where the folders change places; the others anywhere
        with contextlib.redirect_stderr(io.StringIO()):
            wrong, in_placing = kill_once(home, draw, placing=number % 3 == 0)
        row["inputs"] += 1
        row["placing"] += in_placing
        if wrong:
            row["faults"].append(f"kills:{number} {wrong}")
    row["seconds"] = time.monotonic() - begun
    return row


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fuzz", description=__doc__.split("\n\n")[0]
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--inputs", type=int, default=100, help="of each kind (default: 100)")
    parser.add_argument("--seconds", type=float, default=0.0, help="of each kind at most")
    parser.add_argument("--kinds", default=",".join([*KINDS, "kills"]))
    parser.add_argument("--only", default="", metavar="KIND:NUMBER")
    parser.add_argument(
        "--keep", action="store_true", help="write what was tried to benchmarks/fuzz.csv"
    )
    args = parser.parse_args()
    only = args.only.partition(":")
    kinds = [only[0]] if only[0] else args.kinds.split(",")
    home = ROOT / "build" / f"fuzz-{os.getpid()}"
    rows = []
    try:
        check_input(
            {"page.txt": PAGE.encode()}, home, twice=False
        )  # what is loaded once is loaded before anything is timed
        for kind in kinds:
            rows.append(
                run_kills(args.seed, args.inputs, home)
                if kind == "kills"
                else run_kind(
                    kind,
                    args.seed,
                    args.inputs,
                    args.seconds,
                    int(only[2]) if only[2] else None,
                    home,
                )
            )
            print_row(rows[-1])
    finally:
        shutil.rmtree(home, ignore_errors=True)
    faults = [fault for row in rows for fault in row["faults"]]
    if args.keep:
        keep(rows, args.seed)
    print(f"{sum(row['inputs'] for row in rows)} inputs, {len(faults)} faults")
    return 1 if faults else 0


def keep(rows: list[dict[str, object]], seed: int) -> None:
    """Put the rows into fuzz.csv, in place of those of the same kinds."""
    over, faults = ([len(row[column]) for row in rows] for column in ("slow", "faults"))
    table = pd.DataFrame(rows).assign(seed=seed, over=over, faults=faults)[KEPT_COLUMNS].round(2)
    before = pd.read_csv(KEPT, keep_default_na=False) if KEPT.exists() else table.iloc[:0]
    table = pd.concat([before[~before["kind"].isin(table["kind"])], table])
    order = table["kind"].map({kind: at for at, kind in enumerate([*KINDS, "kills"])})
    table.iloc[order.to_numpy().argsort()].to_csv(KEPT, index=False, lineterminator="\n")


def scoreboard(small: bool = False) -> str:
    """The last long run as Markdown."""
    rows = pd.read_csv(KEPT, keep_default_na=False)
    lines = [
        "## Damaged and hostile input",
        "",
        f"The last `python -m benchmarks.fuzz --inputs {rows['inputs'].max()} --keep`: "
        f"{rows['inputs'].sum():,} inputs, {rows['faults'].sum()} faults. A fault is a "
        f"traceback, a hang of {HANG:.0f} s, "
        "a lost character, an offset that does not hold, or an output folder neither old nor new.",
        "",
        "| kind | inputs | refused in one line | while folders changed places | slowest, s | "
        "over 1.5 s | faults |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row.kind} | {row.inputs} | {row.refused} | {row.placing} | {row.slowest} | "
        f"{row.over} | {row.faults} |"
        for row in rows.itertuples()
    ]
    return "\n".join(lines)


def print_row(row: dict[str, object]) -> None:
    placing = (
        f", {row['placing']} while the folders changed places"
        if row["kind"] == "kills"
        else f", {row['refused']} refused"
    )
    print(
        f"{row['kind']:10s} {row['inputs']:6d} inputs{placing}, {row['seconds']:.0f} s, "
        f"slowest {row['slowest']:.2f} s, "
        f"{len(row['slow'])} over {SLOW} s, {len(row['faults'])} faults",
        flush=True,
    )
    for line in [*row["slow"][:5], *row["faults"][:20]]:
        print(f"    {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
