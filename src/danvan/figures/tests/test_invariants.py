"""Whatever is filed, in whatever order: totals are what the newest values add up to (spine, invariants 3, 4, 6, 10)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.access import services as access
from danvan.access.actor import Actor
from danvan.core.periods import Period
from danvan.figures import services
from danvan.figures.checks import wrong_totals
from danvan.figures.models import Filing, Total, Value
from danvan.orgs import services as orgs
from danvan.orgs.kinds import Kind
from danvan.orgs.models import Unit

from .factories import NA, new_value

pytestmark = pytest.mark.django_db
SINCE, MOVED = date(2010, 1, 1), date(2024, 5, 31)
PERIODS = ("2024-04", "2024-05", "2024-Q2")
ITEMS = ("doc_issued", "members_farmers", "land_donated", "letters_received")
ADDITIVE = ITEMS[:3]

amounts = st.one_of(st.integers(0, 10**9), st.just(NA), st.none())
# A province is a list of branches: a commune of its own (0), or a district with so many communes.
trees = st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=3), min_size=1, max_size=3)
deeds = st.lists(
    st.fixed_dictionaries(
        {
            "body": st.integers(0, 50),
            "period": st.sampled_from(PERIODS),
            "values": st.dictionaries(st.sampled_from(ITEMS), amounts, min_size=1),
            "again": st.booleans(),  # the same form sent twice
            "quiet": st.booleans(),  # the worker empties the queue afterwards
        }
    ),
    max_size=12,
)


def openings(tree: list[list[int]]) -> list[orgs.Opening]:
    """A nation of provinces, districts and communes, each commune with a Party committee."""
    rows = [orgs.Opening("N", Kind.NATION, "Nước", "Nước", None, SINCE)]

    def area(code: str, kind: str, parent: str) -> str:
        rows.append(orgs.Opening(code, kind, f"Vùng {code}", code, parent, SINCE))
        return code

    for p, branches in enumerate(tree):
        province = area(f"N{p}", Kind.PROVINCE, "N")
        for b, communes in enumerate(branches):
            if communes == 0:
                homes = [area(f"{province}-x{b}", Kind.COMMUNE, province)]
            else:
                district = area(f"{province}-d{b}", Kind.DISTRICT, province)
                homes = [area(f"{district}-{c}", Kind.COMMUNE, district) for c in range(communes)]
            for home in homes:
                rows.append(orgs.Opening(f"{home}.DU", Kind.PARTY_COMMITTEE, f"ĐU {home}", home, home, SINCE))
    return rows


class Model:
    """The same country in plain Python: newest values by body, and who stood above whom on each period's last day."""

    def __init__(self, parents: dict[str, str | None]) -> None:
        self.parents = {code: dict(parents) for code in PERIODS}
        self.newest: dict[tuple[str, str], dict[str, object]] = {}

    def move(self, unit: str, parent: str) -> None:
        for code in PERIODS:
            if Period.parse(code).last_day >= MOVED:
                self.parents[code][unit] = parent

    def above(self, body: str, period: str) -> list[str]:
        found, at = [], self.parents[period][body]
        while at:
            found.append(at)
            at = self.parents[period][at]
        return found

    def totals(self) -> dict[tuple[str, str, str], tuple]:
        sums: dict = defaultdict(lambda: [None, 0])
        for (body, period), values in self.newest.items():
            for item, amount in values.items():
                for area in self.above(body, period):
                    cell = sums[area, item, period]
                    cell[1] += amount is not None
                    if isinstance(amount, int):
                        cell[0] = (cell[0] or 0) + amount
        return {key: tuple(cell) for key, cell in sums.items()}


def stored() -> dict[tuple[str, str, str], tuple]:
    rows = Total.objects.values_list("unit__code", "indicator__code", "period", "amount", "reported").order_by()
    return {row[:3]: row[3:] for row in rows}


def check(model: Model) -> None:
    expected, found = model.totals(), stored()
    assert {key: cell[1] for key, cell in found.items()} == {key: cell[1] for key, cell in expected.items()}
    additive = {key for key in expected if key[1] in ADDITIVE}
    assert {key: found[key][0] for key in additive} == {key: expected[key][0] for key in additive}
    assert wrong_totals() == []


def run(tree: list[list[int]], acts: list[dict], move: bool, by: Actor) -> None:
    rows = openings(tree)
    units = orgs.open_units(rows)
    model = Model({row.code: row.parent for row in rows})
    bodies = [row.code for row in rows if row.kind == Kind.PARTY_COMMITTEE]
    if move and len(tree) > 1:
        home = model.parents[PERIODS[0]][bodies[0]]
        orgs.place_anew(units[home], units["N1"], since=MOVED)
        model.move(home, "N1")
    written: dict[int, tuple] = {}
    for act in acts:
        body, token = bodies[act["body"] % len(bodies)], uuid4()
        filing = send(units[body], act, token, by)
        model.newest[body, act["period"]] = dict.fromkeys(model.newest.get((body, act["period"]), {})) | act["values"]
        if act["again"]:
            assert send(units[body], act, token, by) == filing
        if act["quiet"]:
            services.recompute_waiting()
            check(model)
        now = {pk: rest for pk, *rest in Value.objects.values_list("pk", "amount", "not_applicable", "filing_id")}
        assert {pk: now[pk] for pk in written} == written
        written = now
    services.recompute_waiting()
    assert services.recompute_waiting() == 0
    check(model)
    assert Filing.objects.count() == len(acts)


def send(unit: Unit, act: dict, token: UUID, by: Actor) -> Filing:
    values = [new_value(item, amount) for item, amount in act["values"].items()]
    return services.file_values(unit, "commune-party", act["period"], values, by=by, token=token)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=trees, acts=deeds, move=st.booleans())
def test_totals_are_what_the_newest_values_add_up_to_at_every_quiet_moment(db, tree, acts, move):
    with transaction.atomic():
        user = access.create_account("so.lieu", "Nguyễn Thị Số", password="rừng vàng biển bạc 45")
        run(tree, acts, move, Actor.of(user, date(2026, 11, 20)))
        transaction.set_rollback(True)
