"""Slogans (提法): fixed formulations that political texts repeat word for word, found by lexicon.

Spans follow one rule for quotation marks: marks that enclose the whole slogan stand outside it
(“十五五”), marks that enclose a part stand inside (“147”工作体系, 新时代“枫桥经验”).
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from analysis.chinese.lexicons import load_lexicon, pattern_of, word_list, word_map
from analysis.chinese.matching import CLOSING, OPENING
from analysis.chinese.tokens import is_apart, is_roughly, word_class
from analysis.mention.owners import FOREIGN
from analysis.mention.spans import Spans

CLAIM = "position-claim"  # told apart from the slogans in every count and figure
_QUOTED = re.compile('[“"「‘](?P<core>[^“”"「」‘’。；！？\n]{2,40})[”"」’]')
_NESTED = re.compile("“(?P<core>(?:[^“”‘’。；！？\n]|‘[^“”‘’。；！？\n]{1,12}’){2,28})”")
_QUOTED_LIST = re.compile("“[^“”。；！？\n]{2,28}”(?:[、和与及]?“[^“”。；！？\n]{2,28}”)+")
_PAIRS = {**dict(zip(OPENING, CLOSING, strict=True)), '"': '"'}
_CLOSERS = {closing: opening for opening, closing in _PAIRS.items()}
# in place of a row's confidence: no row of the lexicon is meant, a quoted numeral abbreviation is
UNLISTED = "unlisted"
THOUGHT = "an important thought of Xi Jinping on one field"
# why a slogan of the lexicon is not counted where it stands
NOT_QUOTED, OTHER_PLACE = "not quoted", "of another place"
QUOTE = re.compile(f'[{OPENING}{CLOSING}"]')
_DIGITS = re.compile(f'[{OPENING}{CLOSING}"]*[0-9]+[{OPENING}{CLOSING}"]*')
_STOP = re.compile("[。！？!?\n]")
_LATIN = re.compile("[0-9A-Za-z]{2}")
_NUMERALS = "〇零一二三四五六七八九十百千万亿两第"


class Slogan(NamedTuple):
    """One slogan at one place of a text; `row` is its lexicon row."""

    start: int
    end: int
    row: dict
    quoted: bool


@cache
def _frames(quoted: bool) -> tuple[tuple[dict, dict[str, re.Pattern]], ...]:
    """The rows of frames.csv for quoted strings, or for plain ones, with their patterns."""
    parts = {"before": "(?:{before})$", "core": "{core}", "after": "{after}"}
    if not quoted:  # a list of claims has one verb
        parts = {"whole": "{before}(?P<core>{core}){after}"}
        parts["next"] = (
            "(?:、[^，。；、]{{2,24}})??[、和与及]+(?!(?:{{claim_verbs}}))"
            "(?P<core>{core}|(?!{{claim_starts}}){{H}}{{2,16}}?(?:{{claim_bases}})){after}"
        )
    return tuple(
        (row, {part: pattern_of(form.format_map(row), "frames") for part, form in parts.items()})
        for row in load_lexicon("frames").to_dict("records")
        if bool(row["quoted"]) == quoted
    )


_COUNTED = pattern_of("{COUNTED}", "frames")
_PLAIN = pattern_of("{plain}", "frames")


def quoted_frames(text: str) -> list[Slogan]:
    """Quoted numeral abbreviations of a text, and quoted formulas with their noun."""
    marked = [*_QUOTED.finditer(text), *(_NESTED.finditer(text) if "‘" in text else ())]
    marked.sort(key=lambda match: (match.start(), -match.end()))
    quoted = [match for match in marked if not _PLAIN.fullmatch(match["core"])]
    times = Counter(match["core"] for match in quoted)
    lists = {list_.start(): list_.end() for list_ in _QUOTED_LIST.finditer(text)}
    found, first, tail = [], 0, 0
    for match in quoted:
        if match.start() >= tail:
            first, tail = match.start(), lists.get(match.start(), match.end())
        found += [*_framed(text, match, first, tail, times[match["core"]])][:1]
    # quoted again without its noun
    known = {text[s.start : s.end]: s.row for s in found}
    again = (match for match in quoted if times[match["core"]] > 1 and match["core"] in known)
    return [*found, *(Slogan(*m.span("core"), known[m["core"]], True) for m in again)]


@lru_cache(maxsize=8192)
def _fitting(core: str) -> tuple[tuple[dict, dict[str, re.Pattern]], ...]:
    """The frames for quoted strings in which this one can stand."""
    known = word_class(core)
    return tuple(
        (row, patterns)
        for row, patterns in _frames(True)
        if (row["word"] or not known) and row["needs"] in core and patterns["core"].fullmatch(core)
    )


def _framed(text: str, match: re.Match, first: int, tail: int, times: int) -> Iterator[Slogan]:
    """What a quoted string is by each frame it stands on; a list from `first` to `tail` shares its
    verb and its noun: 实施“甲”、“乙”两大行动."""
    core, (start, end) = match["core"].replace("‘", "").replace("’", ""), match.span()
    for row, patterns in _fitting(core):
        if times < int(row["least"] or 1):
            continue
        at = (start, first) if row["before"] else ()
        if at and not any(patterns["before"].search(text, max(0, k - 6), k) for k in at):
            continue
        after = patterns["after"].match(text, end, end + 14)
        if row["span"] == "core" and not after and tail > end:
            after = patterns["after"].match(text, tail, tail + 14)
        if not after:
            continue
        head = after.groupdict().get("head")
        # 行动者, 模式化: the noun is part of a longer word
        edge = text[after.end() - 1 : after.end() + 1] if head else ""
        longer = edge[1:] not in ("", "为") and word_class(edge)
        if not longer and not FOREIGN.search(
            text, max(0, start - 8), end
        ):  # its own aim, if quoted
            kind = word_map("frames.heads")[head] if row["kind"] == "head" else row["kind"]
            whole = row["span"] == "whole"
            span = (start, after.end()) if whole else match.span("core")
            yield _unlisted(text, *span, {"core": core, "kind": kind, "frame": row["frame"]})


def plain_frames(spans: Spans) -> list[Slogan]:
    """What stands on a frame without quotation marks: what a place says it will be, 五大攻坚行动,
    习近平总书记关于…的重要思想. `span` place: it ends with the name of a place; new: it holds no
    slogan that is known.
    """
    text = spans.text
    found: dict[tuple[int, int], Slogan] = {}
    for row, patterns in _frames(False):
        for match in patterns["whole"].finditer(text) if row["needs"] in text else ():
            while match:
                span, core = match.span("core"), match["core"]
                named = any(start > span[0] for start in spans.ends.get(span[1], ()))
                if core.count("“") == core.count("”") and (named or row["span"] != "place"):
                    facts = {"core": core, "kind": row["kind"], "frame": row["frame"]}
                    facts["new"] = row["span"] == "new"
                    found.setdefault(span, _unlisted(text, *span, facts))
                match = row["kind"] == CLAIM and patterns["next"].match(text, span[1])
    return list(found.values())


def _unlisted(text: str, start: int, end: int, facts: dict) -> Slogan:
    """What a frame holds at text[start:end], named as printed with its marks."""
    quoted = start > 0 and text[start - 1] in _PAIRS
    name = f"“{text[start:end]}”" if quoted else text[start:end]
    told = ("中央", THOUGHT, "medium") if facts["frame"] == "thought" else ("其他", "", UNLISTED)
    known = dict(zip(("level", "gloss", "confidence"), told, strict=True)) | facts
    known |= {"name": name, "level_coined": known["level"], "place": "", "owner": ""}
    return Slogan(start, end, known, quoted or bool(QUOTE.search(name)))


def quoted_units(text: str) -> list[tuple[int, int]]:
    """Spans of quoted strings that are one formula: parallel halves, or numerals in a row."""
    units = []
    for match in _QUOTED.finditer(text):
        halves = re.split("[、·]", core := match["core"])
        parallel = len(halves) > 1 and max(map(len, halves)) - min(map(len, halves)) <= 1
        short = 4 <= len(core) <= 24 and not re.search("[，,：:]", core)
        if short and (parallel or _COUNTED.fullmatch(core)):
            units.append(match.span("core"))
    return units


def read_slogans(
    spans: Spans, title: Spans | None, places: frozenset[str] = frozenset(), date: str = ""
) -> tuple[list[Slogan], list[tuple[Slogan, str]]]:
    """Every slogan in a text, overlaps included; and what is written like one, not counted there,
    with the reason (NOT_QUOTED or OTHER_PLACE).

    title : the headline, None if it quotes nothing. A numeral abbreviation that text or headline
        quotes is the same slogan where the text leaves the marks out.
    places : all names of the places the article speaks for; a row with a `place` counts only there,
        or where the sentence names that place.
    date : ISO date of the article or "".
    """
    best, left = _known(spans, places, date)
    quoted = {
        of.text[s.start : s.end]: s.row
        for of, found in ((spans, best), (title, _known(title, places, date)[0] if title else {}))
        for s in found.values()
        if s.quoted and _is_abbreviation(s.row, of.text[s.start : s.end])
    }
    for found in _without_quotes(spans.text, quoted):
        best.setdefault((found.start, found.end), found)
    return sorted(best.values(), key=lambda slogan: (slogan.start, -slogan.end)), left


def _known(
    spans: Spans, places: frozenset[str], date: str
) -> tuple[dict[tuple[int, int], Slogan], list[tuple[Slogan, str]]]:
    """The slogans of a text by span; and what lacks its quotation marks or its place."""
    text = spans.text
    best: dict[tuple[int, int], Slogan] = {}
    left: list[tuple[Slogan, str]] = []
    for start, end, row in spans.kinds["slogans"]:
        start, end = _with_own_quotes(text, start, end)
        found = Slogan(start, end, row, _is_quoted(text, start, end))
        passes = not row["guard"] or _guard_passes(text, start, end, row["guard"], found.quoted)
        if (
            (not passes and row["kind"] != "numeric")  # most are: told first, as it costs least
            or not _whole(text, start, end)
            or not _valid(row, date)
            # no 强省会 in 增强省会城市
            or (end - start < 4 and not found.quoted and not is_apart(text, start, end))
        ):
            continue
        here = not row["place"] or row["place"] in places
        held = best.get((start, end))
        if not passes:
            if row["guard"] == "quoted" and _is_abbreviation(row, text[start:end]):
                left += [(found, NOT_QUOTED)] * is_apart(text, start, end)
        elif not here and row["place"] not in _sentence(text, start, end):
            left.append((found, OTHER_PLACE))
        elif held is None or (row["place"] and here and not held.row["place"]):
            best[start, end] = found
    _drop_cut_units(text, best)
    for found in [*quoted_frames(text), *plain_frames(spans)]:
        span, listed = (found.start, found.end), "、" in found.row["core"]
        held = found.row.get("new") and any(span[0] <= a and b <= span[1] for a, b in best)
        if not held and not (listed and _made_of(text, *span, best)):
            best.setdefault(span, found)
    return best, left


def _without_quotes(text: str, quoted: dict[str, dict]) -> list[Slogan]:
    """Where a text repeats without the marks the abbreviations that it quotes elsewhere."""
    units = quoted_units(text) if quoted else []
    found = []
    for surface, row in quoted.items():
        inner = re.sub("[“”]", "[“”]?", re.escape(surface))
        for match in re.finditer(inner, text):
            start, end = match.span()
            inside = any(left <= start and end <= right for left, right in units)
            if not (inside or _is_quoted(text, start, end)) and (
                _whole(text, start, end) and is_apart(text, start, end)
            ):
                found.append(Slogan(start, end, row, False))
    return found


def _is_abbreviation(row: dict, surface: str) -> bool:
    """三个年, 1+8+28+N or 147工作体系; not 147, which is a number wherever it is not quoted."""
    return row["kind"] == "numeric" and not _DIGITS.fullmatch(surface)


def _made_of(text: str, left: int, right: int, best: dict[tuple[int, int], Slogan]) -> bool:
    """Whether text[left:right] is a list of known slogans and nothing else."""
    rest = list(text[left:right])
    for start, end in best:
        if left <= start and end <= right:
            rest[start - left : end - left] = [""] * (end - start)
    return not "".join(rest).strip("、·和与“”")


def _drop_cut_units(text: str, best: dict[tuple[int, int], Slogan]) -> None:
    """A known slogan is not taken out of a longer quoted formula, unless all of it is known."""
    for left, right in quoted_units(text):
        inside = [span for span in best if left <= span[0] and span[1] <= right]
        if inside and not _made_of(text, left, right, best):
            for span in inside:
                del best[span]


def _with_own_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in the mark that belongs to one inside: 147”工作体系 becomes “147”工作体系."""
    for opening, closing in _PAIRS.items() if QUOTE.search(text, start, end) else ():
        held = re.findall(f"[{opening}{closing}]", text[start:end])
        torn = len(held) % 2 == 1 and opening == closing
        if held and (torn or held[0] != opening) and text[start - 1 : start] == opening:
            start, torn = start - 1, False
        if held and (torn or held[-1] != closing) and text[end : end + 1] == closing:
            end += 1
    return start, end


