"""The lines of a term in a corpus of any size."""

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from analysis.corpus import iter_corpus, load_corpus
from analysis.desk.places import find_places
from analysis.measure.concordance import concordance
from analysis.read.folders import list_folder

STREAMED = 48_000_000  # bytes of a corpus from which on it is read part by part


def is_streamed(root: str | Path) -> bool:
    """Whether a corpus is too large to hold all of its tables at once."""
    pages = list_folder(Path(root)).pages
    return sum(path.stat().st_size for path, _ in pages if path.exists()) > STREAMED


def find_lines(
    path: str | Path,
    term: str,
    place: str,
    columns: Mapping[str, str] | None,
    *,
    regex: bool,
    sort: str,
) -> tuple[pd.DataFrame, list[str]]:
    """The concordance of a term, and what was wrong with files that could not be read.

    place : "" for all. Raises TifaError as `load_corpus` and `concordance` do.
    """
    how = {"regex": regex, "sort": sort}
    if not is_streamed(path):
        corpus = load_corpus(path, columns=columns)
        place = find_places(corpus, place)[0] if place else None
        return concordance(corpus, term, place=place, **how), corpus.failures["error"].tolist()
    parts, places, articles, failed = [], [], [], []
    for corpus in iter_corpus(path, columns=columns):
        parts.append(concordance(corpus, term, **how))
        places.append(corpus.places)
        articles.append(corpus.articles[["place"]].drop_duplicates())
        failed += corpus.failures["error"].tolist()
    lines = pd.concat(parts, ignore_index=True)
    if place:
        whole = SimpleNamespace(articles=pd.concat(articles), places=pd.concat(places))
        lines = lines[lines["place"] == find_places(whole, place)[0]]
    side = {"right": lines["right"], "left": lines["left"].str[::-1]}.get(sort)
    keys = ["article_id", "start"] if side is None else ["side", "article_id", "start"]
    table = lines if side is None else lines.assign(side=side)
    table = table.sort_values(keys, kind="stable", ignore_index=True)[list(parts[0].columns)]
    return table, failed
