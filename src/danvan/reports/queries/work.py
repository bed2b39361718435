"""What reports put on a person's "my work" page, and what the one search finds here."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from danvan.access.actor import Actor
from danvan.core.text import fold
from danvan.core.work import Bin, Hit, WorkItem, bin_by_due
from danvan.reports.access import CHECK, DECIDE, FILE, FILL, OPEN
from danvan.reports.models import Round, Submission
from danvan.reports.querysets import SubmissionQuerySet, decision_next
from danvan.reports.states import RoundState, State


def owed(actor: Actor, today: date) -> SubmissionQuerySet:
    """Reports that this person's units still owe and may file, the nearest due day first; past due ones stay.

    A closed round no longer asks, except a unit that was given longer.
    """
    mine = Submission.objects.permitted(actor, FILL if actor.may(FILL) else FILE).missing()
    open_ = Q(round__state=RoundState.OPEN) | Q(pk__in=_with_longer(today))
    rows = mine.filter(open_).with_lateness(today).with_names()
    return rows.select_related("round__form_version__form__line").order_by("due", "round", "unit_sort")


def _with_longer(today: date):
    return Submission.objects.filter(extensions__until__gte=today).values("pk")


def waiting(actor: Actor, today: date) -> SubmissionQuerySet:
    """Reports of this person's units that wait for somebody else's word: the unit's head, or those who asked."""
    mine = Submission.objects.permitted(actor, FILL if actor.may(FILL) else FILE)
    mine = mine.filter(state__in=[State.FILED, State.CHECKED]).exclude(pk__in=to_check(actor).values("pk"))
    return mine.with_lateness(today).with_names().select_related("round__form_version__form").order_by("due", "pk")


def to_check(actor: Actor) -> SubmissionQuerySet:
    """Reports whose first of two steps is this person's: their unit's, filed by somebody else.

    Those above may stand in, but are not asked for it here: the report is not theirs to stand by.
    """
    above = Submission.objects.permitted(actor, DECIDE).values("pk")
    return Submission.objects.permitted(actor, CHECK).to_check().exclude(filed_by=actor.user_id).exclude(pk__in=above)


def work_items(actor: Actor, today: date) -> list[WorkItem]:
    """What waits for this person: reports to fill in or correct, reports to decide on, rounds with late units."""
    items: list[WorkItem] = []
    if actor.may(FILL) or actor.may(FILE):
        items += [_owed_item(row, today) for row in owed(actor, today)]
        items += [_waiting_item(row) for row in waiting(actor, today)]
    if actor.may(CHECK):
        rows = to_check(actor).with_due().with_names().select_related("round__form_version__form")
        items += [_check_item(row) for row in rows.order_by("due", "pk")]
    if actor.may(DECIDE):
        items += _decisions(actor, today)
    return items


def _owed_item(row: Submission, today: date) -> WorkItem:
    returned = row.state == State.RETURNED
    bin_ = bin_by_due(row.due, today)
    return WorkItem(
        bin=Bin.RETURNED if returned and bin_ != Bin.LATE else bin_,
        title=row.round.title,
        for_whom=row.unit_name,
        detail=str(row.get_state_display()),
        due=row.due,
        url=reverse("reports:fill", args=[row.public_id]),
        button=_("Correct") if returned else _("Fill in"),
    )


def _waiting_item(row: Submission) -> WorkItem:
    return WorkItem(
        bin=Bin.WAITING,
        title=row.round.title,
        for_whom=row.unit_name,
        detail=str(_("filed, waits for the unit's head") if row.waits_for_check else _("filed, waits to be accepted")),
        due=None,
        url=row.get_absolute_url(),
        button=_("Look"),
    )


def _check_item(row: Submission) -> WorkItem:
    return WorkItem(
        bin=Bin.LATER,
        title=row.round.title,
        for_whom=row.unit_name,
        detail=str(_("filed, waits for your approval")),
        due=None,
        url=row.get_absolute_url(),
        button=_("Approve"),
    )


def _decisions(actor: Actor, today: date) -> list[WorkItem]:
    rounds = (
        Round.objects.permitted(actor, DECIDE).filter(Q(state=RoundState.OPEN) | decision_next("submissions__", ""))
        .select_related("form_version__form")
    )  # fmt: skip
    ids = list(rounds.values_list("pk", flat=True).order_by().distinct())
    counted = Round.objects.filter(pk__in=ids).select_related("form_version__form").with_counts(today)
    items = []
    for round_ in counted:
        if round_.waiting_for_decision:
            items.append(_decide_item(round_))
        if round_.overdue and round_.state == RoundState.OPEN and actor.may(OPEN):
            items.append(_overdue_item(round_))
    return items


def _decide_item(round_: Round) -> WorkItem:
    n = round_.waiting_for_decision
    return WorkItem(
        bin=Bin.LATER,
        title=round_.title,
        for_whom="",
        detail=ngettext("%(n)d report waits to be accepted", "%(n)d reports wait to be accepted", n) % {"n": n},
        due=None,
        url=f"{round_.get_absolute_url()}?show=filed",
        button=_("Decide"),
    )


def _overdue_item(round_: Round) -> WorkItem:
    n = round_.overdue
    return WorkItem(
        bin=Bin.LATE,
        title=round_.title,
        for_whom="",
        detail=ngettext("%(n)d unit is overdue", "%(n)d units are overdue", n) % {"n": n},
        due=round_.due_on,
        url=f"{round_.get_absolute_url()}?show=overdue",
        button=_("Urge"),
    )


def search(actor: Actor, words: str, limit: int) -> list[Hit]:
    """Rounds, and this person's own reports, whose form or period has all these words; marks are not needed."""
    wanted = fold(words).split()
    if not wanted:
        return []
    found = Q(*(Q(search__contains=word) for word in wanted))
    rounds = Round.objects.visible_to(actor).filter(found).select_related("form_version__form")[:limit]
    hits = [Hit(_("Report round"), round_.title, round_.period_name, round_.get_absolute_url()) for round_ in rounds]
    if len(hits) < limit and (actor.may(FILL) or actor.may(FILE)):
        own = Submission.objects.permitted(actor, FILL if actor.may(FILL) else FILE)
        own = own.filter(Q(*(Q(round__search__contains=word) for word in wanted)))
        rows = own.with_names().select_related("round__form_version__form").order_by("-round__window_end", "pk")
        hits += [
            Hit(_("Report"), row.round.title, f"{row.unit_name}, {row.get_state_display()}", row.get_absolute_url())
            for row in rows[: limit - len(hits)]
        ]
    return hits
