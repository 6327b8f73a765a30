"""Every word of our own in figures and on pages, in English and Chinese: one table, complete in
both.
"""

import re

from analysis.errors import TifaError
from analysis.wording.captions import CAPTIONS
from analysis.wording.page_labels import PAGE, PHRASES

LANGUAGES = ("en", "zh")
LABELS: dict[str, tuple[str, str]] = {
    # what is counted: singular|plural in English
    "article": ("article|articles", "篇文章"),
    "place": ("place|places", "个地方"),
    "slogan": ("slogan|slogans", "条提法"),
    "body": ("body|bodies", "个机构"),
    "word": ("word|words", "个词"),
    "character": ("Han character|Han characters", "个汉字"),
    "mention": ("mention|mentions", "次提及"),
    "time": ("time|times", "次"),
    # kinds, as a plain plural
    "slogans": ("slogans", "提法"),
    "bodies": ("named bodies", "机构"),
    "words": ("words", "词语"),
    # levels and genres
    "中央": ("中央 (central)", "中央"),
    "省": ("省 (province)", "省"),
    "市": ("市 (city)", "市"),
    "区": ("区 (district, county)", "区（县）"),
    "镇街": ("镇街 (town, street)", "镇街"),
    "村社": ("村社 (village, community)", "村社"),
    "其他": ("其他 (other)", "其他"),
    "meeting-report": ("meeting report", "会议报道"),
    "news-brief": ("news brief", "简讯"),
    "work-report": ("work report", "工作报告"),
    "feature": ("feature", "通讯特写"),
    "photo-caption": ("photo caption", "图片说明"),
    "weather": ("weather", "天气"),
    "boilerplate": ("web furniture", "网页模板"),
    "other": ("other", "其他"),
    # verdicts
    "more in A": ("more in {a}", "{a}更多"),
    "more in B": ("more in {b}", "{b}更多"),
    "no clear difference": ("no clear difference", "无明显差别"),
    "too few articles to tell": ("too few articles to tell", "篇数太少，不能判断"),
    # axes and marks
    "per_10k_han": ("per 10,000 Han characters", "每万字次数"),
    "per_10k_tokens": ("per 10,000 words", "每万词次数"),
    "n": ("count", "次数"),
    "share": ("share of the mentions", "占提及次数的比例"),
    "chars": ("Han characters", "汉字数"),
    "in_place": ("{place}, {unit}", "{place}，{unit}"),
    "zero": ("none", "无"),
    "log_axis": ("times the rate of the other place (logarithmic)", "频率为另一方的倍数（对数尺）"),
    "interval": ("bar: 95 % interval from resampling articles", "横线：按文章重抽样的 95% 区间"),
    "joint": ("articles that name both", "同时提及两者的篇数"),
    "logdice": ("logDice (14 = always together)", "logDice（14 表示总在一起）"),
    "raw": ("raw files", "原始文件"),
    "repaired": ("repaired articles", "修复后的文章"),
    "jieba": ("jieba's own words in the articles", "jieba 自行切分的词"),
    "inferred": ("place or date inferred", "地点或日期为推断"),
    "not_counted": ("in no count", "不计入"),
    "undated": ("no date", "日期不详"),
    "more_places": ("{n} more places", "另有 {n} 个地方"),
    "until": (" to ", " 至 "),
    "unknown": ("unknown", "不详"),
    "start": ("start", "开头"),
    "end": ("end", "结尾"),
    "partners": ("in the same sentences", "同句的其他提法"),
    "near_all": ("near / in all", "邻近 / 全部"),
    "home_made": ("home-made", "本地自创"),
    "n_slogans": ("number of slogans", "提法数"),
    "n_of": ("{n} of {of}", "{n}／{of}"),
    "verdict": ("verdict", "判断"),
    "colon": (": ", "："),
    "loo.holds": ("same side without any one article", "去掉任一篇仍在同一侧"),
    "loo.turns": ("one article decides the side", "一篇文章即可改变"),
    "confound.articles": ("articles", "篇数"),
    "confound.length": ("length", "长度"),
    "confound.all": ("Han characters in all", "总字数"),
    "confound.median article": ("median article", "每篇中位数"),
    "confound.effective number": ("articles, weighed by length", "按长度折算的篇数"),
    "confound.weight of one article": ("weight of one article", "单篇所占分量"),
    "confound.largest": ("the longest, of its side", "最长一篇占该方"),
    "confound.date": ("date", "日期"),
    "confound.published": ("published", "发表"),
    "confound.inferred or unknown": ("inferred or unknown", "推断或不详"),
    "confound.genre": ("genre", "体裁"),
    "confound.papers": ("papers", "报纸"),
    "note.only one side has this genre": ("only one side has this genre", "只有一方有此体裁"),
    "note.the dates do not overlap": ("the dates do not overlap", "日期不重叠"),
    "note.dates are inferred or unknown": ("dates are inferred or unknown", "日期为推断或不详"),
    "note.a side has no dates": ("a side has no dates", "有一方没有日期"),
    "note.of its side": ("one article holds half of its side", "一篇占该方一半以上"),
    "confound.warn": ("mind this", "请留意"),
    "nothing.compare": (
        "Nothing to compare: it takes two places with articles, and a feature used at least "
        "three times.",
        "没有可比较的内容：需要两个有文章的地方，以及至少出现三次的词语。",
    ),
    "nothing": ("Nothing to show.", "没有可显示的内容。"),
    "of_shown": ("{shown} of {all} rows shown", "共 {all} 行，显示 {shown} 行"),
    "places_shown": (
        "the {shown} of {all} places with most articles",
        "{all} 个地方中篇数最多的 {shown} 个",
    ),
    "sep": ("; ", "；"),
    "list": (", ", "、"),
    "and": (" and ", "和"),
    "stop": (".", "。"),
    # footer
    "footer": (
        "Corpus {corpus}; lexicons {lexicons}; {setting}.",
        "语料 {corpus}；词表 {lexicons}；{setting}。",
    ),
    "setting_han": (
        "headlines, captions, weather and web furniture in no count",
        "标题、图片说明、天气与网页模板不计入",
    ),
    "setting_tokens": (
        "words by jieba without guessing, mentions and places kept whole; headlines, "
        "captions, weather and web furniture in no count",
        "jieba 分词（不猜新词），提法、机构与地名不拆开；标题、图片说明、天气与网页模板不计入",
    ),
}

