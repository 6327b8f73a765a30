"""Articles that come as a table in a text file: tabs, JSON lines, and records of named fields (text
invented).
"""

import json

import pytest

from analysis.corpus import load_corpus
from analysis.desk.cli import main

FLOOD = ("昨日，青禾县召开防汛工作会议，部署“十五五”时期各项任务。", "会议强调，要备足物资。")
STREET = ("云岭乡老街改造工程完工，一百二十户用上了天然气。",)
ITEMS = (("青禾县部署防汛工作", "2025-06-03", FLOOD), ("云岭乡老街换新颜", "2025-06-04", STREET))


def record(form: str, title: str, day: str, text: tuple[str, ...], start: str = "") -> str:
    fields = {"标题": title, "来源": "青禾日报", "日期": day, "版次": "02", "正文": start}
    lines = [form.format(name, value) for name, value in fields.items()]
    return "\n".join([*lines[:-1], lines[-1] + "\n".join(text)])


@pytest.mark.parametrize(
    ("form", "start", "between"),
    [
        ("{}：{}", "\n", "\n--------\n"),
        ("【{}】{}", "", "\n\n"),
        ("{}: {}", "\n　　", "\n\n"),
        ("[{}] {}", "", "\n====\n"),
    ],
    ids=["rules between", "names in brackets", "half-width", "square brackets"],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_each_record_is_an_article_with_its_own_day(tmp_path, form, start, between, encoding):
    text = between.join(record(form, *item, start) for item in ITEMS)
    (tmp_path / "a.txt").write_text(text + between, encoding)
    articles = load_corpus(tmp_path).articles
    assert articles["title"].tolist() == [title for title, *_ in ITEMS]
    assert articles["date_published"].tolist() == [day for _, day, _ in ITEMS]
    assert articles["paper"].tolist() == ["青禾日报"] * 2
    assert articles["text"].str.split("\n").tolist() == [[*FLOOD], [*STREET]]
    assert articles["版次"].tolist() == ["02", "02"]  # travels along


def test_english_names_of_fields_are_known_too(tmp_path):
    text = f"Title: {ITEMS[0][0]}\nSource: 青禾日报\nDate: 2025-06-03\nAuthor: 甘小雨\nContent: "
    (tmp_path / "a.txt").write_text(text + "\n".join(FLOOD), "utf-8")
    (article,) = load_corpus(tmp_path).articles.to_dict("records")
    assert (article["title"], article["reporters"]) == (ITEMS[0][0], "甘小雨")
    assert article["text"].split("\n") == list(FLOOD)


def test_a_line_of_a_record_is_found_by_its_line_and_what_stands_before_is_told(tmp_path, capsys):
    text = "检索：防汛\n" + record("{}：{}", *ITEMS[0], "\n")
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert main(["kwic", "备足物资", str(tmp_path)]) == 3
    said = capsys.readouterr()
    at = text.split("\n").index(FLOOD[1]) + 1
    assert f"a.txt:{at} " in said.out
    assert "a.txt line 1: stands before the first record" in said.err


def test_fields_below_the_text_are_fields_where_every_record_has_them(tmp_path):
    text = "\n".join(
        f"标题：{title}\n正文：\n{chr(10).join(text)}\n链接：https://example.org/{n}\n日期：{day}\n"
        for n, (title, day, text) in enumerate(ITEMS)
    )
    (tmp_path / "a.txt").write_text(text, "utf-8")
    articles = load_corpus(tmp_path).articles
    assert articles["text"].str.split("\n").tolist() == [[*FLOOD], [*STREET]]
    assert articles["链接"].tolist() == ["https://example.org/0", "https://example.org/1"]
    assert articles["date_published"].tolist() == [day for _, day, _ in ITEMS]


def test_questions_and_answers_are_text_whatever_their_names(tmp_path):
    said = ["记者：防汛怎么抓？", "青禾县县长：早部署，早准备。", "记者：谢谢。"]
    text = "标题：防汛怎么抓\n日期：2025-06-03\n正文：\n" + "\n".join(said)
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert load_corpus(tmp_path).articles["text"].iloc[0].split("\n") == said


def test_a_page_that_prints_a_title_by_its_name_is_still_a_page(tmp_path):
    page = (
        "防汛征文启事\n题目：青禾的河\n本报讯（记者 甘小雨）昨日，县文联发出征文启事，要求写河。\n"
    )
    (tmp_path / "a.txt").write_text(page, "utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.documents["layout"].iloc[0] != "table"
    assert corpus.articles["reporters"].tolist() == ["甘小雨"]


@pytest.mark.parametrize("kind", ["tabs, of a spreadsheet", "JSON lines"])
def test_a_table_that_is_called_txt_is_a_table(tmp_path, kind):
    if kind == "JSON lines":
        names = ("title", "date", "content")
        rows = [dict(zip(names, (t, d, "\n".join(x)), strict=True)) for t, d, x in ITEMS]
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    else:
        rows = [["标题", "日期", "正文"], *([t, d, "".join(x)] for t, d, x in ITEMS)]
        text = "\n".join("\t".join(row) for row in rows)
    encoding = "utf-8" if kind == "JSON lines" else "utf-16"
    (tmp_path / "a.txt").write_text(text + "\n", encoding)
    articles = load_corpus(tmp_path).articles
    assert articles["title"].tolist() == [title for title, *_ in ITEMS]
    assert articles["date_published"].tolist() == [day for _, day, _ in ITEMS]
    assert articles["text"].str.replace("\n", "").tolist() == ["".join(x) for *_, x in ITEMS]


def test_a_web_page_that_is_called_txt_is_a_web_page(tmp_path):
    page = f"<!DOCTYPE html>\n<html><body><h1>{ITEMS[0][0]}</h1><p>{FLOOD[0]}</p></body></html>"
    (tmp_path / "a.txt").write_text(page, "utf-8")
    (article,) = load_corpus(tmp_path).articles.to_dict("records")
    assert (article["title"], article["text"]) == (ITEMS[0][0], FLOOD[0])


COLUMNS = ("标题", "日期", "正文")


def web_table(of_text) -> str:
    """A page with a table, as an office program or a database saves one."""
    cells = [[title, day, of_text(text)] for title, day, text in ITEMS]
    rows = [f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in cells]
    head = "".join(f"<th><b>{name}</b></th>" for name in COLUMNS)
    style = f"<style>{'td {padding: 0}' * 300}</style>"
    return "\n".join([f"<html>{style}<table>", f"<tr>{head}</tr>", *rows, "</table></html>"])


@pytest.mark.parametrize(
    "of_text",
    ["<br>".join, lambda text: "".join(f"<p>{line}</p>" for line in text)],
    ids=["lines broken", "paragraphs"],
)
@pytest.mark.parametrize(("name", "rows"), [("a.html", [3, 4]), ("a.xls", [2, 3])])
def test_a_table_in_a_web_page_is_a_table_also_where_it_is_called_xls(
    tmp_path, of_text, name, rows
):
    (tmp_path / name).write_text(web_table(of_text), "utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.articles["title"].tolist() == [title for title, *_ in ITEMS]
    assert corpus.articles["date_published"].tolist() == [day for _, day, _ in ITEMS]
    assert corpus.articles["text"].str.split("\n").tolist() == [[*FLOOD], [*STREET]]
    assert corpus.offsets["line"].drop_duplicates().tolist() == rows


def test_a_row_of_another_length_in_a_web_page_is_told(tmp_path):
    page = web_table("".join).replace(f"<td>{ITEMS[1][1]}</td>", "")
    (tmp_path / "a.html").write_text(page, "utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.articles["title"].tolist() == [ITEMS[0][0]]
    assert corpus.failures["error"].tolist() == ["a.html line 4: 2 cells, the header has 3"]


def test_a_page_with_a_table_of_figures_is_a_page(tmp_path):
    table = "<table><tr><th>内容</th><th>数量</th></tr><tr><td>堤坝</td><td>3</td></tr></table>"
    text = "".join(f"<p>{line}</p>" for line in FLOOD)
    page = f"<html><body><h1>{ITEMS[0][0]}</h1>{text}{table}</body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    (article,) = load_corpus(tmp_path).articles.to_dict("records")
    assert article["title"] == ITEMS[0][0] and FLOOD[1] in article["text"]
