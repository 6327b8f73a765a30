"""What `check` tells: what is doubtful, on which line; what corpus.csv and lexicons lack or repeat."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.chinese.lexicons import load_lexicon, load_lexicon_file
from analysis.chinese.matching import match_key
from analysis.corpus import Corpus, articles_counted, corpus_parts
from analysis.describe.dates import FULL, full_date
from analysis.describe.documents import read_corpus_csv
from analysis.draw.typeface import missing_glyphs
from analysis.errors import TifaError
from analysis.measure.counts import text_shares
from analysis.mention.mentions import find_mentions
from analysis.mention.slogans import CLAIM, NOT_QUOTED, UNLISTED
from analysis.read.article_tables import file_of, has_rows
from analysis.read.folders import list_folder, page_text
from analysis.read.layout import is_terminal
from analysis.repair.bylines import NEIGHBOUR
from analysis.repair.corpus_parts import one_row_each
from analysis.table.decode import read_text
from analysis.table.offsets import locate

NO_HEADLINE = "articles without a headline"
NO_END = "articles that end without a full stop"
NO_HALF = "jumps whose other half is not here"
OF_ARTICLES = (NO_HEADLINE, NO_END, NO_HALF)
COUNTED = (*OF_ARTICLES, NEIGHBOUR)  # what a file may show several times
DOUBT_COLUMNS = ["file", "what", "line", "words"]
SPAN = ["article_id", "start", "end"]
TEXTS = ("lines", "segments", "sentences", "offsets")
LIGHT = ["article_id", "doc_id", "genre", "place"]  # of articles, once their text is looked through
KINDS = {"slogans": "slogan", "bodies": "body"}
REPEAT = ["name", "file", "row"]
_PLACED = re.compile(r"(?P<what>.*): line (?P<line>\d+), (?P<words>.*)")
_CONTRADICTION = re.compile(r".*(?:says|speaks for) (?P<claim>\S+)")


class Checked(NamedTuple):
    """What checking needs of a corpus when its text has gone by: tables, and counts."""

    corpus: Corpus  # its articles as LIGHT, no segments, sentences or offsets
    doubts: pd.DataFrame
    shares: pd.DataFrame  # of text_shares
    glyphs: pd.DataFrame  # of without_glyph
    names: dict[str, pd.Series]  # of each name found how often it counts, by lexicon
    contained: dict[str, set[str]]  # names seen inside longer matches, by lexicon
    overlaps: pd.DataFrame
    lacking: pd.DataFrame


def gather(root: Path, extra: list[str], columns: Mapping[str, str] | None) -> Checked:
    """A corpus gone through, part by part where it is large; columns : as for `load_corpus`."""
    parts = [_look_through(corpus, root, extra) for corpus in corpus_parts(root, columns)]
    return parts[0] if len(parts) == 1 else _added(parts)


def _look_through(corpus: Corpus, root: Path, extra: list[str]) -> Checked:
    mentions = find_mentions(corpus, extra=extra)
    lost = mentions.suppressed
    inside = lost[is_inside(lost)]
    light = corpus.articles.reindex(columns=[*LIGHT, "reprint_of"]).fillna("")
    return Checked(
        corpus._replace(articles=light, **{name: getattr(corpus, name).head(0) for name in TEXTS}),
        doubtful(corpus),
        text_shares(corpus),
        without_glyph(corpus, root),
        {name: _in_counts(getattr(mentions, name), corpus.articles) for name in KINDS},
        {name: set(inside.loc[inside["kind"] == kind, "name"]) for name, kind in KINDS.items()},
        overlaps(lost, corpus.offsets),
        not_counted(mentions, corpus.articles, corpus.offsets),
    )


def _in_counts(rows: pd.DataFrame, articles: pd.DataFrame) -> pd.Series:
    """How often each name stands in what pages and tables count: 0 where only elsewhere."""
    counts = rows["article_id"].isin(articles_counted(articles)["article_id"])
    n = rows.loc[counts & (rows["kind"] != CLAIM), "name"].value_counts()
    return n.reindex(rows["name"].unique(), fill_value=0)


def _added(parts: list[Checked]) -> Checked:
    """The parts of a corpus as one."""

    def stacked(tables: list[pd.DataFrame]) -> pd.DataFrame:
        return pd.concat(tables, ignore_index=True)

    def summed(name: str, keys: list[str], size: str = "n") -> pd.DataFrame:
        table = stacked([getattr(part, name) for part in parts])
        first = {column: "first" for column in table if column not in (*keys, size)}
        table = table.groupby(keys, sort=False, as_index=False).agg({size: "sum"} | first)
        return table.sort_values([size, *keys], ascending=[False, *(True for _ in keys)])

    corpus = Corpus(*map(stacked, zip(*(part.corpus for part in parts), strict=True)))
    shares = summed("shares", ["reason"], "n_chars")
    return Checked(
        corpus._replace(places=one_row_each(corpus.places)),
        stacked([part.doubts for part in parts]),
        shares.assign(share=shares["n_chars"] / max(int(shares["n_chars"].sum()), 1)),
        summed("glyphs", ["char"]),
        {n: pd.concat([p.names[n] for p in parts]).groupby(level=0).sum() for n in KINDS},
        {n: set().union(*(part.contained[n] for part in parts)) for n in KINDS},
        summed("overlaps", ["surface", "inside"]),
        summed("lacking", ["surface", "why"]),
    )


# --- files


def doubtful(corpus: Corpus) -> pd.DataFrame:
    """What is doubtful: file, what, line (0: the whole file), words (title or text there)."""
    files = corpus.documents.set_index("doc_id")["file"]
    notes = corpus.quality[corpus.quality["step"].eq("doubt")]
    notes = notes[~notes["what"].isin(OF_ARTICLES)]
    whole = pd.DataFrame([_of_note(what) for what in notes["what"]], columns=DOUBT_COLUMNS[1:])
    whole = whole.astype({"line": int}).assign(file=notes["doc_id"].map(files).to_numpy())
    found = pd.concat([_doubtful_articles(corpus), whole], ignore_index=True)
    order = {file: i for i, file in enumerate(files)}
    found = found.sort_values("file", key=lambda file: file.map(order), kind="stable")
    return found.reset_index(drop=True)[DOUBT_COLUMNS]


def _of_note(what: str) -> tuple[str, int, str]:
    """What a note of doubt says, the line and words it names; 0 and "" for the whole file."""
    placed = _PLACED.fullmatch(what)
    return (placed["what"], int(placed["line"]), placed["words"]) if placed else (what, 0, "")


def _doubtful_articles(corpus: Corpus) -> pd.DataFrame:
    """The articles without a headline, an end or a half, each with file, line and words."""
    # in the tables, not in the notes: a headline may have come with a rest in another file
    articles = articles_counted(corpus.articles)
    rows = []
    for a in articles.itertuples():
        end, starts_here = max(len(a.text) - 1, 0), not a.jumped_from
        called = a.title or a.text[:24]
        if not a.title and starts_here:
            rows.append((a.article_id, 0, NO_HEADLINE, a.text or a.byline))
        if a.text and starts_here and not a.jumped_to and not is_terminal(a.text):
            words = f"…{a.text[-12:]} ({a.title})" if a.title else f"…{a.text[-24:]}"
            rows.append((a.article_id, end, NO_END, words))
        if a.truncated and a.jumped_to:
            rows.append((a.article_id, end, NO_HALF, f"{called} (goes on: {a.jumped_to})"))
        elif a.truncated:
            words = f"{called} (begins: {a.jumped_from or 'elsewhere'})"
            rows.append((a.article_id, 0, NO_HALF, words))
    table = pd.DataFrame(rows, columns=["article_id", "start", "what", "words"])
    table["end"] = table["start"] + 1
    traced = table["article_id"].isin(corpus.offsets["article_id"])
    placed = locate(table[traced], corpus.offsets).rename(columns={"line_from": "line"})
    bare = table[~traced].merge(articles[["article_id", "files"]], on="article_id").assign(line=0)
    bare["file"] = bare["files"].str.split("|").str[0]
    return pd.concat([placed, bare], ignore_index=True)[DOUBT_COLUMNS].astype({"line": int})


def with_lines(doubts: pd.DataFrame, root: Path) -> pd.DataFrame:
    """`doubts`, with line and words of what contradicts corpus.csv or a file name."""
    out, paths = doubts.copy(), {file: path for path, file in list_folder(root).pages}
    for row in doubts[doubts["line"] == 0].itertuples():
        claim = None if has_rows(row.file) else _CONTRADICTION.match(row.what)
        if claim:
            lines = raw_lines(paths[row.file], row.file)
            said = (n for n, line in enumerate(lines, start=1) if _says(line, claim["claim"]))
            at = next(said, 0)
            out.loc[row.Index, ["line", "words"]] = [at, lines[at - 1].strip() if at else ""]
    return out


def raw_lines(path: Path, file: str) -> list[str]:
    """The lines of a page as they are counted everywhere."""
    try:
        page = page_text(path.read_bytes(), file)
        text = read_text(path, file).text if page.numbers else page.text
        return re.split("\r\n|\n|\r", text)
    except OSError as error:
        raise TifaError(f"{file}: cannot be read ({error.strerror})") from error


def _says(line: str, claim: str) -> bool:
    return claim in line or any(full_date(day) == claim for day in FULL.finditer(line))


def repaired(corpus: Corpus) -> pd.DataFrame:
    """What was repaired in each file: file, what, n."""
    steps = corpus.quality["step"].isin(["doubt", "place", "date"])
    notes = corpus.quality[~steps & (corpus.quality["what"] != NO_HALF)]
    notes = notes.assign(file=notes["doc_id"].map(corpus.documents.set_index("doc_id")["file"]))
    return notes.groupby(["file", "what"], sort=False)["n"].sum().reset_index()


def to_fill(corpus: Corpus, root: Path) -> pd.DataFrame:
    """The cells of corpus.csv to settle: column, basis (unknown, inferred), file, row (0: none)."""
    given = read_corpus_csv(root).set_index("file")["row"]
    files = corpus.documents["file"].map(file_of)
    cells = [
        pd.DataFrame({"column": column, "basis": basis, "file": files[of == basis]})
        for column in ("place", "date_published")
        for of in [corpus.documents[f"{column}_basis"]]
        for basis in ("unknown", "inferred")
    ]
    table = pd.concat(cells, ignore_index=True).drop_duplicates()
    return table.assign(row=table["file"].map(given).fillna(0).astype(int))


def without_glyph(corpus: Corpus, root: Path) -> pd.DataFrame:
    """char, n, file, line (of the first) of each character that no packaged font has."""
    parts = ["kicker", "title", "subtitle", "byline", "speaker", "text"]
    printed = corpus.articles[parts].agg("\n".join, axis=1)
    rows = []
    for char in missing_glyphs("".join(sorted(set().union(*printed)))):
        first = corpus.articles[printed.str.contains(char, regex=False)].iloc[0]
        n = int(printed.str.count(re.escape(char)).sum())
        rows.append((char, n, *_first_place(char, first, corpus.offsets, root)))
    return pd.DataFrame(rows, columns=["char", "n", "file", "line"])


def _first_place(
    char: str, article: pd.Series, offsets: pd.DataFrame, root: Path
) -> tuple[str, int]:
    """File and line of a character in an article: in its text, or in the headline."""
    start = article["text"].find(char)
    if start >= 0 or has_rows(article["files"]):
        start = max(start, 0)
        row = pd.DataFrame([(article["article_id"], start, start + 1)], columns=SPAN)
        placed = locate(row, offsets).iloc[0]
        return placed["file"], int(placed["line_from"])
    files = article["files"].split("|")
    paths = {file: path for path, file in list_folder(root).pages}
    lines = ((f, n, line) for f in files for n, line in enumerate(raw_lines(paths[f], f), start=1))
    return next(((file, n) for file, n, line in lines if char in line), (files[0], 0))


# --- lexicons


@cache
def ours(name: str) -> pd.DataFrame:
    """A lexicon of the project, read once; whoever changes it copies it first."""
    return load_lexicon(name)


def all_rows(name: str, own: list[Path]) -> pd.DataFrame:
    """Every row of the project's lexicon and a person's files, replaced ones too; own, key."""
    mine = [load_lexicon_file(file, name).assign(own=True) for file in own]
    table = pd.concat([ours(name).assign(own=False), *mine], ignore_index=True)
    table["place"] = table["place"] if "place" in table.columns else ""
    return table.assign(key=[match_key(alias) for alias in table["alias"]])


def unmatched(rows: pd.DataFrame, found: pd.Series, contained: pd.Series) -> pd.DataFrame:
    """The names without a mention: name, kind, level, own, where (file and rows), inside (one of
    `contained`: seen in longer matches only). rows : `all_rows`; found : the names mentioned."""
    grouped = rows[~rows["name"].isin(set(found))].groupby(["name", "file"], sort=False)
    first = {column: (column, "first") for column in ("kind", "level", "own")}
    table = grouped.agg(**first, at=("row", lambda at: ", ".join(map(str, at)))).reset_index()
    several = table["at"].str.contains(",").map({True: " rows ", False: " row "})
    table["where"] = table["file"] + several + table["at"]
    inside = table["name"].isin(set(contained))
    return table.assign(inside=inside).drop(columns=["file", "at"])


def claimed_twice(rows: pd.DataFrame) -> pd.DataFrame:
    """Aliases that two names of one lexicon claim: alias, name, place, valid_from, file, row, own.

    Rows that a later row replaces are `repeated`, not here."""
    rows = rows[~rows.duplicated(["key", "place", "valid_from"], keep="last")]
    several = rows.groupby("key")["name"].transform("nunique") > 1
    columns = ["alias", "name", "place", "valid_from", "file", "row", "own"]
    ordered = rows[several].sort_values(["key", "file", "row"], kind="stable")
    return ordered[columns].reset_index(drop=True)


def repeated(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows that say again, or replace, what an earlier row says of the same alias."""
    before = rows.groupby(["key", "place", "valid_from"], sort=False)[REPEAT].shift()
    table = pd.concat([rows[["alias", *REPEAT]], before.add_prefix("other_")], axis=1)
    return table.dropna(subset="other_row").astype({"other_row": int}).reset_index(drop=True)


