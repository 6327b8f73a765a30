"""`help()` is enough: every public name says what it takes, what it gives in which units, what it
refuses, and shows it once.
"""

import inspect
import pydoc
import re
import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import pytest

import analysis
from analysis.desk.tables_job import TABLES
from analysis.table.dictionary import EVERY, SAME, declared_types, describe_columns, described

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = [name for name in analysis.__all__ if inspect.isfunction(getattr(analysis, name))]


def test_every_column_of_every_public_table_is_described(seed_tables):
    for table in seed_tables:
        known = describe_columns(table.attrs["tifa"], rows=table.attrs.get("rows", ""))
        assert set(table.columns) <= set(known), table.attrs
        assert all(known[column].meaning and known[column].source for column in table.columns), (
            table.attrs
        )


def test_nothing_is_described_that_no_public_table_has(seed_tables):
    columns: dict[str, set[str]] = {}
    for table in seed_tables:
        columns.setdefault(table.attrs["tifa"], set()).update(table.columns)
    for name in set(described()) - {*TABLES, "data-dictionary"}:
        assert set(declared_types(name)) <= columns.pop(name), name
    assert set(columns) <= {*TABLES, *SAME}
    assert set(declared_types(EVERY)) <= {c for t in seed_tables for c in t.columns}


def test_help_of_a_function_tells_unit_meaning_and_source_of_each_column_of_its_table():
    said = inspect.getdoc(analysis.dispersion).splitlines()
    assert "  juilland_d [0 to 1] : evenness of the parts' rates; 1: even (Juilland 1970)" in said
    given = {table: table.partition(".")[0] for table in described()}
    given = {table: name for table, name in given.items() if name in FUNCTIONS}
    assert {"compare", "look.rates", "look.strip", "trace_slogans"} <= set(given)
    for table, name in given.items():
        said = inspect.getdoc(getattr(analysis, name))
        assert all(
            re.search(rf"^  {c}\b.* : .+ \(.+\)$", said, re.M) for c in declared_types(table)
        )


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_is_typed(name):
    function = getattr(analysis, name)
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty, parameter


def test_the_types_name_what_there_is():
    from analysis.corpus import Corpus
    from analysis.mention.mentions import Mentions

    names = {"Corpus": Corpus, "Mentions": Mentions}
    assert get_type_hints(analysis.find_mentions, localns=names)["corpus"] is Corpus
    assert get_type_hints(analysis.propose_slogans, localns=names)["mentions"] is Mentions
    assert get_type_hints(analysis.evidence, localns=names)["corpus"] is Corpus


def test_help_of_the_package_lists_every_public_name():
    said = pydoc.render_doc(analysis, renderer=pydoc.plaintext)
    assert all(re.search(rf"^    (class )?{name}\(", said, flags=re.M) for name in analysis.__all__)


def test_help_works_before_anything_else_was_used():
    code = "import analysis; help(analysis.keyness)"
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    ).stdout
    assert "keyness(" in said and "per 10,000 words" in said


def test_the_numbers_in_the_help_of_compare_are_those_it_uses():
    from analysis.measure.compare import compare
    from analysis.measure.groups import FLOOR
    from analysis.measure.resampling import VERDICT_P

    said = inspect.getdoc(compare)
    assert f"FLOOR ({FLOOR})" in said and f"VERDICT_P ({VERDICT_P})" in said
