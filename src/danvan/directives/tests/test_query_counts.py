"""How often the pages ask the database: as often for thirty rows as for three."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from danvan.directives import services
from danvan.directives.models import Mandate, Task
from danvan.orgs.kinds import Kind
from danvan.orgs.services import Opening, open_units

from .factories import directive, sent, task

pytestmark = pytest.mark.django_db


def page(client, name, *args) -> None:
    assert client.get(reverse(f"directives:{name}", args=args)).status_code == 200


@pytest.mark.parametrize("name", ["list", "matrix_all", "tasks", "late"])
def test_the_number_of_queries_does_not_grow_with_the_rows(country, signed_in, django_assert_max_num_queries, name):
    client = signed_in("provincial_specialist", "A")
    _fill(country, 3)
    client.get(reverse(f"directives:{name}"))
    with CaptureQueriesContext(connection) as few:
        page(client, name)
    _fill(country, 27, first=100)
    with django_assert_max_num_queries(len(few)):
        page(client, name)


def test_a_record_asks_as_often_for_thirty_units_as_for_three(country, signed_in, django_assert_max_num_queries):
    one, _mandates = sent(country)
    client = signed_in("provincial_specialist", "A")
    names = ("directive", "matrix")
    few = {}
    for name in names:
        page(client, name, one.public_id)
        with CaptureQueriesContext(connection) as asked:
            page(client, name, one.public_id)
        few[name] = len(asked)
    made = open_units(
        Opening(f"A1.X{n}", Kind.ORGANISATION, f"Hội số {n}", f"Hội {n}", "A1", date(2025, 7, 1)) for n in range(27)
    )
    services.send(one, made.values(), by=country.actor("provincial_specialist", "A"), token=uuid.uuid4())
    for name in names:
        with django_assert_max_num_queries(few[name]):
            page(client, name, one.public_id)


def _fill(country, count: int, first: int = 1) -> None:
    """So many directives, each sent to three communes and late there, each with a task of two parts."""
    actor = country.actor("provincial_specialist", "A")
    units = [country[code] for code in ("A1.DU", "A2.DU", "A3.DU")]
    for number in range(first, first + count):
        one = directive(country, raw_symbol=f"{number}-KL/TW", title=f"Kết luận số {number}")
        services.send(one, units, by=actor, token=uuid.uuid4(), due_on=actor.day)
        task(country, one, due_on=actor.day)
    Mandate.objects.update(due_on=actor.day - timedelta(days=1))
    Task.objects.update(due_on=actor.day - timedelta(days=1))
