"""A PDF written by hand: characters where one wants them, turned or set downwards, rules, boxes,
grey pictures.

A sheet is a list of marks, each a tuple: ("text", text, x, y, size, step, turn), ("down", text, x,
y, size), ("line", x0, y0, x1, y1), ("box", x0, y0, x1, y1), ("picture", x0, y0, x1, y1). Points
from the top left; y is the top of the type.
"""

import zlib

from analysis.draw.typeface import FONT_FILES

ASCENT = 0.88  # of the size: from the top of a character's square to its baseline
TURNS = {
    0: (1, 0, 0, 1),
    90: (0, 1, -1, 0),
    270: (0, -1, 1, 0),
    180: (-1, 0, 0, -1),
}  # degrees against the clock


def text(words, x, y, size, *, step=0.0, turn=0):
    """A line of type; step: white between characters; turn: degrees against the clock, about the
    line's start.
    """
    return ("text", words, x, y, size, step, turn)


def down(words, x, y, size):
    """The same, one character below the other, as a font for vertical setting does it."""
    return ("down", words, x, y, size)


def pdf_file(
    sheets, width, height, *, view=False, rotate=0, unicode=True, password=False, codes=None
):
    """The bytes of a PDF, one page a sheet.

    view : put the font in, so that it can be looked at.  rotate : /Rotate of every page.
    unicode : False leaves out what says which characters are shown.  password : True makes it ask
        for one.
    codes : text to text, what the text layer says instead of what is shown.
    """
    objects = []

    def add(body, stream=None):
        if stream is not None:
            packed = zlib.compress(stream)
            body = (
                f"<< {body} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
                + packed
                + b"\nendstream"
            )
        objects.append(body if isinstance(body, bytes) else body.encode())
        return len(objects)

    catalog, tree = add("<< /Type /Catalog /Pages 2 0 R >>"), add("")
    fonts = " ".join(
        f"/{name} {_font(add, mode, view, unicode, codes)} 0 R"
        for name, mode in (("H", "H"), ("V", "V"))
    )
    grey = add(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace "
        "/DeviceGray",
        b"\xb0",
    )
    kids = []
    for sheet in sheets:
        content = add("", "\n".join(_drawn(mark, height) for mark in sheet).encode())
        kids.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {width} {height}] /Rotate "
                f"{rotate} /Contents {content} 0 R "
                f"/Resources << /Font << {fonts} >> /XObject << /P {grey} 0 R >> >> >>"
            )
        )
    objects[tree - 1] = (
        f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>".encode()
    )
    lock = ""
    if password:  # the checks of no known password
        lock = (
            f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >> "
            "/ID [<00> <00>]"
        )
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size "
        f"{len(objects) + 1} /Root {catalog} 0 R {lock} >>\n"
    )
    return out + tail.encode() + f"startxref\n{len(out)}\n%%EOF\n".encode()


def _font(add, mode, view, unicode, codes):
    """A font whose codes are UTF-16; Latin letters are half as wide."""
    embedded = ""
    mapping = "/Identity"
    if view:
        from fontTools.ttLib import TTFont

        with TTFont(FONT_FILES[0]) as font:
            glyphs = {
                code: font.getGlyphID(name)
                for code, name in font.getBestCmap().items()
                if code < 0x10000
            }
        table = b"".join(glyphs.get(code, 0).to_bytes(2, "big") for code in range(0x10000))
        mapping = f"{add('', table)} 0 R"
        embedded = f"/FontFile2 {add('', FONT_FILES[0].read_bytes())} 0 R"
    descriptor = add(
        "<< /Type /FontDescriptor /FontName /Noto /Flags 4 /FontBBox [0 -120 1000 880] "
        f"/ItalicAngle 0 /Ascent {ASCENT * 1000:.0f} "
        f"/Descent -120 /CapHeight 700 /StemV 80 {embedded} >>"
    )
    child = add(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Noto /CIDSystemInfo << /Registry "
        "(Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/FontDescriptor {descriptor} 0 R /DW 1000 /W [32 126 500] /DW2 [880 -1000] "
        f"/CIDToGIDMap {mapping} >>"
    )
    says = f"/ToUnicode {add('', _unicode_map(codes or {}))} 0 R" if unicode else ""
    return add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /Noto /Encoding /Identity-{mode} "
        f"/DescendantFonts [{child} 0 R] {says} >>"
    )


def _unicode_map(codes):
    """The ToUnicode table: every code is its own character, but for those of `codes`."""
    rows = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(256)]
    other = [
        f"<{ord(shown):04x}> <{said.encode('utf-16-be').hex()}>" for shown, said in codes.items()
    ]
    parts = [
        f"{len(rows[k : k + 100])} beginbfrange\n" + "\n".join(rows[k : k + 100]) + "\nendbfrange"
        for k in (0, 100, 200)
    ]
    if other:
        parts.append(f"{len(other)} beginbfchar\n" + "\n".join(other) + "\nendbfchar")
    head = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n1 "
        "begincodespacerange\n<0000> <ffff>\nendcodespacerange"
    )
    return "\n".join([head, *parts, "endcmap\nend\nend"]).encode()


def _drawn(mark, height):
    """The page description of a mark."""
    kind, *rest = mark
    if kind in ("line", "box", "picture"):
        x0, y0, x1, y1 = rest
        if kind == "line":
            return f"0.5 w {x0:.2f} {height - y0:.2f} m {x1:.2f} {height - y1:.2f} l S"
        if kind == "box":
            return f"0.5 w {x0:.2f} {height - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re S"
        return f"q {x1 - x0:.2f} 0 0 {y1 - y0:.2f} {x0:.2f} {height - y1:.2f} cm /P Do Q"
    words, x, y, size = rest[:4]
    code = words.encode("utf-16-be").hex()
    if kind == "down":  # the origin of a character set downwards is above its middle
        return f"BT /V {size} Tf {x + size / 2:.2f} {height - y:.2f} Td <{code}> Tj ET"
    step, turn = rest[4:]
    a, b, c, d = TURNS[turn]
    drop = ASCENT * size  # the baseline is below the top of the type, which turns with the line
    e, f = x - c * drop, height - y - d * drop
    return f"BT /H {size} Tf {step:.3f} Tc {a} {b} {c} {d} {e:.2f} {f:.2f} Tm <{code}> Tj 0 Tc ET"
