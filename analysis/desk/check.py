"""`python -m analysis check`: a page that tells a person what was repaired, inferred, doubtful or
wrong, and where.
"""

import platform
import shlex
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from analysis.chinese.lexicons import LEVELS, lexicon_version, load_lexicon, user_files
from analysis.corpus import Corpus, articles_counted, corpus_hash, load_corpus
from analysis.desk.check_files import (
    COUNTED,
    doubtful,
    known_by,
    repaired,
    to_fill,
    with_lines,
    without_glyph,
)
from analysis.desk.check_lexicons import (
    all_rows,
    claimed_twice,
    is_inside,
    not_counted,
    off_the_map,
    overlaps,
    repeated,
    unmatched,
)
from analysis.desk.terminal import (
    aligned,
    columns_here,
    crop,
    fold,
    print_text,
    printable,
    styled,
    width,
)
from analysis.draw.typeface import missing_glyphs
from analysis.measure.counts import text_shares
from analysis.mention.mentions import Mentions, find_mentions
from analysis.page.provenance import program_version
from analysis.read.article_tables import row_word
from analysis.read.folders import list_folder, unread_line

LIBRARIES = (
    "pandas",
    "jieba",
    "rjieba",
    "ahocorasick_rs",
    "matplotlib",
    "wordcloud",
    "scipy",
    "nbconvert",
)
BLOCKS, PLACES, LINES, NAMES = (
    20,
    5,
    20,
    12,
)  # files, places in one, short lines, names: shown without --all
SEVERAL = "several"  # places or days of a table of articles
ADVICE = {
    ".doc": "save .doc files as .docx",
    ".wps": "save .wps files as .docx",
    ".caj": "save .caj files as .pdf",
} | dict.fromkeys(
    (".jpg", ".jpeg", ".png", ".tif", ".tiff"), "pictures of pages need text recognition first"
)


def print_check(
    root: Path,
    extra: list[str],
    columns: Mapping[str, str] | None = None,
    *,
    everything: bool = False,
) -> pd.DataFrame:
    """Print the check page of a corpus; returns the files that could not be read.

    extra : a person's own lexicon files. everything : no list is cut short.
    """
    corpus = load_corpus(root, columns=columns)
    mentions = find_mentions(corpus, extra=extra)
    lexicons = {name: all_rows(name, files) for name, files in user_files(extra).items()}
    doubts = doubtful(corpus)
    print_text(_head(corpus, root, doubts))
    print_text(_files(corpus, root, doubts, everything))
    print_text(_to_do(corpus, root, everything))
    print_text(_heading("lexicons"))
    for name, rows in lexicons.items():
        print_text(_lexicon(name, rows, getattr(mentions, name), mentions.suppressed, everything))
    print_text(_places(corpus))
    print_text(_overlaps(mentions, corpus, everything))
    print_text(_fonts(corpus, root, lexicons))
    print_text([*_heading("versions"), *_folded(", ".join(_versions(extra)))])
    return corpus.failures


def _heading(text: str) -> list[str]:
    return ["", styled(text, "heading")]


def _folded(text: str, indent: str = "  ", first: str = "") -> list[str]:
    return fold(text, columns_here(), indent, first)


def _most(table: pd.DataFrame, n: int, everything: bool) -> pd.DataFrame:
    return table if everything else table.head(n)


def _head(corpus: Corpus, root: Path, doubts: pd.DataFrame) -> Iterator[str]:
    """How much there is, how much of it a person should look at, and what could not be read at
    all.
    """
    documents, n = corpus.documents, len(articles_counted(corpus.articles))
    look = doubts["file"].nunique()
    yield styled(f"corpus {printable(str(root))}", "heading")
    yield from _folded(
        f"{len(documents)} files, {n} articles counted of {len(corpus.articles)}; "
        f"{look} with something doubtful, {len(documents) - look} without; hash "
        f"{corpus_hash(documents)}"
    )
    shares = text_shares(corpus)
    rest = shares[shares["reason"] != "counted"]
    if len(rest):
        told = ", ".join(f"{r.reason} {r.share:.1%}" for r in rest.itertuples())
        yield from _folded(f"{rest['share'].sum():.1%} of the characters in no count: {told}")
    if len(corpus.failures):
        yield from ("", styled("could not be read, and is left out", "error"))
        for error in corpus.failures["error"]:
            yield from _folded(error, "    ", "  ")
    if others := list_folder(root).others:
        yield from _heading(unread_line(others))
        yield from _folded(
            "、".join(others[:10]) + (f" and {len(others) - 10} more" if len(others) > 10 else ""),
            first="  ",
        )


