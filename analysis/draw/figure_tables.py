"""What figures are drawn from, and the rows of those that count and compare: a table in, a table
out.

Every table carries its own denominators (of_articles, of_a, of_b) and ends with the addresses of
its evidence (href, or href_a and href_b): "#" + an anchor of evidence.py, "" where there is nothing to
open. Rates are per 10,000 Han characters in all of them.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.chinese.han import HAN
from analysis.chinese.lexicons import LEVELS, load_stopwords
from analysis.chinese.tokens import add_token_counts, kept_whole, tokenize, word_tokens
from analysis.corpus import Corpus, articles_counted
from analysis.draw.vocabulary import group_vocabulary
from analysis.evidence.evidence import anchor
from analysis.measure.compare import compare
from analysis.measure.counts import count_features
from analysis.measure.groups import group_names
from analysis.measure.occurrences import with_origins
from analysis.mention.body_glosses import gloss_bodies
from analysis.mention.mentions import own_names
from analysis.mention.slogans import CLAIM
from analysis.wording.labels import has_label, label

BLOCK_ROWS = 24  # days of places whose articles are drawn one by one; of more, their numbers
FEW_DAYS = 8  # as many days can be named one by one
MANY_DAYS = 40  # of more a small group's rates leap from day to day
GROUPS_SHOWN = 12  # small multiples on a page; of more, those with most articles
EVIDENCE = {
    "words": ("tokens", "token"),
    "slogans": ("slogans", "name"),
    "bodies": ("bodies", "name"),
}


class Study(NamedTuple):
    """What all figures of a run are drawn from: the counted articles, their mentions and words, and
    what is asked.
    """

    corpus: Corpus
    articles: pd.DataFrame  # counted, with n_tokens
    slogans: pd.DataFrame
    bodies: pd.DataFrame
    words: pd.DataFrame  # tokens worth ranking: two characters or more, no function words
    tokens: pd.DataFrame  # all words
    places: list[str]  # the two compared, then by number of articles
    place_a: str
    place_b: str
    term: str
    groups: pd.DataFrame  # colour, mark, order and name of each place: see group_vocabulary


def make_study(corpus: Corpus, mentions: tuple, *, place_a: str, place_b: str, term: str) -> Study:
    """Everything the figures read, worked out once.

    corpus : of load_corpus; mentions : of find_mentions (bodies, slogans); place_a, place_b, term :
        what is asked.
    """
    articles = articles_counted(corpus.articles).sort_values("article_id", ignore_index=True)
    ids = set(articles["article_id"])
    slogans, bodies = (
        t[t["article_id"].isin(ids)].reset_index(drop=True)
        for t in (mentions.slogans, mentions.bodies)
    )
    slogans = slogans[slogans["kind"] != CLAIM].reset_index(drop=True)  # told apart, never mixed in
    sentences = corpus.sentences[corpus.sentences["article_id"].isin(ids)]
    tokens = word_tokens(tokenize(sentences, kept_whole(sentences, articles, slogans, bodies)))
    articles = add_token_counts(articles, tokens)
    tokens = tokens.merge(articles[["article_id", "place"]], on="article_id")
    long = (tokens["token"].str.len() > 1) & tokens["token"].str.contains(rf"[{HAN}]")
    words = tokens[long & ~tokens["token"].isin(stopwords())].reset_index(drop=True)
    kind = "place" if len(corpus.places) else "group"  # a corpus grouped otherwise has no places
    groups = group_vocabulary(articles["place"], first=[place_a, place_b], kind=kind)
    places = groups.index.tolist()
    return Study(
        corpus, articles, slogans, bodies, words, tokens, places, place_a, place_b, term, groups
    )


def stopwords() -> set[str]:
    """The words of all stop lists."""
    return set(load_stopwords()["word"])


def href(table: str, n: int = 1, /, **filters: object) -> str:
    """The link to a number's evidence; none for a number that is zero."""
    return "#" + anchor(table, **filters) if n else ""


def hrefs(table: str, rows: pd.DataFrame, n: str = "", /, **filters: str) -> list[str]:
    """The links of rows, each filter by the values of a column; none where the column `n` is zero."""
    numbers = rows[n] if n else [1] * len(rows)
    values = rows[list(filters.values())].itertuples(index=False)
    pairs = zip(numbers, values, strict=True)
    return [href(table, k, **dict(zip(filters, some, strict=True))) for k, some in pairs]


