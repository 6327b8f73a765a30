"""The sentences of the pages: each is a row of words.csv, filled with numbers that open their rows.

A finding gives the keys of its sentences and their values; `say` writes them in the language asked.
"""

import re
from collections.abc import Callable, Iterable
from string import Formatter
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from analysis.chinese.lexicons import LEVELS, load_stopwords
from analysis.draw.figure_tables import glosses
from analysis.draw.vocabulary import name_term
from analysis.errors import TifaError
from analysis.evidence.evidence import anchor, select
from analysis.measure.collocation import collocations
from analysis.measure.compare import MORE_A, MORE_B, UNCLEAR, compare, confounds
from analysis.measure.counts import count_features, text_shares
from analysis.measure.groups import FLOOR, REST, group_names
from analysis.measure.naive_counts import jieba_cuts, naive_differences
from analysis.measure.occurrences import WINDOW
from analysis.measure.trend import lifespans
from analysis.mention.slogan_origins import trace_slogans
from analysis.page.open_corpus import Opened
from analysis.page.page_parts import cite_total, display_html, number_link
from analysis.page.provenance import corpus_date
from analysis.table.arguments import TEXT, instance, wants
from analysis.wording.labels import has_label, known, label, label_template, zh

MANY = 6  # a sentence lists no more groups, days or lines than this
NAMED = 3  # and names no more terms
Said = list[tuple[str, dict[str, Any]]]


class Number(NamedTuple):
    """A number as it is printed."""

    n: int
    html: Markup


@wants(opened=instance("Opened", "what open_corpus gives"), finding=TEXT)
def say(opened: Opened, finding: str) -> None:
    """Display a finding as a paragraph in the language of `opened`; nothing where nothing holds.

    finding : a name such as "slogans.answer"; answers are repeated on the index page. Returns
    nothing. Source: the tables of `opened`. Raises TifaError for a name that is not there.

    >>> from analysis import open_corpus
    >>> say(open_corpus("seeds"), "slogans.answer")  # doctest: +SKIP
    """
    if finding not in FINDINGS:
        raise TifaError(f"no finding {finding!r}; there are {', '.join(FINDINGS)}")
    if text := written(opened, FINDINGS[finding](opened)):
        display_html(f'<p class="say {finding.partition(".")[2]}">{text}</p>')


def written(opened: Opened, said: Said) -> Markup:
    """The sentences in the language of `opened`; a name is spelled or glossed where it first
    stands."""
    between = Markup("" if opened.lang == "zh" else " ")
    text = between.join(fill(f"say.{key}", opened.lang, **values) for key, values in said)
    for name in {*opened.places, opened.term}:
        full, short = named(opened, name), _short(opened, name)
        before, here, after = text.partition(full)
        text = before + here + after.replace(full, short)
    return text


def fill(key: str, lang: str = "en", **values: Any) -> Markup:
    """The sentence `key` of words.csv, its gaps filled; what comes from a corpus is escaped.

    A gap {n:article} is a number with its noun, {n:~is} the word alone in the form that goes with n.
    >>> fill("say.time.undated", n=2)
    Markup('2 articles have no known day.')
    """
    parts = []
    for text, gap, noun, _ in Formatter().parse(label_template(key, lang)):
        parts.append(zh(text))
        if gap is not None:
            parts.append(_filled(values[gap], noun, lang))
    return Markup("").join(parts)


def _filled(value: Any, noun: str, lang: str) -> Markup:
    if isinstance(value, list):
        return listed(value, lang)
    n, html = value if isinstance(value, Number) else (value, None)
    shown = html or (value if isinstance(value, Markup) else zh(_plain(value)))
    if not noun:
        return shown
    forms = label_template(noun.removeprefix("~"), lang).split("|")
    word = zh(forms[0 if n == 1 else -1])
    if noun[0] == "~":
        return word
    return shown + word if lang == "zh" else Markup("{} {}").format(shown, word)


