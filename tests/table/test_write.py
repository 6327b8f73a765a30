"""Tables on disk: readable, typed, harmless, whole or not at all, the same bytes every time."""

import pandas as pd
import pytest

from analysis.errors import TifaError
from analysis.table.write import FORMULA, defuse, plain, table_writer, write_table

TABLE = pd.DataFrame(
    {"name": ["十五五", "=1+1"], "n": [18, 2], "rate": [1.5, 0.25], "truncated": [True, False]}
)


def test_csv_opens_in_a_spreadsheet_and_runs_no_formula(tmp_path):
    path = write_table(TABLE, tmp_path / "t.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfname,n,rate,truncated\n")
    assert pd.read_csv(path, encoding="utf-8-sig")["name"].tolist() == ["十五五", "'=1+1"]


def test_parquet_keeps_types_and_text_as_they_are(tmp_path):
    pd.testing.assert_frame_equal(
        pd.read_parquet(write_table(TABLE, tmp_path / "t.parquet")), TABLE
    )


def test_xlsx_keeps_types_and_holds_text_not_formulas(tmp_path):
    path = write_table(TABLE, tmp_path / "t.xlsx")
    back = pd.read_excel(path)
    assert back["name"].tolist() == ["十五五", "=1+1"]
    assert back["n"].tolist() == [18, 2]


@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
def test_batches_give_the_bytes_of_the_whole(tmp_path, suffix):
    with table_writer(tmp_path / f"parts.{suffix}") as append:
        append(TABLE.iloc[:1])
        append(TABLE.iloc[1:])
    write_table(TABLE, tmp_path / f"whole.{suffix}")
    read = {"csv": pd.read_csv, "parquet": pd.read_parquet, "xlsx": pd.read_excel}[suffix]
    pd.testing.assert_frame_equal(
        read(tmp_path / f"parts.{suffix}"), read(tmp_path / f"whole.{suffix}")
    )


@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
def test_same_table_same_bytes(tmp_path, suffix):
    first, second = (write_table(TABLE, tmp_path / f"{k}.{suffix}").read_bytes() for k in "ab")
    assert first == second


def test_an_empty_table_keeps_its_columns(tmp_path):
    for suffix in ("csv", "parquet", "xlsx"):
        path = write_table(TABLE.iloc[:0], tmp_path / f"empty.{suffix}")
        read = {"csv": pd.read_csv, "parquet": pd.read_parquet, "xlsx": pd.read_excel}[suffix]
        assert read(path).columns.tolist() == TABLE.columns.tolist()


def test_a_cell_too_long_for_xlsx_is_refused_by_row_and_column(tmp_path):
    with pytest.raises(TifaError, match=r"row 2: text has more than 32767 characters"):
        write_table(pd.DataFrame({"text": ["字" * 40_000]}), tmp_path / "t.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(TifaError, match="allowed: csv, parquet, xlsx"):
        write_table(TABLE, tmp_path / "t.json")


def test_a_defused_cell_is_read_back_as_it_was():
    cells = [f"{sign}cmd|' /C calc'!A0" for sign in FORMULA] + ["'90", "十五五", 5, None]
    safe = defuse(pd.DataFrame({"text": cells}, dtype=object))["text"].tolist()
    assert not any(str(cell).startswith(FORMULA) for cell in safe)
    assert [plain(cell) if isinstance(cell, str) else cell for cell in safe] == cells


def test_csv_is_what_python_s_own_writer_gives(tmp_path):
    """Quoted where it must be, in every type; a return is quoted too, which it alone leaves bare."""
    cells = ["甲", "", 'say "乙"', "a,b", "one\ntwo", " 丙", "'丁", None]
    table = pd.DataFrame({"a": cells, "b,": cells[::-1], "n": range(8), "f": [0.1, 1e-7] * 4})
    table["gap"] = pd.array([1, None] * 4, dtype="Int64")
    table["yes"] = [True, False] * 4
    path = write_table(table, tmp_path / "t.csv")
    assert path.read_text("utf-8-sig") == table.to_csv(index=False, lineterminator="\n")
    for column in ("a", "f"):  # a row of one empty cell is no empty line
        alone = table[[column]].replace({0.1: float("nan")})
        path = write_table(alone, tmp_path / f"{column}.csv")
        assert path.read_text("utf-8-sig") == alone.to_csv(index=False, lineterminator="\n")
    path = write_table(pd.DataFrame({"a": ["one\rtwo"], "b": ["x"]}), tmp_path / "r.csv")
    assert path.read_bytes().endswith(b'"one\rtwo",x\n')
