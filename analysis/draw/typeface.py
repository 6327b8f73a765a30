"""The packaged fonts: known to matplotlib by file, measured, asked if they have a character."""

import dataclasses
import functools
import re
from pathlib import Path

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from analysis.chinese.han import HAN
from analysis.errors import TifaError

FONT_FILES = tuple(
    Path(__file__).with_name("fonts") / f"NotoSansSC-{style}.ttf"
    for style in ("Regular", "Bold", "Rare")
)
FAMILIES = ["Tifa Sans SC", "Tifa Sans SC Rare"]  # the second fills what the first lacks
OPEN, CLOSE = "“‘（《【「『(", " ，。、；：！？”’）》】」』…,.;:!?)%·"
WESTERN = "[!-\u2e7f]"


def register_fonts() -> None:
    """Make the packaged fonts known to matplotlib, by file.

    A family name is never looked up among installed fonts: a variable font there would be drawn
    Thin, a collection with Japanese forms.
    """
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in FONT_FILES:
        if not path.is_file():
            where = f"is missing from {path.parent.name}/; reinstall the package"
            raise TifaError(f"font file {path.name} {where}")
        if str(path) not in known:
            font_manager.fontManager.addfont(str(path))
            entry = font_manager.fontManager.ttflist[-1]
            if entry.name == FAMILIES[1]:  # asked for in bold too, and has one weight
                font_manager.fontManager.ttflist.append(dataclasses.replace(entry, weight=700))


@functools.cache
def _faces() -> list[FT2Font]:
    return [FT2Font(str(path)) for path in FONT_FILES]


@functools.cache
def _characters() -> list[frozenset[int]]:
    """The code points that each of the fonts has."""
    return [frozenset(face.get_charmap()) for face in _faces()]


@functools.cache
def _advance(char: str, bold: bool) -> float:
    """Width of one character in em."""
    for number in (1 if bold else 0, 2):
        if ord(char) in _characters()[number]:
            face = _faces()[number]
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

    >>> check_glyphs("a𓀀b", "articles row 7")
    Traceback (most recent call last):
    analysis.errors.TifaError: no font has the character '𓀀' (U+13000) in articles row 7
    """
    for char in missing_glyphs(text):
        raise TifaError(f"no font has the character {char!r} (U+{ord(char):04X}) in {where}")


def missing_glyphs(text: str) -> list[str]:
    """The characters of `text` that no packaged font has, each once, in the order they come in."""
    seen = dict.fromkeys(text.replace("\n", ""))
    return [char for char in seen if not any(ord(char) in known for known in _characters())]


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
    """Unbreakable pieces: a Han character (in a western sentence, a Chinese name) or a word, each
    with the punctuation that opens and closes it.
    """
    most = 8 if len(re.findall(WESTERN, text)) > len(text) / 2 else 1
    core = f"(?:{WESTERN}+|[{HAN}]{{1,{most}}}|.)"
    return re.findall(f"(?:{WESTERN}*[{OPEN}])*{core}[{CLOSE}]*", text, re.DOTALL)


def fold(text: str, width: float, size: float, *, most: int = 2) -> list[str]:
    """`text` in at most `most` lines, the last of them cut where it is longer still.

    >>> fold("CPC Working Committee, Hangzhou Qiantang New Area", 140, 8)
    ['CPC Working Committee, Hangzhou', 'Qiantang New Area']
    """
    text = " ".join(text.split())
    lines = wrap(text, width, size).split("\n") if text else []
    if len(lines) > most:
        for line in lines[: most - 1]:
            text = text.removeprefix(line).lstrip()
        lines = [*lines[: most - 1], text]
    return [clip(line, width, size) for line in lines]


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
