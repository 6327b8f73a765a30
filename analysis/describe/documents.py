"""What is known or inferred of documents and articles: place, dates, reporters, genre."""

import os
import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from analysis.chinese.han import HAN, n_han
from analysis.chinese.lexicons import LEVELS
from analysis.chinese.normal import is_traditional, normal_form, simplified
from analysis.describe import dates, page_place
from analysis.describe.dates import FULL, full_date
from analysis.describe.reporters import parse_byline
from analysis.errors import TifaError
from analysis.read import formulas as f
from analysis.read.folders import list_folder
from analysis.table.decode import read_csv_rows
from analysis.table.dictionary import columns_of, dtypes_of, table_of
from analysis.table.parallel import progress

BASES = ("given", "printed", "inferred", "unknown")
CLOSED = {"place_level": LEVELS, "place_basis": BASES, "date_published_basis": BASES}
CSV_COLUMNS = (
    "file paper place place_basis place_level city district "
    "date_published date_published_basis source note"
).split()


def read_corpus_csv(root: Path | pd.DataFrame) -> pd.DataFrame:
    """corpus.csv, its cells as strings, each row with its number; empty where there is none."""
    is_table = isinstance(root, pd.DataFrame)
    folder = None if is_table else root if os.path.isdir(root) else root.parent
    if folder is None or not os.path.isfile(path := folder / "corpus.csv"):
        return pd.DataFrame(columns=[*CSV_COLUMNS, "row"])
    table_rows = read_csv_rows(path)
    columns = next(table_rows, (1, []))[1]
    if "file" not in columns or set(columns) - set(CSV_COLUMNS):
        odd = ", ".join(c for c in columns if c not in CSV_COLUMNS) or "no column 'file'"
        raise TifaError(f"corpus.csv row 1: {odd}; the columns are {', '.join(CSV_COLUMNS)}")
    rows, there = {}, {file for _, file in list_folder(root).pages}
    for number, cells in table_rows:
        row = dict.fromkeys(CSV_COLUMNS, "") | dict(zip(columns, cells, strict=True))
        file, day = row["file"], row["date_published"]
        written = FULL.fullmatch(day)  # a spreadsheet may have made 2025/5/27 of 2025-05-27
        row |= {"date_published": full_date(written) if written else "", "row": number}
        wrong = [
            f"{column} {row[column]!r}; allowed: {', '.join(allowed)}"
            for column, allowed in CLOSED.items()
            if row[column] not in ("", *allowed)
        ]
        if day and not row["date_published"]:
            wrong.insert(0, f"date_published {day!r} is not a day like 2025-05-27")
        if file not in there and not (file and os.path.isfile(folder / file)):
            wrong.insert(0, f"file {file!r} is not in {folder}")
        if file in rows:
            wrong.append(f"file {file!r} is listed twice")
        if wrong:
            raise TifaError(f"corpus.csv row {number}: {wrong[0]}")
        rows[file] = row
    return pd.DataFrame(rows.values(), columns=[*CSV_COLUMNS, "row"])


def is_guess(basis: str) -> bool:
    """Whether a `_basis` cell says that `new`, not a person, filled the cell beside it."""
    return basis in ("printed", "inferred", "unknown")


GENRES = tuple(
    "meeting-report news-brief work-report feature photo-caption weather boilerplate other".split()
)
SIGNED = ("记者", "■", "□", "作者")
NOT_COUNTED = ("photo-caption", "weather", "boilerplate")


def genre_of(headline: str, byline: str, text: str, hint: str = "") -> str:
    """One of `GENRES`; a `hint` of the layout (photo-caption, weather, …) wins.

    A meeting-report has an occasion in headline or opening and at least two verbs of saying or
    attending; a news-brief a reporter's lead or few words; a feature is longer, without the lead.
    """
    if hint in GENRES:
        return hint
    titled = bool(f.REPORT_TITLE.search(headline))
    begins = bool(f.REPORT_OPENING.search(text[:120]))
    if (len(text) > 1500 and begins) or (titled and (begins or len(text) > 2500)):
        return "work-report"
    told = [part.strip() for part in (*byline.split("|"), text[:40])]  # of a row, the lead is in it
    leads = any(f.LEAD_WORDS.search(s[:12]) and not s.startswith(SIGNED) for s in told)
    occasion = f.OCCASION.search(headline + text[:200]) and len(f.SAID.findall(text)) >= 2
    if occasion and (leads or f.OCCASION_HEAD.search(headline)):
        return "meeting-report"
    if leads or len(text) < 300:
        return "news-brief" if text else "other"
    return "feature"


