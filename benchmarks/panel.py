"""How long a person waits in JupyterLab, from the key pressed to the answer on the screen: on the
seeds and on 10,000 articles.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat

from tests.desk.test_lab import PATIENCE, RUN_ALL, TOKEN, jupyterlab
from tests.helpers.browser import FLAGS, find_browser

ROOT = Path(__file__).resolve().parents[1]
SEEDS = "from analysis import explore, load_corpus\nexplore(load_corpus({path!r}), term='十五五')"
MANY = """from analysis import load_corpus
from analysis.desk.explore_panel import make_panel
from analysis.measure.look_up import prepare
from tests.helpers.many import many_articles
make_panel(many_articles(prepare(load_corpus({path!r})), {many}), term="十五五")"""
# Milliseconds from the key to the frame that shows the answer: the panel's first paragraph names
# the term and its count.
WATCH = """wanted => {
    const input = document.querySelector('.explorer .look-term');
    window.waited = new Promise((resolve, reject) => {
        setTimeout(() => reject('no answer: ' + document.querySelector('.explorer').innerText.slice(0, 300)), 60000);
        let begun = 0;
        const listen = event => { if (event.type === 'input' || event.key === 'Enter') begun = performance.now(); };
        input.addEventListener('input', listen, {capture: true});
        input.addEventListener('keydown', listen, {capture: true});
        const look = () => {
            const shown = [...document.querySelectorAll('.look-status')].some(p => p.innerText.replace(/\\s/g, '').includes(wanted));
            if (begun && shown) requestAnimationFrame(() => resolve(performance.now() - begun));
            else requestAnimationFrame(look);
        };
        look();
    });
}"""


@contextmanager
def opened_panels(home: Path, many: int) -> Iterator[dict]:
    """Two notebooks of one cell, each with a panel: on the seeds, and on so many articles."""
    from playwright.sync_api import sync_playwright

    (home / "tests").symlink_to(ROOT / "tests")  # the kernel imports many_articles from here
    for name, code in (("seeds", SEEDS), ("many", MANY)):
        cell = nbformat.v4.new_code_cell(code.format(path=str(ROOT / "seeds"), many=many))
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        nbformat.write(
            nbformat.v4.new_notebook(cells=[cell], metadata=kernel), home / f"{name}.ipynb"
        )
    flags = [flag.replace("~NOTFOUND", "~NOTFOUND, EXCLUDE 127.0.0.1") for flag in FLAGS]
    with jupyterlab(home, home / "kept") as address, sync_playwright() as driver:
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
            page.locator(".explorer").get_by_text("十五五").first.wait_for()
        yield opened
        chromium.close()


def waited(page, term: str, count: str, *, enter: bool) -> float:
    """Milliseconds until the panel shows `count` for the term just typed."""
    field = page.locator(".explorer").locator(".look-term")
    page.wait_for_function(
        "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
    )
    page.wait_for_timeout(500)
    page.evaluate(WATCH, f"{term}:{count}".replace(" ", ""))
    field.fill(term)
    if enter:
        field.press("Enter")
    return page.evaluate("() => window.waited")


def scoreboard(small: bool = False) -> str:
    """Milliseconds from the key to the answer on the screen, as Markdown."""
    many = 100 if small else 10_000
    copies = -(-many // 14)
    asked = {
        "seeds": ("the five seeds", [("高质量", 32), ("十五五", 18)] * 4, 200),
        "many": (
            f"{many:,} articles",
            [("高质量", 32 * copies), ("十五五", 18 * copies)] * 3,
            1000,
        ),
    }
    lines = [
        "## From the key pressed to the answer on the screen, in JupyterLab",
        "",
        "| corpus | median, ms | slowest, ms | wanted, ms |",
        "| --- | ---: | ---: | ---: |",
    ]
    with (
        tempfile.TemporaryDirectory(dir=ROOT / "benchmarks") as home,
        opened_panels(Path(home), many) as pages,
    ):
        for name, (corpus, terms, wanted) in asked.items():
            times = sorted(
                waited(pages[name], term, f"{n:,} times", enter=name == "many") for term, n in terms
            )
            middle = times[len(times) // 2]
            lines.append(f"| {corpus} | {middle:.0f} | {times[-1]:.0f} | {wanted} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(scoreboard())
