"""What counts as a Han character is Unicode's word; numerals are read by hand."""

import sys
import unicodedata

import pytest

from analysis.chinese.han import n_han, read_number, width

KINDS = ("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH", "CJK RADICAL", "KANGXI RADICAL")


def test_a_han_character_is_what_unicode_calls_an_ideograph_and_the_zero():
    names = {chr(code): unicodedata.name(chr(code), "") for code in range(sys.maxunicode + 1)}
    ideographs = {char for char, name in names.items() if name.startswith(KINDS)} | {"〇"}
    others = "".join(char for char, name in names.items() if name and char not in ideographs)
    assert n_han(others) == 0
    assert n_han("".join(ideographs)) == len(ideographs)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("三十一", 31),
        ("一百零三", 103),
        ("一百二十", 120),
        ("两千零七", 2007),
        ("三万五千", 35_000),
        ("二十万", 200_000),
        ("二〇二五", 2025),
        ("○", 0),
        ("２０", 20),
        ("2025", 2025),
        (" 7 ", 7),
        ("一百一十五", 115),
        ("零", 0),
    ],
)
def test_numerals_of_every_form_are_read(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize("text", ["", "年", "十年", "a"])
def test_what_is_no_numeral_is_refused(text):
    with pytest.raises(ValueError):
        read_number(text)


def test_a_chinese_character_is_two_columns_wide_and_a_combining_mark_none():
    assert (width("十五五 2026"), width("e\u0301")) == (11, 1)
