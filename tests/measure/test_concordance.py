"""Concordance lines give the sentence back and open at the right file and line."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.errors import TifaError
from analysis.measure.concordance import concordance

TEXTS = {
    "a-01": "深化改革，改革不停步。\n改革再出发！",
    "b-01": "坚持改革。",
    "w-01": "改革之日，晴。",
}


@pytest.fixture
def corpus():
    """Three invented articles, each line of text on its own line of the file, the weather among
    them.
    """
    sentences, offsets = [], []
    for article_id, text in TEXTS.items():
        for number, hit in enumerate(re.finditer(r"[^\n]+", text), 1):
            span = (hit.start(), hit.end())
            sentences.append((f"{article_id}-{number}", article_id, *span, hit.group()))
            offsets.append(
                (article_id, *span, article_id[0], f"{article_id[0]}.txt", hit.start(), 4 + number)
            )
    articles = pd.DataFrame(
        {
            "article_id": list(TEXTS),
            "place": ["甲", "乙", "甲"],
            "genre": ["feature", "feature", "weather"],
            "paper": "报",
            "date_published": "2025-01-01",
            "title": "题",
        }
    )
    return SimpleNamespace(
        articles=articles,
        sentences=pd.DataFrame(
            sentences, columns=["sentence_id", "article_id", "start", "end", "text"]
        ),
        offsets=pd.DataFrame(
            offsets, columns=["article_id", "start", "end", "doc_id", "file", "raw_start", "line"]
        ),
    )


def test_every_hit_is_a_line_with_its_place_in_text_and_file(corpus):
    lines = concordance(corpus, "改革")
    assert lines[["article_id", "start", "file", "line_from"]].values.tolist() == [
        ["a-01", 2, "a.txt", 5],
        ["a-01", 5, "a.txt", 5],
        ["a-01", 12, "a.txt", 6],
        ["b-01", 2, "b.txt", 5],
    ]
    for line in lines.itertuples():
        assert TEXTS[line.article_id][line.start : line.end] == line.hit == "改革"


def test_left_hit_and_right_join_to_the_sentence(corpus):
    lines = concordance(corpus, "改革").merge(
        corpus.sentences[["sentence_id", "text"]], on="sentence_id"
    )
    assert (lines["left"] + lines["hit"] + lines["right"] == lines["text"]).all()


def test_signs_are_literal_unless_a_regular_expression_is_asked_for(corpus):
    assert len(concordance(corpus, "改革.")) == 0
    assert concordance(corpus, "改革.", regex=True)["hit"].tolist() == [
        "改革，",
        "改革不",
        "改革再",
        "改革。",
    ]
    assert len(concordance(corpus, re.compile("改|革"))) == 8


def test_hits_of_no_length_are_none(corpus):
    assert len(concordance(corpus, "x*", regex=True)) == 0


def test_sorting_by_the_right_and_by_the_left_read_backwards(corpus):
    assert concordance(corpus, "改革", sort="right")["right"].tolist() == [
        "。",
        "不停步。",
        "再出发！",
        "，改革不停步。",
    ]
    assert concordance(corpus, "改革", sort="left")["left"].tolist() == [
        "",
        "深化",
        "坚持",
        "深化改革，",
    ]


def test_one_place(corpus):
    assert concordance(corpus, "改革", place="乙")["article_id"].tolist() == ["b-01"]


def test_a_lexicon_name_finds_its_mentions_whatever_their_surface(corpus):
    rows = pd.DataFrame(
        [("a-01", 0, 4, "深化改革"), ("b-01", 0, 4, "深化改革"), ("a-01", 5, 7, "改革")],
        columns=["article_id", "start", "end", "name"],
    )
    assert concordance(corpus, "深化改革", rows=rows)["hit"].tolist() == ["深化改革", "坚持改革"]
    assert len(concordance(corpus, rows)) == 3


def test_elliptic_rows_of_one_span_are_one_line(corpus):
    rows = pd.DataFrame(
        {"article_id": ["a-01"] * 2, "start": [0] * 2, "end": [2] * 2, "name": ["甲", "乙"]}
    )
    assert len(concordance(corpus, rows)) == 1


def test_nothing_found_gives_an_empty_table_with_the_columns(corpus):
    lines = concordance(corpus, "乡村")
    assert len(lines) == 0
    assert list(lines) == [
        "article_id",
        "start",
        "end",
        "sentence_id",
        "place",
        "paper",
        "date_published",
        "title",
        "left",
        "hit",
        "right",
        "file",
        "line_from",
        "line_to",
    ]


def test_shiwuwu_stands_18_times_in_the_articles_of_the_seeds(seeds):
    lines = concordance(seeds, "十五五")
    assert lines["place"].value_counts().to_dict() == {"钱塘": 10, "临平": 4, "杭州": 4}


def test_lines_of_the_seeds_open_in_the_file(seeds, seeds_dir):
    for line in concordance(seeds, "高质量发展").itertuples():
        raw = (seeds_dir / line.file).read_text(encoding="utf-8").splitlines()
        assert (
            re.sub(r"\s", "", "".join(raw[line.line_from - 1 : line.line_to])).count("高质量发展")
            >= 1
        )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"pattern": ""}, "empty"),
        ({"pattern": "(", "regex": True}, "no regular expression"),
        ({"pattern": "改", "sort": "middle"}, "text, left, right"),
        ({"pattern": "改", "place": "丙"}, "乙, 甲"),
        ({"pattern": "改", "rows": pd.DataFrame({"name": []})}, "no column article_id"),
    ],
)
def test_wrong_arguments_are_answered_in_one_line(corpus, arguments, words):
    with pytest.raises(TifaError, match=words):
        concordance(corpus, **arguments)
