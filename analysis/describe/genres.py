"""What kind of article this is, from its headline, its opening and its verbs."""

import re

GENRES = (
    "meeting-report",
    "news-brief",
    "work-report",
    "feature",
    "photo-caption",
    "weather",
    "boilerplate",
    "other",
)
NOT_COUNTED = ("photo-caption", "weather", "boilerplate")

_REPORT_TITLE = re.compile(r"(?:工作|情况|审议|审查|执行)(?:的)?报告$|报告[（(]|[—-]{2}.{0,30}报告")
_REPORT_OPENING = re.compile(
    r"(?:各位(?:代表|委员|同志|领导)|同志们|我(?:受|代表).{0,40}(?:报告|汇报))"
)
_OCCASION = re.compile(
    r"会议|全会|[^机社]会(?:上|召开|举行|强调|$)|座谈|调研|考察|督查|督导|检查|走访|视察|"
    r"慰问|会见|活动|仪式|开幕|闭幕|论坛|会召开|会举行|学习会|常委会|党组|协商|听取|报到"
)
_SAID = re.compile(
    r"会议(?:强调|指出|要求|认为|传达|听取|审议|书面|还)|强调[，,]|指出[，,]|要求[，,]|"
    r"(?:主持|出席|讲话|发言|陪同|参加)[。，,并]|希望(?:大家|各位|企业)|说[，,]"
)
_LEAD = re.compile(r"本报.{0,4}讯|(?:讯|电)\s*[（(]?|记者|通讯员")


def genre_of(headline: str, byline: str, text: str, hint: str = "") -> str:
    """One of `GENRES`.

    headline : kicker, title and subtitle together; hint : what the layout says (photo-caption,
        weather, …), which wins.
    A meeting-report has an occasion in headline or opening and at least two verbs of saying or
    attending; a news-brief has a reporter's lead or is short; a feature is longer, without the news
    lead.

    >>> genre_of("区委常委会召开会议", "本报讯（记者 甲）", "昨日，区委常委会召开会议。会议强调，要落实。会议指出，要抓紧。")
    'meeting-report'
    """
    if hint in GENRES:
        return hint
    opening = text[:200]
    if _REPORT_OPENING.search(opening[:120]) and (
        len(text) > 1500 or _REPORT_TITLE.search(headline)
    ):
        return "work-report"
    if _REPORT_TITLE.search(headline) and len(text) > 2500:
        return "work-report"
    leads = bool(_LEAD.search(byline[:12])) and not byline.strip().startswith(
        ("记者", "■", "□", "作者")
    )
    said = len(_SAID.findall(text))
    if (
        (leads or re.search(r"会|调研|考察|座谈", headline))
        and _OCCASION.search(headline + opening)
        and said >= 2
    ):
        return "meeting-report"
    if leads or len(text) < 300:
        return "news-brief" if text else "other"
    return "feature"
