"""The wizard over HTTP: every kind through its forms, every mistake said at its place."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse

from danvan.orgs.models import Change, Unit
from danvan.orgs.states import ChangeState

from .wizarding import DOCUMENT, NEW, address, drafted, new_unit, page_of, send, sign, two_heirs


@pytest.fixture
def clerk(signed_in):
    return signed_in("unit_administrator", "A")


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


# --- splits ---------------------------------------------------------------------------------------------------


@pytest.mark.row(57)
def test_a_split_shows_its_shares_as_estimates_and_asks_who_takes_the_open_work(clerk, country):
    change = drafted(clerk, country, "split", ["A1"], [], **two_heirs())
    assert [str(part.share) for part in change.plan.parts[:2]] == ["0.66666667", "0.33333333"]
    page = page_of(clerk, change).content.decode()
    assert "66,67" in page
    assert "ước tính" in page


@pytest.mark.row(57)
def test_a_split_may_give_a_part_to_a_unit_that_exists(clerk, country):
    typed = two_heirs() | {"rows": "3", "heir-0-amount": "60", "method": "hand"}
    typed = {key.replace("heir-1", "heir-2"): value for key, value in typed.items()}
    typed = {key.replace("heir-0", "heir-1") if "amount" not in key else key: value for key, value in typed.items()}
    typed |= {"heir-0-amount": "20", "heir-1-amount": "30,5", "heir-2-amount": "49,5"}
    change = drafted(clerk, country, "split", ["A1"], ["A2"], **typed)
    shares = {part.heir: str(part.share) for part in change.plan.parts if part.source == "A1"}
    assert shares == {"A2": "0.20000000", "A80": "0.30500000", "A81": "0.49500000"}


def test_one_more_row_is_offered_without_script_and_keeps_what_was_typed(clerk, country):
    answer = send(clerk, address(country, "split", ["A1"]), more="1", **two_heirs())
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("Xã Đông") == 1
    assert 'name="heir-2-name"' in page


@pytest.mark.row(57)
@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"method": "hand", "heir-0-amount": "60", "heir-1-amount": "30"}, "method"),
        ({"heir-1-amount": ""}, "method"),
        ({"heir-0-amount": "nhiều"}, "heir-0"),
        ({"heir-1-amount": "0"}, "heir-1"),
        ({"heir-1-name": ""}, "heir-1"),
        ({"heir-1-code": "A80"}, "__all__"),
    ],
)
def test_wrong_shares_are_said_at_their_place_and_everything_typed_is_kept(clerk, country, typed, where):
    answer = send(clerk, address(country, "split", ["A1"]), **two_heirs(**typed))
    assert answer.status_code == 422
    form, rows = answer.context["form"], answer.context["rows"]
    places = {*form.errors, *(f"heir-{number}" for number, row in enumerate(rows) if row.errors)}
    assert where in places
    assert "Xã Đông" in answer.content.decode()
    assert DOCUMENT in answer.content.decode()


# --- bad input ------------------------------------------------------------------------------------------------


@pytest.mark.row(56)
@pytest.mark.parametrize(
    ("what", "units", "heirs", "typed", "where"),
    [
        ("merge", ["A1", "A2"], [], {"effective_on": "31/02/2027"}, "effective_on"),
        ("merge", ["A1", "A2"], [], {"effective_on": ""}, "effective_on"),
        ("merge", ["A1", "A2"], [], {"decided_by": ""}, "decided_by"),
        ("merge", ["A1", "A2"], [], {"name": ""}, "name"),
        ("merge", ["A1", "A2"], [], {"code": "A3"}, "code"),
        ("merge", ["A1", "A2"], [], {"code": "có dấu"}, "code"),
        ("merge", ["A1", "A2"], [], {"kind": "province"}, None),
        ("merge", ["A1", "A2"], [], {"effective_on": "01/07/2025"}, None),
        ("merge", ["A1", "A1.DU"], [], {}, None),
        ("rename", ["A1"], [], {"name": ""}, "name"),
        ("retype", ["A1"], [], {"kind": "front"}, None),
        ("move", ["A"], ["A1"], {}, None),
        ("move", ["A1"], ["A2"], {}, None),
        ("part", ["A1"], ["A2"], {"method": "population", "goes": "", "stays": "5"}, "method"),
        ("part", ["A1"], ["A2"], {"method": "hand", "goes": "-5", "stays": "105"}, "goes"),
    ],
)
def test_bad_input_is_said_at_its_place_and_nothing_is_kept_but_what_was_typed(
    clerk, country, what, units, heirs, typed, where
):
    typed = new_unit(method="population") | typed
    answer = send(clerk, address(country, what, units, heirs), **typed)
    assert answer.status_code == 422, what
    said = answer.context["form"].errors
    assert said
    assert where is None or where in said, said
    assert typed.get("decided_by", DOCUMENT) in answer.content.decode()
    assert Change.objects.count() == 0


def test_a_form_sent_twice_makes_one_draft(clerk, country):
    typed = {"token": str(uuid.uuid4())} | new_unit()
    first = send(clerk, address(country, "merge", ["A1", "A2"]), **typed)
    second = send(clerk, address(country, "merge", ["A1", "A2"]), **typed)
    assert first.url == second.url
    assert Change.objects.count() == 1
