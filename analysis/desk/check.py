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
from analysis.corpus import Corpus, articles_counted, corpus_hash
from analysis.desk.check_files import (
    COUNTED,
    known_by,
    repaired,
    to_fill,
    with_lines,
)
from analysis.desk.check_lexicons import (
    all_rows,
    claimed_twice,
    off_the_map,
    repeated,
    unmatched,
)
from analysis.desk.checked import Checked, gather
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
from analysis.page.provenance import program_version
from analysis.read.article_tables import row_word
from analysis.read.folders import list_folder, unread_line
from analysis.wording.labels import amount, amount_of, label

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
SAVE = dict.fromkeys((".jpg", ".jpeg", ".png", ".tif", ".tiff"), "picture") | {
    suffix: suffix[1:] for suffix in (".doc", ".wps", ".caj")
}


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
    checked = gather(root, extra, columns)
    lexicons = {name: all_rows(name, files) for name, files in user_files(extra).items()}
    print_text(_head(checked, root))
    print_text(_to_do(checked.corpus, root, None if everything else SHOWN))
    if everything:
        print_text(_files(checked, root))
        print_text(_heading(label("check.lexicons")))
        for name, rows in lexicons.items():
            print_text(_lexicon(name, rows, checked))
        print_text(_places(checked.corpus))
        print_text(_overlaps(checked))
        print_text(_fonts(checked, lexicons))
        print_text([*_heading(label("check.versions")), *_lines(0, ", ".join(_versions(extra)))])
    else:
        print_text(_look_at(checked, root))
        print_text(_heading(label("check.found")))
        for name, rows in lexicons.items():
            print_text(_lexicon_short(name, rows, checked))
        print_text(_fonts(checked, lexicons) if len(checked.glyphs) else [])
        print_text(["", styled(label("check.more"), "faint")])
    return checked.corpus.failures


def _heading(text: str) -> list[str]:
    return ["", styled(text, "heading")]


def _lines(depth: int, text: str, style: str = "") -> list[str]:
    """A text as lines, so many steps in, in one of the terminal's styles."""
    lines = fold(text, columns_here(), "  " * (depth + 1), "  " * depth)
    return [styled(line, style) for line in lines] if style else lines


def _say(depth: int, key: str, style: str = "", **values: object) -> list[str]:
    return _lines(depth, label(f"check.{key}", **values), style)


def _some(names: Sequence[str], most: int | None, between: str = ", ") -> str:
    """The first names, and how many more there are."""
    shown = between.join(names[:most])
    rest = len(names) - (most or len(names))
    return label("check.others", shown=shown, n=rest) if rest > 0 else shown


def _head(checked: Checked, root: Path) -> Iterator[str]:
    """How much there is, how much of it a person should look at, and what could not be read at
    all.
    """
    corpus, n = checked.corpus, len(articles_counted(checked.corpus.articles))
    files, look = len(corpus.documents), checked.doubts["file"].nunique()
    yield styled(f"corpus {printable(str(root))}", "heading")
    sizes = {"n": n, "all": len(corpus.articles), "look": look}
    about = {"files": amount(files, "file"), "hash": corpus_hash(corpus.documents)}
    yield from _say(0, "size", **about, **sizes)
    rest = checked.shares[checked.shares["reason"] != "counted"]
    if len(rest):
        told = ", ".join(f"{r.reason} {r.share:.1%}" for r in rest.head(3).itertuples())
        yield from _say(0, "uncounted", share=f"{rest['share'].sum():.1%}", parts=told)
    if len(corpus.failures):
        yield from ("", styled(label("check.unread"), "error"))
        for error in corpus.failures["error"]:
            yield from _lines(1, error)
    if empty := corpus.documents.loc[corpus.documents["n_chars"] == 0, "file"].tolist():
        yield from ("", styled(label("check.empty"), "error"))
        yield from fold(_some(empty, SHOWN, "、"), columns_here(), "  ")
    if others := list_folder(root).others:
        yield from _heading(unread_line(others))
        yield from fold(_some(others, SHOWN, "、"), columns_here(), "  ")


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
        yield from _say(0, "rest", n=len(doubts) - len(shown), kinds=told)


def _kind_of_doubt(doubts: pd.DataFrame) -> pd.Series:
    return doubts["what"].where(doubts["what"].isin(COUNTED), label("check.contradicted"))


