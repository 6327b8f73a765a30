"""Two places compared, as pictures: ratios with intervals, rates as dumbbells, and the rates of all
terms at once.

Every table has the columns of `compare` and place_a, place_b, gloss, unit ("han", "tokens"),
href_a, href_b.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.draw import theme
from analysis.draw.theme import Words
from analysis.draw.typeface import clip
from analysis.measure.reasons import BUT, FEW, MORE_A, MORE_B, UNCLEAR, VERDICTS
from analysis.wording.labels import amount, label, listing


def _facts(table: pd.DataFrame, kind: str, lang: str) -> dict[str, object]:
    """What the sentences of a comparison need: places, their articles, the names of each
    verdict.
    """
    first = table.iloc[0]
    names = {
        v: [clip(n, 200, theme.TITLE) for n in table.loc[table["verdict"] == v, "feature"]]
        for v in (MORE_A, MORE_B)
    }
    counts = table["verdict"].value_counts()
    return {
        "a": first["place_a"],
        "b": first["place_b"],
        "all": len(table),
        "kind": label(kind, lang),
        "unit": label(f"per_10k_{first['unit']}", lang),
        "interval": label("interval", lang),
        "a_articles": amount(int(first["of_a"]), "article", lang),
        "b_articles": amount(int(first["of_b"]), "article", lang),
        "a_n": len(names[MORE_A]),
        "b_n": len(names[MORE_B]),
        "few": int(counts.get(FEW, 0)),
        "unclear": int(counts.reindex([UNCLEAR, *BUT.values()]).sum()),
        "a_names": names[MORE_A],
        "b_names": names[MORE_B],
    }


def _such(names: list[str], lang: str) -> str:
    return label("such", lang, terms=label("list", lang).join(names[:2])) if names else ""


def words_keyness(table: pd.DataFrame, *, kind: str = "words", lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_keyness`."""
    if table.empty:
        return theme.nothing(lang, "nothing.compare")
    facts = _facts(table, kind, lang)
    if facts["few"] == len(table):
        title = label("keyness.title.few", lang, **facts)
    elif facts["a_n"] + facts["b_n"] == 0:
        title = label("keyness.title.none", lang, **facts)
    else:
        such = {"a_terms": _such(facts["a_names"], lang), "b_terms": _such(facts["b_names"], lang)}
        title = label("keyness.title", lang, **facts, **such)
    none = label("none", lang)
    ends = table.sort_values("log_ratio", kind="stable")["feature"].tolist()
    alt = label(
        "keyness.alt",
        lang,
        **facts,
        a_terms=label("list", lang).join(facts["a_names"]) or none,
        b_terms=label("list", lang).join(facts["b_names"]) or none,
        left=listing(ends[:3], lang),
        right=listing(ends[::-1][:3], lang),
    )
    if described_only(table):
        return Words(
            title, label("keyness.subtitle.few", lang, **facts), _alt_of_rates(table, facts, lang)
        )
    return Words(title, label("keyness.subtitle", lang, **facts), alt)


def verdict_style(verdict: str, table: pd.DataFrame) -> tuple[str, str]:
    """Fill and edge of a mark: the place's colour, grey where it is not clear, pale where something
    else differs too, hollow where articles are too few.
    """
    first = table.iloc[0]
    colours = theme.place_colours([first["place_a"], first["place_b"]])
    fills = {
        MORE_A: colours[first["place_a"]],
        MORE_B: colours[first["place_b"]],
        UNCLEAR: theme.UNCLEAR,
    }
    if verdict in fills:
        return fills[verdict], fills[verdict]
    return "white" if verdict == FEW else "#d0d0d0", theme.UNCLEAR


def described_only(table: pd.DataFrame) -> bool:
    """Whether the units are too few for any ratio: then counts and rates are drawn, no more."""
    return bool(table["log_ratio"].isna().all())


def draw_ratio(ax: Axes, y: float, row: pd.Series, table: pd.DataFrame, reach: float) -> None:
    """A ratio with its interval; where a side has no hit its bound alone, with an arrow."""
    fill, edge = verdict_style(row["verdict"], table)
    low, high = (np.clip(row[f"log_ratio_{end}"], -reach, reach) for end in ("low", "high"))
    ax.plot([low, high], [y, y], color=edge, lw=1.2, solid_capstyle="butt")
    at, marker = row["log_ratio"], "o"
    if not (row["n_a"] and row["n_b"]):
        at, marker = (reach * 0.97, ">") if row["n_a"] else (-reach * 0.97, "<")
    dot = Line2D(
        [at], [y], marker=marker, ms=6.5, mfc=fill, mec=edge, mew=1.3, ls="", gid=f"dot-{y}"
    )
    theme.link(dot, row["href_a"] if row["log_ratio"] > 0 else row["href_b"])
    ax.add_line(dot)


