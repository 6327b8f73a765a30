"""Invented newspaper prose: places, people and stories assembled from small grammars.

Nothing here is copied from a paper. `write_story` gives one article's words; `tests/helpers/pages.py` lays
them out.
"""

from random import Random
from typing import NamedTuple

# (name, suffix, city or province it belongs to); the last six are invented.
PLACES = (
    ("龙游", "县", "衢州"),
    ("余姚", "市", "宁波"),
    ("清流", "县", "三明"),
    ("普定", "县", "安顺"),
    ("通城", "县", "咸宁"),
    ("潼南", "区", "重庆"),
    ("昭阳", "区", "昭通"),
    ("沾化", "区", "滨州"),
    ("盐都", "区", "盐城"),
    ("定州", "市", "河北"),
    ("临河", "区", "巴彦淖尔"),
    ("隆回", "县", "邵阳"),
    ("寿宁", "县", "宁德"),
    ("沁县", "", "长治"),
    ("施甸", "县", "保山"),
    ("大新", "县", "崇左"),
    ("灌云", "县", "连云港"),
    ("五常", "市", "哈尔滨"),
    ("墨竹", "县", "拉萨"),
    ("石棉", "县", "雅安"),
    ("云岫", "县", "岚州"),
    ("青埠", "区", "岚州"),
    ("白沙渡", "县", "临澜"),
    ("澄湖", "区", "临澜"),
    ("北屏", "市", "岚州"),
    ("禾桥", "县", "越川"),
)
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕"
    "丁任沈姚卢姜崔钟谭陆汪范"
)
# No character here is a surname in use, so that 陈 书 缘 周 铭 can be read in one way only.
GIVEN = (
    "晓洁薇铭昕琳瑶婷佳怡妍涵俊杰浩志建梓丽娜雅思源墨宇翔博伟亮秀桂玉珍永胜嘉豪泽楠轩缘欣悦凯鹏飞"
    "勇军慧敏"
)
OTHER_NAMES = ("欧阳慧敏", "司马俊杰", "买买提·艾山", "扎西·多吉", "古丽·阿依", "诸葛轩")
# topic: (what it is, two things one meets there, a thing counted with its unit)
TOPICS = (
    ("防汛备汛", "水库大坝", "山塘河道", "巡查人员", "名"),
    ("招商引资", "开发区厂房", "产业链项目", "签约项目", "个"),
    ("春耕备耕", "育秧大棚", "农资仓库", "早稻秧苗", "万株"),
    ("老旧小区改造", "外墙管线", "加装电梯", "改造楼栋", "幢"),
    ("茶产业", "茶山茶园", "采茶工人", "明前干茶", "吨"),
    ("义务教育", "乡镇学校", "课后服务", "新增学位", "个"),
    ("垃圾分类", "投放点位", "再生资源站", "智能回收箱", "组"),
    ("文旅融合", "古镇老街", "民宿集群", "过夜游客", "万人次"),
    ("电商直播", "直播基地", "快递分拣线", "网络店铺", "家"),
    ("数字经济", "算力中心", "软件园区", "上云企业", "家"),
    ("营商环境", "政务服务窗口", "企业开办专区", "办结事项", "件"),
    ("安全生产", "化工企业", "建筑工地", "整改隐患", "处"),
    ("森林防火", "林区卡口", "护林员队伍", "瞭望哨位", "座"),
    ("养老服务", "社区食堂", "日间照料中心", "助餐点", "个"),
    ("柑橘采摘", "果园果农", "分选车间", "鲜果外销", "吨"),
    ("冰雪旅游", "滑雪场", "雪乡民宿", "雪季游客", "万人次"),
    ("反诈宣传", "社区民警", "菜场商户", "宣传手册", "份"),
    ("无偿献血", "献血屋", "志愿服务队", "献血人数", "人"),
    ("全民阅读", "城市书房", "农家书屋", "借阅图书", "万册"),
    ("马拉松", "赛道沿线", "医疗保障点", "参赛选手", "名"),
    ("污水处理", "管网泵站", "净水厂", "新建管网", "公里"),
    ("高标准农田", "田间沟渠", "泵站机耕路", "建成农田", "万亩"),
    ("民营经济", "民营企业", "工业园区", "新增经营主体", "户"),
    ("社会治理", "网格员", "矛盾调解室", "化解纠纷", "起"),
    ("中医药", "药材基地", "中医馆", "道地药材", "万亩"),
    ("渔业养殖", "深水网箱", "渔港码头", "鱼苗投放", "万尾"),
    ("非遗传承", "剪纸作坊", "戏曲班社", "传承人", "位"),
    ("征兵工作", "体检站", "役前教育基地", "应征青年", "名"),
    ("公路建设", "桥梁隧道", "施工便道", "完成投资", "亿元"),
    ("充电桩布局", "公共停车场", "充电站点", "充电枪", "支"),
    ("就业服务", "零工市场", "技能培训班", "招聘岗位", "个"),
    ("科学普及", "科技馆", "校园实验室", "科普讲座", "场"),
)
VERBS = (
    "压实工作责任",
    "细化任务清单",
    "补齐短板弱项",
    "强化要素保障",
    "提升服务效能",
    "健全长效机制",
    "守牢安全底线",
    "破解瓶颈制约",
    "凝聚攻坚合力",
    "优化空间布局",
    "打通堵点卡点",
    "激发内生动力",
    "完善应急预案",
    "深化改革创新",
    "夯实基层基础",
    "加快项目进度",
    "回应群众关切",
    "拓宽增收渠道",
    "放大品牌效应",
    "抓好督查问效",
    "做强特色优势",
    "盘活闲置资源",
    "推动落地见效",
    "汇聚各方力量",
)
TOWNS = (
    "石桥镇",
    "双溪乡",
    "南塘街道",
    "大湾镇",
    "柳河镇",
    "青山乡",
    "东门街道",
    "沙洲镇",
    "云居乡",
    "麻园街道",
)
SPOTS = (
    "新村",
    "上庄村",
    "杏树湾村",
    "渡口村",
    "桥头村",
    "花园社区",
    "和平社区",
    "梨园村",
    "竹坑村",
    "塔下村",
)


