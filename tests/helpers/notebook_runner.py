"""Run a notebook's cells in this process: what it displays, without the seconds a kernel takes to
start.
"""

from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output

import analysis
from analysis.page import open_corpus as reading
from analysis.page import page_parts
from analysis.page.export import set_parameters

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@cache
def opened(path: str, by: str, groups: tuple, term: str, lang: str) -> reading.Opened:
    """A corpus opened once for all notebooks."""
    return reading.open_corpus(path, by=by, groups=groups, term=term, lang=lang)


def run_cells(path: Path, values: dict) -> nbformat.NotebookNode:
    """The notebook with the outputs its cells display; parameters set to `values`."""
    book = nbformat.read(path, as_version=4)
    set_parameters(book, values)
    names: dict = {"__name__": "__main__"}

    def once(corpus, *, by, groups, term, lang, lexicons):
        return opened(corpus, by, tuple(groups), term, lang)

    for number, cell in enumerate(book.cells, start=1):
        if cell.cell_type != "code":
            continue
        bundles: list[dict] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(page_parts, "_display", bundles.append)
            patch.setattr(analysis, "open_corpus", once, raising=False)
            patch.chdir(path.parent)
            exec(compile(cell.source, f"{path.name}, cell {number}", "exec"), names)
        cell.outputs = [new_output("display_data", data=bundle) for bundle in bundles]
    return book
