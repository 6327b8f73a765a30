"""Sentences of articles: cut after 。！？!?… (closing quotes stay) and at line ends."""

import pandas as pd

from analysis.read import formulas as f
from analysis.table.dictionary import columns_of, table_of

SENTENCE_COLUMNS = columns_of("sentences")


def split_sentences(articles: pd.DataFrame) -> pd.DataFrame:
    """One row a sentence of `articles`; start and end are offsets into the article's text.

    >>> split_sentences(pd.DataFrame({"article_id": ["a-01"], "text": ["“好。”他说！\\n完"]}))[
    ...     ["sentence_id", "paragraph_no", "start", "end", "text"]].values.tolist()
    [['a-01-s001', 1, 0, 4, '“好。”'], ['a-01-s002', 1, 4, 7, '他说！'], ['a-01-s003', 2, 8, 9,
    '完']]
    """
    rows = []
    for article_id, text in zip(articles["article_id"], articles["text"], strict=True):
        for no, (paragraph, start, end) in enumerate(sentence_spans(text), 1):
            rows.append(
                (f"{article_id}-s{no:03d}", article_id, paragraph, no, start, end, text[start:end])
            )
    numbers = dict.fromkeys(["paragraph_no", "sentence_no", "start", "end"], "int64")
    return table_of(rows, SENTENCE_COLUMNS, numbers)


def sentence_spans(text: str) -> list[tuple[int, int, int]]:
    """Paragraph number (from 1), start and end of every sentence that is not white space only."""
    spans, paragraph, at = [], 1, 0
    for line in text.split("\n"):
        for found in f.SENTENCE.finditer(line):
            start = found.start()
            solid = found.group().strip()
            if solid:
                start += found.group().index(solid[0])
                spans.append((paragraph, at + start, at + start + len(solid)))
        at += len(line) + 1
        paragraph += 1
    return spans
