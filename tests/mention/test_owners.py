"""Whose a body is and what it is called: one rule, in every administrative system of China."""

import pandas as pd
import pytest

from analysis.chinese.lexicons import load_lexicon
from analysis.corpus import load_corpus
from analysis.mention.mentions import find_mentions
from tests.helpers.mention_corpus import bodies_of, corpus_of

XIAOSHAN = {"district": "萧山区", "city": "杭州市", "province": "浙江省"}
GUANGXI = {"district": "", "city": "", "province": "广西壮族自治区", "level": "省"}
XILINGOL = {"district": "", "city": "锡林郭勒盟", "province": "内蒙古自治区", "level": "市"}
CORPS = {"district": "", "city": "", "province": "新疆生产建设兵团", "level": "省"}
NOWHERE = {"district": "", "city": "", "province": "", "level": ""}


def rows(text, **where):
    table = find_mentions(corpus_of(text, **where)).bodies
    columns = ["surface", "name", "level", "owner", "owner_basis"]
    return list(table[columns].itertuples(index=False, name=None))


def test_the_place_printed_beside_it_owns_an_organ():
    assert rows("宁波市北仑区教育局来访。", **XIAOSHAN) == [
        ("宁波市北仑区教育局", "宁波市北仑区教育局", "区", "宁波市北仑区", "printed")
    ]


def test_a_list_shares_the_level_of_its_first():
    found = rows("市发改委、建委和房管局参加。", **XIAOSHAN)
    assert [(name, level, basis) for _, name, level, _, basis in found] == [
        ("杭州市发展和改革委员会", "市", "place"),
        ("杭州市建设委员会", "市", "list"),
        ("杭州市住房保障和房产管理局", "市", "list"),
    ]


def test_a_bare_level_is_of_the_article_s_place():
    assert rows("区委开会。", **XIAOSHAN) == [
        ("区委", "中共杭州市萧山区委员会", "区", "杭州市萧山区", "place")
    ]


def test_a_country_before_a_ministry_owns_it():
    assert rows("俄外交部和法国国防部表示。", **XIAOSHAN) == [
        ("俄外交部", "俄外交部", "其他", "俄", "foreign"),
        ("法国国防部", "法国国防部", "其他", "法国", "foreign"),
    ]


def test_where_nobody_knows_the_name_is_what_is_printed():
    found = rows("区委传达省委、市委、县委精神，我区政协、省政府、教育局参加。", **NOWHERE)
    assert [(s, name, level) for s, name, level, *_ in found] == [
        ("区委", "区委", "区"),
        ("省委", "省委", "省"),
        ("市委", "市委", "市"),
        ("县委", "县委", "区"),
        ("我区政协", "区政协", "区"),
        ("省政府", "省政府", "省"),
        ("教育局", "教育局", "省"),
    ]
    assert {(owner, basis) for *_, owner, basis in found} == {("", "unknown")}


def test_a_place_named_somewhere_before_is_no_owner():
    assert rows("乐清市部署工作。市委高度重视。", **NOWHERE) == [
        ("市委", "市委", "市", "", "unknown")
    ]


MINISTRIES = sorted(
    {
        alias
        for alias, name in load_lexicon("bodies")[["alias", "name"]].itertuples(index=False)
        if name.startswith("中华人民共和国") and alias.endswith("部") and "国" not in alias
    }
)


def test_a_department_of_whoever_speaks_is_no_ministry():
    fields = [f"{ministry}门" for ministry in MINISTRIES]
    spoken = [f"区{f}、市{f}和省{f}会同{f}，各级{f}负责。" for f in fields]
    printed = [f"{ministry}印发通知。" for ministry in MINISTRIES]
    found = find_mentions(corpus_of(*spoken, *printed, **XIAOSHAN)).bodies
    ministries = found.loc[found["level"].eq("中央"), "article_id"]
    assert len(MINISTRIES) > 50
    assert ministries.tolist() == [
        f"a-{n:02d}" for n in range(len(spoken) + 1, 2 * len(spoken) + 1)
    ]


