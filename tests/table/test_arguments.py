"""A wrong argument of any public function is one line that says what came and what is wanted."""

import inspect
from functools import partial

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

import analysis
from analysis.errors import TifaError
from analysis.page.export import open_kernel, run_notebook, set_parameters
from tests.helpers.notebook_runner import NOTEBOOKS
from tests.helpers.wrong_arguments import right_calls, write_pages, wrong_values

FUNCTIONS = [name for name in analysis.__all__ if inspect.isfunction(getattr(analysis, name))]
# What of the wrong values is right somewhere: a number, a word or None where that is asked for.
RIGHT = {
    "None": {
        "keyness_scores.family",
        "collocations.window",
        "compare.features",
        "compare.strata",
        "concordance.place",
        "concordance.rows",
        "find_categories.mentions",
        "find_mentions.body_lexicon",
        "find_mentions.slogan_lexicon",
        "load_corpus.columns",
        "lifespans.features",
        "trend.features",
        "propose_slogans.lexicon",
        "propose_slogans.limit",
        "to_quanteda.features",
        "tokenize.spans",
        "trace_slogans.lexicon",
    },
    "a number": {
        "collocations.min_count",
        "collocations.window",
        "compare.n_resamples",
        "compare.seed",
        "dispersion.min_count",
        "keyness.min_count",
        "lifespans.seed",
        "load_corpus.workers",
        "propose_slogans.limit",
        "show.lines",
    },
    "text": {
        "collocations.node",
        "concordance.pattern",
        "explore.path",
        "explore.term",
        "look.term",
        "open_corpus.term",
    },
    "a list of text": {
        "collocations.stopwords",
        "compare.features",
        "lifespans.features",
        "to_quanteda.features",
        "trend.features",
    },
    "an empty table": {"show.what"},
    "another table": {"show.what"},
    "a truth value": {"concordance.regex", "show.headline", "tokenize.hmm", "tokenize.names"},
    "a dictionary": {"find_categories.categories", "load_corpus.columns"},
    "a Corpus": {f"{name}.corpus" for name in FUNCTIONS},
    "a Mentions": {"propose_slogans.mentions"},
}

