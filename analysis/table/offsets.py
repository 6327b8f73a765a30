"""From any character of an article back to its file and line.

A run is one row: text[start:end] of the article is raw[raw_start:raw_start + end - start] of the
document, in one line.
"""

import numpy as np
import pandas as pd

from analysis.errors import TifaError
from analysis.table.dictionary import columns_of

RUN_COLUMNS = columns_of("offsets")


def locate(rows: pd.DataFrame, offsets: pd.DataFrame) -> pd.DataFrame:
    """`rows` (any table with article_id, start, end) with the columns file, line_from, line_to
    added.

    Lines are counted from 1. A span that lies in two files is told by the file it starts in,
    line_to by the last line in that file. Raises TifaError when an offset is in no run.

    >>> offsets = pd.DataFrame([("a-01", 0, 4, "a", "a.txt", 9, 3), ("a-01", 4, 9, "a", "a.txt",
    ...     14, 4)],
    ...                        columns=RUN_COLUMNS)
    >>> locate(pd.DataFrame({"article_id": ["a-01"], "start": [2], "end": [6]}),
    ...     offsets).values.tolist()
    [['a-01', 2, 6, 'a.txt', 3, 4]]
    """
    out = rows.copy()
    first = _runs_at(rows["article_id"], rows["start"], offsets)
    last = _runs_at(
        rows["article_id"],
        np.maximum(rows["end"].to_numpy(dtype=np.int64) - 1, rows["start"]),
        offsets,
    )
    files = offsets["file"].to_numpy(dtype=object)
    lines = offsets["line"].to_numpy(dtype=np.int64)
    out["file"] = files[first] if len(rows) else pd.Series(dtype=object)
    out["line_from"] = lines[first] if len(rows) else pd.Series(dtype=np.int64)
    same = _last_in_file(first, last, files)
    out["line_to"] = lines[same] if len(rows) else pd.Series(dtype=np.int64)
    return out


def span_rows(
    rows: pd.DataFrame, spans: pd.DataFrame, *, at: str = "start", inside: bool = True
) -> np.ndarray:
    """For each row (article_id and the offset in column `at`) the row number of the span of its
    article that holds the offset; -1 where none does.

    spans : article_id, start, end; of sentences, of runs. inside=False: the last span that begins
        there or before it, even if it ends sooner.

    >>> spans = pd.DataFrame({"article_id": ["a", "a", "b"], "start": [0, 5, 2], "end": [4, 9, 3]})
    >>> span_rows(pd.DataFrame({"article_id": list("aabc"), "start": [7, 4, 1, 0]}), spans).tolist()
    [1, -1, -1, -1]
    """
    codes, names = pd.factorize(spans["article_id"])
    starts = spans["start"].to_numpy(dtype=np.int64)
    wanted = rows[at].to_numpy(dtype=np.int64)
    article = pd.Index(names).get_indexer(rows["article_id"])
    longest = int(max(starts.max(initial=0), wanted.max(initial=0))) + 1
    keys = codes * longest + starts  # articles one after the other
    order = np.argsort(keys, kind="stable")
    found = np.searchsorted(keys[order], article * longest + wanted, side="right") - 1
    held = np.append(order, -1)[np.where(article >= 0, found, -1)]
    ends = spans["end"].to_numpy(dtype=np.int64)
    right = np.append(codes, -2)[held] == article
    if inside:
        right &= wanted < np.append(ends, 0)[held]
    return np.where(right, held, -1)


def _runs_at(article_ids: pd.Series, at: pd.Series, offsets: pd.DataFrame) -> np.ndarray:
    """Row numbers of the runs that hold the offsets (an inserted line end counts with the run
    before it).
    """
    rows = pd.DataFrame({"article_id": np.asarray(article_ids), "start": np.asarray(at)})
    found = span_rows(rows, offsets, inside=False)
    if (found < 0).any():
        lost = rows["article_id"].iloc[int(np.flatnonzero(found < 0)[0])]
        raise TifaError(f"locate: article {lost!r} has no offsets")
    return found


def _last_in_file(first: np.ndarray, last: np.ndarray, files: np.ndarray) -> np.ndarray:
    """The last run of each span that is still in the file it started in."""
    same = last.copy()
    for i in np.flatnonzero(files[first] != files[last]) if len(first) else ():
        while files[same[i]] != files[first[i]]:
            same[i] -= 1
    return same
