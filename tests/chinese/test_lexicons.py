"""Lexicons: what is read, and how a bad row is refused."""

import pandas as pd
import pytest

from analysis.chinese.lexicons import COLUMNS, FOLDER, load_lexicon, load_lexicon_file, user_files
from analysis.chinese.matching import match_key
from analysis.errors import TifaError
from analysis.mention.mentions import find_mentions
from tests.helpers.mention_corpus import corpus_of


@pytest.mark.parametrize(
    "name", ["admin", "bodies", "slogans", "organs", "names", "traps", "plain_words"]
)
def test_every_lexicon_of_the_project_passes_its_own_checks(name):
    assert len(load_lexicon(name)) > 20


def test_every_slogan_says_where_it_is_known_from():
    table = load_lexicon("slogans")
    assert (table[["name", "kind", "level", "level_coined", "source", "confidence"]] != "").all(
        axis=None
    )


@pytest.mark.parametrize(
    "text, message",
    [
        ("alias,name\n三链,“三链”\n三链,“三链”\n", r"mine.csv row 3: alias '三链' stands twice"),
        (
            "alias,name,level\n三链,“三链”,县\n",
            r"mine.csv row 2: level '县'; allowed: 中央, 省, 市, 区",
        ),
        ("alias,name\n三链\n", r"mine.csv row 2: 1 cell, the header has 2"),
        ("alias\n三链\n", r"mine.csv row 1: no column 'name'"),
        ("alias,name,colour\n三链,“三链”,red\n", r"mine.csv row 1: unknown column 'colour'"),
        ("alias,name\n链,“链”\n", r"mine.csv row 2: alias '链' is one character"),
        ("alias,name\n三链,\n", r"mine.csv row 2: name is empty"),
        (
            "alias,name,valid_from\n三链,“三链”,last year\n",
            r"mine.csv row 2: valid_from 'last year'",
        ),
        (
            "alias,name,level\n三链,“三链”,区\n三环,“三链”,市\n",
            r"mine.csv row 3: level of “三链” is '市', but '区' above",
        ),
        ("", r"mine.csv row 1: empty"),
    ],
)
def test_a_bad_row_is_refused_in_one_line_with_file_and_row(tmp_path, text, message):
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TifaError, match=message) as refused:
        load_lexicon_file(path, "slogans")
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path):
    with pytest.raises(TifaError, match=r"none\.csv: no such lexicon file"):
        load_lexicon("slogans", tmp_path / "none.csv")
    (tmp_path / "binary.csv").write_bytes(bytes(range(256)) * 8)
    with pytest.raises(TifaError, match=r"binary\.csv: not text in UTF-8"):
        load_lexicon("slogans", tmp_path / "binary.csv")
    with pytest.raises(TifaError, match="no lexicon 'songs'; there are: admin, bodies"):
        load_lexicon("songs")


def test_a_lexicon_is_read_as_spreadsheets_save_it(tmp_path):
    for name, data in (
        ("gbk", "alias,name\n三链,三链\n".encode("gb18030")),
        ("mac", "alias;name\r三链;三链\r".encode()),
    ):
        (tmp_path / f"{name}.csv").write_bytes(data)
        assert load_lexicon_file(tmp_path / f"{name}.csv", "slogans")["alias"].tolist() == ["三链"]


def test_a_row_of_one_s_own_is_found_without_touching_code(tmp_path):
    from analysis.mention.mentions import find_mentions

    path = tmp_path / "ours.csv"
    path.write_text(
        "alias,name,level,gloss\n海纳九峰,“海纳九峰”,区,a motto of ours\n", encoding="utf-8"
    )
    found = find_mentions(corpus_of("打响海纳九峰品牌。"), extra=[path]).slogans
    assert found[["surface", "name", "level", "gloss"]].values.tolist() == [
        ["海纳九峰", "“海纳九峰”", "区", "a motto of ours"]
    ]


def test_a_row_of_one_s_own_replaces_the_project_s(tmp_path):
    path = tmp_path / "ours.csv"
    path.write_text("alias,name,level\n高质量发展,高质量发展（我们的读法）,市\n", encoding="utf-8")
    table = load_lexicon("slogans", path)
    assert table.loc[table.alias.map(match_key).eq("高质量发展"), "name"].tolist() == [
        "高质量发展（我们的读法）"
    ]


def test_aliases_inherit_the_facts_of_their_name(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(
        "alias,name,level,gloss\n三链,“三链”,区,three chains\n三条链,“三链”,,\n", encoding="utf-8"
    )
    table = load_lexicon_file(path, "slogans")
    assert table[["level", "gloss"]].values.tolist() == [["区", "three chains"]] * 2
    assert table.columns.tolist() == [*COLUMNS["slogans"], "file", "row"]


def test_every_county_has_a_parent_that_exists():
    admin = load_lexicon("admin")
    known = set(admin["name"]) | {"中国"}
    now = admin[admin["valid_to"].eq("")]
    assert set(now["parent"]) <= known
    assert len(now[now["level"].isin(["市辖区", "县", "县级市", "自治县", "旗", "自治旗"])]) > 2800


def test_the_readme_gives_the_rows_of_every_file():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name in (
        "slogans",
        "bodies",
        "organs",
        "systems",
        "names",
        "admin",
        "body_glosses",
        "columns",
        "place_spellings",
        "papers",
        "plain_words",
        "traditional",
        "traps",
        "word_lists",
    ):
        assert f"| {name}.csv | {len(load_lexicon(name)):,} |" in readme


def test_a_table_made_by_hand_can_stand_for_a_lexicon():

    corpus = corpus_of("海纳九峰，九峰书院，高质量发展。")
    mine = pd.DataFrame({"alias": ["海纳九峰"], "name": ["“海纳九峰”"]})
    assert find_mentions(corpus, slogan_lexicon=mine).slogans["name"].tolist() == ["“海纳九峰”"]
    mine = pd.DataFrame({"alias": ["九峰书院"], "name": ["杭州九峰书院"]})
    assert find_mentions(corpus, body_lexicon=mine).bodies["name"].tolist() == ["杭州九峰书院"]


def test_accepted_proposals_need_no_frame(tmp_path):
    (tmp_path / "mine.csv").write_text(
        "candidate,accept\n甲乙丙,yes\n丁戊己,no\n", encoding="utf-8"
    )
    mine = load_lexicon_file(tmp_path / "mine.csv", "slogans")
    assert mine[["alias", "kind"]].values.tolist() == [["甲乙丙", "other"]]


def test_the_name_of_a_file_says_which_lexicon_it_extends():
    files = {"slogans": ["ours.csv"], "bodies": ["my-bodies.csv", "机构.csv"]}
    found = user_files(["my-bodies.csv", "ours.csv", "机构.csv"])
    assert {kind: [file.name for file in paths] for kind, paths in found.items()} == files
