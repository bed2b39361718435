"""Who sees and does what: a stranger's answer is the same as for a thing that is not there."""

import uuid

import pytest
from django.urls import reverse

from danvan.directives.models import Directive, Mandate, Task
from danvan.directives.queries import search, work_items

from .factories import advance, directive, sent, task

pytestmark = pytest.mark.django_db

READS = ("directive", "matrix", "edit", "send", "assign", "add_relation")
SEERS = {("provincial_specialist", "A"), ("provincial_head", "A"), ("reader", "A"), ("commune_officer", "A1")}
# What each page needs beyond seeing; "may" lists who among the seers passes.
MAY = {
    "directive": SEERS,
    "matrix": SEERS,
    "edit": {("provincial_specialist", "A")},
    "add_relation": {("provincial_specialist", "A")},
    "send": {("provincial_specialist", "A"), ("provincial_head", "A")},
    "assign": {("provincial_specialist", "A")},
}
PEOPLE = [
    *sorted(SEERS),
    ("commune_officer", "A3"),
    ("provincial_specialist", "B"),
    ("commune_officer", "B1"),
    ("account_administrator", "A"),
]


@pytest.mark.trust("T08")
@pytest.mark.parametrize(("role", "on"), PEOPLE)
@pytest.mark.parametrize("name", READS)
def test_a_page_opens_for_those_it_is_for_and_is_missing_for_all_others(country, signed_in, name, role, on):
    one, _mandates = sent(country, to=("A1.DU",))
    answer = signed_in(role, on).get(reverse(f"directives:{name}", args=[one.public_id]))
    assert answer.status_code == (200 if (role, on) in MAY[name] else 404)


@pytest.mark.trust("T08")
@pytest.mark.parametrize(
    ("role", "on"), [("commune_officer", "A3"), ("provincial_specialist", "B"), ("account_administrator", "A")]
)
def test_nobody_writes_to_a_foreign_record(country, signed_in, role, on):
    one, mandates = sent(country, to=("A1.DU",))
    whole = task(country, one, to=("A1.DU",))
    mandate = mandates["A1.DU"]
    client = signed_in(role, on)
    targets = [
        ("edit", one), ("add_alias", one), ("add_relation", one), ("send", one), ("assign", one), ("remind", one),
        ("answer", mandate), ("add_own_task", mandate), ("task_step", whole), ("add_part", whole),
    ]  # fmt: skip
    for name, record in targets:
        assert client.post(reverse(f"directives:{name}", args=[record.public_id])).status_code == 404, name
    undo = reverse("directives:withdraw", args=[one.public_id, mandate.sending.public_id])
    assert client.post(undo).status_code == 404


@pytest.mark.trust("T08")
def test_a_stranger_gets_the_same_bytes_as_for_a_missing_record(country, signed_in):
    one = directive(country)
    client = signed_in("provincial_specialist", "B")
    foreign = client.get(reverse("directives:directive", args=[one.public_id]))
    missing = client.get(reverse("directives:directive", args=[uuid.uuid4()]))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert len(foreign.content) == len(missing.content)


def test_without_signing_in_every_page_asks_to_sign_in(client, country):
    one = directive(country)
    for name in READS:
        answer = client.get(reverse(f"directives:{name}", args=[one.public_id]))
        assert answer.status_code == 302
        assert reverse("account_login") in answer.url


@pytest.mark.trust("T08")
@pytest.mark.parametrize(
    ("role", "on", "count"),
    [("provincial_specialist", "A", 3), ("commune_officer", "A1", 1), ("commune_officer", "A3", 0), ("reader", "B", 0)],
)
def test_list_search_and_object_agree(country, role, on, count):
    _one, _mandates = sent(country, to=("A1.DU", "A2.DU"))
    actor = country.actor(role, on)
    hits = search(actor, "62kltw", 10)
    assert len(hits) == Directive.objects.visible_to(actor).count()
    assert Mandate.objects.visible_to(actor).count() == max(count - 1, count if count == 1 else 0)


def test_work_waits_for_who_answers_and_for_who_sent(country):
    one, mandates = sent(country)
    officer, clerk = country.actor("commune_officer", "A1"), country.actor("provincial_specialist", "A")
    assert [item.url for item in work_items(officer, officer.day)] == [mandates["A1.DU"].get_absolute_url()]
    assert [item.url for item in work_items(clerk, clerk.day)] == [one.get_absolute_url()]
    advance(country, mandates["A1.DU"], 5)
    assert work_items(officer, officer.day) == []


def test_a_returned_task_is_in_its_own_bin(country):
    from danvan.directives import services

    one, _mandates = sent(country, to=("A2.DU",))
    whole = task(country, one, to=("A1.DU",))
    part = whole.children.get()
    officer, clerk = country.actor("commune_officer", "A1"), country.actor("provincial_specialist", "A")
    services.begin_task(part, by=officer, version=1)
    services.finish_task(part, "Xong", by=officer, version=2)
    services.return_task(part, "Thiếu", by=clerk, version=3)
    assert [str(item.bin) for item in work_items(officer, officer.day)] == ["returned"]
    assert Task.objects.visible_to(officer).count() == 1
