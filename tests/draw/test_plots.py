"""Each plot function asked by its artists: what is drawn is what the table says. Tables typed
here.
"""

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Rectangle

from analysis.draw import theme
from analysis.draw.plots_claims import (
    plot_confounds,
    plot_leave_one_out,
    plot_verdicts,
    words_confounds,
    words_leave_one_out,
)
from analysis.draw.plots_compare import plot_dumbbell, plot_keyness, words_keyness
from analysis.draw.plots_corpus import plot_corpus, plot_repair, words_corpus
from analysis.draw.plots_in_articles import (
    plot_dispersion,
    plot_matrix,
    plot_term,
    words_dispersion,
)
from analysis.draw.plots_levels import plot_ladder, plot_levels, words_levels
from analysis.draw.plots_pairs import (
    plot_collocates,
    plot_shared,
    plot_together,
    words_shared,
    words_together,
)
from analysis.draw.plots_scatter import place_words, plot_clouds, plot_rates, words_rates
from analysis.draw.plots_terms import plot_top_terms, words_top_terms


@pytest.fixture
def compared():
    """Three features of 甲 (20 articles) and 乙 (30 articles): more in 甲, more in 乙, not
    clear.
    """
    return pd.DataFrame(
        {
            "feature": ["十五五", "开门红", "发展"],
            "gloss": ["15th Five-Year Plan", "", ""],
            "n_a": [16, 0, 5],
            "n_b": [2, 9, 5],
            "articles_a": [9, 0, 4],
            "articles_b": [2, 7, 4],
            "of_a": 20,
            "of_b": 30,
            "per_10k_a": [16.0, 0.0, 5.0],
            "per_10k_b": [2.0, 9.0, 5.0],
            "log_ratio": [3.0, -4.25, 0.0],
            "log_ratio_low": [2.0, -6.0, -1.0],
            "log_ratio_high": [4.0, -3.0, 1.0],
            "g2": [20.0, -15.0, 0.0],
            "loo_low": [2.5, -5.0, -0.5],
            "loo_high": [3.5, -4.0, 0.5],
            "verdict": ["more in A", "more in B", "no clear difference"],
            "place_a": "甲",
            "place_b": "乙",
            "unit": "han",
            "href_a": ["#ev-a", "", "#ev-c"],
            "href_b": ["#ev-d", "#ev-e", "#ev-f"],
        }
    )


def labels_of(ax):
    return [text.get_text() for text in ax.get_yticklabels()]


def bars(ax):
    return [p for p in ax.patches if isinstance(p, Rectangle)]


def test_top_terms_bars_are_as_wide_as_the_rates_and_start_on_their_panel():
    table = pd.DataFrame(
        {
            "place": ["甲", "甲", "乙"],
            "feature": ["会议", "发展", "会议"],
            "n": [8, 4, 2],
            "per_10k": [80.0, 40.0, 20.0],
            "of_articles": [3, 3, 5],
            "unit": "tokens",
            "href": ["#ev-1", "#ev-2", "#ev-3"],
        }
    )
    ax = plot_top_terms(table)
    assert [bar.get_width() for bar in bars(ax)] == [80.0, 40.0, 20.0]
    assert [bar.get_url() for bar in bars(ax)] == ["#ev-1", "#ev-2", "#ev-3"]
    assert bars(ax)[0].get_x() == bars(ax)[1].get_x() < bars(ax)[2].get_x()
    words = words_top_terms(table)
    assert (
        words.title == "Most used: 会议 in 甲 and 会议 in 乙"
        and "甲 3 articles, 乙 5 articles" in words.subtitle
    )
    assert "per 10,000 words" in words.subtitle


def test_a_tie_for_the_first_place_is_in_the_title():
    table = pd.DataFrame(
        {
            "place": ["甲"] * 3,
            "feature": ["会议", "发展", "防汛"],
            "n": [4, 4, 2],
            "per_10k": [40.0, 40.0, 20.0],
            "of_articles": 3,
            "unit": "tokens",
            "href": ["#ev-1", "#ev-2", "#ev-3"],
        }
    )
    assert words_top_terms(table).title == "Most used: 会议 (as often as 1 more) in 甲"
    assert words_top_terms(table, lang="zh").title == "最常用：甲是会议（另有 1 个同样多）"


def test_keyness_dots_stand_on_the_log_ratios_in_the_colour_of_the_verdict(compared):
    ax = plot_keyness(compared, kind="slogans")
    dots = [line for line in ax.lines if line.get_gid()]
    assert [float(d.get_xdata()[0]) for d in dots][:2] == [3.0, 0.0]
    assert [d.get_marker() for d in dots] == ["o", "o", "<"]  # 甲 has none: a bound, and no ratio
    assert [d.get_markerfacecolor() for d in dots] == [
        theme.PLACE_COLOURS[0],
        theme.UNCLEAR,
        theme.PLACE_COLOURS[1],
    ]
    assert labels_of(ax) == ["十五五", "发展", "开门红"]
    assert (
        words_keyness(compared, kind="slogans").title
        == "1 of 3 slogans are clearly more frequent in 甲 (十五五), 1 in 乙 (开门红)"
    )


