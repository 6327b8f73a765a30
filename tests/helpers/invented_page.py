"""A page made by hand from invented evidence, some of it hostile: what the exporter must carry as
plain text.
"""

import nbformat
import pandas as pd
from matplotlib import use
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.draw import marks, theme
from analysis.evidence.anchors import anchor
from analysis.page import page_parts as show
from analysis.page.export_html import notebook_page
from analysis.page.notebook_tables import number_link
from analysis.page.show import view_words
from analysis.wording.labels import zh

HOSTILE = '<script>document.title="owned"</script><img src=x onerror="document.title=1">'
FORMULA = "=cmd|' /C calc'!A0"
PLACES = ("甲区", f"乙县{HOSTILE}")
N = {"甲区": 19, PLACES[1]: 18}


def evidence_lines() -> pd.DataFrame:
    """37 mentions of 两新 on 37 lines: every second in the hostile place; one text beyond the basic
    plane.
    """
    rows = []
    for i in range(37):
        before = f"第{i}句{HOSTILE if i % 3 == 0 else ''}：𠮷祥之地要抓好“"
        rows.append(
            {
                "name": "两新",
                "place": PLACES[i % 2],
                "paper": "甲报",
                "date_published": f"2025-05-{i % 9 + 1:02d}",
                "date_published_basis": "inferred",
                "title": f"题目{i // 5}</script>{HOSTILE}",
                "sentence": f"{before}两新”政策落实。",
                "hit_start": len(before),
                "hit_end": len(before) + 2,
                "file": "a.txt",
                "line_from": i + 1,
                "line_to": i + 1,
                "article_id": f"a-{i // 5:02d}",
            }
        )
    return pd.DataFrame(rows)


def slogan_table() -> pd.DataFrame:
    """41 rows; one counts 37, the others nothing; cells a spreadsheet or a browser would like to
    run.
    """
    names, rates = (
        ["两新", *(f"提法{i:02d}" for i in range(40))],
        [1.25, *(float(i) for i in range(40))],
    )
    notes = [FORMULA, *[HOSTILE] * 40]
    return pd.DataFrame({"name": names, "n": [37] + [0] * 40, "per_10k": rates, "note": notes})


def two_sides() -> pd.DataFrame:
    """Four words of two groups: 两新 in both, three that tie."""
    sides = {"place_a": PLACES[0], "place_b": PLACES[1]}
    rows = [("两新", 19, 18, 9.5, 9.0), *((name, 0, 2, 0.0, 1.0) for name in ("甲", "乙", "丙"))]
    table = pd.DataFrame(rows, columns=["feature", "n_a", "n_b", "per_10k_a", "per_10k_b"])
    links = {
        f"href_{side}": [
            "#" + anchor("slogans", name="两新", place=sides[f"place_{side}"]),
            *[""] * 3,
        ]
        for side in "ab"
    }
    return table.assign(gloss=["two news", "", "", ""], **sides, **links)


def shown(monkeypatch, lang: str) -> list[dict]:
    """What the notebook's cells display, as they display it."""
    bundles: list[dict] = []
    monkeypatch.setattr(show, "_display", bundles.append)
    n = number_link(len(evidence_lines()), anchor("slogans", name="两新"))
    show.display_html(f'<p class="say answer"><b>{n}</b> {zh("mentions of 两新.")}</p>')
    show.show_table(
        slogan_table(),
        caption="Slogans compared" if lang == "en" else "提法比较",
        name="slogans",
        links={"n": lambda row: anchor("slogans", name=row["name"])},
        lang=lang,
    )
    sentences = evidence_lines()[["title", "file", "line_from", "sentence"]].head(6)
    sentences = sentences.assign(sentence="长句" * 40 + sentences["sentence"])
    show.show_table(
        sentences,
        caption="Every sentence" if lang == "en" else "全部句子",
        name="sentences",
        columns=None
        if lang == "en"
        else dict(zip(sentences, ["标题", "文件", "行", "句子"], strict=True)),
        lang=lang,
    )
    use("agg")
    words = theme.Words("甲区 says 两新 more often", "mentions", "Bars: 甲区 19, 乙县 18.")
    broad, narrow = theme.canvas(words), theme.canvas(words, width=theme.NARROW)
    for ax in (broad, narrow):
        for row, (place, n) in enumerate(zip(PLACES, (19, 18), strict=True)):
            href = "#" + anchor("slogans", name="两新", place=place)
            marks.bar(ax, 10, 10 + 20 * row, 10 * n, 12, href)
            marks.put(ax, 15 + 10 * n, 10 + 20 * row, str(n))
        theme.finish(ax, 40)
    rows = pd.DataFrame({"place": [FORMULA, PLACES[1]], "n": [19, 18]})
    show.show_figure(broad, "bars", rows, narrow=narrow)
    view_words(two_sides(), title="The words of 甲区 and 乙县", name="points", lang=lang)
    return bundles


def invented_notebook(monkeypatch, lang: str) -> nbformat.NotebookNode:
    """A notebook that has run: title, answer, table, figure, and sections to scroll through."""
    outputs = [new_output("display_data", data=bundle) for bundle in shown(monkeypatch, lang)]
    cells = [
        new_markdown_cell("# Which slogans travel?", id="title"),
        new_code_cell('say("{n}")  # 两新', id="answer", outputs=[outputs[0]]),
        new_markdown_cell("## Look\n\nThe slogan *两新*.\n\n### Closer", id="look"),
        new_code_cell("show_table(slogans)", id="table", outputs=outputs[1:3]),
        new_markdown_cell("## Draw", id="draw"),
        new_code_cell("show_figure(ax)", id="figure", outputs=outputs[3:]),
    ]
    cells += [
        new_markdown_cell(f"## Part {i}\n\n" + "words " * 250, id=f"part{i}") for i in range(4)
    ]
    return new_notebook(cells=cells)


def invented_page(monkeypatch, lang: str = "en") -> str:
    """The HTML of that notebook."""
    return invented_files(monkeypatch, lang)["page.html"]


def invented_files(monkeypatch, lang: str = "en") -> dict[str, str]:
    """The page and the files beside it."""
    words = {
        "file": "page.html",
        "line": "Corpus invented",
        "citation": f"Cite {HOSTILE}",
        "following": {"file": "next.html", "title": "What comes next?"},
        "groups": list(PLACES),
        "called": {f"place={PLACES[0]}": f"Jia {PLACES[0]}"},
        "lang": lang,
    }
    tables = {"slogans": evidence_lines()}
    return notebook_page(
        invented_notebook(monkeypatch, lang), tables=tables, corpus=(), about=words
    )
