"""Our tables in a notebook: a caption, units, no index, nothing of theirs that acts; other tables
as pandas shows them.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from analysis import (
    articles_counted,
    concordance,
    count_features,
    evidence,
    keyness,
    look,
    tokenize,
)
from analysis.chinese.tokens import add_token_counts
from analysis.page.notebook_tables import PAGED, frame_html
from analysis.table.dictionary import titled
from analysis.table.write import write_table
from tests.desk.test_lab import PATIENCE, RUN_ALL, TOKEN, jupyterlab
from tests.helpers.browser import FLAGS, browser, find_browser
from tests.helpers.command import python
from tests.helpers.page_checks import AXE

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = '"><script>window.hurt = 1</script><img src=x onerror="window.hurt = 1">'


class Table(HTMLParser):
    """The caption, headers, units, cells and titles of a table's HTML."""

    def __init__(self, html):
        super().__init__()
        self.outside = ""
        self.caption, self.headers, self.units, self.rows, self.titles, self.classes = (
            "",
            [],
            [],
            [],
            [],
            [],
        )
        self.open = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        attrs = dict(attrs)
        if tag == "th":
            self.headers.append("")
            self.units.append("")
        if tag == "tr" and "tbody" in self.open:
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")
            self.titles.append(attrs.get("title", ""))
            self.classes.append(attrs.get("class", ""))

    def handle_endtag(self, tag):
        while self.open.pop() != tag:  # img and br have no end
            pass

    def handle_data(self, data):
        if not self.open:
            self.outside += data.strip()
        elif "caption" in self.open:
            self.caption += data
        elif "small" in self.open:
            self.units[-1] += data
        elif "th" in self.open:
            self.headers[-1] += data
        elif "td" in self.open:
            self.rows[-1][-1] += data


def shown(table):
    return Table(frame_html(table))


@pytest.fixture(scope="module")
def words(seeds, seed_mentions):
    tokens = tokenize(seeds.sentences, seed_mentions.slogans)
    return tokens, add_token_counts(seeds.articles, tokens)


# What a table says of itself
# ----------------------------------------------------------------------------------


def test_keyness_has_a_caption_the_units_of_its_rates_and_no_index(words):
    table = shown(keyness(*words, "临平", "钱塘").head(5))
    assert table.caption == "keyness of 临平 against 钱塘: 5 rows"
    assert table.outside == ""
    assert table.headers[:2] == ["feature", "n_a"]
    units = dict(zip(table.headers, table.units, strict=True))
    assert (units["n_a"], units["per_10k_a"], units["size_a"]) == (
        "times",
        "per 10,000 words",
        "words",
    )
    by_characters = keyness(*words, "临平", "钱塘", unit="han")
    assert "<small>per 10,000 Han characters</small>" in frame_html(by_characters)
    assert all(len(row) == len(table.headers) for row in table.rows)


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.head(3),
        lambda table: table.sort_values("n", ascending=False),
        lambda table: table[table["n"] > 1],
        lambda table: table.query("n > 1"),
        lambda table: table.iloc[2:4],
        lambda table: table[["feature", "n"]],
        lambda table: table.assign(half=table["n"] / 2),
    ],
)
def test_a_table_keeps_its_title_through_selecting_and_sorting(seeds, seed_mentions, change):
    counts = count_features(seed_mentions.slogans, seeds.articles)
    assert shown(change(counts)).caption.startswith("counts by place: ")


def test_rows_made_from_a_table_are_not_called_its_rows(seeds):
    places = seeds.articles.groupby("place", as_index=False)["n_han"].sum()
    assert shown(places).caption == "from articles: 3 rows"
    assert shown(articles_counted(seeds.articles).head(1)).caption == "counted articles: 1 row"


def test_every_public_table_of_the_seeds_is_shown_with_its_title(seed_tables):
    for table in seed_tables:
        shown = Table(frame_html(table.head(2)))  # the rows are others' claims
        assert shown.caption.startswith(table.attrs["title"] + ": "), table.attrs
        assert shown.headers == list(table.columns)


def test_rows_are_as_many_as_the_pages_or_pandas_options_allow(seeds):
    n = len(seeds.sentences)
    assert shown(seeds.sentences).caption == f"sentences: {n} rows"
    assert len(shown(seeds.sentences).rows) == n < PAGED
    many = pd.concat([seeds.sentences] * 5, ignore_index=True)
    many.attrs = seeds.sentences.attrs
    assert shown(many).caption == f"sentences: {5 * n:,} rows; first {PAGED:,}"
    with pd.option_context("display.max_rows", 4):
        assert len(shown(seeds.sentences).rows) == 4
    with pd.option_context("display.max_rows", None):
        assert len(shown(seeds.sentences).rows) == len(seeds.sentences)


