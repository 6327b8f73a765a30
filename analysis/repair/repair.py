"""Newspapers put back together: raw documents to whole articles, with every character owned and
traced.

lines → blocks and roles → articles → headline to body → jumps → rows. `repair_page` does one
document; `join_pages` takes a stream of them and keeps those of which an article waits for its
other half; `tables_of` makes the tables.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.chinese.han import n_han
from analysis.describe.dates import stamped_day
from analysis.read.formulas import SALUTATION
from analysis.read.layout import BLANK, NO_MARKS, Lines, is_terminal, layout_name, usual_column
from analysis.repair.assemble import assemble
from analysis.repair.bylines import NEIGHBOUR
from analysis.repair.drafts import Draft, Head, Page, Paragraph
from analysis.repair.headed_pages import plain_marks, read_headed
from analysis.repair.headlines import match_headlines, set_headline
from analysis.repair.jumps import join_within, match_jumps, settle_title, stub
from analysis.repair.line_roles import Block, find_blocks
from analysis.repair.lines import read_lines
from analysis.repair.sentences import split_sentences
from analysis.table.dictionary import columns_of, dtypes_of, table_of
from analysis.table.offsets import RUN_COLUMNS

LINE_COLUMNS = columns_of("lines")
SEGMENT_COLUMNS = columns_of("segments")
ARTICLE_COLUMNS = (
    "article_id doc_id files kicker title subtitle byline speaker column dateline hint "
    "jumped_from jumped_to truncated n_paragraphs text"
).split()
NOTE_COLUMNS = columns_of("quality")
LAYOUT_COLUMNS = ["doc_id", "layout", "wrap_width", "n_lines", "n_blank", "n_chars", "n_han"]
WINDOW = 300  # documents an article waits for its other half
ROLE_OF_HINT = {"photo-caption": "caption", "weather": "furniture", "boilerplate": "boilerplate"}


class Repaired(NamedTuple):
    """The tables of repaired documents; see the columns above."""

    lines: pd.DataFrame
    segments: pd.DataFrame
    articles: pd.DataFrame
    offsets: pd.DataFrame
    sentences: pd.DataFrame
    notes: pd.DataFrame
    layouts: pd.DataFrame


class Part(NamedTuple):
    """An article, or its half in one document, with the segments there."""

    doc_id: str
    file: str
    article_id: str
    draft: Draft
    spans: list[tuple[int, int, str]]
    day: str
    seen: int = 0


class PageParts(NamedTuple):
    """The rows that a document gives, and the halves of articles that wait for the other."""

    layout: tuple
    lines: list[tuple]
    articles: list[tuple]
    runs: list[tuple]
    segments: list[tuple]
    notes: list[tuple]
    waiting: list[Part]


def packed(page: PageParts) -> list:
    """A page as what JSON has; `unpacked` is the way back."""
    return [*page[:-1], [[*p[:3], asdict(p.draft), *p[4:]] for p in page.waiting]]


def unpacked(data: list) -> PageParts:
    *rows, waiting = data
    return PageParts(*rows, [Part(*p[:3], _draft(p[3]), *p[4:]) for p in waiting])


def _draft(told: dict[str, Any]) -> Draft:
    def head(own: dict[str, Any] | None) -> Head | None:
        return own and Head(**own | {"block": Block(*own["block"])})

    paragraphs = [Paragraph(**p | {"head": head(p["head"])}) for p in told["paragraphs"]]
    return Draft(**told | {"paragraphs": paragraphs, "heads": [*map(head, told["heads"])]})


def in_reading_order(batches: list[Repaired], doc_ids: Iterable[str]) -> Repaired:
    """The rows of all batches as one set of tables, documents in the order of `doc_ids`."""
    place = {doc_id: i for i, doc_id in enumerate(doc_ids)}
    found = []
    for tables in zip(*batches, strict=True):
        table = pd.concat([t for t in tables if len(t)] or tables[:1], ignore_index=True)
        key = table.get("doc_id")
        if key is None or "raw_start" in table:  # an article may run on in another document
            key = [article_id.rpartition("-")[0] for article_id in table["article_id"]]
        order = np.array([*map(place.__getitem__, key)], int).argsort(kind="stable")
        found.append(table.iloc[order].reset_index(drop=True))
    return Repaired(*found)


def join_pages(pages: Iterable[PageParts], batch: int = 64) -> Iterator[list[PageParts]]:
    """Documents whose text has all found its article, about `batch` at a time; an article that
    jumps waits for `WINDOW` of them.
    """
    waiting: list[Part] = []
    held: dict[str, PageParts] = {}
    for n, page in enumerate(pages):
        waiting += [part._replace(seen=n) for part in page.waiting]
        held[page.layout[0]] = page
        if waiting and n - waiting[0].seen >= WINDOW:
            waiting = _settle(waiting, n - WINDOW // 2, held)
        if n % batch == batch - 1:
            open_ones = {part.doc_id for part in waiting}
            yield [held.pop(doc_id) for doc_id in list(held) if doc_id not in open_ones]
    _settle(waiting, None, held)
    yield list(held.values())


def _settle(waiting: list[Part], limit: int | None, pages: Mapping[str, PageParts]) -> list[Part]:
    """Put what begins before document `limit` to its pages; returns what still waits."""
    heads = [p for p in waiting if p.draft.waits_to]
    tails = [p for p in waiting if p.draft.waits_from]
    found = match_jumps(
        [stub(p.doc_id, p.draft, p.draft.waits_to, p.day, p.seen) for p in heads],
        [stub(p.doc_id, p.draft, p.draft.waits_from, p.day, p.seen) for p in tails],
    )
    follows = {id(heads[h]): tails[t] for h, t in found if heads[h] is not tails[t]}
    rests = {id(part) for part in follows.values()}
    still = []
    for part in waiting:
        if id(part) in rests:
            continue
        whole = [part]
        while id(whole[-1]) in follows and len(whole) <= len(waiting):
            whole.append(follows[id(whole[-1])])
        if limit is not None and min(p.seen for p in whole) >= limit:
            still += whole
            continue
        put_article(whole, pages)
        n = len(whole) - 1
        what = "jumps joined from another file" if n else "jumps whose other half is not here"
        pages[part.doc_id].notes.append((part.doc_id, "jumps", what, n or 1))
        for touched in whole:
            in_order(pages[touched.doc_id])
    return sorted(still, key=lambda part: part.seen)


def repair_page(
    doc_id: str,
    file: str,
    text: str,
    day: str = "",
    marks: Mapping[int, str] = NO_MARKS,
    facts: Mapping[str, str] = NO_MARKS,
    numbers: Sequence[int] = (),
) -> PageParts:
    """One document put together by itself; `day` of the issue, "" where only the page can say it;
    marks and facts: what its file says of single lines, and of the page; numbers: of each line that
    of the file, () where they are the same.
    """
    lines, moved, joined = read_lines(text, marks), 0, 0
    if numbers:
        lines = lines._replace(no=[numbers[no - 1] for no in lines.no])
    if headed := read_headed(file, text, lines, facts) if marks or facts else None:
        page = assemble(text, headed[0], lines.usual_gap, headed[1])
        set_headlines(page, facts)
    else:
        if any(mark[0] == "h" for mark in marks.values()):
            lines = read_lines(text, plain_marks(marks, text))
        page = assemble(text, find_blocks(lines), lines.usual_gap)
        moved, joined = match_headlines(page), join_within(page, doc_id)
    drafts = [draft for draft in page.drafts if draft.paragraphs or draft.owned]
    drafts.sort(key=lambda draft: (bool(draft.waits_from), _body_start(draft)))
    owners, loose = _segments(text, drafts, page.loose)
    furniture = [text[start:end] for start, end, role in loose if role == "furniture"]
    day = day or stamped_day("\n".join(furniture))
    notes = [("unwrap" if "joined" in w else "spacing", w, n) for w, n in page.counts.items()]
    notes.append(("headlines", "headlines that did not stand before their text", moved))
    notes.append(("jumps", "jumps joined within the file", joined))
    notes += [("doubt", what, n) for what, n in doubts(drafts).items()]
    notes += [("doubt", f"{NEIGHBOUR}: line {no}, {words}", 1) for no, words in page.doubts]
    notes = [(doc_id, *note) for note in notes if note[2]]
    segments = [(doc_id, start, end, role, "") for start, end, role in loose]
    parts = PageParts(
        layout_row(doc_id, text, lines), line_rows(doc_id, text, lines), [], [], segments, notes, []
    )
    for i, (draft, spans) in enumerate(zip(drafts, owners, strict=True), 1):
        part = Part(doc_id, file, f"{doc_id}-{i:02d}", draft, spans, day)
        if draft.waits_to or draft.waits_from:
            parts.waiting.append(part)
        else:
            put_article([part], {doc_id: parts})
    return in_order(parts)


def set_headlines(page: Page, facts: Mapping[str, str]) -> None:
    """Each draft's headline is what it stands under, a lone article's may be the file's."""
    for draft in filter(lambda draft: draft.heads, page.drafts):
        set_headline(draft, draft.heads)
    articles = [d for d in page.drafts if not d.hint]
    for draft in articles if len(articles) == 1 else []:
        draft.title = draft.title or facts.get("title", "")
        if not draft.bylines and facts.get("reporters"):
            draft.bylines.append(facts["reporters"])


