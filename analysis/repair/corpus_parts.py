"""The tables of a folder, in parts: pages read, repaired and described, then tables of articles."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import pandas as pd

from analysis.describe.documents import (
    DOCUMENT_COLUMNS,
    Described,
    describe_documents,
    dress_articles,
    is_guess,
    read_corpus_csv,
)
from analysis.describe.page_place import PLACE_COLUMNS
from analysis.errors import TifaError
from analysis.read.article_tables import our_column
from analysis.repair.intake import Page, read_folder
from analysis.repair.repair import PageParts, Repaired, in_reading_order, join_pages
from analysis.repair.table_rows import open_tables, read_rows
from analysis.table.dictionary import columns_of
from analysis.table.parallel import Pool, open_pool

FAILURE_COLUMNS = ["file", "error"]
RAW_COLUMNS = ["doc_id", "file", "text", "sha256", "encoding", "facts"]
TABLES = "documents segments articles sentences offsets places quality failures".split()
Tables = dict[str, pd.DataFrame]


def read_whole(
    path: str | Path | pd.DataFrame, columns: Mapping[str, str] | None, workers: int
) -> Tables:
    """The tables of all pages, in the order of their names, and of all tables of articles."""
    with open_pool(workers) as pool:
        parts = list(read_parts(path, columns, pool, in_order=True))
    tables = {name: _stacked(part[name] for part in parts) for name in TABLES}
    failures = tables["failures"].sort_values("file", kind="stable", ignore_index=True)
    return tables | {"places": one_row_each(tables["places"]), "failures": failures}


def read_parts(
    path: str | Path | pd.DataFrame,
    columns: Mapping[str, str] | None,
    pool: Pool | None,
    batch: int = 64,
    *,
    in_order: bool = False,
) -> Iterator[Tables]:
    """The pages, then the tables of articles; every part has all further columns."""
    source = path if isinstance(path, pd.DataFrame) else Path(path)
    given = read_corpus_csv(source)
    said = {our_column(name): column for name, column in (columns or {}).items()}
    opened, failed = open_tables(source, given, said)
    further = list(dict.fromkeys(name for o in opened for name in o.columns.further.values()))
    pages = (
        iter(()) if isinstance(source, pd.DataFrame) else read_folder(source, _days(given), pool)
    )
    taken: set[str] = set()
    seen, told = False, []
    unread = {"failures": pd.DataFrame(failed, columns=FAILURE_COLUMNS)}
    parts = chain(
        [_filled(unread)] if failed else [],
        _whole(pages, given) if in_order else _batches(pages, given, batch),
        (_filled(tables) for o in opened for tables in read_rows(o, further, taken)),
    )
    for part in parts:
        articles = part["articles"]
        seen = seen or bool(len(part["documents"]))
        told += part["failures"].to_dict("records")
        taken.update(articles["article_id"])
        own = articles.assign(**{n: "" for n in further if n not in articles})
        yield part | {"articles": own}
    if not seen:
        called = "load_corpus: " if isinstance(source, pd.DataFrame) else ""
        others = f" (and {len(told) - 1} more; no file could be read)" if len(told) > 1 else ""
        raise TifaError(called + told[0]["error"] + others)


def _filled(tables: Tables) -> Tables:
    """These tables, and the others without a row."""
    own = {"places": PLACE_COLUMNS, "failures": FAILURE_COLUMNS}
    empty = {n: pd.DataFrame(columns=own.get(n) or columns_of(n)) for n in TABLES}
    return empty | tables


def _whole(pages: Iterable[Page], given: pd.DataFrame) -> Iterator[Tables]:
    """All pages, in the order of their names."""
    rows: list[dict[str, str]] = []
    failed: list[dict[str, str]] = []
    batches = list(join_pages(_told(pages, rows.append, failed.append)))
    raw = pd.DataFrame(rows, columns=RAW_COLUMNS).sort_values("file", ignore_index=True)
    repaired = in_reading_order(batches, raw["doc_id"])
    described = describe_documents(
        raw, repaired.articles, repaired.segments, repaired.layouts, given
    )
    yield _assemble(repaired, described, list(described), failed)


def _batches(pages: Iterable[Page], given: pd.DataFrame, batch: int) -> Iterator[Tables]:
    """The pages as they become whole."""
    held: dict[str, dict[str, str]] = {}
    failed: list[dict[str, str]] = []

    def keep(row: dict[str, str]) -> None:
        held[row["doc_id"]] = row

    waiting: list[Repaired] = []
    stream = join_pages(_told(pages, keep, failed.append), batch=batch)
    for part in chain(stream, [None]):  # None: the stream has ended, the rest is whole
        tables = Repaired(
            *(_stacked(t) for t in zip(*waiting, *([part] if part else []), strict=True))
        )
        whole = _whole_documents(tables.segments, held) if part else list(held)
        ready, rest = _split(tables, whole)
        waiting = [rest]
        if whole or failed:
            raw = pd.DataFrame([held.pop(d) for d in whole], columns=RAW_COLUMNS)
            described = describe_documents(
                raw, ready.articles, ready.segments, ready.layouts, given
            )
            yield _assemble(ready, described, whole, failed)
            failed.clear()


def _days(given: pd.DataFrame) -> dict[str, str]:
    """file -> day where a person gave it; a guess of `new` does not part the pages of an issue."""
    rows = zip(given["file"], given["date_published"], given["date_published_basis"], strict=True)
    return {file: day for file, day, basis in rows if day and not is_guess(basis)}


def _told(pages: Iterable[Page], keep: Callable, fail: Callable) -> Iterator[PageParts]:
    """The parts of the pages that could be read; their rows are kept aside, and the failures."""
    for page in pages:
        if page.parts is None:
            fail(page.row)
        else:
            keep(page.row)
            yield page.parts


def _stacked(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all tables; an empty one must not turn numbers into objects."""
    tables = list(tables)
    return pd.concat([t for t in tables if len(t)] or tables[:1], ignore_index=True)


