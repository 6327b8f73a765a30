"""The house style: fonts by file, colours apart for every eye, words that fit, figures written the
same each time.
"""

from itertools import combinations
from string import Formatter

import numpy as np
import pandas as pd
import pytest
from matplotlib import font_manager
from matplotlib.colors import to_rgb

from analysis.chinese.lexicons import load_lexicon
from analysis.draw import marks, theme, typeface
from analysis.draw.fonts.make_fonts import characters
from analysis.draw.group_looks import COLOURS
from analysis.errors import TifaError
from analysis.wording.labels import FILE, LANGUAGES, amount, label, words

# Machado, Oliveira, Fernandes (2009), severity 1.0, on linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
LEAST_APART = 20.0  # CIELAB; about ten times what the eye can just tell
LEAST_GREY = 8.0  # L*


def lab(colours, matrix=VISION["normal"]):
    """CIELAB (D65) of colours as seen through a matrix on linear RGB."""
    rgb = np.array([to_rgb(c) for c in colours])
    linear = (
        np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4) @ np.array(matrix).T
    )
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    xyz = np.clip(linear, 0, 1) @ to_xyz.T / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.column_stack(
        [116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])]
    )


@pytest.mark.parametrize("vision", VISION)
def test_any_two_places_differ_to_every_eye(vision):
    seen = lab(COLOURS, VISION[vision])
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > LEAST_APART


def test_places_differ_in_grey():
    assert np.diff(np.sort(lab(COLOURS)[:, 0])).min() > LEAST_GREY


@pytest.mark.parametrize("vision", VISION)
def test_levels_get_lighter_step_by_step_from_the_centre_down(vision):
    assert np.diff(lab(theme.LEVEL_COLOURS.values(), VISION[vision])[:, 0]).min() > LEAST_GREY / 2


def test_white_has_the_lightness_100():
    assert lab(["white"])[0] == pytest.approx([100, 0, 0], abs=0.01)


def test_fonts_are_ours_and_found_by_file():
    theme.set_theme()
    for weight, file in (("regular", "NotoSansSC-Regular.ttf"), ("bold", "NotoSansSC-Bold.ttf")):
        found = font_manager.findfont(
            font_manager.FontProperties(family=typeface.FAMILIES[0], weight=weight)
        )
        assert found == str(typeface.FONT_FILES[0].with_name(file))


def test_font_files_are_small_enough_to_keep():
    assert all(path.stat().st_size < 3_000_000 for path in typeface.FONT_FILES)


def test_fonts_hold_gb2312_names_and_jiebas_dictionary():
    import jieba

    words = (typeface.Path(jieba.__file__).with_name("dict.txt")).read_text(encoding="utf-8")
    han = {
        c
        for c in set(words) | characters("gb2312", 0xA1, 0xF7) | set("喆堃玥珺昇〇①Ⅳ％")
        if not c.isspace()
    }
    assert len([c for c in han if "一" <= c <= "鿿"]) >= 12_000
    typeface.check_glyphs("".join(sorted(han)), "the promised set")


def test_fonts_hold_what_papers_in_traditional_characters_print():
    table = load_lexicon("traditional")[["simplified", "traditional"]].to_numpy().ravel()
    big5 = filter(str.isalpha, characters("big5", 0xA4, 0xC6))
    typeface.check_glyphs("".join([*table, *sorted(big5)]), "both sets")


def test_a_character_no_font_has_stops_the_figure_and_is_named(tmp_path):
    ax = theme.canvas(theme.Words("t", "", "a"))
    ax.text(0, 0, "龘街道")
    with pytest.raises(TifaError, match=r"'龘' \(U\+9F98\) in figure bodies, text '龘街道'"):
        theme.save_figure(ax, "bodies", pd.DataFrame(), tmp_path, title="bodies")
    assert list(tmp_path.iterdir()) == []


