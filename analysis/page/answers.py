"""Words for sentences: lists, plurals, counts that open their evidence, figures of a desk."""

from collections.abc import Iterable

import pandas as pd
from markupsafe import Markup

from analysis.draw.figures import draw_figure
from analysis.evidence.links import anchor, parse_anchor
from analysis.measure.compare import COLUMNS
from analysis.mention.body_glosses import gloss_bodies
from analysis.page.open_corpus import Desk
from analysis.page.page_parts import cite, cite_total, fill, show_evidence, show_figure
from analysis.wording.chinese_spans import zh

MANY = 6  # a sentence lists no more places than this


def plural(n: int, noun: str, nouns: str = "") -> str:
    """The noun that goes with n.

    >>> plural(1, "article"), plural(0, "article"), plural(2, "body", "bodies")
    ('article', 'articles', 'bodies')
    """
    return noun if n == 1 else nouns or noun + "s"


def listing(items: Iterable[object]) -> Markup:
    """Items in words, escaped: a, b and c.

    >>> listing(["甲", "b", "c"])
    Markup('<span lang="zh-Hans">甲</span>, b and c')
    """
    parts = [item if isinstance(item, Markup) else zh(item) for item in items]
    if len(parts) < 2:
        return Markup("").join(parts)
    return Markup(", ").join(parts[:-1]) + Markup(" and ") + parts[-1]


def counted(desk: Desk, table: str, noun: str, nouns: str = "", /, **filters: object) -> Markup:
    """A number that opens its rows, and its noun: 14 articles."""
    number = cite(desk.tables, table, **filters)
    n = int(number.split('data-n="')[1].split('"')[0])
    return fill("{n} {noun}", n=number, noun=plural(n, noun, nouns))


def per_place(desk: Desk, table: str, /, **filters: object) -> Markup:
    """Each place with its number of rows: 临平 5, 钱塘 8; of many places the first few and how many
    more.
    """
    places = desk.study.places
    shown = [
        fill("{place} {n}", place=p, n=cite(desk.tables, table, place=p, **filters))
        for p in places[:MANY]
    ]
    rest = len(places) - MANY
    return Markup(", ").join(shown) + (
        f" and {rest} more {plural(rest, 'place')}" if rest > 0 else ""
    )


def draw(
    desk: Desk, name: str, lang: str, *, headline: bool = False, lines: int = 3
) -> pd.DataFrame:
    """Draw a figure of the house, display it with a few lines behind its first mark, return its
    rows.

    headline : the index shows this figure. A figure that counts no mentions is followed by the
        articles it is made of.
    """
    ax, table, _ = draw_figure(desk.sources, name, lang=lang)
    show_figure(ax, name, table, headline=headline)
    for address in behind(table):
        show_evidence(desk.tables, desk.corpus, address, n=lines, lang=lang)
    return table


def behind(table: pd.DataFrame) -> list[str]:
    """The anchors of what stands behind a figure's first mark: its mentions; where it has none, the
    articles of each side.

    table : the rows of a figure. A figure of single articles has all of them behind it; one without
        rows has nothing.
    """
    columns = [
        column
        for column in ("href", "href_repaired", "href_a", "href_b")
        if column in table.columns
    ]
    links = [
        link.removeprefix("#") for row in table[columns].to_numpy().tolist() for link in row if link
    ]
    if not links or parse_anchor(links[0])[0] != "articles":
        return links[:1]
    return links[: len(columns)] if len(columns) > 1 else [anchor("articles")]


def sizes(desk: Desk) -> Markup:
    """What a rate is per: the Han characters and words of each place, each total opening the
    articles it sums up.
    """
    said = [
        fill(
            "{place} {han} Han characters, {words} words, {n}",
            place=place,
            han=cite_total(desk.tables, "han", place=place),
            words=cite_total(desk.tables, "words", place=place),
            n=counted(desk, "articles", "article", place=place),
        )
        for place in desk.study.places[:MANY]
    ]
    return (
        fill("A rate is a count over the text of its place: {said}.", said=Markup("; ").join(said))
        if said
        else Markup("")
    )


