"""The check page as a person reads it: what is doubtful is named with its line, what to do is said,
nothing floods the screen.
"""

import io
import os
import pty
import re
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from analysis.chinese.han import width
from analysis.chinese.lexicons import load_lexicon
from analysis.corpus import load_corpus
from analysis.desk.check import LIBRARIES, SHOWN, known_by, print_check
from analysis.desk.check_tables import (
    NO_END,
    NO_HALF,
    NO_HEADLINE,
    OF_ARTICLES,
    doubtful,
    overlaps,
    raw_lines,
)
from tests.helpers.command import tifa
from tests.helpers.pages import lay_out, random_plan

ROOT = Path(__file__).resolve().parents[2]
NO_COLOUR = {"NO_COLOR": "1"}
WHOLE = (
    "县委召开会议\n本报讯（记者 王晓明）昨日，县委常委会召开会议，"
    "研究安吉县“十五五”规划。会议指出，要抓好落实。\n"
)
BARE = "本报讯（记者 王晓明）昨日，县委常委会召开会议，研究安吉县防汛。会议指出，要抓好落实。\n"
CUT = (
    "县委召开会议\n本报讯（记者 王晓明）昨日，县委常委会召开会议，研究安吉县防汛。会议指出，"
    "要抓好落\n"
)


MINE = (
    "alias,name,place\n十五五,十五五规划,\n海纳九峰,海纳九峰,\n海纳九峰精神,海纳九峰,\n防汛,防汛,"
    "\n八八战略,“八八战略”,\n"
)
MINE += "两山新篇,两山新篇（甲）,安吉\n两山新篇,两山新篇（乙）,德清\n"
PAPERS = {
    "安吉/2025-03-01.txt": WHOLE,
    "安吉/2025-03-02.txt": (WHOLE + "\n\n" + BARE).encode("gb18030"),
    "安吉/2025-03-03.txt": CUT,
    "安吉/2025-03-04.txt": WHOLE.replace("落实。\n", "落实。（下转第3版）\n"),
    "安吉/2025-03-05.txt": "安吉新闻\n2025年3月6日 星期四\n" + WHOLE,
    "安吉/2025-03-07.txt": "县委𓀀召开会议\n" + BARE.replace("防汛", "防𓀁汛"),
    "安吉/2025-03-08.txt": "\x1b[31m县委\x07召开会议\n" + BARE,
    "安吉/b.txt": WHOLE,
    "c.txt": "天气 晴\n",
    "old.doc": b"x",
    "scan.jpg": b"x",
    "bad.txt": bytes(range(256)) * 8,
}


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def checked(folder, *lexicons, everything=False):
    """The page of a folder as text."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with redirect_stdout(out):
        print_check(folder, [str(file) for file in lexicons], everything=everything)
    return out.buffer.getvalue().decode()


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The page of a folder with one of each trouble, and of a person's own lexicon."""
    home = tmp_path_factory.mktemp("papers")
    write(home, {"mine.csv": MINE})
    return checked(write(home / "papers", PAPERS), home / "mine.csv", everything=True)


def flat(page):
    """The page on one line, so that a claim need not know where lines break."""
    return " ".join(page.split())


def part(page, heading):
    """The lines under one heading of the page."""
    return re.search(
        rf"^{re.escape(heading)}[^\n]*\n(.*?)(?=^\S|\Z)", page, re.DOTALL | re.MULTILINE
    ).group(1)


def block(page, file):
    """What the page says of one doubtful file."""
    return re.search(rf"^  {file}\n(.*?)(?=^ {{0,2}}\S|^$)", page, re.DOTALL | re.MULTILINE).group(
        1
    )


def test_an_article_without_a_headline_is_named_with_line_and_first_words(page):
    told = block(page, "安吉/2025-03-02.txt")
    assert "    read as   gb18030, one paragraph a line, 2 of 2 articles counted\n" in told
    assert "    place     安吉 (given: folder or file name)\n" in told
    assert "    day       2025-03-02 (given: folder or file name)\n" in told
    assert (
        f"    doubtful  {NO_HEADLINE}: 1\n                line 5: 昨日，县委常委会召开会议" in told
    )


def test_an_article_without_an_end_is_named_with_its_last_words_and_title(page):
    told = block(page, "安吉/2025-03-03.txt")
    assert re.search(rf"{NO_END}: 1\n {{16}}line 2: ….*会议指出，要抓好落 \(县委召开会议\)\n", told)


def test_a_jump_whose_other_half_is_missing_says_where_it_would_go_on(page):
    assert f"{NO_HALF}: 1\n                line 2: 县委召开会议 (goes on: 第3版)\n" in block(
        page, "安吉/2025-03-04.txt"
    )


