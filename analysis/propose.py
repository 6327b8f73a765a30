"""Slogan candidates that no lexicon has: from quotation marks, numerals, parallel halves and recurrence.

Each comes with its evidence, so that a person can accept or reject it; accepted rows become lexicon rows.
"""
import math
import re
from collections import defaultdict

import pandas as pd

from analysis.evidence import evidence
from analysis.frames import numeral_frames
from analysis.matching import match_key

COLUMNS = ["rank", "candidate", "frame", "n", "n_articles", "n_quoted", "level", "expansion", "points", "why",
           "article_id", "start", "end", "place", "sentence", "file", "line_from", "line_to", "accept"]
_QUOTED = re.compile("[“\"「](?P<core>[^“”\"「」。；！？\n]{2,40})[”\"」]")
_PARALLEL = re.compile("(?<![一-龥])(?:[一-龥]{2,9}[、，·]){1,9}[一-龥]{2,9}")
_COUNTED = re.compile("[一二三四五六七八九十两双](?:个|大|项)(?:[一-龥]{2,6}?)(?=[，。、；”\"》）]|工作|建设|战略|行动|目标|要求|部署|活动)")
_TERM = re.compile(
    "[一-龥]{2,10}(?:战略|工程|行动|思想|精神|格局|理念|主义|现代化|共同体|规划|样板|门户|高地|示范区|强国|强省|强市|强区|之城|第一城|"
    "生产力|总基调|新区|大走廊|工作法|经济|减负|振兴|民主|路线|治党|发展观|政绩观|内需|倡议|自信|意识|规定|经验|学习教育|作风)")
_NOT_NAMES = re.compile("(?:.*(?:会议|论坛|大赛|奖|节|展|公司|中心|平台|系统|项目|意见|方案|办法|条例|通知|报告|大会"
                        "|讲坛|课堂|讲座|沙龙)|[A-Za-z0-9 .-]+)$")
_VERBS = re.compile(
    "^(?:坚持|推进|推动|加快|加强|深化|实施|全面|全力|聚焦|围绕|打造|建设|构建|促进|做好|落实|贯彻|践行|强化|提升|实现|完善|深入|扎实|持续|"
    "积极|不断|着力|努力|奋力|争取|确保|开展|服务|助力|弘扬|树立|坚定|发展|对|在|以|为|把|将|是|与|和|的|了|从|按照|结合|通过|成为|发挥|关于)+")
_POLITICAL = re.compile("战略|工程|行动|发展|治理|体系|精神|思想|理念|先行|示范|作风|机制|干|区|城|制|化|红|新|共|民|协商|走|提|争|优|强")
_WEIGHT = {"code": 6.0, "numeral": 5.5, "quoted parallel": 4.5, "quoted": 2.0, "parallel": 2.5, "counted": 3.0,
           "term": 1.5}


def propose_slogans(corpus, mentions, *, limit: int | None = None) -> pd.DataFrame:
    """Ranked candidates for new lexicon rows, each with one sentence as evidence.

    corpus : a Corpus; mentions : what `find_mentions` found in it (its spans are not proposed again, except
    numerals counted without being in the lexicon).
    Returns one row a candidate, best first: rank, candidate, frame (how it was noticed: numeral, code, quoted,
    quoted parallel, parallel, counted, term), n, n_articles, n_quoted, level (a guess: the level of the only
    place that uses it, else 其他), expansion (what is printed in brackets beside it), points, why (the sum of
    the points in words), the span and sentence of the first use, and an empty `accept` column to fill in.
    """
    held = _held_spans(mentions)
    found: dict[str, list[tuple]] = defaultdict(list)
    for article in corpus.articles.itertuples():
        spans = held.get(article.article_id, [])
        for start, end, frame in _candidates(article.text):
            if any(s < end and start < e for s, e in spans):
                continue
            found[match_key(article.text[start:end])].append((article.article_id, start, end, frame,
                                                              article.text, article.place))
    levels = dict(zip(corpus.articles["place"], corpus.articles["place_level"], strict=True))
    rows = [_row(uses, levels) for _, uses in sorted(found.items()) if _worth_showing(uses)]
    table = pd.DataFrame(rows, columns=[c for c in COLUMNS if c not in
                                        ("rank", "place", "sentence", "file", "line_from", "line_to", "accept")])
    table = table.sort_values(["points", "n", "candidate"], ascending=[False, False, True], kind="stable")
    table = _without_parts(table.reset_index(drop=True))
    table = table.head(limit).reset_index(drop=True) if limit is not None else table
    if table.empty:
        return pd.DataFrame(columns=COLUMNS)
    told = evidence(table[["article_id", "start", "end"]], corpus)
    for column in ("place", "sentence", "file", "line_from", "line_to"):
        table[column] = told[column]
    return table.assign(rank=range(1, len(table) + 1), accept="")[COLUMNS]


