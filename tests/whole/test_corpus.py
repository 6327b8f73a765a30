"""The seeds as a corpus: byte for byte, the counts this project exists for, nothing lost, nothing
counted that is no article.
"""

import hashlib
import re
import shutil

import jieba
import pandas as pd
import pytest

from analysis.corpus import articles_counted, corpus_hash, iter_corpus, load_corpus, once_each
from analysis.desk.new_corpus import write_corpus_csv
from analysis.errors import TifaError

CHECKSUMS = {
    "000_011d2496589fdac8.txt": "8f37c3303d7e589e898d4e08bf0bcf7777f7beebdc397f043f616a6abc9cbadb",
    "001_318154939f017c9b.txt": "f944b4901c0a0aa545d20d13e10d6ab1d8b3429d92f0e8abd60efd8016cc02ba",
    "002_fac586d11c14b937.txt": "9f096274e1c9e8debc39cc14e2c1a7d3d3d03798ecdceea3787095c3c4413a5a",
    "003_b92e5554c0cabbcb.txt": "eea0313fd00707faa7e9c3469444dfcb5677eed0b29a847b0d1d5919a6e131a3",
    "004_995be5eb8075111a.txt": "e06d03565d30dd3ee9c833192ab0963810f42f96cf878ca78d6c33a64a6d1164",
}


def test_the_seeds_are_byte_for_byte_what_was_given(seeds_dir):
    found = {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(seeds_dir.glob("*.txt"))
    }
    assert found == CHECKSUMS


def test_the_fifteenth_plan_is_named_18_times_and_by_place_4_10_4(seeds):
    counted = articles_counted(seeds.articles)
    by_place = {p: g["text"].str.count("十五五").sum() for p, g in counted.groupby("place")}
    assert by_place == {"临平": 4, "钱塘": 10, "杭州": 4}


def test_counting_on_the_raw_files_gives_17(seeds_dir):
    assert sum(p.read_text(encoding="utf-8").count("十五五") for p in seeds_dir.glob("*.txt")) == 17


def test_plain_jieba_gives_no_such_word_at_all(seeds_dir):
    plain = jieba.Tokenizer()
    plain.cache_file = None
    words = [w for p in seeds_dir.glob("*.txt") for w in plain.lcut(p.read_text(encoding="utf-8"))]
    assert words.count("十五五") == 0


def test_the_report_of_page_3_and_its_end_on_page_4_are_one_article(seeds):
    report = seeds.articles[seeds.articles["genre"] == "work-report"]
    assert report["files"].tolist() == ["003_b92e5554c0cabbcb.txt|001_318154939f017c9b.txt"]
    text = report["text"].iloc[0]
    assert text.startswith("各位委员：\n我代表政协第一届杭州市临平区委员会常务委员会")
    assert text.endswith("作出新的更大贡献！")
    assert "奋楫扬帆启新程\n" in text and text.index("(一)坚定不移加强党的领导") < text.index(
        "(二) 聚焦聚力全区发展大局"
    )
    assert not re.search(r"下转|上接", text)


def test_weather_captions_and_web_boilerplate_are_in_no_count(seeds):
    left_out = seeds.articles[
        ~seeds.articles["article_id"].isin(articles_counted(seeds.articles)["article_id"])
    ]
    for words in ("今天晴到多云", "政协委员们准备投票", "本站不作任何保证或承诺"):
        assert left_out["text"].str.contains(words).any()
    counted = "\n".join(articles_counted(seeds.articles)["text"])
    for words in (
        "今天晴到多云",
        "政协委员们准备投票",
        "人大代表们认真听取大会报告",
        "新江南网",
        "阅读推荐",
    ):
        assert words not in counted


def test_every_character_of_every_seed_has_one_owner(seeds, seeds_dir):
    for doc_id, file in seeds.documents[["doc_id", "file"]].itertuples(index=False):
        text = (seeds_dir / file).read_bytes().decode("utf-8")
        owners = [0] * len(text)
        for start, end in seeds.segments.loc[
            seeds.segments["doc_id"] == doc_id, ["start", "end"]
        ].itertuples(index=False):
            for i in range(start, end):
                owners[i] += 1
        assert all(n == 1 for c, n in zip(text, owners, strict=True) if not c.isspace())
        assert max(owners) == 1


def test_offsets_lead_from_article_text_to_the_same_characters_of_the_file(seeds, seeds_dir):
    texts = seeds.articles.set_index("article_id")["text"]
    raw = {f: (seeds_dir / f).read_bytes().decode("utf-8") for f in seeds.documents["file"]}
    for run in seeds.offsets.itertuples():
        length = run.end - run.start
        assert (
            texts[run.article_id][run.start : run.end]
            == raw[run.file][run.raw_start : run.raw_start + length]
        )
        assert raw[run.file].count("\n", 0, run.raw_start) + 1 == run.line
    covered = (
        seeds.offsets.assign(n=seeds.offsets["end"] - seeds.offsets["start"])
        .groupby("article_id")["n"]
        .sum()
    )
    for article_id, text in texts.items():
        assert covered.get(article_id, 0) == len(text.replace("\n", ""))


