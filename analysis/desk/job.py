"""The main job and the tables job: what `run` and `tables` write, whole or not at all."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.chinese.lexicons import load_lexicon, user_files
from analysis.chinese.tokens import kept_whole, tokenize
from analysis.corpus import Corpus, iter_corpus, load_corpus
from analysis.errors import TifaError
from analysis.measure.counts import add_counts, count_features
from analysis.measure.groups import regroup
from analysis.measure.reuse import mark_reprints
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


def find_places(corpus: Corpus, *places: str) -> list[str]:
    """The places of the corpus a person means: 临平, or 临平区 for it. Raises TifaError for a place
    that is not there.
    """
    known = list(dict.fromkeys(corpus.articles["place"]))
    units = {row.district or row.city: row.place for row in corpus.places.itertuples()}
    names = [place if place in known else units.get(place, "") for place in places]
    for place, name in zip(places, names, strict=True):
        if not name:
            raise TifaError(f"place {place!r} is not in this corpus; it has: {', '.join(known)}")
    return names


def run_job(
    corpus_dir: Path,
    out: Path,
    lexicons: Iterable[str],
    place_a: str,
    place_b: str,
    term: str,
    lang: str,
    columns: Mapping[str, str] | None = None,
    by: str = "place",
) -> pd.DataFrame:
    """Remake OUT/figures and OUT/exports from a corpus, both or neither; returns the files that
    could not be read.
    """
    # Whole before a thread needs it: matplotlib takes a half-loaded one for all of it.
    import IPython  # noqa: F401

    from analysis.draw.figures import draw_figures, figure_names
    from analysis.page.export import Asked, page_names, run_notebooks, write_pages
    from analysis.page.open_corpus import choose_places

    lexicons = list(lexicons)
    figures, exports = out / "figures", out / "exports"
    names = {figures: figure_names(), exports: page_names()}
    with output_folders(names, {figures: "figures", exports: "exports"}, corpus=corpus_dir) as (
        drawn,
        pages,
    ):
        corpus = mark_reprints(load_corpus(corpus_dir, columns=columns))
        if by == "place":
            place_a, place_b = (
                find_places(corpus, place)[0] if place else "" for place in (place_a, place_b)
            )
        mentions = find_mentions(corpus, extra=lexicons)
        grouped = regroup(corpus, mentions, by)
        place_a, place_b = choose_places(grouped[0].articles, place_a, place_b)
        choice = {"place_a": place_a, "place_b": place_b, "term": term, "lang": lang}
        asked = Asked(corpus_dir, tuple(lexicons), by=by, **choice)
        print(f"figures and notebooks: {place_a} and {place_b}, {term}", file=sys.stderr)
        with ThreadPoolExecutor(1) as beside:  # the notebooks run in processes of their own
            books = beside.submit(run_notebooks, asked, corpus, mentions)
            draw_figures(*grouped, drawn, corpus_dir=corpus_dir, lexicons=tuple(lexicons), **choice)
            write_pages(books.result(), pages, asked, corpus, mentions)
    print(f"done: {figures}, {exports / 'index.html'}", file=sys.stderr)
    return corpus.failures


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
