"""Comparisons by units: every number by hand or a second way, and exact symmetries."""

import itertools
import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.errors import TifaError
from analysis.measure import resampling
from analysis.measure.compare import COLUMNS, MORE_A, MORE_B, compare, confounds
from analysis.measure.counts import count_features, dispersion, keyness
from analysis.measure.groups import REST, default_unit, strata_of, stratum_names, unit_codes, unlike
from analysis.measure.resampling import Sample, gather, take_comparable, tell_apart
from analysis.measure.scores import dispersion_scores
from analysis.measure.trend import lifespans, trend
from tests.helpers.bursty import bursty_corpus
from tests.helpers.small_corpora import GENRES, SMALL, corpus_of

FEW = "too few articles to tell"


def sample_of(*articles, features, strata=None, units=None) -> Sample:
    """(place, genre, n_han, counts) an article -> what is tested, whatever its size."""
    counts = np.array([[found.get(f, 0) for *_, found in articles] for f in features], dtype=float)
    n = len(articles)
    return Sample(
        resampling.sparse.csr_array(counts),
        np.array([n_han for _, _, n_han, _ in articles], dtype=float),
        np.array([place == "甲" for place, *_ in articles]),
        *[np.zeros(n, dtype=int) if strata is None else np.array(strata)] * 2,
        np.arange(n) if units is None else np.array(units),
    )


def told_of(*articles, features=("江",), n_resamples=2000, **kind):
    sample = sample_of(*articles, features=features, **kind)
    return tell_apart(sample, n_resamples=n_resamples, seed=0)


# --- numbers by hand
# ------------------------------------------------------------------------------------------------


def test_counts_and_rates_by_hand_and_below_the_floor_nothing_more():
    row = compare(*corpus_of(*SMALL), "甲", "乙").set_index("feature").loc["江"]
    counts = ["n_a", "n_b", "articles_a", "articles_b", "of_a", "of_b"]
    assert row[counts].tolist() == [5, 1, 2, 1, 3, 2]
    assert row[["per_10k_a", "per_10k_b"]].tolist() == [50, 10]
    assert row["dp"] == pytest.approx(
        dispersion_scores([3, 2, 0, 1, 0], [200, 300, 500, 400, 600])["dp"]
    )
    assert row["effective_a"] == pytest.approx(1000**2 / (200**2 + 300**2 + 500**2))
    said = ["log_ratio", "log_ratio_low", "log_ratio_high", "p_permutation", "p_family", "loo_low"]
    assert row[said].isna().all() and row["verdict"] == FEW


def plain_log_ratio(articles, feature) -> float:
    n = {"甲": 0, "乙": 0}
    size = {"甲": 0, "乙": 0}
    for place, _, n_han, found in articles:
        n[place] += found.get(feature, 0)
        size[place] += n_han
    value = math.log2((n["甲"] or 0.5) / size["甲"]) - math.log2((n["乙"] or 0.5) / size["乙"])
    if n["甲"] == n["乙"] == 0 or (0 in n.values() and (value > 0) != (n["甲"] > 0)):
        return 0.0
    return value


def test_log_ratio_and_its_leave_one_out_range_equal_a_plain_loop():
    articles = SMALL[:5]
    told = told_of(*articles, features=("河",))
    ratios = [plain_log_ratio(articles[:k] + articles[k + 1 :], "河") for k in range(5)]
    assert told.log_ratio[0] == pytest.approx(plain_log_ratio(articles, "河"))
    assert [told.loo_low[0], told.loo_high[0]] == pytest.approx([min(ratios), max(ratios)])


def plain_excess(articles, feature, in_a) -> float:
    """What A has above its share of the rate of both."""
    rate = sum(a[3].get(feature, 0) for a in articles) / sum(a[2] for a in articles)
    return sum(a[3].get(feature, 0) - rate * a[2] for k, a in enumerate(articles) if k in in_a)


