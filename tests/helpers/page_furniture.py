"""What stands on a page beside the articles' own words: bylines, captions, headers and footers, web
debris.
"""

from random import Random

from tests.helpers.page_words import GIVEN, SURNAMES, person

Byline = tuple[
    str, str, str, tuple[str, ...]
]  # before the text, under the title, after the text, the names


def simple_person(rng: Random) -> str:
    return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2))))


def byline_of(rng: Random, lead: str, place: tuple[str, str, str], day: tuple[int, int]) -> Byline:
    """How the article says who wrote it. A closing byline that begins with a line end stands on its
    own line.
    """
    a, b = simple_person(rng), person(rng)
    while b == a:
        b = person(rng)
    c = simple_person(rng)
    name, _suffix, city = place
    both, gap = (a, b), rng.choice((" ", " ", "　", "、"))
    pair = f"{a}{gap}{b}"
    date = f"{day[0]}月{day[1]}日"
    forms: dict[str, Byline] = {
        "paren": (f"本报讯（记者 {pair}）", "", "", both),
        "half paren": (f"本报讯 (记者 {a} 通讯员 {b})", "", "", both),
        "chief": (f"本报讯（首席记者 {a}）", "", "", (a,)),
        "two papers": (f"本报讯（{city}日报记者 {a} 本报记者 {b}）", "", "", both),
        "media": (f"本报讯（{rng.choice(('全媒体', '融媒体', '见习'))}记者 {pair}）", "", "", both),
        "spaced names": (
            f"本报讯 （记者 {' '.join(a)} {' '.join(c)}）",
            "",
            "",
            (a, c) if a != c else (a,),
        ),
        "correspondent": (f"本报讯（通讯员 {pair}）", "", "", both),
        "report": (
            rng.choice((f"本报讯 记者{a} 通讯员{b}报道：", f"本报讯 记者 {a} 通讯员 {b} 报道：")),
            "",
            "",
            both,
        ),
        "nameless": ("本报讯 ", "", "", ()),
        "xinhua": (f"新华社{city}{date}电（记者{a}、{b}）", "", "", both),
        "cns": (f"中新网{name}{date}电（记者 {a}）", "", "", (a,)),
        "cctv": (rng.choice(("央视网消息（新闻联播）：", "央视网消息：")), "", "", ()),
        "local": (
            rng.choice(
                (
                    f"{name}融媒讯（记者 {pair}）",
                    f"本网讯（记者 {pair}）",
                    f"{name}新闻网讯（记者 {pair}）",
                )
            ),
            "",
            "",
            both,
        ),
        "under": (
            "",
            rng.choice(
                (
                    f"本报记者 {a} {b}",
                    f"■记者 {a} 通讯员 {b}",
                    f"□ 本报记者 {a} {b}",
                    f"●记者 {a} {b} 文/图",
                )
            ),
            "",
            both,
        ),
        "author": ("", rng.choice((a, f"□ {a}", f"作者 {a}", f"文/{a}")), "", (a,)),
        "end line": (
            "",
            "",
            rng.choice((f"\n记者 {a} {b}", f"\n■记者 {a} 通讯员 {b}", f"\n（记者 {a} {b}）")),
            both,
        ),
        "end paren": (
            "",
            "",
            rng.choice((f"（记者 {a} 通讯员 {b}）", f"（记者：{a}、{b}）", f" (记者 {a} {b})")),
            both,
        ),
        "end names": ("", "", f"（{a} {b}）", both),
        "none": ("", "", "", ()),
    }
    return forms[lead]


def caption(rng: Random) -> str:
    """A photo caption that says it is one."""
    scene = rng.choice(
        (
            "夜市上人头攒动",
            "工人在生产线上忙碌",
            "志愿者为老人量血压",
            "稻田里收割机来回穿梭",
            "孩子们在广场上放风筝",
            "乡村大道两旁鲜花盛开",
        )
    )
    who = simple_person(rng)
    return rng.choice(
        (
            f"{scene}。 记者 {who} 摄",
            f"图为{scene}。（{who} 摄）",
            f"▲{scene}。{who}摄",
            f"{scene}。通讯员 {who} 摄影报道",
        )
    )


def split_title(rng: Random, title: str, n: int) -> list[str]:
    """The title on `n` lines, broken where no line reads as a kicker of its own."""
    if n == 1 or len(title) < 4 * n:
        return [title]
    cuts = sorted(rng.sample(range(3, len(title) - 2), n - 1))
    parts = [title[i:j] for i, j in zip([0, *cuts], [*cuts, None], strict=True)]
    bad = (
        any(
            len(p) < 3
            or p[0] in "，、：；”）》,:;)"
            or p[-1] in "“（《("
            or p.endswith(("会", "会议", "强调", "指出"))
            for p in parts[:-1]
        )
        or len(parts[-1]) < 3
    )
    return [title] if bad or parts[-1][0] in "，、：；”）》—,:;)" else [p.strip() for p in parts]


