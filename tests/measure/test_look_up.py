"""`look`: the same numbers as the measures it gathers, quickly; filters, errors, an empty
answer.
"""

import numpy as np
import pandas as pd
import pytest

from analysis.chinese.tokens import kept_whole, tokenize
from analysis.errors import TifaError
from analysis.measure.collocation import collocations
from analysis.measure.concordance import concordance
from analysis.measure.counts import count_features, counted
from analysis.measure.groups import rate_interval
from analysis.measure.look_up import look, prepare, rates_of
from tests.helpers.many import many_articles


@pytest.fixture(scope="module")
def desk(seeds, seed_mentions):
    return prepare(seeds, slogans=seed_mentions.slogans, bodies=seed_mentions.bodies)


@pytest.fixture(scope="module")
def tokens(seeds, seed_mentions):
    ids = counted(seeds.articles)["article_id"]
    sentences = seeds.sentences[seeds.sentences["article_id"].isin(ids)]
    return tokenize(
        sentences,
        kept_whole(sentences, seeds.articles, seed_mentions.slogans, seed_mentions.bodies),
    )


@pytest.mark.parametrize("sort", ["text", "left", "right"])
def test_lines_are_those_of_the_concordance(seeds, desk, sort):
    pd.testing.assert_frame_equal(
        look(desk, "高质量", sort=sort).lines, concordance(seeds, "高质量", sort=sort)
    )


@pytest.mark.parametrize("term", ["十五五", "区委", "发展"])
def test_collocates_are_those_of_collocations_by_sentence(desk, tokens, term):
    found = look(desk, term)
    expected = collocations(tokens, found.lines)[found.collocates.columns]
    pd.testing.assert_frame_equal(found.collocates, expected, check_dtype=False)


def test_rates_are_those_of_count_features(seeds, desk):
    found = look(desk, "十五五")
    counts = count_features(found.lines[["article_id"]].assign(name="x"), seeds.articles).set_index(
        "place"
    )
    rates = found.rates.set_index("place")
    pd.testing.assert_frame_equal(
        rates.loc[counts.index, ["n", "n_articles", "per_10k"]],
        counts[["n", "n_articles", "per_10k"]],
    )
    assert rates["n"].to_dict() == {"临平": 4, "杭州": 4, "钱塘": 10}


def test_a_slogan_has_the_mentions_of_the_slogans_table(desk, seed_mentions):
    name = seed_mentions.slogans["name"].value_counts().index[0]
    mine = seed_mentions.slogans[seed_mentions.slogans["name"] == name]
    mine = mine[mine["article_id"].isin(desk.articles["article_id"])]
    found = look(desk, name, kind="slogan")
    expected = mine.sort_values(["article_id", "start"])[["article_id", "start"]]
    assert found.lines[["article_id", "start"]].to_numpy().tolist() == expected.to_numpy().tolist()


def test_filters_narrow_every_table(desk):
    found = look(desk, "发展", places=["钱塘"], genres=["meeting-report"])
    assert (
        set(found.rates["place"])
        == set(found.lines["place"])
        == set(found.articles["place"])
        == set(found.strip["place"])
        == {"钱塘"}
    )
    assert set(found.articles["genre"]) == {"meeting-report"}


def test_collocates_of_a_place_are_those_of_a_corpus_of_that_place(desk, tokens):
    here = desk.articles.loc[desk.articles["place"] == "钱塘", "article_id"]
    found = look(desk, "发展", places=["钱塘"])
    expected = collocations(tokens[tokens["article_id"].isin(here)], found.lines)[
        found.collocates.columns
    ]
    pd.testing.assert_frame_equal(found.collocates, expected, check_dtype=False)


def test_strip_positions_run_from_the_first_article_of_a_place_to_its_last(desk):
    strip = look(desk, "的").strip
    assert strip["position"].between(0, 1).all()
    first = strip.groupby("place")["article_id"].first()
    assert (
        first.to_dict()
        == desk.articles[desk.articles["article_id"].isin(strip["article_id"])]
        .groupby("place")["article_id"]
        .first()
        .to_dict()
    )


def test_a_term_that_is_nowhere_gives_empty_tables_and_zero_rates(desk):
    found = look(desk, "没有这个词")
    assert found.rates["n"].sum() == 0
    assert found.rates[["per_10k_low", "per_10k_high"]].isna().all(axis=None)
    assert [len(t) for t in (found.strip, found.lines, found.collocates, found.articles)] == [
        0,
        0,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"places": ["萧山"]}, "place '萧山' has no article"),
        ({"places": "钱塘"}, "wants a list of text as places"),
        ({"genres": ["诗"]}, "genre '诗'"),
        ({"since": "2025"}, "'2025' is not a day"),
        ({"until": "2025-02-30"}, "not a day"),
        ({"kind": "word"}, "must be one of text"),
        ({"sort": "up"}, "sort: 'up'"),
        ({"kind": "slogan"}, "no slogan named"),
    ],
)
def test_a_bad_request_is_refused_in_words(desk, options, words):
    with pytest.raises(TifaError, match=words):
        look(desk, "十", **options)


def test_since_and_until_leave_out_articles_without_a_day(seeds):
    articles = seeds.articles.assign(
        date_published=["2025-01-01"] * 10 + [""] * (len(seeds.articles) - 10)
    )
    dated = look(seeds._replace(articles=articles), "的", since="2024-12-31", until="2025-06-01")
    assert set(dated.articles["date_published"]) == {"2025-01-01"}


def test_an_interval_takes_ten_articles_and_has_an_end_without_a_hit(desk):
    """A place with ten equal articles, one with nine, no hit in either."""
    articles = pd.DataFrame(
        {
            "article_id": [f"x-{k}" for k in range(19)],
            "place": ["甲"] * 10 + ["乙"] * 9,
            "n_han": 500,
        }
    )
    table = rates_of(pd.DataFrame({"article_id": []}), articles).set_index("place")
    assert table.loc["甲", "per_10k_low"] == 0 and table.loc["甲", "per_10k_high"] > 0
    assert table.loc["乙", ["per_10k_low", "per_10k_high"]].isna().all()
    assert np.isnan(rate_interval(np.array([3]), np.array([100]))).all()


def test_copies_of_a_corpus_have_its_collocates_and_as_many_times_its_hits(desk):
    once, thrice = (look(d, "十五五") for d in (desk, many_articles(desk, 3 * len(desk.articles))))
    assert thrice.rates["n"].tolist() == (3 * once.rates["n"]).tolist()
    assert (
        thrice.collocates.set_index("feature")["n"].loc[once.collocates["feature"]].tolist()
        == (3 * once.collocates["n"]).tolist()
    )
