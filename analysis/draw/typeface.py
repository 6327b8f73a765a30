"""The packaged fonts: known to matplotlib by file, measured, and asked whether they have a
character.
"""

import dataclasses
import functools
from pathlib import Path

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from analysis.errors import TifaError

FONT_FILES = tuple(
    Path(__file__).with_name("fonts") / f"NotoSansSC-{style}.ttf"
    for style in ("Regular", "Bold", "Rare")
)
FAMILIES = ["Tifa Sans SC", "Tifa Sans SC Rare"]  # the second fills what the first lacks


def register_fonts() -> list[str]:
    """Make the packaged fonts known to matplotlib, by file; returns the family names to ask for.

    A family name is never looked up among installed fonts: a variable font there would be drawn
    Thin, a collection with Japanese forms.
    """
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in FONT_FILES:
        if not path.is_file():
            raise TifaError(
                f"font file {path.name} is missing from {path.parent.name}/; reinstall the package"
            )
        if str(path) not in known:
            font_manager.fontManager.addfont(str(path))
            entry = font_manager.fontManager.ttflist[-1]
            if entry.name == FAMILIES[1]:  # asked for in bold too, and has one weight
                font_manager.fontManager.ttflist.append(dataclasses.replace(entry, weight=700))
    return list(FAMILIES)


@functools.lru_cache(maxsize=1)
def _faces() -> tuple[FT2Font, ...]:
    return tuple(FT2Font(str(path)) for path in FONT_FILES)


@functools.cache
def _advance(char: str, bold: bool) -> float:
    """Width of one character in em."""
    regular, heavy, rare = _faces()
    for face in (heavy if bold else regular, rare):
        if ord(char) in face.get_charmap():
            face.set_size(100, 72)
            return face.load_char(ord(char)).linearHoriAdvance / 65536 / 100
    return 1.0


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of a line of text in points.

    >>> text_width("十五五", 10)
    30.0
    """
    return round(sum(_advance(char, bold) for char in text) * size, 3)


def check_glyphs(text: str, where: str) -> None:
    """Raise TifaError if no packaged font has a character of `text`; `where` says what the text
    came from.

    >>> check_glyphs("朱镕基〇①㎡", "a label")
    >>> check_glyphs("a𓀀b", "articles row 7")
    Traceback (most recent call last):
    analysis.errors.TifaError: no font has the character '𓀀' (U+13000) in articles row 7
    """
    for char in missing_glyphs(text):
        raise TifaError(f"no font has the character {char!r} (U+{ord(char):04X}) in {where}")


def missing_glyphs(text: str) -> list[str]:
    """The characters of `text` that no packaged font has, each once, in the order they come in.

    >>> missing_glyphs("a𓀀b𓀀")
    ['𓀀']
    """
    maps = [face.get_charmap() for face in _faces()]
    return [
        char
        for char in dict.fromkeys(text)
        if char != "\n" and not any(ord(char) in table for table in maps)
    ]


def wrap(text: str, width: float, size: float, bold: bool = False) -> str:
    """Break `text` into lines of at most `width` points: at spaces, and beside any Han character.

    A line never starts with closing punctuation. A single piece wider than a line stays whole.
    >>> wrap("临平说新质生产力，钱塘说十五五", 80, 10)
    '临平说新质生产\\n力，钱塘说十五五'
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and text_width((line + piece).rstrip(), size, bold) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return "\n".join([*lines, line.rstrip()] if line.strip() else lines)


def _pieces(text: str) -> list[str]:
    """Unbreakable pieces: a Han character, or a word, each with the space or closing punctuation
    after it.
    """
    pieces: list[str] = []
    # In a western sentence a Chinese name stays whole, as a word would.
    western = sum(_western(char) for char in text) > len(text) / 2
    for char in text:
        joined = western and pieces and _han(char) and _han(pieces[-1][-1]) and len(pieces[-1]) < 8
        glued = char in " ，。、；：！？”’）》】」』…,.;:!?)%·" or (
            pieces and pieces[-1][-1] in "“‘（《【「『("
        )
        if pieces and (glued or (_western(char) and _western(pieces[-1][-1])) or joined):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _western(char: str) -> bool:
    return char != " " and ord(char) < 0x2E80 and char not in "，。、；："


def clip(text: str, width: float, size: float, bold: bool = False) -> str:
    """`text` in at most `width` points, ending in … where it was cut; white space becomes single
    spaces.

    >>> clip("杭州市人民代表大会常务委员会", 60, 10)
    '杭州市人民…'
    """
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if text_width(text, size, bold) <= width:
        return text
    while text and text_width(text + "…", size, bold) > width:
        text = text[:-1]
    return text.rstrip() + "…"
