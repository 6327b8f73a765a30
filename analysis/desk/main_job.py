"""`run`: figures/ and exports/ of a corpus, made where what they are made from has changed."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from analysis.corpus import folder_key
from analysis.desk.terminal import note, told
from analysis.errors import TifaError
from analysis.page.settings import NOTEBOOKS, Asked
from analysis.read.limits import is_repeatable
from analysis.table import store
from analysis.table.result_folders import MANIFEST, first_names, is_unchanged, output_folders

RECORD = "last-run.json"  # in the store: what the results that stand there were made from


def run_job(asked: Asked, out: Path) -> list[str]:
    """Remake OUT/figures and OUT/exports where they are not what would be made; failures."""
    targets = (out / "figures", out / "exports")
    _check_own(out, asked)
    record = out / store.NAME / RECORD
    key = _run_key(asked)
    known = _told(record) if key else None
    same = known and known["made"] == _made(key, targets)
    if same and all(map(is_unchanged, targets)):
        note(f"nothing has changed: {', '.join(map(str, targets))} stay")
        return known["failed"]
    failed = _make(asked, key, out, *targets)
    if key and key == _run_key(asked) and is_repeatable(failed) and record.parent.is_dir():
        store.replace_file(record, {"made": _made(key, targets), "failed": failed})
    note(f"done: {targets[0]}, {targets[1] / 'index.html'}")
    return failed


def _check_own(out: Path, asked: Asked) -> None:
    """Refuse a folder that holds what is neither ours nor told to the run, and nothing of ours."""
    ours = [out / store.NAME, *(out / name / MANIFEST for name in ("figures", "exports"))]
    if out == Path() or any(map(os.path.lexists, ours)) or not out.is_dir():
        return  # here, where nothing else is said: beside the notebooks of a checkout
    told = [os.path.realpath(path) + os.sep for path in (asked.corpus_dir, *asked.lexicons)]
    names = sorted(name for name in os.listdir(out) if not name.startswith("."))
    paths = {name: os.path.realpath(out / name) + os.sep for name in names}
    mine = [n for n in names if any(path.startswith(paths[n]) for path in told)]
    strange = [name for name in names if name not in (*mine, "figures", "exports")]
    if strange:
        what = f"holds files that tifa did not write ({first_names(strange)})"
        raise TifaError(f"{out} {what}; name a new or empty folder with --out")


def _make(asked: Asked, key: str | None, out: Path, figures: Path, exports: Path) -> list[str]:
    # Whole before a thread needs it: matplotlib takes a half-loaded one for all of it.
    import IPython  # noqa: F401

    from analysis.draw.figures import draw_figures, figure_names
    from analysis.measure.groups import find_places, regroup
    from analysis.measure.occurrences import read_tables
    from analysis.page.export import page_names, run_notebooks, write_pages
    from analysis.page.open_corpus import choose_places

    kept = out / store.NAME
    names = {figures: figure_names(), exports: page_names()}
    made_by = {figures: "figures", exports: "exports"}
    with output_folders(names, made_by, corpus=asked.corpus_dir) as new, store.stored_in(kept):
        corpus, mentions = read_tables(asked.corpus_dir, asked.lexicons, dict(asked.columns))
        a, b = asked.place_a, asked.place_b
        if asked.by == "place":
            a, b = (find_places(corpus, p)[0] if p else "" for p in (a, b))
        grouped = regroup(corpus, mentions, asked.by)
        a, b = choose_places(grouped[0].articles, a, b)
        asked = asked._replace(place_a=a, place_b=b)
        note(f"figures and notebooks: {told(a)}, {told(b)}, {asked.term}")
        choice = asked._asdict()
        del choice["columns"]

        def pages(folder: Path) -> None:
            books = run_notebooks(asked, key or store.key_of("told", *corpus, *mentions, asked[1:]))
            write_pages(books, folder, asked, corpus, mentions)

        def pictures(folder: Path) -> None:
            draw_figures(*grouped, folder, **choice)

        with ThreadPoolExecutor(1) as beside:  # the notebooks run in processes of their own
            of = (store.fingerprint(), key, notebooks_key())
            pages_made = beside.submit(store.fill, new[1], _key("exports", *of), pages)
            store.fill(new[0], _key("figures", store.fingerprint("draw"), key), pictures)
            pages_made.result()
        store.sweep()
    return corpus.failures["error"].tolist()


def _key(kind: str, *parts: str | None) -> str | None:
    return store.key_of(kind, *parts) if all(parts) else None


def _run_key(asked: Asked) -> str | None:
    """The hash of all that a run is told: files, lexicons, choices; None where one is unread."""
    root = Path(asked.corpus_dir)
    own = [(file, f"lexicon {Path(file).name}") for file in asked.lexicons]
    files, others = folder_key(root, *own)
    name = root.resolve().name  # stands on every page
    return files and store.key_of("told", name, others, files, asked[2:])


def notebooks_key() -> str:
    return store.files_key((path, path.name) for path in sorted(NOTEBOOKS.glob("*.ipynb")))


def _made(key: str, targets: tuple[Path, ...]) -> str:
    """The hash of what a run is told, of its code, and of the list of what it wrote."""
    try:
        lists = store.files_key((target / MANIFEST, target.name) for target in targets)
        return store.key_of("made", key, store.fingerprint(), notebooks_key(), lists)
    except OSError:
        return ""


def _told(record: Path) -> dict | None:
    try:
        known = json.loads(record.read_bytes())
        return known if {"made", "failed"} <= set(known) and known["made"] else None
    except (OSError, ValueError, TypeError):
        return None
