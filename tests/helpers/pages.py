"""Torn newspaper pages made to order: raw files as bytes, and the articles that are on them.

`lay_out(plan)` sets invented stories (page_words.py) the way PDF and web copies of real papers come
out: hard wraps, column breaks in mid-sentence, headlines far from their bodies, jumps between
files, letter-spacing, page furniture, other encodings. Every page can be read in one way only by a
careful reader; `decidable` sees to that. The same plan always gives the same bytes.
"""

from random import Random
from typing import Any, NamedTuple

from tests.helpers.page_furniture import (
    Byline,
    bottom_matter,
    byline_of,
    caption,
    split_title,
    top_matter,
    web_lines,
)
from tests.helpers.page_setting import Block, Line, items, set_page
from tests.helpers.page_words import PLACES, TOPICS, Story, write_story

FULL_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
HALF_PUNCTUATION = str.maketrans("，：；（）？！", ",:;()?!")

# Every choice a page can make, the plainest first, so that a failing page shrinks towards a plain
# one.
ARTICLE_CHOICES: dict[str, tuple[Any, ...]] = {
    "kind": ("brief", "meeting", "inspection", "feature", "report"),
    "lead": (
        "paren",
        "half paren",
        "chief",
        "two papers",
        "media",
        "spaced names",
        "correspondent",
        "report",
        "nameless",
        "xinhua",
        "cns",
        "cctv",
        "local",
        "under",
        "author",
        "end line",
        "end paren",
        "end names",
        "none",
    ),
    "head": ("before", "after", "top", "bottom", "none"),
    "form": ("plain", "two lines", "three lines", "kicker", "subtitle", "both", "column"),
    "paragraphs": (2, 1, 4, 6),
    "jump": ("none", "in file", "next file", "missing", "orphan"),
    "again": ("none", "same", "short"),
}
PAGE_CHOICES: dict[str, tuple[Any, ...]] = {
    "wrap": ("paragraph", "hard", "hard blank"),
    "width": (16, 14, 18, 20, 24, 44),
    "kinsoku": (True, False),
    "columns": (False, True),
    "indent": ("", "　　", "    ", "stray"),
    "gap": (1, 2, 0),
    "spacing": ("none", "digits", "justified", "both"),
    "characters": ("plain", "full-width digits", "half-width punctuation"),
    "captions": ("none", "between", "inside"),
    "furniture": ("none", "masthead", "weather", "phone", "statement", "web", "all"),
    "encoding": ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"),
    "newline": ("\n", "\r\n", "\r"),
    "debris": ("none", "form feed", "zero width"),
    "files": (1, 2, 3),
}
UNANNOUNCED = (
    "under",
    "end line",
    "end paren",
    "end names",
    "none",
)  # nothing in the text says: here an article begins


class Truth(NamedTuple):
    """One article as a careful reader would give it back. Texts are compared with white space
    aside.
    """

    kicker: str
    title: str
    subtitle: str
    speaker: str
    reporters: tuple[str, ...]
    text: str
    files: tuple[str, ...]
    truncated: bool | None  # None: its beginning is missing, so either answer is fair
    jump: str  # none, in file, next file, missing, orphan
    tags: tuple[str, ...]


class Page(NamedTuple):
    files: dict[str, bytes]
    truth: tuple[Truth, ...]
    texts: dict[str, str]  # decoded, without BOM
    marks: dict[
        str, list[tuple[int, str]]
    ]  # for every character its article (-1: none) and body, subhead or other
    paper: str  # paper and day: "" where no page prints them
    day: str
    place: str
    tags: tuple[str, ...]


def random_plan(seed: int, plain: float = 0.6) -> dict[str, Any]:
    """A page of one to six articles; each choice stays at its plainest with probability `plain`."""
    rng = Random(seed)

    def choose(choices: dict[str, tuple[Any, ...]]) -> dict[str, Any]:
        return {k: v[0] if rng.random() < plain else rng.choice(v) for k, v in choices.items()}

    articles = [choose(ARTICLE_CHOICES) for _ in range(rng.choice((1, 2, 3, 3, 4, 5, 6)))]
    for a in articles:
        a["kind"] = rng.choice(
            ("brief", "meeting", "inspection", "feature", "report", "brief", "meeting")
        )
    return {
        **choose(PAGE_CHOICES),
        "wrap": rng.choice(PAGE_CHOICES["wrap"]),
        "articles": articles,
        "seed": seed,
    }


