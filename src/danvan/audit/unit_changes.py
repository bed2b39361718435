"""A change of units stands in the book: on the change, and on every unit that it touches."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.orgs.changes import Situation, listen
from danvan.orgs.changes.line import in_words

from .services import record, record_many
from .verbs import verb

VERBS = {
    "drafted": verb("orgs.change_drafted", _("drafted for %(day)s by %(paper)s: %(kind)s, %(units)s")),
    "discarded": verb("orgs.change_discarded", _("gave up the draft for %(day)s: %(kind)s, %(units)s")),
    "applied": verb("orgs.change_applied", _("carried out from %(day)s on by %(paper)s: %(kind)s, %(units)s")),
    "undone": verb("orgs.change_undone", _("undid the change of %(day)s: %(kind)s, %(units)s")),
}
ON_UNITS = ("applied", "undone")


def write_down(event: str, situation: Situation, by: Actor | None) -> None:
    """Record the act in the language of the house; once undone, units that the change had opened are no more."""
    plan = situation.plan
    with translation.override(settings.LANGUAGE_CODE):
        facts = {
            "kind": plan.label,
            "day": f"{plan.effective_on:%d/%m/%Y}",
            "paper": plan.decided_by,
            "units": in_words(situation),
        }
    record(VERBS[event], situation.change, by=by, **facts)
    if event in ON_UNITS:
        gone = {coming.code for coming in plan.opens} if event == "undone" else set()
        units = [situation.units[code] for code in sorted(plan.touched - gone) if code in situation.units]
        record_many(VERBS[event], units, by=by, change=str(situation.change.public_id), **facts)


listen(write_down)
