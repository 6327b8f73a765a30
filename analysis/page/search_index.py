"""What an exported page needs to look terms up without Python; JupyterLab's box names them too."""

import numpy as np
import pandas as pd

from analysis.chinese.lexicons import load_lexicon
from analysis.measure.counts import counted
from analysis.measure.groups import group_names
from analysis.mention.body_glosses import gloss_bodies
from analysis.page.open_corpus import Opened
from analysis.table.dictionary import describe_columns
from analysis.wording.labels import has_label, label, phrase

MOST_GROUPS, MOST_PERIODS = 20, 24  # more lanes, or more bars in one, cannot be told apart
GROUPED = "place paper genre place_level year month".split()  # offered first, in this order
TOLD = ["place", "paper", "date_published", "date_published_basis", "title"]


def page_corpus(opened: Opened) -> dict:
    """Articles, sentences with their lines, and names, for the page's own search.

    articles : TOLD, the groups (one a column), Han characters; columns : what articles can be
        grouped by; groups : of each its names; again : of each the articles it leaves out, a text
        counting once a group; called : what a reader calls each group; files : names; sentences :
        article, text, file, line, breaks: file and line (from 1) of the first character, breaks of
        `line_breaks`; names : of `name_table`, with at: [sentence, start, end] of each mention;
        every : characters of a day that make a period."""
    articles = opened.articles
    position = {article_id: number for number, article_id in enumerate(articles["article_id"])}
    rows = opened.corpus.sentences
    rows = rows[rows["article_id"].isin(position)]
    files = sorted(set(opened.corpus.offsets["file"]))
    breaks = line_breaks(rows, opened.corpus.offsets, files)
    of = zip(rows["article_id"].map(position), rows["text"], breaks, strict=True)
    groups = group_columns(articles)
    known = {name: sorted(set(values)) for name, values in groups.items()}
    known["place"] = [place for place in opened.places if place in set(articles["place"])]
    told = articles[TOLD].astype(str).to_numpy().tolist()
    own = map(list, zip(*groups.values(), strict=True))
    rows_of = zip(told, own, articles["n_han"].tolist(), strict=True)
    names = []
    for kind, mentions in (("slogan", opened.slogans), ("body", opened.bodies)):
        at = _standing(mentions, rows)
        some = name_table(mentions, kind).to_dict("records")
        names += [{**name, "at": at[name["name"]]} for name in some]
    return {
        "articles": [[*about, inside, han] for about, inside, han in rows_of],
        "columns": [column_label(name, opened.lang) for name in groups],
        "groups": list(known.values()),
        "again": [_again(articles, values) for values in groups.values()],
        "called": called_groups(groups, opened.looks, opened.lang),
        "colours": list(opened.looks["colour"]),
        "files": files,
        "sentences": [[number, text, *where] for number, text, where in of],
        "names": names,
        "every": period_size(articles["date_published"]),
        "term": opened.term,
    }


def _again(articles: pd.DataFrame, groups: pd.Series) -> list[int]:
    """The numbers of the articles whose text their group has already."""
    kept = set(counted(articles.assign(place=groups.to_numpy()))["article_id"])
    return [n for n, article_id in enumerate(articles["article_id"]) if article_id not in kept]


