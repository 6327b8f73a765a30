"""The lines of a term in a corpus of any size."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd

from analysis.corpus import corpus_parts
from analysis.errors import TifaError
from analysis.measure.concordance import concordance


def find_lines(
    path: str | Path, term: str, place: str, columns: Mapping[str, str] | None, *, regex, sort
) -> tuple[pd.DataFrame, list[str]]:
    """The concordance of a term, article 2 before article 10, and what was wrong with files that
    could not be read.

    place : "" for all. Raises TifaError as `load_corpus` and `concordance` do.
    """
    parts, places, articles, failed = [], [], [], []
    for corpus in corpus_parts(path, columns):
        parts.append(concordance(corpus, term, regex=regex, sort=sort))
        places.append(corpus.places)
        articles.append(corpus.articles[["place"]].drop_duplicates())
        failed += corpus.failures["error"].tolist()
    lines = pd.concat(parts, ignore_index=True)
    if place:
        whole = SimpleNamespace(articles=pd.concat(articles), places=pd.concat(places))
        lines = lines[lines["place"] == find_places(whole, place)[0]]
    none = lines["left"].str[:0]
    side = {"right": lines["right"], "left": lines["left"].str[::-1]}.get(sort, none)
    numbers = {a: n for n, a in enumerate(sorted(set(lines["article_id"]), key=_natural))}
    order = lines.assign(side=side, article=lines["article_id"].map(numbers))
    order = order.sort_values(["side", "article", "start"], kind="stable", ignore_index=True)
    return order[list(parts[0].columns)], failed


def _natural(name: str) -> list[str | int]:
    """What sorts names by the numbers in them."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name)]


def find_places(corpus: Any, *places: str) -> list[str]:
    """The places of the corpus that a person means: 临平, or 临平区 for it."""
    known = list(dict.fromkeys(corpus.articles["place"]))
    called = corpus.places["district"].where(corpus.places["district"] != "", corpus.places["city"])
    units = dict(zip(called, corpus.places["place"], strict=True))
    units = {unit: place for unit, place in units.items() if called.eq(unit).sum() == 1}
    names = [place if place in known else units.get(place, "") for place in places]
    for place, name in zip(places, names, strict=True):
        if not name:
            there = f"place {place!r} is not in this corpus; it has: {', '.join(known)}"
            texts = corpus.articles.drop(columns=["title", "text"], errors="ignore")
            column = next((c for c in texts if texts[c].astype(str).eq(place).any()), "")
            raise TifaError(there + (f"; {place} is a {column}: --by {column}" if column else ""))
    return names
