"""Every figure of the main job on the seeds and on corpora that are hard on pictures."""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from analysis.draw import figures, theme
from analysis.draw.figure_tables import make_study
from analysis.draw.plots_compare import FEW
from analysis.evidence.links import parse_anchor, select
from tests.helpers.figure_checks import drawn_texts, outside, overlaps, small
from tests.helpers.figure_study import invented_corpus, invented_study
from tests.helpers.marks import MARKS

ROOT = Path(__file__).resolve().parents[2]
LONG = "全面深化改革持续推进高水平对外开放加快构建新发展格局奋力谱写新篇章开创新局面"
HARD = {
    "one article": {"places": ["甲"], "articles_each": 1},
    "two places of twelve articles": {"places": ["甲", "乙"], "articles_each": 12},
    "no mention": {"places": ["甲", "乙"], "empty": True},
    "two hundred places": {"places": [f"第{i}县" for i in range(200)], "articles_each": 1},
    "names of forty characters": {"places": ["某某" * 10 + "自治县", "乙某" * 20], "long": LONG},
    "one place and a term that never occurs": {
        "places": ["甲"],
        "articles_each": 3,
        "term": "八八战略",
    },
}


@pytest.fixture(scope="module")
def sources(seeds, seed_mentions, seeds_dir):
    study = make_study(seeds, seed_mentions, place_a="临平", place_b="钱塘", term="十五五")
    return figures.make_sources(study, seeds_dir)


@pytest.fixture(scope="module")
def drawn(sources):
    """Figures of the seeds in English, each drawn once."""
    return cache(lambda name: figures.draw_figure(sources, name))


@pytest.fixture(scope="module")
def invented():
    return figures.make_sources(invented_study(["甲", "乙", "丙"], 4))


def check_drawing(ax):
    fig = ax.get_figure()
    texts = drawn_texts(fig)
    assert texts
    assert overlaps(texts) == []
    assert outside(texts, fig.bbox) == []
    assert small(texts) == []


SILENT = {
    "leave-one-out"
}  # of the seeds: five and eight articles bear no ratio to leave one out of


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", figures.PLANS)
def test_no_words_of_a_figure_overlap_leave_it_or_are_small(drawn, sources, name, lang):
    ax, table, words = (
        drawn(name) if lang == "en" else figures.draw_figure(sources, name, lang=lang)
    )
    theme.add_footer(ax, "Corpus 0123456789ab; lexicons 0123456789ab; a setting.")
    check_drawing(ax)
    if name in SILENT:
        assert words == theme.nothing(lang, "nothing.floor")
        return
    assert len(table) and all(words) and words.title != theme.nothing(lang).title
    assert ax.get_figure().get_label() == words.alt


@pytest.mark.parametrize(
    "case",
    [
        name
        if name in ("one article", "no mention")
        else pytest.param(name, marks=pytest.mark.slow)
        for name in HARD
    ],
)
def test_hard_corpora_give_a_picture_or_a_sentence(case):
    hard = figures.make_sources(invented_study(**HARD[case]))
    for name in figures.PLANS:
        ax, table, words = figures.draw_figure(hard, name)
        theme.add_footer(ax, "footer")
        check_drawing(ax)
        assert words.title and words.alt and (len(table) or not words.subtitle)


def test_the_term_is_found_18_times_in_articles_and_17_times_in_the_raw_files(drawn):
    words = drawn("repair")[2]
    assert words.title == (
        "十五五: a search of the raw files finds 17, the repaired articles hold 18, jieba "
        "alone sees 0"
    )
    assert drawn("term")[2].title == "十五五 is mentioned 18 times: 临平 4, 钱塘 10, 杭州 4"


def test_five_and_eight_articles_are_too_few_and_every_comparison_says_so(drawn):
    for name in ("keyness-words", "keyness-slogans", "verdicts"):
        _, table, words = drawn(name)
        assert set(table["verdict"]) == {FEW}
        assert (
            "too few" in words.title and "5 articles" in words.title and "8 articles" in words.title
        )


def test_every_link_opens_exactly_the_number_it_stands_on(
    drawn, sources, seeds, seed_mentions, seeds_dir
):
    from analysis.measure.occurrences import evidence_tables

    study = sources.study
    tokens = study.tokens
    tables = evidence_tables(
        seeds,
        seed_mentions.slogans,
        seed_mentions.bodies,
        tokens,
        study.term,
        corpus_dir=str(seeds_dir),
        places=study.places,
        extra=("collocates", "joint", "sets", "raw", "repaired", "jieba"),
    )
    checked = 0
    counts = {
        "href": "n",
        **{
            f"href_{what}": f"n_{what}"
            for what in ("a", "b", "feature", "raw", "jieba", "repaired")
        },
    }
    for name in figures.PLANS:
        table = drawn(name)[1]
        if name == "bodies-together":
            counts_here = {"href": "n_articles"}
        elif name == "shared-slogans":
            counts_here = {"href": "n_slogans", "href_total": "total"}
        else:
            counts_here = {
                k: v for k, v in counts.items() if k in table.columns and v in table.columns
            }
        for link, number in counts_here.items():
            assert (table.loc[table[number] == 0, link] == "").all(), name
            for address, n in (
                table.loc[table[link] != "", [link, number]].head(20).itertuples(index=False)
            ):
                assert len(select(tables, address)) == n, (name, address)
                checked += 1
        for link in [c for c in table.columns if c.startswith("href")]:
            assert all(parse_anchor(address)[0] in tables for address in table[link] if address), (
                name,
                link,
            )
    assert checked > 200


