"""Short lists of Chinese words that rules are made of: each a name in lexicons/word_lists.csv."""

from functools import cache

from analysis.chinese.lexicons import load_lexicon


@cache
def _lists() -> dict[str, dict[str, str]]:
    rows = load_lexicon("word_lists")
    return {
        name: dict(zip(part["word"], part["value"], strict=True))
        for name, part in rows.groupby("list", sort=False)
    }


@cache
def word_list(name: str) -> tuple[str, ...]:
    """The words of a list, in its order.

    >>> word_list("gazetteer.cities")[:2]
    ('地级市', '自治州')
    """
    return tuple(_lists()[name])


@cache
def word_map(name: str) -> dict[str, str]:
    """The words of a list with the value that stands beside each."""
    return _lists()[name]
