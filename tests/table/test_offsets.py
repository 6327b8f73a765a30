"""From a span of an article to file and lines."""

import pandas as pd
import pytest

from analysis.errors import TifaError
from analysis.table.offsets import RUN_COLUMNS, locate, span_rows

RUNS = pd.DataFrame(
    [
        ("a-01", 0, 4, "a", "a.txt", 9, 3),
        ("a-01", 4, 9, "a", "a.txt", 14, 4),
        ("a-01", 10, 12, "b", "b.txt", 0, 1),
    ],
    columns=RUN_COLUMNS,
)


def places(*spans: tuple[int, int]) -> list[list]:
    rows = pd.DataFrame([("a-01", a, b) for a, b in spans], columns=["article_id", "start", "end"])
    return locate(rows, RUNS)[["file", "line_from", "line_to"]].values.tolist()


def test_a_span_in_one_line_and_one_over_two():
    assert places((1, 3), (2, 6)) == [["a.txt", 3, 3], ["a.txt", 3, 4]]


def test_a_span_over_two_files_is_told_by_the_first():
    assert places((5, 12)) == [["a.txt", 4, 4]]


def test_rows_keep_their_order_and_columns():
    rows = pd.DataFrame(
        {"article_id": ["a-01"] * 2, "start": [10, 0], "end": [11, 2], "name": ["x", "y"]}
    )
    assert locate(rows, RUNS)[["name", "file"]].values.tolist() == [["x", "b.txt"], ["y", "a.txt"]]


def test_no_rows_give_no_rows_with_the_new_columns():
    empty = pd.DataFrame({"article_id": [], "start": [], "end": []})
    assert locate(empty, RUNS).columns.tolist() == [
        "article_id",
        "start",
        "end",
        "file",
        "line_from",
        "line_to",
    ]


def test_an_article_without_runs_is_an_error():
    with pytest.raises(TifaError, match="'z-01' has no offsets"):
        locate(pd.DataFrame({"article_id": ["z-01"], "start": [0], "end": [1]}), RUNS)


def test_the_span_that_holds_an_offset_is_of_its_own_article():
    spans = pd.DataFrame({"article_id": ["a", "a", "b"], "start": [0, 5, 2], "end": [4, 9, 3]})
    rows = pd.DataFrame({"article_id": list("aabc"), "start": [7, 4, 1, 0]})
    assert span_rows(rows, spans).tolist() == [1, -1, -1, -1]
    assert span_rows(rows, spans, inside=False).tolist() == [1, 0, -1, -1]
