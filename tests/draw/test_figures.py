"""Every figure of the main job, on the seeds and on corpora that are hard on pictures: its title is
proven by its rows, its marks are its rows, and no word of it overlaps, is cut off or is small.
"""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.draw import figures, theme
from analysis.draw.figure_tables import make_sources, top_bodies
from analysis.evidence.anchors import parse_anchor, select
from analysis.measure.occurrences import evidence_tables
from tests.helpers.figure_checks import drawn_texts, outside, overlaps, small
from tests.helpers.figure_study import Mentions, invented_corpus, invented_study

ROOT = Path(__file__).resolve().parents[2]
THIRTEEN = [
    *("corpus", "repair", "top-words", "words-compared", "clouds", "dispersion", "collocates"),
    *("bodies-by-level", "top-bodies", "slogans-by-article", "slogans-by-level"),
    *("over-time", "verdicts"),
]
LONG = "全面深化改革持续推进高水平对外开放加快构建新发展格局奋力谱写新篇章开创新局面"
TWELVE = [f"{name}山" for name in "东南西北青白黑红大小长高"]
HARD = {
    "one article": {"places": ["甲"], "articles_each": 1},
    "no mention": {"places": ["甲", "乙"], "empty": True},
    "two places above the floor, 60 days": {
        "places": ["甲", "乙"],
        "articles_each": 60,
        "days": 60,
    },
    "five places of six articles": {"places": TWELVE[:5], "articles_each": 6, "days": 3},
    "twelve places": {"places": TWELVE, "articles_each": 2, "days": 2},
    "two hundred places": {"places": [f"第{i}县" for i in range(200)], "articles_each": 1},
    "names of forty characters": {"places": ["某某" * 10 + "自治县", "乙某" * 20], "long": LONG},
    "one place and a term that never occurs": {
        "places": ["甲"],
        "articles_each": 3,
        "term": "八八战略",
    },
}
SLOW = {"two hundred places", "two places above the floor, 60 days", "names of forty characters"}
SLOW |= {"twelve places", "five places of six articles", "one article", "no mention"}
ASKED = {"place_a": "甲", "place_b": "乙", "term": "十五五"}
HAN = "[\u4e00-\u9fff]"


def in_cloud(text) -> bool:
    return str(text.get_gid()).startswith("cloud-")


@pytest.fixture(scope="module")
def sources(seeds_opened):
    return seeds_opened.sources


@pytest.fixture(scope="module")
def drawn(sources):
    """Figures of the seeds, each drawn once."""
    return cache(lambda name, lang="en": figures.draw_figure(sources, name, lang=lang))


def check_drawing(ax):
    fig = ax.get_figure()
    texts = drawn_texts(fig)
    assert texts
    assert overlaps(texts) == []
    assert outside(texts, fig.bbox) == []
    assert small(texts, fig.get_figwidth() * 72) == []


def test_the_figures_are_these_thirteen():
    assert list(figures.PLANS) == THIRTEEN


@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", THIRTEEN)
def test_no_words_of_a_figure_overlap_leave_it_or_are_small(drawn, name, lang):
    ax, table, words = drawn(name, lang)
    check_drawing(ax)
    assert len(table) and all(words)
    assert ax.get_figure().get_label() == words.alt


def links_of(ax):
    return set(re.findall(r'xlink:href="(#ev-[^"]+)"', theme.svg_text(ax)))


@pytest.fixture(scope="module")
def links(drawn):
    """The links of each figure's SVG."""
    return cache(lambda name: links_of(drawn(name)[0]))


@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", THIRTEEN)
def test_a_phone_has_the_same_marks_in_letters_of_eight_points_on_360_pixels(
    drawn, sources, links, name, lang
):
    _, table, words = drawn(name, lang)
    narrow = figures.draw_narrow(sources, name, table, lang)
    check_drawing(narrow)
    fig = narrow.get_figure()
    assert fig.get_figwidth() * 96 == 360 and fig.get_label() == words.alt
    assert min(text.get_fontsize() for text, _ in drawn_texts(fig)) >= 7.4  # of a cloud
    assert all(t.get_fontsize() >= 8 or in_cloud(t) for t, _ in drawn_texts(fig))
    assert "".join(texts_of(narrow, "title")) == ""
    if lang == "en":  # links are the same in both
        assert links_of(narrow) == links(name)


