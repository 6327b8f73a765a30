"""Slogan candidates that no lexicon has: from quotation marks, numerals and parallel halves.

Each comes with its evidence, so that a person can accept or reject it; accepted rows become lexicon
rows.
"""

import math
import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from analysis.chinese.han import HAN
from analysis.chinese.lexicons import a_lexicon, load_lexicon, word_list
from analysis.chinese.matching import match_key
from analysis.chinese.tokens import words
from analysis.evidence.sentences import evidence
from analysis.mention.slogans import UNLISTED, quoted_frames
from analysis.table.arguments import NOTHING, a_corpus, some_mentions, wants, whole
from analysis.table.dictionary import columns_of, titled

if TYPE_CHECKING:
    from analysis.corpus import Corpus
    from analysis.mention.mentions import Mentions

COLUMNS = columns_of("propose_slogans")
TOLD = ("place", "sentence", "file", "line_from", "line_to")  # by `evidence`
_QUOTED = re.compile('(?<!《)[“"「](?P<core>[^“”"「」。；！？\n]{2,40})[”"」]')
_PARALLEL = re.compile(f"(?<![{HAN}])(?:[{HAN}]{{2,9}}[、，·]){{1,9}}[{HAN}]{{2,9}}")
_COUNTED = re.compile(
    "(?<![第〇零一二三四五六七八九十百千万0-9])[一二三四五六七八九十两双](?:个|大|项)"
    f'(?:[{HAN}]{{2,6}}?)(?=[，。、；”"》）]|{"|".join(word_list("propose.counted"))})'
)
_NOT_NAMES = re.compile(f"(?:.*(?:{'|'.join(word_list('propose.not_names'))})|[A-Za-z0-9 .-]+)$")
_ACTIVITY = re.compile(
    f'[”"」]等?(?:主题|系列|专项)?(?:{"|".join(word_list("propose.activities"))})'
)
_LIST = re.compile(
    f'[”"」]?[{HAN}]{{0,8}}?[（(](?P<list>[^（()）]{{4,120}}[、，+；][^（()）]{{2,120}})[)）]'
)
_QUOTED_POINTS = {"code": 6.0, "numeral": 5.5, "quoted parallel": 5.0, "quoted": 4.0}
_POINTS = _QUOTED_POINTS | {"counted": 2.0, "parallel": 1.5, "unquoted": 0.0}
_USE = ["article_id", "start", "end", "frame", "text", "place"]  # a candidate where it stands


