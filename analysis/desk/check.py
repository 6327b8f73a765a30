"""`python -m analysis check`: a page that tells a person what was repaired, inferred, doubtful or
wrong, and where.
"""

import platform
import shlex
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.chinese.lexicons import LEVELS, lexicon_version, load_lexicon, user_files
from analysis.corpus import Corpus, articles_counted, corpus_hash, iter_corpus, load_corpus
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
from analysis.desk.kwic import is_streamed
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
from analysis.mention.mentions import find_mentions
from analysis.page.provenance import program_version
from analysis.read.article_tables import row_word
from analysis.read.folders import list_folder, unread_line
from analysis.wording.labels import amount, label

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
SHOWN = 9  # places to look at, and cells of corpus.csv, that the short page names
SEVERAL = "several"  # places or days of a table of articles
ADVICE = {
    ".doc": "save .doc files as .docx",
    ".wps": "save .wps files as .docx",
    ".caj": "save .caj files as .pdf",
} | dict.fromkeys(
    (".jpg", ".jpeg", ".png", ".tif", ".tiff"), "pictures of pages need text recognition first"
)
TEXTS = ("segments", "sentences", "offsets")
LIGHT = ["article_id", "doc_id", "genre", "place"]  # of articles, once their text is looked through
KINDS = {"slogans": "slogan", "bodies": "body"}


class Checked(NamedTuple):
    """What checking needs of a corpus when its text has gone by: tables without text, and counts."""

    corpus: Corpus  # its articles as LIGHT, no segments, sentences or offsets
    doubts: pd.DataFrame
    shares: pd.DataFrame  # of text_shares
    glyphs: pd.DataFrame  # of without_glyph
    names: dict[str, pd.Series]  # how often each name was found, by lexicon
    contained: dict[str, set[str]]  # names seen inside longer matches, by lexicon
    overlaps: pd.DataFrame
    lacking: pd.DataFrame


def print_check(
    root: Path,
    extra: list[str],
    columns: Mapping[str, str] | None = None,
    *,
    everything: bool = False,
) -> pd.DataFrame:
    """Print the check page of a corpus; returns the files that could not be read.

    extra : a person's own lexicon files. everything : each file, name and match, not only what to
    do.
    """
    checked = _gather(root, extra, columns)
    lexicons = {name: all_rows(name, files) for name, files in user_files(extra).items()}
    print_text(_head(checked, root))
    print_text(_to_do(checked.corpus, root, None if everything else SHOWN))
    if everything:
        print_text(_files(checked, root))
        print_text(_heading("lexicons"))
        for name, rows in lexicons.items():
            print_text(_lexicon(name, rows, checked))
        print_text(_places(checked.corpus))
        print_text(_overlaps(checked))
        print_text(_fonts(checked, lexicons))
        print_text([*_heading("versions"), *_folded(", ".join(_versions(extra)))])
    else:
        print_text(_look_at(checked, root))
        print_text(_heading(label("check.found")))
        for name, rows in lexicons.items():
            print_text(_lexicon_short(name, rows, checked))
        print_text(_fonts(checked, lexicons) if len(checked.glyphs) else [])
        print_text(["", styled(label("check.more"), "faint")])
    return checked.corpus.failures


def _gather(root: Path, extra: list[str], columns: Mapping[str, str] | None) -> Checked:
    stream, parts = is_streamed(root), []
    for corpus in (
        iter_corpus(root, columns=columns) if stream else [load_corpus(root, columns=columns)]
    ):
        mentions = find_mentions(corpus, extra=extra)
        inside = mentions.suppressed[is_inside(mentions.suppressed)]
        parts.append(
            Checked(
                corpus._replace(
                    articles=corpus.articles.reindex(columns=[*LIGHT, "reprint_of"]).fillna(""),
                    **{name: corpus._asdict()[name].head(0) for name in TEXTS},
                ),
                doubtful(corpus),
                text_shares(corpus),
                without_glyph(corpus, root),
                {name: getattr(mentions, name)["name"].value_counts() for name in KINDS},
                {n: set(inside.loc[inside["kind"] == kind, "name"]) for n, kind in KINDS.items()},
                overlaps(mentions.suppressed, corpus.offsets),
                not_counted(mentions, corpus.articles, corpus.offsets),
            )
        )
    return parts[0] if len(parts) == 1 else _added(parts)


def _added(parts: list[Checked]) -> Checked:
    """The parts of a corpus as one."""
    tables = {
        name: pd.concat([getattr(part.corpus, name) for part in parts], ignore_index=True)
        for name in Corpus._fields
    }
    tables["places"] = tables["places"].drop_duplicates("place", ignore_index=True)

    def summed(name: str, keys: list[str], size: str = "n") -> pd.DataFrame:
        table = pd.concat([getattr(part, name) for part in parts], ignore_index=True)
        first = {column: "first" for column in table if column not in (*keys, size)}
        table = table.groupby(keys, sort=False, as_index=False).agg({size: "sum"} | first)
        return table.sort_values([size, *keys], ascending=[False, *(True for _ in keys)])

    shares = summed("shares", ["reason"], "n_chars")
    return Checked(
        Corpus(**tables),
        pd.concat([part.doubts for part in parts], ignore_index=True),
        shares.assign(share=shares["n_chars"] / max(int(shares["n_chars"].sum()), 1)),
        summed("glyphs", ["char"]),
        {n: pd.concat([p.names[n] for p in parts]).groupby(level=0).sum() for n in KINDS},
        {n: set().union(*(part.contained[n] for part in parts)) for n in KINDS},
        summed("overlaps", ["surface", "inside"]),
        summed("lacking", ["surface", "why"]),
    )


