"""The page's own font: just the characters a page holds, cut from the vendored font, as WOFF2
inside the page.
"""

from base64 import b64encode
from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Tifa"  # a name no machine has installed, so the page never takes another font by accident
FONTS = Path(__file__).parents[1] / "draw" / "fonts"
REGULAR, BOLD, RARE = "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "NotoSansSC-Rare.ttf"


def font_css(chars: set[str]) -> str:
    """The @font-face rules with the fonts in them, both weights for all characters of a page.

    A bold character that only the rare font holds is drawn from its one weight.
    """
    rules = [
        _rule(REGULAR, chars & covered(REGULAR), 400),
        _rule(BOLD, chars & covered(BOLD), 700),
    ]
    rare = (chars - covered(REGULAR)) & covered(RARE)
    return "\n".join(rule for rule in [*rules, _rule(RARE, rare, 400, FAMILY + " Rare")] if rule)


@cache
def covered(file: str) -> frozenset[str]:
    """The characters a vendored font file draws."""
    with TTFont(FONTS / file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def missing(text: str) -> list[str]:
    """The visible characters of `text` that no vendored font draws, in code point order.

    >>> missing("区委 “十五五”\\n\U0010fffd")
    ['\U0010fffd']
    """
    invisible = set(" \n\t\r\u200b\ufeff\u00ad")
    return sorted(set(text) - covered(REGULAR) - covered(RARE) - invisible)


def _rule(file: str, chars: set[str], weight: int, family: str = FAMILY) -> str:
    if not chars:
        return ""
    data = b64encode(subset(file, "".join(sorted(chars)))).decode("ascii")
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:block;'
        f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
    )


@cache
def subset(file: str, chars: str) -> bytes:
    """WOFF2 bytes with exactly these characters of a vendored font; equal bytes on every run."""
    options = Options()
    options.layout_features, options.hinting, options.notdef_outline = [], False, True
    options.glyph_names, options.name_IDs, options.recalc_timestamp = False, [1, 2, 13, 14], False
    with TTFont(FONTS / file, lazy=True, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(text=chars)
        subsetter.subset(font)
        font.flavor, stream = "woff2", BytesIO()
        font.save(stream)
    return stream.getvalue()
