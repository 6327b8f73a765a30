"""`python -m analysis check`: a page that tells a person what was repaired, inferred, doubtful or wrong, and where."""

import sys
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

import pandas as pd

from analysis.corpus import Corpus, articles_counted, corpus_hash, load_corpus
from analysis.lexicons import load_lexicon, user_files
from analysis.mentions import find_mentions
from analysis.pages import SUFFIXES
from analysis.terminal import aligned
from analysis.theme import check_glyphs, register_fonts

LIBRARIES = ("pandas", "jieba", "rjieba", "ahocorasick_rs", "matplotlib", "wordcloud", "scipy", "nbconvert")


def print_check(root: Path, extra: list[str]) -> pd.DataFrame:
    """Print the check page of a corpus; returns the files that could not be read."""
    register_fonts()
    corpus = load_corpus(root)
    counted = articles_counted(corpus.articles)
    out = sys.stdout
    documents = corpus.documents
    print(
        f"corpus {root}  {len(documents)} files, {len(counted)} articles counted "
        f"of {len(corpus.articles)}, hash {corpus_hash(documents)}\n",
        file=out,
    )
    shown = documents[
        ["file", "encoding", "layout", "place", "place_basis", "date_published", "date_published_basis"]
    ]
    print(
        aligned(
            shown.assign(
                articles=documents["doc_id"].map(counted.groupby("doc_id").size()).fillna(0).astype(int)
            )
        ),
        file=out,
    )
    _print_notes(corpus, out)
    _print_ignored(root, documents, corpus.failures, out)
    mentions = find_mentions(corpus, extra=extra)
    print("\nlexicons", file=out)
    for name, found in (("slogans", mentions.slogans), ("bodies", mentions.bodies)):
        lexicon = load_lexicon(name)
        unseen = sorted(set(lexicon["name"]) - set(found["name"]))
        own = load_lexicon(name, *user_files(extra)[name])
        mine = sorted(set(own.loc[own["file"] != f"{name}.csv", "name"]) - set(found["name"])) if extra else []
        print(
            f"{name}: {len(lexicon)} rows, {lexicon['name'].nunique()} names, "
            f"{len(unseen)} without a mention here; {len(found)} mentions",
            file=out,
        )
        if mine:
            print(f"{name}: of your own, never found here: {'、'.join(mine)}", file=out)
        check_glyphs("".join(lexicon["alias"]) + "".join(lexicon["name"]), f"analysis/lexicons/{name}.csv")
    lost = mentions.suppressed
    print(
        f"overlaps: {len(lost)} shorter matches lie inside longer ones"
        + (" (the commonest:)" if len(lost) else ""),
        file=out,
    )
    if len(lost):
        print(
            aligned(
                lost.groupby(list(lost.columns.intersection(["surface", "inside"])))
                .size()
                .reset_index(name="n")
                .nlargest(10, "n")
            ),
            file=out,
        )
    for file, text in zip(corpus.articles["files"], corpus.articles["text"], strict=True):
        check_glyphs(text, file)
    print("\nfonts: every character of corpus and lexicons has a glyph", file=out)
    print("versions: " + ", ".join(f"{n} {version(n)}" for n in LIBRARIES), file=out)
    for error in corpus.failures["error"]:
        print(f"could not be read: {error}", file=out)
    return corpus.failures


def _print_notes(corpus: Corpus, out: TextIO) -> None:
    """File by file what is doubtful, then what was repaired and inferred; the same note is summed up."""
    file_of = corpus.documents.set_index("doc_id")["file"]
    notes = corpus.quality.assign(file=corpus.quality["doc_id"].map(file_of))
    notes = notes.groupby(["file", "step", "what"], sort=False)["n"].sum().reset_index()
    doubt = (notes["step"] == "doubt") | notes["what"].str.contains("other half is not here", regex=False)
    for heading, chosen in (("doubtful: please look", doubt), ("repaired and inferred", ~doubt)):
        print(f"\n{heading}", file=out)
        print(aligned(notes.loc[chosen, ["file", "step", "what", "n"]]) if chosen.any() else "nothing", file=out)
    if (corpus.documents[["place_basis", "date_published_basis"]] != "given").any(axis=None):
        print("\nwhat you know better goes into corpus.csv (python -m analysis new FOLDER writes one)", file=out)


def _print_ignored(root: Path, documents: pd.DataFrame, failures: pd.DataFrame, out: TextIO) -> None:
    """Files of the folder that are no pages: a person who sees .doc or .jpg here knows why they are not counted."""
    known = {*documents["file"], *failures["file"], "corpus.csv", "README.md"}
    there = (p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file() and not p.name.startswith("."))
    if others := sorted(set(there) - known) if root.is_dir() else []:
        more = f" and {len(others) - 10} more" if len(others) > 10 else ""
        print(f"\nnot read, for their names do not end in {', '.join(SUFFIXES)}: {', '.join(others[:10])}{more}", file=out)
