"""The register of the demo: real documents as the articles name them, an invented plan, and what communes did."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from danvan.core.periods import Period, PeriodType
from danvan.deadlines.queries import load_calendar
from danvan.directives import services as directives
from danvan.directives.models import Directive, Mandate, Task
from danvan.directives.models.directive import Certainty
from danvan.directives.models.mandate import StudyForm
from danvan.directives.services import Assignment, Entry, Held, Planned
from danvan.figures.models import Indicator
from danvan.orgs.kinds import Kind
from danvan.orgs.models import GroupMember, Unit
from danvan.portal.services import open_directive

from .build import Stage, at_work
from .places import PROVINCE, commune_bodies, officer_of

MOUNTAIN = "11 huyện miền núi"
INVENTED = "(minh họa)"
FORMS = (StudyForm.CONFERENCE, StudyForm.CONFERENCE, StudyForm.CONFERENCE, StudyForm.CELL, StudyForm.ONLINE)
PLAN_SYMBOL = "15-KH/BTGDVTU"
# How far the visitor's own commune is: one paper is done, one under way, one waits to be taken in hand.
HOME_STEPS = {"25-NQ/TW": 5, "464-QĐ/TU": 3, PLAN_SYMBOL: 0}


@cache
def data() -> dict[str, Any]:
    """The documents of the five articles, as data."""
    return json.loads((files("danvan.demo") / "data" / "directives.json").read_text(encoding="utf-8"))


def key_of(text: str) -> uuid.UUID:
    """A token that is the same at every build, so that a build repeated doubles nothing."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"danvan-demo:{text}")


def register_all(stage: Stage) -> None:
    """Enter the documents of the articles, and one invented plan of the commission."""
    by = stage.actor("chuyenvien")
    keeper = stage.units[f"{PROVINCE}.BTGDV"]
    made = {row["key"]: directives.register(_entry(row), keeper, by=by, token=key_of(row["key"]), confirmed=True)
            for row in data()["directives"]}  # fmt: skip
    for row in data()["directives"]:
        for alias in row["aliases"]:
            directives.add_alias(made[row["key"]], alias, by=by)
    made["plan"] = directives.register(_plan(stage.today), keeper, by=by, token=key_of("plan"))
    for row in data()["relations"]:
        directives.relate(made[row["source"]], made[row["target"]], row["kind"], by=by)
    directives.relate(made["plan"], made["25"], "implements", by=by)
    for row in data()["directives"]:
        # The press has named them by their symbol: they are public already.
        if row.get("symbol"):
            open_directive(made[row["key"]], by=stage.actor("lanhdao"))


def _entry(row: dict[str, Any]) -> Entry:
    day = date.fromisoformat(row["date"]) if "date" in row else None
    return Entry(
        title=row["excerpt"],
        raw_symbol=row.get("symbol", ""),
        kind=row["type"],
        number=int(row["number"]) if "number" in row else None,
        issuer=row["issuer"],
        issued_on=day,
        year=None if day else row.get("year"),
        certainty=Certainty.REPORTED if day or "year" in row else Certainty.UNKNOWN,
        term=row["term"],
        source="; ".join(data()["articles"][key] for key in row["articles"]),
        source_note=row["note"],
    )


def _plan(today: date) -> Entry:
    return Entry(
        title=f"Kế hoạch đẩy mạnh phong trào thi đua “Dân vận khéo” năm {today.year} {INVENTED}",
        raw_symbol=PLAN_SYMBOL,
        kind="plan",
        issuer="Ban Tuyên giáo và Dân vận Tỉnh ủy Thanh Hóa",
        issued_on=today - timedelta(days=60),
        certainty=Certainty.CHECKED,
        source_note="Văn bản này do bản minh họa đặt ra.",
    )


def directive(key: str) -> Directive:
    """An entry of the demo's register by the key of its data row."""
    return Directive.objects.get(token=key_of(key))


def carry_out(stage: Stage) -> None:
    """Three directives go down; communes receive, study, plan and finish them, and some are late."""
    party = commune_bodies(Kind.PARTY_COMMITTEE, stage.today)
    mountain = set(
        GroupMember.objects.filter(group__name=MOUNTAIN, valid__contains=stage.today).values_list("unit", flat=True)
    )
    in_mountains = [unit for unit in party if unit.placements.get(valid__contains=stage.today).parent_id in mountain]
    _send(stage, directive("25"), party, sent=stage.today - timedelta(days=150), working_days=60, finished=0.95)
    _send(stage, directive("464"), in_mountains, sent=stage.today - timedelta(days=75), working_days=45, finished=0.84)
    _send(stage, directive("plan"), party, sent=stage.today - timedelta(days=40), working_days=40, finished=0.2)
    _tasks(stage, party)
    _targets(stage)


