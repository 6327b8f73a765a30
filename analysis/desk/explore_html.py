"""What the panel of `explore` shows, as HTML: every value of a corpus is escaped, colours follow
JupyterLab's light or dark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from markupsafe import Markup, escape

from analysis.draw.vocabulary import group_vocabulary
from analysis.page.page_parts import format_value
from analysis.wording.chinese_spans import zh

STROKES = 500  # columns a strip is drawn in: more could not be told apart
CONTEXT = 26  # characters of a line shown to the left and to the right
COLLOCATES = 24  # words listed
PANEL = "tifa-explore"

STYLE = """<style>
.tifa-explore { color: var(--jp-ui-font-color1, #1a1a1a); font-size: 13px; line-height: 1.5; }
.tifa-explore table { border-collapse: collapse; margin: 4px 0 10px; }
.tifa-explore th, .tifa-explore td { padding: 2px 10px 2px 0; text-align: left; }
.tifa-explore th, .tifa-explore td { border-bottom: 1px solid var(--jp-border-color2, #ddd);
  white-space: nowrap; }
.tifa-explore td.num, .tifa-explore th.num { text-align: right;
  font-variant-numeric: tabular-nums; }
.tifa-explore td.left { text-align: right; } .tifa-explore td.left, .tifa-explore td.right {
  max-width: 30em; overflow: hidden; }
.tifa-explore td.src, .tifa-explore .note { color: var(--jp-ui-font-color2, #555);
  font-size: 12px; }
.tifa-explore mark { background: #ffe08a; color: #1a1a1a; padding: 0 1px; }
.tifa-explore h4 { margin: 12px 0 2px; font-size: 13px; }
.tifa-explore .text { white-space: pre-wrap; max-height: 26em; overflow-y: auto; max-width: 46em; }
.tifa-explore .error { border-left: 4px solid #c0392b; padding: 2px 8px; }
.tifa-explore svg { display: block; max-width: 100%; } .tifa-explore pre { margin: 4px 0; }
</style>"""
COPY = (
    "navigator.clipboard.writeText(this.parentNode.querySelector('pre').textContent); "
    "this.textContent = 'Copied'"
)


def page(*parts: Markup, style: bool = False) -> str:
    """Parts of the panel as one block; `style` once a panel."""
    inner = Markup("").join(parts)
    return str(
        Markup(STYLE if style else "") + Markup('<div class="{}">{}</div>').format(PANEL, inner)
    )


def error_html(message: str) -> Markup:
    """Why there is no answer."""
    return Markup('<p class="error" role="alert">{}</p>').format(zh(message))


def note_html(message: str) -> Markup:
    """What was done."""
    return Markup('<p role="status">{}</p>').format(zh(message))


def summary_html(term: str, rates: pd.DataFrame, undated: int) -> Markup:
    """How often and where, in a sentence."""
    n, k, of = (int(rates[c].sum()) for c in ("n", "n_articles", "of_articles"))
    times, articles = "time" if n == 1 else "times", "article" if of == 1 else "articles"
    note = (
        Markup(' <span class="note">{} without a date left out.</span>').format(undated)
        if undated
        else ""
    )
    sentence = Markup("<p><b>{}</b>: {} {} in {} of {} {}.{}</p>")
    return sentence.format(zh(term), f"{n:,}", times, f"{k:,}", f"{of:,}", articles, note)


def rates_html(rates: pd.DataFrame) -> Markup:
    """Rates by place with their intervals drawn on one scale."""
    top = (
        float(np.nanmax([rates["per_10k"].max(), rates["per_10k_high"].max(), 1e-9]))
        if len(rates)
        else 1.0
    )
    colours = group_vocabulary(rates["place"])["colour"]
    shown = rates.assign(
        found_in=[
            f"{k:,} of {of:,}"
            for k, of in zip(rates["n_articles"], rates["of_articles"], strict=True)
        ],
        interval=[
            _interval(a, b)
            for a, b in zip(rates["per_10k_low"], rates["per_10k_high"], strict=True)
        ],
        picture=[_whisker(row, top, colours[row["place"]]) for row in rates.to_dict("records")],
    )
    heads = {
        "place": "place",
        "n": "hits",
        "found_in": "articles",
        "per_10k": "per 10,000 characters",
        "interval": "95 % interval",
        "picture": "",
    }
    note = Markup(
        '<p class="note">Intervals resample whole articles; none from one article, or from '
        "no hit.</p>"
    )
    return Markup("<h4>Rates by place</h4>") + table(shown, heads) + note


def _interval(low: float, high: float) -> str:
    return "–" if np.isnan(low) else f"{low:,.2f} to {high:,.2f}"


def _whisker(row: Mapping, top: float, colour: str) -> Markup:
    """A dot for the rate, a line for its interval, 160 pixels wide."""
    x, low, high = (150 * row[c] / top + 5 for c in ("per_10k", "per_10k_low", "per_10k_high"))
    bar = (
        ""
        if np.isnan(low)
        else (
            f'<line x1="{low:.1f}" x2="{high:.1f}" y1="8" y2="8" stroke="{colour}" '
            'stroke-width="2"/>'
        )
    )
    return Markup(
        f'<svg width="160" height="16" aria-hidden="true">{bar}<circle cx="{x:.1f}" cy="8" '
        f'r="4" fill="{colour}"/></svg>'
    )


def strip_html(strip: pd.DataFrame, places: Sequence[str]) -> Markup:
    """One lane a place, its articles end to end, a stroke where a hit falls."""
    colours, width, height = group_vocabulary(places)["colour"], 640, 20
    parts = []
    for lane, place in enumerate(places):
        y = lane * (height + 4)
        columns = np.unique(
            (strip.loc[strip["place"] == place, "position"].to_numpy() * STROKES).astype(int)
        )
        path = "".join(f"M{100 + width * c / STROKES:.1f} {y}v{height}" for c in columns.tolist())
        parts.append(
            Markup(
                '<text x="0" y="{}" font-size="12" fill="currentColor">{}</text><rect '
                'x="100" y="{}" width="{}" height="{}" fill="currentColor" '
                'opacity="0.08"/><path d="{}" stroke="{}" stroke-width="1.6"/>'
            ).format(y + 14, place[:8], y, width, height, path, colours[place])
        )
    size = Markup(
        '<svg width="{}" height="{}" role="img" aria-label="where the hits fall in each place">'
    ).format(width + 100, max(len(places) * (height + 4), 1))
    heading = Markup(
        '<h4>Where it falls</h4><p class="note">Each lane is a place, its articles end to '
        "end; a stroke is a hit.</p>"
    )
    return heading + size + Markup("").join(parts) + Markup("</svg>")


def lines_html(lines: pd.DataFrame, first: int, total: int) -> Markup:
    """A page of the concordance, the hits in one column, each with file and line."""
    rows = [
        Markup(
            '<tr><td class="left">{}</td><td><mark>{}</mark></td><td '
            'class="right">{}</td><td class="src">{} · {} · {}:{}</td></tr>'
        ).format(
            _last(row["left"]),
            row["hit"],
            _first(row["right"]),
            row["place"] or "place unknown",
            row["date_published"] or "no date",
            row["file"],
            row["line_from"],
        )
        for row in lines.to_dict("records")
    ]
    if not rows:
        return Markup("<p>No line.</p>")
    head = Markup('<p class="note">Lines {} to {} of {}.</p>').format(
        f"{first + 1:,}", f"{first + len(rows):,}", f"{total:,}"
    )
    return head + Markup('<table lang="zh-Hans"><tbody>{}</tbody></table>').format(
        Markup("").join(rows)
    )


def _last(text: str) -> str:
    return text if len(text) <= CONTEXT else "…" + text[-CONTEXT:]


def _first(text: str) -> str:
    return text if len(text) <= CONTEXT else text[:CONTEXT] + "…"


def collocates_html(collocates: pd.DataFrame) -> Markup:
    """The words most drawn to the term; measures as `collocations` gives them."""
    heads = {
        "feature": "word",
        "n": "sentences together",
        "n_feature": "sentences with the word",
        "logdice": "logDice",
        "g2": "G²",
    }
    more = len(collocates) - COLLOCATES
    note = (
        Markup('<p class="note">and {} more; Export has all</p>').format(f"{more:,}")
        if more > 0
        else Markup("")
    )
    if collocates.empty:
        return Markup("<p>No word shares two sentences with it.</p>")
    return table(collocates.head(COLLOCATES), heads) + note


def article_html(article: Mapping, spans: Sequence[tuple[int, int]]) -> Markup:
    """An article's text with the hits marked."""
    parts, last = [], 0
    for start, end in spans:
        parts += [
            escape(article["text"][last:start]),
            Markup("<mark>{}</mark>").format(article["text"][start:end]),
        ]
        last = end
    parts.append(escape(article["text"][last:]))
    head = Markup('<h4 lang="zh-Hans">{}</h4><p class="note">{} · {} · {}</p>').format(
        article["title"] or "no headline",
        article["place"] or "place unknown",
        article["date_published"] or "no date",
        article["files"],
    )
    return head + Markup('<div class="text" lang="zh-Hans" tabindex="0">{}</div>').format(
        Markup("").join(parts)
    )


def code_html(code: str) -> Markup:
    """Lines of code with a button that copies them."""
    return Markup(
        '<div><button type="button" onclick="{}">Copy</button><pre>{}</pre></div>'
    ).format(COPY, code)


def table(rows: pd.DataFrame, heads: Mapping[str, str]) -> Markup:
    """A plain table of some columns under their headings."""
    numeric = {c: pd.api.types.is_numeric_dtype(rows[c]) for c in heads}
    th = Markup("").join(
        Markup('<th scope="col" class="{}">{}</th>').format("num" if numeric[c] else "", head)
        for c, head in heads.items()
    )
    body = Markup("").join(_row(row, numeric) for row in rows.to_dict("records"))
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(th, body)


def _row(row: Mapping, numeric: Mapping[str, bool]) -> Markup:
    cells = [
        (n, row[c] if isinstance(row[c], Markup) else zh(format_value(row[c])))
        for c, n in numeric.items()
    ]
    shown = [Markup('<td class="{}">{}</td>').format("num" if n else "", cell) for n, cell in cells]
    return Markup("<tr>{}</tr>").format(Markup("").join(shown))
