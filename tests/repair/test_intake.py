"""No file stops the rest: whatever is wrong with one, it is named, and the others are read."""

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pytest

from analysis.corpus import load_corpus
from analysis.describe.documents import read_corpus_csv
from analysis.desk.new_corpus import write_corpus_csv
from analysis.errors import TifaError
from analysis.read import limits
from analysis.read.folders import list_folder
from analysis.table.decode import MOST_BAD, decode_bytes
from tests.helpers.command import tifa

ROOT = Path(__file__).resolve().parents[2]
PAGE = (
    "区委常委会召开会议\n　　本报讯（记者 何小川）昨日，区委常委会召开会议，"
    "研究“十五五”规划。会议指出，要抓好落实。\n"
)


def pdf(objects, root=1):
    """A PDF file of these objects (bytes, numbered from 1), with a cross-reference table."""
    out, at = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, start=1):
        at.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % x for x in at))
    out.write(
        b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, root, start)
    )
    return out.getvalue()


def stream(data, more=b""):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more, data)


def page_of(contents):
    resources = b"<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources "
        + resources
        + b" >>",
        contents,
    ]


def loop_pdf():
    """Each of two page trees is the other's child, and the parent of it."""
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Parent 3 0 R /Kids [3 0 R 3 0 R] /Count 9 >>",
            b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 2 0 R] /Count 9 >>",
        ]
    )


def bomb_pdf():
    return pdf(
        page_of(
            stream(
                zlib.compress(b"q Q\n" * (limits.MOST_UNPACKED // 4 + 1), 1),
                b"/Filter /FlateDecode",
            )
        )
    )


def word(text=PAGE):
    book, out = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        book.add_paragraph(line)
    book.save(out)
    return out.getvalue()


def repacked(change):
    """A Word file whose parts (name -> bytes) went through `change`."""
    with zipfile.ZipFile(io.BytesIO(word())) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)
    return out.getvalue()


def damaged_zip():
    """The packed bytes of the text are no longer what zlib made."""
    data = bytearray(word())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as book:
        at = book.getinfo("word/document.xml").header_offset
    name, extra = struct.unpack_from("<HH", data, at + 26)
    data[at + 30 + name + extra : at + 50 + name + extra] = b"\xff" * 20
    return bytes(data)


def deep(open_, close, n=100_000):
    return (open_ * n + PAGE + close * n).encode()


MONSTERS = {
    "loop.pdf": loop_pdf,
    "bomb.pdf": bomb_pdf,
    "cut.pdf": lambda: pdf(page_of(stream(b"BT /F 12 Tf 50 700 Td (x) Tj ET")))[:300],
    "no.pdf": lambda: b"%PDF-1.4\n" + os.urandom(0) + bytes(range(256)) * 20,
    "self.pdf": lambda: pdf([b"<< /Type /Catalog /Pages 1 0 R >>"]),
    "nest.pdf": lambda: pdf(page_of(stream(b"[" * 200_000))),
    "broken.docx": damaged_zip,
    "cut.docx": lambda: word()[:2000],
    "empty.docx": lambda: repacked(lambda parts: parts.clear()),
    "no-rels.docx": lambda: repacked(lambda parts: parts.pop("_rels/.rels")),
    "no-styles.docx": lambda: repacked(lambda parts: parts.pop("word/styles.xml")),
    "bad-xml.docx": lambda: repacked(
        lambda parts: parts.update({"word/document.xml": b"<w:document"})
    ),
    "bomb.docx": lambda: repacked(
        lambda parts: parts.update({"word/media/x.xml": bytes(limits.MOST_UNPACKED + 1)})
    ),
    "sizes.docx": lambda: repacked(
        lambda parts: parts.update(
            {
                "word/document.xml": parts["word/document.xml"].replace(
                    b"<w:t>", b'<w:rPr><w:sz w:val="x"/></w:rPr><w:t>'
                )
            }
        )
    ),
    "deep.html": lambda: deep("<div>", "</div>"),
    "deep-table.html": lambda: deep("<table><tr><td>", "</td></tr></table>", 3_000),
    "null.html": lambda: b"\0" * 500,
    "null.txt": lambda: bytes(range(256)) * 20,
}


@pytest.mark.parametrize("name", MONSTERS)
def test_a_damaged_or_hostile_file_is_named_or_read_and_the_others_go_on(tmp_path, name):
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / name).write_bytes(MONSTERS[name]())
    corpus = load_corpus(tmp_path)
    told = dict(zip(corpus.failures["file"], corpus.failures["error"], strict=True))
    assert "a.txt" in set(corpus.documents["file"])
    assert set(told) | set(corpus.documents["file"]) == {"a.txt", name}
    for error in told.values():
        assert error.startswith(f"{name}: ")
        assert "\n" not in error
        assert len(error) < 300


