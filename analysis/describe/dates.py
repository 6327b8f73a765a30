"""When a page was printed and when its events happened, each by a rule with a name."""

import re
from collections import Counter
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from analysis.chinese.han import read_number
from analysis.read import formulas

FULL = formulas.FULL_DAY
_AGO = {"昨": 1, "今": 0, "前": 2}
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
    return _iso(*map(read_number, match.group("year", "month", "day")))


def read_day(cell: str) -> str:
    """The ISO day of a table's cell, "" where it says none: a day in any printed form, with a time
    or without, 20250603, a spreadsheet's serial number, seconds or milliseconds since 1970. A time
    with its zone is told in China's.
    """
    cell = cell.strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime):  # ISO 8601, RFC 2822
        with suppress(ValueError, IndexError, TypeError):
            if (found := read(cell)).tzinfo:
                return found.astimezone(CHINA).date().isoformat()
            break
    if re.fullmatch(r"\d{5}(?:\.\d+)?", cell) and SERIALS[0] <= float(cell) <= SERIALS[1]:
        return (date(1899, 12, 30) + timedelta(days=int(float(cell)))).isoformat()
    if re.fullmatch(r"\d{10}|\d{13}", cell):
        seconds = int(cell) / (1000 if len(cell) == 13 else 1)
        return datetime.fromtimestamp(seconds, CHINA).date().isoformat()
    days = (full_date(match) for match in FULL.finditer(cell))
    return next(filter(None, days), "") or date_in_path(re.sub(r"^(\d{8})\d{4,6}$", r"\1", cell))


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def date_in_path(path: str) -> str:
    """The date a file or folder name carries, or "": 20250603, 250603 (of this century), 2025-6-3,
    二〇二五年六月三日.
    """
    found = [m.group("year", "month", "day") for m in formulas.PATH_DATE.finditer(path)]
    days = [_iso(int(year) + 2000 * (len(year) < 4), int(m), int(d)) for year, m, d in found]
    return next(filter(None, [*days, *map(full_date, FULL.finditer(path))]), "")


def years_named(text: str) -> list[int]:
    """The years a text speaks of as its own, most frequent first: no goals (到2035年)."""
    counted = Counter(read_number(m["year"]) for m in formulas.YEAR_ALONE.finditer(text))
    for match in formulas.PLAN.finditer(text):
        # a plan is proposed in the year before it starts; the first began in 1951
        counted[1950 + 5 * read_number(match["n"])] += 2
    return sorted((y for y in counted if 1946 <= y <= 2099), key=lambda y: (-counted[y], -y))


def publication_date(furniture: str, leads: list[str], texts: list[str]) -> Dated:
    """The day a page was printed.

    furniture : page labels, web headers and footers of the page, joined.
    leads : the first sentences of its articles; texts : the articles, with headline and byline.
    Rules, the first that holds: a full date in the furniture (printed); 昨日 beside a day announced
    for today or later (inferred: announced-day); the day after the last day-only date of the leads,
    in the first month that does not contradict the full dates (inferred: day-after-last-event).
    """
    if stamped := [m for m in FULL.finditer(furniture) if full_date(m)]:
        likeliest = min(stamped, key=lambda m: _stamp_rank(furniture, m))
        return Dated(full_date(likeliest), "printed", "page-date")
    said = filter(None, map(formulas.RELATIVE.search, leads))
    if any(match["word"][0] == "昨" for match in said) and (announced := _announced(texts)):
        return Dated(announced[0], "inferred", "announced-day")
    exact = [day for lead in leads for m in FULL.finditer(lead) if (day := full_date(m))]
    bare = [lead for lead in leads if not FULL.search(lead) and not formulas.MONTH_DAY.search(lead)]
    days = [
        read_number(match["day"]) for match in filter(None, map(formulas.DAY_ALONE.search, bare))
    ]
    if days and exact and (last := _first_month_after(max(exact), max(days))):
        return Dated(_days_after(last, 1), "inferred", "day-after-last-event")
    return UNKNOWN


def days_stated(words: str) -> list[str]:
    """The full dates of lines that are no lead of a report (本报讯 …)."""
    lines = (line for line in words.split("\n") if not formulas.LEAD_WORDS.search(line))
    return [day for line in lines for m in FULL.finditer(line) if (day := full_date(m))]


def is_page_head(line: str) -> bool:
    """True for a full date with a weekday, page number, issue, editor or telephone beside it, or
    with nothing but a paper's name.
    """
    if len(line) > 120 or not FULL.search(line) or re.search("[。！？]", line):
        return False
    rest = FULL.sub(" ", line)
    paper = formulas.PAGE_PAPER.search(rest)
    alone = paper and not re.search(r"[^\W\d]", rest.replace(paper.group(), "", 1))
    return bool(alone or formulas.HEAD_WORD.search(rest))


