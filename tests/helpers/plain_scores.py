"""The measures a second time, in plain Python, one number at a time, straight from their
formulas.
"""

import math


def _sign(x: float) -> int:
    return (x > 0) - (x < 0)


def _observed_log(o: float, e: float) -> float:
    return o * math.log(o / e) if o > 0 else 0.0


def binomial_tail(k: int, n: int, p: float) -> float:
    """P(X >= k) for X binomial(n, p), summed term by term."""
    if p <= 0:
        return 1.0 if k <= 0 else 0.0
    return math.fsum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1))


def clopper_pearson_lower(k: int, n: int, alpha: float) -> float:
    """The p at which k or more of n has probability alpha, by bisection on the tail sum."""
    if k == 0:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high) or (middle < 1 and binomial_tail(k, n, middle) < alpha):
            low = middle
        else:
            high = middle
    return low


def plain_lrc(a: int, b: int, n1: int, n2: int, family: int) -> float:
    if a * n2 < b * n1:
        return -plain_lrc(b, a, n2, n1, family)
    if a == 0:
        return 0.0
    tau = clopper_pearson_lower(a, a + b, 0.05 / 2 / family)
    if tau in (0.0, 1.0):
        return 0.0
    return max(0.0, math.log2(n2 / n1 * tau / (1 - tau)))


def plain_keyness(a: int, b: int, n1: int, n2: int, family: int) -> dict[str, float]:
    c, d, n = n1 - a, n2 - b, n1 + n2
    sign = _sign(a * n2 - b * n1)
    rows = (
        (a, n1 * (a + b) / n),
        (b, n2 * (a + b) / n),
        (c, n1 * (c + d) / n),
        (d, n2 * (c + d) / n),
    )
    reference = (b or 0.5) / n2  # a reference count of zero is taken as 0.5
    g2 = 2 * sum(_observed_log(o, e) for o, e in rows)
    two = 2 * sum(_observed_log(o, e) for o, e in rows[:2])
    expected = [e for _, e in rows]
    chi2 = sum((o - e) ** 2 / e for o, e in rows if e > 0)
    cross = abs(a * d - b * c)
    yates = chi2
    if cross >= n / 2 and min(expected) < 5 and min(expected) > 0:
        yates = n * (cross - n / 2) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d))
    ratio = math.log2((a or 0.5) / n1 / ((b or 0.5) / n2)) if a or b else 0.0
    if (a == 0 or b == 0) and _sign(ratio) != sign:
        ratio = 0.0
    h = 0.5 if 0 in (a, b, c, d) else 0
    odds = (a + h) * (d + h) / ((b + h) * (c + h)) if a or b else 1.0
    log_odds = z = 0.0
    if a or b:
        prior = a + b
        omega = [math.log((y + prior) / (size + n - y - prior)) for y, size in ((a, n1), (b, n2))]
        log_odds = omega[0] - omega[1]
        z = log_odds / math.sqrt(1 / (a + prior) + 1 / (b + prior))
    return {
        "per_10k_a": 1e4 * a / n1,
        "per_10k_b": 1e4 * b / n2,
        "expected_a": expected[0],
        "expected_b": expected[1],
        "g2": sign * g2,
        "g2_two_term": sign * two,
        "p_g2": math.erfc(math.sqrt(max(g2, 0) / 2)),  # chi-squared with 1 df is a squared normal
        "p_token": min(1, family * math.erfc(math.sqrt(max(g2, 0) / 2))),
        "chi2": sign * chi2,
        "chi2_yates": sign * yates,
        "log_ratio": ratio,
        "lrc": plain_lrc(a, b, n1, n2, family),
        "odds_ratio": odds,
        "diff_percent": (a / n1 - reference) / reference * 100 if a or b else 0.0,
        "simple_maths": (1e6 * a / n1 + 1) / (1e6 * b / n2 + 1),
        "difference_coefficient": (a / n1 - b / n2) / (a / n1 + b / n2) if a or b else 0.0,
        "log_odds": log_odds,
        "log_odds_z": z,
    }


def plain_association(f: int, f1: int, f2: int, n: int) -> dict[str, float]:
    o12, o21, o22 = f1 - f, f2 - f, n - f1 - f2 + f
    e = f1 * f2 / n
    rows = (
        (f, e),
        (o12, f1 * (n - f2) / n),
        (o21, (n - f1) * f2 / n),
        (o22, (n - f1) * (n - f2) / n),
    )
    sign = _sign(f * n - f1 * f2)
    pmi = 0.0 if e == 0 else math.log2(f / e) if f else min(0.0, math.log2(0.5 / e))
    return {
        "expected": e,
        "pmi": pmi,
        "logdice": 14 + math.log2(2 * (f or 0.5) / max(f1 + f2, 1)),
        "dice": 2 * f / (f1 + f2) if f1 + f2 else 0.0,
        "g2": sign * 2 * sum(_observed_log(o, x) for o, x in rows),
        "simple_ll": sign * 2 * (_observed_log(f, e) - (f - e)),
        "chi2": sign * sum((o - x) ** 2 / x for o, x in rows if x > 0),
        "t": (f - e) / math.sqrt(f or 0.5),
        "z": (f - e) / math.sqrt(e) if e else 0.0,
        "delta_p_2_given_1": (f / f1 if f1 else 0) - (o21 / (n - f1) if n > f1 else 0),
        "delta_p_1_given_2": (f / f2 if f2 else 0) - (o12 / (n - f2) if n > f2 else 0),
    }
