"""A right call of every public function on a small corpus, and values wrong for most arguments."""

from pathlib import Path
from typing import Any

import pandas as pd

import analysis

PAGES = {
    "临平/2025-05-27.txt": "区委常委会召开会议\n本报讯（记者 王晓明）昨日，区委常委会召开会议，"
    "研究“十五五”规划。会议强调，要抓好落实。\n",
    "钱塘/2025-05-28.txt": "区政府召开会议\n本报讯（记者 李小红）昨日，区政府召开会议，研究“十五五”规划。会议指出，"
    "要走在前列。\n",
}


def write_pages(folder: Path) -> Path:
    for name, text in PAGES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def right_calls(folder: Path) -> dict[str, dict[str, Any]]:
    """Every argument of every public function, so that each can be made wrong in turn."""
    corpus = analysis.load_corpus(folder)
    mentions = analysis.find_mentions(corpus)
    tokens = analysis.tokenize(corpus.sentences, mentions.slogans)
    articles, slogans = corpus.articles, mentions.slogans
    opened = analysis.open_corpus(str(folder))
    shared = pd.DataFrame({"article_a": ["x"], "article_b": ["y"], "passages": ["0-41=4-45"]})
    lexicon = pd.DataFrame({"alias": ["十五五"], "name": ["十五五"]})
    return {
        "articles_counted": {"articles": articles},
        "association_scores": {"f": 8, "f1": 1105, "f2": 44, "n": 15_000_000},
        "collocations": {
            "tokens": tokens,
            "node": "规划",
            "window": 2,
            "min_count": 1,
            "stopwords": (),
        },
        "compare": {
            "corpus": corpus,
            "rows": slogans,
            "a": "临平",
            "b": "钱塘",
            "by": "place",
            "feature": "name",
            "features": ["十五五"],
            "unit": "day",
            "strata": ["genre"],
            "without": (),
            "reprints": "once",
            "per": "han",
            "seed": 0,
            "n_resamples": 9,
            "lang": "zh",
        },
        "confounds": {"corpus": corpus, "a": "临平", "b": "钱塘", "by": "place"},
        "open_corpus": {
            "path": str(folder),
            "by": "place",
            "groups": ("临平", "钱塘"),
            "term": "规划",
            "lang": "zh",
            "lexicons": (),
        },
        "say": {"opened": opened, "finding": "term.answer"},
        "show": {"opened": opened, "what": "corpus", "lines": 1, "headline": False},
        "trace_slogans": {"slogans": slogans, "articles": articles, "lexicon": None},
        "concordance": {
            "corpus": corpus,
            "pattern": "“十五五”",
            "rows": slogans,
            "regex": False,
            "place": "临平",
            "sort": "left",
        },
        "count_features": {
            "rows": slogans,
            "articles": articles,
            "feature": "name",
            "by": ("place",),
            "unit": "han",
            "reprints": "all",
        },
        "dispersion": {
            "rows": slogans,
            "articles": articles,
            "feature": "name",
            "parts": "place",
            "unit": "han",
            "min_count": 1,
            "reprints": "all",
        },
        "dispersion_scores": {"counts": [1, 2], "sizes": [9, 10]},
        "evidence": {"rows": slogans, "corpus": corpus},
        "explore": {"corpus": corpus, "term": "规划", "path": str(folder), "lexicons": ()},
        "find_categories": {
            "corpus": corpus,
            "categories": {"plan": ["十五五"]},
            "mentions": slogans,
        },
        "find_mentions": {
            "corpus": corpus,
            "extra": (),
            "slogan_lexicon": lexicon,
            "body_lexicon": lexicon,
        },
        "keyness": {
            "rows": tokens,
            "articles": articles,
            "a": "临平",
            "b": "钱塘",
            "feature": "token",
            "by": "place",
            "unit": "tokens",
            "min_count": 1,
            "reprints": "all",
        },
        "load_corpus": {"path": folder, "columns": {"text": "正文"}, "workers": 1},
        "keyness_scores": {"a": 52, "b": 57, "n1": 50_000, "n2": 75_000, "family": 3},
        "lifespans": {
            "corpus": corpus,
            "rows": slogans,
            "features": ["十五五"],
            "every": "day",
            "by": "place",
            "feature": "name",
            "unit": "article",
            "reprints": "once",
            "seed": 0,
        },
        "look": {
            "corpus": corpus,
            "term": "规划",
            "kind": "text",
            "places": ["临平"],
            "genres": (),
            "since": "2025-05-01",
            "until": "2025-06-01",
            "sort": "text",
        },
        "mark_reprints": {"corpus": corpus},
        "passage_rows": {"shared": shared},
        "propose_slogans": {"corpus": corpus, "mentions": mentions, "limit": 3, "lexicon": lexicon},
        "reprint_shares": {"corpus": analysis.mark_reprints(corpus), "by": "place"},
        "reuse": {"corpus": corpus},
        "to_quanteda": {
            "rows": slogans,
            "articles": articles,
            "feature": "name",
            "features": ["十五五"],
        },
        "tokenize": {
            "sentences": corpus.sentences,
            "spans": slogans,
            "hmm": False,
            "names": True,
        },
        "trend": {
            "corpus": corpus,
            "rows": slogans,
            "features": ["十五五"],
            "every": "day",
            "by": "place",
            "feature": "name",
            "unit": "article",
            "reprints": "once",
            "per": "han",
        },
        "use_tokens": {"tokens": tokens, "sentences": corpus.sentences},
    }


def wrong_values(folder: Path) -> dict[str, Any]:
    """By what they are called: of every sort an argument may be of, and of none."""
    corpus = analysis.load_corpus(folder)
    return {
        "None": None,
        "a number": 7,
        "a negative number": -1,
        "a fraction": 0.5,
        "text": "没有",
        "bytes": b"\xff",
        "a list of text": ["没有"],
        "a list of numbers": [1],
        "a dictionary": {"place": "临平"},
        "a truth value": True,
        "an empty table": pd.DataFrame(),
        "another table": pd.DataFrame({"x": [1]}),
        "a column": pd.Series([1]),
        "a Corpus": corpus,
        "a Mentions": analysis.find_mentions(corpus),
        "a path": folder / "没有",
        "an object": object(),
    }
