"""The evidence a page carries: for every anchor on it, all its lines, as one JSON block the page's
script reads.

The block holds each article and each sentence once and points into them, so a page stays small:

    {"articles":  [[place, paper, date, date_basis, title], ...],
     "sentences": [[article, text], ...],           article: position in articles
     "files":     [name, ...],
     "missing":   [character, ...],                 no font draws it: shown by its number
     "lists":     {anchor: [[sentence, file, line_from, line_to, hit_start, hit_end, ...], ...],
     ...}, "sizes":     {anchor: [[Han characters, words], ...], ...}}     of the articles of a list
     of articles, in its order
"""

import re
from collections.abc import Iterable

import pandas as pd

from analysis.errors import TifaError
from analysis.evidence.evidence import parse_anchor, select
from analysis.page.script_data import SIZES
from analysis.page.webfont import missing

LINK = re.compile(r"""href=["']#(ev-[^"']+)["']""")
NUMBER = re.compile(r'<a class="ev" href="#(ev-[^"]+)" data-n="(\d+)"')
TOTAL = re.compile(r'<a class="ev" href="#(ev-[^"]+)" data-(han|words)="(\d+)"')
SHOWN = ["place", "paper", "date_published", "date_published_basis", "title"]


def anchors_in(html: str) -> list[str]:
    """The anchors a page links to, each once, sorted."""
    return sorted(
        {part for link in LINK.findall(html) for part in re.split(r"&(?:amp;)?(?=ev-)", link)}
    )


def choose(addresses: Iterable[str], tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Anchor -> the rows it stands for."""
    return {address: select(tables, address) for address in addresses}


def check_numbers(html: str, chosen: dict[str, pd.DataFrame]) -> None:
    """Raise TifaError when a number on the page differs from the length of its evidence, or a total
    from its sum.
    """
    for address, n in sorted(set(NUMBER.findall(html))):
        if len(chosen[address]) != int(n):
            raise TifaError(
                f"#{address}: the page says {n}, its evidence has {len(chosen[address])} lines"
            )
    for address, size, n in sorted(set(TOTAL.findall(html))):
        if (total := int(chosen[address][SIZES[size]].sum())) != int(n):
            raise TifaError(f"#{address}: the page says {n} {size}, its articles have {total}")


def evidence_data(
    chosen: dict[str, pd.DataFrame], tables: dict[str, pd.DataFrame], corpus: tuple
) -> dict:
    """The evidence block of a page, for the anchors of `choose`; see the head of this module for
    its form.
    """
    lines = _lines_by_row(chosen, tables, corpus)
    articles, sentences, files = {}, {}, {}  # value -> its position, in order of first use
    lists = {}
    for address, rows in chosen.items():
        table, _ = parse_anchor(address)
        lists[address] = [
            _entry(lines[table][index], articles, sentences, files) for index in rows.index
        ]
    texts = "".join(text for _, text in sentences) + "".join(
        "".join(article) for article in articles
    )
    sizes = {
        a: rows[list(SIZES.values())].astype(int).to_numpy().tolist()
        for a, rows in chosen.items()
        if parse_anchor(a)[0] == "articles"
    }
    block = {
        "articles": list(articles),
        "sentences": list(sentences),
        "files": list(files),
        "lists": lists,
        "sizes": sizes,
    }
    return {**block, "missing": missing(texts)}


def _number(positions: dict, value: object) -> int:
    return positions.setdefault(value, len(positions))


def _lines_by_row(chosen: dict, tables: dict, corpus: tuple) -> dict[str, dict]:
    """Table -> row index -> evidence line; each row is looked up once however many anchors hold
    it.
    """
    wanted: dict[str, set] = {}
    for address, rows in chosen.items():
        wanted.setdefault(parse_anchor(address)[0], set()).update(rows.index)
    lines = {}
    for table, index in wanted.items():
        rows = tables[table].loc[sorted(index)]
        found = rows if "hit_start" in rows else _evidence(rows, corpus)
        if len(found) != len(rows):
            raise TifaError(f"evidence of {table}: {len(rows)} rows, {len(found)} lines")
        lines[table] = dict(zip(rows.index, found.to_dict("records"), strict=True))
    return lines


def _evidence(rows: pd.DataFrame, corpus: tuple) -> pd.DataFrame:
    """The lines of mentions; the second mention of a pair in the same sentence is marked too."""
    from analysis.evidence.evidence import evidence

    lines = evidence(rows, corpus)
    if "start_b" in rows:
        shift = (rows["start_b"] - rows["start"]).to_numpy()
        length = (rows["end_b"] - rows["start_b"]).to_numpy()
        lines = lines.assign(hit_start_b=lines["hit_start"] + shift)
        lines = lines.assign(hit_end_b=lines["hit_start_b"] + length)
    return lines


def _entry(line: dict, articles: dict, sentences: dict, files: dict) -> list[int]:
    article = _number(articles, tuple(str(line.get(column, "")) for column in SHOWN))
    spans = [line["hit_start"], line["hit_end"]]
    if (
        0 <= line.get("hit_start_b", -1) < len(line["sentence"])
    ):  # the other of a pair, in the same sentence
        spans += [line["hit_start_b"], line["hit_end_b"]]
    position = _number(sentences, (article, line["sentence"]))
    numbers = [position, _number(files, line["file"]), line["line_from"], line["line_to"], *spans]
    return [int(number) for number in numbers]
