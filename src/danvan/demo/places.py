"""Units and people of the demo. The units are real, the people are invented."""

from __future__ import annotations

from datetime import date

from django.utils.text import slugify

from danvan.access import services as access
from danvan.access.models import User
from danvan.core.text import fold
from danvan.orgs.kinds import COMMUNE_LEVEL, Kind
from danvan.orgs.load import load_areas, load_bodies
from danvan.orgs.load_reform import load_reform
from danvan.orgs.models import Unit

from .build import Stage
from .people import COMMUNE, accounts

PROVINCE = "38"
OLD_AN_GIANG = "89"
SINCE = date(2025, 7, 1)
FAMILY_NAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hà", "Vi", "Lò", "Bùi", "Đỗ", "Trương", "Lương", "Hoàng")
MIDDLE_NAMES = ("Văn", "Thị", "Đức", "Thị Thu", "Quang", "Minh", "Hữu", "Thị Hồng")
GIVEN_NAMES = (
    "An",
    "Bình",
    "Cường",
    "Dung",
    "Đạt",
    "Hạnh",
    "Hiếu",
    "Hương",
    "Khánh",
    "Lan",
    "Long",
    "Mai",
    "Sơn",
    "Tú",
)


def units(stage: Stage) -> None:
    """The whole country before and after the reform, and the bodies of Thanh Hóa and of the old An Giang."""
    load_areas()
    for code in (PROVINCE, OLD_AN_GIANG):
        load_bodies(code)
    # Last, for whoever comes after it derives the reach of the whole old country too.
    load_reform()
    stage.units = {unit.code: unit for unit in Unit.objects.all()}


def commune_bodies(kind: str, day: date) -> list[Unit]:
    """The bodies of one kind in the communes of Thanh Hóa, by name; each carries ``name`` and ``short_name``."""
    province = Unit.objects.get(code=PROVINCE)
    communes = Unit.objects.below(province.pk, day).of_kind(*COMMUNE_LEVEL, on=day)
    below = Unit.objects.filter(placements__parent__in=communes, placements__valid__contains=day)
    return list(below.of_kind(kind, on=day).named(day).order_by("name_sort"))


def people(stage: Stage) -> None:
    """The six who sign in, and one officer for every commune who files its reports."""
    committees = {fold(unit.short_name): unit for unit in commune_bodies(Kind.PARTY_COMMITTEE, stage.today)}
    home = next(unit for name, unit in committees.items() if fold(COMMUNE) in name)
    commission = Unit.objects.named(stage.today).get(code=f"{PROVINCE}.BTGDV")
    for account in accounts():
        if account.role == "account_administrator":
            continue
        user = access.create_account(account.username, account.name, password=account.password)
        in_commune = account.role.startswith("commune")
        post, scope = (home, _parent(home, stage.today)) if in_commune else (commission, stage.units[PROVINCE])
        access.appoint(user, post, account.title, since=SINCE)
        access.grant(user, account.role, scope, since=SINCE)
        stage.people[account.username] = user
    # The specialist reads what the old An Giang reported, as anybody would who compares with it.
    access.grant(stage.people["chuyenvien"], "reader", stage.units[OLD_AN_GIANG], since=SINCE)
    for unit in committees.values():
        stage.people[officer_of(unit)] = _officer(stage, unit)


def officer_of(body: Unit) -> str:
    """The user name of the officer who files for ``body``."""
    return f"canbo.{slugify(body.code)}"


def _parent(body: Unit, day: date) -> Unit:
    return body.placements.get(valid__contains=day).parent


def _officer(stage: Stage, body: Unit) -> User:
    pick = stage.chance.choice
    name = f"{pick(FAMILY_NAMES)} {pick(MIDDLE_NAMES)} {pick(GIVEN_NAMES)}"
    user = access.create_account(officer_of(body), name, password=None)
    access.appoint(user, body, "Công chức kiêm nhiệm dân vận", since=SINCE)
    access.grant(user, "commune_officer", _parent(body, stage.today), since=SINCE)
    return user


def finish(stage: Stage) -> None:
    """The last account, whose being there says that the demo is whole."""
    account = next(account for account in accounts() if account.role == "account_administrator")
    user = access.create_account(account.username, account.name, password=account.password)
    office = Unit.objects.get(code=f"{PROVINCE}.TU")
    access.appoint(user, office, account.title, since=SINCE)
    for role in (account.role, "unit_administrator"):
        access.grant(user, role, stage.units[PROVINCE], since=SINCE)
