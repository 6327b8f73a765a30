"""Pages in memory, repaired: what a folder of them would give."""

from operator import itemgetter

import pandas as pd

from analysis.describe.dates import date_in_path
from analysis.read.layout import NO_MARKS
from analysis.repair.repair import Repaired, in_reading_order, join_pages, repair_page, tables_of


def repair_documents(raw: pd.DataFrame) -> Repaired:
    """The tables of documents (columns doc_id, file, text; marks where known).

    >>> page = "区委召开会议\\n本报讯（记者 李一）昨日，区委召开会\\n议，部署防汛。\\n"
    >>> tables = repair_documents(pd.DataFrame({"doc_id": ["a"], "file": ["a.txt"],
    ...     "text": [page]}))
    >>> tables.articles[["article_id", "title", "byline", "text"]].values.tolist()
    [['a-01', '区委召开会议', '本报讯（记者 李一）', '昨日，区委召开会议，部署防汛。']]
    """
    days = [date_in_path(file) for file in raw["file"]]
    marks = raw["marks"] if "marks" in raw else [NO_MARKS] * len(raw)
    documents = zip(raw["doc_id"], raw["file"], raw["text"], days, marks, strict=True)
    by_day = sorted(documents, key=itemgetter(3))  # issue by issue
    batches = join_pages(repair_page(*document) for document in by_day)
    return in_reading_order([tables_of(pages) for pages in batches], raw["doc_id"])
