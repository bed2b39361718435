"""What became of a fact that the engine proposed. A decision can be taken back; the engine never takes one."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """How far a fact is."""

    PROPOSED = "proposed", pgettext_lazy("fact", "Proposed")
    CONFIRMED = "confirmed", pgettext_lazy("fact", "Confirmed")
    CORRECTED = "corrected", pgettext_lazy("fact", "Corrected")
    REFUSED = "refused", pgettext_lazy("fact", "Refused")


DECIDED = (State.CONFIRMED, State.CORRECTED, State.REFUSED)
TRUE = (State.CONFIRMED, State.CORRECTED)

MOVES = (
    *((State.PROPOSED, decided) for decided in DECIDED),
    *((decided, State.PROPOSED) for decided in DECIDED),
)

MARKS = {State.PROPOSED: "wait", State.CONFIRMED: "done", State.CORRECTED: "done", State.REFUSED: "returned"}
