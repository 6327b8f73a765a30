"""The looks of the groups of a corpus, the same in every figure, page and panel; how groups, terms
and numbers are said in a sentence."""

import re
from collections.abc import Iterable, Mapping
from numbers import Integral
from string import Formatter

import pandas as pd

from analysis.chinese.han import HAN_CHARACTER
from analysis.chinese.pinyin import spell, spell_place
from analysis.describe.page_place import UNKNOWN_PLACE
from analysis.measure.groups import PERIODS
from analysis.wording.labels import amount, has_label, known, label, label_template, listing

# Found by search: under the Machado (2009) matrices for protanopia, deuteranopia and tritanopia
# any two are at least 23 apart in CIELAB, and in grey at least 9 L* apart (tests/draw).
COLOURS = ("#0e5bb8", "#e98e00", "#359c77", "#812c00", "#ab5599", "#4f176d")
UNKNOWN_COLOUR = "#8a8a8a"
NOBODY = ("", UNKNOWN_PLACE)
LONGEST = 40  # letters of a name in a sentence
NAMED = 3  # groups a sentence names; the rest as a number
HIDDEN = "–"  # the head, in words.csv, of a column that only programs need
SIZES = 4  # groups whose numbers of articles a sentence gives


def style_groups(
    groups: Iterable[str], *, first: Iterable[str] = (), by: str = "place"
) -> pd.DataFrame:
    """How each group of a corpus looks and is called: one row a group, in the order of show.

    groups : the group of each counted article. first : those to show first (the two that are
        compared), else the group with most articles. by : what they are values of.
    Returns, by group: colour (by number of articles alone, so that no choice of `first` changes it;
    six, which then come again), en ("Linping 临平"), short ("Linping"), zh, kind ("place" or
    "group", what they are called together). The group that nobody knows is last and grey.

    >>> table = style_groups(["钱塘", "钱塘", "临平"], first=["临平"])
    >>> table[["en", "short", "colour"]].values.tolist()
    [['Linping 临平', 'Linping', '#e98e00'], ['Qiantang 钱塘', 'Qiantang', '#0e5bb8']]
    """
    counts = pd.Series(list(groups), dtype=object).astype(str).value_counts()
    order = sorted(counts.index, key=lambda name: (name in NOBODY, -counts[name], name))
    rows = []
    for name in dict.fromkeys([*(name for name in first if name in counts.index), *order]):
        short = _unknown(by, "en") if name in NOBODY else _latin(name)
        full = f"{short} {name}" if short and HAN_CHARACTER.search(name) else short or name
        full = short if name in NOBODY else full
        zh = _unknown(by, "zh") if name in NOBODY else known(name, "zh")
        colour = UNKNOWN_COLOUR if name in NOBODY else COLOURS[order.index(name) % len(COLOURS)]
        rows.append((name, colour, full, short or name, zh))
    table = pd.DataFrame(rows, columns=["group", "colour", "en", "short", "zh"])
    return table.assign(kind="place" if by == "place" else "group").set_index("group")


def _unknown(by: str, lang: str) -> str:
    """The name of the group of the articles without a value."""
    if by in PERIODS or ".." in by:
        return label("unnamed.time", lang)
    head = label(f"column.{by}", lang) if has_label(f"column.{by}") else by
    return label("unnamed", lang, column=by if head == HIDDEN else head)


def _latin(name: str) -> str:
    """A name in Latin letters: our label for it, else Pinyin; "" where it cannot be spelled."""
    if has_label(name):
        return label(name, "en")
    if not HAN_CHARACTER.search(name):
        return name
    spelled = (spell_place(name) if len(name) > 2 else "") or spell(name)  # 杭州 is no 州
    return spelled if len(spelled) <= LONGEST else ""


