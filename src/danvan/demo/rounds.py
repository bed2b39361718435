"""Figures of the demo: An Giang 2014 as it was published, and invented monthly reports of 166 communes."""

from __future__ import annotations

from datetime import date, timedelta

from django_tasks_db.models import DBTaskResult

from danvan.access.actor import Actor
from danvan.core.periods import Period, PeriodType
from danvan.deadlines.queries import window_for
from danvan.figures.models import Line
from danvan.figures.services import recompute_waiting
from danvan.orgs.kinds import Kind
from danvan.orgs.models import Unit
from danvan.reports.models import FormVersion, Item, Round, Submission
from danvan.reports.services.deciding import NewRemark, accept, return_
from danvan.reports.services.drafts import save_block
from danvan.reports.services.filing import file
from danvan.reports.services.forms import Design, DesignLine, design_form
from danvan.reports.services.narrative import save_texts
from danvan.reports.services.rounds import open_round
from danvan.reviews.samples import file_sample, sample

from . import voices
from .build import Stage, at_work
from .papers import key_of
from .places import OLD_AN_GIANG, PROVINCE, commune_bodies, officer_of

FIELDS = ("economy", "culture_society", "security_defence", "political_system")
# What a commune counts in a usual month: (group, indicator, smallest, largest). Invented.
MONTHLY = (
    ("Chỉ đạo, quán triệt", "doc_disseminated", 0, 3),
    ("Chỉ đạo, quán triệt", "diss_attend", 0, 240),
    ("Chỉ đạo, quán triệt", "inspection", 0, 2),
    ("Mô hình “Dân vận khéo”", "dvk_registered", 0, 4),
    ("Mô hình “Dân vận khéo”", "dvk_implemented", 0, 4),
    ("Đối thoại, tiếp công dân", "dialogue_conf", 0, 1),
    ("Đối thoại, tiếp công dân", "dialogue_attend", 0, 160),
    ("Đối thoại, tiếp công dân", "opinion_received", 0, 18),
    ("Đối thoại, tiếp công dân", "opinion_answered", 0, 12),
    ("Đối thoại, tiếp công dân", "reception_sessions", 1, 4),
    ("Đối thoại, tiếp công dân", "reception_visits", 2, 30),
    ("Giám sát, hòa giải", "supervise_led", 0, 2),
    ("Giám sát, hòa giải", "mediation_cases", 0, 5),
    ("Giám sát, hòa giải", "mediation_success", 0, 4),
    ("Nhân dân đóng góp", "land_donated", 0, 900),
    ("Nhân dân đóng góp", "labour_days", 0, 420),
    ("Nhân dân đóng góp", "houses_built", 0, 2),
)
WITH_FIELDS = {"dvk_registered", "dvk_implemented"}
NOT_MORE = {
    "dvk_implemented": "dvk_registered",
    "opinion_answered": "opinion_received",
    "mediation_success": "mediation_cases",
}


def an_giang(stage: Stage) -> None:
    """What the province published for 2014, filed as its commission's, with the article as its source."""
    commission = Unit.objects.get(code=f"{OLD_AN_GIANG}.BDV")
    file_sample(sample("an_giang_2014"), commission, by=stage.actor("chuyenvien"), token=key_of("an-giang"))


def monthly(stage: Stage, months: int) -> None:
    """A form, ``months`` past rounds that are nearly complete, and the one that is open now."""
    design_day = stage.today - timedelta(days=31 * (months + 2))
    with at_work(design_day):
        version = design_form(
            _design(), owner=stage.units[f"{PROVINCE}.BTGDV"], by=stage.actor("chuyenvien", design_day)
        )
    bodies = {unit.pk: unit for unit in commune_bodies(Kind.PARTY_COMMITTEE, stage.today)}
    size = {pk: stage.chance.uniform(0.5, 1.8) for pk in bodies}
    periods = [_open_month(stage.today)]
    while len(periods) <= months:
        periods.append(periods[-1].previous())
    for back, period in sorted(enumerate(periods), reverse=True):
        _round(stage, version, period, bodies, size, share=0.95 if back == 1 else 1.0)
    recompute_waiting()
    # Each filing woke the worker; the totals are made, so nothing is left for it to do.
    DBTaskResult.objects.ready().delete()


