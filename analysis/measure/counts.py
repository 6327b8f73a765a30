"""Counts, and what is made of them: how often, in how many articles, at what rate; which of two
groups has more (keyness); how evenly spread (dispersion). Tables of partitions add up.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import scipy  # its parts load where they are first used: a third of what `kwic` takes to start
from pandas.api.types import is_numeric_dtype

from analysis.chinese.tokens import are_words
from analysis.corpus import Corpus, once_each
from analysis.describe.documents import NOT_COUNTED
from analysis.errors import TifaError
from analysis.measure.groups import PERIODS, group_names, require_group, with_groups
from analysis.measure.scores import dispersion_scores, score_counts
from analysis.table.arguments import (
    NOTHING,
    TEXT,
    TEXTS,
    a_corpus,
    a_table,
    one_of,
    require_columns,
    require_groups,
    wants,
    whole,
)
from analysis.table.dictionary import counted_from, short, titled

UNITS = {"han": "n_han", "tokens": "n_tokens"}
# What the functions that count rows in articles take, by the name of the argument.
KINDS = dict.fromkeys(["feature", "unit", "per", "by", "a", "b", "parts"], TEXT)
KINDS |= dict.fromkeys(["features", "strata"], TEXTS | NOTHING) | {"without": TEXTS}
KINDS |= dict.fromkeys(["seed", "min_count"], whole(0)) | {"n_resamples": whole(1)}
KINDS |= {"reprints": one_of("once", "all"), "lang": one_of("en", "zh"), "every": one_of(*PERIODS)}
KINDS |= {"rows": a_table(["article_id"]), "articles": a_table(["article_id"], like="articles")}
KINDS |= {"corpus": a_corpus(articles=["article_id", "genre"])}
KEYNESS = ["per_10k_a", "per_10k_b", "g2", "p_token", "log_ratio", "lrc", "chi2", "odds_ratio"]
KEYNESS += ["diff_percent", "simple_maths", "log_odds_z"]
BLOCK = 1000  # features at a time, so that memory does not grow with features × parts


@wants(**KINDS | {"by": TEXT | TEXTS})
def count_features(
    rows: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    feature: str = "name",
    by: tuple[str, ...] | list[str] = ("place",),
    unit: str = "han",
    reprints: str = "once",
) -> pd.DataFrame:
    """How often each feature stands in each group of articles.

    rows : one row an occurrence (mentions, tokens, n-grams), with article_id and the column named
        by `feature`.
    articles : article_id, genre, n_han, group columns. Captions, weather and boilerplate are in no
        count.
    by : group columns of articles (place, genre, your own) or of rows (level, kind); or of the day
        of publication: "year", "month", "week", "day", or periods such as "..2024,2025.."; ()
        counts the whole.
    unit : rates per 10,000 Han characters ("han") or words ("tokens", see `add_token_counts`) of
        the group of articles; group columns of rows do not narrow that.
    reprints : "once" counts a text (see `mark_reprints`) once in each group of a column, and once
        in all over time; "all" counts each.
    Returns the group columns, feature, n, n_articles, per_10k; most frequent first in each group.

    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "place": "甲", "n_han": [300, 700]})
    >>> rows = pd.DataFrame({"article_id": ["a", "a", "b"], "name": ["共同富裕", "共同富裕", "八八战略"]})
    >>> count_features(rows, articles).values.tolist()
    [['甲', '共同富裕', 2, 1, 20.0], ['甲', '八八战略', 1, 1, 10.0]]
    """
    by = [by] if isinstance(by, str) else list(by)
    named = [column for column in by if column not in rows.columns]
    articles = counted(articles, reprints=reprints, by=by)
    articles = with_groups(articles, named) if "date_published" in articles else articles
    own = [column for column in by if column in articles.columns]
    other = [column for column in by if column not in articles.columns]
    require_groups(articles, own, "articles")
    require_groups(rows, [feature, *other], "rows")
    number = article_numbers(rows, articles)
    kept = number >= 0  # rows of articles that do not count fall out
    wanted = {name: articles[name].array[number[kept]] for name in own}
    wanted |= {name: rows[name].array[kept] for name in other}
    wanted |= {"feature": rows[feature].array[kept], "article": number[kept]}
    grouped = pd.DataFrame(wanted).groupby([*by, "feature"], sort=False, observed=True)["article"]
    counts = grouped.agg(n="size", n_articles="nunique").reset_index()
    kind = {"by": by, "by_articles": own, "unit": unit, **counted_from(rows, feature)}
    return _with_rates(counts, group_sizes(articles, own, unit), kind)


def counted(
    articles: pd.DataFrame, *, reprints: str = "once", by: Sequence[str] = ("place",)
) -> pd.DataFrame:
    """The articles that count: all but captions, weather and boilerplate, in order of article_id;
    of reprints one a group of the columns `by` (periods and other tables' columns are none).
    """
    require_columns(articles, ["article_id"], "articles")
    if "genre" in articles.columns:
        articles = articles[~articles["genre"].isin(NOT_COUNTED)]
    articles = articles.sort_values("article_id", kind="stable").reset_index(drop=True)
    if reprints == "once":
        return once_each(articles, *(articles[name] for name in by if name in articles.columns))
    return articles


def group_sizes(articles: pd.DataFrame, by: list[str], unit: str = "han") -> pd.DataFrame:
    """The denominators of counted articles: by…, size (Han characters or words), of_articles."""
    sizes = articles[by].assign(size=articles[size_column(articles, unit)], of_articles=1)
    return _sums(sizes, by)


def _sums(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    if not by:
        return table.sum().to_frame().T
    return table.groupby(by, sort=True, observed=True).sum().reset_index()


def most_first(table: pd.DataFrame, by: str, *then: str) -> pd.DataFrame:
    """The rows numbered anew: the most of `by` first, equal ones in the order of `then`."""
    order = [False, *[True] * len(then)]
    return table.sort_values([by, *then], ascending=order, kind="stable", ignore_index=True)


def size_column(articles: pd.DataFrame, unit: str) -> str:
    """The column of articles that holds their size in this unit: n_han or n_tokens."""
    if unit not in UNITS:
        raise TifaError(f"unit: {unit!r}; must be one of {', '.join(UNITS)}")
    if UNITS[unit] not in articles.columns:
        how = "; add_token_counts(articles, tokens) makes it" if unit == "tokens" else ""
        raise TifaError(f"unit {unit!r} needs articles.{UNITS[unit]}{how}")
    if not is_numeric_dtype(articles[UNITS[unit]]):
        raise TifaError(f"articles: {UNITS[unit]} holds more than numbers")
    return UNITS[unit]


def add_counts(*tables: pd.DataFrame) -> pd.DataFrame:
    """The count table of a corpus from those of its parts, counted alike; no article in two."""
    kind = {key: tables[0].attrs[key] for key in ("by", "by_articles", "unit")}
    sizes = pd.concat([pd.DataFrame(table.attrs["group_sizes"]) for table in tables])
    keys = [*kind["by"], "feature"]
    plain = [pd.DataFrame({c: table[c] for c in [*keys, "n", "n_articles"]}) for table in tables]
    summed = pd.concat(plain).groupby(keys, sort=False).sum().reset_index()
    return _with_rates(summed, _sums(sizes, kind["by_articles"]), kind)


def _with_rates(counts: pd.DataFrame, sizes: pd.DataFrame, kind: dict) -> pd.DataFrame:
    """Rates, order, and in attrs what `add_counts` needs: the sizes of all groups."""
    by, own = kind["by"], kind["by_articles"]
    on = counts[own].merge(sizes, on=own, how="left") if own else sizes.loc[[0] * len(counts)]
    rate = counts["n"].to_numpy() / on["size"].to_numpy(dtype=float) * 10_000
    counts = counts.assign(per_10k=rate)
    counts = counts.astype({"n": "int64", "n_articles": "int64", "per_10k": "float64"})
    counts = most_first(counts, "n", "feature")
    counts = counts.sort_values(by, kind="stable", ignore_index=True) if by else counts
    what = f"counts by {', '.join(by)}" if by else "counts"
    titled(counts, "count_features", what, rows="articles")
    counts.attrs |= {**kind, "group_sizes": sizes.to_dict("list")}
    return counts


def text_shares(corpus: Corpus) -> pd.DataFrame:
    """How much of the files' text is counted, and what the rest is, most first: reason ("counted";
    else the role of the text, or the genre of an article that does not count), n_chars, share.
    """
    segments = corpus.segments
    genre = segments["article_id"].map(corpus.articles.set_index("article_id")["genre"])
    out = genre.isin(NOT_COUNTED)
    text = segments["role"].isin(["body", "subhead"]) & ~out
    reason = genre.where(out, segments["role"]).mask(text, "counted")
    sizes = (segments["end"] - segments["start"]).groupby(reason).sum()
    table = sizes.rename("n_chars").rename_axis("reason").reset_index()
    table["share"] = table["n_chars"] / max(int(table["n_chars"].sum()), 1)
    return most_first(table, "n_chars", "reason")


# --- features × articles


def count_matrix(
    rows: pd.DataFrame, articles: pd.DataFrame, *, feature: str
) -> tuple[list[str], scipy.sparse.csr_array]:
    """The features, sorted, and their counts: features × articles, in the order of `articles`."""
    require_columns(rows, ["article_id", feature], "rows")
    column = article_numbers(rows, articles)
    values = rows[feature].to_numpy(dtype=object)
    try:
        row, names = pd.factorize(values[column >= 0])
    except TypeError:  # a list, or another value that cannot be counted
        require_groups(rows, [feature], "rows")
        raise
    names, of_name = np.unique(names.astype(str), return_inverse=True)
    known = row >= 0  # an empty cell names nothing
    cells = of_name[row[known]], column[column >= 0][known]
    shape = len(names), len(articles)
    # it adds up cells that are named twice, in one pass without a sort where articles come in order
    counts = scipy.sparse.coo_array((np.ones(len(cells[0])), cells), shape=shape).tocsr()
    return names.tolist(), counts


def article_numbers(rows: pd.DataFrame, articles: pd.DataFrame) -> np.ndarray:
    """Which of the articles each row is of, -1 for none; rows of one that follow each other are
    looked up once.
    """
    ids = rows["article_id"].to_numpy(dtype=object)
    begin = run_begins(ids)
    number = pd.Index(articles["article_id"]).get_indexer(ids[begin])
    return np.repeat(number, np.diff(np.append(begin, len(ids))))


def run_begins(values: np.ndarray) -> np.ndarray:
    """Where each run of equal values begins."""
    return np.flatnonzero(np.append(True, values[1:] != values[:-1])[: len(values)])


def pick_features(
    names: list[str], counts: scipy.sparse.csr_array, asked: list[str]
) -> tuple[list[str], scipy.sparse.csr_array]:
    """The counts of the features asked for, in that order; zeros for one that does not occur."""
    where = pd.Index(names, dtype=object).get_indexer(asked)
    return asked, membership(where, len(names)) @ counts


def membership(codes: np.ndarray, k: int | None = None) -> scipy.sparse.csr_array:
    """Articles × groups: 1 where an article is of the group with this number; -1 is of none."""
    at = np.flatnonzero(codes >= 0)
    shape = (len(codes), codes.max(initial=-1) + 1 if k is None else k)
    return scipy.sparse.csr_array((np.ones(len(at)), (at, codes[at])), shape=shape)


def side_counts(
    counts: scipy.sparse.csr_array, a: np.ndarray, b: np.ndarray
) -> dict[str, np.ndarray]:
    """n_a, n_b, articles_a, articles_b of features × articles; a, b : which are of a side."""
    there = scipy.sparse.csr_array(
        (np.ones(counts.nnz), counts.indices, counts.indptr), counts.shape
    )
    sums = [matrix @ side.astype(float) for matrix in (counts, there) for side in (a, b)]
    names = ["n_a", "n_b", "articles_a", "articles_b"]
    return {name: n.astype("int64") for name, n in zip(names, sums, strict=True)}


@wants(**KINDS)
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
    Returns counts, rates per 10,000 words or Han characters, and scores of `keyness_scores`; a's
    own features first, b's last. It takes every occurrence as independent; whether the articles
    bear a difference out is `compare`'s to say.

    >>> articles = pd.DataFrame({"article_id": ["x", "y"], "place": ["甲", "乙"], "n_tokens": 100})
    >>> rows = pd.DataFrame({"article_id": ["x"] * 4 + ["y"] * 2, "token": ["江"] * 3 + ["河"] * 3})
    >>> keyness(rows, articles, "甲", "乙")[["feature", "n_a", "n_b"]].values.tolist()
    [['江', 3, 0], ['河', 1, 2]]
    """
    names, counts = count_matrix(rows, articles, feature=feature)
    names = np.array(names, dtype=object)
    if feature == "token" and unit == "tokens" and "n_tokens" not in articles:
        words = np.flatnonzero(are_words(names))
        names, counts = names[words], counts[words]
        articles = articles.assign(n_tokens=counts.sum(axis=0).astype("int64"))
    at = "column of the matrix"
    articles = counted(articles.assign(**{at: range(len(articles))}), reprints=reprints, by=[by])
    group = group_names(articles, by)
    require_group(group, by, a, b)
    size, sizes, sides = articles[size_column(articles, unit)], {}, []
    for name, side in (("size_a", group == a), ("size_b", group == b)):
        sizes[name] = int(size[side].sum())
        sides.append(np.bincount(articles.loc[side, at], minlength=counts.shape[1]) > 0)
    table = pd.DataFrame({"feature": names, **side_counts(counts, *sides)})
    table = table[table["n_a"] + table["n_b"] >= max(min_count, 1)].reset_index(drop=True)
    scores = score_counts(table["n_a"], table["n_b"], *sizes.values(), exact=False)[KEYNESS]
    table = most_first(pd.concat([table, scores], axis=1).assign(**sizes), "g2", "feature")
    about = {"unit": unit, "left_out": int((group == "").sum())}
    return titled(table, "keyness", f"keyness of {short(a)} against {short(b)}", **about)


