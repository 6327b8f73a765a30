"""Torn pages come back as the articles that are on them: alone, in mixtures, and whatever the
bytes.
"""

from collections.abc import Callable
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.corpus import articles_counted, load_corpus
from analysis.errors import TifaError
from analysis.table.decode import decode_bytes
from tests.helpers.page_scores import (
    NOT_COUNTED,
    Row,
    Score,
    assign,
    names_of,
    owners,
    repaired,
    score_page,
    squeeze,
)
from tests.helpers.pages import ARTICLE_CHOICES, PAGE_CHOICES, Page, lay_out, random_plan
from tests.helpers.repaired import repair_documents

CALM = {
    "derandomize": True,  # the same pages on every machine
    "database": None,
    "deadline": None,
    "suppress_health_check": [
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
}
PLAIN_PAGE = {k: v[0] for k, v in PAGE_CHOICES.items()}
PLAIN_ARTICLE = {k: v[0] for k, v in ARTICLE_CHOICES.items()}
KINDS = ("brief", "meeting", "feature")


def assert_comes_back(page: Page) -> None:
    """The same articles, no more and no fewer: text, headline, reporters, jump; every character
    owned once.
    """
    tables, texts = repaired(page.files)
    assert texts == page.texts
    assert owners(tables, texts)[1] == 0, "a character in no segment, or in two"
    counted = tables.articles[~tables.articles["hint"].isin(NOT_COUNTED)].reset_index(drop=True)
    found = assign(page.truth, [squeeze(x) for x in counted["text"]])
    for t, (j, _, _) in zip(page.truth, found, strict=True):
        assert j >= 0, f"nothing found for {t.title}"
        a = counted.loc[j]
        assert squeeze(a["text"]) == squeeze(t.text)
        got = {k: squeeze(a[k]) for k in ("kicker", "title", "subtitle", "speaker")}
        assert got == {k: squeeze(getattr(t, k)) for k in got}
        assert set(names_of(a)) == set(t.reporters)
        assert tuple(a["files"].split("|")) == t.files
        assert t.truncated is None or bool(a["truncated"]) == t.truncated
    assert len(counted) == len(page.truth)


def plain_plan(seed: int, n: int, **page: Any) -> dict[str, Any]:
    articles = [{**PLAIN_ARTICLE, "kind": KINDS[i % len(KINDS)]} for i in range(n)]
    return {**PLAIN_PAGE, "articles": articles, "seed": seed, **page}


def draw_choices(
    choices: dict[str, tuple[Any, ...]], only: Callable[[str], bool] = lambda k: True
) -> st.SearchStrategy[dict[str, Any]]:
    """Each choice from its own list, the plainest first, so that failures shrink towards plain
    pages.
    """
    return st.fixed_dictionaries(
        {k: st.sampled_from(v) if only(k) else st.just(v[0]) for k, v in choices.items()}
    )


@st.composite
def plans(
    draw: st.DrawFn, page: Callable[[str], bool], article: Callable[[str], bool], most: int = 4
) -> dict[str, Any]:
    articles = draw(st.lists(draw_choices(ARTICLE_CHOICES, article), min_size=1, max_size=most))
    return {
        **draw(draw_choices(PAGE_CHOICES, page)),
        "articles": articles,
        "seed": draw(st.integers(0, 999)),
    }


# --- each phenomenon alone ---


WRAPS = ("paragraph", "hard", "hard blank")


def wrapped(choices: list[tuple[str, Any]]) -> list:
    """Each choice with every wrap of lines; one of them, in turn, in the fast tests too."""
    return [
        pytest.param(choice, n, id=f"{choice} {wrap}", marks=[pytest.mark.slow] * (at % 3 != n))
        for at, choice in enumerate(choices)
        for n, wrap in enumerate(WRAPS)
    ]


@pytest.mark.parametrize(
    ("choice", "n"), wrapped([(k, v) for k, values in PAGE_CHOICES.items() for v in values])
)
def test_a_page_with_one_oddity_of_layout_comes_back(choice, n):
    key, value = choice
    assert_comes_back(lay_out(plain_plan(n, 3, **{"wrap": WRAPS[n], key: value})))


@pytest.mark.parametrize(
    ("choice", "n"),
    wrapped([(k, v) for k, values in ARTICLE_CHOICES.items() if k != "again" for v in values]),
)
def test_an_article_with_one_oddity_among_plain_ones_comes_back(choice, n):
    key, value = choice
    plan = plain_plan(n, 3, wrap=WRAPS[n], files=2 if value == "next file" else 1)
    plan["articles"][0][key] = value
    assert_comes_back(lay_out(plan))


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2, 3))])
@pytest.mark.parametrize("again", ARTICLE_CHOICES["again"])
@pytest.mark.parametrize("jump", ["in file", "next file"])
def test_a_jump_is_joined_however_its_headline_is_repeated(jump, again, seed):
    plan = plain_plan(seed, 3, files=2 if jump == "next file" else 1, captions="between")
    plan["articles"][0] |= {"jump": jump, "again": again}
    assert_comes_back(lay_out(plan))


# --- mixtures ---


