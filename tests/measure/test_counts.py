"""Counts are what a plain loop counts, and tables of parts add up to the table of the whole."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.chinese.tokens import tokenize
from analysis.corpus import once_each
from analysis.errors import TifaError
from analysis.measure.counts import add_counts, count_features, counted

calm = settings(deadline=None, derandomize=True, database=None, max_examples=15)

ARTICLES = pd.DataFrame(
    {
        "article_id": ["a", "b", "c", "d", "w"],
        "place": ["甲", "甲", "乙", "丙", "甲"],
        "genre": ["feature", "news-brief", "feature", "other", "weather"],
        "n_han": [400, 600, 500, 100, 50],
        "n_tokens": [200, 300, 250, 50, 25],
    }
)
ROWS = pd.DataFrame(
    {
        "article_id": ["a", "a", "b", "c", "c", "w", "a"],
        "name": ["江", "江", "江", "江", "河", "江", "河"],
        "level": ["市", "市", "区", "市", "区", "市", "区"],
    }
)


def test_counts_by_place_by_hand():
    table = count_features(ROWS, ARTICLES)
    assert list(table) == ["place", "feature", "n", "n_articles", "per_10k"]
    assert table.values.tolist() == [
        ["乙", "江", 1, 1, 20.0],
        ["乙", "河", 1, 1, 20.0],
        ["甲", "江", 3, 2, 30.0],  # 3 in 1,000 Han characters; the weather is not counted
        ["甲", "河", 1, 1, 10.0],
    ]


def test_rates_per_10_000_words():
    table = count_features(ROWS, ARTICLES, unit="tokens")
    assert table.loc[table["place"] == "甲", "per_10k"].tolist() == [60.0, 20.0]


def test_groups_of_rows_do_not_narrow_the_denominator():
    table = count_features(ROWS, ARTICLES, by=("place", "level")).set_index(
        ["place", "level", "feature"]
    )
    assert table.loc[("甲", "市", "江")].tolist() == [2, 1, 20.0]
    assert table.loc[("甲", "区", "江")].tolist() == [1, 1, 10.0]


def test_the_whole_corpus_is_a_group_too():
    assert count_features(ROWS, ARTICLES, by=()).values.tolist() == [
        ["江", 4, 3, 25.0],
        ["河", 2, 2, 12.5],
    ]


def test_articles_can_be_the_groups():
    table = count_features(ROWS, ARTICLES, by=("article_id",))
    assert table.loc[table["article_id"] == "a"].values.tolist() == [
        ["a", "江", 2, 1, 50.0],
        ["a", "河", 1, 1, 25.0],
    ]


def test_captions_weather_and_boilerplate_are_not_counted():
    genres = ["photo-caption", "weather", "boilerplate", "other"]
    articles = pd.DataFrame({"article_id": list("dcba"), "genre": genres})
    assert counted(articles)["article_id"].tolist() == ["a"]


names = st.sampled_from(["江", "河", "湖"])
corpora = st.lists(
    st.tuples(st.sampled_from(["甲", "乙"]), st.integers(1, 900), st.lists(names, max_size=6)),
    min_size=1,
    max_size=9,
)


def tables_of(corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    articles = pd.DataFrame(
        [(f"a{k}", place, n_han) for k, (place, n_han, _) in enumerate(corpus)],
        columns=["article_id", "place", "n_han"],
    )
    rows = [(f"a{k}", name) for k, (_, _, found) in enumerate(corpus) for name in found]
    return pd.DataFrame(rows, columns=["article_id", "name"]), articles


@calm
@given(corpora)
def test_counts_equal_a_plain_loop(corpus):
    rows, articles = tables_of(corpus)
    n: Counter = Counter()
    within: Counter = Counter()
    size: Counter = Counter()
    for place, n_han, found in corpus:
        size[place] += n_han
        n.update((place, name) for name in found)
        within.update((place, name) for name in set(found))
    expected = {key: (n[key], within[key], n[key] / size[key[0]] * 10_000) for key in n}
    table = count_features(rows, articles)
    assert {(p, f): (k, m, r) for p, f, k, m, r in table.itertuples(index=False)} == expected


@calm
@given(corpora, st.data())
def test_any_partition_adds_up_in_any_order_and_grouping(corpus, data):
    rows, articles = tables_of(corpus)
    part = data.draw(st.lists(st.integers(0, 3), min_size=len(corpus), max_size=len(corpus)))
    whole = count_features(rows, articles)
    parts = [count_features(rows, articles[[p == k for p in part]]) for k in sorted(set(part))]
    assert add_counts(*parts).equals(whole)
    assert add_counts(*reversed(parts)).equals(whole)
    if len(parts) > 2:
        assert add_counts(parts[0], add_counts(*parts[1:])).equals(whole)
        assert add_counts(add_counts(*parts[:2]), *parts[2:]).equals(whole)


def test_a_part_without_the_feature_still_counts_in_the_denominator():
    parts = [count_features(ROWS, ARTICLES[ARTICLES["article_id"] == one]) for one in "ab"]
    alone = count_features(ROWS[ROWS["name"] == "河"], ARTICLES[ARTICLES["article_id"] == "b"])
    assert add_counts(*parts).set_index(["place", "feature"]).loc[("甲", "河"), "per_10k"] == 10.0
    assert len(alone) == 0
    assert add_counts(alone, parts[0]).set_index("feature").loc["河", "per_10k"] == 10.0


def test_tokens_of_parts_add_up_too():
    texts = {"a": "推动产业发展，推动产业兴旺。", "b": "推动产业发展。", "c": "产业发展。"}
    sentences = pd.DataFrame(
        [(f"{k}-1", k, 0, len(text), text) for k, text in texts.items()],
        columns=["sentence_id", "article_id", "start", "end", "text"],
    )
    whole = count_features(tokenize(sentences), ARTICLES, feature="token")
    parts = [
        count_features(
            tokenize(sentences[sentences["article_id"] == k]),
            ARTICLES[ARTICLES["article_id"] == k],
            feature="token",
        )
        for k in "abc"
    ]
    assert add_counts(*parts).equals(whole)
    assert whole.set_index(["place", "feature"])["n"].to_dict()[("甲", "推动")] == 3


def test_the_order_of_rows_and_articles_does_not_matter():
    shuffled = count_features(ROWS.iloc[::-1], ARTICLES.iloc[::-1], by=("place", "genre"))
    assert shuffled.equals(count_features(ROWS, ARTICLES, by=("place", "genre")))


def test_no_rows_give_an_empty_table_with_the_columns():
    table = count_features(ROWS.iloc[:0], ARTICLES)
    assert list(table) == ["place", "feature", "n", "n_articles", "per_10k"]
    assert len(table) == 0
    assert len(count_features(ROWS, ARTICLES.iloc[:0])) == 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: count_features(ROWS, ARTICLES, feature="token"), "no column token"),
        (lambda: count_features(ROWS, ARTICLES, by=("month",)), "no column month"),
        (lambda: count_features(ROWS, ARTICLES, unit="pages"), "han, tokens"),
        (
            lambda: count_features(ROWS, ARTICLES.drop(columns="n_tokens"), unit="tokens"),
            "add_token_counts",
        ),
    ],
)
def test_wrong_names_are_answered_in_one_line(call, words):
    with pytest.raises(TifaError, match=words):
        call()


def test_one_reprint_stands_for_all_in_whatever_order_the_articles_come():
    """Two copies of a text of another place: the same one is kept, or a count of the kept one's
    words would miss its evidence."""
    rows = [("x-1", "甲", ""), ("x-3", "乙", "x-1"), ("x-2", "乙", "x-1")]
    articles = pd.DataFrame(rows, columns=["article_id", "place", "reprint_of"])
    for order in (articles, articles[::-1]):
        kept = once_each(order, order["place"])
        assert set(kept["article_id"]) == {"x-1", "x-2"}