def test_a_phone_leaves_out_articles_without_the_term_and_says_how_many(drawn, sources):
    narrow = figures.draw_narrow(sources, "dispersion", drawn("dispersion")[1], "en")
    without = [t for t in texts_of(narrow) if t.endswith("without it")]
    assert without[0] == "7 articles without it" and len(without) == 4  # 十五五: 7 of 14 have it


@pytest.mark.parametrize(
    "case", [pytest.param(c, marks=pytest.mark.slow) if c in SLOW else c for c in HARD]
)
def test_hard_corpora_give_a_picture_or_a_sentence(case):
    hard = invented_study(**HARD[case])
    for name in THIRTEEN:
        for lang in ("en", "zh"):
            ax, table, words = figures.draw_figure(hard, name, lang=lang)
            check_drawing(ax)
            if lang == "en":  # the longer words
                check_drawing(figures.draw_narrow(hard, name, table, lang))
            assert words.title and words.alt and (len(table) or not words.subtitle)


@pytest.mark.parametrize("name", ["dispersion", "slogans-by-article"])
def test_the_titles_of_articles_stand_whole(drawn, sources, name):
    shown = re.sub(r"\s", "", "\n".join(texts_of(drawn(name)[0])))
    titles = drawn(name)[1]["title"].unique()
    assert len(titles) > 9 and max(map(len, titles)) > 25
    assert [t for t in titles if re.sub(r"\s", "", t) not in shown] == []


def test_no_mention_over_time_is_drawn_on_a_plain_scale_and_its_term_glossed():
    absent = invented_study(["甲", "乙"], 12, days=12, term="八八战略")
    ax, _, words = figures.draw_figure(absent, "over-time")
    assert "(八八战略)" in words.title and words.title[0].isascii()
    numbers = {text for text in texts_of(ax) if re.fullmatch(r"[\d.e-]+", text)}
    assert {"0", "0.5", "1"} <= numbers and not any("e" in number for number in numbers)


def test_a_number_over_time_stands_on_no_line_of_the_grid(drawn):
    ax = drawn("over-time")[0]
    numbers = [t for t in ax.texts if t.get_text() in ("3 (in 1 of 3)", "10 (in 4 of 8)")]
    grid = [line for line in ax.lines if line.get_color() == theme.FAINT]
    assert len(numbers) == 2 and grid
    for number in numbers:
        assert number.get_bbox_patch().get_facecolor()[:3] == (1, 1, 1)
        assert number.get_zorder() > max(line.get_zorder() for line in grid)


def texts_of(ax, gid=""):
    fig = ax.get_figure()
    texts = [t for t in [*fig.texts, *ax.texts] if not gid or t.get_gid() == gid]
    return [text.get_text().replace("\n", " ") for text in texts]


@pytest.mark.parametrize("name", THIRTEEN)
def test_the_source_is_told_in_words_and_no_hash_is_drawn(drawn, name):
    for lang, start in (("en", "Source: papers of Linping 临平"), ("zh", "来源：临平、钱塘和杭州")):
        ax = drawn(name, lang)[0]
        (source,) = texts_of(ax, "source")
        assert source.startswith(start) and "2025-05-27" in source and "Tifa" in source
        assert not any(re.search(r"\b[0-9a-f]{12}\b", text) for text in texts_of(ax))


@pytest.mark.parametrize("name", THIRTEEN)
def test_a_chinese_figure_holds_no_english_sentence(drawn, name):
    ax, _, words = drawn(name, "zh")
    for text in [*texts_of(ax), *words]:
        assert not re.search(r"[A-Za-z]+ [A-Za-z]+ [A-Za-z]+", text), text


