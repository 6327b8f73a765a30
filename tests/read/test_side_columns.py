"""Columns side by side in plain text are read one after the other, each line at its own number (text
invented).
"""

import re
from itertools import zip_longest

import pytest

from analysis.chinese.han import width
from analysis.corpus import load_corpus
from analysis.desk.check_tables import doubtful
from analysis.measure.occurrences import raw_hits
from analysis.read.side_columns import TORN, read_by_column

FLOOD = (
    "　　本报讯（记者 甘小雨）6月3日，青禾县召开全县防汛工作会议，传达学习上级部署，研究下一阶段重点任务，要求落实“十五五”规划。",
    "　　会议强调，要坚持人民至上、生命至上，备足物资，守住底线，把各项工作做在汛期之前，做到有备无患。",
)
FRUIT = (
    "　　本报讯（通讯员 乙山）近日，云岭乡的杨梅进入采摘期，一颗颗紫红色的果实挂满枝头，果农们正忙着采摘、分拣、装箱、发货。",
    "　　“今年雨水少，果子特别甜。”种植户介绍，全村种植杨梅一千二百亩，产值可达六百万元，已经订出去一大半。",
)
MORE = "　　会上，县水利局、县应急管理局、云岭乡作交流发言，各乡镇、各部门主要负责人参加会议。"
TITLES = ("全县防汛工作会议召开", "云岭杨梅进入采摘期")


def broken(paragraphs, per_line):
    return [p[i : i + per_line] for p in paragraphs for i in range(0, len(p), per_line)]


def beside(columns, size, gutter):
    """The columns as one text, each line padded to the width of its column."""
    wide = [max(map(size, column)) + gutter for column in columns]
    rows = zip_longest(*columns, fillvalue="")
    padded = (
        "".join(c + " " * (w - size(c)) for c, w in zip(row, wide, strict=True)) for row in rows
    )
    return "\n".join(line.rstrip() for line in padded) + "\n"


@pytest.mark.parametrize("size", [width, len], ids=["a sign two places", "a sign one place"])
@pytest.mark.parametrize("gutter", [2, 5])
def test_two_articles_side_by_side_are_two_articles(tmp_path, size, gutter):
    pairs = list(zip(TITLES, (FLOOD, FRUIT), strict=True))
    columns = [[title, "", *broken(text, 18)] for title, text in pairs]
    (tmp_path / "a.txt").write_text(beside(columns, size, gutter), "utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.articles["title"].tolist() == list(TITLES)
    assert corpus.articles["reporters"].tolist() == ["甘小雨", "乙山"]
    bodies = ["\n".join(re.sub(".*?）|　", "", p, count=2) for p in t) for t in (FLOOD, FRUIT)]
    assert corpus.articles["text"].tolist() == bodies
    assert TORN not in doubtful(corpus)["what"].tolist()


def test_three_columns_of_one_article_are_read_in_turn_under_their_headline(tmp_path):
    lines = broken((*FLOOD, MORE, FRUIT[1]), 14)
    third = -(-len(lines) // 3)
    columns = [lines[i : i + third] for i in range(0, len(lines), third)]
    page = " " * 30 + TITLES[0] + "\n\n" + beside(columns, width, 4)
    (tmp_path / "a.txt").write_text(page, "utf-8")
    (article,) = load_corpus(tmp_path).articles.to_dict("records")
    assert article["title"] == TITLES[0]
    assert article["text"].endswith(FRUIT[1].strip())


def test_what_is_found_stands_in_the_line_of_the_file(tmp_path):
    columns = [broken(text, 18) for text in (FLOOD, FRUIT)]
    page = beside(columns, width, 4)
    (tmp_path / "a.txt").write_text(page, "utf-8")
    corpus = load_corpus(tmp_path)
    for term in ("有备无患", "十五五", "分拣"):
        at = [n for n, line in enumerate(page.split("\n"), start=1) if term in line]
        assert raw_hits(corpus, tmp_path, [term])["line_from"].tolist() == at
        row = corpus.articles[corpus.articles["text"].str.contains(term)].iloc[0]
        start = row["text"].index(term)
        runs = corpus.offsets[corpus.offsets["article_id"] == row["article_id"]]
        held = runs[(runs["start"] <= start) & (start < runs["end"])]
        assert held["line"].tolist() == at


def test_columns_that_no_measure_sets_straight_stay_and_are_told(tmp_path):
    left, right = (broken(text, 18) for text in (FLOOD, FRUIT))
    shifts = [0, 9, 3, 14, 6, 11, 1, 8]
    rows = zip(left, right, shifts, strict=False)
    page = "\n".join(f"{a}{' ' * (2 + shift)}{b}" for a, b, shift in rows)
    (tmp_path / "a.txt").write_text(page, "utf-8")
    assert read_by_column(page).text == page
    told = doubtful(load_corpus(tmp_path))
    assert [TORN, 1] in told[["what", "line"]].values.tolist()


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{name}  产值{n}亿元  增长{n}%" for n, name in enumerate("甲乙丙丁戊己")),
        "\n".join(["　　" + "区委 召开 会议，部署 防汛 工作，要求 各地 抓好 落实。"] * 6),
        "\n".join(broken(FLOOD, 18)),
    ],
    ids=["a table", "words apart", "one column"],
)
def test_other_text_with_holes_stays_as_it_is(text):
    assert read_by_column(text) == (text, (), ())
