"""Filing figures: append-only, idempotent, refused when it cannot be counted."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from danvan.audit.queries import history
from danvan.core.errors import Refused, Stale
from danvan.figures import definitions
from danvan.figures.models import Dirty, Filing, Indicator, Line, Part, Value
from danvan.figures.services import NewValue, file_values
from danvan.orgs import services as orgs

from .factories import MONTH, file

pytestmark = pytest.mark.django_db


class _Refusal:
    def __init__(self, code):
        self.code = code

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        assert isinstance(error, Refused), f"not refused: {error!r}"
        assert error.code == self.code
        return True


def test_the_shipped_indicators_and_lines_are_there_and_loading_again_changes_nothing():
    before = list(Indicator.objects.values()), list(Part.objects.values()), list(Line.objects.values())
    assert len(before[0]) == 59
    assert definitions.load_indicators() == 59
    definitions.load_lines()
    assert (list(Indicator.objects.values()), list(Part.objects.values()), list(Line.objects.values())) == before


def test_filing_twice_with_one_token_gives_the_same_filing_and_writes_nothing(country):
    token = uuid4()
    first = file(country, "A1.DU", {"doc_issued": 3}, token=token)
    again = file(country, "A1.DU", {"doc_issued": 99}, token=token)
    assert again == first
    assert Filing.objects.count() == 1
    assert [value.amount for value in Value.objects.all()] == [3]
    assert Dirty.objects.count() == 1


def test_a_token_of_other_figures_is_refused(country):
    token = uuid4()
    file(country, "A1.DU", {"doc_issued": 3}, token=token)
    with _Refusal("token-reused"):
        file(country, "A2.DU", {"doc_issued": 3}, token=token)


def test_the_database_refuses_to_change_or_delete_a_value_or_a_filing(country):
    filing = file(country, "A1.DU", {"doc_issued": 3})
    for rows in (Value.objects.all(), Filing.objects.all()):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            rows.update(period="2026-10")
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            rows.filter(pk__gt=0)._raw_delete(using="default")
    filing.refresh_from_db()
    assert filing.period == MONTH
    assert Value.objects.get().amount == 3


def test_a_correction_is_a_new_revision_and_the_old_value_stays(country):
    file(country, "A1.DU", {"doc_issued": 3})
    second = file(country, "A1.DU", {"doc_issued": 5}, expected_revision=1)
    assert second.revision == 2
    assert sorted(Value.objects.values_list("filing__revision", "amount")) == [(1, 3), (2, 5)]
    assert Value.objects.newest(second.line).get().amount == 5


def test_who_saw_an_older_revision_is_told_and_nothing_is_written(country):
    file(country, "A1.DU", {"doc_issued": 3})
    with pytest.raises(Stale):
        file(country, "A1.DU", {"doc_issued": 4}, expected_revision=0)
    assert Filing.objects.count() == 1


def test_a_later_filing_of_the_same_report_withdraws_what_it_no_longer_holds(country):
    file(country, "A1.DU", {"doc_issued": 3, "inspection": 2}, source="Báo cáo tháng 9")
    file(country, "A1.DU", {"criticism": 1}, source="Báo cáo chuyên đề")
    filing = file(country, "A1.DU", {"doc_issued": 4}, source="Báo cáo tháng 9")
    newest = {v.indicator.code: v for v in Value.objects.newest(filing.line).select_related("indicator")}
    assert newest["doc_issued"].amount == 4
    assert newest["inspection"].is_withdrawn
    assert newest["criticism"].amount == 1


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ([NewValue("no_such_thing", None, Decimal(1))], "unknown-item"),
        ([NewValue("dvk_registered", "no_such_part", Decimal(1))], "unknown-item"),
        ([NewValue("diss_rate", None, Decimal(90))], "ratio-is-computed"),
        ([NewValue("doc_issued", None, Decimal(1)), NewValue("doc_issued", None, Decimal(2))], "item-twice"),
        ([NewValue("doc_issued", None, Decimal("1.5"))], "bad-amount"),
        ([NewValue("doc_issued", None, Decimal("NaN"))], "bad-amount"),
        ([NewValue("doc_issued", None, Decimal(1), not_applicable=True)], "bad-amount"),
        (
            [NewValue("houses_built", None, Decimal(3)), NewValue("houses_built", "built", Decimal(1))]
            + [NewValue("houses_built", "repaired", Decimal(1))],
            "parts-do-not-add-up",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_reason(country, values, code):
    by = country.actor("provincial_specialist", "A")
    with _Refusal(code):
        file_values(country["A1.DU"], "commune-party", MONTH, values, by=by, token=uuid4())
    assert not Filing.objects.exists()


def test_parts_that_do_not_add_up_are_taken_when_the_filing_is_flagged(country):
    values = [
        NewValue("houses_built", None, Decimal(3), flagged=True),
        NewValue("houses_built", "built", Decimal(1)),
        NewValue("houses_built", "repaired", Decimal(1)),
    ]
    by = country.actor("provincial_specialist", "A")
    file_values(country["A1.DU"], "commune-party", MONTH, values, by=by, token=uuid4())
    assert Value.objects.filter(flagged=True).count() == 1


def test_a_unit_that_was_not_alive_on_the_last_day_is_refused(country):
    with _Refusal("unit-not-alive"):
        file(country, "A1.DU", {"doc_issued": 3}, period="2025-05")
    orgs.close(country["A1.DU"], on=country["A1.DU"].life.lower.replace(year=2026, month=9, day=15))
    country["A1.DU"].refresh_from_db()
    with _Refusal("unit-not-alive"):
        file(country, "A1.DU", {"doc_issued": 3})


@pytest.mark.parametrize("unit", ["A1.MTTQ", "A1", "A.TU", "A.BTGDV"])
def test_a_unit_that_is_not_on_the_line_is_refused(country, unit):
    with _Refusal("not-on-line"):
        file(country, unit, {"doc_issued": 3})


def test_a_commission_under_its_committee_reports_for_the_province(country):
    filing = file(country, "A.BTGDV", {"doc_issued": 3}, line="provincial-commission")
    assert Dirty.objects.get().parent == country["A"]
    assert filing.line.code == "provincial-commission"


def test_filing_is_written_in_the_book_of_acts(country):
    filing = file(country, "A1.DU", {"doc_issued": 3, "inspection": 1})
    (line,) = history(filing)
    assert "2" in line.what
    assert MONTH in line.what