def _body_start(draft: Draft) -> int:
    runs = draft.paragraphs[0].runs if draft.paragraphs else []
    return runs[0][1] if runs else min(start for start, _, _ in draft.owned)


def _segments(text: str, drafts: list[Draft], loose: list[tuple[int, int, str]]):
    """Spans of every draft, and of none, that hold every non-white character once."""
    spans = [(start, end, role, -1) for start, end, role in loose]
    for i, draft in enumerate(drafts):
        spans += [(start, end, role, i) for start, end, role in draft.owned]
        for paragraph in draft.paragraphs:
            role = ROLE_OF_HINT.get(draft.hint, paragraph.role)
            spans += [(raw, raw + n, role, i) for _, raw, n, _ in paragraph.runs]
    owners: list[list[tuple[int, int, str]]] = [[] for _ in range(len(drafts) + 1)]  # last: none
    at, last = 0, None
    for start, end, role, i in [*sorted(spans), (len(text), len(text), "", -1)]:
        between = text[at:start]
        if last == (role, i) and not between.strip(BLANK):
            owners[i][-1] = (owners[i][-1][0], end, role)
        else:
            if solid := between.strip():
                at += between.index(solid)
                owners[-1].append((at, at + len(solid), "furniture"))
            owners[i].append((start, end, role))
        at, last = end, (role, i)
    *owned, rest = owners
    return owned, rest[:-1]


