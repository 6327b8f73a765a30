"""Tokens tile the text, keep lexicon entries whole, and are jieba's own wherever no entry
stands.
"""

import marshal
import os

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.chinese.tokens import (
    add_token_counts,
    cut,
    is_roughly,
    reference_tokenizer,
    tokenize,
    use_tokens,
    word_class,
    word_tokens,
)
from analysis.chinese.tokens import words as classed_words
from analysis.errors import TifaError
from analysis.measure.counts import count_features
from tests.helpers.command import python

calm = settings(deadline=None, derandomize=True, database=None, max_examples=80)


def sentences_of(*texts: str, article_id: str = "x") -> pd.DataFrame:
    rows, at = [], 0
    for number, text in enumerate(texts, 1):
        rows.append((f"{article_id}-{number}", article_id, at, at + len(text), text))
        at += len(text)
    return pd.DataFrame(rows, columns=["sentence_id", "article_id", "start", "end", "text"])


def spans_of(text: str, *entries: str, article_id: str = "x") -> pd.DataFrame:
    rows = [(article_id, text.index(entry), text.index(entry) + len(entry)) for entry in entries]
    return pd.DataFrame(rows, columns=["article_id", "start", "end"])


def words(text: str, *entries: str) -> list[str]:
    return tokenize(sentences_of(text), spans_of(text, *entries))["token"].tolist()


# --- tiling and offsets
# ----------------------------------------------------------------------------------------

pieces = st.text(
    st.sampled_from(
        "区委常会十五“”·+‘’《》0-9.%aBz 　\n，。！二三习近平总书记高质量发展𠮷㐂钱塘临〇①é\u200b"
    ),
    max_size=40,
)


@calm
@given(pieces, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 8)), max_size=6))
def test_tokens_tile_the_sentence_whatever_the_spans(text, raw_spans):
    spans = pd.DataFrame(
        [("x", a, a + size) for a, size in raw_spans], columns=["article_id", "start", "end"]
    )
    tokens = tokenize(sentences_of(text), spans)
    assert "".join(tokens["token"]) == text
    assert [text[a:b] for a, b in zip(tokens["start"], tokens["end"], strict=True)] == tokens[
        "token"
    ].tolist()
    assert tokens["start"].tolist() == [0, *tokens["end"].tolist()][:-1] or text == ""


def test_offsets_are_those_of_the_article_not_of_the_sentence():
    tokens = tokenize(sentences_of("会议召开。", "产业发展。"))
    second = tokens[tokens["sentence_id"] == "x-2"]
    assert second[["start", "end", "token"]].values.tolist() == [
        [5, 7, "产业"],
        [7, 9, "发展"],
        [9, 10, "。"],
    ]


# --- lexicon entries stay whole
# --------------------------------------------------------------------------------------


def test_shiwuwu_is_one_token_wherever_it_stands():
    text = "以“十五五”规划谋十五五"
    assert words(text) == ["以", "“", "十五", "五", "”", "规划", "谋", "十五", "五"]
    spans = pd.DataFrame([("x", 2, 5), ("x", 9, 12)], columns=["article_id", "start", "end"])
    assert tokenize(sentences_of(text), spans)["token"].tolist() == [
        "以",
        "“",
        "十五五",
        "”",
        "规划",
        "谋",
        "十五五",
    ]


@pytest.mark.parametrize(
    "entry", ["“147”工作体系", "1+8+28+N", "习近平·文化思想", "K12－教育", "‘两个 结合’", "GDP"]
)
def test_signs_digits_and_quotes_inside_an_entry_do_not_split_it(entry):
    assert words(f"坚持{entry}建设", entry) == ["坚持", entry, "建设"]


def test_an_entry_owns_its_characters_also_where_a_dictionary_word_would_cross_its_edge():
    assert words("大会议事规则", "大会") == ["大会", "议事规则"]


def test_longer_span_wins_and_a_repeated_one_counts_once():
    text = "中共杭州市委召开全会"
    spans = pd.DataFrame(
        [("x", 2, 6), ("x", 0, 6), ("x", 0, 2), ("x", 0, 6), ("x", 4, 8)],
        columns=["article_id", "start", "end"],
    )
    assert tokenize(sentences_of(text), spans)["token"].tolist()[0] == "中共杭州市委"


def test_a_span_over_a_sentence_end_is_cut_there():
    tokens = tokenize(
        sentences_of("坚持改革。", "开放"),
        pd.DataFrame([("x", 2, 7)], columns=["article_id", "start", "end"]),
    )
    assert tokens["token"].tolist() == ["坚持", "改革。", "开放"]


def test_every_mention_in_the_seeds_is_one_token(seeds, seed_mentions):
    spans = pd.concat([seed_mentions.bodies, seed_mentions.slogans])[
        ["article_id", "start", "end"]
    ].drop_duplicates()
    tokens = tokenize(seeds.sentences, spans)
    assert len(spans.merge(tokens, on=["article_id", "start", "end"])) == len(spans) > 300
    assert (tokens["token"] == "十五五").sum() == 18  # jieba alone: 0
    assert (tokenize(seeds.sentences)["token"] == "十五五").sum() == 0


def test_spans_of_another_article_change_nothing():
    text = "谋划十五五"
    assert tokenize(sentences_of(text), spans_of(text, "十五五", article_id="y")).equals(
        tokenize(sentences_of(text))
    )


# --- the reference
# ----------------------------------------------------------------------------------------

