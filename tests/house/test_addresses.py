"""Every address has a declared rule, keeps it for every role, and carries the headers of safety."""

from __future__ import annotations

import copy
import re
import uuid
from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from danvan.access import services as access
from danvan.access.roles import roles
from danvan.conf.roles import ROLES
from danvan.portal.access import WRITE
from danvan.web.views import SIGNED_IN

from . import world
from .addresses import PUBLIC, Address, addresses, editors_rooms, open_records, pages, records

ROLE_CODES = [role.code for role in ROLES]
WRITES = re.compile(r"^\s*(insert|update|delete|truncate)\b(?!.*\bdjango_(session|cache)\b)", re.I | re.S)
NO_DOOR = {404, 405}


@pytest.fixture
def records_of_a(country) -> world.Arguments:
    return world.build(country)


def signed_in(country, role: str, on: str) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(country.person(role, on))
    return client


def ask(client: Client, method: str, url: str):
    """Ask, and undo whatever the answer did, in the database and in the browser (a sign-out forgets its cookie)."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method)(url)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def known(found: world.Arguments) -> list[tuple[Address, str]]:
    """Every address that can be asked: the pages, and those about a record of the world."""
    askable = [*pages(), *(address for address in [*records(), *open_records()] if address.name in found)]
    return [(address, address.url(found.get(address.name))) for address in askable]


def known_records(found: world.Arguments) -> list[tuple[Address, str]]:
    """The addresses about a record of the world that not everybody may see."""
    return [(address, url) for address, url in known(found) if address.takes and not address.is_open]


def allowed(address: Address, role: str) -> bool:
    return address.action == SIGNED_IN or address.action in roles()[role].actions


# --- the rule is declared -------------------------------------------------------------------------------------


@pytest.mark.trust("T12")
def test_every_address_has_a_name_and_a_rule():
    actions = {action for role in ROLES for action in role.actions} | {SIGNED_IN}
    unnamed = [a.route for a in [*pages(), *records(), *open_records()] if not a.name]
    assert unnamed == []
    silent = [a.route for a in addresses() if not (a.is_open or a.action in actions)]
    assert silent == []


@pytest.mark.trust("T12")
def test_only_the_addresses_of_the_public_list_are_open():
    assert {address.name for address in addresses() if address.is_open} == PUBLIC


@pytest.mark.trust("T08")
def test_every_address_about_a_record_has_one_in_the_world(records_of_a):
    assert sorted(a.name for a in [*records(), *open_records()]) == sorted(records_of_a)


@pytest.mark.trust("T08")
def test_every_address_of_the_editors_rooms_is_behind_the_one_door():
    rooms = editors_rooms()
    assert len(rooms) > 100
    assert [room.route for room in rooms if room.action != WRITE or room.is_open] == []


@pytest.mark.trust("T08")
@pytest.mark.parametrize("role", ROLE_CODES)
def test_the_editors_rooms_open_for_the_roles_of_the_portal_alone(country, role):
    client = signed_in(country, role, "A")
    expected = {200} if WRITE in roles()[role].actions else {404}
    asked = ("/bien-tap/", "/bien-tap/pages/", "/bien-tap/account/", "/bien-tap/images/")
    assert {ask(client, "get", url).status_code for url in asked} - {302} == expected


# --- strangers ------------------------------------------------------------------------------------------------


@pytest.mark.trust("T08")
@pytest.mark.trust("T12")
def test_a_stranger_is_sent_to_the_door_everywhere_else(client, records_of_a):
    door = reverse("account_login")
    wrong = []
    for address, url in known(records_of_a):
        if address.is_open:
            continue
        for method in ("get", "post"):
            answer = ask(client, method, url)
            if answer.status_code != 404 and not (answer.status_code == 302 and answer.url.startswith(door)):
                wrong.append((method, address.name, answer.status_code))
    assert wrong == []


# --- roles ----------------------------------------------------------------------------------------------------


@pytest.mark.trust("T08")
@pytest.mark.parametrize("role", ROLE_CODES)
def test_pages_open_for_the_roles_that_have_their_action_and_for_nobody_else(country, role):
    client = signed_in(country, role, "A")
    wrong = []
    for address in pages():
        if address.is_open:
            continue
        codes = {method: ask(client, method, address.url()).status_code for method in ("get", "post")}
        if allowed(address, role):
            # The page on which a person has nothing yet (recovery codes) may answer 404; it must not break.
            fits = max(codes.values()) < 500 and (codes["get"] not in {401, 403})
        else:
            fits = set(codes.values()) == {404}
        if not fits:
            wrong.append((address.name, codes))
    assert wrong == []


@pytest.mark.trust("T08")
def test_records_do_not_exist_for_people_of_another_province(country, records_of_a):
    wrong = []
    for role in ROLE_CODES:
        client = signed_in(country, role, "B")
        for address, url in known_records(records_of_a):
            if address.name in world.EVERYONE:
                continue
            codes = {ask(client, method, url).status_code for method in ("get", "post")}
            if not codes <= NO_DOOR or 404 not in codes:
                wrong.append((role, address.name, codes))
    assert wrong == []


@pytest.mark.trust("T08")
def test_records_do_not_exist_for_roles_without_the_action(country, records_of_a):
    wrong = []
    for role in ROLE_CODES:
        client = signed_in(country, role, "A")
        for address, url in known_records(records_of_a):
            if allowed(address, role):
                continue
            codes = {ask(client, method, url).status_code for method in ("get", "post")}
            if codes != {404}:
                wrong.append((role, address.name, codes))
    assert wrong == []


@pytest.mark.trust("T08")
def test_every_record_is_reached_by_somebody_so_that_the_sweep_means_something(country, records_of_a):
    people = [signed_in(country, role, on) for role in ROLE_CODES for on in ("A", "A1")]
    # Articles about the work are written by people who do both: an author who is also a specialist.
    access.grant(country.person("portal_author", "A"), "provincial_specialist", country["A"], since=date(2020, 1, 1))

    def reached(url: str) -> bool:
        return any(
            ask(client, method, url).status_code not in NO_DOOR for client in people for method in ("get", "post")
        )

    assert [address.name for address, url in known_records(records_of_a) if not reached(url)] == []


@pytest.mark.trust("T08")
def test_a_foreign_record_answers_like_one_that_never_was(country, records_of_a):
    client = signed_in(country, "provincial_head", "B")
    wrong = []
    for address, _url in known_records(records_of_a):
        arguments = records_of_a[address.name]
        if address.name in world.EVERYONE or not all(isinstance(value, uuid.UUID) for value in arguments.values()):
            continue
        never = {name: uuid.uuid4() for name in arguments}
        there = _masked(ask(client, "post", address.url(arguments)), arguments)
        nowhere = _masked(ask(client, "post", address.url(never)), never)
        if there != nowhere:
            wrong.append(address.name)
    assert wrong == []


def _masked(answer, arguments: dict) -> tuple[int, str]:
    text = re.sub(r'(csrf[^>]*?(?:value|content)="|X-CSRFToken": ")[^"]+', r"\1", answer.content.decode())
    for value in arguments.values():
        text = text.replace(str(value), "ID")
    return answer.status_code, text


# --- what a request may do ------------------------------------------------------------------------------------


@pytest.mark.trust("T18")
def test_looking_changes_nothing(country, records_of_a):
    wrong = []
    for role in ROLE_CODES:
        client = signed_in(country, role, "A1" if role.startswith("commune") else "A")
        for address, url in known(records_of_a):
            if address.is_open:
                continue
            connection.queries_log.clear()  # it keeps 9,000 statements, and all roles ask more
            with CaptureQueriesContext(connection) as asked:
                ask(client, "get", url)
            wrong += [(role, address.name, query["sql"][:80]) for query in asked if WRITES.match(query["sql"])]
    assert wrong == []


@pytest.mark.trust("T18")
def test_a_post_without_its_token_is_refused_everywhere(country, records_of_a):
    client = Client(enforce_csrf_checks=True)
    client.force_login(country.person("provincial_specialist", "A"))
    taken = []
    for address, url in known(records_of_a):
        answer = ask(client, "post", url)
        if answer.status_code != 403:
            taken.append((address.name, answer.status_code))
    assert taken == []


# --- headers --------------------------------------------------------------------------------------------------

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}
POLICY = ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")
# Files that people put here get no page around them: nothing in them runs. A player and a viewer of PDF files that
# come with the browser draw themselves with styles, and a sandbox would shut them out.
STORED_FILES = {
    "default-src 'none'; sandbox",
    "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'none'",
}


def _lacks(answer) -> list[str]:
    missing = [name for name, value in HEADERS.items() if answer.headers.get(name) != value]
    policy = answer.headers.get("Content-Security-Policy", "")
    if policy not in STORED_FILES:
        missing += [part for part in (*POLICY, "script-src 'self'") if part not in policy]
        missing += ["a policy without unsafe"] * ("unsafe" in policy)
    if "camera" not in answer.headers.get("Permissions-Policy", ""):
        missing.append("Permissions-Policy")
    return missing


@pytest.mark.trust("T17")
@pytest.mark.parametrize("who", ["a stranger", *ROLE_CODES])
def test_every_answer_carries_the_headers_of_safety(country, records_of_a, who):
    client = Client() if who == "a stranger" else signed_in(country, who, "A")
    wrong = {}
    for address, url in known(records_of_a):
        answer = ask(client, "get", url)
        missing = _lacks(answer)
        kept = answer.headers.get("Cache-Control", "")
        # What a stranger gets in the same way may be kept, even when somebody who has an account asks for it.
        of_everybody = address.is_open and kept.startswith("public, ")
        if answer.wsgi_request.user.is_authenticated and not of_everybody and "no-store" not in kept:
            missing.append("no-store")
        if missing:
            wrong[address.name] = missing
    assert wrong == {}


@pytest.mark.trust("T17")
def test_even_an_address_that_does_not_exist_carries_them(client, db):
    answer = client.get("/khong-co-gi-o-day/")
    assert answer.status_code == 404
    assert _lacks(answer) == []


@pytest.mark.trust("T17")
def test_files_of_the_pages_are_not_guessed_at(client, db):
    answer = client.get("/static/web/main.css")
    answer.close()
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
