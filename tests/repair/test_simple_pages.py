"""Text as collectors keep it, a paragraph a line: read simply, whatever stands around it."""

import pandas as pd
import pytest

from analysis.describe.reporters import parse_byline
from tests.helpers.repaired import repair_documents

NEWS = {
    "区委召开常委会会议 部署防汛工作": (
        "昨日，区委召开常委会会议，传达学习上级部署，研究防汛工作。会议由区委主要负责人主持。",
        "会议强调，要压实责任，细化预案，守住安全底线。各镇街、各部门要闻令而动，把工作做在前面。",
    ),
    "全区新增充电桩一千二百个": (
        "记者从区发展改革局获悉，今年以来，全区新增公共充电桩一千二百个，覆盖所有镇街。",
        "下一步，该局将在老旧小区再建三百个，让居民在家门口充上电，工程预计年底前完成。",
    ),
    "老街夜市重新开张": (
        "傍晚时分，老街灯火通明，停办三年的夜市重新开张，首日迎来客流两万人次，摊位座无虚席。",
        "摊主们说，生意比预想的好，许多食材不到九点就卖完了，明天还要多备一些。",
    ),
}
TAILS = (
    "",
    "--> 2025-01-16 1 1 江城日报 content_185936.html 1 区委召开常委会会议 部署防汛工作",
    "<!--enpcontent--><!--/enpcontent-->",
    "[原文](https://example.org/2025/1.shtml)",
    "原文链接：https://example.org/a/1",
    '{"url": "https://example.org/1", "title": "区委召开常委会会议"}',
    "---",
)


def articles(text: str) -> pd.DataFrame:
    raw = pd.DataFrame({"doc_id": ["p"], "file": ["p.txt"], "text": [text]})
    return repair_documents(raw).articles


def counted(text: str) -> list[dict]:
    found = articles(text)
    return found[found["hint"] == ""].to_dict("records")


def kept(text: str) -> list[tuple[str, str]]:
    found = articles(text)
    found = found[found["hint"] == ""]
    return list(zip(found["title"], found["text"], strict=True))


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_one_article_a_file_is_one_article_whatever_tail_a_crawler_left(tail, between):
    title, paragraphs = next(iter(NEWS.items()))
    text = between.join([title, *paragraphs]) + f"\n\n{tail}\n"
    assert kept(text) == [(title, "\n".join(paragraphs))]


@pytest.mark.parametrize("over", ["标题：", "江城日报\n", "2025-01-16\n"])
def test_labels_and_page_lines_over_a_title_are_no_part_of_it(over):
    title, paragraphs = next(iter(NEWS.items()))
    assert [t for t, _ in kept(f"{over}{title}\n" + "\n".join(paragraphs))] == [title]


@pytest.mark.parametrize("mark", ["{}", "- {}", "{n}.{}", "{}；"])
@pytest.mark.parametrize("link", ["", "[原文](https://example.org/{n})"])
def test_a_programme_after_its_list_of_contents_is_its_items(mark, link):
    agenda = "\n".join(mark.format(title, n=n) for n, title in enumerate(NEWS, 1))
    items = [
        "\n".join([title, "", *paragraphs, *([link.format(n=n)] if link else [])])
        for n, (title, paragraphs) in enumerate(NEWS.items())
    ]
    assert kept("\n\n".join([agenda, *items]) + "\n") == [
        (title, "\n".join(paragraphs)) for title, paragraphs in NEWS.items()
    ]


def test_a_roundup_is_one_article_and_its_items_are_its_parts():
    parts = [line for title, (first, _) in NEWS.items() for line in (title, first)]
    assert kept("\n".join(["本区简讯", *parts])) == [("本区简讯", "\n".join(parts))]


def test_a_headline_of_sixty_characters_is_a_headline():
    title = (
        "区委区政府召开全区乡村全面振兴现场推进会 总结经验部署任务 "
        + "强调再接再厉推动农业农村现代化迈上新台阶取得新成效"
    )
    _, paragraphs = next(iter(NEWS.items()))
    assert kept("\n".join([title, *paragraphs])) == [(title, "\n".join(paragraphs))]


def test_a_weather_story_under_its_headline_is_an_article():
    story = "今天阴有小雨，气温8℃到15℃，偏北风4级，市民出行请带雨具。"
    assert kept(f"冷空气今天到货\n{story}\n") == [("冷空气今天到货", story)]


