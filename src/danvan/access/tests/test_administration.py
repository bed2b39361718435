"""The account administrator gives and withdraws rights within reach, and sees people, never content."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from danvan.access import services
from danvan.access.access import MANAGE_ACCOUNTS
from danvan.access.models import Grant, User
from danvan.access.roles import roles
from danvan.core.errors import Refused

TODAY = timezone.localdate


@pytest.fixture
def admin(country):
    return country.actor("account_administrator", "A")


@pytest.fixture
def office(signed_in):
    return signed_in("account_administrator", "A")


def a_person(country, on="A1", role="commune_officer") -> User:
    return country.person(role, on)


def of(name, person):
    return reverse(f"access:{name}", args=[person.public_id])


def test_a_new_account_shows_its_password_once_and_has_a_post(office, country):
    answer = office.post(
        reverse("access:new_account"),
        {
            "full_name": "Lò Thị  Xuân ",
            "username": "xuan.lo",
            "unit": "A1.DU",
            "title": "Công chức",
            "since": "01/11/2026",
        },
    )
    person = User.objects.get(username="xuan.lo")
    assert person.full_name == "Lò Thị Xuân"
    assert person.check_password(answer.context["password"])
    assert person.password_is_temporary
    assert answer.context["password"] not in office.get(of("person", person)).content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_right_is_given_until_its_last_day(office, country):
    person = a_person(country)
    data = {"role": "reader", "unit": "xã Đồng Xuân", "since": "01/11/2026", "last_day": "31/12/2026"}
    assert office.post(of("give_right", person), data).status_code == 302
    held = person.grants.get(role="reader")
    assert held.unit == country["A1"]
    assert f"{held.valid.upper:%d/%m/%Y}" == "01/01/2027"
    assert "31/12/2026" in office.get(of("person", person)).content.decode()


def test_a_unit_that_could_be_several_is_asked_back(office, country):
    person = a_person(country)
    data = {"role": "reader", "unit": "xã", "since": "01/11/2026"}
    answer = office.post(of("give_right", person), data)
    assert answer.status_code == 422
    assert "ghi mã" in answer.content.decode()
    assert not person.grants.filter(role="reader").exists()


@pytest.mark.trust("T06")
def test_a_right_is_withdrawn_from_today_on(office, country):
    person = a_person(country)
    salt = person.session_salt
    held = person.grants.get()
    office.post(of("withdraw_right", person), {"role": held.role, "unit": held.unit.public_id})
    person.refresh_from_db()
    assert not person.grants.in_force(TODAY()).exists()
    assert person.session_salt != salt


def test_closing_and_a_new_password_end_sessions(office, country):
    person = a_person(country)
    answer = office.post(of("renew_password", person))
    person.refresh_from_db()
    assert person.check_password(answer.context["password"])
    office.post(of("close_account", person))
    person.refresh_from_db()
    assert not person.is_active


@pytest.mark.trust("T08")
@pytest.mark.parametrize("name", ["give_right", "withdraw_right", "renew_password", "close_account"])
def test_people_of_another_province_do_not_exist_for_the_administrator(office, country, name):
    stranger = a_person(country, "B1")
    rights = Grant.objects.count()
    data = {"role": "reader", "unit": "A1", "since": "01/11/2026"}
    assert office.post(of(name, stranger), data).status_code == 404
    assert office.get(of("person", stranger)).status_code == 404
    stranger.refresh_from_db()
    assert stranger.is_active
    assert Grant.objects.count() == rights


@pytest.mark.trust("T08")
def test_the_administrator_of_a_commune_does_not_rule_over_people_of_the_province(country):
    commune = country.actor("account_administrator", "A1")
    person = a_person(country, "A1")
    services.grant(person, "provincial_head", country["A"], since=TODAY())
    with pytest.raises(Http404):
        services.shut(person, by=commune)


@pytest.mark.trust("T08")
def test_no_right_is_given_on_a_unit_out_of_reach(country, admin):
    with pytest.raises(Http404):
        services.give_role(a_person(country), "reader", unit=country["B1"], by=admin, since=TODAY())


def test_nobody_gives_a_right_to_themselves_or_closes_themselves(country, admin):
    me = country.person("account_administrator", "A")
    with pytest.raises(Refused) as refusal:
        services.give_role(me, "provincial_head", unit=country["A"], by=admin, since=TODAY())
    assert refusal.value.code == "own-right"
    with pytest.raises(Refused) as refusal:
        services.shut(me, by=admin)
    assert refusal.value.code == "own-account"


def test_the_same_right_is_not_held_twice_and_days_run_forward(country, admin):
    person = a_person(country)
    with pytest.raises(Refused) as refusal:
        services.give_role(person, "commune_officer", unit=country["A1"], by=admin, since=TODAY())
    assert refusal.value.code == "held"
    with pytest.raises(Refused) as refusal:
        services.give_role(
            person, "reader", unit=country["A1"], by=admin, since=TODAY(), until=TODAY() - timedelta(days=1)
        )
    assert refusal.value.code == "days"


def test_the_list_finds_people_without_marks_and_costs_the_same_for_many(
    office, country, django_assert_max_num_queries
):
    for number in range(30):
        person = services.create_account(f"thu.{number}", f"Nguyễn Văn Thử {number}", password=None)
        services.appoint(person, country["A1.DU"], "Công chức", since=TODAY())
        services.grant(person, "reader", country["A1"], since=TODAY())
    with django_assert_max_num_queries(14):
        answer = office.get(reverse("access:people"), {"q": "nguyen thu"})
    assert answer.context["count"] == 30
    assert office.get(reverse("access:people"), {"role": "provincial_head"}).context["count"] == 0


def test_the_administrator_sees_no_content(office, country):
    assert office.get(reverse("access:people")).status_code == 200
    held = country.actor("account_administrator", "A").grants
    actions = {action for grant in held for action in roles()[grant.role].actions}
    assert actions == {MANAGE_ACCOUNTS}


def test_one_time_passwords_pass_our_own_rules_and_differ():
    from django.contrib.auth.password_validation import validate_password

    made = {services.one_time_password() for _number in range(50)}
    assert len(made) == 50
    for password in made:
        validate_password(password)
