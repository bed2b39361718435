"""Figures through any sequence of real changes (spine, invariants 3, 4 and 6): what was told stays as it was told, what
is carried is neither lost nor doubled, and taking the changes back leads to where it began."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from danvan.core.errors import Refused
from danvan.core.periods import Period
from danvan.figures.checks import wrong_totals
from danvan.figures.models import Filing, Indicator, Line, Total, Value
from danvan.figures.modes import Mode
from danvan.figures.queries import cells
from danvan.figures.services import NewValue, file_values, recompute_waiting
from danvan.orgs import services
from danvan.orgs.changes import Coming, builders
from danvan.orgs.kinds import Kind, ShareKind
from danvan.orgs.models import Unit
from danvan.orgs.services import Opening
from danvan.orgs.tests.changing import DOCUMENT, carry_out, everywhere

START, FIRST = date(2020, 1, 1), date(2025, 7, 1)
PERIODS = [Period.parse("2025-05"), Period.parse("2025-06")]
LAST = FIRST + timedelta(days=40)
PROVINCES = ("P0", "P1")
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["absorb", "found", "split", "part", "move"]),
        st.integers(0, 3),
        st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 1)),
        st.integers(1, 99),
    ),
    min_size=1,
    max_size=4,
)
AMOUNTS = st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), min_size=2, max_size=4)


def grow(amounts: list[tuple[int, int]]) -> Decimal:
    """Two provinces, communes with Party committees, and what each filed; gives back the sum of May 2025."""
    openings = [Opening("N", Kind.NATION, "Nước", "Nước", None, START)]
    openings += [Opening(code, Kind.PROVINCE, f"Tỉnh {code}", code, "N", START) for code in PROVINCES]
    for number in range(len(amounts)):
        code = f"C{number}"
        openings.append(Opening(code, Kind.COMMUNE, f"Xã {code}", code, f"P{number % 2}", START))
        openings.append(Opening(f"{code}.DU", Kind.PARTY_COMMITTEE, f"Đảng ủy xã {code}", code, code, START))
    made = services.open_units(openings)
    for number, told in enumerate(amounts):
        for period, amount in zip(PERIODS, told, strict=True):
            value = NewValue("dvk_registered", None, Decimal(amount))
            file_values(made[f"C{number}.DU"], "commune-party", period, [value], by=everywhere(), token=uuid4())
    recompute_waiting()
    return Decimal(sum(may for may, _june in amounts))


def plan_of(act: tuple, number: int):
    """One random act on communes of its day."""
    kind, days, picks, percent = act
    day = FIRST + timedelta(days=10 * days)
    communes = list(Unit.objects.of_kind(Kind.COMMUNE, on=day).alive(day).order_by("code"))
    one = communes[picks[0] % len(communes)]
    others = [unit for unit in communes if unit != one] or [one]
    two = others[picks[1] % len(others)]
    said = {"on": day, "decided_by": DOCUMENT}
    new = Coming(f"U{number}", Kind.COMMUNE, f"Xã U{number}", f"U{number}", PROVINCES[picks[2]])
    share = Decimal(percent) / 100
    if kind == "absorb":
        return builders.merge([one, two], two, **said)
    if kind == "found":
        return builders.merge([one, two], new, **said)
    if kind == "split":
        return builders.split(one, [new, two], [share, 1 - share], ShareKind.POPULATION, **said)
    if kind == "part":
        return builders.transfer(one, two, share, ShareKind.HOUSEHOLDS, **said)
    return builders.move(one, Unit.objects.get(code=PROVINCES[picks[2]]), **said)


def told() -> list[list[tuple]]:
    """All that was filed, and all totals as they were."""
    as_they_were = ("unit__code", "period", "indicator", "part", "amount", "reported", "expected", "estimated")
    return [
        sorted(Filing.objects.values_list("pk", "unit", "period", "revision")),
        sorted(Value.objects.values_list("pk", "unit", "period", "amount"), key=repr),
        sorted(Total.objects.values_list(*as_they_were), key=repr),
    ]


def carried(codes: list[str] | tuple[str, ...], day: date) -> Decimal:
    """What these units amount to for May 2025 with the units of ``day``."""
    line, indicator = Line.objects.get(code="commune-party"), Indicator.objects.get(code="dvk_registered")
    units = list(Unit.objects.filter(code__in=codes).values_list("pk", flat=True))
    found = cells(units, line, [indicator], PERIODS[:1], mode=Mode(day))
    amounts = [found.of(unit, indicator, None, PERIODS[0]).amount for unit in units]
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


@pytest.mark.row(56)
@pytest.mark.row(57)
@pytest.mark.row(58)
class AnySequence(TestCase):
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(amounts=AMOUNTS, acts=ACTS)
    def test_of_changes_loses_and_doubles_nothing_and_can_be_taken_back(self, amounts, acts):
        whole = grow(amounts)
        before, by, applied = told(), everywhere(), []
        for number, act in enumerate(acts):
            try:
                applied.append(carry_out(plan_of(act, number)))
            except Refused:
                continue
            recompute_waiting()
            assert told() == before
            for day in (FIRST, applied[-1].effective_on, LAST):
                communes = Unit.objects.of_kind(Kind.COMMUNE, on=day).alive(day).values_list("code", flat=True)
                assert carried(PROVINCES, day) == carried(list(communes), day) == carried(["N"], day) == whole
            assert wrong_totals() == []
        for change in reversed(applied):
            services.undo_change(change, by=by)
            recompute_waiting()
        assert told() == before
        assert wrong_totals() == []
        assert carried(PROVINCES, LAST) == whole