def _files(corpus: Corpus, root: Path, doubts: pd.DataFrame, everything: bool) -> Iterator[str]:
    """The doubtful files, a block each, those with a doubtful text first; then the others in short
    lines.
    """
    documents = _described(corpus)
    unknown = doubts["what"].str.startswith("no ")
    asked = documents["file"].map(doubts[~unknown].groupby("file").size()).fillna(0)
    doubted = documents["file"].isin(doubts["file"])
    blocks = documents.assign(calm=asked == 0)[doubted].sort_values("calm", kind="stable")
    if len(blocks):
        yield from _heading("doubtful: please look")
    if len(blocks) > BLOCKS:
        kinds = doubts["what"].where(
            doubts["what"].isin(COUNTED) | unknown, "a place or day that the page contradicts"
        )
        for kind, n in doubts.groupby(kinds)["file"].nunique().items():
            yield from _folded(f"{n} files: {kind}", "    ", "  ")
    shown = _most(blocks, BLOCKS, everything)
    places = dict(
        iter(
            with_lines(doubts[~unknown & doubts["file"].isin(shown["file"])], root).groupby("file")
        )
    )
    for row in shown.to_dict("records"):
        yield from _block(row, places.get(row["file"], doubts.head(0)), everything)
    yield from _more(len(blocks) - len(shown), "doubtful files")
    clean = documents[~doubted]
    if len(clean):
        yield from _heading("nothing doubtful")
    for row in _most(clean, LINES, everything).to_dict("records"):
        told = f"{row['file']}  {row['place_told']}; {row['day_told']}; {row['set']}" + (
            f"; {row['repaired']}" if row["repaired"] else ""
        )
        yield from _folded(told, "    ", "  ")
    yield from _more(len(clean) - len(_most(clean, LINES, everything)), "files without doubt")


def _more(n: int, what: str, indent: str = "  ") -> Iterator[str]:
    if n > 0:
        yield styled(f"{indent}… and {n} more {what}; check --all shows them", "faint")


def _described(corpus: Corpus) -> pd.DataFrame:
    """One row a file: file, set (encoding, layout, articles), place_told, day_told, repaired, all
    in words.
    """
    documents = corpus.documents
    n, counted = (
        documents["doc_id"].map(t.groupby("doc_id").size()).fillna(0).astype(int)
        for t in (corpus.articles, articles_counted(corpus.articles))
    )
    notes = repaired(corpus)
    fixed = (
        (notes["what"] + ": " + notes["n"].astype(str))
        .groupby(notes["file"], sort=False)
        .agg(", ".join)
    )
    told = {
        short: [
            f"{value or SEVERAL} ({known_by(basis, rule)})" if basis != "unknown" else "not known"
            for value, basis, rule in zip(
                documents[column],
                documents[f"{column}_basis"],
                documents[f"{column}_rule"],
                strict=True,
            )
        ]
        for short, column in (("place_told", "place"), ("day_told", "date_published"))
    }
    others = corpus.articles[
        ~corpus.articles["article_id"].isin(articles_counted(corpus.articles)["article_id"])
    ]
    left = others.groupby("doc_id")["genre"].agg(
        lambda genres: ", ".join(
            f"{k} {genre}" for genre, k in genres.value_counts(sort=False).items()
        )
    )
    left = documents["doc_id"].map(left).fillna("")
    sizes = [
        f"{k} of {m} articles counted" + (f" (not {what})" if what else "")
        for k, m, what in zip(counted, n, left, strict=True)
    ]
    return pd.DataFrame(
        {
            "file": documents["file"],
            "set": documents["encoding"]
            + ", "
            + documents["layout"]
            + ", "
            + pd.Series(sizes, index=documents.index),
            **told,
            "repaired": documents["file"].map(fixed).fillna(""),
        }
    )


def _block(row: dict[str, str], doubts: pd.DataFrame, everything: bool) -> Iterator[str]:
    """A file in full: how it is set, where and when it is from, what was repaired, what is doubtful
    and where.
    """
    yield styled(f"  {printable(row['file'])}", "heading")
    for label, text in (
        ("read as", row["set"]),
        ("place", row["place_told"]),
        ("day", row["day_told"]),
        ("repaired", row["repaired"]),
    ):
        lines = _folded(text, " " * 14, f"    {label:<10}") if text else []
        yield from (styled(line, "warning") if text == "not known" else line for line in lines)
    for number, (what, there) in enumerate(doubts.groupby("what", sort=False)):
        label = "doubtful" if number == 0 else ""
        for line in _folded(
            f"{what}: {len(there)}" if what in COUNTED else what, " " * 14, f"    {label:<10}"
        ):
            yield styled(line, "warning")
        shown = there[there["line"] > 0] if everything else there[there["line"] > 0].head(PLACES)
        for line, words in zip(shown["line"], shown["words"], strict=True):
            at = f"{' ' * 16}{row_word(row['file'])} {line}: "
            yield at + crop(printable(words), columns_here() - len(at))
        if what in COUNTED and len(there) > len(shown):
            yield f"{' ' * 16}… and {len(there) - len(shown)} more"


