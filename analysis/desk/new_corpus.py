"""A corpus.csv to begin with: what the pages themselves say or let one infer, for a person to
correct.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.corpus import Corpus, load_corpus
from analysis.describe.documents import CSV_COLUMNS
from analysis.errors import TifaError
from analysis.read.article_tables import file_of
from analysis.repair.table_rows import LAYOUT as TABLE
from analysis.table.outputs import check_new_file
from analysis.table.write import FORMULA, write_new_table

SAID = ("place", "date_published")


def write_corpus_csv(
    root: Path, columns: Mapping[str, str] | None = None
) -> tuple[Path, pd.DataFrame, pd.DataFrame]:
    """Write FOLDER/corpus.csv; returns its path, its rows, and the files that could not be read.

    Raises TifaError where there is one already: it is never overwritten.
    """
    if os.path.isfile(root):
        raise TifaError(f"{root} is a file; a folder is wanted")
    path = root / "corpus.csv"
    check_new_file(path)
    corpus = load_corpus(root, columns=columns)
    rows = infer_rows(corpus)
    odd = [f for f in rows["file"] if f.startswith(FORMULA)]
    if odd:
        why = "a spreadsheet would run this name as a formula; rename the file"
        raise TifaError(f"{odd[0]}: {why}")
    return write_new_table(rows, path), rows, corpus.failures


def infer_rows(corpus: Corpus) -> pd.DataFrame:
    """One row a file in the columns of corpus.csv; note: how place and date are known, and what is
    not. Those of a table of articles stand in its rows.
    """
    documents = corpus.documents.assign(file=corpus.documents["file"].map(file_of))
    of_rows = documents["layout"] == TABLE
    documents.loc[of_rows, [*SAID, *(f"{c}_basis" for c in SAID), "place_level"]] = ""
    units = corpus.places[["place", "city", "district"]]
    table = documents.drop_duplicates("file").merge(units, on="place", how="left")
    notes = [_note(row) for row in table.to_dict("records")]
    place = table["place"].where(table["place_basis"] != "unknown", "")
    table = table.assign(source="", note=notes, place=place)
    failed = corpus.failures.assign(file=corpus.failures["file"].map(file_of))
    files = failed["file"]  # not folders, nor tables of which rows were left out
    failed = failed[~files.str.endswith("/") & ~files.isin(table["file"])].drop_duplicates("file")
    failed = failed.assign(note=failed["error"])
    table = pd.concat([table, failed], ignore_index=True).reindex(columns=CSV_COLUMNS).fillna("")
    return table.sort_values("file", kind="stable").reset_index(drop=True)


def _note(row: dict) -> str:
    if row["layout"] == TABLE:
        return "place and date as the rows say; a cell filled here is for those that do not"
    told = [
        f"{what} {row[f'{column}_basis']}"
        + (f" ({row[f'{column}_rule']})" if row[f"{column}_rule"] else "")
        for what, column in (("place", "place"), ("date", "date_published"))
    ]
    return "; ".join(told)