@pytest.mark.parametrize(
    ("name", "limit"), [("bomb.pdf", "MOST_UNPACKED"), ("bomb.docx", "MOST_UNPACKED")]
)
def test_a_limit_is_quoted(tmp_path, name, limit):
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / name).write_bytes(MONSTERS[name]())
    (error,) = load_corpus(tmp_path).failures["error"]
    assert limit in error


def test_a_huge_sparse_file_is_refused_before_it_is_read(tmp_path):
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(3_000_000_000)
    (error,) = load_corpus(tmp_path).failures["error"]
    assert (
        error
        == "huge.txt: has 3,000,000,000 bytes; at most 64,000,000 are read (MOST_BYTES); split it"
    )


def test_too_many_pages_are_refused():
    with pytest.raises(TifaError, match=r"b\.pdf: has more than 1,000 pages \(MOST_PAGES\)"):
        limits.check_pages(1_001, "b.pdf")


def test_a_file_that_takes_too_long_is_left_out_also_where_a_library_swallows_exceptions(
    monkeypatch,
):
    monkeypatch.setattr(limits, "SECONDS_PER_FILE", 0.05)
    monkeypatch.setattr(limits, "AGAIN", 0.05)
    rounds = 0
    with (
        pytest.raises(TifaError, match=r"slow\.pdf: took longer than 0 s \(SECONDS_PER_FILE\)"),
        limits.time_limit(0, "slow.pdf"),
    ):
        while True:  # a library that never ends, and takes every exception for its own
            rounds += 1
            try:
                sum(range(1000))
            except Exception:
                continue
    assert rounds


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("pipe.txt", "1 file was not read: 1 .txt that is no plain file"),
        ("gone.txt", "1 .txt that is no plain file"),
    ],
)
def test_what_is_no_plain_file_is_not_waited_for(tmp_path, name, error):
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    os.mkfifo(tmp_path / name) if name.startswith("pipe") else (tmp_path / name).symlink_to(
        tmp_path / "nowhere"
    )
    (tmp_path / "loop").symlink_to(tmp_path)
    folder = list_folder(tmp_path)
    assert [file for _, file in folder.pages] == ["a.txt"]
    done = tifa("kwic", "会议", tmp_path)
    assert done.returncode == 3
    assert error in done.stderr


@pytest.mark.parametrize("command", ["tables", "kwic", "propose", "new", "check"])
def test_every_command_says_what_it_did_not_read(tmp_path, command):
    """A README, a licence, corpus.csv and files of the system are about the corpus, and no loss."""
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "a.txt").write_text(PAGE, encoding="utf-8")
    for name in ("README.md", "LICENSE", ".DS_Store", "Thumbs.db", "~$a.docx"):
        (papers / name).write_text("x")
    more = {"tables": ("--out", tmp_path / "out")}.get(command, ())
    words = [*(("会议",) if command == "kwic" else ()), papers, *more]

    def run():
        return tifa(command, *words)

    if command != "new":
        assert run().returncode == 0
    for n in range(5):
        (papers / f"{n}.doc").write_bytes(b"x")
        (papers / f"{n}.xyz").write_bytes(b"x")
    done = run()
    assert done.returncode == 3
    assert "10 files were not read: 5 .doc (save as .docx), 5 .xyz" in done.stderr


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("临平.txt".encode("gb18030"), "临平.txt"), (b"\xff\xff.txt", r"\xff\xff.txt")],
    ids=["gb18030", "bytes"],
)
def test_a_file_name_that_is_no_utf8_is_read_and_can_be_printed_and_written(tmp_path, raw, shown):
    papers = tmp_path / "papers"
    papers.mkdir()
    (Path(os.fsdecode(os.path.join(os.fsencode(papers), raw)))).write_text(PAGE, encoding="utf-8")
    assert load_corpus(papers).documents["file"].tolist() == [shown]
    for kind in ("csv", "parquet", "xlsx"):
        done = tifa("tables", papers, "--out", tmp_path / kind, "--format", kind)
        assert done.returncode == 0, done.stderr
    write_corpus_csv(papers)
    assert read_corpus_csv(papers)["file"].tolist() == [shown]
    assert load_corpus(papers).documents["file"].tolist() == [shown]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"file,place\ra.txt,\xe5\xae\x89\xe5\x90\x89\r", None),  # CSV (Macintosh)
        ("file,place\r\na.txt,安吉\r\n".encode("gb18030"), None),
        ("file;place\na.txt;安吉\n".encode(), None),
        (b'file,place\na.txt,"x\n', "row 2: not a CSV row"),
        (b"file,place,place\na.txt,x,y\n", "row 1: a column name stands twice: place"),
        (b"file,place\na.txt,x,y\n", "row 2: 3 cells, the header has 2"),
        (b"file,place\na.txt,\0\n", "corpus.csv"),
        (b"file,note\na.txt," + b"x" * 1_100_000 + b"\n", "row 2: not a CSV row"),
        (b"", "row 1: no column 'file'"),
    ],
)
def test_corpus_csv_is_read_as_programs_save_it_or_refused_by_row(tmp_path, data, told):
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "corpus.csv").write_bytes(data)
    if told is None:
        assert read_corpus_csv(tmp_path)[["file", "place"]].values.tolist() == [["a.txt", "安吉"]]
    else:
        with pytest.raises(TifaError, match=r"corpus\.csv") as error:
            read_corpus_csv(tmp_path)
        assert told in str(error.value)


