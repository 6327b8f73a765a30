"""Shared text: every passage a plain search finds, and no other; reprints, clusters, dates."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.evidence.sentences import evidence
from analysis.measure import reuse as module
from analysis.measure.reuse import (
    LEAST,
    find_reprints,
    mark_reprints,
    passage_rows,
    possible_reprints,
    reprint_shares,
    reuse,
    sketch,
)

HAN = [chr(c) for c in range(0x4E00, 0x4E00 + 3000)]


def corpus_of_texts(*texts: str, days: list[str] | None = None, genre: str = "feature"):
    ids = [f"x-{k:02}" for k in range(len(texts))]
    articles = pd.DataFrame(
        {
            "article_id": ids,
            "genre": genre,
            "date_published": days or [""] * len(texts),
            "n_han": [sum(c.isalnum() for c in text) for text in texts],
            "text": texts,
        }
    )
    return SimpleNamespace(articles=articles)


class Corpus(SimpleNamespace):
    def _replace(self, **changed):
        return Corpus(**{**vars(self), **changed})


def made_up(n: int, seed: int) -> str:
    """So many characters that stand nowhere else, a comma after every ninth."""
    rng = np.random.default_rng(seed)
    return "，".join("".join(rng.choice(HAN, min(9, n - k))) for k in range(0, n, 9))


def plain_runs(one: str, other: str) -> set[tuple[int, int, int, int]]:
    """Every longest run of LEAST letters or more that two texts share, each position tried."""
    at_one, at_other = ([k for k, c in enumerate(t) if c.isalnum()] for t in (one, other))
    found = set()
    for i in range(len(at_one)):
        for j in range(len(at_other)):
            if one[at_one[i]] != other[at_other[j]]:
                continue
            if i and j and one[at_one[i - 1]] == other[at_other[j - 1]]:
                continue
            n = 0
            while (
                max(i + n - len(at_one), j + n - len(at_other)) < 0
                and one[at_one[i + n]] == other[at_other[j + n]]
            ):
                n += 1
            if n >= LEAST:
                found.add((at_one[i], at_one[i + n - 1] + 1, at_other[j], at_other[j + n - 1] + 1))
    return found


def told_runs(passages: str) -> set[tuple[int, ...]]:
    return {tuple(map(int, p.replace("=", "-").split("-"))) for p in passages.split("|")}


@pytest.mark.parametrize("seed", range(8))
def test_passages_are_those_a_plain_search_finds(seed):
    rng = np.random.default_rng(seed)
    shared = [made_up(int(n), 100 * seed + k) for k, n in enumerate(rng.integers(24, 60, 3))]
    texts = []
    for k in range(4):
        parts = [made_up(int(rng.integers(5, 80)), 1000 * seed + 10 * k)]
        for piece in rng.permutation(shared)[: rng.integers(1, 4)]:
            parts += [str(piece), made_up(int(rng.integers(1, 40)), 2000 * seed + len(parts) + k)]
        texts.append("\n".join(parts))
    table = reuse(corpus_of_texts(*texts)).set_index(["article_a", "article_b"])
    for i in range(4):
        for j in range(i + 1, 4):
            expected = plain_runs(texts[i], texts[j])
            key = (f"x-{i:02}", f"x-{j:02}")
            found = told_runs(table.loc[key, "passages"]) if key in table.index else set()
            assert found == expected


@pytest.mark.parametrize("length", [LEAST - 1, LEAST])
def test_a_passage_is_told_from_thirty_characters_on(length):
    piece = made_up(length, 1)
    texts = [made_up(50, 2) + piece + made_up(50, 3), made_up(20, 4) + piece + made_up(90, 5)]
    table = reuse(corpus_of_texts(*texts))
    assert len(table) == (length >= LEAST)


def test_shares_are_of_each_article_and_text_repeated_within_one_counts_once():
    piece = made_up(60, 1)
    long = piece + made_up(120, 2) + piece
    row = reuse(corpus_of_texts(piece, long)).iloc[0]
    assert (row["n_shared"], row["share_a"], row["share_b"]) == (60, 1.0, 120 / 240)


def test_signs_and_line_breaks_make_no_difference_and_places_are_of_the_printed_text():
    plain = made_up(90, 1)
    torn = "　　" + plain[:40] + "\n" + plain[40:].replace("，", " ，")
    row = reuse(corpus_of_texts(plain, torn, days=["2025-01-02", "2025-01-01"])).iloc[0]
    assert row["earlier"] == "x-01" and row["share_a"] == row["share_b"] == 1
    (start, end, other_start, other_end) = told_runs(row["passages"]).pop()
    assert plain[start:end] == plain
    kept = [c for c in torn[other_start:other_end] if c.isalnum()]
    assert kept == [c for c in plain if c.isalnum()]


def test_no_passage_runs_from_one_article_into_the_next():
    texts = [made_up(20, 1), made_up(20, 2), made_up(20, 1), made_up(20, 2)]
    assert len(reuse(corpus_of_texts(*texts))) == 0


def test_batches_change_nothing(monkeypatch):
    piece = made_up(200, 1)
    texts = [made_up(100, k) + piece + made_up(150, k + 50) for k in range(2, 8)]
    whole = reuse(corpus_of_texts(*texts))
    monkeypatch.setattr(module, "BATCH", 97)
    assert reuse(corpus_of_texts(*texts)).equals(whole) and len(whole) == 15


def test_a_passage_of_many_articles_leads_to_the_first_of_them():
    piece = made_up(60, 1)
    texts = [piece + made_up(60, k) for k in range(2, 2 + module.CROWD + 1)]
    table = reuse(corpus_of_texts(*texts))
    first = table[table["article_a"] == "x-00"]
    assert len(first) == module.CROWD


def marked(*texts: str, days: list[str] | None = None) -> list[str]:
    corpus = Corpus(**vars(corpus_of_texts(*texts, days=days)))
    return mark_reprints(corpus).articles["reprint_of"].tolist()


def test_of_reprints_the_first_printed_counts_and_of_a_part_the_whole():
    text, other = made_up(300, 1), made_up(300, 2)
    later = made_up(20, 3) + text
    assert marked(later, text, other, days=["2025-01-02", "2025-01-01", ""]) == ["x-01", "", ""]
    assert marked(text, later) == ["x-01", ""]  # no day known: the longer
    part = text[:150]
    assert marked(part, text, days=["2025-01-02", "2025-01-02"]) == ["x-01", ""]
    assert marked(text, later, part, part)[2:] == ["x-01", "x-01"]


def test_an_item_that_a_later_longer_report_took_over_is_no_reprint_of_it():
    text = made_up(300, 1)
    part, days = text[:150], ["2025-01-01", "2025-03-02", "2025-03-03", "2025-01-01"]
    assert marked(part, text, days=days[:2]) == ["", ""]
    # its own copy is, of it; a part of the longer one printed after that is of the longer one
    assert marked(part, text, part, days=days[:3]) == ["", "", "x-00"]
    assert marked(part, text, text[100:200], text[160:], days=days) == ["", "", "x-01", ""]


@pytest.mark.parametrize("seed", range(3))
def test_reprints_found_among_possible_ones_are_those_of_all(seed, monkeypatch):
    """Wire copy whole, cut, with a passage put in, or in part; others share a passage alone."""
    rng = np.random.default_rng(seed)
    wire = [made_up(int(n), 100 * seed + k) for k, n in enumerate(rng.integers(60, 400, 6))]
    texts = []
    for k in range(80):
        text, own = wire[rng.integers(6)], made_up(int(rng.integers(40, 400)), 1000 * seed + 10 + k)
        cut = int(rng.integers(30, len(text)))
        texts.append([text, text[:cut], text[:cut] + own, own + text + own, own][rng.integers(5)])
    articles = corpus_of_texts(*texts).articles
    sketches = [sketch(articles[:30]), sketch(articles[30:])]
    some = possible_reprints(sketches)
    monkeypatch.setattr(module, "PART", 100)  # fingerprints compared part by part
    assert possible_reprints(sketches) == some
    found = find_reprints(articles[articles["article_id"].isin(some)])
    assert found == find_reprints(articles) and 5 < len(found) < 80
    assert len(some) < 80


def test_phrases_shared_with_many_articles_make_no_possible_reprint():
    """Each article is nothing but phrases of 40 characters, any two have one in common."""
    phrases = [[made_up(40, 10 * min(a, b) + max(a, b)) for b in range(9)] for a in range(9)]
    texts = ["".join(of[b] for b in range(9) if b != a) for a, of in enumerate(phrases)]
    articles = corpus_of_texts(*texts).articles
    assert len(reuse(corpus_of_texts(*texts))) == 36
    assert possible_reprints([sketch(articles)]) == set()
    again = pd.concat([articles, articles[3:4].assign(article_id="again")])
    assert possible_reprints([sketch(again)]) == {"x-03", "again"}


def test_batches_that_begin_with_one_text_hold_a_possible_reprint():
    """What lies before the first text and behind the last is no text: a run there is nobody's."""
    for seed in range(40):
        articles = corpus_of_texts(made_up(120, seed)).articles
        again = articles.assign(article_id="y-00")
        assert possible_reprints([sketch(articles), sketch(again)]) == {"x-00", "y-00"}


