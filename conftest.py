"""The store of what is made of the seeds, which tests and examples in docstrings share."""

import os

import pytest


@pytest.fixture(scope="session")
def seeds_store(tmp_path_factory):
    """Where every process of the tests keeps what it makes of the seeds, pages too."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "seeds-store"


@pytest.fixture(autouse=True)
def _examples_share_a_store(request):
    if not isinstance(request.node, pytest.DoctestItem):
        yield
        return
    from analysis.table.store import stored_in

    with stored_in(request.getfixturevalue("seeds_store")):
        yield
