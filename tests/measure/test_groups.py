"""Groups: any column of articles and any stretch of time; no name of a group is read."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import TifaError
from analysis.measure.compare import compare
from analysis.measure.counts import count_features, dispersion, keyness
from analysis.measure.groups import group_names, known_days, known_groups
from tests.helpers.small_corpora import SMALL, corpus_of

DAYS = pd.DataFrame(
    {"date_published": ["2024-12-30", "2025-01-05", "2025-10-22", "2025-10-23", "2025-11", ""]}
)


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("year", ["2024", "2025", "2025", "2025", "2025", ""]),
        ("month", ["2024-12", "2025-01", "2025-10", "2025-10", "2025-11", ""]),
        ("week", ["2025-W01", "2025-W01", "2025-W43", "2025-W43", "", ""]),
        ("day", ["2024-12-30", "2025-01-05", "2025-10-22", "2025-10-23", "", ""]),
        ("..2025-10-22,2025-10-23..", ["..2025-10-22"] * 3 + ["2025-10-23..", "", ""]),
        ("2024,2025", None),
        ("..2024,2025-10..2025-11", ["..2024", ""] + ["2025-10..2025-11"] * 3 + [""]),
    ],
)
def test_days_fall_into_periods_and_unknown_days_into_none(by, names):
    if names is None:
        with pytest.raises(TifaError, match="'2024' in '2024,2025'; a period is like"):
            group_names(DAYS, by)
    else:
        assert group_names(DAYS, by).tolist() == names


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("2024..2025,2025-06..", "overlaps"),
        ("2025-13..", "2025-13"),
        ("..", "a period is like"),
        ("2024..,soon..", "soon"),
    ],
)
def test_wrong_periods_are_answered_in_one_line(by, words):
    with pytest.raises(TifaError, match=words):
        group_names(DAYS, by)


def test_a_column_of_ones_own_comes_before_a_period_and_may_hold_anything():
    articles = pd.DataFrame({"year": [2017.0, None, 2018.0]})
    assert group_names(articles, "year").tolist() == ["2017", "", "2018"]
    assert known_groups(group_names(articles, "year")) == ["2017", "2018"]


def test_every_measure_takes_any_column_and_any_period():
    corpus, rows = corpus_of(*SMALL)  # printed on the first six days of January
    articles = corpus.articles.assign(wing=list("左左右右左右"), n_tokens=100)
    for by, a, b in (
        ("wing", "左", "右"),
        ("day", "2025-01-01", "2025-01-04"),
        ("..2025-01-02,2025-01-03..", "..2025-01-02", "2025-01-03.."),
    ):
        where = group_names(articles, by)
        sizes = [articles["n_han"][(where == g) & (articles["genre"] != "weather")] for g in (a, b)]
        counts = count_features(rows, articles, by=by)
        assert {a, b} <= set(counts[by])
        key = keyness(rows, articles, a, b, by=by, feature="name", unit="han", min_count=0)
        assert key[["size_a", "size_b"]].iloc[0].tolist() == [s.sum() for s in sizes]
        compared = compare(type(corpus)(articles=articles), rows, a, b, by=by)
        assert compared[["of_a", "of_b"]].iloc[0].tolist() == [len(s) for s in sizes]
        assert dispersion(rows, articles, parts=by)["parts"].iloc[0] == len(
            set(where[articles["genre"] != "weather"])
        )


def test_a_year_in_a_column_is_known_of_a_day_that_is_not():
    articles = pd.DataFrame(
        {
            "date_published": ["2025-03-01", "", ""],
            "year": [2024, 2017, np.nan],
            "article_id": list("abc"),
        }
    )
    assert known_days(articles).tolist() == ["2025-03-01", "2017", ""]
    assert group_names(articles, "..2018,2019..").tolist() == ["2019..", "..2018", ""]
    assert group_names(articles, "month").tolist() == ["2025-03", "", ""]
