"""Matching: folded comparison, separators, and who owns a character."""

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from analysis.chinese.matching import build_matcher, find_keys, match_key, owners


class Hit(NamedTuple):
    start: int
    end: int
    alias: int


def hits_of(aliases, text):
    keys = find_keys(build_matcher(aliases), text)
    return [Hit(start, end, alias) for start, end, same in keys for alias in same]


def found(aliases, text):
    return [(h.start, h.end, aliases[h.alias]) for h in hits_of(aliases, text)]


def test_quotation_marks_spaces_and_broken_lines_do_not_hide_an_alias():
    assert found(["新时代枫桥经验"], "坚持新时代“枫桥经验”") == [(2, 10, "新时代枫桥经验")]
    assert found(["数智临平·品质城区"], "建设数智临平 品质\n城区") == [(2, 12, "数智临平·品质城区")]
    assert found(["1+8+28+N"], "“１＋８＋28+N”") == [(1, 9, "1+8+28+N")]


def test_a_separator_in_the_text_must_stand_where_the_alias_has_one():
    assert found(["创新驱动"], "创新，驱动") == []
    assert found(["忠诚、干净、担当"], "忠诚干净担当") == [(0, 6, "忠诚、干净、担当")]
    assert found(["忠诚、干净、担当"], "忠诚，干净，担当") == [(0, 8, "忠诚、干净、担当")]


def test_two_quotations_side_by_side_are_two():
    assert found(["三个年七个进"], "“三个年”“七个进”") == []


def test_leftmost_then_longest_owns_and_the_rest_is_listed():
    aliases = ["高质量发展", "高质量发展建设共同富裕示范区", "共同富裕"]
    kept, lost = owners(hits_of(aliases, "高质量发展建设共同富裕示范区、共同富裕"))
    assert [(k.start, k.end) for k in kept] == [(0, 14), (15, 19)]
    assert [(a.start, a.end) for a, _ in lost] == [(0, 5), (7, 11)]


@given(
    st.lists(st.text("甲乙丙", min_size=1, max_size=3), min_size=1, max_size=6, unique=True),
    st.text("甲乙丙、“” ", max_size=30),
)
def test_hits_are_what_a_plain_search_of_the_folded_text_finds(aliases, text):
    folded, plain = match_key(text), "、" not in text and "“" not in text and "”" not in text
    expected = sorted(
        (i, alias) for alias in aliases for i in range(len(folded)) if folded.startswith(alias, i)
    )
    hits = hits_of(aliases, text)
    got = sorted((len(match_key(text[: h.start])), aliases[h.alias]) for h in hits)
    assert got == expected if plain else set(got) <= set(expected)
    assert all(match_key(text[h.start : h.end]) == aliases[h.alias] for h in hits)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=12))
def test_owners_never_share_a_character(spans):
    hits = [Hit(s, s + n, i) for i, (s, n) in enumerate(spans)]
    kept, lost = owners(hits)
    taken = [c for k in kept for c in range(k.start, k.end)]
    assert len(taken) == len(set(taken))
    assert len(kept) + len(lost) == len(hits)
