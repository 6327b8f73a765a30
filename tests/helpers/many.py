"""A large corpus from a small one: its articles again and again under other names, as many as asked
for.
"""

import numpy as np
import pandas as pd

from analysis.measure.concordance import make_index
from analysis.measure.look_up import Prepared, Words


def many_articles(desk: Prepared, n: int) -> Prepared:
    """The same desk with at least n articles; words are copied, not cut anew."""
    copies = -(-n // len(desk.articles))

    def again(table, *columns):
        return pd.concat(
            [table.assign(**{c: f"{k:06d}" + table[c] for c in columns}) for k in range(copies)],
            ignore_index=True,
        )

    articles = again(desk.articles, "article_id")
    articles["before"] = articles.groupby("place")["size"].cumsum() - articles["size"]
    index = make_index(again(desk.index.sentences, "article_id", "sentence_id"))
    words, n_sentences = desk.words, len(desk.index.sentences)
    sentence = np.concatenate([words.sentence + k * n_sentences for k in range(copies)])
    code, size = np.tile(words.code, copies), len(desk.index.text) + 1
    start, end = (
        np.concatenate([a + k * size for k in range(copies)]) for a in (words.start, words.end)
    )
    larger = Words(words.vocabulary, code, sentence, start, end, words.sentences_with * copies)
    mentions = {
        kind: again(table, "article_id", "sentence_id") for kind, table in desk.mentions.items()
    }
    return Prepared(articles, index, larger, mentions, again(desk.offsets, "article_id"))
