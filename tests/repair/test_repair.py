"""Whole pages: nothing lost, nothing twice, the same in one piece or as a stream, and never a
traceback.
"""

import json
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import TifaError
from analysis.read.layout import BLANK
from analysis.repair.repair import (
    ARTICLE_COLUMNS,
    LAYOUT_COLUMNS,
    NOTE_COLUMNS,
    SEGMENT_COLUMNS,
    Repaired,
    join_pages,
    packed,
    repair_page,
    tables_of,
    unpacked,
)
from analysis.table.decode import decode_bytes
from tests.helpers.repaired import repair_documents

PIECES = [
    "本报讯（记者 李一）昨日，区委召开会议，传达学习全会精神，研究部署贯彻落实工作。",
    "区委召开会议",
    "会议强调，要",
    "（下转第2版）",
    "(上接第1版)",
    "第04版：要闻",
    "图为会议现场。（王二 摄）",
    "今天晴，气温17℃~28℃。",
    "声明：",
    "分享到：",
    "记者 李一 王二",
    "各位代表：",
    "一、回顾",
    "力 和 活 力",
    "\u200b",
    "\ufeff",
    "“",
    "（",
    "2025年12",
    "月31日",
    "。",
    "\u3000\u3000",
    "　",
    "\x0c",
    "记者",
    "来源：",
]
BREAKS = ["\n", "\n\n", "\r\n", "\r", "", " ", "\n\n\n"]
pages = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(BREAKS)), max_size=25).map(
    lambda parts: "".join(a + b for a, b in parts)
)


def frame(*texts: str) -> pd.DataFrame:
    return pd.DataFrame(
        [(f"d{i}", f"d{i}.txt", t) for i, t in enumerate(texts)], columns=["doc_id", "file", "text"]
    )


def check(tables: Repaired, texts: dict[str, str]) -> None:
    """Segments tile every document; every run is the same text; articles and segments name each
    other.
    """
    for doc_id, text in texts.items():
        owned = [0] * len(text)
        for row in tables.segments[tables.segments["doc_id"] == doc_id].itertuples():
            for i in range(row.start, row.end):
                owned[i] += 1
        assert all(n == 1 or (n == 0 and c.isspace()) for c, n in zip(text, owned, strict=True))
    article = dict(zip(tables.articles["article_id"], tables.articles["text"], strict=True))
    assert len(article) == len(tables.articles)
    assert set(tables.segments["article_id"]) - {""} <= set(article)
    covered = dict.fromkeys(article, 0)
    for run in tables.offsets.itertuples():
        raw = texts[run.doc_id]
        assert (
            article[run.article_id][run.start : run.end]
            == raw[run.raw_start : run.raw_start + run.end - run.start]
        )
        covered[run.article_id] += run.end - run.start
        assert (
            raw[: run.raw_start].replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
            == run.line
        )
    assert all(covered[key] == len(text) - text.count("\n") for key, text in article.items())


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(pages, min_size=1, max_size=3))
def test_every_character_is_owned_once_and_every_run_leads_back(texts):
    check(repair_documents(frame(*texts)), {f"d{i}": t for i, t in enumerate(texts)})


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=400))
def test_any_bytes_give_tables_or_one_line(data):
    try:
        text = decode_bytes(data, "x.txt").text
    except TifaError as error:
        assert "\n" not in str(error)
    else:
        check(repair_documents(frame(text)), {"d0": text})


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(pages, min_size=1, max_size=4))
def test_a_stream_of_documents_kept_as_json_gives_the_same_tables(texts):
    raw = frame(*texts)
    whole = repair_documents(raw)
    pages = (repair_page(*row) for row in raw.itertuples(index=False, name=None))
    kept = (unpacked(json.loads(json.dumps(packed(page)))) for page in pages)
    batches = [tables_of(whole) for whole in join_pages(kept, batch=1)]
    for name, table in whole._asdict().items():
        parts = pd.concat([getattr(batch, name) for batch in batches], ignore_index=True)
        columns = table.columns.tolist()
        assert parts.dtypes.equals(table.dtypes)
        assert sorted(map(repr, parts[columns].values.tolist())) == sorted(
            map(repr, table.values.tolist())
        )


