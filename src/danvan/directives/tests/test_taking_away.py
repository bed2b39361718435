"""Tasks withdrawn, cooperating units, exports of the matrix across directives and of the overdue, the phone's list."""

import uuid
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from danvan.audit.models import Act
from danvan.core.errors import Refused
from danvan.directives import services
from danvan.directives.models import Mandate, Task
from danvan.directives.services import Assignment
from danvan.directives.states import TaskState
from danvan.directives.work import work_items

from .factories import sent, task

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(country):
    return country.actor("provincial_specialist", "A")


def late(country, clerk, code="A1.DU"):
    """A directive that one commune is late with."""
    one, mandates = sent(country, due_on=clerk.day)
    Mandate.objects.filter(pk=mandates[code].pk).update(due_on=clerk.day - timedelta(days=1))
    return one, mandates


def words(answer, form: str) -> str:
    if form == "xlsx":
        rows = openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)
        return "\n".join(str(cell) for row in rows for cell in row if cell is not None)
    return answer.content.decode("utf-8-sig")


def test_a_task_given_by_mistake_is_withdrawn_with_its_parts(country, clerk):
    one, _mandates = sent(country)
    whole = task(country, one)
    services.withdraw_task(whole, by=clerk, version=whole.version)
    assert set(Task.objects.values_list("state", flat=True)) == {TaskState.WITHDRAWN}
    assert not [
        item for item in work_items(country.actor("commune_officer", "A1"), clerk.day) if "Rà soát" in item.title
    ]
    assert not Task.objects.open().exists()


def test_what_somebody_began_is_not_withdrawn(country, clerk):
    one, _mandates = sent(country)
    whole = task(country, one)
    part = whole.children.get(lead=country["A1.DU"])
    services.begin_task(part, by=country.actor("commune_officer", "A1"), version=1)
    with pytest.raises(Refused) as refusal:
        services.withdraw_task(whole, by=clerk, version=whole.version)
    assert refusal.value.code == "begun"
    with pytest.raises(Refused) as refusal:
        services.withdraw_task(Task.objects.get(pk=part.pk), by=clerk, version=2)
    assert refusal.value.code == "not-now"
    other = whole.children.get(lead=country["A2.DU"])
    services.withdraw_task(other, by=clerk, version=1)
    seen = Task.objects.with_progress().get(pk=whole.pk)
    assert (seen.parts, seen.parts_done) == (1, 0)


def test_only_the_giver_withdraws_on_the_page(country, signed_in):
    one, _mandates = sent(country)
    part = task(country, one).children.get(lead=country["A1.DU"])
    url = reverse("directives:task_step", args=[part.public_id])
    form = {"step": "withdraw", "version": "1"}
    assert signed_in("commune_officer", "A1").post(url, form).status_code in (404, 409)
    assert signed_in("commune_officer", "A2").post(url, form).status_code == 404
    giver = signed_in("provincial_specialist", "A")
    assert 'value="withdraw"' in giver.get(part.get_absolute_url()).content.decode()
    assert giver.post(url, form).status_code == 302
    assert Task.objects.get(pk=part.pk).state == TaskState.WITHDRAWN
    assert 'value="withdraw"' not in giver.get(part.get_absolute_url()).content.decode()


@pytest.mark.row(21)
def test_lead_and_cooperating_units_both_find_the_task_in_their_work(country, clerk):
    one, _mandates = sent(country)
    assignment = Assignment("Đối thoại với Nhân dân")
    units, helpers = [country["A1.DU"]], [country["A2.MTTQ"], country["A1.DU"]]
    services.assign(one, assignment, units, by=clerk, token=uuid.uuid4(), helpers=helpers)
    found = {
        area: [
            item for item in work_items(country.actor("commune_officer", area), clerk.day) if "Đối thoại" in item.title
        ]
        for area in ("A1", "A2", "A3")
    }
    assert [len(found[area]) for area in ("A1", "A2", "A3")] == [1, 1, 0]
    assert found["A1"][0].url == found["A2"][0].url
    assert "phối hợp" in found["A2"][0].for_whom


