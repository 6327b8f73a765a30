"""When a page was printed and when its events happened, each by a rule with a name."""

import re
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from analysis.chinese.han import read_number
from analysis.chinese.lexicons import word_list
from analysis.read import formulas

_CN = "〇○零一二三四五六七八九"
_YEAR = rf"(?P<year>(?:19|20|１９|２０)[\d０-９]{{2}}|[一二][{_CN}]{{3}})"
_NUM = rf"[\d０-９]{{1,2}}|[{_CN}十]{{1,3}}"
FULL = re.compile(
    rf"{_YEAR}\s*(?:年|[-/.])\s*(?P<month>{_NUM})\s*(?:月|[-/.])\s*(?P<day>{_NUM})(?:\s*日|"
    r"号|(?![\d年月]))"
)
MONTH_DAY = re.compile(rf"(?<![\d年])(?<!\d[-—])(?P<month>{_NUM})\s*月\s*(?P<day>{_NUM})\s*[日号]")
DAY = re.compile(
    r"(?<![\d月第之初年月一二三四五六七八九十两])(?P<day>[\d０-９]{1,2})\s*日(?![均常内报子])"
)
_YEAR_ALONE = re.compile(rf"(?<![\d到至]){_YEAR}\s*年(?!\s*(?:远景|前|底前|基本实现))")
_HEAD_WORD = re.compile(
    "|".join(map(re.escape, word_list("page.head_words"))) + rf"|第\s*[A-Z]?[\d{_CN}十]+\s*[版期]"
)
_AGO = {"昨": 1, "今": 0, "前": 2}
_ANNOUNCED = re.compile(r"将|拟于|定于|即将")
_PLAN = re.compile(r"第(?P<n>[一二三四五六七八九十]{1,3})个五年规划(?:和[^，。]{0,14})?的建议")

CHINA = timezone(timedelta(hours=8))
SERIALS = 18_264, 73_050  # of 1950 and 2099, as spreadsheets count days


class Dated(NamedTuple):
    """An ISO day or "", its basis, and the rule that found it."""

    date: str
    basis: str
    rule: str


UNKNOWN = Dated("", "unknown", "")


def full_date(match: re.Match[str]) -> str:
    """The ISO day of a match; "" where there is no such day (2025年2月30日)."""
    return _iso(read_number(match["year"]), read_number(match["month"]), read_number(match["day"]))


def read_day(cell: str) -> str:
    """The ISO day of a table's cell, "" where it says none: a day in any printed form, with a time
    or without, 20250603, a spreadsheet's serial number, seconds or milliseconds since 1970. A time
    with its zone is told in China's.

    >>> [read_day(c) for c in ("2025年6月3日", "2025-06-02T18:30:00Z", "20250603", "45811", "6月")]
    ['2025-06-03', '2025-06-03', '2025-06-03', '2025-06-03', '']
    """
    cell = cell.strip()
    if zoned := _zoned(cell):
        return zoned.astimezone(CHINA).date().isoformat()
    if re.fullmatch(r"\d{5}(?:\.\d+)?", cell) and SERIALS[0] <= float(cell) <= SERIALS[1]:
        return (date(1899, 12, 30) + timedelta(days=int(float(cell)))).isoformat()
    if re.fullmatch(r"\d{10}|\d{13}", cell):
        seconds = int(cell) / (1000 if len(cell) == 13 else 1)
        return datetime.fromtimestamp(seconds, CHINA).date().isoformat()
    days = (full_date(match) for match in FULL.finditer(cell))
    return next(filter(None, days), "") or date_in_path(re.sub(r"^(\d{8})\d{4,6}$", r"\1", cell))


