"""Make the static Noto Sans SC subsets beside this file from the variable font.

    pip download --no-deps justmytype-intl-cjk==0.1.0 && unzip justmytype_intl_cjk-*.whl
    python make_fonts.py "justmytype_intl_cjk/fonts/ofl/notosanssc/NotoSansSC[wght].ttf" [PATH ...]

The program itself never reads the wheel. The characters of further files and folders (UTF-8) are
kept too. Regular and Bold hold GB 2312, names and symbols; Rare what else jieba's dictionary, the
commoner half of Big 5 and the table of traditional characters know. The families are named Tifa
Sans SC, so that no Noto installed on the machine is drawn instead. Static, for matplotlib draws a
variable font Thin; TTF, for it opens no WOFF2; no hints, layout tables or glyph names, a third of
the size that it never reads. Same input, same bytes."""

import sys
from pathlib import Path

import jieba
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
TRADITIONAL = HERE.parents[1] / "chinese/lexicons/traditional.csv"
FONTS = {  # file: family, style, weight
    "NotoSansSC-Regular.ttf": ("Tifa Sans SC", "Regular", 400),
    "NotoSansSC-Bold.ttf": ("Tifa Sans SC", "Bold", 700),
    "NotoSansSC-Rare.ttf": ("Tifa Sans SC Rare", "Regular", 400),
}
# Printed newspapers use all of these besides Han characters: first and last code point of each
# block.
BLOCKS = [
    (0x0020, 0x007E),
    (0x00A0, 0x017F),  # Latin
    (0x0391, 0x03C9),  # Greek
    (0x2010, 0x2027),
    (0x2030, 0x205E),  # dashes, quotes, bullets, ‰
    (0x20AC, 0x20AC),
    (0x2100, 0x214F),  # euro, ℃ №
    (0x2150, 0x218B),
    (0x2190, 0x21FF),  # Roman numerals, arrows
    (0x2200, 0x22FF),
    (0x2460, 0x24FF),  # mathematics, ① ⑴
    (0x2500, 0x25FF),
    (0x2600, 0x266F),  # boxes, geometric shapes, ★
    (0x3000, 0x303F),
    (0x3220, 0x3243),  # CJK punctuation with 〇, ㈠
    (0x3280, 0x33FF),
    (0xFE30, 0xFE4F),  # ㊣ ㎡, vertical forms
    (0xFF01, 0xFFEE),  # full-width forms
]
NAMES = "喆堃玥珺昇"  # given names that newspapers print and older tables lack


def characters(encoding: str, first: int, last: int) -> set[str]:
    """The two-byte characters of an encoding by their first bytes: GB 2312, Big 5's commoner half.

    >>> len([c for c in characters("gb2312", 0xA1, 0xF7) if "一" <= c <= "鿿"])
    6763
    >>> len([c for c in characters("big5", 0xA4, 0xC6) if "一" <= c <= "鿿"])
    5401
    """
    pairs = (bytes((high, low)) for high in range(first, last + 1) for low in range(0x40, 0xFF))
    found = {char for pair in pairs for char in pair.decode(encoding, errors="ignore")}
    return {char for char in found if char > "\x7f"}


def printable(files: list[Path]) -> set[str]:
    """The visible characters of UTF-8 files and of all files in folders."""
    found: set[str] = set()
    for path in files:
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        found |= {c for file in inside for c in file.read_text(encoding="utf-8") if c.isprintable()}
    return found


def common_and_rare(paths: list[Path]) -> tuple[set[int], set[int]]:
    """Code points of the common files (blocks, GB 2312, names, `paths`) and of the rare one."""
    common = {point for first, last in BLOCKS for point in range(first, last + 1)}
    common |= {
        ord(char) for char in characters("gb2312", 0xA1, 0xF7) | set(NAMES) | printable(paths)
    }
    tables = [Path(jieba.__file__).with_name("dict.txt"), TRADITIONAL]
    known = {ord(char) for char in printable(tables) | characters("big5", 0xA4, 0xC6)}
    return common, known - common


def instance(variable: Path, points: set[int], family: str, style: str, weight: int) -> TTFont:
    """The variable font at one weight, holding only `points`, under our family name."""
    font = instantiateVariableFont(TTFont(variable, recalcTimestamp=False), {"wght": weight})
    options = Options()
    options.layout_features, options.hinting, options.glyph_names = [], False, False
    options.drop_tables += [
        "GSUB",
        "GPOS",
        "GDEF",
        "BASE",
        "STAT",
        "vhea",
        "vmtx",
        "VORG",
        "DSIG",
        "meta",
    ]
    options.name_IDs, options.name_languages = [0, 1, 2, 4, 6, 13, 14], [0x409]
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(points))
    subsetter.subset(font)
    names = {1: family, 2: style, 4: f"{family} {style}", 6: f"{family.replace(' ', '')}-{style}"}
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    return font


def main(arguments: list[str]) -> None:
    variable, *paths = map(Path, arguments)
    common, rare = common_and_rare(paths)
    for file, (family, style, weight) in FONTS.items():
        points = rare if "Rare" in family else common
        font = instance(variable, points, family, style, weight)
        font.save(HERE / file, reorderTables=True)
        missing = "".join(
            sorted(chr(p) for p in points - set(font.getBestCmap()) if "一" <= chr(p) <= "鿿")
        )
        size = (HERE / file).stat().st_size
        print(
            f"{file}: {len(points)} characters, {size} bytes, not in the source: "
            f"{missing or 'none'}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
