"""The one form in which text is matched, with the way back to what is printed; surnames.

Characters as PDFs, gateways and web pages give them become the plain ones (Unicode NFKC, entities),
traditional ones simplified where the text is traditional. Soft hyphens, footnote marks and
letter-spacing are left out.
"""

import html
import re
import unicodedata
from functools import cache
from typing import NamedTuple

from analysis.chinese.han import HAN
from analysis.chinese.lexicons import load_lexicon, word_list, word_map

_LEFT_OUT = "\u00ad\u200b-\u200d\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef①-⑳²³¹⁰⁴-⁹"
_FORMS = "Ａ-Ｚａ-ｚ０-９＋－﹢「」『』〝〞⺀-⿕\uf900-\ufaff\U0002f800-\U0002fa1f"
_ODD = re.compile(
    r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});"
    rf"|(?<=[{HAN}”’》])[\[［〔][0-9０-９]{{1,3}}[\]］〕]"
    rf"|(?<![{HAN}])[{HAN}](?:[ \u2009\u3000]{{1,2}}[{HAN}](?![{HAN}])){{2,}}"
    rf"|[{_LEFT_OUT}]"
    f"|[{_FORMS}]"
)
_ANY_ODD = re.compile(rf"[&\[［〔{_LEFT_OUT} \u2009\u3000{_FORMS}]")  # most texts have none
_GONE = re.compile(rf"[{_LEFT_OUT} \u2009\u3000]")


class Normal(NamedTuple):
    """A text in the form that is matched; `begins` and `ends` are empty where it is as printed."""

    text: str
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """The span of the printed text that text[start:end] stands for."""
        return (self.begins[start], self.ends[end - 1]) if self.begins else (start, end)


def normal_form(text: str) -> Normal:
    """The text as it is matched."""
    if is_traditional(text):
        text = simplified(text)
    if not (parts := _odd_parts(text)):
        return Normal(text)
    pieces, begins, ends, done = [], [], [], 0
    for start, end, plain in (*parts, (len(text), len(text), "")):
        pieces += [text[done:start], plain]
        begins += [*range(done, start), *[start] * len(plain)]
        ends += [*range(done + 1, start + 1), *[end] * len(plain)]
        done = end
    return Normal("".join(pieces), tuple(begins), tuple(ends))


def _odd_parts(text: str) -> list[tuple[int, int, str]]:
    """Start, end and plain form of what is printed in another way than it is matched."""
    parts = []
    for match in _ODD.finditer(text) if _ANY_ODD.search(text) else ():
        found, start = match.group(), match.start()
        if found[0] == "&":
            plain = html.unescape(found)
            parts += [(start, match.end(), _plain(plain))] * (plain != found)
        elif found[0] in "[［〔":
            parts.append((start, match.end(), ""))
        else:  # one character, or letter-spaced ones: 区 委 召 开
            parts += [(start + n, start + n + 1, _plain(c)) for n, c in enumerate(found)]
    return parts


def _plain(text: str) -> str:
    if text == "\xa0":
        return " "
    forms = word_map("normal.forms")
    return "" if _GONE.fullmatch(text) else unicodedata.normalize("NFKC", forms.get(text, text))


def simplified(text: str) -> str:
    """The text in simplified characters, one for one."""
    return text.translate(_simplified())


def is_traditional(text: str) -> bool:
    """Whether one character in twelve is written as in traditional text alone."""
    sample = text[:500]
    return 12 * len(_traditional_alone().findall(sample)) > len(sample)


@cache
def _traditional_alone() -> re.Pattern:
    """Traditional characters that text in simplified ones does not have: not in GB 2312."""
    alone = (c for c in map(chr, _simplified()) if not c.encode("gb2312", "ignore"))
    return re.compile(f"[{''.join(alone)}]")


@cache
def _simplified() -> dict[int, str]:
    rows = load_lexicon("traditional")[["simplified", "traditional"]]
    return {ord(one): plain for plain, several in rows.values.tolist() for one in several}


# Surnames tell bylines, signatures and lists of people from other short text; used only where no
# other sign tells where a name begins.
SURNAMES = "".join(word_list("surnames.single"))
SURNAMES += "".join(chr(code) for code, plain in _simplified().items() if plain in SURNAMES)


def has_double_surname(name: str) -> bool:
    return simplified(name[:2]) in word_list("surnames.double_surnames")
