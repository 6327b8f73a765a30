"""The rows of each figure; none: nothing to draw. Every table has its own denominators
(of_articles, of_a, of_b) and the links to its evidence (href, href_a, href_b: "#" + an anchor, ""
where there is nothing to open). Rates are per 10,000 Han characters."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.chinese.han import HAN, NUMERAL
from analysis.chinese.lexicons import LEVELS, load_lexicon, load_stopwords
from analysis.chinese.tokens import add_token_counts, kept_whole, tokenize, word_tokens
from analysis.corpus import Corpus, articles_counted
from analysis.draw.group_looks import style_groups
from analysis.evidence.anchors import anchor
from analysis.measure.compare import MORE_A, MORE_B, below_floor, compare, holds
from analysis.measure.counts import count_features
from analysis.measure.groups import group_names
from analysis.measure.occurrences import with_origins
from analysis.mention.body_glosses import gloss_body
from analysis.mention.mentions import OWN, Mentions, own_names
from analysis.mention.slogans import CLAIM
from analysis.wording.labels import has_label, label

BLOCK_ROWS = 24  # days of places whose articles are drawn one by one; of more, their numbers
FEW_DAYS = 8  # as many days can be named one by one
MANY_DAYS = 40  # of more a small group's rates leap from day to day
QUARTER = 92  # days
BODIES_SHOWN = 16
GROUPS_SHOWN = 12  # small multiples on a page; of more, those with most articles
COMPARED = 3  # occurrences of what is compared
EVIDENCE = {
    "words": ("tokens", "token"),
    "slogans": ("slogans", "name"),
    "bodies": ("bodies", "name"),
}
NONE = pd.DataFrame(columns=["feature", "kind", "place", "place_a", "place_b"])


class Sources(NamedTuple):
    """What the figures of a run are drawn from, and what is asked."""

    corpus: Corpus
    articles: pd.DataFrame  # counted, with n_tokens
    slogans: pd.DataFrame
    bodies: pd.DataFrame
    words: pd.DataFrame  # tokens worth ranking: two characters or more, no function words
    tokens: pd.DataFrame  # all words
    groups: pd.DataFrame  # in the order of show: the two compared, then by number of articles
    place_a: str
    place_b: str
    term: str
    corpus_dir: str | Path  # of the raw files
    gloss: Callable[[str], str]  # of a name, in English
    compared: Callable[[str], pd.DataFrame] | None = None  # `comparison` by kind, each made once

    @property
    def places(self) -> list[str]:
        return self.groups.index.tolist()


def make_sources(
    corpus: Corpus,
    mentions: Mentions,
    *,
    place_a: str,
    place_b: str,
    term: str,
    by: str = "place",
    corpus_dir: str | Path = "",
) -> Sources:
    """Everything that figures read, worked out once; by : what the groups are values of."""
    articles = articles_counted(corpus.articles).sort_values("article_id", ignore_index=True)
    ids = articles["article_id"]
    claims = mentions.slogans["kind"] == CLAIM  # told apart, never mixed in
    slogans, bodies = (
        t[t["article_id"].isin(ids)].reset_index(drop=True)
        for t in (mentions.slogans[~claims], mentions.bodies)
    )
    sentences = corpus.sentences[corpus.sentences["article_id"].isin(ids)]
    tokens = word_tokens(tokenize(sentences, kept_whole(sentences, articles, slogans, bodies)))
    articles = add_token_counts(articles, tokens)
    tokens = tokens.merge(articles[["article_id", "place"]], on="article_id")
    words = tokens[is_long(tokens["token"]) & ~tokens["token"].isin(stopwords())]
    groups = style_groups(articles["place"], first=[place_a, place_b], by=by)
    tables = (corpus, articles, slogans, bodies, words.reset_index(drop=True), tokens, groups)
    gloss = _glossing(slogans, bodies, groups)
    sources = Sources(*tables, place_a, place_b, term, corpus_dir, gloss)
    return sources._replace(compared=cache(lambda kind: comparison(sources, kind)))


def is_long(words: pd.Series) -> pd.Series:
    """Words of Han characters, two and more, that are no numeral (二十 of 二十届)."""
    numeral = words.str.fullmatch(f"[{NUMERAL}〇零亿]+")
    return (words.str.len() > 1) & words.str.contains(rf"[{HAN}]") & ~numeral


def stopwords() -> frozenset[str]:
    """The words of all stop lists."""
    return frozenset(load_stopwords()["word"])


def hrefs(table: str, rows: pd.DataFrame, n: str, /, **filters: str) -> list[str]:
    """The links of rows, each filter by the values of a column; none where `n` is zero."""
    values = rows[list(filters.values())].itertuples(index=False)
    pairs = zip(rows[n], values, strict=True)
    return [
        "#" + anchor(table, **dict(zip(filters, v, strict=True))) if k else "" for k, v in pairs
    ]


def glosses(sources: Sources, names: Iterable[str]) -> dict[str, str]:
    """The English gloss of each name: of a slogan, word, body or group; "" where there is none."""
    return {name: sources.gloss(name) for name in names}


def _glossing(
    slogans: pd.DataFrame, bodies: pd.DataFrame, groups: pd.DataFrame
) -> Callable[[str], str]:
    """What gives the gloss of a name, or of the slogan or organ that it is printed for."""
    rows = slogans[slogans["gloss"] != ""]
    printed = zip(rows["surface"].str.strip("“”‘’「」『』"), rows["gloss"], strict=True)
    known = dict(reversed(list(printed))) | dict(zip(rows["name"], rows["gloss"], strict=True))
    meant = bodies.drop_duplicates(["surface", "name"]).groupby("surface")["name"].agg(list)

    @cache
    def gloss(name: str) -> str:
        if name in known:
            return known[name]
        # the organ without its places
        heads = {gloss_body(body).split(", ")[0] for body in meant.get(name, ())}
        head = heads.pop() if len(heads) == 1 else ""
        own = groups["short"].get(name)
        said = gloss_body(name) or head or own or _in_lexicon().get(name, "")
        word = label(name, "en") if has_label(name) else name
        return said if name in word else word  # 中央 (central) is the name of a level

    return gloss


@cache
def _in_lexicon() -> dict[str, str]:
    """The glosses of all slogans, those that no article has too."""
    lexicon = load_lexicon("slogans").drop_duplicates("alias")
    return dict(zip(lexicon["alias"].str.strip("“”"), lexicon["gloss"], strict=True))


def gloss_of(sources: Sources, names: pd.Series) -> pd.Series:
    return names.map(glosses(sources, names)).fillna("")


def rows_of(sources: Sources, kind: str) -> pd.DataFrame:
    """The occurrences of a kind: "words" (without the places' own names), "slogans" or "bodies"."""
    if kind == "words":
        return sources.words[~sources.words["token"].isin(sources.places)]
    return {"slogans": sources.slogans, "bodies": sources.bodies}[kind]


def _told(sources: Sources, counts: pd.DataFrame) -> pd.DataFrame:
    """Counts of features by place with gloss and of_articles, in the order of the places."""
    of = counts["place"].map(sources.articles["place"].value_counts())
    counts = counts.assign(gloss=gloss_of(sources, counts["feature"]), of_articles=of)
    return counts.sort_values("place", key=lambda c: c.map(sources.places.index), kind="stable")


def top_words(sources: Sources, *, most: int = 12, shown: int = GROUPS_SHOWN) -> pd.DataFrame:
    """The `most` frequent words of each of the first `shown` places."""
    rows = rows_of(sources, "words")
    counts = count_features(rows, sources.articles, feature="token", by=("place",))
    counts = counts[counts["place"].isin(sources.places[:shown])]
    counts = _told(sources, counts.groupby("place", sort=False).head(most)).reset_index(drop=True)
    return counts.assign(href=hrefs("tokens", counts, "n", token="feature", place="place"))


def comparison(sources: Sources, kind: str) -> pd.DataFrame:
    """`compare` of the two places over the features with COMPARED occurrences; label, gloss, links."""
    table, feature = EVIDENCE[kind]
    sides = [sources.place_a, sources.place_b]
    rows, printed = _own_names(sources, kind, sides)
    counts = rows[feature].value_counts()
    features = sorted(counts.index[counts >= COMPARED])
    if len(set(sides) & set(sources.places)) < 2 or not features:
        return NONE
    found = compare(sources.corpus, rows, *sides, feature=feature, features=features)
    found.insert(1, "label", found["feature"].map(printed_forms(rows, feature)))
    found = found.assign(
        gloss=gloss_of(sources, found["feature"]), place_a=sides[0], place_b=sides[1]
    )
    for side, place in zip("ab", sides, strict=True):
        links = found.assign(name=[printed.get((place, f), f) for f in found["feature"]])
        filters = {feature: "name", "place": f"place_{side}"}
        found[f"href_{side}"] = hrefs(table, links, f"n_{side}", **filters)
    return found


def _own_names(sources: Sources, kind: str, places: list[str]) -> tuple[pd.DataFrame, dict]:
    """The occurrences in these places, their own district's bodies under one name (本区财政局); by
    place and such name the one that it stands for."""
    feature = EVIDENCE[kind][1]
    rows = rows_of(sources, kind)
    rows = rows[rows["place"].isin(places)]
    if kind != "bodies":
        return rows, {}
    own = {(p, n): g for p in places for n, g in own_names(rows, sources.corpus.places, p).items()}
    pairs = zip(rows["place"], rows[feature], strict=True)
    named = rows.assign(**{feature: [own.get(pair, pair[1]) for pair in pairs]})
    return named, {(place, general): name for (place, name), general in own.items()}


def top_bodies(sources: Sources) -> pd.DataFrame:
    """The BODIES_SHOWN most frequent bodies of the first GROUPS_SHOWN places, by body and place."""
    places = sources.places[:GROUPS_SHOWN]
    rows, printed = _own_names(sources, "bodies", places)
    if rows.empty:
        return NONE
    counts = count_features(rows, sources.articles, by=("place",))
    total = counts.groupby("feature")["n"].sum().reset_index()
    names = total.sort_values(["n", "feature"], ascending=[False, True])["feature"].head(
        BODIES_SHOWN
    )
    whole = pd.MultiIndex.from_product([names, places], names=["feature", "place"])
    counts = counts.set_index(["feature", "place"]).reindex(whole, fill_value=0).reset_index()
    counts = counts.assign(label=counts["feature"].map(printed_forms(rows, "name")))
    counts = _told(sources, counts).sort_index()
    pairs = zip(counts["place"], counts["feature"], strict=True)
    links = counts.assign(name=[printed.get(pair, pair[1]) for pair in pairs])
    return counts.assign(href=hrefs("bodies", links, "n", name="name", place="place"))


def printed_forms(rows: pd.DataFrame, feature: str) -> dict[str, str]:
    """The form in which each feature is printed most often, but its own name where another has that
    form too; of each place's own body one that all print: 市委 for 桐乡市委 and 海宁市委."""
    forms = pd.Series(rows[feature].unique(), rows[feature].unique())
    if "surface" in rows:
        rows = rows[~rows.duplicated(["article_id", "start", "end"], keep=False)]  # 省市区委 is 3
        own, pairs = (
            rows[feature].str.contains(OWN),
            zip(rows["surface"], rows["place"], strict=True),
        )
        bare = [surface.removeprefix(place) for surface, place in pairs]
        rows = rows.assign(form=rows["surface"].where(~own, bare))
        spread = rows.groupby([feature, "form"])["place"].transform("nunique")
        shared = rows[~own | (spread == rows.groupby(feature)["place"].transform("nunique"))]
        seen = shared.groupby(feature)["form"].agg(lambda s: s.value_counts().index[0])
        forms.update(seen[~seen.duplicated(keep=False)])
    return forms.to_dict()


def most_telling(compared: pd.DataFrame, most: int) -> pd.DataFrame:
    """The rows worth drawing: verdicts that stand in the whole family, then the others, then those
    in most articles; the two directions in turn."""
    if compared.empty:
        return compared
    clear = compared["verdict"].isin([MORE_A, MORE_B]).astype(int) + holds(compared)
    size = compared["articles_a"] + compared["articles_b"] - compared["p_permutation"].fillna(1)
    side = np.sign(compared["per_10k_a"] - compared["per_10k_b"])
    order = pd.DataFrame({"clear": -clear, "size": -size, "name": compared["feature"]})
    order = order.sort_values(["clear", "size", "name"], kind="stable")
    order = order.assign(turn=order.groupby(["clear", side]).cumcount())
    order = order.sort_values(["clear", "turn", "size", "name"], kind="stable")
    return compared.loc[order.index].head(most).reset_index(drop=True)


def telling_words(sources: Sources, most: int = 18) -> pd.DataFrame:
    """The most telling words, by ratio where there is one, else by the difference of rates."""
    table = most_telling(sources.compared("words"), most)
    if table.empty:
        return table
    few = below_floor(table)
    lean = table["per_10k_a"] - table["per_10k_b"] if few else table["log_ratio"]
    table = table.assign(lean=lean).sort_values(["lean", "feature"], ascending=[False, True])
    return table.drop(columns="lean").reset_index(drop=True)


def headline_claims(sources: Sources, most: int = 6) -> pd.DataFrame:
    """The most telling rows of the three comparisons, with their kind; each name once."""
    parts, seen = [], set()
    for kind in ("slogans", "bodies", "words"):
        rows = sources.compared(kind)
        rows = rows[~rows["label"].isin(seen)] if len(rows) else rows
        seen |= set(rows.get("label", ()))
        if len(rows):
            parts.append(most_telling(rows, most).assign(kind=kind))
    return pd.concat(parts, ignore_index=True) if parts else NONE


def level_counts(sources: Sources, kind: str) -> pd.DataFrame:
    """The mentions of a kind by level in the first GROUPS_SHOWN places; share is of the place's. Of
    slogans home_made (see `trace_slogans`) apart, no row zero; of bodies every level in each place.
    """
    rows = rows_of(sources, kind)
    rows = rows[rows["place"].isin(sources.places[:GROUPS_SHOWN])]
    if rows.empty:
        return NONE
    if kind == "slogans":
        rows = with_origins(rows, sources.articles)
    keys = ["place", "level", "home_made"]
    counts = rows.assign(home_made=rows.get("home_made", False)).groupby(keys)
    counts = counts.agg(
        n=("level", "size"), n_slogans=("name", "nunique"), n_articles=("article_id", "nunique")
    )
    order = {"place": sources.places, "level": LEVELS}
    there = [[v for v in values if v in set(rows[column])] for column, values in order.items()]
    whole = pd.MultiIndex.from_product([*there, [False, True]], names=keys)
    counts = counts.reindex(whole, fill_value=0).reset_index()
    empty = (kind == "bodies") & ~counts["home_made"]
    counts = counts[(counts["n"] > 0) | empty].reset_index(drop=True)
    counts.insert(4, "share", counts["n"] / counts.groupby("place")["n"].transform("sum"))
    counts["of_articles"] = counts["place"].map(sources.articles["place"].value_counts())
    by = keys if kind == "slogans" else keys[:2]
    return counts.assign(href=hrefs(kind, counts, "n", **dict(zip(by, by, strict=True))))


def corpus_rows(sources: Sources) -> pd.DataFrame:
    """What the corpus is made of, by place and day: a row an article (inferred: its place or day);
    of more than BLOCK_ROWS days of places a row a place and period ("": day not known). Both with
    place_han (of all its articles), of_han, not_counted (captions and the like)."""
    table = in_order(sources)
    sums = {"of_articles": len(table), "of_han": int(table["n_han"].sum())}
    sums["not_counted"] = len(sources.corpus.articles) - len(table)
    if len(table[["place", "date_published"]].drop_duplicates()) > BLOCK_ROWS:
        every = choose_every(sources.articles)
        keys = [table["place"], group_names(table, every).rename("period")]
        table = table.groupby(keys, sort=False)["n_han"].agg(n="size", n_han="sum").reset_index()
        links = hrefs("articles", table, "n", place="place", **{every: "period"})
        columns = ["place", "period", "n", "n_han"]
    else:
        sure = table[["place_basis", "date_published_basis"]].isin(["given", "printed"]).all(axis=1)
        genre_han = table.groupby("genre")["n_han"].transform("sum")
        table = table.assign(inferred=~sure, genre_han=genre_han)
        links = hrefs("articles", table, "article_id", article_id="article_id")
        columns = ["article_id", "title", "place", "genre", "date_published", "n_han", "genre_han"]
        columns.append("inferred")
    place_han = table.groupby("place")["n_han"].transform("sum")
    return table[columns].assign(place_han=place_han, **sums, href=links)


def choose_every(articles: pd.DataFrame) -> str:
    """The period that the days of articles call for: days where they are few or lie within three
    months, weeks of more than MANY_DAYS; then months; of more than five years, years."""
    day = pd.to_datetime(articles["date_published"], format="%Y-%m-%d", errors="coerce")
    span = (day.max() - day.min()).days if day.notna().any() else 9999
    if span <= QUARTER and day.nunique() > MANY_DAYS:
        return "week"
    few = day.nunique() <= FEW_DAYS and span <= 3 * 366
    return "day" if span <= QUARTER or few else "month" if span <= 5 * 366 else "year"


def in_order(sources: Sources) -> pd.DataFrame:
    """The articles by place, day and id; title is what to call each: its title, else its kicker,
    else its first words in brackets."""
    table = sources.articles
    starts = "（" + table["text"].str.split().str.join(" ").str[:16] + "…）"
    title = table["title"].where(table["title"] != "", table["kicker"])
    rank = table["place"].map(sources.places.index)
    table = table.assign(title=title.where(title != "", starts), rank=rank)
    table = table.sort_values(["rank", "date_published", "article_id"], kind="stable")
    return table.drop(columns="rank").reset_index(drop=True)
