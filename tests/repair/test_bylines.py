"""Whose a byline on a line of its own is, where no headline stands between two texts."""

import pandas as pd
import pytest

from analysis.corpus import load_corpus
from analysis.describe.reporters import parse_byline
from analysis.desk.check_tables import doubtful
from analysis.repair.bylines import NEIGHBOUR
from analysis.repair.lines import line_role
from analysis.repair.repair import Repaired
from tests.helpers.repaired import repair_documents

FERRY = "清晨，渡口起了大雾，头班船比平日晚开了半个小时。船工老丁守着缆绳，等风把雾吹散。\n"
MARKET = "昨天，柳湾菜场重新开张，三十个摊位换上了新台面。摊主们说，这下不怕下雨了。\n"
SCHOOL = "下午，石桥小学的操场铺好了草皮，孩子们踢了第一场球。校长说，球门是家长们焊的。\n"


def repaired(text: str) -> Repaired:
    return repair_documents(pd.DataFrame({"doc_id": ["p"], "file": ["p.txt"], "text": [text]}))


def told(text: str) -> tuple[dict[str, str], list[str]]:
    """Byline by the first three characters of the article, and the doubts noted."""
    tables = repaired(text)
    news = tables.articles[tables.articles["hint"] == ""]
    notes = [
        what.removeprefix(f"{NEIGHBOUR}: ")
        for what in tables.notes["what"]
        if what.startswith(NEIGHBOUR)
    ]
    return dict(zip(news["text"].str[:3], news["byline"], strict=True)), notes


@pytest.mark.parametrize(
    "byline", ["记者 冯二", "□记者 冯二", "记者 冯二 通讯员 褚三", "通讯员 褚三", "本报记者 冯二"]
)
@pytest.mark.parametrize("gap", ["\n", ""])
def test_a_byline_after_a_text_that_has_its_own_opens_the_next(byline, gap):
    text = f"渡口大雾封航\n柳湾菜场重新开张\n\n本报讯（记者 卫一）{FERRY}{gap}{byline}\n{MARKET}"
    assert told(text) == ({"清晨，": "本报讯（记者 卫一）", "昨天，": byline}, [])


def test_a_headline_below_its_text_changes_nothing():
    text = f"渡口大雾封航\n记者 卫一\n{FERRY}\n记者 冯二\n{MARKET}\n柳湾菜场重新开张\n"
    table = repaired(text).articles
    assert table[["title", "byline"]].values.tolist() == [
        ["渡口大雾封航", "记者 卫一"],
        ["柳湾菜场重新开张", "记者 冯二"],
    ]


def test_a_text_that_goes_on_elsewhere_is_not_closed_by_a_byline():
    text = f"渡口大雾封航\n柳湾菜场重新开张\n\n{FERRY}（下转第3版）\n记者 冯二\n{MARKET}"
    assert told(text)[0] == {"清晨，": "", "昨天，": "记者 冯二"}


def test_on_a_page_where_bylines_stand_below_the_one_between_closes():
    text = (
        f"渡口大雾封航\n{FERRY}记者 卫一\n{MARKET}记者 冯二\n\n石桥小学铺草皮\n{SCHOOL}记者 陈四\n"
    )
    assert told(text) == ({"清晨，": "记者 卫一", "昨天，": "记者 冯二", "下午，": "记者 陈四"}, [])


def test_every_byline_above_carries_the_whole_page():
    text = (
        f"记者 卫一\n{FERRY}记者 冯二\n{MARKET}记者 "
        f"陈四\n{SCHOOL}\n渡口大雾封航\n柳湾菜场重新开张\n石桥小学铺草皮\n"
    )
    assert told(text) == ({"清晨，": "记者 卫一", "昨天，": "记者 冯二", "下午，": "记者 陈四"}, [])


def test_a_next_article_with_a_lead_of_its_own_leaves_the_byline_to_the_last():
    text = f"渡口大雾封航\n{FERRY}记者 卫一\n本报讯（记者 冯二）{MARKET}"
    assert told(text) == ({"清晨，": "记者 卫一", "昨天，": "本报讯（记者 冯二）"}, [])


def test_a_next_article_with_names_at_its_end_leaves_the_byline_to_the_last():
    text = f"渡口大雾封航\n{FERRY}记者 卫一\n{MARKET.strip()}（记者 冯二）\n"
    assert told(text) == ({"清晨，": "记者 卫一", "昨天，": "（记者 冯二）"}, [])


def test_who_took_a_picture_below_signs_no_text():
    below = (
        "大雾散去之后，头班船晚开了半个小时，乘客在渡口排起长队，" * 3
        + "船工忙着放行。（王五 摄）\n"
    )
    text = f"记者 冯二\n{MARKET}记者 陈四\n{SCHOOL}{below}渡口大雾封航\n本报讯 {FERRY}"
    assert told(text)[0] == {"昨天，": "记者 冯二", "下午，": "记者 陈四", "清晨，": "本报讯"}


@pytest.mark.parametrize(("above", "below", "whose"), [("\n", "", "昨天，"), ("", "\n", "清晨，")])
def test_where_neither_text_is_signed_the_blank_line_says_whose_it_is(above, below, whose):
    text = f"渡口大雾封航\n{FERRY}{above}记者 冯二\n{below}{MARKET}"
    names, doubts = told(text)
    assert names == {"清晨，": "", "昨天，": ""} | {whose: "记者 冯二"} and doubts == []


