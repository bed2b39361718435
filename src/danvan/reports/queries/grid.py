"""The grid of one submission: every line with its text, its past, and what is wrong or odd about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import ngettext_lazy

from danvan.documents.text import roman
from danvan.figures import models as figures
from danvan.reports import checking
from danvan.reports.checking import Bond, Check, Reading
from danvan.reports.models import DraftCell, Explanation, FormVersion, Item, Remark, Rule, Submission
from danvan.reports.states import CellState, Operator, RuleKind, Severity

from .past import Known, Past, PastFigures
from .reused import Reused, ReusedFigures
from .sections import Section, line_sections

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class Line:
    """One line: ``place`` is its number ("5", "5a"), ``text`` what the cell shows, ``state`` how it is marked."""

    item: Item
    place: str
    heading: str
    numeral: str
    past: Past
    reading: Reading
    text: str
    cell: DraftCell | None = None
    own: list[Promise | str] = field(default_factory=list)
    explanation: str = ""
    remarks: list[Remark] = field(default_factory=list)
    bond: Check | None = None
    theirs: str = ""
    section: Section | None = None
    source: figures.Line | None = None

    @property
    def shown(self) -> str:
        """What is stored now, as the cell shows it; differs from ``text`` while two people's texts are compared."""
        raw = self.cell.raw if self.cell else ""
        return checking.text_of(self.reading.state, self.reading.amount, raw)

    @property
    def open_remarks(self) -> list[Remark]:
        """Why the line was returned, not yet answered by a new revision."""
        return [remark for remark in self.remarks if not remark.resolved]

    @property
    def state(self) -> str:
        """The cell's mark: empty, value, not_applicable, warning or error."""
        if self.reading.state == CellState.ERROR:
            return "error"
        return "warning" if self.own else self.reading.state.value

    @property
    def message(self) -> str:
        """What is said under the line: about the cell itself, then about the lines that it is bound to."""
        said = [str(text) for text in self.own]
        if self.bond:
            said.append(str(self.bond.message))
        if self.theirs:
            said.append(self.theirs)
        return " ".join(said)

    @property
    def is_wrong(self) -> bool:
        """Whether the message is about an error rather than a doubt."""
        return self.state == "error" or bool(self.bond and self.bond.severity == Severity.ERROR)

    @property
    def total(self) -> Decimal | None:
        """This year so far, this period included; a stock is what it is now."""
        now = self.reading.amount
        if self.item.is_stock:
            return now
        if self.item.is_once:
            return now if self.past.alone else None
        return None if now is None and not self.past.so_far else self.past.so_far + (now or 0)

    @property
    def is_needed(self) -> bool:
        """Whether the unit must answer it."""
        return self.item.required and self.item.is_asked

    @property
    def is_done(self) -> bool:
        """A figure, zero, or K."""
        return self.reading.state in {CellState.VALUE, CellState.NOT_APPLICABLE}


