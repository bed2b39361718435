"""The record of a change over HTTP: the dry run, the sign-off, the undoing, and who may see and do it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from danvan.orgs.models import Change, Unit
from danvan.orgs.states import ChangeState

from .wizarding import NEW, drafted, errors, new_unit, page_of, send, sign, two_heirs


@pytest.fixture
def clerk(signed_in):
    return signed_in("unit_administrator", "A")


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
