"""The states of a round and of a submission, and the lawful moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoundState(TextChoices):
    """A closed round takes nothing more, except from a unit that was given longer."""

    OPEN = "open", _("Open for filing")
    CLOSED = "closed", _("Closed")


ROUND_MOVES = ((RoundState.OPEN, RoundState.CLOSED),)


class State(TextChoices):
    """Where one unit's report stands. "Late" is not a state: it is counted from the due day."""

    WAITING = "waiting", _("Not begun")
    DRAFTING = "drafting", _("Being filled in")
    FILED = "filed", _("Filed")
    CHECKED = "checked", _("Approved by the unit's head")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")


MOVES = (
    (State.WAITING, State.DRAFTING),
    (State.DRAFTING, State.FILED),
    (State.FILED, State.RETURNED),
    (State.FILED, State.ACCEPTED),
    # In a round of two steps the unit's own head approves first; the round says how many steps it takes.
    (State.FILED, State.CHECKED),
    (State.CHECKED, State.ACCEPTED),
    (State.CHECKED, State.RETURNED),
    (State.RETURNED, State.FILED),
    # A mistake found after acceptance goes back the same way, with a reason.
    (State.ACCEPTED, State.RETURNED),
)

TYPING = (State.WAITING, State.DRAFTING, State.RETURNED)
HANDED_IN = (State.FILED, State.CHECKED, State.ACCEPTED)
ONE_STEP, TWO_STEPS = 1, 2


class CellState(TextChoices):
    """What the text of a cell says: nothing yet, a figure (zero is one), "K", or something that is no figure."""

    EMPTY = "empty", _("empty")
    VALUE = "value", _("figure")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    ERROR = "error", _("not a figure")


class RuleKind(TextChoices):
    """How cells of one report hang together."""

    PARTS_ADD_UP = "parts_add_up", _("the parts add up to the whole")
    NOT_MORE_THAN = "not_more_than", _("the parts together are not more than the whole")
    COMPARE = "compare", _("a free comparison of two sides")


class Operator(TextChoices):
    """How the left side of a rule must stand to its right side; the values are also those of the page's script."""

    EQUAL = "=", _("equal to")
    AT_MOST = "<=", _("at most")
    AT_LEAST = ">=", _("at least")
    LESS = "<", _("less than")
    MORE = ">", _("more than")


class Severity(TextChoices):
    """An error blocks filing unless it is explained; a warning only asks."""

    ERROR = "error", _("blocks filing")
    WARNING = "warning", _("warns")


class Theme(TextChoices):
    """What the answer to a question is about; answers of all units are put together by it."""

    DIFFICULTIES = "difficulties", _("Difficulties and obstacles")
    GOOD_PRACTICE = "good_practice", _("Good practice and good models")
    PROPOSALS = "proposals", _("Proposals and recommendations")
    OTHER = "other", _("Other remarks")
