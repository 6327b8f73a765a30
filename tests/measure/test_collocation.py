"""Collocates: counted again by a plain loop, scored by association_scores, each count with its
evidence.
"""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import TifaError
from analysis.measure.collocation import collocations, cooccurrences
from tests.helpers.plain_scores import plain_association

calm = settings(deadline=None, derandomize=True, database=None, max_examples=40)


def tokens_of(*sentences: str) -> pd.DataFrame:
    """Every character is a token; a new article after each second sentence."""
    rows = []
    for number, sentence in enumerate(sentences):
        for at, character in enumerate(sentence):
            start = 100 * (number % 2) + at
            rows.append((f"a{number // 2}", start, f"s{number}", start + 1, character))
    return pd.DataFrame(rows, columns=["article_id", "start", "sentence_id", "end", "token"])


SENTENCES = ["甲乙丙", "乙，甲丁乙", "丙丁", "丁丁甲"]


def test_window_counts_by_hand():
    """Around 甲, one word each side, signs not counted: 乙 | 乙 丁 | 丁."""
    table = collocations(tokens_of(*SENTENCES), "甲", window=1, min_count=1).set_index("feature")
    assert table["n"].to_dict() == {"乙": 2, "丁": 2}
    assert table.loc["乙", ["n_articles", "n_node", "n_feature"]].tolist() == [1, 3, 3]
    assert table.loc["丁", ["n_articles", "n_node", "n_feature"]].tolist() == [2, 3, 4]
    assert table.loc["乙", "logdice"] == pytest.approx(14 + math.log2(2 * 2 / (3 + 3)))
    assert table.loc["乙", "expected"] == pytest.approx(
        4 * 3 / 9
    )  # 4 places in windows, 3 of the 9 words are 乙


def test_sentence_counts_by_hand():
    table = collocations(tokens_of(*SENTENCES), "甲", min_count=1).set_index("feature")
    assert table["n"].to_dict() == {"乙": 2, "丁": 2, "丙": 1}
    assert table.loc["丁", ["n_node", "n_feature"]].tolist() == [3, 3]  # sentences
    plain = plain_association(2, 3, 3, 4)
    for name in (
        "expected",
        "logdice",
        "pmi",
        "g2",
        "t",
        "z",
        "dice",
        "delta_p_2_given_1",
        "delta_p_1_given_2",
    ):
        assert table.loc["丁", name] == pytest.approx(plain[name]), name


texts = st.lists(st.text("甲乙丙丁，", min_size=1, max_size=9), min_size=1, max_size=6)


@calm
@given(texts, st.integers(1, 4))
def test_window_counts_equal_a_plain_loop(sentences, window):
    expected: dict[str, int] = {}
    for sentence in sentences:
        words = [c for c in sentence if c != "，"]
        nodes = [at for at, word in enumerate(words) if word == "甲"]
        for at, word in enumerate(words):
            if word != "甲" and any(0 < abs(at - node) <= window for node in nodes):
                expected[word] = expected.get(word, 0) + 1
    table = collocations(tokens_of(*sentences), "甲", window=window, min_count=1)
    assert dict(zip(table["feature"], table["n"], strict=True)) == expected
    assert (table["logdice"] <= 14).all()


@calm
@given(texts)
def test_sentence_counts_equal_a_plain_loop(sentences):
    with_node = [set(sentence) - {"甲", "，"} for sentence in sentences if "甲" in sentence]
    table = collocations(tokens_of(*sentences), "甲", min_count=1)
    for feature, n in zip(table["feature"], table["n"], strict=True):
        assert n == sum(feature in words for words in with_node)
    assert set(table["feature"]) == set().union(*with_node)


@calm
@given(texts, st.sampled_from([None, 1, 3]))
def test_every_count_has_exactly_its_rows_of_evidence(sentences, window):
    tokens = tokens_of(*sentences)
    table = collocations(tokens, "甲", window=window, min_count=1)
    evidence = cooccurrences(tokens, "甲", window=window)
    assert evidence["token"].value_counts().to_dict() == table.set_index("feature")["n"].to_dict()


def test_mentions_can_be_the_node():
    tokens = tokens_of("甲乙丙", "乙甲丁")
    first = pd.DataFrame(
        {"article_id": ["a0", "a0"], "start": [0, 0], "end": [1, 1]}
    )  # listed twice, one span
    table = collocations(tokens, first, window=1, min_count=1)
    assert table[["feature", "n", "n_node"]].values.tolist() == [["乙", 1, 1]]


def test_stop_words_are_left_out_of_the_answer_but_take_up_room():
    tokens = tokens_of("甲乙丙")
    assert collocations(tokens, "甲", window=1, min_count=1, stopwords=("乙",)).empty
    assert collocations(tokens, "甲", window=2, min_count=1, stopwords=("乙",))[
        "feature"
    ].tolist() == ["丙"]


def test_an_absent_node_gives_an_empty_table_with_columns():
    table = collocations(tokens_of("甲乙"), "戊", min_count=1)
    assert len(table) == 0
    assert list(table)[:5] == ["feature", "n", "n_articles", "n_node", "n_feature"]


def test_the_order_of_rows_does_not_matter():
    tokens = tokens_of(*SENTENCES)
    one, two = (collocations(t, "甲", window=2, min_count=1) for t in (tokens, tokens.iloc[::-1]))
    assert one.equals(two)


def test_a_window_of_no_words_is_refused():
    with pytest.raises(TifaError, match="from 1 up or None as window; 0 came"):
        collocations(tokens_of("甲乙"), "甲", window=0)