def _open_month(today: date) -> Period:
    """The month whose report is asked for now: its data window has not closed yet, or closes today."""
    month = Period.containing(today, PeriodType.MONTH)
    return month if today <= window_for(month)[1] else month.next()


def _design() -> Design:
    lines = []
    for group, code, _low, _high in MONTHLY:
        lines.append(DesignLine(code, group=group))
        if code in WITH_FIELDS:
            lines += [DesignLine(code, part=field, group=group) for field in FIELDS]
    return Design(
        code="dv-thang",
        name_vi="Báo cáo công tác dân vận tháng (minh họa)",
        line=Line.objects.get(code="commune-party"),
        period_type=PeriodType.MONTH.value,
        lines=tuple(lines),
        due_after=5,
        prompts=voices.PROMPTS,
    )


def _round(
    stage: Stage, version: FormVersion, period: Period, bodies: dict[int, Unit], size: dict[int, float], *, share: float
) -> None:
    opens = min(window_for(period)[0], stage.today)
    with at_work(opens, 8):
        round_ = open_round(version, period, stage.units[PROVINCE], by=stage.actor("chuyenvien", opens))
    for submission in Submission.objects.filter(round=round_).order_by("pk"):
        submission.round = round_
        day = _filing_day(stage, round_)
        if day <= stage.today and stage.chance.random() < share:
            _report(stage, submission, bodies[submission.unit_id], size[submission.unit_id], day)
    _decide(stage, round_)


def _filing_day(stage: Stage, round_: Round) -> date:
    """Most file between the close of the data and the due day; a few are a day or two late."""
    after = stage.chance.choices((1, 2, 3, 4, 5, 7, 9), weights=(8, 14, 20, 20, 14, 2, 1))[0]
    return round_.window_end + timedelta(days=after)


def _report(stage: Stage, submission: Submission, body: Unit, size: float, day: date) -> None:
    by = stage.actor(officer_of(body), day)
    with at_work(day, stage.chance.randint(8, 16), stage.chance.randint(0, 59)):
        save_block(submission, _typed(stage, submission.round.form_version, size), by=by)
        save_texts(submission, voices.written(submission), by=by)
        submission.refresh_from_db()
        file(submission, by=by, token=key_of(f"file {submission.pk}"), version=submission.version)


def _typed(stage: Stage, version: FormVersion, size: float) -> dict[int, str]:
    """What an officer types: whole figures by the commune's size, parts that add up, answers not above questions."""
    amounts: dict[tuple[str, str], int] = {}
    for _group, code, low, high in MONTHLY:
        amount = int(stage.chance.randint(low, high) * size + 0.5)
        if code in NOT_MORE:
            amount = min(amount, amounts[NOT_MORE[code], ""])
        amounts[code, ""] = amount
        if code in WITH_FIELDS:
            amounts |= {(code, field): part for field, part in zip(FIELDS, _parts(stage, amount), strict=True)}
    items = Item.objects.filter(version=version).select_related("indicator", "part")
    keys = {item.pk: (item.indicator.code, item.part.code if item.part else "") for item in items}
    return {pk: str(amounts[key]) for pk, key in keys.items()}


def _parts(stage: Stage, whole: int) -> list[int]:
    """``whole`` dealt out over the four fields, the economy and culture getting most."""
    parts = [0, 0, 0, 0]
    for place in stage.chance.choices(range(4), weights=(37, 42, 13, 8), k=whole):
        parts[place] += 1
    return parts


def _decide(stage: Stage, round_: Round) -> None:
    """The commission accepts most of what was filed, and returns two reports with a reason."""
    day = min(round_.due_on + timedelta(days=2), stage.today)
    by: Actor = stage.actor("chuyenvien", day)
    filed = list(Submission.objects.filter(round=round_, state="filed").order_by("pk"))
    still_open = round_.due_on >= stage.today
    with at_work(day, 15):
        for place, submission in enumerate(filed):
            if still_open and place % 3:
                continue
            accept(submission, by=by, revision_shown=submission.revision)
        if still_open and len(filed) > 2:
            remark = NewRemark("Số lượt người dự tăng nhiều so với tháng trước, đề nghị kiểm tra lại (minh họa).")
            return_(filed[1], [remark], by=by, revision_shown=filed[1].revision)
