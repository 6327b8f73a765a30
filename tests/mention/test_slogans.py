"""Slogans: spans, quotation marks, guards, places, and the ways to count."""

from itertools import pairwise

import pytest

from analysis.chinese.lexicons import load_lexicon
from analysis.mention.mentions import find_mentions, with_contained
from analysis.table.dictionary import columns_of
from tests.helpers.mention_corpus import corpus_of, slogans_of


@pytest.mark.parametrize(
    "text, surface",
    [
        ("谋划“十五五”发展。", "十五五"),
        ("落实“147”工作体系。", "“147”工作体系"),
        ("坚持和发展新时代“枫桥经验”。", "新时代“枫桥经验”"),
        ("弘扬‘六干’作风。", "‘六干’作风"),
        ("增强获得感幸福感安全感。", "获得感幸福感安全感"),
        ("推进人工智能＋行动。", "人工智能＋行动"),
    ],
)
def test_marks_around_the_whole_stand_outside_marks_around_a_part_inside(text, surface):
    assert [s for s, _ in slogans_of(text)] == [surface]


@pytest.mark.parametrize(
    "text",
    [
        "共有147人参加。",
        "二十四五岁的青年。",
        "三个代表团抵达。",
        "球队主场开门红。",
        "商场开门红促销。",
        "第一，创新，驱动要素。",
    ],
)
def test_ordinary_readings_are_no_slogans(text):
    assert slogans_of(text) == []


def test_a_good_start_in_politics_is_a_slogan():
    assert slogans_of("确保一季度经济开门红。") == [("开门红", "“开门红”")]


def test_one_name_means_different_things_in_different_places():
    text = "深入开展“三个年”活动。"
    here = {"district": "临平区", "city": "杭州市", "province": "浙江省"}
    there = {"district": "碑林区", "city": "西安市", "province": "陕西省"}
    assert slogans_of(text, **here) == [("三个年", "“三个年”")]
    assert slogans_of(text, **there) == [("三个年", "“三个年”（陕西）")]


def test_a_quoted_numeral_that_no_lexicon_has_is_counted_as_unlisted():
    table = find_mentions(corpus_of("锚定“四个灯塔”，落实“7+2+N”任务体系。")).slogans
    assert table[["surface", "confidence"]].values.tolist() == [
        ["四个灯塔", "unlisted"],
        ["“7+2+N”任务体系", "unlisted"],
    ]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("探索“党建+渔港+联盟”治理，推行“渔歌+”。", ["党建+渔港+联盟", "渔歌+"]),
        ("打造1+5+N服务矩阵，共1+5次。", ["1+5+N服务矩阵"]),
        ("巴西提出“新时代绿洲”战略。", []),
        ("聚焦“七个重点领域”，解决“行路难、停车难、过桥难”的问题。", []),
    ],
)
def test_sums_are_formulas_and_counted_fields_and_complaints_are_none(text, surfaces):
    assert [surface for surface, _ in slogans_of(text)] == surfaces


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("开展“同护海湾”专项行动，乡镇把“同护海湾”写进乡规。", ["同护海湾", "同护海湾"]),
        ("认真开展项目建设攻坚年和作风改进提升年。", ["项目建设攻坚年", "作风改进提升年"]),
        ("搭建“海晏好商量·村有幸福感”平台。", ["海晏好商量·村有幸福感"]),
        ("秉承‘以渔为本、为民兴港’的理念。", ["以渔为本、为民兴港"]),
        ("提出“加强海湾养护、建设美丽渔村”。", ["加强海湾养护、建设美丽渔村"]),
    ],
)
def test_formulas_without_a_row_count_in_any_marks_and_again_without_their_noun(text, surfaces):
    assert [surface for surface, _ in slogans_of(text)] == surfaces


def test_origin_and_adoption_are_two_columns():
    table = find_mentions(corpus_of("坚持新时代“枫桥经验”。")).slogans
    assert table[["level", "level_coined"]].values.tolist() == [["中央", "区"]]


def test_contained_slogans_can_be_counted_both_ways():
    found = find_mentions(corpus_of("推进高质量发展建设共同富裕示范区，推动高质量发展。"))
    assert found.slogans["name"].tolist() == ["高质量发展建设共同富裕示范区", "高质量发展"]
    assert found.slogans["contains"].iloc[0].split("|")[0] == "高质量发展"
    wider = with_contained(found.slogans, found.suppressed)
    assert wider["name"].eq("高质量发展").sum() == 2
    assert wider.loc[wider["inside"].ne(""), "inside"].unique().tolist() == [
        "高质量发展建设共同富裕示范区"
    ]