def plot_keyness(
    table: pd.DataFrame, *, ax: Axes | None = None, kind: str = "words", lang: str = "en"
) -> Axes:
    """How many times the rate of the other place: one lollipop a feature, with its interval,
    coloured by verdict.

    table : the columns named above, one row a feature. To the right stand the counts themselves.
    """
    words = words_keyness(table, kind=kind, lang=lang)
    if table.empty:
        return theme.empty(ax, words)
    if described_only(table):
        return _draw_rates(table, words, ax, lang)
    table = table.sort_values(
        ["log_ratio", "feature"], ascending=[False, True], kind="stable"
    ).reset_index(drop=True)
    gloss = table["gloss"].tolist() if lang == "en" else []
    ax = theme.axes(ax, 0.9 + (0.34 if any(gloss) else 0.235) * len(table))
    reach = ratio_axis(ax, table, lang, extra=("log_ratio_low", "log_ratio_high"))
    for y, (_, row) in enumerate(table.iterrows()):
        if row["n_a"] and row["n_b"]:
            edge = verdict_style(row["verdict"], table)[1]
            ax.plot([0, row["log_ratio"]], [y, y], color=edge, lw=2.6, solid_capstyle="butt")
        draw_ratio(ax, y, row, table, reach)
    theme.term_labels(ax, range(len(table)), table["feature"], gloss)
    _counts_beside(ax, table, "ba")
    ax.set(xlim=(-reach, reach), ylim=(len(table) - 0.4, -1.4))
    ax.spines["left"].set_visible(False)
    _verdict_legend(ax, table, lang)
    return theme.frame(ax, words)


def ratio_axis(
    ax: Axes, table: pd.DataFrame, lang: str, *, extra: tuple[str, ...] = (), room: float = 90.0
) -> float:
    """Make the x axis one of log ratios, ticks as times the other place's rate, each side headed;
    returns its half width.

    extra : further columns of log ratios that should be seen. room : points for each heading.
        Beyond 1,000 times the axis ends
    and the mark is cut.
    """
    first = table.iloc[0]
    widths = table[["log_ratio", *extra]].abs().replace(np.inf, np.nan)
    widest = float(widths.max().max())
    reach = min(max(widest * 1.05, 2.0), 10.0) if np.isfinite(widest) else 10.0
    ax.axvline(0, color="#999999", lw=0.8, zorder=0)
    ticks = [t for t in range(-10, 11, 2 if reach > 4 else 1) if abs(t) <= reach]
    ax.set_xticks(ticks, [f"{2 ** abs(t):g}×" if t else "1" for t in ticks])
    ax.set_xlabel(label("log_axis", lang))
    for side, sign, text in ((MORE_B, -1, "← {}"), (MORE_A, 1, "{} →")):
        words = clip(
            label(side, lang, a=first["place_a"], b=first["place_b"]), room, theme.TEXT, bold=True
        )
        ax.text(
            sign * reach * 0.02,
            -0.9,
            text.format(words),
            ha="right" if sign < 0 else "left",
            va="center",
            weight="bold",
        )
    return reach


def _counts_beside(ax: Axes, table: pd.DataFrame, sides: str) -> None:
    """Right of the axes: the counts of both places, each a link to its mentions."""
    first = table.iloc[0]
    for column, side in enumerate(sides):
        at = 34 + 46 * column
        theme.beside(
            ax,
            -0.9,
            at,
            clip(first[f"place_{side}"], 42, theme.SMALL, bold=True),
            ha="center",
            weight="bold",
        )
        for y, (n, href) in enumerate(zip(table[f"n_{side}"], table[f"href_{side}"], strict=True)):
            theme.link(theme.beside(ax, y, at, f"{n:,}", ha="center"), href)


