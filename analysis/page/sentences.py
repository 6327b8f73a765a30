"""How a sentence of the pages is written: a row of words.csv, its gaps filled with names as a
reader of its language knows them, and with numbers that open their rows."""

import re
from collections.abc import Iterable
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from analysis.chinese.lexicons import lexicon_version
from analysis.corpus import Corpus, articles_counted, corpus_hash
from analysis.draw.figure_tables import glosses
from analysis.draw.group_looks import name_groups, name_term, style_groups
from analysis.evidence.anchors import anchor, select
from analysis.measure.counts import count_features
from analysis.page.notebook_tables import number_link
from analysis.page.open_corpus import Opened
from analysis.table.store import program_version
from analysis.wording.labels import amount, label, label_template, zh

MANY = 6  # a sentence lists no more groups, days or lines than this
NAMED = 3  # and names no more terms
NAMES = {"term", "group", "name", "names", "word", "a", "b"}  # gaps whose values are named


class Number(NamedTuple):
    """A number as it is printed."""

    n: int
    html: Markup


def tell(p: Opened, key: str, /, **values: Any) -> Markup:
    """A sentence of words.csv, or a part of one, in the language of `p`; a bare name in one of the
    gaps NAMES is written as `named` says, {term} is the term that is followed."""

    def spelled(value: Any) -> Any:
        if isinstance(value, list):
            return [spelled(one) for one in value]
        return named(p, value) if type(value) is str else value

    values = {"term": p.term} | values
    values |= {gap: spelled(values[gap]) for gap in NAMES & set(values)}
    return fill(f"say.{key}", p.lang, **values)


def fill(key: str, lang: str = "en", **values: Any) -> Markup:
    """The sentence `key` of words.csv, its gaps filled; what comes from a corpus is escaped.

    A gap {n:article} is a number with its noun, {n:~is} the word alone in the form that goes with
    n.
    >>> fill("say.time.undated", n=2)
    Markup('2 articles have no known day.')
    >>> fill("say.time.term", term="common prosperity", n=1)
    Markup('Common prosperity is used 1 time.')
    """
    parts, template = [], label_template(key, lang)
    for text, gap, noun, _ in Formatter().parse(template):
        parts.append(zh(text))
        if gap is not None:
            parts.append(_filled(values[gap], noun, lang))
    said = Markup("").join(parts)
    # A sentence that a name begins; part of one stays as it is.
    return said[:1].upper() + said[1:] if template.endswith(".") else said


def _filled(value: Any, noun: str, lang: str) -> Markup:
    if isinstance(value, list):
        return listed(value, lang)
    n, shown = value if isinstance(value, Number) else (value, value)
    if not isinstance(shown, Markup):
        shown = zh(f"{shown:,}" if isinstance(shown, int) else shown)
    if not noun:
        return shown
    forms = label_template(noun.removeprefix("~"), lang).split("|")
    word = zh(forms[0 if n == 1 else -1])
    return word if noun[0] == "~" else shown + ("" if lang == "zh" else " ") + word


