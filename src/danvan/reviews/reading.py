"""Everything that a set of questions needs, read at once: the number of queries does not grow with the questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils import translation

from danvan.core import clock
from danvan.core.numbers import format_amount, format_percent
from danvan.core.periods import Period
from danvan.directives.models import Dissemination, Mandate, Target
from danvan.directives.states import STEPS, MandateState, reached
from danvan.figures import queries as figures
from danvan.figures.models import Filing, Indicator, Line, Part
from danvan.figures.modes import AS_IT_WAS, Mode
from danvan.figures.queries import Cells, Contribution
from danvan.orgs.models import Reach, Unit
from danvan.reports.models import Submission

Scope = tuple[str, str, str]  # public id of a unit, code of a period, code of a line
# Kinds of questions that compare the units right under an area.
RANKED = frozenset({"leading", "trailing"})
# Old units that a carried figure is made of are named up to this number.
MOST_NAMED = 12


@dataclass(frozen=True)
class Cell:
    """One total with the words that go with it; ``ratio`` names numerator and denominator of a ratio.

    ``carried`` says what a figure carried to other units lacks; empty when it lacks nothing.
    """

    scope: Scope
    indicator: Indicator
    part: Part | None
    amount: Decimal | None
    reported: int = 0
    expected: int = 0
    estimated: int = 0
    carried: str = ""

    @property
    def name(self) -> str:
        """The indicator, in Vietnamese."""
        return self.part.name_vi if self.part else self.indicator.name_vi

    @property
    def label(self) -> str:
        """The indicator with its part, in Vietnamese."""
        return f"{self.indicator.name_vi}, {self.part.name_vi}" if self.part else self.indicator.name_vi

    @property
    def measure(self) -> str:
        """The unit of measure, in Vietnamese."""
        return self.indicator.measure_vi

    @property
    def text(self) -> str:
        """The amount as printed; a whole number without decimals."""
        return format_amount(self.amount)

    @property
    def ratio(self) -> tuple[str, str] | None:
        """The codes of numerator and denominator, for a ratio."""
        if not self.indicator.is_ratio:
            return None
        return self.indicator.numerator.code, self.indicator.denominator.code


@dataclass(frozen=True)
class Body:
    """One who should report along the line, and whether they have."""

    unit_id: int
    name: str
    filed: bool


@dataclass(frozen=True)
class GridRow:
    """One unit of the table by unit."""

    public_id: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Followed:
    """How far one unit is with the directive: the steps behind it, its head-count, and why it lags."""

    name: str
    steps: dict[str, dict[str, Any]]
    attendance: int | None
    is_late: bool
    lag: str


class Reader:
    """What the questions ask about, loaded on first use and kept."""

    def __init__(self, questions: Sequence[dict[str, Any]], *, deep: bool = False) -> None:
        self._questions = questions
        self._deep = deep
        self._bodies: dict[Scope, list[Body]] = {}
        self._mandates: dict[tuple[str, str], list[Followed]] = {}
        self._contributions: dict[tuple, list[Contribution]] = {}
        self._grids: dict[tuple, list[GridRow]] = {}
        self._made: dict[Scope, str] = {}

    @staticmethod
    def scope_of(question: dict[str, Any]) -> Scope:
        """Of which unit, period and line a question is; empty texts where it does not say."""
        return question.get("unit", ""), question.get("period", ""), question.get("line", "")

    @cached_property
    def mode(self) -> Mode:
        """By which units the figures are read: all questions of a review ask by the same."""
        days = {question["as_of"] for question in self._questions if question.get("as_of")}
        return Mode(date.fromisoformat(min(days))) if days else AS_IT_WAS

    @cached_property
    def _day(self) -> date:
        if self.mode.as_of:
            return self.mode.as_of
        periods = [question["period"] for question in self._questions if question.get("period")]
        return Period.parse(periods[0]).last_day if periods else clock.today()

    @cached_property
    def _units(self) -> dict[str, Unit]:
        ids = {question["unit"] for question in self._questions if question.get("unit")}
        return {str(unit.public_id): unit for unit in Unit.objects.filter(public_id__in=ids).named(self._day)}

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for indicator in figures.indicators()}

    @cached_property
    def _lines(self) -> dict[str, Line]:
        return {line.code: line for line in figures.lines()}

    @cached_property
    def _wanted(self) -> list[Indicator]:
        codes: set[str] = set()
        for question in self._questions:
            codes |= {question[key] for key in ("indicator", "of") if question.get(key)}
            codes |= {name.partition(".")[0] for name in question.get("indicators", ())}
        found = [self._indicators[code] for code in sorted(codes)]
        sides = [side for one in found if one.is_ratio for side in (one.numerator, one.denominator)]
        return found + sides

    @cached_property
    def _cells(self) -> dict[str, Cells]:
        """All totals by line: one batch a line."""
        found = {}
        for code in {question["line"] for question in self._questions if question.get("line")}:
            mine = [question for question in self._questions if question.get("line") == code]
            periods = {question[key] for question in mine for key in ("period", "since") if question.get(key)}
            periods |= {period for question in mine for period in question.get("periods", ())}
            units = {self._units[question["unit"]].pk for question in mine}
            found[code] = figures.cells(
                sorted(units),
                self._lines[code],
                self._wanted,
                [Period.parse(period) for period in sorted(periods)],
                mode=self.mode,
            )
        return found

    def unit_name(self, public_id: str) -> str:
        """The name of a unit on the period's last day."""
        return self._units[public_id].name

    def indicator_name(self, code: str) -> str:
        """An indicator in Vietnamese."""
        return self._indicators[code].name_vi

    def cell(self, scope: Scope, code: str, part_code: str | None) -> Cell:
        """One total; KeyError for an indicator nobody knows."""
        unit, period, line = scope
        indicator, part = self.item(f"{code}.{part_code or ''}")
        raw = self._cells[line].of(self._units[unit].pk, indicator, part, Period.parse(period))
        return _cell(scope, indicator, part, raw)

    def parts_of(self, cell: Cell) -> list[Cell]:
        """The parts of a whole, in their order; none for a part or an indicator without parts."""
        if cell.part is not None:
            return []
        return [self.cell(cell.scope, cell.indicator.code, part.code) for part in cell.indicator.parts.all()]

    def target(self, scope: Scope, code: str) -> Decimal | None:
        """The target set for an indicator, unit and period; None when none was set."""
        return self._targets.get((self._units[scope[0]].pk, code, scope[1]))

    @cached_property
    def _targets(self) -> dict[tuple[int, str, str], Decimal]:
        units = [unit.pk for unit in self._units.values()]
        periods = {question["period"] for question in self._questions if question.get("period")}
        rows = Target.objects.filter(unit__in=units, period__in=periods)
        return {row[:3]: row[3] for row in rows.values_list("unit", "indicator__code", "period", "amount")}

    def bodies(self, scope: Scope) -> list[Body]:
        """Who should report along the line for this area and period, by name, and whether they have."""
        if scope not in self._bodies:
            unit, code, line_code = scope
            period, line = Period.parse(code), self._lines[line_code]
            found = figures.reporters(self._units[unit].pk, line, period, mode=self.mode)
            filed = set(Filing.objects.filter(line=line, period=code, unit__in=found).values_list("unit_id", flat=True))
            self._bodies[scope] = [Body(unit_id, name, unit_id in filed) for unit_id, name in found.items()]
        return self._bodies[scope]

    def made_of(self, scope: Scope) -> str:
        """Of which old units a carried figure is made and which of them told nothing; many are only counted."""
        if scope not in self._made:
            unit, code, line = scope
            homes = figures.forebears(self._units[unit].pk, self._lines[line], Period.parse(code), self.mode)
            told = sum(homes.values())
            if len(homes) > MOST_NAMED:
                text = f"có số liệu của {told} trên {len(homes)} đơn vị cũ"
            else:
                names = [f"{name} ({'có' if filed else 'chưa có'} số liệu)" for name, filed in homes.items()]
                text = " + ".join(names)
            self._made[scope] = f"{self.unit_name(unit)} {Period.parse(code).label_vi()} = {text}"
        return self._made[scope]

    def grid(self, scope: Scope, codes: list[str]) -> list[GridRow]:
        """The units right under the area with these indicators (``code``, or ``code.part``), by name."""
        key = (scope, tuple(codes))
        if key not in self._grids:
            unit, code, line = scope
            wanted = [self.item(name) for name in codes]
            asked = list(dict.fromkeys(indicator for indicator, _part in wanted))
            rows = figures.table(self._units[unit].pk, self._lines[line], asked, Period.parse(code), mode=self.mode)
            self._grids[key] = [self._grid_row(row, scope, wanted) for row in rows]
        return self._grids[key]

    def item(self, name: str) -> tuple[Indicator, Part | None]:
        """An indicator (``code``), or a part of it (``code.part``); KeyError for an indicator nobody knows."""
        code, _dot, part_code = name.partition(".")
        indicator = self._indicators[code]
        return indicator, next((part for part in indicator.parts.all() if part.code == part_code), None)

    def days_of_change(self, unit: str) -> list[date]:
        """The days on which units under the area changed, so that figures before and after are not of the same."""
        return figures.days_of_change(self._units[unit])

    def standings(self, scope: Scope) -> list[dict[str, Cell]]:
        """The units right under the area, each with its cells by indicator: all that any ranking of it compares."""
        mine = [one for one in self._questions if one["ask"] in RANKED and self.scope_of(one) == scope]
        codes = sorted({one[key] for one in mine for key in ("indicator", "of") if one.get(key)})
        return [dict(zip(codes, row.cells, strict=True)) for row in self.grid(scope, codes)]

    def _grid_row(self, row: figures.Row, scope: Scope, wanted: list[tuple[Indicator, Part | None]]) -> GridRow:
        # A cell of a row speaks of the row's unit: its scope names that unit, its sources are looked up by it.
        own = (str(row.public_id), scope[1], scope[2])
        self._units.setdefault(own[0], Unit(pk=row.unit_id, public_id=row.public_id))
        self._units[own[0]].name = row.name
        cells = tuple(_cell(own, one, part, row.cell(one, part)) for one, part in wanted)
        return GridRow(own[0], row.name, cells)

    def sources(self, cell: Cell) -> list[dict[str, Any]]:
        """The filed values that a total is made of: who, what, when, in which report."""
        top = self._questions_area(cell.scope)
        found = self._contributions_of(top, cell)
        if top != cell.scope:
            own = self._units[cell.scope[0]].name
            found = [one for one in found if own in (one.area, one.unit)]
        filed = [one for one in found if one.filed_at is not None]
        return [_source(one, cell) | self._report_of(one) for one in filed]

    def _report_of(self, one: Contribution) -> dict[str, str]:
        """The report that a filed value came in with: its title and where it lies, else the source as written."""
        known = self._reports.get((one.source, one.unit_id))
        return known or {"report": one.source}

    @cached_property
    def _reports(self) -> dict[tuple[str, int], dict[str, str]]:
        """Reports handed in for these periods, by source and unit: one query."""
        periods = {question[key] for question in self._questions for key in ("period", "since") if question.get(key)}
        rows = Submission.objects.filter(round__period__in=periods).select_related("round__form_version__form")
        with translation.override("vi"):  # the papers are Vietnamese, whoever issues them
            return {
                (f"report:{row.round.public_id}", row.unit_id): {
                    "report": row.round.title,
                    "url": row.get_absolute_url(),
                }
                for row in rows
            }

    def _questions_area(self, scope: Scope) -> Scope:
        """The area under which a row's unit was asked for, so that one read serves the whole table."""
        for (area, _codes), rows in self._grids.items():
            if area[1:] == scope[1:] and any(row.public_id == scope[0] for row in rows):
                return area
        return scope

    def _contributions_of(self, scope: Scope, cell: Cell) -> list[Contribution]:
        key = (scope, cell.indicator.code, cell.part and cell.part.code)
        if key not in self._contributions:
            unit, code, line = scope
            self._contributions[key] = figures.contributions(
                self._units[unit].pk, self._lines[line], cell.indicator, cell.part, Period.parse(code), mode=self.mode
            )
        return self._contributions[key]

    @staticmethod
    def step_name(step: str) -> str:
        """A step's name in Vietnamese."""
        with translation.override("vi"):
            return str(MandateState(step).label)

    def mandates(self, question: dict[str, Any]) -> list[Followed]:
        """How far each unit of the area is with the question's directive; nothing without a directive."""
        if not question.get("directive"):
            return []
        key = (question["directive"], question["unit"])
        if key not in self._mandates:
            self._mandates[key] = self._load_mandates(*key)
        return self._mandates[key]

    def _load_mandates(self, directive: str, unit: str) -> list[Followed]:
        today = clock.today()
        # Sight, not place: what a unit that has closed since had done belongs to the area still.
        below = Reach.objects.filter(above=self._units[unit].pk, sight__contains=today).values("below")
        rows = (
            Mandate.objects.standing()
            .filter(directive__public_id=directive, unit__in=below)
            .with_units(today)
            .prefetch_related(Prefetch("disseminations", Dissemination.objects.standing()), "steps__by")
            .order_by("unit_sort")
        )
        return [_followed(mandate, today) for mandate in rows]


