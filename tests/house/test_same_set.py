"""Invariant 7: list, record, search and export give a person the same set, whoever they are."""

from __future__ import annotations

import io
import uuid

import openpyxl
import pytest
from conftest import Country, openings_of_a_country
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from danvan.directives import services
from danvan.directives.models import Directive
from danvan.directives.tests import factories as make
from danvan.orgs.services import close, open_units, rebuild_reach
from danvan.orgs.tests.histories import write_change
from danvan.overview.queries import search

ROLES = ("provincial_specialist", "provincial_head", "commune_officer", "commune_head", "reader")
PLACES = ("A", "B", "A1", "A2", "A3", "B1", "VN")
BODIES = ("A1.DU", "A2.DU", "A3.DU", "A1.MTTQ")


def seen_on_the_list(client) -> set[str]:
    page = client.get("/van-ban/").content.decode()
    return {one.symbol for one in Directive.objects.all() if str(one.public_id) in page}


def opened(client) -> set[str]:
    ones = Directive.objects.all()
    return {one.symbol for one in ones if client.get(one.get_absolute_url()).status_code == 200}


def found(country: Country, role: str, on: str) -> set[str]:
    hits = search(country.actor(role, on), "chuyên đề")
    return {one.symbol for one in Directive.objects.all() if any(str(one.public_id) in hit.url for hit in hits)}


def exported(client) -> set[str] | None:
    answer = client.get("/van-ban/?format=xlsx")
    if not answer.headers["Content-Type"].startswith("application/vnd"):
        return None
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue()), read_only=True).active
    cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    return {one.symbol for one in Directive.objects.all() if any(one.symbol in cell for cell in cells)}


def merge_a3_into_a2(country: Country) -> None:
    """From today on the commune A3 and its bodies are closed, and A2 is its heir."""
    today = timezone.localdate()
    for code in ("A3.MTTQ", "A3.DU", "A3"):
        close(country[code], on=today)
    write_change(today, {country["A3"]: [country["A2"]]})
    rebuild_reach()


class EveryDoorOpensOnTheSameRoom(TestCase):
    @pytest.mark.trust("T08")
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        role=st.sampled_from(ROLES),
        on=st.sampled_from(PLACES),
        sendings=st.lists(st.frozensets(st.sampled_from(BODIES), max_size=3), min_size=1, max_size=4),
        merged=st.booleans(),
    )
    def test_list_record_search_and_export_agree(self, role, on, sendings, merged):
        country = Country(open_units(openings_of_a_country()))
        clerk = country.actor("provincial_specialist", "A")
        for number, to in enumerate(sendings, start=11):
            one = make.directive(country, raw_symbol=f"{number}-KL/TW", title=f"Kết luận chuyên đề số {number}")
            if to:
                services.send(one, [country[code] for code in to], by=clerk, token=uuid.uuid4())
        if merged:
            merge_a3_into_a2(country)
        self.client.force_login(country.person(role, on))
        on_the_list = seen_on_the_list(self.client)
        assert opened(self.client) == on_the_list
        assert found(country, role, on) == on_the_list
        assert exported(self.client) in (on_the_list, None)
        if merged and on == "A2":
            sent = {f"{n}-KL/TW" for n, to in enumerate(sendings, start=11) if to & {"A2.DU", "A3.DU"}}
            assert on_the_list == sent