def test_permutation_p_equals_listing_every_split():
    articles = SMALL[:5]
    observed = plain_excess(articles, "江", {0, 1, 2})
    splits = [plain_excess(articles, "江", set(a)) for a in itertools.combinations(range(5), 3)]
    low, high = (
        sum(x <= observed + 1e-9 for x in splits),
        sum(x >= observed - 1e-9 for x in splits),
    )
    assert told_of(*articles).p_permutation[0] == pytest.approx(
        min(1, 2 * min(low, high) / len(splits))
    )


def test_drawn_splits_agree_with_scipys_permutation_test():
    """14 against 14 articles: too many splits to list, so ours are drawn; scipy draws its own."""
    corpus, rows = bursty_corpus(14, 14, seed=5, n_features=6, planted=2)
    articles = corpus.articles
    features = sorted(set(rows["name"]))
    counts = pd.crosstab(rows["name"], rows["article_id"]).reindex(
        index=features, columns=articles["article_id"], fill_value=0
    )
    in_a, size = (articles["place"] == "甲").to_numpy(), articles["n_han"].to_numpy(dtype=float)
    sample = Sample(
        resampling.sparse.csr_array(counts.to_numpy(dtype=float)),
        size,
        in_a,
        *[np.zeros(28, dtype=int)] * 2,
        np.arange(28),
    )
    told = tell_apart(sample, n_resamples=20_000, seed=0)
    for k, x in enumerate(counts.to_numpy()):
        excess = x - x.sum() / size.sum() * size
        test = stats.permutation_test(
            (excess[in_a], excess[~in_a]),
            lambda a, b, axis=-1: a.sum(axis=axis),
            n_resamples=20_000,
            vectorized=True,
            rng=np.random.default_rng(1),
        )
        assert told.p_permutation[k] == pytest.approx(test.pvalue, abs=0.02)


def test_family_p_is_westfall_and_youngs_step_down_in_plain_python():
    """Every split listed, standardised, maxima taken over the features not yet decided."""
    features = ("江", "河", "湖", "海")
    rng = np.random.default_rng(3)
    articles = [
        (
            "甲" if k < 6 else "乙",
            "feature",
            int(rng.integers(200, 900)),
            {f: int(rng.poisson(3 if (k < 6 and f in "江河") else 1)) for f in features},
        )
        for k in range(12)
    ]
    splits = list(itertools.combinations(range(12), 6))
    excess = {
        f: np.array([plain_excess(articles, f, set(split)) for split in splits]) for f in features
    }
    z = {f: np.abs(excess[f]) / excess[f].std() for f in features}  # over all splits: exact
    own = {f: z[f][splits.index(tuple(range(6)))] for f in features}
    expected, last = {}, 0.0
    for k, f in enumerate(order := sorted(features, key=own.get, reverse=True)):
        highest = np.max([z[g] for g in order[k:]], axis=0)
        last = max(last, float((highest >= own[f] - 1e-9).mean()))
        expected[f] = last
    told = told_of(*articles, features=features)
    singles = dict(zip(features, told.p_permutation, strict=True))
    for f, p in zip(features, told.p_family, strict=True):
        assert p == pytest.approx(max(expected[f], singles[f]), abs=1e-9)


def test_features_in_too_few_units_leave_the_family():
    """In 2 of 12 articles, both on one side: 2 x C(6,2) / C(12,2) = 45 %."""
    articles = [
        ("甲" if k < 6 else "乙", "feature", 500, {"江": 9 * (k < 2), "河": 3 + (k < 6)})
        for k in range(12)
    ]
    told = told_of(*articles, features=("江", "河"))
    assert told.testable.tolist() == [False, True]
    assert np.isnan(told.p_family[0]) and told.p_family[1] == told.p_permutation[1]


def plain_z(articles, feature, ratio) -> float:
    """T over its standard deviation when the richer side is thinned to a ratio of 1, moment by
    moment; labels are exchanged over all articles."""
    keep = {"甲": min(1, 1 / ratio), "乙": min(1, ratio)}
    size = sum(a[2] for a in articles)
    rate = sum(keep[a[0]] * a[3].get(feature, 0) for a in articles) / size
    t = v = 0.0
    n_a = sum(a[0] == "甲" for a in articles)
    weight = n_a * (len(articles) - n_a) / (len(articles) * (len(articles) - 1))
    for place, _, n_han, found in articles:
        x, p = found.get(feature, 0), keep[place]
        e = p * x - rate * n_han
        t += e if place == "甲" else 0
        v += weight * (e**2 + p * (1 - p) * x)
    return t / math.sqrt(v)


