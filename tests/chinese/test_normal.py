"""The normal form: what is matched, and the way back to what is printed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.chinese.normal import normal_form


@pytest.mark.parametrize(
    ("printed", "matched"),
    [
        ("⼗五五规划编制⼯作", "十五五规划编制工作"),  # Kangxi radicals, as PDFs give them
        ("⻔户开放，⻓期坚持", "门户开放，长期坚持"),  # the radicals' supplement
        ("實施１＋３＋Ｎ體系", "实施1+3+N体系"),
        ("區委召開會議，研究「十五五」規劃", "区委召开会议，研究“十五五”规划"),
        ("&ldquo;十五五&rdquo;&nbsp;&amp;", "“十五五” &"),
        ("抓好“十五五”①规划[12]，落实“四个高地”²", "抓好“十五五”规划，落实“四个高地”"),
        ("区\u00ad委\u200b会议", "区委会议"),
        ("区 委 会 议", "区委会议"),
        ("数智临平 品质城区", "数智临平 品质城区"),  # a space between words stays
        ("著名作家于右任、乾隆年间", "著名作家于右任、乾隆年间"),  # 乾 stands in simplified text
        ("甲[1990]乙，AB，1+8", "甲[1990]乙，AB，1+8"),
    ],
)
def test_every_form_of_print_has_one_form_for_matching(printed, matched):
    assert normal_form(printed).text == matched


@given(st.text("区委⼗五ＡＮ+「」 ①[1]&amp;\u00ad區會議開\n。", max_size=40))
def test_each_character_leads_back_to_the_printed_one_it_stands_for(text):
    normal = normal_form(text)
    spans = [normal.printed(i, i + 1) for i in range(len(normal.text))]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    for character, (start, end) in zip(normal.text, spans, strict=True):
        folded = unicodedata.normalize("NFKC", text[start:end])
        assert character == folded or text[start] in "「」&區會議開"
