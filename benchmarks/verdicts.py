"""Are the verdicts of `compare` calibrated? News without a true difference, in the shapes news has.

`python -m benchmarks verdicts` makes three tables. The corpora are invented: articles of lognormal
length, each feature's rate drawn anew for each unit, so that it comes in bursts
(tests/helpers/bursty.py). `python -m benchmarks.verdicts --items FILE` draws the sides from a table
of real news with days, by article, by day and by week. Each shape is a row of verdicts.csv as soon
as it is measured; the first table is made of these.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd

from analysis.corpus import load_corpus
from analysis.measure.compare import BUT, FEW, MORE_A, MORE_B, compare
from analysis.measure.groups import FLOOR, group_names
from analysis.mention.mentions import find_mentions
from tests.helpers.bursty import BURSTS, RATES, bursty_corpus, rows_of_counts

RUNS = 200
EXPECTED = ((0.5, 1), (0.5, 8), (1, 8), (2, 1), (2, 8), (20, 4), (100, 4))  # hits in A, times in B
KEPT = Path(__file__).with_suffix(".csv")
COLUMNS = ["shape", "corpora", "false", "false_error", "family", "family_error", "but", "excludes"]
Corpus = tuple[SimpleNamespace, pd.DataFrame]


def invented(
    seed: int,
    sizes: np.ndarray,
    place: np.ndarray,
    *,
    unit: np.ndarray | None = None,
    fold: np.ndarray | None = None,
    n_features: int = 60,
) -> Corpus:
    """Articles of these sizes and places; those of one `unit` share their rates. fold : what each
    article's rates are multiplied by, features x articles."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, 22]))
    unit = np.arange(len(sizes)) if unit is None else unit
    rate = np.exp(rng.uniform(*np.log(RATES), n_features))[:, None]
    shape = rng.choice(BURSTS, n_features)[:, None]
    burst = rng.gamma(shape, 1 / shape, (n_features, unit.max() + 1))[:, unit]
    counts = rng.poisson(rate * burst * sizes / 10_000 * (1 if fold is None else fold))
    corpus, rows = _as_corpus(counts, sizes, place)
    corpus.articles["story"] = unit
    return corpus, rows


def lengths(seed: int, n: int, median: float = 800) -> np.ndarray:
    rng = np.random.default_rng(np.random.SeedSequence([seed, 23]))
    return np.maximum(50, np.exp(rng.normal(np.log(median), 0.6, n))).round()


def sides(n_a: int, n_b: int) -> np.ndarray:
    return np.array(["甲"] * n_a + ["乙"] * n_b, dtype=object)


def independent(seed: int) -> Corpus:
    return invented(seed, lengths(seed, 60), sides(30, 30))


def unequal(seed: int) -> Corpus:
    return invented(seed, lengths(seed, 60), sides(15, 45))


def stories(seed: int) -> Corpus:
    """30 stories a side, of ten articles each."""
    unit = np.repeat(np.arange(60), 10)
    return invented(seed, lengths(seed, 600), sides(300, 300), unit=unit)


def reprinted(seed: int) -> Corpus:
    """A third of one side's articles stand there three times."""
    corpus, rows = invented(seed, lengths(seed, 60), sides(30, 30))
    articles, first = corpus.articles.assign(reprint_of=""), corpus.articles["article_id"][:10]
    for k in (1, 2):
        again = articles[articles["article_id"].isin(first)].assign(reprint_of=first)
        copies = rows[rows["article_id"].isin(first)]
        rows = pd.concat([rows, copies.assign(article_id=copies["article_id"] + f"-{k}")])
        articles = pd.concat([articles, again.assign(article_id=again["article_id"] + f"-{k}")])
        articles = articles.drop_duplicates("article_id")
    return SimpleNamespace(articles=articles), rows


def by_weeks(seed: int) -> Corpus:
    """60 weeks of six articles, whole weeks on one side; what is written of changes by the week."""
    unit = np.repeat(np.arange(60), 6)
    place = np.random.default_rng(seed).permutation(sides(30, 30))[unit]
    corpus, rows = invented(seed, lengths(seed, 360), place, unit=unit)
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(7 * unit + np.arange(360) % 6, unit="D")
    return SimpleNamespace(articles=corpus.articles.assign(date_published=days.astype(str))), rows


