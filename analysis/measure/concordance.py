"""Every occurrence of a pattern, or of a person's own categories, in its sentence, with file and
line.

Sentences are searched as one text, a line each, for plain text or regular expressions as RE2 reads
them (Cox 2010, "Regular Expression Matching in the Wild"): without back-references and look-around,
in exchange no pattern can make it hang."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pandas as pd
from ahocorasick_rs import AhoCorasick

from analysis.corpus import Corpus, corpus_parts
from analysis.errors import TifaError
from analysis.evidence.sentences import ABOUT, SPAN, contexts, lines_of, spans_in_sentences
from analysis.measure.counts import counted
from analysis.measure.groups import find_places, require_group
from analysis.mention.organs import is_torn
from analysis.table.arguments import (
    FLAG,
    NOTHING,
    TEXT,
    Kind,
    a_corpus,
    a_table,
    one_of,
    require_columns,
    require_groups,
    wants,
)
from analysis.table.decode import read_csv_rows
from analysis.table.dictionary import short, titled

SORTS = ("text", "left", "right")
PATTERN = Kind(
    "a compiled expression", lambda it: isinstance(it, re.Pattern) and isinstance(it.pattern, str)
)


@wants(
    corpus=a_corpus(
        articles=["article_id", *ABOUT],
        sentences=["sentence_id", "article_id", "start", "end", "text"],
        offsets=[*SPAN, "file", "line"],
    ),
    pattern=TEXT | PATTERN | a_table(SPAN),
    rows=a_table([*SPAN, "name"], "a table of mentions", "slogans") | NOTHING,
    regex=FLAG,
    place=TEXT | NOTHING,
    sort=one_of(*SORTS),
)
def concordance(
    corpus: Corpus,
    pattern: str | re.Pattern | pd.DataFrame,
    *,
    rows: pd.DataFrame | None = None,
    regex: bool = False,
    place: str | None = None,
    sort: str = "text",
) -> pd.DataFrame:
    """The lines in which a pattern stands; the unit is the sentence.

    pattern : a literal string; a regular expression (regex=True: as RE2 reads it, or compiled by
        re); with `rows`, mentions (article_id, start, end, name), a name of theirs; or a table
        whose spans (article_id, start, end) are the hits. Hits of a string do not overlap and do
        not cross a sentence end. Captions, weather and boilerplate of the corpus are not searched.
    place : only articles of this place.
    sort : "text" (article and position), "left" (by what precedes, read backwards) or "right".
    Returns a row a hit: where it stands (offsets in article text, file and lines), what is known of
    its article, and left, hit, right, together the sentence as printed.

    >>> from analysis import load_corpus
    >>> lines = concordance(load_corpus("seeds"), "十五五", place="临平")
    >>> lines[["file", "line_from"]].values.tolist()[0]
    ['000_011d2496589fdac8.txt', 53]
    """
    term, articles = pattern, counted(corpus.articles)
    if place is not None:
        require_group(articles["place"], "place", place)
        articles = articles[articles["place"] == place]
    inside = corpus.sentences["article_id"].isin(articles["article_id"])
    index = make_index(corpus.sentences[inside])
    if rows is not None:
        if not isinstance(pattern, str):
            raise TifaError("concordance wants a name of rows as pattern where rows are given")
        pattern = rows[rows["name"] == pattern]
    if isinstance(pattern, re.Pattern):
        spans = [
            (s.article_id, s.start + hit.start(), s.start + hit.end())
            for s in index.sentences.itertuples(index=False)
            for hit in pattern.finditer(s.text)
            if hit.group()
        ]
        pattern = pd.DataFrame(spans, columns=SPAN)
    text, own = isinstance(pattern, str), index.sentences
    hits = find_spans(index, pattern, regex=regex) if text else spans_in_sentences(pattern, own)
    lines = lines_of(sort_hits(hits, own, sort), own, articles, corpus.offsets)
    return titled(lines, "concordance", f"lines with {short(term)}")


def lines_in(
    path: str | Path, term: str, place: str, columns: Mapping[str, str] | None, *, regex, sort
) -> tuple[pd.DataFrame, list[str]]:
    """The concordance of a term, article 2 before article 10; what was wrong with files not read.

    place : "" for all. Raises TifaError as `load_corpus` and `concordance` do."""
    parts, places, articles, failed = [], [], [], []
    for corpus in corpus_parts(path, columns):
        parts.append(concordance(corpus, term, regex=regex, sort=sort))
        places.append(corpus.places)
        articles.append(corpus.articles[["place"]].drop_duplicates())
        failed += corpus.failures["error"].tolist()
    lines = pd.concat(parts, ignore_index=True)
    if place:
        whole = SimpleNamespace(articles=pd.concat(articles), places=pd.concat(places))
        lines = lines[lines["place"] == find_places(whole, place)[0]]
    none = lines["left"].str[:0]
    side = {"right": lines["right"], "left": lines["left"].str[::-1]}.get(sort, none)
    long = lines["article_id"].str.replace(r"\d+", lambda n: n[0].zfill(20), regex=True)
    order = lines.assign(side=side, long=long)
    order = order.sort_values(["side", "long", "start"], kind="stable", ignore_index=True)
    return order[list(parts[0].columns)], failed


def sort_hits(hits: pd.DataFrame, sentences: pd.DataFrame, sort: str) -> pd.DataFrame:
    """Hits in text order, or by what precedes them (read backwards) or follows."""
    if sort not in SORTS:
        raise TifaError(f"sort: {sort!r}; must be one of {', '.join(SORTS)}")
    if sort == "text":
        return hits.reset_index(drop=True)
    key = contexts(hits, sentences)[sort].str[:: -1 if sort == "left" else 1].tolist()
    return hits.iloc[sorted(range(len(hits)), key=key.__getitem__)].reset_index(drop=True)


# --- search

MAX_HITS = 200_000  # in more places a pattern tells nothing; the table would fill the memory
MAX_MEMORY = 4 << 20  # bytes for one compiled pattern; RE2 refuses a pattern that needs more
MAX_PATTERN = 1_000  # characters
BLOCK = 5_000  # characters between two looks at the clock


class Index(NamedTuple):
    """Sentences laid out for searching, in the order of article and place in it."""

    sentences: pd.DataFrame  # article_id, sentence_id, start, end, text
    text: str  # a sentence a line
    begins: np.ndarray  # where each sentence begins in text
    shift: np.ndarray  # from there to where it begins in its article


def make_index(sentences: pd.DataFrame) -> Index:
    """The sentences (article_id, sentence_id, start, text) as an Index."""
    require_columns(sentences, ["article_id", "sentence_id", "start", "text"], "sentences")
    table = sentences.sort_values(["article_id", "start"], kind="stable").reset_index(drop=True)
    lines = [text.replace("\n", " ") for text in table["text"]]
    begins = np.cumsum([0, *(len(line) + 1 for line in lines)], dtype=np.int64)[:-1]
    shift = table["start"].to_numpy(dtype=np.int64) - begins
    text = "\n".join(lines).encode("utf-8", "replace").decode()  # RE2 takes no lone surrogate
    return Index(table, text, begins, shift)


def find_spans(
    index: Index, pattern: str, *, regex: bool = False, seconds: float | None = None
) -> pd.DataFrame:
    """Every place where a pattern stands, left to right, not overlapping, each inside one sentence.

    pattern : text as printed, an organ's name only where it is one (临平区委 is not in 临平区委员会);
        with regex=True an expression, letter by letter; ^ and $ are a sentence's ends.
    Returns article_id, start, end, sentence (row number in index.sentences), in text order. Raises
    TifaError for a pattern that is empty, none for RE2, or in more than MAX_HITS places, and after
    `seconds`."""
    if not pattern.strip():
        raise TifaError("pattern is empty: type a word, a name or an expression")
    spans = _regex_spans(index, pattern, seconds) if regex else _text_spans(index.text, pattern)
    found = list(islice(spans, MAX_HITS + 1))
    if len(found) > MAX_HITS:
        raise TifaError(f"{pattern!r} stands in more than {MAX_HITS:,} places; make it narrower")
    return _in_sentences(index, np.array(found, dtype=np.int64).reshape(-1, 2))


def find_terms(index: Index, terms: list[str]) -> pd.DataFrame:
    """`find_spans` of several texts at once, with the term; those of one after those of another."""
    number, at = standing(index.text, terms)
    kept = [not is_torn(index.text, start, end) for start, end in at.tolist()]
    names = np.array(terms, dtype=object)[number[kept]]
    return _in_sentences(index, at[kept]).assign(term=names)


def standing(text: str, terms: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """The number and span of each term where it stands, by term, not overlapping (`str.count`)."""
    found = AhoCorasick(terms).find_matches_as_indexes(text, overlapping=True)
    kept, last = [], (-1, 0)
    for number, start, end in sorted(found):
        if number != last[0] or start >= last[1]:
            kept.append((number, start, end))
            last = number, end
    table = np.array(kept, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1:]


def _in_sentences(index: Index, at: np.ndarray) -> pd.DataFrame:
    """Spans of the text of all sentences, as those of articles."""
    row = np.searchsorted(index.begins, at[:, 0], side="right") - 1
    ids = index.sentences["article_id"].to_numpy(dtype=object)[row]
    start, end = at.T + index.shift[row]
    return pd.DataFrame({"article_id": ids, "start": start, "end": end, "sentence": row})


def _text_spans(text: str, term: str) -> Iterator[tuple[int, int]]:
    at = text.find(term) if "\n" not in term else -1
    while at >= 0:
        if not is_torn(text, at, at + len(term)):
            yield at, at + len(term)
        at = text.find(term, at + len(term))


def _regex_spans(index: Index, pattern: str, seconds: float | None) -> Iterator[tuple[int, int]]:
    compiled, until = compile_pattern(pattern), time.monotonic() + (seconds or np.inf)
    blocks = np.searchsorted(index.begins, np.arange(0, len(index.text), BLOCK))
    edges = index.begins[blocks[blocks < len(index.begins)]].tolist()
    for first, last in pairwise([*dict.fromkeys(edges), len(index.text)]):
        for hit in chain(compiled.finditer(index.text[first:last]), [None]):
            if time.monotonic() > until:
                slow = f"takes more than {seconds:g} seconds here; make it plainer"
                raise TifaError(f"{pattern!r} {slow}")
            start, end = hit.span() if hit else (0, 0)
            if start < end:
                yield first + start, first + end


# RE2's own \w, \d, \s know ASCII only; a person who types \w+ on Chinese text means its characters.
CLASSES = {"w": r"\pL\pN_", "d": r"\p{Nd}", "s": r"\s\pZ"}


def unicode_classes(pattern: str) -> str:
    r"""The pattern with \w, \d, \s (and \W, \D, \S outside brackets) for all scripts, as in Python.

    >>> unicode_classes(r"\w+[\d年]\\w")
    '[\\pL\\pN_]+[\\p{Nd}年]\\\\w'
    """
    bracket = r"\[\^?\]?(?:\\.|[^]\\])*\]?"  # a closing one that comes first is a character

    def widened(found: re.Match) -> str:
        piece = found.group()
        if piece[0] == "\\":
            signs = CLASSES.get(piece[1].lower())
            return f"[{'^' * piece[1].isupper()}{signs}]" if signs else piece
        if r"\W" in re.findall(r"\\.", piece, re.DOTALL):
            why = r"\W inside brackets"
            raise TifaError(f"pattern {pattern!r} is no regular expression: {why}")
        return re.sub(r"\\(.)", lambda sign: CLASSES.get(sign[1], sign[0]), piece, flags=re.DOTALL)

    return re.sub(rf"{bracket}|\\.", widened, pattern, flags=re.DOTALL)


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


# --- a person's own categories

FOUND = [*SPAN, "sentence_id", "name", "pattern", "surface"]
CATEGORIES = Kind(
    "categories (a mapping category -> patterns, or a CSV of category, pattern)",
    lambda it: isinstance(it, (Mapping, str, Path)) and bool(it),
)


@wants(
    corpus=a_corpus(sentences=["sentence_id", *SPAN, "text"]),
    categories=CATEGORIES,
    mentions=a_table([*SPAN, "sentence_id", "name"]) | NOTHING,
)
def find_categories(
    corpus: Corpus,
    categories: Mapping[str, Sequence[str]] | str | Path,
    *,
    mentions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Where the patterns of a person's categories stand: rows for `count_features`, `compare`,
    `trend`, `keyness`, `evidence`, as quanteda's dictionaries.

    categories : category -> patterns, or a CSV with the columns category, pattern. A pattern is
        text as printed; * in it stands for any letters, Han characters or digits (few before many);
        /…/ is a regular expression, as RE2 reads it; the name of a slogan or body of `mentions`,
        a table of `find_mentions`, is that, however it is printed.
    In one category each character counts once, for the longest match that begins first; categories
    may overlap.

    >>> from analysis import load_corpus
    >>> rows = find_categories(load_corpus("seeds"), {"plan": ["十五五", "/十[四三]五/"]})
    >>> rows["surface"].value_counts().to_dict()
    {'十五五': 18, '十四五': 5}
    """
    index = make_index(corpus.sentences)
    if mentions is not None:
        require_groups(mentions, ["name"], "mentions")
    known = set() if mentions is None else set(mentions["name"])
    parts = [pd.DataFrame(columns=[*FOUND, "sentence"])]
    for category, pattern in _patterns(categories):
        if pattern in known:
            hits = mentions[mentions["name"] == pattern]
            hits = spans_in_sentences(hits, index.sentences)
        else:
            hits = _found(index, category, pattern)
        parts.append(hits.assign(name=category, pattern=pattern))
    rows = pd.concat(parts[1:] or parts, ignore_index=True)
    rows = rows.assign(long=rows["start"] - rows["end"])
    rows = rows.sort_values(["name", "article_id", "start", "long", "pattern"], kind="stable")
    kept, last = [], ("", "", -1)
    for at, *where, start, end in rows[["name", "article_id", "start", "end"]].itertuples():
        if (*where,) != last[:2] or start >= last[2]:
            kept.append(at)
            last = (*where, end)
    rows = rows.loc[kept].reset_index(drop=True)
    ids = index.sentences["sentence_id"].to_numpy(dtype=object)
    rows["sentence_id"] = ids[rows["sentence"].to_numpy(dtype="int64")]
    rows["surface"] = contexts(rows, index.sentences)["hit"]
    return titled(rows[FOUND], "find_categories", "categories found")


