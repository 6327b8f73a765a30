"""New words: what holds together inside and stands free outside is proposed; what does not is
not.
"""

import math

import pandas as pd
import pytest

from analysis.newwords import discover_words

VERBS = "推进建设发展完善落实坚持加快深化提升打造"
FILL = [a + b for a in "江河湖海山" for b in "东西南北中"]


def corpus(word: str, n: int = 12) -> pd.DataFrame:
    """n sentences with the invented word between ever different neighbours, and as many without."""
    rows = [(f"a{k % 4}", f"{FILL[k]}{VERBS[k]}{word}{FILL[-k - 1][::-1]}。") for k in range(n)]
    rows += [
        (f"a{k % 4}", f"{FILL[(k * 7) % 25]}{VERBS[-k - 1]}{FILL[(k * 3) % 25]}。")
        for k in range(n)
    ]
    return pd.DataFrame(rows, columns=["article_id", "text"])


def test_an_invented_word_is_found_with_its_counts():
    table = discover_words(corpus("喆玥"), min_han=100, min_cohesion=3)
    assert table.loc[table["feature"] == "喆玥", ["n", "n_articles"]].values.tolist() == [[12, 4]]


def test_cohesion_and_entropy_by_hand():
    sentences = corpus("喆玥")
    row = discover_words(sentences, min_han=100, min_cohesion=3).set_index("feature").loc["喆玥"]
    total = sum(len(text.rstrip("。")) for text in sentences["text"])
    assert row["cohesion"] == pytest.approx(math.log2(12 * total / (12 * 12)))
    left = pd.Series(list(VERBS[:12])).value_counts(normalize=True)
    assert row["entropy_left"] == pytest.approx(-sum(p * math.log2(p) for p in left))


def test_a_part_of_a_word_is_not_proposed():
    """喆 is always followed by 玥琪: 喆玥 has one right neighbour, 玥琪 one left neighbour."""
    found = set(discover_words(corpus("喆玥琪"), min_han=100, min_cohesion=3)["feature"])
    assert "喆玥琪" in found
    assert not {"喆玥", "玥琪"} & found


def test_dictionary_words_and_known_entries_are_left_out():
    assert "发展" not in set(discover_words(corpus("发展"), min_han=100, min_cohesion=0)["feature"])
    assert "喆玥" not in set(discover_words(corpus("喆玥"), known={"喆玥"}, min_han=100)["feature"])


def test_a_string_with_a_loose_particle_is_not_a_word():
    found = discover_words(corpus("的喆玥"), min_han=100, min_cohesion=0, min_entropy=0)["feature"]
    assert not [string for string in found if string.startswith("的")]


def test_a_small_corpus_is_not_asked():
    table = discover_words(corpus("喆玥"))
    assert len(table) == 0
    assert list(table) == [
        "feature",
        "n",
        "n_articles",
        "cohesion",
        "entropy_left",
        "entropy_right",
    ]


def test_the_order_of_sentences_does_not_matter():
    sentences = corpus("喆玥琪")
    one = discover_words(sentences, min_han=100, min_cohesion=1)
    two = discover_words(sentences.iloc[::-1], min_han=100, min_cohesion=1)
    assert one.equals(two)
