"""Bodies: the grammar on places and organs that no seed names, the traps, and the full names."""

import pytest

from analysis.mention.mentions import find_mentions
from analysis.table.dictionary import columns_of
from tests.helpers.mention_corpus import bodies_of, corpus_of

BEILUN = {"district": "北仑区", "city": "宁波市", "province": "浙江省"}
WUJIANG = {"district": "吴江区", "city": "苏州市", "province": "江苏省"}
HAILAR = {"district": "海拉尔区", "city": "呼伦贝尔市", "province": "内蒙古自治区"}
YUEQING = {"district": "乐清市", "city": "温州市", "province": "浙江省"}


@pytest.mark.parametrize(
    "where, own, above",
    [
        (BEILUN, "中共宁波市北仑区委员会", "中共宁波市委员会"),
        (WUJIANG, "中共苏州市吴江区委员会", "中共苏州市委员会"),
        (HAILAR, "中共呼伦贝尔市海拉尔区委员会", "中共呼伦贝尔市委员会"),
    ],
)
def test_a_bare_committee_is_the_article_s_own(where, own, above):
    assert bodies_of("区委传达市委部署。", **where) == [("区委", own), ("市委", above)]


def test_in_a_county_level_city_the_bare_city_committee_is_its_own():
    assert bodies_of("市委召开会议。", **YUEQING) == [("市委", "中共乐清市委员会")]


def test_a_county_has_a_county_committee_and_no_district_one():
    where = {"district": "象山县", "city": "宁波市", "province": "浙江省"}
    assert bodies_of("县委、县政府召开会议。", **where) == [
        ("县委", "中共象山县委员会"),
        ("县政府", "象山县人民政府"),
    ]


def test_joined_names_are_split():
    assert [s for s, _ in bodies_of("区委区政府高度重视，市委、市政府作出部署。", **WUJIANG)] == [
        "区委",
        "区政府",
        "市委",
        "市政府",
    ]


def test_levels_that_share_an_organ_give_one_span_and_a_row_each():
    assert bodies_of("落实省市区委部署。", **BEILUN) == [
        ("省市区委", "中共浙江省委员会"),
        ("省市区委", "中共宁波市委员会"),
        ("省市区委", "中共宁波市北仑区委员会"),
    ]
    assert [s for s, _ in bodies_of("市、区两级政协联动。", **BEILUN)] == ["市、区两级政协"] * 2


def test_the_longest_span_with_its_sub_organ():
    assert bodies_of("区人大常委会党组和区政协党组开会。", **WUJIANG) == [
        ("区人大常委会党组", "中共苏州市吴江区人民代表大会常务委员会党组"),
        ("区政协党组", "中共政协苏州市吴江区委员会党组"),
    ]


def test_places_are_named_in_full_and_other_districts_keep_theirs():
    assert bodies_of("杭州市余杭区政协和昆山市公安局来访。", **WUJIANG) == [
        ("杭州市余杭区政协", "中国人民政治协商会议杭州市余杭区委员会"),
        ("昆山市公安局", "昆山市公安局"),
    ]


def test_full_party_names_with_a_term():
    assert bodies_of("政协第十五届苏州市吴江区委员会常务委员会报告工作。", **WUJIANG) == [
        (
            "政协第十五届苏州市吴江区委员会常务委员会",
            "中国人民政治协商会议苏州市吴江区委员会常务委员会",
        )
    ]


def test_a_congress_keeps_its_term():
    assert bodies_of("区十七届人大三次会议开幕。", **WUJIANG) == [
        ("区十七届人大", "苏州市吴江区第十七届人民代表大会")
    ]


def test_courts_are_named_by_their_level():
    assert bodies_of("市法院、区法院、区检察院报告工作。", **BEILUN) == [
        ("市法院", "浙江省宁波市中级人民法院"),
        ("区法院", "宁波市北仑区人民法院"),
        ("区检察院", "宁波市北仑区人民检察院"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "走进委员会客厅。",
        "参加模拟政协活动。",
        "中央企业来访。",
        "各小区委托物业管理。",
        "园区委派专人。",
        "学校区委员众多。",
        "站在舞台中央。",
        "坚持实事求是。",
        "乾坤镇道路拓宽。",
        "党委政府齐抓共管。",
    ],
)
def test_traps_hold_no_body(text):
    assert bodies_of(text, **BEILUN) == []