@dataclass
class Grid:
    """All lines, what is broken between them, and how far the officer is."""

    lines: list[Line]
    checks: list[Check]
    bonds: list[Bond]
    general: list[Remark]
    read_at: datetime | None = None

    def line(self, item_id: int) -> Line | None:
        """The line of an item."""
        return next((line for line in self.lines if line.item.pk == item_id), None)

    def sections(self) -> list[list[Line]]:
        """The lines by headings; lines before the first heading are a section of their own."""
        found: list[list[Line]] = []
        for line in self.lines:
            if line.heading or not found:
                found.append([])
            found[-1].append(line)
        return found

    @property
    def total(self) -> int:
        """How many lines must be answered."""
        return sum(line.is_needed for line in self.lines)

    @property
    def done(self) -> int:
        """How many of those are."""
        return sum(line.is_needed and line.is_done for line in self.lines)

    @property
    def gaps(self) -> bool:
        """Whether some sum of the year lacks a period."""
        return any(line.past.gaps for line in self.lines)

    def blank(self) -> list[Check]:
        """The required lines still empty, all in one check that stands at the first of them; [] when there is none."""
        items = tuple(line.item.pk for line in self.lines if line.is_needed and line.reading.state == CellState.EMPTY)
        if not items:
            return []
        said = ngettext_lazy(
            "%(n)s line still empty: write a figure, 0 or K", "%(n)s lines still empty: write a figure, 0 or K", "n"
        ) % {"n": len(items)}
        return [Check(items[0], Severity.ERROR, "empty", said, items)]

    def wrong(self) -> list[Check]:
        """Texts that are no figure, and broken rules that nobody explained."""
        found = [
            Check(line.item.pk, Severity.ERROR, "not-a-figure", line.message)
            for line in self.lines
            if line.reading.state == CellState.ERROR
        ]
        explained = {line.item.pk for line in self.lines if line.explanation}
        errors = [check for check in self.checks if check.severity == Severity.ERROR]
        return found + [check for check in errors if check.item not in explained]

    def blocking(self) -> list[Check]:
        """What must be mended, or explained where the rule allows, before filing."""
        return self.wrong() + self.blank()

    def in_the_way(self) -> int:
        """How many lines are wrong or still empty."""
        return len({check.item for check in self.wrong()}.union(*(check.items for check in self.blank())))

    def before_filing(self) -> list[Check]:
        """All that the margin says: errors, then doubts, each on a line of its own; then what is still empty."""
        return self.wrong() + self.asking() + self.blank()

    def flagged(self) -> set[int]:
        """Items of broken rules: explained ones are filed, and marked wherever they are used (invariant 5)."""
        return {item for check in self.checks for item in check.items}

    def asking(self) -> list[Check]:
        """Doubts that do not block: leaps, months that differ, rules that only warn; unless they are explained."""
        found = [
            Check(line.item.pk, Severity.WARNING, "odd", text)
            for line in self.lines
            if line.reading.state != CellState.ERROR and not line.explanation
            for text in line.own
        ]
        return found + [c for c in self.checks if c.severity == Severity.WARNING]

    def rules(self) -> list[dict[str, Any]]:
        """The rules as the page carries them, see ``checking.as_data``."""
        return checking.as_data(self.bonds, {line.item.pk: line.place for line in self.lines})

    def proofs(self) -> list[tuple[Line, list[Decimal | None]]]:
        """Wholes whose parts are all there, with the parts: the sum shown."""
        lines = {line.item.pk: line for line in self.lines}
        return [
            (lines[bond.whole], [lines[part].reading.amount for part in bond.parts])
            for bond in self.bonds
            if bond.kind == RuleKind.PARTS_ADD_UP
            and all(lines[item].reading.state == CellState.VALUE for item in (bond.whole, *bond.parts))
        ]


def load_items(version: FormVersion) -> list[Item]:
    """The lines of a form's edition, with their indicators and parts."""
    return list(Item.objects.filter(version=version).select_related("indicator", "part", "source"))


def load_grid(submission: Submission, *, items: list[Item] | None = None) -> Grid:
    """The grid as it stands: a fixed number of queries, whatever the number of lines."""
    round_ = submission.round
    items = items if items is not None else load_items(round_.form_version)
    cells = {cell.item_id: cell for cell in submission.cells.select_related("updated_by")}
    reasons = {why.item_id: why.text for why in Explanation.objects.filter(submission=submission)}
    remarks = list(submission.remarks.select_related("by", "item"))
    past = PastFigures(submission.unit_id, round_.form.line, round_.when)
    reused = ReusedFigures(items, submission.unit_id, round_.form.line, round_.when)
    sections, lines = line_sections(items, remarks), []
    for item, place, heading, numeral in number_lines(items):
        if item.source_id:
            lines.append(_taken(item, place, heading, numeral, reused.of(item)))
            lines[-1].section = sections.get(item.pk)
            continue
        cell = cells.get(item.pk)
        reading = _reading(item, cell)
        own_past = past.of((item.indicator_id, item.part_id), stock=item.is_stock, once=item.is_once)
        lines.append(
            Line(
                item, place, heading, numeral, own_past, reading,
                text=checking.text_of(reading.state, reading.amount, cell.raw if cell else ""),
                cell=cell, own=_doubts(reading, own_past), explanation=reasons.get(item.pk, ""),
                remarks=[r for r in remarks if r.item_id == item.pk], section=sections.get(item.pk),
            )
        )  # fmt: skip
    bonds = load_bonds(round_.form_version)
    places = {line.item.pk: line.place for line in lines}
    checks = checking.broken_bonds(bonds, {line.item.pk: line.reading for line in lines}, places)
    for line in lines:
        line.bond = merged([check for check in checks if check.item == line.item.pk])
    return Grid(lines, checks, bonds, [r for r in remarks if r.is_general and not r.resolved])


