"""What a page costs whatever its shape: generated pages of one shape each, read and searched, with
how the cost grows.

    python -m benchmarks.shapes

prints the seconds of reading and of finding mentions for 8,500 and 17,000 characters (25 and 50 kB
of Chinese text), and the exponent of growth between the two.
"""

import math
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZE = 17_000  # characters: 50 kB of Chinese text
WORDS = (
    "区委市政府召开会议研究部署经济发展工作强调要求推进建设服务群众企业改革创新项目生态文化安全治理"
)
PLACES = ("杭州市", "临平区", "钱塘区", "浙江省", "余杭区", "区委", "政府")
PARTS = ("中共", "委员会", "人民政府", "办公室", "局", "部", "、", "和", "区", "市", "省")
SLOGANS = ("“三个年”", "十五五", "“八八战略”", "高质量发展", "“一二三四”")


def page_shapes(seed: int, size: int = SIZE) -> Iterator[tuple[str, str]]:
    """(name, text) of every shape, each of about `size` characters, the same for the same seed."""
    draw = random.Random(seed)
    pages = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    lines = "\n".join(pages).split("\n")

    def han(n: int) -> str:
        return "".join(draw.choices(WORDS, k=n))

    def title() -> str:
        return han(draw.randint(8, 18))

    def story(n_titles: int, n: int) -> str:
        return (
            "\n".join(title() for _ in range(n_titles))
            + f"\n\n　　本报讯（记者 甲乙丙）昨日，{han(n)}。\n"
        )

    made: dict[str, Callable[[], str]] = {
        "short lines": lambda: han(6),
        "headlines": title,
        "headlines with blank lines": lambda: title() + "\n" * draw.randint(0, 3),
        "piles of headlines and long texts": lambda: story(6, 60),
        "piles of headlines and short texts": lambda: story(5, 20),
        "one line again and again": lambda: "区委常委会召开会议",
        "brackets": lambda: "（" * 9,
        "bylines": lambda: f"（记者 {han(2)} 通讯员 {han(3)}）",
        "names": lambda: f"记者 {han(3)}",
        "jumps": lambda: draw.choice(
            ["（下转第2版）", "（上接第1版）", title(), f"　　{han(30)}。"]
        ),
        "beginnings": lambda: f"　　本报讯（记者 甲乙丙）{han(20)}。",
        "dates": lambda: "2025年6月3日 星期二",
        "places": lambda: draw.choice(PLACES) + "区委",
        "letter-spaced": lambda: " ".join(han(10)),
        "short and long": lambda: han(draw.choice([3, 40, 80])),
        "subheads": lambda: f"一、{han(8)}\n　　{han(20)}。",
        "latin": lambda: "".join(draw.choices("abc def.,;:-_", k=60)),
        "seeds, lines cut": lambda: draw.choice(lines)[:14],
        "seeds, lines shuffled": lambda: draw.choice(lines),
    }
    for name, make in made.items():
        yield name, _fill(size, make)
    yield "one line", han(size)
    yield "one line of clauses", "".join(han(9) + "，" for _ in range(size // 10))
    for char in "，1\n 　（“":
        yield f"only {char!r}", char * size
    for name, parts in (
        ("places in one line", PLACES),
        ("parts of names", PARTS),
        ("slogans in one line", SLOGANS),
    ):
        text = "".join(draw.choices(parts, k=size // 2))
        yield name, text[:size]
    yield "dates in one line", "2025年6月3日" * (size // 9)
    yield "rare characters", "".join(chr(draw.randint(0x4E00, 0x9FA5)) for _ in range(size))
    yield "seeds, again and again", ("".join(pages) * (size // 1000))[:size]
    yield (
        "seeds, interleaved",
        "\n".join(line for pair in zip(lines, reversed(lines), strict=True) for line in pair)[
            :size
        ],
    )


def _fill(size: int, make: Callable[[], str]) -> str:
    out, n = [], 0
    while n < size:
        out.append(make())
        n += len(out[-1]) + 1
    return "\n".join(out)[:size]


def shape_rows(seed: int = 0, size: int = SIZE) -> list[dict[str, object]]:
    """One row a shape: seconds of reading and of finding mentions at half and at full size,
    exponents of growth.
    """
    rows = []
    with tempfile.TemporaryDirectory(dir=ROOT / "benchmarks") as folder:
        measure("区委召开会议。", Path(folder))  # imports and lexicons
        for (name, half), (_, whole) in zip(
            page_shapes(seed, size // 2), page_shapes(seed, size), strict=True
        ):
            small, large = measure(half, Path(folder)), measure(whole, Path(folder))
            growth = [
                math.log2(max(b, 0.01) / max(a, 0.01)) for a, b in zip(small, large, strict=True)
            ]
            rows.append(
                {"shape": name, "read": large[0], "mentions": large[1], "growth": max(growth)}
            )
    return rows


def measure(text: str, folder: Path) -> tuple[float, float]:
    """Seconds of this process for reading a page of this text, and for finding its mentions."""
    from analysis import find_mentions, load_corpus

    (folder / "page.txt").write_text(text, encoding="utf-8")
    begun = time.process_time()
    try:
        corpus = load_corpus(folder)
    except ValueError:  # a page of white space holds nothing
        return time.process_time() - begun, 0.0
    read = time.process_time()
    find_mentions(corpus)
    return read - begun, time.process_time() - read


def scoreboard(small: bool = False) -> str:
    """The table as Markdown."""
    lines = [
        "## What a page of 50 kB costs, whatever its shape",
        "",
        "| 50 kB of | read, s | mentions, s | growth, exponent |",
        "| --- | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row['shape']} | {row['read']:.2f} | {row['mentions']:.2f} | {row['growth']:.1f} |"
        for row in shape_rows(size=1_000 if small else SIZE)
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(scoreboard())
