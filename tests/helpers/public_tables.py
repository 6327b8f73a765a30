"""Every table the public functions give, made from the five seeds: name -> table, as the dictionary
calls it.
"""

import pandas as pd

import analysis
from analysis.chinese.tokens import add_token_counts


def public_tables(corpus: tuple, mentions: tuple) -> list[pd.DataFrame]:
    tokens = analysis.tokenize(corpus.sentences, mentions.slogans)
    articles = add_token_counts(corpus.articles, tokens)
    slogans = mentions.slogans
    lines = analysis.concordance(corpus, "规划")
    return [
        *corpus,
        *mentions,
        tokens,
        articles,
        lines,
        analysis.articles_counted(corpus.articles),
        analysis.count_features(slogans, corpus.articles),
        analysis.count_features(slogans, corpus.articles, by=("genre", "level")),
        analysis.keyness(tokens, articles, "临平", "钱塘"),
        analysis.compare(corpus, slogans, "临平", "钱塘", n_resamples=50),
        analysis.trend(corpus, slogans, ["高质量发展"], every="year"),
        analysis.lifespans(corpus, slogans, ["高质量发展"], every="year"),
        analysis.collocations(tokens, "规划"),
        analysis.collocations(tokens, "规划", window=5),
        analysis.dispersion(slogans, corpus.articles),
        *(
            analysis.evidence(rows, corpus)
            for rows in (slogans, mentions.bodies, tokens.head(9), lines)
        ),
        analysis.mark_reprints(corpus).articles,
        analysis.reuse(corpus),
        analysis.reprint_shares(analysis.mark_reprints(corpus)),
        analysis.find_categories(corpus, {"plan": ["十五五"]}),
        analysis.to_quanteda(slogans, corpus.articles),
        *analysis.look(corpus, "规划"),
        analysis.propose_slogans(corpus, mentions),
        analysis.confounds(corpus, "临平", "钱塘"),
        analysis.trace_slogans(slogans, corpus.articles),
    ]
