"""Saved web pages as the systems of Chinese papers, sites and governments make them (text
invented): title, day, source and author are told, and the text is whole and alone.
"""

import pytest

from analysis.corpus import load_corpus

FLOOD = (
    "昨日，青禾县召开防汛工作会议，部署今年汛期各项任务，要求各乡镇落实责任，加强巡查。",
    "会议指出，今年入汛以来雨水偏多，水库水位上涨较快，要把巡堤查险落到实处，做到责任到人。",
    "会议强调，要备足物资，畅通预警，确保群众安全度汛。",
)
TEXT = "".join(f"<p>　　{line}</p>" for line in FLOOD)
LINKS = "".join(
    f'<li><a href="/2025/{n}.html">{title}</a><span>2025-05-{n}</span></li>'
    for n, title in (
        (28, "青禾县召开春耕生产现场推进会"),
        (29, "云岭乡茶农采茶忙，合作社收购不停"),
        (30, "县医院新楼启用"),
    )
)

PEOPLE = f"""<html><head><title>青禾县部署防汛工作--青禾频道--华夏网</title>
<meta name="publishdate" content="2025-06-03"><meta name="source" content="来源：华夏网－青禾日报"></head>
<body>
<div class="nav"><a href="/">首页</a> <a href="/n">要闻</a></div>
<div class="path"><a href="/">华夏网</a> &gt;&gt; <a href="/q">青禾频道</a></div>
<div class="layout rm_txt cf"><div class="col col-1 fl"><h4 class="pre">抓早抓小保安全</h4>
<h1>青禾县部署防汛工作</h1><h2 class="sub"></h2><div class="author cf">本报记者　甘小雨</div>
<div class="channel cf"><div class="col-1-1 fl">2025年06月03日08:12 | 来源：<a href="/r">青禾日报</a></div>
<div class="message"><em>0</em></div></div>
<div class="rm_txt_con cf"><div class="box_pic"></div>{TEXT}<p>　　《青禾日报》（2025年06月03日 第01版）</p>
<div class="edit cf">(责编：周铭、卢见山)</div></div>
<div class="fenx cf"><b>分享让更多人看到</b> <a href="#">微信</a> <a href="#">微博</a></div>
<div class="rm_relevant cf"><h2>相关新闻</h2><ul>{LINKS}</ul></div>
<div class="rm_relevant"><h2>热门排行</h2><ol>{LINKS}</ol></div></div></div>
<div class="footer">版权所有 青ICP证000000号</div></body></html>"""

GOVERNMENT = f"""<html><head><title>青禾县部署防汛工作_要闻_青禾县人民政府</title>
<meta name="ArticleTitle" content="青禾县部署防汛工作"><meta name="PubDate" content="2025-06-03 08:12">
<meta name="ContentSource" content="青禾日报"><meta name="SiteName" content="青禾县人民政府"></head><body>
<div class="header"><a href="/">首页</a><a href="/gk">政务公开</a></div>
<div class="BreadcrumbNav">当前位置：<a href="/">首页</a> &gt; <a href="/x">要闻</a></div>
<div class="article oneColumn pub_border"><h1 id="ti">青禾县部署防汛工作</h1>
<div class="pages-date">2025-06-03 08:12 <span class="font">来源： 青禾日报</span>
<span>字体：<a>大</a> <a>中</a> <a>小</a></span><div class="share"><a>打印</a><i>|</i></div></div>
<div class="pages_content" id="UCAP-CONTENT"><div class="TRS_UEDITOR trs_paper_default">{TEXT}
<p style="text-align: right;">（记者 甘小雨）</p></div></div>
<div class="editor">责任编辑：周铭</div>
<div class="related"><h2>相关链接</h2><ul>{LINKS}</ul></div>
<div class="ewm">扫一扫在手机打开当前页</div></div></body></html>"""

