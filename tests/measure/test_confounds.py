"""Confounds: what else differs between two places, by hand."""

import pytest

from analysis.errors import TifaError
from analysis.measure.compare import confounds
from tests.helpers.small_corpora import GENRES, SMALL, corpus_of


def test_confounds_by_hand():
    corpus, _ = corpus_of(*GENRES)
    table = confounds(corpus, "甲", "乙").set_index(["confound", "detail"])
    assert table.loc[("articles", ""), ["a_value", "b_value"]].tolist() == [3, 2]
    assert table.loc[("length", "all"), ["a_value", "b_value"]].tolist() == [1300, 300]
    assert table.loc[("length", "median article"), ["a_value", "b_value"]].tolist() == [300, 150]
    effective = [1300**2 / (100**2 + 300**2 + 900**2), 300**2 / (200**2 + 100**2)]
    assert table.loc[
        ("length", "effective number"), ["a_value", "b_value"]
    ].tolist() == pytest.approx(effective)
    assert table.loc[("genre", "work-report"), ["a", "b", "note"]].tolist() == [
        "69%",
        "0%",
        "only one side has this genre",
    ]
    weight = table.loc[("weight of one article", "largest article (x-02; x-03)")]
    assert weight[["a_value", "b_value"]].tolist() == pytest.approx([900 / 1300, 200 / 300])
    assert weight["note"] == "x-02 is 69% of its side; x-03 is 67% of its side"
    assert table.loc[("date", "published"), ["a", "b"]].tolist() == [
        "2025-01-01 to 2025-01-03",
        "2025-01-04 to 2025-01-05",
    ]
    assert table.loc[("date", "published"), "note"] == "the dates do not overlap"


def test_missing_dates_are_told():
    corpus, _ = corpus_of(*SMALL)
    corpus.articles.loc[
        corpus.articles["place"] == "乙", ["date_published", "date_published_basis"]
    ] = ["", "unknown"]
    table = confounds(corpus, "甲", "乙").set_index("detail")
    assert table.loc["published", ["b", "note"]].tolist() == ["unknown", "a side has no dates"]
    assert table.loc["inferred or unknown", ["a", "b"]].tolist() == ["0%", "100%"]


def test_confounds_of_the_seeds_name_the_one_long_report(seeds):
    table = confounds(seeds, "临平", "钱塘").set_index("confound")
    assert "% of its side" in table.loc["weight of one article", "note"]
    with pytest.raises(TifaError, match="place '上海' has no article"):
        confounds(seeds, "上海", "钱塘")
