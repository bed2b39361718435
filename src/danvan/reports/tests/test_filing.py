"""Filing, returning, accepting: once, by whom it may, of what was shown."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import Http404

from danvan.access import services as access
from danvan.access.actor import Actor
from danvan.core.errors import Refused, Stale
from danvan.figures.models import Filing, Value
from danvan.reports import services
from danvan.reports.models import Filed, Submission
from danvan.reports.queries.filed import load_filed
from danvan.reports.services.deciding import NewRemark
from danvan.reports.services.filing import NotReady, Typed
from danvan.reports.states import MOVES, State

from . import factories as make


@pytest.fixture
def report(country):
    """The October report of commune A1, filled in and ready."""
    report = make.submission_of(make.open_round(country, due=date(2026, 11, 20)), country, "A1.DU")
    make.fill(country, report)
    return make.submission_of(report.round, country, "A1.DU")


def fresh(report: Submission) -> Submission:
    return Submission.objects.select_related("round__form_version__form__line").get(pk=report.pk)


@pytest.mark.django_db
class TestFiling:
    def test_a_report_writes_its_figures_as_a_filing(self, country, report):
        filed = services.file(report, by=country.actor("commune_officer", "A1"), token=uuid4(), version=1)
        values = {
            (v.indicator.code, v.part.code if v.part else ""): (v.amount, v.not_applicable)
            for v in Value.objects.filter(filing=filed.filing).select_related("indicator", "part")
        }
        assert values["dvk_implemented", "economy"] == (5, False)
        assert values["opinion_answered", ""] == (0, False), "zero is a figure"
        assert values["land_donated", ""] == (None, True), "K is no figure"
        assert len(values) == len(make.GOOD)
        assert fresh(report).state == State.FILED

    @pytest.mark.parametrize("missing", ["diss_attend", "dvk_implemented.economy"])
    def test_a_required_line_left_empty_blocks(self, country, report, missing):
        make.fill(country, report, {missing: ""})
        with pytest.raises(NotReady) as refusal:
            services.file(fresh(report), by=country.actor("commune_officer", "A1"), token=uuid4(), version=1)
        assert [check.code for check in refusal.value.grid.blocking()] == ["empty"]
        assert not Filing.objects.exists()

    def test_a_line_that_is_not_required_may_stay_empty(self, country, report):
        make.fill(country, report, {"land_donated": ""})
        filed = services.file(report, by=country.actor("commune_officer", "A1"), token=uuid4(), version=1)
        assert not Value.objects.filter(filing=filed.filing, indicator__code="land_donated").exists()

    def test_parts_that_do_not_add_up_are_filed_only_with_a_reason_and_flagged(self, country, report):
        by = country.actor("commune_officer", "A1")
        make.fill(country, report, {"dvk_implemented": "13"})
        with pytest.raises(NotReady):
            services.file(fresh(report), by=by, token=uuid4(), version=1)
        [whole] = make.cells(report, {"dvk_implemented": ""})
        services.explain(report, {whole: "Một mô hình thuộc hai lĩnh vực"}, by=by)
        filed = services.file(fresh(report), by=by, token=uuid4(), version=1)
        flagged = Value.objects.filter(filing=filed.filing, flagged=True).values_list("indicator__code", flat=True)
        assert sorted(flagged) == ["dvk_implemented"] * 5

    def test_the_same_token_files_once(self, country, report):
        by, token = country.actor("commune_officer", "A1"), uuid4()
        once = services.file(report, by=by, token=token, version=1)
        again = services.file(report, by=by, token=token, version=1)
        assert once.pk == again.pk
        assert Filed.objects.count() == Filing.objects.count() == 1

    def test_a_second_tab_is_told_that_it_is_filed_and_by_whom(self, country, report):
        by = country.actor("commune_officer", "A1")
        services.file(report, by=by, token=uuid4(), version=1)
        with pytest.raises(Refused) as refusal:
            services.file(report, by=by, token=uuid4(), version=1)
        assert refusal.value.code == "already-filed"
        assert by.name in str(refusal.value.message)

    def test_a_second_person_is_refused_with_what_happened(self, country, report):
        first = country.actor("commune_officer", "A1")
        services.file(report, by=first, token=uuid4(), version=1)
        with pytest.raises(Refused) as refusal:
            services.submit(
                report, Typed(make.cells(report, {"diss_attend": "9"})), by=country.actor("commune_officer", "A1.DU"),
                token=uuid4(), version=1,
            )  # fmt: skip
        assert first.name in str(refusal.value.message)
        assert Filed.objects.count() == 1

    def test_what_was_typed_stays_when_filing_is_refused(self, country, report):
        typed = Typed(make.cells(report, {"diss_attend": "abc"}))
        with pytest.raises(NotReady):
            services.submit(report, typed, by=country.actor("commune_officer", "A1"), token=uuid4(), version=1)
        assert report.cells.filter(raw="abc").exists()

    def test_a_reader_may_not_file_and_a_stranger_does_not_see_it(self, country, report):
        with pytest.raises(Refused):
            services.file(report, by=country.actor("reader", "A"), token=uuid4(), version=1)
        with pytest.raises(Http404):
            services.file(report, by=country.actor("commune_officer", "A2"), token=uuid4(), version=1)


@pytest.mark.django_db
class TestDeciding:
    @pytest.fixture
    def filed(self, country, report):
        services.file(report, by=country.actor("commune_officer", "A1"), token=uuid4(), version=1)
        return fresh(report)

    @pytest.mark.row(43)
    def test_the_province_accepts_what_was_shown(self, country, filed):
        services.accept(filed, by=country.actor("provincial_specialist", "A"), revision_shown=1)
        assert fresh(filed).state == State.ACCEPTED

    @pytest.mark.row(44)
    def test_a_return_names_cells_and_the_new_revision_shows_what_changed(self, country, filed):
        by = country.actor("provincial_specialist", "A")
        [item] = make.cells(filed, {"diss_attend": ""})
        services.return_(filed, [NewRemark("Kiểm tra lại", item), NewRemark("  ")], by=by, revision_shown=1)
        assert fresh(filed).state == State.RETURNED
        make.file(country, filed, {"diss_attend": "168"})
        report = load_filed(fresh(filed))
        [change] = report.changes
        assert (change.before_text, change.text) == ("186", "168")
        assert [remark.text for remark in change.remarks] == ["Kiểm tra lại"]
        assert all(remark.resolved for remark in change.remarks)
        assert fresh(filed).revision == 2

    def test_a_return_without_a_reason_is_refused(self, country, filed):
        with pytest.raises(Refused) as refusal:
            services.return_(filed, [NewRemark(" ")], by=country.actor("provincial_head", "A"), revision_shown=1)
        assert refusal.value.code == "no-reason"

    def test_an_approval_of_a_revision_that_changed_since_shown_is_stale(self, country, filed):
        by = country.actor("provincial_specialist", "A")
        services.return_(filed, [NewRemark("Sai")], by=by, revision_shown=1)
        make.file(country, filed, {"diss_attend": "168"})
        with pytest.raises(Stale) as refusal:
            services.accept(filed, by=country.actor("provincial_head", "A"), revision_shown=1)
        assert "2" in str(refusal.value.message)
        assert fresh(filed).state == State.FILED

    def test_nobody_accepts_what_they_filed_whatever_their_roles(self, country, report):
        user = country.person("commune_officer", "A1")
        access.grant(user, "provincial_head", country["A"], since=date(2020, 1, 1))
        both = Actor.of(user, date(2026, 11, 20))
        services.file(report, by=both, token=uuid4(), version=1)
        with pytest.raises(Refused) as refusal:
            services.accept(fresh(report), by=both, revision_shown=1)
        assert refusal.value.code == "own-filing"

    def test_bulk_acceptance_takes_the_right_ones_and_says_why_not_the_others(self, country, filed):
        other = make.submission_of(filed.round, country, "A2.DU")
        by = country.actor("provincial_specialist", "A")
        accepted, refused = services.accept_many({filed: 1, other: 1}, by=by)
        assert accepted == [filed]
        assert refused[other].code == "stale"

    def test_a_return_after_acceptance_opens_it_again(self, country, filed):
        by = country.actor("provincial_specialist", "A")
        services.accept(filed, by=by, revision_shown=1)
        services.return_(filed, [NewRemark("Phát hiện nhầm")], by=by, revision_shown=1)
        report = fresh(filed)
        assert (report.state, report.accepted_by_id) == (State.RETURNED, None)


@pytest.mark.django_db
def test_the_database_refuses_moves_that_are_not_lawful(country, report):
    lawful = {(source.value, target.value) for source, target in MOVES}
    facts = {"revision": 1, "filed_at": "2026-11-01T00:00Z", "filed_by_id": country.person("commune_officer", "A1").pk}
    for target in State.values:
        if (report.state, target) in lawful or target == report.state:
            continue
        with pytest.raises(DatabaseError), transaction.atomic():
            Submission.objects.filter(pk=report.pk).update(state=target, **facts)


@pytest.mark.django_db
def test_the_database_refuses_acceptance_by_the_filer(country, report):
    filed = services.file(report, by=country.actor("commune_officer", "A1"), token=uuid4(), version=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=report.pk).update(state="accepted", accepted_by=filed.filed_by)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_the_same_moment_file_once(country, report):
    """Real threads, real locks: one files, the other is told; the figures are there once."""
    actors = [country.actor("commune_officer", "A1"), country.actor("commune_officer", "A1.DU")]
    start, answers = Barrier(2), []

    def send(actor) -> None:
        try:
            start.wait()
            services.submit(report, Typed(make.cells(report, make.GOOD)), by=actor, token=uuid4(), version=1)
            answers.append("filed")
        except Refused as reason:
            answers.append(reason.code)
        finally:
            connection.close()

    threads = [Thread(target=send, args=[actor]) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["already-filed", "filed"]
    assert Filed.objects.count() == Filing.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_the_same_moment_gives_the_same_answer_twice(country, report):
    actor, token = country.actor("commune_officer", "A1"), uuid4()
    start, answers = Barrier(2), []

    def send() -> None:
        try:
            start.wait()
            typed = Typed(make.cells(report, make.GOOD))
            answers.append(services.submit(report, typed, by=actor, token=token, version=1).pk)
        finally:
            connection.close()

    threads = [Thread(target=send) for _click in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 2
    assert len(set(answers)) == 1
