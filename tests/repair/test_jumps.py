"""Articles that go on elsewhere."""

import pandas as pd

from analysis.repair.jumps import NEAR, Stub, join_score, match_jumps, same_start, seam_score
from tests.helpers.repaired import repair_documents


def repair(**files: str) -> pd.DataFrame:
    raw = pd.DataFrame(
        [(name, f"{name}.txt", text) for name, text in files.items()],
        columns=["doc_id", "file", "text"],
    )
    return repair_documents(raw).articles


HEAD = (
    "全区防汛工作会议召开\n本报讯（记者 李一）昨日，全区防汛工作会议召开，部署水库巡查、"
    "山塘加固和人员转移工作，要求各镇街压实责任，"
)
TAIL = "落实水库巡查人员，做好山塘值守，备足防汛物资，确保人民群众生命财产安全。"
OTHER = (
    "西山村杨梅采摘忙\n本报讯（记者 赵三）近日，西山村的杨梅进入采摘期，果农每天凌晨上山采摘，"
    "鲜果销往上海。\n"
)


def test_a_jump_within_a_file_is_joined_over_another_article():
    table = repair(p=f"{HEAD}（下转第2版）\n{OTHER}（上接第1版）{TAIL}\n")
    assert (
        table["text"].tolist()[0] == HEAD.partition("）")[2] + TAIL and not table["truncated"].any()
    )


def test_a_jump_between_files_is_joined_by_its_repeated_headline():
    table = repair(
        p1=f"{HEAD}（下转第2版）\n", p2=f"{OTHER}\n全区防汛工作会议召开\n（上接第1版）\n{TAIL}\n"
    )
    joined = table.iloc[0]
    assert (joined["files"], joined["truncated"]) == ("p1.txt|p2.txt", False) and joined[
        "text"
    ].endswith(TAIL)
    assert table["title"].tolist() == ["全区防汛工作会议召开", "西山村杨梅采摘忙"]


def test_the_order_of_the_files_does_not_matter():
    rest, head = f"全区防汛工作会议召开\n（上接第2版）\n{TAIL}\n", f"{HEAD}（下转第3版）\n"
    assert repair(a=rest, b=head)["files"].tolist() == ["b.txt|a.txt"]


def test_a_missing_rest_is_said():
    (row,) = repair(p=f"{HEAD}（下转第2版）\n").to_dict("records")
    assert (row["jumped_to"], row["truncated"]) == ("第2版", True) and row["text"].endswith(
        "压实责任，"
    )


def test_a_missing_beginning_is_said():
    (row,) = repair(p=f"（上接第1版）{TAIL}\n").to_dict("records")
    assert (row["jumped_from"], row["truncated"]) == ("第1版", True)


def test_a_rest_with_another_headline_is_not_joined():
    table = repair(
        p1=f"{HEAD}（下转第2版）\n",
        p2="西山村杨梅采摘忙\n（上接第1版）\n鲜果销往上海，果农收入增加。\n",
    )
    assert table["truncated"].tolist() == [True, True]


def test_page_numbers_on_both_sides_speak_for_and_against():
    head = Stub("p", "", "", "第1版", "第3版", "部署水库巡查")
    right, wrong = (
        Stub("q", "", "", page, target, "。要压实责任。")
        for page, target in (("第3版", "第1版"), ("第4版", "第2版"))
    )
    assert join_score(head, right) - join_score(head, wrong) == 2 * (1.2 + 1.5)


def test_a_broken_sentence_wants_a_rest_that_is_no_new_start():
    assert (
        seam_score("全面推进", "各项工作。")
        > seam_score("全面推进。", "会议")
        > seam_score("全面推进", "二、安排")
    )


def test_nothing_to_match_gives_no_pairs():
    assert match_jumps([], []) == [] and same_start("a_1", "a_2") == 2 / 3


def test_a_rest_may_begin_in_mid_sentence_under_its_headline():
    cut = HEAD.removesuffix("，")
    table = repair(
        p=f"{cut}（下转第2版）\n\n{OTHER}\n（上接第1版）\n\n全区防汛工作会议召开\n\n，{TAIL}\n"
    )
    assert table["text"].tolist()[0] == cut.partition("）")[2] + "，" + TAIL


def test_a_headline_between_a_beginning_and_its_rest_is_the_articles():
    lead = HEAD.partition("\n")[2]
    table = repair(p=f"{lead}（下转第2版）\n\n我区：防汛“跑”出加速度\n\n（上接第1版）\n{TAIL}\n")
    assert table[["title", "truncated"]].values.tolist() == [["我区：防汛“跑”出加速度", False]]


def test_a_headline_of_another_subject_over_a_rest_is_not_the_articles():
    lead = HEAD.partition("\n")[2]
    table = repair(
        p=f"{lead}（下转第2版）\n\n杨梅采摘游火了\n\n（上接第4版）\n杨梅采摘游带动农家乐，"
        "果农增收。\n"
    )
    assert table["truncated"].tolist() == [True, True]