def test_a_day_that_the_page_contradicts_is_shown_on_its_line(page):
    told = block(page, "安吉/2025-03-05.txt")
    assert "the file name says 2025-03-05; the page says 2025-03-06" in flat(told)
    assert "line 2: 2025年3月6日 星期四" in told


def test_doubtful_files_come_first_and_clean_ones_are_short(page):
    assert "9 files, 9 of 10 articles counted; 6 files to look at" in flat(page)
    doubtful_files, clean = part(page, "doubtful: please look"), part(page, "nothing doubtful")
    assert page.index("doubtful: please look") < page.index("nothing doubtful")
    assert [file for file in PAPERS if f"  {file}\n" in doubtful_files] == [
        "安吉/2025-03-02.txt",
        "安吉/2025-03-03.txt",
        "安吉/2025-03-04.txt",
        "安吉/2025-03-05.txt",
        "安吉/b.txt",
        "c.txt",
    ]
    assert re.search(
        r"^  安吉/2025-03-01\.txt  安吉 \(given: folder or file name\); 2025-03-01",
        clean,
        re.MULTILINE,
    )


def test_a_file_without_place_or_day_says_so_after_those_with_a_doubtful_text(page):
    told = block(page, "c.txt")
    assert "    place     not known\n    day       not known\n" in told
    assert page.index("安吉/2025-03-05.txt") < page.index("  c.txt")


def test_a_large_folder_shows_so_many_and_all_shows_the_rest(tmp_path):
    write(tmp_path, {f"安吉/2025-03-{day:02d}.txt": BARE for day in range(1, 31)})
    short, whole = (checked(tmp_path, everything=e) for e in (False, True))
    assert short.count(".txt:1") == SHOWN
    assert f"and {30 - SHOWN} more; {NO_HEADLINE}: 30 files" in flat(short)
    assert whole.count("read as") == 30


def test_five_files_are_twenty_lines_and_what_to_do_comes_first(seeds_kept):
    lines = checked(seeds_kept).splitlines()
    assert len(lines) <= 20
    assert lines.index("do first") < lines.index("look at") < lines.index("found")
    assert not any("never matched" in line for line in lines)


@pytest.mark.slow
def test_a_corpus_read_part_by_part_has_the_page_of_the_whole(tmp_path, monkeypatch):
    rows = [
        f"标题{n},县委常委会召开会议，研究十五五规划。中共安吉县委员会与{n}部署"
        for n in range(1100)
    ]
    write(tmp_path, {"a.csv": "\n".join(["title,text", *rows]) + "\n", "安吉/b.txt": BARE})
    page = checked(tmp_path, everything=True)
    monkeypatch.setattr("analysis.corpus.STREAMED", 0)
    assert checked(tmp_path, everything=True) == page


def test_the_doubts_of_the_page_are_those_the_repair_noted(tmp_path):
    """On random pages of one file each, where no headline comes from a rest in another file."""
    for seed in range(60):
        for name, data in lay_out(random_plan(seed) | {"files": 1}).files.items():
            (tmp_path / f"{seed}_{name}").write_bytes(data)
    corpus = load_corpus(tmp_path)
    noted = corpus.quality[corpus.quality["what"].isin(OF_ARTICLES)]
    noted = noted.groupby([noted["doc_id"] + ".txt", "what"])["n"].sum().to_dict()
    found = doubtful(corpus)
    found = found[found["what"].isin(OF_ARTICLES)]
    assert found.groupby(["file", "what"]).size().to_dict() == noted
    assert len(noted) > 10
    for row in found.itertuples():  # the words do stand on that line
        line = raw_lines(tmp_path / row.file, row.file)[row.line - 1]
        if row.what == NO_HEADLINE:
            assert row.words[0] in line


def test_the_cells_of_corpus_csv_to_fill_are_named_by_row(tmp_path):
    write(
        tmp_path,
        {
            "a.txt": WHOLE,
            "b.txt": BARE,
            "c.txt": WHOLE,
            "corpus.csv": "file,place\nb.txt,安吉\na.txt,安吉\n",
        },
    )
    to_do = flat(part(checked(tmp_path), "do first"))
    assert "fill date_published, corpus.csv rows 3, 2 " in to_do
    assert "fill date_published, corpus.csv file c.txt" in to_do
    assert "analysis new" not in to_do


def test_without_a_corpus_csv_the_command_that_writes_one_is_named(page):
    to_do = flat(part(page, "do first"))
    assert re.match(r"python -m analysis new \S+/papers writes a corpus\.csv there", to_do)
    assert "fill place, corpus.csv file c.txt" in to_do
    assert "fill date_published, corpus.csv files c.txt, 安吉/b.txt" in to_do


