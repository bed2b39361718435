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

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from danvan.core.numbers import format_amount, parse_amount

from .states import CellState, RuleKind, Severity

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
    """A rule over line numbers: ``parts`` against ``whole``; ``places`` names lines as the officer sees them."""

    kind: RuleKind
    whole: int
    parts: tuple[int, ...]
    severity: Severity
    message: str = ""


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


def broken_bonds(bonds: Iterable[Bond], cells: Mapping[int, Reading], places: Mapping[int, str]) -> list[Check]:
    """The rules that what was typed does not keep. A rule with a line still empty or unreadable waits."""
    found = []
    for bond in bonds:
        readings = [cells.get(item, Reading(CellState.EMPTY)) for item in (bond.whole, *bond.parts)]
        whole, parts = readings[0], readings[1:]
        if any(reading.state not in {CellState.VALUE, CellState.NOT_APPLICABLE} for reading in readings):
            continue
        total = sum((part.amount or Decimal(0) for part in parts), Decimal(0))
        if whole.state == CellState.NOT_APPLICABLE and not total:
            continue
        if _kept(bond.kind, whole.amount or Decimal(0), total) and whole.state == CellState.VALUE:
            continue
        message = bond.message or _broken(bond, whole, total, places)
        found.append(Check(bond.whole, bond.severity, bond.kind.value, message, (bond.whole, *bond.parts)))
    return found


def _kept(kind: RuleKind, whole: Decimal, total: Decimal) -> bool:
    return total == whole if kind == RuleKind.PARTS_ADD_UP else total <= whole


def _broken(bond: Bond, whole: Reading, total: Decimal, places: Mapping[int, str]) -> Promise:
    said = format_amount(whole.amount) if whole.state == CellState.VALUE else "K"
    facts = {
        "lines": _lines(bond.parts, places),
        "sum": format_amount(total),
        "whole": places[bond.whole],
        "said": said,
    }
    return format_lazy(MESSAGES[bond.kind.value], **facts)


def _lines(items: Sequence[int], places: Mapping[int, str]) -> str:
    return ", ".join(places[item] for item in items)
