"""Reading: pages and facts a second on one core, beside six plain regular expressions over the same texts.

The texts are the reader's own invented sample pages, put together to documents of some 8,000 characters.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from .table import table

SIZE = 8_000
DOCUMENTS = 12
PARAGRAPH = 120
SECONDS = 2.0
ROUNDS = 5
MEGABYTE = 1_000_000
GOAL = 300
PAGES = Path(__file__).parent.parent / "src" / "danvan" / "reader" / "tests" / "pages"

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


def run(report: Callable[[str], None]) -> dict[str, Any]:
    """Measure; gives documents a second of each turn, and how time grows with the length of one text."""
    from danvan.reader.engine.facts import find_facts
    from danvan.reader.engine.intake import read_bytes
    from danvan.reader.engine.page import find_page

    data = [text.encode() for text in documents()]
    texts = [text.decode() for text in data]
    turns: dict[str, Callable[[int], Any]] = {
        "page": lambda place: find_page(read_bytes(data[place])),
        "page and facts": lambda place: find_facts(find_page(read_bytes(data[place]))),
        "six plain expressions": lambda place: [pattern.findall(texts[place]) for pattern in PLAIN],
    }
    speed: dict[str, list[float]] = {name: [] for name in turns}
    for number in range(ROUNDS):
        report(f"reading, round {number + 1} of {ROUNDS}")
        for name, turn in turns.items():
            speed[name].append(_per_second(turn))
    report("one megabyte")
    long = _repeated("\n\n".join(texts), MEGABYTE)

    def everything(text: str) -> Any:
        return find_facts(find_page(read_bytes(text.encode())))

    seconds = {size: _seconds(everything, long[:size]) for size in _sizes()}
    return {
        "documents": len(data),
        "characters": sum(map(len, texts)) // len(texts),
        "per_second": {name: round(median(values), 1) for name, values in speed.items()},
        "seconds_by_length": {str(size): round(value, 3) for size, value in seconds.items()},
        "goal_per_second": GOAL,
    }


def documents() -> list[str]:
    """Texts of some `SIZE` characters: a sample page with its dirt, its text lengthened by paragraphs of others.

    Every added paragraph has other figures, because the reader takes a paragraph that stands twice only once.
    """
    pages = [path.read_text("utf-8") for path in sorted(PAGES.glob("[0-9]*.txt"))]
    paragraphs = [line for page in pages for line in page.splitlines() if len(line) >= PARAGRAPH]
    texts = []
    for number in range(DOCUMENTS):
        lines = pages[number % len(pages)].splitlines()
        longest = max(range(len(lines)), key=lambda place: len(lines[place]))
        added: list[str] = []
        while sum(map(len, [*lines, *added])) < SIZE:
            added.append(_renumbered(paragraphs[(number + len(added)) % len(paragraphs)], len(added) + 1))
        texts.append("\n\n".join([*lines[: longest + 1], *added, *lines[longest + 1 :]]))
    return texts


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


def _sizes() -> tuple[int, ...]:
    return (MEGABYTE // 4, MEGABYTE // 2, MEGABYTE)


def _per_second(turn: Callable[[int], Any]) -> float:
    done, began = 0, time.process_time()
    while (spent := time.process_time() - began) < SECONDS / ROUNDS:
        for place in range(DOCUMENTS):
            turn(place)
        done += DOCUMENTS
    return done / spent


def _seconds(turn: Callable[[str], Any], text: str) -> float:
    times = []
    for _ in range(3):
        began = time.process_time()
        turn(text)
        times.append(time.process_time() - began)
    return min(times)


def said(result: dict[str, Any]) -> str:
    """The result as lines for people."""
    per_second = result["per_second"]
    peer = per_second["six plain expressions"]
    rows = [(name, value, value / peer) for name, value in per_second.items()]
    lengths = result["seconds_by_length"]
    first = next(iter(lengths.values()))
    long = [(f"{int(size):,} characters", value, value / first) for size, value in lengths.items()]
    return "\n\n".join(
        (
            f"{result['documents']} documents of {result['characters']:,} characters, one core; goal {GOAL} a second",
            table(("", "documents/s", "to peer"), rows),
            table(("one text", "seconds", "to the first"), long),
        )
    )
