"""Headlines to bodies, and their parts."""

import pandas as pd
import pytest

from analysis.repair.headlines import is_column, split_headline
from tests.helpers.repaired import repair_documents

FLOOD = (
    "本报讯（记者 李一）昨日，区防汛指挥部召开会议，"
    "部署水库巡查和山塘防汛工作。副区长主持会议并讲话。\n"
)
SCHOOL = (
    "本报讯（记者 王二）8日，全区教育大会召开，表彰优秀教师，部署新学年义务教育学校招生工作。\n"
)
FARM = "本报讯（记者 赵三）近日，西山村的杨梅进入采摘期，果农每天凌晨上山采摘，鲜果销往上海。\n"


def titles(*parts: str) -> list[str]:
    raw = pd.DataFrame({"doc_id": ["p"], "file": ["p.txt"], "text": ["\n".join(parts)]})
    articles = repair_documents(raw).articles
    return articles.loc[articles["hint"] == "", "title"].tolist()


HEADS = {
    "flood": "我区部署水库巡查和防汛工作",
    "school": "全区教育大会召开",
    "farm": "西山村杨梅采摘忙",
}


@pytest.mark.parametrize(
    "order",
    [
        (HEADS["flood"], FLOOD, HEADS["school"], SCHOOL, HEADS["farm"], FARM),
        (FLOOD, HEADS["flood"], SCHOOL, HEADS["school"], FARM, HEADS["farm"]),
        (HEADS["farm"], HEADS["flood"], HEADS["school"], FLOOD, SCHOOL, FARM),
        (FLOOD, SCHOOL, FARM, HEADS["school"], HEADS["farm"], HEADS["flood"]),
    ],
    ids=["before", "after", "piled at the top", "piled at the bottom"],
)
def test_every_headline_finds_its_body_wherever_it_stands(order):
    assert titles(*order) == [HEADS["flood"], HEADS["school"], HEADS["farm"]]


def test_an_article_without_a_headline_takes_none_from_its_neighbours():
    assert titles(HEADS["flood"], FLOOD, SCHOOL, HEADS["farm"], FARM) == [
        HEADS["flood"],
        "",
        HEADS["farm"],
    ]


@pytest.mark.parametrize(
    ("lines", "parts"),
    [
        (
            ["李一在全区防汛工作会议上强调", "压实责任 确保安全度汛"],
            ("李一在全区防汛工作会议上强调", "压实责任 确保安全度汛", ""),
        ),
        (
            ["市委常委会召开会议", "传达学习全会精神"],
            ("市委常委会召开会议", "传达学习全会精神", ""),
        ),
        (["区政府就政府工作报告", "征求各方意见"], ("", "区政府就政府工作报告征求各方意见", "")),
        (
            ["压实责任 确保安全度汛", "李一主持会议并讲话"],
            ("", "压实责任 确保安全度汛", "李一主持会议并讲话"),
        ),
        (["西山村杨梅熟了"], ("", "西山村杨梅熟了", "")),
        ([], ("", "", "")),
    ],
)
def test_kicker_title_and_subtitle_are_told_by_their_words(lines, parts):
    assert split_headline(lines) == parts


def test_a_wrapped_title_is_told_by_the_text_that_says_it_in_one_breath():
    assert (
        split_headline(["全区民营经济大会", "议程公布"], "大会议程")[1]
        == "全区民营经济大会议程公布"
    )


def test_a_column_name_is_not_a_title():
    assert is_column("一线见闻", "西山村杨梅采摘忙", "近日，西山村") and not is_column(
        "区委召", "开全体会议", "区委召开"
    )


def test_a_headline_about_something_within_something_follows_a_kicker():
    assert split_headline(["区委召开防汛专题会议", "在防汛演练中压实责任"]) == (
        "区委召开防汛专题会议",
        "在防汛演练中压实责任",
        "",
    )


def test_a_place_phrase_does_not_end_a_headline():
    assert split_headline(["在新年茶话会上", "李一的讲话"])[1:] == ("在新年茶话会上李一的讲话", "")


def test_a_web_pages_title_may_be_a_question():
    assert titles("稿件到底是什么样子？", "2019-08-20 15:22:38", FLOOD) == ["稿件到底是什么样子？"]


def test_a_columns_name_in_brackets_ends_the_headline_above_it():
    found = titles(FLOOD, HEADS["flood"], "【乡村振兴看一线】", HEADS["farm"], FARM)
    assert found == [HEADS["flood"], HEADS["farm"]]


def test_piles_of_headlines_cost_about_as_much_as_they_have_lines():
    """Every way to cut every pile was once tried against the whole page: a page of 50 kB took
    minutes.
    """
    import sys

    from analysis.repair.repair import repair_page
    from benchmarks.shapes import page_shapes

    def calls(size):
        text = dict(page_shapes(0, size))["piles of headlines and long texts"]
        n = 0

        def count(_, event, __):
            nonlocal n
            n += event in ("call", "c_call")

        sys.setprofile(count)
        try:
            repair_page("page", "page.txt", text, "")
        finally:
            sys.setprofile(None)
        return n

    one, two = calls(4_000), calls(8_000)
    assert two < 2.4 * one
    assert two < 200 * 8_000  # calls for each character, and no power of the lines


