"""Collocation: the words that keep company with a word, a slogan or a body."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.chinese.tokens import word_tokens
from analysis.measure.scores import association_scores
from analysis.table.arguments import NOTHING, TEXT, TEXTS, a_table, wants, whole
from analysis.table.titles import short, titled

MEASURES = [
    "expected",
    "logdice",
    "pmi",
    "g2",
    "t",
    "z",
    "dice",
    "delta_p_2_given_1",
    "delta_p_1_given_2",
]


WORDS = a_table(
    ["article_id", "start", "sentence_id", "end", "token"],
    "the table that tokenize gives",
    "tokens",
)
NODE = TEXT | a_table(["article_id", "start", "end"])
WINDOW = whole(1) | NOTHING


@wants(tokens=WORDS, node=NODE, window=WINDOW, min_count=whole(0), stopwords=TEXTS)
def collocations(
    tokens: pd.DataFrame,
    node: str | pd.DataFrame,
    *,
    window: int | None = None,
    min_count: int = 2,
    stopwords: tuple[str, ...] | frozenset[str] = (),
) -> pd.DataFrame:
    """The words found near `node`, and how strongly they attract each other.

    tokens : a token table. Only words (see `word_tokens`) count and take up room in a window.
    node : a token; or a table of mentions (article_id, start, end), whose every token is the node.
    window : how many words to the left and to the right, within the sentence; None takes the whole
        sentence.
    stopwords : words left out of the answer (not out of the windows).
    Returns feature, n (places where the word stands near a node, or sentences with both if window
    is None), n_articles, n_node, n_feature, then expected, logdice, pmi, g2, t, z, dice,
    delta_p_2_given_1 and delta_p_1_given_2 (how much likelier the word is near the node, and the
    node near the word); sorted by logdice downward. n, n_node, n_feature and expected in times
    (sentences without a window), logdice at most 14, +1 for twice as often together, pmi in
    doublings. n is the number of rows `cooccurrences` gives for the word.
    With a window: n_node nodes, n_feature occurrences of the word outside nodes; expected, pmi, g2,
    t, z and delta p take the words in the windows as one sample of all words that are no node
    (Evert 2008), logdice and dice take n, n_node, n_feature (Rychlý 2008). By sentence: all from
    counts of sentences.
    Other sources: Dunning 1993 (g2), Church & Hanks 1990 (pmi), Gries 2013 (delta p).
    Raises TifaError for a window below 1 and a column that is not there; a node that is nowhere
    gives no row.

    >>> words = [("x", 0, "s1", "谋划"), ("x", 2, "s1", "十五五"), ("x", 5, "s1", "规划"), ("x", 7, "s2",
    ...     "规划")]
    >>> tokens = pd.DataFrame(words, columns=["article_id", "start", "sentence_id", "token"])
    >>> tokens["end"] = tokens["start"] + tokens["token"].str.len()
    >>> collocations(tokens, "十五五", window=1, min_count=1)[["feature", "n",
    ...     "logdice"]].round(2).values.tolist()
    [['谋划', 1, 14.0], ['规划', 1, 13.42]]
    """
    near = _near(tokens, node, window)
    words, sentences = near.words, near.n_sentences
    if window is None:
        pairs = words[words["near"]].drop_duplicates(["sentence_id", "token"])
        totals = (
            words[~words["node"]].drop_duplicates(["sentence_id", "token"])["token"].value_counts()
        )
        first, everything = near.n_nodes, sentences
    else:
        pairs = words[words["near"]]
        totals = words.loc[~words["node"], "token"].value_counts()
        first, everything = int(words["near"].sum()), int((~words["node"]).sum())
    grouped = pairs.groupby("token", sort=True)["article_id"]
    table = (
        grouped.agg(n="size", n_articles="nunique")
        .reset_index()
        .rename(columns={"token": "feature"})
    )
    table = table[(table["n"] >= min_count) & ~table["feature"].isin(set(stopwords))]
    table = table.assign(
        n_node=near.n_nodes, n_feature=table["feature"].map(totals).astype("int64")
    )
    scores = association_scores(table["n"], first, table["n_feature"], max(everything, 1))[MEASURES]
    if window is not None:
        together = np.minimum(
            table["n"], table["n_node"]
        ).to_numpy()  # a word twice beside one node is one pair
        scores["dice"] = 2 * together / (table["n_node"] + table["n_feature"]).to_numpy()
        scores["logdice"] = 14 + np.log2(scores["dice"])
    table = pd.concat([table.reset_index(drop=True), scores], axis=1)
    table = table.sort_values(["logdice", "feature"], ascending=[False, True], kind="stable")
    near = "in the sentences" if window is None else f"within {window} words"
    return titled(table.reset_index(drop=True), "collocations", f"words {near} of {short(node)}")


@wants(tokens=WORDS, node=NODE, feature=TEXT | NOTHING, window=WINDOW)
def cooccurrences(
    tokens: pd.DataFrame,
    node: str | pd.DataFrame,
    feature: str | None = None,
    *,
    window: int | None = None,
) -> pd.DataFrame:
    """The token rows behind collocations' n: every word near `node`, or those that are `feature`.

    As many rows a word as its n: with a window all its places there, else its first place in each
    sentence.
    """
    words = _near(tokens, node, window).words
    found = words[words["near"]]
    if window is None:
        found = found.drop_duplicates(["sentence_id", "token"])
    if feature is not None:
        found = found[found["token"] == feature]
    return found.drop(columns=["near", "node"]).reset_index(drop=True)


class _Near(NamedTuple):
    words: pd.DataFrame  # the words in text order, with the truth columns node and near
    n_nodes: int  # nodes; sentences with one, if there is no window
    n_sentences: int  # sentences with a word


def _near(tokens: pd.DataFrame, node: str | pd.DataFrame, window: int | None) -> _Near:
    words = (
        word_tokens(tokens)
        .sort_values(["article_id", "start"], kind="stable")
        .reset_index(drop=True)
    )
    if isinstance(node, str):
        is_node = words["token"].eq(node).to_numpy()
        n_nodes = int(is_node.sum())
    else:
        is_node, n_nodes = _inside(words, node)
    sentence = words["sentence_id"].to_numpy(dtype=object)
    if window is None:
        with_node = pd.unique(sentence[is_node])
        near, n_nodes = np.isin(sentence.astype(str), with_node.astype(str)), len(with_node)
    else:
        near = np.zeros(len(words), dtype=bool)
        for k in range(1, min(window, max(len(words) - 1, 0)) + 1):
            same = sentence[k:] == sentence[:-k]
            near[k:] |= same & is_node[:-k]
            near[:-k] |= same & is_node[k:]
    words = words.assign(node=is_node, near=near & ~is_node)
    return _Near(words, n_nodes, words["sentence_id"].nunique())


def _inside(words: pd.DataFrame, spans: pd.DataFrame) -> tuple[np.ndarray, int]:
    """Which words overlap a span, and how many different spans hold a word."""
    is_node, held = np.zeros(len(words), dtype=bool), 0
    rows_of = words.groupby("article_id").indices
    for span in spans[["article_id", "start", "end"]].drop_duplicates().itertuples(index=False):
        rows = rows_of.get(span.article_id, np.array([], dtype=int))
        start, end = words["start"].to_numpy()[rows], words["end"].to_numpy()[rows]
        inside = rows[(start < span.end) & (end > span.start)]
        is_node[inside] = True
        held += bool(len(inside))
    return is_node, held
