"""Sentences and where they lie."""

import itertools

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.repair.sentences import SENTENCE_COLUMNS, sentence_spans, split_sentences


def cut(text: str) -> list[str]:
    return [text[a:b] for _, a, b in sentence_spans(text)]


def test_closing_quotes_and_brackets_stay_with_their_sentence():
    assert cut("“我们会努力。”他说。（完）") == ["“我们会努力。”", "他说。", "（完）"]


def test_two_terminators_are_one_end():
    assert cut("真的吗？！是的……好") == ["真的吗？！", "是的……", "好"]


def test_a_line_end_ends_a_sentence_and_counts_a_paragraph():
    assert sentence_spans("一、回顾\n今年。明年。") == [(1, 0, 4), (2, 5, 8), (2, 8, 11)]


def test_no_articles_give_an_empty_table_with_typed_columns():
    table = split_sentences(pd.DataFrame({"article_id": [], "text": []}))
    assert table.columns.tolist() == SENTENCE_COLUMNS and table["start"].dtype == "int64"


@given(st.text(alphabet="会议。！？”）\n ，…", max_size=50))
def test_sentences_hold_every_character_that_is_not_white(text):
    spans = sentence_spans(text)
    assert "".join("".join(text[a:b] for _, a, b in spans).split()) == "".join(text.split())
    assert all(a < b <= c for (_, a, b), (_, c, _) in itertools.pairwise(spans))
