"""A folder of newspaper pages as tables: `load_corpus`, or `iter_corpus` for a stream of them."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis.describe.documents import NOT_COUNTED
from analysis.read.folders import list_folder
from analysis.read.limits import is_repeatable
from analysis.table.arguments import A_FRAME, A_MAPPING, NOTHING, PATH, a_table, wants, whole
from analysis.table.dictionary import all_titled, titled
from analysis.table.store import files_key, fingerprint, key_of, store, tables_kept
from analysis.wording.labels import amount
from analysis.wording.summaries import Lines, as_html, as_text, shortened, sizes, tally

if TYPE_CHECKING:
    from analysis.table.parallel import Pool


class Corpus(NamedTuple):
    """The tables of a corpus; `quality`: what was repaired or is doubtful."""

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
    path: str | Path | pd.DataFrame, *, columns: Mapping[str, str] | None = None, workers: int = 1
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
    """The hash of all that makes the tables of a folder; None where nothing is kept or read."""
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
    # here, not above: what was read before is opened without all that reads
    from analysis.repair.corpus_parts import read_whole

    return all_titled(Corpus(**read_whole(path, columns, workers)))


def iter_corpus(
    path: str | Path | pd.DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    batch: int = 64,
    pool: "Pool | None" = None,
) -> Iterator[Corpus]:
    """The same in constant memory: a `Corpus` for about every `batch` files, issue by issue, or
    thousand rows of a table.

    pool : of `open_pool`; who reads and repairs. A document comes when all its text has found its
        article: one that
    waits for its other half in a later file comes later, and so does a table. The batches together
    hold the rows of `load_corpus`, in another order. Raises TifaError as it does.
    """
    from analysis.repair.corpus_parts import one_row_each, read_parts

    for part in read_parts(path, columns, pool, batch):
        yield all_titled(Corpus(**part | {"places": one_row_each(part["places"])}))


@wants(articles=a_table(["genre"], "the table corpus.articles"))
def articles_counted(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles that counts are made of: not captions, weather or boilerplate, and of
    reprints (see `mark_reprints`) one a place.

    articles : with the column genre. Returns the rows that count, all columns (see `load_corpus`),
        numbered anew.
    Raises TifaError where there is no column genre. Source: the rules of documents.py gave the genre.

    >>> articles_counted(pd.DataFrame({"article_id": ["a", "b"], "genre": ["weather",
    ...     "news-brief"]}))["article_id"].tolist()
    ['b']
    """
    rows = articles[~articles["genre"].isin(NOT_COUNTED)].reset_index(drop=True)
    rows = once_each(rows, rows["place"]) if "place" in rows.columns else once_each(rows)
    return titled(rows, "articles", "counted articles")


def once_each(articles: pd.DataFrame, *groups: pd.Series) -> pd.DataFrame:
    """The articles, each text once a group: of reprints (`mark_reprints`) the one they are reprints
    of, where it is there, else the first by article_id, in whatever order they come. Two papers that
    print one text have both printed it.

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
    keys["id"] = articles["article_id"].to_numpy()
    for at, group in enumerate(groups):
        keys[f"group{at}"] = group.to_numpy()
    order = keys.sort_values(["again", "id"], kind="stable").drop(columns=["again", "id"])
    kept = order[~order.duplicated()].index.sort_values()
    return articles.iloc[kept].reset_index(drop=True)


def corpus_hash(documents: pd.DataFrame) -> str:
    """Twelve hexadecimal digits that change with any byte of a file or word of corpus.csv."""
    told = "file sha256 paper place place_level place_basis date_published date_published_basis"
    lines = sorted(
        "\t".join(row) for row in documents[told.split()].itertuples(index=False, name=None)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def _corpus_lines(corpus: Corpus) -> Lines:
    """What a Corpus holds, a line each: files, articles, places, days, files not read, tables."""
    articles = articles_counted(corpus.articles)
    days = sorted({day for day in articles["date_published"] if day})
    without = int((articles["date_published"] == "").sum())
    span = f"{days[0]} to {days[-1]}" if days else "none known"
    failed = [
        f"{file} ({error})"
        for file, error in corpus.failures[["file", "error"]].itertuples(index=False)
    ]
    return [
        ("corpus", amount(len(corpus.documents), "file")),
        (
            "articles",
            f"{len(articles):,} counted of {len(corpus.articles):,} (captions, weather and "
            "boilerplate are not)",
        ),
        ("places", tally(articles["place"].replace("", "place unknown")) + " (counted articles)"),
        ("days", span + (f"; {amount(without, 'article')} without a day" if without else "")),
        ("not read", shortened(failed, "; ") or "none"),
        ("tables", sizes(corpus)),
    ]
