"""A province of a few communes with a little of everything, always by the same recipe.

Two such provinces of different size show whether a page asks the database more often when there are more rows.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

USUAL = "3"


def build(code: str, communes: int) -> tuple[Any, Any]:
    """A province ``code`` with ``communes`` communes, built once; gives its specialist and its officer (accounts).

    Every commune was sent one directive and one task and owes one report; every second one has answered and filed.
    """
    from danvan.access.models import User

    names = [f"benchmark.{role}.{code.lower()}" for role in ("specialist", "officer")]
    if not User.objects.filter(username=names[0]).exists():
        _build(code, communes, names)
    specialist, officer = (User.objects.get(username=name) for name in names)
    return specialist, officer


def _build(code: str, communes: int, names: list[str]) -> None:
    from django.db import transaction

    from danvan.access.actor import Actor
    from danvan.core import clock

    with transaction.atomic():
        units = _units(code, communes)
        people = _people(code, units, names)
        specialist, officer = (Actor.of(user, clock.today()) for user in people)
        committees = [units[f"{code}-{number}.DU"] for number in range(1, communes + 1)]
        directive = _directive(code, units, committees, specialist, officer)
        month = _report(code, units, specialist, officer)
        _review(code, units, directive, month, specialist)


def _units(code: str, communes: int) -> dict[str, Any]:
    from danvan.orgs.kinds import Kind
    from danvan.orgs.services import Opening, open_units

    since, name = date(2025, 7, 1), f"Thử {communes} xã"
    openings = [
        Opening(code, Kind.PROVINCE, f"Tỉnh {name}", name, "VN", since),
        Opening(f"{code}.TU", Kind.PARTY_COMMITTEE, f"Tỉnh ủy {name}", "Tỉnh ủy", code, since),
        Opening(f"{code}.BTGDV", Kind.COMMISSION, f"Ban Tuyên giáo và Dân vận Tỉnh ủy {name}", "Ban TGDV",
                f"{code}.TU", since),
    ]  # fmt: skip
    for number in range(1, communes + 1):
        commune = f"{code}-{number}"
        openings += [
            Opening(commune, Kind.COMMUNE, f"Xã Thử {number}", f"Thử {number}", code, since),
            Opening(f"{commune}.DU", Kind.PARTY_COMMITTEE, f"Đảng ủy xã Thử {number}", f"ĐU Thử {number}", commune,
                    since),
        ]  # fmt: skip
    return open_units(openings)


def _people(code: str, units: dict[str, Any], names: list[str]) -> list[Any]:
    from danvan.access import services as access

    people = []
    for name, role, post, scope in (
        (names[0], "provincial_specialist", f"{code}.BTGDV", code),
        (names[1], "commune_officer", f"{code}-1.DU", code),
    ):
        user = access.create_account(name, f"Người thử {code}", password=None)
        access.appoint(user, units[post], "Người thử", since=date(2025, 7, 1))
        access.grant(user, role, units[scope], since=date(2025, 7, 1))
        people.append(user)
    return people


def _directive(code: str, units: dict[str, Any], committees: list[Any], specialist: Any, officer: Any) -> Any:
    from danvan.directives import services as directives
    from danvan.directives.models import Mandate
    from danvan.directives.models.directive import Certainty
    from danvan.directives.services import Assignment, Entry

    entry = Entry(
        title=f"Kế hoạch thử {code} (minh họa)",
        raw_symbol=f"{len(committees):02d}-KH/BTGDVTU",
        kind="plan",
        issuer=f"Ban Tuyên giáo và Dân vận Tỉnh ủy thử {code}",
        issued_on=specialist.day - timedelta(days=30),
        certainty=Certainty.CHECKED,
        source_note="Văn bản này do phép đo đặt ra.",
    )
    paper = directives.register(entry, units[f"{code}.BTGDV"], by=specialist, token=uuid4(), confirmed=True)
    sending = directives.send(paper, committees, by=specialist, token=uuid4(), working_days=20)
    for mandate in Mandate.objects.filter(sending=sending).order_by("pk")[::2]:
        directives.receive(mandate, by=officer, version=mandate.version)
    assignment = Assignment("Rà soát mô hình (minh họa)", working_days=10)
    directives.assign(paper, assignment, committees, by=specialist, token=uuid4())
    return paper


def _report(code: str, units: dict[str, Any], specialist: Any, officer: Any) -> Any:
    from danvan.core.periods import Period, PeriodType
    from danvan.demo.rounds import MONTHLY
    from danvan.figures.models import Line
    from danvan.figures.services import recompute_waiting
    from danvan.reports.models import Item, Submission
    from danvan.reports.services.drafts import save_block
    from danvan.reports.services.filing import file
    from danvan.reports.services.forms import Design, DesignLine, design_form
    from danvan.reports.services.rounds import open_round

    lines = tuple(DesignLine(indicator, group=group) for group, indicator, _low, _high in MONTHLY)
    design = Design("thu", f"Báo cáo thử {code}", Line.objects.get(code="commune-party"), PeriodType.MONTH.value, lines)
    version = design_form(design, owner=units[f"{code}.BTGDV"], by=specialist)
    month = Period.containing(specialist.day, PeriodType.MONTH)
    round_ = open_round(version, month, units[code], by=specialist)
    typed = dict.fromkeys(Item.objects.filter(version=version).values_list("pk", flat=True), USUAL)
    for submission in Submission.objects.filter(round=round_).order_by("pk")[1::2]:
        save_block(submission, typed, by=officer)
        submission.refresh_from_db()
        file(submission, by=officer, token=uuid4(), version=submission.version)
    recompute_waiting()
    return month


def _review(code: str, units: dict[str, Any], directive: Any, month: Any, specialist: Any) -> None:
    from danvan.figures.models import Line
    from danvan.reviews.services.writing import NewReview, draft

    wanted = NewReview(
        unit=units[f"{code}.BTGDV"],
        area=units[code],
        period=month,
        line=Line.objects.get(code="commune-party"),
        outline="interim",
        directive=directive,
    )
    draft(wanted, by=specialist)
