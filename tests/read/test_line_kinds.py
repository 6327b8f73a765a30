"""What every line of a page is."""

import pytest

from analysis.read.line_kinds import find_lead, line_kind
from analysis.repair.line_roles import find_blocks
from analysis.repair.lines import read_lines


def blocks(raw: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in find_blocks(read_lines(raw))]


WRAPPED = (
    "区委常委会召开会议\n"
    "本报讯（记者 李一）昨日，区委\n常委会召开会议，传达学习全国两\n会精神，"
    "研究部署贯彻落实工作。\n"
    "会议强调，要认真学习贯彻全会精\n神，抓好落实。\n"
    "区政府召开常务会议\n"
    "本报讯（记者 王二）8日，区政府\n召开常务会议，审议政府工作报告\n（征求意见稿）。\n"
)


def test_headlines_stand_alone_and_wrapped_lines_are_one_paragraph():
    assert [kind for kind, _ in blocks(WRAPPED)] == ["head", "para", "para", "head", "para"]


def test_blank_line_after_every_line_changes_nothing():
    assert blocks(WRAPPED.replace("\n", "\n\n")) == blocks(WRAPPED)


def test_paragraphs_of_one_line_each_stay_apart_and_short_lines_are_heads():
    raw = (
        "一、工作回顾\n"
        + "我们坚持稳中求进工作总基调，统筹推进各项工作，取得新的成绩。" * 3
        + "\n二、工作安排\n"
        + "今年要抓好以下工作。" * 6
    )
    assert [kind for kind, _ in blocks(raw)] == ["head", "para", "head", "para"]


def test_a_column_break_in_mid_sentence_is_closed():
    raw = (
        "本报讯（记者 李一）昨日，区委\n常委会召开会议，传达学习全国两\n\n\n会精神，"
        "研究部署贯彻落实工作。\n"
    )
    assert [kind for kind, _ in blocks(raw)] == ["para"]


def test_a_picture_between_two_halves_of_a_sentence_is_a_block_of_its_own():
    raw = (
        "本报讯（记者 李一）昨日，区委\n常委会召开会议，传达学习全国两\n图为会议现场。（王二 摄）\n"
        "会精神，研究部署贯彻落实工作。\n会议强调，要认真学习贯彻全会精\n神，抓好落实。\n"
    )
    assert [kind for kind, _ in blocks(raw)] == ["para", "caption", "para", "para"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("第04版：时政要闻", "page"),
        ("A3版", "page"),
        ("2025年5月27日 星期二", "furniture"),
        ("新闻热线：0571-86220000", "furniture"),
        ("责任编辑：李一 版式：王二", "furniture"),
        ("■记者 李一 通讯员 王二", "byline"),
        ("记者 李一 王二", "byline"),
        ("（李一 文/图）", "byline"),
        ("发布时间：2025-05-27 09:30 来源：区政府办", "meta"),
        ("分享到：", "boilerplate"),
        ("上一篇：全区工作会议召开", "boilerplate"),
        ("首页 > 新闻中心 > 要闻", "boilerplate"),
        ("版权所有：区融媒体中心", "boilerplate"),
        ("（下转第2版）", "jump_to"),
        ("上接1版", "jump_from"),
        ("各位代表：", "salute"),
        ("▲会议现场。李一 摄", "caption"),
        ("区委召开会议", ""),
        ("会议强调，要抓好落实。", ""),
    ],
)
def test_lines_a_page_uses_about_itself_are_known(line, kind):
    assert line_kind(line) == kind


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("本报讯（记者 李一）昨日", "本报讯（记者 李一）"),
        ("本报讯 昨日", "本报讯"),
        ("（首席记者 李一）昨日", "（首席记者 李一）"),
        ("新华社杭州5月27日电（记者 李一）昨日", "新华社杭州5月27日电（记者 李一）"),
        ("央视网消息（新闻联播）：昨日", "央视网消息（新闻联播）："),
        ("中新网杭州5月27日电 (记者 李一)昨日", "中新网杭州5月27日电 (记者 李一)"),
        ("本报讯 记者李一 通讯员王二报道：昨日", "本报讯 记者李一 通讯员王二报道："),
        ("据悉，该消息", ""),
        ("会议指出，要", ""),
    ],
)
def test_leads_in_all_their_forms_are_measured(text, lead):
    assert text[: find_lead(text)].rstrip() == lead


def test_an_indent_that_the_text_lost_is_seen_in_narrower_first_lines():
    first, full, short = "一，" * 7, "二，" * 7 + "二二", "三" * 5 + "。"
    lines = read_lines("\n".join([full, short] + [first, full, short] * 4))
    assert lines.indents == "lost"


def test_an_empty_page_has_no_blocks():
    assert find_blocks(read_lines("")) == []
