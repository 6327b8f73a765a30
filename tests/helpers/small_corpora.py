"""Small typed corpora that the tests of comparisons share."""

from types import SimpleNamespace

import pandas as pd


def corpus_of(
    *articles: tuple[str, str, int, dict[str, int]],
) -> tuple[SimpleNamespace, pd.DataFrame]:
    """(place, genre, n_han, counts) an article -> a corpus and its rows."""
    ids = [f"x-{k:02}" for k in range(len(articles))]
    table = pd.DataFrame(
        {
            "article_id": ids,
            "place": [a[0] for a in articles],
            "genre": [a[1] for a in articles],
            "n_han": [a[2] for a in articles],
            "date_published": [f"2025-01-{k + 1:02}" for k in range(len(articles))],
            "date_published_basis": "printed",
        }
    )
    return SimpleNamespace(articles=table), rows_of(ids, [a[3] for a in articles])


def rows_of(ids: list[str], counts: list[dict[str, int]]) -> pd.DataFrame:
    """A row an occurrence; counts : feature -> times, of each article."""
    pairs = zip(ids, counts, strict=True)
    rows = [(i, f) for i, times in pairs for f, n in times.items() for _ in range(n)]
    return pd.DataFrame(rows, columns=["article_id", "name"])


SMALL = (
    ("甲", "feature", 200, {"江": 3, "河": 1}),
    ("甲", "feature", 300, {"江": 2}),
    ("甲", "news-brief", 500, {"河": 2}),
    ("乙", "feature", 400, {"江": 1, "河": 1}),
    ("乙", "feature", 600, {"河": 3}),
    ("乙", "weather", 90, {"江": 9}),
)

GENRES = (
    ("甲", "feature", 100, {"江": 4}),
    ("甲", "news-brief", 300, {"江": 3}),
    ("甲", "work-report", 900, {"江": 90}),
    ("乙", "feature", 200, {"江": 2}),
    ("乙", "news-brief", 100, {"江": 1}),
)
