"""The page's own font: just the characters a page holds, cut from the vendored font, as WOFF
inside the page: WOFF2 would be a quarter smaller, and take three times as long to write."""

from base64 import b64encode
from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Tifa"  # a name no machine has installed, so the page never takes another font by accident
MORE = "Tifa More"  # characters of what lies beside a page
FONTS = Path(__file__).parents[1] / "draw" / "fonts"
REGULAR, BOLD, RARE = "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "NotoSansSC-Rare.ttf"
RULE = (
    '@font-face{{font-family:"{}";font-weight:{};font-display:block;'
    'src:url(data:font/woff;base64,{}) format("woff")}}'
)


def font_css(chars: set[str], family: str = FAMILY) -> str:
    """The @font-face rules with the fonts in them, both weights for all characters of a page; a
    bold character that only the rare font holds is drawn from its one weight."""
    rare = chars - covered(REGULAR)
    wanted = [(REGULAR, chars, 400, ""), (BOLD, chars, 700, ""), (RARE, rare, 400, " Rare")]
    rules = []
    for file, some, weight, kind in wanted:
        if held := some & covered(file):
            data = b64encode(subset(file, "".join(sorted(held)))).decode("ascii")
            rules.append(RULE.format(family + kind, weight, data))
    return "\n".join(rules)


@cache
def covered(file: str) -> frozenset[str]:
    """The characters a vendored font file draws."""
    with TTFont(FONTS / file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def missing(text: str) -> list[str]:
    """The visible characters of `text` that no vendored font draws, in code point order."""
    invisible = set(" \n\t\r\u200b\ufeff\u00ad")
    return sorted(set(text) - covered(REGULAR) - covered(RARE) - invisible)


@cache
def subset(file: str, chars: str) -> bytes:
    """WOFF bytes with exactly these characters of a vendored font; equal bytes on every run."""
    options = Options()
    options.layout_features, options.hinting, options.notdef_outline = [], False, True
    options.glyph_names, options.name_IDs, options.recalc_timestamp = False, [1, 2, 13, 14], False
    kept = {"recalcTimestamp": False, "recalcBBoxes": False}  # no outline is read, so none changes
    with TTFont(FONTS / file, lazy=True, **kept) as font:
        subsetter = Subsetter(options)
        subsetter.populate(text=chars)
        subsetter.subset(font)
        font.flavor, stream = "woff", BytesIO()
        font.save(stream)
    return stream.getvalue()