def _plain(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def listed(items: list, lang: str) -> Markup:
    """Items in words: a, b and c; with a semicolon between those that are long or hold a comma."""
    parts = [_filled(item, "", lang) for item in items]
    if any(re.search("[,，、]|[^ -~]{9}", part.striptags()) for part in parts):
        return zh(label("sep", lang)).join(parts)
    if len(parts) < 2:
        return Markup("").join(parts)
    return zh(label("list", lang)).join(parts[:-1]) + zh(label("and", lang)) + parts[-1]


def named(p: Opened, name: str) -> Markup:
    """A group, a term or an institution as a reader of the page's language reads it."""
    groups = p.sources.groups
    if name in p.places:
        return zh(groups.at[name, p.lang])
    if p.lang == "zh" and (p.bodies["name"] == name).any():
        return zh(name)
    printed = _printed(p, name)
    return zh(name_term(printed, p.lang, {printed: _gloss(p, name)}))


def _gloss(p: Opened, name: str) -> str:
    return glosses(p.sources, [name]).get(name, "") if p.lang == "en" else ""


def _short(p: Opened, name: str) -> Markup:
    """The same, named again in one paragraph."""
    if name in p.places:
        return zh(p.sources.groups.at[name, "short" if p.lang == "en" else "zh"])
    return zh(name_term(name, p.lang))


def _printed(p: Opened, name: str) -> str:
    """In English an institution as it is printed most often, where the words mean it alone."""
    alone = p.bodies[~p.bodies.duplicated(["article_id", "start", "end"], keep=False)]
    printed = alone.loc[alone["name"] == name, "surface"].mode()
    return printed.iloc[0] if len(printed) and p.lang == "en" else name


def count(p: Opened, table: str, /, **filters: str) -> Number:
    """The rows of an evidence table that equal the filters, as a number that opens them."""
    address = anchor(table, **filters)
    n = len(select(p.tables, address))
    return Number(n, number_link(n, address) if n else Markup("0"))


def each(p: Opened, table: str, /, **filters: str) -> list[Markup]:
    """Each group with its rows: Linping 5, Qiantang 8; of many the first few and how many more."""
    shown = [_pair(p, g, count(p, table, place=g, **filters)) for g in p.places[:MANY]]
    more = len(p.places) - MANY
    return [*shown, *([fill("say.more", p.lang, n=more)] if more > 0 else [])]


def _pair(p: Opened, name: str, number: Number) -> Markup:
    return named(p, name) + (" " if p.lang == "en" else "") + number.html


def _after(p: Opened, name: str, number: Number) -> Markup:
    """A name with its number in brackets."""
    return fill("say.times", p.lang, name=named(p, name), n=number)


def _top(p: Opened, rows: pd.DataFrame, table: str, most: int = NAMED, **filters: str) -> list:
    """The most frequent names of the rows, each with its number."""
    counts = count_features(rows, p.corpus.articles, by=()).head(most)
    return [_after(p, name, count(p, table, name=name, **filters)) for name in counts["feature"]]


# --- what is in the corpus


def corpus_answer(p: Opened) -> Said:
    """Size, groups, and what repair changes for the term."""
    ways = {way: count(p, way, term=p.term) for way in ("repaired", "raw", "jieba")}
    files, articles = len(p.corpus.documents), count(p, "articles")
    size = {"articles": articles, "files": files, "groups": each(p, "articles")}
    return [
        ("corpus.size", size),
        ("corpus.term", {"term": named(p, p.term), **ways}),
    ]


def corpus_caution(p: Opened) -> Said:
    """Which article weighs most in its group."""
    first = _longest(p.articles)
    own = p.articles.loc[p.articles["place"] == first["place"], "n_han"].sum()
    share = {"share": f"{first['n_han'] / own:.0%}", "group": named(p, first["place"])}
    return [
        (
            "corpus.heavy",
            {"title": _title(p, first), **share, "n": count(p, "articles", place=first["place"])},
        )
    ]


def corpus_naive(p: Opened) -> Said:
    """Why a search of the files and one of the articles differ for the term."""
    hits = {way: p.tables[way][p.tables[way]["term"] == p.term] for way in ("raw", "repaired")}
    cuts = jieba_cuts(p.corpus, hits["repaired"], p.term)
    if cuts.empty:
        return [("term.none", {"term": named(p, p.term), "of": count(p, "articles")})]
    found = naive_differences(hits["raw"], hits["repaired"], p.corpus)
    lines = [f"{r.file}:{r.line_from}–{r.line_to}" for r in found.head(MANY).itertuples()]
    pieces = [f"{r.cut}" for r in cuts.head(NAMED).itertuples()]
    return [
        ("corpus.differ", {"n": len(found), "lines": lines}) if lines else ("corpus.same", {}),
        ("corpus.cuts", {"term": named(p, p.term), "cuts": pieces}),
    ]


def corpus_doubts(p: Opened) -> Said:
    """How much of place and day is guessed, what is cut off, what could not be read."""
    articles, shares = p.articles, text_shares(p.corpus)
    left_out = shares[shares["reason"] != "counted"]
    why = [f"{known(r.reason, p.lang)} {r.share:.1%}" for r in left_out.itertuples()]
    days = corpus_date(p.corpus.articles).replace(" to ", label("until", p.lang))
    doubts = {
        "corpus.no_day": int((articles["date_published"] == "").sum()),
        "corpus.guessed": int((articles["date_published_basis"] == "inferred").sum()),
        "corpus.unplaced": int((~articles["place_basis"].isin(("given", "printed"))).sum()),
        "corpus.cut": count(p, "articles", truncated="True"),
        "corpus.unread": len(p.corpus.failures),
    }
    said = [
        fill(f"say.{key}", p.lang, n=n)
        for key, n in doubts.items()
        if (n.n if isinstance(n, Number) else n)
    ]
    return [
        ("corpus.days", {"days": days}) if days else ("corpus.undated", {}),
        *([("corpus.doubts", {"of": len(articles), "said": said})] if said else []),
        ("corpus.left", {"share": f"{left_out['share'].sum():.1%}", "why": why}),
    ]


# --- words


def words_answer(p: Opened) -> Said:
    """The most used word of each group."""
    counts = count_features(p.words, p.corpus.articles, feature="token")
    top = counts.groupby("place", sort=False).head(1).set_index("place")
    said = []
    for group in [g for g in p.places if g in top.index][:MANY]:
        row, word = top.loc[group], top.at[group, "feature"]
        n = count(p, "tokens", place=group, token=word)
        values = {"word": named(p, word), "group": named(p, group), "n": n}
        said.append(fill("say.words.top", p.lang, **values, rate=f"{row['per_10k']:.1f}"))
    return [("words.most", {"said": said})] if said else [("words.none", {})]


def words_uneven(p: Opened) -> Said:
    """The word that the fewest articles hold, of those most used."""
    counts = count_features(p.words, p.corpus.articles, feature="token", by=()).head(30)
    if counts.empty:
        return []
    rare = counts.sort_values(["n_articles", "n"], ascending=[True, False], kind="stable").iloc[0]
    n = count(p, "tokens", token=rare["feature"])
    held = {"word": named(p, rare["feature"]), "n": n, "k": int(rare["n_articles"])}
    return [("words.uneven", {**held, "of": len(p.articles)})]


def verdict(p: Opened, kind: str) -> Said:
    """What the articles bear out of a difference between the two groups."""
    a, b = p.groups
    if b == REST:
        return [("one.group", {"group": named(p, a)})]
    table = p.sources.compared(kind)
    sides = {"a": named(p, a), "b": named(p, b)}
    sizes = {f"n_{s}": count(p, "articles", place=g) for s, g in zip("ab", (a, b), strict=True)}
    counted = {"all": len(table), "kind": zh(label(kind, p.lang))}
    told = table["verdict"].isin([MORE_A, MORE_B, UNCLEAR]) if len(table) else pd.Series(dtype=bool)
    if not told.any():
        few = {**sides, **sizes, "floor": FLOOR}
        if not len(table):
            return [("few", few)]
        first = table.iloc[0]
        name = first["unit"] if has_label(f"unit.{first['unit']}") else "other"
        weight = {f"w_{s}": f"{first[f'effective_{s}']:.1f}" for s in "ab"}
        return [("few.weight", {**few, **weight, "unit": zh(label(f"unit.{name}", p.lang))})]
    names = {
        side: table.loc[table["verdict"] == more, "feature"].tolist()
        for side, more in (("a", MORE_A), ("b", MORE_B))
    }
    return [
        ("verdict", {**sides, **counted, **{f"k_{s}": len(v) for s, v in names.items()}}),
        *(
            ("verdict.names", {"group": sides[s], "names": [named(p, v) for v in found[:NAMED]]})
            for s, found in names.items()
            if found
        ),
    ]


# --- named bodies


def bodies_answer(p: Opened) -> Said:
    """How many mentions of how many named bodies, and the most named of each group."""
    if p.bodies.empty:
        return [("bodies.none", {})]
    said = []
    for group in p.places[:MANY]:
        own = p.bodies[p.bodies["place"] == group]
        if len(own):
            top = _top(p, own, "bodies", 1, place=group)[0]
            said.append(fill("say.in", p.lang, name=top, group=named(p, group)))
    level = min(LEVELS, key=lambda v: -int((p.bodies["level"] == v).sum()))
    n = count(p, "bodies", level=level)
    most = {"level": zh(label(level, p.lang)), "n": n, "share": f"{n.n / len(p.bodies):.0%}"}
    size = {"mentions": count(p, "bodies"), "names": p.bodies["name"].nunique()}
    return [("bodies.size", size), ("bodies.top", {"said": said}), ("bodies.level", most)]


def bodies_alike(p: Opened) -> Said:
    """A printed name that stands for several bodies."""
    meanings = p.bodies.groupby("surface").agg(k=("name", "nunique"), n=("name", "size"))
    shared = meanings[meanings["k"] > 1].sort_values(["n", "k"], ascending=False, kind="stable")
    if shared.empty:
        return [("bodies.unlike", {})]
    word = shared.index[0]
    rows = p.bodies[p.bodies["surface"] == word]
    said = _top(p, rows, "bodies", MANY, surface=word)
    return [("bodies.alike", {"word": zh(word), "said": said, "n": len(shared)})]


def bodies_together(p: Opened) -> Said:
    """The named bodies that most articles name together."""
    pairs = p.tables["joint"].groupby(["a", "b"]).size()
    pairs = pairs[pairs > 1].sort_values(ascending=False, kind="stable").head(NAMED)
    said = []
    for a, b in pairs.index:
        both = fill("say.pair", p.lang, a=named(p, a), b=named(p, b))
        n = count(p, "joint", a=a, b=b)
        said.append(fill("say.times", p.lang, name=both, n=n))
    return [("bodies.together", {"said": said})] if said else []


# --- slogans and the term


def slogans_answer(p: Opened) -> Said:
    """How many slogans, how many of them several groups use, and the most widespread."""
    if p.slogans.empty:
        return [("slogans.none", {}), *term_answer(p)]
    users = p.slogans.groupby("name")["place"].nunique()
    mentions = count(p, "slogans")
    size = {"mentions": mentions, "names": len(users), "shared": int((users > 1).sum())}
    spread = p.slogans.groupby("name").agg(k=("article_id", "nunique"), n=("name", "size"))
    spread = spread.sort_values(["k", "n"], ascending=False, kind="stable")
    name = spread.index[0]
    widest = {"name": named(p, name), "k": int(spread.at[name, "k"]), "of": count(p, "articles")}
    travel = "slogans.shared" if len(p.places) > 1 else "slogans.size"
    return [(travel, size), ("slogans.widest", {**widest, "n": count(p, "slogans", name=name)})]


def slogans_origin(p: Opened) -> Said:
    """For each group how many slogans are its own, taken over, shared."""
    traced = trace_slogans(p.slogans, p.articles)
    said = []
    for group in p.places[:MANY] if p.by == "place" else []:
        kinds = traced.loc[traced["place"] == group, "relation"].value_counts()
        values = {k.replace("-", "_"): int(kinds.get(k, 0)) for k in ("home-made", "borrowed")}
        if len(kinds):
            said.append(fill("say.slogans.own", p.lang, group=named(p, group), **values))
    return [("slogans.origin", {"said": said})] if said else []


def term_answer(p: Opened) -> Said:
    """How often the term stands, in how many articles; its headline count, then its variants."""
    term, n = named(p, p.term), count(p, "term", name=p.term)
    if not n.n:
        return [("term.none", {"term": term, "of": count(p, "articles")})]
    k, of = p.hits["article_id"].nunique(), count(p, "articles")
    groups = each(p, "term", name=p.term)
    said = [("term.size", {"term": term, "n": n, "k": k, "of": of, "groups": groups})]
    exact = p.tables["repaired"]
    exact = exact[exact["term"] == p.term]
    inside = exact.merge(p.hits[["article_id", "start", "end"]], on="article_id", how="inner")
    same = (inside["start_x"] >= inside["start_y"]) & (inside["end_x"] <= inside["end_y"])
    longer = len(exact) - len(inside[same].drop_duplicates(["article_id", "start_x"]))
    other = (
        int((~p.hits["surface"].str.contains(p.term, regex=False)).sum())
        if ("surface" in p.hits)
        else 0
    )
    if longer or other:
        found = count(p, "repaired", term=p.term)
        said.append(("term.variants", {"n": found, "longer": longer, "other": other}))
    return said


def term_partners(p: Opened) -> Said:
    """Which slogans stand in one sentence with the term."""
    rows = p.tables["partners"]
    if rows.empty:
        return []
    names = rows["name"].nunique()
    top = _top(p, rows, "partners")
    return [("term.partners", {"k": names, "term": named(p, p.term), "said": top})]


def term_company(p: Opened) -> Said:
    """The words that keep closest to the term."""
    stop = tuple(sorted(load_stopwords()["word"]))
    near = collocations(p.tokens, p.hits, window=WINDOW, stopwords=stop)
    near = near[near["feature"].str.len() > 1].head(NAMED)
    if near.empty:
        return []
    said = [
        _after(p, word, count(p, "collocates", node=p.term, collocate=word))
        for word in near["feature"]
    ]
    return [("term.company", {"term": named(p, p.term), "said": said, "window": WINDOW})]


# --- two groups


def groups_answer(p: Opened) -> Said:
    """The term in the two groups, and what the articles bear out of all slogans."""
    a, b = p.groups
    if b == REST:
        return [("one.group", {"group": named(p, a)}), *term_answer(p)]
    sides = [_side(p, group) for group in p.groups]
    values = {"term": named(p, p.term), "a": sides[0], "b": sides[1]}
    return [("groups.term", values), *verdict(p, "slogans")]


def _side(p: Opened, group: str) -> Markup:
    own = p.hits[p.hits["place"] == group]
    size = p.articles.loc[p.articles["place"] == group, "n_han"].sum()
    values = {
        "group": named(p, group),
        "n": count(p, "term", name=p.term, place=group),
        "k": own["article_id"].nunique(),
        "of": count(p, "articles", place=group),
        "rate": f"{len(own) / max(size, 1) * 10_000:.1f}",
        "han": cite_total(p.tables, place=group),
    }
    return fill("say.groups.side", p.lang, **values)


def groups_caution(p: Opened) -> Said:
    """What else differs between the groups, to be read before any number."""
    a, b = p.groups
    if b == REST:
        return []
    rows = confounds(p.corpus, a, b)
    notes = rows.loc[(rows["note"] != "") & (rows["confound"] == "date"), "note"]
    said = [zh(label(f"note.{note}", p.lang)) for note in notes]
    for side, group in zip("ab", p.groups, strict=True):
        genres = rows[(rows["confound"] == "genre") & (rows[f"{side}_value"] > 0)]
        only = genres.loc[genres["note"] != "", "detail"]
        if len(only):
            names = [zh(known(g, p.lang)) for g in only]
            said.append(fill("say.groups.only", p.lang, group=named(p, group), names=names))
    heavy = rows[(rows["confound"] == "weight of one article")].iloc[0]
    for side, group in zip("ab", p.groups, strict=True):
        if heavy[f"{side}_value"] > 0.5:
            said.append(fill("say.groups.one", p.lang, group=named(p, group), share=heavy[side]))
    return [("groups.caution", {"said": said})] if said else []


def groups_longest(p: Opened) -> Said:
    """How many slogans change sides when the longest article is left out."""
    a, b = p.groups
    both = p.articles[p.articles["place"].isin(p.groups)]
    whole = p.sources.compared("slogans")
    if b == REST or whole.empty:
        return []
    first = _longest(both)
    if (both["place"] == first["place"]).sum() < 2:
        return []
    features, out = list(whole["feature"]), [first["article_id"]]
    cut = compare(p.corpus, p.slogans, a, b, features=features, without=out)
    cut = cut.set_index("feature").loc[features].reset_index()
    lean, now = (t["per_10k_a"] - t["per_10k_b"] for t in (whole, cut))
    gone = (cut["n_a"] + cut["n_b"] == 0).to_numpy()
    same = (lean.to_numpy() * now.to_numpy() > 0) & ~gone
    kept = {"same": int(same.sum()), "all": len(cut), "gone": int(gone.sum())}
    values = {"title": _title(p, first), "other": int((~same & ~gone).sum()), **kept}
    return [("groups.longest", values)]


def _longest(articles: pd.DataFrame) -> pd.Series:
    order = articles.sort_values(["n_han", "article_id"], ascending=[False, True], kind="stable")
    return order.iloc[0]


def _title(p: Opened, article: pd.Series) -> Markup:
    return zh(f"《{article['title']}》" if article["title"] else label("say.untitled", p.lang))


# --- over time


def time_answer(p: Opened) -> Said:
    """Which days the articles are of, and whether that is enough to speak of a rise or fall."""
    names = group_names(p.articles, p.every)
    counts = names[names != ""].value_counts().sort_index()
    term = {"term": named(p, p.term), "n": count(p, "term", name=p.term)}
    if counts.empty:
        return [("time.none", {}), ("time.term", term)]
    ends = counts if len(counts) <= MANY else counts.iloc[[0, -1]]
    said = [fill("say.pages", p.lang, name=day, n=int(n)) for day, n in ends.items()]
    span = {"k": len(counts), "said": said if len(counts) <= MANY else _range(p, said)}
    half = lifespans(p.corpus, p.hits, [p.term], every=p.every)["verdict"]
    told = {"more": "more", "less": "less", UNCLEAR: "unclear"}.get(half.iloc[0], "few")
    undated = int((names == "").sum())
    more = [("time.undated", {"n": undated})] if undated else []
    return [("time.term", term), (f"time.{p.every}", span), *more, (f"time.{told}", {})]


def _range(p: Opened, ends: Iterable[Markup]) -> Markup:
    return zh(label("until", p.lang)).join(ends)


def time_periods(p: Opened) -> Said:
    """The term in each period that has articles."""
    names = group_names(p.articles, p.every)
    said = []
    for period, inside in p.articles.groupby(names):
        own = p.hits[p.hits["article_id"].isin(inside["article_id"])]
        if period and p.every in p.tables["term"]:
            n = count(p, "term", name=p.term, **{p.every: period})
            values = {"period": period, "n": n, "k": own["article_id"].nunique()}
            said.append(fill("say.time.period", p.lang, **values, of=len(inside)))
    more = [("time.further", {"n": len(said) - 2 * MANY})] if len(said) > 2 * MANY else []
    return [("time.periods", {"said": said[: 2 * MANY]}), *more] if said else []


FINDINGS: dict[str, Callable[[Opened], Said]] = {
    "corpus.answer": corpus_answer,
    "corpus.caution": corpus_caution,
    "corpus.naive": corpus_naive,
    "corpus.doubts": corpus_doubts,
    "words.answer": words_answer,
    "words.caution": words_uneven,
    "words.verdict": lambda p: verdict(p, "words"),
    "bodies.answer": bodies_answer,
    "bodies.alike": bodies_alike,
    "bodies.together": bodies_together,
    "slogans.answer": slogans_answer,
    "slogans.origin": slogans_origin,
    "term.answer": term_answer,
    "term.count": term_answer,
    "term.partners": term_partners,
    "term.company": term_company,
    "groups.answer": groups_answer,
    "groups.caution": groups_caution,
    "groups.longest": groups_longest,
    "time.answer": time_answer,
    "time.periods": time_periods,
}
