"""What a page does in a real browser, on an invented page whose every count is known by hand."""

import json
import re
from pathlib import Path
from urllib.parse import quote

import pandas as pd
import pytest
from playwright.sync_api import expect

from analysis.errors import TifaError
from analysis.evidence.anchors import anchor, anchors_in, select_all
from analysis.page import export_html, notebook_tables, page_parts
from analysis.page.evidence_html import check_numbers
from analysis.page.lab_widget import TEMPLATE
from analysis.page.notebook_tables import format_value
from analysis.page.page_parts import _line_html, text_of
from analysis.page.show import view_matrix
from analysis.wording.labels import words
from tests.helpers import invented_page as made
from tests.helpers.browser import browser
from tests.helpers.invented_page import (
    FORMULA,
    PLACES,
    N,
    evidence_lines,
    invented_files,
    invented_page,
    slogan_table,
    two_sides,
)
from tests.helpers.page_checks import axe_violations, opened, wrong_fonts

BAR = anchor("slogans", name="两新", place=PLACES[1])


def page_words():
    """What template and script say, by key: English and Chinese."""
    return {key: words().labels[key] for key in words().page}


@pytest.fixture(scope="module")
def chromium():
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    with pytest.MonkeyPatch.context() as patch:
        html = invented_page(patch)
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(html, encoding="utf-8", newline="")
    return path.as_uri()


@pytest.fixture
def page(chromium, address):
    with opened(chromium, address) as (page, heard):
        yield page
        assert heard == []  # no request, no console message, no dialog, whatever the test did


def test_the_same_notebook_gives_the_same_bytes(monkeypatch, address):
    assert invented_page(monkeypatch) == Path(address.removeprefix("file://")).read_text(
        encoding="utf-8"
    )


def test_text_of_the_corpus_stays_text(page):
    assert page.title() == "Which slogans travel? · 提法 Tifa"
    expect(page.locator("img")).to_have_count(0)
    expect(page.locator("[data-name=slogans] td", has_text="<script>")).to_have_count(40)
    page.locator("table a.ev").first.click()
    assert "<script>" in page.locator("#evidence li").first.inner_text()
    assert page.title() == "Which slogans travel? · 提法 Tifa"


def test_a_click_on_a_bar_opens_exactly_its_sentences(page):
    page.locator(f'.plot a[href="#{BAR}"]').first.click()
    assert page.url.endswith("#" + BAR)
    assert page.locator("#evidence-count").inner_text() == "18 lines of evidence"
    lines = page.locator("#evidence li")
    expected = evidence_lines().query("place == @PLACES[1]")
    assert len(expected) == N[PLACES[1]]
    expect(lines).to_have_count(len(expected))
    assert page.locator("#evidence mark").all_inner_texts() == ["两新"] * 18
    places = [text.rsplit(" ", 1)[1] for text in lines.all_inner_texts()]
    assert places == [f"a.txt:{line}" for line in expected["line_from"]]