ROAD = "昨日，环城公路东段建成通车，全长十二公里，设四座立交，沿线三万居民出行时间缩短一半。"
BRIDGE = "清晨，柳湾大桥上的积雪已经扫净，养护工人连夜撒盐除冰，早高峰车流平稳，无一起事故。"


def wrapped(text: str, width: int = 14) -> str:
    return "\n".join(text[i : i + width] for i in range(0, len(text), width)) + "\n"


@pytest.mark.parametrize("lead", ["本报讯（记者 李一）", ""])
def test_a_headline_broken_inside_a_number_is_one(lead):
    body = wrapped(lead + ROAD * 2)
    head = "环城公路通车首日车流超过2\n6万辆次\n"
    byline = "" if lead else "记者 李一\n"
    assert titles(wrapped(FLOOD.strip()), f"{head}{byline}{body}")[-1] == (
        "环城公路通车首日车流超过26万辆次"
    )


def test_a_line_as_long_as_the_column_is_a_headline_where_its_text_says_it_again():
    page = f"环城公路东段昨日建成通车了\n{wrapped(ROAD * 2, 13)}"
    assert titles(page) == ["环城公路东段昨日建成通车了"]


@pytest.mark.parametrize("credit", ["记者 王二 摄", "通讯员 王小二 摄影报道"])
def test_a_caption_within_a_sentence_is_no_text(credit):
    lines = wrapped(f"本报讯（记者 李一）{ROAD}{ROAD}").split("\n")
    page = "\n".join(["环城公路通车", *lines[:3], f"小学生在路边挥手。 {credit}", *lines[3:]])
    raw = pd.DataFrame({"doc_id": ["p"], "file": ["p.txt"], "text": [page]})
    found = repair_documents(raw).articles
    assert found.loc[found["hint"] == "", "text"].tolist() == [ROAD * 2]


def test_a_headline_below_parts_two_reports_that_nothing_else_parts():
    page = f"环城公路东段通车\n{ROAD}\n\n{BRIDGE}\n\n柳湾大桥积雪连夜扫净\n□ 李一\n"
    assert titles(page) == ["环城公路东段通车", "柳湾大桥积雪连夜扫净"]


def test_a_headline_printed_again_with_other_line_breaks_is_taken_once():
    page = f"环城公路东段\n建成通车\n环城公路东段建成通车\n本报讯（记者 李一）{ROAD}\n"
    assert titles(page) == ["环城公路东段建成通车"]


def test_a_line_set_wide_to_fill_the_column_is_no_headline():
    lines = wrapped(f"本报讯（记者 李一）{ROAD}{BRIDGE}").split("\n")
    lines[3] = " ".join(lines[3])
    raw = "\n".join(["环城公路东段通车", *lines])
    found = repair_documents(pd.DataFrame({"doc_id": ["p"], "file": ["p.txt"], "text": [raw]}))
    assert found.articles["text"].tolist() == [ROAD + BRIDGE]


def test_a_headline_printed_in_one_line_stays_one():
    line = "李一在全区防汛工作会议上强调 压实责任守住安全底线"
    assert split_headline([line]) == ("", line, "")
    assert split_headline(line.split()) == (*line.split(), "")


def test_all_lines_under_the_name_of_a_roundup_are_its_subheads():
    first, second = "水库大坝完成体检", "渡口夜校开班三年"
    told = f"记者从水利部门获悉，{first}，各项指标正常。", f"{second}，两千名工友圆了读书梦。"
    page = f"国内联播快讯\n{first}\n各项指标正常\n{told[0]}\n{second}\n{told[1]}\n"
    raw = pd.DataFrame({"doc_id": ["p"], "file": ["p.txt"], "text": [page]})
    (row,) = repair_documents(raw).articles.to_dict("records")
    assert row["title"] == "国内联播快讯"
    assert row["text"].split("\n") == [first, "各项指标正常", told[0], second, told[1]]


def test_lines_that_nothing_broke_are_kicker_title_and_subtitle():
    lines = ["铺路架桥 全线昼夜赶工", "柳湾大桥月底合龙", "引桥人行道栏杆开始安装"]
    assert split_headline(lines, whole=True) == tuple(lines)
    assert split_headline(lines[1:], whole=True) == ("", *lines[1:])
    assert split_headline(lines[1:], "柳湾大桥月底合龙引桥", whole=True)[1] == "".join(lines[1:])
    assert split_headline(["柳湾大桥昨日圆满", "完成首次静载试验"], whole=True)[2] == ""


def test_an_author_behind_a_title_is_no_part_of_it():
    raw = pd.DataFrame(
        {"doc_id": ["p"], "file": ["p.txt"], "text": [f"雨中公交/王晓明\n{ROAD * 3}\n"]}
    )
    (row,) = repair_documents(raw).articles.to_dict("records")
    assert (row["title"], row["byline"]) == ("雨中公交", "王晓明")


@pytest.mark.parametrize("head", ["渡口\n“火”出新气象", "渡口新桥\n通车了"])
def test_what_a_subtitle_says_again_stays_in_the_title(head):
    text = "本报讯（记者 李一）昨日，渡口新桥通车，两岸居民过河只要五分钟，渡口客流增加两成。\n"
    assert titles(f"{head}\n——云岭区渡口新桥见闻\n", text) == [head.replace("\n", "")]
