"""What is known or inferred of documents and articles: place, dates, reporters, genre."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import pandas as pd

from analysis.chinese.han import HAN, n_han
from analysis.chinese.normal import is_traditional, normal_form, simplified
from analysis.describe import dates, page_place
from analysis.describe.corpus_csv import CSV_COLUMNS, is_guess
from analysis.describe.reporters import parse_byline
from analysis.read import formulas as f
from analysis.table.dictionary import columns_of
from analysis.table.parallel import progress

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


DOCUMENT_COLUMNS = columns_of("documents")
ARTICLE_COLUMNS = columns_of("articles")
OF_THE_PAGE = "paper place place_level place_basis date_published date_published_basis".split()
FRONT = "front matter"  # of the page itself
_NOT_HAN, _NOT_NAME = re.compile(rf"[^{HAN}]+"), re.compile(rf"[^{HAN}·•]+")


class Described(NamedTuple):
    """A row of `documents`, its place and date, and what a person should know of them."""

    row: dict[str, object]
    place: page_place.Placed
    date: dates.Dated
    notes: list[dict[str, object]]


def describe_documents(
    raw: pd.DataFrame,
    articles: pd.DataFrame,
    segments: pd.DataFrame,
    layouts: pd.DataFrame,
    given: pd.DataFrame,
) -> dict[str, Described]:
    """Place and date of every document of `raw`, by doc_id; what contradicts `given` is a note."""
    by_file = {r["file"]: r for r in given.to_dict("records")}
    layout_of = dict(zip(layouts["doc_id"], layouts["layout"], strict=True))
    furniture = _furniture(segments, raw)
    groups = dict(iter(articles.groupby("doc_id", sort=False)))
    found = {}
    for row in progress(raw.to_dict("records"), "places and days", len(raw)):
        doc_id = row["doc_id"]
        own = groups.get(doc_id, articles.iloc[:0])
        # bylines name guests of other papers
        around = normal_form("\n".join([furniture.get(doc_id, ""), *own["dateline"]])).text
        person = _person(by_file.get(row["file"], {}), row.get("facts") or {})
        place, notes = _place(row, around, person)
        published, more = _published(row, own, around, person)
        document = {k: row[k] for k in ("doc_id", "file", "sha256", "encoding")} | {
            "layout": layout_of.get(doc_id, ""),
            "n_chars": len(row["text"]),
            "n_han": n_han(row["text"]),
            "paper": person.get("paper")
            or page_place.paper_in_path(row["file"])
            or page_place.paper_named(around),
            "place": place.place,
            "place_level": place.place_level,
            "place_basis": place.basis,
            "date_published": published.date,
            "date_published_basis": published.basis,
            "place_rule": place.rule,
            "date_published_rule": published.rule,
        }
        told = [{"doc_id": doc_id, "step": s, "what": w, "n": 1} for s, w in notes + more]
        found[doc_id] = Described(document, place, published, told)
    return found


def _person(given: Mapping[str, str], facts: Mapping[str, str]) -> dict[str, str]:
    """What a person says of a page: in corpus.csv, else in the front matter of the page itself."""
    rules = {
        f"{c}_rule": "corpus.csv" if given.get(c) else FRONT for c in ("place", "date_published")
    }
    day = dates.read_day(facts.get("date_published", ""))
    said = {column: cell for column, cell in given.items() if cell}
    return {**dict.fromkeys(CSV_COLUMNS, ""), **facts, "date_published": day, **said, **rules}


@cache
def given_place(cell: str, rule: str) -> page_place.Placed:
    """The place a person names (临平, 浙江省杭州市临平区); an unknown name as it stands.

    >>> given_place("浙江省杭州市临平区", "")[:4], given_place("云岭", "")[:2]
    (('临平', '区', '临平区', '杭州市'), ('云岭', ''))
    """
    index = page_place.place_index()
    row = page_place.find_unit(index, cell, cell)
    if row is None:
        found = [cell[a:b] for _, a, b in index.automaton.find_matches_as_indexes(cell)]
        if found and "".join(found) == "".join(c for c in cell if c.isalnum()):
            row = page_place.find_unit(index, found[-1], cell)
    if row is not None:
        return page_place.unit_place(index, row, "given", rule)
    return page_place.Placed(cell, "", "", "", "", "given", rule)


def dress_articles(
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    described: Mapping[str, Described],
    by: str = "doc_id",
) -> pd.DataFrame:
    """The repaired articles in the columns of `articles`; `by`: the key of `described`."""
    articles = articles.copy()
    headline = articles["kicker"] + " " + articles["title"] + " " + articles["subtitle"]
    columns = zip(headline, articles["byline"], articles["text"], articles["hint"], strict=True)
    articles["genre"] = [genre_of(h, b, t, x) for h, b, t, x in columns]
    known = _names_printed_whole(articles["byline"])
    articles["reporters"] = [
        "|".join(n for n, _ in parse_byline(b, known)) for b in articles["byline"]
    ]
    for column in OF_THE_PAGE:
        articles[column] = [described[d].row[column] for d in articles[by]]
    years = {
        d: dates.years_named("\n".join(t)) for d, t in articles.groupby(by, sort=False)["text"]
    }
    events = []
    for key, note, dateline, text in articles[[by, "subtitle", "dateline", "text"]].itertuples(
        index=False
    ):
        told = not dates.FULL.search(dateline) and dates.DAY.search(dateline)
        dated = dates.FULL.search(note) or dates.MONTH_DAY.search(note)
        marked = note if dated else dateline if told else ""
        events.append(dates.event_date(marked, text[:80], described[key].date, years.get(key, [])))
    articles["date_event"] = [e.date for e in events]
    articles["date_event_basis"] = [e.basis for e in events]
    articles["date_event_rule"] = [e.rule for e in events]
    counts = sentences.groupby("article_id").size()
    articles["n_sentences"] = articles["article_id"].map(counts).fillna(0).astype(int)
    articles["n_han"] = [n_han(t) for t in articles["text"]]
    return articles[ARTICLE_COLUMNS]


def _names_printed_whole(bylines: pd.Series) -> frozenset[str]:
    """Names that stand unspaced in some byline: they settle where letter-spaced ones end."""
    return frozenset(
        n
        for b in bylines
        for n, _ in parse_byline(b)
        if n in _NOT_HAN.split(b) or n in _NOT_NAME.split(b)
    )


def _furniture(segments: pd.DataFrame, raw: pd.DataFrame) -> dict[str, str]:
    """Page labels, headers and web boilerplate of each document, joined."""
    texts = dict(zip(raw["doc_id"], raw["text"], strict=True))
    found: dict[str, list[str]] = {}
    around = segments[segments["role"].isin(["furniture", "boilerplate", "column"])]
    for doc_id, start, end in zip(around["doc_id"], around["start"], around["end"], strict=True):
        if doc_id in texts:
            found.setdefault(doc_id, []).append(texts[doc_id][start:end])
    return {k: "\n".join(v) for k, v in found.items()}


def _place(row: dict, around: str, person: dict) -> tuple[page_place.Placed, list]:
    # of the page itself: half of an article may stand in another file
    printed = "".join(row["text"].split())
    text = normal_form(printed).text
    index = page_place.place_index()
    day = person.get("date_published") or dates.date_in_path(row["file"])
    path = simplified(row["file"]) if is_traditional(printed) else row["file"]
    deduced = page_place.place_in_path(path, index, text, day) or page_place.infer_place(
        text, around, index, day
    )
    if not person.get("place") or (
        is_guess(person["place_basis"])
        and _same_place(person, page_place.with_level(deduced, text))
    ):
        note = []
        if deduced.basis == "inferred":
            note.append(("place", f"{deduced.place}: {deduced.basis}, {deduced.rule}"))
        if deduced.basis == "unknown":
            note.append(("doubt", "no place is known: none is given, none could be inferred"))
        if page_place.ONE_OF in deduced.rule:
            note.append(("doubt", f"{deduced.place}: {deduced.rule}; corpus.csv may say which"))
        return page_place.with_level(deduced, text), note
    unit = page_place.find_unit(index, person["district"] or person["place"], person["city"], day)
    base = page_place.UNKNOWN
    if unit is not None:
        base = page_place.unit_place(index, unit, "given", person["place_rule"], day)
    given = page_place.Placed(
        person["place"],
        person["place_level"] or base.place_level,
        person["district"] or base.district,
        person["city"] or base.city,
        base.province,
        "given",
        person["place_rule"],
    )
    given = given_place(given.place, FRONT) if given.rule == FRONT else given
    given = page_place.with_level(given, text)
    if deduced.basis != "unknown" and deduced.place != given.place:
        itself = f"the page itself speaks for {deduced.place} ({deduced.rule})"
        return given, [("doubt", f"{person['place_rule']} says {given.place}; {itself}")]
    return given, []


def _same_place(person: dict, placed: page_place.Placed) -> bool:
    cells = ("place", "place_level", "district", "city")
    return all(person[c] in ("", getattr(placed, c)) for c in cells)


def _published(row: dict, own: pd.DataFrame, around: str, person: dict) -> tuple[dates.Dated, list]:
    counted = own[own["hint"] != "boilerplate"]
    leads = [t[:60] for t in counted["text"]]
    texts = [
        "\n".join(v)
        for v in counted[["kicker", "title", "subtitle", "text"]].itertuples(index=False)
    ]
    in_path = dates.date_in_path(row["file"])
    page = dates.publication_date(around, leads, texts)
    deduced = dates.Dated(in_path, "given", "folder-or-file-name") if in_path else page
    stated = person.get("date_published", "")
    if stated and not (is_guess(person["date_published_basis"]) and stated == deduced.date):
        rule = person["date_published_rule"]
        other = f"{deduced.rule} says {deduced.date} ({deduced.basis})"
        differs = bool(deduced.date) and deduced.date != stated
        notes = [("doubt", f"{rule} says {stated}; {other}")] if differs else []
        return dates.Dated(stated, "given", rule), notes
    if in_path and page.basis == "printed" and page.date != in_path:
        return deduced, [("doubt", f"the file name says {in_path}; the page says {page.date}")]
    if deduced.basis == "unknown":
        return dates.UNKNOWN, [
            ("doubt", "no publication date: none is printed, none could be inferred")
        ]
    return deduced, [
        ("date", f"{deduced.date}: inferred, {deduced.rule}")
    ] if deduced.basis == "inferred" else []