class Story(NamedTuple):
    """The words of one article, before any page is made of them."""

    kicker: str
    title: str
    short: str  # as a continuation page would shorten the title
    subtitle: str
    dateline: str  # (2025年1月8日在…会议上), under a report
    speaker: str
    paragraphs: tuple[tuple[str, str], ...]  # (role, text): body or subhead


def person(rng: Random) -> str:
    """A name of two or three characters, now and then a rarer kind."""
    if rng.random() < 0.04:
        return rng.choice(OTHER_NAMES)
    return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2))))


def place_words(place: tuple[str, str, str]) -> dict[str, str]:
    name, suffix, city = place
    kind = suffix or name[-1]
    return {
        "place": name + suffix,
        "k": kind,
        "city": city,
        "委": kind + "委",
        "府": kind + "政府",
        "全": "全" + kind,
        "我": "我" + kind,
    }


def number(rng: Random) -> str:
    return rng.choice(
        (
            str(rng.randint(2, 980)),
            f"{rng.randint(1, 90)}.{rng.randint(1, 9)}",
            f"{rng.randint(1, 9)}{rng.randint(100, 999)}",
        )
    )


MEETING_LEADS = (
    "{day}，{委}召开{t}工作会议，传达学习上级有关部署要求，"
    "研究{我}{t}的下一步举措。{委}书记{a}主持会议并讲话，{府}负责人{b}作工作汇报。",
    "{day}上午，{全}{t}推进会在{town}召开。会议通报了今年以来{t}的进展情况，"
    "对下一阶段重点任务作出安排。{委}副书记、{k}长{a}出席并讲话。",
    "{day}下午，{府}常务会议专题研究{t}工作，听取{o1}、{o2}等方面的情况汇报。{k}长{a}主持会议。",
    "{day}，{k}政协主席{a}率部分委员围绕{t}开展专题视察，先后来到{town}的{o1}和{spot}的{o2}，"
    "听取介绍，现场提出意见建议。",
)
INSPECTION_LEADS = (
    "{day}，{委}书记{a}深入{town}、{spot}等地，调研{t}工作。{b}、{c}参加调研。",
    "{day}上午，{k}长{a}带队检查{t}工作。在{o1}现场，{a}一行仔细察看，与负责人{b}深入交流。",
)
BRIEF_LEADS = (
    "记者从{府}新闻办获悉，截至{day}，{全}{t}再传捷报，{m}已达{n}{u}，同比增长{p}%，"
    "创下近年来新高。",
    "{day}，{place}{t}主题活动在{town}{spot}启动，{n}余名干部群众参加，现场分发资料{n2}份。",
    "{year}年以来，{place}聚焦{t}，投入资金{n}万元，{o1}、{o2}面貌一新，群众得到了看得见的实惠。",
)
FEATURE_LEADS = (
    "清晨六点，{town}{spot}还笼着薄雾，{o1}里已经热闹起来。46岁的{a}系好围裙，"
    "招呼大伙儿干活，新的一天从{t}开始。",
    "走进{place}{town}，{o2}一字排开，机器声、说笑声此起彼伏。靠着{t}，"
    "这个昔日的“空心村”有了新模样。",
    "“{y}年前谁敢想，{t}能成气候？”站在{spot}的{o1}旁，{a}笑着对记者说。",
)
MEETING_BODY = (
    "会议强调，要深刻认识{t}的重要意义，{v1}，{v2}，"
    "以“时时放心不下”的责任感抓好{o1}各项工作，推动{全}{t}走在前、作示范。",
    "会议指出，{year}年是{t}的关键一年，{全}上下要{v1}、{v2}，聚焦{o1}、{o2}等重点领域，"
    "确保{m}突破{n}{u}。",
    "会议要求，各乡镇（街道）、各部门要{v1}，"
    "对照《{place}{t}三年行动计划（2025—2027年）》逐项销号，每月{d}日前报送进展，做到{v2}。",
    "{a}强调，要坚持问题导向，把{o2}作为{t}的突破口，{v1}，{v2}，切实把“规划图”变成“实景图”。",
    "{a}指出，{t}是一项系统工程，既要{v1}，也要{v2}；既要算经济账，更要算民生账。",
    "会议还研究了其他事项。",
    "{k}领导{b}、{c}、{e}参加会议。",
    "会上，{town}、{k}发展改革局、{k}财政局主要负责人分别作交流发言。",
)
FEATURE_BODY = (
    "“以前{o1}没人管，一年到头挣不了几个钱。”{b}告诉记者，自从搞起{t}，去年{m}达到{n}{u}，"
    "家里添了小汽车。",
    "变化来自{year}年的那个冬天。{spot}党支部书记{c}挨家挨户动员，把{n}亩闲置土地集中起来，"
    "建起了{o2}。",
    "“账要算给大家听，路要带着大家走。”{c}说，{t}不能一哄而上，得{v1}、{v2}。",
    "如今，{town}已有{o1}{n}处，带动周边{n2}户村民在家门口就业，人均年增收{p}.5万元。",
    "夕阳西下，{o2}旁的灯次第亮起。{b}翻开账本，又记下一笔：今日{m}，{n}{u}。",
    "在{place}，像{spot}这样的村子还有{y}个。{k}农业农村局有关负责人表示，下一步将{v1}，"
    "让{t}的路子越走越宽。",
)
BRIEF_BODY = (
    "据了解，{place}今年安排专项资金{n}万元，用于{o1}和{o2}建设，目前已完成总工程量的{p}%，"
    "预计{mo}月底前全部完工。",
    "{k}有关部门负责人介绍，下一步将围绕{t}{v1}、{v2}，力争全年{m}超过{n}{u}。",
    "活动现场，志愿者通过发放宣传单、现场讲解等方式，向群众介绍{t}知识，解答疑问{n2}余人次。",
    "“这下心里踏实了。”家住{spot}的居民{b}说，{o1}就在楼下，办事不用再跑远路。",
)
BODIES = {
    "meeting": (MEETING_LEADS, MEETING_BODY),
    "inspection": (INSPECTION_LEADS, MEETING_BODY),
    "brief": (BRIEF_LEADS, BRIEF_BODY),
    "feature": (FEATURE_LEADS, FEATURE_BODY),
}
TITLES = {
    "meeting": (
        "{委}召开{t}工作会议",
        "{a}主持召开{t}专题会议",
        "我{k}部署{t}重点工作",
        "{全}{t}推进会召开",
    ),
    "inspection": ("{a}调研{t}工作", "{a}检查{t}工作落实情况"),
    "brief": ("{place}{t}再传捷报", "{town}{t}有声有色", "{place}：{t}惠民生", "{t}“跑”出加速度"),
    "feature": (
        "{t}，让{spot}“火”起来",
        "{town}的{t}致富经",
        "一张{t}“新名片”",
        "{spot}有了{t}带头人",
    ),
}
TWO_PHRASES = ("{v1} {v2}", "以{t}之进 促发展之新", "把{t}“好势头”转化为“好结果”", "在{t}中{v1}")
KICKERS = {
    "meeting": ("{a}在{全}{t}工作会议上强调", "{委}召开{t}专题会议"),
    "inspection": ("{a}在调研{t}工作时强调", "{a}检查{t}工作时指出"),
    "brief": (),
    "feature": (),
}
SUBTITLES = ("——{place}{t}见闻", "——{town}{o1}里的新变化")


