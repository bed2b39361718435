"""What the portal of the demo says: five articles retold from published ones, and invented ones that say so."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path

INVENTED = "Nội dung minh họa do bản dùng thử soạn, không có thật."
DRAWN = "Hình minh họa"
FILE = Path(__file__).with_name("data") / "articles.json"


@dataclass(frozen=True)
class Piece:
    """One article: its category, day (``2017-05-23``, or ``-3`` for three days ago), words and topics.

    ``photo`` says what a drawn picture shows; ``tells`` the title of the article told here in ``language``.
    """

    category: str
    day: str
    title: str
    lead: str
    blocks: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    source: str = INVENTED
    byline: str = ""
    photo: str = ""
    language: str = "vi"
    tells: str = ""
    comments: tuple[tuple[str, str], ...] = ()


def pieces() -> tuple[Piece, ...]:
    """All of them, in the order in which they are published."""
    known = {one.name for one in fields(Piece)}
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    if any(set(row) - known for row in rows):
        raise ValueError(f"{FILE.name} says more of an article than a Piece has")
    return tuple(Piece(**row) for row in rows)