def test_a_slogan_keeps_the_body_inside_it_and_lists_it():
    found = find_mentions(corpus_of("贯彻中央八项规定。"))
    assert found.bodies.empty
    assert found.slogans["name"].tolist() == ["中央八项规定"]
    lost = found.suppressed
    assert ("中央", "body", "中央八项规定") in set(
        zip(lost["surface"], lost["kind"], lost["owner"], strict=True)
    )


def test_bodies_and_slogans_never_share_a_character(seed_mentions):
    spans = [seed_mentions.bodies, seed_mentions.slogans]
    rows = sorted({(r.article_id, r.start, r.end) for t in spans for r in t.itertuples()})
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(rows))


def test_the_plan_of_the_seeds_is_found_eighteen_times(seed_mentions):
    table = seed_mentions.slogans
    plan = table[table["name"].str.startswith("“十五五”")]
    assert plan["place"].value_counts().to_dict() == {"钱塘": 10, "临平": 4, "杭州": 4}


def test_columns_and_texts(seeds, seed_mentions):
    assert seed_mentions.slogans.columns.tolist() == columns_of("slogans")
    texts = seeds.articles.set_index("article_id")["text"]
    for table in (seed_mentions.bodies, seed_mentions.slogans):
        assert all(texts[r.article_id][r.start : r.end] == r.surface for r in table.itertuples())
        assert not table.duplicated(["article_id", "start", "name"]).any()


def test_an_empty_corpus_gives_empty_tables_with_their_columns():
    found = find_mentions(corpus_of(""))
    assert found.slogans.empty and found.slogans.columns.tolist() == columns_of("slogans")


def test_every_expansion_has_as_many_items_as_its_numeral_says():
    numerals = {c: n for n, c in enumerate("一二三四五六七八九十", start=1)} | {"两": 2, "双": 2}
    table = load_lexicon("slogans").drop_duplicates("name")
    table = table[
        table["name"].str.fullmatch("“[三四五六七八九]个[一-龥]{2,4}”") & table["expansion"].ne("")
    ]
    wrong = [
        n
        for n, e in zip(table["name"], table["expansion"], strict=True)
        if len(e.split("；")) != numerals[n[1]]
    ]
    assert len(table) > 10 and wrong == []


def test_a_known_part_is_not_taken_out_of_a_longer_quoted_formula():
    assert [n for _, n in slogans_of("推行“双报到、双响应”机制。")] == ["“双报到、双响应”"]
    assert [s for s, _ in slogans_of("落实“四个意识、四个自信”。")] == ["四个意识", "四个自信"]


def test_a_thought_on_any_field_and_a_code_with_its_head_noun():
    assert [
        s
        for s, _ in slogans_of(
            "学习习近平总书记关于做好新时代某项工作的重要思想，落实“1+5+2”工作安排。"
        )
    ] == ["习近平总书记关于做好新时代某项工作的重要思想", "“1+5+2”工作安排"]


def test_bodies_inside_slogans_can_be_counted_too():
    found = find_mentions(corpus_of("紧密团结在以习近平同志为核心的党中央周围，党中央作出部署。"))
    assert found.bodies["surface"].tolist() == ["党中央"]
    wider = with_contained(found.bodies, found.suppressed)
    assert wider["name"].tolist() == ["中国共产党中央委员会"] * 2
    assert wider["inside"].tolist() == ["以习近平同志为核心的党中央", ""]


ELSEWHERE = {
    "district": "桐栖区",
    "city": "泊霞市",
    "province": "",
}  # invented: no row of the lexicon is its own


def spans(table):
    return table[["article_id", "start", "surface", "quoted", "confidence"]].values.tolist()


def test_a_quoted_numeral_is_the_same_formulation_where_the_article_leaves_the_quotes_out():
    found = find_mentions(
        corpus_of("启动“四个灯塔”行动，把四个灯塔与日常工作结合起来。", "湖上有四个灯塔。")
    )
    assert spans(found.slogans) == [
        ["a-01", 3, "四个灯塔", True, "unlisted"],
        ["a-01", 12, "四个灯塔", False, "unlisted"],
    ]
    assert found.slogans["name"].unique().tolist() == ["“四个灯塔”"]
    assert found.slogans["gloss"].unique().tolist() == [""]