def _patterns(categories) -> list[tuple[str, str]]:
    """(category, pattern) of a mapping or a CSV."""
    if isinstance(categories, Mapping):
        pairs = [
            (str(category), str(pattern))
            for category, patterns in categories.items()
            for pattern in ([patterns] if isinstance(patterns, str) else patterns)
        ]
    else:
        path = Path(categories)
        if not path.is_file():
            raise TifaError(f"{path}: no such file of categories")
        (_, header), *rows = list(read_csv_rows(path)) or [(1, [])]
        if not {"category", "pattern"} <= set(header):
            came = ", ".join(header) or "none"
            raise TifaError(f"{path.name}: the columns are {came}; wanted: category, pattern")
        at = [header.index(column) for column in ("category", "pattern")]
        pairs = [tuple(cells[k] for k in at) for _, cells in rows]
    for category, pattern in pairs:
        if not category.strip() or not pattern.strip("*/ "):
            raise TifaError(f"category {category!r}: the pattern {pattern!r} is empty")
    return list(dict.fromkeys(pairs))


def _found(index, category: str, pattern: str) -> pd.DataFrame:
    text, regex = pattern, True
    if len(pattern) > 2 and pattern[0] == pattern[-1] == "/":
        text = pattern[1:-1]
    elif "*" in pattern:
        text = r"[\pL\pN]*?".join(map(re.escape, pattern.split("*")))
    else:
        regex = False
    try:
        return find_spans(index, text, regex=regex)
    except TifaError as error:
        raise TifaError(f"category {category!r}: {error}") from error
