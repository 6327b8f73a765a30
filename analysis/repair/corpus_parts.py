"""The tables of a folder, in parts: pages read, repaired and described, then tables of articles."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import pandas as pd

from analysis.describe.documents import (
    DOCUMENT_COLUMNS,
    describe_documents,
    dress_articles,
    is_guess,
    read_corpus_csv,
)
from analysis.describe.page_place import PLACE_COLUMNS
from analysis.errors import TifaError
from analysis.read.article_tables import our_column
from analysis.repair.given_articles import open_tables, read_rows
from analysis.repair.intake import RAW_COLUMNS, Page, read_folder
from analysis.repair.repair import NOTE_COLUMNS, PageParts, in_reading_order, join_pages, tables_of
from analysis.table.dictionary import columns_of
from analysis.table.parallel import Pool, open_pool

FAILURE_COLUMNS = ["file", "error"]
TABLES = "documents lines segments articles sentences offsets places quality failures".split()
Tables = dict[str, pd.DataFrame]


def read_whole(
    path: str | Path | pd.DataFrame, columns: Mapping[str, str] | None, workers: int
) -> Tables:
    """The tables of all pages, in the order of their names, and of all tables of articles."""
    with open_pool(workers) as pool:
        parts = list(read_parts(path, columns, pool, in_order=True))
    tables = {name: _stacked([part[name] for part in parts]) for name in TABLES}
    failures = tables["failures"].sort_values("file", kind="stable", ignore_index=True)
    return tables | {"places": one_row_each(tables["places"]), "failures": failures}


def _stacked(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all tables; an empty one must not turn numbers into objects."""
    return pd.concat([t for t in tables if len(t)] or tables[:1], ignore_index=True)


def one_row_each(places: pd.DataFrame) -> pd.DataFrame:
    """Each place once: one page that tells its level will do; of 南京's 鼓楼 and of 福州's both
    cities, joined with |.
    """
    found: dict[str, list[list[str]]] = {}
    rows = places[PLACE_COLUMNS].itertuples(index=False, name=None)
    for place, *cells in sorted(rows, key=lambda row: row[1] == ""):
        found.setdefault(place, []).append(cells)
    told = []
    for place, same in found.items():
        levels, *names = zip(*same, strict=True)
        names = (dict.fromkeys(filter(None, "|".join(cells).split("|"))) for cells in names)
        told.append((place, levels[0], *map("|".join, names)))
    return pd.DataFrame(told, columns=PLACE_COLUMNS)


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
    # where a person gave it; a guess of `new` does not part the pages of an issue
    rows = given[["file", "date_published", "date_published_basis"]].itertuples(index=False)
    days = {file: day for file, day, basis in rows if day and not is_guess(basis)}
    tables = {o.table.of for o in opened} | {row["file"] for row in failed}
    pages = read_folder(source, days, pool, tables) if isinstance(source, Path) else iter(())
    taken: set[str] = set()
    seen, told = False, []
    parts = chain(
        [_filled({"failures": pd.DataFrame(failed, columns=FAILURE_COLUMNS)})] if failed else [],
        _read_pages(pages, given, batch, in_order),
        map(_filled, read_rows(opened, further, taken)),
    )
    for part in parts:
        articles = part["articles"]
        seen = seen or bool(len(part["documents"]))
        told += part["failures"]["error"].tolist()
        taken.update(articles["article_id"])
        own = articles.assign(**{n: "" for n in further if n not in articles})
        yield part | {"articles": own}
    if not seen:
        called = "load_corpus: " if isinstance(source, pd.DataFrame) else ""
        others = f" (and {len(told) - 1} more; no file could be read)" if len(told) > 1 else ""
        raise TifaError(called + told[0] + others)


def _filled(tables: Tables) -> Tables:
    """These tables, and the others without a row."""
    own = {"places": PLACE_COLUMNS, "failures": FAILURE_COLUMNS}
    empty = {n: pd.DataFrame(columns=own.get(n) or columns_of(n)) for n in TABLES}
    return empty | tables


def _read_pages(
    pages: Iterable[Page], given: pd.DataFrame, batch: int, in_order: bool
) -> Iterator[Tables]:
    """The tables of the pages as they become whole; `in_order`: of all, in the order of names."""
    held: dict[str, dict[str, str]] = {}
    failed: list[dict[str, str]] = []
    stream: Iterable = map(tables_of, join_pages(_told(pages, held, failed.append), batch))
    if in_order:
        batches = list(stream)
        stream = [in_reading_order(batches, sorted(held, key=lambda d: held[d]["file"]))]
    for made in stream:
        if not (in_order or failed or len(made.layouts)):
            continue
        raw = pd.DataFrame([held.pop(d) for d in made.layouts["doc_id"]], columns=RAW_COLUMNS)
        about = describe_documents(raw, made.articles, made.segments, made.layouts, given)
        notes = pd.DataFrame([n for a in about.values() for n in a.notes], columns=NOTE_COLUMNS)
        documents = pd.DataFrame([a.row for a in about.values()], columns=DOCUMENT_COLUMNS)
        each = (one for page in about.values() for one in (page, *page.articles.values()))
        places = pd.DataFrame([one.place[:5] for one in each], columns=PLACE_COLUMNS)
        yield {
            "documents": documents,
            "lines": made.lines,
            "segments": made.segments,
            "articles": dress_articles(made.articles, made.sentences, about),
            "sentences": made.sentences,
            "offsets": made.offsets,
            "places": places,
            "quality": pd.concat([made.notes, notes], ignore_index=True),
            "failures": pd.DataFrame(failed, columns=FAILURE_COLUMNS),
        }
        failed.clear()


def _told(pages: Iterable[Page], held: dict[str, dict], fail: Callable) -> Iterator[PageParts]:
    """The parts of the pages that could be read; their rows are kept aside, and the failures."""
    for page in pages:
        if page.parts is None:
            fail(page.row)
        else:
            held[page.row["doc_id"]] = page.row
            yield page.parts
