"""What the pages say: a finding gives its sentences one by one, numbers and all."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.chinese.lexicons import LEVELS, load_stopwords
from analysis.draw.figure_tables import glosses, rows_of
from analysis.errors import TifaError
from analysis.evidence.anchors import anchor
from analysis.measure.collocation import collocations
from analysis.measure.compare import MORE_A, MORE_B, UNCLEAR, compare, confounds, told_apart
from analysis.measure.counts import count_features, text_shares
from analysis.measure.groups import FLOOR, REST, group_names
from analysis.measure.occurrences import WINDOW, jieba_cuts, naive_differences
from analysis.measure.trend import lifespans
from analysis.mention.slogan_origins import trace_slogans
from analysis.page.notebook_tables import number_link
from analysis.page.open_corpus import Opened
from analysis.page.page_parts import display_html
from analysis.page.sentences import (
    MANY,
    NAMED,
    corpus_date,
    count,
    each,
    named,
    tell,
    times,
    top_names,
)
from analysis.table.arguments import TEXT, instance, wants
from analysis.wording.labels import has_label, known, label, zh

Said = Iterator[Markup]
MOSTLY = 0.5  # of a group's text: one article speaks for it
CLUMPED = 5  # times in each article that has it: no word of the whole corpus


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
    if text := written(opened, finding):
        display_html(f'<p class="say {finding.partition(".")[2]}">{text}</p>')


def written(opened: Opened, finding: str) -> Markup:
    """The sentences of a finding; a name is spelled or glossed where it first stands."""
    text = Markup("" if opened.lang == "zh" else " ").join(FINDINGS[finding](opened))
    for name in (*opened.places, opened.term):
        full, short = named(opened, name), named(opened, name, again=True)
        before, here, after = text.partition(full)
        text = before + here + after.replace(full, short)
    return text


# --- what is in the corpus


def corpus_answer(p: Opened) -> Said:
    """Size, groups, and what repair changes for the term."""
    articles, groups = count(p, "articles"), each(p, "articles")
    yield tell(p, "corpus.size", articles=articles, files=len(p.corpus.documents), groups=groups)
    ways = {way: count(p, way, term=p.term) for way in ("repaired", "raw", "jieba")}
    yield tell(p, "corpus.term", **ways)


def corpus_caution(p: Opened) -> Said:
    """Which groups have one article that is most of their text."""
    for group, articles in p.articles.groupby("place", sort=False):
        first = _longest(articles)
        share = first["n_han"] / max(articles["n_han"].sum(), 1)
        if len(articles) > 1 and share > MOSTLY:
            about = {"title": _title(p, first), "share": f"{share:.0%}", "group": group}
            yield tell(p, "corpus.heavy", **about, n=count(p, "articles", place=group))


def corpus_naive(p: Opened) -> Said:
    """Why a search of the files and one of the articles differ for the term."""
    raw, repaired = (p.tables[way].query("term == @p.term") for way in ("raw", "repaired"))
    cuts = jieba_cuts(p.corpus, repaired, p.term)
    if cuts.empty:
        yield tell(p, "term.none", of=count(p, "articles"))
        return
    found = naive_differences(raw, repaired, p.corpus)
    lines = [f"{r.file}:{r.line_from}–{r.line_to}" for r in found.head(MANY).itertuples()]
    yield tell(p, "corpus.differ" if lines else "corpus.same", n=len(found), lines=lines)
    yield tell(p, "corpus.cuts", cuts=cuts["cut"].head(NAMED).tolist())


def corpus_doubts(p: Opened) -> Said:
    """How much of place and day is guessed, what is cut off, what could not be read."""
    articles, shares = p.articles, text_shares(p.corpus)
    days = corpus_date(p.corpus.articles, p.lang)
    yield tell(p, "corpus.days" if days else "corpus.undated", days=days)
    cut = count(p, "articles", truncated="True")
    doubts = {
        "no_day": int((articles["date_published"] == "").sum()),
        "guessed": int((articles["date_published_basis"] == "inferred").sum()),
        "unplaced": int((~articles["place_basis"].isin(("given", "printed"))).sum()),
        "cut": cut if cut.n else 0,
        "unread": len(p.corpus.failures),
    }
    if said := [tell(p, f"corpus.{key}", n=n) for key, n in doubts.items() if n]:
        yield tell(p, "corpus.doubts", of=len(articles), said=said)
    left = shares[shares["reason"] != "counted"]
    shares = left["share"].map("{:.1%}".format).replace("0.0%", "<0.1%")
    why = [f"{known(reason, p.lang)} {s}" for reason, s in zip(left["reason"], shares, strict=True)]
    yield tell(p, "corpus.left", share=f"{left['share'].sum():.1%}", why=why)


# --- words


def words_answer(p: Opened) -> Said:
    """The most used word of each group; of many groups the one that leads in most."""
    counts = count_features(rows_of(p.sources, "words"), p.corpus.articles, feature="token")
    firsts = counts[counts["n"] == counts.groupby("place")["n"].transform("max")]
    if len(p.places) > NAMED and len(firsts):
        leads = firsts["feature"].value_counts(sort=False).sort_values(ascending=False)
        word, k = leads.index[0], int(leads.iloc[0])
        yield tell(
            p, "words.lead", word=word, k=k, all=len(p.places), n=count(p, "tokens", token=word)
        )
        return
    top = firsts.drop_duplicates("place").set_index("place")
    said = []
    for group in [g for g in p.places if g in top.index]:
        word, rate = top.at[group, "feature"], f"{top.at[group, 'per_10k']:.1f}"
        n = count(p, "tokens", place=group, token=word)
        said.append(tell(p, "words.top", word=word, group=group, n=n, rate=rate))
    yield tell(p, "words.most" if said else "words.none", said=said)


def words_caution(p: Opened) -> Said:
    """The word that the fewest articles hold, of those most used, if each of them repeats it."""
    counts = count_features(p.words, p.corpus.articles, feature="token", by=()).head(30)
    counts = counts[counts["n"] >= CLUMPED * counts["n_articles"]]
    rare = counts.sort_values(["n_articles", "n"], ascending=[True, False], kind="stable").head(1)
    for word, k in zip(rare["feature"], rare["n_articles"].tolist(), strict=True):
        n = count(p, "tokens", token=word)
        yield tell(p, "words.uneven", word=word, n=n, k=k, of=len(p.articles))


def verdict(p: Opened, kind: str) -> Said:
    """What the articles bear out of a difference between the two groups."""
    a, b = p.groups
    if b == REST:
        yield tell(p, "one.group", group=a)
        return
    table = p.sources.compared(kind)
    found = table.get("verdict", pd.Series(dtype=object))
    if not found.isin([MORE_A, MORE_B, UNCLEAR]).any():
        yield _too_few(p, table)
        return
    more_a, more_b, alone = told_apart(table)
    sizes = {"k_a": len(more_a), "k_b": len(more_b), "all": len(table)}
    said = "verdict" if sizes["k_a"] or sizes["k_b"] else "verdict.same"
    yield tell(p, said, a=a, b=b, **sizes, kind=zh(label(kind, p.lang)))
    if alone:
        yield tell(p, "verdict.alone", n=alone)
    for group, some in ((a, more_a), (b, more_b)):
        if len(some):
            yield tell(p, "verdict.names", group=group, names=some["feature"].head(NAMED).tolist())


def _too_few(p: Opened, table: pd.DataFrame) -> Markup:
    a, b = p.groups
    sizes = {"n_a": count(p, "articles", place=a), "n_b": count(p, "articles", place=b)}
    few = {"a": a, "b": b, **sizes, "floor": FLOOR}
    if table.empty:
        return tell(p, "few", **few)
    first = table.iloc[0]
    name = f"unit.{first['unit']}" if has_label(f"unit.{first['unit']}") else "unit.other"
    weight = {f"w_{s}": f"{first[f'effective_{s}']:.1f}" for s in "ab"}
    return tell(p, "few.weight", **few, **weight, unit=zh(label(name, p.lang)))


# --- named bodies


def bodies_answer(p: Opened) -> Said:
    """How many mentions of how many bodies; the most named of each group, of many groups of all."""
    if p.bodies.empty:
        yield tell(p, "bodies.none")
        return
    yield tell(p, "bodies.size", mentions=count(p, "bodies"), names=p.bodies["name"].nunique())
    said = [] if len(p.places) <= NAMED else top_names(p, p.bodies, "bodies")
    for group in p.places if len(p.places) <= NAMED else []:
        own = p.bodies[p.bodies["place"] == group]
        top = top_names(p, own, "bodies", 1, place=group)
        said += [tell(p, "in", name=name, group=group) for name in top]
    yield tell(p, "bodies.top", said=said)
    level = max(LEVELS, key=lambda level: (p.bodies["level"] == level).sum())
    n = count(p, "bodies", level=level)
    share = f"{n.n / len(p.bodies):.0%}"
    yield tell(p, "bodies.level", level=zh(label(level, p.lang)), n=n, share=share)


def bodies_alike(p: Opened) -> Said:
    """A printed name that stands for several bodies."""
    meanings = p.bodies.groupby("surface").agg(k=("name", "nunique"), n=("name", "size"))
    shared = meanings[meanings["k"] > 1].sort_values(["n", "k"], ascending=False, kind="stable")
    if shared.empty:
        yield tell(p, "bodies.unlike")
        return
    word = shared.index[0]
    said = top_names(p, p.bodies[p.bodies["surface"] == word], "bodies", MANY, surface=word)
    yield tell(p, "bodies.alike", word=zh(word), said=said, n=len(shared))


def bodies_together(p: Opened) -> Said:
    """The named bodies that most articles name together."""
    pairs = p.tables["joint"].groupby(["a", "b"]).size()
    pairs = pairs[pairs > 1].sort_values(ascending=False, kind="stable").head(NAMED)
    both = [(tell(p, "pair", a=a, b=b), count(p, "joint", a=a, b=b)) for a, b in pairs.index]
    if said := [tell(p, "pages", name=names, n=n) for names, n in both]:
        yield tell(p, "bodies.together", said=said)


# --- slogans and the term


def slogans_answer(p: Opened) -> Said:
    """How many slogans, how many of them several groups use, and the most widespread."""
    if p.slogans.empty:
        yield tell(p, "slogans.none")
        yield from term_answer(p)
        return
    each_one = p.slogans.groupby("name")
    users, k, n = each_one["place"].nunique(), each_one["article_id"].nunique(), each_one.size()
    size = {"mentions": count(p, "slogans"), "names": len(users), "shared": int((users > 1).sum())}
    every = "every" if size["shared"] == len(users) else "shared"
    yield tell(p, f"slogans.{every if len(p.places) > 1 else 'size'}", **size)
    spread = pd.DataFrame({"k": k, "n": n}).sort_values(["k", "n"], ascending=False, kind="stable")
    name, of = spread.index[0], count(p, "articles")
    widest = {"name": name, "k": int(k[name]), "n": count(p, "slogans", name=name)}
    yield tell(p, "slogans.widest", **widest, of=of)


def slogans_origin(p: Opened) -> Said:
    """How many slogans are each group's own and taken over; of many groups those with most own."""
    traced = trace_slogans(p.slogans, p.articles)
    kinds = traced.groupby(["place", "relation"]).size().unstack(fill_value=0)
    kinds = kinds.reindex(columns=["home-made", "borrowed"], fill_value=0)
    kinds = kinds.reindex([place for place in p.places if place in kinds.index])
    if len(kinds) > NAMED:
        kinds = kinds[kinds["home-made"] > 0].nlargest(NAMED, "home-made")
    if said := [
        tell(p, "slogans.own", group=group, home_made=own, borrowed=taken)
        for group, own, taken in kinds.astype(int).itertuples()
        if p.by == "place"
    ]:
        yield tell(p, "slogans.origin", said=said)