def test_roles_hold_the_body_they_belong_to():
    assert [s for s, _ in bodies_of("区委书记、区人大代表和政协委员参加。", **BEILUN)] == [
        "区委",
        "区人大",
        "政协",
    ]


@pytest.mark.parametrize(
    "text, surface",
    [
        ("走访了苏州恒力化纤有限公司。", "苏州恒力化纤有限公司"),
        ("来到北仑区人民医院慰问。", "北仑区人民医院"),
        ("与宁波工程学院签约。", "宁波工程学院"),
        ("由吴江区餐饮行业协会主办。", "吴江区餐饮行业协会"),
        ("霞浦街道党工委书记介绍。", "霞浦街道党工委"),
        ("盛泽镇党委负责落实。", "盛泽镇党委"),
        ("海拉尔区正阳社区党总支带头。", "海拉尔区正阳社区党总支"),
        ("中国纺织工业联合会发布报告。", "中国纺织工业联合会"),
        ("位于度假区实验学校。", "度假区实验学校"),
        ("乡村振兴领导小组部署。", "乡村振兴领导小组"),
    ],
)
def test_names_with_an_open_class_of_heads(text, surface):
    assert [s for s, _ in bodies_of(text, **WUJIANG)] == [surface]


@pytest.mark.parametrize(
    "text",
    [
        "一家保险公司倒闭。",
        "这所学校很好。",
        "召开工作部署会。",
        "顾全大局。",
        "各街道办事处配合。",
    ],
)
def test_unnamed_bodies_and_lookalikes_are_left(text):
    assert bodies_of(text, **WUJIANG) == []


def test_a_street_takes_the_district_it_is_printed_with_elsewhere_in_the_article():
    found = bodies_of(
        "鄞州区首南街道部署工作，首南街道党工委落实。",
        district="",
        level="市",
        city="宁波市",
        province="浙江省",
    )
    assert ("首南街道党工委", "中共宁波市鄞州区首南街道工作委员会") in found


def test_national_and_foreign_bodies_by_lexicon():
    names = dict(
        bodies_of(
            "国务院、外交部、联合国安理会和欧盟发表声明。",
            district="",
            city="",
            province="",
            level="",
        )
    )
    assert names == {
        "国务院": "中华人民共和国国务院",
        "外交部": "中华人民共和国外交部",
        "联合国安理会": "联合国安全理事会",
        "欧盟": "欧洲联盟",
    }


def test_an_office_of_a_body_belongs_to_it():
    assert bodies_of("中央宣传部理论局局长来访。", **BEILUN) == [
        ("中央宣传部理论局", "中国共产党中央委员会宣传部理论局")
    ]


def test_a_bare_city_organ_after_a_named_city_is_of_that_city():
    found = bodies_of(
        "湛江市委书记、市人大常委会主任李某讲话。",
        district="廉江市",
        city="湛江市",
        province="广东省",
    )
    assert found[1] == ("市人大常委会", "湛江市人民代表大会常务委员会")


def test_our_city_ends_the_hold_of_a_city_named_before():
    text = "湛江市委书记、市人大常委会主任李某和我市市委书记、市人大常委会主任王某出席。"
    found = bodies_of(text, district="廉江市", city="湛江市", province="广东省")
    assert [n for _, n in found] == [
        "中共湛江市委员会",
        "湛江市人民代表大会常务委员会",
        "中共廉江市委员会",
        "廉江市人民代表大会常务委员会",
    ]


def test_a_printed_chain_wins_over_a_namesake_elsewhere():
    assert bodies_of("福州市鼓楼区洪山镇党委负责。", **BEILUN) == [
        ("福州市鼓楼区洪山镇党委", "中共福州市鼓楼区洪山镇委员会")
    ]


def test_a_title_after_a_head_is_not_swallowed():
    assert [s for s, _ in bodies_of("清华大学校长和苏州大学院长到会。", **WUJIANG)] == [
        "清华大学",
        "苏州大学",
    ]


def test_lists_of_offices_without_their_level_belong_to_the_own_place():
    assert [
        s
        for s, _ in bodies_of("区住建交局、区公园城市局、团区委、通威股份有限公司参加。", **WUJIANG)
    ] == ["区住建交局", "区公园城市局", "团区委", "通威股份有限公司"]