def test_where_nothing_tells_the_byline_closes_and_a_doubt_is_noted():
    text = f"渡口大雾封航\n{FERRY}记者 冯二\n{MARKET}"
    assert told(text) == ({"清晨，": "记者 冯二", "昨天，": ""}, ["line 3, 记者 冯二"])


def test_a_second_byline_for_a_signed_text_before_a_signed_text_is_a_doubt():
    text = f"本报讯（记者 卫一）{FERRY}通讯员 褚三\n{MARKET.strip()}（记者 冯二）\n"
    assert told(text)[1] == ["line 2, 通讯员 褚三"]


def test_who_took_the_pictures_opens_no_article():
    text = f"本报讯（记者 卫一）{FERRY}摄影 褚三\n{MARKET}"
    assert told(text)[0]["昨天，"] == ""


def test_a_page_label_ends_the_article_before_a_byline():
    text = f"渡口大雾封航\n{FERRY}第02版：要闻\n记者 冯二\n{MARKET}"
    assert told(text)[0] == {"清晨，": "", "昨天，": "记者 冯二"}


def test_a_byline_under_a_headline_below_its_text_is_not_the_next_articles():
    text = f"{FERRY}\n渡口大雾封航\n记者 卫一\n\n柳湾菜场重新开张\n本报讯（记者 冯二）{MARKET}"
    assert told(text)[0] == {"清晨，": "记者 卫一", "昨天，": "本报讯（记者 冯二）"}


def test_a_byline_under_a_headline_at_the_foot_of_the_page_goes_where_the_headline_goes():
    text = f"{FERRY}\n本报讯（记者 冯二）{MARKET}\n渡口大雾封航，头班船晚点\n记者 卫一\n"
    assert told(text)[0] == {"清晨，": "记者 卫一", "昨天，": "本报讯（记者 冯二）"}


def test_a_byline_under_a_line_that_heads_nothing_is_the_articles_before_it():
    text = (
        f"渡口大雾封航\n{FERRY}\n柳湾菜场重新开张\n本报讯（记者 "
        f"冯二）{MARKET}\n石桥小学铺草皮\n{SCHOOL}操场一角\n（陈四 文/图）\n"
    )
    assert told(text)[0]["下午，"] == "（陈四 文/图）"


def test_the_check_names_the_doubtful_byline_with_its_line(tmp_path):
    (tmp_path / "2025-03-04.txt").write_text(
        f"渡口大雾封航\n{FERRY}记者 冯二\n{MARKET}", encoding="utf-8"
    )
    found = doubtful(load_corpus(tmp_path))
    rows = found.loc[found["what"] == NEIGHBOUR, ["line", "words"]]
    assert rows.values.tolist() == [[3, "记者 冯二"]]


LATE = "昨日起，区图书馆延长开放时间到晚上十点，读者可以在自习室安静看书，馆内还提供热水。"
ROAD = "为方便晚归的读者，公交公司把末班车推迟到十点半，沿途停靠六个小区，票价不变。"
FOG = "8日清晨，柳湾渡口起了大雾，三条渡船停航两小时，工作人员为候船的旅客送上热茶和早点。"
LAST = "馆长介绍，延时服务将持续到十月底，志愿者会在门口引导，预计每天新增读者三百人次。"


def test_the_last_paragraph_of_an_article_is_no_caption_though_who_wrote_it_took_pictures():
    page = f"图书馆夜间开放\n{LATE}\n{ROAD}\n{LAST}（王晓明摄影报道）\n\n柳湾渡口起雾\n{FOG}\n"
    raw = pd.DataFrame({"doc_id": ["p"], "file": ["p.txt"], "text": [page]})
    first, second = repair_documents(raw).articles.to_dict("records")
    assert (first["title"], first["text"]) == ("图书馆夜间开放", f"{LATE}\n{ROAD}\n{LAST}")
    assert (first["byline"], second["title"]) == ("（王晓明摄影报道）", "柳湾渡口起雾")


def test_short_reports_each_signed_at_its_end_are_as_many_articles():
    page = f"图书馆夜间开放\n{LATE} 王一 记者 王晓明\n渡口清晨起雾\n{LAST} 星级记者 李红/文\n"
    raw = pd.DataFrame({"doc_id": ["p"], "file": ["p.txt"], "text": [page]})
    found = repair_documents(raw).articles
    assert found["title"].tolist() == ["图书馆夜间开放", "渡口清晨起雾"]
    assert found["text"].tolist() == [LATE, LAST]


@pytest.mark.parametrize(
    "line", ["（王 乙）", "李丙山 文 刘丁水 摄", "通讯员张甲木 记者杨乙火 摄影报道"]
)
def test_a_line_of_names_under_a_report_signs_it(line):
    page = f"图书馆夜间开放\n{LATE}\n{ROAD}\n{line}\n"
    raw = pd.DataFrame({"doc_id": ["p"], "file": ["p.txt"], "text": [page]})
    (row,) = repair_documents(raw).articles.to_dict("records")
    assert (row["text"], row["byline"]) == (f"{LATE}\n{ROAD}", line)


@pytest.mark.parametrize("who", ["文化工作者", "短视频创作者", "乡村医务工作者"])
def test_those_who_work_or_make_are_no_authors(who):
    line = f"全区{who}要更加"
    assert line_role(line, "")[0] == "" and not parse_byline(line)
