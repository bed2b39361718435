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
    return {
        "heir": "new",
        "name": "Xã Hòa Đồng",
        "short_name": "",
        "kind": "commune",
        "code": "A9",
        "parent": "A",
    } | typed


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


# --- splits ---------------------------------------------------------------------------------------------------


def two_heirs(**typed):
    rows = {}
    for number, name in enumerate(("Xã Đông", "Xã Tây")):
        words = {"name": name, "short_name": "", "kind": "commune", "code": f"A8{number}", "parent": "A"}
        rows |= {f"heir-{number}-{key}": value for key, value in words.items()}
    return {"rows": "2", "method": "population", "heir-0-amount": "4.000", "heir-1-amount": "2.000"} | rows | typed


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
    answer = send(clerk, address(country, "split", ["A1"]), more="1", **two_heirs(rows="3"))
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


# --- the record -----------------------------------------------------------------------------------------------


@pytest.mark.row(59)
def test_the_dry_run_says_who_takes_what_and_changes_nothing(clerk, country):
    country.person("commune_officer", "A1")
    before = sorted(Unit.objects.values_list("code", "life"))
    page = page_of(clerk, drafted(clerk, country)).content.decode()
    for words in ("Xã Đồng Xuân", "Đảng ủy xã Đồng Xuân", "Đảng ủy xã Hòa Đồng", "31/12/2026", "01/01/2027"):
        assert words in page
    assert sorted(Unit.objects.values_list("code", "life")) == before


def test_a_draft_is_mended_with_its_ticks_and_words_filled_in(clerk, country):
    change = drafted(clerk, country)
    edit = clerk.get(reverse("orgs:edit_change", args=[change.public_id]), follow=True)
    page = edit.content.decode()
    assert "Xã Hòa Đồng" in page
    assert "Xã Đồng Xuân" in page
    typed = new_unit(name="Xã Đồng Hòa", version=change.version)
    answer = send(clerk, edit.redirect_chain[-1][0], **typed)
    assert answer.status_code == 302, errors(answer)
    change.refresh_from_db()
    assert change.plan.opens[0].name == "Xã Đồng Hòa"


def test_whoever_was_slower_sees_what_the_other_made_and_keeps_their_own_words(clerk, country):
    change = drafted(clerk, country)
    edit = clerk.get(reverse("orgs:edit_change", args=[change.public_id]), follow=True).redirect_chain[-1][0]
    send(clerk, edit, **new_unit(name="Xã Một", version=change.version))
    answer = send(clerk, edit, **new_unit(name="Xã Hai", version=change.version))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Xã Một" in page
    assert 'value="Xã Hai"' in page
    assert (
        send(clerk, edit, **new_unit(name="Xã Hai", version=answer.context["form"]["version"].value())).status_code
        == 302
    )


def test_it_is_signed_off_only_with_the_tick(clerk, country):
    change = drafted(clerk, country)
    answer = sign(clerk, change, read="")
    assert answer.status_code == 422
    assert 'id="read_error"' in answer.content.decode()
    assert Change.objects.get(pk=change.pk).state == ChangeState.DRAFT


@pytest.mark.row(59)
def test_a_dry_run_that_is_no_more_true_is_not_applied_and_says_what_is_different(clerk, country):
    change = drafted(clerk, country)
    shown = page_of(clerk, change)
    country.person("commune_head", "A1")
    answer = sign(clerk, change, shown)
    assert answer.status_code == 409
    assert answer.context["since"]
    assert Change.objects.get(pk=change.pk).state == ChangeState.DRAFT
    assert sign(clerk, change, answer).status_code == 302
    assert Change.objects.get(pk=change.pk).state == ChangeState.APPLIED


def test_signing_twice_applies_once(clerk, country):
    change = drafted(clerk, country)
    shown = page_of(clerk, change)
    assert sign(clerk, change, shown).status_code == 302
    assert sign(clerk, change, shown).status_code == 302
    assert Unit.objects.filter(code="A9").count() == 1


def test_a_discarded_draft_stays_in_the_book(clerk, country):
    change = drafted(clerk, country)
    clerk.post(reverse("orgs:discard_change", args=[change.public_id]), {"version": change.version})
    assert Change.objects.get(pk=change.pk).state == ChangeState.DISCARDED
    assert change.get_absolute_url() in clerk.get(reverse("orgs:changes")).content.decode()