def test_every_row_has_its_text_and_columns():
    corpus = corpus_of("区委常委会开会。\n区政府党组学习。", **BEILUN)
    table = find_mentions(corpus).bodies
    assert table.columns.tolist() == columns_of("bodies")
    text = corpus.articles["text"].iloc[0]
    assert all(text[r.start : r.end] == r.surface for r in table.itertuples())
    assert table["sentence_id"].tolist() == ["a-01-001", "a-01-002"]


@pytest.mark.parametrize(
    "text, surfaces",
    [
        ("区红十字会组织志愿者协会开展活动。", ["区红十字会"]),
        ("区妇联联合律师协会宣讲。", ["区妇联"]),
        ("新华社北京27日电中共中央发出通知。", ["新华社", "中共中央"]),
        ("区委坚决贯彻上级部署。", ["区委"]),
    ],
)
def test_a_body_stops_before_a_verb_and_a_dateline(text, surfaces):
    assert [s for s, _ in bodies_of(text, **WUJIANG)] == surfaces


UNKNOWN = {
    "district": "桐栖区",
    "city": "泊霞市",
    "province": "",
}  # invented: no table of places has them


def levels_of(text, **where):
    table = find_mentions(corpus_of(text, **where)).bodies
    return list(zip(table["surface"], table["name"], table["level"], strict=True))


def test_a_place_that_no_table_has_is_named_and_graded_by_the_corpus():
    assert levels_of("区委、市委书记和区发改局、市发改委、团区委。", **UNKNOWN) == [
        ("区委", "中共泊霞市桐栖区委员会", "区"),
        ("市委", "中共泊霞市委员会", "市"),
        ("区发改局", "泊霞市桐栖区发展和改革局", "区"),
        ("市发改委", "泊霞市发展和改革委员会", "市"),
        ("团区委", "中国共产主义青年团泊霞市桐栖区委员会", "区"),
    ]


def test_a_place_that_no_table_has_is_read_as_a_place_where_it_is_printed():
    assert levels_of("桐栖区政府、泊霞市桐栖区教育局和桐栖区委座谈。", **UNKNOWN) == [
        ("桐栖区政府", "泊霞市桐栖区人民政府", "区"),
        ("泊霞市桐栖区教育局", "泊霞市桐栖区教育局", "区"),
        ("桐栖区委", "中共泊霞市桐栖区委员会", "区"),
    ]


def test_a_county_and_a_county_level_city_that_no_table_has_are_of_the_district_level():
    assert levels_of("县委召开会议。", district="桐栖县", city="泊霞市") == [
        ("县委", "中共桐栖县委员会", "区")
    ]
    assert levels_of("市委召开会议。", district="桐栖市", city="泊霞市") == [
        ("市委", "中共桐栖市委员会", "区")
    ]


@pytest.mark.parametrize(
    ("printed", "level"),
    [("桐栖区", "区"), ("泊霞市", "市"), ("桐栖县", "区"), ("泊霞市桐栖区", "区")],
)
def test_a_place_printed_in_the_name_gives_the_level_though_no_table_has_it(printed, level):
    found = levels_of(
        f"记者从{printed}农产品质量监督检测中心获悉。", district="", city="", province=""
    )
    assert [row[2] for row in found] == [level]


def test_traditional_print_names_the_same_bodies():
    assert bodies_of("區委召開會議，市政府參加。", **WUJIANG) == [
        ("區委", "中共苏州市吴江区委员会"),
        ("市政府", "苏州市人民政府"),
    ]


@pytest.mark.parametrize(
    "text, surfaces",
    [
        ("中共宁波市委社会工作部开会。", ["中共宁波市委社会工作部"]),
        ("区教育与卫生健康局来访。", ["区教育与卫生健康局"]),
        ("西溪镇政府联合派出所检查。", ["西溪镇政府"]),
        ("中国驻瑞士大使馆和日本驻韩国大使馆。", ["中国驻瑞士大使馆", "日本驻韩国大使馆"]),
        ("希望高度重视顾问委员会工作，世界最大医院、各省区市党委、市级综合医院。", []),
        (
            "政协第十四届全国委员会和区政协第三届委员会常务委员会。",
            ["政协第十四届全国委员会", "区政协第三届委员会常务委员会"],
        ),
    ],
)
def test_a_name_has_all_of_its_words_and_no_other(text, surfaces):
    assert [surface for surface, _ in bodies_of(text, **WUJIANG)] == surfaces


