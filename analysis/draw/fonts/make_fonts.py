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
# First and last code points of what printed newspapers use besides Han characters: Latin, Greek,
# dashes and quotes, euro, ℃ №, Roman numerals, arrows, mathematics, ① ⑴, boxes, geometric shapes, ★,
# CJK punctuation with 〇, ㈠ ㊣ ㎡, vertical and full-width forms.
BLOCKS = (
    "0020-007E 00A0-017F 0391-03C9 2010-2027 2030-205E 20AC-20AC 2100-214F 2150-218B 2190-21FF "
    "2200-22FF 2460-24FF 2500-25FF 2600-266F 3000-303F 3220-3243 3280-33FF FE30-FE4F FF01-FFEE"
)
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
    ends = [[int(end, 16) for end in block.split("-")] for block in BLOCKS.split()]
    common = {point for first, last in ends for point in range(first, last + 1)}
    common |= set(map(ord, characters("gb2312", 0xA1, 0xF7) | set(NAMES) | printable(paths)))
    tables = [Path(jieba.__file__).with_name("dict.txt"), TRADITIONAL]
    known = {ord(char) for char in printable(tables) | characters("big5", 0xA4, 0xC6)}
    return common, known - common


def instance(variable: Path, points: set[int], family: str, style: str, weight: int) -> TTFont:
    """The variable font at one weight, holding only `points`, under our family name."""
    font = instantiateVariableFont(TTFont(variable, recalcTimestamp=False), {"wght": weight})
    options = Options()
    options.layout_features, options.hinting, options.glyph_names = [], False, False
    options.drop_tables += "GSUB GPOS GDEF BASE STAT vhea vmtx VORG DSIG meta".split()
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
        lacking = sorted(map(chr, points - set(font.getBestCmap())))
        lacking = "".join(char for char in lacking if "一" <= char <= "鿿") or "none"
        size = (HERE / file).stat().st_size
        print(f"{file}: {len(points)} characters, {size} bytes, not in the source: {lacking}")


if __name__ == "__main__":
    main(sys.argv[1:])
