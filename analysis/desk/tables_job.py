"""`tables`: every table of a corpus, batch by batch, whole or not at all.

Which article repeats another is known when all are read: the articles wait on disk, in the folder
that is being filled, with their fingerprints and what each of them is counted for; all else is
written at once.
"""

import shutil
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import feather

from analysis.chinese.lexicons import load_lexicon, user_files
from analysis.chinese.tokens import kept_whole, tokenize
from analysis.corpus import Corpus, iter_corpus
from analysis.measure.counts import article_numbers, counted
from analysis.measure.reuse import find_reprints, possible_reprints, sketch, with_reprints
from analysis.mention.mentions import find_mentions
from analysis.table.dictionary import COLUMNS, columns_of, data_dictionary
from analysis.table.parallel import Pool, in_order, open_pool
from analysis.table.result_folders import output_folders
from analysis.table.write import table_writer, write_table

# What is counted: its name in the counts table, the table of its occurrences, the column of the
# feature.
COUNTED = (("slogan", "slogans", "name"), ("body", "bodies", "name"), ("word", "tokens", "token"))
TABLES = ("documents", "lines", "segments", "articles", "sentences", "tokens", "bodies", "slogans")
TABLES += ("counts", "offsets", "quality")
DICTIONARY = "data-dictionary"
ABOUT = ["article_id", "place", "genre", "date_published", "n_han", "text"]  # for reprints
SUMS = {"place": pa.string(), "feature": pa.string(), "n": pa.int64(), "n_articles": pa.int64()}


class Batch(NamedTuple):
    """Work of one task: tables of some documents, and lexicons other than the project's own."""

    articles: pd.DataFrame
    sentences: pd.DataFrame
    offsets: pd.DataFrame
    places: pd.DataFrame
    slogan_lexicon: pd.DataFrame | None = None
    body_lexicon: pd.DataFrame | None = None


def make_tables(batch: Batch) -> dict[str, Any]:
    """Tokens, bodies and slogans of a batch, how often each of its articles has what is counted,
    and the fingerprints of its texts.
    """
    lexicons = {"slogan_lexicon": batch.slogan_lexicon, "body_lexicon": batch.body_lexicon}
    mentions = find_mentions(batch, **lexicons)
    spans = kept_whole(batch.sentences, batch.articles, mentions.slogans, mentions.bodies)
    tokens = tokenize(batch.sentences, spans, names=False)  # they are among the spans
    made = {"tokens": tokens, "bodies": mentions.bodies, "slogans": mentions.slogans}
    articles = counted(batch.articles, reprints="all")
    each = {kind: _of_articles(made[table], articles, f) for kind, table, f in COUNTED}
    return made | {"each": each, "sketch": sketch(batch.articles)}


def _of_articles(rows: pd.DataFrame, articles: pd.DataFrame, feature: str) -> pa.Table:
    """article_id, place, feature, n: how often each article has each feature."""
    number = article_numbers(rows, articles)
    kept = number >= 0  # of articles that count
    cells = {"feature": pa.array(rows[feature].array[kept], pa.string()).dictionary_encode()}
    for name in ("article_id", "place"):
        codes, names = pd.factorize(articles[name])
        codes = codes[number[kept]].astype(np.int32)
        cells[name] = pa.DictionaryArray.from_arrays(codes, pa.array(names, pa.string()))
    groups = pa.table(cells).group_by(["article_id", "place", "feature"], use_threads=False)
    return groups.aggregate([([], "count_all")]).rename_columns({"count_all": "n"})