@wants(
    corpus=a_corpus(
        articles=["article_id", "place", "place_level", "paper", "date_published", "title", "text"],
        sentences=["article_id", "start", "end", "text"],
        offsets=["article_id", "start", "end", "file", "line"],
    ),
    mentions=some_mentions(
        bodies=["article_id", "start", "end"],
        slogans=["article_id", "start", "end", "surface", "quoted", "confidence"],
    ),
    limit=whole(0) | NOTHING,
    lexicon=a_lexicon("slogans") | NOTHING,
)
def propose_slogans(
    corpus: "Corpus",
    mentions: "Mentions",
    *,
    limit: int | None = None,
    lexicon: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Ranked candidates for new lexicon rows, each with one sentence as evidence.

    Returns one row a candidate, best first: rank, candidate, frame (how it was noticed), n,
    n_articles, n_quoted, level (a guess: of the only place that uses it), expansion (what stands in
    brackets beside it), points, why (the points in words), where and in which sentence it is used
    first, and an empty `accept` column to fill in.
    mentions : of `find_mentions`; what the lexicon has is not proposed again.
    limit : the best so many. lexicon : whose wording is known (default: the project's).

    >>> from analysis import find_mentions, load_corpus
    >>> corpus = load_corpus("seeds")
    >>> table = propose_slogans(corpus, find_mentions(corpus), limit=3)
    >>> table["rank"].tolist(), table["accept"].tolist()
    ([1, 2, 3], ['', '', ''])
    """
    unlisted = mentions.slogans["confidence"].eq(UNLISTED)
    bare = unlisted & ~mentions.slogans["quoted"].astype(bool)
    held = _spans(mentions.slogans[~unlisted], mentions.bodies)
    repeated = _spans(mentions.slogans[bare])
    found: dict[str, list[dict]] = defaultdict(list)
    for article in corpus.articles.itertuples():
        article_id, text = article.article_id, article.text
        spans = _candidates(text) | dict.fromkeys(repeated[article_id], "unquoted")
        for (start, end), frame in sorted(spans.items()):
            if not any(s < end and start < e for s, e in held[article_id]):
                use = (article_id, start, end, frame, text, article.place)
                found[match_key(text[start:end])].append(dict(zip(_USE, use, strict=True)))
    lexicon = load_lexicon("slogans") if lexicon is None else lexicon
    known = Counter(pair for alias in lexicon["alias"] for pair in set(_pairs(alias)))
    elsewhere = _of_places(lexicon)
    counted = set(map(match_key, mentions.slogans.loc[unlisted, "surface"]))
    levels = dict(zip(corpus.articles["place"], corpus.articles["place_level"], strict=True))
    rows = []
    for key, uses in sorted(found.items()):
        rows.append(_row(uses, levels, known))
        if key in counted:
            rows[-1]["why"] += f"; counted as unlisted{elsewhere.get(key, '')}"
    table = pd.DataFrame(rows, columns=[c for c in COLUMNS if c not in TOLD])
    table = table.sort_values(["points", "n", "candidate"], ascending=[False, False, True])
    table = _without_parts(table).head(limit).reset_index(drop=True)
    if len(table):
        told = evidence(table[["article_id", "start", "end"]], corpus)
        table[list(TOLD)] = told[list(TOLD)]
    table = table.assign(rank=range(1, len(table) + 1), accept="").reindex(columns=COLUMNS)
    return titled(table, "propose_slogans", "slogan candidates")


def _spans(*tables: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for table in tables:
        for article_id, start, end in zip(*map(table.get, _USE[:3]), strict=True):
            spans[article_id].append((int(start), int(end)))
    return spans


def _of_places(lexicon: pd.DataFrame) -> dict[str, str]:
    """For each wording that the lexicon has of some place only, which."""
    places: dict[str, set[str]] = defaultdict(set)
    for alias, place in zip(lexicon["alias"], lexicon.get("place", ""), strict=False):
        if place:
            places[match_key(alias)].add(place)
    return {key: f" (in the lexicon for {'、'.join(sorted(p))} only)" for key, p in places.items()}


def _candidates(text: str) -> dict[tuple[int, int], str]:
    """The candidates of a text: span -> how each was noticed."""
    found: dict[tuple[int, int], str] = {}
    for start, end, row, _ in quoted_frames(text):
        if row["kind"] == "numeric":
            found[start, end] = "code" if "code" in row["frame"] else "numeral"
    for match in _QUOTED.finditer(text):
        if not _NOT_NAMES.fullmatch(match["core"]):
            kind = "quoted parallel" if _is_parallel(match["core"]) else "quoted"
            found.setdefault(match.span("core"), kind)
    for match in _PARALLEL.finditer(text):
        start, end = _parallel_span(text, match.start(), match.end())
        if end - start >= 5 and _is_parallel(text[start:end]):
            clause = match.group()
            if not _is_torn(clause, start - match.start(), end - match.start()):
                found.setdefault((start, end), "parallel")
    for match in _COUNTED.finditer(text):
        found.setdefault(match.span(), "counted")
    return found


def _is_torn(clause: str, start: int, end: int) -> bool:
    """Whether clause[start:end], halves side by side, begins or ends inside a word, or a half of it
    with a small word; two single characters may be one word that no dictionary has (青|墩).
    """
    small, links = word_list("propose.small"), word_list("propose.links")
    for half in re.finditer(f"[{HAN}]+", clause):
        run, at = words(half.group()), half.start()
        inner = [i for i, w in enumerate(run) if start < at + w.end and at + w.start < end]
        for i, j in [(inner[0], inner[-1])] if inner else ():
            first, last, edges = run[i], run[j], (run[max(i - 1, 0)], run[i])
            if (
                at + first.start < start
                or at + last.end > end
                or any(word.tag in small or word.word in links for word in (first, last))
                or (i and all(len(w.word) == 1 and w.tag not in small for w in edges))
            ):
                return True
    return False


def _is_parallel(text: str) -> bool:
    """Two to ten halves of one length, that share a character or are verb-object pairs."""
    halves = re.split("[、，·+＋—]", text)
    if len(halves) < 2 or len({len(h) for h in halves}) > 1 or len(halves[0]) < 2:
        return False
    shared = any(len({h[i] for h in halves}) == 1 for i in range(len(halves[0])))
    return shared or len(halves[0]) * len(halves) >= 6


def _parallel_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut a list down to its run of halves of one length, the first one shortened from the left."""
    parts = [
        (m.start() + start, m.end() + start) for m in re.finditer(f"[{HAN}]+", text[start:end])
    ]
    size = parts[1][1] - parts[1][0]
    parts[0] = (max(parts[0][0], parts[0][1] - size), parts[0][1])
    n = next((i for i, (a, b) in enumerate(parts) if b - a != size), len(parts))
    return (parts[0][0], parts[n - 1][1]) if n > 1 else (start, start)


def _row(uses: list[dict], levels: dict[str, str], known: Counter) -> dict:
    """A candidate with its points: its surest frame, how often it is used, how it is worded."""
    use = max(uses, key=lambda use: _POINTS[use["frame"]])
    text, start, end, frame = (use[part] for part in ("text", "start", "end", "frame"))
    candidate, n, n_articles = text[start:end], len(uses), len({u["article_id"] for u in uses})
    expansion = _LIST.match(text, end, end + 260)
    points = {
        f"{frame} {_POINTS[frame]:g}": _POINTS[frame],
        f"{n} uses": math.log2(n),
        f"{n_articles} articles": math.log2(n_articles),
        "worded like known slogans": 3 * _familiarity(candidate, known),
        "name of an activity": -2.0 if _ACTIVITY.match(text, end) else 0.0,
        "its list is printed beside it": 2.0 if expansion else 0.0,
        "usual length": 1.0 if 4 <= len(candidate) <= 12 else 0.0,
    }
    first, *more = points
    why = [first, *(f"{said} {points[said]:+.1f}" for said in more if points[said])]
    places = {use["place"] for use in uses if use["place"]}
    return use | {
        "candidate": candidate,
        "n": n,
        "n_articles": n_articles,
        "n_quoted": sum(use["frame"] in _QUOTED_POINTS for use in uses),
        "level": levels.get(min(places), "其他") if len(places) == 1 else "其他",
        "expansion": expansion["list"] if expansion else "",
        "points": round(sum(points.values()), 3),
        "why": "; ".join(why),
    }


def _pairs(text: str) -> list[str]:
    return list(map("".join, pairwise(match_key(text))))


def _familiarity(candidate: str, known: Counter) -> float:
    """The share of the candidate's pairs of characters that known slogans have, weighted."""
    pairs = _pairs(candidate)
    return sum(min(1.0, math.log2(1 + known[pair]) / 5) for pair in pairs) / max(len(pairs), 1)


def _without_parts(table: pd.DataFrame) -> pd.DataFrame:
    """Without what stands inside a better candidate, or around it, nowhere quoted nor used more."""
    kept: dict[str, int] = {}
    for row in table.itertuples():
        key = match_key(row.candidate)
        rivals = [n for other, n in kept.items() if key in other or other in key]
        if row.n_quoted or row.n > max(rivals, default=0):
            kept[key] = row.n
    return table[table["candidate"].map(match_key).isin(kept)]
