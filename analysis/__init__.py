"""Whole articles, exact slogans and named bodies, and honest comparisons from Chinese local papers.

Start with a folder: ``corpus = load_corpus("seeds")``. Find what it says: ``mentions =
find_mentions(corpus)``. Count
and compare: ``count_features``, ``keyness``, ``collocations``, ``dispersion``, ``compare``,
``trend``; text that articles share: ``reuse``. Open
the evidence behind any
rows: ``evidence(rows, corpus)``; see a term in its sentences: ``concordance(corpus, "十五五")``;
all of it at once: ``look(corpus, "十五五")``, or ``explore(corpus)`` to type into. Every step takes
tables and gives tables; `help()` of each says their columns and units, and so do the headers of the
tables in a notebook.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from analysis.chinese.tokens import tokenize, use_tokens
    from analysis.corpus import articles_counted, load_corpus
    from analysis.desk.explore_panel import explore
    from analysis.errors import TifaError
    from analysis.evidence.evidence import evidence
    from analysis.measure.categories import find_categories, to_quanteda
    from analysis.measure.collocation import collocations
    from analysis.measure.compare import compare, confounds
    from analysis.measure.concordance import concordance
    from analysis.measure.counts import count_features, dispersion, keyness
    from analysis.measure.look_up import look
    from analysis.measure.reuse import mark_reprints, passage_rows, reprint_shares, reuse
    from analysis.measure.scores import association_scores, dispersion_scores, keyness_scores
    from analysis.measure.trend import lifespans, trend
    from analysis.mention.mentions import find_mentions
    from analysis.mention.propose import propose_slogans
    from analysis.mention.slogan_origins import trace_slogans
    from analysis.page.findings import say
    from analysis.page.open_corpus import open_corpus
    from analysis.page.show import show

# Loaded on first use: `python -m analysis --help` needs none of them.
_HOMES = {
    "TifaError": "errors",
    "articles_counted": "corpus",
    "association_scores": "measure.scores",
    "collocations": "measure.collocation",
    "compare": "measure.compare",
    "concordance": "measure.concordance",
    "confounds": "measure.compare",
    "count_features": "measure.counts",
    "dispersion": "measure.counts",
    "dispersion_scores": "measure.scores",
    "evidence": "evidence.evidence",
    "explore": "desk.explore_panel",
    "find_categories": "measure.categories",
    "find_mentions": "mention.mentions",
    "keyness": "measure.counts",
    "keyness_scores": "measure.scores",
    "lifespans": "measure.trend",
    "load_corpus": "corpus",
    "look": "measure.look_up",
    "mark_reprints": "measure.reuse",
    "open_corpus": "page.open_corpus",
    "passage_rows": "measure.reuse",
    "propose_slogans": "mention.propose",
    "reprint_shares": "measure.reuse",
    "reuse": "measure.reuse",
    "say": "page.findings",
    "show": "page.show",
    "to_quanteda": "measure.categories",
    "tokenize": "chinese.tokens",
    "trace_slogans": "mention.slogan_origins",
    "trend": "measure.trend",
    "use_tokens": "chinese.tokens",
}
__all__ = [
    "TifaError",
    "articles_counted",
    "association_scores",
    "collocations",
    "compare",
    "concordance",
    "confounds",
    "count_features",
    "dispersion",
    "dispersion_scores",
    "evidence",
    "explore",
    "find_categories",
    "find_mentions",
    "keyness",
    "keyness_scores",
    "lifespans",
    "load_corpus",
    "look",
    "mark_reprints",
    "open_corpus",
    "passage_rows",
    "propose_slogans",
    "reprint_shares",
    "reuse",
    "say",
    "show",
    "to_quanteda",
    "tokenize",
    "trace_slogans",
    "trend",
    "use_tokens",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    _show_tables_well()
    return getattr(import_module(f"analysis.{_HOMES[name]}"), name)


def _show_tables_well() -> None:
    """In a running IPython, our tables have caption and units from now on."""
    if "IPython" in sys.modules:
        import_module("analysis.page.notebook_tables").show_tables_well()


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """`%load_ext analysis`: our tables with caption and units; the first use of any name of
    `analysis` does the same.
    """
    import_module("analysis.page.notebook_tables").install(shell)


def unload_ipython_extension(shell: "InteractiveShell") -> None:
    """`%unload_ext analysis`: every table as it was shown before."""
    import_module("analysis.page.notebook_tables").uninstall(shell)


class _Package(ModuleType):
    """Keeps `analysis.evidence` the function: importing the room of that name would put the room in
    its place.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (isinstance(value, ModuleType) and name in _HOMES):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __dir__() -> list[str]:
    return sorted(__all__)