@settings(max_examples=20, **CALM)
@given(plans(page=lambda k: True, article=lambda k: k == "kind"))
def test_any_mixture_of_layouts_comes_back(plan):
    assert_comes_back(lay_out(plan))


@settings(max_examples=20, **CALM)
@given(
    plans(
        page=lambda k: True, article=lambda k: k in ("kind", "lead", "form", "paragraphs"), most=1
    )
)
def test_any_article_on_a_page_of_its_own_comes_back(plan):
    assert_comes_back(lay_out(plan))


@settings(max_examples=30, **CALM)
@given(plans(page=lambda k: True, article=lambda k: True, most=6))
def test_every_character_of_any_page_has_one_owner(plan):
    tables, texts = repaired(lay_out(plan).files)
    assert owners(tables, texts)[1] == 0


@pytest.fixture(scope="module")
def scores() -> list[Score]:
    return [score_page(lay_out(random_plan(seed))) for seed in range(1000, 1060)]


def rows_of(scores: list[Score]) -> list[Row]:
    return [r for s in scores for r in s.rows]


def share(values: list[bool | None]) -> float:
    kept = [v for v in values if v is not None]
    return sum(kept) / len(kept)


def test_on_random_mixtures_article_boundaries_are_found(scores):
    rows = rows_of(scores)
    assert (
        2 * sum(r.article for r in rows) / (len(rows) + sum(s.n_predicted for s in scores)) >= 0.95
    )


def test_on_random_mixtures_headlines_find_their_bodies(scores):
    assert share([r.headline for r in rows_of(scores)]) >= 0.93


def test_on_random_mixtures_reporters_are_named(scores):
    assert share([r.reporters for r in rows_of(scores)]) >= 0.95


def test_on_random_mixtures_no_more_than_a_thousandth_of_the_body_is_lost(scores):
    rows = rows_of(scores)
    assert sum(r.lost for r in rows) <= 0.001 * sum(r.n_body for r in rows)


# --- bytes ---

TRADITIONAL = (
    "區政府召開防汛工作會議\n本報訊（記者 陳書緣）昨日，區政府召開防汛工作會議，"
    "研究部署下一階段任務。\n"
    "會議強調，要把人民生命財產安全放在第一位，層層壓實責任，加強值班值守，確保安全度汛。\n"
)


@pytest.mark.parametrize("encoding", ["big5", "utf-8", "gb18030", "utf-16"])
def test_a_traditional_page_comes_back_in_any_encoding(encoding):
    tables, texts = repaired({"page.txt": TRADITIONAL.encode(encoding)})
    assert texts["page.txt"] == TRADITIONAL
    (article,) = tables.articles.itertuples()
    assert article.title == "區政府召開防汛工作會議"
    assert article.text.startswith("昨日，區政府") and article.text.endswith("確保安全度汛。")


def tables_or_error(name: str, data: bytes) -> None:
    """Tables that own every character, or a TifaError of one line that names the file."""
    try:
        text = decode_bytes(data, name).text
    except TifaError as error:
        assert name in str(error) and "\n" not in str(error)
        return
    tables = repair_documents(
        pd.DataFrame([(name.rsplit(".", 1)[0], name, text)], columns=["doc_id", "file", "text"])
    )
    assert owners(tables, {name: text})[1] == 0


ALPHABET = (
    "区委会议强调本报讯记者（）()下转上接第版一二三、。，“”：■□图为摄 "
    "　\t\n\r\f\u200b\ufeff0９5月日电央视网消息责任编辑a—…\U00020000"
)


@settings(max_examples=50, **CALM)
@given(st.text(alphabet=ALPHABET, max_size=300))
def test_any_heap_of_newspaper_characters_is_owned(text):
    tables_or_error("page.txt", text.encode())


@settings(max_examples=20, **CALM)
@given(st.integers(0, 300), st.randoms(use_true_random=False))
def test_a_page_cut_short_or_damaged_never_breaks(seed, rng: Random):
    name, data = sorted(lay_out(random_plan(seed)).files.items())[0]
    start, stop = sorted((rng.randint(0, len(data)), rng.randint(0, len(data))))
    tables_or_error(
        name,
        data[:start] + bytes(rng.randint(0, 255) for _ in range(rng.randint(0, 3))) + data[stop:],
    )


# --- through the front door ---


@pytest.mark.parametrize("furniture", ["masthead", "all"])
def test_a_folder_of_torn_pages_loads_with_reporters_paper_place_and_day(tmp_path, furniture):
    page = lay_out(plain_plan(3, 3, wrap="hard", furniture=furniture))
    for name, data in page.files.items():
        (tmp_path / name.replace(page.day, "page")).write_bytes(
            data
        )  # the file name shall not give the day away
    corpus = load_corpus(tmp_path)
    found = articles_counted(corpus.articles)
    assert sorted(found["title"]) == sorted(t.title for t in page.truth)
    assert {tuple(x.split("|")) for x in found["reporters"]} == {t.reporters for t in page.truth}
    assert set(corpus.documents["paper"]) == {page.paper}
    assert set(corpus.documents["place"]) == {page.place}
    assert set(corpus.documents["date_published"]) == {page.day}
