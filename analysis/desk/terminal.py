"""Tables on a terminal: aligned where Chinese is two columns wide, or as CSV for a pipe."""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from contextvars import ContextVar

import pandas as pd

from analysis.chinese.han import crop, width
from analysis.describe.page_place import UNKNOWN_PLACE
from analysis.table.write import defuse
from analysis.wording.labels import (
    amount,
    amount_of,
    error_said,
    has_label,
    label,
    listing,
    phrase,
)

INSIDE = 12  # rows shown of what stands inside longer slogans
UNTOLD = 20  # rows shown of a comparison for a verdict that tells of no difference
MORE = ("more in A", "more in B")  # verdicts that tell of a difference
STYLES = {"heading": "1", "warning": "33", "error": "1;31", "faint": "2"}
LANG = ContextVar("lang", default="en")  # of the command that is answered


def said(key: str, **values: object) -> str:
    """`label` in the language of the command."""
    return label(key, LANG.get(), **values)


def told(value: str) -> str:
    """A value of our tables, or a group, in the language of the command."""
    if LANG.get() == "en" and value != UNKNOWN_PLACE:
        return value
    return said(value) if has_label(value) else phrase(value, LANG.get())


def error_told(text: str) -> str:
    """`error_said` in the language of the command."""
    return error_said(text, LANG.get())


def note(text: str, before: str = "") -> None:
    """A line on stderr that tells how it went, in the language of the command."""
    print(before + error_told(text), file=sys.stderr)


def many(n: int, noun: str = "file") -> str:
    return amount(n, noun, LANG.get())


def many_of(key: str, n: int, **values: object) -> str:
    return amount_of(key, n, LANG.get(), **values)


# --- commands


def print_table(table: pd.DataFrame, *, csv: bool = False, right: Sequence[str] = ()) -> None:
    """Print a table for a person, or as CSV (utf-8, formulas defused) for a program."""
    if csv:
        _write(defuse(table).to_csv(index=False, lineterminator="\n"))
    else:
        print_text([aligned(table, right)])


