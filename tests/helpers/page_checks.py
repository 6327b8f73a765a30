"""Checks for any exported page in a real browser: what it asks for, what axe says, which fonts draw
it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import axe_core_python

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
OWN = ("file:", "data:", "blob:")


@contextmanager
def opened(
    chromium, address: str, *, width: int = 1280, scheme: str = "light", script: bool = True
) -> Iterator:
    """A page and the list of what it did that it must not: requests off the machine, messages,
    errors, dialogs.
    """
    # axe and these checks are put into the page, which its own policy would rightly refuse.
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        bypass_csp=True,
        java_script_enabled=script,
    )
    page, heard = context.new_page(), []
    page.on(
        "request",
        lambda request: heard.append(request.url) if not request.url.startswith(OWN) else None,
    )
    page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (heard.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.goto(address)
    try:
        yield page, heard
    finally:
        context.close()


def axe_violations(page) -> list[str]:
    """What axe-core finds: rule, number of places, the first of them."""
    page.evaluate(AXE)
    # what passes is not described, nor how to select it: a third of the time
    how = {"resultTypes": ["violations"], "selectors": False}
    found = page.evaluate("how => axe.run(how)", how)["violations"]
    return [
        f"{rule['id']} {len(rule['nodes'])}x {rule['nodes'][0]['html'][:200]}" for rule in found
    ]


def wrong_fonts(page) -> list[str]:
    """Visible texts that another font than the page's own draws; in code only Chinese must be
    ours.
    """
    page.evaluate("document.fonts.ready")
    page.evaluate("""() => {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const parent = walker.currentNode.parentElement;
            if (walker.currentNode.data.trim() && parent.checkVisibility() && !parent.closest("script, style"))
                parent.setAttribute("data-has-text", "");
        }
    }""")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "[data-has-text]"})[
        "nodeIds"
    ]
    texts = page.evaluate("""() => [...document.querySelectorAll("[data-has-text]")].map((node) => {
        const own = [...node.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE);
        const code = node.closest("pre, code") || node.querySelector("pre, code");
        return [code !== null, own.map((child) => child.data).join("")];
    })""")
    assert nodes and len(nodes) == len(texts)
    wrong = []
    for node, (in_code, text) in zip(nodes, texts, strict=True):
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        other = [font["familyName"] for font in fonts if not font["isCustomFont"]]
        own = sum(font["glyphCount"] for font in fonts if font["isCustomFont"])
        han = sum("\u3400" <= char <= "\u9fff" for char in text)
        if (other and not in_code) or (in_code and own < han):
            wrong.append(f"{text[:60]!r} by {other}")
    return wrong