def test_numbers_stand_right_with_thousands_apart_and_truth_in_words():
    table = titled(
        pd.DataFrame(
            {
                "feature": ["江"],
                "n": [1234567],
                "per_10k": [float("nan")],
                "yes": [True],
                "p": [0.00042],
            }
        ),
        "count_features",
    )
    html = shown(table)
    assert html.rows == [["江", "1,234,567", "–", "yes", "0.0004"]]
    assert html.classes == ["", "num", "num", "", "num"]


# Text
# ----------------------------------------------------------------------------------------


def test_long_text_is_cut_and_stands_whole_in_the_title():
    text = "谋划" * 40
    table = shown(titled(pd.DataFrame({"article_id": ["a"], "text": [text]}), "articles"))
    assert (
        table.rows[0][1] == "谋划" * 12 + "…"
    )  # 50 columns: 24 characters of two, and the ellipsis
    assert table.titles == ["", text]
    with pd.option_context("display.max_colwidth", None):
        assert shown(titled(pd.DataFrame({"text": [text]}), "articles")).rows[0][0] == text


def test_what_stands_before_a_hit_is_cut_on_its_left(seeds):
    lines = concordance(seeds, "十五五")
    for row, cells in zip(lines.to_dict("records"), shown(lines).rows, strict=True):
        left = cells[list(lines.columns).index("left")]
        assert row["left"].endswith(left.removeprefix("…"))


def test_a_sentence_of_evidence_shows_its_hit_however_far_in_it_stands(seeds):
    lines = evidence(concordance(seeds, "十五五"), seeds)
    assert (lines["hit_start"] > 25).any()
    assert (
        frame_html(lines).count('<mark><span lang="zh-Hans">十五五</span></mark>')
        == len(lines)
        == 18
    )


def test_chinese_is_marked_as_chinese():
    html = frame_html(
        titled(pd.DataFrame({"feature": ["十五五"], "n": [1]}), "count_features", "counts of 临平")
    )
    assert html.count('<span lang="zh-Hans">') == 2
    assert 'lang="zh-Hans" title="' in frame_html(
        titled(pd.DataFrame({"text": ["江" * 99]}), "articles")
    )


def test_text_of_the_corpus_is_never_markup():
    table = titled(
        pd.DataFrame({"feature": [HOSTILE], "left": [HOSTILE * 9], HOSTILE: [HOSTILE]}),
        "count_features",
        f"counts of {HOSTILE}",
    )
    table["sentence"], table["hit_start"], table["hit_end"] = HOSTILE, 0, 9
    html = frame_html(table)
    with browser() as chromium:
        page = chromium.new_page()
        page.set_content(html)
        assert page.evaluate("window.hurt") is None
        assert page.locator(".table :is(script, img)").count() == 0
        assert page.locator("td").first.inner_text() == HOSTILE[:49] + "…"


# Tables that are not ours
# --------------------------------------------------------------------------------------

PLAIN = pd.DataFrame({"feature": ["<b>"], "n": [1]})


@pytest.mark.parametrize(
    "table",
    [
        PLAIN,
        titled(PLAIN.copy(), "count_features").set_index("feature"),
        titled(PLAIN.copy(), "count_features").describe(),
        titled(PLAIN.copy(), "count_features").T,
        titled(PLAIN.copy(), "count_features").rename(columns=str.upper),
        titled(PLAIN.copy(), "a table nobody knows"),
        titled(pd.DataFrame([[1, 2]], columns=["n", "n"]), "count_features"),
    ],
    ids=[
        "plain",
        "indexed",
        "described",
        "turned",
        "other columns",
        "unknown",
        "twice the same column",
    ],
)
def test_other_tables_are_shown_as_pandas_shows_them(table):
    assert frame_html(table) == table._repr_html_()


def test_pandas_options_and_other_packages_have_the_last_word(monkeypatch):
    table = titled(PLAIN.copy(), "count_features")
    with pd.option_context("display.notebook_repr_html", False):
        assert frame_html(table) is None
    with pd.option_context("display.large_repr", "info", "display.max_rows", 0):
        assert frame_html(table) == table._repr_html_()
    monkeypatch.setattr(pd.DataFrame, "_repr_html_", lambda self: "as another package shows it")
    assert frame_html(table) == "as another package shows it"


def test_the_text_form_is_pandas(seeds):
    plain = seeds.articles.copy()
    plain.attrs = {}
    assert repr(seeds.articles) == repr(plain)


