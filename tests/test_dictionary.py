"""The data dictionary says exactly what the written tables hold, in each format."""

import pandas as pd
import pytest

from analysis.dictionary import EVERYWHERE, OWN, data_dictionary
from analysis.job import TABLES, write_tables
from tests.test_cli import PAGE

READ = {"csv": pd.read_csv, "parquet": pd.read_parquet, "xlsx": pd.read_excel}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("papers")
    (made / "a.txt").write_text(PAGE, encoding="utf-8")
    return made


@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
def test_the_dictionary_has_every_column_of_every_written_table_and_no_other(folder, tmp_path, suffix):
    write_tables(folder, tmp_path / "out", suffix, [])
    written = {p.stem: list(READ[suffix](p).columns) for p in (tmp_path / "out").iterdir()}
    assert sorted(written) == sorted([*TABLES, "data-dictionary"])
    told = READ[suffix](tmp_path / "out" / f"data-dictionary.{suffix}")
    assert {t: group["column"].tolist() for t, group in told.groupby("table")} == written
    assert told[["meaning", "source"]].notna().all(axis=None)


def test_every_line_is_used_and_whole():
    lines = [line for text in [EVERYWHERE, *OWN.values()] for line in text.strip().splitlines()]
    assert {line.count("|") for line in lines} == {3}


def test_a_column_nobody_described_is_an_error():
    with pytest.raises(KeyError, match="mood"):
        data_dictionary({"tokens": ["token", "mood"]})