def test_files_of_other_kinds_and_unreadable_ones_are_named_with_what_helps(page):
    assert "old.doc、scan.jpg" in page
    assert "save .doc files as .docx" in page
    assert "text recognition" in part(page, "do first")
    assert "bad.txt: not text" in part(page, "could not be read")


def test_where_everything_is_given_there_is_nothing_to_do(tmp_path):
    page = checked(write(tmp_path, {"安吉/2025-03-04.txt": WHOLE}))
    assert "nothing: " in part(page, "do first")
    assert "doubtful: please look" not in page


def test_own_names_that_never_matched_are_named_with_file_and_row(page):
    assert "your mine.csv: 7 rows, 6 names, 2 matched" in flat(page)
    assert "never matched: 海纳九峰, mine.csv rows 3, 4" in flat(page)
    assert "never matched: 防汛" not in flat(page)


def test_own_rows_that_repeat_or_replace_ours_are_named_with_both_rows(page):
    ours = load_lexicon("slogans").set_index("alias")
    name = ours.at["十五五", "name"]
    assert (
        f"mine.csv row 2, 十五五: takes it from {name} (slogans.csv row {ours.at['十五五', 'row']})"
        in flat(page)
    )
    assert (
        f"mine.csv row 6, 八八战略: repeats slogans.csv row {ours.at['八八战略', 'row']}"
        in flat(page)
    )


def test_an_alias_that_two_names_claim_is_told_with_place_and_rows(page):
    assert (
        "两山新篇: 两山新篇（甲） (安吉, mine.csv row 7) · 两山新篇（乙） (德清, mine.csv row 8)"
        in flat(page)
    )


def test_our_own_names_that_never_matched_are_all_named_on_request_alone(tmp_path):
    write(tmp_path, {"安吉/a.txt": WHOLE})
    names = load_lexicon("slogans")["name"].drop_duplicates()
    section = re.search(r"slogans: .*?bodies: ", checked(tmp_path, everything=True), re.DOTALL)
    squeezed = flat(section.group()).replace(" ", "")
    missing = [name for name in names if name.replace(" ", "") not in squeezed]
    assert missing == [name for name in missing if "十五五" in name] != []
    assert "never matched" not in checked(tmp_path)


def test_overlaps_are_counted_and_point_to_the_first_place(seeds, seed_mentions):
    table = overlaps(seed_mentions.suppressed, seeds.offsets)
    lost = seed_mentions.suppressed
    spans = {(r.article_id, r.start, r.end, r.kind) for r in lost.itertuples()}
    assert table["n"].sum() == len(spans)
    for row in table.itertuples():
        file, line = row.example.rsplit(":", 1)
        there = raw_lines(ROOT / "seeds" / file, file)
        near = "".join("".join(there[int(line) - 1 : int(line) + 4]).split())
        assert row.surface[0] in near, row


def test_characters_no_font_has_are_named_and_the_page_goes_on(page):
    fonts = flat(part(page, "fonts"))
    assert "𓀀 (U+13000): 1 in the articles, first 安吉/2025-03-07.txt line 1" in fonts
    assert "𓀁 (U+13001): 1 in the articles, first 安吉/2025-03-07.txt line 2" in fonts
    assert all(library in flat(part(page, "versions")) for library in (*LIBRARIES, "Python"))


