"""How a page whose type sizes are known says of a line what it is: two rare spaces before it, which
no reader sees.

.txt pages have none, and their lines are judged by their words; the repair takes a mark for
certain.
"""

MARKS = {
    "title": "\u2000\u2001",  # the largest lines of a headline
    "deck": "\u2000\u2002",  # the smaller ones: kicker above the title, subtitle below
    "caption": "\u2000\u2003",
    "furniture": "\u2000\u2004",
}
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
