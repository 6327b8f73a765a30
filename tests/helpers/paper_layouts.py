"""Invented newspaper pages as PDFs, and the articles that are on them: rows of cells, a cell a pile
of articles.

`paper_page(kind, seed)` sets stories of page_words.py the way papers do: headlines over all
columns, over some, over one, beside the text and turned; pictures with captions in the text; boxes;
rules; masthead and folio; text set downwards; jumps.
"""

from random import Random
from typing import NamedTuple

from tests.helpers.page_furniture import byline_of, caption, split_title
from tests.helpers.page_setting import items, wrap
from tests.helpers.page_words import PLACES, TOPICS, write_story
from tests.helpers.paper_sheets import down, pdf_file, text

KINDS = (
    "banner",
    "stacked",
    "partial",
    "side by side",
    "boxed",
    "inset",
    "vertical headline",
    "turned headline",
    "pictures",
    "front",
    "two pages",
    "downwards",
    "mixed",
)
BODY, LEADING = 9.0, 13.0
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
HEADS = {
    "banner": ("span",),
    "stacked": ("narrow",),
    "partial": ("partial",),
    "side by side": ("span",),
    "boxed": ("span",),
    "inset": ("span", "partial"),
    "vertical headline": ("left down", "right down"),
    "turned headline": ("turned",),
    "pictures": ("span",),
    "front": ("span", "narrow"),
    "two pages": ("span",),
    "downwards": ("span",),
    "mixed": ("span", "narrow", "partial", "left down", "turned"),
}


class Article(NamedTuple):
    """What a reader should find again."""

    kicker: str
    title: str
    subtitle: str
    reporters: tuple[str, ...]
    text: str


class PaperPage(NamedTuple):
    data: bytes
    truth: tuple[Article, ...]
    sheets: list  # the marks, a list a page


class Piece(NamedTuple):
    """A story about to be set: its headline's lines, its paragraphs as (role, text), its byline
    under the title.
    """

    article: Article
    lines: list[str]
    under: str
    paragraphs: list[tuple[str, str]]


class Style(NamedTuple):
    """What a page keeps to."""

    per_line: int
    gutter: float
    gap: float  # between articles
    rules: bool
    centred: bool

    @property
    def width(self):
        return self.per_line * BODY

    def across(self, n):
        return n * self.width + (n - 1) * self.gutter


def write_piece(rng, place, topic, kind, *, long=False):
    """A story with a headline of its own."""
    n = rng.choice((5, 6, 7)) if long else rng.choice((2, 3, 4))
    story = write_story(
        rng, kind, place, topic, n, rng.choice(("plain", "plain", "kicker", "subtitle", "both"))
    )
    lead = rng.choice(("paren", "paren", "correspondent", "report", "under", "end paren", "chief"))
    before, under, after, names = byline_of(
        rng, lead, place, (rng.randint(1, 12), rng.randint(1, 28))
    )
    paragraphs = list(story.paragraphs)
    body = "\n".join(words for _, words in paragraphs)
    paragraphs[0] = ("body", before + paragraphs[0][1])
    paragraphs[-1] = ("body", paragraphs[-1][1] + after)
    article = Article(story.kicker, story.title, story.subtitle, names, body)
    return Piece(article, split_title(rng, story.title, rng.choice((1, 1, 2))), under, paragraphs)


def set_lines(piece, per_line):
    """The body as lines (words, characters it is set in by, full, size)."""
    out = []
    for role, words in piece.paragraphs:
        lines = [
            "".join(c for c, _, _ in line) for line in wrap(items("　　" + words), per_line, True)
        ]
        size = 11.0 if role == "subhead" and len(words) + 3 < per_line else BODY
        out += [
            (line.lstrip("　") if k == 0 else line, 2 * (k == 0), k + 1 < len(lines), size)
            for k, line in enumerate(lines)
        ]
    return out


def wide(words):
    """The width of a line in ems."""
    return sum(0.5 if c.isascii() else 1.0 for c in words)


def put_body(lines, columns, style, holes=()):
    """Marks of lines in columns (x, top), all down to one foot that is as high as can be; holes:
    (x0, x1, y0, y1).
    """
    foot = min(top for _, top in columns) + LEADING
    while True:
        slots = [(x, y) for x, top in columns for y in _slots(x, top, foot, style, holes)]
        if len(slots) >= len(lines):
            break
        foot += LEADING
    marks = []
    for (words, indent, full, size), (x, y) in zip(lines, slots, strict=False):
        gaps = max(len(words) - 1, 1)
        step = (style.width - (wide(words) + indent) * BODY) / gaps
        step = step if full else min(step, 0.0)  # a hanging mark is pressed into the line
        marks.append(
            text(words, x + indent * BODY, y, size, step=min(max(step, -0.12 * BODY), BODY))
        )
    return marks, max([foot, *(hole[3] for hole in holes)])


