"""Every written table has the columns and types of columns.csv: empty, of one row, in batches."""

import pandas as pd
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from analysis.corpus import iter_corpus, load_corpus
from analysis.desk.tables_job import TABLES, Batch, make_tables, write_tables
from analysis.errors import TifaError
from analysis.measure.reuse import mark_reprints
from analysis.table.dictionary import DTYPES, declared_types
from analysis.table.write import FORMATS, table_writer, write_table

EXAMPLES = {"text": "甲乙", "integer": 3, "number": 0.5, "boolean": True}
# One that is wrong for each type, whatever pandas would make of a column with it alone.
WRONG = {
    "text": [7, None, 1.5],
    "integer": ["7", None, 7.5, True],
    "number": ["0,5", True],
    "boolean": ["是", None, 1],
}
CAPTION = "本报记者 王晓明 摄\n"
PAGE = (
    "本报讯（记者 王晓明）昨日，县委常委会召开会议，研究安吉县“十五五”规划。会议强调，"
    "要抓好落实。\n"
)


def rows_of(name: str, n: int, /, **values) -> pd.DataFrame:
    types = declared_types(name)
    return pd.DataFrame(
        [{c: values.get(c, EXAMPLES[t]) for c, t in types.items()} for _ in range(n)],
        columns=list(types),
    )


def header(path) -> list[str]:
    """The columns as they stand in the file, and in Parquet their types too."""
    if path.suffix == ".csv":
        return path.read_text(encoding="utf-8-sig").split("\n")[0].split(",")
    if path.suffix == ".xlsx":
        return [cell.value for cell in next(load_workbook(path).active.iter_rows())]
    return [f"{field.name} {field.type}" for field in pq.read_schema(path)]


def batches_of(name: str) -> dict[str, list[pd.DataFrame]]:
    """Nothing at all, no row (as pandas makes it, all object), one row, and many batches."""
    none, one = rows_of(name, 0), rows_of(name, 1)
    assert set(none.dtypes) == {pd.Series(dtype=object).dtype}
    return {
        "nothing": [],
        "empty": [none],
        "one": [one],
        "many": [none, one, none, rows_of(name, 2), none],
    }


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", TABLES)
def test_the_schema_does_not_depend_on_the_rows(tmp_path, name, suffix):
    headers = []
    for kind, batches in batches_of(name).items():
        path = tmp_path / f"{kind}.{suffix}"
        with table_writer(path, name) as append:
            for batch in batches:
                append(batch)
        headers.append(header(path))
    types = {"text": "string", "integer": "int64", "number": "double", "boolean": "bool"}
    declared = [
        f"{c} {types[t]}" if suffix == "parquet" else c for c, t in declared_types(name).items()
    ]
    assert headers == [declared] * 4


@pytest.mark.parametrize("name", TABLES)
def test_parquet_gives_the_declared_dtypes_back(tmp_path, name):
    for kind, batches in batches_of(name).items():
        with table_writer(tmp_path / f"{kind}.parquet", name) as append:
            for batch in batches:
                append(batch)
        read = pd.read_parquet(tmp_path / f"{kind}.parquet")
        assert dict(read.dtypes) == {c: DTYPES[t] for c, t in declared_types(name).items()}


@pytest.mark.parametrize(
    ("name", "suffix"),
    [*((name, "csv") for name in TABLES), ("slogans", "xlsx"), ("counts", "parquet")],
)
def test_a_value_of_another_type_is_an_error_naming_table_column_and_row(tmp_path, name, suffix):
    for column, kind in declared_types(name).items():
        for wrong in WRONG[kind]:
            with (
                pytest.raises(
                    TifaError, match=rf"^{name} row 4: {column} is .*; columns.csv says {kind}$"
                ),
                table_writer(tmp_path / f"t.{suffix}", name) as append,
            ):
                append(rows_of(name, 1))
                append(
                    pd.concat(
                        [rows_of(name, 1).astype(object), rows_of(name, 1, **{column: wrong})]
                    )
                )