def glosses(study: Study, names: Iterable[str] = ()) -> dict[str, str]:
    """The English gloss of each slogan, and of the `names` (words, bodies, the term) that have one.

    What is no slogan's name has that of the slogan it is printed for.
    """
    rows = study.slogans[study.slogans["gloss"] != ""]
    printed = zip(rows["surface"].str.strip("“”‘’「」『』"), rows["gloss"], strict=True)
    known = dict(reversed(list(printed))) | dict(zip(rows["name"], rows["gloss"], strict=True))
    names = [name for name in dict.fromkeys(names) if name not in known]
    for name, body in zip(names, gloss_bodies(names), strict=True):
        place = study.groups["short"].get(name, "")
        if gloss := label(name, "en") if has_label(name) else body or place:
            known[name] = gloss
    return known


def rows_of(study: Study, kind: str) -> pd.DataFrame:
    """The occurrences of a kind: "words" (without the places' own names), "slogans" or "bodies"."""
    if kind == "words":
        return study.words[~study.words["token"].isin(study.places)]
    return {"slogans": study.slogans, "bodies": study.bodies}[kind]


def _told(study: Study, counts: pd.DataFrame) -> pd.DataFrame:
    """Counts of features by place with gloss and of_articles, in the order of the places."""
    gloss = counts["feature"].map(glosses(study, counts["feature"])).fillna("")
    of = counts["place"].map(study.articles["place"].value_counts())
    counts = counts.assign(gloss=gloss, of_articles=of)
    return counts.sort_values("place", key=lambda c: c.map(study.places.index), kind="stable")


def top_words(study: Study, *, most: int = 12, groups: int = GROUPS_SHOWN) -> pd.DataFrame:
    """place, feature, n, n_articles, per_10k, gloss, of_articles, href: the `most` frequent words of
    each of the first `groups` places.
    """
    counts = count_features(rows_of(study, "words"), study.articles, feature="token", by=("place",))
    counts = counts[counts["place"].isin(study.places[:groups])]
    counts = _told(study, counts.groupby("place", sort=False).head(most)).reset_index(drop=True)
    return counts.assign(href=hrefs("tokens", counts, token="feature", place="place"))


def comparison(study: Study, kind: str, *, min_count: int = 3) -> pd.DataFrame:
    """`compare` of the two places over the features of a kind with min_count occurrences, with
    gloss and links.
    """
    table, feature = EVIDENCE[kind]
    rows, own = _own_names(study, kind, [study.place_a, study.place_b])
    counts = rows[feature].value_counts()
    features = sorted(counts.index[counts >= min_count])
    sides = [study.place_a, study.place_b]
    if len(set(sides) & set(study.places)) < 2 or not features:
        return pd.DataFrame(columns=["feature", "place_a", "place_b"])
    found = compare(study.corpus, rows, *sides, feature=feature, features=features)
    gloss = found["feature"].map(glosses(study, found["feature"])).fillna("")
    found.insert(1, "label", found["feature"].map(_printed(rows, feature)))
    found = found.assign(gloss=gloss, place_a=sides[0], place_b=sides[1])
    for side, place in zip("ab", sides, strict=True):
        printed = {general: name for name, general in own[place].items()}
        pairs = zip(found["feature"].replace(printed), found[f"n_{side}"], strict=True)
        found[f"href_{side}"] = [href(table, n, **{feature: f, "place": place}) for f, n in pairs]
    return found


def _own_names(study: Study, kind: str, places: list[str]) -> tuple[pd.DataFrame, dict]:
    """The occurrences in these places, their own district's bodies under one name: 本区财政局; and for
    each place the names so changed.
    """
    _, feature = EVIDENCE[kind]
    rows = rows_of(study, kind)
    rows = rows[rows["place"].isin(places)]
    bodies = kind == "bodies"
    own = {p: own_names(rows, study.corpus.places, p) if bodies else {} for p in places}
    names = [own[p].get(f, f) for f, p in zip(rows[feature], rows["place"], strict=True)]
    return rows.assign(**{feature: names}), own


