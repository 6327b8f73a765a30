"""What an exported page needs to look terms up by itself, without Python."""

import numpy as np
import pandas as pd

from analysis.page.open_corpus import Opened


def page_corpus(opened: Opened) -> dict:
    """Articles, sentences with their lines, and sizes, for the page's own search.

    articles : [place, paper, date, basis, title]; files : names; sentences : [article, text, file,
        line, breaks], file and
    line (from 1) of the first character, breaks of `line_breaks`; places : [place, articles, Han
    characters]; names : to offer.
    """
    counted = opened.articles
    about = ["place", "paper", "date_published", "date_published_basis", "title"]
    position = {article_id: number for number, article_id in enumerate(counted["article_id"])}
    rows = opened.corpus.sentences[opened.corpus.sentences["article_id"].isin(position)]
    files = sorted(set(opened.corpus.offsets["file"]))
    where = line_breaks(rows, opened.corpus.offsets, files)
    sentences = [
        [position[row.article_id], row.text, *stands]
        for row, stands in zip(rows.itertuples(), where, strict=True)
    ]
    sizes = counted.groupby("place").agg(articles=("article_id", "size"), han=("n_han", "sum"))
    places = [
        [place, int(sizes.at[place, "articles"]), int(sizes.at[place, "han"])]
        for place in opened.places
    ]
    names = sorted({*opened.slogans["surface"], *opened.bodies["surface"]})
    return {
        "articles": counted[about].astype(str).to_numpy().tolist(),
        "files": files,
        "sentences": sentences,
        "places": places,
        "names": names,
        "term": opened.term,
    }


def line_breaks(sentences: pd.DataFrame, offsets: pd.DataFrame, files: list[str]) -> list[list]:
    """For each sentence its file (position in `files`), its first line, and where the next lines of
    the file begin in it.

    The last is flat, three numbers a line: how many UTF-16 units (as a browser counts) further on
    it begins, how many lines further down it is, how many files further. Sentence order is kept.
    >>> runs = [("a-01", 0, 4, "a.txt", 3), ("a-01", 4, 9, "a.txt", 4), ("a-01", 9, 12, "b.txt", 1)]
    >>> offsets = pd.DataFrame(runs, columns=["article_id", "start", "end", "file", "line"])
    >>> sentences = pd.DataFrame({"article_id": ["a-01"], "start": [2], "end": [12],
    ...     "text": ["一二𠮷四五六七八九十"]})
    >>> line_breaks(sentences, offsets, ["a.txt", "b.txt"])
    [[0, 3, [2, 1, 0, 6, -3, 1]]]
    """
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
