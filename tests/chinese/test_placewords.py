"""Places that jieba's dictionary lacks are words like those it has; nothing else is glued
together.
"""

import re

import pandas as pd
import pytest

from analysis.chinese.tokens import cut, kept_whole, place_spans, tokenize


def sentences(*texts: str) -> pd.DataFrame:
    rows = [(f"{n}-s1", str(n), 0, len(text), text) for n, text in enumerate(texts)]
    return pd.DataFrame(rows, columns=["sentence_id", "article_id", "start", "end", "text"])


def tokens(text: str, place: str = "钱塘") -> list[str]:
    table = sentences(text)
    return tokenize(
        table, place_spans(table, pd.DataFrame({"article_id": ["0"], "place": [place]}))
    )["token"].tolist()


def test_a_district_that_jieba_splits_is_one_word_as_the_others_are():
    assert cut("推动临平与钱塘发展") == ["推动", "临", "平", "与", "钱塘", "发展"]
    assert tokens("推动临平与钱塘发展") == ["推动", "临平", "与", "钱塘", "发展"]


@pytest.mark.parametrize("text", ["新年来临平安是福", "他来临平湖边", "向山区进发"])
def test_a_name_that_crosses_words_is_left_alone(text):
    across = [t for t in tokens(text) if t in ("临平", "向山")]
    assert across == [t for t in cut(text) if t in ("临平", "向山")]


def test_an_ordinary_word_that_is_also_a_place_is_left_to_jieba():
    assert tokens("城市中心在市中") == cut("城市中心在市中")


def test_the_papers_own_place_is_a_word_even_if_no_table_has_it():
    assert cut("建设鄌岚") == ["建设", "鄌", "岚"]
    assert tokens("建设鄌岚", place="鄌岚") == ["建设", "鄌岚"]
    assert tokens("建设鄌岚", place="临平") == ["建设", "鄌", "岚"]


def test_a_mention_wins_over_the_place_in_it():
    table, articles = (
        sentences("临平区委召开会议"),
        pd.DataFrame({"article_id": ["0"], "place": ["临平"]}),
    )
    mention = pd.DataFrame({"article_id": ["0"], "start": [0], "end": [4]})
    assert tokenize(table, kept_whole(table, articles, mention))["token"].tolist() == [
        "临平区委",
        "召开",
        "会议",
    ]


def test_the_seeds_own_places_are_words_wherever_no_mention_holds_them(seeds_opened):
    study = seeds_opened.sources
    n = study.tokens["token"].value_counts()
    held = {
        (m.article_id, at)
        for table in (study.slogans, study.bodies)
        for m in table.itertuples()
        for at in range(m.start, m.end)
    }
    for place in ("临平", "钱塘"):
        found = [
            (a.article_id, hit.start())
            for a in study.articles.itertuples()
            for hit in re.finditer(place, a.text)
        ]
        assert n[place] == sum(spot not in held for spot in found) > 20