def test_places_are_inferred_as_a_person_gives_them(seeds_dir, tmp_path):
    for path in seeds_dir.glob("*.txt"):
        shutil.copy(path, tmp_path)
    inferred = load_corpus(tmp_path).documents
    assert inferred["place"].tolist() == ["临平", "临平", "钱塘", "临平", "杭州"]
    assert set(inferred["place_basis"]) == {"inferred"}


def test_dates_of_the_seeds_follow_from_the_pages(seeds):
    # read by hand: 昨日报到 and 5月27日上午9时…将 on page 000; 9日 after 2025年12月31日 on page
    # 002; nothing on the others
    documents = seeds.documents.set_index("file")
    assert documents.loc[
        "000_011d2496589fdac8.txt", ["date_published", "date_published_basis"]
    ].tolist() == ["2025-05-27", "inferred"]
    assert documents.loc[
        "002_fac586d11c14b937.txt", ["date_published", "date_published_basis"]
    ].tolist() == ["2026-01-10", "inferred"]
    assert documents.loc[
        "004_995be5eb8075111a.txt", ["date_published", "date_published_basis"]
    ].tolist() == ["", "unknown"]
    events = seeds.articles[seeds.articles["doc_id"].str.startswith("002")]
    dates = [
        "2025-12-31",
        "2025-12-31",
        "2026-01-08",
        "2026-01-07",
        "2026-01-06",
        "2026-01-08",
        "2026-01-08",
        "2026-01-09",
    ]
    assert events["date_event"].tolist() == dates


def test_corpus_csv_overrides_and_a_contradiction_is_reported(seeds_dir, tmp_path):
    shutil.copy(seeds_dir / "002_fac586d11c14b937.txt", tmp_path / "page.txt")
    (tmp_path / "corpus.csv").write_text(
        "file,place,date_published\npage.txt,萧山,2026-01-12\n", encoding="utf-8"
    )
    corpus = load_corpus(tmp_path)
    assert corpus.documents[
        ["place", "place_basis", "date_published", "date_published_basis"]
    ].values.tolist() == [["萧山", "given", "2026-01-12", "given"]]
    doubts = corpus.quality.loc[corpus.quality["step"] == "doubt", "what"].tolist()
    assert any("corpus.csv says 萧山" in d and "钱塘" in d for d in doubts)
    assert any("corpus.csv says 2026-01-12" in d and "2026-01-10" in d for d in doubts)


def basis(folder) -> list[str]:
    documents = load_corpus(folder).documents
    return documents[
        ["place", "place_basis", "date_published", "date_published_basis"]
    ].values.tolist()[0]


def test_what_new_inferred_stays_inferred_until_a_person_says_so(seeds_dir, tmp_path):
    shutil.copy(seeds_dir / "002_fac586d11c14b937.txt", tmp_path / "page.txt")
    before = basis(tmp_path)
    assert before[1] == before[3] == "inferred"
    write_corpus_csv(tmp_path)
    path = tmp_path / "corpus.csv"
    assert basis(tmp_path) == before
    rows = pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    rows.assign(place_basis="").to_csv(path, index=False)  # a right guess, confirmed
    assert basis(tmp_path) == [before[0], "given", before[2], "inferred"]
    rows.assign(date_published="2026-01-12").to_csv(path, index=False)  # a wrong guess, corrected
    assert basis(tmp_path) == [before[0], "inferred", "2026-01-12", "given"]
    assert load_corpus(tmp_path).quality["what"].str.contains("corpus.csv says 2026-01-12").any()


@pytest.mark.parametrize(
    ("mark", "day"), [(",", "2026/1/12"), (";", "2026-01-12"), ("\t", "2026年1月12日")]
)
def test_corpus_csv_is_read_as_spreadsheets_save_it(seeds_dir, tmp_path, mark, day):
    shutil.copy(seeds_dir / "002_fac586d11c14b937.txt", tmp_path / "page.txt")
    (tmp_path / "corpus.csv").write_bytes(
        f"file{mark}date_published\r\npage.txt{mark}{day}\r\n".encode("gb18030")
    )
    assert basis(tmp_path)[2:] == ["2026-01-12", "given"]