def test_the_tables_have_their_columns_even_without_documents():
    tables = repair_documents(frame())
    assert [
        list(t.columns) for t in (tables.segments, tables.articles, tables.notes, tables.layouts)
    ] == [SEGMENT_COLUMNS, ARTICLE_COLUMNS, NOTE_COLUMNS, LAYOUT_COLUMNS]
    assert tables.articles["truncated"].dtype == bool and tables.segments["start"].dtype == "int64"


def test_an_empty_document_is_told_as_empty():
    tables = repair_documents(frame("", " \n\n"))
    assert tables.layouts["layout"].tolist() == ["empty", "empty"] and tables.articles.empty


def test_notes_say_what_was_repaired():
    raw = (
        "区委召开会议\n本报讯（记者 李一）昨日，区委召\n开会议，传达学习 5月 "
        "8日全会精\n神，研究部署贯彻落实工作。\n"
    )
    notes = repair_documents(frame(raw)).notes
    assert notes[["what", "n"]].values.tolist() == [["wraps joined", 2], ["spaces removed", 2]]


@pytest.mark.parametrize(
    "unit",
    ["会 议 ", "会\n", "本报讯（记者 李一）", "（下转第2版）\n", "“（《", "区委召开会议\n", "。\n"],
)
def test_long_monotonous_text_takes_time_in_proportion(unit):
    text = unit * (6000 // len(unit))
    tables = repair_documents(frame(text))
    assert tables.segments["end"].max() <= len(text) and not tables.layouts.empty


def test_each_line_of_a_page_has_its_setting_its_role_and_its_article():
    page = "第02版：要闻\n\n区委召开会议\n　　本报讯（记者 李一）昨日，区委召开会议研究防汛。\n会议要求抓好落实。"
    made = repair_documents(pd.DataFrame({"doc_id": ["a"], "file": ["a.txt"], "text": [page]}))
    told = made.lines[["line", "gap", "indent", "role", "role_why", "article_id"]]
    assert told.values.tolist() == [
        [1, 0, 0, "furniture", "words", ""],
        [3, 1, 0, "headline", "", "a-01"],
        [4, 0, 4, "body", "", "a-01"],  # 本报讯（记者 李一）is the lesser part of it
        [5, 0, 0, "body", "", "a-01"],
    ]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(pages)
def test_the_lines_hold_every_printed_character_and_agree_with_the_segments(page):
    made = repair_documents(pd.DataFrame({"doc_id": ["a"], "file": ["a.txt"], "text": [page]}))
    roles = {
        at: (row.role, row.article_id)
        for row in made.segments.itertuples()
        for at in range(row.start, row.end)
    }
    seen = set()
    for row in made.lines.itertuples():
        assert row.text == page[row.start : row.end]
        here = [roles.get(at) for at in range(row.start, row.end)]
        assert here.count((row.role, row.article_id)) == max(
            n for own, n in Counter(here).items() if own
        )
        seen.update(range(row.start, row.end))
    assert seen >= {at for at in roles if page[at].strip(BLANK)}


@pytest.mark.parametrize(
    ("credit", "genre"),
    [
        ("（记者 李一 摄影报道）", ""),
        ("（记者 李一 摄）", "photo-caption"),
        ("李一 摄", "photo-caption"),
    ],
)
def test_a_title_over_a_picture_is_its_title_and_a_signed_story_is_an_article(credit, genre):
    page = f"区委召开会议研究防汛\n\n昨日，区委召开会议，研究防汛工作。会议要求抓好落实。{credit}\n"
    made = repair_documents(pd.DataFrame({"doc_id": ["a"], "file": ["a.txt"], "text": [page]}))
    assert made.articles[["title", "hint"]].values.tolist() == [["区委召开会议研究防汛", genre]]


@pytest.mark.parametrize(
    "head",
    [
        "2025年6月\n3\n星期二\n山城日报",
        "山城日报\n2025年\n6月3日\n星期二",
        "2025年6月\n3日\n农历五月初八",
    ],
)
def test_a_page_head_that_was_torn_into_lines_is_no_headline(head):
    page = f"{head}\n\n区委召开会议研究防汛\n\n6月2日，区委召开会议，研究防汛工作。\n"
    made = repair_documents(pd.DataFrame({"doc_id": ["a"], "file": ["a.txt"], "text": [page]}))
    assert made.articles["title"].tolist() == ["区委召开会议研究防汛"]
    assert set(made.lines["role"][: head.count("\n") + 1]) == {"furniture"}