def name_of(article: pd.Series | dict, *, longest: int = 24) -> str:
    """An article's headline, or its genre and id where it has none; cut where it is long."""
    title = str(article["title"]).strip() or f"the {article['genre']} {article['article_id']}"
    return title if len(title) <= longest or not article["title"] else title[: longest - 1] + "…"


def spread(desk: Desk, table: str, columns: Iterable[str] = ()) -> tuple[pd.DataFrame, dict]:
    """The names of a table of mentions by place, most frequent first, and the links of its numbers.

    columns : further columns of the mentions that go with a name (kind, level); gloss, of slogans
        and of bodies.
    Returns (name, columns, n, one column a place, n_articles) and links for `show_table`.
    """
    rows, columns = desk.tables[table], list(columns)
    if "gloss" in columns and table == "bodies":
        rows = rows.assign(gloss=gloss_bodies(rows["name"]))
    shown = desk.study.places[:MANY]
    counts = rows.groupby("name", sort=True).agg(
        **{column: (column, "first") for column in columns},
        n=("name", "size"),
        n_articles=("article_id", "nunique"),
    )
    places = rows.pivot_table(
        index="name", columns="place", values="article_id", aggfunc="count", fill_value=0
    )
    for place in shown:
        counts[place] = places.get(place, 0)
    counts = counts.reset_index().astype(dict.fromkeys(shown, "int64"))
    counts = counts.sort_values(["n", "name"], ascending=[False, True], ignore_index=True)
    links = {"n": lambda row: anchor(table, name=row["name"])}
    links |= {
        place: lambda row, place=place: anchor(table, name=row["name"], place=place)
        for place in shown
    }
    return counts[["name", *columns, "n", *shown, "n_articles"]], links


def compared(desk: Desk, kind: str) -> pd.DataFrame:
    """The two places compared on "words", "slogans" or "bodies", as `figure_tables.comparison`; the
    columns of `compare` are there even where there is nothing to compare."""
    table = desk.sources.compared(kind)
    return table if len(table) else table.reindex(columns=dict.fromkeys([*COLUMNS, *table.columns]))


def verdicts(compared: pd.DataFrame, a: str, b: str, noun: str, nouns: str = "") -> Markup:
    """What a comparison of two places bears out, in a sentence or two; `compared` as `compare`
    returns it.
    """
    if a == b:
        return fill(
            "The corpus has one place, {place}, so there is nothing to compare.",
            place=a or "unknown",
        )
    if compared.empty:
        return fill("No {noun} is frequent enough to be compared.", noun=noun)
    n, first = len(compared), compared.iloc[0]
    sizes = fill(
        "{n_a} {articles_a} of {a} and {n_b} of {b}",
        n_a=int(first["of_a"]),
        a=a,
        b=b,
        n_b=int(first["of_b"]),
        articles_a=plural(int(first["of_a"]), "article"),
    )
    of = fill("{n} {noun}", n=n, noun=plural(n, noun, nouns))
    if (compared["verdict"] == "too few articles to tell").all():
        return fill(
            "{sizes} are too few to tell whether any of {of} {belongs} to one place more "
            "than to the other.",
            sizes=sizes,
            of=of,
            belongs="belongs",
        )
    said = [
        fill(
            "{k} clearly more frequent in {place}{names}",
            k=_is_are(len(names)),
            place=place,
            names=_such(names),
        )
        for place, names in (
            (a, compared.loc[compared["verdict"] == "more in A", "feature"]),
            (b, compared.loc[compared["verdict"] == "more in B", "feature"]),
        )
    ]
    unclear = int((compared["verdict"] == "no clear difference").sum())
    return fill(
        "In {sizes}, of {of}, {said}; for {unclear} there is no clear difference.",
        sizes=sizes,
        of=of,
        said=listing(said),
        unclear=unclear,
    )


def _is_are(n: int) -> str:
    return f"{n or 'none'} {'is' if n <= 1 else 'are'}"


def _such(names: pd.Series) -> Markup:
    if names.empty:
        return Markup("")
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return fill(
        " ({names}{more})", names=Markup(", ").join(zh(name) for name in names.head(3)), more=more
    )
