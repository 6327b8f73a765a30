"""Proposals: what is noticed, in which frame, with which evidence, and that it becomes a lexicon
row.
"""

import pytest

from analysis.errors import TifaError
from analysis.mention.mentions import find_mentions
from analysis.mention.propose import COLUMNS, propose_slogans
from tests.helpers.mention_corpus import corpus_of


def proposals(*texts, **where):
    corpus = corpus_of(*texts, **where)
    return propose_slogans(corpus, find_mentions(corpus))


def test_frames_are_told_apart():
    table = proposals(
        "锚定“四个灯塔”目标，擦亮“海纳九峰”名号，喊响“快一步、高一层、深一分”。"
    ).set_index("candidate")
    assert table["frame"].to_dict() == {
        "四个灯塔": "numeral",
        "海纳九峰": "quoted",
        "快一步、高一层、深一分": "quoted parallel",
    }


def test_the_list_printed_beside_a_code_is_its_expansion():
    table = proposals("搭建“2+5+N”(2个中心、5个驿站和N个站点)平台。")
    assert table[["candidate", "expansion"]].values.tolist() == [
        ["2+5+N", "2个中心、5个驿站和N个站点"]
    ]


def test_what_the_lexicon_has_is_not_proposed():
    assert (
        "高质量发展"
        not in proposals("推动“高质量发展”。", "推动“高质量发展”。")["candidate"].tolist()
    )


def test_recurrence_across_articles_raises_a_candidate():
    table = proposals("擦亮“海纳九峰”名号。", "擦亮“海纳九峰”名号，打响“江畔书声”名号。")
    assert table["candidate"].tolist() == ["海纳九峰", "江畔书声"]
    assert table["n_articles"].tolist() == [2, 1]


def test_meetings_and_titles_are_not_proposed():
    assert proposals("召开“青年创业交流会议”，颁发“年度贡献奖”。").empty


def test_each_has_its_evidence_and_an_empty_cell_to_fill():
    table = proposals("第一句。擦亮“海纳九峰”名号。")
    assert table.columns.tolist() == COLUMNS
    row = table.iloc[0]
    assert (row["sentence"], row["file"], row["line_from"], row["accept"]) == (
        "擦亮“海纳九峰”名号。",
        "a.txt",
        1,
        "",
    )
    assert row["level"] == "区" and "quoted 4" in row["why"]


def test_the_file_of_proposals_with_some_accepted_is_a_lexicon(tmp_path):
    table = proposals("擦亮“海纳九峰”名号，打响“江畔书声”名号，锚定“四个灯塔”。")
    table["accept"] = table["candidate"].map({"海纳九峰": "yes", "四个灯塔": "是"}).fillna("")
    table.to_csv(tmp_path / "candidates.csv", index=False)
    text = "海纳九峰在行动，江畔书声传四方，“四个灯塔”亮起来。"
    found = find_mentions(corpus_of(text), extra=[tmp_path / "candidates.csv"]).slogans
    assert found[["surface", "name", "level", "confidence"]].values.tolist() == [
        ["海纳九峰", "海纳九峰", "区", "medium"],
        ["四个灯塔", "“四个灯塔”", "区", "medium"],
    ]


def test_another_answer_than_yes_or_no_is_refused(tmp_path):
    (tmp_path / "candidates.csv").write_text("candidate,accept\n海纳九峰,maybe\n", encoding="utf-8")
    with pytest.raises(TifaError, match=r"candidates\.csv row 2: accept 'maybe'; write yes or no"):
        find_mentions(corpus_of("海纳九峰。"), extra=[tmp_path / "candidates.csv"])


def test_proposals_are_the_same_every_time(seeds, seed_mentions):
    first = propose_slogans(seeds, seed_mentions, limit=50)
    again = propose_slogans(seeds, seed_mentions, limit=50)
    assert first.equals(again)


def test_an_unlisted_numeral_is_proposed_with_every_use_and_said_to_be_counted():
    text = "启动“三个年”活动，推进“三个年”，把三个年与日常工作结合起来。"
    row = (
        proposals(text, district="桐栖区", city="泊霞市", province="")
        .set_index("candidate")
        .loc["三个年"]
    )
    assert row[["n", "n_quoted"]].tolist() == [3, 2]
    assert row["why"].endswith("counted as unlisted (in the lexicon for 临平、陕西 only)")
    other = proposals("锚定“四个灯塔”。").set_index("candidate").loc["四个灯塔"]
    assert other["why"].endswith("; counted as unlisted")


@pytest.mark.parametrize(
    "torn",
    [
        "调研组察看柘墩物流园，柘墩物流园的企业很忙。",
        "在中心食堂里，工作人把饭菜端上桌。",
        "干部群众围坐一起，有话说话，这就是议事会。",
        "今年是攻坚之年，也是起步的一年。",
        "完成二十八个街道建设。",
    ],
)
def test_no_candidate_begins_or_ends_inside_a_word_or_with_a_small_one(torn):
    found = proposals(torn, torn)["candidate"].tolist()
    assert not [
        c
        for c in found
        if c.startswith(("墩", "心", "话说", "八个")) or c.endswith(("把", "就是")) or "，也" in c
    ]


def test_whole_halves_without_quotation_marks_are_still_proposed():
    assert "接地气、聚民心" in proposals("要让规划接地气、聚民心。")["candidate"].tolist()
