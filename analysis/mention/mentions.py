"""Who is named and which slogans are used: both looked for together, each character with one owner
at most.

Bodies (机构) come from a lexicon of national, foreign and media bodies (lexicons/bodies.csv), the
grammar of Party and state organs (organs.py) and names built on an open class of heads (names.py).
The leftmost and longest reading owns its characters; what it kept others from is in `suppressed`,
so that 高质量发展 inside 高质量发展建设共同富裕示范区 can be counted as well (`with_contained`).
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis.chinese.gazetteer import era, make_home, place_names
from analysis.chinese.lexicons import a_lexicon, load_lexicon, user_files, word_list
from analysis.chinese.matching import owners
from analysis.chinese.normal import normal_form
from analysis.chinese.tokens import is_apart, word_class, words
from analysis.errors import TifaError
from analysis.mention.names import named_bodies
from analysis.mention.organs import Body, Named, organ_bodies, with_sub_organs
from analysis.mention.owners import FOREIGN, country_before, country_of
from analysis.mention.slogans import QUOTE, UNLISTED, Slogan, read_slogans
from analysis.mention.spans import Spans, Vocabulary, make_vocabulary, own_vocabulary, read_spans
from analysis.table.arguments import NOTHING, PATHS, a_corpus, wants
from analysis.table.dictionary import all_titled, columns_of
from analysis.table.offsets import locate, span_rows
from analysis.table.parallel import progress
from analysis.table.store import kept_in_parts, remembered
from analysis.wording.labels import Lines, amount, as_html, as_text, sizes

if TYPE_CHECKING:
    from analysis.corpus import Corpus

# other states, and not China after them, in the same sentence
_ABROAD = re.compile(
    f"(?:{FOREIGN.pattern}|欧盟|[两三四五]国)(?:(?!中国|中方|我国|国务)[^。；！？\n])*$"
)
OWN = "本区"  # the paper's own district, where those of two papers are compared
_READ = ("article_id", "place", "date_published", "title", "text")  # of articles
# what is found of each mention, of bodies, of slogans
_SPAN = ("article_id", "start", "end", "surface", "place")
_OF_BODIES = ("rule", *Named._fields)
_OF_SLOGANS = ("name", "kind", "level", "level_coined", "owner", "gloss", "confidence")
_facts = itemgetter(*_OF_SLOGANS)
_SUREST = {"trap": 0, "lexicon": 2}


class Mentions(NamedTuple):
    """The mentions of a corpus, in order of the text (see `find_mentions`)."""

    bodies: pd.DataFrame
    slogans: pd.DataFrame
    suppressed: pd.DataFrame

    def __repr__(self) -> str:
        return as_text(_mention_lines(self))

    def _repr_html_(self) -> str:
        return as_html(_mention_lines(self))


def _mention_lines(mentions: Mentions) -> Lines:
    lost = mentions.suppressed["owner"].ne("") | mentions.suppressed["owner_kind"].eq("trap")
    told = f"{lost.sum():,} inside longer ones"
    if not lost.all():
        told += f"; {(~lost).sum():,} without the quotation marks or the place they need"
    counted = zip(Mentions._fields[:2], mentions[:2], strict=True)
    return [
        *(
            (of, f"{amount(len(t), 'mention')} of {amount(t['name'].nunique(), 'name')}")
            for of, t in counted
        ),
        ("suppressed", told),
        ("tables", sizes(mentions)),
    ]


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
    given = {"slogans": slogan_lexicon, "bodies": body_lexicon}
    for name, files in user_files(extra).items():
        if files and given[name] is not None:
            raise TifaError(
                f"find_mentions takes {files[0]} as extra or a lexicon of {name}, not both"
            )
        given[name] = load_lexicon(name, *files) if files else given[name]
    own = all(table is None for table in given.values())
    vocabulary = own_vocabulary() if own else make_vocabulary(**given)
    articles, rows = corpus.articles, ([], [], [])
    where = list(zip(articles["place"], articles["date_published"].map(era), strict=True))
    homes = {pair: make_home(corpus.places, *pair) for pair in dict.fromkeys(where)}
    told = articles.get("doc_id", articles["article_id"]), map(homes.get, where)
    items = zip(*told, *(articles[column] for column in _READ), strict=True)
    read = partial(_read_article, vocabulary)
    found = kept_in_parts("mentions", "mention", list(given.items()), items, read)
    for tables in progress(found, "articles", len(articles)):
        for table, new in zip(rows, tables, strict=True):
            table.extend(new)
    bodies = pd.DataFrame(rows[0], columns=[*_SPAN, *_OF_BODIES])
    slogans = pd.DataFrame(rows[1], columns=[*_SPAN, "quoted", "contains", *_OF_SLOGANS])
    suppressed = pd.DataFrame(rows[2], columns=columns_of("suppressed"))
    bodies, slogans = _placed(bodies, "bodies", corpus), _placed(slogans, "slogans", corpus)
    return all_titled(Mentions(bodies, slogans, suppressed))


def _read_article(vocabulary: Vocabulary, article: tuple) -> tuple[list, list, list]:
    """The bodies, slogans and suppressed of one article: its document, Home and _READ."""
    _, home, article_id, place, date, headline, printed = article
    rows: tuple[list, list, list] = ([], [], [])
    normal = normal_form(printed)
    spans = read_spans(normal.text, home, vocabulary)
    quoting = QUOTE.search(headline)
    title = read_spans(normal_form(headline).text, home, vocabulary) if quoting else None
    places = frozenset().union(*map(place_names, filter(None, (place, *home[:3]))))
    found, left = read_slogans(spans, title, places, date)
    kept, lost = owners([*found, *body_candidates(spans, date)], _rank)
    contained: dict[int, list[str]] = defaultdict(list)

    def suppress(lost, kind: str, name: str, by, owner: str, why: str) -> None:
        start, end = normal.printed(lost.start, lost.end)
        where = (article_id, start, end, printed[start:end], kind, name)
        rows[2].append((*where, *normal.printed(by.start, by.end), owner, why, place))

    for candidate, owner in lost:
        kind, (why, names) = _names(candidate)[0], _names(owner)
        for name in _names(candidate)[1]:
            if name not in names:
                suppress(candidate, kind, name, owner, "；".join(sorted(set(names))), why)
                if kind == "slogan" and candidate.end <= owner.end:
                    contained[owner.start].append(name)
    for slogan, why in left:
        if not any(mention.start < slogan.end and slogan.start < mention.end for mention in kept):
            suppress(slogan, "slogan", slogan.row["name"], slogan, "", why)
    for mention in kept:
        start, end = normal.printed(mention.start, mention.end)
        span = (article_id, start, end, printed[start:end], place)
        if isinstance(mention, Slogan):
            held = "|".join(dict.fromkeys(contained.get(mention.start, ())))
            rows[1].append((*span, mention.quoted, held, *_facts(mention.row)))
        else:
            rows[0].extend((*span, mention.rule, *body) for body in mention.bodies)
    return rows


def _rank(candidate) -> int:
    """Of two readings of the same characters: a trap, a slogan, a body by the surest rule, and what
    no lexicon has."""
    if isinstance(candidate, Slogan):
        return 9 if candidate.row["confidence"] == UNLISTED else 1
    unknown = candidate.bodies and candidate.bodies[0].owner_basis == "unknown"
    return _SUREST.get(candidate.rule, 3) + bool(unknown)


def _names(candidate) -> tuple[str, list[str]]:
    """Whether it is a slogan, a body or a trap, and its names."""
    if isinstance(candidate, Slogan):
        return "slogan", [candidate.row["name"]]
    return "body" if candidate.bodies else "trap", [named.name for named in candidate.bodies]


def _placed(found: pd.DataFrame, table: str, corpus) -> pd.DataFrame:
    """The rows with the sentence each begins in and the file and lines it stands in."""
    if found.empty:
        return found.reindex(columns=columns_of(table))
    ids = np.append(corpus.sentences["sentence_id"].to_numpy(dtype=object), "")
    found["sentence_id"] = ids[span_rows(found, corpus.sentences)].tolist()
    found = locate(found, corpus.offsets)[columns_of(table)]
    return found.drop_duplicates(["article_id", "start", "name"], ignore_index=True)


def body_candidates(spans: Spans, date: str = "") -> list[Body]:
    """Every stretch of the text that reads as a body, overlaps included; traps have no bodies."""
    traps = [Body(start, end, (), "trap") for start, end, _ in spans.kinds["traps"]]
    found = [
        body
        for start, end, row in spans.kinds["bodies"]
        if _is_meant(spans.text, start, end, row, date)
        for body in with_sub_organs(spans, _known(spans.text, start, end, row))
    ]
    found += organ_bodies(spans, [b.end for b in found if b.bodies[0].level == "中央"])
    found += named_bodies(spans, found)
    whole = [b for b in found if _is_paired(spans.text[b.start : b.end])]
    return traps + [b for b in whole if not (traps and any(_is_torn_by(b, t) for t in traps))]


def _is_meant(text: str, start: int, end: int, row: dict, date: str) -> bool:
    """Whether the alias at text[start:end] is the body of the lexicon, and not part of a word."""
    if text[start:end] == "中央":  # the Party centre, not the middle of something: 舞台中央
        left = text[max(0, start - 6) : start]
        if left.endswith("共") and not left.endswith("中共"):
            return False  # 越共中央
        return not left or words(left)[-1].tag[:1] not in tuple("nsf") or left[-1] in "和与及"
    if date and date < row["valid_from"]:
        return False
    if text[end - 1] == "部" and text[end : end + 1] == "门" and text[end + 1 : end + 2] != "户":
        return False  # 教育部门 is a department of whoever speaks; 教育部门户网站 is the ministry's
    short = end - start < (4 if row["kind"] in ("企业", "学校") else 3)
    joined = word_class(text[end - 1 : end + 1])  # no 政治局 in 政治局面, no 国航 in 中国航天
    return not (short or joined) or is_apart(text, start, end)


def _known(text: str, start: int, end: int, row: dict) -> Body:
    """A body of the lexicon where it stands: 俄外交部 is of the country before it."""
    if text[start] == "《" and text[end - 1] == "》":  # 《求是》: the title is the name
        start, end = start + 1, end - 1
    ours = row["kind"] == "媒体" or text.startswith(word_list("owners.marks"), start)
    if row["level"] == "中央" and not ours:
        between = (word for word in word_list("owners.between") if text.endswith(word, 0, start))
        at = start - len(next(between, ""))
        if size := country_before(text, at):
            named = Named(text[at - size : end], "其他", "其他", text[at - size : at], "foreign")
            return Body(at - size, end, (named,), "country + organ")
        if row["kind"] == "部门" and text.endswith("中国", 0, start):  # 中国外交部
            start -= 2
        elif _is_abroad(text, start, end):
            return Body(start, end, (Named(text[start:end], "其他", "其他"),), "lexicon")
    country = country_of(row["name"])  # 日本外务省 is of 日本; a company or a paper is its own
    owner = (country, "foreign") if country else ("", "unknown")
    owner = ("中国", "printed") if row["level"] == "中央" else owner
    return Body(start, end, (Named(row["name"], row["kind"], row["level"], *owner),), "lexicon")


def _is_abroad(text: str, start: int, end: int) -> bool:
    """Whether a ministry is that of a state named before it, whichever that is: 三国国防部长, 德方说，
    外交部…; of what a spokesperson says on a state it is China's."""
    shared = text[start:end] in ("外交部", "国防部", "司法部")
    spoken = text.startswith(("发言", "新闻发言", "回应"), end)
    if text[end : end + 1] != "长" and (not shared or spoken):
        return False
    abroad = _ABROAD.search(text, max(0, start - 80), start)
    return bool(abroad and text[abroad.start() - 1 : abroad.start()] not in tuple("对就与和"))


