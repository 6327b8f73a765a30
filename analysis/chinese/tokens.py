"""Words: every sentence cut into tokens that tile it, with lexicon entries kept whole."""

from __future__ import annotations

import importlib.util
import re
import warnings
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import rjieba
from ahocorasick_rs import AhoCorasick, MatchKind

from analysis.chinese.lexicons import load_lexicon, word_list
from analysis.errors import TifaError
from analysis.table.arguments import FLAG, NOTHING, a_table, require_columns, require_values, wants
from analysis.table.dictionary import columns_of, titled
from analysis.table.offsets import span_rows

if TYPE_CHECKING:
    import jieba

TOKEN_COLUMNS = columns_of("tokens")

# A token is a word if it holds a letter, a Han character or a digit; the rest is punctuation and
# space.
WORD = re.compile(r"[^\W_]")
SENTENCE_KEYS = ("article_id", "sentence_id")
BREAK = "\0"  # a sign that is a token by itself wherever it stands
AT_ONCE = 4_000  # characters cut by one call: what it makes stays in the processor's cache


@cache
def reference_tokenizer() -> jieba.Tokenizer:
    """jieba itself, on its own dictionary, loaded without any cache file.

    jieba.Tokenizer.initialize() would read `jieba.cache` from the shared temp folder, where anyone
    can plant another dictionary; parsing the one that ships with the pinned release takes about a
    second.
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
    rjieba does the work where it gives jieba's tokens (HMM off); with HMM on the two differ on
    ASCII with `._-` and on rare characters, so jieba, the reference, is used.

    >>> cut("坚持高质量发展")
    ['坚持', '高质量', '发展']
    """
    if hmm:
        return reference_tokenizer().lcut(text, HMM=True)
    return _fast_tokenizer().cut(text, hmm=False)


@wants(
    sentences=a_table(
        ["sentence_id", "article_id", "start", "end", "text"],
        "the table corpus.sentences",
        "sentences",
    ),
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
        bodies). Where two overlap, the first to start wins, then the longer. A span over a sentence
        end is cut there.
    hmm : see `cut`. names : keep names of places whole that jieba leaves in single characters (see
        `place_spans`).
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
    columns = {name: sentences[name].to_numpy(dtype=object)[row] for name in SENTENCE_KEYS}
    columns |= {"start": begins, "end": begins + sizes, "token": words}
    tokens = pd.DataFrame({name: columns[name] for name in TOKEN_COLUMNS}, copy=False)
    titled(tokens, "tokens").attrs["hmm"] = hmm
    return tokens


class Codes(dict):
    """A number for each word, in the order of first use."""

    def __missing__(self, word: str) -> int:
        self[word] = code = len(self)
        return code


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
    known = Codes()  # numbers to the end: a word is one object, however often it stands
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
    """Which of some tokens are words."""
    return np.array([bool(WORD.search(text)) for text in texts], dtype=bool)


