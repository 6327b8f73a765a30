"""The seven notebooks: committed without outputs, readable, and true on corpora that are nothing like
the seeds.
"""

import io
import json
import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from analysis.evidence.links import select
from analysis.page.evidence_html import anchors_in, check_numbers, choose
from analysis.page.export_html import _cell_html, drawn_anchors, figures_of
from analysis.page.page_parts import HREFS
from tests.helpers.notebook_runner import NOTEBOOKS, run_cells, whole_desk

NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
PARAMETERS = {"CORPUS", "BY", "GROUP_A", "GROUP_B", "TERM", "LANG", "LEXICONS"}


def read(name: str) -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


def code(book: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in book.cells if cell.cell_type == "code"]


def test_there_are_seven_numbered_in_order():
    assert [name[:2] for name in NAMES] == [f"{k:02}" for k in range(1, 8)]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_committed_without_outputs_or_run_numbers(name):
    raw = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    nbformat.validate(nbformat.from_dict(raw))
    for cell in raw["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None
        assert set(cell["metadata"]) <= {"tags"}


@pytest.mark.parametrize("name", NAMES)
def test_its_title_is_a_question_and_it_ends_with_what_it_does_not_show(name):
    cells = read(name).cells
    assert re.fullmatch(r"# .+\?", cells[0].source)
    assert cells[-1].source.startswith("## What this does not show\n")


@pytest.mark.parametrize("name", NAMES)
def test_its_code_is_short_and_its_prose_long(name):
    book = read(name)
    lines = [len(source.splitlines()) for source in code(book)]
    prose = sum(len(cell.source.split()) for cell in book.cells if cell.cell_type == "markdown")
    assert max(lines) <= 8
    assert prose >= 3 * sum(len(source.split()) for source in code(book)) or prose >= 3 * sum(lines)
    assert not any(
        word in source for source in code(book) for word in ("def ", "lambda:", "while ", "class ")
    )


@pytest.mark.parametrize("name", NAMES)
def test_one_cell_holds_the_parameters(name):
    cells = [cell for cell in read(name).cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(cells) == 1
    assert set(re.findall(r"^([A-Z_]+) =", cells[0].source, flags=re.M)) == PARAMETERS


@pytest.mark.parametrize("name", NAMES)
def test_its_prose_states_no_number_of_the_seeds(name):
    """What depends on the corpus is computed: the written text holds neither counts nor the seeds'
    findings.
    """
    allowed = {"1", "0", "2008", "10,000", "14", "95", "100", "147", "27", "5", "−1"}
    for cell in read(name).cells:
        if cell.cell_type == "markdown":
            text = re.sub(r"```.*?```", "", cell.source, flags=re.S)
            assert set(re.findall(r"−?\d[\d,.]*\d|\d", text)) <= allowed


# Corpora unlike the seeds
# -------------------------------------------------------------------------------------

BODY = (
    "本报讯（记者 王一）昨日，{place}召开会议。会议强调，要推动高质量发展，抓好“两新”政策，"
    "区委、区政府要带头落实。"
    "会议指出，要坚持“八八战略”，扎实推进共同富裕。{extra}各部门要认真学习，形成合力，"
    "办好民生实事，区委书记出席会议。"
)


def write_corpus(folder: Path, places: list[str], each: int) -> Path:
    """A corpus of `each` invented articles a place, one a file, half of the places with 十五五."""
    folder.mkdir()
    rows = ["file,paper,place,place_level,city,district,date_published,source,note"]
    for p, place in enumerate(places):
        for k in range(each):
            extra = "要谋划好“十五五”规划。" if (p + k) % 2 == 0 else "要防汛。"
            name = f"{p:02d}-{k:02d}.txt"
            title = f"{place}部署第{k + 1}季度工作"
            (folder / name).write_text(
                f"{title}\n{BODY.format(place=place, extra=extra)}\n", encoding="utf-8"
            )
            rows.append(f"{name},{place}报,{place},区,杭州,{place},2025-0{k % 9 + 1}-01,,")
    (folder / "corpus.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


TWELVE = [
    "萧山",
    "滨江",
    "余杭",
    "富阳",
    "临安",
    "拱墅",
    "上城",
    "西湖",
    "桐庐",
    "淳安",
    "建德",
    "北仑",
]
# what is invented (places, articles each; None: the seeds), what is asked; the seeds as given:
# test_exports.py
CASES = {
    "the places swapped, a slogan as the term, labels in Chinese": (
        None,
        {"GROUP_A": "钱塘", "GROUP_B": "临平", "TERM": "高质量发展", "LANG": "zh"},
    ),
    "one place, its name a script": ((["萧山<script>alert(1)</script>"], 3), {}),
    "one article and a term that is absent": ((["萧山"], 1), {"TERM": "量子火锅"}),
    "twelve places": ((TWELVE, 1), {"GROUP_A": "北仑", "GROUP_B": "萧山"}),
}


SHORT = "one article and a term that is absent"  # the others in `make test-all`


@pytest.fixture(
    scope="module",
    params=[
        name if name == SHORT else pytest.param(name, marks=pytest.mark.slow) for name in CASES
    ],
    ids=list(CASES),
)
def case(request, tmp_path_factory, seeds_dir):
    """A corpus, what is asked of it, and every notebook run on it."""
    made, values = CASES[request.param]
    path = write_corpus(tmp_path_factory.mktemp("case") / "papers", *made) if made else seeds_dir
    values = {
        "CORPUS": str(path),
        "GROUP_A": "",
        "GROUP_B": "",
        "TERM": "十五五",
        "LANG": "en",
        **values,
    }
    books = {name: run_cells(NOTEBOOKS / f"{name}.ipynb", values) for name in NAMES}
    return books, whole_desk(str(path), values["GROUP_A"], values["GROUP_B"], values["TERM"])


def numbers_of(csv: str) -> list[tuple[int, str]]:
    """The counts of a figure's rows that carry an address, with it."""
    table, found = pd.read_csv(io.StringIO(csv), keep_default_na=False), []
    for address, n in HREFS.items():
        if {address, n} <= set(table.columns):
            found += [
                (int(row[n]), row[address]) for row in table.to_dict("records") if row[address]
            ]
    return found


def test_every_number_equals_the_length_of_its_evidence(case):
    books, desk = case
    for name, book in books.items():
        html = "".join(_cell_html(cell) for cell in book.cells)
        check_numbers(html, choose(anchors_in(html), desk.tables))
        for figure in figures_of(book):
            for address in drawn_anchors(figure["svg"]):
                assert len(select(desk.tables, address)) > 0, (name, figure["name"], address)
            for n, address in numbers_of(figure["csv"]):
                assert len(select(desk.tables, address)) == n, (name, figure["name"], address)


def test_every_notebook_gives_a_short_answer_and_every_figure_its_words(case):
    books, _ = case
    for name, book in books.items():
        html = "".join(_cell_html(cell) for cell in book.cells)
        assert html.count('class="say answer"') == 1, name
        for figure in figures_of(book):
            assert figure["title"] and figure["alt"], (name, figure["name"])


def test_text_of_the_corpus_is_never_markup(case):
    books, _ = case
    for name, book in books.items():
        assert "<script>alert" not in "".join(_cell_html(cell) for cell in book.cells), name


def test_no_sentence_holds_an_unfilled_gap_or_a_value_that_is_none(case):
    books, _ = case
    for name, book in books.items():
        said = re.findall(
            r'<p class="say.*?</p>', "".join(_cell_html(cell) for cell in book.cells), flags=re.S
        )
        for sentence in said:
            assert not re.search(r"\bnan\b|\bNone\b|[{}]|\binf\b|  ", sentence), (name, sentence)


@pytest.mark.slow
def test_swapping_the_places_swaps_the_counts_and_negates_the_ratios(seeds_dir):
    from analysis.page.answers_places import panel

    ab, ba = (
        panel(whole_desk(str(seeds_dir), *places, "高质量发展"), "slogans")
        .set_index("feature")
        .sort_index()
        for places in (("临平", "钱塘"), ("钱塘", "临平"))
    )
    assert (ab["n_a"] == ba["n_b"]).all() and (ab["n_b"] == ba["n_a"]).all()
    assert (ab["per_10k_a"] == ba["per_10k_b"]).all()
    assert ab["log_ratio"].equals(-ba["log_ratio"])  # of the seeds there is none


def test_the_naive_way_misses_what_the_page_tore_apart(seeds_dir):
    """十五五 on the seeds: 17 in the raw files, none among jieba's own words, 18 in the
    articles.
    """
    from analysis.page.answers_corpus import differences, three_ways

    desk = whole_desk(str(seeds_dir), "", "", "十五五")
    row = three_ways(desk).set_index("term").loc["十五五"]
    assert row.tolist() == [17, 0, 18]
    own = differences(desk).query("term == '十五五'")
    assert own[["file", "line_from", "line_to"]].values.tolist() == [
        ["002_fac586d11c14b937.txt", 12, 13]
    ]