BROADCAST = f"""<html><head><title>青禾县部署防汛工作-青禾新闻网</title></head><body>
<table width="980"><tr><td><a href="/">青禾新闻网</a></td><td><a href="/b">本地</a></td></tr></table>
<table width="640"><tr><td class="bt" align="center">青禾县部署防汛工作</td></tr>
<tr><td align="center" class="info">
www.example.org　2025-06-03 08:12　来源：青禾日报　作者：甘小雨　浏览次数：12</td></tr>
<tr><td><div class="TRS_Editor">{TEXT}<p>延伸阅读：</p><p><a href="/1">县医院新楼启用</a></p>
<p><a href="/2">云岭乡茶农采茶忙，合作社收购不停</a></p></div></td></tr>
<tr><td>上一篇：<a href="/3">县医院新楼启用</a></td></tr>
<tr><td>[ <a>打印</a> ] [ <a>关闭</a> ]</td></tr></table></body></html>"""

AGENCY = f"""<html><head><title>青禾县部署防汛工作-华讯网</title></head><body>
<div class="header domPC"><div class="header-top clearfix"><div class="header-time left">
<span class="year"><em> 2025</em></span><span class="day"><em>06</em>/<em>03</em></span>
<span class="time">08:12:30</span></div><div class="source"> 来源：青禾日报 </div></div>
<div class="head-line clearfix"><h1><span class="title">青禾县部署防汛工作</span></h1>
<div class="pageShare"><div class="setFont left">字体： <span>小</span> <span>中</span>
<span>大</span></div>
<div class="share left">分享到：<a>微信</a><a>微博</a></div></div></div></div>
<div class="main clearfix"><div id="detail"><span id="detailContent">{TEXT}</span>
<p>（记者 甘小雨）</p></div>
<div id="articleEdit"><span class="editor"> 【责任编辑:周铭】 </span></div></div>
<div class="columBox relatedNews"><div class="columBoxTitle">深度观察</div>
<div class="tit">阅读下一篇：</div><ul>{LINKS}</ul></div></body></html>"""

PLATFORM = f"""<html><head><title>青禾县部署防汛工作</title>
<meta property="og:title" content="青禾县部署防汛工作"></head><body><div class="rich_media">
<div class="main-text"><h1 class="article-title">青禾县部署防汛工作</h1>
<div class="article-info"><span class="time">2025-06-03 08:12</span>
<span class="source">青禾日报</span>
<span class="author">记者 甘小雨</span></div>
<article class="article-content">{TEXT}<h3>推荐阅读</h3>
<p><a href="/1">县医院新楼启用</a></p><p><a href="/2">云岭乡茶农采茶忙，合作社收购不停</a></p>
<p>点击“阅读原文”查看更多</p></article></div></div></body></html>"""

BREAKS = "<br/>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in FLOOD)
FORM = f"""<html><head><title>青禾县部署防汛工作 - 青禾县人民政府门户网站</title></head><body>
<form method="post" action="a.aspx" id="aspnetForm"><div class="menu"><a href="/">首页</a></div>
<div id="main"><span id="lblTitle" class="biaoti">青禾县部署防汛工作</span>
<div class="xinxi">发布时间：2025-06-03　信息来源：青禾日报　作者：甘小雨　点击数：12</div>
<div id="Zoom">{BREAKS}</div><div>【<a>打印本页</a>】【<a>关闭窗口</a>】</div></div></form></body></html>"""

EPAPER = f"""<html><head><title>青禾日报-青禾县部署防汛工作</title></head><body>
<div class="header"><a>版面目录</a><a>标题导航</a><span>2025年06月03日 星期二</span></div>
<div class="newsCon"><div class="newsdetatit"><p class="introtitle">抓早抓小保安全</p>
<h3 class="BSHARE_POP">青禾县部署防汛工作</h3><p class="subtitle"></p></div>
<div class="lai"><span>作者：甘小雨</span> <span>来源：青禾日报</span> <span>2025-06-03</span></div>
<div class="newsdetatext"><founder-content>{TEXT}</founder-content></div>
<div class="more"><a>上一篇</a><a>下一篇</a></div></div></body></html>"""

