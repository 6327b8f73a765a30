"""The stop lists: every row says why, every row can match, and they do what they say."""

import pytest

from analysis.chinese.lexicons import load_stopwords
from analysis.chinese.tokens import cut
from analysis.errors import TifaError


def test_every_row_has_a_kind_a_gloss_and_a_reason():
    table = load_stopwords()
    assert len(table) > 500
    assert (table[["word", "kind", "gloss", "reason"]] != "").all().all()
    assert table["word"].is_unique


def test_every_word_is_one_token_so_that_its_row_can_match():
    assert [word for word in load_stopwords()["word"] if cut(word) != [word]] == []


def test_the_two_lists_share_no_word():
    assert not set(load_stopwords("function")["word"]) & set(load_stopwords("news")["word"])


@pytest.mark.parametrize("word", ["会议", "强调", "指出", "要求", "切实"])
def test_news_boilerplate_is_in_the_news_list_alone(word):
    assert word in set(load_stopwords("news")["word"])
    assert word not in set(load_stopwords("function")["word"])


@pytest.mark.parametrize(
    "word", ["改革", "教育", "企业", "群众", "高质量", "科技", "民主", "党建", "创新"]
)
def test_words_that_tell_a_topic_are_kept(word):
    assert word not in set(load_stopwords()["word"])


def test_an_unknown_list_is_refused():
    with pytest.raises(TifaError, match="stop list 'all'"):
        load_stopwords("all")
