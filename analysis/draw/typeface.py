"""The packaged fonts: known to matplotlib by file, measured, asked for a character, cut for a page."""

import dataclasses
import functools
import re
from base64 import b64encode
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
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
WEB = "Tifa"  # a name no machine has installed, so the page never takes another font by accident
MORE = "Tifa More"  # characters of what lies beside a page
# WOFF2 would be a quarter smaller, and take three times as long to write.
RULE = (
    '@font-face{{font-family:"{}";font-weight:{};font-display:block;'
    'src:url(data:font/woff;base64,{}) format("woff")}}'
)


def register_fonts() -> None:
    """Make the packaged fonts known to matplotlib, by file: of those installed under such a name a
    variable one would be drawn Thin, a collection with Japanese forms."""
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
def _characters() -> list[frozenset[str]]:
    """The characters that each of the fonts has."""
    return [frozenset(map(chr, face.get_charmap())) for face in _faces()]


@functools.cache
def _advance(char: str, bold: bool) -> float:
    """Width of one character in em."""
    for number in (1 if bold else 0, 2):
        if char in _characters()[number]:
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
    """Raise TifaError if no packaged font has a character of `text`, which came from `where`.

    >>> check_glyphs("a𓀀b", "articles row 7")
    Traceback (most recent call last):
    analysis.errors.TifaError: no font has the character '𓀀' (U+13000) in articles row 7
    """
    for char in missing_glyphs(text):
        raise TifaError(f"no font has the character {char!r} (U+{ord(char):04X}) in {where}")


def missing_glyphs(text: str) -> list[str]:
    """The characters of `text` that no packaged font has, each once, in the order they come in."""
    seen = dict.fromkeys(text.replace("\n", ""))
    return [char for char in seen if not any(char in known for known in _characters())]


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
    with the punctuation that opens and closes it."""
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
    """`text` in at most `width` points, ending in … where it was cut; white space as single spaces.

    >>> clip("杭州市人民代表大会常务委员会", 60, 10)
    '杭州市人民…'
    """
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if text_width(text, size, bold) <= width:
        return text
    while text and text_width(text + "…", size, bold) > width:
        text = text[:-1]
    return text.rstrip() + "…"


# --- the font of a page


def font_css(chars: set[str], family: str = WEB) -> str:
    """The @font-face rules with the fonts in them, both weights for all characters of a page; a
    bold character that only the rare font holds is drawn from its one weight."""
    rare = chars - _characters()[0]
    rules = []
    kinds = ((chars, 400, ""), (chars, 700, ""), (rare, 400, " Rare"))
    for file, there, (some, weight, kind) in zip(FONT_FILES, _characters(), kinds, strict=True):
        if held := some & there:
            data = b64encode(_subset(file, "".join(sorted(held)))).decode("ascii")
            rules.append(RULE.format(family + kind, weight, data))
    return "\n".join(rules)


@functools.cache
def _subset(file: Path, chars: str) -> bytes:
    """WOFF bytes with exactly these characters of a packaged font; equal bytes on every run."""
    options = Options()
    options.layout_features, options.hinting, options.notdef_outline = [], False, True
    options.glyph_names, options.name_IDs, options.recalc_timestamp = False, [1, 2, 13, 14], False
    kept = {"recalcTimestamp": False, "recalcBBoxes": False}  # no outline is read, so none changes
    with TTFont(file, lazy=True, **kept) as font:
        subsetter = Subsetter(options)
        subsetter.populate(text=chars)
        subsetter.subset(font)
        font.flavor, stream = "woff", BytesIO()
        font.save(stream)
    return stream.getvalue()
