"""The tables anchors point into: a row an occurrence, to be opened as a sentence. The naive way
beside it: counting in the raw files, and jieba's own words."""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.chinese.tokens import BREAK, add_token_counts, tokenize
from analysis.corpus import Corpus, articles_counted, load_corpus
from analysis.evidence.sentences import lines_of
from analysis.measure.collocation import cooccurrences
from analysis.measure.concordance import find_terms, make_index, standing
from analysis.measure.counts import counted, most_first
from analysis.measure.groups import PERIODS, with_groups
from analysis.measure.reuse import mark_reprints
from analysis.mention.mentions import Mentions, find_mentions
from analysis.mention.slogan_origins import trace_slogans
from analysis.table.dictionary import titled
from analysis.table.offsets import span_rows

COLUMNS = "TIFA_COLUMNS"  # in the environment of a run's notebooks: what --columns said, as JSON
QUOTES = "“”‘’「」『』"
ABOUT_ROWS = ["place", "genre", *PERIODS, "once"]
WINDOW = 5  # words to the left and right of a term that count as its company


def read_tables(
    path: str | Path, lexicons: Iterable[str] = (), columns: Mapping[str, str] | None = None
) -> tuple[Corpus, Mentions]:
    """The tables of a corpus and of its mentions, out of the store where one is named. Raises
    TifaError as `load_corpus` and `find_mentions` do."""
    columns = columns or json.loads(os.environ.get(COLUMNS, "null"))
    corpus = mark_reprints(load_corpus(path, columns=columns))
    return corpus, find_mentions(corpus, extra=tuple(lexicons))


