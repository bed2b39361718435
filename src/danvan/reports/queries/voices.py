"""What the units of a round, or of an area in a period, said in words; put together by theme."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.functional import Promise

from danvan.access.actor import Actor
from danvan.core.periods import Period
from danvan.figures.models import Line
from danvan.orgs.models import Unit
from danvan.reports.models import Round, Submission, Told
from danvan.reports.rollup import RollUp, Voice, group, matching
from danvan.reports.states import State, Theme


@dataclass(frozen=True)
class Themed:
    """One theme with all that was said on it. ``whole`` is the same before words were searched for."""

    theme: Theme
    rollup: RollUp
    whole: RollUp

    @property
    def label(self) -> str | Promise:
        """The theme's name."""
        return self.theme.label


def of_round(round_: Round, *, actor: Actor) -> QuerySet:
    """The submissions of a round that the person may see."""
    return Submission.objects.visible_to(actor).filter(round=round_)


def of_area(area: Unit, line: Line, period: Period, *, actor: Actor) -> QuerySet:
    """The submissions for a period of the bodies of a line that stood under an area on the period's last day."""
    rows = Submission.objects.visible_to(actor)
    return rows.filter(
        unit__in=Unit.objects.below(area.pk, period.last_day),
        round__period=period.code,
        round__form_version__form__line=line,
    )


def nobody() -> QuerySet:
    """No submission at all."""
    return Submission.objects.none()


def spoken(*, actor: Actor) -> tuple[list[Period], list[str]]:
    """The periods of which the person may see words, newest first, and the codes of the lines that told them."""
    rows = Submission.objects.visible_to(actor).filter(revision__gte=1, told__isnull=False).order_by()
    found = set(rows.values_list("round__period", "round__form_version__form__line__code"))
    periods = {Period.parse(code) for code, _line in found}
    newest = sorted(periods, key=lambda period: (period.last_day, period.code), reverse=True)
    return newest, sorted({line for _code, line in found})


def voices(submissions: QuerySet) -> dict[Theme, list[Voice]]:
    """The answers of the newest filed revisions, by theme; a returned report's too, marked so. Two queries."""
    rows = {row.pk: row for row in submissions.filter(revision__gte=1).with_names().select_related("unit")}
    told = Told.objects.filter(submission__in=rows, revision=F("submission__revision")).select_related("prompt")
    found: dict[Theme, list[Voice]] = defaultdict(list)
    for one in told:
        row = rows[one.submission_id]
        found[Theme(one.prompt.theme)].append(
            Voice(
                f"{row.public_id}.{one.prompt.code}", str(row.unit.public_id), row.unit_name, one.text,
                f"{row.get_absolute_url()}#q-{one.prompt.code}", one.nothing, row.state == State.RETURNED,
            )
        )  # fmt: skip
    return found


def heard(submissions: QuerySet, words: str = "") -> list[Themed]:
    """Every theme of which something was said or asked, with its sentences put together (and searched)."""
    said = voices(submissions)
    themes = []
    for theme in Theme:
        if theme in said:
            whole = group(said[theme])
            themes.append(Themed(theme, matching(whole, words) if words.strip() else whole, whole))
    return themes
