"""A real JupyterLab in a real browser: a click on any number opens exactly its lines, what is typed
changes what the box shows, nothing complains.
"""

import json
import os
import re
import shutil
import signal
import socket
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from analysis.desk.lab import TOUR
from analysis.measure.concordance import concordance
from analysis.page.export import set_parameters
from analysis.table.store import STORE
from tests.helpers.browser import FLAGS, find_browser
from tests.helpers.checkout import link_checkout, start

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "only-for-this-test"
SETTINGS = {
    "apputils-extension/notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    "notebook-extension/tracker": {
        "windowingMode": "none"
    },  # cells below the window are in the page too
    "docmanager-extension/plugin": {"autosave": False},
}
PATIENCE = 120_000  # milliseconds; a kernel starts in five seconds, on a busy machine in fifty
IS_READY = """path => {
    const book = window.jupyterapp?.shell.currentWidget;
    return book?.context?.path === path && book.sessionContext?.session?.kernel?.status === 'idle';
}"""
# A command given before document and kernel are ready is lost.
RUN_ALL = """async () => {
    const book = window.jupyterapp.shell.currentWidget;
    const ready = [book.context.ready, book.sessionContext.ready, book.revealed];
    await Promise.all([window.jupyterapp.restored, ...ready]);
    await window.jupyterapp.commands.execute('notebook:run-all-cells');
}"""