def term_answer(p: Opened) -> Said:
    """How often the term stands, in how many articles; its headline count, then its variants."""
    n, of = count(p, "term", name=p.term), count(p, "articles")
    if not n.n:
        yield tell(p, "term.none", of=of)
        return
    k, groups = p.hits["article_id"].nunique(), each(p, "term", name=p.term)
    yield tell(p, "term.size", n=n, k=k, of=of, groups=groups)
    exact = p.tables["repaired"].query("term == @p.term")
    inside = exact.merge(p.hits[["article_id", "start", "end"]], on="article_id", how="inner")
    same = (inside["start_x"] >= inside["start_y"]) & (inside["end_x"] <= inside["end_y"])
    longer = len(exact) - len(inside[same].drop_duplicates(["article_id", "start_x"]))
    printed = p.hits.get("surface", pd.Series(dtype=str))
    other = int((~printed.str.contains(p.term, regex=False)).sum())
    if longer:
        yield tell(p, "term.variants", n=count(p, "repaired", term=p.term), longer=longer)
    if other:
        yield tell(p, "term.other", other=other)


def term_partners(p: Opened) -> Said:
    """Which slogans stand in one sentence with the term; none that only spells it out."""
    rows, said = p.tables["partners"], glosses(p.sources, [p.term, *p.tables["partners"]["name"]])
    names = {name: gloss.partition(" (")[0] for name, gloss in said.items()}
    spelled = {name for name, gloss in names.items() if gloss and gloss == names.get(p.term)}
    rows = rows[~rows["name"].isin(spelled)]
    if len(rows):
        yield tell(
            p, "term.partners", k=rows["name"].nunique(), said=top_names(p, rows, "partners")
        )


