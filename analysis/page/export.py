"""The notebooks, run and sent: each becomes one HTML file that needs no Python, no network and no
Chinese font.
"""

import ast
import json
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from markupsafe import Markup
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert.filters import strip_ansi
from tqdm import tqdm

from analysis.corpus import Corpus
from analysis.errors import TifaError
from analysis.evidence.evidence import select
from analysis.measure.occurrences import COLUMNS, read_tables
from analysis.mention.mentions import Mentions
from analysis.page.export_html import (
    drawn_anchors,
    figures_of,
    notebook_page,
    render,
    title_of,
)
from analysis.page.lab_drawer import PAGES
from analysis.page.open_corpus import lay_out
from analysis.page.provenance import about, citation
from analysis.page.script_data import script_json
from analysis.page.settings import NOTEBOOKS, Asked, private_environment, private_folder
from analysis.page.svg import figure_html
from analysis.table.store import NAME, files_key, fill, fingerprint, key_of, stored_in

SOCKET_NAME = (
    103  # bytes of the path of a Unix socket that every system takes (Linux 107, macOS 103)
)
LIMIT = (
    4_000_000  # bytes of one page: what mail servers pass on without complaint, with room for six
)


FINDINGS = 3
PART = 6_000  # characters of a section that the index searches
_SECTION = re.compile(r'<h[1-3] id="')
_UNSEEN = re.compile(r"<(script|svg|style|pre|summary)\b.*?</\1>", re.S)


def page_names(notebooks_dir: str | Path = NOTEBOOKS) -> list[str]:
    """The files that `write_pages` writes."""
    return [f"{path.stem}.html" for path in sorted(Path(notebooks_dir).glob("*.ipynb"))] + [
        "index.html"
    ]


def run_notebooks(
    asked: Asked, key: str, *, notebooks_dir: str | Path = NOTEBOOKS, at_once: int = 2
) -> dict[Path, nbformat.NotebookNode]:
    """Every notebook run on the tables of a corpus, by its path; one that ran before on the same
    out of the store.

    key : the hash of the corpus and of what is asked. Raises TifaError where a notebook fails or
    warns.
    """
    paths = sorted(Path(notebooks_dir).glob("*.ipynb"))
    if not paths:
        raise TifaError(f"no notebooks in {notebooks_dir}")
    lexicons = [str(Path(file).resolve()) for file in asked.lexicons]
    values = {
        "BY": asked.by,
        "GROUP_A": asked.place_a,
        "GROUP_B": asked.place_b,
        "TERM": asked.term,
        "LANG": asked.lang,
        "LEXICONS": lexicons,
        "COLUMNS": dict(asked.columns),
    }

    def run(path: Path) -> nbformat.NotebookNode:
        made = key_of("notebook", fingerprint(), key, files_key([(path, path.name)]))
        with private_folder() as home:
            fill(
                home / "book",
                made,
                lambda folder: _save(run_notebook(path, asked.corpus_dir, values), folder),
            )
            return nbformat.read(home / "book" / "book.ipynb", as_version=4)

    # The corpus is read here, once; what the notebooks open is what this has kept.
    with (
        private_folder() as home,
        stored_in(home / NAME),
        ThreadPoolExecutor(at_once) as pool,
    ):
        read_tables(asked.corpus_dir, lexicons, values["COLUMNS"])
        books = tqdm(
            pool.map(run, paths), total=len(paths), desc="notebooks", delay=2, disable=None
        )
        return dict(zip(paths, books, strict=True))


def _save(book: nbformat.NotebookNode, folder: Path) -> None:
    folder.mkdir()
    nbformat.write(book, folder / "book.ipynb")


def write_pages(
    books: dict[Path, nbformat.NotebookNode],
    outdir: str | Path,
    asked: Asked,
    corpus: Corpus,
    mentions: Mentions,
) -> list[Path]:
    """Write OUTDIR/NAME.html for each notebook that has run, and OUTDIR/index.html.

    Raises TifaError where a page shows a number that differs from its evidence.
    """
    groups = (asked.place_a, asked.place_b)
    opened = lay_out(
        corpus, mentions, asked.corpus_dir, by=asked.by, groups=groups, term=asked.term
    )
    name = Path(asked.corpus_dir).resolve().name
    words = about(corpus, name, asked.lexicons, lang=asked.lang)
    words["groups"] = list(opened.groups)
    return _write(books, Path(outdir), corpus, opened.tables, words)