def top_bodies(study: Study, *, most: int = 16) -> pd.DataFrame:
    """feature, place, n, n_articles, per_10k, label (as printed most often), gloss, of_articles, href:
    the `most` frequent bodies of the first GROUPS_SHOWN places, a row a body and place.
    """
    places = study.places[:GROUPS_SHOWN]
    rows, own = _own_names(study, "bodies", places)
    if rows.empty:
        return pd.DataFrame(columns=["feature"])
    counts = count_features(rows, study.articles, by=("place",))
    total = counts.groupby("feature")["n"].sum().reset_index()
    names = total.sort_values(["n", "feature"], ascending=[False, True])["feature"].head(most)
    whole = pd.MultiIndex.from_product([names, places], names=["feature", "place"])
    counts = counts.set_index(["feature", "place"]).reindex(whole, fill_value=0).reset_index()
    counts = counts.assign(label=counts["feature"].map(_printed(rows, "name")))
    counts = _told(study, counts).sort_index()
    printed = {(p, general): name for p in places for name, general in own[p].items()}
    pairs = zip(counts["place"], counts["feature"], strict=True)
    links = counts.assign(name=[printed.get(pair, pair[1]) for pair in pairs])
    return counts.assign(href=hrefs("bodies", links, "n", name="name", place="place"))


def _printed(rows: pd.DataFrame, feature: str) -> dict[str, str]:
    """The form in which each feature is printed most often; its own name where another has that
    form too.
    """
    if "surface" not in rows:
        return {name: name for name in rows[feature]}
    joined = rows.duplicated(["article_id", "start", "end"], keep=False)  # 省市区委 is three bodies
    forms = rows[~joined].groupby(feature)["surface"].agg(lambda s: s.value_counts().index[0])
    forms = forms[~forms.duplicated(keep=False)]
    return {name: forms.get(name, name) for name in rows[feature]}


def most_telling(compared: pd.DataFrame, most: int = 24) -> pd.DataFrame:
    """The rows of a comparison worth drawing: first the verdicts that stand in the whole family, then
    the others, then those in most articles; the two directions in turn.
    """
    if compared.empty:
        return compared
    clear = compared["verdict"].isin(["more in A", "more in B"])
    clear = clear.astype(int) + (clear & (compared["p_family"] <= 0.05))
    side = np.sign(compared["per_10k_a"] - compared["per_10k_b"])
    size = compared["articles_a"] + compared["articles_b"] - compared["p_permutation"].fillna(1)
    order = pd.DataFrame(
        {"clear": -clear, "size": -size, "name": compared["feature"], "side": side}
    )
    order = order.sort_values(["clear", "size", "name"], kind="stable")
    order = order.assign(turn=order.groupby(["clear", "side"]).cumcount())
    order = order.sort_values(["clear", "turn", "size", "name"], kind="stable")
    return compared.loc[order.index].head(most).reset_index(drop=True)


def telling_words(compared: pd.DataFrame, most: int = 18) -> pd.DataFrame:
    """The most telling rows, by ratio where there is one, else by the difference of their rates."""
    table = most_telling(compared, most)
    if table.empty:
        return table
    lean = table["log_ratio"]
    lean = table["per_10k_a"] - table["per_10k_b"] if lean.isna().all() else lean
    table = table.assign(lean=lean).sort_values(["lean", "feature"], ascending=[False, True])
    return table.drop(columns="lean").reset_index(drop=True)


def headline_claims(compared: Callable[[str], pd.DataFrame], *, most: int = 6) -> pd.DataFrame:
    """The most telling rows of the three comparisons (`compared` gives each by kind), with their
    kind.
    """
    kinds = ("slogans", "bodies", "words")
    parts = [most_telling(compared(kind), most).assign(kind=kind) for kind in kinds]
    parts = [part for part in parts if len(part)]
    empty = pd.DataFrame(columns=["feature", "kind"])
    return pd.concat(parts, ignore_index=True) if parts else empty


