"""The exports of the seeds, made as the main job makes them, each opened in a real browser without
a network.
"""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from analysis.draw.figures import figure_names
from analysis.evidence.anchors import anchor, anchors_in
from analysis.measure.concordance import concordance
from analysis.page.export import Asked, run_notebooks
from analysis.page.export_html import LIMIT
from analysis.table.store import STORE
from tests.helpers.browser import browser
from tests.helpers.checkout import link_checkout, start
from tests.helpers.page_checks import axe_violations, opened, wrong_fonts

PAGES = [
    "index",
    "01-what-is-in-the-corpus",
    "02-which-words-set-the-places-apart",
    "03-who-is-named",
    "04-which-slogans-travel",
    "05-linping-and-qiantang",
    "06-over-time",
    "07-explore",
]


@pytest.fixture(scope="module")
def exports(tmp_path_factory, seeds_store) -> Path:
    home = link_checkout(tmp_path_factory.mktemp("clone"))
    log, kept = home / "log", {STORE: str(seeds_store)}
    assert start("make", home, log, kept).wait(timeout=900) == 0, log.read_text()
    return home / "exports"


def test_make_draws_every_figure_beside_the_exports(exports):
    made = {path.name for path in (exports.parent / "figures").iterdir()}
    assert set(figure_names()) <= made


@pytest.fixture(scope="module")
def chromium():
    with browser() as found:
        yield found


def evidence_of(html: str, part: str = "lists") -> dict:
    block = re.search(
        r'<script type="application/json" id="evidence-data">(.*?)</script>', html, flags=re.S
    )
    return json.loads(block[1])[part] if block else {}


