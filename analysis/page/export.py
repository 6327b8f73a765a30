"""The notebooks, run and sent: each one HTML file that needs no Python, network or Chinese font."""

import ast
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert.filters import strip_ansi
from tqdm import tqdm

from analysis.corpus import Corpus
from analysis.draw.figures import HERO
from analysis.errors import TifaError
from analysis.evidence.anchors import anchors_in, select
from analysis.measure.occurrences import COLUMNS, read_tables
from analysis.mention.mentions import Mentions
from analysis.page.evidence_html import script_json
from analysis.page.export_html import (
    LIMIT,
    figures_of,
    notebook_page,
    put_fonts,
    render,
    shown,
    title_of,
)
from analysis.page.lab_widget import PAGES
from analysis.page.open_corpus import lay_out
from analysis.page.page_parts import called_values, figure_html, text_of, titles_of
from analysis.page.sentences import about, citation
from analysis.page.settings import NOTEBOOKS, Asked, private_environment, private_folder
from analysis.table.store import NAME, files_key, fill, fingerprint, key_of, stored_in

SOCKET_NAME = 103  # bytes of a Unix socket's path that every system takes (Linux 107, macOS 103)
FINDINGS = 3
AT_ONCE = 2  # notebooks that run side by side
PART = 6_000  # characters of a section that the index searches
_SECTION = re.compile(r'<h[1-3] id="')
_UNSEEN = re.compile(r"<(script|svg|style|pre|summary)\b.*?</\1>", re.S)
Books = dict[Path, nbformat.NotebookNode]


def notebook_paths(folder: str | Path = NOTEBOOKS) -> list[Path]:
    """The notebooks, in order. Raises TifaError where there are none."""
    if paths := sorted(Path(folder).glob("*.ipynb")):
        return paths
    raise TifaError(f"no notebooks in {folder}")


def page_names() -> list[str]:
    """The files that `write_pages` may write."""
    stems = {path.stem: json.loads(path.read_bytes())["metadata"] for path in notebook_paths()}
    general = [about["tifa"]["general"] for about in stems.values() if "tifa" in about]
    return [f"{stem}.html" for stem in (*stems, *general, "index")]


def page_file(path: Path, book: nbformat.NotebookNode, groups: Iterable[str]) -> str:
    """The page of a notebook; where others than its two groups are compared, by its general name."""
    own = book.metadata.get("tifa", {})
    same = set(own.get("groups", groups)) == set(groups)
    return f"{path.stem if same else own['general']}.html"


def run_notebooks(asked: Asked, key: str, *, notebooks_dir: str | Path = NOTEBOOKS) -> Books:
    """Every notebook run on the tables of a corpus, by its path, or out of the store.

    key : the hash of the corpus and of what is asked. Raises TifaError where one fails or warns."""
    paths = notebook_paths(notebooks_dir)
    lexicons = [str(Path(file).resolve()) for file in asked.lexicons]
    groups = {"BY": asked.by, "GROUP_A": asked.place_a, "GROUP_B": asked.place_b}
    values = {**groups, "TERM": asked.term, "LANG": asked.lang}
    values |= {"LEXICONS": lexicons, "COLUMNS": dict(asked.columns)}
    waiting, made, failed = iter(paths), {}, {}

    def work(bar: tqdm) -> None:
        with ExitStack() as stack:
            kernel = cache(lambda: stack.enter_context(open_kernel(notebooks_dir, values)))
            for path in waiting:
                try:
                    made[path] = _kept(path, asked.corpus_dir, values, key, kernel)
                except TifaError as error:
                    failed[path] = error
                bar.update()

    # The corpus is read here, once; what the notebooks open is what this has kept.
    with private_folder() as home, stored_in(home / NAME), ThreadPoolExecutor(AT_ONCE) as pool:
        read_tables(asked.corpus_dir, lexicons, values["COLUMNS"])
        with tqdm(total=len(paths), desc="notebooks", delay=2, disable=None) as bar:
            for done in [pool.submit(work, bar) for _ in range(AT_ONCE)]:
                done.result()
    for path in filter(failed.get, paths):
        raise failed[path]
    return {path: made[path] for path in paths}


