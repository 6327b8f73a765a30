"""Look a term up: its rates by place, where it falls, its lines, the words beside it, its articles.
`prepare` lays a corpus out once, so that a panel can answer while one types."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from tqdm import tqdm

from analysis.chinese.tokens import kept_whole, tokenize, word_tokens
from analysis.corpus import Corpus
from analysis.errors import TifaError
from analysis.evidence.sentences import lines_of, spans_in_sentences
from analysis.measure.collocation import sentence_counts, with_scores, words_inside
from analysis.measure.concordance import Index, find_spans, make_index, sort_hits
from analysis.measure.counts import counted, most_first, run_begins
from analysis.measure.groups import rate_ends, require_group, time_known
from analysis.mention.mentions import find_mentions
from analysis.table.arguments import TEXT, TEXTS, a_corpus, instance, wants
from analysis.table.dictionary import TITLE, all_titled
from analysis.wording.labels import Lines, amount, as_html, as_text, shortened, sizes

KINDS = ("text", "regex", "slogan", "body")
COLLOCATES = ["feature", "n", "n_node", "n_feature", "expected", "logdice", "g2"]
MIN_TOGETHER = 2  # sentences a collocate shares with the term
EDGES = ("start", "end")
BATCH = 500  # articles cut into words at a time


class Words(NamedTuple):
    """The words of all sentences as arrays, in text order."""

    vocabulary: np.ndarray
    code: np.ndarray  # of each word, its number in the vocabulary
    sentence: np.ndarray  # of each word, its sentence's number in the index
    start: np.ndarray  # where each word begins in index.text
    end: np.ndarray
    sentences_with: np.ndarray  # of each code, the sentences that have it


class Prepared(NamedTuple):
    """A corpus laid out for looking things up."""

    articles: pd.DataFrame  # counted; `before`: characters of the place's articles before it
    index: Index
    words: Words
    mentions: dict[str, pd.DataFrame]  # slogan, body
    offsets: pd.DataFrame


class Look(NamedTuple):
    """What is known of one term; `look` says the columns of its tables."""

    rates: pd.DataFrame
    strip: pd.DataFrame
    lines: pd.DataFrame
    collocates: pd.DataFrame
    articles: pd.DataFrame

    def __repr__(self) -> str:
        return as_text(_look_lines(self))

    def _repr_html_(self) -> str:
        return as_html(_look_lines(self))


def prepare(
    corpus: Corpus,
    *,
    slogans: pd.DataFrame | None = None,
    bodies: pd.DataFrame | None = None,
    lexicons: Sequence[str] = (),
) -> Prepared:
    """A corpus laid out for `look`; slogans and bodies are found with `lexicons` if not given."""
    articles = counted(corpus.articles)
    articles = articles.assign(size=articles["text"].str.len())
    articles["before"] = articles.groupby("place")["size"].cumsum() - articles["size"]
    if slogans is None or bodies is None:
        found = find_mentions(corpus, extra=tuple(lexicons))
        slogans, bodies = found.slogans, found.bodies
    ids = set(articles["article_id"])
    index = make_index(corpus.sentences[corpus.sentences["article_id"].isin(ids)])
    mentions = {
        kind: table[table["article_id"].isin(ids)].reset_index(drop=True)
        for kind, table in (("slogan", slogans), ("body", bodies))
    }
    return Prepared(articles, index, _words(index, articles, mentions), mentions, corpus.offsets)


ARTICLES = ["article_id", "files", "place", "place_level", "paper", "date_published", "title"]
TO_SEARCH = a_corpus(
    articles=[*ARTICLES, "genre", "n_han", "text"],
    sentences=["sentence_id", "article_id", "start", "end", "text"],
    offsets=["article_id", "start", "end", "file", "line"],
    places=["place", "place_level", "district", "city", "province"],
) | instance("Prepared", "a corpus laid out by prepare")
SAID = dict.fromkeys(["term", "kind", "since", "until", "sort"], TEXT)


@wants(corpus=TO_SEARCH, places=TEXTS, genres=TEXTS, **SAID)
def look(
    corpus: Corpus | Prepared,
    term: str,
    *,
    kind: str = "text",
    places: Sequence[str] = (),
    genres: Sequence[str] = (),
    since: str = "",
    until: str = "",
    sort: str = "text",
) -> Look:
    """Everything about one term in one go.

    corpus : of `load_corpus`, or of `prepare` when there is more than one term to look up.
    term : text as printed; kind="regex": an RE2 expression; "slogan", "body": the name of one found
        in the corpus.
    places, genres : only these; since, until : days like 2025-05-27 (articles without one are out).
    sort : of the lines, as in `concordance`.
    Returns a Look, a NamedTuple of tables; n in times, rates per 10,000 Han characters:
      rates : by place, with a 95 % interval by articles (none below ten)
      strip : where each hit falls, position 0 to 1 in the place's articles end to end
      lines : as `concordance`
      collocates : the words in its sentences, as `collocations`
      articles : those that have it, most hits first
    Sources: Cochran 1977 (intervals), `collocations`.

    >>> from analysis.corpus import load_corpus
    >>> look(load_corpus("seeds"), "十五五").rates[["place", "n"]].values.tolist()
    [['临平', 4], ['杭州', 4], ['钱塘', 10]]
    """
    desk = corpus if isinstance(corpus, Prepared) else prepare(corpus)
    chosen = {"places": places, "genres": genres, "since": since, "until": until}
    articles = choose_articles(desk.articles, **chosen)
    hits = find_hits(desk, term, kind, articles)
    lines = lines_at(desk, sort_hits(hits, desk.index.sentences, sort))
    found = rates_of(hits, articles), strip_of(hits, articles), lines
    found += collocates_of(desk, hits, articles), articles_of(hits, articles)
    return all_titled(Look(*found), of=term, prefix="look.")


def choose_articles(
    articles: pd.DataFrame, *, places=(), genres=(), since: str = "", until: str = ""
) -> pd.DataFrame:
    """The articles of these places and genres, printed since and until these days, if any."""
    for column, wanted in (("place", places), ("genre", genres)):
        for name in wanted:
            require_group(articles[column], column, name)
        articles = articles[articles[column].isin(list(wanted))] if wanted else articles
    for day in (since, until):
        if day and not (len(day) == 10 and time_known(day)):
            raise TifaError(f"{day!r} is not a day like 2025-05-27")
    day = articles["date_published"]
    inside = (day != "") & (day >= since) & (day <= (until or "9999"))
    return articles[inside] if since or until else articles


def find_hits(
    desk: Prepared, term: str, kind: str, articles: pd.DataFrame, *, seconds: float | None = None
) -> pd.DataFrame:
    """Where the term stands in these articles, as `find_spans`."""
    if kind not in KINDS:
        raise TifaError(f"kind: {kind!r}; must be one of {', '.join(KINDS)}")
    if kind in desk.mentions:
        table = desk.mentions[kind]
        rows = table[table["name"] == term]
        if rows.empty:
            raise TifaError(f"no {kind} named {term!r} is in this corpus")
        hits = spans_in_sentences(rows, desk.index.sentences)
    else:
        hits = find_spans(desk.index, term, regex=kind == "regex", seconds=seconds)
    if len(articles) < len(desk.articles):
        hits = hits[hits["article_id"].isin(set(articles["article_id"]))].reset_index(drop=True)
    return hits


def rates_of(hits: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Rates by place with 95 % intervals; see `Look`."""
    n = articles["article_id"].map(hits["article_id"].value_counts()).fillna(0).astype("int64")
    table = articles[["place", "n_han"]].assign(n=n, n_articles=(n > 0).astype("int64"))
    groups = table.assign(of_articles=1).groupby("place", sort=True)
    rates = groups.sum().reset_index()[["place", "n", "n_articles", "of_articles", "n_han"]]
    rates["per_10k"] = rates["n"] / rates["n_han"].clip(lower=1) * 10_000
    ends = [rate_ends(g["n"].to_numpy()[None], g["n_han"].to_numpy())[0] for _, g in groups]
    rates[["per_10k_low", "per_10k_high"]] = np.array(ends).reshape(-1, 2)
    return rates


