"""The data dictionary says exactly what the written tables hold, and of what type."""

import csv
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from analysis.desk.tables_job import TABLES, write_tables
from analysis.errors import TifaError
from analysis.table.dictionary import (
    COLUMNS,
    DTYPES,
    EVERY,
    FILE,
    columns_of,
    data_dictionary,
    declared_types,
    describe_columns,
    described,
    fit,
    short,
    titled,
)
from tests.desk.test_cli import PAGE

READ = {"csv": pd.read_csv, "parquet": pd.read_parquet, "xlsx": pd.read_excel}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("papers")
    (made / "a.txt").write_text(PAGE, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
def test_the_dictionary_has_every_column_of_every_written_table_and_no_other(
    folder, tmp_path, suffix
):
    write_tables(folder, tmp_path / "out", suffix, [])
    written = {p.stem: list(READ[suffix](p).columns) for p in (tmp_path / "out").glob("[!.]*")}
    assert sorted(written) == sorted([*TABLES, "data-dictionary"])
    declared = {name: declared_types(name) for name in written}
    declared["articles"] |= {
        "reprint_of": "text"
    }  # `tables` looks for them, reading alone does not
    assert written == {name: list(types) for name, types in declared.items()}
    told = READ[suffix](tmp_path / "out" / f"data-dictionary.{suffix}")
    assert {t: group["column"].tolist() for t, group in told.groupby("table")} == written
    assert told[["type", "meaning", "source"]].notna().all(axis=None)
    assert {
        t: dict(zip(g["column"], g["type"], strict=True)) for t, g in told.groupby("table")
    } == declared


def test_every_row_is_whole_or_says_what_every_table_says(rows):
    assert list(rows[0]) == COLUMNS
    assert len({(row["table"], row["column"]) for row in rows}) == len(rows)
    whole = [row for row in rows if row["type"] in DTYPES and row["meaning"] and row["source"]]
    bare = [row for row in rows if not any(row[c] for c in COLUMNS[2:])]
    assert len(whole) + len(bare) == len(rows)
    everywhere = {row["column"] for row in rows if row["table"] == EVERY}
    assert {row["column"] for row in bare} <= everywhere


def test_every_public_table_has_the_types_declared_for_it(seed_tables):
    for table in seed_tables:
        name = table.attrs["tifa"]
        declared = declared_types(name) if name in described() else {}
        wrong = {
            c: str(table[c].dtype)
            for c in set(declared) & set(table)
            if table[c].dtype != DTYPES[declared[c]]
        }
        assert not wrong, name


def test_a_column_nobody_described_is_an_error():
    with pytest.raises(KeyError, match="mood"):
        data_dictionary({"tokens": ["token", "mood"]})


def test_an_installation_has_the_file_too():
    project = tomllib.loads(
        (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    )
    assert (
        FILE.name in project["tool"]["setuptools"]["package-data"][f"analysis.{FILE.parent.name}"]
    )


def test_a_column_is_told_in_the_unit_of_its_table_and_by_its_source():
    assert columns_of("segments") == ["doc_id", "start", "end", "role", "article_id"]
    assert describe_columns("keyness", unit="tokens")["size_a"].unit == "words"
    assert "jieba's dictionary" in data_dictionary({"tokens": ["token"]})["source"][0]


def test_a_value_of_another_type_is_told_with_its_row():
    with pytest.raises(TifaError, match=r"^counts row 2: n is '1'; columns.csv says integer$"):
        fit(pd.DataFrame({"n": ["1"]}), {"n": "integer"}, "counts", 2)


def test_a_title_stays_with_rows_of_its_table_and_is_short():
    rows = pd.DataFrame({"feature": ["两新"], "n": [2]})
    table = titled(rows, "count_features", "counts by place", unit="han")
    assert table.head(1).attrs["title"] == "counts by place"
    assert [short("十五五"), short(rows), len(short("很" * 99))] == ["十五五", "the rows given", 40]
