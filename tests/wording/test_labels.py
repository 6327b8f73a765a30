"""Our own words: numbers with their nouns, lists, values of tables, in both languages, escaped."""

import ast
import re
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis.wording.labels import (
    amount,
    amount_of,
    as_html,
    as_text,
    error_said,
    joined,
    known,
    label,
    listing,
    phrase,
    tally,
    zh,
)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (label("more in A", "zh", a="临平"), "临平更多"),
        (known("work-report", "en"), "work report"),
        (known("诗歌", "en"), "诗歌"),  # a corpus's own
        (phrase("2026-01-10: inferred, printed-day", "zh"), "2026-01-10（推断）"),
        (phrase("wraps joined", "en"), "line ends joined"),
        (phrase("甲", "en"), "甲"),
        (amount(1, "article"), "1 article"),
        (amount(1200, "article"), "1,200 articles"),
        (amount(3, "article", "zh"), "3 篇文章"),
        (amount_of("page.lines", 1), "1 line of evidence"),
        (amount_of("page.lines", 1200), "1,200 lines of evidence"),
        (amount_of("page.lines", 3, "zh"), "3 条依据"),
        (listing(["临平", "钱塘", "杭州"]), "临平, 钱塘 and 杭州"),
        (listing(["临平", "钱塘"], "zh"), "临平和钱塘"),
        (joined("en", "a rate", "", "b"), "a rate; b"),
        (zh("the slogan 十五五"), 'the slogan <span lang="zh-Hans">十五五</span>'),
        (zh("<b>"), "&lt;b&gt;"),
    ],
)
def test_words_of_ours_are_said_as_one_reads_them(said, wanted):
    assert said == wanted


def test_a_summary_is_lines_as_text_and_an_escaped_table_as_html():
    lines = [("files", "5"), ("not read", "<b>")]
    assert as_text(lines) == "files     5\nnot read  <b>"
    assert "&lt;b&gt;" in as_html(lines) and "<b>" not in as_html(lines)


def test_a_tally_is_frequent_first_then_by_name():
    assert tally(pd.Series(list("bbaac") + ["d"] * 3)) == "d 3, a 2, b 2, c 1"


# Errors of rooms and files that a program meets, or a command that speaks English alone.
OF_PROGRAMS = (
    *("page", "draw", "evidence", "wording", "mention", "table/arguments.py", "table/offsets.py"),
    *("table/parallel.py", "table/write.py", "table/dictionary.py", "chinese/tokens.py"),
    *("measure/categories.py", "measure/counts.py", "measure/look_up.py", "measure/reuse.py"),
    "measure/scores.py",
)


def error_parts() -> set[str]:
    """What stands between colons and semicolons in each TifaError, a name in each gap."""

    def text(node: ast.expr) -> str:
        if isinstance(node, ast.JoinedStr):
            return "".join(map(text, node.values))
        return str(node.value) if isinstance(node, ast.Constant) else "X7"

    parts, root = set(), Path(analysis.__file__).parent
    for path in root.rglob("*.py"):
        if not str(path.relative_to(root)).startswith(OF_PROGRAMS):
            calls = (n for n in ast.walk(ast.parse(path.read_bytes())) if isinstance(n, ast.Call))
            errors = [c for c in calls if getattr(c.func, "id", "") == "TifaError" and c.args]
            parts.update(p for c in errors for p in re.split("[:;] ", text(c.args[0])))
    return parts


def test_every_error_of_a_command_has_its_chinese():
    english = {part for part in error_parts() if re.search("[a-z]{3}", part.replace("X7", ""))}
    left = {p for p in english if error_said(p, "zh") == p and not re.fullmatch(r"\S*X7\S*", p)}
    assert len(english) > 60 and left == set()


def test_an_error_keeps_its_names_and_changes_its_signs_and_quotes():
    said = error_said("a: b.csv row 3: alias 'x' is one character; it would match everywhere", "zh")
    assert said == "a：b.csv 第 3 行：别名“x”只有一个字；会处处匹配"
    assert error_said("no such folder: a, b", "en") == "no such folder: a, b"
