"""Where a name begins: word classes of Chinese words, read from jieba's dictionary file.

Only the left edge of names such as 临平文史研究会 is decided with it, always in the same way: cut by
jieba without guessing. The dictionary gives each word a class (n noun, ns place, v verb, …).
"""

import importlib.util
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from analysis.chinese.tokens import cut
from analysis.chinese.word_lists import word_list

_NUMERAL = re.compile("[一二三四五六七八九]?十[一二三四五六七八九]?五")


class Word(NamedTuple):
    """text[start:end] of a clause, its word class ("" for a character the dictionary does not
    have).
    """

    start: int
    end: int
    word: str
    tag: str


@cache
def _classes() -> dict[str, str]:
    spec = importlib.util.find_spec("jieba")
    path = Path(next(iter(spec.submodule_search_locations))) / "dict.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return {word: tag for word, _, tag in map(str.split, lines)}


def word_class(word: str) -> str:
    """The class of a word of the dictionary, or "".

    >>> word_class("杭州"), word_class("访问"), word_class("不是词")
    ('ns', 'v', '')
    """
    return _classes().get(word, "")


@lru_cache(maxsize=8192)
def words(clause: str) -> tuple[Word, ...]:
    """The words of a clause; they join to the clause again. What the dictionary does not have (77,
    ATR) comes character by character.

    >>> [w.word for w in words("走访杭州能源集团")]
    ['走访', '杭州', '能源', '集团']
    """
    known, found, start = _classes(), [], 0
    for word in cut(clause):
        for part in (word,) if word in known else word:
            found.append(Word(start, start + len(part), part, known.get(part, "")))
            start += len(part)
    return tuple(found)


def is_roughly(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is a number of things, about so many, and no name made of numerals:
    十四五岁, 十四五个人 and 十三五斤, but the plan in 十四五规划 and 十四五个性化.

    >>> is_roughly("有十四五个人", 1, 4), is_roughly("在十四五人才规划里", 1, 4)
    (True, False)
    """
    if not _NUMERAL.fullmatch(text, start, end):
        return False
    rest = text[end : end + 4]
    return bool(rest) and (
        words(rest)[0].word in _measures() or (rest[0] == "个" and not rest.startswith("个性"))
    )


@cache
def _measures() -> frozenset[str]:
    return frozenset(word_list("numerals.measures"))


def is_apart(text: str, start: int, end: int) -> bool:
    """Neither edge lies inside a word: 三个年 is not in 用了三个年头, nor 五个一 in 五个一起去; but 东盟,
    a word itself, is in 东盟国家.
    """
    left, known = max(0, start - 4), bool(word_class(text[start:end]))
    for word in words(text[left : end + 4]):
        first, last = word.start + left, word.end + left
        whole = known and ((first == start and end <= last) or (first <= start and end == last))
        if (first < start < last or first < end < last) and not whole:
            return False
    return True
