"""Run a notebook's cells in this process: what it displays, without the seconds a kernel takes to
start.
"""

from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output

from analysis.page import open_corpus as reading
from analysis.page import page_parts as show
from analysis.page.export import set_parameters

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
EVIDENCE = ("collocates", "jieba", "joint", "pairs", "partners", "raw", "repaired", "sets")


@cache
def whole_desk(path: str, group_a: str, group_b: str, term: str, by: str = "place") -> reading.Desk:
    """A corpus opened once for all notebooks, with every table they might link to."""
    return _open_corpus(path, group_a, group_b, term, by=by, evidence=EVIDENCE)


_open_corpus = reading.open_corpus


def run_cells(path: Path, values: dict) -> nbformat.NotebookNode:
    """The notebook with the outputs its cells display; parameters set to `values`."""
    book = nbformat.read(path, as_version=4)
    set_parameters(book, values)
    names: dict = {"__name__": "__main__"}
    for number, cell in enumerate(book.cells, start=1):
        if cell.cell_type != "code":
            continue
        bundles: list[dict] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(show, "_display", bundles.append)
            patch.setattr(
                reading, "open_corpus", lambda *asked, by, evidence=(): whole_desk(*asked[:4], by)
            )
            patch.chdir(path.parent)
            exec(compile(cell.source, f"{path.name}, cell {number}", "exec"), names)
        cell.outputs = [new_output("display_data", data=bundle) for bundle in bundles]
    return book