def doubts(drafts: list[Draft]) -> dict[str, int]:
    """What a reader should look at: articles without a headline, or cut in mid-sentence."""
    news = [d for d in drafts if not d.hint and not d.waits_from]
    open_ends = [d for d in news if d.paragraphs and not is_terminal(d.paragraphs[-1].text)]
    return {
        "articles without a headline": sum(not d.title for d in news),
        "articles that end without a full stop": sum(not d.jumped_to for d in open_ends),
    }


def line_rows(doc_id: str, text: str, t: Lines) -> list[tuple]:
    """The lines as rows, as far as they are known before the page is put together."""
    printed = [text[start:end] for start, end in zip(t.start, t.end, strict=True)]
    known = (t.no, t.start, t.end, printed, t.width, t.gap, t.indent, t.column, t.mark, t.role_why)
    return [(doc_id, *row) for row in zip(*known, strict=True)]


def layout_row(doc_id: str, text: str, lines: Lines) -> tuple:
    """The document's layout as a row; wrap_width in Han characters, 0 if none."""
    width = usual_column(lines.column) // 2
    n_blank = max(max(lines.no, default=0) - len(set(lines.no)), 0)
    return doc_id, layout_name(lines), width, len(lines.no), n_blank, len(text), n_han(text)


def put_article(parts: list[Part], pages: Mapping[str, PageParts]) -> None:
    """Put the rows of an article to those of its documents; its parts are in reading order."""
    home, draft = parts[0], parts[0].draft
    text, runs, n_paragraphs, broken = "", [], 0, False
    for part in parts:
        if part is not home:
            settle_title(draft, part.draft)
        for i, paragraph in enumerate(part.draft.paragraphs):
            seam = i == 0 and broken and paragraph.role == "body"
            text += "\n" if n_paragraphs and not seam else ""
            n_paragraphs += not seam
            for start, raw, n, line in paragraph.runs:
                start += len(text)
                runs.append((home.article_id, start, start + n, part.doc_id, part.file, raw, line))
            text += paragraph.text
        broken = part.draft.is_broken
    pages[home.doc_id].runs.extend(runs)
    row = (
        home.article_id,
        home.doc_id,
        "|".join(dict.fromkeys(part.file for part in parts)),
        draft.kicker,
        draft.title,
        draft.subtitle,
        "|".join(entry for part in parts for entry in part.draft.bylines),
        draft.speaker,
        draft.column,
        draft.dateline,
        hint_of(draft),
        draft.jumped_from,
        draft.jumped_to,
        bool(parts[-1].draft.waits_to or draft.waits_from),
        n_paragraphs,
        text,
    )
    pages[home.doc_id].articles.append(row)
    for part in parts:
        titles = {h.span for h in part.draft.heads if part.draft.waits_from}
        for start, end, role in part.spans:
            if (start, end) in titles:
                role = "headline"
            elif role == "headline" and part.draft.waits_from and not titles:
                role = "subhead"  # see settle_title
            pages[part.doc_id].segments.append((part.doc_id, start, end, role, home.article_id))


