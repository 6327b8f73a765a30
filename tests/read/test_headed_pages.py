"""Pages whose file says what is a heading and what a paragraph: Markdown, Word, HTML."""

import io
import random

import pytest

from analysis.corpus import load_corpus
from analysis.read.folders import page_text
from analysis.repair.repair import repair_page
from tests.helpers.paper_files import word_file

FLOOD = "昨日，县委召开会议，部署防汛工作，要求各乡镇落实责任，加强巡查。"
TEA = "清晨，茶农上山采茶，一片片嫩芽装满竹篓，合作社的车等在路边。"


@pytest.fixture
def read(tmp_path):
    """The corpus of one file with this text."""

    def read(text, name="a.md"):
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        (tmp_path / name).write_bytes(data)
        return load_corpus(tmp_path)

    return read


def headlines(corpus):
    return corpus.articles[["kicker", "title", "subtitle"]].values.tolist()


def test_front_matter_is_given_and_links_and_pictures_are_no_text(read):
    front = (
        "---\ntitle: 县委部署防汛\ndate: 2025-06-03T23:30:00Z\nauthor: 甘小雨\n"
        "source: 青禾日报\n地区: 杭州市临平区\n---\n"
    )
    corpus = read(
        f"{front}\n{FLOOD}\n\n- 要**抓好**落实。\n\n![图](a.png)\n\n[原文](http://a.cn/1)\n"
    )
    article = corpus.articles.iloc[0]
    assert (article["title"], article["reporters"], article["paper"]) == (
        "县委部署防汛",
        "甘小雨",
        "青禾日报",
    )
    assert (article["date_published"], article["date_published_basis"]) == ("2025-06-04", "given")
    assert (article["place"], article["place_basis"]) == ("临平", "given")
    assert article["text"] == f"{FLOOD}\n要抓好落实。"
    assert corpus.offsets["line"].tolist() == [9, 11]  # lines of the file


@pytest.mark.parametrize("heads", [("## 抓好落实",), ("## 一、部署", "## 二、落实")])
def test_the_title_of_a_front_matter_stands_over_headings_that_do_not_say_it(read, heads):
    over = f"{FLOOD}\n\n" if len(heads) == 1 else ""
    under = "".join(f"{head}\n\n{TEA}\n\n" for head in heads)
    corpus = read(f"---\ntitle: 县委部署防汛\n---\n\n{over}{under}")
    assert headlines(corpus) == [["", "县委部署防汛", ""]]
    assert corpus.articles["text"][0].count(TEA) == len(heads)


def test_a_sentence_over_the_first_heading_is_an_article(read):
    assert read(f"{FLOOD}\n\n## 采茶\n\n{TEA}\n").articles["text"].tolist() == [FLOOD, TEA]


def test_a_heading_over_text_is_a_headline_and_what_ranks_below_a_subhead(read):
    corpus = read(
        f"# 政府工作报告\n\n各位代表：\n\n## 一、去年\n\n{FLOOD}\n\n## 二、今年\n\n{TEA}\n"
    )
    assert headlines(corpus) == [["", "政府工作报告", ""]]
    assert corpus.articles["text"].tolist() == [f"各位代表：\n一、去年\n{FLOOD}\n二、今年\n{TEA}"]
    assert (corpus.segments["role"] == "subhead").sum() == 2


@pytest.mark.parametrize("lead", ["本报讯（记者 甘小雨）", "记者 甘小雨\n\n"])
def test_a_lower_heading_over_a_lead_begins_an_article_of_its_own(read, lead):
    corpus = read(f"# 县委部署防汛\n\n{FLOOD}\n\n## 影响\n\n{TEA}\n\n## 茶香\n\n{lead}{TEA}\n")
    assert [title for _, title, _ in headlines(corpus)] == ["县委部署防汛", "茶香"]
    assert corpus.articles["text"].tolist() == [f"{FLOOD}\n影响\n{TEA}", TEA]
    assert corpus.articles["reporters"].tolist() == ["", "甘小雨"]


def test_headings_of_one_report_without_numbers_are_no_articles(read):
    corpus = read(f"# 政府工作报告\n\n## 去年\n\n{FLOOD}\n\n## 今年\n\n{TEA}\n")
    assert headlines(corpus) == [["", "政府工作报告", ""]]


def test_long_headings_under_the_name_of_a_collection_are_headlines(read):
    titles = [f"青禾县第{n}个乡镇卫生院新楼建成启用" for n in "一二三"]
    texts = "\n\n".join(f"## {title}\n\n{TEA}" for title in titles)
    assert headlines(read(f"# 青禾见闻\n\n{texts}\n")) == [["", title, ""] for title in titles]
    assert headlines(read(f"# 县卫生工作报告\n\n{texts}\n")) == [["", "县卫生工作报告", ""]]


def test_an_issue_with_its_agenda_is_parted_into_its_articles(read):
    items = {"县委部署防汛": FLOOD, "云岭乡春茶飘香": TEA, "县医院新楼启用": FLOOD + TEA}
    agenda = "\n\n".join(f"{n}.{title}；" for n, title in enumerate(items, 1))
    texts = "\n\n".join(
        f"### {title}\n\n<p><strong>青禾网消息</strong>：{text}</p><p>{TEA}</p>\n\n[原文](http://a.cn)"
        for title, text in items.items()
    )
    corpus = read(
        f"# 青禾新闻（20250603）\n\n## 摘要\n\n{agenda}\n\n## 详细新闻\n\n{texts}\n\n---\n\n(完)\n"
    )
    assert headlines(corpus) == [["", title, ""] for title in items]
    assert corpus.articles["text"].tolist() == [f"{text}\n{TEA}" for text in items.values()]
    assert set(corpus.articles["byline"]) == {"青禾网消息："}