def test_a_picture_is_one_stop_of_the_keyboard_and_arrows_go_from_mark_to_mark(page):
    picture = page.locator("#figure-bars .broad svg")
    assert picture.locator("a").count() == 2 and picture.locator('[tabindex="0"]').count() == 1
    picture.locator('[tabindex="0"]').focus()
    page.keyboard.press("ArrowDown")
    expect(picture.locator("a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")  # there is none below
    expect(picture.locator("a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    title = page.locator("#evidence h2")
    expect(title).to_contain_text(f"Jia {PLACES[0]}")  # as a reader of the page calls it


def test_a_phone_shows_the_narrow_figure_alone_and_its_bars_open_too(page):
    shown = "ns => ns.map((n) => n.checkVisibility() && n.getBoundingClientRect().width)"
    svgs, title = page.locator("figure .plot svg"), page.locator("figure .titled")
    for width, broad, narrow in ((1280, True, False), (641, True, False), (640, False, True)):
        page.set_viewport_size({"width": width, "height": 844})
        assert [bool(wide) for wide in svgs.evaluate_all(shown)] == [broad, narrow]
        assert title.is_visible() == narrow
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.querySelector('.plot').scrollWidth") <= 390 - 2 * 16
    used = "ns => ns.map((n) => n.getBoundingClientRect().width)"
    digits = page.locator(".narrow use").evaluate_all(used)
    assert len(digits) == 4 and min(digits) > 3  # glyphs that stand in the hidden one
    page.locator(f'.narrow a[href="#{BAR}"]').click()
    expect(page.locator("#evidence li")).to_have_count(18)


def test_a_hit_is_marked_where_it_stands_also_behind_a_character_of_two_units(page):
    page.locator(f'.plot a[href="#{BAR}"]').first.click()
    text = page.locator("#evidence li").nth(1).inner_html()
    assert "U+20BB7祥" in text  # no vendored font draws it
    assert "“<mark>两新</mark>”" in text


def test_enter_on_a_number_opens_its_evidence_and_escape_returns_to_it(page):
    page.locator(".answer a.ev").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#evidence li")).to_have_count(37)
    assert page.evaluate("document.activeElement.id") == "evidence-title"
    page.keyboard.press("Escape")
    expect(page.locator("#evidence")).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.n") == "37"
    assert "#ev-" not in page.url


def test_back_and_forward_walk_through_the_evidence(page):
    page.locator(".answer a.ev").click()
    page.locator(f'.plot a[href="#{BAR}"]').first.dispatch_event("click")
    expect(page.locator("#evidence li")).to_have_count(18)
    page.go_back()
    expect(page.locator("#evidence li")).to_have_count(37)
    page.go_back()
    expect(page.locator("#evidence")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#evidence li")).to_have_count(37)


def test_an_address_with_an_anchor_opens_its_evidence_encoded_or_not(chromium, address):
    plain = "ev-slogans/name=两新"
    for sent in (plain, quote(plain, safe="/=")):
        with opened(chromium, f"{address}#{sent}") as (page, heard):
            expect(page.locator("#evidence li")).to_have_count(37)
            assert heard == []


def test_an_address_that_leads_nowhere_says_so(chromium, address):
    with opened(chromium, f"{address}#ev-slogans/name=none") as (page, _):
        assert (
            page.locator("#evidence-count").inner_text()
            == "This page holds no evidence under this address."
        )
        page.locator("#evidence-close").click()
        expect(page.locator("#evidence")).to_be_hidden()


def test_a_click_on_a_row_opens_the_number_in_it(page):
    page.locator("[data-name=slogans] tbody tr").first.locator("td").last.click()
    expect(page.locator("#evidence li")).to_have_count(37)


def test_a_list_of_both_groups_shows_them_side_by_side(page):
    page.locator(".answer a.ev").click()
    sides = page.locator("#evidence .sides section")
    expect(sides).to_have_count(2)
    assert [sides.nth(i).locator("li").count() for i in (0, 1)] == [N[place] for place in PLACES]
    boxes = [sides.nth(i).bounding_box() for i in (0, 1)]
    assert boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"]


def test_a_point_of_a_view_opens_both_sides_by_keyboard_too(page):
    view = page.locator(".view")
    view.scroll_into_view_if_needed()
    point = view.locator("svg a").first
    assert point.get_attribute("aria-label").startswith("两新 · two news: Jiaqu 甲区: 19 (9.5)")
    point.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#evidence .sides section")).to_have_count(2)
    assert page.locator("#evidence mark").all_inner_texts() == ["两新"] * 37
    assert page.url.count("#") == 1 and "&ev-slogans" in page.url


def test_points_of_one_place_are_spread_and_found_by_their_gloss(page):
    view = page.locator(".view")
    view.scroll_into_view_if_needed()
    dots = view.locator("svg circle")
    expect(dots).to_have_count(4)
    centres = {(dot.get_attribute("cx"), dot.get_attribute("cy")) for dot in dots.all()}
    assert len(centres) == 4  # three of them are counted alike
    view.get_by_role("searchbox", name="find").fill("two news")
    assert view.locator("[role=status]").first.inner_text() == "1 of 4 shown"
    view.get_by_role("spinbutton").fill("3")
    expect(dots).to_have_count(1)


def test_a_table_with_columns_out_of_sight_says_so(page):
    box = page.locator("[data-name=slogans]")
    expect(box.locator(".sign")).to_be_hidden()
    box.locator(".wide").evaluate("node => { node.style.width = '9rem'; }")
    box.locator("table").evaluate("node => { node.style.width = '30rem'; }")
    expect(box.locator(".sign")).to_be_visible()
    box.locator(".wide").evaluate("node => { node.scrollLeft = 9999; }")
    expect(box.locator(".sign")).to_be_hidden()


@pytest.fixture
def large(monkeypatch, tmp_path) -> Path:
    """The invented page where nothing has room in it, so that all its data lies beside it."""
    monkeypatch.setattr(export_html, "LIMIT", 1)
    monkeypatch.setattr(export_html, "WORTH", 100)
    monkeypatch.setattr(export_html, "PART", 4_000)
    monkeypatch.setattr(notebook_tables, "ROWS_LAID_OUT", 30)
    for name, text in invented_files(monkeypatch).items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    return tmp_path / "page.html"


def test_a_large_page_takes_its_data_from_files_beside_it(chromium, large):
    context = chromium.new_context(accept_downloads=True)  # the page's own policy must allow it
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto(large.as_uri())
    assert page.evaluate("document.querySelectorAll('script[src]').length") == 0
    page.locator(".answer a.ev").click()
    expect(page.locator("#evidence li")).to_have_count(37)
    page.locator("#evidence-close").click()
    page.locator(f'.plot a[href="#{BAR}"]').first.click()
    expect(page.locator("#evidence li")).to_have_count(18)
    page.locator("#evidence-close").click()
    box = page.locator("[data-name=slogans]")
    status = box.locator(".controls [role=status]")
    expect(status).to_have_text("Rows 1–25 of 41")
    expect(box.locator("tbody tr")).to_have_count(30)
    box.get_by_role("button", name="Next").click()
    expect(status).to_have_text("Rows 26–41 of 41")
    expect(box.locator("tbody tr:visible").last.locator("th")).to_have_text("提法39")
    page.locator(".view").scroll_into_view_if_needed()
    expect(page.locator(".view svg circle")).to_have_count(4)
    with page.expect_download() as got:
        page.locator("figure button.rows").click()
    assert got.value.path().read_text(encoding="utf-8-sig").startswith("place,n\n")
    assert said == []
    context.close()


def test_each_anchor_of_a_large_page_has_its_lines_in_one_file(large):
    html = large.read_text(encoding="utf-8")
    parts = [
        json.loads(path.read_text(encoding="utf-8").partition(",")[2].removesuffix(");\n"))
        for path in sorted(large.parent.glob("page-evidence-*.js"))
    ]
    sizes = [(a, len(lines)) for part in parts for a, lines in part["lists"].items()]
    assert len(parts) > 1 and [a for a, _ in sorted(sizes)] == anchors_in(html)
    assert sorted(n for _, n in sizes) == [18, 19, 37]


def test_a_large_page_whose_files_were_left_behind_reads_alone_and_names_them(chromium, large):
    for path in large.parent.glob("*.js"):
        path.unlink()
    lost = re.compile("The file page-.*js is not beside this page")
    with opened(chromium, large.as_uri(), script=False) as (page, _):
        expect(page.locator(".rest")).to_have_text(re.compile("^11 more rows lie in the file page"))
    with opened(chromium, large.as_uri()) as (page, _):
        page.locator(".answer a.ev").click()
        expect(page.locator("#evidence-count")).to_have_text(lost)
        page.locator("#evidence-close").click()
        box = page.locator("[data-name=slogans]")
        expect(box.locator("tbody tr:visible")).to_have_count(25)
        box.get_by_role("button", name="Next").click()
        expect(box.locator(".controls [role=status]")).to_have_text(lost)
        page.locator(".view").scroll_into_view_if_needed()
        expect(page.locator(".view > [role=status]")).to_have_text(lost)


@pytest.mark.slow
def test_further_rows_of_a_long_table_are_laid_out_when_wanted_and_without_script(
    chromium, monkeypatch, tmp_path
):
    monkeypatch.setattr(notebook_tables, "ROWS_LAID_OUT", 30)
    path = tmp_path / "page.html"
    path.write_text(invented_page(monkeypatch), encoding="utf-8", newline="")
    with opened(chromium, path.as_uri(), script=False) as (page, _):
        assert page.locator("[data-name=slogans] tbody tr:visible").count() == 41
    with opened(chromium, path.as_uri()) as (page, heard):
        box = page.locator("[data-name=slogans]")
        expect(box.locator("tbody tr")).to_have_count(30)
        expect(box.locator("[role=status]")).to_have_text("Rows 1–25 of 41")
        box.get_by_role("button", name="Next").click()
        expect(box.locator("tbody tr:visible")).to_have_count(16)
        assert heard == []


@pytest.mark.slow
def test_no_page_passes_the_limit_however_much_lies_behind_it(monkeypatch):
    """10,000 rows, lines of 50,000 characters and 6,000 words, in 6,000 different characters."""
    rows, lines, sides = slogan_table(), evidence_lines(), two_sides()
    lines["sentence"] += "长" * 50_000
    strange = [chr(0x4E00 + i % 6_000) for i in range(10_000)]
    more = pd.DataFrame({"name": strange, "n": 0, "per_10k": 0.0, "note": FORMULA})
    monkeypatch.setattr(made, "slogan_table", lambda: pd.concat([rows, more]))
    monkeypatch.setattr(made, "evidence_lines", lambda: lines)
    monkeypatch.setattr(made, "two_sides", lambda: pd.concat([sides] * 1_500, ignore_index=True))
    files = invented_files(monkeypatch)
    assert sum(len(text) for text in files.values()) > 2 * export_html.LIMIT
    assert len(files["page.html"].encode()) <= export_html.LIMIT


def test_the_button_says_what_it_does(chromium, address):
    for scheme, first, then in (("light", "Dark", "Light"), ("dark", "Light", "Dark")):
        with opened(chromium, address, scheme=scheme) as (page, _):
            switch = page.locator("#theme-switch")
            assert switch.inner_text() == first
            switch.click()
            assert switch.inner_text() == then


def test_a_table_filters_sorts_and_pages(page):
    rows = page.locator("[data-name=slogans] tbody tr:visible")
    expect(rows).to_have_count(25)
    page.get_by_role("button", name="per 10k").click()
    assert rows.locator("th").first.inner_text() == "提法00"
    page.get_by_role("button", name="per 10k").click()
    assert rows.locator("th").first.inner_text() == "提法39"
    assert (
        page.locator("[data-name=slogans] thead th").nth(2).get_attribute("aria-sort")
        == "descending"
    )
    page.get_by_role("button", name="Next").click()
    assert rows.locator("th").first.inner_text() == "提法14"
    page.locator(".table [type=search]").first.fill("提法3")
    expect(rows).to_have_count(10)
    assert (
        page.locator(".controls [role=status]").first.inner_text() == "Rows 1–10 of 10 (41 in all)"
    )


def test_a_downloaded_table_runs_nothing_in_a_spreadsheet(page):
    with page.expect_download() as download:
        page.locator("button.get").first.click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert download.value.suggested_filename == "slogans.csv"
    assert text.splitlines()[:2] == ["name,n,per 10k,note", f"两新,37,1.25,'{FORMULA}"]


def test_the_rows_of_a_figure_download_as_csv(page):
    with page.expect_download() as download:
        page.locator("button.rows").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert download.value.suggested_filename == "bars.csv"
    assert lines[:2] == ["place,n", f"'{FORMULA},19"]


def test_code_is_folded_and_one_switch_opens_all_of_it(page):
    expect(page.locator("details.code").first).to_be_hidden()
    expect(page.locator("details.code[open]")).to_have_count(0)
    page.get_by_role("button", name="Show code").click()
    expect(page.locator("details.code[open]")).to_have_count(3)
    page.get_by_role("button", name="Hide code").click()
    expect(page.locator("details.code[open]")).to_have_count(0)


def test_the_contents_list_follows_the_reading(page):
    current = page.locator("#contents a[aria-current]")
    assert current.inner_text() == "Look"
    page.locator("#part-2").scroll_into_view_if_needed()
    page.locator("#part-2").evaluate("node => node.scrollIntoView()")
    page.wait_for_function(
        "document.querySelector('#contents a[aria-current]').textContent === 'Part 2'"
    )


def test_the_citation_can_be_copied(page):
    page.locator("#copy-citation").click()
    page.wait_for_function("document.getElementById('copied').textContent !== ''")
    assert page.evaluate("getSelection().toString()").startswith("Cite <script>")


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1280, "light"),
        (390, "dark"),
        pytest.param(1280, "dark", marks=pytest.mark.slow),
        pytest.param(390, "light", marks=pytest.mark.slow),
    ],
)
def test_axe_finds_nothing_with_the_evidence_closed_or_open(chromium, address, scheme, width):
    with opened(chromium, address, width=width, scheme=scheme) as (page, _):
        assert axe_violations(page) == []
        page.locator(".answer a.ev").click()
        assert axe_violations(page) == []


def test_the_page_fits_a_phone(chromium, address):
    with opened(chromium, address, width=390) as (page, _):
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_every_character_is_drawn_by_the_pages_own_font(page):
    page.locator(".answer a.ev").click()
    page.get_by_role("button", name="Show code").click()
    assert wrong_fonts(page) == []


def test_a_print_shows_the_text_and_every_row_and_no_controls(page):
    page.emulate_media(media="print")
    for hidden in ("#contents", ".bar", ".controls", "details.code", "#evidence"):
        assert not page.locator(hidden).first.is_visible(), hidden
    expect(page.locator("[data-name=slogans] tbody tr:visible")).to_have_count(41)
    expect(page.locator(".plot svg:visible")).to_have_count(1)


def test_without_script_the_page_still_shows_everything_but_evidence(chromium, address):
    with opened(chromium, address, script=False) as (page, heard):
        expect(page.locator("[data-name=slogans] tbody tr:visible")).to_have_count(41)
        expect(page.locator(".plot svg:visible")).to_have_count(1)
        assert heard == []


@pytest.mark.parametrize("width", [1280, 390])
def test_whole_sentences_stand_below_their_row_and_nothing_is_cut_off(chromium, address, width):
    """The sentence is as wide as the table, the table as its place; no row is taller than its own
    text needs.
    """
    with opened(chromium, address, width=width) as (page, _):
        box = page.locator("[data-name=sentences]")
        assert box.locator(".wide").evaluate("node => node.scrollWidth <= node.clientWidth")
        cells = (
            box.locator("tbody tr")
            .first.locator("th, td")
            .evaluate_all(
                "cells => cells.map((cell) => { const r = cell.getBoundingClientRect(); "
                "return [r.top, r.bottom, r.width]; })"
            )
        )
        assert [top >= cells[0][1] - 1 for top, _, _ in cells] == (
            [False, False, False, True] if width == 1280 else [False, True, True, True]
        )
        assert cells[-1][2] == pytest.approx(box.evaluate("node => node.clientWidth"), abs=2)
        heads = box.locator("thead button").all_inner_texts()
        assert heads == ["title", "file", "line from", "sentence"]


def test_a_total_that_differs_from_its_articles_stops_the_export():
    rows = pd.DataFrame({"place": ["甲", "甲", "乙"], "n_han": [10, 5, 7], "n_tokens": [6, 3, 4]})
    page = '<a class="ev" href="#ev-articles/place=%E7%94%B2" data-{}="{}">n</a>'
    for size, right in (("han", 15), ("words", 9)):
        chosen = select_all({"articles": rows}, anchors_in(page.format(size, right)))
        check_numbers(page.format(size, right), chosen)
        with pytest.raises(TifaError, match=f"the page says 8 {size}, its articles have {right}"):
            check_numbers(page.format(size, 8), chosen)


@pytest.fixture(scope="module")
def chinese(tmp_path_factory) -> str:
    with pytest.MonkeyPatch.context() as patch:
        html = invented_page(patch, "zh")
    path = tmp_path_factory.mktemp("zh") / "page.html"
    path.write_text(html, encoding="utf-8", newline="")
    return path.as_uri()


def test_in_chinese_the_page_keeps_no_english_word_of_its_own(chromium, chinese):
    """Buttons, headings, captions and the evidence; the notebook's prose, its code and the column
    names of the test stay.
    """
    with opened(chromium, chinese) as (page, heard):
        page.locator(".table [type=search]").first.fill("提法3")
        page.locator(".answer a.ev").click()
        own = (
            ".bar .tools",
            "#contents summary",
            ".controls",
            "caption",
            "figcaption summary",
            "figcaption button",
            "#evidence .head",
            "footer h2",
            "footer button",
            "details.code > summary",
        )
        said = page.locator(", ".join(own)).all_inner_texts()
        assert {
            "目录",
            "代码",
            "图的文字说明",
            "下载图中数据（CSV）",
            "如何引用本页",
            "提法比较",
            "全部句子",
        } <= set(said)
        assert any("第 1–10 行，筛得 10 行（总共 41 行）" in text for text in said) and any(
            "37 条依据" in text for text in said
        )
        assert [
            text for text in said if re.search("[A-Za-z]{2,}", re.sub("CSV|SVG", "", text))
        ] == []
        named = page.evaluate(
            "[...document.querySelectorAll('nav, .plot, input, .plot a')].map((node) => "
            "node.ariaLabel || node.placeholder)"
        )
        assert [text for text in named if re.search("lines|Filter|Figure|Contents", text)] == []
        assert wrong_fonts(page) == [] and axe_violations(page) == [] and heard == []


def test_every_word_of_the_page_is_there_in_both_languages():
    assert all(
        english and han and re.search("[\u4e00-\u9fff]", han)
        for english, han in page_words().values()
    )
    gaps = {
        key: [set(re.findall(r"\{\w+\}", text)) for text in pair]
        for key, pair in page_words().items()
    }
    assert [key for key, (english, han) in gaps.items() if english != han] == []
    script = "".join((TEMPLATE / f).read_text("utf-8") for f in ("tifa.js", "page.js"))
    keys = set(
        re.findall(r'say\((?:\w+ [<>?][^"]*)?"((?:page|live|view|find)\.\w+)"', script)
    ) | set(re.findall(r'"((?:page|live|view|find)\.\w+)"', script))
    assert keys <= set(page_words()) and len(keys) > 30


def test_a_number_that_differs_from_its_evidence_stops_the_export():
    tables = {"slogans": evidence_lines()}
    wrong = '<a class="ev" href="#ev-slogans/name=%E4%B8%A4%E6%96%B0" data-n="36">36</a>'
    with pytest.raises(TifaError, match="the page says 36, its evidence has 37 lines"):
        check_numbers(wrong, select_all(tables, anchors_in(wrong)))


def test_what_nobody_knows_of_a_line_is_left_out_but_beside_what_is_known():
    line = {"sentence": "甲乙。", "hit_start": 0, "hit_end": 1, "file": "a.csv", "line_from": 2}
    for place, day, said in (
        ("", "", "a.csv:2"),
        ("不明", "", "a.csv:2"),
        ("不明", "2025-03-01", "place unknown, 2025-03-01 · a.csv:2"),
        ("萧山", "", "萧山, no date · a.csv:2"),
    ):
        html = _line_html({**line, "place": place, "date_published": day}, {}, "en")
        assert text_of(html) == "甲乙。 " + said


def test_a_matrix_of_many_articles_has_a_column_for_each_group(monkeypatch):
    shown: list[dict] = []
    monkeypatch.setattr(page_parts, "_display", shown.append)
    rows = [("两新", "萧山", 3), ("两新", "滨江", 2), ("双碳", "滨江", 0)]
    table = pd.DataFrame(rows, columns=["feature", "place", "n"])
    view_matrix(table.assign(article_id="", title="", href="#ev-slogans"), title="Slogans")
    html = shown[0]["text/html"]
    given = json.loads(re.search(r'json">(.*?)</script>', html)[1])
    columns = [(row["name"], row["column"], row["head"], row["n"]) for row in given["rows"]]
    assert columns == [("两新", "萧山", "Xiaoshan 萧山", 3), ("两新", "滨江", "Binjiang 滨江", 2)]
    assert "Xiaoshan" in html.split("</script>")[1]


def test_a_ratio_without_end_is_a_sign_not_a_word():
    assert [format_value(value) for value in (float("inf"), -float("inf"))] == ["∞", "−∞"]
