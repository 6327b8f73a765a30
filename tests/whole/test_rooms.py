"""The rooms of the house: a file imports its own room, rooms below it, and `errors`; nothing goes in a circle."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "analysis"
ROOMS = (
    "table",
    "chinese",
    "wording",
    "read",
    "describe",
    "repair",
    "corpus",
    "evidence",
    "mention",
    "measure",
    "draw",
    "page",
    "desk",
)
FREE = {"analysis", "analysis.__main__", "analysis.errors"}  # the door, the program, the one error


def name_of(path):
    return ".".join(["analysis", *path.relative_to(PACKAGE).with_suffix("").parts]).removesuffix(
        ".__init__"
    )


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def room_of(module):
    return module.split(".")[1]


def imports(path, modules):
    """The modules of the package that a file imports anywhere in it, for types too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (
                alias.name for alias in node.names if alias.name.split(".")[0] == "analysis"
            )
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports by dots"
            if node.module.split(".")[0] == "analysis":
                inside = [f"{node.module}.{alias.name}" for alias in node.names]
                yield from (name if name in modules else node.module for name in inside)


GRAPH = {module: set(imports(path, MODULES)) for module, path in MODULES.items()}


def upward(graph):
    """The imports that go to a higher room, as `a -> b`."""
    return [
        f"{module} -> {other}"
        for module, others in graph.items()
        for other in sorted(others)
        if module not in FREE
        and other != "analysis.errors"
        and (other == "analysis" or ROOMS.index(room_of(other)) > ROOMS.index(room_of(module)))
    ]


def circles(graph):
    """The modules that come back to themselves."""
    found = []
    for module in graph:
        seen, waiting = set(), [module]
        while waiting:
            for other in graph.get(waiting.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        if module in seen:
            found.append(module)
    return found


def test_every_file_stands_in_a_room():
    strange = [m for m in MODULES if m not in FREE and room_of(m) not in ROOMS]
    assert strange == []
    assert len(MODULES) > 80


def test_no_import_goes_up():
    assert upward(GRAPH) == []


def test_no_imports_go_in_a_circle():
    without_door = {module: others for module, others in GRAPH.items() if module != "analysis"}
    assert circles(without_door) == []


@pytest.mark.parametrize(
    ("graph", "arrows", "round_about"),
    [
        ({"analysis.table.a": {"analysis.read.b"}}, ["analysis.table.a -> analysis.read.b"], []),
        (
            {"analysis.read.a": {"analysis.read.b"}, "analysis.read.b": {"analysis.read.a"}},
            [],
            ["analysis.read.a", "analysis.read.b"],
        ),
        ({"analysis.desk.a": {"analysis.table.b", "analysis.errors"}}, [], []),
        ({"analysis.desk.a": {"analysis"}}, ["analysis.desk.a -> analysis"], []),
    ],
)
def test_an_arrow_up_and_a_circle_are_seen(graph, arrows, round_about):
    assert upward(graph) == arrows
    assert circles(graph) == round_about