def run_notebook(
    path: str | Path, corpus_dir: str | Path, values: dict[str, Any]
) -> nbformat.NotebookNode:
    """A notebook run on a corpus, its parameters cell set to `values`; the file itself stays as it
    is.

    Raises TifaError naming notebook and cell where a cell fails or writes to stderr (a warning is a
    failure).
    """
    path = Path(path)
    book = nbformat.read(path, as_version=4)
    set_parameters(book, {"CORPUS": str(Path(corpus_dir).resolve()), **values})
    with private_folder() as private:
        _execute(book, path, private, values.get("COLUMNS"))
    for number, cell in enumerate(book.cells, start=1):
        for output in cell.get("outputs", []):
            if output["output_type"] == "stream" and output["name"] == "stderr":
                warning = output["text"].strip().splitlines()[-1]
                raise TifaError(f"{path.name}, cell {number}: {_one_line(warning)}")
    set_parameters(book, {"CORPUS": Path(corpus_dir).resolve().name, **_portable(values)})
    return book


def _execute(
    book: nbformat.NotebookNode, path: Path, private: Path, columns: dict[str, str] | None
) -> None:
    """Run the cells in a kernel that is reached through files in `private`, where files can do
    that.
    """
    folder = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(book, timeout=600, kernel_name="python3", resources=folder)
    client.create_kernel_manager()
    client.km.connection_file = str(private / "kernel.json")
    if len(os.fsencode(private / "k-1")) <= SOCKET_NAME:
        client.km.transport, client.km.ip = "ipc", str(private / "k")  # no open port on the machine
    try:
        client.execute(env=_kernel_environment() | {COLUMNS: json.dumps(columns)})
    except CellExecutionError as error:
        kind = "" if error.ename == TifaError.__name__ else f"{error.ename}: "
        raise TifaError(f"{path.name}: {kind}{_one_line(error.evalue)}") from error


def _one_line(text: str) -> str:
    """What a cell wrote, without line ends and terminal colours."""
    return " ".join(strip_ansi(text).split())


def set_parameters(book: nbformat.NotebookNode, values: dict[str, Any]) -> None:
    """Give the variables assigned in the cell tagged `parameters` other values, in place; comments
    stay.

    >>> cell = nbformat.v4.new_code_cell('TERM = "十五五"  # a slogan',
    ...     metadata={"tags": ["parameters"]})
    >>> set_parameters(nbformat.v4.new_notebook(cells=[cell]), {"TERM": "两新"})
    >>> print(cell.source)
    TERM = '两新'  # a slogan
    """
    cells = [cell for cell in book.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        raise TifaError(f"{len(cells)} cells tagged 'parameters'; one is wanted")
    lines = cells[0].source.splitlines()
    for node in ast.parse(cells[0].source).body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id in values
        ):
            name, row, old = node.targets[0].id, node.lineno - 1, lines[node.lineno - 1].encode()
            if node.end_lineno != node.lineno:
                raise TifaError(f"parameter {name}: its value must stand on one line")
            start, end = node.value.col_offset, node.value.end_col_offset
            lines[row] = (old[:start] + repr(values[name]).encode() + old[end:]).decode()
    cells[0].source = "\n".join(lines)


def _portable(values: dict[str, Any]) -> dict[str, Any]:
    """The parameters as a page shows them: files by name, so that a page does not depend on where
    it was made.
    """
    return {**values, "LEXICONS": [Path(file).name for file in values.get("LEXICONS", [])]}


def _kernel_environment() -> dict[str, str]:
    """What a kernel needs: this checkout importable, no window, numeric libraries on one core
    each.
    """
    roots = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {
        **private_environment(os.environ),
        **one,
        "PYTHONPATH": os.pathsep.join(roots),
        "MPLBACKEND": "agg",
        "PYTHONUTF8": "1",
        PAGES: "1",
    }


