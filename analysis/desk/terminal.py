"""Tables on a terminal: aligned where Chinese is two columns wide, or as CSV for a pipe."""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.chinese.han import width
from analysis.measure.compare import explain_verdicts, multiple
from analysis.table.write import defuse
from analysis.wording.labels import label, listing

UNTOLD = 20  # rows shown of a comparison for a verdict that tells of no difference


def aligned(table: pd.DataFrame, right: Sequence[str] = ()) -> str:
    """A table as aligned lines; numbers and the columns named in `right` stand right.

    >>> print(aligned(pd.DataFrame({"name": ["十五五", "a"], "n": [18, 2]})))
    name     n
    十五五  18
    a        2
    """
    columns = []
    for i, name in enumerate(table.columns):
        numeric = pd.api.types.is_numeric_dtype(table.iloc[:, i])
        columns.append(_padded([str(name), *table.iloc[:, i]], right=numeric or name in right))
    return "\n".join("  ".join(row).rstrip() for row in zip(*columns, strict=True))


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if pd.isna(value) else f"{value:.2f}"
    return printable(str(value))


def printable(text: str) -> str:
    """The text without control characters: those of a corpus must not reach the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def print_table(table: pd.DataFrame, *, csv: bool = False, right: Sequence[str] = ()) -> None:
    """Print a table for a person, or as CSV (utf-8, formulas defused) for a program."""
    if csv:
        _write(defuse(table).to_csv(index=False, lineterminator="\n"))
    else:
        print_text([aligned(table, right)])


def print_lines(lines: pd.DataFrame, *, width: int = 0) -> None:
    """A concordance for a person: the hits below each other, as much beside them as `width` or the
    terminal holds. lines : of `concordance`.
    """
    if lines.empty:
        return
    total = width or shutil.get_terminal_size((120, 24)).columns
    where = [f"{file}:{line}" for file, line in zip(lines["file"], lines["line_from"], strict=True)]
    first = [_padded(where), _padded(lines["place"]), _padded(lines["hit"])]
    side = max((total - _taken(first)) // 2, 12)
    left = _padded([crop(_cell(text), side, end=True) for text in lines["left"]], right=True)
    right = [crop(_cell(text), side) for text in lines["right"]]
    bold = ("\x1b[1;31m", "\x1b[0m") if coloured() else ("", "")
    rows = zip(*first, left, right, strict=True)
    print_text(f"{w}  {p}  {a} {bold[0]}{h}{bold[1]} {b}".rstrip() for w, p, h, a, b in rows)


def print_panel(panel: pd.DataFrame, place_a: str, place_b: str, what: str) -> None:
    """A comparison for a person: a list for each verdict, most frequent first; counts, then the
    ratio as far as it can be told.

    panel : of `compare`, whose verdicts name A and B; here the groups stand for them.
    """
    words = {"more in A": f"more in {place_a}", "more in B": f"more in {place_b}"}
    said = explain_verdicts(panel, place_a, place_b, counts=False)
    rows = panel.assign(verdict=panel["verdict"].replace(words), both=panel["n_a"] + panel["n_b"])
    rows = rows.assign(why=said)
    rows = rows.sort_values(["both", "feature"], ascending=[False, True], kind="stable")
    of = "no occurrence in either"
    if len(panel):
        of = f"{panel['of_a'].iloc[0]} and {panel['of_b'].iloc[0]} articles"
    _print_folded(
        f"{place_a} and {place_b}, {of}: {len(panel)} {what}; of each its number, in how many "
        f"articles, per 10,000 characters; {_basis(panel)}"
    )
    for verdict, same in sorted(
        rows.groupby("verdict"),
        key=lambda group: (group[0].startswith("too few"), group[0] not in words.values()),
    ):
        shown = same if verdict in words.values() else same.head(UNTOLD)
        table = shown[[f"{c}_{side}" for side in "ab" for c in ("n", "articles", "per_10k")]]
        table = table.assign(times=[_times(row) for row in shown.itertuples()])
        table.columns = [place_a, "in", "per 10k", place_b, "in", "per 10k", "times"]
        table = table if table["times"].any() else table.iloc[:, :-1]
        room = columns_here(120, 120) - max(map(width, aligned(table).splitlines())) - 2
        table.insert(0, what, [crop(_cell(feature), max(room, 16)) for feature in shown["feature"]])
        head = ["", styled(f"{verdict}: {len(same)}", "heading"), aligned(table)]
        print_text([*head, *_rest(len(same) - len(shown))])
        whys = same["why"].unique()
        if len(whys) == 1:
            _print_folded(whys[0])


def _print_folded(text: str) -> None:
    print_text(fold(text, columns_here(120, 120)))


def _rest(n: int) -> list[str]:
    return [styled(f"… and {n} more; --csv prints all", "faint")] if n > 0 else []


def _times(row: tuple) -> str:
    """How many times the rate of the other side, from and to; empty where nothing is told."""
    if pd.isna(row.log_ratio):
        return ""
    low, high = (multiple(end) for end in (row.log_ratio_low, row.log_ratio_high))
    ratio = multiple(row.log_ratio) if row.n_a and row.n_b else ""
    return f"{ratio} [{low}–{high}]{'*' if row.p_family <= 0.05 else ''}"


def _basis(panel: pd.DataFrame) -> str:
    """What ratios stand on: how many units the groups weigh, and what is held alike in both."""
    if panel.empty:
        return "nothing to compare"
    first = panel.iloc[0]
    effective = f"by weight {first['effective_a']:.1f} and {first['effective_b']:.1f} units"
    if panel["log_ratio"].isna().all():
        return f"{effective}, too few for a ratio"
    alike = first["within"].replace("|", ", ")
    within = f", within {alike}, in which the two differ" if alike else ""
    return f"{effective}; how many times as often{within}, with its 95 % interval, * if it stands in the whole family"


def print_groups(panel: pd.DataFrame, by: str, what: str) -> None:
    """Many groups for a person: rates side by side, ↑ or ↓ where one differs from the rest."""
    marks = panel["verdict"].map({"more in A": "↑", "more in B": "↓"}).fillna("")
    cells = panel.assign(cell=panel["per_10k_a"].map("{:.2f}".format) + marks)
    groups = panel.drop_duplicates("group")
    of = dict(zip(groups["group"], groups["of_a"], strict=True))
    wide = cells.pivot(index="feature", columns="group", values="cell")
    total = panel.groupby("feature")["n_a"].sum().sort_values(ascending=False, kind="stable")
    wide = wide.loc[total.index].rename(columns=lambda g: f"{g} ({of[g]})")
    wide.insert(0, "n", total)
    wide = wide.rename_axis(None, axis=1).reset_index().rename(columns={"feature": what})
    _print_folded(
        f"{what} by {by}: number in all; per 10,000 characters in each group (its articles in "
        "brackets); ↑ ↓ more or less than in the rest, as far as the articles tell; --csv prints all"
    )
    print_text([""])
    print_table(wide.head(2 * UNTOLD), right=[c for c in wide.columns if c != what])


def print_trend(table: pd.DataFrame, spans: pd.DataFrame, every: str) -> None:
    """Terms over time for a person: a line a period, the rate with its interval and a bar; then
    first and last use. table : of `trend`; spans : of `lifespans`.
    """
    top = table["per_10k"].max()
    for (term, group), part in table.groupby(["feature", "group"], sort=False):
        span = spans[(spans["feature"] == term) & (spans["group"] == group)].iloc[0]
        head = f"{term}{f', {group}' if group else ''}: {_span_said(span, every)}"
        there = _without_gaps(part)
        lines = there[["period", "n"]].rename(columns={"period": every})
        lines["in"] = there["n_articles"].astype(str) + "/" + there["of_articles"].astype(str)
        lines["per 10k"] = there["per_10k"]
        ends = zip(there["per_10k_low"], there["per_10k_high"], strict=True)
        lines["95 %"] = ["" if pd.isna(low) else f"[{low:.1f}–{high:.1f}]" for low, high in ends]
        lines[""] = ["█" * round(20 * rate / top) if top > 0 else "" for rate in there["per_10k"]]
        empty = int((part["of_articles"] == 0).sum())
        gaps = [f"{empty} {every}s have no article"] if empty else []
        heads = fold(head, columns_here(120, 120))
        print_text(["", *(styled(line, "heading") for line in heads), *gaps])
        print_table(lines, right=["in"])


def _without_gaps(part: pd.DataFrame) -> pd.DataFrame:
    """The periods with an article; those without a use, where three or more follow each other, as
    one.
    """
    there = part[(part["n"] > 0) | (part["of_articles"] > 0)]
    there = there.assign(period=there["period"].replace("", "no day"))
    used = there["n"] > 0
    run = (used | (used != used.shift())).cumsum()
    several = run.groupby(run).transform("size") > 2
    run = run.where(several, -pd.Series(range(len(there)), there.index))
    first, last = (there.groupby(run, sort=False)["period"].agg(end) for end in ("first", "last"))
    sums = there.groupby(run, sort=False)[["n", "n_articles", "of_articles"]].sum()
    rest = there.groupby(run, sort=False)[["per_10k", "per_10k_low", "per_10k_high"]].first()
    alone = first == last
    rest.loc[~alone, ["per_10k_low", "per_10k_high"]] = float("nan")
    said = first.where(alone, first + ".." + last)
    return sums.join(rest).assign(period=said).reset_index(drop=True)


def print_reuse(shared: pd.DataFrame, shares: pd.DataFrame, articles: pd.DataFrame) -> None:
    """Shared text for a person: how much of each place is reprint, then the pairs, most shared
    first. shared : of `reuse`; shares : of `reprint_shares`.
    """
    said = shares[["group", "articles", "reprints"]].rename(columns={"group": "place"})
    said["of its text"] = shares["share"].map("{:.0%}".format)
    print_table(said, right=["of its text"])
    if shared.empty:
        return
    names = articles.set_index("article_id")["title"]
    head = shared.head(2 * UNTOLD)
    shares = zip(head["share_a"], head["share_b"], strict=True)
    table = pd.DataFrame(
        {"characters": head["n_shared"], "share": [f"{a:.0%} {b:.0%}" for a, b in shares]}
    )
    for side in ("a", "b"):
        ids = head[f"article_{side}"]
        table[side] = [crop(f"{i} {printable(names[i])}", 44) for i in ids]
    print_text([""])
    print_table(table, right=["share"])
    print_text(_rest(len(shared) - len(head)))


def _span_said(span: pd.Series, every: str) -> str:
    """First and last use, bursts and the change between halves, in a sentence."""
    if not span["n"]:
        return "nowhere"
    if not span["first"]:
        return f"{span['n']} times, none on a day that is known"
    since = f"first {span['first']} ({span['first_article']}), last {span['last']}"
    since += f"; it stands in the first {every} there is" if span["from_beginning"] else ""
    undated = f"; {span['n_undated']} on days not known" if span["n_undated"] else ""
    bursts = f"; burst {span['bursts'].replace('|', ', ')}" if span["bursts"] else ""
    if span["half"]:
        before, after = span["half"].split(",")
        change = f"; {before} {span['n_before']:.0f} in {span['of_before']:.0f} articles"
        change += f", {after} {span['n_after']:.0f} in {span['of_after']:.0f}: {span['verdict']}"
    else:
        change = "; all on one day"
    return f"{span['n']} times in {span['n_articles']} articles; {since}{undated}{bursts}{change}"


def print_inside(inside: pd.DataFrame, features: Iterable[str], most: int = 12) -> None:
    """What a comparison counts only as a part of longer slogans, for a person. inside : of
    `inside_longer`.
    """
    told = inside[inside["name"].isin(set(features))]
    if told.empty:
        return
    print_text(["", styled("also inside longer slogans, which alone are counted", "heading")])
    for row in told.head(most).to_dict("records"):
        line = f"{row['name']} also stands inside {row['inside']}: {row['n_a']}:{row['n_b']}"
        print_text(fold(line, columns_here(120, 120), "  "))
    print_text(_rest(len(told) - most))


def print_confounds(table: pd.DataFrame, place_a: str, place_b: str) -> None:
    """What else differs between two places, for a person: a line each, what it warns of below it.
    table : of `confounds`.
    """
    parts = zip(table["confound"], table["detail"], strict=True)
    labels = [crop(_cell(", ".join(filter(None, part))), 34) for part in parts]
    shown = pd.DataFrame({"": labels, "a": table["a"], "b": table["b"], "unit": table["unit"]})
    shown = shown.replace(r"^(\S+) to \1$", r"\1", regex=True)
    shown.columns = ["what else differs", place_a, place_b, ""]
    head, *lines = aligned(shown).splitlines()
    print_text(["", styled(head, "heading")])
    for line, note in zip(lines, table["note"], strict=True):
        print_text([line, *([styled(f"  {_cell(note)}", "warning")] if note else [])])


def print_candidates(candidates: pd.DataFrame, most: int = 40) -> None:
    """The first slogan candidates for a person who looks before writing the CSV. candidates : of
    `propose_slogans`.
    """
    shown = candidates.head(most)
    table = shown[["rank", "candidate", "n"]].assign(articles=shown["n_articles"])
    table["candidate"] = [crop(_cell(text), 30) for text in table["candidate"]]
    table["first"] = shown["file"] + ":" + shown["line_from"].astype(str)
    more = [f"… and {len(candidates) - len(shown)} more"] if len(candidates) > len(shown) else []
    last = "--out candidates.csv writes all, with their evidence, to accept or reject"
    print_text([aligned(table), *more, last])


def print_text(lines: Iterable[str]) -> None:
    """Print lines as UTF-8, whatever the locale says of the terminal."""
    _write("".join(f"{line}\n" for line in lines))


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.flush()


def columns_here(most: int = 100, without: int = 80) -> int:
    """Columns a page of text may take: the terminal's, at most `most`, or `without` one."""
    return max(40, min(shutil.get_terminal_size((without, 24)).columns, most))


