"""Fixtures every test may use: the five seeds as a corpus, read once; figures closed after each
test.
"""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="session")
def seeds_dir() -> Path:
    return SEEDS


@pytest.fixture(scope="session")
def seeds():
    """The seeds as `load_corpus` gives them. Tests that change a table copy it first."""
    from analysis.corpus import load_corpus

    return load_corpus(SEEDS)


@pytest.fixture(scope="session")
def seed_mentions(seeds):
    from analysis.mention.mentions import find_mentions

    return find_mentions(seeds)


@pytest.fixture(autouse=True)
def _figures_are_closed():
    yield
    import sys

    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
