"""How well articles come back from torn pages: each against the truth, white space aside."""

import re
from collections import defaultdict
from typing import NamedTuple

import pandas as pd

from analysis.describe.reporters import parse_byline
from analysis.repair.repair import Repaired
from analysis.table.decode import decode_bytes
from tests.helpers.pages import Page, Truth
from tests.helpers.repaired import repair_documents

NOT_COUNTED = ("photo-caption", "weather", "boilerplate")
SAME = 0.97  # an article is right when the common subsequence covers this much of both texts


class Row(NamedTuple):
    """What became of one true article."""

    tags: tuple[str, ...]
    article: bool  # boundaries right
    fidelity: float  # 2 LCS / (len + len), white space aside
    exact: bool  # the same characters, inner blanks included, line ends aside
    headline: bool
    around: bool  # kicker, subtitle and speaker
    reporters: bool
    joined: bool | None  # None: the article has one part only
    truncated: bool | None
    n_body: int
    lost: int  # body characters that are in no article's text
    strayed: int  # body characters that are in another article's text


class Score(NamedTuple):
    rows: list[Row]
    n_predicted: int
    unowned: int  # non-white characters in no segment, or in two


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def lcs(a: str, b: str) -> int:
    """Length of the longest common subsequence (bit-parallel: Hyyrö 2004).

    >>> lcs("区委常委会", "区常会议")
    3
    """
    if a == b or not a or not b:
        return len(a) if a == b else 0
    positions: dict[str, int] = defaultdict(int)
    for i, c in enumerate(a):
        positions[c] |= 1 << i
    mask = (1 << len(a)) - 1
    v = mask
    for c in b:
        u = v & positions.get(c, 0)
        v = ((v + u) | (v - u)) & mask
    return len(a) - v.bit_count()


def repaired(files: dict[str, bytes]) -> tuple[Repaired, dict[str, str]]:
    """The tables of a page, and the decoded text of each file."""
    texts = {name: decode_bytes(data, name).text for name, data in files.items()}
    raw = pd.DataFrame(
        [(name.rsplit(".", 1)[0], name, text) for name, text in texts.items()],
        columns=["doc_id", "file", "text"],
    )
    return repair_documents(raw), texts


def owners(tables: Repaired, texts: dict[str, str]) -> tuple[dict[str, list[tuple[str, str]]], int]:
    """For every character its (role, article_id), and how many non-white characters have no owner
    or two.
    """
    out = {}
    wrong = 0
    for name, text in texts.items():
        own: list[tuple[str, str]] = [("", "")] * len(text)
        times = [0] * len(text)
        here = tables.segments[tables.segments["doc_id"] == name.rsplit(".", 1)[0]]
        for start, end, role, article_id in here[["start", "end", "role", "article_id"]].itertuples(
            index=False
        ):
            for i in range(start, end):
                own[i] = (role, article_id)
                times[i] += 1
        wrong += sum(
            1 for c, n in zip(text, times, strict=True) if n > 1 or (n == 0 and not c.isspace())
        )
        out[name] = own
    return out, wrong


def names_of(article: pd.Series) -> tuple[str, ...]:
    if "reporters" in article:
        return tuple(x for x in article["reporters"].split("|") if x)
    return tuple(name for name, _ in parse_byline(article["byline"]))


def assign(truth: tuple[Truth, ...], texts: list[str]) -> list[tuple[int, float, float]]:
    """For each true article the best found one: its number (-1: none), the smaller coverage, the
    Dice measure.
    """
    out = []
    for t in truth:
        want = squeeze(t.text)
        best = (-1, 0.0, 0.0)
        for j, got in enumerate(texts):
            n = lcs(want, got)
            if got and n and (m := min(n / len(want), n / len(got))) > best[1]:
                best = (j, m, 2 * n / (len(want) + len(got)))
        out.append(best)
    return out


def score_page(page: Page) -> Score:
    tables, texts = repaired(page.files)
    own, wrong = owners(tables, texts)
    for name, text in page.texts.items():
        if texts[name] != text:
            raise AssertionError(f"{name}: not decoded as it was written")
    counted = tables.articles[~tables.articles["hint"].isin(NOT_COUNTED)].reset_index(drop=True)
    found = assign(page.truth, [squeeze(t) for t in counted["text"]])
    ids = counted["article_id"].tolist()
    rows = []
    for i, (t, (j, cover, dice)) in enumerate(zip(page.truth, found, strict=True)):
        n_body = lost = strayed = 0
        for name, marks in page.marks.items():
            for (owner, role), (got_role, got_id), c in zip(
                marks, own[name], page.texts[name], strict=True
            ):
                if owner == i and role != "other" and not c.isspace():
                    n_body += 1
                    inside = got_role in ("body", "subhead") and got_id in ids
                    lost += not inside
                    strayed += inside and (j < 0 or got_id != ids[j])
        if j < 0:
            rows.append(
                Row(
                    t.tags,
                    False,
                    dice,
                    False,
                    False,
                    False,
                    False,
                    False if "in" in t.jump else None,
                    None,
                    n_body,
                    lost,
                    strayed,
                )
            )
            continue
        a = counted.loc[j]
        around = all(
            squeeze(a[k]) == squeeze(getattr(t, k)) for k in ("kicker", "subtitle", "speaker")
        )
        joined = (
            (cover >= SAME and set(a["files"].split("|")) == set(t.files))
            if t.jump in ("in file", "next file")
            else None
        )
        rows.append(
            Row(
                t.tags,
                cover >= SAME,
                dice,
                a["text"].replace("\n", "") == t.text.replace("\n", ""),
                squeeze(a["title"]) == squeeze(t.title),
                around,
                set(names_of(a)) == set(t.reporters),
                joined,
                None if t.truncated is None else bool(a["truncated"]) == t.truncated,
                n_body,
                lost,
                strayed,
            )
        )
    return Score(rows, len(counted), wrong)
