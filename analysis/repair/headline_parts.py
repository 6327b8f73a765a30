"""The lines of one headline: kicker, title, subtitle, and who or what else is among them."""

import re

from analysis.chinese.han import HAN
from analysis.read import formulas as f
from analysis.read.line_kinds import cover
from analysis.repair.drafts import Draft, Head, give_bylines

DATED_END = re.compile(r"^.{0,16}\d{4}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}\s*日?\W*$")
OPEN_NOTE = re.compile(r"^(?:——|—|（|\()(?!.*(?:上|）|\))$).*\d{4}年")
PRESIDES = re.compile(rf"^[{HAN}·]{{2,4}}(?:主持(?:并讲话|会议)?|出席(?:并讲话)?|讲话|致辞|参加)$")
SPEECH = re.compile("报告|讲话|致辞|发言|献词|贺词")
HAPPENED = re.compile("召开|举行|部署|启动|开幕")
HEADINGS = {"kicker", "subtitle"}  # marks of headings, each whole; of type sizes lines may go on
LEAD_LENGTH = 220
OPEN_BRACKET = re.compile(r"[【《“（〔][^】》”）〕]*$")
SPOKEN_END = re.compile(r"(?:强调|指出|要求|提出|表示|[上时中]说)[：:]?$")


def is_note(text: str) -> bool:
    """True for a line under a report's title: day and meeting, or a dash and who gives it."""
    return bool(f.REPORT_DATE.match(text)) or text.startswith(("——", "—"))


def whole_notes(lines: list[str]) -> list[str]:
    """Headline lines with that under a report's title (——2025年…会议上) whole."""
    out: list[str] = []
    for line in lines:
        if out and OPEN_NOTE.search(out[-1]) and f.REPORT_DATE.match(out[-1] + line):
            out[-1] += line
        else:
            out.append(line)
    return out


def set_headline(draft: Draft, unit: list[Head]) -> None:
    """Kicker, title and subtitle (and speaker, column) from the lines of one headline."""
    draft.owned += [(*h.span, "headline") for h in unit]
    draft.heads = unit
    for head in unit:
        head.role = "headline"
        give_bylines(head, draft)
    draft.title_after = unit[0].at > draft.mark_at >= 0
    lines = [h.text for i, h in enumerate(unit) if h.text not in [other.text for other in unit[:i]]]
    spoken = any(SPEECH.search(line) or is_note(line) for line in lines)
    last, mark = lines[-1] if len(lines) > 1 else "", unit[-1].block.mark
    if spoken and len(last) <= 24 and mark != "title" and f.SPEAKER.match(last):
        # the office before the name is not the name
        draft.speaker = "".join((f.OFFICE.sub("", lines.pop()) or last).split())
        _own_as(draft, unit[-1], "byline")
    elif not mark and f.BARE_NAME.match(last) and not is_open(lines[-2]):
        draft.bylines.insert(0, lines.pop())
        _own_as(draft, unit[-1], "byline")
    if len(lines) > 1 and DATED_END.search(lines[0]):
        lines.pop(0)  # the name of a paper or programme with its day
        _own_as(draft, unit[0], "furniture")
    lines = whole_notes(lines)
    notes = []
    while lines and is_note(lines[-1]):
        notes.insert(0, lines.pop())
    text = draft.text
    free = unit[0].block.mark not in ("title", "kicker")
    if len(lines) > 1 and free and is_column(lines[0], lines[1], text):
        draft.column = lines.pop(0)
        _own_as(draft, unit[0], "column")
    if is_sized(draft):
        kicker, title, subtitle = parts_by_size(unit, lines)
        whole = HEADINGS & {h.block.mark for h in unit}
        around = [" ".join(part) if whole else _glue(part, text) for part in (kicker, subtitle)]
        draft.kicker, draft.title, draft.subtitle = around[0], _glue(title, text), around[1]
    else:
        draft.kicker, draft.title, draft.subtitle = split_headline(lines, text)
    draft.subtitle = " ".join(part for part in [draft.subtitle, *notes] if part)


