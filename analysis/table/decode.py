"""Bytes to text: the encodings Chinese newspaper files come in, and a plain refusal of all else.
Line ends stay as they are; a byte order mark is taken off and told in the name of the encoding."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from analysis.errors import TifaError

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The most frequent characters, simplified and traditional: they tell GBK from Big5, whose byte
# ranges overlap.
with (
    Path(__file__).with_name("frequent_characters.csv").open(encoding="utf-8", newline="") as _file
):
    FREQUENT = frozenset("".join(row["characters"] for row in csv.DictReader(_file)))
BAD = "\ufffd"  # what stands for bytes that are no character
# of a text's characters: five in a thousand are damage, more is another encoding or no text
CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")  # in no text
MOST_BAD = 0.005
# share of the frequent characters; Chinese in its own encoding has 0.2 and more, in another 0.01
LEAST_FAMILIAR = 0.05
NEARLY = ("utf-8", "gb18030", "big5")
SAMPLE = 1_000_000  # bytes that tell the encoding of a large file
ALLOWED = "UTF-8, GB18030, UTF-16 or Big5"


class Decoded(NamedTuple):
    """Text, and the name of the encoding it came in."""

    text: str
    encoding: str


def decode_bytes(data: bytes, name: str = "", *, hint: str = "") -> Decoded:
    """Text of a file's bytes; `name` is said in errors. hint : what the file itself says.

    Found out in this order: byte order mark, UTF-16 by its pattern of bytes, UTF-8, the hint if
    the bytes agree, then GB18030 or Big5 by which gives more of the frequent characters. Where
    none fits but for a few bytes (`MOST_BAD`), those become U+FFFD. Raises TifaError for binary."""
    for bom, codec in BOMS:
        if data.startswith(bom):
            text = data[len(bom) :].decode(codec.removesuffix("-sig"), "replace")
            if text.count(BAD) - data.count(BAD.encode()) > MOST_BAD * len(text):
                raise TifaError(f"{name}: starts with the mark of {codec} but is not {codec}")
            if _is_binary(text):
                raise TifaError(f"{name}: holds control characters no text has (a binary file?)")
            return Decoded(text, codec)
    for codec in _guesses(data, hint):
        text = _try(data, codec)
        if text is not None and not _is_binary(text):
            return Decoded(text, codec)
    return _nearly(data, name)


def _nearly(data: bytes, name: str) -> Decoded:
    """The text of the encoding that fits all but a few bytes."""
    found = [(codec, CONTROL.sub(BAD, data.decode(codec, "replace"))) for codec in NEARLY]
    bad = {codec: text.count(BAD) / max(len(text), 1) for codec, text in found}
    good = [(_familiarity(text), codec, text) for codec, text in found if bad[codec] <= MOST_BAD]
    familiarity, codec, text = max(good, key=lambda one: one[0], default=(0, "", ""))
    if familiarity >= LEAST_FAMILIAR:
        return Decoded(text, codec)
    share = min(bad.values())
    least = f"{share:.1%} of it would be no character, at most {MOST_BAD:.1%} may be"
    raise TifaError(f"{name}: not text in {ALLOWED} (a binary file?): {least}")


def read_text(path: Path, name: str = "") -> Decoded:
    """`decode_bytes` of a file; a file that cannot be read is a TifaError too."""
    return decode_bytes(_read(path, name or str(path)), name or str(path))


def _read(path: Path, name: str, most: int = -1) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise TifaError(f"{name}: cannot be read ({error.strerror})") from error


def open_lines(path: Path, name: str) -> tuple[str, Iterator[str]]:
    """The encoding of a text file and its lines, each ended by a plain line feed; a large file is
    read as they are asked for, in the encoding of its first million bytes. Raises TifaError as
    `decode_bytes` does, also for a file that cannot be read."""
    data = _read(path, name, SAMPLE + 1)
    if len(data) <= SAMPLE:
        text, encoding = decode_bytes(data, name)
        return encoding, io.StringIO(text, newline=None)
    cut = data.rfind(b"\n") + 1 or SAMPLE
    encoding = decode_bytes(data[: cut - cut % 2], name).encoding

    def read() -> Iterator[str]:
        with Path(path).open(encoding=encoding, errors="replace") as file:
            yield next(file, "").removeprefix("\ufeff")
            yield from file

    return encoding, read()


def _try(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (ValueError, LookupError):  # a page may name any encoding
        return None


def _is_binary(text: str) -> bool:
    """Text has no NUL, and few control characters beside tab, line ends and form feed."""
    controls = len(CONTROL.findall(text))
    return "\x00" in text or controls > max(2, len(text) // 1000)


def _guesses(data: bytes, hint: str) -> list[str]:
    """Encodings to try, likeliest first."""
    if sixteen := _utf16_guess(data):
        return [sixteen, "utf-8"]
    if _try(data, "utf-8") is not None:
        return ["utf-8"]
    stated = [hint] if hint and _try(data, hint) is not None else []
    return stated + sorted(("gb18030", "big5"), key=lambda codec: -_familiarity(_try(data, codec)))


def _utf16_guess(data: bytes) -> str:
    """UTF-16 without a mark: zero bytes on one side of ASCII; all Han decodes as Han."""
    if len(data) < 2 or len(data) % 2:
        return ""
    for codec, high in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = data[high::2].count(0)
        if zeros and not data[1 - high :: 2].count(0):
            text = _try(data, codec)
            likely = zeros > len(data) // 4 or _familiarity(text) > 0.02
            if text is not None and not _is_binary(text) and likely:
                return codec
    if _try(data, "utf-8") is None and _try(data, "gb18030") is None:
        found = [(_familiarity(_try(data, codec)), codec) for codec in ("utf-16-le", "utf-16-be")]
        if max(found)[0] > 0.05:
            return max(found)[1]
    return ""


def _familiarity(text: str | None) -> float:
    """Share of the frequent characters among those outside ASCII; -1 if there is no text."""
    if text is None:
        return -1.0
    outside = [c for c in text[:20000] if c > "\x7f"]
    return sum(c in FREQUENT for c in outside) / max(len(outside), 1)


SEPARATORS = ",;\t"
MOST_CELL = 1_000_000  # characters of one cell: a whole article is a tenth of that


def read_csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(number, cells without outer blanks) of each row that is not empty; the header is row 1.
    Raises TifaError, naming file and row, for what is no CSV: quotes that do not close, a row with
    more or fewer cells than the header, a column that stands twice."""
    n, rows = 0, csv_rows(open_lines(path, path.name)[1], path.name)
    for number, row in rows:
        cells = [cell.strip() for cell in row]
        if number == 1:
            n = len(cells)
            if twice := sorted({name for name in cells if cells.count(name) > 1}):
                what = f"a column name stands twice: {', '.join(twice)}"
                raise TifaError(f"{path.name} row 1: {what}")
        elif not any(cells):
            continue
        elif len(cells) != n:
            what = f"{len(cells)} cell{'s' * (len(cells) != 1)}, the header has {n}"
            raise TifaError(f"{path.name} row {number}: {what}; one a column is wanted")
        yield number, cells


def csv_rows(lines: Iterable[str], name: str) -> Iterator[tuple[int, list[str]]]:
    """(number, cells as they stand) of each row that is not empty; the separator is the one the
    first line has most of. Raises TifaError, naming file and row, where quotes do not close."""
    lines = iter(lines)
    first = next(lines, "")
    before = csv.field_size_limit(MOST_CELL)
    number = 0
    try:
        by = max(SEPARATORS, key=first.count)
        lines = chain([first] if first else [], lines)
        for number, cells in enumerate(csv.reader(lines, delimiter=by, strict=True), start=1):
            if number == 1 or any(cells):
                yield number, cells
    except csv.Error as error:
        raise TifaError(f"{name} row {number + 1}: not a CSV row ({error})") from error
    finally:
        csv.field_size_limit(before)