def _whole_documents(segments: pd.DataFrame, pages: dict[str, dict[str, str]]) -> list[str]:
    """The documents every character of which has an owner by now."""
    owned = dict.fromkeys(pages, 0)
    for doc_id, start, end in zip(
        segments["doc_id"], segments["start"], segments["end"], strict=True
    ):
        owned[doc_id] += _n_printed(pages[doc_id]["text"][start:end])
    return [d for d, n in owned.items() if n == _n_printed(pages[d]["text"])]


def _n_printed(text: str) -> int:
    return sum(map(len, text.split()))


def _split(tables: Repaired, doc_ids: list[str]) -> tuple[Repaired, Repaired]:
    """The rows of these documents, and the rest; an article's rows go with its document."""
    articles = tables.articles.loc[tables.articles["doc_id"].isin(doc_ids), "article_id"]
    ready, rest = {}, {}
    for name, table in tables._asdict().items():
        by_article = name in ("offsets", "sentences")
        own = table["article_id"].isin(articles) if by_article else table["doc_id"].isin(doc_ids)
        ready[name] = table[own].reset_index(drop=True)
        rest[name] = table[~own].reset_index(drop=True)
    return Repaired(**ready), Repaired(**rest)


def _assemble(
    repaired: Repaired,
    described: dict[str, Described],
    ids: list[str],
    failed: list[dict[str, str]],
) -> Tables:
    """The tables of the documents in `ids`, and articles of documents described before."""
    documents = pd.DataFrame([described[d].row for d in ids], columns=DOCUMENT_COLUMNS)
    places = pd.DataFrame([described[d].place[:5] for d in ids], columns=PLACE_COLUMNS)
    notes = pd.DataFrame(
        [n for d in ids for n in described[d].notes], columns=["doc_id", "step", "what", "n"]
    )
    quality = pd.concat([repaired.notes, notes], ignore_index=True)
    failures = pd.DataFrame(failed, columns=FAILURE_COLUMNS)
    dressed = dress_articles(repaired.articles, repaired.sentences, described)
    return {
        "documents": documents,
        "segments": repaired.segments,
        "articles": dressed,
        "sentences": repaired.sentences,
        "offsets": repaired.offsets,
        "places": places,
        "quality": quality,
        "failures": failures,
    }


def one_row_each(places: pd.DataFrame) -> pd.DataFrame:
    """Each place once: one page that tells its level will do."""
    told = places.sort_values("place_level", key=lambda level: level == "", kind="stable")
    return told.drop_duplicates("place").reset_index(drop=True)