HOMES = {
    "province": {"district": "", "city": "", "province": "浙江省", "level": "省"},
    "autonomous region": GUANGXI,
    "city": {"district": "", "city": "宁波市", "province": "浙江省", "level": "市"},
    "league": XILINGOL,
    "prefecture": {
        "district": "",
        "city": "阿克苏地区",
        "province": "新疆维吾尔自治区",
        "level": "市",
    },
    "autonomous prefecture": {
        "district": "",
        "city": "凉山彝族自治州",
        "province": "四川省",
        "level": "市",
    },
    "municipality": {"district": "", "city": "", "province": "北京市", "level": "省"},
    "county": {"district": "象山县", "city": "宁波市", "province": "浙江省"},
    "banner": {"district": "东乌珠穆沁旗", "city": "锡林郭勒盟", "province": "内蒙古自治区"},
    "Corps": CORPS,
    "zone": {"district": "河北雄安新区", "city": "", "province": "河北省"},
    "street": {"district": "临平区", "city": "杭州市", "province": "浙江省"},
    "municipality's district": {"district": "铜梁区", "city": "重庆市", "province": ""},
    "county-level city": {"district": "乐清市", "city": "温州市", "province": "浙江省"},
    "autonomous county": {
        "district": "禄劝彝族苗族自治县",
        "city": "昆明市",
        "province": "云南省",
    },
    "autonomous banner": {
        "district": "鄂温克族自治旗",
        "city": "呼伦贝尔市",
        "province": "内蒙古自治区",
    },
    "forest district": {"district": "神农架林区", "city": "", "province": "湖北省"},
    "special district": {"district": "六枝特区", "city": "六盘水市", "province": "贵州省"},
}
REGION, LEAGUE, AKSU = "广西壮族自治区", "锡林郭勒盟", "阿克苏地区"


