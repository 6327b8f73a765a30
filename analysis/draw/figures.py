"""The figures of the main job: of each its rows, picture and words, as SVG, PNG and CSV."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from analysis.chinese.lexicons import lexicon_version
from analysis.corpus import Corpus, corpus_hash
from analysis.draw import marks, theme
from analysis.draw import plots_articles as pages
from analysis.draw import plots_groups as sides
from analysis.draw import plots_words as words
from analysis.draw.figure_rows import collocates, over_time, positions, repair_counts, slogan_matrix
from analysis.draw.figure_tables import (
    Sources,
    corpus_rows,
    headline_claims,
    level_counts,
    make_sources,
    telling_words,
    top_bodies,
    top_words,
)
from analysis.draw.group_looks import fill, group_sizes, name_first, say
from analysis.draw.theme import LEVEL_COLOURS, Words
from analysis.mention.mentions import Mentions
from analysis.table.store import program_version
from analysis.wording.labels import known, label

CLOUDS = 4  # groups that have one; more would be too small to read
READ_OUT = 12  # rows in an alt text
HERO = "slogans-by-article"  # the picture of both READMEs


class Plan(NamedTuple):
    """How a figure is made: its rows; told : which of its sentences in words.csv hold (of both, or
    "title/subtitle"), and their facts; draw : gives the height; names, counts : the columns that
    the alt text reads out; nothing : what is said where there are no rows."""

    rows: Callable[[Sources], pd.DataFrame]
    told: Callable[[pd.DataFrame, str, pd.DataFrame], tuple[str, dict[str, Any]]]
    draw: Callable[[Axes, pd.DataFrame, str, pd.DataFrame], float]
    names: str
    counts: str = "n"
    nothing: str = "nothing"


def _top_words(sources: Sources) -> pd.DataFrame:
    return top_words(sources, most=12 if len(sources.places) <= 3 else 6)


def _clouds(sources: Sources) -> pd.DataFrame:
    return words.place_words(top_words(sources, most=30, shown=CLOUDS))


BODIES, SLOGANS = partial(level_counts, kind="bodies"), partial(level_counts, kind="slogans")
TWO, DAYS = "nothing.compare", "nothing.days"
PLANS: dict[str, Plan] = {
    "corpus": Plan(corpus_rows, pages.told_corpus, pages.draw_corpus, "place period", "n_han"),
    "repair": Plan(
        repair_counts, pages.told_repair, pages.draw_repair, "term", "n_raw n_repaired n_jieba"
    ),
    "top-words": Plan(_top_words, words.told_tops, words.draw_top_terms, "place feature"),
    "words-compared": Plan(
        telling_words, sides.told_compared, sides.draw_compared, "label", "n_a n_b", TWO
    ),
    "clouds": Plan(_clouds, words.told_tops, words.draw_clouds, "place feature"),
    "dispersion": Plan(positions, pages.told_dispersion, pages.draw_dispersion, "feature"),
    "collocates": Plan(collocates, words.told_collocates, words.draw_collocates, "feature"),
    "bodies-by-level": Plan(BODIES, sides.told_ladder, sides.draw_ladder, "place level"),
    "top-bodies": Plan(top_bodies, sides.told_top_bodies, sides.draw_top_bodies, "place label"),
    "slogans-by-article": Plan(
        slogan_matrix, pages.told_matrix, pages.draw_matrix, "place feature"
    ),
    "slogans-by-level": Plan(SLOGANS, sides.told_levels, sides.draw_levels, "place level"),
    "over-time": Plan(
        over_time, pages.told_trend, pages.draw_trend, "group period feature", "n", DAYS
    ),
    "verdicts": Plan(
        headline_claims,
        sides.told_verdicts,
        sides.draw_verdicts,
        "label",
        "articles_a articles_b",
        TWO,
    ),
}


def figure_names() -> list[str]:
    """The files that `draw_figures` writes."""
    names = [*PLANS, f"{HERO}-zh"]
    return [f"{name}.{suffix}" for name in names for suffix in ("svg", "png", "csv")]


def draw_figures(
    corpus: Corpus,
    mentions: Mentions,
    outdir: str | Path,
    *,
    lang: str = "en",
    lexicons: tuple = (),
    **asked: Any,
) -> pd.DataFrame:
    """Draw every figure of `PLANS` into `outdir` as NAME.svg, NAME.png and NAME.csv.

    lexicons : a person's own, part of the version in the CSV; asked : as for `make_sources`.
    Returns name, title, alt, files (joined with |), a row a figure; the last is HERO in Chinese."""
    folder, sources = Path(outdir), make_sources(corpus, mentions, **asked)
    folder.mkdir(parents=True, exist_ok=True)
    made_from = {"corpus": corpus_hash(corpus.documents), "lexicons": lexicon_version(lexicons)}
    rows = []
    for plan, name, tongue in [*((n, n, lang) for n in PLANS), (HERO, f"{HERO}-zh", "zh")]:
        ax, table, said = draw_figure(sources, plan, lang=tongue)
        table = table.assign(**made_from)
        files = theme.save_figure(ax, name, table, folder, title=said.title, alt=said.alt)
        rows.append((name, said.title, said.alt, "|".join(path.name for path in files)))
    return pd.DataFrame(rows, columns=["name", "title", "alt", "files"])


def draw_figure(
    sources: Sources, name: str, *, lang: str = "en"
) -> tuple[Axes, pd.DataFrame, Words]:
    """One figure of `PLANS` drawn: its axes, exactly the rows drawn, its words."""
    table, source = PLANS[name].rows(sources), source_line(sources, lang)
    ax, said = plot_figure(table, name, sources.groups, lang=lang, source=source)
    return ax, table, said


def draw_narrow(sources: Sources, name: str, table: pd.DataFrame, lang: str) -> Axes:
    """A figure of `draw_figure` for the page of a phone; its words stand there as text."""
    look = {"lang": lang, "source": source_line(sources, lang), "width": theme.NARROW}
    return plot_figure(table, name, sources.groups, **look)[0]


def plot_figure(
    table: pd.DataFrame,
    name: str,
    groups: pd.DataFrame,
    *,
    lang: str = "en",
    source: str = "",
    width: float = theme.WIDTH,
) -> tuple[Axes, Words]:
    """The figure `name` of a table of its rows, on a page `width` points wide: axes and words."""
    plan = PLANS[name]
    if table.empty:
        said = Words(label(plan.nothing, lang), "", label(plan.nothing, lang))
        return theme.finish(theme.canvas(said, width), 0, source), said
    if lang != "en" and "gloss" in table:
        table = table.assign(gloss="")
    said = _say(table, name, lang, groups)
    ax = theme.canvas(said, width)
    return theme.finish(ax, plan.draw(ax, table, lang, groups), source), said


def _say(table: pd.DataFrame, name: str, lang: str, groups: pd.DataFrame) -> Words:
    """The words of a figure, from its sentences in words.csv and its first rows."""
    plan, about = PLANS[name], {}
    if {"place", "of_articles"} <= set(table):
        bars = marks.bars_or_tiles(table["place"].nunique(), lang)
        about = {"sizes": group_sizes(table, lang, groups), "bars": bars}
    variant, facts = plan.told(table, lang, groups)
    title, slash, subtitle = variant.partition("/")
    variants = {"title": title, "subtitle": subtitle if slash else title}
    texts = [say(f"{name}.{k}{v}", lang, groups, **about | facts) for k, v in variants.items()]
    names, counts = ([c for c in s.split() if c in table] for s in (plan.names, plan.counts))
    rows = table[table[counts].gt(0).any(axis=1)].groupby(names, sort=False)[counts]
    rows = (rows.first() if "position" in table else rows.sum()).head(READ_OUT).reset_index()
    called = dict(groups[lang]) | {level: known(level, lang) for level in LEVEL_COLOURS}
    read = [
        " ".join([*(called.get(v, v) for v in some), " / ".join(f"{n:,}" for n in numbers)])
        for some, numbers in zip(rows[names].to_numpy(), rows[counts].to_numpy(), strict=True)
    ]
    form, rest = label(f"{name}.form", lang), label("sep", lang).join(read)
    rest = label("colon", lang) + rest if read else ""
    return Words(*texts, f"{form}{rest}{label('stop', lang)}")


def source_line(sources: Sources, lang: str) -> str:
    """Where a figure comes from, in words: papers, files, articles, days, version."""
    articles, groups = sources.articles, sources.groups
    papers = [paper for paper in articles["paper"].value_counts().index if paper]
    named = name_first(papers, "paper", lang)
    bare = set(articles.loc[articles["paper"] == "", "place"])
    places = [place for place in sources.places if place in bare]
    key = "source.some" if bare and papers else "source.unnamed" if bare else "source.papers"
    dated = sorted(day for day in articles["date_published"] if day) or [""]
    several = "source.days" if dated[0] != dated[-1] else "source.day"
    days = label(several if dated[0] else "source.undated", lang, first=dated[0], last=dated[-1])
    if dated[0] and (n := len(articles) - len(dated)):
        days += fill("source.partly", lang, groups, n=n)
    facts = {"files": len(sources.corpus.documents), "articles": len(articles), "days": days}
    facts["papers"] = fill(key, lang, groups, papers=named, places=places)
    return say("source", lang, groups, **facts, version=program_version())
