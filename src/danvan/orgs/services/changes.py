"""Verbs on changes of units: draft, apply in one transaction, undo while nothing irreversible has followed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from danvan.core import clock
from danvan.core.errors import Refused, Stale
from danvan.orgs.access import CHANGE_UNITS
from danvan.orgs.acting import Acting
from danvan.orgs.changes.handlers import Problem
from danvan.orgs.changes.plan import Plan
from danvan.orgs.changes.recorder import MovedOn, Recorder, take_back
from danvan.orgs.changes.registry import declarations, listeners
from danvan.orgs.changes.situation import Situation
from danvan.orgs.changes.trial import DryRun, dry_run, situation_of
from danvan.orgs.changes.writing import write
from danvan.orgs.kinds import ChangeKind
from danvan.orgs.models import Change, Placement, Unit

from .units import rebuild_reach

# The key of the lock under which only one change of units at a time is applied or undone: the word "units" in ASCII.
_ONE_AT_A_TIME = 0x756E697473


class Impossible(Refused):
    """A change cannot be applied or undone: ``problems`` gives every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(" ".join(one.message for one in self.problems), code=first.code, field=first.field or None)


@transaction.atomic
def draft(plan: Plan, *, by: Acting, token: UUID | None = None) -> Change:
    """Keep a plan as a draft, impossible or not yet complete as it may be. Nothing about any unit changes.

    ``token`` is that of a form: sent twice it gives the same draft.
    """
    _require(plan, by)
    if token is not None and (twin := Change.objects.filter(public_id=token, drafted_by=by.user_id).first()):
        return twin
    change = Change(drafted_by_id=by.user_id, drafted_at=clock.now(), public_id=token or uuid4())
    _fill(change, plan)
    change.save()
    _tell("drafted", situation_of(plan, change), by)
    return change


@transaction.atomic
def redraft(change: Change, plan: Plan, *, by: Acting, version: int) -> Change:
    """Put another plan into a draft. ``version`` is the one that was shown; Stale when somebody was faster."""
    change = _draft(change, version)
    _require(change.plan, by)
    _require(plan, by)
    _fill(change, plan)
    change.version += 1
    change.save(update_fields=["kind", "effective_on", "decided_by", "note", "intent", "version"])
    return change


@transaction.atomic
def discard(change: Change, *, by: Acting, version: int) -> Change:
    """Say of a draft that it will not be carried out. It stays in the book."""
    change = _draft(change, version)
    _require(change.plan, by)
    change.to_discarded()
    change.save(update_fields=["state"])
    _tell("discarded", situation_of(change.plan, change), by)
    return change


@transaction.atomic
def apply_change(change: Change, *, by: Acting, digest: str) -> Change:
    """Carry a draft out, all of it or nothing. ``digest`` is that of the dry run that was shown.

    Raises Stale when the dry run would now say something else, Refused when the change is no draft or when something
    is undecided, Impossible (with all reasons) when it cannot be.
    """
    change = _locked(change)
    _require_draft(change)
    plan = change.plan
    _require(plan, by)
    _lock_units(plan.codes)
    trial = dry_run(change)
    _agree(trial, digest)
    units = _lock_units(trial.situation.units)
    _require_on(units.values(), by)
    recorder = Recorder(change)
    units = write(plan, change, units, recorder)
    change.to_applied()
    change.applied_by_id, change.applied_at = by.user_id, clock.now()
    change.save(update_fields=["state", "applied_by", "applied_at"])
    rebuild_reach()
    situation = Situation(plan, units, trial.situation.parents, trial.situation.names, change)
    for declared in declarations():
        declared.handler.apply(declared, situation, recorder)
    recorder.close()
    _tell("applied", situation, by)
    return change


@transaction.atomic
def undo_change(change: Change, *, by: Acting) -> Change:
    """Take an applied change back: every row is again as it was, and the units that it opened are gone.

    Raises Impossible with the reasons when something irreversible has followed or a later change stands on it,
    MovedOn when a row was changed by hand since.
    """
    change = _locked(change)
    if change.state != Change.State.APPLIED or not change.intent:
        raise Refused(_("Only a change that was applied here can be undone."), code="not-applied")
    plan = change.plan
    named = plan.codes | {one.code for one in plan.opens}
    _require(plan, by)
    _lock_units(named)
    if reasons := why_not_undone(change):
        raise Impossible(reasons)
    take_back(change)
    _require_parents(named, change)
    change.to_undone()
    change.undone_by_id, change.undone_at = by.user_id, clock.now()
    change.save(update_fields=["state", "undone_by", "undone_at"])
    rebuild_reach()
    _tell("undone", situation_of(plan, change), by)
    return change


