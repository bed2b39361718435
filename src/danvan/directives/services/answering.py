"""A receiving unit says how far it is: each step locks the mandate, asks for the version shown, writes a Step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core.errors import Refused, Stale
from danvan.core.text import clean_line, clean_text
from danvan.directives import access
from danvan.directives.models import Dissemination, Mandate, Plan, Step
from danvan.directives.models.mandate import COUNTED_FORMS, StudyForm
from danvan.files.models import StoredFile

RECEIVED = verb("directives.received", _("received the directive"))
DISSEMINATED = verb("directives.disseminated", _("disseminated it on %(day)s"))
STUDIED_AGAIN = verb("directives.studied_again", _("reported another thorough study, held on %(day)s"))
STUDY_MENDED = verb("directives.study_mended", _("mended the report of the thorough study of %(day)s"))
PLANNED = verb("directives.planned", _("made its plan: %(plan)s"))
BEGUN = verb("directives.begun", _("began to carry it out"))
FINISHED = verb("directives.finished", _("reported it done"))
ATTENDANCE_LIMIT = 10_000_000


@dataclass(frozen=True)
class Held:
    """An occasion of thorough study: the day, one of ``StudyForm``, how many people."""

    held_on: date
    form: str
    attendance: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Planned:
    """A unit's own plan: its title, symbol and day, and the target it sets itself, in words."""

    title: str
    symbol: str = ""
    issued_on: date | None = None
    local_target: str = ""
    file: StoredFile | None = None


def _locked(mandate: Mandate, by: Actor, version: int) -> Mandate:
    """The mandate locked, permitted, and unchanged since it was shown."""
    mandate = Mandate.objects.select_for_update(of=["self"]).select_related("directive").get(pk=mandate.pk)
    by.require(access.ANSWER, mandate)
    if mandate.version != version:
        message = _("Somebody else has recorded “%(state)s” since this page was shown to you.")
        raise Stale(message % {"state": mandate.get_state_display()})
    if mandate.merged_into_id is not None:
        raise Refused(_("Another unit goes on with this after a change of units; report it there."), code="merged")
    return mandate


def _take(mandate: Mandate, move: str, by: Actor, version: int) -> Mandate:
    """The mandate locked, and able to make this move."""
    mandate = _locked(mandate, by, version)
    if not can_proceed(getattr(mandate, move)):
        raise _not_now(mandate)
    return mandate


def _not_now(mandate: Mandate) -> Refused:
    message = _("This step cannot be recorded while the state is “%(state)s”.")
    return Refused(message % {"state": mandate.get_state_display()}, code="not-now")


def _write(mandate: Mandate, move: str, by: Actor, on: date, note: str = "") -> Mandate:
    getattr(mandate, move)()
    mandate.version += 1
    mandate.save(update_fields=["state", "version"])
    Step.objects.create(mandate=mandate, state=mandate.state, on=on, by_id=by.user_id, note=clean_text(note))
    return mandate


def _not_after_today(day: date | None, by: Actor, field: str) -> None:
    if day is not None and day > by.day:
        raise Refused(_("This date lies in the future."), code="future", field=field)


def _not_before_issue(day: date | None, mandate: Mandate, field: str) -> None:
    issued = mandate.directive.issued_on
    if day is not None and issued is not None and day < issued:
        message = _("This date lies before the document was issued (%(day)s).") % {"day": f"{issued:%d/%m/%Y}"}
        raise Refused(message, code="before-issue", field=field)


@transaction.atomic
def receive(mandate: Mandate, *, by: Actor, version: int, note: str = "") -> Mandate:
    """The unit has it in hand from the actor's day on."""
    mandate = _take(mandate, "receive", by, version)
    record(RECEIVED, mandate, by=by)
    return _write(mandate, "receive", by, by.day, note)


@transaction.atomic
def disseminate(mandate: Mandate, held: Held, *, by: Actor, version: int) -> Mandate:
    """The unit studied it: when, in which form, with how many people (asked for where people sit together)."""
    mandate = _take(mandate, "disseminate", by, version)
    _write_study(mandate, held, by)
    record(DISSEMINATED, mandate, by=by, day=f"{held.held_on:%d/%m/%Y}")
    return _write(mandate, "disseminate", by, held.held_on, held.note)


