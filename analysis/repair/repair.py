"""Newspapers put back together: raw documents to whole articles, with every character owned and
traced.

decode → lines → blocks and roles → articles → headline to body → jumps → tables. `repair_documents`
does a whole corpus; `repair_page` does one page, and `join_pages` streams of them, keeping only
articles that wait for their other half.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from analysis.chinese.han import n_han
from analysis.describe.dates import date_in_path, stamped_day
from analysis.read.formulas import SALUTATION
from analysis.read.layout import BLANK, NO_MARKS, Lines, is_terminal, layout_name
from analysis.repair.assemble import assemble
from analysis.repair.bylines import NEIGHBOUR
from analysis.repair.drafts import Draft, Page
from analysis.repair.headed_pages import plain_marks, read_headed
from analysis.repair.headline_parts import set_headline
from analysis.repair.headlines import match_headlines
from analysis.repair.jumps import match_jumps, settle_title, stub
from analysis.repair.line_roles import find_blocks
from analysis.repair.lines import read_lines
from analysis.repair.sentences import split_sentences
from analysis.table.dictionary import columns_of
from analysis.table.offsets import RUN_COLUMNS
from analysis.table.parallel import progress

SEGMENT_COLUMNS = columns_of("segments")
ARTICLE_COLUMNS = (
    "article_id doc_id files kicker title subtitle byline speaker column dateline hint "
    "jumped_from jumped_to truncated n_paragraphs text"
).split()
NOTE_COLUMNS = columns_of("quality")
LAYOUT_COLUMNS = ["doc_id", "layout", "wrap_width", "n_lines", "n_blank", "n_chars", "n_han"]
WINDOW = 300  # documents an article waits for its other half
RUN_NUMBERS = ["start", "end", "raw_start", "line"]
ROLE_OF_HINT = {"photo-caption": "caption", "weather": "furniture", "boilerplate": "boilerplate"}


class Repaired(NamedTuple):
    """The tables of repaired documents; see the columns above."""

    segments: pd.DataFrame
    articles: pd.DataFrame
    offsets: pd.DataFrame
    sentences: pd.DataFrame
    notes: pd.DataFrame
    layouts: pd.DataFrame


class Part(NamedTuple):
    """A draft with the document it stands in and the number it has there."""

    doc_id: str
    file: str
    article_id: str
    draft: Draft
    spans: list[tuple[int, int, str]]
    day: str
    seen: int = 0


class PageParts(NamedTuple):
    """A repaired document: its parts, whole and waiting; `loose`: segments of no article."""

    done: list[Part]
    waiting: list[Part]
    notes: list[tuple]
    layout: tuple
    loose: list[tuple]


def repair_documents(raw: pd.DataFrame) -> Repaired:
    """The tables of documents (columns doc_id, file, text; day and marks where known).

    >>> page = "区委召开会议\\n本报讯（记者 李一）昨日，区委召开会\\n议，部署防汛。\\n"
    >>> tables = repair_documents(pd.DataFrame({"doc_id": ["a"], "file": ["a.txt"],
    ...     "text": [page]}))
    >>> tables.articles[["article_id", "title", "byline", "text"]].values.tolist()
    [['a-01', '区委召开会议', '本报讯（记者 李一）', '昨日，区委召开会议，部署防汛。']]
    """
    days = raw["day"] if "day" in raw else [date_in_path(file) for file in raw["file"]]
    marks = raw["marks"] if "marks" in raw else [NO_MARKS] * len(raw)
    documents = sorted(
        zip(raw["doc_id"], raw["file"], raw["text"], days, marks, strict=True), key=lambda d: d[3]
    )  # issue by issue
    batches = list(join_pages(repair_page(*document) for document in progress(documents, "pages")))
    return in_reading_order(batches, raw["doc_id"])


def in_reading_order(batches: list[Repaired], doc_ids: Iterable[str]) -> Repaired:
    """The rows of all batches as one set of tables, documents in the order of `doc_ids`."""
    place = {doc_id: i for i, doc_id in enumerate(doc_ids)}
    return Repaired(
        *(
            _sorted(pd.concat(tables, ignore_index=True), place)
            for tables in zip(*batches, strict=True)
        )
    )


def _sorted(table: pd.DataFrame, place: dict[str, int]) -> pd.DataFrame:
    """Rows by document, then by article and place in it."""
    key = pd.DataFrame(index=table.index)
    doc = table["doc_id"] if "doc_id" in table else table["article_id"].str.rsplit("-", n=1).str[0]
    if "raw_start" in table:  # an article may run on in another document
        doc = table["article_id"].str.rsplit("-", n=1).str[0]
    key["doc"] = doc.map(place)
    key["article"] = table["article_id"] if "article_id" in table and "role" not in table else ""
    key["start"] = table.get("start", 0)
    return table.loc[key.sort_values(["doc", "article", "start"], kind="stable").index].reset_index(
        drop=True
    )


def join_pages(
    pages: Iterable[PageParts], *, window: int = WINDOW, batch: int = 64
) -> Iterator[Repaired]:
    """Tables of `batch` documents at a time; an article that jumps waits for `window` of them."""
    waiting: list[Part] = []
    rows = _Rows([], [], [], [])
    for n, page in enumerate(pages):
        waiting += [part._replace(seen=n) for part in page.waiting]
        rows.chains.extend([part] for part in page.done)
        rows.loose.extend(page.loose)
        rows.notes.extend(page.notes)
        rows.layouts.append(page.layout)
        if waiting and n - waiting[0].seen >= window:
            chains, waiting = _settle(waiting, n - window // 2)
            rows.chains.extend(chains)
        if n % batch == batch - 1:
            yield _tables(*rows)
            rows = _Rows([], [], [], [])
    chains, _ = _settle(waiting, None)
    rows.chains.extend(chains)
    yield _tables(*rows)


class _Rows(NamedTuple):
    """What the next batch of tables is made of."""

    chains: list[list[Part]]
    loose: list[tuple]
    notes: list[tuple]
    layouts: list[tuple]


def repair_page(
    doc_id: str,
    file: str,
    text: str,
    day: str = "",
    marks: Mapping[int, str] = NO_MARKS,
    facts: Mapping[str, str] = NO_MARKS,
) -> PageParts:
    """One document put together by itself; `day` of the issue, "" where only the page can say it;
    marks and facts: what its file says of single lines, and of the page.
    """
    lines = read_lines(text, marks)
    headed = read_headed(file, text, lines, facts) if marks or facts else None
    if headed:
        page = assemble(text, headed.blocks, lines.usual_gap, headed.borders)
        moved, joined = set_headlines(page, facts), 0
    else:
        if any(mark[0] == "h" for mark in marks.values()):
            lines = read_lines(text, plain_marks(marks, text))
        page = assemble(text, find_blocks(lines), lines.usual_gap)
        moved = match_headlines(page)
        joined = join_within(page, doc_id)
    drafts = sorted((d for d in page.drafts if d.paragraphs or d.owned), key=_body_start)
    drafts = [d for d in drafts if not d.waits_from] + [d for d in drafts if d.waits_from]
    owners, loose = _segments(text, drafts, page.loose)
    day = day or stamped_day(
        "\n".join(text[start:end] for start, end, role in loose if role == "furniture")
    )
    parts = [
        Part(doc_id, file, f"{doc_id}-{i:02d}", draft, owners[i - 1], day)
        for i, draft in enumerate(drafts, 1)
    ]
    open_parts = [p for p in parts if p.draft.waits_to or p.draft.waits_from]
    done = [p for p in parts if not (p.draft.waits_to or p.draft.waits_from)]
    notes = [
        (doc_id, "unwrap" if "joined" in what else "spacing", what, n)
        for what, n in page.counts.items()
    ]
    what = "headlines that did not stand before their text"
    notes += [(doc_id, "headlines", what, moved)] if moved else []
    notes += [(doc_id, "jumps", "jumps joined within the file", joined)] if joined else []
    notes += [(doc_id, "doubt", what, n) for what, n in doubts(drafts)]
    notes += [(doc_id, "doubt", f"{NEIGHBOUR}: line {no}, {words}", 1) for no, words in page.doubts]
    rows = [(doc_id, start, end, role, "") for start, end, role in loose]
    return PageParts(done, open_parts, notes, layout_row(doc_id, text, lines), rows)


def set_headlines(page: Page, facts: Mapping[str, str]) -> int:
    """Each draft's headline is what it stands under, a lone article's from the file; 0 moved."""
    for draft in page.drafts:
        if draft.heads:
            set_headline(draft, draft.heads)
    articles = [d for d in page.drafts if not d.hint]
    for draft in articles if len(articles) == 1 else []:
        draft.title = draft.title or facts.get("title", "")
        if not draft.bylines and facts.get("reporters"):
            draft.bylines.append(facts["reporters"])
    return 0


def _body_start(draft: Draft) -> int:
    runs = [run for paragraph in draft.paragraphs[:1] for run in paragraph.runs[:1]]
    return runs[0][1] if runs else min(start for start, _, _ in draft.owned)


def _segments(text: str, drafts: list[Draft], loose: list[tuple[int, int, str]]):
    """Spans of every draft, and of none, that hold every non-white character once."""
    spans = [(start, end, role, -1) for start, end, role in loose]
    for i, draft in enumerate(drafts):
        spans += [(start, end, role, i) for start, end, role in draft.owned]
        for paragraph in draft.paragraphs:
            role = ROLE_OF_HINT.get(draft.hint, paragraph.role)
            spans += [(raw, raw + n, role, i) for _, raw, n, _ in paragraph.runs]
    spans.sort()
    merged: list[tuple[int, int, str, int]] = []
    for start, end, role, i in spans:
        between = text[merged[-1][1] : start] if merged else text[:start]
        if merged and merged[-1][2:] == (role, i) and not between.strip(BLANK):
            merged[-1] = (merged[-1][0], end, role, i)
            continue
        if between.strip():
            at = (merged[-1][1] if merged else 0) + len(between) - len(between.lstrip())
            merged.append((at, at + len(between.strip()), "furniture", -1))
        merged.append((start, end, role, i))
    rest = text[merged[-1][1] if merged else 0 :]
    if rest.strip():
        at = len(text) - len(rest.lstrip())
        merged.append((at, at + len(rest.strip()), "furniture", -1))
    owners: list[list[tuple[int, int, str]]] = [[] for _ in drafts]
    for start, end, role, i in merged:
        if i >= 0:
            owners[i].append((start, end, role))
    return owners, [(start, end, role) for start, end, role, i in merged if i < 0]


def doubts(drafts: list[Draft]) -> list[tuple[str, int]]:
    """What a reader should look at: articles without a headline, or cut in mid-sentence."""
    news = [d for d in drafts if not d.hint and not d.waits_from]
    counts = {
        "articles without a headline": sum(not d.title for d in news),
        "articles that end without a full stop": sum(
            bool(d.paragraphs) and not is_terminal(d.paragraphs[-1].text) and not d.jumped_to
            for d in news
        ),
    }
    return [(what, n) for what, n in counts.items() if n]


def layout_row(doc_id: str, text: str, lines: Lines) -> tuple:
    """The document's layout as a row; wrap_width in Han characters, 0 if none."""
    known = sorted(c for c in lines.column if c)
    width = known[len(known) // 2] // 2 if known else 0
    n_blank = max((lines.no[-1] if lines.no else 0) - len(set(lines.no)), 0)
    n_lines = len(lines.no)
    return doc_id, layout_name(lines), width, n_lines, n_blank, len(text), n_han(text)


def join_within(page: Page, doc_id: str) -> int:
    """Join jumps whose two halves stand in one document; returns how many."""
    heads = [d for d in page.drafts if d.waits_to]
    tails = [d for d in page.drafts if d.waits_from]
    # the headline printed again beside （上接…） may have found the beginning before its rest did
    beside = {h.at: h.text for h in page.heads if h.role == "headline"}
    rests = [stub(doc_id, d, "from") for d in tails]
    for n, draft in enumerate(tails):
        title = beside.get(draft.mark_at - 1) or beside.get(draft.mark_at + 1, "")
        rests[n] = rests[n] if draft.title else rests[n]._replace(title=title)
    found = match_jumps([stub(doc_id, d, "to") for d in heads], rests)
    links = [(heads[h], tails[t]) for h, t in found if heads[h] is not tails[t]]
    for head, tail in sorted(
        links, key=lambda link: -link[1].at
    ):  # from the last: a rest may itself go on
        append_rest(head, tail)
        page.drafts = [d for d in page.drafts if d is not tail]
    return len(links)


def append_rest(head: Draft, tail: Draft) -> None:
    """Put a rest behind its beginning; a sentence cut by the jump becomes whole."""
    settle_title(head, tail)
    rest = tail.paragraphs
    if head.paragraphs and rest and _broken(head) and rest[0].role == "body":
        last, first = head.paragraphs[-1], rest[0]
        at = len(last.text)
        last.text += first.text
        last.runs += [(start + at, *more) for start, *more in first.runs]
        rest = rest[1:]
    head.paragraphs += rest
    head.owned += tail.owned
    head.bylines += tail.bylines
    head.waits_to = tail.waits_to


def _broken(draft: Draft) -> bool:
    return draft.paragraphs[-1].role == "body" and not is_terminal(draft.paragraphs[-1].text)


def _settle(waiting: list[Part], limit: int | None) -> tuple[list[list[Part]], list[Part]]:
    """Chains of parts that begin before document `limit`; the parts that still wait."""
    heads = [p for p in waiting if p.draft.waits_to]
    tails = [p for p in waiting if p.draft.waits_from]
    found = match_jumps(
        [stub(p.doc_id, p.draft, "to", p.day, p.seen) for p in heads],
        [stub(p.doc_id, p.draft, "from", p.day, p.seen) for p in tails],
    )
    follows = {id(heads[h]): tails[t] for h, t in found if heads[h] is not tails[t]}
    rests = {id(part) for part in follows.values()}
    chains, still = [], []
    for part in waiting:
        if id(part) in rests:
            continue
        chain = [part]
        while id(chain[-1]) in follows and len(chain) <= len(waiting):
            chain.append(follows[id(chain[-1])])
        if limit is None or min(p.seen for p in chain) < limit:
            chains.append(chain)
        else:
            still += chain
    return chains, sorted(still, key=lambda part: part.seen)


def _tables(
    chains: list[list[Part]], loose: list[tuple], notes: list[tuple], layouts: list[tuple]
) -> Repaired:
    """The tables of one batch."""
    articles, runs, segments = [], [], list(loose)
    for chain in chains:
        article, traced = _article(chain)
        articles.append(article)
        runs += traced
        for part in chain:
            as_subhead = part.draft.waits_from and not part.draft.heads  # see settle_title
            titles = {h.span for h in part.draft.heads if part.draft.waits_from}
            for start, end, role in part.spans:
                if as_subhead and role == "headline":
                    role = "subhead"
                elif (start, end) in titles:
                    role = "headline"
                segments.append((part.doc_id, start, end, role, article[0]))
        if len(chain) > 1:
            notes = [
                *notes,
                (chain[0].doc_id, "jumps", "jumps joined from another file", len(chain) - 1),
            ]
        elif chain[0].draft.waits_to or chain[0].draft.waits_from:
            notes = [*notes, (chain[0].doc_id, "jumps", "jumps whose other half is not here", 1)]
    table = pd.DataFrame(articles, columns=ARTICLE_COLUMNS).astype(
        {"truncated": bool, "n_paragraphs": "int64"}
    )
    offsets = pd.DataFrame(runs, columns=RUN_COLUMNS).astype(dict.fromkeys(RUN_NUMBERS, "int64"))
    return Repaired(
        pd.DataFrame(segments, columns=SEGMENT_COLUMNS).astype({"start": "int64", "end": "int64"}),
        table,
        offsets,
        split_sentences(table),
        pd.DataFrame(notes, columns=NOTE_COLUMNS).astype({"n": "int64"}),
        pd.DataFrame(layouts, columns=LAYOUT_COLUMNS).astype(
            dict.fromkeys(LAYOUT_COLUMNS[2:], "int64")
        ),
    )


def _article(chain: list[Part]) -> tuple[tuple, list[tuple]]:
    """One row of articles and its runs, from the parts of an article in reading order."""
    first, last = chain[0].draft, chain[-1].draft
    for part in chain[1:]:
        settle_title(first, part.draft)
    pieces: list[str] = []
    runs, at, n_paragraphs, broken = [], 0, 0, False
    for part in chain:
        for i, paragraph in enumerate(part.draft.paragraphs):
            seam = i == 0 and broken and paragraph.role == "body"
            if n_paragraphs and not seam:
                pieces.append("\n")
                at += 1
            n_paragraphs += not seam
            pieces.append(paragraph.text)
            runs += [
                (chain[0].article_id, at + start, at + start + n, part.doc_id, part.file, raw, line)
                for start, raw, n, line in paragraph.runs
            ]
            at += len(paragraph.text)
        broken = bool(part.draft.paragraphs) and _broken(part.draft)
    files = list(dict.fromkeys(part.file for part in chain))
    bylines = [entry for part in chain for entry in part.draft.bylines]
    row = (
        chain[0].article_id,
        chain[0].doc_id,
        "|".join(files),
        first.kicker,
        first.title,
        first.subtitle,
        "|".join(bylines),
        first.speaker,
        first.column,
        first.dateline,
        hint_of(first),
        first.jumped_from,
        first.jumped_to,
        bool(last.waits_to or first.waits_from),
        n_paragraphs,
        "".join(pieces),
    )
    return row, runs


def hint_of(draft: Draft) -> str:
    """The genre the layout tells: its hint, or work-report for a speaker who greets."""
    if draft.hint:
        return draft.hint
    greets = any(SALUTATION.match(p.text) for p in draft.paragraphs[:3] if len(p.text) <= 30)
    return "work-report" if greets and (draft.speaker or "报告" in draft.title) else ""
