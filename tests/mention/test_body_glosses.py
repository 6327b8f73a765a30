"""English glosses of bodies. Expected values are written by hand: readings of places after the
Xinhua dictionary and the English names the places use themselves, words after the English pages of
Chinese governments."""

import re

import pandas as pd
import pytest

from analysis.chinese.gazetteer import Home
from analysis.chinese.lexicons import load_lexicon, word_list
from analysis.chinese.pinyin import spell, spell_place
from analysis.draw.figure_tables import comparison, top_bodies
from analysis.draw.figures import plot_figure
from analysis.mention.body_glosses import gloss_bodies, gloss_body
from analysis.mention.organs import organ_bodies
from analysis.mention.spans import read_spans

BODIES = {
    # the grammar's organs, in every province and with the readings that are easy to get wrong
    "北京市朝阳区城市管理委员会": "Urban Management Commission, Chaoyang District, Beijing",
    "天津市滨海新区人民政府": "People's Government, Binhai New Area, Tianjin",
    "中共河北省委员会": "CPC Committee, Hebei Province",
    "蔚县文化和旅游局": "Bureau of Culture and Tourism, Yuxian County",
    "中共陕西省委员会组织部": "Organization Department, CPC Committee, Shaanxi Province",
    "中共山西省委员会组织部": "Organization Department, CPC Committee, Shanxi Province",
    "长治市发展和改革委员会": "Development and Reform Commission, Changzhi City",
    "洪洞县林业局": "Forestry Bureau, Hongtong County",
    "内蒙古自治区教育厅": "Education Department, Inner Mongolia Autonomous Region",
    "呼和浩特市赛罕区财政局": "Finance Bureau, Saihan District, Hohhot",
    "沈阳市和平区人民法院": "People's Court, Heping District, Shenyang",
    "珲春市商务局": "Bureau of Commerce, Hunchun City",
    "延边朝鲜族自治州广播电视台": "Radio and Television Station, Yanbian Korean Autonomous Prefecture",
    "哈尔滨市南岗区审计局": "Audit Bureau, Nangang District, Harbin",
    "上海市浦东新区应急管理局": "Emergency Management Bureau, Pudong New Area, Shanghai",
    "盱眙县气象局": "Meteorological Bureau, Xuyi County",
    "海安市慈善总会": "Charity Federation, Hai'an City",
    "杭州市临平区农业农村局": "Bureau of Agriculture and Rural Affairs, Linping District, Hangzhou",
    "台州市人民代表大会常务委员会": "Standing Committee of the People's Congress, Taizhou City",
    "乐清市公安局": "Public Security Bureau, Yueqing City",
    "景宁畲族自治县民族宗教事务局": "Bureau of Ethnic and Religious Affairs, Jingning She Autonomous County",
    "宁波市鄞州区住房和城乡建设局": "Bureau of Housing and Urban-Rural Development, Yinzhou District, Ningbo",
    "中国共产主义青年团余姚市委员会": "Communist Youth League Committee, Yuyao City",
    "中共安徽省六安市委员会": "CPC Committee, Lu'an City, Anhui",
    "蚌埠市生态环境局": "Ecology and Environment Bureau, Bengbu City",
    "亳州市卫生健康委员会": "Health Commission, Bozhou City",
    "中共歙县委员会": "CPC Committee, Shexian County",
    "枞阳县红十字会": "Red Cross Society, Zongyang County",
    "涡阳县交通运输局": "Bureau of Transport, Guoyang County",
    "厦门市思明区人民政府": "People's Government, Siming District, Xiamen",
    "中共福州市鼓楼区洪山镇委员会": "CPC Committee, Hongshan Town, Gulou District, Fuzhou",
    "婺源县人民检察院": "People's Procuratorate, Wuyuan County",
    "莘县融媒体中心": "Convergence Media Center, Shenxian County",
    "国家税务总局曲阜市税务局": "Tax Bureau of the State Taxation Administration, Qufu City",
    "荥阳市统计局": "Statistics Bureau, Xingyang City",
    "漯河市水利局": "Water Resources Bureau, Luohe City",
    "中国人民解放军湖北省军区": "PLA Military Command, Hubei Province",
    "长沙市岳麓区橘子洲街道办事处": "Office, Juzizhou Subdistrict, Yuelu District, Changsha",
    "东莞市虎门镇人民政府": "People's Government, Humen Town, Dongguan",
    # of other countries, and missions
    "俄罗斯国防部": "Ministry of Defense, Russia",
    "英国外交部": "Ministry of Foreign Affairs, UK",
    "越南国会": "Parliament, Vietnam",
    "美国驻华大使馆": "Embassy of the US in China",
    "中国驻肯尼亚使馆": "Embassy of China in Kenya",
    "哈萨克斯坦驻西安总领事馆": "Consulate General of Kazakhstan in Xi'an",
    "杭州智库研究中心": "Hangzhou Think Tank Research Center",
    "佛山市南海区市场监督管理局": "Bureau of Market Regulation, Nanhai District, Foshan",
    "广西壮族自治区高级人民法院": "Higher People's Court, Guangxi Zhuang Autonomous Region",
    "海南省三亚市天涯区信访局": "Bureau of Letters and Calls, Tianya District, Sanya, Hainan",
    "重庆市渝中区人民检察院": "People's Procuratorate, Yuzhong District, Chongqing",
    "成都市郫都区科学技术局": "Bureau of Science and Technology, Pidu District, Chengdu",
    "中共四川省苍溪县白驿镇岫云村支部委员会": "CPC Branch Committee, Xiuyun Village, Baiyi Town, "
    "Cangxi County, Sichuan",
    "黔东南苗族侗族自治州财政局": "Finance Bureau, Qiandongnan Miao and Dong Autonomous Prefecture",
    "双江拉祜族佤族布朗族傣族自治县人民政府": "People's Government, Shuangjiang Lahu, Wa, "
    "Blang and Dai Autonomous County",
    "拉萨市城关区人民政府": "People's Government, Chengguan District, Lhasa",
    "延安市宝塔区枣园街道社区卫生服务中心": "Community Health Service Center, Zaoyuan Subdistrict, "
    "Baota District, Yan'an",
    "甘南藏族自治州中级人民法院": "Intermediate People's Court, Gannan Tibetan Autonomous Prefecture",
    "青海省民族事务委员会": "Ethnic Affairs Commission, Qinghai Province",
    "宁夏回族自治区人民代表大会常务委员会": "Standing Committee of the People's Congress, "
    "Ningxia Hui Autonomous Region",
    "乌鲁木齐市天山区总工会": "Federation of Trade Unions, Tianshan District, Urumqi",
    "澳门特别行政区政府": "Government of the Macao Special Administrative Region",
    # parties, terms, joint names, organs of organs, zones
    "中国人民政治协商会议威海市委员会经济委员会": "Economic Committee, CPPCC Committee, Weihai City",
    "中共宁波市人民政府党组": "CPC Leading Group, People's Government, Ningbo City",
    "中国民主同盟南昌市委员会": "China Democratic League Committee, Nanchang City",
    "浙江省第十四届人民代表大会": "14th People's Congress, Zhejiang Province",
    "中共义乌市纪律检查委员会；义乌市监察委员会": "CPC Commission for Discipline Inspection, "
    "Yiwu City; Supervisory Commission, Yiwu City",
    "中国共产党中央委员会组织部组织二局六处": "No. 6 Division, No. 2 Bureau of Organization, "
    "Organization Department of the CPC Central Committee",
    "合肥高新技术产业开发区管理委员会": "Administrative Committee, Hefei High-Tech Industrial Development Zone",
    "宁波市北仑区开发区管理委员会": "Administrative Committee, Development Zone, Beilun District, Ningbo",
    # whole names and open names
    "国务院": "State Council",
    "全国人民代表大会": "National People's Congress",
    "中华人民共和国工业和信息化部": "Ministry of Industry and Information Technology",
    "清华大学高等研究中心": "Advanced Research Center, Tsinghua University",
    "株洲市第二中学": "No. 2 Middle School, Zhuzhou City",
    "云南民族大学": "Yunnan Minzu University",
    "中国邮政储蓄银行台州市分行": "Branch, Taizhou City, Postal Savings Bank of China",
    "中国农业银行杭州分行": "Hangzhou Branch, Agricultural Bank of China",
    "杭州高新区（滨江）管理委员会": "Administrative Committee, Hangzhou High-Tech Zone (Binjiang)",
    "余杭高级中学（临平中学）": "Yuhang Senior High School (Linping Middle School)",
    "温州晚报": "Wenzhou Evening News",
    "郑州白鸽股份有限公司": "Zhengzhou Baige Co., Ltd.",
    "安吉县余村村民委员会": "Villagers' Committee, Yucun Village, Anji County",
}


