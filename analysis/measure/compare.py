"""Groups of articles compared, unit by unit: what the units bear out, in words; what else differs."""

import numpy as np
import pandas as pd
import scipy

from analysis.corpus import Corpus, once_each
from analysis.errors import TifaError
from analysis.measure.counts import (
    KINDS,
    count_matrix,
    counted,
    pick_features,
    side_counts,
    size_column,
)
from analysis.measure.groups import (
    FLOOR,
    PERIODS,
    REST,
    default_unit,
    effective_number,
    enough,
    group_names,
    is_time,
    known_groups,
    require_group,
    strata_of,
    unit_codes,
    unlike,
)
from analysis.measure.resampling import Sample, take_comparable, tell_apart
from analysis.measure.scores import dp_of
from analysis.table.arguments import wants
from analysis.table.dictionary import columns_of, counted_from, short, titled
from analysis.wording.labels import amount, has_label, label

COLUMNS = columns_of("compare")
MIN_SHARE = 0.5  # an article that holds half of a side's text decides its rates
MORE_A, MORE_B = "more in A", "more in B"
UNCLEAR, FEW = "no clear difference", "too few articles to tell"
BUT = {name: f"differs, but so does the {name}" for name in ("genre", "length", "date")}
FAMILY_P = 0.05  # a verdict that stands when the whole family is tested together
VERDICTS = (MORE_A, MORE_B, *BUT.values(), UNCLEAR, FEW)


@wants(**KINDS)
def compare(
    corpus: Corpus,
    rows: pd.DataFrame,
    a: str = "",
    b: str = REST,
    *,
    by: str = "place",
    feature: str = "name",
    features: list[str] | None = None,
    unit: str = "",
    strata: list[str] | tuple[str, ...] | None = None,
    without: tuple[str, ...] | list[str] = (),
    reprints: str = "once",
    per: str = "han",
    seed: int = 0,
    n_resamples: int = 5000,
    lang: str = "en",
) -> pd.DataFrame:
    """Which features group `a` uses more than group `b`, as far as their articles can tell.

    rows, feature, by : as in `count_features`; corpus : its articles are read.
    a, b : two groups of `by`; b="rest": all the others together. Without `a` every group is
        compared with the rest, group by group (first column `group`); p_family is then for all.
        Articles without a value of `by` count on neither side; `why` says how many.
    features : the family that is asked about; default: all that occur in either group.
    unit : what is taken as independent: "article", "day", "week" or a column of articles (a story
        that runs). Default: the day where the groups are periods; the week or the day where these
        went to the groups as wholes; else the article.
    strata : what to compare within: columns, periods, "length" (doublings), "date" (months or
        years). Default: genre, length and date, those in which the groups differ; () for none.
    without : article_ids to leave out. reprints : as in `count_features`: "once" a side, but where
        the groups are periods once in all; or "all".
    per : rates per 10,000 of "han" or "tokens" (articles.n_tokens, see `add_token_counts`).
    seed, n_resamples : of the splits drawn; where chance could move a verdict more are drawn.
    lang : of `why`, "en" or "zh".
    Returns one row a feature, by p_permutation, then name. log_ratio and p_permutation compare
    within the strata; verdict is one of these, `why` the same in words:
      too few articles to tell : fewer than FLOOR (10) units on a side, by number or by weight (no
        ratio, interval or p then), or so few with the feature that all on one side could be chance;
      more in A, more in B : p_permutation at most VERDICT_P (0.04), and the interval leaves
        equality out. Of features without a difference 4 in 100 get one; p_family at most 0.05 marks
        those that stand in the whole family;
      differs, but so does the genre (length, date) : within strata the difference cannot be told;
      no clear difference : the rest.
    Exchanging a and b negates every signed column and exchanges the rest, exactly.

    >>> from analysis import find_mentions, load_corpus
    >>> corpus = load_corpus("seeds")
    >>> table = compare(corpus, find_mentions(corpus).slogans, "临平", "钱塘", features=["十五五"])
    >>> table[["of_a", "of_b", "verdict"]].values.tolist()
    [[5, 8, 'too few articles to tell']]
    """
    articles = counted(corpus.articles, reprints="all")
    if unknown := sorted(set(without) - set(articles["article_id"])):
        raise TifaError(f"without: no article {', '.join(unknown)}")
    articles = articles[~articles["article_id"].isin(list(without))]
    articles = articles[articles[size_column(articles, per)] > 0].reset_index(drop=True)
    names = group_names(articles, by)
    how = {"by": by, "unit": unit, "strata": strata, "per": per, "reprints": reprints}
    how |= {
        "draws": {"seed": seed, "n_resamples": n_resamples},
        "family": (rows, feature, features),
    }
    left_out = int((names == "").sum())
    about = {"unit": per, "left_out": left_out}

    def told(a: str, b: str) -> pd.DataFrame:
        table = _pair(articles, names, a, b, **how)
        called = label(REST, lang) if b == REST else b
        why = explain_verdicts(table, a, called, lang)
        return table.assign(why=[said + left_out_said(left_out, by, lang) for said in why])

    if a:
        require_group(names, by, a, *([] if b == REST else [b]))
        about |= {"a": a, "b": b, "by": by, **counted_from(rows, feature)}
        return titled(told(a, b), "compare", f"comparison of {short(a)} with {short(b)}", **about)
    groups = known_groups(names)
    require_group(names, by, *groups)
    if len(groups) < 2:
        there = f"there is only {groups[0]}" if groups else "no article has a value"
        todo = "another column, or year, can be asked with --by (by=)"
        raise TifaError(f"by {by!r}: nothing to compare, {there}; {todo}")
    table = pd.concat({group: told(group, REST) for group in groups}, names=["group"])
    table = table.reset_index("group").reset_index(drop=True)
    table["p_family"] = np.minimum(1, table["p_family"] * len(groups))
    return titled(table, "compare_groups", f"every {by} compared with the rest", **about)


