"""Reads on reviews: the paper as it stands, one figure with what is behind it, what changed since issue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from danvan.access.actor import Actor
from danvan.core.errors import Refused
from danvan.core.text import fold
from danvan.core.work import Bin, Hit, WorkItem
from danvan.documents.charts import Chart
from danvan.files.storage import digest_of, path_of

from . import charting
from .access import ISSUE, WRITE
from .asking import Said, answers
from .drafting import CLOSING
from .exports import layout_of
from .models import BlockKind, FigureRef, Issue, Review, Snapshot
from .paper import Piece, compose, plain
from .reading import RANKED
from .states import State

MOST_ITEMS = 100
# Questions whose answer is printed as a list of units, line by line.
LISTS = RANKED | {"lagging"}


@dataclass(frozen=True)
class Paper:
    """A review ready to be shown: its pieces, and the answers behind its numbers by key."""

    pieces: list[Piece]
    said: dict[str, Said]

    @property
    def body(self) -> list[Piece]:
        """What stands before the signature."""
        return self.pieces[: self._first_annex]

    @property
    def annexes(self) -> list[Piece]:
        """What stands behind it: the first annex and all that follows."""
        return self.pieces[self._first_annex :]

    @property
    def _first_annex(self) -> int:
        return next((at for at, piece in enumerate(self.pieces) if piece["kind"] == "annex"), len(self.pieces))

    @property
    def sections(self) -> list[Section]:
        """The outline with the count of numbers in each section."""
        return _sections(self.pieces, self.said)


@dataclass(frozen=True)
class Section:
    """One line of the outline. ``mark``: done, running (some numbers stand on partial reports), none (no text)."""

    block: str
    number: str
    heading: str
    level: int
    figures: int
    mark: str


def paper_of(review: Review, day: date) -> Paper:
    """The paper: of an issued review as it was frozen, of any other with the answers of now."""
    if review.is_issued:
        snapshots = Snapshot.objects.filter(ref__review=review).select_related("ref")
        return Paper(review.issued.text, {one.ref.key: said_of(one) for one in snapshots})
    said = answers(dict(review.refs.values_list("key", "question")))
    blocks = review.blocks.select_related("ref")
    return Paper(compose(blocks, said, layout_of(review, day)), said)


def said_of(snapshot: Snapshot) -> Said:
    """A frozen answer as an answer."""
    return Said(
        amount=snapshot.amount,
        text=snapshot.text,
        label=snapshot.label,
        measure=snapshot.measure,
        formula=snapshot.formula,
        parts=tuple(snapshot.parts["rows"]),
        sources=tuple(snapshot.sources),
        reported=snapshot.reported,
        expected=snapshot.expected,
        estimated=snapshot.estimated,
        columns=tuple(snapshot.parts["columns"]),
        total=tuple(snapshot.parts["total"]),
    )


def chart_of(review: Review, key: str) -> Chart | None:
    """The chart of a key: of an issued review as it was frozen, of any other with the figures of now."""
    if review.is_issued:
        data = next((one["chart"] for one in review.issued.text if one["kind"] == "chart" and one["key"] == key), None)
    else:
        block = review.blocks.filter(kind=BlockKind.CHART, ref__key=key).select_related("ref").first()
        if block is None:
            return None
        data = charting.chart_of(block.ref.question, block.text, answers({key: block.ref.question})[key])
    return charting.drawing(data) if data else None


def _sections(pieces: list[Piece], said: dict[str, Said]) -> list[Section]:
    starts = [at for at, piece in enumerate(pieces) if piece["kind"] in ("heading", "annex")]
    found = []
    for at in starts:
        level = _level(pieces[at])
        end = next((other for other in starts if other > at and _level(pieces[other]) <= level), len(pieces))
        below = next((other for other in starts if at < other < end), end)
        inside = [piece for piece in pieces[at + 1 : end] if piece["kind"] != "heading" and not _closes(piece)]
        own = {run["key"] for piece in pieces[at + 1 : below] for run in _runs(piece) if "key" in run}
        found.append(_section(pieces[at], inside, len(own), said))
    return found


def _closes(piece: Piece) -> bool:
    """Whether it is the sentence that ends every paper; it belongs to no section."""
    return piece["kind"] == "paragraph" and plain(piece["runs"]).startswith(CLOSING.partition("{")[0])


def _level(head: Piece) -> int:
    return 0 if head["kind"] == "annex" else head["level"]


def _section(head: Piece, inside: list[Piece], figures: int, said: dict[str, Said]) -> Section:
    """``inside`` reaches over its sub-sections, ``figures`` counts what stands right under the heading."""
    keys = {run["key"] for piece in inside for run in _runs(piece) if "key" in run}
    partial = any(key in said and (said[key].is_partial or not said[key].known) for key in keys)
    mark = "none" if not inside else "running" if partial else "done"
    number = head.get("number", "") or ("Phụ lục: " if head["kind"] == "annex" else "")
    return Section(head["block"], number, plain(head["runs"]), _level(head), figures, mark)


def _runs(piece: Piece) -> Iterable[Piece]:
    yield from piece.get("runs", ())
    for item in piece.get("items", ()):
        yield from item
    for row in (*piece.get("rows", []), piece.get("total") or []):
        for cell in row:
            yield from cell


@dataclass(frozen=True)
class Figure:
    """One number with all that is behind it; ``ask`` is the kind of its question. ``now`` is there only after issue."""

    key: str
    said: Said
    now: Said | None = None
    snapshot: Snapshot | None = None
    ask: str = ""

    @property
    def is_ranked(self) -> bool:
        """Whether it is a list of units by their numbers."""
        return self.ask in RANKED

    @property
    def has_changed(self) -> bool:
        """Whether the question is answered otherwise today."""
        return self.now is not None and _shown(self.now, self.ask) != _shown(self.said, self.ask)


def _shown(said: Said, ask: str) -> tuple[str, ...]:
    """What the paper prints of an answer: its text, and every line of a list of units."""
    lines = said.parts if ask in LISTS else ()
    return said.text, *(f"{row['label']}: {row['text']}" for row in lines)


def figure_of(ref: FigureRef, cell: str = "") -> Figure | None:
    """The figure of a place: live while drafting; once issued the frozen answer and today's beside it.

    ``cell`` ("row.column", row 0 the sum) picks one number of a table; None when there is no such cell.
    """
    snapshot = Snapshot.objects.filter(ref=ref).first()
    now = answers({ref.key: ref.question}, deep=True)[ref.key]
    said = said_of(snapshot) if snapshot else now
    if cell:
        one, today = _cell_of(said, cell), _cell_of(now, cell)
        return Figure(ref.key, one, today if snapshot else None, snapshot) if one else None
    return Figure(ref.key, said, now if snapshot else None, snapshot, ref.question["ask"])


def _cell_of(said: Said, cell: str) -> Said | None:
    row, _dot, column = cell.partition(".")
    if not (row.isdecimal() and column.isdecimal()):
        return None
    place, at = int(row), int(column) - 1
    rows = [{"label": "Tổng cộng", "cells": list(said.total)}, *said.parts]
    if place >= len(rows) or not 0 <= at < len(rows[place].get("cells", ())):
        return None
    entry = rows[place]["cells"][at]
    return Said(
        amount=None,
        text=entry["text"],
        label=f"{entry['label']}, {rows[place]['label']}",
        measure=entry["measure"],
        sources=tuple(entry.get("sources", ())),
    )


@dataclass(frozen=True)
class Difference:
    """A number that is answered otherwise than when the review was issued."""

    key: str
    cell: str
    label: str
    before: str
    after: str


def changed_since(review: Review) -> list[Difference]:
    """What differs now from the frozen answers; the paper, its file and its snapshots are only read."""
    snapshots = list(Snapshot.objects.filter(ref__review=review).select_related("ref"))
    now = answers({one.ref.key: one.ref.question for one in snapshots})
    found: list[Difference] = []
    for one in snapshots:
        then, today = said_of(one), now[one.ref.key]
        found += _differences(one.ref.key, then, today)
        if one.ref.question["ask"] in LISTS:
            found += _moves(one.ref.key, then, today)
    return found


def _moves(key: str, then: Said, now: Said) -> Iterable[Difference]:
    """The lines of a list of units that are gone, new, or say something else."""
    before = {row["label"]: row["text"] for row in then.parts}
    after = {row["label"]: row["text"] for row in now.parts}
    for name in [*before, *(name for name in after if name not in before)]:
        if before.get(name) != after.get(name):
            yield Difference(key, "", f"{then.label}: {name}", before.get(name, "–"), after.get(name, "–"))


def _differences(key: str, then: Said, now: Said) -> Iterable[Difference]:
    if not then.is_grid:
        if then.text != now.text:
            yield Difference(key, "", then.label, then.text, now.text)
        return
    before, after = _entries(then), _entries(now)
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name), after.get(name)
        old_text, new_text = old["text"] if old else "–", new["text"] if new else "–"
        if old_text != new_text:
            cell = old["cell"] if old else ""
            yield Difference(key, cell, f"{name[1]}, {name[0]}", old_text, new_text)


def _entries(said: Said) -> dict[tuple[str, str], dict[str, Any]]:
    """The numbers of a table by row and column name."""
    rows = [{"label": "Tổng cộng", "cells": list(said.total)}, *said.parts]
    return {
        (row["label"], entry["label"]): entry | {"cell": f"{place}.{at}"}
        for place, row in enumerate(rows)
        for at, entry in enumerate(row["cells"], start=1)
    }


def require_unchanged(issue: Issue) -> None:
    """Refuse (file-changed) to hand out a file whose bytes are not those that were issued."""
    path = path_of(issue.digest)
    data = path.read_bytes() if path.is_file() else b""
    if digest_of(data) != issue.digest:
        raise Refused(
            _("The stored file is not the one that was issued. Ask for it to be restored from the backup."),
            code="file-changed",
        )


def work_items(actor: Actor, today: date) -> list[WorkItem]:
    """Drafts of one's own, reviews sent back, and those that wait for somebody to issue them."""
    items = []
    own = Review.objects.permitted(actor, WRITE).drafting().filter(author=actor.user_id)[:MOST_ITEMS]
    for review in own:
        back = bool(review.sent_back_for)
        detail = _("sent back: %(reason)s") % {"reason": review.sent_back_for} if back else _("being written")
        items.append(_item(review, Bin.RETURNED if back else Bin.LATER, detail, _("Write on")))
    waiting = Review.objects.permitted(actor, ISSUE).submitted().exclude(submitted_by=actor.user_id)
    for review in waiting.select_related("submitted_by")[:MOST_ITEMS]:
        detail = _("submitted by %(name)s") % {"name": review.submitted_by.full_name}
        items.append(_item(review, Bin.WEEK, detail, _("Look and issue")))
    for review in Review.objects.visible_to(actor).submitted().filter(submitted_by=actor.user_id)[:MOST_ITEMS]:
        items.append(_item(review, Bin.WAITING, _("waits to be issued"), _("Look at it")))
    return items


def _item(review: Review, bin: Bin, detail: str, button: str) -> WorkItem:
    title = _("Report %(subject)s") % {"subject": review.subject}
    return WorkItem(bin, title, review.issuer, detail, None, review.get_absolute_url(), button)


def search(actor: Actor, words: str, limit: int) -> list[Hit]:
    """Reviews whose subject has all the words, the last changed first."""
    if not fold(words):
        return []
    return [
        Hit(_("Review report"), review.subject, review.get_state_display(), review.get_absolute_url())
        for review in Review.objects.visible_to(actor).search(words)[:limit]
    ]


def issuable(review: Review, actor: Actor) -> bool:
    """Whether this person could issue it now: it is submitted, and not by them."""
    return (
        review.state == State.SUBMITTED
        and review.submitted_by_id != actor.user_id
        and Review.objects.permitted(actor, ISSUE).filter(pk=review.pk).exists()
    )
