"""A round that locks when its time is over, who is reminded, and an edition that comes meanwhile (rows 40, 42, 63)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from danvan.core.errors import Refused
from danvan.reports import services, tasks
from danvan.reports.models import Round, Submission
from danvan.reports.queries.filed import load_filed
from danvan.reports.states import State

from . import factories as make
from .browsing import enter, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
SPECIALIST, HEAD, OFFICER = ("provincial_specialist", "A"), ("commune_head", "A1"), ("commune_officer", "A1")


@pytest.fixture
def round_(country) -> Round:
    """October 2026 of province A in two steps, due on 6 November."""
    return make.open_round(country, version=make.form_version(country, steps=2), due=date(2026, 11, 6))


@pytest.fixture
def report(country, round_) -> Submission:
    return make.submission_of(round_, country, "A1.DU")


def fresh(report: Submission) -> Submission:
    return Submission.objects.select_related("round__form_version__form__line").get(pk=report.pk)


@pytest.mark.row(42)
class TestLock:
    """A round that takes nothing after its due day, 6 November, but from units that were given longer."""

    @pytest.fixture
    def locked(self, country) -> Submission:
        version = make.form_version(country)
        province = enter(country, *SPECIALIST)
        sent = {
            "period": "2026-10", "area": country["A"].pk, "window_start": "01/10/2026", "window_end": "31/10/2026",
            "due_on": "06/11/2026", "locks": "on",
        }  # fmt: skip
        answer = province.post(f"{reverse('reports:round_new')}?form={version.form.public_id}", sent)
        assert answer.status_code == 302
        report = make.submission_of(Round.objects.get(locks=True), country, "A1.DU")
        make.fill(country, report)
        return report

    def at(self, day: int, hour: int, minute: int = 0, second: int = 0) -> time_machine.travel:
        """That moment of November 2026 on the wall in Vietnam, as UTC counts it."""
        wall = datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)
        return time_machine.travel(wall.timestamp() - 7 * 3600, tick=False)

    def send(self, commune: Client, report: Submission, **typed: str):
        cells = {f"cell-{pk}": raw for pk, raw in make.cells(report, typed).items()}
        return commune.post(
            reverse("reports:fill", args=[report.public_id]), page_of(commune, report) | cells, follow=True
        )

    def test_the_last_second_of_the_due_day_is_in_time(self, country, locked):
        with self.at(6, 23, 59, 59):
            assert self.send(enter(country, *OFFICER), locked).status_code == 200
        assert fresh(locked).state == State.FILED
        assert not Submission.objects.late(date(2026, 11, 7)).filter(pk=locked.pk).exists()

    def test_the_first_second_after_it_is_refused_with_the_day_and_what_was_typed(self, country, locked):
        with self.at(7, 0):
            answer = self.send(enter(country, *OFFICER), locked, diss_attend="20311")
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "06/11/2026" in text
        assert "20311" in text, "typed on the page that was refused"
        assert ">186<" in text, "kept before"
        assert fresh(locked).state == State.DRAFTING

    def test_a_recorded_exception_opens_it_for_its_unit_until_its_last_second(self, country, locked):
        other = make.submission_of(locked.round, country, "A2.DU")
        with self.at(9, 8):
            province = enter(country, *SPECIALIST)
            sent = {"until": "10/11/2026", "reason": "Mất điện do bão (minh họa)"}
            assert province.post(reverse("reports:extend", args=[locked.public_id]), sent).status_code == 302
            with pytest.raises(Refused) as refusal:
                make.fill(country, other, on="A2")
            assert "06/11/2026" in str(refusal.value.message)
        with self.at(11, 0):
            answer = self.send(enter(country, *OFFICER), locked)
            assert answer.status_code == 409
            assert "10/11/2026" in answer.content.decode()
        with self.at(10, 23, 59, 59):
            assert self.send(enter(country, *OFFICER), locked).status_code == 200
        assert fresh(locked).state == State.FILED
        assert locked.extensions.get().reason == "Mất điện do bão (minh họa)"

    def test_a_round_that_does_not_lock_takes_a_late_report_and_marks_it(self, country):
        report = make.submission_of(make.open_round(country, due=date(2026, 11, 6)), country, "A1.DU")
        make.fill(country, report)
        with self.at(7, 0):
            assert self.send(enter(country, *OFFICER), report).status_code == 200
        assert Submission.objects.late(date(2026, 11, 7)).filter(pk=report.pk).exists()


@pytest.mark.row(63)
def test_neither_filed_nor_approved_reports_are_reminded(country, round_, report):
    make.file(country, report)
    services.check(report, by=country.actor(*HEAD), revision_shown=1)
    make.file(country, make.submission_of(round_, country, "A2.DU"), on="A2")
    assert tasks.remind_missing() == 1, "only A3 has not filed"
    assert services.remind(round_, by=country.actor(*SPECIALIST)) == 0


@pytest.mark.row(63)
def test_who_can_no_longer_file_is_not_reminded_of_it(country):
    round_ = make.open_round(country, due=date(2026, 11, 6))
    Round.objects.filter(pk=round_.pk).update(locks=True)
    assert tasks.remind_missing() == 3
    with time_machine.travel(datetime(2026, 11, 9, 5, tzinfo=UTC), tick=False):
        assert tasks.remind_missing() == 0


@pytest.mark.row(40)
def test_a_new_edition_while_a_draft_is_open_leaves_the_draft_whole(country):
    round_ = make.open_round(country, due=date(2026, 11, 6))
    report = make.submission_of(round_, country, "A1.DU")
    make.fill(country, report)
    commune = enter(country, *OFFICER)
    shown = page_of(commune, report)
    by = country.actor(*SPECIALIST)
    services.design_form(make.design(lines=make.LINES[:2], rules=()), owner=country["A"], by=by, form=round_.form)
    assert page_of(commune, report).keys() == shown.keys()
    assert commune.post(reverse("reports:fill", args=[report.public_id]), shown).status_code == 302
    filed = load_filed(fresh(report))
    assert len(filed.lines) == len(make.LINES)
    assert sum(line.known is not None for line in filed.lines) == len(make.GOOD)
