"""What is wrong or odd in a report: pure functions over what was typed. No tables, no clock.

An error blocks filing (a text that is no figure, a required line left empty, parts that do not add up and are not
explained); a warning only asks. Zero, nothing and "K" (not applicable) are three different things.

The page of entry judges the same without the server (``static/reports/rules.js``, told by ``queries/rules.py``):
both are held to one table of cases, ``tests/data/judged.json``.
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
ESTIMATE = "~≈"  # the signs that stand before a figure that is an estimate

MESSAGES = {
    "leap_up": _("{times} times last period ({before}). If it is right, write why; it can still be filed."),
    "leap_down": _("Less than a fifth of last period ({before}). If it is right, write why; it can still be filed."),
    "months": _("The months of this period add up to {sum}, this line says {amount}. Correct it or write why."),
    "parts_add_up": _("Lines {lines} add up to {sum}, line {whole} says {said}. Correct one of them, or write why."),
    "not_more_than": _("Lines {lines} ({sum}) are more than line {whole} ({said}). Correct one of them, or write why."),
    "compare": _("Lines {left} ({sum}) must be {op} {right} ({other}). Correct one of them, or write why."),
    "compare_constant": _("Lines {left} ({sum}) must be {op} {other}. Correct them, or write why."),
}


@dataclass(frozen=True)
class Reading:
    """What a text says: one of the four states, the amount of a figure, and why it is no figure.

    ``estimate``: the figure is one for the time being, the actual one comes later.
    """

    state: CellState
    amount: Decimal | None = None
    message: Promise | str = ""
    estimate: bool = False


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
    """What the text of a cell says, with at most ``decimals`` decimals; ``~186`` is 186 as an estimate."""
    estimate = is_estimate(raw)
    parsed = parse_amount(raw.strip()[1:] if estimate else raw, decimals)
    if estimate and parsed.state in {"empty", "not_applicable"}:
        parsed = parse_amount(raw, decimals)
    return Reading(
        CellState(parsed.state), parsed.amount, parsed.message or "", estimate and parsed.state == CellState.VALUE
    )


def is_estimate(raw: str) -> bool:
    """Whether a text is marked as an estimate."""
    return raw.strip()[:1] in set(ESTIMATE)


def text_of(reading_state: str, amount: Decimal | None, raw: str) -> str:
    """How a cell shows what it holds: figures the Vietnamese way, K, nothing, or the text as typed."""
    if reading_state == CellState.VALUE:
        return ("~" if is_estimate(raw) else "") + format_amount(amount)
    if reading_state == CellState.NOT_APPLICABLE:
        return "K"
    return "" if reading_state == CellState.EMPTY else raw


def leap(amount: Decimal | None, before: Decimal | None) -> Promise | None:
    """A warning when a figure is more than five times last period's, or less than a fifth of it."""
    if amount is None or not before or max(amount, before) < SMALL:
        return None
    if amount > LEAP * before:
        times = format_amount(amount / before, 1).removesuffix(",0")
        return format_lazy(MESSAGES["leap_up"], times=times, before=format_amount(before))
    if amount * LEAP < before:
        return format_lazy(MESSAGES["leap_down"], before=format_amount(before))
    return None


def months_differ(amount: Decimal | None, of_months: Decimal | None) -> Promise | None:
    """A warning when a longer period says another figure than its months, which were all filed."""
    if amount is None or of_months is None or amount == of_months:
        return None
    return format_lazy(MESSAGES["months"], sum=format_amount(of_months), amount=format_amount(amount))


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

    Each: ``id``, ``severity`` ("error" | "warning"), ``message`` (to be shown when it is broken, with the places
    ``{sum}``, ``{said}`` and ``{other}`` to fill in unless ``own``: the form's own words stand as they are), ``at``
    (the item where it is shown), ``whole`` (the item that ``{said}`` quotes, or null), ``left`` and ``right`` (item ids
    whose sums are compared), ``op`` (= <= >= < >), ``constant`` (added to the right side; a decimal number as text such
    as "12.5", or null). Amounts are decimal, never binary.
    """
    return [
        {
            "id": bond.pk,
            "severity": bond.severity.value,
            "message": str(bond.message or _sentence(bond, places, sum="{sum}", said="{said}", other="{other}")),
            "own": bool(bond.message),
            "at": bond.at,
            "whole": bond.whole,
            "left": list(bond.parts),
            "op": bond.op.value,
            "right": list(bond.against),
            "constant": None if bond.constant is None else f"{bond.constant.normalize():f}",
        }
        for bond in bonds
    ]


def _broken(bond: Bond, cells: Mapping[int, Reading], places: Mapping[int, str]) -> Promise:
    total = format_amount(side(bond.parts, cells))
    other = format_amount(side(bond.against, cells) + (bond.constant or 0))
    whole = cells.get(bond.whole, Reading(CellState.EMPTY))
    said = format_amount(whole.amount) if whole.state == CellState.VALUE else "K"
    return _sentence(bond, places, sum=total, said=said, other=other)


def _sentence(bond: Bond, places: Mapping[int, str], **amounts: str) -> Promise:
    """What is said when a rule is broken; ``amounts``: the sum of the left side, the whole, the right side."""
    facts = amounts | {"lines": _lines(bond.parts, places), "left": _lines(bond.parts, places), "op": bond.op.label}
    if bond.whole is not None:
        return format_lazy(MESSAGES[bond.kind.value], whole=places[bond.whole], **facts)
    return format_lazy(
        MESSAGES["compare" if bond.right else "compare_constant"], right=_other_side(bond, places), **facts
    )


def _other_side(bond: Bond, places: Mapping[int, str]) -> Promise | str:
    number = "" if bond.constant is None else format_amount(bond.constant)
    if not bond.against:
        return number
    lines = format_lazy(_("lines {lines}"), lines=_lines(bond.against, places))
    return format_lazy("{lines} + {number}", lines=lines, number=number) if bond.constant else lines


def _lines(items: Sequence[int], places: Mapping[int, str]) -> str:
    return ", ".join(places[item] for item in items)