def name_table(mentions: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The slogans or bodies, frequent first: name, kind, gloss, n, words (all they go by, small)."""
    table = mentions.assign(gloss=mentions.get("gloss", ""))
    forms = ("surface", _joined)
    names = table.groupby("name").agg(n=("name", "size"), forms=forms, gloss=("gloss", "first"))
    names = names.reset_index().sort_values(["n", "name"], ascending=[False, True], kind="stable")
    if kind == "body":
        names["gloss"] = gloss_bodies(names["name"])
    lexicon = load_lexicon({"slogan": "slogans", "body": "bodies"}[kind])
    aliases = lexicon[lexicon["name"].isin(set(names["name"]))].groupby("name")["alias"]
    aliases = names["name"].map(aliases.agg(_joined)).fillna("")
    words = names["name"].str.cat([names["forms"], aliases, names["gloss"]], sep=" ").str.lower()
    return names.assign(kind=kind, words=words)[["name", "kind", "gloss", "n", "words"]]


def _joined(forms: pd.Series) -> str:
    return " ".join(sorted(set(forms)))


def group_columns(articles: pd.DataFrame) -> dict[str, pd.Series]:
    """What articles can be grouped by: column or period -> the group of each; the place always, the
    others, a person's own too, where they have two to MOST_GROUPS groups."""
    ours = describe_columns("articles")
    own = [c for c in articles.columns if c not in ours and articles[c].dtype == object]
    found = {}
    for name in dict.fromkeys((*GROUPED, *own)):
        if name in articles or (name in ("year", "month") and "date_published" in articles):
            names = group_names(articles, name)
            if name == "place" or 1 < names.nunique() <= MOST_GROUPS:
                found[name] = names.reset_index(drop=True)
    return found


def called_groups(groups: dict[str, pd.Series], places: pd.DataFrame, lang: str) -> dict[str, str]:
    """What a reader calls each group of `group_columns`; places : of `style_groups`."""
    every = {value for values in groups.values() for value in values if has_label(value)}
    return {value: label(value, lang) for value in sorted(every)} | places[lang].to_dict()


def column_label(name: str, lang: str, **values: object) -> str:
    """What a reader sees of a column: of words.csv, else its own name."""
    key = f"column.{name}"
    text = label(key, lang, **values) if has_label(key) else ""
    return text if text.strip("–") else phrase(name.replace("_", " "), lang)


def period_size(days: pd.Series) -> int:
    """How many characters of an ISO day make a period, so that at most MOST_PERIODS are drawn.

    >>> period_size(pd.Series(["2025-02-18", "2025-05-28", ""])), period_size(pd.Series([""]))
    (10, 10)
    """
    known = days[days != ""].astype(str)
    sizes = (size for size in (10, 7) if known.str[:size].nunique() <= MOST_PERIODS)
    return next(sizes, 4)


def _standing(mentions: pd.DataFrame, sentences: pd.DataFrame) -> dict[str, list[list[int]]]:
    """Name -> [sentence, start, end] of each mention, in UTF-16 units of the sentence."""
    number = {key: i for i, key in enumerate(sentences["sentence_id"])}
    starts, texts = sentences["start"].tolist(), sentences["text"].tolist()
    found: dict[str, list[list[int]]] = {}
    for row in mentions.sort_values(["article_id", "start"], kind="stable").itertuples():
        i = number[row.sentence_id]
        a, b = (_units(texts[i][: max(at - starts[i], 0)]) for at in (row.start, row.end))
        found.setdefault(row.name, []).append([i, a, b])
    return found


def line_breaks(sentences: pd.DataFrame, offsets: pd.DataFrame, files: list[str]) -> list[list]:
    """For each sentence [file (position in `files`), line, [after, down, on, ...]]: how many UTF-16
    units further on each next line begins in it, how many lines down, how many files on."""
    number = {file: n for n, file in enumerate(files)}
    runs = dict(iter(offsets.groupby("article_id", sort=False)))
    return [_one(row, runs[row.article_id], number) for row in sentences.itertuples()]


def _one(sentence: tuple, runs: pd.DataFrame, number: dict[str, int]) -> list:
    starts = runs["start"].to_numpy()
    first = max(int(np.searchsorted(starts, sentence.start, side="right")) - 1, 0)
    last = int(np.searchsorted(starts, sentence.end, side="left"))
    lines, files = runs["line"].tolist(), [number[file] for file in runs["file"].iloc[first:last]]
    found: list[int] = []
    at = 0  # of the last break, in the sentence
    now = (lines[first], files[0])
    for run in range(first + 1, last):
        line, file = lines[run], files[run - first]
        if (line, file) != now:
            here = int(starts[run]) - sentence.start
            found += [_units(sentence.text[at:here]), line - now[0], file - now[1]]
            at, now = here, (line, file)
    return [files[0], lines[first], found]


def _units(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)
