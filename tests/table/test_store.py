"""What the store gives back is what was made; it is asked for the very same work alone."""

import collections
import json
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis.corpus import load_corpus
from analysis.measure.occurrences import read_tables
from analysis.measure.reuse import reuse
from analysis.mention.mentions import find_mentions
from analysis.read import limits
from analysis.table import store
from analysis.table.parallel import in_order, open_pool
from tests.desk.test_cli import PAGE
from tests.helpers.command import python
from tests.whole.test_rooms import ROOMS


@pytest.fixture
def papers(tmp_path) -> Path:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "papers" / "b.txt").write_text(PAGE.replace("安吉", "德清"), encoding="utf-8")
    return tmp_path / "papers"


@pytest.fixture
def kept(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv(store.STORE, str(tmp_path / "kept"))
    return tmp_path / "kept"


ANEW = {"load_corpus": 1, "find_mentions": 1, "reuse": 1}  # what is made of the whole corpus


def entries(kept: Path) -> collections.Counter:
    """How many entries of each kind there are."""
    return collections.Counter(path.parent.name for path in kept.glob("*/*"))


def same(before: tuple, after: tuple) -> None:
    assert type(after) is type(before)
    for name, table in before._asdict().items():
        pd.testing.assert_frame_equal(getattr(after, name), table)
        assert getattr(after, name).attrs == table.attrs


def test_tables_come_back_as_they_were_made_with_their_titles(
    seeds, seed_mentions, seeds_dir, kept
):
    for _ in range(2):  # made, then opened
        same(seeds, load_corpus(seeds_dir))
        same(seed_mentions, find_mentions(seeds))
        pd.testing.assert_frame_equal(reuse(seeds), reuse(seeds))
    assert entries(kept) == ANEW | {"page": 5, "mentions": 5}


def test_a_page_comes_back_as_it_was_read_also_where_articles_jump_between_files(tmp_path, kept):
    (tmp_path / "papers").mkdir()
    begin = "区委召开会议\n\n　　本报讯（记者 王一）昨日，区委召开会议，研究规划，\n（下转第2版）\n"
    rest = "（上接第1版）\n　　部署防汛工作。会议强调，要抓好落实。\n"
    for name, text in (("2025-01-01-1.txt", begin), ("2025-01-01-2.txt", rest)):
        (tmp_path / "papers" / name).write_text(text, encoding="utf-8")
    made = load_corpus(tmp_path / "papers")
    assert "|" in made.articles["files"].iloc[0]
    shutil.rmtree(kept / "load_corpus")
    same(made, load_corpus(tmp_path / "papers"))


def test_a_new_file_is_the_only_one_that_is_read_and_searched(papers, kept, monkeypatch):
    read_tables(papers)
    before = {kind: set((kept / kind).iterdir()) for kind in ("page", "mentions")}
    (papers / "c.txt").write_text(PAGE.replace("安吉", "长兴"), encoding="utf-8")
    corpus, mentions = read_tables(papers)
    assert corpus.documents["file"].tolist() == ["a.txt", "b.txt", "c.txt"]
    (page,), (found,) = (set((kept / kind).iterdir()) - there for kind, there in before.items())
    assert json.loads(page.read_bytes())["row"]["file"] == "c.txt"
    assert "长兴" in found.read_text("utf-8") and "安吉" not in found.read_text("utf-8")
    monkeypatch.delenv(store.STORE)
    same(find_mentions(corpus), mentions)


def test_a_row_added_to_a_table_searches_its_part_of_it_alone(tmp_path, kept):
    table = tmp_path / "articles.csv"
    rows = [f"县委召开第{n}次会议，研究十五五规划。" for n in range(store.PART + 2)]
    table.write_text("\n".join(["text", *rows]) + "\n", encoding="utf-8")
    read_tables(table)
    before = entries(kept)
    with table.open("a", encoding="utf-8") as more:
        more.write("县委又召开会议。\n")
    read_tables(table)
    assert entries(kept) - before == ANEW | {"mentions": 1}


def test_one_character_changed_reads_its_page_anew_and_all_that_follows(papers, kept):
    read_tables(papers)
    before = entries(kept)
    (papers / "a.txt").write_text(PAGE.replace("十五五", "十四五"), encoding="utf-8")
    assert "十四五" in read_tables(papers)[1].slogans["surface"].tolist()
    assert entries(kept) - before == ANEW | {"page": 1, "mentions": 1}


def test_a_row_of_an_own_lexicon_looks_for_mentions_anew_and_reads_no_page(papers, kept, tmp_path):
    own = tmp_path / "slogans-mine.csv"
    own.write_text("alias,name\n走在前列,走在前列\n", encoding="utf-8")
    read_tables(papers, [own])
    before = entries(kept)
    own.write_text("alias,name\n走在前列,走在前列\n抓好落实,抓好落实\n", encoding="utf-8")
    assert "抓好落实" in read_tables(papers, [own])[1].slogans["name"].tolist()
    assert entries(kept) - before == {"find_mentions": 1, "mentions": 2}


def test_a_row_of_corpus_csv_reads_no_page_and_searches_what_it_describes_anew(papers, kept):
    read_tables(papers)
    before = entries(kept)
    (papers / "corpus.csv").write_text("file,place\na.txt,湖州\n", encoding="utf-8")
    assert "湖州" in read_tables(papers)[0].documents["place"].tolist()
    assert entries(kept) - before == ANEW | {"mentions": 1}


def test_a_key_changes_with_any_value_and_any_cell():
    table = pd.DataFrame({"a": ["一", "二"]})
    values = [
        "a.txt",
        "b.txt",
        ["a.txt"],
        {"a": 1},
        {"a": 2},
        table,
        table.replace("二", "三"),
        None,
    ]
    keys = [store.key_of("page", value) for value in values]
    assert len(set(keys)) == len(keys) and all(key.startswith("page/") for key in keys)
    assert store.key_of("page", table.copy()) == store.key_of("page", table)


def test_what_columns_are_said_to_be_is_part_of_the_key(tmp_path, kept):
    table = tmp_path / "articles.csv"
    table.write_text("甲,乙\n县委召开会议。,县委开会。\n", encoding="utf-8")
    texts = [load_corpus(table, columns={"text": c}).articles["text"][0] for c in "甲乙甲"]
    assert texts == ["县委召开会议。", "县委开会。", "县委召开会议。"]
    assert entries(kept) == {"load_corpus": 2}


def test_a_table_changed_by_hand_is_another_table(papers, kept):
    corpus = load_corpus(papers)
    find_mentions(corpus)
    corpus.articles.loc[0, "text"] = corpus.articles.loc[0, "text"].replace("十五五", "十四五")
    assert "十四五" in find_mentions(corpus).slogans["surface"].tolist()


def test_a_column_of_lists_is_not_kept_and_stops_nothing(papers, kept):
    corpus = load_corpus(papers)
    corpus.articles["tags"] = [["a"]] * len(corpus.articles)
    assert len(find_mentions(corpus).slogans) and "find_mentions" not in entries(kept)


def test_a_damaged_entry_is_made_again(papers, kept):
    made = load_corpus(papers)
    for path in (*kept.glob("page/*"), kept.glob("load_corpus/*/articles.parquet").__next__()):
        path.write_bytes(path.read_bytes()[:100])
    same(made, load_corpus(papers))


def test_a_store_that_cannot_be_written_changes_nothing(papers, kept, monkeypatch):
    made = load_corpus(papers)
    kept.with_name("file").write_text("in the way")
    monkeypatch.setenv(store.STORE, str(kept.with_name("file") / "kept"))
    same(made, load_corpus(papers))


def test_a_file_that_took_too_long_is_tried_again(papers, kept, monkeypatch):
    load_corpus(papers)
    (papers / "c.txt").write_text(PAGE * 2000, encoding="utf-8")
    with monkeypatch.context() as quick:
        quick.setattr(limits, "SECONDS_PER_FILE", 1e-4)
        quick.setattr(limits, "BYTES_PER_SECOND", 1e9)
        assert load_corpus(papers).failures["file"].tolist() == ["c.txt"]
    assert load_corpus(papers).failures.empty


@pytest.mark.slow
def test_two_runs_at_once_give_each_other_what_they_make(papers, kept):
    with open_pool(2) as pool:
        one, two = in_order(pool, load_corpus, [papers, papers])
    same(one, two)
    same(one, load_corpus(papers))
    assert entries(kept) == {"page": 2, "load_corpus": 1}


@pytest.fixture
def package(tmp_path, monkeypatch) -> Path:
    """A copy of the package's files, whose fingerprints are asked for; it is older than we are."""
    home = tmp_path / "analysis"
    shutil.copytree(store.HOME, home, ignore=shutil.ignore_patterns("__pycache__", "fonts"))
    monkeypatch.setattr(store, "HOME", home)
    return home


def test_a_fingerprint_takes_the_rooms_as_they_lie_above_each_other():
    assert ("errors", *ROOMS) == store.ROOMS


def prints(home: Path) -> list[str]:
    for path in home.rglob("*"):
        os.utime(path, (0, 0))
    rooms = ("repair", "corpus", "mention", "measure", "draw", "page", "desk")
    return [store.fingerprint.__wrapped__(room) for room in rooms]


@pytest.mark.parametrize(
    ("file", "rooms_changed"),
    [
        ("read/layout.py", 7),
        ("corpus.py", 6),
        ("chinese/lexicons/word_lists.csv", 7),
        ("chinese/lexicons/slogans.csv", 5),
        ("mention/organs.py", 5),
        ("measure/compare.py", 4),
        ("draw/theme.py", 3),
        ("page/export.py", 2),
        ("desk/cli.py", 1),
    ],
)
def test_a_change_of_code_or_lexicon_changes_the_rooms_above_it_alone(package, file, rooms_changed):
    before = prints(package)
    with (package / file).open("a", encoding="utf-8") as changed:
        changed.write("\n")
    after = prints(package)
    assert [a != b for a, b in zip(before, after, strict=True)] == [
        n >= 7 - rooms_changed for n in range(7)
    ]


def test_no_page_is_read_with_a_lexicon_that_is_not_in_its_fingerprint(tmp_path):
    """The reading rooms, with the lexicons that count from `mention` on away, read as ever."""
    code = (
        "import sys\nfrom pathlib import Path\nimport analysis.chinese.lexicons as l\n"
        "from analysis.table.store import LATER\n"
        "opened = l._read\n"
        "def spy(path, *more):\n"
        "    assert Path(path).stem not in LATER, path\n    return opened(path, *more)\n"
        "l._read = spy\nfrom analysis.corpus import load_corpus\n"
        "print(len(load_corpus(sys.argv[1]).articles))"
    )
    done = python(code, store.HOME.parent / "seeds")
    assert done.returncode == 0 and int(done.stdout) == 20, done.stderr


def test_code_newer_than_the_process_is_nobody_elses(package):
    (package / "corpus.py").touch()
    assert str(os.getpid()) in store.fingerprint.__wrapped__("repair")


def test_entries_that_nobody_opens_go(papers, kept):
    load_corpus(papers)
    shutil.rmtree(kept / "load_corpus")
    for page in (kept / "page").iterdir():
        os.utime(page, (0, 0))
    (papers / "b.txt").unlink()
    load_corpus(papers)  # opens one of the two
    store.sweep()
    assert entries(kept) == {"page": 1, "load_corpus": 1}
