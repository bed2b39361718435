"""Questions that places in a text ask, and how they are answered: figures, shares, changes, who has reported.

A question is a small JSON object. ``ask`` says what kind it is; ``unit`` (public id of an area), ``period`` and
``line`` say of what. Kinds: ``figure`` (``indicator``, ``part``), ``share`` (``indicator`` in per cent of ``of``),
``change`` (against the period ``since``), ``sum`` (the parts written as a sum), ``target`` and ``of_target``,
``coverage`` (how many reported), ``lagging`` (who did not), ``leading`` and ``trailing`` (about ``most`` units by
``indicator``, or by ``indicator`` in per cent of ``of``), ``grid`` (``indicators`` by unit), ``chart`` (see
``charting``), ``step`` and ``attendance`` (of a ``directive``). ``as_of`` is the ISO day to whose units its figures
are carried; without it they are as they were. Answers are in Vietnamese, as the papers are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from danvan.core.numbers import NO_FIGURE, format_amount, format_percent, percent
from danvan.core.periods import Period

from .charting import charted
from .ranks import ranks_of
from .reading import Cell, Reader

Question = dict[str, Any]
AREAS_OF = "theo địa giới hành chính ngày {day:%d/%m/%Y}"


def by_units_of(question: Question, day: date | None) -> Question:
    """The question asked by the units of a day, or (without one) by those of the time."""
    bare = {key: value for key, value in question.items() if key != "as_of"}
    return bare | {"as_of": day.isoformat()} if day and "period" in bare else bare


@dataclass(frozen=True)
class Said:
    """An answer. ``amount`` None: not known. ``parts`` are rows {label, text}; a grid has ``columns`` and ``total``.

    ``sources`` (only when asked for) are the filed values behind it: who, what, when, in which report. ``lacking``
    names the old units whose figures a number carried to the units of a day does not hold.
    """

    amount: Decimal | None
    text: str
    label: str
    measure: str = ""
    formula: str = ""
    parts: tuple[dict[str, Any], ...] = ()
    sources: tuple[dict[str, Any], ...] = ()
    reported: int = 0
    expected: int = 0
    estimated: int = 0
    columns: tuple[str, ...] = ()
    total: tuple[dict[str, Any], ...] = ()
    lacking: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a number."""
        return self.amount is not None

    @property
    def is_partial(self) -> bool:
        """Whether some who should have reported have not."""
        return self.reported < self.expected

    @property
    def is_grid(self) -> bool:
        """Whether it is a whole table."""
        return bool(self.columns)


@dataclass(frozen=True)
class _Asked:
    """A question with what was read for it."""

    question: Question
    reader: Reader
    deep: bool
    scope: tuple[str, str, str] = field(init=False)
    gaps: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        object.__setattr__(self, "scope", self.reader.scope_of(self.question))

    def cell(self, indicator: str | None = None, part: str | None = None, period: str | None = None) -> Cell:
        """One total of the question's area; the question's own item and period unless told."""
        item = (indicator or self.question["indicator"], part if indicator else self.question.get("part"))
        unit, own_period, line = self.scope
        found = self.reader.cell((unit, period or own_period, line), *item)
        if found.carried:
            self.gaps.append(found.scope)
        return found

    def where(self, period: str | None = None) -> str:
        """ "năm 2014, Tỉnh Ánh Dương": when and where, and by the units of which day if not of the time."""
        unit, own_period, _line = self.scope
        said = f"{Period.parse(period or own_period).label_vi()}, {self.reader.unit_name(unit)}"
        day = self.reader.mode.as_of
        return f"{said}, {AREAS_OF.format(day=day)}" if day else said

    def sources(self, *cells: Cell) -> tuple[dict[str, Any], ...]:
        """The filed values behind these cells, when they were asked for."""
        return tuple(row for cell in cells for row in self.reader.sources(cell)) if self.deep else ()


