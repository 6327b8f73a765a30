"""What a Han character is, how wide a text is, what a Chinese numeral says: one home each."""

import re
import unicodedata

# Inside [ ] of a pattern: the unified ideographs with their extensions, the compatibility
# ideographs, the radicals that PDFs print for characters, and 〇, which is written as one
# (Unicode 16, Blocks.txt).
HAN = "\u4e00-\u9fff\u3007\u3400-\u4dbf\u2e80-\u2fd5\uf900-\ufaff\U00020000-\U000323af"
NUMERAL = "一二三四五六七八九十两双百千万"  # what a set of things is counted with
_DIGITS = str.maketrans(
    "〇○零一二两双三四五六七八九０１２３４５６７８９", "000122234567890123456789"
)
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
HAN_CHARACTER = re.compile(f"[{HAN}]")
_HAN_RUN = re.compile(f"[{HAN}]+")


def n_han(text: str) -> int:
    """Han characters in a text, the denominator of every rate."""
    return sum(map(len, _HAN_RUN.findall(text)))


def width(text: str) -> int:
    """Columns a text takes on a terminal, a Chinese character two, a combining mark none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def crop(text: str, columns: int, *, end: bool = False) -> str:
    """As much of a text as so many columns hold, from its beginning or end, … where it was cut."""
    if width(text) <= columns:
        return text
    kept, room = [], columns - 1
    for character in reversed(text) if end else text:
        room -= width(character)
        if room < 0:
            break
        kept.append(character)
    return "…" + "".join(reversed(kept)) if end else "".join(kept) + "…"


def read_number(text: str) -> int:
    """The number that a numeral says, in any digits, by place or with units; else ValueError."""
    text = text.strip().replace("廿", "二十").replace("卅", "三十").translate(_DIGITS)
    if not any(unit in text for unit in _UNITS):
        return int(text)
    total, part, digits = 0, 0, ""
    for char in text:
        if char not in _UNITS:
            digits += char
        elif char == "万":
            total, part, digits = total + (part + int(digits or 0)) * 10_000, 0, ""
        else:
            part, digits = part + int(digits or 1) * _UNITS[char], ""
    return total + part + int(digits or 0)
