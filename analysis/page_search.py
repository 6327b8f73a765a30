"""What an exported page needs to look terms up by itself, without Python."""

import pandas as pd

from analysis.offsets import locate
from analysis.reading import Desk


def page_corpus(desk: Desk) -> dict:
    """Articles, sentences with file and line, and sizes, for the page's own search.

    articles : [place, paper, date, basis, title]; sentences : [article, text, file, line]; names : to offer.
    """
    counted = desk.study.articles
    about = ["place", "paper", "date_published", "date_published_basis", "title"]
    position = {article_id: number for number, article_id in enumerate(counted["article_id"])}
    rows = desk.corpus.sentences[desk.corpus.sentences["article_id"].isin(position)]
    first_line = _first_lines(desk, rows)
    sentences = [
        [position[row.article_id], row.text, *where] for row, where in zip(rows.itertuples(), first_line, strict=True)
    ]
    sizes = counted.groupby("place").agg(articles=("article_id", "size"), han=("n_han", "sum"))
    places = [[place, int(sizes.at[place, "articles"]), int(sizes.at[place, "han"])] for place in desk.study.places]
    names = sorted({*desk.study.slogans["surface"], *desk.study.bodies["surface"]})
    return {
        "articles": counted[about].astype(str).to_numpy().tolist(),
        "sentences": sentences,
        "places": places,
        "names": names,
        "term": desk.term,
    }


def _first_lines(desk: Desk, sentences: pd.DataFrame) -> list[list]:
    found = locate(sentences[["article_id", "start", "end"]].reset_index(drop=True), desk.corpus.offsets)
    return found[["file", "line_from"]].to_numpy().tolist()
