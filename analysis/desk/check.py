"""The page of `check`: what was repaired, inferred, doubtful or wrong, and where."""

import platform
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from analysis.chinese.lexicons import LEVELS, lexicon_version, user_files
from analysis.corpus import Corpus, articles_counted, corpus_hash
from analysis.describe.page_place import UNKNOWN_PLACE
from analysis.desk.check_tables import (
    COUNTED,
    Checked,
    all_rows,
    claimed_twice,
    gather,
    off_the_map,
    ours,
    repaired,
    repeated,
    to_fill,
    unmatched,
    with_lines,
)
from analysis.desk.terminal import (
    aligned,
    columns_here,
    crop,
    error_told,
    fold,
    many,
    many_of,
    print_text,
    printable,
    said,
    styled,
    told,
    width,
)
from analysis.draw.typeface import missing_glyphs
from analysis.read.article_tables import row_word
from analysis.read.folders import list_folder, unread_line
from analysis.table.store import program_version
from analysis.wording.labels import has_label

LIBRARIES = "pandas jieba rjieba ahocorasick_rs matplotlib wordcloud scipy nbconvert".split()
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
    """Print the check page of a corpus (everything: each file, name and match); the failures."""
    checked = gather(root, extra, columns)
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
        print_text([*_heading("versions"), *_lines(0, ", ".join(_versions(extra)))])
    else:
        print_text(_look_at(checked, root))
        print_text(_heading("found"))
        for name, rows in lexicons.items():
            print_text(_lexicon_short(name, rows, checked))
        print_text(_fonts(checked, lexicons) if len(checked.glyphs) else [])
        print_text(["", styled(said("check.more"), "faint")])
    return checked.corpus.failures


def _heading(key: str, style: str = "heading", **values: object) -> list[str]:
    return ["", styled(said(f"check.{key}", **values), style)]


def _lines(depth: int, text: str, style: str = "") -> list[str]:
    """A text as lines, so many steps in, in one of the terminal's styles."""
    lines = fold(text, columns_here(), "  " * (depth + 1), "  " * depth)
    return [styled(line, style) for line in lines]


def _list(parts: Iterable[str]) -> str:
    return said("list").join(parts)


def _say(depth: int, key: str, style: str = "", **values: object) -> list[str]:
    return _lines(depth, said(f"check.{key}", **values), style)


def _some(names: Sequence[str], most: int | None, between: str = ", ") -> str:
    """The first names, and how many more there are."""
    shown, rest = between.join(names[:most]), len(names[most:] if most else [])
    return said("check.others", shown=shown, n=rest) if rest else shown


def _head(checked: Checked, root: Path) -> Iterator[str]:
    """How much there is, how much a person should look at, what could not be read at all."""
    corpus, n = checked.corpus, len(articles_counted(checked.corpus.articles))
    files, look = len(corpus.documents), checked.doubts["file"].nunique()
    yield styled(f"{said('check.corpus')} {printable(str(root))}", "heading")
    sizes = {"n": n, "all": len(corpus.articles), "look": look}
    yield from _say(0, "size", files=many(files), hash=corpus_hash(corpus.documents), **sizes)
    rest = checked.shares[checked.shares["reason"] != "counted"]
    if len(rest):
        parts = _list(f"{told(r.reason)} {r.share:.1%}" for r in rest.head(3).itertuples())
        yield from _say(0, "uncounted", share=f"{rest['share'].sum():.1%}", parts=parts)
    if len(corpus.failures):
        yield from _heading("unread", "error")
        for error in corpus.failures["error"]:
            yield from _lines(1, error_told(error))
    if empty := corpus.documents.loc[corpus.documents["n_chars"] == 0, "file"].tolist():
        yield from _heading("empty", "error")
        yield from _lines(1, _some(empty, SHOWN, "、"))
    if others := list_folder(root).others:
        yield from ("", styled(error_told(unread_line(others)), "heading"))
        yield from _lines(1, _some(others, SHOWN, "、"))