def test_a_long_text_that_speaks_of_wind_and_degrees_is_no_weather_line():
    text = (
        "西风带是南纬四十度附近的低压区，常年多雨，风力可达10级，气温在8℃到12℃之间，船队昼夜兼程，"
        "用五天时间穿越了这一海域，科考队员们状态良好，随后将在预定海域开展调查，本次航程共三万海里。"
    )
    title, paragraphs = next(iter(NEWS.items()))
    assert kept("\n".join([title, paragraphs[0], text])) == [(title, f"{paragraphs[0]}\n{text}")]


def test_the_head_of_a_report_is_read_in_its_parts_and_its_glossary_is_in_no_count():
    text = (
        "政 府 工 作 报 告\n——2025年2月18日在青禾县第十八届\n人民代表大会第四次会议上\n县长  王  丽\n"
        "各位代表：\n现在，我代表县人民政府向大会报告工作，请予审议，并请各位委员提出意见。\n"
        "一、2024年工作回顾\n过去一年，我们扎实做好“六稳”工作，高质量发展取得新成效，群众生活持续改善。\n"
        "名词解释：\n[1]“六稳”：稳就业、稳金融、稳外贸、稳外资、稳投资、稳预期。\n"
        "[2]“六保”：保居民就业、保基本民生、保市场主体。\n"
    )
    found = articles(text)
    report = found[found["hint"] != "boilerplate"].iloc[0]
    assert (report["title"], report["speaker"]) == ("政府工作报告", "王丽")
    assert report["subtitle"] == "——2025年2月18日在青禾县第十八届人民代表大会第四次会议上"
    assert report["text"].count("六稳") == 1 and "六保" not in report["text"]


@pytest.mark.parametrize(
    "head",
    [
        "日期:[2018年09月13日] -- 江城商报 -- 版次:[J2]",
        "03 要闻 2025年6月3日 星期二 电话：0571-00000000",
        "江城区融媒体中心主办 国内统一连续出版物号CN33-0000 2025年6月3日 第1234期 今日4版",
        "A1 JIANGCHENG DAILY 2025.6.3 TUESDAY",
        "江城报 二〇二五年六月三日 星期二 第一版",
    ],
)
def test_the_head_of_a_page_is_furniture_in_any_order(head):
    title, paragraphs = next(iter(NEWS.items()))
    assert kept("\n".join([head, title, *paragraphs])) == [(title, "\n".join(paragraphs))]


def test_a_site_head_keeps_its_title_and_a_signature_of_two_media_is_one():
    raw = (
        "新闻中心\n\n云岭区政协召开七次常委会议\n\n您当前的位置 ：青禾网 >> 新闻中心\n分享到\n\n"
        "青禾日报·新青禾客户端记者 甘小雨 通讯员 方立\n\n"
        "8月22日上午，云岭区政协召开七次常委会议，听取上半年工作通报。会议由李明主持。\n\n"
        "[ 责任编辑：周铭 ]\n\n扫码二维码关注青禾日报官方微信\n"
    )
    (row,) = counted(raw)
    assert (row["title"], row["byline"]) == (
        "云岭区政协召开七次常委会议",
        "青禾日报·新青禾客户端记者 甘小雨 通讯员 方立",
    )


def test_an_editors_note_belongs_to_the_article_it_opens():
    raw = (
        "内容详情\n\n茶山上的“村晚”\n\n【编者按】本报今日推出“走茶乡”专栏，讲述茶农的故事，敬请关注。\n\n"
        "□ 张 栩 祖伊美\n\n11月22日下午，雨刚停，茶山上搭起了戏台。茶农们放下竹篓，赶来看戏。\n"
    )
    (row,) = counted(raw)
    assert row["title"] == "茶山上的“村晚”" and row["text"].count("\n") == 1


def test_letter_spaced_labels_and_names_with_their_work_are_signatures():
    story = "昨日，县委召开会议，部署防汛工作。会议强调，要守住底线。"
    for sign in ("记 者 | 张子鹤 赵 鑫", "□晚报记者 付永奇/文\n朱海龙/图"):
        (row,) = counted(f"县委部署防汛\n{sign}\n{story}\n")
        assert (row["title"], row["text"]) == ("县委部署防汛", story)


def test_site_lines_in_traditional_characters_and_bars_of_a_table_are_no_headline():
    raw = (
        "新聞熱線：0577-67898890\n\n|\n\n縣委帶隊學習考察鄉村建設\n\n發布時間：2023年01月16日\n\n"
        "青禾網訊（記者 趙鵬 陳友）1月14日上午，縣委帶隊到鄉鎮學習考察。會議強調，要補短板。\n"
    )
    (row,) = counted(raw)
    assert (row["title"], row["byline"]) == (
        "縣委帶隊學習考察鄉村建設",
        "青禾網訊（記者 趙鵬 陳友）",
    )


