"""Over time: counts by hand, gaps as gaps, first uses, bursts against every path there is."""

import itertools
import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.chinese.tokens import tokenize
from analysis.corpus import articles_counted, load_corpus
from analysis.evidence.anchors import anchor, select
from analysis.measure.compare import compare
from analysis.measure.groups import rate_interval, regroup
from analysis.measure.occurrences import evidence_tables
from analysis.measure.reuse import mark_reprints
from analysis.measure.trend import burst_states, halves_of, lifespans, periods_between, trend
from analysis.mention.mentions import find_mentions
from tests.helpers.small_corpora import rows_of


def corpus_of_days(*articles: tuple[str, int, dict[str, int]], **columns):
    """(day, n_han, counts) an article."""
    ids = [f"x-{k:03}" for k in range(len(articles))]
    table = pd.DataFrame(
        {
            "article_id": ids,
            "genre": "feature",
            "date_published": [day for day, _, _ in articles],
            "n_han": [n for _, n, _ in articles],
            **columns,
        }
    )
    return SimpleNamespace(articles=table), rows_of(ids, [a[2] for a in articles])


DAYS = (
    ("2025-01-05", 500, {"江": 1}),
    ("2025-01-20", 500, {"江": 2, "河": 1}),
    ("2025-03-05", 1000, {"河": 4}),
    ("", 100, {"江": 7}),
)


def test_counts_and_rates_by_hand_gaps_are_gaps_and_unknown_days_stand_last():
    table = trend(*corpus_of_days(*DAYS), ["江", "湖"]).set_index(["feature", "period"])
    assert table.loc["江", "n"].to_dict() == {"2025-01": 3, "2025-02": 0, "2025-03": 0, "": 7}
    assert table.loc["江", "of_articles"].tolist() == [2, 0, 1, 1]
    rates = table.loc["江", "per_10k"].tolist()
    assert rates == pytest.approx([30, math.nan, 0, 700], nan_ok=True)
    assert table.loc["湖", "n"].sum() == 0
    assert table[["per_10k_low", "per_10k_high"]].isna().all(axis=None)  # below ten articles


def test_of_a_group_its_own_articles_count():
    corpus, rows = corpus_of_days(*DAYS, paper=["甲", "乙", "甲", "甲"])
    table = trend(corpus, rows, ["江"], every="year", by="paper")
    told = table[["group", "period", "n", "of_articles"]].values.tolist()
    assert told == [["乙", "2025", 2, 1], ["甲", "2025", 1, 2], ["甲", "", 7, 1]]


