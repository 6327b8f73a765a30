"""One vocabulary a corpus: the colour, mark, order and name of each group, and how a term is named
in a sentence; the same in every figure, page and panel.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from analysis.chinese.pinyin import spell, spell_place
from analysis.wording.labels import amount, has_label, known, label, listing

# Found by search: under the Machado (2009) matrices for protanopia, deuteranopia and tritanopia
# any two are at least 23 apart in CIELAB, and in grey at least 9 L* apart (tests/draw).
COLOURS = ("#0e5bb8", "#e98e00", "#359c77", "#812c00", "#ab5599", "#4f176d")
MARKS = "os^DvP"
UNKNOWN_COLOUR = "#8a8a8a"
LONGEST = 40  # letters of a name in a sentence
NAMED = 3  # groups a sentence names; the rest as a number


def group_vocabulary(
    groups: Iterable[str], *, first: Iterable[str] = (), kind: str = "place"
) -> pd.DataFrame:
    """How each group of a corpus looks and is called: one row a group, in the order of show.

    groups : the group of each counted article (articles["place"]). first : those to show first (the
        two that are compared), else the group with most articles. kind : "place" or "group", what
        they are called together.
    Returns, by group: colour and mark (by number of articles alone, so that no choice of `first`
    changes them; six colours, beyond them with other marks), en ("Linping 临平"), short ("Linping"),
    zh, kind. The group "" (nobody knows) is last and grey.

    >>> table = group_vocabulary(["钱塘", "钱塘", "临平"], first=["临平"])
    >>> table[["en", "short", "colour"]].values.tolist()
    [['Linping 临平', 'Linping', '#e98e00'], ['Qiantang 钱塘', 'Qiantang', '#0e5bb8']]
    """
    counts = pd.Series(list(groups), dtype=object).astype(str).value_counts()
    order = sorted(counts.index, key=lambda name: (name == "", -counts[name], name))
    shown = [*(name for name in dict.fromkeys(first) if name in counts.index), *order]
    rows = []
    for name in dict.fromkeys(shown):
        i = order.index(name)
        short = _latin(name)
        rows.append(
            {
                "group": name,
                "colour": COLOURS[i % len(COLOURS)] if name else UNKNOWN_COLOUR,
                "mark": MARKS[(i + i // len(COLOURS)) % len(MARKS)],
                "en": f"{short} {name}" if short and _chinese(name) else short or name,
                "short": short or name,
                "zh": known(name, "zh") if name else label("unnamed", "zh"),
                "kind": kind,
            }
        )
    columns = ["group", "colour", "mark", "en", "short", "zh", "kind"]
    return pd.DataFrame(rows, columns=columns).set_index("group")


def _chinese(name: str) -> bool:
    return any("\u3400" <= char <= "\u9fff" for char in name)


def _latin(name: str) -> str:
    """A group's name in Latin letters: our label for it, else Hanyu Pinyin; "" where it cannot be
    spelled."""
    if not name:
        return label("unnamed", "en")
    if has_label(name):
        return label(name, "en")
    if not _chinese(name):
        return name
    spelled = (spell_place(name) if len(name) > 2 else "") or spell(name)  # 杭州 is no 州
    return spelled if len(spelled) <= LONGEST else ""


def say(key: str, lang: str, groups: pd.DataFrame, **facts: object) -> str:
    """A sentence of words.csv; a group that it names again is named without its characters."""
    text = label(key, lang, **facts)
    for full, short in zip(groups["en"], groups["short"], strict=True):
        if lang == "en" and full != short and full in text:
            head, name, rest = text.partition(full)
            text = head + name + rest.replace(full, short)
    return text[:1].upper() + text[1:]


def name_groups(names: Iterable[str], lang: str, groups: pd.DataFrame, *, most: int = NAMED) -> str:
    """The first groups by name, the rest as a number: 临平、钱塘等 12 个地方."""
    names = list(names)
    shown = [groups.loc[name, lang] for name in names[:most]]
    if len(names) <= most:
        return listing(shown, lang, most=most)
    total = amount(len(names), groups["kind"].iloc[0], lang)
    return label("and_more", lang, names=label("list", lang).join(shown), all=total)


def name_term(name: str, lang: str, glosses: Mapping[str, str] | None = None) -> str:
    """A term as a sentence names it: in English its gloss first, if it has one.

    >>> name_term("十五五", "en", {"十五五": "15th Five-Year Plan (2026-30)"}), name_term("十五五", "zh")
    ('15th Five-Year Plan (十五五)', '“十五五”')
    """
    bare = name[1:-1] if re.fullmatch("[“‘「『][^”’」』]*[”’」』]", name) else name
    if lang == "zh":
        return bare if "“" in bare else f"“{bare}”"
    gloss = (glosses or {}).get(name, "").partition(" (")[0]
    return f"{gloss} ({bare})" if gloss else bare


def clauses(parts: Sequence[str], lang: str) -> str:
    """Clauses of one sentence in a row: commas and "and" in English, commas in Chinese."""
    return listing(parts, lang, most=len(parts)) if lang == "en" else "，".join(parts)


def of_table(table: pd.DataFrame, groups: pd.DataFrame | None) -> pd.DataFrame:
    """The vocabulary given, else one of the groups that a table names."""
    if groups is not None:
        return groups
    columns = [c for c in ("place", "group", "place_a", "place_b") if c in table]
    names = pd.concat([table[c] for c in columns]) if columns else []
    return group_vocabulary(names, first=dict.fromkeys(names))
