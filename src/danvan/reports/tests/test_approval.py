"""Approval up the tree in one or two steps, and what a return asks and a new revision answers (rows 42 to 45, 63)."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.access.actor import Actor
from danvan.core.errors import Refused, Stale
from danvan.core.work import Bin
from danvan.notices.models import Notice
from danvan.reports import queries, services
from danvan.reports.models import Round, Submission
from danvan.reports.queries.answered import resubmission
from danvan.reports.queries.filed import load_filed
from danvan.reports.queries.narrative import load_told
from danvan.reports.services import Written
from danvan.reports.services.deciding import NewRemark
from danvan.reports.states import HANDED_IN, MOVES, State

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


@pytest.mark.row(43)
class TestTwoSteps:
    def test_the_head_of_the_unit_approves_then_those_who_asked_accept(self, country, report):
        make.file(country, report)
        with pytest.raises(Refused) as early:
            services.accept(report, by=country.actor(*SPECIALIST), revision_shown=1)
        services.check(report, by=country.actor(*HEAD), revision_shown=1)
        assert fresh(report).state == State.CHECKED
        services.accept(report, by=country.actor(*SPECIALIST), revision_shown=1)
        done = fresh(report)
        assert early.value.code == "not-checked"
        assert (done.state, done.checked_by, done.accepted_by) == (
            State.ACCEPTED, country.person(*HEAD), country.person(*SPECIALIST)
        )  # fmt: skip

    def test_a_later_change_of_the_form_leaves_an_open_round_as_it_was(self, country, round_, report):
        by = country.actor(*SPECIALIST)
        services.design_form(make.design(steps=1), owner=country["A"], by=by, form=round_.form)
        make.file(country, report)
        assert Round.objects.get(pk=round_.pk).steps == 2
        with pytest.raises(Refused):
            services.accept(report, by=by, revision_shown=1)

    def test_nobody_approves_what_they_filed(self, country, report):
        make.fill(country, report)
        head = country.actor(*HEAD)
        services.file(fresh(report), by=head, token=uuid4(), version=fresh(report).version)
        with pytest.raises(Refused) as refusal:
            services.check(report, by=head, revision_shown=1)
        assert refusal.value.code == "own-filing"

    def test_one_person_does_not_take_both_steps_though_the_head_above_may_stand_in(self, country, report):
        above = country.actor("provincial_head", "A")
        make.file(country, report)
        services.check(report, by=above, revision_shown=1)
        with pytest.raises(Refused) as refusal:
            services.accept(report, by=above, revision_shown=1)
        assert refusal.value.code == "both-steps"

    def test_an_approval_names_the_revision_that_was_shown(self, country, report):
        make.file(country, report)
        services.return_(report, [NewRemark("Sai")], by=country.actor(*HEAD), revision_shown=1)
        make.file(country, report, {"diss_attend": "168"})
        with pytest.raises(Stale) as refusal:
            services.check(report, by=country.actor(*HEAD), revision_shown=1)
        assert "2" in str(refusal.value.message)
        assert fresh(report).state == State.FILED

    def test_a_return_after_the_first_step_asks_for_both_again(self, country, report):
        make.file(country, report)
        services.check(report, by=country.actor(*HEAD), revision_shown=1)
        services.return_(report, [NewRemark("Sai")], by=country.actor(*SPECIALIST), revision_shown=1)
        back = fresh(report)
        assert (back.state, back.checked_by, back.checked_at) == (State.RETURNED, None, None)
        make.file(country, report, {"diss_attend": "168"})
        assert fresh(report).waits_for_check

    def test_the_head_returns_only_while_the_first_step_is_theirs(self, country, report):
        make.file(country, report)
        services.check(report, by=country.actor(*HEAD), revision_shown=1)
        with pytest.raises(Refused) as refusal:
            services.return_(report, [NewRemark("Sai")], by=country.actor(*HEAD), revision_shown=1)
        assert refusal.value.code == "not-allowed"

    def test_a_round_of_one_step_has_no_step_before(self, country):
        report = make.submission_of(make.open_round(country), country, "A1.DU")
        make.file(country, report)
        with pytest.raises(Refused) as refusal:
            services.check(report, by=country.actor(*HEAD), revision_shown=1)
        assert refusal.value.code == "one-step"

    def test_the_database_keeps_the_two_steps_and_the_two_people(self, country, report):
        make.file(country, report)
        row, officer, head = Submission.objects.filter(pk=report.pk), country.person(*OFFICER), country.person(*HEAD)
        with pytest.raises(DatabaseError), transaction.atomic():
            row.update(state="accepted", accepted_by=head)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(state="checked", checked_by=officer, checked_at="2026-11-03T00:00Z")
        services.check(report, by=country.actor(*HEAD), revision_shown=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(state="accepted", accepted_by=head)

    def test_who_must_act_is_told_and_finds_it_in_their_work(self, country, round_, report):
        head, province = country.person(*HEAD), country.person(*SPECIALIST)
        above = country.person("provincial_head", "A")
        day = date(2026, 11, 3)
        make.file(country, report)
        [item] = queries.work_items(country.actor(*HEAD), day)
        assert (item.bin, item.button) == (Bin.LATER, "Duyệt")
        assert Notice.objects.filter(user=head, url=report.get_absolute_url()).count() == 1
        assert not Notice.objects.filter(user=above).exists(), "the unit has a head of its own"
        assert queries.work_items(country.actor(*SPECIALIST), day) == []
        [waiting] = queries.work_items(country.actor(*OFFICER), day)
        assert waiting.bin == Bin.WAITING
        services.check(report, by=country.actor(*HEAD), revision_shown=1)
        [item] = queries.work_items(country.actor(*SPECIALIST), day)
        assert item.url == f"{round_.get_absolute_url()}?show=filed"
        assert Notice.objects.filter(user=province, url=item.url).count() == 1
        assert [item.bin for item in queries.work_items(country.actor(*HEAD), day)] == [Bin.WAITING]

    def test_the_head_above_is_told_where_the_unit_has_nobody_else(self, country, report):
        above = country.person("provincial_head", "A")
        make.file(country, report)
        assert Notice.objects.filter(user=above, url=report.get_absolute_url()).count() == 1

    def test_at_the_door_the_head_approves_and_the_pages_say_who_and_when(self, country, round_, report):
        make.file(country, report)
        head, province = enter(country, *HEAD), enter(country, *SPECIALIST)
        accept, check = (reverse(f"reports:{name}", args=[report.public_id]) for name in ("accept", "check"))
        assert "Chờ lãnh đạo đơn vị duyệt" in province.get(round_.get_absolute_url()).content.decode()
        assert province.post(check, {"revision": 1}).status_code == 404
        assert province.post(accept, {"revision": 1}).status_code == 409
        assert check in head.get(report.get_absolute_url()).content.decode()
        assert head.post(check, {"revision": 2}).status_code == 409
        assert head.post(check, {"revision": 1}).status_code == 302
        for page in (report.get_absolute_url(), round_.get_absolute_url()):
            text = province.get(page).content.decode()
            assert country.person(*HEAD).full_name in text
            assert "12:00 03/11/2026" in text
        many = reverse("reports:round_accept", args=[round_.public_id])
        province.post(many, {"pick": f"{report.public_id}:1"})
        assert fresh(report).state == State.ACCEPTED

    def test_the_head_sends_it_back_at_the_door_with_a_reason(self, country, report):
        make.file(country, report)
        head = enter(country, *HEAD)
        url = reverse("reports:send_back", args=[report.public_id])
        assert url in head.get(report.get_absolute_url()).content.decode()
        assert head.post(url, {"revision": 1, "general": "Chưa khớp sổ theo dõi"}).status_code == 302
        assert fresh(report).state == State.RETURNED


STEPS = ("file", "check", "accept", "return")
PEOPLE = (OFFICER, HEAD, ("provincial_head", "A"), SPECIALIST, ("reader", "A"), ("commune_head", "A2"))


@pytest.mark.row(43)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(story=st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(PEOPLE)), min_size=3, max_size=5))
def test_whoever_tries_what_two_people_stand_by_an_accepted_report_and_neither_filed_it(country, round_, report, story):
    """Invariant 8 of the spine in a round of two steps, over random moves by random people."""
    lawful = {(str(source), str(target)) for source, target in MOVES}
    for person in PEOPLE:
        country.person(*person)
    with transaction.atomic():
        make.file(country, report)
        for act, person in story:
            before = fresh(report)
            try:
                with transaction.atomic():
                    _act(before, act, country.actor(*person, date(2026, 11, 3)))
            except (Refused, Http404):
                assert fresh(report).version == before.version
            now = fresh(report)
            assert now.state == before.state or (before.state, now.state) in lawful
            assert now.filed_by_id is None or now.filed_by_id not in {now.checked_by_id, now.accepted_by_id}
            assert now.accepted_by_id is None or now.accepted_by_id != now.checked_by_id
            assert (now.checked_by_id is not None) == (now.state in {State.CHECKED, State.ACCEPTED})
            assert (now.accepted_by_id is not None) == (now.state == State.ACCEPTED)
            assert now.revision >= (now.state in HANDED_IN)
        transaction.set_rollback(True)


def _act(report: Submission, act: str, by: Actor) -> None:
    if act == "file":
        services.file(report, by=by, token=uuid4(), version=report.version)
    elif act == "return":
        services.return_(report, [NewRemark("Xem lại")], by=by, revision_shown=report.revision)
    else:
        verb = services.check if act == "check" else services.accept
        verb(report, by=by, revision_shown=report.revision)


@pytest.mark.row(44)
class TestReturns:
    @pytest.fixture
    def told(self, country):
        """A report in figures and words, filed."""
        version = make.form_version(country, prompts=make.PROMPTS)
        report = make.submission_of(make.open_round(country, version=version), country, "A1.DU")
        prompts = list(version.prompts.all())
        by = country.actor(*OFFICER)
        services.save_texts(report, {prompt.pk: Written("Thiếu kinh phí hoạt động") for prompt in prompts}, by=by)
        make.file(country, report)
        return fresh(report)

    def mend(self, country, report: Submission) -> Submission:
        """The officer corrects a line in the returned section, one nobody asked about, and an answer."""
        first = report.round.form_version.prompts.first()
        by = country.actor(*OFFICER)
        services.save_texts(report, {first.pk: Written("Thiếu kinh phí tuyên truyền")}, by=by)
        make.file(country, report, {"diss_attend": "168", "opinion_received": "7"})
        return fresh(report)

    def test_each_remark_is_answered_by_what_changed_there(self, country, told):
        section = "Chỉ đạo, quán triệt"
        [whole] = make.cells(told, {"dvk_implemented": ""})
        first = told.round.form_version.prompts.first()
        remarks = [
            NewRemark("Số lượt chưa khớp", group=section), NewRemark("Nêu rõ hơn", prompt_id=first.pk),
            NewRemark("Xem lại tổng", whole),
        ]  # fmt: skip
        services.return_(told, remarks, by=country.actor(*SPECIALIST), revision_shown=1)
        told = self.mend(country, told)
        found = resubmission(load_filed(told), load_told(told, 2))
        by_text = {one.remark.text: one for one in found.answered}
        [line] = by_text["Số lượt chưa khớp"].changes
        assert (by_text["Số lượt chưa khớp"].about, line.before, line.after) == (section, "186", "168")
        [answer] = by_text["Nêu rõ hơn"].changes
        assert [(run.kind, run.text.strip()) for run in answer.runs if run.kind != "same"] == [
            ("gone", "hoạt động"), ("new", "tuyên truyền")
        ]  # fmt: skip
        assert by_text["Xem lại tổng"].changes == []
        assert found.left == 1
        assert [(one.before, one.after) for one in found.others] == [("6", "7")]

    def test_a_remark_on_the_whole_is_answered_by_everything(self, country, told):
        services.return_(told, [NewRemark("Rà soát lại")], by=country.actor(*SPECIALIST), revision_shown=1)
        told = self.mend(country, told)
        found = resubmission(load_filed(told), load_told(told, 2))
        assert [len(one.changes) for one in found.answered] == [3]
        assert found.others == []

    def test_a_section_that_is_not_in_the_form_is_refused(self, country, told):
        with pytest.raises(Refused) as refusal:
            services.return_(told, [NewRemark("?", group="Mục lạ")], by=country.actor(*SPECIALIST), revision_shown=1)
        assert refusal.value.code == "no-section"

    def test_at_the_door_a_section_is_returned_seen_by_the_officer_and_the_difference_read(self, country, told):
        province, commune = enter(country, *SPECIALIST), enter(country, *OFFICER)
        text = province.get(told.get_absolute_url()).content.decode()
        [number] = re.findall(r'name="section-(\d+)"[^>]*aria-label="[^"]*: Đối thoại"', text)
        url = reverse("reports:return", args=[told.public_id])
        assert province.post(url, {"revision": 1, "section-99": "?"}).status_code == 409
        assert province.post(url, {"revision": 1, f"section-{number}": "Ghi theo sổ tiếp dân"}).status_code == 302
        fill = reverse("reports:fill", args=[told.public_id])
        assert commune.get(fill).content.decode().count("Ghi theo sổ tiếp dân") == 1
        [item] = make.cells(told, {"opinion_received": ""})
        commune.post(fill, page_of(commune, told) | {f"cell-{item}": "9"})
        page = province.get(told.get_absolute_url())
        [one] = page.context["resubmission"].answered
        assert (one.about, one.changes[0].before, one.changes[0].after) == ("Đối thoại", "6", "9")
        assert "Thay đổi so với lần nộp 1" in page.content.decode()
