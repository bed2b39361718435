"""A composed review as a Word file in the layout of its family and day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import translation

from danvan.core.text import fold
from danvan.documents import charts
from danvan.documents.docx import (
    Annex,
    BulletList,
    Heading,
    OfficialDocument,
    Paragraph,
    Picture,
    Run,
    Signature,
    Table,
    write_docx,
)
from danvan.documents.docx.model import Block as PrintedBlock
from danvan.documents.profiles import Profile, profile_on
from danvan.web.notice import notice_text

from .asking import AREAS_OF
from .charting import drawing
from .models import Review
from .own_templates import TYPE_NAME, filled
from .paper import Piece, plain

DRAFT = "Dự thảo"
# A table with more columns than this is laid on its side.
UPRIGHT_COLUMNS = 6


def layout_of(review: Review, day: date) -> Profile:
    """The rule book of the review's family on a day; ``NoProfile`` when none was in force."""
    return profile_on(review.family, review.dated_on or day)


def notice_of(review: Review) -> str:
    """What is printed under the title: that it is a draft, by which units, and in the demo that data is invented."""
    with translation.override("vi"):
        invented = notice_text()
    draft = "" if review.is_issued else DRAFT
    return ". ".join(part for part in (draft, units_text(review), invented) if part)


def tail_of(review: Review, day: date) -> dict[str, Any]:
    """What stands under the text: authority to sign as the layout writes it, title, name, recipients one a line."""
    prefix = layout_of(review, day).signing_prefix(review.signer_prefix) if review.signer_prefix else ""
    names = [line.strip().lstrip("- ").rstrip(",;.") for line in review.recipients.splitlines() if line.strip()]
    return {"prefix": prefix, "title": review.signer_title, "name": review.signer_name, "recipients": names}


def units_text(review: Review) -> str:
    """By the units of which day the figures stand; empty when they are as they were."""
    return f"Số liệu {AREAS_OF.format(day=review.units_as_of)}" if review.units_as_of else ""


def docx_of(review: Review, pieces: list[Piece], day: date) -> bytes:
    """The paper as a DOCX file, in its own template if it has one. Without a number, number and day stay blank."""
    if review.template_id:
        return filled(review, pieces, layout_of(review, day), day, notice_of(review))
    return write_docx(official_document(review, pieces, day))


def official_document(review: Review, pieces: list[Piece], day: date) -> OfficialDocument:
    """The paper for the writer of official documents."""
    profile = layout_of(review, day)
    return OfficialDocument(
        profile=profile,
        superior=review.superior,
        issuer=review.issuer,
        number=review.number,
        symbol=review.symbol,
        place=review.place,
        dated_on=review.dated_on or day,
        type_name=TYPE_NAME,
        subject=review.subject,
        blocks=tuple(_blocks(pieces)),
        signature=Signature(review.signer_prefix, review.signer_title, review.signer_name),
        recipients=tuple(line for line in review.recipients.splitlines() if line.strip()),
        notice=notice_of(review),
        issuer_in_text=f"{review.issuer} {review.superior}".strip(),
    )


def _blocks(pieces: list[Piece]) -> Iterable[PrintedBlock]:
    """Body blocks as they come; each annex gathers what follows it."""
    starts = [at for at, piece in enumerate(pieces) if piece["kind"] == "annex"]
    body = pieces[: starts[0]] if starts else pieces
    for piece in body:
        yield from _printed(piece)
    ends = [*starts[1:], len(pieces)][: len(starts)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        inside = [block for piece in pieces[start + 1 : end] for block in _printed(piece)]
        yield Annex(number if len(starts) > 1 else None, plain(pieces[start]["runs"]), tuple(inside))


def _printed(piece: Piece) -> Iterable[PrintedBlock]:
    match piece["kind"]:
        case "heading":
            text = f"{piece['number']}{plain(piece['runs'])}"
            whole = piece["level"] == 0
            yield Heading(max(piece["level"], 1), text.upper() if whole else text, part=whole)
        case "paragraph" | "note":
            yield Paragraph(_inline(piece["runs"]))
        case "list":
            yield BulletList(tuple(_inline(item) for item in piece["items"]))
        case "leading" | "lagging":
            yield Paragraph(_inline([*piece["runs"], {"text": ":" if piece["items"] else "."}]))
            if piece["items"]:
                yield BulletList(tuple(_inline(item) for item in piece["items"]))
        case "table" | "communes":
            yield _table(piece)
        case "chart":
            yield _chart(piece)


def _inline(runs: list[Piece]) -> tuple[Run, ...]:
    """Runs for the printer; a percent sign stays on the line of its number."""
    return tuple(Run(run["text"].replace(" %", "\u00a0%"), figure_id=_figure_id(run)) for run in runs) or (Run(""),)


def _figure_id(run: Piece) -> str | None:
    """Bookmarks: "s1" for a number in the text, "s9_2_1" for a number in a table made from the data."""
    if "key" not in run:
        return None
    return f"{run['key']}_{run['cell'].replace('.', '_')}" if "cell" in run else run["key"]


def _chart(piece: Piece) -> Picture | Paragraph:
    """The picture drawn from the data in the paper; without a known figure a line that says so."""
    words = [{"text": f"{piece['number']}{plain(piece['caption'])}: "}, *piece["runs"]]
    if piece["chart"] is None:
        return Paragraph(_inline(words))
    drawn = charts.png(drawing(piece["chart"]))
    return Picture(drawn.data, drawn.width_mm, alt=piece["chart"]["finding"], caption=_inline(words))


def _table(piece: Piece) -> Table:
    columns = tuple(plain(cell) for cell in piece["columns"])
    made = piece["kind"] == "communes"
    return Table(
        caption=plain(piece["caption"]),
        columns=columns,
        rows=tuple(tuple(_inline(cell) for cell in row) for row in piece["rows"]),
        total_row=tuple(_inline(cell) for cell in piece["total"]) if piece["total"] else None,
        widths=_widths(columns),
        wide=made and len(columns) > UPRIGHT_COLUMNS,
    )


def _widths(columns: tuple[str, ...]) -> tuple[float, ...]:
    """A running number needs little room, names need much, numbers something between."""
    running = fold(columns[0]) == "tt"
    shares = [1.0 if at == 0 and running else 2.2 for at in range(len(columns))]
    if len(columns) > 1:
        shares[1 if running else 0] = 5.0
    return tuple(shares)


def file_name(review: Review) -> str:
    """A name that every system takes: no marks, no blanks."""
    number = f"{review.number:02d}-" if review.number else "du-thao-"
    words = "-".join("".join(c if c.isalnum() else " " for c in fold(review.subject)).split())
    return f"bao-cao-{number}{words[:80]}.docx"
