"""Dates a page prints or gives away; expected values are read off a calendar by hand."""

import pytest

from analysis.corpus import load_corpus
from analysis.describe.dates import (
    UNKNOWN,
    Dated,
    date_in_path,
    event_date,
    is_page_head,
    publication_date,
    read_day,
    stamped_day,
    years_named,
)


@pytest.mark.parametrize(
    ("furniture", "day"),
    [
        ("第04版：时政要闻 2025年5月27日 星期二", "2025-05-27"),
        ("二〇二六年一月十日 星期六", "2026-01-10"),
        ("发布时间：2024-02-29 08:30 来源：某某日报", "2024-02-29"),
        ("二〇二五年六月廿三日 星期一", "2025-06-23"),
        ("２０２５年５月２７日", "2025-05-27"),
        ("2025/05/27", "2025-05-27"),
    ],
)
def test_a_date_in_header_or_footer_is_printed(furniture, day):
    assert publication_date(furniture, [], []) == Dated(day, "printed", "page-date")


def test_the_stamp_of_a_web_page_wins_over_its_list_of_links():
    page = (
        "· 全县春耕会议召开2025-03-02\n发布时间：2025-05-27 08:30 来源：某某日报\n相关阅读 "
        "2025-04-01"
    )
    assert publication_date(page, [], []) == Dated("2025-05-27", "printed", "page-date")


def test_a_day_that_does_not_exist_is_no_date():
    assert publication_date("2025年2月30日", [], []) == UNKNOWN


def test_yesterday_beside_a_day_announced_gives_the_day_of_printing():
    leads = ["昨日下午，委员陆续抵达驻地。"]
    texts = ["昨日下午，委员陆续抵达驻地。5月27日上午9时，大会将在剧院开幕。2025年是关键一年。"]
    assert publication_date("", leads, texts) == Dated("2025-05-27", "inferred", "announced-day")


def test_days_without_month_fall_in_the_first_month_the_full_dates_allow():
    leads = ["2025年12月31日下午，党组召开会议。", "8日，会议召开。", "9日，常委会召开会议。"]
    assert publication_date("", leads, leads) == Dated(
        "2026-01-10", "inferred", "day-after-last-event"
    )


def test_a_page_without_evidence_has_no_date():
    assert publication_date("", ["近日，活动举行。"], ["近日，活动举行。"]) == UNKNOWN


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("2025年12月31日下午，会议召开。", Dated("2025-12-31", "printed", "full-date")),
        ("12月31日，会议召开。", Dated("2025-12-31", "inferred", "year-of-the-page")),
        ("8日，会议召开。", Dated("2026-01-08", "inferred", "day-of-month")),
        ("昨日，会议召开。", Dated("2026-01-09", "inferred", "relative-day")),
        ("前天上午，会议召开。", Dated("2026-01-08", "inferred", "relative-day")),
        ("今天，会议召开。", Dated("2026-01-10", "inferred", "relative-day")),
        ("31日，会议召开。", Dated("2025-12-31", "inferred", "day-of-month")),
        ("近日，会议召开。", UNKNOWN),
    ],
)
def test_the_first_words_of_a_report_date_its_event(lead, expected):
    assert event_date("", lead, Dated("2026-01-10", "printed", "page-date"), []) == expected


def test_the_line_under_a_headline_dates_a_speech():
    note = "(2025年5月27日在区政协一届五次会议上)"
    assert event_date(note, "各位委员：", UNKNOWN, []) == Dated(
        "2025-05-27", "printed", "full-date"
    )


def test_a_plan_dates_its_proposal_to_the_year_before_it_starts():
    # the first plan began in 1953 but counts from 1951: the fifteenth runs 2026-2030, proposed in
    # 2025
    text = "审议通过了《关于制定国民经济和社会发展第十五个五年规划的建议》"
    assert years_named(text) == [2025]
    assert event_date("", "12月17日，全会举行。", UNKNOWN, years_named(text)).date == "2025-12-17"


def test_goals_are_not_the_year_of_the_text():
    assert years_named("到2035年基本实现现代化，描绘2035年远景目标，2025年任务完成") == [2025]


