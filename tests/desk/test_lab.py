"""A real JupyterLab in a real browser: notebook 6 runs, a typed term changes what the panel shows,
nothing complains.
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
from analysis.page.export import set_parameters
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
# A command given before document and kernel are ready is lost.
RUN_ALL = """async () => {
    const book = window.jupyterapp.shell.currentWidget;
    await Promise.all([window.jupyterapp.restored, book.context.ready, book.sessionContext.ready, book.revealed]);
    await window.jupyterapp.commands.execute('notebook:run-all-cells');
}"""


@contextmanager
def jupyterlab(home: Path):
    """`make lab` in a copy of the checkout, with no settings of this machine; gives the address of
    JupyterLab.
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
    server = start(
        "make lab", link_checkout(home), log, {k: str(home / v) for k, v in folders.items()}
    )
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


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Notebook 6, run from top to bottom: its page and what the browser's console said."""
    from playwright.sync_api import sync_playwright

    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "seeds", home / "seeds")
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    book = nbformat.read(ROOT / "notebooks" / "07-explore.ipynb", as_version=4)
    set_parameters(book, {"CORPUS": "../seeds", "TERM": "十五五"})
    nbformat.write(book, home / "notebooks" / "07-explore.ipynb")
    flags = [flag.replace("~NOTFOUND", "~NOTFOUND, EXCLUDE 127.0.0.1") for flag in FLAGS]
    with jupyterlab(home) as address, sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=find_browser(), headless=True, args=[*flags, "--no-sandbox"]
        )
        context = chromium.new_context(
            viewport={"width": 1400, "height": 1000},
            permissions=["clipboard-read", "clipboard-write"],
        )
        page, said = context.new_page(), []
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"error: {error}"))
        page.goto(f"{address}/lab/tree/notebooks/07-explore.ipynb?token={TOKEN}")
        page.wait_for_function(
            "window.jupyterapp && window.jupyterapp.shell.currentWidget?.sessionContext?.sess"
            "ion?.kernel?.status === 'idle'"
        )
        page.evaluate(RUN_ALL)
        page.locator(".tifa-explore").get_by_text("18 times in 7 of 14 articles").wait_for()
        yield page, said
        chromium.close()


def panel(page):
    return page.locator(".jp-OutputArea-output .tifa-explore").first


def term(page):
    return panel(page).get_by_placeholder("a term, then Enter")


def answered(page):
    """Wait as a person does: what is typed while the kernel still answers a click can be lost by
    ipywidgets.
    """
    page.wait_for_timeout(1500)
    page.wait_for_function(
        "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
    )


def shows(page, words):
    panel(page).get_by_text(words).first.wait_for()
    return True


def test_make_lab_serves_every_notebook_and_opens_the_tour(lab):
    page, _ = lab
    found = page.evaluate(
        f"fetch('/api/contents/notebooks?token={TOKEN}').then((answer) => answer.json())"
    )
    assert sorted(entry["name"] for entry in found["content"]) == sorted(
        path.name for path in (ROOT / "notebooks").glob("*.ipynb")
    )
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


def test_a_typed_term_changes_the_rates_the_lines_and_the_articles(lab):
    page, _ = lab
    before = panel(page).locator("table").all_inner_texts()
    term(page).fill("高质量")
    term(page).press("Enter")
    assert shows(page, re.compile(r"高质量\s*: 32 times"))
    page.wait_for_function("document.querySelectorAll('.tifa-explore table mark').length === 32")
    after = panel(page).locator("table").all_inner_texts()
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_what_a_quick_typist_types_arrives_whole(lab):
    page, _ = lab
    term(page).fill("")
    term(page).press_sequentially("common prosperity 高质量发展 example", delay=40)
    panel(page).get_by_text("common prosperity").first.wait_for()
    assert term(page).input_value() == "common prosperity 高质量发展 example"


def test_a_bad_pattern_is_told_in_a_line_and_the_panel_goes_on(lab):
    page, _ = lab
    toggle = panel(page).get_by_role("button", name="regular expression")
    toggle.click()
    expect(toggle).to_have_class(re.compile("mod-active"), timeout=PATIENCE)
    answered(page)
    term(page).fill("(十")
    term(page).press("Enter")
    assert shows(page, "is no regular expression")
    term(page).fill("十[四五]五")
    term(page).press("Enter")
    assert shows(page, "23 times")


def test_copy_as_code_puts_three_lines_on_the_clipboard(lab):
    page, _ = lab
    panel(page).get_by_role("button", name="Copy as code").click()
    panel(page).get_by_role("button", name="Copy", exact=True).click()
    panel(page).get_by_role("button", name="Copied").wait_for()
    code = page.evaluate("navigator.clipboard.readText()")
    assert len(code.splitlines()) == 3
    assert "look(load_corpus('../seeds'), " in code


def test_chinese_is_drawn_by_the_projects_font_where_the_machine_has_none(lab):
    page, _ = lab
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    mark = session.send(
        "DOM.querySelector", {"nodeId": root, "selector": ".tifa-explore table mark"}
    )["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": mark})["fonts"]
    chinese = [font for font in fonts if font["isCustomFont"]] or [
        font for font in fonts if "DejaVu" not in font["familyName"]
    ]
    assert chinese, fonts


def test_nothing_stands_in_the_console_as_an_error(lab):
    _, said = lab
    assert [line for line in said if line.startswith("error")] == []