def is_column(line: str, after: str, text: str) -> bool:
    """True when a short line over a title says nothing of the article: a column's name.

    >>> is_column("两会印象", "奋进新时代 共绘新蓝图", "豪情涌动处。"), is_column("区委", "召开全体会议", "区委召开全体会议")
    (True, False)
    """
    if len(line) > 10 or OPEN_BRACKET.search(line) or line[-1] + after[0] in text:
        return False
    if is_kicker(line, after):
        return False
    said = cover(line, text[:LEAD_LENGTH])
    if f.COLUMN_NAME.search(line):
        return said < 0.7
    short = len(line) <= 5 and len(after) >= 8 and not said
    return short and not (HAPPENED.search(line) or f.BARE_NAME.match(line))


def _own_as(draft: Draft, head: Head, role: str) -> None:
    draft.owned = [(a, b, role if (a, b) == head.span else r) for a, b, r in draft.owned]


def split_headline(lines: list[str], text: str = "") -> tuple[str, str, str]:
    """Kicker, title, subtitle of a headline's lines; where type size is lost, the words decide.

    A line that names a meeting or ends in “…强调” before a line of content is the kicker (引题); a
    line after the title that says who presides is the subtitle (副题); lines that only make sense
    together are one title.

    >>> split_headline(["区委常委会召开会议", "传达学习重要讲话精神"])
    ('区委常委会召开会议', '传达学习重要讲话精神', '')
    >>> split_headline(["区政协一届五次会议", "举行预备会议"])
    ('', '区政协一届五次会议举行预备会议', '')
    """
    if not lines:
        return "", "", ""
    if len(lines) == 1:
        run_on = f.RUN_ON.match(lines[0])
        return (run_on[1], run_on[2], "") if run_on else ("", *_split_title(lines[0]))
    kicker, subtitle = "", ""
    if len(lines) == 2 and PRESIDES.match(lines[1]) and not is_open(lines[0]):
        return "", lines[0], lines[1]
    # unless the text says both in one breath
    parted = SPOKEN_END.search(lines[0]) or lines[0][-1] + lines[1][0] not in text
    if parted and is_kicker(lines[0], lines[1]):
        kicker, lines = lines[0], lines[1:]
    if len(lines) > 1 and f.SUBTITLE.search(lines[-1]) and not is_open(lines[-2]):
        subtitle, lines = lines[-1], lines[:-1]
    title = _glue(lines, text)
    run_on = f.RUN_ON.match(title) if not kicker else None
    return (run_on[1], run_on[2], subtitle) if run_on else (kicker, title, subtitle)


def is_kicker(line: str, after: str) -> bool:
    """True when a line leads up to the next: a formula ends it, and the next stands alone."""
    if SPOKEN_END.search(line):
        return True
    if re.match(r"(?:召开|举行|启动|开幕|闭幕|圆满|隆重|在(?!.{2,12}中)|将|正式|顺利)", after):
        return False
    # two meetings are two headlines
    return bool(f.KICKER_END.search(line)) and not f.KICKER_END.search(after)


def is_open(line: str) -> bool:
    """True when a line cannot end a headline."""
    return bool(re.search(r"[，、：“（《]$|[的和与在将为把对]$|^在.{2,30}[上中时]$", line))


def _split_title(line: str) -> tuple[str, str]:
    """Title and subtitle of a line; two phrases of equal length are one title."""
    halves = re.split(r"[\s\u3000]+", line)
    if (
        len(halves) == 2
        and abs(len(halves[0]) - len(halves[1])) > 3
        and f.SUBTITLE.search(halves[1])
    ):
        return halves[0], halves[1]
    return line, ""


def _glue(lines: list[str], text: str) -> str:
    """Title lines joined: two halves of equal length with a space, wrapped ones without."""
    out = "".join(lines[:1])
    for line in lines[1:]:
        couplet = (
            len(lines) == 2
            and len(line) == len(out)
            and not is_open(out)
            and out[-1] + line[0] not in text
        )
        out += (" " if couplet else "") + line
    return out


def is_sized(draft: Draft) -> bool:
    """True when the size of type says what the draft's headline is."""
    return any(h.block.mark for h in draft.heads)


def parts_by_size(heads: list[Head], lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Those of `lines` that are kicker, title and subtitle: the largest are the title."""
    first: dict[str, Head] = {}
    for head in heads:
        first.setdefault(head.text, head)
    kept = [head for text, head in first.items() if text in lines]
    large = [i for i, h in enumerate(kept) if h.block.mark == "title"] or [0]
    texts = [h.text for h in kept]
    return texts[: large[0]], texts[large[0] : large[-1] + 1], texts[large[-1] + 1 :]