def _send(stage: Stage, paper: Directive, units: list[Unit], *, sent: date, working_days: int, finished: float) -> None:
    home = stage.actor("canboxa").unit_id
    with at_work(sent, 8):
        by = stage.actor("chuyenvien", sent)
        sending = directives.send(paper, units, by=by, token=key_of(f"send {paper.pk}"), working_days=working_days)
    for mandate in Mandate.objects.filter(sending=sending).select_related("unit", "directive").order_by("pk"):
        steps = HOME_STEPS[paper.symbol] if mandate.unit_id == home else _speed(stage, finished)
        _answer(stage, mandate, sent, steps)


def _speed(stage: Stage, finished: float) -> int:
    """How many of the five steps a commune has taken: most are done, some are under way, a few have not begun."""
    if stage.chance.random() < finished:
        return 5
    return stage.chance.choices((4, 3, 2, 1, 0), weights=(8, 6, 4, 2, 1))[0]


def _answer(stage: Stage, mandate: Mandate, sent: date, steps: int) -> None:
    """Take ``steps`` steps with some working days between them, as the commune's own officer, never after today."""
    day, calendar = sent, load_calendar()
    for move in (_receive, _study, _plan_own, _begin, _finish)[:steps]:
        day = calendar.add_working_days(day, stage.chance.randint(1, 6))
        if day > stage.today:
            return
        with at_work(day, stage.chance.randint(8, 16)):
            move(stage, mandate, stage.actor(officer_of(mandate.unit), day))
        mandate.refresh_from_db()


def _receive(stage: Stage, mandate: Mandate, by: Any) -> None:
    directives.receive(mandate, by=by, version=mandate.version)


def _study(stage: Stage, mandate: Mandate, by: Any) -> None:
    held = Held(by.day, stage.chance.choice(FORMS), stage.chance.randint(28, 240))
    directives.disseminate(mandate, held, by=by, version=mandate.version)


def _plan_own(stage: Stage, mandate: Mandate, by: Any) -> None:
    number = stage.chance.randint(5, 60)
    planned = Planned(f"Kế hoạch thực hiện {mandate.directive.short} {INVENTED}", f"{number:02d}-KH/ĐU", by.day)
    directives.plan(mandate, planned, by=by, version=mandate.version)


def _begin(stage: Stage, mandate: Mandate, by: Any) -> None:
    directives.begin(mandate, by=by, version=mandate.version)


def _finish(stage: Stage, mandate: Mandate, by: Any) -> None:
    result = f"Đã thực hiện xong các nội dung của kế hoạch {INVENTED}"
    directives.finish(mandate, by=by, version=mandate.version, note=result)


def _tasks(stage: Stage, party: list[Unit]) -> None:
    """One task of the plan to every commune: most have finished it, a few are late."""
    given = stage.today - timedelta(days=25)
    assignment = Assignment(f"Rà soát, lập danh sách mô hình “Dân vận khéo” năm {stage.today.year}", working_days=15)
    with at_work(given, 10):
        by = stage.actor("chuyenvien", given)
        whole = directives.assign(directive("plan"), assignment, party, by=by, token=key_of("task"))
    for task in Task.objects.filter(parent=whole).select_related("lead").order_by("pk"):
        if stage.chance.random() < 0.8:
            _do_task(stage, task, given + timedelta(days=stage.chance.randint(3, 20)))


def _do_task(stage: Stage, task: Task, day: date) -> None:
    with at_work(day, 14):
        by = stage.actor(officer_of(task.lead), day)
        directives.begin_task(task, by=by, version=task.version)
        task.refresh_from_db()
        result = f"Đã rà soát {stage.chance.randint(6, 24)} mô hình {INVENTED}"
        directives.finish_task(task, result, by=by, version=task.version)


def _targets(stage: Stage) -> None:
    """What the invented plan asks of the province this year, and of the last full month."""
    by, basis = stage.actor("chuyenvien"), directive("plan")
    year = Period.parse(str(stage.today.year))
    month = Period.containing(stage.today, PeriodType.MONTH).previous()
    for code, yearly, monthly in (
        ("dvk_registered", 2400, 360),
        ("dvk_implemented", 2200, 280),
        ("dialogue_conf", 900, 90),
    ):
        indicator = Indicator.objects.get(code=code)
        for period, amount in ((year, yearly), (month, monthly)):
            directives.set_target(indicator, stage.units[PROVINCE], period, Decimal(amount), by=by, basis=basis)
