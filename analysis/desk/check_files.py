"""What a person should look at in each file: what is doubtful and on which line, what was repaired,
what corpus.csv lacks.
"""

import re
from pathlib import Path

import pandas as pd

from analysis.corpus import Corpus, articles_counted
from analysis.describe.dates import FULL, full_date
from analysis.describe.documents import read_corpus_csv
from analysis.draw.typeface import missing_glyphs
from analysis.errors import TifaError
from analysis.read.article_tables import file_of, has_rows
from analysis.read.folders import list_folder, page_text
from analysis.read.layout import is_terminal
from analysis.repair.bylines import NEIGHBOUR
from analysis.table.offsets import locate
from analysis.wording.labels import has_label, label

NO_HEADLINE = "articles without a headline"
NO_END = "articles that end without a full stop"
NO_HALF = "jumps whose other half is not here"
OF_ARTICLES = (NO_HEADLINE, NO_END, NO_HALF)
COUNTED = (*OF_ARTICLES, NEIGHBOUR)  # what a file may show several times
DOUBT_COLUMNS = ["file", "what", "line", "words"]
SPAN = ["article_id", "start", "end"]
_PLACED = re.compile(r"(?P<what>.*): line (?P<line>\d+), (?P<words>.*)")
_CONTRADICTION = re.compile(r".*(?:says|speaks for) (?P<claim>\S+)")


def doubtful(corpus: Corpus) -> pd.DataFrame:
    """What is doubtful, one row a place to look at: file, what, line (0: the file as a whole),
    words (title or text there).

    >>> from analysis.corpus import load_corpus
    >>> rows = doubtful(load_corpus("seeds"))
    >>> rows.loc[rows["what"] == NO_HEADLINE, ["file", "line"]].values.tolist()
    [['002_fac586d11c14b937.txt', 176], ['004_995be5eb8075111a.txt', 1]]
    """
    file_of = corpus.documents.set_index("doc_id")["file"]
    notes = corpus.quality[corpus.quality["step"].eq("doubt")]
    notes = notes[~notes["what"].isin(OF_ARTICLES)]
    whole = pd.DataFrame([_of_note(what) for what in notes["what"]], columns=DOUBT_COLUMNS[1:])
    whole = whole.astype({"line": int})
    whole.insert(0, "file", notes["doc_id"].map(file_of).to_numpy())
    found = pd.concat([_doubtful_articles(corpus), whole], ignore_index=True)
    order = {file: i for i, file in enumerate(corpus.documents["file"])}
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
    """`doubts` with the line and words of what contradicts corpus.csv or a file name, where the
    page prints it.
    """
    paths = {file: path for path, file in list_folder(root).pages}
    out = doubts.copy()
    for row in doubts[doubts["line"] == 0].itertuples():
        claim = None if has_rows(row.file) else _CONTRADICTION.match(row.what)
        if claim:
            lines = raw_lines(paths[row.file], row.file)
            said = (n for n, line in enumerate(lines, start=1) if _says(line, claim["claim"]))
            at = next(said, 0)
            out.loc[row.Index, ["line", "words"]] = [at, lines[at - 1].strip() if at else ""]
    return out


def raw_lines(path: Path, file: str) -> list[str]:
    """The lines of a page as they are counted everywhere; raises TifaError where it cannot be read
    any more.
    """
    try:
        return re.split("\r\n|\n|\r", page_text(path.read_bytes(), file).text)
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


def known_by(basis: str, rule: str) -> str:
    """How a place or day is known, in words.

    >>> known_by("inferred", "paper-name"), known_by("given", "corpus.csv"), known_by("unknown", "")
    ('inferred: the name of the paper', 'given: corpus.csv', 'unknown')
    """
    key = f"rule.{rule}"
    return f"{basis}: {label(key) if has_label(key) else rule}" if rule else basis


def to_fill(corpus: Corpus, root: Path) -> pd.DataFrame:
    """What a person can settle in corpus.csv, one row a cell: column, basis (unknown or inferred),
    file, row (0: no row yet).
    """
    given = read_corpus_csv(root)
    row_of = dict(zip(given["file"], given["row"], strict=True))
    files = corpus.documents["file"].map(file_of)
    rows = [
        (column, basis, file, int(row_of.get(file, 0)))
        for column in ("place", "date_published")
        for wanted in ("unknown", "inferred")
        for file, basis in zip(files, corpus.documents[f"{column}_basis"], strict=True)
        if basis == wanted
    ]
    return pd.DataFrame(rows, columns=["column", "basis", "file", "row"]).drop_duplicates()


def without_glyph(corpus: Corpus, root: Path) -> pd.DataFrame:
    """Characters of the articles that no packaged font has, one row each: char, n, file, line (its
    first place).
    """
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
    paths = {file: path for path, file in list_folder(root).pages}
    for file in article["files"].split("|"):
        for number, line in enumerate(raw_lines(paths[file], file), start=1):
            if char in line:
                return file, number
    return article["files"].split("|")[0], 0
