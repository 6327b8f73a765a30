"""`tables`: every table of a corpus, batch by batch, whole or not at all.

Which article repeats another is known when all are read: the batches wait on disk, in the folder
that is being filled, and in memory are only the fingerprints of their texts.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.chinese.lexicons import load_lexicon, user_files
from analysis.chinese.tokens import kept_whole, tokenize
from analysis.corpus import Corpus, iter_corpus
from analysis.measure.counts import add_counts, count_features, counted
from analysis.measure.reuse import find_reprints, possible_reprints, sketch, with_reprints
from analysis.mention.mentions import find_mentions
from analysis.table.dictionary import COLUMNS, data_dictionary
from analysis.table.outputs import output_folders
from analysis.table.parallel import Pool, in_order, open_pool
from analysis.table.write import table_writer, write_table

# What is counted: its name in the counts table, the table of its occurrences, the column of the
# feature.
COUNTED = (("slogan", "slogans", "name"), ("body", "bodies", "name"), ("word", "tokens", "token"))
TABLES = ("documents", "segments", "articles", "sentences", "tokens", "bodies", "slogans")
TABLES += ("counts", "offsets", "quality")
DICTIONARY = "data-dictionary"


class Batch(NamedTuple):
    """Work of one task: some documents, and the lexicons where they are not the project's own."""

    corpus: Corpus
    once: frozenset[str]  # the articles that count where a text counts once a place
    slogan_lexicon: pd.DataFrame | None
    body_lexicon: pd.DataFrame | None


def make_tables(batch: Batch) -> dict[str, pd.DataFrame]:
    """The tables of a batch by name; counts of slogans, bodies and words apart, of each text once
    and of all (they add up later).
    """
    corpus = batch.corpus
    own = {"slogan_lexicon": batch.slogan_lexicon, "body_lexicon": batch.body_lexicon}
    mentions = find_mentions(corpus, **own)
    spans = kept_whole(corpus.sentences, corpus.articles, mentions.slogans, mentions.bodies)
    tokens = tokenize(corpus.sentences, spans)
    made = {"tokens": tokens, "bodies": mentions.bodies, "slogans": mentions.slogans}
    once = corpus.articles[corpus.articles["article_id"].isin(batch.once)]
    for kind, table, feature in COUNTED:
        for which, articles in (("once", once), ("all", corpus.articles)):
            how = {"feature": feature, "by": ("place",), "reprints": "all"}
            made[f"{kind} {which}"] = count_features(made[table], articles, **how)
    return {name: getattr(corpus, name) for name in Corpus._fields} | made


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
    failures: list[pd.DataFrame] = []
    names = [f"{table}.{suffix}" for table in (*TABLES, DICTIONARY)]
    with (
        output_folders({out: names}, {out: "tables"}, corpus=corpus_dir) as (folder,),
        open_pool(workers, scheduler) as pool,
    ):
        waiting = folder / ".batches"
        waiting.mkdir()
        n, once = _set_aside(iter_corpus(corpus_dir, columns=columns, pool=pool), waiting)
        batches = (_read(waiting, number) for number in range(n))
        _fill(_made(batches, once, list(lexicons), pool), suffix, failures, folder)
        shutil.rmtree(waiting)
    return pd.concat(failures, ignore_index=True)


def _set_aside(batches: Iterator[Corpus], waiting: Path) -> tuple[int, frozenset[str]]:
    """Keep the batches on disk, with `reprint_of`; how many they are, and the articles that count
    once a place.
    """
    sketches, known = [], []
    for number, corpus in enumerate(batches):
        for name, table in corpus._asdict().items():
            table.to_parquet(waiting / f"{number}-{name}.parquet")
        sketches.append(sketch(corpus.articles))
        known.append(corpus.articles[["article_id", "genre", "place"]])
    files = [waiting / f"{number}-articles.parquet" for number in range(len(known))]
    some = possible_reprints(sketches)
    alike = [table[table["article_id"].isin(some)] for table in map(pd.read_parquet, files)]
    first = find_reprints(pd.concat(alike, ignore_index=True))
    for file in files:
        with_reprints(pd.read_parquet(file), first).to_parquet(file)
    marked = with_reprints(pd.concat(known, ignore_index=True), first)
    return len(files), frozenset(counted(marked)["article_id"])


def _read(waiting: Path, number: int) -> Corpus:
    tables = {n: pd.read_parquet(waiting / f"{number}-{n}.parquet") for n in Corpus._fields}
    return Corpus(**tables)


def _fill(
    batches: Iterator[dict[str, pd.DataFrame]],
    suffix: str,
    failures: list[pd.DataFrame],
    folder: Path,
) -> None:
    counts: dict[str, pd.DataFrame] = {}
    with ExitStack() as stack:
        opened = {t: table_writer(folder / f"{t}.{suffix}", t) for t in TABLES}
        appends = {t: stack.enter_context(writer) for t, writer in opened.items()}
        columns: dict[str, list[str]] = {}
        for made in batches:
            failures.append(made["failures"])
            for kind in (f"{kind} {which}" for kind, _, _ in COUNTED for which in ("once", "all")):
                new = made[kind]
                counts[kind] = add_counts(counts[kind], new) if kind in counts else new
            for name in TABLES:
                if name != "counts":
                    appends[name](made[name])
                    columns[name] = list(made[name].columns)
        table = pd.concat([_both(counts, kind) for kind, _, _ in COUNTED], ignore_index=True)
        appends["counts"](table)
    columns = {name: columns.get(name, list(table.columns)) for name in TABLES}
    columns[DICTIONARY] = COLUMNS
    write_table(data_dictionary(columns), folder / f"{DICTIONARY}.{suffix}")


def _both(counts: dict[str, pd.DataFrame], kind: str) -> pd.DataFrame:
    """The counts of a kind, each text once, and beside them those of all reprints."""
    every = counts[f"{kind} all"][["place", "feature", "n", "n_articles"]]
    every = every.rename(columns={"n": "n_all", "n_articles": "n_articles_all"})
    once = pd.DataFrame(counts[f"{kind} once"])
    return once.merge(every, on=["place", "feature"], how="left").assign(kind=kind)


def _made(
    corpora: Iterator[Corpus], once: frozenset[str], lexicons: list[str], pool: Pool | None
) -> Iterator[dict[str, pd.DataFrame]]:
    """The tables of each batch of documents, in order; own lexicons are read here, so that a worker
    needs no file.
    """
    own = user_files(lexicons)
    tables = [load_lexicon(n, *own[n]) if own[n] else None for n in ("slogans", "bodies")]
    return in_order(pool, make_tables, (Batch(corpus, once, *tables) for corpus in corpora))