def _held_spans(mentions) -> dict[str, list[tuple[int, int]]]:
    listed = mentions.slogans[~mentions.slogans["gloss"].str.startswith("not in the lexicon")]
    held: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for table in (listed, mentions.bodies):
        for article_id, start, end in zip(table["article_id"], table["start"], table["end"], strict=True):
            held[article_id].append((int(start), int(end)))
    return held


def _candidates(text: str) -> list[tuple[int, int, str]]:
    found: dict[tuple[int, int], str] = {}
    for frame in numeral_frames(text):
        found[frame.start, frame.end] = "code" if "code" in frame.frame else "numeral"
    for match in _QUOTED.finditer(text):
        core = match["core"]
        if not _NOT_NAMES.fullmatch(core) and len(core) <= 40 and text[match.start() - 1:match.start()] != "《":
            kind = "quoted parallel" if _is_parallel(core) else "quoted"
            found.setdefault((match.start("core"), match.end("core")), kind)
    for match in _PARALLEL.finditer(text):
        start, end = _parallel_span(text, match.start(), match.end())
        if end - start >= 5 and _is_parallel(text[start:end]):
            found.setdefault((start, end), "parallel")
    for match in _COUNTED.finditer(text):
        found.setdefault(match.span(), "counted")
    for match in _TERM.finditer(text):
        start = match.start()
        lead = _VERBS.match(match.group())
        start += lead.end() if lead and match.end() - start - lead.end() >= 4 else 0
        found.setdefault((start, match.end()), "term")
    return [(start, end, frame) for (start, end), frame in sorted(found.items())]


def _is_parallel(text: str) -> bool:
    """Two to ten halves of one length, that share a character in one place or are verb-object pairs.

    >>> _is_parallel("内化于心、外化于行"), _is_parallel("杭州、宁波、温州市")
    (True, False)
    """
    halves = re.split("[、，·+＋—]", text)
    if len(halves) < 2 or len({len(h) for h in halves}) > 1 or len(halves[0]) < 2:
        return False
    shared = any(len({h[i] for h in halves}) == 1 for i in range(len(halves[0])))
    return shared or (len(halves[0]) in (3, 4) and len(halves) <= 4 and len(halves[0]) * len(halves) >= 6)


def _parallel_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut a list down to its run of halves of one length, the first one shortened from the left."""
    parts = [(m.start() + start, m.end() + start) for m in re.finditer("[一-龥]+", text[start:end])]
    size = parts[1][1] - parts[1][0]
    if parts[0][1] - parts[0][0] > size:
        parts[0] = (parts[0][1] - size, parts[0][1])
    run = []
    for part in parts:
        if part[1] - part[0] != size:
            break
        run.append(part)
    return (run[0][0], run[-1][1]) if len(run) > 1 else (start, start)


def _worth_showing(uses: list[tuple]) -> bool:
    frame = uses[0][3]
    return frame != "term" or len(uses) > 1


def _row(uses: list[tuple], levels: dict[str, str]) -> tuple:
    article_id, start, end, frame, text, _ = min(uses, key=lambda use: -_WEIGHT[use[3]])
    candidate, n, n_articles = text[start:end], len(uses), len({use[0] for use in uses})
    n_quoted = sum(use[3] in ("code", "numeral", "quoted", "quoted parallel") for use in uses)
    points, why = _WEIGHT[frame], [f"{frame} {_WEIGHT[frame]:g}"]
    more = [(math.log2(n), f"{n} uses"), (1.5 * (n_articles - 1), f"{n_articles} articles")]
    expansion = _expansion(text, end)
    more.append((2.0 if expansion else 0.0, "its list is printed beside it"))
    more.append((1.0 if _POLITICAL.search(candidate) else 0.0, "political vocabulary"))
    more.append((1.0 if 4 <= len(candidate) <= 12 else 0.0, "usual length"))
    for value, reason in more:
        if value:
            points += value
            why.append(f"{reason} +{value:.1f}")
    places = sorted({use[5] for use in uses if use[5]})
    level = levels.get(places[0], "其他") if len(places) == 1 else "其他"
    return (candidate, frame, n, n_articles, n_quoted, level, expansion, round(points, 3), "; ".join(why),
            article_id, start, end)


def _expansion(text: str, end: int) -> str:
    """The list in brackets after a candidate: “1+8+28+N”(1个…、8个…)."""
    match = re.match("[”\"」]?[一-龥]{0,8}?[（(](?P<list>[^（()）]{4,120}[、，+；][^（()）]{2,120})[)）]", text[end:end + 260])
    return match["list"] if match else ""


def _without_parts(table: pd.DataFrame) -> pd.DataFrame:
    """Drop a candidate that only ever stands inside a better one of the same place."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    keep = []
    for row in table.itertuples():
        inside = any(s <= row.start and row.end <= e for s, e in spans[row.article_id])
        keep.append(not inside or row.n > 1)
        spans[row.article_id].append((row.start, row.end))
    return table[keep].reset_index(drop=True)
