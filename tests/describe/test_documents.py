"""Genres of invented articles, one of each kind; what is no paper."""

import pytest

from analysis.corpus import load_corpus
from analysis.describe.documents import GENRES, genre_of

MEETING = (
    "昨日，县委常委会召开会议，研究部署工作。会议指出，要抓好落实。会议强调，"
    "要走在前列。县委书记王某主持会议并讲话。"
)
BRIEF = "昨日下午，首列旅游专列抵达高铁站，三百名游客走进古镇。"
REPORT = (
    "各位代表：我代表县人民政府，向大会报告工作，请予审议。"
    + "一年来，我们抓项目、促发展、惠民生。" * 120
)
FEATURE = "清晨五点，渔港醒来。" + "老船长把缆绳抛上岸，回头望了望海面。" * 40


@pytest.mark.parametrize(
    ("headline", "byline", "text", "hint", "genre"),
    [
        ("县委常委会召开会议", "本报讯（记者 王晓明）", MEETING, "", "meeting-report"),
        ("首列旅游专列到站", "本报讯（记者 王晓明）", BRIEF, "", "news-brief"),
        ("政府工作报告", "", REPORT, "", "work-report"),
        ("渔港的清晨", "记者 王晓明", FEATURE, "", "feature"),
        ("", "", "今天晴到多云，偏东风3~4级。", "weather", "weather"),
        ("", "", "代表们步入会场", "photo-caption", "photo-caption"),
    ],
)
def test_each_kind_of_article_is_known(headline, byline, text, hint, genre):
    assert genre in GENRES
    assert genre_of(headline, byline, text, hint) == genre


@pytest.mark.parametrize("trail", ["首页 > 要闻 > {} > 正文", "1.{}\n2.渡口起雾\n3.老街夜市开张"])
def test_a_paper_that_only_a_headline_names_is_not_that_of_the_page(tmp_path, trail):
    title = "江城日报采访团来云岭寻访茶乡"
    text = f"{title}\n{FEATURE}\n渡口起雾\n{FEATURE}\n老街夜市开张\n{FEATURE}\n"
    (tmp_path / "a.txt").write_text(f"{trail.format(title)}\n\n{text}", encoding="utf-8")
    assert load_corpus(tmp_path).documents["paper"].tolist() == [""]
