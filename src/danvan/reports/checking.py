"""What is wrong or odd in a report: pure functions over what was typed. No tables, no clock.

An error blocks filing (a text that is no figure, a required line left empty, parts that do not add up and are not
explained); a warning only asks. Zero, nothing and "K" (not applicable) are three different things.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from danvan.core.numbers import format_amount, parse_amount

from .states import CellState, Operator, RuleKind, Severity

LEAP = 5  # times more, or less, than last period
SMALL = 10  # below this size counts leap by nature: from 1 to 6 is no news
LONGEST = 200


@dataclass(frozen=True)
class Reading:
    """What a text says: one of the four states, the amount of a figure, and why it is no figure."""

    state: CellState
    amount: Decimal | None = None
    message: Promise | str = ""


@dataclass(frozen=True)
class Bond:
    """A rule over line numbers; all kinds are one comparison: the sum of ``parts`` against the other side.

    The other side is the ``whole``, or of a free comparison the sum of ``right`` with the ``constant``.
    """

    kind: RuleKind
    whole: int | None
    parts: tuple[int, ...]
    severity: Severity
    message: str = ""
    operator: Operator = Operator.EQUAL
    right: tuple[int, ...] = ()
    constant: Decimal | None = None
    pk: int | None = None

    @property
    def op(self) -> Operator:
        """How the left side must stand to the right side."""
        named = {RuleKind.PARTS_ADD_UP: Operator.EQUAL, RuleKind.NOT_MORE_THAN: Operator.AT_MOST}
        return named.get(self.kind, self.operator)

    @property
    def against(self) -> tuple[int, ...]:
        """The lines of the right side."""
        return self.right if self.whole is None else (self.whole,)

    @property
    def at(self) -> int:
        """The line at which the rule speaks: the whole, or the first line of the left side."""
        return self.parts[0] if self.whole is None else self.whole

    @property
    def items(self) -> tuple[int, ...]:
        """All lines that it concerns, that at which it speaks first."""
        return tuple(dict.fromkeys((self.at, *self.parts, *self.against)))


@dataclass(frozen=True)
class Check:
    """Something to look at before filing. ``item`` is the line it is said at; ``items`` all lines that it concerns."""

    item: int
    severity: Severity
    code: str
    message: Promise | str
    items: tuple[int, ...] = ()


def read(raw: str, decimals: int) -> Reading:
    """What the text of a cell says, with at most ``decimals`` decimals."""
    parsed = parse_amount(raw, decimals)
    return Reading(CellState(parsed.state), parsed.amount, parsed.message or "")


def text_of(reading_state: str, amount: Decimal | None, raw: str) -> str:
    """How a cell shows what it holds: figures the Vietnamese way, K, nothing, or the text as typed."""
    if reading_state == CellState.VALUE:
        return format_amount(amount)
    if reading_state == CellState.NOT_APPLICABLE:
        return "K"
    return "" if reading_state == CellState.EMPTY else raw


def leap(amount: Decimal | None, before: Decimal | None) -> Promise | None:
    """A warning when a figure is more than five times last period's, or less than a fifth of it."""
    if amount is None or not before or max(amount, before) < SMALL:
        return None
    if amount > LEAP * before:
        times = format_amount(amount / before, 1).removesuffix(",0")
        return format_lazy(
            _("{times} times last period ({before}). If it is right, write why; it can still be filed."),
            times=times,
            before=format_amount(before),
        )
    if amount * LEAP < before:
        return format_lazy(
            _("Less than a fifth of last period ({before}). If it is right, write why; it can still be filed."),
            before=format_amount(before),
        )
    return None


def months_differ(amount: Decimal | None, of_months: Decimal | None) -> Promise | None:
    """A warning when a longer period says another figure than its months, which were all filed."""
    if amount is None or of_months is None or amount == of_months:
        return None
    return format_lazy(
        _("The months of this period add up to {sum}, this line says {amount}. Correct it or write why."),
        sum=format_amount(of_months),
        amount=format_amount(amount),
    )


def compare(left: Decimal, op: str, right: Decimal) -> bool:
    """Whether ``left`` stands to ``right`` as ``op`` says (``Operator``)."""
    return {
        Operator.EQUAL: left == right,
        Operator.AT_MOST: left <= right,
        Operator.AT_LEAST: left >= right,
        Operator.LESS: left < right,
        Operator.MORE: left > right,
    }[Operator(op)]


