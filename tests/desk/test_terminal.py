"""Tables and lines on a terminal: what a person sees fits the width, in the order that matters."""

import pandas as pd
import pytest

from analysis.desk.terminal import (
    UNTOLD,
    aligned,
    crop,
    fold,
    print_candidates,
    print_confounds,
    print_panel,
    width,
)

ROW = {
    "n_a": 30,
    "articles_a": 12,
    "of_a": 40,
    "per_10k_a": 12.5,
    "n_b": 3,
    "articles_b": 3,
    "of_b": 50,
    "per_10k_b": 1.25,
    "log_ratio": 3.3,
    "log_ratio_low": 1.1,
    "log_ratio_high": 5.2,
    "p_family": 0.01,
    "effective_a": 31.0,
    "effective_b": 40.0,
    "within": "genre",
    "unit": "article",
}
VERDICTS = {"甲地常用": "more in A", "乙地常用": "more in B", "两地都用": "no clear difference"}


@pytest.fixture
def panel(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    rows = [
        {**ROW, "feature": feature, "verdict": verdict} for feature, verdict in VERDICTS.items()
    ]
    rows += [
        {
            **ROW,
            "feature": f"很长很长很长很长很长很长的提法之{k:02d}",
            "verdict": "too few articles to tell",
        }
        for k in range(25)
    ]
    print_panel(pd.DataFrame(rows).iloc[::-1], "临平", "钱塘", "slogans")
    return capsys.readouterr().out


def test_a_comparison_is_a_list_for_each_verdict_with_places_for_a_and_b(panel):
    headings = [
        "more in 临平: 1",
        "more in 钱塘: 1",
        "no clear difference: 1",
        "too few articles to tell: 25",
    ]
    assert [
        line for line in panel.splitlines() if ": " in line and "slogans" not in line
    ] == headings
    below = panel.split("more in 临平: 1\n")[1].splitlines()
    assert below[1].split() == [
        "甲地常用",
        "30",
        "12",
        "12.50",
        "3",
        "3",
        "1.25",
        "9.8",
        "[2.1–37]*",
    ]


def test_a_comparison_fits_the_terminal_and_says_what_it_left_out(panel):
    assert max(map(width, panel.splitlines())) <= 80
    assert panel.count("\n很长") == UNTOLD
    assert f"… and {25 - UNTOLD} more; --csv prints all" in panel


def test_a_comparison_without_a_row_is_told(capsys):
    print_panel(
        pd.DataFrame([{**ROW, "feature": "", "verdict": ""}]).head(0), "临平", "钱塘", "bodies"
    )
    assert "no occurrence in either: 0 institutions" in capsys.readouterr().out


def test_what_else_differs_stands_under_the_places_with_its_warning_below(capsys):
    columns = ["confound", "detail", "unit", "a", "b", "note"]
    rows = [
        ("articles", "", "articles", "5", "8", ""),
        ("date", "published", "date", "2025-05-27 to 2025-05-27", "unknown", "a side has no dates"),
    ]
    print_confounds(pd.DataFrame(rows, columns=columns), "临平", "钱塘")
    assert capsys.readouterr().out.splitlines()[1:] == [
        "what else differs  临平        钱塘",
        "articles           5           8        articles",
        "date, published    2025-05-27  unknown  date",
        "  a side has no dates",
    ]


def test_candidates_are_a_short_list_that_says_how_to_get_all(capsys):
    row = {
        "rank": 1,
        "candidate": "海纳九峰",
        "n": 3,
        "n_articles": 2,
        "file": "a.txt",
        "line_from": 7,
        "sentence": "很长的句子",
    }
    print_candidates(pd.DataFrame([row, {**row, "rank": 2, "candidate": "两山新篇"}]), most=1)
    assert capsys.readouterr().out.splitlines() == [
        "rank  candidate  n  articles  first",
        "   1  海纳九峰   3         2  a.txt:7",
        "… and 1 more",
        "--out candidates.csv writes all, with their evidence, to accept or reject",
    ]


def test_two_columns_of_one_name_stay_two():
    table = pd.DataFrame([[1, "一"], [20, "二十"]], columns=["n", "n"])
    assert aligned(table) == " n  n\n 1  一\n20  二十"


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        (12, "县委、县政府、县人大常委会办公室 and others"),
        (7, "abcdefghijkl县委县政府"),
        (9, "一 二 三、四"),
    ],
)
def test_folded_lines_keep_the_text_and_the_width(columns, text):
    lines = fold(text, columns, "  ")
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_what_is_cut_off_is_marked_at_the_end_that_was_cut():
    assert crop("一二三四五", 7) == "一二三…" and crop("ab", 7) == "ab"
    assert crop("一二三四五", 7, end=True) == "…三四五"
    assert fold("区委、区政府、区人大 and others", 14, "  ", "* ") == [
        *("* 区委、", "  区政府、", "  区人大 and", "  others")
    ]