@pytest.mark.parametrize("name", figures.PLANS)
def test_the_marks_that_are_drawn_are_the_rows_of_the_csv(drawn, name):
    """All twenty figures: as many marks as rows, each of the size, at the place and with the link
    of its row.
    """
    ax, table, _ = drawn(name)
    read, expected = MARKS[name]
    assert read(ax) == expected(table)
    assert len(read(ax)) > 0 or name in SILENT


@pytest.mark.parametrize("name", figures.PLANS)
def test_the_marks_of_an_invented_corpus_are_its_rows_too(invented, name):
    ax, table, _ = figures.draw_figure(invented, name)
    read, expected = MARKS[name]
    assert read(ax) == (expected(table) if len(table) else [])


@pytest.mark.parametrize("name", figures.PLANS)
def test_every_mark_that_stands_for_a_count_opens_its_evidence(drawn, name):
    """The link is in the SVG, once or more for each row's address; only a count of nothing has
    none.
    """
    ax, table, _ = drawn(name)
    svg = theme.svg_text(ax, title=name)
    linked = set(re.findall(r'xlink:href="(#ev-[^"]+)"', svg))
    columns = [column for column in table.columns if column.startswith("href")]
    asked = {address for column in columns for address in table[column] if address}
    assert linked <= asked and (linked or name in SILENT)
    assert asked - linked == set() or name in figures.TWO_COUNTS
    marks = [mark for mark in MARKS[name][0](ax) if not mark[-1]]
    assert all(
        mark[0] in (0, "0", "0%", "0.0") or "to" in str(mark[0]) or mark[0] == "unknown"
        for mark in marks
    ), marks


def test_a_mark_that_opens_one_of_two_counts_says_why_in_one_place():
    assert set(figures.TWO_COUNTS) <= set(figures.PLANS)
    assert all(reason.endswith(".") for reason in figures.TWO_COUNTS.values())


def test_a_cloud_leaves_out_what_found_no_room_and_the_csv_says_so(drawn, sources):
    from analysis.draw.figure_tables import cloud_rows

    table = drawn("clouds")[1]
    asked = cloud_rows(sources.compared("words"))
    possible = {
        (p, f)
        for p, side in (("临平", "a"), ("钱塘", "b"))
        for f in asked.loc[asked[f"n_{side}"] > 0, "feature"]
    }
    shown = set(zip(table["place"], table["feature"], strict=True))
    assert shown < possible and len(shown) == len(table)
    assert table["size"].min() >= theme.SMALL
    assert (table.groupby("place")["size"].agg(lambda sizes: sizes.is_monotonic_decreasing)).all()


def test_a_network_leaves_out_pairs_of_one_article_where_there_are_many(drawn):
    table = drawn("bodies-together")[1]
    pairs = table[table["b"] != ""]
    assert pairs["n_articles"].min() == 2 == table["least"].iloc[0]
    assert "(2 or more)" in drawn("bodies-together")[2].subtitle


ASKED = {"place_a": "甲", "place_b": "乙", "term": "十五五"}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """All figures of an invented corpus, and the folder they are in."""
    folder = tmp_path_factory.mktemp("figures")
    return figures.draw_figures(*invented_corpus(["甲", "乙"], 4), folder, **ASKED), folder


@pytest.mark.slow
def test_same_bytes_under_another_hash_seed_time_zone_locale_and_folder(written, tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from tests.helpers.figure_study import invented_corpus; from analysis.draw.figures import draw_figures;"
        f"draw_figures(*invented_corpus(['甲', '乙'], 4), 'again', **{ASKED!r})"
    )
    elsewhere = {"PYTHONHASHSEED": "77", "TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONUTF8": "0"}
    (tmp_path / "draw.py").write_text(
        code, encoding="utf-8"
    )  # a C locale cannot pass 甲 as an argument
    subprocess.run(
        [sys.executable, "draw.py", str(ROOT)],
        check=True,
        cwd=tmp_path,
        env={**os.environ, **elsewhere},
    )
    first = {path.name: path.read_bytes() for path in written[1].iterdir()}
    again = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert len(first) == 3 * len(figures.PLANS) and first.keys() == again.keys()
    assert [name for name in sorted(first) if first[name] != again[name]] == []


def test_the_table_of_figures_names_what_was_written(written):
    made, folder = written
    assert made["name"].tolist() == list(figures.PLANS)
    assert {f for files in made["files"] for f in files.split("|")} == {
        p.name for p in folder.iterdir()
    }
    rows = pd.read_csv(folder / "top-slogans.csv")
    assert rows["feature"].is_unique and {"n_a", "n_b", "verdict", "href_a", "href_b"} <= set(
        rows.columns
    )
    svg = (folder / "top-slogans.svg").read_text(encoding="utf-8")
    assert made.set_index("name").loc["top-slogans", "alt"] in svg
