"""Evidence: exactly as many rows as were counted, each with its sentence, file and line."""

import sys
from subprocess import run
from textwrap import dedent

import pandas as pd
import pytest

from analysis.errors import TifaError
from analysis.evidence.anchors import anchor, select, select_all
from analysis.evidence.sentences import evidence
from analysis.mention.mentions import find_mentions
from tests.helpers.mention_corpus import corpus_of


def test_the_sentence_and_the_hit_in_it():
    corpus = corpus_of("会议开始。区委要求抓好落实。", "区委开会。")
    told = evidence(find_mentions(corpus).bodies, corpus)
    assert told["sentence"].tolist() == ["区委要求抓好落实。", "区委开会。"]
    assert [
        s[a:b] for s, a, b in zip(told["sentence"], told["hit_start"], told["hit_end"], strict=True)
    ] == ["区委"] * 2
    assert told[["file", "line_from", "title"]].values.tolist() == [
        ["a.txt", 1, "题1"],
        ["a.txt", 2, "题2"],
    ]


def test_any_table_with_spans_will_do_and_order_is_kept():
    corpus = corpus_of("甲乙丙。丁戊己。")
    rows = pd.DataFrame(
        {"article_id": ["a-01", "a-01"], "start": [4, 0], "end": [5, 2], "mine": ["x", "y"]}
    )
    told = evidence(rows, corpus)
    assert told["mine"].tolist() == ["x", "y"]
    assert told["sentence"].tolist() == ["丁戊己。", "甲乙丙。"]


@pytest.mark.parametrize("table", ["bodies", "slogans"])
@pytest.mark.parametrize("by", ["name", "kind", "level", "place"])
def test_every_cell_of_every_table_of_the_seeds_has_its_sentences(seeds, seed_mentions, table, by):
    rows = getattr(seed_mentions, table)
    told = evidence(rows, seeds)
    assert len(told) == len(rows)
    counts = rows.groupby([by, "article_id"]).size()
    shown = told.groupby([by, "article_id"]).size()
    assert shown.to_dict() == counts.to_dict()
    whole = [
        s[a:b] for s, a, b in zip(told["sentence"], told["hit_start"], told["hit_end"], strict=True)
    ]
    assert whole == told["surface"].tolist()
    assert told["file"].ne("").all() and told["line_from"].ge(1).all()


def test_a_missing_column_or_a_place_outside_every_sentence_is_told():
    corpus = corpus_of("甲乙丙。")
    with pytest.raises(TifaError, match="rows: no column end; it has article_id, start"):
        evidence(pd.DataFrame({"article_id": ["a-01"], "start": [0]}), corpus)
    with pytest.raises(TifaError, match="evidence row 1: a-01 has no sentence at character 99"):
        evidence(pd.DataFrame({"article_id": ["a-01"], "start": [99], "end": [100]}), corpus)


def test_many_anchors_at_once_give_the_rows_of_each_alone(seed_mentions):
    tables = {"slogans": seed_mentions.slogans, "bodies": seed_mentions.bodies}
    sides = [{"place": "钱塘"}, {"place": "nowhere"}, {}]
    sides += [{"name": name, "place": "临平"} for name in set(seed_mentions.slogans["name"])]
    for address, rows in select_all(tables, [anchor("slogans", **side) for side in sides]).items():
        pd.testing.assert_frame_equal(rows, select(tables, address))
    with pytest.raises(TifaError, match="no column 'colour'"):
        select_all(tables, [anchor("bodies", colour="red")])


def test_the_room_never_takes_the_place_of_the_function_of_its_name():
    code = """
    import analysis.evidence.anchors, analysis.evidence.sentences, analysis.page.evidence_html
    import analysis
    from analysis import evidence
    assert callable(evidence) and evidence is analysis.evidence
    from analysis.evidence.sentences import evidence as own
    assert own is evidence
    """
    done = run([sys.executable, "-c", dedent(code)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
