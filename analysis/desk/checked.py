"""A corpus gone through for `check`: what is left of it when its text has gone by."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.corpus import Corpus, iter_corpus, load_corpus
from analysis.desk.check_files import doubtful, without_glyph
from analysis.desk.check_lexicons import is_inside, not_counted, overlaps
from analysis.desk.kwic import is_streamed
from analysis.measure.counts import text_shares
from analysis.mention.mentions import find_mentions

TEXTS = ("segments", "sentences", "offsets")
LIGHT = ["article_id", "doc_id", "genre", "place"]  # of articles, once their text is looked through
KINDS = {"slogans": "slogan", "bodies": "body"}


class Checked(NamedTuple):
    """What checking needs of a corpus when its text has gone by: tables without text, and counts."""

    corpus: Corpus  # its articles as LIGHT, no segments, sentences or offsets
    doubts: pd.DataFrame
    shares: pd.DataFrame  # of text_shares
    glyphs: pd.DataFrame  # of without_glyph
    names: dict[str, pd.Series]  # how often each name was found, by lexicon
    contained: dict[str, set[str]]  # names seen inside longer matches, by lexicon
    overlaps: pd.DataFrame
    lacking: pd.DataFrame


def gather(root: Path, extra: list[str], columns: Mapping[str, str] | None) -> Checked:
    """A corpus gone through, part by part where it is large; columns : as for `load_corpus`."""
    stream, parts = is_streamed(root), []
    for corpus in (
        iter_corpus(root, columns=columns) if stream else [load_corpus(root, columns=columns)]
    ):
        mentions = find_mentions(corpus, extra=extra)
        inside = mentions.suppressed[is_inside(mentions.suppressed)]
        parts.append(
            Checked(
                corpus._replace(
                    articles=corpus.articles.reindex(columns=[*LIGHT, "reprint_of"]).fillna(""),
                    **{name: corpus._asdict()[name].head(0) for name in TEXTS},
                ),
                doubtful(corpus),
                text_shares(corpus),
                without_glyph(corpus, root),
                {name: getattr(mentions, name)["name"].value_counts() for name in KINDS},
                {n: set(inside.loc[inside["kind"] == kind, "name"]) for n, kind in KINDS.items()},
                overlaps(mentions.suppressed, corpus.offsets),
                not_counted(mentions, corpus.articles, corpus.offsets),
            )
        )
    return parts[0] if len(parts) == 1 else _added(parts)


def _added(parts: list[Checked]) -> Checked:
    """The parts of a corpus as one."""
    tables = {
        name: pd.concat([getattr(part.corpus, name) for part in parts], ignore_index=True)
        for name in Corpus._fields
    }
    tables["places"] = tables["places"].drop_duplicates("place", ignore_index=True)

    def summed(name: str, keys: list[str], size: str = "n") -> pd.DataFrame:
        table = pd.concat([getattr(part, name) for part in parts], ignore_index=True)
        first = {column: "first" for column in table if column not in (*keys, size)}
        table = table.groupby(keys, sort=False, as_index=False).agg({size: "sum"} | first)
        return table.sort_values([size, *keys], ascending=[False, *(True for _ in keys)])

    shares = summed("shares", ["reason"], "n_chars")
    return Checked(
        Corpus(**tables),
        pd.concat([part.doubts for part in parts], ignore_index=True),
        shares.assign(share=shares["n_chars"] / max(int(shares["n_chars"].sum()), 1)),
        summed("glyphs", ["char"]),
        {n: pd.concat([p.names[n] for p in parts]).groupby(level=0).sum() for n in KINDS},
        {n: set().union(*(part.contained[n] for part in parts)) for n in KINDS},
        summed("overlaps", ["surface", "inside"]),
        summed("lacking", ["surface", "why"]),
    )
