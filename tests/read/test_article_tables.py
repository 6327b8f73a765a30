"""Articles that come as a table: one article a row, whatever the format, and nothing a page goes
through.
"""

import json
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from analysis.corpus import iter_corpus, load_corpus
from analysis.errors import TifaError
from analysis.evidence.sentences import evidence
from analysis.measure.concordance import concordance
from analysis.measure.occurrences import raw_hits
from analysis.measure.reuse import mark_reprints
from tests.helpers.command import tifa

FIXTURES = Path(__file__).parent.parent / "fixtures"

FIRST = "本报讯（记者 李一）6月2日，区委召开常委会会议，\n研究“十五五”规划。"  # a row is never unwrapped
SECOND = "　　区政府召开会议。\n图为会议现场。 王二 摄"
ROWS = [
    {
        "发布日期": datetime(2025, 6, 3),
        "标题": "区委常委会召开会议",
        "正文": FIRST,
        "地区": "杭州市临平区",
        "媒体": "甲报",
        "版次": 1,
    },
    {
        "发布日期": datetime(2025, 6, 4),
        "标题": "区政府召开会议",
        "正文": SECOND,
        "地区": "钱塘",
        "媒体": "乙报",
        "版次": 12,
    },
]
OWN = ["article_id", "doc_id", "files"]  # what tells the file


def as_text(rows):
    return [row | {"发布日期": row["发布日期"].date().isoformat()} for row in rows]


def write(path, rows=ROWS):
    """The rows in the format of the suffix, as other programs write it."""
    frame, plain = pd.DataFrame(rows), pd.DataFrame(as_text(rows))
    lines = [json.dumps(row, ensure_ascii=False) for row in as_text(rows)]
    {
        ".csv": lambda: plain.to_csv(path, index=False, encoding="gb18030", sep=";"),
        ".tsv": lambda: plain.to_csv(path, index=False, encoding="utf-16", sep="\t"),
        ".xlsx": lambda: frame.to_excel(path, index=False),
        ".jsonl": lambda: path.write_text("\n\n".join(lines), encoding="utf-8"),
        ".json": lambda: path.write_text(f'{{"data": {{"list": [{",".join(lines)}]}}}}', "utf-8"),
        ".parquet": lambda: frame.to_parquet(path),
    }[path.suffix]()
    return path


FORMATS = {".csv": [2, 3], ".tsv": [2, 3], ".xlsx": [2, 3], ".jsonl": [1, 3], ".json": [1, 2]}


@pytest.mark.parametrize(("suffix", "lines"), [*FORMATS.items(), (".parquet", [1, 2])])
def test_every_format_gives_the_same_articles_and_the_row_they_stand_in(tmp_path, suffix, lines):
    corpus, same = load_corpus(write(tmp_path / f"a{suffix}")), load_corpus(pd.DataFrame(ROWS))
    pd.testing.assert_frame_equal(
        corpus.articles.drop(columns=OWN), same.articles.drop(columns=OWN)
    )
    assert corpus.articles["text"].tolist() == [FIRST, SECOND]
    assert corpus.articles["title"].tolist() == ["区委常委会召开会议", "区政府召开会议"]
    assert corpus.articles["reporters"].tolist() == ["李一", ""]
    assert corpus.articles["place"].tolist() == ["临平", "钱塘"]
    assert corpus.articles["paper"].tolist() == ["甲报", "乙报"]
    assert corpus.articles["date_published"].tolist() == ["2025-06-03", "2025-06-04"]
    assert set(corpus.articles["place_basis"] + corpus.articles["date_published_basis"]) == {
        "givengiven"
    }
    assert corpus.articles["版次"].tolist() == ["1", "12"]
    assert corpus.offsets["line"].tolist() == lines
    assert corpus.documents["file"].tolist() == [f"a{suffix}"]
    assert corpus.failures.empty


