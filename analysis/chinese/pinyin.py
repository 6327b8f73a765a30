"""Chinese names of places in Latin letters: Hanyu Pinyin without tones, the level as an English
word (歙县 Shexian County). What differs from pypinyin's readings is in place_spellings.csv.
"""

import re
from functools import cache, lru_cache

from analysis.chinese.gazetteer import gazetteer
from analysis.chinese.han import HAN
from analysis.chinese.lexicons import load_lexicon

_HAN = re.compile(rf"[{HAN}]+")
_ZONES = ("Zone", "Area", "Park", "Resort", "Cluster")
# left out above another place: Linping District, Hangzhou
_IMPLIED = (" Province", " City", " Municipality", " Autonomous Region")


@cache
def spellings() -> dict[str, dict[str, str]]:
    """The rows of the spelling lexicon: role -> name -> spelling."""
    rows = load_lexicon("place_spellings").groupby("role")
    return {role: dict(zip(part["name"], part["spelling"], strict=True)) for role, part in rows}


@lru_cache(maxsize=4096)
def spell(characters: str) -> str:
    """A proper name as one word (GB/T 16159 and the 1984 rules), "" if it is not all Chinese."""
    if not _HAN.fullmatch(characters):
        return ""
    names, starts = spellings()["name"], spellings()["start"]
    for size in range(len(characters), 1, -1):
        start, rest = characters[:size], characters[size:]
        if start in names:
            return f"{names[start]} {spell(rest)}".rstrip()
        if start in starts:
            return _word([*starts[start].split(), *_readings(rest)])
    return _word(_readings(characters))


def _readings(characters: str) -> list[str]:
    from pypinyin import lazy_pinyin  # its dictionary takes a quarter of a second to read

    read = lazy_pinyin(characters, v_to_u=True) if characters else []
    return [spellings()["character"].get(c, s) for c, s in zip(characters, read, strict=True)]


def _word(syllables: list[str]) -> str:
    apart = ("'" * (i > 0 and s[0] in "aoe") + s for i, s in enumerate(syllables))
    return "".join(apart).capitalize()


@lru_cache(maxsize=4096)
def spell_place(name: str, *, above: bool = False) -> str:
    """An administrative place or zone with its level's word, "" if it ends with no level; `above`
    another one Province, City and the like go without saying.
    """
    known, levels = spellings(), spellings()["level"]
    level = max(filter(name.endswith, levels), key=len, default="")
    if not level or level == name:
        return levels.get(name, "")
    people, stem = _peoples(name.removesuffix(level))
    word = levels["民族乡" if people and level == "乡" else level]
    parts = filter(None, [_stem(stem, level, word), people, word])
    full = known["whole"].get(name) or " ".join(parts)
    implied = next((i for i in _IMPLIED if above and full.endswith(i)), "")
    bare = full.removesuffix(implied)
    return bare.removesuffix(f" {people}") if implied and people else bare


def _stem(stem: str, level: str, word: str) -> str:
    """The name proper: one character keeps its level (歙县), a zone names its city apart."""
    if len(stem) == 1:
        return spell(stem + level)
    for size in (4, 3, 2) if word.endswith(_ZONES) else ():
        if len(stem) >= size + 2 and stem[:size] in gazetteer().units:
            return f"{spell(stem[:size])} {spell(stem[size:])}"
    return spell(stem)


def _peoples(stem: str) -> tuple[str, str]:
    """The peoples an autonomous place is named for, and what stands before them: She, 景宁."""
    known, found = spellings()["people"], []
    while last := max((p for p in known if stem[1:].endswith(p)), key=len, default=""):
        found.insert(0, known[last])
        stem = stem.removesuffix(last)
    if not found and stem.endswith("族") and stem in known:
        return "", stem.removesuffix("族")  # 东乡族自治县: the people is the name
    return " and ".join([", ".join(found[:-1]), found[-1]] if found[1:] else found), stem
