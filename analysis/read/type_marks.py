"""What a format whose type is known (PDF, Word, HTML) says of a line: its mark.

Readers write it before the line as two rare spaces; `take_marks` makes it a column beside the
text. .txt pages have none, and their lines are judged by their words; the repair takes a mark for
certain.
"""

import re

MARKS = {
    "title": "\u2000\u2001",  # the largest lines of a headline
    "deck": "\u2000\u2002",  # the smaller ones: kicker above the title, subtitle below
    "caption": "\u2000\u2003",
    "furniture": "\u2000\u2004",
    "byline": "\u2000\u202f",
} | {f"h{n}": f"\u2000{chr(0x2004 + n)}" for n in range(1, 7)}  # headings by their rank
_MARKED = re.compile("(?<![^\n\u2028])(\u2000[\u2001-\u200a\u202f])")
_BY_MARK = {mark: name for name, mark in MARKS.items()}


def marked(text: str, name: str) -> str:
    """The line with its mark.

    >>> mark_of(marked("区委召开会议", "title"))
    'title'
    """
    return MARKS[name] + text


def mark_of(line: str) -> str:
    """The name of the mark a line begins with, "" if it has none."""
    return _BY_MARK.get(line[:2], "")


def take_marks(text: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The text without its marks, and for each marked line where it begins and its mark.

    >>> take_marks("本报讯\\n" + marked("区委召开会议", "title"))
    ('本报讯\\n区委召开会议', ((4, 'title'),))
    """
    parts = _MARKED.split(text)  # text, mark, text, mark, text
    marks, at = [], 0
    for before, mark in zip(parts[::2], parts[1::2], strict=False):
        at += len(before)
        marks.append((at, _BY_MARK[mark]))
    return "".join(parts[::2]), tuple(marks)
