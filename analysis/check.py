"""`python -m analysis check`: a page that tells a person what was repaired, inferred, doubtful or wrong, and where."""

import sys
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from analysis.corpus import articles_counted, corpus_hash, load_corpus
from analysis.lexicons import load_lexicon
from analysis.mentions import find_mentions
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
    file_of = documents.set_index("doc_id")["file"]
    notes = corpus.quality.assign(file=corpus.quality["doc_id"].map(file_of))
    for heading, chosen in (
        ("repaired and inferred", notes["step"] != "doubt"),
        ("doubtful: please look", notes["step"] == "doubt"),
    ):
        print(f"\n{heading}", file=out)
        print(
            aligned(notes.loc[chosen, ["file", "step", "what", "n"]]) if chosen.any() else "nothing", file=out
        )
    mentions = find_mentions(corpus, extra=extra)
    print("\nlexicons", file=out)
    for name, found in (("slogans", mentions.slogans), ("bodies", mentions.bodies)):
        lexicon = load_lexicon(name)
        unseen = sorted(set(lexicon["name"]) - set(found["name"]))
        print(
            f"{name}: {len(lexicon)} rows, {lexicon['name'].nunique()} names, "
            f"{len(unseen)} without a mention here; {len(found)} mentions",
            file=out,
        )
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
