"""Words: every sentence cut into tokens that tile it, with lexicon entries kept whole."""

from __future__ import annotations

import importlib.util
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import rjieba
from ahocorasick_rs import AhoCorasick, MatchKind

from analysis.chinese.lexicons import load_lexicon, plain_words, word_list
from analysis.errors import TifaError
from analysis.table.arguments import FLAG, NOTHING, a_table, require_columns, require_values, wants
from analysis.table.dictionary import columns_of, titled
from analysis.table.offsets import span_rows

if TYPE_CHECKING:
    import jieba

TOKEN_COLUMNS = columns_of("tokens")
WORD = re.compile(r"[^\W_]")  # in every word; the other tokens are punctuation and space
BREAK = "\0"  # a sign that is a token by itself wherever it stands
AT_ONCE = 4_000  # characters cut by one call: what it makes stays in the processor's cache
SENTENCES = a_table(
    ["sentence_id", "article_id", "start", "end", "text"], "the table corpus.sentences", "sentences"
)


@cache
def reference_tokenizer() -> jieba.Tokenizer:
    """jieba itself, on its own dictionary: it would believe any `jieba.cache` in the shared temp
    folder, where anyone can plant one.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its source has escapes that Python 3.12 warns of
        # here, not above: it is needed with HMM on only, and its import builds large tables
        import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


@cache
def _fast_tokenizer() -> rjieba.Jieba:
    return rjieba.Jieba()  # our own: rjieba's default one can be changed by anyone in the process


def cut(text: str, *, hmm: bool = False) -> list[str]:
    """The tokens of one text, joined they give it back.

    hmm : guess unknown words with jieba's hidden Markov model. Off by default: on the SIGHAN 2005
        test sets jieba scores F 0.836 (PKU) and 0.827 (MSR) without it, 0.818 and 0.813 with it.
        With it rjieba differs from jieba, the reference, on rare characters: jieba is used.
    """
    if hmm:
        return reference_tokenizer().lcut(text, HMM=True)
    return _fast_tokenizer().cut(text, hmm=False)


@wants(
    sentences=SENTENCES,
    spans=a_table(["article_id", "start", "end"]) | NOTHING,
    hmm=FLAG,
    names=FLAG,
)
def tokenize(
    sentences: pd.DataFrame,
    spans: pd.DataFrame | None = None,
    *,
    hmm: bool = False,
    names: bool = True,
) -> pd.DataFrame:
    """One row a token; the tokens of a sentence tile its text, white space and punctuation
    included.

    sentences : sentence_id, article_id, start, end (offsets into article text), text.
    spans : article_id, start, end; each is one token wherever it stands (mentions of slogans and
        bodies). Of two that overlap the first to start wins, then the longer.
    hmm : see `cut`. names : keep names of places whole (see `place_spans`).
    Returns article_id, start, sentence_id, end, token, in text order (offsets in characters of the
    article's text); attrs["hmm"] records the setting. Source: jieba 0.42.1's dictionary, through
    rjieba. Raises TifaError for a column that is not there and a sentence whose text is not as long
    as its span.

    >>> sentences = pd.DataFrame([("x-s1", "x", 0, 9, "谋划“十五五”规划")],
    ...     columns=["sentence_id", "article_id", "start", "end", "text"])
    >>> spans = pd.DataFrame([("x", 3, 6)], columns=["article_id", "start", "end"])
    >>> tokenize(sentences, spans)["token"].tolist()
    ['谋划', '“', '十五五', '”', '规划']
    >>> tokenize(sentences)["token"].tolist()
    ['谋划', '“', '十五', '五', '”', '规划']
    >>> place = sentences.assign(text="临平与钱塘区的规划")
    >>> tokenize(place)["token"].tolist(), tokenize(place, names=False)["token"].tolist()[:2]
    (['临平', '与', '钱塘', '区', '的', '规划'], ['临', '平'])
    """
    if names:
        spans = kept_whole(sentences, None, *([] if spans is None else [spans]))
    texts = sentences["text"].tolist()
    size = np.fromiter(map(len, texts), np.int64, len(texts))
    begin = sentences["start"].to_numpy(dtype=np.int64)
    wrong = np.flatnonzero(size != sentences["end"].to_numpy(dtype=np.int64) - begin)
    if len(wrong):
        row = sentences.iloc[wrong[0]]
        raise TifaError(
            f"sentence {row.sentence_id}: text has {len(row.text)} characters, end - start is "
            f"{row.end - row.start}"
        )
    at = np.cumsum(size + 1) - size - 1  # where each sentence stands in all of them, joined
    fixed = _fixed_spans(sentences, spans, at)
    starts, sizes, words = _cut_all(BREAK.join(texts), at, fixed, hmm)
    first = np.searchsorted(starts, np.append(at, at[-1:] + size[-1:] + 1))
    row = np.repeat(np.arange(len(at)), np.diff(first))
    begins = starts - at[row] + begin[row]
    keys = {c: sentences[c].to_numpy(dtype=object)[row] for c in ("article_id", "sentence_id")}
    columns = {**keys, "start": begins, "end": begins + sizes, "token": words}
    tokens = pd.DataFrame({name: columns[name] for name in TOKEN_COLUMNS}, copy=False)
    titled(tokens, "tokens").attrs["hmm"] = hmm
    return tokens


def _cut_all(
    text: str, at: np.ndarray, fixed: list[tuple[int, int]], hmm: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Start, length and text of every token of the sentences that begin `at`; what is fixed is
    masked with BREAK, a token by itself that words do not cross, and put back whole.
    """
    masked, done = [], 0
    for start, end in fixed:
        masked += [text[done:start], BREAK * (end - start)]
        done = end
    cuttable = "".join([*masked, text[done:]])
    near = np.searchsorted(at[:-1], np.arange(0, len(text), AT_ONCE))
    edges = at[near].tolist() if len(at) else []
    known = defaultdict(lambda: len(known))  # a word is one object, however often it stands
    parts = [np.empty(0, np.int32)]
    for start, end in pairwise([*dict.fromkeys(edges), len(text)]):
        cuts = cut(cuttable[start:end], hmm=hmm)
        parts.append(np.fromiter(map(known.__getitem__, cuts), np.int32, len(cuts)))
    codes = np.concatenate(parts)
    size = np.fromiter(map(len, known), np.int64, len(known))[codes]
    starts = np.cumsum(size) - size
    keep = np.ones(len(codes), dtype=bool)
    keep[np.searchsorted(starts, at[1:] - 1)] = False
    first = np.searchsorted(starts, [start for start, _ in fixed])
    for (start, end), k in zip(fixed, first.tolist(), strict=True):
        keep[k + 1 : k + end - start] = False
        codes[k], size[k] = known[text[start:end]], end - start
    words = np.array([*known, ""], dtype=object)
    return starts[keep], size[keep], words[codes[keep]]


def word_tokens(tokens: pd.DataFrame) -> pd.DataFrame:
    """The tokens that are words: those with a letter, a Han character or a digit in them."""
    require_values(tokens, ["token"], "tokens", "tokens")
    codes, texts = pd.factorize(tokens["token"].to_numpy(dtype=object))
    words = tokens.take(np.flatnonzero(are_words(texts)[codes]))
    words.index = pd.RangeIndex(len(words))
    return words


def are_words(texts: Iterable[str]) -> np.ndarray:
    return np.array([text.isalnum() or bool(WORD.search(text)) for text in texts], dtype=bool)


def add_token_counts(articles: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """articles with n_tokens: the words of each (tokens with a letter, Han character or digit)."""
    n = word_tokens(tokens)["article_id"].value_counts()
    return articles.assign(n_tokens=articles["article_id"].map(n).fillna(0).astype("int64"))


def _fixed_spans(
    sentences: pd.DataFrame, spans: pd.DataFrame | None, at: np.ndarray
) -> list[tuple[int, int]]:
    """The spans that are one token each, in the joined text; over a sentence's end they are cut."""
    if spans is None or not len(spans) or not len(sentences):
        return []
    codes, names = pd.factorize(sentences["article_id"])
    begin, finish = (sentences[name].to_numpy(dtype=np.int64) for name in ("start", "end"))
    start, end = (spans[name].to_numpy(dtype=np.int64) for name in ("start", "end"))
    of = pd.Index(names).get_indexer(spans["article_id"])
    order = np.lexsort((-end, start, of))
    of, start, end = of[order], start[order], end[order]
    wide = max(finish.max(), end.max()) + 1
    rows = np.argsort(codes * wide + begin, kind="stable")
    keys = (codes * wide + begin)[rows]
    first = np.maximum(np.searchsorted(keys, of * wide + start, side="right") - 1, 0)
    n = np.maximum(np.searchsorted(keys, of * wide + end) - first, 0)
    span = np.repeat(np.arange(len(of)), n)  # a piece for each sentence that a span reaches
    row = rows[np.arange(n.sum()) - np.repeat(np.cumsum(n) - n - first, n)]
    left, right = np.maximum(start[span], begin[row]), np.minimum(end[span], finish[row])
    there = (codes[row] == of[span]) & (left < right)
    shift = (at - begin)[row]
    fixed, done = [], 0
    pieces = np.stack([left + shift, span, right + shift])[:, there]
    for start, _, end in sorted(pieces.T.tolist()):
        if start >= done:
            fixed.append((start, end))
            done = end
    return fixed


@wants(
    tokens=a_table(["article_id", "start", "end", "token"], "a table of your own tokens", "tokens"),
    sentences=SENTENCES,
)
def use_tokens(tokens: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Your own segmentation as a token table: checked against the text, sentence_id added.

    tokens : article_id, start, end (offsets into article text), token; gaps are allowed (words
        only).
    sentences : sentence_id, article_id, start, end, text.
    Returns article_id, start, sentence_id, end, token, a row each (offsets in characters of the
    article's text), as `tokenize` does. Source: the tokens given. Raises TifaError naming the first
    row whose token is not what the text has there.

    >>> sentences = pd.DataFrame([("x-s1", "x", 0, 6, "数智钱塘发展")],
    ...     columns=["sentence_id", "article_id", "start", "end", "text"])
    >>> own = pd.DataFrame([("x", 0, 4, "数智钱塘"), ("x", 4, 6, "发展")],
    ...     columns=["article_id", "start", "end", "token"])
    >>> use_tokens(own, sentences)["sentence_id"].tolist()
    ['x-s1', 'x-s1']
    """
    found = span_rows(tokens, sentences)
    rows = sentences[["sentence_id", "text", "start"]].itertuples(index=False, name=None)
    held = [*rows, ("", "", 0)]
    given = zip(tokens.itertuples(index=False), found.tolist(), strict=True)
    for number, (row, k) in enumerate(given):
        _, text, begin = held[k]
        printed = text[row.start - begin : row.end - begin]
        if not row.token or printed != row.token or len(printed) != row.end - row.start:
            raise TifaError(
                f"tokens row {number}: {row.token!r} at {row.start} to {row.end}, but article "
                f"{row.article_id!r} has {printed!r} there"
            )
    table = tokens.assign(sentence_id=[held[k][0] for k in found])[TOKEN_COLUMNS].reset_index(
        drop=True
    )
    return titled(table, "tokens", "tokens")


def place_spans(sentences: pd.DataFrame, articles: pd.DataFrame | None = None) -> pd.DataFrame:
    """Where jieba leaves the name of a place in single characters: article_id, start, end.

    Names are the short forms of the admin lexicon that jieba does not know, but for plain words,
    and the place that each article's own paper speaks for (if `articles` are given). A name counts
    only where every character of it is a token of its own: 来临|平安 holds no 临平.
    """
    own = pd.Series("", sentences.index)
    if articles is not None:
        require_columns(articles, ["article_id", "place"], "articles")
        places = dict(zip(articles["article_id"], articles["place"], strict=True))
        own = sentences["article_id"].map(places).fillna("")
    finder, names = _finder(tuple(sorted(filter(_is_split, own.unique()))))
    own, texts, begin = own.tolist(), sentences["text"].tolist(), sentences["start"].tolist()
    at = np.cumsum([0, *(len(text) + 1 for text in texts)])
    found = finder.find_matches_as_indexes(BREAK.join(texts))
    rows = np.searchsorted(at, [start for _, start, _ in found], side="right") - 1
    single = cache(lambda k: [len(token) == 1 for token in cut(texts[k]) for _ in token])
    kept = []
    for (name, start, end), k in zip(found, rows.tolist(), strict=True):
        a, b = start - int(at[k]), end - int(at[k])
        if (names[name] in _new_names() or names[name] == own[k]) and all(single(k)[a:b]):
            kept.append((k, begin[k] + a, begin[k] + b))
    ids = sentences["article_id"].to_numpy(dtype=object)[[k for k, *_ in kept]]
    spans = {"article_id": ids, "start": [a for _, a, _ in kept], "end": [b for *_, b in kept]}
    return pd.DataFrame(spans).astype({"start": "int64", "end": "int64"})


def kept_whole(
    sentences: pd.DataFrame, articles: pd.DataFrame | None, *mentions: pd.DataFrame
) -> pd.DataFrame:
    """What counts as one word, for `tokenize`: mentions of slogans and bodies, names of places."""
    spans = [t[["article_id", "start", "end"]] for t in mentions]
    spans.append(place_spans(sentences, articles))
    filled = [table for table in spans if len(table)]
    return pd.concat(filled or spans[:1], ignore_index=True).drop_duplicates()


@cache
def _finder(own: tuple[str, ...]) -> tuple[AhoCorasick, list[str]]:
    names = sorted({*_new_names(), *own})
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), names


@cache
def _new_names() -> frozenset[str]:
    """Short names of the admin lexicon that jieba does not know."""
    shorts = {short.split("|")[0] for short in load_lexicon("admin")["short"]}
    return frozenset(filter(_is_split, shorts - plain_words()))


def _is_split(name: str) -> bool:
    return len(name) > 1 and len(cut(name)) == len(name)


# --- Where a name begins: word classes (n noun, ns place, v verb, …) from jieba's dictionary file.

_NUMERAL = re.compile("[一二三四五六七八九]?十[一二三四五六七八九]?五")


class Word(NamedTuple):
    """text[start:end] of a clause and its word class, "" for what the dictionary does not have."""

    start: int
    end: int
    word: str
    tag: str


@cache
def _classes() -> dict[str, str]:
    spec = importlib.util.find_spec("jieba")
    path = Path(next(iter(spec.submodule_search_locations))) / "dict.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return {word: tag for word, _, tag in map(str.split, lines)}


def word_class(word: str) -> str:
    """The class of a word of the dictionary, or ""."""
    return _classes().get(word, "")


@lru_cache(maxsize=8192)
def words(clause: str) -> tuple[Word, ...]:
    """The words of a clause; what the dictionary lacks (77) comes character by character."""
    class_of, found, start = _classes().get, [], 0
    for word in cut(clause):
        tag, end = class_of(word, ""), start + len(word)
        if tag or end - start == 1:
            found.append(Word(start, end, word, tag))
        else:
            found += [
                Word(start + n, start + n + 1, c, class_of(c, "")) for n, c in enumerate(word)
            ]
        start = end
    return tuple(found)


def is_roughly(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is about so many things (十四五岁, 十四五个人), no plan (十四五规划)."""
    if not _NUMERAL.fullmatch(text, start, end):
        return False
    rest = text[end : end + 4]
    measured = rest and words(rest)[0].word in word_list("numerals.measures")
    return bool(measured or (rest[:1] == "个" and not rest.startswith("个性")))


def is_apart(text: str, start: int, end: int) -> bool:
    """Whether neither edge lies inside a word: 三个年 is not in 用了三个年头; but 东盟 is in 东盟国家."""
    left, known = max(0, start - 4), bool(word_class(text[start:end]))
    for word in words(text[left : end + 4]):
        first, last = word.start + left, word.end + left
        whole = known and ((first == start and end <= last) or (first <= start and end == last))
        if (first < start < last or first < end < last) and not whole:
            return False
    return True
