"""Verdicts in words: counts first, then what can be said, then why not more."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measure.groups import FLOOR
from analysis.wording.labels import amount, has_label, label

MORE_A, MORE_B = "more in A", "more in B"
UNCLEAR, FEW = "no clear difference", "too few articles to tell"
BUT = {name: f"differs, but so does the {name}" for name in ("genre", "length", "date")}
VERDICTS = (MORE_A, MORE_B, *BUT.values(), UNCLEAR, FEW)


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
        key = "why.family" if row.p_family <= 0.05 else "why.alone"
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
    return label(key, lang, range=_range_said(row, lang), **about)


def _range_said(row, lang: str) -> str:
    low, high = row.log_ratio_low, row.log_ratio_high
    key = "".join(("range", ".low" * bool(np.isfinite(low)), ".high" * bool(np.isfinite(high))))
    return label(key, lang, low=multiple(low), high=multiple(high))


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