# What titles cost
# ----------------------------------------------------------------------------------------


def test_a_title_is_a_few_short_strings(seeds, seed_mentions):
    for table in [*seeds, *seed_mentions, *look(seeds, "规划")]:
        assert set(table.attrs) <= {"tifa", "title", "unit", "rows"}
        assert all(type(value) is str and len(value) < 100 for value in table.attrs.values())


@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
def test_no_file_we_write_holds_a_title(seeds, tmp_path, suffix):
    plain = seeds.articles.copy()
    plain.attrs = {}
    with_title = write_table(seeds.articles, tmp_path / f"a.{suffix}").read_bytes()
    assert with_title == write_table(plain, tmp_path / f"b.{suffix}").read_bytes()


# A corpus and what was found in it
# -----------------------------------------------------------------------------


def test_a_corpus_tells_itself_in_a_few_lines(seeds):
    lines = repr(seeds).splitlines()
    counted = articles_counted(seeds.articles)
    assert len(lines) == 6
    assert lines[0].split() == ["corpus", "5", "files"]
    assert f"{len(counted)} counted of {len(seeds.articles)} " in lines[1]
    for place, n in counted["place"].value_counts().items():
        assert f"{place} {n}" in lines[2]
    assert "2025-05-27 to 2026-01-10" in lines[3]
    assert lines[4].split() == ["not", "read", "none"]
    assert all(f"{name} {len(table)}" in lines[5] for name, table in seeds._asdict().items())


def test_a_corpus_names_the_files_that_were_not_read(seeds):
    failures = pd.DataFrame(
        [(f"{k}.pdf", "has no text") for k in range(10)], columns=["file", "error"]
    )
    said = repr(seeds._replace(failures=failures))
    assert "0.pdf (has no text); 1.pdf" in said and said.count(".pdf") == 8 and "and 2 more" in said


def test_an_empty_corpus_has_a_form_too(seeds):
    empty = seeds._make(table.iloc[:0] for table in seeds)
    assert "none known" in repr(empty) and "0 files" in repr(empty)


def test_html_of_a_corpus_says_the_same_escaped(seeds):
    failures = pd.DataFrame([(HOSTILE, "bad")], columns=["file", "error"])
    html = seeds._replace(failures=failures)._repr_html_()
    assert "<script" not in html and "&lt;script" in html
    text = re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", seeds._repr_html_()))
    assert text == re.sub(r"\s+", "", repr(seeds))


def test_mentions_and_a_look_tell_themselves(seeds, seed_mentions):
    bodies = seed_mentions.bodies
    assert f"{len(bodies)} mentions of {bodies['name'].nunique()} names" in repr(seed_mentions)
    found = repr(look(seeds, "十五五")).splitlines()
    assert found[0].split() == ["look", "十五五"]
    assert found[1].split()[:4] == ["hits", "18", "in", "7"]  # as notebook 6 says


# A real kernel
# ----------------------------------------------------------------------------------------

CELLS = [
    "import pandas as pd; plain = pd.DataFrame({'feature': ['<b>'], 'n': [1200]}); plain",
    "plain._repr_html_() == get_ipython().display_formatter.format(plain)[0]['text/html']",
    "from analysis import find_mentions, keyness, load_corpus, tokenize\n"
    "from analysis.chinese.tokens import add_token_counts\n"
    "corpus = load_corpus('seeds')\ncorpus.articles.head()",
    "tokens = tokenize(corpus.sentences)\nkeyness(tokens, add_token_counts(corpus.articles, "
    "tokens), '临平', '钱塘')",
    "plain",
    "corpus",
    "%load_ext analysis\n%load_ext analysis\ncorpus.articles.head()",
    "%unload_ext analysis\ncorpus.articles.head()",
    "from analysis import look\ncorpus.articles.head()",
]


@pytest.fixture(scope="module")
def cells():
    """What each of CELLS shows in a fresh kernel: its last output's data."""
    book = new_notebook(cells=[new_code_cell(source) for source in CELLS])
    NotebookClient(
        book, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}
    ).execute()
    return [cell.outputs[-1]["data"] for cell in book.cells]


def test_in_a_kernel_our_tables_have_caption_units_and_no_index(cells):
    articles, words = Table(cells[2]["text/html"]), Table(cells[3]["text/html"])
    assert articles.caption == "articles: 5 rows"
    assert articles.headers[0] == "article_id" and len(articles.rows[0]) == len(articles.headers)
    assert "Han characters" not in articles.units and "characters" in articles.units
    assert words.caption.startswith("keyness of 临平 against 钱塘: ")
    assert "per 10,000 words" in words.units
    assert cells[2]["text/plain"].lstrip().startswith("article_id")  # the text form is pandas'


