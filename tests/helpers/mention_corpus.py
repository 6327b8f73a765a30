"""A corpus of typed texts, for tests of bodies and slogans: no pages, one line a paragraph."""

import re
from types import SimpleNamespace

import pandas as pd


def corpus_of(
    *texts: str,
    district: str = "萧山区",
    city: str = "杭州市",
    province: str = "浙江省",
    level: str = "区",
    dates: tuple[str, ...] = (),
):
    """One article a text, all of one place; article ids a-01, a-02, …"""
    place = (district or city or province).rstrip("区市县省")
    articles, sentences, offsets = [], [], []
    for number, text in enumerate(texts, start=1):
        article_id = f"a-{number:02d}"
        date = dates[number - 1] if number <= len(dates) else ""
        articles.append((article_id, "a", "", "", place, level, date, f"题{number}", text))
        for n, match in enumerate(re.finditer("[^。！？\n]+[。！？]?[”’]?", text), start=1):
            sentences.append(
                (f"{article_id}-{n:03d}", article_id, match.start(), match.end(), match.group())
            )
        offsets.append((article_id, 0, len(text), "a", "a.txt", 0, number))
    return SimpleNamespace(
        articles=pd.DataFrame(
            articles,
            columns=[
                "article_id",
                "doc_id",
                "kicker",
                "paper",
                "place",
                "place_level",
                "date_published",
                "title",
                "text",
            ],
        ),
        sentences=pd.DataFrame(
            sentences, columns=["sentence_id", "article_id", "start", "end", "text"]
        ),
        offsets=pd.DataFrame(
            offsets, columns=["article_id", "start", "end", "doc_id", "file", "raw_start", "line"]
        ),
        places=pd.DataFrame(
            [(place, level, district, city, province)],
            columns=["place", "place_level", "district", "city", "province"],
        ),
    )


def bodies_of(text: str, **where) -> list[tuple[str, str]]:
    """(surface, full name) of the bodies of a text, in order."""
    from analysis.mention.mentions import find_mentions

    table = find_mentions(corpus_of(text, **where)).bodies
    return list(zip(table["surface"], table["name"], strict=True))


def slogans_of(text: str, **where) -> list[tuple[str, str]]:
    """(surface, name) of the slogans of a text, in order."""
    from analysis.mention.mentions import find_mentions

    table = find_mentions(corpus_of(text, **where)).slogans
    return list(zip(table["surface"], table["name"], strict=True))
