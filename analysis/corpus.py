"""A folder of newspaper pages as tables: `load_corpus` is the way in, for five files or for a
stream of them.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.describe.corpus_csv import is_guess, read_corpus_csv
from analysis.describe.documents import (
    DOCUMENT_COLUMNS,
    Described,
    describe_documents,
    dress_articles,
)
from analysis.describe.genres import NOT_COUNTED
from analysis.describe.page_place import PLACE_COLUMNS
from analysis.errors import TifaError
from analysis.read.article_columns import our_column
from analysis.read.folders import list_folder
from analysis.read.limits import is_repeatable
from analysis.repair.intake import Page, read_folder
from analysis.repair.repair import PageParts, Repaired, in_reading_order, join_pages
from analysis.repair.table_rows import open_tables, read_rows
from analysis.table.arguments import A_FRAME, A_MAPPING, NOTHING, PATH, a_table, wants, whole
from analysis.table.dictionary import columns_of
from analysis.table.parallel import Pool, open_pool
from analysis.table.store import files_key, fingerprint, key_of, store, tables_kept
from analysis.table.titles import all_titled, titled
from analysis.wording.summaries import Lines, as_html, as_text, number, shortened, sizes, tally

FAILURE_COLUMNS = ["file", "error"]
RAW_COLUMNS = ["doc_id", "file", "text", "sha256", "encoding", "facts"]


class Corpus(NamedTuple):
    """The tables of a corpus; `quality`: what was repaired, inferred or doubtful; `failures`: files
    not read.
    """

    documents: pd.DataFrame
    segments: pd.DataFrame
    articles: pd.DataFrame
    sentences: pd.DataFrame
    offsets: pd.DataFrame
    places: pd.DataFrame
    quality: pd.DataFrame
    failures: pd.DataFrame

    def __repr__(self) -> str:
        return as_text(_corpus_lines(self))

    def _repr_html_(self) -> str:
        return as_html(_corpus_lines(self))


@wants(path=PATH | A_FRAME, columns=A_MAPPING | NOTHING, workers=whole(1))
def load_corpus(
    path: str | Path | pd.DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    workers: int = 1,
) -> Corpus:
    """All pages and tables of articles of a folder (sub-folders too) as the tables of a `Corpus`, a
    NamedTuple of DataFrames.

    path : a folder of .txt, .md, .html, .docx and text .pdf pages and of .csv, .tsv, .xlsx, .jsonl,
        .json and .parquet tables with an article a row, one such file, or a DataFrame of articles;
        a `corpus.csv` in the folder overrides what is inferred. A file that cannot be read is a row
        of `failures`, and the others go on.
    columns : of a table of articles, where their usual names do not tell: {"text": "正文", "date":
        "见报"}. All others travel along into `articles`, as text.
    workers : processes that read and repair; worth it from some hundred files on. The tables are
        the same.
    Returns a Corpus. One row a page, article, sentence…; offsets count characters from 0, ends are
    exclusive, days are ISO days, empty text means unknown; X_basis says whether X is given,
    printed, inferred or unknown, X_rule by which rule:
      documents : doc_id, file, sha256, encoding, layout, n_chars and n_han (characters, Han
          characters), paper, place,
        place_level (省, 市, 区), place_basis, date_published, date_published_basis, place_rule,
        date_published_rule
      segments : doc_id, start, end, role, article_id; every printed character of a page lies in
          exactly one
      articles : article_id, doc_id, files, kicker, title, subtitle, byline, reporters, speaker,
          genre, paper, place,
        place_level, place_basis, date_published, date_published_basis, date_event,
        date_event_basis, jumped_from, jumped_to, truncated, n_paragraphs, n_sentences, n_han, text
        (paragraphs put back together, one a line), date_event_rule; reprint_of once
        `mark_reprints` has looked for them
      sentences : sentence_id, article_id, paragraph_no, sentence_no, start, end (in the article's
          text), text
      offsets : article_id, start, end, doc_id, file, raw_start, line; leads from article text to
          the file's lines
      places : place, place_level, district, city, province
      quality : doc_id, step, what, n (times); what was repaired, inferred or is doubtful
      failures : file, error
    Sources: the pages and corpus.csv; `analysis.table.dictionary` says the meaning, unit and source of
    each column.
    Raises TifaError where there is no folder, no page, no readable page, or a bad corpus.csv.

    >>> corpus = load_corpus("seeds")
    >>> corpus.documents["place"].tolist()
    ['临平', '临平', '钱塘', '临平', '杭州']
    >>> print(str(corpus).splitlines()[0])
    corpus    5 files
    """
    key = None if isinstance(path, pd.DataFrame) else _key(path, columns)
    return tables_kept(
        key,
        lambda: _load(path, columns, workers),
        Corpus,
        keep=lambda made: is_repeatable(made.failures["error"]) and key == _key(path, columns),
    )


def _key(path: str | Path, columns: Mapping[str, str] | None) -> str | None:
    """The hash of all that makes the tables of a folder; None where nothing is kept, or something
    cannot be read.
    """
    if store() is None:
        return None
    root = Path(path)
    pages, _, closed = list_folder(root)
    given = (root if root.is_dir() else root.parent) / "corpus.csv"
    try:
        files = files_key([*pages, *([(given, given.name)] if given.is_file() else [])])
    except OSError:
        return None
    said = list((columns or {}).items())
    return None if closed else key_of("load_corpus", fingerprint("corpus"), files, said)


def _load(
    path: str | Path | pd.DataFrame, columns: Mapping[str, str] | None, workers: int
) -> Corpus:
    with open_pool(workers) as pool:
        parts = list(_parts(path, columns, pool, in_order=True))
    tables = [_stacked(tables) for tables in zip(*parts, strict=True)]
    corpus = Corpus(*tables)
    return all_titled(
        corpus._replace(
            places=_one_row_each(corpus.places),
            failures=corpus.failures.sort_values("file", kind="stable", ignore_index=True),
        )
    )


def iter_corpus(
    path: str | Path | pd.DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    batch: int = 64,
    pool: Pool | None = None,
) -> Iterator[Corpus]:
    """The same in constant memory: a `Corpus` for about every `batch` files, issue by issue, or
    thousand rows of a table.

    pool : of `open_pool`; who reads and repairs. A document comes when all its text has found its
        article: one that
    waits for its other half in a later file comes later, and so does a table. The batches together
    hold the rows of `load_corpus`, in another order. Raises TifaError as it does.
    """
    for part in _parts(path, columns, pool, batch):
        yield all_titled(part._replace(places=_one_row_each(part.places)))


def _parts(
    path: str | Path | pd.DataFrame,
    columns: Mapping[str, str] | None,
    pool: Pool | None,
    batch: int = 64,
    *,
    in_order: bool = False,
) -> Iterator[Corpus]:
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
        seen = seen or bool(len(part.documents))
        told += part.failures.to_dict("records")
        taken.update(part.articles["article_id"])
        yield part._replace(
            articles=part.articles.assign(**{n: "" for n in further if n not in part.articles})
        )
    if not seen:
        called = "load_corpus: " if isinstance(source, pd.DataFrame) else ""
        raise TifaError(called + _none_readable(told))


def _filled(tables: dict[str, pd.DataFrame]) -> Corpus:
    """A Corpus of these tables, the others without a row."""
    own = {"places": PLACE_COLUMNS, "failures": FAILURE_COLUMNS}
    empty = {n: pd.DataFrame(columns=own.get(n) or columns_of(n)) for n in Corpus._fields}
    return Corpus(**empty | tables)


def _whole(pages: Iterable[Page], given: pd.DataFrame) -> Iterator[Corpus]:
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


def _batches(pages: Iterable[Page], given: pd.DataFrame, batch: int) -> Iterator[Corpus]:
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


@wants(articles=a_table(["genre"], "the table corpus.articles"))
def articles_counted(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles that counts are made of: not captions, weather or boilerplate, and of
    reprints (see `mark_reprints`) one a place.

    articles : with the column genre. Returns the rows that count, all columns (see `load_corpus`),
        numbered anew.
    Raises TifaError where there is no column genre. Source: the rules of genres.py gave the genre.

    >>> articles_counted(pd.DataFrame({"article_id": ["a", "b"], "genre": ["weather",
    ...     "news-brief"]}))["article_id"].tolist()
    ['b']
    """
    rows = articles[~articles["genre"].isin(NOT_COUNTED)].reset_index(drop=True)
    rows = once_each(rows, rows["place"]) if "place" in rows.columns else once_each(rows)
    return titled(rows, "articles", "counted articles")