@pytest.mark.parametrize(("name", "gloss"), BODIES.items())
def test_a_body_has_its_settled_english_form(name, gloss):
    assert gloss_body(name) == gloss


@pytest.mark.parametrize(
    ("place", "spelled"),
    [
        ("西安", "Xi'an"),
        ("延安", "Yan'an"),
        ("六安", "Lu'an"),
        ("六合", "Luhe"),
        ("吉安", "Ji'an"),
        ("东阿", "Dong'e"),
        ("陕西", "Shaanxi"),
        ("山西", "Shanxi"),
        ("丽水", "Lishui"),
        ("亳州", "Bozhou"),
        ("长子", "Zhangzi"),
        ("子长", "Zichang"),
        ("天长", "Tianchang"),
        ("乐亭", "Laoting"),
        ("民乐", "Minle"),
        ("栟茶", "Bencha"),
        ("甪直", "Luzhi"),
        ("番禺", "Panyu"),
        ("尉犁", "Yuli"),
        ("尉氏", "Weishi"),
        ("渑池", "Mianchi"),
        ("铅山", "Yanshan"),
        ("会稽", "Kuaiji"),
        ("都匀", "Duyun"),
        ("佛坪", "Foping"),
        ("吕梁", "Lüliang"),
        ("香港", "Hong Kong"),
        ("澳门", "Macao"),
    ],
)
def test_places_are_spelled_as_they_are_read(place, spelled):
    assert spell(place) == spelled