@pytest.mark.parametrize(
    "system, printed, name, level",
    [
        ("province", "省委", "中共浙江省委员会", "省"),
        ("province", "省法院", "浙江省高级人民法院", "省"),
        ("autonomous region", "自治区党委", f"中共{REGION}委员会", "省"),
        ("autonomous region", "区党委", f"中共{REGION}委员会", "省"),
        ("autonomous region", "区政府", f"{REGION}人民政府", "省"),
        ("autonomous region", "区人大常委会", f"{REGION}人民代表大会常务委员会", "省"),
        ("autonomous region", "区政协", f"中国人民政治协商会议{REGION}委员会", "省"),
        ("autonomous region", "区党委宣传部", f"中共{REGION}委员会宣传部", "省"),
        ("autonomous region", "区教育厅", f"{REGION}教育厅", "省"),
        ("municipality", "市委", "中共北京市委员会", "省"),
        ("municipality", "市法院", "北京市高级人民法院", "省"),
        ("city", "市委", "中共宁波市委员会", "市"),
        ("city", "市中院", "浙江省宁波市中级人民法院", "市"),
        ("city", "市检察院", "浙江省宁波市人民检察院", "市"),
        ("league", "盟委", f"中共{LEAGUE}委员会", "市"),
        ("league", "盟行署", f"{LEAGUE}行政公署", "市"),
        ("league", "盟政协", f"中国人民政治协商会议{LEAGUE}委员会", "市"),
        (
            "league",
            "人大锡林郭勒盟工委",
            f"内蒙古自治区人民代表大会常务委员会{LEAGUE}工作委员会",
            "市",
        ),
        ("prefecture", "地委", f"中共{AKSU}委员会", "市"),
        ("prefecture", "阿克苏地委", f"中共{AKSU}委员会", "市"),
        ("prefecture", "地区行署", f"{AKSU}行政公署", "市"),
        (
            "prefecture",
            "人大阿克苏地区工委",
            f"新疆维吾尔自治区人民代表大会常务委员会{AKSU}工作委员会",
            "市",
        ),
        ("autonomous prefecture", "州委", "中共凉山彝族自治州委员会", "市"),
        ("autonomous prefecture", "州政府", "凉山彝族自治州人民政府", "市"),
        ("county", "县委", "中共象山县委员会", "区"),
        ("county", "县法院", "象山县人民法院", "区"),
        ("banner", "旗委", "中共东乌珠穆沁旗委员会", "区"),
        ("banner", "旗人大常委会", "东乌珠穆沁旗人民代表大会常务委员会", "区"),
        ("Corps", "兵团党委", "中共新疆生产建设兵团委员会", "省"),
        ("Corps", "第八师石河子市党委", "中共新疆生产建设兵团第八师石河子市委员会", "市"),
        ("Corps", "新疆生产建设兵团教育局", "新疆生产建设兵团教育局", "省"),
        ("zone", "雄安新区党工委", "中共河北雄安新区工作委员会", "区"),
        ("zone", "新区党工委", "中共河北雄安新区工作委员会", "区"),
        ("zone", "新区管委会", "河北雄安新区管理委员会", "区"),
        ("street", "乔司街道办事处", "杭州市临平区乔司街道办事处", "镇街"),
        ("street", "乔司街道办", "杭州市临平区乔司街道办事处", "镇街"),
        ("street", "乔司街道党工委", "中共杭州市临平区乔司街道工作委员会", "镇街"),
        ("street", "乔司街道妇联", "杭州市临平区乔司街道妇女联合会", "镇街"),
        ("municipality's district", "区委", "中共重庆市铜梁区委员会", "区"),
        ("municipality's district", "区政府应急办", "重庆市铜梁区人民政府应急办", "区"),
        ("municipality's district", "区水利局", "重庆市铜梁区水利局", "区"),
        ("county-level city", "市委", "中共乐清市委员会", "区"),
        ("county-level city", "市自规局", "乐清市自然资源和规划局", "区"),
        ("county", "县人民医院", "象山县人民医院", "区"),
        ("county", "县供销社", "象山县供销合作社联合社", "区"),
        ("county", "县武装部", "象山县武装部", "区"),
        ("county", "县森防指", "象山县森林防火指挥部", "区"),
        ("autonomous county", "县委", "中共禄劝彝族苗族自治县委员会", "区"),
        ("autonomous county", "县司法局", "禄劝彝族苗族自治县司法局", "区"),
        ("banner", "旗人民医院", "东乌珠穆沁旗人民医院", "区"),
        ("autonomous banner", "旗委", "中共鄂温克族自治旗委员会", "区"),
        ("autonomous banner", "旗政府办公室", "鄂温克族自治旗人民政府办公室", "区"),
        ("forest district", "区委", "中共神农架林区委员会", "区"),
        ("forest district", "区人大常委会", "神农架林区人民代表大会常务委员会", "区"),
        ("special district", "区政府", "六枝特区人民政府", "区"),
        ("Corps", "兵团第十二师党委", "中共新疆生产建设兵团第十二师委员会", "市"),
    ],
)
def test_every_system_has_its_organs(system, printed, name, level):
    assert [r[:3] for r in rows(f"{printed}召开会议。", **HOMES[system])] == [
        (printed, name, level)
    ]


def test_a_farm_of_the_corps_is_a_place():
    assert bodies_of("兵团和一二一团党委开会。", **CORPS) == [
        ("一二一团党委", "中共一二一团委员会")
    ]


