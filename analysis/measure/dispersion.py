"""Dispersion: how evenly features are spread over articles, or over any other parts."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.measure.counts import COUNTING, counted, size_column
from analysis.measure.groups import with_groups
from analysis.measure.resampling import membership
from analysis.measure.scores import dispersion_scores
from analysis.table.arguments import TEXT, require_groups, wants, whole
from analysis.table.dictionary import counted_from, titled

BLOCK = 1000  # features at a time, so that memory does not grow with features × parts


@wants(**COUNTING, parts=TEXT, min_count=whole(0))
def dispersion(
    rows: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    feature: str = "name",
    parts: str = "article_id",
    unit: str = "han",
    min_count: int = 1,
    reprints: str = "once",
) -> pd.DataFrame:
    """Per feature, how evenly it is spread over the parts of the corpus, every counted article.

    parts : the column of articles whose values are the parts, or "year", "month", "week", "day".
    unit : what a part's size is measured in, "han" or "tokens". Parts of size 0 are left out.
    min_count : leaves out rarer features. rows, articles, feature, reprints : as in
        `count_features`.
    Returns feature, n (times), parts, range (parts that hold it), sd, vc, juilland_d, juilland_u,
    carroll_d2, carroll_um, rosengren_s, rosengren_af, lyne_d3, da (1 is even), dp, dp_norm, kl
    (bits; 0 is even), most frequent first. Sources and formulas: `dispersion_scores`.
    Raises TifaError for a missing column and another unit.

    >>> articles = pd.DataFrame({"article_id": ["x", "y"], "n_han": [100, 100]})
    >>> rows = pd.DataFrame({"article_id": ["x", "x", "y"], "name": ["甲", "乙", "乙"]})
    >>> dispersion(rows, articles)[["feature", "n", "range", "dp"]].values.tolist()
    [['乙', 2, 2, 0.0], ['甲', 1, 1, 0.5]]
    """
    articles = with_groups(counted(articles, reprints=reprints), [parts])
    require_groups(articles, [parts], "articles")
    sizes = articles.groupby(parts, sort=True)[size_column(articles, unit)].sum()
    sizes = sizes[sizes > 0]
    if not len(sizes):
        columns = ["feature", *dispersion_scores([1], [1]).index]
        return titled(pd.DataFrame(columns=columns), "dispersion")
    features, counts = count_matrix(rows, articles, feature=feature)
    per_part = counts @ membership(sizes.index.get_indexer(articles[parts]), len(sizes))
    keep = np.flatnonzero(per_part.sum(axis=1) >= max(min_count, 1))
    blocks = [
        dispersion_scores(per_part[some].toarray(), sizes)
        for some in np.array_split(keep, len(keep) // BLOCK + 1)
    ]
    table = pd.concat(blocks, ignore_index=True)
    table.insert(0, "feature", np.asarray(features, dtype=object)[keep])
    order = {"by": ["n", "feature"], "ascending": [False, True], "kind": "stable"}
    table = table.astype({"n": "int64"}).sort_values(**order, ignore_index=True)
    return titled(table, "dispersion", f"dispersion over {parts}", **counted_from(rows, feature))


def count_matrix(
    rows: pd.DataFrame, articles: pd.DataFrame, *, feature: str
) -> tuple[list[str], sparse.csr_array]:
    """The features, sorted, and their counts: features × articles, in the order of `articles`."""
    require_groups(rows, ["article_id", feature], "rows")
    column = pd.Index(articles["article_id"]).get_indexer(rows["article_id"])
    inside = column >= 0
    row, names = pd.factorize(rows[feature].to_numpy(dtype=object)[inside])
    names, of_name = np.unique(names.astype(str), return_inverse=True)
    cells = (np.ones(len(row)), (of_name[row], column[inside]))
    counts = sparse.csr_array(cells, shape=(len(names), len(articles)))  # adds equal cells up
    return names.tolist(), counts


def pick_features(
    names: list[str], counts: sparse.csr_array, asked: list[str]
) -> tuple[list[str], sparse.csr_array]:
    """The counts of the features asked for, in that order; zeros for one that does not occur."""
    where = pd.Index(names, dtype=object).get_indexer(asked)
    return asked, membership(where, len(names)) @ counts


def side_counts(counts: sparse.csr_array, in_a: np.ndarray) -> dict[str, np.ndarray]:
    """n_a, n_b, articles_a, articles_b of a matrix of features x articles."""
    sides = {"a": in_a.astype("int64"), "b": (~in_a).astype("int64")}
    n = {f"n_{name}": (counts @ side).astype("int64") for name, side in sides.items()}
    return n | {f"articles_{name}": (counts > 0) @ side for name, side in sides.items()}