def test_a_row_of_another_place_is_counted_as_unlisted_here_with_and_without_quotes():
    found = find_mentions(
        corpus_of("启动“三个年”活动，把三个年与日常工作结合起来，用了三个年头。", **ELSEWHERE)
    )
    assert spans(found.slogans) == [
        ["a-01", 3, "三个年", True, "unlisted"],
        ["a-01", 11, "三个年", False, "unlisted"],
    ]
    assert found.slogans["owner"].unique().tolist() == [""]


def test_the_headline_may_be_what_stands_in_quotes():
    corpus = corpus_of("把四个灯塔与日常工作结合起来。")
    corpus.articles["title"] = "我区启动“四个灯塔”行动"
    assert spans(find_mentions(corpus).slogans) == [["a-01", 1, "四个灯塔", False, "unlisted"]]


def test_without_quotes_a_longer_mention_still_owns_its_characters_and_a_plain_number_is_none():
    text = "擦亮“三个代表团”，落实“147”工作体系，147人到场，“五个一”和五个一起吃饭的人。"
    kept = [s for s, _ in slogans_of(text, district="临平区")]
    assert "147" not in kept and kept.count("五个一") <= 1


def test_what_lacks_its_quotes_or_its_place_is_listed_not_dropped():
    found = find_mentions(
        corpus_of("把三个年与日常工作结合起来。", "启动“三个年”活动。", **ELSEWHERE)
    )
    lost = (
        found.suppressed[["article_id", "start", "surface", "owner", "owner_kind"]]
        .drop_duplicates()
        .values.tolist()
    )
    assert lost == [["a-01", 1, "三个年", "", "not quoted"]]
    assert spans(found.slogans) == [["a-02", 3, "三个年", True, "unlisted"]]


def test_one_article_decides_whatever_stands_beside_it():
    texts = ["启动“四个灯塔”行动，把四个灯塔做实。", "把四个灯塔做实。"]
    both = spans(find_mentions(corpus_of(*texts)).slogans)
    assert both == spans(find_mentions(corpus_of(texts[0])).slogans)


def test_the_form_of_print_does_not_matter_and_the_surface_is_as_printed():
    assert [s for s, _ in slogans_of("研究“⼗五五”规划，推进⾼质量发展、“⼋⼋战略”。")] == [
        "⼗五五",
        "⾼质量发展",
        "⼋⼋战略",
    ]
    assert [s for s, _ in slogans_of("區委會議研究「十五五」規劃，貫徹「一國兩制」。")] == [
        "十五五",
        "一國兩制",
    ]
    assert slogans_of("推进“１＋３＋Ｎ”。") == [("１＋３＋Ｎ", "“1+3+N”")]


@pytest.mark.parametrize(
    "number", ["十四五岁的少年", "十四五个人", "十三五斤大米", "十四五楼", "二十四五岁"]
)
def test_about_so_many_is_no_plan(number):
    assert slogans_of(f"来了{number}。") == []


@pytest.mark.parametrize(
    "plan", ["十四五期间", "十四五规划", "十四五年均增长", "“十四五”人才规划", "十四五个性化服务"]
)
def test_before_anything_else_it_is_the_plan(plan):
    assert [s for s, _ in slogans_of(f"在{plan}。")] == ["十四五"]


@pytest.mark.parametrize(
    "text, surfaces",
    [
        ("推进“1251”发展战略。", ["“1251”发展战略"]),
        ("落实“1251”工作部署。", ["“1251”工作部署"]),
        ("推行“四长联防”。", ["四长联防"]),
        ("围绕“123456”工作思路。", ["“123456”工作思路"]),
        ("开展“5678”行动。", ["“5678”行动"]),
        ("聚力“七聚焦七着力”。", ["七聚焦七着力"]),
        ("实施“十大工程”。", ["十大工程"]),
        ("评出“十大人物”，迎接“2026”新年，举办“2026”马拉松，实施“2026”行动。", []),
        ("坐看“四世同堂”，闲话“三顾茅庐”。", []),
        ("推行“枫叶红”行动，完善“云上议”协商机制。", ["枫叶红"]),
        ("举办“枫叶红”活动，发布“枫叶红”方案，传达“新春会”精神。", []),
        ("发射“一箭三星”，颁授“七一勋章”。", []),
    ],
)
def test_what_a_frame_holds_is_counted_as_unlisted(text, surfaces):
    rows = find_mentions(corpus_of(text)).slogans
    assert rows["surface"].tolist() == surfaces
    assert set(rows["confidence"]) <= {"unlisted"}