DOCUMENT_COLUMNS = columns_of("documents")
ARTICLE_COLUMNS = columns_of("articles")
OF_THE_PAGE = "paper place place_level place_basis date_published date_published_basis".split()
FRONT = "front matter"  # of the page itself
Piece = tuple[str, str, str]  # role, article and words of what stands in a file
BESIDE = "beside-article"  # the rule of a day printed beside each article
SEGMENTS = ["doc_id", "start", "end", "role", "article_id"]
_NOT_HAN, _NOT_NAME = re.compile(rf"[^{HAN}]+"), re.compile(rf"[^{HAN}·•]+")


class Described(NamedTuple):
    """A row of `documents`, its place and date, what a person should know of them, and the same of
    its articles, where each has its own.
    """

    row: dict[str, object]
    place: page_place.Placed
    date: dates.Dated
    notes: list[dict[str, object]]
    articles: Mapping[str, "Described"] = MappingProxyType({})


class Article(NamedTuple):
    """What an article says of its document."""

    doc_id: str
    article_id: str
    dateline: str
    hint: str
    kicker: str
    title: str
    subtitle: str
    text: str


def describe_documents(
    raw: pd.DataFrame,
    articles: pd.DataFrame,
    segments: pd.DataFrame,
    layouts: pd.DataFrame,
    given: pd.DataFrame,
) -> dict[str, Described]:
    """Place and date of every document of `raw`, by doc_id; what contradicts `given` is a note."""
    by_file = {r["file"]: r for r in given.to_dict("records")}
    counted = zip(*(layouts[c] for c in ("doc_id", "layout", "n_chars", "n_han")), strict=True)
    layout_of = {doc_id: told for doc_id, *told in counted}
    pieces = _pieces(segments, raw)
    groups: dict[str, list[Article]] = {}
    for article in map(Article._make, zip(*(articles[c] for c in Article._fields), strict=True)):
        groups.setdefault(article.doc_id, []).append(article)
    found = {}
    for row in progress(raw.to_dict("records"), "places and days", len(raw)):
        doc_id, file = row["doc_id"], row["file"]
        own = groups.get(doc_id, [])
        # bylines name guests of other papers, a trail the title it leads to
        stand = pieces.get(doc_id, [])
        site = "\n".join(_around(stand))
        for title in filter(None, (article.title for article in own)):
            site = site.replace(title, "")
        around = normal_form("\n".join([site, *(article.dateline for article in own)])).text
        person = _person(by_file.get(file, {}), row.get("facts") or {})
        place, notes = _place(row, around, person)
        published, more = _published(row, own, around, person)
        paper = person.get("paper") or page_place.paper_in_path(file)
        days = {} if published.basis == "given" else beside_articles(stand, dates.days_stated)
        papers = {} if paper else beside_articles(stand, page_place.papers_stated)
        published = dates.Dated("", "printed", BESIDE) if days else published
        paper = paper or ("" if papers else page_place.paper_named(around))
        if papers and place.basis != "given":
            place = page_place.UNKNOWN
        layout, n_chars, n_of_han = layout_of.get(doc_id, ("", 0, 0))
        document = {k: row[k] for k in ("doc_id", "file", "sha256", "encoding")} | {
            "layout": layout,
            "n_chars": n_chars,
            "n_han": n_of_han,
            "paper": paper,
            "place": place.place,
            "place_level": place.place_level,
            "place_basis": place.basis,
            "date_published": published.date,
            "date_published_basis": published.basis,
            "place_rule": place.rule,
            "date_published_rule": published.rule,
        }
        told = [{"doc_id": doc_id, "step": s, "what": w, "n": 1} for s, w in notes + more]
        page = Described(document, place, published, told)
        ids = [article.article_id for article in own] if days or papers else []
        found[doc_id] = page._replace(articles={i: _own(page, i, days, papers) for i in ids})
    return found


def _own(page: Described, article_id: str, days: Mapping, papers: Mapping) -> Described:
    """What is known of an article whose file has several days or papers."""
    day, place, paper = page.date, page.place, page.row["paper"]
    if days:
        own = days.get(article_id, "")
        day = dates.Dated(own, "printed", BESIDE) if own else dates.UNKNOWN
    if papers:
        paper = papers.get(article_id, "")
        place = place if place.basis == "given" else page_place.infer_place("", paper)
    return Described(page.row | described_row(paper, place, day), place, day, [])