def test_a_kicker_and_a_subtitle_are_headings_beside_the_title(read):
    corpus = read(
        f"### 抓早抓小\n\n# 县委部署\n# 防汛工作\n\n## 李明主持\n\n记者 甘小雨\n\n{FLOOD}\n"
    )
    assert headlines(corpus) == [["抓早抓小", "县委部署防汛工作", "李明主持"]]
    assert corpus.articles["reporters"].tolist() == ["甘小雨"]


def test_a_title_said_again_is_no_paragraph_and_a_wrapped_one_is_joined(read):
    wrapped = "\n".join(FLOOD[i : i + 12] for i in range(0, len(FLOOD), 12))
    more = "\n".join(TEA[i : i + 12] for i in range(0, len(TEA), 12))
    corpus = read(f"# 县委部署防汛\n\n县委部署防汛\n\n{wrapped}\n\n{more}\n")
    assert corpus.articles["text"].tolist() == [f"{FLOOD}\n{TEA}"]


LINES = (
    "# 甲报 2025-06-03", "# 县委部署防汛", "## 县委部署防汛", "### 责任到人", "## 一、去年", "**小题**",
    f"本报讯（记者 甘小雨）{FLOOD}", TEA, "图为现场。王一 摄", "记者 甘小雨", "[原文](http://a.cn)",
    "---", "| a | b |", "1.县委部署防汛；", "<p>甲。</p><p>乙。</p>", "责任编辑：周铭", "（完）", "",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_every_character_of_any_page_has_one_owner(seed):
    draw = random.Random(seed)
    text = "\n\n".join(draw.choice(LINES) for _ in range(draw.randrange(1, 16)))
    page = page_text(text.encode("utf-8"), "a.md")
    parts = repair_page("a", "a.md", page.text, "", dict(page.marks), page.facts)
    spans = [(a, b) for _, a, b, _, _ in parts.segments]
    spans += [(a, b) for part in parts.waiting for a, b, _ in part.spans]
    owned = [sum(a <= i < b for a, b in spans) for i in range(len(page.text))]
    printed = [n for n, c in zip(owned, page.text, strict=True) if not c.isspace()]
    assert set(printed) <= {1} and max(owned, default=1) == 1


def test_paragraphs_and_table_rows_of_a_word_file_are_never_joined(read):
    data = word_file(
        [
            ("Title", "政府工作报告"),
            ("Normal", "（2025年2月18日）"),
            ("Normal", "青禾县县长　李 明"),
            ("Normal", "各位代表："),
            ("Heading 1", "一、去年工作"),
            ("Normal", FLOOD),
            ("Normal", "二、今年工作"),
            ("Normal", TEA),
        ],
        table=[("指标", "单位", "数值"), ("产值", "亿元", "87.4")],
    )
    corpus = read(data, "a.docx")
    assert headlines(corpus) == [["", "政府工作报告", "（2025年2月18日）"]]
    assert corpus.articles["speaker"].tolist() == ["李明"]
    assert corpus.articles["text"].tolist()[0].split("\n") == [
        "各位代表：",
        "一、去年工作",
        FLOOD,
        "二、今年工作",
        TEA,
        "指标　单位　数值",
        "产值　亿元　87.4",
    ]
    assert (corpus.segments["role"] == "subhead").sum() == 2


HEAD = "<h3>抓早抓小</h3><h1>县委部署防汛工作</h1><h2>李明主持</h2>"


@pytest.mark.parametrize("container", ["<div>{}</div>", "<div id='ozoom'>{}</div>"])
def test_a_run_of_headings_of_a_web_page_is_one_headline(read, container):
    body = container.format(f"<p>{FLOOD}</p><h4>责任到人</h4><p>{TEA}</p><ul><li>一条。</li></ul>")
    menu = "<div><a href='/'>首页</a> <a href='/x'>要闻</a></div>"
    corpus = read(f"<html><body>{menu}<div>{HEAD}{body}</div></body></html>", "a.html")
    assert headlines(corpus) == [["抓早抓小", "县委部署防汛工作", "李明主持"]]
    assert corpus.articles["text"].tolist() == [f"{FLOOD}\n责任到人\n{TEA}\n一条。"]


def test_a_web_page_states_its_day_and_author_in_its_head_and_years_in_its_text_are_no_day(read):
    stated = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-06-03",'
        '"author": {"@type": "Person", "name": "甘小雨"}}</script>'
    )
    body = f"<h1>县委部署防汛</h1><p>2024年以来，{FLOOD}</p><p>{TEA}</p>"
    article = read(
        f"<html><head>{stated}</head><body>{body}</body></html>", "a.html"
    ).articles.iloc[0]
    assert (article["date_published"], article["date_published_basis"]) == ("2025-06-03", "printed")
    assert article["reporters"] == "甘小雨"
    article = read(f"<html><body>{body}</body></html>", "a.html").articles.iloc[0]
    assert (article["date_published"], article["date_published_basis"]) == ("", "unknown")


def test_a_word_title_of_two_paragraphs_is_one(read):
    import docx

    book = docx.Document()
    for line in ("青禾县", "政府工作报告"):
        book.add_paragraph(line, style="Title")
    book.add_paragraph(FLOOD)
    out = io.BytesIO()
    book.save(out)
    assert headlines(read(out.getvalue(), "a.docx")) == [["", "青禾县政府工作报告", ""]]