def strip_of(hits: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Where in the running text of its place each hit falls; see `Look`."""
    about = articles.set_index("article_id")[["place", "before"]]
    sizes = (articles["before"] + articles["size"]).groupby(articles["place"]).max()
    table = hits[["article_id", "start"]].join(about, on="article_id")
    position = (table["before"] + table["start"]) / table["place"].map(sizes).astype(float)
    table = table.assign(position=position.astype(float))
    table = table.sort_values(["place", "position"], kind="stable", ignore_index=True)
    return table[["place", "article_id", "start", "position"]]


def lines_at(desk: Prepared, hits: pd.DataFrame) -> pd.DataFrame:
    """The concordance lines of these hits in their order; see `Look`."""
    near = desk.offsets[desk.offsets["article_id"].isin(set(hits["article_id"]))]
    return lines_of(hits, desk.index.sentences, desk.articles, near.reset_index(drop=True))


def articles_of(hits: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The articles with hits, most hits first; see `Look`."""
    n = articles["article_id"].map(hits["article_id"].value_counts())
    table = articles.assign(n=n)[n > 0].astype({"n": "int64"})
    table["per_10k"] = table["n"] / table["n_han"].clip(lower=1) * 10_000
    columns = ["article_id", "place", "date_published", "genre", "title", "n", "per_10k"]
    return most_first(table, "n", "article_id")[columns]


def collocates_of(desk: Prepared, hits: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The words that share sentences with the hits, strongest attraction first; see `Look`."""
    words = desk.words
    totals, with_words = words.sentences_with, words.sentence[run_begins(words.sentence)]
    if len(articles) < len(desk.articles):
        inside = desk.index.sentences["article_id"].isin(set(articles["article_id"])).to_numpy()
        totals = _sentence_counts(words.code, words.sentence, len(totals), inside[words.sentence])
        with_words = with_words[inside[with_words]]
    rows = hits["sentence"].to_numpy(dtype=np.int64)
    spans = [hits[end].to_numpy(dtype=np.int64) - desk.index.shift[rows] for end in EDGES]
    is_node, _ = words_inside(words.start, words.end, *spans)
    with_node = np.zeros(len(desk.index.sentences), dtype=bool)
    with_node[words.sentence[is_node]] = True
    at = np.flatnonzero(with_node[words.sentence])
    near = {"article_id": 0, "sentence_id": words.sentence[at], "token": words.code[at]}
    table = sentence_counts(pd.DataFrame(near).assign(node=is_node[at]), pd.Series(totals))
    table = table[table["n"] >= MIN_TOGETHER]
    table = table.assign(feature=words.vocabulary[table["feature"].to_numpy(dtype=np.int64)])
    nodes = table["n_node"].iloc[0] if len(table) else 0
    return with_scores(table, nodes, len(with_words))[COLLOCATES]


def _words(index: Index, articles: pd.DataFrame, mentions: dict[str, pd.DataFrame]) -> Words:
    """Every sentence's words, mentions and places kept whole, some hundred articles at a time."""
    spans = kept_whole(index.sentences, articles, *mentions.values())
    tables = []
    firsts = np.flatnonzero(~index.sentences["article_id"].duplicated().to_numpy())[::BATCH]
    parts = np.split(np.arange(len(index.sentences)), firsts[1:])
    for rows in tqdm(parts, desc="words", unit=" batches", delay=2, disable=None):
        some = index.sentences.iloc[rows]
        tokens = tokenize(some, spans[spans["article_id"].isin(set(some["article_id"]))])
        tokens = word_tokens(tokens)
        number = pd.Series(rows, index=some["sentence_id"]).reindex(tokens["sentence_id"])
        tables.append(tokens.assign(sentence=number.to_numpy(dtype=np.int64)))
    table = pd.concat(tables, ignore_index=True)
    code, vocabulary = pd.factorize(table["token"], sort=True)
    sentence = table["sentence"].to_numpy(dtype=np.int64)
    vocabulary = np.asarray(vocabulary, dtype=object)
    counts = _sentence_counts(code, sentence, len(vocabulary))
    shift = index.shift[sentence]
    starts, ends = (table[end].to_numpy(dtype=np.int64) - shift for end in EDGES)
    return Words(vocabulary, code.astype(np.int64), sentence, starts, ends, counts)


def _sentence_counts(code, sentence, n_words: int, keep=slice(None)) -> np.ndarray:
    """In how many sentences each word stands; sorting is ten times as fast as np.unique here."""
    pairs = np.sort(sentence[keep] * max(n_words, 1) + code[keep])
    return np.bincount(pairs[run_begins(pairs)] % max(n_words, 1), minlength=n_words)


def _look_lines(found: Look) -> Lines:
    """What a Look found: hits, articles with one, places."""
    rates, term = found.rates, found.rates.attrs.get(TITLE, "").removeprefix("rates of ")
    hits, of = int(rates["n"].sum()), amount(int(rates["of_articles"].sum()), "article")
    each = zip(rates["place"].replace("", "place unknown"), rates["n"], strict=True)
    places = shortened([f"{place} {n:,}" for place, n in each], ", ")
    return [
        ("look", term or "one term"),
        ("hits", f"{hits:,} in {int(rates['n_articles'].sum()):,} of {of}"),
        ("places", f"{places} (hits)"),
        ("tables", sizes(found)),
    ]
