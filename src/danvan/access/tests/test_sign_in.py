"""The door: what it tells strangers, how often it lets them try, and what a session is bound to."""

import re

import pytest
from conftest import PASSWORD
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from danvan.access import services
from danvan.access.actor import Actor
from danvan.web.views import SIGNED_IN

SIGN_IN = "account_login"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture(autouse=True)
def _no_earlier_tries():
    cache.clear()
    yield
    cache.clear()


def try_to_sign_in(client, name, password, **headers):
    return client.post(reverse(SIGN_IN), {"login": name, "password": password}, headers=headers)


def body(response, name: str) -> str:
    return TOKEN.sub("", response.content.decode()).replace(name, "NAME")


@pytest.mark.trust("T01")
def test_a_known_and_an_unknown_name_get_the_same_answer(client, country):
    known = country.person("commune_officer", "A1").username
    first = try_to_sign_in(client, known, "wrong password here")
    second = try_to_sign_in(client, "nobody.at.all", "wrong password here")
    assert first.status_code == second.status_code == 200
    assert body(first, known) == body(second, "nobody.at.all")
    assert set(first.headers) == set(second.headers)


@pytest.mark.trust("T02")
def test_after_five_failures_even_the_right_password_waits(client, country):
    name = country.person("commune_officer", "A1").username
    for _try in range(5):
        try_to_sign_in(client, name, "wrong password here")
    answer = try_to_sign_in(client, name, PASSWORD)
    assert not answer.wsgi_request.user.is_authenticated
    assert "quá nhiều lần" in answer.content.decode()


@pytest.mark.trust("T02")
def test_a_forged_address_does_not_buy_more_tries(client, country):
    name = country.person("commune_officer", "A1").username
    for number in range(5):
        try_to_sign_in(client, name, "wrong password here", x_forwarded_for=f"203.0.113.{number}")
    answer = try_to_sign_in(client, name, PASSWORD, x_forwarded_for="203.0.113.99")
    assert not answer.wsgi_request.user.is_authenticated


@pytest.mark.trust("T02")
def test_many_names_from_one_address_are_stopped_too(client, country):
    name = country.person("commune_officer", "A1").username
    for number in range(10):
        try_to_sign_in(client, f"guess.{number}", "wrong password here", x_forwarded_for=f"203.0.113.{number}")
    answer = try_to_sign_in(client, name, PASSWORD)
    assert not answer.wsgi_request.user.is_authenticated


@pytest.mark.trust("T02")
def test_a_stranger_cannot_lock_somebody_else_out(client, country):
    for _try in range(5):
        try_to_sign_in(client, country.person("commune_officer", "A1").username, "wrong password here")
    other = country.person("commune_officer", "A2").username
    assert try_to_sign_in(client, other, PASSWORD).wsgi_request.user.is_authenticated


@pytest.mark.trust("T05")
def test_signing_in_gives_a_new_session_id(client, country):
    client.get(reverse(SIGN_IN))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    answer = try_to_sign_in(client, country.person("commune_officer", "A1").username, PASSWORD)
    assert answer.status_code == 302
    assert client.session.session_key != before
    cookie = answer.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.trust("T06")
def test_a_withdrawn_right_ends_the_session_at_the_next_request(signed_in, country):
    client = signed_in("commune_officer", "A1")
    page = reverse("access:my_account")
    assert client.get(page).status_code == 200
    held = country.person("commune_officer", "A1").grants.get()
    services.withdraw(held, today=timezone.localdate())
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse(SIGN_IN))


@pytest.mark.trust("T06")
def test_a_closed_account_ends_its_session_and_does_not_sign_in(signed_in, country):
    client = signed_in("commune_officer", "A1")
    person = country.person("commune_officer", "A1")
    services.close_account(person)
    assert client.get(reverse("access:my_account")).status_code == 302
    assert not try_to_sign_in(client, person.username, PASSWORD).wsgi_request.user.is_authenticated


