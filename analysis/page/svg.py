"""A drawn figure as a part of a page: its links live, its ids its own, its words readable without
seeing it.
"""

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from markupsafe import Markup

from analysis.evidence.evidence import parse_anchor
from analysis.page.script_data import script_json
from analysis.wording.labels import amount_of, label, zh

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_URL = re.compile(r"url\(#([^)]+)\)")
# The only attributes that can point somewhere; anything but an inner id, evidence or embedded data
# goes.
_HREFS = ("href", f"{{{XLINK}}}href")


def inline_svg(
    svg: str,
    *,
    name: str,
    title: str,
    alt: str,
    counts: Mapping[str, int],
    page: str = "",
    lang: str = "en",
) -> str:
    """The SVG element for inlining.

    name   : prefix of every id in it, so that two figures on a page never share one.
    counts : anchor -> lines of evidence, read out with each link, as far as they are known.
    page   : file the links lead to ("" is the page itself).
    lang   : of what is read out with a link.
    """
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", svg))
    for child in list(root):
        if child.tag in {f"{{{SVG}}}title", f"{{{SVG}}}desc", f"{{{SVG}}}metadata"}:
            root.remove(child)
    for node in root.iter():
        _localise(node, name)
        if node.tag == f"{{{SVG}}}a":
            _open(node, counts, page, lang)
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    root.set("role", "group")
    root.set("aria-label", f"{title} {alt}".strip())
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)


def _localise(node: ElementTree.Element, name: str) -> None:
    """Give the node's id, and what points to ids, the figure's prefix."""
    for key, value in list(node.attrib.items()):
        if key == "id":
            node.set(key, f"{name}-{value}")
        elif key in _HREFS and value.startswith("#") and not value.startswith("#ev-"):
            node.set(key, f"#{name}-{value[1:]}")
        elif (key in _HREFS and not value.startswith(("#ev-", "data:image/"))) or key.startswith(
            "on"
        ):
            del node.attrib[key]
        elif "url(#" in value:
            node.set(key, _URL.sub(lambda hit: f"url(#{name}-{hit[1]})", value))


def _open(link: ElementTree.Element, counts: Mapping[str, int], page: str, lang: str) -> None:
    """Make an <a> of the figure a link HTML knows, with a name that can be read out and shown on
    hover.
    """
    address = next((link.attrib.pop(key) for key in _HREFS if key in link.attrib), "").removeprefix(
        "#"
    )
    if not address:
        return
    _, filters = parse_anchor(address)
    about = " · ".join(filters.values()) or label("page.all", lang)
    words = about
    if address in counts:
        words += label("colon", lang) + amount_of("page.lines", counts[address], lang)
    link.set("tabindex", "0")
    link.set("role", "link")
    link.set("href", f"{page}#{address}")
    link.set("aria-label", words)
    ElementTree.SubElement(link, f"{{{SVG}}}title").text = words


def _without_twins(narrow: str, broad: str, name: str) -> str:
    """The narrow SVG without the glyphs that the broad one beside it has, and half as large."""
    there = set(re.findall(rf'<path id="{name}-([^"]+)"', broad))
    bare = re.sub(
        rf'<path id="{name}-n-([^"]+)"[^>]*>', lambda m: "" if m[1] in there else m[0], narrow
    )
    own = re.compile(rf'href="#{name}-n-([^"]+)"')
    return own.sub(lambda m: f'href="#{name}-{m[1]}"' if m[1] in there else m[0], bare)


def figure_html(
    figure: Mapping[str, object], counts: Mapping[str, int], *, page: str = "", lang: str = "en"
) -> str:
    """A figure with its words and its rows. On a phone its title stands above it as text, and it is
    the one drawn for it, if there is one.

    figure : name, title, subtitle, alt, csv, svg, narrow (an SVG, or ""). page : the file its links
        lead to. lang : of the words round it.
    """
    name, title, alt = figure["name"], figure["title"], figure["alt"]
    words = {"title": title, "alt": alt, "counts": counts, "page": page, "lang": lang}
    broad = inline_svg(figure["svg"], name=name, **words)
    svg = f'<div class="broad">{broad}</div>'
    if figure.get("narrow"):
        narrow = inline_svg(figure["narrow"], name=f"{name}-n", **words)
        svg += f'<div class="narrow">{_without_twins(narrow, broad, name)}</div>'
    return str(
        Markup(
            '<figure class="drawn" id="figure-{name}"><p class="titled"><b>{title}</b><br>'
            '<span class="src">{subtitle}</span></p><div class="plot" role="region" tabindex="0" '
            'aria-label="{label}">{svg}</div><figcaption>'
            "<details><summary>{in_words}</summary>{alt}</details>"
            '<button type="button" class="rows" data-name="{name}">{get}</button>'
            '<script type="application/json">{csv}</script></figcaption></figure>'
        ).format(
            name=name,
            title=zh(title),
            subtitle=zh(figure.get("subtitle", "")),
            label=label("page.figure", lang, title=title),
            in_words=zh(label("page.in_words", lang)),
            get=zh(label("page.get_rows", lang)),
            svg=Markup(svg),
            alt=zh(alt),
            csv=Markup(script_json(figure["csv"])),
        )
    )
