"""Where a page comes from: the corpus by hash and date, the lexicons by hash, in words to cite."""

from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from analysis.corpus import Corpus, articles_counted, corpus_hash
from analysis.show import zh

LEXICONS = Path(__file__).parent / "lexicons"


def lexicon_version(extra: Iterable[str | Path] = ()) -> str:
    """Twelve hexadecimal digits that name the lexicons in use: they change when any row does."""
    files = [*sorted(LEXICONS.glob("*.csv")), *(Path(file) for file in extra)]
    lines = [f"{file.name}\t{_hash(file)}" for file in files]
    return sha256("\n".join(lines).encode()).hexdigest()[:12]


def _hash(file: Path) -> str:
    """The file's hash whatever line ends a checkout gave it."""
    return sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def corpus_date(documents: pd.DataFrame) -> str:
    """The days a corpus covers, as far as its pages are dated: a day, or first to last; "" where none is.

    >>> corpus_date(pd.DataFrame({"date_published": ["2025-05-28", "", "2025-02-18"]}))
    '2025-02-18 to 2025-05-28'
    """
    days = sorted(day for day in documents["date_published"] if day)
    return "" if not days else days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"


def program_version() -> str:
    """The version of the installed package, or of the checkout's pyproject.toml."""
    try:
        return version("tifa")
    except PackageNotFoundError:
        import tomllib

        project = Path(__file__).parent.parent / "pyproject.toml"
        return tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"]


def about(corpus: Corpus, name: str, lexicons: Iterable[str | Path] = ()) -> dict:
    """What every page says of its corpus.

    corpus_line (for the head of the page), lead (for the index), and the facts a citation is made of:
    name, files, articles, corpus, lexicon, dates, program.
    """
    documents, counted = corpus.documents, articles_counted(corpus.articles)
    facts = {
        "name": name,
        "files": len(documents),
        "articles": len(counted),
        "corpus": corpus_hash(documents),
        "lexicon": lexicon_version(lexicons),
        "dates": corpus_date(documents) or "no page is dated",
        "program": program_version(),
    }
    inferred = ", some dates inferred" if (documents["date_published_basis"] == "inferred").any() else ""
    places = ", ".join(place for place in dict.fromkeys(documents["place"]) if place) or "places unknown"
    line = zh(f"Corpus {name} ({facts['corpus']}): {facts['articles']} articles, {places}")
    lead = Markup(
        "<p>{} counted articles in {} files: {}. Pages dated {}{}.</p>"
        "<p>Corpus hash <code>{}</code>, lexicons <code>{}</code>, Tifa {}. "
        "Every number on these pages opens the sentences behind it.</p>"
    ).format(
        facts["articles"], facts["files"], zh(places), facts["dates"], inferred, facts["corpus"], facts["lexicon"],
        facts["program"],
    )  # fmt: skip
    return {**facts, "corpus_line": line, "lead": lead, "heading": "Slogans and bodies in local newspapers"}


def citation(title: str, facts: dict) -> str:
    """The lines to copy under a table or a quotation."""
    return (
        f"\"{title}\" Tifa (提法) {facts['program']}.\n"
        f"Corpus: {facts['name']}, {facts['files']} files, {facts['articles']} counted articles, "
        f"{facts['dates']}; hash {facts['corpus']}.\n"
        f"Lexicons: version {facts['lexicon']}."
    )
