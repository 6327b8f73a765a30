"""Collocation: the words that keep company with a word, a slogan or a body."""

import numpy as np
import pandas as pd

from analysis.chinese.tokens import word_tokens
from analysis.measure.counts import most_first
from analysis.measure.scores import association_scores
from analysis.table.arguments import NOTHING, TEXT, TEXTS, a_table, wants, whole
from analysis.table.dictionary import short, titled

MEASURES = ["expected", "logdice", "pmi", "g2", "t", "z", "dice"]
MEASURES += ["delta_p_2_given_1", "delta_p_1_given_2"]
WORDS = ["article_id", "start", "sentence_id", "end", "token"]
WORDS = a_table(WORDS, "the table that tokenize gives", "tokens")
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

    tokens : of `tokenize`; only words (see `word_tokens`) count and take up room in a window.
    node : a token; or a table of mentions (article_id, start, end), whose every token is the node.
    window : words to the left and to the right, within the sentence; None: the whole sentence.
    min_count, stopwords : leave words out of the answer, not out of the windows.
    Returns one row a word, by logdice downward; n are the rows of `cooccurrences`. With a window
    expected, pmi, g2, t, z and delta p take the words in the windows as one sample of all that are
    no node (Evert 2008), logdice and dice n, n_node, n_feature (Rychlý 2008). A node that is
    nowhere gives no row.

    >>> words = [("x", 0, "s1", "谋划"), ("x", 2, "s1", "十五五"), ("x", 5, "s1", "规划")]
    >>> tokens = pd.DataFrame(words, columns=["article_id", "start", "sentence_id", "token"])
    >>> tokens["end"] = tokens["start"] + tokens["token"].str.len()
    >>> collocations(tokens, "十五五", window=1, min_count=1)[["feature", "n"]].values.tolist()
    [['规划', 1], ['谋划', 1]]
    """
    words, n_nodes = _near(tokens, node, window)
    if window is None:
        once = words[["sentence_id", "token"]].drop_duplicates()["token"].value_counts()
        table = sentence_counts(words[words["near"] | words["node"]], once)
        first, everything = n_nodes, words["sentence_id"].nunique()
    else:
        near, others = words[words["near"]], words[~words["node"]]
        table = _counts(near, others["token"].value_counts(), n_nodes)
        first, everything = len(near), len(others)
    table = table[(table["n"] >= min_count) & ~table["feature"].isin(set(stopwords))]
    table = with_scores(table, first, everything)
    if window is not None:  # a word twice beside one node is one pair
        together = np.minimum(table["n"], table["n_node"])
        table["dice"] = 2 * together / (table["n_node"] + table["n_feature"])
        table = most_first(table.assign(logdice=14 + np.log2(table["dice"])), "logdice", "feature")
    near = "in the sentences" if window is None else f"within {window} words"
    return titled(table, "collocations", f"words {near} of {short(node)}")


def _counts(pairs: pd.DataFrame, totals: pd.Series, n_nodes: int) -> pd.DataFrame:
    """feature, n, n_articles, n_node, n_feature of words near a node, one row a place."""
    table = pairs.groupby("token", sort=True)["article_id"].agg(n="size", n_articles="nunique")
    table = table.reset_index().rename(columns={"token": "feature"})
    total = table["feature"].map(totals).fillna(0).astype("int64")
    return table.assign(n_node=n_nodes, n_feature=total)


def sentence_counts(words: pd.DataFrame, totals: pd.Series) -> pd.DataFrame:
    """The same by sentence, of the words in sentences with a node; totals : sentences a token."""
    pairs = words.drop_duplicates(["sentence_id", "token", "node"])
    beside = pairs[~pairs["node"]]
    both = pd.concat([beside, pairs[pairs["node"]]]).duplicated(["sentence_id", "token"])
    as_node = pairs.loc[pairs["node"] & ~both.reindex(pairs.index), "token"].value_counts()
    totals = totals.sub(as_node, fill_value=0)
    return _counts(beside, totals, words.loc[words["node"], "sentence_id"].nunique())


def with_scores(table: pd.DataFrame, n_first: int, n_all: int) -> pd.DataFrame:
    """The table with MEASURES, strongest attraction first."""
    table = table.reset_index(drop=True)
    scores = association_scores(table["n"], n_first, table["n_feature"], max(n_all, 1))[MEASURES]
    return most_first(pd.concat([table, scores], axis=1), "logdice", "feature")


@wants(tokens=WORDS, node=NODE, window=WINDOW)
def cooccurrences(
    tokens: pd.DataFrame, node: str | pd.DataFrame, *, window: int | None = None
) -> pd.DataFrame:
    """The token rows behind collocations' n: each word near `node`."""
    words, _ = _near(tokens, node, window)
    found = words[words["near"]]
    if window is None:
        found = found.drop_duplicates(["sentence_id", "token"])
    return found.drop(columns=["near", "node"]).reset_index(drop=True)


def _near(
    tokens: pd.DataFrame, node: str | pd.DataFrame, window: int | None
) -> tuple[pd.DataFrame, int]:
    """The words in text order with node and near; how many nodes, or sentences with one."""
    words = word_tokens(tokens).sort_values(["article_id", "start"], kind="stable")
    words = words.reset_index(drop=True)
    if isinstance(node, str):
        is_node = words["token"].eq(node).to_numpy()
        n_nodes = int(is_node.sum())
    else:
        spans = node[["article_id", "start", "end"]].drop_duplicates()
        codes, articles = pd.factorize(words["article_id"])
        of = pd.Index(articles).get_indexer(spans["article_id"])
        spans, of = spans[of >= 0], of[of >= 0]
        far = max(words["end"].max(), spans["end"].max()) + 1 if len(spans) else 1
        at = [codes * far + words[end].to_numpy() for end in ("start", "end")]
        at += [of * far + spans[end].to_numpy() for end in ("start", "end")]
        is_node, n_nodes = words_inside(*at)
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
    return words.assign(node=is_node, near=near & ~is_node), n_nodes


def words_inside(start, end, span_start, span_end) -> tuple[np.ndarray, int]:
    """Which words overlap a span, and how many spans hold a word; words stand in order."""
    first = np.searchsorted(end, span_start, side="right")
    last = np.maximum(first, np.searchsorted(start, span_end))
    edges = [np.bincount(at, minlength=len(start) + 1) for at in (first, last)]
    return np.cumsum(edges[0] - edges[1])[:-1] > 0, int((last > first).sum())
