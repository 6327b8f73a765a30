"""The panel of notebook 6 without a browser: what each control does, the code it gives, what it
writes, hostile text.
"""

import pandas as pd
import pytest

from analysis.corpus import load_corpus
from analysis.desk.explore_answers import choices, code_for, export_look, name_table
from analysis.desk.explore_panel import Panel, explore
from analysis.measure.look_up import look, prepare


@pytest.fixture(scope="module")
def desk(seeds, seed_mentions):
    return prepare(seeds, slogans=seed_mentions.slogans, bodies=seed_mentions.bodies)


@pytest.fixture
def panel(desk):
    return Panel(desk, "十五五", "seeds")


def test_a_typed_term_changes_every_view(panel):
    before = [view.value for view in (panel.head, panel.lines, panel.collocates, panel.text)]
    assert "18 times in 7 of 14 articles" in before[0]
    panel.term.value = "高质量"
    after = [view.value for view in (panel.head, panel.lines, panel.collocates, panel.text)]
    assert all(a != b for a, b in zip(before, after, strict=True))
    assert after[1].count("<mark>高质量</mark>") == panel.shown["articles"]["n"].sum()


def test_a_slogan_is_found_by_a_word_of_its_gloss_and_by_an_alias(desk):
    names = name_table(desk, "slogan")
    by_gloss = choices(names, "five-year plan")["name"]
    assert [n for n in by_gloss if "十五五" in n]
    assert [n for n in choices(names, "第十五个五年")["name"] if "十五五" in n]


def test_a_body_is_found_by_words_of_its_gloss_in_any_case_and_shown_with_it(desk):
    names = name_table(desk, "body")
    found = choices(names, "cppcc committee, linping")
    assert "中国人民政治协商会议杭州市临平区委员会" in found["name"].tolist()
    assert found["shown"].str.endswith("Linping District, Hangzhou").all()
    assert "杭州市钱塘区商务局" in choices(names, "Bureau of Commerce")["name"].tolist()


def test_picking_a_slogan_shows_its_mentions(panel, seed_mentions):
    panel.kind.value = "slogan"
    panel.term.value = "high-quality development"
    name = panel.names.value
    mine = seed_mentions.slogans[seed_mentions.slogans["name"] == name]
    assert len(panel.shown["hits"]) == len(mine[["article_id", "start"]].drop_duplicates())


def test_a_name_that_is_not_there_says_so_and_shows_nothing_old(panel):
    panel.kind.value, panel.term.value = "slogan", "no such slogan"
    assert "No such name" in panel.status.value
    assert panel.head.value == panel.lines.value == panel.text.value == ""


def test_a_bad_pattern_says_why(panel):
    panel.kind.value, panel.term.value = "regular expression", "(十"
    assert "missing" in panel.status.value
    assert panel.head.value == ""
    panel.term.value = "(十|二十)"
    assert "no regular expression" not in panel.status.value
    assert panel.head.value


def test_places_narrow_the_answer(panel):
    panel.places.value = ("钱塘",)
    assert "10 times in 4 of 8 articles" in panel.head.value


def test_a_bad_day_says_so(panel):
    panel.since.value = "May 2025"
    assert "is not a day" in panel.status.value


def test_lines_turn_page_by_page_and_stop_at_both_ends(panel):
    panel.term.value = "的"
    total = len(panel.shown["hits"])
    seen = [panel.lines.value]
    for _ in range(total // 50 + 3):
        panel.later.click()
        seen.append(panel.lines.value)
    assert sum(page.count("<mark>") for page in dict.fromkeys(seen)) == total
    panel.earlier.click()
    assert f"of {total:,}" in panel.lines.value


def test_the_chosen_article_is_shown_whole_with_its_hits_marked(panel):
    chosen = panel.shown["articles"].iloc[2]
    panel.articles.value = chosen["article_id"]
    assert panel.text.value.count("<mark>十五五</mark>") == chosen["n"]


def test_the_code_given_makes_the_table_shown(panel, monkeypatch, seeds_dir):
    monkeypatch.chdir(seeds_dir.parent)
    panel.kind.value, panel.term.value, panel.places.value = (
        "regular expression",
        "十[四五]五",
        ("钱塘", "杭州"),
    )
    code = code_for(panel.request(), "seeds")
    assert len(code.splitlines()) == 3
    names = {}
    exec(code, names)
    expected = look(panel.desk, **panel.request())
    for table, mine in zip(names["found"], expected, strict=True):
        pd.testing.assert_frame_equal(table, mine)


def test_export_writes_the_five_tables(panel, tmp_path):
    panel.folder.value = str(tmp_path / "explored")
    panel.export.click()
    folder = tmp_path / "explored" / "十五五"
    assert sorted(p.name for p in folder.glob("[!.]*")) == [
        "articles.csv",
        "collocates.csv",
        "lines.csv",
        "rates.csv",
        "strip.csv",
    ]
    assert len(pd.read_csv(folder / "lines.csv", encoding="utf-8-sig")) == 18
    assert "Written: " + str(folder.parent) in panel.note.value


@pytest.mark.parametrize("term", ["../../etc", "a/b", "…", "."])
def test_export_stays_in_its_folder_whatever_the_term(desk, tmp_path, term):
    folder = export_look(look(desk, "十五五"), term, tmp_path / "out")
    assert folder.parent == tmp_path / "out"


def test_markup_in_a_corpus_stays_text(seeds, seed_mentions):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>十五五"
    sentences, articles = seeds.sentences.copy(), seeds.articles.copy()
    row = sentences.index[sentences["text"].str.contains("十五五")][0]
    article = sentences.at[row, "article_id"]
    start, end = sentences.at[row, "start"], sentences.at[row, "end"]
    text = (hostile + "字" * (end - start))[: end - start]
    sentences.at[row, "text"] = text
    mine = articles["article_id"] == article
    whole = articles.loc[mine, "text"].iloc[0]
    articles.loc[mine, "text"] = whole[:start] + text + whole[end:]
    articles.loc[mine, "title"] = hostile
    none = (seed_mentions.slogans.iloc[:0], seed_mentions.bodies.iloc[:0])
    panel = Panel(
        prepare(
            seeds._replace(sentences=sentences, articles=articles), slogans=none[0], bodies=none[1]
        ),
        "十五五",
        "seeds",
    )
    panel.articles.value = article
    shown = panel.head.value + panel.lines.value + panel.collocates.value + panel.text.value
    assert "alert" in shown
    assert "<script" not in shown
    assert "<img" not in shown


def test_explore_takes_a_corpus_as_it_is_loaded(seeds):
    assert explore(seeds, term="十五五").children


def test_an_empty_term_asks_for_one(desk):
    assert "Type a term" in Panel(desk, "", "seeds").status.value


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("今日天气：晴，气温 10℃～20℃。\n", "0 times in 0 of 0 articles"),
        ("今天天气很好。\n", "1 time in 1 of 1 article."),
    ],
)
def test_a_corpus_of_nothing_but_weather_or_of_one_line_has_a_panel(tmp_path, text, says):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    panel = Panel(prepare(load_corpus(tmp_path)), "天气", str(tmp_path))
    assert says in panel.head.value
    panel.kind.value = "slogan"
    assert "No such name" in panel.status.value