def test_amounts_and_ordinals_are_not_days():
    for lead in (
        "日前，会议召开。",
        "人民日报评论",
        "3月8日妇女节前夕"[3:] and "生产总值5日均增长",
    ):
        assert event_date("", lead, Dated("2026-01-10", "printed", "page-date"), []).basis in (
            "unknown",
        )


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("临平/2025-05-27.txt", "2025-05-27"),
        ("20250527_A01.txt", "2025-05-27"),
        ("2025/05/27/01.html", "2025-05-27"),
        ("2025年5月27日.txt", "2025-05-27"),
        ("250527-02.txt", "2025-05-27"),
        ("A1_250527.txt", "2025-05-27"),
        ("临平二〇二五年五月二十七日.txt", "2025-05-27"),
        ("251327.txt", ""),
        ("1250527.txt", ""),
        ("002_fac586d11c14b937.txt", ""),
        ("版面12.txt", ""),
    ],
)
def test_file_and_folder_names_carry_dates(path, day):
    assert date_in_path(path) == day


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2025-06-03 08:30:00", "2025-06-03"),
        ("2025-06-03T23:30:00+08:00", "2025-06-03"),
        ("2025-06-03T16:30:00Z", "2025-06-04"),  # half past midnight in China
        ("Tue, 03 Jun 2025 20:00:00 GMT", "2025-06-04"),
        ("2025年6月3日 星期二", "2025-06-03"),
        ("二〇二五年六月三日", "2025-06-03"),
        ("2025/6/3", "2025-06-03"),
        ("20250603083000", "2025-06-03"),
        ("45811.354", "2025-06-03"),  # days since 1899-12-30, as spreadsheets count them
        ("1748966400000", "2025-06-04"),  # milliseconds: 2025-06-03 16:00 UTC
        ("2025年6月", ""),
        ("2025-02-30", ""),
        ("1979", ""),
        ("3/6/2025", ""),  # March or June
    ],
)
def test_a_cell_of_a_table_says_its_day_in_many_forms(cell, day):
    assert read_day(cell) == day


def test_a_date_beside_a_weekday_is_a_page_s_own():
    assert is_page_head("A1 LINPING DAILY 2025.6.3 TUESDAY")
    assert is_page_head("乙巳年五月初八 二〇二五年六月三日")
    assert is_page_head("甲城日报|2025年6月3日|02")
    assert not is_page_head("2025年6月3日召开会议")
    assert not is_page_head("甲城日报2025年6月3日创刊")
    assert stamped_day("2025年5月27日 星期二 第3版") == "2025-05-27"
    assert stamped_day("2025年5月27日") == ""


ITEMS = (
    ("青禾县部署防汛工作", "2025-06-03"),
    ("云岭乡老街换新颜", "2025-06-02"),
    ("食堂开张", "2025-06-01"),
)


UNDER = "{title}\n{day}\n{text}", "{title}\n《青禾日报》（{day} 第02版）\n{text}"
BEFORE, BELOW = "{day}\n{title}\n{text}", "{title}\n{text}\n《青禾日报》（{day} 第02版）"


@pytest.mark.parametrize("form", [*UNDER, BEFORE, BELOW])
def test_each_article_of_a_file_of_several_days_has_the_day_printed_beside_it(tmp_path, form):
    text = "本报讯（记者 甘小雨）今年以来，青禾县各乡镇抓紧抓实各项工作，群众满意。\n各地进展顺利。"
    page = "\n\n\n".join(form.format(title=title, day=day, text=text) for title, day in ITEMS)
    (tmp_path / "a.txt").write_text(page, "utf-8")
    corpus = load_corpus(tmp_path)
    articles = corpus.articles
    assert articles["title"].tolist() == [title for title, _ in ITEMS]
    assert articles["date_published"].tolist() == [day for _, day in ITEMS]
    assert articles["date_published_basis"].tolist() == ["printed"] * 3
    assert corpus.documents["date_published"].tolist() == [""]  # of several days, none


def test_each_article_of_a_file_of_several_papers_has_its_own_paper_and_place(tmp_path):
    papers = ("临平日报", "浙江日报", "人民日报")
    text = "今年以来，各地各部门抓紧抓实各项工作，进展顺利。\n下一步将继续努力，狠抓落实。"
    page = "\n\n".join(
        f"{title}\n来源：{paper}　日期：{day}\n{text}"
        for (title, day), paper in zip(ITEMS, papers, strict=True)
    )
    (tmp_path / "a.txt").write_text(page, "utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.articles["paper"].tolist() == [*papers]
    assert corpus.articles["place"].tolist() == ["临平", "浙江", "不明"]
    assert corpus.documents["paper"].tolist() == [""]
    assert {"临平", "浙江"} <= set(corpus.places["place"])


def test_a_day_in_a_single_article_s_credit_is_not_its_page_s(tmp_path):
    first, second = ITEMS[0][0], ITEMS[1][0]
    text = "本报讯（记者 甘小雨）今年以来，青禾县各乡镇抓紧抓实各项工作，群众满意。"
    page = f"青禾日报 2025年6月3日 星期二\n{first}\n{text}\n\n{second}\n{text}\n\n{first}之二\n{text}\n"
    page += "据《青禾日报》2025年6月1日\n"
    (tmp_path / "a.txt").write_text(page, "utf-8")
    assert set(load_corpus(tmp_path).articles["date_published"]) == {"2025-06-03"}
