"""Search: text and RE2 patterns, each hit inside one sentence, and no pattern that hangs."""

import re

import pandas as pd
import pytest

from analysis.errors import TifaError
from analysis.measure.concordance import MAX_HITS, find_spans, make_index

TEXTS = ["谋划“十五五”规划。", "𠮷林十四五收官，", "会议强调。会议指出"]


def index_of(*texts, article="a"):
    starts = [sum(map(len, texts[:k])) for k in range(len(texts))]
    rows = {
        "article_id": article,
        "sentence_id": [f"{article}-{k}" for k in range(len(texts))],
        "start": starts,
        "text": list(texts),
    }
    return make_index(pd.DataFrame(rows))


def found(index, pattern, **options):
    spans = find_spans(index, pattern, **options)
    whole = "".join(index.sentences["text"])
    return [whole[a:b] for a, b in zip(spans["start"], spans["end"], strict=True)]


@pytest.mark.parametrize(
    "pattern",
    [
        "十[四五]五",
        "会议(强调|指出)",
        ".",
        r"\w+",
        r"\W",
        r"[\w“]+",
        r"[]\w]+",
        r"\\w",
        r"\s|\d",
        "^会",
        "五.*$",
        r"[^。]+",
        "(?i)A|林",
    ],
)
def test_a_pattern_finds_what_python_finds_sentence_by_sentence(pattern):
    expected = [hit.group() for text in TEXTS for hit in re.finditer(pattern, text) if hit.group()]
    assert found(index_of(*TEXTS), pattern, regex=True) == expected


def test_characters_beyond_the_basic_plane_do_not_shift_what_follows():
    assert (
        found(index_of(*TEXTS), "十四五")
        == found(index_of(*TEXTS), "十四五", regex=True)
        == ["十四五"]
    )


@pytest.mark.parametrize("pattern", [r"划。\n?𠮷", r"。[\s\S]𠮷", "(?s)规划.*十四五", r"\n"])
def test_no_hit_crosses_the_end_of_a_sentence(pattern):
    assert found(index_of(*TEXTS), pattern, regex=True) == []


@pytest.mark.parametrize(
    "pattern",
    ["(x+x+)+y", "(a*)*b", "(.*)*区", "(a|aa)+$", "(.{1,200}){1,4}完$", "a?" * 200 + "a" * 200],
)
def test_a_hostile_pattern_answers_or_is_refused_within_seconds(pattern):
    index = index_of(*["a" * 400 + "x" * 400 + "完了，"] * 500)
    refusals = ("takes more than 1 seconds", "is no regular expression")
    try:
        spans = find_spans(index, pattern, regex=True, seconds=1)
    except TifaError as error:
        assert any(words in str(error) for words in refusals)
    else:
        assert spans["sentence"].is_monotonic_increasing


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(a", "missing"),
        (r"(a)\1", "invalid escape"),
        ("(?=a)", "invalid perl operator"),
        ("a{2000}", "repetition"),
        ("a)(b", "unexpected"),
        (r"[^\W]", "inside brackets"),
        ("a" * 1001, "1,000 are allowed"),
    ],
)
def test_a_pattern_re2_cannot_read_is_refused_with_the_reason(pattern, why):
    with pytest.raises(TifaError, match=why):
        find_spans(index_of("a"), pattern, regex=True)


def test_an_empty_term_and_too_many_hits_are_refused():
    with pytest.raises(TifaError, match="empty"):
        find_spans(index_of("a"), "  ")
    with pytest.raises(TifaError, match="more than 200,000 places"):
        find_spans(index_of("的" * (MAX_HITS + 1)), "的")


def test_no_sentences_no_hits():
    assert find_spans(index_of(), "十五五").empty
    assert find_spans(index_of(), "十.", regex=True).empty


def test_an_organ_s_name_is_found_where_it_is_one_and_letter_by_letter_as_an_expression():
    text = "政协甘泉区委员会开会，甘泉区委书记到会，甘泉区委员参加。"
    index = make_index(
        pd.DataFrame({"article_id": ["a"], "sentence_id": ["a-1"], "start": [0], "text": [text]})
    )
    assert find_spans(index, "甘泉区委")["start"].tolist() == [text.index("甘泉区委书")]
    assert len(find_spans(index, "甘泉区委", regex=True)) == 3
