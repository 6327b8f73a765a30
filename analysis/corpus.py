"""A folder of newspaper pages as tables: `load_corpus` is the way in, for five files or for a stream of them."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.describe import DOCUMENT_COLUMNS, Described, describe_documents, dress_articles
from analysis.errors import TifaError
from analysis.genres import NOT_COUNTED
from analysis.given import read_corpus_csv
from analysis.lexicons import load_lexicon
from analysis.pages import iter_pages
from analysis.places import PLACE_COLUMNS, make_gazetteer
from analysis.repair import Repaired, iter_repaired, repair_documents

RAW_COLUMNS = ["doc_id", "file", "text", "sha256", "encoding"]
KEPT = 5_000  # documents whose place and date are kept while a report waits for its rest in a later file


class Corpus(NamedTuple):
    """The tables of a corpus; `quality`: what was repaired, inferred or doubtful; `failures`: files not read."""

    documents: pd.DataFrame
    segments: pd.DataFrame
    articles: pd.DataFrame
    sentences: pd.DataFrame
    offsets: pd.DataFrame
    places: pd.DataFrame
    quality: pd.DataFrame
    failures: pd.DataFrame


def load_corpus(path: str | Path) -> Corpus:
    """All pages of a folder (sub-folders too) as the tables of a `Corpus`.

    path : a folder of .txt and .html pages, or one such file; a `corpus.csv` in it overrides what is inferred.
    A file that cannot be read is a row of `failures`, and the others go on.
    Raises TifaError where there is no folder, no page, no readable page, or a bad corpus.csv.

    >>> corpus = load_corpus("seeds")
    >>> corpus.documents["place"].tolist()
    ['临平', '临平', '钱塘', '临平', '杭州']
    """
    root = Path(path)
    given = read_corpus_csv(root)
    failed: list[dict[str, object]] = []
    raw = pd.DataFrame(list(iter_pages(root, failed)), columns=RAW_COLUMNS)
    if raw.empty:
        others = f" (and {len(failed) - 1} more; no file could be read)" if len(failed) > 1 else ""
        raise TifaError(f"{failed[0]['error']}{others}")
    repaired = repair_documents(raw[["doc_id", "file", "text"]])
    described = describe_documents(raw, repaired, given, make_gazetteer(load_lexicon("admin")))
    return _assemble(repaired, described, list(described), failed)


def iter_corpus(path: str | Path, *, batch: int = 64) -> Iterator[Corpus]:
    """The same in constant memory: a `Corpus` for about every `batch` files; a report that waits for its rest comes later.

    The batches together hold the rows of `load_corpus`, in another order. Raises TifaError as it does.
    """
    root = Path(path)
    given = read_corpus_csv(root)
    gazetteer = make_gazetteer(load_lexicon("admin"))
    unread: dict[str, dict[str, object]] = {}
    kept: dict[str, Described] = {}
    failed: list[dict[str, object]] = []

    def stream() -> Iterator[tuple[str, str, str]]:
        for row in iter_pages(root, failed):
            unread[row["doc_id"]] = row
            yield row["doc_id"], row["file"], row["text"]

    for group in _batches(iter_repaired(stream()), batch):
        repaired = Repaired(*(pd.concat(t, ignore_index=True) for t in zip(*group, strict=True)))
        ids = [d for d in repaired.layouts["doc_id"] if d in unread]
        raw = pd.DataFrame([unread.pop(d) for d in ids], columns=RAW_COLUMNS)
        kept |= describe_documents(raw, repaired, given, gazetteer)
        yield _assemble(repaired, kept, ids, failed)
        failed.clear()
        for doc_id in list(kept)[:-KEPT]:
            del kept[doc_id]
    if failed:
        if not kept:
            raise TifaError(str(failed[0]["error"]))
        yield _assemble(Repaired(*(t.iloc[:0] for t in repaired)), kept, [], failed)


def articles_counted(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles that counts are made of: not captions, weather or boilerplate."""
    return articles[~articles["genre"].isin(NOT_COUNTED)].reset_index(drop=True)


def corpus_hash(documents: pd.DataFrame) -> str:
    """Twelve hexadecimal digits that name this corpus: they change when any byte of any file does."""
    lines = sorted(f"{f}\t{s}" for f, s in zip(documents["file"], documents["sha256"], strict=True))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def _batches(items: Iterable[Repaired], size: int) -> Iterator[list[Repaired]]:
    group: list[Repaired] = []
    for item in items:
        group.append(item)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group


def _assemble(
    repaired: Repaired, described: dict[str, Described], ids: list[str], failed: list[dict[str, object]]
) -> Corpus:
    """The tables of the documents in `ids`; their articles may belong to documents described before."""
    documents = pd.DataFrame([described[d].row for d in ids], columns=DOCUMENT_COLUMNS)
    places = (
        pd.DataFrame([described[d].place[:5] for d in ids], columns=PLACE_COLUMNS)
        .drop_duplicates("place")
        .reset_index(drop=True)
    )
    notes = pd.DataFrame(
        [n for d in ids for n in described[d].notes], columns=["doc_id", "step", "what", "n"]
    )
    quality = pd.concat([repaired.notes, notes], ignore_index=True)
    failures = pd.DataFrame(failed, columns=["file", "error"])
    return Corpus(
        documents,
        repaired.segments,
        dress_articles(repaired, described),
        repaired.sentences,
        repaired.offsets,
        places,
        quality,
        failures,
    )
