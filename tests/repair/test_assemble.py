"""Blocks to drafts of articles."""

import pandas as pd
import pytest

from analysis.repair.assemble import State, assemble, make_plan, step
from analysis.repair.drafts import Page, block_class
from analysis.repair.line_roles import Block, find_blocks
from analysis.repair.lines import read_lines
from tests.helpers.repaired import repair_documents


def articles(text: str) -> pd.DataFrame:
    return repair_documents(
        pd.DataFrame({"doc_id": ["p"], "file": ["p.txt"], "text": [text]})
    ).articles


BODY = "昨日，区委召开会议，传达学习全会精神，研究部署贯彻落实工作，审议有关文件。"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("今天晴到多云，气温17℃~28℃。", "weather"),
        ("图为会议现场。记者 王一 摄", "photo-caption"),
        (BODY, ""),
        (
            "本文不代表本站观点，转载请注明，如有侵权请联系本网删除，未经授权不得转载。",
            "boilerplate",
        ),
    ],
)
def test_a_paragraph_that_is_no_article_is_told_by_its_words(text, name):
    assert block_class(text) == name


def test_the_lead_formula_is_the_byline_and_not_in_the_text():
    (row,) = articles(f"本报讯（记者 李一）{BODY}\n").to_dict("records")
    assert (row["byline"], row["text"]) == ("本报讯（记者 李一）", BODY)


@pytest.mark.parametrize(
    "closing", ["（记者 李一 王二）", "\n记者 李一 王二", "\n（李一 文/图）", "(记者 李一)"]
)
def test_a_byline_at_the_end_is_not_in_the_text(closing):
    (row,) = articles(f"区委召开会议\n{BODY}{closing}\n").to_dict("records")
    assert (row["byline"], row["text"]) == (closing.strip(), BODY)


def test_a_byline_broken_by_a_line_end_is_whole():
    raw = (
        "本报讯（杭州日报记\n者 郭一 本报记者 赵二\n三）"
        + "昨日，区委召开会议，传\n达学习全会精神，研究部\n署贯彻落实工作。\n"
    )
    assert articles(raw)["byline"].tolist() == ["本报讯（杭州日报记者 郭一 本报记者 赵二三）"]


def test_subheads_are_lines_of_the_text():
    raw = f"工作报告\n各位代表：\n{BODY}\n一、工作回顾\n{BODY}\n二、工作安排\n{BODY}\n"
    assert articles(raw)["text"].tolist() == [
        f"各位代表：\n{BODY}\n一、工作回顾\n{BODY}\n二、工作安排\n{BODY}"
    ]


def test_a_report_has_its_date_as_subtitle_and_its_speaker():
    raw = (
        "政府工作报告\n（2025年1月8日在区第一届人民代表大会第五次会议上）\n张三\n各位代表："
        f"\n{BODY}\n"
    )
    (row,) = articles(raw).to_dict("records")
    told = (row["title"], row["subtitle"], row["speaker"], row["hint"])
    assert told == (
        "政府工作报告",
        "（2025年1月8日在区第一届人民代表大会第五次会议上）",
        "张三",
        "work-report",
    )


def test_what_a_site_prints_round_an_article_is_not_in_it():
    raw = (
        "首页 > 要闻\n区委召开会议\n发布时间：2025-05-27 "
        f"来源：区政府办\n{BODY}\n分享到：\n上一篇：另一条\n版权所有：区融媒体中心\n"
    )
    table = articles(raw)
    news = table[table["hint"] == ""]
    assert news[["title", "text"]].values.tolist() == [["区委召开会议", BODY]]


def test_two_names_over_a_line_end_stay_two_and_invisible_characters_go():
    text = (
        "防汛会议召开\n昨日，区防汛会议召开，部署水库巡查工作，要求压实责任。（王一飞\n 赵二林）\n"
    )
    assert articles(text)["byline"].tolist() == ["（王一飞 赵二林）"]
    text = "防汛会议召开\n本报讯（记\u200b者 王一）昨日，区防汛会议召开。\n"
    assert articles(text)["byline"].tolist() == ["本报讯（记者 王一）"]