def _look_at(checked: Checked, root: Path) -> Iterator[str]:
    """The first doubtful places, a line each; of many files how many show which doubt."""
    doubts = checked.doubts[~checked.doubts["what"].str.startswith("no ")]
    if doubts.empty:
        return
    yield from _heading("look")
    shown = with_lines(doubts.head(SHOWN), root)
    for row in shown.to_dict("records"):
        at = f":{row['line']}" if row["line"] else ""
        line = (
            f"  {printable(row['file'])}{at}  {told(row['what'])}: {printable(told(row['words']))}"
        )
        yield styled(crop(line.rstrip(": "), columns_here()), "warning")
    if len(doubts) > len(shown):
        kind = doubts["what"].where(doubts["what"].isin(COUNTED), said("check.contradicted"))
        kinds = doubts.groupby(kind)["file"].nunique().items()
        each = said("sep").join(f"{told(kind)}{said('colon')}{many(n)}" for kind, n in kinds)
        yield from _say(0, "rest", n=len(doubts) - len(shown), kinds=each)


def _lexicon_short(name: str, rows: pd.DataFrame, checked: Checked) -> Iterator[str]:
    """How much of a lexicon is here, and which of a person's own rows found nothing."""
    found = checked.names[name]
    by_rule = int(found[~found.index.isin(rows["name"])].sum())
    yield from _say(1, name, n=int(found.sum()), names=(found > 0).sum(), ruled=by_rule)
    yield from _own_rows(rows, unmatched(rows, found.index, checked.contained[name]))


def _files(checked: Checked, root: Path) -> Iterator[str]:
    """The doubtful files, a block each, doubtful texts first; then the others in short lines."""
    documents, doubts = _described(checked.corpus), checked.doubts
    unknown = doubts["what"].str.startswith("no ")
    calm = ~documents["file"].isin(doubts.loc[~unknown, "file"])
    doubted = documents["file"].isin(doubts["file"])
    blocks = documents.assign(calm=calm)[doubted].sort_values("calm", kind="stable")
    yield from _heading("doubtful") if len(blocks) else ()
    places = dict(iter(with_lines(doubts[~unknown], root).groupby("file")))
    for row in blocks.to_dict("records"):
        yield from _block(row, places.get(row["file"], doubts.head(0)))
    yield from _heading("clean") if len(documents[~doubted]) else ()
    for row in documents[~doubted].to_dict("records"):
        each = [f"{row['file']}  {row['place_told']}", row["day_told"], row["set"], row["repaired"]]
        yield from _lines(1, said("sep").join(filter(None, each)))


def _described(corpus: Corpus) -> pd.DataFrame:
    """file, set (encoding, layout, articles), place_told, day_told, repaired: a row a file."""
    documents, counted = corpus.documents, articles_counted(corpus.articles)
    notes = repaired(corpus)
    fixed = (notes["what"].map(told) + said("colon") + notes["n"].astype(str)).groupby(
        notes["file"]
    )
    about = {
        short: [
            said("check.unknown")
            if basis == "unknown"
            else said("check.known", value=value or said("check.several"), by=known_by(basis, rule))
            for value, basis, rule in documents[
                [column, f"{column}_basis", f"{column}_rule"]
            ].values
        ]
        for short, column in (("place_told", "place"), ("day_told", "date_published"))
    }
    left = corpus.articles[~corpus.articles["article_id"].isin(counted["article_id"])]
    left = left.groupby("doc_id")["genre"].agg(_tally_before)
    n, of = (t["doc_id"].value_counts() for t in (counted, corpus.articles))
    sets = []
    for row in documents.itertuples():
        articles = said("check.articles", n=n.get(row.doc_id, 0), all=of.get(row.doc_id, 0))
        rest = said("check.not", what=left[row.doc_id]) if row.doc_id in left.index else ""
        sets.append(_list([row.encoding, told(row.layout), articles]) + rest)
    fixed = documents["file"].map(fixed.agg(_list)).fillna("")
    return documents[["file"]].assign(set=sets, **about, repaired=fixed)


def _tally_before(genres: pd.Series) -> str:
    counts = genres.value_counts(sort=False).items()
    return _list(f"{n} {said(genre) if has_label(genre) else genre}" for genre, n in counts)