def decidable(plan: dict[str, Any]) -> dict[str, Any]:
    """The plan without what no reader could tell apart."""
    articles = [dict(a) for a in plan["articles"]]
    plan = {**plan, "articles": articles, "files": min(plan["files"], len(articles))}
    if plan["furniture"] == "web":  # one article a page
        plan["files"] = len(articles)
        for a in articles:
            a.update(head="before", jump="none")
    if plan["debris"] == "zero width" and plan["encoding"] == "gbk":
        plan["encoding"] = "gb18030"  # GBK has no zero-width characters
    if plan["wrap"] == "paragraph" and plan["spacing"] in ("justified", "both"):
        plan["spacing"] = "digits"
    for i, a in enumerate(articles):
        a["file"] = i * plan["files"] // len(articles)
        if a["kind"] == "report":
            a.update(
                lead="none",
                head="before",
                form="two lines" if a["form"] == "two lines" else "plain",
            )
            a["jump"] = "none" if a["jump"] == "orphan" else a["jump"]
        if a["jump"] != "none":
            a["paragraphs"] = max(4, a["paragraphs"])  # both halves long enough to be called one
        if a["jump"] == "next file" and a["file"] + 1 == plan["files"]:
            a["jump"] = "in file"
        if a["jump"] == "orphan":  # its headline is the one printed over the rest
            a.update(
                head="before",
                form="plain",
                again="none",
                lead=a["lead"] if a["lead"].startswith("end") else "none",
            )
        elif a["lead"] in UNANNOUNCED:
            a["head"] = "before"
    jumping = [a for a in articles if a["jump"] in ("in file", "next file")]
    if len([a for a in articles if a["jump"] != "none"]) > 1:
        for a in jumping:  # only the headline says which rest this is
            a["again"] = "same" if a["again"] == "none" else a["again"]
    if any(a["lead"] in UNANNOUNCED or a["head"] != "before" for a in articles) or jumping:
        plan["gap"] = max(1, plan["gap"])
    return plan


def lay_out(plan: dict[str, Any]) -> Page:
    """The files of a plan and the truth about them. plan: PAGE_CHOICES keys, `articles`
    (ARTICLE_CHOICES keys), `seed`.
    """
    plan = decidable(plan)
    rng = Random(plan["seed"])
    place, day = rng.choice(PLACES), (rng.randint(1, 12), rng.randint(1, 28))
    paper = rng.choice(("今日{}", "{}日报", "{}时报", "{}报")).format(place[0])
    names = [f"2025-{day[0]:02d}-{day[1]:02d}_{f + 1:02d}.txt" for f in range(plan["files"])]
    topics = rng.sample(TOPICS, len(plan["articles"]))
    pieces = [
        write_piece(rng, i, article, topic, place, day, plan["characters"])
        for i, (article, topic) in enumerate(zip(plan["articles"], topics, strict=True))
    ]
    texts, marks = {}, {}
    for f, name in enumerate(names):
        furniture = plan["furniture"]
        blocks = arrange(rng, pieces, f, plan, (paper, day) if furniture == "web" else None)
        above = [
            Block("furniture", [items(s)]) for s in top_matter(rng, furniture, paper, day, f + 1)
        ]
        below = [
            Block("furniture", [items(s)]) for s in bottom_matter(rng, furniture, paper, place)
        ]
        raw = set_page(rng, above + blocks + below, plan)
        texts[name], marks[name] = (
            "".join(c for c, _, _ in raw),
            [(owner, role) for _, owner, role in raw],
        )
    files = {name: text.encode(plan["encoding"]) for name, text in texts.items()}
    truth = tuple(true_article(p, names, page_tags(plan)) for p in pieces)
    told = plan["furniture"] in ("masthead", "all", "web")
    iso = f"2025-{day[0]:02d}-{day[1]:02d}" if told else ""
    return Page(files, truth, texts, marks, paper if told else "", iso, place[0], page_tags(plan))