def hint_of(draft: Draft) -> str:
    """The genre the layout tells: its hint, or work-report for a speaker who greets."""
    if draft.hint:
        return draft.hint
    greets = any(SALUTATION.match(p.text) for p in draft.paragraphs[:3] if len(p.text) <= 30)
    return "work-report" if greets and (draft.speaker or "报告" in draft.title) else ""


def in_order(page: PageParts) -> PageParts:
    """The page with its rows in the order of the text."""
    page.articles.sort(key=itemgetter(0))
    page.runs.sort(key=itemgetter(0, 1))
    page.segments.sort(key=itemgetter(1))
    return page


def owned_lines(page: PageParts) -> Iterator[tuple]:
    """The rows of the page's lines with the role and article that most of their characters have."""
    begins, ends = [s[1] for s in page.segments], [s[2] for s in page.segments]
    for *row, why in page.lines:
        start, end = row[2:4]
        over = page.segments[bisect_right(ends, start) : bisect_left(begins, end)]
        sizes = [min(s[2], end) - max(s[1], start) for s in over]
        *_, role, article = over[sizes.index(max(sizes))]
        yield *row, role, why, article


def tables_of(pages: list[PageParts]) -> Repaired:
    """The tables of some documents, in their order."""

    def table(name: str, columns: list[str], **kinds: str) -> pd.DataFrame:
        return table_of(chain.from_iterable(getattr(page, name) for page in pages), columns, kinds)

    numbers = dict.fromkeys(["start", "end"], "int64")
    counts = dict.fromkeys(LAYOUT_COLUMNS[2:], "int64")
    articles = table("articles", ARTICLE_COLUMNS, truncated="bool", n_paragraphs="int64")
    return Repaired(
        table_of(chain.from_iterable(map(owned_lines, pages)), LINE_COLUMNS, dtypes_of("lines")),
        table("segments", SEGMENT_COLUMNS, **numbers),
        articles,
        table("runs", RUN_COLUMNS, **numbers, raw_start="int64", line="int64"),
        split_sentences(articles),
        table("notes", NOTE_COLUMNS, n="int64"),
        table_of([page.layout for page in pages if page.layout], LAYOUT_COLUMNS, counts),
    )
