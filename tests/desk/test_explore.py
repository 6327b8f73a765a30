"""The box of `explore` without a browser: what it answers, the code it gives, hostile text."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.corpus import load_corpus
from analysis.desk.explore_panel import LINES, explore, look_answer, make_panel
from analysis.errors import TifaError
from analysis.evidence.anchors import parse_anchor
from analysis.measure.look_up import look, prepare
from analysis.measure.reuse import mark_reprints
from analysis.page.search_index import name_table


@pytest.fixture(scope="module")
def desk(seeds, seed_mentions):
    return prepare(seeds, slogans=seed_mentions.slogans, bodies=seed_mentions.bodies)


@pytest.fixture(scope="module")
def ask(desk):
    """What the box on the seeds answers to a request."""
    answer = make_panel(desk, path="seeds").answer
    return lambda term, **request: answer({"term": term, **request})


def names_with(desk, kind, typed):
    names = name_table(desk.mentions[kind], kind)
    return names.loc[names["words"].str.contains(typed, regex=False), "name"].tolist()


def test_an_answer_counts_what_stands_in_the_articles(ask, desk):
    found = ask("高质量")
    texts = desk.articles["text"]
    assert found["n"] == texts.str.count("高质量").sum() == 32
    assert found["articles"] == texts.str.contains("高质量", regex=False).sum()
    assert sum(group[1] for group in found["groups"]) == found["n"]


def test_each_number_of_a_group_has_as_many_lines_and_each_line_its_hit(ask):
    found = ask("十五五")
    block = found["block"]
    assert len(block["lists"]["ev-look"]) == found["n"] == 18
    lists = [rows for address, rows in block["lists"].items() if "place=" in address]
    assert [len(rows) for rows in lists] == [group[1] for group in found["groups"]] == [4, 4, 10]
    for sentence, _, first, last, start, end in block["lists"]["ev-look"]:
        assert block["sentences"][sentence][1][start:end] == "十五五" and first <= last


def test_english_and_an_alias_find_the_name(desk):
    assert "高质量发展" in names_with(desk, "slogan", "high-quality")
    assert [name for name in names_with(desk, "slogan", "第十五个五年") if "十五五" in name]
    linping = names_with(desk, "body", "cppcc committee, linping")
    assert "中国人民政治协商会议杭州市临平区委员会" in linping


def test_a_slogan_is_counted_by_its_mentions(ask, seed_mentions, desk):
    mine = seed_mentions.slogans[seed_mentions.slogans["name"] == "高质量发展"]
    counted = mine[mine["article_id"].isin(set(desk.articles["article_id"]))]
    assert ask("高质量发展", kind="slogan")["n"] == len(counted)


def test_groups_are_those_of_any_column_and_one_of_them_narrows_the_answer(ask, desk):
    by_genre = ask("十五五", by="genre")
    genres = desk.articles.groupby("genre")["text"].apply(lambda t: t.str.count("十五五").sum())
    assert {group[0]: group[1] for group in by_genre["groups"]} == genres.to_dict()
    only = ask("十五五", by="place", only="钱塘")
    assert (only["n"], only["articles"], only["of"]) == (10, 4, 8)
    with pytest.raises(TifaError, match="no column 'weather'"):
        ask("十五五", by="weather")


def test_periods_add_up_to_the_hits_of_dated_articles(ask, desk):
    found, dated = ask("十五五"), desk.articles[desk.articles["date_published"] != ""]
    assert sum(period[2] for period in found["periods"]) == dated["text"].str.count("十五五").sum()
    assert sum(period[3] for period in found["periods"]) == len(dated)


def test_words_beside_it_are_by_one_measure_and_hold_no_function_word(ask):
    near = ask("十五五")["near"]
    scores = [row[2] for row in near]
    assert near and scores == sorted(scores, reverse=True) and max(scores) <= 14
    assert not {"的", "和", "强调", "指出"} & {row[0] for row in near}


def test_days_narrow_the_answer_and_the_code_says_so(ask):
    found = ask("十五五", since="2025-06-01", until="2026-12-31")
    assert [group[:2] for group in found["groups"]] == [["钱塘", 10]] and found["of"] == 8
    assert "since='2025-06-01', until='2026-12-31'" in found["code"]
    with pytest.raises(TifaError, match="'2025' is not a day"):
        ask("十五五", since="2025")


def test_each_line_opens_its_whole_article_with_every_hit_marked(ask, desk):
    found = ask("十五五")
    for address in set(found["whole"]):
        block = ask("十五五", article=address)["block"]
        [(_, lines)] = block["lists"].items()
        texts = [block["sentences"][line[0]][1] for line in lines]
        hits = [t[a:b] for t, line in zip(texts, lines, strict=True) for a, b in pairs(line[4:])]
        article = desk.articles.set_index("article_id").loc[parse_anchor(address)[1]["at"]]
        assert len(lines) == article["n_sentences"]
        assert [hit for hit in hits if hit] == ["十五五"] * article["text"].count("十五五")


def pairs(ends):
    return zip(ends[::2], ends[1::2], strict=True)


def test_what_is_shown_is_saved_into_a_folder_again_and_again(ask, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for picture in ("<svg/>", ""):
        saved = Path(ask("十五五", by="genre", only="feature", save=picture)["saved"])
        tables = {path.stem: pd.read_csv(path) for path in saved.glob("*.csv")}
        assert set(tables) == {"rates", "lines", "articles", "collocates"}
        assert tables["rates"]["n"].sum() == len(tables["lines"]) == tables["articles"]["n"].sum()
        assert (saved / "over-time.svg").exists() == bool(picture)
    (saved / "rates.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(TifaError, match="changed since tifa wrote it"):
        ask("十五五", save="")


def test_groups_have_a_reader_s_names(seeds):
    names = json.loads(explore(seeds).html.partition('json">')[2].partition("</script>")[0])
    assert names["called"]["meeting-report"] == "meeting report"
    assert names["called"]["临平"] == "Linping 临平"


def test_a_bad_pattern_is_one_line_and_a_good_one_is_found(ask):
    with pytest.raises(TifaError, match="is no regular expression"):
        ask("(十", kind="regex")
    assert ask("十[四五]五", kind="regex")["n"] == 23


def test_lines_come_in_the_order_asked_for(ask):
    def after(sort):
        block = ask("十五五", sort=sort)["block"]
        lines = block["lists"]["ev-look"]
        return [block["sentences"][s][1][end:] for s, *_, end in lines]

    assert after("right") == sorted(after("text"))


def test_many_hits_send_the_first_lines_and_count_all(ask):
    found = ask("[一-龥]", kind="regex")
    assert found["n"] > LINES == len(found["block"]["lists"]["ev-look"])


def test_the_code_given_makes_the_tables_shown(ask, desk, monkeypatch, seeds_dir):
    monkeypatch.chdir(seeds_dir.parent)
    code = ask("十[四五]五", kind="regex")["code"]
    assert len(code.splitlines()) == 3
    names = {}
    exec(code, names)
    for table, mine in zip(names["found"], look(desk, "十[四五]五", kind="regex"), strict=True):
        pd.testing.assert_frame_equal(table, mine)


def test_an_answer_is_json_and_the_box_carries_no_markup_of_the_corpus(seeds, seed_mentions):
    hostile = "</script><img src=x onerror=alert(2)>十五五"
    slogans = seed_mentions.slogans.assign(gloss=hostile)
    panel = make_panel(prepare(seeds, slogans=slogans, bodies=seed_mentions.bodies))
    assert panel.html.count("</script>") == 1 and "<img" not in panel.html
    json.dumps(panel.answer({"term": "十五五"}), default=lambda value: np.asarray(value).item())


def test_a_text_of_two_places_counts_once_a_group_of_any_column(tmp_path):
    text = "市里召开会议，部署垃圾分类工作。" + "".join(
        f"会议听取第{n}项汇报，讨论了街道和社区怎样分工。" for n in "一二三四五六七八九"
    )
    rows = ["file,place,place_level,city,district,date_published"]
    for place in ("萧山", "滨江"):
        (tmp_path / f"{place}.txt").write_text(f"部署垃圾分类\n{text}\n", encoding="utf-8")
        rows.append(f"{place}.txt,{place},区,杭州,{place},2025-03-01")
    (tmp_path / "corpus.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    desk = prepare(mark_reprints(load_corpus(tmp_path)))
    columns = {"place": desk.articles["place"], "year": desk.articles["date_published"].str[:4]}
    for by, of in (("place", [["滨江", 1], ["萧山", 1]]), ("year", [["2025", 1]])):
        found = look_answer(desk, columns, "", term="垃圾分类工作", by=by)
        assert [group[:2] for group in found["groups"]] == of
        assert found["n"] == found["of"] == len(of)


def test_explore_takes_a_corpus_as_it_is_loaded_and_shows_nothing_outside_a_notebook(seeds, capsys):
    found = explore(seeds, term="十五五")
    assert found.answer({"term": "十五五"})["n"] == 18
    found._ipython_display_()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("今日天气：晴，气温 10℃～20℃。\n", (0, 0, 0)),
        ("今天天气很好。\n", (1, 1, 1)),
    ],
)
def test_a_corpus_of_nothing_but_weather_or_of_one_line_has_an_answer(tmp_path, text, says):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = make_panel(prepare(load_corpus(tmp_path))).answer({"term": "天气"})
    assert (found["n"], found["articles"], found["of"]) == says