@transaction.atomic
def add_study(mandate: Mandate, held: Held, *, by: Actor, version: int) -> Mandate:
    """One more occasion of thorough study, until the unit has reported all done. The state stays."""
    mandate = _take_for_study(mandate, by, version)
    _write_study(mandate, held, by)
    record(STUDIED_AGAIN, mandate, by=by, day=f"{held.held_on:%d/%m/%Y}")
    return mandate


@transaction.atomic
def mend_study(study: Dissemination, held: Held, *, by: Actor, version: int) -> Mandate:
    """Report an occasion anew until all is done: a new row takes the place of ``study``, which is kept for the record.

    Raises Refused with code ``mended`` when another report has taken its place already.
    """
    mandate = _take_for_study(study.mandate, by, version)
    if Dissemination.objects.filter(replaces=study).exists():
        raise Refused(_("This report was mended already. Mend the newer one."), code="mended")
    _write_study(mandate, held, by, replaces=study)
    record(STUDY_MENDED, mandate, by=by, day=f"{study.held_on:%d/%m/%Y}")
    return mandate


def _take_for_study(mandate: Mandate, by: Actor, version: int) -> Mandate:
    mandate = _locked(mandate, by, version)
    if not mandate.may_mend_study:
        raise _not_now(mandate)
    mandate.version += 1
    mandate.save(update_fields=["version"])
    return mandate


def _write_study(mandate: Mandate, held: Held, by: Actor, replaces: Dissemination | None = None) -> None:
    _not_after_today(held.held_on, by, "held_on")
    _not_before_issue(held.held_on, mandate, "held_on")
    if held.form not in StudyForm.values:
        raise Refused(_("Choose the form."), code="no-form", field="form")
    if held.attendance is None and held.form in COUNTED_FORMS:
        raise Refused(_("Write how many people were present."), code="no-attendance", field="attendance")
    if held.attendance is not None and not 0 <= held.attendance <= ATTENDANCE_LIMIT:
        raise Refused(_("The number of people cannot be negative."), code="bad-attendance", field="attendance")
    Dissemination.objects.create(
        mandate=mandate,
        held_on=held.held_on,
        form=held.form,
        attendance=held.attendance,
        note=clean_text(held.note),
        replaces=replaces,
    )


@transaction.atomic
def plan(mandate: Mandate, planned: Planned, *, by: Actor, version: int) -> Mandate:
    """The unit has its own paper that makes the directive concrete."""
    mandate = _take(mandate, "plan", by, version)
    title = clean_text(planned.title)
    if not title:
        raise Refused(_("Write the title of the plan."), code="no-title", field="title")
    _not_after_today(planned.issued_on, by, "issued_on")
    _not_before_issue(planned.issued_on, mandate, "issued_on")
    Plan.objects.create(
        mandate=mandate,
        title=title,
        symbol=clean_line(planned.symbol),
        issued_on=planned.issued_on,
        local_target=clean_text(planned.local_target),
        file=planned.file,
    )
    record(PLANNED, mandate, by=by, plan=clean_line(planned.symbol) or clean_line(title)[:120])
    return _write(mandate, "plan", by, planned.issued_on or by.day)


@transaction.atomic
def begin(mandate: Mandate, *, by: Actor, version: int, note: str = "") -> Mandate:
    """The unit carries it out from the actor's day on."""
    mandate = _take(mandate, "begin", by, version)
    record(BEGUN, mandate, by=by)
    return _write(mandate, "begin", by, by.day, note)


@transaction.atomic
def finish(mandate: Mandate, *, by: Actor, version: int, note: str = "") -> Mandate:
    """The unit says what came of it; a result in words is asked for."""
    mandate = _take(mandate, "finish", by, version)
    if not clean_text(note):
        raise Refused(_("Write in a few words what came of it."), code="no-result", field="note")
    record(FINISHED, mandate, by=by)
    return _write(mandate, "finish", by, by.day, note)