@pytest.mark.parametrize(
    "text, surfaces",
    [
        ("传达省委会议精神。", ["省委"]),
        ("市委会议要求抓落实。", ["市委"]),
        ("在区委会议室召开。", ["区委"]),
        ("省委会同省政府印发文件。", ["省委", "省政府"]),
        ("市委会商市政府。", ["市委", "市政府"]),
        ("市委任命干部，市委派出工作组，省委以实际行动支持。", ["市委", "市委", "省委"]),
        ("民建市委会主委发言。", ["民建市委会"]),
        ("获上市委会议通过。", []),
        ("受市委托办理。", []),
        ("召开市政协调会。", []),
        ("推进县政协作。", []),
        ("市政协调研、市政协作出部署。", ["市政协", "市政协"]),
        ("各区县委、各区县政府、各县（市、区）委、各县（市、区）政府参加。", []),
        ("各镇（街道）党（工）委书记参加。", []),
        ("省、市、区三级人大代表参加。", []),
        ("全国31个省区市党委和县级以上党委参加。", []),
        ("市区两级政府参加。", ["市区两级政府"] * 2),
        ("省市区三级党委参加。", ["省市区三级党委"] * 3),
        ("区委组织部（老干部局）参加。", ["区委组织部", "老干部局"]),
        ("中共中央办公厅国务院办公厅印发。", ["中共中央办公厅", "国务院办公厅"]),
        ("市场监管局和区市场监管局参加。", ["市场监管局", "区市场监管局"]),
        ("区人大办、政协办参加，区政府办好十件实事。", ["区人大办", "政协办", "区政府"]),
        ("坚持人民代表大会制度。", []),
        ("区委常委会暨新区党工委开会。", ["区委常委会", "新区党工委"]),
        ("妇联工作由妇联组织、区妇联负责。", ["区妇联"]),
        ("政协办党支部和区合作办共建。", ["政协办党支部", "区合作办"]),
    ],
)
def test_an_organ_ends_where_its_word_ends(text, surfaces):
    assert [surface for surface, _ in bodies_of(text, **XIAOSHAN)] == surfaces


@pytest.mark.parametrize(
    "text, names",
    [
        ("区教育科技体育局开会。", ["杭州市萧山区教育科技体育局"]),
        ("市水利和湖泊局、教育和体育局。", ["杭州市水利和湖泊局", "杭州市教育和体育局"]),
        ("区法院、发展改革和科技局。", ["杭州市萧山区人民法院", "杭州市萧山区发展改革和科技局"]),
        ("省民族宗教委联合省教育厅。", ["浙江省民族宗教事务委员会", "浙江省教育厅"]),
    ],
)
def test_a_bureau_of_several_fields_is_one_body(text, names):
    assert [name for _, name, *_ in rows(text, **XIAOSHAN)] == names


def test_an_autonomous_county_is_known_by_its_short_name():
    found = rows("紫云自治县委书记讲话。", **NOWHERE)
    assert [r[:3] for r in found] == [("紫云自治县委", "中共紫云苗族布依族自治县委员会", "区")]


def test_a_district_s_market_bureau_is_not_the_city_s():
    assert bodies_of("市场监管局检查。", **XIAOSHAN) == [
        ("市场监管局", "杭州市萧山区市场监督管理局")
    ]


def test_the_supervisory_committee_has_one_kind_however_it_is_printed():
    texts = "区纪委区监委、区纪委监委、区监委、萧山区监委、区监察委员会、区纪委、监委。"
    table = find_mentions(corpus_of(texts, **XIAOSHAN)).bodies
    kinds = table.groupby("name")["kind"].agg(set).to_dict()
    assert kinds == {"中共杭州市萧山区纪律检查委员会": {"党委"}, "杭州市萧山区监察委员会": {"政府"}}


@pytest.mark.parametrize(
    "district, city, name",
    [
        ("青山区", "武汉市", "中共武汉市青山区委员会"),
        ("青山区", "包头市", "中共包头市青山区委员会"),
        ("城区", "晋城市", "中共晋城市城区委员会"),
        ("鼓楼区", "徐州市", "中共徐州市鼓楼区委员会"),
    ],
)
def test_of_districts_of_one_name_the_article_s_own_is_meant(district, city, name):
    assert bodies_of("区委开会。", district=district, city=city, province="") == [("区委", name)]


def test_a_county_that_is_no_more_owns_what_its_paper_speaks_of():
    where = {"district": "海安县", "city": "南通市", "province": "江苏省"}
    assert bodies_of("十二届县委常委会开会。", **where) == [
        ("十二届县委常委会", "中共海安县委员会常务委员会")
    ]


def test_each_name_has_one_kind():
    found = find_mentions(
        corpus_of("区委办、区委办公室、区政府办公室、区府办、区委区政府办公室。", **XIAOSHAN)
    ).bodies
    assert found.groupby("name")["kind"].nunique().max() == 1