def once_each(articles: pd.DataFrame, *groups: pd.Series) -> pd.DataFrame:
    """The articles, each text once a group: of reprints (`mark_reprints`) the one they are reprints
    of, where it is there, else the first. Two papers that print one text have both printed it.

    >>> articles = pd.DataFrame({"article_id": ["a", "b", "c"], "reprint_of": ["", "a", "a"]})
    >>> once_each(articles)["article_id"].tolist()
    ['a']
    >>> once_each(articles, pd.Series(["甲", "乙", "乙"]))["article_id"].tolist()
    ['a', 'b']
    """
    if "reprint_of" not in articles.columns or not len(articles):
        return articles.reset_index(drop=True)
    again = articles["reprint_of"].fillna("").astype(str)
    text = again.where(again != "", articles["article_id"])
    keys = pd.DataFrame({"text": text.to_numpy(), "again": (again != "").to_numpy()})
    for at, group in enumerate(groups):
        keys[f"group{at}"] = group.to_numpy()
    order = keys.sort_values("again", kind="stable").drop(columns="again")
    kept = order[~order.duplicated()].index.sort_values()
    return articles.iloc[kept].reset_index(drop=True)


def corpus_hash(documents: pd.DataFrame) -> str:
    """Twelve hexadecimal digits that name this corpus: they change with any byte of any file, and
    with what corpus.csv says of it.
    """
    told = [
        "file",
        "sha256",
        "paper",
        "place",
        "place_level",
        "place_basis",
        "date_published",
        "date_published_basis",
    ]
    lines = sorted("\t".join(row) for row in documents[told].itertuples(index=False, name=None))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def _none_readable(failed: list[dict[str, str]]) -> str:
    others = f" (and {len(failed) - 1} more; no file could be read)" if len(failed) > 1 else ""
    return f"{failed[0]['error']}{others}"


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
    """The rows of these documents, and the rest; what belongs to an article goes with the article's
    document.
    """
    articles = tables.articles.loc[tables.articles["doc_id"].isin(doc_ids), "article_id"]
    ready, rest = {}, {}
    for name, table in tables._asdict().items():
        chosen = (
            table["doc_id"].isin(doc_ids)
            if name not in ("offsets", "sentences")
            else table["article_id"].isin(articles)
        )
        ready[name] = table[chosen].reset_index(drop=True)
        rest[name] = table[~chosen].reset_index(drop=True)
    return Repaired(**ready), Repaired(**rest)