def _heading(text: str) -> list[str]:
    return ["", styled(text, "heading")]


def _folded(text: str, indent: str = "  ", first: str = "") -> list[str]:
    return fold(text, columns_here(), indent, first)


def _head(checked: Checked, root: Path) -> Iterator[str]:
    """How much there is, how much of it a person should look at, and what could not be read at
    all.
    """
    corpus, n = checked.corpus, len(articles_counted(checked.corpus.articles))
    files, look = len(corpus.documents), checked.doubts["file"].nunique()
    yield styled(f"corpus {printable(str(root))}", "heading")
    sizes = {"n": n, "all": len(corpus.articles), "look": look}
    about = {"files": amount(files, "file"), "hash": corpus_hash(corpus.documents)}
    yield from _folded(label("check.size", **about, **sizes))
    rest = checked.shares[checked.shares["reason"] != "counted"]
    if len(rest):
        told = ", ".join(f"{r.reason} {r.share:.1%}" for r in rest.head(3).itertuples())
        yield from _folded(label("check.uncounted", share=f"{rest['share'].sum():.1%}", parts=told))
    if len(corpus.failures):
        yield from ("", styled("could not be read, and is left out", "error"))
        for error in corpus.failures["error"]:
            yield from _folded(error, "    ", "  ")
    if others := list_folder(root).others:
        yield from _heading(unread_line(others))
        more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
        yield from _folded("、".join(others[:SHOWN]) + more, first="  ")


def _look_at(checked: Checked, root: Path) -> Iterator[str]:
    """The first doubtful places, a line each; of many files how many show which doubt."""
    doubts = checked.doubts[~checked.doubts["what"].str.startswith("no ")]
    if doubts.empty:
        return
    yield from _heading(label("check.look"))
    shown = with_lines(doubts.head(SHOWN), root)
    for row in shown.to_dict("records"):
        at = f":{row['line']}" if row["line"] else ""
        told = f"  {printable(row['file'])}{at}  {row['what']}: {printable(row['words'])}"
        yield styled(crop(told.rstrip(": "), columns_here()), "warning")
    if len(doubts) > len(shown):
        kinds = doubts.groupby(_kind_of_doubt(doubts))["file"].nunique()
        told = "; ".join(f"{kind}: {amount(n, 'file')}" for kind, n in kinds.items())
        yield from _folded(label("check.rest", n=len(doubts) - len(shown), kinds=told))


def _kind_of_doubt(doubts: pd.DataFrame) -> pd.Series:
    return doubts["what"].where(
        doubts["what"].isin(COUNTED), "a place or day that the page contradicts"
    )


def _lexicon_short(name: str, rows: pd.DataFrame, checked: Checked) -> Iterator[str]:
    """How much of a lexicon is here, and which of a person's own rows found nothing."""
    found, known = checked.names[name], set(rows["name"])
    by_rule = int(found[~found.index.isin(known)].sum())
    told = label(f"check.{name}", n=int(found.sum()), names=len(found), ruled=by_rule)
    yield from _folded(told, "    ", "  ")
    yield from _own_rows(rows, unmatched(rows, found.index, checked.contained[name]))


def _files(checked: Checked, root: Path) -> Iterator[str]:
    """The doubtful files, a block each, those with a doubtful text first; then the others in short
    lines.
    """
    documents, doubts = _described(checked.corpus), checked.doubts
    unknown = doubts["what"].str.startswith("no ")
    asked = documents["file"].map(doubts[~unknown].groupby("file").size()).fillna(0)
    doubted = documents["file"].isin(doubts["file"])
    blocks = documents.assign(calm=asked == 0)[doubted].sort_values("calm", kind="stable")
    if len(blocks):
        yield from _heading("doubtful: please look")
    places = dict(iter(with_lines(doubts[~unknown], root).groupby("file")))
    for row in blocks.to_dict("records"):
        yield from _block(row, places.get(row["file"], doubts.head(0)))
    clean = documents[~doubted]
    if len(clean):
        yield from _heading("nothing doubtful")
    for row in clean.to_dict("records"):
        told = f"{row['file']}  {row['place_told']}; {row['day_told']}; {row['set']}" + (
            f"; {row['repaired']}" if row["repaired"] else ""
        )
        yield from _folded(told, "    ", "  ")


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


