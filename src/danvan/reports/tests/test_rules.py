"""Rules across lines: what they compare, when they wait, and that page and server judge alike."""

from __future__ import annotations

import operator
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.core.errors import Refused
from danvan.reports import checking
from danvan.reports.checking import Bond, Reading
from danvan.reports.queries.grid import load_bonds, load_grid
from danvan.reports.services import comparison
from danvan.reports.states import CellState, Operator, RuleKind, Severity

from . import factories as make

NAMED = {"=": operator.eq, "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt}
amounts = st.integers(0, 10**6).map(lambda cents: Decimal(cents) / 100) | st.integers(0, 9).map(Decimal)
readings = st.one_of(
    amounts.map(lambda amount: Reading(CellState.VALUE, amount)),
    amounts.map(lambda amount: Reading(CellState.VALUE, amount)),
    st.sampled_from([Reading(CellState.EMPTY), Reading(CellState.NOT_APPLICABLE), Reading(CellState.ERROR)]),
)
sides = st.permutations(range(1, 7)).flatmap(
    lambda order: st.integers(1, 5).map(lambda cut: (tuple(order[:cut]), tuple(order[cut:])))
)


@pytest.mark.row(46)
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.integers(1, 6), readings), sides, st.sampled_from(Operator), st.none() | amounts, st.booleans()
)
def test_a_rule_is_broken_exactly_when_its_sums_do_not_stand_as_it_says(cells, both, op, constant, alone):
    left, right = both[0], () if alone else both[1]
    constant = constant or Decimal(0) if alone else constant
    bond = Bond(RuleKind.COMPARE, None, left, Severity.ERROR, operator=op, right=right, constant=constant, pk=7)
    said = [cells.get(item, Reading(CellState.EMPTY)) for item in (*left, *right)]
    told = [one.amount for one in said if one.state == CellState.VALUE]
    waits = any(one.state in {CellState.EMPTY, CellState.ERROR} for one in said) or not told
    [data] = checking.as_data([bond], {item: str(item) for item in range(1, 7)})
    sums = [
        sum((cells[item].amount or Decimal(0) for item in data[name] if item in cells), Decimal(0))
        for name in ("left", "right")
    ]
    holds = NAMED[data["op"]](sums[0], sums[1] + Decimal(data["constant"] or 0))
    assert checking.kept(bond, cells) == (waits or holds)
    assert set(data) == {"id", "severity", "message", "own", "at", "whole", "left", "op", "right", "constant"}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(amounts, min_size=1, max_size=5), amounts)
def test_kinds_with_a_whole_are_comparisons_with_it(parts, whole):
    cells = {n: Reading(CellState.VALUE, amount) for n, amount in enumerate([whole, *parts])}
    items = tuple(range(1, len(parts) + 1))
    for kind, op in ((RuleKind.PARTS_ADD_UP, Operator.EQUAL), (RuleKind.NOT_MORE_THAN, Operator.AT_MOST)):
        free = Bond(RuleKind.COMPARE, None, items, Severity.ERROR, operator=op, right=(0,))
        named = Bond(kind, 0, items, Severity.ERROR)
        assert checking.kept(named, cells) == checking.kept(free, cells) == checking.compare(sum(parts), op, whole)


def compared(country, *rules):
    return make.form_version(country, rules=rules)


@pytest.mark.django_db
@pytest.mark.row(46)
def test_an_editions_comparison_speaks_at_its_line_with_its_own_words_and_severity(country):
    rules = (
        comparison([("diss_attend", None)], Operator.AT_LEAST, constant=Decimal(20), message="Ít hơn một tổ dân vận?"),
        comparison(
            [("opinion_answered", None)], Operator.LESS, [("opinion_received", None)], Decimal(5),
            severity=Severity.WARNING,
        ),
    )  # fmt: skip
    version = compared(country, *rules)
    report = make.submission_of(make.open_round(country, version=version), country, "A1.DU")
    make.fill(country, report, make.GOOD | {"diss_attend": "19", "opinion_answered": "11"})
    found = {check.severity: str(check.message) for check in load_grid(report).checks}
    assert found[Severity.ERROR] == "Ít hơn một tổ dân vận?"
    assert "11" in found[Severity.WARNING]
    make.fill(country, report, {"diss_attend": "20", "opinion_answered": "10"})
    assert not load_grid(report).checks
    assert [bond.op for bond in load_bonds(version) if bond.kind == RuleKind.COMPARE] == [">=", "<"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (comparison([("diss_attend", None)], Operator.LESS, [("diss_attend", None)]), "rule-with-itself"),
        (comparison([("diss_attend", None)], Operator.LESS), "bad-rule"),
        (comparison([], Operator.LESS, [("diss_attend", None)]), "bad-rule"),
        (comparison([("houses_built", None)], Operator.LESS, [("diss_attend", None)]), "no-indicator"),
    ],
)
def test_a_rule_without_two_sides_of_lines_in_the_form_is_refused(country, rule, code):
    with pytest.raises(Refused) as refusal:
        compared(country, rule)
    assert refusal.value.code == code