def genres(seed: int) -> Corpus:
    """Briefs are 20 % of one side and 80 % of the other, and hold other words than features do."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, 24]))
    brief = np.concatenate([rng.random(60) < 0.2, rng.random(60) < 0.8])
    fold = np.where(brief, np.exp2(rng.normal(0, 1, (60, 1))), 1.0)
    corpus, rows = invented(seed, lengths(seed, 120), sides(60, 60), fold=fold)
    genre = np.where(brief, "news-brief", "feature")
    return SimpleNamespace(articles=corpus.articles.assign(genre=genre)), rows


def lengths_apart(seed: int) -> Corpus:
    """Articles of 150 characters against articles of 1,500."""
    size = np.concatenate([lengths(seed, 30, 150), lengths(seed + 1, 30, 1500)])
    return invented(seed, size, sides(30, 30))


SHAPES: dict[str, tuple[Callable[[int], Corpus], dict]] = {
    "independent articles, 30 : 30": (independent, {}),
    "independent articles, 15 : 45": (unequal, {}),
    "stories of ten articles, 30 : 30, unit=article": (stories, {}),
    "stories of ten articles, 30 : 30, unit=story": (stories, {"unit": "story"}),
    "weeks on one side as wholes, unit=article": (by_weeks, {"unit": "article"}),
    "weeks on one side as wholes (default)": (by_weeks, {}),
    "a third of one side reprinted three times, reprints=all": (reprinted, {"reprints": "all"}),
    "a third of one side reprinted three times, once (default)": (reprinted, {}),
    "briefs 20 % : 80 %, unlike genres, strata=()": (genres, {"strata": ()}),
    "briefs 20 % : 80 %, unlike genres, within genre (default)": (genres, {}),
    "articles 150 : 1,500 characters long, strata=()": (lengths_apart, {"strata": ()}),
    "articles 150 : 1,500 characters long, within length (default)": (lengths_apart, {}),
}


def false_verdicts(make: Callable[[int], Corpus], runs: int = RUNS, **options) -> pd.DataFrame:
    """A row a corpus: share of features called more in A or B; whether one stands in the family;
    share called different but for genre, length or date; share that could not be told."""
    rows = []
    for seed in range(runs):
        table = compare(*make(seed), "甲", "乙", seed=seed, **options)
        verdict = table["verdict"]
        more = verdict.isin([MORE_A, MORE_B])
        rows.append(
            {
                "false": more.mean(),
                "family": float((more & (table["p_family"] <= 0.05)).any()),
                "but": verdict.isin(BUT.values()).mean(),
                "few": (verdict == FEW).mean(),
                "excludes": (
                    ((table["log_ratio_low"] > 0) | (table["log_ratio_high"] < 0)) & ~more
                ).mean(),
            }
        )
    return pd.DataFrame(rows)


def found(n: int, runs: int = 20, planted: int = 20) -> pd.DataFrame:
    """Share of planted fourfold differences that are called for the right side, alone and in the
    family; a row a corpus."""
    rows = []
    for seed in range(runs):
        table = compare(*bursty_corpus(n, n, seed=seed, planted=planted), "甲", "乙")
        of = table[table["feature"].isin([f"f{k:03}" for k in range(planted)])]
        right = of["verdict"] == MORE_A
        rows.append({"alone": right.sum(), "family": (right & (of["p_family"] <= 0.05)).sum()})
    return pd.DataFrame(rows) / planted


def coverage(hits: float, fold: float, n: int = 30, runs: int = 20) -> pd.DataFrame:
    """How often the 95 % interval holds the true ratio where `hits` occurrences are expected in A
    and `fold` times as many in B; a row a corpus of 100 features, by the hits A had."""
    told = []
    for seed in range(runs):
        rng = np.random.default_rng(np.random.SeedSequence([seed, 25]))
        size = lengths(seed, 2 * n)
        shape = rng.choice(BURSTS, 100)[:, None]
        in_a = np.arange(2 * n) < n
        rate = hits * np.where(in_a, 1.0, fold) * size / size[in_a].sum()
        counts = rng.poisson(rate * rng.gamma(shape, 1 / shape, (100, 2 * n)))
        corpus, rows = _as_corpus(counts, size, sides(n, n))
        table = compare(corpus, rows, "甲", "乙", strata=(), n_resamples=2000)
        true = -np.log2(fold)
        holds = (table["log_ratio_low"] <= true) & (true <= table["log_ratio_high"])
        told.append(pd.DataFrame({"n_a": table["n_a"], "holds": holds}))
    return pd.concat(told)


def _as_corpus(counts: np.ndarray, sizes: np.ndarray, place: np.ndarray) -> Corpus:
    ids = np.array([f"x-{k:05}" for k in range(len(sizes))], dtype=object)
    articles = pd.DataFrame({"article_id": ids, "place": place, "genre": "feature", "n_han": sizes})
    return SimpleNamespace(articles=articles), rows_of_counts(counts, ids)


def real_news(items: Path) -> dict[str, Callable[[int], Corpus]]:
    """Sides drawn from a table of real news: its slogans and bodies of ten articles or more."""
    corpus = load_corpus(items)
    found = find_mentions(corpus)
    rows = pd.concat([table[["article_id", "name"]] for table in (found.slogans, found.bodies)])
    often = rows.groupby("name")["article_id"].nunique() >= 10
    rows = rows[rows["name"].map(often)]

    def drawn(by: str) -> Callable[[int], Corpus]:
        part, names = pd.factorize(group_names(corpus.articles, by))

        def make(seed: int) -> Corpus:
            rng = np.random.default_rng(np.random.SeedSequence([seed, 26]))
            side = rng.permutation(np.arange(len(names)) % 2)[part]
            place = np.where(side == 0, "甲", "乙")
            return SimpleNamespace(articles=corpus.articles.assign(place=place)), rows

        return make

    return {
        f"real news, sides drawn by {said} (default)": drawn(by)
        for said, by in (("article", "article_id"), ("day", "day"), ("week", "week"))
    }


def measure(shape: str, make: Callable[[int], Corpus], options: dict, runs: int) -> pd.DataFrame:
    """The row of one shape: means over its corpora, with their standard errors."""
    told = false_verdicts(make, runs=runs, **options)
    row = told.mean().to_dict() | {f"{c}_error": told[c].sem() for c in ("false", "family")}
    return pd.DataFrame([{"shape": shape, "corpora": runs} | row])[COLUMNS]


def keep(row: pd.DataFrame) -> None:
    """Put a row into verdicts.csv, in the place of the one of that shape; real news stands last."""
    old = pd.read_csv(KEPT) if KEPT.exists() else row.iloc[:0]
    rows = pd.concat([one for one in (old[~old["shape"].isin(row["shape"])], row) if len(one)])
    order = {shape: at for at, shape in enumerate(SHAPES)}
    rows = rows.sort_values("shape", key=lambda of: of.map(order).fillna(len(order)), kind="stable")
    rows.round(5).to_csv(KEPT, index=False, lineterminator="\n")


def table_of(rows: pd.DataFrame) -> list[str]:
    lines = [
        "| shape | corpora | false verdicts | families with one | differs, but … | "
        "an interval says more |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for row in rows.itertuples():
        pairs = [(row.false, row.false_error), (row.family, row.family_error)]
        cells = [f"{share:.1%} ± {error:.1%}" for share, error in pairs]
        cells += ["" if np.isnan(share) else f"{share:.1%}" for share in (row.but, row.excludes)]
        lines.append(f"| {row.shape} | {row.corpora} | {' | '.join(cells)} |")
    return lines


def _percent(told: pd.Series) -> str:
    return f"{told.mean():.1%} ± {told.sem():.1%}"


def scoreboard(small: bool = False) -> str:
    """The three tables as Markdown, each share with its standard error over corpora."""
    runs, rows = (2 if small else RUNS), []
    for shape, (make, options) in list(SHAPES.items())[: 2 if small else None]:
        # what goes wrong where articles are taken for units shows in fewer, of seconds each
        fewer = 8 if options.get("unit") == "article" and not small else 1
        rows.append(measure(shape, make, options, runs // fewer))
        if not small:
            keep(rows[-1])
    runs = min(runs, 20)
    lines = [
        "## Comparisons: are the verdicts calibrated?",
        "",
        "News without a true difference, 60 bursty features a corpus. Wanted of the default "
        "settings (with `unit=` where stories run): at most 5 % false verdicts, at most 10 % "
        "families with one that stands in the whole family. Real news: the last `python -m "
        "benchmarks.verdicts --items …`; the items stay outside the project.",
        "",
        *table_of(pd.concat(rows) if small else pd.read_csv(KEPT)),
    ]
    lines += [
        "",
        f"A fourfold difference planted in 20 of 60 features ({runs} corpora; wanted: 90 % found "
        f"at 30 a side). The floor is {FLOOR} units a side by number and by weight; 15 articles of "
        "usual, unequal lengths weigh about ten.",
        "",
        "| articles a side | found | found in the whole family |",
        "|--:|--:|--:|",
    ]
    for n in (10, 15, 20, 30)[: 2 if small else None]:
        told = found(n, runs)
        lines.append(f"| {n} | {_percent(told['alone'])} | {_percent(told['family'])} |")
    lines += [
        "",
        f"How often the 95 % interval of the ratio holds it (30 articles a side, {runs} corpora of "
        "100 features), by the hits expected in A; of those runs in which A has none, one or two.",
        "",
        "| expected hits in A | in B times as many | all | A has 0 | 1 | 2 |",
        "|--:|--:|--:|--:|--:|--:|",
    ]
    for hits, fold in EXPECTED[: 2 if small else None]:
        told = coverage(hits, fold, runs=runs)
        few = [told.loc[told["n_a"] == k, "holds"] for k in range(3)]
        cells = [f"{one.mean():.0%}" if len(one) > 20 else "" for one in few]
        lines.append(f"| {hits} | {fold} | {told['holds'].mean():.1%} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    what = "a table of real news with days: its sides drawn at random"
    parser.add_argument("--items", type=Path, metavar="FILE", required=True, help=what)
    parser.add_argument("--runs", type=int, default=RUNS, help="corpora of each kind")
    asked = parser.parse_args()
    for shape, make in real_news(asked.items).items():
        keep(measure(shape, make, {}, asked.runs))
    print("\n".join(table_of(pd.read_csv(KEPT))))
