"""What two places' articles can and cannot bear out: the verdict panel, leave-one-out ranges, and
the confounds beside them.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.draw import theme
from analysis.draw.plots_compare import described_only, draw_ratio, ratio_axis
from analysis.draw.theme import Words
from analysis.draw.typeface import clip, wrap
from analysis.measure.reasons import BUT, FEW, MORE_A, MORE_B, UNCLEAR
from analysis.wording.labels import amount, has_label, known, label, listing

APART = 0.1  # shares closer than this are no headline


def _facts(table: pd.DataFrame, lang: str) -> dict[str, object]:
    first = table.iloc[0]
    counts = table["verdict"].value_counts()
    return {
        "a": first["place_a"],
        "b": first["place_b"],
        "all": len(table),
        "a_n": int(counts.get(MORE_A, 0)),
        "b_n": int(counts.get(MORE_B, 0)),
        "unclear": int(counts.reindex([UNCLEAR, *BUT.values()]).sum()),
        "few": int(counts.get(FEW, 0)),
        "interval": label("interval", lang),
        "a_articles": amount(int(first["of_a"]), "article", lang),
        "b_articles": amount(int(first["of_b"]), "article", lang),
    }


def words_verdicts(table: pd.DataFrame, *, lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_verdicts`."""
    if table.empty:
        return theme.nothing(lang, "nothing.compare")
    facts = _facts(table, lang)
    rows = [
        label(
            "verdicts.row",
            lang,
            term=r.feature,
            n_a=r.n_a,
            n_b=r.n_b,
            verdict=label(r.verdict, lang, a=r.place_a, b=r.place_b),
        )
        for r in table.head(8).itertuples()
    ]
    title = label(
        "verdicts.title.few" if facts["few"] == len(table) else "verdicts.title", lang, **facts
    )
    subtitle = "verdicts.subtitle.few" if described_only(table) else "verdicts.subtitle"
    return Words(
        title,
        label(subtitle, lang, **facts),
        label("verdicts.alt", lang, **facts, rows=label("sep", lang).join(rows)),
    )


