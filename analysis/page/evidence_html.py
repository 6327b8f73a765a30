"""The evidence a page carries: for every anchor on it, all its lines, as one JSON block the page's
script reads. It holds each article and sentence once and points into them, so a page stays small:

    articles : [place, paper, date, date_basis, title]; sentences : [position in articles, text]
    files : names; missing : characters that no font draws, shown by their number
    lists : anchor -> [sentence, file, line_from, line_to, hit_start, hit_end, ...] of each line
    sizes : anchor of articles -> [Han characters, words] of each"""

import json
import re

import pandas as pd

from analysis.draw.typeface import missing_glyphs
from analysis.errors import TifaError
from analysis.evidence.anchors import parse_anchor
from analysis.evidence.sentences import evidence

NUMBER = re.compile(r'<a class="ev" href="#(ev-[^"]+)" data-n="(\d+)"')
TOTAL = re.compile(r'<a class="ev" href="#(ev-[^"]+)" data-(han|words)="(\d+)"')
SHOWN = ["place", "paper", "date_published", "date_published_basis", "title"]
# A total on the page -> the column of the articles it sums up.
SIZES = {"han": "n_han", "words": "n_tokens"}


def script_json(data: object) -> str:
    """JSON that can stand inside a <script> element: no `<`, `>`, `&` or line separators in it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def missing(text: str) -> list[str]:
    """The visible characters of `text` that no packaged font draws, in code point order."""
    return sorted(set(missing_glyphs(text)) - set(" \n\t\r\u200b\ufeff\u00ad"))


def check_numbers(html: str, chosen: dict[str, pd.DataFrame]) -> None:
    """Raise TifaError where a number or total on the page is not that of its evidence."""
    for address, n in sorted(set(NUMBER.findall(html))):
        if (found := len(chosen[address])) != int(n):
            raise TifaError(f"#{address}: the page says {n}, its evidence has {found} lines")
    for address, size, n in sorted(set(TOTAL.findall(html))):
        if (total := int(chosen[address][SIZES[size]].sum())) != int(n):
            raise TifaError(f"#{address}: the page says {n} {size}, its articles have {total}")


def evidence_data(chosen: dict[str, pd.DataFrame], lines: dict[str, dict]) -> dict:
    """The evidence block of a page, for some anchors of `select_all`: see the head of this module.
    lines : of `evidence_lines`, for these anchors or more."""
    articles, sentences, files = {}, {}, {}  # value -> its position, in order of first use
    lists, sizes = {}, {}
    for address, rows in chosen.items():
        table, _ = parse_anchor(address)
        of = lines[table]
        lists[address] = [_entry(of[row], articles, sentences, files) for row in rows.index]
        if table == "articles":
            sizes[address] = rows[list(SIZES.values())].astype(int).to_numpy().tolist()
    block = {"articles": articles, "sentences": sentences, "files": files}
    block = {name: list(values) for name, values in block.items()}
    texts = [text for _, text in sentences] + ["".join(article) for article in articles]
    return {**block, "lists": lists, "sizes": sizes, "missing": missing("".join(texts))}


def evidence_lines(
    chosen: dict[str, pd.DataFrame], tables: dict[str, pd.DataFrame], corpus: tuple
) -> dict[str, dict]:
    """Table -> row index -> evidence line; each row is looked up once."""
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
    lines = evidence(rows, corpus)
    if "start_b" not in rows:
        return lines
    start = lines["hit_start"] + (rows["start_b"] - rows["start"]).to_numpy()
    length = (rows["end_b"] - rows["start_b"]).to_numpy()
    return lines.assign(hit_start_b=start, hit_end_b=start + length)


def _entry(line: dict, articles: dict, sentences: dict, files: dict) -> list[int]:
    article = tuple(str(line.get(column, "")) for column in SHOWN)
    article = articles.setdefault(article, len(articles))
    sentence = sentences.setdefault((article, line["sentence"]), len(sentences))
    file = files.setdefault(line["file"], len(files))
    spans = [line["hit_start"], line["hit_end"]]
    if 0 <= line.get("hit_start_b", -1) < len(line["sentence"]):  # both of a pair in one sentence
        spans += [line["hit_start_b"], line["hit_end_b"]]
    return [int(n) for n in (sentence, file, line["line_from"], line["line_to"], *spans)]