def answers(questions: Mapping[str, Question], *, deep: bool = False) -> dict[str, Said]:
    """The answer to each question, by the same keys; the number of queries does not grow with their number.

    ``deep`` also fetches the filed values behind each. Raises KeyError for a kind of question nobody knows.
    """
    reader = Reader(list(questions.values()), deep=deep)
    return {key: _answer(_Asked(question, reader, deep)) for key, question in questions.items()}


def _answer(asked: _Asked) -> Said:
    said = _KINDS[asked.question["ask"]](asked)
    if not (said.known and asked.gaps):
        return said
    return replace(said, lacking="; ".join(dict.fromkeys(map(asked.reader.made_of, asked.gaps))))


def _figure(asked: _Asked) -> Said:
    cell = asked.cell()
    if cell.ratio:
        top, bottom = (asked.cell(code) for code in cell.ratio)
        return replace(_per_cent(asked, top, bottom), label=f"{cell.label}, {asked.where()}")
    parts = asked.reader.parts_of(cell)
    known = [part for part in parts if part.amount is not None]
    formula = "; ".join(filter(None, [_sum_text(known, cell) if known else _of_reports(cell), cell.carried]))
    return Said(
        amount=cell.amount,
        text=cell.text,
        label=f"{cell.label}, {asked.where()}",
        measure=cell.measure,
        formula=formula,
        parts=tuple({"label": part.name, "text": part.text} for part in parts),
        sources=asked.sources(cell),
        reported=cell.reported,
        expected=cell.expected,
        estimated=cell.estimated,
    )


def _of_reports(cell: Cell) -> str:
    return f"Cộng số liệu của {cell.reported} đơn vị đã báo cáo = {cell.text}" if cell.amount is not None else ""


def _sum_text(parts: list[Cell], whole: Cell) -> str:
    """ "1.165 + 1.330 + 387 + 263 = 3.145"; a sum that does not meet the whole says so."""
    added = sum((part.amount or Decimal(0) for part in parts), Decimal(0))
    text = f"{' + '.join(part.text for part in parts)} = {format_amount(added)}"
    if whole.amount is not None and added != whole.amount:
        text += f"; số tổng đã báo cáo là {whole.text}"
    return text


def _sum(asked: _Asked) -> Said:
    cell = asked.cell()
    parts = asked.reader.parts_of(cell)
    complete = bool(parts) and all(part.amount is not None for part in parts)
    said = _figure(asked)
    return replace(
        said,
        amount=cell.amount if complete else None,
        text=_sum_text(parts, cell) if complete else NO_FIGURE,
        label=f"Phép cộng: {said.label}",
    )


def _share(asked: _Asked) -> Said:
    return _per_cent(asked, asked.cell(), asked.cell(asked.question["of"], asked.question.get("of_part")))


def _per_cent(asked: _Asked, top: Cell, bottom: Cell) -> Said:
    amount = percent(top.amount, bottom.amount)
    text = format_percent(top.amount, bottom.amount)
    return Said(
        amount=amount,
        text=text,
        label=f"Tỷ lệ {top.label} so với {bottom.label}, {asked.where()}",
        measure="%",
        formula=f"{top.text} : {bottom.text} × 100 = {text}" if amount is not None else "",
        parts=({"label": top.label, "text": top.text}, {"label": bottom.label, "text": bottom.text}),
        sources=asked.sources(top, bottom),
        reported=min(top.reported, bottom.reported),
        expected=max(top.expected, bottom.expected),
        estimated=max(top.estimated, bottom.estimated),
    )