def _lexicon_short(name: str, rows: pd.DataFrame, checked: Checked) -> Iterator[str]:
    """How much of a lexicon is here, and which of a person's own rows found nothing."""
    found, known = checked.names[name], set(rows["name"])
    by_rule = int(found[~found.index.isin(known)].sum())
    yield from _say(1, name, n=int(found.sum()), names=len(found), ruled=by_rule)
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
        yield from _heading(label("check.doubtful"))
    places = dict(iter(with_lines(doubts[~unknown], root).groupby("file")))
    for row in blocks.to_dict("records"):
        yield from _block(row, places.get(row["file"], doubts.head(0)))
    clean = documents[~doubted]
    if len(clean):
        yield from _heading(label("check.clean"))
    for row in clean.to_dict("records"):
        told = [f"{row['file']}  {row['place_told']}", row["day_told"], row["set"], row["repaired"]]
        yield from _lines(1, "; ".join(filter(None, told)))


def _described(corpus: Corpus) -> pd.DataFrame:
    """One row a file: file, set (encoding, layout, articles), place_told, day_told, repaired, all
    in words.
    """
    documents, counted = corpus.documents, articles_counted(corpus.articles)
    notes = repaired(corpus)
    fixed = (notes["what"] + ": " + notes["n"].astype(str)).groupby(notes["file"], sort=False)
    told = {}
    for short, column in (("place_told", "place"), ("day_told", "date_published")):
        parts = (documents[c] for c in (column, f"{column}_basis", f"{column}_rule"))
        told[short] = [
            label("check.unknown")
            if basis == "unknown"
            else f"{value or label('check.several')} ({known_by(basis, rule)})"
            for value, basis, rule in zip(*parts, strict=True)
        ]
    left = corpus.articles[~corpus.articles["article_id"].isin(counted["article_id"])]
    left = left.groupby("doc_id")["genre"].agg(
        lambda genres: ", ".join(f"{k} {g}" for g, k in genres.value_counts(sort=False).items())
    )
    of = {
        name: t.groupby("doc_id").size() for name, t in (("n", counted), ("all", corpus.articles))
    }
    sets = []
    for row in documents.itertuples():
        sizes = {name: n.get(row.doc_id, 0) for name, n in of.items()}
        what = left.get(row.doc_id)
        rest = label("check.not", what=what) if what else ""
        articles = label("check.articles", **sizes) + rest
        sets.append(f"{row.encoding}, {row.layout}, {articles}")
    fixed = documents["file"].map(fixed.agg(", ".join)).fillna("")
    return documents[["file"]].assign(set=sets, **told, repaired=fixed)


def _block(row: dict[str, str], doubts: pd.DataFrame) -> Iterator[str]:
    """A file in full: how it is set, where and when it is from, what was repaired, what is doubtful
    and where.
    """
    yield styled(f"  {printable(row['file'])}", "heading")
    for key in ("set", "place_told", "day_told", "repaired"):
        first = f"    {label(f'check.{key}'):<10}"
        lines = fold(row[key], columns_here(), " " * 14, first) if row[key] else []
        unknown = row[key] == label("check.unknown")
        yield from (styled(line, "warning") if unknown else line for line in lines)
    for number, (what, there) in enumerate(doubts.groupby("what", sort=False)):
        first = f"    {'' if number else label('check.doubt'):<10}"
        told = f"{what}: {len(there)}" if what in COUNTED else what
        lines = fold(told, columns_here(), " " * 14, first)
        yield from (styled(line, "warning") for line in lines)
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
        lines.append(label("check.new", folder=shlex.quote(str(folder))))
    for (column, basis), cells in wanted.groupby(["column", "basis"], sort=False):
        verb = "fill" if basis == "unknown" else "correct"
        in_csv = cells["row"] > 0
        for what, each in (
            ("row", cells[in_csv]["row"].astype(str)),
            ("file", cells[~in_csv]["file"]),
        ):
            if len(each):
                told = {"column": column, "shown": _some(each.tolist(), most)}
                lines.append(amount_of(f"check.{verb}.{what}", len(each), **told))
    off = off_the_map(corpus.places[corpus.places["place"].isin(_known(corpus))])
    if off["lacks"].any():
        lines.append(label("check.map", places="、".join(off.loc[off["lacks"], "place"])))
    there = {Path(file).suffix.lower() for file in list_folder(root).others}
    lines += dict.fromkeys(label(f"check.save.{SAVE[s]}") for s in sorted(there & set(SAVE)))
    for line in lines or [label("check.nothing")]:
        yield from _lines(1, line)


def _known(corpus: Corpus) -> list[str]:
    documents = corpus.documents
    return documents.loc[documents["place_basis"] != "unknown", "place"].unique().tolist()


