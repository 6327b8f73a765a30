"""Examples in docstrings read the seeds; each process of the tests reads them once."""

import pytest


@pytest.fixture(scope="session")
def _kept(tmp_path_factory):
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(autouse=True)
def _examples_share_a_store(request):
    if not isinstance(request.node, pytest.DoctestItem):
        yield
        return
    from analysis.table.store import stored_in

    with stored_in(request.getfixturevalue("_kept")):
        yield
