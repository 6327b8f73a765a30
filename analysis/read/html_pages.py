"""The text of a web page: the articles of an e-paper page in its own containers, any other page
without its menus and adverts.

E-paper systems put an article's text into a container of a known name and its headline, kicker and
subtitle into elements before it; there, headlines are marked for certain (see type_marks.py).
Elsewhere trafilatura finds the article.
"""

import re

from analysis.errors import TifaError
from analysis.read import formulas as f
from analysis.read.type_marks import mark_of, marked

CONTAINERS = (
    "founder-content",
    "ozoom",
    "enpcontent",
    "articlecontent",
    "article-content",
    "trs_editor",
    "zoom",
    "contenttext",
)
DECK = re.compile(r"pre-?title|sub-?title|yinti|futi|fu-?title|kicker|font02", re.IGNORECASE)
AUTHOR = re.compile(r"(?:^|[\s_-])(?:author|zuozhe|founder-author)(?:$|[\s_\d-])", re.IGNORECASE)
SAYS = re.compile(r"\d{4}\s*[-年/.]\s*\d|来源|记者|作者")
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "p div br h1 h2 h3 h4 h5 h6 li ul ol tr table section article header figure figcaption "
        "blockquote td th center",
    )
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
SILENT = frozenset(["script", "style", "noscript", "template", "nav", "button", "form", "select"])
# Only days that a page states: the first day of a year that its text names is none.
DATES = {"original_date": True, "extensive_search": False, "max_date": "2099-12-31"}
LONGEST_HEAD = 80  # characters
FEWEST = 15  # characters of an article's text
WHITE = re.compile(r"[\s\u200b\ufeff]+")


def html_text(html: str, file: str) -> str:
    """The text of a page's article or articles, a paragraph a line.

    Raises TifaError for a page without article text, and for one whose text only a script would
    load.
    """
    from lxml.html import HTMLParser, document_fromstring

    html = f.DECLARATION.sub("", html)
    tree = (
        document_fromstring(html.encode("utf-8", "replace"), HTMLParser(encoding="utf-8"))
        if html.strip()
        else None
    )
    found = _articles(tree) if tree is not None else []
    if found:
        day = _stated(html, tree)[1]
        if day and not any(day in line for line in found[0]):
            found[0].insert(sum(mark_of(line) != "" for line in found[0]), f"发布时间：{day}")
        titled = all(any(mark_of(line) == "title" for line in lines) for lines in found)
        found = [_by_rank(lines, tree) for lines in found] if titled else found
        return "\n\n\n".join("\n".join(lines) for lines in found) + "\n"
    body = _main_article(html, tree)
    if body:
        return body
    shown = "".join(_lines(tree)) if tree is not None else ""
    if tree is not None and len(shown) < 200 and next(tree.iter("script"), None) is not None:
        raise TifaError(
            f"{file}: an HTML page whose text a script loads (JavaScript); open it in a "
            "browser and save the text you see"
        )
    raise TifaError(f"{file}: an HTML page without article text")


def _articles(tree) -> list[list[str]]:
    """The lines of every article that stands in a container of its own; [] where the page has
    none.
    """
    boxes = [e for e in tree.iter() if isinstance(e.tag, str) and _is_container(e)]
    if not boxes:
        boxes = list(tree.iter("article"))
        boxes = boxes if len(boxes) > 1 else []
    inner = [e for e in boxes if not any(o is not e and e in o.iterancestors() for o in boxes)]
    inner = [e for e in inner if sum(map(len, _lines(e))) >= FEWEST]
    out, taken = [], set()
    order = {e: n for n, e in enumerate(tree.iter())}
    start = -1
    for box in inner:
        heads = [
            (kind, e)
            for e in tree.iter()
            if isinstance(e.tag, str)
            and start < order[e] < order[box]
            and (kind := _head_kind(e, box))
        ]
        heads = _ranked(heads)
        heads = [(kind, e) for kind, e in heads if not _is_said_by_another(kind, e, heads)]
        body = _lines(box)
        lines = _head_lines(heads, taken)
        if not any(kind == "title" for kind, _ in heads) and not lines and not out:
            title = _page_title(tree)
            lines = [marked(title, "title"), ""] if title and title not in body[:2] else []
        first = next((e for e in box.iter("h1", "h2", "h3")), None)
        if body and first is not None and _lines(first)[:1] == body[:1]:  # its headline is in it
            body[0] = marked(body[0].strip(), "title")
        out.append([*lines, *body])
        start = max(order[e] for e in box.iter())
    return out


