"""A folder of newspaper pages as tables: `load_corpus`, or `iter_corpus` for a stream of them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis.describe.documents import is_counted
from analysis.read.folders import list_folder
from analysis.read.limits import is_repeatable
from analysis.table.arguments import A_FRAME, A_MAPPING, NOTHING, PATH, a_table, wants, whole
from analysis.table.dictionary import all_titled, titled
from analysis.table.store import files_key, fingerprint, key_of, store, tables_kept
from analysis.wording.labels import Lines, amount, as_html, as_text, shortened, sizes, tally

if TYPE_CHECKING:
    from analysis.table.parallel import Pool

STREAMED = 48_000_000  # bytes of a corpus from which on commands read it part by part


class Corpus(NamedTuple):
    """The tables of a corpus; `quality`: what was repaired or is doubtful."""

    documents: pd.DataFrame
    lines: pd.DataFrame
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
    path: str | Path | pd.DataFrame, *, columns: Mapping[str, str] | None = None, workers: int = 1
) -> Corpus:
    """All pages and tables of articles of a folder, and of folders in it, as a `Corpus` of tables.

    path : a folder of .txt, .md, .html, .docx and text .pdf pages and of .csv, .tsv, .xlsx, .xls,
        .ods, .jsonl, .json and .parquet tables with an article a row, one such file, or a DataFrame of articles;
        a `corpus.csv` in the folder overrides what is inferred. A file that cannot be read is a row
        of `failures`, and the others go on.
    columns : of a table of articles, where their usual names do not tell: {"text": "正文", "date":
        "见报"}. All others travel along into `articles`, as text.
    workers : processes that read and repair; worth it from some hundred files on. The tables are
        the same.
    Returns documents, lines (of pages, as printed), segments (of every printed character its role
    and article), articles (text: paragraphs put back together, one a line), sentences, offsets
    (from article text to the file's lines), places, quality (what was repaired, inferred or is
    doubtful) and failures; columns.csv says the meaning, unit and source of each column. Offsets
    count characters from 0, ends are exclusive, days are ISO days, empty text means unknown,
    X_basis and X_rule say how X is known. Raises TifaError where there is no folder, no page, no
    readable page, or a bad corpus.csv.

    >>> corpus = load_corpus("seeds")
    >>> corpus.documents["place"].tolist()
    ['临平', '临平', '钱塘', '临平', '杭州']
    """

    # here, not above: what was read before is opened without all that reads
    def load() -> Corpus:
        from analysis.repair.corpus_parts import read_whole

        return all_titled(Corpus(**read_whole(path, columns, workers)))

    def unchanged(made: Corpus) -> bool:
        return is_repeatable(made.failures["error"]) and key == _key(path, columns)

    key = None if isinstance(path, pd.DataFrame) else _key(path, columns)
    return tables_kept(key, load, Corpus, keep=unchanged)


def _key(path: str | Path, columns: Mapping[str, str] | None) -> str | None:
    """The hash of all that makes the tables of a folder; None where nothing is kept or read."""
    if store() is None:
        return None
    of_files, _ = folder_key(Path(path))
    said = list((columns or {}).items())
    return of_files and key_of("load_corpus", fingerprint("corpus"), of_files, said)


def folder_key(root: Path, *more: tuple[str | Path, str]) -> tuple[str | None, tuple[str, ...]]:
    """The hash of the files of a corpus, its corpus.csv and `more` (path, name), None where one
    cannot be read; and the files of other kinds."""
    pages, others, closed = list_folder(root)
    given = (root if root.is_dir() else root.parent) / "corpus.csv"
    own = [(given, given.name)] if given.is_file() else []
    try:
        return (None if closed else files_key([*pages, *own, *more])), others
    except OSError:
        return None, others


def iter_corpus(
    path: str | Path | pd.DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    batch: int = 64,
    pool: "Pool | None" = None,
) -> Iterator[Corpus]:
    """The same in constant memory: a `Corpus` for about every `batch` files or thousand rows.

    pool : of `open_pool`. A document comes when all its text has found its article. The batches
        together hold the rows of `load_corpus`, in another order. Raises TifaError as it does."""
    from analysis.repair.corpus_parts import one_row_each, read_parts

    for part in read_parts(path, columns, pool, batch):
        yield all_titled(Corpus(**part | {"places": one_row_each(part["places"])}))


def corpus_parts(root: str | Path, columns: Mapping[str, str] | None) -> Iterable[Corpus]:
    """A corpus, or its parts one by one where it is too large to hold all of its tables at once."""
    pages = list_folder(Path(root)).pages
    if sum(path.stat().st_size for path, _ in pages if path.exists()) > STREAMED:
        return iter_corpus(root, columns=columns)
    return [load_corpus(root, columns=columns)]


@wants(articles=a_table(["genre"], "the table corpus.articles"))
def articles_counted(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles that counts are made of: not captions, weather or boilerplate, and of
    reprints (see `mark_reprints`) one a place.

    Returns the rows that count, with all columns, numbered anew.

    >>> articles_counted(pd.DataFrame({"article_id": ["a", "b"], "genre": ["weather",
    ...     "news-brief"]}))["article_id"].tolist()
    ['b']
    """
    rows = articles[is_counted(articles["genre"])].reset_index(drop=True)
    rows = once_each(rows, rows["place"]) if "place" in rows.columns else once_each(rows)
    return titled(rows, "articles", "counted articles")


def once_each(articles: pd.DataFrame, *groups: pd.Series) -> pd.DataFrame:
    """The articles, each text once a group: of reprints (`mark_reprints`) the one they are reprints
    of, where it is there, else the first by article_id."""
    if "reprint_of" not in articles.columns or not len(articles):
        return articles.reset_index(drop=True)
    ids, first = articles["article_id"], articles["reprint_of"].fillna("").astype(str)
    told = {"text": first.where(first != "", ids), "again": first != "", "id": ids}
    told |= {f"group{at}": group for at, group in enumerate(groups)}
    keys = pd.DataFrame({name: values.to_numpy() for name, values in told.items()})
    keys = keys.sort_values(["again", "id"], kind="stable").drop(columns=["again", "id"])
    kept = keys[~keys.duplicated()].index.sort_values()
    return articles.iloc[kept].reset_index(drop=True)


def corpus_hash(documents: pd.DataFrame) -> str:
    """Twelve hexadecimal digits that change with any byte of a file or word of corpus.csv."""
    told = "file sha256 paper place place_level place_basis date_published date_published_basis"
    rows = documents[told.split()].itertuples(index=False, name=None)
    return hashlib.sha256("\n".join(sorted(map("\t".join, rows))).encode()).hexdigest()[:12]


def _corpus_lines(corpus: Corpus) -> Lines:
    """What a Corpus holds, a line each: files, articles, places, days, files not read, tables."""
    articles = articles_counted(corpus.articles)
    days = sorted({day for day in articles["date_published"] if day})
    without = int((articles["date_published"] == "").sum())
    span = f"{days[0]} to {days[-1]}" if days else "none known"
    n = f"{len(articles):,} counted of {len(corpus.articles):,}"
    failures = corpus.failures[["file", "error"]].itertuples(index=False)
    return [
        ("corpus", amount(len(corpus.documents), "file")),
        ("articles", f"{n} (captions, weather and boilerplate are not)"),
        ("places", tally(articles["place"].replace("", "place unknown")) + " (counted articles)"),
        ("days", span + (f"; {amount(without, 'article')} without a day" if without else "")),
        ("not read", shortened((f"{f.file} ({f.error})" for f in failures), "; ") or "none"),
        ("tables", sizes(corpus)),
    ]