def test_a_row_is_an_article_that_counts_whatever_its_text_looks_like(tmp_path):
    rows = [
        {"text": t}
        for t in ("图为会议现场。王二 摄", "今天晴到多云，气温17℃~28℃。", "（下转第2版）")
    ]
    corpus = load_corpus(pd.DataFrame(rows))
    assert corpus.articles["text"].tolist() == [row["text"] for row in rows]
    assert not corpus.articles["genre"].isin(["photo-caption", "weather", "boilerplate"]).any()
    assert not corpus.articles["truncated"].any()


def test_the_rows_joined_are_the_document_and_every_character_has_one_owner(tmp_path):
    corpus = load_corpus(write(tmp_path / "a.csv"))
    whole = "".join(f"{row['标题']}\n{row['正文']}\n" for row in ROWS)
    owned = [False] * len(whole)
    for start, end in corpus.segments[["start", "end"]].itertuples(index=False):
        assert not any(owned[start:end])
        owned[start:end] = [True] * (end - start)
    assert all(owned[i] or c.isspace() for i, c in enumerate(whole))
    assert corpus.documents["n_chars"].tolist() == [len(whole)]
    for run in corpus.offsets.itertuples(index=False):
        text = corpus.articles.set_index("article_id").loc[run.article_id, "text"]
        assert whole[run.raw_start :][: run.end] == text[run.start : run.end]


def test_evidence_says_file_and_row(tmp_path):
    corpus = load_corpus(write(tmp_path / "reports.csv"))
    found = evidence(concordance(corpus, "十五五"), corpus)
    assert found[["file", "line_from", "line_to"]].values.tolist() == [["reports.csv", 2, 2]]


def test_the_naive_count_of_a_table_is_that_of_its_rows_as_they_came(tmp_path):
    path = write(tmp_path / "a.csv")
    hits = raw_hits(load_corpus(path), path, ["区委", "十五五"])
    assert hits[["term", "line_from"]].values.tolist() == [["区委", 2], ["区委", 2], ["十五五", 2]]
    assert hits["raw_start"].tolist()[0] == 0  # in the title, which begins the document


def test_a_raw_line_of_a_table_has_the_place_and_the_day_of_its_row(tmp_path):
    rows = [
        ["甲", "谈垃圾分类。", "萧山", "2025-03-01"],
        ["乙", "又谈垃圾分类。", "滨江", "2025-03-02"],
    ]
    path = tmp_path / "a.csv"
    pd.DataFrame(rows, columns=["title", "text", "place", "date"]).to_csv(path, index=False)
    hits = raw_hits(load_corpus(path), path, ["垃圾分类"])
    assert hits[["place", "date_published", "title"]].values.tolist() == [
        ["萧山", "2025-03-01", "甲"],
        ["滨江", "2025-03-02", "乙"],
    ]


def test_columns_are_known_by_usual_names_or_said(tmp_path):
    frame = pd.DataFrame({"Pub_Date": ["20250603"], "HeadLine": ["甲"], "Content": ["乙。"]})
    known = load_corpus(frame).articles.iloc[0]
    assert (known["date_published"], known["title"], known["text"]) == ("2025-06-03", "甲", "乙。")
    frame.columns = ["刊", "名", "文"]
    with pytest.raises(
        TifaError, match="no column has the text of the articles; there are 刊, 名, 文"
    ):
        load_corpus(frame)
    said = load_corpus(frame, columns={"正文": "文", "title": "名", "date": "刊"}).articles.iloc[0]
    assert (said["date_published"], said["title"], said["text"]) == ("2025-06-03", "甲", "乙。")
    with pytest.raises(TifaError, match="no column 无; there are 刊, 名, 文"):
        load_corpus(frame, columns={"text": "无"})
    with pytest.raises(TifaError, match="columns: '颜色' is none of text, title"):
        load_corpus(frame, columns={"颜色": "文"})


def test_a_text_in_html_is_its_paragraphs():
    cell = "<div><p>　　区委召开<b>会议</b>。</p><script>x()</script><p>散会。&nbsp;</p></div>"
    frame = pd.DataFrame({"content": [cell], "pubtime": ["2025/6/3 08:00"]})
    known = load_corpus(frame).articles.iloc[0]
    assert known["text"] == "　　区委召开会议。\n散会。"
    assert (known["n_paragraphs"], known["date_published"]) == (2, "2025-06-03")