def print_lines(lines: pd.DataFrame, columns: int = 0) -> None:
    """Print a concordance, the hits below each other, as wide as asked or the terminal."""
    if lines.empty:
        return
    where = [f"{file}:{line}" for file, line in zip(lines["file"], lines["line_from"], strict=True)]
    about = [
        f"{told(p)} {day}" for p, day in zip(lines["place"], lines["date_published"], strict=True)
    ]
    first = [_padded(where), _padded(map(str.strip, about)), _padded(lines["hit"])]
    total = columns or shutil.get_terminal_size((120, 24)).columns
    side = max((total - sum(width(cells[0]) + 2 for cells in first)) // 2, 12)
    left = _padded([crop(_cell(text), side, end=True) for text in lines["left"]], right=True)
    right = [crop(_cell(text), side) for text in lines["right"]]
    bold = ("\x1b[1;31m", "\x1b[0m") if coloured() else ("", "")
    rows = zip(*first, left, right, strict=True)
    print_text(f"{w}  {p}  {a} {bold[0]}{h}{bold[1]} {b}".rstrip() for w, p, h, a, b in rows)


def answer(panel: pd.DataFrame, a: str, b: str, what: str) -> str:
    """A panel of `compare` in one sentence: which way how many differ, or that none can tell."""
    from analysis.measure.compare import told_apart  # not for `kwic`: it is slow to load

    about = {"a": a, "b": b, "what": said(what), "n": len(panel)}
    if panel.empty:
        return said("compare.none", **about)
    about |= dict(panel.iloc[0][["of_a", "of_b"]])
    if panel["log_ratio"].isna().all():
        return said("compare.few", **about)
    *both, alone = told_apart(panel)
    for side, more in zip("ab", both, strict=True):
        best = more.sort_values(f"n_{side}", ascending=False, kind="stable")["feature"].tolist()
        names = said("compare.names", names=listing(best, LANG.get())) if best else ""
        about |= {f"n_{side}": len(more), f"names_{side}": names}
    text = said("compare.more" if about["n_a"] + about["n_b"] else "compare.same", **about)
    return text + (said("compare.alone", n=alone) if alone else "")


def print_panel(panel: pd.DataFrame, a: str, b: str, what: str) -> None:
    """Print a panel of `compare`: a list for each verdict, most frequent first."""
    from analysis.measure.compare import explain_verdicts  # not for `kwic`: it is slow to load

    why = explain_verdicts(panel, a, b, LANG.get(), counts=False)
    rows = panel.assign(both=panel["n_a"] + panel["n_b"], why=why)
    rows = rows.sort_values(["both", "feature"], ascending=[False, True], kind="stable")
    sizes = dict(panel.iloc[0][["of_a", "of_b"]]) if len(panel) else {}
    of = said("panel.of" if sizes else "panel.none", **sizes)
    about = {"a": a, "b": b, "of": of, "n": len(panel), "what": said(what)}
    _print_folded(said("panel.head", basis=_basis(panel), **about))
    heads = [a, said("panel.in"), said("panel.rate"), b, said("panel.in"), said("panel.rate")]
    for verdict, same in sorted(
        rows.groupby("verdict"), key=lambda g: (g[0].startswith("too few"), g[0] not in MORE, g[0])
    ):
        shown = same if verdict in MORE else same.head(UNTOLD)
        table = shown[[f"{c}_{side}" for side in "ab" for c in ("n", "articles", "per_10k")]]
        table = table.assign(times=[_times(row) for row in shown.itertuples()])
        table.columns = [*heads, said("panel.times")]
        table = table if table.iloc[:, -1].any() else table.iloc[:, :-1]
        room = columns_here(120, 120) - max(map(width, aligned(table).splitlines())) - 2
        names = [crop(_cell(feature), max(room, 16)) for feature in shown["feature"]]
        table.insert(0, said(what), names)
        head = said(verdict, a=a, b=b) if has_label(verdict) else told(verdict)
        print_text(["", styled(f"{head}{said('colon')}{len(same)}", "heading"), aligned(table)])
        print_text(_rest(len(same) - len(shown)))
        if same["why"].nunique() == 1:
            _print_folded(same["why"].iloc[0])


def _print_folded(text: str) -> None:
    print_text(fold(text, columns_here(120, 120)))


def _rest(n: int) -> list[str]:
    return [styled(said("csv.more", n=n), "faint")] if n > 0 else []


def _times(row: tuple) -> str:
    """How many times the rate of the other side, from and to; empty where nothing is told."""
    from analysis.measure.compare import FAMILY_P, multiple

    if pd.isna(row.log_ratio):
        return ""
    low, high = (multiple(end) for end in (row.log_ratio_low, row.log_ratio_high))
    ratio = multiple(row.log_ratio) if row.n_a and row.n_b else ""
    return f"{ratio} [{low}–{high}]{'*' if row.p_family <= FAMILY_P else ''}"


def _basis(panel: pd.DataFrame) -> str:
    """What ratios stand on: how many units the groups weigh, and what is held alike in both."""
    if panel.empty:
        return said("panel.nothing")
    first = panel.iloc[0]
    weigh = {f"weight_{side}": f"{first[f'effective_{side}']:.1f}" for side in "ab"}
    if panel["log_ratio"].isna().all():
        return said("panel.few", **weigh)
    alike = said("list").join(map(told, filter(None, first["within"].split("|"))))
    within = said("panel.within", alike=alike) if alike else ""
    return said("panel.ratio", within=within, **weigh)


def print_groups(panel: pd.DataFrame, by: str, what: str) -> None:
    """Print many groups side by side: which differ from the rest; then rates, ↑ or ↓ where so."""
    from analysis.measure.compare import holds

    marks = panel["verdict"].map(dict(zip(MORE, "↑↓", strict=True))).where(holds(panel), "")
    apart = panel.assign(mark=marks, both=panel["n_a"] + panel["n_b"])[marks != ""]
    apart = apart.sort_values(["mark", "both"], ascending=[True, False], kind="stable")
    apart = apart.drop_duplicates("feature")  # ↑ before ↓
    names = [said("groups.name", **row) for row in apart.to_dict("records")]
    about = {
        "what": said(what),
        "n": panel["feature"].nunique(),
        "names": listing(names, LANG.get()),
    }
    about |= {"apart": len(apart), "groups": panel["group"].nunique()}
    untold = "groups.few" if panel["log_ratio"].isna().all() else "groups.same"
    _print_folded(said("groups.more" if names else untold, **about))
    print_text([""])
    of = panel.drop_duplicates("group").set_index("group")["of_a"]
    cells = panel.assign(cell=panel["per_10k_a"].map("{:.2f}".format) + marks)
    wide = cells.pivot(index="feature", columns="group", values="cell")
    total = panel.groupby("feature")["n_a"].sum().sort_values(ascending=False, kind="stable")
    wide = wide.loc[total.index].rename(columns=lambda group: f"{told(group)} ({of[group]})")
    wide.insert(0, "n", total)
    wide = wide.rename_axis(None, axis=1).reset_index().rename(columns={"feature": said(what)})
    _print_folded(said("panel.groups", what=said(what), by=by))
    print_text([""])
    print_table(wide.head(2 * UNTOLD), right=list(wide.columns[1:]))


def print_trend(table: pd.DataFrame, spans: pd.DataFrame, every: str) -> None:
    """Print what `trend` and `lifespans` give: of each term its life, then a line a period."""
    top = table["per_10k"].max()
    for (term, group), part in table.groupby(["feature", "group"], sort=False):
        span = spans[(spans["feature"] == term) & (spans["group"] == group)].iloc[0]
        head = f"{term}{f', {told(group)}' if group else ''}: {_span_said(span, every)}"
        there = _without_gaps(part)
        ends = zip(there["per_10k_low"], there["per_10k_high"], strict=True)
        lines = pd.DataFrame({"period": there["period"], "n": there["n"]})
        lines["in"] = there["n_articles"].astype(str) + "/" + there["of_articles"].astype(str)
        lines["rate"] = there["per_10k"]
        told_ends = ["" if pd.isna(low) else f"[{low:.1f}–{high:.1f}]" for low, high in ends]
        if any(told_ends):
            lines["95 %"] = told_ends
        lines[""] = ["█" * round(20 * rate / top) if top > 0 else "" for rate in there["per_10k"]]
        heads = {"period": _one(every), "in": said("panel.in"), "rate": said("panel.rate")}
        lines = lines.rename(columns=heads)
        empty = int((part["of_articles"] == 0).sum())
        gaps = [said("trend.gaps", gaps=many(empty, every))] if empty else []
        heading = (styled(line, "heading") for line in fold(head, columns_here(120, 120)))
        print_text(["", *heading, *gaps])
        print_table(lines, right=[heads["in"]])


def _one(noun: str) -> str:
    return said(f"trend.{noun}")


def _without_gaps(part: pd.DataFrame) -> pd.DataFrame:
    """The periods with an article; three or more in a row without a use as one."""
    there = part[(part["n"] > 0) | (part["of_articles"] > 0)]
    used = (there["n"] > 0) | (there["period"] == "")  # what has no day is in no run of days
    there = there.assign(period=there["period"].replace("", said("trend.no_day")))
    run = (used | (used != used.shift())).cumsum()
    several = run.groupby(run).transform("size") > 2
    run = run.where(several, -pd.Series(range(len(there)), there.index))
    runs = there.groupby(run, sort=False)
    first, last = runs["period"].first(), runs["period"].last()
    rest = runs[["per_10k", "per_10k_low", "per_10k_high"]].first()
    rest.loc[first != last, ["per_10k_low", "per_10k_high"]] = float("nan")
    period = first.where(first == last, first + ".." + last)
    sums = runs[["n", "n_articles", "of_articles"]].sum()
    return sums.join(rest).assign(period=period).reset_index(drop=True)


def _span_said(span: pd.Series, every: str) -> str:
    """First and last use, bursts and the change between halves, in a sentence."""
    if not span["n"]:
        return said("trend.nowhere")
    if not span["first"]:
        return said("trend.undated_only", **_amounts(span))
    parts = [said("trend.span", **span, **_amounts(span))]
    parts += [said("trend.from_beginning", every=_one(every))] if span["from_beginning"] else []
    parts += [said("trend.undated", n=span["n_undated"])] if span["n_undated"] else []
    bursts = span["bursts"].replace("|", ", ")
    parts += [said("trend.bursts", bursts=bursts)] if bursts else []
    if span["half"]:
        before, after = span["half"].replace("..", "").split(",")
        about = {"before": before, "after": after, "is": told(span["verdict"])}
        parts.append(said("trend.halves", **span, **about))
    else:
        parts.append(said("trend.one_day"))
    return said("sep").join(parts)


def _amounts(span: pd.Series) -> dict[str, str]:
    return {"times": many(span["n"], "time"), "articles": many(span["n_articles"], "article")}


def print_reuse(shared: pd.DataFrame, shares: pd.DataFrame, articles: pd.DataFrame) -> None:
    """Print `reprint_shares`, then the pairs of `reuse`, most shared first."""
    table = shares[["group", "articles", "reprints", "share"]]
    heads = [said(f"reuse.{column}") for column in table]
    table = table.assign(share=table["share"].map("{:.0%}".format)).set_axis(heads, axis=1)
    print_table(table, right=heads[-1:])
    if shared.empty:
        return
    titles = articles.set_index("article_id")["title"]
    head = shared.head(2 * UNTOLD)
    both = zip(head["share_a"], head["share_b"], strict=True)
    table = {"characters": head["n_shared"], "both": [f"{a:.0%} {b:.0%}" for a, b in both]}
    table = {said(f"reuse.{column}"): values for column, values in table.items()}
    for side in "ab":
        names = (f"{i} {printable(titles[i])}" for i in head[f"article_{side}"])
        table[side] = [crop(name, 44) for name in names]
    print_text([""])
    print_table(pd.DataFrame(table), right=[said("reuse.both")])
    print_text(_rest(len(shared) - len(head)))


def print_inside(inside: pd.DataFrame, features: Iterable[str]) -> None:
    """Print what a comparison counts only inside longer slogans; inside : of `inside_longer`."""
    rows = inside[inside["name"].isin(set(features))]
    if len(rows):
        print_text(["", styled(said("inside.head"), "heading")])
    for row in rows.head(INSIDE).to_dict("records"):
        print_text(fold(said("inside.row", **row), columns_here(120, 120), "  "))
    print_text(_rest(len(rows) - INSIDE))


def print_confounds(table: pd.DataFrame, a: str, b: str) -> None:
    """Print `confounds`: what else differs, a line each, what it warns of below it."""
    parts = zip(table["confound"], table["detail"], strict=True)
    labels = [crop(_cell(", ".join(map(told, filter(None, part)))), 34) for part in parts]
    sides = table[["a", "b"]].replace(r"^(\S+) to \1$", r"\1", regex=True).map(told)
    shown = pd.DataFrame({"": labels, **sides, "unit": table["unit"].map(told)})
    shown.columns = [said("confounds.head"), a, b, ""]
    head, *lines = aligned(shown).splitlines()
    print_text(["", styled(head, "heading")])
    for line, note in zip(lines, table["note"].map(told), strict=True):
        print_text([line, *([styled(f"  {_cell(note)}", "warning")] if note else [])])


def print_candidates(candidates: pd.DataFrame, most: int = 40) -> None:
    """Print the first candidates of `propose_slogans`, to look at before writing the CSV."""
    shown = candidates.head(most)
    table = shown[["rank", "candidate", "n"]].assign(articles=shown["n_articles"])
    table["candidate"] = [crop(_cell(text), 30) for text in table["candidate"]]
    table["first"] = shown["file"] + ":" + shown["line_from"].astype(str)
    rest = len(candidates) - len(shown)
    more = [said("propose.more", n=rest)] if rest else []
    print_text([aligned(table), *more, said("propose.all")])


# --- text


def aligned(table: pd.DataFrame, right: Sequence[str] = ()) -> str:
    """A table as aligned lines; numbers and the columns named in `right` stand right."""
    columns = []
    for i, name in enumerate(table.columns):
        numeric = pd.api.types.is_numeric_dtype(table.iloc[:, i])
        columns.append(_padded([str(name), *table.iloc[:, i]], right=numeric or name in right))
    return "\n".join("  ".join(row).rstrip() for row in zip(*columns, strict=True))


def _padded(values: Iterable[object], *, right: bool = False) -> list[str]:
    cells = [_cell(v) for v in values]
    wide = max(map(width, cells), default=0)
    return [" " * (wide - width(c)) + c if right else c + " " * (wide - width(c)) for c in cells]


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if pd.isna(value) else f"{value:.2f}"
    return printable(str(value))


def printable(text: str) -> str:
    """The text without control characters: those of a corpus must not reach the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


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
    is wider. first : what the first line begins with, in place of the indent."""
    lines, line = [], first or indent
    room, empty = columns - width(line), True
    for piece in re.findall(r"[^ 、，]*[、，]|[^ 、，]* |[^ 、，]+", printable(text)):
        if not empty and width(piece.rstrip()) > room:
            lines.append(line.rstrip())
            line, room = indent, columns - width(indent)
        while width(piece.rstrip()) > room:
            sizes = range(len(piece), -1, -1)
            part = next(k for k in sizes if width(piece[:k]) <= room or k == 1)
            lines.append(line + piece[:part])
            line, room, piece = indent, columns - width(indent), piece[part:]
        line, room, empty = line + piece, room - width(piece), False
    return [*lines, line.rstrip()]


def styled(text: str, style: str) -> str:
    """The text in one of `STYLES` on a terminal, as it is elsewhere and for style ""."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if style and coloured() else text


def coloured() -> bool:
    """Colours are for a terminal, unless NO_COLOR (no-color.org) is set."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain
