"""A review as pieces ready to print: numbers filled in, headings numbered. One form serves page, Word file and record.

The pieces are plain dicts so that they can be stored as they are when the review is issued. A stretch of text is
``{"text": …}``, a number ``{"text": …, "key": "s1"}``, and a number inside a table made from data also says its
``cell`` ("row.column").
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from danvan.core.text import clean_line
from danvan.documents.profiles import Profile
from danvan.documents.text import roman

from .asking import Said
from .charting import PERIODS, chart_of
from .models import Block, BlockKind
from .tokens import Place, pieces

Piece = dict[str, Any]
UNKNOWN = "(không có số)"
# Stands behind every number that lacks old units of its area.
MARK = "(*)"
LETTERS = "abcdđeghiklmnopqrstuvxy"


def compose(blocks: Iterable[Block], said: Mapping[str, Said], profile: Profile) -> list[Piece]:
    """The blocks in their order with the answers in their places; ``said`` by key."""
    numbers = _Numbers(profile.head.heading_numbers)
    made = []
    for block in blocks:
        piece: Piece = {"block": str(block.public_id), "kind": block.kind, "level": block.level}
        made.append(piece | _content(block, said, numbers))
    return _gaps(made, said) + made


def _gaps(made: list[Piece], said: Mapping[str, Said]) -> list[Piece]:
    """Before all text: of which old units the marked numbers are made, so that no part is taken for the whole."""
    used = [said[key].lacking for key in sorted(keys_in(made)) if key in said and said[key].lacking]
    if not used:
        return []
    lines = dict.fromkeys(line for text in used for line in text.split("; "))
    words = f"{MARK} Số liệu chưa đủ các đơn vị cũ: {'; '.join(lines)}."
    return [{"block": "", "kind": "note", "level": 1, "runs": [{"text": words}]}]


def _content(block: Block, said: Mapping[str, Said], numbers: _Numbers) -> Piece:
    match block.kind:
        case BlockKind.HEADING:
            return {"number": numbers.next(block.level), "runs": _runs(block.text, said)}
        case BlockKind.PARAGRAPH:
            return {"runs": _runs(block.text, said)}
        case BlockKind.LIST:
            return {"items": [_runs(line, said) for line in block.text.splitlines() if line.strip()]}
        case BlockKind.TABLE:
            return _table(block.text, said)
        case BlockKind.ANNEX:
            numbers.restart()
            return {"runs": _runs(block.text, said)}
        case BlockKind.CHART:
            return {"number": numbers.next_chart()} | _picture(block, said[block.ref.key])
        case BlockKind.LEADING | BlockKind.LAGGING:
            return _units(block, said[block.ref.key])
    return grid(block.ref.key, block.text, said[block.ref.key])


def _runs(text: str, said: Mapping[str, Said]) -> list[Piece]:
    runs = []
    for piece in pieces(text):
        if isinstance(piece, Place):
            answer = said.get(piece.key)
            runs.append({"text": answer.text if answer else UNKNOWN, "key": piece.key})
            if answer and answer.lacking:
                runs.append({"text": f" {MARK}"})
        else:
            runs.append({"text": piece.text})
    return runs


def _table(text: str, said: Mapping[str, Said]) -> Piece:
    """First line the caption, second the heads of the columns, then the rows; a last row "=…" is the sum."""
    caption, *lines = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    rows = [[_runs(cell.strip(), said) for cell in line.lstrip("=").split("|")] for line in lines]
    width = max((len(row) for row in rows), default=1)
    full = [row + [[{"text": ""}]] * (width - len(row)) for row in rows]
    total = full.pop() if len(lines) > 1 and lines[-1].startswith("=") else None
    head = full.pop(0) if full else [[{"text": ""}]] * width
    return {"caption": _runs(caption, said), "columns": head, "rows": full, "total": total}


def _units(block: Block, answer: Said) -> Piece:
    key = block.ref.key
    marks = [";"] * (len(answer.parts) - 1) + ["."]
    items = [
        _unit(key, number, row) + [{"text": mark}]
        for number, (row, mark) in enumerate(zip(answer.parts, marks, strict=False), start=1)
    ]
    head = [{"text": f"{block.text} ("}, {"text": answer.text, "key": key}, {"text": ")"}]
    return {"runs": head, "items": items}


def _picture(block: Block, answer: Said) -> Piece:
    """A chart: its caption, what it shows, the data it is drawn from, and the same figures as a table."""
    key, question = block.ref.key, block.ref.question
    return {
        "key": key,
        "caption": [{"text": block.text}],
        "runs": [{"text": answer.text, "key": key}],
        "chart": chart_of(question, block.text, answer),
        **chart_table(key, question, answer),
    }


def chart_table(key: str, question: Piece, answer: Said) -> Piece:
    """The figures of a chart: one row a unit or a period, one column a series."""
    rows = [
        [[{"text": row["label"]}]] + _cells(key, number, row["cells"])
        for number, row in enumerate(answer.parts, start=1)
    ]
    first = "Kỳ" if question["over"] == PERIODS else "Đơn vị"
    return {"columns": [[{"text": name}] for name in (first, *answer.columns)], "rows": rows, "total": None}


def _unit(key: str, number: int, row: Mapping[str, Any]) -> list[Piece]:
    """One unit of a list; the number of a ranked one leads to what is behind it."""
    if not row.get("cells"):
        return [{"text": f"{row['label']}: {row['text']}"}]
    start = {"text": f"{row['label']}: "}
    return [start, {"text": row["cells"][0]["text"], "key": key, "cell": f"{number}.1"}, {"text": row["after"]}]


def grid(key: str, caption: str, answer: Said) -> Piece:
    """The table by unit: a running number, the unit, one column an indicator; the sums below."""
    rows = [
        [[{"text": str(number)}], [{"text": row["label"]}]] + _cells(key, number, row["cells"])
        for number, row in enumerate(answer.parts, start=1)
    ]
    whole = f"Tổng cộng {MARK}" if answer.lacking else "Tổng cộng"
    total = [[{"text": ""}], [{"text": whole}]] + _cells(key, 0, answer.total)
    columns = [[{"text": name}] for name in ("TT", "Đơn vị", *answer.columns)]
    return {"key": key, "caption": [{"text": caption}], "columns": columns, "rows": rows, "total": total}


def _cells(key: str, row: int, cells: list[Piece]) -> list[list[Piece]]:
    return [
        [{"text": cell["text"], "key": key, "cell": f"{row}.{column}"}] for column, cell in enumerate(cells, start=1)
    ]


class _Numbers:
    """Numbers of headings in the layout's own way; a part (level 0) and an annex begin anew."""

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self._patterns = patterns
        self._counts = [0, 0, 0]
        self._charts = 0

    def next_chart(self) -> str:
        """Charts are counted through the whole paper."""
        self._charts += 1
        return f"Biểu đồ {self._charts}. "

    def restart(self) -> None:
        self._counts = [0, 0, 0]

    def next(self, level: int) -> str:
        if level == 0:
            self.restart()
            return ""
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (3 - level)
        count = self._counts[level - 1]
        letter = LETTERS[(count - 1) % len(LETTERS)]
        pattern = self._patterns[level - 1]
        return pattern.replace("{roman}", roman(count)).replace("{arabic}", str(count)).replace("{letter}", letter)


def keys_in(pieces_made: list[Piece]) -> set[str]:
    """The keys of all numbers that the paper prints."""
    return {run["key"] for run in every_run(pieces_made) if "key" in run}


def every_run(pieces_made: list[Piece]) -> Iterable[Piece]:
    """All stretches of text, in the order of the paper."""
    for piece in pieces_made:
        yield from piece.get("caption", ())
        yield from piece.get("runs", ())
        for item in piece.get("items", ()):
            yield from item
        for row in (piece.get("columns", []), *piece.get("rows", []), piece.get("total") or []):
            for cell in row:
                yield from cell


def plain(runs: list[Piece]) -> str:
    """The words of some runs, on one line."""
    return clean_line("".join(run["text"] for run in runs))


def digest(pieces_made: list[Piece]) -> str:
    """SHA-256 over words and figures: the numbers of headings, which the layout of the day writes, do not count."""
    words = [{name: value for name, value in piece.items() if name != "number"} for piece in pieces_made]
    stored = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(stored.encode()).hexdigest()