@pytest.mark.parametrize(
    "surface",
    [
        "省高速公路管理局东城分局",
        "云南建投集团昆明分公司",
        "武警青海总队西宁支队",
        "西宁市公安局城中分局",
        "民革陕西省委会西安支部",
        "中国建筑学会广西分会",
    ],
)
def test_a_branch_belongs_to_the_body_before_it_however_that_is_named(surface):
    assert [found for found, _ in bodies_of(f"会上，{surface}表态。")] == [surface]


def test_an_autonomous_prefecture_is_named_in_full_where_news_shortens_it():
    assert bodies_of("恩施州政府、延边州委、博州党委。") == [
        ("恩施州政府", "恩施土家族苗族自治州人民政府"),
        ("延边州委", "中共延边朝鲜族自治州委员会"),
        ("博州党委", "中共博尔塔拉蒙古自治州委员会"),
    ]


def test_a_registered_name_is_whole_whatever_words_its_brand_is_made_of():
    text = "来到苏州市禾桥焊材集团有限公司吴江分公司、吉林省宁达农业机械有限公司。"
    assert [surface for surface, _ in bodies_of(text, **WUJIANG)] == [
        "苏州市禾桥焊材集团有限公司吴江分公司",
        "吉林省宁达农业机械有限公司",
    ]


def test_a_community_that_is_called_like_a_district_elsewhere_is_not_of_it():
    assert bodies_of("赛罕社区党支部带头。", **WUJIANG) == [
        ("赛罕社区党支部", "中共苏州市吴江区赛罕社区支部委员会")
    ]


@pytest.mark.parametrize(
    "text", ["签订合作协议。", "各市县党委落实。", "街道“大党工委”议事。", "塞罕坝人大力弘扬精神。"]
)
def test_a_bare_organ_is_no_part_of_a_word_and_nobody_of_many(text):
    assert bodies_of(text) == []


def test_an_office_in_another_city_and_a_zone_s_committee_are_of_who_set_them_up():
    table = find_mentions(corpus_of("达州市政府驻北京联络处和大理经济技术开发区党工委。")).bodies
    assert table[["surface", "level", "owner"]].values.tolist() == [
        ["达州市政府驻北京联络处", "市", "达州市"],
        ["大理经济技术开发区党工委", "区", "大理白族自治州"],
    ]


def test_a_body_for_a_policy_begins_with_the_policy_before_it_and_never_behind_it():
    text = "全面加强指挥部党的建设，推动西部陆海新通道建设。西部陆海新通道建设指挥部开会。"
    assert [surface for surface, _ in bodies_of(text)] == ["西部陆海新通道建设指挥部"]


@pytest.mark.parametrize(
    "text, surfaces",
    [
        ("走进昪汐科技，昪汐科技负责人到会。", ["昪汐科技"]),
        ("农业科技等企业，数字科技负责人。", []),
        ("苎远新材、昪汐生物等企业到会。", ["苎远新材", "昪汐生物"]),
        ("巩固安定团结的政治局面，办好中国网络展会，抓好教育部署。", []),
        ("政治局委员、中国网记者到场。", ["政治局", "中国网"]),
        ("在余杭分会场参会。", []),
        ("多家上市公司、一所全日制学校、大型电力公司。", []),
        ("援引波兰国防部的消息。", ["波兰国防部"]),
        ("中国电建雄安昪汐公司到会。", ["中国电建雄安昪汐公司"]),
        ("中央军委政治工作部发文。", ["中央军委政治工作部"]),
        ("由中电昪河北雄安建设有限公司承建。", ["中电昪河北雄安建设有限公司"]),
        ("走进河北雄安昪汐有限公司。", ["河北雄安昪汐有限公司"]),
        ("华润电力投产，能源电力投产。", ["华润电力"]),
        ("华润新能源车辆上路，华润新能源环卫车上路。", ["华润", "华润"]),
        ("枫桥经验陈列馆开放。", ["枫桥经验陈列馆"]),
        ("调到第一机械工业部，引进昪汐材料等配套企业。", ["第一机械工业部"]),
        ("建成国家重点实验室3个、省重点实验室8个。", []),
        ("昪汐国家重点实验室揭牌。", ["昪汐国家重点实验室"]),
        ("昪力学与控制国家重点实验室揭牌。", []),
        ("师市人民法院、师市党委部署。", []),
        ("海南岛局地有雨，昪汐馆序厅开放。", []),
        ("波兰—中国昪汐友好交流协会到会。", ["波兰—中国昪汐友好交流协会"]),
        ("市“千万工程”指挥部开会，实施“千万工程”。", ["市“千万工程”指挥部"]),
    ],
)
def test_names_end_at_their_borders_and_descriptions_are_none(text, surfaces):
    assert [surface for surface, _ in bodies_of(text)] == surfaces