def listed(items: list, lang: str) -> Markup:
    """Items in words: a, b and c; with a semicolon between those that are long or hold a comma."""
    parts = [_filled(item, "", lang) for item in items]
    if any(re.search("[,，、]|[^ -~]{9}", part.striptags()) for part in parts):
        return zh(label("sep", lang)).join(parts)
    comma, last = zh(label("list", lang)), zh(label("and", lang))
    return last.join([comma.join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def named(p: Opened, name: str, *, again: bool = False) -> Markup:
    """A group, a term or an institution as a reader of the page's language reads it, shorter where
    it is named again; with the form printed most often, but for an institution in Chinese."""
    if name in p.places:
        return zh(p.looks.at[name, "short" if again and p.lang == "en" else p.lang])
    body = (p.bodies["name"] == name).any()
    if body and p.lang == "zh":
        return zh(name)
    printed = printed_most(p.bodies if body else p.slogans, name)
    gloss = printed.strip("“”‘’「」『』") if again else glosses(p.sources, [name]).get(name, "")
    return zh(name_term(printed, p.lang, {printed: gloss}))


def printed_most(rows: pd.DataFrame, name: str) -> str:
    """How a name is printed most often, where the words mean it alone."""
    alone = rows[~rows.duplicated(["article_id", "start", "end"], keep=False)]
    return [*alone.loc[alone["name"] == name, "surface"].mode(), name][0]


def count(p: Opened, table: str, /, **filters: str) -> Number:
    """The rows of an evidence table that equal the filters, as a number that opens them."""
    address = anchor(table, **filters)
    n = len(select(p.tables, address))
    return Number(n, number_link(n, address) if n else Markup("0"))


def each(p: Opened, table: str, /, **filters: str) -> list[Markup]:
    """Each group with its rows: Linping 5, Qiantang 8; of many the first few and how many more."""
    space = Markup("" if p.lang == "zh" else " ")
    shown = [
        named(p, group) + space + count(p, table, place=group, **filters).html
        for group in p.places[:MANY]
    ]
    more = len(p.places) - MANY
    return [*shown, *([tell(p, "more", n=more)] if more > 0 else [])]


def times(p: Opened, name: str, table: str, /, **filters: str) -> Markup:
    """A name and its number; of an institution how many have the form that is printed most often."""
    n = count(p, table, **filters)
    if table != "bodies":
        return tell(p, "times", name=name, n=n)
    gloss = glosses(p.sources, [name]).get(name, "") if p.lang == "en" else ""
    whole, form = zh(gloss.partition(" (")[0] or name), printed_most(p.bodies, name)
    k = count(p, table, **{"surface": form} | filters)
    if "surface" in filters or form == name or not k.n:
        return tell(p, "times", name=whole, n=n)
    every = k.n == n.n and p.lang == "en"
    values = {"name": named(p, name) if every else whole, "n": n, "k": k, "printed": zh(form)}
    return tell(p, "times" if k.n == n.n else "times.printed", **values)


def top_names(p: Opened, rows: pd.DataFrame, table: str, most: int = NAMED, **filters: str) -> list:
    """The most frequent names of the rows, each with its number."""
    names = count_features(rows, p.corpus.articles, by=()).head(most)["feature"]
    return [times(p, name, table, name=name, **filters) for name in names]


def corpus_date(articles: pd.DataFrame, lang: str = "en") -> str:
    """The days a corpus covers, as far as its articles are dated: a day, or first to last; "" where
    none is.

    >>> corpus_date(pd.DataFrame({"date_published": ["2025-05-28", "", "2025-02-18"]}))
    '2025-02-18 to 2025-05-28'
    """
    days = sorted({day for day in articles["date_published"] if day})
    return label("until", lang).join([*days[:1], *days[1:][-1:]])


def about(
    corpus: Corpus, name: str, lexicons: Iterable[str | Path] = (), *, lang: str = "en"
) -> dict:
    """What every page says of its corpus: lang, heading, line (for its head), lead and made (for
    the index), and the facts of a citation: name, files, articles, corpus, lexicon, dates, program.
    """
    span = corpus_date(corpus.articles, lang)
    facts = {
        "name": name,
        "files": len(corpus.documents),
        "articles": len(articles_counted(corpus.articles)),
        "corpus": corpus_hash(corpus.documents),
        "lexicon": lexicon_version(lexicons),
        "dates": span or label("undated", lang),
        "program": program_version(),
    }
    counted = articles_counted(corpus.articles)
    known = counted[counted["date_published"] != ""]
    inferred = known["date_published_basis"] == "inferred"
    dated = "all_inferred" if inferred.all() else "inferred" if inferred.any() else "dates"
    n_without = len(counted) - len(known)
    without = label("index.no_day", lang, articles=amount(n_without, "article", lang))
    days = {
        "days": amount(known["date_published"].nunique(), "day", lang),
        "undated": without * bool(n_without),
    }
    dates = label(f"index.{dated if span else 'undated'}", lang, dates=span, **days)
    groups = style_groups(place for place in corpus.articles["place"] if place)
    places = name_groups(groups.index, lang, groups) or label("index.unplaced", lang)
    of = {**facts, "places": places, "dates": dates, "hash": facts["corpus"]}
    of |= _sizes(facts, lang)
    said = {key: zh(label(f"index.{key}", lang, **of)) for key in ("line", "lead", "made")}
    return {**facts, **said, "heading": label("index.heading", lang), "lang": lang}


def _sizes(facts: dict, lang: str) -> dict[str, str]:
    return {f"{noun}s": amount(facts[f"{noun}s"], noun, lang) for noun in ("file", "article")}


def citation(title: str, facts: dict) -> str:
    """The lines to copy under a table or a quotation, in the language of the page."""
    values = {key: value for key, value in facts.items() if key != "lang"}
    values |= _sizes(facts, facts["lang"])
    return label("page.citation", facts["lang"], title=title, **values).replace("|", "\n")