def test_a_headline_repeated_under_the_mark_in_another_file_is_not_text():
    title, (farm_title, farm) = "全区防汛工作会议召开", OTHER.splitlines()
    table = repair(
        p1=f"{HEAD}（下转第2版）\n",
        p2=f"{farm}\n\n{farm_title}\n\n（上接第1版）\n\n{title}\n\n{TAIL}\n",
    )
    assert (
        title not in table["text"].tolist()[0].partition("昨日，" + title)[2]
        and not table["truncated"][0]
    )


def test_a_rest_is_not_looked_for_in_another_days_paper():
    pages = {
        "2025-05-27_01": f"{HEAD}（下转第2版）\n",
        "2025-06-03_02": f"全区防汛工作会议召开\n（上接第1版）\n{TAIL}\n",
    }
    assert repair(**pages)["truncated"].tolist() == [True, True]


def test_a_day_printed_on_the_page_parts_issues_too():
    dated = [f"{day} 星期二\n" for day in ("2025年5月27日", "2025年6月3日")]
    head, rest = f"{HEAD}（下转第2版）\n", f"全区防汛工作会议召开\n（上接第1版）\n{TAIL}\n"
    assert repair(a=dated[0] + head, b=dated[1] + rest)["truncated"].tolist() == [True, True]
    assert repair(a=dated[0] + head, b=dated[0] + rest)["truncated"].tolist() == [False]


def test_without_a_day_a_rest_is_looked_for_in_the_files_nearby():
    between = {f"f{n:03d}": f"{OTHER}" for n in range(NEAR + 1)}
    pages = {"a": f"{HEAD}（下转第2版）\n", "z": f"全区防汛工作会议召开\n（上接第1版）\n{TAIL}\n"}
    assert not repair(**pages)["truncated"].any()
    assert repair(a=pages["a"], **between, z=pages["z"])["truncated"].sum() == 2


def test_the_more_beginnings_there_are_the_more_evidence_a_rest_needs():
    tail = Stub("z", "", "", "", "", "做好山塘值守，备足防汛物资。")
    heads = [Stub(name, "", "", "", "", "部署水库巡查，做好山塘") for name in "abcdefgh"]
    assert match_jumps(heads[:2], [tail]) and not match_jumps(heads, [tail])


def test_a_headline_over_the_mark_may_be_anothers_and_that_under_it_the_rests():
    lead, farm = HEAD.partition("\n")[2], OTHER.partition("\n")[2]
    rest = "全区防汛工作会议要求，水库巡查、山塘加固要落实到人，备足防汛物资。"
    table = repair(
        p=f"{lead}（下转第2版）\n\n{farm}\n西山村杨梅采摘忙\n\n（上接第1版）\n"
        f"全区防汛工作会议落实水库巡查\n{rest}\n"
    )
    assert table["title"].tolist()[1] == "西山村杨梅采摘忙"
    assert not table["truncated"].any() and table["text"].tolist()[0].endswith(rest)


def test_a_headline_repeated_beside_a_mark_begins_an_article_though_it_was_broken_into_lines():
    lead = HEAD.partition("）")[2]
    page = f"{OTHER}\n全区防汛工\n作会议召开\n{lead}（下转第2版）\n全区防汛工作会议召开\n（上接第1版）\n{TAIL}\n"
    table = repair(p=page)
    assert table["title"].tolist() == ["西山村杨梅采摘忙", "全区防汛工作会议召开"]
    assert table["text"].tolist()[1] == lead + TAIL


def test_a_rest_that_begins_with_a_comma_does_not_follow_a_whole_sentence():
    whole, cut = "昨日，全区防汛工作会议召开。", "昨日，全区防汛工作会议召开"
    rest = "、山塘加固和人员转移工作有序推进。"
    assert seam_score(whole, rest) < 0 < seam_score(cut, rest)


def test_a_headline_over_a_rest_that_stands_alone_before_is_that_of_the_text_without_one():
    page = (
        "两岸从此一家亲\n\n\n全区教育大会召开\n"
        "本报讯（记者 李一）8日，全区教育大会召开，表彰优秀教师，部署新学年招生工作。\n\n\n"
        "本报讯（记者 王二）清晨五点，老船工把缆绳解开，头班船载着菜农过河。明天，\n下转5版\n\n\n"
        "全区防汛会议部署水库巡查\n"
        "本报讯（记者 赵三）昨日，全区防汛会议召开，部署水库巡查和山塘排险工作。\n\n\n"
        "两岸从此一家亲\n上接1版\n桥上就能走汽车。菜农们说，两岸从此真是一家亲了。\n"
    )
    texts = dict(zip(*(repair(p=page)[c] for c in ("title", "text")), strict=True))
    assert texts["两岸从此一家亲"].endswith(
        "明天，桥上就能走汽车。菜农们说，两岸从此真是一家亲了。"
    )