def test_too_few_articles_are_drawn_hollow_and_are_the_title(compared):
    few = compared.assign(verdict="too few articles to tell", of_a=2)
    ax = plot_keyness(few)
    assert {line.get_markerfacecolor() for line in ax.lines if line.get_gid()} == {"white"}
    title = words_keyness(few).title
    assert title == (
        "2 articles of 甲 and 30 articles of 乙 are too few to say that any of these 3 words "
        "differs"
    )


def test_dumbbell_ends_stand_on_the_two_rates_and_open_their_place(compared):
    ax = plot_dumbbell(compared)
    ends = {
        line.get_gid(): (float(line.get_xdata()[0]), line.get_url())
        for line in ax.lines
        if line.get_gid()
    }
    assert (
        ends["dot-a-0"] == (16.0, "#ev-a")
        and ends["dot-b-0"] == (2.0, "#ev-d")
        and ends["dot-a-1"] == (0.0, None)
    )


def test_scatter_puts_a_rate_of_nothing_on_the_margin_and_counts_as_areas(compared):
    ax = plot_rates(compared)
    dots = next(c for c in ax.collections if isinstance(c, PathCollection))
    x, y = np.asarray(dots.get_offsets()).T
    assert x[0] == 16.0 and y[0] == 2.0 and 0 < x[1] < 2.0
    assert ax.get_xticklabels()[0].get_text() == "none" and ax.get_xticks()[0] == x[1]
    assert np.argmax(dots.get_sizes()) == 0
    assert (
        words_rates(compared).title
        == "2 of 3 words are used in both places; 0 only in 甲, 1 only in 乙"
    )


def test_clouds_draw_areas_in_the_ratio_of_the_rates_on_one_scale(compared):
    ax = plot_clouds(place_words(compared))
    sizes = {
        (t.get_text(), t.get_position()[0] > 270): t.get_fontsize()
        for t in ax.texts
        if t.get_fontsize() > 10
    }
    assert sizes["十五五", False] / sizes["开门红", True] == pytest.approx(
        np.sqrt(16 / 9), rel=0.05
    )
    assert sizes["发展", False] == pytest.approx(sizes["发展", True])


def test_ladder_rungs_and_stacked_bars_are_as_wide_as_the_shares():
    levels = list(theme.LEVEL_COLOURS)
    share = [0.5, 0.0, 0.25, 0.25, 0.0, 0.0, 0.0]
    table = pd.DataFrame(
        {
            "place": "甲",
            "level": levels,
            "n": [2, 0, 1, 1, 0, 0, 0],
            "share": share,
            "of_articles": 3,
            "of_places": 1,
            "href": ["#ev-x", "", "#ev-y", "#ev-z", "", "", ""],
        }
    )
    for plot in (plot_ladder, plot_levels):
        ax = plot(table)
        assert [bar.get_width() for bar in bars(ax)] == [0.5, 0.25, 0.25]
        assert [bar.get_url() for bar in bars(ax)] == ["#ev-x", "#ev-y", "#ev-z"]
    assert words_levels(table).title == "50 % of the slogan mentions of 甲 come from the 中央 level"


def test_corpus_blocks_are_as_wide_as_the_articles_and_hatched_where_inferred():
    table = pd.DataFrame(
        {
            "article_id": ["a", "b"],
            "title": ["会议", "报告"],
            "place": "甲",
            "genre": ["news-brief", "work-report"],
            "date_published": "",
            "n_han": [100, 900],
            "inferred": [False, True],
            "place_han": 1000,
            "genre_han": [100, 900],
            "of_articles": 2,
            "of_places": 1,
            "of_han": 1000,
            "not_counted": 1,
            "rows_shown": 1,
            "of_rows": 1,
            "href": ["#ev-a", "#ev-b"],
        }
    )
    ax = plot_corpus(table)
    assert [(bar.get_x(), bar.get_width(), bar.get_hatch()) for bar in bars(ax)] == [
        (0, 100, None),
        (100, 900, "////"),
    ]
    words = words_corpus(table)
    assert words.title == (
        "2 articles from 1 place: 甲 has most of the text (100 %), the main genre is work "
        "report (90 %)"
    )
    assert labels_of(ax) == ["甲; no date"]