def test_intervals_are_those_of_one_rate_by_article_or_by_unit():
    rng = np.random.default_rng(1)
    articles = [("2025-01-05", int(rng.integers(300, 900)), {"江": k % 3}) for k in range(40)]
    corpus, rows = corpus_of_days(*articles, story=[k // 2 for k in range(40)])
    sizes = np.array([n for _, n, _ in articles])
    for unit, gather in (("article", 1), ("story", 2)):
        row = trend(corpus, rows, ["江"], unit=unit).iloc[0]
        x, s = (v.reshape(-1, gather).sum(axis=1) for v in (np.arange(40) % 3, sizes))
        assert row[["per_10k_low", "per_10k_high"]].tolist() == pytest.approx(
            [end * 10_000 for end in rate_interval(x, s)]
        )


def test_reprints_count_once():
    corpus, rows = corpus_of_days(*DAYS, reprint_of=["", "x-000", "", ""])
    assert trend(corpus, rows, ["江"])["n"].sum() == 8
    assert trend(corpus, rows, ["江"], reprints="all")["n"].sum() == 10


@pytest.mark.parametrize(
    ("every", "known", "expected"),
    [
        ("year", ["2023", "2025"], ["2023", "2024", "2025"]),
        ("month", ["2024-12", "2025-02"], ["2024-12", "2025-01", "2025-02"]),
        ("week", ["2024-W52", "2025-W02"], ["2024-W52", "2025-W01", "2025-W02"]),
        ("day", ["2025-02-28", "2025-03-01"], ["2025-02-28", "2025-03-01"]),
    ],
)
def test_periods_run_from_the_first_to_the_last(every, known, expected):
    assert periods_between(np.array(known), every) == expected


def test_first_and_last_use_and_the_beginning_of_the_corpus():
    table = lifespans(*corpus_of_days(*DAYS), ["江", "河", "湖"]).set_index("feature")
    assert table.loc["江", ["first", "first_article", "last"]].tolist() == [
        "2025-01-05",
        "x-000",
        "2025-01-20",
    ]
    assert table.loc["江", ["n", "n_undated", "from_beginning"]].tolist() == [10, 7, True]
    assert table.loc["河", ["first", "last"]].tolist() == ["2025-01-20", "2025-03-05"]
    assert table.loc["湖", ["n", "first", "last", "from_beginning"]].tolist() == [0, "", "", False]
    assert (table["verdict"] == "too few articles to tell").all()


def plain_burst(hits, of):
    """The cheapest of all paths of two states, each tried."""
    base = sum(hits) / sum(of)
    rates = [base, min(2 * base, 0.9999)]
    best = (math.inf, ())
    for path in itertools.product((0, 1), repeat=len(of)):
        cost = 0.0
        for before, state, h, d in zip((0, *path), path, hits, of, strict=False):
            cost += math.log(len(of)) if state > before else 0
            cost -= h * math.log(rates[state]) + (d - h) * math.log(1 - rates[state])
        best = min(best, (cost, path))
    return best


def test_bursts_are_the_cheapest_of_all_paths():
    rng = np.random.default_rng(2)
    for _ in range(40):
        of = rng.integers(1, 12, 7)
        hits = rng.binomial(of, rng.choice([0.1, 0.5], 7))
        if 0 < hits.sum() < of.sum():
            states, saved = burst_states(hits[None, :], of)
            cost, path = plain_burst(hits.tolist(), of.tolist())
            never = plain_cost = 0.0
            base = hits.sum() / of.sum()
            for h, d in zip(hits, of, strict=True):
                never -= h * math.log(base) + (d - h) * math.log(1 - base)
            assert saved[0] == pytest.approx(never - cost, abs=1e-9)
            plain_cost = [int(s) for s in states[0]]
            assert plain_cost == list(path) or saved[0] == pytest.approx(0, abs=1e-9)


def months(n_each: int, share: dict[int, float], seed: int = 0):
    """Articles of twelve months; 江 stands in this share of those of a month."""
    rng = np.random.default_rng(seed)
    return [
        (f"2025-{m:02}-{1 + k % 28:02}", 500, {"江": int(rng.random() < share.get(m, share[0]))})
        for m in range(1, 13)
        for k in range(n_each)
    ]


def test_a_slogan_of_three_months_bursts_in_them_and_one_that_does_not_rarely():
    corpus, rows = corpus_of_days(*months(20, {0: 0.1, 5: 0.8, 6: 0.8, 7: 0.8}))
    assert lifespans(corpus, rows, ["江"])["bursts"].tolist() == ["2025-05..2025-07"]
    told = [
        lifespans(*corpus_of_days(*months(20, {0: 0.2}, seed)), ["江"])["bursts"].iloc[0]
        for seed in range(12)
    ]
    assert sum(map(bool, told)) <= 3  # 5 of 100; more than 3 of 12 in 1 of 450 such tests


def test_change_between_halves_is_what_compare_says_of_them():
    rise = {0: 0.1} | dict.fromkeys(range(7, 13), 0.6)
    corpus, rows = corpus_of_days(*months(8, rise))
    half = halves_of(corpus.articles["date_published"])
    before, after = half.split(",")
    row = lifespans(corpus, rows, ["江"]).iloc[0]
    other = compare(corpus, rows, after, before, by=half, unit="article").iloc[0]
    assert (row["half"], row["verdict"], other["verdict"]) == (half, "more", "more in A")
    assert row[["n_after", "n_before"]].tolist() == other[["n_a", "n_b"]].tolist()
    assert row["p_permutation"] == other["p_permutation"]
    fall = lifespans(*corpus_of_days(*months(8, {13 - m: s for m, s in rise.items()} | {0: 0.1})))
    assert fall["verdict"].tolist() == ["less"]


def test_a_story_of_two_days_is_no_rise():
    """Twenty articles of two days tell as much as two; the days before have one article each."""
    days = [f"2025-01-{k + 1:02}" for k in range(28)] + [f"2025-02-{k + 1:02}" for k in range(26)]
    articles = [(day, 500, {}) for day in days]
    articles += [("2025-02-27", 500, {"江": 2})] * 10 + [("2025-02-28", 500, {"江": 2})] * 10
    corpus, rows = corpus_of_days(*articles)
    assert lifespans(corpus, rows)["verdict"].iloc[0] not in ("more", "less")
    assert lifespans(corpus, rows, unit="article")["verdict"].iloc[0] == "more"


def test_a_known_history_comes_out():
    """Yearly reports: one slogan from 2018 on, one of 2004 to 2012, one all along."""
    articles = [
        (str(y), 5000, {"新": (y >= 2018) * 3, "旧": (2004 <= y <= 2012) * 2, "常": 1 + y % 2})
        for y in range(1990, 2026)
    ]
    table = lifespans(*corpus_of_days(*articles), every="year").set_index("feature")
    assert table["first"].to_dict() == {"常": "1990", "旧": "2004", "新": "2018"}
    assert table["last"].to_dict() == {"常": "2025", "旧": "2012", "新": "2025"}
    assert table["from_beginning"].to_dict() == {"常": True, "旧": False, "新": False}
    assert table["bursts"].to_dict() == {"常": "", "旧": "2004..2012", "新": "2018..2025"}
    assert table.loc["新", "verdict"] == "more"
    assert table.loc["常", "verdict"] == "no clear difference"


def test_a_column_of_years_tells_the_days_that_are_not_known():
    articles = [("", 500, {"江": 1}), ("", 500, {}), ("2025-06-01", 500, {"江": 1})]
    corpus, rows = corpus_of_days(*articles, year=[2017, 2018, 2025])
    row = lifespans(corpus, rows, every="year").iloc[0]
    assert row[["first", "last", "n_undated"]].tolist() == ["2017", "2025-06-01", 0]
    assert trend(corpus, rows, every="year")["n"].tolist() == [1, 0, 0, 0, 0, 0, 0, 0, 1]


def test_no_day_known_gives_counts_and_no_more():
    corpus, rows = corpus_of_days(("", 100, {"江": 2}), ("", 100, {}))
    assert trend(corpus, rows)[["period", "n"]].values.tolist() == [["", 2]]
    assert lifespans(corpus, rows)[["n", "n_undated", "first", "bursts"]].values.tolist() == [
        [2, 2, "", ""]
    ]


@pytest.mark.parametrize("days", [("", ""), ("2025-01-05", "2025-03-05")])
def test_where_no_slogan_is_used_there_is_no_row(days):
    corpus, rows = corpus_of_days(*((day, 100, {}) for day in days))
    assert not len(lifespans(corpus, rows, []))
    assert not len(lifespans(corpus, rows))


def test_a_text_of_two_places_counts_once_over_time_and_so_its_evidence_has_it():
    wire = "会议强调，要推动高质量发展，把各项任务落到实处，让群众看得见、摸得着、得实惠，" * 2
    own = "本区另有一文，推动高质量发展，全年办好民生实事三十件，新建公园十二处，改造老旧小区八个。"
    rows = [("甲", "2024-03-01", wire), ("乙", "2025-03-02", wire), ("乙", "2025-05-03", own)]
    table = pd.DataFrame(rows, columns=["place", "date", "text"])
    corpus = mark_reprints(load_corpus(table))
    found = find_mentions(corpus)
    told = trend(corpus, found.slogans, ["高质量发展"], every="year")
    assert told[["period", "n", "of_articles"]].values.tolist() == [["2024", 2, 1], ["2025", 1, 1]]
    tokens = tokenize(corpus.sentences)
    tables = evidence_tables(corpus, found.slogans, found.bodies, tokens, "高质量发展")
    for period, n in zip(told["period"], told["n"], strict=True):
        assert len(select(tables, anchor("term", name="高质量发展", year=period, once="yes"))) == n
        assert len(select(tables, anchor("articles", year=period, once="yes"))) == 1
    assert len(select(tables, anchor("term", place="乙"))) == 3  # it has printed the text too
    by_year = articles_counted(regroup(corpus, found, "year")[0].articles)
    assert by_year["place"].tolist() == ["2024", "2025"]
    sides = compare(corpus, found.slogans, "2024", "2025", by="year").set_index("feature")
    assert sides.loc["高质量发展", ["n_a", "n_b", "of_a", "of_b"]].tolist() == [2, 1, 1, 1]
