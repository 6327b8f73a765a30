"""The text of a web page: the articles of an e-paper page in its own containers, any other page
without its menus and adverts.

Systems of papers, sites and governments put an article's text into a container of a known name and
its headline, kicker and subtitle into elements before it; there, headlines are marked for certain
(see `take_marks`). Elsewhere trafilatura finds the article. What a page says of day, source and
author only in its head is told in lines under the headline. Blocks of links to related or popular
articles are menus too: their headlines and days would speak for this page.
"""

import re
from itertools import takewhile

from analysis.errors import TifaError
from analysis.read import formulas as f
from analysis.read.layout import mark_of, marked
from analysis.read.line_kinds import line_kind

BLOCKS = frozenset(
    "p div br h1 h2 h3 h4 h5 h6 li ul ol tr table section article header figure figcaption "
    "blockquote td th center dl dt dd".split()
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
SILENT = ("script", "style", "noscript", "template", "nav", "button", "select")
# Only days that a page states: the first day of a year that its text names is none.
DATES = {"original_date": True, "extensive_search": False, "max_date": "2099-12-31"}
LONGEST_HEAD = 80  # characters
FEWEST = 15  # characters of an article's text
BESIDE_TITLE = ("", *"-_|—–(（)）>》:：")  # between it and the names of section and site
ENOUGH = 8  # characters of a line that is no menu's word


def html_text(html: str, file: str) -> str:
    """The text of a page's articles, a paragraph a line. Raises TifaError where it has none."""
    from lxml.etree import strip_elements, strip_tags
    from lxml.html import tostring

    none = f"{file}: an HTML page without article text"
    html = f.DECLARATION.sub("", html)
    if not html.strip():
        raise TifaError(none)
    tree = parsed(html)
    told = _told_in_comment(html)
    strip_tags(tree, "form")  # some systems put the whole page into one
    for element in tree.iter():
        if name := told.get(_solid(element)):
            element.set("class", name)
    _drop_link_blocks(tree)
    html, scripts = tostring(tree, encoding="unicode"), list(tree.iter("script"))
    data = [e.text or "" for e in scripts if e.get("type") == "application/ld+json"]
    data = " ".join([*data, *(f"<author>{who}</author>" for who in told if told[who] == "author")])
    strip_elements(tree, *SILENT, with_tail=False)
    about = _stated(tree, html, data)
    found = _articles(tree) or _main_article(tree, html, about["title"])
    if not found and scripts and sum(map(len, _lines(tree))) < 200:
        raise TifaError(
            f"{file}: an HTML page whose text a script loads (JavaScript); open it in a "
            "browser and save the text you see"
        )
    if not found:
        raise TifaError(none)
    found[0] = _with_facts(found[0], about)
    return "\n\n\n".join("\n".join(lines) for lines in found) + "\n"


def _told_in_comment(html: str) -> dict[str, str]:
    """What the commonest e-paper system says in a comment: a text, and which head it is.

    >>> _told_in_comment("<!--enpproperty <introtitle>抓早</introtitle><author/>/enpproperty-->")
    {'抓早': 'introtitle'}
    """
    said = re.search("enpproperty(.*?)enpproperty", html, re.DOTALL)
    heads = re.findall(r"<((?:intro|sub)?title|author)>([^<>]+)</", said[1]) if said else []
    return {f.HOLES.sub("", text): name for name, text in heads}


def parsed(html: str):
    """The tree of a web page, without comments."""
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    return document_fromstring(html.encode("utf-8", "replace"), parser)


def fragment_text(html) -> str:
    """The text of a piece of HTML, as crawlers leave it in a table's cell, or of an element; a
    paragraph a line.

    >>> fragment_text("<p>区委召开会议。</p><p>部署<b>防汛</b>。<br>散会。</p>")
    '区委召开会议。\\n部署防汛。\\n散会。'
    """
    from lxml.etree import strip_elements

    tree = parsed(f"<div>{html}</div>") if isinstance(html, str) else html
    strip_elements(tree, *SILENT, with_tail=False)
    return "\n".join(_lines(tree))


def _drop_link_blocks(tree) -> None:
    """Take blocks of links under a head that says so (相关链接) out of the tree."""
    for head in [e for e in tree.iter() if _is_link_head(e)]:
        if tree in head.iterancestors():  # else it went with another
            for element in _link_block(head):
                element.drop_tree()


def _link_block(head) -> list:
    """A head and the links after it, in the smallest element that holds just them, or []."""
    block, n_links = [head], int(_holds_links(head))
    while True:
        below = [e for e in takewhile(_holds_links, block[-1].itersiblings()) if _solid(e)]
        block, n_links = block + below, n_links + len(below)
        parent = block[0].getparent()
        rest = [e for e in parent if e not in block and _solid(e)]
        if rest or (parent.text or "").strip() or parent.tag in ("html", "body", "td"):
            return block if n_links else []
        block = [parent]


def _solid(element) -> str:
    return f.HOLES.sub("", element.text_content())


def _is_link_head(element) -> bool:
    """True for an element that is such a head, or begins with one before its links."""
    if f.LINK_BLOCK.fullmatch(f.HOLES.sub("", element.text or "")) and _holds_links(element):
        return True
    linked = element.tag not in HEADINGS and next(element.iter("a"), None) is not None
    text = "" if linked or element.tag == "title" else _solid(element)
    return 0 < len(text) <= 16 and bool(f.LINK_BLOCK.fullmatch(text))


def _holds_links(element) -> bool:
    """True for an element with little text beside its links: days, numbers, signs."""
    if not (text := _solid(element)):
        return True
    linked = sum(len(_solid(a)) for a in element.iter("a"))
    rest = len(re.sub(r"[\W\d]+", "", text)) - linked
    return element.tag not in HEADINGS and linked > 0 and rest <= 0.5 * linked


def _articles(tree) -> list[list[str]]:
    """The lines of every article in a container of its own; [] where the page has none."""
    boxes = [e for e in tree.iter() if _is_container(e)]
    if not boxes:
        boxes = list(tree.iter("article"))
        boxes = boxes if len(boxes) > 1 else []
    inner = [e for e in boxes if not any(o is not e and e in o.iterancestors() for o in boxes)]
    out, taken, ranks = [], set(), _ranks(tree)
    elements, start = list(tree.iter()), 0
    for box in inner:
        body, at = _lines(box), elements.index(box)
        if sum(map(len, body)) < FEWEST:
            continue
        heads = _ranked([(kind, e) for e in elements[start:at] if (kind := _head_kind(e, box))])
        heads = [(kind, e) for kind, e in heads if not _is_said_by_another(kind, e, heads)]
        lines = _head_lines(heads, taken)
        if not any(kind == "title" for kind, _ in heads) and not lines and not out:
            title = _page_title(tree)
            inside = any(len(text := line.strip()) > 4 and text in title for line in body[:2])
            lines = [] if inside or not title else [marked(title, "title"), ""]
        own = [*takewhile(bool, (ranks.get(" ".join(line.split()), 0) for line in body))]
        for n, rank in enumerate(own):  # its headline is in it
            body[n] = marked(body[n].strip(), "title" if rank == min(own) else "deck")
        out.append([*lines, *body, *_signed_below(box)])
        start = at + sum(1 for _ in box.iter())
    titled = all(any(mark_of(line) == "title" for line in lines) for lines in out)
    return [_by_rank(lines, ranks) for lines in out] if titled else out


def _signed_below(box) -> list[str]:
    """The lines right after a container that say who wrote or edited its text."""
    after = takewhile(lambda lines: all(map(line_kind, lines)), map(_lines, box.itersiblings()))
    return [line for lines in after for line in lines if line_kind(line) in ("byline", "furniture")]


def _by_rank(lines: list[str], ranks: dict[str, int]) -> list[str]:
    """The lines of an article whose headline is known, its headings marked by their rank."""
    names = {"title": "h1", "deck": "h2"}
    out = []
    for line in lines:
        text = line[2:] if (mark := mark_of(line)) else line
        rank = ranks.get(" ".join(text.split()), 0)
        name = names.get(mark, mark) or (f"h{max(rank, 3)}" if rank else "")
        out.append(marked(text, name) if name else line)
    return out


def _names(element) -> str:
    return f"{element.tag} {element.get('class') or ''} {element.get('id') or ''}"


def _is_container(element) -> bool:
    return element.tag != "body" and any(map(f.CONTAINER.fullmatch, _names(element).split()))


def _head_kind(element, box=None) -> str:
    """title, deck or author for an element before an article's text, "" for any other."""
    if element.tag in ("head", "title", "a") or (
        box is not None and element in box.iterancestors()
    ):
        return ""
    text = _solid(element)
    if not 1 < len(text) <= LONGEST_HEAD:
        return ""
    name = _names(element)
    if f.AUTHOR.search(name):
        return "author"
    if f.DECK.search(name):
        return "deck"
    if element.tag in HEADINGS or f.TITLE.search(name) or _is_titled(element):
        return "title"
    # 甲强调 right over a title, ——某地见闻 right under it: kicker and subtitle of any class
    beside = element.getnext() if f.KICKER_END.search(text) else None
    beside = element.getprevious() if text[0] in "—–" else beside
    if beside is not None and _head_kind(beside, box) == "title":
        return "deck"
    told = f.STATED.search(name)
    if box is not None and not told:
        told = f.META.match(_one_line(element)) or line_kind(_one_line(element)) == "byline"
    return "author" if told and f.SAYS.search(text) else ""


def _is_said_by_another(kind: str, element, heads: list) -> bool:
    """Whether a head's text comes with another: the inner one's; of an author, the outer one's."""
    inside = set(element.iterdescendants())
    around = set(element.iterancestors())
    return any(
        (other in inside and kind != "author") or (other in around and named == "author")
        for named, other in heads
    )


def _ranked(heads: list) -> list:
    """The heads of which the highest of a run is the title; one below h2 alone is none. Beside the
    page's title, an element with the name of a title is a kicker or a subtitle.
    """
    ranked = []
    titled = any(_is_titled(e) for kind, e in heads if kind == "title")
    for kind, element in heads:
        if kind == "title" and element.tag not in HEADINGS and titled and not _is_titled(element):
            kind = "deck"
        if kind == "title" and element.tag in HEADINGS:
            parent = element.getparent()
            run = [e.tag for _, e in heads if e.tag in HEADINGS and e.getparent() is parent]
            if element.tag > "h2" and min(run) > "h2" and not _is_page_title(element):
                continue
            kind = "title" if element.tag == min(run) else "deck"
        ranked.append((kind, element))
    return ranked


def _page_name(element) -> str:
    return f.HOLES.sub("", element.getroottree().findtext("head/title") or "")


def _is_page_title(element) -> bool:
    """Whether the page's <title>, which may name its site too, has a heading's text."""
    text = _solid(element)
    return len(text) > 4 and text in _page_name(element)


def _is_titled(element) -> bool:
    """Whether an element has the <title> but for the names of section and site beside it."""
    text = _solid(element)
    before, found, after = _page_name(element).partition(text) if len(text) > 4 else ("", "", "")
    return bool(found) and before[-1:] in BESIDE_TITLE and after[:1] in BESIDE_TITLE


def _head_lines(heads: list, taken: set[str]) -> list[str]:
    """The headline nearest before an article (kicker, title, subtitle), then its author."""
    last = max((n for n, (kind, _) in enumerate(heads) if kind == "title"), default=len(heads))
    first = last
    while first > 0 and heads[first - 1][0] == "deck":
        first -= 1
    lines, authors = [], []
    for kind, element in heads[first:]:
        for text in f.FACT.split(_one_line(element)) if kind == "author" else _lines(element):
            if (text := text.strip(" \u3000|｜")) and text not in taken:
                known = marked(text, "byline" if kind == "author" else kind)
                (authors if kind == "author" else lines).append(known)
                taken.add(text)
    return [*lines, "", *authors] if lines or authors else []


def _page_title(tree) -> str:
    """The page's <title> without the names of site and section after it."""
    text = " ".join((tree.findtext(".//title") or "").split())
    return f.SITE_NAMES.split(text)[0]


def _lines(root) -> list[str]:
    """The lines under an element: broken at blocks and <br>; an indent is two full spaces."""
    out: list[str] = [""]

    def walk(element) -> None:
        if f.HIDDEN.search(element.get("style") or ""):
            return
        cell, row = element.tag in ("td", "th"), element.tag == "tr"
        if cell and out[-1].strip():
            out[-1] += "\u3000"
        breaks = [""] if element.tag in BLOCKS and not cell else []
        out.extend(breaks)
        out[-1] += "" if row else (element.text or "")
        for child in element:
            walk(child)
            out[-1] += "" if row else (child.tail or "")
        out.extend(breaks)

    walk(root)
    return [line for line in map(_tidy, out) if line.strip()]


def _tidy(line: str) -> str:
    """White space within a line as one space; a paragraph's indent kept as two full-width ones.

    >>> _tidy("\\xa0\\xa0\\xa0\\xa0昨日，\\n区委")
    '　　昨日， 区委'
    """
    indent = line[: len(line) - len(line.lstrip(" \xa0\u3000\u2003"))].replace(" ", "")
    wide = sum(1 if c in "\u3000\u2003" else 0.5 for c in indent)
    inner = re.sub(r"[ \t\r\n\f\v\xa0]+", " ", line).strip(" \u3000\u2003")
    return ("　　" if wide >= 1 else "") + inner


def _main_article(tree, html: str, title: str) -> list[list[str]]:
    """The page's lines that stand in the article trafilatura finds, with the headings over and
    among them, under its title; [] if there is none.
    """
    from trafilatura import extract  # slow to import, and only .html needs it

    text = extract(html, favor_recall=True, include_comments=False, include_tables=True) or ""
    found = [_without_signs(line) for line in text.split("\n")]
    named = [(e, _head_kind(e)) for e in tree.iter() if e.tag not in HEADINGS]
    deck = 3 if any(kind == "title" for _, kind in named) else 2
    heads = {"title": 2, "deck": deck}
    ranks = {" ".join(e.text_content().split()): heads[k] for e, k in named if k in heads}
    ranks |= _ranks(tree)
    body = tree.find("body")
    own = [line.strip(" \u3000") for line in _lines(tree if body is None else body)]
    whole, solid = "".join(found), [_without_signs(line) for line in own]
    sure = [n for n, s in enumerate(solid) if s in found or (len(s) > ENOUGH and s in whole)]
    if not sure:
        return []
    first = sure[0]
    while first and own[first - 1] in ranks:
        first -= 1
    lines = []
    for n in range(first, sure[-1] + 1):
        fact = len(own[n]) <= LONGEST_HEAD and f.META.match(own[n])
        if (
            solid[n] in whole
            or own[n] in ranks
            or any(len(line) > ENOUGH and line in solid[n] for line in found)
        ):
            lines += f.FACT.split(own[n]) if fact else [own[n]]
    lines = _under_title([(ranks.get(text, 0), text) for text in lines], title)
    return [[marked(text, f"h{rank}") if rank else text for rank, text in lines]]


def _without_signs(line: str) -> str:
    """A line without white space and what trafilatura writes before items and between cells.

    >>> _without_signs("- 要抓好落实。"), _without_signs("| 产值 | 87.4 | ")
    ('要抓好落实。', '产值87.4')
    """
    return f.HOLES.sub("", line.strip().removeprefix("- ").replace("|", ""))


def _ranks(root) -> dict[str, int]:
    return {" ".join(e.text_content().split()): int(e.tag[1]) for e in root.iter(*HEADINGS)}


def _stated(tree, html: str, data: str) -> dict[str, str]:
    """Title, day, source and author that a page states in its head, JSON-LD or elements that have a
    name for that.
    """
    from trafilatura import extract_metadata

    about = extract_metadata(html, date_config=DATES)
    title, day, author = (about.title, about.date, about.author) if about else ("", "", "")
    metas = [
        (e.get("name") or e.get("property") or "", e.get("content") or "")
        for e in tree.iter("meta")
    ]
    kinds = [(kind, e) for e in tree.iter() if (kind := _head_kind(e))]
    said = [_one_line(e) for kind, e in kinds if kind == "author" and not _is_listed(e)]
    days = [text for name, text in metas if f.META_DAY.fullmatch(name)]
    days += [*re.findall(r'"datePublished"\s*:\s*"([^"]+)"', data), *said]
    days += [e.text for e in tree.iter() if f.WEB_FOLIO.fullmatch((e.text or "").strip())]
    sources = [text for name, text in metas if f.META_SOURCE.fullmatch(name)]
    sources += [part for text in said for part in f.FACT.split(text) if f.SOURCE_SAID.match(part)]
    sources += f.WEB_PAPER.findall(tree.findtext(".//title") or "")
    if found := next((m for text in days if (m := f.WEB_DAY.search(text))), None):
        day = "{}-{:0>2}-{:0>2}".format(*found.groups())
    if not author and (found := f.JSON_AUTHOR.search(data)):
        author = found[1]
    source = f.SOURCE_SAID.sub("", next(filter(None, sources), "")).strip(" \u3000|｜")
    heads = [e for kind, e in kinds if kind == "title" and _is_page_title(e)]
    top = min((e.tag for e in heads if e.tag in HEADINGS), default="")
    heads = [_one_line(e) for e in heads if not top or e.tag == top]
    title = max(heads, key=len, default=" ".join((title or "").split()))
    told = {"title": title, "发布时间": day}
    return told | {"来源": source, "作者": author}


def _one_line(element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _is_listed(element) -> bool:
    return any(a.tag in ("li", "ul", "aside", "footer") for a in element.iterancestors())


def _with_facts(lines: list[str], about: dict[str, str]) -> list[str]:
    """The lines of an article with what its page states elsewhere, under its headline."""
    shown = "\n".join(lines)
    signed = any(mark_of(line) == "byline" for line in lines)
    said = [
        f"{name}：{value}"
        for name, value in about.items()
        if value and value not in shown and name != "title" and not (signed and name == "作者")
    ]
    at = next((n for n, line in enumerate(lines) if not mark_of(line)), len(lines))
    return [*lines[:at], *said, *lines[at:]]


def _under_title(lines: list[tuple[int, str]], title: str) -> list[tuple[int, str]]:
    """The lines from the page's title on, with the headings right above it: what stands before, on
    short pages, is a menu. The title ranks first.
    """
    if not title:
        return lines
    at = next((n for n, (_, text) in enumerate(lines[:15]) if text == title), -1)
    if at < 0:
        lines, at = [(1, title), *(line for line in lines if line[1] != title)], 0
    start = at
    while start and lines[start - 1][0]:
        start -= 1
    menu = all(len(text) <= 12 and not text.endswith("。") for _, text in lines[:start])
    ranked = [(max(rank, 2) if rank else 0, text) for rank, text in lines]
    ranked[at] = (1, lines[at][1])
    return ranked[start:] if menu else ranked
