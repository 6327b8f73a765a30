"""Whole articles, exact slogans and named bodies, and honest comparisons from Chinese local papers.

Start with a folder: ``corpus = load_corpus("seeds")``. Find what it says: ``mentions =
find_mentions(corpus)``. Count and compare: ``count_features``, ``keyness``, ``collocations``,
``dispersion``, ``compare``, ``trend``; text that articles share: ``reuse``. Open the evidence
behind any rows: ``evidence(rows, corpus)``; see a term in its sentences: ``concordance(corpus,
"十五五")``; all of it at once: ``look(corpus, "十五五")``, or ``explore(corpus)`` to type into. Every
step takes tables and gives tables; `help()` of each says their columns and units, and so do the
headers of the tables in a notebook. A wrong argument, such as a table without a column that is
needed, a group or a place without an article, is a `TifaError` of one line."""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

# The public names by home, loaded on first use: `python -m analysis --help` needs none of them.
_PUBLIC = {
    "chinese.tokens": "tokenize use_tokens",
    "corpus": "articles_counted load_corpus",
    "desk.explore_panel": "explore",
    "errors": "TifaError",
    "evidence.sentences": "evidence",
    "measure.collocation": "collocations",
    "measure.compare": "compare confounds",
    "measure.concordance": "concordance find_categories",
    "measure.counts": "count_features dispersion keyness to_quanteda",
    "measure.look_up": "look",
    "measure.reuse": "mark_reprints passage_rows reprint_shares reuse",
    "measure.scores": "association_scores dispersion_scores keyness_scores",
    "measure.trend": "lifespans trend",
    "mention.mentions": "find_mentions",
    "mention.propose": "propose_slogans",
    "mention.slogan_origins": "trace_slogans",
    "page.findings": "say",
    "page.open_corpus": "open_corpus",
    "page.show": "show",
}
_HOMES = {name: home for home, names in _PUBLIC.items() for name in names.split()}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    if "IPython" in sys.modules:  # our tables have caption and units from now on
        import_module("analysis.page.notebook_tables").show_tables_well()
    return getattr(import_module(f"analysis.{_HOMES[name]}"), name)


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """`%load_ext analysis`: our tables with caption and units, as any use of a name of ours does."""
    import_module("analysis.page.notebook_tables").install(shell)


def unload_ipython_extension(shell: "InteractiveShell") -> None:
    """`%unload_ext analysis`: every table as it was shown before."""
    import_module("analysis.page.notebook_tables").uninstall(shell)


class _Package(ModuleType):
    """Keeps `analysis.evidence` the function: importing the room of that name would replace it."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (isinstance(value, ModuleType) and name in _HOMES):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __dir__() -> list[str]:
    return __all__