def term_company(p: Opened) -> Said:
    """The words that keep closest to the term."""
    stop = tuple(sorted(load_stopwords()["word"]))
    near = collocations(p.tokens, p.hits, window=WINDOW, stopwords=stop)["feature"]
    near = near[near.str.len() > 1].head(NAMED)
    if said := [times(p, w, "collocates", node=p.term, collocate=w) for w in near]:
        yield tell(p, "term.company", said=said, window=WINDOW)


# --- two groups


def groups_answer(p: Opened) -> Said:
    """The term in the two groups, and what the articles bear out of all slogans."""
    a, b = p.groups
    if b == REST:
        yield tell(p, "one.group", group=a)
        yield from term_answer(p)
        return
    yield from verdict(p, "slogans")
    yield tell(p, "groups.term", a=_side(p, a), b=_side(p, b))


def _side(p: Opened, group: str) -> Markup:
    k = p.hits.loc[p.hits["place"] == group, "article_id"].nunique()
    n, of = count(p, "term", name=p.term, place=group), count(p, "articles", place=group)
    size = int(p.articles.loc[p.articles["place"] == group, "n_han"].sum())
    han = number_link(size, anchor("articles", place=group), unit="han")
    rate = f"{n.n / max(size, 1) * 10_000:.1f}"
    return tell(p, "groups.side", group=group, n=n, k=k, of=of, rate=rate, han=han)