def counted_rows(rows: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """The rows that stand in counted articles, with their place, genre, periods and `once`."""
    about = in_time(articles_counted(corpus.articles), corpus)
    about = about[["article_id", *(name for name in ABOUT_ROWS if name in about)]]
    return rows.drop(columns=ABOUT_ROWS, errors="ignore").merge(about, on="article_id")


def in_time(articles: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """The articles with their periods; where a text stands in several places of the corpus, once:
    "yes" for the one that counts where nothing is grouped by place."""
    if "date_published" in articles:
        articles = with_groups(articles, list(PERIODS))
    once = articles["article_id"].isin(counted(corpus.articles, by=())["article_id"])
    return articles if once.all() else articles.assign(once=np.where(once, "yes", ""))


def term_hits(
    corpus: Corpus, slogans: pd.DataFrame, bodies: pd.DataFrame, term: str
) -> pd.DataFrame:
    """The mentions of the slogan or body of that name, or of the only one that is printed so (十五五
    for “十五五”（第十五个五年规划）); else where the plain text stands. name is the term."""
    for rows in (slogans, bodies):
        printed = rows.loc[rows["surface"].str.strip(QUOTES) == term.strip(QUOTES), "name"]
        names = {term} & set(rows["name"]) or set(printed)
        if len(names) == 1:
            return rows[rows["name"].isin(names)].assign(name=term).reset_index(drop=True)
    return counted_rows(repaired_hits(corpus, [term]), corpus).assign(name=term)


def rows_of_terms(
    corpus: Corpus, slogans: pd.DataFrame, bodies: pd.DataFrame, terms: Sequence[str]
) -> pd.DataFrame:
    """`term_hits` of several terms, one under the other, each once; name is the term."""
    found = [term_hits(corpus, slogans, bodies, term) for term in terms]
    table = pd.concat(found, ignore_index=True)
    return table.drop_duplicates(["article_id", "start", "name"], ignore_index=True)


def joint_mentions(rows: pd.DataFrame) -> pd.DataFrame:
    """Pairs of names in one article: the first mention of a, with its columns, and start_b, end_b
    of the first of b; a stands before b in code point order."""
    first = rows.sort_values(["article_id", "start", "name"], kind="stable")
    first = first.drop_duplicates(["article_id", "name"])
    other = first[["article_id", "name", "start", "end"]]
    pairs = first.merge(other, on="article_id", suffixes=("", "_b"))
    pairs = pairs[pairs["name"] < pairs["name_b"]].rename(columns={"name_b": "b"})
    return pairs.assign(a=pairs["name"]).reset_index(drop=True)


def partners_of(term_rows: pd.DataFrame, slogans: pd.DataFrame) -> pd.DataFrame:
    """The slogan mentions that share a sentence with the term, and no character."""
    near = slogans[slogans["sentence_id"].isin(term_rows["sentence_id"])].reset_index(drop=True)
    term = term_rows[["article_id", "start", "end"]]
    both = near.reset_index(names="row").merge(term, on="article_id", suffixes=("", "_term"))
    same = both[(both["start"] < both["end_term"]) & (both["start_term"] < both["end"])]
    return near.drop(index=same["row"].unique()).reset_index(drop=True)


def with_origins(slogans: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The slogan mentions with home_made: whether the place made it itself, see `trace_slogans`."""
    traced = trace_slogans(slogans, articles)
    traced = traced[traced["relation"] == "home-made"]
    made = set(zip(traced["place"], traced["name"], strict=True))
    pairs = zip(slogans["place"], slogans["name"], strict=True)
    return slogans.assign(home_made=[pair in made for pair in pairs])


def article_rows(corpus: Corpus, tokens: pd.DataFrame) -> pd.DataFrame:
    """One row a counted article with n_han and n_tokens, at its first sentence, without a hit."""
    articles = articles_counted(corpus.articles).drop(columns="text")
    articles = in_time(add_token_counts(articles, tokens), corpus)
    first = corpus.sentences.sort_values(["article_id", "start"], kind="stable")
    first = first.drop_duplicates("article_id")[["article_id", "sentence_id", "start"]]
    return articles.merge(first.assign(end=first["start"]), on="article_id", how="inner")


class EvidenceTables(dict):
    """Tables by name, of which the dear ones, `makers`, are made when one first asks for them."""

    makers: dict[str, Callable[[], pd.DataFrame]]

    def __contains__(self, name: object) -> bool:
        return name in self.makers or super().__contains__(name)

    def __missing__(self, name: str) -> pd.DataFrame:
        self[name] = self.makers[name]()
        return self[name]


def evidence_tables(
    corpus: Corpus,
    slogans: pd.DataFrame,
    bodies: pd.DataFrame,
    tokens: pd.DataFrame,
    term: str,
    corpus_dir: str = "",
) -> EvidenceTables:
    """Name -> rows of counted articles with article_id, start, end, sentence_id, place, genre.

    Always: slogans, bodies, tokens, articles, sentences (of every article), term; when asked for:
    collocates (words within WINDOW words of the term), partners (slogans in one sentence with it),
    joint (bodies in one article), raw, repaired, jieba (`naive_counts`)."""
    rows = {"slogans": slogans, "bodies": bodies, "tokens": tokens}
    rows = {name: counted_rows(table, corpus) for name, table in rows.items()}
    term_rows = term_hits(corpus, rows["slogans"], rows["bodies"], term)
    terms = sorted({*rows["slogans"]["name"], term})

    def collocates() -> pd.DataFrame:
        near = counted_rows(cooccurrences(tokens, term_rows, window=WINDOW), corpus)
        return near.assign(node=term, collocate=near["token"])

    about = corpus.articles[["article_id", "place", "genre"]]
    sentences = corpus.sentences.drop(columns="text").merge(about, on="article_id")
    sentences = sentences.assign(end=sentences["start"])  # no hit in it
    plain = {"articles": article_rows(corpus, tokens), "sentences": sentences, "term": term_rows}
    own = with_origins(rows["slogans"], articles_counted(corpus.articles))
    tables = EvidenceTables({**rows, **plain, "slogans": own})
    tables.makers = {
        "collocates": collocates,
        "partners": lambda: partners_of(term_rows, rows["slogans"]),
        "joint": lambda: joint_mentions(rows["bodies"]),
        "raw": lambda: raw_hits(corpus, corpus_dir, terms),
        "repaired": lambda: counted_rows(repaired_hits(corpus, terms), corpus),
        "jieba": lambda: counted_rows(jieba_hits(corpus, terms), corpus),
    }
    return tables


# --- the naive way

TORN = "broken in the raw file, by a line end or by spaces"
ABOUT = ["doc_id", "place", "paper", "date_published", "date_published_basis"]
RAW_COLUMNS = ["term", "file", "raw_start", "line_from", "line_to", "sentence", "hit_start"]
RAW_COLUMNS += ["hit_end", *ABOUT, "title"]


def raw_hits(corpus: Corpus, corpus_dir: str | Path, terms: Iterable[str]) -> pd.DataFrame:
    """Where each term stands in the raw files, as `str.count` finds it: raw_start (offset in the
    file), line_from = line_to, sentence (the raw line), hit_start, hit_end (in it)."""
    # here, not above: what was read before is opened without all that reads
    from analysis.read.folders import list_folder, page_text
    from analysis.repair.given_articles import LAYOUT as TABLE

    pages = (corpus.documents["layout"] != TABLE).any()
    paths = {file: path for path, file in list_folder(Path(corpus_dir)).pages} if pages else {}
    lines = []
    for doc_id, file, layout in corpus.documents[["doc_id", "file", "layout"]].itertuples(False):
        if layout == TABLE:
            lines += [(doc_id, file, *line) for line in _rows(doc_id, corpus)]
        else:
            page = page_text(paths[file].read_bytes(), file)
            for n, *line in _lines(page.text):
                lines.append((doc_id, file, page.numbers[n - 1] if page.numbers else n, *line))
    begins = np.cumsum([0, *(len(line[-1]) + 1 for line in lines)])
    terms = sorted(set(terms))
    number, at = standing(BREAK.join(line[-1] for line in lines), terms)
    rows = np.searchsorted(begins, at[:, 0], side="right") - 1
    spans = zip(number.tolist(), rows.tolist(), (at - begins[rows][:, None]).tolist(), strict=True)
    found = [
        (terms[n], *lines[row], lines[row][-1].rstrip("\r\n"), *span) for n, row, span in spans
    ]
    where = ["term", "doc_id", "file", "line_from", "offset", "whole", "sentence"]
    hits = pd.DataFrame(found, columns=[*where, "hit_start", "hit_end"])
    hits = hits.assign(line_to=hits["line_from"], raw_start=hits["offset"] + hits["hit_start"])
    # of a table each row knows its own article, of a page all lines have what the page says
    rows = corpus.offsets[["article_id", "line"]].rename(columns={"line": "line_from"})
    rows = rows.merge(corpus.articles[["article_id", *ABOUT, "title"]], on="article_id")
    in_table = hits["doc_id"].map(corpus.documents.set_index("doc_id")["layout"]) == TABLE
    of_pages = hits[~in_table].merge(corpus.documents[ABOUT], on="doc_id").assign(title="")
    of_rows = hits[in_table].merge(rows.drop_duplicates(["doc_id", "line_from"]))
    hits = pd.concat([of_pages, of_rows])[RAW_COLUMNS]
    return hits.sort_values(["term", "file", "raw_start"], kind="stable", ignore_index=True)


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Number, offset and text of the lines; \\r\\n, \\n and \\r end one, as in the offsets table.

    >>> list(_lines("甲\\r\\n乙\\r丙"))
    [(1, 0, '甲\\r\\n'), (2, 3, '乙\\r'), (3, 5, '丙')]
    """
    for number, line in enumerate(re.finditer(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text), start=1):
        yield number, line.start(), line.group()


def _rows(doc_id: str, corpus: Corpus) -> Iterator[tuple[int, int, str]]:
    """The same of a table of articles: titles and lines of texts, with the number of the row."""
    runs = corpus.offsets[corpus.offsets["doc_id"] == doc_id]
    runs = runs.merge(corpus.articles[["article_id", "title", "text"]], on="article_id")
    for run in runs.itertuples(index=False):
        if run.title:
            yield run.line, run.raw_start - len(run.title) - 1, run.title
        for _, offset, line in _lines(run.text):
            yield run.line, run.raw_start + offset, line


def repaired_hits(corpus: Corpus, terms: Iterable[str]) -> pd.DataFrame:
    """Where each term stands in the text of the counted articles: the lines, with term."""
    articles = counted(corpus.articles)
    index = make_index(
        corpus.sentences[corpus.sentences["article_id"].isin(articles["article_id"])]
    )
    hits = find_terms(index, sorted(set(terms)))
    lines = lines_of(hits, index.sentences, articles, corpus.offsets)
    return titled(lines.assign(term=hits["term"]), "concordance")


def jieba_hits(corpus: Corpus, terms: Iterable[str]) -> pd.DataFrame:
    """jieba's own words, no lexicon added, that equal a term: token rows with term, place."""
    articles = articles_counted(corpus.articles)[["article_id", "place"]]
    tokens = tokenize(corpus.sentences[corpus.sentences["article_id"].isin(articles["article_id"])])
    hits = tokens[tokens["token"].isin(set(terms))].merge(articles, on="article_id")
    return hits.assign(term=hits["token"])


def naive_counts(raw: pd.DataFrame, jieba: pd.DataFrame, repaired: pd.DataFrame) -> pd.DataFrame:
    """The three ways side by side: term, n_raw, n_jieba, n_repaired, most frequent first."""
    columns = {"n_raw": raw, "n_jieba": jieba, "n_repaired": repaired}
    counts = pd.DataFrame({name: rows["term"].value_counts() for name, rows in columns.items()})
    counts = counts.fillna(0).astype("int64").rename_axis("term").reset_index()
    return most_first(counts, "n_repaired", "term")


def naive_differences(raw: pd.DataFrame, repaired: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """The hits only one way finds: term, found (in which text), file, lines, reason, sentence."""
    runs = corpus.offsets.iloc[span_rows(repaired, corpus.offsets, inside=False)]
    at = runs["raw_start"].to_numpy() + repaired["start"].to_numpy() - runs["start"].to_numpy()
    whole = repaired["end"].to_numpy() <= runs["end"].to_numpy()
    keys = pd.MultiIndex.from_arrays([repaired["term"], runs["file"], at])
    raw_keys = pd.MultiIndex.from_frame(raw[["term", "file", "raw_start"]])
    only_repaired = repaired.assign(
        found="in the repaired text only",
        reason=np.where(whole, "counted once more in the repaired text", TORN),
        sentence=repaired["left"] + repaired["hit"] + repaired["right"],
    )[~keys.isin(raw_keys)]
    only_raw = raw[~raw_keys.isin(keys)].assign(found="in the raw files only")
    only_raw["reason"] = [_role_at(row, corpus) for row in only_raw.to_dict("records")]
    columns = ["term", "found", "file", "line_from", "line_to", "reason", "sentence"]
    table = pd.concat([only_repaired[columns], only_raw[columns]], ignore_index=True)
    return table.sort_values(["term", "file", "line_from"], kind="stable", ignore_index=True)


def _role_at(hit: dict, corpus: Corpus) -> str:
    """What part of the page a raw hit stands in."""
    segments = corpus.segments
    inside = (segments["start"] <= hit["raw_start"]) & (hit["raw_start"] < segments["end"])
    here = segments[(segments["doc_id"] == hit["doc_id"]) & inside]
    role = here["role"].iloc[0] if len(here) else "white space"
    if role != "body":
        return f"stands in a {role}, not in an article's text"
    genres = corpus.articles.set_index("article_id")["genre"]
    return f"stands in a {genres.get(here['article_id'].iloc[0], 'part')}, which is in no count"


def jieba_cuts(corpus: Corpus, repaired: pd.DataFrame, term: str) -> pd.DataFrame:
    """How plain jieba cuts each place where `term` stands: cut (pieces joined with /), n."""
    hits = repaired[repaired["term"] == term].reset_index(names="number")
    tokens = tokenize(corpus.sentences[corpus.sentences["sentence_id"].isin(hits["sentence_id"])])
    both = tokens.merge(hits[["number", "article_id", "start", "end"]], on="article_id")
    both = both[(both["end_x"] > both["start_y"]) & (both["start_x"] < both["end_y"])]
    cuts = both.groupby("number")["token"].agg("/".join)
    return most_first(cuts.value_counts().rename_axis("cut").reset_index(name="n"), "n", "cut")
