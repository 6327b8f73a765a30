"""Keyness tables: plain counts beside every score, and the same tables counted again by hand."""

import math

import pandas as pd
import pytest

from analysis.chinese.tokens import add_token_counts, tokenize, word_tokens
from analysis.errors import TifaError
from analysis.measure.counts import keyness
from tests.helpers.plain_scores import plain_keyness

ARTICLES = pd.DataFrame(
    {
        "article_id": ["a", "b", "c", "w"],
        "place": ["甲", "甲", "乙", "乙"],
        "genre": ["other", "other", "other", "weather"],
        "n_han": [100, 100, 400, 30],
        "n_tokens": [60, 40, 200, 15],
    }
)
ROWS = pd.DataFrame(
    {
        "article_id": [*"aaaabb", *"cccccc", *"www"],
        "token": [*"江江江河江河", *"河河河河湖湖", *"江江江"],
    }
)


def test_counts_sizes_and_scores_by_hand():
    table = keyness(ROWS, ARTICLES, "甲", "乙", min_count=1).set_index("feature")
    assert table.index.tolist() == ["江", "河", "湖"]
    assert table.loc[
        "江", ["n_a", "n_b", "articles_a", "articles_b", "size_a", "size_b"]
    ].tolist() == [4, 0, 2, 0, 100, 200]
    assert table.loc["河", ["n_a", "n_b"]].tolist() == [2, 4]
    assert table.loc["河", ["per_10k_a", "per_10k_b", "g2", "log_ratio"]].tolist() == [
        200,
        200,
        0,
        0,
    ]
    assert table.loc["江", "log_ratio"] == pytest.approx(math.log2((4 / 100) / (0.5 / 200)))
    for feature in table.index:
        row = table.loc[feature]
        plain = plain_keyness(int(row["n_a"]), int(row["n_b"]), 100, 200, 3)
        for name in ("g2", "log_ratio", "lrc", "chi2", "odds_ratio", "diff_percent", "log_odds_z"):
            assert row[name] == pytest.approx(plain[name], abs=1e-7), name


def test_exchanging_the_places_turns_the_table_round():
    there = keyness(ROWS, ARTICLES, "甲", "乙", min_count=1).set_index("feature")
    back = keyness(ROWS, ARTICLES, "乙", "甲", min_count=1).set_index("feature")
    signed = ["g2", "log_ratio", "lrc", "chi2", "log_odds_z"]
    assert (there[signed] == -back[signed].loc[there.index]).all().all()
    assert there["p_token"].equals(back["p_token"].loc[there.index])


def test_rare_features_are_left_out_and_are_not_in_the_family():
    assert keyness(ROWS, ARTICLES, "甲", "乙", min_count=3)["feature"].tolist() == ["江", "河"]
    assert len(keyness(ROWS, ARTICLES, "甲", "乙", min_count=99)) == 0


@pytest.mark.parametrize(
    ("a", "b", "words"), [("丁", "甲", "甲, 乙|乙, 甲"), ("甲", "甲", "with itself")]
)
def test_wrong_groups_are_named(a, b, words):
    with pytest.raises(TifaError, match=words):
        keyness(ROWS, ARTICLES, a, b)


@pytest.mark.parametrize("feature", ["十五五", "高质量发展", "协商"])
def test_three_features_of_the_seeds_counted_again_by_hand(seeds, feature):
    """Numbers of the tables, from the text alone: substrings counted, Han characters counted."""
    articles = seeds.articles[
        ~seeds.articles["genre"].isin(["photo-caption", "weather", "boilerplate"])
    ]
    rows, size, found = [], {"临平": 0, "钱塘": 0}, {"临平": 0, "钱塘": 0}
    for article in articles.itertuples():
        at = -1
        while (at := article.text.find(feature, at + 1)) >= 0:
            rows.append((article.article_id, at, at + len(feature)))
        if article.place in size:
            size[article.place] += sum("\u3400" <= c <= "\u9fff" or c == "〇" for c in article.text)
            found[article.place] += article.text.count(feature)
    spans = pd.DataFrame(rows, columns=["article_id", "start", "end"])
    tokens = word_tokens(tokenize(seeds.sentences, spans))
    table = keyness(tokens, seeds.articles, "临平", "钱塘", unit="han", min_count=1).set_index(
        "feature"
    )
    row = table.loc[feature]
    assert row[["n_a", "n_b", "size_a", "size_b"]].tolist() == [*found.values(), *size.values()]
    assert row["per_10k_a"] == pytest.approx(found["临平"] / size["临平"] * 10_000)
    expected = [sum(found.values()) * n / sum(size.values()) for n in size.values()]
    rest = [n - k for n, k in zip(size.values(), found.values(), strict=True)]
    rest_expected = [n - e for n, e in zip(size.values(), expected, strict=True)]
    cells = zip([*found.values(), *rest], [*expected, *rest_expected], strict=True)
    g2 = 2 * sum(o * math.log(o / e) for o, e in cells if o)
    assert abs(row["g2"]) == pytest.approx(g2, abs=1e-6)


def test_words_of_the_seeds_have_their_denominator(seeds):
    tokens = tokenize(seeds.sentences)
    articles = add_token_counts(seeds.articles, tokens)
    table = keyness(word_tokens(tokens), articles, "临平", "钱塘", min_count=1)
    assert table["n_a"].sum() == table["size_a"].iloc[0]
    assert table["n_b"].sum() == table["size_b"].iloc[0]


def test_the_tokens_of_a_corpus_are_compared_by_their_words_alone(seeds):
    tokens = tokenize(seeds.sentences)
    words = word_tokens(tokens)
    plain = keyness(words, add_token_counts(seeds.articles, words), "临平", "钱塘")
    pd.testing.assert_frame_equal(keyness(tokens, seeds.articles, "临平", "钱塘"), plain)
    assert not plain["feature"].isin(["，", "。", "（", "）"]).any()
