"""Behind every number stand its sentences: for each row given, the sentence it was counted in."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import TifaError
from analysis.table.arguments import a_corpus, a_table, wants
from analysis.table.offsets import locate, span_rows
from analysis.table.titles import ROWS, TABLE, titled

if TYPE_CHECKING:
    from analysis.corpus import Corpus

ADDED = ["paper", "date_published", "title", "sentence", "hit_start", "hit_end"]


@wants(
    rows=a_table(["article_id", "start", "end"]),
    corpus=a_corpus(
        articles=["article_id", "place", "paper", "date_published", "title"],
        sentences=["article_id", "start", "end", "text"],
        offsets=["article_id", "start", "end", "file", "line"],
    ),
)
def evidence(rows: pd.DataFrame, corpus: "Corpus") -> pd.DataFrame:
    """One row for each row given, in the same order: where it stands and the sentence around it.

    rows : mentions, tokens or hits with article_id, start, end (offsets into the article's text).
    Returns the rows with, at the end where not there already: place, paper, date_published, title,
    sentence (its text), hit_start, hit_end (of the hit in that sentence), file, line_from, line_to.
    A hit that runs over the end of a sentence has hit_end at the end of the sentence. Offsets in
    characters from 0, lines from 1, date_published an ISO day, empty if unknown. Source: the pages
    themselves, through the offsets table. Raises TifaError if a column is missing or a row stands
    in no sentence of the corpus.

    >>> from analysis import concordance, load_corpus
    >>> corpus = load_corpus("seeds")
    >>> row = evidence(concordance(corpus, "十五五"), corpus).loc[0]
    >>> row["sentence"][row["hit_start"] : row["hit_end"]]
    '十五五'
    """
    out = rows.reset_index(drop=True)
    articles = corpus.articles.set_index("article_id")[
        ["place", "paper", "date_published", "title"]
    ]
    out = out.drop(columns=[c for c in (*ADDED, "place") if c in out.columns])
    out = out.join(articles, on="article_id")
    found = span_rows(out, corpus.sentences)
    if (found < 0).any():
        at = int(np.flatnonzero(found < 0)[0])
        raise TifaError(
            f"evidence row {at + 1}: {out['article_id'].iloc[at]} has no sentence at character "
            f"{out['start'].iloc[at]}"
        )
    held = corpus.sentences.iloc[found]
    begins = held["start"].to_numpy()
    out["sentence"] = held["text"].to_numpy()
    out["hit_start"] = out["start"].to_numpy() - begins
    out["hit_end"] = np.minimum(out["end"].to_numpy() - begins, held["text"].str.len().to_numpy())
    if not {"file", "line_from", "line_to"} <= set(out.columns):
        out = locate(out, corpus.offsets)
    order = [c for c in rows.columns if c not in (*ADDED, "place", "file", "line_from", "line_to")]
    of = rows.attrs.get(TABLE, "")
    return titled(
        out[[*order, "place", *ADDED, "file", "line_from", "line_to"]],
        "evidence",
        **({ROWS: of} if of else {}),
    )
