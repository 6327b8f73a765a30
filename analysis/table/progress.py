"""A bar with the time left, on work of more than two seconds, on a terminal only."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

Item = TypeVar("Item")


def progress(items: Iterable[Item], what: str, total: int | None = None) -> Iterator[Item]:
    """The items one by one, with a bar on stderr where that is a terminal; in a pipe or a notebook
    nothing is shown.
    """
    how = {"delay": 2, "disable": None, "leave": False, "dynamic_ncols": True}
    return iter(tqdm(items, desc=what, total=total, unit=f" {what}", **how))
