"""What notebook 1 says: how much there is, how sure its place and date are, what repair changed."""

import pandas as pd
from markupsafe import Markup

from analysis.evidence.links import anchor
from analysis.measure.counts import text_shares
from analysis.measure.naive_counts import jieba_cuts, naive_counts, naive_differences
from analysis.page.answers import MANY, counted, listing, per_place, plural
from analysis.page.open_corpus import Desk
from analysis.page.page_parts import cite, cite_total, fill, total_link
from analysis.page.provenance import corpus_date

SURE = ("given", "printed")


def answer(desk: Desk, counts: pd.DataFrame) -> Markup:
    """Size, places, dates, and what repair changes; `counts` of `three_ways`."""
    changed = int((counts["n_raw"] != counts["n_repaired"]).sum())
    return fill(
        "The corpus holds {articles} ({places}) in {files} {word}, {han} Han characters. "
        "{term} stands in them {n} "
        "times; counting in the raw files gives {raw}, and jieba's own words give {jieba}. "
        "Repair changes the count "
        "of {changed} of {all} {slogans}.",
        articles=counted(desk, "articles", "article"),
        places=per_place(desk, "articles"),
        files=len(desk.corpus.documents),
        word=plural(len(desk.corpus.documents), "file"),
        han=cite_total(desk.tables),
        term=desk.term,
        n=cite(desk.tables, "repaired", term=desk.term),
        raw=cite(desk.tables, "raw", term=desk.term),
        jieba=cite(desk.tables, "jieba", term=desk.term),
        changed=changed,
        all=len(counts),
        slogans=plural(len(counts), "term"),
    )


def three_ways(desk: Desk) -> pd.DataFrame:
    """term, n_raw, n_jieba, n_repaired for every slogan found and the term itself."""
    return naive_counts(*(desk.tables[name] for name in ("raw", "jieba", "repaired")))


def differences(desk: Desk) -> pd.DataFrame:
    """Every hit that only one of the two ways finds, with its reason and its lines; the term's own
    first.
    """
    table = naive_differences(desk.tables["raw"], desk.tables["repaired"], desk.corpus)
    own = table["term"] == desk.term
    return pd.concat([table[own], table[~own]], ignore_index=True)


def term_three_ways(desk: Desk, found: pd.DataFrame) -> Markup:
    """Why the three ways differ for the term; `found` of `differences`."""
    own = found[found["term"] == desk.term]
    cuts = jieba_cuts(desk.corpus, desk.tables["repaired"], desk.term)
    if not len(cuts):
        return fill(
            "{term} stands nowhere in the counted articles, so the three ways have nothing "
            "to differ on.",
            term=desk.term,
        )
    lines = [
        fill(
            "{file}, lines {a}–{b} ({found}: {why})",
            file=row["file"],
            a=row["line_from"],
            b=row["line_to"],
            found=row["found"],
            why=row["reason"],
        )
        for row in own.head(MANY).to_dict("records")
    ]
    where = fill(
        "Between raw files and articles, {n} {hit}: {lines}{more}.",
        n=len(own),
        hit=plural(len(own), "hit differs", "hits differ"),
        lines=Markup("; ").join(lines),
        more=f"; and {len(own) - MANY} more, in the table below" if len(own) > MANY else "",
    )
    same = fill("In the raw files it is found the same number of times, at the same places.")
    pieces = [fill("{cut} {n} times", cut=cut, n=n) for cut, n in cuts.itertuples(index=False)]
    return fill(
        "{where} Left to itself, jieba cuts {term} as {cuts}.",
        where=where if lines else same,
        term=desk.term,
        cuts=listing(pieces),
    )


def article_list(desk: Desk) -> pd.DataFrame:
    """Every article, counted or not, with what is known of it and how: for reading, one row an
    article.
    """
    articles = desk.corpus.articles
    table = articles[
        [
            "title",
            "place",
            "place_basis",
            "genre",
            "date_published",
            "date_published_basis",
            "n_han",
            "n_sentences",
            "files",
            "article_id",
        ]
    ]
    counted_ids = set(desk.study.articles["article_id"])
    table = table.assign(counted=table["article_id"].isin(counted_ids))
    return table.assign(title=table["title"].where(table["title"] != "", "(no headline)"))


def repairs(desk: Desk) -> pd.DataFrame:
    """What was mended or is doubtful, file by file."""
    files = desk.corpus.documents.set_index("doc_id")["file"]
    quality = desk.corpus.quality
    table = quality.assign(file=quality["doc_id"].map(files))
    return table.groupby(["file", "step", "what"], as_index=False, sort=True)["n"].sum()


def size_link(row: dict) -> Markup | str:
    """The Han characters of a row of `article_list`, opening the article; no link where the article
    is in no count.
    """
    return (
        total_link(row["n_han"], anchor("articles", article_id=row["article_id"]))
        if row["counted"]
        else ""
    )


def doubts(desk: Desk) -> Markup:
    """How much of place and date is guessed, which articles are cut off, which files could not be
    read.
    """
    articles, said = desk.study.articles, []
    undated = int((articles["date_published"] == "").sum())
    guessed = int((articles["date_published_basis"] == "inferred").sum())
    unplaced = int((~articles["place_basis"].isin(SURE)).sum())
    cut = counted(desk, "articles", "article", truncated=True)
    of = len(articles)
    said.append(
        fill(
            "{n} of {of} counted {word} {has} no date of publication",
            n=undated,
            of=of,
            word=plural(of, "article"),
            has="has" if undated == 1 else "have",
        )
    )
    said.append(fill("the date of {n} is inferred from the text, not printed", n=guessed))
    said.append(fill("the place of {n} is inferred", n=unplaced))
    said.append(
        fill(
            "{cut} {ends} at a jump whose other half is not in the corpus",
            cut=cut,
            ends="ends" if 'data-n="1"' in cut else "end",
        )
    )
    failed = len(desk.corpus.failures)
    shares = text_shares(desk.corpus)
    rest = shares[shares["reason"] != "counted"]
    said.append(
        fill(
            "{share} of the characters are in no count ({why})",
            share=f"{rest['share'].sum():.1%}",
            why=", ".join(f"{r.reason} {r.share:.1%}" for r in rest.itertuples()),
        )
    )
    said.append(fill("{n} {word} could not be read", n=failed or "no", word=plural(failed, "file")))
    dates = corpus_date(desk.corpus.articles)
    span = (
        fill("The dated pages run over {dates}.", dates=dates)
        if dates
        else fill("No page is dated.")
    )
    return fill("{span} In plain numbers: {said}.", span=span, said=Markup("; ").join(said))


def lopsided(desk: Desk) -> Markup:
    """Which article weighs most in the corpus, and what that does to its place."""
    articles = desk.study.articles.sort_values(
        ["n_han", "article_id"], ascending=[False, True], kind="stable"
    )
    biggest = articles.iloc[0]
    share = biggest["n_han"] / articles["n_han"].sum()
    own = articles[articles["place"] == biggest["place"]]["n_han"].sum()
    title = biggest["title"] or f"an article without a headline ({biggest['article_id']})"
    return fill(
        "One article, {title}, holds {n} Han characters, {share} of all {all} and {own} of "
        "the {of} of {place}: what is said of "
        "{place} is to that extent said of one text.",
        n=total_link(int(biggest["n_han"]), anchor("articles", article_id=biggest["article_id"])),
        all=cite_total(desk.tables),
        of=cite_total(desk.tables, place=biggest["place"]),
        title=title,
        share=f"{share:.0%}",
        own=f"{biggest['n_han'] / own:.0%}",
        place=biggest["place"] or "its place",
    )
