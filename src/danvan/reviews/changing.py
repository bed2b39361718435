"""What a change of units does to review reports."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.orgs.changes import Declaration, Follow, Problem, Situation

from .states import State


class Drafts(Follow):
    """Drafts go to the heir. Once the heir has issued one, the paper stands and the change cannot be undone."""

    def obstacles(self, declared: Declaration, situation: Situation) -> list[Problem]:
        issued = self.moved(declared, situation).filter(state=State.ISSUED).order_by("pk")
        return [
            Problem("issued-since", _("The report “%(review)s” has been issued since.") % {"review": review})
            for review in issued
        ]


DRAFTS = Drafts(
    ~Q(state=State.ISSUED),
    note=gettext_lazy(
        "the names of the issuing body and the superior body on the paper must be looked at before issue"
    ),
)

# A template in use goes to the heir, whose reviews look the same; a retired one stays where it was.
TEMPLATES = Follow(Q(retired_at=None))