def write_tables(
    corpus_dir: Path,
    out: Path,
    suffix: str,
    lexicons: Iterable[str],
    workers: int = 1,
    scheduler: str = "",
    *,
    columns: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Write every table of a corpus to OUT, batch by batch; who does the work changes no byte.

    workers, scheduler : as for `open_pool`. Returns the files that could not be read.
    Raises TifaError for bad input; OUT then stays as it was.
    """
    names = [f"{table}.{suffix}" for table in (*TABLES, DICTIONARY)]
    with (
        output_folders({out: names}, {out: "tables"}, corpus=corpus_dir) as (folder,),
        open_pool(workers, scheduler) as pool,
    ):
        waiting = folder / ".batches"
        waiting.mkdir()
        corpora = iter_corpus(corpus_dir, columns=columns, pool=pool)
        failures = _fill(_made(corpora, list(lexicons), pool), suffix, folder, waiting)
        shutil.rmtree(waiting)
    return failures


def _made(
    corpora: Iterator[Corpus], lexicons: list[str], pool: Pool | None
) -> Iterator[dict[str, Any]]:
    """The tables of each batch, in order; own lexicons are read here: a worker needs no file."""
    files = user_files(lexicons)
    own = [load_lexicon(n, *files[n]) if files[n] else None for n in ("slogans", "bodies")]
    begun: deque[Corpus] = deque()  # not tee, which holds on to the last 57

    def batches() -> Iterator[Batch]:
        for corpus in corpora:
            begun.append(corpus)
            yield Batch(corpus.articles, corpus.sentences, corpus.offsets, corpus.places, *own)

    for made in in_order(pool, make_tables, batches()):
        yield begun.popleft()._asdict() | made


def _fill(
    batches: Iterator[dict[str, Any]], suffix: str, folder: Path, waiting: Path
) -> pd.DataFrame:
    """Write the tables of the batches; returns the failures."""
    failures, told, aside = [], {}, []
    parts: dict[str, list[pa.Table]] = {kind: [] for kind, _, _ in COUNTED}
    with ExitStack() as stack:
        writers = {t: table_writer(folder / f"{t}.{suffix}", t) for t in TABLES}
        append = {t: stack.enter_context(writer) for t, writer in writers.items()}
        for tables in batches:
            failures.append(tables["failures"])
            aside.append(_set_aside(tables, waiting / str(len(aside))))
            for kind, sums in parts.items():
                sums.append(_sums(tables["each"][kind]))
                # small ones first, so that a row is added up a few times, not with each batch
                while len(sums) > 1 and len(sums[-2]) < 2 * len(sums[-1]):
                    sums[-2:] = [_added(sums[-2:])]
            for name in set(TABLES) - {"articles", "counts"}:
                append[name](tables[name])
                told[name] = list(tables[name].columns)
        first, again = _find_reprints(aside)
        sizes: Counter[str] = Counter()
        for batch in aside:
            articles = with_reprints(pd.read_parquet(batch / "articles"), first)
            append["articles"](articles)
            once = counted(articles[~articles["article_id"].isin(again)], reprints="all")
            sizes.update(once.groupby("place")["n_han"].sum().to_dict())
        again = pa.array(again, pa.string())
        counts = [
            _counts(_added(sums), _added(_of_these(batch / kind, again) for batch in aside), sizes)
            for kind, sums in parts.items()
        ]
        counts = [table.assign(kind=kind) for kind, table in zip(parts, counts, strict=True)]
        append["counts"](pd.concat(counts, ignore_index=True)[columns_of("counts")])
    told |= {"articles": list(articles.columns), "counts": columns_of("counts")}
    told = {name: told[name] for name in TABLES} | {DICTIONARY: COLUMNS}
    write_table(data_dictionary(told), folder / f"{DICTIONARY}.{suffix}")
    return pd.concat(failures, ignore_index=True)


def _set_aside(tables: dict[str, Any], batch: Path) -> Path:
    """Keep on disk what is asked for when all articles are read."""
    batch.mkdir()
    tables["articles"].to_parquet(batch / "articles")
    ids, *prints = tables["sketch"]
    np.savez(batch / "sketch.npz", np.asarray(ids, dtype=str), *prints)
    for kind, each in tables["each"].items():
        feather.write_feather(each, batch / kind, compression="lz4")
    return batch


class _Sketches:
    """The fingerprints of the batches, read anew each time they are gone through."""

    def __init__(self, batches: list[Path]) -> None:
        self.batches = batches

    def __iter__(self) -> Iterator[tuple[np.ndarray, ...]]:
        for batch in self.batches:
            with np.load(batch / "sketch.npz", allow_pickle=False) as kept:
                yield tuple(kept.values())


def _find_reprints(aside: list[Path]) -> tuple[dict[str, str], list[str]]:
    """Each reprint -> the first of its text; and those that a count of each text once a place
    leaves out."""
    some = possible_reprints(_Sketches(aside))
    tables = (pd.read_parquet(batch / "articles", columns=ABOUT) for batch in aside)
    alike = pd.concat([t[t["article_id"].isin(some)] for t in tables], ignore_index=True)
    first = find_reprints(alike)
    alike = with_reprints(alike, first)
    again = ~alike["article_id"].isin(counted(alike)["article_id"])
    return first, alike.loc[again, "article_id"].tolist()


def _sums(each: pa.Table) -> pa.Table:
    """place, feature, n, n_articles: the articles of a place together."""
    groups = each.group_by(["place", "feature"], use_threads=False)
    sums = groups.aggregate([("n", "sum"), ([], "count_all")])
    return sums.rename_columns(list(SUMS)).cast(pa.schema(SUMS.items()))


def _added(parts: Iterable[pa.Table]) -> pa.Table:
    groups = pa.concat_tables(parts).group_by(["place", "feature"], use_threads=False)
    return groups.aggregate([("n", "sum"), ("n_articles", "sum")]).rename_columns(list(SUMS))


def _of_these(file: Path, articles: pa.Array) -> pa.Table:
    """The sums of some articles of a batch."""
    each = feather.read_table(file)
    ids = each["article_id"].combine_chunks()
    return _sums(each.filter(pc.is_in(ids.dictionary, articles).take(ids.indices)))


def _counts(every: pa.Table, again: pa.Table, sizes: Mapping[str, int]) -> pd.DataFrame:
    """The counts of a kind, each text once a place, and beside them those of all reprints.

    again : the sums of the articles that are left out. sizes : Han characters of each place.
    """
    table = every.join(again, ["place", "feature"], right_suffix="_again", use_threads=False)
    table = table.rename_columns({"n": "n_all", "n_articles": "n_articles_all"})
    for name in ("n", "n_articles"):
        less = table[f"{name}_again"].fill_null(0)
        table = table.append_column(name, pc.subtract(table[f"{name}_all"], less))
    order = [("place", "ascending"), ("n", "descending"), ("feature", "ascending")]
    table = table.filter(pc.greater(table["n"], 0)).sort_by(order).to_pandas()
    rate = table["n"].to_numpy() / table["place"].map(sizes).to_numpy(dtype=float) * 10_000
    return table.assign(per_10k=rate)