def test_folders_and_file_names_give_place_and_date(tmp_path):
    page = (
        "本报讯（记者 王晓明）昨日，活动举行，三百名游客走进古镇，品尝青团，体验非遗，"
        "感受水乡风情。\n"
    )
    for place in ("北仑", "安吉"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "2025-05-27.txt").write_text(page, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.documents["doc_id"].tolist() == ["北仑/2025-05-27", "安吉/2025-05-27"]
    assert corpus.documents["place"].tolist() == ["北仑", "安吉"]
    assert corpus.articles["date_event"].tolist() == ["2025-05-26"] * 2
    assert corpus.articles["reporters"].tolist() == ["王晓明"] * 2


def test_a_stream_of_batches_holds_the_rows_of_the_whole(seeds, seeds_dir):
    batches = list(iter_corpus(seeds_dir, batch=2))
    assert len(batches) > 1
    for name, keys in {
        "documents": ["doc_id"],
        "segments": ["doc_id", "start"],
        "articles": ["article_id"],
        "sentences": ["sentence_id"],
    }.items():
        streamed = (
            pd.concat([getattr(b, name) for b in batches]).sort_values(keys).reset_index(drop=True)
        )
        whole = getattr(seeds, name).sort_values(keys).reset_index(drop=True)
        pd.testing.assert_frame_equal(streamed, whole)


def test_the_corpus_hash_follows_the_bytes(seeds, seeds_dir, tmp_path):
    shutil.copytree(seeds_dir, tmp_path / "copy")
    assert corpus_hash(load_corpus(tmp_path / "copy").documents) == corpus_hash(seeds.documents)
    with (tmp_path / "copy" / "004_995be5eb8075111a.txt").open("a") as file:
        file.write(" ")
    assert corpus_hash(load_corpus(tmp_path / "copy").documents) != corpus_hash(seeds.documents)


def test_the_corpus_hash_follows_what_corpus_csv_says(seeds_dir, tmp_path):
    shutil.copy(seeds_dir / "002_fac586d11c14b937.txt", tmp_path / "page.txt")
    before = corpus_hash(load_corpus(tmp_path).documents)
    (tmp_path / "corpus.csv").write_text(
        "file,date_published\npage.txt,2026-01-12\n", encoding="utf-8"
    )
    assert corpus_hash(load_corpus(tmp_path).documents) != before


def test_an_html_page_is_read_without_its_menu(tmp_path):
    said = "项工作要抓紧抓实，全县上下要同心协力，确保各项任务落到实处、见到成效，推动高质量发展。"
    paragraphs = "".join(f"<p>会议指出，第{n}{said}</p>" for n in "一二三四五六")
    html = (
        '<html><head><meta charset="gb2312"><title>县委常委会召开会议</title></head><body><na'
        'v><a href="/">首页</a> <a href="/x">网站地图</a></nav>'
        "<article><h1>县委常委会召开会议</h1><p>本报讯（记者 "
        "王晓明）昨日，安吉县委常委会召开会议，"
        f"研究“十五五”规划编制。</p>{paragraphs}</article>"
        "<footer>版权所有 某某网</footer></body></html>"
    )
    (tmp_path / "page.html").write_bytes(html.encode("gb18030"))
    corpus = load_corpus(tmp_path)
    article = articles_counted(corpus.articles).iloc[0]
    assert article["title"] == "县委常委会召开会议"
    assert article["reporters"] == "王晓明"
    assert article["text"].count("会议指出") == 6
    assert "网站地图" not in article["text"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_every_encoding_of_a_page_gives_the_same_articles(seeds, seeds_dir, tmp_path, encoding):
    text = (seeds_dir / "002_fac586d11c14b937.txt").read_text(encoding="utf-8")
    (tmp_path / "002_fac586d11c14b937.txt").write_bytes(text.encode(encoding))
    again = load_corpus(tmp_path)
    expected = seeds.articles.loc[
        seeds.articles["doc_id"].str.startswith("002"), ["title", "reporters", "text"]
    ]
    assert (
        again.articles[["title", "reporters", "text"]].values.tolist() == expected.values.tolist()
    )


def test_an_unknown_place_is_said_and_not_guessed(tmp_path):
    (tmp_path / "a.txt").write_text(
        "本报讯 昨日，活动举行，三百名游客走进古镇，品尝青团。\n", encoding="utf-8"
    )
    corpus = load_corpus(tmp_path)
    assert corpus.documents[["place", "place_basis"]].values.tolist() == [["不明", "unknown"]]
    assert (
        corpus.quality.loc[corpus.quality["step"] == "doubt", "what"]
        .str.contains("no place is known")
        .any()
    )


def test_a_folder_without_pages_is_refused(tmp_path):
    with pytest.raises(TifaError, match="no pages in"):
        load_corpus(tmp_path)


def test_a_text_that_two_papers_print_stands_once_for_each():
    articles = pd.DataFrame({"article_id": ["a", "b", "c"], "reprint_of": ["", "a", "a"]})
    assert once_each(articles)["article_id"].tolist() == ["a"]
    assert once_each(articles, pd.Series(["甲", "乙", "乙"]))["article_id"].tolist() == ["a", "b"]
