"""The navigation of the house: one readable list. Each line is shown to whom its action is granted somewhere."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.access.access import MANAGE_ACCOUNTS
from danvan.directives.access import VIEW as SEE_DIRECTIVES
from danvan.figures.access import VIEW as SEE_FIGURES
from danvan.orgs.access import CHANGE_UNITS
from danvan.overview.navigation import Item
from danvan.portal import access as portal
from danvan.reader.access import VIEW as SEE_READINGS
from danvan.reports.access import VIEW as SEE_REPORTS
from danvan.reviews.access import TEMPLATES
from danvan.reviews.access import VIEW as SEE_REVIEWS

GROUPS: tuple[tuple[Promise | str, tuple[Item, ...]], ...] = (
    ("", (Item(_("My work"), "overview:my_work", "work"),)),
    (
        _("Direction"),
        (
            Item(_("Directives"), "directives:list", "document", SEE_DIRECTIVES),
            Item(_("Progress matrix"), "directives:matrix_all", "matrix", SEE_DIRECTIVES),
            Item(pgettext_lazy("directive", "Tasks"), "directives:tasks", "task", SEE_DIRECTIVES),
            Item(_("Reader of documents"), "reader:list", "search", SEE_READINGS),
        ),
    ),
    (
        _("Figures"),
        (
            Item(_("Periodic reports"), "reports:rounds", "grid", SEE_REPORTS),
            Item(_("Totals"), "figures:totals", "sum", SEE_FIGURES),
            Item(_("Review reports"), "reviews:list", "pen", SEE_REVIEWS),
        ),
    ),
    (
        _("Portal"),
        (
            Item(_("Readers' comments"), "portal:queue", "answer", portal.MODERATE),
            Item(_("Editors' rooms of the portal"), "wagtailadmin_home", "portal", portal.WRITE),
        ),
    ),
    (
        _("Organisation"),
        (
            Item(_("Units"), "orgs:units", "tree"),
            Item(_("Changes of units"), "orgs:changes", "merge", CHANGE_UNITS),
            Item(_("Own Word templates"), "reviews:templates", "document", TEMPLATES),
            Item(_("Accounts"), "access:people", "people", MANAGE_ACCOUNTS),
        ),
    ),
)