def _change(asked: _Asked) -> Said:
    now, before = asked.cell(), asked.cell(period=asked.question["since"])
    since = Period.parse(asked.question["since"]).label_vi()
    label = f"{now.label}, {asked.where()}, so với {since}"
    if now.amount is None or before.amount is None:
        return Said(None, NO_FIGURE, label, now.measure)
    difference = now.amount - before.amount
    text = _difference(difference, before, now)
    return Said(
        amount=difference,
        text=text,
        label=label,
        measure=now.measure,
        formula=f"{now.text} − {before.text} = {format_amount(difference)}",
        parts=(
            {"label": Period.parse(asked.scope[1]).label_vi(), "text": now.text},
            {"label": since, "text": before.text},
        ),
        sources=asked.sources(now, before),
        reported=now.reported,
        expected=now.expected,
        estimated=max(now.estimated, before.estimated),
    )


def _difference(difference: Decimal, before: Cell, now: Cell) -> str:
    """ "tăng 4 mô hình (tăng 9,1 %)"; rates differ by percentage points, which have no rate of their own."""
    if not difference:
        return "không thay đổi"
    word = "tăng" if difference > 0 else "giảm"
    size = format_amount(abs(difference))
    if now.ratio:
        return f"{word} {size} điểm phần trăm"
    rate = format_percent(abs(difference), before.amount)
    return f"{word} {size} {now.measure}" + (f" ({word} {rate})" if rate != NO_FIGURE else "")


def _target(asked: _Asked) -> Said:
    cell = asked.cell()
    target = asked.reader.target(asked.scope, asked.question["indicator"])
    text = format_amount(target) if target is not None else NO_FIGURE
    return Said(target, text, f"Chỉ tiêu: {cell.label}, {asked.where()}", cell.measure)


def _of_target(asked: _Asked) -> Said:
    cell = asked.cell()
    target = asked.reader.target(asked.scope, asked.question["indicator"])
    text = format_percent(cell.amount, target)
    amount = percent(cell.amount, target)
    return Said(
        amount=amount,
        text=text,
        label=f"Kết quả so với chỉ tiêu: {cell.label}, {asked.where()}",
        measure="%",
        formula=f"{cell.text} : {format_amount(target)} × 100 = {text}" if amount is not None else "",
        parts=({"label": "Kết quả", "text": cell.text}, {"label": "Chỉ tiêu", "text": format_amount(target)}),
        sources=asked.sources(cell),
        reported=cell.reported,
        expected=cell.expected,
        estimated=cell.estimated,
    )


def _coverage(asked: _Asked) -> Said:
    bodies = asked.reader.bodies(asked.scope)
    reported = sum(body.filed for body in bodies)
    return Said(
        amount=Decimal(reported) if bodies else None,
        text=f"{format_amount(reported)} trên {format_amount(len(bodies))}",
        label=f"Đơn vị đã báo cáo, {asked.where()}",
        measure="đơn vị",
        formula=f"{len(bodies)} đơn vị thuộc diện báo cáo, {len(bodies) - reported} đơn vị chưa báo cáo",
        parts=tuple({"label": body.name, "text": "chưa báo cáo"} for body in bodies if not body.filed),
        reported=reported,
        expected=len(bodies),
    )


def _lagging(asked: _Asked) -> Said:
    """Who has not reported, and for a review of a directive also whose mandate is overdue."""
    bodies = asked.reader.bodies(asked.scope)
    period = Period.parse(asked.scope[1]).label_vi()
    late = {body.name: [f"chưa gửi số liệu {period}"] for body in bodies if not body.filed}
    mandates = asked.reader.mandates(asked.question)
    for mandate in mandates:
        if mandate.is_late:
            late.setdefault(mandate.name, []).append(mandate.lag)
    everyone = {body.name for body in bodies} | {mandate.name for mandate in mandates}
    return Said(
        amount=Decimal(len(late)),
        text=f"{format_amount(len(late))} trên {format_amount(len(everyone))} đơn vị",
        label=f"Đơn vị chậm, {asked.where()}",
        measure="đơn vị",
        parts=tuple({"label": name, "text": "; ".join(reasons)} for name, reasons in late.items()),
        reported=len(everyone) - len(late),
        expected=len(everyone),
    )