def groups_caution(p: Opened) -> Said:
    """What else differs between the groups, to be read before any number."""
    a, b = p.groups
    if b == REST:
        return
    rows = confounds(p.corpus, a, b)
    notes = rows.loc[(rows["note"] != "") & (rows["confound"] == "date"), "note"]
    said = [zh(label(f"note.{note}", p.lang)) for note in notes]
    genres = rows[(rows["confound"] == "genre") & (rows["note"] != "")]
    heavy = rows[rows["confound"] == "weight of one article"].iloc[0]
    for side, group in zip("ab", p.groups, strict=True):
        only = genres.loc[genres[f"{side}_value"] > 0, "detail"]
        if names := [zh(known(genre, p.lang)) for genre in only]:
            said.append(tell(p, "groups.only", group=group, names=names))
    for side, group in zip("ab", p.groups, strict=True):
        if heavy[f"{side}_value"] > MOSTLY:
            said.append(tell(p, "groups.one", group=group, share=heavy[side]))
    if said:
        yield tell(p, "groups.caution", said=said)


def groups_longest(p: Opened) -> Said:
    """How many slogans change sides when the longest article is left out."""
    a, b = p.groups
    both = p.articles[p.articles["place"].isin(p.groups)]
    first = _longest(both)
    whole = p.sources.compared("slogans") if b != REST else pd.DataFrame()
    if whole.empty or (both["place"] == first["place"]).sum() < 2:
        return
    features = list(whole["feature"])
    cut = compare(p.corpus, p.slogans, a, b, features=features, without=[first["article_id"]])
    cut = cut.set_index("feature").loc[features]
    lean, now = ((t["per_10k_a"] - t["per_10k_b"]).to_numpy() for t in (whole, cut))
    gone = (cut["n_a"] + cut["n_b"] == 0).to_numpy()
    same = (lean * now > 0) & ~gone
    kept = {"same": same, "other": ~same & ~gone, "gone": gone}
    sizes = {key: int(which.sum()) for key, which in kept.items()}
    yield tell(p, "groups.longest", title=_title(p, first), all=len(cut), **sizes)


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
    if counts.empty:
        yield tell(p, "time.none")
    yield tell(p, "time.term", n=count(p, "term", name=p.term))
    if counts.empty:
        return
    few = len(counts) <= MANY
    ends = counts if few else counts.iloc[[0, -1]]
    said: Any = [tell(p, "pages", name=zh(day), n=int(n)) for day, n in ends.items()]
    said = said if few else zh(label("until", p.lang)).join(said)
    life = lifespans(p.corpus, p.hits, [p.term], every=p.every).iloc[0]
    if day := life["first"]:
        n = count(p, "term", name=p.term, **({"day": day} if "day" in p.tables["term"] else {}))
        yield tell(p, "time.first", day=zh(day), n=n)
    yield tell(p, f"time.{p.every}", k=len(counts), said=said)
    if inferred := int((p.articles["date_published_basis"] == "inferred").sum()):
        yield tell(p, "time.inferred", n=inferred)
    if undated := int((names == "").sum()):
        yield tell(p, "time.undated", n=undated)
    if len(p.hits):
        yield tell(p, f"time.{HALVES.get(life['verdict'], 'few')}")