def _write(
    books: dict[Path, nbformat.NotebookNode],
    outdir: Path,
    corpus: Corpus,
    tables: dict[str, pd.DataFrame],
    words: dict,
) -> list[Path]:
    files = [
        {"file": f"{path.stem}.html", "title": title_of(book, words["lang"])}
        for path, book in books.items()
    ]
    pages = {}
    for i, (this, book) in enumerate(zip(files, books.values(), strict=True)):
        around = {
            **words,
            "file": this["file"],
            "previous": files[i - 1] if i else None,
            "following": files[i + 1] if i + 1 < len(files) else None,
            "citation": citation(this["title"], words),
        }
        pages |= notebook_page(book, tables=tables, corpus=corpus, about=around)
    by_file = dict(zip((file["file"] for file in files), books.values(), strict=True))
    pages["index.html"] = index_page(by_file, tables, words, search_parts(files, pages))
    outdir.mkdir(parents=True, exist_ok=True)
    return [_write_page(outdir / name, html) for name, html in pages.items()]


def search_parts(files: list[dict[str, str]], pages: dict[str, str]) -> list[dict[str, str]]:
    """What the index searches: each section of each page, its heading, its text as one reads it."""
    parts = []
    for file in files:
        main = pages[file["file"]].partition('<main id="main">')[2].partition("<footer>")[0]
        shown = _UNSEEN.sub(" ", main)
        for section in _SECTION.split(shown)[1:]:
            slug, _, rest = section.partition('">')
            heading, _, text = rest.partition("</h")
            title = " › ".join(dict.fromkeys([file["title"], Markup(heading).striptags()]))
            words = Markup(text.partition(">")[2]).striptags()[:PART]
            parts.append({"href": f"{file['file']}#{slug}", "title": title, "text": words})
    return parts


def _write_page(path: Path, html: str) -> Path:
    data = html.encode("utf-8")
    if len(data) > LIMIT:
        print(
            f"tifa: {path.name} has {len(data) / 1e6:.1f} MB; some mail servers refuse that",
            file=sys.stderr,
        )
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(data)
    os.replace(beside, path)
    return path


def index_page(
    books: dict[str, nbformat.NotebookNode],
    tables: dict[str, pd.DataFrame],
    words: dict[str, Any],
    parts: list[dict[str, str]],
) -> str:
    """The page that leads to the others: three findings with the first one's picture, then each
    question and its short answer; `parts` is what it searches.

    The findings are the answers of the first FINDINGS pages that show a headline figure.
    """
    cards = [
        {"file": file, "title": title_of(book, words["lang"]), "answer": answer_of(book, file)}
        for file, book in books.items()
    ]
    heads = {
        file: figure
        for file, book in books.items()
        for figure in figures_of(book)
        if figure["headline"]
    }
    findings = [card for card in cards if card["file"] in heads][:FINDINGS] or cards[:FINDINGS]
    picture = ""
    if file := next((card["file"] for card in reversed(findings) if card["file"] in heads), ""):
        figure = heads[file]
        counts = {address: len(select(tables, address)) for address in drawn_anchors(figure["svg"])}
        picture = figure_html({**figure, "name": "headline"}, counts, page=file, lang=words["lang"])
    page = {
        **words,
        "title": words["heading"],
        "cards": cards,
        "findings": findings,
        "picture": picture,
        "citation": citation(words["heading"], words),
        "search_data": script_json(parts),
        "lookup": list(books)[-1],
        "has_code": False,
    }
    return render("contents.html.j2", page, nbformat.v4.new_notebook())


def answer_of(book: nbformat.NotebookNode, file: str) -> str:
    """The short answer a notebook gives, its links leading into that notebook's page."""
    for cell in book.cells:
        for output in cell.get("outputs", []):
            html = output.get("data", {}).get("text/html", "")
            if html.startswith('<p class="say answer">'):
                return html.replace('href="#', f'href="{file}#')
    raise TifaError(f"{file}: no short answer; say(..., role='answer') is missing")
