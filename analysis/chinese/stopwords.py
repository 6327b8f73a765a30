"""Two lists of words to leave out: function words, and the boilerplate of news reports."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.chinese.lexicons import load_lexicon, load_lexicon_file
from analysis.errors import TifaError
from analysis.table.arguments import require_columns

LISTS = {"function": "stop_function", "news": "stop_news"}


def load_stopwords(*names: str, extra: tuple[str | Path, ...] = ()) -> pd.DataFrame:
    """The rows of the stop lists named ("function", "news"; all if none is), and of a person's own
    files.

    extra : CSV files with a column `word`. Returns word, kind, gloss, reason, file, row: why each
        is left out.

    >>> load_stopwords("news").loc[lambda t: t["word"] == "强调", ["kind", "gloss"]].values.tolist()
    [['reporting verb', 'stress']]
    """
    unknown = [name for name in names if name not in LISTS]
    if unknown:
        raise TifaError(f"stop list {unknown[0]!r}; there are {', '.join(LISTS)}")
    tables = [load_lexicon(LISTS[name]) for name in names or LISTS]
    tables += [_own(Path(path)) for path in extra]
    return (
        pd.concat(tables, ignore_index=True).fillna("").drop_duplicates("word", ignore_index=True)
    )


def remove_stopwords(
    rows: pd.DataFrame, stopwords: pd.DataFrame, *, feature: str = "token"
) -> pd.DataFrame:
    """The rows whose `feature` is not in the list and no bare number (2025, 十 is in the list).

    Denominators are not touched: rates stay per all words of an article (see `add_token_counts`).

    >>> remove_stopwords(pd.DataFrame({"token": ["会议", "强调", "2025", "数字"]}),
    ...     load_stopwords())["token"].tolist()
    ['数字']
    """
    require_columns(rows, [feature], "rows")
    number = rows[feature].astype(str).str.fullmatch(r"\d+")
    return rows[~rows[feature].isin(set(stopwords["word"])) & ~number.astype(bool)].reset_index(
        drop=True
    )


def _own(path: Path) -> pd.DataFrame:
    table = load_lexicon_file(path)
    if "word" not in table.columns:
        raise TifaError(
            f"{path.name} row 1: no column 'word'; a stop list has word, kind, gloss, reason"
        )
    return table
