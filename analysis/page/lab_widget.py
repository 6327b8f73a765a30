"""The widget of JupyterLab: one (anywidget) a kernel, without a view of its own, by which the
script of the pages (tifa.js) asks the kernel for evidence and brings tables, figures and views to
life. What a cell shows stays plain HTML, with the mark of its kernel, and can be read without it.
"""

import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.errors import TifaError
from analysis.wording.labels import page_words

if TYPE_CHECKING:
    import anywidget
    from IPython.core.interactiveshell import InteractiveShell

TEMPLATE = Path(__file__).parent / "template"
TONGUES = {"en": "en", "zh": "zh-Hans"}  # of a page's own words -> as HTML names it
PAGES = "TIFA_PAGES"  # in the environment of notebooks that are run to make pages
ROOT = '<div class="tifa" data-tifa="{}" data-lm-suppress-shortcuts="true">{}</div>'


def template_text(*names: str) -> str:
    """The files of the template, one under the other."""
    return "\n".join((TEMPLATE / name).read_text(encoding="utf-8") for name in names)


def runtime() -> str:
    """The scripts that draw views: d3 and Observable Plot, as they came (vendor/LICENSE.txt)."""
    return template_text("vendor/d3.min.js", "vendor/plot.min.js")


def script_words(lang: str) -> dict[str, str]:
    """What the script says, by key, and the language as HTML names it."""
    return page_words(lang) | {"lang": TONGUES[lang]}


def running_shell() -> "InteractiveShell | None":
    """The IPython that runs this, if one does."""
    return getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()


def is_lab() -> bool:
    """Whether a person's notebook runs this, and not a run that makes pages, or a plain program."""
    return hasattr(running_shell(), "kernel") and PAGES not in os.environ


def in_lab(html: str) -> str:
    """HTML as a cell shows it: in a notebook with the mark of its kernel, elsewhere as it is."""
    return ROOT.format(wire().key, html) if html and is_lab() else html


def serve_evidence(
    tables: dict[str, pd.DataFrame],
    corpus: tuple,
    groups: tuple[str, str],
    called: dict[str, str],
    lang: str = "en",
) -> None:
    """From now on numbers in this notebook open their rows of `tables`; elsewhere nothing happens.
    groups : the two compared, shown side by side. called : of `called_values`."""
    from analysis.evidence.anchors import select_all
    from analysis.page.evidence_html import evidence_data, evidence_lines

    def evidence(request: dict[str, Any]) -> dict[str, Any]:
        chosen = select_all(tables, request["addresses"])
        return evidence_data(chosen, evidence_lines(chosen, tables, corpus))

    answer_requests("evidence", evidence)
    if is_lab():
        wire().groups, wire().called, wire().words = list(groups), called, script_words(lang)


def answer_requests(kind: str, answer: Callable[[dict[str, Any]], Any]) -> None:
    """Let `answer` (request -> JSON) answer what the script asks under `kind`."""
    if is_lab():
        wire().answers[kind] = answer


@cache
def wire() -> "anywidget.AnyWidget":
    """The widget of this kernel."""
    import anywidget  # half a second that only a notebook needs
    import traitlets

    class Wire(anywidget.AnyWidget):
        _esm = template_text("tifa.js", "lab.js")
        key = traitlets.Unicode().tag(sync=True)
        style = traitlets.Unicode().tag(sync=True)
        words = traitlets.Dict().tag(sync=True)
        groups = traitlets.List().tag(sync=True)
        called = traitlets.Dict().tag(sync=True)

    # two notebooks on one screen must not answer for each other
    key = os.urandom(8).hex()
    made = Wire(key=key, style=template_text("tifa.css"), words=script_words("en"))
    made.answers = {"runtime": lambda _request: runtime()}
    made.on_msg(reply)
    return made


def reply(widget: "anywidget.AnyWidget", request: dict[str, Any], _buffers: object) -> None:
    """Answer one request of the script; what went wrong is its answer then, never silence."""
    try:
        if request["kind"] not in widget.answers:
            raise TifaError("run the cell that opens the corpus first")
        widget.send({"id": request["id"], "answer": widget.answers[request["kind"]](request)})
    except Exception as error:
        told = str(error) if isinstance(error, TifaError) else f"{type(error).__name__}: {error}"
        widget.send({"id": request["id"], "error": told})