def _by_rank(lines: list[str], tree) -> list[str]:
    """The lines of an article whose headline is known, its headings marked by their rank."""
    ranks = _ranks(tree)
    names = {"title": "h1", "deck": "h2"}
    out = []
    for line in lines:
        text = line[2:] if (mark := mark_of(line)) else line
        rank = ranks.get(" ".join(text.split()), 0)
        name = names.get(mark, mark) or (f"h{max(rank, 3)}" if rank else "")
        out.append(marked(text, name) if name else line)
    return out


def _is_container(element) -> bool:
    names = {
        element.tag.lower(),
        (element.get("id") or "").lower(),
        *(element.get("class") or "").lower().split(),
    }
    return bool(names.intersection(CONTAINERS)) and element.tag not in (
        "body",
        "html",
        "script",
        "style",
    )


def _head_kind(element, box=None) -> str:
    """title, deck or author for an element before an article's text, "" for any other."""
    if (
        element.tag in SILENT
        or element.tag == "title"
        or any(a.tag in ("head", *SILENT) for a in element.iterancestors())
    ):
        return ""
    around = () if box is None else box.iterancestors()
    if element in around or element.tag == "a":
        return ""
    name = f"{element.tag} {element.get('class') or ''} {element.get('id') or ''}"
    text = WHITE.sub("", element.text_content())
    kind = "author" if AUTHOR.search(name) else "deck" if DECK.search(name) else ""
    kind = kind or ("title" if element.tag in HEADINGS or f.TITLE.search(name) else "")
    kind = kind or ("author" if f.STATED.search(name) and SAYS.search(text) else "")
    return kind if kind and 1 < len(text) <= LONGEST_HEAD else ""


def _is_said_by_another(kind: str, element, heads: list) -> bool:
    """Whether a head's text comes with another: the inner one's, but the outer one's of an author."""
    inside = set(element.iterdescendants())
    around = set(element.iterancestors())
    return any(
        (other in inside and kind != "author") or (other in around and named == "author")
        for named, other in heads
    )


def _ranked(heads: list) -> list:
    """Headings that stand together are one headline: the highest is its title. Alone, one below h2
    heads something else.
    """
    ranked = []
    for kind, element in heads:
        run = [
            e.tag for _, e in heads if e.tag in HEADINGS and e.getparent() is element.getparent()
        ]
        if kind == "title" and element.tag in HEADINGS:
            if element.tag > "h2" and min(run) > "h2":
                continue
            kind = "title" if element.tag == min(run) else "deck"
        ranked.append((kind, element))
    return ranked


def _head_lines(heads: list, taken: set[str]) -> list[str]:
    """The headline of one article as lines: what stands nearest before it, kicker, title, subtitle,
    then who wrote it.
    """
    last = max((n for n, (kind, _) in enumerate(heads) if kind == "title"), default=len(heads))
    first = last
    while first > 0 and heads[first - 1][0] == "deck":
        first -= 1
    lines, authors = [], []
    for kind, element in heads[first:]:
        said = " ".join(" ".join(element.itertext()).split())
        for text in [said] if kind == "author" else _lines(element):
            if text.strip() not in taken:
                (authors if kind == "author" else lines).append(
                    marked(text.strip(), "byline" if kind == "author" else kind)
                )
                taken.add(text.strip())
    return [*lines, "", *authors] if lines or authors else []


def _page_title(tree) -> str:
    """The page's <title> without the names of site and section after it."""
    text = " ".join((tree.findtext(".//title") or "").split())
    return re.split(r"\s*[-_|—–]+\s*(?=[^-_|—–]*(?:报|网|新闻|版|客户端))", text)[0]


def _lines(root) -> list[str]:
    """The printed lines under an element: broken at blocks and <br>, a table row a line; an indent
    of blanks as two full spaces.
    """
    out: list[str] = [""]

    def walk(element) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if (
            not tag
            or tag in SILENT
            or "display:none" in (element.get("style") or "").replace(" ", "")
        ):
            return
        cell = tag in ("td", "th")
        if tag in BLOCKS and not cell:
            out.append("")
        elif cell and out[-1].strip():
            out[-1] += "\u3000"
        row = tag == "tr"
        out[-1] += "" if row else (element.text or "")
        for child in element:
            walk(child)
            out[-1] += "" if row else (child.tail or "")
        if tag in BLOCKS and not cell:
            out.append("")

    walk(root)
    return [line for line in map(_tidy, out) if line.strip()]