TABLE = LABELS | CAPTIONS | PAGE
_GAPS = {
    re.compile(re.escape(text).replace(r"\{\}", "(.+)")): words
    for text, words in PHRASES.items()
    if "{}" in text
}


def label(key: str, lang: str = "en", **values: object) -> str:
    """Our word for `key` in `lang` ("en", "zh"), with `{names}` filled in. Raises TifaError for an
    unknown key or language.

    >>> label("more in A", "zh", a="临平")
    '临平更多'
    """
    return label_template(key, lang).format(**values)


def known(key: str, lang: str) -> str:
    """The label of a value that may be a corpus's own (a level, a genre); an unknown one stands for
    itself.

    >>> known("work-report", "en"), known("诗歌", "en")
    ('work report', '诗歌')
    """
    return label(key, lang) if key in TABLE else key


def phrase(text: str, lang: str) -> str:
    """A caption, heading or value of ours in `lang`; a text the table does not have stands for
    itself.

    >>> phrase("n in 临平", "zh"), phrase("n in 临平", "en"), phrase("a heading of one's own", "zh")
    ('临平次数', 'n in 临平', "a heading of one's own")
    """
    if lang == "en" or text in PHRASES:
        return text if lang == "en" else PHRASES[text]
    hits = ((words, gap.fullmatch(text)) for gap, words in _GAPS.items())
    found = [words.format(hit[1]) for words, hit in hits if hit]
    return min(found, key=len) if found else text


def page_words(lang: str) -> dict[str, str]:
    """What template and script of a page say: each word of `PAGE` by its key."""
    return {key: label_template(key, lang) for key in PAGE}


def label_template(key: str, lang: str) -> str:
    """The word for `key` with its gaps still open."""
    if lang not in LANGUAGES:
        raise TifaError(f"lang is {lang!r}; must be one of {', '.join(LANGUAGES)}")
    if key not in TABLE:
        raise TifaError(f"no label {key!r}")
    return TABLE[key][LANGUAGES.index(lang)]


def amount(n: int, noun: str, lang: str = "en") -> str:
    """A number with its noun.

    >>> amount(1, "article"), amount(1200, "article"), amount(3, "article", "zh")
    ('1 article', '1,200 articles', '3 篇文章')
    """
    if lang == "zh":
        return f"{n:,} {label(noun, lang)}"
    one, many = label(noun, lang).split("|")
    return f"{n:,} {one if n == 1 else many}"


def amount_of(key: str, n: int, lang: str = "en") -> str:
    """A label that holds its number itself, singular|plural in English.

    >>> amount_of("page.lines", 1), amount_of("page.lines", 1200), amount_of("page.lines", 3, "zh")
    ('1 line of evidence', '1,200 lines of evidence', '3 条依据')
    """
    forms = label_template(key, lang).split("|")
    return forms[0 if n == 1 else -1].format(n=f"{n:,}")


def listing(items: list[str], lang: str = "en", *, most: int = 3) -> str:
    """The first items of a list, as one reads them.

    >>> listing(["临平", "钱塘", "杭州"]), listing(["临平", "钱塘"], "zh")
    ('临平, 钱塘 and 杭州', '临平和钱塘')
    """
    items = list(items)[:most]
    if len(items) < 2:
        return "".join(items)
    return label("list", lang).join(items[:-1]) + label("and", lang) + items[-1]


def joined(lang: str, *parts: str) -> str:
    """The parts that are not empty, as one line.

    >>> joined("en", "a rate", "", "b")
    'a rate; b'
    """
    return label("sep", lang).join(part for part in parts if part)