@pytest.mark.parametrize("name", THIRTEEN)
def test_an_english_title_spells_every_place_and_glosses_every_term(drawn, name):
    title = drawn(name)[2].title
    for hit in re.finditer(rf"{HAN}+", title):
        before = title[: hit.start()]
        place = re.search(r"(Linping|Qiantang|Hangzhou) $", before)
        assert place or re.search(r"[a-z] \($", before), title
    for place in ("临平", "钱塘", "杭州"):
        assert title.count(place) <= 1


def test_that_articles_are_too_few_is_said_in_one_figure_alone(drawn):
    said = [n for n in THIRTEEN if re.search("too few|cannot", " ".join(drawn(n)[2]))]
    assert said == ["verdicts"]
    assert drawn("verdicts")[2].title == (
        "5 articles of Linping 临平 and 8 articles of Qiantang 钱塘 are too few for a verdict on "
        "any of these 18"
    )
    assert not any("differ" in drawn(n)[2].title for n in THIRTEEN)
    below = pd.concat([drawn(name)[1] for name in ("verdicts", "words-compared")])
    assert below[["log_ratio", "log_ratio_low", "p_permutation"]].isna().all(axis=None)


# --- titles


def _most(table, by):
    """The row with most, and its number of times."""
    total = table.groupby(by, sort=False)["n"].sum()
    return total.idxmax(), int(total.max())


def _share(part, whole):
    return f"{100 * part / whole:.0f}"


def proof(name, table):
    """The numbers of a title, in order, worked out again from the rows it stands over."""
    first = table.iloc[0]
    if name == "corpus":
        han = table.groupby("place")["n_han"].sum()
        kinds = table.groupby("genre")["n_han"].sum()
        shares = [_share(han.max(), han.sum()), _share(kinds.max(), han.sum())]
        return [str(len(table)), *shares]
    if name == "repair":
        row = table[table["asked"]].iloc[0]
        return [str(row[f"n_{way}"]) for way in ("repaired", "raw", "jieba")]
    if name in ("top-words", "clouds"):
        return []
    if name == "words-compared":
        far = (table["articles_a"] / first["of_a"] - table["articles_b"] / first["of_b"]).abs()
        row = table.loc[far.idxmax()]
        return [str(row["n_a"]), str(row["n_b"])]
    if name == "dispersion":
        mine = table[table["feature"] == table["asked"]]
        return [
            str(len(mine)),
            str(mine["article_id"].nunique()),
            str(table["article_id"].nunique()),
        ]
    if name == "collocates":
        return [str(first["n"]), str(first["n_feature"])]
    if name == "bodies-by-level":
        parts = [part for _, part in table.groupby("place", sort=False)]
        return [_share(part["n"].max(), part["n"].sum()) for part in parts]
    if name == "top-bodies":
        body, _ = _most(table, "feature")
        return [str(n) for n in table.loc[table["feature"] == body, "n"]]
    if name == "slogans-by-article":
        spread = table.groupby("feature").agg(k=("article_id", "nunique"), p=("place", "nunique"))
        every = int((spread["p"] == table["place"].nunique()).sum())
        return [str(spread["k"].max()), str(first["of_articles"]), str(every), str(len(spread))]
    if name == "slogans-by-level":
        parts = [part for _, part in table.groupby("place", sort=False)]
        central = [part.loc[part["level"] == "中央", "n"].sum() for part in parts]
        shares = [_share(n, p["n"].sum()) for n, p in zip(central, parts, strict=True)]
        return [*shares, str(table.loc[table["home_made"], "n"].sum()), str(table["n"].sum())]
    if name == "over-time":
        return [str(n) for n in table.groupby("period")["n"].sum() if n]
    return [str(first["of_a"]), str(first["of_b"]), str(len(table))]


@pytest.mark.parametrize("name", THIRTEEN)
def test_the_rows_of_a_figure_prove_the_numbers_of_its_title(drawn, name):
    for lang in ("en", "zh"):
        _, table, words = drawn(name, lang)
        plain = re.sub(r"\d{4}-\d\d-\d\d|15th|“[^”]*”", " ", words.title)
        expected = proof(name, table)
        numbers = re.findall(r"\d+", plain.replace(",", ""))
        assert sorted(numbers) == sorted(expected), (words.title, expected)
        if lang == "en":
            assert numbers == expected


