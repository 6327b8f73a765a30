"""How the tests are shared out among processes, and the store that examples in docstrings read."""

import os

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Heavy tests first. Those of a file that share what was made for them stay in one process;
    each of the others goes where one is free.
    """
    for item in items:
        known = item._fixtureinfo.name2fixturedefs.items()  # pytest has no public name for it
        made = [name for name, found in known if found[-1].scope == "module"]
        if made:
            of = item.callspec.indices if hasattr(item, "callspec") else {}
            each = [str(of[name]) for name in made if name in of]
            item.add_marker(pytest.mark.xdist_group(" ".join([str(item.path), *each])))
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


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
