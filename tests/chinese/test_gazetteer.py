"""Which unit a name or a bare level means, and how a place is spelled in Latin letters."""

import pytest

from analysis.chinese.gazetteer import (
    Home,
    Unit,
    choose_unit,
    era,
    full_path,
    own_unit,
    place_names,
    unlisted_units,
)
from analysis.chinese.pinyin import spell, spell_place

LINPING = Home("临平区", "杭州市", "浙江省")


def test_a_day_matters_only_where_units_have_changed_since():
    assert (era("2020-05-06"), era("2025-05-27")) == ("2020-05-06", "")


def test_a_place_is_called_with_its_level_and_without():
    assert place_names("临平") == {"临平", "临平区"}
    assert place_names("青禾区") == {"青禾", "青禾区"}


def test_the_places_of_a_paper_that_no_table_knows_have_the_level_they_end_with():
    found = unlisted_units(Home("青禾区", "望州市", "浙江省", "区"))
    assert [unit[:3] for unit in found] == [
        ("青禾区", "市辖区", "望州市"),
        ("望州市", "地级市", "浙江省"),
    ]


@pytest.mark.parametrize(
    ("character", "home", "name"),
    [
        ("市", Home("建德市", "杭州市", "浙江省", "区"), "建德市"),
        ("县", Home("萧山区", "杭州市", "浙江省", "区"), None),
        ("区", Home("青禾区"), "青禾区"),  # a place no table knows, as its own pages print it
    ],
)
def test_a_bare_level_is_the_unit_of_the_paper_s_own_place(character, home, name):
    unit = own_unit(character, home)
    assert (unit and unit.name) == name


@pytest.mark.parametrize(
    ("home", "near", "city"), [(LINPING, (), "杭州市"), (Home(), ("南昌市",), "南昌市")]
)
def test_of_districts_of_one_name_the_near_one_is_meant(home, near, city):
    assert choose_unit("西湖区", home, near).parent == city


def test_a_district_is_written_with_its_city_and_a_county_without():
    assert full_path(Unit("萧山区", "市辖区", "杭州市")) == "杭州市萧山区"
    assert full_path(Unit("建德市", "县级市", "杭州市")) == "建德市"


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("西安", "Xi'an"),
        ("六安", "Lu'an"),
        ("内蒙古", "Inner Mongolia"),
        ("临平", "Linping"),
        ("吕梁", "Lüliang"),
        ("A股", ""),
    ],
)
def test_a_name_is_spelled_as_places_are(name, spelled):
    assert spell(name) == spelled


def test_a_place_has_its_level_as_an_english_word():
    assert spell_place("景宁畲族自治县") == "Jingning She Autonomous County"
    assert spell_place("杭州市", above=True) == "Hangzhou"


def test_in_a_city_the_short_name_it_shares_with_a_county_is_the_city_s():
    assert choose_unit("承德", Home("", "承德市", "河北省")).name == "承德市"
    assert choose_unit("承德", Home("承德县", "承德市", "河北省")).name == "承德县"
