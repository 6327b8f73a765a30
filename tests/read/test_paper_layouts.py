"""Newspaper pages as PDF: articles come back one by one, whatever the layout; nothing is lost and
nothing comes twice.
"""

import pytest

from analysis.corpus import load_corpus
from analysis.errors import TifaError
from analysis.read.folders import page_text
from benchmarks.paper_files import astray, measures, score_paper
from tests.helpers.page_scores import squeeze
from tests.helpers.paper_layouts import KINDS, paper_page
from tests.helpers.paper_sheets import down, pdf_file, text

LINES = (
    "青禾县召开防汛工作会议，研究部",
    "署今年汛期的各项任务，要求各乡",
    "镇把巡堤查险落到实处，做到责任",
    "到人、措施到位，确保安全度汛。",
)


def body(x=30.0, y=60.0, lines=LINES):
    return [text(line, x, y + 13 * k, 9.0) for k, line in enumerate(lines)]


def lines_of(data, file="a.pdf"):
    return [line.strip() for line in page_text(data, file).text.split("\n") if line.strip()]


@pytest.fixture(scope="module")
def scores():
    """Rows, articles found and characters astray of a page of every kind; `make bench` reads 20."""
    return {kind: [score_paper(paper_page(kind, 700), kind)] for kind in KINDS}


def test_most_articles_come_back_whole_with_their_headlines(scores):
    pages = [page for kind in KINDS for page in scores[kind]]
    found = measures([row for rows, _, _ in pages for row in rows], sum(n for _, n, _ in pages))
    assert found["boundary F1"] > 0.93
    assert found["fidelity"] > 0.98
    assert found["headlines"] > 0.93


@pytest.mark.parametrize("kind", KINDS)
def test_every_character_of_the_text_layer_is_in_the_text_once(scores, kind):
    assert [n for _, _, n in scores[kind]] == [0]


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_layout_is_beyond_it(scores, kind):
    rows = [row for page, _, _ in scores[kind] for row in page]
    assert sum(row.article for row in rows) > 0.6 * len(rows)


def test_stacked_articles_under_narrow_headlines_do_not_mix():
    marks = []
    for top, (headline, name) in zip(
        (20, 120), (("防汛会议召开", "甲"), ("春茶开采", "乙")), strict=True
    ):
        marks.append(text(headline, 30, top, 18))
        marks += body(30, top + 24, [line.replace("青禾", name) for line in LINES])
        marks += body(182, top, [line.replace("青禾", name) for line in LINES])
    both = [squeeze("".join(LINES)).replace("青禾", name) * 2 for name in ("甲", "乙")]
    assert (
        squeeze("".join(lines_of(pdf_file([marks], 360, 260))))
        == f"防汛会议召开{both[0]}春茶开采{both[1]}"
    )


def test_a_page_put_on_its_side_reads_as_it_did():
    sheets = paper_page("side by side", 2).sheets
    upright = lines_of(pdf_file(sheets, 800, 900))
    for rotate in (90, 180, 270):
        assert lines_of(pdf_file(sheets, 800, 900, rotate=rotate)) == upright


@pytest.mark.parametrize("turn", [90, 270])
def test_a_turned_headline_is_turned_back(turn):
    size, words = 20.0, "青禾县部署防汛"
    start = 30 + (len(words) * size if turn == 90 else 0)
    marks = [text(words, 30 if turn == 90 else 52, start, size, turn=turn), *body(70, 30)]
    assert lines_of(pdf_file([marks], 400, 300)) == [words, "".join(LINES)]


def test_a_headline_set_downwards_reads_from_right_to_left():
    words = ("青禾县部署", "防汛工作会")
    marks = [
        text(c, 70 - 26 * column, 30 + 21 * k, 20.0)
        for column, part in enumerate(words)
        for k, c in enumerate(part)
    ]
    assert lines_of(pdf_file([[*marks, *body(110, 30)]], 400, 300)) == [*words, "".join(LINES)]


def test_text_set_downwards_reads_by_columns_from_the_right():
    marks = [
        text("青禾县部署防汛", 30, 20, 22),
        *[down(line, 150 - 14 * k, 60, 9.0) for k, line in enumerate(LINES)],
    ]
    assert lines_of(pdf_file([marks], 300, 300)) == ["青禾县部署防汛", "".join(LINES)]