@contextmanager
def jupyterlab(home: Path, kept: Path):
    """`make lab` in a copy of the checkout, with no settings of this machine and a store that is
    filled; gives the address of JupyterLab.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for name, values in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    server_settings = {
        "ip": "127.0.0.1",
        "port": port,
        "port_retries": 0,
        "open_browser": False,
        "allow_root": True,
    }
    settings = {
        "ServerApp": server_settings,
        "LabApp": {"open_browser": False, "expose_app_in_browser": True},
        "IdentityProvider": {"token": TOKEN},
    }
    (home / "config").mkdir()
    (home / "config" / "jupyter_lab_config.json").write_text(json.dumps(settings))
    folders = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    log = home / "log"
    world = {k: str(home / v) for k, v in folders.items()}
    world |= {"PYTHONPATH": str(home), STORE: str(kept)}
    server = start("make lab", link_checkout(home), log, world)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/api?token={TOKEN}", server, log)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)  # make and the JupyterLab it became
        server.wait(timeout=60)


def wait_for(url, server, log):
    begun = time.monotonic()
    while time.monotonic() < begun + PATIENCE / 1000:
        try:
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
                url, timeout=5
            ).close()
        except OSError:
            assert server.poll() is None, log.read_text()
            time.sleep(0.2)
        else:
            return
    raise AssertionError(log.read_text())


NUMBERS = [  # cells with every kind of number, on the seeds
    "from analysis import concordance, open_corpus, show\n"
    "from analysis.page.sentences import count\n"
    "from analysis.page.page_parts import display_html, show_table\n"
    'papers = open_corpus("../seeds", groups=["临平", "钱塘"])',
    'number = count(papers, "term", name="十五五").html\n'
    "display_html(f'<p class=\"say\">{number} mentions</p>')",
    'words = papers.sources.compared("words")\n'
    'show_table(words, name="words", caption="Words of the two places")',
    'show(papers, "top-words")',
    'show(papers, "explore-words")',
    "concordance(papers.corpus, '十五五')",
]


@contextmanager
def opened_notebook(browser, address, name):
    """A notebook in JupyterLab, run from top to bottom: its page and what the console said."""
    context = browser.new_context(
        viewport={"width": 1400, "height": 1000},
        permissions=["clipboard-read", "clipboard-write"],
    )
    page, said = context.new_page(), []
    page.set_default_timeout(PATIENCE)
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    # a workspace of its own: a restored one brings the last notebook to the front
    page.goto(f"{address}/lab/workspaces/{name}/tree/notebooks/{name}.ipynb?token={TOKEN}")
    page.wait_for_function(IS_READY, arg=f"notebooks/{name}.ipynb")
    page.evaluate(RUN_ALL)
    yield page, said
    context.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory, seeds_store):
    """JupyterLab with the notebooks, numbers of every kind in the last, and a browser to open it."""
    from playwright.sync_api import sync_playwright

    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "seeds", home / "seeds")
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    book = nbformat.read(ROOT / "notebooks" / "07-explore.ipynb", as_version=4)
    set_parameters(book, {"CORPUS": "../seeds", "TERM": "十五五"})
    book.cells[1:1] = map(nbformat.v4.new_code_cell, NUMBERS)
    nbformat.write(book, home / "notebooks" / "07-explore.ipynb")
    flags = [flag.replace("~NOTFOUND", "~NOTFOUND, EXCLUDE 127.0.0.1") for flag in FLAGS]
    with jupyterlab(home, seeds_store) as address, sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=find_browser(), headless=True, args=[*flags, "--no-sandbox"]
        )
        yield chromium, address
        chromium.close()


@pytest.fixture(scope="module")
def lab_at_work(server):
    with opened_notebook(*server, "07-explore") as (page, said):
        page.locator(".explorer").get_by_text("18 times in 7 of 14 articles").wait_for()
        yield page, said


@pytest.fixture
def lab(lab_at_work):
    """The notebook in JupyterLab, with no drawer left open."""
    lab_at_work[0].evaluate("document.querySelectorAll('dialog[open]').forEach((d) => d.close())")
    return lab_at_work


def drawer(page):
    return page.locator("dialog.drawer[open]")


def lines_of(page):
    """The lines in the drawer: their hits and where each stands."""
    drawer(page).locator("li").first.wait_for()
    return (
        drawer(page).locator("mark").all_inner_texts(),
        [text.rsplit(" ", 1)[1] for text in drawer(page).locator("li").all_inner_texts()],
    )


def expected_lines(seeds, term, place=""):
    rows = concordance(seeds, term)
    rows = rows[rows["place"] == place] if place else rows
    return sorted(
        f"{r.file}:{r.line_from}" + (f"–{r.line_to}" if r.line_to > r.line_from else "")
        for r in rows.itertuples()
    )


def test_a_click_on_a_number_in_a_sentence_opens_exactly_its_lines(lab, seeds):
    page, _ = lab
    number = page.locator(".say a.ev").first
    number.click()
    hits, places = lines_of(page)
    assert hits == ["十五五"] * int(number.get_attribute("data-n")) == ["十五五"] * 18
    assert sorted(places) == expected_lines(seeds, "十五五")
    assert "#ev-" not in page.url


def test_what_holds_both_sides_of_the_comparison_shows_them_side_by_side(lab):
    page, _ = lab
    page.keyboard.press("Escape")
    page.locator(".say a.ev").first.click()
    drawer(page).locator(".sides section").nth(2).wait_for()
    boxes = [drawer(page).locator(".sides section").nth(i).bounding_box() for i in (0, 1)]
    assert boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"]
    sides = drawer(page).locator(".side").all_inner_texts()
    assert sides == [
        "Linping 临平 4 lines of evidence",
        "Qiantang 钱塘 10 lines of evidence",
        "elsewhere 4 lines of evidence",
    ]


def test_escape_closes_the_drawer_and_gives_the_number_its_focus_back(lab):
    page, _ = lab
    page.locator(".say a.ev").first.press("Enter")
    drawer(page).wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.drawer[open]")).to_have_count(0)
    assert page.evaluate("document.activeElement.className") == "ev"


def test_a_long_table_shows_25_rows_and_each_of_its_numbers_opens_as_many_lines(lab):
    page, _ = lab
    table = page.locator(".table[data-name=words]")
    assert table.locator("tbody tr").count() > 300
    assert table.locator("tbody tr:visible").count() == 25
    for link in table.locator("tbody tr:visible a.ev").all()[:3]:
        page.keyboard.press("Escape")
        link.click()
        page.wait_for_function(
            "n => document.querySelectorAll('dialog.drawer[open] li').length === n",
            arg=int(link.get_attribute("data-n")),
        )


def test_a_bar_of_a_figure_opens_the_word_it_counts(lab, seeds):
    page, _ = lab
    page.keyboard.press("Escape")
    bar = page.locator("figure.drawn svg a").first
    place, word = bar.get_attribute("aria-label").split(" · ")
    bar.click()
    page.wait_for_function(
        "word => document.querySelector('dialog.drawer[open] mark')?.innerText === word", arg=word
    )
    hits, places = lines_of(page)
    assert set(hits) == {word} and len(places) == len(hits)
    assert set(places) <= set(expected_lines(seeds, word, place))


def test_a_point_of_the_view_opens_both_sides(lab):
    page, _ = lab
    page.locator(".view").first.scroll_into_view_if_needed()
    page.locator(".view .stage svg a").first.wait_for()
    links = page.locator(".view .stage svg a")
    both = links.evaluate_all(
        "links => links.findIndex(a => "
        "a.getAttributeNS('http://www.w3.org/1999/xlink', 'href')?.includes('&'))"
    )
    word = links.nth(both).get_attribute("aria-label").split(":")[0].split(" · ")[0]
    links.nth(both).dispatch_event("click")
    page.wait_for_function(
        "word => document.querySelector('dialog.drawer[open] h2')?.innerText === word", arg=word
    )
    assert [side.split(" ")[0] for side in drawer(page).locator(".side").all_inner_texts()] == [
        "Linping",
        "Qiantang",
    ]


def test_a_dataframe_is_the_same_table(lab):
    page, _ = lab
    table = page.locator(".table[data-name=concordance]")
    assert table.locator("tbody tr:visible").count() == 18
    table.get_by_role("searchbox").fill("谋划")
    expect(table.locator("tbody tr:visible")).not_to_have_count(18)


def box(page):
    return page.locator(".jp-OutputArea-output .explorer").first


def look(page, term):
    box(page).locator(".look-term").fill(term)


def shows(page, words):
    box(page).locator(".look-status").get_by_text(words).wait_for()
    return True


def test_make_lab_serves_every_notebook_and_opens_the_tour(lab):
    page, _ = lab
    found = page.evaluate(
        f"fetch('/api/contents/notebooks?token={TOKEN}').then((answer) => answer.json())"
    )
    there = {entry["name"] for entry in found["content"]}
    assert {path.name for path in (ROOT / "notebooks").glob("*.ipynb")} <= there
    assert (ROOT / TOUR).is_file()


def test_the_notebook_runs_without_an_error_in_a_cell(lab):
    page, _ = lab
    page.wait_for_function(
        "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
    )
    assert (
        page.locator(
            ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']"
        ).count()
        == 0
    )
    assert page.locator("text=Traceback").count() == 0


def test_a_typed_term_changes_the_rates_and_the_lines_as_one_types(lab):
    page, _ = lab
    before = box(page).locator("table").all_inner_texts()
    look(page, "高质量")
    assert shows(page, re.compile(r"32 times"))
    after = box(page).locator("table").all_inner_texts()
    assert before[0] != after[0] and before[1] != after[1]
    look(page, "十五五")
    assert shows(page, "18 times in 7 of 14 articles")


def test_english_finds_the_slogan_it_is_a_gloss_of(lab):
    page, _ = lab
    look(page, "high-quality")
    assert shows(page, "高质量发展")
    assert box(page).locator(".offers button").first.inner_text().startswith("高质量发展")


def test_a_number_of_the_answer_opens_exactly_its_lines(lab, seeds):
    page, _ = lab
    page.keyboard.press("Escape")
    look(page, "十五五")
    assert shows(page, "18 times")
    box(page).locator(".look-groups tr", has_text="钱塘").locator("a.ev").click()
    hits, places = lines_of(page)
    assert hits == ["十五五"] * 10 and sorted(places) == expected_lines(seeds, "十五五", "钱塘")
    page.keyboard.press("Escape")


def test_a_line_of_the_answer_opens_its_whole_article(lab, seeds):
    page, _ = lab
    look(page, "十五五")
    assert shows(page, "18 times")
    box(page).locator(".look-lines a.src").first.click()
    drawer(page).locator("li").first.wait_for()
    title = drawer(page).locator(".article b").inner_text()
    article = seeds.articles[seeds.articles["title"] == title].iloc[0]
    assert drawer(page).locator("li").count() == article["n_sentences"]
    assert drawer(page).locator("mark").count() == article["text"].count("十五五")
    page.keyboard.press("Escape")


def test_days_narrow_the_answer_and_a_button_saves_it(lab):
    page, _ = lab
    look(page, "十五五")
    box(page).get_by_label("printed since").fill("2026-01-01")
    assert shows(page, "10 times in 4 of 8 articles")
    box(page).get_by_role("button", name="Save tables and picture").click()
    box(page).get_by_text("Saved in explored/十五五").wait_for()
    box(page).get_by_label("printed since").fill("")
    assert shows(page, "18 times in 7 of 14 articles")


def test_groups_are_those_of_any_column(lab):
    page, _ = lab
    by = box(page).locator(".form select").first
    by.select_option("genre")
    box(page).locator(".look-groups th", has_text="meeting report").wait_for()
    by.select_option("place")


def test_a_bad_pattern_is_told_in_a_line_and_the_box_goes_on(lab):
    page, _ = lab
    look(page, "/(十/")
    assert shows(page, "is no regular expression")
    look(page, "/十[四五]五/")
    assert shows(page, "23 times")


def test_the_code_that_makes_the_answer_is_three_lines(lab):
    page, _ = lab
    look(page, "十五五")
    assert shows(page, "18 times")
    copied = """async () => {  // again where the answer is drawn anew meanwhile
        const box = document.querySelector(".jp-OutputArea-output .explorer");
        const folded = [...box.querySelectorAll("details")].at(-1);
        if (folded?.querySelector("summary").textContent !== "The same as code") return false;
        folded.open = true;
        folded.querySelector("button").click();
        const text = await navigator.clipboard.readText();
        return folded.querySelector("button").textContent === "Copied." && text.includes("十五五") && text;
    }"""
    code = page.wait_for_function(copied).json_value()
    assert len(code.splitlines()) == 3
    assert "look(load_corpus('../seeds'), '十五五')" in code


def test_chinese_is_drawn_by_the_projects_font_where_the_machine_has_none(lab):
    page, _ = lab
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    selector = {"nodeId": root, "selector": ".explorer table mark"}
    mark = session.send("DOM.querySelector", selector)["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": mark})["fonts"]
    chinese = [font for font in fonts if font["isCustomFont"]] or [
        font for font in fonts if "DejaVu" not in font["familyName"]
    ]
    assert chinese, fonts


def test_nothing_stands_in_the_console_as_an_error(lab):
    assert [line for line in lab[1] if line.startswith("error")] == []