def test_the_words_a_title_names_lead_their_columns(drawn):
    for name in ("top-words", "clouds"):
        _, table, words = drawn(name)
        for place, part in table.groupby("place", sort=False):
            top = part.loc[part["n"].idxmax(), "feature"]
            assert re.search(rf"\({top}\) in [A-Z][a-z]+ {place}", words.title)


def test_the_term_is_found_18_times_in_articles_and_17_times_in_the_raw_files(drawn):
    assert drawn("repair")[2].title == (
        "15th Five-Year Plan period (十五五) appears 18 times in the repaired articles, 17 in the "
        "raw files and 0 among jieba's own words"
    )
    assert "18 times in 7 of 14 articles" in drawn("dispersion")[2].title


# --- marks


def bars(ax):
    """Width, height and link of what is drawn as a bar and opens something."""
    drawn = [p for p in ax.patches if isinstance(p, Rectangle) and p.get_url()]
    return [(p.get_width(), p.get_height(), p.get_url()) for p in drawn]


LENGTHS = {  # a figure of bars across: what they are as long as, and their links
    "corpus": [("n_han", "href")],
    "repair": [("n_raw", "href_raw"), ("n_repaired", "href_repaired"), ("n_jieba", "href_jieba")],
    "top-words": [("per_10k", "href")],
    "words-compared": [("per_10k_a", "href_a"), ("per_10k_b", "href_b")],
    "bodies-by-level": [("share", "href")],
    "top-bodies": [("per_10k", "href")],
    "slogans-by-level": [("share", "href")],
    "collocates": [("n", "href")],
}


@pytest.mark.parametrize("name", LENGTHS)
def test_the_bars_of_a_figure_are_as_long_as_its_rows_say_on_one_scale(drawn, name):
    ax, table, _ = drawn(name)
    rows = [row for pair in LENGTHS[name] for row in table[list(pair)].to_numpy().tolist()]
    expected = sorted((link, value) for value, link in rows if value)
    marks = sorted((link, wide) for wide, _, link in bars(ax))
    assert [link for link, _ in marks] == [link for link, _ in expected] and marks
    points = [wide / value for (_, wide), (_, value) in zip(marks, expected, strict=True)]
    assert max(points) == pytest.approx(min(points))


@pytest.mark.parametrize("name", ["top-words", "words-compared", "bodies-by-level", "top-bodies"])
def test_all_bars_of_a_column_start_at_one_zero_line(drawn, name):
    ax, table, _ = drawn(name)
    starts = {round(p.get_x(), 6) for p in ax.patches if p.get_url()}
    columns = 2 if name == "words-compared" else table["place"].nunique()
    assert len(starts) == columns


def test_a_disc_stands_at_the_row_and_column_of_its_slogan_and_article(drawn):
    ax, table, _ = drawn("slogans-by-article")
    discs = [line for line in ax.lines if isinstance(line, Line2D) and line.get_url()]
    assert len(discs) == len(table)
    at = {d.get_url(): (d.get_xdata()[0], d.get_ydata()[0], d.get_markersize()) for d in discs}
    table = table.assign(at=table["href"].map(at))
    assert table.groupby("column")["at"].agg(lambda s: len({x for x, _, _ in s})).eq(1).all()
    assert table.groupby("row")["at"].agg(lambda s: len({y for _, y, _ in s})).eq(1).all()
    areas = [(n, size**2) for n, (_, _, size) in zip(table["n"], table["at"], strict=True)]
    few = sorted({(n, round(area)) for n, area in areas})
    assert [area for _, area in few] == sorted(area for _, area in few) and len(few) == len(
        {n for n, _ in areas}
    )