def test_repair_marks_stand_on_the_three_counts():
    table = pd.DataFrame(
        {
            "term": ["十五五"],
            "gloss": [""],
            "n_raw": [17],
            "n_jieba": [0],
            "n_repaired": [18],
            "files": 5,
            "of_articles": 14,
            "asked": True,
            "href_raw": "#ev-r",
            "href_jieba": "",
            "href_repaired": "#ev-p",
        }
    )
    ax = plot_repair(table)
    marks = {
        line.get_gid(): (line.get_xdata()[0], line.get_url()) for line in ax.lines if line.get_gid()
    }
    assert marks == {"raw-0": (17, "#ev-r"), "jieba-0": (0, None), "repaired-0": (18, "#ev-p")}


@pytest.fixture
def strips():
    return pd.DataFrame(
        {
            "article_id": ["a", "a", "b"],
            "title": ["会议", "会议", "报告"],
            "place": ["甲", "甲", "乙"],
            "n_han": 50,
            "feature": ["十五五", "十五五", ""],
            "start": [0, 25, None],
            "position": [0.0, 0.5, np.nan],
            "of_articles": 2,
            "of_mentions": 2,
            "partners": ["开门红|两新", "开门红|两新", ""],
            "href": ["#ev-a", "#ev-a", ""],
        }
    )


def test_strokes_stand_where_the_mentions_are_one_row_an_article(strips):
    ax = plot_dispersion(strips)
    strokes = next(c for c in ax.collections if isinstance(c, LineCollection))
    assert [tuple(s[0][0] for s in strokes.get_segments())] == [(0.0, 0.5)]
    assert labels_of(ax) == ["甲: 会议", "乙: 报告"] and strokes.get_urls() == ["#ev-a", "#ev-a"]
    assert words_dispersion(strips).title == "十五五 is spread over 1 of 2 articles, 2 mentions"


def test_a_term_in_full_names_its_partners(strips):
    ax = plot_term(strips[strips["feature"] != ""])
    assert "开门红, 两新" in [t.get_text() for t in ax.texts] and "2" in [
        t.get_text() for t in ax.texts
    ]


def test_matrix_has_a_disc_for_every_row_at_its_row_and_column():
    table = pd.DataFrame(
        {
            "feature": ["十五五", "两新", "两新"],
            "gloss": "",
            "article_id": ["a", "a", "b"],
            "title": "会议",
            "place": ["甲", "甲", "乙"],
            "row": [1, 2, 2],
            "column": [1, 1, 2],
            "n": [3, 1, 1],
            "of_articles": 2,
            "href": ["#1", "#2", "#3"],
        }
    )
    ax = plot_matrix(table)
    discs = next(c for c in ax.collections if isinstance(c, PathCollection))
    assert np.asarray(discs.get_offsets()).tolist() == [[0, 0], [0, 1], [1, 1]]
    assert discs.get_sizes()[0] > discs.get_sizes()[1] == discs.get_sizes()[2]


def test_collocate_dots_stand_on_logdice():
    table = pd.DataFrame(
        {
            "feature": ["规划", "谋划"],
            "n": [4, 2],
            "n_node": 18,
            "n_feature": [5, 17],
            "logdice": [12.5, 11.9],
            "term": "十五五",
            "window": 5,
            "of_articles": 14,
            "href_feature": ["#3", "#4"],
            "href": ["#1", "#2"],
        }
    )
    ax = plot_collocates(table)
    dots = next(c for c in ax.collections if isinstance(c, PathCollection))
    assert np.asarray(dots.get_offsets()).tolist() == [[12.5, 0], [11.9, 1]] and labels_of(ax) == [
        "规划",
        "谋划",
    ]
    assert [t.get_url() for t in ax.texts if t.get_text().isdigit()] == ["#1", "#3", "#2", "#4"]


def test_network_has_a_line_for_every_pair_wider_for_more_articles():
    pairs = [("区委", "省委", 5, "区", "省"), ("区委", "市委", 1, "区", "市")]
    table = pd.DataFrame(
        [
            {
                "a": a,
                "b": b,
                "n_articles": n,
                "label_a": a,
                "label_b": b,
                "level_a": u,
                "level_b": v,
                "articles_a": 6,
                "articles_b": n,
                "href_a": "#a",
                "href_b": "#b",
                "least": 1,
                "of_articles": 9,
                "href": f"#{n}",
            }
            for a, b, n, u, v in pairs
        ]
    )
    ax = plot_together(table)
    lines = [p for p in ax.patches if isinstance(p, FancyArrowPatch)]
    assert [line.get_url() for line in lines] == ["#5", "#1"] and lines[0].get_linewidth() > lines[
        1
    ].get_linewidth()
    assert labels_of(ax) == ["省 (province)", "市 (city)", "区 (district, county)"]