def slots(
    rng: Random, place: tuple[str, str, str], topic: tuple[str, ...], year: int
) -> dict[str, str]:
    """Every word a sentence may ask for, drawn once for a story."""
    t, o1, o2, m, u = topic
    names = [person(rng) for _ in range(4)]
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    when = rng.choice((f"{month}月{day}日", f"{day}日", "昨日", f"{year}年{month}月{day}日"))
    fixed = {
        "t": t,
        "o1": o1,
        "o2": o2,
        "m": m,
        "u": u,
        "year": str(year),
        "mo": str(month),
        "d": str(day),
        "day": when,
    }
    return (
        place_words(place)
        | fixed
        | dict(zip("abce", names, strict=True))
        | {"town": rng.choice(TOWNS), "spot": rng.choice(SPOTS)}
    )


def fill(rng: Random, pattern: str, words: dict[str, str]) -> str:
    v1, v2 = rng.sample(VERBS, 2)
    changing = {
        "v1": v1,
        "v2": v2,
        "n": number(rng),
        "n2": number(rng),
        "p": str(rng.randint(3, 96)),
        "y": str(rng.randint(3, 18)),
    }
    return pattern.format(**words, **changing)


def write_story(
    rng: Random,
    kind: str,
    place: tuple[str, str, str],
    topic: tuple[str, ...],
    n: int,
    form: str,
    year: int = 2025,
) -> Story:
    """One story of `n` paragraphs after its lead.

    kind : meeting, inspection, brief, feature or report.  form : plain, kicker, subtitle or both
        (what stands round the title).
    """
    words = slots(rng, place, topic, year)
    if kind == "report":
        return write_report(rng, words, n)
    leads, sentences = BODIES[kind]
    paragraphs = [("body", fill(rng, rng.choice(leads), words))]
    pool = rng.sample(sentences, min(n, len(sentences)))
    for i, pattern in enumerate(pool):
        text = fill(rng, pattern, words)
        if rng.random() < 0.3 and len(text) > 40:
            text += fill(
                rng,
                "同时，要{v1}，{v2}，推动{t}与{o2}同向发力。"
                if kind in ("meeting", "inspection")
                else "据测算，{o1}每年可节约成本{n}万元。",
                words,
            )
        if kind == "feature" and n > 3 and i in (1, 3):
            paragraphs.append(
                ("subhead", fill(rng, "{o1}“活”了" if i == 1 else "从{o1}到{o2}", words))
            )
        paragraphs.append(("body", text))
    title = fill(rng, rng.choice(TITLES[kind]), words)
    kicker = subtitle = ""
    if form in ("kicker", "both") and KICKERS[kind]:
        kicker, title = (
            fill(rng, rng.choice(KICKERS[kind]), words),
            fill(rng, rng.choice(TWO_PHRASES), words),
        )
    if form in ("subtitle", "both") and kind in ("brief", "feature"):
        subtitle = fill(rng, rng.choice(SUBTITLES), words)
    return Story(
        kicker, title, title[: max(6, len(title) // 2)], subtitle, "", "", tuple(paragraphs)
    )


def write_report(rng: Random, words: dict[str, str], n: int) -> Story:
    """A work report: title, date line, speaker, salutation, sections 一、（一） and 一是."""
    organ = rng.choice(("人民政府", "人民代表大会常务委员会"))
    title = (
        rng.choice(("政府工作报告", "{place}人民政府工作报告")).format(**words)
        if organ == "人民政府"
        else f"{words['place']}{organ}工作报告"
    )
    when = f"{words['year']}年{rng.randint(1, 3)}月{rng.randint(2, 28)}日"
    dateline = f"（{when}在{words['place']}第十八届人民代表大会第{rng.choice('二三四五')}次会议上）"
    paragraphs = [
        ("body", "各位代表："),
        (
            "body",
            f"现在，我代表{words['place']}{organ}，向大会报告工作，请予审议，"
            "并请列席人员提出意见。",
        ),
    ]
    for section, heading in (
        ("一", f"{int(words['year']) - 1}年工作回顾"),
        ("二", f"{words['year']}年工作安排"),
    ):
        paragraphs.append(("subhead", f"{section}、{heading}"))
        paragraphs.append(
            (
                "body",
                fill(
                    rng,
                    "过去一年，我们坚持稳中求进，{v1}、{v2}，{m}达到{n}{u}，增长{p}%，"
                    "{全}经济社会发展迈上新台阶。",
                    words,
                ),
            )
        )
        for i in range(max(1, min(n, 3))):
            paragraphs.append(
                ("subhead", fill(rng, "（" + "一二三"[i] + "）" + "{v1}，{v2}", words))
            )
            paragraphs.append(
                (
                    "body",
                    fill(
                        rng,
                        "一是做强{t}。围绕{o1}{v1}，"
                        "新增{m}{n}{u}。二是做优{o2}。投入资金{n2}万元，{v2}，"
                        "群众满意度达{p}%。",
                        words,
                    ),
                )
            )
    paragraphs.append(
        (
            "body",
            fill(
                rng,
                "各位代表！千帆竞发，勇进者胜。让我们{v1}、{v2}，为建设现代化新{place}而努力奋斗！",
                words,
            ),
        )
    )
    return Story("", title, title[-6:], "", dateline, person(rng), tuple(paragraphs))
