"""The busiest pages cost the same number of queries for few rows and for many, for anybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from danvan.access import services as access
from danvan.orgs.changes import builders
from danvan.orgs.kinds import Kind
from danvan.orgs.services import Opening, draft, open_units

SINCE = date(2025, 7, 1)


def cost(client: Client, url: str) -> int:
    """How many queries a page takes, once the session and the caches of the process are warm."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def person(country, role: str, on: str = "A") -> Client:
    client = Client()
    client.force_login(country.person(role, on))
    return client


def more_communes(country, number: int = 30) -> None:
    """Thirty more communes with their Party committees."""
    openings = []
    for index in range(number):
        code = f"A9{index:02}"
        openings.append(Opening(code, Kind.COMMUNE, f"Xã Mới {index}", f"Mới {index}", "A", SINCE))
        openings.append(
            Opening(f"{code}.DU", Kind.PARTY_COMMITTEE, f"Đảng ủy xã Mới {index}", f"Mới {index}", code, SINCE)
        )
    country.units |= open_units(openings)


def more_people(country, number: int = 30) -> None:
    """Thirty more accounts with a post and a right."""
    for index in range(number):
        one = access.create_account(f"them.{index}", f"Nguyễn Văn Thêm {index}", password=None)
        access.appoint(one, country["A1.DU"], "Công chức", since=SINCE)
        access.grant(one, "reader", country["A1"], since=SINCE)


def more_changes(country, number: int = 30) -> None:
    """Thirty drafts that each name two communes."""
    clerk = country.actor("unit_administrator", "A")
    for index in range(number):
        units = [country["A1"], country["A2"]]
        plan = builders.merge(units, units[0], on=date(2027, 1, 1), decided_by=f"Nghị quyết {index}")
        draft(plan, by=clerk)


PAGES: list[tuple[str, str, Callable, str]] = [
    ("orgs:units", "", more_communes, "commune_officer"),
    ("orgs:units", "", more_communes, "provincial_head"),
    ("orgs:units", "?q=xa", more_communes, "commune_officer"),
    ("access:people", "", more_people, "account_administrator"),
]


@pytest.mark.parametrize(("name", "query", "grow", "role"), PAGES)
def test_a_page_costs_the_same_for_few_rows_and_for_many(country, name, query, grow, role):
    client = person(country, role)
    url = reverse(name) + query
    before = cost(client, url)
    grow(country)
    assert cost(client, url) <= before


@pytest.mark.parametrize("name", ["orgs:units", "overview:my_work", "notices:inbox"])
def test_a_page_costs_an_ordinary_person_no_more_than_the_head_of_the_province(country, name):
    more_communes(country)
    url = reverse(name)
    ordinary = cost(person(country, "commune_officer", "A1"), url)
    assert ordinary <= cost(person(country, "provincial_head"), url) + 2


def test_the_register_of_changes_costs_the_same_for_two_and_for_many(country):
    client = person(country, "unit_administrator")
    more_changes(country, 2)
    before = cost(client, reverse("orgs:changes"))
    more_changes(country)
    assert cost(client, reverse("orgs:changes")) <= before
