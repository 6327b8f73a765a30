"""Two lists of words to leave out: function words, and the boilerplate of news reports."""

import pandas as pd

from analysis.chinese.lexicons import load_lexicon
from analysis.errors import TifaError

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
