"""Two groups compared above the floor: what is coloured, filled and counted in a title."""

import pandas as pd
import pytest

from analysis.draw.figures import plot_figure
from analysis.draw.group_looks import name_groups, name_term, say, style_groups

GROUPS = style_groups(["临平", "钱塘"])
A, B = GROUPS["colour"]


@pytest.fixture
def compared():
    """Four features of 临平 (30 articles) and 钱塘 (20): more in 临平 whatever else is tested, more in
    钱塘 by itself, not clear, and one that 钱塘 has not.
    """
    ends = {
        "log_ratio_low": [2.0, -6.0, -1.0, 0.5],
        "log_ratio_high": [4.0, -0.5, 1.0, float("inf")],
    }
    return pd.DataFrame(
        {
            "feature": ["十五五", "开门红", "发展", "小哥"],
            "label": ["十五五", "开门红", "发展", "小哥"],
            "gloss": ["15th Five-Year Plan", "", "development", ""],
            "n_a": [16, 2, 5, 9],
            "n_b": [2, 9, 5, 0],
            "articles_a": [9, 2, 4, 7],
            "articles_b": [2, 7, 4, 0],
            "of_a": 30,
            "of_b": 20,
            "per_10k_a": [16.0, 2.0, 5.0, 9.0],
            "per_10k_b": [2.0, 9.0, 5.0, 0.0],
            "log_ratio": [3.0, -2.2, 0.0, 4.2],
            **ends,
            "p_family": [0.01, 0.5, 1.0, 0.04],
            "loo_low": [2.5, -3.0, -0.5, 3.0],
            "loo_high": [3.5, -1.0, 0.5, 5.0],
            "verdict": ["more in A", "more in B", "no clear difference", "more in A"],
            "kind": "words",
            "place_a": "临平",
            "place_b": "钱塘",
            "href_a": [f"#ev-a{i}" for i in range(4)],
            "href_b": [f"#ev-b{i}" for i in range(3)] + [""],
        }
    )


def dots(ax):
    """Of each ratio its place, fill and edge."""
    found = [line for line in ax.lines if line.get_marker() == "o"]
    return [(d.get_xdata()[0], d.get_markerfacecolor(), d.get_markeredgecolor()) for d in found]


@pytest.mark.parametrize("name", ["words-compared", "verdicts"])
def test_colour_is_a_verdict_and_filled_one_that_stands_in_the_whole_family(compared, name):
    ax, _ = plot_figure(compared, name, GROUPS)
    (first, fill_1, edge_1), (second, fill_2, edge_2), (third, fill_3, edge_3) = dots(ax)
    assert second < third < first
    assert (fill_1, edge_1) == (A, A)
    assert (fill_2, edge_2) == ("white", B)
    assert fill_3 == "white" and edge_3 not in (A, B)


def test_where_a_side_has_no_hit_there_is_an_arrow_and_no_ratio(compared):
    ax, _ = plot_figure(compared, "words-compared", GROUPS)
    assert len(dots(ax)) == 3
    assert [line.get_marker() for line in ax.lines].count(">") == 1


def test_no_interval_leaves_equality_out_without_a_verdict(compared):
    ax, _ = plot_figure(compared.iloc[[2]], "words-compared", GROUPS)
    zero = next(line.get_xdata()[0] for line in ax.lines if line.get_color() == "#555555")
    (interval,) = [line for line in ax.lines if line.get_linewidth() == 1.4]
    assert interval.get_xdata()[0] < zero < interval.get_xdata()[1]


def test_a_title_counts_what_stands_when_all_are_tested_together(compared):
    assert plot_figure(compared, "words-compared", GROUPS)[1].title == (
        "Clearly more frequent, with all words tested together: 2 of these 4 words in Linping 临平, "
        "0 in Qiantang 钱塘"
    )
    none = compared.assign(p_family=1.0)
    assert "none of these 4 is clearly" in plot_figure(none, "words-compared", GROUPS)[1].title
    assert "none of these 4 differences holds" in plot_figure(none, "verdicts", GROUPS)[1].title
    assert plot_figure(compared, "verdicts", GROUPS, lang="zh")[1].title == (
        "临平与钱塘：一并检验，这 4 个差别中 2 个为临平更多，0 个为钱塘更多"
    )