def _taken(item: Item, place: str, heading: str, numeral: str, there: Reused) -> Line:
    """A line that is not asked: it shows the figure that is there, which nobody types here."""
    reading = Reading(CellState.EMPTY)
    if there.known:
        amount = there.known.amount
        reading = Reading(CellState.NOT_APPLICABLE if amount is None else CellState.VALUE, amount)
    text = checking.text_of(reading.state, reading.amount, "")
    return Line(item, place, heading, numeral, there.past, reading, text, source=there.line)


def _reading(item: Item, cell: DraftCell | None) -> Reading:
    if cell is None:
        return Reading(CellState.EMPTY)
    if cell.state == CellState.ERROR:
        return checking.read(cell.raw, item.indicator.decimals)
    return Reading(CellState(cell.state), cell.amount, estimate=checking.is_estimate(cell.raw))


def _doubts(reading: Reading, past: Past) -> list[Promise | str]:
    if reading.state == CellState.ERROR:
        return [reading.message]
    doubts = (checking.leap(reading.amount, _amount(past.last)), checking.months_differ(reading.amount, past.of_months))
    return [doubt for doubt in doubts if doubt]


def _amount(known: Known | None) -> Decimal | None:
    return known.amount if known else None


def number_lines(items: Iterable[Item]) -> Iterable[tuple[Item, str, str, str]]:
    """Number the lines: wholes 1, 2, 3; parts of a whole that stands before them 5a, 5b; headings in Roman."""
    number, letters, group, headings, whole = 0, 0, None, 0, None
    for item in items:
        if item.part_id and whole == item.indicator_id:
            place = f"{number}{LETTERS[letters % 26]}"
            letters += 1
        else:
            number, letters = number + 1, 0
            whole = item.indicator_id if item.part_id is None else None
            place = str(number)
        starts = bool(item.group) and item.group != group
        headings += starts
        group = item.group
        yield item, place, item.group if starts else "", roman(headings) if starts and headings < 40 else ""


def merged(checks: list[Check]) -> Check | None:
    """All that rules say at one line, as one check of the worst severity; None when they are kept."""
    if len(checks) < 2:
        return checks[0] if checks else None
    worst = Severity.ERROR if any(c.severity == Severity.ERROR for c in checks) else Severity.WARNING
    items = tuple(dict.fromkeys(item for check in checks for item in check.items))
    return Check(checks[0].item, worst, checks[0].code, " ".join(str(check.message) for check in checks), items)


def load_bonds(version: FormVersion) -> list[Bond]:
    """The rules of a form's edition, as ``checking`` reads them."""
    rules = list(version.rules.prefetch_related("parts"))
    prefetch_related_objects([rule for rule in rules if rule.kind == RuleKind.COMPARE], "right")
    return [
        Bond(
            RuleKind(rule.kind), rule.whole_id, tuple(part.pk for part in rule.parts.all()), Severity(rule.severity),
            rule.message, Operator(rule.operator or Operator.EQUAL), _right(rule),
            rule.constant, rule.pk,
        )
        for rule in rules
    ]  # fmt: skip


def _right(rule: Rule) -> tuple[int, ...]:
    return tuple(item.pk for item in rule.right.all()) if rule.kind == RuleKind.COMPARE else ()