class _Filler(Formatter):
    """Fills the gaps of a sentence: {n:time} a number with its noun, {k:kind} one of groups,
    {place:name} a group, {places:names} some, {places:all} all, {level:level}, {share:percent}."""

    def __init__(self, lang: str, groups: pd.DataFrame):
        self.lang, self.groups = lang, groups

    def format_field(self, value: object, spec: str) -> str:
        if spec == "name":
            return self.groups.at[value, self.lang]
        if spec == "all" and len(value) > NAMED:
            return fill("all_groups", self.lang, self.groups, n=len(value))
        if spec in ("names", "all"):
            return name_groups(value, self.lang, self.groups)
        if spec == "level":
            return label(f"level.{value}", self.lang)
        if spec == "percent":
            return f"{100 * value:.0f}"
        if spec:
            noun = self.groups["kind"].iloc[0] if spec == "kind" else spec
            return amount(int(value), noun, self.lang)
        return f"{value:,}" if isinstance(value, Integral) else str(value)


def fill(key: str, lang: str, groups: pd.DataFrame, /, **facts: object) -> str:
    """A row of words.csv with its gaps filled; see `_Filler`."""
    return _Filler(lang, groups).format(label_template(key, lang), **facts)


def say(key: str, lang: str, groups: pd.DataFrame, /, **facts: object) -> str:
    """`fill` as a sentence; a group that it names again is named without its characters."""
    text = fill(key, lang, groups, **facts)
    for full, short in zip(groups["en"], groups["short"], strict=True):
        if lang == "en" and full != short and full in text:
            head, name, rest = text.partition(full)
            text = head + name + rest.replace(full, short)
    return text[:1].upper() + text[1:]


def clauses(key: str, rows: pd.DataFrame, lang: str, groups: pd.DataFrame) -> str:
    """A clause of one sentence from each row, with commas and "and" in English."""
    parts = [fill(key, lang, groups, **row) for row in rows.to_dict("records")]
    return listing(parts, lang, most=len(parts)) if lang == "en" else "，".join(parts)


def name_groups(names: Iterable[str], lang: str, groups: pd.DataFrame) -> str:
    """The first groups by name, of more the number: 临平、钱塘、余杭等 12 个地方."""
    return name_first(list(groups.loc[list(names), lang]), groups["kind"].iloc[0], lang)


def name_first(names: list[str], noun: str, lang: str) -> str:
    """The first NAMED names and the number of all; one alone is no rest."""
    if len(names) <= NAMED + 1:
        return listing(names, lang, most=NAMED + 1)
    said = {"all": amount(len(names), noun, lang), "more": len(names) - NAMED}
    return label("and_more", lang, names=label("list", lang).join(names[:NAMED]), **said)


def group_sizes(table: pd.DataFrame, lang: str, groups: pd.DataFrame) -> str:
    """The groups of a table with their numbers of articles: columns place, of_articles."""
    rows = table.drop_duplicates("place").to_dict("records")
    said = [fill("size", lang, groups, **row) for row in rows[:SIZES]]
    said += [label("n_more", lang, n=len(rows) - SIZES)] if len(rows) > SIZES else []
    return label("list", lang).join(said)


def part_of(k: int, n: int, lang: str, groups: pd.DataFrame) -> str:
    """So many of n groups: 9 of 12 places, all 12 places."""
    return fill("part.all" if k == n else "part.some", lang, groups, k=k, n=n)


def heads_of(places: Iterable[str], lang: str, groups: pd.DataFrame) -> list[tuple[str, str]]:
    """Name and colour of each group, as heads of columns."""
    return list(groups.loc[list(places), [lang, "colour"]].itertuples(index=False, name=None))


def name_term(name: str, lang: str, glosses: Mapping[str, str] | None = None) -> str:
    """A term as a sentence names it: in English first its gloss, else how it is spelled.

    >>> name_term("十五五", "en", {"十五五": "15th Five-Year Plan (2026-30)"}), name_term("十五五", "zh")
    ('15th Five-Year Plan (十五五)', '“十五五”')
    """
    bare = name[1:-1] if re.fullmatch("[“‘「『][^”’」』]*[”’」』]", name) else name
    if lang == "zh":
        return bare if "“" in bare else f"“{bare}”"
    gloss = (glosses or {}).get(name, "").partition(" (")[0] or _latin(bare)
    return f"{gloss} ({bare})" if gloss not in ("", bare) else bare


def term_of(row: Mapping[str, str], lang: str, name: str = "feature", gloss: str = "gloss") -> str:
    """The term of a row as a sentence names it."""
    return name_term(row[name], lang, {row[name]: row[gloss]})