HALVES = {"more": "more", "less": "less", UNCLEAR: "unclear"}


def time_periods(p: Opened) -> Said:
    """The term in each period that has articles."""
    articles, once = p.articles, {}
    if "once" in articles:  # a text of several places counts once over time, as in `trend`
        articles, once = articles[articles["once"] == "yes"], {"once": "yes"}
    said = []
    for period, inside in articles.groupby(group_names(articles, p.every)):
        if period and p.every in p.tables["term"]:
            n = count(p, "term", name=p.term, **{p.every: period}, **once)
            k = p.hits.loc[p.hits["article_id"].isin(inside["article_id"]), "article_id"].nunique()
            said.append(tell(p, "time.period", period=period, n=n, k=k, of=len(inside)))
    most = 2 * MANY
    if said:
        yield tell(p, "time.periods", said=said[:most])
    if len(said) > most:
        yield tell(p, "time.further", n=len(said) - most)


NAMED_ALIKE = "corpus.answer corpus.caution corpus.naive corpus.doubts words.answer words.caution "
NAMED_ALIKE += (
    "bodies.answer bodies.alike bodies.together slogans.answer slogans.origin term.answer "
)
NAMED_ALIKE += "term.partners term.company groups.answer groups.caution groups.longest time.answer "
FINDINGS: dict[str, Callable[[Opened], Iterable[Markup]]] = {
    name: globals()[name.replace(".", "_")] for name in (NAMED_ALIKE + "time.periods").split()
} | {"words.verdict": lambda p: verdict(p, "words"), "term.count": term_answer}