def _kept(
    path: Path, corpus_dir: str | Path, values: dict[str, Any], key: str, kernel: Callable
) -> nbformat.NotebookNode:
    """A notebook that has run, out of the store where it is there."""

    def make(folder: Path) -> None:
        folder.mkdir()
        nbformat.write(run_notebook(path, corpus_dir, values, kernel()), folder / "book.ipynb")

    made = key_of("notebook", fingerprint(), key, files_key([(path, path.name)]))
    with private_folder() as home:
        fill(home / "book", made, make)
        return nbformat.read(home / "book" / "book.ipynb", as_version=4)


def run_notebook(
    path: str | Path, corpus_dir: str | Path, values: dict[str, Any], kernel: NotebookClient
) -> nbformat.NotebookNode:
    """A notebook run on a corpus by a `kernel` of `open_kernel`, its parameters cell set to
    `values`. Raises TifaError naming notebook and cell where a cell fails or writes to stderr (a
    warning)."""
    path, corpus_dir = Path(path), Path(corpus_dir).resolve()
    book = nbformat.read(path, as_version=4)
    set_parameters(book, {"CORPUS": str(corpus_dir), **values})
    kernel.nb = book
    kernel.wait_for_reply(kernel.kc.execute("%reset -f", silent=True))  # of what ran before
    try:
        kernel.execute(cleanup_kc=False)
    except CellExecutionError as error:
        kind = "" if error.ename == TifaError.__name__ else f"{error.ename}: "
        raise TifaError(f"{path.name}: {kind}{_one_line(error.evalue)}") from error
    for number, cell in enumerate(book.cells, start=1):
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                warning = output["text"].strip().splitlines()[-1]
                raise TifaError(f"{path.name}, cell {number}: {_one_line(warning)}")
    # files by name, so that a page does not depend on where it was made
    names = [Path(file).name for file in values.get("LEXICONS", [])]
    set_parameters(book, {**values, "CORPUS": corpus_dir.name, "LEXICONS": names})
    return book


@contextmanager
def open_kernel(folder: str | Path, values: dict[str, Any]) -> Iterator[NotebookClient]:
    """What runs notebooks in a folder, one after the other, in one process of one thread, reached
    through files of its own where files can do that."""
    with private_folder() as private:
        about = {"resources": {"metadata": {"path": str(folder)}}, "kernel_name": "python3"}
        client = NotebookClient(nbformat.v4.new_notebook(), timeout=600, **about)
        client.create_kernel_manager()
        client.km.connection_file = str(private / "kernel.json")
        if len(os.fsencode(private / "k-1")) <= SOCKET_NAME:
            client.km.transport, client.km.ip = "ipc", str(private / "k")  # no open port
        env = _kernel_environment() | {COLUMNS: json.dumps(values.get("COLUMNS"))}
        with client.setup_kernel(env=env):
            yield client


def _one_line(text: str) -> str:
    """What a cell wrote, without line ends and terminal colours."""
    return " ".join(strip_ansi(text).split())