class Piece(NamedTuple):
    """One story with its byline and its cut, about to be put on a page."""

    article: dict[str, Any]
    story: Story
    byline: Byline
    head: list[Line]
    first: list[Line]  # paragraphs before the jump
    rest: list[Line]  # and after it, its markers and repeated headline among them
    text: str


def as_printed(text: str, characters: str) -> str:
    if characters == "full-width digits":
        return text.translate(FULL_DIGITS)
    return text.translate(HALF_PUNCTUATION) if characters == "half-width punctuation" else text


def write_piece(
    rng: Random,
    owner: int,
    article: dict[str, Any],
    topic: tuple[str, ...],
    place: tuple[str, str, str],
    day: tuple[int, int],
    characters: str,
) -> Piece:
    story = write_story(rng, article["kind"], place, topic, article["paragraphs"], article["form"])
    paragraphs = tuple((role, as_printed(text, characters)) for role, text in story.paragraphs)
    story = Story(*(as_printed(x, characters) for x in story[:-1]), paragraphs)
    lead, under, close, people = byline_of(rng, article["lead"], place, day)
    byline = (
        as_printed(lead, characters),
        as_printed(under, characters),
        as_printed(close, characters),
        people,
    )
    before, after = cut(rng, story, article["jump"])
    first = [items(text, owner, role) for role, text in before]
    rest = [items(text, owner, role) for role, text in after]
    if first:
        first[0] = items(byline[0], owner) + first[0]
    last = rest or first
    if byline[2].startswith("\n"):
        last.append(items(byline[2][1:], owner))
    else:
        last[-1] = last[-1] + items(byline[2], owner)
    text = "\n".join(
        text for _, text in {"missing": before, "orphan": after}.get(article["jump"], paragraphs)
    )
    if article["jump"] == "missing":
        byline = (
            *byline[:3],
            byline[3] if lead or under else (),
        )  # a closing byline went with the rest
    if article["jump"] in ("orphan",) and under:
        byline = (*byline[:3], ())
    first, rest = mark_jump(rng, owner, article, story, first, rest, characters)
    return Piece(
        article, story, byline, head_lines(rng, owner, article, story, byline[1]), first, rest, text
    )


def head_lines(
    rng: Random, owner: int, article: dict[str, Any], story: Story, under: str
) -> list[Line]:
    """Column, kicker, title on one to three lines, subtitle, date line and speaker, byline under
    the title.
    """
    title = split_title(
        rng, story.title, {"two lines": 2, "three lines": 3}.get(article["form"], 1)
    )
    columns = ("走基层", "一线见闻", "两会印象", "【乡村振兴看一线】", "今日关注")
    column = rng.choice(columns) if article["form"] == "column" else ""
    lines = (column, story.kicker, *title, story.subtitle, story.dateline, story.speaker, under)
    return [items(x, owner) for x in lines if x]