@pytest.mark.parametrize(
    ("place", "alone", "above"),
    [
        ("浙江省", "Zhejiang Province", "Zhejiang"),
        ("西藏自治区", "Xizang Autonomous Region", "Xizang"),
        ("广西壮族自治区", "Guangxi Zhuang Autonomous Region", "Guangxi"),
        ("芒市", "Mangshi City", "Mangshi"),
        ("城区", "Chengqu District", "Chengqu District"),
        ("东乡族自治县", "Dongxiang Autonomous County", None),
        ("莪山畲族乡", "Eshan She Ethnic Township", None),
        ("神农架林区", "Shennongjia Forestry District", None),
        ("碑林区", "Beilin District", None),
        ("兴安盟", "Hinggan League", None),
        ("临平", "", ""),
    ],
)
def test_a_place_bears_the_word_of_its_level_unless_it_goes_without_saying(place, alone, above):
    assert spell_place(place) == alone
    assert spell_place(place, above=True) == (alone if above is None else above)


@pytest.mark.parametrize(
    "name",
    [
        "某某",
        "县委宣教口",
        "宁波市人民政府驻外地联络组",
        "杭州市龘龘",
        "！",
        "",
    ],
)
def test_a_body_that_is_not_understood_to_the_end_has_no_gloss(name):
    assert gloss_body(name) == ""


def test_no_gloss_is_half_chinese_and_every_organ_of_the_grammar_has_one():
    home = Home("六合区", "南京市", "江苏省", "区")
    organs = load_lexicon("organs")["alias"]
    texts = [f"区{alias}、六合区{alias}" for alias in organs[~organs.str.endswith("厅")]]
    names = {
        name
        for text in texts
        for body in organ_bodies(read_spans(text, home))
        for name, *_ in body.bodies
    }
    glosses = gloss_bodies(sorted(names))
    assert len(names) > 700
    assert not glosses.str.contains("[\u2e80-\u9fff（）；]").any()
    assert (glosses != "").mean() > 0.95
    assert glosses[glosses.str.contains("Liuhe")].empty  # the reading of 六合 in Nanjing is Luhe


def test_every_body_of_the_lexicon_has_a_gloss():
    names = load_lexicon("bodies")["name"].drop_duplicates()
    glosses = gloss_bodies(names)
    assert glosses.index.equals(names.index)
    assert names[glosses == ""].tolist() == []


@pytest.mark.parametrize("lexicon", ["body_glosses", "place_spellings"])
def test_the_rows_of_the_gloss_lexicons_are_whole(lexicon):
    table = load_lexicon(lexicon)
    text = table.columns[2]
    assert (table != "").all(axis=None)
    assert table[table.duplicated(["name", "role"])].empty
    assert not table[text].str.contains("[\u2e80-\u9fff]").any()
    if lexicon == "body_glosses":
        templates = table["role"].isin(["own", "suffix", "ordinal", "ministry"])
        missions = table["role"].eq("mission")  # of whom, where
        gaps = templates.astype(int) + 2 * missions.astype(int)
        assert table[text].str.count(re.escape("{}")).eq(gaps).all()


def test_a_series_keeps_its_index():
    names = pd.Series(["清华大学", "某某"], index=[7, 3])
    assert gloss_bodies(names).to_dict() == {7: "Tsinghua University", 3: ""}


def test_the_figure_of_bodies_says_in_english_what_it_compares(seeds_opened):
    study = seeds_opened.sources
    table = comparison(study, "bodies")
    assert (table["gloss"] != "").all()
    assert (
        table.set_index("feature").loc["中共本区委员会", "gloss"] == "CPC Committee, own district"
    )
    bodies = top_bodies(study)
    for lang, shown in (("en", True), ("zh", False)):
        ax, _ = plot_figure(bodies, "top-bodies", study.groups, lang=lang)
        texts = {text.get_text() for text in ax.texts}
        assert ("CPC Committee, own district" in texts) == shown


def test_of_the_mentions_of_the_seeds_more_than_95_in_100_have_a_gloss(seed_mentions):
    assert (gloss_bodies(seed_mentions.bodies["name"]) != "").mean() > 0.95


def test_every_country_of_which_a_body_can_be_has_an_english_name():
    glosses = {c: gloss_body(c + "宪法法院") for c in word_list("owners.countries") if c != "该国"}
    assert [
        c for c, gloss in glosses.items() if not gloss.startswith("Constitutional Court, ")
    ] == []