def test_the_interval_ends_where_the_thinned_test_begins_to_refuse():
    articles = [
        ("甲" if k < 7 else "乙", "feature", 300 + 10 * k, {"江": (k * 5) % 7 if k < 7 else k % 4})
        for k in range(15)
    ]
    told = told_of(*articles)
    normal = stats.norm.ppf(0.975)
    for end, side in ((told.log_ratio_low[0], 1), (told.log_ratio_high[0], -1)):
        z = side * plain_z(articles, "江", 2**end)
        assert z >= normal - 1e-3  # as wide as the normal interval or wider
        assert side * plain_z(articles, "江", 2 ** (end - side * 0.01)) > z  # and falling
    # That p and interval agree at a ratio of 1 is held for every table in test_verdicts.


@pytest.mark.parametrize(("hits_a", "hits_b"), [(0, 12), (12, 0)])
def test_a_side_without_a_hit_has_a_bound_on_one_end_alone(hits_a, hits_b):
    """Expected hits of 3.84 in A leave none with 2 %: B's 12 bound the ratio at about 3.84 / 12."""
    articles = [("甲", "feature", 500, {"江": int(k < hits_a)}) for k in range(20)]
    articles += [("乙", "feature", 500, {"江": int(k < hits_b)}) for k in range(20)]
    told = told_of(*articles)
    if hits_a:
        assert told.log_ratio_high[0] == np.inf and told.log_ratio_low[0] == pytest.approx(
            -math.log2(3.84 / 12), abs=1
        )
    else:
        assert told.log_ratio_low[0] == -np.inf and told.log_ratio_high[0] == pytest.approx(
            math.log2(3.84 / 12), abs=1
        )


# --- strata, units, groups
# ------------------------------------------------------------------------------------------------


def test_within_strata_the_ratio_is_mantel_haenszels():
    articles = [GENRES[k] for k in (0, 1, 3, 4)]  # the work report has no counterpart
    told = told_of(*articles, strata=[0, 1, 0, 1])
    weights = [100 * 200 / 300, 300 * 100 / 400]
    rate_a = (weights[0] * 4 / 100 + weights[1] * 3 / 300) / sum(weights)
    rate_b = (weights[0] * 2 / 200 + weights[1] * 1 / 100) / sum(weights)
    assert told.log_ratio[0] == pytest.approx(math.log2(rate_a / rate_b))


def test_within_strata_labels_are_exchanged_within_them():
    units = gather(sample_of(*SMALL[:4], features=("江",), strata=[0, 1, 0, 1]))
    units = units._replace(in_a=np.array([True, True, False, False]))
    listed = np.concatenate(list(resampling.listed_splits(units))).astype(int)
    assert listed.tolist() == [[1, 1, 0, 0], [1, 0, 0, 1], [0, 1, 1, 0], [0, 0, 1, 1]]
    assert resampling.n_splits(units) == 4
    drawn = np.concatenate(list(resampling.random_splits(units, 2500, 0, 0))).astype(int)
    assert len(drawn) == 2500
    share = pd.Series([tuple(row) for row in drawn.tolist()]).value_counts(normalize=True)
    assert set(share.index) == {tuple(row) for row in listed.tolist()}
    assert share.between(0.2, 0.3).all()  # each as likely as any other


def test_a_difference_of_genres_alone_is_called_so():
    """Both places write features at 8 and briefs at 2 per 1,000; 甲 has more features."""
    feature, brief = {"江": 8}, {"江": 2}
    articles = [("甲", "feature", 1000, feature)] * 45 + [("甲", "news-brief", 1000, brief)] * 15
    articles += [("乙", "feature", 1000, feature)] * 15 + [("乙", "news-brief", 1000, brief)] * 45
    corpus, rows = corpus_of(*articles)
    corpus.articles["date_published"] = "2025-01-01"
    row = compare(corpus, rows, "甲", "乙").iloc[0]
    assert row["per_10k_a"] > 1.5 * row["per_10k_b"]
    assert row["log_ratio"] == pytest.approx(0)
    assert (row["within"], row["verdict"]) == ("genre", "differs, but so does the genre")
    assert compare(corpus, rows, "甲", "乙", strata=()).iloc[0]["verdict"] == MORE_A


