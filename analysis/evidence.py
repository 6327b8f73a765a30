"""Behind every number stand its sentences: for each row given, the sentence it was counted in."""

from collections.abc import Iterable
from urllib.parse import quote, unquote

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.errors import TifaError
from analysis.table.arguments import a_corpus, a_table, wants
from analysis.table.dictionary import ROWS, TABLE, titled
from analysis.table.offsets import locate, span_rows

ABOUT = ["place", "paper", "date_published", "title"]
HELD = ["sentence", "hit_start", "hit_end"]
LINES = ["file", "line_from", "line_to"]
PREFIX = "ev-"


@wants(
    rows=a_table(["article_id", "start", "end"]),
    corpus=a_corpus(
        articles=["article_id", *ABOUT],
        sentences=["article_id", "start", "end", "text"],
        offsets=["article_id", "start", "end", "file", "line"],
    ),
)
def evidence(rows: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """One row for each row given, in the same order: where it stands and the sentence around it.

    rows : mentions, tokens or hits with article_id, start, end (offsets into the article's text).
    Returns the rows with, at the end, what is known of the article, the sentence, where the hit
    stands in it (cut off at its end), and its file and lines. Raises TifaError if a row stands in
    no sentence of the corpus.

    >>> from analysis import concordance, load_corpus
    >>> corpus = load_corpus("seeds")
    >>> row = evidence(concordance(corpus, "十五五"), corpus).loc[0]
    >>> row["sentence"][row["hit_start"] : row["hit_end"]]
    '十五五'
    """
    out = rows.drop(columns=[*ABOUT, *HELD], errors="ignore").reset_index(drop=True)
    out = out.join(corpus.articles.set_index("article_id")[ABOUT], on="article_id")
    found = span_rows(out, corpus.sentences)
    if (found < 0).any():
        at = int(np.flatnonzero(found < 0)[0])
        where = f"{out['article_id'].iloc[at]} has no sentence at character {out['start'].iloc[at]}"
        raise TifaError(f"evidence row {at + 1}: {where}")
    held = corpus.sentences.iloc[found]
    begins = held["start"].to_numpy()
    out["sentence"] = held["text"].to_numpy()
    out["hit_start"] = out["start"].to_numpy() - begins
    out["hit_end"] = np.minimum(out["end"].to_numpy() - begins, held["text"].str.len().to_numpy())
    if not set(LINES) <= set(out.columns):
        out = locate(out, corpus.offsets)
    added = [*ABOUT, *HELD, *LINES]
    out = out[[*rows.columns.drop(added, errors="ignore"), *added]]
    of = rows.attrs.get(TABLE, "")
    return titled(out, "evidence", **({ROWS: of} if of else {}))


def anchor(table: str, /, **filters: object) -> str:
    """The anchor of the rows of an evidence table whose columns equal all the filters, in ASCII,
    without the leading `#`.

    >>> anchor("slogans", place="钱塘", name="十五五")
    'ev-slogans/name=%E5%8D%81%E4%BA%94%E4%BA%94/place=%E9%92%B1%E5%A1%98'
    """
    parts = [f"{column}={quote(str(value), safe='')}" for column, value in sorted(filters.items())]
    return PREFIX + "/".join([table, *parts])


def parse_anchor(text: str) -> tuple[str, dict[str, str]]:
    """The table and the filters an anchor names; a leading `#` is allowed.

    >>> parse_anchor("#ev-slogans/name=%E5%8D%81%E4%BA%94%E4%BA%94/place=钱塘")
    ('slogans', {'name': '十五五', 'place': '钱塘'})
    """
    body = text.removeprefix("#")
    table, *parts = body.removeprefix(PREFIX).split("/")
    if not body.startswith(PREFIX) or not table or not all("=" in part for part in parts):
        raise TifaError(f"not an anchor: {text!r}; allowed: ev-TABLE/column=value/...")
    pairs = (part.split("=", 1) for part in parts)
    return table, {column: unquote(value) for column, value in pairs}


def select(tables: dict[str, pd.DataFrame], address: str) -> pd.DataFrame:
    """The rows of `evidence_tables` an anchor stands for, in table order.

    >>> rows = pd.DataFrame({"name": ["十五五", "两新"], "place": ["钱塘", "钱塘"]})
    >>> len(select({"slogans": rows}, anchor("slogans", name="十五五")))
    1
    """
    table, filters = parse_anchor(address)
    if table not in tables:
        there = ", ".join(sorted(tables))
        raise TifaError(f"anchor {address}: no table {table!r}; there are {there}")
    rows = tables[table]
    keep = pd.Series(True, index=rows.index)
    for column, value in filters.items():
        if column not in rows:
            raise TifaError(f"anchor {address}: table {table!r} has no column {column!r}")
        cells = rows[column]
        keep &= (cells if cells.dtype == object else cells.astype(str)) == value
    return rows[keep]


def select_all(
    tables: dict[str, pd.DataFrame], addresses: Iterable[str], *columns: str
) -> dict[str, pd.DataFrame]:
    """Anchor -> the rows it stands for, with these columns, or all of them where none is named; a
    table is gone through once for each set of filters.
    """

    def narrow(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows.columns.intersection(columns)] if columns else rows

    found: dict[str, pd.DataFrame] = {}
    places: dict[tuple[str, ...], tuple[pd.DataFrame, dict]] = {}
    for address in addresses:
        table, filters = parse_anchor(address)
        rows = tables.get(table, pd.DataFrame())
        if not filters or not set(filters) <= set(rows):
            found[address] = narrow(select(tables, address))
            continue
        if (table, *filters) not in places:
            keys = [rows[column].astype(str) for column in filters]
            by = keys if len(keys) > 1 else keys[0]
            places[table, *filters] = narrow(rows), rows.groupby(by, sort=False).indices
        kept, at = places[table, *filters]
        key = tuple(filters.values()) if len(filters) > 1 else next(iter(filters.values()))
        found[address] = kept.iloc[at.get(key, [])]
    return found
