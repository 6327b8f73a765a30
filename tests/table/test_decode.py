"""Bytes to text: every encoding Chinese papers come in, and one line for everything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import TifaError
from analysis.table.decode import decode_bytes, read_text

PAGE = "区委常委会召开会议\r\n本报讯（记者 李一）昨日，区委召开会议，部署防汛工作。\r\n"
TRADITIONAL = "立法會召開會議\n記者報導，昨日議員討論城市發展計劃，並聽取各界意見。\n"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_simplified_text_is_read_in_every_encoding_without_a_mark(codec):
    assert decode_bytes(PAGE.encode(codec)) == (PAGE, codec)


def test_gbk_is_read_as_gb18030_which_holds_it():
    assert decode_bytes(PAGE.encode("gbk")) == (PAGE, "gb18030")


def test_big5_is_told_from_gb18030_by_its_frequent_characters():
    assert decode_bytes(TRADITIONAL.encode("big5")) == (TRADITIONAL, "big5")


@pytest.mark.parametrize(
    ("mark", "codec", "told"),
    [
        (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
        (b"\xff\xfe", "utf-16-le", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be", "utf-16-be"),
    ],
)
def test_a_byte_order_mark_is_taken_off_and_told(mark, codec, told):
    assert decode_bytes(mark + PAGE.encode(codec)) == (PAGE, told)


def test_an_empty_file_is_empty_text():
    assert decode_bytes(b"") == ("", "utf-8")


def test_line_ends_stay_as_they_are():
    assert decode_bytes("一\r二\r\n三\n".encode()).text == "一\r二\r\n三\n"


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\x7fELF\x02\x01\x01\x00" * 9, b"\x00" * 8]
)
def test_a_binary_file_is_one_line_with_its_name(data):
    with pytest.raises(TifaError, match=r"^photo\.txt: [^\n]+$"):
        decode_bytes(data, "photo.txt")


def test_one_control_character_in_a_page_is_shown_and_the_page_read():
    page = "区委召开会议，部署全年工作，要求各镇街抓好落实。" * 20
    assert decode_bytes(f"{page}\0{page}".encode()) == (f"{page}\ufffd{page}", "utf-8")


@pytest.mark.parametrize("hint", ["klingon", "hex", "a\0b"])
def test_an_encoding_that_a_page_names_and_that_cannot_be_is_passed_over(hint):
    assert decode_bytes("区委召开会议镕".encode("gb18030"), hint=hint).encoding == "gb18030"


def test_a_missing_file_is_one_line(tmp_path):
    with pytest.raises(TifaError, match=r"nothing\.txt: cannot be read"):
        read_text(tmp_path / "nothing.txt", "nothing.txt")


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_one_line(data):
    try:
        text, encoding = decode_bytes(data, "x.txt")
    except TifaError as error:
        assert str(error).startswith("x.txt: ") and "\n" not in str(error)
    else:
        assert isinstance(text, str) and encoding
