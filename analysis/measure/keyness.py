"""Keyness: the features one group of articles uses more than another, as one plain table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.chinese.tokens import are_words
from analysis.measure.counts import COUNTING, counted, size_column
from analysis.measure.dispersion import count_matrix, side_counts
from analysis.measure.groups import group_names, require_group
from analysis.measure.scores import keyness_scores
from analysis.table.arguments import TEXT, wants, whole
from analysis.table.dictionary import short, titled

COLUMN = "column of the matrix"
SHOWN = ["per_10k_a", "per_10k_b", "g2", "p_token", "log_ratio", "lrc", "chi2", "odds_ratio"]
SHOWN += ["diff_percent", "simple_maths", "log_odds_z"]


@wants(**COUNTING, a=TEXT, b=TEXT, by=TEXT, min_count=whole(0))
def keyness(
    rows: pd.DataFrame,
    articles: pd.DataFrame,
    a: str,
    b: str,
    *,
    feature: str = "token",
    by: str = "place",
    unit: str = "tokens",
    min_count: int = 3,
    reprints: str = "once",
) -> pd.DataFrame:
    """Features by how far their rates in the groups `a` and `b` lie apart.

    articles : article_id, genre, the column `by`, and n_tokens or n_han. For the rows of `tokenize`
        n_tokens may be missing: then words are counted, and punctuation is no feature.
    unit : "tokens" or "han", the denominator of the rates.
    min_count : leaves out features rarer in both together; the rest are the family.
    rows, feature, by, reprints : as in `count_features`; by is one column or period.
    Returns feature, n_a, n_b (times), articles_a, articles_b, per_10k_a, per_10k_b (rates
    per 10,000 words or Han characters), then keyness_scores' g2, p_token, log_ratio, lrc, chi2,
    odds_ratio, diff_percent, simple_maths, log_odds_z, and the sizes size_a, size_b; by g2
    downward: a's own features first, b's last. It takes every occurrence as independent; whether
    the articles bear a difference out is `compare`'s to say. Sources and formulas:
    `keyness_scores`. Raises TifaError for a group without an article, a group compared with itself,
    a missing column.

    >>> articles = pd.DataFrame({"article_id": ["x", "y"], "place": ["甲", "乙"], "n_tokens": [100,
    ...     200]})
    >>> rows = pd.DataFrame({"article_id": ["x"] * 4 + ["y"] * 2, "token": ["江"] * 3 + ["河"] * 3})
    >>> keyness(rows, articles, "甲", "乙")[["feature", "n_a", "n_b",
    ...     "log_ratio"]].round(2).values.tolist()
    [['江', 3, 0, 3.58], ['河', 1, 2, 0.0]]
    """
    names, counts = count_matrix(rows, articles, feature=feature)
    names = np.array(names, dtype=object)
    if feature == "token" and unit == "tokens" and "n_tokens" not in articles:
        words = np.flatnonzero(are_words(names))
        names, counts = names[words], counts[words]
        articles = articles.assign(n_tokens=counts.sum(axis=0).astype("int64"))
    articles = articles.assign(**{by: group_names(articles, by), COLUMN: range(len(articles))})
    articles = counted(articles, reprints=reprints, by=[by])
    require_group(articles[by], by, a, b)
    articles = articles[articles[by].isin([a, b])]
    in_a = (articles[by] == a).to_numpy()
    size = articles[size_column(articles, unit)].to_numpy()
    sizes = {a: size[in_a].sum(), b: size[~in_a].sum()}
    sides = side_counts(counts[:, articles[COLUMN].to_numpy()], in_a)
    table = pd.DataFrame({"feature": names, **sides})
    table = table[table["n_a"] + table["n_b"] >= max(min_count, 1)].reset_index(drop=True)
    scores = keyness_scores(table["n_a"], table["n_b"], sizes[a], sizes[b])[SHOWN]
    table = pd.concat([table, scores], axis=1).assign(size_a=int(sizes[a]), size_b=int(sizes[b]))
    order = {"by": ["g2", "feature"], "ascending": [False, True]}
    table = table.sort_values(**order, kind="stable", ignore_index=True)
    return titled(table, "keyness", f"keyness of {short(a)} against {short(b)}", unit=unit)
