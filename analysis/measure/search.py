"""Search in sentences, which are one text, a line each: plain text, or regular expressions as RE2
reads them (Cox 2010, "Regular Expression Matching in the Wild"): without back-references and
look-around, in exchange its time grows with the text alone, so that no pattern can make it hang.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import TifaError
from analysis.mention.organs import is_torn
from analysis.table.arguments import require_columns

MAX_HITS = 200_000  # in more places a pattern tells nothing; the table would fill the memory
MAX_MEMORY = 4 << 20  # bytes for one compiled pattern; RE2 refuses a pattern that needs more
MAX_PATTERN = 1_000  # characters
BLOCK = 1 << 14  # bytes of text between two looks at the clock


class Index(NamedTuple):
    """Sentences laid out for searching, in the order of article and place in it."""

    sentences: pd.DataFrame  # article_id, sentence_id, start, end, text
    text: str  # a sentence a line
    begins: np.ndarray  # where each sentence begins in text
    data: bytes  # text in UTF-8
    byte_begins: np.ndarray  # where each sentence begins in data


def make_index(sentences: pd.DataFrame) -> Index:
    """The sentences (article_id, sentence_id, start, text) as an Index."""
    require_columns(sentences, ["article_id", "sentence_id", "start", "text"], "sentences")
    table = sentences.sort_values(["article_id", "start"], kind="stable").reset_index(drop=True)
    lines = [text.replace("\n", " ") for text in table["text"]]
    encoded = [line.encode("utf-8", "replace") for line in lines]
    begins, byte_begins = (
        np.cumsum([0, *(len(line) + 1 for line in some)], dtype=np.int64)[:-1]
        for some in (lines, encoded)
    )
    return Index(table, "\n".join(lines), begins, b"\n".join(encoded), byte_begins)


def find_spans(
    index: Index, pattern: str, *, regex: bool = False, seconds: float | None = None
) -> pd.DataFrame:
    """Every place where a pattern stands, left to right, not overlapping, each inside one sentence.

    pattern : text as printed, an organ's name only where it is one (临平区委 is not in 临平区委员会);
        with regex=True an expression, letter by letter; ^ and $ are a sentence's ends.
    Returns article_id, start, end (in the article's text), sentence (row number in
    index.sentences), in text order. Raises TifaError for an empty pattern, one RE2 cannot read,
    more than MAX_HITS hits, and after `seconds`.

    >>> sentences = pd.DataFrame({"article_id": ["a", "a"], "sentence_id": ["a-1", "a-2"],
    ...     "start": [0, 6],
    ...                           "text": ["谋划十五五。", "十四五收官。"]})
    >>> find_spans(make_index(sentences), "十[四五]五", regex=True).values.tolist()
    [['a', 2, 5, 0], ['a', 6, 9, 1]]
    """
    if not pattern.strip():
        raise TifaError("pattern is empty: type a word, a name or an expression")
    spans = _regex_spans(index, pattern, seconds) if regex else _text_spans(index.text, pattern)
    found = list(islice(spans, MAX_HITS + 1))
    if len(found) > MAX_HITS:
        raise TifaError(f"{pattern!r} stands in more than {MAX_HITS:,} places; make it narrower")
    at = np.array(found, dtype=np.int64).reshape(-1, 2)
    row = np.searchsorted(index.begins, at[:, 0], side="right") - 1
    shift = index.sentences["start"].to_numpy(dtype=np.int64)[row] - index.begins[row]
    ids = index.sentences["article_id"].to_numpy(dtype=object)[row]
    start, end = at.T + shift
    return pd.DataFrame({"article_id": ids, "start": start, "end": end, "sentence": row})


def _text_spans(text: str, term: str) -> Iterator[tuple[int, int]]:
    at = text.find(term) if "\n" not in term else -1
    while at >= 0:
        if not is_torn(text, at, at + len(term)):
            yield at, at + len(term)
        at = text.find(term, at + len(term))


def _regex_spans(index: Index, pattern: str, seconds: float | None) -> Iterator[tuple[int, int]]:
    compiled, until = compile_pattern(pattern), time.monotonic() + (seconds or np.inf)
    for first, last in _blocks(index):
        bounds = (index.byte_begins[k : k + 1] for k in (first, last))
        begin, end = (int(at[0]) if len(at) else None for at in bounds)
        block = index.data[begin:end]
        # The first byte of a character in UTF-8 is none of 80 to BF.
        begun = np.cumsum((np.frombuffer(block, dtype=np.uint8) & 0xC0) != 0x80)
        begun = np.concatenate([[0], begun]) + index.begins[first]
        for hit in chain(compiled.finditer(block), [None]):
            if time.monotonic() > until:
                slow = f"takes more than {seconds:g} seconds here; make it plainer"
                raise TifaError(f"{pattern!r} {slow}")
            start, end = hit.span() if hit else (0, 0)
            if start < end:
                yield int(begun[start]), int(begun[end])


def _blocks(index: Index) -> Iterator[tuple[int, int]]:
    """Ranges of sentences of about BLOCK bytes each."""
    first, n = 0, len(index.byte_begins)
    while first < n:
        last = int(np.searchsorted(index.byte_begins, index.byte_begins[first] + BLOCK))
        last = min(max(last, first + 1), n)
        yield first, last
        first = last


# RE2's own \w, \d, \s know ASCII only; a person who types \w+ on Chinese text means its characters.
CLASSES = {"w": r"\pL\pN_", "d": r"\p{Nd}", "s": r"\s\pZ"}


def unicode_classes(pattern: str) -> str:
    r"""The pattern with \w, \d, \s (and \W, \D, \S outside brackets) for all scripts, as in Python.

    >>> unicode_classes(r"\w+[\d年]\\w")
    '[\\pL\\pN_]+[\\p{Nd}年]\\\\w'
    """
    out, inside, at = [], False, 0
    while at < len(pattern):
        piece = pattern[at : at + 2] if pattern[at] == "\\" else pattern[at]
        kind = piece[1:].lower()
        if inside and piece == r"\W":
            why = f"{piece} inside brackets"
            raise TifaError(f"pattern {pattern!r} is no regular expression: {why}")
        if kind in CLASSES and not (inside and piece[1:].isupper()):
            signs = CLASSES[kind]
            out.append(signs if inside else f"[{'^' * piece[1:].isupper()}{signs}]")
        else:
            out.append(piece)
        if piece == "[" and not inside:
            inside = True  # a bracket that comes first is a character
            out.append(re.match(r"\^?\]?", pattern[at + 1 :]).group())
            at += len(out[-1])
        elif piece == "]":
            inside = False
        at += len(piece)
    return "".join(out)


def compile_pattern(pattern: str):
    """A compiled RE2 pattern that matches within a line. Raises TifaError for what is none."""
    import re2  # here: the rest of the package needs no regular expression of a person

    options = re2.Options()
    options.max_mem, options.log_errors = MAX_MEMORY, False
    options.never_nl = options.never_capture = True
    if len(pattern) > MAX_PATTERN:
        raise TifaError(f"the pattern has {len(pattern):,} characters; {MAX_PATTERN:,} are allowed")
    try:
        pattern = unicode_classes(pattern)
        re2.compile(pattern, options)  # alone first: "a)(b" would be well formed inside brackets
        return re2.compile(f"(?m:{pattern})", options)
    except (re2.error, UnicodeEncodeError) as error:
        why = error.args[0] if error.args else ""
        why = why.decode("utf-8", "replace") if isinstance(why, bytes) else str(why)
        why += " (RE2: no look-around, no back-references)"
        raise TifaError(f"pattern {pattern!r} is no regular expression: {why}") from error
