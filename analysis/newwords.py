"""Strings that behave like words but stand in no dictionary: candidates for a person to look at, no
results.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pandas as pd
import rjieba

from analysis.arguments import require_columns
from analysis.stopwords import load_stopwords

COLUMNS = ["feature", "n", "n_articles", "cohesion", "entropy_left", "entropy_right"]
HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇]+")
MIN_HAN = 50_000  # below this, chance repeats and single articles make most of the "words"


def discover_words(
    sentences: pd.DataFrame,
    *,
    known: set[str] | frozenset[str] = frozenset(),
    min_count: int = 5,
    max_length: int = 6,
    min_cohesion: float = 5.0,
    min_entropy: float = 1.0,
    min_han: int = MIN_HAN,
) -> pd.DataFrame:
    """Strings of 2 to max_length Han characters that hold together inside and stand free outside.

    sentences : article_id, text. known : strings to leave out (lexicon entries), beside jieba's
        dictionary.
    Returns feature, n, n_articles, cohesion (bits: the smallest, over all ways to cut it in two, of
    log2 of how much more often the parts stand together than by chance), entropy_left and
    entropy_right (bits: how varied its neighbours are; a sentence's edge or a sign is each time
    another neighbour); most frequent first. No string begins or ends with a particle, pronoun,
    preposition or conjunction of one character (的, 和, 在).
    Empty below min_han Han characters: so small a corpus cannot tell. After Sornlertlamvanich et
    al. (2000).
    """
    require_columns(sentences, ["article_id", "text"], "sentences")
    text = _spread(sentences)
    total = int((text.codes > 0).sum())
    if total < max(min_han, 1):
        return _table([])
    grams = _frequent_grams(text.codes, min_count, max_length)
    has_word, loose = rjieba.Jieba().has_word, _loose_characters()
    rows = []
    for length in range(2, len(grams)):
        at = grams[length].first
        strings = ["".join(map(chr, text.codes[i : i + length])) for i in at]
        cohesion = _cohesion(grams, length, total)
        keep = [
            number
            for number, string in enumerate(strings)
            if cohesion[number] >= min_cohesion
            and string not in known
            and not {string[0], string[-1]} & loose
            and not has_word(string)
        ]
        rows += _around(text, grams[length], length, strings, cohesion, np.array(keep, dtype=int))
    return _table([row for row in rows if min(row[4:]) >= min_entropy])


class _Text(NamedTuple):
    codes: np.ndarray  # the Han characters as numbers, a 0 after each run of them
    articles: np.ndarray  # the number of the article of each


class _Grams(NamedTuple):
    ids: (
        np.ndarray
    )  # at each position, the number of the frequent string that starts there; -1: none
    n: np.ndarray  # how often each occurs
    first: np.ndarray  # one position of each


def _spread(sentences: pd.DataFrame) -> _Text:
    ordered = sentences[["article_id", "text"]].sort_values(["article_id", "text"], kind="stable")
    numbers = np.unique(
        ordered["article_id"].to_numpy(dtype=object).astype(str), return_inverse=True
    )[1]
    pieces, articles = [], []
    for number, text in zip(numbers.tolist(), ordered["text"], strict=True):
        joined = "".join(run + "\0" for run in HAN_RUN.findall(text))
        pieces.append(joined)
        articles.append(np.full(len(joined), number))
    codes = np.frombuffer("".join(pieces).encode("utf-32-le"), dtype="<u4").astype(np.int64)
    return _Text(codes, np.concatenate(articles) if articles else np.zeros(0, dtype=int))


def _frequent_grams(codes: np.ndarray, min_count: int, max_length: int) -> list[_Grams]:
    """For each length the strings that occur min_count times; a long one needs both its shorter
    parts to.
    """
    grams = [_Grams(np.full(len(codes), -1), np.zeros(0, dtype=int), np.zeros(0, dtype=int))]
    key = np.where(codes > 0, codes, -1)
    for length in range(1, max_length + 1):
        if length > 1:
            head, tail = grams[-1].ids, np.append(grams[-1].ids[1:], -1)
            key = np.where((head >= 0) & (tail >= 0), head * (len(grams[-1].n) + 1) + tail, -1)
        at = np.flatnonzero(key >= 0)
        _, first, which, n = np.unique(
            key[at], return_index=True, return_inverse=True, return_counts=True
        )
        number = np.where(n >= min_count, np.cumsum(n >= min_count) - 1, -1)
        ids = np.full(len(codes), -1)
        ids[at] = number[which]
        grams.append(_Grams(ids, n[n >= min_count], at[first[n >= min_count]]))
        if not (n >= min_count).any():
            break
    return grams


def _cohesion(grams: list[_Grams], length: int, total: int) -> np.ndarray:
    this, smallest = grams[length], np.full(len(grams[length].n), np.inf)
    for k in range(1, length):
        head = grams[k].n[grams[k].ids[this.first]]
        tail = grams[length - k].n[grams[length - k].ids[this.first + k]]
        smallest = np.minimum(smallest, np.log2(this.n * total / (head * tail.astype(float))))
    return smallest


def _around(
    text: _Text, gram: _Grams, length: int, strings: list[str], cohesion, keep: np.ndarray
) -> list[tuple]:
    """The rows of the strings `keep`: counts, articles, entropies of what stands before and
    behind.
    """
    at = np.flatnonzero(np.isin(gram.ids, keep))
    which = gram.ids[at]
    edge = -1 - np.arange(len(at))  # each edge of a run is another neighbour
    before = np.where(at > 0, text.codes[at - 1], 0)
    behind = text.codes[at + length]  # there is always the 0 that ends the run
    size = len(gram.n)
    left, right = (
        _entropy(which, np.where(side > 0, side, edge), size) for side in (before, behind)
    )
    pairs, _ = _unique_pairs(which, text.articles[at])
    n_articles = np.bincount(pairs, minlength=size)
    return [
        (
            strings[k],
            int(gram.n[k]),
            int(n_articles[k]),
            float(cohesion[k]),
            float(left[k]),
            float(right[k]),
        )
        for k in keep.tolist()
    ]


def _entropy(which: np.ndarray, neighbour: np.ndarray, size: int) -> np.ndarray:
    """Entropy, in bits, of the neighbours of each string."""
    pairs, n = _unique_pairs(which, neighbour)
    share = n / np.bincount(which, minlength=size)[pairs]
    return np.bincount(pairs, weights=-share * np.log2(share), minlength=size)


def _unique_pairs(which: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first number of each different pair, and how often the pair occurs."""
    if not len(which):
        return which, which
    other = other - other.min()
    span = int(other.max()) + 1
    pairs, n = np.unique(which * span + other, return_counts=True)
    return pairs // span, n


def _loose_characters() -> set[str]:
    words = load_stopwords("function")
    kinds = words["kind"].isin(["particle", "pronoun", "preposition", "conjunction"])
    return set(words.loc[kinds & words["word"].str.len().eq(1), "word"])


def _table(rows: list[tuple]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"n": "int64", "n_articles": "int64"})
    table = table.astype(dict.fromkeys(["cohesion", "entropy_left", "entropy_right"], "float64"))
    return table.sort_values(["n", "feature"], ascending=[False, True], kind="stable").reset_index(
        drop=True
    )
