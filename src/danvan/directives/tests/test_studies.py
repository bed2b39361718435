"""After the first study: mending what was reported, one more occasion, the sums in the list."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from danvan.core.errors import Refused, Stale
from danvan.directives import services
from danvan.directives.models import Dissemination, Mandate
from danvan.directives.queries import mandates_of
from danvan.directives.services import Held
from danvan.directives.timeline import life_of

from .factories import advance, sent

pytestmark = [pytest.mark.django_db, pytest.mark.row(5)]


@pytest.fixture
def officer(country):
    return country.actor("commune_officer", "A1")


def studied(country) -> Mandate:
    _one, mandates = sent(country)
    return advance(country, mandates["A1.DU"], 2)


def fresh(mandate: Mandate) -> Mandate:
    return Mandate.objects.get(pk=mandate.pk)


def test_a_mended_report_is_a_new_row_and_the_old_one_is_kept(country, officer):
    mandate = studied(country)
    first = mandate.disseminations.get()
    services.mend_study(first, Held(officer.day, "conference", 210), by=officer, version=mandate.version)
    assert [row.attendance for row in mandate.disseminations.order_by("pk")] == [120, 210]
    assert [row.attendance for row in mandate.disseminations.standing()] == [210]
    with pytest.raises(Refused) as refusal:
        services.mend_study(first, Held(officer.day, "conference", 5), by=officer, version=fresh(mandate).version)
    assert refusal.value.code == "mended"
    with pytest.raises(Stale):
        services.add_study(mandate, Held(officer.day, "cell", 5), by=officer, version=mandate.version)


def test_the_database_keeps_every_report(country):
    first = studied(country).disseminations.get()
    for change in (lambda rows: rows.update(attendance=1), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(Dissemination.objects.filter(pk=first.pk))


def test_another_study_adds_its_heads_to_the_list(country, officer):
    mandate = studied(country)
    services.add_study(mandate, Held(officer.day, "cell", 30), by=officer, version=mandate.version)
    clerk = country.actor("provincial_specialist", "A")
    seen = {row.pk: (row.studies, row.people) for row in mandates_of(mandate.directive, clerk)}
    assert seen.pop(mandate.pk) == (2, 150)
    assert set(seen.values()) == {(None, None)}


@pytest.mark.parametrize("steps", [0, 1, 5])
def test_neither_before_the_first_study_nor_after_all_is_done(country, officer, steps):
    _one, mandates = sent(country)
    mandate = advance(country, mandates["A1.DU"], steps)
    with pytest.raises(Refused) as refusal:
        services.add_study(mandate, Held(officer.day, "cell", 30), by=officer, version=mandate.version)
    assert refusal.value.code == "not-now"


def test_the_unit_mends_and_adds_on_its_pages(country, signed_in):
    mandate = studied(country)
    first, client = mandate.disseminations.get(), signed_in("commune_officer", "A1")
    url = reverse("directives:mend_study", args=[mandate.public_id, first.public_id])
    assert 'value="120"' in client.get(url).content.decode()
    form = {"version": str(mandate.version), "held_on": "20/02/2026", "form": "conference", "attendance": "-1"}
    wrong = client.post(url, form)
    assert wrong.status_code == 422
    assert "id_attendance_error" in wrong.content.decode()
    assert client.post(url, form | {"attendance": "215"}).url == mandate.get_absolute_url()
    add = reverse("directives:add_study", args=[mandate.public_id])
    assert client.post(add, form | {"attendance": "30"}).status_code == 409
    again = form | {"attendance": "30", "form": "cell", "version": str(fresh(mandate).version)}
    assert client.post(add, again).status_code == 302
    text = client.get(mandate.get_absolute_url()).content.decode()
    assert "<del>" in text.split("<tfoot")[1]
    assert ">245<" in text
    assert client.get(url).status_code == 404
    matrix = reverse("directives:matrix", args=[mandate.directive.public_id])
    listed = signed_in("provincial_specialist", "A").get(matrix, {"view": "list"}).content.decode()
    assert "245" in listed
    assert "?only=no-disseminated" in listed


@pytest.mark.parametrize(("role", "on"), [("commune_officer", "A2"), ("provincial_specialist", "A")])
def test_nobody_else_reports_a_study(country, signed_in, role, on):
    mandate = studied(country)
    first, client = mandate.disseminations.get(), signed_in(role, on)
    for name, args in (("add_study", []), ("mend_study", [first.public_id])):
        url = reverse(f"directives:{name}", args=[mandate.public_id, *args])
        assert client.get(url).status_code == 404
        assert client.post(url, {}).status_code == 404


def test_the_life_line_shows_a_missed_last_day_as_late(country):
    clerk = country.actor("provincial_specialist", "A")
    one, _mandates = sent(country, due_on=clerk.day)
    Mandate.objects.filter(directive=one, unit=country["A1.DU"]).update(due_on=clerk.day - timedelta(days=3))
    past = [line for line in life_of(one, mandates_of(one, clerk), clerk) if not line.get("next") and "what" in line]
    when = f"{clerk.day - timedelta(days=3):%d/%m/%Y}"
    assert [line["state"] for line in past if line["time"] == when] == ["late"]
    assert {line["state"] for line in past if line["time"] != when} == {"done"}