def test_what_two_sides_differ_in_is_seen():
    in_a, articles = np.arange(60) < 30, np.arange(60)
    alike = pd.DataFrame(
        {
            "genre": ["feature", "news-brief"] * 30,
            "n_han": [500, 700, 900] * 20,
            "date_published": ["2025-01-05", "2025-02-05"] * 30,
        }
    )
    assert unlike(alike, in_a, "place", articles) == []
    other = alike.assign(
        genre=np.where(in_a, "feature", "news-brief"),
        n_han=np.where(in_a, 500, 5000),
        date_published=np.where(in_a, "2025-01-05", "2025-02-05"),
    )
    assert set(unlike(other, in_a, "place", articles)) == {"genre", "length", "date"}
    assert set(unlike(other, in_a, "genre", articles)) == {"length", "date"}
    assert set(unlike(other, in_a, "month", articles)) == {"genre", "length"}
    assert unlike(other, in_a, "place", articles // 30) == []  # one day against one day
    assert stratum_names(other, "length").tolist() == [8] * 30 + [12] * 30  # doublings
    assert stratum_names(other, "date")[::30].tolist() == ["2025-01", "2025-02"]


def test_unlike_asks_pearsons_chi_squared_of_articles():
    in_a = np.arange(40) < 20
    genre = np.array(["feature"] * 14 + ["other"] * 6 + ["feature"] * 8 + ["other"] * 12)
    table = pd.crosstab(genre, in_a)
    for extra in range(4):  # p passes 0.05 on the way
        genre[extra * 2] = "other"
        table = pd.crosstab(genre, in_a)
        pearson = stats.chi2_contingency(table, correction=False)[0] * 39 / 40
        articles = pd.DataFrame({"genre": genre})
        told = unlike(articles, in_a, "place", np.arange(40)) == ["genre"]
        assert told == (stats.chi2.sf(pearson, 1) < 0.05)


def days_of(*sides: str) -> tuple[pd.DataFrame, np.ndarray]:
    """Days one after the other, each with four articles of the sides written."""
    days = pd.date_range("2025-01-06", periods=len(sides)).strftime("%Y-%m-%d")
    table = pd.DataFrame({"date_published": np.repeat(days, 4)})
    return table, np.array([side == "a" for of_day in sides for side in of_day])


def test_the_unit_is_what_went_to_the_groups_as_a_whole():
    rng = np.random.default_rng(1)
    whole_days = [str(side) * 4 for side in rng.choice(["a", "b"], 60)]
    whole_weeks = [str(side) * 4 for side in np.repeat(rng.choice(["a", "b"], 9), 7)]
    assert default_unit(*days_of(*["aabb"] * 40), "place") == "article"
    assert default_unit(*days_of(*whole_days), "place") == "day"
    assert default_unit(*days_of(*whole_weeks), "place") == "week"
    assert default_unit(*days_of(*whole_weeks), "month") == "day"
    thin = np.arange(63) * 4  # one article a day
    articles, in_a = days_of(*whole_weeks)
    assert default_unit(articles.iloc[thin], in_a[thin], "place") == "week"
    articles, in_a = days_of(*whole_days)
    thin = np.arange(60) * 4
    assert default_unit(articles.iloc[thin], in_a[thin], "place") == "article"
    undated, in_a = days_of(*whole_weeks)
    assert default_unit(undated.assign(date_published=""), in_a, "place") == "article"


def test_units_lie_in_their_commonest_stratum_or_are_exchanged_freely():
    """A week with one day in the next month is its first month's; days of many genres have none."""
    articles = pd.DataFrame(
        {
            "date_published": ["2025-01-29"] * 5 + ["2025-02-01"] + ["2025-02-04"] * 6,
            "genre": ["feature", "other"] * 6,
        }
    )
    weeks = np.repeat([0, 1], 6)
    strata, blocks = strata_of(articles, ["date"], weeks)
    assert strata.tolist() == blocks.tolist() == weeks.tolist()
    strata, blocks = strata_of(articles, ["genre"], weeks)
    assert strata.tolist() == [0, 1] * 6 and set(blocks) == {0}


def test_articles_of_one_day_are_one_unit_and_of_no_known_day_each_its_own():
    articles = pd.DataFrame(
        {
            "article_id": list("abcde"),
            "date_published": ["2025-01-05", "2025-01-05", "2025-01-05", "", ""],
        }
    )
    codes = unit_codes(articles, "day", np.array([True, True, False, True, True]))
    assert codes[0] == codes[1] != codes[2]
    assert len(set(codes)) == 4


def test_units_are_exchanged_as_wholes():
    """Three articles a story: only 2 x 20 splits of six stories, not of eighteen articles."""
    articles = [("甲" if k < 9 else "乙", "feature", 500, {"江": k // 3}) for k in range(18)]
    units = [k // 3 for k in range(18)]
    by_story = [("甲" if k < 3 else "乙", "feature", 1500, {"江": 3 * k}) for k in range(6)]
    told, plain = told_of(*articles, units=units), told_of(*by_story)
    assert told.p_permutation[0] == plain.p_permutation[0] == pytest.approx(2 / 20)
    assert told.log_ratio_low[0] == plain.log_ratio_low[0]


def test_the_rest_is_all_other_groups_and_without_a_every_group_meets_it():
    articles = [
        ("甲" if k < 12 else "乙" if k < 24 else "丙", "feature", 500, {"江": k % 3})
        for k in range(40)
    ]
    corpus, rows = corpus_of(*articles)
    one = compare(corpus, rows, "甲", REST, strata=(), unit="article")
    assert one[["of_a", "of_b"]].iloc[0].tolist() == [12, 28]
    every = compare(corpus, rows, by="place", strata=(), unit="article")
    assert every["group"].tolist() == ["丙", "乙", "甲"]
    row = every[every["group"] == "甲"].iloc[0]
    assert row["p_family"] == min(1, 3 * one["p_family"].iloc[0])
    apart = ["p_family", "why"]  # the family is three times as large
    assert row[COLUMNS].drop(apart).tolist() == one.iloc[0].drop(apart).tolist()


def test_without_leaves_articles_out():
    corpus, rows = corpus_of(*GENRES)
    row = compare(corpus, rows, "甲", "乙", without=["x-02"]).iloc[0]
    assert row[["n_a", "of_a"]].tolist() == [7, 2]
    kept = corpus.articles["article_id"] != "x-02"
    again = compare(SimpleNamespace(articles=corpus.articles[kept]), rows, "甲", "乙")
    assert compare(corpus, rows, "甲", "乙", without=["x-02"]).equals(again)


def test_reprints_count_once_unless_all_are_asked_for():
    corpus, rows = corpus_of(*SMALL)
    articles = corpus.articles.assign(reprint_of=["", "x-00", "", "", "", ""])
    corpus = SimpleNamespace(articles=articles)
    once, both = (
        compare(corpus, rows, "甲", "乙", reprints=how).set_index("feature").loc["江"]
        for how in ("once", "all")
    )
    assert (once["n_a"], once["of_a"]) == (3, 2)
    assert (both["n_a"], both["of_a"]) == (5, 3)


def test_a_text_that_both_sides_print_counts_on_both():
    corpus, rows = corpus_of(*SMALL)
    articles = corpus.articles.assign(reprint_of=["", "x-00", "", "x-00", "", ""])
    row = (
        compare(SimpleNamespace(articles=articles), rows, "甲", "乙").set_index("feature").loc["江"]
    )
    assert row[["n_a", "n_b", "of_a", "of_b"]].tolist() == [3, 1, 2, 2]
    counts = count_features(rows, articles).set_index(["place", "feature"])["n"]
    assert counts["甲", "江"] == 3 and counts["乙", "江"] == 1
    whole = count_features(rows, articles, by=()).set_index("feature")["n"]
    assert whole.to_dict() == {"河": 6, "江": 3}  # of no group: once in all


def test_over_time_a_text_counts_once_in_all():
    """Printed in January and, by another place, in February: January has it."""
    corpus, rows = corpus_of(*SMALL[:4])
    days = ["2025-01-05", "2025-01-20", "2025-02-01", "2025-02-05"]
    articles = corpus.articles.assign(date_published=days, reprint_of=["", "", "", "x-00"])
    corpus = SimpleNamespace(articles=articles)
    counts = count_features(rows, articles, by="month").set_index(["month", "feature"])["n"]
    assert counts.to_dict() == {("2025-01", "江"): 5, ("2025-01", "河"): 1, ("2025-02", "河"): 2}
    row = compare(corpus, rows, "2025-01", "2025-02", by="month").set_index("feature").loc["江"]
    assert row[["n_a", "n_b", "of_a", "of_b"]].tolist() == [5, 0, 2, 1]
    beside = confounds(corpus, "2025-01", "2025-02", by="month").iloc[0]
    assert beside[["a_value", "b_value"]].tolist() == [2, 1]
    assert trend(corpus, rows, ["江"])["n"].tolist() == [5, 0]
    assert trend(corpus, rows, ["江"], by="place")["n"].tolist() == [0, 1, 5, 0]
    assert lifespans(corpus, rows, ["江"])["n"].tolist() == [5]
    key = keyness(rows, articles, "2025-01", "2025-02", by="month", feature="name", unit="han")
    assert key.set_index("feature").loc["江", ["n_a", "n_b"]].tolist() == [5, 0]
    assert dispersion(rows, articles)["parts"].tolist() == [3, 3]


def test_articles_without_a_group_are_on_neither_side_and_it_is_said():
    corpus, rows = corpus_of(*SMALL[:5])
    articles = corpus.articles.assign(desk=["x", "x", "y", "", ""])
    corpus = SimpleNamespace(articles=articles)
    for table in (compare(corpus, rows, "x", "y", by="desk"), compare(corpus, rows, by="desk")):
        assert table.attrs["left_out"] == 2 and table["of_a"].iloc[0] + table["of_b"].iloc[0] == 3
        assert table["why"].str.endswith("2 articles not counted: no desk is known.").all()
    assert trend(corpus, rows, by="desk").attrs["left_out"] == 2
    assert "not counted" not in "".join(compare(corpus, rows, "甲", "乙")["why"])


def test_a_column_read_under_another_name_is_told():
    corpus, rows = corpus_of(*SMALL[:5])
    corpus.articles["paper"] = list("abcab")
    with pytest.raises(TifaError, match="a table's 来源 is read as paper: by paper"):
        compare(corpus, rows, "a", "b", by="来源")


def test_rates_can_be_per_words():
    corpus, rows = corpus_of(*SMALL)
    words = SimpleNamespace(articles=corpus.articles.assign(n_tokens=[50, 50, 100, 100, 300, 20]))
    row = compare(words, rows, "甲", "乙", per="tokens").set_index("feature").loc["江"]
    assert row[["per_10k_a", "per_10k_b"]].tolist() == [250, 25]


# --- exact symmetries
# ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("strata", [(), ("genre",)])
def test_exchanging_the_places_is_exact(strata):
    corpus, rows = bursty_corpus(25, 40, seed=4, n_features=30, planted=6, rates=(1, 20))
    there = compare(corpus, rows, "甲", "乙", strata=strata, n_resamples=500)
    back = compare(corpus, rows, "乙", "甲", strata=strata, n_resamples=500)
    assert there["log_ratio"].notna().all()
    assert (there["log_ratio"] == -back["log_ratio"]).all()
    for low, high in (("log_ratio_low", "log_ratio_high"), ("loo_low", "loo_high")):
        assert (there[low] == -back[high]).all()
        assert (there[high] == -back[low]).all()
    for column in ("feature", "p_permutation", "p_family", "dp"):
        assert there[column].equals(back[column]), column
    for one in ("n", "articles", "of", "per_10k", "effective"):
        assert (there[f"{one}_a"] == back[f"{one}_b"]).all()
    turned = back["verdict"].replace({MORE_A: MORE_B, MORE_B: MORE_A})
    assert (there["verdict"] == turned).all()


def test_the_order_of_articles_and_rows_does_not_matter():
    corpus, rows = bursty_corpus(22, 23, seed=6, n_features=20)
    mixed = SimpleNamespace(articles=corpus.articles.sample(frac=1, random_state=1))
    one = compare(corpus, rows, "甲", "乙", n_resamples=300)
    assert one["p_permutation"].notna().all()
    assert compare(mixed, rows.sample(frac=1, random_state=2), "甲", "乙", n_resamples=300).equals(
        one
    )


def test_a_feature_does_not_depend_on_the_features_beside_it():
    """All but what the family changes, and how deep p was drawn."""
    corpus, rows = bursty_corpus(22, 23, seed=6, n_features=20)
    alone = compare(corpus, rows, "甲", "乙", features=["f003"]).iloc[0]
    among = compare(corpus, rows, "甲", "乙").set_index("feature").loc["f003"]
    drawn = ["p_permutation", "p_family", "log_ratio_low", "log_ratio_high", "why"]
    same = [c for c in COLUMNS if c not in ("feature", *drawn)]
    assert alone[same].tolist() == among[same].tolist()
    assert abs(among["p_permutation"] - alone["p_permutation"]) < 0.02


@pytest.mark.parametrize("corpus_seed", [1, 2])
def test_verdicts_do_not_hang_on_the_seed(corpus_seed):
    corpus, rows = bursty_corpus(30, 30, seed=corpus_seed, planted=20)
    tables = [
        compare(corpus, rows, "甲", "乙", seed=seed).set_index("feature")["verdict"].sort_index()
        for seed in range(10)
    ]
    assert all(table.equals(tables[0]) for table in tables)


# --- edges
# ------------------------------------------------------------------------------------------------


def test_a_feature_asked_for_and_absent_has_a_row_of_zeros():
    corpus, rows = bursty_corpus(20, 20, seed=1, n_features=3)
    table = compare(corpus, rows, "甲", "乙", features=["湖", "f001"]).set_index("feature")
    zeros = ["n_a", "n_b", "articles_a", "articles_b", "log_ratio"]
    assert table.loc["湖", zeros].eq(0).all()
    assert table.loc["湖", ["log_ratio_low", "log_ratio_high"]].tolist() == [-np.inf, np.inf]
    assert table.loc["湖", "verdict"] == FEW


def test_no_features_give_an_empty_table_with_the_columns():
    corpus, rows = corpus_of(*SMALL)
    table = compare(corpus, rows.iloc[:0], "甲", "乙")
    assert list(table) == COLUMNS
    assert len(table) == 0


def test_strata_without_a_counterpart_are_passed_over():
    sample = sample_of(*GENRES, features=("江",), strata=[0, 1, 2, 0, 1])
    kept = take_comparable(sample)
    assert kept.sizes.tolist() == sample.sizes[[0, 1, 3, 4]].tolist()
    assert kept.strata.tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"a": "丙"}, "丙.*乙, 甲"),
        ({"a": "乙"}, "with itself"),
        ({"without": ["x-99"]}, "x-99"),
        ({"without": ["x-03", "x-04"]}, "乙.*no article"),
        ({"feature": "token"}, "no column token"),
        ({"n_resamples": 0}, "n_resamples"),
        ({"per": "tokens"}, "add_token_counts"),
        ({"by": "wing"}, "no column wing"),
        ({"unit": "story"}, "no column story"),
        ({"strata": ["story"]}, "no column story"),
    ],
)
def test_wrong_arguments_are_answered_in_one_line(arguments, words):
    corpus, rows = corpus_of(*SMALL)
    with pytest.raises(TifaError, match=words):
        compare(corpus, rows, **{"a": "甲", "b": "乙", **arguments})


def test_one_resample_is_allowed_where_the_splits_are_too_many_to_list():
    corpus, rows = bursty_corpus(20, 20, seed=1, n_features=3)
    table = compare(corpus, rows, "甲", "乙", n_resamples=1)
    assert table["p_permutation"].between(0, 1).all()