def test_a_number_may_be_missing_and_stays_a_number(tmp_path):
    with table_writer(tmp_path / "t.parquet", "counts") as append:
        append(rows_of("counts", 2, per_10k=None))
        append(rows_of("counts", 1))
    assert pd.read_parquet(tmp_path / "t.parquet")["per_10k"].isna().tolist() == [True, True, False]


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_column_that_is_missing_is_an_error_and_a_further_one_is_written(tmp_path, suffix):
    said = "^tokens: the columns are article_id, start, sentence_id, end; wanted: .*, token"
    with (
        pytest.raises(TifaError, match=said),
        table_writer(tmp_path / f"a.{suffix}", "tokens") as append,
    ):
        append(rows_of("tokens", 1).drop(columns="token"))
    with table_writer(tmp_path / f"b.{suffix}", "articles") as append:
        append(rows_of("articles", 1).assign(page=4, desk=["要闻"]))
        append(rows_of("articles", 1).assign(desk=None, page=5))
    declared = list(declared_types("articles"))
    assert [name.split(" ")[0] for name in header(tmp_path / f"b.{suffix}")] == [
        *declared,
        "page",
        "desk",
    ]


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_table_of_ones_own_takes_its_types_from_its_first_rows(tmp_path, suffix):
    own = pd.DataFrame(
        {
            "n": pd.array([1, None], dtype="Int64"),
            "what": ["甲", 5],
            "day": pd.to_datetime(["2025-05-27"] * 2),
        }
    )
    read = {"csv": pd.read_csv, "parquet": pd.read_parquet, "xlsx": pd.read_excel}[suffix]
    back = read(write_table(own, tmp_path / f"own.{suffix}"))
    assert back["what"].astype(str).tolist() == ["甲", "5"] and back["n"].isna().tolist() == [
        False,
        True,
    ]
    said = r"^own.\w+ row 5: n is 'x'; the rows above say integer$"
    with pytest.raises(TifaError, match=said), table_writer(tmp_path / f"own.{suffix}") as append:
        append(own)
        append(own.assign(n=[1, "x"]))


def test_many_batches_of_which_the_first_has_no_article_are_the_tables_of_one_batch(tmp_path):
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(70):  # the first 64 files are the first batch
        text = CAPTION if number < 64 else PAGE
        (papers / f"{number:03d}.txt").write_text(text, encoding="utf-8")
    batches = [
        corpus._asdict()
        | make_tables(Batch(corpus.articles, corpus.sentences, corpus.offsets, corpus.places))
        for corpus in iter_corpus(papers)
    ]
    assert len(batches) > 1 and not len(batches[0]["slogans"]) and len(batches[-1]["slogans"])
    for made in batches:
        for name in set(TABLES) - {"counts"}:
            assert dict(made[name].dtypes) == {
                c: DTYPES[t] for c, t in declared_types(name).items()
            }, name
    write_tables(papers, tmp_path / "out", "parquet", [])
    whole = mark_reprints(load_corpus(papers))
    for name in ("documents", "articles", "quality", "offsets"):
        table = pd.read_parquet(tmp_path / "out" / f"{name}.parquet")
        expected = getattr(whole, name)
        assert dict(table.dtypes) == dict(expected.dtypes) and len(table) == len(expected)
    counts = pd.read_parquet(tmp_path / "out" / "counts.parquet")
    told = counts.loc[counts["feature"] == "十五五", ["n", "n_all"]].values.tolist()
    assert told == [[6, 6]]


def test_reprints_in_different_batches_are_marked_and_count_once_a_place(tmp_path):
    papers = tmp_path / "papers"
    papers.mkdir()
    said = "昨日，县委常委会召开会议，研究安吉县“十五五”规划，审议有关文件。会议强调，要抓好落实，把各项"
    said += "任务一件一件办好，让群众看得见、摸得着，确保全年目标如期完成，为明年开好局起好步。"
    for number in range(70):
        text = f"第{number:03d}号短讯，今日天气很好。\n" if 0 < number < 69 else f"本报讯{said}\n"
        (papers / f"{number:03d}.txt").write_text(text, encoding="utf-8")
    write_tables(papers, tmp_path / "out", "parquet", [])
    articles = pd.read_parquet(tmp_path / "out" / "articles.parquet")
    again = articles[articles["reprint_of"] != ""]
    assert again[["article_id", "reprint_of"]].values.tolist() == [["069-01", "000-01"]]
    whole = mark_reprints(load_corpus(papers)).articles
    assert whole["reprint_of"].tolist() == articles["reprint_of"].tolist()
    counts = pd.read_parquet(tmp_path / "out" / "counts.parquet").set_index("feature")
    assert counts.loc["十五五", ["n", "n_articles", "n_all", "n_articles_all"]].tolist() == [
        1,
        1,
        2,
        2,
    ]
    assert not (tmp_path / "out" / ".batches").exists()
