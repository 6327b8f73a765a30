"""Strings that behave like words but stand in no dictionary: candidates for a person to look at, no results."""

from __future__ import annotations

import math
import re
from collections import Counter

import pandas as pd
import rjieba

from analysis.counts import require_columns
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

    sentences : article_id, text. known : strings to leave out (lexicon entries), beside jieba's dictionary.
    Returns feature, n, n_articles, cohesion (bits: the smallest, over all ways to cut it in two, of log2 of how
    much more often the parts stand together than by chance), entropy_left and entropy_right (bits: how varied
    its neighbours are; a sentence's edge or a sign is each time another neighbour); most frequent first.
    No string begins or ends with a particle, pronoun, preposition or conjunction of one character (的, 和, 在).
    Empty below min_han Han characters: so small a corpus cannot tell. After Sornlertlamvanich et al. (2000).
    """
    require_columns(sentences, ["article_id", "text"], "sentences")
    runs = [(a, run) for a, text in zip(sentences["article_id"], sentences["text"], strict=True)
            for run in HAN_RUN.findall(text)]  # fmt: skip
    total = sum(len(run) for _, run in runs)
    if total < max(min_han, 1):
        return _table([])
    counts = _frequent_strings([run for _, run in runs], min_count, max_length)
    dictionary = _dictionary()
    chosen = {}
    loose = _loose_characters()
    for string in (s for s in counts if 2 <= len(s) <= max_length):
        if string not in known and not dictionary(string) and not {string[0], string[-1]} & loose:
            cohesion = _cohesion(string, counts, total)
            if cohesion >= min_cohesion:
                chosen[string] = cohesion
    rows = [row for row in _neighbours(runs, chosen, max_length, counts) if min(row[4:]) >= min_entropy]
    return _table(rows)


def _frequent_strings(runs: list[str], min_count: int, max_length: int) -> dict[str, int]:
    """Counts of all strings that occur min_count times; a long one only if both its shorter parts do."""
    counts: dict[str, int] = {}
    for length in range(1, max_length + 1):
        found: Counter[str] = Counter()
        for run in runs:
            for at in range(len(run) - length + 1):
                string = run[at : at + length]
                if length == 1 or (string[:-1] in counts and string[1:] in counts):
                    found[string] += 1
        kept = {string: n for string, n in found.items() if n >= min_count}
        if not kept:
            break
        counts |= kept
    return counts


def _cohesion(string: str, counts: dict[str, int], total: int) -> float:
    parts = (counts[string[:k]] * counts[string[k:]] for k in range(1, len(string)))
    return min(math.log2(counts[string] * total / product) for product in parts)


def _neighbours(runs, chosen: dict[str, float], max_length: int, counts: dict[str, int]) -> list[tuple]:
    left: dict[str, Counter] = {string: Counter() for string in chosen}
    right: dict[str, Counter] = {string: Counter() for string in chosen}
    articles: dict[str, set] = {string: set() for string in chosen}
    for number, (article_id, run) in enumerate(runs):
        for at in range(len(run)):
            for end in range(at + 2, min(at + max_length, len(run)) + 1):
                if (string := run[at:end]) in chosen:
                    left[string][run[at - 1] if at else f"edge {number}"] += 1
                    right[string][run[end] if end < len(run) else f"edge {number}"] += 1
                    articles[string].add(article_id)
    return [
        (s, counts[s], len(articles[s]), cohesion, _entropy(left[s]), _entropy(right[s]))
        for s, cohesion in chosen.items()
    ]


def _entropy(neighbours: Counter) -> float:
    n = sum(neighbours.values())
    return math.fsum(-k / n * math.log2(k / n) for k in sorted(neighbours.values()))


def _loose_characters() -> set[str]:
    words = load_stopwords("function")
    kinds = words["kind"].isin(["particle", "pronoun", "preposition", "conjunction"])
    return set(words.loc[kinds & words["word"].str.len().eq(1), "word"])


def _dictionary():
    return rjieba.Jieba().has_word


def _table(rows: list[tuple]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"n": "int64", "n_articles": "int64"})
    table = table.astype(dict.fromkeys(["cohesion", "entropy_left", "entropy_right"], "float64"))
    return table.sort_values(["n", "feature"], ascending=[False, True], kind="stable").reset_index(drop=True)