def test_text_width_is_the_sum_of_the_advances_in_the_font():
    from fontTools.ttLib import TTFont

    font = TTFont(typeface.FONT_FILES[0])
    glyphs, widths, em = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
    text = "15th Five-Year 计划"
    assert typeface.text_width(text, 9) == pytest.approx(
        sum(widths[glyphs[ord(c)]][0] for c in text) / em * 9, abs=0.05
    )


@pytest.mark.parametrize(
    "text",
    [
        "十五五，开局之年：推进高质量发展",
        "a sentence of several words, and 一些汉字 in it",
        "（“十五五”）" * 5,
    ],
)
@pytest.mark.parametrize("width", [45, 90, 300])
def test_wrapping_loses_nothing_and_keeps_to_the_width(text, width):
    lines = typeface.wrap(text, width, 10).split("\n")
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(
        typeface.text_width(line, 10) <= width or (" " not in line and len(line) < 12)
        for line in lines
    )
    assert not any(line[:1] in tuple("，。：；”）,.") for line in lines)


def test_clipping_keeps_to_the_width_and_drops_invisible_characters():
    assert typeface.clip("十五五", 30, 10) == "十五五"
    assert typeface.text_width(typeface.clip("很长的名称" * 9, 77, 10), 10) <= 77
    assert typeface.clip("a\u200bb\tc", 100, 10) == "a b c"


def test_labels_are_complete_in_both_languages_with_the_same_gaps():
    for key, texts in words().labels.items():
        assert len(texts) == len(LANGUAGES) and all(texts), key
        gaps = [
            sorted({name for _, name, _, _ in Formatter().parse(text) if name}) for text in texts
        ]
        assert gaps[0] == gaps[1] or set(gaps[1]) < set(gaps[0]), key


def test_no_key_of_the_words_stands_twice():
    table = pd.read_csv(FILE, keep_default_na=False)
    keys = table["where"].replace({"caption": "label", "word": "label"}) + " " + table["key"]
    assert keys[keys.duplicated()].tolist() == []


def test_an_unknown_label_or_language_is_refused():
    with pytest.raises(TifaError, match="lang is 'fr'"):
        label("nothing", "fr")
    with pytest.raises(TifaError, match="no label 'nonsense'"):
        label("nonsense")


def test_amounts_are_singular_for_one():
    assert [amount(n, "article") for n in (0, 1, 2)] == ["0 articles", "1 article", "2 articles"]


def test_a_figure_is_three_files_with_title_alt_and_exactly_its_rows(tmp_path):
    ax = theme.canvas(theme.Words("Title & more", "subtitle", "What one sees"))
    marks.bar(ax, 10, 10, 30, 8, "#ev-slogans/name=x")
    theme.finish(ax, 20)
    table = pd.DataFrame({"词": ["十五五"], "n": [3]})
    svg, png, csv = theme.save_figure(
        ax, "name", table, tmp_path, title="Title & more", alt="What one sees"
    )
    text = svg.read_text(encoding="utf-8")
    assert "<title>Title &amp; more</title>" in text and "<desc>What one sees</desc>" in text
    assert 'xlink:href="#ev-slogans/name=x"' in text
    assert csv.read_bytes().startswith(b"\xef\xbb\xbf") and pd.read_csv(csv).equals(table)
    assert png.read_bytes().startswith(b"\x89PNG") and sorted(
        p.name for p in tmp_path.iterdir()
    ) == ["name.csv", "name.png", "name.svg"]


def test_words_over_a_figure_and_the_source_under_it_leave_the_drawing_its_height():
    words = theme.Words("A title " * 30, "a subtitle", "alt")
    bare, ax = (theme.finish(theme.canvas(words), 200, s) for s in ("", "source " * 40))
    height, whole = (page.figure.get_figheight() * 72 for page in (bare, ax))
    title = next(t for t in ax.figure.texts if t.get_gid() == "title")
    assert title.get_text().count("\n") >= 2 and height > 200 + 3 * theme.TITLE
    assert whole > height + 2 * theme.SMALL
    low, high = ax.get_ylim()
    assert low - high == pytest.approx(whole)  # a unit is a point
