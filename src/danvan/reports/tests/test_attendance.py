"""Completeness and timeliness by unit and period as one table (row 45)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from danvan.reports import services
from danvan.reports.models import Submission
from danvan.reports.queries.attendance import attendance
from danvan.reports.services.deciding import NewRemark

from . import factories as make
from .browsing import enter
from .test_pages import more_communes, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.row(45)]
TODAY = date(2026, 11, 9)


def at(day: int, month: int = 11) -> time_machine.travel:
    """Noon of that day in Vietnam, 2026."""
    return time_machine.travel(datetime(2026, month, day, 5, tzinfo=UTC), tick=False)


@pytest.fixture
def rounds(country):
    """September, due 6 October, and October, due 6 November: A1 in time then late, A2 returned, A3 never."""
    version = make.form_version(country)
    with at(2, 10):
        september = make.open_round(country, version=version, period="2026-09", due=date(2026, 10, 6))
        make.file(country, make.submission_of(september, country, "A1.DU"))
    with at(5):
        october = make.open_round(country, version=version, due=date(2026, 11, 6))
        returned = make.submission_of(october, country, "A2.DU")
        make.file(country, returned, on="A2")
        by = country.actor("provincial_specialist", "A")
        services.return_(returned, [NewRemark("Sai")], by=by, revision_shown=1)
    with at(9):
        make.file(country, make.submission_of(october, country, "A1.DU"))
    return september, october


def test_each_unit_stands_in_each_period_in_time_late_or_missing(country, rounds):
    with at(9):
        page = enter(country, "provincial_specialist", "A").get(reverse("reports:attendance"))
    assert [label for label, _name, _tally in page.context["heads"]] == ["09/26", "10/26"]
    said = {
        line["unit"]: [cell.split('title="')[1].split('"')[0] for _label, cell in line["cells"]]
        for line in page.context["lines"]
    }
    assert said == {
        "Đảng ủy xã Ân Thi": ["còn thiếu", "còn thiếu"],
        "Đảng ủy xã Đồng Xuân": ["đúng hạn", "nộp muộn"],
        "Đảng ủy xã Hòa Bình": ["còn thiếu", "đúng hạn, đang bị trả lại"],
    }
    whole = page.context["whole"]
    assert (whole.asked, whole.due, whole.on_time, whole.filed_late, whole.overdue, whole.complete) == (
        6,
        6,
        2,
        1,
        3,
        2,
    )


@pytest.mark.parametrize(
    ("role", "on", "seen"), [("commune_officer", "A1", ["Đảng ủy xã Đồng Xuân"]), ("provincial_specialist", "B", [])]
)
def test_everybody_sees_their_own_units_only(country, rounds, role, on, seen):
    form = rounds[0].form.public_id
    client = enter(country, role, on)
    for asked in ({}, {"form": form, "area": country["A"].public_id}):
        lines = client.get(reverse("reports:attendance"), asked).context["lines"]
        assert [line["unit"] for line in lines] in (seen, []), "an area of others gives nothing"
    assert [line["unit"] for line in client.get(reverse("reports:attendance")).context["lines"]] == seen


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_table_is_taken_out_as_data(country, rounds, kind):
    with at(9):
        answer = enter(country, "provincial_specialist", "A").get(reverse("reports:attendance"), {"format": kind})
    assert f".{kind}" in answer["Content-Disposition"]
    if kind == "csv":
        [line] = [text for text in answer.content.decode("utf-8-sig").splitlines() if "Đồng Xuân" in text]
        assert "đúng hạn" in line
        assert "nộp muộn" in line


def test_only_the_last_twelve_periods_stand_in_the_table(country):
    version = make.form_version(country)
    first = date(2025, 7, 1)
    for n in range(14):
        month = (first + timedelta(days=31 * n)).strftime("%Y-%m")
        make.open_round(country, version=version, period=month)
    table = attendance(Submission.objects.all(), TODAY)
    assert len(table.periods) == 12
    codes = [period.code for period, _estimate in table.periods]
    assert codes == sorted(codes)
    assert codes[-1] == "2026-08"


def test_the_table_costs_the_same_for_3_units_and_for_30(country, rounds):
    client, url = enter(country, "provincial_specialist", "A"), reverse("reports:attendance")
    before = queries_of(client, url)
    more_communes(country, 27)
    make.open_round(country, version=rounds[0].form_version, period="2026-08", due=date(2026, 11, 6))
    assert queries_of(client, url) == before
