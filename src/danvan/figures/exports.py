"""Figures as XLSX, CSV and DOCX: exactly what the page shows, saying of what, when and by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from danvan.core import clock
from danvan.core.text import fold
from danvan.documents import csv, tables_docx, xlsx
from danvan.documents.columns import Column, ExportNote, Kind
from danvan.web.notice import notice_text

from .modes import WAS
from .queries import Breakdown, Cell, Contribution, Scope, State, Totals, TotalsRow, period_name

NOT_APPLICABLE = "K"
# The end of the name of a file whose figures are as they were; of others the day stands there.
WAS_TAIL, DAY_TAIL = "theo-don-vi-khi-do", "theo-don-vi-ngay"


@dataclass(frozen=True)
class Sheet:
    """A table to take away. ``scope_text`` says of what it is and by which units; ``units`` is the mode's code."""

    title: str
    scope_text: str
    units: str
    columns: tuple[Column, ...]
    rows: tuple[dict[str, Any], ...]


def _xlsx(sheet: Sheet, note: ExportNote) -> bytes:
    return xlsx.write_xlsx([xlsx.Sheet(sheet.title[:31], sheet.columns, sheet.rows)], note)


WRITERS: dict[str, tuple[Callable[[Sheet, ExportNote], bytes], str]] = {
    "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (lambda sheet, note: csv.write_csv(sheet.columns, sheet.rows, note), "text/csv; charset=utf-8"),
    "docx": (
        lambda sheet, note: tables_docx.write_table_docx(sheet.columns, sheet.rows, note),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


def response(sheet: Sheet, kind: str, made_by: str) -> HttpResponse:
    """The sheet as a download."""
    write, content_type = WRITERS[kind]
    note = ExportNote(
        sheet.title, sheet.scope_text, len(sheet.rows), clock.now(), made_by, notice_text()
    )  # fmt: skip
    tail = WAS_TAIL if sheet.units == WAS else f"{DAY_TAIL}-{sheet.units}"
    name = f"{slugify(fold(sheet.title))[:80].strip('-')}-{tail}"
    answer = HttpResponse(write(sheet, note), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _amount(cell: Cell | None) -> Decimal | str | None:
    """A number, "K", or nothing: zero, empty and not applicable stay three things."""
    if cell is None:
        return None
    return NOT_APPLICABLE if cell.state is State.NOT_APPLICABLE and cell.amount is None else _plain(cell.amount)


def _plain(amount: Decimal | None) -> Decimal | None:
    """The amount without the zeros that the table stores behind it."""
    if amount is None or amount != amount.to_integral_value():
        return amount if amount is None else amount.normalize()
    return amount.quantize(Decimal(1))


def _note(cell: Cell, why_not: str = "") -> str:
    said = [why_not] if cell.state is State.NOT_ADDITIVE else []
    if cell.state is State.NOT_ALIVE:
        said.append(_("no such unit on that day"))
    if cell.estimated:
        said.append(_("estimated"))
    if cell.withheld:
        said.append(_("not apportionable"))
    if cell.predecessors_told < cell.predecessors:
        told = {"told": cell.predecessors_told, "all": cell.predecessors}
        said.append(_("partial: %(told)s of %(all)s former units") % told)
    if cell.flagged:
        said.append(_("the parts do not add up"))
    return "; ".join(said)


def _carrying(scope: Scope) -> tuple[Column, ...]:
    """The columns that say of what a restated figure is made; none for figures as they were."""
    if not scope.mode.carries(scope.period):
        return ()
    return (
        Column("predecessors_told", _("Former units that told"), 12, Kind.INTEGER),
        Column("predecessors", _("Former units"), 12, Kind.INTEGER),
        Column("estimated", _("Estimated values"), 12, Kind.INTEGER),
        Column("withheld", _("Former units not apportioned"), 12, Kind.INTEGER),
    )


def _counts(cell: Cell) -> dict[str, int]:
    names = ("reported", "expected", "predecessors_told", "predecessors", "estimated", "withheld")
    return {name: getattr(cell, name) for name in names}


def _number(key: str, title: str, rows: Iterable[dict[str, Any]], width: float = 14) -> Column:
    """A column of numbers: whole ones unless some row has decimals."""
    values = [row[key] for row in rows if isinstance(row[key], Decimal)]
    whole = all(value == value.to_integral_value() for value in values)
    return Column(key, title, width, Kind.INTEGER if whole else Kind.DECIMAL)


def _scope_text(scope: Scope, said: str) -> str:
    return f"{scope.unit.name}; {scope.line.name}; {period_name(scope.period)}; {said}"


def totals_sheet(scope: Scope, totals: Totals, said: str) -> Sheet:
    """The page of totals; parts stand under their whole. ``said`` tells by which units."""
    rows = []
    for topic, group in totals.groups:
        for row in group:
            rows += [_total_line(topic, each) for each in (row, *row.parts)]
    columns = [
        Column("topic", _("Group"), 24),
        Column("name", _("Indicator"), 44),
        Column("measure", _("Measure"), 12),
        _number("now", period_name(scope.period), rows),
        Column("reported", _("Reported"), 10, Kind.INTEGER),
        Column("expected", _("Should report"), 10, Kind.INTEGER),
        *_carrying(scope),
    ]
    if totals.has_year:
        columns.append(_number("so_far", _("Since January"), rows))
        columns.append(Column("so_far_told", _("Periods told since January"), 12))
    if totals.before:
        columns.append(_number("before", period_name(totals.before), rows))
    if totals.last_year:
        columns.append(_number("last_year", period_name(totals.last_year), rows))
        columns.append(Column("growth", _("Percent of the same period last year"), 14, Kind.DECIMAL))
    columns.append(Column("note", _("Note"), 30))
    title = _("Totals, %(unit)s, %(period)s") % {"unit": scope.unit.name, "period": period_name(scope.period)}
    return Sheet(title, _scope_text(scope, said), scope.mode.code, tuple(columns), tuple(rows))


def _total_line(topic: str, row: TotalsRow) -> dict[str, Any]:
    unlike = _("not comparable with last year") if row.unlike else ""
    so_far = row.so_far
    refused = so_far and so_far.is_refused and so_far.span.why != row.indicator.why_not
    why = _("since January: %(why)s") % {"why": so_far.span.why} if refused else ""
    differing = [one.text for one in so_far.mismatches] if so_far else []
    return {
        "topic": topic,
        "name": f"– {row.part.name}" if row.part else row.indicator.name,
        "measure": row.indicator.measure,
        "now": _amount(row.now),
        "before": _amount(row.before),
        "last_year": _amount(row.last_year),
        "growth": row.growth,
        "so_far": _plain(so_far.amount) if so_far else None,
        "so_far_told": f"{so_far.span.told}/{so_far.of}" if so_far and so_far.is_told else "",
        "note": "; ".join(filter(None, [_note(row.now, row.indicator.why_not), unlike, why, *differing])),
    } | _counts(row.now)


def units_sheet(scope: Scope, found: Breakdown, said: str) -> Sheet:
    """One indicator by unit, with its parts or with the two sides of a ratio. ``said`` tells by which units."""
    indicator = found.indicator
    rows = []
    for line in found.rows:
        cell = line.cell
        row = {
            "unit": line.row.name,
            "amount": _amount(cell),
            "numerator": _plain(cell.numerator),
            "denominator": _plain(cell.denominator),
            "note": _note(cell, indicator.why_not),
        } | _counts(cell)
        rows.append(row | {f"part.{part.code}": _amount(own) for part, own in line.parts})
    columns = [Column("unit", _("Unit"), 36)]
    if indicator.is_ratio:
        columns += [
            _number("numerator", indicator.numerator.name, rows),
            _number("denominator", indicator.denominator.name, rows),
        ]
    columns.append(_number("amount", f"{indicator.name} ({indicator.measure})", rows, 18))
    columns += [_number(f"part.{part.code}", part.name, rows) for part, _total in found.parts]
    columns += [
        Column("reported", _("Reported"), 10, Kind.INTEGER),
        Column("expected", _("Should report"), 10, Kind.INTEGER),
        *_carrying(scope),
        Column("note", _("Note"), 30),
    ]
    return Sheet(
        _title(scope, found, _("by unit")), _scope_text(scope, said), scope.mode.code, tuple(columns), tuple(rows)
    )


def sources_sheet(scope: Scope, found: Breakdown, said: str) -> Sheet:
    """The filed cells behind one indicator, the missing ones too. ``said`` tells by which units."""
    rows = [
        {
            "unit": one.unit,
            "area": one.area,
            "amount": NOT_APPLICABLE if one.state is State.NOT_APPLICABLE else _plain(one.amount),
            "share": one.share,
            "carried": _plain(one.carried),
            "filed_by": one.filed_by,
            "filed_at": one.filed_at,
            "revision": one.revision,
            "source": one.source,
            "note": source_note(one),
        }
        for one in found.sources
    ]
    carrying = ()
    if scope.mode.carries(scope.period):
        carrying = (Column("share", _("Share carried"), 12, Kind.PERCENT), _number("carried", _("Carried"), rows))
    columns = (
        Column("unit", _("Unit"), 32),
        Column("area", _("Area"), 24),
        _number("amount", f"{found.indicator.name} ({found.indicator.measure})", rows, 18),
        *carrying,
        Column("filed_by", _("Filed by"), 24),
        Column("filed_at", _("Filed at"), 18, Kind.DATETIME),
        Column("revision", _("Revision"), 8, Kind.INTEGER),
        Column("source", _("Source"), 30),
        Column("note", _("Note"), 24),
    )
    return Sheet(
        _title(scope, found, _("filed cells")), _scope_text(scope, said), scope.mode.code, columns, tuple(rows)
    )


def source_note(one: Contribution) -> str:
    """What to say beside a filed cell; empty when the number says it all."""
    said = [_("not filed")] if one.state is State.MISSING else []
    if one.state is State.NOT_APPORTIONABLE:
        said.append(_("not apportionable"))
    elif one.estimated or (one.how == "estimated" and one.amount is not None):
        said.append(_("estimated"))
    if one.flagged:
        said.append(_("the parts do not add up"))
    return "; ".join(said)


def _title(scope: Scope, found: Breakdown, what: str) -> str:
    return f"{found.indicator.name}, {scope.unit.name}, {period_name(scope.period)}, {what}"