def test_a_stroke_stands_where_its_mention_stands_in_the_article(drawn, sources):
    ax, table, _ = drawn("dispersion")
    found = table[table["feature"] != ""]
    strokes = [
        (url, segment[0][0])
        for part in ax.collections
        for segment, url in zip(part.get_segments(), part.get_urls(), strict=True)
    ]
    assert sorted(url for url, _ in strokes) == sorted(found["href"])
    text = sources.articles.set_index("article_id")["text"]
    for _, part in found.groupby(["feature", "article_id"]):
        xs = sorted(x for url, x in strokes if url == part["href"].iloc[0])
        steps = part["start"].sort_values().astype(float) / (len(text[part.iloc[0, 0]]) - 1)
        if len(xs) > 1:
            unit = (xs[-1] - xs[0]) / (steps.iloc[-1] - steps.iloc[0])
            assert xs == pytest.approx(
                [xs[0] + unit * (s - steps.iloc[0]) for s in steps], abs=0.01
            )


def test_a_cloud_has_the_words_of_its_rows_at_their_sizes(drawn):
    ax, table, _ = drawn("clouds")
    words = [t for t in ax.texts if in_cloud(t)]
    assert [(t.get_text(), t.get_fontsize(), t.get_url()) for t in words] == [
        tuple(row) for row in table[["feature", "size", "href"]].to_numpy().tolist()
    ]
    ratio = table["size"] ** 2 / table["per_10k"]
    assert ratio.max() / ratio.min() < 1.35  # sizes are whole points
    firsts = table.groupby("place").head(8)
    assert firsts.groupby("place")["n"].agg(lambda n: n.is_monotonic_decreasing).all()


def test_of_few_days_a_bar_is_a_day_and_its_number_stands_over_it(drawn):
    ax, table, _ = drawn("over-time")
    there = table[table["n"] > 0]
    assert sorted(link for _, _, link in bars(ax)) == sorted(there["href"])
    heights = {link: high for _, high, link in bars(ax)}
    points = [heights[r.href] / r.per_10k for r in there.itertuples()]
    assert max(points) == pytest.approx(min(points))
    assert {"3 (in 1 of 3)", "10 (in 4 of 8)"} <= set(texts_of(ax))


@pytest.mark.parametrize("name", [n for n in THIRTEEN if n not in ("clouds", "over-time")])
def test_every_term_and_gloss_of_a_figure_is_drawn_whole(drawn, name):
    ax, table, _ = drawn(name)
    said = " ".join(texts_of(ax))
    for column in table.columns.intersection(["gloss", "label"]):
        for text in table[column].unique():
            assert text in said or text in said.replace(" ", "")


def test_a_word_that_names_a_slogan_or_institution_has_one_row_among_the_verdicts(drawn):
    _, table, _ = drawn("verdicts")
    assert table["label"].is_unique


@pytest.mark.parametrize(("days", "every", "dots"), [(40, "day", 33), (60, "week", 9)])
def test_many_days_are_a_line_of_dots_of_days_or_weeks_with_no_line_over_a_gap(days, every, dots):
    study = invented_study(["甲", "乙"], days, days=days)
    week = [f"2026-01-{day}" for day in range(19, 26)]
    for articles in (study.articles, study.corpus.articles):
        articles.loc[articles["date_published"].isin(week), "date_published"] = ""
    ax, table, _ = figures.draw_figure(study, "over-time")
    assert set(table["every"]) == {every} and all(f"/{every}=" in h for h in table["href"] if h)
    drawn = [line for line in ax.lines if line.get_url()]
    assert len(drawn) == (table["n"] > 0).sum() == 2 * dots
    lines = [line for line in ax.lines if len(line.get_xdata()) == table["period"].nunique()]
    assert len(lines) == 2
    gap = 7 if every == "day" else 1
    assert all(pd.isna(line.get_ydata()).sum() == gap for line in lines)


@pytest.mark.parametrize("name", THIRTEEN)
def test_every_mark_that_stands_for_a_count_opens_its_evidence(drawn, links, name):
    """The link is in the SVG for each row's address; only a count of nothing has none."""
    table = drawn(name)[1]
    columns = [column for column in table.columns if column.startswith("href")]
    assert links(name) == {address for column in columns for address in table[column] if address}