def test_type_drawn_twice_over_itself_counts_once_and_a_doubled_character_twice():
    lines = ["人人参与家家行动，往往事半功倍", *LINES]
    once = body(lines=lines)
    twice = [mark for m in once for mark in (m, (*m[:2], m[2] + 0.3, m[3] + 0.2, *m[4:]))]
    assert (
        lines_of(pdf_file([twice], 300, 200))
        == lines_of(pdf_file([once], 300, 200))
        == ["".join(lines)]
    )


def test_forms_nobody_types_are_said_plainly_and_full_width_letters_stay():
    said = {"一": "⼀", "长": "⻓", "度": "ﬁ", "安": "安", "（": "︵"}
    data = pdf_file(
        [body(lines=["一日，长江安度Ａ级（汛期）洪水", *LINES[1:]])], 300, 200, codes=said
    )
    assert lines_of(data)[0].startswith("一日，长江安fiＡ级（汛期）洪水")


def test_a_page_in_a_private_code_is_refused_by_its_number():
    codes = {c: chr(0xE000 + k) for k, c in enumerate(sorted(set("".join(LINES))))}
    for data in (
        pdf_file([body()], 300, 200, codes=codes),
        pdf_file([body()], 300, 200, unicode=False),
    ):
        with pytest.raises(
            TifaError,
            match=r"^a\.pdf: page 1 of the PDF has fonts that do not say which characters",
        ) as caught:
            page_text(data, "a.pdf")
        assert "\n" not in str(caught.value)


def test_a_single_unknown_character_leaves_a_geta_mark():
    assert "〓禾县" in lines_of(pdf_file([body()], 300, 200, codes={"青": "\ue123"}))[0]


def test_a_pdf_with_a_password_is_refused():
    with pytest.raises(TifaError, match=r"^a\.pdf: a PDF that cannot be read; it has a password"):
        page_text(pdf_file([body()], 300, 200, password=True), "a.pdf")


def test_a_picture_page_among_text_pages_is_passed_over_and_told(tmp_path):
    data = pdf_file([body(), [("picture", 0, 0, 300, 200)], body()], 300, 200)
    assert lines_of(data) == ["".join(LINES)] * 2
    (tmp_path / "a.pdf").write_bytes(data)
    told = load_corpus(tmp_path).quality.query("step == 'doubt'")["what"].tolist()
    assert "without text, so nothing of it is counted: page 2 of 3 of the PDF" in told


def test_a_page_of_pictures_is_refused_with_its_pages():
    with pytest.raises(
        TifaError, match=r"^a\.pdf: a scanned PDF without text \(pages 1 to 2 have no characters\)"
    ):
        page_text(pdf_file([[("picture", 0, 0, 300, 200)]] * 2, 300, 200), "a.pdf")


def test_kicker_title_and_subtitle_are_told_apart_by_their_size(tmp_path):
    marks = [
        text("山乡新事", 30, 20, 13),
        text("云岭茶农的", 30, 38, 24),
        text("春天来了", 30, 66, 24),
        text("今年产量又添三成", 30, 96, 13),
    ]
    (tmp_path / "a.pdf").write_bytes(pdf_file([[*marks, *body(30, 125)]], 300, 300))
    article = load_corpus(tmp_path).articles.iloc[0]
    assert (article["kicker"], article["title"], article["subtitle"]) == (
        "山乡新事",
        "云岭茶农的春天来了",
        "今年产量又添三成",
    )


def test_a_jump_inside_one_pdf_is_joined(tmp_path):
    page = paper_page("two pages", 3)
    (tmp_path / "a.pdf").write_bytes(page.data)
    found = {squeeze(t) for t in load_corpus(tmp_path).articles["text"]}
    assert squeeze(page.truth[0].text) in found


def test_the_measure_of_what_is_astray_sees_both_ways():
    page = paper_page("banner", 1)
    whole = page_text(page.data, "a.pdf").text
    assert (
        astray(page, whole),
        astray(page, whole + "甲"),
        astray(page, whole.replace("。", "", 1)),
    ) == (0, 1, 1)
