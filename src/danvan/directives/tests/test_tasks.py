"""Giving tasks, cutting them into parts, answering, handing back."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from danvan.core.errors import Refused, Stale
from danvan.directives import services
from danvan.directives.models import Task
from danvan.directives.services import Assignment
from danvan.directives.states import TASK_MOVES, TaskState

from .factories import sent, task

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(country):
    return country.actor("provincial_specialist", "A")


@pytest.fixture
def head(country):
    return country.actor("commune_head", "A1")


def part_of(whole, code) -> Task:
    return whole.children.get(lead__code=code)


def done(one: Task, actor) -> Task:
    services.begin_task(one, by=actor, version=one.version)
    one = Task.objects.get(pk=one.pk)
    services.finish_task(one, "Đã rà soát 12 thôn", by=actor, version=one.version)
    return Task.objects.get(pk=one.pk)


@pytest.mark.row(3)
def test_one_act_makes_a_part_for_each_unit(country, clerk):
    one, _mandates = sent(country)
    token = uuid.uuid4()
    units = [country[code] for code in ("A1.DU", "A2.DU", "A3.DU")]
    whole = services.assign(one, Assignment("Rà soát", working_days=5), units, by=clerk, token=token)
    again = services.assign(one, Assignment("Rà soát", working_days=5), units, by=clerk, token=token)
    assert whole == again
    assert Task.objects.count() == 4
    assert {part.due_on for part in whole.children.all()} == {whole.due_on}


@pytest.mark.row(4)
def test_a_unit_cuts_its_part_further_and_the_thread_up_is_kept(country, head):
    one, _mandates = sent(country)
    whole = task(country, one)
    mine = part_of(whole, "A1.DU")
    sub = services.add_part(mine, Assignment("Họp với MTTQ"), country["A1.MTTQ"], by=head, token=uuid.uuid4())
    assert (sub.parent, sub.parent.parent, sub.origin) == (mine, whole, one)


@pytest.mark.row(4)
def test_a_unit_gives_itself_a_task_of_its_own_under_the_directive(country, head):
    one, mandates = sent(country)
    own = services.add_under_mandate(
        mandates["A1.DU"], Assignment("Mở hội nghị"), country["A1.MTTQ"], by=head, token=uuid.uuid4()
    )
    assert (own.giver.code, own.lead.code, own.parent) == ("A1.DU", "A1.MTTQ", None)
    assert own in Task.objects.visible_to(country.actor("provincial_specialist", "A"))
    assert own not in Task.objects.visible_to(country.actor("commune_officer", "A2"))


@pytest.mark.row(6)
def test_the_progress_of_a_whole_is_counted_from_its_parts(country):
    one, _mandates = sent(country)
    whole = task(country, one)
    done(part_of(whole, "A1.DU"), country.actor("commune_officer", "A1"))
    seen = Task.objects.with_progress().get(pk=whole.pk)
    assert (seen.parts, seen.parts_done) == (2, 1)


def test_a_whole_is_not_done_before_its_parts(country, head):
    one, _mandates = sent(country)
    mine = part_of(task(country, one), "A1.DU")
    services.add_part(mine, Assignment("Một phần"), country["A1.MTTQ"], by=head, token=uuid.uuid4())
    services.begin_task(mine, by=head, version=1)
    with pytest.raises(Refused) as refusal:
        services.finish_task(Task.objects.get(pk=mine.pk), "Xong", by=head, version=2)
    assert refusal.value.code == "parts-open"


def test_a_part_is_due_no_later_than_its_whole(country, head, clerk):
    one, _mandates = sent(country)
    mine = part_of(task(country, one, due_on=clerk.day + timedelta(days=10)), "A1.DU")
    late = Assignment("Một phần", due_on=clerk.day + timedelta(days=11))
    with pytest.raises(Refused) as refusal:
        services.add_part(mine, late, country["A1.MTTQ"], by=head, token=uuid.uuid4())
    assert (refusal.value.code, refusal.value.field) == ("after-whole", "due_on")


def test_a_returned_part_reopens_the_whole_that_was_done(country, clerk, head):
    one, _mandates = sent(country)
    whole = task(country, one, to=("A1.DU",))
    mine = part_of(whole, "A1.DU")
    sub = services.add_part(mine, Assignment("Một phần"), country["A1.MTTQ"], by=head, token=uuid.uuid4())
    sub = done(sub, head)
    mine = done(Task.objects.get(pk=mine.pk), head)
    services.return_task(sub, "Thiếu số liệu", by=head, version=sub.version)
    assert Task.objects.get(pk=mine.pk).state == TaskState.RETURNED


def test_the_receiver_cannot_return_what_it_did_itself(country):
    one, _mandates = sent(country)
    mine = done(part_of(task(country, one), "A1.DU"), country.actor("commune_head", "A1"))
    with pytest.raises(Refused) as refusal:
        services.return_task(mine, "Làm lại", by=country.actor("commune_head", "A1"), version=mine.version)
    assert refusal.value.code == "not-allowed"


@pytest.mark.parametrize(("role", "on"), [("commune_officer", "A2"), ("commune_head", "B1")])
def test_a_foreign_task_is_not_there(country, role, on):
    one, _mandates = sent(country)
    mine = part_of(task(country, one), "A1.DU")
    with pytest.raises(Http404):
        services.begin_task(mine, by=country.actor(role, on), version=1)


def test_a_result_in_words_is_asked_for(country, head):
    one, _mandates = sent(country)
    mine = part_of(task(country, one), "A1.DU")
    services.begin_task(mine, by=head, version=1)
    with pytest.raises(Refused) as refusal:
        services.finish_task(mine, "  ", by=head, version=2)
    assert (refusal.value.code, refusal.value.field) == ("no-result", "result")
    with pytest.raises(Stale):
        services.finish_task(mine, "Xong", by=head, version=1)


@pytest.mark.parametrize("target", TaskState.values)
def test_the_database_lets_a_new_task_only_begin(country, target):
    one, _mandates = sent(country)
    whole = task(country, one)
    if target == "open" or ("open", target) in {(str(a), str(b)) for a, b in TASK_MOVES}:
        assert Task.objects.filter(pk=whole.pk).update(state=target) == 1
    else:
        with pytest.raises(DatabaseError), transaction.atomic():
            Task.objects.filter(pk=whole.pk).update(state=target)