def _slots(x, top, foot, style, holes):
    y, found = top, []
    while y + LEADING <= foot + 0.01:
        hole = next(
            (
                h
                for h in holes
                if h[0] < x + style.width and x < h[1] and h[2] < y + BODY and y < h[3]
            ),
            None,
        )
        if hole:
            y = hole[3] + 4
            continue
        found.append(y)
        y += LEADING
    return found


def put_head(piece, x, y, width, style, *, most=26.0):
    """Marks of kicker, title, subtitle and byline one below the other, and where they end."""
    sizes = most if style.centred else most - 2
    rows = [(piece.article.kicker, 0.6)] if piece.article.kicker else []
    rows += [(line, 1.0) for line in piece.lines]
    rows += [(piece.article.subtitle, 0.55)] if piece.article.subtitle else []
    title = min(sizes, width / max(wide(line) for line in piece.lines))
    title = max(title, 15.0)  # a longer line goes on below
    marks = []
    for words, share in rows:
        size = max(share * title, 11.0)
        per = max(int(width / size), 4)
        parts = (
            [words]
            if wide(words) * size <= width
            else [words[k : k + per] for k in range(0, len(words), per)]
        )
        for part in parts:
            left = x + (width - wide(part) * size) / 2 if style.centred else x
            marks.append(text(part, left, y, size))
            y += size * 1.25
    y += 3
    if piece.under:
        marks.append(text(piece.under, x + BODY, y, min(BODY, (width - BODY) / wide(piece.under))))
        y += LEADING + 3
    return marks, y


def put_article(rng, piece, x, y, n, style, head, *, picture=False, downwards=False):
    """Marks of an article in `n` columns with its top left at (x, y), and where it ends."""
    lines, marks = set_lines(piece, style.per_line), []
    full = style.across(n)
    if downwards:
        marks, y = put_head(piece, x, y, full, style)
        more, foot = put_down(piece, x, y, full, style)
        return marks + more, foot
    if head in ("left down", "right down", "turned"):
        return put_beside(piece, lines, x, y, n, style, head)
    k = {"span": n, "narrow": 1, "partial": max(1, n - 1)}[head]
    marks, below = put_head(piece, x, y, style.across(k), style)
    columns = [(x + i * (style.width + style.gutter), below if i < k else y) for i in range(n)]
    holes = []
    if picture:
        wide_ = min(n, rng.choice((1, 2)))
        first = rng.randrange(n - wide_ + 1)
        left = columns[first][0]
        top = columns[first][1] + rng.choice((0, 3, 4)) * LEADING if first < k else y
        top = max(top, columns[first + wide_ - 1][1]) + (0 if top in (y, below) else 2)
        bottom = top + rng.choice((50, 70))
        right = left + style.across(wide_)
        words = wrap(items(caption(rng)), (right - left) / 8, True)
        foot = bottom + 4 + 10 * len(words)
        holes = [(left, right, top - 2, foot)]
        marks.append(("picture", left, top, right, bottom))
        marks += [
            text("".join(c for c, _, _ in line), left, bottom + 4 + 10 * i, 8)
            for i, line in enumerate(words)
        ]
    more, foot = put_body(lines, columns, style, holes)
    return marks + more, max(foot, below)


def put_beside(piece, lines, x, y, n, style, head):
    """A headline left or right of its text: one character a line, right to left, or turned by 90
    degrees.
    """
    size, marks = 20.0, []
    heads = [(piece.article.kicker, 12.0)] if piece.article.kicker else []
    heads += [(line, size) for line in piece.lines] + (
        [(piece.article.subtitle, 12.0)] if piece.article.subtitle else []
    )
    across = sum(s * 1.3 for _, s in heads)
    tall = max(wide(words) * s for words, s in heads)
    if head == "turned":
        left = x
        for words, s in heads:
            marks.append(text(words, left, y + tall, s, turn=90))
            left += s * 1.3
    else:
        left = (
            (x if head == "left down" else x + style.across(n))
            + across
            - heads[0][1] * 1.3
            + (0 if head == "left down" else 8)
        )
        for i, (words, s) in enumerate(heads):
            marks += [text(c, left, y + k * s * 1.05, s) for k, c in enumerate(words)]
            left -= heads[i + 1][1] * 1.3 if i + 1 < len(heads) else 0
        tall *= 1.05
    start = x if head == "right down" else x + across + 8
    top = y
    if piece.under:
        marks.append(text(piece.under, start + BODY, y, BODY))
        top += LEADING + 3
    more, foot = put_body(
        lines, [(start + i * (style.width + style.gutter), top) for i in range(n)], style
    )
    return marks + more, max(foot, y + tall)