def fold(text: str, columns: int, indent: str = "", first: str = "") -> list[str]:
    """A text broken into lines of so many columns: at spaces, after 、 or ，, and inside what alone
    is wider.

    first : what the first line begins with, in place of the indent.

    >>> fold("区委、区政府、区人大 and others", 14, "  ", "* ")
    ['* 区委、', '  区政府、', '  区人大 and', '  others']
    """
    lines, line = [], first or indent
    empty = True
    for piece in re.findall(r"[^ 、，]*[、，]|[^ 、，]* |[^ 、，]+", printable(text)):
        while not empty and width(line + piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line, empty = indent, True
        while width(line + piece.rstrip()) > columns:
            room = next(
                k for k in range(len(piece), -1, -1) if width(line + piece[:k]) <= columns or k == 1
            )
            lines.append(line + piece[:room])
            line, piece = indent, piece[room:]
        line, empty = line + piece, False
    return [*lines, line.rstrip()]


STYLES = {"heading": "1", "warning": "33", "error": "1;31", "faint": "2"}


def styled(text: str, style: str) -> str:
    """The text in one of `STYLES` on a terminal, as it is elsewhere."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if coloured() else text


def coloured() -> bool:
    """Colours are for a terminal, unless NO_COLOR (no-color.org) is set."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def crop(text: str, columns: int, *, end: bool = False) -> str:
    """As much of a text as so many columns hold, from its beginning or its end, … where it was cut.

    >>> crop("一二三四五", 7), crop("一二三四五", 7, end=True), crop("ab", 7)
    ('一二三…', '…三四五', 'ab')
    """
    if width(text) <= columns:
        return text
    kept, room = [], columns - 1
    for character in reversed(text) if end else text:
        room -= width(character)
        if room < 0:
            break
        kept.append(character)
    return "…" + "".join(reversed(kept)) if end else "".join(kept) + "…"


def _taken(columns: list[list[str]]) -> int:
    return sum(width(cells[0]) + 2 for cells in columns)


def _padded(values: Sequence[object], *, right: bool = False) -> list[str]:
    cells = [_cell(v) for v in values]
    wide = max(map(width, cells), default=0)
    return [" " * (wide - width(c)) + c if right else c + " " * (wide - width(c)) for c in cells]


def answer(panel: pd.DataFrame, a: str, b: str, what: str) -> str:
    """A comparison in one sentence: which way how many differ, or that it cannot be told.

    panel : of `compare`.
    """
    if panel.empty:
        return label("compare.none", a=a, b=b, what=what)
    first = panel.iloc[0]
    told = {"a": a, "b": b, "what": what, "n": len(panel)}
    told |= {"of_a": first["of_a"], "of_b": first["of_b"]}
    if panel["log_ratio"].isna().all():
        return label("compare.few", **told)
    for side in "AB":
        more = panel[panel["verdict"] == f"more in {side}"]
        best = more.sort_values(f"n_{side.lower()}", ascending=False, kind="stable")["feature"]
        told |= {f"n_{side.lower()}": len(more)}
        told |= {f"names_{side.lower()}": f" ({listing(best.tolist())})" if len(more) else ""}
    return label("compare.more" if told["n_a"] + told["n_b"] else "compare.same", **told)
