"""Tables read once and opened by every notebook of a run: Parquet, under the hash of what made
them.
"""

import os
from collections.abc import Iterable
from hashlib import file_digest, sha256
from pathlib import Path

import pandas as pd

from analysis.chinese.lexicons import lexicon_version
from analysis.corpus import Corpus, load_corpus
from analysis.measure.reuse import mark_reprints
from analysis.mention.mentions import Mentions, find_mentions
from analysis.read.folders import list_folder
from analysis.table.parallel import code_fingerprint

FOLDER = "TIFA_TABLES"  # in the environment of a run's notebooks: where the tables lie


def read_tables(path: str | Path, lexicons: Iterable[str] = ()) -> tuple[Corpus, Mentions]:
    """The tables of a corpus and of its mentions: those the run has stored, or read now.

    lexicons : your own, as for find_mentions. Raises TifaError as `load_corpus` and it do.
    """
    lexicons = tuple(lexicons)
    if home := os.environ.get(FOLDER):
        folder = Path(home) / tables_key(path, lexicons)
        if folder.is_dir():
            return _opened(folder, Corpus), _opened(folder, Mentions)
    corpus = mark_reprints(load_corpus(path))
    return corpus, find_mentions(corpus, extra=lexicons)


def store_tables(corpus: Corpus, mentions: Mentions, folder: Path) -> None:
    """Write the tables into a new folder, one Parquet file each."""
    folder.mkdir()
    for tables in (corpus, mentions):
        for name, table in tables._asdict().items():
            table.to_parquet(_file(folder, type(tables), name))


def tables_key(path: str | Path, lexicons: Iterable[str] = ()) -> str:
    """The hash of all that makes the tables: the files, corpus.csv, the lexicons and the code."""
    root = Path(path)
    given = (root if root.is_dir() else root.parent) / "corpus.csv"
    files = [*list_folder(root).pages, *([(given, given.name)] if given.is_file() else [])]
    digest = sha256(f"{lexicon_version(lexicons)} {code_fingerprint()}".encode())
    for file, name in files:
        with file.open("rb") as opened:
            digest.update(f"\0{name}\0".encode() + file_digest(opened, "sha256").digest())
    return digest.hexdigest()[:24]


def _opened(folder: Path, kind: type) -> tuple:
    return kind(*(pd.read_parquet(_file(folder, kind, name)) for name in kind._fields))


def _file(folder: Path, kind: type, name: str) -> Path:
    return folder / f"{kind.__name__.lower()}-{name}.parquet"
