"""The groups under which the forty rows of indicators are shown."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The last row of each group, in order of the forty rows.
_GROUPS: tuple[tuple[int, Promise], ...] = (
    (8, _("Directives and tasks")),
    (14, _("Skilful mass mobilisation")),
    (21, _("Dialogue and reception of citizens")),
    (25, _("Letters and cases")),
    (31, _("Supervision and social criticism")),
    (33, _("Mediation")),
    (37, _("What people contribute")),
    (39, _("Members of organisations")),
    (40, _("Democracy at the grassroots")),
)
OTHER = _("Other figures")


def topic_of(row: int) -> str:
    """The group of a row of the list of indicators."""
    return str(next((name for last, name in _GROUPS if row <= last), OTHER))