def test_shares_of_reprints_by_group_by_hand():
    wire = made_up(300, 1)
    corpus = Corpus(**vars(corpus_of_texts(wire, wire, wire, made_up(300, 2))))
    corpus = corpus._replace(articles=corpus.articles.assign(place=["甲", "甲", "乙", "乙"]))
    table = reprint_shares(mark_reprints(corpus))
    told = table[["group", "articles", "reprints", "own", "n_han", "share"]].values.tolist()
    assert told == [["乙", 2, 1, 0, 600, 0.5], ["甲", 2, 1, 1, 600, 0.5]]


@pytest.mark.parametrize("texts", [(), ("",), ("江",)])
def test_without_text_nothing_is_shared(texts):
    assert reuse(corpus_of_texts(*texts)).empty
    assert reuse(corpus_of_texts(*texts, genre="weather")).empty


def test_articles_that_share_half_their_text_are_two_texts():
    text = made_up(300, 1)
    assert marked(text[:160] + made_up(160, 2), text) == ["", ""]


def test_short_notices_of_one_form_are_no_reprints():
    form = made_up(40, 1)
    assert marked(form + "一", form + "二") == ["", ""]


def test_both_places_of_a_passage_open_as_evidence(seeds):
    articles = seeds.articles
    first = articles.iloc[1]
    row = articles.iloc[[1]].assign(article_id=first["article_id"] + "-again")
    doubled = pd.concat([articles, row], ignore_index=True)
    again = [
        table[table["article_id"] == first["article_id"]].assign(
            article_id=row["article_id"].iloc[0]
        )
        for table in (seeds.sentences, seeds.offsets)
    ]
    again[0]["sentence_id"] += "-again"
    corpus = seeds._replace(
        articles=doubled,
        sentences=pd.concat([seeds.sentences, again[0]], ignore_index=True),
        offsets=pd.concat([seeds.offsets, again[1]], ignore_index=True),
    )
    shared = reuse(corpus)
    rows = passage_rows(shared[shared["share_a"] == 1])
    opened = evidence(rows, corpus)
    assert set(opened["article_id"]) == {first["article_id"], row["article_id"].iloc[0]}
    assert (opened["file"] != "").all()
    assert (mark_reprints(corpus).articles["reprint_of"] != "").sum() == 1
