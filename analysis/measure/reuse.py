"""Text that articles share: reprints, wire copy, passages taken over.

Fingerprints of runs of K characters, thinned by winnowing (Schleimer, Wilkerson and Aiken 2003):
any passage of LEAST characters leaves one in both articles. From there passages are followed to
both ends, character by character, so that nothing is shared by chance of a hash.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
import pandas as pd
import scipy

from analysis.corpus import Corpus
from analysis.errors import TifaError
from analysis.measure.counts import counted, most_first, run_begins
from analysis.measure.groups import group_names
from analysis.table.arguments import TEXT, a_corpus, a_table, require_columns, wants
from analysis.table.dictionary import titled
from analysis.table.store import remembered

K = 12  # characters of a fingerprint
LEAST = 30  # characters of a passage worth telling; signs and spaces are not counted
COPY = 0.8  # an article of which so much stands in another is that one's reprint
LEAST_COPY = 60  # characters; below it, notices of one form would be taken for each other
SPARSEST = 2 * LEAST - K + 1  # characters of a passage a fingerprint, at most
CROWD = 20  # a passage in more articles is followed to the first of them alone
BATCH = 4_000_000  # characters hashed at a time
PART = 4_000_000  # fingerprints, or pairs of articles that have one, compared at a time
COLUMNS = ["article_a", "article_b", "n_shared", "share_a", "share_b", "earlier", "passages"]
TEXTS_OF = a_corpus(articles=["article_id", "genre", "date_published", "n_han", "text"])


@wants(corpus=TEXTS_OF)
@remembered("measure", "articles")
def reuse(corpus: Corpus) -> pd.DataFrame:
    """The pairs of counted articles of a corpus that share LEAST (30) characters or more, signs
    and spaces aside.

    Returns one row a pair, most shared first; `passage_rows` opens the passages. Of a passage in
    more than CROWD (20) articles only the pairs with the first are told. Source: Schleimer,
    Wilkerson & Aiken 2003.

    >>> from types import SimpleNamespace
    >>> text = "会议强调，要坚持以人民为中心，把十五五规划的各项任务落到实处，让群众看得见、摸得着。"
    >>> articles = pd.DataFrame({"article_id": ["x", "y"], "genre": "feature", "n_han": [36, 38],
    ...     "date_published": ["2025-01-05", "2025-01-06"], "text": [text, "据报道，" + text]})
    >>> reuse(SimpleNamespace(articles=articles))[["earlier", "passages"]].values.tolist()
    [['x', '0-41=4-45']]
    """
    return titled(_shared(corpus.articles), "reuse", "text that articles share")


def _shared(articles: pd.DataFrame) -> pd.DataFrame:
    articles = counted(articles, reprints="all")
    texts = _Texts(articles["text"].tolist())
    table = _pairs(_passages(texts), texts)
    ids = articles["article_id"].to_numpy(dtype=object)
    day = articles["date_published"].fillna("").astype(str).to_numpy(dtype=object)
    a, b = table.pop("a").to_numpy(), table.pop("b").to_numpy()
    known = (day[a] != "") & (day[b] != "") & (day[a] != day[b])
    table["earlier"] = np.where(known, np.where(day[a] < day[b], ids[a], ids[b]), "")
    table["article_a"], table["article_b"] = ids[a], ids[b]
    return most_first(table, "n_shared", "article_a", "article_b")[COLUMNS]


@wants(corpus=TEXTS_OF)
def mark_reprints(corpus: Corpus) -> Corpus:
    """The corpus, its articles with `reprint_of`: the article whose text it repeats, "" for none.

    Returns the Corpus; counts take a text once from then on (reprints="all" takes each). A reprint
    has COPY (80 %) of its characters in another article, LEAST_COPY (60) at least. The first of a
    cluster is the one that holds most others, then the one printed first, then the longest.

    >>> from analysis import load_corpus
    >>> set(mark_reprints(load_corpus("seeds")).articles["reprint_of"])
    {''}
    """
    articles = with_reprints(corpus.articles, reprints_of(corpus.articles, reuse(corpus)))
    return corpus._replace(articles=articles)


def with_reprints(articles: pd.DataFrame, first: dict[str, str]) -> pd.DataFrame:
    """The articles with `reprint_of`, from each reprint -> the first of its cluster."""
    marked = articles.assign(reprint_of=articles["article_id"].map(first).fillna("").astype(object))
    marked.attrs = dict(articles.attrs)
    return marked


@wants(corpus=a_corpus(articles=["article_id", "genre", "n_han"]), by=TEXT)
def reprint_shares(corpus: Corpus, *, by: str = "place") -> pd.DataFrame:
    """How much of each group's counted text is reprint of another article.

    Returns one row a group, most reprints first. corpus : of `mark_reprints`. by : as in `compare`.

    >>> from analysis import load_corpus
    >>> reprint_shares(mark_reprints(load_corpus("seeds")))["reprints"].sum()
    np.int64(0)
    """
    articles = counted(corpus.articles, reprints="all")
    require_columns(articles, ["reprint_of"], "articles, which mark_reprints(corpus) gives one")
    group = group_names(articles, by)
    again = articles["reprint_of"] != ""
    of = articles["reprint_of"].map(dict(zip(articles["article_id"], group, strict=True)))
    own = (again & (of == group)).astype("int64")
    table = pd.DataFrame({"group": group, "articles": 1, "reprints": again.astype("int64")})
    table = table.assign(own=own, n_han=articles["n_han"], copied=articles["n_han"].where(again, 0))
    table = table.groupby("group", sort=True).sum().reset_index()
    table["share"] = table.pop("copied") / table["n_han"].clip(lower=1)
    table = most_first(table, "reprints", "group")
    return titled(table, "reprint_shares", f"reprints by {by}")


def sketch(articles: pd.DataFrame) -> tuple[np.ndarray, ...]:
    """What is kept of a batch of articles to find out later which may repeat another: ids, numbers
    of characters, fingerprints (about a tenth as many as characters), the article of each."""
    articles = counted(articles, reprints="all")
    texts = _Texts(articles["text"].tolist())
    hashes, places = _fingerprints(texts)
    owner = np.searchsorted(texts.begins, places, side="right") - 1
    inside = (owner >= 0) & (owner < len(articles))  # the rest are of the room around the texts
    ids = articles["article_id"].to_numpy(dtype=object)
    return ids, texts.sizes, hashes[inside], owner[inside]


def possible_reprints(sketches: Iterable[tuple[np.ndarray, ...]]) -> set[str]:
    """The articles that may be reprints, and those they may repeat: `find_reprints` of these alone
    is that of all. The sketches are gone through several times, and may be read anew each time: no
    more than PART fingerprints, and those that articles share, are in memory.

    A passage of L characters has L / SPARSEST fingerprints or more, so that two articles that share
    fewer have no COPY of the characters of either in common.
    """
    sizes = [one[1] for one in sketches]
    before = np.cumsum([0, *map(len, sizes)])
    n_parts = 1 + sum(len(one[2]) for one in sketches) // PART
    shared = [_shared_prints(sketches, before, part, n_parts) for part in range(n_parts)]
    runs, owner = map(np.concatenate, zip(*shared, strict=True))
    sizes = np.concatenate(sizes)
    least = np.where(sizes >= LEAST_COPY, np.maximum(COPY * sizes / SPARSEST, 1), np.inf)
    wanted = np.zeros(len(sizes), dtype=bool)
    for a, b, often in _pairs_of_prints(runs, owner, len(sizes)):
        near = often >= np.minimum(least[a], least[b])
        wanted[a[near]] = wanted[b[near]] = True
    return {
        name
        for begin, one in zip(before[:-1], sketches, strict=True)
        for name in one[0][wanted[begin : begin + len(one[0])]]
    }


def _pairs_of_prints(
    runs: np.ndarray, owner: np.ndarray, n: int
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Pairs of the n articles and how many fingerprints they share, some PART prints at a time."""
    n_pairs = np.where(runs > CROWD, runs, runs * (runs - 1) // 2).sum()
    edges = np.linspace(0, n, 2 + n_pairs // PART, dtype=np.int64)
    for low, high in itertools.pairwise(edges):
        keys = []
        for i, j in _same_print(runs):
            mine = (owner[j] >= low) & (owner[j] < high)
            keys.append(owner[i[mine]].astype(np.int64) * n + owner[j[mine]])
        pairs, often = np.unique(np.concatenate(keys), return_counts=True)
        a, b = np.divmod(pairs, n)
        apart = a != b
        yield a[apart], b[apart], often[apart]


def _same_print(runs: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pairs of places, the earlier first, with one fingerprint, of places in the order of prints.

    runs : how many places each print has; of one in more than CROWD the first goes with each.
    """
    begins = np.repeat(np.cumsum(runs) - runs, runs)
    behind, few = np.arange(len(begins)) - begins, np.repeat(runs <= CROWD, runs)
    crowd, here = np.flatnonzero(~few), np.flatnonzero(few)
    yield begins[crowd], crowd
    for lag in range(1, CROWD):
        here = here[behind[here] >= lag]
        yield here - lag, here


def _shared_prints(
    sketches: Iterable[tuple[np.ndarray, ...]], before: np.ndarray, part: int, n_parts: int
) -> tuple[np.ndarray, np.ndarray]:
    """Of one part of the fingerprints those in several articles: how often each stands, and the
    articles, those of one print after those of another."""
    prints, owners = [], []
    for begin, (_, _, hashes, owner) in zip(before[:-1], sketches, strict=True):
        mine = hashes % n_parts == part
        prints.append(hashes[mine])
        owners.append((owner[mine] + begin).astype(np.int32))
    hashes, owner = np.concatenate(prints), np.concatenate(owners)
    order = np.argsort(hashes, kind="stable")  # so that the articles of a print come in order
    hashes, owner = hashes[order], owner[order]
    begins = run_begins(hashes)
    runs = np.diff(begins, append=len(hashes))
    several = owner[begins] != owner[begins + runs - 1]
    return runs[several], owner[np.repeat(several, runs)]


def find_reprints(articles: pd.DataFrame) -> dict[str, str]:
    """Each reprint among these articles -> the first of its cluster."""
    return reprints_of(articles, _shared(articles))


def reprints_of(articles: pd.DataFrame, shared: pd.DataFrame) -> dict[str, str]:
    """Each reprint -> the first of its text: of copies the earliest, of a text that stands in a
    longer one that one, unless it is later: what a later text took over came first.
    """
    about = articles.set_index("article_id")[["date_published", "n_han"]]
    day, size = about["date_published"].replace("", "~"), about["n_han"]  # unknown days last
    order = about.assign(day=day, short=-size, id=about.index).sort_values(["day", "short", "id"])
    rank = pd.Series(range(len(order)), index=order.index)

    shared = shared[shared["n_shared"] >= LEAST_COPY]
    in_b, in_a = shared["share_a"] >= COPY, shared["share_b"] >= COPY
    copies = shared[in_a & in_b]
    a, b = (rank[copies[side]].to_numpy() for side in ("article_a", "article_b"))
    link = scipy.sparse.coo_array((np.ones(len(a)), (a, b)), shape=(len(rank), len(rank)))
    cluster = scipy.sparse.csgraph.connected_components(link, directed=False)[1]
    earliest = pd.Series(rank.index).groupby(cluster).transform("first")
    first = {name: of for name, of in zip(rank.index, earliest, strict=True) if name != of}

    sides = ["article_a", "article_b"]
    inside = [shared.loc[in_b & ~in_a, sides], shared.loc[in_a & ~in_b, sides[::-1]]]
    inside = pd.DataFrame(np.concatenate(inside), columns=["part", "whole"])
    inside = inside[~inside["part"].isin(first)]
    inside["whole"] = inside["whole"].map(lambda name: first.get(name, name))
    part, whole = inside["part"], inside["whole"]
    begun = (part.map(day) < whole.map(day)) & (part.map(day) != "~") & (whole.map(day) != "~")
    inside = inside[~begun & (part.map(size) < whole.map(size)).astype(bool)]
    inside = inside.sort_values("whole", key=lambda names: names.map(rank), kind="stable")
    inside = inside.drop_duplicates("part").sort_values("part", key=lambda n: -n.map(size))
    for part, whole in inside.itertuples(index=False):
        first[part] = first.get(whole, whole)
    return {name: first.get(of, of) for name, of in first.items()}


@wants(shared=a_table(["article_a", "article_b", "passages"], like="reuse"))
def passage_rows(shared: pd.DataFrame) -> pd.DataFrame:
    """Both places of every passage, so that `evidence` opens them.

    Returns a row each: article_id, start, end, other (the article it is shared with).

    >>> pairs = pd.DataFrame({"article_a": ["x"], "article_b": ["y"], "passages": ["0-41=4-45"]})
    >>> passage_rows(pairs).values.tolist()
    [['x', 0, 41, 'y'], ['y', 4, 45, 'x']]
    """
    rows = []
    form = re.compile(r"\d+-\d+=\d+-\d+(\|\d+-\d+=\d+-\d+)*")
    for number, pair in enumerate(shared.itertuples(index=False)):
        if not form.fullmatch(pair.passages):
            raise TifaError(f"passage_rows row {number}: passages {pair.passages!r}")
        for passage in pair.passages.split("|"):
            names = pair.article_a, pair.article_b
            for name, other, span in zip(names, names[::-1], passage.split("="), strict=True):
                rows.append((name, *map(int, span.split("-")), other))
    return pd.DataFrame(rows, columns=["article_id", "start", "end", "other"])


class _Texts:
    """All texts end to end without signs and spaces, a sign of its own after each, so that no run
    goes over an end; and where each character was printed."""

    def __init__(self, texts: list[str]):
        kept, end, begins = _kept(), 1, [1]
        most = sum(map(len, texts)) + len(texts) + K
        self.codes, self.printed = np.zeros(most, dtype=np.uint32), np.zeros(most, dtype=np.int32)
        for number, text in enumerate(texts):
            code = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
            at = np.flatnonzero(kept[code])
            self.codes[end : end + len(at)], self.printed[end : end + len(at)] = code[at], at
            self.codes[end + len(at)] = 0x200000 + number
            end += len(at) + 1
            begins.append(end)
        self.codes[end : end + K - 1] = 0x400000 + np.arange(K - 1)  # room for the last fingerprint
        self.codes, self.begins = self.codes[: end + K - 1], np.array(begins)
        self.sizes = np.diff(self.begins) - 1


@cache
def _kept() -> np.ndarray:
    """Which code points are letters, Han characters or digits; from the fourth plane on none is."""
    kept = np.zeros(0x110000, dtype=bool)
    kept[:0x40000] = list(map(str.isalnum, map(chr, range(0x40000))))
    return kept


def _fingerprints(texts: _Texts) -> tuple[np.ndarray, np.ndarray]:
    """Hashes kept by winnowing, and where in all texts each begins."""
    hashes, places = [], []
    for first in range(0, len(texts.codes), BATCH):
        begin = max(0, first - 2 * LEAST)  # before the end of the last: so no passage is cut
        hashed = _hashed(texts.codes[begin : first + BATCH])
        at = _winnowed(hashed)
        hashes.append(hashed[at])
        places.append(at + begin)
    place, once = np.unique(np.concatenate(places), return_index=True)
    return np.concatenate(hashes)[once], place


def _hashed(codes: np.ndarray) -> np.ndarray:
    """A number for each run of K characters."""
    n = len(codes) - K + 1
    total, wide = np.zeros(n, dtype=np.uint64), codes.astype(np.uint64)
    for k in range(K):
        total = total * np.uint64(0x100000001B3) + wide[k : k + n]
    total ^= total >> np.uint64(29)
    total *= np.uint64(0xBF58476D1CE4E5B9)  # spread over all bits, so that the least is a fair draw
    return total ^ (total >> np.uint64(32))


def _winnowed(hashed: np.ndarray) -> np.ndarray:
    """Where a number is the least of some window of LEAST - K + 1."""
    width, highest = LEAST - K + 1, np.iinfo(np.uint64).max
    pad = np.full(width - 1, highest, dtype=np.uint64)
    least = _slide(np.concatenate([pad, hashed, pad]), width, np.minimum)  # a window an entry
    return np.flatnonzero((_slide(least, width, np.maximum) == hashed) & (hashed < highest))


def _slide(values: np.ndarray, width: int, extreme) -> np.ndarray:
    """The least (or most) of each window, by doubling; scipy.ndimage rounds to doubles."""
    done = 1
    while done < width:
        step = min(done, width - done)
        values, done = extreme(values[:-step], values[step:]), done + step
    return values


def _seeds(texts: _Texts) -> pd.DataFrame:
    """a, b, at (in a), shift (to b): fingerprints that two articles have in common."""
    hashes, places = _fingerprints(texts)
    article = np.searchsorted(texts.begins, places, side="right") - 1
    order = np.argsort(hashes, kind="stable")  # the places stay in order
    hashes, places, article = hashes[order], places[order], article[order]
    _, size = np.unique(hashes, return_counts=True)
    seeds = [_seed(texts, places, article, i, j) for i, j in _same_print(size)]
    return pd.concat(seeds).sort_values(["a", "b", "shift", "at"], ignore_index=True)


def _seed(texts, places, article, i, j) -> pd.DataFrame:
    """Of these pairs of fingerprints those in two articles and in a run of LEAST characters."""
    apart = np.flatnonzero(article[i] != article[j])
    i, j = i[apart], j[apart]
    back, on = _run(texts.codes, places[i], places[j], LEAST)
    long = back + on >= LEAST
    i, j = i[long], j[long]
    seeds = {"a": article[i], "b": article[j], "at": places[i], "shift": places[j] - places[i]}
    return pd.DataFrame(seeds)


def _run(codes: np.ndarray, x: np.ndarray, y: np.ndarray, most: int) -> list[np.ndarray]:
    """How many characters are equal before x and y, and from them on; `most` looks no further."""
    lengths = []
    for way, first in ((-1, 1), (1, 0)):
        length, going = np.zeros(len(x), dtype=np.int64), np.arange(len(x))
        for step in range(first, most + first):
            going = going[codes[x[going] + way * step] == codes[y[going] + way * step]]
            if not len(going):
                break
            length[going] += 1
        lengths.append(length)
    return lengths


def _passages(texts: _Texts) -> pd.DataFrame:
    """a, b, at_a, at_b, n: every run of LEAST or more equal characters, by its place in all texts.

    Of the seeds of two articles so far apart the first is followed to both ends; those it reaches
    need not be, and the next is the first of the rest.
    """
    seeds, found = _seeds(texts), []
    while len(seeds):
        first = ~seeds.duplicated(["a", "b", "shift"]).to_numpy()
        some = seeds[first]
        x, shift = some["at"].to_numpy(), some["shift"].to_numpy()
        back, on = _run(texts.codes, x, x + shift, len(texts.codes))
        start = x - back
        found.append(some[["a", "b"]].assign(at_a=start, at_b=start + shift, n=back + on))
        ends = (x + on)[np.cumsum(first) - 1]  # of the run that the group's first seed lies in
        seeds = seeds[seeds["at"].to_numpy() >= ends]
    table = pd.concat(found) if found else pd.DataFrame(columns=["a", "b", "at_a", "at_b", "n"])
    table = table.astype("int64")
    return table.sort_values(["a", "b", "at_a", "at_b"], kind="stable", ignore_index=True)


def _pairs(spans: pd.DataFrame, texts: _Texts) -> pd.DataFrame:
    """One row a pair: how much of each article its passages cover."""
    new = ~spans.duplicated(["a", "b"]).to_numpy()
    pair, table = np.cumsum(new) - 1, spans.loc[new, ["a", "b"]].reset_index(drop=True)
    n, starts = spans["n"].to_numpy(), [spans[f"at_{side}"].to_numpy() for side in "ab"]
    edges = [(texts.printed[at], texts.printed[at + n - 1] + 1) for at in starts]
    said = [f"{a}-{b}={c}-{d}" for a, b, c, d in zip(*edges[0], *edges[1], strict=True)]
    cuts = [*np.flatnonzero(new).tolist(), len(said)]
    passages = ["|".join(said[i:j]) for i, j in itertools.pairwise(cuts)]
    table["passages"] = np.array(passages, dtype=object)
    covered = [_covered(pair, at, n, len(table)) for at in starts]
    table["n_shared"] = np.minimum(*covered)
    for side, characters in zip("ab", covered, strict=True):
        table[f"share_{side}"] = characters / texts.sizes[table[side].to_numpy()]
    return table


def _covered(pair: np.ndarray, starts: np.ndarray, sizes: np.ndarray, n: int) -> np.ndarray:
    """Characters in the union of the spans of each pair."""
    order = np.lexsort((starts, pair))
    of, start, end = pair[order], starts[order], (starts + sizes)[order]
    far = end.max(initial=0) + 1  # keeps the pairs apart
    reached = np.maximum.accumulate(end + of * far) - of * far
    before = np.roll(reached, 1)
    before[np.diff(of, prepend=-1) > 0] = 0  # the first span of a pair
    new = np.maximum(reached - np.maximum(start, before), 0)
    return np.bincount(of, weights=new, minlength=n).astype("int64")