def test_a_zone_s_committee_is_of_the_zone_named_in_the_phrase_and_no_district_has_one():
    where = {"district": "", "city": "鄂尔多斯市", "province": "内蒙古自治区", "level": "市"}
    assert bodies_of("高新区党工委、管委会开会。", **where) == [
        ("高新区党工委", "中共鄂尔多斯市高新区工作委员会"),
        ("管委会", "鄂尔多斯市高新区管理委员会"),
    ]
    assert bodies_of("管委会开会。", **where) == [("管委会", "管委会")]


def test_a_list_that_opens_with_a_national_body_is_national():
    found = rows("全国人大、政协开会。", **XIAOSHAN)
    assert [(name, level, owner) for _, name, level, owner, _ in found] == [
        ("中华人民共和国全国人民代表大会", "中央", "中国"),
        ("中国人民政治协商会议全国委员会", "中央", "中国"),
    ]


def test_a_new_town_keeps_its_name_whatever_district_is_called_like_it():
    where = {"district": "余杭区", "city": "杭州市", "province": "浙江省"}
    assert bodies_of("临平新城管委会、未来科技城管委会开会。", **where) == [
        ("临平新城管委会", "临平新城管理委员会"),
        ("未来科技城管委会", "未来科技城管理委员会"),
    ]


def test_a_role_between_two_bodies_does_not_break_their_list():
    found = rows("市委常委、宣传部部长到我区，区政协主席、党组书记陪同。", **XIAOSHAN)
    assert [(s, name) for s, name, *_ in found] == [
        ("市委", "中共杭州市委员会"),
        ("宣传部", "中共杭州市委员会宣传部"),
        ("区政协", "中国人民政治协商会议杭州市萧山区委员会"),
        ("党组", "中共政协杭州市萧山区委员会党组"),
    ]


def test_the_parents_of_a_place_are_known_where_only_one_is_so_called():
    found = rows("市委、省委。", district="萧山区", city="", province="")
    assert [name for _, name, *_ in found] == ["中共杭州市委员会", "中共浙江省委员会"]


def test_the_court_of_a_county_level_city_is_no_intermediate_one():
    where = {"district": "乐清市", "city": "温州市", "province": "浙江省"}
    assert [r[1:3] for r in rows("市法院、市检察院报告工作。", **where)] == [
        ("乐清市人民法院", "区"),
        ("乐清市人民检察院", "区"),
    ]


@pytest.mark.parametrize(
    "text, surfaces",
    [
        ("贯彻全省、全市宣传部长会议和网信办主任会议。", ["网信办"]),
        ("参观中心县委旧址。", []),
        ("落实省市县博物馆联动。", []),
        ("主持召开市政府常务会议，召开市委会议。", ["市政府", "市委"]),
        ("区委教育工作领导小组办公室汇报。", ["区委教育工作领导小组办公室"]),
        ("甘泉区管委会主任讲话。", ["甘泉区管委会"]),
        ("6县贯彻落实区委办公室意见。", ["区委办公室"]),
        ("察看市二中、萧山恒禾智造科技公司。", ["市二中", "萧山恒禾智造科技公司"]),
        ("新华社浙江分社记者，中央媒体、中央主要媒体。", ["新华社浙江分社"]),
        ("座谈会有在华外国商会、综合性历史博物馆、城市三级医院参加。", []),
    ],
)
def test_what_stands_around_an_organ_says_whether_it_is_one(text, surfaces):
    assert [r[0] for r in rows(text, **XIAOSHAN)] == surfaces


def test_a_name_that_begins_with_a_country_is_that_country_s():
    assert [r[1:] for r in rows("芬兰统计局和英国国家气象局公布，波黑议会开会。", **XIAOSHAN)] == [
        ("芬兰统计局", "其他", "芬兰", "foreign"),
        ("英国国家气象局", "其他", "英国", "foreign"),
        ("波黑议会", "其他", "波黑", "foreign"),
    ]