UNKNOWN = f"""<html><head><title>青禾县部署防汛工作-青禾广电网</title></head><body>
<div class="nav1"><a>首页</a><a>新闻</a></div><div class="con_left">
<div class="con_title">青禾县部署防汛工作</div>
<div class="con_time">2025-06-03 08:12:30 来源：青禾日报 记者：甘小雨</div>
<div class="con_txt">{TEXT}</div><div class="con_edit">责任编辑：周铭</div>
<dl class="about"><dt>相关新闻</dt><dd><a>县医院新楼启用</a></dd></dl></div></body></html>"""

INDEXED = f"""<html><head><title>青禾县部署防汛工作</title>
<meta name="PubDate" content="2025-06-03 08:12"></head><body>
<div class="bt-mod"><table><tr><td>索引号</td><td>000000/2025-00012</td></tr></table></div>
<div class="main-fl-tit">青禾县部署防汛工作</div>
<p class="explain">发布日期：2025-06-03 08:12:00 <span>访问次数：12</span> 信息来源：青禾日报</p>
<div class="main-txt" id="zoom"><!--content.begin-->{TEXT}<p>　　记者 甘小雨</p></div></body></html>"""

TABLES = f"""<html><head><title>青禾日报</title></head><body><table><tr><td>
<table><tr><td>2025年06月03日 星期二</td><td>第01版：要闻</td><td><a>下一版</a></td></tr></table>
<table><tr><td class="font02">抓早抓小保安全</td></tr><tr><td class="font01">青禾县部署防汛工作</td></tr>
<tr><td class="font02"><founder-author>甘小雨</founder-author></td></tr></table>
<div id="ozoom"><founder-content>{TEXT}</founder-content></div></td></tr></table></body></html>"""

PAGES = {
    "people": PEOPLE,
    "government": GOVERNMENT,
    "broadcast": BROADCAST,
    "agency": AGENCY,
    "platform": PLATFORM,
    "form": FORM,
    "epaper": EPAPER,
    "unknown": UNKNOWN,
    "indexed": INDEXED,
    "tables": TABLES,
}