def kept(bond: Bond, cells: Mapping[int, Reading]) -> bool:
    """Whether what was typed keeps a rule.

    A rule waits, and counts as kept, while one of its lines is empty or unreadable, and where nothing is applicable
    in any of them. Otherwise "K" counts as nothing: a whole that is "K" cannot have parts.
    """
    readings = [cells.get(item, Reading(CellState.EMPTY)) for item in bond.items]
    states = {reading.state for reading in readings}
    if states - {CellState.VALUE, CellState.NOT_APPLICABLE} or states == {CellState.NOT_APPLICABLE}:
        return True
    return compare(side(bond.parts, cells), bond.op, side(bond.against, cells) + (bond.constant or 0))


def side(items: Sequence[int], cells: Mapping[int, Reading]) -> Decimal:
    """The sum of one side of a rule; "K" and what is no figure count as nothing."""
    return sum((cells[item].amount or Decimal(0) for item in items if item in cells), Decimal(0))


def broken_bonds(bonds: Iterable[Bond], cells: Mapping[int, Reading], places: Mapping[int, str]) -> list[Check]:
    """The rules that what was typed does not keep; ``places`` names lines as the officer sees them."""
    return [
        Check(bond.at, bond.severity, bond.kind.value, bond.message or _broken(bond, cells, places), bond.items)
        for bond in bonds
        if not kept(bond, cells)
    ]


def in_words(bond: Bond, places: Mapping[int, str]) -> Promise:
    """What a rule asks, without figures: for a page that checks by itself and for the designer."""
    return format_lazy(
        _("Lines {left} together must be {op} {right}."),
        left=_lines(bond.parts, places),
        op=bond.op.label,
        right=_other_side(bond, places),
    )


def as_data(bonds: Iterable[Bond], places: Mapping[int, str]) -> list[dict[str, Any]]:
    """The rules as a page carries them, so that its script judges as ``kept`` does, also without a connection.

    Each: ``id``, ``severity`` ("error" | "warning"), ``message`` (to be shown when it is broken), ``at`` (the item
    where it is shown), ``left`` and ``right`` (item ids whose sums are compared), ``op`` (= <= >= < >), ``constant``
    (added to the right side; a decimal number as text such as "12.5", or null). Amounts are decimal, never binary.
    """
    return [
        {
            "id": bond.pk,
            "severity": bond.severity.value,
            "message": str(bond.message or in_words(bond, places)),
            "at": bond.at,
            "left": list(bond.parts),
            "op": bond.op.value,
            "right": list(bond.against),
            "constant": None if bond.constant is None else f"{bond.constant.normalize():f}",
        }
        for bond in bonds
    ]


def _broken(bond: Bond, cells: Mapping[int, Reading], places: Mapping[int, str]) -> Promise:
    total = format_amount(side(bond.parts, cells))
    if bond.whole is None:
        facts = {"left": _lines(bond.parts, places), "sum": total, "op": bond.op.label}
        facts["other"] = format_amount(side(bond.right, cells) + (bond.constant or 0))
        if not bond.right:
            said = _("Lines {left} ({sum}) must be {op} {other}. Correct them, or write why.")
            return format_lazy(said, **facts)
        said = _("Lines {left} ({sum}) must be {op} {right} ({other}). Correct one of them, or write why.")
        return format_lazy(said, right=_other_side(bond, places), **facts)
    whole = cells[bond.whole]
    facts = {
        "lines": _lines(bond.parts, places),
        "sum": total,
        "whole": places[bond.whole],
        "said": format_amount(whole.amount) if whole.state == CellState.VALUE else "K",
    }
    if bond.kind == RuleKind.PARTS_ADD_UP:
        return format_lazy(
            _("Lines {lines} add up to {sum}, line {whole} says {said}. Correct one of them, or write why."), **facts
        )
    return format_lazy(
        _("Lines {lines} ({sum}) are more than line {whole} ({said}). Correct one of them, or write why."), **facts
    )


def _other_side(bond: Bond, places: Mapping[int, str]) -> Promise | str:
    number = "" if bond.constant is None else format_amount(bond.constant)
    if not bond.against:
        return number
    lines = format_lazy(_("lines {lines}"), lines=_lines(bond.against, places))
    return format_lazy("{lines} + {number}", lines=lines, number=number) if bond.constant else lines


def _lines(items: Sequence[int], places: Mapping[int, str]) -> str:
    return ", ".join(places[item] for item in items)