def test_a_speaker_may_have_a_name_with_a_dot():
    text = (
        "政府工作报告\n（2025年2月10日在甲县第十八届人民代表大会第五次会议上）\n古丽·阿依\n各位代"
        "表：\n现在，我报告工作。\n"
    )
    found = articles(text).iloc[0]
    assert (found["title"], found["speaker"]) == ("政府工作报告", "古丽·阿依")


def test_lines_between_a_web_pages_date_and_its_byline_are_pictures_titles():
    text = (
        "笃定前行谋新篇\n发布时间：2021年02月02日\n稻田里的连片种植\n新建的健身中心\n●记者 "
        "张俊\n2021年，全镇笃定前行，完成道路工程。\n"
    )
    found = articles(text)
    assert found.loc[found["hint"] == "", ["title", "byline"]].values.tolist() == [
        ["笃定前行谋新篇", "●记者 张俊"]
    ]
    assert found.loc[found["hint"] == "photo-caption", "text"].tolist() == [
        "稻田里的连片种植",
        "新建的健身中心",
    ]


def test_a_byline_below_the_pictures_is_the_articles():
    found = articles(
        "5月30日，区人大常委会召开会议，听取工作报告。\n李一主持会议 | 王二列席会议 "
        "|\n（严格 文/图）\n"
    )
    news = found[found["hint"] == ""]
    assert news[["title", "byline"]].values.tolist() == [["", "（严格 文/图）"]]


def blocks_of(raw: str) -> list[Block]:
    return find_blocks(read_lines(raw))


def test_a_step_takes_a_state_and_gives_the_next_and_leaves_the_first():
    blocks = blocks_of(f"区委召开会议\n记者 李一\n{BODY}\n")
    start = State(make_plan("", blocks, 0, None), Page())
    after = step(step(start, blocks[0]), blocks[1])
    assert [head.text for head in after.pending] == ["区委召开会议"] and after.at == 1
    assert [entry.text for entry in after.byline] == [""]  # of a page without raw text
    assert start == State(start.plan, start.page) and start.at == -1


def test_where_a_file_tells_the_borders_nothing_else_opens_an_article():
    raw = f"本报讯（记者 李一）{BODY}\n本报讯（记者 王二）{BODY}\n"
    blocks = blocks_of(raw)
    told = [
        len(assemble(raw, blocks, 0, borders).drafts)
        for borders in ({0: True}, {0: True, 1: True}, None)
    ]
    assert told == [1, 2, 2]


def test_the_line_table_is_whole_before_a_line_is_decided():
    raw = f"2025年6月3日 星期二 第2版\n\n区委召开会议\n本报讯（记者 李一）{BODY}\n"
    lines = read_lines(raw)
    assert lines.role == ["furniture", "", ""] and lines.role_why == ["words", "", ""]
    assert lines.lead == [False, False, True] and lines.gap == [0, 1, 0]
    columns = [column for column in lines if isinstance(column, list)]
    assert {len(column) for column in columns} == {3}
    kinds = [block.kind for block in find_blocks(lines)]
    assert kinds == ["furniture", "head", "para"] and find_blocks(lines) == find_blocks(lines)


@pytest.mark.parametrize(
    "head",
    [
        "政府工作报告\n——在甲县第十八届人民代表大会第四次会议上\n县长 王丽\n（2025年2月18日）",
        "政府工作报告\n2025年2月18日在甲县第十八届人民代表大会\n第四次会议上\n王　丽",
        "政府工作报告\n——2025年2月18日在甲县第十八届人民代表大会第四次会议上\n甲县人民政府 王丽",
    ],
)
@pytest.mark.parametrize("glossary", ["注释：", "【名词解释】", "附件：《政府工作报告》名词解释"])
def test_a_report_is_told_from_its_head_to_its_glossary(head, glossary):
    spoken = "现在，我代表县人民政府，向大会报告工作，请予审议，并请各位委员提出意见。"
    raw = f"{head}\n各位代表：\n{spoken}\n{BODY}\n{glossary}\n1.六稳：稳就业、稳金融。\n"
    rows = articles(raw).to_dict("records")
    assert [row["hint"] for row in rows] == ["work-report", "boilerplate"]
    assert (rows[0]["title"], rows[0]["speaker"]) == ("政府工作报告", "王丽")
    assert "2025年2月18日" in rows[0]["subtitle"] and "第四次会议上" in rows[0]["subtitle"]
    assert rows[0]["text"].endswith(BODY)
