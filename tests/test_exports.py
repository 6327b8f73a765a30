"""The exports of the seeds, made as the main job makes them, each opened in a real browser without a network."""

import json
import re
from pathlib import Path

import pytest

from analysis.export import LIMIT, export_notebooks
from analysis.links import anchor
from tests.browser import browser
from tests.page_checks import axe_violations, opened, wrong_fonts

PAGES = ["index", "01-what-is-in-the-corpus", "02-which-words-set-the-places-apart", "03-who-is-named",
         "04-which-slogans-travel", "05-linping-and-qiantang", "06-explore"]  # fmt: skip


@pytest.fixture(scope="module")
def exports(tmp_path_factory, seeds_dir) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    export_notebooks(seeds_dir, folder, place_a="临平", place_b="钱塘", term="十五五")
    return folder


@pytest.fixture(scope="module")
def chromium():
    with browser() as found:
        yield found


def evidence_of(html: str) -> dict:
    block = re.search(r'<script type="application/json" id="evidence-data">(.*?)</script>', html, flags=re.S)
    return json.loads(block[1])["lists"] if block else {}


def test_there_is_a_page_for_each_notebook_and_one_that_leads_to_them(exports):
    assert sorted(path.stem for path in exports.iterdir()) == sorted(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_one_file_under_the_limit_that_names_nothing_to_fetch(exports, name):
    html = (exports / f"{name}.html").read_text(encoding="utf-8")
    assert len(html.encode()) < LIMIT
    assert not re.search(r'<(script|img|link|iframe)[^>]+(src|href)="(?!data:)', html)
    assert "@import" not in html and not re.search(r"url\((?!data:|#)", html.split("</style>")[1])
    assert not re.search(r"/(?:home|root|tmp|Users)/", html)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_offline_in_its_own_font_and_axe_finds_nothing(chromium, exports, name):
    with opened(chromium, (exports / f"{name}.html").as_uri()) as (page, heard):
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map((h) => +h.tagName[1])")
        assert levels.count(1) == 1
        assert wrong_fonts(page) == []
        assert axe_violations(page) == []
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert heard == []


@pytest.mark.parametrize("name", PAGES[1:])
def test_every_number_and_every_bar_has_its_whole_evidence_on_the_page(exports, name):
    html = (exports / f"{name}.html").read_text(encoding="utf-8")
    lists = evidence_of(html)
    linked = set(re.findall(r'href="#(ev-[^"]+)"', html))
    assert linked <= set(lists)
    numbers = re.findall(r'<a class="ev" href="#(ev-[^"]+)" data-n="(\d+)"', html)
    assert numbers
    assert [(a, int(n)) for a, n in numbers] == [(a, len(lists[a])) for a, n in numbers]


def test_a_bar_opens_the_sentences_that_were_counted(chromium, exports, seeds):
    """The first bar of the top words: its sentences are those a plain search of the articles finds."""
    with opened(chromium, (exports / "02-which-words-set-the-places-apart.html").as_uri()) as (page, heard):
        link = page.locator("#figure-top-words svg a").first
        place, word = link.evaluate("node => node.getAttribute('aria-label').split(':')[0].split(' · ')")
        assert link.get_attribute("href") == "#" + anchor("tokens", place=place, token=word)
        link.click()
        lines = page.locator("#evidence li")
        assert f"{lines.count()} lines of evidence" == page.locator("#evidence-count").inner_text()
        assert set(page.locator("#evidence mark").all_inner_texts()) == {word}
        texts = set(seeds.sentences["text"].str.replace(r"\s+", " ", regex=True).str.strip())
        for line in lines.all_inner_texts():
            sentence, source = line.rsplit(" ", 1)
            assert re.sub(r"\s+", " ", sentence).strip() in texts
            assert re.fullmatch(r"00\d_\w+\.txt:\d+(–\d+)?", source)
        assert heard == []


def test_the_eighteen_mentions_of_the_term_lead_to_their_lines(chromium, exports, seeds_dir):
    with opened(chromium, (exports / "04-which-slogans-travel.html").as_uri()) as (page, _):
        page.locator(".answer a.ev[href^='#ev-term/'][data-n='18']").click()
        assert page.locator("#evidence mark").all_inner_texts() == ["十五五"] * 18
        sources = [text.rsplit(" ", 1)[1] for text in page.locator("#evidence li").all_inner_texts()]
    for source in sources:
        file, lines = source.split(":")
        first, _, last = lines.partition("–")
        raw = (seeds_dir / file).read_text(encoding="utf-8").split("\n")[int(first) - 1 : int(last or first)]
        assert "十五五" in re.sub(r"\s", "", "".join(raw))


def test_the_index_leads_to_every_page_and_its_numbers_into_them(chromium, exports):
    with opened(chromium, (exports / "index.html").as_uri()) as (page, heard):
        links = page.locator(".card h2 a")
        hrefs = links.evaluate_all("nodes => nodes.map((node) => node.getAttribute('href'))")
        assert hrefs == [f"{name}.html" for name in PAGES[1:]]
        page.locator(".answer a.ev").first.click()
        page.wait_for_selector("#evidence[open]")
        assert page.url.split("/")[-1].startswith("01-what-is-in-the-corpus.html#ev-")
        assert heard == []


def test_the_search_box_of_the_last_page_finds_what_the_corpus_holds(chromium, exports, seeds):
    counted = seeds.articles[~seeds.articles["genre"].isin(["photo-caption", "weather", "boilerplate"])]
    with opened(chromium, (exports / "06-explore.html").as_uri()) as (page, heard):
        for term in ("十五五", "高质量发展", "没有的词"):
            page.locator("#live-term").fill(term)
            n = int(counted["text"].str.count(re.escape(term)).sum())
            k = int(counted["text"].str.contains(term, regex=False).sum())
            times = "time" if n == 1 else "times"
            assert page.locator("#live-status").inner_text() == f"{term}: {n} {times} in {k} articles."
            assert page.locator("#live-lines mark").count() == min(n, 100)
        assert heard == []


def test_a_failing_cell_is_told_in_one_line(tmp_path, seeds_dir):
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    from analysis.errors import TifaError

    cells = [new_markdown_cell("# Does it fail?"), new_code_cell('CORPUS = ""', metadata={"tags": ["parameters"]})]
    for name, line, said in (
        ("a", "raise ValueError('no such thing')", "a.ipynb: ValueError: no such thing"),
        ("b", "import warnings; warnings.warn('careful')", "b.ipynb, cell 3: .*warnings.warn"),
    ):
        nbformat.write(new_notebook(cells=[*cells, new_code_cell(line)]), tmp_path / f"{name}.ipynb")
        with pytest.raises(TifaError, match=said):
            export_notebooks(seeds_dir, tmp_path / "out", notebooks_dir=tmp_path)
        (tmp_path / f"{name}.ipynb").unlink()
    assert not (tmp_path / "out").exists()
