"""Our own words: numbers with their nouns, lists, values of tables, in both languages, escaped."""

import pandas as pd
import pytest

from analysis.wording.labels import (
    amount,
    amount_of,
    as_html,
    as_text,
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