# Bytes.


def test_a_few_bytes_that_are_no_text_are_replaced_told_and_nothing_is_lost(tmp_path):
    good = (PAGE * 20).encode()
    at = good.index("会议指出".encode())
    (tmp_path / "a.txt").write_bytes(good[:at] + b"\xe4" + good[at:])
    corpus = load_corpus(tmp_path)
    assert corpus.failures.empty
    (what,) = corpus.quality.loc[corpus.quality["what"].str.contains("no text"), "what"]
    assert what.startswith("bytes that are no text, 1 shown as \ufffd: line 2, ")
    text = (PAGE * 20).encode()[:at].decode() + "\ufffd" + good[at:].decode()
    raw = decode_bytes((tmp_path / "a.txt").read_bytes()).text
    assert raw == text
    owned = sum(
        len(raw[r.start : r.end].replace("\u3000", "").replace("\n", "").replace(" ", ""))
        for r in corpus.segments.itertuples()
    )
    assert owned == len("".join(raw.split()))


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5"])
def test_a_damaged_byte_does_not_change_the_encoding(codec):
    text = (
        "本報訊記者昨日會議指出要抓好落實業務與報告" * 40
        if codec == "big5"
        else "本报讯（记者）昨日，会议指出，要抓好落实。" * 40
    )
    data = text.encode(codec)
    found = decode_bytes(data[:600] + b"\xff" + data[600:])
    assert found.encoding == codec
    assert found.text.count("\ufffd") <= 2
    assert found.text[:200] == text[:200]


def test_past_the_stated_share_a_file_is_no_text():
    every = int(1 / MOST_BAD) - 50  # one bad byte in fewer characters than are allowed
    data = b"".join(b"\xff" + ("会" * every).encode() for _ in range(20))
    with pytest.raises(
        TifaError, match=r"not text in .*% of it would be no character, at most 0\.5%"
    ):
        decode_bytes(data, "a.txt")


def test_an_xml_declaration_does_not_stop_a_web_page(tmp_path):
    head = (
        '<?xml version="1.0" encoding="gb2312"?>\n<!DOCTYPE html><html '
        'xmlns="http://www.w3.org/1999/xhtml"><head><title>区委常委会召开会议</title></head>'
    )
    body = "".join(f"<p>{line.strip()}</p>" for line in (PAGE * 3).splitlines()[1::2])
    (tmp_path / "a.html").write_text(
        f"{head}<body><h1>区委常委会召开会议</h1>{body}</body></html>", encoding="utf-8"
    )
    corpus = load_corpus(tmp_path)
    assert corpus.failures.empty
    assert corpus.articles["title"].tolist()[0] == "区委常委会召开会议"


@pytest.mark.parametrize("stated", ["gb2312", "big5", "no-such-charset", "rot13", "utf-16"])
def test_the_charset_a_page_states_is_a_hint_only(tmp_path, stated):
    body = "".join(f"<p>{line.strip()}</p>" for line in (PAGE * 3).splitlines()[1::2])
    html = (
        f'<html><head><meta charset="{stated}"><title>区委常委会召开会议</title></head><body><h1>'
        f"区委常委会召开会议</h1>{body}</body></html>"
    )
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.documents["encoding"].tolist() == ["utf-8"]
    assert corpus.articles["title"].tolist()[0] == "区委常委会召开会议"
    if stated == "gb2312":
        assert "the page says it is gb2312, but it is utf-8" in corpus.quality["what"].tolist()