def _block(row: dict[str, str], doubts: pd.DataFrame) -> Iterator[str]:
    """A file in full: how it is set, where and when it is from, what was repaired, what is doubtful
    and where.
    """
    yield styled(f"  {printable(row['file'])}", "heading")
    for label_, text in (
        ("read as", row["set"]),
        ("place", row["place_told"]),
        ("day", row["day_told"]),
        ("repaired", row["repaired"]),
    ):
        lines = _folded(text, " " * 14, f"    {label_:<10}") if text else []
        yield from (styled(line, "warning") if text == "not known" else line for line in lines)
    for number, (what, there) in enumerate(doubts.groupby("what", sort=False)):
        first = f"    {'' if number else 'doubtful':<10}"
        told = f"{what}: {len(there)}" if what in COUNTED else what
        yield from (styled(line, "warning") for line in _folded(told, " " * 14, first))
        shown = there[there["line"] > 0]
        for line, words in zip(shown["line"], shown["words"], strict=True):
            at = f"{' ' * 16}{row_word(row['file'])} {line}: "
            yield at + crop(printable(words), columns_here() - len(at))


def _to_do(corpus: Corpus, root: Path, most: int | None) -> Iterator[str]:
    """What a person can settle: the cells of corpus.csv to fill, places to describe, files to save
    in another format.
    """
    wanted = to_fill(corpus, root)
    folder = root if root.is_dir() else root.parent
    yield from _heading(label("check.do"))
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
            shown = each.head(most or len(each))
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


def _lexicon(name: str, rows: pd.DataFrame, checked: Checked) -> Iterator[str]:
    """One lexicon: its size, what matched, what never did, what is claimed twice or said twice."""
    found = checked.names[name]
    left = unmatched(rows, found.index, checked.contained[name])
    n_names, n_left = rows["name"].nunique(), left["name"].nunique()
    made = int(found[~found.index.isin(set(rows["name"]))].sum())
    by_rule = (
        f", {made} of them read by the rules of how such names are made, without a row"
        if made
        else ""
    )
    told = (
        f"{name}: {found.sum()} mentions here{by_rule}; the lexicon has {len(rows)} rows, "
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
        for level in LEVELS:
            told = "、".join(ours.loc[ours["level"] == level, "name"])
            yield from _folded(f"{level} {told}", "        ", "      ") if told else ()
    yield from _own_rows(rows, left)
    yield from _twice(rows)


def _own_rows(rows: pd.DataFrame, left: pd.DataFrame) -> Iterator[str]:
    """Of each file of a person's own how many names matched, and those that did not."""
    for file, mine in rows[rows["own"]].groupby("file", sort=False):
        never = left[left["own"] & left["where"].str.startswith(f"{file} row")]
        n = mine["name"].nunique()
        told = f"your {file}: {len(mine)} rows, {n} names, {n - len(never)} matched"
        yield from _folded(told, "      ", "    ")
        for row in never.itertuples():
            why = " (only inside longer matches)" if row.inside else ""
            told = f"never matched: {row.name}, {row.where}{why}"
            yield from (styled(line, "warning") for line in _folded(told, "        ", "      "))


def _twice(rows: pd.DataFrame) -> Iterator[str]:
    """Aliases that two names claim, then rows that say again or replace what another says."""
    claims = claimed_twice(rows)
    groups = [group for _, group in claims.groupby("alias", sort=False)]
    groups = sorted(groups, key=lambda group: not group["own"].any())
    for group in groups:
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


def _overlaps(checked: Checked) -> Iterator[str]:
    """Shorter matches inside longer ones: counted with the longer one only; and what lacks the
    marks or the place it is counted with.
    """
    table, lacking = checked.overlaps, checked.lacking
    yield from _heading(
        f"overlaps: {table['n'].sum()} shorter matches lie inside longer ones, which count alone"
    )
    if len(table):
        inside = table["inside"].where(table["inside"] != "", "(an ordinary word)")
        yield from _matches(table.assign(inside=inside), "inside")
    if len(lacking):
        yield from _heading(
            f"not counted: {lacking['n'].sum()} that lack the quotation marks or the place "
            "of a slogan"
        )
        yield from _matches(lacking, "why")


def _matches(table: pd.DataFrame, why: str) -> Iterator[str]:
    shown = table.rename(columns={"surface": "match", "example": "for example"})
    shown["match"] = [crop(text, 24) for text in shown["match"]]
    widest = max(map(width, aligned(shown.drop(columns=why)).splitlines()))
    room = max(columns_here() - widest - 4, 12)
    shown[why] = [crop(text, room) for text in shown[why]]
    yield from (f"  {r}" for r in aligned(shown[["n", "match", why, "for example"]]).splitlines())


def _fonts(checked: Checked, lexicons: dict[str, pd.DataFrame]) -> Iterator[str]:
    """Every character that the packaged fonts lack, with its place; a figure that shows one cannot
    be drawn.
    """
    yield from _heading("fonts")
    told = [
        (r.char, f"{r.n} in the articles, first {r.file} line {r.line}")
        for r in checked.glyphs.itertuples()
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