def _to_do(corpus: Corpus, root: Path, everything: bool) -> Iterator[str]:
    """What a person can settle: the cells of corpus.csv to fill, places to describe, files to save
    in another format.
    """
    wanted = to_fill(corpus, root)
    folder = root if root.is_dir() else root.parent
    yield from _heading("what you can do")
    lines = []
    if len(wanted) and not (folder / "corpus.csv").is_file():
        lines.append(
            f"python -m analysis new {shlex.quote(str(folder))} writes a corpus.csv there, "
            "one row a file; in it:"
        )
    for (column, basis), cells in wanted.groupby(["column", "basis"], sort=False):
        verb = (
            f"fill {column}"
            if basis == "unknown"
            else f"correct {column} where what was inferred is wrong"
        )
        for what, each in (
            ("row", cells.loc[cells["row"] > 0, "row"].astype(str)),
            ("file", cells.loc[cells["row"] == 0, "file"]),
        ):
            shown = each if everything else each.head(NAMES)
            more = f" and {len(each) - len(shown)} more" if len(each) > len(shown) else ""
            if len(each):
                lines.append(
                    f"{verb}, corpus.csv {what}{'s' * (len(each) > 1)} {', '.join(shown)}{more}"
                )
    off = (
        off_the_map(corpus.places[corpus.places["place"].isin(_known(corpus))])
        .query("lacks")["place"]
        .tolist()
    )
    if off:
        lines.append(
            f"fill district and city of {'、'.join(off)} in corpus.csv: no administrative "
            "table has these places"
        )
    there = {Path(file).suffix.lower() for file in list_folder(root).others}
    lines += dict.fromkeys(ADVICE[suffix] for suffix in sorted(there & set(ADVICE)))
    for line in lines or ["nothing: place and day of every file are given or printed"]:
        yield from _folded(line, "    ", "  ")


def _known(corpus: Corpus) -> list[str]:
    return (
        corpus.documents.loc[corpus.documents["place_basis"] != "unknown", "place"]
        .unique()
        .tolist()
    )


def _lexicon(
    name: str, rows: pd.DataFrame, found: pd.DataFrame, suppressed: pd.DataFrame, everything: bool
) -> Iterator[str]:
    """One lexicon: its size, what matched, what never did, what is claimed twice or said twice."""
    kind = {"slogans": "slogan", "bodies": "body"}[name]
    left = unmatched(
        rows,
        found["name"],
        suppressed.loc[is_inside(suppressed) & (suppressed["kind"] == kind), "name"],
    )
    n_names, n_left = rows["name"].nunique(), left["name"].nunique()
    made = (~found["name"].isin(rows["name"])).sum()
    by_rule = (
        f", {made} of them read by the rules of how such names are made, without a row"
        if made
        else ""
    )
    told = (
        f"{name}: {len(found)} mentions here{by_rule}; the lexicon has {len(rows)} rows, "
        f"{n_names} names, and {n_names - n_left} of these matched"
    )
    yield from _folded(told, "    ", "  ")
    ours = left[~left["own"]]
    if len(ours):
        yield from _folded(
            f"never matched: {len(ours)} of the project's names ({ours['inside'].sum()} of "
            "these only inside longer "
            f"matches): {_tally(ours['level'], LEVELS)}; {_tally(ours['kind'])}",
            "      ",
            "    ",
        )
        for level, names in (
            [(k, ours.loc[ours["level"] == k, "name"]) for k in LEVELS]
            if everything
            else [("", ours["name"])]
        ):
            told = "、".join(names if everything else names.head(NAMES))
            yield from _folded(f"{level} {told}".strip(), "        ", "      ") if told else ()
        yield from () if everything else _more(len(ours) - NAMES, "names", "      ")
    for file, mine in rows[rows["own"]].groupby("file", sort=False):
        never = left[left["own"] & left["where"].str.startswith(f"{file} row")]
        n = mine["name"].nunique()
        yield from _folded(
            f"your {file}: {len(mine)} rows, {n} names, {n - len(never)} matched", "      ", "    "
        )
        for row in never.itertuples():
            why = " (only inside longer matches)" if row.inside else ""
            yield from (
                styled(line, "warning")
                for line in _folded(
                    f"never matched: {row.name}, {row.where}{why}", "        ", "      "
                )
            )
    yield from _twice(rows, everything)


