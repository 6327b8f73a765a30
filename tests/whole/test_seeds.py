"""The seeds against the truth a careful reader made by hand (tests/fixtures/README.md): every
article, headline, name, count.
"""

import csv
import hashlib
import json
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[1] / "fixtures"
TRUTH = list(csv.DictReader((FIXTURES / "seed_articles.csv").open(encoding="utf-8")))
NEWS = [row for row in TRUTH if row["genre"] not in ("photo-caption", "weather", "boilerplate")]
TERMS = json.loads((FIXTURES / "seed_term_counts.json").read_text(encoding="utf-8"))


def squeeze(text):
    return "".join(text.split())


@pytest.fixture(scope="module")
def by_id(seeds):
    """Articles of the seeds by the short name of the truth: 000-02 is the second article of the
    file that starts with 000.
    """
    articles = seeds.articles
    return {f"{a['article_id'][:3]}-{a['article_id'][-2:]}": a for a in articles.to_dict("records")}


def test_the_articles_are_those_of_the_reader(by_id):
    assert sorted(by_id) == [row["article"] for row in TRUTH]


@pytest.mark.parametrize("row", TRUTH, ids=lambda row: row["article"])
def test_the_body_is_the_readers_character_for_character(by_id, row):
    article = by_id[row["article"]]
    assert hashlib.sha256(squeeze(article["text"]).encode()).hexdigest() == row["body_sha256"]
    assert [article["n_han"], article["n_sentences"], article["n_paragraphs"]] == [
        int(row["n_han"]),
        int(row["n_sentences"]),
        int(row["n_paragraphs"]),
    ]
    assert {t: article["text"].count(t) for t in TERMS[row["article"]]} == TERMS[row["article"]]


@pytest.mark.parametrize("row", NEWS, ids=lambda row: row["article"])
def test_headline_names_place_genre_and_jumps_are_the_readers(by_id, row):
    article = by_id[row["article"]]
    for column in ("kicker", "title", "subtitle"):
        assert squeeze(article[column]) == squeeze(row[column])
    assert set(article["reporters"].split("|")) == set(row["reporters"].split("|"))
    assert [article["place"], article["place_level"], article["genre"]] == [
        row["place"],
        row["place_level"],
        row["genre"],
    ]
    assert [article["jumped_to"], str(article["truncated"])] == [row["jumps_to"], row["truncated"]]


@pytest.mark.parametrize(
    "row", [r for r in NEWS if r["date_event"]], ids=lambda row: row["article"]
)
def test_the_day_of_the_event_is_the_readers(by_id, row):
    assert by_id[row["article"]]["date_event"] == row["date_event"]