characters = st.one_of(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.characters(exclude_categories=("Cs",), max_codepoint=0x2FFFF),
    st.sampled_from(
        "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之"
        "过家学对可里后"
    ),
)


@calm
@given(st.text(characters, max_size=60))
def test_the_fast_cut_is_jieba_s_own(text):
    assert cut(text) == list(reference_tokenizer().cut(text, HMM=False))


def test_the_fast_cut_is_jieba_s_own_on_the_seeds(seeds):
    for text in seeds.sentences["text"]:
        assert cut(text) == list(reference_tokenizer().cut(text, HMM=False))


def test_the_setting_is_recorded_and_guesses_what_no_entry_holds():
    sentences = sentences_of("他来到了网易杭研大厦")
    assert tokenize(sentences).attrs["hmm"] is False
    assert "杭研" not in set(tokenize(sentences)["token"])
    guessed = tokenize(sentences, spans_of("他来到了网易杭研大厦", "大厦"), hmm=True)
    assert guessed.attrs["hmm"] is True
    assert {"杭研", "大厦"} <= set(guessed["token"])


def test_a_planted_cache_and_words_added_to_jieba_change_nothing(tmp_path):
    """jieba itself believes any jieba.cache it finds there, and words that anyone adds; ours must
    not even look.
    """
    dictionary = {"区": 1, "区委常": 10**9, "委": 1, "常": 1, "会": 1, "区委": 0, "委常会": 10**9}
    (tmp_path / "jieba.cache").write_bytes(marshal.dumps((dictionary, 10**9)))
    program = (
        "import jieba; from analysis.chinese.tokens import cut, reference_tokenizer\n"
        "def own(): print(*cut('区委常委会召开会议'), *cut('区委常委会召开会议', hmm=True))\n"
        "own()\njieba.setLogLevel(60); print(*jieba.cut('区委常委会召开会议', HMM=False))\n"
        "jieba.add_word('召开会议', freq=10**6)\nown()"
    )
    env = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONWARNINGS": "ignore"}
    run = python(program, env=env)
    ours, shared, later = run.stdout.splitlines()
    text = "区委常委会召开会议"
    assert ours == later == " ".join([*cut(text), *cut(text, hmm=True)])
    assert not ours.startswith(shared)  # the trap is real
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "jieba.cache"
    ]  # and we left nothing there


# --- words, a user's own tokens
# ------------------------------------------------------------------------------


def test_words_are_tokens_with_a_letter_a_digit_or_a_han_character():
    tokens = tokenize(sentences_of("投资 50% ，“GDP”增长。——①"))
    assert word_tokens(tokens)["token"].tolist() == ["投资", "50", "GDP", "增长", "①"]


def test_a_users_own_segmentation_is_taken_as_it_is():
    sentences = sentences_of("数智钱塘发展")
    own = pd.DataFrame(
        [("x", 0, 4, "数智钱塘"), ("x", 4, 6, "发展")],
        columns=["article_id", "start", "end", "token"],
    )
    tokens = use_tokens(own, sentences)
    assert list(tokens) == list(tokenize(sentences))
    assert tokens["sentence_id"].tolist() == ["x-1", "x-1"]
    articles = pd.DataFrame({"article_id": ["x"], "place": ["甲"], "n_han": [6]})
    assert count_features(tokens, articles, feature="token")["n"].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("x", 0, 4, "数字"), "数字"),  # not what the text has there
        (("y", 0, 2, "数智"), "'y'"),  # no such article
        (("x", 5, 9, "展"), "row 0"),  # beyond the end
        (("x", 0, 0, ""), "row 0"),
    ],
)
def test_a_segmentation_that_does_not_fit_the_text_is_refused(row, words):
    own = pd.DataFrame([row], columns=["article_id", "start", "end", "token"])
    with pytest.raises(TifaError, match=words):
        use_tokens(own, sentences_of("数智钱塘发展"))


def test_an_empty_corpus_gives_an_empty_table_with_the_columns():
    empty = sentences_of()
    assert list(tokenize(empty)) == ["article_id", "start", "sentence_id", "end", "token"]
    assert len(tokenize(empty)) == len(word_tokens(tokenize(empty))) == 0


def test_token_counts_of_articles_without_words_are_zero():
    articles = pd.DataFrame({"article_id": ["x", "y"]})
    assert add_token_counts(articles, tokenize(sentences_of("产业发展。")))[
        "n_tokens"
    ].tolist() == [2, 0]


def test_a_missing_column_and_a_wrong_offset_are_named():
    with pytest.raises(TifaError, match="no column text"):
        tokenize(sentences_of("产业").drop(columns="text"))
    with pytest.raises(TifaError, match="x-1"):
        tokenize(sentences_of("产业").assign(end=3))


def test_words_have_the_classes_of_the_dictionary():
    assert [word_class(word) for word in ("杭州", "访问", "不是词")] == ["ns", "v", ""]
    assert [w.word for w in classed_words("走访77能源")] == ["走访", "7", "7", "能源"]


@pytest.mark.parametrize(
    ("text", "roughly"),
    [
        ("有十四五个人", True),
        ("过十四五岁了", True),
        ("在十四五人才规划里", False),
        ("个十四五", False),
    ],
)
def test_about_so_many_things_is_no_plan(text, roughly):
    start = text.index("十四五")
    assert is_roughly(text, start, start + 3) is roughly