def known_by(basis: str, rule: str) -> str:
    """How a place or day is known, in words."""
    by = said(f"rule.{rule}") if has_label(f"rule.{rule}") else rule
    return f"{told(basis)}{said('colon')}{by}" if rule else told(basis)


def _block(row: dict[str, str], doubts: pd.DataFrame) -> Iterator[str]:
    """A file in full: how it is set, where and when from, what was repaired, what is doubtful."""

    def part(key: str, text: str, warns: bool) -> Iterator[str]:
        head = said(f"check.{key}") if key else ""
        first = f"    {head}{' ' * max(10 - width(head), 0)}"
        lines = fold(text, columns_here(), " " * 14, first) if text else []
        yield from (styled(line, "warning" if warns else "") for line in lines)

    yield styled(f"  {printable(row['file'])}", "heading")
    for key in ("set", "place_told", "day_told", "repaired"):
        yield from part(key, row[key], row[key] == said("check.unknown"))
    for number, (what, there) in enumerate(doubts.groupby("what", sort=False)):
        counted = f"{said('colon')}{len(there)}" if what in COUNTED else ""
        yield from part("" if number else "doubt", told(what) + counted, True)
        for line, words in there.loc[there["line"] > 0, ["line", "words"]].values:
            at = f"{' ' * 16}{told(row_word(row['file']))} {line}: "
            yield at + crop(printable(told(words)), columns_here() - len(at))


def _to_do(corpus: Corpus, root: Path, most: int | None) -> Iterator[str]:
    """What a person can settle: cells of corpus.csv, places to describe, files to save anew."""
    wanted = to_fill(corpus, root)
    folder = root if root.is_dir() else root.parent
    yield from _heading("do")
    lines = []
    if len(wanted) and not (folder / "corpus.csv").is_file():
        lines.append(said("check.new", folder=shlex.quote(str(folder))))
    for (column, basis), cells in wanted.groupby(["column", "basis"], sort=False):
        verb, rows = "fill" if basis == "unknown" else "correct", cells["row"]
        each = {"row": rows[rows > 0].astype(str), "file": cells.loc[rows == 0, "file"]}
        for what, names in ((what, list(names)) for what, names in each.items() if len(names)):
            shown = {"column": column, "shown": _some(names, most)}
            lines.append(many_of(f"check.{verb}.{what}", len(names), **shown))
    off = off_the_map(corpus.places[corpus.places["place"].isin(_known(corpus))])
    if off["lacks"].any():
        lines.append(said("check.map", places="、".join(off.loc[off["lacks"], "place"])))
    one_name = corpus.places[corpus.places["city"].str.contains("|", regex=False)]
    for place, city in zip(one_name["place"], one_name["city"].str.split("|"), strict=True):
        names = "、".join(f"{name[:-1]}{place}" for name in city)
        lines.append(said("check.one_name", place=place, cities="、".join(city), names=names))
    there = {Path(file).suffix.lower() for file in list_folder(root).others}
    lines += dict.fromkeys(said(f"check.save.{SAVE[s]}") for s in sorted(there & set(SAVE)))
    for line in lines or [said("check.nothing")]:
        yield from _lines(1, line)


def _known(corpus: Corpus) -> list[str]:
    return [place for place in corpus.places["place"] if place != UNKNOWN_PLACE]


