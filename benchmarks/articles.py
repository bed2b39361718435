"""The invented articles that both sites hold: some 7 KB of text in twelve paragraphs and three headings."""

from __future__ import annotations

SENTENCE = "Nội dung minh họa về công tác dân vận ở cơ sở, viết dài như câu của bài thật để đo thời gian làm trang. "
LEAD = SENTENCE * 2
PARAGRAPHS = 12
BLOCKS = [
    block
    for place in range(PARAGRAPHS)
    for block in (
        *((("heading", f"Phần {place // 4 + 1}"),) if place % 4 == 0 else ()),
        ("text", f"<p>{SENTENCE * 4}</p>"),
    )
]


def title(number: int) -> str:
    """The title of one of them."""
    return f"Bài minh họa số {number} về phong trào thi đua “Dân vận khéo” ở cơ sở"