@pytest.mark.parametrize(
    "teaser",
    ["{} 2版\n", "{}……（A3版）\n", "■{} ▶第4版\n", "{}\n详见第2版\n", "{}\n（详见今日3版）\n"],
)
def test_titles_of_what_stands_on_other_pages_are_no_headlines(teaser):
    own, *others = NEWS
    index = "".join(teaser.format(title) for title in others)
    page = f"今日导读\n{index}\n{own}\n本报讯（记者 甲乙）{NEWS[own][0]}\n"
    assert kept(page) == [(own, NEWS[own][0])]


@pytest.mark.parametrize(
    "box",
    [
        "今日导读\n{0}\n{1} 02版\n{2}\n{3} 详见A3版\n",
        "导读\n{0}\n{1}\n▶02版\n{2}\n{3}\n▶03版\n",
        "02版 {0}\n{1}\n03版 {2}\n{3}\n",
        "A02 要闻\n{0}\n{1}\nA03 民生\n{2}\n{3}\n",
        "{0}\n{1}（详见2版）\n\n{2}\n{3}\n详见A3版\n",
    ],
)
def test_titles_with_a_line_of_text_and_a_page_are_no_articles(box):
    told = "渡口夜校开班三年", "两千名工友圆了读书梦。", "老街新铺热闹开张", "十二家小店同日迎客。"
    own, (story, _) = next(iter(NEWS.items()))
    page = f"{box.format(*told)}\n{own}\n本报讯（记者 甲乙）{story}\n"
    assert kept(page) == [(own, story)]


@pytest.mark.parametrize("see", ["\n（相关报道见3版）\n", "（相关报道见3版）\n"])
def test_an_article_that_points_to_another_page_stays_one(see):
    own, (story, _) = next(iter(NEWS.items()))
    ((title, text),) = kept(f"{own}\n本报讯（记者 甲乙）{story}{see}")
    assert (title, text.removesuffix(see.strip())) == (own, story)


def test_a_page_label_under_a_headline_at_a_pages_foot_parts_the_pages():
    (own, (story, _)), (title, (other, _)) = [*NEWS.items()][:2]
    page = f"第01版：要闻\n本报讯（记者 甲乙）{story}\n{own}\n第02版\n{title}\n本报讯（记者 丙丁）{other}\n"
    assert kept(page) == [(own, story), (title, other)]


@pytest.mark.parametrize(
    ("over", "byline"),
    [
        ("本报讯（记者 王小二 通讯员 李四 ", "本报讯（记者 王小二 通讯员 李四"),
        ("（记者 王小二", "（记者 王小二"),
    ],
)
def test_a_signature_whose_bracket_nothing_shuts_is_no_text(over, byline):
    title, (story, _) = next(iter(NEWS.items()))
    (row,) = counted(f"{title}\n{over}{story}\n")
    assert (row["byline"], row["text"]) == (byline, story)


@pytest.mark.parametrize(
    "sign", ["（记者 王小二", "(本报记者 王小二 通讯员 李四", "（记者 王小二 文/图"]
)
@pytest.mark.parametrize("width", [20, 99])
def test_a_credit_at_the_end_whose_bracket_nothing_shuts_is_no_text(sign, width):
    (title, (story, _)), (after, (other, _)) = [*NEWS.items()][:2]
    signed = story + sign
    lines = "\n".join(signed[at : at + width] for at in range(0, len(signed), width))
    first, second = counted(f"{title}\n{lines}\n{after}\n本报讯（记者 甲乙）{other}\n")
    assert (first["title"], first["text"], first["byline"]) == (title, story, sign)
    assert (second["title"], second["text"]) == (after, other)


def test_a_bracket_that_the_next_line_shuts_is_one_credit():
    (title, (story, _)), (after, (other, _)) = [*NEWS.items()][:2]
    page = f"{title}\n{story}{story}（记者 王小二\n通讯员 李四）\n{after}\n{other}{other}\n"
    first, second = counted(page)
    assert (first["text"], second["text"]) == (story + story, other + other)
    assert [name for name, _ in parse_byline(first["byline"])] == ["王小二", "李四"]