def stamped_day(furniture: str) -> str:
    """The full date that stands beside a weekday, 发布时间 or the like; "" for none or two."""
    stamped = (m for m in FULL.finditer(furniture) if _stamp_rank(furniture, m)[0] < 2)
    days = set(filter(None, map(full_date, stamped)))
    return days.pop() if len(days) == 1 else ""


def _stamp_rank(furniture: str, match: re.Match[str]) -> tuple[int, int]:
    """Likeliest first: after 发布时间, before a weekday, at the start of a line, elsewhere."""
    before = furniture[max(0, match.start() - 8) : match.start()]
    if re.search(r"(?:时间|日期|发布|发表|出版)[^\n]{0,3}$", before):
        return 0, match.start()
    if re.match(r"\s*(?:星期|周|礼拜)", furniture[match.end() : match.end() + 4]):
        return 1, match.start()
    return (2 if before[-1:] in ("", "\n") else 3), match.start()


def _announced(texts: list[str]) -> list[str]:
    """Days the page announces (将, 定于 in the same clause), earliest first."""
    found, text, years = [], "\n".join(texts), None
    for clause in re.split(r"[。；;！？\n]", text):
        if "将" not in clause and "于" not in clause:
            continue
        for match in (*FULL.finditer(clause), *formulas.MONTH_DAY.finditer(clause)):
            before = clause[max(0, match.start() - 4) : match.start()]
            if not formulas.ANNOUNCED.search(clause[match.end() : match.end() + 30] + before):
                continue
            if match.re is FULL:
                year = read_number(match["year"])
            else:  # the year that the page names most; asked only here
                years = years_named(text) if years is None else years
                year = next(iter(years), 0)
            found.append(_iso(year, read_number(match["month"]), read_number(match["day"])))
    return sorted(filter(None, found))


def _first_month_after(known: str, day: int) -> str:
    """The first date with this day of month on or after a known date."""
    year, month = map(int, known.split("-")[:2])
    months = (divmod(month - 1 + step, 12) for step in range(12))
    days = (_iso(year + years, month0 + 1, day) for years, month0 in months)
    return next((found for found in days if found >= known), "")


def _days_after(day: str, n: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=n)).isoformat()


def event_date(note: str, lead: str, published: Dated, years: list[int]) -> Dated:
    """The day an article reports on.

    note : the bracketed line under a headline; lead : the first sentences of the text; published :
        the page's date; years : `years_named` of the page.
    A full date is printed; a month and day take the year nearest the page's date, a day alone its
    month, 昨日 the day before.
    """
    pattern, match = _first_expression(note) or _first_expression(lead) or (None, None)
    if pattern is None:
        return UNKNOWN
    if pattern is FULL:
        return Dated(full_date(match), "printed", "full-date")
    if pattern is formulas.MONTH_DAY:
        month, day = read_number(match["month"]), read_number(match["day"])
        return _with_year(month, day, published.date, years)
    if not published.date:
        return UNKNOWN
    if pattern is formulas.RELATIVE:
        back = _AGO[match["word"][0]]
        return Dated(_days_after(published.date, -back), "inferred", "relative-day")
    days = (_days_after(published.date, -back) for back in range(31))
    found = next((d for d in days if int(d[-2:]) == read_number(match["day"])), "")
    return Dated(found, "inferred", "day-of-month") if found else UNKNOWN


def _first_expression(text: str) -> tuple[re.Pattern[str], re.Match[str]] | None:
    """The first date expression of a text and its kind; of two at one place the fuller."""
    kinds = (FULL, formulas.MONTH_DAY, formulas.RELATIVE, formulas.DAY_ALONE)
    found = [
        (m.start(), rank, kind, m) for rank, kind in enumerate(kinds) if (m := kind.search(text))
    ]
    found = [f for f in found if f[2] is not FULL or full_date(f[3])]
    return min(found, key=lambda f: f[:2])[2:] if found else None


def _with_year(month: int, day: int, page: str, years: list[int]) -> Dated:
    """A day of the year that brings it nearest to the page's, else of the text's own year."""
    if page:
        day0 = date.fromisoformat(page)
        options = [d for k in (-1, 0, 1) if (d := _iso(day0.year + k, month, day))]
        near = min(options, key=lambda d: (abs(date.fromisoformat(d) - day0), d), default="")
        return Dated(near, "inferred", "year-of-the-page") if near else UNKNOWN
    day = _iso(years[0], month, day) if years else ""
    return Dated(day, "inferred", "year-in-the-text") if day else UNKNOWN
