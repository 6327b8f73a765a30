"""A person's categories: literal text, *, expressions and names, each character once a category."""

import pytest

from analysis.errors import TifaError
from analysis.evidence.sentences import evidence
from analysis.measure.compare import compare
from analysis.measure.concordance import find_categories
from analysis.measure.counts import count_features, counted, to_quanteda


def found(corpus, **kind) -> dict[str, int]:
    rows = find_categories(corpus, kind)
    return rows.groupby("name").size().to_dict()


def counted_in(corpus, text: str) -> int:
    return sum(sentence.count(text) for sentence in corpus.sentences["text"])


def test_text_star_and_expression_are_found_as_a_plain_search_finds_them(seeds):
    rows = find_categories(seeds, {"plan": ["十五五"], "any": ["十*五"], "three": ["/十[四五]五/"]})
    n = rows["name"].value_counts()
    assert n["plan"] == counted_in(seeds, "十五五")
    assert n["three"] == counted_in(seeds, "十五五") + counted_in(seeds, "十四五")
    surfaces = rows[rows["name"] == "any"]["surface"]
    assert surfaces.str.fullmatch(r"十\w*?五").all() and n["any"] >= n["three"]


def test_in_a_category_each_character_counts_once_for_the_longest(seeds):
    rows = find_categories(seeds, {"发展": ["发展", "高质量发展"]})
    whole = counted_in(seeds, "高质量发展")
    assert (rows["surface"] == "高质量发展").sum() == whole
    assert len(rows) == counted_in(seeds, "发展")
    assert found(seeds, a=["发展"], b=["高质量发展"]) == {"a": len(rows), "b": whole}


def test_a_name_stands_for_all_its_forms(seeds, seed_mentions):
    name = seed_mentions.slogans["name"].value_counts().index[0]
    rows = find_categories(seeds, {"x": [name]}, mentions=seed_mentions.slogans)
    assert len(rows) == (seed_mentions.slogans["name"] == name).sum()


def test_categories_are_counted_compared_and_opened_like_any_name(seeds, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("category,pattern\n发展,高质量发展\n发展,共同富裕\n", encoding="utf-8")
    rows = find_categories(seeds, file)
    assert count_features(rows, seeds.articles, by="genre")["feature"].unique().tolist() == ["发展"]
    assert compare(seeds, rows, "临平", "钱塘")["feature"].tolist() == ["发展"]
    opened = evidence(rows, seeds)
    texts = zip(opened["sentence"], opened["hit_start"], opened["hit_end"], strict=True)
    assert [text[a:b] for text, a, b in texts] == rows["surface"].tolist()


@pytest.mark.parametrize(
    ("categories", "words"),
    [
        ({"x": [" "]}, "category 'x'.*empty"),
        ({"x": ["*"]}, "empty"),
        ({"x": ["/(/"]}, "category 'x'"),
        ("nowhere.csv", "no such file"),
        ([], "categories"),
    ],
)
def test_what_cannot_be_read_is_named(seeds, categories, words):
    with pytest.raises(TifaError, match=words):
        find_categories(seeds, categories)


@pytest.mark.parametrize(("text", "came"), [("a,b\n1,2\n", "a, b"), ("", "none")])
def test_a_csv_without_the_columns_is_named(seeds, tmp_path, text, came):
    (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
    with pytest.raises(TifaError, match=f"the columns are {came}; wanted: category, pattern"):
        find_categories(seeds, tmp_path / "mine.csv")


def test_quanteda_gets_every_count(seeds):
    rows = find_categories(seeds, {"a": ["发展"], "b": ["共同富裕"]})
    told = to_quanteda(rows, seeds.articles)
    counts = count_features(rows, seeds.articles, by="article_id")
    found = told[told["n"] > 0].set_index(["article_id", "feature"])["n"]
    assert found.to_dict() == counts.set_index(["article_id", "feature"])["n"].to_dict()
    assert set(told["article_id"]) == set(counted(seeds.articles)["article_id"])  # none is lost
    assert (
        set(told["feature"]) == {"a", "b"} and not told.duplicated(["article_id", "feature"]).any()
    )
