"""PDF and Word files: columns in reading order, headlines by their size, and a sentence for what
cannot be read.
"""

import io
import random

import pytest

from analysis.corpus import load_corpus
from analysis.errors import TifaError
from analysis.read.folders import page_text
from tests.helpers.paper_files import scanned_pdf, two_column_pdf, word_file

FLOOD = [
    "本报讯（记者 甘小雨）昨日上午，青禾县召开防汛工作会议，研究部署今年汛期的各项任务，"
    "县委副书记主持会议并讲话。",
    "会议指出，今年入汛以来雨水偏多，水库水位上涨较快，各乡镇要把巡堤查险落到实处，"
    "做到责任到人、措施到位。",
    "会议强调，要坚持人民至上、生命至上，备足物资，畅通预警，确保群众安全度汛。",
]
TEA = [
    "本报讯（通讯员 卢见山）眼下正是采茶时节，云岭乡的茶农忙着采摘头茬春茶，一派繁忙景象，"
    "茶香飘满山间小路。",
    "据悉，云岭乡今年茶园面积达到三千亩，预计产值超过两千万元，带动周边六个村的村民就近就业增收。",
]


def lines_of(data, file="a.pdf"):
    """The lines of a page that are not blank, without what is set before them."""
    return [line.strip() for line in page_text(data, file).text.split("\n") if line.strip()]


@pytest.fixture(scope="module")
def page():
    return two_column_pdf([("青禾县部署防汛工作", FLOOD), ("云岭乡春茶飘香", TEA)])


def test_paragraphs_come_whole_and_columns_one_after_the_other(page):
    assert lines_of(page) == ["青禾县部署防汛工作", *FLOOD, "云岭乡春茶飘香", *TEA]


@pytest.mark.parametrize(("per_line", "gutter"), [(12, 10.0), (16, 9.0)])
def test_narrow_gutters_and_other_widths_read_the_same(per_line, gutter):
    data = two_column_pdf(
        [("青禾县部署防汛工作", FLOOD), ("云岭乡春茶飘香", TEA)], per_line=per_line, gutter=gutter
    )
    assert lines_of(data) == ["青禾县部署防汛工作", *FLOOD, "云岭乡春茶飘香", *TEA]


def test_articles_of_a_pdf_have_their_headlines_and_their_text(page, tmp_path):
    (tmp_path / "页面.pdf").write_bytes(page)
    articles = load_corpus(tmp_path).articles
    assert articles["title"].tolist() == ["青禾县部署防汛工作", "云岭乡春茶飘香"]
    assert articles["reporters"].tolist() == ["甘小雨", "卢见山"]
    assert articles["text"].str.replace("\n", "").tolist() == [
        "".join(FLOOD).split("）", 1)[1],
        "".join(TEA).split("）", 1)[1],
    ]


def test_a_headline_of_two_lines_stays_together():
    data = two_column_pdf([("青禾县部署防汛\n确保安全度汛", FLOOD)])
    assert lines_of(data)[:3] == ["青禾县部署防汛", "确保安全度汛", FLOOD[0]]


