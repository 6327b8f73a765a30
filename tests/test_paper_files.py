"""PDF and Word files: columns in reading order, headlines by their size, and a sentence for what cannot be read."""

import random

import pytest

from analysis.corpus import load_corpus
from analysis.errors import TifaError
from analysis.pages import page_text
from tests.paper_files import scanned_pdf, two_column_pdf, word_file

FLOOD = ["本报讯（记者 甘小雨）昨日上午，青禾县召开防汛工作会议，研究部署今年汛期的各项任务，县委副书记主持会议并讲话。",
         "会议指出，今年入汛以来雨水偏多，水库水位上涨较快，各乡镇要把巡堤查险落到实处，做到责任到人、措施到位。",
         "会议强调，要坚持人民至上、生命至上，备足物资，畅通预警，确保群众安全度汛。"]
TEA = ["本报讯（通讯员 卢见山）眼下正是采茶时节，云岭乡的茶农忙着采摘头茬春茶，一派繁忙景象，茶香飘满山间小路。",
       "据悉，云岭乡今年茶园面积达到三千亩，预计产值超过两千万元，带动周边六个村的村民就近就业增收。"]  # fmt: skip


def lines_of(data, file="a.pdf"):
    """The lines of a page that are not blank, without what is set before them."""
    return [line.strip() for line in page_text(data, file).text.split("\n") if line.strip()]


@pytest.fixture(scope="module")
def page():
    return two_column_pdf([("青禾县部署防汛工作", FLOOD), ("云岭乡春茶飘香", TEA)])


def test_paragraphs_come_whole_and_columns_one_after_the_other(page):
    assert lines_of(page) == ["青禾县部署防汛工作", *FLOOD, "云岭乡春茶飘香", *TEA]


@pytest.mark.parametrize(("per_line", "gutter"), [(12, 10.0), (15, 20.0), (16, 9.0)])
def test_narrow_gutters_and_other_widths_read_the_same(per_line, gutter):
    data = two_column_pdf([("青禾县部署防汛工作", FLOOD), ("云岭乡春茶飘香", TEA)], per_line=per_line, gutter=gutter)
    assert lines_of(data) == ["青禾县部署防汛工作", *FLOOD, "云岭乡春茶飘香", *TEA]


def test_articles_of_a_pdf_have_their_headlines_and_their_text(page, tmp_path):
    (tmp_path / "页面.pdf").write_bytes(page)
    articles = load_corpus(tmp_path).articles
    assert articles["title"].tolist() == ["青禾县部署防汛工作", "云岭乡春茶飘香"]
    assert articles["reporters"].tolist() == ["甘小雨", "卢见山"]
    assert articles["text"].str.replace("\n", "").tolist() == ["".join(FLOOD).split("）", 1)[1], "".join(TEA).split("）", 1)[1]]


def test_a_headline_of_two_lines_stays_together():
    data = two_column_pdf([("青禾县部署防汛\n确保安全度汛", FLOOD)])
    assert lines_of(data)[:3] == ["青禾县部署防汛", "确保安全度汛", FLOOD[0]]


@pytest.mark.parametrize(("data", "file", "words"), [
    (scanned_pdf(), "scan.pdf", "scan.pdf: a scanned PDF without text"),
    (b"%PDF-1.7 nothing", "bad.pdf", "bad.pdf: a PDF that cannot be read"),
    (b"", "empty.pdf", "empty.pdf: a PDF that cannot be read"),
    (b"PK\x03\x04 nothing", "bad.docx", "bad.docx: a .docx that cannot be read"),
    (word_file([]), "empty.docx", "empty.docx: a .docx without text"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_sentence(data, file, words):
    with pytest.raises(TifaError, match=words) as caught:
        page_text(data, file)
    assert "\n" not in str(caught.value)


def test_a_damaged_pdf_is_read_or_refused_never_a_traceback(page):
    chance, refused = random.Random(7), 0
    for _ in range(25):
        damaged = bytearray(page)
        for _ in range(60):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            assert page_text(bytes(damaged[: chance.randrange(len(page) // 2, len(page))]), "a.pdf").text
        except TifaError:
            refused += 1
    assert refused


def test_a_scanned_page_does_not_stop_the_folder(page, tmp_path):
    (tmp_path / "a.pdf").write_bytes(page)
    (tmp_path / "b.pdf").write_bytes(scanned_pdf())
    corpus = load_corpus(tmp_path)
    assert corpus.documents["file"].tolist() == ["a.pdf"]
    assert "without text" in corpus.failures["error"].tolist()[0]


def test_the_menu_of_a_short_web_page_is_not_its_text():
    menu = "<div class='top'><a href='/'>首页</a> <a href='/x'>要闻</a></div>"
    text = "".join(f"<p>{p}</p>" for p in TEA)
    html = f"<html><head><title>云岭乡春茶飘香</title></head><body>{menu}<article><h1>云岭乡春茶飘香</h1>{text}</article></body></html>"
    assert page_text(html.encode("utf-8"), "a.html").text.split() == "\n".join(["云岭乡春茶飘香", *TEA]).split()


def test_a_word_file_gives_its_paragraphs_headings_and_tables(tmp_path):
    data = word_file([("Heading 1", "青禾县部署防汛工作"), *(("Normal", text) for text in FLOOD)], table=[("水库", "水位")])
    lines = page_text(data, "a.docx").text.split("\n")
    assert [line for line in lines if line] == ["青禾县部署防汛工作", *FLOOD, "水库", "水位"]


def test_an_article_of_a_word_file_has_its_headline(tmp_path):
    (tmp_path / "a.docx").write_bytes(word_file([("Title", "青禾县部署防汛工作"), *(("Normal", text) for text in FLOOD)]))
    article = load_corpus(tmp_path).articles.iloc[0]
    assert (article["title"], article["reporters"]) == ("青禾县部署防汛工作", "甘小雨")
    assert article["text"].replace("\n", "") == "".join(FLOOD).split("）", 1)[1]