def _lexicon(name: str, rows: pd.DataFrame, checked: Checked) -> Iterator[str]:
    """One lexicon: its size, what matched, what never did, what is claimed twice or said twice."""
    found = checked.names[name]
    left = unmatched(rows, found.index, checked.contained[name])
    names, n_left = rows["name"].nunique(), left["name"].nunique()
    made = int(found[~found.index.isin(rows["name"])].sum())
    sizes = {"rows": len(rows), "names": names, "matched": names - n_left, "n": found.sum()}
    sizes["by_rule"] = said("check.by_rule", n=made) if made else ""
    yield from _say(1, "lexicon", name=told(name), **sizes)
    ours = left[~left["own"]]
    if len(ours):
        kinds = {"levels": _tally(ours["level"], LEVELS), "kinds": _tally(ours["kind"])}
        yield from _say(2, "never", n=len(ours), inside=ours["inside"].sum(), **kinds)
        for level in LEVELS:
            names = "、".join(ours.loc[ours["level"] == level, "name"])
            yield from _lines(3, f"{level} {names}") if names else ()
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
    groups = [group for _, group in claimed_twice(rows).groupby("alias", sort=False)]
    for group in sorted(groups, key=lambda group: not group["own"].any()):
        each = []
        for row in group.to_dict("records"):
            parts = [row["place"], row["valid_from"], f"{row['file']} row {row['row']}"]
            each.append(f"{row['name']} ({', '.join(filter(None, parts))})")
        alias = group["alias"].iloc[0]
        yield from _say(2, "claimed", n=len(each), alias=alias, rows=" · ".join(each))
    for row in repeated(rows).to_dict("records"):
        key = "repeats" if row["name"] == row["other_name"] else "takes"
        yield from _say(2, key, "warning", **row)


def _tally(values: pd.Series, order: Sequence[str] = ()) -> str:
    counts = values.value_counts()
    return _list(f"{key} {counts[key]}" for key in order or counts.index if key in counts)


def _places(corpus: Corpus) -> list[str]:
    known = _known(corpus)
    off = off_the_map(corpus.places[corpus.places["place"].isin(known)])["place"].tolist()
    there = "、".join(place for place in known if place not in off) or said("check.none")
    rest = said("check.off", places="、".join(off)) if off else ""
    return _say(0, "places", n=len(ours("admin")), there=there, off=rest)


def _overlaps(checked: Checked) -> Iterator[str]:
    """Shorter matches inside longer ones, and what lacks the marks or place to be counted."""
    table, lacking = checked.overlaps, checked.lacking
    yield from _heading("overlaps", n=table["n"].sum())
    inside = table["inside"].replace("", said("check.word"))
    yield from _matches(table.assign(inside=inside), "inside")
    yield from _heading("lacking", n=lacking["n"].sum()) if len(lacking) else ()
    yield from _matches(lacking.assign(why=lacking["why"].map(told)), "why")


def _matches(table: pd.DataFrame, why: str) -> Iterator[str]:
    if table.empty:
        return
    table = table.assign(surface=[crop(text, 24) for text in table["surface"]])
    heads = {"surface": said("check.match"), "example": said("check.example"), "n": "n"}
    shown = table[list(heads)].rename(columns=heads)
    widest = max(map(width, aligned(shown).splitlines()))
    room = max(columns_here() - widest - 4, 12)
    shown[told(why)] = [crop(text, room) for text in table[why]]
    order = ["n", heads["surface"], told(why), heads["example"]]
    yield from (f"  {row}" for row in aligned(shown[order]).splitlines())


def _fonts(checked: Checked, lexicons: dict[str, pd.DataFrame]) -> Iterator[str]:
    """Every character that the packaged fonts lack, with its place: no figure can show it."""
    yield from _heading("fonts")
    lacking = [("article", row) for row in checked.glyphs.to_dict("records")]
    for rows in lexicons.values():
        words = rows["alias"] + rows["name"] + rows.get("gloss", "")
        for char in missing_glyphs("".join(words)):
            row = rows[words.str.contains(char, regex=False)].iloc[0]
            lacking.append(("lexicon", {"char": char, **row[["file", "row"]]}))
    for where, row in lacking:
        code = f"U+{ord(row['char']):04X}"
        shown = f"{row['char']} ({code})" if row["char"].isprintable() else code
        yield from _say(1, f"glyph.{where}", "warning", **(row | {"char": shown}))
    yield from () if lacking else _say(1, "glyphs")


def _versions(extra: list[str]) -> list[str]:
    libraries = [f"{name} {version(name)}" for name in LIBRARIES]
    ours = [f"tifa {program_version()}", f"lexicons {lexicon_version(extra)}"]
    return [*ours, f"Python {platform.python_version()}", *libraries]
