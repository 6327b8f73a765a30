"""Where a name begins: word classes of Chinese words, read from jieba's dictionary file.

Only the left edge of names such as 临平文史研究会 is decided with it, always in the same way: the
settings of the tokenizer that counts words do not reach it. The dictionary gives each word a
frequency and a class (n noun, ns place, v verb, …); the best path of words through a clause is the
most frequent one (unigrams, no guessing).
"""

import importlib.util
import math
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple


class Word(NamedTuple):
    """text[start:end] of a clause, its word class ("" for a character the dictionary does not
    have).
    """

    start: int
    end: int
    word: str
    tag: str


@lru_cache(maxsize=1)
def _dictionary() -> tuple[dict[str, tuple[float, str]], float]:
    spec = importlib.util.find_spec("jieba")
    path = Path(next(iter(spec.submodule_search_locations))) / "dict.txt"
    entries: dict[str, tuple[float, str]] = {}
    total = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split(" ")
        entries[word] = (float(count), tag)
        total += int(count)
    return {w: (math.log(c or 1), t) for w, (c, t) in entries.items()}, math.log(total)


def word_class(word: str) -> str:
    """The class of a word of the dictionary, or "".

    >>> word_class("杭州"), word_class("访问"), word_class("不是词")
    ('ns', 'v', '')
    """
    return _dictionary()[0].get(word, (0.0, ""))[1]


@lru_cache(maxsize=8192)
def words(clause: str) -> tuple[Word, ...]:
    """The words of a clause, the most frequent path; they join to the clause again.

    >>> [w.word for w in words("走访杭州能源集团")]
    ['走访', '杭州', '能源', '集团']
    """
    entries, total = _dictionary()
    n = len(clause)
    best: list[tuple[float, int]] = [(0.0, n)] * (n + 1)
    for start in range(n - 1, -1, -1):
        options = [(-total + best[start + 1][0], start + 1)]
        for end in range(start + 1, min(n, start + 8) + 1):
            entry = entries.get(clause[start:end])
            if entry is not None:
                options.append((entry[0] - total + best[end][0], end))
        best[start] = max(options)
    out, start = [], 0
    while start < n:
        end = best[start][1]
        word = clause[start:end]
        out.append(Word(start, end, word, entries[word][1] if word in entries else ""))
        start = end
    return tuple(out)