@pytest.mark.parametrize(
    "text, claims",
    [
        ("打造数字经济高地，争当共同发展排头兵。", ["数字经济高地", "共同发展排头兵"]),
        ("勇当山区县建设的排头兵。", ["山区县建设的排头兵"]),
        (
            "打造竹艺集聚基地、陶艺创新基地和茶业孵化基地。",
            ["竹艺集聚基地", "陶艺创新基地", "茶业孵化基地"],
        ),
        ("推进“水乡复兴样板区”建设，打造“竹艺之都”。", ["水乡复兴样板区", "竹艺之都"]),
        (
            "全力推进竹艺转型区、水乡强县和茶业基地“两区一地”建设。",
            ["竹艺转型区", "水乡强县", "茶业基地"],
        ),
        ("打造竹艺传承高地，与建强水乡茶业基地并举。", ["竹艺传承高地"]),
        ("构筑起万亩绿色屏障，打造千亿级竹艺产业集群。", ["万亩绿色屏障", "千亿级竹艺产业集群"]),
        ("建设现代化滨海城市。", ["现代化滨海城市"]),
        (
            "筑牢青江上游生态屏障，建设青江流域区域性中心城市。",
            ["青江上游生态屏障", "青江流域区域性中心城市"],
        ),
        ("奋力打造对外开放“窗口”，", ["对外开放“窗口”"]),
        (
            "全力推进青江竹艺样板区、茶业聚集区和临湖康养先行区建设。",
            ["青江竹艺样板区", "茶业聚集区", "临湖康养先行区"],
        ),
        ("全力推进青江竹艺样板区建设用地报批。", []),
        ("打造竹艺集聚区、建设山水标杆城市。", ["竹艺集聚区", "山水标杆城市"]),
        ("打造青江竹艺样板先行区。", ["青江竹艺样板先行区"]),
        (
            "围绕建设全国重要竹艺基地、连通两江的茶路、青江康养先行区，",
            ["全国重要竹艺基地", "青江康养先行区"],
        ),
        ("建设“竹艺创新先行区、水乡生活实践区”，", ["竹艺创新先行区、水乡生活实践区"]),
        ("建设国际竹艺交易枢纽，建设社区养老中心、育苗基地。", ["国际竹艺交易枢纽"]),
        ("建设这一示范区，走进示范区，打造一批标杆。", []),
        ("高质量发展建设共同富裕示范区。", []),  # the lexicon has it
    ],
)
def test_what_a_place_says_it_will_be_is_a_kind_of_its_own(text, claims):
    rows = find_mentions(corpus_of(text)).slogans
    assert rows.loc[rows["kind"].eq("position-claim"), "surface"].tolist() == claims


@pytest.mark.parametrize(
    "formulation",
    [
        "投资于人",
        "大力提振消费",
        "“内卷式”竞争",
        "有效市场和有为政府相结合",
        "强大国内市场",
        "因地制宜发展新质生产力",
        "统筹国内国际两个大局",
        "平等有序的世界多极化",
    ],
)
def test_current_formulations_of_the_centre_are_known_with_year_and_english(formulation):
    rows = find_mentions(corpus_of(f"要坚持{formulation}。")).slogans
    assert [(r.surface, r.level) for r in rows.itertuples()] == [(formulation, "中央")]
    assert rows["gloss"].ne("").all()


def test_no_name_of_a_slogan_holds_a_mark_of_the_makers():
    names = load_lexicon("slogans")["name"]
    assert names[names.str.contains("[?*|]")].tolist() == []


