"""The main job's figures: for each its table, its picture and its words, written as SVG, PNG and CSV."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from analysis import figure_tables as tables
from analysis import plots_compare, plots_corpus, plots_levels, plots_terms, theme
from analysis.corpus import Corpus, corpus_hash
from analysis.figure_tables import Study
from analysis.labels import label
from analysis.provenance import lexicon_version
from analysis.theme import Words


class Plan(NamedTuple):
    """How a figure is made: its rows from the study, the function that draws them and the one that words them."""

    rows: Callable[[Study], pd.DataFrame]
    plot: Callable[..., Axes]
    words: Callable[..., Words]
    options: dict[str, str]
    setting: str = "setting_han"


PLANS: dict[str, Plan] = {
    "corpus": Plan(tables.corpus_blocks, plots_corpus.plot_corpus, plots_corpus.words_corpus, {}),
    "top-words": Plan(tables.top_terms, plots_terms.plot_top_terms, plots_terms.words_top_terms, {"kind": "words"}, "setting_tokens"),
    "keyness-words": Plan(
        lambda study: tables.most_telling(tables.comparison(study, "words", min_count=5)),
        plots_compare.plot_keyness, plots_compare.words_keyness, {"kind": "words"}, "setting_tokens",
    ),
    "keyness-slogans": Plan(
        lambda study: tables.most_telling(tables.comparison(study, "slogans")),
        plots_compare.plot_keyness, plots_compare.words_keyness, {"kind": "slogans"},
    ),
    "top-slogans": Plan(
        lambda study: tables.most_frequent(tables.comparison(study, "slogans")),
        plots_compare.plot_dumbbell, plots_compare.words_dumbbell, {"kind": "slogans"},
    ),
    "top-bodies": Plan(
        lambda study: tables.most_frequent(tables.comparison(study, "bodies")),
        plots_compare.plot_dumbbell, plots_compare.words_dumbbell, {"kind": "bodies"},
    ),
    "bodies-by-level": Plan(lambda study: tables.level_counts(study, "bodies"), plots_levels.plot_ladder, plots_levels.words_ladder, {}),
    "slogans-by-level": Plan(lambda study: tables.level_counts(study, "slogans"), plots_levels.plot_levels, plots_levels.words_levels, {}),
}  # fmt: skip


def draw_figures(corpus: Corpus, mentions: tuple, outdir: str | Path, *, place_a: str, place_b: str, term: str,
                 lang: str = "en", lexicons: tuple = ()) -> pd.DataFrame:  # fmt: skip
    """Draw every figure of `PLANS` into `outdir` as NAME.svg, NAME.png and NAME.csv.

    corpus : of load_corpus; mentions : of find_mentions; place_a, place_b, term : what is compared and followed;
    lexicons : a person's own lexicon files, part of the version in the footer.
    Returns name, title, alt, files (joined with |), one row a figure in the order of `PLANS`.
    """
    study = tables.make_study(corpus, mentions, place_a=place_a, place_b=place_b, term=term)
    source = {"corpus": corpus_hash(corpus.documents), "lexicons": lexicon_version(lexicons)}
    rows = []
    for name in PLANS:
        ax, table, words = draw_figure(study, name, lang=lang)
        theme.add_footer(ax, label("footer", lang, **source, setting=label(PLANS[name].setting, lang)))
        files = theme.save_figure(ax, name, table, outdir, title=words.title, alt=words.alt)
        rows.append((name, words.title, words.alt, "|".join(path.name for path in files)))
    return pd.DataFrame(rows, columns=["name", "title", "alt", "files"])


def draw_figure(study: Study, name: str, *, lang: str = "en") -> tuple[Axes, pd.DataFrame, Words]:
    """One figure of `PLANS` drawn: its axes, exactly the rows drawn, its words."""
    plan = PLANS[name]
    table = plan.rows(study)
    return plan.plot(table, lang=lang, **plan.options), table, plan.words(table, lang=lang, **plan.options)
