"""Real items laid out in every manner: transcripts, one article a file, torn pages.

    python -m benchmarks.real --items items.jsonl [--kinds transcripts single torn] [--part seen|unseen] [--worst 5]

`items.jsonl` (id, title, paragraphs a line) is text of publishers and stays outside the project. Items of even days
are `seen`, those weights are fitted on; the score to report is that of `unseen`.
"""

import argparse
import html
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import NamedTuple

import pandas as pd

from benchmarks.repair import measures, table
from tests.helpers import pages
from tests.helpers.page_scores import Row, lcs, score_page, squeeze
from tests.helpers.page_words import Story
from tests.helpers.repaired import repair_documents

TAILS = (
    "",
    "--> 2026-01-16 1 1 {paper}日报 content_185936.html 1 {title}",
    "<!--enpcontent--><!--/enpcontent-->",
    "[责任编辑：王晓洁]",
    "[原文](https://example.org/2023/07/30/{n}.shtml)",
    "原文链接：https://example.org/a/{n}",
    "URL: http://example.org/paper/{n}.html 抓取时间 2024-01-02 03:04:05",
    '{{"url": "http://example.org/{n}", "title": "{title}"}}',
)
HEADS = ("", "", "2023-07-30", "标题：", "来源：{paper}日报 2023-07-30 08:00", "{paper}日报")
LINKS = (
    "",
    "[原文](https://example.org/{n})",
    "[查看原文](https://example.org/{n}.shtml)",
    "链接：https://example.org/{n}",
)


KEPT = Path(__file__).with_suffix(".csv")
COLUMNS = ["part", "kind", "measure", "value"]


class Item(NamedTuple):
    title: str
    paragraphs: tuple[str, ...]