def cut(
    rng: Random, story: Story, jump: str
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The paragraphs before and after a jump: between paragraphs, at a sentence end or in
    mid-sentence.
    """
    paragraphs = list(story.paragraphs)
    if jump == "none":
        return paragraphs, []
    at = max(1, len(paragraphs) // 2)
    while paragraphs[at][0] == "subhead" or (len(paragraphs[at][1]) < 30 and at > 1):
        at -= 1
    role, text = paragraphs[at]
    ends = [k + 1 for k, c in enumerate(text[:-1]) if c == "。" and text[k + 1] not in "”）)"]
    how = rng.choice(("paragraph", "sentence", "middle"))
    if how == "paragraph" or len(text) < 30 or (how == "sentence" and not ends):
        at -= paragraphs[at - 1][0] == "subhead"  # a subhead goes with what it heads
        return paragraphs[:at], paragraphs[at:]
    k = ends[0] if how == "sentence" else rng.randint(12, len(text) - 12)
    return [*paragraphs[:at], (role, text[:k])], [(role, text[k:]), *paragraphs[at + 1 :]]


def mark_jump(
    rng: Random,
    owner: int,
    article: dict[str, Any],
    story: Story,
    first: list[Line],
    rest: list[Line],
    characters: str,
) -> tuple[list[Line], list[Line]]:
    """The two halves with 下转 and 上接 on them, and the headline repeated or shortened over the
    second.
    """
    jump, page = article["jump"], article["file"] + 1
    if jump == "none":
        return first, rest
    to, back = (
        (page + 1, page)
        if jump == "next file"
        else (page + 4, page)
        if jump != "orphan"
        else (page + 1, page + 3)
    )
    style = rng.choice(("（{}第{}版）", "({}第{}版)", "{}{}版"))
    start, stop = (
        items(as_printed(style.format(word, n), characters), owner)
        for word, n in (("上接", back), ("下转", to))
    )
    apart = items(rng.choice(("", " ", "　")), owner)
    first = [*first, stop] if style == "{}{}版" else [*first[:-1], first[-1] + apart + stop]
    again = {"none": "", "same": story.title, "short": story.short}[article["again"]]
    over = [items(again, owner)] if again else []
    over.insert(rng.randint(0, len(over)), start)
    return ([] if jump == "orphan" else first), ([] if jump == "missing" else over + rest)


def arrange(
    rng: Random,
    pieces: list[Piece],
    f: int,
    plan: dict[str, Any],
    web: tuple[str, tuple[int, int]] | None,
) -> list[Block]:
    """The blocks of file `f` in print order: headlines over, under or far from their bodies, second
    halves last.
    """
    top: list[Block] = []
    middle: list[Block] = []
    later: list[Block] = []
    bottom: list[Block] = []
    for p in pieces:
        jump, where = p.article["jump"], p.article["head"]
        picture = as_printed(caption(rng), plan["characters"])
        if p.rest and jump != "orphan" and p.article["file"] + (jump == "next file") == f:
            later.append(Block("body", p.rest))
        if p.article["file"] != f:
            continue
        head = Block("head", p.head)
        {"top": top, "bottom": bottom, "before": middle}.get(where, []).append(head)
        if web:
            middle.append(
                Block("furniture", [items(x) for x in web_lines(rng, *web, p.story.title)])
            )
        inside = (items(picture),) if plan["captions"] == "inside" and plan["columns"] else ()
        middle.append(Block("body", p.rest if jump == "orphan" else p.first, inside))
        if where == "after":
            middle.append(head)
        if (plan["captions"] == "between" and (rng.random() < 0.5 or jump == "in file")) or (
            jump == "in file" and len(pieces) == 1
        ):
            middle.append(Block("caption", [items(picture)]))
    rng.shuffle(top)
    rng.shuffle(bottom)
    return top + middle + later + bottom


def true_article(p: Piece, names: list[str], tags: tuple[str, ...]) -> Truth:
    shown = p.article["head"] != "none"
    s, jump, f = p.story, p.article["jump"], p.article["file"]
    files = (names[f], names[f + 1]) if jump == "next file" else (names[f],)
    title = (
        s.title
        if shown or (jump in ("in file", "next file") and p.article["again"] == "same")
        else ""
    )
    kicker, subtitle = (s.kicker, s.subtitle) if shown else ("", "")
    subtitle = s.dateline or subtitle
    truncated = {"missing": True, "orphan": None}.get(jump, False)
    own = tuple(f"{k}: {p.article[k]}" for k in ("kind", "lead", "head", "form", "jump", "again"))
    return Truth(
        kicker, title, subtitle, s.speaker, p.byline[3], p.text, files, truncated, jump, own + tags
    )


def page_tags(plan: dict[str, Any]) -> tuple[str, ...]:
    return tuple(f"{k}: {plan[k]!r}".replace("'", "") for k in PAGE_CHOICES)
