"""The pages as people meet them: what they say, what they refuse, and what they cost."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from danvan.audit.models import Act
from danvan.audit.queries import history
from danvan.orgs.kinds import Kind
from danvan.orgs.models import Group, GroupMember
from danvan.orgs.services import Opening, open_units
from danvan.reports import services
from danvan.reports.models import Round, Submission
from danvan.reports.states import State

from . import factories as make
from .browsing import enter, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def round_(country) -> Round:
    """October 2026 of province A, due on 6 November."""
    return make.open_round(country, due=date(2026, 11, 6))


@pytest.fixture
def report(country, round_) -> Submission:
    return make.submission_of(round_, country, "A1.DU")


SUBMISSION_PAGES = ("submission", "fill", "save", "explain", "accept", "return", "extend")


@pytest.mark.parametrize("name", SUBMISSION_PAGES)
def test_a_foreign_units_report_answers_like_a_missing_one(country, report, name):
    for role, on in (("commune_officer", "A2"), ("provincial_specialist", "B"), ("commune_head", "B1")):
        client = enter(country, role, on)
        for method in (client.get, client.post):
            answer = method(reverse(f"reports:{name}", args=[report.public_id]))
            assert answer.status_code in {404, 405}
            missing = method(reverse(f"reports:{name}", args=[uuid4()]))
            assert answer.status_code == missing.status_code


def test_a_draft_is_not_shown_to_those_above(country, report):
    make.fill(country, report, {"diss_attend": "77777"})
    page = enter(country, "provincial_specialist", "A").get(report.get_absolute_url())
    assert page.status_code == 200
    assert "77777" not in page.content.decode()


class TestProvince:
    def test_the_list_says_who_has_filed_and_who_is_overdue(self, country, round_, report):
        make.file(country, report)
        client = enter(country, "provincial_specialist", "A")
        assert "1 trên 3 đã nộp." in client.get(reverse("reports:rounds")).content.decode()
        with time_machine.travel(datetime(2026, 11, 7, 5, tzinfo=UTC), tick=False):
            client = enter(country, "provincial_specialist", "A")
            assert "1 trên 3 đã nộp, 2 quá hạn." in client.get(reverse("reports:rounds")).content.decode()
            text = client.get(round_.get_absolute_url() + "?show=overdue").content.decode()
        assert "Đảng ủy xã Hòa Bình" in text
        assert "Đảng ủy xã Đồng Xuân" not in text

    @pytest.mark.row(44)
    def test_return_on_a_cell_then_difference_then_acceptance(self, country, report):
        make.file(country, report)
        province, commune = enter(country, "provincial_specialist", "A"), enter(country, "commune_officer", "A1")
        [item] = make.cells(report, {"diss_attend": ""})
        sent = {"revision": 1, f"remark-{item}": "Kiểm tra lại số lượt"}
        assert province.post(reverse("reports:return", args=[report.public_id]), sent).status_code == 302
        url = reverse("reports:fill", args=[report.public_id])
        assert "Kiểm tra lại số lượt" in commune.get(url).content.decode()
        commune.post(url, page_of(commune, report) | {f"cell-{item}": "168"})
        text = province.get(report.get_absolute_url()).content.decode()
        assert re.search(r"<del>.*186</del>.*<ins>.*168</ins>", text)
        accept = reverse("reports:accept", args=[report.public_id])
        assert province.post(accept, {"revision": 1}).status_code == 409
        assert province.post(accept, {"revision": 2}).status_code == 302
        report.refresh_from_db()
        assert report.state == State.ACCEPTED

    def test_bulk_acceptance_takes_only_the_revision_that_was_shown(self, country, round_, report):
        make.file(country, report)
        client = enter(country, "provincial_specialist", "A")
        url = reverse("reports:round_accept", args=[round_.public_id])
        stale = client.post(url, {"pick": f"{report.public_id}:2"}, follow=True).content.decode()
        assert "đã thay đổi" in stale
        client.post(url, {"pick": [f"{report.public_id}:1", "junk", "a:b"]})
        report.refresh_from_db()
        assert report.state == State.ACCEPTED

    @pytest.mark.row(42)
    def test_a_closed_round_takes_nothing_without_a_recorded_exception(self, country, round_, report):
        make.fill(country, report)
        province, commune = enter(country, "provincial_specialist", "A"), enter(country, "commune_officer", "A1")
        province.post(reverse("reports:round_close", args=[round_.public_id]))
        fill = reverse("reports:fill", args=[report.public_id])
        typed = page_of(commune, report)
        assert commune.post(fill, typed).status_code == 409
        sent = {"until": "10/11/2026", "reason": "Mất điện hai ngày do bão"}
        assert province.post(reverse("reports:extend", args=[report.public_id]), sent).status_code == 302
        assert commune.post(fill, typed).status_code == 302

    @pytest.mark.parametrize("kind", ["xlsx", "csv", "docx"])
    def test_the_export_holds_what_is_shown(self, country, round_, kind):
        client = enter(country, "provincial_specialist", "A")
        for url in (round_.get_absolute_url(), reverse("reports:timeliness")):
            answer = client.get(url, {"format": kind})
            assert answer.status_code == 200
            assert f".{kind}" in answer["Content-Disposition"]
            if kind == "csv":
                assert "Đảng ủy xã Ân Thi" in answer.content.decode("utf-8-sig")
        acts = Act.objects.filter(verb="reports.exported").order_by("pk")
        assert [(act.subject, act.facts["rows"], act.facts["kind"]) for act in acts] == [
            (round_, 3, kind),
            (country.person("provincial_specialist", "A"), 3, kind),
        ]
        assert [line.what for line in history(round_) if "xuất" in line.what] == [
            f"xuất 3 dòng ra {kind}: {round_.title}"
        ]

    def test_groups_are_chosen_from_those_that_exist(self, country, round_):
        client = enter(country, "provincial_specialist", "A")
        assert "group" not in client.get(round_.get_absolute_url()).context["filter"].form.fields
        for code, name, units in (
            ("g1", "Huyện Thượng", ("A1", "A2")),
            ("g2", "Huyện Hạ", ("A3",)),
            ("g3", "Vắng", ()),
        ):
            group = Group.objects.create(code=code, name=name, of=country["A"], family="former-district")
            for unit in units:
                GroupMember.objects.create(group=group, unit=country[unit], valid=country[unit].life)
        page = client.get(round_.get_absolute_url(), {"group": "Huyện Thượng"})
        names = [value for value, _label in page.context["filter"].form.fields["group"].choices if value]
        assert sorted(names) == ["Huyện Hạ", "Huyện Thượng"]
        assert page.context["count"] == 2
        assert re.search(r'<select[^>]*name="group"', page.content.decode())
        other = client.get(round_.get_absolute_url(), {"group": "Huyện Không Có"})
        assert other.status_code == 200

    @pytest.mark.row(45)
    def test_timeliness_counts_by_unit(self, country, report):
        with time_machine.travel(datetime(2026, 11, 9, 5, tzinfo=UTC), tick=False):
            make.file(country, report)
            page = enter(country, "provincial_specialist", "A").get(reverse("reports:timeliness"))
        [line] = [line for line in page.context["lines"] if line.unit == "Đảng ủy xã Đồng Xuân"]
        assert (line.asked, line.on_time, line.filed_late, line.overdue) == (1, 0, 1, 0)
        assert (page.context["due"], page.context["overdue"]) == (3, 2)


class TestOwed:
    @pytest.mark.row(52)
    def test_past_due_stays_in_sight_with_working_days(self, country, report):
        client = enter(country, "commune_officer", "A1")
        assert "3 ngày làm việc" in client.get(reverse("reports:owed")).content.decode()
        with time_machine.travel(datetime(2026, 11, 10, 5, tzinfo=UTC), tick=False):
            client = enter(country, "commune_officer", "A1")
            text = client.get(reverse("reports:owed")).content.decode()
        assert "quá hạn 2 ngày làm việc" in text.lower()

    def test_the_list_of_rounds_leads_a_commune_to_what_it_owes(self, country, report):
        answer = enter(country, "commune_officer", "A1").get(reverse("reports:rounds"))
        assert answer.url == reverse("reports:owed")


def more_communes(country, count: int) -> None:
    """Communes A10, A11 … each with its Party committee (invented names)."""
    since = date(2025, 7, 1)
    made = open_units(
        opening
        for n in range(10, 10 + count)
        for opening in (
            Opening(f"A{n}", Kind.COMMUNE, f"Xã Số {n}", f"Số {n}", "A", since),
            Opening(f"A{n}.DU", Kind.PARTY_COMMITTEE, f"Đảng ủy xã Số {n}", f"Đảng ủy Số {n}", f"A{n}", since),
        )
    )
    country.units |= made


def queries_of(client: Client, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_pages_cost_the_same_for_3_units_and_for_30(country):
    version = make.form_version(country)
    few = make.open_round(country, version=version, due=date(2026, 11, 6))
    client = enter(country, "provincial_specialist", "A")
    urls = [reverse("reports:rounds"), reverse("reports:timeliness")]
    before = [queries_of(client, few.get_absolute_url()), *(queries_of(client, url) for url in urls)]
    more_communes(country, 27)
    many = make.open_round(country, version=version, period="2026-09", due=date(2026, 11, 6))
    assert many.submissions.count() == 30
    after = [queries_of(client, many.get_absolute_url()), *(queries_of(client, url) for url in urls)]
    assert after == before


def test_the_grid_costs_the_same_for_few_lines_and_for_many(country):
    short = make.form_version(country, lines=make.LINES[:2], rules=())
    by = country.actor("provincial_specialist", "A")
    long = services.design_form(make.design(code="DAI"), owner=country["A"], by=by)
    client = enter(country, "commune_officer", "A1")
    counts = []
    for version in (short, long):
        report = make.submission_of(make.open_round(country, version=version), country, "A1.DU")
        counts.append(queries_of(client, reverse("reports:fill", args=[report.public_id])))
    assert counts[1] <= counts[0] + 2, "two more at most: both sides of the rules"