@pytest.mark.trust("T03")
@pytest.mark.parametrize(
    "password",
    [
        "ngắn thôi",
        "12345678901234",
        "Dân Vận 2026!!",
        "danvan-danvan-1",
        "DÂNVẬNKHÉO1949",
        "Thanh Hóa 2026",
        "thanhhoa-2026-2026",
        "passwordpassword",
        "Mật khẩu 123456",
        "Việt Nam 1945!",
    ],
)
def test_passwords_that_everyone_tries_first_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.trust("T03")
@pytest.mark.parametrize(
    "password", [PASSWORD, "bốn mùa hoa trái quê ta", "x" * 40 + "yz" * 40, "caphe sua da 7 gio sang"]
)
def test_long_sentences_are_accepted_without_rules_of_composition(password):
    validate_password(password)


def test_pages_of_allauth_that_we_do_not_offer_do_not_exist(signed_in):
    client = signed_in("commune_officer", "A1")
    for page in ("signup", "email", "password/reset", "confirm-email", "3rdparty", "login"):
        assert client.get(f"/tai-khoan/{page}/").status_code == 404


def test_a_forgotten_password_leads_to_the_administrator(client, db):
    answer = client.get(reverse("account_reset_password"))
    assert answer.status_code == 200
    assert "quản trị tài khoản" in answer.content.decode()


def test_the_demo_accounts_stand_on_the_door_of_the_demo_only(client, db, settings):
    settings.DEMO = False
    assert "canboxa" not in client.get(reverse(SIGN_IN)).content.decode()
    settings.DEMO = True
    assert "canboxa" in client.get(reverse(SIGN_IN)).content.decode()


def test_my_account_tells_my_rights_and_until_when(signed_in, country):
    client = signed_in("commune_officer", "A1")
    text = client.get(reverse("access:my_account")).content.decode()
    assert "Công chức cấp xã" in text
    assert "Xã Đồng Xuân" in text
    assert "nộp báo cáo" in text
    assert "Không định thời hạn" in text


def test_a_temporary_password_opens_only_the_page_that_changes_it(client, country):
    admin = country.actor("account_administrator", "A")
    person, password = services.open_account(
        "moi.den", "Người Mới Đến", unit=country["A1.DU"], title="Công chức", by=admin, since=admin.day
    )
    try_to_sign_in(client, "moi.den", password)
    change = reverse("account_change_password")
    assert client.get(reverse("access:my_account")).url == change
    own = "câu riêng của tôi mà thôi"
    client.post(change, {"oldpassword": password, "password1": own, "password2": own})
    assert client.get(reverse("access:my_account")).status_code == 200
    person.refresh_from_db()
    assert person.check_password(own)


@pytest.mark.trust("T04")
def test_two_step_sign_in_is_turned_on_and_no_page_opens_between_the_steps(client, country):
    from allauth.mfa.totp.internal import auth

    person = country.person("commune_officer", "A1")
    try_to_sign_in(client, person.username, PASSWORD)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))
    answer = client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)
    assert "Mã dự phòng" in answer.content.decode()
    client.post(reverse("account_logout"))
    answer = try_to_sign_in(client, person.username, PASSWORD)
    assert answer.url == reverse("mfa_authenticate")
    assert client.get(reverse("access:my_account")).status_code == 302
    assert client.get(reverse("mfa_authenticate")).status_code == 200


def test_every_allauth_page_for_people_signed_in_says_so():
    from danvan.access.sign_in_urls import urlpatterns

    declared = {pattern.name for pattern in urlpatterns if getattr(pattern.callback, "action", None) == SIGNED_IN}
    public = {"account_login", "mfa_authenticate", "account_inactive", "account_reset_password"}
    assert {pattern.name for pattern in urlpatterns} == declared | public


def test_an_actor_of_a_future_day_has_no_right_that_ended(country):
    person = country.person("commune_officer", "A1")
    services.withdraw(person.grants.get(), today=timezone.localdate())
    assert Actor.of(person, timezone.localdate()).grants == ()


def test_the_house_speaks_vietnamese_until_somebody_chooses_english(client, db):
    door = reverse(SIGN_IN)
    assert "Đăng nhập" in client.get(door, headers={"accept-language": "en-US"}).content.decode()
    client.post(reverse("set_language"), {"language": "en", "next": door})
    assert "Sign in" in client.get(door, headers={"accept-language": "vi"}).content.decode()


def test_the_frame_names_who_is_signed_in_also_on_the_page_of_another_person(signed_in, country):
    client = signed_in("account_administrator", "A")
    other = country.person("commune_officer", "A1")
    page = client.get(reverse("access:person", args=[other.public_id])).content.decode()
    assert country.person("account_administrator", "A").full_name in page