def not_counted(mentions: tuple, articles: pd.DataFrame, offsets: pd.DataFrame) -> pd.DataFrame:
    """What is written like a slogan and not counted as one: surface, why, n, example (file:line);
    also what one article quotes (a numeral abbreviation that no row has) and another of its place
    does not."""
    lacking = mentions.suppressed[~is_inside(mentions.suppressed)]
    tables = pd.concat([t[["article_id", "start"]] for t in (*mentions[:2], lacking)])
    seen = set(tables.itertuples(index=False, name=None))
    unlisted = mentions.slogans[mentions.slogans["confidence"].eq(UNLISTED)]
    rows = [
        (article.article_id, match.start(), match.end(), surface, "slogan", NOT_QUOTED)
        for place, surface in sorted(set(zip(unlisted["place"], unlisted["surface"], strict=True)))
        for article in articles[articles["place"] == place].itertuples()
        for match in re.finditer(re.escape(surface), article.text)
        if (article.article_id, match.start()) not in seen
    ]
    columns = [*SPAN, "surface", "kind", "owner_kind"]
    table = pd.concat([lacking[columns], pd.DataFrame(rows, columns=columns)], ignore_index=True)
    return _pairs(table, offsets, "owner_kind").rename(columns={"owner_kind": "why"})


def is_inside(suppressed: pd.DataFrame) -> pd.Series:
    """Which rows of `suppressed` lie in a longer mention or word; the others lack something."""
    return suppressed["owner_kind"].isin(["slogan", "body", "trap"])


