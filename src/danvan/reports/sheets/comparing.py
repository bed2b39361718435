"""The dry run: what each line of a form that came back would become, beside what the draft holds now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from danvan.core.text import loose
from danvan.reports import checking
from danvan.reports.checking import LONGEST
from danvan.reports.queries.grid import Grid, Line
from danvan.reports.states import CellState

from .layout import code_of
from .reading import Entry, FilledIn


class Fate(TextChoices):
    """What happens to a line when the sheet is taken."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    EMPTIED = "emptied", _("emptied")
    SAME = "same", _("the same")
    UNTOUCHED = "untouched", _("not changed in the sheet; the draft stays")
    THEIRS = "theirs", _("somebody else typed since; theirs stays")
    PROBLEM = "problem", _("not taken")
    MISSING = "missing", _("not in the sheet; the draft stays")


KEPT = _("this figure is there already and is not asked in this form")
TAKEN = frozenset({Fate.NEW, Fate.CHANGED, Fate.EMPTIED})


@dataclass(frozen=True)
class Outcome:
    """One line: the draft's text, the sheet's, where it stands in the sheet, what becomes of it and why."""

    line: Line
    fate: Fate
    place: str = ""
    sheet: str = ""
    was: str = ""
    message: Promise | str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the sheet's text would go into the draft."""
        return self.fate in TAKEN


def compare(grid: Grid, filled: FilledIn, user_id: int) -> list[Outcome]:
    """Every line of the form in its order; nothing is written."""
    return [_outcome(line, filled, user_id) for line in grid.lines]


def _outcome(line: Line, filled: FilledIn, user_id: int) -> Outcome:
    code = code_of(line.item)
    entry = filled.entries.get(code)
    if entry is None:
        return Outcome(line, Fate.MISSING)
    was = filled.was.get(code, "")
    if not line.item.is_asked:
        there = not entry.problem and entry.text in {"", line.text, was}
        return Outcome(line, Fate.SAME if there else Fate.PROBLEM, entry.place, entry.text, was, "" if there else KEPT)
    if not entry.problem and not _is_named(line, entry):
        return Outcome(line, Fate.PROBLEM, entry.place, entry.text, was, _("the name beside it is of another line"))
    if entry.problem:
        return Outcome(line, Fate.PROBLEM, entry.place, "", was, entry.problem)
    decimals = line.item.indicator.decimals
    reading = checking.read(entry.text[:LONGEST], decimals)
    text = checking.text_of(reading.state, reading.amount, entry.text)
    fate = _fate(line, text, was, filled.taken_at, user_id)
    if reading.state == CellState.ERROR and fate not in {Fate.SAME, Fate.UNTOUCHED}:
        return Outcome(line, Fate.PROBLEM, entry.place, entry.text, was, reading.message)
    return Outcome(line, fate, entry.place, text, was)


def _is_named(line: Line, entry: Entry) -> bool:
    """Whether the name beside the figure is the line's: rows may have been sorted without their hidden codes."""
    source = line.item.part or line.item.indicator
    return loose(entry.name) in {loose(name) for name in (source.name, source.name_vi, source.name_en)}


def _fate(line: Line, text: str, was: str, taken_at: datetime, user_id: int) -> Fate:
    now = line.text
    if text == now:
        return Fate.SAME
    if text == was:
        return Fate.UNTOUCHED
    cell = line.cell
    if cell and cell.updated_by_id != user_id and cell.updated_at > taken_at:
        return Fate.THEIRS
    if not text:
        return Fate.EMPTIED
    return Fate.CHANGED if now else Fate.NEW