def _is_quoted(text: str, start: int, end: int) -> bool:
    around = text[end : end + 1] and text[end] == _PAIRS.get(text[start - 1 : start])
    return bool(around or QUOTE.search(text, start, end))


def _whole(text: str, start: int, end: int) -> bool:
    """Not cut out of a longer number: 十四五 in 二十四五, 515 in 1515, 三个代表 in 十三个代表."""
    before, first = text[start - 1 : start], text[start]
    after, last = text[end : end + 1], text[end - 1]
    counted = first in _NUMERALS and before and before in _NUMERALS
    return not (counted or is_roughly(text, start, end)) and not any(
        _LATIN.fullmatch(edge) for edge in (before + first, last + after) if edge < "z"
    )


def _guard_passes(text: str, start: int, end: int, guard: str, quoted: bool) -> bool:
    if guard == "quoted":
        before, after = text[start - 1 : start], text[end : end + 1]
        opens, closes = before in _PAIRS, after in _CLOSERS
        return quoted or (opens and after in "、·，,") or (closes and before in "、·，,")
    # 开门红 is a slogan in politics and an advertisement in a shop; the sentence decides
    shop = word_list("slogans.retail") if guard == "political" else ()
    return not any(word in _sentence(text, start, end) for word in shop)


def _sentence(text: str, start: int, end: int) -> str:
    left = max([text.rfind(mark, 0, start) for mark in "。！？!?\n"]) + 1
    right = _STOP.search(text, end)
    return text[left : right.start() if right else len(text)]


def _valid(row: dict, date: str) -> bool:
    begun = not date or date >= row["valid_from"]
    return begun and not (row["valid_to"] and date[: len(row["valid_to"])] > row["valid_to"])
