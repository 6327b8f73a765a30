"""Short lists of Chinese words that rules are made of, stopwords among them."""

from functools import cache

import pandas as pd

from analysis.chinese.lexicons import load_lexicon
from analysis.errors import TifaError


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


LISTS = {"function": "stop_function", "news": "stop_news"}


def load_stopwords(*names: str) -> pd.DataFrame:
    """The rows of the stop lists named ("function", "news"; all if none is).

    Returns word, kind, gloss, reason, file, row: why each is left out.

    >>> load_stopwords("news").loc[lambda t: t["word"] == "强调", ["kind", "gloss"]].values.tolist()
    [['reporting verb', 'stress']]
    """
    unknown = [name for name in names if name not in LISTS]
    if unknown:
        raise TifaError(f"stop list {unknown[0]!r}; there are {', '.join(LISTS)}")
    tables = [load_lexicon(LISTS[name]) for name in names or LISTS]
    return pd.concat(tables, ignore_index=True).drop_duplicates("word", ignore_index=True)