def test_every_link_opens_exactly_the_number_it_stands_on(
    drawn, sources, seeds, seed_mentions, seeds_dir
):
    tables = evidence_tables(
        seeds,
        seed_mentions.slogans,
        seed_mentions.bodies,
        sources.tokens,
        sources.term,
        str(seeds_dir),
    )
    checked = 0
    ways = ("a", "b", "feature", "raw", "jieba", "repaired")
    counts = {"href": "n", **{f"href_{what}": f"n_{what}" for what in ways}}
    for name in set(THIRTEEN) - {"dispersion"}:  # there n is of the whole corpus
        table = drawn(name)[1]
        for link, number in counts.items():
            if link not in table or number not in table:
                continue
            assert (table.loc[table[number] == 0, link] == "").all(), name
            some = table.loc[table[link] != "", [link, number]].head(20)
            for address, n in some.itertuples(index=False):
                assert len(select(tables, address)) == n, (name, address)
                checked += 1
        for link in [c for c in table.columns if c.startswith("href")]:
            assert all(parse_anchor(address)[0] in tables for address in table[link] if address)
    assert checked > 200


# --- names


@pytest.mark.parametrize(("second", "label"), [("区委", "区委"), ("市委", "中共本区委员会")])
def test_a_label_of_each_places_own_body_is_one_that_all_of_them_print(second, label):
    corpus, mentions = invented_corpus(["甲", "乙"])
    bodies = mentions.bodies[mentions.bodies["surface"] == "区委"]
    form = bodies["place"].map({"甲": "区委", "乙": second})
    bodies = bodies.assign(
        name="中共某市" + bodies["place"] + "区委员会", surface=bodies["place"] + form
    )
    sources = make_sources(corpus, Mentions(bodies, mentions.slogans), **ASKED)
    assert set(top_bodies(sources)["label"]) == {label}


def test_levels_do_not_speak_of_home_made_slogans_where_there_are_none():
    _, table, words = figures.draw_figure(invented_study(["甲", "乙"]), "slogans-by-level")
    assert (table["n"] > 0).all() and "made" not in words.title + words.subtitle


# --- files


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """All figures of an invented corpus, and the folder they are in."""
    folder = tmp_path_factory.mktemp("figures")
    return figures.draw_figures(*invented_corpus(["甲", "乙"], 4), folder, **ASKED), folder


@pytest.mark.slow
def test_same_bytes_under_another_hash_seed_time_zone_locale_and_folder(written, tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from tests.helpers.figure_study import invented_corpus;"
        "from analysis.draw.figures import draw_figures;"
        f"draw_figures(*invented_corpus(['甲', '乙'], 4), 'again', **{ASKED!r})"
    )
    elsewhere = {"PYTHONHASHSEED": "77", "TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONUTF8": "0"}
    # in a file, for a C locale cannot pass 甲 as an argument
    (tmp_path / "draw.py").write_text(code, encoding="utf-8")
    subprocess.run(
        [sys.executable, "draw.py", str(ROOT)],
        check=True,
        cwd=tmp_path,
        env={**os.environ, **elsewhere},
    )
    first = {path.name: path.read_bytes() for path in written[1].iterdir()}
    again = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert len(first) == len(figures.figure_names()) and first.keys() == again.keys()
    assert [name for name in sorted(first) if first[name] != again[name]] == []


@pytest.mark.slow  # it draws all figures; those of the seeds are looked at in test_exports
def test_the_table_of_figures_names_what_was_written(written):
    made, folder = written
    assert made["name"].tolist() == [*THIRTEEN, f"{figures.HERO}-zh"]
    files = {f for files in made["files"] for f in files.split("|")}
    assert files == {p.name for p in folder.iterdir()} == set(figures.figure_names())
    rows = pd.read_csv(folder / "top-bodies.csv")
    assert rows["corpus"].str.fullmatch("[0-9a-f]{12}").all()
    assert rows["lexicons"].str.fullmatch("[0-9a-f]{12}").all()
    svg = (folder / "top-bodies.svg").read_text(encoding="utf-8")
    assert made.set_index("name").loc["top-bodies", "alt"] in svg and "clipPath" not in svg