XIANGSHAN = {"district": "象山县", "city": "宁波市", "province": "浙江省"}


def test_a_short_name_told_in_brackets_is_the_body_from_there_on():
    text = "昪协会议。宁波昪竹产业协会（以下简称“昪竹协”）成立，昪竹协的代表到场。昪汐有限公司（以下简称公司）公告。"
    assert bodies_of(text, **XIANGSHAN) == [
        ("宁波昪竹产业协会", "宁波市昪竹产业协会"),
        ("昪竹协", "宁波市昪竹产业协会"),
        ("昪竹协", "宁波市昪竹产业协会"),
        ("昪汐有限公司", "昪汐有限公司"),
    ]


def test_the_organs_of_a_town_are_listed_after_its_party_committee():
    text = "昪岭镇党委、政府部署。昪岭镇党委书记、人大主席到会。昪桥街道党工委、办事处主办。"
    assert bodies_of(text, **XIANGSHAN) == [
        ("昪岭镇党委", "中共象山县昪岭镇委员会"),
        ("政府", "象山县昪岭镇人民政府"),
        ("昪岭镇党委", "中共象山县昪岭镇委员会"),
        ("人大", "象山县昪岭镇人民代表大会"),
        ("昪桥街道党工委", "中共象山县昪桥街道工作委员会"),
        ("办事处", "象山县昪桥街道办事处"),
    ]


@pytest.mark.parametrize(
    "text, surfaces",
    [
        # a place told with its level elsewhere in the article
        ("尚岭乡不大，与尚岭卫生院签约。", ["尚岭卫生院"]),
        ("与尚岭卫生院签约。", []),
        # towns and villages of a kind, and one with a name
        ("由双庙村党支部牵头。", ["双庙村党支部"]),
        ("双庙居民区党总支到会，居民区委托物业。", ["双庙居民区党总支"]),
        ("贫困村党支部、示范村村委会、农村合作社。", []),
        # a bare level of the county
        (
            "县人民医院、县一中、县供电公司、县就业局、县重点办。",
            ["县人民医院", "县一中", "县供电公司", "县就业局", "县重点办"],
        ),
        # a registered name with a word that is no noun, a brand cut in two, merchants of a province
        ("对起步股份有限公司处罚。", ["起步股份有限公司"]),
        ("在武汉爱莎国际学校举行。", ["武汉爱莎国际学校"]),
        ("徽商总会到会。", ["徽商总会"]),
        ("从星斗山自然保护区管理局获悉。", ["星斗山自然保护区管理局"]),
        # a committee of a consultative conference
        ("省政协文教卫体和文史委员会调研。", ["省政协文教卫体和文史委员会"]),
        # of one country, not of a quarter of it or of two
        (
            "越南工贸部、老挝人民革命党、泰国总理府。",
            ["越南工贸部", "老挝人民革命党", "泰国总理府"],
        ),
        ("美国东部、韩国执政党、越南党、俄中两国总统府。", []),
        ("美国驻华大使馆、日本福岛县渔业联合会。", ["美国驻华大使馆", "日本福岛县渔业联合会"]),
        ("七国集团、德国军火制造商莱茵金属公司。", ["莱茵金属公司"]),
    ],
)
def test_kinds_of_names_in_county_papers_and_abroad(text, surfaces):
    assert [surface for surface, _ in bodies_of(text, **XIANGSHAN)] == surfaces