def test_an_index_with_a_name_is_a_column():
    frame = pd.DataFrame({"日期": ["2025-06-03"], "版": ["1"], "正文": ["甲。"]})
    articles = load_corpus(frame.set_index(["日期", "版"])).articles
    assert articles[["date_published", "版"]].values.tolist() == [["2025-06-03", "1"]]


def test_a_further_column_with_the_name_of_ours_gets_a_suffix_and_that_is_told():
    corpus = load_corpus(pd.DataFrame({"text": ["甲。"], "genre": ["评论"], "level": ["县"]}))
    assert corpus.articles[["genre_given", "level"]].values.tolist() == [["评论", "县"]]
    assert corpus.quality["what"].str.contains("genre_given").any()


def test_rows_that_are_none_are_told_by_file_and_row_and_the_others_are_read(tmp_path):
    (tmp_path / "a.csv").write_text("标题,正文\n甲,乙。\n丙,\n丁,戊,己\n庚,辛。\n", "utf-8")
    (tmp_path / "b.jsonl").write_text(
        '{"text": "甲。"}\n{"text": \n[1]\n{"text": "乙。"}\n', "utf-8"
    )
    (tmp_path / "c.json").write_text('[\n{"text": "甲。"},\n{"text" "乙。"}]\n', "utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.articles["text"].tolist() == ["乙。", "辛。", "甲。", "乙。"]
    assert sorted(corpus.failures["error"]) == [
        "a.csv row 3: no text",
        "a.csv row 4: 3 cells, the header has 2",
        "b.jsonl line 2: not JSON (Expecting value)",
        "b.jsonl line 3: no JSON object",
        "c.json line 3: not JSON (Expecting ':' delimiter)",
    ]


@pytest.mark.parametrize("data", ["标题,正文\n", "标题\n", "", "\n\n"])
def test_a_table_without_an_article_is_refused_in_one_line(tmp_path, data):
    (tmp_path / "a.csv").write_text(data, "utf-8")
    with pytest.raises(TifaError, match=r"^a\.csv: .*$"):
        load_corpus(tmp_path)


@pytest.mark.parametrize(
    "value",
    [
        [{"date": "2025-06-03", "text": "甲。", "images": [{"url": "x"}]}],
        {"date": "2025-06-03", "articles": [{"content": "甲。"}]},
        [{"date": "2025-06-03", "news": [{"content": ["甲。"]}]}],
        {"text": "甲。", "date": "2025-06-03"},
        {"8051": {"text": "甲。", "date": "2025-06-03"}},
        {"code": 0, "data": {"total": 1, "rows": [{"正文": "甲。", "日期": "2025年6月3日"}]}},
    ],
)
def test_articles_are_found_in_the_shapes_json_comes_in(tmp_path, value):
    (tmp_path / "a.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    articles = load_corpus(tmp_path).articles
    assert articles[["text", "date_published"]].values.tolist() == [["甲。", "2025-06-03"]]


def test_sheets_of_a_workbook_are_tables_of_their_own_under_a_title_row(tmp_path):
    with pd.ExcelWriter(tmp_path / "a.xlsx", engine="openpyxl") as book:
        for year in ("2024", "2025"):
            frame = pd.DataFrame({"标题": ["甲"], "正文": [f"{year}年的事。"]})
            frame.to_excel(book, sheet_name=year, index=False, startrow=1)
            book.sheets[year].cell(1, 1, f"{year}年报道")
    corpus = load_corpus(tmp_path)
    assert corpus.articles["text"].tolist() == ["2024年的事。", "2025年的事。"]
    assert corpus.offsets[["file", "line"]].values.tolist() == [
        ["a.xlsx/2024", 3],
        ["a.xlsx/2025", 3],
    ]


def test_a_corpus_csv_to_begin_with_has_a_row_a_workbook_and_leaves_its_rows_their_say(tmp_path):
    with pd.ExcelWriter(tmp_path / "a.xlsx", engine="openpyxl") as book:
        for sheet in ("2024", "2025"):
            pd.DataFrame({"正文": ["甲。"], "地区": ["临平"]}).to_excel(
                book, sheet_name=sheet, index=False
            )
        pd.DataFrame({"说明": ["乙"]}).to_excel(book, sheet_name="说明", index=False)
    told = load_corpus(tmp_path).failures["error"].tolist()
    assert told[0].startswith(
        "a.xlsx/说明: no column has the text of the articles; there are 说明;"
    )
    assert tifa("new", tmp_path).returncode == 3
    rows = pd.read_csv(tmp_path / "corpus.csv", dtype=str).fillna("")
    assert rows[["file", "place", "date_published"]].values.tolist() == [["a.xlsx", "", ""]]
    assert load_corpus(tmp_path).articles["place"].tolist() == ["临平", "临平"]


def test_pages_and_tables_lie_in_one_folder_and_other_tables_are_not_mistaken(tmp_path):
    (tmp_path / "临平").mkdir()
    (tmp_path / "临平" / "2025-06-03.txt").write_text(
        "区委召开会议\n本报讯　昨日，区委召开会议。\n", "utf-8"
    )
    write(tmp_path / "临平" / "a.jsonl", [{k: v for k, v in ROWS[1].items() if k != "地区"}])
    (tmp_path / "corpus.csv").write_text("file,paper\n临平/a.jsonl,丙报\n", "utf-8")
    done = tifa("tables", tmp_path, "--out", tmp_path.parent / f"{tmp_path.name}-out")
    assert done.returncode == 0, done.stderr
    corpus = load_corpus(tmp_path)
    assert corpus.articles["place"].tolist() == ["临平", "临平"]
    assert corpus.articles["版次"].tolist() == ["", "12"]
    out = tmp_path.parent / f"{tmp_path.name}-out"
    (tmp_path / "sentences.csv").write_bytes((out / "sentences.csv").read_bytes())
    told = load_corpus(tmp_path).failures["error"].tolist()
    assert told == ["sentences.csv: is a table of results (sentences), not one of articles"]


@pytest.mark.parametrize(
    ("suffix", "path"), [("csv", "."), ("parquet", "articles.parquet"), ("xlsx", ".")]
)
def test_the_articles_a_command_wrote_are_read_back_the_same(
    tmp_path, seeds, seeds_dir, suffix, path
):
    assert tifa("tables", seeds_dir, "--out", tmp_path / "out", "--format", suffix).returncode == 0
    tables = (
        t.drop(columns=["doc_id", "files"]).set_index("article_id").sort_index()
        for t in (load_corpus(tmp_path / "out" / path).articles, mark_reprints(seeds).articles)
    )
    pd.testing.assert_frame_equal(*tables)


def test_batches_hold_the_rows_of_the_whole_and_ids_stay_apart(tmp_path):
    frame = pd.DataFrame({"id": ["x", "x", ""], "text": ["甲。", "乙。", "丙。"]})
    corpus = load_corpus(frame)
    assert corpus.articles["article_id"].tolist() == [
        "DataFrame-x",
        "DataFrame-row-2",
        "DataFrame-3",
    ]
    many = pd.DataFrame({"text": [f"第{n}件事。" for n in range(1100)]})
    parts = list(iter_corpus(many))
    assert [len(part.articles) for part in parts] == [1000, 100, 0]
    together = pd.concat([part.articles for part in parts], ignore_index=True)
    pd.testing.assert_frame_equal(together, load_corpus(many).articles)


def test_a_command_takes_a_table_and_its_columns(tmp_path):
    write(tmp_path / "a.csv", [{"刊": "2025-06-03", "文": FIRST} | ROWS[0]])
    pd.DataFrame({"文": [FIRST]}).to_csv(tmp_path / "b.csv", index=False)
    done = tifa("kwic", "十五五", tmp_path / "b.csv", "--columns", "text=文")
    assert done.returncode == 0 and "1 of 十五五" in done.stderr
    refused = tifa("kwic", "十五五", tmp_path / "b.csv")
    assert refused.returncode == 2
    assert refused.stderr == (
        "tifa: b.csv: no column has the text of the articles; there are 文; say which with "
        "--columns text=NAME\n"
    )


@pytest.mark.parametrize(("suffix", "first"), [("xls", 3), ("ods", 2)])
def test_workbooks_of_other_programs_are_read_as_xlsx_is(suffix, first):
    corpus = load_corpus(FIXTURES / f"articles.{suffix}")
    assert corpus.articles[["title", "date_published", "paper"]].values.tolist() == [
        ["青禾县部署防汛工作", "2025-06-03", "青禾日报"],
        ["云岭乡老街换新颜", "2025-06-04", "青禾日报"],
    ]
    assert corpus.articles["text"].iloc[0].split("\n")[1] == "会议强调，要备足物资。"
    assert corpus.offsets["line"].drop_duplicates().tolist() == [first, first + 1]


PLAIN = pd.DataFrame(
    {"标题": ["甲", "乙"], "日期": ["2025-06-03", "2025-06-04"], "正文": ["一。", "二。"]}
)


@pytest.mark.parametrize(
    "value",
    [
        *(json.loads(PLAIN.to_json(orient=way)) for way in ("columns", "split", "table", "index")),
        PLAIN.to_dict("list"),
        [[*PLAIN], *PLAIN.values.tolist()],
        {"一版": PLAIN.to_dict("records")[:1], "二版": PLAIN.to_dict("records")[1:]},
        {"data": {"list": PLAIN.to_dict("records"), "adverts": [{"id": 7}]}},
    ],
    ids=[
        *("columns", "split", "table", "index", "lists", "header and rows"),
        *("a list a page", "beside another list"),
    ],
)
def test_json_in_any_way_that_programs_write_tables(tmp_path, value):
    (tmp_path / "a.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    articles = load_corpus(tmp_path).articles
    assert articles["title"].tolist() == ["甲", "乙"]
    assert articles["date_published"].tolist() == ["2025-06-03", "2025-06-04"]
    assert articles["text"].tolist() == ["一。", "二。"]


def test_a_list_of_paragraphs_and_one_of_authors_are_one_article(tmp_path):
    value = {"title": "甲", "authors": ["李一", "王二"], "paragraphs": ["一。", "二。"]}
    (tmp_path / "a.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    (article,) = load_corpus(tmp_path).articles.to_dict("records")
    assert (article["text"], article["reporters"]) == ("一。\n二。", "李一|王二")


def test_a_row_of_json_of_another_length_than_its_header_is_told(tmp_path):
    value = [["标题", "正文"], ["甲", "一。"], ["乙"]]
    (tmp_path / "a.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.articles["title"].tolist() == ["甲"]
    assert corpus.failures["error"].tolist() == ["a.json row 2: 1 cells, the header has 2"]


BARE = [
    [
        "要闻",
        "昨日，青禾县召开防汛工作会议，传达学习上级部署，研究下一阶段任务。会议强调，要备足物资。",
    ],
    [
        "社会",
        "云岭乡老街改造工程完工，一百二十户居民用上了天然气，路面也铺上了新的石板，夜里亮起了灯。",
    ],
]


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.txt", "a.xlsx"])
def test_a_table_without_a_header_loses_no_row(tmp_path, name):
    if name == "a.xlsx":
        pd.DataFrame(BARE).to_excel(tmp_path / name, index=False, header=False)
    else:
        sign = "," if name == "a.csv" else "\t"
        (tmp_path / name).write_text("\n".join(map(sign.join, BARE)) + "\n", "utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.articles["text"].tolist() == [text for _, text in BARE]
    assert corpus.articles["column 1"].tolist() == ["要闻", "社会"]
    assert corpus.offsets["line"].drop_duplicates().tolist() == [1, 2]
    named = load_corpus(tmp_path, columns={"title": "column 1"}).articles["title"]
    assert named.tolist() == ["要闻", "社会"]


def test_a_note_over_the_header_of_a_sheet_is_no_article(tmp_path):
    rows = [[BARE[0][1], ""], ["栏目", "正文"], *BARE]
    pd.DataFrame(rows).to_excel(tmp_path / "a.xlsx", index=False, header=False)
    articles = load_corpus(tmp_path).articles
    assert articles[["栏目", "text"]].values.tolist() == BARE
