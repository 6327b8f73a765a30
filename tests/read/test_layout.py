"""Lines of a page, their numbers, widths and jump marks."""

import pytest

from analysis.corpus import load_corpus
from analysis.read.layout import (
    column_widths,
    find_jumps,
    is_letter_spaced,
    is_terminal,
    layout_name,
    paragraph_lines,
    printed_width,
    split_lines,
)


def test_crlf_lf_and_cr_each_end_a_line_and_a_form_feed_does_not_count():
    lines = split_lines("一\r\n二\r三\n四\f五")
    assert list(zip(lines.no, lines.text, strict=True)) == [
        (1, "一"),
        (2, "二"),
        (3, "三"),
        (4, "四"),
        (4, "五"),
    ]


def test_offsets_of_a_line_leave_out_its_outer_spaces():
    raw = "　　 会议 \n"
    lines = split_lines(raw)
    assert raw[lines.start[0] : lines.end[0]] == "会议" and lines.indent == [5]


def test_blank_lines_before_a_line_are_counted():
    assert split_lines("\n\n一\n\n\n二\n三").gap == [2, 2, 0]


def test_zero_width_characters_are_no_text():
    assert split_lines("\u200b\n\ufeff \n").text == []


def test_a_jump_mark_at_the_end_of_a_line_is_a_line_of_its_own():
    assert split_lines("工作。　（下转第2版）\n会议").text == ["工作。", "（下转第2版）", "会议"]


def test_a_jump_mark_over_two_lines_is_one_and_the_numbers_go_on():
    lines = split_lines("工作（下转\n\n第2版）\n会议")
    assert list(zip(lines.no, lines.text, strict=True)) == [
        (1, "工作"),
        (1, "（下转\n\n第2版）"),
        (4, "会议"),
    ]


def test_all_printed_forms_of_jumps_are_found():
    forms = [
        "（下转第2版）",
        "(下转2版)",
        "▶下转A2",
        "（下转第二版）",
        "下转02版",
        "（未完，转第3版）",
    ]
    forms += [
        "（下转3版①）",
        "（下转第三版·要闻）",
        "（下转第2、3版）",
        "★下转第3版★",
        "（紧转第3版）",
    ]
    assert [find_jumps(form) for form in forms] == [[(0, len(f), "jump_to")] for f in forms]
    forms = ["(上接第3版)", "上接1版", "（紧接第一版）", "（上接A01版）", "（接第1版）", "←上接1版"]
    forms += ["（文接1版）", "◀◀1版"]
    assert [find_jumps(form) for form in forms] == [[(0, len(f), "jump_from")] for f in forms]


def test_words_that_only_look_like_a_jump_are_left_alone():
    assert find_jumps("上接天线，下转三个弯，承上接下，转第二版发行，接3人") == []


def test_an_arrow_to_a_page_is_a_jump_in_mid_sentence_only():
    text = (
        "会议指出，今年全区计划种植早稻三万亩，比去年增加两千亩，各镇农技人员将分片包干，指导农户"
    )
    assert find_jumps(text + "▶▶3版") == [(len(text), len(text) + 4, "jump_to")]
    assert find_jumps("春耕生产动员会召开，部署育秧▶▶3版") == []


def test_width_counts_han_two_ascii_one_spaces_none():
    assert printed_width("5月 28日A") == 3 + 4 + 1


def test_column_is_what_most_neighbours_share_and_none_for_a_paragraph_a_line():
    full, less = "一二，" * 5 + "三", "一二，" * 5
    wrapped = [full, full, less, "三四五。", full, full]
    assert column_widths(wrapped, [32, 32, 30, 10, 32, 32]) == [32] * 6
    single = split_lines("\n".join("一二，" * n + "三。" for n in (60, 20, 40, 15, 50)))
    assert single.column == [0] * 5


def test_titles_of_like_length_are_no_column():
    titles = split_lines(
        "\n".join(["区委常委会召开会议学习全会精神", "区政府部署下半年重点工作任务"] * 4)
    )
    assert titles.column == [0] * 8


@pytest.mark.parametrize(
    ("lines", "single"),
    [
        (
            ["区委召开会议", "昨日，区委召开会议，" + "部署防汛，" * 20 + "抓落实。"],
            True,
        ),  # longer than any column
        (
            ["区委召开会议", "昨日，区委召开会议。", "会上，大家发言。", "会后，分头落实。"],
            True,
        ),  # commas and full stops
        (["区委召开会议", "昨日，区委召开会", "议，部署防汛。"], False),
    ],
)
def test_a_paragraph_a_line_is_told_by_long_lines_or_by_full_stops(lines, single):
    assert paragraph_lines(lines, [0] * len(lines)) == [single] * len(lines)


def test_a_page_broken_by_counting_characters_is_measured_so():
    raw = "今年1—2月份重点\n工作计划更好统筹\n发展2025年安\n全持续巩固全区经\n"
    raw = "一二三四五12345\n一二三四五六七八九十\n12一二三四五六七八\n一二三四五六七八九十\n"
    assert split_lines(raw).width == [20, 20, 20, 20]


def test_terminal_takes_closing_quotes_and_brackets_with_it():
    assert is_terminal("他说：“好。”") and is_terminal("（完。）") and not is_terminal("会议强调，")


def test_letter_spacing_is_seen():
    assert is_letter_spaced("力 和 活 力 ，不") and not is_letter_spaced("奋进新时代 共绘新蓝图")


def test_layout_has_a_name():
    assert layout_name(split_lines("")) == "empty"
    lines = split_lines("\n\n".join(["一二三四，五六七八九十"] * 6))
    assert lines.usual_gap == 1
    assert layout_name(lines) == "wrapped, blank line after every line"


def test_signs_inside_a_text_file_are_no_marks(tmp_path):
    story = "昨日，区委召开会议，部署防汛工作，要求各镇街落实责任。"
    for name, sign in (("plain", ""), ("signed", "\u2000\u2001")):
        (tmp_path / name).mkdir()
        page = f"区委召开会议\n本报讯（记者 王晓明）{story}\n{sign}会议强调，要守住底线。\n"
        (tmp_path / name / "a.txt").write_text(page, encoding="utf-8")
    plain, signed = (load_corpus(tmp_path / name).articles for name in ("plain", "signed"))
    assert signed["text"].tolist() == plain["text"].tolist()