def set_parameters(book: nbformat.NotebookNode, values: dict[str, Any]) -> None:
    """Give the variables of the cell tagged `parameters` other values, in place; comments stay.

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
        name = ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else ""
        if name in values:
            if node.end_lineno != node.lineno:
                raise TifaError(f"parameter {name}: its value must stand on one line")
            old = lines[node.lineno - 1].encode()
            start, end = node.value.col_offset, node.value.end_col_offset
            lines[node.lineno - 1] = (
                old[:start] + repr(values[name]).encode() + old[end:]
            ).decode()
    cells[0].source = "\n".join(lines)


def _kernel_environment() -> dict[str, str]:
    """What a kernel needs: this checkout importable, no window, one core for numeric libraries."""
    roots = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    own = {"PYTHONPATH": os.pathsep.join(roots), "MPLBACKEND": "agg", "PYTHONUTF8": "1", PAGES: "1"}
    return private_environment(os.environ) | one | own


def write_pages(
    books: Books, outdir: str | Path, asked: Asked, corpus: Corpus, mentions: Mentions
) -> None:
    """Write OUTDIR/NAME.html for each notebook that has run, and OUTDIR/index.html.

    Raises TifaError where a page shows a number that differs from its evidence."""
    where, groups = asked.corpus_dir, (asked.place_a, asked.place_b)
    opened = lay_out(corpus, mentions, where, by=asked.by, groups=groups, term=asked.term)
    words = about(corpus, Path(where).resolve().name, asked.lexicons, lang=asked.lang)
    words |= {"groups": list(opened.groups), "called": called_values(opened.looks, asked.lang)}
    cards = [
        {"file": page_file(path, book, opened.groups), "title": title_of(book, asked.lang)}
        for path, book in books.items()
    ]
    pages: dict[str, str] = {}
    for i, (card, book) in enumerate(zip(cards, books.values(), strict=True)):
        card["answer"] = answer_of(book, card["file"])
        page = {**words, "file": card["file"], "citation": citation(card["title"], words)}
        page |= {
            "previous": cards[i - 1] if i else None,
            "following": (cards[i + 1 :] or [None])[0],
        }
        pages |= notebook_page(book, tables=opened.tables, corpus=corpus, about=page)
    parts = search_parts(cards, pages)
    pages["index.html"] = index_page(cards, [*books.values()], opened.tables, words, parts)
    outdir = Path(outdir)
    outdir.mkdir(parents=True, exist_ok=True)
    for name, html in pages.items():
        data = html.encode("utf-8")
        if len(data) > LIMIT and name.endswith(".html"):
            size = f"{len(data) / 1e6:.1f} MB"
            print(f"tifa: {name} has {size}; some mail servers refuse that", file=sys.stderr)
        (outdir / name).write_bytes(data)


def search_parts(cards: list[dict[str, str]], pages: dict[str, str]) -> list[dict[str, str]]:
    """What the index searches: each section of each page, its heading, its text as one reads it."""
    parts = []
    for card in cards:
        main = pages[card["file"]].partition('<main id="main">')[2].partition("<footer>")[0]
        for section in _SECTION.split(_UNSEEN.sub(" ", main))[1:]:
            slug, _, rest = section.partition('">')
            heading, _, text = rest.partition("</h")
            title = " › ".join(dict.fromkeys([card["title"], text_of(heading)]))
            words = text_of(text.partition(">")[2])[:PART]
            parts.append({"href": f"{card['file']}#{slug}", "title": title, "text": words})
    return parts


def index_page(
    cards: list[dict[str, str]],
    books: list[nbformat.NotebookNode],
    tables: dict[str, pd.DataFrame],
    words: dict[str, Any],
    parts: list[dict[str, str]],
) -> str:
    """The page that leads to the others: the answers of the first FINDINGS pages that show a
    headline figure, with HERO or the last of those figures; then each question with its short
    answer. parts : what it searches."""
    heads = {
        card["file"]: figure
        for card, book in zip(cards, books, strict=True)
        for figure in figures_of(book)
        if figure["headline"]
    }
    findings = [card for card in cards if card["file"] in heads][:FINDINGS]
    picture = ""
    shown = [card["file"] for card in findings]
    for file in sorted(shown, key=lambda file: heads[file]["name"] == HERO)[-1:]:
        figure = {**heads[file], "name": "headline"}
        counts = {address: len(select(tables, address)) for address in anchors_in(figure["svg"])}
        called = titles_of(tables) | words["called"]
        picture = figure_html(figure, counts, called, page=file, lang=words["lang"])
    page = {
        **words,
        "title": words["heading"],
        "cards": cards,
        "findings": findings or cards[:FINDINGS],
        "picture": picture,
        "citation": citation(words["heading"], words),
        "search_data": script_json(parts),
        "lookup": cards[-1]["file"],
        "has_code": False,
    }
    return put_fonts(render("contents.html.j2", page))


def answer_of(book: nbformat.NotebookNode, file: str) -> str:
    """The short answer a notebook gives, its links leading into that notebook's page."""
    for data in shown(book, "text/html"):
        if data["text/html"].startswith('<p class="say answer">'):
            return data["text/html"].replace('href="#', f'href="{file}#')
    raise TifaError(f"{file}: no short answer; say(..., role='answer') is missing")