def _is_paired(name: str) -> bool:
    n = name.count
    return name.isalpha() or (n("（") == n("）") and n("(") == n(")") and n("“") == n("”"))


def _is_torn_by(body: Body, trap: Body) -> bool:
    """Whether a body begins or ends inside a trap."""
    return trap.start <= body.start < trap.end or trap.start < body.end <= trap.end


def with_contained(mentions: pd.DataFrame, suppressed: pd.DataFrame) -> pd.DataFrame:
    """The slogans (or bodies) with one row more for each that a longer slogan holds (`inside`: its
    name, "" if none): 党中央 in 以习近平同志为核心的党中央 is a row of the bodies here.
    """
    kind = "body" if "rule" in mentions.columns else "slogan"
    own = mentions[["article_id", "start", "end", "surface", "name", "place"]].assign(inside="")
    held = suppressed["end"].le(suppressed["owner_end"]) & suppressed["owner_kind"].eq("slogan")
    within = suppressed[held & suppressed["kind"].eq(kind)]
    both = pd.concat([own, within.assign(inside=within["owner"])[own.columns]])
    both = both.drop_duplicates(["article_id", "start", "end", "name"])
    order = ["article_id", "start", "end"]
    return both.sort_values(order, kind="stable", ignore_index=True)


def inside_longer(
    mentions: pd.DataFrame, suppressed: pd.DataFrame, articles: pd.DataFrame, a: str, b: str
) -> pd.DataFrame:
    """How often each name stands inside a longer slogan, which alone is counted, in the places a
    and b: name, inside, n_a, n_b, most frequent first.
    """
    rows = with_contained(mentions, suppressed)
    rows = rows[rows["inside"].ne("") & rows["article_id"].isin(articles["article_id"])]
    rows = rows.assign(n_a=rows["place"].eq(a).astype(int), n_b=rows["place"].eq(b).astype(int))
    table = rows.groupby(["name", "inside"], as_index=False)[["n_a", "n_b"]].sum()
    table = table.assign(both=-table["n_a"] - table["n_b"]).query("both < 0")
    order = ["both", "name", "inside"]
    return table.sort_values(order, ignore_index=True).drop(columns="both")


def own_names(bodies: pd.DataFrame, places: pd.DataFrame, place: str) -> dict[str, str]:
    """The names of a place's bodies that hold its own district -> the same with 本区 for it, so that
    two districts can be compared. Of names that would become equal only the first is changed.
    """
    own: dict[str, str] = {}
    for city, district in places.loc[places["place"].eq(place), ["city", "district"]].values:
        for name in bodies.loc[bodies["place"].eq(place), "name"].value_counts().index:
            general = name.replace(f"{city}{district}", district).replace(district, OWN)
            if district and general != name and general not in own.values():
                own[name] = general
    return own


def with_own_names(
    bodies: pd.DataFrame, places: pd.DataFrame, compared: tuple[str, str]
) -> tuple[pd.DataFrame, str]:
    """The bodies with the `own_names` of both places, and a line that says what 本区 stands for."""
    own = {place: own_names(bodies, places, place) for place in compared}
    pairs = zip(bodies["name"], bodies["place"], strict=True)
    district = places.set_index("place")["district"]
    said = " or ".join(str(district[place]) for place in compared if own[place])
    renamed = bodies.assign(name=[own.get(place, {}).get(name, name) for name, place in pairs])
    return renamed, f"{OWN} stands for each paper's own district, {said}" if said else ""