# What the measures on arrays take; whether the numbers make sense is asked in test_scores.
NUMBERS = {"a number", "a negative number", "a fraction", "a truth value", "a list of numbers"}
NUMBERS |= {"a column", "an empty table", "another table"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_pages(tmp_path_factory.mktemp("papers"))


@pytest.fixture(scope="module")
def calls(folder):
    return right_calls(folder)


@pytest.fixture(scope="module")
def values(folder):
    return wrong_values(folder)


def refusal(name: str, arguments: dict) -> str:
    """The one line a call ends with, "" if it goes through; any other error fails the test."""
    try:
        getattr(analysis, name)(**arguments)
    except TifaError as error:
        assert str(error) and str(error).isprintable()  # one line
        return str(error)
    return ""


def test_every_argument_of_every_public_function_is_tried(calls):
    assert {name: list(arguments) for name, arguments in calls.items()} == {
        name: list(inspect.signature(getattr(analysis, name)).parameters) for name in FUNCTIONS
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_wrong_argument_is_one_line_that_names_it(name, calls, values):
    assert not refusal(name, calls[name])
    for argument in calls[name]:
        for called, value in values.items():
            sums = name.endswith("_scores") and called in NUMBERS
            if f"{name}.{argument}" not in RIGHT.get(called, ()) and not sums:
                said = refusal(name, {**calls[name], argument: value})
                assert name in said or argument in said or "没有" in said, (argument, called, said)


WAYS = [  # how a column may be wrong: it is not there, stands twice, holds lists
    lambda table, column: table.drop(columns=column),
    lambda table, column: pd.concat([table, table[[column]]], axis=1),
    lambda table, column: table.assign(**{column: [[value] for value in table[column]]}),
]
EVERY = pytest.mark.parametrize(
    "every", [False, pytest.param(True, marks=pytest.mark.slow, id="in every way")]
)


def broken(table: pd.DataFrame, every: bool):
    """The table without rows, and with each of its columns wrong in every way, or in one in turn."""
    yield table.iloc[:0]
    for at, column in enumerate(table.columns):
        for way in WAYS if every else WAYS[at % 3 : at % 3 + 1]:
            yield way(table, column)


@EVERY
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_table_with_a_wrong_column_does_or_is_one_line(name, every, calls):
    for argument, value in calls[name].items():
        if isinstance(value, pd.DataFrame):
            for table in broken(value, every):
                refusal(name, {**calls[name], argument: table})


@EVERY
@pytest.mark.parametrize(
    "name", ["compare", "concordance", "evidence", "find_mentions", "look", "propose_slogans"]
)
@pytest.mark.parametrize("part", ["articles", "sentences", "offsets", "places"])
def test_a_corpus_with_a_wrong_column_does_or_is_one_line(name, part, every, calls):
    corpus = calls[name]["corpus"]
    for table in broken(getattr(corpus, part), every):
        refusal(name, {**calls[name], "corpus": corpus._replace(**{part: table})})


def test_the_line_says_what_came_and_what_to_do(calls, values):
    corpus, mentions = values["a Corpus"], values["a Mentions"]
    rows, articles = calls["keyness"]["rows"], corpus.articles
    untold, twice = corpus.sentences.assign(text=None), pd.concat([articles, articles])
    for said, function, *given in (
        (
            "find_mentions wants a Corpus; a path came: load_corpus(path) makes one",
            analysis.find_mentions,
            "seeds",
        ),
        (
            "concordance wants a Corpus; a path came: load_corpus(path) makes one",
            analysis.concordance,
            "seeds",
            "两新",
        ),
        (
            "tokenize wants the table corpus.sentences; a Corpus came",
            analysis.tokenize,
            corpus,
        ),
        (
            "articles_counted wants the table corpus.articles; a Corpus came",
            analysis.articles_counted,
            corpus,
        ),
        (
            "propose_slogans wants a Mentions as mentions; a Corpus came: "
            "find_mentions(corpus) makes one",
            analysis.propose_slogans,
            corpus,
            corpus,
        ),
        (
            "count_features wants a table with article_id; a Mentions came: "
            "take its slogans or its bodies",
            analysis.count_features,
            mentions,
            articles,
        ),
        (
            "place '甲' has no article; there are 临平, 钱塘",
            analysis.keyness,
            rows,
            articles,
            "甲",
            "钱塘",
        ),
        (
            "keyness wants a whole number from 0 up as min_count; -1 came",
            partial(analysis.keyness, min_count=-1),
            rows,
            articles,
            "临平",
            "钱塘",
        ),
        (
            "rows: no column word; it has article_id, start, sentence_id, end, token",
            partial(analysis.keyness, feature="word"),
            rows,
            articles,
            "临平",
            "钱塘",
        ),
        (
            "concordance wants one of text, left, right as sort; 'x' came",
            partial(analysis.concordance, sort="x"),
            corpus,
            "两新",
        ),
        (
            "rows: no column article_id; it has none",
            analysis.dispersion,
            pd.DataFrame(),
            articles,
        ),
        (
            'sentences: text of row 0 is None; text is wanted; an empty cell of text is ""',
            analysis.tokenize,
            untold,
        ),
        (
            f"articles: article_id {articles['article_id'][0]!r} stands twice",
            analysis.count_features,
            rows,
            twice,
        ),
    ):
        with pytest.raises(TifaError) as caught:
            function(*given)
        assert str(caught.value) == said


@pytest.mark.slow  # the next one runs the same notebook
def test_in_a_notebook_the_line_is_all_that_is_shown(folder):
    book = nbformat.read(next(NOTEBOOKS.glob("05-*.ipynb")), as_version=4)
    set_parameters(book, {"CORPUS": str(folder), "GROUP_A": "甲乙"})
    with pytest.raises(CellExecutionError):
        NotebookClient(
            book,
            timeout=120,
            kernel_name="python3",
            resources={"metadata": {"path": str(NOTEBOOKS)}},
        ).execute()
    (error,) = (
        out
        for cell in book.cells
        for out in cell.get("outputs", [])
        if out["output_type"] == "error"
    )
    assert error["traceback"] == [
        "TifaError: group '甲乙' is not in this corpus; there are 临平, 钱塘"
    ]


def run(notebook, folder, values):
    with open_kernel(notebook.parent, values) as kernel:
        return run_notebook(notebook, folder, values, kernel)


@pytest.mark.slow
def test_the_main_job_says_notebook_and_line(folder):
    with pytest.raises(TifaError) as caught:
        run(next(NOTEBOOKS.glob("05-*.ipynb")), folder, {"GROUP_A": "甲乙"})
    said = "group '甲乙' is not in this corpus; there are 临平, 钱塘"
    assert str(caught.value) == f"05-linping-and-qiantang.ipynb: {said}"


def test_the_main_job_says_any_other_fault_in_one_line_without_colours(folder, tmp_path):
    fault = 'raise RuntimeError("\\x1b[31mfirst\\x1b[0m\\nsecond")'
    cells = [new_code_cell('CORPUS = ""', metadata={"tags": ["parameters"]}), new_code_cell(fault)]
    nbformat.write(new_notebook(cells=cells), tmp_path / "01.ipynb")
    with pytest.raises(TifaError) as caught:
        run(tmp_path / "01.ipynb", folder, {})
    assert str(caught.value) == "01.ipynb: RuntimeError: first second"
