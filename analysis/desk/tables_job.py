"""`tables`: every table of a corpus, batch by batch, whole or not at all."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.chinese.lexicons import load_lexicon, user_files
from analysis.chinese.tokens import kept_whole, tokenize
from analysis.corpus import Corpus, iter_corpus
from analysis.measure.counts import add_counts, count_features
from analysis.mention.mentions import find_mentions
from analysis.table.dictionary import COLUMNS, data_dictionary
from analysis.table.outputs import output_folders
from analysis.table.parallel import Pool, in_order, open_pool
from analysis.table.write import table_writer, write_table

# What is counted: its name in the counts table, the table of its occurrences, the column of the
# feature.
COUNTED = (("slogan", "slogans", "name"), ("body", "bodies", "name"), ("word", "tokens", "token"))
TABLES = (
    "documents",
    "segments",
    "articles",
    "sentences",
    "tokens",
    "bodies",
    "slogans",
    "counts",
    "offsets",
    "quality",
)
DICTIONARY = "data-dictionary"


class Batch(NamedTuple):
    """Work of one task: some documents, and the lexicons where they are not the project's own."""

    corpus: Corpus
    slogan_lexicon: pd.DataFrame | None
    body_lexicon: pd.DataFrame | None


def make_tables(batch: Batch) -> dict[str, pd.DataFrame]:
    """The tables of a batch by name; counts of slogans, bodies and words apart (they add up
    later).
    """
    corpus = batch.corpus
    mentions = find_mentions(
        corpus, slogan_lexicon=batch.slogan_lexicon, body_lexicon=batch.body_lexicon
    )
    spans = kept_whole(corpus.sentences, corpus.articles, mentions.slogans, mentions.bodies)
    tokens = tokenize(corpus.sentences, spans)
    made = {"tokens": tokens, "bodies": mentions.bodies, "slogans": mentions.slogans}
    for kind, table, feature in COUNTED:
        made[f"counts of {kind}"] = count_features(
            made[table], corpus.articles, feature=feature, by=("place",)
        )
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
        batches = iter_corpus(corpus_dir, columns=columns, pool=pool)
        _fill(_made(batches, list(lexicons), pool), suffix, failures, folder)
    return pd.concat(failures, ignore_index=True)


def _fill(
    batches: Iterator[dict[str, pd.DataFrame]],
    suffix: str,
    failures: list[pd.DataFrame],
    folder: Path,
) -> None:
    counts: dict[str, pd.DataFrame] = {}
    with ExitStack() as stack:
        appends = {
            t: stack.enter_context(table_writer(folder / f"{t}.{suffix}", t)) for t in TABLES
        }
        columns: dict[str, list[str]] = {}
        for made in batches:
            failures.append(made["failures"])
            for kind, _, _ in COUNTED:
                part = made[f"counts of {kind}"]
                counts[kind] = add_counts(counts[kind], part) if kind in counts else part
            for name in TABLES:
                if name != "counts":
                    appends[name](made[name])
                    columns[name] = list(made[name].columns)
        table = pd.concat(
            [counts[kind].assign(kind=kind) for kind, _, _ in COUNTED], ignore_index=True
        )
        appends["counts"](table)
    columns = {name: columns.get(name, list(table.columns)) for name in TABLES} | {
        DICTIONARY: COLUMNS
    }
    write_table(data_dictionary(columns), folder / f"{DICTIONARY}.{suffix}")


def _made(
    corpora: Iterator[Corpus], lexicons: list[str], pool: Pool | None
) -> Iterator[dict[str, pd.DataFrame]]:
    """The tables of each batch of documents, in order; own lexicons are read here, so that a worker
    needs no file.
    """
    files = user_files(lexicons)
    tables = [
        load_lexicon(name, *files[name]) if files[name] else None for name in ("slogans", "bodies")
    ]
    return in_order(pool, make_tables, (Batch(corpus, *tables) for corpus in corpora))