def test_shared_slogans_bars_are_the_numbers_of_slogans():
    table = pd.DataFrame(
        {
            "places": ["甲", "甲|乙"],
            "level": ["区", "中央"],
            "home_made": [True, False],
            "n_slogans": [4, 2],
            "total": [4, 2],
            "examples": ["两新", "十五五"],
            "href": ["#1", "#2"],
            "href_total": ["#3", "#4"],
            "all_places": "甲|乙",
            "n_all_places": 2,
            "slogans": 6,
        }
    )
    ax = plot_shared(table)
    assert [(bar.get_width(), bar.get_hatch(), bar.get_url()) for bar in bars(ax)] == [
        (4, "////", "#1"),
        (2, None, "#2"),
    ]
    assert (
        words_shared(table).title
        == "67 % of 6 slogans are used in one place only, 2 in all 2 places; 4 are home-made"
    )


def test_verdict_panel_says_the_verdict_and_the_articles_in_words(compared):
    ax = plot_verdicts(compared.assign(kind="slogans"))
    texts = [t.get_text() for t in ax.texts]
    assert {"more in 甲", "more in 乙", "no clear difference", "9 of 20", "2 of 30"} <= set(texts)


def test_a_claim_that_one_article_decides_is_hollow(compared):
    ax = plot_leave_one_out(compared)
    dots = [line for line in ax.lines if isinstance(line, Line2D) and line.get_marker() == "o"]
    assert [d.get_markerfacecolor() for d in dots] == [theme.INK, theme.INK, "white"]
    assert words_leave_one_out(compared).title.startswith("2 of 3 differences keep their side")


def test_confound_bars_of_shares_keep_one_scale():
    table = pd.DataFrame(
        {
            "confound": ["articles", "genre"],
            "detail": ["", "work-report"],
            "unit": ["articles", "share of Han"],
            "a": ["5", "79%"],
            "b": ["10", "0%"],
            "a_value": [5.0, 0.79],
            "b_value": [10.0, 0.0],
            "note": ["", "only one side has this genre"],
            "place_a": "甲",
            "place_b": "乙",
            "href_a": ["#1", "#2"],
            "href_b": ["#3", ""],
        }
    )
    ax = plot_confounds(table)
    assert [bar.get_width() for bar in bars(ax)] == [0.5, 1.0, 0.79, 0.0]
    assert (
        words_confounds(table).title
        == "甲 and 乙 differ in more than their words: work report, 79% against 0%"
    )


@pytest.mark.parametrize("plot", [plot_keyness, plot_dumbbell, plot_rates, plot_clouds])
def test_given_axes_are_used_and_returned(plot, compared):
    mine = Figure(figsize=(8, 5)).add_subplot()
    table = place_words(compared) if plot is plot_clouds else compared
    assert plot(table, ax=mine) is mine and mine.get_title(loc="left")


@pytest.mark.parametrize(
    "lang, sentence", [("en", "Nothing to show."), ("zh", "没有可显示的内容。")]
)
@pytest.mark.parametrize("plot", [plot_top_terms, plot_ladder, plot_repair, plot_shared])
def test_an_empty_table_gives_a_sentence(plot, lang, sentence):
    ax = plot(pd.DataFrame(), lang=lang)
    assert [t.get_text() for t in ax.get_figure().texts if t.get_text()] == [sentence]


def test_equal_shares_are_no_headline_of_the_confounds():
    row = {
        "confound": "genre",
        "detail": "feature",
        "unit": "share of Han",
        "a": "25%",
        "b": "25%",
        "a_value": 0.246,
        "b_value": 0.251,
        "note": "",
        "place_a": "甲",
        "place_b": "乙",
    }
    alike = pd.DataFrame([row])
    assert (
        words_confounds(alike).title
        == "甲 and 乙: no share of a genre, of guessed dates or of one article is 10 points apart"
    )
    dates = row | {
        "confound": "date",
        "detail": "published",
        "unit": "date",
        "a": "2025-01-01",
        "b": "2025-02-02",
        "a_value": np.nan,
        "b_value": np.nan,
        "note": "the dates do not overlap",
    }
    title = words_confounds(pd.DataFrame([row, dates])).title
    assert title == (
        "甲 and 乙 differ in more than their words: date: published, 2025-01-01 against 2025-02-02"
    )


def test_bodies_that_one_article_names_together_are_no_superlative():
    table = pd.DataFrame(
        [
            {
                "a": "x",
                "b": "y",
                "n_articles": 1,
                "label_a": "甲委",
                "label_b": "乙委",
                "level_a": "区",
                "level_b": "区",
                "articles_a": 1,
                "articles_b": 1,
                "href_a": "",
                "href_b": "",
                "least": 1,
                "of_articles": 10,
            }
        ]
    )
    assert (
        words_together(table).title
        == "No two bodies are named together in more than one of 10 articles"
    )
    assert (
        words_together(table.assign(n_articles=2)).title
        == "甲委 and 乙委 are named together most: in 2 of 10 articles"
    )