def level_counts(study: Study, kind: str) -> pd.DataFrame:
    """place, level, home_made, n, share (of the place's mentions), n_articles, of_articles, href:
    the mentions of a kind by level in the first GROUPS_SHOWN places.

    For slogans home_made tells those apart that the place made itself (see `trace_slogans`), and
    no row is zero; for bodies every place has a row of each level that any of them names.
    """
    rows = rows_of(study, kind)
    rows = rows[rows["place"].isin(study.places[:GROUPS_SHOWN])]
    if rows.empty:
        return pd.DataFrame(columns=["place"])
    if kind == "slogans":
        rows = with_origins(rows, study.articles)
    rows = rows.assign(home_made=rows.get("home_made", False))
    keys = ["place", "level", "home_made"]
    counts = rows.groupby(keys).agg(
        n=("level", "size"), n_slogans=("name", "nunique"), n_articles=("article_id", "nunique")
    )
    there = [
        [name for name in names if name in set(rows[column])]
        for column, names in (("place", study.places), ("level", LEVELS))
    ]
    whole = pd.MultiIndex.from_product([*there, [False, True]], names=keys)
    counts = counts.reindex(whole, fill_value=0).reset_index()
    zero = kind == "slogans" or counts["home_made"]
    counts = counts[(counts["n"] > 0) | ~zero].reset_index(drop=True)
    counts.insert(4, "share", counts["n"] / counts.groupby("place")["n"].transform("sum"))
    counts["of_articles"] = counts["place"].map(study.articles["place"].value_counts())
    by = keys if kind == "slogans" else keys[:2]
    return counts.assign(href=hrefs(kind, counts, "n", **dict(zip(by, by, strict=True))))


def headings(articles: pd.DataFrame) -> list[str]:
    """What to call each article: its title, else its kicker, else its first words in brackets."""
    starts = ["（" + " ".join(text.split())[:16] + "…）" for text in articles["text"]]
    return [
        t or k or s for t, k, s in zip(articles["title"], articles["kicker"], starts, strict=True)
    ]


def corpus_rows(study: Study) -> pd.DataFrame:
    """What the corpus is made of, in order of place and date: a row an article (article_id, title,
    genre, date_published, n_han, genre_han, inferred: its place or day); where there are more than
    BLOCK_ROWS days of places, a row a place and period (period, "" where the day is not known, n
    articles, n_han).

    Both with place, place_han (of all its articles), of_articles, of_han, not_counted (captions and
    the like), href.
    """
    table = in_order(study, study.articles)
    sums = {"of_articles": len(table), "of_han": int(table["n_han"].sum())}
    sums["not_counted"] = len(study.corpus.articles) - len(table)
    if len(table[["place", "date_published"]].drop_duplicates()) > BLOCK_ROWS:
        every = choose_every(study)
        keys = [table["place"], group_names(table, every).rename("period")]
        table = table.groupby(keys, sort=False)["n_han"].agg(n="size", n_han="sum").reset_index()
        links = hrefs("articles", table, place="place", **{every: "period"})
        columns = ["place", "period", "n", "n_han"]
    else:
        sure = table[["place_basis", "date_published_basis"]].isin(["given", "printed"]).all(axis=1)
        genre_han = table.groupby("genre")["n_han"].transform("sum")
        table = table.assign(title=headings(table), inferred=~sure, genre_han=genre_han)
        links = hrefs("articles", table, article_id="article_id")
        columns = ["article_id", "title", "place", "genre", "date_published", "n_han", "genre_han"]
        columns.append("inferred")
    place_han = table.groupby("place")["n_han"].transform("sum")
    return table[columns].assign(place_han=place_han, **sums, href=links)


def choose_every(study: Study) -> str:
    """The period that the days of a study call for: days as they are when there are few or when they
    lie within three months, of more than MANY_DAYS weeks; then months, of more than five years years.
    """
    day = pd.to_datetime(study.articles["date_published"], format="%Y-%m-%d", errors="coerce")
    span = (day.max() - day.min()).days if day.notna().any() else 9999
    few = day.nunique() <= FEW_DAYS and span <= 3 * 366
    if span <= 92 and day.nunique() > MANY_DAYS:
        return "week"
    return "day" if span <= 92 or few else "month" if span <= 5 * 366 else "year"


def in_order(study: Study, articles: pd.DataFrame) -> pd.DataFrame:
    """Articles, places in the study's order, by date and id within."""
    table = articles.assign(rank=articles["place"].map(study.places.index))
    table = table.sort_values(["rank", "date_published", "article_id"], kind="stable")
    return table.drop(columns="rank").reset_index(drop=True)