@pytest.mark.parametrize(
    ("data", "file", "words"),
    [
        (scanned_pdf(), "scan.pdf", "scan.pdf: a scanned PDF without text"),
        (b"%PDF-1.7 nothing", "bad.pdf", "bad.pdf: a PDF that cannot be read"),
        (b"", "empty.pdf", "empty.pdf: a PDF that cannot be read"),
        (b"PK\x03\x04 nothing", "bad.docx", "bad.docx: a .docx that cannot be read"),
        (word_file([]), "empty.docx", "empty.docx: a .docx without text"),
    ],
)
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
            assert page_text(
                bytes(damaged[: chance.randrange(len(page) // 2, len(page))]), "a.pdf"
            ).text
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
    html = (
        f"<html><head><title>云岭乡春茶飘香</title></head><body>{menu}<article><h1>云岭乡春茶飘香"
        f"</h1>{text}</article></body></html>"
    )
    assert (
        page_text(html.encode("utf-8"), "a.html").text.split()
        == "\n".join(["云岭乡春茶飘香", *TEA]).split()
    )


def epaper(*articles, charset="gb2312"):
    """A page of an e-paper: (kicker, title, subtitle, paragraphs) each, text broken by <br> and set
    in by hard spaces.
    """
    parts = []
    for kicker, title, subtitle, paragraphs in articles:
        head = (
            f"<p class='font02'>{kicker}</p><p class='font01'>{title}</p><p "
            f"class='font02'>{subtitle}</p>"
        )
        text = "<br/>".join("&nbsp;" * 4 + p for p in paragraphs)
        parts.append(
            f"<div>{head}<div id='ozoom' style='zoom:100%'><founder-content><p>{text}</p></fo"
            "under-content></div></div>"
        )
    menu = "<ul class='nav'><li><a href='a'>上一版</a></li><li><a href='b'>下一版</a></li></ul>"
    meta = f"<meta http-equiv='Content-Type' content='text/html; charset={charset}'>"
    return (
        f"<html><head>{meta}<title>青禾日报</title></head><body>{menu}{''.join(parts)}<p>版权所有"
        "</p></body></html>"
    ).encode("gb18030")


def test_an_epaper_page_gives_its_headlines_by_their_classes_and_its_paragraphs(tmp_path):
    (tmp_path / "a.html").write_bytes(
        epaper(("县委召开会议", "青禾县部署防汛工作", "李明主持", FLOOD))
    )
    article = load_corpus(tmp_path).articles.iloc[0]
    assert (article["kicker"], article["title"], article["subtitle"]) == (
        "县委召开会议",
        "青禾县部署防汛工作",
        "李明主持",
    )
    assert (article["n_paragraphs"], article["reporters"]) == (3, "甘小雨")


def test_several_articles_of_a_web_page_stay_apart(tmp_path):
    (tmp_path / "a.html").write_bytes(
        epaper(("", "青禾县部署防汛工作", "", FLOOD), ("", "云岭乡春茶飘香", "", TEA))
    )
    (tmp_path / "b.html").write_text(
        "".join(
            f"<article><h2>{title}</h2>{''.join(f'<p>{p}</p>' for p in text)}</article>"
            for title, text in (("青禾县部署防汛工作", FLOOD), ("云岭乡春茶飘香", TEA))
        )
    )
    assert (
        load_corpus(tmp_path).articles["title"].tolist()
        == ["青禾县部署防汛工作", "云岭乡春茶飘香"] * 2
    )


def test_a_page_that_a_script_fills_is_refused():
    with pytest.raises(TifaError, match=r"^a\.html: an HTML page whose text a script loads"):
        page_text(
            b"<html><head><script src='app.js'></script></head><body><div "
            b"id='app'></div></body></html>",
            "a.html",
        )


def test_a_word_file_gives_its_paragraphs_headings_and_tables(tmp_path):
    data = word_file(
        [("Heading 1", "青禾县部署防汛工作"), *(("Normal", text) for text in FLOOD)],
        table=[("水库", "水位")],
    )
    assert lines_of(data, "a.docx") == ["青禾县部署防汛工作", *FLOOD, "水库　水位"]


def test_a_word_file_loses_nothing_header_footer_note_or_text_box():
    import docx
    from docx.oxml import parse_xml

    book = docx.Document(
        io.BytesIO(
            word_file([("Title", "青禾县部署防汛工作"), *(("Normal", text) for text in FLOOD)])
        )
    )
    book.sections[0].header.paragraphs[0].text = "青禾日报　第02版"
    book.sections[0].footer.paragraphs[0].text = "责任编辑：周铭"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    box = (
        f'<w:r xmlns:w="{space}"><w:pict><w:txbxContent><w:p><w:r><w:t>图为巡堤现场。</w:t></w:r>'
        "</w:p></w:txbxContent></w:pict></w:r>"
    )
    book.paragraphs[-1]._p.append(parse_xml(box))
    out = io.BytesIO()
    book.save(out)
    assert lines_of(out.getvalue(), "a.docx") == [
        "青禾日报　第02版",
        "青禾县部署防汛工作",
        *FLOOD,
        "图为巡堤现场。",
        "责任编辑：周铭",
    ]


def test_a_word_heading_may_be_one_by_its_look_only(tmp_path):
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    book = docx.Document()
    for title, paragraphs in (("青禾县部署防汛工作", FLOOD), ("云岭乡春茶飘香", TEA)):
        head = book.add_paragraph()
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        head.add_run(title).font.size = Pt(22)
        for text in paragraphs:
            book.add_paragraph(text)
    book.save(tmp_path / "a.docx")
    assert load_corpus(tmp_path).articles["title"].tolist() == [
        "青禾县部署防汛工作",
        "云岭乡春茶飘香",
    ]


def test_sections_of_a_word_report_are_not_articles(tmp_path):
    parts = [
        ("Title", "青禾县人民政府工作报告"),
        ("Heading 1", "一、去年工作回顾"),
        ("Normal", FLOOD[1]),
    ]
    parts += [("Heading 1", "二、今年工作安排"), ("Normal", TEA[1])]
    (tmp_path / "a.docx").write_bytes(word_file(parts))
    assert load_corpus(tmp_path).articles["title"].tolist() == ["青禾县人民政府工作报告"]


def test_an_article_of_a_word_file_has_its_headline(tmp_path):
    (tmp_path / "a.docx").write_bytes(
        word_file([("Title", "青禾县部署防汛工作"), *(("Normal", text) for text in FLOOD)])
    )
    article = load_corpus(tmp_path).articles.iloc[0]
    assert (article["title"], article["reporters"]) == ("青禾县部署防汛工作", "甘小雨")
    assert article["text"].replace("\n", "") == "".join(FLOOD).split("）", 1)[1]