def test_what_holds_in_the_whole_family_is_thick_where_a_side_has_no_hit_too(compared):
    ax, _ = plot_figure(compared, "words-compared", GROUPS)
    wide = [d.get_linewidth() for d in ax.lines if len(d.get_xdata()) == 2 and d.get_zorder() == 2]
    assert wide == [2.8, 1.4, 1.4, 2.8]


def test_a_verdict_that_does_not_hold_with_all_tested_together_is_said_to_be_alone(compared):
    ax, _ = plot_figure(compared, "verdicts", GROUPS, lang="zh")
    said = [text.get_text() for text in ax.texts if "更多" in text.get_text()][2:]  # heads first
    assert said == ["临平更多", "钱塘更多（只看此项）", "临平更多"]


def test_exchanged_groups_are_the_mirror_image(compared):
    turned = compared.rename(
        columns=lambda c: f"{c[:-1]}{'b' if c[-1] == 'a' else 'a'}" if c[-2:] in ("_a", "_b") else c
    )
    turned = turned.assign(
        verdict=turned["verdict"].replace({"more in A": "more in B", "more in B": "more in A"}),
        log_ratio=-turned["log_ratio"],
        log_ratio_low=-turned["log_ratio_high"],
        log_ratio_high=-turned["log_ratio_low"],
    )
    one, other = (plot_figure(table, "words-compared", GROUPS)[0] for table in (compared, turned))
    xs = [[x for x, _, _ in dots(ax)] for ax in (one, other)]
    assert [a + b for a, b in zip(*xs, strict=True)] == pytest.approx([2 * xs[0][2]] * 3)


# --- the looks of groups


def test_a_group_keeps_its_colour_and_mark_whichever_are_shown_first():
    articles = ["钱塘"] * 3 + ["临平"] * 2 + ["杭州", ""]
    plain = style_groups(articles)
    asked = style_groups(articles, first=["临平", "钱塘"])
    assert plain.index.tolist() == ["钱塘", "临平", "杭州", ""]
    assert asked.index.tolist() == ["临平", "钱塘", "杭州", ""]
    assert asked.loc[plain.index, "colour"].equals(plain["colour"])
    assert asked.loc["", ["en", "zh"]].tolist() == ["place unknown", "地点不详"]


def test_groups_that_are_no_places_have_names_too():
    table = style_groups(["feature", "2025", "..2025-10"])
    assert table.loc["feature", ["en", "zh"]].tolist() == ["feature", "通讯特写"]
    assert table.loc["2025", "en"] == "2025" and table.loc["..2025-10", "zh"] == "..2025-10"


@pytest.mark.parametrize(
    ("by", "en", "zh"),
    [
        ("place", "place unknown", "地点不详"),
        ("genre", "genre unknown", "体裁不详"),
        ("month", "day unknown", "日期不详"),
        ("desk", "desk unknown", "desk不详"),
    ],
)
def test_the_group_without_a_value_is_named_by_its_column(by, en, zh):
    table = style_groups(["", "甲"], by=by)
    assert table.loc["", ["en", "zh"]].tolist() == [en, zh]


def test_a_sentence_names_all_groups_only_where_they_are_few():
    few, many = (style_groups("甲乙丙丁"[:n]) for n in (2, 4))
    facts = {"term": "某", "k": 2, "of_articles": 3, "every": 1, "slogans": 5}
    key = "slogans-by-article.title"
    assert say(key, "zh", few, places=list("甲乙"), **facts).endswith("1 条为甲和乙共有")
    assert say(key, "en", many, places=many.index, **facts).endswith("are shared by all 4 places")


def test_a_place_named_twice_is_written_in_characters_once():
    groups = style_groups(["临平", "钱塘"])
    facts = {"a": groups.loc["临平", "en"], "b": groups.loc["钱塘", "en"]}
    text = say("more in A", "en", groups, **facts) + say("more in B", "en", groups, **facts)
    assert text == "More in Linping 临平More in Qiantang 钱塘"
    assert name_groups(["临平", "钱塘"], "zh", groups) == "临平和钱塘"
    assert (
        name_groups(list("甲乙丙丁戊"), "zh", style_groups("甲乙丙丁戊")) == "甲、乙、丙等 5 个地方"
    )


def test_a_term_is_named_with_its_gloss_in_english_alone():
    assert name_term("“两个确立”", "en", {"“两个确立”": "two establishments"}) == (
        "two establishments (两个确立)"
    )
    assert (
        name_term("“两个确立”", "zh") == "“两个确立”" and name_term("某某", "en") == "Moumou (某某)"
    )
    assert name_term("COP26", "en") == "COP26"