@pytest.mark.row(21)
def test_the_assign_page_asks_for_cooperating_units(country, signed_in):
    one, _mandates = sent(country)
    client, url = signed_in("provincial_specialist", "A"), reverse("directives:assign", args=[one.public_id])
    lead, helper = (str(country[code].public_id) for code in ("A1.DU", "A2.DU"))
    form = {"token": str(uuid.uuid4()), "title": "Đối thoại", "pick": [lead]}
    name = country["A2.DU"].descriptions.get().name
    added = client.post(url, form | {"step": "help", "where": "name", "q": name, "kind": "party_committee"})
    assert f'name="help" value="{helper}"' in added.content.decode()
    preview = client.post(url, form | {"step": "preview", "help": [helper]}).content.decode()
    assert f'name="help" value="{helper}"' in preview
    page = client.post(url, form | {"step": "do", "help": [helper]})
    part = Task.objects.get(parent__isnull=False)
    assert page.url == part.parent.get_absolute_url()
    assert [row.unit for row in part.helpers.all()] == [country["A2.DU"]]
    assert signed_in("commune_officer", "A2").get(part.get_absolute_url()).status_code == 200


@pytest.mark.row(17)
@pytest.mark.trust("T25")
@pytest.mark.parametrize("form", ["xlsx", "csv", "docx"])
def test_the_matrix_across_directives_is_taken_away_as_shown(country, clerk, signed_in, form):
    late(country, clerk)
    client, url = signed_in("provincial_specialist", "A"), reverse("directives:matrix_all")
    everything, narrowed = client.get(url, {"format": form}), client.get(url, {"only": "late", "format": form})
    assert narrowed["Content-Disposition"].endswith(f'.{form}"')
    acts = Act.objects.filter(verb="directives.exported").order_by("pk")
    assert [act.facts["rows"] for act in acts] == [3, 1]
    if form != "docx":
        names = {code: country[code].descriptions.get().name for code in ("A1.DU", "A2.DU")}
        assert all(name in words(everything, form) for name in names.values())
        assert names["A1.DU"] in words(narrowed, form)
        assert names["A2.DU"] not in words(narrowed, form)


@pytest.mark.row(8)
@pytest.mark.parametrize("form", ["xlsx", "csv", "docx"])
def test_the_overdue_is_taken_away_by_unit_and_by_directive(country, clerk, signed_in, form):
    one, _mandates = late(country, clerk)
    client, url = signed_in("provincial_specialist", "A"), reverse("directives:late")
    by_unit, by_directive = (client.get(url, {"format": form, "by": by}) for by in ("unit", "directive"))
    assert Act.objects.filter(verb="directives.exported", facts__rows=1).count() == 2
    if form != "docx":
        assert country["A1.DU"].descriptions.get().name in words(by_unit, form)
        assert one.title in words(by_directive, form)
        assert one.title not in words(by_unit, form)


@pytest.mark.parametrize("name", ["matrix_all", "late"])
def test_who_may_not_export_gets_the_page(country, clerk, signed_in, name):
    late(country, clerk)
    client = signed_in("reader", "A")
    answer = client.get(reverse(f"directives:{name}"), {"format": "csv"})
    assert answer["Content-Type"].startswith("text/html")
    assert "format=csv" not in client.get(reverse(f"directives:{name}")).content.decode()
    assert not Act.objects.filter(verb="directives.exported").exists()


def test_a_phone_that_asks_for_nothing_reads_the_late_list_first(country, clerk, signed_in):
    one, mandates = late(country, clerk)
    client = signed_in("provincial_specialist", "A")
    for name, args in (("matrix", [one.public_id]), ("matrix_all", [])):
        url = reverse(f"directives:{name}", args=args)
        text = client.get(url).content.decode()
        phone, wide = text.split('class="on-phone"')[1].split('<div class="off-phone"')
        assert mandates["A1.DU"].get_absolute_url() in phone
        assert mandates["A2.DU"].get_absolute_url() not in phone
        assert "<svg" in wide
        assert 'class="on-phone"' not in client.get(url, {"only": "all"}).content.decode()
