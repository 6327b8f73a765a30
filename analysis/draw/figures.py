"""The main job's figures: for each its table, its picture and its words, written as SVG, PNG and
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
from analysis.draw import (
    plots_claims,
    plots_compare,
    plots_corpus,
    plots_in_articles,
    plots_levels,
    plots_pairs,
    plots_scatter,
    plots_terms,
    plots_trend,
    theme,
)
from analysis.draw.figure_tables import Study, most_frequent, most_telling
from analysis.draw.theme import Words
from analysis.wording.labels import label


class Plan(NamedTuple):
    """How a figure is made: its rows, the function that draws them, the one that words them, and
    what both are told.
    """

    rows: Callable[["Sources"], pd.DataFrame]
    plot: Callable[..., Axes]
    words: Callable[..., Words]
    kind: str = ""
    setting: str = "setting_han"


class Sources(NamedTuple):
    """The study, and the comparison of the two places by kind, made at most once."""

    study: Study
    compared: Callable[[str], pd.DataFrame]
    corpus_dir: str | Path = ""


KEYNESS = (plots_compare.plot_keyness, plots_compare.words_keyness)
DUMBBELL = (plots_compare.plot_dumbbell, plots_compare.words_dumbbell)
PLANS: dict[str, Plan] = {
    "corpus": Plan(
        lambda s: tables.corpus_blocks(s.study), plots_corpus.plot_corpus, plots_corpus.words_corpus
    ),
    "repair": Plan(
        lambda s: inside.repair_counts(s.study, s.corpus_dir),
        plots_corpus.plot_repair,
        plots_corpus.words_repair,
    ),
    "top-words": Plan(
        lambda s: tables.top_terms(s.study),
        plots_terms.plot_top_terms,
        plots_terms.words_top_terms,
        "words",
        "setting_tokens",
    ),
    "keyness-words": Plan(
        lambda s: most_telling(s.compared("words")), *KEYNESS, "words", "setting_tokens"
    ),
    "keyness-slogans": Plan(lambda s: most_telling(s.compared("slogans")), *KEYNESS, "slogans"),
    "rates-words": Plan(
        lambda s: s.compared("words"),
        plots_scatter.plot_rates,
        plots_scatter.words_rates,
        "words",
        "setting_tokens",
    ),
    "clouds": Plan(
        lambda s: plots_scatter.place_words(tables.cloud_rows(s.compared("words"))),
        plots_scatter.plot_clouds,
        plots_scatter.words_clouds,
        "words",
        "setting_tokens",
    ),
    "dispersion": Plan(
        lambda s: inside.positions(s.study, inside.chosen_terms(s.study)),
        plots_in_articles.plot_dispersion,
        plots_in_articles.words_dispersion,
    ),
    "collocates": Plan(
        lambda s: inside.term_collocates(s.study),
        plots_pairs.plot_collocates,
        plots_pairs.words_collocates,
        "",
        "setting_tokens",
    ),
    "bodies-by-level": Plan(
        lambda s: tables.level_counts(s.study, "bodies", most=tables.PLACES_SHOWN),
        plots_levels.plot_ladder,
        plots_levels.words_ladder,
    ),
    "top-bodies": Plan(lambda s: most_frequent(s.compared("bodies")), *DUMBBELL, "bodies"),
    "bodies-together": Plan(
        lambda s: inside.bodies_together(s.study),
        plots_pairs.plot_together,
        plots_pairs.words_together,
    ),
    "slogans-by-level": Plan(
        lambda s: tables.level_counts(s.study, "slogans", zeros=False),
        plots_levels.plot_levels,
        plots_levels.words_levels,
    ),
    "slogans-by-article": Plan(
        lambda s: inside.slogan_matrix(s.study),
        plots_in_articles.plot_matrix,
        plots_in_articles.words_matrix,
    ),
    "top-slogans": Plan(lambda s: most_frequent(s.compared("slogans")), *DUMBBELL, "slogans"),
    "shared-slogans": Plan(
        lambda s: inside.shared_slogans(s.study), plots_pairs.plot_shared, plots_pairs.words_shared
    ),
    "term": Plan(
        lambda s: inside.term_in_full(s.study),
        plots_in_articles.plot_term,
        plots_in_articles.words_term,
    ),
    "over-time": Plan(
        lambda s: inside.over_time(s.study), plots_trend.plot_trend, plots_trend.words_trend
    ),
    "verdicts": Plan(
        lambda s: tables.headline_claims(s.compared),
        plots_claims.plot_verdicts,
        plots_claims.words_verdicts,
    ),
    "leave-one-out": Plan(
        lambda s: tables.headline_claims(s.compared, ratios=True),
        plots_claims.plot_leave_one_out,
        plots_claims.words_leave_one_out,
    ),
    "confounds": Plan(
        lambda s: tables.confound_rows(s.study),
        plots_claims.plot_confounds,
        plots_claims.words_confounds,
    ),
}


RATIO = "A dot is the ratio of two counts; it opens those of the place with the higher rate"
# figures with marks that open one of the two counts they are made of, and where the other one is
TWO_COUNTS = {
    "keyness-words": f"{RATIO}, and both counts stand beside it, each with its link.",
    "keyness-slogans": f"{RATIO}, and both counts stand beside it, each with its link.",
    "verdicts": f"{RATIO}, and both numbers of articles stand beside it, each with its link.",
    "leave-one-out": f"{RATIO}; both counts of the same claim are links in the figure of verdicts.",
    "rates-words": "A dot is a rate in each of two places; it opens the first place's, or the other's where "
    "that has none.",
}


def figure_names() -> list[str]:
    """The files that `draw_figures` writes."""
    return [f"{name}.{suffix}" for name in PLANS for suffix in ("svg", "png", "csv")]


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
        and followed;
    corpus_dir : where the raw files are (without it, "repair" is a sentence); lexicons : a person's
        own lexicon files,
    part of the version in the footer.
    Returns name, title, alt, files (joined with |), one row a figure in the order of `PLANS`.
    """
    sources = make_sources(
        tables.make_study(corpus, mentions, place_a=place_a, place_b=place_b, term=term), corpus_dir
    )
    made_from = {"corpus": corpus_hash(corpus.documents), "lexicons": lexicon_version(lexicons)}
    rows = []
    for name, plan in PLANS.items():
        ax, table, words = draw_figure(sources, name, lang=lang)
        theme.add_footer(ax, label("footer", lang, **made_from, setting=label(plan.setting, lang)))
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
    plan = PLANS[name]
    table = plan.rows(sources)
    told = {"kind": plan.kind, "lang": lang} if plan.kind else {"lang": lang}
    return plan.plot(table, **told), table, plan.words(table, **told)