@pytest.mark.parametrize(
    ("over", "under"),
    [
        ("01:一版要闻\n本版列表新闻\n2025年06月03日 星期二 放大 缩小 默认\n", ""),
        ("上一版3   4下一版\n标题导航\n3 上一篇   下一篇 4\n放大 缩小 默认\n", ""),
        ("江城天气 违章查询 江城新闻网 > 频道 > 聚焦 > 头条 > 正文\n", ""),
        ("", "第01版：要闻\n第02版：综合\n第03版：教育\n渡口夜校开班三年\n{title}\n老街开市\n"),
    ],
)
def test_the_buttons_and_lists_of_a_paper_on_the_web_are_no_headlines(over, under):
    title, paragraphs = next(iter(NEWS.items()))
    text = "\n".join(paragraphs)
    page = f"{over}{title}\n\n本报讯（记者 甲乙）{text}\n\n{under.format(title=title)}"
    assert kept(page) == [(title, text)]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("江城日报 李小四", "李小四"),
        ("来源:江城网 作者:李小四 2025-06-03 14:51:37 字号:A- A+", "李小四"),
        ("发表于:2025-06-03 16:05 作者:李小四 来源:江城网 责任编辑:王小二", "李小四"),
    ],
)
def test_who_wrote_it_stands_beside_the_paper_or_the_day(line, name):
    title, paragraphs = next(iter(NEWS.items()))
    (row,) = counted(f"{title}\n\n{line}\n\n" + "\n".join(paragraphs))
    assert (row["title"], row["text"]) == (title, "\n".join(paragraphs))
    assert [found for found, _ in parse_byline(row["byline"])] == [name]


BUTTONS = (
    "收藏 打印 推荐 朗读 评论 更多功能",
    "3上一篇  下一篇4",
    "展开通版",
    "登录/注册 用户中心",
    "匿名发表 隐藏IP地址",
    "【字号 大 中 小】【打印】【关闭】",
)


@pytest.mark.parametrize("buttons", BUTTONS)
def test_a_line_of_buttons_is_the_sites_wherever_it_stands(buttons):
    title, (first, last) = next(iter(NEWS.items()))
    page = f"{buttons}\n{title}\n{buttons}\n{first}\n{last}\n{buttons}\n"
    assert kept(page) == [(title, f"{first}\n{last}")]


@pytest.mark.parametrize(
    "told",
    [
        "发布时间：\n2025-06-03 10:03\n信息来源：\n今日江城\n分享到：",
        "王晓 2025-06-03 10:03",
        "• 发布时间：2025-06-03 08:30:39  来源：江城日报  作者：佚名",
        "2025-06-03 08:30 来源：江城日报\n标签：\n来源|江城网",
    ],
)
def test_what_a_site_tells_of_an_article_is_neither_title_nor_text(told):
    title, (first, last) = next(iter(NEWS.items()))
    assert kept(f"{title}\n{told}\n{first}\n{last}\n") == [(title, f"{first}\n{last}")]


def test_pictures_between_a_date_line_and_its_text_are_no_title():
    title, (first, last) = next(iter(NEWS.items()))
    page = f"{title}\n2025-06-03 09:23:00  来源：江城晚报\n水库大坝\n巡查的船\n{first}\n{last}\n"
    assert kept(page) == [(title, f"{first}\n{last}")]


def test_a_teaser_under_the_links_of_a_site_is_no_article():
    title, (first, last) = next(iter(NEWS.items()))
    teaser = "新闻推荐\n老街夜市重新开张\n江城讯（通讯员王晓明）傍晚时分，老街灯火通明，停办三年..."
    page = f"{title}\n{first}\n{last}\n\n{teaser}\n\n江城新闻，讲述家乡的故事，传播正能量。\n"
    assert kept(page) == [(title, f"{first}\n{last}")]


def test_a_trail_of_many_steps_and_a_greeting_are_the_sites():
    title, (first, last) = next(iter(NEWS.items()))
    trail = "江城日报1946-2003在线检索 - 论坛 -> 1994年02月 -> 老街夜市 [打印] 登录 -> 注册"
    page = f"您好，欢迎来到江城新闻网！\n{trail}\n{title}\n{first}\n{last}\n"
    assert kept(page) == [(title, f"{first}\n{last}")]


@pytest.mark.parametrize("number", ["{}. {}", "{}、{}", "江城日报 2025年6月3日 星期二\n{}.{}"])
def test_numbers_that_no_headline_stands_over_are_those_of_headlines(number):
    whole = [(title, "\n".join(parts)) for title, parts in NEWS.items()]
    over = number.split("\n")[0] + "\n" if "\n" in number else ""
    heads = [number.split("\n")[-1].format(n, title) for n, (title, _) in enumerate(whole, 1)]
    page = "\n".join(f"{head}\n{text}" for head, (_, text) in zip(heads, whole, strict=True))
    assert kept(f"{over}{page}\n") == whole