def plot_verdicts(table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """The claims one would make of two places, grouped by kind: ratio with interval, articles on
    both sides, verdict in words.

    table : the columns of a comparison and kind ("slogans", "bodies", "words"), in drawing order.
    """
    words = words_verdicts(table, lang=lang)
    if table.empty:
        return theme.empty(ax, words)
    first = table.iloc[0]
    lines = _with_headings(table)
    ax = theme.axes(ax, 0.8 + 0.26 * len(lines))
    described = described_only(table)
    order = "ab" if described else "ba"  # beside a ratio B stands on the left, as its axis has it
    if described:
        top = float(table[["per_10k_a", "per_10k_b"]].max().max())
        places = [first["place_a"], first["place_b"]]
        colours, marks = theme.place_colours(places), theme.place_marks(places)
        ax.set_xlabel(label(f"per_10k_{first['unit']}", lang))
    else:
        reach = ratio_axis(ax, table, lang, extra=("log_ratio_low", "log_ratio_high"), room=64)
    at = ax.get_yaxis_transform()
    for y, (kind, row) in enumerate(lines):
        if row is None:
            ax.text(
                -0.015,
                y,
                label(kind, lang),
                transform=at,
                ha="right",
                va="center",
                weight="bold",
                color=theme.SOFT,
            )
            continue
        if not described:
            draw_ratio(ax, y, row, table, reach)
        for side in "ab" if described else "":
            place = first[f"place_{side}"]
            rate = row[f"per_10k_{side}"]
            dot = Line2D([rate], [y], marker=marks[place], ms=7, color=colours[place], ls="")
            theme.link(dot, row[f"href_{side}"])
            ax.add_line(dot)
        ax.text(
            -0.015,
            y,
            clip(row["feature"], theme.points_wide(ax) * 0.28, theme.TEXT),
            transform=at,
            ha="right",
            va="center",
        )
        for column, side in enumerate(order):
            text = theme.beside(
                ax,
                y,
                32 + 50 * column,
                label("n_of", lang, n=row[f"articles_{side}"], of=row[f"of_{side}"]),
                ha="center",
            )
            theme.link(text, row[f"href_{side}"])
        if not described:  # the title says once what holds of every row
            verdict = label(row["verdict"], lang, a=first["place_a"], b=first["place_b"])
            theme.beside(ax, y, 112, clip(verdict, 118, theme.SMALL))
    for column, side in enumerate(order):
        theme.beside(
            ax,
            -0.9,
            32 + 50 * column,
            clip(first[f"place_{side}"], 46, theme.SMALL, bold=True),
            ha="center",
            weight="bold",
        )
    if not described:
        theme.beside(ax, -0.9, 112, label("verdict", lang), weight="bold")
    else:
        theme.legend(
            ax,
            [
                Line2D(
                    [],
                    [],
                    marker=marks[p],
                    ls="",
                    ms=7,
                    color=colours[p],
                    label=clip(p, 130, theme.SMALL),
                )
                for p in colours
            ],
        )
    ends = (-0.02 * top, top * 1.06) if described else (-reach, reach)
    ax.set(xlim=ends, ylim=(len(lines) - 0.4, -1.4), yticks=[])
    ax.spines["left"].set_visible(False)
    return theme.frame(ax, words)


def _with_headings(table: pd.DataFrame) -> list[tuple[str, dict | None]]:
    lines: list[tuple[str, dict | None]] = []
    for kind, part in table.groupby("kind", sort=False):
        lines.append((kind, None))
        lines += [(kind, row) for row in part.to_dict("records")]
    return lines


def _turns(table: pd.DataFrame) -> pd.Series:
    """True where leaving out some article changes the side, or leaves no side."""
    return ~((table["loo_low"] > 0) | (table["loo_high"] < 0))  # also where nothing can be left out


def _times(log_ratio: float) -> str:
    return "–" if np.isnan(log_ratio) else f"{2 ** float(log_ratio):.2g}"


def words_leave_one_out(table: pd.DataFrame, *, lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_leave_one_out`."""
    if table.empty:
        return theme.nothing(lang, "nothing.floor")
    turned = table.loc[_turns(table), "feature"].tolist()
    facts = _facts(table, lang) | {
        "turn": len(turned),
        "hold": len(table) - len(turned),
        "terms": listing(turned, lang, most=5) or label("none", lang),
    }
    reach = (table["loo_high"] - table["loo_low"]).fillna(-1.0)
    widest = table.loc[reach.idxmax()]
    facts |= {
        "widest": widest["feature"],
        "low": _times(widest["loo_low"]),
        "high": _times(widest["loo_high"]),
    }
    return Words(*(label(f"loo.{part}", lang, **facts) for part in ("title", "subtitle", "alt")))


def plot_leave_one_out(table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """The range each claim's ratio takes when every article in turn is left out; hollow where one
    article decides the side.
    """
    words = words_leave_one_out(table, lang=lang)
    if table.empty:
        return theme.empty(ax, words)
    gloss = table["gloss"].tolist() if lang == "en" else []
    ax = theme.axes(ax, 0.8 + (0.34 if any(gloss) else 0.26) * len(table))
    reach = ratio_axis(ax, table, lang, extra=("loo_low", "loo_high"))
    turns = _turns(table)
    for y, (row, turn) in enumerate(zip(table.itertuples(), turns, strict=True)):
        ax.plot(
            [row.loo_low, row.loo_high],
            [y, y],
            color="#9a9a9a" if turn else theme.INK,
            lw=5,
            solid_capstyle="butt",
            alpha=0.45,
        )
        dot = Line2D(
            [row.log_ratio],
            [y],
            marker="o",
            ms=6.5,
            mfc="white" if turn else theme.INK,
            mec=theme.INK,
            mew=1.3,
            ls="",
        )
        theme.link(dot, row.href_a if row.log_ratio > 0 else row.href_b)
        ax.add_line(dot)
    theme.term_labels(ax, range(len(table)), table["feature"], gloss)
    ax.set(xlim=(-reach, reach), ylim=(len(table) - 0.4, -1.4))
    ax.spines["left"].set_visible(False)
    handles = [
        Line2D(
            [], [], marker="o", ls="", ms=6.5, mfc=m, mec=theme.INK, mew=1.3, label=label(k, lang)
        )
        for k, m, there in (("loo.holds", theme.INK, ~turns), ("loo.turns", "white", turns))
        if there.any()
    ]
    theme.legend(ax, handles)
    return theme.frame(ax, words)


def words_confounds(table: pd.DataFrame, *, lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_confounds`."""
    if table.empty:
        return theme.nothing(lang, "nothing.compare")
    first = table.iloc[0]
    warned = table[table["note"] != ""]
    rows = [
        label("confounds.row", lang, name=_name(r, lang), a=r.a, b=r.b) for r in table.itertuples()
    ]
    facts = {
        "a": first["place_a"],
        "b": first["place_b"],
        "warned": len(warned),
        "all": len(table),
        "rows": label("sep", lang).join(rows),
    }
    far = _furthest(table)
    if far is not None:
        facts |= {
            "far": known(far.detail, lang) if far.confound == "genre" else _name(far, lang),
            "far_a": _value(str(far.a), lang),
            "far_b": _value(str(far.b), lang),
        }
    title = "title.alike" if far is None else "title"
    return Words(
        *(label(f"confounds.{part}", lang, **facts) for part in (title, "subtitle", "alt"))
    )


def _furthest(table: pd.DataFrame) -> tuple | None:
    """The row worth a title: the genre, else any share, furthest apart by APART or more; else the
    first with a warning; else none.
    """
    gap = (
        (table["a_value"] - table["b_value"])
        .abs()
        .where(table["unit"].str.startswith("share"), 0.0)
        .fillna(0.0)
    )
    genres = gap[table["confound"] == "genre"]
    for far in (genres, gap):
        if len(far) and far.max() >= APART:
            return next(table.loc[[far.idxmax()]].itertuples())
    return next(table[(table["note"] != "") & (table["a"] != table["b"])].itertuples(), None)


def _name(row: tuple, lang: str) -> str:
    """What a row of the confounds is about, in our words where we have them."""
    detail = "largest" if row.detail.startswith("largest article") else row.detail
    parts = [
        label(f"confound.{key}", lang) if has_label(f"confound.{key}") else known(key, lang)
        for key in (row.confound, detail)
        if key
    ]
    return label("colon", lang).join(parts)


def _note(note: str, lang: str) -> str:
    """A warning of `confounds` in our words where we have them."""
    key = "of its side" if note.endswith("of its side") else note
    if has_label(f"note.{key}"):
        return label(f"note.{key}", lang)
    return note if lang == "en" else label("confound.warn", lang)


def _value(shown: str, lang: str) -> str:
    return shown.replace(" to ", label("until", lang)).replace("unknown", label("unknown", lang))


def plot_confounds(table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """What else differs between the two places, to be read beside any contrast: two bars a row,
    each row on its own scale.

    table : the columns of `confounds` and place_a, place_b. Rows without numbers (dates) show their
        values only.
    """
    words = words_confounds(table, lang=lang)
    if table.empty:
        return theme.empty(ax, words)
    first = table.iloc[0]
    ax = theme.axes(ax, 0.5 + 0.42 * len(table))
    colours = theme.place_colours([first["place_a"], first["place_b"]])
    for y, row in enumerate(table.itertuples()):
        values = np.array([row.a_value, row.b_value], dtype=float)
        scale = (
            1.0
            if row.unit.startswith("share")
            else max(float(np.nanmax(values)) if not np.isnan(values).all() else 0.0, 1e-9)
        )
        for side, value, shown, offset in zip(
            "ab", values, (row.a, row.b), (-0.19, 0.19), strict=True
        ):
            long = 0.0 if np.isnan(value) else value / scale
            bar = ax.barh(y + offset, long, height=0.34, color=colours[first[f"place_{side}"]])[0]
            theme.link(bar, getattr(row, f"href_{side}"))
            text = ax.text(
                long + 0.012,
                y + offset,
                _value(str(shown), lang),
                ha="left",
                va="center_baseline",
                size=theme.SMALL,
            )
            theme.link(text, getattr(row, f"href_{side}"))
        if row.note:
            room = theme.points_wide(ax) * 0.22
            note = clip(_note(row.note, lang), room * 1.8, theme.SMALL)
            ax.text(
                1.2,
                y,
                wrap(note, room, theme.SMALL),
                linespacing=1.15,
                ha="left",
                va="center",
                size=theme.SMALL,
                color="#812c00",
            )
    theme.term_labels(ax, range(len(table)), [_name(row, lang) for row in table.itertuples()])
    ax.set(xlim=(0, 1.75), ylim=(len(table) - 0.4, -0.6), xticks=[])
    ax.spines["bottom"].set_visible(False)
    handles = [Line2D([], [], marker="s", ls="", ms=8, color=colours[p], label=p) for p in colours]
    theme.legend(ax, handles)
    return theme.frame(ax, words)
