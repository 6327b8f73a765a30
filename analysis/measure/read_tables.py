"""A corpus with its reprints marked, and its mentions: what every count begins with."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from analysis.corpus import Corpus, load_corpus
from analysis.measure.reuse import mark_reprints
from analysis.mention.mentions import Mentions, find_mentions

COLUMNS = "TIFA_COLUMNS"  # in the environment of a run's notebooks: what --columns said, as JSON


def read_tables(
    path: str | Path, lexicons: Iterable[str] = (), columns: Mapping[str, str] | None = None
) -> tuple[Corpus, Mentions]:
    """The tables of a corpus and of its mentions, out of the store where one is named.

    lexicons : your own, as for find_mentions. Raises TifaError as `load_corpus` and it do.
    """
    columns = columns or json.loads(os.environ.get(COLUMNS, "null"))
    corpus = mark_reprints(load_corpus(path, columns=columns))
    return corpus, find_mentions(corpus, extra=tuple(lexicons))
