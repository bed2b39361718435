"""Figures far from a unit's own past, by three measures, in one statement; and due days by dated rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from danvan.core.errors import Refused
from danvan.core.periods import Period
from danvan.figures.models import Line
from danvan.figures.services import NewValue, file_values
from danvan.reports import services
from danvan.reports.models import DueRule
from danvan.reports.queries.outliers import How, far_figures
from danvan.reports.services import DuePlan

from . import factories as make
from .browsing import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
LINES = (make.DesignLine("diss_attend"), make.DesignLine("opinion_received"))


def past(country, unit: str, figures: dict[str, list[int]]) -> None:
    """What the unit filed in the months before October 2026, oldest first."""
    period, by = Period.parse(make.MONTH), country.actor("commune_officer", unit[:2])
    for back in range(len(next(iter(figures.values()))), 0, -1):
        when = period
        for _step in range(back):
            when = when.previous()
        values = [NewValue(code, amount=Decimal(row[-back])) for code, row in figures.items()]
        file_values(country[unit], "commune-party", when.code, values, by=by, token=uuid4(), source="report:past")


@pytest.fixture
def round_(country):
    version = make.form_version(country, lines=LINES, rules=())
    made = make.open_round(country, version=version, due=date(2026, 11, 6))
    past(country, "A1.DU", {"diss_attend": [12, 14, 15, 16, 20], "opinion_received": [3, 4, 5, 4, 3]})
    past(country, "A2.DU", {"diss_attend": [12, 14, 15], "opinion_received": [3, 4, 5]})
    make.file(country, make.submission_of(made, country, "A1.DU"), {"diss_attend": "90", "opinion_received": "6"})
    make.file(
        country, make.submission_of(made, country, "A2.DU"), {"diss_attend": "900", "opinion_received": "4"}, on="A2"
    )
    return made


@pytest.mark.row(47)
def test_a_figure_six_times_the_usual_is_listed_with_what_the_unit_says(country, round_):
    report = make.submission_of(round_, country, "A1.DU")
    item = next(iter(make.cells(report, {"diss_attend": ""})))
    services.return_(
        report, [services.deciding.NewRemark("Vì sao?", item)], by=country.actor("provincial_specialist", "A"),
        revision_shown=1,
    )  # fmt: skip
    report.refresh_from_db()
    services.explain(report, {item: "Có hội nghị toàn huyện"}, by=country.actor("commune_officer", "A1"))
    make.file(country, report, {"diss_attend": "91"})
    page = enter(country, "provincial_specialist", "A").get(reverse("reports:round_outliers", args=[round_.public_id]))
    [(shown, row)] = page.context["rows"]
    assert (shown.unit_name, row.amount, row.periods, row.low, row.high) == ("Đảng ủy xã Đồng Xuân", 91, 5, 12, 20)
    text = page.content.decode()
    assert "Gấp 6,1 lần mức thường thấy: 12–20 trong 5 kỳ trước" in text
    assert "Có hội nghị toàn huyện" in text
    odd = page.context["odd"]
    assert (odd.cells, odd.unjudged, odd.units_unjudged) == (2, 2, 1), "too short a past is not judged, and said so"
    assert enter(country, "provincial_specialist", "B").get(page.wsgi_request.path).status_code == 404


@pytest.mark.row(47)
def test_each_measure_says_far_by_its_own_rule(country):
    lines = (*LINES, make.DesignLine("labour_days"), make.DesignLine("reception_visits"))
    version = make.form_version(country, lines=lines, rules=())
    made = make.open_round(country, version=version, due=date(2026, 11, 6))
    earlier = {
        "diss_attend": [100, 110, 90, 105], "opinion_received": [1, 1, 2, 1],
        "labour_days": [100, 100, 100, 500], "reception_visits": [20, 20, 20, 20],
    }  # fmt: skip
    past(country, "A1.DU", earlier)
    now = {"diss_attend": "112", "opinion_received": "9", "labour_days": "600", "reception_visits": "30"}
    report = make.submission_of(made, country, "A1.DU")
    make.file(country, report, now)
    found = {
        how: {row.item.indicator.code for row in far_figures(made, [report.pk], how=how).rows} for how in How.values
    }
    assert found["range"] == {"diss_attend", "labour_days", "reception_visits"}, "nine is small: it leaps by nature"
    assert found["z"] == {"reception_visits"}, "one wild month hides another from the mean"
    assert found["robust"] == {"labour_days", "reception_visits"}, "but not from the middle"


@pytest.mark.row(47)
def test_the_page_costs_the_same_for_one_unit_and_for_more(country, round_):
    client = enter(country, "provincial_specialist", "A")
    url = reverse("reports:round_outliers", args=[round_.public_id])
    client.get(url)
    counts = []
    for unit in ("A3.DU", None):
        with CaptureQueriesContext(connection) as caught:
            client.get(url)
        counts.append(len(caught))
        if unit:
            past(country, unit, {"diss_attend": [12, 14, 15, 16, 20], "opinion_received": [30, 40, 50, 40, 30]})
            report = make.submission_of(round_, country, unit)
            make.file(country, report, {"diss_attend": "9000", "opinion_received": "9000"}, on="A3")
    assert counts[0] == counts[1]


def ruled(country, line: str = "commune-party", **more):
    """A form without its own number of days."""
    facts = {"code": "HAN", "line": Line.objects.get(code=line), "lines": LINES, "rules": (), "due_after": None}
    by = country.actor("provincial_specialist", "A")
    return services.design_form(make.design(**facts | more), owner=country["A"], by=by)


@pytest.mark.row(41)
def test_a_form_without_its_own_days_is_due_by_the_dated_row_of_its_level(country):
    with pytest.raises(Refused) as refusal:
        ruled(country)
    assert refusal.value.code == "no-due-rule"
    law = ruled(country, "provincial-front", code="LUAT")
    assert make.open_round(country, version=law, period="2026-09").due_on == date(2026, 9, 25)
    assert make.open_round(country, version=law, period="2026-07").due_on == date(2026, 7, 27), "25 July is a Saturday"
    client = enter(country, "provincial_specialist", "A")
    url = reverse("reports:due_rules")
    said = {
        "owner": country["A"].pk, "level": "commune", "working_days": "2", "start": "01/01/2020",
        "article": "Quyết định 1/2020/QĐ-UBND (minh họa)",
    }  # fmt: skip
    assert client.post(url, said | {"month_day": "20"}).status_code == 422
    assert client.post(url, said).status_code == 302
    later = {"working_days": "", "month_day": "20", "start": "01/10/2026"}
    assert client.post(url, said | later).status_code == 302
    assert client.post(url, said | later).status_code == 422
    version = ruled(country)
    assert make.open_round(country, version=version, period="2026-09").due_on == date(2026, 9, 16)
    assert make.open_round(country, version=version, period="2026-10").due_on == date(2026, 10, 20)
    page = client.get(reverse("reports:form", args=[version.form.public_id])).content.decode()
    assert "chậm nhất ngày 20 tháng cuối kỳ" in page
    assert "Quyết định 1/2020" in page
    assert DueRule.objects.filter(owner=country["A"]).count() == 2
    other = enter(country, "provincial_specialist", "B")
    assert "Quyết định 1/2020" not in other.get(url).content.decode()
    with pytest.raises(Http404):
        services.set_due_rule(
            DuePlan("commune", date(2027, 1, 1), "x", working_days=1),
            owner=country["A"], by=country.actor("provincial_specialist", "B"),
        )  # fmt: skip


@pytest.mark.row(41)
def test_a_campaign_has_its_own_days_and_is_due_by_the_forms_number(country):
    with time_machine.travel("2026-02-01T05:00:00Z", tick=False):
        version = ruled(country, code="DOT", period_type="campaign", due_after=3)
        client = enter(country, "provincial_specialist", "A")
        sent = {
            "campaign": "tet-2026", "area": country["A"].pk, "window_start": "10/02/2026", "window_end": "20/02/2026",
        }  # fmt: skip
        url = f"{reverse('reports:round_new')}?form={version.form.public_id}"
        assert client.post(url, sent).status_code == 302
    [opened] = version.rounds.all()
    assert opened.period == "C-tet-2026.2026-02-10.2026-02-20"
    assert opened.due_on > opened.window_end
    assert far_figures(opened, []).has_past is False