def _pair(articles: pd.DataFrame, names: pd.Series, a: str, b: str, **how) -> pd.DataFrame:
    """Always computed in one order, so that exchanging the groups is exact."""
    if b != REST and a > b:
        return _exchange(_pair(articles, names, b, a, **how))
    articles, in_a = _sides(articles, names, a, b, how["by"], how["reprints"])
    if in_a.all():
        raise TifaError(f"{how['by']} {a!r}: no other group to compare it with")
    rows, feature, features = how["family"]
    names, counts = count_matrix(rows, articles, feature=feature)
    asked = names if features is None else sorted(set(map(str, features)))
    features, counts = pick_features(names, counts, asked)
    table = _described(features, counts, articles, in_a, how["per"])
    if len(features):
        _tell(table, counts, articles, in_a, how)
    order = ["p_permutation", "feature"]
    return table.sort_values(order, kind="stable", ignore_index=True)[COLUMNS]


def _sides(articles, names, a: str, b: str, by: str, reprints="once"):
    """The articles of two groups, a text once a side or, over time, once in all; which are of a."""
    chosen = (names != "") if b == REST else names.isin([a, b])
    articles = articles[chosen].reset_index(drop=True)
    in_a = (names[chosen] == a).reset_index(drop=True)
    if reprints == "once":
        once = once_each(articles, *([] if is_time(articles, by) else [in_a]))
        articles, in_a = once, in_a[articles["article_id"].isin(once["article_id"])]
    return articles, in_a.to_numpy(dtype=bool)


def _described(features, counts, articles, in_a, per: str) -> pd.DataFrame:
    """What can be said of any pages: counts and rates; the columns of the rest are empty."""
    sizes = articles[size_column(articles, per)].to_numpy(dtype=float)
    named = {"feature": np.asarray(features, dtype=object)}
    table = pd.DataFrame(named | side_counts(counts, in_a, ~in_a))
    for name, side in (("a", in_a), ("b", ~in_a)):
        table[f"of_{name}"] = int(side.sum())
        table[f"per_10k_{name}"] = table[f"n_{name}"] / sizes[side].sum() * 10_000
    table["dp"] = dp_of(counts, sizes)
    table = table.reindex(columns=COLUMNS)
    return table.assign(within="", unit="", verdict=FEW, why="")


def _tell(table: pd.DataFrame, counts: scipy.sparse.csr_array, articles, in_a, how: dict) -> None:
    """Fill in what the units bear out: crudely, and within strata where the sides are unlike."""
    sizes = articles[size_column(articles, how["per"])].to_numpy(dtype=float)
    table["unit"] = unit = how["unit"] or default_unit(articles, in_a, how["by"])
    units, none = unit_codes(articles, unit, in_a), np.zeros(len(sizes), dtype=int)
    whole = Sample(counts, sizes, in_a, none, none, units)
    table["effective_a"], table["effective_b"] = map(effective_number, _unit_sizes(whole))
    given = how["strata"] is not None
    strata = list(how["strata"]) if given else unlike(articles, in_a, how["by"], units)
    alike, blocks = strata_of(articles, strata, units)
    table["within"] = "|".join(strata)
    if not all(map(enough, _unit_sizes(whole))):
        return
    unclear, told = np.full(len(table), UNCLEAR, dtype=object), None
    if not (strata and given):
        told = tell_apart(whole, **how["draws"])
    if strata:
        crude, told = told, None
        within = take_comparable(whole._replace(strata=alike, blocks=blocks))
        if all(map(enough, _unit_sizes(within))):
            told = tell_apart(within, **how["draws"])
        if crude is not None:
            unclear = np.where(crude["side"] != 0, BUT[strata[0]], UNCLEAR).astype(object)
            unclear[~crude["testable"] & (told is None)] = FEW
    if told is None:
        table["verdict"] = FEW if given else unclear
        return
    same = [name for name in told if name in table]
    table[same] = told[same]
    few = ~told["testable"] & (unclear == UNCLEAR)
    options = [told["side"] > 0, told["side"] < 0, few]
    table["verdict"] = np.select(options, [MORE_A, MORE_B, FEW], unclear)


