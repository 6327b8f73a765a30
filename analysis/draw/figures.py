"""The figures of the main job: for each its rows, its picture and its words, written as SVG, PNG and
CSV.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from analysis.chinese.lexicons import lexicon_version
from analysis.corpus import Corpus, corpus_hash
from analysis.draw import figure_rows as inside
from analysis.draw import figure_tables as tables
from analysis.draw import plots_corpus as pages
from analysis.draw import plots_groups as sides
from analysis.draw import plots_inside as lanes
from analysis.draw import plots_words as terms
from analysis.draw import theme
from analysis.draw.figure_tables import Study
from analysis.draw.plots_words import place_words
from analysis.draw.theme import Words
from analysis.draw.vocabulary import name_groups, of_table, say
from analysis.table.store import program_version
from analysis.wording.labels import amount, label, listing

CLOUDS = 4  # groups that have one; more would be too small to read
PAPERS = 3  # named in the source line
HERO = "slogans-by-article"  # the picture of both READMEs


class Sources(NamedTuple):
    """The study, and the comparison of the two places by kind, made at most once."""

    study: Study
    compared: Callable[[str], pd.DataFrame]
    corpus_dir: str | Path = ""


class Plan(NamedTuple):
    """How a figure is made: its rows, the function that words them and the one that draws them on a
    canvas, and what it says where there are no rows.
    """

    rows: Callable[[Sources], pd.DataFrame]
    words: Callable[[pd.DataFrame, str, pd.DataFrame], Words]
    draw: Callable[[Axes, pd.DataFrame, str, pd.DataFrame], float]
    nothing: str = "nothing"


def _of(rows: Callable[[Study], pd.DataFrame]) -> Callable[[Sources], pd.DataFrame]:
    return lambda sources: rows(sources.study)


def _top_words(study: Study) -> pd.DataFrame:
    return tables.top_words(study, most=12 if len(study.places) <= 3 else 6)


def _clouds(study: Study) -> pd.DataFrame:
    return place_words(tables.top_words(study, most=30, groups=CLOUDS))


def _repair(sources: Sources) -> pd.DataFrame:
    return inside.repair_counts(sources.study, sources.corpus_dir)


def _compared(sources: Sources) -> pd.DataFrame:
    return tables.telling_words(sources.compared("words"))


def _claims(sources: Sources) -> pd.DataFrame:
    return tables.headline_claims(sources.compared)


def _levels(kind: str) -> Callable[[Sources], pd.DataFrame]:
    return lambda sources: tables.level_counts(sources.study, kind)


TWO = "nothing.compare"
PLANS: dict[str, Plan] = {
    "corpus": Plan(_of(tables.corpus_rows), pages.words_corpus, pages.draw_corpus),
    "repair": Plan(_repair, pages.words_repair, pages.draw_repair),
    "top-words": Plan(_of(_top_words), terms.words_top_terms, terms.draw_top_terms),
    "words-compared": Plan(_compared, terms.words_compared, terms.draw_compared, TWO),
    "clouds": Plan(_of(_clouds), terms.words_clouds, terms.draw_clouds),
    "dispersion": Plan(_of(inside.positions), lanes.words_dispersion, lanes.draw_dispersion),
    "collocates": Plan(_of(inside.collocates), terms.words_collocates, terms.draw_collocates),
    "bodies-by-level": Plan(_levels("bodies"), sides.words_ladder, sides.draw_ladder),
    "top-bodies": Plan(_of(tables.top_bodies), sides.words_top_bodies, sides.draw_top_bodies),
    "slogans-by-article": Plan(_of(inside.slogan_matrix), lanes.words_matrix, lanes.draw_matrix),
    "slogans-by-level": Plan(_levels("slogans"), sides.words_levels, sides.draw_levels),
    "over-time": Plan(_of(inside.over_time), lanes.words_trend, lanes.draw_trend, "nothing.days"),
    "verdicts": Plan(_claims, sides.words_verdicts, sides.draw_verdicts, TWO),
}


def figure_names() -> list[str]:
    """The files that `draw_figures` writes."""
    names = [*PLANS, f"{HERO}-zh"]
    return [f"{name}.{suffix}" for name in names for suffix in ("svg", "png", "csv")]


def draw_figures(
    corpus: Corpus,
    mentions: tuple,
    outdir: str | Path,
    *,
    place_a: str,
    place_b: str,
    term: str,
    lang: str = "en",
    corpus_dir: str | Path = "",
    lexicons: tuple = (),
) -> pd.DataFrame:
    """Draw every figure of `PLANS` into `outdir` as NAME.svg, NAME.png and NAME.csv.

    corpus : of load_corpus; mentions : of find_mentions; place_a, place_b, term : what is compared
        and followed; corpus_dir : where the raw files are (without it, "repair" is a sentence);
        lexicons : a person's own lexicon files, part of the version that is in the CSV.
    Returns name, title, alt, files (joined with |), one row a figure in the order of `PLANS`; the
    last is HERO in Chinese, the picture of the Chinese README.
    """
    sources = make_sources(
        tables.make_study(corpus, mentions, place_a=place_a, place_b=place_b, term=term), corpus_dir
    )
    made_from = {"corpus": corpus_hash(corpus.documents), "lexicons": lexicon_version(lexicons)}
    rows = []
    for plan, name, tongue in [*((n, n, lang) for n in PLANS), (HERO, f"{HERO}-zh", "zh")]:
        ax, table, words = draw_figure(sources, plan, lang=tongue)
        table = table.assign(**made_from)
        files = theme.save_figure(ax, name, table, outdir, title=words.title, alt=words.alt)
        rows.append((name, words.title, words.alt, "|".join(path.name for path in files)))
    return pd.DataFrame(rows, columns=["name", "title", "alt", "files"])


def make_sources(study: Study, corpus_dir: str | Path = "") -> Sources:
    """What `draw_figure` draws from: a study, and its comparisons, each worked out when it is first
    needed.
    """
    return Sources(study, cache(lambda kind: tables.comparison(study, kind)), corpus_dir)


def draw_figure(
    sources: Sources | Study, name: str, *, lang: str = "en"
) -> tuple[Axes, pd.DataFrame, Words]:
    """One figure of `PLANS` drawn: its axes, exactly the rows drawn, its words."""
    sources = sources if isinstance(sources, Sources) else make_sources(sources)
    table = PLANS[name].rows(sources)
    ax, words = plot_figure(table, name, lang=lang, groups=sources.study.groups)
    theme.add_source(ax, source_line(sources.study, lang))
    return ax, table, words


def draw_narrow(sources: Sources, name: str, table: pd.DataFrame, lang: str) -> Axes:
    """A figure of `draw_figure`, of the same rows, for the page of a phone; its words stand there as
    text.
    """
    ax, _ = plot_figure(table, name, width=theme.NARROW, lang=lang, groups=sources.study.groups)
    theme.add_source(ax, source_line(sources.study, lang))
    return ax


def plot_figure(
    table: pd.DataFrame,
    name: str,
    *,
    ax: Axes | None = None,
    width: float = theme.WIDTH,
    lang: str = "en",
    groups: pd.DataFrame | None = None,
) -> tuple[Axes, Words]:
    """The figure `name` of a table of its rows: the axes and the words.

    ax : axes to draw in instead of a page of our own, `width` points wide. groups : the vocabulary of the corpus (see
        `group_vocabulary`), else one of the groups that the table names.
    """
    plan, groups = PLANS[name], of_table(table, groups)
    if table.empty:
        words = theme.nothing(lang, plan.nothing)
        return theme.finish(theme.canvas(words, ax, width), 0), words
    words = plan.words(table, lang, groups)
    ax = theme.canvas(words, ax, width)
    return theme.finish(ax, plan.draw(ax, table, lang, groups)), words


def source_line(study: Study, lang: str) -> str:
    """Where a figure comes from, in words: papers, files, articles, days, version."""
    articles, groups = study.articles, study.groups
    papers = [paper for paper in articles["paper"].value_counts().index if paper]
    named = listing(papers, lang, most=PAPERS)
    if len(papers) > PAPERS:
        named = label("list", lang).join(papers[:PAPERS])
        named = label("and_more", lang, names=named, all=amount(len(papers), "paper", lang))
    bare = set(articles.loc[articles["paper"] == "", "place"])
    places = name_groups([p for p in study.places if p in bare], lang, groups)
    key = "source.some" if bare and papers else "source.unnamed" if bare else "source.papers"
    known = sorted(day for day in articles["date_published"] if day) or [""]
    span = (
        "source.days" if known[0] != known[-1] else "source.day" if known[0] else "source.undated"
    )
    days = label(span, lang, first=known[0], last=known[-1])
    if known[0] and (n := len(articles) - len(known)):
        days += label("source.partly", lang, n=amount(n, "article", lang))
    facts = {
        "papers": label(key, lang, papers=named, places=places),
        "files": amount(len(study.corpus.documents), "file", lang),
        "articles": amount(len(articles), "article", lang),
    }
    return say("source", lang, groups, **facts, days=days, version=program_version())