@pytest.mark.parametrize("name", PAGES)
def test_a_saved_page_gives_its_article_and_nothing_around_it(tmp_path, name):
    (tmp_path / "a.html").write_text(PAGES[name], "utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.articles["title"].tolist() == ["青禾县部署防汛工作"]
    article = corpus.articles.iloc[0]
    assert article["text"].split("\n") == list(FLOOD)
    assert article["date_published"] == "2025-06-03"
    assert article["paper"] == "青禾日报"
    assert article["reporters"] == "甘小雨"


def test_links_under_a_head_that_says_so_are_a_menu_but_prose_is_text(tmp_path):
    more = "青禾县有大小水库十二座，总库容三千万立方米，去年全部完成除险加固。"
    blocks = {
        "links": f"<h2>相关链接</h2><ul>{LINKS}</ul>",
        "line": "<p>延伸阅读：<br/><a href='/1'>县医院新楼启用</a><br/><a>云岭乡茶农采茶忙</a></p>",
        "prose": f"<h3>相关链接</h3><p>{more}</p>",
    }
    for name, below in blocks.items():
        page = f"<div class='TRS_Editor'>{TEXT}{below}</div>"
        (tmp_path / f"{name}.html").write_text(
            f"<html><body><h1>青禾县部署防汛工作</h1>{page}</body></html>", "utf-8"
        )
    corpus = load_corpus(tmp_path)
    text = dict(zip(corpus.articles["doc_id"], corpus.articles["text"], strict=True))
    assert text["links"].split("\n") == text["line"].split("\n") == list(FLOOD)
    assert text["prose"].split("\n") == [*FLOOD, "相关链接", more]


TITLE = "<h1>青禾县部署防汛工作</h1>"


@pytest.mark.parametrize(
    "page",
    [
        f'<div id="ozoom"><h3>抓早抓小</h3>{TITLE}<h2>甘某某讲话</h2>{TEXT}</div>',
        f'<h3>抓早抓小</h3>{TITLE}<h2>甘某某讲话</h2><p class="x6">本报记者 甘小雨</p>'
        f'<div id="ozoom">{TEXT}</div>',
        "<!--<enpproperty><author>甘小雨</author></enpproperty>--><h3>抓早抓小</h3>"
        f'{TITLE}<h2>甘某某讲话</h2><div id="ozoom">{TEXT}</div>',
    ],
    ids=["headings within the container", "a byline of no name", "an author in a comment"],
)
def test_the_heads_of_an_e_paper_are_told_by_rank_wherever_they_stand(tmp_path, page):
    (tmp_path / "a.html").write_text(f"<html><body>{page}</body></html>", "utf-8")
    article = load_corpus(tmp_path).articles.iloc[0]
    heads = article[["kicker", "title", "subtitle"]].tolist()
    assert heads == ["抓早抓小", "青禾县部署防汛工作", "甘某某讲话"]
    assert article["text"].split("\n") == list(FLOOD)
    assert article["reporters"] == ("甘小雨" if "甘小雨" in page else "")


def test_what_stands_first_on_a_page_is_read_first(tmp_path):
    lines = ("青禾县部署防汛工作", "甘某某讲话")
    page = "".join(f'<div class="t{n}">{line}</div>' for n, line in enumerate(lines)) + TEXT
    page = f"<html><head><title>{lines[0]}</title></head><body>{page}</body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    (article,) = load_corpus(tmp_path).articles.to_dict("records")
    assert (article["title"], article["text"].split("\n")[-1]) == (lines[0], FLOOD[-1])


ISSUE = f"""<html><head><title>青禾日报数字报-青禾县部署防汛工作</title></head><body>
<!--enpproperty <date>2025-06-03 00:00:00:0</date><author>甘小雨</author>
<title>青禾县部署防汛工作</title><subtitle>甘某某讲话</subtitle><introtitle>抓早抓小</introtitle>
/enpproperty--><table><tr><td><b>第01版：要闻</b></td><td>2025年06月03日 星期二</td></tr></table>
<div id="ozoom"><table><tr><td class="bt1">抓早抓小</td></tr><tr><td class="bt2"><strong>
青禾县部署防汛工作</strong></td></tr><tr><td class="bt3">甘某某讲话</td></tr>
<tr><td class="bt4">甘小雨</td></tr></table><founder-content>{TEXT}</founder-content></div></body></html>"""
CELLS = f"""<html><head><title>青禾县部署防汛工作</title></head><body><table>
<tr><td><a href="/">首页</a></td></tr><tr><td><b>青禾县部署防汛工作</b></td></tr>
<tr><td>作者：甘小雨　来源：青禾日报　更新时间：2025-06-03　点击数：12</td></tr>
<tr><td>{"<br><br>".join(FLOOD)}</td></tr></table></body></html>"""
MOBILE = f"""<html><head><title>青禾县部署防汛工作</title></head><body><div class="index_a__L_z">
<h1 class="index_title__B8">青禾县部署防汛工作</h1><div class="index_b__V2"><div>青禾发布</div>
<div>2025-06-03 08:15</div><div>来源：青禾日报</div></div>
<div class="index_c__J8"><p>本报讯（记者 甘小雨）{FLOOD[0]}</p><p>{FLOOD[1]}</p><p>{FLOOD[2]}</p></div>
<div class="index_d__k1">特别声明：本文为上传者发布，仅代表该作者观点。</div></div></body></html>"""


@pytest.mark.parametrize("page", [ISSUE, CELLS, MOBILE], ids=["comment", "breaks", "mobile"])
def test_a_page_whose_elements_have_no_telling_names_is_read_by_what_it_says(tmp_path, page):
    (tmp_path / "a.html").write_text(page, "utf-8")
    (article,) = load_corpus(tmp_path).articles.to_dict("records")
    heads = ["抓早抓小", "青禾县部署防汛工作", "甘某某讲话"] if page is ISSUE else None
    heads = heads or ["", "青禾县部署防汛工作", ""]
    assert [article[name] for name in ("kicker", "title", "subtitle")] == heads
    assert article["text"].split("\n") == list(FLOOD)
    assert article["reporters"] == "甘小雨"
    assert (article["paper"], article["date_published"]) == ("青禾日报", "2025-06-03")


def test_headings_that_the_text_finder_drops_still_begin_articles(tmp_path):
    more = "本报讯（通讯员 周小满）昨日，云岭乡老街改造工程完工，一百二十户用上了天然气。"
    page = "".join(
        f'<div class="article"><h2>{title}</h2><div class="content">{text}</div></div>'
        for title, text in (
            ("青禾县部署防汛工作", TEXT),
            ("云岭乡老街换新颜", f"<p>{more}</p><p>下一步将添设车位。</p>"),
        )
    )
    head = "<title>青禾日报 2025年06月03日 01版</title>"
    (tmp_path / "a.html").write_text(
        f"<html><head>{head}</head><body>{page}</body></html>", "utf-8"
    )
    articles = load_corpus(tmp_path).articles
    assert articles["title"].tolist() == ["青禾县部署防汛工作", "云岭乡老街换新颜"]
    assert articles["text"].iloc[0].split("\n") == list(FLOOD)
    assert articles["reporters"].tolist() == ["", "周小满"]


def test_kicker_title_and_subtitle_of_each_article_of_a_page_are_told_by_their_names(tmp_path):
    heads = ("yinti", "抓早抓小"), ("biaoti", "青禾县部署防汛工作"), ("futi", "甘某某讲话")
    first = "".join(f'<p class="{name}">{text}</p>' for name, text in heads)
    more = "<p>　　本报讯（通讯员 周小满）昨日，云岭乡老街改造工程全面完工。</p>"
    page = (
        "<title>青禾日报</title><div>2025年06月03日 星期二 第02版：综合</div>"
        f'<div>{first}<div class="zw"><p>　　本报讯（记者 甘小雨）{FLOOD[0]}</p>{TEXT}</div></div>'
        f'<div><p class="biaoti">云岭乡老街换新颜</p><div class="zw">{more}</div></div>'
    )
    (tmp_path / "a.html").write_text(f"<html><body>{page}</body></html>", "utf-8")
    articles = load_corpus(tmp_path).articles
    assert articles["title"].tolist() == ["青禾县部署防汛工作", "云岭乡老街换新颜"]
    assert articles["kicker"].tolist() == ["抓早抓小", ""]
    assert articles["subtitle"].tolist() == ["甘某某讲话", ""]
    assert articles["paper"].tolist() == ["青禾日报"] * 2


def test_who_speaks_stays_with_what_is_said_where_only_the_name_is_bold(tmp_path):
    said = (
        ("记者：", "老街改造的初衷是什么？"),
        ("云岭乡党委书记：", "老街有百年历史，要住得好。"),
    )
    page = "".join(f"<p><b>{who}</b>{text}</p>" for who, text in said)
    head = "<title>让老街换新颜——访云岭乡党委书记_青禾新闻网</title>"
    page = f"<h1>让老街换新颜</h1><h2>——访云岭乡党委书记</h2><div>{page}</div>"
    (tmp_path / "a.html").write_text(f"<html>{head}<body>{page}</body></html>", "utf-8")
    (article,) = load_corpus(tmp_path).articles.to_dict("records")
    assert (article["title"], article["subtitle"]) == ("让老街换新颜", "——访云岭乡党委书记")
    assert article["text"].split("\n") == ["".join(part) for part in said]


@pytest.mark.parametrize("box", ['<div class="content">', '<div class="k4">', '<div id="ozoom">'])
@pytest.mark.parametrize("title", ["h1", 'p class="t2"'])
def test_kicker_and_subtitle_beside_a_title_are_told_by_their_words(tmp_path, box, title):
    lines = ("甘某某检查防汛工作时强调", "青禾县部署防汛工作", "——全县防汛会议侧记")
    tags = ('p class="x1"', title, 'p class="x3"')
    heads = "".join(f"<{t}>{s}</{t.split()[0]}>" for t, s in zip(tags, lines, strict=True))
    page = (
        f"<html><head><title>{lines[1]}</title></head><body>{heads}{box}{TEXT}</div></body></html>"
    )
    (tmp_path / "a.html").write_text(page, "utf-8")
    (article,) = load_corpus(tmp_path).articles.to_dict("records")
    assert tuple(article[part] for part in ("kicker", "title", "subtitle")) == lines
    assert article["text"].split("\n") == list(FLOOD)