def test_the_page_of_the_seeds_fits_eighty_columns_and_is_plain(seeds_kept, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    page = checked(seeds_kept)
    assert max(map(width, page.splitlines())) <= 80
    assert "\x1b" not in page


def test_a_control_character_of_a_page_does_not_reach_the_terminal(page):
    assert "\x1b" not in page
    assert "\x07" not in page


def on_a_terminal(arguments, **env):
    """What a command writes where standard output is a terminal."""
    ours, theirs = pty.openpty()
    world = (
        {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")}
        | {"TERM": "xterm-256color"}
        | env
    )
    job = subprocess.Popen(
        [sys.executable, "-m", "analysis", *map(str, arguments)],
        cwd=ROOT,
        env=world,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    said = b""
    while chunk := _read(ours):
        said += chunk
    os.close(ours)
    assert job.wait() == 0
    return said.decode()


def _read(terminal):
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other end has closed
        return b""


def test_colours_are_for_a_terminal_and_no_color_is_honoured(tmp_path):
    write(tmp_path, {"安吉/2025-03-04.txt": WHOLE + BARE})
    coloured, plain = (on_a_terminal(["kwic", "防汛", tmp_path], **env) for env in ({}, NO_COLOUR))
    assert "\x1b[1;31m" in coloured
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


def test_the_page_is_the_same_in_colours_and_without(tmp_path, monkeypatch):
    write(tmp_path, {"安吉/2025-03-04.txt": WHOLE + BARE})
    plain = checked(tmp_path)
    monkeypatch.setattr("analysis.desk.terminal.coloured", lambda: True)
    coloured = checked(tmp_path)
    assert "\x1b[1m" in coloured and "\x1b[33m" in coloured and "\x1b" not in plain
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


def test_one_file_alone_can_be_checked(tmp_path):
    write(tmp_path, {"2025-03-04.txt": BARE})
    assert f"{NO_HEADLINE}: 1" in checked(tmp_path / "2025-03-04.txt", everything=True)


def test_a_place_off_the_admin_table_is_asked_for_until_corpus_csv_has_it(tmp_path):
    write(
        tmp_path,
        {
            "a.txt": WHOLE.replace("县委", "区委").replace("安吉县", "岚阪区"),
            "corpus.csv": "file,place\na.txt,岚阪云\n",
        },
    )
    assert "fill district and city of 岚阪云" in checked(tmp_path)
    (tmp_path / "corpus.csv").write_text(
        "file,place,place_level,city,district\na.txt,岚阪云,区,岚山市,岚阪云区\n", encoding="utf-8"
    )
    assert "fill district and city" not in checked(tmp_path)


def test_what_is_not_counted_is_named(tmp_path):
    write(tmp_path, {"安吉/2025-03-01.txt": WHOLE + "\n今日天气：晴，气温17℃~28℃。\n"})
    assert re.search(
        r"1 of 2 articles\s+counted\s+\(not 1\s+weather\)", checked(tmp_path, everything=True)
    )


def test_what_lacks_its_quotation_marks_is_told_with_its_place(tmp_path):
    quoted = (
        "　　区里启动“四个灯塔”行动，大家都说这件事办得好，办得实，办得快，办到了群众的心坎上。\n"
    )
    plain = (
        "　　记者在现场看到，各个村社把四个灯塔与日常工作结合起来，也把三个年与日常工作结合起来。\n"
    )
    write(
        tmp_path, {"安吉/a.txt": f"区里启动行动\n{quoted}", "安吉/b.txt": f"村里忙着落实\n{plain}"}
    )
    told = checked(tmp_path, everything=True)
    assert "not counted: 2 that lack the quotation marks or the place" in told
    assert re.search(r"1 +四个灯塔 +not quoted +安吉/b.txt:2", told)
    assert re.search(r"1 +三个年 +not quoted +安吉/b.txt:2", told)


def test_a_file_without_any_text_is_named(tmp_path):
    write(tmp_path, {"a.txt": "临平召开会议。\n本报讯 全区推进工作。", "b.txt": ""})
    said = checked(tmp_path)
    assert "without any text\n  b.txt\n" in said


def test_how_a_place_is_known_is_told_in_words():
    told = [known_by(*how) for how in (("inferred", "paper-name"), ("given", "corpus.csv"))]
    assert told == ["inferred: the name of the paper", "given: corpus.csv"]
    assert known_by("unknown", "") == "unknown"


def test_the_doubtful_places_of_the_seeds_are_those_seen_on_their_pages(seeds):
    rows = doubtful(seeds)
    where = rows.loc[rows["what"] == NO_HEADLINE, ["file", "line"]].values.tolist()
    assert where == [["002_fac586d11c14b937.txt", 176], ["004_995be5eb8075111a.txt", 1]]


def test_the_page_of_the_seeds_is_whole_in_chinese(seeds_kept):
    page = tifa("check", seeds_kept, "--lang", "zh").stdout.replace(str(seeds_kept), "")
    words = re.findall(r"[A-Za-z]{3,}", re.sub(r"\S+\.(?:csv|txt)|[0-9a-f]{12}", "", page))
    assert set(words) <= {"date", "published", "check", "all"}, page


def test_check_and_the_pages_give_one_number_for_what_was_found(seeds_kept, seeds_opened):
    papers = seeds_opened
    said = flat(checked(seeds_kept))
    for rows, words in ((papers.slogans, "slogans"), (papers.bodies, "institutions")):
        assert f"{words}: {len(rows)} mentions of {rows['name'].nunique()} names" in said


def test_two_districts_of_one_name_are_told_apart_in_check_and_by_corpus_csv(tmp_path):
    pages = {f"{city}/鼓楼区/1.txt": WHOLE.replace("县", "区") for city in ("南京", "福州")}
    write(tmp_path, pages)
    told = checked(tmp_path)
    assert "鼓楼 of 南京市、福州市 is counted as one group" in told and "南京鼓楼、福州鼓楼" in told
    rows = "".join(f"{page},{page[:2]}鼓楼\n" for page in pages)
    write(tmp_path, {"corpus.csv": f"file,place\n{rows}"})
    assert "one group" not in checked(tmp_path)
    assert sorted(load_corpus(tmp_path).articles["place"]) == ["南京鼓楼", "福州鼓楼"]
