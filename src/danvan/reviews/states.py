"""How a review moves. Who submitted it never issues it; that rule stands in the services."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """How far a review is."""

    DRAFTING = "drafting", pgettext_lazy("review", "Being written")
    SUBMITTED = "submitted", pgettext_lazy("review", "Submitted for issue")
    ISSUED = "issued", pgettext_lazy("review", "Issued")


MOVES = (
    (State.DRAFTING, State.SUBMITTED),
    (State.SUBMITTED, State.DRAFTING),
    (State.SUBMITTED, State.ISSUED),
)

MARKS = {State.DRAFTING: "running", State.SUBMITTED: "wait", State.ISSUED: "done"}