def top_matter(rng: Random, kind: str, paper: str, day: tuple[int, int], page: int) -> list[str]:
    """Masthead and page label, or the path line of a web page."""
    lines = []
    if kind in ("masthead", "all"):
        label = f"第{page:02d}版：{rng.choice(('时政要闻', '综合新闻', '要闻', '民生'))}"
        date = f"2025年{day[0]}月{day[1]}日 星期{rng.choice('一二三四五六日')}"
        lines += rng.choice(
            ([f"{paper} {date} {label}"], [label, f"{paper}　{date}"], [paper, date, label])
        )
    if kind == "web":
        path = f"当前位置：首页 > 新闻中心 > {rng.choice(('本地要闻', '乡镇动态', '政务要闻'))}"
        lines += rng.choice(
            (
                [path],
                ["首页 | 要闻 | 民生 | 专题", path],
                ["数字报系", "移动端", f"{paper}网 > 要闻 > 正文"],
            )
        )
    if kind in ("weather", "all"):
        low = rng.randint(-8, 20)
        lines.append(
            f"今天{rng.choice(('晴到多云', '阴有小雨', '多云转晴'))}，"
            f"偏{rng.choice('东南西北')}风3~4级。气温{low}℃~{low + 9}℃。"
        )
    return lines


def web_lines(rng: Random, paper: str, day: tuple[int, int], title: str) -> list[str]:
    """Between the title of a web page and its text: source and time, sometimes the title again."""
    when = f"2025-{day[0]:02d}-{day[1]:02d} {rng.randint(6, 22):02d}:{rng.randint(10, 59)}"
    lines = rng.choice(
        (
            [
                f"来源：{paper} 发布时间：{when} 浏览次数：{rng.randint(5, 4000)}次 "
                "【字体：大 中 小】"
            ],
            [f"发布日期：{when} 来源：{paper} 字号：[大 中 小] 打印 关闭"],
            [f"{when} | 来源：{paper} | 阅读 {rng.randint(5, 4000)}"],
            [f"发布时间：{when}", f"来源：{paper}", "打印：", "字体："],
            [when, "分享到："],
            [
                f"2025年{day[0]:02d}月{day[1]:02d}日 {when[11:]}　来源：{paper}　责任编辑："
                f"{person(rng)}"
            ],
        )
    )
    return lines + rng.choice(([], [], [f"原标题：{title}"], [title]))


def bottom_matter(rng: Random, kind: str, paper: str, place: tuple[str, str, str]) -> list[str]:
    """Editors, telephones, disclaimers, and the links below a web page."""
    lines = []
    if kind in ("phone", "all"):
        one, two = (f"0{rng.randint(310, 998)}-{rng.randint(2000000, 8999999)}" for _ in range(2))
        lines.append(f"新闻热线：{one}　广告热线：{two}")
        lines += [f"责任编辑：{person(rng)}　版式：{person(rng)}　校对：{person(rng)}"]
    if kind in ("statement", "web"):
        lines += [
            "声明：",
            f"凡本网注明“来源：{paper}”的所有作品，版权均属于{paper}，未经授权不得转载、摘编。"
            "本文仅代表作者个人观点，如有侵权请联系我们删除。",
        ]
    if kind == "web":
        others = (
            "我国科学家在深海发现新物种",
            "今年高考报名人数公布",
            "多地推出消费补贴",
            "铁路部门加开旅游专列",
        )
        one, two, three = rng.sample(others, 3)
        lines.append(
            rng.choice(
                (
                    f"责任编辑：{person(rng)}",
                    f"【责任编辑：{person(rng)}】",
                    f"编辑：{person(rng)}　审核：{person(rng)}",
                )
            )
        )
        lines += rng.choice(
            (
                [
                    f"上一篇：{one}",
                    f"下一篇：{two}",
                    "分享到：微信 微博 QQ空间",
                    "相关阅读",
                    three,
                    one,
                ],
                [f"- {x}2025-01-{rng.randint(10, 28)}" for x in (one, two, three)],
                ["扫描二维码", "在您的设备上浏览本页", "相关新闻", one, two],
            )
        )
        lines += [
            f"版权所有：{place[0]}{place[1]}融媒体中心　主办：中共{place[0]}{place[1]}委宣传部",
            f"备案号：ICP备{rng.randint(10000000, 99999999)}号-1",
        ]
    return lines