def _lexicon(name: str, rows: pd.DataFrame, checked: Checked) -> Iterator[str]:
    """One lexicon: its size, what matched, what never did, what is claimed twice or said twice."""
    found = checked.names[name]
    left = unmatched(rows, found.index, checked.contained[name])
    n_names, n_left = rows["name"].nunique(), left["name"].nunique()
    made = int(found[~found.index.isin(set(rows["name"]))].sum())
    by_rule = label("check.by_rule", n=made) if made else ""
    sizes = {"rows": len(rows), "names": n_names, "matched": n_names - n_left}
    yield from _say(1, "lexicon", name=name, n=found.sum(), by_rule=by_rule, **sizes)
    ours = left[~left["own"]]
    if len(ours):
        kinds = {"levels": _tally(ours["level"], LEVELS), "kinds": _tally(ours["kind"])}
        yield from _say(2, "never", n=len(ours), inside=ours["inside"].sum(), **kinds)
        for level in LEVELS:
            told = "、".join(ours.loc[ours["level"] == level, "name"])
            yield from _lines(3, f"{level} {told}") if told else ()
    yield from _own_rows(rows, left)
    yield from _twice(rows)


def _own_rows(rows: pd.DataFrame, left: pd.DataFrame) -> Iterator[str]:
    """Of each file of a person's own how many names matched, and those that did not."""
    for file, mine in rows[rows["own"]].groupby("file", sort=False):
        never = left[left["own"] & left["where"].str.startswith(f"{file} row")]
        n = mine["name"].nunique()
        yield from _say(2, "own", file=file, rows=len(mine), names=n, matched=n - len(never))
        for row in never.itertuples():
            key = "unmatched.inside" if row.inside else "unmatched"
            yield from _say(3, key, "warning", name=row.name, where=row.where)


def _twice(rows: pd.DataFrame) -> Iterator[str]:
    """Aliases that two names claim, then rows that say again or replace what another says."""
    claims = claimed_twice(rows)
    groups = [group for _, group in claims.groupby("alias", sort=False)]
    for group in sorted(groups, key=lambda group: not group["own"].any()):
        each = []
        for row in group.to_dict("records"):
            told = [row["place"], row["valid_from"], f"{row['file']} row {row['row']}"]
            each.append(f"{row['name']} ({', '.join(filter(None, told))})")
        alias = group["alias"].iloc[0]
        yield from _say(2, "claimed", n=len(each), alias=alias, rows=" · ".join(each))
    for row in repeated(rows).to_dict("records"):
        key = "repeats" if row["name"] == row["other_name"] else "takes"
        yield from _say(2, key, "warning", **row)


def _tally(values: pd.Series, order: Sequence[str] = ()) -> str:
    counts = values.value_counts()
    keys = [key for key in order if key in counts.index] if order else counts.index
    return ", ".join(f"{key} {counts[key]}" for key in keys)


def _places(corpus: Corpus) -> list[str]:
    known = _known(corpus)
    off = off_the_map(corpus.places[corpus.places["place"].isin(known)])["place"].tolist()
    there = "、".join(place for place in known if place not in off) or label("check.none")
    rest = label("check.off", places="、".join(off)) if off else ""
    return _say(0, "places", n=len(load_lexicon("admin")), there=there, off=rest)


def _overlaps(checked: Checked) -> Iterator[str]:
    """Shorter matches inside longer ones: counted with the longer one only; and what lacks the
    marks or the place it is counted with.
    """
    table, lacking = checked.overlaps, checked.lacking
    yield from _heading(label("check.overlaps", n=table["n"].sum()))
    if len(table):
        inside = table["inside"].where(table["inside"] != "", label("check.word"))
        yield from _matches(table.assign(inside=inside), "inside")
    if len(lacking):
        yield from _heading(label("check.lacking", n=lacking["n"].sum()))
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
    yield from _heading(label("check.fonts"))
    told = [("article", row) for row in checked.glyphs.to_dict("records")]
    for rows in lexicons.values():
        words = rows["alias"] + rows["name"] + rows.get("gloss", "")
        for char in missing_glyphs("".join(words)):
            row = rows[words.str.contains(char, regex=False)].iloc[0]
            told.append(("lexicon", {"char": char, **row[["file", "row"]]}))
    for where, row in told:
        code = f"U+{ord(row['char']):04X}"
        shown = f"{row['char']} ({code})" if row["char"].isprintable() else code
        yield from _say(1, f"glyph.{where}", "warning", **(row | {"char": shown}))
    if not told:
        yield from _say(1, "glyphs")


def _versions(extra: list[str]) -> list[str]:
    libraries = [f"{name} {version(name)}" for name in LIBRARIES]
    return [
        f"tifa {program_version()}",
        f"lexicons {lexicon_version(extra)}",
        f"Python {platform.python_version()}",
        *libraries,
    ]