def _unit_sizes(sample: Sample) -> list[np.ndarray]:
    weights = np.bincount(sample.units, weights=sample.sizes)
    of_a = np.bincount(sample.units, weights=sample.in_a) > 0
    return [weights[of_a], weights[~of_a]]


def _exchange(table: pd.DataFrame) -> pd.DataFrame:
    """The same comparison seen from the other side."""
    of = {"a": "b", "b": "a", "low": "high", "high": "low"}
    ends = {name: name.rpartition("_") for name in table}
    swapped = table.rename(columns={k: f"{x}_{of[y]}" for k, (x, _, y) in ends.items() if y in of})
    signed = [name for name in COLUMNS if name.startswith(("log_ratio", "loo_"))]
    swapped[signed] = 0.0 - swapped[signed]  # no negative zero
    swapped["verdict"] = table["verdict"].replace({MORE_A: MORE_B, MORE_B: MORE_A})
    return swapped[COLUMNS]


@wants(**KINDS)
def confounds(corpus: Corpus, a: str, b: str, *, by: str = "place") -> pd.DataFrame:
    """Genre, date, length and the weight of single articles, group `a` beside group `b` of `by`.

    Returns a row a fact; a, b are to read, a_value, b_value the same as numbers.

    >>> from analysis import load_corpus
    >>> table = confounds(load_corpus("seeds"), "临平", "钱塘")
    >>> table.loc[0, ["confound", "a", "b"]].tolist()
    ['articles', '5', '8']
    """
    articles = counted(corpus.articles, reprints="all")
    names = group_names(articles, by)
    require_group(names, by, a, *([] if b == REST else [b]))
    articles, in_a = _sides(articles, names, a, b, by)
    sides = [articles[in_a], articles[~in_a]]
    sizes = [side["n_han"] for side in sides]
    shares = [n.max() / max(n.sum(), 1) for n in sizes]
    ids = [min(side.loc[side["n_han"] == side["n_han"].max(), "article_id"]) for side in sides]
    each = [(one, share) for one, share in zip(ids, shares, strict=True) if share > MIN_SHARE]
    heavy = [f"{one} is {share:.0%} of its side" for one, share in each]
    weight = ("weight of one article", f"largest article ({ids[0]}; {ids[1]})", "share of Han")
    effective = [effective_number(n) for n in sizes]
    rows = [
        _row("articles", "", "articles", [len(side) for side in sides]),
        _row("length", "all", "Han characters", [n.sum() for n in sizes]),
        _row("length", "median article", "Han characters", [n.median() for n in sizes]),
        _row("length", "effective number", "articles", effective, form=",.1f"),
        _row(*weight, shares, "; ".join(heavy), form=".0%"),
        *_dates(sides),
    ]
    for genre in sorted({*sides[0]["genre"], *sides[1]["genre"]}):
        here = [side["genre"] == genre for side in sides]
        shares = [n[of].sum() / max(n.sum(), 1) for n, of in zip(sizes, here, strict=True)]
        note = "" if all(of.any() for of in here) else "only one side has this genre"
        rows.append(_row("genre", genre, "share of Han", shares, note, form=".0%"))
    return titled(pd.DataFrame(rows, columns=columns_of("confounds")), "confounds", a=a, b=b)


def _row(confound: str, detail: str, unit: str, values: list, note="", form=",.0f") -> tuple:
    numbers = [float(value) for value in values]
    return (confound, detail, unit, *(format(n, form) for n in numbers), *numbers, note)


def _dates(sides: list[pd.DataFrame]) -> list[tuple]:
    days = [sorted(day for day in side["date_published"].astype(str) if day) for side in sides]
    shown = [" to ".join(dict.fromkeys([*known[:1], *known[-1:]])) or "unknown" for known in days]
    note = "a side has no dates"
    if all(days):
        apart = days[0][-1] < days[1][0] or days[1][-1] < days[0][0]
        note = "the dates do not overlap" if apart else ""
    sure = ["given", "printed"]
    guessed = [(~side["date_published_basis"].isin(sure)).mean() for side in sides]
    told = "dates are inferred or unknown" if max(guessed) > 0 else ""
    share = _row("date", "inferred or unknown", "share of articles", guessed, told, form=".0%")
    return [("date", "published", "date", *shown, float("nan"), float("nan"), note), share]