def described_row(paper: str, place: page_place.Placed, day: dates.Dated) -> dict[str, str]:
    """What is known of an article, in the columns of `documents`."""
    known = {"paper": paper, "place": place.place, "place_level": place.place_level}
    dated = {"date_published": day.date, "date_published_basis": day.basis}
    return known | dated | {"place_basis": place.basis}


def beside_articles(pieces: list[Piece], read: Callable[[str], list[str]]) -> dict[str, str]:
    """What is printed beside each article (a day, a paper) of a file where articles differ in it;
    {} for any other file.

    pieces : role, article and words of all that stands in the file, in its order.
    read : what words tell.
    It stands before every headline, under it, or below every text: where at least two thirds of the
    articles have it.

    >>> first = [("headline", "a", "甲"), ("furniture", "", "2025-06-03"), ("body", "a", "")]
    >>> second = [("headline", "b", "乙"), ("byline", "b", "2025-06-02"), ("body", "b", "")]
    >>> beside_articles(first + second, dates.days_stated)
    {'a': '2025-06-03', 'b': '2025-06-02'}
    """
    told: list[tuple[int, str]] = []
    heads: dict[str, int] = {}
    bodies: dict[str, list[int]] = {}
    for n, (role, article, words) in enumerate(pieces):
        if role == "body":
            bodies.setdefault(article, []).append(n)
        elif role == "headline":
            heads.setdefault(article, n)
        else:
            told += [(n, value) for value in read(words)]
    if len(bodies) < 2 or len({value for _, value in told}) < 2:
        return {}
    tops = [heads.get(article, own[0]) for article, own in bodies.items()]
    texts, ends = ([own[at] for own in bodies.values()] for at in (0, -1))
    zones = [-1, *ends[:-1]], tops, texts, ends, [*tops[1:], len(pieces)]
    found = [
        {
            article: inside[-1]
            for article, start, stop in zip(bodies, zones[a], zones[b], strict=True)
            if (inside := [value for n, value in told if start < n < stop])
        }
        for a, b in ((0, 1), (1, 2), (3, 4))
    ]
    most = max(found, key=len)
    several = 3 * len(most) >= 2 * len(bodies) and len(set(most.values())) > 1
    return most if several else {}


def _person(given: Mapping[str, str], facts: Mapping[str, str]) -> dict[str, str]:
    """What a person says of a page: in corpus.csv, else in the front matter of the page itself."""
    dated = ("place", "date_published")
    rules = {f"{c}_rule": "corpus.csv" if given.get(c) else FRONT for c in dated}
    day = dates.read_day(facts.get("date_published", ""))
    said = {column: cell for column, cell in given.items() if cell}
    return {**dict.fromkeys(CSV_COLUMNS, ""), **facts, "date_published": day, **said, **rules}


@cache
def given_place(cell: str, rule: str) -> page_place.Placed:
    """The place a person names (临平, 浙江省杭州市临平区), of several of one name with the city that
    is named with it (北京朝阳); an unknown name as it stands.
    """
    lowest = page_place.names_tiling(cell)[-1:]
    units = (page_place.find_unit(name, cell) for name in (cell, *lowest))
    if unit := next(filter(None, units), None):
        placed = page_place.unit_place(unit, "given", rule)
        over = page_place.parent_told(unit, cell)
        return placed._replace(place=f"{over}{placed.place}")
    return page_place.Placed(cell, "", "", "", "", "given", rule)


def dress_articles(
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    described: Mapping[str, Described],
    by: str = "doc_id",
) -> pd.DataFrame:
    """The repaired articles in the columns of `articles`; `by`: the key of `described`."""
    told = {name: articles[name].tolist() for name in articles}
    pages = zip(map(described.get, told[by]), told["article_id"], strict=True)
    about = [page.articles.get(article_id, page) for page, article_id in pages]
    headlines = map(" ".join, zip(told["kicker"], told["title"], told["subtitle"], strict=True))
    told["genre"] = [*map(genre_of, headlines, told["byline"], told["text"], told["hint"])]
    told["counted"] = is_counted(pd.Series(told["genre"], dtype=object))
    known = _names_printed_whole(told["byline"])
    people = (parse_byline(byline, known) for byline in told["byline"])
    told["reporters"] = ["|".join(name for name, _ in named) for named in people]
    told |= {column: [one.row[column] for one in about] for column in OF_THE_PAGE}
    texts: dict[str, list[str]] = {}
    for key, one, text in zip(told[by], about, told["text"], strict=True):
        if not one.date.date:  # the years that are named date what has no day
            texts.setdefault(key, []).append(text)
    years = {key: dates.years_named("\n".join(parts)) for key, parts in texts.items()}
    events = []
    columns = zip(told[by], told["subtitle"], told["dateline"], told["text"], about, strict=True)
    for key, note, dateline, text, one in columns:
        is_told = not dates.FULL.search(dateline) and f.DAY_ALONE.search(dateline)
        dated = dates.FULL.search(note) or f.MONTH_DAY.search(note)
        marked = note if dated else dateline if is_told else ""
        events.append(dates.event_date(marked, text[:80], one.date, years.get(key, [])))
    names = ["date_event", "date_event_basis", "date_event_rule"]
    told |= {name: [day[n] for day in events] for n, name in enumerate(names)}
    counts = Counter(sentences["article_id"])
    told["n_sentences"] = [counts[article_id] for article_id in told["article_id"]]
    told["n_han"] = [*map(n_han, told["text"])]
    rows = zip(*(told[column] for column in ARTICLE_COLUMNS), strict=True)
    return table_of(rows, ARTICLE_COLUMNS, dtypes_of("articles"))


