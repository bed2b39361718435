"""The one matrix of roles and actions. Grants (who holds a role, where, when) are data.

A role acts on the unit of its grant and on all that stands under it. Nobody accepts what they filed themselves,
whatever their roles: that rule lives with the submission.
"""

from django.utils.translation import gettext_lazy as _

from danvan.access.access import MANAGE_ACCOUNTS
from danvan.access.roles import Role
from danvan.directives import access as directives
from danvan.figures import access as figures
from danvan.reports import access as reports
from danvan.reviews import access as reviews

SEE = frozenset({directives.VIEW, figures.VIEW, reports.VIEW, reviews.VIEW})
TAKE_AWAY = frozenset({directives.EXPORT, figures.EXPORT, reports.EXPORT, reviews.EXPORT})

ROLES = (
    Role(
        "provincial_specialist",
        _("Provincial specialist"),
        SEE
        | TAKE_AWAY
        | {directives.REGISTER, directives.SEND, directives.ASSIGN}
        | {reports.DESIGN, reports.OPEN, reports.DECIDE, reviews.WRITE},
    ),
    Role(
        "provincial_head",
        _("Provincial head"),
        SEE | TAKE_AWAY | {directives.SEND, reports.DECIDE, reviews.WRITE, reviews.ISSUE},
    ),
    Role(
        "commune_officer",
        _("Commune officer"),
        SEE | TAKE_AWAY | {directives.ANSWER, reports.FILL, reports.FILE},
    ),
    Role(
        "commune_head",
        _("Commune head"),
        SEE | TAKE_AWAY | {directives.ANSWER, directives.ASSIGN, reports.FILE},
    ),
    Role("reader", _("Reader"), SEE),
    Role("account_administrator", _("Account administrator"), frozenset({MANAGE_ACCOUNTS})),
)
