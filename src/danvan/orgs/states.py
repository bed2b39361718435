"""How a change of units moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChangeState(TextChoices):
    """How far a change is. An undone change stays in the book with its plan."""

    DRAFT = "draft", pgettext_lazy("change of units", "Draft")
    DISCARDED = "discarded", pgettext_lazy("change of units", "Discarded")
    APPLIED = "applied", _("Applied")
    UNDONE = "undone", _("Undone")


CHANGE_MOVES = (
    (ChangeState.DRAFT, ChangeState.DISCARDED),
    (ChangeState.DRAFT, ChangeState.APPLIED),
    (ChangeState.APPLIED, ChangeState.UNDONE),
)
