"""Small invented corpora to draw from: as many places and articles as a test wants, names as long
as it wants.
"""

import re
from datetime import date, timedelta

import pandas as pd

from analysis.corpus import Corpus
from analysis.describe.documents import ARTICLE_COLUMNS
from analysis.draw.figure_tables import Sources, make_sources

SENTENCE = (
    "{place}区委召开会议，部署“十五五”规划，推进高质量发展和共同富裕，区政府、市委同志参加调研。"
)
FIRST_DAY = date(2026, 1, 10)
LEVELS = {"区委": "区", "区政府": "区", "市委": "市"}
SLOGANS = {"十五五": "中央", "高质量发展": "中央", "共同富裕": "中央"}


class Mentions:
    """The two tables of mentions, as attributes."""

    def __init__(self, bodies: pd.DataFrame, slogans: pd.DataFrame):
        self.bodies, self.slogans = bodies, slogans


def invented_corpus(
    places: list[str], articles_each: int = 2, *, long: str = "", days: int = 1
) -> tuple[Corpus, Mentions]:
    """A corpus of the places with a few sentences an article; `long` is added to the names of
    bodies and slogans; a place's articles lie on so many days one after the other.
    """
    rows, sentences = [], []
    for p, place in enumerate(places):
        for k in range(articles_each):
            article_id = f"d{p:03}-{k + 1:02}"
            text = SENTENCE.format(place=place) * (1 + (p + k) % 3)
            title = f"{place}第{k + 1}次会议{long}"
            about = {
                "article_id": article_id,
                "doc_id": f"d{p:03}",
                "title": title,
                "genre": "meeting-report",
                "place": place,
            }
            about |= {
                "place_level": "区",
                "place_basis": "inferred",
                "date_published": str(FIRST_DAY + timedelta(k % days)),
                "date_published_basis": "printed",
            }
            rows.append(about | {"n_han": len(re.findall(r"[一-鿿]", text)), "text": text})
            for s, hit in enumerate(re.finditer(r"[^。]*。", text)):
                sentences.append(
                    (
                        f"{article_id}-s{s:03}",
                        article_id,
                        1,
                        s + 1,
                        hit.start(),
                        hit.end(),
                        hit.group(),
                    )
                )
    articles = pd.DataFrame(rows, columns=ARTICLE_COLUMNS).fillna("")
    table = pd.DataFrame(
        sentences,
        columns=[
            "sentence_id",
            "article_id",
            "paragraph_no",
            "sentence_no",
            "start",
            "end",
            "text",
        ],
    )
    unsaid = dict.fromkeys(
        ["paper", "place", "place_level", "place_basis", "date_published", "date_published_basis"],
        "",
    )
    documents = pd.DataFrame({"doc_id": articles["doc_id"].unique()}).assign(
        file="a.txt", sha256="0", encoding="utf-8", **unsaid
    )
    known = pd.DataFrame(
        {
            "place": places,
            "place_level": "区",
            "district": [f"{p}区" for p in places],
            "city": "某市",
            "province": "",
        }
    )
    none = pd.DataFrame()
    runs = articles[["article_id", "doc_id"]].assign(
        start=0, end=articles["text"].str.len(), file="a.txt", raw_start=0, line=1
    )
    corpus = Corpus(documents, none, none, articles, table, runs, known, none, none)
    return corpus, Mentions(
        _found(table, articles, LEVELS, long), _found(table, articles, SLOGANS, long)
    )


def _found(
    sentences: pd.DataFrame, articles: pd.DataFrame, names: dict[str, str], long: str
) -> pd.DataFrame:
    place_of = articles.set_index("article_id")["place"]
    rows = []
    for s in sentences.itertuples():
        for surface, level in names.items():
            for hit in re.finditer(surface, s.text):
                start = s.start + hit.start()
                rows.append(
                    (
                        s.article_id,
                        start,
                        surface + long,
                        s.sentence_id,
                        start + len(surface),
                        surface,
                        level,
                        place_of[s.article_id],
                    )
                )
    columns = ["article_id", "start", "name", "sentence_id", "end", "surface", "level", "place"]
    return pd.DataFrame(rows, columns=columns).assign(
        kind="其他", level_coined="中央", gloss="a gloss of some length for this name"
    )


def invented_study(
    places: list[str],
    articles_each: int = 2,
    *,
    long: str = "",
    term: str = "十五五",
    empty: bool = False,
    days: int = 1,
) -> Sources:
    """`make_sources` of an invented corpus; `empty` takes every mention away."""
    corpus, mentions = invented_corpus(places, articles_each, long=long, days=days)
    if empty:
        mentions = Mentions(mentions.bodies.iloc[:0], mentions.slogans.iloc[:0])
    second = places[1] if len(places) > 1 else places[0]
    return make_sources(corpus, mentions, place_a=places[0], place_b=second, term=term)
