"""From any character of an article back to its file and line. A run is one row: text[start:end] of
the article is raw[raw_start:raw_start + end - start] of the document, in one line."""

import numpy as np
import pandas as pd

from analysis.errors import TifaError
from analysis.table.dictionary import columns_of

RUN_COLUMNS = columns_of("offsets")


def locate(rows: pd.DataFrame, offsets: pd.DataFrame) -> pd.DataFrame:
    """`rows` (any table with article_id, start, end) with file, line_from, line_to, counted from 1.

    A span that lies in two files is told by the file it starts in, line_to by the last line there.
    Raises TifaError when an offset is in no run."""
    ends = np.maximum(rows["end"].to_numpy(dtype=np.int64) - 1, rows["start"])
    edges = []  # the runs that hold both (a line end inserted: the run before it)
    for at in (rows["start"], ends):
        spans = pd.DataFrame({"article_id": rows["article_id"].array, "start": np.asarray(at)})
        edges.append(span_rows(spans, offsets, inside=False))
        if (edges[-1] < 0).any():
            lost = spans["article_id"].iloc[int(np.flatnonzero(edges[-1] < 0)[0])]
            raise TifaError(f"locate: article {lost!r} has no offsets")
    first, last = edges
    files, lines = (offsets[column].to_numpy() for column in ("file", "line"))
    for i in np.flatnonzero(files[first] != files[last]):
        while files[last[i]] != files[first[i]]:  # back to the file it started in
            last[i] -= 1
    where = {"file": files[first], "line_from": lines[first], "line_to": lines[last]}
    types = {"file": object, "line_from": np.int64, "line_to": np.int64}
    return rows.assign(**{name: cells.astype(types[name]) for name, cells in where.items()})


def span_rows(rows: pd.DataFrame, spans: pd.DataFrame, *, inside: bool = True) -> np.ndarray:
    """For each row (article_id, start) the row number of the span of its article in which it
    starts; -1 where none does. spans : article_id, start, end. inside=False: the last span that
    begins there or before it, even if it ends sooner."""
    codes, names = pd.factorize(spans["article_id"])
    starts, ends = (spans[side].to_numpy(dtype=np.int64) for side in ("start", "end"))
    wanted = rows["start"].to_numpy(dtype=np.int64)
    article = pd.Index(names).get_indexer(rows["article_id"])
    longest = int(max(starts.max(initial=0), wanted.max(initial=0))) + 1
    keys = codes * longest + starts  # articles one after the other
    order = np.argsort(keys, kind="stable")
    found = np.searchsorted(keys[order], article * longest + wanted, side="right") - 1
    held = np.append(order, -1)[np.where(article >= 0, found, -1)]
    right = np.append(codes, -2)[held] == article
    if inside:
        right &= wanted < np.append(ends, 0)[held]
    return np.where(right, held, -1)
