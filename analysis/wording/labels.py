"""Every word of our own in figures and on pages, English and Chinese, in one table."""

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup, escape

from analysis.chinese.han import HAN
from analysis.errors import TifaError

LANGUAGES = ("en", "zh")
FILE = Path(__file__).with_name("words.csv")
SHOWN = 8  # places or files named before the rest are only counted
Lines = list[tuple[str, str]]  # what a line is about, and what it says


class Words(NamedTuple):
    """words.csv: labels and sentences by key, en and zh; the values of our tables likewise."""

    labels: dict[str, tuple[str, str]]  # in English singular|plural where a number goes with it
    page: list[str]  # keys of what the template and the script of a page say
    values: dict[str, tuple[str, str]]  # what the program writes into a table
    gaps: dict[re.Pattern, tuple[str, str]]  # of them those with gaps {}
    errors: dict[re.Pattern, tuple[str, str]]  # the parts of what goes wrong, likewise


@cache
def words() -> Words:
    """The sentences, labels and captions of the project, read once."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [(row["where"], row["key"], (row["en"], row["zh"])) for row in csv.DictReader(file)]
    values = {key: texts for where, key, texts in rows if where == "value"}
    errors = {key: texts for where, key, texts in rows if where == "error"}
    return Words(
        {key: texts for where, key, texts in rows if where not in ("value", "error")},
        [key for where, key, _ in rows if where == "page"],
        values,
        _with_gaps({key: texts for key, texts in values.items() if "{}" in key}),
        _with_gaps(dict(sorted(errors.items(), key=lambda row: -len(row[0])))),
    )


def _with_gaps(texts: dict[str, tuple[str, str]]) -> dict[re.Pattern, tuple[str, str]]:
    return {re.compile(re.escape(k).replace(r"\{\}", "(.+?)")): v for k, v in texts.items()}


def label(key: str, lang: str = "en", **values: object) -> str:
    """Our word for `key`, its gaps filled. Raises TifaError for an unknown key or language."""
    return label_template(key, lang).format(**values)


def has_label(key: str) -> bool:
    """Whether words.csv has it."""
    return key in words().labels


def known(key: str, lang: str) -> str:
    """The label of a value that may be a corpus's own; an unknown one stands for itself."""
    return label(key, lang) if has_label(key) else key


def phrase(text: str, lang: str) -> str:
    """A value of our tables in `lang`; a text that words.csv does not have stands for itself."""
    at = LANGUAGES.index(lang)
    if text in words().values:
        return words().values[text][at]
    hits = ((texts[at], gap.fullmatch(text)) for gap, texts in words().gaps.items())
    found = [said.format(*hit.groups()) for said, hit in hits if hit]
    return min(found, key=len) if found else text


def error_said(text: str, lang: str) -> str:
    """A line that tells what went wrong, in `lang`: what stands between its colons and semicolons
    as words.csv has it; names stay.

    >>> error_said("no such folder: 'my pages'; did you mean pages?", "zh")
    '没有这个文件夹：“my pages”；是否指 pages'
    """
    if lang == "en":
        return text
    for sign, key in (("; ", "sep"), (": ", "colon")):
        if sign in text:
            return label(key, lang).join(error_said(part, lang) for part in text.split(sign))
    for gap, texts in words().errors.items():
        if hit := gap.fullmatch(text):
            parts = (error_said(part, lang) for part in hit.groups())
            told = texts[LANGUAGES.index(lang)].format(*parts)
            return re.sub(" ?(“[^”]*”) ?", r"\1", told)
    if ", " in text:
        return label("list", lang).join(error_said(part, lang) for part in text.split(", "))
    return re.sub("'(.*?)'", r"“\1”", text)


def page_words(lang: str) -> dict[str, str]:
    """What template and script of a page say, by key."""
    return {key: label_template(key, lang) for key in words().page}


def label_template(key: str, lang: str) -> str:
    """The word for `key` with its gaps still open."""
    if lang not in LANGUAGES:
        raise TifaError(f"lang is {lang!r}; must be one of {', '.join(LANGUAGES)}")
    if key not in words().labels:
        raise TifaError(f"no label {key!r}")
    return words().labels[key][LANGUAGES.index(lang)]


def amount(n: int, noun: str, lang: str = "en") -> str:
    """A number with its noun."""
    if lang == "zh":
        return f"{n:,} {label(noun, lang)}"
    one, many = label(noun, lang).split("|")
    return f"{n:,} {one if n == 1 else many}"


def amount_of(key: str, n: int, lang: str = "en", **values: object) -> str:
    """A label that holds its number itself, singular|plural in English."""
    forms = label_template(key, lang).split("|")
    return forms[0 if n == 1 else -1].format(n=f"{n:,}", **values)


def listing(items: list[str], lang: str = "en", *, most: int = 3) -> str:
    """The first items of a list, as one reads them."""
    items = list(items)[:most]
    if len(items) < 2:
        return "".join(items)
    return label("list", lang).join(items[:-1]) + label("and", lang) + items[-1]


def joined(lang: str, *parts: str) -> str:
    """The parts that are not empty, as one line."""
    return label("sep", lang).join(part for part in parts if part)


CHINESE = re.compile(f"[“‘（《]*[{HAN}][{HAN}“”‘’、，。；：！？（）《》·]*")


def zh(text: object) -> Markup:
    """Text escaped, each stretch of Chinese marked `lang="zh-Hans"`."""
    parts, last, source = [], 0, str(text)
    for hit in CHINESE.finditer(source):
        chinese = Markup('<span lang="zh-Hans">{}</span>').format(hit.group())
        parts += [escape(source[last : hit.start()]), chinese]
        last = hit.end()
    return Markup("").join([*parts, escape(source[last:])])


# --- several tables in a few lines, for the prompt and the notebook


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