def add_token_counts(articles: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """articles with n_tokens: the words of each (tokens with a letter, Han character or digit)."""
    n = word_tokens(tokens)["article_id"].value_counts()
    return articles.assign(n_tokens=articles["article_id"].map(n).fillna(0).astype("int64"))


def ngrams(tokens: pd.DataFrame, n: int = 2, *, sep: str = " ") -> pd.DataFrame:
    """Runs of n neighbouring words in one sentence, nothing but each other between them.

    Returns the columns of `tokens`; `token` holds the n words joined with `sep`, start and end span
    them.

    >>> sentences = pd.DataFrame([("x-s1", "x", 0, 9, "推动发展，繁荣文化")],
    ...     columns=["sentence_id", "article_id", "start", "end", "text"])
    >>> ngrams(tokenize(sentences))["token"].tolist()
    ['推动 发展', '繁荣 文化']
    """
    if n < 1:
        raise TifaError(f"ngrams: n is {n}, must be 1 or more")
    words = (
        word_tokens(tokens)
        .sort_values(["article_id", "start"], kind="stable")
        .reset_index(drop=True)
    )
    last = words.shift(-(n - 1))
    whole = last["sentence_id"].eq(words["sentence_id"])
    for k in range(n - 1):  # each word must touch the next
        whole &= words["end"].shift(-k).eq(words["start"].shift(-k - 1))
    joined = words["token"]
    for k in range(1, n):
        joined = joined + sep + words["token"].shift(-k)
    runs = words.assign(end=last["end"], token=joined)[whole]
    return runs.astype({"end": "int64"})[TOKEN_COLUMNS].reset_index(drop=True)


def _fixed_spans(
    sentences: pd.DataFrame, spans: pd.DataFrame | None, at: np.ndarray
) -> list[tuple[int, int]]:
    """The spans that are one token each, in the joined text of the sentences: the first to start,
    then the longer; over a sentence's end they are cut.
    """
    if spans is None or not len(spans) or not len(sentences):
        return []
    codes, names = pd.factorize(sentences["article_id"])
    begin = sentences["start"].to_numpy(dtype=np.int64)
    finish = sentences["end"].to_numpy(dtype=np.int64)
    start, end = (spans[name].to_numpy(dtype=np.int64) for name in ("start", "end"))
    of = pd.Index(names).get_indexer(spans["article_id"])
    order = np.lexsort((-end, start, of))
    order = order[(of[order] >= 0) & (end[order] > start[order])]
    wide = max(finish.max(), end.max()) + 1
    sorted_rows = np.argsort(codes * wide + begin, kind="stable")
    keys = (codes * wide + begin)[sorted_rows]
    first = np.maximum(np.searchsorted(keys, of * wide + start, side="right") - 1, 0)
    last = np.searchsorted(keys, of * wide + end, side="left")
    fixed, done = [], (-1, 0)
    triples = zip(*(a[order].tolist() for a in (of, start, end, first, last)), strict=True)
    for article, a, b, one, beyond in triples:
        if article == done[0] and a < done[1]:
            continue
        done = (article, b)
        for row in sorted_rows[one:beyond].tolist():
            left, right = max(a, begin[row]), min(b, finish[row])
            if codes[row] == article and left < right:
                shift = at[row] - begin[row]
                fixed.append((int(left + shift), int(right + shift)))
    return sorted(fixed)


def hmm_effect(
    sentences: pd.DataFrame, spans: pd.DataFrame | None, terms: list[str]
) -> pd.DataFrame:
    """What guessing unknown words would change: term, n_hmm_off, n_hmm_on, the times each term is a
    token.

    Terms that are spans of the lexicon come out the same: they are fixed before anything is cut.
    """
    counts = [tokenize(sentences, spans, hmm=hmm)["token"].value_counts() for hmm in (False, True)]
    off, on = ([int(n.get(term, 0)) for term in terms] for n in counts)
    return pd.DataFrame({"term": list(terms), "n_hmm_off": off, "n_hmm_on": on})


@wants(
    tokens=a_table(["article_id", "start", "end", "token"], "a table of your own tokens", "tokens"),
    sentences=a_table(
        ["sentence_id", "article_id", "start", "end", "text"],
        "the table corpus.sentences",
        "sentences",
    ),
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
    ids = np.append(sentences["sentence_id"].to_numpy(dtype=object), "")[found]
    texts = np.append(sentences["text"].to_numpy(dtype=object), "")[found]
    begins = np.append(sentences["start"].to_numpy(dtype=np.int64), 0)[found]
    for number, (row, text, begin) in enumerate(
        zip(tokens.itertuples(index=False), texts, begins, strict=True)
    ):
        printed = text[row.start - begin : row.end - begin]
        if not row.token or printed != row.token or len(printed) != row.end - row.start:
            raise TifaError(
                f"tokens row {number}: {row.token!r} at {row.start} to {row.end}, but article "
                f"{row.article_id!r} has {printed!r} there"
            )
    return titled(
        tokens.assign(sentence_id=ids)[TOKEN_COLUMNS].reset_index(drop=True), "tokens", "tokens"
    )


def place_spans(sentences: pd.DataFrame, articles: pd.DataFrame | None = None) -> pd.DataFrame:
    """Where jieba leaves the name of a place in single characters, so that a new district can be
    counted like an old one.

    sentences : sentence_id, article_id, start, end, text. articles : article_id, place, if the places
        the papers speak for count too.
    Names are the short forms of lexicons/admin.csv that jieba cuts to single characters, but for
    those of lexicons/plain_words.csv, and the place each article's own paper speaks for. A name
    counts only where every character of it
    is a token of its own: 来临|平安 holds no 临平. Returns article_id, start, end (characters of
    the article's text).

    >>> sentences = pd.DataFrame([("x-s1", "x", 0, 10, "临平与钱塘来临平安日")],
    ...     columns=["sentence_id", "article_id", "start", "end", "text"])
    >>> place_spans(sentences, pd.DataFrame({"article_id": ["x"], "place": ["钱塘"]})).values.tolist()
    [['x', 0, 2]]
    """
    own = {}
    if articles is not None:
        require_columns(articles, ["article_id", "place"], "articles")
        own = dict(zip(articles["article_id"], articles["place"], strict=True))
    texts = sentences["text"].tolist()
    begin = sentences["start"].to_numpy(dtype=np.int64)
    ids = sentences["article_id"].to_numpy(dtype=object)
    codes, places = pd.factorize(np.array([own.get(i, "") for i in ids], dtype=object))
    order = np.argsort(codes, kind="stable")
    parts = np.split(order, np.cumsum(np.bincount(codes, minlength=len(places)))[:-1])
    rows = []
    for place, chosen in zip(places, parts, strict=False):
        size = np.fromiter((len(texts[k]) + 1 for k in chosen), np.int64, len(chosen))
        at = np.cumsum(size) - size
        finder = _finder(place if _is_split(place) else "")
        found = finder.find_matches_as_indexes(BREAK.join([texts[k] for k in chosen]))
        row = np.searchsorted(at, [a for _, a, _ in found], side="right") - 1
        whole: dict[int, list[bool]] = {}
        for (_, a, b), k in zip(found, row.tolist(), strict=True):
            if k not in whole:
                whole[k] = _single_characters(texts[chosen[k]])
            a, b = a - at[k], b - at[k]
            if all(whole[k][a:b]):
                rows.append((chosen[k], begin[chosen[k]] + a, begin[chosen[k]] + b))
    rows.sort()
    spans = [(ids[k], a, b) for k, a, b in rows]
    return pd.DataFrame(spans, columns=["article_id", "start", "end"]).astype(
        {"start": "int64", "end": "int64"}
    )


def kept_whole(
    sentences: pd.DataFrame, articles: pd.DataFrame | None, *mentions: pd.DataFrame
) -> pd.DataFrame:
    """What counts as one word: mentions of slogans and bodies, and names of places (`place_spans`);
    for `tokenize`.
    """
    spans = [
        table[["article_id", "start", "end"]]
        for table in (*mentions, place_spans(sentences, articles))
    ]
    return pd.concat(
        [table for table in spans if len(table)] or spans[:1], ignore_index=True
    ).drop_duplicates()


@cache
def _finder(own: str) -> AhoCorasick:
    names = sorted({*_new_names(), own} - {""})
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest)


@cache
def _new_names() -> tuple[str, ...]:
    """Short names of the admin lexicon that jieba does not know."""
    plain = set(load_lexicon("plain_words")["alias"])
    shorts = {short.split("|")[0] for short in load_lexicon("admin")["short"]}
    return tuple(sorted(name for name in shorts - plain if len(name) > 1 and _is_split(name)))


def _is_split(name: str) -> bool:
    return len(name) > 1 and len(cut(name)) == len(name)


def _single_characters(text: str) -> list[bool]:
    """For each character of the text, whether it is a token by itself."""
    return [len(token) == 1 for token in cut(text) for _ in token]


_NUMERAL = re.compile("[一二三四五六七八九]?十[一二三四五六七八九]?五")


class Word(NamedTuple):
    """text[start:end] of a clause, its word class ("" for a character the dictionary does not
    have).
    """

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
    """The class of a word of the dictionary, or "".

    >>> word_class("杭州"), word_class("访问"), word_class("不是词")
    ('ns', 'v', '')
    """
    return _classes().get(word, "")


@lru_cache(maxsize=8192)
def words(clause: str) -> tuple[Word, ...]:
    """The words of a clause; they join to the clause again. What the dictionary does not have (77,
    ATR) comes character by character.

    >>> [w.word for w in words("走访杭州能源集团")]
    ['走访', '杭州', '能源', '集团']
    """
    known, found, start = _classes(), [], 0
    for word in cut(clause):
        for part in (word,) if word in known else word:
            found.append(Word(start, start + len(part), part, known.get(part, "")))
            start += len(part)
    return tuple(found)


def is_roughly(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is a number of things, about so many, and no name made of numerals:
    十四五岁, 十四五个人 and 十三五斤, but the plan in 十四五规划 and 十四五个性化.

    >>> is_roughly("有十四五个人", 1, 4), is_roughly("在十四五人才规划里", 1, 4)
    (True, False)
    """
    if not _NUMERAL.fullmatch(text, start, end):
        return False
    rest = text[end : end + 4]
    return bool(rest) and (
        words(rest)[0].word in _measures() or (rest[0] == "个" and not rest.startswith("个性"))
    )


@cache
def _measures() -> frozenset[str]:
    return frozenset(word_list("numerals.measures"))


def is_apart(text: str, start: int, end: int) -> bool:
    """Neither edge lies inside a word: 三个年 is not in 用了三个年头, nor 五个一 in 五个一起去; but 东盟,
    a word itself, is in 东盟国家.
    """
    left, known = max(0, start - 4), bool(word_class(text[start:end]))
    for word in words(text[left : end + 4]):
        first, last = word.start + left, word.end + left
        whole = known and ((first == start and end <= last) or (first <= start and end == last))
        if (first < start < last or first < end < last) and not whole:
            return False
    return True
