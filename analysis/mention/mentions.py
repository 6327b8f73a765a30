"""Who is named and which slogans are used: both looked for together, each character with one owner
at most.

The leftmost and longest reading owns its characters; what it kept others from is in `suppressed`,
so that 高质量发展 inside 高质量发展建设共同富裕示范区 can be counted as well (`with_contained`).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis.chinese.gazetteer import Home, era, make_home, place_names
from analysis.chinese.lexicons import a_lexicon, load_lexicon, user_files
from analysis.chinese.matching import owners
from analysis.chinese.normal import normal_form
from analysis.errors import TifaError
from analysis.mention.bodies import body_candidates
from analysis.mention.organs import Body
from analysis.mention.slogans import QUOTE, UNLISTED, Slogan, read_slogans
from analysis.mention.spans import Vocabulary, make_vocabulary, own_vocabulary, read_spans
from analysis.table.arguments import NOTHING, PATHS, a_corpus, wants
from analysis.table.dictionary import all_titled, columns_of
from analysis.table.offsets import locate, span_rows
from analysis.table.parallel import progress
from analysis.table.store import remembered
from analysis.wording.labels import amount
from analysis.wording.summaries import Lines, as_html, as_text, sizes

if TYPE_CHECKING:
    from analysis.corpus import Corpus

BODY_COLUMNS = columns_of("bodies")
SLOGAN_COLUMNS = columns_of("slogans")
SUPPRESSED_COLUMNS = columns_of("suppressed")


class Mentions(NamedTuple):
    """The mentions of a corpus, in order of the text (see `find_mentions`)."""

    bodies: pd.DataFrame
    slogans: pd.DataFrame
    suppressed: pd.DataFrame

    def __repr__(self) -> str:
        return as_text(_mention_lines(self))

    def _repr_html_(self) -> str:
        return as_html(_mention_lines(self))


@wants(
    corpus=a_corpus(
        articles=["article_id", "place", "date_published", "title", "text"],
        sentences=["sentence_id", "article_id", "start", "end"],
        offsets=["article_id", "start", "end", "file", "line"],
        places=["place", "place_level", "district", "city", "province"],
    ),
    extra=PATHS,
    slogan_lexicon=a_lexicon("slogans") | NOTHING,
    body_lexicon=a_lexicon("bodies") | NOTHING,
)
@remembered(
    "mention",
    *("articles", "sentences", "offsets", "places"),
    files="extra",
    gives=lambda: Mentions,
)
def find_mentions(
    corpus: "Corpus",
    *,
    extra: Sequence[str | Path] = (),
    slogan_lexicon: pd.DataFrame | None = None,
    body_lexicon: pd.DataFrame | None = None,
) -> Mentions:
    """Bodies and slogans of a corpus, every occurrence, in all articles (counts leave captions and
    the like out).

    Returns Mentions, a NamedTuple of the tables `bodies`, `slogans` and `suppressed` (what a longer
    mention kept from being one; with owner "" what the lexicon counts only in quotation marks or
    only of another place) in order of the text; table/columns.csv says what each column means.
    Start and end are in characters of the article's text.
    extra : a person's own lexicon files; a name with "bod" or 机构 in it extends the bodies, others
        the slogans.
    slogan_lexicon, body_lexicon : tables in place of the project's own.
    Raises TifaError for a bad lexicon, naming file and row.

    >>> from analysis import load_corpus
    >>> mentions = find_mentions(load_corpus("seeds"))
    >>> int(mentions.slogans["surface"].eq("十五五").sum())
    18
    """
    files = user_files(extra)
    for name, table in (("slogans", slogan_lexicon), ("bodies", body_lexicon)):
        if table is not None and files[name]:
            file = files[name][0]
            raise TifaError(f"find_mentions takes {file} as extra or a lexicon of {name}, not both")
    given = {"slogans": slogan_lexicon, "bodies": body_lexicon}
    given |= {name: load_lexicon(name, *files[name]) for name in given if files[name]}
    vocabulary = own_vocabulary()
    if any(table is not None for table in given.values()):
        vocabulary = make_vocabulary(**given)
    rows: tuple[list, list, list] = ([], [], [])
    days = corpus.articles["date_published"].map(era)
    where = list(zip(corpus.articles["place"], days, strict=True))
    homes = {pair: make_home(corpus.places, *pair) for pair in dict.fromkeys(where)}
    articles = progress(corpus.articles.itertuples(), "articles", len(corpus.articles))
    for article, pair in zip(articles, where, strict=True):
        _read_article(article, homes[pair], vocabulary, rows)
    return all_titled(
        Mentions(
            _finish(rows[0], BODY_COLUMNS, corpus),
            _finish(rows[1], SLOGAN_COLUMNS, corpus),
            pd.DataFrame(rows[2], columns=SUPPRESSED_COLUMNS),
        )
    )


def _read_article(article, home: Home, vocabulary: Vocabulary, rows: tuple) -> None:
    normal, article_id = normal_form(article.text), article.article_id
    printed, date = article.text, article.date_published
    spans = read_spans(normal.text, home, vocabulary)
    headline = normal_form(article.title).text if QUOTE.search(article.title) else ""
    title = read_spans(headline, home, vocabulary) if headline else None
    places = frozenset().union(*map(place_names, filter(None, (article.place, *home[:3]))))
    found, left = read_slogans(spans, title, places, date)
    kept, lost = owners([*found, *body_candidates(spans, date)], _rank)
    contained: dict[int, list[str]] = {}

    def suppress(lost, kind: str, name: str, by, owner: str, why: str) -> None:
        start, end = normal.printed(lost.start, lost.end)
        where = (article_id, start, end, printed[start:end], kind, name)
        rows[2].append((*where, *normal.printed(by.start, by.end), owner, why, article.place))

    for candidate, owner in lost:
        owner_kind = "slogan" if isinstance(owner, Slogan) else "body" if owner.bodies else "trap"
        names = {name for name, _ in _names(owner)}
        for name, kind in _names(candidate):
            if name in names:
                continue
            suppress(candidate, kind, name, owner, "；".join(sorted(names)), owner_kind)
            if kind == "slogan" and candidate.end <= owner.end:
                contained.setdefault(owner.start, []).append(name)
    for slogan, why in left:
        if not any(mention.start < slogan.end and slogan.start < mention.end for mention in kept):
            suppress(slogan, "slogan", slogan.row["name"], slogan, "", why)
    for mention in kept:
        start, end = normal.printed(mention.start, mention.end)
        span = {"article_id": article_id, "start": start, "end": end, "place": article.place}
        span["surface"] = printed[start:end]
        if isinstance(mention, Slogan):
            held = "|".join(dict.fromkeys(contained.get(mention.start, ())))
            rows[1].append(mention.row | span | {"quoted": mention.quoted, "contains": held})
        else:
            rows[0].extend(span | b._asdict() | {"rule": mention.rule} for b in mention.bodies)


def _rank(candidate) -> int:
    """Of two readings of the same characters: a trap, a slogan, a body by the surest rule, and what
    no lexicon has."""
    if isinstance(candidate, Slogan):
        return 9 if candidate.row["confidence"] == UNLISTED else 1
    if candidate.rule == "trap":
        return 0
    unknown = candidate.bodies[0].owner_basis == "unknown"
    return 2 + (candidate.rule != "lexicon") + unknown


def _names(candidate) -> list[tuple[str, str]]:
    if isinstance(candidate, Body):
        return [(named.name, "body") for named in candidate.bodies]
    return [(candidate.row["name"], "slogan")]


def _finish(rows: list, columns: list[str], corpus) -> pd.DataFrame:
    """The rows as a table, with the sentence each begins in and the file and lines it stands in."""
    placed = ["sentence_id", "file", "line_from", "line_to"]
    table = pd.DataFrame(rows, columns=[c for c in columns if c not in placed])
    if table.empty:
        return table.reindex(columns=columns)
    ids = np.append(corpus.sentences["sentence_id"].to_numpy(dtype=object), "")
    table["sentence_id"] = ids[span_rows(table, corpus.sentences)].tolist()
    table = locate(table, corpus.offsets)[columns]
    return table.drop_duplicates(["article_id", "start", "name"]).reset_index(drop=True)


def with_contained(mentions: pd.DataFrame, suppressed: pd.DataFrame) -> pd.DataFrame:
    """The slogans (or bodies) with one row more for each that a longer slogan holds (`inside`: its
    name, "" if none): 党中央 in 以习近平同志为核心的党中央 is a row of the bodies here.
    """
    kind = "body" if "rule" in mentions.columns else "slogan"
    own = mentions[["article_id", "start", "end", "surface", "name", "place"]].assign(inside="")
    within = suppressed[
        suppressed["kind"].eq(kind)
        & suppressed["end"].le(suppressed["owner_end"])
        & suppressed["owner_kind"].eq("slogan")
    ]
    within = within.assign(inside=within["owner"])
    both = pd.concat([own, within[own.columns]], ignore_index=True)
    both = both.drop_duplicates(["article_id", "start", "end", "name"])
    return both.sort_values(["article_id", "start", "end"], kind="stable").reset_index(drop=True)


def inside_longer(
    mentions: pd.DataFrame, suppressed: pd.DataFrame, articles: pd.DataFrame, a: str, b: str
) -> pd.DataFrame:
    """How often each name stands inside a longer slogan, which alone is counted, in the places a
    and b: name, inside, n_a, n_b, most frequent first.
    """
    rows = with_contained(mentions, suppressed)
    rows = rows[rows["inside"].ne("") & rows["article_id"].isin(set(articles["article_id"]))]
    rows = rows.assign(n_a=rows["place"].eq(a).astype(int), n_b=rows["place"].eq(b).astype(int))
    table = rows.groupby(["name", "inside"], as_index=False)[["n_a", "n_b"]].sum()
    table = table.assign(both=table["n_a"] + table["n_b"]).query("both > 0")
    order = ["both", "name", "inside"]
    table = table.sort_values(order, ascending=[False, True, True]).drop(columns="both")
    return table.reset_index(drop=True)


def _mention_lines(mentions: Mentions) -> Lines:
    """What Mentions hold: how many, of how many names."""
    lines = [
        (name, f"{amount(len(table), 'mention')} of {amount(table['name'].nunique(), 'name')}")
        for name, table in (("bodies", mentions.bodies), ("slogans", mentions.slogans))
    ]
    lost = mentions.suppressed["owner"].ne("") | mentions.suppressed["owner_kind"].eq("trap")
    told = f"{lost.sum():,} inside longer ones"
    if not lost.all():
        told += f"; {(~lost).sum():,} without the quotation marks or the place they need"
    return [*lines, ("suppressed", told), ("tables", sizes(mentions))]