def load(path: Path, part: str) -> list[list[Item]]:
    """The items by day; even days are seen, odd ones unseen."""
    days: dict[str, list[Item]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        paragraphs = [html.unescape(p).strip() for p in row["paragraphs"]]
        paragraphs = [p for p in paragraphs if p.strip("-")]
        paragraphs = [p for p in paragraphs if "更新时间戳" not in p]
        if paragraphs and row["title"].strip():
            paragraphs[0] = paragraphs[0].removeprefix("央视网消息（新闻联播）：")
            days[row["id"].split("-")[0]].append(Item(row["title"].strip(), tuple(paragraphs)))
    wanted = 0 if part == "seen" else 1
    return [days[day] for i, day in enumerate(sorted(days)) if i % 2 == wanted]


def repaired(text: str):
    raw = pd.DataFrame([("a", "a.txt", text)], columns=["doc_id", "file", "text"])
    return repair_documents(raw)


def whole(want: str, got: str) -> bool:
    n = lcs(want, got)
    return n >= 0.97 * max(len(want), len(got), 1)


def is_found(item: Item, articles: pd.DataFrame) -> tuple[bool, bool]:
    """Whether an article has the item's title, and whether it is the item whole."""
    title = squeeze(item.title)
    same = articles.loc[
        [
            title in (squeeze(a + b + c), squeeze(b))
            for a, b, c in articles[["kicker", "title", "subtitle"]].itertuples(index=False)
        ],
        "text",
    ].tolist()
    body = squeeze("".join(item.paragraphs))
    return len(same) > 0, any(whole(body, squeeze(text)) for text in same)


class Sheet:
    """A text being written, with the number of the item that owns each character."""

    def __init__(self):
        self.parts: list[str] = []
        self.owners: list[int] = []

    def line(self, text: str, owner: int = -1) -> None:
        self.parts.append(text + "\n")
        self.owners += [owner] * len(text) + [-1]

    def laid(self) -> tuple[str, list[int]]:
        return "".join(self.parts), self.owners


def transcript_plan(rng: Random) -> dict:
    plan = {
        "head": rng.choice(("", "", "新闻联播 2023年7月30日", "# 新闻联播 (2023-07-30)")),
        "agenda": rng.choice(("plain", "plain", "none", "dash", "number", "semicolon")),
        "under title": rng.choice((1, 1, 0)),
        "between": rng.choice((0, 0, 1)),
        "link": rng.choice(LINKS),
        "between items": rng.choice((1, 1, 2, 0)),
    }
    if not plan["between items"] and not plan["link"]:
        plan["between items"] = 1
    return plan


def transcript_of(rng: Random, items: list[Item], plan: dict) -> tuple[str, list[int]]:
    """A day's programme as collectors leave it."""
    sheet = Sheet()
    if plan["head"]:
        sheet.line(plan["head"])
        sheet.line("")
    if plan["agenda"] != "none":
        mark = {"plain": "{}", "dash": "- {}", "number": "{n}.{}", "semicolon": "{}；"}[
            plan["agenda"]
        ]
        for i, x in enumerate(items):
            sheet.line(mark.format(x.title, n=i + 1))
        sheet.line("")
    for n, item in enumerate(items):
        sheet.line(item.title, n)
        for _ in range(plan["under title"]):
            sheet.line("")
        for i, p in enumerate(item.paragraphs):
            if i and plan["between"]:
                sheet.line("")
            sheet.line(p, n)
        link = plan["link"].format(n=n)
        if link:
            if plan["between"]:
                sheet.line("")
            sheet.line(link)
        for _ in range(plan["between items"]):
            sheet.line("")
    return sheet.laid()


def transcripts(days: list[list[Item]], rng: Random) -> dict[str, dict[str, float]]:
    rows = defaultdict(list)
    for items in days:
        plan = transcript_plan(rng)
        articles = repaired(transcript_of(rng, items, plan)[0]).articles
        n = int((articles["hint"] == "").sum())
        for item in items:
            hit = (*is_found(item, articles[articles["hint"] == ""]), n / len(items))
            for name in ("all", *(f"{k}: {v}" for k, v in plan.items())):
                rows[name].append(hit)
    names = ("titles", "whole", "articles an item")
    return {
        k: {"items": len(v), **{n: mean(v, i) for i, n in enumerate(names)}}
        for k, v in rows.items()
    }


def mean(rows: list[tuple], i: int) -> float:
    return sum(row[i] for row in rows) / len(rows)


def single_plan(rng: Random) -> dict:
    return {
        "over": rng.choice(HEADS),
        "tail": rng.choice(TAILS),
        "under title": rng.choice((0, 1)),
        "between": rng.choice((0, 0, 1)),
        "indent": rng.choice(("", "　　")),
        "subheads": rng.choice(("{}", "{}", "【{}】", "■{}", "一、{}", "space {}")),
    }


def subhead_of(rng: Random, paragraph: str) -> str:
    """A clause of the paragraph as its subhead, "" where none fits."""
    clauses = [c for c in re.split(r"[，。；：！？、“”（）]", paragraph) if 5 <= len(c) <= 16]
    return rng.choice(clauses) if clauses else ""


def single_of(rng: Random, item: Item, plan: dict, subheads: bool = False) -> tuple[str, list[int]]:
    """One article, with the lines that crawlers leave over and under it, and subheads put in."""
    words = {
        "title": item.title,
        "n": rng.randint(1000, 9999),
        "paper": rng.choice(("宁夏", "龙江", "江城")),
    }
    over, sheet = plan["over"].format(**words), Sheet()
    if over and not over.endswith("："):
        sheet.line(over)
    sheet.line(over + item.title if over.endswith("：") else item.title, 0)
    for _ in range(plan["under title"]):
        sheet.line("")
    for i, p in enumerate(item.paragraphs):
        said = p if rng.random() < 0.4 else rng.choice(item.paragraphs)
        sub = (
            subhead_of(rng, said)
            if subheads and i and (i % 2 == 1 or len(item.paragraphs) < 5)
            else ""
        )
        if sub:
            if "space" in plan["subheads"]:
                sheet.line("")
            sheet.line(plan["indent"] + plan["subheads"].replace("space ", "").format(sub), 0)
        if i and plan["between"]:
            sheet.line("")
        sheet.line(plan["indent"] + p, 0)
    tail = plan["tail"].format(**words)
    if tail:
        sheet.line("")
        sheet.line(tail)
    return sheet.laid()


def single(
    days: list[list[Item]], rng: Random, subheads: bool = False
) -> dict[str, dict[str, float]]:
    rows = defaultdict(list)
    for item in [x for day in days for x in day]:
        plan = single_plan(rng)
        text, _ = single_of(rng, item, plan, subheads)
        tables = repaired(text)
        counted = tables.articles[tables.articles["hint"] == ""]
        body = squeeze("".join(item.paragraphs))
        title_ok, ok = is_found(item, counted)
        got = squeeze("".join(counted["text"]))
        if subheads:
            ok = len(counted) == 1
        hit = (len(counted) == 1, title_ok, ok, 1 - lcs(body, got) / len(body))
        for name in ("all", *(f"{k}: {v}" for k, v in plan.items())):
            rows[name].append(hit)
    names = ("one article", "title", "whole", "uncounted")
    return {
        k: {"items": len(v), **{n: mean(v, i) for i, n in enumerate(names)}}
        for k, v in rows.items()
    }


def story_of(items: list[Item]):
    """A writer of stories that takes the next item for every story of a page."""
    left = iter(items)

    def write(rng, kind, place, topic, n, form, year=2025):
        item = next(left)
        paragraphs = [
            ("body" if len(p) > 30 or p[-1] in "。！？”…）" else "subhead", p)
            for p in item.paragraphs
        ]
        if paragraphs[0][0] == "subhead":
            paragraphs[0] = ("body", paragraphs[0][1])
        if paragraphs[-1][0] == "subhead":
            paragraphs[-1] = ("body", paragraphs[-1][1])
        return Story(
            "",
            item.title,
            item.title[: max(6, len(item.title) // 2)],
            "",
            "",
            "",
            tuple(paragraphs),
        )

    return write


def torn_pages(days: list[list[Item]], rng: Random, plain: float, n_pages: int) -> list[pages.Page]:
    """Torn pages of real items; roundups, which are several stories, are left out."""
    items = [
        x
        for day in days
        for x in day
        if len("".join(x.paragraphs)) < 1500
        and len(x.paragraphs) < 9
        and len(x.paragraphs[0]) > 40
        and all(p[-1] in "。！？”…）;" for p in x.paragraphs)
    ]
    out = []
    forms = ("plain", "two lines", "three lines", "column")
    for seed in range(n_pages):
        plan = pages.random_plan(seed, plain)
        for a in plan["articles"]:
            a.update(kind="brief", form=a["form"] if a["form"] in forms else "plain")
        plan["encoding"] = "gb18030" if plan["encoding"] == "gbk" else plan["encoding"]
        chosen = rng.sample(items, len(plan["articles"]))
        for a, item in zip(plan["articles"], chosen, strict=True):
            if len(item.paragraphs) < 3 or min(map(len, item.paragraphs)) < 30:
                a["jump"] = "none"
        written = pages.write_story
        pages.write_story = story_of(chosen)
        try:
            out.append(pages.lay_out(plan))
        finally:
            pages.write_story = written
    return out


def torn(
    days: list[list[Item]], rng: Random, plain: float, n_pages: int
) -> dict[str, dict[str, float]]:
    rows, n_predicted = [], 0
    for page in torn_pages(days, rng, plain, n_pages):
        score = score_page(page)
        rows += score.rows
        n_predicted += score.n_predicted
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for tag in row.tags:
            groups[tag].append(row)
    out = {"all": measures(rows, n_predicted)} | {k: measures(groups[k]) for k in sorted(groups)}
    counts = {"all": len(rows)} | {k: len(v) for k, v in groups.items()}
    precision = sum(r.article for r in rows) / max(n_predicted, 1)
    return {
        k: {"n": counts[k], **v, "precision": precision if k == "all" else float("nan")}
        for k, v in out.items()
    }


def show(title: str, rows: dict[str, dict[str, float]]) -> str:
    counts = {k: int(next(iter(v.values()))) for k, v in rows.items()}
    named = {k: {n: x for i, (n, x) in enumerate(v.items()) if i} for k, v in rows.items()}
    return "\n".join([f"### {title}", "", *table(named, title, counts), ""])


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=Path, required=True)
    parser.add_argument("--part", choices=("seen", "unseen"), default="seen")
    parser.add_argument("--kinds", nargs="*", default=["transcripts", "single", "subheads", "torn"])
    parser.add_argument("--pages", type=int, default=150)
    parser.add_argument("--plain", type=float, default=0.6)
    parser.add_argument("--by", action="store_true")
    parser.add_argument("--keep", action="store_true", help="write what was measured to real.csv")
    args = parser.parse_args()
    days = load(args.items, args.part)
    rng, kept = Random(7), []
    for kind in args.kinds:
        if kind == "torn":
            rows = torn(days, rng, args.plain, args.pages)
        elif kind == "subheads":
            rows = single(days, rng, subheads=True)
        else:
            rows = {"transcripts": transcripts, "single": single}[kind](days, rng)
        print(show(kind, rows if args.by else {"all": rows["all"]}))
        kept += [(args.part, kind, name, value) for name, value in rows["all"].items()]
    if args.keep:
        old = pd.read_csv(KEPT) if KEPT.exists() else pd.DataFrame(columns=COLUMNS)
        new = pd.DataFrame(kept, columns=COLUMNS).round(4)
        rest = old[old["part"] != args.part]
        (pd.concat([rest, new]) if len(rest) else new).to_csv(KEPT, index=False)
    return 0


def scoreboard(small: bool = False) -> str:
    """The section of benchmarks/SCOREBOARD.md, from what the last `--keep` wrote."""
    table = pd.read_csv(KEPT)
    lines = [
        "## Real items laid out in every manner",
        "",
        "The last `python -m benchmarks.real --items … --part … --keep`; the items stay outside the project. "
        "Weights are fitted on items of `seen` days; `unseen` days were not looked at.",
        "",
    ]
    for kind, part in table.groupby("kind", sort=False):
        wide = part.pivot(index="part", columns="measure", values="value")
        wide = wide[list(dict.fromkeys(part["measure"]))]
        lines += [
            f"| {kind} | " + " | ".join(wide) + " |",
            "| --- |" + " ---: |" * len(wide.columns),
        ]
        lines += [
            f"| {name} | " + " | ".join(f"{v:.3f}" if v < 2 else f"{v:.0f}" for v in row) + " |"
            for name, row in zip(wide.index, wide.itertuples(index=False), strict=True)
        ]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
