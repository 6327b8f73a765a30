"""What a line says of itself: one of the page's own formulas, a lead, or text."""

from operator import add

from analysis.read import formulas as f
from analysis.read.layout import find_jumps


def line_kind(text: str) -> str:
    """Name of the page formula a whole line is, or "" for text.

    >>> [line_kind(t) for t in ("第04版：时政要闻", "记者 周铭 陈轶东", "浏览次数：12", "各位委员：", "会议强调，")]
    ['page', 'byline', 'meta', 'salute', '']
    """
    size = len(text)
    phrase = size <= 60 and not f.INNER.search(text)  # some formulas have no comma or stop inside
    if is_markup(text):
        return "markup"
    if f.LABEL.fullmatch(text):
        return "furniture"
    jumps = find_jumps(text) if size <= 60 else []
    if jumps and jumps[0][1] - jumps[0][0] == size:
        return jumps[0][2]
    if size <= 30 and f.SALUTATION.match(text):
        return "salute"
    named = phrase and size <= 40
    if named and f.PAGE_LABEL.fullmatch(text):
        return "page"
    if 4 <= size <= 60 and f.IN_BRACKETS.fullmatch(text) and f.DESK.search(text):
        return "byline"
    if named and f.NAMES_ALONE.fullmatch(text):
        return "byline"
    if (
        size <= 90
        and f.BYLINE_HINT.search(text)
        and not f.NEWS_LEAD.match(text)
        and f.BYLINE_LINE.fullmatch(text)
        and not is_caption(text)
    ):
        return "furniture" if f.FURNITURE.fullmatch(text) else "byline"
    if size <= 90 and not f.INNER.search(text) and f.TRAIL.match(text):
        return "boilerplate"
    if size <= 120 and f.FURNITURE.fullmatch(text):
        return "furniture"
    if size <= 160 and f.META.match(text):
        return "meta"
    if size <= 60 and f.FOLIO.fullmatch(text):
        return "furniture"
    if f.BOILERPLATE.match(text):
        return "boilerplate"
    if (
        size <= 80
        and is_caption(text)
        and (f.CAPTION_START.match(text) or f.CAPTION_CREDIT.search(text))
    ):
        return "caption"
    return ""


def is_caption(text: str) -> bool:
    """True for a line with the marks of a picture: ▲, 图为, 摄, 供图.

    >>> [is_caption(t) for t in ("会议现场。（记者 甲 摄）", "会议召开。要求落实。（记者 甲 摄影报道）")]
    [True, False]
    """
    text = text.rstrip(" |｜")
    if not (f.CAPTION_QUICK.search(text) and f.CAPTION.search(text)):
        return False
    return bool(f.CAPTION_START.match(text) or not f.PICTURE_STORY.search(text))


def is_markup(text: str) -> bool:
    """True for a link, an address, a comment or a rule with at most a label or a title beside it.

    >>> [is_markup(t) for t in ("[原文](https://example.org/1)", "---", "请登录 www.example.org，名额不限。")]
    [True, True, False]
    """
    if f.RULE.fullmatch(text):
        return True
    if len(text) > 400 or not (f.LINK_QUICK.search(text) and f.LINK.search(text)):
        return False
    rest = f.LINK.sub("", text)
    return text.startswith("-->") or not f.INNER.search(rest)


def find_lead(text: str) -> int:
    """Length of the lead formula a paragraph starts with (本报讯（记者 …）), 0 if there is none.

    >>> find_lead("本报讯（记者 甲）昨日"), find_lead("央视网消息：今天"), find_lead("据悉，消息")
    (9, 6, 0)
    """
    if not f.LEAD_QUICK.match(text) or f.BAD_LEAD.match(text):
        return 0
    head = text[:170]
    best = 0
    for pattern in f.LEADS:
        found = pattern.match(head)
        if found:
            best = max(best, found.end())
    return best


def pairs(text: str) -> set[str]:
    """Character pairs of a text, white space left out.

    >>> sorted(pairs("区 委会"))
    ['区委', '委会']
    """
    solid = "".join(text.split())
    return set(map(add, solid, solid[1:]))


def without_label(title: str) -> str:
    """A title without its series' label, which says nothing of the text.

    >>> without_label("【在现场】渡口起雾"), without_label("【渡口起雾】")
    ('渡口起雾', '【渡口起雾】')
    """
    return f.SERIES.sub("", title)


def cover(phrase: str, text: str) -> float:
    """Share of the phrase's character pairs that the text holds.

    >>> cover("召开会议", "昨日召开了会议")
    0.6666666666666666
    """
    told = {*map(add, phrase, phrase[1:])}
    return len([*filter(text.__contains__, told)]) / max(len(told), 1)
