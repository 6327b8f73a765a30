"""Fixtures every test may use: the five seeds as a corpus, and what is found in it, made once;
figures closed after each test.
"""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="session")
def seeds_dir() -> Path:
    return SEEDS


@pytest.fixture
def seeds_kept(seeds_store) -> Path:
    """The folder of the seeds, whose tables are opened where a process of the tests made them."""
    from analysis.table.store import stored_in

    with stored_in(seeds_store):
        yield SEEDS


@pytest.fixture(scope="session")
def seeds():
    """The seeds as `load_corpus` gives them. Tests that change a table copy it first."""
    from analysis.corpus import load_corpus

    return load_corpus(SEEDS)


@pytest.fixture(scope="session")
def seed_mentions(seeds):
    from analysis.mention.mentions import find_mentions

    return find_mentions(seeds)


@pytest.fixture(scope="session")
def seeds_opened(seeds, seed_mentions):
    """The seeds as `open_corpus` gives them, 临平 beside 钱塘, in English."""
    from analysis.measure.reuse import mark_reprints
    from analysis.page.open_corpus import lay_out

    return lay_out(mark_reprints(seeds), seed_mentions, SEEDS, groups=["临平", "钱塘"])


@pytest.fixture(scope="session")
def seed_tables(seeds, seed_mentions):
    """Every table that the public functions make of the seeds."""
    from tests.helpers.public_tables import public_tables

    return public_tables(seeds, seed_mentions)


@pytest.fixture(autouse=True)
def _figures_are_closed():
    yield
    import sys

    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