@pytest.mark.parametrize(
    ("paths", "name"),
    [
        (["鼓楼区/1.txt"], "中共鼓楼区委员会"),  # of one of four cities
        (["南京/鼓楼区/1.txt"], "中共南京市鼓楼区委员会"),
        (["南京/鼓楼区/1.txt", "福州/鼓楼区/1.txt"], "中共鼓楼区委员会"),  # no one's city for both
    ],
)
def test_a_district_of_several_cities_is_given_none_that_nothing_tells(tmp_path, paths, name):
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("区委开会\n\n昨日，区委召开会议。\n", encoding="utf-8")
    assert set(find_mentions(load_corpus(tmp_path)).bodies["name"]) == {name}


def test_districts_of_one_name_are_two_places_where_a_table_names_their_cities():
    rows = pd.DataFrame(
        {"正文": ["昨日，区委召开会议。"] * 2, "地区": ["江苏省南京市鼓楼区", "福建省福州市鼓楼区"]}
    )
    corpus = load_corpus(rows)
    assert corpus.articles["place"].tolist() == ["南京鼓楼", "福州鼓楼"]
    bodies = find_mentions(corpus).bodies
    assert bodies["name"].tolist() == ["中共南京市鼓楼区委员会", "中共福州市鼓楼区委员会"]


def test_a_level_the_paper_s_place_lacks_is_of_the_city_named_in_the_same_sentence():
    text = "昭通市委书记张某来访，市委副书记李某同行。市委要求落实。"
    assert [name for _, name, *_ in rows(text, district="", city="迪庆藏族自治州")] == [
        "中共昭通市委员会",
        "中共昭通市委员会",
        "市委",
    ]


def test_the_department_of_a_region_is_not_a_district_s_in_any_of_its_papers():
    lhasa = {"district": "", "city": "拉萨市", "province": "西藏自治区"}
    assert rows("区教育厅和区党委负责。", **lhasa) == [
        ("区教育厅", "西藏自治区教育厅", "省", "西藏自治区", "place"),
        ("区党委", "中共西藏自治区委员会", "省", "西藏自治区", "place"),
    ]


@pytest.mark.parametrize(
    "text, zone, of",
    [
        ("萧山经济技术开发区党工委、管委会开会。", "萧山经济技术开发区", "杭州市萧山区"),
        ("大江东产业集聚区党工委管委会开会。", "杭州市大江东产业集聚区", "杭州市大江东产业集聚区"),
        ("葛店经开区党工委书记、管委会主任发言。", "葛店经开区", "葛店经开区"),
    ],
)
def test_a_zone_s_committee_is_of_the_zone_named_before_its_party_committee(text, zone, of):
    assert [r[1:] for r in rows(text, **(XIAOSHAN | {"district": ""}))] == [
        (f"中共{zone}工作委员会", "区", of, "printed"),
        (f"{zone}管理委员会", "区", of, "list"),
    ]


def test_a_city_s_paper_means_the_district_it_named_last_in_the_sentence():
    city = XIAOSHAN | {"district": ""}
    assert [r[1] for r in rows("余杭区的综治办开会，区法院派员。区法院有人到会。", **city)] == [
        "杭州市余杭区人民法院",
        "区法院",
    ]
    assert [r[1] for r in rows("余杭区区委区政府开会。", **city)] == [
        "中共杭州市余杭区委员会",
        "杭州市余杭区人民政府",
    ]


def test_a_department_called_厅_in_a_place_without_region_has_the_level_of_a_province():
    assert rows("区教育厅来访。", **XIAOSHAN) == [("区教育厅", "区教育厅", "省", "", "unknown")]


@pytest.mark.parametrize(
    "text, found",
    [
        ("该国外交部声明。", ("该国外交部", "其他", "foreign")),
        ("美方财政部长到访。", ("美方财政部", "其他", "foreign")),
        ("波兰武装部队总参谋部称。", ("波兰武装部队总参谋部", "其他", "foreign")),
        ("约旦和埃及两国外交部长会谈。", ("外交部", "其他", "unknown")),
        ("中国外交部发言人回应。", ("中华人民共和国外交部", "中央", "printed")),
        ("约旦方面表示，外交部已召见大使。", ("外交部", "其他", "unknown")),
        ("针对约旦的说法，外交部发言人回应。", ("中华人民共和国外交部", "中央", "printed")),
        ("就约旦和埃及的事，中方外交部长发言。", ("中华人民共和国外交部", "中央", "printed")),
    ],
)
def test_a_ministry_is_of_the_state_the_sentence_speaks_of(text, found):
    assert [(name, level, basis) for _, name, level, _, basis in rows(text, **NOWHERE)] == [found]


