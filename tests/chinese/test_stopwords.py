"""The stop lists: every row says why, every row can match, and they do what they say."""

import pandas as pd
import pytest

from analysis.chinese.stopwords import load_stopwords, remove_stopwords
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


def test_removing_keeps_the_other_rows_in_order_and_drops_bare_numbers():
    rows = pd.DataFrame({"token": ["改革", "的", "2025", "切实", "5G", "改革"], "start": range(6)})
    assert remove_stopwords(rows, load_stopwords("function"))["token"].tolist() == [
        "改革",
        "切实",
        "5G",
        "改革",
    ]
    assert remove_stopwords(rows, load_stopwords())["start"].tolist() == [0, 4, 5]


def test_a_persons_own_list_is_added(tmp_path):
    (tmp_path / "mine.csv").write_text("word\n改革\n", encoding="utf-8")
    table = load_stopwords("function", extra=(tmp_path / "mine.csv",))
    assert table.iloc[-1][["word", "kind", "file"]].tolist() == ["改革", "", "mine.csv"]


def test_unknown_lists_and_files_without_words_are_refused(tmp_path):
    (tmp_path / "mine.csv").write_text("term\n改革\n", encoding="utf-8")
    with pytest.raises(TifaError, match="stop list 'all'"):
        load_stopwords("all")
    with pytest.raises(TifaError, match=r"mine\.csv row 1"):
        load_stopwords(extra=(tmp_path / "mine.csv",))
