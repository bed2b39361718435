"""Words that several pages say in the same way."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .states import MandateState, TaskState

# What the button says that records the next step of a mandate, and of a task.
BUTTONS = {
    MandateState.RECEIVED: _("Confirm receipt"),
    MandateState.DISSEMINATED: _("Report the thorough study"),
    MandateState.PLANNED: _("Report our plan"),
    MandateState.IN_PROGRESS: _("Begin to carry it out"),
    MandateState.DONE: _("Report it done"),
}
# A unit that has not come to a step yet.
WITHOUT = {
    MandateState.RECEIVED: pgettext_lazy("matrix", "Not received"),
    MandateState.DISSEMINATED: pgettext_lazy("matrix", "Not studied"),
    MandateState.PLANNED: pgettext_lazy("matrix", "Without a plan"),
    MandateState.IN_PROGRESS: pgettext_lazy("matrix", "Not begun"),
    MandateState.DONE: pgettext_lazy("matrix", "Not done"),
}
TASK_BUTTONS = {
    TaskState.OPEN: _("Begin the task"),
    TaskState.RETURNED: _("Take it up again"),
    TaskState.IN_PROGRESS: _("Report the task done"),
}
