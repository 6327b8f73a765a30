"""Printed lines to running text: joins, spaces, and the way back."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.read.layout import split_lines
from analysis.repair.unwrap import cut_runs, is_real_space, join_lines, raw_at


def rows(raw: str) -> list[tuple[str, int, int]]:
    lines = split_lines(raw)
    return list(zip(lines.text, lines.start, lines.no, strict=True))


def joined(raw: str, **how) -> str:
    return join_lines(rows(raw), **how).text


def test_a_word_broken_over_lines_is_whole():
    assert joined("认真学习习近\n\n平总书记讲话") == "认真学习习近平总书记讲话"


def test_a_number_and_a_date_broken_over_lines_are_whole():
    assert joined("2025年12\n月31日") == "2025年12月31日"


def test_letter_spacing_is_taken_out():
    assert joined("力 和 活 力 ，不 断 壮 大") == "力和活力，不断壮大"


def test_spaces_round_digits_are_taken_out():
    assert joined("5月 28日上午 9时") == "5月28日上午9时"


def test_a_space_inside_a_quoted_title_stays():
    assert joined("开展“高水平建设 全力打造”活动") == "开展“高水平建设 全力打造”活动"


def test_a_space_in_running_text_goes():
    assert joined("深入贯彻 全会精神") == "深入贯彻全会精神"


def test_a_headline_keeps_the_space_between_its_halves():
    assert joined("奋进新时代 共绘新蓝图", phrases=True) == "奋进新时代 共绘新蓝图"


def test_latin_words_keep_their_space():
    assert joined("New York时报") == "New York时报" and is_real_space("a b", 1, 2, False)


def test_zero_width_characters_are_dropped():
    assert joined("会\u200b议\ufeff") == "会议"


def test_full_width_digits_and_half_width_punctuation_stay_as_printed():
    assert joined("２０２５年,会议(扩大)") == "２０２５年,会议(扩大)"


@given(st.text(alphabet="会议12Ab，。（）“” \n\u3000\u200b\t", max_size=60))
def test_every_run_is_the_same_text_in_the_source(raw):
    text, runs, _, _ = join_lines(rows(raw))
    assert sum(n for _, _, n, _ in runs) == len(text)
    for start, at, n, _ in runs:
        assert text[start : start + n] == raw[at : at + n] and "\n" not in raw[at : at + n]
    kept = "".join(raw[at : at + n] for _, at, n, _ in runs)
    assert [c for c in kept if not c.isspace()] == [
        c for c in raw if not c.isspace() and c != "\u200b"
    ]


def test_runs_can_be_cut_and_asked():
    runs = [(0, 10, 4, 1), (4, 20, 4, 2)]
    assert raw_at(runs, 5) == 21
    assert cut_runs(runs, 2, 6) == [(0, 12, 2, 1), (2, 20, 2, 2)]


def test_a_stretched_line_has_no_spaces_beside_its_punctuation_and_percent_signs():
    assert (
        joined("负 责 人 介 绍 , 增 长 ３ ５ % ， 达 ２ ２ . ４ 家")
        == "负责人介绍,增长３５%，达２２.４家"
    )


def test_a_very_long_line_of_holes_is_read_in_linear_time():
    assert joined("会议, 工作, " * 20_000).startswith("会议, 工作, 会议")
