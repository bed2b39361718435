"""How a mandate and a task move. "Overdue" is never a state: it is asked with a day."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class MandateState(TextChoices):
    """How far one unit is with one directive."""

    SENT = "sent", pgettext_lazy("mandate", "Sent, not received")
    RECEIVED = "received", pgettext_lazy("mandate", "Received")
    DISSEMINATED = "disseminated", pgettext_lazy("mandate", "Disseminated")
    PLANNED = "planned", pgettext_lazy("mandate", "Planned")
    IN_PROGRESS = "in_progress", pgettext_lazy("mandate", "In progress")
    DONE = "done", pgettext_lazy("mandate", "Done")
    WITHDRAWN = "withdrawn", pgettext_lazy("mandate", "Withdrawn")


# The steps that a unit reports, in their order; the columns of the matrix.
STEPS = (
    MandateState.RECEIVED,
    MandateState.DISSEMINATED,
    MandateState.PLANNED,
    MandateState.IN_PROGRESS,
    MandateState.DONE,
)

MANDATE_MOVES = (
    (MandateState.SENT, MandateState.RECEIVED),
    (MandateState.SENT, MandateState.WITHDRAWN),
    (MandateState.RECEIVED, MandateState.DISSEMINATED),
    (MandateState.DISSEMINATED, MandateState.PLANNED),
    (MandateState.PLANNED, MandateState.IN_PROGRESS),
    (MandateState.IN_PROGRESS, MandateState.DONE),
)


class TaskState(TextChoices):
    """How far a task is."""

    OPEN = "open", pgettext_lazy("task", "Not begun")
    IN_PROGRESS = "in_progress", pgettext_lazy("task", "In progress")
    DONE = "done", pgettext_lazy("task", "Done")
    RETURNED = "returned", pgettext_lazy("task", "Returned to be done again")
    WITHDRAWN = "withdrawn", pgettext_lazy("task", "Withdrawn")


# In these nobody works on the task any more.
TASK_CLOSED = (TaskState.DONE, TaskState.WITHDRAWN)

TASK_MOVES = (
    (TaskState.OPEN, TaskState.IN_PROGRESS),
    (TaskState.OPEN, TaskState.WITHDRAWN),
    (TaskState.IN_PROGRESS, TaskState.DONE),
    (TaskState.DONE, TaskState.RETURNED),
    (TaskState.RETURNED, TaskState.IN_PROGRESS),
)


def reached(state: str) -> int:
    """How many of ``STEPS`` a mandate in ``state`` has behind it (0 when it is only sent)."""
    return STEPS.index(MandateState(state)) + 1 if state in STEPS else 0


def next_step(state: str) -> MandateState | None:
    """The step that a unit reports next, or None when all is done or the sending was withdrawn."""
    after = [target for source, target in MANDATE_MOVES if source == state and target in STEPS]
    return after[0] if after else None
