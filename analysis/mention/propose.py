"""Slogan candidates that no lexicon has: from quotation marks, numerals, parallel halves and
recurrence.

Each comes with its evidence, so that a person can accept or reject it; accepted rows become lexicon
rows.
"""

import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pandas as pd

from analysis.chinese.han import HAN
from analysis.chinese.lexicons import a_lexicon, load_lexicon
from analysis.chinese.matching import match_key
from analysis.chinese.word_lists import word_list
from analysis.chinese.wordclass import Word, words
from analysis.evidence.evidence import evidence
from analysis.mention.slogan_frames import quoted_frames
from analysis.mention.slogans import UNLISTED
from analysis.table.arguments import NOTHING, a_corpus, some_mentions, wants, whole
from analysis.table.dictionary import columns_of
from analysis.table.titles import titled

if TYPE_CHECKING:
    from analysis.corpus import Corpus
    from analysis.mention.mentions import Mentions

COLUMNS = columns_of("propose_slogans")
_QUOTED = re.compile('[“"「](?P<core>[^“”"「」。；！？\n]{2,40})[”"」]')
_PARALLEL = re.compile(f"(?<![{HAN}])(?:[{HAN}]{{2,9}}[、，·]){{1,9}}[{HAN}]{{2,9}}")
_COUNTED = re.compile(
    "(?<![第〇零一二三四五六七八九十百千万0-9])"
    f'[一二三四五六七八九十两双](?:个|大|项)(?:[{HAN}]{{2,6}}?)(?=[，。、；”"》）]|工作|建设|'
    "战略|行动|目标|要求|部署|活动)"
)
_NOT_NAMES = re.compile(
    "(?:.*(?:会议|论坛|大赛|奖|节|展|公司|中心|平台|系统|项目|意见|方案|办法|条例|通知|报告|大会"
    "|讲坛|课堂|讲座|沙龙)|[A-Za-z0-9 .-]+)$"
)
_ACTIVITY = re.compile(
    '[”"」](?:等)?(?:主题|系列|专项)?(?:活动|会议|论坛|栏目|微信|客户端|公众号|直播|课题|'
    "调研|视察|协商|主题)"
)
_NOT_FIRST = word_list("propose.not_first")
_NOT_LAST = word_list("propose.not_last")
_SMALL = word_list("propose.small")
_LINKS = frozenset(word_list("propose.links"))
_PLAIN = frozenset(word_list("propose.plain"))
_WEIGHT = {
    "code": 6.0,
    "numeral": 5.5,
    "quoted parallel": 5.0,
    "quoted": 4.0,
    "parallel": 1.5,
    "counted": 2.0,
    "term": 0.5,
    "unquoted": 0.0,
}


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

    corpus : a Corpus; mentions : what `find_mentions` found in it (its spans are not proposed
        again, except
    numerals counted without being in the lexicon); lexicon : whose wording is known (default: the
    project's);
    limit : the best so many.
    Returns one row a candidate, best first: rank, candidate, frame (how it was noticed: numeral,
    code, quoted, quoted parallel, parallel, counted, term), n, n_articles, n_quoted, level (a
    guess: the level of the only place that uses it, else 其他), expansion (what is printed in
    brackets beside it), points, why (the sum of the points in words; and whether it is counted as
    unlisted), the span and sentence of the first use (article_id, start, end in characters, place,
    sentence, file, line_from, line_to), and an empty `accept` column to fill in. n and n_quoted in
    times, n_articles in articles.
    Source: the text and the rules of this module and of frames.py. Raises TifaError for a lexicon
    without the column alias.

    >>> from analysis import find_mentions, load_corpus
    >>> corpus = load_corpus("seeds")
    >>> table = propose_slogans(corpus, find_mentions(corpus), limit=3)
    >>> table["rank"].tolist(), table["accept"].tolist()
    ([1, 2, 3], ['', '', ''])
    """
    held, unquoted = _held_spans(mentions), _unquoted(mentions)
    lexicon = load_lexicon("slogans") if lexicon is None else lexicon
    known, elsewhere = _pairs_of(lexicon["alias"]), _of_places(lexicon)
    found: dict[str, list[tuple]] = defaultdict(list)
    for article in corpus.articles.itertuples():
        spans = held.get(article.article_id, [])
        for start, end, frame in sorted(
            {*_candidates(article.text), *unquoted.get(article.article_id, ())}
        ):
            if any(s < end and start < e for s, e in spans):
                continue
            found[match_key(article.text[start:end])].append(
                (article.article_id, start, end, frame, article.text, article.place)
            )
    levels = dict(zip(corpus.articles["place"], corpus.articles["place_level"], strict=True))
    found = _closed(found)
    rows = [_row(uses, levels, known) for _, uses in sorted(found.items()) if _worth_showing(uses)]
    told = ("rank", "place", "sentence", "file", "line_from", "line_to", "accept")
    table = pd.DataFrame(rows, columns=[c for c in COLUMNS if c not in told])
    table = table.sort_values(
        ["points", "n", "candidate"], ascending=[False, False, True], kind="stable"
    )
    table = _without_parts(table.reset_index(drop=True))
    counted = {
        match_key(surface)
        for surface in mentions.slogans.loc[mentions.slogans["confidence"].eq(UNLISTED), "surface"]
    }
    table["why"] = [
        f"{row.why}; counted as unlisted{elsewhere.get(key, '')}"
        if (key := match_key(row.candidate)) in counted
        else row.why
        for row in table.itertuples()
    ]
    table = table.head(limit).reset_index(drop=True) if limit is not None else table
    if table.empty:
        return titled(pd.DataFrame(columns=COLUMNS), "propose_slogans", "slogan candidates")
    told = evidence(table[["article_id", "start", "end"]], corpus)
    for column in ("place", "sentence", "file", "line_from", "line_to"):
        table[column] = told[column]
    return titled(
        table.assign(rank=range(1, len(table) + 1), accept="")[COLUMNS],
        "propose_slogans",
        "slogan candidates",
    )


def _held_spans(mentions) -> dict[str, list[tuple[int, int]]]:
    listed = mentions.slogans[mentions.slogans["confidence"].ne(UNLISTED)]
    held: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for table in (listed, mentions.bodies):
        for article_id, start, end in zip(
            table["article_id"], table["start"], table["end"], strict=True
        ):
            held[article_id].append((int(start), int(end)))
    return held


def _unquoted(mentions) -> dict[str, list[tuple[int, int, str]]]:
    """Where a numeral counted without being in the lexicon stands without its quotation marks."""
    rows = mentions.slogans[
        mentions.slogans["confidence"].eq(UNLISTED) & ~mentions.slogans["quoted"].astype(bool)
    ]
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for article_id, start, end in zip(rows["article_id"], rows["start"], rows["end"], strict=True):
        found[article_id].append((int(start), int(end), "unquoted"))
    return found


def _of_places(lexicon: pd.DataFrame) -> dict[str, str]:
    """For each wording that the lexicon has of some place only, which: 三个年 is known of 临平 and
    陕西.
    """
    if "place" not in lexicon.columns:
        return {}
    rows = lexicon[lexicon["place"].ne("")]
    places = (
        rows["place"]
        .groupby([match_key(alias) for alias in rows["alias"]])
        .agg(lambda found: "、".join(sorted(set(found))))
    )
    return {key: f" (in the lexicon for {names} only)" for key, names in places.items()}


def _candidates(text: str) -> list[tuple[int, int, str]]:
    found: dict[tuple[int, int], str] = {}
    for frame in quoted_frames(text):
        if frame.kind != "numeric":
            continue
        found[frame.start, frame.end] = "code" if "code" in frame.frame else "numeral"
    for match in _QUOTED.finditer(text):
        core = match["core"]
        if (
            not _NOT_NAMES.fullmatch(core)
            and len(core) <= 40
            and text[match.start() - 1 : match.start()] != "《"
        ):
            kind = "quoted parallel" if _is_parallel(core) else "quoted"
            found.setdefault((match.start("core"), match.end("core")), kind)
    for match in _PARALLEL.finditer(text):
        start, end = _parallel_span(text, match.start(), match.end())
        if (
            end - start >= 5
            and _is_parallel(text[start:end])
            and not _is_torn(
                text[match.start() : match.end()], start - match.start(), end - match.start()
            )
        ):
            found.setdefault((start, end), "parallel")
    for match in _COUNTED.finditer(text):
        found.setdefault(match.span(), "counted")
    for start, end in _terms(text):
        found.setdefault((start, end), "term")
    return [(start, end, frame) for (start, end), frame in sorted(found.items())]


def _terms(text: str) -> list[tuple[int, int]]:
    """Runs of two to five words, 4 to 17 characters, that neither begin nor end with a small
    word.
    """
    out = []
    for clause in re.finditer(f"[{HAN}]{{4,40}}", text):
        run = words(clause.group())
        for first in range(len(run)):
            if run[first].tag in _NOT_FIRST or run[first].word in _PLAIN:
                continue
            if _cuts_unknown(run, first):
                continue
            for last in range(first + 1, min(len(run), first + 7)):
                size = run[last].end - run[first].start
                plain = run[last].tag in _NOT_LAST or (
                    run[last].word in _PLAIN and run[last].word != "建设"
                )
                if 4 <= size <= 17 and not plain and not _cuts_unknown(run, last + 1):
                    out.append((clause.start() + run[first].start, clause.start() + run[last].end))
    return out


def _cuts_unknown(run: tuple[Word, ...], at: int) -> bool:
    """Whether the edge before word `at` lies between two single characters, which may be one word
    no dictionary has: 青|墩.
    """
    beside = run[max(at - 1, 0) : at + 1]
    return len(beside) == 2 and all(
        len(word.word) == 1 and word.tag not in _SMALL for word in beside
    )


def _is_torn(clause: str, start: int, end: int) -> bool:
    """Whether clause[start:end], halves side by side, begins or ends inside a word, or a half of it
    with a small word.
    """
    for half in re.finditer(f"[{HAN}]+", clause):
        run = words(half.group())
        inner = [w for w in run if start < half.start() + w.end and half.start() + w.start < end]
        if not inner:
            continue
        if half.start() + inner[0].start < start or half.start() + inner[-1].end > end:
            return True
        if (
            inner[0].tag in _SMALL
            or inner[0].word in _LINKS
            or inner[-1].tag in _SMALL
            or inner[-1].word in _LINKS
        ):
            return True
        if _cuts_unknown(run, run.index(inner[0])):
            return True
    return False


def _is_parallel(text: str) -> bool:
    """Two to ten halves of one length, that share a character in one place or are verb-object
    pairs.

    >>> _is_parallel("内化于心、外化于行"), _is_parallel("杭州、宁波、温州市")
    (True, False)
    """
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
    if parts[0][1] - parts[0][0] > size:
        parts[0] = (parts[0][1] - size, parts[0][1])
    run = []
    for part in parts:
        if part[1] - part[0] != size:
            break
        run.append(part)
    return (run[0][0], run[-1][1]) if len(run) > 1 else (start, start)


def _closed(found: dict[str, list[tuple]]) -> dict[str, list[tuple]]:
    """Without the terms that a longer candidate nearly always surrounds."""
    lengths = {key: len(uses) for key, uses in found.items()}
    inside: dict[str, int] = defaultdict(int)
    for key, n in lengths.items():
        if n > 1:
            for size in range(4, len(key)):
                for start in range(len(key) - size + 1):
                    part = key[start : start + size]
                    inside[part] = max(inside[part], n)
    return {
        key: uses
        for key, uses in found.items()
        if any(use[3] != "term" for use in uses) or inside[key] < 0.7 * len(uses)
    }


def _worth_showing(uses: list[tuple]) -> bool:
    frames = {use[3] for use in uses}
    return frames != {"term"} or len(uses) > 1


def _row(uses: list[tuple], levels: dict[str, str], known: Counter) -> tuple:
    article_id, start, end, frame, text, _ = min(uses, key=lambda use: -_WEIGHT[use[3]])
    candidate, n, n_articles = text[start:end], len(uses), len({use[0] for use in uses})
    n_quoted = sum(use[3] in ("code", "numeral", "quoted", "quoted parallel") for use in uses)
    points, why = _WEIGHT[frame], [f"{frame} {_WEIGHT[frame]:g}"]
    more = [
        (math.log2(n), f"{n} uses"),
        (math.log2(n_articles), f"{n_articles} articles"),
        (3 * _familiarity(candidate, known), "worded like known slogans"),
        (-2.0 if _ACTIVITY.match(text, end) else 0.0, "name of an activity"),
    ]
    expansion = _expansion(text, end)
    more.append((2.0 if expansion else 0.0, "its list is printed beside it"))
    more.append((1.0 if 4 <= len(candidate) <= 12 else 0.0, "usual length"))
    for value, reason in more:
        if value:
            points += value
            why.append(f"{reason} {value:+.1f}")
    places = sorted({use[5] for use in uses if use[5]})
    level = levels.get(places[0], "其他") if len(places) == 1 else "其他"
    return (
        candidate,
        frame,
        n,
        n_articles,
        n_quoted,
        level,
        expansion,
        round(points, 3),
        "; ".join(why),
        article_id,
        start,
        end,
    )


def _pairs_of(aliases: pd.Series) -> Counter:
    """How many known aliases hold each pair of characters."""
    return Counter(
        pair
        for alias in map(match_key, aliases)
        for pair in {alias[i : i + 2] for i in range(len(alias) - 1)}
    )


def _familiarity(candidate: str, known: Counter) -> float:
    """The share of the candidate's pairs of characters that known slogans have, the common ones
    counting more.
    """
    key = match_key(candidate)
    pairs = [key[i : i + 2] for i in range(len(key) - 1)]
    return (
        sum(min(1.0, math.log2(1 + known[pair]) / 5) for pair in pairs) / len(pairs)
        if pairs
        else 0.0
    )


def _expansion(text: str, end: int) -> str:
    """The list in brackets after a candidate: “1+8+28+N”(1个…、8个…)."""
    match = re.match(
        f'[”"」]?[{HAN}]{{0,8}}?[（(](?P<list>[^（()）]{{4,120}}[、，+；][^（()）]{{2,120}})[)）]',
        text[end : end + 260],
    )
    return match["list"] if match else ""


def _without_parts(table: pd.DataFrame) -> pd.DataFrame:
    """Drop a candidate that stands inside a better one, or around it, and is hardly used more
    often.
    """
    kept: list[tuple[str, int]] = []
    keep = []
    for row in table.itertuples():
        key = match_key(row.candidate)
        rival = [n for other, n in kept if key in other or other in key]
        keep.append(
            not rival
            or (row.frame != "term" and max(rival) < row.n)
            or row.n > 2 * max(rival)
            or row.n_quoted > 0
        )
        if keep[-1]:
            kept.append((key, row.n))
    return table[keep].reset_index(drop=True)