def _ranked(asked: _Asked) -> Said:
    """Who leads or trails; the list says how it was ordered and who could not be."""
    ranks = ranks_of(asked.reader, asked.question, deep=asked.deep)
    return Said(
        amount=Decimal(ranks.listed) if ranks.told else None,
        text=ranks.text,
        label=f"{ranks.label}, {asked.where()}",
        measure="đơn vị",
        formula=ranks.rule,
        parts=ranks.rows,
        sources=ranks.sources,
        reported=ranks.told,
        expected=ranks.told + ranks.silent,
        estimated=ranks.estimated,
    )


def _grid(asked: _Asked) -> Said:
    codes = asked.question["indicators"]
    rows = asked.reader.grid(asked.scope, codes)
    totals = [asked.cell(code) for code in codes]
    return Said(
        amount=Decimal(len(rows)),
        text=f"{format_amount(len(rows))} đơn vị",
        label=f"Biểu theo đơn vị, {asked.where()}",
        measure="đơn vị",
        parts=tuple(
            {"label": row.name, "unit": row.public_id, "cells": [_entry(asked, cell) for cell in row.cells]}
            for row in rows
        ),
        reported=max((cell.reported for cell in totals), default=0),
        expected=max((cell.expected for cell in totals), default=0),
        estimated=max((cell.estimated for cell in totals), default=0),
        columns=tuple(f"{cell.name} ({cell.measure})" for cell in totals),
        total=tuple(_entry(asked, cell) for cell in totals),
    )


def _entry(asked: _Asked, cell: Cell) -> dict[str, Any]:
    entry = {"text": cell.text, "label": cell.label, "measure": cell.measure}
    return entry | {"sources": list(asked.sources(cell))} if asked.deep else entry


def _step(asked: _Asked) -> Said:
    mandates = asked.reader.mandates(asked.question)
    step = asked.question["step"]
    there = [mandate for mandate in mandates if step in mandate.steps]
    return Said(
        amount=Decimal(len(there)) if there else None,
        text=f"{format_amount(len(there))} trên {format_amount(len(mandates))}",
        label=f"Đơn vị đã qua bước “{asked.reader.step_name(step)}”, {asked.reader.unit_name(asked.question['unit'])}",
        measure="đơn vị",
        formula=f"{len(mandates)} đơn vị được giao, {len(mandates) - len(there)} đơn vị chưa tới bước này",
        parts=tuple(
            {"label": mandate.name, "text": "chưa tới bước này"} for mandate in mandates if mandate not in there
        ),
        sources=tuple(mandate.steps[step] for mandate in there) if asked.deep else (),
        reported=len(there),
        expected=len(mandates),
    )


def _attendance(asked: _Asked) -> Said:
    held = [mandate for mandate in asked.reader.mandates(asked.question) if mandate.attendance is not None]
    amount = Decimal(sum(mandate.attendance for mandate in held))
    return Said(
        amount=amount if held else None,
        text=format_amount(amount) if held else NO_FIGURE,
        label=f"Lượt người dự quán triệt, {asked.reader.unit_name(asked.question['unit'])}",
        measure="lượt",
        formula=f"Cộng số người dự do {len(held)} đơn vị báo",
        parts=tuple({"label": mandate.name, "text": format_amount(mandate.attendance)} for mandate in held),
        reported=len(held),
        expected=len(asked.reader.mandates(asked.question)),
    )


def _chart(asked: _Asked) -> Said:
    return Said(**charted(asked))


_KINDS: dict[str, Callable[[_Asked], Said]] = {
    "figure": _figure,
    "share": _share,
    "change": _change,
    "sum": _sum,
    "target": _target,
    "of_target": _of_target,
    "coverage": _coverage,
    "lagging": _lagging,
    "leading": _ranked,
    "trailing": _ranked,
    "grid": _grid,
    "chart": _chart,
    "step": _step,
    "attendance": _attendance,
}
