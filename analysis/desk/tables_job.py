"""`tables`: every table of a corpus, batch by batch, whole or not at all.

Which article repeats another is known when all are read: the batches wait on disk, in the folder
that is being filled, and in memory are only the fingerprints of their texts.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.chinese.lexicons import load_lexicon, user_files
from analysis.chinese.tokens import kept_whole, tokenize
from analysis.corpus import Corpus, iter_corpus
from analysis.measure.counts import add_counts, count_features, counted
from analysis.measure.reuse import find_reprints, possible_reprints, sketch, with_reprints
from analysis.mention.mentions import find_mentions
from analysis.table.dictionary import COLUMNS, data_dictionary
from analysis.table.parallel import Pool, in_order, open_pool
from analysis.table.result_folders import output_folders
from analysis.table.write import table_writer, write_table

# What is counted: its name in the counts table, the table of its occurrences, the column of the
# feature.
COUNTED = (("slogan", "slogans", "name"), ("body", "bodies", "name"), ("word", "tokens", "token"))
TABLES = ("documents", "lines", "segments", "articles", "sentences", "tokens", "bodies", "slogans")
TABLES += ("counts", "offsets", "quality")
DICTIONARY = "data-dictionary"


class Batch(NamedTuple):
    """Work of one task: some documents, and the lexicons where they are not the project's own."""

    corpus: Corpus
    again: frozenset[str]  # its articles that a count of each text once a place leaves out
    slogan_lexicon: pd.DataFrame | None
    body_lexicon: pd.DataFrame | None


def make_tables(batch: Batch) -> dict[str, pd.DataFrame]:
    """The tables of a batch by name; counts, which add up later, of each text once and of all."""
    corpus = batch.corpus
    own = {"slogan_lexicon": batch.slogan_lexicon, "body_lexicon": batch.body_lexicon}
    mentions = find_mentions(corpus, **own)
    spans = kept_whole(corpus.sentences, corpus.articles, mentions.slogans, mentions.bodies)
    tokens = tokenize(corpus.sentences, spans, names=False)  # they are among the spans
    made = {"tokens": tokens, "bodies": mentions.bodies, "slogans": mentions.slogans}
    once = corpus.articles[~corpus.articles["article_id"].isin(batch.again)]
    for kind, table, feature in COUNTED:
        how = {"feature": feature, "by": ("place",), "reprints": "all"}
        made[f"{kind} all"] = count_features(made[table], corpus.articles, **how)
        same = len(once) == len(corpus.articles)
        made[f"{kind} once"] = (
            made[f"{kind} all"] if same else count_features(made[table], once, **how)
        )
    return corpus._asdict() | made


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
        n = _set_aside(iter_corpus(corpus_dir, columns=columns, pool=pool), waiting)
        again = _mark_reprints(waiting, n)
        batches = (_read(waiting, number) for number in range(n))
        failures = _fill(_made(batches, again, list(lexicons), pool), suffix, folder)
        shutil.rmtree(waiting)
    return failures


def _set_aside(batches: Iterator[Corpus], waiting: Path) -> int:
    """Keep the batches on disk, with the fingerprints of their texts; how many they are."""
    n = 0
    for n, corpus in enumerate(batches, start=1):
        for name, table in corpus._asdict().items():
            table.to_parquet(waiting / f"{n - 1}-{name}.parquet")
        ids, *prints = sketch(corpus.articles)
        np.savez(waiting / f"{n - 1}.npz", np.asarray(ids, dtype=str), *prints)
    return n


class _Sketches:
    """The fingerprints of the batches, read anew each time they are gone through."""

    def __init__(self, files: list[Path]) -> None:
        self.files = files

    def __iter__(self) -> Iterator[tuple[np.ndarray, ...]]:
        for file in self.files:
            with np.load(file, allow_pickle=False) as kept:
                yield tuple(kept.values())


def _mark_reprints(waiting: Path, n: int) -> frozenset[str]:
    """Give all articles their `reprint_of`; those left out where a text counts once a place."""
    files = [waiting / f"{number}-articles.parquet" for number in range(n)]
    some = possible_reprints(_Sketches([waiting / f"{number}.npz" for number in range(n)]))
    alike = (table[table["article_id"].isin(some)] for table in map(pd.read_parquet, files))
    first = find_reprints(pd.concat(alike, ignore_index=True))
    members, about = {*first, *first.values()}, ["article_id", "genre", "place", "reprint_of"]
    found = []
    for file in files:
        articles = with_reprints(pd.read_parquet(file), first)
        articles.to_parquet(file)
        found.append(articles.loc[articles["article_id"].isin(members), about])
    found = pd.concat(found, ignore_index=True)
    return frozenset(found["article_id"]) - frozenset(counted(found)["article_id"])


def _read(waiting: Path, number: int) -> Corpus:
    tables = {n: pd.read_parquet(waiting / f"{number}-{n}.parquet") for n in Corpus._fields}
    return Corpus(**tables)


def _fill(batches: Iterator[dict[str, pd.DataFrame]], suffix: str, folder: Path) -> pd.DataFrame:
    """Write the tables of the batches; returns the failures."""
    failures, columns = [], {}
    parts = {f"{kind} {which}": [] for kind, _, _ in COUNTED for which in ("once", "all")}
    with ExitStack() as stack:
        writers = {t: table_writer(folder / f"{t}.{suffix}", t) for t in TABLES}
        append = {t: stack.enter_context(writer) for t, writer in writers.items()}
        for made in batches:
            failures.append(made["failures"])
            for kind, counts in parts.items():
                counts.append(made[kind])
                # small ones first, so that a row is added up a few times, not with each batch
                while len(counts) > 1 and len(counts[-2]) < 2 * len(counts[-1]):
                    counts[-2:] = [add_counts(*counts[-2:])]
            for name in set(TABLES) - {"counts"}:
                append[name](made[name])
                columns[name] = list(made[name].columns)
        counts = {kind: add_counts(*some) for kind, some in parts.items()}
        table = pd.concat([_both(counts, kind) for kind, _, _ in COUNTED], ignore_index=True)
        append["counts"](table)
    columns = {name: columns.get(name, list(table.columns)) for name in TABLES}
    columns[DICTIONARY] = COLUMNS
    write_table(data_dictionary(columns), folder / f"{DICTIONARY}.{suffix}")
    return pd.concat(failures, ignore_index=True)


def _both(counts: dict[str, pd.DataFrame], kind: str) -> pd.DataFrame:
    """The counts of a kind, each text once, and beside them those of all reprints."""
    every = counts[f"{kind} all"][["place", "feature", "n", "n_articles"]]
    every = every.rename(columns={"n": "n_all", "n_articles": "n_articles_all"})
    once = pd.DataFrame(counts[f"{kind} once"])
    return once.merge(every, on=["place", "feature"], how="left").assign(kind=kind)


def _made(
    corpora: Iterator[Corpus], again: frozenset[str], lexicons: list[str], pool: Pool | None
) -> Iterator[dict[str, pd.DataFrame]]:
    """The tables of each batch, in order; own lexicons are read here: a worker needs no file."""
    files = user_files(lexicons)
    own = [load_lexicon(n, *files[n]) if files[n] else None for n in ("slogans", "bodies")]
    batches = (Batch(c, again & frozenset(c.articles["article_id"]), *own) for c in corpora)
    return in_order(pool, make_tables, batches)