def test_in_a_kernel_a_plain_table_is_shown_as_pandas_shows_it(cells):
    assert cells[1]["text/plain"] == "True"
    assert cells[4]["text/html"] == cells[0]["text/html"] == PLAIN.assign(n=1200)._repr_html_()


def test_in_a_kernel_a_corpus_is_a_few_lines(cells):
    assert cells[5]["text/plain"].startswith("corpus    5 files")
    assert "<td" in cells[5]["text/html"]


def test_the_extension_can_be_loaded_twice_unloaded_and_stays_unloaded(cells):
    loaded, unloaded, later = (cells[k]["text/html"] for k in (6, 7, 8))
    assert 'class="table"' in loaded
    assert 'class="table"' not in unloaded and "dataframe" in unloaded
    assert later == unloaded


def test_in_our_notebooks_too_which_open_a_corpus_another_way(seeds_kept):
    source = "from analysis.page.open_corpus import open_corpus\ndesk = open_corpus('seeds')\ndesk.corpus.places"
    book = new_notebook(cells=[new_code_cell(source)])
    NotebookClient(
        book, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}
    ).execute()
    assert Table(book.cells[0].outputs[-1]["data"]["text/html"]).caption == "places: 3 rows"


def test_outside_a_notebook_nothing_is_installed_or_imported():
    code = (
        "import sys, analysis; assert 'pandas' not in sys.modules; analysis.load_corpus; assert "
        "'analysis.page.notebook_tables' not in sys.modules"
    )
    done = python(code)
    assert done.returncode == 0, done.stderr


# A real JupyterLab
# ----------------------------------------------------------------------------------------

LAB_CELLS = [
    *CELLS[2:6],
    f"from analysis.table.dictionary import titled\ntitled(pd.DataFrame({{'feature': [{HOSTILE!r}], "
    f"'n': [1]}}), 'count_features')",
]
LAB_CELLS[0] = LAB_CELLS[0].replace("'seeds'", repr(str(ROOT / "seeds")))
LAB_CELLS[2] = CELLS[0]
CONTRAST = """async () => {
    const found = await axe.run(".table", {runOnly: ["color-contrast"]});
    return found.violations.flatMap((rule) => rule.nodes.map((node) => node.html));
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory, seeds_store):
    """A notebook of our tables, run in JupyterLab."""
    from playwright.sync_api import sync_playwright

    home = tmp_path_factory.mktemp("lab")
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(
        new_notebook(cells=[new_code_cell(source) for source in LAB_CELLS], metadata=kernel),
        home / "tables.ipynb",
    )
    flags = [flag.replace("~NOTFOUND", "~NOTFOUND, EXCLUDE 127.0.0.1") for flag in FLAGS]
    with jupyterlab(home, seeds_store) as address, sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=find_browser(), headless=True, args=[*flags, "--no-sandbox"]
        )
        page = chromium.new_page(viewport={"width": 1500, "height": 2400})
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/lab/tree/tables.ipynb?token={TOKEN}")
        page.wait_for_function(
            "window.jupyterapp && window.jupyterapp.shell.currentWidget?.sessionContext?.sess"
            "ion?.kernel?.status === 'idle'"
        )
        page.evaluate(RUN_ALL)
        page.locator(".table").nth(2).wait_for()
        yield page
        chromium.close()


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_in_jupyterlab_a_table_can_be_read_in_both_themes(lab, theme):
    lab.evaluate(
        "(theme) => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme
    )
    lab.locator(f"body[data-jp-theme-name='{theme}']").wait_for(state="attached")
    articles = lab.locator(".jp-OutputArea-output .table").first
    assert articles.locator("caption").inner_text() == "articles: 5 rows"
    assert articles.locator("th").first.inner_text() == "article_id"
    assert (
        articles.locator("th.num").first.evaluate("(cell) => getComputedStyle(cell).textAlign")
        == "right"
    )
    assert (
        articles.locator("td").nth(5).evaluate("(cell) => getComputedStyle(cell).textAlign")
        == "left"
    )
    shown = lab.locator(".jp-OutputArea-output:has(.table)").first.inner_text()
    assert shown.startswith("Rows 1–5 of 5\n") and "articles: 5 rows\n" in shown
    lab.evaluate(AXE)
    assert lab.evaluate(CONTRAST) == []


@pytest.mark.slow
def test_in_jupyterlab_text_of_the_corpus_does_nothing(lab):
    assert lab.evaluate("window.hurt") is None
    assert lab.locator(".table :is(script, img)").count() == 0
