"""Reading: pages and facts a second on one core, beside six plain regular expressions over the same texts.

The texts are the reader's own invented sample pages, lengthened by invented prose to the sizes that real articles have:
2,900 to 8,900 characters, on average some 5,800 (7,700 bytes), and with as many facts as those have, about four in a
thousand characters. A second line has the documents that this benchmark had before: 8,000 characters full of figures,
fifteen facts in a thousand. How time grows is measured with one text of up to a megabyte, and with invented megabytes
of one thing over and over again, the worst that a stranger may send.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from .table import table

SIZES = (2_900, 3_900, 6_000, 7_000, 8_900)  # characters; the goal is for documents of these sizes
LONG = 8_000
LONG_DOCUMENTS = 12
PARAGRAPH = 120  # from so many characters on a line of a sample page is a paragraph
PROSE = 500  # characters of a paragraph of `_prose`
SECONDS = 2.0
ROUNDS = 5
MEGABYTE = 1_000_000
GOAL = 300  # documents of the usual sizes a second
PAGES = Path(__file__).parent.parent / "src" / "danvan" / "reader" / "tests" / "pages"

Turn = Callable[[bytes], Any]

# What a first try at the same facts would be: no page, no merging, no issuer, no span.
PLAIN = [
    re.compile(pattern)
    for pattern in (
        r"(?:Nghị quyết|Chỉ thị|Quyết định|Kết luận|Kế hoạch|Quy định) (?:số )?\d+[\w/ –-]*",
        r"\d+[\d.,]* (?:mô hình|hộ|xã|huyện|đồng chí|đại biểu|triệu đồng|tỷ đồng|m2|km|%)",
        r"\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?",
        r"(?:Ban|Ủy ban|Hội|Đảng ủy|Huyện ủy|Tỉnh ủy|Sở)(?: [A-ZĐ]\w+)+",
        r"(?:đồng chí|ông|bà) (?:[A-ZĐ]\w+ ?){2,4}",
        r"“[^”]+”",
    )
]


# Invented prose of the usual kind: who, did or has to do what, to what end. No two sentences of a document are alike.
WHO = (
    "Ban Dân vận Huyện ủy Tân Lập", "các chi bộ trực thuộc", "Hội Nông dân xã Tân Hòa", "đội ngũ cán bộ cơ sở",
    "Mặt trận Tổ quốc và các đoàn thể", "bà con trong vùng", "Đảng ủy xã Tân Hòa", "những người có uy tín",
    "Đoàn Thanh niên xã Tân An", "cán bộ phụ trách địa bàn", "Hội Liên hiệp Phụ nữ huyện Tân Lập",
)  # fmt: skip
WHAT = (
    "đã thường xuyên về với dân để lắng nghe tâm tư, nguyện vọng và những điều còn băn khoăn",
    "luôn gần gũi, chân thành và giải thích cặn kẽ từng việc trước khi bàn bạc cùng nhân dân",
    "cần tiếp tục đổi mới cách tuyên truyền sao cho dễ hiểu, dễ nhớ và hợp với từng đối tượng",
    "đã khéo léo hòa giải những mâu thuẫn nhỏ ngay từ khi mới nảy sinh ở khu dân cư",
    "cùng nhau góp công sức, hiến đất và tháo dỡ tường rào để con đường liên thôn được mở rộng",
    "chủ động nắm tình hình, kịp thời phản ánh những vấn đề nổi lên với cấp có thẩm quyền",
    "phải nâng cao trách nhiệm nêu gương, nói đi đôi với làm trong mọi công việc của địa phương",
)
WHY = (
    "nên nhiều việc khó được tháo gỡ mà không phải dùng đến mệnh lệnh.",
    "nhờ đó sự đồng thuận trong nhân dân ngày một bền chặt hơn trước.",
    "để người dân được biết, được bàn, được làm và được kiểm tra mọi việc.",
    "qua đó niềm tin của nhân dân với cấp ủy và chính quyền được củng cố.",
    "vì vậy không khí ở các thôn, bản vui tươi và phấn khởi hơn hẳn.",
)
DENSE = 9  # of so many added paragraphs one is of a sample page, full of figures

# What takes longest to read for its length.
WORST = {
    "numerals": "1 ",
    "shares": "1/2 mô hình, đạt 50% ",
    "counts": "1 mô hình gồm ",
    "numbers of documents": "Nghị quyết số 1, 2, 3, 4 ",
    "symbols": "1-QĐ/TW ",
    "articles of a law": "Điều 1. Điều khoản. ",
    "rows of a table": "Xã | 1 | 2\n",
    "counters": "Hôm nay:\n12\n",
    "names of sections": "Tin tức\n",
    "dates": "12/05/2019 08:15 ",
}


def run(report: Callable[[str], None]) -> dict[str, Any]:
    """Measure; gives documents a second of each turn, and how time grows with the length of one text."""
    from danvan.reader.engine.facts import find_facts
    from danvan.reader.engine.intake import read_bytes
    from danvan.reader.engine.page import find_page

    def page(data: bytes) -> Any:
        return find_page(read_bytes(data))

    def everything(data: bytes) -> Any:
        return find_facts(page(data))

    def plain(data: bytes) -> Any:
        text = data.decode()
        return [pattern.findall(text) for pattern in PLAIN]

    turns = {"page": page, "page and facts": everything, "six plain expressions": plain}
    usual, long = usual_documents(), long_documents()
    result = {
        "goal_per_second": GOAL,
        "usual": _speed(usual, turns, report),
        "long": _speed(long, turns, report),
        "seconds_by_length": {},
        "worst": {},
    }
    report("one megabyte")
    text = _repeated("\n\n".join(long), MEGABYTE)
    for size in (MEGABYTE // 4, MEGABYTE // 2, MEGABYTE):
        result["seconds_by_length"][str(size)] = round(_seconds(everything, text[:size], 3), 3)
    for name, unit in WORST.items():
        report(f"one megabyte of {name}")
        text = unit * (MEGABYTE // len(unit))
        halves = [round(_seconds(everything, text[: len(text) // part], 1), 2) for part in (2, 1)]
        result["worst"][name] = dict(zip(("half", "whole"), halves, strict=True))
    return result


def _speed(texts: list[str], turns: dict[str, Turn], report: Callable[[str], None]) -> dict[str, Any]:
    """Documents a second of each turn; the turns change places, and the middle of the rounds counts."""
    data = [text.encode() for text in texts]
    speed: dict[str, list[float]] = {name: [] for name in turns}
    for number in range(ROUNDS):
        report(f"reading {len(texts)} documents, round {number + 1} of {ROUNDS}")
        for name, turn in turns.items():
            speed[name].append(_per_second(turn, data))
    return {
        "documents": len(texts),
        "characters": sum(map(len, texts)) // len(texts),
        "bytes": sum(map(len, data)) // len(data),
        "per_second": {name: round(median(values), 1) for name, values in speed.items()},
    }


def usual_documents() -> list[str]:
    """Every sample page in each of the usual sizes, lengthened by prose with few facts."""
    pages, dense = _samples()
    sizes = [size for _ in pages for size in SIZES]
    return [
        _lengthened(
            pages[number % len(pages)],
            lambda at, number=number: _prose(number + at) if (at + 1) % DENSE else dense[(number + at) % len(dense)],
            size - PROSE // 2,  # the last paragraph goes beyond it
        )
        for number, size in enumerate(sizes)
    ]


def long_documents() -> list[str]:
    """Documents of some `LONG` characters, each of another sample page, lengthened by paragraphs of all of them."""
    pages, dense = _samples()
    return [
        _lengthened(pages[number % len(pages)], lambda at, number=number: dense[(number + at) % len(dense)], LONG)
        for number in range(LONG_DOCUMENTS)
    ]


def _samples() -> tuple[list[str], list[str]]:
    """The sample pages, and the paragraphs of all of them."""
    pages = [path.read_text("utf-8") for path in sorted(PAGES.glob("[0-9]*.txt"))]
    return pages, [line for page in pages for line in page.splitlines() if len(line) >= PARAGRAPH]


def _prose(number: int) -> str:
    """Three sentences; which, the number says."""
    lines = []
    for at in range(3 * number, 3 * number + 3):
        words = f"{WHO[at % len(WHO)]} {WHAT[at % len(WHAT)]}, {WHY[at % len(WHY)]}"
        lines.append(words[0].upper() + words[1:])
    return " ".join(lines)


def _lengthened(page: str, paragraph: Callable[[int], str], size: int) -> str:
    """A sample page with its dirt, lengthened behind its longest paragraph until it has `size` characters.

    Every added paragraph has other figures, because the reader takes a paragraph that stands twice only once.
    """
    lines = page.splitlines()
    longest = max(range(len(lines)), key=lambda place: len(lines[place]))
    added: list[str] = []
    while sum(map(len, [*lines, *added])) < size:
        added.append(_renumbered(paragraph(len(added)), len(added) + 1))
    return "\n\n".join([*lines[: longest + 1], *added, *lines[longest + 1 :]])


def _repeated(text: str, size: int) -> str:
    parts, length, number = [], 0, 0
    while length < size:
        part = _renumbered(text, number)
        parts.append(part)
        length += len(part)
        number += 1
    return "".join(parts)[:size]


def _renumbered(text: str, by: int) -> str:
    return re.sub(r"\d+", lambda match: str(int(match.group()) + by), text) if by else text


def _per_second(turn: Turn, documents: list[bytes]) -> float:
    done, began = 0, time.process_time()
    while (spent := time.process_time() - began) < SECONDS / ROUNDS:
        for data in documents:
            turn(data)
        done += len(documents)
    return done / spent


def _seconds(turn: Turn, text: str, times: int) -> float:
    """The shortest of so many times."""
    data, taken = text.encode(), []
    for _ in range(times):
        began = time.process_time()
        turn(data)
        taken.append(time.process_time() - began)
    return min(taken)


def said(result: dict[str, Any]) -> str:
    """The result as lines for people."""
    lengths = result["seconds_by_length"]
    first = next(iter(lengths.values()))
    grown = [(f"{int(size):,} characters", value, value / first) for size, value in lengths.items()]
    worst = [(name, row["half"], row["whole"], row["whole"] / row["half"]) for name, row in result["worst"].items()]
    return "\n\n".join(
        (
            f"Goal for documents of the usual sizes, on one core: {result['goal_per_second']} a second",
            _speed_said(result["usual"]),
            _speed_said(result["long"]),
            table(("one text", "seconds", "to the first"), grown),
            table(("one million characters of", "s for half", "s for all", "ratio"), worst),
        )
    )


def _speed_said(row: dict[str, Any]) -> str:
    peer = row["per_second"]["six plain expressions"]
    head = f"{row['documents']} documents of {row['characters']:,} characters ({row['bytes']:,} bytes)"
    return table((head, "documents/s", "to peer"), [(name, n, n / peer) for name, n in row["per_second"].items()])
