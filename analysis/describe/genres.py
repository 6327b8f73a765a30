"""What kind of article this is, from its headline, its opening and its verbs."""

import re

from analysis.read import formulas as f

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
    if f.REPORT_OPENING.search(opening[:120]) and (
        len(text) > 1500 or _REPORT_TITLE.search(headline)
    ):
        return "work-report"
    if _REPORT_TITLE.search(headline) and len(text) > 2500:
        return "work-report"
    leads = bool(_LEAD.search(byline[:12])) and not byline.strip().startswith(
        ("记者", "■", "□", "作者")
    )
    said = len(f.SAID.findall(text))
    if (
        (leads or re.search(r"会|调研|考察|座谈", headline))
        and f.OCCASION.search(headline + opening)
        and said >= 2
    ):
        return "meeting-report"
    if leads or len(text) < 300:
        return "news-brief" if text else "other"
    return "feature"
