"""Names of places that jieba's dictionary lacks: one token each, so that a new district can be
counted like an old one.
"""

from __future__ import annotations

from functools import cache

import pandas as pd
from ahocorasick_rs import AhoCorasick, MatchKind

from analysis.chinese.lexicons import load_lexicon
from analysis.chinese.tokens import cut
from analysis.table.arguments import require_columns


def place_spans(sentences: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Where jieba leaves the name of a place in single characters; `tokenize` takes the spans.

    sentences : sentence_id, article_id, start, end, text. articles : article_id, place.
    Names are the short forms of lexicons/admin.csv that jieba cuts to single characters, but for
    those of lexicons/plain_words.csv, and the place each article's own paper speaks for. A name
    counts only where every character of it
    is a token of its own: 来临|平安 holds no 临平. Returns article_id, start, end (characters of
    the article's text).

    >>> sentences = pd.DataFrame([("x-s1", "x", 0, 10, "临平与钱塘来临平安日")],
    ...     columns=["sentence_id", "article_id", "start", "end", "text"])
    >>> place_spans(sentences, pd.DataFrame({"article_id": ["x"], "place": ["钱塘"]})).values.tolist()
    [['x', 0, 2]]
    """
    require_columns(articles, ["article_id", "place"], "articles")
    own = dict(zip(articles["article_id"], articles["place"], strict=True))
    finders = {place: _finder(place if _is_split(place) else "") for place in set(own.values())}
    rows = []
    for s in sentences.itertuples(index=False):
        found = finders[own[s.article_id]].find_matches_as_indexes(s.text)
        if found:
            whole = _single_characters(s.text)
            rows += [
                (s.article_id, s.start + a, s.start + b) for _, a, b in found if all(whole[a:b])
            ]
    return pd.DataFrame(rows, columns=["article_id", "start", "end"]).astype(
        {"start": "int64", "end": "int64"}
    )


def kept_whole(
    sentences: pd.DataFrame, articles: pd.DataFrame, *mentions: pd.DataFrame
) -> pd.DataFrame:
    """What counts as one word: mentions of slogans and bodies, and names of places (`place_spans`);
    for `tokenize`.
    """
    spans = [
        table[["article_id", "start", "end"]]
        for table in (*mentions, place_spans(sentences, articles))
    ]
    return pd.concat(
        [table for table in spans if len(table)] or spans[:1], ignore_index=True
    ).drop_duplicates()


@cache
def _finder(own: str) -> AhoCorasick:
    names = sorted({*_new_names(), own} - {""})
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest)


@cache
def _new_names() -> tuple[str, ...]:
    """Short names of the admin lexicon that jieba does not know."""
    plain = set(load_lexicon("plain_words")["alias"])
    shorts = {short.split("|")[0] for short in load_lexicon("admin")["short"]}
    return tuple(sorted(name for name in shorts - plain if len(name) > 1 and _is_split(name)))


def _is_split(name: str) -> bool:
    return len(name) > 1 and len(cut(name)) == len(name)


def _single_characters(text: str) -> list[bool]:
    """For each character of the text, whether it is a token by itself."""
    return [len(token) == 1 for token in cut(text) for _ in token]
