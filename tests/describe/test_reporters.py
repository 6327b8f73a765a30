"""Bylines in, names out. Names are invented; the forms are those that papers print."""

import pytest

from analysis.describe.reporters import find_credit, is_signature, parse_byline, split_names


def names(byline, known=frozenset()):
    return [name for name, _ in parse_byline(byline, known)]


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("本报讯（记者 王晓明 李红）", ["王晓明", "李红"]),
        ("本报讯（首席记者 王晓明）", ["王晓明"]),
        ("（通讯员 沈佳妮 记者 顾佳怡）", ["沈佳妮", "顾佳怡"]),
        ("记者王晓明通讯员李红霞", ["王晓明", "李红霞"]),
        ("新华社记者王晓明、李红霞", ["王晓明", "李红霞"]),
        ("■记者 王晓明 通讯员 李红 文/摄", ["王晓明", "李红"]),
        ("记者 王晓明/文 李红/摄", ["王晓明", "李红"]),
        ("本报记者 王晓明 报道", ["王晓明"]),
        ("来源：某某日报|作者：王晓明", ["王晓明"]),
        ("（记者 阿依古丽·买买提）", ["阿依古丽·买买提"]),
        ("本报通讯员 许文图", ["许文图"]),
        ("记者欧阳修远王伟", ["欧阳修远", "王伟"]),
        ("記者歐陽小文", ["歐陽小文"]),
        ("（王晓明 李红）", ["王晓明", "李红"]),
        ("（王晓明 文/图）", ["王晓明"]),
        ("（图文：王晓明 审核：李红）", ["王晓明"]),
        ("本报甲城1月28日电记者王晓明报道：", ["王晓明"]),
        ("特派記者王曉明／北京報導", ["王曉明"]),
        ("（作者：王晓明，单位：区委党校）", ["王晓明"]),
        ("作者单位：区委党校", []),
        ("文/王晓明 图/受访者提供", ["王晓明"]),
        ("（王晓明 整理）", ["王晓明"]),
        ("来源：某某日报", []),
        ("新华社", []),
        ("王晓明 记者 李红", ["王晓明", "李红"]),
        ("王开幕|本报讯（记者 李红）", ["李红"]),
        ("甲城晚报、甲城网讯（记者王晓明）", ["王晓明"]),
        ("■本版摄影：本报记者 王晓明 本版文字：本报记者 李红", ["王晓明", "李红"]),
        ("王晓明摄影报道", ["王晓明"]),
        ("口述/王晓明 整理/李红", ["王晓明", "李红"]),
        ("供稿：区文旅局", []),
        ("作者系区图书馆馆员", []),
        ("记者王晓明对本文亦有贡献", ["王晓明"]),
        ("本报记者王晓明根据录音整理", ["王晓明"]),
        ("王晓明（文） 李红（图）", ["王晓明", "李红"]),
    ],
)
def test_every_printed_form_gives_its_names(byline, expected):
    assert names(byline) == expected


def test_each_name_keeps_the_role_printed_before_it():
    assert parse_byline("本报讯（甲城日报记者 郭燕 本报记者 赵一霖）") == [
        ("郭燕", "甲城日报记者"),
        ("赵一霖", "本报记者"),
    ]


def test_a_byline_broken_inside_a_name_is_joined():
    assert names("本报讯（甲城日报记\n者 郭燕 本报记者 赵一\n霖）") == ["郭燕", "赵一霖"]


def test_letter_spaced_names_are_two_people_not_five_characters():
    assert names("本报讯 （记者 陈 书 缘 周 铭）") == ["陈书缘", "周铭"]


def test_a_name_spread_to_the_width_of_three_characters_is_one_name():
    assert names("本报记者 王 伟 李 娜") == ["王伟", "李娜"]


def test_editors_and_proofreaders_are_not_reporters():
    assert names("记者 王晓明 责任编辑：李红 校对：赵六") == ["王晓明"]


def test_a_name_known_from_elsewhere_settles_the_cut():
    # 林书 + 缘周铭 or 林书缘 + 周铭: both begin with a surname when 缘 is none; the known name
    # decides
    assert split_names("林书周铭", frozenset({"林书周"})) in (["林书周"], ["林书", "周铭"])
    assert split_names("高阳明王伟", frozenset({"高阳"}))[0] in ("高阳", "高阳明")
    assert split_names("向阳花周铭", frozenset({"向阳花"})) == ["向阳花", "周铭"]


def test_no_byline_gives_no_reporter():
    assert names("") == names("本报讯") == names("央视网消息") == []


def test_a_person_named_twice_is_one_reporter():
    assert names("（记者 王晓明）|记者 王晓明") == ["王晓明"]


@pytest.mark.parametrize(
    ("signature", "names"),
    [
        ("本报讯（文/王晓明 图/李一鸣）", ["王晓明", "李一鸣"]),
        ("王晓明/文 李一鸣/摄", ["王晓明", "李一鸣"]),
        ("记者 王晓明 文/摄", ["王晓明"]),
        ("本报讯（见习记者 王晓明 通讯员 李一鸣 县融媒体中心）", ["王晓明", "李一鸣"]),  # an organ
        ("◎王晓明 李一鸣", ["王晓明", "李一鸣"]),
        ("文/本报记者 王晓明 图/受访者提供", ["王晓明"]),
        ("本报讯（记者 王晓明 摄影报道）", ["王晓明"]),
        ("本报综合新华社消息", []),
        ("据新华社杭州6月1日电（记者王晓明）", ["王晓明"]),
        ("（本报记者王晓明参与采写）", ["王晓明"]),
        ("通讯员 朱江城 记者 王晓明", ["朱江城", "王晓明"]),
    ],
)
def test_a_signature_is_one_line_and_names_people_only(signature, names):
    assert is_signature(signature)
    assert [name for name, _ in parse_byline(signature)] == names


@pytest.mark.parametrize(
    "line",
    [
        "王晓明 摄",
        "会议结束",
        "区委召开会议",
        "本报讯（记者 王晓明）昨",
        "记者 王晓明 走进老街，看到",
    ],
)
def test_a_line_that_says_more_or_less_is_no_signature(line):
    assert not is_signature(line)


def test_a_name_may_end_in_the_word_for_text_and_be_printed_in_traditional_characters():
    assert parse_byline("（记者 陈小文）") == [("陈小文", "记者")]
    assert parse_byline("（記者 陳小文）") == [("陳小文", "記者")]


@pytest.mark.parametrize(
    "credit",
    [
        "王晓明 记者 李红",
        "星级记者 王晓明/文 李红/图",
        "（王晓明摄影报道）",
        "（区府办供稿）",
        "记者：王晓明；编辑：李红",
        "（作者系区图书馆馆员）",
    ],
)
def test_whatever_signs_a_text_at_its_end_is_its_credit(credit):
    assert find_credit("渡口起了雾。" + credit) == 6 and find_credit("渡口起了雾。雾散了") == -1


@pytest.mark.parametrize(
    "line",
    [
        "（县融媒体中心 王晓明 李红）",
        "区委办 王晓明",
        "—— 王晓明",
        "记者：王晓明 编辑：李红 审核：周铭",
    ],
)
def test_a_body_with_names_and_a_line_of_editors_with_a_reporter_are_signatures(line):
    assert is_signature(line) and names(line)[0] == "王晓明"
    assert not is_signature("县融媒体中心王晓明赴京领奖") and not is_signature("编辑：李红")
    assert not is_signature("■重点建好社区") and not is_signature("■感谢县政府")