def test_a_company_called_like_a_far_county_is_not_of_it():
    assert rows("海兴集团到访。", **XIAOSHAN) == [("海兴集团", "海兴集团", "其他", "", "unknown")]
    near = {"district": "海兴县", "city": "沧州市", "province": "河北省"}
    assert rows("海兴集团到访。", **near)[0][3] == "海兴县"


@pytest.mark.parametrize(
    "text, found",
    [
        ("市政协作机制、县政协作，市政协调会。", []),
        ("区政协作报告，市政协调研，区政协作用。", ["区政协", "市政协", "区政协"]),
        ("区人大力推进，市人大量使用，区人大调研。", ["区人大"]),
        ("多地市委，11个区县委，全省各市县政府，市县人民政府。", []),
        ("苏木党委、嘎查党支部、团场党委。", []),
        ("市、区两级政协，省市区委。", ["市、区两级政协", "省市区委"]),
        ("省市县政府，省、市、县三级人大常委会，省、市、县图书馆。", []),
        ("省、市、县委坚强领导。", ["省、市、县委"]),
        ("3个市政府，12个县政府。", []),
        ("建成1个市政协协商中心。", ["市政协"]),  # one centre, of the city's
    ],
)
def test_words_that_only_look_like_an_organ_and_those_of_everybody_are_none(text, found):
    assert list(dict.fromkeys(r[0] for r in rows(text, **NOWHERE))) == list(dict.fromkeys(found))


def test_a_town_called_like_a_county_elsewhere_is_a_town():
    assert rows("高碑店乡政府开会。", **NOWHERE) == [
        ("高碑店乡政府", "高碑店乡人民政府", "镇街", "", "unknown")
    ]


def test_the_congress_of_a_street_works_there_and_a_street_of_no_known_place_is_nobody_s():
    assert rows("南苑街道人大工委视察。", **NOWHERE) == [
        ("南苑街道人大工委", "南苑街道人大工作委员会", "镇街", "", "unknown")
    ]
    assert rows("街道人大工委视察。", **NOWHERE) == []


def test_a_region_printed_before_it_owns_a_bare_organ():
    assert [r[1] for r in rows("广西壮族自治区党委、区政府部署。", **NOWHERE)] == [
        "中共广西壮族自治区委员会",
        "广西壮族自治区人民政府",
    ]


def test_banners_are_known_as_news_shortens_them():
    assert [r[1] for r in rows("科右前旗旗委、阿左旗政府。", **NOWHERE)] == [
        "中共科尔沁右翼前旗委员会",
        "阿拉善左旗人民政府",
    ]


def test_a_central_bank_after_a_country_is_its_own_and_a_mass_organisation_takes_no_level():
    found = rows("英国央行与中国人民银行会谈，工会、共青团、妇联到场。", **NOWHERE)
    assert [(name, level) for _, name, level, _, _ in found] == [
        ("英国央行", "其他"),
        ("中国人民银行", "中央"),
        ("中国共产主义青年团", "中央"),
        ("妇联", "其他"),
    ]


def test_a_region_of_its_own_administration_and_a_law_are_no_organs():
    assert rows("支持特别行政区政府施政，学习村民委员会组织法，组建城市合作银行。", **NOWHERE) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("今年是政协成立75周年。", "中国人民政治协商会议"),
        ("提升政协之“能”。", "中国人民政治协商会议"),
        ("走访政协委员。", "中国人民政治协商会议杭州市临平区委员会"),
        ("出席十三县(市、区)政协座谈会。", ""),
        ("杭海地区政协举行活动。", ""),
    ],
)
def test_the_institution_as_such_and_that_of_several_places_are_not_the_paper_s_own(text, name):
    linping = {"district": "临平区", "city": "杭州市", "province": "浙江省"}
    assert [row[1] for row in rows(text, **linping)] == [name] * bool(name)
