"""A corpus.csv to begin with: what the pages say or let one infer, for a person to correct."""

import os
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.corpus import Corpus, load_corpus
from analysis.describe.documents import CSV_COLUMNS
from analysis.errors import TifaError
from analysis.read.article_tables import file_of
from analysis.repair.given_articles import LAYOUT as TABLE
from analysis.table.result_folders import check_new_file
from analysis.table.write import FORMULA, write_new_table

SAID = {"place": "place", "date": "date_published"}


def write_corpus_csv(root: Path, columns: Mapping[str, str] | None = None) -> tuple[str, list[str]]:
    """Write FOLDER/corpus.csv, never over another; what it holds, in words, and the files not read."""
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
    write_new_table(rows, path)
    read = _told_by(corpus)
    lacks = {what: read.loc[read[f"{c}_basis"] == "unknown", "file"] for what, c in SAID.items()}
    failed = set(rows["file"]) - set(corpus.documents["file"].map(file_of))
    parts = [f"{len({*files, *failed})} without a {what}" for what, files in lacks.items()]
    return f"{path}: {len(rows)} files, {', '.join(parts)}", corpus.failures["error"].tolist()


def _told_by(corpus: Corpus) -> pd.DataFrame:
    """What says place and date: the pages, and the rows of tables of articles; each with file."""
    files = corpus.documents.assign(file=corpus.documents["file"].map(file_of))
    of_rows = files.loc[files["layout"] == TABLE, ["doc_id", "file"]]
    rows = corpus.articles.merge(of_rows, on="doc_id")
    return pd.concat([files[files["layout"] != TABLE], rows], ignore_index=True)


def infer_rows(corpus: Corpus) -> pd.DataFrame:
    """A row a file in the columns of corpus.csv; note: how place and date are known, or not."""
    documents = corpus.documents.assign(file=corpus.documents["file"].map(file_of))
    documents["note"] = [_note(row) for row in documents.to_dict("records")]
    rows, of_rows = _told_by(corpus), documents["layout"] == TABLE
    for file in documents.loc[of_rows, "file"].unique():
        note = _note_of_table(rows[rows["file"] == file])
        documents.loc[documents["file"] == file, "note"] = note
    own = [*SAID.values(), *(f"{column}_basis" for column in SAID.values()), "place_level"]
    documents.loc[of_rows, own] = ""
    units = corpus.places[["place", "city", "district"]]
    table = documents.drop_duplicates("file").merge(units, on="place", how="left")
    place = table["place"].where(table["place_basis"] != "unknown", "")
    failed = corpus.failures.assign(file=corpus.failures["file"].map(file_of))
    files = failed["file"]  # not folders, nor tables of which rows were left out
    failed = failed[~files.str.endswith("/") & ~files.isin(table["file"])].drop_duplicates("file")
    failed = failed.assign(note=failed["error"])
    table = pd.concat([table.assign(place=place), failed], ignore_index=True)
    table = table.reindex(columns=CSV_COLUMNS).fillna("")
    return table.sort_values("file", kind="stable").reset_index(drop=True)


def _note(row: dict) -> str:
    basis = {what: (row[f"{column}_basis"], row[f"{column}_rule"]) for what, column in SAID.items()}
    return "; ".join(
        f"{what} {by}{f' ({rule})' * bool(rule)}" for what, (by, rule) in basis.items()
    )


def _note_of_table(rows: pd.DataFrame) -> str:
    lacks = {
        what: int(rows[f"{column}_basis"].eq("unknown").sum()) for what, column in SAID.items()
    }
    told = [f"{n} of {len(rows)} rows without a {what}" for what, n in lacks.items() if n]
    rest = f" ({', '.join(told)})" if told else ""
    return f"place and date as the rows say{rest}; a cell filled here is for those that do not"
