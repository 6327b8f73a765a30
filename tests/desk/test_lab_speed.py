"""How long a person waits in JupyterLab, from the key pressed to the answer on the screen: on the
seeds and on 10,000 articles.
"""

import json
from pathlib import Path

import nbformat
import pytest

from tests.desk.test_lab import PATIENCE, RUN_ALL, TOKEN, jupyterlab
from tests.helpers.browser import FLAGS, find_browser

ROOT = Path(__file__).resolve().parents[2]
SEEDS = "from analysis import explore, load_corpus\nexplore(load_corpus({path!r}), term='十五五')"
MANY = """from analysis import load_corpus
from analysis.desk.explore_panel import make_panel
from analysis.measure.look_up import prepare
from tests.helpers.many import many_articles
make_panel(many_articles(prepare(load_corpus({path!r})), 10_000), term="十五五")"""
# Milliseconds from the key to the frame that shows the answer: the panel's first paragraph names
# the term and its count.
WATCH = """wanted => {
    const input = document.querySelector('.tifa-explore input[type=text]');
    window.waited = new Promise((resolve, reject) => {
        setTimeout(() => reject('no answer: ' + document.querySelector('.tifa-explore').innerText.slice(0, 300)), 60000);
        let begun = 0;
        const listen = event => { if (event.type === 'input' || event.key === 'Enter') begun = performance.now(); };
        input.addEventListener('input', listen, {capture: true});
        input.addEventListener('keydown', listen, {capture: true});
        const look = () => {
            const shown = [...document.querySelectorAll('.tifa-explore p')].some(p => p.innerText.replace(/\\s/g, '').includes(wanted));
            if (begun && shown) requestAnimationFrame(() => resolve(performance.now() - begun));
            else requestAnimationFrame(look);
        };
        look();
    });
}"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Two notebooks of one cell, each with a panel: on the seeds, and on 10,000 articles."""
    from playwright.sync_api import sync_playwright

    home = tmp_path_factory.mktemp("speed")
    for name, code in (("seeds", SEEDS), ("many", MANY)):
        cell = nbformat.v4.new_code_cell(code.format(path=str(ROOT / "seeds")))
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        nbformat.write(
            nbformat.v4.new_notebook(cells=[cell], metadata=kernel), home / f"{name}.ipynb"
        )
    flags = [flag.replace("~NOTFOUND", "~NOTFOUND, EXCLUDE 127.0.0.1") for flag in FLAGS]
    with jupyterlab(home) as address, sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=find_browser(), headless=True, args=[*flags, "--no-sandbox"]
        )
        opened = {}
        for name in ("seeds", "many"):
            page = opened[name] = chromium.new_page(viewport={"width": 1400, "height": 1000})
            page.set_default_timeout(PATIENCE)
            page.goto(f"{address}/lab/workspaces/{name}/tree/{name}.ipynb?token={TOKEN}")
            page.wait_for_function(
                "window.jupyterapp && window.jupyterapp.shell.currentWidget?.sessionContext?."
                "session?.kernel?.status === 'idle'"
            )
            page.evaluate(RUN_ALL)
            page.locator(".tifa-explore").get_by_text("十五五").first.wait_for()
        yield opened
        chromium.close()


def waited(page, term: str, count: str, *, enter: bool) -> float:
    """Milliseconds until the panel shows `count` for the term just typed."""
    field = page.locator(".tifa-explore").get_by_placeholder("a term, then Enter")
    page.wait_for_function(
        "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
    )
    page.wait_for_timeout(500)
    page.evaluate(WATCH, f"{term}:{count}".replace(" ", ""))
    field.fill(term)
    if enter:
        field.press("Enter")
    return page.evaluate("() => window.waited")


def test_on_the_seeds_an_answer_is_on_the_screen_within_200_milliseconds(pages):
    times = [
        waited(pages["seeds"], *what, enter=False)
        for what in [("高质量", "32 times"), ("十五五", "18 times")] * 4
    ]
    assert sorted(times)[1] < 200, json.dumps(
        times
    )  # the machine may be busy with other tests: the second best of eight


def test_on_ten_thousand_articles_within_a_second(pages):
    copies = -(-10_000 // 14)
    asked = [("高质量", f"{32 * copies:,} times"), ("十五五", f"{18 * copies:,} times")] * 3
    times = [waited(pages["many"], *what, enter=True) for what in asked]
    assert sorted(times)[1] < 1000, json.dumps(times)


def test_what_a_quick_typist_types_arrives_whole(pages):
    page = pages["seeds"]
    field = page.locator(".tifa-explore").get_by_placeholder("a term, then Enter")
    field.fill("")
    field.press_sequentially("common prosperity 高质量发展 example", delay=40)
    page.wait_for_timeout(3000)
    assert field.input_value() == "common prosperity 高质量发展 example"
    page.locator(".tifa-explore").get_by_text("common prosperity").first.wait_for()
