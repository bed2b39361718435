"""The wizard over HTTP: choose, say what happens, see the dry run, sign it off, undo it."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse

from danvan.orgs.models import Change, Unit
from danvan.orgs.states import ChangeState

NEW = reverse("orgs:new_change")
DOCUMENT = "Nghị quyết số 01/2026/NQ-HĐND (minh họa)"
COMMON = {"effective_on": "01/01/2027", "decided_by": DOCUMENT, "note": ""}


@pytest.fixture
def clerk(signed_in):
    return signed_in("unit_administrator", "A")


def address(country, kind: str, units=(), heirs=(), step: str = "form") -> str:
    picks = [("units", code) for code in units] + [("heirs", code) for code in heirs]
    ticked = "".join(f"&pick_{slot}={country[code].public_id}" for slot, code in picks)
    return f"{NEW}?kind={kind}{ticked}&step={step}"


def send(client, url: str, /, **typed):
    return client.post(url, {"token": str(uuid.uuid4()), **COMMON, **typed})


def new_unit(**typed):
    return {"heir": "new", "name": "Xã Hòa Đồng", "short_name": "", "kind": "commune", "code": "A9", "parent": "A"} | typed


def drafted(client, country, what: str = "merge", units=("A1", "A2"), heirs=(), /, **typed) -> Change:
    answer = send(client, address(country, what, units, heirs), **(typed or new_unit()))
    assert answer.status_code == 302, errors(answer)
    return Change.objects.get(public_id=re.search(r"thay-doi/([0-9a-f-]+)/", answer.url)[1])


def errors(answer) -> list[str]:
    form = answer.context and answer.context.get("form")
    return [] if not form else [form.errors.as_text(), *(row.errors.as_text() for row in answer.context["rows"])]


def page_of(client, change: Change):
    answer = client.get(change.get_absolute_url())
    assert answer.status_code == 200
    return answer


def sign(client, change: Change, page=None, **typed):
    shown = (page or page_of(client, change)).context
    data = {"digest": shown["digest"], "version": shown["change"].version, "seen": shown["seen"], "read": "yes"}
    return client.post(reverse("orgs:apply_change", args=[change.public_id]), data | typed)


@pytest.mark.row(56)
def test_every_kind_is_offered_with_a_sentence_and_leads_to_the_ticking_of_units(clerk):
    page = clerk.get(NEW).content.decode()
    for kind in ("merge", "split", "part", "rename", "retype", "move", "dissolve", "create"):
        assert f'href="?kind={kind}"' in page
        assert clerk.get(f"{NEW}?kind={kind}").status_code == 200


def test_units_are_found_without_marks_and_stay_ticked_through_the_next_search(clerk, country):
    first = clerk.get(f"{NEW}?kind=merge&q_units=dong+xuan&step=choose").content.decode()
    assert "Xã Đồng Xuân" in first
    ticked = f"{NEW}?kind=merge&q_units=hoa+binh&pick_units={country['A1'].public_id}&step=choose"
    second = clerk.get(ticked).content.decode()
    assert re.search(rf'value="{country["A1"].public_id}" checked', second)
    assert "Xã Hòa Bình" in second


def test_units_of_another_province_are_neither_found_nor_taken(clerk, country):
    assert "Tân Lập" not in clerk.get(f"{NEW}?kind=merge&q_units=tan+lap&step=choose").content.decode().replace(
        'value="tan lap"', ""
    )
    answer = clerk.get(address(country, "merge", ["B1"]))
    assert "Xã Tân Lập" not in answer.content.decode()
    assert answer.context["choices"][0].error


def test_too_few_and_too_many_ticks_are_said_at_their_place(clerk, country):
    assert clerk.get(address(country, "merge")).context["choices"][0].error
    assert clerk.get(address(country, "rename", ["A1", "A2"])).context["choices"][0].error
    assert clerk.get(address(country, "part", ["A1"], ["A1"])).context["choices"][1].error


@pytest.mark.row(56)
@pytest.mark.parametrize(
    ("kind", "units", "heirs", "typed"),
    [
        ("merge", ["A1", "A2"], [], new_unit()),
        ("merge", ["A1", "A2"], [], {"heir": "A1", "name": "", "code": "", "kind": "", "parent": ""}),
        ("part", ["A1"], ["A2"], {"method": "population", "goes": "1.200", "stays": "3.600"}),
        ("part", ["A1"], ["A2"], {"method": "none"}),
        ("rename", ["A1"], [], {"name": "Xã Đồng Xuân Mới", "short_name": ""}),
        ("retype", ["A1"], [], {"kind": "ward", "name": "Phường Đồng Xuân", "short_name": "Đồng Xuân"}),
        ("dissolve", ["A1"], [], {}),
        ("create", ["A"], [], new_unit()),
    ],
)
def test_each_kind_goes_through_its_form_to_a_dry_run_and_is_applied_and_undone(
    clerk, country, kind, units, heirs, typed
):
    change = drafted(clerk, country, kind, units, heirs, **{"name": "", **typed})
    assert page_of(clerk, change).context["run"].problems == ()
    before = sorted(Unit.objects.values_list("code", "life"))
    assert sign(clerk, change).status_code == 302
    assert Change.objects.get(pk=change.pk).state == ChangeState.APPLIED
    assert DOCUMENT in page_of(clerk, change).content.decode()
    assert clerk.post(reverse("orgs:undo_change", args=[change.public_id])).status_code == 302
    assert Change.objects.get(pk=change.pk).state == ChangeState.UNDONE
    assert sorted(Unit.objects.values_list("code", "life")) == before
    assert page_of(clerk, change).status_code == 200
