"""Find many fixed strings in a text at once, and decide which of them own the characters.

String and text are compared in a folded form, without quotation marks, white space and the light
separators 、，·: 数智临平·品质城区 is found in “数智临平 品质城区”. A separator in the text must stand
where the string has one, or 创新，驱动 would be 创新驱动.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import ahocorasick_rs
import numpy as np

OPENING, CLOSING = "“‘「『《", "”’」』》"
QUOTES = "“”‘’「」『』\"'＂＇"
SOFT = "、，,·•・‧∙⋅"
SPACE = " \t\r\n\v\f\u00a0\u2002\u2003\u2009\u3000\u200b\ufeff"
_FOLD = {ord(c): ord("!") + ord(c) - ord("！") for c in map(chr, range(ord("！"), ord("～") + 1))}
_FOLD |= {ord("—"): ord("-"), ord("–"): ord("-"), ord("－"): ord("-"), ord("﹢"): ord("+")}
_FOLD |= dict.fromkeys(map(ord, QUOTES + SOFT + SPACE))
# The same for whole texts: by code point, 0 for what is left out; beyond the first plane all stays.
_PLAIN = np.arange(0x10000, dtype=np.uint32)
_PLAIN[list(_FOLD)] = [code or 0 for code in _FOLD.values()]


class Matcher(NamedTuple):
    """The automaton; for each of its keys the aliases folded to it and where they may be broken."""

    automaton: ahocorasick_rs.AhoCorasick
    aliases: tuple[tuple[int, ...], ...]
    breaks: tuple[frozenset[int], ...]


def match_key(text: str) -> str:
    """The form in which an alias and a text are compared."""
    return text.translate(_FOLD)


def build_matcher(aliases: Sequence[str]) -> Matcher:
    """A matcher for the aliases; an alias that folds to nothing is refused (ValueError)."""
    where: dict[str, list[int]] = {}
    for number, alias in enumerate(aliases):
        if not (key := match_key(alias)):
            raise ValueError(f"alias {alias!r} has no characters to match")
        where.setdefault(key, []).append(number)
    breaks = [frozenset().union(*(_breaks(aliases[n]) for n in same)) for same in where.values()]
    automaton = ahocorasick_rs.AhoCorasick(list(where), matchkind=ahocorasick_rs.MatchKind.Standard)
    return Matcher(automaton, tuple(map(tuple, where.values())), tuple(breaks))


def _breaks(alias: str) -> frozenset[int]:
    """Where in the alias's key the alias itself has a separator or joins two quotations."""
    parts = (n for n, character in enumerate(alias) if character in SOFT + OPENING)
    return frozenset(len(match_key(alias[:n])) for n in parts)


def find_keys(matcher: Matcher, text: str) -> list[tuple[int, int, tuple[int, ...]]]:
    """Start, end and aliases of every key in a text, in order of start, longest first."""
    folded, kept = _folded(text)
    found = matcher.automaton.find_matches_as_indexes(folded, overlapping=True)
    if not found:
        return []
    keys, first, last = np.array(found).T
    start, end = kept[first], kept[last - 1] + 1
    order = np.lexsort((-end, start))
    columns = (c[order].tolist() for c in (start, end, keys, end - start != last - first))
    return [
        (a, b, matcher.aliases[key])
        for a, b, key, broken in zip(*columns, strict=True)
        if not broken or _gaps_allowed(text[a:b], matcher.breaks[key])
    ]


def _folded(text: str) -> tuple[str, np.ndarray]:
    """The text folded, and where each of its characters stands in the text."""
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    if len(codes) == len(text):  # two bytes a character are half the work
        plain = _PLAIN[codes].astype(np.uint16)
    else:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        plain = np.where(codes > 0xFFFF, codes, _PLAIN[np.minimum(codes, 0xFFFF)])
    kept, form = np.flatnonzero(plain), f"utf-{8 * plain.itemsize}-le"
    return plain[kept].tobytes().decode(form, "surrogatepass"), kept


def _gaps_allowed(found: str, breaks: frozenset[int]) -> bool:
    """Whether what the text has between the characters of a key may be left out there."""
    done, gap = 0, ""
    for character in found:
        if not match_key(character):
            gap += character
            continue
        if gap and done not in breaks:
            two_quotations = any(c in CLOSING for c in gap) and any(c in OPENING for c in gap)
            if two_quotations or any(c in SOFT for c in gap):
                return False
        done, gap = done + 1, ""
    return True


def owners(candidates: Iterable, rank: Callable = lambda candidate: 0) -> tuple[list, list[tuple]]:
    """Which candidates own their characters (leftmost, longest, lowest `rank`), and which lost to
    which owner.
    """
    kept, lost = [], []
    for candidate in sorted(candidates, key=lambda c: (c.start, -c.end, rank(c))):
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
        else:
            lost.append((candidate, kept[-1]))
    return kept, lost
