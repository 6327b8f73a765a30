"""The place a page speaks for. Sentences are invented; the places exist."""

import pytest

from analysis.corpus import load_corpus
from analysis.describe import page_place as places
from analysis.describe.documents import given_place
from analysis.mention.mentions import find_mentions


@pytest.mark.parametrize(
    ("text", "place", "level", "district", "city", "province"),
    [
        (
            "昨日，区委常委会召开会议，研究我区工作。会议指出，北仑要走在前列。宁波市委部署，"
            "北仑区贯彻。",
            "北仑",
            "区",
            "北仑区",
            "宁波市",
            "浙江省",
        ),
        (
            "县委常委会召开会议。全县上下，安吉县要抓实。湖州市。",
            "安吉",
            "区",
            "安吉县",
            "湖州市",
            "浙江省",
        ),
        (
            "市委常委会召开会议。全市上下，我市要抓实。苏州要有担当，苏州市各区参加，吴江区、"
            "昆山市作发言。",
            "苏州",
            "市",
            "",
            "苏州市",
            "江苏省",
        ),
        (
            "海拉尔区委召开会议。我区要抓实，海拉尔区各镇。呼伦贝尔市部署。",
            "海拉尔",
            "区",
            "海拉尔区",
            "呼伦贝尔市",
            "内蒙古自治区",
        ),
        (
            "我市召开会议。义乌市委书记强调，义乌要抓实。金华市领导到义乌调研，全市动员。",
            "义乌",
            "区",
            "义乌市",
            "金华市",
            "浙江省",
        ),
    ],
)
def test_a_page_gives_away_its_place(text, place, level, district, city, province):
    found = places.infer_place(text, "")
    assert (found.place, found.place_level, found.district, found.city, found.province) == (
        place,
        level,
        district,
        city,
        province,
    )
    assert found.basis == "inferred"


def test_a_paper_named_on_the_page_says_its_place():
    found = places.infer_place("会议召开。", "萧山日报 第04版：时政要闻")
    assert (found.place, found.basis, found.rule) == ("萧山", "printed", "paper-name")


def test_a_place_of_no_gazetteer_is_read_before_its_organs():
    found = places.infer_place("澄泽县委召开会议。澄泽县政府部署。我县要抓实。", "")
    assert (found.place, found.district, found.rule) == ("澄泽", "澄泽县", "name-before-organ")


@pytest.mark.parametrize(
    ("meeting", "place", "level"),
    [
        ("平湖市第十六届人民代表大会第四次会议上", "平湖", "区"),
        ("杭州市临平区第一届人民代表大会第五次会议上", "临平", "区"),
        ("浙江省第十四届人民代表大会第三次会议上", "浙江", "省"),
        ("第十四届全国人民代表大会第三次会议上", places.UNKNOWN_PLACE, ""),
    ],
)
def test_a_report_is_of_the_place_whose_congress_hears_it(meeting, place, level):
    told = places.infer_place(
        f"政府工作报告——2025年1月15日在{meeting}各位代表：我代表政府报告工作。", ""
    )
    assert (told.place, told.place_level) == (place, level)


def test_a_page_that_names_nothing_has_no_place():
    assert places.infer_place("今天晴到多云。", "").basis == "unknown"


def test_higher_levels_named_often_do_not_make_a_district_paper_theirs():
    text = (
        "区委召开会议，传达市委全会精神、省委全会精神。杭州市委要求，"
        "杭州市政府部署。我区要落实。萧山区各镇街参加，区政府汇报。"
    )
    assert places.infer_place(text, "").place == "萧山"


def test_we_weighs_more_than_a_name_of_an_organ():
    assert places.self_reference("县委 县政府 县委 我市") == "市"
    assert places.self_reference("小区委托物业、校区委员会、开发区政府采购") == ""


def test_folders_and_file_names_say_places():
    assert places.place_in_path("临平/2025-05-27.txt").place == "临平"
    assert places.place_in_path("2025-05-27_北仑.txt").city == "宁波市"
    assert places.place_in_path("余杭晨报/01.txt").place in ("余杭", "余杭晨报")
    assert places.place_in_path("000_011d2496589fdac8.txt") is None


def test_of_units_with_one_name_the_text_chooses():
    nanjing = places.find_unit("鼓楼区", "南京市")
    fuzhou = places.find_unit("鼓楼区", "福州市")
    assert [unit.parent for unit in (nanjing, fuzhou)] == ["南京市", "福州市"]


