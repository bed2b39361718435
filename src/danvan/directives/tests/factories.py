"""Directives and sendings for tests, made by the services that people use."""

from __future__ import annotations

import uuid
from datetime import date

from danvan.directives import services
from danvan.directives.models import Directive, Mandate, Task
from danvan.directives.services import Assignment, Entry, Held, Planned

TITLE = "Về tiếp tục đổi mới nội dung, phương thức hoạt động của Mặt trận Tổ quốc"
ISSUED = date(2026, 1, 8)


def entry(**changes) -> Entry:
    """A conclusion that is written down in full."""
    fields = {"title": TITLE, "raw_symbol": "62-KL/TW", "issuer": "Ban Bí thư", "issued_on": ISSUED}
    return Entry(**fields | changes)


def directive(country, on: str = "A", **changes) -> Directive:
    """A directive kept by the province's commission."""
    keeper = country[f"{on}.BTGDV"]
    return services.register(entry(**changes), keeper, by=country.actor("provincial_specialist", on))


def sent(country, to=("A1.DU", "A2.DU", "A3.DU"), **rule) -> tuple[Directive, dict[str, Mandate]]:
    """A directive in the hands of commune committees; mandates by unit code."""
    one = directive(country)
    actor = country.actor("provincial_specialist", "A")
    services.send(one, [country[code] for code in to], by=actor, token=uuid.uuid4(), **rule)
    return one, {mandate.unit.code: mandate for mandate in one.mandates.select_related("unit")}


def advance(country, mandate: Mandate, steps: int) -> Mandate:
    """Report the next ``steps`` steps as the commune's officer does."""
    actor = country.actor("commune_officer", mandate.unit.code.split(".")[0])
    verbs = (
        lambda m: services.receive(m, by=actor, version=m.version),
        lambda m: services.disseminate(m, Held(actor.day, "conference", 120), by=actor, version=m.version),
        lambda m: services.plan(m, Planned("Kế hoạch thực hiện", "05-KH/ĐU"), by=actor, version=m.version),
        lambda m: services.begin(m, by=actor, version=m.version),
        lambda m: services.finish(m, by=actor, version=m.version, note="Đã xong"),
    )
    for _number in range(steps):
        place = ["sent", "received", "disseminated", "planned", "in_progress"].index(mandate.state)
        mandate = verbs[place](mandate)
    return Mandate.objects.get(pk=mandate.pk)


def task(country, one: Directive, to=("A1.DU", "A2.DU"), **changes) -> Task:
    """A task fanned out to commune committees; returns the whole."""
    assignment = Assignment(**{"title": "Rà soát người có uy tín"} | changes)
    actor = country.actor("provincial_specialist", "A")
    return services.assign(one, assignment, [country[code] for code in to], by=actor, token=uuid.uuid4())