@pytest.mark.parametrize(
    "text, surfaces",
    [
        ("锚定“走在前头、干在实里”总定位。", ["走在前头、干在实里"]),
        ("坚持“敢闯关、善攻坚”，再开局。", ["敢闯关、善攻坚"]),
        ("坚持“竹海即粮仓”，不坐等。", ["竹海即粮仓"]),
        (
            "依托“云溪一体化”协同，全面建设社会主义现代化新枣庄。",
            ["云溪一体化", "全面建设社会主义现代化新枣庄"],
        ),
        ("打造山青水秀、村富民乐的幸福枣庄。", ["山青水秀、村富民乐的幸福枣庄"]),
        ("“李水强班”的职工，“水上强镇”取得成效。", ["水上强镇"]),
        ("回答“竹海怎么了、水乡怎么办”，突出“竹青水秀、鸟语花香”的主基调。", []),
        ("紧扣“竹海即粮仓”的主题。", []),
        ("论坛主题为“竹青水秀、鸟语花香”。", []),
        ("实施竹海富民战略，落实国家战略。", ["竹海富民战略"]),
        ("实施创新驱动战略。", ["创新驱动"]),
        ("做大做强省会经济。", []),
        ("坚持与竹为邻、与水为友，水乡兴旺。", ["与竹为邻、与水为友"]),
        ("坚持游船经营、竹器买卖，水乡兴旺。", []),
        ("按照竹水同兴、村社共富原则。", ["竹水同兴、村社共富"]),
        ("稳竹价扩茶园、补短板防山火。", ["稳竹价扩茶园、补短板防山火"]),
        ("开展“岸线通”“五必到”等活动。", ["五必到"]),
        ("牢记“竹乡振兴看云溪”的殷切嘱托。", ["竹乡振兴看云溪"]),
        ("“两清理、三修缮”改变水乡。", ["两清理、三修缮"]),
        ("以“共游好山水、同赏好风光”为主题。", []),
        ("推行“三拼”工作，“三拼”干部下乡。", ["三拼", "三拼"]),
        ("“三夏”时节，“双节”期间。", []),
        ("打造“三港四城五个新标”。", ["三港四城五个新标"]),
        ("深入实施六大攻坚行动，出台十大行动方案。", ["六大攻坚行动"]),
        ("要增强省会城市的功能。", []),
        ("聚力“守堤岸、抓河道、促航运”。", ["守堤岸、抓河道、促航运"]),
        ("以“守堤岸、抓河道、促航运”为主题。", []),
        ("对标“美丽河湾七个一”。", ["美丽河湾七个一"]),
        ("实施“枫叶红”、“银杏黄”两大系列行动。", ["枫叶红", "银杏黄"]),
        ("践行“三联动”，做实“三联动”。", ["三联动", "三联动"]),
        ("把握“奋战‘秋收季’、再建一片林”的内涵。", ["奋战‘秋收季’、再建一片林"]),
        ("以“七个新跃升、八个迈出更快步伐”为抓手。", ["七个新跃升、八个迈出更快步伐"]),
        ("实施九大工程，即竹林工程等。", ["九大工程"]),
        ("坚持五个常在，即常在堤上等；坚持五个常在堤上的人。", ["五个常在"]),
        ("推进竹业兴县、茶旅活县、河湖立县。", ["竹业兴县、茶旅活县、河湖立县"]),
        ("实施竹业先行、茶旅带动战略。", ["竹业先行、茶旅带动战略"]),
        ("大力实施竹业强邑战略，坚持实施战略。", ["竹业强邑战略"]),
        ("建设大美枣庄、水韵枣庄、乐居枣庄，", ["大美枣庄、水韵枣庄、乐居枣庄"]),
        ("建设大美村庄、水韵村庄、乐居村庄，", []),
        ("全力建设竹海宜游新枣庄，打造竹海宜游新平台。", ["竹海宜游新枣庄"]),
        ("落实“把竹乡办成带动周边的茶业名镇”发展定位。", ["把竹乡办成带动周边的茶业名镇"]),
        ("打响“青江竹笋”区域公用品牌。", ["青江竹笋"]),
        ("深入推进“双归集”发展。", ["双归集"]),
        ("以“治好水抢先机，种好竹争一流”为总抓手。", ["治好水抢先机，种好竹争一流"]),
        ("以“水乡春色正好，竹海清风徐来”为主题。", []),
        ("健全“以竹论英雄”竞赛机制。", ["以竹论英雄"]),
        ("加快“青云湖”一体化发展。", ["青云湖"]),
        ("落实“156”战略举措。", ["“156”战略举措"]),
        ("以“885”工作机制为导引，建设“四化”水乡新城建设带。", ["“885”工作机制", "四化"]),
        ("落实“办节兴城”部署。", ["办节兴城"]),
        ("抓好“双归集”，收成稳定。", ["双归集"]),
        ("奋力实现建好水乡城、办好竹海节的目标任务。", ["建好水乡城、办好竹海节"]),
        ("打造“四最”水乡环境。", ["四最"]),
        ("全力抓好防山火、稳竹价、保春耕三件大事。", ["防山火、稳竹价、保春耕"]),
        ("突出三清两建强内力，推进三年两次的检查。", ["三清两建"]),
        ("“水上明珠”建设见效，“水上乐园”建设单位到场。", ["水上明珠"]),
        ("“实力枣庄”取得成效，“海上垂钓”取得成效。", ["实力枣庄"]),
        ("按照“一个方向、两手硬”工作思路。", ["一个方向、两手硬"]),
    ],
)
def test_frames_tell_a_slogan_from_a_theme_a_season_and_a_word(text, surfaces):
    assert find_mentions(corpus_of(text)).slogans["surface"].tolist() == surfaces
