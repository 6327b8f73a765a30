"""The widgets of `explore`. A class, because widgets are things that change: they hold what is
typed and what is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from analysis.corpus import Corpus
from analysis.desk import explore_html as html
from analysis.desk.explore_answers import (
    ARTICLES,
    KINDS,
    SMALL,
    SORTS,
    answer,
    choices,
    code_for,
    export_look,
    name_table,
)
from analysis.errors import TifaError
from analysis.measure.look_up import TO_SEARCH, Prepared, look, prepare
from analysis.page.open_corpus import Opened
from analysis.table.arguments import PATHS, TEXT, instance, wants


def _wide() -> widgets.Layout:
    """As wide as there is room; a layout of its own for each widget, for hiding one hides all that
    share it.
    """
    return widgets.Layout(width="auto", flex="1 1 0")


class Panel:
    """`box` is the widget to show; every control calls `refresh`."""

    def __init__(self, desk: Prepared, term: str, path: str) -> None:
        self.desk, self.path, self.page, self.quiet = desk, path, 0, False
        self.shown: dict[str, Any] = {}
        self.known = {kind: name_table(desk, kind) for kind in desk.mentions}
        self._make_controls(term)
        self._make_views()
        self.box = widgets.VBox(
            [self._controls(), self.status, self.head, self.tabs, self._footer()]
        )
        self.box.add_class(html.PANEL)
        self._listen()
        self.refresh()

    def _make_controls(self, term: str) -> None:
        at_each_key = len(self.desk.articles) <= SMALL
        self.term = widgets.Text(
            term,
            description="look for",
            placeholder="a term, then Enter",
            continuous_update=at_each_key,
            layout=_wide(),
        )
        self.kind = widgets.ToggleButtons(
            options=list(KINDS), value="text", style={"button_width": "auto"}
        )
        self.names = widgets.Select(options=[], rows=6, description="one of", layout=_wide())
        self.names.layout.display = "none"
        articles = self.desk.articles
        self.places = widgets.SelectMultiple(
            options=sorted(set(articles["place"])), rows=4, description="places"
        )
        self.genres = widgets.SelectMultiple(
            options=sorted(set(articles["genre"])), rows=4, description="genres"
        )
        self.since = widgets.Text(
            description="since", placeholder="2025-05-27", continuous_update=False
        )
        self.until = widgets.Text(
            description="until", placeholder="2025-12-31", continuous_update=False
        )
        self.sort = widgets.Dropdown(options=list(SORTS), description="lines")
        self.earlier, self.later = (
            widgets.Button(description="earlier lines"),
            widgets.Button(description="later lines"),
        )
        self.copy, self.export = (
            widgets.Button(description="Copy as code"),
            widgets.Button(description="Export"),
        )
        self.folder = widgets.Text("explored", description="into folder", continuous_update=False)

    def _make_views(self) -> None:
        self.status, self.head, self.lines, self.collocates, self.text, self.note = (
            widgets.HTML() for _ in range(6)
        )
        self.articles = widgets.Select(options=[], rows=8, layout=_wide())
        lines = widgets.VBox([widgets.HBox([self.sort, self.earlier, self.later]), self.lines])
        self.tabs = widgets.Tab([lines, self.collocates, widgets.VBox([self.articles, self.text])])
        for number, title in enumerate(("Lines", "Words beside it", "Articles")):
            self.tabs.set_title(number, title)

    def _controls(self) -> widgets.Box:
        limits = widgets.HBox([self.places, self.genres, widgets.VBox([self.since, self.until])])
        more = widgets.Accordion(
            [limits], titles=("Only some places, genres, days",), selected_index=None
        )
        return widgets.VBox([widgets.HBox([self.term, self.kind]), self.names, more])

    def _footer(self) -> widgets.Box:
        return widgets.VBox([widgets.HBox([self.copy, self.export, self.folder]), self.note])

    def _listen(self) -> None:
        for control in (
            self.term,
            self.kind,
            self.names,
            self.places,
            self.genres,
            self.since,
            self.until,
            self.sort,
        ):
            control.observe(self._changed, names="value")
        self.articles.observe(self._show_article, names="value")
        self.earlier.on_click(lambda _: self.refresh(self.page - 1))
        self.later.on_click(lambda _: self.refresh(self.page + 1))
        self.copy.on_click(self._copy)
        self.export.on_click(self._export)

    def _changed(self, change: dict[str, Any]) -> None:
        if self.quiet:
            return
        if change["owner"] in (self.term, self.kind):
            self._offer_names()
        self.refresh()

    def _offer_names(self) -> None:
        """Under slogan and body: the names that fit what is typed."""
        kind = KINDS[self.kind.value]
        by_name = kind in self.desk.mentions
        self.names.layout.display = "flex" if by_name else "none"
        self.quiet = True
        table = choices(self.known[kind if by_name else "slogan"], self.term.value)
        self.names.options = list(zip(table["shown"], table["name"], strict=True))
        self.names.value = table["name"].iloc[0] if len(table) else None
        self.quiet = False

    def request(self) -> dict[str, Any]:
        """What is asked, as the arguments of `look`."""
        kind = KINDS[self.kind.value]
        term = self.names.value or "" if kind in self.desk.mentions else self.term.value
        return {
            "term": term,
            "kind": kind,
            "places": tuple(self.places.value),
            "genres": tuple(self.genres.value),
            "since": self.since.value.strip(),
            "until": self.until.value.strip(),
            "sort": SORTS[self.sort.value],
        }

    def refresh(self, page: int = 0) -> None:
        """Look the request up and show it; a bad one is told in a line, and what was shown is taken
        away.
        """
        request, self.shown = self.request(), {}
        self.note.value = ""
        try:
            if not request["term"].strip():
                nothing = (
                    "No such name in this corpus." if self.term.value.strip() else "Type a term."
                )
                raise TifaError(nothing)
            self.shown = answer(self.desk, request, page=page)
            self.status.value = html.page(style=True)
        except TifaError as error:
            self.status.value = html.page(html.error_html(str(error)), style=True)
        self.page = self.shown.get("page", 0)
        for view, name in (
            (self.head, "head"),
            (self.lines, "lines"),
            (self.collocates, "collocates"),
        ):
            view.value = html.page(self.shown[name]) if name in self.shown else ""
        self._list_articles()

    def _list_articles(self) -> None:
        table = self.shown["articles"].head(ARTICLES) if self.shown else pd.DataFrame()
        rows = [
            (
                f"{r['n']:>4}  {r['place']} {r['date_published'] or 'no date'}  "
                f"{r['title'] or r['article_id']}",
                r["article_id"],
            )
            for r in table.to_dict("records")
        ]
        self.articles.options = rows
        self.articles.value = rows[0][1] if rows else None
        self._show_article()

    def _show_article(self, _change: object = None) -> None:
        if not self.shown or self.articles.value is None:
            self.text.value = ""
            return
        hits = self.shown["hits"]
        mine = hits[hits["article_id"] == self.articles.value]
        article = (
            self.desk.articles[self.desk.articles["article_id"] == self.articles.value]
            .iloc[0]
            .to_dict()
        )
        spans = list(zip(mine["start"].tolist(), mine["end"].tolist(), strict=True))
        self.text.value = html.page(html.article_html(article, spans))

    def _copy(self, _button: object) -> None:
        self.note.value = html.page(html.code_html(code_for(self.request(), self.path)))

    def _export(self, _button: object) -> None:
        request = self.request()
        try:
            if not self.shown:
                raise TifaError("nothing to export: look something up first")
            folder = export_look(
                look(self.desk, **request), request["term"], Path(self.folder.value or "explored")
            )
            self.note.value = html.page(html.note_html(f"Written: {folder.resolve()}"))
        except TifaError as error:
            self.note.value = html.page(html.error_html(str(error)))


@wants(
    corpus=TO_SEARCH | instance("Opened", "what open_corpus gives"),
    term=TEXT,
    path=TEXT,
    lexicons=PATHS,
)
def explore(
    corpus: Corpus | Opened, *, term: str = "", path: str = "", lexicons: Sequence[str] = ()
) -> widgets.Box:
    """A panel of widgets on a corpus; put it last in a cell of a notebook in JupyterLab.

    corpus : of `load_corpus`, or what `open_corpus` gives, whose mentions, term and path are
        used.
    term : looked up first. path : of the corpus, for the code the panel gives. lexicons : your own,
        as for find_mentions.
    Returns an ipywidgets Box. It shows the tables of `look`, in its units and from its sources; its
    buttons copy the code that makes them and write them to a folder. Raises TifaError for a bad
    lexicon; a bad term is told in the panel.

    >>> from analysis import load_corpus
    >>> type(explore(load_corpus("seeds"), term="十五五")).__name__
    'VBox'
    """
    if isinstance(corpus, Opened):
        desk = prepare(corpus.corpus, slogans=corpus.slogans, bodies=corpus.bodies)
        return make_panel(desk, term=term or corpus.term, path=path or corpus.path)
    return make_panel(prepare(corpus, lexicons=lexicons), term=term, path=path)


def make_panel(desk: Prepared, *, term: str = "", path: str = "") -> widgets.Box:
    """The widgets and what they do; see `explore`."""
    return Panel(desk, term, path).box
