"""The tables of a run are read once, and what is opened is what was read."""

import pandas as pd
import pytest

from analysis.corpus import load_corpus
from analysis.mention.mentions import find_mentions
from analysis.page.export import run_notebook
from analysis.page.stored import FOLDER, read_tables, store_tables, tables_key
from tests.desk.test_cli import PAGE
from tests.helpers.notebook_runner import NOTEBOOKS


@pytest.fixture
def papers(tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path / "papers"


def test_stored_tables_come_back_as_they_were_with_their_titles(
    seeds, seed_mentions, seeds_dir, tmp_path, monkeypatch
):
    store_tables(seeds, seed_mentions, tmp_path / tables_key(seeds_dir))
    monkeypatch.setenv(FOLDER, str(tmp_path))
    for before, after in zip((seeds, seed_mentions), read_tables(seeds_dir), strict=True):
        assert type(after) is type(before)
        for name, table in before._asdict().items():
            pd.testing.assert_frame_equal(getattr(after, name), table)
            assert getattr(after, name).attrs == table.attrs


def test_a_notebook_of_a_run_opens_what_the_run_has_read(papers, tmp_path):
    corpus = load_corpus(papers)
    other = corpus._replace(articles=corpus.articles.assign(title="another headline"))
    store_tables(other, find_mentions(corpus), tmp_path / tables_key(papers))
    notebook = next(NOTEBOOKS.glob("01-*.ipynb"))
    values = {"GROUP_A": "", "GROUP_B": ""}
    assert "another headline" in str(run_notebook(notebook, papers, values, tables=tmp_path))


def test_the_key_follows_every_file_corpus_csv_and_the_lexicons(papers, tmp_path):
    keys = {tables_key(papers)}
    (papers / "a.txt").write_text(PAGE.replace("安吉", "德清"), encoding="utf-8")
    keys.add(tables_key(papers))
    (papers / "corpus.csv").write_text("file,place\na.txt,德清\n", encoding="utf-8")
    keys.add(tables_key(papers))
    (papers / "b.txt").write_text(PAGE, encoding="utf-8")
    keys.add(tables_key(papers))
    (tmp_path / "mine.csv").write_text("alias,name\n海纳九峰,“海纳九峰”\n", encoding="utf-8")
    keys.add(tables_key(papers, [str(tmp_path / "mine.csv")]))
    assert len(keys) == 5
    assert tables_key(papers) == tables_key(papers)


def test_without_stored_tables_the_corpus_is_read(papers, tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER, str(tmp_path / "nothing"))
    corpus, mentions = read_tables(papers)
    assert corpus.documents["file"].tolist() == ["a.txt"]
    assert mentions.slogans["name"].tolist() == find_mentions(corpus).slogans["name"].tolist()