def _verdict_legend(ax: Axes, table: pd.DataFrame, lang: str) -> None:
    first = table.iloc[0]
    shown = [v for v in VERDICTS if (table["verdict"] == v).any()]
    handles = []
    for verdict in shown:
        fill, edge = verdict_style(verdict, table)
        text = label(verdict, lang, a=first["place_a"], b=first["place_b"])
        handles.append(
            Line2D(
                [],
                [],
                marker="o",
                ls="",
                ms=6.5,
                mfc=fill,
                mec=edge,
                mew=1.3,
                label=clip(text, 130, theme.SMALL),
            )
        )
    theme.legend(ax, handles)


def words_dumbbell(table: pd.DataFrame, *, kind: str = "slogans", lang: str = "en") -> Words:
    """Title, subtitle and alt text of `plot_dumbbell`."""
    if table.empty:
        return theme.nothing(lang, "nothing.compare")
    facts = _facts(table, kind, lang)
    far = table.loc[(table["per_10k_a"] - table["per_10k_b"]).abs().idxmax()]
    more, less = ("a", "b") if far["per_10k_a"] > far["per_10k_b"] else ("b", "a")
    title = label(
        "dumbbell.title",
        lang,
        **facts,
        term=clip(far["feature"], 260, theme.TITLE),
        more=far[f"place_{more}"],
        less=far[f"place_{less}"],
        high=f"{far[f'per_10k_{more}']:.1f}",
        low=f"{far[f'per_10k_{less}']:.1f}",
    )
    verdict = label("verdict.few" if facts["few"] == len(table) else "verdict.some", lang, **facts)
    return Words(
        title,
        label("dumbbell.subtitle", lang, **facts, verdict=verdict),
        _alt_of_rates(table, facts, lang),
    )


def _alt_of_rates(table: pd.DataFrame, facts: dict[str, object], lang: str) -> str:
    rows = [
        f"{r.feature} {r.per_10k_a:.1f} / {r.per_10k_b:.1f} ({r.n_a} / {r.n_b})"
        for r in table.head(8).itertuples()
    ]
    verdict = label("verdict.few" if facts["few"] == len(table) else "verdict.some", lang, **facts)
    return label("dumbbell.alt", lang, **facts, rows=label("sep", lang).join(rows), verdict=verdict)


def plot_dumbbell(
    table: pd.DataFrame, *, ax: Axes | None = None, kind: str = "slogans", lang: str = "en"
) -> Axes:
    """The rate of each feature in two places as two dots on one line, in the order of the table."""
    words = words_dumbbell(table, kind=kind, lang=lang)
    return theme.empty(ax, words) if table.empty else _draw_rates(table, words, ax, lang)


def _draw_rates(table: pd.DataFrame, words: Words, ax: Axes | None, lang: str) -> Axes:
    first = table.iloc[0]
    gloss = table["gloss"].tolist() if lang == "en" else []
    ax = theme.axes(ax, 0.8 + (0.36 if any(gloss) else 0.25) * len(table))
    colours = theme.place_colours([first["place_a"], first["place_b"]])
    marks = theme.place_marks([first["place_a"], first["place_b"]])
    for y, row in enumerate(table.itertuples()):
        ax.plot(
            [row.per_10k_a, row.per_10k_b],
            [y, y],
            color="#bdbdbd",
            lw=3,
            solid_capstyle="butt",
            zorder=1,
        )
        for side in "ab":
            place = first[f"place_{side}"]
            dot = Line2D(
                [getattr(row, f"per_10k_{side}")],
                [y],
                marker=marks[place],
                ms=8,
                color=colours[place],
                ls="",
                mec="white",
                mew=0.8,
                zorder=3,
                gid=f"dot-{side}-{y}",
            )
            theme.link(dot, getattr(row, f"href_{side}"))
            ax.add_line(dot)
    theme.term_labels(ax, range(len(table)), table["feature"], gloss)
    _counts_beside(ax, table, "ab")
    top = float(table[["per_10k_a", "per_10k_b"]].max().max())
    ax.set(
        xlim=(-0.02 * top, top * 1.06),
        ylim=(len(table) - 0.4, -1.2),
        xlabel=label(f"per_10k_{first['unit']}", lang),
    )
    ax.grid(axis="x")
    ax.spines["left"].set_visible(False)
    handles = [
        Line2D(
            [],
            [],
            marker=marks[p],
            ls="",
            ms=8,
            color=colours[p],
            mec="white",
            label=clip(p, 130, theme.SMALL),
        )
        for p in colours
    ]
    theme.legend(ax, handles)
    return theme.frame(ax, words)