def put_down(piece, x, y, full, style):
    """The body set downwards, columns from right to left, in bands as wide as the article."""
    lines = set_lines(piece, style.per_line)
    step = BODY * 1.5
    fits = int(full / step)
    marks = []
    for k, (words, indent, _, _) in enumerate(lines):
        band, at = divmod(k, fits)
        top = y + band * (style.width + 12)
        marks.append(down(words, x + full - (at + 1) * step, top + indent * BODY, BODY))
    return marks, y + (-(-len(lines) // fits)) * (style.width + 12)


def furniture_marks(rng, place, style, n, page, *, masthead):
    """Masthead, date line, page label at the top; the marks and where the text may begin."""
    full, y = style.across(n), 24.0
    date = f"2025年{rng.randint(1, 12)}月{rng.randint(1, 28)}日 星期{rng.choice('一二三四五六日')}"
    label = f"第{page:02d}版：{rng.choice(('要闻', '综合新闻', '民生'))}"
    if masthead:
        marks = [
            text(f"{place[0]}日报", 30, y, 40),
            text(date, 30 + full - 140, y + 6, 9),
            text(label, 30 + full - 140, y + 24, 9),
        ]
        return [*marks, ("line", 30, y + 52, 30 + full, y + 52)], y + 66
    marks = [
        text(label, 30, y, 12),
        text(f"{place[0]}日报", 30 + full / 2, y, 12),
        text(date, 30 + full - 130, y, 9),
    ]
    return [*marks, ("line", 30, y + 18, 30 + full, y + 18)], y + 28


def paper_page(kind, seed, *, view=False):
    """A page of one kind (see KINDS) as PDF, with the truth about it. The same seed, the same
    bytes.
    """
    rng = Random(f"{kind} {seed}")
    place = rng.choice(PLACES)
    style = Style(
        rng.choice((12, 13, 14, 16)),
        rng.choice((9.0, 12.0, 16.0)),
        rng.choice((12.0, 16.0, 22.0)),
        rng.random() < 0.4,
        rng.random() < 0.6,
    )
    topics = rng.sample(TOPICS, 12)
    n = rng.choice((4, 5)) if kind != "stacked" else rng.choice((2, 3, 4))
    rows = plan_rows(rng, kind, n)
    pieces, sheet, sheets = [], [], []
    y = 24.0
    if kind in ("front", "two pages") or rng.random() < 0.3:
        sheet, y = furniture_marks(rng, place, style, n, 1, masthead=kind == "front")
    rest = None
    for row in rows:
        if row == "turn the page":
            sheets.append(sheet)
            sheet, y = furniture_marks(rng, place, style, n, 2, masthead=False)
            continue
        x, feet, dividers = 30.0, [], []
        for width, pile, options in row:
            at = y
            for head in pile:
                more = dict(options)
                if more.pop("rest", False):
                    piece, rest = rest, None
                else:
                    piece = write_piece(
                        rng,
                        place,
                        topics[len(pieces)],
                        rng.choice(("brief", "meeting", "inspection", "feature")),
                        long=width > 2 or "jump" in more,
                    )
                    pieces.append(piece.article)
                if more.get("downwards"):  # Latin letters lie on their side there
                    wide_forms = piece.article.text.translate(FULL_WIDTH)
                    piece = piece._replace(
                        article=piece.article._replace(text=wide_forms),
                        paragraphs=[
                            (role, words.translate(FULL_WIDTH)) for role, words in piece.paragraphs
                        ],
                    )
                    pieces[-1] = piece.article
                if more.pop("jump", False):
                    piece, rest = cut_piece(piece)
                marks, foot = put_cell(rng, piece, x, at, width, style, head, more)
                if at > y and style.rules:
                    dividers.append(
                        ("line", x, at - style.gap / 2, x + style.across(width), at - style.gap / 2)
                    )
                sheet += marks
                at = foot + style.gap
            feet.append(at)
            x += style.across(width) + style.gutter * 1.5 + extra_width(pile, options)
            dividers.append(x - style.gutter * 0.75)
        bottom = max(feet)
        sheet += [
            d if isinstance(d, tuple) else ("line", d, y, d, bottom - style.gap)
            for d in (dividers[:-1] if style.rules else [])
        ]
        y = bottom
        if style.rules:
            sheet.append(("line", 30, y - style.gap / 2, x - style.gutter * 1.5, y - style.gap / 2))
    if kind in ("front", "two pages") or rng.random() < 0.3:
        sheet.append(
            text(
                "责任编辑："
                + rng.choice(("周铭", "陈书缘"))
                + "　版式："
                + rng.choice(("李晓洁", "何林")),
                30,
                y + 4,
                8,
            )
        )
    sheets.append(sheet)
    right = max(
        m[2] + (wide(m[1]) * m[4] if m[0] == "text" and not m[6] else 0)
        if m[0] in ("text", "down")
        else m[3]
        for s in sheets
        for m in s
    )
    low = max(m[3] if m[0] in ("text", "down") else m[4] for s in sheets for m in s)
    return PaperPage(
        pdf_file(sheets, round(right + 30), round(low + 40), view=view), tuple(pieces), sheets
    )


def extra_width(pile, options):
    """What a headline beside the text takes, and a box."""
    return (20 if options.get("box") else 0) + (
        90 if any(h in ("left down", "right down", "turned") for h in pile) else 0
    )


def put_cell(rng, piece, x, y, n, style, head, options):
    """An article, in a box if it is to be."""
    if not options.get("box"):
        return put_article(
            rng,
            piece,
            x,
            y,
            n,
            style,
            head,
            picture=options.get("picture"),
            downwards=options.get("downwards"),
        )
    marks, foot = put_article(rng, piece, x + 10, y + 8, n, style, head)
    return [*marks, ("box", x, y, x + style.across(n) + 20, foot + 6)], foot + 8


def cut_piece(piece):
    """A piece cut at a jump: the first half with 下转, the rest with 上接 under the same
    headline.
    """
    at = max(1, len(piece.paragraphs) // 2)
    first = [*piece.paragraphs[: at - 1], ("body", piece.paragraphs[at - 1][1] + "（下转第2版）")]
    rest = [("mark", "（上接第1版）"), *piece.paragraphs[at:]]
    return piece._replace(paragraphs=first), piece._replace(
        paragraphs=rest, under="", article=piece.article._replace(kicker="", subtitle="")
    )


def plan_rows(rng, kind, n):
    """Rows of cells (columns, headline styles of the pile, options) for `n` columns."""
    heads = HEADS[kind]

    def head():
        return rng.choice(heads)

    def split():
        k = rng.randint(1, n - 1)
        return [(k, ["span" if k > 1 else "narrow"], {}), (n - k, ["span"], {})]

    if kind == "banner":
        return [[(n, ["span"], {})], split()]
    if kind == "stacked":
        return [[(n, ["narrow"], {})] for _ in range(rng.choice((2, 3)))]
    if kind == "partial":
        return [[(n, ["partial"], {})], [(n, ["partial"], {})]]
    if kind == "side by side":
        k = rng.choice((1, 2))
        return [
            [(k, ["span"] * rng.choice((1, 2)), {}), (n - k, ["span"] * rng.choice((1, 2)), {})],
            split(),
        ]
    if kind == "boxed":
        row = [(2, ["span"], {"box": True}), (n - 2, ["span"], {})]
        return [[(n, ["span"], {})], rng.sample(row, 2)]
    if kind == "inset":
        return [
            [(1, ["narrow"], {"box": True}), (n - 1, [head()], {"picture": True})],
            [(n, ["span"], {})],
        ]
    if kind in ("vertical headline", "turned headline"):
        return [
            [(n, ["span"], {})],
            [(rng.choice((2, 3)), [head()], {}), (1, ["span"], {})],
            [(n, ["partial"], {})],
        ]
    if kind == "pictures":
        return [
            [(n, ["span"], {"picture": True})],
            [(2, ["span"], {}), (n - 2, ["span"], {"picture": True})],
        ]
    if kind == "front":
        return [
            [(n, ["span"], {"picture": True})],
            [(2, ["narrow", "narrow"], {}), (n - 2, ["span"], {})],
        ]
    if kind == "two pages":
        return [
            [(n, ["span"], {"jump": True})],
            split(),
            "turn the page",
            [(n, ["span"], {"rest": True})],
            split(),
        ]
    if kind == "downwards":
        return [[(n, ["span"], {"downwards": True})], split()]
    k = rng.randint(1, n - 1)
    return [
        [(n, [head()], {})],
        [(k, ["narrow"] * 2, {}), (n - k, [head()], {"picture": rng.random() < 0.4})],
        [(n, ["narrow"], {})],
    ]