@wants(**KINDS)
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
    Returns feature and the columns of `dispersion_scores`, most frequent first.

    >>> articles = pd.DataFrame({"article_id": ["x", "y"], "n_han": [100, 100]})
    >>> rows = pd.DataFrame({"article_id": ["x", "x", "y"], "name": ["甲", "乙", "乙"]})
    >>> dispersion(rows, articles)[["feature", "n", "range", "dp"]].values.tolist()
    [['乙', 2, 2, 0.0], ['甲', 1, 1, 0.5]]
    """
    by = [] if parts == "article_id" else [parts]
    articles = with_groups(counted(articles, reprints=reprints, by=by), [parts])
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
    table = most_first(table.astype({"n": "int64"}), "n", "feature")
    return titled(table, "dispersion", f"dispersion over {parts}", **counted_from(rows, feature))


@wants(**KINDS)
def to_quanteda(
    rows: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    feature: str = "name",
    features: list[str] | None = None,
) -> pd.DataFrame:
    """The document-feature matrix, long, as R reads it: one row an article and feature that it has.

    Returns article_id, feature, n (times) of rows, articles, feature, as in `count_features`; an
    article without any has a row of n 0, and so have `features` that stand nowhere, or R would lose
    them. Write it with
    `.to_csv("dfm.csv", index=False)`; in R: `long <- read.csv("dfm.csv"); m <- quanteda::as.dfm(
    xtabs(n ~ article_id + feature, long, sparse = TRUE))`.

    >>> articles = pd.DataFrame({"article_id": ["x", "y"], "n_han": [5, 6]})
    >>> rows = pd.DataFrame({"article_id": ["x", "x"], "name": "江"})
    >>> to_quanteda(rows, articles, features=["江", "湖"]).values.tolist()
    [['x', '江', 2], ['x', '湖', 0], ['y', '江', 0]]
    """
    table = count_features(rows, articles, feature=feature, by="article_id")
    table = table[["article_id", "feature", "n"]]
    ids = counted(articles, by=["article_id"])["article_id"]
    none = ids[~ids.isin(table["article_id"])].to_frame()
    some = table["feature"].min() if len(table) or not features else min(features)
    table = pd.concat([table, none.assign(feature=some, n=0)])
    lacking = [name for name in features or () if name not in set(table["feature"])]
    lacking = pd.DataFrame({"article_id": ids.min(), "feature": lacking, "n": 0})
    table = pd.concat([table, lacking]) if len(lacking) else table
    table = table.sort_values(["article_id", "feature"], kind="stable", ignore_index=True)
    return titled(table, "to_quanteda", "counts by article")