def test_a_place_no_table_knows_takes_its_level_from_its_own_pages():
    unknown = places.Placed("青禾", "", "", "", "", "given", "folder-name")
    town = places.place_in_path("乡镇动态/云岭镇/20250603.txt")
    assert town == unknown._replace(place="云岭镇")  # the innermost whose name ends as a place's
    assert places.with_level(unknown, "青禾县委召开会议。全县各乡镇参加。")[1:4] == (
        "区",
        "青禾县",
        "",
    )
    assert places.with_level(unknown, "我区两会开幕，区委领导到会")[1:4] == ("区", "青禾区", "")
    assert places.with_level(unknown, "青禾市委、青禾市政府")[1:4] == ("市", "", "青禾市")
    assert places.with_level(unknown, "青禾区域内") == unknown
    assert (
        places.with_level(unknown._replace(place_level="区", district="青禾新区"), "青禾县")[2]
        == "青禾新区"
    )


def test_bodies_of_two_unknown_districts_are_two_bodies(tmp_path):
    for place in ("青禾", "云岭"):
        (tmp_path / place).mkdir()
        page = (
            f"本报讯（记者 甘小雨）昨日，{place}区召开会议。区委书记周明主持会议，"
            "区政府负责人参加会议。\n"
        )
        (tmp_path / place / "1.txt").write_text(page, encoding="utf-8")
    names = set(find_mentions(load_corpus(tmp_path)).bodies["name"])
    assert {"中共青禾区委员会", "中共云岭区委员会"} <= names


@pytest.mark.parametrize(
    "text",
    [
        "双方愿加强合作，深化合作，扩大合作。两国的友好合作造福人民。",  # cooperation, not 合作市
        "乡村振兴全面推进，通道建设提速，资源节约，和平发展。",
        "记者从北京获悉，北京、上海、广东三地今天发布数据，北京增长最快。",  # no paper of any of them
    ],
)
def test_news_that_names_no_place_as_its_own_is_of_no_place(text):
    assert places.infer_place(text, "").basis == "unknown"


def test_a_name_that_is_a_word_too_counts_with_its_level():
    text = "合作市委召开会议，合作市政府部署，我市要加强合作。"
    assert places.infer_place(text, "").place == "合作"


@pytest.mark.parametrize(
    ("folder", "place", "level"),
    [
        ("解放日报", "上海", "省"),  # of Shanghai, not of 解放区
        ("新华日报", "江苏", "省"),  # not of 新华区
        ("大众日报", "山东", "省"),
        ("长江日报", "武汉", "市"),
        ("兵团日报", "兵团", "省"),
        ("光明日报", "不明", ""),  # of the whole country, so of no place, and not of 光明区
        ("人民日报", "不明", ""),
    ],
)
def test_the_folder_of_a_paper_is_the_place_the_paper_speaks_for(folder, place, level):
    assert places.place_in_path(f"{folder}/2025-05-27.txt")[:2] == (place, level)


def test_the_folder_of_a_paper_that_no_table_knows_is_no_district_named_by_a_word():
    assert places.place_in_path("红旗报/2025-05-27.txt") is None


@pytest.mark.parametrize(
    ("path", "place", "city"),
    [
        ("浙江省/杭州市/临平区/2025-06-03.txt", "临平", "杭州市"),
        ("杭州/临平/2025-06-05.txt", "临平", "杭州市"),
        ("杭州-钱塘区-2025-06-06.txt", "钱塘", "杭州市"),
        ("福州/鼓楼区/2025-06-06.txt", "鼓楼", "福州市"),
        ("浙江省杭州市临平区/2025-06-06.txt", "临平", "杭州市"),
        ("临平区新闻/[02]要闻.txt", "临平", "杭州市"),
        ("[钱塘区]2025-06-06.txt", "钱塘", "杭州市"),
        ("吉林/朝阳区/2025-06-06.txt", "朝阳区", "长春市"),
        ("鼓楼区/2025-06-06.txt", "鼓楼", ""),  # 南京, 徐州, 福州 or 开封: nothing tells
    ],
)
def test_of_nested_folders_the_lowest_place_counts_and_the_others_are_its_parents(
    path, place, city
):
    found = places.place_in_path(path)
    assert (found.place, found.city) == (place, city)


