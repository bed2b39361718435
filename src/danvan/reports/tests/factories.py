"""Short ways to a form, a round and a filled-in report; everything is made by the services that people use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import uuid4

from danvan.core.periods import Period
from danvan.figures.models import Line
from danvan.reports import services
from danvan.reports.models import Filed, FormVersion, Round, Submission
from danvan.reports.services import Design, DesignLine, DesignPrompt, DesignRule
from danvan.reports.services.rounds import Plan
from danvan.reports.states import Theme

MONTH = "2026-10"
FIELDS = ("economy", "culture_society", "security_defence", "political_system")
LINES = (
    DesignLine("doc_disseminated", group="Chỉ đạo, quán triệt"),
    DesignLine("diss_attend", group="Chỉ đạo, quán triệt"),
    DesignLine("dvk_implemented", group="Mô hình “Dân vận khéo”"),
    *(DesignLine("dvk_implemented", part, "Mô hình “Dân vận khéo”") for part in FIELDS),
    DesignLine("opinion_received", group="Đối thoại"),
    DesignLine("opinion_answered", group="Đối thoại"),
    DesignLine("land_donated", group="Nhân dân đóng góp", required=False),
)
PROMPTS = (
    DesignPrompt("Khó khăn, vướng mắc của xã", Theme.DIFFICULTIES, hint="Một là …\nHai là …", longest=500),
    DesignPrompt("Cách làm hay, mô hình mới", Theme.GOOD_PRACTICE),
    DesignPrompt("Đề xuất, kiến nghị với cấp trên", Theme.PROPOSALS, required=False),
)
ANSWERED = DesignRule(("opinion_received", None), (("opinion_answered", None),))
GOOD = {
    "doc_disseminated": "2",
    "diss_attend": "186",
    "dvk_implemented": "12",
    "dvk_implemented.economy": "5",
    "dvk_implemented.culture_society": "4",
    "dvk_implemented.security_defence": "2",
    "dvk_implemented.political_system": "1",
    "opinion_received": "6",
    "opinion_answered": "0",
    "land_donated": "K",
}


def design(**more) -> Design:
    """A monthly form of eleven lines with a breakdown in four fields; the people and figures are invented."""
    facts = {
        "code": "BC-DV",
        "name_vi": "Báo cáo công tác dân vận",
        "line": Line.objects.get(code="commune-party"),
        "period_type": "month",
        "lines": LINES,
        "rules": (ANSWERED,),
    }
    return Design(**facts | more)


def form_version(country, **more) -> FormVersion:
    """The form, designed by the specialist of province A."""
    return services.design_form(design(**more), owner=country["A"], by=country.actor("provincial_specialist", "A"))


def open_round(country, *, version: FormVersion | None = None, period: str = MONTH, due: date | None = None) -> Round:
    """A round of province A; its three communes' Party committees owe a report."""
    version = version or form_version(country)
    when = Period.parse(period)
    by = country.actor("provincial_specialist", "A")
    plan = Plan((when.first_day, when.last_day), due) if due else Plan()
    return services.open_round(version, when, country["A"], by=by, plan=plan)


def submission_of(round_: Round, country, unit: str) -> Submission:
    """What ``unit`` owes in the round."""
    return Submission.objects.select_related("round__form_version__form__line").get(round=round_, unit=country[unit])


def cells(submission: Submission, values: Mapping[str, str]) -> dict[int, str]:
    """``"indicator.part"`` and text as item and text."""
    items = submission.round.form_version.items.select_related("indicator", "part")
    by_key = {f"{i.indicator.code}.{i.part.code}" if i.part else i.indicator.code: i.pk for i in items}
    return {by_key[key]: raw for key, raw in values.items()}


def fill(country, submission: Submission, values: Mapping[str, str] = GOOD, *, on: str = "A1") -> None:
    """Type the values as the commune's officer."""
    services.save_block(submission, cells(submission, values), by=country.actor("commune_officer", on))


def file(country, submission: Submission, values: Mapping[str, str] = GOOD, *, on: str = "A1") -> Filed:
    """Type the values and file."""
    fill(country, submission, values, on=on)
    submission = Submission.objects.get(pk=submission.pk)
    by = country.actor("commune_officer", on)
    return services.file(submission, by=by, token=uuid4(), version=submission.version)