def _assemble(
    repaired: Repaired,
    described: dict[str, Described],
    ids: list[str],
    failed: list[dict[str, str]],
) -> Corpus:
    """The tables of the documents in `ids`; their articles may belong to documents described
    before.
    """
    documents = pd.DataFrame([described[d].row for d in ids], columns=DOCUMENT_COLUMNS)
    places = pd.DataFrame([described[d].place[:5] for d in ids], columns=PLACE_COLUMNS)
    notes = pd.DataFrame(
        [n for d in ids for n in described[d].notes], columns=["doc_id", "step", "what", "n"]
    )
    quality = pd.concat([repaired.notes, notes], ignore_index=True)
    failures = pd.DataFrame(failed, columns=FAILURE_COLUMNS)
    dressed = dress_articles(repaired.articles, repaired.sentences, described)
    tables = (
        documents,
        repaired.segments,
        dressed,
        repaired.sentences,
        repaired.offsets,
        places,
        quality,
        failures,
    )
    return Corpus(*tables)


def _one_row_each(places: pd.DataFrame) -> pd.DataFrame:
    """Each place once: one page that tells its level will do."""
    told = places.sort_values("place_level", key=lambda level: level == "", kind="stable")
    return told.drop_duplicates("place").reset_index(drop=True)


def _corpus_lines(corpus: Corpus) -> Lines:
    """What a Corpus holds: files, articles counted of all, places with their counted articles,
    days, files not read, tables.
    """
    articles = articles_counted(corpus.articles)
    days = sorted({day for day in articles["date_published"] if day})
    without = int((articles["date_published"] == "").sum())
    span = f"{days[0]} to {days[-1]}" if days else "none known"
    failed = [
        f"{file} ({error})"
        for file, error in corpus.failures[["file", "error"]].itertuples(index=False)
    ]
    return [
        ("corpus", number(len(corpus.documents), "file")),
        (
            "articles",
            f"{len(articles):,} counted of {len(corpus.articles):,} (captions, weather and "
            "boilerplate are not)",
        ),
        ("places", tally(articles["place"].replace("", "place unknown")) + " (counted articles)"),
        ("days", span + (f"; {number(without, 'article')} without a day" if without else "")),
        ("not read", shortened(failed, "; ") or "none"),
        ("tables", sizes(corpus)),
    ]