def _followed(mandate: Mandate, today) -> Followed:
    behind = STEPS[: reached(mandate.state)]
    told = {step.state: step for step in mandate.steps.all()}
    steps = {
        str(state): {
            "unit": mandate.unit_name,
            "text": Reader.step_name(state),
            "filed_by": told[state].by.full_name if state in told else "",
            "filed_at": told[state].at.isoformat() if state in told else "",
            "url": mandate.get_absolute_url(),
        }
        for state in behind
    }
    counted = [one.attendance for one in mandate.disseminations.all() if one.attendance is not None]
    late = mandate.is_late(today)
    lag = ""
    if late:
        lag = f"chậm bước “{Reader.step_name(mandate.next_step)}” (hạn {mandate.due_on:%d/%m/%Y})"
    return Followed(mandate.unit_name, steps, sum(counted) if counted else None, late, lag)


def _cell(scope: Scope, indicator: Indicator, part: Part | None, raw: figures.Cell) -> Cell:
    lacking = []
    if raw.predecessors_told < raw.predecessors:
        lacking.append(f"có số liệu của {raw.predecessors_told} trên {raw.predecessors} đơn vị cũ")
    if raw.withheld:
        lacking.append(f"{raw.withheld} đơn vị cũ không phân bổ được, chưa tính vào")
    told = (raw.amount, raw.reported, raw.expected, raw.estimated)
    return Cell(scope, indicator, part, *told, "; ".join(lacking))


def _source(one: Contribution, cell: Cell) -> dict[str, Any]:
    text = format_percent(one.numerator, one.denominator) if cell.ratio else format_amount(one.amount)
    return {
        "unit": one.unit,
        "area": one.area,
        "unit_id": str(one.public_id),
        "item": cell.label,
        "text": text,
        "filing": str(one.filing_public_id),
        "revision": one.revision,
        "filed_by": one.filed_by,
        "filed_at": one.filed_at.isoformat(),
        "estimated": one.estimated,
    } | ({} if one.share == 1 else {"share": format_percent(one.share, 1)})