def is_counted(genre: pd.Series) -> pd.Series:
    """Whether texts of this genre are in the counts."""
    return ~genre.isin(NOT_COUNTED)


def _names_printed_whole(bylines: pd.Series) -> frozenset[str]:
    """Names that stand unspaced in some byline: they settle where letter-spaced ones end."""
    return frozenset(
        name
        for byline in bylines
        for name, _ in parse_byline(byline)
        if name in _NOT_HAN.split(byline) or name in _NOT_NAME.split(byline)
    )


def _pieces(segments: pd.DataFrame, raw: pd.DataFrame) -> dict[str, list[Piece]]:
    """Role, article and words of what stands in each document; a text without its words."""
    text, found = dict(zip(raw["doc_id"], raw["text"], strict=True)), {}
    for doc_id, start, end, role, article in zip(*(segments[c] for c in SEGMENTS), strict=True):
        words = "" if role == "body" else text[doc_id][start:end]
        found.setdefault(doc_id, []).append((role, article, words))
    return found


def _around(pieces: list[Piece]) -> list[str]:
    """Page labels, headers and web boilerplate."""
    return [words for role, _, words in pieces if role in ("furniture", "boilerplate", "column")]


def _place(row: dict, around: str, person: dict) -> tuple[page_place.Placed, list]:
    # of the page itself: half of an article may stand in another file
    printed = "".join(row["text"].split())
    text = normal_form(printed).text
    day = person.get("date_published") or dates.date_in_path(row["file"])
    path = simplified(row["file"]) if is_traditional(printed) else row["file"]
    deduced = page_place.place_in_path(path, text, day)
    deduced = page_place.with_level(deduced or page_place.infer_place(text, around, day), text)
    cells = ("place", "place_level", "district", "city")
    same = all(person[cell] in ("", getattr(deduced, cell)) for cell in cells)
    if not person.get("place") or (is_guess(person["place_basis"]) and same):
        notes = {
            "unknown": ("doubt", "no place is known: none is given, none could be inferred"),
            "inferred": ("place", f"{deduced.place}: inferred, {deduced.rule}"),
        }
        note = [notes[deduced.basis]] if deduced.basis in notes else []
        if page_place.ONE_OF in deduced.rule:
            note.append(("doubt", f"{deduced.place}: {deduced.rule}; corpus.csv may say which"))
        return deduced, note
    unit = page_place.find_unit(person["district"] or person["place"], person["city"], day)
    base = page_place.UNKNOWN
    if unit is not None:
        base = page_place.unit_place(unit, "given", person["place_rule"], day)
    facts = {cell: person[cell] or getattr(base, cell) for cell in cells}
    given = base._replace(**facts, basis="given", rule=person["place_rule"])
    given = given_place(given.place, FRONT) if given.rule == FRONT else given
    given = page_place.with_level(given, text)
    if deduced.basis != "unknown" and deduced.place != given.place:
        itself = f"the page itself speaks for {deduced.place} ({deduced.rule})"
        return given, [("doubt", f"{person['place_rule']} says {given.place}; {itself}")]
    return given, []


def _published(row: dict, own: list[Article], around: str, person: dict) -> tuple:
    counted = [article for article in own if article.hint != "boilerplate"]
    leads, texts = [a.text[:60] for a in counted], ["\n".join(a[4:]) for a in counted]
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
    notes = {
        "unknown": ("doubt", "no publication date: none is printed, none could be inferred"),
        "inferred": ("date", f"{deduced.date}: inferred, {deduced.rule}"),
    }
    return deduced, [notes[deduced.basis]] if deduced.basis in notes else []
