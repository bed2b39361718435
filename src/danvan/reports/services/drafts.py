"""Typing: every cell is kept as it was typed, and two people on one draft lose nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core import clock
from danvan.core.errors import Refused
from danvan.core.text import clean_line
from danvan.reports import checking
from danvan.reports.access import FILL
from danvan.reports.models import DraftCell, Explanation, Item, Submission
from danvan.reports.queries.grid import Grid, load_grid, load_items
from danvan.reports.states import CellState, State

from .locks import hold, require_typing

BEGUN = verb("reports.begun", _("began to fill in the report"))


@dataclass(frozen=True)
class Other:
    """What somebody else had typed in a cell after it was shown: who, when, what."""

    name: str
    at: datetime
    raw: str


@dataclass
class Saved:
    """The answer to typing. ``touched``: items to show anew, among them cells that others filled meanwhile.

    ``replaced``: others' texts that this person's newer text took the place of. ``held``: others' texts that were
    left standing because this person's page was older; the person's own text is in ``mine``.
    """

    grid: Grid
    by_id: int
    touched: list[int]
    news: frozenset[int] = frozenset()
    replaced: dict[int, Other] = field(default_factory=dict)
    held: dict[int, Other] = field(default_factory=dict)
    mine: dict[int, str] = field(default_factory=dict)


def save_cell(submission: Submission, item: Item | int, raw: str, *, by: Actor, seen: datetime | None = None) -> Saved:
    """Keep what was typed in one cell, right or wrong, and say what it means.

    ``seen`` is when the page was shown: cells that others typed after it come back in ``touched``. Refused codes:
    already-filed, round-closed, no-item, not-allowed.
    """
    item_id = item if isinstance(item, int) else item.pk
    return save_block(submission, {item_id: raw}, by=by, seen=seen)


@transaction.atomic
def save_block(
    submission: Submission,
    typed: Mapping[int, str],
    *,
    by: Actor,
    seen: datetime | None = None,
    shown: Mapping[int, str] | None = None,
) -> Saved:
    """Keep many cells at once: a block pasted, or a whole page sent without script.

    ``shown`` holds the texts that the cells were begun from, the page's or an offline change's: a cell left as it was
    shown is not written, so that it cannot wipe out what somebody else typed meanwhile; one that both changed keeps
    the other's text (``held``) until this person, having seen it, sends again from it. Without ``shown`` the newer text
    wins and the other's is told.
    """
    held_row = hold(submission)
    by.require(FILL, held_row)
    require_typing(held_row)
    items = {item.pk: item for item in load_items(held_row.round.form_version)}
    if unknown := typed.keys() - items.keys():
        raise Refused(_("There is no such line in this form."), code="no-item", field=f"cell-{min(unknown)}")
    now = clock.now()
    before = {cell.item_id: cell for cell in held_row.cells.select_related("updated_by")}
    # What is taken from elsewhere is not typed here, whatever a pasted block or an old sheet says.
    asked = {item: raw for item, raw in typed.items() if items[item].is_asked}
    clean = {item: clean_line(raw)[: checking.LONGEST] for item, raw in asked.items()}
    changed = {item: raw for item, raw in clean.items() if _differs(before.get(item), raw)}
    others = {item: other for item in changed if (other := _newer(before.get(item), by, seen))}
    held: dict[int, Other] = {}
    if shown is not None:
        base = {item: clean_line(shown.get(item, "")) for item in changed}
        untouched = {item for item in changed if changed[item] == base[item]}
        moved = {item: other for item in changed if (other := _moved(before.get(item), by, base[item]))}
        held = {item: other for item, other in moved.items() if item not in untouched}
        changed = {item: raw for item, raw in changed.items() if item not in untouched and item not in held}
    mine = {item: clean[item] for item in held}
    _write(held_row, {items[item]: raw for item, raw in changed.items()}, by, now)
    begin(held_row, by, bool(changed))
    grid = load_grid(held_row, items=list(items.values()))
    grid.read_at = now
    news = [item for item, cell in before.items() if item not in changed and _newer(cell, by, seen)]
    replaced = {item: other for item, other in others.items() if item in changed}
    touched = list(dict.fromkeys([*typed, *news]))
    return Saved(grid, by.user_id, touched, frozenset(news), replaced, held, mine)


def _differs(cell: DraftCell | None, raw: str) -> bool:
    """Whether a text says anything else than the cell does, as typed or as it is written back (1234 and 1.234)."""
    return raw not in ({cell.raw, checking.text_of(cell.state, cell.amount, cell.raw)} if cell else {""})


def _newer(cell: DraftCell | None, by: Actor, seen: datetime | None) -> Other | None:
    """What somebody else typed there after the page was shown."""
    if cell is None or seen is None or cell.updated_by_id == by.user_id or cell.updated_at <= seen:
        return None
    return Other(cell.updated_by.full_name, cell.updated_at, cell.raw)


def _moved(cell: DraftCell | None, by: Actor, base: str) -> Other | None:
    """What somebody else typed in place of the text that this person began from."""
    if cell is None or cell.updated_by_id == by.user_id or not _differs(cell, base):
        return None
    return Other(cell.updated_by.full_name, cell.updated_at, cell.raw)


def _write(submission: Submission, texts: Mapping[Item, str], by: Actor, now: datetime) -> None:
    rows = []
    for item, raw in texts.items():
        reading = checking.read(raw, item.indicator.decimals)
        rows.append(
            DraftCell(
                submission=submission, item=item, raw=raw, state=reading.state, amount=reading.amount,
                updated_by_id=by.user_id, updated_at=now,
            )
        )  # fmt: skip
    DraftCell.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["submission", "item"],
        update_fields=["raw", "state", "amount", "updated_by", "updated_at"],
    )


def no_occurrence(submission: Submission, item: Item | int, *, by: Actor) -> Saved:
    """ "Không phát sinh": write 0 into the empty lines of the section that ``item`` heads, as this person's typing.

    Only what is counted during the period; what stands at its end (a stock) does not become zero because nothing
    occurred. Lines that hold anything, right or wrong, stay as they are. Refused codes: as ``save_block``.
    """
    head = item if isinstance(item, int) else item.pk
    grid = load_grid(submission)
    if head not in {lines[0].item.pk for lines in grid.sections()}:
        raise Refused(_("There is no such section in this form."), code="no-item")
    [section] = [lines for lines in grid.sections() if lines[0].item.pk == head]
    blank = [
        line.item
        for line in section
        if line.reading.state == CellState.EMPTY and not line.item.is_stock and line.item.is_asked
    ]
    # Begun from nothing: what somebody else types into one of them at this moment stays.
    return save_block(submission, {each.pk: "0" for each in blank}, by=by, shown={})


def begin(submission: Submission, by: Actor, typed: bool) -> None:
    """The first thing typed, a figure or words, begins the report."""
    if typed and submission.state == State.WAITING:
        submission.begin()
        submission.save(update_fields=["state"])
        record(BEGUN, submission, by=by)


@transaction.atomic
def explain(submission: Submission, texts: Mapping[int, str], *, by: Actor) -> None:
    """Keep why some lines are as they are (item to sentence); an empty sentence takes the explanation back.

    Refused codes: already-filed, round-closed, no-item, not-allowed.
    """
    held_row = hold(submission)
    by.require(FILL, held_row)
    require_typing(held_row)
    known = {item.pk for item in load_items(held_row.round.form_version)}
    if texts.keys() - known:
        raise Refused(_("There is no such line in this form."), code="no-item")
    there = {why.item_id: why.text for why in held_row.explanations.all()}
    clean = {item: clean_line(text)[:500] for item, text in texts.items()}
    fresh = {item: text for item, text in clean.items() if text and there.get(item) != text}
    Explanation.objects.bulk_create(
        [
            Explanation(submission=held_row, item_id=item, text=text, by_id=by.user_id, at=clock.now())
            for item, text in fresh.items()
        ],
        update_conflicts=True,
        unique_fields=["submission", "item"],
        update_fields=["text", "by", "at"],
    )
    held_row.explanations.filter(item__in=[item for item, text in clean.items() if not text]).delete()