# --- verdicts, and in words


def below_floor(compared: pd.DataFrame) -> bool:
    """Whether a comparison has no ratio at all: its counts describe these pages."""
    return bool(compared["log_ratio"].isna().all())


def holds(compared: pd.DataFrame) -> pd.Series:
    """Which rows have a verdict that stands when the whole family is tested together."""
    return compared["verdict"].isin([MORE_A, MORE_B]) & (compared["p_family"] <= FAMILY_P)


def told_apart(compared: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """The rows that A and that B has more of, in the whole family; how many only by themselves."""
    more = [compared[compared["verdict"] == side] for side in (MORE_A, MORE_B)]
    a, b = (table[holds(table)] for table in more)
    return a, b, sum(map(len, more)) - len(a) - len(b)


def explain_verdicts(
    panel: pd.DataFrame, a: str, b: str, lang: str = "en", *, counts: bool = True
) -> list[str]:
    """A text for each row of `compare`: its counts (unless counts=False), what they bear out, and
    why no more than that. a, b : what the groups are called."""
    tested = int(panel["p_family"].notna().sum())
    texts = []
    for row in panel.itertuples(index=False):
        said = _verdict_said(row, a, b, tested, lang)
        texts.append(_counts_said(row, lang) + label("full stop", lang) + said if counts else said)
    return texts


def _counts_said(row, lang: str) -> str:
    sides = (row.articles_a, row.of_a, row.n_a), (row.articles_b, row.of_b, row.n_b)
    said = []
    for key, (found, of, n) in zip(("why.count", "why.count.b"), sides, strict=True):
        of = f"{of:,}" if said else amount(of, "article", lang)
        said.append(label(key, lang, found=f"{found:,}", of=of, times=amount(n, "time", lang)))
    return label("sep", lang).join(said)


def left_out_said(n: int, by: str, lang: str) -> str:
    """How many articles are on neither side, as a last sentence; "" if none is."""
    if not n:
        return ""
    known = has_label(f"column.{by}")
    key = "why.left_out" if known or (".." not in by and by not in PERIODS) else "why.left_out.time"
    column = label(f"column.{by}", lang) if known else by
    return label(key, lang, articles=amount(n, "article", lang), by=column)


def _verdict_said(row, a: str, b: str, tested: int, lang: str) -> str:
    unit = label(f"unit.{row.unit}" if has_label(f"unit.{row.unit}") else "unit.other", lang)
    alike = label("list", lang).join(
        label(name, lang) if has_label(name) else name for name in row.within.split("|")
    )
    about = {"a": a, "b": b, "unit": unit, "floor": FLOOR, "within": alike, "tested": tested}
    if row.verdict in (MORE_A, MORE_B):
        ends = (row.log_ratio_low, row.log_ratio, row.log_ratio_high)
        ends = ends if row.verdict == MORE_A else [-end for end in ends[::-1]]
        sides = (a, b) if row.verdict == MORE_A else (b, a)
        shown = dict(zip(("low", "ratio", "high"), map(multiple, ends), strict=True))
        shown |= zip(("more", "less"), sides, strict=True)
        said = label("why.more" if row.n_a and row.n_b else "why.only", lang, **shown)
        key = "why.family" if row.p_family <= FAMILY_P else "why.alone"
        return said + label(key, lang, p=f"{row.p_family:.2f}", **about)
    if row.verdict == FEW and np.isnan(row.log_ratio):
        if min(row.effective_a, row.effective_b) < FLOOR or not row.within:
            weights = {k: f"{getattr(row, k):.1f}" for k in ("effective_a", "effective_b")}
            return label("why.few", lang, **weights, **about)
        return label("why.few.within", lang, **about)
    if row.verdict == FEW:
        return label("why.few.held", lang, **about)
    key = "why.unclear" if row.verdict == UNCLEAR else "why.but"
    if np.isnan(row.log_ratio):
        return label(f"{key}.few", lang, **about)
    low, high = row.log_ratio_low, row.log_ratio_high
    ends = "".join(("range", ".low" * bool(np.isfinite(low)), ".high" * bool(np.isfinite(high))))
    about["range"] = label(ends, lang, low=multiple(low), high=multiple(high))
    return label(key, lang, **about)


def multiple(log_ratio: float) -> str:
    """2 ** log_ratio to two places, to three beside 1; 0 and ∞ for no end.

    >>> tuple(map(multiple, (1.0, float("-inf"), float("inf"), 7.1, 0.03)))
    ('2', '0', '∞', '137', '1.02')
    """
    if log_ratio == np.inf:
        return "∞"
    times = 2.0**log_ratio
    if times >= 99.5:
        return f"{times:,.0f}"
    return f"{times:.3g}" if 0.95 < times < 1.05 else f"{times:.2g}"