def _twice(rows: pd.DataFrame, everything: bool) -> Iterator[str]:
    """Aliases that two names claim, then rows that say again or replace what another says."""
    claims = claimed_twice(rows)
    groups = [group for _, group in claims.groupby("alias", sort=False)]
    groups = sorted(groups, key=lambda group: not group["own"].any())
    for group in groups if everything else groups[:NAMES]:
        told = [
            [row.place, row.valid_from, f"{row.file} row {row.row}"] for row in group.itertuples()
        ]
        each = [
            f"{name} ({', '.join(filter(None, parts))})"
            for name, parts in zip(group["name"], told, strict=True)
        ]
        yield from _folded(
            f"claimed by {len(each)} rows, place or date decides: {group['alias'].iloc[0]}: "
            f"{' · '.join(each)}",
            "      ",
            "    ",
        )
    yield from () if everything else _more(len(groups) - NAMES, "aliases claimed twice", "    ")
    for row in repeated(rows).itertuples():
        other = f"{row.other_file} row {row.other_row}"
        told = (
            f"repeats {other}"
            if row.name == row.other_name
            else f"takes it from {row.other_name} ({other})"
        )
        yield from (
            styled(line, "warning")
            for line in _folded(f"{row.file} row {row.row}, {row.alias}: {told}", "      ", "    ")
        )


def _tally(values: pd.Series, order: Sequence[str] = ()) -> str:
    counts = values.value_counts()
    keys = [key for key in order if key in counts.index] if order else counts.index
    return ", ".join(f"{key} {counts[key]}" for key in keys)


def _places(corpus: Corpus) -> list[str]:
    known = _known(corpus)
    off = off_the_map(corpus.places[corpus.places["place"].isin(known)])["place"].tolist()
    there = "、".join(place for place in known if place not in off) or "none"
    return _folded(
        f"places: {len(load_lexicon('admin'))} rows; of this corpus in it: {there}"
        + (f"; not in it: {'、'.join(off)}" if off else "")
    )


def _overlaps(mentions: Mentions, corpus: Corpus, everything: bool) -> Iterator[str]:
    """Shorter matches inside longer ones: counted with the longer one only."""
    table = overlaps(mentions.suppressed, corpus.offsets)
    yield from _heading(
        f"overlaps: {table['n'].sum()} shorter matches lie inside longer ones, which count alone"
    )
    if len(table):
        shown = _most(table, NAMES, everything).rename(
            columns={"surface": "match", "example": "for example"}
        )
        shown = shown.assign(
            inside=shown["inside"].where(shown["inside"] != "", "(an ordinary word)")
        )
        shown["match"] = [crop(text, 24) for text in shown["match"]]
        room = (
            columns_here() - max(map(width, aligned(shown.drop(columns="inside")).splitlines())) - 4
        )
        shown["inside"] = [crop(text, max(room, 12)) for text in shown["inside"]]
        yield from (
            f"  {line}"
            for line in aligned(shown[["n", "match", "inside", "for example"]]).splitlines()
        )
        yield from _more(len(table) - len(shown), "pairs")
    lacking = not_counted(mentions, corpus.articles, corpus.offsets)
    if len(lacking):
        yield from _heading(
            f"not counted: {lacking['n'].sum()} that lack the quotation marks or the place "
            "of a slogan"
        )
        shown = _most(lacking, NAMES, everything).rename(
            columns={"surface": "match", "example": "for example"}
        )
        shown["match"] = [crop(text, 24) for text in shown["match"]]
        yield from (
            f"  {line}"
            for line in aligned(shown[["n", "match", "why", "for example"]]).splitlines()
        )
        yield from _more(len(lacking) - len(shown), "pairs")


def _fonts(corpus: Corpus, root: Path, lexicons: dict[str, pd.DataFrame]) -> Iterator[str]:
    """Every character that the packaged fonts lack, with its place; a figure that shows one cannot
    be drawn.
    """
    yield from _heading("fonts")
    told = [
        (r.char, f"{r.n} in the articles, first {r.file} line {r.line}")
        for r in without_glyph(corpus, root).itertuples()
    ]
    for rows in lexicons.values():
        words = rows["alias"] + rows["name"] + rows.get("gloss", "")
        for char in missing_glyphs("".join(words)):
            row = rows[words.str.contains(char, regex=False)].iloc[0]
            told.append((char, f"{row['file']} row {row['row']}"))
    for char, where in told:
        shown = f"{char} (U+{ord(char):04X})" if char.isprintable() else f"U+{ord(char):04X}"
        yield from (
            styled(line, "warning")
            for line in _folded(
                f"no font has {shown}: {where}; no figure can show it", "    ", "  "
            )
        )
    if not told:
        yield "  every character of the articles and lexicons has a glyph"


def _versions(extra: list[str]) -> list[str]:
    libraries = [f"{name} {version(name)}" for name in LIBRARIES]
    return [
        f"tifa {program_version()}",
        f"lexicons {lexicon_version(extra)}",
        f"Python {platform.python_version()}",
        *libraries,
    ]