def _zoned(cell: str) -> datetime | None:
    """The time of a cell that says its zone, as ISO 8601 or RFC 2822 write it."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(cell)
        except (ValueError, IndexError, TypeError):
            continue
        return found if found.tzinfo else None
    return None


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def date_in_path(path: str) -> str:
    """The date a file or folder name carries, or "".

    >>> [date_in_path(f) for f in ("临平/2025-05-27.txt", "20250527_A01.txt", "000_011d24.txt")]
    ['2025-05-27', '2025-05-27', '']
    """
    for match in formulas.PATH_DATE.finditer(path):
        found = _iso(int(match["year"]), int(match["month"]), int(match["day"]))
        if found:
            return found
    return ""


def years_named(text: str) -> list[int]:
    """The years a text speaks of as its own, most frequent first: no goals (到2035年)."""
    counted = Counter(read_number(m["year"]) for m in _YEAR_ALONE.finditer(text))
    for match in _PLAN.finditer(text):
        counted[1950 + 5 * read_number(match["n"])] += (
            2  # a plan is proposed in the year before it starts; the first began in 1951
        )
    return sorted((y for y in counted if 1946 <= y <= 2099), key=lambda y: (-counted[y], -y))


def publication_date(furniture: str, leads: list[str], texts: list[str]) -> Dated:
    """The day a page was printed.

    furniture : page labels, web headers and footers of the page, joined.
    leads : the first sentences of its articles; texts : the articles, with headline and byline.
    Rules, the first that holds: a full date in the furniture (printed); a dateline of an agency
    (inferred: dateline); 昨日 beside a day announced for today or later (inferred: announced-day);
    the day after the last day-only date of the leads, in the first month that does not contradict
    the full dates (inferred: day-after-last-event).
    """
    stamped = [m for m in FULL.finditer(furniture) if full_date(m)]
    if stamped:
        return Dated(
            full_date(min(stamped, key=lambda m: _stamp_rank(furniture, m))), "printed", "page-date"
        )
    whole = "\n".join(texts)
    exact = sorted(d for d in (full_date(m) for lead in leads for m in FULL.finditer(lead)) if d)
    years = years_named(whole)
    announced = _announced(texts, years)
    yesterday = any(
        (m := formulas.RELATIVE.search(lead)) and m["word"][0] == "昨" for lead in leads
    )
    if yesterday and announced:
        return Dated(announced[0], "inferred", "announced-day")
    days = [
        read_number(m["day"])
        for lead in leads
        if not FULL.search(lead) and not MONTH_DAY.search(lead) and (m := DAY.search(lead))
    ]
    if days and exact:
        last = _first_month_after(exact[-1], max(days))
        if last:
            return Dated(
                (date.fromisoformat(last) + timedelta(days=1)).isoformat(),
                "inferred",
                "day-after-last-event",
            )
    return UNKNOWN


def is_page_head(line: str) -> bool:
    """True for a full date with a weekday, page number, issue, editor or telephone beside it.

    >>> [is_page_head(x) for x in ("A1 LINPING DAILY 2025.6.3 TUESDAY", "2025年6月3日召开会议")]
    [True, False]
    """
    return (
        len(line) <= 120
        and bool(FULL.search(line))
        and not re.search("[。！？]", line)
        and bool(_HEAD_WORD.search(FULL.sub(" ", line)))
    )


def stamped_day(furniture: str) -> str:
    """The full date that stands beside a weekday, 发布时间 or the like; "" for none or two.

    >>> stamped_day("2025年5月27日 星期二 第3版"), stamped_day("2025年5月27日")
    ('2025-05-27', '')
    """
    days = {full_date(m) for m in FULL.finditer(furniture) if _stamp_rank(furniture, m)[0] < 2} - {
        ""
    }
    return days.pop() if len(days) == 1 else ""


def _stamp_rank(furniture: str, match: re.Match[str]) -> tuple[int, int]:
    """Likeliest first: after 发布时间, before a weekday, at the start of a line, elsewhere."""
    before, after = (
        furniture[max(0, match.start() - 8) : match.start()],
        furniture[match.end() : match.end() + 4],
    )
    if re.search(r"(?:时间|日期|发布|发表|出版)[^\n]{0,3}$", before):
        return 0, match.start()
    if re.match(r"\s*(?:星期|周|礼拜)", after):
        return 1, match.start()
    return (2 if before[-1:] in ("", "\n") else 3), match.start()


def _announced(texts: list[str], years: list[int]) -> list[str]:
    """Days the page announces (将, 定于 in the same clause), earliest first."""
    found = []
    for text in texts:
        for clause in re.split(r"[。；;！？\n]", text):
            for pattern in (FULL, MONTH_DAY):
                for match in pattern.finditer(clause):
                    if not _ANNOUNCED.search(
                        clause[match.end() : match.end() + 30]
                        + clause[max(0, match.start() - 4) : match.start()]
                    ):
                        continue
                    if pattern is FULL:
                        found.append(full_date(match))
                    elif years:
                        month, day = read_number(match["month"]), read_number(match["day"])
                        found.append(_iso(years[0], month, day))
    return sorted(filter(None, found))


def _first_month_after(known: str, day: int) -> str:
    """The first date with this day of month on or after a known date."""
    start = date.fromisoformat(known)
    for step in range(12):
        month0 = start.month - 1 + step
        found = _iso(start.year + month0 // 12, month0 % 12 + 1, day)
        if found >= known:
            return found
    return ""


def event_date(note: str, lead: str, published: Dated, years: list[int]) -> Dated:
    """The day an article reports on.

    note : the bracketed line under a headline, "" without one; lead : the first sentences of the
        text.
    published : the page's date; years : `years_named` of the page.
    A full date is printed; a month and day take the year nearest the page's date, a day alone its
    month, 昨日 the day before.
    """
    for text in (note, lead):
        first = _first_expression(text)
        if first is None:
            continue
        pattern, match = first
        if pattern is FULL:
            return Dated(full_date(match), "printed", "full-date")
        if pattern is MONTH_DAY:
            return _with_year(
                read_number(match["month"]), read_number(match["day"]), published, years
            )
        if not published.date:
            return UNKNOWN
        page = date.fromisoformat(published.date)
        if pattern is formulas.RELATIVE:
            return Dated(
                (page - timedelta(days=_AGO[match["word"][0]])).isoformat(),
                "inferred",
                "relative-day",
            )
        days = (page - timedelta(days=back) for back in range(31))
        found = next((d for d in days if d.day == read_number(match["day"])), None)
        return Dated(found.isoformat(), "inferred", "day-of-month") if found else UNKNOWN
    return UNKNOWN


def _first_expression(text: str) -> tuple[re.Pattern[str], re.Match[str]] | None:
    """The first date expression of a text and its kind; of two at one place the fuller."""
    kinds = (FULL, MONTH_DAY, formulas.RELATIVE, DAY)
    found = [
        (m.start(), rank, kind, m) for rank, kind in enumerate(kinds) if (m := kind.search(text))
    ]
    found = [f for f in found if f[2] is not FULL or full_date(f[3])]
    return min(found, key=lambda f: f[:2])[2:] if found else None


def _with_year(month: int, day: int, published: Dated, years: list[int]) -> Dated:
    if published.date:
        page = date.fromisoformat(published.date)
        options = [d for d in (_iso(page.year + k, month, day) for k in (-1, 0, 1)) if d]
        if options:
            near = min(options, key=lambda d: (abs((date.fromisoformat(d) - page).days), d))
            return Dated(near, "inferred", "year-of-the-page")
    elif years and _iso(years[0], month, day):
        return Dated(_iso(years[0], month, day), "inferred", "year-in-the-text")
    return UNKNOWN
