"""How fast the matcher is, and how many slogans the proposals find again when half the lexicon is
hidden.

python -m benchmarks.mentions
"""

import random
import re
import time

import pandas as pd

from analysis.chinese.lexicons import load_lexicon
from analysis.chinese.matching import build_matcher, find_keys, match_key
from analysis.corpus import load_corpus
from analysis.mention.mentions import find_mentions
from analysis.mention.propose import propose_slogans

PATTERNS, MEGABYTES = 5_000, 6


def scoreboard(small: bool = False) -> str:
    """Both benchmarks as a Markdown section."""
    measured = [*speed(1 if small else MEGABYTES), *dense(1 if small else 20), *hidden_half()]
    lines = ["## Mentions", "", "| what | measured |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in measured]
    return "\n".join(lines) + "\n"


def _texts(corpus, megabytes: float) -> list[str]:
    """The seeds' articles in a fixed random order, until there are so many megabytes of UTF-8."""
    rng, texts, size = random.Random(0), [], 0
    own = [t for t in corpus.articles["text"] if len(t) > 200]
    while size < megabytes * 1_000_000:
        texts.append(rng.choice(own))
        size += len(texts[-1].encode())
    return texts


def _patterns() -> list[str]:
    """The lexicon's own aliases and names of counties, PATTERNS in all."""
    aliases = list(load_lexicon("slogans")["alias"]) + list(load_lexicon("bodies")["alias"])
    aliases += list(load_lexicon("admin")["name"])
    return list(dict.fromkeys(aliases))[:PATTERNS]


def speed(megabytes: float) -> list[tuple[str, str]]:
    """MB/s of UTF-8 on one core: the automaton, with offsets and checks of quotation marks, and re
    beside it.
    """
    texts, patterns = _texts(load_corpus("seeds"), megabytes), _patterns()
    size = sum(len(t.encode()) for t in texts) / 1e6
    matcher = build_matcher(patterns)
    keys = [match_key(t) for t in texts]
    start = time.perf_counter()
    for key in keys:
        matcher.automaton.find_matches_as_indexes(key, overlapping=True)
    bare = size / (time.perf_counter() - start)
    start = time.perf_counter()
    n = sum(len(same) for text in texts for *_, same in find_keys(matcher, text))
    whole = size / (time.perf_counter() - start)
    expression = re.compile("|".join(re.escape(p) for p in sorted(patterns, key=len, reverse=True)))
    few = texts[: max(1, len(texts) // 200)]
    start = time.perf_counter()
    for text in few:
        expression.findall(text)
    plain = sum(len(t.encode()) for t in few) / 1e6 / (time.perf_counter() - start)
    matching = f"matching, {len(patterns):,} patterns, {size:.0f} MB of articles"
    return [
        (matching, f"{bare:.0f} MB/s a core"),
        (f"the same with folding, offsets and checks ({n:,} hits)", f"{whole:.0f} MB/s a core"),
        ("times as fast as one alternation of Python's re", f"{whole / plain:.0f} ×"),
    ]


def dense(times: int) -> list[tuple[str, str]]:
    """MB/s of UTF-8 on one core of `find_mentions`, on the densest text there is: the seeds, again
    and again."""
    corpus = load_corpus("seeds")
    size = sum(len(t.encode()) for t in corpus.articles["text"]) / 1e6
    find_mentions(corpus)  # the lexicons are read
    start = time.process_time()
    for _ in range(times):
        find_mentions(corpus)
    whole = f"{times * size / (time.process_time() - start):.1f} MB/s a core"
    return [("bodies and slogans of the seeds, tables and all", whole)]


def hidden_half() -> list[tuple[str, str]]:
    """Recall of the hidden among the first 100 proposals: every second slogan of the seeds hidden,
    both ways.
    """
    corpus, lexicon = load_corpus("seeds"), load_lexicon("slogans")
    full = find_mentions(corpus, slogan_lexicon=lexicon).slogans
    present = sorted(set(full["name"]) & set(lexicon["name"]))
    out = []
    for part in (0, 1):
        half, hidden = ("even", "odd")[part], set(present[part::2])
        name = (
            f"proposals: hidden {half} half ({len(hidden)} slogans), found again in the first 100"
        )
        out.append((name, f"{_recall(corpus, lexicon, full, hidden):.2f}"))
    return out


def _recall(corpus, lexicon: pd.DataFrame, full: pd.DataFrame, hidden: set[str]) -> float:
    left = lexicon[~lexicon["name"].isin(hidden)].reset_index(drop=True)
    proposals = propose_slogans(
        corpus, find_mentions(corpus, slogan_lexicon=left), limit=100, lexicon=left
    )
    keys = {match_key(c) for c in proposals["candidate"]}
    surfaces = full[full["name"].isin(hidden)].groupby("name")["surface"].agg(set)
    return sum(any(match_key(s) in keys for s in found) for found in surfaces) / len(hidden)


if __name__ == "__main__":
    print(scoreboard())