def test_numbers_under_a_headline_are_its_subheads():
    title, (first, last) = next(iter(NEWS.items()))
    page = f"{title}\n1. 细化巡查预案\n{first}\n2. 守住安全底线\n{last}\n"
    assert [found for found, _ in kept(page)] == [title]


def test_a_pen_name_under_a_title_is_its_byline_where_the_text_says_it_not():
    first, last = NEWS["老街夜市重新开张"]
    pages = [
        articles(f"{head}\n{first}\n{last}\n").iloc[0]
        for head in ("渡口的夜\n晓风", "渡口的夜\n灯火")
    ]
    assert [(page["title"], page["byline"]) for page in pages] == [
        ("渡口的夜", "晓风"),
        ("渡口的夜灯火", ""),
    ]


@pytest.mark.parametrize(
    "sign", ["江城发布", "（江城融媒）", "江城区融媒体中心", "中共江城区委宣传部"]
)
def test_who_published_signs_a_text_as_its_last_line(sign):
    title, (first, last) = next(iter(NEWS.items()))
    (found,) = articles(f"{title}\n{first}\n{last}\n{sign}\n").to_dict("records")
    assert (found["byline"], found["text"]) == (sign, f"{first}\n{last}")


@pytest.mark.parametrize(
    "line", ["(相关资料图)", "（资料图片）", "江城晚报记者（右）走访东门街的夜市。"]
)
def test_what_tells_of_a_picture_is_neither_title_nor_text(line):
    title, (first, last) = next(iter(NEWS.items()))
    assert kept(f"{title}\n{line}\n江城讯（记者 王小二）{first}\n{last}\n") == [
        (title, f"{first}\n{last}")
    ]


def test_a_lead_in_square_brackets_is_one_with_its_names_though_it_is_broken():
    story = "昨日，区委召开会议，部署防汛工作，要求各镇街、各部门压实责任，细化预案。" * 3
    lines = [story[i : i + 14] for i in range(0, len(story), 14)]
    lead = ["【本报讯】（江城日报社全媒", "体记者 王小二 通讯员 李四）"]
    (found,) = counted("\n".join(["区委部署防汛", *lead, *lines, ""]))
    assert (found["title"], found["text"]) == ("区委部署防汛", story)
    assert [name for name, _ in parse_byline(found["byline"])] == ["王小二", "李四"]


def test_a_disclaimer_under_a_headline_as_wide_as_the_column_is_the_sites():
    first, last = NEWS["全区新增充电桩一千二百个"]
    story, head = f"本报讯（记者 王小二）{first}{last}", "全区新增公共充电桩一千二百个了"
    lines = [story[i : i + 15] for i in range(0, len(story), 15)]
    under = "声明：凡本网注明“来源：江城日报”的所有作品，未经授权不得转载。"
    assert kept("\n".join([*lines, head, under, ""])) == [(head, first + last)]


@pytest.mark.parametrize(
    "told",
    [
        "原创 记者 甲小雨 江城发布\n\n2025年06月03日 20:15 浙江",
        "原创 江城发布\n江城发布 2025年06月03日 20:15 浙江\n点击上方蓝字关注我们",
    ],
)
def test_an_accounts_lines_round_an_article_are_neither_its_title_nor_its_text(told):
    title, paragraphs = next(iter(NEWS.items()))
    foot = [
        "记者：甲小雨",
        "编辑：乙山",
        "往期推荐",
        *list(NEWS)[1:],
        "预览时标签不可点",
        "阅读原文",
    ]
    text = "\n\n".join([title, told, *paragraphs, *foot])
    assert kept(text) == [(title, "\n".join(paragraphs))]


@pytest.mark.parametrize("over", ["标题导航\n", "本版导读：\n", "上一版 下一版\n标题导航\n"])
def test_a_list_of_two_titles_under_its_head_is_no_headline(over):
    two = list(NEWS.items())[:2]
    titles = "\n".join(title for title, _ in two)
    texts = "\n".join("\n".join([title, *paragraphs]) for title, paragraphs in two)
    text = (
        f"江城日报 2025年06月03日 星期二\n第01版：要闻\n{over}{titles}\n放大 缩小 默认\n{texts}\n"
    )
    assert kept(text) == [(title, "\n".join(paragraphs)) for title, paragraphs in two]


@pytest.mark.parametrize("name", ["江 城 报", "江　城　日　报"])
def test_a_papers_name_set_wide_is_no_part_of_a_headline(name):
    title, paragraphs = next(iter(NEWS.items()))
    folio = "2025年6月3日 星期二 第1234期 今日4版"
    assert kept("\n".join([name, folio, title, *paragraphs])) == [(title, "\n".join(paragraphs))]