def _require_parents(codes: set[str], change: Change) -> None:
    """Whom these units stand under again must still live as long: another change may have ended it meanwhile."""
    rows = Placement.objects.filter(unit__code__in=codes).exclude(parent__life__contains=F("valid"))
    ended = Unit.objects.named(change.effective_on).filter(pk__in=rows.values("parent")).first()
    if ended is not None:
        words = _("The change cannot be undone: “%(row)s” has changed or come since.") % {"row": ended.name}
        raise MovedOn(words, code="moved-on")


def why_not_undone(change: Change) -> list[Problem]:
    """Why an applied change cannot be undone: later changes of the same units, and what followed in other rooms."""
    plan = change.plan
    situation = situation_of(plan, change)
    reasons = [_stands_on(later) for later in _later(change, plan)]
    for declared in declarations():
        reasons += declared.handler.obstacles(declared, situation)
    return reasons


def _later(change: Change, plan: Plan) -> list[Change]:
    """Changes applied after this one that touch a unit it names, or name a unit it touches."""
    last = change.steps.aggregate(last=Max("pk"))["last"]
    # Steps are numbered in the order of applying, whatever the clock was set to.
    after = Change.objects.filter(state=Change.State.APPLIED, steps__pk__gt=last).distinct()
    mine = plan.codes | plan.touched
    found = []
    for other in after:
        theirs = other.plan
        if theirs.touched & mine or plan.touched & (theirs.codes | theirs.touched):
            found.append(other)
    return found


def _stands_on(later: Change) -> Problem:
    words = _("A later change concerns the same units: %(change)s (%(document)s). Undo it first.")
    return Problem("later-change", words % {"change": later, "document": later.decided_by})


def _agree(trial: DryRun, digest: str) -> None:
    """The dry run under the lock says what was shown, and nothing stands against it."""
    if trial.problems:
        raise Impossible(trial.problems)
    if trial.digest != digest:
        raise Stale(_("What the change would do is not what was shown any more. Look at the dry run again."))
    if trial.undecided:
        open_ones = ", ".join(f"{one.what} ({trial.situation.names[one.source]})" for one in trial.undecided)
        raise Refused(_("Say first who takes over: %(what)s.") % {"what": open_ones}, code="undecided", field="choices")


def _tell(event: str, situation: Situation, by: Acting) -> None:
    for listener in listeners():
        listener(event, situation, by)


def _fill(change: Change, plan: Plan) -> None:
    if plan.kind not in ChangeKind.values:
        raise Refused(_("Choose what happens to the units."), code="unknown-kind", field="kind")
    change.kind, change.effective_on = plan.kind, plan.effective_on
    change.decided_by, change.note = plan.decided_by[:200], plan.note[:300]
    change.intent = plan.to_json()


def _locked(change: Change) -> Change:
    """The change as it is now, nobody else changing units until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    return Change.objects.select_for_update().get(pk=change.pk)


def _draft(change: Change, version: int) -> Change:
    change = Change.objects.select_for_update().get(pk=change.pk)
    _require_draft(change)
    if change.version != version:
        raise Stale(_("Somebody changed the draft in the meantime."))
    return change


def _require_draft(change: Change) -> None:
    if change.state != Change.State.DRAFT:
        words = _("The change is no draft any more: %(state)s.") % {"state": change.get_state_display()}
        raise Refused(words, code="not-a-draft")


def _lock_units(codes: Iterable[str]) -> dict[str, Unit]:
    units = Unit.objects.filter(code__in=set(codes)).order_by("pk").select_for_update()
    return {unit.code: unit for unit in units}


def _require(plan: Plan, by: Acting) -> None:
    """The right to change units, on every unit of the plan that is there."""
    if not by.may(CHANGE_UNITS):
        raise Refused(_("Your role does not allow this here."), code="not-allowed")
    _require_on(Unit.objects.filter(code__in=plan.codes).order_by("pk"), by)


def _require_on(units: Iterable[Unit], by: Acting) -> None:
    for unit in units:
        by.require_on(CHANGE_UNITS, _stands_today(unit, by))


def _stands_today(unit: Unit, by: Acting) -> Unit:
    """The unit itself; for one that only begins after today the nearest unit above it that is there."""
    while unit.life.lower is not None and unit.life.lower > by.day:
        placed = Placement.objects.filter(unit=unit, valid__contains=unit.life.lower).select_related("parent").first()
        if placed is None:
            break
        unit = placed.parent
    return unit