def test_a_district_of_many_is_the_one_whose_city_the_page_prints_before_it():
    found = places.place_in_path("鼓楼区/1.txt", "徐州市鼓楼区委召开会议，南京来客。")
    assert found.city == "徐州市"


@pytest.mark.parametrize(
    ("folder", "text", "level"),
    [
        ("长沙", "", "市"),  # and a county of the name
        ("承德", "市委召开会议。", "市"),
        ("吉林", "省委召开会议。", "省"),
        ("吉林市", "", "市"),
        ("北京", "市委召开会议。", "省"),  # a municipality ranks with the provinces
    ],
)
def test_a_bare_name_is_the_highest_place_unless_the_page_s_own_organs_say_otherwise(
    folder, text, level
):
    assert places.place_in_path(f"{folder}/1.txt", text).place_level == level


@pytest.mark.parametrize(
    ("folder", "place"),
    [("吉林", "吉林"), ("吉林市", "吉林市"), ("长沙县", "长沙县"), ("长沙市", "长沙")],
)
def test_a_place_goes_by_its_short_name_unless_a_higher_one_has_it(folder, place):
    assert places.place_in_path(f"{folder}/1.txt").place == place


def test_the_folder_of_a_district_s_paper_is_its_place():
    assert places.place_in_path("萧山日报/2025-05-27.txt").place == "萧山"


def test_a_street_belongs_to_the_district_of_its_day():
    told = {
        day: places.place_of_name("塘栖镇", "", "given", "", day).district
        for day in ("2020-05-06", "2021-04-09", "")
    }
    assert told == {"2020-05-06": "余杭区", "2021-04-09": "临平区", "": "临平区"}


def test_a_name_is_read_as_what_bore_it_on_the_day():
    assert places.place_of_name("萧山", "", "given", "", "1995-06-01").place_level == "区"
    units = [unit.name for unit in places.choose_units("萧山", "", "1995-06-01")]
    assert units == ["萧山市"]
    assert "临平区" not in [unit.name for unit in places.choose_units("临平", "", "2020-05-06")]


def test_traditional_text_names_its_place(tmp_path):
    (tmp_path / "a.txt").write_text(
        "區委部署防汛\n本報訊（記者 陳小文）昨日，臨平區委召開會議，研究我區防汛工作。"
        "會議強調，區政府要落實責任。\n",
        encoding="utf-8",
    )
    row = load_corpus(tmp_path).documents.iloc[0]
    assert (row["place"], row["place_level"], row["place_basis"]) == ("临平", "区", "inferred")


def test_a_township_named_like_a_county_is_not_that_county(tmp_path):
    (tmp_path / "a.txt").write_text(
        "10月17日，县人大常委会来到建平乡、东屏镇视察，县政府有关负责人陪同。县委要求建平乡抓好落实。\n",
        encoding="utf-8",
    )
    assert load_corpus(tmp_path).documents["place"].tolist() == ["不明"]


def test_a_place_that_a_person_names_is_the_lowest_of_its_names():
    found = given_place("浙江省杭州市临平区", "")
    assert found[:4] == ("临平", "区", "临平区", "杭州市")
    assert given_place("云岭", "")[:2] == ("云岭", "")


@pytest.mark.parametrize(
    ("path", "paper"), [("光明日报/2025-06-03.txt", "光明日报"), ("临平/2025-06-03.txt", "")]
)
def test_a_folder_can_name_the_paper(path, paper):
    assert places.paper_in_path(path) == paper


@pytest.mark.parametrize(
    ("furniture", "paper"),
    [
        ("数字报系 2025-05-27 来源：北屏日报", "北屏日报"),
        ("《今日临平》第3版", "今日临平"),
        ("电子报 往期日报", ""),
        ("北屏日报社主办 甲城日报", "甲城日报"),
        ("北屏日报报业传媒集团主办", "北屏日报"),
        ("星期二 今日八版", ""),
    ],
)
def test_the_paper_is_named_in_a_page_s_header(furniture, paper):
    assert places.paper_named(furniture) == paper


def test_a_bare_name_is_the_district_and_not_the_street_called_like_it():
    placed = given_place("临平", "table")
    assert (placed.place_level, placed.city) == ("区", "杭州市")