def test_what_cannot_be_undone_says_why_and_leads_to_a_correcting_change(clerk, country):
    first = drafted(clerk, country)
    sign(clerk, first)
    country.units["A9"] = Unit.objects.get(code="A9")
    later = drafted(clerk, country, "rename", ["A9"], name="Xã Hòa Đồng Mới", effective_on="01/02/2027")
    sign(clerk, later)
    page = page_of(clerk, first)
    assert page.context["reasons"]
    assert "huy-ap-dung" not in page.content.decode()
    assert f"{NEW}?unit=" in page.content.decode()
    assert clerk.post(reverse("orgs:undo_change", args=[first.public_id])).status_code == 422
    assert Change.objects.get(pk=first.pk).state == ChangeState.APPLIED


@pytest.mark.row(57, 59)
def test_decisions_are_asked_for_and_kept(clerk, country):
    country.person("commune_officer", "A1")
    change = drafted(clerk, country, "split", ["A1"], [], **two_heirs())
    page = page_of(clerk, change)
    assert page.context["undecided"]
    lines = [line for section in page.context["sections"] for line in section.lines if line.undecided]
    assert 'id="sign"' in page.content.decode()
    assert "ap-dung" not in page.content.decode()
    decided = {line.key: line.options[0][0] for line in lines} | {"version": change.version}
    assert clerk.post(reverse("orgs:decide_change", args=[change.public_id]), decided).status_code == 302
    change.refresh_from_db()
    after = page_of(clerk, change)
    assert not after.context["undecided"]
    assert "ap-dung" in after.content.decode()
    assert sign(clerk, change, after).status_code == 302


# --- who may --------------------------------------------------------------------------------------------------


def test_a_draft_is_not_there_for_those_who_may_not_change_its_units(clerk, country, client):
    change = drafted(clerk, country)
    for role, on in (("provincial_head", "A"), ("unit_administrator", "B"), ("unit_administrator", "A3")):
        client.force_login(country.person(role, on))
        assert client.get(change.get_absolute_url()).status_code == 404
        assert change.get_absolute_url() not in client.get(reverse("orgs:changes")).content.decode()
        assert client.post(reverse("orgs:apply_change", args=[change.public_id])).status_code == 404


def test_what_was_applied_is_public_and_has_no_buttons_for_others(clerk, country, client):
    change = drafted(clerk, country)
    sign(clerk, change)
    client.force_login(country.person("reader", "B"))
    page = client.get(change.get_absolute_url())
    assert page.status_code == 200
    assert "huy-ap-dung" not in page.content.decode()
    assert change.get_absolute_url() in client.get(reverse("orgs:changes")).content.decode()
    assert client.post(reverse("orgs:undo_change", args=[change.public_id])).status_code == 404


def test_a_right_on_one_of_the_units_shows_the_draft_but_does_not_sign_it_off(clerk, country, client):
    change = drafted(clerk, country)
    client.force_login(country.person("unit_administrator", "A1"))
    page = page_of(client, change)
    assert [name.name for name in page.context["beyond"]]
    assert "ap-dung" not in page.content.decode()
    assert sign(client, change, page).status_code in (404, 422)
    assert Change.objects.get(pk=change.pk).state == ChangeState.DRAFT


def test_the_register_is_found_in_the_navigation_only_by_those_who_may(country, client):
    for role, there in (("unit_administrator", True), ("provincial_head", False)):
        client.force_login(country.person(role, "A"))
        assert (f'href="{reverse("orgs:changes")}"' in client.get(reverse("orgs:units")).content.decode()) is there


def test_the_page_of_a_unit_leads_to_its_change_with_the_unit_ticked(clerk, country):
    unit = country["A1"]
    assert f"{NEW}?unit={unit.public_id}" in clerk.get(unit.get_absolute_url()).content.decode()
    assert f"kind=rename&amp;pick_units={unit.public_id}" in clerk.get(f"{NEW}?unit={unit.public_id}").content.decode()


def test_the_register_narrows_by_kind_state_year_and_words(clerk, country):
    change = drafted(clerk, country)
    for query, there in (
        ("kind=merge", True),
        ("kind=split", False),
        ("state=draft", True),
        ("state=applied", False),
        ("year=2027", True),
        ("year=2026", False),
        ("q=NQ-H%C4%90ND", True),
        ("q=dong+xuan", True),
        ("q=an+thi", False),
    ):
        page = clerk.get(f"{reverse('orgs:changes')}?{query}").content.decode()
        assert (change.get_absolute_url() in page) is there, query