def _tidy(line: str) -> str:
    """White space within a line as one space; a paragraph's indent kept as two full-width ones.

    >>> _tidy("\\xa0\\xa0\\xa0\\xa0昨日，\\n区委")
    '　　昨日， 区委'
    """
    indent = len(line) - len(line.lstrip(" \xa0\u3000\u2003"))
    wide = sum(1 if c in "\u3000\u2003" else 0.5 for c in line[:indent] if c != " ")
    return ("　　" if wide >= 1 else "") + re.sub(r"[ \t\r\n\f\v\xa0]+", " ", line).strip(
        " \u3000\u2003"
    )


def _main_article(html: str, tree) -> str:
    """The article trafilatura finds, under its title, day and author, its headings marked by their
    rank; "" if there is none.
    """
    from trafilatura import extract  # slow to import, and only .html needs it

    body = extract(html, favor_recall=True, include_comments=False, include_tables=True) or ""
    if not body.strip():
        return ""
    ranks = _ranks(tree) | {
        " ".join(e.text_content().split()): 2
        for e in tree.iter()
        if isinstance(e.tag, str) and e.tag not in HEADINGS and _head_kind(e) == "deck"
    }
    texts = [_without_signs(line) for line in body.split("\n") if line.strip()]
    texts = _unfolded(texts[0], tree) if len(texts) == 1 else texts
    title, day, author = _stated(html, tree)
    lines = _under_title([(ranks.get(text, 0), text) for text in texts], title)
    shown = "\n".join(text for _, text in lines)
    said = [
        (0, f"{name}：{value}")
        for name, value in (("发布时间", day), ("作者", author))
        if value and value not in shown
    ]
    heads = next((n for n, (rank, _) in enumerate(lines) if not rank), len(lines))
    lines[heads:heads] = said
    return "".join((marked(text, f"h{rank}") if rank else text) + "\n" for rank, text in lines)


def _without_signs(line: str) -> str:
    """A line of trafilatura's text without what it writes before items and between cells.

    >>> _without_signs("- 要抓好落实。"), _without_signs("| 产值 | 87.4 | ")
    ('要抓好落实。', '产值\\u300087.4')
    """
    line = line.strip()
    if line.startswith("|") and line.endswith("|"):
        return "\u3000".join(cell.strip() for cell in line.strip("|").split("|"))
    return line.removeprefix("- ")


def _unfolded(text: str, tree) -> list[str]:
    """The lines of what a very short page came as one: those of the element that holds it."""
    bare = WHITE.sub("", text)
    holding = [(e, WHITE.sub("", e.text_content())) for e in tree.iter() if isinstance(e.tag, str)]
    holding = [(len(whole), n, e) for n, (e, whole) in enumerate(holding) if bare in whole]
    lines = [line.strip() for line in _lines(min(holding)[2])] if holding else []
    return lines if WHITE.sub("", "".join(lines)) == bare else [text]


def _ranks(root) -> dict[str, int]:
    """The headings below an element, each with its rank."""
    heads = root.iter(*HEADINGS) if root is not None else ()
    return {" ".join(e.text_content().split()): int(e.tag[1]) for e in heads}


def _stated(html: str, tree) -> tuple[str, str, str]:
    """Title, day and author that a page states in its head, JSON-LD or marked elements."""
    from trafilatura import extract_metadata

    about = extract_metadata(html, date_config=DATES)
    title, day, author = (about.title, about.date, about.author) if about else ("", "", "")
    return " ".join((title or "").split()), day or "", author or _author(tree)


def _under_title(lines: list[tuple[int, str]], title: str) -> list[tuple[int, str]]:
    """The lines from the page's title on, with the headings right above it: what stands before, on
    short pages, is a menu. The title ranks first.
    """
    at = next((n for n, (_, text) in enumerate(lines[:15]) if title and text == title), -1)
    if at < 0:  # 区委召开会议_今日临平
        most = [n for n, (rank, text) in enumerate(lines[:15]) if rank and text in title]
        at = max(most, key=lambda n: len(lines[n][1]), default=-1)
    if at < 0 and not title:
        return lines
    if at < 0:
        lines, at = [(1, title), *lines], 0
    first = at
    while first and lines[first - 1][0]:
        first -= 1
    menu = all(len(text) <= 12 and not text.endswith("。") for _, text in lines[:first])
    ranked = [(max(rank, 2) if rank else 0, text) for rank, text in lines]
    ranked[at] = (1, lines[at][1])
    return ranked[first:] if menu else ranked


def _author(tree) -> str:
    """The author a page states in its JSON-LD, "" where it does not."""
    for script in tree.iter("script") if tree is not None else ():
        if script.get("type") == "application/ld+json":
            found = re.search(
                r'"author"\s*:\s*\[?\s*(?:\{[^{}]*?"name"\s*:\s*)?"([^"{}]+)"', script.text or ""
            )
            if found:
                return found[1]
    return ""
