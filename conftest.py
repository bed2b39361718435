"""What every test may ask for: a small country of two provinces, and people with roles in it."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from danvan.access import services as access
from danvan.access.actor import Actor
from danvan.access.models import User
from danvan.orgs.kinds import Kind
from danvan.orgs.models import Unit
from danvan.orgs.services import Opening, open_units

pytest_plugins = ["tests.plugins.network", "tests.plugins.rows", "tests.plugins.browser"]
PASSWORD = "rừng vàng biển bạc 45"
SINCE = date(2010, 1, 1)
REFORM = date(2025, 7, 1)
TODAY = date(2026, 11, 20)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--pictures`` renews the pictures of the guide while the journeys run."""
    parser.addoption("--pictures", action="store_true", help="renew docs/pictures from the browser journeys")


class Country:
    """Units by code, and people by role. ``A`` is the province of the story, ``B`` a neighbour.

    Codes: ``A``, ``B`` provinces; ``A1`` … ``A3`` and ``B1`` communes; ``A.TU`` the provincial Party committee,
    ``A.BTGDV`` its commission, ``A.MTTQ`` the Front, ``A1.DU`` and ``A1.MTTQ`` the commune's Party and Front.
    """

    def __init__(self, units: dict[str, Unit]) -> None:
        self.units = units
        self._people: dict[tuple[str, str], User] = {}

    def __getitem__(self, code: str) -> Unit:
        return self.units[code]

    def person(self, role: str, on: str) -> User:
        """An account that holds ``role`` on the unit ``on`` and a post there; the same one each time."""
        key = (role, on)
        if key not in self._people:
            name = f"Nguyễn {role.replace('_', ' ').title()} {on}"
            user = access.create_account(f"{role}.{on}".lower(), name, password=PASSWORD)
            access.appoint(user, self[on], role.replace("_", " "), since=SINCE)
            access.grant(user, role, self[on], since=SINCE)
            self._people[key] = user
        return self._people[key]

    def actor(self, role: str, on: str, day: date | None = None) -> Actor:
        """The same person as an Actor of ``day`` (today unless told)."""
        return Actor.of(self.person(role, on), day or timezone.localdate())


def _bodies(code: str, name: str, since: date) -> list[Opening]:
    return [
        Opening(f"{code}.DU", Kind.PARTY_COMMITTEE, f"Đảng ủy xã {name}", f"Đảng ủy {name}", code, since),
        Opening(f"{code}.MTTQ", Kind.FRONT, f"Ủy ban MTTQ Việt Nam xã {name}", f"MTTQ {name}", code, since),
    ]


def openings_of_a_country() -> list[Opening]:
    openings = [Opening("VN", Kind.NATION, "Việt Nam", "Việt Nam", None, SINCE)]
    for province, name, communes in (
        ("A", "Ánh Dương", ("Đồng Xuân", "Hòa Bình", "Ân Thi")),
        ("B", "Bình Minh", ("Tân Lập",)),
    ):
        openings += [
            Opening(province, Kind.PROVINCE, f"Tỉnh {name}", name, "VN", SINCE),
            Opening(f"{province}.TU", Kind.PARTY_COMMITTEE, f"Tỉnh ủy {name}", "Tỉnh ủy", province, SINCE),
            Opening(
                f"{province}.BTGDV", Kind.COMMISSION, f"Ban Tuyên giáo và Dân vận Tỉnh ủy {name}", "Ban TGDV",
                f"{province}.TU", REFORM,
            ),
            Opening(f"{province}.MTTQ", Kind.FRONT, f"Ủy ban MTTQ Việt Nam tỉnh {name}", "MTTQ tỉnh", province, SINCE),
        ]  # fmt: skip
        for number, commune in enumerate(communes, start=1):
            code = f"{province}{number}"
            openings.append(Opening(code, Kind.COMMUNE, f"Xã {commune}", commune, province, REFORM))
            openings += _bodies(code, commune, REFORM)
    return openings


@pytest.fixture
def country(db) -> Country:
    """Two provinces, four communes, their bodies."""
    return Country(open_units(openings_of_a_country()))


@pytest.fixture
def signed_in(client, country):
    """A function that signs a person in and gives back the client: ``signed_in("reader", "A")``."""

    def sign_in(role: str, on: str):
        client.force_login(country.person(role, on))
        return client

    return sign_in
