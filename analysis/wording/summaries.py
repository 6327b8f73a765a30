"""Several tables in a few lines, for the prompt and the notebook."""

from collections.abc import Iterable

import pandas as pd
from markupsafe import Markup

from analysis.wording.labels import zh

SHOWN = 8  # places or files named before the rest are only counted

Lines = list[tuple[str, str]]


def as_text(lines: Lines) -> str:
    """The lines one below the other, what they are about in a column of its own."""
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"{name:{width}}  {said}" for name, said in lines)


def as_html(lines: Lines) -> str:
    """The same for a notebook, escaped, in the colours of its theme."""
    left = Markup(' style="text-align:left"')
    row = Markup(f'<tr><th scope="row"{left}>{{}}</th><td{left}>{{}}</td></tr>')
    rows = Markup("").join(row.format(name, zh(said)) for name, said in lines)
    return str(Markup('<table style="color:inherit">{}</table>').format(rows))


def sizes(tables: tuple) -> str:
    """The tables of a NamedTuple with their rows."""
    named = zip(type(tables)._fields, tables, strict=True)
    return ", ".join(f"{name} {len(table):,}" for name, table in named) + " (rows)"


def tally(values: pd.Series) -> str:
    """The values with how often each stands, frequent first."""
    counts = values.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return shortened((f"{value} {n:,}" for value, n in counts.items()), ", ") or "none"


def shortened(parts: Iterable[str], between: str) -> str:
    """The first parts; of the rest their number."""
    parts = list(parts)
    more = f" and {len(parts) - SHOWN:,} more" if len(parts) > SHOWN else ""
    return between.join(parts[:SHOWN]) + more
