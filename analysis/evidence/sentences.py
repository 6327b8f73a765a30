"""Behind every number stand its sentences: for each row given, the sentence it was counted in."""

import numpy as np
import pandas as pd

from analysis.corpus import Corpus
from analysis.errors import TifaError
from analysis.table.arguments import a_corpus, a_table, wants
from analysis.table.dictionary import ROWS, TABLE, titled
from analysis.table.offsets import locate, span_rows

ABOUT = ["place", "paper", "date_published", "title"]
HELD = ["sentence", "hit_start", "hit_end"]
LINES = ["file", "line_from", "line_to"]
SPAN = ["article_id", "start", "end"]
SAID = ["left", "hit", "right"]


@wants(
    rows=a_table(SPAN),
    corpus=a_corpus(
        articles=["article_id", *ABOUT],
        sentences=[*SPAN, "text"],
        offsets=[*SPAN, "file", "line"],
    ),
)
def evidence(rows: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """One row for each row given, in the same order: where it stands and the sentence around it.

    rows : mentions, tokens or hits with article_id, start, end (offsets into the article's text).
    Returns the rows with, at the end, what is known of the article, the sentence, where the hit
    stands in it (cut off at its end), and its file and lines. Raises TifaError if a row stands in
    no sentence of the corpus.

    >>> from analysis import concordance, load_corpus
    >>> corpus = load_corpus("seeds")
    >>> row = evidence(concordance(corpus, "十五五"), corpus).loc[0]
    >>> row["sentence"][row["hit_start"] : row["hit_end"]]
    '十五五'
    """
    out = rows.drop(columns=[*ABOUT, *HELD], errors="ignore").reset_index(drop=True)
    out = out.join(corpus.articles.set_index("article_id")[ABOUT], on="article_id")
    found = span_rows(out, corpus.sentences)
    if (found < 0).any():
        at = int(np.flatnonzero(found < 0)[0])
        where = f"{out['article_id'].iloc[at]} has no sentence at character {out['start'].iloc[at]}"
        raise TifaError(f"evidence row {at + 1}: {where}")
    held = corpus.sentences.iloc[found]
    begins = held["start"].to_numpy()
    out["sentence"] = held["text"].to_numpy()
    out["hit_start"] = out["start"].to_numpy() - begins
    out["hit_end"] = np.minimum(out["end"].to_numpy() - begins, held["text"].str.len().to_numpy())
    if not set(LINES) <= set(out.columns):
        out = locate(out, corpus.offsets)
    added = [*ABOUT, *HELD, *LINES]
    out = out[[*rows.columns.drop(added, errors="ignore"), *added]]
    of = rows.attrs.get(TABLE, "")
    return titled(out, "evidence", **({ROWS: of} if of else {}))


def spans_in_sentences(spans: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Given spans in text order, each once, cut off at the end of the sentence they start in, with
    sentence (row number); those in no sentence are left out."""
    spans = spans[SPAN].drop_duplicates().reset_index(drop=True)
    spans = spans.assign(sentence=span_rows(spans, sentences))
    spans = spans[spans["sentence"] >= 0]
    ends = sentences["end"].to_numpy()[spans["sentence"]]
    spans = spans.assign(end=np.minimum(spans["end"], ends))
    return spans.sort_values(["article_id", "start"], kind="stable", ignore_index=True)


def contexts(hits: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """What stands before each hit in its sentence, the hit, and what stands after."""
    own = sentences.iloc[hits["sentence"].to_numpy(dtype=np.int64)]
    starts, sizes = hits["start"].to_numpy() - own["start"], hits["end"] - hits["start"]
    spans = zip(own["text"], starts, sizes, strict=True)
    cut = [(text[:a], text[a : a + n], text[a + n :]) for text, a, n in spans]
    return pd.DataFrame(cut, columns=SAID, index=hits.index, dtype=object)


def lines_of(
    hits: pd.DataFrame, sentences: pd.DataFrame, articles: pd.DataFrame, offsets: pd.DataFrame
) -> pd.DataFrame:
    """The concordance lines of these hits (article_id, start, end, sentence), in their order."""
    ids = sentences["sentence_id"].to_numpy(dtype=object)[hits["sentence"].to_numpy(dtype=np.int64)]
    about = articles.set_index("article_id")[ABOUT]
    lines = pd.concat([hits, contexts(hits, sentences)], axis=1).assign(sentence_id=ids)
    lines = lines.astype({"start": "int64", "end": "int64"}).join(about, on="article_id")
    return locate(lines, offsets)[[*SPAN, "sentence_id", *ABOUT, *SAID, *LINES]].reset_index(
        drop=True
    )
