"""People of units that end or receive are told of a change of units once, and once more when it is undone."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from danvan.access.actor import Actor
from danvan.orgs.changes import Situation, listen
from danvan.orgs.changes.line import in_words

from .queries import people_of
from .services import tell


def tell_people(event: str, situation: Situation, by: Actor | None) -> None:
    """Whoever has a post or a role in a unit that the change ends, gives from, moves, names, opens or adds to."""
    if event not in ("applied", "undone"):
        return
    plan = situation.plan
    gone = {coming.code for coming in plan.opens} if event == "undone" else set()
    there = [situation.units[code] for code in sorted(plan.touched - gone) if code in situation.units]
    if not there:
        return
    with translation.override(settings.LANGUAGE_CODE):
        words = _("From %(day)s on: %(kind)s, %(units)s. Open work goes to the unit that takes over.")
        if event == "undone":
            words = _("The change of %(day)s was undone: %(kind)s, %(units)s. Everything stands as before.")
        facts = {"day": f"{plan.effective_on:%d/%m/%Y}", "kind": plan.label, "units": in_words(situation)}
        text = words % facts
    people = people_of([unit.pk for unit in there], situation.day - timedelta(days=1))
    codes = [part.heir if event == "applied" else part.source for part in plan.parts]
    page = next((unit for unit in there if unit.code in codes), there[0])
    tell(people, text, page.get_absolute_url(), key=f"orgs.change_{event}:{situation.change.pk}")


listen(tell_people)
