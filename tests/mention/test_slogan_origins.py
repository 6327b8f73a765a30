"""Home-made, borrowed, shared; and who was first where dates are known."""

import pandas as pd

from analysis.mention.mentions import find_mentions
from analysis.mention.slogan_origins import trace_slogans
from tests.helpers.mention_corpus import corpus_of

ARTICLES = pd.DataFrame(
    {
        "article_id": ["a", "b", "c"],
        "place": ["甲区", "乙区", "乙区"],
        "place_level": ["区", "区", "区"],
        "date_published": ["2024-03-01", "", "2024-02-01"],
    }
)
LEXICON = pd.DataFrame({"name": ["甲区好", "省口号"], "owner": ["甲", "丙省"]})


def traced(*rows):
    slogans = pd.DataFrame(rows, columns=["article_id", "name", "level", "level_coined"])
    table = trace_slogans(slogans, ARTICLES, lexicon=LEXICON)
    return {(r.place, r.name_): r for r in table.rename(columns={"name": "name_"}).itertuples()}


def test_owned_by_the_place_is_home_made_owned_by_another_is_borrowed():
    table = traced(("a", "甲区好", "区", "区"), ("b", "甲区好", "区", "区"))
    assert table["甲区", "甲区好"].relation == "home-made"
    assert table["乙区", "甲区好"].relation == "borrowed"


def test_adoption_decides_not_birth():
    assert traced(("a", "枫桥", "中央", "区"))["甲区", "枫桥"].relation == "borrowed"


def test_of_unknown_owner_it_is_home_made_if_alone_and_shared_if_not():
    assert traced(("a", "新话", "区", "区"))["甲区", "新话"].relation == "home-made"
    both = traced(("a", "新话", "区", "区"), ("b", "新话", "区", "区"))
    assert both["甲区", "新话"].relation == both["乙区", "新话"].relation == "shared"
    assert both["甲区", "新话"].also_in == "乙区"


def test_general_usage_is_shared():
    assert traced(("a", "开门红", "其他", "其他"))["甲区", "开门红"].relation == "shared"


def test_an_undated_article_is_never_first():
    table = traced(("a", "省口号", "省", "省"), ("b", "省口号", "省", "省"))
    assert (table["乙区", "省口号"].first_place, table["乙区", "省口号"].first_date) == (
        "甲区",
        "2024-03-01",
    )
    assert traced(("b", "省口号", "省", "省"))["乙区", "省口号"].first_date == ""


def test_counts_add_up_to_the_mentions(seeds, seed_mentions):
    table = trace_slogans(seed_mentions.slogans, seeds.articles)
    placed = seed_mentions.slogans[seed_mentions.slogans["place"].ne("")]
    assert table["n"].sum() == len(placed)
    assert set(table["relation"]) == {"home-made", "borrowed", "shared"}


def test_a_name_that_a_lexicon_gives_to_another_place_has_no_owner_where_it_is_unlisted():
    texts = ("启动“三个年”活动，把三个年与日常工作结合起来。",)
    corpus = corpus_of(*texts, district="桐栖区", city="泊霞市", province="")
    table = trace_slogans(find_mentions(corpus).slogans, corpus.articles)
    assert table[["name", "relation", "owner", "n"]].values.tolist() == [
        ["“三个年”", "shared", "", 2]
    ]
    at_home = corpus_of(*texts, district="临平区")
    assert trace_slogans(find_mentions(at_home).slogans, at_home.articles)["owner"].tolist() == [
        "临平"
    ]


def test_two_slogans_of_one_name_are_not_traced_to_each_other():
    rows = [("a", "“三个年”", "区", "区", "甲"), ("b", "“三个年”", "其他", "其他", "")]
    slogans = pd.DataFrame(rows, columns=["article_id", "name", "level", "level_coined", "owner"])
    table = trace_slogans(slogans, ARTICLES)
    assert table[["place", "relation", "owner", "also_in"]].values.tolist() == [
        ["乙区", "shared", "", ""],
        ["甲区", "home-made", "甲", ""],
    ]