def _pairs(rows: pd.DataFrame, offsets: pd.DataFrame, second: str) -> pd.DataFrame:
    """surface, the second column, n (a span once), example (its first place), frequent first."""
    placed = locate(rows.drop_duplicates([*SPAN, "kind"]), offsets)
    placed["example"] = placed["file"] + ":" + placed["line_from"].astype(str)
    grouped = placed.groupby(["surface", second], sort=False)
    table = grouped.agg(n=("surface", "size"), example=("example", "first")).reset_index()
    order = {"by": ["n", "surface", second], "ascending": [False, True, True]}
    return table.sort_values(**order, ignore_index=True)


def overlaps(suppressed: pd.DataFrame, offsets: pd.DataFrame) -> pd.DataFrame:
    """Shorter matches inside longer ones: surface, inside ("": an ordinary word), n, example."""
    inside = _pairs(suppressed[is_inside(suppressed)], offsets, "owner")
    return inside.rename(columns={"owner": "inside"})


def off_the_map(places: pd.DataFrame) -> pd.DataFrame:
    """The places the admin table has not, with `lacks`: their city or district is not known."""
    admin = ours("admin")
    known = {*admin["name"], *admin["short"].str.split("|").explode()}
    units = places[["district", "city", "place"]].replace("", pd.NA).bfill(axis=1)["district"]
    no_district = ~places["place_level"].isin(["省", "市"]) & (places["district"] == "")
    lacks = (places["place_level"] != "省") & ((places["city"] == "") | no_district)
    return places.assign(lacks=lacks)[~units.isin(known)]