def test_there_is_a_page_for_each_notebook_and_one_that_leads_to_them(exports):
    assert sorted(path.stem for path in exports.glob("[!.]*")) == sorted(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_one_file_under_the_limit_that_names_nothing_to_fetch(exports, name):
    html = (exports / f"{name}.html").read_text(encoding="utf-8")
    assert len(html.encode()) < LIMIT
    own = re.sub(r"<script>.*?</script>", "", html, flags=re.S)
    assert not re.search(r'<(script|img|link|iframe)[^>]+(src|href)="(?!data:)', own)
    assert "@import" not in own and not re.search(r"url\((?!data:|#)", own.split("</style>")[1])
    assert not re.search(r"/(?:home|root|tmp|Users)/", html)
    assert not re.search(r"&lt;.{,80} at 0x", html)  # an object shown as Python prints it


ON_TWO = [  # every other page in `make test-all`
    name if name[:2] in ("in", "03") else pytest.param(name, marks=pytest.mark.slow)
    for name in PAGES
]


@pytest.mark.parametrize("name", ON_TWO)
def test_a_page_opens_offline_in_its_own_font_and_axe_finds_nothing(chromium, exports, name):
    with opened(chromium, (exports / f"{name}.html").as_uri()) as (page, heard):
        levels = page.evaluate(
            "[...document.querySelectorAll('h1,h2,h3')].map((h) => +h.tagName[1])"
        )
        assert levels.count(1) == 1
        assert wrong_fonts(page) == []
        assert axe_violations(page) == []
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert heard == []


@pytest.mark.parametrize("name", PAGES[1:-1])
def test_a_phone_has_every_figure_whole_without_scrolling(chromium, exports, name):
    sized = "ns => ns.map(n => [n.querySelectorAll('svg').length, n.scrollWidth - n.clientWidth])"
    drawn = "ns => ns.filter(n => n.checkVisibility()).map(n => n.closest('div').className)"
    with opened(chromium, (exports / f"{name}.html").as_uri()) as (page, _):
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        for width, kind in ((1280, "broad"), (390, "narrow")):
            page.set_viewport_size({"width": width, "height": 844})
            plots = page.locator("figure .plot")
            assert set(map(tuple, plots.evaluate_all(sized))) == {(2, 0)}
            assert plots.locator("svg").evaluate_all(drawn) == [kind] * plots.count()


@pytest.mark.parametrize("name", PAGES[1:])
def test_every_number_and_every_bar_has_its_whole_evidence_on_the_page(exports, name):
    html = (exports / f"{name}.html").read_text(encoding="utf-8")
    lists = evidence_of(html)
    linked = set(anchors_in(html))
    assert linked <= set(lists)
    numbers = re.findall(r'<a class="ev" href="#(ev-[^"]+)" data-n="(\d+)"', html)
    assert numbers
    assert [(a, int(n)) for a, n in numbers] == [(a, len(lists[a])) for a, n in numbers]


@pytest.mark.parametrize("name", PAGES[1:])
def test_every_total_is_the_sum_of_the_articles_it_opens(exports, name):
    html = (exports / f"{name}.html").read_text(encoding="utf-8")
    sizes = evidence_of(html, "sizes")
    totals = re.findall(r'<a class="ev" href="#(ev-articles[^"]*)" data-(han|words)="(\d+)"', html)
    assert [(a, int(n)) for a, _, n in totals] == [
        (a, sum(size[what == "words"] for size in sizes[a])) for a, what, n in totals
    ]
    assert bool(totals) == (name[:2] == "05")


def test_a_rate_can_be_worked_out_again_from_what_the_page_opens(chromium, exports):
    """十五五 in 钱塘: n of its lines, Han characters of its articles, one by one."""
    with opened(chromium, (exports / "05-linping-and-qiantang.html").as_uri()) as (page, _):
        said = page.locator(".say", has_text="per 10,000 of").first
        rate = float(re.findall(r"; ([\d.]+) per 10,000", said.inner_text())[1])
        said.locator("a[data-n]").nth(4).click()
        page.locator("#evidence li").first.wait_for()
        n = page.locator("#evidence li").count()
        page.keyboard.press("Escape")  # the drawer may lie over the number
        said.locator("a[data-han]").nth(1).click()
        page.wait_for_selector("#evidence-sum")
        each = [
            int(text.replace(",", ""))
            for text in re.findall(
                r"([\d,]+) Han", "\n".join(page.locator("#evidence .article").all_inner_texts())
            )
        ]
        assert (
            page.locator("#evidence-sum")
            .inner_text()
            .startswith(f"in all: {sum(each):,} Han characters")
        )
    assert len(each) == 8 and round(n / sum(each) * 10_000, 1) == rate


@pytest.mark.parametrize("name", PAGES[1:-1])
def test_every_figure_is_followed_by_lines_of_different_sentences(exports, name):
    html = (exports / f"{name}.html").read_text(encoding="utf-8")
    figures = re.findall(
        r'<figure class="drawn" id="figure-([^"]+)">.*?</figure>\s*(<ul class="kwic">.*?</ul>)?',
        html,
        flags=re.S,
    )
    assert figures
    for figure, lines in figures:
        texts = re.findall(
            r'<span lang="zh-Hans">(.*?)</span> <span class="src">', lines, flags=re.S
        )
        plain = [re.sub(r"<[^>]+>", "", text) for text in texts]
        # Of five and eight articles none is left out: that figure is a sentence.
        least = 0 if figure == "leave-one-out" else 1
        assert least <= len(plain) <= 3 and len(set(plain)) == len(plain), (figure, plain)


def test_a_bar_opens_the_sentences_that_were_counted(chromium, exports, seeds):
    """The first bar of the top words: its sentences are those a plain search of the articles
    finds.
    """
    with opened(chromium, (exports / "02-which-words-set-the-places-apart.html").as_uri()) as (
        page,
        heard,
    ):
        link = page.locator("#figure-top-words svg a").first
        place, word = link.evaluate(
            "node => node.getAttribute('aria-label').split(':')[0].split(' · ')"
        )
        assert place == "Linping 临平"  # as a reader of the page calls it
        assert link.get_attribute("href") == "#" + anchor("tokens", place="临平", token=word)
        link.click()
        lines = page.locator("#evidence li")
        lines.first.wait_for()
        assert f"{lines.count()} lines of evidence" == page.locator("#evidence-count").inner_text()
        assert set(page.locator("#evidence mark").all_inner_texts()) == {word}
        texts = set(seeds.sentences["text"].str.replace(r"\s+", " ", regex=True).str.strip())
        for line in lines.all_inner_texts():
            sentence, source = line.rsplit(" ", 1)
            assert re.sub(r"\s+", " ", sentence).strip() in texts
            assert re.fullmatch(r"00\d_\w+\.txt:\d+(–\d+)?", source)
        assert heard == []


def test_what_a_bar_opens_is_named_in_words_and_the_number_on_it_opens_it_too(chromium, exports):
    with opened(chromium, (exports / "04-which-slogans-travel.html").as_uri()) as (page, heard):
        bars = page.locator("#figure-slogans-by-level .broad svg a")
        named = bars.evaluate_all("all => all.map((a) => a.getAttribute('aria-label'))")
        assert any(words.startswith("home-made · 区 (district, county) · ") for words in named)
        assert not [words for words in named if "True" in words or "False" in words]
        for words in dict.fromkeys(named):
            bar = page.locator(f"#figure-slogans-by-level .broad svg a[aria-label='{words}']")
            bar.first.scroll_into_view_if_needed()
            box = bar.first.bounding_box()
            page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            title = page.locator("#evidence-title", has_text=words.split(":")[0])
            title.wait_for()
            page.keyboard.press("Escape")
        disc = page.locator("#figure-slogans-by-article .broad svg a").first
        assert "_" not in disc.get_attribute("aria-label")  # a headline, no article_id
        assert heard == []


def test_a_page_turned_dark_stays_so_on_the_next(chromium, exports):
    with opened(chromium, (exports / "index.html").as_uri()) as (page, heard):
        page.locator("#theme-switch").click()
        page.locator(".card h3 a").first.click()
        page.locator("html.dark").wait_for()
        page.locator("#theme-switch").click()
        page.reload()
        page.locator("html.light").wait_for()
        assert heard == []


def test_the_eighteen_mentions_of_the_term_lead_to_their_lines(chromium, exports, seeds_dir):
    with opened(chromium, (exports / "04-which-slogans-travel.html").as_uri()) as (page, _):
        page.locator(".say a.ev[href^='#ev-term/'][data-n='18']").click()
        page.locator("#evidence mark").first.wait_for()
        assert page.locator("#evidence mark").all_inner_texts() == ["十五五"] * 18
        sources = [
            text.rsplit(" ", 1)[1] for text in page.locator("#evidence li").all_inner_texts()
        ]
    for source in sources:
        file, lines = source.split(":")
        first, _, last = lines.partition("–")
        raw = (
            (seeds_dir / file)
            .read_text(encoding="utf-8")
            .split("\n")[int(first) - 1 : int(last or first)]
        )
        assert "十五五" in re.sub(r"\s", "", "".join(raw))


def test_the_index_leads_to_every_page_and_its_numbers_into_them(chromium, exports):
    with opened(chromium, (exports / "index.html").as_uri()) as (page, heard):
        links = page.locator(".card h3 a")
        hrefs = links.evaluate_all("nodes => nodes.map((node) => node.getAttribute('href'))")
        assert hrefs == [f"{name}.html" for name in PAGES[1:]]
        assert page.locator(".findings li").count() == 3
        first = page.locator("main p").first.inner_text()
        assert "Linping 临平, Qiantang 钱塘" in first and "A slogan (提法) is" in first
        page.locator(".card .answer a.ev").first.click()
        page.wait_for_selector("#evidence[open]")
        assert page.url.split("/")[-1].startswith("01-what-is-in-the-corpus.html#ev-")
        assert heard == []


def test_a_search_on_any_page_finds_the_places_on_all_of_them(chromium, exports):
    with opened(chromium, (exports / f"{PAGES[3]}.html").as_uri()) as (page, heard):
        page.locator("#find").fill("高质量发展")
        page.locator("#find").press("Enter")
        page.wait_for_url("**/index.html#find=*")
        hits = page.locator("#found li")
        hits.first.wait_for()
        files = hits.locator("a").evaluate_all("links => links.map((a) => a.getAttribute('href'))")
        assert len({file.split("#")[0] for file in files}) > 2
        page.locator("#found > p a").click()
        page.locator(".look-status", has_text="高质量发展: ").wait_for()
        assert heard == []


def test_every_page_leads_to_the_one_before_and_the_one_after(chromium, exports):
    with opened(chromium, (exports / f"{PAGES[1]}.html").as_uri()) as (page, _):
        for name in PAGES[2:]:
            page.locator("[rel=next]").click()
            assert page.url.endswith(f"{name}.html")
        assert page.locator("[rel=next]").count() == 0
        page.locator("[rel=prev]").click()
        assert page.url.endswith(f"{PAGES[-2]}.html")


def test_the_search_box_of_the_last_page_finds_what_the_corpus_holds(chromium, exports, seeds):
    counted = seeds.articles[
        ~seeds.articles["genre"].isin(["photo-caption", "weather", "boilerplate"])
    ]
    with opened(chromium, (exports / "07-explore.html").as_uri()) as (page, heard):
        for term in ("十五五", "高质量发展", "没有的词"):
            page.locator(".look-term").fill(term)
            n = int(counted["text"].str.count(re.escape(term)).sum())
            k = int(counted["text"].str.contains(term, regex=False).sum())
            times = "time" if n == 1 else "times"
            said = f"{term}: {n} {times} in {k} of {len(counted)} articles."
            expect(page.locator(".look-status")).to_have_text(said)
            assert page.locator(".look-lines mark").count() == n
        assert heard == []


@pytest.mark.parametrize("term", ["十五五", "高质量发展", "“296X”先进制造业集群"])
def test_the_search_box_names_the_lines_that_the_concordance_names(chromium, exports, seeds, term):
    lines = concordance(seeds, term)
    expected = [
        f"{r.file}:{r.line_from}" + (f"–{r.line_to}" if r.line_to > r.line_from else "")
        for r in lines.itertuples()
    ]
    if term != "高质量发展":
        assert any("–" in source for source in expected)  # broken over a line of its file
    with opened(chromium, (exports / "07-explore.html").as_uri()) as (page, _):
        page.locator(".look-term").fill(term)
        expect(page.locator(".look-status")).to_contain_text(term)
        expect(page.locator(".look-lines .src")).to_have_count(len(lines))
        shown = [
            text.rsplit(" · ", 1)[1] for text in page.locator(".look-lines .src").all_inner_texts()
        ]
    assert sorted(shown) == sorted(expected) and expected


def test_english_finds_the_slogan_and_a_number_opens_its_lines(chromium, exports):
    with opened(chromium, (exports / "07-explore.html").as_uri()) as (page, heard):
        page.locator(".look-term").fill("high-quality")
        expect(page.locator(".look-status")).to_contain_text("高质量发展: 23 times")
        number = page.locator(".look-groups a.ev").first
        number.click()
        expect(page.locator("#evidence li")).to_have_count(int(number.get_attribute("data-n")))
        assert heard == []


def test_where_a_line_stands_opens_its_whole_article_with_every_hit_marked(
    chromium, exports, seeds
):
    with opened(chromium, (exports / "07-explore.html").as_uri()) as (page, heard):
        page.locator(".look-lines a.src").first.click()
        shown = "".join(page.locator("#evidence li mark").all_inner_texts())
        title = page.locator("#evidence .article b").inner_text()
        article = seeds.articles[seeds.articles["title"] == title].iloc[0]
        assert shown == "十五五" * article["text"].count("十五五")
        expect(page.locator("#evidence li")).to_have_count(int(article["n_sentences"]))
        page.keyboard.press("Escape")
        expect(page.locator("#evidence")).not_to_be_visible()
        assert heard == []


def test_days_narrow_what_the_search_box_finds(chromium, exports):
    with opened(chromium, (exports / "07-explore.html").as_uri()) as (page, heard):
        page.get_by_label("printed since").fill("2026-01-01")
        expect(page.locator(".look-status")).to_have_text("十五五: 10 times in 4 of 8 articles.")
        expect(page.locator(".look-groups a.ev")).to_have_text(["10"])
        page.get_by_label("until").fill("2026")
        expect(page.locator(".look-status")).to_have_text("2026 is not a day like 2025-05-27.")
        page.get_by_label("until").fill("2026-01-02")
        expect(page.locator(".look-status")).to_have_text("十五五: 0 times in 0 of 0 articles.")
        assert heard == []


def test_the_page_that_searches_is_small(exports):
    assert (exports / "07-explore.html").stat().st_size < 3_000_000


def test_a_failing_cell_is_told_in_one_line(tmp_path, seeds_dir):
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    from analysis.errors import TifaError

    cells = [
        new_markdown_cell("# Does it fail?"),
        new_code_cell('CORPUS = ""', metadata={"tags": ["parameters"]}),
    ]
    for name, line, said in (
        ("a", "raise ValueError('no such thing')", "a.ipynb: ValueError: no such thing"),
        ("b", "import warnings; warnings.warn('careful')", "b.ipynb, cell 3: .*warnings.warn"),
    ):
        nbformat.write(
            new_notebook(cells=[*cells, new_code_cell(line)]), tmp_path / f"{name}.ipynb"
        )
        with pytest.raises(TifaError, match=said):
            run_notebooks(Asked(seeds_dir), "", notebooks_dir=tmp_path)
        (tmp_path / f"{name}.ipynb").unlink()


def test_a_notebook_sees_nothing_of_those_that_ran_before_it(tmp_path, seeds_dir):
    """Several run in one process; each begins anew, its cells numbered from 1."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    parameters = new_code_cell('CORPUS = ""', metadata={"tags": ["parameters"]})
    for name in "abcdef":
        cells = [parameters, new_code_cell("'left' in globals()"), new_code_cell("left = 1")]
        nbformat.write(new_notebook(cells=cells), tmp_path / f"{name}.ipynb")
    for book in run_notebooks(Asked(seeds_dir), "", notebooks_dir=tmp_path).values():
        assert book.cells[1].outputs[0]["data"]["text/plain"] == "False"
        assert [cell.execution_count for cell in book.cells] == [1, 2, 3]
