"""What a drawn figure's texts occupy: found by drawing it and noting every text that was really
drawn.
"""

from contextlib import contextmanager

from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

PRINTED = 6.3 * 72  # points: the text of an A4 page


@contextmanager
def _noting(drawn: list[Text]):
    original = Text.draw

    def draw(self, renderer, *args, **kwargs):
        if self.get_visible() and self.get_text().strip():
            drawn.append(self)
        return original(self, renderer, *args, **kwargs)

    Text.draw = draw
    try:
        yield
    finally:
        Text.draw = original


def drawn_texts(fig: Figure) -> list[tuple[Text, Bbox]]:
    """Every text the figure draws, each once, with its box in pixels."""
    fig.draw_without_rendering()
    drawn: list[Text] = []
    with _noting(drawn):
        fig.canvas.draw() if hasattr(fig.canvas, "get_renderer") else fig.draw_without_rendering()
    renderer = fig._get_renderer()
    return [(text, text.get_window_extent(renderer)) for text in dict.fromkeys(drawn)]


def overlaps(texts: list[tuple[Text, Bbox]], slack: float = 1.0) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes overlap by more than `slack` pixels both ways."""
    found = []
    for i, (one, a) in enumerate(texts):
        for other, b in texts[i + 1 :]:
            wide = min(a.x1, b.x1) - max(a.x0, b.x0)
            high = min(a.y1, b.y1) - max(a.y0, b.y0)
            if wide > slack and high > slack:
                found.append((one.get_text(), other.get_text()))
    return found


def outside(texts: list[tuple[Text, Bbox]], page: Bbox, slack: float = 1.0) -> list[str]:
    """Texts that leave the page by more than `slack` pixels."""
    out = []
    for text, box in texts:
        if (
            box.x0 < page.x0 - slack
            or box.x1 > page.x1 + slack
            or box.y0 < page.y0 - slack
            or box.y1 > page.y1 + slack
        ):
            out.append(text.get_text())
    return out


def small(texts: list[tuple[Text, Bbox]], page: float, least: float = 7.0) -> list[str]:
    """Texts smaller than `least` points on paper, where a page `page` points wide is PRINTED wide."""
    least = least * max(page / PRINTED, 1.0)
    return [text.get_text() for text, _ in texts if text.get_fontsize() < least]
