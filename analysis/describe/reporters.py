"""Bylines as printed, in; names of the people who wrote, out."""

import re

from analysis.chinese.gazetteer import gazetteer
from analysis.chinese.normal import SURNAMES, has_double_surname
from analysis.read import formulas as f

_MARKS = "■□●◆▲◎★▍☆○▌*—"


def parse_byline(byline: str, known: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """The people a byline names, in print order, each with the role printed before the name.

    known : names seen elsewhere in the corpus; they settle where letter-spaced names end.
    Editors, proofreaders and checkers are left out: they did not write the piece.
    """
    text = f.UNSEEN.sub("", byline)
    if "（" in text and f.BROKEN.search(text):  # set to a column, it breaks inside words
        text = re.sub(r"(?<=[^\s])[ \t\u3000]*[\r\n]+[ \t\u3000]*(?=[^\s])", "", text)
    text = f.PLACE_AFTER.sub("", text)  # 记者王晓明/北京报道: a place
    text = f.ROLE_SPACED.sub(lambda m: "".join(m[0].split()), text)
    roles = list(f.REPORTERS_ROLE.finditer(text))
    if not roles:
        return [(name, "") for piece in text.split("|") for name in _names_alone(piece)]
    # 王一 记者 李二宝: a place may stand there too
    first = _names_alone(text[: roles[0].start()].rpartition("|")[2])
    first = [name for name in first if len(name) < 4 and name not in gazetteer().units]
    people: dict[str, str] = dict.fromkeys(first, "")
    ends = [match.start() for match in roles[1:]] + [len(text)]
    for match, end in zip(roles, ends, strict=True):
        stretch = f.NOT_WRITERS.split(text[match.end() : end])[0]
        for name in _names(stretch, known):
            people.setdefault(name, match["role"])
    return list(people.items())


def is_signature(line: str) -> bool:
    """True for a line of roles, names, kinds of work and sources alone (王一 摄: a picture's)."""
    text = line.strip("（）()[]【】 \u3000：:").replace("；", " ")
    if not text or len(text) > 60 or f.INNER.search(text):
        return False
    role = f.ROLE_QUICK.search(text) and f.REPORTERS_ROLE.search(text)
    body, *people = f.WORD_BREAK.split(text) if len(text.split()) > 1 else [""]  # 区委办 王一
    named = people and all(map(f.BARE_NAME.match, people)) and not f.SPEAKER.match(text)
    body = named and f.ORGANISATION.fullmatch(body)
    if not (role or body or f.SOURCE.match(text) or f.TEXT_BY.search(text) or text[0] in _MARKS):
        return False
    shut = line.count("（") + line.count("(") == line.count("）") + line.count(")")
    if not shut or f.BRACKET_GOES_ON.search(line):  # nothing goes on after it
        return False
    if f.OWN_LEAD.match(text) and not re.search("[（(]|报道$|讯$", text):
        return False  # 本报讯 记者王晓明报 / 道：
    rest = f.REPORTERS_ROLE.sub(" ", f.SOURCE.sub(" ", f.OWN_LEAD.sub(" ", text)))
    words = [w for w in f.WORD_BREAK.split(rest) if w]
    single = "".join(w if len(w) == 1 and w not in "文图摄" else " " for w in words).split()
    if any(len(run) < 2 or run[0] not in SURNAMES for run in single):
        return False
    if text[0] in _MARKS and not (role or any(map(f.BARE_NAME.match, words))):
        return False  # ■感谢中国政府: a subhead
    return all(_fits(word) for word in words) and (bool(words) or bool(f.SOURCE.match(text)))


def find_credit(text: str) -> int:
    """Where the credit at a text's end begins, -1 if it has none.

    >>> [find_credit(t) for t in ("会议召开。（记者 甲）", "会议召开。王一 记者 李二/文", "会议召开。")]
    [5, 5, -1]
    """
    signed = "者" in text or "通讯员" in text or "/" in text or "／" in text
    if not (signed or text[-1:] in "）)文图摄道理写"):
        return -1
    if found := f.TAIL_CREDIT.search(text):
        return found.start()
    at = max(map(text.rfind, "。！？”")) + 1
    return at if at and is_signature(text[at:]) else -1


def _fits(word: str) -> bool:
    """True for a word of a signature that is no role."""
    if any(known.fullmatch(word) for known in (f.WORKS, f.NOISES, f.ORGANISATION)):
        return True
    bare = f.WORKS_END.sub("", word), f.WORKS.sub("", word)  # 井娇摄影, 图井娇
    return any(len(b) == 1 or (2 <= len(b) <= 4 and _has_surname(b)) for b in bare)


def _has_surname(name: str) -> bool:
    return name[:1] in SURNAMES or has_double_surname(name)


def _names_alone(piece: str) -> list[str]:
    """Names of a byline without a role (王晓明 李红); [] if some word is unlike a name."""
    piece = f.SPACED_NAME.sub(r"\1\2", piece)
    words = [w for w in f.SEPARATOR.split(f.NOT_WRITERS.split(piece)[0]) if w]
    words = [f.LONG_WORK.sub("", w) for w in words if not f.NOISES.fullmatch(w)]
    if words and f.ORGANISATION.fullmatch(words[0]):  # 农民日报 陈彦宇
        words = words[1:]
    if all(len(w) == 1 for w in words) and 2 <= len(words) <= 9 and words[0] in SURNAMES:
        return split_names("".join(words))
    like = (2 <= len(w) <= 4 and f.NAME_ALONE.fullmatch(w) and _has_surname(w) for w in words)
    return words if len(words) <= 5 and all(like) else []


def _names(stretch: str, known: frozenset[str]) -> list[str]:
    """Names in a stretch of byline without roles."""
    pieces = [p for p in f.SEPARATOR.split(stretch) if p]
    names, run = [], ""  # run: single characters in a row, letter-spaced names
    for piece in [*pieces, ""]:
        if len(piece) == 1 and f.NAME_ALONE.fullmatch(piece) and piece not in "文图摄讯电":
            run += piece
        elif len(run) == 1 and len(piece) == 2 and run in SURNAMES and piece[0] not in SURNAMES:
            names, run = [*names, run + piece], ""  # 陈 轶东
        else:
            names += split_names(run, known) if len(run) > 1 else []
            names, run = names + _names_of_piece(piece, known), ""
    return names


def _names_of_piece(piece: str, known: frozenset[str]) -> list[str]:
    match = f.NAME_ALONE.match(piece)
    if not match:
        return []
    word = match[0]
    if word not in known and f.ORGANISATION.fullmatch(word):
        return []
    if "·" in word or "•" in word:
        return [word]
    # 陈小文 is no 陈小
    whole = has_double_surname(word) if len(word) == 4 else len(word) == 3 and word[0] in SURNAMES
    whole = whole and word.endswith("文")
    if len(word) > 2 and word not in known and not whole:
        bare = f.NOISE_END.sub("", word)
        word = bare if len(bare) > 1 else word  # 许文图 is a name
    if len(word) < 2 or f.NOISES.fullmatch(word):
        return []
    return split_names(word, known) if len(word) > 4 else [word]


def split_names(characters: str, known: frozenset[str] = frozenset()) -> list[str]:
    """Names in a run of characters: known ones first, then surname and usual length."""
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(characters) + 1):
        names = (characters[end - n : end] for n in range(1, min(4, end) + 1))
        before = ((*best[end - len(name)], name) for name in names)
        options = [(cost + _cost(name, known), [*found, name]) for cost, found, name in before]
        best.append(min(options, key=lambda option: option[0]))
    return [n for n in best[-1][1] if len(n) > 1]


def _cost(name: str, known: frozenset[str]) -> float:
    """How unlike a Chinese name: 0 for a known one; two or three characters cost least."""
    if name in known:
        return 0.0
    if has_double_surname(name):
        return {2: 5.0, 3: 1.0, 4: 0.8}.get(len(name), 9.0)
    return {1: 9.0, 2: 1.2, 3: 1.0, 4: 4.0}[len(name)] + (0.0 if name[0] in SURNAMES else 4.0)
